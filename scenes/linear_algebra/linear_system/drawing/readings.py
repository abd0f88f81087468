"""What stands beside the pictures of a linear system: its equations, a running point, the check."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.constants import DOWN
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import figures_needed, format_number
from explainer.scenes.linear_algebra.linear_system.drawing.row_operations import (
    AugmentedMatrix,
    Operation,
)
from explainer.scenes.linear_algebra.linear_system.formulas import (
    COLUMN_ROLES,
    ROW_ROLES,
    determinant_markup,
    equation,
    matrix_markup,
    solution_markup,
)
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.style import BODY, SAFE, Theme, Zone

SIDE = Zone(0.55, SAFE.right, BODY.bottom, 2.4)
"""The right half, where formulas stand in it and no picture."""

LOWEST = -2.9
"""Where the last row of the panel ends at the lowest."""

TABLE = Zone(0.55, SAFE.right, -1.3, 1.5)
"""Where the augmented matrix stands in it."""


class Reading(VGroup):
    """A running point, and what each equation's left side gives there.

    Args:
        system: whose equations are read.
        theme: for colours.
        limits: (2, 2), the lowest and the highest point, for which room is kept.
    """

    def __init__(self, system: System, theme: Theme, limits: np.ndarray) -> None:
        self.system = system
        (left, low), (right, high) = limits
        corners = np.array([(left, low), (left, high), (right, low), (right, high)])
        self.point = self._column(corners, system.solution, COLUMN_ROLES, theme)
        self.sides = self._column(corners @ system.matrix.T, system.right_side, ROW_ROLES, theme)
        start, lines = 2.75, []
        places = list(zip((1, 2), ROW_ROLES, self.point, self.sides, strict=True))
        for k, _, x, _ in places:
            here = row(Formula(f"x_{k} =", theme, size="body"), x, start=(0.0, -0.62 * k))
            lines += [here]
            start = max(start, here.width + 0.35)
        for k, role, _, side in places:
            words = Words(f"row {k} gives", theme, colour=role)
            lines += [row(words, side, gap=0.2, start=(start, -0.62 * k))]
        super().__init__(*lines)
        self.scale(min(1.0, SIDE.width / self.width))
        self.at(system.solution)

    @staticmethod
    def _column(
        runs: np.ndarray, rest: np.ndarray, roles: tuple[str, str], theme: Theme
    ) -> list[LiveNumber]:
        """Return a number for each place, set to the longest that it will show."""
        decimals = max(2, figures_needed(rest))
        numbers = []
        for values, last, role in zip(runs.T, rest, roles, strict=True):
            texts = [format_number(float(value), decimals, passing=True) for value in values]
            longest = max([*texts, format_number(float(last), decimals)], key=len)
            number = LiveNumber(
                0, theme, size="body", colour=role, anchor="left", decimals=decimals
            )
            numbers.append(number.set_text(longest))
        return numbers

    def at(self, x: np.ndarray, passing: bool = True) -> Self:
        """Show the point x, (2,), and both left sides there."""
        for number, value in zip(self.point, x, strict=True):
            number.set_value(float(value), passing=passing)
        for number, value in zip(self.sides, self.system.matrix @ x, strict=True):
            number.set_value(float(value), passing=passing)
        return self


def rows_panel(system: System, theme: Theme, limits: np.ndarray) -> tuple[list[VMobject], Reading]:
    """Return the system in numbers and as two equations, and below them the reading.

    Args:
        system: whose equations are shown.
        theme: for colours.
        limits: as for ``Reading``.
    """
    whole = Formula(matrix_markup(system), theme, size=0.62)
    equations = [
        Formula(equation(line), theme, size=0.62, colour=role)
        for line, role in zip(system.augmented, ROW_ROLES, strict=True)
    ]
    reading = Reading(system, theme, limits)
    rows = [whole, *equations, reading]
    stack(*rows, zone=SIDE, gap=0.0)
    spare = float(reading.get_bottom()[1]) - LOWEST
    stack(*rows, zone=SIDE, gap=min(spare / 3, 0.6))
    return [whole, *equations], reading


def place_table(table: AugmentedMatrix) -> AugmentedMatrix:
    """Put the augmented matrix in the middle of the right half, shrunk where it is too wide."""
    if table.width > TABLE.width:
        table.scale(TABLE.width / table.width)
    table.move_to(TABLE.centre)
    return table


def place_operation(operation: Operation, table: AugmentedMatrix) -> Operation:
    """Put an operation above the matrix, flush left with it."""
    if operation.width > TABLE.width:
        operation.scale(TABLE.width / operation.width)
    left = min(float(table.get_left()[0]), TABLE.right - operation.width)
    corner = left, float(table.get_top()[1]) + 0.75
    operation.shift((corner[0] - operation.get_left()[0], corner[1] - operation.get_center()[1], 0))
    return operation


def table_note(markup: str, table: AugmentedMatrix, theme: Theme) -> list[VMobject]:
    """Return what the matrix says, below it, and whether its numbers are rounded."""
    note = Words(markup, theme, size=0.48, width=TABLE.width)
    rows: list[VMobject] = [note]
    if not table.exact:
        rows.append(Words("numbers rounded", theme, size="small", colour="muted"))
    stack(*rows, zone=TABLE, top=float(table.get_bottom()[1]) - 0.55, gap=0.3)
    for item in rows:
        left = min(float(table.get_left()[0]), TABLE.right - item.width)
        item.shift((left - item.get_left()[0], 0, 0))
    return rows


class Gap:
    """How far ``A x`` is from b, running, and below it the law that the best x keeps."""

    def __init__(self, system: System, theme: Theme, zone: Zone) -> None:
        self.system = system
        missing = float(np.hypot(*system.residual))
        decimals = max(2, figures_needed([missing]))
        self.length = LiveNumber(
            missing, theme, decimals=decimals, size=0.5, colour="residual", anchor="left"
        )
        start = (zone.left + 0.1, zone.top - 0.5)
        self.running = row(
            Formula("|bold(b) - A bold(x)| =", theme, size=0.5), self.length, start=start
        )
        self.law = Formula("A^T (bold(b) - A hat(bold(x))) = bold(0)", theme, size=0.5)
        self.law.place((zone.left + 0.1, zone.bottom + 0.15))

    def set_x(self, x: np.ndarray, passing: bool = True) -> Self:
        """Show the length for x, (2,)."""
        missing = self.system.right_side - self.system.matrix @ x
        self.length.set_value(float(np.hypot(*missing)), passing=passing)
        return self


class Check(VGroup):
    """The answer put to the test, and the determinant that says how many answers there are."""

    def __init__(self, system: System, theme: Theme, zone: Zone) -> None:
        answer = Formula(solution_markup(system), theme, size=0.46)
        determinant = Formula(determinant_markup(system), theme, size=0.46)
        super().__init__(*row(answer, determinant, gap=0.6))
        if self.width > zone.width / 0.75:
            answer.scale(zone.width / answer.width)
            determinant.scale(0.8).next_to(answer, DOWN, buff=0.12)
        elif self.width > zone.width:
            self.scale(zone.width / self.width)
        if self.height > zone.height:
            self.scale(zone.height / self.height)
        self.move_to(zone.centre)
