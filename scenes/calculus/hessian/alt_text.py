"""What the last frame of each beat shows of a second-order model, for whoever cannot see it."""

from __future__ import annotations

import math

from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.scenes.calculus.hessian.text import ARTICLES, LINES, plain, verdict


def point(values: tuple[float, float]) -> str:
    """Return coordinates with three figures, as on the screen."""
    return f"({plain(float(values[0]))}, {plain(float(values[1]))})"


def _gaps(story: HessianStory, row: int) -> str:
    return ", ".join(plain(float(gap)) for gap in story.gaps[row])


def _distances(story: HessianStory) -> str:
    return ", ".join(plain(float(distance)) for distance in story.distances)


def plane_picture(story: HessianStory) -> str:
    """Return what is seen of the tangent plane."""
    model = story.first
    formula = story.surface.expression.replace("**", "^").replace("*", "\N{MIDDLE DOT}")
    cut = f" It is cut off above the height {plain(story.heights[1])}." if story.cut else ""
    return (
        f"The surface f = {formula} in space.{cut} A piece of its tangent plane touches it at a = "
        f"{point(model.point)}, at height {plain(model.value)} with slopes "
        f"{point(story.slope(model))}. A chart of the slice where they part most, and a table: "
        f"at the distances {_distances(story)} the gap is {_gaps(story, 0)}."
    )


def model_picture(story: HessianStory) -> str:
    """Return what is seen of the model."""
    return (
        f"The piece of the plane has become {_shape(story.first)}, which lies on the surface near "
        "a. In the chart "
        f"of the slice, curve, straight line and parabola. At the distances {_distances(story)} "
        f"the gap of the plane is {_gaps(story, 0)}, that of the model {_gaps(story, 1)}."
    )


def _shape(model: QuadraticModel) -> str:
    return "the model, still flat" if model.kind == "flat" else f"the model, {verdict(model)}"


def matrix_picture(story: HessianStory) -> str:
    """Return what is seen of the entries."""
    (a, b), (_, c) = story.first.hessian
    return (
        "On the model a parabola along x, a parabola along y, and short lines along x set across "
        f"the second one, which turn where there is twist. Beside it the Hessian with f_xx = "
        f"{plain(a)}, f_xy = {plain(b)}, f_yy = {plain(c)}."
    )


def turn_picture(story: HessianStory) -> str:
    """Return what is seen of the second derivative in each direction."""
    model = story.first
    chart = "A chart of the second derivative against the angle of the direction, over half a turn"
    if model.round:
        return f"{chart}: a level line at {plain(model.curvatures[0])}."
    low, high = sorted(model.curvatures)
    angles = [math.degrees(angle) % 180 for angle in (model.angle, model.angle + math.pi / 2)]
    return (
        f"{chart}: a wave between {plain(low)} and {plain(high)}. The extremes are marked, at "
        f"{angles[0]:.0f} and {angles[1]:.0f} degrees, and on the model the parabolas along them."
    )


def axes_picture(story: HessianStory) -> str:
    """Return what is seen of the axes."""
    model = story.first
    first, second = (plain(value) for value in model.curvatures)
    lines = LINES[model.kind] and ("circles" if model.round else LINES[model.kind])
    drawn = f"{lines} of equal bend" if lines else "no lines of equal bend"
    cross = "no axes" if model.round else "the two eigenvectors"
    return (
        f"On the surface and on its map about a: {drawn} and {cross}. Two bars show the "
        f"curvatures {first} and {second}: the model is {verdict(model)}."
    )


def move_picture(story: HessianStory) -> str:
    """Return what the way to the second point has changed."""
    if story.path.still:
        return f"The model at a = {point(story.first.point)}, unchanged: {verdict(story.first)}."
    last = story.last
    first, second = (plain(value) for value in last.curvatures)
    marks = len(story.path.crossings)
    crossed = (
        f" {marks} mark{'s' * (marks > 1)} on the way show{'s' * (marks == 1)} where a curvature "
        "is zero."
        if marks
        else ""
    )
    return (
        f"The model has gone from a = {point(story.first.point)} to b = {point(last.point)}."
        f"{crossed} There the curvatures are {first} and {second}: {ARTICLES[last.kind]}."
    )


def recap_picture(story: HessianStory) -> str:
    """Return the last picture: the alternative text of a clip ends on it."""
    first, last = story.first, story.last
    at = [f"at a = {point(first.point)} {verdict(first)}"]
    if not story.path.still:
        at.append(f"at b = {point(last.point)} {verdict(last)}")
    return (
        f"The surface and its map with the model {', '.join(at)}, and beside them the rule: two "
        "positive curvatures make a bowl, two negative ones a dome, opposite signs a saddle, a "
        "zero a valley or a ridge."
    )
