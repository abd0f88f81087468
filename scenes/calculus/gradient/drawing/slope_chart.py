"""The slope against the direction, from 0 to 360 degrees."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.shapes import Dot, Segments, VGroup
from explainer.scenes.calculus.gradient.story import SPOKES, TURN, DirectionalStory
from explainer.style import Theme, Zone


class SlopeChart(VGroup):
    """Slope against direction; its curve is drawn as the direction turns.

    Attributes:
        chart: its axes.
        curve: as far as the direction has turned.
        spokes: a stem for each direction that has left one on the surface.
        moving: the dot, and the stem below it.
        top: the mark of the steepest direction.
        across: the marks of the directions in which the slope is zero.
    """

    def __init__(self, story: DirectionalStory, theme: Theme, zone: Zone) -> None:
        self.story = story
        top = 1.0 if story.level else 1.22 * story.norm
        marks = {float(a): f"{a} degree" for a in (0, 90, 180, 270, 360)}
        up = Axis(-top, top, '$"slope"$', 3)
        self.chart = Chart(zone, theme, Axis(0.0, 360.0, ticks=marks), up)
        angles = np.linspace(0.0, TURN, 241)
        self.curve = self.chart.line(np.degrees(angles), story.slope(angles), "direction", "bold")
        self.spokes = Segments(theme.direction, width=theme.strokes.thin, opacity=0.55)
        self.stem = Segments(theme.direction, width=theme.strokes.bold)
        self.dot = Dot(theme.direction, 0.12, rim=theme.background)
        self.moving = VGroup(self.stem, self.dot)
        self.top, self.across = VGroup(), VGroup()
        if not story.level:
            self._mark(theme)
        self.chart.set_z_index(8)
        parts = (self.spokes, self.curve, self.stem, self.dot, self.across, self.top)
        for level, mark in enumerate(parts):
            mark.set_z_index(8.1 + 0.1 * level)
        super().__init__(self.chart, *parts)

    def aim(self, angle: float, traced: float) -> None:
        """Put the dot at an angle, and draw the curve up to another, radians from 0 to 2 pi."""
        self.curve.upto(float(np.degrees(traced)))
        passed = SPOKES[traced + 1e-9 >= SPOKES]
        self.spokes.set_segments(np.stack([self._foot(passed), self.at_angle(passed)], axis=1))
        tip = self.at_angle(angle)
        self.dot.set_centre(tip)
        self.stem.set_segments(np.array([[self._foot(angle), tip]]))

    def at_angle(self, angles: ArrayLike) -> np.ndarray:
        """Return where the slopes in directions are in the frame, (..., 2)."""
        return self.chart.at(np.degrees(angles), self.story.slope(angles))

    def _foot(self, angles: ArrayLike) -> np.ndarray:
        return self.chart.at(np.degrees(angles), np.zeros(np.shape(angles)))

    def _mark(self, theme: Theme) -> None:
        best, zone = self.story.best, self.chart.zone
        place = self.at_angle(best)
        level = np.array([[zone.left, place[1]], [zone.right, place[1]]])
        guide = Segments(theme.gradient, width=theme.strokes.regular)
        guide.set_dashes(level[0], level[1], 0.1)
        self.top.add(guide, Dot(theme.gradient, 0.13, rim=theme.background).set_centre(place))
        room = Room(Zone(zone.left + 0.1, zone.right, zone.bottom, zone.top + 0.3), 0.06)
        room.block_lines(self.at_angle(np.linspace(0, TURN, 121)), level).block(*self.chart.numbers)
        room.block_lines(self.chart.at([0.0, 360.0], [0.0, 0.0]))
        name = Name("$||nabla f||$", theme, "gradient")
        if name.settle(room, np.linspace(level[0], level[1], 25)):
            self.top.add(name)
        for turn in (best + np.pi / 2, best + 1.5 * np.pi):
            dot = Dot(theme.section, 0.12, rim=theme.background)
            self.across.add(dot.set_centre(self.at_angle(turn % TURN)))
