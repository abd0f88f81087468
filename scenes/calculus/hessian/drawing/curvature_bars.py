"""Two curvatures as bars up and down from zero, with a ghost of where they were."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.geometry.plane import corners_path
from explainer.mobjects.shapes import Curve, Segments
from explainer.mobjects.text import Formula, Words
from explainer.style import Theme, Zone

ROLES = ("curvature", "curvature_second")
WIDTH = 0.3
BARS = Zone(5.25, 6.4, 0.0, 2.55)
"""Where the bars lie, beside the map."""


class CurvatureBars(VGroup):
    """Two bars on one scale: both up is a bowl, both down a dome, one each way a saddle.

    Args:
        extent: the least and the greatest curvature that is ever shown.
        theme: for colours.
        zone: for the bars with their numbers and names.
    """

    def __init__(self, extent: tuple[float, float], theme: Theme, zone: Zone = BARS) -> None:
        low, high = min(extent[0], 0.0), max(extent[1], 0.0)
        if not high > low:
            low, high = -1.0, 1.0
        self.range = (low, high)
        self.zone = Zone(zone.left, zone.right, zone.bottom + 0.1, zone.top - 0.35)
        number = Words("$0$", theme, size=0.26, colour="muted")
        axis = self.zone.left + 0.3
        number.place((axis - 0.12, self._level(0.0) - 0.08), "right")
        line = [[axis, self.zone.bottom], [axis, self.zone.top]]
        self.axis = Segments(theme.axis, width=theme.strokes.thin)
        self.axis.set_segments(np.array([line]))
        ground = [[axis, self._level(0.0)], [self.zone.right, self._level(0.0)]]
        self.ground = Segments(theme.ink, width=theme.strokes.thin)
        self.ground.set_segments(np.array([ground]))
        self.places = axis + (self.zone.right - axis) * np.array([0.28, 0.76])
        self.bars = [Curve(theme.colour(role), width=0, fill=1.0) for role in ROLES]
        self.ghosts = [Curve(theme.colour(role), width=theme.strokes.thin) for role in ROLES]
        self.names = [
            Formula(f"lambda_{index + 1}", theme, size=0.28, colour=role).place(
                (place, self.zone.top + 0.14), "centre"
            )
            for index, (role, place) in enumerate(zip(ROLES, self.places, strict=True))
        ]
        super().__init__(*self.ghosts, *self.bars, self.axis, self.ground, number, *self.names)
        self.set_values((0.0, 0.0))

    @property
    def moving(self) -> list[Curve]:
        """What ``set_values`` changes."""
        return self.bars

    def set_values(self, curvatures: tuple[float, float]) -> Self:
        """Show two curvatures."""
        for bar, outline in zip(self.bars, self._outlines(curvatures), strict=True):
            bar.points = outline
        return self

    def grow(self, curvatures: tuple[float, float], share: float) -> Self:
        """Show a share of two curvatures."""
        return self.set_values((share * curvatures[0], share * curvatures[1]))

    def set_ghosts(self, curvatures: tuple[float, float]) -> Self:
        """Draw the outlines of two curvatures."""
        for ghost, outline in zip(self.ghosts, self._outlines(curvatures), strict=True):
            ghost.points = outline
        return self

    def _level(self, value: float) -> float:
        low, high = self.range
        return self.zone.bottom + (value - low) / (high - low) * self.zone.height

    def _outlines(self, curvatures: tuple[float, float]) -> list[np.ndarray]:
        base = self._level(0.0)
        found = []
        for place, value in zip(self.places, curvatures, strict=True):
            # A curvature too small to be seen is a thin line still; none is no line.
            level = self._level(value)
            if value and abs(level - base) < 0.02:
                level = base + np.copysign(0.02, value)
            left, right = place - WIDTH / 2, place + WIDTH / 2
            corners = [(left, base), (right, base), (right, level), (left, level), (left, base)]
            found.append(corners_path(np.array(corners)))
        return found
