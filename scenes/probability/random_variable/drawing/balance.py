"""A law as a load on a beam: it tips until the pivot stands under its mean."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.shapes import Arrow, Curve, Segments
from explainer.scenes.probability.random_variable.drawing.chart import Pose
from explainer.scenes.probability.random_variable.drawing.outcomes import PLOT, OutcomeChart
from explainer.style import Theme

RAISED = Pose(-1.15, 3.15)
"""Where the law stands on its beam, above the axis on which the pivot is read."""
STEEPEST = 0.16
"""The largest tilt, in radians."""
CLEAR = 0.75
"""How far an end of the beam may sink or rise, in scene units."""


class Balance(VGroup):
    """The beam, the pivot below it, and a mark at the mean of the outcomes.

    Args:
        chart: the law that stands on the beam.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story = chart, chart.story
        self.beam = Segments(theme.ink, width=theme.strokes.bold)
        self.pivot = Curve(theme.mean, width=theme.strokes.thin, fill=1)
        self.beyond = Arrow(theme.mean, width=0.07, tip=0.28)
        self.sample = Curve(
            theme.outcome, width=theme.strokes.regular, fill=1, fill_colour=theme.background
        )
        self.pivot.set_z_index(5)
        self.beam.set_z_index(4)
        self.beyond.set_z_index(6)
        self.sample.set_z_index(6)
        super().__init__(self.beam, self.pivot, self.sample)

    @property
    def start(self) -> float:
        """Where the pivot stands first: at the middle of the axis, or beside the mean."""
        low, high = self.chart.axis_ends
        middle, span = (low + high) / 2, high - low
        if abs(middle - self.story.law.mean) > 0.1 * span:
            return middle
        return middle + 0.24 * span

    @property
    def goal(self) -> float:
        """Where the pivot comes to stand: under the mean, or as near to it as the axis goes."""
        low, high = self.chart.axis_ends
        return min(max(float(self.story.law.mean), low), high)

    def tilt(self, place: float) -> float:
        """Return the angle at which the beam comes to rest with the pivot at a place."""
        low, high = self.chart.axis_ends
        lever = (self.story.law.mean - place) / (high - low)
        x = float(self.chart.axis.across(place))
        arm = max(PLOT.right - x, x - PLOT.left)
        most = min(STEEPEST, math.asin(min(CLEAR / max(arm, CLEAR), 1.0)))
        return -most * math.tanh(7 * lever)

    def set_pivot(self, place: float, share: float = 1.0) -> Self:
        """Put the pivot under a place; the beam has tipped by a share of what it will."""
        chart = self.chart
        x = float(chart.axis.across(place))
        pose = Pose(RAISED.ground, RAISED.height, self.tilt(place) * share, x)
        chart.plot.pose = pose
        chart.law.show()
        self._draw(pose)
        return self

    def rise(self, t: float) -> Self:
        """Lift the law off the axis on to the beam."""
        start = self.chart.resting_pose
        x = float(self.chart.axis.across(self.start))
        pose = start.towards(RAISED, t)._replace(pivot=x)
        self.chart.plot.pose = pose
        self.chart.law.show()
        self._draw(pose)
        return self

    def _draw(self, pose: Pose) -> None:
        along = np.array([math.cos(pose.angle), math.sin(pose.angle)])
        hub = np.array([pose.pivot, pose.ground])
        ends = [hub + (x - pose.pivot) * along for x in (PLOT.left, PLOT.right)]
        self.beam.set_segments(np.array([ends]))
        height = max(pose.ground - PLOT.bottom, 1e-3)
        half = 0.42 * min(height, 1.1)
        foot = PLOT.bottom
        self.pivot.set_corners(np.array([hub, [hub[0] + half, foot], [hub[0] - half, foot], hub]))

    def slide(self, t: float) -> float:
        """Move the pivot from its start to its goal, and return where it is."""
        place = self.start + (self.goal - self.start) * t
        self.set_pivot(place)
        return place

    def marks(self) -> list[VMobject]:
        """Return what marks the means: of the outcomes, and of the law where it lies outside."""
        beyond = [] if self.story.mean_inside else [self.point_beyond().beyond]
        low, high = self.chart.axis_ends
        seen = self.story.sampled and low <= self.story.sample_mean <= high
        return [*([self.mark_sample().sample] if seen else []), *beyond]

    def mark_sample(self) -> Self:
        """Mark the mean of the outcomes on the axis."""
        x = float(self.chart.axis.across(self.story.sample_mean))
        y = PLOT.bottom
        diamond = np.array([[0, 0.14], [0.11, 0], [0, -0.14], [-0.11, 0], [0, 0.14]])
        self.sample.set_corners(np.array([x, y]) + diamond)
        return self

    def point_beyond(self) -> Self:
        """Point to where the mean lies, beyond an end of the axis."""
        side = 1.0 if self.story.law.mean > self.chart.axis.high else -1.0
        edge = PLOT.right if side > 0 else PLOT.left
        y = PLOT.bottom + 0.7
        self.beyond.set_ends((edge + 0.22 * side, y), (edge + 0.62 * side, y))
        return self
