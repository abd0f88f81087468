"""The heights of a descent against its steps, on a linear or a logarithmic axis."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.shapes import Dot, VGroup
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
        heights, steps = np.asarray(values, dtype=float), len(values) - 1
        low, high = float(heights.min()), float(heights.max())
        self.log = low >= 0 and high > 0 and high > LOG_FROM * max(low, DEEPEST * high)
        name = "$f$, log scale" if self.log else "$f$"
        if self.log and low < DEEPEST * high:
            low = DEEPEST * high
            name += f", from $10^({round(math.log10(low))})$"
        if not self.log and high - low < 0.02 * max(abs(low), abs(high)):
            # Numbers that differ in their last figures only cannot be told apart on an axis.
            heights, low, high, name = heights - low, 0.0, high - low, "$f - f_min$"
        ends = sorted({0.0, float(steps)})
        across = Axis(0.0, float(steps), "step", ends, centred=True)
        self.chart = Chart(zone, theme, across, Axis(low, high, log=self.log), name)
        self.curve = self.chart.line(np.arange(steps + 1.0), heights, "path")
        self.dot = Dot(theme.ball, 0.075, rim=theme.contour)
        super().__init__(self.chart, self.curve, self.dot)
        self.set_progress(0.0)

    def set_progress(self, steps: float) -> Self:
        """Draw the curve up to so many steps, which may be broken."""
        self.curve.upto(max(steps, 0.0)).end(self.dot)
        return self
