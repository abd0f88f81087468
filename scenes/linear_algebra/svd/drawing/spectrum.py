"""The singular values of a picture on a logarithmic axis, those in the sum set off."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.contour_map import set_dots
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.mobjects.text import Words
from explainer.style import Theme, Zone

LOWEST = 1e-6
"""Values below this share of the first are drawn at it."""

FEW = 40
"""No more values than these get a dot each."""


class Spectrum(VGroup):
    """Singular values against their number; ``set_layers`` sets off those in the sum.

    Args:
        values: (r,) descending; those that are zero are not drawn.
        most: how many layers there will be at most; the axis reaches that far.
        zone: for the chart with its numbers and names.
        theme: for colours.
    """

    def __init__(self, values: np.ndarray, most: int, zone: Zone, theme: Theme) -> None:
        self.some = bool(values[0])
        useful = max(int(np.count_nonzero(values)), 1)
        self.count = min(max(useful, most, 2), len(values))
        shares = values[:useful] / values[0] if self.some else np.ones(1)
        below = bool((shares < LOWEST).any())
        self.levels = np.log10(np.maximum(shares, LOWEST))
        self.low = min(math.floor(float(self.levels.min()) + 1e-9), -1)
        self.zone = Zone(zone.left + 0.62, zone.right - 0.12, zone.bottom + 0.42, zone.top - 0.42)
        plot = self.zone
        frame = Segments(theme.axis, width=theme.strokes.thin)
        every = max(1, math.ceil(-self.low / 4))
        powers = range(0, self.low - 1, -every)
        numbers, ticks = [], []
        for power in powers:
            y = plot.bottom + (power - self.low) / -self.low * plot.height
            ticks.append([[plot.left, y], [plot.left - 0.08, y]])
            markup = f"$10^({power})$" if power else "$1$"
            number = Words(markup, theme, size=theme.sizes.small, colour="muted")
            numbers.append(number.place((plot.left - 0.14, y - 0.09), "right"))
        ends = [
            [[plot.left, plot.top], [plot.left, plot.bottom]],
            [[plot.left, plot.bottom], [plot.right, plot.bottom]],
        ]
        frame.set_segments(np.array(ends + ticks))
        y = plot.bottom - 0.34
        last = Words(f"${self.count}$", theme, size="small", colour="muted")
        if self.count > 1:
            numbers.append(Words("$1$", theme, size="small", colour="muted"))
            numbers[-1].place((plot.left, y), "centre")
            numbers.append(last.place((plot.right + 0.12, y), "right"))
        else:
            numbers.append(last.place((plot.centre[0], y), "centre"))
        name = "$σ_k \\/ σ_1$ by $k$, log scale" if self.some else "all $σ_k = 0$"
        if below:
            name += f", from $10^({round(math.log10(LOWEST))})$"
        elif self.some and useful < self.count:
            name += f", $0$ beyond ${useful}$"
        caption = Words(name, theme, size="small", colour="muted")
        caption.fit_width(zone.width).place((zone.left, plot.top + 0.2))
        points = self._points(np.arange(useful if self.some else 0))
        self.curve = Curve(theme.muted, width=theme.strokes.regular).set_corners(points)
        self.dots = Curve(theme.muted, width=0, fill=1.0)
        if len(points) <= FEW:
            spots = np.column_stack([points, np.zeros(len(points))])
            set_dots(self.dots, spots, 0.05)
        self.kept = Curve(theme.singular, width=theme.strokes.heavy)
        self.dot = Dot(theme.singular, 0.09, rim=theme.background)
        super().__init__(frame, *numbers, caption, self.curve, self.dots, self.kept, self.dot)
        self.set_z_index(3)
        self.set_layers(0.0)

    def set_layers(self, count: float) -> Self:
        """Set off the values of the first ``count`` layers, which may be broken."""
        at = min(max(count - 1, 0.0), len(self.levels) - 1.0)
        whole = math.floor(at)
        points = self._points(np.append(np.arange(whole + 1), at))
        self.kept.set_corners(points)
        self.dot.set_centre(points[-1])
        strength = min(max(count, 0.0), 1.0) if self.some else 0.0
        self.dot.set_fill(opacity=strength).set_stroke(opacity=strength)
        return self

    def _points(self, index: np.ndarray) -> np.ndarray:
        """Return points of the frame, (n, 2), for places among the values, which may be broken."""
        plot, last = self.zone, max(self.count - 1, 1)
        levels = np.interp(index, np.arange(len(self.levels)), self.levels)
        x = plot.left + np.asarray(index) / last * plot.width
        if self.count == 1:
            x = np.full(len(index), plot.centre[0])
        return np.column_stack([x, plot.bottom + (levels - self.low) / -self.low * plot.height])
