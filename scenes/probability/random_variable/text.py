"""What is said of a random variable, in words that are true for its law and its outcomes."""

from __future__ import annotations

import math

from explainer.numbers import MINUS, TIMES, grouped, shortest, to_typst
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.random_variable.story import Story

Words = tuple[str, str, str]
"""Heading (Typst), narration (plain), note (Typst)."""


def typst(text: str) -> str:
    """Return a number as Typst mathematics, without dollar signs."""
    return (
        to_typst(text).replace(" ", " thin ") if "times" not in to_typst(text) else to_typst(text)
    )


def count(number: int, noun: str) -> str:
    """Return ``1 outcome`` or ``500 outcomes``."""
    return f"{grouped(number)} {noun}{'' if number == 1 else 's'}"


def kind(story: Story) -> str:
    """Return what the heights of the law are called."""
    if story.data:
        return "share" if story.discrete else "smoothed density"
    return "mass function" if story.discrete else "density"


def share(value: float) -> str:
    """Return a share with three decimals, as it is said and written."""
    return "less than 0.001" if 0 < value < 0.0005 else shortest(value, 3)


def spoken(text: str) -> str:
    """Return a number as it is read aloud: powers of ten in words."""
    mantissa, _, power = text.partition(f"{TIMES}10^")
    return f"{mantissa} times ten to the {power.replace(MINUS, 'minus ')}" if power else text


def said(story: Story, value: float) -> str:
    """Return a value in a sentence."""
    return spoken(story.short(value))


def outside_words(story: Story) -> str:
    """Return how many outcomes lie outside the window; nothing where all lie inside."""
    below, above = story.outside
    if not below + above:
        return ""
    sides = {
        (True, True): f"{grouped(below)} to the left, {grouped(above)} to the right",
        (True, False): "to the left",
        (False, True): "to the right",
    }[below > 0, above > 0]
    verb = "lies" if below + above == 1 else "lie"
    return f"{grouped(below + above)} of {grouped(story.size)} {verb} outside: {sides}"


def outcome_words(story: Story) -> Words:
    """Return the words on outcomes that fall and pile up, and on data that are missing."""
    heading, say, note = _outcome_words(story)
    missing = missing_words(story.law)
    return heading, f"{say} {missing} and left out." if missing else say, note


def _outcome_words(story: Story) -> Words:
    note = (
        "Each dot is one value of the data, in an order drawn by lot."
        if story.data
        else "Each dot is one outcome. Chance decides where it falls, the law how often."
    )
    if story.law.standard_deviation == 0:
        return (
            "Chance without choice: every outcome is the same",
            "This random variable is a constant. Every outcome is the same number, "
            "and all of them pile up in one place.",
            note,
        )
    if story.size < 10:
        return (
            "A few outcomes: chance, and hardly a shape",
            f"A random variable turns chance into a number. Here it does so "
            f"{'once' if story.size == 1 else f'{story.size} times'}, "
            "which says little yet about what to expect.",
            note,
        )
    if story.data:
        return (
            "One value is chance; many pile up into a shape",
            "Draw the values of the data by lot. No single one can be foretold, "
            f"but {grouped(story.size)} of them pile up where they are common.",
            note,
        )
    return (
        "One outcome is chance; many pile up into a shape",
        "A random variable turns chance into a number. No single outcome can be foretold, "
        f"but {grouped(story.size)} outcomes pile up where they are likely.",
        note,
    )


def histogram_words(story: Story) -> Words:
    """Return the words on piles that become bars."""
    number = int(story.counts[story.tallest])
    inside = 1 - sum(story.outside) / story.size
    if story.bins.single:
        return (
            "Each bar is as high as the share of outcomes in its pile",
            f"The piles become bars. The tallest holds {grouped(number)} of "
            f"{grouped(story.size)}, a share of {share(number / story.size)}. "
            f"All the shares together are one"
            f"{'' if inside == 1 else ', those outside the picture included'}.",
            f"All bars together: {share(inside)}."
            if inside < 1
            else "All bars together are as high as $1$.",
        )
    total = (
        "area is one" if inside == 1 else f"area is {share(inside)}, since the rest lies outside"
    )
    return (
        f"Every dot is worth the same area: all ${typst(grouped(story.size))}$ make one"
        if story.size > 1
        else "The dot is worth an area of one",
        f"Give every dot the same area, and the piles become bars. A bar is as high as "
        f"its share divided by its width, and the total {total}.",
        f"{story.bins.count} bins, each ${typst(shortest(story.bins.width, 9))}$ wide. "
        f"Area of all bars: ${share(inside)}$.",
    )


def law_words(story: Story) -> Words:
    """Return the words on the law behind the outcomes, or on the whole of the data."""
    if story.data:
        return _data_words(story)
    start, end = (story.gap(story.grown(t)[1]) for t in (0.0, 1.0))
    total = grouped(story.most)
    settled = (
        f"From {grouped(story.size)} to {total} outcomes, the largest gap between a share "
        f"and its probability falls from {share(start)} to {share(end)}."
        if end < start
        else f"After {total} outcomes, no share differs from its probability by more "
        f"than {share(end)}."
    )
    name = f"the {story.law.title} law"
    if story.discrete and not story.bins.single:
        return (
            "More outcomes: the bars come to lie on the mass function",
            f"So many values share each bar that the mass function of {name} looks like a curve. "
            f"{settled}",
            "$p(x) = P(X = x)$, one probability for each whole number $x$.",
        )
    if story.discrete:
        return (
            "More outcomes: the shares settle on the probabilities",
            f"The outlined bars are the mass function of {name}. {settled}",
            "$p(x) = P(X = x)$",
        )
    cut = " The density grows beyond the top of the picture." if story.cut else ""
    return (
        "More outcomes, finer bins: the bars come to lie on the density",
        f"The curve is the density of {name}. {settled}{cut}",
        "$P(a < X <= b)$ is the area below the density from $a$ to $b$."
        + (" It rises beyond the top." if story.cut else ""),
    )


def _data_words(story: Story) -> Words:
    total = count(story.most, "value")
    more = (
        f"All {total} have fallen."
        if story.most == story.size
        else f"Now the rest falls too: {total} in all."
    )
    if story.discrete:
        return (
            "The data are their own law: a share for each value",
            f"{more} Data have no law beyond themselves that we could know for certain; "
            "their shares are the mass function of drawing one of them by lot.",
            "Draw one of the data by lot: $P(X = x)$ is the share of $x$.",
        )
    smooth = (
        f"Smoothed with a bell curve of width ${typst(story.short(story.bandwidth))}$: "
        "a kernel density estimate, not a law."
        if story.law.standard_deviation > 0
        else "All values are alike: there is nothing to smooth."
    )
    return (
        "Data have no law of their own: the curve only smooths the bars"
        if story.law.standard_deviation > 0
        else "All values are alike: one bar, and no curve",
        f"{more} The law behind data is unknown. A kernel density estimate puts a little bell "
        "on each value and adds them up: it smooths the bars, and claims no more.",
        smooth,
    )


def total_words(story: Story) -> Words:
    """Return the words on the running total."""
    median, shown = said(story, story.median), story.short(story.median)
    total = share(float(story.cumulative(story.median)))  # type: ignore[arg-type]
    if story.data:
        return (
            "The share of the data up to $x$ is their distribution function",
            "A line sweeps from left to right and counts the values that it has passed. Their "
            f"share is the distribution function: it climbs from 0 to 1, and at {median}, "
            f"the median, it reaches {total}.",
            f"Median: ${typst(shown)}$. $F$ counts the values themselves"
            f"{'' if story.discrete else ', not the smooth curve'}.",
        )
    if story.discrete:
        return (
            "Probabilities add up, value by value, to the distribution function $F$",
            "A line sweeps from left to right, and adds the probability of each value that it "
            "passes. This running total is the distribution function, which climbs in steps: "
            f"at the median, {median}, it reaches {total}.",
            f"Median: ${typst(shown)}$, where $F(x)$ first reaches $0.5$.",
        )
    return (
        "The area to the left of $x$ is the height of the distribution function",
        "A line sweeps from left to right, and the area behind it adds up. This running total "
        "is the distribution function, the probability of at most x. "
        f"Half of it is reached at the median, {median}.",
        f"Median: ${typst(shown)}$, with half of the area to its left.",
    )


def mean_words(story: Story) -> Words:
    """Return the words on the expectation."""
    sample = said(story, story.sample_mean)
    if story.mean_kind != "finite":
        return _no_mean_words(story)
    mean, shown = said(story, story.law.mean), story.short(story.law.mean)
    formula = "$integral x thin p(x) thin dif x$" if not story.discrete else "$sum x thin p(x)$"
    note = (
        "The sum of all values, divided by their number."
        if story.data
        else f"$E[X] =$ {formula}: each value counts as much as it weighs."
    )
    if not story.mean_inside:
        return (
            f"The expectation ${typst(shown)}$ lies far outside, where rare huge values pull it",
            f"The expectation is the point of balance. Here it is {mean}, far beyond this "
            "picture: values that are rare, but huge, outweigh all that is seen.",
            note,
        )
    if story.law.standard_deviation == 0:
        return (
            f"The expectation of a constant is the constant: $E[X] = {typst(shown)}$",
            f"All of the weight lies in one place, {mean}, and that is where it balances.",
            note,
        )
    what = "the mean of the data" if story.data else "the expectation"
    fallen = (
        f" The mean of the {grouped(story.size)} outcomes, {sample}, lies near it."
        if story.size >= 10 and not story.data
        else ""
    )
    return (
        f"The {'mean' if story.data else 'expectation'} is where the axis balances: "
        f"${typst(shown)}$",
        "Let probability be weight on a beam. Wherever the pivot stands, the heavier side sinks, "
        f"until it stands at {what}: {mean}.{fallen}",
        note,
    )


def _no_mean_words(story: Story) -> Words:
    runs = grouped(int(story.long_run[0][-1]))
    if story.mean_kind == "infinite":
        return (
            "The expectation is infinite: the running mean has no place to settle",
            "The values that are rare are so huge that no pivot holds the balance. The mean of "
            f"the outcomes so far, followed here up to {runs}, grows without bound.",
            "Infinite mean: each rare, huge outcome lifts the average again.",
        )
    return (
        "No expectation exists: the running mean never settles",
        f"The {story.law.title} law has no mean. The average of the outcomes so far, followed "
        f"here up to {runs}, keeps jumping: one huge outcome outweighs all before it.",
        "The law of large numbers does not hold here: more outcomes bring no better average.",
    )


def variance_words(story: Story) -> Words:
    """Return the words on variance and standard deviation."""
    if story.variance_kind == "none":
        low, high = (said(story, end) for end in story.quartiles)
        return (
            "No finite mean, no variance: the middle half says how wide it is",
            "Variance is measured about the mean, and there is none. The quartiles always exist: "
            f"half of all outcomes lie between {low} and {high}.",
            "Quartiles need no mean: a quarter lies to either side.",
        )
    if story.variance_kind == "infinite":
        return (
            "The variance is infinite: the mean square never settles",
            "The mean exists, but the mean square about it does not. Its root is followed here "
            "from outcome to outcome: every huge one makes it leap, and in the long run it "
            "grows without bound.",
            "The sample has a standard deviation, the law has none that is finite.",
        )
    shown = story.short(story.law.standard_deviation)
    deviation = spoken(shown)
    if story.law.standard_deviation == 0:
        return (
            "A constant has variance $0$: every square has shrunk to a point",
            "Every outcome lies on the mean. The squares about it have no side, "
            "so the variance is zero.",
            '$"Var"(X) = 0$',
        )
    variance = spoken(story.square_short())
    if not story.deviation_fits:
        return (
            f"Variance is the mean square, and its side $σ = {typst(shown)}$ leaves the picture",
            "Over each outcome's distance from the mean stands a square. The mean area of all "
            f"squares has a side of {deviation}, far more than can be shown: values that are "
            "rare, but huge, make up nearly all of it.",
            '$"Var"(X) = E[(X - μ)^2]$, and $σ$ is its root. Rare, huge values rule it.',
        )
    return (
        f"Variance is the mean square about the mean, and $σ = {typst(shown)}$ its side",
        "Over each outcome's distance from the mean stands a square. The mean area of all of "
        f"them tends to the variance, {variance}. The side of that square is the standard "
        f"deviation, {deviation}."
        if not story.data
        else "Over each value's distance from the mean stands a square. Their mean area over all "
        f"the data is the variance, {variance}. Its side is the standard deviation, {deviation}.",
        '$"Var"(X) = E[(X - μ)^2]$, and $σ$ is its root.',
    )


def recap_words(story: Story) -> Words:
    """Return the words that sum it all up."""
    whole = "The data" if story.data else "One law"
    if story.mean_kind != "finite":
        return (
            f"{whole}: shape, running total, and a middle half for a mean",
            "Shape and running total say everything about a random variable. Here its mean "
            f"{'is infinite' if story.mean_kind == 'infinite' else 'does not exist'}, "
            "but median and quartiles always do their work.",
            "",
        )
    if story.law.standard_deviation == 0:
        return (
            f"{whole}: one value, one step, and no spread",
            "A constant is the simplest random variable: all of its weight lies in one place, "
            "its running total climbs in one step, and its variance is zero.",
            "",
        )
    if story.variance_kind == "infinite":
        return (
            "One law: shape, running total, balance, and no finite spread",
            "Shape and running total say everything about a random variable, and the mean is "
            "where it balances. Its standard deviation is infinite; the quartiles are not.",
            "",
        )
    return (
        f"{whole}: shape, running total, balance, and spread",
        "Shape and running total say all about a random variable. Two numbers sum it up: the "
        f"mean, where it balances, and the standard deviation. {_percent(story.within)} lies "
        "within one of it from the mean.",
        "",
    )


def _percent(value: float) -> str:
    if 0.995 < value < 1 - 1e-9:
        return "More than 99\N{NO-BREAK SPACE}%"
    if 1e-9 < value < 0.005:
        return "Less than 1\N{NO-BREAK SPACE}%"
    text = shortest(100 * value, 0)
    exact = math.isclose(100 * value, float(text), abs_tol=1e-9)
    return f"{'' if exact else 'About '}{text}\N{NO-BREAK SPACE}%"
