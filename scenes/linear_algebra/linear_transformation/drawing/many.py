"""Arrows, ways and steps of a plane, many of a kind drawn as one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np

from explainer.geometry.plane import arrow_outline, corners_path
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import EMPTY, ArrayMark, Mark, PlaneSegments
from explainer.style import Theme

PERIOD, DASH = 0.2, 0.55
"""From one dash of a trail to the next, in frame units, and the share of it that is drawn."""

MOST_DASHES = 80
TIMES = np.linspace(0, 1, 241)
"""At which a trail is followed."""

OFF, TICK = 0.27, 0.12
"""How far a bracket runs beside its steps, and how far its ends reach towards them."""

INSET = np.array([(0.97, 0.03), (0.03, 0.97)])
"""How much shorter it is at either end, for there may be other arrows."""


class PlaneArrows(ArrayMark):
    """Arrows between pairs of points, (n, 2, 2), from the first to the second of each."""

    layer = 4
    value = EMPTY

    def __init__(
        self, view: PlaneView, theme: Theme, role: str, width: float = 0.04, tip: float = 0.2
    ) -> None:
        super().__init__(fill_color=theme.colour(role), fill_opacity=1, stroke_width=0)
        self.view, self.width_, self.tip = view, width, tip

    def _draw(self) -> None:
        ends = self.view.flat(self.value)
        ends = ends[np.hypot(*np.diff(ends, axis=1)[:, 0].T) > 1e-3]
        paths = (corners_path(self._corners(start, end)) for start, end in ends)
        self.points = np.concatenate([np.zeros((0, 3)), *paths])

    def _corners(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        return arrow_outline(start, end, self.width_, self.tip)


class Heads(PlaneArrows):
    """Heads halfway between pairs of points, (n, 2, 2), which point to the second of each."""

    def _corners(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        ahead = 0.5 * self.tip * (end - start) / np.hypot(*(end - start))
        tip, back = (start + end) / 2 + ahead, (start + end) / 2 - ahead
        side = 0.8 * ahead[::-1] * [-1.0, 1.0]
        return np.array([back + side, tip, back - side, back + side])


class WayArrow:
    """An arrow along a way; its end is straight, for its tip.

    Attributes:
        parts: shaft and tip, both off the plane.
    """

    def __init__(self, plane: Plane, layer: float, tip: float, shaft: float) -> None:
        self.view = plane.view
        # Its shaft is above its tip, whose halo would cut it.
        self.shaft = plane.curve("ink", "regular").set_z_index(shaft)
        self.tip = plane.arrow("ink", width=0.03, tip=tip, layer=layer)
        self.parts: list[Mark] = [self.shaft, self.tip]
        plane.drop(*self.parts)

    def to(self, way: np.ndarray, straight: int) -> Self:
        """Go along (n, 2) points of the frame, straight along so many of the last pieces."""
        points = (way - self.view.origin) / self.view.units
        neck = points[-1 - straight]
        self.shaft.to(points[:-straight])
        self.tip.to(points[-1] - neck, neck)
        return self


class Trail(PlaneSegments):
    """The way of a vector under a path of matrices, in dashes, as far as it has been gone."""

    def __init__(self, view: PlaneView, theme: Theme, role: str) -> None:
        super().__init__(view, theme, role, "regular")

    def lay(self, path: Callable[[float], np.ndarray], vector: np.ndarray, units: float) -> Self:
        """Follow a vector, (2,), in a view of this scale."""
        points = np.array([path(float(t)) @ vector for t in TIMES])
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        count = int(np.clip(round(along[-1] * units / PERIOD), 0, MOST_DASHES))
        spots = (np.arange(count)[:, None] + 0.5 + DASH * np.array([-0.5, 0.5])) / max(count, 1)
        spots = spots * along[-1]
        self.times = np.interp(spots, along, TIMES)
        self.pieces = np.stack([np.interp(spots, along, values) for values in points.T], axis=2)
        return self

    def show(self, t: float, *, back: bool) -> Self:
        """Show what has been gone by the time ``t``: since 0, or since 1 on the way back."""
        gone = self.times[:, 0] >= t if back else self.times[:, 1] <= t
        return self.to(self.pieces[gone])


class Bracket(PlaneSegments):
    """A bracket beside steps that are counted together, from the first point to the last.

    Its data are these points, (1, 2, 2).

    Attributes:
        away: how far to the left of its steps it runs, in frame units; to the right if negative.
        many: whether there is more than one step; one needs no bracket.
    """

    away, many, solid = OFF, True, True

    def beside(self, start: np.ndarray, way: np.ndarray, away: float) -> Self:
        """Stand beside the steps from a point, (2,), along a way, (2,)."""
        self.away = away
        return self.to([[start, start + way]])

    @property
    def length(self) -> float:
        """How long all steps are, in frame units."""
        return float(np.hypot(*np.ptp(self.value[0], axis=0))) * self.view.units

    @property
    def out(self) -> np.ndarray:
        """The unit vector from the steps to the bracket, (2,)."""
        (x, y) = self.value[0, 1] - self.value[0, 0]
        return np.copysign(1.0, self.away) * np.array([-y, x]) / np.hypot(x, y)

    def place(self, share: float, *, inward: bool) -> tuple[np.ndarray, np.ndarray]:
        """Return a point of the frame, (2,), and the unit vector, (2,), along which it is free.

        Args:
            share: how far along the steps it lies.
            inward: whether beside the steps, in place of beyond the bracket.
        """
        start, end = self.view.flat(self.value[0])
        point = (1 - share) * start + share * end
        return (point, -self.out) if inward else (point + abs(self.away) * self.out, self.out)

    def outline(self) -> np.ndarray:
        """Return its lines, (3, 2, 2), in the frame; (0, 2, 2) where there are no steps."""
        if not len(self.value):
            return EMPTY
        start, end = INSET @ (self.view.flat(self.value[0]) + abs(self.away) * self.out)
        tick = TICK * self.out
        return np.array([[start - tick, start], [start, end], [end, end - tick]])
