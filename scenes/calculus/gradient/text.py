"""The text of each beat on slopes in all directions, true for their numbers."""

from __future__ import annotations

import math
from collections import Counter

from explainer.beat_text import BeatText, Line
from explainer.maths.critical_points import CriticalKind
from explainer.numbers import Figure, about, count, equals, given, magnitude, shortest, to_typst
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
    "degenerate": ("degenerate critical point", "degenerate critical points"),
}
"""Of critical points: one of a kind, and several."""


def degrees(angle: float) -> Figure:
    """Return an angle in whole degrees, from 0 up to 359."""
    whole = shortest(round(math.degrees(angle)) % 360, 0)
    return Figure(whole, abs(math.degrees(angle) - round(math.degrees(angle))) > 1e-9)


def gradient_lines(story: DirectionalStory) -> tuple[Line, ...]:
    texts = ", ".join(map(number, story.gradient))
    column = Figure(f'vec(delim: "[", {texts})', story.slopes.rounded)
    norm = number(story.norm)
    figures = ("nabla f", column), (NORM, Figure.of(norm, norm, column))
    return tuple(Line(f"{name} {equals(figure)}", "gradient") for name, figure in figures)


def direction(story: DirectionalStory) -> BeatText:
    heading, says = "Each direction has a slope of its own", "a slope in each direction"
    slopes = "It depends on the direction."
    if story.level:
        heading, says = "In every direction the slope is zero", "at this point the slope is zero"
        slopes = "At this point it is zero in every direction."
    return BeatText(
        of_formula(story.surface, f"{{}}: {says}", heading),
        "Pick a direction at a point of the map. A vertical plane along it cuts the surface, and "
        f"the slope of the cut there is called the directional derivative. {slopes}",
        f"{surface_text(story.surface, story.point, story.height)} An arrow on the map points "
        "along y; a vertical plane along it cuts the surface, and the tangent of the cut has a "
        f"slope of {about(magnitude(float(story.gradient[1])))}.",
    )


def cosine(story: DirectionalStory) -> BeatText:
    if story.level:
        return BeatText(
            "Once round, the slope stays zero",
            "As the direction turns once round, the slope stays zero: the surface neither rises "
            "nor falls in any direction.",
            "A chart of slope against direction, from 0 to 360 degrees: a straight line at zero.",
        )
    return BeatText(
        "Once round, the slope draws a cosine: $f_x cos theta + f_y sin theta$",
        "The slope in a direction is that of the tangent plane. It adds the slopes along x and "
        "along y, weighted by the cosine and the sine of the angle: this draws one cosine.",
        "A chart of slope against direction, from 0 to 360 degrees: one period of a cosine between "
        f"{about(magnitude(-story.norm))} and {about(magnitude(story.norm))}, with its top at "
        f"{about(degrees(story.best))} degrees. Beside it the map and the surface, the direction "
        "back where it began.",
    )


def steepest(story: DirectionalStory) -> BeatText:
    lines = gradient_lines(story)
    if story.critical:
        return BeatText(
            "No direction is the steepest: the gradient is zero",
            "The slope is zero in every direction, so none is the steepest. That is what a "
            f"gradient of zero means. The point is {KINDS[story.critical.kind]}.",
            "The chart is a straight line at zero, with no top; the gradient has no arrow on the "
            "map or on the surface.",
            lines,
        )
    size, low = magnitude(story.norm), magnitude(-story.norm)
    return BeatText(
        "The gradient points in the direction of steepest ascent, "
        f'$part("gradient", {NORM}) {equals(to_typst(size))}$',
        "The top of the cosine lies in the direction of the gradient. Its height, "
        f"{about(size)}, is the length of the gradient. In the opposite direction the surface "
        "falls just as steeply.",
        f"The gradient, {about(story.slopes)}, is an arrow on the map and on the floor below the "
        f"surface, at {about(degrees(story.best))} degrees. On the chart the top of the cosine is "
        f"marked, at a slope of {about(size)}, and its lowest point, at {about(low)}.",
        lines,
    )


def contour(story: DirectionalStory) -> BeatText:
    """Return what is said of the contour, on a map that may have two scales."""
    height = about(magnitude(story.height))
    seen = f"The points of height {height} are marked on the map and on the surface. At the dot "
    lines = [Line(f'part("section", f) {equals(number(story.height))}', "section")]
    if story.surface.stretched:
        lines.append(remark("$x$ and $y$ have different scales, which distorts the right angle."))
    if story.flat:
        heading = "The surface is level everywhere: there are no contour lines"
        say = "This surface has the same height everywhere, so it has no contour lines."
        seen = "A level surface and its map, both of one colour, without any contour line."
    elif story.level:
        heading = "Where the gradient is zero, it has no direction"
        say = "The points of the same height are marked. The gradient is zero here: it has no "
        say += "direction, so it makes no angle with a line."
        seen += "there is no arrow: the gradient is zero."
    else:
        heading = "The gradient crosses the contour line at a right angle"
        say = "At a right angle to the gradient the slope is zero. That is the direction of the "
        say += "contour line, along which the height does not change."
        seen += "the gradient crosses their line at a right angle."
        if len(story.walk):
            but = ", wherever it is not zero" if story.rests_on_contour else ""
            heading += but or ", all along it"
            say += f" The same holds for the gradient all along the line{but}."
            seen += f" Arrows at {len(story.stops)} places on it show the gradient's direction."
    return BeatText(heading, say, seen, tuple(lines))


def field(story: DirectionalStory) -> BeatText:
    """Return what is said of the gradient field, on a map that may have two scales."""
    if story.flat:
        return BeatText(
            "The gradient field is zero everywhere",
            "The surface is level everywhere, so the gradient is zero at each point of the map.",
            "A map without arrows: the gradient is zero everywhere.",
        )
    lengths = {
        1.0: "Longer arrows mean steeper slopes, all to one scale.",
        0.5: "Lengths grow with the square root of the slope.",
        0.0: "The arrows show directions, not lengths.",
    }
    rings = "At the rings the gradient is zero." if story.rests else ""
    scales = "$x$ and $y$ have different scales." if story.surface.stretched else ""
    remarks = (lengths[story.power], f"{rings} {scales}".strip())
    lines = tuple(map(remark, filter(None, remarks)))
    lead = "The gradients at all points form the gradient field. Its arrows point uphill"
    seen = "A map covered with arrows that point uphill."
    across = "each at a right angle to the contour line through its point"
    if not story.rests:
        heading = "The gradient field points uphill everywhere"
        if story.critical_anywhere:
            heading = "The gradient field points uphill wherever it is not zero"
            across += ". At many points the gradient is zero, and there is no arrow"
        return BeatText(heading, f"{lead}, {across}.", seen, lines)
    rings, found = "Rings mark", "critical points that were found"
    kinds = counted(Counter(rest.kind for rest in story.rests))
    if len(story.rests) == 1:
        rings, found = "A ring marks", "critical point that was found"
        kinds = f"a {NAMES[story.rests[0].kind][0]}"
    places = [f"a {NAMES[rest.kind][0]} at {about(point(rest.point))}" for rest in story.rests[:9]]
    more = f" and {len(story.rests) - 9} more" if len(story.rests) > 9 else ""
    return BeatText(
        "The gradient field points uphill, and is zero at critical points",
        f"{lead}. {rings} the {found}: {kinds}.",
        f"{seen} {rings} where the gradient is zero: {', '.join(places)}{more}.",
        lines,
    )


def counted(kinds: Counter[CriticalKind]) -> str:
    found = [(kinds[kind], name, names) for kind, (name, names) in NAMES.items() if kinds[kind]]
    *others, last = (count(number, name, names) for number, name, names in found)
    return f"{', '.join(others)} and {last}" if others else last


def recap(story: DirectionalStory) -> BeatText:
    lines = gradient_lines(story)
    seen = f"The surface f = {formula(story.surface)} and its map at {point(story.point, given)}"
    if story.critical:
        return BeatText(
            "Where the gradient is zero, the surface is level in every direction",
            "The gradient gives the slope in every direction. Where it is zero, every slope is "
            "zero, and the point is called a critical point.",
            f"{seen}, where the gradient is (0, 0); the chart of slopes is a line at zero.",
            lines,
        )
    return BeatText(
        'Steepest along $part("gradient", nabla f)$, zero along the contour line, and a cosine in '
        "between",
        "The gradient gives the slope in every direction: its length times the cosine of the angle "
        "between them. The slope is largest along the gradient, and zero along the contour line.",
        f"{seen}, with the gradient, {about(story.slopes)}, at a right angle to the contour line. "
        f"Beside them the slope against direction: a cosine with its top at "
        f"{about(degrees(story.best))} degrees, at a slope of {about(magnitude(story.norm))}, and "
        "zero along the contour line.",
        (*lines, Line(f"theta {equals(degrees(story.best))} degree", "gradient")),
    )
