"""The two cuts of a surface: their slopes against sympy and differences, words, and bad input."""

from __future__ import annotations

import re

import numpy as np
import pytest
import sympy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matrix import parameter_set

from explainer.numbers import magnitude
from explainer.params import ParameterError, resolve_params
from explainer.scenes.calculus.common import number
from explainer.scenes.calculus.partial_derivatives import text
from explainer.scenes.calculus.partial_derivatives.drawing.view import BESIDE, LIFT, PartialsView
from explainer.scenes.calculus.partial_derivatives.scene import PartialDerivatives
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory
from explainer.style import theme

NAME = "partial_derivatives"
Params, PRESETS = PartialDerivatives.Params, PartialDerivatives.presets
FORMULAS = [
    "2 - x**2/2 + x*y/2 + sin(y)",
    "exp(x/2)*cos(y)",
    "x**3 - 3*x*y**2",
    "log(x**2 + 2) - y",
]


def tell(surface: str, point: tuple[float, float], domain=None) -> PartialsStory:  # type: ignore[no-untyped-def]
    return PartialsStory.compute(surface, domain, point)


@pytest.mark.parametrize("formula", FORMULAS)
@settings(max_examples=8, deadline=None)
@given(x=st.floats(-2.4, 2.4), y=st.floats(-2.4, 2.4))
@example(x=1.412688372004371, y=0.0)
def test_the_slopes_are_the_derivatives(formula: str, x: float, y: float) -> None:
    story = tell(formula, (x, y))
    symbols = sympy.symbols("x y")
    expression = sympy.sympify(formula)
    for section, symbol in zip(story.sections, symbols, strict=True):
        exact = float(sympy.diff(expression, symbol).subs(dict(zip(symbols, (x, y), strict=True))))
        assert section.slope == pytest.approx(exact, rel=1e-9, abs=1e-7)
        assert section.secant(1e-3 * section.step) == pytest.approx(exact, abs=0.05)


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_secant_comes_nearer_to_the_tangent(formula: str) -> None:
    for section in tell(formula, (0.7, -0.4)).sections:
        gaps = [
            abs(section.secant(share * section.step) - section.slope) for share in (1, 0.1, 0.01)
        ]
        assert gaps[0] + 1e-12 >= gaps[1] >= gaps[2] - 1e-12
        assert section.secant(0.0) == section.slope


def test_the_curves_lie_on_the_surface_and_in_their_planes() -> None:
    story = tell("x*y + x**2", (0.5, -1.5))
    for axis, section in enumerate(story.sections):
        assert np.allclose(section.flat[:, 1 - axis], story.point[1 - axis])
        assert np.allclose(section.heights, story.surface.value(*section.flat.T))
        inside = section.here + section.step
        assert section.run[0] <= inside <= section.run[-1]


SECTION = tell("sin(x) + y", (0.5, 0.5)).sections[0]


@settings(max_examples=40)
@given(slope=st.floats(-1e4, 1e4))
def test_a_line_stays_in_its_window_and_goes_through_its_point(slope: float) -> None:
    section = SECTION
    low, high = section.height - 1.0, section.height + 2.0
    ends = section.line(slope, low, high)
    assert (ends[:, 1] >= low - 1e-9).all() and (ends[:, 1] <= high + 1e-9).all()
    rise = ends[:, 1] - section.height
    assert np.allclose(rise, slope * (ends[:, 0] - section.here), atol=1e-6)


def test_straight_curves_are_known() -> None:
    story = tell("x*y + y**2", (1.0, 1.0))
    assert story.straight(0) and not story.straight(1)
    assert "straight" in text.cut(story, 0).narration
    assert all(tell("7", (0, 0)).straight(axis) for axis in (0, 1))


def test_noise_counts_as_level() -> None:
    story = tell("cos(3*x) + y**2", (float(np.pi / 3), 0.0))
    assert story.level and not tell("1e-9*x", (0, 0)).level


CASES = [None, *PRESETS, *range(3)]


def params_of(case: str | int | None) -> Params:  # type: ignore[valid-type]
    if case is None:
        return Params()
    return PRESETS[case] if isinstance(case, str) else parameter_set(NAME, f"extreme{case}")


@pytest.mark.parametrize("case", CASES)
def test_words_have_the_numbers(case: str | int | None) -> None:
    story = PartialsStory.compute(**dict(params_of(case)))
    for section in story.sections:
        told = text.cut(story, section.axis)
        assert number(section.slope) in told.heading
        assert magnitude(section.slope) in told.narration
        lean = "rises" if section.slope > 0 else "falls" if section.slope else "is horizontal"
        assert lean in told.alt_text and magnitude(section.slope) in told.alt_text
    tilted = text.tangent_plane(story).narration
    for along, slope in zip("xy", story.gradient, strict=True):
        assert (f"ilt it along {along}" in tilted) == bool(slope)
        assert (f"Along {along} it contains" in tilted) == (not slope)
    both = [magnitude(float(value)) for value in story.gradient]
    assert all(value in text.tangent_plane(story).alt_text for value in both)
    assert ("no arrow" in text.gradient(story).narration) == story.level
    assert ("is level" in text.recap(story).narration) == story.ends_level


def test_the_plane_is_the_first_order_model() -> None:
    lines = text.tangent_plane(tell("x**2 - 2*y", (1.0, -0.5))).lines
    markups = [re.sub(r'part\("\w+", ([^)]*)\)', r"\1", line.markup) for line in lines]
    assert markups == ["T = 2", "+ thin 2 (x - 1)", "- thin 2 (y + 0.5)"]


# -- planes and the way to the goal ---------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_a_piece_of_a_plane_stays_over_the_domain(case: str | int | None) -> None:
    story = PartialsStory.compute(**dict(params_of(case)))
    low, high = np.transpose(story.surface.domain)
    sides = high - low
    for share in (0.0, 0.3, 1.0):
        touch = story.on_the_way(share)
        steps = touch.rim(np.linspace(0, 2 * np.pi, 37))
        places = touch.point + steps
        assert (places >= low - 1e-9 * sides).all() and (places <= high + 1e-9 * sides).all()
        heights = touch.height + steps @ touch.gradient
        bottom, top = touch.heights
        assert heights.min() >= bottom - 1e-6 * (top - bottom)
        assert heights.max() <= top + 1e-6 * (top - bottom)


@pytest.mark.parametrize("case", CASES)
def test_the_plane_on_the_way_is_that_of_the_surface(case: str | int | None) -> None:
    story = PartialsStory.compute(**dict(params_of(case)))
    for share in (0.0, 0.4, 1.0):
        touch = story.on_the_way(share)
        assert touch.height == pytest.approx(float(story.surface.value(*touch.point)), abs=1e-9)
        slopes = story.surface.gradient(*touch.point)
        scale = max(story.steepest, 1e-12)
        assert np.allclose(touch.gradient, slopes, atol=1e-5 * scale)
    if story.ends_level:
        assert not story.on_the_way(1.0).gradient.any()


def test_it_goes_to_where_the_plane_is_level_if_it_can() -> None:
    assert PartialsStory.compute(**dict(Params())).goal == pytest.approx((0.0, 0.0), abs=1e-9)
    assert not tell("x - y/2", (0.0, 0.0)).ends_level
    assert not tell("x - y/2", (0.0, 0.0)).tilts
    level = tell("x**2 - y**2", (0.0, 0.0))
    assert level.level and level.goal != level.point and not level.ends_level


@pytest.mark.parametrize("case", CASES)
def test_arrows_stay_on_the_floor_and_on_one_scale(case: str | int | None) -> None:
    story = PartialsStory.compute(**dict(params_of(case)))
    view = PartialsView(story, theme("dark"))
    start, corner, tip = (
        view.foot(each * story.gradient) for each in np.array([[0, 0], [1, 0], [1, 1]])
    )
    assert np.allclose(tip[:2] - start[:2], story.arrow_scale * story.gradient)
    assert np.allclose(corner[:2] - start[:2], story.arrow_scale * story.gradient * [1, 0])
    assert f"{story.arrow_scale:.0e}"[0] in "125"


@pytest.mark.parametrize("case", CASES)
def test_the_line_that_turns_has_the_slope_that_is_said(case: str | int | None) -> None:
    story = PartialsStory.compute(**dict(params_of(case)))
    view, (gx, gy) = PartialsView(story, theme("dark")), story.gradient
    uphill = float(np.arctan2(gy, gx))
    assert story.slope_along(uphill) == pytest.approx(story.size, abs=1e-12 * story.size)
    assert story.slope_along(uphill - np.pi / 2) == pytest.approx(0.0, abs=1e-9 * story.steepest)
    for angle in np.linspace(0.0, 2 * np.pi, 9):
        slope = story.slope_along(angle)
        assert slope == pytest.approx(gx * np.cos(angle) + gy * np.sin(angle), abs=1e-12)
        assert abs(slope) <= story.size * (1 + 1e-12)
        step = view.along(angle)
        length = float(np.linalg.norm(step))
        if length:
            assert np.allclose(step / length, [np.cos(angle), np.sin(angle)], atol=1e-9)


# -- what is drawn --------------------------------------------------------------------------------


def test_the_sheet_has_the_slopes_of_the_surface() -> None:
    story = PartialsStory.compute(**dict(Params()))
    view = PartialsView(story, theme("dark"))
    view.lay_plane(story.touch(story.gradient))
    box = view.landscape.box
    mesh = view.space.marks["sheet"].drawn[0]
    x, y = box.unflat(*mesh.vertices[:, :2].T)
    z = box.unrise(mesh.vertices[:, 2] - LIFT)
    expected = story.height + np.column_stack([x - 1.0, y + 1.0]) @ [-0.7, 0.4]
    assert np.allclose(z, expected, atol=1e-9)
    assert (z >= story.surface.value(x, y) - 1e-9).all()  # a dome lies below its tangent plane


def test_the_eye_never_sees_the_edge_of_the_plane() -> None:
    for case in CASES:
        story = PartialsStory.compute(**dict(params_of(case)))
        view = PartialsView(story, theme("dark"))
        for touch, azimuth in ((story.on_the_way(1.0), view.facing[3]),):
            (slopes,) = view.landscape.box.slopes(np.array([touch.height]), touch.gradient[None])
            level = np.cos(BESIDE)
            eye = np.array([np.cos(azimuth) * level, np.sin(azimuth) * level, np.sin(BESIDE)])
            normal = np.append(-slopes, 1.0) / np.hypot(1.0, np.linalg.norm(slopes))
            assert normal @ eye > 0.5, case


@pytest.mark.parametrize(
    ("given_values", "complaint"),
    [
        ({"point": [3.0, 0.0]}, "point: given [3, 0]; it must lie in the domain, x from -2 "),
        (
            {"surface": "abs(x) + y", "point": [0.0, 0.0]},
            "slope is -1 just before and 1",
        ),
        ({"surface": "abs(x - y)", "point": [1.0, 1.0]}, "has a kink there"),
        ({"surface": "sqrt(x**2 + y**2)", "point": [0.0, 0.0]}, "slopes cannot be worked out"),
        ({"surface": "sqrt(x**2)", "point": [0.0, 1.0]}, "has a kink there"),
        ({"surface": "log(x)", "point": [1.0, 1.0]}, "not finite at x"),
        (
            {"surface": "x**1.5", "domain": [[0, 2], [0, 1]], "point": [0, 0]},
            "no slope along x there, as it ends",
        ),
        ({"surface": "bowll"}, "did you mean bowl?"),
        ({"surface": "x +* y"}, "surface: given"),
        ({"point": [float("nan"), 0.0]}, "point: given"),
        ({"domain": [[1, 1], [0, 1]]}, "domain: given"),
    ],
)
def test_bad_input_is_refused_in_one_line(given_values: dict, complaint: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ParameterError) as refused:
        resolve_params(Params, PRESETS, values=given_values)
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("surface", ["abs(x*y)", "abs(x)**1.5", "x**4", "1e6*x + 1e8", "y**3"])
def test_smooth_points_pass(surface: str) -> None:
    assert Params(surface=surface, point=(0.0, 0.0)).point == (0.0, 0.0)
