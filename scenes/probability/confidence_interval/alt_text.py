"""What the last frame of each beat shows of intervals, for whoever cannot see it."""

from __future__ import annotations

from explainer.numbers import grouped
from explainer.scenes.probability.confidence_interval.story import IntervalStory
from explainer.scenes.probability.confidence_interval.text import (
    between,
    level,
    percent,
    population_name,
    written,
)


def population_picture(story: IntervalStory) -> str:
    """Return what is seen of the population."""
    where = (
        f"with a dashed line at its mean, {written(story, story.true_mean)}"
        if story.true_mean is not None
        else "without any line for a mean, for it has none"
    )
    return f"The shape of {population_name(story)} over an axis of values, {where}."


def sample_picture(story: IntervalStory) -> str:
    """Return what is seen of one sample."""
    ends = between(story, story.intervals["confidence"])
    return (
        f"{story.n} dots piled on the axis below the faint population. Above them the interval "
        f"from {ends}, with a dot at the sample mean, {written(story, story.mean)}."
    )


def many_picture(story: IntervalStory, rows: int) -> str:
    """Return what is seen of many samples, of which so many have a row."""
    seen = f"{grouped(rows)} horizontal intervals, one below another"
    if story.true_mean is None:
        return f"{seen}, scattered, some of them off the picture; no line runs through them."
    misses = story.repetitions - story.hits
    return (
        f"{seen}, and a dashed line down through them at the true mean. "
        f"{grouped(story.hits)} of {grouped(story.repetitions)} intervals cross it; "
        f"{grouped(misses)} {'does' if misses == 1 else 'do'} not, and such rows are marked with a "
        "cross."
    )


def procedure_picture(story: IntervalStory) -> str:
    """Return what is seen of the rows in order."""
    if story.true_mean is None:
        return "The same intervals in the order of their means, from the lowest to the highest."
    high = story.repetitions - story.hits - story.missed_below
    return (
        "The same intervals in the order of their means, a slanted band about the true mean. "
        f"{story.missed_below} lie wholly below it, {high} wholly above. Beside: "
        f"{percent(story.hits / story.repetitions)} caught, {level(story)} promised, and a chance "
        f"error of {percent(story.chance_error)}."
    )


def bootstrap_picture(story: IntervalStory) -> str:
    """Return what is seen of the bootstrap."""
    return (
        f"A histogram of the means of {grouped(len(story.bootstrap))} resamples. Above it two "
        f"bars: the confidence interval, {between(story, story.intervals['confidence'])}, and the "
        f"bootstrap interval, {between(story, story.bootstrap_interval)}."
    )


def credible_picture(story: IntervalStory) -> str:
    """Return what is seen of the posterior."""
    if story.posterior is None:
        return "No curve: the three bars have shrunk to one point."
    prior = "flat" if story.prior is None else "bell-shaped"
    return (
        f"A {prior} dashed prior and, above it, the posterior of the mean, its middle "
        f"{level(story)} shaded from {between(story, story.credible_interval)}. The bars of the "
        "confidence and bootstrap intervals lie above."
    )


def answer_picture(story: IntervalStory) -> str:
    """Return what is seen at the end."""
    bars = "; ".join(f"{name}, {between(story, ends)}" for name, ends in story.intervals.items())
    truth = (
        f" A dashed line marks the true mean, {written(story, story.true_mean)}."
        if story.true_mean is not None
        else ""
    )
    return f"Three bars over one axis: {bars}.{truth} Beside each, the sentence that it stands for."
