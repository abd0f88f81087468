"""Both pictures of a linear system side by side, and what moves through them together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.scenes.linear_algebra.linear_system.drawing.columns import ColumnPicture
from explainer.scenes.linear_algebra.linear_system.drawing.panel import Combination, Gap
from explainer.scenes.linear_algebra.linear_system.drawing.rows import RowPicture
from explainer.scenes.linear_algebra.linear_system.paths import SAMPLES, Path, loop, search
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.style import Theme

Show = Callable[[float], object]

TRIP = np.linspace(0, 1, 121)


class SystemView:
    """Row picture, column picture, and the strip of formulas above the second.

    Args:
        system: what is shown.
        theme: for colours.

    Attributes:
        strips: what stands in the strip.
    """

    def __init__(self, system: System, theme: Theme) -> None:
        self.system, self.theme = system, theme
        self.rows, self.columns = RowPicture(system, theme), ColumnPicture(system, theme)
        self.strips: list[VMobject] = []

    @property
    def moving(self) -> list[VMobject]:
        """What follows x in both pictures."""
        return [self.rows.walk, self.rows.dot, self.columns.walk, self.columns.dot]

    @property
    def carried(self) -> list[VMobject]:
        """What changes on the round trip, besides what follows x."""
        rows, columns = self.rows, self.columns
        names = [carried.name for carried in (*rows.point_name, *columns.goal_name)]
        return [*rows.lines, rows.trail, columns.goal, columns.trail, *names]

    def show_x(self, x: np.ndarray) -> None:
        """Walk to x, (2,), in both pictures."""
        self.rows.walk_to(x)
        self.columns.show_x(x)

    def beside(self, strip: VMobject) -> list[VMobject]:
        """Return what stands in the right half; the walk and its dot are the last two."""
        columns = self.columns
        arrows = [columns.goal, *columns.columns, *columns.name_columns()]
        return [columns.plane, *arrows, strip, columns.walk, columns.dot]

    def follow(self, way: Path) -> tuple[Combination, Show]:
        """Return the strip for an x that moves on a way, and what shows it at a time."""
        weights = np.array([way(float(t)) for t in SAMPLES])
        strip = Combination(self.system, weights, self.theme)
        self.strips = [strip]

        def show(t: float) -> None:
            self.show_x(way(t))
            strip.set_weights(way(t), animating=t < 1)

        strip.set_weights(way(0.0))
        return strip, show

    def search(self) -> tuple[Gap, Show]:
        """Return as ``follow``, for the search of the best x, with what is missing to b."""
        way, strip = search(self.system), Gap(self.system, self.theme)
        self.strips = [strip.running, strip.normal_equations]

        def show(t: float) -> None:
            self.show_x(way(t))
            self.columns.measure(way(t))
            strip.set_x(way(t), animating=t < 1)

        strip.set_x(way(0.0))
        return strip, show

    def shift(self, t: float) -> None:
        """Move b to the nearest reachable point in the row picture: the lines follow."""
        goal = self.system.right_side - t * self.system.residual if t < 1 else self.system.nearest
        self.rows.show_rows(np.column_stack([self.system.matrix, goal]))

    def round_trip(self) -> tuple[Combination, Show]:
        """Return as ``follow``, for a b that goes round, with x after it."""
        system, rows, columns = self.system, self.rows, self.columns
        way = loop(system, rows.plane.limits, columns.plane.limits)
        goals = system.right_side + np.array([way(float(t)) for t in TRIP])
        answers = np.linalg.solve(system.matrix, goals.T).T
        answers[[0, -1]] = system.solution
        strip = Combination(system, answers, self.theme)
        self.strips = [strip]

        def show(t: float) -> None:
            final = t in (0, 1)
            goal = system.right_side + (0 if final else way(t))
            x = system.solution if final else np.linalg.solve(system.matrix, goal)
            done = int(np.searchsorted(TRIP, t))
            columns.set_goal(goal).show_trail(np.array([*goals[:done], goal]))
            rows.show_rows(np.column_stack([system.matrix, goal]))
            rows.carry_name(x).show_trail(np.array([*answers[:done], x]))
            self.show_x(x)
            strip.set_weights(x, animating=t < 1)

        self.show_x(system.solution)
        return strip, show
