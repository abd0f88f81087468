"""What is said and shown of a descent is what the numbers say."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from explainer.maths.surfaces import named_surfaces
from explainer.mobjects.landscape import Landscape, best_azimuth, visible_share
from explainer.mobjects.surface import SurfacePanel
from explainer.plain_text import plain_text
from explainer.scenes.calculus.common import pair
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import OPTIMISERS
from explainer.scenes.calculus.gradient_descent.drawing import (
    BESIDE,
    DescentView,
    HeightBar,
    LossCurve,
    RateRuler,
)
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import Zone, theme
from explainer.typesetting import typeset

DARK = theme("dark")
ZONE = Zone(0, 3, 0, 2)


def computed(
    name: str = "narrow_valley",
    optimiser: str = "gradient_descent",
    rate: float | None = None,
    steps: int | None = None,
    start: tuple[float, float] | None = None,
    domain: object = None,
) -> DescentStory:
    return DescentStory.compute(name, domain, start, rate, steps, optimiser, None)


BEATS = (text.surface, text.gradient, text.step, text.descent, text.rate, text.outcome)
CASES = [(name, method) for name in named_surfaces() for method in OPTIMISERS]


@pytest.mark.parametrize(("name", "method"), CASES)
def test_everything_that_is_said_can_be_set(name: str, method: str) -> None:
    story = computed(name, method)
    for beat in BEATS:
        said = beat(story)
        typeset(said.heading)
        assert plain_text(said.heading)
        assert said.narration.endswith(".") and "$" not in said.narration
        for line in said.lines:
            typeset(line.markup if line.prose else f"${line.markup}$")
        typeset(said.note)
    assert text.step(story).note == f"${text.RULES[method]}$"
    assert text.outcome(story).note == text.set_numbers(text.outcome(story).narration)


@pytest.mark.parametrize("name", named_surfaces())
def test_the_gradient_on_the_screen_is_that_of_the_surface(name: str) -> None:
    story = computed(name)
    numeric = approx_fprime(np.array(story.start), lambda p: float(story.surface.value(*p)), 1e-7)
    assert story.gradient == pytest.approx(numeric, rel=1e-4, abs=1e-4)
    shown = text.gradient(story).lines[2].markup
    assert pair(story.gradient) in shown


@pytest.mark.parametrize("method", OPTIMISERS)
def test_the_first_step_is_what_its_formula_says(method: str) -> None:
    story = computed("himmelblau", method)
    start, g = np.array(story.start), story.gradient
    hessian = story.surface.hessian(*start)
    first = {
        "gradient_descent": -story.rate * g,
        "momentum": -story.rate * g,
        "nesterov": -story.rate * g,
        "rmsprop": -story.rate * g / np.sqrt(0.1 * g**2),
        "adam": -story.rate * np.sign(g),
        "newton": -story.rate * np.linalg.solve(hessian, g),
    }[method]
    assert story.descent.steps_taken[0] == pytest.approx(first, rel=1e-6)


@pytest.mark.parametrize(
    ("rate", "kind", "heading"),
    [
        (0.05, "on_the_way", "below the limit $0.2$"),
        (0.18, "converged", "above half of it"),
        (0.21, "diverged", "above the limit"),
    ],
)
def test_the_limit_separates_settling_from_diverging(rate: float, kind: str, heading: str) -> None:
    story = computed(rate=rate, steps=40)
    assert story.limit == pytest.approx(2 / 10)
    assert story.outcome.kind == kind
    assert heading in text.rate(story).heading


def test_a_walk_that_leaves_is_cut_off_and_said_to_leave() -> None:
    story = computed("bowl", rate=1.2, steps=300)
    assert story.leaves and story.shown == 1 and not story.level
    assert "leaves the picture at step $1$" in text.descent(story).heading
    assert story.outcome.kind == "diverged"
    stays = computed("bowl")
    assert not stays.leaves and stays.shown == len(stays.descent.steps_taken)


def test_among_equal_minima_the_one_that_was_reached_is_named() -> None:
    story = computed("himmelblau", "newton", start=(3.5, 3.5), steps=8)
    assert story.lowest.point == pytest.approx((3, 2), abs=1e-6)
    assert computed("ripples").lowest.point == pytest.approx((0, 0), abs=1e-6)


def test_a_level_start_is_called_level() -> None:
    story = computed("bowl", start=(0, 0))
    assert story.level
    assert "zero" in text.gradient(story).heading
    assert "length zero" in text.step(story).heading


def test_without_curvature_there_is_no_limit_and_no_axes() -> None:
    story = computed("x + 2*y", steps=3)
    assert story.limit == math.inf and story.flat
    assert "no limit" in text.rate(story).heading


@pytest.mark.parametrize("start", [(9, 0), (0, -9)])
def test_a_start_outside_the_domain_is_refused(start: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="start: given"):
        computed("bowl", start=start)


def test_a_surface_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="is not finite at"):
        computed("log(x)")


def test_numbers_in_prose_are_set_as_mathematics() -> None:
    assert text.set_numbers("at (−0.5, 3.4×10⁻⁷).") == "at ($-0.5$,~$3.4 times 10^(-7)$)."


# -- what is drawn --------------------------------------------------------------------------------


def test_the_gradient_on_the_map_crosses_the_contour_at_a_right_angle() -> None:
    for name in ("himmelblau", "rosenbrock", "ripples"):
        view = DescentView(computed(name), DARK).touch()
        arrow = view.gradient.end - view.gradient.start
        points = view.contour.points.reshape(-1, 4, 3)[:, [0, 3], :2]
        points = points[np.linalg.norm(points[:, 1] - points[:, 0], axis=1) > 1e-6]
        middles = points.mean(axis=1)
        near = np.argmin(np.linalg.norm(middles - view.gradient.start[:2], axis=1))
        tangent = points[near, 1] - points[near, 0]
        cosine = arrow[:2] @ tangent / np.linalg.norm(arrow) / np.linalg.norm(tangent)
        assert abs(cosine) < 0.1


def test_the_walk_is_at_its_points() -> None:
    view = DescentView(computed(), DARK)
    points = view.story.points
    for step in (0, 1, 7.5, len(points) - 1):
        view.walk(step)
        whole = int(step)
        here = points[whole]
        if step != whole:
            here = (points[7] + points[8]) / 2
        centre = view.dot.points.mean(axis=0)
        assert centre == pytest.approx(view.map.at(here), abs=0.02)
        assert view.map.values(view.map.route.points[-1]) == pytest.approx(here)
        end = view.space.marks["path"].data()[-1]
        assert np.array(view.landscape.box.unflat(*end[:2])) == pytest.approx(here)
    assert view.at_step(0) == 0 and view.at_step(1) == pytest.approx(len(points) - 1)


@pytest.mark.parametrize("count", [1, 24, 60, 2000])
def test_a_walk_takes_bounded_time_and_never_turns_back(count: int) -> None:
    view = DescentView(computed("bowl", rate=0.001, steps=count), DARK)
    assert 2.4 <= view.seconds <= 10
    steps = [view.at_step(t) for t in np.linspace(0, 1, 200)]
    assert (np.diff(steps) >= 0).all() and steps[-1] == pytest.approx(count)


def test_a_loss_curve_is_straight_on_a_log_axis_when_it_shrinks_evenly() -> None:
    curve = LossCurve(0.5 ** np.arange(30), ZONE, DARK).set_progress(29)
    assert curve.log
    corners = curve.curve.drawn
    slopes = np.diff(corners[:, 1]) / np.diff(corners[:, 0])
    assert slopes == pytest.approx(slopes[0])


def test_a_loss_curve_with_negative_heights_is_linear() -> None:
    curve = LossCurve(np.array([3.0, -1.0, -2.0]), ZONE, DARK)
    assert not curve.log
    flat = LossCurve(np.array([5.0, 5.0]), ZONE, DARK)
    assert np.isfinite(flat.set_progress(1).curve.points).all()


def test_heights_that_differ_little_are_measured_from_the_lowest() -> None:
    curve = LossCurve(1e7 + np.array([1.0, 0.5, 0.0]), ZONE, DARK)
    assert "$f - f_min$" in [words.markup for words in curve.chart.numbers]
    assert curve.set_progress(2).curve.data() == pytest.approx(np.array([[0, 1], [1, 0.5], [2, 0]]))


@pytest.mark.parametrize(("rate", "limit"), [(0.18, 0.2), (0.5, 0.2), (1e-5, 0.2), (40, 0.2)])
def test_the_ruler_keeps_rate_and_limit_in_order(rate: float, limit: float) -> None:
    ruler = RateRuler(rate, limit, ZONE, DARK)
    assert ZONE.left <= ruler.x(min(rate, limit)) < ruler.x(max(rate, limit)) <= ZONE.right
    assert ruler.pointer.end[0] == pytest.approx(ruler.x(rate))


def test_the_eye_goes_where_the_walk_is_seen() -> None:
    land = Landscape(lambda x, y: 5 * y**2 + 0.0 * x, (-2, 2), (-2, 2), height=1.25)
    path = np.column_stack([np.linspace(-1.5, 1.5, 20), np.full(20, -0.4)])
    wanted = math.radians(-90)
    chosen = best_azimuth(land, path, BESIDE, wanted)
    assert visible_share(land, path, wanted, BESIDE) < visible_share(land, path, chosen, BESIDE)
    assert visible_share(land, path, chosen, BESIDE) > 0.9
    flat = Landscape(lambda x, y: 0 * x, (-2, 2), (-2, 2))
    assert best_azimuth(flat, path, BESIDE, wanted) == pytest.approx(wanted)


def test_the_bar_of_heights_has_rising_numbers_that_differ() -> None:
    land = Landscape(lambda x, y: 1e7 + x**2 + y**2, (-1, 1), (-1, 1))
    markups = [
        re.sub(r"\W", "", m.markup)
        for m in HeightBar(SurfacePanel(land), ZONE).get_family()
        if hasattr(m, "markup")
    ]
    assert len(markups) > 3 and len(set(markups)) == len(markups)
