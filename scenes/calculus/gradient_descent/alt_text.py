"""What the last frame of each beat shows of a descent, for whoever cannot see it."""

from __future__ import annotations

import math

from explainer.numbers import magnitude, significant, told_apart
from explainer.scenes.calculus.common import point
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.scenes.calculus.gradient_descent.text import METHODS


def formula(story: DescentStory) -> str:
    """Return the surface's formula as one would write it in a letter."""
    return story.surface.expression.replace("**", "^").replace("*", "\N{MIDDLE DOT}")


def surface_picture(story: DescentStory) -> str:
    """Return what ground is seen."""
    (x0, x1), (y0, y1) = story.surface.domain
    scale = ", on a logarithmic scale" if story.height == "log" else ""
    places = [point(place.point) for place in story.minima]
    if not places:
        low = "No minimum lies in it."
    elif len(places) <= 4:
        low = f"Its minim{'a lie' if len(places) > 1 else 'um lies'} at {' and '.join(places)}."
    else:
        low = f"It has {len(places)} minima, the lowest at {point(story.lowest.point)}."
    return (
        f"The surface f = {formula(story)} in space, and beside it its map of contour "
        f"lines{scale}, for x from {significant(x0)} to {significant(x1)} and y from "
        f"{significant(y0)} to {significant(y1)}. {low}"
    )


def gradient_picture(story: DescentStory) -> str:
    """Return what is seen at the start."""
    start = f"A ball at the start, {point(story.start)}, at height {significant(story.values[0])}"
    if story.level:
        return f"{start}, on a tangent plane that is level: the gradient is zero."
    return (
        f"{start}, on a tangent plane. The gradient there is {point(story.gradient)}; its arrow "
        "crosses the contour line at a right angle, uphill."
    )


def step_picture(story: DescentStory) -> str:
    """Return what the first step has done."""
    if not len(story.descent.steps_taken):
        return "The ball is at the start still: there is no first step to show."
    change = story.descent.steps_taken[0]
    if not change.any():
        return "The ball is at the start still: the first step has no length."
    return (
        f"The first step with rate {magnitude(story.rate)}, an arrow on the map, has led by "
        f"{point(change)} from {point(story.start)} to {point(story.start + change)}."
    )


def descent_picture(story: DescentStory) -> str:
    """Return what the whole walk looks like."""
    count = len(story.points) - 1
    way = "out of the picture" if story.leaves else f"to {point(story.points[-1])}"
    return (
        f"The walk of {METHODS[story.descent.optimiser]}, {count} step{'s' * (count != 1)} on "
        f"surface and map, leads from {point(story.start)} {way}. A curve beside it shows the "
        f"height from {significant(story.values[0])} at the start to "
        f"{significant(story.values[-1])} at the end."
    )


def rate_picture(story: DescentStory) -> str:
    """Return what is seen of the curvature, and of the rate beside its limit."""
    low, high = (significant(float(bend)) for bend in story.axes(story.sharpest)[0])
    cross = (
        "The ground does not bend, so there is no cross of curvatures"
        if story.flat
        else "A cross on the map shows the two directions of curvature; at the sharpest place of "
        f"the path the curvatures are {low} and {high}"
    )
    if story.limit is None or math.isinf(story.limit):
        return f"{cross}. The rate is {magnitude(story.rate)}; curvature sets no limit to it."
    rate, limit = told_apart(story.rate, story.limit)
    return f"{cross}. On a ruler below it the rate is marked at {rate} and its limit at {limit}."


def outcome_picture(story: DescentStory) -> str:
    """Return the whole walk in a few sentences: the alternative text of a clip ends on it."""
    result = story.outcome
    lowest = ""
    if story.minima and result.kind != "converged":
        lowest = (
            f" The lowest minimum, {point(story.lowest.point)}, has height "
            f"{significant(story.minima[0].value)}."
        )
    return (
        f"The walk of {METHODS[story.descent.optimiser]} with rate {magnitude(story.rate)} on "
        f"f = {formula(story)}, from {point(story.start)}. {result.detail} The last "
        f"point is {point(result.point)}, with height {significant(result.value)} and a slope of "
        f"{significant(result.gradient_norm)}.{lowest}"
    )
