"""Many arrows, ways and steps of a plane, each kind drawn as one shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.plane import arrow_outline, corners_path
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import EMPTY, ArrayMark, PlaneSegments
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
        outlines = [
            corners_path(arrow_outline(start, end, self.width_, self.tip))
            for start, end in self.view.flat(self.value)
            if np.hypot(*(end - start)) > 1e-3
        ]
        self.points = np.concatenate([np.zeros((0, 3)), *outlines])


class Heads(PlaneArrows):
    """Arrowheads on ways, (n, m, 2), which say in which sense these are gone.

    Attributes:
        share: where on each way.
    """

    value: np.ndarray = np.zeros((0, 2, 2))
    share = 0.5

    def to(self, value: ArrayLike) -> Self:
        """Show the sense of ways of at least two points each."""
        ways = np.asarray(value, dtype=float)
        middle = max(1, round(self.share * ways.shape[1]))
        self.value = np.stack([ways[:, middle - 1], ways[:, middle]], axis=1)
        return self.draw()

    def _draw(self) -> None:
        ends = self.view.flat(self.value)
        ways = ends[:, 1] - ends[:, 0]
        lengths = np.hypot(*ways.T)
        units = ways / np.maximum(lengths, 1e-12)[:, None]
        seen = lengths > 1e-3
        tips = (ends.mean(axis=1) + 0.5 * self.tip * units)[seen]
        backs, sides = tips - self.tip * units[seen], 0.4 * self.tip * units[seen][:, ::-1]
        sides = sides * np.array([-1.0, 1.0])
        corners = np.stack([backs + sides, tips, backs - sides, backs + sides], axis=1)
        self.points = np.concatenate([np.zeros((0, 3)), *map(corners_path, corners)])


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
