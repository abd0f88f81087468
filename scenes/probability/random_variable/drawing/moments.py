"""What is read from a distribution: its distribution function, and where it balances."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.plane import Rectangle, clip_lines
from explainer.maths.distributions import MOST_NODES, Empirical
from explainer.mobjects.chart import Axis, ChartLine
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Words
from explainer.numbers import at_rest, grouped
from explainer.scenes.probability.random_variable.drawing.outcomes import OutcomeChart
from explainer.style import Zone

REACH = 1.06
"""The height of the plot of the distribution function, for totals up to one."""
STEEPEST, CLEAR = 0.16, 0.45
"""The largest tilt, in radians, and how far an end of the beam may sink or rise."""
WIDEST = 6.0
"""A trace that runs farther than this, in windows of the distribution, leaves the picture."""


class CumulativeDistribution(VGroup):
    """The area to the left of a line below, and in a plot above it the total so far."""

    def __init__(self, chart: OutcomeChart) -> None:
        self.chart, theme, story = chart, chart.theme, chart.story
        law, (self.low, self.high) = story.distribution, chart.home[:2]
        totals = Axis(0, REACH, "$F(x)$", ticks=(0.0, 0.5, 1.0))
        self.zones = zones = chart.places
        self.upper = upper = LiveChart(zones.upper, theme, chart.x, totals, role="cumulative")
        upper.y.remove(*upper.y.lines)
        baseline = Segments(theme.axis, width=theme.strokes.thin)
        ends = [[zones.plot.left, zones.upper.bottom], [zones.plot.right, zones.upper.bottom]]
        self.plot = VGroup(upper, baseline.set_segments(np.array([ends])))
        data = isinstance(law, Empirical)
        inside = story.bins.window
        values = law.steps(inside, MOST_NODES) if isinstance(law, Empirical) else law.nodes(*inside)
        x = np.array([self.low, *values[(values > self.low) & (values < self.high)], self.high])
        self.bars = chart.distribution.kind == "bars"
        steps = 1 + (data or self.bars)  # of each value two points, one above the other
        self.x = np.repeat(x, steps)[steps - 1 :]
        self.totals = np.repeat(law.cumulative(x), steps)[: len(self.x)]
        self.curve = ChartLine(upper, self.x, self.totals, "cumulative", "heavy").set_z_index(4)
        self.line = Segments(theme.ink, width=theme.strokes.regular).set_z_index(4)
        self.level = Segments(theme.cumulative, width=theme.strokes.regular).set_z_index(4)
        self.dot = Dot(theme.cumulative, 0.14, rim=theme.background).set_z_index(5)
        super().__init__(self.curve, self.line, self.level, self.dot)
        # Just beyond it a step has been climbed.
        self.median = min(story.median + 1e-7 * (self.high - self.low), self.high)

    def sweep(self, t: float) -> Self:
        """Let the line run up to the median; the area behind it is filled."""
        x = self.low + (self.median - self.low) * t
        self.chart.half.show(upto=x + 0.5 * self.bars)
        spot = self.curve.upto(x).drawn[-1]
        lower, upper = self.zones.lower, self.zones.upper
        ends = [(lower.bottom, lower.top), (upper.bottom, float(spot[1]))]
        if spot[0] > lower.left + 1.5 * self.zones.grown:  # there are no words of the axis
            ends = [(lower.bottom, float(spot[1]))]
        self.line.set_segments(np.array([[[spot[0], y] for y in pair] for pair in ends]))
        self.dot.set_centre(spot)
        self.level.set_dashes((lower.left, float(spot[1])), spot, 0.12)
        return self

    def go_on(self, t: float) -> Self:
        """Draw what is right of the median; what marks that stays behind."""
        x = self.median + (self.high - self.median) * t
        self.chart.left.show(since=self.median + 0.5 * self.bars, upto=x)
        self.curve.upto(x)
        return self


class Balance(VGroup):
    """A distribution as a load on a beam: it tips until the pivot stands under the mean."""

    def __init__(self, chart: OutcomeChart) -> None:
        self.chart, theme, story = chart, chart.theme, chart.story
        self.mean, self.zone = float(story.distribution.mean), chart.zone
        self.places, self.plot = chart.places, chart.places.plot
        self.low, self.high = low, high = chart.home[:2]
        self.end = min(max(self.mean, low), high)
        middle, span = (low + high) / 2, high - low
        self.start = middle if abs(middle - self.mean) > 0.1 * span else middle + 0.24 * span
        self.beam = Segments(theme.ink, width=theme.strokes.heavy).set_z_index(4)
        self.pivot = Curve(theme.mean, width=theme.strokes.thin, fill=1).set_z_index(5)
        self.place = LiveNumber(0, theme, size="formula", colour="mean", anchor="left")
        self.place.with_halo(theme, 5).set_z_index(6)
        self.ghost = VGroup(
            Segments(theme.ink, width=theme.strokes.regular, opacity=theme.emphasis.ghost),
            Curve(theme.mean, width=0, fill=theme.emphasis.ghost),
        )
        super().__init__(self.beam, self.pivot, self.place)

    def tilt(self, place: float) -> float:
        """Return the angle at which the beam comes to rest with the pivot at a place."""
        x = float(self.chart.across(place))
        arm = max(self.plot.right - x, x - self.plot.left)
        most = min(STEEPEST, math.asin(min(CLEAR / max(arm, CLEAR), 1.0)))
        return -most * math.tanh(7 * (self.mean - place) / (self.high - self.low))

    def rise(self, t: float) -> Self:
        """Lift the distribution off the axis on to the beam."""
        return self._stand(self.start, 0.0, t)

    def tip(self, t: float) -> Self:
        """Let the beam sink to the heavier side of where the pivot stands first."""
        return self._stand(self.start, self.tilt(self.start) * t)

    def leave(self) -> VGroup:
        """Return what stays where beam and pivot are now."""
        for ghost, mark in zip(self.ghost, (self.beam, self.pivot), strict=True):
            ghost.points = mark.points.copy()
        return self.ghost

    def slide(self, t: float) -> Self:
        """Move the pivot under the mean, or as near as the axis goes."""
        place = self.start + (self.end - self.start) * t if t < 1 else self.end
        return self._stand(place, self.tilt(place))

    def _stand(self, place: float, angle: float, risen: float = 1.0) -> Self:
        x, foot = float(self.chart.across(place)), self.plot.bottom
        self.chart.pivot = x
        bottom = self.chart.move(self.zone, self.places.raised, risen, angle).zone.bottom
        hub, along = np.array([x, bottom]), np.array([math.cos(angle), math.sin(angle)])
        self.beam.set_segments(
            np.array([[hub + (e - x) * along for e in (self.plot.left, self.plot.right)]])
        )
        half = 0.45 * max(bottom - foot, 1e-3)
        self.pivot.set_corners(np.array([hub, [x + half, foot], [x - half, foot], hub]))
        written = self.chart.story.text(place)
        self.place.set_text(at_rest(written) if place == self.end else written)
        fits = x + half + 0.1 + self.place.advance < self.plot.right
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
        self.origin = self.story.distribution.mean if spread else self.story.median
        self.values = self.origin + roots if spread else means
        self.role = "spread" if spread else "mean"
        self.centre = Segments(theme.mean if spread else theme.faint, width=theme.strokes.regular)
        self.line = Segments(theme.colour(self.role), width=theme.strokes.heavy).set_z_index(4)
        self.dot = Dot(theme.colour(self.role), 0.14, rim=theme.background).set_z_index(5)
        most = int(self.sizes[-1])
        numbers = {10.0**power: grouped(10**power) for power in range(len(str(most)))}
        drawn = Axis(1, most, "outcomes drawn", numbers, log=True)
        self.zone = chart.places.plot
        self.plot = LiveChart(self.zone, theme, chart.x, drawn)
        self.plot.y.remove(*self.plot.y.lines)
        super().__init__(self.centre, self.line, self.dot)

    def caption(self, markup: str) -> Name:
        """Return what is written beside its end."""
        words = Words(
            markup,
            self.chart.theme,
            size=min(0.5 * self.chart.places.grown, 0.55),
            colour=self.role,
        )
        label, points = (
            Name(words, self.chart.theme, self.role),
            self.plot.at(self.values, self.sizes),
        )
        points[:, 0] = np.clip(points[:, 0], self.zone.left, self.zone.right)
        room = Room(
            Zone(self.zone.left + 0.2, self.zone.right, self.zone.bottom, self.zone.top + 0.1), 0.2
        )
        label.settle(room.block_lines(points), points[-1:])
        return label

    def show(self, t: float) -> Self:
        """Draw it up to a share of its height; where it leaves the picture there is no dot."""
        points = self.plot.at(self.values, self.sizes)
        upto = int(
            np.searchsorted(points[:, 1], self.zone.bottom + t * self.zone.height + 1e-9, "right")
        )
        ways = np.diff(points[: max(upto, 1)], axis=0) / 2
        picture = Rectangle(self.zone.left, self.zone.right, self.zone.bottom, self.zone.top)
        middles = points[: len(ways)] + ways
        self.line.set_segments(clip_lines(middles, ways, picture, reach=1))
        x, y = points[max(upto, 1) - 1]
        self.dot.set_centre(np.array([x, y]))
        self.dot.set_opacity(float(self.zone.left <= x <= self.zone.right))
        start = float(self.chart.across(self.origin))
        self.centre.set_dashes((start, self.zone.bottom), (start, self.zone.top), 0.12)
        return self

    def window(self) -> tuple[float, float]:
        """Return a window of the axis that holds the trace, or as much of it as can be seen."""
        low, high = self.story.bins.window
        most = WIDEST * (high - low)
        left = max(min(low, float(self.values.min())), self.origin - most)
        right = min(max(high, float(self.values.max())), self.origin + most)
        margin = 0.03 * (right - left)
        return left - margin, right + margin
