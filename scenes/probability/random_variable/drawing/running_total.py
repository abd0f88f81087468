"""A line sweeps over a law, and what lies to its left adds up to the distribution function."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.maths.distributions import Empirical
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.scenes.probability.random_variable.drawing.chart import LawGraph, Plot
from explainer.scenes.probability.random_variable.drawing.height_axis import HeightAxis
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    PLOT,
    UPPER,
    OutcomeChart,
)
from explainer.scenes.probability.random_variable.story import MOST_NODES, Story
from explainer.style import Theme

REACH = 1.06
"""The height of the upper plot, for totals up to one."""
RISE = 0.25
"""A step is climbed while the line goes on by this share of the distance between two values."""


class RunningTotal(VGroup):
    """The area to the left of a line, and the total so far, one above the other.

    Args:
        chart: the law below.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story = chart, chart.story
        story: Story = chart.story
        self.plot = Plot(chart.axis, REACH, UPPER)
        name = "$F(x)$: share of the data up to $x$" if story.data else "$F(x) = P(X <= x)$"
        self.axis = HeightAxis(PLOT, theme, name, 1.0, colour="cumulative")
        marks = [(0.0, "0"), (0.5 / REACH, "0.5"), (1 / REACH, "1")]
        self.axis.set_marks(UPPER.ground, UPPER.height, marks)
        self.ground = Segments(theme.axis, width=theme.strokes.thin)
        ends = [[PLOT.left, UPPER.ground], [PLOT.right, UPPER.ground]]
        self.ground.set_segments(np.array([ends]))
        self.left = LawGraph(
            chart.plot,
            story.nodes,
            story.law_heights,
            theme.density,
            theme,
            bars=chart.law.bars,
            fill=0.5,
            width=0.0,
        )
        self.curve = Curve(theme.cumulative, width=theme.strokes.bold)
        self.line = Segments(theme.ink, width=theme.strokes.thin)
        self.dot = Dot(theme.cumulative, 0.1, rim=theme.background)
        self.level = Segments(theme.cumulative, width=theme.strokes.thin)
        self.place = chart.axis.low
        self.steps = bool(story.data or chart.law.bars)
        law = story.law
        self.values = (
            law.steps(story.bins.window, MOST_NODES) if isinstance(law, Empirical) else story.nodes
        )
        self.totals = story.cumulative(self.values)
        for level, mobject in ((0, self.axis), (2, self.left), (4, self.line)):
            mobject.set_z_index(level)
        for mobject in (self.curve, self.level):
            mobject.set_z_index(4)
        self.dot.set_z_index(5)
        super().__init__(self.axis, self.ground, self.left, self.curve, self.line, self.dot)

    @property
    def moving(self) -> list[VGroup | Curve | Segments | Dot]:
        """What the sweep changes."""
        return [self.left, self.curve, self.line, self.dot, self.level]

    def set_line(self, x: float, *, whole: bool = False) -> float:
        """Put the line at a value and return the total there; ``whole`` draws the whole curve."""
        chart, story = self.chart, self.story
        high = chart.axis.high
        self.place = x
        self.left.show(x)
        graph, total = self._graph(high if whole else x)
        self.curve.set_corners(self.plot.to_frame(graph))
        if whole:
            # On the way back a step is gone down before its value, so as to stand on it at rest.
            total = self._graph(min(x + self.rise, high) if self.steps else x)[1]
        shown = total if not self.steps else float(story.cumulative(np.array(x)))
        spot = self.plot.to_frame(np.array([x, total]))
        self.line.set_segments(np.array([[[spot[0], PLOT.bottom], spot]]))
        self.dot.set_centre(spot)
        self.level.set_dashes((PLOT.left, float(spot[1])), (float(spot[0]), float(spot[1])), 0.1)
        return shown

    def _graph(self, upto: float) -> tuple[np.ndarray, float]:
        """Return the graph as far as a value, (m, 2), and its height there."""
        low, story = self.chart.axis.low, self.story
        before = float(story.cumulative(np.array(low)))
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
        y = np.repeat(levels, 2)
        return np.stack([x, y], axis=1), float(levels[-1])

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
        high = self.chart.axis.high
        return self.set_line(high + (self.resting - high) * t, whole=True)

    @property
    def resting(self) -> float:
        """Where the line comes to rest: at the median."""
        low, high = self.chart.axis_ends
        return min(max(self.story.median, low), high)

    def settle(self) -> Self:
        """Draw all of the distribution function, without the line."""
        graph, _ = self._graph(self.chart.axis.high)
        self.curve.set_corners(self.plot.to_frame(graph))
        return self
