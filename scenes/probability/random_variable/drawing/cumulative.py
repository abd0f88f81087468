"""The distribution function over its distribution, and the marks that sum both up."""

from __future__ import annotations

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.maths.distributions import MOST_NODES, Empirical
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import DistributionMark
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    LOWER,
    PLOT,
    UPPER,
    OutcomeChart,
)
from explainer.style import Theme

REACH = 1.06
"""The height of the upper plot, for totals up to one."""
RISE = 0.25
"""A step is climbed while the line goes on by this share of the distance between two values."""


class CumulativeDistribution(VGroup):
    """The area to the left of a line, and the total so far, one above the other.

    Args:
        chart: the distribution below.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story = chart, (story := chart.story)
        name = "$F(x)$: share of the data up to $x$" if story.data else "$F(x) = P(X <= x)$"
        totals = Axis(0, REACH, name, ticks=(0.0, 0.5, 1.0))
        self.upper = LiveChart(UPPER, theme, chart.x, totals, role="cumulative")
        self.baseline = Segments(theme.axis, width=theme.strokes.thin)
        ends = [[PLOT.left, UPPER.bottom], [PLOT.right, UPPER.bottom]]
        self.baseline.set_segments(np.array([ends]))
        self.left = DistributionMark(
            chart, "density", story.drawn, kind=chart.distribution.kind, fill=0.5, width=""
        ).set_z_index(2)
        self.curve = Curve(theme.cumulative, width=theme.strokes.bold).set_z_index(4)
        self.line = Segments(theme.ink, width=theme.strokes.thin).set_z_index(4)
        self.level = Segments(theme.cumulative, width=theme.strokes.thin).set_z_index(4)
        self.dot = Dot(theme.cumulative, 0.1, rim=theme.background).set_z_index(5)
        self.place = chart.x.low
        self.steps = story.data or chart.distribution.kind == "bars"
        distribution = story.distribution
        self.values = (
            distribution.steps(story.bins.window, MOST_NODES)
            if isinstance(distribution, Empirical)
            else distribution.nodes(*story.bins.window)
        )
        self.totals = distribution.cumulative(self.values)
        super().__init__(self.upper, self.baseline, self.left, self.curve, self.line, self.dot)

    @property
    def moving(self) -> list[VMobject]:
        """What the sweep changes."""
        return [self.left, self.curve, self.line, self.dot, self.level]

    def set_line(self, x: float, *, whole: bool = False) -> float:
        """Put the line at a value and return the total there; ``whole`` draws the whole curve."""
        high = self.chart.x.high
        self.place = x
        self.left.show(upto=x)
        graph, total = self._graph(high if whole else x)
        self.curve.set_corners(self.upper.at(*graph.T))
        if whole:
            # On the way back a step is gone down before its value, so as to stand on it at rest.
            total = self._graph(min(x + self.rise, high) if self.steps else x)[1]
        spot = self.upper.at(x, total)
        self.line.set_segments(np.array([[[spot[0], PLOT.bottom], spot]]))
        self.dot.set_centre(spot)
        self.level.set_dashes((PLOT.left, float(spot[1])), (float(spot[0]), float(spot[1])), 0.1)
        return float(self.story.distribution.cumulative(x)) if self.steps else total

    def _graph(self, upto: float) -> tuple[np.ndarray, float]:
        """Return the graph as far as a value, (m, 2), and its height there."""
        low = self.chart.x.low
        before = float(self.story.distribution.cumulative(low))
        if not self.steps:
            passed = self.values < upto
            end = float(np.interp(upto, self.values, self.totals))
            nodes = np.concatenate([[low], self.values[passed], [upto]])
            heights = np.concatenate([[before], self.totals[passed], [end]])
            return np.stack([nodes, heights], axis=1), end
        passed = (self.values > low) & (self.values <= upto)
        values = self.values[passed]
        if not len(values):
            return np.array([[low, before], [upto, before]]), before
        levels = np.concatenate([[before], self.totals[passed]])
        share = min((upto - float(values[-1])) / self.rise, 1.0)
        levels[-1] = levels[-2] + (levels[-1] - levels[-2]) * share
        x = np.concatenate([[low], np.repeat(values, 2), [upto]])
        return np.stack([x, np.repeat(levels, 2)], axis=1), float(levels[-1])

    @property
    def rise(self) -> float:
        """How far the line goes on while a step is climbed."""
        gaps = np.diff(self.values)
        usual = float(np.median(gaps)) if len(gaps) else 1.0
        low, high = self.chart.home[:2]
        return min(RISE * usual, 0.02 * (high - low))

    def sweep(self, t: float) -> float:
        """Let the line run over the axis once; return the total where it is."""
        low, high = self.chart.home[:2]
        return self.set_line(low + (high - low) * t)

    def come_back(self, t: float) -> float:
        """Bring the line back from the right end to the median; return the total there."""
        low, high = self.chart.home[:2]
        median = min(max(self.story.median, low), high)
        return self.set_line(high + (median - high) * t, whole=True)

    def whole_curve(self) -> Curve:
        """Return all of the distribution function."""
        graph, _ = self._graph(self.chart.x.high)
        return self.curve.set_corners(self.upper.at(*graph.T))


class SummaryMarks(VGroup):
    """Mean, standard deviation, median and middle half, at a distribution and its function.

    Args:
        chart: the distribution.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story = chart, chart.story
        self.half = DistributionMark(
            chart, "spread", chart.story.drawn, kind=chart.distribution.kind, fill=0.5, width="thin"
        ).set_z_index(1)
        self.mean = Segments(theme.mean, width=theme.strokes.regular).set_z_index(5)
        self.pivot = Curve(theme.mean, width=0, fill=1).set_z_index(5)
        self.bar = Segments(theme.spread, width=theme.strokes.bold).set_z_index(5)
        self.median = Segments(theme.cumulative, width=theme.strokes.thin).set_z_index(5)
        self.dot = Dot(theme.cumulative, 0.1, rim=theme.background).set_z_index(6)
        super().__init__(self.half)

    def shade_half(self, t: float) -> None:
        """Shade the middle half of the distribution, from the median outwards."""
        story = self.story
        low, high = (story.median + (end - story.median) * t for end in story.quartiles)
        self.half.show(since=low, upto=high)

    def summary(self) -> list[VMobject]:
        """Return what there is to mark in the end, set for the two plots one above the other."""
        story, chart = self.story, self.chart
        median = float(chart.across(story.median))
        y = UPPER.bottom + story.at_median / REACH * UPPER.height
        self.median.set_dashes((median, UPPER.bottom), (median, y), 0.1)
        self.dot.set_centre(np.array([median, y]))
        shown: list[VMobject] = [self.median, self.dot]
        if story.mean_inside:
            x = float(chart.across(story.distribution.mean))
            self.mean.set_dashes((x, LOWER[0]), (x, LOWER[1]), 0.12)
            triangle = np.array([[0, 0], [0.15, -0.22], [-0.15, -0.22], [0, 0]])
            self.pivot.set_corners(np.array([x, PLOT.bottom]) + triangle)
            shown += [self.mean, self.pivot]
        if story.variance_kind != "finite":
            self.shade_half(1.0)
            shown.append(self.half)
        elif story.mean_inside:
            self._set_bar()
            shown.append(self.bar)
        return shown

    def _set_bar(self) -> None:
        """Draw the bar from one standard deviation below the mean to one above it."""
        chart, mean = self.chart, self.story.distribution.mean
        deviation, y = self.story.distribution.standard_deviation, PLOT.bottom + 0.16
        ends = [mean - deviation, mean + deviation]
        low, high = (float(x) for x in np.clip(chart.across(ends), PLOT.left, PLOT.right))
        caps = [
            [[x, y - 0.1], [x, y + 0.1]]
            for x, end in zip((low, high), ends, strict=True)
            if chart.inside(end)
        ]
        self.bar.set_segments(np.array([[[low, y], [high, y]], *caps]))
