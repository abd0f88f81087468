"""An average over more and more outcomes, traced upwards over the axis of values."""

from __future__ import annotations

import math

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments
from explainer.numbers import grouped
from explainer.scenes.probability.random_variable.drawing.height_axis import HeightAxis
from explainer.scenes.probability.random_variable.drawing.outcomes import PLOT, OutcomeChart
from explainer.style import Theme

WIDEST = 6.0
"""A trace that runs farther than this, in windows of the law, leaves the picture."""


class RunningTrace(VGroup):
    """A trace that climbs, a factor of ten in outcomes for each equal step, with a dot at its end.

    Args:
        chart: whose axis of values it is drawn over.
        sizes: (m,) rising numbers of outcomes, from 1.
        values: (m,) the average of so many.
        role: the colour.
        theme: for colours.
        origin: the value from which the average is measured, which gets a line; None for zero.
    """

    def __init__(
        self,
        chart: OutcomeChart,
        sizes: np.ndarray,
        values: np.ndarray,
        role: str,
        theme: Theme,
        origin: float | None = None,
    ) -> None:
        self.origin = origin
        self.centre = Segments(theme.mean, width=theme.strokes.regular)
        self.side = Segments(colour := theme.colour(role), width=theme.strokes.regular)
        self.chart, self.sizes, self.values = chart, sizes, values
        self.line = Segments(colour, width=theme.strokes.regular)
        self.dot = Dot(colour, 0.1, rim=theme.background)
        self.foot = Curve(colour, width=0, fill=1)
        self.beyond = Arrow(colour, width=0.06, tip=0.26)
        self.axis = HeightAxis(PLOT, theme, "outcomes drawn", 1.0)
        self.decades = math.log10(float(sizes[-1]))
        marks = [
            (power / self.decades, grouped(10**power))
            for power in range(math.floor(self.decades + 1e-9) + 1)
        ]
        self.axis.set_marks(PLOT.bottom, PLOT.height, marks)
        for mobject in (self.line, self.foot):
            mobject.set_z_index(4)
        for mobject in (self.dot, self.beyond):
            mobject.set_z_index(5)
        super().__init__(self.centre, self.side, self.line, self.foot, self.dot, self.beyond)

    def show(self, t: float) -> tuple[int, float]:
        """Draw it up to a share of its height; return number of outcomes and average there."""
        x = self.chart.axis.across(self.values)
        y = PLOT.bottom + np.log10(self.sizes) / self.decades * PLOT.height
        reached = PLOT.bottom + t * PLOT.height
        upto = max(int(np.searchsorted(y, reached + 1e-9, side="right")) - 1, 0)
        points = np.stack([x, y], axis=1)[: upto + 1]
        self.line.set_segments(within(points, PLOT.left, PLOT.right))
        self._mark(float(x[upto]), float(y[upto]))
        return int(self.sizes[upto]), float(self.values[upto] - (self.origin or 0.0))

    def _mark(self, x: float, y: float) -> None:
        """Put the dot at the trace's end, or an arrow at the edge beyond which it has run."""
        outside = not PLOT.left <= x <= PLOT.right
        self.dot.set_centre(np.array([min(max(x, PLOT.left), PLOT.right), y]))
        self.dot.set_opacity(0.0 if outside else 1.0)
        side = 1.0 if x > PLOT.centre[0] else -1.0
        edge = PLOT.right if side > 0 else PLOT.left
        self.beyond.set_ends((edge - 0.5 * side, y), (edge + 0.1 * side, y))
        self.beyond.set_fill(opacity=float(outside))
        place = min(max(x, PLOT.left), PLOT.right)
        if self.origin is not None:
            start = float(self.chart.axis.across(self.origin))
            self.centre.set_dashes((start, PLOT.bottom), (start, PLOT.top), 0.12)
            self.side.set_segments(np.array([[[start, y], [place, y]]]))
        triangle = np.array([[0, 0], [0.16, -0.2], [-0.16, -0.2], [0, 0]])
        self.foot.set_corners(np.array([place, PLOT.bottom]) + triangle)
        self.foot.set_fill(opacity=0.0 if outside else 1.0)

    def window(self) -> tuple[float, float]:
        """Return a window of the axis that holds the trace, or as much of it as can be seen."""
        low, high = self.chart.story.bins.window
        most = WIDEST * (high - low)
        centre = self.chart.story.median if self.origin is None else self.origin
        left = max(min(low, float(self.values.min())), centre - most)
        right = min(max(high, float(self.values.max())), centre + most)
        margin = 0.03 * (right - left)
        return self.chart.axis.settle(left - margin, right + margin)


def within(points: np.ndarray, left: float, right: float) -> np.ndarray:
    """Return the parts of a polyline, (n, 2), between two abscissas, as (m, 2, 2) segments."""
    start, end = points[:-1], points[1:]
    across = end[:, 0] - start[:, 0]
    steep = np.where(np.abs(across) < 1e-12, 1e-12, across)
    shares = np.sort(np.stack([left - start[:, 0], right - start[:, 0]]) / steep, axis=0)
    low, high = np.clip(shares, 0, 1)
    way = end - start
    pieces = np.stack([start + low[:, None] * way, start + high[:, None] * way], axis=1)
    return np.asarray(pieces[high > low])
