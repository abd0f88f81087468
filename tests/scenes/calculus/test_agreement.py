"""What the scenes say of one point of one surface: the same numbers, the same statements."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.maths.critical_points import critical_points
from explainer.maths.surfaces import surface
from explainer.numbers import about, equals, magnitude, to_typst
from explainer.scenes.calculus.common import KINDS, SurfacePoint, number
from explainer.scenes.calculus.gradient import text as gradient_text
from explainer.scenes.calculus.gradient.story import DirectionalStory
from explainer.scenes.calculus.gradient_descent import text as descent_text
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.scenes.calculus.hessian import text as hessian_text
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.scenes.calculus.partial_derivatives import text as partials_text
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory

SLOPES = None
"""No critical point: the surface slopes."""

POINTS = [
    ("bowl", (0.0, 0.0), "minimum"),
    ("-x**2 - 3*y**2", (0.0, 0.0), "maximum"),
    ("saddle", (0.0, 0.0), "saddle"),
    ("saddle", (0.0, math.sqrt(2)), "minimum"),
    ("saddle", (0.0, 1.4142), "minimum"),  # as it is typed
    ("saddle", (0.0, 1.41), SLOPES),
    ("saddle", (0.0, 0.0001), SLOPES),  # nearly level
    ("saddle", (1e-6, 0.3), SLOPES),
    ("himmelblau", (3.0, 2.0), "minimum"),
    ("himmelblau", (3.584428, -1.848126), "minimum"),  # cut off, not rounded
    ("himmelblau", (0.0867, 2.8843), "saddle"),
    ("himmelblau", (-0.2708, -0.923), "maximum"),
    ("himmelblau", (3.58, -1.85), SLOPES),
    ("rosenbrock", (1.0, 1.0), "minimum"),
    ("rosenbrock", (0.5, 0.25), SLOPES),  # the floor of the valley
    ("rosenbrock", (1.001, 1.002), SLOPES),
    ("cos(3*x) + y**2", (math.pi / 3, 0.0), "minimum"),  # a slope of rounding noise
    ("cos(3*x) + y**2", (1.0472, 0.0), "minimum"),
    ("x**4 + y**4", (0.0, 0.0), "degenerate"),
    ("x**4 + y**4", (0.01, 0.0), SLOPES),
    ("x**3 - 3*x*y**2", (0.0, 0.0), "degenerate"),
    ("x**2", (0.0, 1.0), "degenerate"),
    ("x**2", (1e-5, 1.0), SLOPES),
    ("x**2 + 1e-7*y**2", (0.0, 0.0), "minimum"),
    ("x**2 - 1e-10*y**2", (0.0, 0.0), "saddle"),
    ("exp(exp(2*x))", (0.0, 0.0), SLOPES),  # gentle beside the wall of the picture
    ("exp(exp(2*x))", (-2.0, 1.0), SLOPES),
    ("exp(exp(2*x))", (2.0, 1.0), SLOPES),
    ("exp(exp(2*x)) + y**2", (-1.5, 0.0), SLOPES),
    ("1e-9*(x**2 + y**2)", (0.0, 0.0), "minimum"),
    ("1e-9*(x**2 + y**2)", (0.1, 0.0), SLOPES),
    ("1e-9*x", (0.0, 0.0), SLOPES),
    ("1e9*(x**2 - y**2)", (0.0, 0.0), "saddle"),
    ("1e9*(x**2 - y**2)", (0.0, 0.001), SLOPES),
    ("1e6*x**2 + 1e6*y**2 + 12345678", (0.0, 0.0), "minimum"),
    ("x + 2*y", (0.3, 0.4), SLOPES),
    ("7", (0.3, 0.4), "degenerate"),
    ("abs(x) + y**2", (0.5, 0.0), SLOPES),  # beside a kink
    ("sin(x) + y**2/4", (math.pi / 2, 0.5), SLOPES),
    ("exp(-30*(x**2 + y**2))", (1.0, 1.0), SLOPES),
]


@pytest.mark.parametrize(("formula", "at", "kind"), POINTS)
def test_all_scenes_agree_about_one_point(
    formula: str, at: tuple[float, float], kind: str | None
) -> None:
    directions = DirectionalStory.compute(formula, None, at)
    partials = PartialsStory.compute(formula, None, at)
    hessian = HessianStory.compute(formula, None, at, (at[0] + 0.01, at[1] + 0.02))
    descent = DescentStory.compute(formula, None, at, None, 1, "gradient_descent", None)
    for point in (directions, partials, hessian.ends[0], descent.begin):
        assert (point.critical.kind if point.critical else SLOPES) == kind
        assert point.level == (kind is not SLOPES)
        assert (point.gradient == directions.gradient).all()
        assert point.gradient.any() == (kind is SLOPES)
        assert point.height == directions.height
    assert [section.slope for section in partials.sections] == list(directions.gradient)
    assert (descent.gradient == directions.gradient).all() and descent.level == directions.level
    shape = {"bowl": "minimum", "dome": "maximum", "saddle": "saddle"}
    if kind is not SLOPES:
        assert shape.get(hessian.first.kind, "degenerate") == kind
    said = {
        gradient_text.direction(directions).heading.startswith("In every direction"),
        "is zero" in gradient_text.steepest(directions).heading,
        partials_text.tangent_plane(partials).heading.startswith("Both slopes are zero"),
        "gradient is zero" in descent_text.gradient(descent).heading,
    }
    assert said == {kind is not SLOPES}
    if kind is not SLOPES:
        assert KINDS[kind] in gradient_text.steepest(directions).narration
    slopes = equals(to_typst(directions.slopes))
    shown = [line.markup for line in descent_text.gradient(descent).lines]
    assert f"nabla f(bold(x)_0) {slopes}" in shown
    told = f"with slopes {about(directions.slopes)}"
    assert told in hessian_text.tangent_plane(hessian).alt_text
    figures = [number(value) for value in directions.gradient]
    assert all(figure in gradient_text.gradient_lines(directions)[0].markup for figure in figures)
    for axis, section in enumerate(partials.sections):
        assert partials_text.partial(section).endswith(equals(figures[axis]))
    height = magnitude(directions.height)
    for text in (gradient_text.direction(directions), hessian_text.tangent_plane(hessian)):
        assert re.search(rf"height (is )?(about )?{re.escape(height)}[ .]", text.alt_text)


@settings(max_examples=24, deadline=None)
@given(
    factor=st.sampled_from([1e-9, 1e-3, 1.0, 1e3]),
    width=st.sampled_from([1e-2, 1.0, 1e2]),
    name=st.sampled_from(
        ["x**2 + 3*y**2 + x*y", "x**2 - y**2", "x**3 - 3*x + y**2", "x**4 - y**2"]
    ),
    away=st.sampled_from([0.0, 0.01, 0.3]),
)
def test_what_a_point_is_does_not_depend_on_the_scales(
    factor: float, width: float, name: str, away: float
) -> None:
    scaled = sympy.sympify(name).subs({"x": f"x/{width}", "y": f"y/{width}"}, simultaneous=True)
    domain = ((-2.5 * width, 2.5 * width),) * 2
    found = []
    for formula, side, size in ((name, 1.0, 1.0), (f"{factor}*({scaled})", width, factor)):
        hill = surface(formula, domain if side != 1.0 else None)
        point = SurfacePoint(hill, (away * side, away * side))
        found.append((point.critical and point.critical.kind, point.gradient * side / size))
    assert found[0][0] == found[1][0]
    assert np.allclose(found[0][1], found[1][1], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    "name", ["himmelblau", "saddle", "ripples", "x**4 + y**4", "sin(x)*cos(y)"]
)
def test_critical_points_are_critical_in_every_scene(name: str) -> None:
    hill = surface(name)
    for place in critical_points(hill):
        found = SurfacePoint(hill, place.point).critical
        assert found is not None and found.kind == place.kind
