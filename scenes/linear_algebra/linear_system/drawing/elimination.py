"""Elimination: the augmented matrix and the lines beside it, changed by one operation at a time."""

from __future__ import annotations

from typing import Self

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.scenes.linear_algebra.linear_system.drawing.readings import (
    place_operation,
    place_table,
)
from explainer.scenes.linear_algebra.linear_system.drawing.row_operations import (
    AugmentedMatrix,
    Operation,
)
from explainer.scenes.linear_algebra.linear_system.drawing.rows import RowPicture
from explainer.scenes.linear_algebra.linear_system.formulas import ROW_ROLES
from explainer.scenes.linear_algebra.linear_system.story import Step
from explainer.style import Theme


class Elimination:
    """The matrix, which equation stands in each of its rows, and the operation in hand.

    Args:
        rows: the lines that turn.
        theme: for colours.
    """

    def __init__(self, rows: RowPicture, theme: Theme) -> None:
        self.rows, self.theme, system = rows, theme, rows.system
        steps = [*system.elimination, *system.back_substitution]
        self.table = AugmentedMatrix(system.augmented, steps, theme, ROW_ROLES, 0.78)
        place_table(self.table)
        self.order = self.before = (0, 1)
        self.step: Step | None = None

    def begin(self, step: Step) -> Operation:
        """Take an operation in hand, and return how it is written above the matrix."""
        self.step, self.before = step, self.order
        if step.kind == "swap":
            self.order = (self.order[1], self.order[0])
        self.operation = Operation(step, self.before, ROW_ROLES, self.theme, 0.6)
        place_operation(self.operation, self.table)
        self.operation.run(0.0)
        return self.operation

    def show(self, t: float) -> Self:
        """Show the operation when a share t of it is done."""
        step = self.step
        if step is None:
            return self
        if step.kind == "swap":
            self.table.swap(t, self.before)
            return self
        self.table.set_rows(step.at(t), self.order, passing=t < 1)
        self.operation.run(t)
        # A multiple of an equation has the same line: only a subtraction moves it.
        if step.kind == "subtract" or t == 1:
            self.rows.show_rows(step.at(t), self.order)
        return self

    @property
    def touched(self) -> list[VMobject]:
        """What ``show`` changes."""
        return [*self.rows.lines, self.table, self.operation]
