"""What each beat says of a test and of what its result means, true for the numbers of its film."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    GIVEN,
    PERCENT,
    Figure,
    about,
    computed,
    equals,
    grouped,
    in_full,
    percentage,
    to_typst,
)
from explainer.scenes.probability.bayes_rule.story import RESULTS, BayesStory


class Wording(NamedTuple):
    """What the population, its condition and the test are called; the answer yes is for Typst."""

    one: str
    many: str
    ill: str
    healthy: str
    with_it: str
    without: str
    test: str
    says: str
    positive: str
    tested: str
    yes: str
    no: str
    result: str
    answer: str
    opens: str
    asks: str


WORDINGS = {
    "disease": Wording(
        *("person", "people", "ill", "healthy", "the ill", "the healthy", "test"),
        *("is positive for", "positive", "test positive", "a positive result", "a negative result"),
        *("positive result", "+", "take a test. What does a positive result mean?"),
        "You test positive. How likely is it that you are ill?",
    ),
    "spam": Wording(
        *("message", "messages", "spam", "genuine", "spam", "genuine mail", "filter"),
        *("flags", "flagged", "flagged", "a flag", "no flag"),
        *("flag", '"flag"', "pass a filter. What does a flag mean?"),
        "A message is flagged. How likely is it that it is spam?",
    ),
}


def groups(story: BayesStory, beat: str) -> list[tuple[str, int, str]]:
    """Return what the colours of the crowd mean: a role, how many it has, and of what."""
    word, (ill, found, alarms), whole = WORDINGS[story.topic], story.counts, not story.rounded
    sizes, names, role = (found, alarms), [word.ill, word.healthy], "likelihood"
    if beat == "population":
        sizes, whole, role = (ill, story.population - ill), ill == story.expected[0], "tails"
    elif beat == "test":
        many = zip((ill, story.population - ill), names, strict=True)
        names = [f"of {grouped(size)} {name} {word.tested}" for size, name in many]
    names[1] += "" if whole else ", rounded"
    return [("prior", sizes[0], names[0]), (role, sizes[1], names[1])]


def population(story: BayesStory) -> BeatText:
    """Return what is said of the population before any test."""
    word, total, ill = WORDINGS[story.topic], grouped(story.population), story.counts[0]
    who = f"{number(ill, story.expected[0])} of {total} {word.many} "
    who = f"{who}{'is' if ill <= 1 else 'are'} {word.ill}".capitalize()
    prior = share(story.prior, GIVEN)
    return BeatText(
        f"{who}: the prior is {prior}",
        f"{who}: before any test, a {word.one} is {word.ill} with probability {prior}, the prior.",
        f"A crowd of {total} figures, one for each {word.one}: {grouped(ill)} bright blue for "
        f"{word.ill}, {grouped(story.population - ill)} grey for {word.healthy}.",
        (Line(f'$p("{word.ill}") part("prior", {equals(tex(story.prior, GIVEN))})$'),),
        question=f"{total} {word.many} {word.opens}",
    )


def test(story: BayesStory) -> BeatText:
    """Return what is said of the results that the test gives."""
    word, (_, found, alarms) = WORDINGS[story.topic], story.counts
    detected, alarmed = (share(each, GIVEN) for each in story.likelihoods())
    says = f"The {word.test} {word.says} {detected} of {word.with_it}"
    ending = f"it also {word.says} {alarmed} of {word.without}"
    return BeatText(
        f"{says} and {alarmed} of {word.without}",
        f"{says}: its sensitivity. Its specificity is {share(story.specificity, GIVEN)}, so "
        f"{ending if story.specificity < 1 else 'it never raises a false alarm'}.",
        f"The same crowd. The {word.test} has marked each {word.one} with {word.yes}: "
        f"{grouped(found)} {word.ill} and {grouped(alarms)} {word.healthy}.",
        question=f"Who gets {word.yes}?",
    )


def given(story: BayesStory) -> BeatText:
    """Return what is said of those who are left, given the answer yes."""
    word, posterior, total = WORDINGS[story.topic], story.posterior(), grouped(story.population)
    (_, found, alarms), (_, *expected) = story.counts, story.expected
    left, question = found + alarms, f"After {word.yes}, who is left?"
    ruled_out = f"All {word.many} with {word.no} are ruled out."
    if posterior is None:
        return BeatText(
            f"{word.yes.capitalize()} never occurs here, so there is no posterior",
            f"{ruled_out} No {word.one} is left, and a share of nothing is not defined.",
            f"The whole crowd has faded: none of {total} {word.many} can get {word.yes}.",
            question=question,
        )
    value, sign = share(posterior), f'part("posterior", {equals(tex(posterior))})'
    heading = f"Given {word.yes}, {value} are {word.ill}: too few to be drawn"
    said = f"Fewer than one {word.one} is left, so none is drawn; in the long run {value} are "
    said, line = f"{said}{word.ill}", f'$p("{word.ill}" | {word.answer}) {sign}$'
    if left:
        among, both = number(found, expected[0]), sum(expected, Fraction(0))
        of = grouped(left) if among.startswith("about") else number(left, both)
        are = "is" if found <= 1 else "are"
        heading = f"Given {word.yes}, {among} of {of} {are} {word.ill}"
        said = (
            f"Of the {grouped(left)} {word.many} left, {'all' if posterior == 1 else among} {are}"
        )
        if left == 1:
            said = f"The one {word.one} left is{'' if found else ' not'}"
        rounding = f"; before rounding to whole {word.many} it is" if story.rounded else ": that is"
        said += f" {word.ill}{rounding} {value}, the posterior"
        # Too few whole ones do not show the posterior: then it is not put beside them.
        if per_cent(Fraction(found, left)) == per_cent(posterior):
            heading += f": {value}"
            above = f'part("prior", {to_typst(grouped(found))})'
            below = f'({above} + part("likelihood", {to_typst(grouped(alarms))}))'
            line = f'$p("{word.ill}" | {word.answer}) = {above} slash {below} {sign}$'
    return BeatText(
        heading,
        f"{ruled_out} {said}.",
        f"Only those with {word.yes} are left: {grouped(left)} of {total} {word.many}, "
        f"{number(found, found)} of them {word.ill} and {number(alarms, alarms)} {word.healthy}. "
        f"The posterior is {value}.",
        (Line(line),),
        question=question,
    )


def areas(story: BayesStory) -> BeatText:
    """Return what is said of probabilities as areas."""
    word, posterior = WORDINGS[story.topic], story.posterior()
    detected, alarmed = story.likelihoods()
    seen = (
        f"A rectangle of area 1. {share(story.prior, GIVEN)} of its width is {word.ill}, the rest "
        f"{word.healthy}; {share(detected, GIVEN)} and {share(alarmed, GIVEN)} of the heights of "
        f"these parts are {word.positive}."
    )
    said = f"Let areas stand for {word.many}: the prior splits the width. "
    said += f"The {word.test} splits the height of each part."
    name, question = f'p("{word.ill}" | {word.answer})', "The same as areas: how large is each?"
    if posterior is None:
        return BeatText(
            f"As areas: nothing is {word.positive}, so there is nothing to divide by",
            f"{said} No part of it is {word.positive}, and Bayes' rule would divide by zero.",
            f"{seen} The bar below is empty, and there is no posterior.",
            (Line(f'{name} = 0 / 0 ", undefined"'),),
            question=question,
        )
    above, beside = product(story.prior, detected), product(1 - story.prior, alarmed)
    shown, value = tex(posterior), share(posterior)
    # A certain result is exact, whatever its factors are.
    sign = equals(shown if posterior in (0, 1) else Figure.of(shown, shown, above, beside))
    rule = f'part("above", {above}) / (part("left", {above}) + part("right", {beside}))'
    return BeatText(
        f"Bayes' rule: of the part that is {word.positive}, {value} is {word.ill}",
        f"{said} Of the part that is {word.positive}, {value} is {word.ill}. This is Bayes' rule: "
        f"prior times likelihood, as a share of all that is {word.positive}.",
        f"{seen} A bar below is what is {word.positive}: {value} of it is {word.ill}.",
        (Line(f'{name} = display({rule}) part("posterior", {sign})'),),
        question=question,
    )


def further(story: BayesStory) -> BeatText:
    """Return what is said of more results, each of which multiplies the odds."""
    word, prior, ratio = WORDINGS[story.topic], share(story.prior, GIVEN), story.ratio()
    after = [story.posterior(results) for results in range(RESULTS + 1)]
    read = [share(each) for each in after if each is not None]
    yes, question = word.yes.capitalize(), f"And after a second, a third {word.result}?"
    if len(read) < 2:
        return BeatText(
            f"Without {word.yes}, the prior stays what it was",
            f"Nobody gets {word.yes}, so there is nothing to go on from.",
            f"A bar of area 1, {prior} of it {word.ill}. The one below is empty, because nothing "
            f"is {word.positive}.",
            question=question,
        )
    times, odds = factor(story), "multiplies the odds by"
    written, said = about(Figure.of(f"${to_typst(times)}$", times)), f"each {odds} {about(times)}"
    heading, reason = {
        math.inf: (f"{yes} is proof: no doubt is left", "the first has left no doubt"),
        0: (f"{yes} rules out being {word.ill}", "the first has left no doubt"),
        1: (f"{yes} leaves the odds as they were", "such a result says nothing"),
    }.get(float(ratio or 0), (f"Each {word.result} {odds} {written}", said))
    if story.prior in (0, 1):
        heading, reason = f"A prior of {prior} stays {prior}", "no evidence changes a certainty"
    return BeatText(
        heading,
        f"What one {word.test} leaves is the prior of the next, if their results are conditionally "
        f"independent. A second {word.result} makes it {read[2]}. A third makes it {read[3]}: "
        f"{reason}.",
        f"Four bars, one below the other. Of these shares of them are {word.ill}, before any "
        f"result, after one, two and three: {', '.join(read)}.",
        question=question,
    )


def step(story: BayesStory, results: int) -> str:
    """Return what a bar is: what is left after so many results."""
    word = WORDINGS[story.topic]
    name = word.result.split()[0] + "s" * (results > 1)
    return f"after {results} {name}" if results else f"before the {word.test}"


def factor(story: BayesStory) -> Figure:
    """Return by what a yes multiplies odds."""
    return computed(float(story.ratio() or 0))


def odds(story: BayesStory, results: int) -> str:
    """Return the odds after so many results, which change only on the left where they can."""
    ill, healthy = story.areas(results)
    certain = not ill or not healthy
    right = Fraction(healthy > 0 if certain else (story.prior / (1 - story.prior)).denominator)
    left = Fraction(ill > 0) if certain else ill / healthy * right
    if max(left, right) > 9999:
        left, right = left / min(left, right), right / min(left, right)
    shown = (to_typst(computed(float(side))) for side in (left, right))
    return " : ".join(map('part("{}", {})'.format, ("prior", "likelihood"), shown))


# -- numbers -------------------------------------------------------------------------------------


def per_cent(value: Fraction, figures: int = 0) -> Figure:
    """Write a share in per cent: in full where so many figures do."""
    size = float(value)
    if 0 < value < 1:  # a float may round it to nothing or to one
        size = min(max(size, 1e-300), 1 - 2**-53)
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


def product(first: Fraction, second: Fraction) -> Figure:
    """Write two given shares as factors, in Typst mathematics."""
    factors = tex(first, GIVEN), tex(second, GIVEN)
    return Figure.of(" dot ".join(factors), *factors)


def number(whole: int, expected: Fraction | int) -> str:
    """Write a count in a sentence, which says where it is not just what is expected."""
    if whole == 0:
        return "fewer than one" if expected else "none"
    return about(Figure(grouped(whole), whole != expected))
