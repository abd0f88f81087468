"""The posterior explainer: its numbers are scipy's, its words are true, its length is bounded."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from layout import texts_of
from scipy import stats

from explainer.engine.session import Quality, Timeline, beat_stills, measure
from explainer.params import ParameterError, resolve_params
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.chart import PLOT, BeliefChart
from explainer.scenes.probability.posterior_update.drawing.names import BeliefNames
from explainer.scenes.probability.posterior_update.scene import PosteriorUpdate
from explainer.scenes.probability.posterior_update.story import Story
from explainer.style import DARK, SAFE, SMALLEST_TEXT

Params = PosteriorUpdate.Params
BEATS = ["prior", "likelihood", "product", "evidence", "again", "answer"]
EXTREMES: dict[str, Any] = {
    "poles": Params(prior=(0.5, 0.5), data=(99_000, 1_000), true_bias=0.9),
    "sharp": Params(prior=(200, 200), data="TTTT", second_prior=(1.5, 3), true_bias=0.3),
    "heads": Params(prior=(1, 1), data="H" * 20, interval="highest_density"),
    "lopsided": Params(prior=(0.1, 1000)),
    "stiff": Params(prior=(1000, 1000), data="H", level=0.999),
    "tiny": Params(prior=(0.1, 0.1)),
    "needle": Params(data=(100_000, 3), second_prior=(30, 5), true_bias=0.7),
    "everything": Params(second_prior=(8, 2), true_bias=0.6, interval="highest_density"),
    "tail": Params(prior=(1.37, 2.91), data="T", second_prior=(123.45, 678.91)),
    "faint": Params(prior=(0.1, 0.1), data="", second_prior=(1, 30)),
}
CASES = {"default": Params(), **PosteriorUpdate.presets, **EXTREMES}
SMALL = Quality(64, 36, 15)


def story(params: Any) -> Story:
    return Story.compute(**dict(params))


def numbers(markup: str) -> list[float]:
    """Return the numbers that stand alone as mathematics in Typst markup."""
    found = re.findall(r"\$(\d[\d.]*)(?: times 10\^\((-?\d+)\))?\$", markup)
    return [float(f"{mantissa}e{power or 0}") for mantissa, power in found]


def timeline(params: Any, fps: int) -> Timeline:
    return measure(lambda: PosteriorUpdate(params), Quality(64, 36, fps))


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_are_scipys(name: str) -> None:
    params = CASES[name]
    told = story(params)
    heads, tails = told.counts(told.count)
    belief = stats.beta(params.prior[0] + heads, params.prior[1] + tails)
    assert told.posterior == (params.prior[0] + heads, params.prior[1] + tails)
    low, high = told.interval
    assert belief.cdf(high) - belief.cdf(low) == pytest.approx(params.level, abs=1e-4)
    if params.interval == "equal_tailed":
        assert (low, high) == pytest.approx(belief.interval(params.level), rel=1e-6)
    assert told.posterior.mean == pytest.approx(belief.mean())
    if told.first:
        first = stats.betabinom(1, *params.prior).pmf(int(told.first == "H"))
        assert told.first_evidence == pytest.approx(first)
    else:
        assert told.first_evidence == pytest.approx(1)


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_what_was_computed(name: str) -> None:
    told = story(CASES[name])
    answer = text.answer(told)
    ends = numbers(answer.heading)[-2:]
    assert ends == pytest.approx(told.interval, abs=0.5001 * 10.0**-told.places)
    assert f"{100 * told.level:g} percent" in answer.narration
    (area,) = numbers(text.evidence(told).heading)
    assert area == pytest.approx(told.first_evidence, abs=0.0006)


@pytest.mark.parametrize("name", ["default", "jeffreys", "skeptical", "no_data"])
def test_product_and_division_are_to_scale(name: str) -> None:
    chart = BeliefChart(story(CASES[name]), DARK)
    chart.look(0, 1, 200.0)
    chart.press(1.0)
    assert chart.curve.total() == pytest.approx(chart.story.first_evidence, rel=0.03)
    BeliefNames(chart).one_toss()
    chart.divide(0.0)
    assert chart.curve.total() == pytest.approx(chart.story.first_evidence, rel=0.03)
    chart.divide(1.0)
    assert chart.curve.total() == pytest.approx(1.0, rel=0.03)
    _, factors, now = chart.story.products(1.0)
    prior = stats.beta(*chart.story.prior).pdf(chart.story.probes)
    assert now == pytest.approx(prior * factors)


def test_the_run_ends_at_the_posterior() -> None:
    chart = BeliefChart(story(CASES["thousand"]), DARK)
    assert chart.run(1.0) == 1000
    assert chart.curve.distribution == (702, 302)
    assert chart.curve.total() == pytest.approx(1.0, rel=0.01)
    tops = []
    for t in np.linspace(0, 1, 60):
        chart.run(float(t))
        tops.append(chart.top)
        assert chart.curve.graph[:, 1].max() < PLOT.top
    assert (np.diff(tops) >= 0).all()


@pytest.mark.parametrize("name", ["default", "thousand", "no_data", "needle", "stiff"])
def test_the_clip_is_as_long_at_any_frame_rate(name: str) -> None:
    slow, fast = timeline(CASES[name], 15), timeline(CASES[name], 30)
    assert [beat.name for beat in slow.beats] == BEATS
    assert slow.duration == pytest.approx(fast.duration)
    assert slow.duration < 85


def ink(text: Any) -> np.ndarray:
    """Low and high corner of the letters of a text that can be seen, (2, 2)."""
    shapes = [part.points for part in text.submobjects[1:] if len(part.points)]
    points = np.concatenate(shapes)[:, :2]
    return np.array([points.min(axis=0), points.max(axis=0)])


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("name", EXTREMES)
def test_text_is_large_enough_in_its_place_and_clear_of_other_text(name: str, theme: str) -> None:
    scene = PosteriorUpdate(CASES[name], theme)
    faults: list[str] = []

    def check(scene: Any, beat: Any) -> None:
        boxes = [
            (getattr(text, "markup", "number"), text.em, ink(text)) for text in texts_of(scene)
        ]
        for markup, em, (low, high) in boxes:
            if em < SMALLEST_TEXT - 1e-9:
                faults.append(f"{beat.name}: {markup} is small")
            if low[0] < SAFE.left or high[0] > SAFE.right or low[1] < -3.2 or high[1] > SAFE.top:
                faults.append(f"{beat.name}: {markup} leaves the area")
        for (first, _, one), (second, _, two) in combinations(boxes, 2):
            depth = np.minimum(one[1], two[1]) - np.maximum(one[0], two[0])
            if (depth > 0.01).all():
                faults.append(f"{beat.name}: {first} lies on {second}")

    def build() -> PosteriorUpdate:
        return scene

    scene.on_beat_end = check
    measure(build, SMALL)
    assert not faults


def test_every_beat_can_be_drawn() -> None:
    frames = beat_stills(lambda: PosteriorUpdate(theme="light"), SMALL)
    assert [beat.name for beat, _ in frames] == BEATS
    assert all(frame.std() > 1 for _, frame in frames)


def test_the_verdict_on_the_second_prior_is_true() -> None:
    assert text.verdict(story(CASES["disagreement"])) == "has come to agree"
    stubborn = story(Params(prior=(60, 60), data="HHHH", second_prior=(1, 1)))
    assert text.verdict(stubborn) == "does not agree"
    same = story(Params(prior=(2, 2), second_prior=(2, 2)))
    assert text.verdict(same) == "agrees, as it did from the start"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prior=[0,2]", "prior"),
        ("prior=[2,2,2]", "prior"),
        ("data=HTX", "data"),
        ("data=[-1,3]", "data"),
        ("level=1", "level"),
        ("true_bias=1.5", "true_bias"),
        ("interval=widest", "interval"),
    ],
)
def test_impossible_values_are_refused_by_name(text: str, says: str) -> None:
    with pytest.raises(ParameterError, match=f"^{says}: given"):
        resolve_params(Params, PosteriorUpdate.presets, assignments=[text])


def test_values_are_read_as_they_are_written() -> None:
    params = resolve_params(
        Params, PosteriorUpdate.presets, assignments=["data=[700,300]", "prior=[2,2]"]
    )
    assert params.data == (700, 300)
    text = resolve_params(Params, PosteriorUpdate.presets, assignments=["data=HTH"])
    assert text.data == "HTH"
