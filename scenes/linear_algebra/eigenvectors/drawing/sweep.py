"""A unit vector that goes round and its image that swings after it, with the angle between them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, TurnArrow, VGroup
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import EigenPlane, fit
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import SIDE, LiveRow
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory, cross, unit_vectors
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

    def __init__(self, plane: EigenPlane, story: EigenStory, theme: Theme) -> None:
        self.plane, self.story = plane, story
        self.matrix = story.zoom * story.matrix
        wide, high = np.maximum(np.hypot(*self.matrix.T), 1.0)
        self.framing = fit(np.array([[wide, high], [-wide, -high]]))
        self.circle = Curve(theme.vector, width=theme.strokes.thin)
        self.circle.set_stroke(opacity=0.55)
        self.trace = Curve(theme.image, width=theme.strokes.regular)
        self.vector = Arrow(theme.vector, halo=theme.background)
        self.image = Arrow(theme.image, halo=theme.background)
        self.turn = TurnArrow(theme.ink, width=0.035, tip=0.17)
        self.marks = [
            VGroup(*(Dot(colour, 0.1, rim=theme.background) for _ in range(2)))
            for colour in plane.colours
        ]
        layers: dict[int, Sequence[VMobject]]
        layers = {2: [self.circle, self.trace], 5: [self.turn, self.vector], 7: self.marks}
        for level, layer in layers.items():
            for mobject in layer:
                mobject.set_z_index(level)
        self.image.set_z_index(6)
        self._make_chart(theme)
        super().__init__(self.circle, self.trace, self.turn, self.vector, self.image)

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
        self.zeros = VGroup(*(Dot(c, 0.09, rim=theme.background) for c in self.plane.colours))
        self.later = VGroup(*(zero.copy() for zero in self.zeros))
        decimals = max(0, min(5, 1 - math.floor(math.log10(max(reach, 1e-3) / 3))))
        self.angle = LiveRow("angle", theme, 0.85, decimals=decimals, signed=True, suffix="°")
        self.length = LiveRow('$abs(part("image", A bold(v)))$', theme, 0.3)

    def act(self, t: float) -> Self:
        """Show the image a share of the way from the vector to where the matrix sends it."""
        circle = unit_vectors(np.linspace(0, 2 * math.pi, 97))
        self.circle.set_corners(self.plane.view.to_frame(circle)[:, :2])
        self._place(self.story.sweep_start, t, final=False)
        return self

    def show(self, angle: float, *, final: bool = False) -> Self:
        """Show the vector at an angle in radians, and all that has been traced up to there."""
        story = self.story
        self._place(angle, 1.0, final)
        done = story.turn_samples[story.turn_samples < angle]
        traced = unit_vectors(np.append(done[:: max(1, len(done) // 240)], angle))
        self.trace.set_corners(self.plane.view.to_frame(traced @ self.matrix.T)[:, :2])
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
        size = float(np.hypot(*(story.matrix @ _unit(angle))))
        self.length.set_value(size, animating=not final)
        return self

    def swing(self, start: float, stop: float, t: float) -> Self:
        """Show the vector a share of the way from one angle to another, in radians."""
        return self.show(start + (stop - start) * t if t < 1 else stop, final=t == 1)

    def light(self, index: int, t: float) -> Self:
        """Let an eigenline grow out of the two arrows that lie in it."""
        story, plane = self.story, self.plane
        plane.reach[index] = t
        plane.draw_lines()
        direction = story.eigenvectors[index]
        angle = next(angle for angle, other in story.sweep_stops if other == index)
        unit = _unit(angle)
        spots = [unit, self.matrix @ direction * np.sign(unit @ direction)]
        for dot, spot in zip(self.marks[index], spots, strict=True):
            dot.set_centre(plane.view.to_frame(spot)[:2])
        self.zeros[index].set_centre(self._spot(angle))
        return self

    def _spot(self, angle: float) -> np.ndarray:
        """Return where an angle is on the chart: in line where ``A v`` is zero."""
        turned = float(np.nan_to_num(self.story.turn(angle)))
        return self.chart.at(math.degrees(angle), math.degrees(turned))

    def _place(self, angle: float, t: float, final: bool) -> None:
        plane, unit = self.plane, _unit(angle)
        whole = self.matrix @ unit
        image = (1 - t) * unit + t * whole
        plane.draw_pair(self.vector, unit, self.image, image)
        # The shorter of two arrows in line lies on top; on the way it is the one that will be.
        short = float(np.hypot(*whole)) < 1
        self.vector.set_z_index(5 if short else 6)
        self.image.set_z_index(6 if short else 5)
        size = min(1.0, float(np.hypot(*image))) * plane.view.units
        turned = math.atan2(cross(unit, image), unit @ image) if size > 0.05 else 0.0
        if self.story.opposed and turned < 0 and t == 1:
            turned += 2 * math.pi
        self.turn.set_turn(plane.view.to_frame((0, 0)), min(0.5 * size, 0.75), angle, turned)
        plane.write(final=final)

    @property
    def obstacles(self) -> np.ndarray:
        """Points that labels keep clear of when the sweep is over, (n, 2)."""
        unit = unit_vectors(self.story.sweep_start + np.arange(24) * math.pi / 12)
        return np.concatenate([unit, unit @ self.matrix.T])

    @property
    def arrows(self) -> list[VMobject]:
        """What ``act`` changes."""
        return [self.turn, self.vector, self.image, *self.plane.moving]

    @property
    def parts(self) -> list[VMobject]:
        """All that is drawn, but for the readings and the axes."""
        return [*self.submobjects, *self.marks, self.line, self.dot, self.zeros, self.later]

    @property
    def moving(self) -> list[VMobject]:
        """What ``show`` changes."""
        return [*self.arrows, self.trace, self.line, self.later, self.dot, self.angle, self.length]


def _unit(angle: float) -> np.ndarray:
    return np.array([math.cos(angle), math.sin(angle)])
