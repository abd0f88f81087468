"""What the last frame of each beat shows of two vectors, for whoever cannot see it."""

from __future__ import annotations

from explainer.numbers import shortest
from explainer.scenes.linear_algebra.common import amount, point
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import given


def faces_picture(story: VectorStory) -> str:
    """Return the three small planes."""
    first, second = map(given, story.u)
    if not story.lengths[0]:
        return (
            "Three small planes side by side. In each, u is the origin: an arrow without length, "
            "the list (0, 0), a data point whose features are both 0."
        )
    return (
        f"Three small planes side by side. In the first u is an arrow of length "
        f"{amount(story.lengths[0])}. In the second it is the list {point(story.u)}, walked along "
        f"the axes. In the third it is one data point among others, feature 1 being {first} and "
        f"feature 2 {second}."
    )


def add_picture(story: VectorStory) -> str:
    """Return the sum, tip to tail."""
    start = f"u = {point(story.u)} and v = {point(story.v)} from the origin. "
    if story.reach == 2:
        start += "A copy of each starts at the tip of the other, and they close a parallelogram. "
    else:
        start += "A copy of each starts at the tip of the other, all on one line. "
    return f"{start}The sum u + v ends at {point(story.total)}. Along each axis the entries add up."


def scale_picture(story: VectorStory) -> str:
    """Return the multiples of u."""
    (first, second), (one, other) = map(given, story.scalars), map(point, story.scaled)
    if not story.lengths[0]:
        return "The vector u is zero, and so are its multiples: they are all the origin."
    return (
        f"The line through u = {point(story.u)}, and on it {first} u, which ends at {one}, and "
        f"{second} u, which ends at {other}."
    )


def combine_picture(story: VectorStory) -> str:
    """Return the combination and all that could be reached."""
    first, second = map(given, story.scalars)
    ground = {
        2: "A slanted grid of whole steps of u and v covers the plane.",
        1: "All that u and v can reach is one line.",
        0: "All that u and v can reach is the origin.",
    }[story.reach]
    return (
        f"From the origin {first} u, and from its tip {second} v: together they lead to "
        f"{point(story.combination)}. {ground}"
    )


def projection_picture(story: VectorStory) -> str:
    """Return the shadow and the area that it makes with u."""
    if story.shadow is None:
        return f"u is the origin, and v = {point(story.v)} has no line to cast a shadow on."
    area = (
        ""
        if not story.product
        else (
            f" A rectangle with the sides of u and of the shadow has the area "
            f"{amount(abs(story.product))}{', counted as negative' if story.product < 0 else ''}."
        )
    )
    return (
        f"The perpendicular from the tip of v = {point(story.v)} meets the line of u = "
        f"{point(story.u)} at {point(story.foot)}: the shadow has the signed length "
        f"{amount(story.shadow)}.{area} The dot product is {amount(story.product)}."
    )


def sign_picture(story: VectorStory) -> str:
    """Return the curve of the dot product."""
    if not all(story.lengths):
        return "Beside the vectors the dot product is drawn against the turn: a flat line at 0."
    degrees = shortest(story.angle or 0.0, 1)
    most = amount(story.lengths[0] * story.lengths[1])
    return (
        f"A circle on which the tip of v runs, and beside it the dot product against the angle: a "
        f"cosine between {most} and minus that, zero at 90 and 270 degrees. A dot on it marks "
        f"{degrees} degrees, where the dot product is {amount(story.product)}."
    )


def recap_picture(story: VectorStory) -> str:
    """Return all in a few sentences."""
    first, second = map(given, story.scalars)
    angle = "there is no angle between them"
    if story.angle is not None:
        angle = f"the angle between them is {shortest(story.angle, 1)} degrees"
    return (
        f"u = {point(story.u)} and v = {point(story.v)}. Their sum is {point(story.total)}, and "
        f"{first} u plus {second} v is {point(story.combination)}. The dot product is "
        f"{amount(story.product)}, and {angle}."
    )
