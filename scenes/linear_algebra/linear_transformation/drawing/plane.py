"""A plane on its way under a matrix: everything that moves together, as a function of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.geometry.arc import Circle
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import Framing, fit_points
from explainer.mobjects.plane import BESIDE_PANEL as ROOM
from explainer.mobjects.plane_labels import AxisNumbers, away_from_the_others, set_at_tips
from explainer.mobjects.plane_marks import Grid, Parallelogram, PlaneView, Walk
from explainer.mobjects.shapes import Arrow, TurnArrow
from explainer.mobjects.text import Formula, TypesetMobject
from explainer.style import PICTURE, SAFE, Theme, Zone

MOST_UNITS = 1.5
MOST_LINES = 70


class Tag(NamedTuple):
    """A label at the tip of ``vector``, (2,); a ``still`` one is not carried along."""

    label: TypesetMobject
    vector: np.ndarray
    still: bool = False


class Shot:
    """A view that keeps points in the room while a matrix moves them.

    Args:
        points: (n, 2) before the matrix.
        path: the matrix at t in [0, 1].
    """

    def __init__(self, points: np.ndarray, path: Callable[[float], np.ndarray]) -> None:
        self.points, self.path = points, path
        after = points @ path(1.0).T
        self.start, self.stop = _fit(points), _fit(after)
        # One picture serves both ends unless one of them would be too small in it to be seen.
        self.zooms = not 0.25 < self.stop.units / self.start.units < 2.6
        if not self.zooms:
            self.start = self.stop = _fit(np.concatenate([points, after]))

    def at(self, t: float) -> Framing:
        """Return the framing at the time ``t``."""
        between = self.start.towards(self.stop, t)
        if not self.zooms:
            return between
        return fit_points(self.points @ self.path(t).T, ROOM, between.units)


def _fit(points: np.ndarray) -> Framing:
    """Return the framing that fits points, brought nearer where all of them are small."""
    reach = float(np.abs(points).max())
    return fit_points(points, ROOM, MOST_UNITS / reach if 1e-9 < reach < 1 else MOST_UNITS)


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
        self.time, self.focus, self.walking = 0.0, 0.0, False
        basis = np.array([[1, 0], [0, 1], [1, 1]], dtype=float)
        if followed is not None:
            basis = np.concatenate([basis, followed])
        walk = np.concatenate([basis, [[self.vector[0], 0], self.vector]])
        self.on_basis, self.on_vector = Shot(basis, path), Shot(walk, path)
        first = self.on_basis.start.units / self.on_vector.start.units
        last = self.on_basis.stop.units / self.on_vector.stop.units
        self.refocuses = max(first, last) > 3
        if not self.refocuses:
            self.on_basis = self.on_vector
        self.view = PlaneView(PICTURE, (0, 0), 1.0)
        self.ghost = Grid(
            self.view, theme.ghost, theme.faint, width=theme.strokes.hair, finest=1e-9
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
        rings = [
            Circle(0.13, color=colour, stroke_width=theme.strokes.regular)
            for colour in (theme.i_hat, theme.j_hat)
        ]
        self.landings = VGroup(*rings)
        room = Zone(SAFE.left + 0.05, PICTURE.right - 0.05, -3.15, PICTURE.top - 0.05)
        self.label_room = room
        self.tags: dict[str, Tag] = {}
        layers: list[tuple[VMobject, ...]] = [
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
        self._order_arrows()
        super().__init__(self.ghost, self.numbers, self.grid)
        self.show(0.0)

    def show(self, t: float) -> Self:
        """Set the picture for the time ``t``."""
        self.time = t
        matrix = self.path(t)
        framing = self.on_basis.at(t).towards(self.on_vector.at(t), self.focus)
        self.view.origin, self.view.units = framing
        self.ghost.to(np.eye(2))
        self.grid.to(matrix)
        self.area.to(matrix)
        tips = (*matrix.T, matrix @ self.vector)
        for arrow, tip in zip((self.i_hat, self.j_hat, self.arrow), tips, strict=True):
            arrow.set_ends(self.view.to_frame((0, 0)), self.view.to_frame(tip))
        for ring, column in zip(self.landings, self.path(1.0).T, strict=True):
            centre = self.view.to_frame(column)
            ring.move_to(centre).set_stroke(opacity=_share_inside(centre, PICTURE))
        self._turn(matrix)
        self._write(matrix)
        return self

    def look(self, focus: float) -> Self:
        """Look at the basis (0), at the vector (1), or on the way between."""
        self.focus = focus
        return self.show(self.time)

    def tag(
        self,
        name: str,
        markup: str,
        vector: np.ndarray,
        *,
        colour: str = "ink",
        still: bool = False,
    ) -> Formula:
        """Label the tip of a vector, and return the label, to be faded in.

        Args:
            name: for ``untag``.
            markup: Typst mathematics.
            vector: (2,), before the matrix.
            colour: a role of the theme.
            still: leave the label where the vector is before the matrix.
        """
        label = Formula(markup, self.theme, size="label", colour=colour).with_halo(self.theme)
        label.set_z_index(7)
        self.tags[name] = Tag(label, np.asarray(vector, dtype=float), still)
        self.show(self.time)
        return label

    def untag(self, *names: str) -> list[TypesetMobject]:
        """Forget labels, and return those that there were, to be faded out."""
        if "vector" in names:
            self.walking = False
        return [self.tags.pop(name).label for name in names if name in self.tags]

    def moving(self) -> list[VMobject]:
        """Return everything that ``show`` changes."""
        return [
            *(self.ghost, self.numbers, self.grid, self.area, self.turn, self.landings),
            *(self.i_hat, self.j_hat, self.arrow),
            *(tag.label for tag in self.tags.values()),
        ]

    def walk_to_vector(self, progress: float) -> Self:
        """Walk so much of the way to the vector, along the basis as it now is."""
        self.walking = True
        # On a line, the steps would lie under the vector that they lead to.
        self.walk.aside = 0.16 if self.collapsed and self.time > 0.5 else 0.0
        self.walk.to(self.path(self.time), self.vector, progress)
        self._number(final=progress in (0, 1))
        return self

    def _write(self, matrix: np.ndarray) -> None:
        tags = list(self.tags.values())
        if tags:
            tips = np.array([tag.vector if tag.still else matrix @ tag.vector for tag in tags])
            labels = [tag.label for tag in tags]
            set_at_tips(self.view, self.label_room, labels, tips, away_from_the_others(tips))
        if self.refocuses:
            for name in ("i_hat", "j_hat"):
                if name in self.tags:  # seen from afar, they would crowd about the origin
                    self.tags[name].label.set_opacity(max(1 - 3 * self.focus, 0.0))
        self._number(final=self.time in (0, 1) and self.focus in (0, 1))

    def _number(self, final: bool) -> None:
        """Number the axes; while the view zooms, one set of numbers gives way to another."""
        units = self.view.units
        away, nearest = min(
            (abs(math.log(units / end.units)), end.units)
            for shot in (self.on_basis, self.on_vector)
            for end in (shot.start, shot.stop)
        )
        opacity = min(max(1.15 - 2 * away, 0.0), 1.0)
        labels = [tag.label for tag in self.tags.values()]
        lines = [self.walk.outline()] if self.walking else []
        arrows = {"i_hat": self.i_hat, "j_hat": self.j_hat, "vector": self.arrow}
        lines += [
            np.array([[arrow.start[:2], arrow.end[:2]]])
            for name, arrow in arrows.items()
            if name in self.tags
        ]
        obstacles = np.concatenate([np.zeros((0, 2, 2)), *lines])
        self.numbers.set_positions(labels, obstacles, nearest, opacity, final)

    def _turn(self, matrix: np.ndarray) -> None:
        first, second = matrix[:, 0], matrix[:, 1]
        sizes = float(np.linalg.norm(first)), float(np.linalg.norm(second))
        cross = first[0] * second[1] - first[1] * second[0]
        if min(sizes) * self.view.units < 0.25 or abs(cross) < 1e-9 * sizes[0] * sizes[1]:
            self.turn.points = np.zeros((0, 3))
            return
        start = math.atan2(first[1], first[0])
        sweep = math.atan2(cross, float(first @ second))
        radius = min(0.55 * min(sizes) * self.view.units, 0.9)
        self.turn.set_turn(self.view.to_frame((0, 0)), radius, start, sweep)

    def _order_arrows(self) -> None:
        """Lay short arrows over long ones, for they may land on one line."""
        matrix = self.path(1.0)
        images = [*matrix.T, matrix @ self.vector]
        arrows = [self.i_hat, self.j_hat, self.arrow]
        for arrow, image in zip(arrows, images, strict=True):
            longer = sum(np.linalg.norm(other) > np.linalg.norm(image) for other in images)
            arrow.set_z_index(4 + 0.1 * longer)
        self.collapsed = bool(np.linalg.matrix_rank(matrix) < 2)

    def _reach(self) -> int:
        """Return how far the grid must go so that it fills every picture, within reason."""
        smallest = np.linalg.svd(self.path(1.0), compute_uv=False)[-1]
        across = math.hypot(PICTURE.width, PICTURE.height)
        before = across / min(self.on_basis.start.units, self.on_vector.start.units)
        stop = min(self.on_basis.stop.units, self.on_vector.stop.units)
        after = across / (stop * smallest) if smallest > 1e-9 else before
        return math.ceil(min(max(before, after), max(before, MOST_LINES)))


def _share_inside(point: np.ndarray, zone: Zone) -> float:
    """Return 1 for a point well inside a zone and 0 for one outside or on its edge."""
    to_sides = min(point[0] - zone.left, zone.right - point[0])
    to_ends = min(point[1] - zone.bottom, zone.top - point[1])
    return min(max(2 * min(to_sides, to_ends), 0.0), 1.0)
