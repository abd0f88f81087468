"""What the last frame of each beat shows of two cuts, for whoever cannot see it."""

from __future__ import annotations

import numpy as np

from explainer.numbers import significant
from explainer.scenes.calculus.common import formula, ground, point
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory, Section
from explainer.scenes.calculus.partial_derivatives.text import AXES


def surface_picture(story: PartialsStory) -> str:
    """Return the surface, the map and the point."""
    return ground(story.surface, story.point, story.height)


def cut_picture(section: Section) -> str:
    """Return a cut and its curve beside it."""
    along, held = AXES[section.axis], AXES[1 - section.axis]
    lean = "level" if section.slope == 0 else "rising" if section.slope > 0 else "falling"
    return (
        f"The surface is cut open by the plane {held} = {significant(section.held)}. The edge of "
        f"the cut is a curve, drawn again in a chart of height against {along}; its heights run "
        f"from {significant(float(section.heights.min()))} to "
        f"{significant(float(section.heights.max()))}. Its tangent at {along} = "
        f"{significant(section.here)} is {lean}, with slope {significant(section.slope)}."
    )


def gradient_picture(story: PartialsStory) -> str:
    """Return the arrow that the slopes make."""
    if story.level:
        return (
            f"The whole surface with both curves and their level tangents, and its map with a dot "
            f"at {point(story.point)}. There is no arrow: the gradient is (0, 0)."
        )
    first, second = (significant(float(value)) for value in story.gradient)
    return (
        f"The whole surface with both curves and their tangents. On the map an arrow along x of "
        f"{first} and one along y of {second}, tip to tail from {point(story.point)}; the gradient "
        f"leads from the first's tail to the last's tip: ({first}, {second})."
    )


def plane_picture(story: PartialsStory) -> str:
    """Return the tangent plane."""
    return (
        f"A plane touches the surface at {point(story.point)}, with both tangent lines in it. Its "
        f"slopes are {significant(float(story.gradient[0]))} along x and "
        f"{significant(float(story.gradient[1]))} along y."
    )


def recap_picture(story: PartialsStory) -> str:
    """Return everything at once: the alternative text of a clip ends on it."""
    first, second = (significant(float(value)) for value in story.gradient)
    held = [significant(value) for value in np.array(story.point)[::-1]]
    return (
        f"The surface f = {formula(story.surface)} with the curves in which the planes y = "
        f"{held[0]} and x = {held[1]} cut it, and with their tangents at {point(story.point)}. "
        f"Beside it both curves in charts, with the slopes {first} and {second}: together the "
        f"gradient ({first}, {second})."
    )
