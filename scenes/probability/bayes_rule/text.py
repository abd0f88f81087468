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
    count,
    distinct,
    equals,
    grouped,
    in_full,
    magnitude,
    percentage,
    to_typst,
)
from explainer.scenes.probability.bayes_rule.story import BayesStory, Odds

OTHERS = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 2))
"""Base rates at which the same test is read as well."""

SHORT = 3
"""Figures of an area, which is a part of a sum."""


class Wording(NamedTuple):
    """What the population, its condition and the test are called; by default, for a disease."""

    one: str = "person"
    many: str = "people"
    ill: str = "ill"
    healthy: str = "healthy"
    with_it: str = "the ill"
    without: str = "the healthy"
    test: str = "test"
    says: str = "is positive for"
    """What the test does to those who get a yes, before who they are."""
    positive: str = "positive"
    yes: str = "a positive result"
    no: str = "a negative result"
    answer: str = "+"
    """The answer yes, as Typst mathematics."""


WORDINGS = {
    "disease": Wording(),
    "spam": Wording(
        one="message",
        many="messages",
        ill="spam",
        healthy="genuine",
        with_it="spam",
        without="genuine mail",
        test="filter",
        says="flags",
        positive="flagged",
        yes="a flag",
        no="no flag",
        answer='"flag"',
    ),
}


def population(story: BayesStory) -> BeatText:
    """Return what is said of the population before any test."""
    word, total = WORDINGS[story.topic], story.population
    ill, expected = story.counts[0], story.expected[0]
    many, prior = count(total, word.one, word.many), share(story.prior, GIVEN)
    looks = ((ill, f"larger and blue for {word.ill}"), (total - ill, f"grey for {word.healthy}"))
    drawn = (f"{'all' if some == total else grouped(some)} {look}" for some, look in looks if some)
    seen = f"A grid of {grouped(total)} dots, one for each {word.one}: {', '.join(drawn)}."
    if story.prior in (0, 1):
        heading = f"All {many} are {word.ill}" if story.prior else f"None of {many} is {word.ill}"
        narration = (
            f"{heading}. The prior, the probability that a {word.one} chosen at random is "
            f"{word.ill}, is {'one' if story.prior else 'zero'}: we are certain before any test."
        )
    else:
        of, are = "of" if ill else "in", "is" if ill <= 1 else "are"
        part = f"{number(ill, expected)} {of} {many} {are} {word.ill}".capitalize()
        heading = f"{part}: the prior is {prior}"
        narration = (
            f"{part}. That base rate is the prior: before any test, a {word.one} chosen at random "
            f"is {word.ill} with probability {prior}."
        )
        if not ill:
            seen += f" Fewer than one {word.ill} {word.one} is expected, so none is drawn."
    rounding = ", rounded" if ill != expected else ""
    lines = (
        Line(tex(story.prior, GIVEN), "prior", label=f'prior, $p("{word.ill}")$'),
        Line(to_typst(grouped(ill)), "prior", label=word.ill + rounding),
        Line(to_typst(grouped(total - ill)), "tails", label=word.healthy + rounding),
    )
    return BeatText(heading, narration, seen, lines)


def test(story: BayesStory) -> BeatText:
    """Return what is said of the results that the test gives."""
    word, (detected, alarmed) = WORDINGS[story.topic], story.likelihoods()
    ill, *counts = story.counts

    def groups(*expected: Fraction | int) -> str:
        """Return how many of each group get a yes, beside what is expected of them."""
        sizes, kinds = (ill, story.population - ill), (word.ill, word.healthy)
        each = zip(counts, expected, sizes, kinds, strict=True)
        return " and ".join(filter(None, (part(*group, word) for group in each)))

    ending = "never raises a false alarm"
    if alarmed:
        ending = f"raises a false alarm for {share(alarmed, GIVEN)} of {word.without}"
    sensitivity = f'sensitivity, $p({word.answer} | "{word.ill}")$'
    false_alarms = f'false alarms, $p({word.answer} | "{word.healthy}")$'
    return BeatText(
        f"{word.positive}: {groups(*story.expected[1:])}".capitalize(),
        f"The {word.test} {word.says} {share(detected, GIVEN)} of {word.with_it}: that is its "
        f"sensitivity. Its specificity is {share(story.specificity, GIVEN)}, so it {ending}.",
        f"The same grid. The {word.test} has put a ring around each {word.one} with {word.yes}: "
        f"{groups(*counts)}.",
        (
            Line(tex(detected, GIVEN), "posterior", label=sensitivity),
            Line(tex(alarmed, GIVEN), "likelihood", label=false_alarms),
        ),
    )


def given(story: BayesStory) -> BeatText:
    """Return what is said of those who are left, given the answer yes."""
    word, posterior = WORDINGS[story.topic], story.posterior()
    (_, found, alarms), (_, *expected) = story.counts, story.expected
    left, total = found + alarms, grouped(story.population)
    name = f'$p("{word.ill}" | {word.answer})$'
    if posterior is None:
        return BeatText(
            f"{word.yes.capitalize()} never occurs here, so there is no posterior",
            f"None of {total} {word.many} can get {word.yes}. A share of nothing is not defined, "
            "so there is no posterior to speak of.",
            f"The whole grid has faded, because none of {total} {word.many} can get {word.yes}. "
            "The posterior is undefined.",
            (Line("display(0 / 0)", "posterior", label=f"{name}, undefined"),),
        )
    ruled_out = f"All {word.many} with {word.no} are ruled out."
    if not left:
        return BeatText(
            f"Given {word.yes}, {share(posterior)} are {word.ill}: too few to be drawn",
            f"{ruled_out} Fewer than one {word.one} is expected to be left, so none is drawn; in "
            f"the long run, {share(posterior)} of {word.many} with {word.yes} are {word.ill}.",
            f"The whole grid has faded: of {total} {word.many} fewer than one is expected to get "
            f"{word.yes}. The posterior is {share(posterior)}.",
            (Line(equals(tex(posterior)), "posterior", label=name),),
        )
    among = number(found, expected[0])
    of = grouped(left) if among.startswith("about") else number(left, sum(expected, Fraction(0)))
    are = "is" if found <= 1 else "are"
    heading = f"Given {word.yes}, {among} of {of} {are} {word.ill}"
    # Whole ones may be too few to show the posterior: then it is not put beside them as if it were.
    if per_cent(Fraction(found, left)) == per_cent(posterior):
        heading += f": {share(posterior)}"
    who = f"Of the {grouped(left)} {word.many} left, {'all' if posterior == 1 else among} {are}"
    if left == 1:
        who = f"The one {word.one} left is{'' if found else ' not'}"
    rounding, before = (", rounded", ", before rounding") if story.rounded else ("", "")
    ending = f": that is {share(posterior)}, the posterior."
    if story.rounded:
        ending = f". Before rounding to whole {word.many}, the share of {word.with_it} is "
        ending += f"{share(posterior)}: the posterior."
    ill, healthy, both = (to_typst(grouped(some)) for some in (found, alarms, left))
    whole = f'part("posterior", {ill}) + part("likelihood", {healthy}) = {both}'
    kept = f"{word.ill} among them{rounding}"
    return BeatText(
        heading,
        f"{ruled_out} {who} {word.ill}{ending}",
        f"Only those with {word.yes} are left and fill the picture: {grouped(left)} in all, "
        f"{number(found, found)} of them {word.ill} and {number(alarms, alarms)} {word.healthy}. "
        f"The posterior is {share(posterior)}.",
        (
            Line(whole, label=word.positive + rounding),
            Line(f'display(part("posterior", {ill}) / ({both}))', label=kept),
            Line(equals(tex(posterior)), "posterior", label=name + before),
        ),
    )


def areas(story: BayesStory) -> BeatText:
    """Return what is said of probabilities as areas."""
    word, posterior, total = WORDINGS[story.topic], story.posterior(), story.evidence()
    (found, alarms), (detected, alarmed) = story.areas(), story.likelihoods()
    seen = "A rectangle of area 1."
    for side, width, kind, height in (
        ("left", story.prior, word.ill, detected),
        ("right", 1 - story.prior, word.healthy, alarmed),
    ):
        if width:
            where = "All of it" if width == 1 else f"Its {side} {share(width, GIVEN)}"
            certain = "all" if height else "none"
            low = f"the lowest {share(height, GIVEN)}" if 0 < height < 1 else certain
            seen += f" {where} is {kind}, and {low} of that is {word.positive}."
    narration = (
        f"Draw the whole as an area of one. The prior splits its width, the {word.test} its height."
    )
    if posterior is None:
        return BeatText(
            f"As areas: nothing is {word.positive}, so there is nothing to divide by",
            f"{narration} No part of it is {word.positive}, and Bayes' rule would divide by zero.",
            f"{seen} So no part of it is {word.positive}, and there is no posterior.",
            (Line(tex(total), label=f"{word.positive}, $p({word.answer})$"),),
        )
    above, beside = (tex(each, SHORT) for each in (found, alarms))
    below = f'part("posterior", {above}) + part("likelihood", {beside})'
    also, name = f" and {word.positive}", f'Bayes\' rule: $p("{word.ill}" | {word.answer})$'
    lines = (
        Line(product(story.prior, detected), "posterior", label=word.ill + also),
        Line(product(1 - story.prior, alarmed), "likelihood", label=word.healthy + also),
        Line(f'display(part("posterior", {above}) / ({below}))', label=name),
        Line(result(posterior, tex(posterior), above, beside), "posterior"),
    )
    return BeatText(
        f"As areas: {share(found, SHORT)} {word.ill} out of {share(total, SHORT)} {word.positive}",
        f"{narration} Of the part that is {word.positive}, {share(posterior)} is {word.ill}: this "
        "is Bayes' rule.",
        f"{seen} In all, {share(total, SHORT)} of the area is {word.positive}, and "
        f"{share(posterior)} of that is {word.ill}.",
        lines,
    )


def odds(story: BayesStory) -> BeatText:
    """Return what is said of odds, which a result multiplies by its likelihood ratio."""
    word, ratio = WORDINGS[story.topic], story.ratio()
    detected, alarmed = (tex(each, GIVEN) for each in story.likelihoods())
    before, after, note = story.odds(), story.odds(1), ""
    yes, name = word.yes.capitalize(), "likelihood ratio"
    fraction = f'display(part("posterior", {detected}) / part("likelihood", {alarmed}))'
    if ratio is None or math.isinf(ratio):
        name += ", undefined" if ratio is None else ", infinite"
    else:
        times = computed(float(ratio))
        written = Figure.of(f"${to_typst(times)}$", times)
        fraction += f" {equals(Figure.of(written.strip('$'), times, detected, alarmed))}"
    if story.kind == "never":
        heading = f"{yes} never occurs: it has no likelihood ratio"
        narration = (
            f"{yes} has probability zero for {word.with_it} and for {word.without} alike, so its "
            "likelihood ratio would be zero divided by zero."
        )
        effect = f"{word.yes} never occurs"
    elif before in (0, math.inf):
        heading = f"A prior of {share(story.prior)} stays {share(story.prior)}, whatever the result"
        narration = (
            "A result multiplies the odds by its likelihood ratio. Odds of zero stay zero, and "
            "infinite odds stay infinite: no evidence changes a certainty."
        )
        effect = "no result changes them"
    elif story.kind in ("proof", "exclusion"):
        source, size, ending = word.without, "infinite", "turns any prior above zero into certainty"
        if story.kind == "exclusion":
            source, size, ending = (
                word.with_it,
                "zero",
                f"takes any prior below 100{PERCENT} to zero",
            )
        heading = f"{yes} leaves no doubt: its likelihood ratio is {size}"
        narration = (
            f"{yes} never comes from {source}, so its likelihood ratio is {size}: it {ending}."
        )
        effect = f"{word.yes} {ending}"
    elif story.kind == "useless":
        heading = f"{yes} multiplies the odds by 1: it says nothing"
        narration = (
            f"{yes} is as likely for {word.with_it} as for {word.without}, so its likelihood ratio "
            f"is one. However often the {word.test} is repeated, the odds stay where they were."
        )
        effect = "every result leaves them there"
    else:
        heading = f"{yes} multiplies the odds by {about(written)}"
        narration = (
            f"{yes} is {about(times)} times as likely for {word.with_it} as for {word.without}. "
            "It multiplies the odds by this likelihood ratio; so does any further independent one."
        )
        effect = (
            f"{word.yes} multiplies them by {about(times)}, giving {about(spoken(after))}. Two "
        )
        effect += f"more such steps follow; a separate arrow leads to the odds after {word.no}"
        note = "Further such results multiply them again, if they are conditionally independent."
    lines = (
        Line(tex_odds(before), "prior", label="prior odds"),
        Line(fraction, label=name),
        Line(tex_odds(after), "posterior", label="posterior odds"),
    )
    seen = f"A chart of the odds of being {word.ill} on a logarithmic scale. The prior odds are "
    seen += f"{about(spoken(before))}; {effect}."
    return BeatText(heading, narration, seen, lines, note)


def base_rate(story: BayesStory) -> BeatText:
    """Return what is said of the same test in populations with other base rates."""
    word = WORDINGS[story.topic]
    yes, certain = word.yes.capitalize(), f"100{PERCENT}"
    seen = f"A chart of the probability of being {word.ill} after the result against the prior. "
    after = [(rate, story.with_prior(rate).posterior()) for rate in rates(story)]
    read = [(rate, got, posterior_at(rate, got)) for rate, got in after if got is not None]
    lines = tuple(
        Line(
            f'part("prior", {tex(rate, GIVEN)}) arrow.r part("posterior", {to_typst(found)})',
            label="" if number else f"prior, and after {word.yes}",
        )
        for number, (rate, _, found) in enumerate(read)
    )
    match story.kind:
        case "never":
            heading = f"If {word.yes} never occurs, there is no posterior at any base rate"
            narration = f"Every {word.one} gets {word.no}, and that leaves each prior as it was."
            seen += "Only the diagonal is drawn, on which nothing changes."
        case "proof" | "exclusion":
            proves, source, sure, where = "is proof", word.with_it, certain, "above 0"
            if story.kind == "exclusion":
                proves, source = f"rules out being {word.ill}", word.without
                sure, where = "0", f"below {certain}"
            end = f"{sure} at every prior {where}"
            heading = f"{yes} {proves} at any base rate {where}"
            narration = (
                f"With this {word.test}, {word.yes} comes from {source} alone. So the probability "
                f"of being {word.ill} is then {end}."
            )
            seen += f"After {word.yes} it is {end}."
        case "useless":
            heading = f"With a useless {word.test}, the posterior is the prior"
            narration = (
                f"The curve is the diagonal. If {word.yes} is as likely for {word.with_it} as for "
                f"{word.without}, we believe after it what we believed before."
            )
            seen += f"The curve after {word.yes} is the diagonal: nothing changes."
        case "informative":
            (first, _, low), (last, high, top) = read[0], read[-1]
            heading = f"What {word.yes} means depends on the base rate"
            narration = (
                f"The {word.test} stays the same, and the prior changes. At a base rate of "
                f"{share(first, GIVEN)}, {word.yes} means a probability of {about(low)} of being "
                f"{word.ill}; at {share(last, GIVEN)}, one of {about(top)}."
            )
            side = "above" if high > last else "below"
            told = (f"from {share(rate, GIVEN)} to {about(found)}" for rate, _, found in read)
            seen += f"The curve after {word.yes} lies {side} the diagonal: {', '.join(told)}."
    if story.posterior() is None:
        seen += f" In this population {word.yes} does not occur."
    return BeatText(heading, narration, seen, lines)


# -- numbers -------------------------------------------------------------------------------------


def rates(story: BayesStory) -> list[Fraction]:
    """Return the prior, unless it is certain, and others at which the test is read, rising."""
    own = {story.prior} - {0, 1}
    return sorted(own | {r for r in OTHERS if not own or not Fraction(1, 2) < story.prior / r < 2})


def per_cent(value: Fraction, figures: int = 0) -> Figure:
    """Write a share in per cent: in full where so many figures do, or else with few."""
    size = float(value)
    if 0 < value < 1:  # a float may round it to nothing or to one
        size = min(max(size, 1e-300), 1 - 2**-53)
    exact, short = in_full(100 * size), magnitude(100 * size, SHORT)
    if exact and sum(map(str.isdigit, exact.lstrip("0."))) <= figures:
        return Figure(exact + PERCENT)
    if figures and size < 0.99:
        return Figure.of(short + PERCENT, short)
    return percentage(size)


def share(value: Fraction, figures: int = 0) -> str:
    """Write a share in a sentence, which says where it is rounded."""
    return about(per_cent(value, figures))


def tex(value: Fraction, figures: int = 0) -> Figure:
    """Write a share in per cent as Typst mathematics."""
    return to_typst(per_cent(value, figures))


def posterior_at(prior: Fraction, value: Fraction) -> Figure:
    """Write a posterior in per cent, in more figures where it would look like its prior."""
    short = per_cent(value)
    if value == prior or short != per_cent(prior, GIVEN):
        return short
    longer = distinct(100 * float(prior), 100 * float(value))[1]
    return Figure.of(longer + PERCENT, longer)


def result(value: Fraction, written: Figure, *parts: Figure) -> str:
    """Write a share as Typst mathematics after the sign that it has as a result of some parts."""
    return equals(written if value in (0, 1) else Figure.of(written, written, *parts))


def product(first: Fraction, second: Fraction) -> str:
    """Write the product of two given shares as Typst mathematics."""
    value, *factors = (first * second, tex(first, GIVEN), tex(second, GIVEN))
    return f"{' dot '.join(factors)} {result(value, tex(value, SHORT), *factors)}"


def number(whole: int, expected: Fraction | int) -> str:
    """Write a count in a sentence, which says where it is not just what is expected."""
    if whole == 0:
        return "fewer than one" if expected else "none"
    return about(Figure(grouped(whole), whole != expected))


def part(whole: int, expected: Fraction | int, total: int, kind: str, word: Wording) -> str:
    """Write how many of a group there are; nothing where the group is empty."""
    if not total:
        return ""
    noun = f"{kind} {word.one if total == 1 else word.many}"
    if total == 1 and whole:
        return f"the one {noun}"
    if whole == total == expected:
        return f"all {grouped(total)} {noun}"
    return f"{number(whole, expected)} of {grouped(total)} {noun}"


def spoken(value: Odds) -> Figure:
    """Write odds in a sentence."""
    if value is None:
        return Figure("undefined")
    if value == 0 or math.isinf(value):
        return Figure("infinite" if value else "zero")
    size = computed(float(max(value, 1 / value)))
    return Figure.of(f"1 to {size}" if value < 1 else f"{size} to 1", size)


def tex_odds(value: Odds) -> str:
    """Write odds as Typst mathematics, after a sign where they are rounded."""
    text = spoken(value)
    if " to " not in text:
        return f'"{text}"'
    return equals(Figure.of(to_typst(text.replace(" to ", " : ")), text)).removeprefix("= ")


def probability(value: Fraction | float) -> str:
    """Write the probability that odds stand for, as Typst markup."""
    return f"${tex(Fraction(1) if math.isinf(value) else Fraction(value / (1 + value)))}$"
