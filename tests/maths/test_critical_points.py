"""Minima of the usual test functions, and what the film of a descent says of them."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from scipy import optimize

from explainer.maths.critical_points import as_low, kind_by_heights, minima
from explainer.maths.surfaces import surface
from explainer.scenes.calculus.common import point
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import OPTIMISERS
from explainer.scenes.calculus.gradient_descent.story import DescentStory

ACKLEY = "-20*exp(-0.2*sqrt(0.5*({x}**2+{y}**2)))-exp(0.5*(cos(2*pi*{x})+cos(2*pi*{y})))+e+20"
LEVY = "sin(3*pi*x)**2+(x-1)**2*(1+sin(3*pi*y)**2)+(y-1)**2*(1+sin(2*pi*y)**2)"
STYBLINSKI = -2.903534027771177
TABLE = {
    "Ackley": (ACKLEY.format(x="x", y="y"), 5, [(0, 0)], 0.0),
    "Ackley, all": (ACKLEY.format(x="x", y="y"), 32.768, [(0, 0)], 0.0),
    "Ackley, beside the grid": (
        ACKLEY.format(x="(x-0.3137)", y="(y-0.7713)"),
        5,
        [(0.3137, 0.7713)],
        0.0,
    ),
    "Rastrigin": ("20+x**2+y**2-10*cos(2*pi*x)-10*cos(2*pi*y)", 5.12, [(0, 0)], 0.0),
    "Levy 13": (LEVY, 10, [(1, 1)], 0.0),
    "Booth": ("(x+2*y-7)**2+(2*x+y-5)**2", 10, [(1, 3)], 0.0),
    "Beale": (
        "(1.5-x+x*y)**2+(2.25-x+x*y**2)**2+(2.625-x+x*y**3)**2",
        4.5,
        [(3, 0.5)],
        0.0,
    ),
    "Himmelblau": (
        "(x**2+y-11)**2+(x+y**2-7)**2",
        5,
        [(3, 2), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)],
        0.0,
    ),
    "Goldstein-Price": (
        "(1+(x+y+1)**2*(19-14*x+3*x**2-14*y+6*x*y+3*y**2))"
        "*(30+(2*x-3*y)**2*(18-32*x+12*x**2+48*y-36*x*y+27*y**2))",
        2,
        [(0, -1)],
        3.0,
    ),
    "six-hump camel": (
        "(4-2.1*x**2+x**4/3)*x**2+x*y+(-4+4*y**2)*y**2",
        ((-3, 3), (-2, 2)),
        [(0.089842, -0.712656), (-0.089842, 0.712656)],
        -1.031628,
    ),
    "McCormick": (
        "sin(x+y)+(x-y)**2-1.5*x+2.5*y+1",
        ((-1.5, 4), (-3, 4)),
        [(-0.547198, -1.547198)],
        -1.913223,
    ),
    "Styblinski-Tang": (
        "(x**4-16*x**2+5*x+y**4-16*y**2+5*y)/2",
        5,
        [(STYBLINSKI, STYBLINSKI)],
        -78.332331,
    ),
    "Easom": ("-cos(x)*cos(y)*exp(-(x-pi)**2-(y-pi)**2)", 100, [(math.pi, math.pi)], -1.0),
    "Matyas": ("0.26*(x**2+y**2)-0.48*x*y", 10, [(0, 0)], 0.0),
    "Griewank": ("(x**2+y**2)/4000-cos(x)*cos(y/sqrt(2))+1", 600, [(0, 0)], 0.0),
    "Schwefel": (
        "837.9657745-x*sin(sqrt(abs(x)))-y*sin(sqrt(abs(y)))",
        500,
        [(420.968746, 420.968746)],
        -4.5e-8,
    ),
    "Bukin 6": (
        "100*sqrt(abs(y-0.01*x**2))+0.01*abs(x+10)",
        ((-15, -5), (-3, 3)),
        [(-10, 1)],
        0.0,
    ),
    "cross in tray": (
        "-0.0001*(abs(sin(x)*sin(y)*exp(abs(100-sqrt(x**2+y**2)/pi)))+1)**0.1",
        10,
        [(u, v) for u in (-1.349407, 1.349407) for v in (-1.349407, 1.349407)],
        -2.062612,
    ),
    "drop wave": (
        "-(1+cos(12*sqrt(x**2+y**2)))/(0.5*(x**2+y**2)+2)",
        5.12,
        [(0, 0)],
        -1.0,
    ),
    "Rosenbrock with kinks": (
        "100*abs(y-x**2)+abs(1-x)",
        ((-2, 2), (-1, 3)),
        [(1, 1)],
        0.0,
    ),
}
"""Formula, domain (of both coordinates where it is one number), the lowest minima, their height;
by Surjanovic and Bingham, *Virtual Library of Simulation Experiments*, and Jamil and Yang, 2013."""
each = pytest.mark.parametrize("name", TABLE)
BEATS = (text.surface, text.gradient, text.step, text.descent, text.comparison)


def domain_of(name: str) -> tuple[tuple[float, float], tuple[float, float]]:
    given = TABLE[name][1]
    return given if isinstance(given, tuple) else ((-given, given), (-given, given))


@each
def test_the_known_minima_are_found(name: str) -> None:
    formula, _, places, lowest = TABLE[name]
    hill = surface(formula, domain_of(name))
    found = minima(hill)
    assert found[0].value == pytest.approx(lowest, abs=2e-6)
    lows = [place.point for place in found if as_low(place.value, found[0].value, hill)]
    assert sorted(lows) == pytest.approx(np.array(sorted(places)), abs=2e-6)


@each
def test_each_minimum_is_one_for_a_search_that_knows_no_slopes(name: str) -> None:
    hill = surface(TABLE[name][0], domain_of(name))
    size = np.ptp(hill.domain, axis=1)
    for place in minima(hill)[:6]:
        start = np.array(place.point)
        simplex = start + 1e-4 * size * [[0, 0], [1, 0], [0, 1]]
        options = {"initial_simplex": simplex, "xatol": 1e-12, "fatol": 1e-15}
        end = optimize.minimize(
            lambda p: float(hill.value(*p)), start, method="Nelder-Mead", options=options
        )
        assert end.fun >= place.value - 1e-9 * (1 + abs(place.value))


@pytest.mark.parametrize("formula", ["7", "x + y", "x**2", "x**2*y**2", "-x**2 - y**2", "x*y"])
def test_what_has_no_isolated_minimum_is_given_none(formula: str) -> None:
    assert minima(surface(formula)) == ()


def test_the_end_of_a_walk_counts_as_a_candidate() -> None:
    pit = "x**2 + y**2 - 50*exp(-4000000*((x - 1.0031)**2 + (y - 1.0031)**2))"
    hill = surface(pit)
    assert minima(hill)[0].point == (0, 0)
    assert minima(hill, (1.0033, 1.0031))[0].point == pytest.approx((1.0031, 1.0031), abs=1e-6)


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("x**4 + y**4", "minimum"),
        ("sqrt(x**2 + y**2)", "minimum"),
        ("abs(x) - abs(y)", "saddle"),
        ("-abs(x) - y**4", "maximum"),
        ("x**2", "level"),
        ("x**3 + y**2", "saddle"),
    ],
)
def test_what_a_level_point_is_by_the_heights_around_it(formula: str, kind: str) -> None:
    assert kind_by_heights(surface(formula), np.zeros(2)) == kind


@each
def test_what_the_film_says_is_true(name: str) -> None:
    formula, _, places, lowest = TABLE[name]
    for method in OPTIMISERS if name in ("Ackley", "Levy 13", "Beale") else OPTIMISERS[:1]:
        story = DescentStory.compute(formula, domain_of(name), None, None, None, method, None)
        assert story.lowest.value == pytest.approx(lowest, abs=2e-6)
        first = text.surface(story).alt_text
        written = {point(np.round(place, 9)).replace("-0)", "0)") for place in places}
        assert any(place in first.replace("\N{MINUS SIGN}0)", "0)") for place in written), first
        outcome = text.descent(story)
        said = " ".join((outcome.heading, outcome.narration, outcome.alt_text))
        if "not the lowest" in said:
            assert story.outcome.rest.value > lowest + 1e-9
        elif "converged" in said:
            assert story.outcome.rest.value == pytest.approx(lowest, abs=2e-6)
            if len(places) > 1:
                assert f"one of {len(places)} equally low minima" in outcome.heading
        arrived = story.outcome.kind in ("converged", "other_minimum")
        found = r"lowest minim(um that was|a that were) found"
        assert bool(re.search(found, outcome.alt_text)) == (not arrived)
        for beat in BEATS:  # "lowest" is said of nothing but what was searched for
            for sentence in re.split(r"(?<=\.) ", " ".join(beat(story)[:3])):
                assert "lowest" not in sentence or "found" in sentence or "not the" in sentence


@each
def test_by_default_something_moves(name: str) -> None:
    if name == "Easom":
        pytest.skip("its one pit is a fiftieth of the domain: there is no slope elsewhere")
    story = DescentStory.compute(TABLE[name][0], domain_of(name), None, None, None, *PLAIN)
    path, size = story.descent.points, np.ptp(story.surface.domain, axis=1)
    assert np.linalg.norm(path - path[0], axis=1).max() > 0.03 * np.linalg.norm(size)
    assert story.descent.values[-1] < story.descent.values[0]
    assert not story.leaves and story.descent.lost is None


PLAIN = ("gradient_descent", None)


def test_from_a_start_beside_the_lowest_minimum_the_walk_reaches_it() -> None:
    story = DescentStory.compute(LEVY, domain_of("Levy 13"), (1.1, 1.1), None, None, *PLAIN)
    assert story.outcome.kind == "converged"
    assert story.outcome.rest.point == pytest.approx((1, 1), abs=1e-6)
    assert text.descent(story).heading.endswith("the lowest minimum that was found")
