"""The posterior explainer: its numbers are scipy's, its words are true, its length is bounded."""

from __future__ import annotations

import re
from dataclasses import replace
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
from explainer.plain_text import plain_text
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.chart import PLOT, BeliefChart
from explainer.scenes.probability.posterior_update.drawing.names import BeliefNames
from explainer.scenes.probability.posterior_update.drawing.panel import ProductTable
from explainer.scenes.probability.posterior_update.scene import PosteriorUpdate
from explainer.scenes.probability.posterior_update.story import Story, answer_window
from explainer.style import DARK

Params = PosteriorUpdate.Params
BEATS = ["prior", "likelihood", "product", "evidence", "again", "answer"]
EXTREMES = {
    f"extreme{number}": Params.model_validate(values)
    for number, values in enumerate(extremes("posterior_update"))
}
CASES = {"default": Params(), **PosteriorUpdate.presets, **EXTREMES}
SMALL = Quality(64, 36, 15)


def story(params: Any) -> Story:
    return Story.compute(**dict(params))


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
    assert f"{100 * told.level:g}{PERCENT}" in answer.narration
    (area,) = numbers(text.evidence(told).heading)
    assert area == pytest.approx(told.first_evidence, abs=0.0006)


strengths = st.floats(0.1, 1000).map(lambda value: round(value, 3))
stories = st.builds(
    Story.compute,
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
    spread = value_of(plain_text(f"${before.lines[3].markup}$").strip("=≈ ").replace(" ", ""))
    assert spread == pytest.approx(prior.std(), abs=0.00051)
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
    if told.first:
        (area,) = said(r"with an area of N,", text.evidence(told).alt_text)
        share = stats.betabinom(1, a, b).pmf(int(told.first == "H"))
        assert area == pytest.approx(share, abs=0.00051)
    narrower = posterior.std() < prior.std()
    if told.count > 1 and abs(posterior.std() / prior.std() - 1) > 1e-9:
        assert ("narrower" in text.again(told).narration) == narrower
    if told.bias is not None:
        inside = told.interval[0] <= told.bias <= told.interval[1]
        assert f"lies {'inside' if inside else 'outside'} the interval" in answer.alt_text


@given(stories)
def test_the_mode_that_is_said_is_where_the_density_is_highest(told: Story) -> None:
    words = text.again(told).alt_text
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
    told = replace(told, bias=bias, rival=None)
    chart = BeliefChart(told, DARK)
    names = BeliefNames(chart)
    chart.curve.show(told.posterior)
    chart.look(*answer_window(told))
    names.answer()
    assert len(names.get("truth")) == 1 or len(chart.truth.submobjects) == 2  # an arrow, its name


def test_parameters_are_written_in_full_or_as_fractions() -> None:
    told = story(Params(prior=(1 / 3, 2.000001), data="T", true_bias=1 / 3))
    assert text.beta(told.prior) == "Beta$(1\\/3, 2.000001)$"
    assert text.plain_beta(told.posterior) == "Beta(1/3, 3.000001)"
    assert "The true bias, 1/3, lies inside" in text.answer(told).alt_text
    assert text.evidence(told).lines[1].markup.endswith("≈ 0.857")


def test_the_product_table_has_its_signs() -> None:
    table = ProductTable(story(Params()), DARK).set_power(1.0)
    assert [row[-1].text[0] for row in table.rows] == ["≈", "=", "≈"]


@pytest.mark.parametrize("name", ["default", "jeffreys", "skeptical", "no_data"])
def test_product_and_division_are_to_scale(name: str) -> None:
    chart = BeliefChart(story(CASES[name]), DARK)
    chart.look(0, 1, 200.0)
    chart.press(1.0)
    assert chart.curve.total() == pytest.approx(chart.story.first_evidence, rel=0.03)
    names = BeliefNames(chart)
    names.one_toss()
    names.divide(0.0)
    assert chart.curve.total() == pytest.approx(chart.story.first_evidence, rel=0.03)
    names.divide(1.0)
    for name in names.get("prior area", "posterior area"):
        assert name.words.text == "area = 1"
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


def test_it_is_short() -> None:
    timeline = measure(lambda: PosteriorUpdate(CASES["thousand"]), SMALL)
    assert [beat.name for beat in timeline.beats] == BEATS
    assert timeline.duration < 85


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
