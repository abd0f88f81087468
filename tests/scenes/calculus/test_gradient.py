"""Slopes in all directions: the cosine, the contour, the field, the words, and bad input."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.numbers import magnitude
from explainer.params import ParameterError, resolve_params
from explainer.scenes.calculus.common import number
from explainer.scenes.calculus.gradient import text
from explainer.scenes.calculus.gradient.scene import Gradient
from explainer.scenes.calculus.gradient.story import DirectionalStory

Params, PRESETS = Gradient.Params, Gradient.presets
DEFAULT = "3*x*exp(-x**2/2 - y**2/2)"
ANGLES = np.linspace(0, 2 * np.pi, 721)


def computed(surface: str, point: tuple[float, float], domain=None) -> DirectionalStory:  # type: ignore[no-untyped-def]
    return DirectionalStory.compute(surface, domain, point)


def of_preset(preset: str | None) -> DirectionalStory:
    return DirectionalStory.compute(**dict(PRESETS[preset] if preset else Params()))


@pytest.mark.parametrize("surface", [DEFAULT, "saddle", "himmelblau", "exp(x)*sin(y)"])
@settings(max_examples=10, deadline=None)
@given(x=st.floats(-2.0, 2.0), y=st.floats(-2.0, 2.0))
def test_the_slope_is_that_of_the_cut_and_a_cosine(surface: str, x: float, y: float) -> None:
    story = computed(surface, (x, y))
    turn = ANGLES[::45]
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    step = 1e-5
    ahead, behind = (
        story.surface.value(x + sign * step * ways[:, 0], y + sign * step * ways[:, 1])
        for sign in (1, -1)
    )
    scale = max(float(np.abs(story.gradient).max()), 1.0)
    assert np.allclose(story.slope(turn), (ahead - behind) / (2 * step), atol=2e-4 * scale)
    assert np.allclose(story.slope(turn), story.norm * np.cos(turn - story.best), atol=1e-9 * scale)


@pytest.mark.parametrize("preset", [None, "bowl", "saddle", "himmelblau", "plane"])
def test_the_gradient_is_best_and_across_it_the_slope_is_zero(
    preset: str | None,
) -> None:
    story = of_preset(preset)
    slopes = story.slope(ANGLES)
    assert 0 <= story.best < 2 * math.pi
    assert abs(ANGLES[int(np.argmax(slopes))] - story.best) <= ANGLES[1]
    assert slopes.max() <= story.norm * (1 + 1e-12)
    assert story.slope(story.best) == pytest.approx(story.norm)
    assert story.slope(story.best + math.pi) == pytest.approx(-story.norm)
    assert story.slope(story.best + math.pi / 2) == pytest.approx(0, abs=1e-9 * story.norm)


@pytest.mark.parametrize("preset", [None, "bowl", "saddle", "himmelblau", "plane"])
def test_the_walk_keeps_its_height_and_crosses_the_gradient(preset: str | None) -> None:
    story = of_preset(preset)
    walk = story.walk
    assert len(walk) > 2
    assert np.allclose(walk[0], story.point, atol=1e-6 * np.ptp(story.surface.domain))
    assert np.abs(story.surface.value(*walk.T) - story.height).max() < 1e-6 * story.span
    steps = np.diff(walk, axis=0)
    middle = (walk[1:] + walk[:-1]) / 2
    slopes = story.surface.gradient(*middle.T)
    lengths = np.linalg.norm(steps, axis=1) * np.linalg.norm(slopes, axis=1)
    known = lengths > 1e-9 * lengths.max()
    cosines = np.abs((steps * slopes).sum(axis=1))[known] / lengths[known]
    assert np.median(cosines) < 0.01


@pytest.mark.parametrize("preset", [None, *PRESETS])
def test_the_circle_of_directions_lies_on_the_tangent_plane(preset: str | None) -> None:
    story = of_preset(preset)
    points = story.lifted(ANGLES, 0.3)
    ways = points[:, :2] - story.point
    assert np.allclose(np.linalg.norm(ways, axis=1), 0.3)
    assert np.allclose(points[:, 2], story.height + ways @ story.gradient)


@pytest.mark.parametrize("preset", [None, "bowl", "saddle", "himmelblau", "plane"])
def test_a_turn_rests_where_the_slope_is_extreme_or_zero(preset: str | None) -> None:
    story = of_preset(preset)
    angles = [angle for angle, _ in story.events]
    assert angles == sorted(angles) and angles[0] > 0 and angles[-1] <= 2 * np.pi
    wanted = {"steepest": story.norm, "zero": 0.0, "falling": -story.norm}
    for angle, kind in story.events:
        assert story.slope(angle) == pytest.approx(wanted[kind], abs=1e-9 * story.norm)
    *met, _ = text.cosine(story).sentences
    assert len(met) == 4 and len(set(met)) == 4


def test_an_event_along_x_is_met_at_the_end_of_the_turn() -> None:
    events = computed("x", (0.0, 0.0)).events
    assert [kind for _, kind in events] == ["zero", "falling", "zero", "steepest"]
    assert events[-1][0] == pytest.approx(2 * np.pi)


@pytest.mark.parametrize("preset", [None, *PRESETS])
def test_points_that_follow_the_field_go_uphill_along_the_gradient(preset: str | None) -> None:
    story = of_preset(preset)
    trails, (x, y) = story.trails, story.surface.domain
    assert (trails >= [x[0], y[0]]).all() and (trails <= [x[1], y[1]]).all()
    heights = story.surface.value(*np.moveaxis(trails, -1, 0))
    assert (np.diff(heights, axis=0) >= 0).all() and (heights[-1] > heights[0]).any()
    steps = np.diff(trails, axis=0)
    slopes = story.surface.gradient(*np.moveaxis((trails[1:] + trails[:-1]) / 2, -1, 0))
    sizes = np.linalg.norm(steps, axis=-1) * np.linalg.norm(slopes, axis=-1)
    gone = np.linalg.norm(steps, axis=-1) > 1e-3
    assert np.median((steps * slopes).sum(axis=-1)[gone] / sizes[gone]) > 0.999


def test_a_level_surface_has_no_ways_uphill() -> None:
    assert len(computed("7", (0.0, 0.0)).trails) == 1


def test_lines_end_at_the_border() -> None:
    story = computed("x + y", (0.5, -2.0))
    for angle in ANGLES[::30]:
        ends = story.along(angle, [0.0, 1.0])
        assert np.abs(ends).max() <= 2.5 + 1e-9
        assert np.isclose(np.abs(ends), 2.5).any(axis=1).all()
    corner = computed("x + y", (2.5, 2.5)).along(math.pi / 4, [0.0, 1.0])
    assert np.allclose(corner, [[-2.5, -2.5], [2.5, 2.5]])


def test_the_field_has_the_gradients_and_its_rests_have_none() -> None:
    story = of_preset("saddle")
    points, slopes = story.field
    assert np.allclose(slopes, story.surface.gradient(*points.T))
    for rest in story.rests:
        assert np.linalg.norm(story.surface.gradient(*rest.point)) < 1e-6
    assert Counter(rest.kind for rest in story.rests) == {"minimum": 2, "saddle": 1}
    assert text.counted(Counter(minimum=2, saddle=1)) == "2 minima and 1 saddle point"
    assert of_preset("plane").rests == () and of_preset("plane").power == 1.0


def test_a_critical_point_has_no_best_direction() -> None:
    story = of_preset("critical_point")
    assert story.level and story.norm == 0 and not len(story.walk)
    assert not story.slope(ANGLES).any()
    assert "No direction is the steepest" in text.steepest(story).heading
    assert "no direction" in text.contour(story).heading
    assert "every direction" in text.direction(story).heading
    assert "stays zero" in text.cosine(story).narration
    assert len(text.steepest(story).lines) == 2 and not story.events
    flat = computed("7", (0.0, 0.0))
    assert flat.flat and "zero everywhere" in text.field(flat).heading
    assert text.field(flat).lines == ()


def test_lengths_are_said_to_be_what_they_are() -> None:
    powers = {name: of_preset(name).power for name in ("bowl", "himmelblau")}
    assert powers == {"bowl": 1.0, "himmelblau": 0.5}
    assert computed("exp(6*x)", (0.0, 0.0)).power == 0.0
    assert "one scale" in text.field(of_preset("bowl")).lines[1].markup
    assert "square root" in text.field(of_preset("himmelblau")).lines[1].markup
    thin = computed("exp(6*x)", (0.0, 0.0), ((-9.0, 9.0), (-1.0, 1.0)))
    assert "different scales" in text.field(thin).lines[2].markup
    assert "directions" in text.field(thin).lines[1].markup


def test_a_contour_through_a_saddle_is_not_said_to_be_crossed_everywhere() -> None:
    assert computed("x*y", (1.0, 0.0)).rests_on_contour
    assert "not zero" in text.contour(computed("x*y", (1.0, 0.0))).heading
    assert not of_preset("bowl").rests_on_contour


@pytest.mark.parametrize("preset", [None, *PRESETS])
def test_words_and_pictures_have_the_numbers(preset: str | None) -> None:
    story = of_preset(preset)
    assert number(story.norm) in text.steepest(story).lines[1].markup
    if not story.level:
        assert number(story.norm) in text.steepest(story).heading
        assert magnitude(story.norm) in text.cosine(story).alt_text
        assert f"{text.degrees(story.best)} degree" in text.steepest(story).alt_text
    assert magnitude(float(story.gradient[0])) in text.direction(story).alt_text
    assert magnitude(story.height) in text.contour(story).alt_text


@pytest.mark.parametrize(
    ("given_values", "complaint"),
    [
        ({"point": [3.0, 0.0]}, "point: given [3, 0]; it must lie in the domain"),
        ({"surface": "abs(x)", "point": [0.0, 0.0]}, "slope is -1 just before and 1"),
        ({"surface": "sqrt(x**2 + y**2)", "point": [0.0, 0.0]}, "slopes cannot be worked out"),
        (
            {"surface": "x*y/(x**2 + y**2 + 1e-9)", "point": [0.0, 0.0]},
            "no tangent plane there",
        ),
        ({"surface": "log(x - 3)"}, "not finite at x"),
        ({"surface": "sadle"}, "did you mean saddle?"),
        ({"point": 3}, "point: given 3"),
    ],
)
def test_bad_input_is_refused_in_one_line(given_values: dict, complaint: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ParameterError) as refused:
        resolve_params(Params, PRESETS, values=given_values)
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)
