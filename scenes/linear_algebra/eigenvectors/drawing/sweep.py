"""A unit vector that goes round and its image that swings after it, with the angle between them."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, TurnArrow
from explainer.scenes.linear_algebra.eigenvectors import text as words
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import EigenGround, fit, lean
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import SIDE, LiveRow
from explainer.scenes.linear_algebra.eigenvectors.drawing.signed_axes import SignedAxes
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Theme, Zone

CHART = Zone(SIDE.left, SIDE.right, SIDE.bottom, -0.1)

JUMP = 1.7
"""Neighbours on the chart that are farther apart, in radians, are not joined by a line."""

WINDOWS = (0.03, 0.06, 0.15, 0.3, 0.6, 1.5, 3.0, 6.0, 15, 30, 60, 90, 180)
"""How far the chart of angles reaches to either side, in degrees."""


class DirectionSweep(VGroup):
    """``v`` on the unit circle, ``A v`` on its ellipse, and the chart of the angle between them.

    Args:
        ground: the plane they lie in.
        story: what is drawn.
        theme: for colours.
    """

    def __init__(self, ground: EigenGround, story: EigenStory, theme: Theme) -> None:
        self.ground, self.story, self.theme = ground, story, theme
        self.matrix = story.zoom * story.matrix
        wide, high = np.maximum(np.hypot(*self.matrix.T), 1.0)
        self.framing = fit(np.array([[wide, high], [-wide, -high]]))
        self.circle = Curve(theme.vector, width=theme.strokes.thin)
        self.circle.set_stroke(opacity=0.55)
        self.trace = Curve(theme.image, width=theme.strokes.regular)
        self.vector = Arrow(theme.vector, halo=theme.background)
        self.image = Arrow(theme.image, halo=theme.background)
        self.turn = TurnArrow(theme.ink, width=0.035, tip=0.17)
        colours = [theme.eigen, theme.eigen_second][: len(ground.lines)]
        self.marks = [
            VGroup(*(Dot(colour, 0.1, rim=theme.background) for _ in range(2)))
            for colour in colours
        ]
        for level, layer in ((2, (self.circle, self.trace)), (5, (self.turn, self.vector))):
            for mobject in layer:
                mobject.set_z_index(level)
        self.image.set_z_index(6)
        for pair in self.marks:
            pair.set_z_index(7)
        self._make_chart()
        super().__init__(self.circle, self.trace, self.turn, self.vector, self.image)

    def _make_chart(self) -> None:
        story, theme = self.story, self.theme
        turned = np.degrees(story.turn(story.turn_samples))
        self.samples = np.column_stack([np.degrees(story.turn_samples), turned])
        middle = 180 if story.opposed else 0
        known = turned[~np.isnan(turned)]
        swings = len(known) and np.ptp(known) > 1e-9
        most = float(np.abs(known - middle).max()) if swings else 60.0
        reach = next(size for size in WINDOWS if size >= min(most, 180) * (1 - 1e-9))
        first = math.degrees(story.sweep_start)
        # Opposite is in line too, and an eigenvalue below zero.
        levels = [middle, -180, 180] if reach == 180 and middle == 0 else [middle]
        self.axes = SignedAxes(
            CHART,
            theme,
            words.in_line(story),
            (first, first + 360),
            (middle - 1.05 * reach, middle + 1.05 * reach),
            x_ticks=(0, 90, 180, 270),
            y_ticks=(middle - reach, middle, middle + reach),
            levels=levels,
            suffix="°",
            x_suffix="°",
        )
        self.line = Segments(theme.image, width=theme.strokes.regular)
        self.dot = Dot(theme.ink, 0.08, rim=theme.background)
        self.zeros = VGroup(*(Dot(theme.eigen, 0.09, rim=theme.background) for _ in self.marks))
        for index, zero in enumerate(self.zeros):
            zero.set_fill((theme.eigen, theme.eigen_second)[index])
        self.later = VGroup(*(zero.copy() for zero in self.zeros))
        decimals = max(0, min(5, 1 - math.floor(math.log10(max(reach, 1e-3) / 3))))
        self.angle = LiveRow("angle", theme, 0.85, decimals=decimals, signed=True, suffix="°")
        self.length = LiveRow('$abs(part("image", A bold(v)))$', theme, 0.3)

    def act(self, t: float) -> Self:
        """Show the image a share of the way from the vector to where the matrix sends it."""
        self._place(self.story.sweep_start, t)
        return self

    def show(self, angle: float, resting: bool = False) -> Self:
        """Show the vector at an angle in radians, and all that has been traced up to there."""
        story = self.story
        self._place(angle, 1.0, resting)
        done = story.turn_samples[story.turn_samples < angle]
        round_ = np.append(done[:: max(1, len(done) // 240)], angle)
        unit = np.column_stack([np.cos(round_), np.sin(round_)])
        self.trace.set_corners(self.ground.view.to_frame(unit @ self.matrix.T)[:, :2])
        here = float(story.turn(angle))
        rows = np.vstack([self.samples[: len(done)], [math.degrees(angle), math.degrees(here)]])
        spots = self.axes.to_frame(rows)
        pairs = np.stack([spots[:-1], spots[1:]], axis=1)
        steps = np.abs(np.diff(rows[:, 1]))
        self.line.set_segments(pairs[steps < math.degrees(JUMP)])
        level = rows[-1, 1] if not math.isnan(here) else 0.0
        self.dot.set_centre(self.axes.to_frame((math.degrees(angle), level)))
        self._mark_again(angle)
        self.angle.set_value(rows[-1, 1], passing=not resting)
        unit = np.array([math.cos(angle), math.sin(angle)])
        self.length.set_value(float(np.hypot(*(story.matrix @ unit))), passing=not resting)
        return self

    def _mark_again(self, angle: float) -> None:
        """Let a mark grow on the chart where an eigenline has been met from the other side."""
        for met, index in self.story.sweep_stops:
            dot, opposite = self.later[index], met + math.pi
            level = self._level(opposite)
            dot.radius = 0.09 * min(max((angle - opposite) / 0.15, 0.0), 1.0)
            dot.set_centre(self.axes.to_frame((math.degrees(opposite), level)))

    def _level(self, angle: float) -> float:
        """Return the ordinate of an eigenvector on the chart, in degrees."""
        turned = float(self.story.turn(angle))
        return 0.0 if math.isnan(turned) else math.degrees(turned)

    def swing(self, start: float, stop: float, t: float) -> Self:
        """Show the vector a share of the way from one angle to another, in radians."""
        return self.show(start + (stop - start) * t if t < 1 else stop, resting=t == 1)

    def light(self, index: int, t: float) -> Self:
        """Let an eigenline grow out of the two arrows that lie in it."""
        story, ground = self.story, self.ground
        ground.reach[index] = t
        ground.draw_lines()
        direction = story.directions[index]
        angle = next(angle for angle, other in story.sweep_stops if other == index)
        unit = np.array([math.cos(angle), math.sin(angle)])
        spots = [unit, self.matrix @ direction * np.sign(unit @ direction)]
        for dot, spot in zip(self.marks[index], spots, strict=True):
            dot.set_centre(ground.view.to_frame(spot)[:2])
        spot = (math.degrees(angle), self._level(angle))
        self.zeros[index].set_centre(self.axes.to_frame(spot))
        return self

    def _place(self, angle: float, t: float, resting: bool = False) -> None:
        ground = self.ground
        unit = np.array([math.cos(angle), math.sin(angle)])
        image = (1 - t) * unit + t * (self.matrix @ unit)
        origin = ground.view.to_frame((0, 0))
        self.vector.set_ends(origin, ground.view.to_frame(unit))
        self.image.set_ends(origin, ground.view.to_frame(image))
        # The shorter of two arrows in line lies on top; on the way it is the one that will be.
        short = float(np.hypot(*(self.matrix @ unit))) < 1
        self.vector.set_z_index(5 if short else 6)
        self.image.set_z_index(6 if short else 5)
        ring = np.linspace(0, 2 * math.pi, 97)
        circle = np.column_stack([np.cos(ring), np.sin(ring)])
        self.circle.set_corners(ground.view.to_frame(circle)[:, :2])
        cross, dot = unit[0] * image[1] - unit[1] * image[0], float(unit @ image)
        size = min(1.0, float(np.hypot(*image))) * ground.view.units
        turned = math.atan2(cross, dot) if size > 0.05 else 0.0
        if self.story.opposed and turned < 0 and t == 1:
            turned += 2 * math.pi
        self.turn.set_turn(origin, min(0.5 * size, 0.75), angle, turned)
        side = lean(unit, image)
        ground.put("vector", unit, -side)
        ground.put("image", image, side)
        spots = ground.view.to_frame(np.array([[0, 0], unit, [0, 0], image]))[:, :2]
        ground.drawn = spots.reshape(2, 2, 2)
        ground.write(resting=resting)

    @property
    def obstacles(self) -> np.ndarray:
        """Points that labels keep clear of when the sweep is over, (n, 2)."""
        ring = self.story.sweep_start + np.arange(24) * math.pi / 12
        unit = np.column_stack([np.cos(ring), np.sin(ring)])
        return np.concatenate([unit, unit @ self.matrix.T])

    @property
    def arrows(self) -> list[VMobject]:
        """What ``act`` changes."""
        return [self.turn, self.vector, self.image, *self.ground.moving]

    @property
    def parts(self) -> list[VMobject]:
        """All that is drawn, but for the readings and the axes."""
        return [*self.submobjects, *self.marks, self.line, self.dot, self.zeros, self.later]

    @property
    def moving(self) -> list[VMobject]:
        """What ``show`` changes."""
        return [*self.arrows, self.trace, self.line, self.later, self.dot, self.angle, self.length]
