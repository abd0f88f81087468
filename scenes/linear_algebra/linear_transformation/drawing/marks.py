"""Marks on a plane under a matrix: lines that stay, directions that turn, points that merge."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.geometry.arc import Circle

from explainer.geometry.plane import Rectangle, clip_lines
from explainer.mobjects.plane import BESIDE_PANEL as ROOM
from explainer.mobjects.shapes import Arrow, Segments, TurnArrow, VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.linear_transformation.drawing.plane import TransformedPlane

ARROWS, DOTS = 12, 7
"""How many there are of them in a fan, and of those that merge."""


class InvariantLines(VGroup):
    """Lines through the origin that a matrix maps to themselves, with arrows that stretch on them.

    Args:
        plane: whose view and path are used.
        directions: (k, 2) unit vectors.
        length: of the arrows before the matrix, in mathematical units.
    """

    def __init__(self, plane: TransformedPlane, directions: np.ndarray, length: float) -> None:
        self.plane, self.directions, self.length = plane, directions, length
        theme = plane.theme
        colours = [theme.colour(role) for role in EIGEN_ROLES[: len(directions)]]
        self.lines = VGroup(*(Segments(c, width=theme.strokes.regular) for c in colours))
        self.arrows = VGroup(*(Arrow(c, halo=theme.background) for c in colours))
        super().__init__(self.lines, self.arrows)
        self.lines.set_z_index(3)
        self.arrows.set_z_index(5)
        self.show()

    def ends(self, away_from: np.ndarray) -> np.ndarray:
        """Return a point near the edge of the picture on each line, (k, 2), in plane coordinates.

        Args:
            away_from: (n, 2) points that the ends keep their distance from.
        """
        view = self.plane.view
        x, y = view.origin
        edges = np.array([ROOM.left - x, ROOM.right - x, ROOM.bottom - y, ROOM.top - y])
        room = Rectangle(*(edges / view.units))
        chosen = []
        for direction in self.directions:
            ends = clip_lines(np.zeros((1, 2)), direction[None, :], room)[0]
            distances = np.linalg.norm(ends[:, None] - away_from[None], axis=2).min(axis=1)
            chosen.append(ends[int(np.argmax(distances))])
        return np.array(chosen).reshape(-1, 2)

    def show(self) -> Self:
        """Set lines and arrows for the plane as it is."""
        view, matrix = self.plane.view, self.plane.path(self.plane.time)
        long = 20.0 / view.units
        for line, arrow, direction in zip(self.lines, self.arrows, self.directions, strict=True):
            ends = clip_lines(np.zeros((1, 2)), direction[None, :], view.rectangle, reach=long)[0]
            line.set_dashes(view.to_frame(ends[0]), view.to_frame(ends[1]), dash=0.11)
            tip = matrix @ direction * self.length
            arrow.set_ends(view.to_frame((0, 0)), view.to_frame(tip))
        return self


class Fan(VGroup):
    """Arrows in all directions, with faint marks where they were: what a matrix does to directions.

    Args:
        plane: whose view and path are used.
        turns: draw for every third arrow how far it has turned.
    """

    def __init__(self, plane: TransformedPlane, *, turns: bool) -> None:
        self.plane = plane
        theme, shot = plane.theme, plane.on_basis
        longest = float(np.linalg.norm(plane.path(1.0), 2)) * shot.stop.units
        self.length = min(1.4 / shot.start.units, 2.3 / max(longest, 1e-9))
        angles = np.arange(ARROWS) * 2 * np.pi / ARROWS
        self.directions = np.column_stack([np.cos(angles), np.sin(angles)])
        self.before = Segments(theme.faint, width=theme.strokes.thin)
        self.arrows = [Arrow(theme.muted, width=0.035, tip=0.16) for _ in range(ARROWS)]
        # Turned by a right angle, the fan would look the same without one arrow to follow.
        self.first = Segments(theme.eigen, width=theme.strokes.regular)
        if turns:
            self.arrows[0] = Arrow(theme.eigen, halo=theme.background)
        self.turns = [
            TurnArrow(theme.eigen, width=0.035, tip=0.17) for _ in range(0, ARROWS, 3) if turns
        ]
        super().__init__(self.before, self.first, *self.arrows, *self.turns)
        self.set_z_index(4)
        self.show()

    def show(self) -> Self:
        """Set the arrows for the plane as it is."""
        view, matrix = self.plane.view, self.plane.path(self.plane.time)
        origin = view.to_frame((0, 0))
        ends = view.to_frame(self.directions * self.length)[:, :2]
        self.before.set_segments(np.stack([np.broadcast_to(origin[:2], ends.shape), ends], axis=1))
        # Once the view has come so near that the old lengths leave it, they say nothing more.
        self.before.set_stroke(opacity=min(max(3.0 - self.length * view.units, 0.0), 1.0))
        images = np.linalg.norm(self.directions @ matrix.T, axis=1) * self.length * view.units
        radius = min(max(0.6 * float(images.min()), 0.3), 1.2)
        for arrow, direction in zip(self.arrows, self.directions, strict=True):
            arrow.set_ends(origin, view.to_frame(matrix @ direction * self.length))
        if self.turns:
            self.first.set_dashes(origin, view.to_frame(self.directions[0] * self.length), 0.1)
        for turn, direction in zip(self.turns, self.directions[::3], strict=False):
            image = matrix @ direction
            angle = math.atan2(
                direction[0] * image[1] - direction[1] * image[0], float(direction @ image)
            )
            start = math.atan2(direction[1], direction[0])
            turn.set_turn(origin, radius, start, angle)
        return self


class Merging(VGroup):
    """Dots along the direction that a singular matrix loses: they all land on one point."""

    def __init__(self, plane: TransformedPlane, lost: np.ndarray) -> None:
        self.plane = plane
        across = np.array([-lost[1], lost[0]])
        reach = 1.6 / plane.on_basis.start.units
        share = np.linspace(-1, 1, DOTS)[:, None] * reach
        matrix = plane.path(1.0)
        # On the far side of the origin, where the images of the basis do not cover their landing.
        sign = -1.0 if (matrix @ across) @ matrix.sum(axis=1) > 0 else 1.0
        self.points_before = sign * across * 0.9 * reach + share * lost
        theme = plane.theme
        self.before = [
            Circle(0.085, color=theme.muted, stroke_width=theme.strokes.thin) for _ in range(DOTS)
        ]
        self.dots = [
            Circle(0.085, fill_color=theme.ink, fill_opacity=1, stroke_width=0) for _ in range(DOTS)
        ]
        super().__init__(*self.before, *self.dots)
        self.set_z_index(6)
        self.show()

    def show(self) -> Self:
        """Set the dots for the plane as it is."""
        matrix = self.plane.path(self.plane.time)
        for ring, dot, point in zip(self.before, self.dots, self.points_before, strict=True):
            ring.move_to(self.plane.view.to_frame(point))
            dot.move_to(self.plane.view.to_frame(matrix @ point))
        return self
