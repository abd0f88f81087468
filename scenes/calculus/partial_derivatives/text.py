"""What the film says of two cuts through a surface, true for the numbers of its story."""

from __future__ import annotations

from explainer.beat_text import BeatText, Line
from explainer.numbers import Figure, about, distinct, equals, given, magnitude
from explainer.scenes.calculus.common import (
    formula,
    number,
    of_formula,
    pair,
    point,
    remark,
)
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory, Section

AXES = ("x", "y")
ROLES = ("partial_x", "partial_y")


def slopes(story: PartialsStory) -> tuple[str, str]:
    """Return both slopes for a sentence."""
    first, second = (about(magnitude(value)) for value in story.gradient)
    return first, second


def gradient_markup(story: PartialsStory) -> str:
    looks = zip(ROLES, map(number, story.gradient), strict=True)
    pair = ", ".join(f'part("{role}", {slope})' for role, slope in looks)
    return f'part("gradient", nabla f) {equals(Figure(f"({pair})", story.slopes.rounded))}'


def held(section: Section) -> str:
    """Return what a cut holds, as Typst mathematics."""
    return f"{AXES[1 - section.axis]} {equals(number(section.held, given))}"


def partial(section: Section) -> str:
    """Return the partial derivative, as Typst mathematics."""
    role = ROLES[section.axis]
    return f'part("{role}", f_{AXES[section.axis]}) {equals(number(section.slope))}'


def surface(story: PartialsStory) -> BeatText:
    (x0, x1), (y0, y1) = (map(given, ends) for ends in story.surface.domain)
    return BeatText(
        f"How steep is {of_formula(story.surface, '{}', 'this surface')} at one point?",
        "From one point, a surface may rise in one direction and fall in another. So ask for its "
        "slope in one direction at a time: first along x, then along y.",
        f"The surface f = {formula(story.surface)} in space, and beside it its map of contour "
        f"lines, for x from {x0} to {x1} and y from {y0} to {y1}. On both a dot marks "
        f"{point(story.point, given)}, where the height is {about(magnitude(story.height))}.",
        (Line(f"f{pair(story.point, given)} {equals(number(story.height))}"),),
    )


def cut(story: PartialsStory, axis: int) -> BeatText:
    section, along, across = story.sections[axis], AXES[axis], AXES[1 - axis]
    slope, plane = about(magnitude(section.slope)), f"plane {across} {equals(given(section.held))}"
    edge, why = "curve", ". As a second point on it approaches the first, the line through both "
    why += "approaches the tangent"
    if story.straight(axis):
        edge, why = "straight line", ": any second point gives the same slope"
    name = f"partial derivative with respect to {along}"
    symbols = f"f_{along} = frac(partial f, partial {along})"
    if section.slope == 0:
        heading, lean = "the tangent is horizontal", "is horizontal"
        what = f"Its slope, the {name}, is zero."
    else:
        lean = "rises" if section.slope > 0 else "falls"
        heading, what = f"along ${along}$ the surface {lean}", f"Its slope, {slope}, is the {name}."
    low, high = map(about, distinct(section.heights.min(), section.heights.max()))
    heights = f"its heights run from {low} to {high}" if low != high else f"its height is {low}"
    return BeatText(
        f"Hold ${held(section)}$: {heading}, ${partial(section)}$",
        f"The {plane} cuts the surface in a {edge}{why}. {what}",
        f"The surface is cut open by the {plane}. The edge of the cut is a {edge}, drawn again in "
        f"a chart of height against {along}; {heights}. Its tangent at {along} "
        f"{equals(given(section.here))} {lean}, with a slope of {slope}.",
        (Line(f"{symbols} {equals(number(section.slope))}", ROLES[axis]),),
    )


def gradient(story: PartialsStory) -> BeatText:
    lines, here = (Line(gradient_markup(story)),), point(story.point, given)
    if story.level:
        return BeatText(
            "Both slopes are zero, and so is the gradient",
            "Together the two slopes make the gradient. Here both are zero: there is no arrow to "
            "draw, and the tangents are horizontal.",
            f"The whole surface with both curves and their horizontal tangents, and its map with a "
            f"dot at {here}. There is no arrow: the gradient is (0, 0).",
            lines,
        )
    scale = "The arrows have a scale of their own."
    if story.surface.stretched:
        scale = "$x$ and $y$ have different scales, for the arrows too."
    if story.gradient.all():
        heading = "The two slopes together are one arrow: the gradient"
        rest = "Its components are the slopes along x and y, and it points uphill."
        first, second = slopes(story)
        seen = (
            f"an arrow along x of {first} and one along y of {second} lie tip to tail from {here}; "
            f"the gradient leads from the first tail to the last tip: {about(story.slopes)}"
        )
    else:
        along, still = ("y", "x") if story.gradient[0] == 0 else ("x", "y")
        heading = f"One slope is zero: the gradient is parallel to the ${along}$-axis"
        rest = f"The slope along {still} is zero, so the arrow is parallel to the {along}-axis."
        seen = f"the gradient, {about(story.slopes)}, is an arrow along {along} from {here}"
    return BeatText(
        heading,
        f"Together the two slopes make one arrow on the map: the gradient. {rest} In its "
        "direction the surface rises most steeply.",
        f"The whole surface with both curves and their tangents. On the map {seen}. The same arrow "
        "lies on the floor below the surface.",
        (*lines, remark(scale)),
    )


def tangent_plane(story: PartialsStory) -> BeatText:
    heading = "The two tangents span the tangent plane"
    rest = "Their two slopes fix its tilt, and so the slope of the surface in every direction."
    if story.level:
        heading = "The two tangents span a horizontal tangent plane"
        rest = "Both lines are horizontal, and so is the plane."
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
        f"Both tangent lines lie in one plane, which touches the surface at the point. {rest}",
        f"A plane touches the surface at {point(story.point, given)}, with both tangent lines in "
        f"it. Its slopes are {first} along x and {second} along y.",
        (Line(f'part("tangent", z) {equals(Figure.of(" ".join(terms), *numbers))}'),),
    )


def recap(story: PartialsStory) -> BeatText:
    (first, second), (x, y) = slopes(story), map(given, story.point)
    if story.level:
        heading, end = "Two cuts, two slopes, both zero: a horizontal tangent plane", ", zero here."
    else:
        heading, end = f"Two cuts give two slopes, the gradient ${gradient_markup(story)}$", "."
    return BeatText(
        heading,
        "Each cut holds one variable fixed, and its curve has one slope at the point. These slopes "
        f"are the partial derivatives: together they make the gradient{end}",
        f"The surface f = {formula(story.surface)} with the curves in which the planes y "
        f"{equals(y)} and x {equals(x)} cut it, and with their tangents at "
        f"{point(story.point, given)}. Beside it both curves in charts, with the slopes {first} "
        f"and {second}: together the gradient, {about(story.slopes)}.",
    )
