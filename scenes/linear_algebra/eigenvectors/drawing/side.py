"""What stands beside the plane of eigenvectors: formulas, running numbers, axes of a chart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.beat_text import Line
from explainer.geometry.contours import nice_ticks
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import Segments
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import figures_needed, shortest
from explainer.style import BODY, SAFE, Theme, Zone

SIDE = Zone(1.85, SAFE.right, BODY.bottom, BODY.top)
"""Where it stands: readings, and a chart below them."""

SIZE = 0.46
"""Type size of the matrix and of the formulas, in scene units."""

AXIS_SIZE = 0.27
"""Type size of the numbers on axes."""

Range = tuple[float, float]


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
            self.number.set_value(value, passing=animating)
        return self


class SignedAxes(VGroup):
    """Two numbered axes for values of either sign, in a window that stays as it is.

    Args:
        zone: for the plot with its numbers and its caption.
        theme: for colours and type sizes.
        caption: Typst markup, above the plot.
        x_range, y_range: what the plot covers.
        x_ticks, y_ticks: the numbers; round ones when None.
        levels: ordinates at which a line runs right across.
        suffix: characters after each number on the vertical axis.
        x_suffix: the same for the horizontal one.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        caption: str,
        x_range: Range,
        y_range: Range,
        *,
        x_ticks: Sequence[float] | None = None,
        y_ticks: Sequence[float] | None = None,
        levels: Sequence[float] = (0.0,),
        suffix: str = "",
        x_suffix: str = "",
    ) -> None:
        self.x_range, self.y_range = x_range, y_range
        across = nice_ticks(*x_range, 4) if x_ticks is None else np.asarray(x_ticks)
        up = nice_ticks(*y_range, 4) if y_ticks is None else np.asarray(y_ticks)
        self.caption = Words(caption, theme, size="small", colour="muted")
        self.caption.fit_width(zone.width).place((zone.left, zone.top - 0.24))
        heights = [self._number(value, suffix, theme, "right") for value in up]
        room = max((number.advance for number in heights), default=0.0)
        self.zone = Zone(
            zone.left + room + 0.2, zone.right - 0.15, zone.bottom + 0.42, zone.top - 0.5
        )
        inner = self.zone
        frame = np.array([[[inner.left, inner.top], [inner.left, inner.bottom]]])
        foot = np.array([[[inner.left, inner.bottom], [inner.right, inner.bottom]]])
        marks = [frame, foot]
        for number, value in zip(heights, up, strict=True):
            end = self.to_frame((x_range[0], value))
            marks.append(np.array([[end, end - [0.08, 0.0]]]))
            number.place(end - np.array([0.14, 0.09]), "right")
        widths = []
        for value in across:
            end = self.to_frame((value, y_range[0]))
            marks.append(np.array([[end, end - [0.0, 0.08]]]))
            number = self._number(value, x_suffix, theme, "centre")
            number.place(end - np.array([0.0, 0.36]), "centre")
            if float(number.baseline[0]) + number.advance <= zone.right:
                widths.append(number)
        widths = _apart(widths)
        self.numbers = [*heights, *widths]
        self.frame = Segments(theme.axis, width=theme.strokes.thin)
        self.frame.set_segments(np.concatenate(marks))
        self.levels = Segments(theme.axis, width=theme.strokes.thin)
        ends = [[self.to_frame((x, level)) for x in x_range] for level in levels]
        self.levels.set_segments(np.array(ends).reshape(-1, 2, 2))
        super().__init__(self.levels, self.frame, *self.numbers, self.caption)

    @staticmethod
    def _number(value: float, suffix: str, theme: Theme, anchor: str) -> LiveNumber:
        number = LiveNumber(0, theme, decimals=0, size=AXIS_SIZE, colour="muted", anchor=anchor)  # type: ignore[arg-type]
        return number.set_text(shortest(float(value), 6) + suffix, float(value))

    def to_frame(self, points: np.ndarray | Range) -> np.ndarray:
        """Return (..., 2) values as (..., 2) frame coordinates."""
        values, zone = np.asarray(points, dtype=float), self.zone
        (left, right), (low, high) = self.x_range, self.y_range
        x = zone.left + (values[..., 0] - left) / (right - left) * zone.width
        y = zone.bottom + (values[..., 1] - low) / (high - low) * zone.height
        return np.stack([x, y], axis=-1)


def _apart(numbers: list[LiveNumber]) -> list[LiveNumber]:
    """Return every number, or as many of them as keep a distance from each other."""
    for every in range(1, len(numbers) + 1):
        kept = numbers[::every]
        ends = [(float(n.baseline[0]), float(n.baseline[0]) + n.advance) for n in kept]
        if all(right + 0.12 < left for (_, right), (left, _) in pairwise(ends)):
            return kept
    return numbers[:1]
