"""Distributions on a chart: bars about whole numbers, or a curve; mean and deviation above."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import segments_path
from explainer.mobjects.axes import Y_GAP, ChartAxes, Tick, settled
from explainer.mobjects.density import DensityCurve
from explainer.mobjects.shapes import Dot, Segments
from explainer.scenes.probability.distributions.limits import ROOM
from explainer.style import SAFE, Theme, Zone

SIDE = Zone(2.15, SAFE.right, -3.0, 2.6)
"""The panel beside a chart."""

BAR = 0.82
"""The width of a bar about a whole number."""

FINE = 0.05
"""Bars narrower than this in the frame have no outline."""


class CountAxes(ChartAxes):
    """A chart over counts: only whole numbers stand on its horizontal axis."""

    def x_ticks(self) -> list[Tick]:
        """Return the whole numbers among the ticks; where there are none, zero and one."""
        found = [tick for tick in super().x_ticks() if abs(tick.value - round(tick.value)) < 1e-9]
        return [Tick(float(round(tick.value)), tick.opacity) for tick in found]


def distribution_axes(zone: Zone, theme: Theme, x_name: str, discrete: bool) -> ChartAxes:
    """Return axes for masses or densities.

    The name of the vertical one is at its left, clear of what is above.
    """
    kind = CountAxes if discrete else ChartAxes
    axes = kind(zone, theme, x_name, "probability" if discrete else "density")
    name = axes.y_name
    name.scale(0.25 / name.em, about_point=name.baseline)
    name.place((SAFE.left, zone.top + 0.22))
    return axes


class Bars(VMobject):
    """Bars that stand on the axis of a chart, drawn as one shape.

    Args:
        axes: the chart.
        colour: ``#RRGGBB``.
        theme: for stroke widths.
        fill: opacity of the bars.
        outlined: draw their edges too.
    """

    def __init__(
        self, axes: ChartAxes, colour: str, theme: Theme, *, fill: float, outlined: bool = True
    ) -> None:
        super().__init__(
            fill_color=colour,
            fill_opacity=fill,
            stroke_color=colour,
            stroke_width=theme.strokes.regular if outlined else 0,
        )
        self.axes, self.outlined = axes, outlined

    def set_bars(
        self, centres: np.ndarray, heights: np.ndarray, width: float, feet: np.ndarray | float = 0.0
    ) -> Self:
        """Draw bars of (m,) heights about (m,) centres, which stand on feet; units of the axes."""
        feet = np.broadcast_to(feet, np.shape(heights))
        low, high = self.axes.low, self.axes.high
        left = np.clip(centres - width / 2, low, high)
        right = np.clip(centres + width / 2, low, high)
        kept = (right > left) & (np.abs(heights - feet) > 1e-9 * self.axes.top)
        left, right, tops, feet = left[kept], right[kept], heights[kept], feet[kept]
        if not len(left):
            self.points = np.zeros((0, 3))
            return self
        x = np.stack([left, left, right, right, left], axis=1)
        y = np.stack([feet, tops, tops, feet, feet], axis=1)
        corners = np.stack([x, y], axis=-1)
        placed = self.axes.to_frame(np.minimum(corners, [np.inf, self.axes.top]))
        sides = np.stack([placed[:, :-1], placed[:, 1:]], axis=2)
        self.points = segments_path(sides.reshape(-1, 2, 2))
        if self.outlined:
            wide = width / (high - low) * self.axes.zone.width > FINE
            self.set_stroke(opacity=1.0 if wide else 0.0)
        return self


class Graph(VGroup):
    """A mass function as bars, or a density as a filled curve.

    Args:
        axes: the chart.
        discrete: draw bars.
        colour: ``#RRGGBB``.
        theme: for stroke widths.
    """

    def __init__(self, axes: ChartAxes, discrete: bool, colour: str, theme: Theme) -> None:
        self.axes, self.discrete = axes, discrete
        self.bars = Bars(axes, colour, theme, fill=0.28)
        self.curve = DensityCurve(axes, colour, theme, fill=0.28)
        super().__init__(self.bars if discrete else self.curve)

    def set_heights(self, x: np.ndarray, heights: np.ndarray) -> Self:
        """Draw (m,) heights at (m,) rising places, units of the axes."""
        if self.discrete:
            self.bars.set_bars(x, heights, BAR)
        else:
            self.curve.set_density(lambda nodes: heights, x)
        return self


class MeanAndDeviation(VGroup):
    """A dot at the mean above the chart, with a line down to the axis, and a bar to either side.

    The bar reaches one standard deviation to the left and to the right.
    """

    def __init__(self, axes: ChartAxes, theme: Theme) -> None:
        self.axes = axes
        self.line = Segments(theme.mean, width=theme.strokes.regular)
        self.bar = Segments(theme.spread, width=theme.strokes.bold)
        self.dot = Dot(theme.mean, 0.1, rim=theme.background)
        super().__init__(self.line, self.bar, self.dot)

    def set_moments(self, mean: float, deviation: float) -> Self:
        """Show them for the window as it is."""
        zone = self.axes.zone
        x = float(self.axes.to_frame(np.array([mean, 0.0]))[0])
        half = deviation / (self.axes.high - self.axes.low) * zone.width
        y = zone.top + 0.26
        ends = max(x - half, zone.left), min(x + half, zone.right)
        caps = [[[end, y - 0.1], [end, y + 0.1]] for end in ends]
        self.bar.set_segments(np.array([[[ends[0], y], [ends[1], y]], *caps]))
        self.line.set_dashes((x, zone.bottom), (x, y), 0.1)
        self.dot.set_centre(np.array([x, y]))
        return self


def rounded(
    axes: ChartAxes, low: float, high: float, top: float, *, about: float | None
) -> tuple[float, float, float]:
    """Return a window, as little larger as may be, in which no number of the axes is half faded.

    Args:
        axes: the chart; its window is not changed.
        low: where the window begins.
        high: where it ends.
        top: its height.
        about: the place from which the horizontal axis may be stretched; not at all when None.
    """
    kept = axes.low, axes.high
    ends = low, high
    if about is not None:
        for factor in np.linspace(1.0, ROOM, 46):
            ends = about + factor * (low - about), about + factor * (high - about)
            axes.low, axes.high = ends
            if all(tick.opacity == 1 for tick in axes.x_ticks()):
                break
    axes.low, axes.high = kept
    heights = (factor * top for factor in np.linspace(1.0, ROOM, 46))
    fitting = (each for each in heights if settled(0.0, each, axes.zone.height, Y_GAP))
    return float(ends[0]), float(ends[1]), float(next(fitting, top))
