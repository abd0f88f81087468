"""The random variable: its maths against scipy's, its pictures, its words, and what it refuses."""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from explainer import catalogue
from explainer.engine.session import Quality, measure
from explainer.maths.distributions import Empirical
from explainer.maths.named_distributions import distribution
from explainer.numbers import value_of
from explainer.params import ParameterError
from explainer.params.reading import resolve_params
from explainer.plain_text import plain_text
from explainer.scenes.probability.random_variable import text
from explainer.scenes.probability.random_variable.bins import bins_for
from explainer.scenes.probability.random_variable.drawing.labels import Counter
from explainer.scenes.probability.random_variable.drawing.moments import (
    Balance,
    CumulativeDistribution,
    RunningTrace,
)
from explainer.scenes.probability.random_variable.drawing.outcomes import OutcomeChart, Places
from explainer.scenes.probability.random_variable.drawing.squares import (
    DeviationSquares,
    Reach,
)
from explainer.scenes.probability.random_variable.story import Story
from explainer.style import theme

DARK = theme("dark")
PLACES = Places(DARK.layout)
LAWS = [
    "gamma(a=2, scale=1.5)",
    "norm(170, 7)",
    "norm(1e6, 1e-6)",
    "randint(1, 7)",
    "binom(20, 0.25)",
    "bernoulli(0)",
    "poisson(5000)",
    "randint(0, 1000000)",
    "cauchy",
    "pareto(0.5)",
    "pareto(1.5)",
    "lognorm(5)",
    "uniform(2, 3)",
    "beta(0.5, 0.5)",
    "zipf(1.5)",
]
GAMMA = stats.gamma(2, scale=1.5)
SCENE = catalogue.load("random_variable")


def story(law: str = "gamma(a=2, scale=1.5)", size: int = 500, seed: int = 60) -> Story:
    return Story.compute(law, "", "", size, seed)


def of_data(tmp_path: Path, values: list[float], size: int = 500) -> Story:
    path = tmp_path / "data.csv"
    path.write_text("value\n" + "\n".join(map(str, values)) + "\n")
    return Story.compute("norm", str(path), "", size, 3)


# -- numbers --------------------------------------------------------------------------------------


def test_the_seed_gives_the_same_outcomes_and_another_gives_others() -> None:
    assert np.array_equal(story().values, story().values)
    assert np.array_equal(story().growth[1], story().growth[1])
    assert not np.array_equal(story(seed=1).values, story(seed=2).values)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("size", [1, 37, 1000])
def test_histogram_and_outside_make_one_at_every_moment(law: str, size: int) -> None:
    told = story(law, size)
    assert told.counts.sum() + sum(told.outside) == size
    inside = 1 - sum(told.outside) / size
    assert np.sum(told.heights * told.bins.width) == pytest.approx(inside)
    low, high = told.bins.window
    assert np.sum((told.values < low) | (told.values > high)) == sum(told.outside)
    final = told.growth[1][-1].sum() / told.most
    for t in (0.0, 0.3, 1.0):
        number, heights = told.grown(t)
        area = float(np.sum(heights * told.fine.width))
        assert size <= number <= told.most
        assert min(inside, final) - 0.1 < area <= 1 + 1e-9
    assert area == pytest.approx(final)


def test_growing_starts_as_the_histogram_and_ends_near_the_law() -> None:
    told = story()
    start, end = (told.grown(t)[1] for t in (0.0, 1.0))
    pieces = told.fine.count // told.bins.count
    assert start == pytest.approx(np.repeat(told.heights, pieces))
    expected = told.fine.probabilities(told.distribution) / told.fine.width
    assert np.abs(end - expected).max() < 0.02


@pytest.mark.parametrize("law", LAWS)
def test_the_window_holds_a_light_tail_and_the_middle_of_a_heavy_one(
    law: str,
) -> None:
    told = story(law)
    low, high = told.bins.window
    inside = float(np.sum(told.bins.probabilities(told.distribution)))
    assert 0.85 < inside <= 1 + 1e-9
    assert low <= told.quartiles[0] <= told.median <= told.quartiles[1] <= high
    if law.startswith(("gamma", "norm", "binom", "poisson")):
        assert inside > 0.99


@pytest.mark.parametrize(
    ("law", "mean", "variance"),
    [
        (
            "gamma(a=2, scale=1.5)",
            stats.gamma(2, scale=1.5).mean(),
            stats.gamma(2, scale=1.5).var(),
        ),
        ("randint(1, 7)", 3.5, 35 / 12),
        ("pareto(1.5)", 3.0, math.inf),
        ("pareto(0.5)", math.inf, math.nan),
        ("cauchy", math.nan, math.nan),
    ],
)
def test_moments_are_those_of_the_law_or_said_to_be_missing(
    law: str, mean: float, variance: float
) -> None:
    told = story(law)
    missing = "none" if math.isnan(mean) else "infinite"
    assert told.mean_kind == ("finite" if math.isfinite(mean) else missing)
    if told.mean_kind == "finite":
        assert told.distribution.mean == pytest.approx(mean)
        assert told.variance_kind == ("finite" if math.isfinite(variance) else "infinite")
    if told.variance_kind == "finite":
        assert told.distribution.variance == pytest.approx(variance)


def test_the_probability_within_one_deviation_is_scipys() -> None:
    assert story("norm(170, 7)").within == pytest.approx(0.6826894921)
    assert story("randint(1, 7)").within == pytest.approx(4 / 6)
    assert story("bernoulli(0)").within == pytest.approx(1)
    low, high = GAMMA.mean() - GAMMA.std(), GAMMA.mean() + GAMMA.std()
    assert story().within == pytest.approx(GAMMA.cdf(high) - GAMMA.cdf(low))
    assert story("cauchy").within == pytest.approx(0.5)


def test_the_middle_shaded_is_what_is_said_and_its_dots_are_lit() -> None:
    for law in ("gamma(a=2, scale=1.5)", "cauchy", "norm(170, 7)"):
        told = story(law)
        chart = OutcomeChart(told, DARK)
        assert chart.shade(1.0) == told.inside == np.sum(chart.pile.bright)
        low, high = told.middle
        corners = chart.band.data()
        assert [corners[..., 0].min(), corners[..., 0].max()] == pytest.approx([low, high])
        assert chart.band.total() == pytest.approx(told.within, abs=0.005)


def test_a_bar_is_shaded_whole_or_not_at_all() -> None:
    told = story("bernoulli(0.3)")
    chart = OutcomeChart(told, DARK)
    chart.shade(1.0)  # up to 0.76
    assert chart.band.total() == pytest.approx(0.8 * told.within) == pytest.approx(0.8 * 0.7)


def test_the_probability_of_the_tallest_bar_is_the_area_over_it() -> None:
    told = story()
    chart = OutcomeChart(told, DARK)
    low, high = told.tallest_ends
    first, last, limit = told.chosen
    assert limit == pytest.approx(GAMMA.cdf(high) - GAMMA.cdf(low))
    assert first == np.mean((told.values >= low) & (told.values < high))
    assert abs(last - limit) < abs(first - limit)
    chart.choose(1.0)
    assert chart.chosen.total() == pytest.approx(limit, abs=1e-3)
    chart.grow(1.0)
    assert chart.one.total() == pytest.approx(last)


def test_the_long_run_is_the_average_of_what_fell() -> None:
    told = story("cauchy", 50)
    sizes, means, _ = told.long_run
    assert sizes[0] == 1 and sizes[-1] == 10_000
    assert means[0] == told.values[0]
    at = int(np.flatnonzero(sizes <= 50)[-1])
    assert means[at] == pytest.approx(told.values[: sizes[at]].mean())


def test_data_fall_by_lot_and_all_of_them_are_the_law(tmp_path: Path) -> None:
    values = [1.5, 2.5, 2.5, 4.0, 7.25, 9.0, 9.5, 12.0]
    told = of_data(tmp_path, values, 3)
    assert told.size == 3 and told.most == 8
    assert np.isin(told.values, values).all()
    assert told.growth[1][-1].sum() == 8
    assert told.distribution.mean == pytest.approx(np.mean(values))
    assert told.distribution.variance == pytest.approx(np.var(values))
    assert sorted(of_data(tmp_path, values, 500).values) == values
    grid = np.linspace(-20, 40, 6001)
    assert np.trapezoid(told.drawn.density(grid), grid) == pytest.approx(1, abs=1e-3)


def test_whole_data_are_counted_value_by_value(tmp_path: Path) -> None:
    told = of_data(tmp_path, [0, 1, 1, 2, 5])
    assert told.discrete and told.bins.single
    assert told.drawn.density(np.arange(6)) == pytest.approx([0.2, 0.4, 0.2, 0, 0, 0.2])
    assert told.distribution.cumulative(np.array([0.5, 1, 4.9])) == pytest.approx([0.2, 0.6, 0.8])
    assert of_data(tmp_path, [3.7, 3.7]).distribution.standard_deviation == 0


@pytest.mark.parametrize("count", [1, 2, 60, 10_000])
def test_outcomes_fall_in_their_order_and_all_arrive(count: int) -> None:
    pile = OutcomeChart(story(size=count), DARK).pile
    assert (np.diff(pile.begins) >= 0).all()
    assert pile.drop(0.0) == 0 and pile.drop(pile.duration) == count
    assert pile.places == pytest.approx(pile.arrangements["fallen"][0])
    assert pile.first <= pile.duration < 9


@pytest.mark.parametrize("name", ["fallen", "levelled", "low"])
def test_piles_have_no_two_dots_in_one_place(name: str) -> None:
    told = story()
    pile = OutcomeChart(told, DARK).pile
    places, cell = pile.arrangements[name]
    assert len(np.unique(places.round(6), axis=0)) == told.counts.sum() == told.size
    gaps = np.diff(np.unique(places[:, 0].round(6)))
    assert gaps.min() == pytest.approx(cell[0], abs=1e-5)
    away = 0.5 if name == "fallen" else told.bins.width / cell[0]  # from their values
    assert np.abs(places[:, 0] - pile.values).max() <= away * cell[0] + 1e-9


def test_outcomes_just_outside_are_taken_in() -> None:
    law = distribution("binom(20, 0.25)")
    assert bins_for(law, np.array([5.0, 5.0])).window == (-0.5, 11.5)
    assert bins_for(law, np.array([5.0, 13.0])).window == (-0.5, 13.5)
    assert sum(story("cauchy").outside) > 0


def test_bins_of_ten_thousand_are_not_more_than_can_be_seen() -> None:
    for law in LAWS:
        sample = distribution(law).sample(10_000, np.random.default_rng(1))
        assert bins_for(distribution(law), sample).count <= 120


# -- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("law", ["gamma(a=2, scale=1.5)", "randint(1, 7)", "cauchy"])
def test_the_running_total_drawn_is_the_distribution_function(law: str) -> None:
    chart = OutcomeChart(story(law), DARK)
    total = CumulativeDistribution(chart)
    scipys = distribution(law).frozen
    for t in (0.2, 0.5, 0.9):
        total.sweep(t)
        place, level = total.upper.values(total.dot.get_center()[:2])
        assert level == pytest.approx(float(scipys.cdf(place)), abs=2e-3)
    total.sweep(1.0)
    total.go_on(1.0)
    place, level = total.upper.values(total.dot.get_center()[:2])
    assert place == pytest.approx(scipys.ppf(0.5), abs=1e-5)
    assert level == pytest.approx(float(scipys.cdf(scipys.ppf(0.5))), abs=2e-3)
    if law.startswith("gamma"):
        assert chart.half.total() == pytest.approx(0.5, abs=1e-3)
        assert chart.half.total() + chart.left.total() == pytest.approx(1, abs=5e-3)


def test_the_dots_fill_the_bars_that_they_become() -> None:
    chart = OutcomeChart(story(), DARK)
    _, cell = chart.pile.arrangements["levelled"]
    lefts, rights = chart.ends(chart.story.bins)
    areas = (rights - lefts) * chart.story.heights
    assert chart.story.counts * float(cell.prod()) == pytest.approx(areas)


def test_the_chart_comes_nearer_where_few_outcomes_stood_high() -> None:
    few, many = (OutcomeChart(story(size=size), DARK) for size in (1, 500))
    assert few.final_top < 0.7 * few.top and many.final_top == many.top
    few.distribution.show()
    before = few.distribution.line.points[:, 1].max()
    few.grow(1.0)
    assert few.distribution.line.points[:, 1].max() > 1.4 * before
    assert few.top == pytest.approx(few.final_top)


def test_bars_part_without_a_jump() -> None:
    chart = OutcomeChart(story(), DARK)
    chart.build(1.0)
    area, heights = chart.bars.area.points, chart.bars.line.points[:, 1]
    chart.grow(0.0)
    for axis in (0, 1):
        assert np.ptp(chart.bars.area.points[:, axis]) == pytest.approx(np.ptp(area[:, axis]))
    assert chart.bars.line.points[:, 1].max() == pytest.approx(heights.max())
    sides = chart.bars.line.points.reshape(-1, 4, 3)
    upright = sides[np.abs(sides[:, 0, 0] - sides[:, 3, 0]) < 1e-9]
    full = int((chart.story.counts > 0).sum())
    assert len(upright) == 2 * full


def test_the_beam_is_level_at_the_mean_and_sinks_on_the_heavier_side() -> None:
    chart = OutcomeChart(story(), DARK)
    beam = Balance(chart)
    assert beam.tilt(3.0) == pytest.approx(0)
    assert beam.tilt(5.0) > 0 > beam.tilt(1.0)
    beam.slide(1.0)
    assert beam.place.text == "3"
    assert beam.pivot.points[0, 0] == pytest.approx(float(chart.across(3.0)))
    left, right = beam.beam.points[0], beam.beam.points[-1]
    assert left[1] == pytest.approx(right[1])
    for law in LAWS[:4]:
        tilted = Balance(OutcomeChart(story(law), DARK))
        tilted.chart.distribution.show()
        tilted.tip(1.0)
        assert tilted.beam.points[:, 1].min() > PLACES.plot.bottom
        assert tilted.chart.distribution.line.points[:, 1].max() < 2.95


def test_the_last_square_has_the_variance_as_its_area() -> None:
    told = story()
    chart = OutcomeChart(told, DARK)
    chart.look(*told.squares_window(PLACES.highest / PLACES.plot.width))
    squares = DeviationSquares(chart)
    squares.become_the_variance(0.8)
    side = np.ptp(squares.average.points[:, 0]) / squares.unit
    assert side**2 == pytest.approx(np.mean((told.picks - 3) ** 2))
    squares.become_the_variance(1.0)
    side = np.ptp(squares.average.points[:, 0]) / squares.unit
    assert side**2 == pytest.approx(4.5)
    assert np.ptp(squares.average.points[:, 1]) == pytest.approx(side * squares.unit)


def test_squares_stand_between_the_mean_and_outcomes() -> None:
    told = story()
    squares = DeviationSquares(OutcomeChart(told, DARK))
    squares.run(1.0)
    assert np.isin(told.picks, told.values).all()
    corners = squares.squares.points.reshape(len(squares.ends), -1, 3)
    wide, high = np.ptp(corners, axis=1).T[:2]
    assert wide == pytest.approx(high)
    distances = np.abs(
        squares.chart.x.value((squares.ends[:, 0] - PLACES.plot.left) / PLACES.plot.width) - 3
    )
    assert np.sort(wide) == pytest.approx(np.sort(distances) * squares.unit, abs=1e-5)


def test_arrows_reach_one_deviation_to_either_side() -> None:
    reach = Reach(OutcomeChart(story(), DARK))
    reach.go(1.0)
    ends = [arrow.points[:, 0] for arrow in reach.arrows]
    low, high = reach.ends
    assert [ends[0].min(), ends[1].max()] == pytest.approx([low, high])
    assert high - low == pytest.approx(
        2 * math.sqrt(4.5) * PLACES.plot.width / np.ptp(story().home)
    )


def test_the_trace_ends_at_the_average_and_stays_inside() -> None:
    told = story("pareto(0.5)")
    chart = OutcomeChart(told, DARK)
    trace = RunningTrace(chart, spread=False)
    trace.show(1.0)
    assert trace.line.points[:, 0].max() <= PLACES.plot.right + 1e-9
    assert trace.dot.get_fill_opacity() == 0


def test_nothing_is_half_faded_where_the_chart_rests() -> None:
    for law in LAWS:
        chart = OutcomeChart(story(law), DARK)
        for zone in (PLACES.plot, PLACES.lower):
            chart.move(PLACES.plot, zone, 1.0)
            assert {n.shape.get_fill_opacity() for n in chart.y.numbers} <= {0.0, 1.0}


# -- words ----------------------------------------------------------------------------------------

BEATS = [
    *(text.outcomes, text.histogram, text.distribution, text.cumulative),
    *(text.balance, text.variance, text.within),
]


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("size", [1, 300])
def test_what_is_said_can_be_read_aloud(law: str, size: int) -> None:
    told = story(law, size)
    for beat in BEATS:
        for said in (beat(told).narration, beat(told).alt_text):
            assert "nan" not in said and "^" not in said and "$" not in said
            assert said.endswith((".", "%"))


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("size", [1, 300])
def test_each_motion_has_its_sentence(law: str, size: int) -> None:
    for beat in BEATS:
        assert len(beat(story(law, size)).sentences) == 2, beat(story(law, size)).narration


def test_words_follow_the_case() -> None:
    assert "point of balance: $E[X] = 3$" in text.balance(story()).heading
    assert "No expectation exists" in text.balance(story("cauchy")).heading
    assert "infinite" in text.balance(story("pareto(0.5)")).heading
    assert "infinite" in text.variance(story("pareto(1.5)")).heading
    assert "far outside" in text.balance(story("lognorm(5)")).heading
    assert "≈" in text.balance(story("lognorm(5)")).heading
    assert "variance $0$" in text.variance(story("bernoulli(0)")).heading
    told = story("cauchy", 500, 7)
    below, above = told.outside
    assert text.outside_words(told).startswith(f"{below + above} of 500 lie outside: {below} to")
    assert text.outside_words(story("randint(1, 7)")) == ""


@pytest.mark.parametrize("law", ["randint(1, 7)", "poisson(6)", "hypergeom(M=20, n=7, N=12)"])
def test_a_median_of_steps_is_said_as_what_it_is(law: str) -> None:
    """The distribution function reaches 0.5 there, and is in general not 0.5."""
    told = story(law)
    median, below = told.median, told.distribution.cumulative(told.median - 1)
    assert told.at_median >= 0.5 > below
    said = text.cumulative(told)
    assert f"The median, {median:g}, is the smallest value" in said.narration
    assert f"P(X <= {median:g})" in said.lines[0].markup
    assert "smallest" not in text.cumulative(story()).narration  # of a curve


def test_quartiles_of_steps_hold_at_least_half() -> None:
    told = story("zipf(1.5)")
    low, high = told.quartiles
    between = told.distribution.cumulative(high) - told.distribution.cumulative(low - 1)
    assert told.within == pytest.approx(between) and between > 0.5
    assert "At least half of the probability lies there" in text.within(told).narration
    assert "Half of the probability lies there" in text.within(story("cauchy")).narration


def test_bars_of_one_height_are_all_told(tmp_path: Path) -> None:
    told = of_data(tmp_path, [1, 1, 2, 2, 5])
    assert told.ties == 2
    assert "The first of 2 tallest bars" in text.histogram(told).alt_text
    assert "the first of 2 highest columns at 1" in text.outcomes(told).alt_text
    assert "The tallest bar" in text.histogram(of_data(tmp_path, [1, 1, 2])).alt_text


def test_a_bar_says_which_of_its_ends_it_holds(tmp_path: Path) -> None:
    assert "<= x <" in text.histogram(story()).lines[1].markup
    assert "<= x <=" in text.histogram(story("binom(3000, 0.3)")).lines[1].markup
    told = of_data(tmp_path, [0.5, 2.25, 9.75, 9.8, 9.9, 10.0])
    assert told.tallest == told.bins.count - 1  # which holds both
    assert "<= x <=" in text.histogram(told).lines[1].markup


def test_outcomes_that_all_lie_outside_make_no_bar() -> None:
    law = distribution("cauchy")
    told = Story(law, np.array([1e6, -1e5]), 2, 4)
    assert "No bar" in text.histogram(told).heading
    assert "column" not in text.outcomes(told).alt_text


def test_the_distribution_is_written_in_mathematics() -> None:
    assert "Gamma(2, 1.5)" in text.outcomes(story()).alt_text
    assert "Gamma(2, 1.5)" in plain_text(text.law(story()))
    for law in LAWS:
        told = story(law)
        lines = [text.law(told), *(row.markup for beat in BEATS for row in beat(told).lines)]
        assert not any(law.partition("(")[0] + "(" in line for line in lines)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3.14159, "3.14"),
        (0.0, "0.00"),
        (-1e-18, "\u22120.00"[1:]),
        (0.0012, "0.0012"),
        (3e-7, "3×10⁻⁷"),
        (5e-31, "5×10⁻³¹"),
        (2.7e5, "2.7\u00d710⁵"),
        (math.inf, "\u221e"),
    ],
)
def test_values_are_written_to_the_scale_of_the_window(value: float, expected: str) -> None:
    assert story().text(value) == expected


def test_a_median_too_small_for_the_axis_is_no_zero() -> None:
    told = story("gamma(a=0.01)")
    exact = stats.gamma(0.01).median()
    assert told.median == pytest.approx(exact)
    written = told.text(told.median)
    assert value_of(written) == pytest.approx(exact, rel=0.02) and written.rounded
    assert "about 4.5×10⁻³¹" in text.cumulative(told).narration
    assert "4.5 times 10^(-31)" in text.cumulative(told).lines[0].markup
    assert story("norm(0, 1)").text(5e-31) == "0.00"  # there it is left by rounding


def test_what_leaves_the_picture_is_not_said_to_be_seen() -> None:
    told = story("lognorm(5)")
    assert not told.mean_inside
    assert "one square with" not in text.variance(told).alt_text
    assert "balanced" not in text.balance(told).alt_text
    assert "balanced on a pivot at the mean, 3." in text.balance(story()).alt_text
    assert "a share per value of" in text.histogram(story("randint(0, 1000000)")).alt_text


def test_the_counter_shows_how_many_there_are() -> None:
    told = story()
    chart = OutcomeChart(told, DARK)
    counter = Counter(chart, "outcome")
    counter.show(chart.pile.drop(chart.pile.duration))
    assert counter.text == "500 outcomes"
    counter.show(chart.grow(1.0))
    assert counter.text == "50 000 outcomes"
    assert told.square_text(4.3279) == "4.33"


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("distribution=gama(2)", "did you mean gamma"),
        ("distribution=gamma", "needs a"),
        ("distribution=norm(0, -1)", "not defined for scale=-1"),
        ("distribution=binom(10, 1.5)", "not defined for n=10, p=1.5"),
        ("sample_size=0", "from 1 to 10000"),
        ("sample_size=10001", "from 1 to 10000"),
        ("column=height", "data must name its file"),
        ("data=missing.csv", "missing.csv: there is no such file"),
    ],
)
def test_bad_input_is_refused_in_one_line(assignment: str, message: str) -> None:
    with pytest.raises(ParameterError) as error:
        resolve_params(SCENE.params, SCENE.presets, assignments=[assignment])
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(assignment.partition("=")[0])


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("a,b\n1,\n3,NA\n", "b", "every value of b is missing"),
        ("a,b\n1,2\n3,x\n", "b", "b is x, which is not a finite number"),
        ("a,b\n1,2\n", "c", "no column c"),
        ("a,b\n1,2\n", "", "say which: a, b"),
    ],
)
def test_bad_data_are_refused_in_one_line(
    text: str, column: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "data.csv"
    path.write_text(text)
    with pytest.raises(ParameterError) as error:
        resolve_params(SCENE.params, SCENE.presets, values={"data": str(path), "column": column})
    assert message in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("values", [[4.0], [1e9, 1e9 + 1, 1e9 + 7], [7, 7, 7], [-0.5, 1.25, 80.0]])
def test_a_scene_of_data_plays_to_its_end(values: list[float], tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a #strange_[name]\n" + "\n".join(map(repr, values)) + "\n")
    params = SCENE.params(data=str(path))
    timeline = measure(lambda: SCENE.cls(params, "dark"), Quality(64, 36, 15))
    assert [beat.name for beat in timeline.beats][-1] == "within"
    assert 20 < timeline.duration < 150


def test_missing_values_are_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("size,n\n" + "".join(f"{n}.5,{n}\n" for n in range(49)) + "?,1\n")
    told = Story.compute("", str(path), "size", 500, 4)
    assert (told.size, told.most) == (49, 49)
    assert text.outcomes(told).narration.endswith(" 1 of 50 values is missing and left out.")


def test_a_million_values_are_told_in_time(tmp_path: Path) -> None:
    values = np.random.default_rng(0).normal(0, 1e6, 1_000_000)
    path = tmp_path / "data.csv"
    path.write_text("\n".join(map(repr, values.tolist())))
    started = time.process_time()
    timeline = measure(lambda: SCENE.cls(SCENE.params(data=str(path)), "dark"), Quality(64, 36, 15))
    assert timeline.beats[-1].name == "within"
    assert time.process_time() - started < 20  # it takes 6 s


def test_the_empirical_law_answers_what_the_scene_asks() -> None:
    law = Empirical.of([3.0, 1.0, 2.0], "x")
    assert bins_for(law, law.values).single
