"""Intervals for a mean: scipy's numbers, the coverage they promise, words that are true."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from scipy import stats

from explainer.engine.session import Quality, measure
from explainer.mobjects.dots import arrivals, dot_width, fallen, pile_heights, stacked
from explainer.mobjects.panel import Panel
from explainer.numbers import percentage, value_of
from explainer.params import ParameterError, resolve_params
from explainer.plain_text import plain_text
from explainer.scenes.probability.common import population
from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.drawing.chart import (
    IntervalChart,
)
from explainer.scenes.probability.confidence_interval.drawing.labels import Score, source
from explainer.scenes.probability.confidence_interval.drawing.rows import IntervalBar, IntervalRows
from explainer.scenes.probability.confidence_interval.drawing.windows import (
    means_window,
    needs,
    population_window,
    rows_window,
    sample_window,
    stage,
    view,
)
from explainer.scenes.probability.confidence_interval.scene import ConfidenceInterval
from explainer.scenes.probability.confidence_interval.story import (
    IntervalStory,
    MeanPosterior,
    t_interval,
)
from explainer.shown_text import shown
from explainer.style import DARK
from explainer.typesetting import escape

Params = ConfidenceInterval.Params


def compute(params: Any) -> IntervalStory:
    distribution, _ = population(params.population, params.data, params.column)
    given = params.n, params.level, params.repetitions, params.seed, params.prior
    return IntervalStory(distribution, *given)


CASES = {"default": Params(), **ConfidenceInterval.presets}
STORIES = {name: compute(params) for name, params in CASES.items()}
WINDOWS = [population_window, rows_window, sample_window, means_window]


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
    mean, _formula, spread, star = text.interval(story).lines
    for line, value in ((mean, story.mean), (spread, story.deviation), (star, story.quantile)):
        said = plain_text(line.markup if line.prose else f"${line.markup}$")
        written = said.replace("≈", "=").split("=")[-1]
        least = 0.006 * np.diff(found["confidence"])[0] if line is mean else 0
        assert value_of(written) == pytest.approx(value, rel=5e-3, abs=least)
    words = text.procedure(story)
    inside = (story.lows <= story.true_mean) & (story.true_mean <= story.highs)
    assert story.hits == inside.sum() == story.running_hits[story.repetitions - 1]
    assert percentage(story.coverage) in words.narration
    assert story.missed_below == int((story.highs < story.true_mean).sum())
    held = [low <= story.true_mean <= high for low, high in found.values()]
    claims = {0: "all three miss", 3: "all three contain"}
    assert claims.get(sum(held), "only the") in text.answer(story).narration


def test_no_two_ends_look_alike() -> None:
    story = compute(Params(population="binom(n=1000, p=0.5)", n=2, prior=(-1000, 0.001)))
    low, high = text.ends(story, "credible")
    assert low != high and value_of(high) - value_of(low) == pytest.approx(0.004, abs=6e-4)


def test_both_priors_are_named_and_a_flat_one_is_not_drawn() -> None:
    flat, normal = (text.credible(compute(Params(prior=p))) for p in (None, (165, 2.5)))
    for words, name in ((flat, "flat"), (normal, "N(165, 2.5²)")):
        said = [plain_text(line.markup) for line in words.lines[2:]]
        assert said == [f"prior for μ: {name}", "prior for σ: 1 / σ"]
        assert "given data, model and priors" in words.heading
    chart = IntervalChart(compute(Params()), DARK).believe()
    assert not len(chart.prior.line.points)


def test_a_normal_prior_and_its_posterior_are_on_one_scale() -> None:
    story = compute(Params(n=5, prior=(162, 4)))
    chart = IntervalChart(story, DARK)
    chart.look(130, 200)
    chart.believe()
    assert chart.prior.total() == pytest.approx(chart.posterior.total(), rel=0.01)


def test_the_default_has_no_near_miss() -> None:
    """In the picture an interval that misses by a hair would look as if it touched the line."""
    story = STORIES["default"]
    apart = np.maximum(story.lows - 170, 170 - story.highs)[~story.caught]
    low, high = stage(story)
    assert apart.min() * DARK.layout.frame.width / (high - low) > 0.1


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
    assert math.isclose(story.chance_error**2 * story.total, story.level * (1 - story.level))
    if story.true_mean is None:
        assert story.hits == 0 and "no mean" in text.population(story).heading
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
    assert "no width" in text.interval(story).heading and story.hits == story.repetitions


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
    assert said.startswith("These are the 47 values of height; their mean, mu, is 183 (")
    assert "(3 of 50 values are missing and left out). All that we see" in said


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
    side = Panel(DARK)
    beginning = str(source(story, side)).replace("\u200b", "").removesuffix("…")
    assert len(beginning) >= 15 or beginning == escape(shown(heading))
    assert escape(shown(heading)).startswith(beginning)


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
    if window is rows_window:
        inside = (story.lows >= low) & (story.highs <= high)
        assert inside.mean() > 0.7


@pytest.mark.parametrize("name", STORIES)
def test_a_picture_has_what_it_needs_left_of_what_is_said(name: str) -> None:
    story = STORIES[name]
    window = stage(story)
    for picture in ("interval", "rows", "sample", "means"):
        window = view(story, window, picture)
        for pair, (left, right) in needs(story, picture):
            first, last = (np.array(pair) - window[0]) / (window[1] - window[0])
            assert left - 1e-6 <= first <= last <= right + 1e-6


def test_the_scale_of_the_default_never_changes() -> None:
    story = STORIES["default"]
    for picture in ("interval", "rows", "sample", "means"):
        assert view(story, stage(story), picture) == stage(story)


def rows_of(story: IntervalStory) -> IntervalRows:
    """Return the rows as they are when they begin to come."""
    chart = IntervalChart(story, DARK)
    chart.look(*view(story, stage(story), "rows"))
    return IntervalRows(story, chart.lift(1), origins=chart.origins)


def test_rows_are_drawn_to_scale_and_marked_where_they_miss() -> None:
    story = STORIES["default"]
    rows = rows_of(story).fill(1)
    drawn = rows.hits.points.reshape(-1, 4, 3)
    ends = np.sort(rows.chart.values(drawn[:, [0, 3], :2])[..., 0], axis=1)
    expected = np.stack([story.lows, story.highs], axis=1)[story.caught]
    assert np.allclose(ends, expected)
    assert len(rows.misses.points) == 4 * (story.repetitions - story.hits)
    assert len(rows.crosses.points) == 8 * (story.repetitions - story.hits)


def test_sorted_rows_that_miss_are_the_first_and_the_last() -> None:
    story = compute(Params(level=0.8))
    rows = rows_of(story).sort(1)
    missed = np.sort(rows.misses.points[::4, 1])
    hits = rows.hits.points[::4, 1]
    assert (missed < hits.min()).sum() == story.missed_below > 0
    assert (missed > hits.max()).sum() == story.missed_above > 0
    off = (story.means - 170) / story.margins
    assert np.all(np.diff(off[np.argsort(story.ranks)]) >= 0)


@pytest.mark.parametrize("t", [0, 0.2, 0.5, 0.9, 1])
def test_the_counter_counts_the_rows_that_are_there(t: float) -> None:
    for name in ("default", "large_samples"):
        story = STORIES[name]
        rows = rows_of(story).fill(t)
        lines = len(rows.hits.points) // 4 + len(rows.misses.points) // 4
        assert abs(lines - min(rows.drawn(t), rows.count)) <= 1
        assert rows.drawn(1) == story.repetitions


def test_dots_fall_from_the_population_and_gather_in_the_mean() -> None:
    story = STORIES["default"]
    rows = rows_of(story)
    start, life = rows.times[1], rows.lives[1]
    heights, spreads = [], []
    for share in (0.05, 0.45, 0.69):
        x, y = rows.fill(start + share * life).fresh.points[::32, :2].T
        assert len(x) == story.n
        heights.append(y.mean())
        spreads.append(np.ptp(x))
    y = float(rows.ordinates(np.ones(1))[0])
    assert heights[0] > rows.chart.places.strip > heights[1] and heights[1] == pytest.approx(
        y, abs=0.02
    )
    assert spreads[2] < 0.1 * spreads[0] and spreads[1] == pytest.approx(spreads[0])
    mean = rows.chart.values(rows.fresh.points[::32, :2])[:, 0].mean()
    assert mean == pytest.approx(story.means[1], abs=0.3)


def test_the_score_runs_on_to_the_long_run() -> None:
    story = STORIES["default"]
    score = Score(story, DARK).count(story.repetitions)
    hits, of, _, misses, _ = score
    assert (hits.text, of.text, misses.text) == ("47", "of 50", "3")
    score.go_on(1)
    generator = np.random.default_rng([story.seed, 1])
    more = generator.normal(170, 7, size=(1950, 10))
    means, margins = t_interval(more, 0.95)
    caught = 47 + int((np.abs(means - 170) <= margins).sum())
    assert value_of(hits.text) == pytest.approx(100 * caught / 2000, abs=0.05)
    assert of.text == "of 2000"
    assert value_of(misses.text) == pytest.approx(100 - 100 * caught / 2000, abs=0.1)


def test_a_bar_is_to_scale() -> None:
    story = STORIES["informed"]
    chart = IntervalChart(story, DARK)
    for name in text.ROLES:
        bar = IntervalBar(chart, name).stand(0.3)
        ends = chart.values(bar.bar.points[[0, 3], :2])[:, 0]
        assert ends == pytest.approx(story.intervals[name])


def test_candidates_fit_as_well_as_the_likelihood_says() -> None:
    """Of all normal populations of a mean: its likelihood is, up to a factor, the marginal."""
    story = STORIES["default"]
    assert story.posterior is not None
    mu = np.linspace(165, 178, 9)
    logs = [
        stats.norm.logpdf(story.sample, m, s).sum()
        for m, s in zip(mu, story.candidate(mu), strict=True)
    ]
    for m, s in zip(mu, story.candidate(mu), strict=True):
        others = [stats.norm.logpdf(story.sample, m, share * s).sum() for share in (0.9, 1, 1.1)]
        assert np.argmax(others) == 1
    expected = story.posterior.logs(mu)
    assert np.diff(logs) == pytest.approx(np.diff(expected))
    chart = IntervalChart(story, DARK)
    graph = chart.candidate_at(168.0)
    assert chart.values(graph)[np.argmax(graph[:, 1]), 0] == pytest.approx(168, abs=0.3)


def test_a_resample_is_of_the_sample_and_its_mean_joins_the_others() -> None:
    story = STORIES["default"]
    chart = IntervalChart(story, DARK)
    chart.resample(2, 1)
    dots = chart.copies.points.reshape(-1, 32, 3)[..., 0]
    x = chart.values(np.stack([(dots.min(1) + dots.max(1)) / 2, 0 * dots[:, 0]], axis=1))[:, 0]
    assert np.sort(x) == pytest.approx(np.sort(story.sample[story.resamples[2]]), abs=0.01)
    x = chart.values(chart.means.points[::32, :2] - [chart.means.radius, 0])[:, 0]
    assert x == pytest.approx(story.bootstrap[:3])


def test_the_shaded_share_of_the_posterior_is_its_level() -> None:
    chart = IntervalChart(STORIES["default"], DARK)
    chart.look(150, 200)
    chart.believe().shade(1)
    x, y = chart.belief.values(chart.band.area.points[::4, :2]).T
    shaded = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    assert shaded / chart.posterior.total() == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("name", STORIES)
def test_all_sentences_are_bound_to_what_moves(name: str) -> None:
    for beat in measure(lambda: ConfidenceInterval(CASES[name]), Quality(64, 36, 15)).beats:
        said = [each for each in beat.sentences if not each.asks]
        assert " ".join(each.text for each in said) == beat.say or beat.name == "interval"
        assert all(each.end - each.start < 10 for each in said)


def test_a_posterior_far_from_the_data_is_drawn_and_shaded() -> None:
    """Where the likelihood is so small that it cannot be told from 0."""
    story = compute(Params(n=200, prior=(1e4, 1)))
    assert story.posterior is not None
    mu = np.linspace(9_990, 10_010, 4001)
    logs = story.posterior.logs(mu)
    assert np.exp(logs).max() == 0
    chart = IntervalChart(story, DARK)
    chart.look(*view(story, stage(story), "means"))
    chart.believe().shade(1)
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
