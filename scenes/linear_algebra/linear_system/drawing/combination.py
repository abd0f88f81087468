"""A combination of two columns whose weights and sum run: so much of one, so much of the other."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.text import Words, row
from explainer.numbers import MINUS, figures_needed, format_number, rounds
from explainer.scenes.linear_algebra.linear_system.formulas import places
from explainer.style import Theme, Zone


class Combination(VGroup):
    """``x_1 a_1 + x_2 a_2 = sum`` in running numbers, the weights in the colours of the columns.

    Args:
        matrix: (2, 2), its columns are combined.
        weights: (n, 2) all that will be shown, for which room is kept; it rests on the last.
        theme: for colours.
        zone: where it stands, in the middle.
        role: of the sum.
    """

    def __init__(
        self,
        matrix: np.ndarray,
        weights: np.ndarray,
        theme: Theme,
        zone: Zone,
        role: str,
    ) -> None:
        self.given = matrix
        roles = ("i_hat", "j_hat", role)
        sums = weights @ matrix.T
        self.places = tuple(max(2, figures_needed(rest)) for rest in (weights[-1], sums[-1]))
        em = 0.46
        decimals = places(matrix.flat)
        columns = [
            LiveMatrix(column[:, None], theme, colours=(role,), decimals=decimals, size=em)
            for column, role in zip(matrix.T, roles[:2], strict=True)
        ]
        self.weights = [LiveNumber(0, theme, size=em, colour=role) for role in roles[:2]]
        texts = [format_number(float(v), self.places[1], passing=True) for v in sums.flat]
        texts += [format_number(float(v), self.places[1]) for v in sums[-1]]
        self.sum = LiveMatrix(
            sums[-1][:, None],
            *(theme,),
            colours=(roles[2],),
            decimals=self.places[1],
            widest=max(texts, key=len),
            size=em,
        )
        for index, number in enumerate(self.weights):
            runs = [self._weight(index, float(v)) for v in weights[:, index]]
            rests = [self._weight(index, float(weights[-1, index]), passing=False)]
            number.set_text(max(runs + rests, key=len))
        shown = [*zip(weights[-1], [self.places[0]] * 2, strict=True)]
        shown += [*zip(sums[-1], [self.places[1]] * 2, strict=True)]
        exact = not any(rounds(float(v), format_number(float(v), d)) for v, d in shown)
        sign = Words("$=$" if exact else "$approx$", theme, size=em)
        parts = [self.weights[0], columns[0], self.weights[1], columns[1], sign, self.sum]
        super().__init__(*row(*parts, gap=0.13))
        if self.width > zone.width:
            self.scale(zone.width / self.width)
        self.move_to(zone.centre)
        self.set_z_index(8)
        self.set_weights(weights[-1])

    def set_weights(self, weights: np.ndarray, passing: bool = False) -> Self:
        """Show (2,) weights and what they add up to."""
        for index, (number, value) in enumerate(zip(self.weights, weights, strict=True)):
            number.set_text(self._weight(index, float(value), passing), float(value))
        self.sum.set_values((self.given @ weights)[:, None], passing=passing)
        return self

    def _weight(self, index: int, value: float, passing: bool = True) -> str:
        if index == 0:
            return format_number(value, self.places[0], passing=passing)
        text = format_number(abs(value), self.places[0], passing=passing)
        below = value < 0 and any(digit in text for digit in "123456789")
        return f"{MINUS if below else '+'} {text}"
