"""Intervals for a mean: scipy's numbers, the coverage they promise, words that are true."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy import stats

from explainer.engine.session import Quality, measure
from explainer.mobjects.chart import Axis
from explainer.mobjects.dots import arrivals, dot_width, fallen, pile_heights, stacked
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.panel import Panel
from explainer.numbers import value_of
from explainer.params import ParameterError, resolve_params
from explainer.plain_text import plain_text
from explainer.scenes.probability.common import population
from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.drawing import (
    PLOT,
    SHARES,
    IntervalChart,
    IntervalRows,
    source,
)
from explainer.scenes.probability.confidence_interval.scene import ConfidenceInterval
from explainer.scenes.probability.confidence_interval.story import (
    IntervalStory,
    MeanPosterior,
    answer_window,
    means_window,
    population_window,
    rows_window,
    sample_window,
    t_interval,
)
from explainer.shown_text import shown
from explainer.style import DARK, PANEL
from explainer.typesetting import escape

Params = ConfidenceInterval.Params


def compute(params: Any) -> IntervalStory:
    distribution, _ = population(params.population, params.data, params.column)
    given = params.n, params.level, params.repetitions, params.seed, params.prior
    return IntervalStory(distribution, *given)


CASES = {"default": Params(), **ConfidenceInterval.presets}
STORIES = {name: compute(params) for name, params in CASES.items()}
WINDOWS = [population_window, rows_window, sample_window, means_window, answer_window]


@pytest.mark.parametrize("name", STORIES)
def test_the_t_interval_is_scipys(name: str) -> None:
    story = STORIES[name]
    for sample, low, high in list(zip(story.samples, story.lows, story.highs, strict=True))[:20]:
        if np.ptp(sample) == 0:
            assert low == high == sample[0]
            continue
        expected = stats.t.interval(
            story.level, story.n - 1, loc=sample.mean(), scale=stats.sem(sample)
        )
        assert (low, high) == pytest.approx(expected)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95])
def test_a_normal_population_keeps_the_promise_within_its_binomial_error(level: float) -> None:
    count = 20_000
    samples = np.random.default_rng(5).normal(3, 2, size=(count, 6))
    means, margins = t_interval(samples, level)
    hits = int((np.abs(means - 3) <= margins).sum())
    assert stats.binomtest(hits, count, level).pvalue > 1e-3


def note_of(story: IntervalStory) -> str:
    """Return the note on the quantiles that stands beside the first sample."""
    return next(line.markup for line in text.sample(story).lines if "Student" in line.markup)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(["norm(170, 7)", "expon", "norm(0, 1e-6)", "binom(20, 0.3)", "t(3)"]),
    st.integers(2, 60),
    st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.999]),
    st.none() | st.tuples(st.floats(-10, 200), st.floats(0.01, 50)),
    st.integers(0, 10**6),
)
def test_every_number_that_is_said_is_scipys(
    name: str, n: int, level: float, prior: Any, seed: int
) -> None:
    story = compute(Params(population=name, n=n, level=level, prior=prior, seed=seed))
    assume(story.deviation > 0)
    sample, found = story.sample, story.intervals
    t = stats.t(n - 1, sample.mean(), stats.sem(sample))
    assert found["confidence"] == pytest.approx(t.interval(level))
    ends = np.quantile(sample[story.resamples].mean(axis=1), [(1 - level) / 2, (1 + level) / 2])
    assert found["bootstrap"] == pytest.approx(ends)
    assert story.quantile == pytest.approx(-stats.t.ppf((1 - level) / 2, n - 1))
    assert story.normal_quantile == pytest.approx(-stats.norm.ppf((1 - level) / 2))
    belief = story.posterior
    assert belief is not None
    if prior is None:
        assert found["credible"] == pytest.approx(t.interval(level))
    else:  # by another rule, Gauss's, in pieces that are short where either factor is sharp
        places = np.sinh(np.linspace(-12, 12, 121))
        around = [sample.mean() + belief.error * places, prior[0] + prior[1] * places]
        edges = np.unique(np.concatenate([*around, found["credible"]]))
        nodes, weights = np.polynomial.legendre.leggauss(12)
        halves = np.diff(edges)[:, None] / 2
        logs = belief.logs(edges[:-1, None] + halves * (1 + nodes))
        masses = (weights * halves * np.exp(logs - logs.max())).sum(axis=1)
        low, high = np.searchsorted(edges, found["credible"])
        assert masses[low:high].sum() / masses.sum() == pytest.approx(level, abs=2e-3)
        assert belief.peak(0) == pytest.approx(stats.norm.pdf(0, scale=prior[1]), rel=2e-3)
    for interval in text.ROLES:
        low, high = found[interval]
        written = [value_of(end) for end in text.ends(story, interval)]
        least = 0.006 * np.diff(found["confidence"])[0]
        assert written == pytest.approx([low, high], rel=1e-6, abs=max(0.06 * (high - low), least))
        assert text.between(story, interval) in text.answer(story).alt_text
    stars = [value_of(found[1]) for found in re.finditer(r"\* [≈=] (\d[\d.]*)", note_of(story))]
    assert stars == pytest.approx([story.quantile, story.normal_quantile], rel=5e-3)
    assert stars[0] > stars[1]
    words = text.procedure(story)
    inside = (story.lows <= story.true_mean) & (story.true_mean <= story.highs)
    assert plain_text(words.lines[1].markup) == plain_text(f"{100 * inside.mean():g} thin percent")
    assert story.missed_below == int((story.highs < story.true_mean).sum())
    held = [low <= story.true_mean <= high for low, high in found.values()]
    claims = {0: "all three miss", 3: "all three contain"}
    assert claims.get(sum(held), "only the") in text.answer(story).narration


def test_no_two_ends_look_alike() -> None:
    story = compute(Params(population="binom(n=1000, p=0.5)", n=2, prior=(-1000, 0.001)))
    low, high = text.ends(story, "credible")
    assert low != high and value_of(high) - value_of(low) == pytest.approx(0.004, abs=6e-4)


def test_both_priors_are_named_and_a_flat_one_is_no_density() -> None:
    flat, normal = (text.credible(compute(Params(prior=p))) for p in (None, (165, 2.5)))
    for words, name in ((flat, "flat for μ"), (normal, "N(165, 2.5²) for μ")):
        note = plain_text(words.lines[1].markup)
        assert name in note and "1 / σ for σ" in note
        assert "given data, model and priors" in words.heading
    assert "no finite area" in flat.lines[1].markup and "area" not in normal.lines[1].markup


def test_a_normal_prior_and_its_posterior_are_on_one_scale() -> None:
    story = compute(Params(n=5, prior=(162, 4)))
    chart = IntervalChart(story, DARK)
    chart.look(130, 200)
    chart.believe(1)
    assert chart.prior.total() == pytest.approx(chart.posterior.total(), rel=0.01)


def test_the_default_has_no_near_miss() -> None:
    """In the picture an interval that misses by a hair would look as if it touched the line."""
    story = STORIES["default"]
    apart = np.maximum(story.lows - 170, 170 - story.highs)[~story.caught]
    low, high = rows_window(story)
    assert apart.min() * PLOT.width / (high - low) > 0.1


def test_a_skewed_population_does_not() -> None:
    samples = np.random.default_rng(5).exponential(1, size=(20_000, 5))
    means, margins = t_interval(samples, 0.95)
    share = (np.abs(means - 1) <= margins).mean()
    assert 0.86 < share < 0.90
    story = compute(Params(population="expon", n=5, repetitions=1000))
    assert not story.keeps_its_promise and "coverage" in text.procedure(story).heading


def test_the_bootstrap_interval_is_scipys_but_for_chance() -> None:
    story = compute(Params(n=40, population="gamma(a=2)"))
    theirs = stats.bootstrap(
        (story.sample,),
        np.mean,
        n_resamples=20_000,
        confidence_level=story.level,
        method="percentile",
        rng=np.random.default_rng(1),
    ).confidence_interval
    error = 0.15 * story.deviation / math.sqrt(story.n)
    assert story.intervals["bootstrap"] == pytest.approx(theirs, abs=error)
    for number, chosen in enumerate(story.resamples):
        assert story.sample[chosen].mean() == pytest.approx(story.bootstrap[number])


def test_the_flat_prior_gives_the_t_interval_and_a_normal_one_the_normalised_product() -> None:
    flat = STORIES["default"]
    assert flat.intervals["credible"] == pytest.approx(flat.intervals["confidence"])
    story = compute(Params(n=5, prior=(172, 2)))
    belief = story.posterior
    assert belief is not None
    mu = np.linspace(150, 195, 90_001)
    density = stats.norm.pdf(mu, 172, 2) * stats.t.pdf(
        (mu - story.mean) / belief.error, story.n - 1
    )
    upto = np.cumsum(density) / density.sum()
    expected = np.interp([0.025, 0.975], upto, mu)
    credible = story.intervals["credible"]
    assert credible == pytest.approx(expected, abs=0.01)
    low, high = (belief.interval(0.5) for _ in range(2))
    assert low == high and credible[0] < low[0] < low[1] < credible[1]


@pytest.mark.parametrize(
    "belief",
    [
        MeanPosterior(0.0, 1.0, 2, (0.0, 1000.0)),
        MeanPosterior(5.0, 1e-3, 50, (-5.0, 1.0)),
        MeanPosterior(0.0, 1.0, 10, (40.0, 0.01)),
        MeanPosterior(1e6, 0.0016, 40, (-1000.0, 0.001)),
    ],
)
def test_a_prior_far_off_or_very_wide_is_still_integrated(belief: MeanPosterior) -> None:
    low, high = belief.interval(0.9)
    fine, upto = belief._table
    assert np.all(np.diff(upto) >= 0) and upto[-1] == pytest.approx(1)
    assert np.interp(high, fine, upto) - np.interp(low, fine, upto) == pytest.approx(0.9, abs=1e-6)
    assert low < high


@pytest.mark.parametrize("name", STORIES)
def test_counts_and_words_agree(name: str) -> None:
    story = STORIES[name]
    assert math.isclose(story.chance_error**2 * story.repetitions, story.level * (1 - story.level))
    if story.true_mean is None:
        assert story.hits == 0 and "nothing" in text.population(story).heading
        return
    inside = [
        (low <= story.true_mean <= high) for low, high in zip(story.lows, story.highs, strict=True)
    ]
    assert story.hits == sum(inside)
    above = sum(low > story.true_mean for low in story.lows)
    assert story.hits + story.missed_below + above == story.repetitions
    count = "all" if story.hits == story.repetitions else str(story.hits)
    assert f"{count} contain" in text.many(story).heading


def test_a_seed_has_one_story_and_another_seed_another() -> None:
    first, again, other = (compute(Params(seed=seed)) for seed in (3, 3, 4))
    assert np.array_equal(first.samples, again.samples)
    assert np.array_equal(first.bootstrap, again.bootstrap)
    assert not np.array_equal(first.samples, other.samples)


def test_equal_values_have_no_width() -> None:
    story = compute(Params(population="bernoulli(p=0)", n=3))
    assert story.deviation == 0 and story.posterior is None
    assert set(story.intervals.values()) == {(0.0, 0.0)}
    assert "no width" in text.sample(story).heading and story.hits == story.repetitions


def test_a_column_of_a_file_is_a_population(tmp_path: Path) -> None:
    path = tmp_path / "heights.csv"
    path.write_text("height,weight\n" + "".join(f"{160 + n},{n}\n" for n in range(30)))
    story = compute(Params(data=str(path), column="height", n=4))
    assert story.true_mean == pytest.approx(174.5)
    assert set(story.samples.ravel()) <= {160 + n for n in range(30)}


def test_missing_values_are_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "heights.csv"
    path.write_text("height,n\n" + "".join(f"{160 + n},{n}\n" for n in range(47)) + 3 * "NA,0\n")
    story = compute(Params(data=str(path), column="height"))
    assert story.true_mean == pytest.approx(183)
    said = text.population(story).narration
    assert said.startswith("These are the 47 values of height; their mean, mu, is 183")
    assert "3 of 50 values are missing and left out. In practice" in said


HEADINGS = [
    *("= Big title", "- a", "1. a", '#read("/etc/hosts")', "$x$", "*b* _u_", "/ a: b", "// a"),
    *("/* a", "\\", "<img onerror=x>", "\u202ea\x1b[31m", "a\n\n= b", '"', "W" * 60, "w " * 60),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_of_a_file_is_plain_text(heading: str, tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    quoted = heading.replace('"', '""')
    path.write_text(f'"{quoted}"\n' + "".join(f"{160 + n}.5\n" for n in range(30)))
    story = compute(Params(data=str(path)))
    assert story.distribution.text == shown(heading)
    assert f"the 30 values of {shown(heading)}; their mean" in text.population(story).narration
    side, words = Panel(DARK), text.population(story)
    beginning = str(source(story, side)).replace("\u200b", "").removesuffix("…")
    assert len(beginning) >= 15 or beginning == escape(shown(heading))
    assert escape(shown(heading)).startswith(beginning)
    name, *_ = rows = side.rows(source(story, side), *words.lines, words.note)
    assert name.get_right()[0] - name.get_left()[0] <= PANEL.width + 0.01
    assert rows[-1].get_bottom()[1] > -2.9


def test_a_heading_of_a_file_does_not_decide_how_long_the_film_is(tmp_path: Path) -> None:
    durations = []
    for length in (40, 100_000):
        path = tmp_path / f"{length}.csv"
        path.write_text(length * "x" + "\n" + "".join(f"{160 + n}.5\n" for n in range(30)))
        params = Params(data=str(path))
        durations.append(measure(lambda: ConfidenceInterval(params), Quality(64, 36, 15)).duration)  # noqa: B023
    assert durations[0] == durations[1] < 200


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["population=nrom(0, 1)"], "population: given nrom(0, 1); no distribution is called nrom"),
        (
            ["population=gamma(a=-1)"],
            "population: given gamma(a=-1); gamma is not defined for a=-1",
        ),
        (["data=none.csv"], "data: given none.csv; none.csv: there is no such file"),
        (["column=height"], "column: given height; data must name its file"),
        (["n=1"], "n: given 1; a whole number from 2 to 1000 is allowed"),
        (["level=1"], "level: given 1; a number from 0.5 to 0.999 is allowed"),
        (["prior=[1, 0]"], "prior: given [1,0]; [mean, standard deviation] such as"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(given: list[str], said: str) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_params(Params, {}, assignments=given)
    assert str(caught.value).startswith(said) and "\n" not in str(caught.value)


def test_params_refuse_by_themselves_too() -> None:
    with pytest.raises(ValidationError):
        Params(population="no such law")


# -- the picture ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("window", WINDOWS)
def test_windows_hold_what_they_are_for(name: str, window: Any) -> None:
    story = STORIES[name]
    low, high = window(story)
    assert math.isfinite(low) and low < high
    if window is answer_window:
        ends = [end for interval in story.intervals.values() for end in interval]
        ends += [story.true_mean] if story.true_mean is not None else []
        assert low <= min(ends) and max(ends) <= high
    if window is rows_window:
        inside = (story.lows >= low) & (story.highs <= high)
        assert inside.mean() > 0.7


def test_rows_are_drawn_to_scale_and_marked_where_they_miss() -> None:
    story = STORIES["default"]
    chart = LiveChart(PLOT, DARK, Axis(*rows_window(story)), SHARES)
    rows = IntervalRows(story, chart).fill(1)
    drawn = rows.hits.points.reshape(-1, 4, 3)
    ends = np.sort(chart.values(drawn[:, [0, 3], :2])[..., 0], axis=1)
    expected = np.stack([story.lows, story.highs], axis=1)[story.caught]
    assert np.allclose(ends, np.clip(expected, chart.x.low, chart.x.high), atol=1e-9)
    assert len(rows.misses.points) == 4 * (story.repetitions - story.hits)
    assert len(rows.crosses.points) == 8 * (story.repetitions - story.hits)
    rows.sort(1)
    order = np.argsort(-rows.hits.points.reshape(-1, 4, 3)[:, 0, 1])
    middles = rows.hits.points.reshape(-1, 4, 3)[order][:, [0, 3], 0].mean(axis=1)
    assert np.all(np.diff(middles) >= -1e-9)


@pytest.mark.parametrize("t", [0, 0.2, 0.5, 0.9, 1])
def test_the_counter_counts_the_rows_that_are_there(t: float) -> None:
    for name in ("default", "large_samples"):
        story = STORIES[name]
        rows = IntervalRows(story, LiveChart(PLOT, DARK, Axis(*rows_window(story)), SHARES))
        rows.fill(t)
        lines = len(rows.hits.points) // 4 + len(rows.misses.points) // 4
        assert abs(lines - min(rows.drawn(t), rows.count)) <= 1
        assert rows.drawn(1) == story.repetitions


def test_the_shaded_share_of_the_posterior_is_its_level() -> None:
    chart = IntervalChart(STORIES["default"], DARK)
    chart.look(150, 200)
    chart.believe(1).shade(1)
    x, y = chart.values(chart.band.area.points[::4, :2]).T
    shaded = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    assert shaded / chart.posterior.total() == pytest.approx(0.95, abs=0.01)


def test_a_posterior_far_from_the_data_is_drawn_and_shaded() -> None:
    """Where the likelihood is so small that it cannot be told from 0."""
    story = compute(Params(n=200, prior=(1e4, 1)))
    assert story.posterior is not None
    mu = np.linspace(9_990, 10_010, 4001)
    logs = story.posterior.logs(mu)
    assert np.exp(logs).max() == 0
    chart = IntervalChart(story, DARK)
    chart.look(*means_window(story))
    chart.believe(1).shade(1)
    places, heights = chart.posterior.data()[0].T
    peak = places[np.argmax(heights)]
    assert heights.max() > 0.3
    assert peak == pytest.approx(np.average(mu, weights=np.exp(logs - logs.max())), abs=0.1)
    assert np.ptp(chart.band.area.points[:, 1]) > 1


def test_dots_pile_up_where_they_meet() -> None:
    across = np.array([0.05, 0.07, 1.0, 0.01])
    assert pile_heights(across, 0.1).tolist() == [0, 1, 0, 2]
    spots = stacked(across, 0.1, 10, -1.0)
    assert np.allclose(spots[:, 0], across) and np.allclose(
        spots[:, 1], [-0.95, -0.85, -0.95, -0.75]
    )
    many = np.zeros(500)
    width = dot_width(many, 1.0, 0.2)
    assert width == 0.05 and stacked(many, width, 1.0, 0.0)[:, 1].max() <= 1.0
    assert dot_width(np.linspace(0, 9, 30), 1.0, 0.2) == 0.2
    assert len(fallen(spots, 3, 0)) <= 1 and np.allclose(fallen(spots, 3, 1), spots)
    times = arrivals(100)
    assert times[0] == 0 and times[-1] == 1 and np.all(np.diff(times) > 0)
    assert np.diff(times)[0] > 5 * np.diff(times)[-1]
