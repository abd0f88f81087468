"""The column picture of a linear system: steps of the columns, tip to tail, and the goal b."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.geometry.arc import Circle

from explainer.geometry.plane import clip_lines
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Walk
from explainer.mobjects.shapes import Arrow, Curve, Segments
from explainer.scenes.linear_algebra.linear_system.drawing.pane import (
    RIGHT,
    Carried,
    Names,
    Pane,
    dashes,
    layered,
    right_angle,
)
from explainer.scenes.linear_algebra.linear_system.paths import column_points, trial, walked
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
        self.system, self.theme = system, theme
        matrix, x = system.matrix, system.solution
        corner, end = x[0] * matrix[:, 0], matrix @ x
        arrows = np.array([[0 * end, tip] for tip in (*matrix.T, system.right_side)])
        busy = np.concatenate([arrows, [[0 * end, corner], [corner, end]]])
        self.pane = Pane(RIGHT, column_points(system), theme, busy=busy)
        self.view = self.pane.view
        self.columns = [
            Arrow(colour, halo=theme.background) for colour in (theme.i_hat, theme.j_hat)
        ]
        self.goal = Arrow(theme.target, halo=theme.background)
        self.walk = Walk(self.view, theme)
        if system.span is not None:
            # On the other side of the line than b.
            (u, v), (p, q) = system.span * (1.0 if system.along >= 0 else -1.0), system.residual
            self.walk.aside = -ASIDE if u * q - v * p > 0 else ASIDE
        self.span = dashes(theme, "ink", theme.strokes.regular)
        self.residual = Segments(theme.residual, width=theme.strokes.bold)
        self.mark = Segments(theme.ink, width=theme.strokes.thin)
        self.trail = Curve(theme.target, width=theme.strokes.regular)
        self.dot = Circle(0.1, fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        self.dot.set_background_stroke(color=theme.background, width=6)
        layered(0, self.pane)
        layered(1, self.span, self.mark, self.trail)
        layered(2, self.goal, self.residual)
        layered(4, self.walk)
        layered(5, self.dot)
        sizes = np.hypot(*matrix)
        for arrow, size, other in zip(self.columns, sizes, sizes[::-1], strict=True):
            arrow.set_z_index(3.2 if size < other else 3.1)
        for arrow, column in zip(self.columns, matrix.T, strict=True):
            arrow.set_ends(self.view.to_frame((0, 0)), self.view.to_frame(column))
        self.goal_name: list[Carried] = []
        self.set_goal(system.right_side)
        missing = np.array([system.nearest, system.right_side])
        self.busy = [*busy, *self._span_line(), missing]
        self.names = self._names()

    def set_goal(self, target: np.ndarray) -> Self:
        """Draw b, (2,)."""
        self.goal.set_ends(self.view.to_frame((0, 0)), self.view.to_frame(target))
        for name in self.goal_name:
            name.carry((target - self.system.right_side) * self.view.units)
        return self

    def show_x(self, x: np.ndarray, progress: float = 1.0) -> Self:
        """Walk so much of the way that x, (2,), prescribes; the dot is where it has led."""
        matrix = self.system.matrix
        self.walk.set_walk(matrix, x, progress)
        self.dot.move_to(self.view.to_frame(matrix @ walked(x, progress)))
        return self

    def show_span(self, t: float = 1.0) -> Self:
        """Draw what the columns reach, where that is a line, from the origin outwards."""
        for line in self._span_line():
            ends = self.view.to_frame(line)
            origin = self.view.to_frame((0, 0))
            ends = origin + t * (ends - origin)
            self.span.set_dashes(ends[0], ends[1], 0.1)
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
        self.names = self._names()
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

    def _names(self) -> Names:
        names = Names(self.pane).keep_clear(*self.busy)
        weights = [self.system.solution]
        if self.system.kind == "none":
            weights.append(trial(self.system))
        for x in weights:
            names.base.block_lines(*self.show_x(x).walk.lines)
            names.base.block_box(self.dot.get_center(), np.array([0.2, 0.2]))
        return names

    def _span_line(self) -> list[np.ndarray]:
        span = self.system.span
        if span is None:
            return []
        lines = clip_lines(np.zeros((1, 2)), span[None], self.view.rectangle)
        return [*lines]
