"""What slopes in all directions say, in words and formulas that are true for their numbers."""

from __future__ import annotations

import math
from collections import Counter

from explainer.numbers import significant
from explainer.scenes.calculus.common import Note, Reading, number
from explainer.scenes.calculus.gradient.story import DirectionalStory

SLOPE = '"slope"'
NORM = "||nabla f||"


def degrees(angle: float) -> int:
    """Return an angle in whole degrees, from 0 up to 359."""
    return round(math.degrees(angle)) % 360


def direction_words(story: DirectionalStory) -> tuple[str, str]:
    """Return heading and narration on the first turn."""
    say = (
        "Pick a direction on the map. The plane that stands on it cuts the surface, and the slope "
        "of that cut is the directional derivative."
    )
    if story.level:
        return "Whichever way the arrow points, the slope here is zero", (
            f"{say} Here it is zero in every direction."
        )
    return "Each direction has a slope of its own", (
        f"{say} From along x to along y it changes all the way."
    )


def cosine_words(story: DirectionalStory) -> tuple[str, str]:
    """Return heading and narration on a full turn."""
    if story.level:
        return (
            "Once round, the slope stays at zero: a cosine of height zero",
            "As the direction turns once round, the slope stays at zero. It is a cosine without "
            "height.",
        )
    return (
        "Once round, the slope draws a cosine",
        "As the direction turns once round, the slope goes up and down exactly once. It draws a "
        "cosine, because the tangent plane is flat.",
    )


def steepest_words(story: DirectionalStory) -> tuple[str, str]:
    """Return heading and narration on the best direction."""
    if story.level:
        return (
            "No direction is best: the gradient is zero",
            "The cosine has no top, so no direction is better than another. That is what a zero "
            "gradient means: this is a critical point.",
        )
    size = significant(story.norm)
    return (
        "The best direction is the gradient: slope "
        f'$part("gradient", {NORM}) = {number(story.norm)}$',
        f"The top of the cosine is the direction of the gradient, and its height, {size}, is the "
        "gradient's length. The opposite direction falls just as steeply.",
    )


def column(story: DirectionalStory) -> str:
    """Return the gradient's two numbers below each other."""
    return f"vec({number(story.gradient[0])}, {number(story.gradient[1])})"


def steepest_readings(story: DirectionalStory) -> list[Reading]:
    """Return what is known of the best direction."""
    lines = [
        Reading(f"nabla f = {column(story)}", "gradient"),
        Reading(f"{NORM} = {number(story.norm)}", "gradient"),
    ]
    if not story.level:
        lines.append(Reading(f"theta = {degrees(story.best)} degree", "gradient"))
    return lines


def contour_words(story: DirectionalStory) -> tuple[str, str]:
    """Return heading and narration on the contour."""
    if story.flat:
        return (
            "The surface is level all over: there is no contour to cross",
            "All of this surface has one height. There is no contour line, and no direction to "
            "tell from another.",
        )
    if story.level:
        return (
            "Where the gradient is zero there is no right angle to find",
            "The points of this one height are marked. The gradient here has no direction, so it "
            "makes no angle with them.",
        )
    say = (
        "A right angle away from the gradient the slope is zero: that way runs the contour line, "
        "on which the height does not change."
    )
    if not len(story.walk):
        return "The gradient crosses the contour at a right angle", say
    where = "wherever it is not zero" if story.rests_on_contour else "all along it"
    return (
        f"The gradient crosses the contour at a right angle, {where}",
        f"{say} So it is all along the line.",
    )


def contour_reading(story: DirectionalStory) -> str:
    """Return the height of the contour as Typst mathematics."""
    return f'part("section", f = {number(story.height)})'


def contour_notes(stretched: bool) -> list[Note]:
    """Return what bends the right angle on the map, if anything does."""
    if not stretched:
        return []
    return [Note("$x$ and $y$ have different scales, which bends the right angle.")]


def field_words(story: DirectionalStory) -> tuple[str, str]:
    """Return heading and narration on the gradient field."""
    lead = "An arrow at each point of the map makes the gradient field. All arrows point uphill"
    if story.flat:
        return (
            "The gradient field is zero everywhere",
            "The surface is level all over, so that the gradient is zero at each point of the map.",
        )
    kinds: Counter[str] = Counter(point.kind for point in story.rests)
    if not kinds:
        return (
            "The gradient field points uphill everywhere",
            f"{lead}, each at a right angle to the contour through its point.",
        )
    count = sum(kinds.values())
    where = "one point" if count == 1 else f"{count} points"
    return (
        f"The gradient field points uphill, and vanishes at {where}",
        f"{lead}, and they vanish at the critical points: {kinds_told(kinds)}.",
    )


def kinds_told(kinds: Counter[str]) -> str:
    """Return how many critical points there are of each kind."""
    plural = {"minimum": "minima", "maximum": "maxima", "saddle": "saddles"}
    parts = []
    for kind in ("minimum", "maximum", "saddle", "degenerate"):
        count = kinds.get(kind, 0)
        if not count:
            continue
        if kind == "degenerate":
            parts.append(f"{count} where it does not bend one way")
        else:
            parts.append(f"{count} {kind if count == 1 else plural[kind]}")
    return ", ".join(parts)


def field_notes(story: DirectionalStory, stretched: bool) -> list[Note]:
    """Return how long the arrows of the field are, and what the rings are."""
    if story.flat:
        return []
    lengths = {
        1.0: "Arrows share one scale: longer is steeper.",
        0.5: "Longer is steeper; lengths grow as the root of the slope.",
        0.0: "Arrows show directions, not lengths.",
    }
    notes = [Note(lengths[story.power])]
    more = ["Rings: gradient zero."] if story.rests else []
    more += ["Scales of $x$ and $y$ differ."] if stretched else []
    return [*notes, *([Note(" ".join(more))] if more else [])]


def recap_words(story: DirectionalStory) -> tuple[str, str]:
    """Return heading and narration on everything in one picture."""
    if story.level:
        return (
            "Slope zero in every direction: a critical point",
            "The gradient holds the slopes of all directions. Where it is zero, the surface is "
            "level, and no direction is best.",
        )
    return (
        f'$"slope" = part("gradient", nabla f) dot part("direction", bold(u)) = '
        f'part("gradient", {NORM}) cos phi$: all along $part("gradient", nabla f)$, '
        "none along the contour",
        "One arrow holds the slopes of all directions: largest along the gradient, zero along the "
        "contour, and in between as the cosine of the angle between.",
    )
