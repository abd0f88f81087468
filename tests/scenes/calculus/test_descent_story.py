"""What is said and shown of a descent is what the numbers say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from explainer.maths.surfaces import named_surfaces
from explainer.mobjects.landscape import Landscape, best_azimuth, visible_share
from explainer.numbers import given, to_typst
from explainer.plain_text import plain_text
from explainer.scenes.calculus.common import pair
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import OPTIMISERS
from explainer.scenes.calculus.gradient_descent.drawing.naming import Naming
from explainer.scenes.calculus.gradient_descent.drawing.rates import RateScale
from explainer.scenes.calculus.gradient_descent.drawing.view import BESIDE, DescentView
from explainer.scenes.calculus.gradient_descent.formulas import RULES, names
from explainer.scenes.calculus.gradient_descent.story import DescentStory, compared_rates
from explainer.style import theme
from explainer.typesetting import typeset

DARK = theme("dark")


def computed(
    name: str = "narrow_valley",
    optimiser: str = "gradient_descent",
    rate: float | None = None,
    steps: int | None = None,
    start: tuple[float, float] | None = None,
    domain: object = None,
) -> DescentStory:
    return DescentStory.compute(name, domain, start, rate, steps, optimiser, None)


BEATS = (text.surface, text.gradient, text.step, text.descent, text.comparison)
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
        typeset(said.question)
    rules = [line.markup for line in text.step(story).lines]
    for rule in RULES[method]:
        assert any(line.startswith(rule) for line in rules)
    for line in names(story).values():
        typeset(line.markup)


@pytest.mark.parametrize("name", named_surfaces())
def test_the_gradient_on_the_screen_is_that_of_the_surface(name: str) -> None:
    story = computed(name)
    numeric = approx_fprime(np.array(story.start), lambda p: float(story.surface.value(*p)), 1e-7)
    assert story.gradient == pytest.approx(numeric, rel=1e-4, abs=1e-4)
    shown = [line.markup for line in text.gradient(story).lines if "nabla" in line.markup]
    assert pair(story.gradient) in shown[0]


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
    ("rate", "kind", "slot"),
    [(0.05, "on_the_way", 0), (0.18, "converged", 1), (0.2, "hopping", 2), (0.21, "diverged", 2)],
)
def test_the_limit_separates_settling_from_diverging(rate: float, kind: str, slot: int) -> None:
    story = computed(rate=rate, steps=40)
    assert story.limit == pytest.approx(2 / 10) and story.half == pytest.approx(1 / 10)
    assert story.outcome.kind == kind
    assert story.compared[slot] is story


@pytest.mark.parametrize("own", [1e-4, 0.03, 0.1, 0.100001, 0.15, 0.2, 0.20001, 3.0])
def test_compared_rates_lie_on_their_sides_of_the_limits(own: float) -> None:
    slow, zigzag, fast = compared_rates(own, 0.2)
    assert own in (slow, zigzag, fast)
    assert 0 < slow <= 0.1 < zigzag < 0.2 <= fast
    below, same, above = compared_rates(own, None)
    assert below < same == own < above


@pytest.mark.parametrize("limit", [0.2, 7.31e-4, 123.456])
def test_compared_walks_do_what_is_said_of_them(limit: float) -> None:
    curvature = 2 / limit
    formula = f"{curvature / 20!r}*x**2/2 + {curvature!r}*y**2/2"
    story = computed(formula, start=(-2.0, 0.8), rate=0.9 * limit, steps=60)
    assert story.quadratic and story.limit == pytest.approx(limit)
    slow, zigzag, fast = story.compared
    assert slow.turning == 0 and zigzag.turning > 0.9
    assert fast.outcome.kind == "diverged"
    heights = np.abs(fast.points[:, 1])
    assert (np.diff(heights) > 0).all()
    assert (np.sign(zigzag.points[1:, 1]) != np.sign(zigzag.points[:-1, 1])).all()


def test_a_walk_that_leaves_is_cut_off_and_said_to_leave() -> None:
    story = computed("bowl", rate=1.2, steps=300)
    assert story.leaves and story.shown == 1 and not story.level
    assert "out of the picture" in text.descent(story).alt_text
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


def test_without_curvature_there_is_no_limit() -> None:
    story = computed("x + 2*y", steps=3)
    assert story.limit is None and story.half is None
    assert "above" not in text.comparison(story).heading
    assert computed("abs(x) + 2*abs(y)", rate=0.3).limit is None


@pytest.mark.parametrize("start", [(9, 0), (0, -9)])
def test_a_start_outside_the_domain_is_refused(start: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="start: given"):
        computed("bowl", start=start)


def test_a_surface_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValueError, match="is not finite at"):
        computed("log(x)")


# -- what is drawn --------------------------------------------------------------------------------


def test_the_gradient_on_the_map_crosses_the_contour_at_a_right_angle() -> None:
    for name in ("himmelblau", "rosenbrock", "ripples"):
        view = DescentView(computed(name), DARK)
        view.point_uphill(1.0)
        arrow = view.gradient.end - view.gradient.start
        points = view.contour.points.reshape(-1, 4, 3)[:, [0, 3], :2]
        points = points[np.linalg.norm(points[:, 1] - points[:, 0], axis=1) > 1e-6]
        middles = points.mean(axis=1)
        near = np.argmin(np.linalg.norm(middles - view.gradient.start[:2], axis=1))
        tangent = points[near, 1] - points[near, 0]
        cosine = arrow[:2] @ tangent / np.linalg.norm(arrow) / np.linalg.norm(tangent)
        assert abs(cosine) < 0.1


def test_gradient_and_step_are_on_the_scale_of_the_map() -> None:
    for name in named_surfaces():
        view = DescentView(computed(name), DARK)
        view.point_uphill(1.0)
        view.take_step(1.0)
        drawn = [arrow.end - arrow.start for arrow in (view.gradient, view.step)]
        gradient, step = (way[:2] / view.map.scales for way in drawn)
        assert gradient == pytest.approx(view.share * view.story.gradient)
        assert step == pytest.approx(view.magnified * view.story.descent.steps_taken[0])
        factor = "" if view.share == 1 else to_typst(given(view.share))
        named = Naming(view).named["gradient"]
        assert named.words.markup == f"${f'{factor} ' * bool(factor)}nabla f$"
        assert float(f"{view.share:.1g}") == view.share  # a number that can be said


def test_the_walk_is_at_its_points() -> None:
    view = DescentView(computed(), DARK)
    points, end = view.story.points, float(view.times[-1])
    for moment in (0.0, view.times[1], (view.times[7] + view.times[8]) / 2, end):
        view.walk_between(float(moment), end, 0.0)
        here = points[round(view.taken_steps)]
        if view.taken_steps == pytest.approx(7.5):
            here = (points[7] + points[8]) / 2
        assert view.here == pytest.approx(here)
        ball = view.space.marks["ball"].drawn[0]
        touched = np.array(view.landscape.box.unflat(*ball.contact[:2]))
        assert touched == pytest.approx(here)
        if moment:
            last = view.space.marks["path"].data()[-1]
            assert np.array(view.landscape.box.unflat(*last[:2])) == pytest.approx(here)


def test_the_surface_lies_down_into_its_map() -> None:
    for name in ("narrow_valley", "rosenbrock"):
        view = DescentView(computed(name), DARK)
        view.tip(1.0)
        (x0, x1), (y0, y1) = view.story.surface.domain
        corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        seen = view.space.point_to_frame(*corners.T)[:, :2]
        assert seen == pytest.approx(view.map.at(corners)[:, :2], abs=1e-6)
        assert view.dot.get_center() == pytest.approx(view.map.at(view.story.start), abs=1e-6)


@pytest.mark.parametrize("steps", [1, 24, 60, 2000])
def test_a_walk_takes_bounded_time_and_is_slow_at_first(steps: int) -> None:
    times = DescentView(computed(rate=0.05, steps=steps), DARK).times
    assert len(times) == steps + 1 and times[0] == 0 and times[-1] <= 6.0
    gaps = np.diff(times)
    assert (gaps > 0).all() and gaps[0] == gaps.max() > 0.3


def test_the_second_step_with_momentum_keeps_part_of_the_first() -> None:
    for method in ("momentum", "nesterov"):
        view = DescentView(computed(optimiser=method), DARK)
        view.add_the_next(1.0)
        kept, added = ((a.end - a.start)[:2] / view.map.scales for a in view.next)
        first, second = view.story.descent.steps_taken[:2]
        assert kept == pytest.approx(0.9 * first) and kept + added == pytest.approx(second)


def test_the_map_covers_the_frame_and_shows_the_first_step_and_where_it_leads() -> None:
    for name in named_surfaces():
        view = DescentView(computed(name), DARK)
        low, high = view.map.corners
        assert low[0] <= -7.1 and high[0] >= 7.1 and low[1] <= -4 and high[1] >= 2.5 - 1e-9
        for point in view.story.points[:2]:
            x, y, _ = view.map.at(point)
            assert abs(x) < 7.1 and -4 < y < 2.7


@pytest.mark.parametrize("rate", [1e-5, 0.05, 0.1, 0.15, 0.2, 0.25, 40])
def test_the_slider_keeps_rates_in_order(rate: float) -> None:
    story = computed()
    slider = RateScale(story, DARK, moving=True).set_rate(rate)
    zone = slider.zone
    assert zone.bottom <= slider.knob.get_center()[1] <= zone.top
    for bound in (story.half, story.limit):
        assert np.sign(slider.at(rate)[1] - slider.at(bound)[1]) == np.sign(round(rate - bound, 12))
    role = "minimum" if rate <= 0.1 else "step" if rate <= 0.2 else "warning"
    assert slider.colour(rate) == DARK.colour(role)


def test_the_eye_goes_where_the_walk_is_seen() -> None:
    land = Landscape(lambda x, y: 5 * y**2 + 0.0 * x, (-2, 2), (-2, 2), height=1.25)
    path = np.column_stack([np.linspace(-1.5, 1.5, 20), np.full(20, -0.4)])
    wanted = math.radians(-90)
    chosen = best_azimuth(land, path, BESIDE, wanted)
    assert visible_share(land, path, wanted, BESIDE) < visible_share(land, path, chosen, BESIDE)
    assert visible_share(land, path, chosen, BESIDE) > 0.9
    flat = Landscape(lambda x, y: 0 * x, (-2, 2), (-2, 2))
    assert best_azimuth(flat, path, BESIDE, wanted) == pytest.approx(wanted)
