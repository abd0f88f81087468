"""What the last frame of each beat shows of a random variable, for whoever cannot see it."""

from __future__ import annotations

from explainer.numbers import grouped, shortest
from explainer.scenes.probability.random_variable.story import Story
from explainer.scenes.probability.random_variable.text import (
    count,
    kind,
    outside_words,
    said,
    share,
    spoken,
)


def axis_words(story: Story) -> str:
    """Return from where to where the axis of values goes."""
    low, high = (said(story, end) for end in story.bins.window)
    return f"an axis from {low} to {high}"


def where(story: Story, index: int) -> str:
    """Return the value or the bin of a bar."""
    bins = story.bins
    if bins.single:
        return f"at {said(story, float(bins.centres[index]))}"
    low, high = (said(story, float(end)) for end in bins.edges[index : index + 2])
    return f"from {low} to {high}"


def outcomes_picture(story: Story) -> str:
    """Return what is seen of the piles."""
    outside = outside_words(story)
    return (
        f"{count(story.size, 'dot').capitalize()} piled up over {axis_words(story)}, the highest "
        f"pile {where(story, story.tallest)}.{f' {outside}.' if outside else ''}"
    )


def histogram_picture(story: Story) -> str:
    """Return what is seen of the bars."""
    number = int(story.counts[story.tallest])
    height = "share" if story.bins.single else "density"
    return (
        f"A histogram of {count(story.bins.count, 'bar')} over {axis_words(story)}. The tallest, "
        f"{where(story, story.tallest)}, holds {grouped(number)} of {grouped(story.size)}: "
        f"a {height} of {spoken(shortest(float(story.heights[story.tallest]), 4))}."
    )


def law_picture(story: Story) -> str:
    """Return what is seen of the law over the bars."""
    gap = share(story.gap(story.grown(1.0)[1]))
    if story.data:
        return (
            f"The histogram of all {count(story.most, 'value')}, with their {kind(story)} over it."
        )
    return (
        f"The {kind(story)} of the {story.law.title} distribution over the histogram of "
        f"{grouped(story.most)} outcomes. No bar's share differs from its probability "
        f"by more than {gap}."
    )


def total_picture(story: Story) -> str:
    """Return what is seen of density and distribution function."""
    total = shortest(float(story.cumulative(story.median)), 3)  # type: ignore[arg-type]
    shape = "in steps" if story.discrete or story.data else "smoothly"
    return (
        f"Below, the {kind(story)}, filled up to the median {said(story, story.median)}. Above, "
        f"over the same axis, the distribution function climbs {shape} from 0 to 1; there it is "
        f"{total}."
    )


def mean_picture(story: Story) -> str:
    """Return what is seen of the expectation."""
    if story.mean_kind != "finite":
        sizes, means, _ = story.long_run
        last = said(story, float(means[-1]))
        return (
            f"The running mean of up to {grouped(int(sizes[-1]))} outcomes, traced upwards: it "
            f"jumps again and again, and after the last outcome it is {last}."
        )
    mean = said(story, story.law.mean)
    if not story.mean_inside:
        return f"The law on a beam that stays tilted: the mean {mean} lies beyond the picture."
    return (
        f"The {kind(story)} stands on a level beam, balanced on a pivot at the mean {mean}. "
        f"A mark shows the mean of the outcomes, {said(story, story.sample_mean)}."
    )


def variance_picture(story: Story) -> str:
    """Return what is seen of the variance."""
    if story.variance_kind == "none":
        low, high = (said(story, end) for end in story.quartiles)
        return f"The {kind(story)}, with its middle half shaded, from {low} to {high}."
    if story.variance_kind == "infinite":
        sizes, _, roots = story.long_run
        return (
            f"The root of the mean square of up to {grouped(int(sizes[-1]))} outcomes, traced "
            f"upwards: it leaps again and again, and ends at {said(story, float(roots[-1]))}."
        )
    return (
        "Squares over the distances of outcomes from the mean "
        f"{said(story, story.law.mean)}, and one square of the variance's area, "
        f"{spoken(story.square_short())}, whose side is the standard deviation, "
        f"{said(story, story.law.standard_deviation)}."
    )


def recap_picture(story: Story) -> str:
    """Return what sums it up: the alternative text of a clip ends on it."""
    parts = [f"The {kind(story)} below and its distribution function above, over one axis."]
    if story.mean_kind == "finite":
        parts.append(f"A pivot marks the mean, {said(story, story.law.mean)}.")
    if story.variance_kind == "finite":
        deviation = said(story, story.law.standard_deviation)
        parts.append(f"A bar reaches one standard deviation, {deviation}, to either side.")
    else:
        low, high = (said(story, end) for end in story.quartiles)
        parts.append(f"The middle half is shaded, from {low} to {high}.")
    return " ".join(parts)
