"""What each beat says of a test and of what its result means, true for the numbers of its film."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    GIVEN,
    PERCENT,
    Figure,
    about,
    computed,
    count,
    equals,
    grouped,
    in_full,
    percentage,
    significant,
    to_typst,
)
from explainer.scenes.probability.bayes_rule.story import RESULTS, BayesStory


class Wording(NamedTuple):
    """What the population, its condition and the test are called; the answer is for Typst."""

    one: str
    many: str
    ill: str
    healthy: str
    test: str
    answer: str
    says: str
    positive: str
    result: str
    asks: str


WORDINGS = {
    "disease": Wording(
        *("person", "people", "ill", "healthy", "test", "+"),
        *("is positive for", "positive", "positive result"),
        "You test positive. How likely is it that you are ill?",
    ),
    "spam": Wording(
        *("message", "messages", "spam", "genuine", "filter", '"flag"', "flags", "flagged", "flag"),
        "A message is flagged. How likely is it that it is spam?",
    ),
}


def groups(story: BayesStory, tested: bool) -> list[tuple[str, int, Fraction, str]]:
    """Return a role for each colour, how many it means, how many are expected, and of what."""
    word, rest = WORDINGS[story.topic], story.population - story.counts[0]
    (ill, found, alarms), (all_ill, all_found, all_alarms) = story.counts, story.expected
    healthy = ("tails", rest, story.population - all_ill, word.healthy)
    if not tested:
        return [("prior", ill, all_ill, word.ill), healthy]
    shown = [
        ("prior", found, all_found, f"of {grouped(ill)} {word.ill} {word.positive}"),
        ("likelihood", alarms, all_alarms, f"of {grouped(rest)} {word.healthy} {word.positive}"),
        ("prior", ill - found, all_ill - all_found, "missed"),
    ]
    return shown[: 3 if found < ill else 2]


def population(story: BayesStory) -> BeatText:
    """Return what is said of the population before any test."""
    word, total, ill = WORDINGS[story.topic], grouped(story.population), story.counts[0]
    who = f"{number(ill, story.expected[0])} of {total} {word.many} "
    who = f"{who}{'is' if ill <= 1 else 'are'} {word.ill}"
    prior, shown = share(story.prior, GIVEN), equals(tex(story.prior, GIVEN))
    if ill == story.expected[0]:
        shown = f"= {to_typst(grouped(ill))} slash {to_typst(total)} {shown}"
    return BeatText(
        f"Before the {word.test}: {who}",
        f"{who.capitalize()}: a {word.one} chosen at random is {word.ill} with probability "
        f"{prior}, the prior.",
        f"A crowd of {total} figures, one for each {word.one}: {grouped(ill)} bright blue for "
        f"{word.ill}, {grouped(story.population - ill)} grey for {word.healthy}.",
        (Line(f'prior $p("{word.ill}") part("prior", {shown})$'),),
        question=f"{total} {word.many}, one {word.test}: what does a {word.result} mean?",
    )


def test(story: BayesStory) -> BeatText:
    """Return what is said of the results that the test gives."""
    word, (ill, found, alarms) = WORDINGS[story.topic], story.counts
    detected, alarmed = (share(each, GIVEN) for each in story.likelihoods())
    says = f"The {word.test} {word.says} {detected} of {word.ill} {word.many}: this is its"
    ending = f"it {word.says} {alarmed} of {word.healthy} {word.many}, too"
    return BeatText(
        f"{word.positive.capitalize()}: {detected} of {word.ill} {word.many} (the sensitivity), "
        f"{alarmed} of {word.healthy} {word.many}",
        f"{says} sensitivity. Its specificity is {share(story.specificity, GIVEN)}, so "
        f"{ending if story.specificity < 1 else 'it never raises a false alarm'}.",
        f"The same crowd. Those with a {word.result} are marked: {grouped(found)} {word.ill} and "
        f"{grouped(alarms)} {word.healthy}; {grouped(ill - found)} {word.ill} missed.",
        question=f"Who gets a {word.result}?",
    )


def given(story: BayesStory) -> BeatText:
    """Return what is said of those who are left, given the answer yes."""
    word, posterior, total = WORDINGS[story.topic], story.posterior(), grouped(story.population)
    (_, found, alarms), (_, *expected) = story.counts, story.expected
    beat = partial(BeatText, question=f"After a {word.result}, who is left?")
    left, ruled_out = found + alarms, f"All {word.many} without a {word.result} are ruled out."
    if posterior is None:
        return beat(
            f"A {word.result} never occurs here, so there is no posterior",
            f"{ruled_out} No {word.one} is left, and a share of nothing is not defined.",
            f"The whole crowd has faded: none of {total} {word.many} can get a {word.result}.",
        )
    value, among, are = share(posterior), number(found, expected[0]), "is" if found <= 1 else "are"
    so = ": that is" if story.counts == story.expected else "; the exact averages give"
    said = f"{among} of the {count(left, word.one, word.many)} left {are} {word.ill}{so} {value}"
    if not left:
        said = f"fewer than one is left, so none is drawn; in the long run, {value} are {word.ill}"
    above, beside = (to_typst(in_full(float(each)) or computed(float(each))) for each in expected)
    line = "" if story.counts == story.expected else 'part("muted", "on average:") quad '
    line += f'p("{word.ill}" | {word.answer}) {equals(fraction(above, beside))} '
    line += f'part("posterior", {equals(tex(posterior))})'
    return beat(
        f"Given a {word.result}, {value} are {word.ill}",
        f"{ruled_out} {said[0].upper()}{said[1:]}, the posterior.",
        f"Only those with a {word.result} are left, {grouped(left)} of {total} {word.many}: "
        f"{grouped(found)} {word.ill}, {grouped(alarms)} {word.healthy}. The posterior is {value}.",
        (Line(line),),
    )


def areas(story: BayesStory) -> BeatText:
    """Return what is said of probabilities as areas."""
    word, posterior, yes = WORDINGS[story.topic], story.posterior(), story.likelihoods()
    prior, detected, alarmed = (share(each, GIVEN) for each in (story.prior, *yes))
    seen = f"A rectangle of area 1. {prior} of its width is {word.ill}, the rest {word.healthy}; "
    seen += f"{detected} and {alarmed} of the heights of these parts are {word.positive}."
    said = f"Let areas stand for {word.many}: the prior splits the width. "
    said += f"The {word.test} splits the height of each part."
    name = f'p("{word.ill}" | {word.answer})'
    beat = partial(BeatText, question="The same as areas: how large is each?")
    if posterior is None:
        return beat(
            f"As areas: nothing is {word.positive}, so there is nothing to divide by",
            f"{said} Nothing is {word.positive}, and Bayes' rule would divide by zero.",
            f"{seen} The bar below is empty, and there is no posterior.",
            (Line(f'{name} = 0 / 0 ", undefined"'),),
        )
    above, beside = product(story.prior, yes[0]), product(1 - story.prior, yes[1])
    shown, value = tex(posterior), share(posterior)
    # A certain result is exact, whatever its factors are.
    sign = equals(shown if posterior in (0, 1) else Figure.of(shown, shown, above, beside))
    joint = f'p("{word.ill}") thin p({word.answer} | "{word.ill}")'
    letters = f'{name} = display(part("joint", {joint}) / p({word.answer}))'
    return beat(
        f"Bayes' rule: of all that is {word.positive}, {value} is {word.ill}",
        f"{said} Of all that is {word.positive}, {value} is {word.ill}. This is Bayes' rule: "
        f"prior times likelihood, as a share of all that is {word.positive}.",
        f"{seen} A bar below holds all that is {word.positive}: {value} of it is {word.ill}.",
        (Line(f'{letters} {equals(fraction(above, beside))} part("posterior", {sign})'),),
    )


def further(story: BayesStory) -> BeatText:
    """Return what is said of more results, each of which multiplies the odds."""
    word, prior, ratio = WORDINGS[story.topic], share(story.prior, GIVEN), story.ratio()
    read = [prior, *(share(p) for n in (1, 2, 3) if (p := story.posterior(n)) is not None)]
    beat = partial(BeatText, question=f"And after a second and a third {word.result}?")
    if len(read) < 2:
        return beat(
            f"Without a {word.result}, the prior stays what it was",
            f"No {word.one} gets a {word.result}, so nothing changes the prior.",
            f"A bar, {prior} of it {word.ill}. The one below is empty: nothing is {word.positive}.",
        )
    times, odds = factor(story), "multiplies the odds by"
    written, said = about(Figure.of(f"${to_typst(times)}$", times)), f"each {odds} {about(times)}"
    heading, reason = {
        math.inf: (f"A {word.result} is proof: no doubt is left", "the first has left no doubt"),
        0: (f"A {word.result} proves a {word.one} {word.healthy}", "the first has left no doubt"),
        1: (f"A {word.result} leaves the odds as they were", "such a result says nothing"),
    }.get(float(ratio or 0), (f"Each {word.result} {odds} {written}", said))
    if story.prior in (0, 1):
        heading, reason = f"A prior of {prior} stays {prior}", "no evidence changes a certainty"
    makes = "leaves it at" if read[1] == read[3] else "makes it"
    return beat(
        heading,
        "The posterior is the prior for the next result, if results are conditionally independent. "
        f"A second {word.result} {makes} {read[2]}. A third {makes} {read[3]}: {reason}.",
        f"Four bars, one below the other. The share that is {word.ill}, before any result and "
        f"after one, two and three: {', '.join(read)}.",
        likelihood_ratio(story),
    )


def likelihood_ratio(story: BayesStory) -> tuple[Line, ...]:
    """Return by what a yes multiplies odds and where that comes from; nothing for a proof."""
    word, ratio = WORDINGS[story.topic], story.ratio()
    if ratio in (None, math.inf):
        return ()
    (detected, alarmed), yes = story.likelihoods(), word.answer
    over = 'display(part("prior", {}) / part("likelihood", {}))'.format
    letters = over(f'p({yes} | "{word.ill}")', f'p({yes} | "{word.healthy}")')
    numbers = over(tex(detected, GIVEN), tex(alarmed, GIVEN))
    sign = f'part("posterior", {equals(to_typst(factor(story)))})'
    each = 'part("muted", "factor for each independent result:") quad'
    return (Line(f"{each} {letters} = {numbers} {sign}"),)


def factor(story: BayesStory) -> Figure:
    """Return by what a yes multiplies odds."""
    return computed(float(story.ratio() or 0))


def odds(story: BayesStory) -> list[str]:
    """Return the odds after no result, one and more, with one right side where that is short."""
    sides = [story.areas(results) for results in range(RESULTS + 1)]
    whole, one = Fraction((story.prior / (1 - story.prior or 1)).denominator), Fraction(1)
    shown = [(a / b * whole, whole) if a * b else (a and one, b and one) for a, b in sides]
    if not all(1 <= x < 10**7 or not x for both in shown for x in both):
        shown = [(a / (min(a, b) or one), b / (min(a, b) or one)) for a, b in shown]
    # With three figures, or in whole ones where that would take a power of ten.
    texts = [
        [to_typst(grouped(x) if 1e4 <= x < 1e7 else significant(x)) for x in map(float, both)]
        for both in shown
    ]
    return [f'part("prior", {left}) : part("likelihood", {right})' for left, right in texts]


def per_cent(value: Fraction, figures: int = 0) -> Figure:
    """Write a share in per cent: in full where so many figures do."""
    # A float may round what lies between to nothing or to one.
    size = min(max(float(value), 1e-300), 1 - 2**-53) if 0 < value < 1 else float(value)
    exact = in_full(100 * size)
    if exact and sum(map(str.isdigit, exact.lstrip("0."))) <= figures:
        return Figure(exact + PERCENT)
    return percentage(size)


def share(value: Fraction, figures: int = 0) -> str:
    """Write a share in a sentence, which says where it is rounded."""
    return about(per_cent(value, figures))


def tex(value: Fraction, figures: int = 0) -> Figure:
    """Write a share in per cent as Typst mathematics."""
    return to_typst(per_cent(value, figures))


def fraction(above: Figure, beside: Figure) -> Figure:
    """Write the share that those with the condition have of both, built up, in Typst."""
    part = f'part("prior", {above})'
    return Figure.of(f'display({part} / ({part} + part("likelihood", {beside})))', above, beside)


def product(first: Fraction, second: Fraction) -> Figure:
    """Write two given shares as factors, in Typst mathematics."""
    factors = tex(first, GIVEN), tex(second, GIVEN)
    return Figure.of(" dot ".join(factors), *factors)


def number(whole: int, expected: Fraction | int) -> str:
    """Write a count in a sentence, which says where it is not just what is expected."""
    if whole == 0:
        return "fewer than one" if expected else "none"
    return about(Figure(grouped(whole), whole != expected))
