"""The descent explainer: its numbers are those of the descent, its words are true for them."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from explainer.beat_text import Line
from explainer.engine.session import Quality, measure
from explainer.maths.surfaces import named_surfaces
from explainer.mobjects.surface import SurfacePanel
from explainer.params import ParameterError, resolve_params
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import (
    OPTIMISERS,
    descend,
)
from explainer.scenes.calculus.gradient_descent.drawing import RateRuler
from explainer.scenes.calculus.gradient_descent.scene import GradientDescent
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import DARK, Zone
from explainer.typesetting import typeset

Params = GradientDescent.Params
FORMULA = "x**2 + 3*y**2 + sin(3*x)"
EXTREMES: dict[str, dict[str, Any]] = {
    "too_fast": {"surface": FORMULA, "rate": 0.4},
    "at_the_limit": {"surface": "bowl", "rate": 1.0},
    "beside_the_limit": {"surface": "bowl", "rate": 1.0001},
    "level": {"surface": "bowl", "start": (0.0, 0.0)},
    "level_and_fast": {"surface": "bowl", "start": (0.0, 0.0), "rate": 5.0},
    "saddle": {"surface": "saddle", "start": (0.0, 0.0)},
    "flat": {"surface": "3"},
    "plane": {"surface": "x + 2*y"},
    "kinks": {"surface": "abs(x) + 2*abs(y)", "rate": 0.3},
    "falls": {"surface": "-x**4 - y**4", "rate": 1.0, "steps": 20},
    "downwards": {"surface": "-x**2 - y**2", "start": (0.1, 0.2), "steps": 20},
    "beyond": {"surface": "rosenbrock", "rate": 1e6, "steps": 5},
    "steep": {"surface": "1000000000*x**4 + 1000000000*y**2", "rate": 1e-12},
    "thin": {"surface": "bowl", "domain": ((0.0, 1e-9), (0.0, 1.0))},
    "one_step": {"surface": "himmelblau", "steps": 1},
    "one_slope": {"surface": "bowl", "optimiser": "adam", "start": (0.0, 1.0)},
    "no_signs": {"surface": "bowl", "optimiser": "adam", "epsilon": 10.0},
    "no_curvature": {"surface": "x**2", "optimiser": "newton"},
    "half_a_step": {"surface": "bowl", "optimiser": "newton", "rate": 0.5},
    "many": {"surface": "ripples", "optimiser": "momentum", "steps": 2000},
}
CASES: dict[str, Any] = {
    "default": Params(),
    **GradientDescent.presets,
    **{name: Params(**values) for name, values in EXTREMES.items()},
    **{
        f"{surface}-{method}": Params(surface=surface, optimiser=method)
        for surface, method in itertools.product([*named_surfaces(), FORMULA], OPTIMISERS)
    },
}
each_case = pytest.mark.parametrize("name", CASES)


class Stories(dict[str, DescentStory]):
    """The stories of the cases, each computed when it is first asked for."""

    def __missing__(self, name: str) -> DescentStory:
        self[name] = DescentStory.compute(**dict(CASES[name]))
        return self[name]


STORIES = Stories()


def inside(story: DescentStory) -> np.ndarray:
    low, high = np.transpose(story.surface.domain)
    points = story.descent.points
    return ((points >= low) & (points <= high)).all(axis=1)


def told_numbers(markup: str) -> list[float]:
    """Return the numbers of Typst mathematics."""
    pattern = r"(-?\d+(?:\.\d+)?)(?: times 10\^\((-?\d+)\))?"
    return [
        float(m) * 10.0 ** int(e or 0) for m, e in re.findall(pattern, markup.replace(" thin ", ""))
    ]


def reading(lines: Iterable[Line], start: str) -> list[float]:
    found = [line.markup for line in lines if line.markup.startswith(start)]
    assert len(found) == 1, lines
    return told_numbers(re.split("[=≈]", found[0], maxsplit=1)[1])


@each_case
def test_the_story_is_the_computed_descent(name: str) -> None:
    story, params = STORIES[name], CASES[name]
    again = descend(
        story.surface,
        story.start,
        optimiser=params.optimiser,
        learning_rate=story.rate,
        steps=params.steps or story.surface.steps,
        **asdict(story.descent.settings),
    )
    assert np.array_equal(again.points, story.descent.points)
    assert np.array_equal(story.points, story.descent.points[: story.shown + 1])
    if params.rate is not None:
        assert story.rate == params.rate
    within = inside(story)
    assert story.leaves == (not within[-1])
    assert within[: story.shown].any()
    assert not within[story.shown + 1 :].any()
    assert story.strays == (not within[: story.shown].all())


@each_case
def test_the_limit_belongs_to_the_curvature_that_is_shown(name: str) -> None:
    story = STORIES[name]
    high = np.linalg.eigvalsh(story.surface.hessian(*story.descent.points[story.sharpest]))[1]
    curvatures = story.descent.curvatures[inside(story)]
    assert inside(story)[story.sharpest]
    assert high == pytest.approx(curvatures[:, 1].max(), abs=1e-12)
    assert story.dips == bool(curvatures.min() < -1e-6 * np.abs(curvatures).max())
    beta = story.descent.settings.momentum
    factors = {
        "gradient_descent": 2.0,
        "momentum": 2 * (1 + beta),
        "nesterov": 2 * (1 + beta) / (1 + 2 * beta),
    }
    if story.descent.optimiser not in factors:
        assert story.limit is None
    elif high > 0:
        assert story.limit == pytest.approx(factors[story.descent.optimiser] / high)
    else:
        assert story.limit == math.inf


@each_case
def test_the_words_on_the_rate_are_true(name: str) -> None:
    story = STORIES[name]
    heading, say, *_ = text.rate(story)
    if story.limit is None:
        assert "limit" not in heading or "no fixed limit" in heading
        return
    assert ("downward curvature" in say) == (story.dips and "above the limit" not in heading)
    if math.isinf(story.limit):
        assert "does not curve upwards" in say
        return
    share = story.rate / story.limit
    assert ("above the limit" in heading) == (share > 1 + 1e-9)
    assert ("below the limit" in heading) == (share < 1 - 1e-9)
    assert ("exactly the limit" in heading) == (abs(share - 1) <= 1e-9)
    assert ("in the picture" in say) == (story.leaves or story.strays)
    shown = told_numbers(heading)
    assert shown[0] == pytest.approx(story.rate, rel=5e-3)
    if len(shown) > 1:
        assert shown[1] == pytest.approx(story.limit, rel=5e-3)
        assert (shown[0] > shown[1]) == (share > 1)
    half = story.descent.optimiser == "gradient_descent" and 0.5 < share < 1 - 1e-9
    assert ("above half of it" in heading) == half
    if "comes to rest all the same" in say:
        assert share > 1
        assert story.descent.steps_taken.any()


@each_case
def test_the_readings_are_the_numbers(name: str) -> None:
    story = STORIES[name]
    close = {"rel": 0.06, "abs": 6e-5}
    start = text.gradient(story).lines
    assert reading(start, "bold(x)_0") == pytest.approx(story.start, **close)
    assert reading(start, "nabla f") == pytest.approx(list(story.gradient), **close)
    assert reading(start, "f(") == pytest.approx([story.values[0]], **close)
    assert reading(start, "||nabla") == pytest.approx([np.linalg.norm(story.gradient)], **close)
    rates = text.rate(story).lines
    assert reading(rates, "eta") == pytest.approx([story.rate], rel=5e-3)
    if story.limit is not None and math.isfinite(story.limit):
        limits = [line for line in rates if line.colour == "warning"]
        assert told_numbers(limits[0].markup)[-1] == pytest.approx(story.limit, rel=5e-3)
    end = text.outcome(story).lines
    assert reading(end, "n =") == [len(story.descent.steps_taken)]
    assert reading(end, "f(") == pytest.approx([story.descent.values[-1]], **close)


@each_case
def test_the_first_step_is_the_rule_at_work(name: str) -> None:
    story = STORIES[name]
    if not len(story.descent.steps_taken):
        return
    settings, slope, rate = story.descent.settings, story.gradient, story.rate
    hessian = story.surface.hessian(*story.start)
    expected = {
        "gradient_descent": lambda: -rate * slope,
        "momentum": lambda: -rate * slope,
        "nesterov": lambda: -rate * slope,
        "rmsprop": lambda: (
            -rate * slope / (np.sqrt((1 - settings.decay) * slope**2) + settings.epsilon)
        ),
        "adam": lambda: -rate * slope / (np.abs(slope) + settings.epsilon),
        "newton": lambda: -rate * np.linalg.pinv(hessian, rcond=1e-13) @ slope,
    }[story.descent.optimiser]()
    assert story.descent.steps_taken[0] == pytest.approx(expected, rel=1e-6, abs=1e-12)
    keeps = story.descent.optimiser in ("momentum", "nesterov")
    change = reading(text.step(story).lines, "bold(v)_1" if keeps else "Delta")
    assert change == pytest.approx(list(story.descent.steps_taken[0]), rel=0.06, abs=6e-5)
    say = text.step(story).narration
    if "only the signs" in say:
        moved = np.abs(story.descent.steps_taken[0])[slope != 0]
        assert moved == pytest.approx(np.full(len(moved), rate), rel=0.02)
    if "where the quadratic model of the surface is level" in say:
        share = 1.0 if "leads to" in say else rate
        assert slope + hessian @ expected / share == pytest.approx(np.zeros(2), abs=1e-6)


@each_case
def test_the_words_on_the_end_are_true(name: str) -> None:
    story = STORIES[name]
    heading, say, *_ = text.outcome(story)
    path, values, kind = story.descent.points, story.descent.values, story.outcome.kind
    size = np.linalg.norm(np.ptp(story.surface.domain, axis=1))
    if kind in ("converged", "other_minimum"):
        assert np.linalg.norm(path[-1] - story.outcome.rest.point) < 0.005 * size
        gap = values[-1] - story.minima[0].value
        assert gap >= -1e-9 * np.ptp(values) - 1e-12
    if "lowest minimum that was found" in heading:
        grid = np.meshgrid(*(np.linspace(low, high, 81) for low, high in story.surface.domain))
        assert story.outcome.rest.value <= story.surface.value(*grid).min() + 1e-9
    if "left the picture" in heading:
        assert story.leaves
    if "beyond all bounds" in heading:
        assert story.descent.lost is not None
    if "not the lowest" in heading:
        assert story.outcome.rest.value > story.minima[0].value
    if "diverges" in heading:
        lengths = np.linalg.norm(story.descent.steps_taken, axis=1)
        assert lengths[-1] > lengths[-2]
    if "for ever" in heading:
        assert np.linalg.norm(story.outcome.cycle - path[-1], axis=1).min() < 0.05 * size
    if "still moving" in heading:
        assert story.descent.steps_taken[-1].any()
    assert not re.search(r"\b1 steps\b", say)
    heading, say, *_ = text.descent(story)
    assert ("leaves the picture" in heading) == story.leaves
    if story.leaves:
        assert str(story.shown) in heading


@each_case
def test_the_words_are_set_and_spoken_plainly(name: str) -> None:
    story = STORIES[name]
    for beat in (text.surface, text.gradient, text.step, text.descent, text.rate, text.outcome):
        heading, say, _, lines, _ = beat(story)
        for line in lines:
            assert line.colour == "ink" or DARK.colour(line.colour)
            assert typeset(line.markup if line.prose else f"${line.markup}$").glyphs
        assert typeset(heading).glyphs
        assert not set(say) & set("$*_\\{}")
        assert say.endswith(".") and 20 < len(say) < 340


def test_the_presets_show_every_common_outcome() -> None:
    kinds = {STORIES[name].outcome.kind for name in ("default", *GradientDescent.presets)}
    assert {"converged", "on_the_way", "other_minimum", "saddle", "diverged"} <= kinds


def test_long_walks_are_not_longer_to_watch() -> None:
    lengths = [
        measure(lambda n=n: GradientDescent(Params(steps=n)), Quality(64, 36, 15)).duration
        for n in (30, 2000)
    ]
    assert lengths[1] < lengths[0] + 12


@pytest.mark.parametrize("rate", [1e-9, 0.02, 0.19, 0.2, 0.3, 40.0])
def test_the_ruler_puts_rate_and_limit_in_their_order(rate: float) -> None:
    zone = Zone(-1.0, 6.0, -3.2, -2.1)
    ruler = RateRuler(rate, 0.2, zone, DARK)
    assert zone.left <= ruler.x(rate) <= zone.right
    assert zone.left <= ruler.x(0.2) <= zone.right
    assert np.sign(ruler.x(rate) - ruler.x(0.2)) == np.sign(rate - 0.2)
    assert ruler.pointer.end[0] == pytest.approx(ruler.x(rate))


def test_a_path_over_unlike_ranges_stays_short() -> None:
    story = STORIES["thin"]
    view = GradientDescent(CASES["thin"])
    assert view.params.domain == story.surface.domain
    from explainer.mobjects.landscape import Landscape

    land = Landscape(story.surface.value, *story.surface.domain, gradient=story.surface.gradient)
    panel = SurfacePanel(land).path(story.points)
    assert all(len(getattr(item, "points", ())) < 100_000 for item in panel.picture().items)


@pytest.mark.parametrize(
    ("assignment", "culprit", "hint"),
    [
        ('surface="__import__(1)"', "surface", "not allowed in a formula"),
        ('surface="x.real"', "surface", "not allowed in a formula"),
        ("surface=bowll", "surface", "did you mean bowl?"),
        ('surface="x**99"', "surface", "exponents"),
        ('surface="log(x)"', "domain", "not finite at"),
        ("start=[9, 9]", "start", "must lie in the domain"),
        ("domain=[[1, 0], [0, 1]]", "domain", "below"),
        ("domain=[[0, 1]]", "domain", "is allowed"),
        ("rate=0", "rate", "above 0"),
        ("rate=nan", "rate", "above 0"),
        ("steps=100000", "steps", "whole number"),
        ("steps=0", "steps", "whole number"),
        ("momentum=1", "momentum", "below 1"),
        ("epsilon=0", "epsilon", "above 0"),
        ("optimiser=adamm", "optimiser", "adam"),
        ("height=cubic", "height", "linear, log"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(assignment: str, culprit: str, hint: str) -> None:
    with pytest.raises(ParameterError) as refusal:
        resolve_params(Params, {}, assignments=[assignment])
    message = str(refusal.value)
    assert message.startswith(f"{culprit}:") and hint in message and "\n" not in message


def test_a_start_without_a_slope_is_refused() -> None:
    given = ['surface="sqrt(x**2 + y**2)"', "start=[0, 0]"]
    with pytest.raises(ParameterError, match=r"start: .* not finite there"):
        resolve_params(Params, {}, assignments=given)
