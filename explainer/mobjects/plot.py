"""A small chart of any function: two numbered axes, and what brings values into the frame."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup
from numpy.typing import ArrayLike

from explainer.geometry.contours import nice_ticks
from explainer.mobjects.shapes import Segments
from explainer.mobjects.text import Words
from explainer.numbers import MINUS, significant, to_typst
from explainer.style import Theme, Zone

NUMBER = 0.26
"""Type size of the axes' numbers and names, in scene units."""


class Plot(VGroup):
    """Axes over a zone, with a line at height 0 where that is in the window.

    Args:
        zone: for the axes with their numbers and names.
        x_range: the values at the left and at the right.
        y_range: the values at the bottom and at the top; widened where they are the same.
        theme: for colours.
        x_name: Typst markup at the end of the horizontal axis.
        y_name: Typst markup above the vertical one.
        x_marks: Typst markup of numbers by their values; round numbers when None.
        y_count: about how many numbers the vertical axis has.
    """

    def __init__(
        self,
        zone: Zone,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        theme: Theme,
        x_name: str = "",
        y_name: str = "",
        x_marks: Mapping[float, str] | None = None,
        y_count: int = 3,
    ) -> None:
        self.x_range, self.theme = x_range, theme
        low, high = y_range
        if not high > low:
            low, high = low - max(abs(low), 1.0) / 2, high + max(abs(low), 1.0) / 2
        self.y_range = (low, high)
        values = [float(value) for value in nice_ticks(low, high, y_count)]
        up = [(v, self._small(m)) for v, m in zip(values, figures(values), strict=True)]
        room = max((words.advance for _, words in up), default=0.0)
        self.zone = Zone(zone.left + room + 0.2, zone.right, zone.bottom + 0.36, zone.top - 0.36)
        zone = self.zone
        if x_marks is None:
            x_marks = {float(v): figure(float(v)) for v in nice_ticks(*x_range, 4)}
        self.frame = Segments(theme.axis, width=theme.strokes.thin)
        corners = [[zone.left, zone.top], [zone.left, zone.bottom], [zone.right, zone.bottom]]
        segments = [[corners[0], corners[1]], [corners[1], corners[2]]]
        self.numbers: list[Words] = []
        for value, words in up:
            end = self.to_frame([value * 0 + x_range[0]], [value])[0]
            segments.append([list(end), [end[0] - 0.08, end[1]]])
            self.numbers.append(words.place((end[0] - 0.15, end[1] - 0.08), "right"))
        names = self._small(x_name) if x_name else None
        free = zone.right - (names.advance + 0.15 if names else -0.25)
        taken = -np.inf
        for value, markup in x_marks.items():
            end = self.to_frame([value], [low])[0]
            segments.append([list(end), [end[0], end[1] - 0.08]])
            words = self._small(markup)
            half = words.advance / 2
            if taken + 0.1 <= end[0] - half and end[0] + half <= free:
                taken = end[0] + half
                self.numbers.append(words.place((end[0], end[1] - 0.34), "centre"))
        if names:
            self.numbers.append(names.place((zone.right, zone.bottom - 0.34), "right"))
        if y_name:
            self.numbers.append(self._small(y_name).place((zone.left - 0.1, zone.top + 0.16)))
        self.frame.set_segments(np.array(segments))
        self.ground = Segments(theme.faint, width=theme.strokes.hair)
        if low < 0 < high:
            self.ground.set_segments(np.array([self.to_frame(x_range, [0.0, 0.0])]))
        super().__init__(self.ground, self.frame, *self.numbers)

    def to_frame(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return where (n,) values x and y are in the frame, (n, 2)."""
        zone, (x0, x1), (y0, y1) = self.zone, self.x_range, self.y_range
        across = (np.asarray(x, dtype=float) - x0) / (x1 - x0)
        up = (np.asarray(y, dtype=float) - y0) / (y1 - y0)
        return np.stack(
            np.broadcast_arrays(zone.left + across * zone.width, zone.bottom + up * zone.height), -1
        )

    def _small(self, markup: str) -> Words:
        return Words(f"${markup}$", self.theme, size=NUMBER, colour="muted")


def figure(value: float) -> str:
    """Return a number of an axis as Typst mathematics."""
    return to_typst(significant(value, 6))


def figures(values: Sequence[float]) -> list[str]:
    """Return the numbers of an axis as Typst mathematics, in full where that tells them apart."""
    short = [figure(value) for value in values]
    if len(set(short)) == len(short):
        return short
    step = min(abs(b - a) for a, b in pairwise(values))
    decimals = min(max(-math.floor(math.log10(step) + 1e-9) + 1, 0), 12)
    return [f'"{in_full(value, decimals)}"' for value in values]


def in_full(value: float, decimals: int) -> str:
    """Return a number with all its digits before the point, and no idle zeros after it."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)
