"""What the last frame of each beat shows of a belief, for whoever cannot see it."""

from __future__ import annotations

from explainer.numbers import decimals_needed, format_number, grouped, rounds, shortest
from explainer.scenes.probability.posterior_update.inference import Shape, mean
from explainer.scenes.probability.posterior_update.story import Story
from explainer.scenes.probability.posterior_update.text import (
    inside,
    interval_name,
    poles,
    side,
    tally_words,
    verdict,
)


def named(shape: Shape) -> str:
    """Return ``Beta(a, b)`` as plain text."""
    return f"Beta({', '.join(grouped(value, decimals_needed([value])) for value in shape)})"


def amount(value: float, places: int = 2) -> str:
    """Return a number, and say where it is rounded."""
    text = shortest(value, places)
    return f"about {text}" if rounds(value, text) else text


def tossed(story: Story) -> str:
    """Return how many heads and tails there were, as part of a sentence."""
    return tally_words(*map(int, story.counts)).replace(", ", " and ")


def mode(shape: Shape, places: int = 2) -> str:
    """Return where a Beta density is highest, in words."""
    a, b = shape
    if a == b == 1:
        return "equally high everywhere"
    if poles(shape):
        return f"without upper bound towards {poles(shape)}"
    return f"highest at {amount((a - 1) / (a + b - 2), places)}"


def prior_picture(story: Story) -> str:
    """Return what is seen of the prior."""
    return (
        f"The density of {named(story.prior)} over theta from 0 to 1, {mode(story.prior)}. Its "
        f"mean is {amount(mean(*story.prior))}, and the area below it is 1."
    )


def likelihood_picture(story: Story) -> str:
    """Return what is seen of the likelihood of one toss."""
    shape = {
        "H": "a line that rises from 0 at theta 0 to 1 at theta 1",
        "T": "a line that falls from 1 at theta 0 to 0 at theta 1",
        "": "a level line at height 1",
    }[story.first]
    toss = f"one toss, {side(story)}," if story.first else "no toss"
    return f"The prior, and over it the likelihood of {toss} as a function of theta: {shape}."


def product_picture(story: Story) -> str:
    """Return what is seen of prior times likelihood."""
    kept = {
        "H": "least where theta is small",
        "T": "least where theta is large",
        "": "everywhere all of it",
    }[story.first]
    return (
        "The prior as a ghost, and the curve of prior times likelihood: at each theta as much of "
        f"the height is left as the likelihood says, {kept}."
    )


def evidence_picture(story: Story) -> str:
    """Return what is seen of the division by the evidence."""
    area = amount(story.first_evidence, 3)
    return (
        f"The curve of prior times likelihood, with an area of {area}, and the same curve divided "
        f"by that: the density of {named(story.updated)}, {mode(story.updated)}, with an area of 1."
    )


def again_picture(story: Story) -> str:
    """Return what is seen after all tosses."""
    trail = ", with earlier ones as ghosts" if story.count > 1 else ""
    return (
        f"After {tossed(story)} belief is the density of {named(story.posterior)}{trail}. It is "
        f"{mode(story.posterior, story.places)}."
    )


def answer_picture(story: Story) -> str:
    """Return what is known in the end: the alternative text of a clip ends on it."""
    low, high = (format_number(end, story.places) for end in story.interval)
    parts = [
        f"The prior {named(story.prior)} and, after {tossed(story)}, the "
        f"posterior {named(story.posterior)}, whose mean, "
        f"{amount(mean(*story.posterior), story.places)}, is the probability of heads next. The "
        f"{interval_name(story)} is shaded, from {low} to {high}."
    ]
    if story.rival and story.rival_posterior:
        parts.append(
            f"The second prior, {named(story.rival)}, has become {named(story.rival_posterior)} "
            f"and {verdict(story)}: the two overlap by {story.overlap(*story.counts):.0%}."
        )
    if story.bias is not None:
        parts.append(f"The true bias, {amount(story.bias, 4)}, lies {inside(story)} the interval.")
    return " ".join(parts)
