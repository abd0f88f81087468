"""A plane on its way under a matrix: everything that moves together, as a function of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Self

import numpy as np
from manim.mobject.geometry.arc import Circle
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.geometry.plane import clip_lines, nice_step
from explainer.mobjects.arrows import Arrow, Segments, TurnArrow
from explainer.mobjects.plane import (
    AxisNumbers,
    Grid,
    Parallelogram,
    PlaneView,
    TipLabels,
    Walk,
)
from explainer.mobjects.text import Formula, TypesetMobject
from explainer.style import PICTURE, SAFE, Theme, Zone

ROOM = Zone(-5.9, 1.7, -2.8, 2.1)
"""Where the tips of arrows may lie; the grid itself goes on to the edge of the picture."""

MOST_UNITS = 1.5
MOST_LINES = 70


def frame_points(points: np.ndarray, room: Zone = ROOM) -> tuple[np.ndarray, float]:
    """Return origin (2,) and scale that fit the box around the points, (n, 2), and the origin.

    The origin stays as near to the middle of the room as the fit allows, so that a picture that
    needs no shift is not shifted.
    """
    low = np.minimum(points.min(axis=0), 0)
    high = np.maximum(points.max(axis=0), 0)
    size = np.maximum(high - low, 1e-300)
    units = min(
        MOST_UNITS * _scale_of(points), float((np.array([room.width, room.height]) / size).min())
    )
    corner_low = np.array([room.left, room.bottom]) - low * units
    corner_high = np.array([room.right, room.top]) - high * units
    middle = np.array([(room.left + room.right) / 2, (room.bottom + room.top) / 2])
    return np.clip(middle, corner_low, np.maximum(corner_low, corner_high)), units


def _scale_of(points: np.ndarray) -> float:
    """Return 1 for points of ordinary size, and more where all of them are tiny."""
    reach = float(np.abs(points).max())
    return 1.0 if reach >= 0.5 else 1.0 / max(reach, 1e-9)


class TransformedPlane(VGroup):
    """Grid, ghost, basis and one vector under ``path(t)``; ``show(t)`` sets them all.

    Args:
        path: the matrix at t in [0, 1], (2, 2); the identity at 0.
        vector: (2,), carried along.
        theme: for colours.
        followed: (n, 2) further vectors that must stay in the picture, before and after.
    """

    def __init__(
        self,
        path: Callable[[float], np.ndarray],
        vector: np.ndarray,
        theme: Theme,
        followed: np.ndarray | None = None,
    ) -> None:
        self.path, self.vector, self.theme = path, np.asarray(vector, dtype=float), theme
        self.time = 0.0
        before = np.array([[1, 0], [0, 1], [1, 1], [self.vector[0], 0], self.vector])
        if followed is not None:
            before = np.concatenate([before, followed])
        self._fit(before, before @ path(1.0).T)
        self.view = PlaneView(PICTURE, (0, 0), 1.0)
        self.ghost = Grid(
            self.view, theme.ghost, theme.faint, width=theme.strokes.hair, reach=MOST_LINES * 2
        )
        self.grid = Grid(
            self.view, theme.grid, theme.axis, width=theme.strokes.thin, reach=self._reach()
        )
        self.numbers = AxisNumbers(self.view, theme)
        self.area = Parallelogram(self.view, theme)
        self.turn = TurnArrow(theme.ink, width=0.035, tip=0.17)
        self.i_hat = Arrow(theme.i_hat, halo=theme.background)
        self.j_hat = Arrow(theme.j_hat, halo=theme.background)
        self.arrow = Arrow(theme.vector, halo=theme.background)
        self.walk = Walk(self.view, theme)
        self.landings = VGroup(
            *(
                Circle(0.13, color=colour, stroke_width=theme.strokes.regular)
                for colour in (theme.i_hat, theme.j_hat)
            )
        )
        room = Zone(SAFE.left + 0.05, PICTURE.right - 0.05, -3.15, PICTURE.top - 0.05)
        self.tips = TipLabels(self.view, room)
        self.tags: dict[str, tuple[TypesetMobject, np.ndarray]] = {}
        layers = [
            (self.ghost, self.grid),
            (self.numbers,),
            (self.area,),
            (self.walk, self.turn),
            (self.i_hat, self.j_hat, self.arrow),
            (self.landings,),
        ]
        for level, layer in enumerate(layers):
            for mobject in layer:
                mobject.set_z_index(level)
        super().__init__(self.ghost, self.numbers, self.grid)
        self.show(0.0)

    def show(self, t: float) -> Self:
        """Set the picture for the time ``t``."""
        self.time = t
        matrix = self.path(t)
        mix = t if self.zooms else 1.0
        self.view.origin = (1 - mix) * self.start[0] + mix * self.stop[0]
        self.view.units = math.exp(
            (1 - mix) * math.log(self.start[1]) + mix * math.log(self.stop[1])
        )
        if self.zooms or t == 0.0:
            step = max(1.0 if self.view.units < 3 else 1e-6, nice_step(0.3 / self.view.units))
            self.ghost.set_matrix(
                np.eye(2), step=step if self.view.units < 3 else nice_step(0.8 / self.view.units)
            )
        self.grid.set_matrix(matrix)
        self.area.set_matrix(matrix)
        origin = self.view.to_frame((0, 0))
        self.i_hat.set_ends(origin, self.view.to_frame(matrix[:, 0]))
        self.j_hat.set_ends(origin, self.view.to_frame(matrix[:, 1]))
        self.arrow.set_ends(origin, self.view.to_frame(matrix @ self.vector))
        for ring, column in zip(self.landings, self.path(1.0).T, strict=True):
            ring.move_to(self.view.to_frame(column))
        self._turn(matrix)
        labels = [label for label, _ in self.tags.values()]
        if labels:
            vectors = np.array([vector for _, vector in self.tags.values()])
            self.tips.set_tips(labels, vectors @ matrix.T, self._sides(vectors, matrix))
        self.numbers.set_positions(labels)
        return self

    def tag(self, name: str, markup: str, vector: np.ndarray, colour: str = "ink") -> Formula:
        """Label the tip of ``vector``, (2,), as the plane carries it, and return the label."""
        label = Formula(markup, self.theme, size="label", colour=colour).with_halo(self.theme)
        label.set_z_index(7)
        self.tags[name] = (label, np.asarray(vector, dtype=float))
        self.show(self.time)
        return label

    def untag(self, *names: str) -> list[TypesetMobject]:
        """Forget labels, and return those that there were, to be faded out."""
        return [self.tags.pop(name)[0] for name in names if name in self.tags]

    def _sides(self, vectors: np.ndarray, matrix: np.ndarray) -> np.ndarray:
        """Lean each label away from the middle of all, so that neighbours do not meet."""
        tips = vectors @ matrix.T
        unit = tips / np.maximum(np.linalg.norm(tips, axis=1), 1e-12)[:, None]
        middle = unit.sum(axis=0)
        cross = np.clip(2 * (middle[0] * unit[:, 1] - middle[1] * unit[:, 0]), -1, 1)
        # On one line there is no middle to lean away from; then they take the sides in turn.
        in_turn = np.where(np.arange(len(vectors)) % 2 == 0, -1.0, 1.0)
        return cross + (1 - np.abs(cross)) * in_turn

    def moving(self) -> list:
        """Return everything that ``show`` changes."""
        return [
            *(self.ghost, self.numbers, self.grid, self.area, self.turn, self.landings),
            *(self.i_hat, self.j_hat, self.arrow),
            *(label for label, _ in self.tags.values()),
        ]

    def walk_to_vector(self, progress: float) -> Self:
        """Walk so much of the way to the vector, along the basis as it now is."""
        self.walk.set_walk(self.path(self.time), self.vector, progress)
        return self

    def _turn(self, matrix: np.ndarray) -> None:
        first, second = matrix[:, 0], matrix[:, 1]
        sizes = np.linalg.norm(first), np.linalg.norm(second)
        cross = first[0] * second[1] - first[1] * second[0]
        if min(sizes) * self.view.units < 0.25 or abs(cross) < 1e-9 * sizes[0] * sizes[1]:
            self.turn.points = np.zeros((0, 3))
            return
        start = math.atan2(first[1], first[0])
        sweep = math.atan2(cross, float(first @ second))
        radius = min(0.55 * float(min(sizes)) * self.view.units, 0.9)
        self.turn.set_turn(self.view.to_frame((0, 0)), radius, start, sweep)

    def _fit(self, before: np.ndarray, after: np.ndarray) -> None:
        both = frame_points(np.concatenate([before, after]))
        self.start, self.stop = frame_points(before), frame_points(after)
        ratio = self.stop[1] / self.start[1]
        # One picture serves both ends unless one of them would be too small in it to be seen.
        self.zooms = not 0.25 < ratio < 2.6
        if not self.zooms:
            self.start = self.stop = both

    def _reach(self) -> int:
        """Return how far the grid must go so that it fills the picture before and after."""
        smallest = np.linalg.svd(self.path(1.0), compute_uv=False)[-1]
        across = math.hypot(PICTURE.width, PICTURE.height)
        before = across / self.start[1]
        after = across / (self.stop[1] * smallest) if smallest > 1e-9 else before
        return math.ceil(min(max(before, after), max(before, MOST_LINES)))


class InvariantLines(VGroup):
    """Lines through the origin that a matrix maps to themselves, with arrows that stretch on them.

    Args:
        plane: whose view and path are used.
        directions: (k, 2) unit vectors.
        colours: ``#RRGGBB`` for each line, at least k.
    """

    def __init__(self, plane: TransformedPlane, directions: np.ndarray, colours: list[str]) -> None:
        self.plane, self.directions = plane, directions
        theme = plane.theme
        colours = colours[: len(directions)]
        self.lines = [Segments(colour, width=theme.strokes.regular) for colour in colours]
        self.arrows = [Arrow(colour, halo=theme.background) for colour in colours]
        super().__init__(*self.lines, *self.arrows)
        for line in self.lines:
            line.set_z_index(3)
        for arrow in self.arrows:
            arrow.set_z_index(5)
        self.show()

    def show(self) -> Self:
        """Set lines and arrows for the plane as it is."""
        view, matrix = self.plane.view, self.plane.path(self.plane.time)
        long = 20.0 / view.units
        for line, arrow, direction in zip(self.lines, self.arrows, self.directions, strict=True):
            ends = clip_lines(np.zeros((1, 2)), direction[None, :], view.rectangle, reach=long)[0]
            line.set_dashes(view.to_frame(ends[0]), view.to_frame(ends[1]), dash=0.11)
            arrow.set_ends(view.to_frame((0, 0)), view.to_frame(matrix @ direction))
        return self


class Fan(VGroup):
    """Arrows in all directions, with faint marks where they were: what a matrix does to directions.

    Args:
        plane: whose view and path are used.
        count: how many arrows.
        length: of the arrows at the start, in mathematical units.
        turns: draw for every third arrow how far it has turned.
    """

    def __init__(
        self, plane: TransformedPlane, count: int, length: float, *, turns: bool = False
    ) -> None:
        self.plane, self.length = plane, length
        theme = plane.theme
        angles = np.arange(count) * 2 * np.pi / count
        self.directions = np.column_stack([np.cos(angles), np.sin(angles)])
        self.before = Segments(theme.faint, width=theme.strokes.thin)
        self.arrows = [Arrow(theme.muted, width=0.035, tip=0.16) for _ in range(count)]
        self.turns = [
            TurnArrow(theme.eigen, width=0.035, tip=0.17) for _ in range(0, count, 3) if turns
        ]
        super().__init__(self.before, *self.arrows, *self.turns)
        self.set_z_index(4)
        self.show()

    def show(self) -> Self:
        """Set the arrows for the plane as it is."""
        view, matrix = self.plane.view, self.plane.path(self.plane.time)
        origin = view.to_frame((0, 0))
        ends = view.to_frame(self.directions * self.length)[:, :2]
        self.before.set_segments(np.stack([np.broadcast_to(origin[:2], ends.shape), ends], axis=1))
        for arrow, direction in zip(self.arrows, self.directions, strict=True):
            arrow.set_ends(origin, view.to_frame(matrix @ direction * self.length))
        for turn, direction in zip(self.turns, self.directions[::3], strict=False):
            image = matrix @ direction
            angle = math.atan2(
                direction[0] * image[1] - direction[1] * image[0], float(direction @ image)
            )
            start = math.atan2(direction[1], direction[0])
            turn.set_turn(origin, 0.75 * self.length * view.units, start, angle)
        return self


class Merging(VGroup):
    """Dots along the direction that a singular matrix loses: they all land on one point."""

    def __init__(self, plane: TransformedPlane, lost: np.ndarray, count: int = 7) -> None:
        self.plane = plane
        across = np.array([-lost[1], lost[0]])
        reach = 1.6 / plane.start[1]
        share = np.linspace(-1, 1, count)[:, None] * reach
        self.points_before = across * 0.9 * reach + share * lost
        self.dots = [
            Circle(0.085, fill_color=plane.theme.warning, fill_opacity=1, stroke_width=0)
            for _ in range(count)
        ]
        super().__init__(*self.dots)
        self.set_z_index(6)
        self.show()

    def show(self) -> Self:
        """Set the dots for the plane as it is."""
        matrix = self.plane.path(self.plane.time)
        for dot, point in zip(self.dots, self.points_before, strict=True):
            dot.move_to(self.plane.view.to_frame(matrix @ point))
        return self
