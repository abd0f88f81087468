"""The Bayes explainer: exact numbers, true sentences, and a picture to scale."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from matrix import extremes

from explainer.numbers import PERCENT, WRITTEN, grouped, to_typst, value_of
from explainer.plain_text import plain_text
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.drawing.areas import (
    THIN,
    Areas,
    Places,
    between,
)
from explainer.scenes.probability.bayes_rule.drawing.crowd import Crowd, cells_of
from explainer.scenes.probability.bayes_rule.drawing.labels import (
    AreaLabels,
    Key,
    counts,
    thin_part,
)
from explainer.scenes.probability.bayes_rule.scene import BayesRule
from explainer.scenes.probability.bayes_rule.story import RESULTS, BayesStory
from explainer.style import DARK, FRAME, Zone

PLACES = Places(DARK.layout)
SQUARE, BAR, STEPS = PLACES.square, PLACES.bar, PLACES.steps
FIELD, STRIP = PLACES.field, PLACES.strip

Params = BayesRule.Params
CASES: dict[str, Any] = {
    "default": Params(),
    **BayesRule.presets,
    **{f"extreme{n}": Params(**values) for n, values in enumerate(extremes("bayes_rule"))},
}
BEATS = [text.population, text.test, text.given, text.areas, text.further]

shares = st.one_of(st.sampled_from([0.0, 1.0]), st.integers(0, 10_000).map(lambda n: n / 10_000))
tests = st.builds(
    BayesStory.compute,
    st.integers(10, 10_000),
    prior=shares,
    sensitivity=shares,
    specificity=shares,
)


def story(params: Any) -> BayesStory:
    return BayesStory.compute(**dict(params))


# -- numbers ---------------------------------------------------------------------------------------


def test_the_default_is_exact() -> None:
    told = story(Params())
    assert told.areas() == (Fraction(8, 1000), Fraction(99, 1000))
    assert [told.posterior(results) for results in range(RESULTS + 1)] == [
        Fraction(1, 100),
        Fraction(8, 107),
        Fraction(64, 163),
        Fraction(512, 611),
    ]
    assert told.ratio() == 8
    # Every count is whole, so that nothing on the screen is rounded but the posterior.
    assert told.counts == (10, 8, 99) == told.expected


@given(tests)
def test_what_is_known_in_the_end_follows_from_the_whole(told: BayesStory) -> None:
    """Either form of the rule says the same: a share of an area, and odds times a ratio."""
    posterior, likelihoods = told.posterior(), told.likelihoods()
    ill, healthy = told.prior * likelihoods[0], (1 - told.prior) * likelihoods[1]
    assert told.areas() == (ill, healthy)
    if posterior is None:
        assert ill == healthy == 0
        return
    assert posterior * (ill + healthy) == ill and 0 <= posterior <= 1
    ratio = told.ratio()
    if posterior < 1 and told.prior < 1 and ratio is not None and ratio != math.inf:
        odds = posterior / (1 - posterior)
        assert told.prior / (1 - told.prior) * ratio == odds


@given(tests)
def test_a_yes_moves_towards_what_it_is_likelier_for(told: BayesStory) -> None:
    posterior, ratio = told.posterior(), told.ratio()
    assume(posterior is not None and ratio is not None and 0 < told.prior < 1)
    assert posterior is not None and ratio is not None
    assert (posterior > told.prior) == (ratio > 1) and (posterior < told.prior) == (ratio < 1)
    assert (posterior == told.prior) == (ratio == 1)
    assert (posterior == 1) == (ratio == math.inf) and (posterior == 0) == (ratio == 0)


@given(tests)
def test_two_answers_are_one_after_the_other(told: BayesStory) -> None:
    for results in range(RESULTS):
        before, after = told.posterior(results), told.posterior(results + 1)
        assert after == (None if before is None else replace(told, prior=before).posterior())


@given(tests)
def test_counts_are_what_is_expected_and_add_up(told: BayesStory) -> None:
    ill, found, alarms = told.counts
    assert 0 <= found <= ill <= told.population and 0 <= alarms <= told.population - ill
    for whole, exact in zip(told.counts, told.expected, strict=True):
        assert abs(whole - exact) <= Fraction(1, 2)


def test_decimals_that_mean_thirds_are_a_ratio_of_one() -> None:
    told = BayesStory.compute(100, prior=0.1, sensitivity=1 / 3, specificity=2 / 3)
    assert told.ratio() == 1 and "odds as they were" in text.further(told).heading


# -- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_is_what_was_computed(name: str) -> None:
    told = story(CASES[name])
    posterior, given_yes = told.posterior(), text.given(told)
    if posterior is None:
        assert "no posterior" in given_yes.heading and not given_yes.lines
        assert "divide by" in text.areas(told).heading
        return
    assert text.share(posterior) in given_yes.narration
    assert text.share(posterior) in given_yes.heading
    assert text.share(posterior) in text.areas(told).alt_text
    ratio = told.ratio()
    if ratio not in (0, 1, math.inf) and 0 < told.prior < 1:
        (times,) = re.findall(r"by (?:about )?\$([\d.]+)", text.further(told).heading)
        assert float(times) == pytest.approx(float(ratio or 0), rel=0.05)


@given(tests)
def test_the_share_of_those_who_are_left_is_the_posterior(told: BayesStory) -> None:
    """What is expected is divided, not whole ones: so both agree however few there are."""
    posterior = told.posterior()
    assume(posterior is not None)
    (line,) = text.given(told).lines
    terms = [rf'part\("{role}", (.+)\)' for role in ("prior", "prior", "likelihood")]
    (found,) = re.findall(r"{} / \({} \+ {}\)\)".format(*terms), line.markup)
    part, again, rest = (value_of(plain_text(f"${term}$").replace(" ", "")) for term in found)
    assert part == again == pytest.approx(float(told.expected[1]), rel=0.06, abs=1e-9)
    assert rest == pytest.approx(float(told.expected[2]), rel=0.06, abs=1e-9)
    rounded = "exact averages" in text.given(told).narration
    assert rounded == (told.counts != told.expected and sum(told.counts[1:]) > 0)


@given(tests)
def test_the_key_says_how_many_there_are_and_are_expected(told: BayesStory) -> None:
    (ill, found, alarms), size = told.counts, told.population
    before, after = text.groups(told, tested=False), text.groups(told, tested=True)
    assert [group[1] for group in before] == [ill, size - ill]
    assert [group[1] for group in after] == [found, alarms, ill - found][: 2 + (found < ill)]
    for _, whole, exact, _ in (*before, *after):
        assert abs(whole - exact) <= 1


@pytest.mark.parametrize("name", CASES)
def test_every_beat_speaks(name: str) -> None:
    told = story(CASES[name])
    for beat in BEATS:
        words = beat(told)
        assert 60 < len(words.alt_text) < 500 and words.alt_text.endswith(".")
        assert words.question and words.question != words.heading
        assert words.alt_text != words.narration and "$" not in words.alt_text + words.narration
        for said in (words.heading, words.narration, words.alt_text):
            assert said[0].isupper() or said[0].isdigit()
            assert not re.search(r"None(?! of)|nan|Fraction|  |\b1 (people|messages)", said), said


SHARE = re.compile(rf"(less than |more than |about )?({WRITTEN}){PERCENT}")


@given(tests)
def test_percentages_are_those_that_were_computed(told: BayesStory) -> None:
    """Each is one of the film's shares, in full, or rounded to two figures or more and said so."""
    known = [told.prior, told.sensitivity, told.specificity, *told.likelihoods()]
    known += [told.posterior(results) or Fraction(0) for results in range(RESULTS + 1)]
    known += [1 - told.prior, Fraction(1)]
    for beat in BEATS:
        words = beat(told)
        for sentence in (plain_text(words.heading), words.narration, words.alt_text):
            for bound, number in SHARE.findall(sentence):
                value = Fraction(value_of(number)) / 100
                off = min(abs(value - share) / max(share, Fraction(1, 10**12)) for share in known)
                assert bound or off < 1e-9, sentence
                assert "than" in bound or off < 0.06, sentence


@given(tests)
def test_what_equals_is_what_is_written(told: BayesStory) -> None:
    """Bayes' rule ends on an equals sign only where its factors and its result are exact."""
    assume(told.posterior() not in (None, 0, 1))
    (line,) = text.areas(told).lines
    written = plain_text(f"${line.markup}$").replace(" ", "")
    (end,) = re.findall(rf"(.)({WRITTEN}){PERCENT}$", written)
    sign, shown = end
    if sign in "<>":
        return
    exact, value = told.posterior(), Fraction(value_of(shown)) / 100
    assert exact is not None and float(value) == pytest.approx(float(exact), rel=0.06)
    assert sign == "≈" or abs(value - exact) <= exact / 10**9


@given(tests, st.sampled_from(["disease", "spam"]))
def test_every_test_can_be_spoken_of(told: BayesStory, topic: Any) -> None:
    for beat in BEATS:
        words = beat(replace(told, topic=topic))
        assert words.heading and words.narration.endswith(".") and len(words.alt_text) < 500


def test_a_share_is_never_all_or_nothing_unless_it_is() -> None:
    assert text.share(Fraction(1)) == f"100{PERCENT}" and text.share(Fraction(0)) == f"0{PERCENT}"
    assert text.share(1 - Fraction(1, 10**9)) == f"more than 99.999{PERCENT}"
    assert text.share(1 - Fraction(1, 10**400)) == f"more than 99.999{PERCENT}"
    assert text.share(Fraction(1, 10**400)) == f"less than 0.001{PERCENT}"


# -- pictures --------------------------------------------------------------------------------------


def within(spots: np.ndarray, zone: Zone) -> bool:
    middle, reach = np.array(zone.centre)[:2], np.array([zone.width, zone.height]) / 2
    return bool((np.abs(spots - middle) <= reach + 1e-9).all())


@pytest.mark.parametrize("name", CASES)
def test_everyone_has_a_place_and_an_answer(name: str) -> None:
    told = story(CASES[name])
    crowd, (ill, found, alarms) = Crowd(told, DARK), told.counts
    for spots, zone in ((crowd.field, FIELD), (crowd.block[crowd.yes], STRIP)):
        assert len(np.unique(spots.round(6), axis=0)) == len(spots) and within(spots, zone)
    assert within(crowd.square, SQUARE)
    assert crowd.appear(0) == (0,) and crowd.appear(1) == (ill,)
    assert crowd.screen(True, 0) == (0, 0, 0) and crowd.screen(True, 1) == (found, 0, ill - found)
    assert crowd.screen(False, 0) == (found, 0, ill - found)
    assert crowd.screen(False, 1) == (found, alarms, ill - found)
    each = [len(dots.points) // len(dots.outline) for dots in (crowd.alarms, crowd.found)]
    assert each == [alarms, ill] and len(crowd.marks.points) == (
        len(crowd.marks.outline) * (found + alarms)
    )


@pytest.mark.parametrize("name", CASES)
def test_nobody_changes_places(name: str) -> None:
    """Where a motion ends the next begins, and each stays who it is on the way."""
    told = story(CASES[name])
    crowd = Crowd(told, DARK)
    for end, start in ((crowd.rule_out, crowd.gather), (crowd.gather, crowd.settle)):
        end(1)
        points = crowd.found.points[: told.counts[1] * len(crowd.found.outline)]
        start(0)
        assert np.allclose(points, crowd.found.points[: len(points)])
    first = crowd.field[crowd.yes & crowd.ill]
    assert len(first) == told.counts[1]


@given(st.integers(1, 3000), st.integers(0, 50))
def test_cells_fill_the_zone_without_touching(count: int, whole: int) -> None:
    cells, height = cells_of(count, FIELD, before=whole)
    assert len(cells) == count + whole == len(np.unique(cells.round(6), axis=0)) and within(
        cells, FIELD
    )
    assert 0 < height <= 2.2 and FIELD.top < 2.2 and FIELD.bottom > FRAME.bottom
    for axis, least in ((0, 0.72), (1, 1.0)):  # of a figure of height one
        steps = np.diff(np.unique(cells[:, axis].round(6)))
        assert not len(steps) or steps.min() >= least * height - 1e-6


def area_of(zone: Zone) -> float:
    """Return the area of a part, as a share of the whole."""
    return zone.width * zone.height / (SQUARE.width * SQUARE.height)


@pytest.mark.parametrize("name", CASES)
def test_areas_are_to_scale(name: str) -> None:
    told = story(CASES[name])
    areas = Areas(told, DARK).answer(1)
    drawn = [area_of(zone) for zone in areas.rows[0].zones]
    found, alarms = map(float, told.areas())
    rest = [float(told.prior) - found, float(1 - told.prior) - alarms]
    assert drawn == pytest.approx([found, alarms, *rest], abs=1e-9)
    posterior = told.posterior()
    areas.pour(0, 1)
    assert areas.rows[1].zone == BAR
    if posterior is None:
        assert not areas.rows[1].zones and not len(areas.links[0][-1].points)
    else:
        assert areas.rows[1].zones[0].width == pytest.approx(float(posterior) * BAR.width)
        assert areas.rows[1].zones[0].height == pytest.approx(BAR.height)


@pytest.mark.parametrize("name", CASES)
def test_each_bar_is_what_the_one_before_it_leaves(name: str) -> None:
    told = story(CASES[name])
    areas = Areas(told, DARK).flatten(1)
    for row in range(RESULTS + 1):
        share = told.posterior(row)
        if share is None:
            continue
        assert areas.rows[row].across[1] == pytest.approx(
            STEPS[row].left + float(share) * STEPS[row].width
        )
        if row:
            areas.step(row, 1) if row < RESULTS else None
            after = told.posterior(row + 1)
            if row < RESULTS and after is not None:
                ill, healthy = areas.rows[row].zones[:2]
                parts = [zone.width * zone.height for zone in (ill, healthy)]
                assert parts[0] / sum(parts) == pytest.approx(float(after))


def test_a_part_keeps_its_shape_on_its_way() -> None:
    assert between(SQUARE, BAR, 0) == SQUARE and between(SQUARE, BAR, 1) == BAR
    half = between(SQUARE, BAR, 0.5)
    assert half.bottom == pytest.approx((SQUARE.bottom + BAR.bottom) / 2)


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_stands_at_what_it_names(name: str) -> None:
    told = story(CASES[name])
    labels, posterior = AreaLabels(told, DARK), told.posterior()
    if posterior is not None:
        for words, share in zip(labels.shares[:4:2], (posterior, 1 - posterior), strict=True):
            assert text.tex(share) in words.markup
            assert abs(words.get_y() - BAR.centre[1]) < BAR.height / 2
    for shape, (points, way) in labels.terms.items():
        labels.assemble(0)
        assert SQUARE.bottom - 1e-9 <= shape.get_y() <= SQUARE.top
        assert SQUARE.left - 1e-9 <= shape.get_x() <= SQUARE.right + 1e-9
        labels.assemble(1)
        assert np.allclose(shape.points, points) and np.linalg.norm(way) > 1


@pytest.mark.parametrize("name", CASES)
def test_those_who_are_left_are_counted_where_they_stand(name: str) -> None:
    told = story(CASES[name])
    crowd, (_, found, alarms) = Crowd(told, DARK), told.counts
    shown = counts(crowd, DARK)
    sizes = [size for size in (found, alarms, found + alarms) if size]
    assert len(shown) == 2 * len(sizes)
    for mark, words, size in zip(shown[::2], shown[1::2], sizes, strict=True):
        left, right = mark.points[:, 0].min(), mark.points[:, 0].max()
        across = crowd.block[crowd.yes][:, 0]
        assert ((left < across) & (across < right)).sum() == size
        assert to_typst(grouped(size)) in words.markup


@pytest.mark.parametrize("name", CASES)
def test_a_part_too_thin_to_be_seen_is_named(name: str) -> None:
    told = story(CASES[name])
    for results, zone in enumerate(STEPS):
        share, shown = told.posterior(results), thin_part(told, DARK, zone, results)
        thin = share is not None and 0 < min(share, 1 - share) < THIN
        assert len(shown) == 2 * thin
        if thin and share is not None:
            line, words = shown
            ill = share < THIN
            end = zone.left if ill else zone.right
            assert line.points[0, 0] == end and abs(words.get_x() - end) < zone.width / 2
            (sign, of) = re.findall(r"\$(.*) 1\$ of \$(.+)\$", words.markup)[0]
            exact = 1 / min(share, 1 - share)
            assert value_of(plain_text(f"${of}$").replace(" ", "")) == pytest.approx(
                float(exact), rel=0.06 if exact > 10**7 else 1e-3
            )
            assert (sign == "") == (exact.denominator == 1)


@given(tests)
def test_odds_are_those_of_the_shares(told: BayesStory) -> None:
    for results, written in enumerate(text.odds(told)):
        share = told.posterior(results)
        if share is None:
            continue
        sides = re.findall(r'part\("\w+", (.+?)\)(?: :|$)', written)
        if share in (0, 1):
            assert [int(side) for side in sides] == [int(share), int(1 - share)]
        elif not any("times" in side or "thin" in side for side in sides):
            assert float(sides[0]) / float(sides[1]) == pytest.approx(
                float(share / (1 - share)), rel=0.06
            )


def test_a_count_stands_at_its_end_beside_what_is_counted() -> None:
    key = Key(Crowd(story(Params()), DARK), DARK, tested=True)
    assert [number.text for number in key.numbers] == ["8", "99", "2"]
    assert key.count(lambda t: (0, 5), 1).numbers[1].text == "5"
