"""What intervals for a mean say, in words that are true for the numbers at hand."""

from __future__ import annotations

import math

from explainer.maths.distributions import Distribution
from explainer.numbers import format_number, grouped, shortest, to_typst
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.confidence_interval.story import IntervalStory, Pair


def places(story: IntervalStory) -> int:
    """Return how many decimals tell the ends of the first interval apart to four figures."""
    width = 2 * float(story.margins[0]) or abs(story.mean) or 1.0
    return min(max(3 - math.floor(math.log10(width)), 0), 6)


def written(story: IntervalStory, value: float) -> str:
    """Return a value on the axis, as plain text."""
    decimals = places(story)
    size = abs(value)
    if size < 1e9 and (size >= 0.5 * 10.0**-decimals or size == 0):
        return grouped(value, decimals) if round(value, decimals) else "0"
    return format_number(value, decimals)


def number(story: IntervalStory, value: float) -> str:
    """Return a value on the axis, as Typst mathematics."""
    text = written(story, value)
    return to_typst(text.replace(" ", "#h(0.17em)")) if "^" not in text else to_typst(text)


def percent(share: float, decimals: int = 1) -> str:
    """Return a share in per cent, without idle zeros."""
    return f"{shortest(100 * share, decimals)} %"


def level(story: IntervalStory) -> str:
    """Return the level in per cent."""
    return percent(story.level)


def between(story: IntervalStory, interval: Pair, joint: str = "to") -> str:
    """Return an interval as plain text."""
    low, high = (written(story, end) for end in interval)
    return f"{low} {joint} {high}"


def population_name(story: IntervalStory) -> str:
    """Return the population in a word or two."""
    law = story.law
    if not isinstance(law, Distribution):
        return f"the {grouped(len(law.values))} values of {law.text}"
    article = "an" if law.title[0].lower() in "aeiou" else "a"
    return f"{article} {law.title} population"


def population_words(story: IntervalStory) -> tuple[str, str, str]:
    """Return heading, narration and note (Typst, plain, Typst) on the population."""
    missing = missing_words(story.law)
    left_out = f"{missing} and left out. " if missing else ""
    name = population_name(story)
    one = isinstance(story.law, Distribution)
    whose = f"This is {name}; its" if one else f"These are {name}; their"
    if story.true_mean is None:
        return (
            "A population without a mean: there is nothing to catch",
            f"This is {name}. Its tails are so heavy that it has no finite mean, "
            "so an interval for the mean has nothing to catch.",
            "The tails are too heavy: the mean does not exist as a finite number.",
        )
    mean = written(story, story.true_mean)
    note = "All that we get are samples from it."
    if not math.isfinite(story.law.variance):
        note = "It has a mean, but no finite variance, on which the interval relies."
    return (
        "The population has one true mean $μ$, and in life we never see it",
        f"{whose} mean, mu, is {mean}. "
        f"{left_out}In life we never see this picture: we only get a sample.",
        note,
    )


def sample_words(story: IntervalStory) -> tuple[str, str, str]:
    """Return heading, narration and note on one sample and its interval."""
    if story.spread == 0:
        return (
            f"A sample of {story.n} equal values: the interval has no width",
            f"Draw {story.n} values. All of them are equal, so the sample shows no spread, and "
            "its interval is a single point.",
            "No spread in the sample, no width: the formula cannot know better.",
        )
    low_high = between(story, story.intervals["confidence"])
    return (
        f"One sample of {story.n}: its mean, plus and minus a margin",
        f"Draw {story.n} values. Around their mean goes a margin of t star standard errors: "
        f"here the interval is {low_high}.",
        f"For {story.n} values and {level(story)}, $t^* = {story.quantile:.2f}$: more than for a "
        "known spread.",
    )


def many_words(story: IntervalStory) -> tuple[str, str]:
    """Return heading and narration on many samples."""
    count = grouped(story.repetitions)
    if story.true_mean is None:
        return (
            f"{count} samples, {count} intervals, and no mean to catch",
            f"Draw {count} samples, each with its own interval. They jump about, some very far: "
            "there is no mean on which they could settle.",
        )
    return (
        f"{count} samples, {count} intervals: {grouped(story.hits)} catch $μ$",
        f"Now draw {count} samples. Each has its own mean and its own interval; "
        f"{grouped(story.hits)} of them catch the true mean, the others miss it.",
    )


def procedure_words(story: IntervalStory) -> tuple[str, str]:
    """Return heading and narration on what the level belongs to."""
    if story.true_mean is None:
        return (
            f"The level of {level(story)} promises nothing here",
            "In the order of their means, the intervals show no common centre. The promise of the "
            "procedure is about a mean, and this population has none.",
        )
    share = percent(story.hits / story.repetitions)
    if story.keeps_its_promise:
        return (
            f"{level(story)} belongs to the procedure, not to any one interval",
            f"In the order of their means: those that miss lie at the ends. {share} were caught, "
            f"and {level(story)} is what the procedure promises; a single interval just hits "
            "or misses.",
        )
    if story.exact:
        return (
            f"{level(story)} belongs to the procedure; these {grouped(story.repetitions)} had "
            f"{'bad' if story.hits < story.level * story.repetitions else 'good'} luck",
            f"{share} were caught, further from {level(story)} than chance usually takes it. For "
            "a normal population the promise is exact, so more samples would come back to it.",
        )
    fewer = story.hits < story.level * story.repetitions
    return (
        f"{level(story)} promised, {share} kept: the formula assumes a normal population",
        f"{share} were caught, {'fewer' if fewer else 'more'} than the {level(story)} promised, "
        f"and more than chance explains. With {story.n} values from so different a population, "
        "the promise is only approximate.",
    )


def bootstrap_words(story: IntervalStory) -> tuple[str, str]:
    """Return heading and narration on the bootstrap."""
    if story.spread == 0:
        return (
            "The bootstrap of equal values: every resample is the same",
            "Resample the one sample with replacement. All its values are equal, so every "
            "resample is the same, and so is its mean.",
        )
    return (
        "The bootstrap: let the sample stand in for the population",
        f"Draw {story.n} values again, from the sample itself, with replacement, and again. "
        f"The middle {level(story)} of their means is {between(story, story.bootstrap_interval)}.",
    )


def credible_words(story: IntervalStory) -> tuple[str, str]:
    """Return heading and narration on the credible interval."""
    if story.posterior is None:
        return (
            "No spread in the data: belief would shrink to a point",
            "With no spread in the sample, this model would put all belief on one value. "
            "Nobody should believe that: the data say too little.",
        )
    prior = "a flat prior" if story.prior is None else "the prior"
    ends = between(story, story.credible_interval, "and")
    if story.true_mean is None:
        return (
            "A credible interval trusts its model, and here the model is wrong",
            f"Belief about a mean, by a normal model: {prior} times the likelihood puts "
            f"{level(story)} between {ends}. But this population has no mean to believe in.",
        )
    return (
        f"A credible interval: $μ$ lies in it with probability {level(story)}",
        f"On the same data, belief about the mean: {prior} times the likelihood. The posterior "
        f"puts probability {level(story)} between {ends}."
        + ("" if story.prior else " The numbers are the t interval's; the sentence is not."),
    )


def answer_words(story: IntervalStory) -> tuple[str, str]:
    """Return heading and narration on the three intervals together."""
    heading = "Three intervals from one sample, and three different sentences"
    say = (
        "One is about the procedure, one about resampled means, one about belief. "
        "The numbers may be close; what they claim is not the same."
    )
    if story.true_mean is not None:
        inside = [name for name, ends in story.intervals.items() if holds(ends, story.true_mean)]
        if len(inside) == 3:
            say += " Here all three hold the true mean."
        elif inside:
            say += f" Here the true mean lies in the {' and the '.join(inside)} interval only."
        else:
            say += " Here all three miss the true mean."
    return heading, say


def holds(interval: Pair, value: float) -> bool:
    """Return whether an interval holds a value."""
    return interval[0] <= value <= interval[1]


def confidence_claim(story: IntervalStory) -> str:
    """Return what the confidence interval says, as Typst prose: a promise, and whether it holds."""
    if story.true_mean is None:
        return f"Promises to catch $μ$ in {level(story)} of samples. There is no $μ$."
    if story.exact:
        return f"Of intervals made like this, {level(story)} catch $μ$."
    if story.keeps_its_promise:
        return f"Of intervals made like this, about {level(story)} catch $μ$."
    kept = percent(story.hits / story.repetitions)
    return f"Of intervals made like this, {level(story)} should catch $μ$. Here {kept} did."


def claims(story: IntervalStory) -> dict[str, str]:
    """Return what each interval says, as Typst prose, by name."""
    prior = "flat prior" if story.prior is None else "prior"
    belief = f"Given data, model and {prior}: $μ$ is in here with probability {level(story)}."
    return {
        "confidence": confidence_claim(story),
        "bootstrap": f"The middle {level(story)} of the means of resamples.",
        "credible": belief if story.posterior else "Needs some spread in the data.",
    }
