"""What each beat says of a test and of what its answer means, true for the numbers of its film."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from explainer.beat_text import BeatText, Line
from explainer.numbers import Figure, about, computed, count, equals, grouped, percent, to_typst
from explainer.scenes.probability.bayes_rule.story import BayesStory, Odds

UNIT = "\N{NO-BREAK SPACE}%"

OTHERS = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 2))
"""Base rates at which the same test is read as well."""


class Wording(NamedTuple):
    """What the population, its condition and the test are called."""

    one: str
    many: str
    ill: str
    healthy: str
    with_it: str
    without: str
    test: str
    positive: str
    yes: str
    no: str
    answer: str
    """The answer yes, as Typst mathematics."""


WORDINGS = {
    "disease": Wording(
        one="person",
        many="people",
        ill="ill",
        healthy="healthy",
        with_it="the ill",
        without="the healthy",
        test="test",
        positive="positive",
        yes="a positive result",
        no="a negative result",
        answer="+",
    ),
    "spam": Wording(
        one="message",
        many="messages",
        ill="spam",
        healthy="genuine",
        with_it="spam",
        without="genuine mail",
        test="filter",
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
    many = count(total, word.one, word.many)
    seen = f"A grid of {grouped(total)} dots, one for each {word.one}: {grouped(ill)} larger and "
    seen += f"blue for {word.ill}, {grouped(total - ill)} grey for {word.healthy}."
    if story.prior in (0, 1):
        heading = f"All {many} are {word.ill}" if story.prior else f"None of {many} is {word.ill}"
        narration = (
            f"{heading}. The prior, the probability that one chosen at random is {word.ill}, is "
            f"{'one' if story.prior else 'zero'}: we are certain before any test."
        )
    else:
        some = f"{number(ill, expected)} of {many} {'is' if ill <= 1 else 'are'} {word.ill}"
        heading = f"{sentence(some)}: the prior is ${tex(story.prior)}$"
        narration = (
            f"{sentence(some)}. That base rate is the prior: before any test, one chosen at random "
            f"is {word.ill} with probability {share(story.prior)}."
        )
        if not ill:
            seen += f" Fewer than one {word.ill} {word.one} is expected, so none is drawn."
    rounding = ", rounded" if ill != expected else ""
    lines = (
        Line(tex(story.prior), "prior", label=f'prior, $p("{word.ill}")$'),
        Line(tex_count(ill), "prior", label=word.ill + rounding),
        Line(tex_count(total - ill), "tails", label=word.healthy + rounding),
    )
    return BeatText(heading, narration, seen, lines)


def test(story: BayesStory) -> BeatText:
    """Return what is said of the answers that the test gives."""
    word, (detected, alarmed) = WORDINGS[story.topic], story.likelihoods()
    ill, found, alarms = story.counts
    healthy = story.population - ill
    groups = [
        part(found, story.expected[1], ill, word, word.ill),
        part(alarms, story.expected[2], healthy, word, word.healthy),
    ]
    heading = sentence(f"{word.positive}: " + ", and ".join(filter(None, groups)))
    ending = "raises no false alarm"
    if alarmed:
        ending = f"also says yes to {share(alarmed)} of {word.without}"
    narration = (
        f"The {word.test} says yes to {share(detected)} of {word.with_it}: that is its "
        f"sensitivity. Its specificity is {share(story.specificity)}, so it {ending}."
    )
    seen = (
        f"The same grid. The {word.test} has put a ring around each {word.one} with {word.yes}: "
        f"{grouped(found)} of {grouped(ill)} that are {word.ill} and {grouped(alarms)} of "
        f"{grouped(healthy)} that are {word.healthy}."
    )
    lines = (
        Line(tex(detected), "posterior", label=f'sensitivity, $p({word.answer} | "{word.ill}")$'),
        Line(
            tex(alarmed), "likelihood", label=f'false alarms, $p({word.answer} | "{word.healthy}")$'
        ),
    )
    return BeatText(heading, narration, seen, lines)


def given(story: BayesStory) -> BeatText:
    """Return what is said of those who are left, given the answer yes."""
    word, posterior = WORDINGS[story.topic], story.posterior()
    (_, found, alarms), (_, *expected) = story.counts, story.expected
    left, total = found + alarms, grouped(story.population)
    yes, name = sentence(word.yes), f'$p("{word.ill}" | {word.answer})$'
    if posterior is None:
        return BeatText(
            f"{yes} never occurs here, so there is no posterior",
            f"Of {total} {word.many} none can get {word.yes}. A share of nothing is not defined, "
            "so there is no posterior to speak of.",
            f"The whole grid has faded, because none of {total} {word.many} can get {word.yes}. "
            "The posterior is undefined.",
            (Line("display(0 / 0)", "posterior", label=f"{name}, undefined"),),
        )
    rounding = ""
    if story.rounded:
        name += ", before rounding"
        rounding = ", rounded"
    ending = Line(tex(posterior, relates=True), "posterior", label=name)
    rules_out = f"{yes} rules out all {word.many} without one."
    if not left:
        return BeatText(
            f"Given {word.yes}, ${tex(posterior)}$ are {word.ill}: too few to be drawn",
            f"{rules_out} Fewer than one {word.one} is expected to be left, so none is drawn; among"
            f" many such {word.many}, {share(posterior)} are {word.ill}.",
            f"The whole grid has faded: of {total} {word.many} fewer than one is expected to get "
            f"{word.yes}. The posterior is {share(posterior, UNIT)}.",
            (ending,),
        )
    some = f"{number(found, expected[0])} of {grouped(left)}"
    are = "is" if found <= 1 else "are"
    who = "all" if posterior == 1 and left > 1 else number(found, expected[0])
    before = "before rounding, " if story.rounded else ""
    return BeatText(
        f"Given {word.yes}, {some} {are} {word.ill}: ${tex(posterior)}$",
        f"{rules_out} Of the {count(left, word.one, word.many)} left, {who} {are} {word.ill}; "
        f"{before}that is {share(posterior)}, the posterior.",
        f"Only those with {word.yes} are left and fill the picture: {grouped(left)} in all, "
        f"{grouped(found)} of them {word.ill} and {grouped(alarms)} {word.healthy}. The posterior "
        f"is {share(posterior, UNIT)}.",
        (
            Line(
                f'part("posterior", {tex_count(found)}) + part("likelihood", {tex_count(alarms)}) '
                f"= {tex_count(left)}",
                label=word.positive + rounding,
            ),
            Line(
                f'display(part("posterior", {tex_count(found)}) / ({tex_count(left)}))',
                label=f"{word.ill} among them",
            ),
            ending,
        ),
    )


def areas(story: BayesStory) -> BeatText:
    """Return what is said of probabilities as areas."""
    word, posterior, total = WORDINGS[story.topic], story.posterior(), story.evidence()
    (found, alarms), (detected, alarmed) = story.areas(), story.likelihoods()
    seen = (
        f"A rectangle of area 1. Its left {share(story.prior, UNIT)} is {word.ill}, of which the "
        f"lowest {share(detected, UNIT)} gets {word.yes}; its right {share(1 - story.prior, UNIT)} "
        f"is {word.healthy}, of which the lowest {share(alarmed, UNIT)} does. "
    )
    narration = (
        f"In probabilities the whole is an area of one: the prior splits its width, the {word.test}"
        " its height. "
    )
    if posterior is None:
        return BeatText(
            "As areas: nothing is left to divide by",
            f"{narration}No area gets a yes, and Bayes' rule would divide by zero.",
            f"{seen}No area gets a yes, so there is no posterior.",
            (Line(tex(total), label=f"{word.positive}, $p({word.answer})$"),),
        )
    parts = f'part("posterior", {tex(found)}) + part("likelihood", {tex(alarms)})'
    also = f" and {word.positive}"
    lines = (
        Line(f"{tex(story.prior)} dot {tex(detected)}", "posterior", label=word.ill + also),
        Line(f"{tex(1 - story.prior)} dot {tex(alarmed)}", "likelihood", label=word.healthy + also),
        Line(
            f'display(part("posterior", {tex(found)}) / ({parts}))',
            label=f'Bayes\' rule: $p("{word.ill}" | {word.answer})$',
        ),
        Line(tex(posterior, relates=True), "posterior"),
    )
    return BeatText(
        f"As areas: ${tex(found)}$ {word.ill} out of ${tex(total)}$ {word.positive}",
        f"{narration}The coloured area gets a yes, and {share(posterior)} of it is {word.ill}: "
        "this is Bayes' rule.",
        f"{seen}That is {share(total, UNIT)} of the area, and {share(posterior, UNIT)} of that is "
        f"{word.ill}.",
        lines,
    )


def odds(story: BayesStory) -> BeatText:
    """Return what is said of odds, which an answer multiplies by its likelihood ratio."""
    word, ratio, (detected, alarmed) = WORDINGS[story.topic], story.ratio(), story.likelihoods()
    before, after, note = story.odds(), story.odds(1), ""
    by = math.nan if ratio is None else float(ratio)
    times = "" if ratio is None else computed(by)
    result = times and equals(to_typst(times))
    heading = f"{word.yes} multiplies the odds by ${to_typst(times)}$"
    likely = f"A yes is as likely for {word.with_it} as for {word.without}"
    if story.kind == "never":
        heading = f"{word.yes} never occurs: it has no likelihood ratio"
        narration = (
            f"{likely}: its probability is zero for both. The likelihood ratio, by which an answer "
            "multiplies the odds, would be zero divided by zero."
        )
        effect = f"{word.yes} never occurs"
    elif before == 0 or before == math.inf:
        heading = f"A prior of ${tex(story.prior)}$ stays what it is, whatever the result"
        narration = (
            "An answer multiplies the odds by its likelihood ratio. But nothing that can happen "
            f"changes odds of {spoken(before)}: no evidence moves a certainty."
        )
        effect = "no result changes them"
    elif story.kind in ("proof", "exclusion"):
        source, size, left = word.without, "infinite", "lifts any odds above zero to certainty"
        if story.kind == "exclusion":
            source, size, left = word.with_it, "zero", "takes any odds to zero"
        narration = (
            f"A yes never comes from {source}, so its likelihood ratio is {size}. A single one "
            f"{left}."
        )
        effect = f"{word.yes} {left}"
    elif story.kind == "useless":
        heading += ": it says nothing"
        narration = (
            f"{likely}, so its likelihood ratio is one. However often it is repeated, the odds "
            "stay where they were."
        )
        effect = "every result leaves them there"
    else:
        narration = (
            f"A yes is {about(times)} times as likely for {word.with_it} as for "
            f"{word.without}. That likelihood ratio multiplies the odds, and once more for every "
            "further independent result."
        )
        effect = f"{word.yes} multiplies them by {about(times)}, to {spoken(after)}"
        note = "Further results multiply again, if they are independent."
    fraction = f'part("posterior", {tex(detected)}) / part("likelihood", {tex(alarmed)})'
    lines = (
        Line(tex_odds(before), "prior", label="prior odds"),
        Line(f"display({fraction}) {result}", label="likelihood ratio"),
        Line(tex_odds(after), "posterior", label="posterior odds"),
    )
    seen = (
        f"A chart of the odds of being {word.ill} on a scale of equal factors. The prior odds are "
        f"{spoken(before)}; {effect}."
    )
    return BeatText(sentence(heading), narration, seen, lines, note)


def base_rate(story: BayesStory) -> BeatText:
    """Return what is said of the same test in populations with other base rates."""
    word = WORDINGS[story.topic]
    seen = f"A chart of the probability of being {word.ill} after the answer against the prior. "
    read = [(rate, story.with_prior(rate).posterior()) for rate in rates(story)]
    pairs = [(rate, after) for rate, after in read if after is not None]
    lines = tuple(
        Line(
            f'part("prior", {tex(rate)}) arrow.r part("posterior", {tex(after)})',
            label="" if number else f"prior, and after {word.yes}",
        )
        for number, (rate, after) in enumerate(pairs)
    )
    match story.kind:
        case "never":
            heading = f"A {word.test} that never says yes has no posterior, at any base rate"
            narration = (
                "There is nothing to draw but the line of no change: everything gets the other "
                "answer, which leaves each prior where it was."
            )
            seen += "Only the diagonal is drawn, on which nothing changes."
        case "proof" | "exclusion":
            proves, source, end = "is proof", word.with_it, "100 percent at every prior above 0"
            if story.kind == "exclusion":
                proves, source = f"rules out being {word.ill}", word.without
                end = "0 at every prior below 100 percent"
            heading = f"{word.yes} {proves} at any base rate"
            narration = (
                f"A yes from this {word.test} comes from {source} alone. So after {word.yes} the "
                f"probability of being {word.ill} is {end}."
            )
            seen += f"After {word.yes} it is {end}."
        case "useless":
            heading = f"With a useless {word.test} the posterior is the prior"
            narration = (
                f"The curve is the diagonal. If a yes is as likely for {word.with_it} as for "
                f"{word.without}, we believe after it what we believed before."
            )
            seen += f"The curve after {word.yes} is the diagonal: nothing changes."
        case "informative":
            (first, low), (last, high) = pairs[0], pairs[-1]
            heading = f"What {word.yes} means depends on the base rate"
            narration = (
                f"The {word.test} stays the same, and the prior changes. At a base rate of "
                f"{share(first)} {word.yes} means {share(low)}, and at {share(last)} it means "
                f"{share(high)}."
            )
            side = "above" if high > last else "below"
            told = (f"from {share(rate, UNIT)} to {share(after, UNIT)}" for rate, after in pairs)
            seen += f"The curve after {word.yes} lies {side} the diagonal: {', '.join(told)}."
    if story.posterior() is None:
        seen += f" In this population {word.yes} does not occur."
    return BeatText(sentence(heading), narration, seen, lines)


# -- numbers -------------------------------------------------------------------------------------


def rates(story: BayesStory) -> list[Fraction]:
    """Return the prior, unless it is certain, and others at which the test is read, rising."""
    own = {story.prior} - {0, 1}
    return sorted(own | {r for r in OTHERS if not own or not Fraction(1, 2) < story.prior / r < 2})


def per_cent(value: Fraction) -> str:
    """Write a share in per cent, without the sign."""
    return percent(max(float(value), 1e-300) if value else 0.0)


def share(value: Fraction, unit: str = " percent") -> str:
    """Write a share in a sentence, which says where it is rounded."""
    return about(per_cent(value)) + unit


def tex(value: Fraction, relates: bool = False) -> str:
    """Write a share in per cent as Typst mathematics, after a sign if it relates to something."""
    text = per_cent(value)
    markup = Figure.of(f"{to_typst(text)} thin percent", text)
    return equals(markup) if relates else markup


def number(whole: int, expected: Fraction) -> str:
    """Write a count in a sentence, which says where it is not just what is expected."""
    if whole == 0:
        return "fewer than one" if expected else "none"
    return about(Figure(grouped(whole), whole != expected))


def part(whole: int, expected: Fraction, total: int, word: Wording, kind: str) -> str:
    """Write how many of a group there are; nothing where the group is empty."""
    if not total:
        return ""
    noun = f"{kind} {word.one if total == 1 else word.many}"
    if total == 1 and whole:
        return f"the one {noun}"
    if whole == total == expected:
        return f"all {grouped(total)} {noun}"
    return f"{number(whole, expected)} of {grouped(total)} {noun}"


def tex_count(whole: int) -> str:
    """Write a count as Typst mathematics."""
    return to_typst(grouped(whole))


def sentence(text: str) -> str:
    """Return a text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def spoken(value: Odds) -> str:
    """Write odds in a sentence."""
    if value is None:
        return "undefined"
    if value == 0 or math.isinf(value):
        return "infinity" if value else "zero"
    if value < 1:
        return f"1 to {computed(float(1 / value))}"
    return f"{computed(float(value))} to 1"


def tex_odds(value: Odds) -> str:
    """Write odds as Typst mathematics."""
    if value is None:
        return '"undefined"'
    return to_typst(spoken(value).replace(" to ", " : ").replace("infinity", "∞"))


def factor(story: BayesStory) -> str:
    """Write the likelihood ratio of a yes that occurs as Typst mathematics."""
    return to_typst(computed(float(story.ratio() or 0)))


def probability(value: Odds) -> str:
    """Write the probability that odds stand for, as Typst markup."""
    if value is None:
        return ""
    return f"${tex(Fraction(1) if math.isinf(value) else Fraction(value / (1 + value)))}$"
