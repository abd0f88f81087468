"""Where the plane of eigenvectors lies, and what stands beside it: formulas, running numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.geometry.plane import Rectangle
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import figures_needed
from explainer.style import BODY, FRAME, SAFE, Theme, Zone

FIELD = Zone(FRAME.left, 1.35, FRAME.bottom, 2.75)
"""The plane, which bleeds off the frame at the left and at the bottom."""

ROOM = Rectangle(-5.9, 0.75, -2.7, 2.1)
"""Where tips of arrows may lie."""

SIDE = Zone(1.85, SAFE.right, BODY.bottom, BODY.top)
"""Where it stands: readings, and a chart below them."""

SIZE = 0.46
"""Type size of the matrix and of the formulas, in scene units."""


def matrix_row(matrix: np.ndarray, theme: Theme) -> VGroup:
    """Return ``A = ...`` with exact entries, in its place at the top."""
    decimals = figures_needed(matrix.flat)
    entries = LiveMatrix(matrix, theme, decimals=decimals, size=SIZE)
    shown = row(Formula("A =", theme, size=SIZE), entries)
    shown.scale(min(1.0, SIDE.width / shown.width))
    shown.shift(np.array([SIDE.left, 2.02, 0]) - shown.get_left())
    return shown


def formula_rows(lines: Iterable[Line], theme: Theme, top: float) -> list[VMobject]:
    """Return lines of mathematics and prose below each other, the first below ``top``."""
    rows = [
        Words(line.markup, theme, colour=line.colour, width=SIDE.width)
        if line.prose
        else Formula(line.markup, theme, size=SIZE, colour=line.colour)
        for line in lines
    ]
    return [*stack(*rows, zone=SIDE, top=top)]


class LiveRow(VGroup):
    """A name and a number that runs, on one line at the side.

    Args:
        markup: Typst markup of the name.
        theme: for colours and type sizes.
        y: of the baseline.
        decimals, signed, suffix, colour: of the number.
    """

    def __init__(
        self,
        markup: str,
        theme: Theme,
        y: float,
        *,
        decimals: int = 2,
        signed: bool = False,
        suffix: str = "",
        colour: str = "ink",
    ) -> None:
        self.words = Words(markup, theme, size="body", colour=colour).place((SIDE.left, y))
        self.number = LiveNumber(
            0, theme, decimals=decimals, size="body", colour=colour, signed=signed, suffix=suffix
        ).place((SIDE.left + 4.1, y), "right")
        super().__init__(self.words, self.number)

    def set_value(self, value: float, *, animating: bool = False) -> Self:
        """Show a number, or that there is none for NaN."""
        if math.isnan(value):
            self.number.set_text("none", value)
        else:
            self.number.set_value(value, animating=animating)
        return self
