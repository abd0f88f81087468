"""An augmented matrix that runs while its rows are combined, and the operation beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.constants import RIGHT
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import Segments
from explainer.mobjects.text import Words, row
from explainer.numbers import MINUS, figures_needed, format_number, rounds
from explainer.scenes.linear_algebra.linear_system.formulas import places
from explainer.scenes.linear_algebra.linear_system.story import Step
from explainer.style import Theme


class AugmentedMatrix(VGroup):
    """Coefficients and right sides, (2, 3), a bar between them, each equation in its colour.

    Args:
        first: (2, 3), what it shows now.
        steps: all that will be done to it, for which room is kept.
        theme: for colours.
        roles: the colour of each equation.
        size: the em in scene units.
    """

    def __init__(
        self,
        first: np.ndarray,
        steps: Sequence[Step],
        theme: Theme,
        roles: tuple[str, str],
        size: float,
    ) -> None:
        rests = np.array([first, *(step.after for step in steps)])
        runs = np.array([step.at(t) for step in steps for t in (0.25, 0.5, 0.75)])
        decimals = max(places(first.flat), figures_needed([*rests.flat, *runs.flat]))
        texts = [format_number(float(value), decimals) for value in rests.flat]
        texts += [format_number(float(value), decimals, passing=True) for value in runs.flat]
        self.matrix = LiveMatrix(
            first, theme, decimals=decimals, widest=max(texts, key=len), size=size
        )
        written = zip(rests.flat, texts, strict=False)
        self.exact = not any(rounds(float(value), text) for value, text in written)
        for line, role in zip(self.matrix.entries, roles, strict=True):
            for number in line:
                number.set_ink(theme.colour(role))
        self.bar = Segments(theme.muted, width=theme.strokes.thin)
        low, high = self.matrix.get_bottom()[1], self.matrix.get_top()[1]
        left = max(float(line[1].baseline[0] + line[1].advance) for line in self.matrix.entries)
        x = left + 0.4 * size
        self.bar.set_segments(np.array([[[x, low + 0.1], [x, high - 0.1]]]))
        super().__init__(self.matrix, self.bar)
        self.homes: np.ndarray | None = None

    def set_rows(self, values: np.ndarray, order: tuple[int, int], passing: bool = False) -> Self:
        """Show (2, 3) rows as they stand, row k being equation ``order[k]``."""
        for place, equation in enumerate(order):
            for number, value in zip(self.matrix.entries[equation], values[place], strict=True):
                number.set_value(float(value), passing=passing)
        return self

    def swap(self, t: float, order: tuple[int, int] = (0, 1)) -> Self:
        """Let the rows change places, each on its own side, a share t of the way."""
        if self.homes is None:
            self.homes = np.array(
                [
                    [number.baseline + number.advance * RIGHT for number in line]
                    for line in self.matrix.entries
                ]
            )
        height = self.homes[0, :, 1] - self.homes[1, :, 1]
        # They pass half a column apart, where they cover least of each other.
        pitch = float(self.homes[0, 1, 0] - self.homes[0, 0, 0])
        bow = 0.25 * pitch * math.sin(math.pi * t)
        for equation, sign in ((order[0], 1.0), (order[1], -1.0)):
            for column, number in enumerate(self.matrix.entries[equation]):
                home = self.homes[0 if sign > 0 else 1, column].copy()
                home[1] -= sign * t * height[column]
                home[0] += sign * bow
                number.place(home, "right")
        return self


class Operation(VGroup):
    """A row operation in words; the factor of a subtraction runs with it.

    Args:
        step: the operation.
        order: which equation stands in each row before it.
        roles: the colour of each equation.
        theme: for colours.
        size: the em in scene units.
    """

    def __init__(
        self, step: Step, order: tuple[int, int], roles: tuple[str, str], theme: Theme, size: float
    ) -> None:
        self.step = step
        names = [
            Words(f"row {place + 1}", theme, size=size, colour=roles[order[place]])
            for place in (0, 1)
        ]
        self.factor: LiveNumber | None = None
        changed, other = names[step.row], names[1 - step.row]
        if step.kind == "swap":
            super().__init__(*row(names[0], Words("$arrow.l.r$", theme, size=size), names[1]))
            return
        scaled = step.kind == "scale"
        shown = 1 / step.factor if scaled else abs(step.factor)
        decimals = figures_needed([shown]) if scaled else max(2, figures_needed([shown]))
        self.factor = LiveNumber(shown, theme, decimals=decimals, size=size, anchor="left")
        if scaled:
            super().__init__(*row(changed, Words("$div$", theme, size=size), self.factor))
            return
        sign = "+" if step.factor < 0 else MINUS
        signs = [Words(f"${mark}$", theme, size=size) for mark in (sign, "times")]
        super().__init__(*row(changed, signs[0], self.factor, signs[1], other))

    def run(self, t: float) -> Self:
        """Show how much of the other row has been taken."""
        if self.factor is not None and self.step.kind == "subtract":
            self.factor.set_value(t * abs(self.step.factor), passing=t < 1)
        return self
