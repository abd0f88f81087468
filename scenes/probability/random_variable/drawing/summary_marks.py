"""Marks at a law that sum it up: its mean, its spread, its median, its middle half."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.scenes.probability.random_variable.drawing.chart import Graph
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    PLOT,
    UPPER,
    OutcomeChart,
)
from explainer.scenes.probability.random_variable.drawing.running_total import REACH
from explainer.scenes.probability.random_variable.story import Story
from explainer.style import Theme


class SummaryMarks(VGroup):
    """What can be marked at a law and its running total.

    Args:
        chart: the law.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme
        self.half = Graph(chart.plot, theme.spread, theme, fill=0.5, width=theme.strokes.thin)
        self.half.set_z_index(1)
        self.mean = Segments(theme.mean, width=theme.strokes.regular)
        self.pivot = Curve(theme.mean, width=0, fill=1)
        self.bar = Segments(theme.spread, width=theme.strokes.bold)
        self.median = Segments(theme.cumulative, width=theme.strokes.thin)
        self.dot = Dot(theme.cumulative, 0.1, rim=theme.background)
        for mobject in (self.mean, self.pivot, self.bar, self.median):
            mobject.set_z_index(5)
        self.dot.set_z_index(6)
        super().__init__(self.half)

    def shade_half(self, t: float) -> Self:
        """Shade the middle half of the law, from the median outwards."""
        story: Story = self.story
        ends = story.quartiles
        low, high = (story.median + (end - story.median) * t for end in ends)
        if self.chart.law.bars:
            inside = (story.nodes >= low - 1e-9) & (story.nodes <= high + 1e-9)
            x, heights = story.nodes[inside], story.law_heights[inside]
            self.half.set_bars(x - 0.4, x + 0.4, heights)
            return self
        inner = story.nodes[(story.nodes > low) & (story.nodes < high)]
        x = np.concatenate([[low], inner, [high]])
        heights = np.interp(x, story.nodes, np.minimum(story.law_heights, 1e300))
        self.half.set_curve(x, heights)
        return self

    def redraw(self) -> Self:
        """Draw the shade anew where the law stands now, if there is one."""
        return self.shade_half(1.0) if len(self.half.area.points) else self

    def summary(self) -> list[VMobject]:
        """Return what there is to mark in the end, set for the two plots one above the other."""
        story, axis = self.story, self.chart.axis
        shown: list[VMobject] = []
        median = float(axis.across(story.median))
        level = float(story.cumulative(story.median))  # type: ignore[arg-type]
        y = UPPER.ground + level / REACH * UPPER.height
        self.median.set_dashes((median, UPPER.ground), (median, y), 0.1)
        self.dot.set_centre(np.array([median, y]))
        shown += [self.median, self.dot]
        if story.mean_inside:
            x = float(axis.across(story.law.mean))
            self.mean.set_dashes((x, PLOT.bottom), (x, PLOT.bottom + self.chart.lower.height), 0.12)
            triangle = np.array([[0, 0], [0.15, -0.22], [-0.15, -0.22], [0, 0]])
            self.pivot.set_corners(np.array([x, PLOT.bottom]) + triangle)
            shown += [self.mean, self.pivot]
        if story.variance_kind != "finite":
            self.shade_half(1.0)
            return [*shown, self.half]
        if story.mean_inside:
            shown.append(self._spread())
        return shown

    def _spread(self) -> VMobject:
        """Return a bar from one standard deviation below the mean to one above it."""
        story, axis = self.story, self.chart.axis
        mean, deviation = story.law.mean, story.law.standard_deviation
        y = PLOT.bottom + 0.16
        ends = [mean - deviation, mean + deviation]
        low, high = (float(x) for x in np.clip(axis.across(np.array(ends)), PLOT.left, PLOT.right))
        caps = [
            [[x, y - 0.1], [x, y + 0.1]]
            for x, end in zip((low, high), ends, strict=True)
            if axis.low <= end <= axis.high
        ]
        self.bar.set_segments(np.array([[[low, y], [high, y]], *caps]))
        return self.bar
