"""What is read from a distribution: its distribution function, and where it balances."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.maths.distributions import MOST_NODES, Empirical
from explainer.mobjects.chart import Axis
from explainer.mobjects.live_chart import MARK, LiveChart
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Words
from explainer.numbers import at_rest, grouped
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    LOWER,
    PLOT,
    RAISED,
    UPPER,
    OutcomeChart,
)
from explainer.style import Zone

REACH = 1.06
"""The height of the plot of the distribution function, for totals up to one."""
RISE = 0.25
"""A step is climbed while the line goes on by this share of the distance between two values."""
STEEPEST, CLEAR = 0.16, 0.45
"""The largest tilt, in radians, and how far an end of the beam may sink or rise."""
WIDEST = 6.0
"""A trace that runs farther than this, in windows of the distribution, leaves the picture."""


class CumulativeDistribution(VGroup):
    """The area to the left of a line below, and in a plot above it the total so far."""

    def __init__(self, chart: OutcomeChart) -> None:
        self.chart, self.story, theme = chart, chart.story, chart.theme
        data, distribution = self.story.data, self.story.distribution
        self.upper = LiveChart(
            UPPER, theme, chart.x, Axis(0, REACH, "", ticks=(0.0, 0.5, 1.0)), role="cumulative"
        )
        self.upper.y.remove(*self.upper.y.lines)
        baseline = Segments(theme.axis, width=theme.strokes.thin)
        ends = [[PLOT.left, UPPER.bottom], [PLOT.right, UPPER.bottom]]
        self.plot = VGroup(self.upper, baseline.set_segments(np.array([ends])))
        self.curve = Curve(theme.cumulative, width=theme.strokes.heavy).set_z_index(4)
        self.line = Segments(theme.ink, width=theme.strokes.regular).set_z_index(4)
        self.level = Segments(theme.cumulative, width=theme.strokes.regular).set_z_index(4)
        self.dot = Dot(theme.cumulative, 0.14, rim=theme.background).set_z_index(5)
        super().__init__(self.curve, self.line, self.level, self.dot)
        self.steps = data or chart.distribution.kind == "bars"
        self.low, self.high = low, high = chart.home[:2]
        window = self.story.bins.window
        if isinstance(distribution, Empirical):
            values = distribution.steps(window, MOST_NODES)
        else:
            values = distribution.nodes(*window)
        usual = float(np.median(np.diff(values))) if len(values) > 1 else 1.0
        self.rise = min(RISE * usual, 0.02 * (high - low))
        self.values = np.append(low, values[(values > low) & (values <= high)])
        self.totals = distribution.cumulative(self.values)
        self.median = min(max(self.story.median, low), high)
        self.half = 0.5 * (chart.distribution.kind == "bars")  # of a bar, on either side

    @property
    def whole(self) -> np.ndarray:
        """All of the graph, (n, 2) in the frame."""
        return self.upper.at(*self._graph(self.high).T)

    def sweep(self, t: float) -> Self:
        """Let the line run up to the median; the area behind it is filled."""
        # A step is climbed while the line goes on: at rest it stands on it.
        end = min(self.median + self.rise * self.steps, self.high)
        x = self.low + (end - self.low) * t
        self.chart.half.show(upto=min(x, self.median) + self.half)
        self._mark(x if t < 1 else self.median, float(self._graph(x)[-1, 1]))
        return self._draw(x)

    def go_on(self, t: float) -> Self:
        """Draw what is right of the median; what marks that stays behind."""
        x = self.median + (self.high - self.median) * t
        self.chart.left.show(since=self.median + self.half, upto=x)
        return self._draw(max(x, min(self.median + self.rise * self.steps, self.high)))

    def _draw(self, x: float) -> Self:
        self.curve.set_corners(self.upper.at(*self._graph(x).T))
        return self

    def _mark(self, x: float, total: float) -> None:
        spot = self.upper.at(x, total)
        ends = [(LOWER.bottom, LOWER.top), (UPPER.bottom, float(spot[1]))]
        self.line.set_segments(np.array([[[spot[0], y] for y in pair] for pair in ends]))
        self.dot.set_centre(spot)
        self.level.set_dashes((PLOT.left, float(spot[1])), spot, 0.12)

    def _graph(self, upto: float) -> np.ndarray:
        """Return the graph as far as a value, (m, 2)."""
        passed = np.searchsorted(self.values, upto, side="right" if self.steps else "left")
        count = max(int(passed), 1)
        x, y = self.values[:count], self.totals[:count].copy()
        if not self.steps:
            end = np.interp(upto, self.values, self.totals)
            return np.column_stack([np.append(x, upto), np.append(y, end)])
        if count > 1:
            y[-1] = y[-2] + (y[-1] - y[-2]) * min((upto - x[-1]) / self.rise, 1.0)
        return np.column_stack([np.append(np.repeat(x, 2)[1:], upto), np.repeat(y, 2)])


class Balance(VGroup):
    """A distribution as a load on a beam: it tips until the pivot stands under the mean."""

    def __init__(self, chart: OutcomeChart) -> None:
        self.chart, theme, story = chart, chart.theme, chart.story
        self.mean, self.zone = float(story.distribution.mean), chart.zone
        self.low, self.high = low, high = chart.home[:2]
        middle, span = (low + high) / 2, high - low
        self.start = middle if abs(middle - self.mean) > 0.1 * span else middle + 0.24 * span
        self.beam = Segments(theme.ink, width=theme.strokes.heavy).set_z_index(4)
        self.pivot = Curve(theme.mean, width=theme.strokes.thin, fill=1).set_z_index(5)
        self.place = LiveNumber(0, theme, size="formula", colour="mean", anchor="left")
        self.place.with_halo(theme, 5).set_z_index(6)
        self.beyond = Arrow(theme.mean, width=0.1, tip=0.36).set_z_index(6)
        if not story.mean_inside:
            side = 1.0 if self.mean > high else -1.0
            edge, y = PLOT.right if side > 0 else PLOT.left, RAISED.bottom + 0.6
            self.beyond.set_ends((edge - 0.3 * side, y), (edge + 0.62 * side, y))
        super().__init__(self.beam, self.pivot, self.place)

    def tilt(self, place: float) -> float:
        """Return the angle at which the beam comes to rest with the pivot at a place."""
        x = float(self.chart.across(place))
        arm = max(PLOT.right - x, x - PLOT.left)
        most = min(STEEPEST, math.asin(min(CLEAR / max(arm, CLEAR), 1.0)))
        return -most * math.tanh(7 * (self.mean - place) / (self.high - self.low))

    def rise(self, t: float) -> Self:
        """Lift the distribution off the axis on to the beam."""
        bottom = self.zone.bottom + (RAISED.bottom - self.zone.bottom) * t
        top = self.zone.top + (RAISED.top - self.zone.top) * t
        return self._stand(bottom, top, 0.0, self.start)

    def tip(self, t: float) -> Self:
        """Let the beam sink to the heavier side of where the pivot stands first."""
        return self._stand(RAISED.bottom, RAISED.top, self.tilt(self.start) * t, self.start)

    def slide(self, t: float) -> Self:
        """Move the pivot under the mean, or as near as the axis goes."""
        place = self.start + (min(max(self.mean, self.low), self.high) - self.start) * t
        return self._stand(RAISED.bottom, RAISED.top, self.tilt(place), place, t == 1)

    def _stand(
        self, bottom: float, top: float, angle: float, place: float, rest: bool = False
    ) -> Self:
        x, foot = float(self.chart.across(place)), PLOT.bottom
        self.chart.angle, self.chart.pivot = angle, x
        self.chart.stand(bottom, top)
        hub, along = np.array([x, bottom]), np.array([math.cos(angle), math.sin(angle)])
        self.beam.set_segments(np.array([[hub + (e - x) * along for e in (PLOT.left, PLOT.right)]]))
        half = 0.45 * max(bottom - foot, 1e-3)
        self.pivot.set_corners(np.array([hub, [x + half, foot], [x - half, foot], hub]))
        written = self.chart.story.text(place)
        self.place.set_text(at_rest(written) if rest else written)
        fits = x + half + 0.1 + self.place.advance < PLOT.right
        self.place.set_opacity(self.chart.story.mean_inside)
        spot = (x + half + 0.1, foot + 0.16) if fits else (x - half - 0.1, foot + 0.16)
        self.place.place(spot, "left" if fits else "right")
        return self


class RunningTrace(VGroup):
    """An average that may never settle, traced upwards: equal steps are equal factors of outcomes.

    Args:
        chart: whose axis of values it is drawn over.
        spread: whether it is the root of the mean square about the mean, instead of the mean.
    """

    def __init__(self, chart: OutcomeChart, spread: bool) -> None:
        self.chart, self.story, theme = chart, chart.story, chart.theme
        self.sizes, means, roots = self.story.long_run
        self.origin = self.story.distribution.mean if spread else 0.0
        self.spread = spread
        self.values = self.origin + roots if spread else means
        colour, regular = theme.spread if spread else theme.mean, theme.strokes.bold
        self.centre = Segments(theme.mean, width=regular)
        self.side = Segments(colour, width=regular)
        self.line = Segments(colour, width=regular).set_z_index(4)
        self.foot = Curve(colour, width=0, fill=1).set_z_index(4)
        self.dot = Dot(colour, 0.1, rim=theme.background).set_z_index(5)
        self.beyond = Arrow(colour, width=0.06, tip=0.26).set_z_index(5)
        most = int(self.sizes[-1])
        numbers = {10.0**power: grouped(10**power) for power in range(len(str(most)))}
        drawn = Axis(1, most, "outcomes drawn", numbers, log=True)
        self.plot = LiveChart(PLOT, theme, chart.x, drawn)
        self.plot.y.remove(*self.plot.y.lines)
        super().__init__(self.centre, self.side, self.line, self.foot, self.dot, self.beyond)

    def caption(self, markup: str) -> Name:
        """Return what is written beside its end."""
        role = "spread" if self.spread else "mean"
        label = Name(Words(markup, self.chart.theme, size=0.5, colour=role), self.chart.theme, role)
        points = self.plot.at(self.values, self.sizes)
        room = Room(Zone(PLOT.left + 0.2, PLOT.right, PLOT.bottom, PLOT.top + 0.1), 0.2)
        points[:, 0] = np.clip(points[:, 0], PLOT.left, PLOT.right)
        label.settle(room.block_lines(points), points[-1:])
        return label

    def show(self, t: float) -> Self:
        """Draw it up to a share of its height."""
        points = self.plot.at(self.values, self.sizes)
        reached = PLOT.bottom + t * PLOT.height
        upto = max(int(np.searchsorted(points[:, 1], reached + 1e-9, side="right")) - 1, 0)
        self.line.set_segments(within(points[: upto + 1], PLOT.left, PLOT.right))
        x, y = points[upto].tolist()
        # The dot at its end gives way to an arrow at the edge beyond which it has run.
        place = min(max(x, PLOT.left), PLOT.right)
        outside = float(place != x)
        self.dot.set_centre(np.array([place, y])).set_opacity(1 - outside)
        side = 1.0 if x > PLOT.centre[0] else -1.0
        edge = PLOT.right if side > 0 else PLOT.left
        self.beyond.set_ends((edge - 0.5 * side, y), (edge + 0.1 * side, y))
        self.beyond.set_fill(opacity=outside)
        if self.spread:
            start = float(self.chart.across(self.origin))
            self.centre.set_dashes((start, PLOT.bottom), (start, PLOT.top), 0.12)
            self.side.set_segments(np.array([[[start, y], [place, y]]]))
        self.foot.set_corners(np.array([place, PLOT.bottom]) + wedge(0.13, MARK))
        self.foot.set_fill(opacity=1 - outside)
        return self

    def window(self) -> tuple[float, float]:
        """Return a window of the axis that holds the trace, or as much of it as can be seen."""
        low, high = self.story.bins.window
        most = WIDEST * (high - low)
        centre = self.origin if self.spread else self.story.median
        left = max(min(low, float(self.values.min())), centre - most)
        right = min(max(high, float(self.values.max())), centre + most)
        margin = 0.03 * (right - left)
        return left - margin, right + margin


def wedge(half: float, height: float) -> np.ndarray:
    """Return the outline of a triangle that points up to the origin."""
    return np.array([[0, 0], [half, -height], [-half, -height], [0, 0]])


def within(points: np.ndarray, left: float, right: float) -> np.ndarray:
    """Return the parts of a polyline, (n, 2), between two abscissas, as (m, 2, 2) segments."""
    start, way = points[:-1], np.diff(points, axis=0)
    steep = np.where(np.abs(way[:, 0]) < 1e-12, 1e-12, way[:, 0])
    shares = np.sort((np.array([[left], [right]]) - start[:, 0]) / steep, axis=0)
    low, high = np.clip(shares, 0, 1)[..., None]
    return np.stack([start + low * way, start + high * way], axis=1)[(high > low)[:, 0]]
