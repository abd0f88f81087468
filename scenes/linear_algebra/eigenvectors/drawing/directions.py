"""Which directions a matrix keeps: a vector that goes round, and its image."""

from __future__ import annotations

import math
from dataclasses import astuple, replace
from typing import Self

import numpy as np

from explainer.allowed import allow
from explainer.geometry.plane import Framing, Rectangle
from explainer.mobjects.panel import Panel
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors import formulas
from explainer.scenes.linear_algebra.eigenvectors.drawing.steps import step_points
from explainer.scenes.linear_algebra.eigenvectors.story import CIRCLE, EigenStory, unit_vectors
from explainer.zones import Layout

STROKES = 36
"""How many lines lead from the circle to its image."""


class DirectionSweep(VGroup):
    """``v`` on the unit circle, ``A v`` on its ellipse, and lines from the one to the other.

    Attributes:
        lines: the eigenlines, which stay for the whole film.
        units, scaled: an eigenvector on each, and its image.
    """

    def __init__(self, plane: Plane, story: EigenStory) -> None:
        self.plane, self.story = plane, story
        self.matrix = story.zoom * story.matrix
        roles = EIGEN_ROLES[: len(story.lines)]
        self.circle, self.trace = plane.curve("vector"), plane.curve("image", "regular")
        self.circle.to(CIRCLE)
        self.strokes = plane.segments("ink", "thin")
        self.circle.set_brightness(0.6)
        self.strokes.set_brightness(0.6)
        self.lines = [
            plane.line(*pair, width="bold").to(0) for pair in zip(roles, story.lines, strict=True)
        ]
        self.scaled = [plane.arrow(role, width=0.1, tip=0.38).to(None) for role in roles]
        self.units = [plane.arrow("ink", width=0.06, tip=0.24).to(None) for _ in roles]
        for unit, image, value in zip(self.units, self.scaled, story.eigenvalues, strict=False):
            # The shorter lies on the longer.
            unit.layer, image.layer = (4.9, 4.8) if abs(value) * story.zoom > 1 else (4.8, 4.9)
            unit.set_z_index(unit.layer)
            image.set_z_index(image.layer)
        self.vector = plane.arrow("vector", width=0.08, tip=0.32)
        self.image = plane.arrow("image", width=0.08, tip=0.32)
        self.turn = plane.turn()
        super().__init__(plane)

    def show(self, angle: float, *, final: bool = False) -> Self:
        """Show the vector at an angle in radians, and all that has been traced up to there."""
        story, unit = self.story, unit_vectors(angle)
        self.vector.to(unit)
        self.image.to(self.matrix @ unit)
        radius = 0.55 if story.kind == "complex" else 0.0
        self.turn.to(unit, self.matrix @ unit, radius=radius, positive=story.opposed)
        first = story.sweep_start
        count = STROKES // 3 if story.kind == "complex" else STROKES
        done = np.linspace(first, first + 2 * math.pi, count + 1)[1:]
        done = unit_vectors(done[done <= angle + 1e-9])
        self.strokes.to(np.stack([done, done @ self.matrix.T], axis=1))
        fine = np.linspace(first, angle, max(2, math.ceil(40 * (angle - first))))
        self.trace.to(unit_vectors(fine) @ self.matrix.T)
        self.plane.settle(final=final)
        return self

    def swing(self, start: float, stop: float, t: float) -> Self:
        """Show the vector a share of the way from one angle to another, in radians."""
        return self.show(start + (stop - start) * t if t < 1 else stop, final=t == 1)

    def light(self, index: int, t: float) -> Self:
        """Let an eigenline grow out of the two arrows that lie in it."""
        self.lines[index].to(t)
        unit = self.story.directions[index]
        self.units[index].to(t * unit)
        self.scaled[index].to(t * self.matrix @ unit)
        self.plane.settle(final=t in (0, 1))
        return self

    def step_back(self, t: float) -> Self:
        """Let what has been traced step back."""
        self.trace.set_brightness(1 - 0.3 * t)
        return self

    def name_lines(self) -> list[PlaneLabel]:
        """Name the eigenvectors and their images, or their lines where these cannot be."""
        names, plane, story = [], self.plane, self.story
        for k, line in enumerate(self.lines):
            size, role = abs(story.eigenvalues[k]), EIGEN_ROLES[k]
            if story.zoom != 1 or size < 0.45 * plane.theme.layout.type_scale:
                names.append(plane.name_line(line, formulas.eigenvalue_name(story, k), role))
            else:
                markup = formulas.moved_name(story, k)
                names.append(plane.name_tip(self.scaled[k], markup, role))
            if abs(story.eigenvalues[k] * story.zoom - 1) * plane.view.units > 0.5:
                markup = formulas.vector_name(story, k)
                if size * story.zoom > 1:  # beyond its tip there are lines
                    names.append(plane.label(markup, 0.6 * story.directions[k], lean=3.0))
                else:
                    names.append(plane.name_tip(self.units[k], markup, lean=3.0))
        return names + self._name_curves()

    def _name_curves(self) -> list[PlaneLabel]:
        """Name circle and ellipse where they are outermost, if they are."""
        _, sizes, ways = np.linalg.svd(self.matrix)
        far, near = self.matrix @ ways[0], ways[1]
        names = [self.plane.label("bold(v)", -near * np.sign(near[1] or 1), "vector")]
        if sizes[0] > 1.05 and sizes[1] < sizes[0]:
            name = formulas.image_name(self.story)
            if self.story.zoom != 1:  # clear of the line that is next to the longest
                far = (far + self.matrix @ ways[1]) * math.sqrt(0.5)
            names.append(self.plane.label(name, -far * np.sign(far[0] or 1), "image"))
        return names if sizes[1] < 0.95 else names[1:]


def views_of(plane: Plane, story: EigenStory) -> list[Framing]:
    """Return where to look at the ring, the square, and the step: one view where that will do."""
    ring = np.concatenate([CIRCLE, CIRCLE @ (story.zoom * story.matrix).T])
    corners = np.array([[1, 0], [0, 1], [1, 1]])
    rests = [story.slider_start, *(stop for stop, _ in story.slider_stops), story.slider_end]
    square = np.concatenate([corners, *(corners @ story.shifted(value).T for value in rests)])
    step = np.concatenate([step_points(story, 0.0), step_points(story, 1.0)])
    most = 2.3 * plane.theme.layout.type_scale
    found = plane.views(ring, square, step, units=most, least=0.65)
    if story.zoom != 1 and found[0] is found[1]:  # the ring alone is not to scale
        found = [plane.fit(ring, most), *plane.views(square, step, units=most, least=0.65)]
    if min(view.units for view in found) > 0.7:  # one can count
        plane.settle(numbers=0.0)
        plane.base.remove(plane.numbers)
    allow(plane.numbers, "crossed", "numbers of axes have halos where all is full")
    return found


def room(layout: Layout) -> Rectangle:
    """Return where tips of arrows may lie: clear of the heading and of what stands aside."""
    return Rectangle(*astuple(layout.open.within(0.5, 0.5, 0.25, 0.4)))


def panel_beside(
    plane: Plane, story: EigenStory, framing: Framing, *, below: bool = False
) -> Panel:
    """Return a panel for formulas: at the right, or lower where a line goes through it."""
    layout = plane.theme.layout
    if not layout.is_wide:
        return Panel(plane.theme, layout.aside)
    beside = replace(layout.aside, left=2.8, top=layout.height(2.3))
    lower = replace(beside, top=layout.height(0.6))
    corner = replace(beside, left=2.2, top=layout.height(-0.8))
    x = np.array([beside.left, beside.right])
    heights = [
        np.sort(framing.origin[1] + (x - framing.origin[0]) * way[1] / (way[0] or 1e-9))
        for way in story.lines
    ]
    crossed = [
        any(low < top + 0.2 and high > top - 2.9 for low, high in heights)
        for top in (beside.top, lower.top)
    ]
    zone = lower if crossed == [True, False] else beside
    return Panel(plane.theme, corner if below else zone)
