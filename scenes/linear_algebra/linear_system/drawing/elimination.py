"""Elimination: the augmented matrix and the lines beside it, changed by one operation at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.constants import RIGHT
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Words, row, stack
from explainer.numbers import MINUS, decimals_needed, figures_needed, format_number, rounds
from explainer.scenes.linear_algebra.linear_system.drawing.rows import RowPicture
from explainer.scenes.linear_algebra.linear_system.story import Step
from explainer.scenes.linear_algebra.linear_system.text import GIVEN, ROW_ROLES
from explainer.style import SAFE, Theme, Zone

TABLE = Zone(0.55, SAFE.right, -1.3, 1.5)
"""Where the augmented matrix stands, in the middle of the right half."""

ENTRY, OPERATION = 0.78, 0.6
"""The em of the matrix and of the operation above it, in scene units."""


class AugmentedMatrix(VGroup):
    """Coefficients and right sides, (2, 3), a bar between them, each equation in its colour.

    Args:
        first: (2, 3), what it shows now.
        steps: all that will be done to it, for which room is kept.
        theme: for colours.

    Attributes:
        exact: whether none of its numbers is rounded while it rests.
    """

    def __init__(self, first: np.ndarray, steps: Sequence[Step], theme: Theme) -> None:
        rests = np.array([first, *(step.after for step in steps)]).ravel().tolist()
        runs = np.array([step.at(t) for step in steps for t in (0.25, 0.5, 0.75)]).ravel().tolist()
        given = decimals_needed(first.ravel().tolist(), GIVEN)
        decimals = max(given, figures_needed([*rests, *runs]))
        texts = [format_number(value, decimals) for value in rests]
        self.exact = not any(map(rounds, rests, texts))
        texts += [format_number(value, decimals, animating=True) for value in runs]
        self.matrix = LiveMatrix(
            first, theme, decimals=decimals, widest=max(texts, key=len), size=ENTRY
        )
        for line, role in zip(self.matrix.entries, ROW_ROLES, strict=True):
            for number in line:
                number.set_ink(theme.colour(role))
        bar = Segments(theme.muted, width=theme.strokes.thin)
        low, high = self.matrix.get_bottom()[1], self.matrix.get_top()[1]
        left = max(float(line[1].baseline[0] + line[1].advance) for line in self.matrix.entries)
        x = left + 0.4 * ENTRY
        bar.set_segments(np.array([[[x, low + 0.1], [x, high - 0.1]]]))
        super().__init__(self.matrix, bar)
        if self.width > TABLE.width:
            self.scale(TABLE.width / self.width)
        self.move_to(TABLE.centre)
        self.homes = np.array(
            [
                [number.baseline + number.advance * RIGHT for number in line]
                for line in self.matrix.entries
            ]
        )

    def set_rows(self, values: np.ndarray, order: tuple[int, int], animating: bool = False) -> Self:
        """Show (2, 3) rows as they stand, row k being equation ``order[k]``."""
        for place, equation in enumerate(order):
            for number, value in zip(self.matrix.entries[equation], values[place], strict=True):
                number.set_value(float(value), animating=animating)
        return self

    def swap(self, t: float) -> Self:
        """Let the rows change places, each on its own side, a share t of the way."""
        heights = self.homes[0, :, 1] - self.homes[1, :, 1]
        # They pass half a column apart, where they cover least of each other.
        pitch = float(self.homes[0, 1, 0] - self.homes[0, 0, 0])
        bow = 0.25 * pitch * math.sin(math.pi * t)
        for line, homes, sign in zip(self.matrix.entries, self.homes, (1.0, -1.0), strict=True):
            for number, home, height in zip(line, homes, heights, strict=True):
                number.place(home + sign * np.array([bow, -t * height, 0.0]), "right")
        return self


class Operation(VGroup):
    """A row operation in words; the factor of a subtraction runs with it.

    Args:
        step: the operation.
        order: which equation stands in each row before it.
        theme: for colours.
    """

    def __init__(self, step: Step, order: tuple[int, int], theme: Theme) -> None:
        self.step = step
        names = [
            Words(f"row {place + 1}", theme, size=OPERATION, colour=ROW_ROLES[order[place]])
            for place in (0, 1)
        ]
        changed, other = names[step.row], names[1 - step.row]
        if step.kind == "swap":
            super().__init__(*row(names[0], self._sign("arrow.l.r", theme), names[1]))
            return
        scaled = step.kind == "scale"
        shown = 1 / step.factor if scaled else abs(step.factor)
        decimals = figures_needed([shown]) if scaled else max(2, figures_needed([shown]))
        self.factor = LiveNumber(shown, theme, decimals=decimals, size=OPERATION, anchor="left")
        parts: list[VMobject] = [changed, self._sign("div", theme), self.factor]
        if not scaled:
            minus = self._sign("+" if step.factor < 0 else MINUS, theme)
            parts = [changed, minus, self.factor, self._sign("times", theme), other]
        super().__init__(*row(*parts))

    @staticmethod
    def _sign(markup: str, theme: Theme) -> Words:
        return Words(f"${markup}$", theme, size=OPERATION)

    def run(self, t: float) -> Self:
        """Show how much of the other row has been taken."""
        if self.step.kind == "subtract":
            self.factor.set_value(t * abs(self.step.factor), animating=t < 1)
        return self


class Elimination:
    """The matrix, which equation stands in each of its rows, and the operation in hand.

    Args:
        rows: the lines that turn.
        theme: for colours.
    """

    def __init__(self, rows: RowPicture, theme: Theme) -> None:
        self.rows, self.theme, system = rows, theme, rows.system
        steps = [*system.elimination, *system.back_substitution]
        self.table = AugmentedMatrix(system.augmented, steps, theme)
        self.order = (0, 1)

    def begin(self, step: Step) -> Operation:
        """Take an operation in hand, and return how it is written above the matrix."""
        self.step = step
        operation = self.operation = Operation(step, self.order, self.theme)
        if step.kind == "swap":
            self.order = (self.order[1], self.order[0])
        if operation.width > TABLE.width:
            operation.scale(TABLE.width / operation.width)
        up = float(self.table.get_top()[1]) + 0.75 - operation.get_center()[1]
        self._align(operation).shift((0, up, 0))
        return operation.run(0.0)

    def show(self, t: float) -> Self:
        """Show the operation when a share t of it is done."""
        step = self.step
        if step.kind == "swap":
            self.table.swap(t)
            return self
        self.table.set_rows(step.at(t), self.order, animating=t < 1)
        self.operation.run(t)
        # A multiple of an equation has the same line: only a subtraction moves it.
        if step.kind == "subtract" or t == 1:
            self.rows.show_rows(step.at(t), self.order)
        return self

    @property
    def touched(self) -> list[VMobject]:
        """What ``show`` changes."""
        return [*self.rows.lines, self.table, self.operation]

    def notes(self, markup: str) -> list[VMobject]:
        """Return what the matrix says, below it, and whether its numbers are rounded."""
        notes: list[VMobject] = [Words(markup, self.theme, size=0.48, width=TABLE.width)]
        if not self.table.exact:
            notes.append(Words("numbers rounded", self.theme, size="small", colour="muted"))
        stack(*notes, zone=TABLE, top=float(self.table.get_bottom()[1]) - 0.55, gap=0.3)
        return [self._align(note) for note in notes]

    def _align(self, item: VMobject) -> VMobject:
        """Set something flush left with the matrix, or farther left where it is too wide."""
        left = min(float(self.table.get_left()[0]), TABLE.right - item.width)
        return item.shift((left - item.get_left()[0], 0, 0))
