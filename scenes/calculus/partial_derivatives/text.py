"""What two cuts through a surface say, in words and formulas that are true for their numbers."""

from __future__ import annotations

import numpy as np

from explainer.numbers import significant
from explainer.scenes.calculus.common import Note, number, pair
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory, Section

LONGEST = 46
"""Formulas of more characters than this do not fit into a heading with other words."""

AXES = ("x", "y")
ROLES = ("partial_x", "partial_y")


def said(value: float) -> str:
    """Return a number with three figures as prose has it."""
    return significant(float(value))


def partial(axis: int) -> str:
    """Return the partial derivative along an axis as Typst mathematics, in its colour."""
    return f'part("{ROLES[axis]}", f_{AXES[axis]})'


def gradient_markup(story: PartialsStory) -> str:
    """Return the gradient with its two numbers, each in its colour."""
    first, second = (
        f'part("{role}", {number(value)})'
        for role, value in zip(ROLES, story.gradient, strict=True)
    )
    return f'part("gradient", nabla f) = ({first}, {second})'


def surface_words(story: PartialsStory) -> tuple[str, str]:
    """Return heading and narration on the surface and its point."""
    formula = story.surface.typst
    heading = "How steep is this surface at one point?"
    if len(formula) <= LONGEST:
        heading = f"$f = {formula}$: how steep at one point?"
    return (
        heading,
        "A surface may rise one way and fall another way from the same point. So ask for its slope "
        "in one direction at a time: first along x, then along y.",
    )


def point_reading(story: PartialsStory) -> str:
    """Return the height at the point as Typst mathematics."""
    return f"f{pair(np.array(story.point))} = {number(story.height)}"


def cut_words(section: Section, straight: bool) -> tuple[str, str]:
    """Return heading and narration on one cut.

    Args:
        section: the curve.
        straight: whether it is a straight line.
    """
    along, held = AXES[section.axis], AXES[1 - section.axis]
    where = f"Hold ${held} = {number(section.held)}$"
    slope = f"${partial(section.axis)} = {number(section.slope)}$"
    if straight:
        why = "It is a straight line, so the line through any second point has its very slope"
    else:
        why = "As a second point comes near, the line through both becomes the tangent"
    if section.slope == 0:
        heading = f"{where}: the curve is level at the point, {slope}"
        what = f"Its slope is zero: along {along} the partial derivative is zero."
    else:
        verb = "rises" if section.slope > 0 else "falls"
        heading = f"{where}: along ${along}$ the surface {verb}, {slope}"
        what = f"Its slope, {said(section.slope)}, is the partial derivative along {along}."
    plane = f"The plane {held} = {said(section.held)} cuts the surface in a curve."
    return heading, f"{plane} {why}. {what}"


def gradient_words(story: PartialsStory) -> tuple[str, str]:
    """Return heading and narration on the two slopes as one arrow."""
    first, second = story.gradient
    if story.level:
        return (
            "Both slopes are zero: the gradient has no length",
            "Written together, the two slopes are the gradient. Here both are zero: there is no "
            "arrow to draw, and the surface is level at this point.",
        )
    lead = "Written together, the two slopes are one arrow on the map: the gradient."
    if first == 0 or second == 0:
        along, still = ("y", "x") if first == 0 else ("x", "y")
        return (
            f"One slope is zero: the gradient points along ${along}$",
            f"{lead} The slope along {still} is zero, so the arrow runs along {along}.",
        )
    return (
        "The two slopes together are one arrow: the gradient",
        f"{lead} So far along x, then so far along y, it points to where the ground rises.",
    )


def scale_note(stretched: bool) -> Note:
    """Return how long the arrows on the map are."""
    if stretched:
        return Note("Arrows share one scale, $x$ and $y$ do not.")
    return Note("The arrows share one scale of their own.")


def plane_words(story: PartialsStory) -> tuple[str, str]:
    """Return heading and narration on the tangent plane."""
    if story.level:
        return (
            "The two tangents span the tangent plane: it is level",
            "Both tangent lines lie in one plane, which touches the surface. Both are level, and "
            "so is the plane.",
        )
    return (
        "The two tangents span the tangent plane",
        "Both tangent lines lie in one plane, which touches the surface at the point. Two numbers "
        "fix how it tilts, and so how steep the surface is in every direction.",
    )


def plane_reading(story: PartialsStory) -> str:
    """Return the tangent plane's equation as Typst mathematics."""
    terms = [number(story.height)] if story.height or story.level else []
    for axis, (slope, at) in enumerate(zip(story.gradient, story.point, strict=True)):
        if slope == 0:
            continue
        sign = "-" if slope < 0 else "+" if terms else ""
        name = AXES[axis]
        moved = f"({name} {'-' if at > 0 else '+'} {number(abs(at))})" if at else name
        terms.append(f'{sign} part("{ROLES[axis]}", {number(abs(slope))}) {moved}')
    return f'part("tangent", z) = {" ".join(terms)}'


def recap_words(story: PartialsStory) -> tuple[str, str]:
    """Return heading and narration on everything in one picture."""
    say = (
        "Two planes, two curves, two slopes. Each holds one variable still; together they are the "
        "gradient"
    )
    if story.level:
        return "Two cuts, two slopes, both zero: a level point", f"{say}, which is zero here."
    return f"Two cuts, two slopes, one gradient: ${gradient_markup(story)}$", f"{say}."
