"""What stands beside the pictures of a linear system: equations, running numbers, the check."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.constants import DOWN

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import MINUS, decimals_needed, figures_needed, format_number, rounds
from explainer.scenes.linear_algebra.linear_system.drawing.plane import STRIP
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.scenes.linear_algebra.linear_system.text import COLUMN_ROLES, GIVEN, ROW_ROLES
from explainer.style import BODY, SAFE, Theme, Zone

SIDE = Zone(0.55, SAFE.right, BODY.bottom, 2.4)
"""The right half, where formulas stand in it and no picture."""

LOWEST = -2.9
"""Where the last row of the panel ends at the lowest."""


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
        lines = [
            row(Formula(f"x_{k} =", theme, size="body"), number, start=(0.0, -0.62 * k))
            for k, number in enumerate(self.point, start=1)
        ]
        start = max(2.75, *(line.width + 0.35 for line in lines))
        for k, (role, number) in enumerate(zip(ROW_ROLES, self.sides, strict=True), start=1):
            words = Words(f"row {k} gives", theme, colour=role)
            lines.append(row(words, number, gap=0.2, start=(start, -0.62 * k)))
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
            texts = [format_number(float(value), decimals, animating=True) for value in values]
            longest = max([*texts, format_number(float(last), decimals)], key=len)
            number = LiveNumber(
                0, theme, size="body", colour=role, anchor="left", decimals=decimals
            )
            numbers.append(number.set_text(longest))
        return numbers

    def at(self, x: np.ndarray, animating: bool = True) -> Self:
        """Show the point x, (2,), and both left sides there."""
        values = [*x, *self.system.matrix @ x]
        for number, value in zip([*self.point, *self.sides], values, strict=True):
            number.set_value(float(value), animating=animating)
        return self


def set_equations(lines: tuple[Line, ...], reading: Reading, theme: Theme) -> list[Formula]:
    """Return the system in numbers and as two equations, and put the reading below them."""
    formulas = [Formula(line.markup, theme, size=0.62, colour=line.colour) for line in lines]
    stack(*formulas, reading, zone=SIDE, gap=0.0)
    spare = float(reading.get_bottom()[1]) - LOWEST
    stack(*formulas, reading, zone=SIDE, gap=min(spare / 3, 0.6))
    return formulas


class Combination(VGroup):
    """``x_1 a_1 + x_2 a_2 = sum`` in running numbers, the weights in the colours of the columns.

    Args:
        system: whose columns are combined.
        weights: (n, 2) all that will be shown, for which room is kept; it rests on the last.
        theme: for colours.
    """

    def __init__(self, system: System, weights: np.ndarray, theme: Theme) -> None:
        self.system = system
        sums = weights @ system.matrix.T
        rests = weights[-1].tolist(), sums[-1].tolist()
        self.decimals, sum_decimals = (max(2, figures_needed(rest)) for rest in rests)
        given = decimals_needed(system.matrix.ravel().tolist(), GIVEN)
        em = 0.46
        columns = [
            LiveMatrix(values[:, None], theme, colours=(role,), decimals=given, size=em)
            for values, role in zip(system.matrix.T, COLUMN_ROLES, strict=True)
        ]
        self.weights = [LiveNumber(0, theme, size=em, colour=role) for role in COLUMN_ROLES]
        for index, number in enumerate(self.weights):
            runs = [self._weight(index, float(v)) for v in weights[:, index]]
            rest = self._weight(index, rests[0][index], animating=False)
            number.set_text(max([*runs, rest], key=len))
        texts = [format_number(float(v), sum_decimals, animating=True) for v in sums.flat]
        texts += [format_number(v, sum_decimals) for v in rests[1]]
        self.sum = LiveMatrix(
            sums[-1][:, None],
            theme,
            colours=("ink" if system.kind == "none" else "target",),
            decimals=sum_decimals,
            widest=max(texts, key=len),
            size=em,
        )
        about = any(
            rounds(value, format_number(value, decimals))
            for values, decimals in zip(rests, (self.decimals, sum_decimals), strict=True)
            for value in values
        )
        sign = Words("$approx$" if about else "$=$", theme, size=em)
        parts = [self.weights[0], columns[0], self.weights[1], columns[1], sign, self.sum]
        super().__init__(*row(*parts, gap=0.13))
        if self.width > STRIP.width:
            self.scale(STRIP.width / self.width)
        self.move_to(STRIP.centre)
        self.set_z_index(8)
        self.set_weights(weights[-1])

    def set_weights(self, weights: np.ndarray, animating: bool = False) -> Self:
        """Show (2,) weights and what they add up to."""
        for index, (number, value) in enumerate(zip(self.weights, weights, strict=True)):
            number.set_text(self._weight(index, float(value), animating), float(value))
        self.sum.set_values((self.system.matrix @ weights)[:, None], animating=animating)
        return self

    def _weight(self, index: int, value: float, animating: bool = True) -> str:
        if index == 0:
            return format_number(value, self.decimals, animating=animating)
        text = format_number(abs(value), self.decimals, animating=animating)
        below = value < 0 and any(digit in text for digit in "123456789")
        return f"{MINUS if below else '+'} {text}"


class Gap:
    """How far ``A x`` is from b, running, and below it the equations that the best x solves."""

    def __init__(self, system: System, theme: Theme) -> None:
        self.system = system
        missing = float(np.hypot(*system.residual))
        decimals = max(2, figures_needed([missing]))
        self.length = LiveNumber(
            missing, theme, decimals=decimals, size=0.5, colour="residual", anchor="left"
        )
        left = STRIP.left + 0.1
        name = Formula("|bold(b) - A bold(x)| =", theme, size=0.5)
        self.running = row(name, self.length, start=(left, STRIP.top - 0.5))
        self.normal_equations = Formula(
            "A^T (bold(b) - A hat(bold(x))) = bold(0)", theme, size=0.5
        ).place((left, STRIP.bottom + 0.15))

    def set_x(self, x: np.ndarray, animating: bool = True) -> Self:
        """Show the length for x, (2,)."""
        missing = self.system.right_side - self.system.matrix @ x
        self.length.set_value(float(np.hypot(*missing)), animating=animating)
        return self


class Check(VGroup):
    """The answer put to the test, and the determinant that says how many answers there are."""

    def __init__(self, lines: tuple[Line, ...], theme: Theme) -> None:
        answer, determinant = (Formula(line.markup, theme, size=0.46) for line in lines)
        super().__init__(*row(answer, determinant, gap=0.6))
        if self.width > STRIP.width / 0.75:
            answer.scale(STRIP.width / answer.width)
            determinant.scale(0.8).next_to(answer, DOWN, buff=0.12)
        elif self.width > STRIP.width:
            self.scale(STRIP.width / self.width)
        if self.height > STRIP.height:
            self.scale(STRIP.height / self.height)
        self.move_to(STRIP.centre)
