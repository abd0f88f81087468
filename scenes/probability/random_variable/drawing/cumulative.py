"""The distribution function over its distribution, and the marks that sum both up."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.distributions import Empirical
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.scenes.probability.random_variable.drawing.chart import (
    DistributionGraph,
    Graph,
    HeightAxis,
    Plot,
)
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    PLOT,
    UPPER,
    OutcomeChart,
)
from explainer.scenes.probability.random_variable.story import MOST_NODES
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
        self.plot = Plot(chart.axis, REACH, UPPER)
        name = "$F(x)$: share of the data up to $x$" if story.data else "$F(x) = P(X <= x)$"
        self.axis = HeightAxis(PLOT, theme, name, 1.0, colour="cumulative")
        marks = [(0.0, "0"), (0.5 / REACH, "0.5"), (1 / REACH, "1")]
        self.axis.set_marks(UPPER.baseline, UPPER.height, marks)
        self.axis.set_z_index(0)
        self.baseline = Segments(theme.axis, width=theme.strokes.thin)
        ends = [[PLOT.left, UPPER.baseline], [PLOT.right, UPPER.baseline]]
        self.baseline.set_segments(np.array([ends]))
        self.left = DistributionGraph(
            chart.plot,
            story.nodes,
            story.node_heights,
            theme.density,
            theme,
            bars=chart.distribution.bars,
            fill=0.5,
            width=0.0,
        ).set_z_index(2)
        self.curve = Curve(theme.cumulative, width=theme.strokes.bold).set_z_index(4)
        self.line = Segments(theme.ink, width=theme.strokes.thin).set_z_index(4)
        self.level = Segments(theme.cumulative, width=theme.strokes.thin).set_z_index(4)
        self.dot = Dot(theme.cumulative, 0.1, rim=theme.background).set_z_index(5)
        self.place = chart.axis.low
        self.steps = story.data or chart.distribution.bars
        distribution = story.distribution
        self.values = (
            distribution.steps(story.bins.window, MOST_NODES)
            if isinstance(distribution, Empirical)
            else story.nodes
        )
        self.totals = distribution.cumulative(self.values)
        super().__init__(self.axis, self.baseline, self.left, self.curve, self.line, self.dot)

    @property
    def moving(self) -> list[VMobject]:
        """What the sweep changes."""
        return [self.left, self.curve, self.line, self.dot, self.level]

    def set_line(self, x: float, *, whole: bool = False) -> float:
        """Put the line at a value and return the total there; ``whole`` draws the whole curve."""
        high = self.chart.axis.high
        self.place = x
        self.left.show(x)
        graph, total = self._graph(high if whole else x)
        self.curve.set_corners(self.plot.to_frame(graph))
        if whole:
            # On the way back a step is gone down before its value, so as to stand on it at rest.
            total = self._graph(min(x + self.rise, high) if self.steps else x)[1]
        spot = self.plot.to_frame(np.array([x, total]))
        self.line.set_segments(np.array([[[spot[0], PLOT.bottom], spot]]))
        self.dot.set_centre(spot)
        self.level.set_dashes((PLOT.left, float(spot[1])), (float(spot[0]), float(spot[1])), 0.1)
        return float(self.story.distribution.cumulative(x)) if self.steps else total

    def _graph(self, upto: float) -> tuple[np.ndarray, float]:
        """Return the graph as far as a value, (m, 2), and its height there."""
        low = self.chart.axis.low
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
        low, high = self.chart.axis_ends
        return min(RISE * usual, 0.02 * (high - low))

    def sweep(self, t: float) -> float:
        """Let the line run over the axis once; return the total where it is."""
        low, high = self.chart.axis_ends
        return self.set_line(low + (high - low) * t)

    def come_back(self, t: float) -> float:
        """Bring the line back from the right end to the median; return the total there."""
        low, high = self.chart.axis_ends
        median = min(max(self.story.median, low), high)
        return self.set_line(high + (median - high) * t, whole=True)

    def whole_curve(self) -> Curve:
        """Return all of the distribution function."""
        graph, _ = self._graph(self.chart.axis.high)
        return self.curve.set_corners(self.plot.to_frame(graph))


class SummaryMarks(VGroup):
    """Mean, standard deviation, median and middle half, at a distribution and its function.

    Args:
        chart: the distribution.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story = chart, chart.story
        self.half = Graph(chart.plot, theme.spread, theme, fill=0.5, width=theme.strokes.thin)
        self.half.set_z_index(1)
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
        if self.chart.distribution.bars:
            inside = (story.nodes >= low - 1e-9) & (story.nodes <= high + 1e-9)
            x = story.nodes[inside]
            self.half.set_bars(x - 0.4, x + 0.4, story.node_heights[inside])
            return
        inner = story.nodes[(story.nodes > low) & (story.nodes < high)]
        x = np.concatenate([[low], inner, [high]])
        heights = np.interp(x, story.nodes, np.minimum(story.node_heights, 1e300))
        self.half.set_curve(x, heights)

    def redraw(self) -> Self:
        """Draw the shade anew where the distribution stands now, if there is one."""
        if len(self.half.area.points):
            self.shade_half(1.0)
        return self

    def summary(self) -> list[VMobject]:
        """Return what there is to mark in the end, set for the two plots one above the other."""
        story, axis = self.story, self.chart.axis
        median = float(axis.across(story.median))
        y = UPPER.baseline + story.at_median / REACH * UPPER.height
        self.median.set_dashes((median, UPPER.baseline), (median, y), 0.1)
        self.dot.set_centre(np.array([median, y]))
        shown: list[VMobject] = [self.median, self.dot]
        if story.mean_inside:
            x = float(axis.across(story.distribution.mean))
            self.mean.set_dashes((x, PLOT.bottom), (x, PLOT.bottom + self.chart.lower.height), 0.12)
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
        axis, mean = self.chart.axis, self.story.distribution.mean
        deviation, y = self.story.distribution.standard_deviation, PLOT.bottom + 0.16
        ends = [mean - deviation, mean + deviation]
        low, high = (float(x) for x in np.clip(axis.across(np.array(ends)), PLOT.left, PLOT.right))
        caps = [
            [[x, y - 0.1], [x, y + 0.1]]
            for x, end in zip((low, high), ends, strict=True)
            if axis.low <= end <= axis.high
        ]
        self.bar.set_segments(np.array([[[low, y], [high, y]], *caps]))
