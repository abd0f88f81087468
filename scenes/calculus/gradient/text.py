"""The text of each beat on slopes in all directions, true for their numbers."""

from __future__ import annotations

import math
from collections import Counter

from explainer.beat_text import BeatText, Line
from explainer.numbers import significant
from explainer.scenes.calculus.common import formula, number, pair, point, remark, surface_text
from explainer.scenes.calculus.gradient.story import DirectionalStory

NORM = "||nabla f||"


def degrees(angle: float) -> int:
    """Return an angle in whole degrees, from 0 up to 359."""
    return round(math.degrees(angle)) % 360


def direction(story: DirectionalStory) -> BeatText:
    heading = "Each direction has a slope of its own"
    slopes = "From along x to along y it changes all the way."
    if story.level:
        heading = "Whichever way the arrow points, the slope here is zero"
        slopes = "Here it is zero in every direction."
    return BeatText(
        heading,
        "Pick a direction on the map. The plane that stands on it cuts the surface, and the slope "
        f"of that cut is the directional derivative. {slopes}",
        f"{surface_text(story.surface, story.point, story.height)} An arrow on the map points "
        "along y; on the surface a plane stands on it, and the tangent of the cut has slope "
        f"{significant(float(story.gradient[1]))}.",
    )


def cosine(story: DirectionalStory) -> BeatText:
    if story.level:
        return BeatText(
            "Once round, the slope stays at zero: a cosine of height zero",
            "As the direction turns once round, the slope stays at zero. It is a cosine without "
            "height.",
            "A chart of slope against direction, from 0 to 360 degrees: a line at zero.",
        )
    return BeatText(
        "Once round, the slope draws a cosine",
        "As the direction turns once round, the slope goes up and down exactly once. It draws a "
        "cosine, because the tangent plane is flat.",
        "A chart of slope against direction, from 0 to 360 degrees: one period of a cosine between "
        f"{significant(-story.norm)} and {significant(story.norm)}, with its top at "
        f"{degrees(story.best)} degrees. Beside it map and surface, with the direction at 0.",
    )


def steepest(story: DirectionalStory) -> BeatText:
    lines = (
        Line(f"nabla f = vec{pair(story.gradient)}", "gradient"),
        Line(f"{NORM} = {number(story.norm)}", "gradient"),
    )
    if story.level:
        return BeatText(
            "No direction is best: the gradient is zero",
            "The cosine has no top, so no direction is better than another. That is what a zero "
            "gradient means: this is a critical point.",
            "The chart is a line at zero, with no top; on map and surface there is no gradient.",
            lines,
        )
    size = significant(story.norm)
    return BeatText(
        "The best direction is the gradient: slope "
        f'$part("gradient", {NORM}) = {number(story.norm)}$',
        f"The top of the cosine is the direction of the gradient, and its height, {size}, is the "
        "gradient's length. The opposite direction falls just as steeply.",
        f"The gradient {point(story.gradient)}, an arrow on map and surface at "
        f"{degrees(story.best)} degrees. On the chart the top of the cosine is marked, at slope "
        f"{size}, and its lowest place, at {significant(-story.norm)}.",
        lines,
    )


def contour(story: DirectionalStory) -> BeatText:
    """Return what is said of the contour, on a map that may have two scales."""
    seen = f"The points of height {significant(story.height)}, marked on map and surface"
    lines = [Line(f'part("section", f = {number(story.height)})')]
    if story.surface.stretched:
        lines.append(remark("$x$ and $y$ have different scales, which bends the right angle."))
    if story.flat:
        heading = "The surface is level all over: there is no contour to cross"
        narration = (
            "All of this surface has one height. There is no contour line, and no direction to "
            "tell from another."
        )
        seen = "A level surface and its map, both of one colour, without any contour line."
    elif story.level:
        heading = "Where the gradient is zero there is no right angle to find"
        narration = (
            "The points of this one height are marked. The gradient here has no direction, so it "
            "makes no angle with them."
        )
        seen += ". At the dot there is no arrow: the gradient is zero."
    else:
        heading = "The gradient crosses the contour at a right angle"
        narration = (
            "A right angle away from the gradient the slope is zero: that way runs the contour "
            "line, on which the height does not change."
        )
        seen += ". At the dot the gradient crosses them at a right angle"
        if len(story.walk):
            heading += ", wherever it is not zero" if story.rests_on_contour else ", all along it"
            narration += " So it is all along the line."
            seen += f", and {len(story.stops)} arrows across the line, each the direction of the "
            seen += "gradient there"
        seen += "."
    return BeatText(heading, narration, seen, tuple(lines))


def field(story: DirectionalStory) -> BeatText:
    """Return what is said of the gradient field, on a map that may have two scales."""
    if story.flat:
        return BeatText(
            "The gradient field is zero everywhere",
            "The surface is level all over, so that the gradient is zero at each point of the map.",
            "A map without arrows: the gradient is zero everywhere.",
        )
    lengths = {
        1.0: "Arrows share one scale: longer is steeper.",
        0.5: "Longer is steeper; lengths grow as the root of the slope.",
        0.0: "Arrows show directions, not lengths.",
    }
    rings = "Rings: gradient zero." if story.rests else ""
    scales = "Scales of $x$ and $y$ differ." if story.surface.stretched else ""
    remarks = (lengths[story.power], f"{rings} {scales}".strip())
    lines = tuple(map(remark, filter(None, remarks)))
    lead = "An arrow at each point of the map makes the gradient field. All arrows point uphill"
    seen = f"A map covered with {len(story.field[0])} arrows that point uphill."
    if not story.rests:
        return BeatText(
            "The gradient field points uphill everywhere",
            f"{lead}, each at a right angle to the contour through its point.",
            seen,
            lines,
        )
    count = len(story.rests)
    places = ", ".join(f"{rest.kind} at {point(rest.point)}" for rest in story.rests[:9])
    more = f" and {count - 9} more" if count > 9 else ""
    return BeatText(
        "The gradient field points uphill, and vanishes at "
        f"{'one point' if count == 1 else f'{count} points'}",
        f"{lead}, and they vanish at the critical points: "
        f"{counted(Counter(rest.kind for rest in story.rests))}.",
        f"{seen} Rings mark where the gradient is zero: {places}{more}.",
        lines,
    )


def counted(kinds: Counter[str]) -> str:
    names = {
        "minimum": ("minimum", "minima"),
        "maximum": ("maximum", "maxima"),
        "saddle": ("saddle", "saddles"),
        "degenerate": ("where it does not bend one way",) * 2,
    }
    return ", ".join(
        f"{kinds[kind]} {one if kinds[kind] == 1 else many}"
        for kind, (one, many) in names.items()
        if kinds[kind]
    )


def recap(story: DirectionalStory) -> BeatText:
    lines = steepest(story).lines
    seen = f"The surface f = {formula(story.surface)} and its map at {point(story.point)}"
    if story.level:
        return BeatText(
            "Slope zero in every direction: a critical point",
            "The gradient holds the slopes of all directions. Where it is zero, the surface is "
            "level, and no direction is best.",
            f"{seen}, where the gradient is (0, 0); the chart of slopes is a line at zero.",
            lines,
        )
    return BeatText(
        f'$"slope" = part("gradient", nabla f) dot part("direction", bold(u)) = '
        f'part("gradient", {NORM}) cos phi$: all along $part("gradient", nabla f)$, '
        "none along the contour",
        "One arrow holds the slopes of all directions: largest along the gradient, zero along the "
        "contour, and in between as the cosine of the angle between.",
        f"{seen}, with the gradient {point(story.gradient)} at a right angle to the contour. "
        f"Beside them the slope against direction: a cosine of height {significant(story.norm)}, "
        f"largest at {degrees(story.best)} degrees and zero along the contour.",
        (*lines, Line(f"theta = {degrees(story.best)} degree", "gradient")),
    )
