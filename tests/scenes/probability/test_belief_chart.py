"""Charts of beliefs: windows hold the belief, names keep clear, tables are right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from explainer.mobjects.axes import settled, x_gap
from explainer.mobjects.placing import Name, Room, ink_size
from explainer.scenes.probability.posterior_update.drawing.belief import (
    BeliefChart,
    story_probes,
)
from explainer.scenes.probability.posterior_update.drawing.marks import PLOT
from explainer.scenes.probability.posterior_update.drawing.panel import ProductTable
from explainer.scenes.probability.posterior_update.drawing.windows import (
    answer_window,
    closeup,
    first_window,
    product_window,
    run_window,
)
from explainer.scenes.probability.posterior_update.inference import beta_density
from explainer.scenes.probability.posterior_update.story import Story
from explainer.style import DARK, PANEL, Zone

strengths = st.floats(0.1, 1000)
counts = st.integers(0, 2000)
AREA = Zone(0.0, 8.0, 0.0, 4.0)


def story(prior: tuple[float, float], data: Any = "HT", **rest: Any) -> Story:
    """Return a story with nothing but what matters."""
    given_rest = {"level": 0.9, "interval": "equal_tailed", "second_prior": None, **rest}
    return Story.compute(prior, data, true_bias=given_rest.pop("true_bias", None), **given_rest)


@settings(max_examples=40, deadline=None)
@given(strengths, strengths, counts, counts)
def test_windows_hold_the_belief(a: float, b: float, heads: int, tails: int) -> None:
    told = story((a, b), (heads, tails))
    for shape, (low, high) in (
        (told.updated, product_window(told)[:2]),
        (told.posterior, run_window(told)),
        (told.posterior, answer_window(told)[:2]),
    ):
        belief = stats.beta(*shape)
        assert 0 <= low < high <= 1
        assert belief.cdf(high) - belief.cdf(low) > 0.98


def test_a_sharp_belief_is_looked_at_closely_and_a_wide_one_is_not() -> None:
    assert closeup([(2, 2)]) == (0.0, 1.0)
    low, high = closeup([(1000, 1000)])
    assert high - low < 0.2
    assert product_window(story((2, 2))) == first_window(story((2, 2)))


def test_no_number_of_the_whole_axis_is_half_faded() -> None:
    assert settled(0, 1, PLOT.width, x_gap(0, 1, PLOT.width))


def test_the_true_bias_comes_into_the_window_where_it_is_near() -> None:
    low, high, _ = answer_window(story((2, 2), (700, 300), true_bias=0.65))
    assert low < 0.65 < high
    low, high, _ = answer_window(story((2, 2), (70_000, 30_000), true_bias=0.1))
    assert low > 0.1


@pytest.mark.parametrize("prior", [(2, 2), (0.5, 0.5), (0.1, 0.1), (1000, 1000), (0.1, 1000)])
def test_probes_rise_inside_the_window(prior: tuple[float, float]) -> None:
    told = story(prior)
    low, high, _ = product_window(told)
    probes = story_probes(told)
    assert (np.diff(probes) > 0).all()
    assert low < probes[0]
    assert probes[-1] < high


@pytest.mark.parametrize("prior", [(2, 2), (0.1, 0.1), (1000, 1000), (0.1, 1000)])
def test_the_table_multiplies(prior: tuple[float, float]) -> None:
    chart = BeliefChart(story(prior), DARK)
    table = ProductTable(chart, DARK).set_power(1.0)
    assert table.width <= PANEL.width + 0.02
    for theta, *cells in table.rows:
        before, factor, now = (cell.value for cell in cells)
        assert before == pytest.approx(float(beta_density(theta.value, *prior)))
        assert (factor, now) == pytest.approx((theta.value, before * theta.value))


def test_a_name_stands_near_what_it_names_and_clear_of_all_else() -> None:
    line = np.array([[0.0, 1.0], [8.0, 3.0]])
    room = Room(AREA).block_lines(line).block_box(np.array([2.0, 2.5]), np.array([3.0, 1.0]))
    name = Name("prior", DARK, "prior")
    free = room.copy()
    assert name.settle(room, np.linspace(*line, 50))
    centre, size = room.boxes[-1]
    assert size == pytest.approx(ink_size(name.words))
    assert free.free(centre, size)
    assert AREA.left <= centre[0] - size[0] / 2
    assert centre[0] + size[0] / 2 <= AREA.right
    assert not len(name.leader.points)


def test_names_do_not_share_a_place() -> None:
    room = Room(AREA)
    target = np.array([[4.0, 2.0]])
    names = [Name("posterior", DARK, "posterior") for _ in range(4)]
    assert all(name.settle(room, target) for name in names)
    centres = np.array([name.words.get_center()[:2] for name in names])
    size = ink_size(names[0].words)
    for first in range(4):
        for second in range(first):
            assert (np.abs(centres[first] - centres[second]) > size).any()


def test_a_name_without_room_finds_no_place() -> None:
    tiny = Room(Zone(0.0, 0.3, 0.0, 0.3))
    assert not Name("likelihood", DARK, "likelihood").settle(tiny, np.array([[0.1, 0.1]]))
