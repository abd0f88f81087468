"""A matrix as tiles: each entry a number on a tint that says its sign and size."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve
from explainer.numbers import format_number
from explainer.style import SMALLEST_TEXT, Theme, Zone

DEEPEST = 0.45
"""Opacity of the tint at the largest entry: the number on it stays easy to read."""


class NumberTiles(VGroup):
    """A matrix whose entries run in place, on tiles that are tinted by sign and size.

    Args:
        values: (rows, columns).
        zone: what the tiles fill.
        theme: for colours.
        largest: the size at which the tint is deepest.
        decimals: digits after the point.
        widest: the longest text that an entry will have.
    """

    def __init__(
        self,
        values: np.ndarray,
        zone: Zone,
        theme: Theme,
        *,
        largest: float,
        decimals: int,
        widest: str,
    ) -> None:
        self.theme, self.largest = theme, largest
        rows, columns = values.shape
        width, height = zone.width / columns, zone.height / rows
        probe = LiveNumber(0, theme, decimals=decimals, size=1.0).set_text(widest)
        em = max(min(theme.sizes.body, 0.86 * width / probe.advance), SMALLEST_TEXT)
        self.tiles: list[Curve] = []
        self.numbers: list[LiveNumber] = []
        for row in range(rows):
            for column in range(columns):
                left, top = zone.left + column * width, zone.top - row * height
                corners = [(0, 0), (1, 0), (1, -1), (0, -1), (0, 0)]
                tile = Curve(theme.ghost, width=theme.strokes.regular, fill=0.0)
                tile.set_corners(np.array(corners) * [width, height] + [left, top])
                number = LiveNumber(
                    0, theme, decimals=decimals, size=em, anchor="centre", colour="ink"
                )
                number.place((left + width / 2, top - height / 2 - 0.33 * em), "centre")
                self.tiles.append(tile)
                self.numbers.append(number)
        super().__init__(*self.tiles, *self.numbers)
        self.set_values(values)

    def set_values(self, values: np.ndarray, *, passing: bool = False) -> Self:
        """Show (rows, columns) other entries, which may be passing ones."""
        for tile, number, value in zip(self.tiles, self.numbers, values.flat, strict=True):
            role = "entry_negative" if value < 0 else "entry_positive"
            share = min(abs(float(value)) / self.largest, 1.0) if self.largest else 0.0
            tile.set_fill(self.theme.colour(role), opacity=DEEPEST * share)
            number.set_value(float(value), passing=passing)
        return self


def entry_decimals(largest: float) -> int:
    """Return how many decimals entries get whose largest is of that size."""
    if largest == 0 or largest >= 1000:
        return 0
    return 1 if largest >= 100 else 2 if largest >= 0.1 else 4


def widest_entry(*matrices: np.ndarray, decimals: int) -> str:
    """Return the longest text among the entries of matrices."""
    texts = (format_number(float(v), decimals) for matrix in matrices for v in matrix.flat)
    return max(texts, key=len)
