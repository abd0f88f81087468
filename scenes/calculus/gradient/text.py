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


def function(story: DirectionalStory) -> Line:
    """Return the line that writes the function down."""
    return Line(f"f = {story.surface.typst}")


def direction(story: DirectionalStory, *, written: bool = True) -> BeatText:
    """Return what is said of one direction; the question has a function not yet written down."""
    slope = about(magnitude(float(story.gradient[0])))
    question = "How steep is the surface in one direction?"
    if not written:
        question = of_formula(story.surface, "How steep is {} in one direction?", question)
    heading = "The slope in a direction is that of the tangent of its cut"
    if story.level:
        heading = "In every direction the slope is zero"
    height = about(magnitude(story.height))
    seen = f"The surface f = {formula(story.surface)} in space, with a dot on it above "
    seen += f"{point(story.point, given)}, where its height is {height}."
    return BeatText(
        heading,
        "A vertical plane along a direction cuts the surface in a curve. "
        "The slope of its tangent at the point is called the directional derivative.",
        f"{seen} A vertical plane through it along x cuts the surface, and the tangent of the cut "
        f"has a slope of {slope}.",
        question=question,
    )


def cosine(story: DirectionalStory) -> BeatText:
    question = "How does the slope change as the direction turns once round?"
    if story.level:
        return BeatText(
            "Once round, the slope stays zero",
            "As the direction turns once round, the slope stays zero: its tip stays on one level. "
            "All these tangents lie in one plane, the tangent plane, and here it is level.",
            "A level circle about the point. Beside it a chart of slope against direction, from 0 "
            "to 360 degrees: a straight line at zero.",
            question=question,
        )
    size, low = about(magnitude(story.norm)), about(magnitude(-story.norm))
    told = {
        "steepest": f"Here the surface rises most steeply, with a slope of {size}.",
        "zero": "Here the slope is zero: the surface neither rises nor falls.",
        "falling": f"Here it falls most steeply, with a slope of {low}.",
    }
    says: list[str] = []
    for _, kind in story.events:
        said = told[kind]
        says.append("Here the slope is zero once more." if said in says else said)
    return BeatText(
        "Once round, the slope draws a cosine: $f_x cos theta + f_y sin theta$",
        f"{' '.join(says)} All these tangents lie in one flat plane, so the slope round the "
        "point is a cosine.",
        "A circle of directions about the point, lifted onto the tangent plane, where it is "
        "tilted. Beside it a chart of slope against direction, from 0 to 360 degrees: one period "
        f"of a cosine between {low} and {size}, with its top at {about(degrees(story.best))} "
        "degrees.",
        question=question,
    )


def steepest(story: DirectionalStory) -> BeatText:
    lines = gradient_lines(story)
    if story.critical:
        return BeatText(
            "No direction is the steepest: the gradient is zero",
            "The slopes along x and along y are both zero, and so is the gradient, the vector of "
            "both. No direction is the steepest: this is a critical point, "
            f"{KINDS[story.critical.kind]}.",
            "The chart is a straight line at zero, with no top; the gradient has no arrow.",
            lines,
        )
    size = magnitude(story.norm)
    return BeatText(
        "The gradient points in the direction of steepest ascent, "
        f'$part("gradient", {NORM}) {equals(to_typst(size))}$',
        "The gradient is the vector of the slopes along x and along y. "
        f"It points to the top of the cosine, and its length, {about(size)}, is the slope there.",
        f"The gradient, {about(story.slopes)}, is an arrow on the floor below the surface, at "
        f"{about(degrees(story.best))} degrees. On the chart the top of the cosine is marked, at "
        f"a slope of {about(size)}.",
        lines,
        question="Which vector holds all these slopes?",
    )


def contour(story: DirectionalStory) -> BeatText:
    """Return what is said of the contour, on a map that may have two scales."""
    height = about(magnitude(story.height))
    seen = f"The points of height {height} are marked on the map. At the dot "
    lines = [Line(f'part("section", f) {equals(number(story.height))}', "section")]
    if story.surface.stretched:
        lines.append(remark("$x$ and $y$ have different scales, which distorts the right angle."))
    say = "Seen from above, the surface is its map. "
    if story.flat:
        heading = "The surface is level everywhere: there are no contour lines"
        say += "This surface has the same height everywhere, so it has no contour lines."
        seen = "A level surface from above, all of one colour, without any contour line."
    elif story.level:
        heading = "Where the gradient is zero, it has no direction"
        say += "The points of the same height are marked, but the gradient is zero here: it has no "
        say += "direction, so it makes no angle with a line."
        seen += "there is no arrow: the gradient is zero."
    else:
        heading = "The gradient crosses the contour line at a right angle"
        say += "At a right angle to the gradient the slope is zero: along the contour line the "
        say += "height stays the same."
        seen += "the gradient crosses their line at a right angle."
        if len(story.walk):
            but = ", wherever it is not zero" if story.rests_on_contour else ""
            heading += but or ", all along it"
            say += f" The same holds for the gradient all along the line{but}."
            seen += f" Arrows at {len(story.stops)} places on it show the gradient's direction."
    question = "In which direction does the height not change?" if not story.level else ""
    return BeatText(heading, say, seen, tuple(lines), question=question)


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
    scales = "$x$ and $y$ have different scales." if story.surface.stretched else ""
    remarks = tuple(map(remark, filter(None, (lengths[story.power], scales))))
    lines = (Line('nabla f = vec(delim: "[", f_x, f_y)', "gradient"), *remarks)
    lead = "The gradients at all points form the gradient field."
    flow = "Points that follow it go uphill, at a right angle to the contour lines."
    seen = "A map covered with arrows that point uphill, and points that have followed them."
    question = "Where do all the gradients lead?"
    if not story.rests:
        heading = "The gradient field points uphill everywhere"
        if story.critical_anywhere:
            heading = "The gradient field points uphill wherever it is not zero"
            lead += " At many points the gradient is zero, and there is no arrow."
        return BeatText(heading, f"{lead} {flow}", seen, lines, question=question)
    rings, found = "Rings mark", "critical points found"
    kinds = counted(Counter(rest.kind for rest in story.rests))
    if len(story.rests) == 1:
        rings, found = "A ring marks", "critical point found"
        kinds = f"a {NAMES[story.rests[0].kind][0]}"
    places = [f"a {NAMES[rest.kind][0]} at {about(point(rest.point))}" for rest in story.rests[:9]]
    more = f" and {len(story.rests) - 9} more" if len(story.rests) > 9 else ""
    return BeatText(
        "The gradient field points uphill, and is zero at critical points",
        f"{lead} {flow} {rings} the {found}, where it is zero: {kinds}.",
        f"{seen} {rings} where the gradient is zero: {', '.join(places)}{more}.",
        lines,
        question=question,
    )


def counted(kinds: Counter[CriticalKind]) -> str:
    found = [(kinds[kind], name, names) for kind, (name, names) in NAMES.items() if kinds[kind]]
    *others, last = (count(number, name, names) for number, name, names in found)
    return f"{', '.join(others)} and {last}" if others else last
