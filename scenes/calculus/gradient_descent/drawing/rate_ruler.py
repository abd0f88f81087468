"""Where a learning rate stands between zero and the limit that curvature sets."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.mobjects.chart import Axis
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
        self.zone, (low, high) = zone, sorted((rate, limit))
        apart = not 1 / 12 < rate / limit < 6
        low, high = (low / 4, high * 4) if apart else (0.0, 1.35 * high)
        self.span = Axis(low, high, ticks=5, log=apart)
        y, band = zone.bottom + 0.42, 0.2
        ends = [self.x(value) for value in (self.span.low, limit, self.span.high)]
        safe = Curve(theme.minimum, width=0, fill=0.45)
        safe.set_corners(_box(ends[0], ends[1], y, y + band))
        unsafe = Curve(theme.warning, width=0, fill=0.22)
        unsafe.set_corners(_box(ends[1], ends[2], y, y + band))
        hatching = Segments(theme.warning, width=theme.strokes.thin)
        starts = np.arange(ends[1], ends[2] - band, 0.16)
        feet = np.column_stack([starts, np.full(len(starts), y)])
        hatching.set_segments(np.stack([feet, feet + band], axis=1))
        edge = Segments(theme.warning, width=theme.strokes.bold)
        edge.set_segments(np.array([[[ends[1], y - 0.1], [ends[1], y + band + 0.1]]]))
        lines, numbers = [[[ends[0], y], [ends[2], y]]], []
        for value in self.span.numbers():
            text = to_typst(magnitude(value) if value > 0 else "0")
            place = self.x(value)
            lines.append([[place, y], [place, y - 0.08]])
            words = Words(f"${text}$", theme, size=0.26, colour="muted")
            numbers.append(words.place((place, y - 0.33), "centre"))
        axis = Segments(theme.axis, width=theme.strokes.thin).set_segments(np.array(lines))
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
            safe, unsafe, hatching, axis, edge, self.pointer, own, bound, *numbers, self.here
        )
        self.set_here(limit)

    def set_here(self, limit: float) -> Self:
        """Put the dot at the limit of one place; it goes out where that is beyond the axis."""
        at = self.x(min(max(limit, self.span.low), self.span.high))
        self.here.set_centre(np.array([at, self.middle]))
        seen = min(max(1 - 10 * (limit / self.span.high - 1), 0.0), 1.0)
        self.here.set_fill(opacity=seen).set_stroke(opacity=seen)
        return self

    def x(self, rate: float) -> float:
        """Return where a rate lies on the axis, in scene units."""
        return self.zone.left + 0.1 + float(self.span.share(rate)) * (self.zone.width - 0.3)


def _box(left: float, right: float, bottom: float, top: float) -> np.ndarray:
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top], [left, bottom]])


def _keep_inside(words: Words, zone: Zone) -> None:
    left = float(words.baseline[0])
    right = left + words.advance
    words.shift((max(zone.left - left, 0.0) - max(right - zone.right, 0.0), 0, 0))
