"""Where a mean lies: the pivot that balances a beam, or an average that may never settle."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.chart import Axis
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup
from explainer.numbers import grouped
from explainer.scenes.probability.random_variable.drawing.outcomes import PLOT, OutcomeChart
from explainer.style import Theme

RAISED = -1.15, 2.0
"""Where the distribution stands on its beam, above the axis on which the pivot is read."""
STEEPEST = 0.16
"""The largest tilt, in radians."""
CLEAR = 0.75
"""How far an end of the beam may sink or rise, in scene units."""
WIDEST = 6.0
"""A trace that runs farther than this, in windows of the distribution, leaves the picture."""


class Balance(VGroup):
    """A distribution as a load on a beam: it tips until the pivot stands under the mean.

    Args:
        chart: the distribution that stands on the beam.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story, self.first = chart, chart.story, chart.zone
        self.mean = float(chart.story.distribution.mean)
        self.beam = Segments(theme.ink, width=theme.strokes.bold).set_z_index(4)
        self.pivot = Curve(theme.mean, width=theme.strokes.thin, fill=1).set_z_index(5)
        self.beyond = Arrow(theme.mean, width=0.07, tip=0.28).set_z_index(6)
        self.sample = Curve(
            theme.outcome, width=theme.strokes.regular, fill=1, fill_colour=theme.background
        ).set_z_index(6)
        super().__init__(self.beam, self.pivot, self.sample)

    @property
    def start(self) -> float:
        """Where the pivot stands first: at the middle of the axis, or beside the mean."""
        low, high = self.chart.home[:2]
        middle, span = (low + high) / 2, high - low
        return middle if abs(middle - self.mean) > 0.1 * span else middle + 0.24 * span

    def tilt(self, place: float) -> float:
        """Return the angle at which the beam comes to rest with the pivot at a place."""
        low, high = self.chart.home[:2]
        lever = (self.mean - place) / (high - low)
        x = float(self.chart.across(place))
        arm = max(PLOT.right - x, x - PLOT.left)
        most = min(STEEPEST, math.asin(min(CLEAR / max(arm, CLEAR), 1.0)))
        return -most * math.tanh(7 * lever)

    def set_pivot(self, place: float, share: float = 1.0) -> Self:
        """Put the pivot under a place; the beam has tipped by a share of what it will."""
        x = float(self.chart.across(place))
        return self._stand(*RAISED, self.tilt(place) * share, x)

    def rise(self, t: float) -> Self:
        """Lift the distribution off the axis on to the beam."""
        x = float(self.chart.across(self.start))
        first = self.first.bottom, self.first.top
        bottom, top = (a + (b - a) * t for a, b in zip(first, RAISED, strict=True))
        return self._stand(bottom, top, 0.0, x)

    def slide(self, t: float) -> float:
        """Move the pivot under the mean, or as near as the axis goes; return where it is."""
        low, high = self.chart.home[:2]
        place = self.start + (min(max(self.mean, low), high) - self.start) * t
        self.set_pivot(place)
        return place

    def _stand(self, bottom: float, top: float, angle: float, pivot: float) -> Self:
        self.chart.angle, self.chart.pivot = angle, pivot
        self.chart.stand(bottom, top)
        along = np.array([math.cos(angle), math.sin(angle)])
        hub = np.array([pivot, bottom])
        ends = [hub + (x - pivot) * along for x in (PLOT.left, PLOT.right)]
        self.beam.set_segments(np.array([ends]))
        height, foot = max(bottom - PLOT.bottom, 1e-3), PLOT.bottom
        half = 0.42 * min(height, 1.1)
        self.pivot.set_corners(np.array([hub, [hub[0] + half, foot], [hub[0] - half, foot], hub]))
        return self

    def marks(self) -> list[VMobject]:
        """Return what marks the means: of the outcomes, and the true one where it lies outside."""
        found: list[VMobject] = []
        low, high = self.chart.home[:2]
        if self.story.sampled and low <= self.story.sample_mean <= high:
            spot = np.array([float(self.chart.across(self.story.sample_mean)), PLOT.bottom])
            diamond = np.array([[0, 0.14], [0.11, 0], [0, -0.14], [-0.11, 0], [0, 0.14]])
            found.append(self.sample.set_corners(spot + diamond))
        if not self.story.mean_inside:
            side = 1.0 if self.mean > high else -1.0
            edge, y = PLOT.right if side > 0 else PLOT.left, PLOT.bottom + 0.7
            found.append(self.beyond.set_ends((edge + 0.22 * side, y), (edge + 0.62 * side, y)))
        return found


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
        self.chart, self.sizes, self.values, self.origin = chart, sizes, values, origin
        colour, regular = theme.colour(role), theme.strokes.regular
        self.centre = Segments(theme.mean, width=regular)
        self.side = Segments(colour, width=regular)
        self.line = Segments(colour, width=regular).set_z_index(4)
        self.foot = Curve(colour, width=0, fill=1).set_z_index(4)
        self.dot = Dot(colour, 0.1, rim=theme.background).set_z_index(5)
        self.beyond = Arrow(colour, width=0.06, tip=0.26).set_z_index(5)
        powers = range(math.floor(math.log10(sizes[-1]) + 1e-9) + 1)
        numbers = {10.0**power: grouped(10**power) for power in powers}
        drawn = Axis(1, float(sizes[-1]), "outcomes drawn", numbers, log=True)
        self.plot = LiveChart(PLOT, theme, chart.x, drawn)
        super().__init__(self.centre, self.side, self.line, self.foot, self.dot, self.beyond)

    def show(self, t: float) -> tuple[int, float]:
        """Draw it up to a share of its height; return number of outcomes and average there."""
        points = self.plot.at(self.values, self.sizes)
        reached = PLOT.bottom + t * PLOT.height
        upto = max(int(np.searchsorted(points[:, 1], reached + 1e-9, side="right")) - 1, 0)
        self.line.set_segments(within(points[: upto + 1], PLOT.left, PLOT.right))
        self._mark(*points[upto].tolist())
        return int(self.sizes[upto]), float(self.values[upto] - (self.origin or 0.0))

    def _mark(self, x: float, y: float) -> None:
        """Put the dot at the trace's end, or an arrow at the edge beyond which it has run."""
        place = min(max(x, PLOT.left), PLOT.right)
        outside = float(place != x)
        self.dot.set_centre(np.array([place, y])).set_opacity(1 - outside)
        side = 1.0 if x > PLOT.centre[0] else -1.0
        edge = PLOT.right if side > 0 else PLOT.left
        self.beyond.set_ends((edge - 0.5 * side, y), (edge + 0.1 * side, y))
        self.beyond.set_fill(opacity=outside)
        if self.origin is not None:
            start = float(self.chart.across(self.origin))
            self.centre.set_dashes((start, PLOT.bottom), (start, PLOT.top), 0.12)
            self.side.set_segments(np.array([[[start, y], [place, y]]]))
        triangle = np.array([[0, 0], [0.16, -0.2], [-0.16, -0.2], [0, 0]])
        self.foot.set_corners(np.array([place, PLOT.bottom]) + triangle)
        self.foot.set_fill(opacity=1 - outside)

    def window(self) -> tuple[float, float]:
        """Return a window of the axis that holds the trace, or as much of it as can be seen."""
        low, high = self.chart.story.bins.window
        most = WIDEST * (high - low)
        centre = self.chart.story.median if self.origin is None else self.origin
        left = max(min(low, float(self.values.min())), centre - most)
        right = min(max(high, float(self.values.max())), centre + most)
        margin = 0.03 * (right - left)
        return left - margin, right + margin


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
