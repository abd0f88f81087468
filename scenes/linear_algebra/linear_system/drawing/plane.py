"""One half of the frame: a plane with its grid and numbers, and room for names in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

import numpy as np
from manim.mobject.geometry.arc import Circle
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle, clip_lines, fit_points
from explainer.mobjects.placing import Name, Room, ink_size, move_ink
from explainer.mobjects.plane_labels import AxisNumbers
from explainer.mobjects.plane_marks import Grid, PlaneView
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula
from explainer.style import FRAME, SAFE, Theme, Zone

LEFT = Zone(FRAME.left, -0.05, FRAME.bottom, 2.75)
"""The left half, which bleeds off the frame at the left and at the bottom."""

RIGHT = Zone(0.05, FRAME.right, FRAME.bottom, 1.3)
"""The right half, below a strip for a formula."""

STRIP = Zone(0.45, SAFE.right, 1.4, 2.7)
"""The strip above the right half."""

MARGIN = (1.0, 0.8, 1.15, 0.65)
"""How far from the edges of a plane the points lie that it is fitted to: left, right, bottom, top.

The outer 5 % of the frame, and its bottom tenth, are among that.
"""

MOST_UNITS = 1.2

WIDEST = 4.2
"""A name that would be wider is shrunk to this."""

SHORT = 0.3
"""A line from a name to what it names that would be shorter says no more than their nearness."""


class Plane(VGroup):
    """A plane that fits given points, with a quiet grid, numbers along its axes, and their names.

    Args:
        zone: the part of the frame.
        points: (n, 2), which are to be seen, with the origin.
        theme: for colours.
        busy: (m, 2, 2) segments in mathematical coordinates which no number may cross.
        names: Typst mathematics and role for the end of each axis; none when empty.
        lines: (k, 2, 2) points and directions of lines from which the axes' names keep away.
    """

    def __init__(
        self,
        zone: Zone,
        points: np.ndarray,
        theme: Theme,
        busy: np.ndarray,
        names: tuple[tuple[str, str], ...] = (),
        lines: np.ndarray | None = None,
    ) -> None:
        self.zone, self.theme = zone, theme
        reach = float(np.abs(points).max())
        most = max(MOST_UNITS, 2.0 / reach) if reach else MOST_UNITS
        inside = self._inside(1.0)
        units = fit_points(points, inside, most).units
        middle = np.array([inside.left + inside.right, inside.bottom + inside.top]) / 2
        seen = np.concatenate([points, np.zeros((1, 2))])
        origin = middle - units * (seen.min(axis=0) + seen.max(axis=0)) / 2
        self.view = PlaneView(zone, (float(origin[0]), float(origin[1])), units)
        self.grid = Grid(self.view, theme.ghost, theme.faint, width=theme.strokes.thin, finest=1e-9)
        self.names = VGroup(*self._name_axes(names, lines))
        numbers = AxisNumbers(self.view, theme)
        # What lies along an axis passes by its numbers.
        away = np.abs(busy * units).max(axis=1).min(axis=1) > 0.02
        numbers.set_positions([*self.names], self.view.to_frame(busy[away])[..., :2])
        shown = [number for number in numbers.numbers if number.shape.get_fill_opacity() > 0]
        self.numbers = VGroup(*shown)
        super().__init__(self.grid, self.numbers, self.names)

    def _inside(self, share: float) -> Rectangle:
        left, right, bottom, top = (share * margin for margin in MARGIN)
        zone = self.zone
        return Rectangle(zone.left + left, zone.right - right, zone.bottom + bottom, zone.top - top)

    @property
    def limits(self) -> np.ndarray:
        """The lowest and the highest point that what moves may reach, (2, 2)."""
        left, right, bottom, top = self._inside(0.72)
        corners = np.array([(left, bottom), (right, top)])
        return np.asarray((corners - self.view.origin) / self.view.units)

    def room(self) -> Room:
        """Return where names may stand: clear of the axes, their numbers and names."""
        zone = self.zone
        left, right = max(zone.left + 0.15, SAFE.left), min(zone.right - 0.15, SAFE.right)
        room = Room(Zone(left, right, -3.15, zone.top - 0.12))
        room.block(*self.names, *self.numbers)
        axes = clip_lines(np.zeros((2, 2)), np.eye(2), self.view.rectangle)
        return room.block_lines(*self.view.to_frame(axes)[..., :2])

    def _name_axes(
        self, names: tuple[tuple[str, str], ...], lines: np.ndarray | None
    ) -> list[Formula]:
        """Put a name at the end of each axis, on the side where lines leave more room."""
        met = np.zeros((0, 2, 2)) if lines is None else lines
        seen = clip_lines(met[:, 0], met[:, 1], self.view.rectangle)
        segments = self.view.to_frame(seen)[..., :2]
        labels = []
        for axis, (markup, role) in enumerate(names):
            label = Formula(markup, self.theme, size="label", colour=role).with_halo(self.theme)
            size, end = ink_size(label), self.view.origin.copy()
            end[axis] = (self.zone.right - 0.15, self.zone.top - 0.12)[axis] - size[axis] / 2
            reach = np.zeros(2)
            reach[1 - axis] = size[1 - axis] / 2 + 0.13
            sides = [end + reach, end - reach]
            gaps = [_nearest(side, segments) for side in sides]
            move_ink(label, sides[0] if gaps[0] > 0.35 else sides[int(np.argmax(gaps))])
            labels.append(label)
        return labels


def _nearest(point: np.ndarray, segments: np.ndarray) -> float:
    """Return how far (n, 2, 2) segments are from a point at least; infinite where there is none."""
    if not len(segments):
        return float("inf")
    start, way = segments[:, 0], segments[:, 1] - segments[:, 0]
    share = np.clip(((point - start) * way).sum(axis=1) / (way * way).sum(axis=1), 0, 1)
    return float(np.hypot(*(start + share[:, None] * way - point).T).min())


class Names:
    """The names in a plane: each is set once, beside what it names, clear of all else.

    Args:
        plane: where they stand.
        busy: polylines of which they keep clear, each (n, 2) in mathematical coordinates.
    """

    def __init__(self, plane: Plane, busy: Iterable[np.ndarray]) -> None:
        self.plane = plane
        self.base = plane.room()
        self.base.block_lines(*(plane.view.to_frame(line)[:, :2] for line in busy))

    def settle(
        self,
        markup: str,
        role: str,
        targets: np.ndarray,
        others: np.ndarray | None = None,
        room: Room | None = None,
    ) -> list[Name]:
        """Return the name, as a list, in the best free place; empty where there is none.

        Args:
            markup: Typst markup.
            role: its colour.
            targets: (n, 2) mathematical coordinates, one of which it should be near.
            others: (m, 2) of which it should not be taken for the name.
            room: where it stands and takes its place; that of all names when None.
        """
        to_frame = self.plane.view.to_frame
        name = Name(markup, self.plane.theme, role)
        name.words.fit_width(WIDEST)
        crowd = None if others is None else to_frame(others)[:, :2]
        free = name.settle(room or self.base, to_frame(targets)[:, :2], crowd)
        if len(name.leader.points) and np.ptp(name.leader.points, axis=0).max() < SHORT:
            name.leader.set_segments(np.zeros((0, 2, 2)))
        return [name] if free else []


class Carried:
    """A name that goes along with what it names, by setting its points from where it was set."""

    def __init__(self, name: Name) -> None:
        self.name = name
        self.parts = [(part, part.points.copy()) for part in name.get_family()]

    def carry(self, shift: np.ndarray) -> Self:
        """Stand (2,) frame units away from where the name was set."""
        for part, points in self.parts:
            if len(points):
                part.points = points + np.append(shift, 0.0)
        return self


def right_angle(
    corner: np.ndarray, first: np.ndarray, second: np.ndarray, size: float = 0.22
) -> np.ndarray:
    """Return the mark of a right angle, (2, 2, 2): two sides of a small square at the corner.

    Args:
        corner: (2,) in the frame.
        first: (2,) a direction; where it has no length, there is no mark.
        second: the other direction, likewise.
        size: of the square, in frame units.
    """
    lengths = float(np.hypot(*first)), float(np.hypot(*second))
    if min(lengths) < 1e-9:
        return np.zeros((0, 2, 2))
    one, two = size * first / lengths[0], size * second / lengths[1]
    return np.array([[corner + one, corner + one + two], [corner + one + two, corner + two]])


def moving_dot(theme: Theme) -> Circle:
    """Return the dot that follows x."""
    dot = Circle(0.1, fill_color=theme.ink, fill_opacity=1, stroke_width=0)
    return dot.set_background_stroke(color=theme.background, width=6)


def layered(level: float, *mobjects: VMobject) -> None:
    """Put things on a layer."""
    for mobject in mobjects:
        mobject.set_z_index(level)
