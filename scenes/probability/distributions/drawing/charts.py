"""The chart of a distribution: masses or densities, and the mean and deviation above them."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.mobjects.chart import Axis
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Dot, Segments, VGroup
from explainer.style import SAFE, Theme, Zone

SIDE = Zone(2.15, SAFE.right, -3.0, 2.6)
"""The panel beside a chart."""


def distribution_chart(zone: Zone, theme: Theme, x_name: str, discrete: bool) -> LiveChart:
    """Return a chart for masses or densities; what these are called stands clear of what is above.

    Args:
        zone: the plot.
        theme: for colours.
        x_name: Typst markup below the horizontal axis.
        discrete: whether only whole numbers have a mass.
    """
    heights = Axis(0, 1, "probability" if discrete else "density")
    chart = LiveChart(zone, theme, Axis(0, 1, x_name, whole=discrete), heights)
    name = chart.y.title
    name.scale(0.25 / name.em, about_point=name.baseline).place((SAFE.left, zone.top + 0.22))
    return chart


class MeanAndDeviation(VGroup):
    """A dot at the mean above the chart, with a line down to the axis, and a bar to either side.

    The bar reaches one standard deviation to the left and to the right.
    """

    def __init__(self, chart: LiveChart) -> None:
        self.chart, theme = chart, chart.theme
        self.line = Segments(theme.mean, width=theme.strokes.regular)
        self.bar = Segments(theme.spread, width=theme.strokes.bold)
        self.dot = Dot(theme.mean, 0.1, rim=theme.background)
        super().__init__(self.line, self.bar, self.dot)

    def set_moments(self, mean: float, deviation: float) -> Self:
        """Show them for the window as it is."""
        zone = self.chart.zone
        y = zone.top + 0.26
        x, *ends = self.chart.across([mean, mean - deviation, mean + deviation]).tolist()
        left, right = np.clip(ends, zone.left, zone.right)
        caps = [[[end, y - 0.1], [end, y + 0.1]] for end in (left, right)]
        self.bar.set_segments(np.array([[[left, y], [right, y]], *caps]))
        self.line.set_dashes((x, zone.bottom), (x, y), 0.1)
        self.dot.set_centre(np.array([x, y]))
        return self
