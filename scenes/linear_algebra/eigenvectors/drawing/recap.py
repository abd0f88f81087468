"""The whole plane under a matrix, in the grid that the eigenvectors make."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import fit_points
from explainer.mobjects.plane import Grid
from explainer.mobjects.shapes import Arrow, Curve, Dot, TurnArrow, VGroup
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import ROOM, EigenPlane, fit
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory, cross, unit_vectors
from explainer.style import Theme


class EigenRecap(VGroup):
    """A grid, the unit circle and the eigenvectors on their way under the matrix.

    Two eigenvectors make a grid of their own, which is only stretched. With one of them the lines
    along it stay what they are; with none the grid is the usual one.

    Args:
        plane: the plane they lie in.
        story: what is drawn.
        theme: for colours.
    """

    def __init__(self, plane: EigenPlane, story: EigenStory, theme: Theme) -> None:
        self.plane, self.story = plane, story
        self.circle = unit_vectors(np.arange(97) * 2 * math.pi / 96)
        self.start, self.stop = fit(self.circle, 1.5), fit(self._image(1.0), 1.5)
        # One framing serves both ends unless one of them would be too small in it to be seen.
        if 0.25 < self.stop.units / self.start.units < 4:
            both = np.concatenate([self.circle, self._image(1.0)])
            self.start = self.stop = fit(both, 1.5)
        strokes = theme.strokes
        self.grid = Grid(plane.view, theme.grid, theme.axis, width=strokes.thin, reach=40)
        self.before = Curve(theme.vector, width=strokes.thin)
        self.after = Curve(theme.image, width=strokes.regular)
        self.arrows = [Arrow(colour, halo=theme.background) for colour in plane.colours]
        self.turns = [
            TurnArrow(theme.eigen, width=0.04, tip=0.19)
            for _ in range(6)
            if story.kind == "complex"
        ]
        self.heart = Dot(theme.image, 0.07)
        over: list[VMobject] = [*self.arrows, *self.turns]
        circles = [self.before, self.after]
        for level, layer in ((2, [self.grid]), (4, circles), (5, [self.heart]), (6, over)):
            for mobject in layer:
                mobject.set_z_index(level)
        super().__init__(self.grid, *circles, self.heart, *over)

    def _matrix(self, t: float) -> np.ndarray:
        return np.asarray((1 - t) * np.eye(2) + t * self.story.matrix)

    def _image(self, t: float) -> np.ndarray:
        return np.asarray(self.circle @ self._matrix(t).T)

    def show(self, t: float) -> Self:
        """Show the plane a share of the way to where the matrix sends it."""
        plane, story = self.plane, self.story
        if self.start is not self.stop:
            plane.draw(fit_points(self._image(t), ROOM, self.start.towards(self.stop, t).units))
        to_frame, matrix = plane.view.to_frame, self._matrix(t)
        basis = np.eye(2)
        if story.kind == "diagonalizable":
            basis = story.eigenvectors.T
        elif story.kind == "defective":
            x, y = story.eigenvectors[0]
            basis = np.array([[x, -y], [y, x]])
        self.grid.set_matrix(matrix @ basis)
        self.before.set_corners(to_frame(self.circle)[:, :2])
        self.after.set_corners(to_frame(self._image(t))[:, :2])
        origin = to_frame((0, 0))
        self.heart.set_centre(origin[:2])
        for arrow, direction in zip(self.arrows, story.lines, strict=True):
            arrow.set_ends(origin, to_frame(matrix @ direction))
        for turn, unit in zip(self.turns, self.circle[:: 96 // 6], strict=False):
            tip = matrix @ unit
            turned = math.atan2(cross(unit, tip), unit @ tip)
            turn.set_turn(origin, 0.62 * plane.view.units, math.atan2(unit[1], unit[0]), turned)
        plane.drawn = np.zeros((0, 2, 2))
        plane.write_between(self.start, self.stop, t, final=t in (0, 1))
        return self

    @property
    def obstacles(self) -> np.ndarray:
        """Points that labels keep clear of in the end, (n, 2)."""
        return np.concatenate([self.circle[::4], self._image(1.0)[::4]])

    @property
    def moving(self) -> list[VMobject]:
        """What ``show`` changes."""
        drawn = [self.grid, self.after, self.heart, *self.arrows, *self.turns]
        if self.start is self.stop:
            return [*drawn, *self.plane.moving]
        return [*drawn, self.before, *self.plane.changing]
