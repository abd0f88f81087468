"""What the last frame of each beat shows of slopes in all directions, in words."""

from __future__ import annotations

from explainer.numbers import significant
from explainer.scenes.calculus.common import formula, ground, point
from explainer.scenes.calculus.gradient.story import DirectionalStory
from explainer.scenes.calculus.gradient.text import degrees


def direction_picture(story: DirectionalStory) -> str:
    """Return the surface, its map, and a plane along y through the point."""
    seen = ground(story.surface, story.point, story.height)
    return (
        f"{seen} An arrow on the map points along y; on the surface a plane stands on it, and the "
        f"tangent of the cut has slope {significant(float(story.gradient[1]))}."
    )


def cosine_picture(story: DirectionalStory) -> str:
    """Return the chart of slope against direction."""
    if story.level:
        return "A chart of slope against direction, from 0 to 360 degrees: a line at zero."
    return (
        "A chart of slope against direction, from 0 to 360 degrees: one period of a cosine between "
        f"{significant(-story.norm)} and {significant(story.norm)}, with its top at "
        f"{degrees(story.best)} degrees. Beside it map and surface, with the direction at 0."
    )


def steepest_picture(story: DirectionalStory) -> str:
    """Return the best direction on chart, map and surface."""
    if story.level:
        return "The chart is a line at zero, with no top; on map and surface there is no gradient."
    return (
        f"The gradient {point(story.gradient)}, an arrow on map and surface at "
        f"{degrees(story.best)} degrees. On the chart the top of the cosine is marked, at slope "
        f"{significant(story.norm)}, and its lowest place, at {significant(-story.norm)}."
    )


def contour_picture(story: DirectionalStory) -> str:
    """Return the contour with the gradients across it."""
    if story.flat:
        return "A level surface and its map, both of one colour, without any contour line."
    line = f"The points of height {significant(story.height)}, marked on map and surface"
    if story.level:
        return f"{line}. At the dot there is no arrow: the gradient is zero."
    walk = (
        f", and {len(story.stops)} arrows across the line, each the direction of the gradient there"
        if len(story.walk)
        else ""
    )
    return f"{line}. At the dot the gradient crosses them at a right angle{walk}."


def field_picture(story: DirectionalStory) -> str:
    """Return the gradient field."""
    if story.flat:
        return "A map without arrows: the gradient is zero everywhere."
    arrows = f"A map covered with {len(story.field[0])} arrows that point uphill"
    if not story.rests:
        return f"{arrows}."
    places = [f"{p.kind} at {point(p.point)}" for p in story.rests[:9]]
    more = "" if len(story.rests) <= 9 else f" and {len(story.rests) - 9} more"
    return f"{arrows}. Rings mark where the gradient is zero: {', '.join(places)}{more}."


def recap_picture(story: DirectionalStory) -> str:
    """Return everything at once: the alternative text of a clip ends on it."""
    where = f"The surface f = {formula(story.surface)} and its map at {point(story.point)}"
    if story.level:
        return f"{where}, where the gradient is (0, 0); the chart of slopes is a line at zero."
    return (
        f"{where}, with the gradient {point(story.gradient)} at a right angle to the contour. "
        f"Beside them the slope against direction: a cosine of height {significant(story.norm)}, "
        f"largest at {degrees(story.best)} degrees and zero along the contour."
    )
