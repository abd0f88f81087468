"""The descent explainer: its numbers are those of the descent, its words are true for them."""

from __future__ import annotations

import itertools
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
from explainer.numbers import WRITTEN, value_of
from explainer.params import ParameterError, resolve_params
from explainer.scenes.calculus.gradient_descent import text
from explainer.scenes.calculus.gradient_descent.descent import (
    OPTIMISERS,
    descend,
)
from explainer.scenes.calculus.gradient_descent.formulas import names
from explainer.scenes.calculus.gradient_descent.scene import GradientDescent
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import DARK
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
ABOVE = re.compile(rf"Above (?:about )?({WRITTEN}),")
LIMITS = ("gradient_descent", "momentum", "nesterov")


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


@each_case
def test_the_limit_is_that_of_the_minimum_where_the_descent_ends(name: str) -> None:
    story = STORIES[name]
    rest = story.outcome.rest
    if story.limit is None:
        place = rest.point if rest and rest.kind == "minimum" else None
        if rest is None and len(story.minima) == 1:
            place = story.minima[0].point
        if place is not None and story.descent.optimiser in LIMITS:
            curvatures = np.linalg.eigvalsh(np.nan_to_num(story.surface.hessian(*place)))
            assert curvatures[0] <= 1e-6 * abs(curvatures[1])
        return
    place = story.minima[0].point if rest is None else rest.point
    high = np.linalg.eigvalsh(story.surface.hessian(*place))[1]
    beta = story.descent.settings.momentum
    factors = {
        "gradient_descent": 2.0,
        "momentum": 2 * (1 + beta),
        "nesterov": 2 * (1 + beta) / (1 + 2 * beta),
    }
    assert story.limit == pytest.approx(factors[story.descent.optimiser] / high)
    plain = story.descent.optimiser == "gradient_descent"
    assert story.half == (story.limit / 2 if plain else None)


@each_case
def test_the_words_on_the_rates_are_true(name: str) -> None:
    story = STORIES[name]
    if story.level or not len(story.descent.steps_taken):
        assert story.compared == ()
        return
    said = text.comparison(story)
    assert len(said.sentences) == len(story.compared) == 3
    rates = [each.rate for each in story.compared]
    assert rates == sorted(set(rates)) and any(each is story for each in story.compared)
    for sentence, each in zip(said.sentences, story.compared, strict=True):
        assert np.array_equal(each.start, story.start) and each.steps == story.steps
        rate = sentence.removeprefix("With ").removeprefix("a rate of ").split(", ")[0]
        assert value_of(rate) == pytest.approx(each.rate)
        kind = each.outcome.kind
        assert ("each swing is longer" in sentence) == (kind == "diverged")
        assert ("has converged to" in sentence) == (kind in ("converged", "other_minimum"))
        assert ("for ever" in sentence) == (kind == "hopping")
        assert ("still on its way" in sentence) == (kind == "on_the_way")
        if "zigzag" in sentence:
            steps = np.diff(each.points, axis=0)
            assert each.turning > 0.5 and ((steps[:-1] * steps[1:]).sum(axis=1) < 0).any()
    if story.limit:
        slow, zigzag, fast = rates
        assert slow <= story.limit / 2 * (1 + 1e-9) < zigzag < story.limit <= fast * (1 + 1e-9)
    assert ("above" in said.heading) == (story.limit is not None)
    assert ("between" in said.heading) == (story.half is not None)


@each_case
def test_the_readings_are_the_numbers(name: str) -> None:
    story = STORIES[name]
    close = {"rel": 0.06, "abs": 6e-5}
    beside = names(story).values()
    assert reading(beside, "$bold(x)_0") == pytest.approx(story.start, **close)
    lines = text.gradient(story).lines
    assert reading(lines, "nabla f") == pytest.approx(list(story.gradient), **close)
    if len(story.descent.steps_taken):
        told = [line.markup for line in text.step(story).lines]
        rates = [told_numbers(each) for each in told if each.startswith("eta ")]
        inner = re.findall(r'part\("step", (.*?)\) part\("gradient"', " ".join(told))
        rates += [told_numbers(each) for each in inner]
        assert any(rate == pytest.approx([story.rate], rel=5e-3) for rate in rates)
    if story.half and story.quadratic:
        above = [value_of(each[1]) for each in ABOVE.finditer(text.rate(story).narration)]
        assert above == pytest.approx([story.half, story.limit], rel=5e-3)


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
    end = story.start + story.descent.steps_taken[0]
    told = [line.markup for line in (*text.step(story).lines, *names(story).values())]
    found = [told_numbers(re.split("[=≈]", each)[-1]) for each in told if re.search("[=≈]", each)]
    assert any(len(n) == 2 and n == pytest.approx(list(end), rel=0.06, abs=6e-5) for n in found)
    say = text.step(story).narration
    if "only the signs" in say:
        moved = np.abs(story.descent.steps_taken[0])[slope != 0]
        assert moved == pytest.approx(np.full(len(moved), rate), rel=0.02)
    if "where the quadratic model of the surface is level" in say:
        share = 1.0 if "steps to" in say else rate
        assert slope + hessian @ expected / share == pytest.approx(np.zeros(2), abs=1e-6)


@each_case
def test_the_words_on_the_end_are_true(name: str) -> None:
    story = STORIES[name]
    heading, say, seen, *_ = text.descent(story)
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
    if "still on its way" in heading:
        assert story.descent.steps_taken[-1].any()
    assert not re.search(r"\b1 steps\b", say)
    assert ("out of the picture" in seen) == story.leaves
    total = len(story.descent.steps_taken)
    assert ("makes the next step" in say) == (total > 1)


@each_case
def test_the_words_are_set_and_spoken_plainly(name: str) -> None:
    story = STORIES[name]
    beats = [text.surface, text.gradient, text.step, text.descent]
    beats += [text.comparison] if story.compared else []
    beats += [text.rate] if story.half and story.quadratic else []
    for beat in beats:
        said = beat(story)
        heading, say, lines = said.heading, said.narration, said.lines
        assert said.question and typeset(said.question).glyphs
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
