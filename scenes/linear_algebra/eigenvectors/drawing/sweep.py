"""A unit vector that goes round and its image that swings after it, with the angle between them."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import Dot, Segments, VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import SIDE, LiveRow
from explainer.scenes.linear_algebra.eigenvectors.story import CIRCLE, EigenStory, unit_vectors
from explainer.style import Theme, Zone

CHART = Zone(SIDE.left, SIDE.right - 0.15, SIDE.bottom, -0.1)

JUMP = 1.7
"""Neighbours on the chart that are farther apart, in radians, are not joined by a line."""

WINDOWS = (0.03, 0.06, 0.15, 0.3, 0.6, 1.5, 3.0, 6.0, 15, 30, 60, 90, 180)
"""How far the chart of angles reaches to either side, in degrees."""


class DirectionSweep(VGroup):
    """``v`` on the unit circle, ``A v`` on its ellipse, and the chart of the angle between them.

    Args:
        plane: the plane they lie in.
        story: what is drawn.
        theme: for colours.
    """

    def __init__(self, plane: Plane, story: EigenStory, theme: Theme) -> None:
        self.plane, self.story = plane, story
        self.matrix = story.zoom * story.matrix
        wide, high = np.maximum(np.hypot(*self.matrix.T), 1.0)
        self.framing = plane.fit(np.array([[wide, high], [-wide, -high]]))
        self.ellipse = CIRCLE @ self.matrix.T
        self.circle = plane.curve("vector").to(CIRCLE)
        self.circle.set_stroke(opacity=0.55)
        self.trace = plane.curve("image", "regular")
        roles = EIGEN_ROLES[: len(story.lines)]
        self.lines = [plane.line(*pair).to(0) for pair in zip(roles, story.lines, strict=True)]
        self.vector, self.image = plane.arrow("vector"), plane.arrow("image")
        self.turn = plane.turn()
        self.marks = [
            plane.dots(role, 0.1, rim=True)
            for role, _ in zip(EIGEN_ROLES, self.lines, strict=False)
        ]
        self._make_chart(theme)
        super().__init__(plane, self.line, self.later, self.dot, *self.readings)

    def _make_chart(self, theme: Theme) -> None:
        story = self.story
        turned = np.degrees(story.turn(story.turn_samples))
        self.samples = np.column_stack([np.degrees(story.turn_samples), turned])
        middle = 180 if story.opposed else 0
        known = turned[~np.isnan(turned)]
        swings = len(known) and np.ptp(known) > 1e-9
        most = float(np.abs(known - middle).max()) if swings else 60.0
        reach = next(size for size in WINDOWS if size >= min(most, 180) * (1 - 1e-9))
        first = math.degrees(story.sweep_start)
        levels = (middle - reach, middle, middle + reach)
        self.chart = Chart(
            CHART,
            theme,
            Axis(first, first + 360, ticks=(0, 90, 180, 270), unit="degree"),
            Axis(middle - 1.05 * reach, middle + 1.05 * reach, ticks=levels, unit="degree"),
            'angle from $part("vector", bold(v))$ to $part("image", A bold(v))$, by direction',
        )
        # Opposite is in line too, and an eigenvalue below zero.
        in_line = levels if reach == 180 and middle == 0 else (middle,)
        self.axes = VGroup(self.chart.rule(*in_line, role="axis", width="thin"), self.chart)
        self.line = Segments(theme.image, width=theme.strokes.regular)
        self.dot = Dot(theme.ink, 0.08, rim=theme.background)
        self.zeros = VGroup(
            *(
                Dot(theme.colour(role), 0.09, rim=theme.background)
                for role in EIGEN_ROLES[: len(story.lines)]
            )
        )
        self.later = VGroup(*(zero.copy() for zero in self.zeros))
        decimals = max(0, min(5, 1 - math.floor(math.log10(max(reach, 1e-3) / 3))))
        self.angle = LiveRow("angle", theme, 0.85, decimals=decimals, signed=True, suffix="°")
        self.length = LiveRow('$abs(part("image", A bold(v)))$', theme, 0.3)
        self.readings = [self.angle, self.length]

    def act(self, t: float) -> Self:
        """Show the image a share of the way from the vector to where the matrix sends it."""
        return self._place(self.story.sweep_start, t, final=False)

    def show(self, angle: float, *, final: bool = False) -> Self:
        """Show the vector at an angle in radians, and all that has been traced up to there."""
        story = self.story
        self._place(angle, 1.0, final)
        done = story.turn_samples[story.turn_samples < angle]
        traced = unit_vectors(np.append(done[:: max(1, len(done) // 240)], angle))
        self.trace.to(traced @ self.matrix.T)
        here = math.degrees(float(story.turn(angle)))
        rows = np.vstack([self.samples[: len(done)], [math.degrees(angle), here]])
        spots = self.chart.at(*rows.T)
        pairs = np.stack([spots[:-1], spots[1:]], axis=1)
        self.line.set_segments(pairs[np.abs(np.diff(rows[:, 1])) < math.degrees(JUMP)])
        self.dot.set_centre(self._spot(angle))
        # A mark grows where an eigenline has been met from the other side.
        for met, index in story.sweep_stops:
            opposite = met + math.pi
            self.later[index].radius = 0.09 * min(max((angle - opposite) / 0.15, 0.0), 1.0)
            self.later[index].set_centre(self._spot(opposite))
        self.angle.set_value(here, animating=not final)
        size = float(np.hypot(*(story.matrix @ unit_vectors(angle))))
        self.length.set_value(size, animating=not final)
        return self

    def swing(self, start: float, stop: float, t: float) -> Self:
        """Show the vector a share of the way from one angle to another, in radians."""
        return self.show(start + (stop - start) * t if t < 1 else stop, final=t == 1)

    def light(self, index: int, t: float) -> Self:
        """Let an eigenline grow out of the two arrows that lie in it."""
        story = self.story
        self.lines[index].to(t)
        direction = story.eigenvectors[index]
        angle = next(angle for angle, other in story.sweep_stops if other == index)
        unit = unit_vectors(angle)
        image = self.matrix @ direction * np.sign(unit @ direction)
        self.marks[index].to(np.array([unit, image]))
        self.zeros[index].set_centre(self._spot(angle))
        return self

    def _spot(self, angle: float) -> np.ndarray:
        """Return where an angle is on the chart: in line where ``A v`` is zero."""
        turned = float(np.nan_to_num(self.story.turn(angle)))
        return self.chart.at(math.degrees(angle), math.degrees(turned))

    def _place(self, angle: float, t: float, final: bool) -> Self:
        unit = unit_vectors(angle)
        image = (1 - t) * unit + t * self.matrix @ unit
        self.vector.to(unit)
        self.image.to(image)
        self.turn.to(unit, image, positive=self.story.opposed and t == 1)
        self.plane.settle(final=final)
        return self
