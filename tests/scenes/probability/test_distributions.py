"""Distributions: the runs of one stream, what is read from them, how they pile up, and the film."""

from __future__ import annotations

import math
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from matrix import parameter_set, set_names
from scipy import stats

from explainer.catalogue import load
from explainer.engine.session import Quality, at_beat_ends
from explainer.narration import Beat
from explainer.params import ParameterError, resolve_params
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.drawing.board import Board
from explainer.scenes.probability.distributions.drawing.rows import SHOWN, Rows
from explainer.scenes.probability.distributions.families import FAMILIES
from explainer.scenes.probability.distributions.scene import FINER, Distributions
from explainer.scenes.probability.distributions.stream import Stream
from explainer.style import DARK, SAFE

Params = Distributions.Params
DEFAULT = {"rate": 3.0, "trials": 12, "events": 3, "points": 5}
OTHERS = [DEFAULT, {"rate": 0.5, "trials": 1, "events": 2, "points": 2}]
OTHERS += [{"rate": 11.4, "trials": 12, "events": 12, "points": 20}]
TINY = Quality(64, 36, 15)


def stream_of(values: dict[str, Any], runs: int = 300, seed: int = 0) -> Stream:
    return Stream(**values, runs=runs, seed=seed)


def reference(name: str, values: dict[str, Any], many: int) -> Any:
    """Return scipy's distribution of what a family reads."""
    rate, trials, events, points = values.values()
    return {
        "binomial": stats.binom(trials, rate / trials),
        "geometric": stats.geom(rate / trials),
        "negative_binomial": stats.nbinom(events, rate / trials, loc=events),
        "poisson": stats.poisson(rate),
        "exponential": stats.expon(scale=1 / rate),
        "gamma": stats.gamma(events, scale=1 / rate),
        "uniform": stats.uniform(),
        "beta": stats.beta(events, points + 1 - events),
        "normal": stats.norm(many / rate, math.sqrt(many) / rate),
    }[name]


CASES = [*product(FAMILIES, OTHERS)]


@pytest.mark.parametrize(("name", "values"), CASES)
def test_each_family_is_the_distribution_that_its_name_says(name: str, values: Any) -> None:
    stream = stream_of(values)
    member, expected = stream.member(FAMILIES[name]), reference(name, values, stream.many)
    assert member.mean == pytest.approx(expected.mean())
    assert member.standard_deviation == pytest.approx(expected.std())


@pytest.mark.parametrize("name", FAMILIES)
def test_formulas_are_those_of_the_distributions(name: str) -> None:
    """Beside each formula as it is written, the same in Python."""
    rate, n, k, points = DEFAULT.values()
    p, many = rate / n, stream_of(DEFAULT).many
    written = {
        "P(X = x) = binom(n, x) p^x (1 - p)^(n - x)": lambda x: (
            math.comb(n, x) * p**x * (1 - p) ** (n - x)
        ),
        "P(X = x) = (1 - p)^(x - 1) p": lambda x: (1 - p) ** (x - 1) * p,
        "P(X = x) = binom(x - 1, r - 1) p^r (1 - p)^(x - r)": lambda x: (
            math.comb(x - 1, k - 1) * p**k * (1 - p) ** (x - k)
        ),
        "P(X = x) = display(frac(λ^x, x!)) e^(-λ)": lambda x: (
            rate**x / math.factorial(x) * math.exp(-rate)
        ),
        "p(x) = λ e^(-λ x)": lambda x: rate * math.exp(-rate * x),
        "p(x) = display(frac(λ^k, (k - 1)!)) x^(k - 1) e^(-λ x)": lambda x: (
            rate**k / math.factorial(k - 1) * x ** (k - 1) * math.exp(-rate * x)
        ),
        "p(x) = 1, quad 0 <= x <= 1": lambda x: 1,
        "p(x) prop x^(k - 1) (1 - x)^(n - k)": lambda x: (
            x ** (k - 1) * (1 - x) ** (points - k) / _beta(k, points + 1 - k)
        ),
        r'"normal" N(k \/ λ, k \/ λ^2)': lambda x: stats.norm(
            many / rate, math.sqrt(many / rate**2)
        ).pdf(x),
    }
    family = FAMILIES[name]
    formula = written[" ".join(family.formula)]
    places = [3, 5, 7] if family.discrete else [0.1, 0.5, 0.9]
    expected = stream_of(DEFAULT).member(family).density(np.array(places, dtype=float))
    assert [formula(x) for x in places] == pytest.approx(expected.tolist())


def _beta(a: int, b: int) -> float:
    return math.gamma(a) * math.gamma(b) / math.gamma(a + b)


# -- runs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "values"), CASES)
def test_runs_have_the_distribution_that_they_are_said_to_have(name: str, values: Any) -> None:
    stream, family = stream_of(values, 4000, 1), FAMILIES[name]
    if family.kind == "rank" and values["events"] > values["points"]:
        pytest.skip("refused")
    expected = reference(name, values, stream.many)
    found = stream.read(family)
    if family.kind == "sum":
        found = stream.read(family, stream.many)
        expected = stats.gamma(stream.many, scale=1 / values["rate"])
    if family.discrete:
        x = np.arange(0, int(found.max()) + 1)
        shares = np.array([(found == each).mean() for each in x])
        assert (np.abs(shares - expected.pmf(x)) < 5 * np.sqrt(expected.pmf(x) / 4000) + 1e-3).all()
    else:
        assert stats.kstest(found, expected.cdf).pvalue > 1e-3


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_seen_of_a_row_gives_what_is_read_from_it(name: str) -> None:
    stream, family = stream_of(DEFAULT), FAMILIES[name]
    seen, read = stream.seen(family), stream.read(family)
    assert (seen[:, 1:] > seen[:, :-1])[np.isfinite(seen[:, 1:])].all()
    slots = stream.slots(family)
    if family.kind == "count":
        assert (np.isfinite(seen).sum(axis=1) == read).all()
        assert seen[np.isfinite(seen)].max() < 1
    elif slots:  # the trial's number is the slot in which the arrival lies
        places = seen[:, stream.pick(family) - 1]
        assert np.floor(places * slots) + 1 == pytest.approx(read)
    else:
        assert seen[:, stream.pick(family) - 1] == pytest.approx(read)


def test_trials_are_independent_and_alike() -> None:
    stream = stream_of(DEFAULT, 4000, 2)
    hits = np.zeros((4000, 12))
    row, number = np.nonzero(np.isfinite(stream.hour(12)))
    hits[row, (stream.hour(12)[row, number] * 12).astype(int)] += 1
    assert hits.max() == 1  # a slot has one arrival or none
    assert np.abs(hits.mean(axis=0) - 0.25).max() < 0.03
    assert np.abs(np.corrcoef(hits.T) - np.eye(12)).max() < 0.07


def test_one_stream_is_read_by_all_families() -> None:
    """The first arrivals of the hours are those that are counted, and waited for."""
    stream = stream_of(DEFAULT)
    counted, waited = (stream.seen(FAMILIES[name]) for name in ("poisson", "gamma"))
    some = np.isfinite(counted[:, 0])
    assert (counted[some, 0] == waited[some, 0]).all()
    assert (waited[~some, 0] > 1).all()
    assert (stream.seen(FAMILIES["normal"]) == waited).all()


def test_finer_slots_change_few_counts_and_end_in_the_stream_without() -> None:
    stream = stream_of(DEFAULT)
    levels = [stream.counts(12 * factor) for factor in (1, *FINER)] + [stream.counts()]
    assert all(np.abs(a - b).max() <= 2 for a, b in pairwise(levels))
    assert np.abs(levels[-2] - levels[-1]).mean() < 0.1


def test_a_seed_gives_the_same_runs_and_another_gives_others() -> None:
    first, same, other = (
        stream_of(DEFAULT, 50, seed).read(FAMILIES["gamma"]) for seed in (1, 1, 2)
    )
    assert (first == same).all()
    assert (first != other).any()


# -- the pile -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
def test_the_pile_has_the_area_of_the_distribution(name: str) -> None:
    stream, family = stream_of(DEFAULT), FAMILIES[name]
    board = Board(stream, [family], DARK)
    values = stream.read(family)
    pile = board.heap_of(family, values)
    width, height = pile.cell
    bars = 0.8 if family.discrete else 1.0  # a bar is narrower than its value's share of the axis
    assert width * height * stream.runs == pytest.approx(bars)
    assert len(np.unique(pile.places.round(9), axis=0)) == stream.runs
    reach = 0.5 if family.discrete else 6 * width  # a strip has a few dots side by side
    assert np.abs(pile.places[:, 0] - values).max() <= reach + 1e-9
    assert pile.places[:, 1].min() == pytest.approx(height / 2)


def test_dots_fall_from_the_rows_and_come_to_lie_on_the_pile() -> None:
    stream, family = stream_of(DEFAULT), FAMILIES["exponential"]
    board = Board(stream, [family], DARK)
    board.appear(family, 1.0)
    show = board.drop(family)
    show(1.0)
    ends, _ = board.heap_of(family, stream.read(family)).on(board.chart(family))
    assert board.pile.spots == pytest.approx(ends)
    board.plumb(1.0)
    lines = board.plumbs.points.reshape(-1, 4, 3)[:, [0, -1], :2]
    levels = board.places.levels
    tops = np.isin(lines[:, 0, 1].round(6), levels)  # there are gaps behind texts
    feet = np.append(np.flatnonzero(tops)[1:], len(lines)) - 1
    assert lines[tops, 0, 1] == pytest.approx(levels)
    assert lines[feet, 1, 1] == pytest.approx(ends[:SHOWN, 1])
    places = board.chart(family).across(stream.read(family)[:SHOWN])
    assert lines[tops, 0, 0] == pytest.approx(places)
    assert ends[:SHOWN, 0] == pytest.approx(places, abs=0.3)


def test_a_walk_leads_from_one_pile_to_the_other() -> None:
    stream = stream_of(DEFAULT)
    family = FAMILIES["gamma"]
    board = Board(stream, [family], DARK)
    board.appear(family, 1.0)
    board.drop(family)(1.0)
    before = board.pile.spots.copy()
    walk = board.walk(family, stream.read(family, 5))
    walk(0.0)
    assert board.pile.spots == pytest.approx(before)
    walk(1.0)
    after, _ = board.heap_of(family, stream.read(family, 5)).on(board.chart(family))
    assert board.pile.spots == pytest.approx(after)


def test_a_chart_becomes_lower_only_as_the_pile_sinks() -> None:
    stream = stream_of(DEFAULT)
    first, then = (FAMILIES[name] for name in ("exponential", "gamma"))
    board = Board(stream, [first, then], DARK)
    board.appear(first, 1.0)
    board.drop(first)(1.0)
    top = board.chart(first).top
    board.zoom(then)(1.0)
    assert board.chart(then).top == top
    board.walk(then, stream.read(then))(1.0)
    assert board.chart(then).window == pytest.approx(board.window(then))
    ends, _ = board.heap_of(then, stream.read(then)).on(board.chart(then))
    assert board.pile.spots == pytest.approx(ends)


def test_the_crowd_shows_more_of_the_rows() -> None:
    stream, family = stream_of(DEFAULT), FAMILIES["binomial"]
    board = Board(stream, [family], DARK)
    board.appear(family, 1.0)
    spots = board.crowd[1].points.reshape(-1, 32, 3).mean(axis=1)[:, :2]
    for level, places in zip(board.places.crowd, stream.seen(family)[SHOWN:], strict=False):
        found = np.sort(spots[np.isclose(spots[:, 1], level), 0])
        assert found == pytest.approx(board.look_at(family).x(places[np.isfinite(places)]))


# -- rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
def test_rows_show_their_arrivals_on_the_scale_of_the_chart(name: str) -> None:
    stream, family = stream_of(DEFAULT), FAMILIES[name]
    board = Board(stream, [family], DARK)
    look = board.look_at(family)
    rows = Rows(DARK).show(look)
    spots = rows.dots.points.reshape(-1, 32, 3).mean(axis=1)[:, :2]
    places = stream.seen(family)[:SHOWN]
    assert len(spots) == np.sum(look.x(places) <= 64 / 9)
    if look.pick:
        picked = rows.picked.points.reshape(-1, 32, 3).mean(axis=1)[:, 0]
        picks = stream.events if family.kind == "sum" else stream.pick(family)
        read = stream.read(family, picks)[:SHOWN]
        assert picked == pytest.approx(board.chart(family).across(read))


# -- the scene ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", set_names("distributions"))
def test_each_motion_has_its_sentence_and_each_formula_its_room(case: str) -> None:
    params = parameter_set("distributions", case)
    values = dict(params)
    families = [FAMILIES[name] for name in values.pop("families")]
    stream = Stream(**values)
    board = Board(stream, families, DARK)
    before = None
    for family in families:
        assert len(text.family(stream, family, before).sentences) == 3
        block = board.formula(family)
        assert block.get_right()[0] < SAFE.right + 0.05
        assert block.get_top()[1] < board.zone.top
        before = family


def test_beats_are_the_families_and_leave_room_for_captions() -> None:
    def look(scene: Any, beat: Beat) -> tuple[Beat, float]:
        return beat, min(m.points[:, 1].min() for m in scene.layers() if len(m.points))

    found = [*at_beat_ends(lambda: Distributions(), TINY, look)]
    assert [beat.name for beat, _ in found] == [*Params().families]
    assert 50 < found[-1][0].end < 75
    assert min(lowest for _, lowest in found) > -3.45 > SAFE.bottom


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (['families=["binomail"]'], "families: .*did you mean binomial.*"),
        (["families=[]"], "families"),
        (['families=["poisson","poisson"]'], "families: .*each once"),
        (["trials=0"], "trials: .*1 to 60"),
        (["trials=2.5"], "trials"),
        (["rate=0"], "rate"),
        (
            ["trials=3"],
            "rate: by default 3; at most 0.95 times the number of trials, 3, is allowed",
        ),
        (['families=["beta"]', "events=6"], "events: given 6; at most the number of points, 5"),
        (["events=1"], "events"),
        (["points=1"], "points"),
        (["runs=0"], "runs"),
        (["seed=-1"], "seed"),
    ],
)
def test_impossible_values_are_refused_by_name(texts: list[str], says: str) -> None:
    with pytest.raises(ParameterError, match=f"^{says}") as refusal:
        resolve_params(Params, Distributions.presets, assignments=texts)
    assert "\n" not in str(refusal.value)


def test_an_alternative_text_says_what_is_seen() -> None:
    stream = stream_of(DEFAULT)
    words = text.family(stream, FAMILIES["gamma"], FAMILIES["exponential"])
    assert "300 dots" in words.alt_text
    assert "the third of each is marked" in words.alt_text
    assert words.alt_text.endswith("with mean 1.")
    assert load("distributions").cls is Distributions
