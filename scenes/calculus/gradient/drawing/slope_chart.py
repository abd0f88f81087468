"""Slope against direction: a chart whose curve is drawn as the direction turns."""

from __future__ import annotations

import numpy as np
from manim.mobject.mobject import Mobject
from numpy.typing import ArrayLike

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.shapes import Dot, Segments
from explainer.scenes.calculus.gradient.story import DirectionalStory
from explainer.style import Theme, Zone

TURN = 2 * np.pi


class SlopeChart:
    """A chart from 0 to 360 degrees.

    Args:
        story: the numbers.
        zone: for the chart.
        theme: for colours.
    """

    def __init__(self, story: DirectionalStory, zone: Zone, theme: Theme) -> None:
        self.story = story
        top = 1.0 if story.level else 1.22 * story.norm
        marks = {float(a): f"{a} degree" for a in (0, 90, 180, 270, 360)}
        self.chart = Chart(
            zone, theme, Axis(0.0, 360.0, ticks=marks), Axis(-top, top, '$"slope"$', 3)
        )
        angles = np.linspace(0.0, TURN, 241)
        self.curve = self.chart.line(np.degrees(angles), story.slope(angles), "section", "bold")
        self.stem = Segments(theme.direction, width=theme.strokes.regular)
        self.dot = Dot(theme.direction, 0.1, rim=theme.background)
        self.guides = Segments(theme.gradient, width=theme.strokes.thin)
        self.ends = [Dot(theme.gradient, 0.1, rim=theme.background) for _ in range(2)]
        self.zeros = [Dot(theme.ink, 0.075, rim=theme.background) for _ in range(2)]
        self.names = [Name(m, theme, "gradient") for m in ("along $nabla f$", "against it")]
        for name in self.names:
            name.words.scale(0.8)
        layers = (self.guides, self.curve, self.stem, *self.ends, *self.zeros, self.dot)
        for level, mark in enumerate(layers):
            mark.set_z_index(2 + 0.1 * level)
        if not story.level:
            self._mark()

    @property
    def moving(self) -> list[Mobject]:
        """What ``aim`` changes."""
        return [self.stem, self.dot]

    @property
    def marked(self) -> list[Mobject]:
        """The marks of the best and the worst direction, and of those across."""
        return [self.guides, *self.ends, *self.zeros, *self.names] if not self.story.level else []

    @property
    def shown(self) -> list[Mobject]:
        """All of it."""
        return [self.chart, self.curve, *self.moving, *self.marked]

    def trace(self, angle: float) -> None:
        """Draw the curve from 0 up to an angle, radians."""
        self.curve.upto(float(np.degrees(angle)))

    def aim(self, angle: float) -> None:
        """Put the dot, and the stem below it, at an angle from 0 to 2 pi."""
        top, foot = self._at(angle), self.chart.at(np.degrees(angle), 0.0)
        self.dot.set_centre(top)
        self.stem.set_segments(np.array([[foot, top]]))

    def _at(self, angles: ArrayLike) -> np.ndarray:
        return self.chart.at(np.degrees(angles), self.story.slope(angles))

    def _mark(self) -> None:
        best, zone = self.story.best, self.chart.zone
        across = np.sort((best + np.array([0.5, 1.5]) * np.pi) % TURN)
        ends = self._at(np.array([best, (best + np.pi) % TURN]))
        dashes = np.linspace(zone.left, zone.right, 60)
        rows = [
            [[a, height], [b, height]]
            for height in ends[:, 1]
            for a, b in zip(dashes[::2], dashes[1::2], strict=True)
        ]
        self.guides.set_segments(np.array(rows))
        for dot, place in zip((*self.ends, *self.zeros), (*ends, *self._at(across)), strict=True):
            dot.set_centre(place)
        room = Room(Zone(zone.left + 0.1, zone.right, zone.bottom, zone.top + 0.1), 0.06)
        room.block_lines(self._at(np.linspace(0, TURN, 121)), *(np.array(row) for row in rows))
        room.block_lines(self.chart.at([0.0, 360.0], [0.0, 0.0]))
        pairs = zip(self.names, ends, strict=True)
        self.names = [name for name, place in pairs if name.settle(room, place[None])]
