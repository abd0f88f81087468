"""The text of each beat on slopes in all directions, true for their numbers."""

from __future__ import annotations

import math
from collections import Counter

from explainer.beat_text import BeatText, Line
from explainer.maths.surfaces import CriticalKind
from explainer.numbers import Figure, about, equals, given, magnitude, shortest, to_typst
from explainer.scenes.calculus.common import (
    KINDS,
    formula,
    number,
    of_formula,
    point,
    remark,
    surface_text,
)
from explainer.scenes.calculus.gradient.story import DirectionalStory

NORM = "||nabla f||"

NAMES: dict[CriticalKind, tuple[str, str]] = {
    "minimum": ("minimum", "minima"),
    "maximum": ("maximum", "maxima"),
    "saddle": ("saddle point", "saddle points"),
    "degenerate": ("degenerate point", "degenerate points"),
}
"""Of critical points: one of a kind, and several."""


def degrees(angle: float) -> Figure:
    """Return an angle in whole degrees, from 0 up to 359."""
    whole = shortest(round(math.degrees(angle)) % 360, 0)
    return Figure(whole, abs(math.degrees(angle) - round(math.degrees(angle))) > 1e-9)


def gradient_lines(story: DirectionalStory) -> tuple[Line, ...]:
    texts = [number(value) for value in story.gradient]
    column = Figure(f'vec(delim: "[", {", ".join(texts)})', story.slopes.rounded)
    return (
        Line(f"nabla f {equals(column)}", "gradient"),
        Line(f"{NORM} {equals(Figure(number(story.norm), column.rounded))}", "gradient"),
    )


def direction(story: DirectionalStory) -> BeatText:
    says, heading = "{}: a slope in each direction", "Each direction has a slope of its own"
    slopes = "It depends on the direction."
    if story.level:
        says, heading = (
            "{}: at this point the slope is zero",
            "In every direction the slope is zero",
        )
        slopes = "At this point it is zero in every direction."
    return BeatText(
        of_formula(story.surface, says, heading),
        "Pick a direction on the map. A vertical plane along it cuts the surface, and the slope "
        f"of the cut is called the directional derivative. {slopes}",
        f"{surface_text(story.surface, story.point, story.height)} An arrow on the map points "
        "along y; on the surface a vertical plane stands on it, and the tangent of the cut has "
        f"slope {magnitude(float(story.gradient[1]))}.",
    )


def cosine(story: DirectionalStory) -> BeatText:
    if story.level:
        return BeatText(
            "Once round, the slope stays zero",
            "As the direction turns once round, the slope stays zero: the surface neither rises "
            "nor falls in any direction.",
            "A chart of slope against direction, from 0 to 360 degrees: a line at zero.",
        )
    return BeatText(
        "Once round, the slope draws a cosine: $f_x cos theta + f_y sin theta$",
        "The slope in a direction is that of the tangent plane. It combines the slopes along x and "
        "along y, with the cosine and the sine of the angle; once round, that draws one cosine.",
        "A chart of slope against direction, from 0 to 360 degrees: one period of a cosine between "
        f"{magnitude(-story.norm)} and {magnitude(story.norm)}, with its top at "
        f"{degrees(story.best)} degrees. Beside it map and surface, with the direction at 0.",
    )


def steepest(story: DirectionalStory) -> BeatText:
    lines = gradient_lines(story)
    if story.critical:
        return BeatText(
            "No direction is the steepest: the gradient is zero",
            "The slope is zero in every direction, so none is the steepest. That is what a "
            f"gradient of zero means. The point is {KINDS[story.critical.kind]}.",
            "The chart is a line at zero, with no top; on map and surface there is no gradient.",
            lines,
        )
    size = magnitude(story.norm)
    return BeatText(
        "The gradient points in the direction of the steepest slope, "
        f'$part("gradient", {NORM}) {equals(to_typst(size))}$',
        f"The top of the cosine is the direction of the gradient. Its height, {about(size)}, is "
        "the length of the gradient. In the opposite direction the surface falls as steeply.",
        f"The gradient {story.slopes}, an arrow on the map, and on the floor of the surface, at "
        f"{degrees(story.best)} degrees. On the chart the top of the cosine is marked, at slope "
        f"{size}, and its lowest place, at {magnitude(-story.norm)}.",
        lines,
    )


def contour(story: DirectionalStory) -> BeatText:
    """Return what is said of the contour, on a map that may have two scales."""
    seen = f"The points of height {magnitude(story.height)}, marked on map and surface"
    lines = [Line(f'part("section", f) {equals(number(story.height))}', "section")]
    if story.surface.stretched:
        lines.append(remark("$x$ and $y$ have different scales, which distorts the right angle."))
    if story.flat:
        heading = "The surface is level everywhere: there are no contour lines"
        narration = (
            "All of this surface has one height. There is no contour line, and no direction "
            "differs from another."
        )
        seen = "A level surface and its map, both of one colour, without any contour line."
    elif story.level:
        heading = "Where the gradient is zero, it has no direction"
        narration = (
            "The points of the same height are marked. The gradient is zero here: it has no "
            "direction, and makes no angle with them."
        )
        seen += ". At the dot there is no arrow: the gradient is zero."
    else:
        heading = "The gradient crosses the contour line at a right angle"
        narration = (
            "At a right angle to the gradient the slope is zero. That is the direction of the "
            "contour line, along which the height does not change."
        )
        seen += ". At the dot the gradient crosses them at a right angle"
        if len(story.walk):
            heading += ", wherever it is not zero" if story.rests_on_contour else ", all along it"
            narration += " The same holds all along the line."
            seen += f", and {len(story.stops)} arrows across the line, each the direction of the "
            seen += "gradient there"
        seen += "."
    return BeatText(heading, narration, seen, tuple(lines))


def field(story: DirectionalStory) -> BeatText:
    """Return what is said of the gradient field, on a map that may have two scales."""
    if story.flat:
        return BeatText(
            "The gradient field is zero everywhere",
            "The surface is level everywhere, so the gradient is zero at each point of the map.",
            "A map without arrows: the gradient is zero everywhere.",
        )
    lengths = {
        1.0: "Longer arrows: steeper slope, all to one scale.",
        0.5: "Longer arrows: steeper slope; lengths grow as its square root.",
        0.0: "Arrows show directions, not lengths.",
    }
    rings = "Rings: the gradient is zero." if story.rests else ""
    scales = "$x$ and $y$ have different scales." if story.surface.stretched else ""
    remarks = (lengths[story.power], f"{rings} {scales}".strip())
    lines = tuple(map(remark, filter(None, remarks)))
    lead = "The gradient at each point of the map makes the gradient field. All arrows point uphill"
    seen = f"A map covered with {len(story.field[0])} arrows that point uphill."
    across = "each at a right angle to the contour line through its point"
    if not story.rests:
        heading = "The gradient field points uphill everywhere"
        if story.critical_anywhere:
            heading = "The gradient field points uphill wherever it is not zero"
            across += ". At many points the gradient is zero, and there is no arrow"
        return BeatText(heading, f"{lead}, {across}.", seen, lines)
    kinds = Counter(rest.kind for rest in story.rests)
    marked = f"Rings mark the critical points that were found: {counted(kinds)}"
    if len(story.rests) == 1:
        marked = f"A ring marks the critical point that was found: {counted(kinds)}"
    places = ", ".join(f"{NAMES[rest.kind][0]} at {point(rest.point)}" for rest in story.rests[:9])
    more = f" and {len(story.rests) - 9} more" if len(story.rests) > 9 else ""
    return BeatText(
        "The gradient field points uphill, and is zero at critical points",
        f"{lead}. {marked}.",
        f"{seen} Rings mark where the gradient is zero: {places}{more}.",
        lines,
    )


def counted(kinds: Counter[CriticalKind]) -> str:
    return ", ".join(
        f"{kinds[kind]} {one if kinds[kind] == 1 else many}"
        for kind, (one, many) in NAMES.items()
        if kinds[kind]
    )


def recap(story: DirectionalStory) -> BeatText:
    lines = gradient_lines(story)
    seen = f"The surface f = {formula(story.surface)} and its map at {point(story.point, given)}"
    if story.critical:
        return BeatText(
            "Where the gradient is zero, the surface is level in every direction",
            "The gradient holds the slopes of all directions. Where it is zero, they are all zero, "
            "and the point is called a critical point.",
            f"{seen}, where the gradient is (0, 0); the chart of slopes is a line at zero.",
            lines,
        )
    return BeatText(
        'Steepest along $part("gradient", nabla f)$, zero along the contour line, and a cosine in '
        "between",
        "One arrow holds the slopes of all directions: largest along the gradient, zero along the "
        "contour line, and in between as the cosine of the angle to the gradient.",
        f"{seen}, with the gradient {story.slopes} at a right angle to the contour line. "
        f"Beside them the slope against direction: a cosine of height {magnitude(story.norm)}, "
        f"largest at {degrees(story.best)} degrees and zero along the contour line.",
        (*lines, Line(f"theta {equals(degrees(story.best))} degree", "gradient")),
    )
