"""The distributions explainer: members are scipy's, runs follow them, limits keep promises."""

from __future__ import annotations

import math
import re
from itertools import product
from typing import Any, get_args

import numpy as np
import pytest
from scipy import stats

from explainer.engine.session import Beat, Quality, at_beat_ends
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Panel
from explainer.params import ParameterError, resolve_params
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.drawing.family import (
    REACH,
    SIDE,
    FamilyView,
    Slider,
)
from explainer.scenes.probability.distributions.drawing.limits import (
    CENTRES,
    WAYS,
    FamilyMap,
    LimitView,
    box_of,
)
from explainer.scenes.probability.distributions.families import (
    FAMILIES,
    FORMULAS,
    LIMITS,
    MOMENTS,
    PARAMETERS,
    FamilyName,
    Limit,
    LimitName,
    Parameter,
    glide,
)
from explainer.scenes.probability.distributions.scene import Distributions
from explainer.scenes.probability.distributions.story import (
    DistributionsStory,
    FamilyStory,
    fitting_limits,
)
from explainer.style import DARK, SAFE

Params = Distributions.Params
FIELDS = {name: getattr(Params(), name) for name in PARAMETERS}

EXTREMES: dict[str, tuple[float, ...]] = {
    "trials": (1, 7, 100),
    "success": (0.05, 0.4, 0.95),
    "successes": (1, 3, 20),
    "rate": (0.1, 3, 20),
    "events": (1, 3, 20),
    "lower": (-10, 0, 3),
    "upper": (3.5, 6, 10),
    "from_left": (1, 4, 20),
    "from_right": (1, 2, 20),
    "centre": (-10, 0.5, 10),
    "spread": (0.1, 1, 20),
}


def reference(name: str, setting: dict[str, float]) -> Any:
    """Return scipy's distribution, written independently of the scene's."""
    s = setting
    match name:
        case "bernoulli":
            return stats.binom(1, s["success"])
        case "binomial":
            return stats.binom(s["trials"], s["success"])
        case "geometric":
            return stats.geom(s["success"])
        case "negative_binomial":
            return stats.nbinom(s["successes"], s["success"], loc=s["successes"])
        case "poisson":
            return stats.poisson(s["rate"])
        case "exponential":
            return stats.gamma(1, scale=1 / s["rate"])
        case "gamma":
            return stats.gamma(s["events"], scale=1 / s["rate"])
        case "uniform":
            return stats.uniform(s["lower"], s["upper"] - s["lower"])
        case "beta":
            return stats.beta(s["from_left"], s["from_right"])
        case _:
            return stats.norm(s["centre"], s["spread"])


def settings(name: str) -> list[dict[str, float]]:
    names = FAMILIES[name].parameters
    return [
        dict(zip(names, values, strict=True)) for values in product(*(EXTREMES[k] for k in names))
    ]


def story(name: str, runs: int = 300, **stops: tuple[float, ...]) -> FamilyStory:
    return FamilyStory.compute(name, {**FIELDS, **stops}, runs, 0)


def runs_of(name: str, runs: int, seed: int) -> FamilyStory:
    return FamilyStory.compute(name, FIELDS, runs, seed)


def limit(name: str, steps: int = 200, **initial: float) -> Limit:
    return Limit(name, {"rate": 3.0, "success": 0.5, "successes": 3.0, **initial}, steps)


# -- families -----------------------------------------------------------------------------------


def test_names_are_the_same_everywhere() -> None:
    assert (
        set(get_args(FamilyName)) == set(FAMILIES) == set(CENTRES) == set(FORMULAS) == set(MOMENTS)
    )
    assert set(get_args(LimitName)) == set(LIMITS)
    named = {name for family in FAMILIES.values() for name in family.parameters}
    assert named == set(PARAMETERS) <= set(Params.model_fields)
    for name, family in FAMILIES.items():
        assert family.name == name and family.parameters
    assert len({text.family(story(name, 60)).heading for name in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("name", FAMILIES)
def test_members_are_scipys_at_any_setting(name: str) -> None:
    for setting in settings(name):
        expected, found = reference(name, setting), FAMILIES[name].distribution(setting)
        x = expected.ppf([0.01, 0.2, 0.5, 0.8, 0.99])
        mass = expected.pmf(x) if FAMILIES[name].discrete else expected.pdf(x)
        assert found.density(x) == pytest.approx(mass, rel=1e-9)
        assert found.mean == pytest.approx(expected.mean())
        assert found.standard_deviation == pytest.approx(expected.std())
        assert FAMILIES[name].member(setting) == found


@pytest.mark.parametrize("name", FAMILIES)
def test_all_of_the_probability_is_there(name: str) -> None:
    for setting in settings(name):
        if FAMILIES[name].discrete:
            x = np.arange(0, FAMILIES[name].distribution(setting).quantile(1 - 1e-12) + 2)
            assert FAMILIES[name].member(setting).density(x).sum() == pytest.approx(1)
        told = story(name, 60, **{each: (value,) for each, value in setting.items()})
        member = FAMILIES[name].member(told.initial)
        x = member.nodes(*told.window(told.initial)[:2])
        drawn = member.density(x)
        area = drawn.sum() if FAMILIES[name].discrete else np.trapezoid(drawn, x)
        # What is drawn is what lies in the window: all but the tails.
        assert 0.99 < area < 1.01


@pytest.mark.parametrize("name", ["binomial", "negative_binomial"])
def test_between_whole_numbers_a_parameter_shows_a_mixture_and_rests_on_each(name: str) -> None:
    whole = FAMILIES[name].parameters[0]
    x = np.arange(0.0, 200)
    member = FAMILIES[name].member
    ends = [member({whole: n, "success": 0.3}).density(x) for n in (4, 5)]
    half = member({whole: 4.5, "success": 0.3}).density(x)
    moments = [member({whole: n, "success": 0.3}).mean for n in (4, 4.5, 5)]
    assert moments[1] == pytest.approx((moments[0] + moments[2]) / 2)
    assert half == pytest.approx((ends[0] + ends[1]) / 2)
    assert half.sum() == pytest.approx(1)
    for value in (4.0, 4.2, 3.8):
        assert member({whole: value, "success": 0.3}).density(x) == pytest.approx(ends[0])
    assert glide(7.0) == (7, 7, 0.0)
    rounded = [FAMILIES[name].distribution({whole: n, "success": 0.3}) for n in (4.6, 5)]
    assert rounded[0] == rounded[1]


@pytest.mark.parametrize("name", FAMILIES)
def test_formulas_of_mean_and_deviation_are_right(name: str) -> None:
    """The Typst formula, read as arithmetic, gives scipy's numbers."""
    for setting in settings(name)[::3]:
        expected = reference(name, setting)
        values = {each: f"({value!r})" for each, value in setting.items()}
        for markup, number in zip(MOMENTS[name], (expected.mean(), expected.std()), strict=True):
            formula = re.sub(r'part\("mean", m\)', f"({float(expected.mean())!r})", markup)
            formula = formula.rpartition(" = ")[2] if " = " in formula else formula
            formula = formula.format(**values).replace("\\/", "/")
            formula = re.sub(r"\)\s*\(", ")*(", formula)
            assert eval(formula, {"sqrt": math.sqrt}) == pytest.approx(number), formula


# -- runs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
def test_runs_have_the_distribution_that_they_are_said_to_have(name: str) -> None:
    setting = {each: EXTREMES[each][1] for each in FAMILIES[name].parameters}
    outcomes = runs_of(name, 4000, 1).outcomes_at(setting)
    expected = reference(name, setting)
    if FAMILIES[name].discrete:
        x = np.arange(0, int(outcomes.max()) + 1)
        shares = np.array([(outcomes == each).mean() for each in x])
        error = 5 * np.sqrt(expected.pmf(x) / 4000) + 1e-3
        assert (np.abs(shares - expected.pmf(x)) < error).all()
    else:  # a sum of sixteen pushes is so near to normal that the test cannot tell
        assert stats.kstest(outcomes, expected.cdf).pvalue > 1e-3


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_seen_of_a_run_gives_its_outcome(name: str) -> None:
    runs = runs_of(name, 30, 3)
    for setting in settings(name):
        outcomes = runs.outcomes_at(setting)
        for index in (0, 17):
            seen = runs.run(index, setting)
            assert seen.outcome == pytest.approx(outcomes[index])
            match FAMILIES[name].experiment:
                case "count" | "arrivals":
                    assert seen.hits.sum() == seen.outcome
                case "trials_until":
                    assert seen.hits[-1] and seen.hits.sum() == setting.get("successes", 1)
                    assert len(seen.places) == seen.outcome
                case "ranked":
                    rank = int(np.sum(seen.places <= seen.places[seen.hits][0]))
                    assert rank == setting["from_left"]
                    assert len(seen.places) - rank + 1 == setting["from_right"]
                    assert seen.places[seen.hits][0] == seen.outcome
                case _:
                    assert seen.places[-1] == pytest.approx(seen.outcome)


def test_a_seed_gives_the_same_runs_and_another_gives_others() -> None:
    same = [runs_of("poisson", 50, seed).uniforms for seed in (1, 1, 2)]
    assert np.array_equal(same[0], same[1])
    assert not np.array_equal(same[0], same[2])


def test_a_changing_parameter_changes_the_same_run() -> None:
    runs = runs_of("binomial", 40, 0)
    counts = [runs.outcomes_at({"trials": 20, "success": p}) for p in np.linspace(0.05, 0.95, 19)]
    assert (np.diff(counts, axis=0) >= 0).all()
    waits = [runs_of("gamma", 40, 0).outcomes_at({"events": 3, "rate": r}) for r in (1, 2)]
    assert waits[0] == pytest.approx(2 * waits[1])


@pytest.mark.parametrize("name", FAMILIES)
def test_the_histogram_holds_all_runs(name: str) -> None:
    told = story(name, 200)
    width = 1.0 if told.family.discrete else told.edges[1] - told.edges[0]
    assert told.histogram(200).sum() * width == pytest.approx(1)
    assert told.histogram(50).sum() * width == pytest.approx(0.25)
    assert told.edges[0] <= told.outcomes.min() and told.outcomes.max() <= told.edges[-1]


@pytest.mark.parametrize("name", FAMILIES)
def test_sliders_are_as_wide_as_one_another(name: str) -> None:
    told = story(name, 60)
    view = FamilyView(told, text.family(told).note, Panel(DARK, SIDE))
    tracks = [np.ptp(slider.track.points[:, 0]) for slider in view.sliders]
    assert np.ptp(tracks) < 1e-9 and min(tracks) > 0.9 * (REACH - 0.3)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_window_holds_graph_and_histogram_at_each_moment(name: str) -> None:
    stops = {each: EXTREMES[each] for each in FAMILIES[name].parameters}
    for told in (story(name), story(name, 60, **stops)):
        view = FamilyView(told, text.family(told).note, Panel(DARK, SIDE))
        low, high, top = view.chart.window
        assert low <= told.outcomes.min() and told.outcomes.max() <= high
        assert told.histogram(len(told.outcomes)).max() <= top
        for number in range(len(told.settings) - 1):
            for t in (0.0, 0.13, 0.5, 0.87, 1.0):
                view.change(number, t)
                setting = told.changing(number, t)
                member = FAMILIES[name].distribution(setting)
                first, last = member.quantile([0.01, 0.99])
                low, high, top = view.chart.window
                assert low <= first and last <= high
                assert FAMILIES[name].member(setting).density(member.nodes(low, high)).max() <= top
                assert view.graph.data()[..., 1].max() < top * (1 - 1e-9)
                assert view.readings[0].value == pytest.approx(member.mean)
                assert view.readings[1].value == pytest.approx(member.standard_deviation)


# -- limits -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("steps", [30, 400])
def test_the_distance_falls_and_stays_below_what_is_promised(name: str, steps: int) -> None:
    for changes in ({}, {"success": 0.05, "rate": 0.1, "successes": 1.0}, {"rate": 20.0}):
        found = limit(name, steps, **changes)
        promised = found.bounds
        if promised is not None:
            assert (found.distances <= promised + 1e-12).all()
        assert found.distances[-1] < found.distances[0]
        assert found.numbers[0] == found.first and found.numbers[-1] == found.last


def test_le_cams_bound_holds() -> None:
    found = limit("binomial_to_poisson", rate=3.0)
    for n, distance in zip(found.numbers, found.distances, strict=True):
        p = 3.0 / n
        assert 2 * distance <= 2 * n * p**2


def test_total_variation_is_the_largest_difference_of_any_event() -> None:
    n, rate = 20, 3.0
    x = np.arange(0, 400)
    gaps = stats.binom.pmf(x, n, rate / n) - stats.poisson.pmf(x, rate)
    assert limit("binomial_to_poisson").measured(n) == pytest.approx(gaps[gaps > 0].sum())


def fine_distance(found: Limit, n: int) -> float:
    """Return how far apart the distributions are, over all of both, from scipy's functions."""
    law: Any
    match found.ends[0]:
        case "binomial":
            law = stats.binom(n, found.chance(n))
        case "poisson":
            law = stats.poisson(n)
        case "gamma":
            law = stats.gamma(n)
        case "uniform":
            law = stats.irwinhall(n)
        case "beta":
            law = stats.beta(n, n)
        case _:
            law = stats.nbinom(found.wanted, 1 / n, loc=found.wanted)
    if found.counts:
        x, goal = np.arange(n + 1), stats.poisson(law.mean())
        return float(np.abs(law.pmf(x) - goal.pmf(x)).sum() + goal.sf(n)) / 2
    goal = stats.norm if found.standard else stats.gamma(found.wanted)
    origin, unit = (law.mean(), law.std()) if found.standard else (0, n)
    if found.discrete:
        x = np.arange(law.support()[0], law.ppf(1 - 1e-12) + 1)
        there = goal.cdf((x - origin) / unit)
        return float(np.abs([law.cdf(x) - there, law.cdf(x - 1) - there]).max())
    z = np.arange(-1000, 1001) / 100
    return float(np.abs(law.cdf(origin + unit * z) - goal.cdf(z)).max())


@pytest.mark.parametrize("name", LIMITS)
def test_the_distance_in_the_window_is_that_of_the_whole_distributions(name: str) -> None:
    for changes in (
        {},
        {"success": 0.05, "rate": 0.1, "successes": 1.0},
        {"success": 0.95, "rate": 20.0, "successes": 20.0},
    ):
        found = limit(name, 1000, **changes)
        for n in found.numbers[[0, 1, 2, 8, -1]].tolist():
            assert found.measured(n) == pytest.approx(fine_distance(found, n), rel=3e-4)


@pytest.mark.parametrize("name", LIMITS)
def test_what_is_drawn_of_a_limit_has_area_one(name: str) -> None:
    found = limit(name)
    view = LimitView(found, text.limit(found).lines, Panel(DARK, SIDE))
    for t in (0.0, 0.03, 0.2, 0.5, 1.0):
        view.show(t)
        n = found.first if t == 0 else found.last if t == 1 else int(view.number.value)
        places, heights, width = found.at(n)
        area = heights.sum() * width if found.discrete else np.trapezoid(heights, places)
        assert area == pytest.approx(1, abs=0.02)
        assert view.distance.value == pytest.approx(found.measured(n))
        assert view.graph.data()[..., 1].max() <= view.chart.top * (1 + 1e-9)


def test_the_limits_that_fit_have_their_ends_among_the_families() -> None:
    assert fitting_limits(("binomial", "poisson")) == ("binomial_to_poisson",)
    assert fitting_limits(("normal", "binomial")) == ("binomial_to_normal",)
    assert fitting_limits(("exponential", "geometric")) == ("geometric_to_exponential",)
    assert fitting_limits(("normal", "beta", "uniform")) == ("uniform_to_normal", "beta_to_normal")
    assert fitting_limits(Params().families) == ("binomial_to_poisson", "gamma_to_normal")
    assert len(fitting_limits(("binomial", "poisson", "gamma", "beta", "normal"))) == 1
    for name in FAMILIES:
        (best,) = fitting_limits((name,))
        assert name in LIMITS[best] or name == "bernoulli"


# -- words and the map ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
def test_the_numbers_that_are_told_are_true(name: str) -> None:
    told = story(name)
    words = text.family(told)
    say = words.narration
    mean, deviation = (
        float(each.rstrip(".").replace("\u2212", "-"))
        for each in re.findall(r"(?:mean|deviation) is (?:about )?(\S+?)[,.]?(?=\s|$)", say)
    )
    expected = reference(name, told.settings[-1])
    assert mean == pytest.approx(expected.mean(), abs=0.006)
    assert deviation == pytest.approx(expected.std(), abs=0.006)
    assert f"{len(told.outcomes)} runs" in say
    assert FAMILIES[name].title in words.alt_text
    held = story(name, **{each: stops[:1] for each, stops in FIELDS.items()})
    assert held.settings == [held.initial]
    assert "In the end" in say and "In the end" not in text.family(held).narration


@pytest.mark.parametrize("name", LIMITS)
def test_the_distances_that_are_told_are_true(name: str) -> None:
    found = limit(name)
    say = text.limit(found).narration
    first, last = (
        float(each)
        for each in re.findall(r"from (?:about )?([\d.]+) to (?:about )?([\d.]+)\.$", say)[0]
    )
    assert first == pytest.approx(found.distances[0], rel=0.06)
    assert last == pytest.approx(found.distances[-1], rel=0.06)


def test_one_is_said_as_one() -> None:
    assert [text.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st")
    ]
    single = text.family(story("negative_binomial", successes=(1,)))
    assert single.note.endswith("until 1 success")
    assert "there is 1 success" in single.narration


def test_the_ways_of_the_map_are_true() -> None:
    """Means and variances of sums, and of limits, agree at both ends of each arrow."""
    assert WAYS.keys() >= set(LIMITS.values())
    assert {end for ends in WAYS for end in ends} == set(FAMILIES)
    sums = {
        "binomial": ("bernoulli", {"success": 0.3}, {"trials": 7}),
        "negative_binomial": ("geometric", {"success": 0.3}, {"successes": 7}),
        "gamma": ("exponential", {"rate": 2.0}, {"events": 7}),
    }
    for name, (summand, setting, count) in sums.items():
        whole = FAMILIES[name].distribution({**setting, **count})
        one = FAMILIES[summand].distribution(setting)
        assert whole.mean == pytest.approx(7 * one.mean)
        assert whole.variance == pytest.approx(7 * one.variance)
    generator = np.random.default_rng(0)
    first, second = generator.gamma(2, size=20_000), generator.gamma(3, size=20_000)
    assert stats.kstest(first / (first + second), stats.beta(2, 3).cdf).pvalue > 1e-3
    rate, time, k = 2.0, 1.7, 4  # the k-th arrival comes by then if at least k have come
    by_then = FAMILIES["gamma"].distribution({"events": k, "rate": rate}).cumulative(time)
    arrivals = FAMILIES["poisson"].distribution({"rate": rate * time})
    assert by_then == pytest.approx(1 - arrivals.cumulative(k - 1))


@pytest.mark.parametrize("name", FAMILIES)
def test_shapes_of_the_map_fit_their_boxes(name: str) -> None:
    x, y = FAMILIES[name].silhouette().T
    assert x.min() >= 0 and x.max() <= 1 and y.min() >= 0 and y.max() == pytest.approx(1)


def test_arrows_of_the_map_join_boxes_and_lie_in_none() -> None:
    boxes = {name: box_of(name) for name in FAMILIES}
    chart = FamilyMap(set(FAMILIES), list(LIMITS.values()), True, DARK).grow(1.0)
    for ends, arrow in zip(chart.ways, chart.arrows, strict=True):
        for share in np.linspace(0.02, 0.98, 40):
            x, y, _ = arrow.start + share * (arrow.end - arrow.start)
            inside = [
                name
                for name, box in boxes.items()
                if box.left < x < box.right and box.bottom < y < box.top
            ]
            assert not inside, (ends, inside)
        for end, name in zip((arrow.start, arrow.end), ends, strict=True):
            box = boxes[name]
            assert box.left - 0.03 <= end[0] <= box.right + 0.03
            assert box.bottom - 0.03 <= end[1] <= box.top + 0.03


# -- the scene ------------------------------------------------------------------------------------


def test_a_slider_ends_at_its_stops() -> None:
    slider = Slider(PARAMETERS["success"], (0.5, 0.8, 0.2), DARK)
    slider.shift((SIDE.left, 1, 0))
    ends = [slider.spot(value) for value in (0.2, 0.8)]
    assert np.ravel(ends) == pytest.approx([SIDE.left + 0.15, 1, SIDE.left + REACH - 0.15, 1])
    written = [each.text for each in slider.get_family() if isinstance(each, LiveNumber)]
    assert {"0.2", "0.8"} <= set(written)
    assert slider.set_value(0.5).value.text == "0.5"
    assert slider.set_value(0.5, animating=True).value.text == "0.50"
    held = Slider(Parameter("n", "slider", "trials", 9, whole=True), (7,), DARK)
    assert held.spot(7) == pytest.approx([REACH / 2, 0])
    assert held.set_value(7).value.text == "7"


def test_beats_are_families_then_limits_then_the_map_and_leave_room_for_captions() -> None:
    def look(scene: Any, beat: Beat) -> tuple[Beat, float]:
        return beat, min(m.points[:, 1].min() for m in scene.layers() if len(m.points))

    found = [*at_beat_ends(lambda: Distributions(), Quality(64, 36, 15), look)]
    assert [beat.name for beat, _ in found] == [
        *("binomial", "poisson", "exponential", "gamma"),
        *("binomial_to_poisson", "gamma_to_normal", "map"),
    ]
    assert 60 < found[-1][0].end < 90
    assert min(lowest for _, lowest in found) > -3.2 > SAFE.bottom


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (['families=["binomail"]'], "families: .*did you mean binomial.*"),
        (["families=[]"], "families"),
        (['families=["poisson","poisson"]'], "families: .*each once"),
        (['limits=["binomial_to_gamma"]'], "limits: .*did you mean binomial_to_"),
        (["trials=[0]"], r"trials: .*1 to 100, such as \[10,30\], is allowed$"),
        (["trials=[2.5]"], "trials"),
        (["trials=[1,2,3,4,5]"], "trials: .*1 to 4"),
        (["trials=[]"], "trials"),
        (["success=[1.0]"], "success: .*0.05 to 0.95"),
        (["rate=[0]"], "rate"),
        (["spread=[-1]"], "spread"),
        (["lower=[5]", "upper=[5]"], "upper: given .*5.*above"),
        (["steps=5"], "steps"),
        (["runs=0"], "runs"),
        (["seed=-1"], "seed"),
    ],
)
def test_impossible_values_are_refused_by_name(texts: list[str], says: str) -> None:
    with pytest.raises(ParameterError, match=f"^{says}") as refusal:
        resolve_params(Params, Distributions.presets, assignments=texts)
    assert "\n" not in str(refusal.value)


def test_more_than_six_pictures_are_refused() -> None:
    texts = [
        'families=["binomial","poisson","gamma","normal","beta"]',
        'limits=["binomial_to_normal","gamma_to_normal"]',
    ]
    with pytest.raises(ParameterError, match=r"^limits: given"):
        resolve_params(Params, Distributions.presets, assignments=texts)


def test_one_family_alone_is_told_with_a_limit_that_fits() -> None:
    told = DistributionsStory.compute(**dict(Params(families=("geometric",), limits=())))
    assert [each.name for each in told.limits] == ["geometric_to_exponential"]
    assert told.shown == ["geometric", "exponential"]
