"""Beta-Bernoulli inference against scipy, and by properties."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special, stats

from explainer.scenes.probability.posterior_update.inference import Beta, tosses_of

quick = settings(deadline=None, max_examples=60)
shapes = st.floats(0.1, 200)
counts = st.floats(0, 300)
SHAPES = [
    (1, 1),
    (2, 2),
    (0.5, 0.5),
    (0.1, 3),
    (8, 1),
    (1, 0.7),
    (702, 302),
    (1e6, 2e6),
    (0.1, 0.1),
]


@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_density_and_moments_are_scipys(a, b):
    belief = stats.beta(a, b)
    theta = np.concatenate([[1e-12, 1e-3], belief.ppf([0.01, 0.3, 0.5, 0.9]), [0.999]])
    assert Beta(a, b).density(theta) == pytest.approx(belief.pdf(theta), rel=1e-7, abs=1e-290)
    assert Beta(a, b).mean == pytest.approx(belief.mean())
    assert Beta(a, b).deviation == pytest.approx(belief.std())


@pytest.mark.parametrize(
    ("a", "b", "at_zero", "at_one"),
    [
        (0.5, 0.5, math.inf, math.inf),
        (1, 1, 1, 1),
        (2, 2, 0, 0),
        (1, 3, 3, 0),
        (3, 0.9, 0, math.inf),
    ],
)
def test_density_at_the_ends_and_outside(a, b, at_zero, at_one):
    assert Beta(a, b).density([0, 1, -0.1, 1.1]) == pytest.approx([at_zero, at_one, 0, 0])


@quick
@given(shapes, shapes, counts, counts)
def test_a_posterior_integrates_to_one(a, b, heads, tails):
    belief = Beta(a, b).after(heads, tails)
    # In the log odds of theta the poles at the ends are gone; beyond 25 theta rounds towards 1.
    odds = np.linspace(-400, 25, 200_001)
    theta, other = 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(odds))
    heights = belief.density(theta) * theta * other
    missed = stats.beta(*belief).sf(theta[-1])
    assert integrate.trapezoid(heights, odds) + missed == pytest.approx(1, abs=1e-5)


@quick
@given(st.floats(1, 50), st.floats(1, 50), st.integers(0, 40), st.integers(0, 40))
def test_the_conjugate_update_is_the_normalised_product_on_a_grid(a, b, heads, tails):
    # Points that crowd towards the ends, where a density may rise as steeply as a root.
    angle = np.linspace(0, np.pi / 2, 20_001)
    theta = np.sin(angle) ** 2
    product = Beta(a, b).density(theta) * theta**heads * (1 - theta) ** tails
    area = integrate.simpson(product * np.sin(2 * angle), x=angle)
    assert Beta(a, b).evidence(heads, tails) == pytest.approx(area, rel=1e-6)
    updated = Beta(a, b).after(heads, tails).density(theta)
    assert np.abs(product / area - updated).max() <= 1e-6 * updated.max()


@quick
@given(shapes, shapes, st.integers(0, 30), st.integers(0, 30))
def test_the_evidence_is_the_product_of_the_predictions(a, b, heads, tails):
    logarithm, now = 0.0, Beta(a, b)
    for toss in [1] * heads + [0] * tails:
        chance = now.mean
        logarithm += math.log(chance if toss else 1 - chance)
        now = now.after(toss, 1 - toss)
    assert Beta(a, b).evidence(heads, tails) == pytest.approx(math.exp(logarithm), rel=1e-8)


def test_the_evidence_of_no_data_is_one():
    assert Beta(0.3, 7).evidence(0, 0) == 1
    assert Beta(1, 1).evidence(1e5, 1e5) == 0


@pytest.mark.parametrize("level", [0.5, 0.9, 0.999])
@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_equal_tailed_intervals_are_scipys(a, b, level):
    expected = stats.beta(a, b).interval(level)
    assert Beta(a, b).interval(level) == pytest.approx(expected, rel=1e-7)
    assert Beta(a, b).interval(level, "equal_tailed") == Beta(a, b).interval(level)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.999])
@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_the_shortest_interval_is_the_shortest(a, b, level):
    belief = stats.beta(a, b)
    low, high = Beta(a, b).interval(level, "highest_density")
    held = belief.cdf(high) - belief.cdf(low)
    if (a, b, level) == (0.1, 0.1, 0.999):
        assert held == high == 1  # the upper end is nearer to 1 than any float
    else:
        assert held == pytest.approx(level, abs=1e-7)
    below = np.linspace(0, 1 - level, 201)
    widths = belief.isf(np.maximum(1 - level - below, 0)) - belief.ppf(below)
    assert high - low <= widths.min() * (1 + 1e-7)
    if a > 1 and b > 1:
        assert Beta(a, b).density(low) == pytest.approx(Beta(a, b).density(high), rel=1e-4)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (3, 2, 2 / 3),
        (1, 1, None),
        (0.5, 0.5, None),
        (0.5, 2, 0),
        (1, 2, 0),
        (2, 1, 1),
        (1, 0.5, 1),
        (0.5, 1, 0),
    ],
)
def test_mode(a, b, expected):
    assert Beta(a, b).mode == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((2, 2), (2, 2), 1),
        ((1, 1), (1, 2), 0.75),
        ((1000, 1), (1, 1000), 0),
        ((0.5, 2), (0.5, 2), 1),
    ],
)
def test_agreement_of_known_pairs(first, second, expected):
    assert Beta(*first).overlap(Beta(*second)) == pytest.approx(expected, abs=1e-9)


@quick
@given(shapes, shapes, shapes, shapes)
def test_agreement_is_the_area_below_both(a1, b1, a2, b2):
    found = Beta(a1, b1).overlap(Beta(a2, b2))
    assert 0 <= found <= 1
    assert found == pytest.approx(Beta(a2, b2).overlap(Beta(a1, b1)), abs=1e-9)
    # Over the log-odds, both densities are smooth and die out, even where theirs have poles.
    odds = np.linspace(-300, 300, 300_001)
    heights = [
        np.exp(a * special.log_expit(odds) + b * special.log_expit(-odds) - special.betaln(a, b))
        for a, b in ((a1, b1), (a2, b2))
    ]
    assert found == pytest.approx(integrate.trapezoid(np.minimum(*heights), odds), abs=5e-5)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("HTHHTHHH", [1, 0, 1, 1, 0, 1, 1, 1]),
        ("htT", [1, 0, 0]),
        ("", []),
        ((0, 3), [0, 0, 0]),
        ((0, 0), []),
    ],
)
def test_tosses_are_read(data, expected):
    tosses = tosses_of(data)
    assert tosses.dtype == bool
    assert tosses.tolist() == expected


def test_counts_come_in_a_fixed_mixed_order():
    tosses = tosses_of((700, 300))
    assert (tosses.sum(), len(tosses)) == (700, 1000)
    assert (tosses == tosses_of((700, 300))).all()
    changes = sum(before != after for before, after in pairwise(tosses.tolist()))
    assert changes > 300
