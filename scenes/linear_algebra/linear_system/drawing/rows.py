"""The row picture of a linear system: each equation a line, and the point that moves among them."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import clip_lines
from explainer.mobjects.placing import Name, ink_size
from explainer.mobjects.plane_marks import Walk
from explainer.mobjects.shapes import Arrow, Curve, Segments
from explainer.scenes.linear_algebra.linear_system.drawing.plane import (
    LEFT,
    Carried,
    Names,
    Plane,
    layered,
    moving_dot,
    right_angle,
)
from explainer.scenes.linear_algebra.linear_system.paths import row_points, stroll_reach
from explainer.scenes.linear_algebra.linear_system.story import System, line_of
from explainer.scenes.linear_algebra.linear_system.text import ROW_ROLES, row_note
from explainer.style import Theme

AXES = (("x_1", "i_hat"), ("x_2", "j_hat"))


class RowPicture:
    """Lines, the point x with its two steps to it, and the names of all.

    Args:
        system: whose rows are drawn.
        theme: for colours.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        self.system = system
        x = system.solution
        corner = np.array([x[0], 0.0])
        steps = np.array([[0 * x, corner], [corner, x]])
        found = [line_of(row) for row in (*system.augmented, *system.reduced)]
        lines = np.array([line for line in found if line]).reshape(-1, 2, 2)
        self.plane = Plane(LEFT, row_points(system), theme, steps, AXES, lines)
        self.view = self.plane.view
        # Where one lies upon the other, the first still shows on both sides of the second.
        widths = (1.2 * theme.strokes.heavy, theme.strokes.regular)
        self.lines = [
            Segments(theme.colour(role), width=width)
            for role, width in zip(ROW_ROLES, widths, strict=True)
        ]
        thin = theme.strokes.thin
        self.ghosts = [Segments(theme.colour(role), width=thin) for role in ROW_ROLES]
        for ghost, row in zip(self.ghosts, system.augmented, strict=True):
            for start, end in self._in_frame(row):
                ghost.set_dashes(start, end, 0.1)
        self.walk = Walk(self.view, theme)
        self.trail = Curve(theme.ink, width=theme.strokes.regular)
        self.distance = Segments(theme.ink, width=theme.strokes.regular)
        self.mark = Segments(theme.ink, width=thin)
        self.way = Arrow(theme.ink, halo=theme.background)
        self.dot = moving_dot(theme)
        layered(0, self.plane)
        layered(1, *self.ghosts, self.distance, self.mark)
        layered(2, *self.lines)
        layered(3, self.walk, self.trail, self.way)
        layered(5, self.dot)
        self.rows = system.augmented
        self.names = Names(self.plane, steps)
        self.point_name: list[Carried] = []
        self.show_rows(self.rows)
        self.move_dot(x)

    @property
    def seen(self) -> list[int]:
        """Which of the equations have a line."""
        return [index for index, line in enumerate(self.lines) if len(line.points)]

    @property
    def final_place(self) -> np.ndarray:
        """Where the dot comes to rest, (2,): the solution, or a point of the last line."""
        if self.system.kind != "none":
            return self.system.solution
        lines = [line for line in map(line_of, self.system.augmented) if line]
        return lines[-1].foot if lines else np.zeros(2)

    def show_rows(self, rows: np.ndarray, order: tuple[int, int] = (0, 1)) -> Self:
        """Draw (2, 3) augmented rows; a line fades as its coefficients vanish.

        Args:
            rows: as they stand in the matrix.
            order: which equation stands in each of its rows.
        """
        self.rows = rows[list(order)]
        for line, row, first in zip(self.lines, self.rows, self.system.augmented, strict=True):
            line.set_segments(self._in_frame(row))
            if self.system.rank < 2:
                size = float(np.abs(first[:2]).max())
                left = float(np.abs(row[:2]).max()) / size if size else 0.0
                line.set_stroke(opacity=min(1.0, 4.0 * left))
        return self

    def turn_back(self, start: np.ndarray, t: float) -> Self:
        """Turn the lines of (2, 3) rows into the given ones, about the point they share."""
        angles = np.arctan2(start[:, 1], start[:, 0])
        change = np.arctan2(self.system.matrix[:, 1], self.system.matrix[:, 0]) - angles
        # A line is the same after half a turn: it never needs more than a quarter.
        change = (change + math.pi / 2) % math.pi - math.pi / 2
        angles = angles + t * change
        normals = np.column_stack([np.cos(angles), np.sin(angles)])
        rows = np.column_stack([normals, normals @ self.system.solution])
        for line, row in zip(self.lines, rows, strict=True):
            line.set_segments(self._in_frame(row))
        return self

    def draw(self, index: int, t: float) -> np.ndarray:
        """Draw a line up to the dot, which leads it; return where the dot is, (2,)."""
        ends = self._clip(self.rows[index])[0]
        point = ends[0] + t * (ends[1] - ends[0])
        segment = self.view.to_frame(np.array([[ends[0], point]]))[..., :2]
        self.lines[index].set_segments(segment)
        self.move_dot(point)
        return np.asarray(point)

    def come_to_rest(self, index: int, t: float) -> np.ndarray:
        """Bring the dot from the far end of a line to where it rests; return where it is, (2,)."""
        end = self._clip(self.rows[index])[0, 1]
        rest = self.final_place
        point = end + t * (rest - end) if t < 1 else rest
        self.move_dot(point)
        return np.asarray(point)

    def move_dot(self, x: np.ndarray) -> Self:
        """Put the dot at x, (2,)."""
        self.dot.move_to(self.view.to_frame(x))
        return self

    def walk_to(self, x: np.ndarray) -> Self:
        """Walk to x: along the first axis, then along the second."""
        self.walk.to(np.eye(2), x)
        return self.move_dot(x)

    def show_trail(self, points: np.ndarray) -> Self:
        """Draw the way, (n, 2), that x has come."""
        self.trail.set_corners(self.view.to_frame(points)[:, :2])
        return self

    def show_shortest(self) -> Self:
        """Draw the distance of the solutions from the origin, with its right angle."""
        null = self.system.null
        start, end = self.view.to_frame((0, 0)), self.view.to_frame(self.system.solution)
        if null is not None and float(np.linalg.norm(end - start)) > 0.1:
            self.distance.set_dashes(start, end, 0.1)
            self.mark.set_segments(right_angle(end[:2], (start - end)[:2], null))
        return self

    def show_way(self) -> list[Name]:
        """Draw a way along the solutions, from the shortest, and return its name."""
        system = self.system
        if system.null is None:
            return []
        tips = system.solution + stroll_reach(system) * np.array([[0.7], [-0.7]]) * system.null
        low, high = self.plane.limits
        inside = ((tips >= low) & (tips <= high)).all(axis=1)
        tip = tips[int(np.argmax(inside))]
        self.way.set_ends(self.view.to_frame(system.solution), self.view.to_frame(tip))
        room = self.names.base.copy().block_lines(*self._frame_lines(self.rows))
        found = self.names.settle("$t bold(n)$", "ink", tip[None], room=room)
        self.names.base.block(*(name.words for name in found))
        return found

    # -- names -----------------------------------------------------------------------------------

    def name_point(self, markup: str) -> list[Name]:
        """Name the solution, clear of its dot and of the lines, as they were and as they end."""
        x, base = self.system.solution, self.names.base
        base.block_box(self.view.to_frame(x), np.array([0.2, 0.2]))
        room = base.copy()
        for rows in (self.system.augmented, self.system.reduced, self.rows):
            room.block_lines(*self._frame_lines(rows))
        found = self.names.settle(markup, "ink", x[None], room=room)
        # Wider than it is, so that no equation is read on from it.
        for name in found:
            base.block_box(name.words.get_center(), ink_size(name.words) + np.array([0.7, 0.1]))
        self.point_name = [Carried(name) for name in found]
        return found

    def carry_name(self, x: np.ndarray) -> Self:
        """Let the dot's name follow it to x, (2,)."""
        for name in self.point_name:
            name.carry((x - self.system.solution) * self.view.units)
        return self

    def name_lines(self) -> list[VMobject]:
        """Return the equations as they are now, each beside its line, or in a corner without.

        They keep clear of the dashed lines as well where that leaves room near by.
        """
        found: list[Name] = []
        room = self.names.base.copy().block_lines(*self._frame_lines(self.rows))
        strict = room.copy().block_lines(*self._frame_lines(self.system.augmented))
        along = [self._targets(row) for row in self.rows]
        for index, (row, role) in enumerate(zip(self.rows, ROW_ROLES, strict=True)):
            others = along[1 - index] if line_of(self.rows[1 - index]) else None
            given = bool((row == self.system.augmented[index]).all())
            markup, names = row_note(row, given), []
            for free in (strict, room):
                names = self.names.settle(markup, role, along[index], others, free.copy())
                if names and not len(names[0].leader.points):
                    break
            for name in names:
                if line_of(row) is None:
                    name.leader.set_segments(np.zeros((0, 2, 2)))
                room.block(name.words)
                strict.block(name.words)
            found += names
        self.line_names: list[VMobject] = [*found]
        return self.line_names

    # -- where lines lie -------------------------------------------------------------------------

    def _targets(self, row: np.ndarray) -> np.ndarray:
        """Return points along the part of a line that names can reach; or a corner."""
        zone = self.names.base.zone
        ends = self._in_frame(row)
        if not len(ends):
            corner = np.array([[zone.left, zone.bottom], [zone.right, zone.bottom]])
            return np.asarray((corner - self.view.origin) / self.view.units)
        points = ends[0, 0] + np.linspace(0, 1, 80)[:, None] * (ends[0, 1] - ends[0, 0])
        low, high = np.array([zone.left, zone.bottom]), np.array([zone.right, zone.top])
        inside = points[((points >= low) & (points <= high)).all(axis=1)]
        chosen = inside if len(inside) else points
        return np.asarray((chosen - self.view.origin) / self.view.units)

    def _frame_lines(self, rows: np.ndarray) -> list[np.ndarray]:
        return [segment for row in rows for segment in self._in_frame(row)]

    def _clip(self, row: np.ndarray) -> np.ndarray:
        """Return the part of a line that can be seen, (1, 2, 2) or (0, 2, 2)."""
        line = line_of(row)
        if line is None:
            return np.zeros((0, 2, 2))
        # From left to right, or upwards where it is upright.
        sign = -1.0 if (line.direction[0], line.direction[1]) < (0.0, 0.0) else 1.0
        return clip_lines(line.foot[None], sign * line.direction[None], self.view.rectangle)

    def _in_frame(self, row: np.ndarray) -> np.ndarray:
        return np.asarray(self.view.to_frame(self._clip(row))[..., :2])
