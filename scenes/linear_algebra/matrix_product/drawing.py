"""What only this scene draws: a plane that matrices carry, and the scheme of rows and columns."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, Rectangle
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Item, Panel
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import PlaneArrow, PlaneDots
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.mobjects.text import Formula
from explainer.numbers import Figure, entries, figures_needed, widest
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory, Way
from explainer.scenes.linear_algebra.matrix_product.text import BASIS, HATS, result, short
from explainer.style import FRAME, PANEL, PICTURE, SAFE, Theme, Zone

SQUARE = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)

HALVES = (Zone(FRAME.left, -0.1, -1.6, 2.75), Zone(0.1, FRAME.right, -1.6, 2.75))
"""Two planes side by side, with room below them."""

BELOW = (Zone(SAFE.left, -0.3, -3.15, -1.8), Zone(0.3, SAFE.right, -3.15, -1.8))
"""What stands below each."""

ROOM = Rectangle(-5.2, 1.2, -2.8, 2.0)
"""Where the square may lie beside the panel, with names outside it."""

SUM = Zone(PANEL.left, PANEL.right, -2.75, 1.5)
"""Where the sum stands that makes an entry."""

SCHEME = Zone(SAFE.left, PANEL.left - 0.5, -3.1, 2.5)
"""Where the scheme of rows and columns lies."""


def corners(*matrices: np.ndarray) -> np.ndarray:
    """Return the corners of the images of the unit square, (4n, 2)."""
    return np.concatenate([SQUARE @ matrix.T for matrix in matrices])


class MovedPlane(Plane):
    """A plane whose grid, unit square and basis go where a matrix carries them.

    Args:
        theme: for colours.
        zone: the part of the frame that it fills.
        room: where in the frame the square may lie.

    Attributes:
        moved: the grid that is carried, the square, and the two arrows.
        past: outlines of squares, dashed.
        ghosts: pale arrows, which stay.
        rings: at the ends of two vectors.
    """

    def __init__(self, theme: Theme, zone: Zone = PICTURE, room: Rectangle = ROOM) -> None:
        super().__init__(theme, zone, room, units=1.9)
        self.lattice, self.square = self.moved_grid(math.inf), self.area()
        self.past = self.segments("muted", "regular", dash=0.12)
        self.ghosts, self.arrows = ([self.arrow(role) for role in BASIS] for _ in range(2))
        for ghost in self.ghosts:
            ghost.set_fill(opacity=0.45)
        self.rings = [self.dots(role, 0.13, hollow=True) for role in BASIS]
        for mark in (self.square, self.past, *self.rings):
            mark.solid = True
        self.moved = [self.lattice, self.square, *self.arrows]

    def carry(self, matrix: np.ndarray, vectors: np.ndarray | None = None) -> Self:
        """Carry everything with a matrix, (2, 2); ``settle`` follows.

        Args:
            matrix: where the basis goes.
            vectors: (2, 2), whose columns the arrows are before; the basis when None.
        """
        self.lattice.to(matrix)
        self.square.to(matrix)
        ends = matrix if vectors is None else matrix @ vectors
        return self.mark(self.arrows, ends)

    def step(
        self,
        way: Way,
        views: tuple[Framing, Framing],
        t: float,
        vectors: np.ndarray | None = None,
        seen: np.ndarray | None = None,
    ) -> Self:
        """Show a step from one matrix to another at t in [0, 1], its view going along.

        Args:
            way: from matrix to matrix.
            views: before and after.
            t: how far along.
            vectors: as for ``carry``.
            seen: (n, 2) points that stay in the room; the corners of the square when None.
        """
        self.carry(way(t), vectors)
        self.zoom(*views, t, corners(way(t)) if seen is None else seen)
        # Numbers that were chosen for another scale would crowd.
        away = min(abs(math.log(self.view.units / view.units)) for view in views)
        return self.settle(final=t in (0, 1), numbers=min(max(1.15 - 2 * away, 0.0), 1.0))

    def remember(self, *matrices: np.ndarray) -> Self:
        """Outline the images of the unit square under these matrices."""
        squares = corners(*matrices).reshape(-1, 4, 2)
        self.past.to(np.stack([squares, np.roll(squares, -1, axis=1)], axis=2))
        return self

    def mark(self, marks: Iterable[PlaneArrow | PlaneDots], vectors: np.ndarray) -> Self:
        """Draw a mark at each of two vectors, the columns of (2, 2)."""
        for mark, end in zip(marks, vectors.T, strict=True):
            mark.to(end)
        return self

    def name_basis(
        self, factors: str, arrows: Iterable[PlaneArrow] | None = None
    ) -> list[PlaneLabel]:
        """Name arrows as images of the basis, and return the labels, to be faded in.

        Args:
            factors: the matrices that have acted, such as ``A B``.
            arrows: those that are carried when None.
        """
        found = [
            self.name_tip(arrow, f"{factors} {hat}", role)
            for arrow, hat, role in zip(arrows or self.arrows, HATS, BASIS, strict=True)
        ]
        self.settle()
        return found

    def unname(self) -> list[VMobject]:
        """Take the names off the plane, and return them, to be faded out."""
        return self.drop(*self.names)


class BothOrders(VGroup):
    """Two planes beside each other: on the left ``b`` acts first, on the right ``a``.

    Args:
        story: the two matrices.
        theme: for colours.

    Attributes:
        planes: left and right.
        outlines: dashed, of where a square was, or where the other one has gone.
        edges: of the planes, inside the frame.
    """

    def __init__(self, story: ProductStory, theme: Theme) -> None:
        self.theme = theme
        self.ways = story.first_b, story.first_a
        self.firsts, self.lasts = (story.b, story.a), (story.ab, story.ba)
        self.planes = []
        for zone in HALVES:
            left, right = max(zone.left, SAFE.left) + 0.9, min(zone.right, SAFE.right) - 0.9
            room = Rectangle(left, right, zone.bottom + 0.5, zone.top - 0.6)
            self.planes.append(MovedPlane(theme, zone, room))
        ends = corners(np.eye(2)), corners(*self.firsts), corners(*self.lasts)
        self.views = [plane.views(*ends) for plane in self.planes]
        for plane, view in zip(self.planes, self.views, strict=True):
            plane.look(view[0]).carry(np.eye(2)).settle()
        self.outlines = [plane.past for plane in self.planes]
        lines = [[(zone.left, zone.bottom), (zone.right, zone.bottom)] for zone in HALVES]
        for x in (HALVES[0].right, HALVES[1].left):
            lines.append([(x, HALVES[0].bottom), (x, HALVES[0].top)])
        self.edges = Segments(theme.faint, width=theme.strokes.thin).set_segments(np.array(lines))
        super().__init__(*self.planes, self.edges)

    @property
    def parts(self) -> list[VMobject]:
        """Planes, edges, and what moves in the planes."""
        moved = [mark for plane in self.planes for mark in (plane.base, *plane.moved)]
        return [self.edges, *moved, *self.outlines]

    @property
    def names(self) -> list[PlaneLabel]:
        """The names of the arrows."""
        return [label for plane in self.planes for label in plane.names]

    def captions(self, lines: Sequence[Item]) -> list[VMobject]:
        """Return a line below each plane."""
        pairs = zip(BELOW, lines, strict=True)
        return [row for zone, line in pairs for row in Panel(self.theme, zone).rows(line)]

    def remember(self, leg: int) -> None:
        """Outline the squares as they are before the first or the second step."""
        for plane, first in zip(self.planes, self.firsts, strict=True):
            plane.remember(*(np.eye(2), first)[: leg + 1])

    def step(self, leg: int, t: float) -> None:
        """Show the first or the second step at t in [0, 1]."""
        seen = corners(*(way[leg](t) for way in self.ways))
        for plane, way, view in zip(self.planes, self.ways, self.views, strict=True):
            plane.step(way[leg], (view[leg], view[leg + 1]), t, seen=seen)

    def compare(self) -> list[VMobject]:
        """Outline on each side where the other has ended, and return the outlines."""
        for plane, other in zip(self.planes, reversed(self.lasts), strict=True):
            plane.remember(other)
        return list(self.outlines)

    def name_bases(self) -> list[PlaneLabel]:
        """Name the arrows, and return the labels, to be faded in."""
        for plane, factors in zip(self.planes, ("A B", "B A"), strict=True):
            plane.name_basis(factors)
        return self.names


class Scheme(VGroup):
    """Two matrices and their product, each entry of which stands where a row and a column cross.

    Args:
        story: the matrices.
        theme: for colours.

    Attributes:
        given: what is there from the beginning.
        entries: (2, 2) of the product, to be faded in.
        bands: over a row and over a column.
    """

    def __init__(self, story: ProductStory, theme: Theme) -> None:
        em, gap = 0.85, 0.55
        texts = [entries(each.flat, typed=True) for each in (story.a, story.b)]
        texts.append(entries(story.ab.flat, typed=short(story.ab.flat)))
        rooms = [max(own, key=len) for own in (texts[0], texts[1] + texts[2], texts[1] + texts[2])]
        a, b, ab = (
            _cells(each, own, theme, em, room)
            for each, own, room in zip((story.a, story.b, story.ab), texts, rooms, strict=True)
        )
        for line, role in zip(a.entries, ("first_row", "second_row"), strict=True):
            for number in line:
                number.set_ink(theme.colour(role))
        a.next_to(ab, np.array([-1.0, 0, 0]), buff=gap)
        b.next_to(ab, np.array([0, 1.0, 0]), buff=gap)
        names = [Formula(name, theme, size=0.8 * em) for name in ("A", "B", "A B")]
        for name, matrix, way in zip(names, (a, b, ab), (-1.0, -1.0, 1.0), strict=True):
            name.next_to(matrix, np.array([way, 0, 0]), buff=0.3)
        self.bands = [Curve(theme.muted, width=theme.strokes.bold) for _ in range(2)]
        self.matrices = a, b, ab
        super().__init__(*names, a, b, ab)
        self.scale(min(1.0, SCHEME.width / self.width, SCHEME.height / self.height))
        self.move_to(SCHEME.centre)
        self.entries: list[list[LiveNumber]] = ab.entries
        made = [number for line in ab.entries for number in line]
        brackets = [part for part in ab.submobjects if part not in made]
        self.given = [*names, a, b, *brackets]

    @property
    def parts(self) -> list[VMobject]:
        """All that there is to be faded out."""
        return [*self.given, *(cell for line in self.entries for cell in line), *self.bands]

    def glide(self, start: tuple[int, int], stop: tuple[int, int], t: float) -> Self:
        """Lay the bands a share of the way from one row and column to another."""
        row, place = (one + (other - one) * t for one, other in zip(start, stop, strict=True))
        return self.cross(row, place)

    def cross(self, row: float, place: float) -> Self:
        """Lay the bands over a row and a column, or on their way from one to another."""
        a, b, ab = self.matrices
        em = ab.entries[0][0].em
        heights = [line[0].baseline[1] + 0.33 * em for line in ab.entries]
        y = heights[0] + row * (heights[1] - heights[0])
        cells = [ab.entries[0][k] for k in (0, 1)]
        centres = [float(cell.baseline[0]) + cell.advance / 2 for cell in cells]
        x = centres[0] + place * (centres[1] - centres[0])
        numbers = [number for matrix in (b, ab) for line in matrix.entries for number in line]
        wide, high = 0.2 * em + max(number.advance for number in numbers) / 2, 0.6 * em
        across = Zone(a.get_left()[0] - 0.1, ab.get_right()[0] + 0.1, y - high, y + high)
        down = Zone(x - wide, x + wide, ab.get_bottom()[1] - 0.1, b.get_top()[1] + 0.1)
        for band, zone in zip(self.bands, (across, down), strict=True):
            band.set_box(zone)
        return self


def _cells(
    values: np.ndarray, texts: list[Figure], theme: Theme, em: float, room: str
) -> LiveMatrix:
    """Return a matrix whose entries are written as those of a formula, each in its middle."""
    matrix = LiveMatrix(values, theme, colours=BASIS, decimals=0, widest=room, size=em)
    left, width = matrix.get_left()[0], matrix.width
    for k, text in enumerate(texts):
        number = matrix.entries[k // 2][k % 2]
        number.set_text(text, float(values.flat[k])).anchor = "centre"
        number.place((left + width * (k % 2 + 0.5) / 2, number.baseline[1]), "centre")
    return matrix


def running(values: np.ndarray, theme: Theme) -> LiveMatrix:
    """Return the identity, whose entries have room to run to ``values``, (2, 2)."""
    decimals = max(2, figures_needed(values.flat))
    room = widest(values, decimals)
    matrix = LiveMatrix(np.eye(2), theme, colours=BASIS, decimals=decimals, widest=room)
    return matrix.scale(min(1.0, PANEL.width / matrix.width))


class LiveArea(LiveNumber):
    """A signed area that runs, in the colour of its sign.

    Args:
        values: where it rests.
        theme: for colours.
    """

    def __init__(self, values: Sequence[float], theme: Theme) -> None:
        self.theme = theme
        decimals = 0 if max(map(abs, values)) >= 1000 else 2
        super().__init__(0.0, theme, size=0.9, decimals=decimals, anchor="left")
        self.set_text(widest(values, decimals))

    def run(self, value: float, *, animating: bool = False) -> Self:
        """Show a value, written as a person would where it rests."""
        self.set_ink(self.theme.area_negative if value < 0 else self.theme.area)
        if animating:
            return self.set_value(value, animating=True)
        return self.set_text(result(value), value)
