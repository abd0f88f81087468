"""What the film says of two slopes and their plane, true for the numbers of its story."""

from __future__ import annotations

from explainer.beat_text import BeatText, Line
from explainer.numbers import Figure, about, equals, given, magnitude
from explainer.scenes.calculus.common import (
    formula,
    number,
    of_formula,
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


def partial(section: Section) -> str:
    """Return the partial derivative, as Typst mathematics."""
    role = ROLES[section.axis]
    return f'part("{role}", f_{AXES[section.axis]}) {equals(number(section.slope))}'


def surface(story: PartialsStory) -> BeatText:
    (x0, x1), (y0, y1) = (map(given, ends) for ends in story.surface.domain)
    return BeatText(
        "Two directions to begin with: along $x$, and along $y$",
        "The height of the surface over a point is the value of f. How steep it is there depends "
        "on the direction. Two directions are enough to begin with.",
        f"The surface f = {formula(story.surface)} in space, for x from {x0} to {x1} and y from "
        f"{y0} to {y1}. A ball lies on it over {point(story.point, given)}, at a height of "
        f"{about(magnitude(story.height))}. Through it run two curves, one along x and one along "
        "y.",
        question=f"How steep is {of_formula(story.surface, '{}', 'this surface')} at one point?",
    )


def cut(story: PartialsStory, axis: int) -> BeatText:
    section, along, across = story.sections[axis], AXES[axis], AXES[1 - axis]
    slope, at = about(magnitude(section.slope)), equals(given(section.held))
    plane = f"plane {across} {at}"
    name = f"the partial derivative with respect to {along}"
    straight = story.straight(axis)
    edge = "straight line" if straight else "curve"
    held = about(given(section.held))
    if axis == 0:
        says = [
            f"Hold {across} at {held}: the {plane} cuts the surface in a {edge}.",
            "A line through the point and a second point on it has a slope.",
        ]
        if straight:
            says.append(f"Any second point gives the same slope, {slope}: {name}.")
        else:
            says.append(
                "As the second point comes closer, it becomes the tangent. "
                f"The tangent's slope, {slope}, is {name}."
            )
    else:
        says = [f"Now hold {across} at {held}, and go along {along}."]
        if straight:
            says.append(f"This {edge} has a slope of {slope}: {name}.")
        else:
            says.append(f"The tangent of this curve has a slope of {slope}: {name}.")
    lean = "rises" if section.slope > 0 else "falls" if section.slope else "is horizontal"
    return BeatText(
        f"Along ${along}$ the slope is ${partial(section)}$",
        " ".join(says),
        f"The surface is cut open by the {plane}. The edge of the cut is a {edge}. Its tangent at "
        f"{along} {equals(given(section.here))} {lean}, with a slope of {slope}.",
        (
            Line(f"{across} {equals(number(section.held, given))}", "muted"),
            Line(partial(section), ROLES[axis]),
        ),
        question="How steep is it along $x$?" if axis == 0 else "And how steep along $y$?",
    )


def tangent_plane(story: PartialsStory) -> BeatText:
    heading = "The two slopes fix the tangent plane"
    if story.level:
        heading = "Both slopes are zero: the tangent plane is level"
    says = ["Begin with a level plane through the point."]
    for axis, which in enumerate(("first", "second")):
        along, again = AXES[axis], "Then tilt" if axis and story.gradient[0] else "Tilt"
        if story.gradient[axis]:
            says.append(f"{again} it along {along} until it contains the {which} tangent.")
        else:
            says.append(f"Along {along} it contains the {which} tangent as it is.")
    says.append("No other plane has both slopes of the surface.")
    first, second = slopes(story)
    return BeatText(
        heading,
        " ".join(says),
        f"A round piece of a plane touches the surface at {point(story.point, given)}, with both "
        f"tangents in it. Its slopes are {first} along x and {second} along y.",
        plane_lines(story),
        question="Which plane touches the surface there?",
    )


def plane_lines(story: PartialsStory) -> tuple[Line, ...]:
    """Return the height of the tangent plane, a line for the point, and one for each slope."""
    height = number(story.height)
    lines = [Line(f'part("tangent", T) {equals(height)}')]
    for name, role, slope, at in zip(AXES, ROLES, story.gradient, story.point, strict=True):
        sign, size, place = "-" if slope < 0 else "+", number(abs(slope)), number(abs(at), given)
        moved = f"({name} {'-' if at > 0 else '+'} {place})" if at else name
        lines.append(Line(f'{sign} thin part("{role}", {size}) {moved}'))
    return tuple(lines)


def gradient(story: PartialsStory) -> BeatText:
    here = point(story.point, given)
    if story.level:
        return BeatText(
            f"Together they are the gradient, ${gradient_markup(story)}$",
            "Together the two slopes are the gradient. Here both are zero: there is no arrow to "
            "draw, and the plane rises in no direction.",
            f"The tangent plane at {here} is level. There is no arrow on the floor below it: the "
            "gradient is (0, 0).",
            question="What do the two slopes say together?",
        )
    first, second = slopes(story)
    lead = f"an arrow along x of {first} and one along y of {second} lie tip to tail"
    if not story.gradient.all():
        along = "x" if story.gradient[0] else "y"
        lead = f"only the slope along {along} is not zero"
    scale: tuple[Line, ...] = ()
    if story.arrow_scale != 1:
        scale = (remark(f"Arrows $times {number(story.arrow_scale)}$"),)
    return BeatText(
        f"Together they are the gradient, ${gradient_markup(story)}$",
        "As steps on the floor, the two slopes lead to one vector, the gradient. They decide the "
        "slope of the plane in every direction. It is largest along the gradient.",
        f"On the floor below the tangent plane {lead}; the gradient, {about(story.slopes)}, leads "
        f"from below {here} to their end. Above it a line in the plane runs in the same "
        f"direction, with a slope of {about(magnitude(story.size))}.",
        scale,
        question="What do the two slopes say together?",
    )


def recap(story: PartialsStory) -> BeatText:
    says = "At every point the two partial derivatives fix the tangent plane."
    touch = story.on_the_way(1.0)
    slopes = point(touch.gradient)
    if story.goal == story.point:
        moved = ""
        seen = "The tangent plane at the point, with the gradient on the floor below it."
    elif story.ends_level:
        moved = " Where both are zero, the plane is level."
        seen = "The ball has gone to a point where the plane is level, and there is no arrow."
    elif story.tilts:
        moved = " As the point moves, both change, and the plane tilts with them."
        seen = f"The ball has gone to another point, where the gradient is {about(slopes)}."
    else:
        moved = " On a plane they are the same everywhere."
        seen = f"The ball has gone to another point, where the gradient is {about(slopes)} too."
    return BeatText(
        "At every point, two slopes fix the tangent plane",
        says + moved,
        f"The surface f = {formula(story.surface)} with its tangent plane. {seen}",
    )
