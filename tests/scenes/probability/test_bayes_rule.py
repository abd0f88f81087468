"""The Bayes explainer: exact numbers, true sentences, and a picture to scale."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matrix import extremes

from explainer.mobjects.chart import ChartLine
from explainer.numbers import PERCENT, WRITTEN, value_of
from explainer.plain_text import plain_text
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.drawing import (
    HERO,
    WHOLE,
    Areas,
    BaseRateChart,
    Crowd,
    OddsChart,
    cells_of,
)
from explainer.scenes.probability.bayes_rule.scene import BayesRule
from explainer.scenes.probability.bayes_rule.story import BayesStory
from explainer.style import DARK

Params = BayesRule.Params
CASES: dict[str, Any] = {
    "default": Params(),
    **BayesRule.presets,
    **{f"extreme{n}": Params(**values) for n, values in enumerate(extremes("bayes_rule"))},
}
BEATS = [text.population, text.test, text.given, text.areas, text.odds, text.base_rate]

shares = st.one_of(st.sampled_from([0.0, 1.0]), st.integers(0, 10_000).map(lambda n: n / 10_000))
tests = st.builds(BayesStory.compute, shares, shares, shares, st.integers(10, 10_000))


def story(params: Any) -> BayesStory:
    return BayesStory.compute(**dict(params))


# -- numbers ---------------------------------------------------------------------------------------


def test_the_default_is_exact() -> None:
    told = story(Params())
    assert told.areas() == (Fraction(9, 1000), Fraction(891, 10_000))
    assert told.posterior() == Fraction(10, 109)
    assert told.posterior(yes=False) == Fraction(10, 9019)
    assert told.ratio() == 10 and told.ratio(yes=False) == Fraction(10, 91)
    assert [told.odds(results) for results in (0, 1, 2)] == [
        Fraction(1, 99),
        Fraction(10, 99),
        Fraction(100, 99),
    ]
    assert told.counts == (10, 9, 89) and told.expected[2] == Fraction("89.1") and told.rounded


@given(tests)
def test_what_is_known_in_the_end_follows_from_the_whole(told: BayesStory) -> None:
    """The parts of the whole add up to one, and either form of the rule says the same."""
    assert sum((*told.areas(), *told.areas(yes=False))) == 1
    for yes in (True, False):
        likelihoods, posterior = told.likelihoods(yes), told.posterior(yes)
        ill = told.prior * likelihoods[0]
        healthy = (1 - told.prior) * likelihoods[1]
        if posterior is None:
            assert ill == healthy == 0 and told.odds(1, yes) is None
            continue
        assert posterior * (ill + healthy) == ill and 0 <= posterior <= 1
        odds = told.odds(1, yes)
        assert odds == (posterior / (1 - posterior) if posterior < 1 else math.inf)
        before, ratio = told.odds(), told.ratio(yes)
        if ratio not in (None, math.inf) and before != math.inf:
            assert before * ratio == odds  # type: ignore[operator]
    if None not in (told.posterior(), told.posterior(yes=False)):
        after = (told.posterior(yes) * told.evidence(yes) for yes in (True, False))  # type: ignore[operator]
        assert sum(after) == told.prior


@given(tests)
def test_a_yes_moves_towards_what_it_is_likelier_for(told: BayesStory) -> None:
    posterior, ratio = told.posterior(), told.ratio()
    assume(posterior is not None and ratio is not None and 0 < told.prior < 1)
    assert posterior is not None and ratio is not None
    assert (posterior > told.prior) == (ratio > 1) and (posterior < told.prior) == (ratio < 1)
    assert (told.kind == "useless") == (posterior == told.prior)
    assert (told.kind == "proof") == (posterior == 1)
    assert (told.kind == "exclusion") == (posterior == 0)


@given(tests)
def test_two_answers_are_one_after_the_other(told: BayesStory) -> None:
    posterior = told.posterior()
    if posterior is None:
        assert told.odds(2) is None
    else:
        assert told.odds(2) == told.with_prior(posterior).odds(1)


@given(tests)
def test_counts_are_what_is_expected_and_add_up(told: BayesStory) -> None:
    ill, found, alarms = told.counts
    assert 0 <= found <= ill <= told.population and 0 <= alarms <= told.population - ill
    for whole, exact in zip(told.counts, told.expected, strict=True):
        assert abs(whole - exact) <= Fraction(1, 2)
    whole = all(exact.denominator == 1 for exact in told.expected)
    assert told.rounded == (not whole)


@given(tests)
def test_the_curve_is_the_rule(told: BayesStory) -> None:
    priors = np.array([0, 1e-7, 0.01, 0.5, 0.999, 1])
    for yes in (True, False):
        for prior, found in zip(priors, told.posteriors(priors, yes), strict=True):
            exact = told.with_prior(Fraction(repr(float(prior)))).posterior(yes)
            assert math.isnan(found) if exact is None else found == pytest.approx(float(exact))


def test_decimals_that_mean_thirds_are_a_ratio_of_one() -> None:
    assert BayesStory.compute(0.1, 1 / 3, 2 / 3, 100).kind == "useless"


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_what_was_computed(name: str) -> None:
    told = story(CASES[name])
    posterior, given_yes = told.posterior(), text.given(told)
    if posterior is None:
        assert "no posterior" in given_yes.heading and "undefined" in given_yes.alt_text
        assert "divide by" in text.areas(told).heading
    else:
        assert text.share(posterior) in given_yes.narration
        assert text.share(posterior) in text.areas(told).alt_text
        # What the counts show and the posterior beside them agree, or only one of them is there.
        _, found, alarms = told.counts
        whole = Fraction(found, found + alarms) if found + alarms else posterior
        agree = text.per_cent(whole) == text.per_cent(posterior)
        assert (text.share(posterior) in given_yes.heading) == agree
    ratio = told.ratio()
    if told.kind == "informative" and 0 < told.prior < 1:
        (times,) = re.findall(r"by (?:about )?\$([\d.]+)", text.odds(told).heading)
        assert float(times) == pytest.approx(float(ratio or 0), rel=0.05)
    rounded = "rounded" in "".join(line.label for line in given_yes.lines)
    assert rounded == (told.rounded and posterior is not None and sum(told.counts[1:]) > 0)


@pytest.mark.parametrize("name", CASES)
def test_every_beat_speaks(name: str) -> None:
    told = story(CASES[name])
    for beat in BEATS:
        words = beat(told)
        assert 60 < len(words.alt_text) < 500 and words.alt_text.endswith(".")
        assert words.alt_text != words.narration and "$" not in words.alt_text + words.narration
        for said in (words.heading, words.narration, words.alt_text):
            assert said[0].isupper() or said[0].isdigit()
            assert not re.search(r"None(?! of)|nan|Fraction|  |\b1 (people|messages)", said), said


SHARE = re.compile(rf"(less than |more than |about )?({WRITTEN}){PERCENT}")


@given(tests)
def test_percentages_are_those_that_were_computed(told: BayesStory) -> None:
    """Each is one of the film's shares, in full, or rounded to two figures or more and said so."""
    known = [told.prior, told.sensitivity, told.specificity, *told.likelihoods()]
    known += [1 - told.prior, told.posterior() or Fraction(0), *told.areas(), told.evidence()]
    known += [Fraction(1), *text.OTHERS]
    known += [told.with_prior(rate).posterior() or Fraction(0) for rate in text.rates(told)]
    for beat in BEATS:
        words = beat(told)
        for sentence in (plain_text(words.heading), words.narration, words.alt_text):
            for bound, number in SHARE.findall(sentence):
                value = Fraction(value_of(number)) / 100
                off = min(abs(value - share) / max(share, Fraction(1, 10**12)) for share in known)
                assert bound or off < 1e-9, sentence
                assert "than" in bound or off < 0.06, sentence


@given(tests)
def test_counts_and_percentages_beside_each_other_agree(told: BayesStory) -> None:
    found = re.match(
        rf".*, (?:about )?({WRITTEN}|none|fewer than one) of (?:about )?({WRITTEN}) \w+ \w+: (.*)",
        text.given(told).heading,
    )
    if found:
        part, whole = (0.0 if end[0] in "nf" else value_of(end) for end in found.groups()[:2])
        assert found[3] == text.share(told.posterior() or Fraction(0))
        assert text.per_cent(Fraction(part) / Fraction(whole)) in found[3]
    rounded = "before rounding" in " ".join(line.label for line in text.given(told).lines)
    if told.posterior() is not None and sum(told.counts[1:]):
        assert rounded == told.rounded == ("Before rounding" in text.given(told).narration)


@given(tests)
def test_what_equals_is_what_is_written(told: BayesStory) -> None:
    """A product of shares is after an equals sign only where the three are exact as written."""
    for factors, line in zip(
        zip((told.prior, 1 - told.prior), told.likelihoods(), strict=True),
        text.areas(told).lines if told.posterior() is not None else (),
        strict=False,
    ):
        written = plain_text(f"${line.markup}$").replace(PERCENT, "").replace(" ", "")
        found = re.fullmatch(rf"({WRITTEN})·({WRITTEN})([=≈])({WRITTEN})", written)
        if found:
            first, second, product = (Fraction(value_of(found[n])) / 100 for n in (1, 2, 4))
            exact = factors[0] * factors[1]
            assert (found[3] == "=") == (abs(product - exact) <= exact / 10**9)
            assert float(product) == pytest.approx(float(exact), rel=0.006)
            assert float(first * second) == pytest.approx(float(exact), rel=1e-6)


@given(tests, st.sampled_from(["disease", "spam"]))
def test_every_test_can_be_spoken_of(told: BayesStory, topic: Any) -> None:
    params = {**vars(told), "topic": topic}
    params.pop("expected", None), params.pop("counts", None)
    for beat in BEATS:
        words = beat(BayesStory(**params))
        assert words.heading and words.narration.endswith(".") and len(words.alt_text) < 500


def test_a_share_is_never_all_or_nothing_unless_it_is() -> None:
    assert text.share(Fraction(1)) == f"100{PERCENT}" and text.share(Fraction(0)) == f"0{PERCENT}"
    assert text.share(1 - Fraction(1, 10**9)) == f"more than 99.999{PERCENT}"
    assert text.share(1 - Fraction(1, 10**400)) == f"more than 99.999{PERCENT}"
    assert text.share(Fraction(1, 10**400)) == f"less than 0.001{PERCENT}"


# -- pictures --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_everyone_has_a_place_and_an_answer(name: str) -> None:
    told = story(CASES[name])
    crowd = Crowd(told, DARK)
    ill, found, alarms = told.counts
    for spots in (crowd.scattered, crowd.sorted, crowd.left[crowd.yes]):
        assert len(np.unique(spots.round(6), axis=0)) == len(spots)
        assert (np.abs(spots - np.array(HERO.centre)[:2]) < [HERO.width / 2, HERO.height / 2]).all()
    assert crowd.test(0) == 0 and crowd.test(1) == found + alarms
    drawn = {role: len(dots.points) // 32 for role, dots in crowd.dots.items()}
    assert drawn["posterior"] == found and drawn["likelihood"] == alarms
    assert drawn["prior"] == ill - found
    assert sum(drawn.values()) == told.population


@given(st.integers(1, 3000))
def test_cells_fill_the_zone_without_touching(count: int) -> None:
    cells, pitch = cells_of(count, HERO)
    assert len(cells) == count == len(np.unique(cells.round(6), axis=0))
    edge = np.abs(cells - np.array(HERO.centre)[:2]) + pitch / 2
    assert (edge <= np.array([HERO.width, HERO.height]) / 2 + 1e-9).all()


def area_of(points: np.ndarray) -> float:
    """Return the area of an upright rectangle, as a share of the whole."""
    width, height = np.ptp(points[:, :2], axis=0) if len(points) else (0.0, 0.0)
    return float(width * height / (WHOLE.width * WHOLE.height))


@pytest.mark.parametrize("name", CASES)
def test_areas_are_to_scale(name: str) -> None:
    told = story(CASES[name])
    shapes = Areas(told, DARK).answer(1).parts.items()
    drawn = {role: area_of(shape.points) for role, shape in shapes}
    found, alarms = map(float, told.areas())
    missed, cleared = map(float, told.areas(yes=False))
    expected = {"posterior": found, "likelihood": alarms, "prior": missed, "tails": cleared}
    assert drawn == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_odds_stand_at_their_values(name: str) -> None:
    told = story(CASES[name])
    chart = OddsChart(told, DARK)
    for results, spot in enumerate(chart.spots):
        odds = told.odds(results)
        x, y = chart.chart.values(spot)
        assert x == pytest.approx(results)
        if odds is not None and 0 < odds < math.inf:
            assert y == pytest.approx(float(odds))
        else:
            assert y == pytest.approx(chart.ends[int(odds == math.inf)])
    assert len(chart.spots) == sum(told.odds(results) is not None for results in range(4))


@pytest.mark.parametrize("name", CASES)
def test_the_curves_are_drawn_where_there_is_a_posterior(name: str) -> None:
    told = story(CASES[name])
    rates = BaseRateChart(told, DARK)
    assert rates.drawn == (told.kind != "never")
    rates.sweep(1)
    for yes, line in rates.lines.items():
        assert isinstance(line, ChartLine)
        priors, values = line.data().T
        assert values == pytest.approx(told.posteriors(priors, yes), abs=1e-6)
