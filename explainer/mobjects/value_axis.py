"""One horizontal axis of values, whose numbers stay exact however far out or close up it looks."""

from __future__ import annotations

from itertools import pairwise
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import nice_step
from explainer.mobjects.axes import ChartAxes, settled, ticks
from explainer.numbers import MINUS, decimals_needed, format_number, grouped
from explainer.style import SAFE, Theme, Zone

GLYPH = 0.17
"""Width of a digit at the size of axis numbers, in scene units."""
FULL = 10
"""Characters up to which a number is written in full."""


class ValueAxis(ChartAxes):
    """A chart without a vertical axis: heights are shares of the zone, from 0 to 1.

    Args:
        zone: the plot; the numbers lie below it.
        theme: for colours and type sizes.
        name: Typst markup below the axis.
    """

    def __init__(self, zone: Zone, theme: Theme, name: str) -> None:
        super().__init__(zone, theme, name, "")
        ends = [[zone.left, zone.bottom], [zone.right, zone.bottom]]
        self.frame.set_segments(np.array([ends]))
        self.submobjects: list[VMobject] = [self.x_numbers, self.frame, self.x_name]

    @property
    def moving(self) -> list[VMobject]:
        """What ``set_window`` changes."""
        return [self.x_numbers]

    def set_window(self, low: float, high: float, top: float = 1.0, gap: float = 0.0) -> Self:
        """Show values from ``low`` to ``high``; the plot's height is ``top``.

        Args:
            low: where the axis begins.
            high: where it ends.
            top: the height of the plot.
            gap: the least distance of neighbouring numbers; what they need when 0.
        """
        self.low, self.high, self.top = float(low), float(high), float(top)
        zone = self.zone
        across = ticks(low, high, zone.width, gap or number_gap(low, high, zone.width))
        step = min((b.value - a.value for a, b in pairwise(across)), default=high - low)
        places = self.to_frame(np.array([[tick.value, 0.0] for tick in across]).reshape(-1, 2))
        ends = np.stack([places, places - [0, 0.09]], axis=1)
        texts = [number_text(tick.value, step) for tick in across]
        reach = np.array([GLYPH * len(text) / 2 for text in texts])
        inside = (places[:, 0] - reach > SAFE.left) & (places[:, 0] + reach < SAFE.right)
        kept = np.flatnonzero(inside)
        across, texts = [across[n] for n in kept], [texts[n] for n in kept]
        places, ends = places[kept], ends[kept]
        self.x_numbers.show(across, places - [0, 0.4], ends, texts=texts)
        return self

    def settle(self, low: float, high: float) -> tuple[float, float]:
        """Return a window, as much wider as it takes for none of its numbers to be half faded."""
        length = self.zone.width
        for _ in range(60):
            if settled(low, high, length, number_gap(low, high, length)):
                break
            more = 0.005 * (high - low)
            low, high = low - more, high + more
        return low, high

    def zoom(self, start: tuple[float, float], end: tuple[float, float], t: float) -> Self:
        """Show a window on the way from one to another, evenly in the logarithm of its width."""
        gaps = [number_gap(*window, self.zone.width) for window in (start, end)]
        widths = [high - low for low, high in (start, end)]
        width = widths[0] ** (1 - t) * widths[1] ** t
        grown = widths[0] - widths[1]
        share = t if abs(grown) < 1e-9 * max(widths) else (widths[0] - width) / grown
        low = start[0] + (end[0] - start[0]) * share
        return self.set_window(low, low + width, self.top, gaps[0] + (gaps[1] - gaps[0]) * t)

    def shown(self, values: np.ndarray) -> np.ndarray:
        """Return which values lie in the window, of their shape."""
        values = np.asarray(values, dtype=float)
        return np.asarray((values >= self.low) & (values <= self.high))

    def across(self, values: np.ndarray | float) -> np.ndarray:
        """Return the frame abscissas of values, of their shape."""
        values = np.asarray(values, dtype=float)
        return np.asarray(self.to_frame(np.stack([values, 0 * values], axis=-1))[..., 0])


def number_text(value: float, step: float) -> str:
    """Write a tick's value so that it differs from its neighbours, a step away."""
    decimals = decimals_needed([step], 9)
    full = grouped(value, decimals)
    if len(full) <= FULL + 4 and (
        abs(value) < 1e5 or len(full) <= FULL or step < 1e-3 * abs(value)
    ):
        return full if float(full.replace(" ", "").replace(MINUS, "-")) else "0"
    return format_number(value, 1)


def number_gap(low: float, high: float, length: float) -> float:
    """Return how far apart numbers must stand on an axis, in scene units."""
    step = nice_step(0.9 * (high - low) / length)
    longest = max(len(number_text(end, step)) for end in (low, high, (low + high) / 2))
    return 0.35 + GLYPH * longest
