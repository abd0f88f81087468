"""What the film says of two cuts through a surface, true for the numbers of its story."""

from __future__ import annotations

from explainer.beat_text import BeatText, Line
from explainer.numbers import Figure, about, equals, given, magnitude
from explainer.scenes.calculus.common import (
    formula,
    number,
    of_formula,
    pair,
    point,
    remark,
    surface_text,
)
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory, Section

AXES = ("x", "y")
ROLES = ("partial_x", "partial_y")


def slopes(story: PartialsStory) -> tuple[str, str]:
    first, second = map(magnitude, story.gradient)
    return first, second


def gradient_markup(story: PartialsStory) -> str:
    slopes = [number(value) for value in story.gradient]
    first, second = (f'part("{role}", {slope})' for role, slope in zip(ROLES, slopes, strict=True))
    return (
        f'part("gradient", nabla f) {equals(Figure(f"({first}, {second})", story.slopes.rounded))}'
    )


def held(section: Section) -> str:
    """Return what a cut holds, as Typst mathematics."""
    return f"{AXES[1 - section.axis]} {equals(number(section.held, given))}"


def partial(section: Section) -> str:
    """Return the partial derivative, as Typst mathematics."""
    role = ROLES[section.axis]
    return f'part("{role}", f_{AXES[section.axis]}) {equals(number(section.slope))}'


def surface(story: PartialsStory) -> BeatText:
    return BeatText(
        of_formula(
            story.surface,
            "How steep is {} at one point?",
            "How steep is this surface at one point?",
        ),
        "From one point, a surface may rise in one direction and fall in another. So ask for its "
        "slope in one direction at a time: first along x, then along y.",
        surface_text(story.surface, story.point, story.height),
        (Line(f"f{pair(story.point, given)} {equals(number(story.height))}"),),
    )


def cut(story: PartialsStory, axis: int) -> BeatText:
    section, along, across = story.sections[axis], AXES[axis], AXES[1 - axis]
    slope, place = magnitude(section.slope), given(section.held)
    where = f"Hold ${held(section)}$"
    if story.straight(axis):
        why = "It is a straight line, so any second point gives the same slope"
    else:
        why = "As a second point approaches, the line through both approaches the tangent"
    if section.slope == 0:
        heading, lean = f"{where}: the tangent is horizontal, ${partial(section)}$", "horizontal"
        what = f"Its slope, the partial derivative with respect to {along}, is zero."
    else:
        verb, lean = ("rises", "rising") if section.slope > 0 else ("falls", "falling")
        heading = f"{where}: along ${along}$ the surface {verb}, ${partial(section)}$"
        what = f"Its slope, {about(slope)}, is the partial derivative with respect to {along}."
    ends = section.heights.min(), section.heights.max()
    lowest, highest = map(magnitude, ends)
    name = f"f_{along} = frac(partial f, partial {along})"
    return BeatText(
        heading,
        f"The plane {across} {equals(place)} cuts the surface in a curve. {why}. {what}",
        f"The surface is cut open by the plane {across} {equals(place)}. The edge of the cut is a "
        f"curve, drawn again in a chart of height against {along}; its heights run from {lowest} "
        f"to {highest}. Its tangent at {along} {equals(given(section.here))} is {lean}, with slope "
        f"{slope}.",
        (Line(f"{name} {equals(number(section.slope))}", ROLES[axis]),),
    )


def gradient(story: PartialsStory) -> BeatText:
    first, second = slopes(story)
    lines = (Line(gradient_markup(story)),)
    if story.level:
        return BeatText(
            "Both slopes are zero, and so is the gradient",
            "Together the two slopes make the gradient. Here both are zero: there is no arrow to "
            "draw, and the tangents are horizontal.",
            f"The whole surface with both curves and their horizontal tangents, and its map with a "
            f"dot at {point(story.point, given)}. There is no arrow: the gradient is (0, 0).",
            lines,
        )
    scale = "The arrows have a scale of their own."
    if story.surface.stretched:
        scale = "Scales of $x$ and $y$ differ, for the arrows too."
    if story.gradient.all():
        heading = "The two slopes together are one arrow: the gradient"
        rest = "Its components are the slopes along x and y, and it points uphill."
    else:
        along, still = ("y", "x") if story.gradient[0] == 0 else ("x", "y")
        heading = f"One slope is zero: the gradient is parallel to the ${along}$-axis"
        rest = f"The slope along {still} is zero, so it is parallel to the {along}-axis."
    return BeatText(
        heading,
        f"Together the two slopes make one arrow on the map: the gradient. {rest} In its "
        "direction the surface rises most steeply.",
        f"The whole surface with both curves and their tangents. On the map an arrow along x of "
        f"{first} and one along y of {second}, tip to tail from {point(story.point, given)}; the "
        f"gradient leads from the first's tail to the last's tip: ({first}, {second}). The same "
        "arrow lies on the floor below the surface.",
        (*lines, remark(scale)),
    )


def tangent_plane(story: PartialsStory) -> BeatText:
    if story.level:
        heading = "The two tangents span a horizontal tangent plane"
        say = (
            "Both tangent lines lie in one plane, which touches the surface. Both are horizontal, "
            "and so is the plane."
        )
    else:
        heading = "The two tangents span the tangent plane"
        say = (
            "Both tangent lines lie in one plane, which touches the surface at the point. Their "
            "two slopes fix its tilt, and so the slope of the surface in every direction."
        )
    numbers = [number(story.height)] if story.height or story.level else []
    terms: list[str] = [*numbers]
    for name, role, slope, at in zip(AXES, ROLES, story.gradient, story.point, strict=True):
        if slope == 0:
            continue
        sign = "-" if slope < 0 else "+" if terms else ""
        size, place = number(abs(slope)), number(abs(at), given)
        moved = f"({name} {'-' if at > 0 else '+'} {place})" if at else name
        terms.append(f'{sign} part("{role}", {size}) {moved}')
        numbers += [size, place]
    first, second = slopes(story)
    return BeatText(
        heading,
        say,
        f"A plane touches the surface at {point(story.point, given)}, with both tangent lines in "
        f"it. Its slopes are {first} along x and {second} along y.",
        (Line(f'part("tangent", z) {equals(Figure.of(" ".join(terms), *numbers))}'),),
    )


def recap(story: PartialsStory) -> BeatText:
    (first, second), (x, y) = slopes(story), map(given, story.point)
    if story.level:
        heading, end = "Two cuts, two slopes, both zero: a horizontal tangent plane", ", here zero."
    else:
        heading, end = f"Two cuts give two slopes, the gradient ${gradient_markup(story)}$", "."
    return BeatText(
        heading,
        "Each plane holds one variable fixed, and its curve has one slope. The two slopes are the "
        f"partial derivatives: together, the gradient{end}",
        f"The surface f = {formula(story.surface)} with the curves in which the planes y "
        f"{equals(y)} and x {equals(x)} cut it, and with their tangents at "
        f"{point(story.point, given)}. Beside it both curves in charts, with the slopes {first} "
        f"and {second}: together the gradient ({first}, {second}).",
    )
