"""Descents, their limits and their outcomes: by hand, in closed form and by properties."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.maths.surfaces import Surface, surface
from explainer.scenes.calculus.gradient_descent.descent import (
    OPTIMISERS,
    Descent,
    descend,
    inside,
    stability_limit,
)
from explainer.scenes.calculus.gradient_descent.outcome import outcome

quick = settings(deadline=None, max_examples=60)
FORMULA = "x**2 + 3*y**2 + sin(3*x)"


def walk(text, start, rate, steps, optimiser="gradient_descent", **settings_):
    hill = surface(text)
    path = descend(hill, start, optimiser=optimiser, learning_rate=rate, steps=steps, **settings_)
    return path, outcome(path, hill)


def limit_of(path):
    return stability_limit(path, path.curvatures.max())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("bowl", "converged"),
        ("narrow_valley", "converged"),
        ("saddle", "converged"),
        ("himmelblau", "converged"),
        ("rosenbrock", "on_the_way"),
        ("beale", "on_the_way"),
        ("ripples", "other_minimum"),
        (FORMULA, "converged"),
    ],
)
def test_the_story_that_each_default_tells(name, kind):
    hill = surface(name)
    assert walk(name, hill.start, hill.learning_rate, hill.steps)[1].kind == kind


LIMITS = {"gradient_descent": 0.2, "momentum": 0.38, "nesterov": 0.38 / 2.8}
"""Of the rate on the narrow valley, whose curvatures are 1 and 10, with a momentum of 0.9."""

CASES = [
    ("converged", "bowl", (1, 2), 0.1, 60, {}),
    ("converged", "bowl", (0, 0), 0.1, 0, {}),
    ("converged", "x**4 + y**4", (0.0, 0.0), 0.1, 10, {}),
    ("converged", "rosenbrock", (-1.2, 1), 1.0, 20, {"optimiser": "newton"}),
    ("converged", "bowl", (-2, 1.5), 0.5, 100, {"optimiser": "adam"}),
    ("converged", "abs(x) + y**2", (0.0, 1.0), 0.1, 60, {}),
    ("level", "3", (1, 1), 0.1, 10, {}),
    ("level", "x**2", (2, 1), 0.1, 100, {}),
    ("level", "x**2*y**2", (2, 1), 0.05, 100, {}),
    ("stopped", "x + y**2", (0.0, 1.0), 1.0, 3, {"optimiser": "newton"}),
    ("on_the_way", "bowl", (1, 2), 0.001, 60, {}),
    ("on_the_way", "bowl", (1, 2), 0.1, 1, {}),
    ("on_the_way", "narrow_valley", (2, 1), 0.195, 8, {}),
    ("on_the_way", "saddle", (0.0, 1e-5), 0.1, 40, {}),
    # RMSProp divides by a gradient that has all but vanished, so it is thrown off again.
    ("passing", "bowl", (-2, 1.5), 0.1, 60, {"optimiser": "rmsprop"}),
    ("hopping", "bowl", (-2, 1.5), 0.1, 400, {"optimiser": "rmsprop"}),
    ("hopping", "bowl", (1, 2), 1.0, 60, {}),
    ("hopping", "bowl", (0.001, 0.002), 1.0, 60, {}),
    ("hopping", "bowl", (1, 2), 2.0, 60, {"optimiser": "newton"}),
    ("hopping", "abs(x) + abs(y)", (1.05, 0.55), 0.3, 60, {}),
    ("hopping", "x**4/4 - x**2/2 + y**2", (0.6, 0), 1.2, 200, {}),
    ("hopping", "saddle", (1.5, 0), 1.0, 50, {}),
    ("circling", "x**4/4 - x**2/2 + y**2", (0.6, 0), 1.7, 200, {}),
    ("other_minimum", "x**4 - 2*x**2 + 0.3*x + y**2", (1.4, 1), 0.05, 200, {}),
    ("saddle", "saddle", (1.5, 0), 0.1, 80, {}),
    ("saddle", "x**2 - y**2", (1.5, 0), 0.1, 80, {}),
    ("saddle", "x**3 + y**2", (0, 1), 0.1, 80, {}),
    ("maximum", "-x**2 - y**2", (0, 0), 0.1, 10, {}),
    ("maximum", "himmelblau", (-0.3, -0.9), 1.0, 10, {"optimiser": "newton"}),
    ("diverged", "bowl", (1, 2), 1.2, 12, {}),
    ("diverged", "bowl", (0.01, 0.02), 1.02, 60, {}),
    ("diverged", "bowl", (1, 2), 2.1, 12, {"optimiser": "newton"}),
    ("left_domain", "x**2 - y**2", (1, 0.5), 0.1, 40, {}),
    ("left_domain", "x", (0, 0), 1.0, 10, {}),
    # Higher than it began and outside, but on its way back: that is no divergence.
    ("left_domain", "narrow_valley", (-2, 1), 0.3799, 60, {"optimiser": "momentum"}),
    ("beyond", "bowl", (1, 2), 1.5, 2000, {}),
    ("beyond", "rosenbrock", (-1.5, 2), 0.1, 50, {}),
    ("beyond", "-x**4 - y**4", (1, 1), 1.0, 30, {}),
    ("beyond", "-exp(x) + y**2", (1, 1), 0.5, 30, {}),
    ("undefined", "sqrt(x)", (-1, 0), 0.1, 5, {}),
    ("undefined", "log(x) + y**2", (0.568, 1.2), 0.5, 30, {}),
    ("undefined", "sqrt(x) + y**2", (1, 1), 0.6, 30, {}),
    ("undefined", "sqrt(x**2 + y**2)", (1, 0), 0.5, 30, {}),
    *(
        (kind, "narrow_valley", (-2, 0.4), limit * share, steps, {"optimiser": method})
        for method, limit in LIMITS.items()
        for kind, share, steps in (
            ("converged", 0.99, 1500),
            ("on_the_way", 1 - 1e-3, 60),
            ("hopping", 1.0, 60),
            ("diverged", 1 + 1e-3, 60),
        )
    ),
    *(
        (kind, "narrow_valley", (-2, 1), 0.2 * share, 60, {})
        for kind, share in (("on_the_way", 1 - 1e-6), ("diverged", 1 + 1e-6))
    ),
]


@pytest.mark.parametrize(("kind", "text", "start", "rate", "steps", "more"), CASES)
def test_outcomes(kind, text, start, rate, steps, more):
    _, found = walk(text, start, rate, steps, **more)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "start", "rate", "about", "cycle"),
    [
        ("narrow_valley", (-2, 1), 0.2, (0, 0), [(0, -1), (0, 1)]),
        ("bowl", (1, 2), 1.0, (0, 0), [(-1, -2), (1, 2)]),
        ("x**4/4 - x**2/2 + y**2", (0.6, 0), 1.2, (1, 0), None),
        ("saddle", (1.5, 0), 1.0, (0, 0), [(-1.5, 0), (1.5, 0)]),
        ("x**2 + 2*y**2 - 6*x + 4*y", (0, 1), 0.5, (3, -1), [(3, -3), (3, 1)]),
    ],
)
def test_what_hops_does_so_about_a_point_between(text, start, rate, about, cycle):
    path, found = walk(text, start, rate, 60)
    assert found.kind == "hopping"
    assert found.rest.point == pytest.approx(about, abs=1e-6)
    if cycle:
        assert np.array(sorted(found.cycle.tolist())) == pytest.approx(np.array(cycle), abs=1e-6)
    for here, there in zip(found.cycle, np.roll(found.cycle, -1, axis=0), strict=True):
        assert here - rate * surface(text).gradient(*here) == pytest.approx(there, abs=1e-6)
    assert path.points[-1] == pytest.approx(path.points[-3], abs=1e-4)


@quick
@given(
    st.floats(0.05, 20),
    st.floats(0.05, 20),
    st.floats(0.01, 0.999),
    st.tuples(st.floats(-2, 2), st.floats(-2, 2)),
)
def test_a_safe_rate_never_raises_a_convex_quadratic(first, second, share, start):
    hill = Surface("quadratic", "a quadratic", f"{first}*x**2 + {second}*y**2")
    rate = share / max(first, second)  # 2 / curvature = 1 / coefficient
    path = descend(hill, start, learning_rate=rate, steps=15)
    assert (np.diff(path.values) <= 1e-12 * path.values[0]).all()
    assert rate < limit_of(path)


@pytest.mark.parametrize("optimiser", ["gradient_descent", "momentum", "nesterov"])
@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_the_limit_parts_settling_from_diverging(optimiser, beta):
    start = descend(
        surface("bowl"), (1, 1), optimiser=optimiser, learning_rate=0.1, steps=1, momentum=beta
    )
    limit = limit_of(start)
    ends = [
        walk("bowl", (1, 1), share * limit, 600, optimiser, momentum=beta)[0]
        for share in (0.97, 1.03)
    ]
    assert ends[0].values[-1] < 1e-6
    assert ends[1].lost is not None or ends[1].values[-1] > 1e6


def test_where_there_is_no_limit():
    for optimiser in ("rmsprop", "adam", "newton"):
        assert limit_of(walk("bowl", (1, 1), 0.1, 3, optimiser)[0]) is None
    assert limit_of(walk("-x**2 - y**2", (1, 1), 0.1, 3)[0]) == math.inf


def test_gradient_descent_on_a_bowl_in_closed_form():
    path, _ = walk("bowl", (1.0, -2.0), 0.1, 10)
    factors = 0.8 ** np.arange(11)[:, None]
    assert path.points == pytest.approx(factors * [1.0, -2.0])
    assert path.values == pytest.approx(5 * factors[:, 0] ** 2)
    assert path.gradients == pytest.approx(2 * path.points)
    assert path.steps_taken == pytest.approx(np.diff(path.points, axis=0))
    assert (path.curvatures == 2).all()


def test_first_steps_by_hand():
    # on x^2 + y^2 from (1, -2) the gradient is (2, -4)
    def points(optimiser, **more):
        return walk("bowl", (1.0, -2.0), 0.1, 2, optimiser, **more)[0].points

    assert points("momentum", momentum=0.5)[2] == pytest.approx([0.54, -1.08])
    assert points("nesterov", momentum=0.5)[2] == pytest.approx([0.56, -1.12])
    assert points("adam")[1] == pytest.approx([0.9, -1.9])
    assert points("rmsprop", decay=0.75)[1] == pytest.approx([0.8, -1.8])
    assert points("newton")[1] == pytest.approx([0.9, -1.8])


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_optimiser_gets_down_a_valley(optimiser):
    path, _ = walk("narrow_valley", (2, 1), 0.05, 400, optimiser)
    assert path.values[-1] < 0.02 * path.values[0]
    assert path.curvatures == pytest.approx(np.tile([1.0, 10.0], (401, 1)))


def test_what_is_not_finite_is_cut_off():
    path, _ = walk("rosenbrock", (-1.5, 2), 0.1, 50)
    assert path.lost is not None
    assert inside(path.points, surface("rosenbrock").domain)[:2].tolist() == [True, False]
    for part in (path.points, path.values, path.gradients, path.curvatures):
        assert np.isfinite(part).all()
        assert len(part) == len(path.steps_taken) + 1


def test_results_cannot_be_changed():
    path, found = walk("bowl", (1, 1), 0.1, 2)
    for item, name in ((path, "points"), (found, "kind"), (surface("bowl"), "name")):
        with pytest.raises(AttributeError):
            setattr(item, name, None)
    assert isinstance(path, Descent)


@pytest.mark.parametrize(
    "module", ["maths.linear_algebra", "scenes.probability.posterior_update.inference"]
)
def test_scenes_without_calculus_do_not_wait_for_it(module):
    script = (
        f"import sys, explainer.{module}\n"
        "print({'sympy', 'scipy.stats', 'scipy.optimize', 'manim'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
