"""All text of a film on intervals for a mean, true for the numbers at hand."""

from __future__ import annotations

import math

from explainer import numbers
from explainer.beat_text import BeatText, Line
from explainer.maths.distributions import Distribution
from explainer.numbers import format_number, grouped, shortest, to_typst
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.confidence_interval.story import IntervalStory, Pair

FEW = 30
"""Values below which a percentile bootstrap is noticeably shorter than a t interval."""


def say(story: IntervalStory, value: float) -> str:
    """Return a value on the axis, as plain text.

    It has as many decimals as tell the ends of the first interval apart to four figures.
    """
    width = 2 * float(story.margins[0]) or abs(story.mean) or 1.0
    decimals = min(max(3 - math.floor(math.log10(width)), 0), 6)
    size = abs(value)
    if size < 1e9 and (size >= 0.5 * 10.0**-decimals or size == 0):
        return grouped(value, decimals) if round(value, decimals) else "0"
    return format_number(value, decimals)


def tex(story: IntervalStory, value: float) -> str:
    return to_typst(say(story, value))


def percent(share: float) -> str:
    return f"{numbers.percent(share)} %"


def between(story: IntervalStory, interval: Pair, joint: str = "to") -> str:
    low, high = (say(story, end) for end in interval)
    return f"{low} {joint} {high}"


def population_name(story: IntervalStory) -> str:
    distribution = story.distribution
    if not isinstance(distribution, Distribution):
        return f"the {grouped(len(distribution.values))} values of {distribution.text}"
    article = "an" if distribution.title[0].lower() in "aeiou" else "a"
    return f"{article} {distribution.title} population"


def population(story: IntervalStory) -> BeatText:
    name = population_name(story)
    seen = f"The shape of {name} over an axis of values"
    if story.true_mean is None:
        return BeatText(
            "A population without a mean: there is nothing to catch",
            f"This is {name}. Its tails are so heavy that it has no finite mean, "
            "so an interval for the mean has nothing to catch.",
            f"{seen}, without any line for a mean, for it has none.",
            note="The tails are too heavy: the mean does not exist as a finite number.",
        )
    one = isinstance(story.distribution, Distribution)
    whose = f"This is {name}; its" if one else f"These are {name}; their"
    mean, missing = say(story, story.true_mean), missing_words(story.distribution)
    return BeatText(
        "The population has one true mean $μ$, and in life we never see it",
        f"{whose} mean, mu, is {mean}. {f'{missing} and left out. ' if missing else ''}"
        "In life we never see this picture: we only get a sample.",
        f"{seen}, with a dashed line at its mean, {mean}.",
        note="All that we get are samples from it."
        if math.isfinite(story.distribution.variance)
        else "It has a mean, but no finite variance, on which the interval relies.",
    )


def sample(story: IntervalStory) -> BeatText:
    n, ends = story.n, between(story, story.intervals["confidence"])
    alt_text = (
        f"{n} dots stacked on the axis below the faint population. Above them the interval "
        f"from {ends}, with a dot at the sample mean, {say(story, story.mean)}."
    )
    if story.deviation == 0:
        return BeatText(
            f"A sample of {n} equal values: the interval has no width",
            f"Draw {n} values. All of them are equal, so the sample shows no spread, and "
            "its interval is a single point.",
            alt_text,
            note="No spread in the sample, no width: the formula cannot know better.",
        )
    return BeatText(
        f"One sample of {n}: its mean, plus and minus a margin",
        f"Draw {n} values. Around their mean goes a margin of t star standard errors: "
        f"here the interval is {ends}.",
        alt_text,
        note=f"For {n} values and {percent(story.level)}, $t^* = {story.quantile:.2f}$: more than "
        "for a known spread.",
    )


def many(story: IntervalStory) -> BeatText:
    count, hits = grouped(story.repetitions), grouped(story.hits)
    rows = f"{grouped(story.rows)} horizontal intervals, one below another"
    if story.true_mean is None:
        return BeatText(
            f"{count} samples, {count} intervals, and no mean to catch",
            f"Draw {count} samples, each with its own interval. They jump about, some very far: "
            "there is no mean on which they could settle.",
            f"{rows}, scattered, some of them off the picture; no line runs through them.",
        )
    misses = story.repetitions - story.hits
    return BeatText(
        f"{count} samples, {count} intervals: {hits} catch $μ$",
        f"Now draw {count} samples. Each has its own mean and its own interval; "
        f"{hits} of them catch the true mean, the others miss it.",
        f"{rows}, and a dashed line down through them at the true mean. {hits} of {count} "
        f"intervals cross it; {grouped(misses)} {'does' if misses == 1 else 'do'} not, and such "
        "rows are marked with a cross.",
    )


def procedure(story: IntervalStory) -> BeatText:
    level, kept = percent(story.level), percent(story.kept)
    ordered = "The same intervals in the order of their means"
    if story.true_mean is None:
        return BeatText(
            f"The level of {level} promises nothing here",
            "In the order of their means, the intervals show no common centre. The promise of the "
            "procedure is about a mean, and this population has none.",
            f"{ordered}, from the lowest to the highest.",
            note="No common centre: each sample's mean is as wild as a single value.",
        )
    fewer = story.hits < story.level * story.repetitions
    if story.keeps_its_promise:
        heading = f"{level} belongs to the procedure, not to any one interval"
        narration = (
            f"In the order of their means: those that miss lie at the ends. {kept} were caught, "
            f"and {level} is what the procedure promises; a single interval just hits or misses."
        )
    elif story.exact:
        heading = (
            f"{level} belongs to the procedure; these {grouped(story.repetitions)} had "
            f"{'bad' if fewer else 'good'} luck"
        )
        narration = (
            f"{kept} were caught, further from {level} than chance usually takes it. For "
            "a normal population the promise is exact, so more samples would come back to it."
        )
    else:
        heading = f"{level} promised, {kept} kept: the formula assumes a normal population"
        narration = (
            f"{kept} were caught, {'fewer' if fewer else 'more'} than the {level} promised, "
            f"and more than chance explains. With {story.n} values from so different a population, "
            "the promise is only approximate."
        )
    alt_text = (
        f"{ordered}, a slanted band about the true mean. {story.missed_below} lie wholly below "
        f"it, {story.missed_above} wholly above. Beside: {kept} caught, {level} promised, and a "
        f"chance error of {percent(story.chance_error)}."
    )
    note = "The thick row is the first sample's: it hits or misses."
    return BeatText(heading, narration, alt_text, note=note)


def bootstrap(story: IntervalStory) -> BeatText:
    ends = between(story, story.bootstrap_interval)
    alt_text = (
        f"A histogram of the means of {grouped(len(story.bootstrap))} resamples. Above it two "
        f"bars: the confidence interval, {between(story, story.intervals['confidence'])}, and the "
        f"bootstrap interval, {ends}."
    )
    if story.deviation == 0:
        heading = "The bootstrap of equal values: every resample is the same"
        narration = (
            "Resample the one sample with replacement. All its values are equal, so every "
            "resample is the same, and so is its mean."
        )
    else:
        heading = "The bootstrap: let the sample stand in for the population"
        narration = (
            f"Draw {story.n} values again, from the sample itself, with replacement, and again. "
            f"The middle {percent(story.level)} of their means is {ends}."
        )
    note = (
        f"From {story.n} values it comes out a little short: it makes no allowance "
        "for an unknown spread."
        if story.n < FEW
        else "These means spread about as means of new samples would."
    )
    return BeatText(heading, narration, alt_text, note=note)


def credible(story: IntervalStory) -> BeatText:
    level, flat = percent(story.level), story.prior is None
    note = "prior: flat, every mean alike"
    if story.prior is not None:
        mean, deviation = (to_typst(shortest(each)) for each in story.prior)
        note = f"prior: normal, ${mean} plus.minus {deviation}$"
    if story.posterior is None:
        return BeatText(
            "No spread in the data: belief would shrink to a point",
            "With no spread in the sample, this model would put all belief on one value. "
            "Nobody should believe that: the data say too little.",
            "No curve: the three bars have shrunk to one point.",
            note=note,
        )
    prior = "a flat prior" if flat else "the prior"
    ends = between(story, story.credible_interval, "and")
    if story.true_mean is None:
        heading = "A credible interval trusts its model, and here the model is wrong"
        narration = (
            f"Belief about a mean, by a normal model: {prior} times the likelihood puts "
            f"{level} between {ends}. But this population has no mean to believe in."
        )
    else:
        heading = f"A credible interval: $μ$ lies in it with probability {level}"
        narration = (
            f"On the same data, belief about the mean: {prior} times the likelihood. The posterior "
            f"puts probability {level} between {ends}."
        )
        if flat:
            narration += " The numbers are the t interval's; the sentence is not."
    alt_text = (
        f"A {'flat' if flat else 'bell-shaped'} dashed prior and, above it, the posterior of the "
        f"mean, its middle {level} shaded from {between(story, story.credible_interval)}. The "
        "bars of the confidence and bootstrap intervals lie above."
    )
    return BeatText(heading, narration, alt_text, note=note)


def answer(story: IntervalStory) -> BeatText:
    narration = (
        "One is about the procedure, one about resampled means, one about belief. "
        "The numbers may be close; what they claim is not the same."
    )
    bars = "; ".join(f"{name}, {between(story, ends)}" for name, ends in story.intervals.items())
    alt_text = f"Three bars over one axis: {bars}."
    if story.true_mean is not None:
        mean = story.true_mean
        inside = [name for name, (low, high) in story.intervals.items() if low <= mean <= high]
        if len(inside) == 3:
            narration += " Here all three hold the true mean."
        elif inside:
            narration += (
                f" Here the true mean lies in the {' and the '.join(inside)} interval only."
            )
        else:
            narration += " Here all three miss the true mean."
        alt_text += f" A dashed line marks the true mean, {say(story, mean)}."
    level = percent(story.level)
    made = "Of intervals made like this,"
    if story.true_mean is None:
        confidence = f"Promises to catch $μ$ in {level} of samples. There is no $μ$."
    elif story.exact:
        confidence = f"{made} {level} catch $μ$."
    elif story.keeps_its_promise:
        confidence = f"{made} about {level} catch $μ$."
    else:
        confidence = f"{made} {level} should catch $μ$. Here {percent(story.kept)} did."
    prior = "flat prior" if story.prior is None else "prior"
    belief = f"Given data, model and {prior}: $μ$ is in here with probability {level}."
    claims = (
        confidence,
        f"The middle {level} of the means of resamples.",
        belief if story.posterior else "Needs some spread in the data.",
    )
    return BeatText(
        "Three intervals from one sample, and three different sentences",
        narration,
        f"{alt_text} Beside each, the sentence that it stands for.",
        tuple(Line(claim, prose=True) for claim in claims),
    )
