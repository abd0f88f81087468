"""The posterior explainer: its numbers are scipy's, its words are true, its length is bounded."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix import extremes
from scipy import stats

from explainer.engine.session import Quality, beat_stills, measure
from explainer.numbers import PERCENT, WRITTEN, value_of
from explainer.params import ParameterError, resolve_params
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.aside import NextToss
from explainer.scenes.probability.posterior_update.drawing.chart import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.names import BeliefNames
from explainer.scenes.probability.posterior_update.drawing.probes import Places
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.scene import PosteriorUpdate
from explainer.scenes.probability.posterior_update.story import Story
from explainer.style import DARK

Params = PosteriorUpdate.Params
BEATS = ["prior", "likelihood", "product", "evidence", "again", "rest", "answer"]
EXTREMES = {
    f"extreme{number}": Params.model_validate(values)
    for number, values in enumerate(extremes("posterior_update"))
}
CASES = {"default": Params(), **PosteriorUpdate.presets, **EXTREMES}
SMALL = Quality(64, 36, 15)
PLACES = Places(DARK.layout)


def story(params: Any) -> Story:
    return Story(**dict(params))


def numbers(markup: str) -> list[float]:
    """Return the numbers that stand alone as mathematics in Typst markup."""
    found = re.findall(r"\$(\d[\d.]*)(?: times 10\^\((-?\d+)\))?\$", markup)
    return [float(f"{mantissa}e{power or 0}") for mantissa, power in found]


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
    for index in range(2):
        step = told.step(index)
        assert step.posterior == told.belief(min(index + 1, told.count))
        if step.side:
            chance = stats.betabinom(1, *step.prior).pmf(int(step.side == "H"))
            assert step.evidence == pytest.approx(chance)
        else:
            assert step.evidence == pytest.approx(1)


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_what_was_computed(name: str) -> None:
    told = story(CASES[name])
    answer = text.answer(told)
    ends = numbers(answer.heading)[-2:]
    assert ends == pytest.approx(told.interval, abs=0.5001 * 10.0**-told.places)
    assert f"{100 * told.level:g}{PERCENT}" in answer.narration
    if told.count:
        area = numbers(text.evidence(told).heading)[0]
        assert area == pytest.approx(told.first.evidence, abs=0.0006)


strengths = st.floats(0.1, 1000).map(lambda value: round(value, 3))
stories = st.builds(
    Story,
    st.tuples(strengths, strengths),
    st.tuples(st.integers(0, 2000), st.integers(0, 2000)),
    st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.999]),
    st.sampled_from(["equal_tailed", "highest_density"]),
    st.none() | st.tuples(strengths, strengths),
    st.none() | st.floats(0, 1).map(lambda value: round(value, 3)),
)
NUMBER = rf"(?:about )?({WRITTEN})"


def said(pattern: str, sentence: str) -> list[float]:
    """Return the numbers that a sentence has where the pattern has ``N``."""
    found = re.search(pattern.replace("N", NUMBER), sentence)
    assert found, (pattern, sentence)
    return [value_of(text) for text in found.groups()]


@given(stories)
def test_every_number_that_is_said_is_scipys(told: Story) -> None:
    (a, b), (heads, tails) = told.prior, told.counts(told.count)
    prior, posterior = stats.beta(a, b), stats.beta(a + heads, b + tails)
    half = 0.5001 * 10.0**-told.places
    answer, before = text.answer(told), text.prior(told)
    assert said(r"Its mean is N,", before.alt_text) == pytest.approx([prior.mean()], abs=0.0051)
    assert said(r"posterior Beta\(N, N\)", answer.alt_text) == pytest.approx(posterior.args)
    low, high = said(r"shaded, from N to N\.", answer.alt_text)
    assert (low, high) == pytest.approx(told.interval, abs=half)
    ends = posterior.cdf(told.interval)
    assert ends[1] - ends[0] == pytest.approx(told.level, abs=1e-6)
    if told.kind == "equal_tailed":
        assert ends[0] == pytest.approx((1 - told.level) / 2, abs=1e-6)
    else:  # none is shorter
        others = [posterior.ppf([p, p + told.level]) for p in np.linspace(0, 1 - told.level, 9)]
        assert np.diff(told.interval)[0] <= np.diff(others).min() * (1 + 1e-6)
    (mean,) = said(r"whose mean, N,", answer.alt_text)
    assert mean == pytest.approx(posterior.mean(), abs=half)
    if told.first.side:
        (area,) = said(r"with an area of N,", text.evidence(told).alt_text)
        share = stats.betabinom(1, a, b).pmf(int(told.first.side == "H"))
        assert area == pytest.approx(share, abs=0.00051)
    narrower = posterior.std() < prior.std()
    if told.count > 2 and abs(posterior.std() / prior.std() - 1) > 1e-9:
        assert ("narrower" in text.rest(told).narration) == narrower
    if told.bias is not None:
        inside = told.interval[0] <= told.bias <= told.interval[1]
        assert f"lies {'inside' if inside else 'outside'} the interval" in answer.alt_text


@given(stories)
def test_the_mode_that_is_said_is_where_the_density_is_highest(told: Story) -> None:
    words = text.rest(told).alt_text
    belief = told.posterior
    if min(belief) < 1:
        assert "unbounded towards" in words
    elif "equally high" not in words:
        (place,) = said(r"highest at N\.", words)
        logs = stats.beta(*belief).logpdf
        grid = belief.mean + belief.deviation * np.linspace(-6, 6, 4001)
        grid = np.clip(grid, 0, 1)
        best = grid[np.argmax(logs(grid))]
        assert place == pytest.approx(best, abs=10.0**-told.places + 0.01 * belief.deviation)


@settings(max_examples=15, deadline=None)
@given(stories, st.sampled_from([0.0, 0.01, 0.5, 0.99, 1.0]))
def test_a_true_bias_is_named_wherever_it_lies(told: Story, bias: float) -> None:
    told.bias, told.rival = bias, None
    chart = BeliefChart(told, DARK)
    names = BeliefNames(chart)
    chart.curve.show(told.posterior)
    chart.look(*told.answer_window)
    names.answer([])
    assert len(chart.truth.submobjects) == 2  # its name, and a line or an arrow


def test_parameters_are_written_in_full_or_as_fractions() -> None:
    told = story(Params(prior=(1 / 3, 2.000001), data="T", true_bias=1 / 3))
    assert text.beta(told.prior) == "Beta$(1\\/3, 2.000001)$"
    assert text.plain_beta(told.posterior) == "Beta(1/3, 3.000001)"
    assert "true chance of heads, 1/3, lies inside" in text.answer(told).alt_text
    assert text.evidence(told).heading.startswith("The product's area, about $0.857$")


@pytest.mark.parametrize("name", ["default", "jeffreys", "skeptical"])
def test_product_and_division_are_to_scale(name: str) -> None:
    chart = BeliefChart(story(CASES[name]), DARK)
    step = chart.story.first
    chart.look(0, 1, 200.0)
    chart.press(step, 1.0)
    assert chart.curve.total() == pytest.approx(step.evidence, rel=0.03)
    chart.divide(step, 0.0)
    assert chart.curve.total() == pytest.approx(step.evidence, rel=0.03)
    chart.divide(step, 1.0)
    assert chart.curve.total() == pytest.approx(1.0, rel=0.03)


def test_an_area_is_written_as_it_is_filled() -> None:
    chart = BeliefChart(story(CASES["default"]), DARK)
    names = BeliefNames(chart)
    names.prior([])
    (label,) = names.get("area")
    for t, written in ((0.5, "area ≈ 0.50"), (1.0, "area = 1")):
        names.fill(t)
        assert label.words.text == written
    chart.press(chart.story.first, 1.0)
    names.evidence([])
    names.fill(1.0)
    assert names.get("area")[0].words.text == "area = 0.5 = 𝑝(H)"


TOSSED = [name for name, params in CASES.items() if story(params).count]


@pytest.mark.parametrize("name", TOSSED)
def test_the_probes_slide_from_the_prior_to_the_product(name: str) -> None:
    chart = BeliefChart(story(CASES[name]), DARK)
    chart.look(*chart.story.toss_window(0))
    (a, b), probes = chart.story.prior, chart.story.probes
    prior = stats.beta(a, b).pdf(probes)
    factors = {"H": probes, "T": 1 - probes}[chart.story.first.side]
    for share in (0.0, 0.5, 1.0):
        heights = chart.story.first.heights(probes), chart.story.first.heights(probes, share)
        ends = chart.values(chart.falls.lines(probes, *heights))
        assert ends[:, 0, 1] == pytest.approx(np.minimum(prior, chart.top))
        assert ends[:, 1, 1] == pytest.approx(np.minimum(prior * factors**share, chart.top))
    bars = chart.strip.chart.values(chart.strip.bar_lines(chart.story.first, probes))
    assert bars[:, 0, 1] == pytest.approx(0, abs=1e-9)
    assert bars[:, 1] == pytest.approx(np.column_stack([probes, factors]))


@pytest.mark.parametrize("name", TOSSED)
def test_the_likelihood_is_four_times_as_large_at_one_of_a_pair(name: str) -> None:
    told = story(CASES[name])
    chart = BeliefChart(told, DARK)
    small, large = np.sort(told.first.likelihood(told.pair))
    assert large == pytest.approx(4 * small)
    said_good, said_bad = said(r"large at N as at N", text.likelihood(told).narration)
    assert told.first.likelihood([said_bad, said_good]) == pytest.approx([small, large])
    chart.strip.stack(told.first, told.pair, 1.0)
    pieces = chart.strip.chart.values(chart.strip.bars.points[:, :2].reshape(-1, 4, 2)[:, [0, 3]])
    at = pieces[np.abs(pieces[:, 0, 0] - said_good) < 1e-9]
    assert at[:, 0, 1] == pytest.approx(small * np.arange(4), abs=1e-9)
    assert at[-1, 1, 1] == pytest.approx(large)


def test_the_second_toss_moves_heights_from_prior_to_posterior() -> None:
    chart = BeliefChart(story(CASES["default"]), DARK)
    chart.look(*chart.story.toss_window(1))
    step, places = chart.story.step(1), chart.story.felt
    assert places == pytest.approx([0.35, 0.85])
    ends = chart.values(chart.steps.lines(places, step.heights(places), step.heights(places, 1, 1)))
    assert ends[:, 0, 1] == pytest.approx(stats.beta(3, 2).pdf(places))
    assert ends[:, 1, 1] == pytest.approx(stats.beta(3, 3).pdf(places))
    assert ends[:, 1, 1] / ends[:, 0, 1] == pytest.approx((1 - places) / 0.4)


def test_the_density_is_written_with_its_constant_where_that_is_short() -> None:
    for (a, b), factor in {(2, 2): "= 6", (2, 8): "= 72", (3, 1): "= 3"}.items():
        assert f") {factor} thin" in text.density(Beta(a, b))
        assert stats.beta(a, b).pdf(0.5) == pytest.approx(float(factor[2:]) * 0.5 ** (a + b - 2))
    assert "p(θ) = 1)" in text.density(Beta(1, 1))
    for belief in (Beta(60, 60), Beta(1000, 1000), Beta(0.5, 0.5), Beta(1.37, 2.91)):
        assert "p(θ) prop " in text.density(belief)


@pytest.mark.parametrize("name", ["default", "jeffreys", "uniform"])
def test_the_area_is_filled_from_the_left_as_its_number_says(name: str) -> None:
    chart = BeliefChart(story(CASES[name]), DARK)
    prior = stats.beta(*chart.story.prior)
    for t in (0.2, 0.5, 0.9):
        area = chart.fill(t)
        edge = chart.values(chart.shade.graph)[-1, 0]
        assert area == pytest.approx(prior.cdf(edge), abs=2e-3)
    assert chart.fill(1.0) == 1


@pytest.mark.parametrize("name", CASES)
def test_a_chart_holds_its_curves_and_its_scale_stands_while_they_change(name: str) -> None:
    told = story(CASES[name])
    chart = BeliefChart(told, DARK)
    inner = np.linspace(0.08, 0.92, 400)
    falls = np.unique(np.geomspace(1, max(told.count, 1), 30).astype(int))
    peaks = [float(np.max(told.belief(fallen).density(inner))) for fallen in falls]
    if told.run_window[:2] == (0.0, 1.0):
        assert max(peaks) < told.run_window[2]
    chart.way(told.toss_window(0), PLACES.below.top, chart.marks)(1.0)
    assert (chart.zone.top, chart.window) == (PLACES.below.top, pytest.approx(told.toss_window(0)))
    at, window = chart.at(0.5, 1.0), chart.window
    for s in (0.3, 1.0):
        chart.press(told.first, s)
        assert chart.window == window and chart.at(0.5, 1.0) == pytest.approx(at)
    assert chart.way(told.toss_window(0), PLACES.below.top, chart.marks) is None


def test_the_run_ends_at_the_posterior() -> None:
    chart = BeliefChart(story(CASES["thousand"]), DARK)
    chart.look(*chart.story.run_window)
    for t in np.linspace(0, 1, 30):
        chart.run(float(t))
        assert chart.curve.graph[:, 1].max() < PLACES.plot.top
    assert chart.curve.distribution == (702, 302)
    assert chart.curve.total() == pytest.approx(1.0, rel=0.01)
    last = [mark.distribution for mark in chart.fan][-1]
    assert sum(last) < 1004 and chart.fan[-1].line.get_stroke_opacity() > 0.5


def test_the_interval_grows_to_its_probability() -> None:
    chart = BeliefChart(story(CASES["default"]), DARK)
    names = BeliefNames(chart)
    chart.show(chart.story.posterior)
    chart.look(*chart.story.answer_window)
    names.answer([NextToss(chart.story, DARK)])
    belief = stats.beta(8, 4)
    for t in (0.25, 0.5, 1.0):
        names.spread(t)
        ends = chart.values(chart.band.ends.points[::4, :2][:, :2])[:, 0]
        low, high = min(ends), max(ends)
        assert belief.cdf(high) - belief.cdf(low) == pytest.approx(0.9 * t, abs=1e-3)
    assert names.get("level")[0].words.text == f"90{PERCENT}"


def test_it_is_short() -> None:
    timeline = measure(lambda: PosteriorUpdate(CASES["thousand"]), SMALL)
    assert [beat.name for beat in timeline.beats] == BEATS
    assert timeline.duration < 85


@pytest.mark.parametrize("tosses", ["", "H", "HT", "HTH"])
def test_beats_without_tosses_are_left_out(tosses: str) -> None:
    timeline = measure(lambda: PosteriorUpdate(Params(data=tosses)), SMALL)
    needed = ("product", 1), ("evidence", 1), ("again", 2), ("rest", 3)
    skipped = {name for name, least in needed if len(tosses) < least}
    assert [beat.name for beat in timeline.beats] == [b for b in BEATS if b not in skipped]


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
