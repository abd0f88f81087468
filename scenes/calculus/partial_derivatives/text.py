"""What the film says of two cuts through a surface, true for the numbers of its story."""

from __future__ import annotations

from explainer.beat_text import BeatText, Line
from explainer.numbers import significant
from explainer.scenes.calculus.common import formula, number, pair, point, remark, surface_text
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory

LONGEST = 46
"""Formulas of more characters than this do not fit into a heading with other words."""

AXES = ("x", "y")
ROLES = ("partial_x", "partial_y")


def slopes(story: PartialsStory) -> tuple[str, str]:
    first, second = map(significant, story.gradient)
    return first, second


def gradient_markup(story: PartialsStory) -> str:
    first, second = (
        f'part("{role}", {number(value)})'
        for role, value in zip(ROLES, story.gradient, strict=True)
    )
    return f'part("gradient", nabla f) = ({first}, {second})'


def surface(story: PartialsStory) -> BeatText:
    heading = "How steep is this surface at one point?"
    if len(story.surface.typst) <= LONGEST:
        heading = f"$f = {story.surface.typst}$: how steep at one point?"
    return BeatText(
        heading,
        "A surface may rise one way and fall another way from the same point. So ask for its slope "
        "in one direction at a time: first along x, then along y.",
        surface_text(story.surface, story.point, story.height),
        (Line(f"f{pair(story.point)} = {number(story.height)}"),),
    )


def cut(story: PartialsStory, axis: int) -> BeatText:
    section, along, across = story.sections[axis], AXES[axis], AXES[1 - axis]
    slope, held = significant(section.slope), significant(section.held)
    where = f"Hold ${across} = {number(section.held)}$"
    partial = f'$part("{ROLES[axis]}", f_{along}) = {number(section.slope)}$'
    if story.straight(axis):
        why = "It is a straight line, so the line through any second point has its very slope"
    else:
        why = "As a second point comes near, the line through both becomes the tangent"
    if section.slope == 0:
        heading, lean = f"{where}: the curve is level at the point, {partial}", "level"
        what = f"Its slope is zero: along {along} the partial derivative is zero."
    else:
        verb, lean = ("rises", "rising") if section.slope > 0 else ("falls", "falling")
        heading = f"{where}: along ${along}$ the surface {verb}, {partial}"
        what = f"Its slope, {slope}, is the partial derivative along {along}."
    ends = section.heights.min(), section.heights.max()
    lowest, highest = map(significant, ends)
    name = f"f_{along} = frac(partial f, partial {along})"
    return BeatText(
        heading,
        f"The plane {across} = {held} cuts the surface in a curve. {why}. {what}",
        f"The surface is cut open by the plane {across} = {held}. The edge of the cut is a curve, "
        f"drawn again in a chart of height against {along}; its heights run from {lowest} to "
        f"{highest}. Its tangent at {along} = {significant(section.here)} is {lean}, with slope "
        f"{slope}.",
        (Line(f"{name} = {number(section.slope)}", ROLES[axis]),),
    )


def gradient(story: PartialsStory) -> BeatText:
    first, second = slopes(story)
    lines = (Line(gradient_markup(story)),)
    if story.level:
        return BeatText(
            "Both slopes are zero: the gradient has no length",
            "Written together, the two slopes are the gradient. Here both are zero: there is no "
            "arrow to draw, and the surface is level at this point.",
            f"The whole surface with both curves and their level tangents, and its map with a dot "
            f"at {point(story.point)}. There is no arrow: the gradient is (0, 0).",
            lines,
        )
    scale = "The arrows share one scale of their own."
    if story.surface.stretched:
        scale = "Arrows share one scale, $x$ and $y$ do not."
    if story.gradient.all():
        heading = "The two slopes together are one arrow: the gradient"
        rest = "So far along x, then so far along y, it points to where the ground rises."
    else:
        along, still = ("y", "x") if story.gradient[0] == 0 else ("x", "y")
        heading = f"One slope is zero: the gradient points along ${along}$"
        rest = f"The slope along {still} is zero, so the arrow runs along {along}."
    return BeatText(
        heading,
        f"Written together, the two slopes are one arrow on the map: the gradient. {rest}",
        f"The whole surface with both curves and their tangents. On the map an arrow along x of "
        f"{first} and one along y of {second}, tip to tail from {point(story.point)}; the gradient "
        f"leads from the first's tail to the last's tip: ({first}, {second}).",
        (*lines, remark(scale)),
    )


def tangent_plane(story: PartialsStory) -> BeatText:
    if story.level:
        heading = "The two tangents span the tangent plane: it is level"
        say = (
            "Both tangent lines lie in one plane, which touches the surface. Both are level, and "
            "so is the plane."
        )
    else:
        heading = "The two tangents span the tangent plane"
        say = (
            "Both tangent lines lie in one plane, which touches the surface at the point. Two "
            "numbers fix how it tilts, and so how steep the surface is in every direction."
        )
    terms: list[str] = [number(story.height)] if story.height or story.level else []
    for name, role, slope, at in zip(AXES, ROLES, story.gradient, story.point, strict=True):
        if slope == 0:
            continue
        sign = "-" if slope < 0 else "+" if terms else ""
        moved = f"({name} {'-' if at > 0 else '+'} {number(abs(at))})" if at else name
        terms.append(f'{sign} part("{role}", {number(abs(slope))}) {moved}')
    first, second = slopes(story)
    return BeatText(
        heading,
        say,
        f"A plane touches the surface at {point(story.point)}, with both tangent lines in it. Its "
        f"slopes are {first} along x and {second} along y.",
        (Line(f'part("tangent", z) = {" ".join(terms)}'),),
    )


def recap(story: PartialsStory) -> BeatText:
    (first, second), (x, y) = slopes(story), map(significant, story.point)
    if story.level:
        heading, end = "Two cuts, two slopes, both zero: a level point", ", which is zero here."
    else:
        heading, end = f"Two cuts, two slopes, one gradient: ${gradient_markup(story)}$", "."
    return BeatText(
        heading,
        "Two planes, two curves, two slopes. Each holds one variable still; together they are the "
        f"gradient{end}",
        f"The surface f = {formula(story.surface)} with the curves in which the planes y = {y} and "
        f"x = {x} cut it, and with their tangents at {point(story.point)}. Beside it both curves "
        f"in charts, with the slopes {first} and {second}: together the gradient ({first}, "
        f"{second}).",
    )
