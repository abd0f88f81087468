"""Where a learning rate stands between zero and the limit that curvature sets."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.contours import nice_ticks
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Anchor, Words
from explainer.numbers import distinct, magnitude, to_typst
from explainer.style import Theme, Zone


class RateRuler(VGroup):
    """An axis of rates: settling below the limit, hatched above it, an arrow at the rate.

    Args:
        rate: positive.
        limit: positive and finite.
        zone: where the axis lies, with its names.
        theme: for colours.
    """

    def __init__(self, rate: float, limit: float, zone: Zone, theme: Theme) -> None:
        self.zone, self.theme = zone, theme
        self.log = not 1 / 12 < rate / limit < 6
        span = (min(rate, limit) / 4, max(rate, limit) * 4) if self.log else (0.0, 1.0)
        self.low, self.high = span if self.log else (0.0, 1.35 * max(rate, limit))
        y = zone.bottom + 0.42
        band = 0.2
        ends = [self.x(self.low), self.x(limit), self.x(self.high)]
        self.axis = Segments(theme.axis, width=theme.strokes.thin)
        safe = Curve(theme.minimum, width=0, fill=0.45)
        safe.set_corners(_box(ends[0], ends[1], y, y + band))
        unsafe = Curve(theme.warning, width=0, fill=0.22)
        unsafe.set_corners(_box(ends[1], ends[2], y, y + band))
        hatching = Segments(theme.warning, width=theme.strokes.thin)
        starts = np.arange(ends[1], ends[2] - band, 0.16)
        hatching.set_segments(
            np.stack(
                [
                    np.column_stack([starts, np.full(len(starts), y)]),
                    np.column_stack([starts + band, np.full(len(starts), y + band)]),
                ],
                axis=1,
            )
        )
        edge = Segments(theme.warning, width=theme.strokes.bold)
        edge.set_segments(np.array([[[ends[1], y - 0.1], [ends[1], y + band + 0.1]]]))
        ticks, numbers = self._ticks(y)
        self.axis.set_segments(np.concatenate([[[[ends[0], y], [ends[2], y]]], ticks]))
        self.pointer = Arrow(theme.step, width=0.06, tip=0.18)
        at = self.x(rate)
        self.pointer.set_ends((at, y + band + 0.36), (at, y + band + 0.02))
        above = y + band + 0.42
        side: Anchor = "right" if at < ends[1] else "left"
        other: Anchor = "left" if side == "right" else "right"
        gap = -0.06 if side == "right" else 0.06
        texts = [to_typst(text) for text in distinct(rate, limit)]
        own = Words(f"rate ${texts[0]}$", theme, size=0.32, colour="step")
        own.place((at + gap, above), side)
        bound = Words(f"limit ${texts[1]}$", theme, size=0.32, colour="warning")
        bound.place((ends[1] - gap, above), other)
        for words in (own, bound):
            _keep_inside(words, zone)
        self.here = Dot(theme.curvature, 0.5 * band, rim=theme.background)
        self.middle = y + band / 2
        super().__init__(
            safe, unsafe, hatching, self.axis, edge, self.pointer, own, bound, *numbers, self.here
        )
        self.set_here(limit)

    def set_here(self, limit: float) -> Self:
        """Put the dot at the limit of one place; it goes out where that is beyond the axis."""
        at = self.x(min(max(limit, self.low), self.high))
        self.here.set_centre(np.array([at, self.middle]))
        seen = min(max(1 - 10 * (limit / self.high - 1), 0.0), 1.0)
        self.here.set_fill(opacity=seen).set_stroke(opacity=seen)
        return self

    def x(self, rate: float) -> float:
        """Return where a rate lies on the axis, in scene units."""
        if self.log:
            share = math.log(rate / self.low) / math.log(self.high / self.low)
        else:
            share = (rate - self.low) / (self.high - self.low)
        return self.zone.left + 0.1 + share * (self.zone.width - 0.3)

    def _ticks(self, y: float) -> tuple[np.ndarray, list[Words]]:
        if self.log:
            first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
            values = [10.0**power for power in range(first, last + 1)]
        else:
            values = list(nice_ticks(self.low, self.high, 5))
        segments, numbers = [], []
        for value in values:
            at = self.x(value)
            segments.append([[at, y], [at, y - 0.08]])
            number = Words(f"${_number(value)}$", self.theme, size=0.26, colour="muted")
            numbers.append(number.place((at, y - 0.33), "centre"))
        return np.array(segments).reshape(-1, 2, 2), numbers


def _number(value: float) -> str:
    return to_typst(magnitude(float(value)) if value > 0 else "0")


def _box(left: float, right: float, bottom: float, top: float) -> np.ndarray:
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]])


def _keep_inside(words: Words, zone: Zone) -> None:
    left = float(words.baseline[0])
    right = left + words.advance
    words.shift((max(zone.left - left, 0.0) - max(right - zone.right, 0.0), 0, 0))
