"""Surfaces and their critical points, against scipy and by properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from explainer.maths.critical_points import critical_points
from explainer.maths.surfaces import check_domain, named_surfaces, surface
from explainer.scenes.calculus.gradient_descent.descent import (
    descend,
    inside,
    stability_limit,
)

NAMES = sorted(named_surfaces())
FORMULA = "x**2 + 3*y**2 + sin(3*x)"
EXPRESSIONS = [
    *NAMES,
    FORMULA,
    "exp(-x**2)*cos(y)/(2 + x*y)**2",
    "abs(x - 1) + sqrt(x**2 + y**2 + 1)",
]


@settings(deadline=None, max_examples=15)
@pytest.mark.parametrize("text", EXPRESSIONS)
@given(at=st.tuples(st.floats(-0.99, 0.99), st.floats(-0.99, 0.99)))
def test_derivatives_match_finite_differences(text, at):
    hill = surface(text)
    point = np.array([0.9137, 0.7853]) * at + 0.0123  # beside the kink of abs
    value = lambda p: float(hill.value(*p))  # noqa: E731
    slope = optimize.approx_fprime(point, value, 1e-7)
    scale = 1 + np.abs(hill.hessian(*point)).max() + abs(value(point))
    assert np.abs(hill.gradient(*point) - slope).max() <= 1e-5 * scale
    for i in range(2):
        bend = optimize.approx_fprime(point, lambda p, i=i: float(hill.gradient(*p)[i]), 1e-7)
        assert np.abs(hill.hessian(*point)[i] - bend).max() <= 1e-3 * scale


@pytest.mark.parametrize("text", [*EXPRESSIONS, "3", "x", "y**2"])
def test_fields_take_arrays_of_any_shape(text):
    hill = surface(text)
    x, y = np.linspace(-1, 1, 3), np.linspace(-1, 1, 4)[:, None]
    assert hill.value(x, y).shape == (4, 3)
    assert hill.gradient(x, y).shape == (4, 3, 2)
    assert hill.hessian(x, y).shape == (4, 3, 2, 2)
    assert np.ndim(hill.value(0.5, 0.5)) == 0
    assert hill.gradient(x, y)[2, 1] == pytest.approx(hill.gradient(x[1], y[2, 0]))
    assert "$" not in hill.typst


MINIMA = {
    **dict.fromkeys(("bowl", "narrow_valley", "ripples"), ((0.0, 0.0),)),
    "saddle": ((0.0, -math.sqrt(2)), (0.0, math.sqrt(2))),
    "rosenbrock": ((1.0, 1.0),),
    "himmelblau": (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    ),
    "beale": ((3.0, 0.5),),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_named_surface_keeps_its_promises(name):
    hill = surface(name)
    check_domain(hill)
    low, high = np.transpose(hill.domain)
    assert ((low < hill.start) & (hill.start < high)).all()
    found = [p for p in critical_points(hill) if p.kind == "minimum"]
    lowest = [p.point for p in found if p.value < found[0].value + 1e-9]
    assert np.array(sorted(lowest)) == pytest.approx(np.array(sorted(MINIMA[name])), abs=1e-6)
    path = descend(hill, hill.start, learning_rate=hill.learning_rate, steps=hill.steps)
    assert path.values[-1] < path.values[0] / 2 or name == "saddle"
    assert inside(path.points, hill.domain).all()
    assert hill.learning_rate < stability_limit(path, path.curvatures[:, 1].max())


def test_a_formula_gets_settings_that_suit_it():
    hill = surface(FORMULA)
    assert hill.domain == ((-2.5, 2.5), (-2.5, 2.5))
    assert hill.typst == "x^2 + 3 y^2 + sin(3 x)"
    found = optimize.minimize(lambda p: hill.value(*p), [-0.4, 0.1], tol=1e-10)
    assert critical_points(hill)[0].point == pytest.approx(found.x, abs=1e-5)
    steep = surface("100*x**2 + exp(3*x)", ((-1, 1), (-2, 2)))
    assert steep.domain == ((-1, 1), (-2, 2))
    assert steep.learning_rate < 2 / 300


@pytest.mark.parametrize("text", ["Narrow-Valley", "narrow valley", " NARROW_VALLEY "])
def test_names_are_read_kindly(text):
    assert surface(text) is named_surfaces()["narrow_valley"]


def test_another_domain_replaces_what_lies_outside():
    small = surface("himmelblau", ((0, 5), (0, 5)))
    assert critical_points(small)[0].point == pytest.approx((3, 2), abs=1e-6)
    assert all(0 < part < 5 for part in small.start)
    assert surface("bowl", ((-9, 9), (-9, 9))).start == surface("bowl").start


@pytest.mark.parametrize(
    ("text", "domain", "says"),
    [
        ("rosenbrok", None, "did you mean rosenbrock"),
        ("narow-valley", None, "did you mean narrow_valley"),
        (
            "ackley",
            None,
            "no surface is called 'ackley'; there are bowl, .*; any other is given by",
        ),
        ("volcano", None, "there are bowl, .*; any other is given by its formula"),
        ("x**2 + q", None, "'q' is not a name"),
        ("x**2", ((1, 1), (0, 1)), "domain of x runs from 1 to 1"),
        ("bowl", ((0, 1), (0, math.inf)), "domain of y"),
    ],
)
def test_what_is_no_surface_is_refused(text, domain, says):
    with pytest.raises(ValueError, match=says):
        surface(text, domain)


@pytest.mark.parametrize("text", ["1/x", "log(x + y)", "sqrt(x)", "exp(exp(exp(x + 5)))"])
def test_a_surface_with_holes_is_refused_with_a_point(text):
    hill = surface(text)
    with pytest.raises(ValueError, match=r"is not finite at x = .*, y = ") as caught:
        check_domain(hill)
    words = str(caught.value).split("x = ")[1].split(";")[0].split(", y = ")
    assert not np.isfinite(hill.value(*(float(word) for word in words)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x**2 - y**2", [((0, 0), "saddle")]),
        ("-x**2 - 2*y**2", [((0, 0), "maximum")]),
        ("x**4 + y**4", [((0, 0), "degenerate")]),
        ("x + y", []),
        ("x**3 - 3*x + y**2", [((1, 0), "minimum"), ((-1, 0), "saddle")]),
    ],
)
def test_critical_points(text, expected):
    found = critical_points(surface(text))
    assert [p.kind for p in found] == [kind for _, kind in expected]
    for point, (place, _) in zip(found, expected, strict=True):
        assert point.point == pytest.approx(place, abs=1e-3)


def test_himmelblau_has_nine_critical_points():
    kinds = [p.kind for p in critical_points(surface("himmelblau"))]
    assert [kinds.count(kind) for kind in ("minimum", "saddle", "maximum")] == [4, 4, 1]
    assert len(kinds) == 9
