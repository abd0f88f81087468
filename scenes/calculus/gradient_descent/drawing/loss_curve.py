"""The heights of a descent against its steps, on a linear or a logarithmic axis."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.geometry.contours import nice_ticks
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.mobjects.text import Words
from explainer.numbers import significant, to_typst
from explainer.style import Theme, Zone

LOG_FROM = 30.0
"""Positive heights that fall to a share of this get a logarithmic axis."""

DEEPEST = 1e-12
"""Heights below this share of the highest are drawn at it: they are rounding noise."""


class LossCurve(VGroup):
    """Heights against steps; ``set_progress`` draws as much as has been walked.

    Args:
        values: (n + 1,) heights, the start first.
        zone: for the axes with their numbers and names.
        theme: for colours.
    """

    def __init__(self, values: np.ndarray, zone: Zone, theme: Theme) -> None:
        self.values, self.theme = np.asarray(values, dtype=float), theme
        low, high = float(self.values.min()), float(self.values.max())
        self.log = low >= 0 and high > 0 and high > LOG_FROM * max(low, DEEPEST * high)
        name = "$f$, log scale" if self.log else "$f$"
        if self.log and low < DEEPEST * high:
            name += f", from $10^({round(math.log10(DEEPEST * high))})$"
        if not self.log and high - low < 0.02 * max(abs(low), abs(high)):
            # Numbers that differ in their last figures only cannot be told apart on an axis.
            self.values, name = self.values - low, "$f - f_min$"
        self.levels = self._level(self.values)
        self.low, self.high = float(self.levels.min()), float(self.levels.max())
        if not self.high > self.low:
            self.low, self.high = self.low - 0.5, self.high + 0.5
        marks = [(level, self._small(text)) for level, text in self._marks()]
        room = max((words.advance for _, words in marks), default=0.0)
        self.zone = Zone(zone.left + room + 0.2, zone.right, zone.bottom + 0.4, zone.top - 0.3)
        outer, zone = zone, self.zone
        self.frame = Segments(theme.axis, width=theme.strokes.thin)
        corners = np.array(
            [[zone.left, zone.top], [zone.left, zone.bottom], [zone.right, zone.bottom]]
        )
        ticks, self.numbers = self._ticks(marks)
        self.frame.set_segments(np.concatenate([np.stack([corners[:-1], corners[1:]], 1), ticks]))
        self.curve = Curve(theme.path, width=theme.strokes.regular)
        self.dot = Dot(theme.ball, 0.075, rim=theme.contour)
        self.caption = Words(name, theme, size=0.27, colour="muted")
        self.caption.fit_width(outer.width).place((outer.left, zone.top + 0.16))
        super().__init__(self.frame, *self.numbers, self.caption, self.curve, self.dot)
        self.set_progress(0.0)

    def set_progress(self, steps: float) -> Self:
        """Draw the curve up to so many steps, which may be broken."""
        whole = math.floor(min(max(steps, 0.0), len(self.values) - 1))
        after = min(whole + 1, len(self.values) - 1)
        now = self.levels[whole] + (steps - whole) * (self.levels[after] - self.levels[whole])
        at = np.append(np.arange(whole + 1), max(steps, 0.0))
        points = self._to_frame(at, np.append(self.levels[: whole + 1], now))
        self.curve.set_corners(points)
        self.dot.set_centre(points[-1])
        return self

    def _level(self, values: np.ndarray) -> np.ndarray:
        if not self.log:
            return values
        return np.log10(np.maximum(values, DEEPEST * float(self.values.max())))

    def _to_frame(self, steps: np.ndarray, levels: np.ndarray) -> np.ndarray:
        zone, count = self.zone, max(len(self.values) - 1, 1)
        share = (np.asarray(levels) - self.low) / (self.high - self.low)
        x = zone.left + np.asarray(steps) / count * zone.width
        return np.column_stack([x, zone.bottom + share * (zone.height - 0.1)])

    def _small(self, markup: str) -> Words:
        return Words(markup, self.theme, size=0.26, colour="muted")

    def _marks(self) -> list[tuple[float, str]]:
        """Return the levels that are numbered, and their numbers."""
        if not self.log:
            values = nice_ticks(self.low, self.high, 4)
            return [(float(v), f"${to_typst(significant(float(v), 6))}$") for v in values]
        first, last = math.ceil(self.low - 1e-9), math.floor(self.high + 1e-9)
        every = max(1, math.ceil((last - first) / 4))
        powers = range(first, last + 1, every)
        return [(float(power), f"$10^({power})$" if power else "$1$") for power in powers]

    def _ticks(self, marks: list[tuple[float, Words]]) -> tuple[np.ndarray, list[Words]]:
        segments, numbers = [], []
        for level, number in marks:
            end = self._to_frame(np.zeros(1), np.array([level]))[0]
            segments.append([end, end - [0.08, 0.0]])
            numbers.append(number.place((end[0] - 0.15, end[1] - 0.08), "right"))
        base, count = self.zone.bottom - 0.34, len(self.values) - 1
        for step, x in ((0, self.zone.left), (count, self.zone.right))[: 1 + (count > 0)]:
            segments.append([np.array([x, base + 0.34]), np.array([x, base + 0.26])])
            number = self._small(f"${step}$")
            numbers.append(number.place((x, base), "right" if step else "centre"))
        middle = (self.zone.left + self.zone.right) / 2
        numbers.append(self._small("step").place((middle, base), "centre"))
        return np.array(segments).reshape(-1, 2, 2), numbers
