"""What the last frame of each beat shows of a matrix and its eigenvectors, told in numbers."""

from __future__ import annotations

import math

import numpy as np

from explainer.numbers import shortest
from explainer.scenes.linear_algebra.common import point
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.scenes.linear_algebra.eigenvectors.text import about, degrees


def lines(story: EigenStory) -> str:
    """Return the eigenlines and their factors."""
    ways = [
        f"along {point(direction)} with the factor {about(factor)}"
        for factor, direction in zip(story.factors, story.directions, strict=True)
    ]
    return " and ".join(ways)


def sweep_picture(story: EigenStory) -> str:
    """Return the circle, the ellipse, and the lines that were found."""
    zoom = "" if story.zoom == 1 else f", drawn {about(story.zoom)} times as long,"
    seen = (
        f"A unit circle, which v has gone round, and the ellipse that A v{zoom} has traced. Beside "
        "them a chart of the angle from v to A v. "
    )
    if story.kind == "none":
        turned = np.degrees(story.turn(story.turn_samples))
        least, most = sorted((float(np.abs(turned).min()), float(np.abs(turned).max())))
        return f"{seen}The angle stays between {degrees(least)} and {degrees(most)}: never in line."
    if story.kind == "every_line":
        if story.factors[0] == 0:
            return f"{seen}A v is the origin throughout, so there is no angle."
        kept = 180 if story.factors[0] < 0 else 0
        factor = about(story.factors[0])
        return f"{seen}The angle is {kept} degrees throughout; A multiplies by {factor}."
    count = "one line is" if story.kind == "one_line" else "two lines are"
    return f"{seen}Where they were in line, {count} marked: {lines(story)}."


def knob_picture(story: EigenStory) -> str:
    """Return the plane under ``A - lambda I`` and the curve of its determinant."""
    rest = story.knob_rest
    if story.kind == "none":
        least = float(story.characteristic(rest))
        return (
            f"The plane under A minus lambda I for lambda = {about(rest)}, where the parabola of "
            f"the determinant is lowest: {about(least)}, above zero. The unit square has an area "
            "still."
        )
    if story.kind == "every_line":
        return (
            f"The plane under A minus lambda I for lambda = {about(rest)}: a single point. The "
            "parabola of the determinant touches zero there."
        )
    if story.kind == "one_line":
        return (
            f"The plane under A minus lambda I for lambda = {about(rest)}: flat. The vectors "
            f"{lines(story).split(' with')[0]} lie at the origin, and the parabola of the "
            "determinant touches zero there."
        )
    other = float(story.factors[1])
    return (
        f"The plane under A minus lambda I for lambda = {about(rest)}: flat. The vectors along "
        f"{point(story.directions[0])} lie at the origin. The parabola of the determinant crosses "
        f"zero at {about(rest)} and at {about(other)}."
    )


def split_picture(story: EigenStory) -> str:
    """Return the vector, its pieces, and what they have become."""
    vector, image = point(story.start), point(story.matrix @ story.start)
    ends = f"The arrow v ends at {vector} and A v at {image}. "
    if story.kind == "none":
        return (
            f"{ends}Both lie on ellipses of one shape, the second {about(story.modulus)} times as "
            f"large; along them A turns by {degrees(math.degrees(story.angle))}."
        )
    if story.kind == "one_line":
        return (
            f"{ends}A v is lambda v, at {point(story.factors[0] * story.start)}, and a push by "
            f"{point(story.slide)} along the one eigenline."
        )
    first, second = story.pieces
    one, two = story.factors
    return (
        f"{ends}v is the sum of {point(first)} and {point(second)} on the eigenlines; A v is the "
        f"sum of {point(one * first)} and {point(two * second)}: times {about(one)} and times "
        f"{about(two)}."
    )


def powers_picture(story: EigenStory) -> str:
    """Return where the powers have led."""
    count = story.steps
    if story.outcome == "zero_start":
        return "A dot at the origin: v is zero, and so are all A to the n times v."
    start = f"The arrows v = {point(story.start)}, A v and so on up to A to the power {count} v"
    if story.outcome == "vanishes":
        return f"{start}, which is zero: only the origin is left."
    size = f"the last is {about(story.lengths[-1])} long"
    if story.outcome == "turns":
        return f"{start}; {size} and has turned by {degrees(story.angles[-1])} in all."
    if story.kind == "every_line" or story.own_line is not None:
        return f"{start}; {size}, and all of them lie on one line."
    return (
        f"{start}; {size}. The angle to the eigenline along {point(story.line)} was "
        f"{degrees(story.angles[0])} and is {degrees(story.angles[-1])}."
    )


def recap_picture(story: EigenStory) -> str:
    """Return the matrix in a few sentences."""
    (a, b), (c, d) = (tuple(map(shortest, row)) for row in story.matrix)
    rows = f"The grid moved by the matrix A with rows ({a}, {b}) and ({c}, {d}). "
    sums = f"The trace is {about(story.trace)} and the determinant {about(story.determinant)}."
    if story.kind == "none":
        return (
            f"{rows}No line has stayed; the complex eigenvalues have modulus "
            f"{about(story.modulus)} and angle {degrees(math.degrees(story.angle))}. {sums}"
        )
    if story.kind == "every_line":
        return f"{rows}All lines have stayed: the factor is {about(story.factors[0])}. {sums}"
    kept = "One line has" if story.kind == "one_line" else "Two lines have"
    return f"{rows}{kept} stayed: {lines(story)}. {sums}"
