"""All text of a film on intervals for a mean, true for the numbers at hand."""

from __future__ import annotations

import math
from functools import partial

from explainer.beat_text import BeatText, Line
from explainer.maths.distributions import Distribution
from explainer.numbers import (
    Figure,
    about,
    count,
    decimals_needed,
    equals,
    format_number,
    grouped,
    magnitude,
    percentage,
    to_typst,
)
from explainer.scenes.probability.common import missing_words, notation, title
from explainer.scenes.probability.confidence_interval.story import MOST_ROWS, IntervalStory

FEW = 30
"""Values below which a percentile bootstrap is noticeably shorter than a t interval."""

ROLES = {"confidence": "sample", "bootstrap": "bootstrap", "credible": "posterior"}
"""The three intervals and the roles of their colours."""


def say(story: IntervalStory, value: float, width: float = 0.0) -> Figure:
    """Return a value on the axis, as plain text.

    It has as many decimals as tell the ends of the first interval apart to three figures, and those
    of an interval of a given width to two.
    """
    first = 2 * float(story.margins[0]) or abs(story.mean) or 1.0
    decimals = min(max(2 - math.floor(math.log10(first)), 0), 6)
    if width > 1e-12 * abs(value):
        decimals = min(max(1 - math.floor(math.log10(width)), decimals), 9)
    size = abs(value)
    if size < 1e9 and (size >= 0.5 * 10.0**-decimals or size == 0):
        # What rounds to nothing has no sign.
        return grouped(value if round(value, decimals) else 0, decimals_needed([value], decimals))
    return format_number(value, decimals)


def tex(story: IntervalStory, value: float, width: float = 0.0) -> Figure:
    return to_typst(say(story, value, width))


def ends(story: IntervalStory, name: str) -> list[Figure]:
    """Return the ends of an interval, as plain text."""
    low, high = story.intervals[name]
    return [say(story, end, high - low) for end in (low, high)]


def between(story: IntervalStory, name: str, joint: str = " to ") -> str:
    low, high = ends(story, name)
    if low == high:
        return low
    return joint.join((low, high))


def population(story: IntervalStory) -> BeatText:
    distribution, deviation, n = story.distribution, story.distribution.standard_deviation, story.n
    if isinstance(distribution, Distribution):
        family = title(distribution.name)
        name = f"{'an' if family[0].lower() in 'aeiou' else 'a'} {family} population"
        whose, has = f"This is {name}; its", "it has"
    else:
        name = f"the {grouped(len(distribution.values))} values of {distribution.text}"
        whose, has = f"These are {name}; their", "they have"
    seen = f"{n} bright dots, a sample, on an axis below the dim shape of {name}"
    lines = [Line("none", name="true mean")]
    if story.true_mean is not None:
        lines = [Line(f"μ {equals(tex(story, story.true_mean))}", name="true mean")]
    if not math.isnan(deviation):
        infinite = math.isinf(deviation)
        size = "= infinity" if infinite else equals(tex(story, deviation, deviation / 10))
        lines.append(Line(f"sigma {size}", name="std. deviation"))
    left_out = missing_words(distribution)
    missing = f" ({left_out} and left out)" if left_out else ""
    question = "How much can one sample say about the mean of a population?"
    drawn = f"All that we see is a sample of {n} values."
    if story.true_mean is None:
        return BeatText(
            f"A sample of {n}, from a population that has no mean",
            f"{whose} tails{missing} are so heavy that there is no finite mean. {drawn}",
            f"{seen}. There is no line for a mean, for the population has none.",
            tuple(lines),
            question=question,
        )
    mean = about(say(story, story.true_mean))
    wild = "" if math.isfinite(distribution.variance) else f"; {has} no finite variance"
    return BeatText(
        f"All we see is a sample of {n}; the true mean $μ$ stays hidden",
        f"{whose} mean, mu, is {mean}{missing}{wild}. {drawn}",
        f"{seen}; a dashed line at its mean, {mean}.",
        tuple(lines),
        question=question,
    )


def interval(story: IntervalStory) -> BeatText:
    n, level, run = story.n, percentage(story.level), between(story, "confidence")
    middle, figure = tex(story, story.mean), say(story, story.mean)
    t_star, spread = (to_typst(magnitude(each)) for each in (story.quantile, story.deviation))
    lines = (
        Line(f"overline(x) {equals(middle)}", "sample"),
        Line(
            'part("sample", overline(x)) plus.minus part("spread", t^* thin display(s / sqrt(n)))'
        ),
        Line(f"std. deviation $s {equals(spread)}$", "spread", prose=True),
        Line(f"Student's $t^* {equals(t_star)}$", "spread", prose=True),
    )
    seen = f"{n} dim dots on the axis, and above them their mean, {about(figure)}, with "
    if story.deviation == 0:
        return BeatText(
            f"A sample of {n} equal values: the interval has no width",
            "All values of the sample are equal, and so is their mean. Their standard deviation is "
            "zero, so the interval is a single point.",
            f"{seen}an interval that is a single point.",
            lines[:2],
            question="From these values, what can be said of the mean?",
        )
    return BeatText(
        f"A {level} confidence interval about the sample mean",
        f"The sample mean, x bar, is {about(figure)}. The interval reaches t star standard "
        "errors to each side.",
        f"{seen}the {level} confidence interval about it, a thick bar from {run}.",
        lines,
        question=f"From these {n} values, what can be said of the mean?",
    )


def many(story: IntervalStory) -> BeatText:
    total, hits = grouped(story.repetitions), grouped(story.hits)
    rows = f"{grouped(story.rows)} horizontal intervals, one above another"
    told = "Each new sample falls, gathers in its mean, and gets an interval."
    more = f", of which {MOST_ROWS} are drawn" if story.repetitions > MOST_ROWS else ""
    if story.true_mean is None:
        return BeatText(
            f"{total} samples, {total} intervals, and no mean to contain",
            f"{told} The {total} intervals{more and more + ','} have no true mean to settle "
            "around.",
            f"{rows}, widely scattered; no line runs through them.",
            question="Another sample, another interval: do they agree?",
        )
    misses = story.repetitions - story.hits
    some = (hits if story.hits else "none") if misses else "all"
    missing_it = f"; {count(misses, 'misses', 'miss')} it" if misses else ""
    crossed = " Those that miss it are red, with a cross." if misses else ""
    if misses == 1:
        crossed = " The one that misses it is red, with a cross."
    return BeatText(
        f"{total} samples, {total} intervals: {some} contain $μ$",
        f"{told} Of {total} intervals{more}, {some} contain the true mean{missing_it}.",
        f"{rows}, and a dashed line up through them at the true mean. Of {total} intervals, "
        f"{some} contain it{missing_it}.{crossed}",
        question="Another sample, another interval: how many contain $μ$?",
    )


def procedure(story: IntervalStory) -> BeatText:
    level, covered, total = percentage(story.level), percentage(story.coverage), story.total
    question = f"What does {level} mean?"
    if story.true_mean is None:
        return BeatText(
            f"A level of {level} means nothing here: there is no mean to contain",
            "Sorted by their means, the intervals differ widely in place and in width. A few "
            f"extreme values decide where each lies; there is no mean for {level} of them to "
            "contain.",
            "The same intervals in the order of their means, from the lowest to the highest.",
            question=question,
        )
    where = "at the ends" if story.missed_below and story.missed_above else "at one end"
    those = "the one that misses stands" if story.repetitions - story.hits == 1 else ""
    those = those or "those that miss stand"
    sorted_ = f"Sort the intervals by how far off they are: {those} {where}."
    if story.hits == story.repetitions:
        sorted_ = "Sort the intervals by how far off they are: each of these contains mu."
    fewer, luck = ("fewer", "bad") if story.coverage < story.level else ("more", "good")
    if story.keeps_its_promise:
        heading = f"{level} belongs to the procedure, not to any one interval"
        if story.exact:
            every = f"{covered} contain mu; in the long run, {level} do"
        else:
            every = f"{covered} contain mu; for a normal population, {level} would in the long run"
    elif story.exact:
        heading = f"{level} belongs to the procedure; these had {luck} luck"
        every = f"{covered} contain mu, {fewer} than {level}: with still more, the share comes back"
    else:
        heading = f"Level {level}, coverage {covered}: the formula assumes a normal population"
        every = f"{covered} contain mu, {fewer} than {level}: this population is not normal"
    return BeatText(
        heading,
        f"{sorted_} Of {grouped(total)} intervals, {every}. Ours either contains mu or does not.",
        "The same intervals sorted, a slanted band about the true mean. Wholly below it: "
        f"{story.missed_below}; wholly above: {story.missed_above}. Beside them: of "
        f"{grouped(total)} intervals, {covered} contain it. The first interval glows.",
        question=question,
    )


def bootstrap(story: IntervalStory) -> BeatText:
    level, total = percentage(story.level), grouped(len(story.bootstrap))
    n, run = story.n, between(story, "bootstrap", " and ")
    lines = (
        Line("the sample", "sample", prose=True),
        Line(f"a resample: {n} draws", "bootstrap", prose=True),
        Line(f"{total} resampled means", "bootstrap", prose=True),
    )
    beat = partial(
        BeatText,
        lines=lines,
        alt_text=f"At the top the {n} dots of the sample, below them a resample, and at the bottom "
        f"a histogram of the means of {total} resamples, its middle {level} shaded. Two bars: "
        f"the confidence interval, {between(story, 'confidence')}, and the bootstrap interval, "
        f"{between(story, 'bootstrap')}.",
        question="We have only one sample. How can it tell how its mean varies?",
    )
    if story.deviation == 0:
        return beat(
            "The bootstrap of equal values: every resample is the same",
            "Let the sample stand in for the population, and draw from it with replacement. All "
            "its values are equal, so every resample is the same, and so is its mean.",
        )
    widths = {name: high - low for name, (low, high) in story.intervals.items()}
    short = story.n < FEW and widths["bootstrap"] < 0.98 * widths["confidence"]
    lie = "lie between" if " and " in run else "are all"
    shorter = f" With only {n} values, this interval tends to be too short."
    if story.true_mean is None:
        shorter = " This interval is shorter than the confidence interval."
    return beat(
        "The bootstrap: let the sample stand in for the population",
        f"Draw {n} values from the sample itself, with replacement, and take their mean. Of "
        f"{total} such means, the middle {level} {lie} {run}.{shorter if short else ''}",
    )


def credible(story: IntervalStory) -> BeatText:
    level, flat = percentage(story.level), story.prior is None
    prior = "flat"
    if story.prior is not None:
        prior = notation("norm", zip(("loc", "scale"), story.prior, strict=True)).markup
    lines = (
        Line('p(μ | "data")', "posterior"),
        Line('prop part("second_prior", p(μ)) thin p("data" | μ)'),
        Line(f"prior for $μ$: {prior}", "second_prior", prose=True),
        Line("prior for $σ$: $1 \\/ σ$", "second_prior", prose=True),
    )
    question = "How probable is it that the mean lies here?"
    if story.posterior is None:
        return BeatText(
            "No variation in the data: the posterior would shrink to a point",
            "All values of the sample are equal, so this model would put all probability on one "
            "value. Nobody should believe that: the data say too little.",
            "No curve: the bars have shrunk to one point.",
            lines,
            question=question,
        )
    run = between(story, "credible", " and ")
    heading = f"A credible interval: probability {level}, given data, model and priors"
    last = " So says a model that is wrong here: this population has no mean."
    if story.true_mean is None:
        heading = "A credible interval trusts its model, and here the model is wrong"
    elif flat:
        last = " The ends are as before: x bar is as far from mu as mu is from x bar."
    else:
        last = " The prior has pulled the interval towards its own mean."
    return BeatText(
        heading,
        "Try each candidate for mu: how well does it explain the sample? With a "
        f"{'flat' if flat else 'normal'} prior, mu lies here with probability {level}.{last}",
        f"At the top three normal candidates over the dots of the sample; below them the "
        f"posterior of the mean{'' if flat else ' and a dashed normal prior'}. Its middle {level}, "
        f"between {run}, is shaded, under the bars of the confidence and the credible interval.",
        lines,
        question=question,
    )


def answer(story: IntervalStory) -> BeatText:
    level = percentage(story.level)
    narration = (
        "Confidence is about the procedure, over many samples. The bootstrap is about the means of "
        "resamples. Credibility is about the true mean itself."
    )
    bars = "; ".join(f"{name}, {between(story, name)}" for name in ROLES)
    alt_text = f"Three bars over one axis: {bars}."
    if story.true_mean is not None:
        there = {name: ends for name, ends in story.intervals.items() if name != "credible"}
        there = story.intervals if story.posterior else there
        inside = [name for name, ends in there.items() if story.contains_mean(*ends)]
        if not inside:
            held = f"{'all three' if story.posterior else 'both intervals'} miss the true mean"
        elif len(inside) == len(ROLES):
            held = "all three contain the true mean"
        else:
            plural = "s" if len(inside) > 1 else ""
            held = f"only the {' and the '.join(inside)} interval{plural} contain the true mean"
            held = held if plural else held.replace(" contain ", " contains ")
        narration += f" Here {held}."
        alt_text += f" A dashed line marks the true mean, {about(say(story, story.true_mean))}."
    made = "of such intervals"
    if story.true_mean is None:
        confidence = f"meant to contain $μ$ in {level} of samples; but there is no $μ$"
    elif story.exact:
        confidence = f"{level} {made} contain $μ$"
    else:
        confidence = f"{level} {made} should contain $μ$; {percentage(story.coverage)} do"
    belief = f"$μ$ is here with probability {level}, given data, model and priors"
    claims = (
        confidence,
        f"the middle {level} of resampled means",
        belief if story.posterior else "needs some variation in the data",
    )
    lines = [
        Line(f'#part("{role}")[*{name}:*] {claim}', prose=True)
        for (name, role), claim in zip(ROLES.items(), claims, strict=True)
    ]
    return BeatText(
        "Three intervals from one sample, and three different statements",
        narration,
        f"{alt_text} Beside each, the statement that it stands for.",
        tuple(lines),
        question="Three intervals from one sample: do they say the same?",
    )
