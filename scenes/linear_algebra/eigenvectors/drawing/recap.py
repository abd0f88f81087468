"""The whole plane under a matrix, in the grid that the eigenvectors make."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import fit_points
from explainer.mobjects.plane import Grid
from explainer.mobjects.shapes import Arrow, Curve, Dot, TurnArrow
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import ROOM, EigenGround, fit
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Theme


class EigenRecap(VGroup):
    """A grid, the unit circle and the eigenvectors on their way under the matrix.

    Two eigenvectors make a grid of their own, which is only stretched. With one of them the lines
    along it stay what they are; with none the grid is the usual one.

    Args:
        ground: the plane they lie in.
        story: what is drawn.
        theme: for colours.
    """

    def __init__(self, ground: EigenGround, story: EigenStory, theme: Theme) -> None:
        self.ground, self.story = ground, story
        ring = np.arange(97) * 2 * math.pi / 96
        self.basis = self._basis()
        self.circle = np.column_stack([np.cos(ring), np.sin(ring)])
        self.start, self.stop = fit(self.circle, 1.5), fit(self._image(1.0), 1.5)
        both = fit(np.concatenate([self.circle, self._image(1.0)]), 1.5)
        # One picture serves both ends unless one of them would be too small in it to be seen.
        if 0.25 < self.stop.units / self.start.units < 4:
            self.start = self.stop = both
        width = theme.strokes
        self.grid = Grid(ground.view, theme.grid, theme.axis, width=width.thin, reach=40)
        self.before = Curve(theme.vector, width=width.thin)
        self.after = Curve(theme.image, width=width.regular)
        self.arrows = [
            Arrow(colour, halo=theme.background)
            for colour, _ in zip((theme.eigen, theme.eigen_second), story.lines, strict=False)
        ]
        self.turns = [
            TurnArrow(theme.eigen, width=0.04, tip=0.19) for _ in range(6) if story.kind == "none"
        ]
        self.heart = Dot(theme.image, 0.07)
        self.heart.set_z_index(5)
        self.grid.set_z_index(2)
        self.before.set_z_index(4)
        self.after.set_z_index(4)
        over: list[VMobject] = [*self.arrows, *self.turns]
        for mobject in over:
            mobject.set_z_index(6)
        parts = (self.before, self.after, self.heart, *self.arrows, *self.turns)
        super().__init__(self.grid, *parts)

    def _basis(self) -> np.ndarray:
        directions = self.story.directions
        if self.story.kind == "one_line":
            x, y = directions[0]
            return np.array([[x, -y], [y, x]])
        return directions.T if self.story.kind == "two_lines" else np.eye(2)

    def _matrix(self, t: float) -> np.ndarray:
        return np.asarray((1 - t) * np.eye(2) + t * self.story.matrix)

    def _image(self, t: float) -> np.ndarray:
        return np.asarray(self.circle @ self._matrix(t).T)

    def show(self, t: float) -> Self:
        """Show the plane a share of the way to where the matrix sends it."""
        ground, story = self.ground, self.story
        if self.start is not self.stop:
            between = self.start.towards(self.stop, t)
            view = fit_points(self._image(t), ROOM, between.units)
            ground.view.origin, ground.view.units = view
            ground.grid.set_matrix(np.eye(2))
            ground.draw_lines()
        to_frame, matrix = ground.view.to_frame, self._matrix(t)
        self.grid.set_matrix(matrix @ self.basis)
        self.before.set_corners(to_frame(self.circle)[:, :2])
        self.after.set_corners(to_frame(self._image(t))[:, :2])
        origin = to_frame((0, 0))
        self.heart.set_centre(origin[:2])
        for arrow, direction in zip(self.arrows, story.lines, strict=True):
            arrow.set_ends(origin, to_frame(matrix @ direction))
        for turn, unit in zip(self.turns, self.circle[:: 96 // 6], strict=False):
            tip = matrix @ unit
            cross, dot = unit[0] * tip[1] - unit[1] * tip[0], float(unit @ tip)
            radius = 0.62 * ground.view.units
            turn.set_turn(origin, radius, math.atan2(unit[1], unit[0]), math.atan2(cross, dot))
        units = (self.start if t < 0.5 else self.stop).units
        zooms = self.start is not self.stop
        ground.drawn = np.zeros((0, 2, 2))
        ground.write(
            units=units if zooms else None,
            strength=min(abs(2 * t - 1) * 1.4, 1.0) if zooms else 1.0,
            resting=t in (0, 1),
        )
        return self

    @property
    def obstacles(self) -> np.ndarray:
        """Points that labels keep clear of in the end, (n, 2)."""
        return np.concatenate([self.circle[::4], self._image(1.0)[::4]])

    @property
    def moving(self) -> list[VMobject]:
        """What ``show`` changes."""
        zooms = self.start is not self.stop
        plane = self.ground.changing if zooms else self.ground.moving
        drawn = (self.grid, self.after, self.heart, *self.arrows, *self.turns)
        return [*drawn, *([self.before] if zooms else []), *plane]
