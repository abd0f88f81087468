"""The column picture of a linear system: steps of the columns, tip to tail, and the goal b."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.geometry.plane import clip_lines
from explainer.mobjects.placing import Name
from explainer.mobjects.plane_marks import Walk
from explainer.mobjects.shapes import Arrow, Curve, Segments
from explainer.scenes.linear_algebra.linear_system.drawing.plane import (
    RIGHT,
    Carried,
    Names,
    Plane,
    layered,
    moving_dot,
    right_angle,
)
from explainer.scenes.linear_algebra.linear_system.paths import column_points, trial
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.style import Theme

ASIDE = 0.12
"""How far beside its line a walk is drawn that would lie upon itself, in frame units."""


class ColumnPicture:
    """The columns as arrows, the walk along them, b, and what of the plane they reach.

    Args:
        system: whose columns are drawn.
        theme: for colours.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        self.system = system
        matrix, x = system.matrix, system.solution
        corner, end = x[0] * matrix[:, 0], matrix @ x
        arrows = np.array([[0 * end, tip] for tip in (*matrix.T, system.right_side)])
        busy = np.concatenate([arrows, [[0 * end, corner], [corner, end]]])
        self.plane = Plane(RIGHT, column_points(system), theme, busy)
        self.view = self.plane.view
        self.columns = [
            Arrow(colour, halo=theme.background) for colour in (theme.i_hat, theme.j_hat)
        ]
        self.goal = Arrow(theme.target, halo=theme.background)
        self.walk = Walk(self.view, theme)
        self.span = Segments(theme.ink, width=theme.strokes.regular)
        self.span_line = np.zeros((0, 2, 2))
        if system.span is not None:
            origin, directions = np.zeros((1, 2)), system.span[None]
            self.span_line = clip_lines(origin, directions, self.view.rectangle)
            # On the other side of the line than b.
            (u, v), (p, q) = system.span * (1.0 if system.along >= 0 else -1.0), system.residual
            self.walk.aside = -ASIDE if u * q - v * p > 0 else ASIDE
        self.residual = Segments(theme.residual, width=theme.strokes.bold)
        self.mark = Segments(theme.ink, width=theme.strokes.thin)
        self.trail = Curve(theme.target, width=theme.strokes.regular)
        self.dot = moving_dot(theme)
        layered(0, self.plane)
        layered(1, self.span, self.mark, self.trail)
        layered(2, self.goal, self.residual)
        layered(4, self.walk)
        layered(5, self.dot)
        sizes = np.hypot(*matrix)
        for arrow, column, size in zip(self.columns, matrix.T, sizes, strict=True):
            arrow.set_z_index(3.2 if size < sizes.max() else 3.1)
            arrow.set_ends(self.view.to_frame((0, 0)), self.view.to_frame(column))
        self.goal_name: list[Carried] = []
        self.set_goal(system.right_side)
        missing = np.array([system.nearest, system.right_side])
        self.busy = [*busy, *self.span_line, missing]

    def set_goal(self, target: np.ndarray) -> Self:
        """Draw b, (2,)."""
        self.goal.set_ends(self.view.to_frame((0, 0)), self.view.to_frame(target))
        for name in self.goal_name:
            name.carry((target - self.system.right_side) * self.view.units)
        return self

    def show_x(self, x: np.ndarray) -> Self:
        """Walk the way that x, (2,), prescribes; the dot is where it has led."""
        self.walk.to(self.system.matrix, x)
        self.dot.move_to(self.view.to_frame(self.system.matrix @ x))
        return self

    def show_span(self, t: float = 1.0) -> Self:
        """Draw what the columns reach, where that is a line, from the origin outwards."""
        origin = self.view.to_frame((0, 0))
        for line in self.span_line:
            start, end = origin + t * (self.view.to_frame(line) - origin)
            self.span.set_dashes(start, end, 0.1)
        return self

    def measure(self, x: np.ndarray) -> Self:
        """Draw what is missing from ``A x`` to b."""
        ends = np.array([[self.system.matrix @ x, self.system.right_side]])
        self.residual.set_segments(self.view.to_frame(ends)[..., :2])
        return self

    def show_right_angle(self) -> Self:
        """Mark the right angle between what is missing and what can be reached."""
        system, span = self.system, self.system.span
        if span is not None:
            corner = self.view.to_frame(system.nearest)[:2]
            back = span if system.along <= 0 else -span
            self.mark.set_segments(right_angle(corner, back, system.residual))
        return self

    def show_trail(self, points: np.ndarray) -> Self:
        """Draw the way, (n, 2), that b has come."""
        self.trail.set_corners(self.view.to_frame(points)[:, :2])
        return self

    def name_columns(self) -> list[Name]:
        """Name the columns and b at their tips."""
        self.names = Names(self.plane, self.busy)
        base = self.names.base
        tried = [trial(self.system)] if self.system.kind == "none" else []
        for x in [self.system.solution, *tried]:
            base.block_lines(*self.show_x(x).walk.outline())
            base.block_box(self.dot.get_center(), np.array([0.2, 0.2]))
        found = []
        tips = [*self.system.matrix.T, self.system.right_side]
        labels = (("$bold(a)_1$", "i_hat"), ("$bold(a)_2$", "j_hat"), ("$bold(b)$", "target"))
        for index, ((markup, role), tip) in enumerate(zip(labels, tips, strict=True)):
            others = np.array(tips[:index] + tips[index + 1 :])
            names = self.names.settle(markup, role, tip[None], others)
            if role == "target":
                self.goal_name = [Carried(name) for name in names]
            found += names
        return found

    def name(self, markup: str, role: str, point: np.ndarray) -> list[Name]:
        """Name a point, (2,)."""
        return self.names.settle(markup, role, point[None])
