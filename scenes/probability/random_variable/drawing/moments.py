"""What is read from a distribution: its distribution function, where it balances, its spread."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.plane import corners_path
from explainer.maths.distributions import MOST_NODES, Empirical
from explainer.mobjects.chart import Axis
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_chart import MARK, LiveChart
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula
from explainer.numbers import grouped
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    LOWER,
    PLOT,
    UPPER,
    OutcomeChart,
)
from explainer.scenes.probability.random_variable.story import SQUARES

REACH = 1.06
"""The height of the plot of the distribution function, for totals up to one."""
RISE = 0.25
"""A step is climbed while the line goes on by this share of the distance between two values."""
RAISED = np.array([-1.15, 2.0])
"""Where the distribution stands on its beam, above the axis on which the pivot is read."""
STEEPEST, CLEAR = 0.16, 0.75
"""The largest tilt, in radians, and how far an end of the beam may sink or rise."""
WIDEST = 6.0
"""A trace that runs farther than this, in windows of the distribution, leaves the picture."""


class CumulativeDistribution(VGroup):
    """The area to the left of a line below, and in a plot above it the total so far."""

    def __init__(self, chart: OutcomeChart) -> None:
        self.chart, self.story, theme = chart, chart.story, chart.theme
        data, distribution = self.story.data, self.story.distribution
        name = "$F(x)$: share of the data up to $x$" if data else "$F(x) = P(X <= x)$"
        totals = Axis(0, REACH, name, ticks=(0.0, 0.5, 1.0))
        self.upper = LiveChart(UPPER, theme, chart.x, totals, role="cumulative")
        baseline = Segments(theme.axis, width=theme.strokes.thin)
        ends = [[PLOT.left, UPPER.bottom], [PLOT.right, UPPER.bottom]]
        self.plot = VGroup(self.upper, baseline.set_segments(np.array([ends])))
        self.left = chart.part("density", "").set_z_index(2)
        self.curve = Curve(theme.cumulative, width=theme.strokes.bold).set_z_index(4)
        self.line = Segments(theme.ink, width=theme.strokes.thin).set_z_index(4)
        self.level = Segments(theme.cumulative, width=theme.strokes.thin).set_z_index(4)
        self.dot = Dot(theme.cumulative, 0.1, rim=theme.background).set_z_index(5)
        super().__init__(self.left, self.curve, self.line, self.level, self.dot)
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

    def sweep(self, t: float) -> tuple[str, str]:
        """Let the line run over the axis once; return where it is, and the total there."""
        return self._set_line(self.low + (self.high - self.low) * t, whole=False)

    def come_back(self, t: float) -> tuple[str, str]:
        """Bring the line back from the right end to the median, all of the curve drawn."""
        median = min(max(self.story.median, self.low), self.high)
        return self._set_line(median + (self.high - median) * (1 - t), whole=True)

    def _set_line(self, x: float, whole: bool) -> tuple[str, str]:
        self.left.show(upto=x)
        self.curve.set_corners(self.upper.at(*self._graph(self.high if whole else x).T))
        # On the way back a step is gone down before its value, so as to stand on it at rest.
        ahead = self.rise if whole and self.steps else 0.0
        total = float(self._graph(min(x + ahead, self.high))[-1, 1])
        spot = self.upper.at(x, total)
        self.line.set_segments(np.array([[[spot[0], PLOT.bottom], spot]]))
        self.dot.set_centre(spot)
        self.level.set_dashes((PLOT.left, float(spot[1])), spot, 0.1)
        if self.steps:  # which is climbed by and by, but not in numbers
            total = float(self.story.distribution.cumulative(x))
        seen = abs(x) > (self.high - self.low) / 1000 or x == self.story.median
        return self.story.text(x if seen else 0.0), f"{total:.3f}"

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
        self.mean = float(story.distribution.mean)
        self.low, self.high = low, high = chart.home[:2]
        middle, span = (low + high) / 2, high - low
        self.start = middle if abs(middle - self.mean) > 0.1 * span else middle + 0.24 * span
        self.beam = Segments(theme.ink, width=theme.strokes.bold).set_z_index(4)
        self.pivot = Curve(theme.mean, width=theme.strokes.thin, fill=1).set_z_index(5)
        super().__init__(chart.distribution, self.beam, self.pivot)
        self.means = VGroup()  # that of the outcomes, and an arrow to the true one if it is outside
        if story.sampled and low <= story.sample_mean <= high:
            spot = np.array([float(chart.across(story.sample_mean)), PLOT.bottom])
            diamond = np.array([[0, 0.14], [0.11, 0], [0, -0.14], [-0.11, 0], [0, 0.14]])
            width, inside = theme.strokes.regular, theme.background
            sample = Curve(theme.outcome, width=width, fill=1, fill_colour=inside)
            self.means.add(sample.set_corners(spot + diamond).set_z_index(6))
        if not story.mean_inside:
            side = 1.0 if self.mean > high else -1.0
            edge, y = PLOT.right if side > 0 else PLOT.left, PLOT.bottom + 0.7
            beyond = Arrow(theme.mean, width=0.07, tip=0.28).set_z_index(6)
            self.means.add(beyond.set_ends((edge + 0.22 * side, y), (edge + 0.62 * side, y)))

    def tilt(self, place: float) -> float:
        """Return the angle at which the beam comes to rest with the pivot at a place."""
        x = float(self.chart.across(place))
        arm = max(PLOT.right - x, x - PLOT.left)
        most = min(STEEPEST, math.asin(min(CLEAR / max(arm, CLEAR), 1.0)))
        return -most * math.tanh(7 * (self.mean - place) / (self.high - self.low))

    def rise(self, t: float) -> tuple[str]:
        """Lift the distribution off the axis on to the beam."""
        return self._stand(LOWER[:2] + (RAISED - LOWER[:2]) * t, 0.0, self.start)

    def tip(self, t: float) -> tuple[str]:
        """Let the beam sink to the heavier side of where the pivot stands first."""
        return self._stand(RAISED, self.tilt(self.start) * t, self.start)

    def slide(self, t: float) -> tuple[str]:
        """Move the pivot under the mean, or as near as the axis goes."""
        place = self.start + (min(max(self.mean, self.low), self.high) - self.start) * t
        return self._stand(RAISED, self.tilt(place), place)

    def _stand(self, ends: np.ndarray, angle: float, place: float) -> tuple[str]:
        """Draw it all; return where the pivot is."""
        (bottom, top), x, foot = ends.tolist(), float(self.chart.across(place)), PLOT.bottom
        self.chart.angle, self.chart.pivot = angle, x
        self.chart.stand(bottom, top)
        hub, along = np.array([x, bottom]), np.array([math.cos(angle), math.sin(angle)])
        self.beam.set_segments(np.array([[hub + (e - x) * along for e in (PLOT.left, PLOT.right)]]))
        half = 0.42 * min(max(bottom - foot, 1e-3), 1.1)
        self.pivot.set_corners(np.array([hub, [x + half, foot], [x - half, foot], hub]))
        return (self.chart.story.text(place),)


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
        colour, regular = theme.spread if spread else theme.mean, theme.strokes.regular
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
        super().__init__(self.centre, self.side, self.line, self.foot, self.dot, self.beyond)

    def show(self, t: float) -> tuple[str, str]:
        """Draw it up to a share of its height; return number of outcomes and average there."""
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
        average = float(self.values[upto] - self.origin)
        return grouped(int(self.sizes[upto])), self.story.text(average)

    def window(self) -> tuple[float, float]:
        """Return a window of the axis that holds the trace, or as much of it as can be seen."""
        low, high = self.story.bins.window
        most = WIDEST * (high - low)
        centre = self.origin if self.spread else self.story.median
        left = max(min(low, float(self.values.min())), centre - most)
        right = min(max(high, float(self.values.max())), centre + most)
        margin = 0.03 * (right - left)
        return left - margin, right + margin


class DeviationSquares(VGroup):
    """Squares that stand on the axis between the mean and an outcome each.

    The chart's window must be the one that they are seen in.
    """

    def __init__(self, chart: OutcomeChart) -> None:
        self.chart, self.story, theme = chart, chart.story, chart.theme
        self.mean = self.story.distribution.mean
        self.deviation = self.story.distribution.standard_deviation
        self.unit = float(np.ptp(chart.across([0.0, 1.0])))  # of the axis, in the frame
        self.squared = (self.story.values - self.mean) ** 2
        self.x = x = float(chart.across(self.mean))
        # The square of the mean area stands to the right of the mean where there is room.
        self.side = 1.0 if x <= PLOT.centre[0] + 0.2 * PLOT.width else -1.0
        centre = Segments(theme.mean, width=theme.strokes.regular).set_z_index(4)
        centre.set_dashes((x, PLOT.bottom), (x, PLOT.top), 0.12)
        self.centre = VGroup(centre, self._name("μ", "mean", x, PLOT.top + 0.14, halo=True))
        self.squares = Curve(theme.spread, width=theme.strokes.thin, fill=0.07).set_z_index(3)
        self.average = Curve(theme.spread, width=theme.strokes.bold, fill=0.4).set_z_index(4)
        self.latest = Curve(theme.outcome, width=theme.strokes.regular, fill=0.3).set_z_index(5)
        self.dots = Dots(theme.outcome, 0.07).set_z_index(6)
        super().__init__(self.squares, self.average, self.latest, self.dots)
        self.names, length = VGroup(), self.deviation * self.unit
        if 0.25 < length <= PLOT.height:  # there is room for them
            middle, top = x + length * self.side / 2, PLOT.bottom + length
            if length > 0.7:
                self.names.add(self._name("σ^2", "ink", middle, top - length / 2 - 0.12))
            if top + 0.5 < PLOT.top + 0.3:
                self.names.add(self._name("σ", "spread", middle, top + 0.12, halo=True))

    def run(self, t: float) -> tuple[str, str]:
        """Take the outcomes up to a time t in [0, 1] into the mean square; return how many, and it.

        The first one's square grows from its side; the others follow faster and faster.
        """
        late = max((t - 0.2) / 0.8, 0.0)
        count = max(int(self.story.size**late + 1e-9), 1)
        along, up = np.clip([10 * t, 10 * t - 1], 0.0, 1.0)
        self._draw(count, float(along), float(up))
        mean = float(np.mean(self.squared[:count]))
        come, gone = np.clip([4 * late, (late - 0.85) / 0.15], 0.0, 1.0)
        self._set_average(mean**0.5 if late else 0.0)
        self.average.set_fill(opacity=0.4 * come).set_stroke(opacity=come)
        self.latest.set_fill(opacity=0.3 * (1 - gone)).set_stroke(opacity=1 - gone)
        return grouped(count), self.story.square_text(mean)

    def become_the_variance(self, t: float) -> Self:
        """Turn the square of the outcomes' mean area into that of the variance."""
        start = self.story.sample_deviation
        self.squares.set_stroke(opacity=1 - 0.65 * t).set_fill(opacity=0.07 - 0.04 * t)
        self.average.set_fill(opacity=0.4 + 0.15 * t)
        return self._set_average(start + (self.deviation - start) * t)

    def _name(self, markup: str, role: str, x: float, y: float, halo: bool = False) -> Formula:
        name = Formula(markup, self.chart.theme, size="label", colour=role).set_z_index(7)
        return (name.with_halo(self.chart.theme, 6) if halo else name).place((x, y), "centre")

    def _set_average(self, side: float) -> Self:
        length, fits = side * self.unit, 0 < side * self.unit <= PLOT.height + 1e-9
        self.average.points = self._square(length * self.side) if fits else np.zeros((0, 3))
        return self

    def _draw(self, count: int, along: float, up: float) -> None:
        """Draw dots and squares of the first outcomes that fit, and the last one as it grows."""
        ends = self.chart.across(self.story.values)
        fits = (np.abs(ends - self.x) <= PLOT.height + 1e-9) & self.chart.inside(self.story.values)
        last, older = min(count, self.story.size) - 1, ends[: min(count, SQUARES)]
        length = float(ends[last] - self.x) * along
        self.latest.points = self._square(length, up) if fits[last] else np.zeros((0, 3))
        older = older[fits[: len(older)]]
        self.dots.set_dots(np.stack([older, np.full(len(older), PLOT.bottom)], axis=1))
        # Alike squares are drawn once, so that nothing is drawn a hundred times in one place.
        found = [self._square(end - self.x) for end in np.unique(older.round(6))]
        self.squares.points = np.concatenate(found) if count > 1 and found else np.zeros((0, 3))

    def _square(self, length: float, up: float = 1.0) -> np.ndarray:
        """Return the outline of a square at the mean, to the left where length < 0."""
        x, end, bottom, top = self.x, self.x + length, PLOT.bottom, PLOT.bottom + abs(length) * up
        corners = [(x, bottom), (end, bottom), (end, top), (x, top), (x, bottom)]
        return corners_path(np.array(corners))


def summary(total: CumulativeDistribution) -> VGroup:
    """Return marks of the median, the mean and the standard deviation, in the two plots."""
    chart, story, theme = total.chart, total.story, total.chart.theme
    mean, deviation = story.distribution.mean, story.distribution.standard_deviation
    spot = total.upper.at(story.median, story.at_median)
    median = Segments(theme.cumulative, width=theme.strokes.thin)
    dot = Dot(theme.cumulative, 0.1, rim=theme.background).set_centre(spot)
    found = VGroup(median.set_dashes((spot[0], UPPER.bottom), spot, 0.1), dot)
    if story.mean_inside:
        x = float(chart.across(mean))
        line = Segments(theme.mean, width=theme.strokes.regular)
        pivot = Curve(theme.mean, width=0, fill=1)
        pivot.set_corners(np.array([x, PLOT.bottom]) + wedge(0.13, MARK))
        found.add(line.set_dashes((x, LOWER[0]), (x, LOWER[1]), 0.12), pivot)
    if story.mean_inside and story.variance_kind == "finite":
        y, ends = PLOT.bottom + 0.16, np.array([mean - deviation, mean + deviation])
        low, high = across = np.clip(chart.across(ends), PLOT.left, PLOT.right)
        caps = [[[x, y - 0.1], [x, y + 0.1]] for x in across[chart.inside(ends)]]
        bar = Segments(theme.spread, width=theme.strokes.bold)
        found.add(bar.set_segments(np.array([[[low, y], [high, y]], *caps])))
    for mark in found:
        mark.set_z_index(5)
    return found


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
