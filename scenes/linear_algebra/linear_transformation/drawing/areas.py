"""The unit square and the squares of the grid about it, what becomes of them, and their areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.lib.stride_tricks import sliding_window_view

from explainer.allowed import allow
from explainer.geometry.plane import Rectangle, segments_path
from explainer.maths.linear_algebra import signed_area
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import distances, evenly, evenly_each, ink_box
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_figures import CROWDED
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import EMPTY, ORIGIN, ArrayMark, Mark
from explainer.mobjects.shapes import VGroup
from explainer.numbers import computed
from explainer.scenes.linear_algebra.common import number
from explainer.scenes.linear_algebra.linear_transformation.drawing.many import WayArrow
from explainer.scenes.linear_algebra.linear_transformation.drawing.places import Places
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.style import Theme

CLEAR, AMPLE = 0.12, 0.45
"""How far a number is kept from every line, and what is as good as farther, in frame units."""


def _square(low: float, high: float, count: int) -> np.ndarray:
    """Return points of a square, (count * count, 2), evenly apart."""
    share = np.linspace(low, high, count)
    return np.stack(np.meshgrid(share, share, indexing="ij"), axis=2).reshape(-1, 2)


PLACES = _square(0.1, 0.9, 17)
MIDDLES = 0.5 + np.array([(0, 0), (0.14, 0), (-0.14, 0), (0, 0.14), (0, -0.14)])
"""Where in a unit square a number may stand, and go with it, and where near its middle."""

EDGES = np.array([[(0, 0), (1, 0)], [(1, 0), (1, 1)], [(1, 1), (0, 1)], [(0, 1), (0, 0)]])
"""Of the unit square."""

NEIGHBOURS = np.array([(x, y) for x in range(-3, 5) for y in range(-3, 4) if x or y])
"""Squares about it, by their lower left corners."""

FARTHEST, TINT = 40, 0.15
"""So many squares to each side are tinted at most, and how strongly."""

SMALLER, NOTHING = 0.72, 1.2
"""How large an area is where it has no room, and the area 0 beside names."""

OTHERS = 0.6
"""How bright the areas of other squares are."""


class Cells(ArrayMark):
    """Every other square of the grid, carried by a matrix, (2, 2), as one shape."""

    layer = 0.3
    value = np.zeros((2, 2))

    def __init__(self, view: PlaneView, theme: Theme) -> None:
        super().__init__(stroke_width=0, fill_color=theme.area, fill_opacity=TINT)
        self.view, self.colours = view, (theme.area, theme.area_negative)
        steps = np.arange(-FARTHEST, FARTHEST + 1)
        every = np.array([(x, y) for x in steps for y in steps if (x + y) % 2])
        self.corners = every[:, None] + np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])

    def outline(self) -> np.ndarray:
        """Return nothing, (0, 2, 2): they are everywhere."""
        return EMPTY

    def _draw(self) -> None:
        zone, area = self.view.zone, signed_area(self.value)
        self.points = np.zeros((0, 3))
        if _width(self.value) * self.view.units < 2 * CROWDED:
            return
        corners = self.view.flat(self.corners @ self.value.T)
        low, high = corners.min(axis=1), corners.max(axis=1)
        seen = (high > [zone.left, zone.bottom]) & (low < [zone.right, zone.top])
        ways = sliding_window_view(corners[seen.all(axis=1)], 2, axis=1).swapaxes(2, 3)
        self.points = segments_path(ways.reshape(-1, 2, 2))
        self.set_fill(self.colours[area < 0])


class AreaNumber(LiveNumber):
    """The area of a parallelogram, written in it if there is room.

    Attributes:
        corner: the lower left corner of the square that becomes the parallelogram, (2,).
        spot: where in the square it stands, (2,).
        is_shown: whether there is room.
    """

    def __init__(self, plane: Plane, theme: Theme, corner: np.ndarray = ORIGIN) -> None:
        super().__init__(0.0, theme, colour="ink", anchor="centre", size=1.15 * theme.sizes.formula)
        self.plane, self.corner, self.spot = plane, corner, np.full(2, 0.5)
        self.is_shown = True
        self.with_halo(theme).set_z_index(8)

    def show(self, matrix: np.ndarray, *, animating: bool, share: float = 1.0) -> None:
        """Write the area of the image of the square, at a share of its brightness."""
        view, value = self.plane.view, signed_area(matrix)
        text = f"{value:.2f}" if animating else computed(value)
        middle = view.to_frame(matrix @ (self.corner + self.spot))
        self.stand(middle - np.array([0, 0.33 * self.em, 0]), text, value)
        room = min(max((_width(matrix) * view.units - 0.3) / 0.3, 0.0), 1.0)
        self.set_brightness(share * room * self.is_shown)

    def settle(
        self,
        matrix: np.ndarray,
        points: np.ndarray,
        boxes: np.ndarray,
        least: float = CLEAR,
        spots: np.ndarray = PLACES,
        room: Rectangle | None = None,
    ) -> np.ndarray:
        """Choose where it stands in the end, and return its box with those of others, (n, 2, 2).

        Args:
            matrix: carries the square to where it is to be written.
            points: it must not meet these points of the frame, (n, 2).
            boxes: middles and sizes of what else it must not meet, (n, 2, 2).
            least: how far it is kept from them, in frame units.
            spots: where in the square it may stand, (k, 2).
            room: where in the frame; where names may stand when None.
        """
        self.show(matrix, animating=False)
        size = ink_box(self)[1]
        places = self.plane.view.flat((self.corner + spots) @ matrix.T)
        clear = distances(places, size / 2, points).min(axis=1, initial=AMPLE)
        for other, extent in boxes:
            apart = np.abs(places - other) - (size + extent) / 2
            clear = np.minimum(clear, apart.max(axis=1))
        zone = room or Rectangle(*astuple(self.plane.view.text))
        inside = (np.minimum(places - zone.low, zone.high - places) - size / 2).min(axis=1)
        clear = np.minimum(clear, inside)
        best = int(np.argmax(np.round(clear - 0.2 * np.abs(spots - 0.5).max(axis=1), 6)))
        self.is_shown = bool(clear[best] > least)
        self.spot = spots[best]
        self.show(matrix, animating=False)
        return np.concatenate([boxes, np.array([[places[best], size]])[: int(self.is_shown)]])


class UnitAreas(VGroup):
    """The unit square and its image with their areas, and all squares of the grid with theirs.

    Attributes:
        square: the unit square as it is before.
        image: a copy of the square, which the matrix carries.
        unit: another, which goes aside, where the area 1 has no room in the square itself.
        aside: where that lies; zero where it does not.
        numbers: the areas of the square and of its image.
        others: those of the images of squares next to it.
        linked: the parts of an arrow from the first number to the second; none if it has no room.
        falls: the ways of corners onto the line that is left of the plane.
    """

    def __init__(
        self, plane: Plane, story: TransformationStory, square: Mark, places: Places
    ) -> None:
        self.plane, self.story, self.square, self.places = plane, story, square, places
        self.image, self.unit, self.turn = plane.area(), plane.area(), plane.turn()
        self.unit.solid, self.aside = True, np.zeros(2)
        self.cells = plane.hold(Cells(plane.view, plane.theme))
        allow(self.cells, "figures", "the areas of all squares are one number, written in each")
        self.numbers = [AreaNumber(plane, plane.theme) for _ in range(2)]
        self.others: list[AreaNumber] = []
        self.linked: list[Mark] = []
        self.falls = plane.segments("area", "regular", dash=0.1)
        self.nothing: list[PlaneLabel] = []
        super().__init__(plane)
        plane.drop(*self.marks, self.cells, self.falls)

    @property
    def marks(self) -> list[Mark]:
        """The squares that are carried, and the sense in which the basis now turns."""
        seen = (self.unit, self.aside.any()), (self.falls, self.story.rank < 2)
        return [self.image, self.turn, *(mark for mark, is_seen in seen if is_seen)]

    def settle(self, arrows: Sequence[Mark], names: Sequence[PlaneLabel]) -> None:
        """Find room for all areas, clear of arrows and names.

        Args:
            arrows: of the basis, before and after.
            names: in the picture.
        """
        view, (before, after) = self.plane.view, self.numbers
        story, matrix = self.story, self.story.matrix
        self.carry_square(1.0)
        for name in names:
            allow(name, "crossed", "squares are tinted behind it, and end at its halo")
        figures = [mark.edges() for mark in (self.image, self.turn)]
        edges = [mark.edges() for mark in (*arrows, self.falls)]
        on_arrows, apart = (evenly_each(np.concatenate(each)) for each in (edges, figures + edges))
        lines = np.concatenate([evenly_each(self.square.edges()), apart])
        boxes = np.array([ink_box(name) for name in names]).reshape(-1, 2, 2)
        if story.rank < 2:
            middle = matrix @ np.ones(2) - 0.05 * (story.rank == 0)
            self.nothing = [self.plane.label(f'"area" {number(0.0)}', middle, "area")]
            self.nothing[0].scale(NOTHING)
            self.plane.settle()
            self.plane.drop(*self.nothing)
            boxes = np.concatenate([boxes, [ink_box(self.nothing[0])]])
        named, inner = boxes, _square(0, 1, 30)
        boxes = after.settle(matrix, np.concatenate([lines, view.flat(inner)]), named)
        boxes = before.settle(np.eye(2), lines, boxes, AMPLE / 3)
        if not (before.is_shown and (after.is_shown or story.rank < 2)):
            # The square leaves its place, and is in nobody's way there any more.
            lines, boxes = apart, after.settle(matrix, apart, named)
            if not after.is_shown:
                after.scale(SMALLER)
                boxes = after.settle(matrix, lines, named)
            self.aside = self._cell_aside(boxes, on_arrows)
            before.is_shown, before.spot = bool(self.aside.any()), self.aside + 0.5
        self.carry_square(1.0)
        # Where the square is, there is its own area.
        lines = np.concatenate([lines, view.flat(self.aside + inner)])
        if self.plane.numbers not in self.plane.base.submobjects:
            self._write_others(lines, boxes)
        self._link(on_arrows)

    def _write_others(self, points: np.ndarray, boxes: np.ndarray) -> None:
        """Write the areas of squares about the first, clear of points and boxes and of a formula.

        Where axes have numbers, they would be too much.
        """
        plane, view, matrix = self.plane, self.plane.view, self.story.matrix
        seen = self.places.seen
        boxes = np.concatenate([boxes, self.places.formula])
        axes = view.lines(np.zeros((2, 2)), np.eye(2), 1e3)
        points = np.concatenate([points, evenly_each(axes)])
        for corner in NEIGHBOURS:
            middle = view.flat(matrix @ (corner + 0.5))
            if not ((seen.low < middle) & (middle < seen.high)).all():
                continue
            number = AreaNumber(plane, plane.theme, corner)
            edges = evenly_each(view.flat((corner + EDGES) @ matrix.T))
            around = np.concatenate([points, edges])
            boxes = number.settle(matrix, around, boxes, CLEAR, MIDDLES, seen)
            number.show(matrix, animating=False, share=OTHERS)
            self.others += [number] if number.is_shown else []

    def _cell_aside(self, boxes: np.ndarray, arrows: np.ndarray) -> np.ndarray:
        """Return a square of the old grid beside all that the unit square becomes, or zero.

        It is given by its lower left corner, (2,), and clear of names and numbers, (n, 2, 2); no
        points of arrows, (n, 2), are on the way from it to the other area.
        """
        view, matrix = self.plane.view, self.story.matrix
        if view.units < 0.6:
            return np.zeros(2)
        share, inner = np.linspace(0, 1, 9), _square(0, 1, 9)
        taken = [middle + size * (share[:, None] - 0.5) for middle, size in boxes]
        points = np.concatenate([view.flat(inner), view.flat(inner @ matrix.T), *taken])
        cells = np.array([(x, y) for x in range(-4, 5) for y in range(-3, 4)], dtype=float)
        middles, half = view.flat(cells + 0.5), view.units / 2
        zone = Rectangle(*astuple(view.text))
        inside = (middles > zone.low + half) & (middles < zone.high - [0.4, 0.3] - half)
        clear = distances(middles, np.full(2, half - 0.05), points).min(axis=1)
        fits = inside.all(axis=1) & (clear > 0.04)
        if not fits.any():
            return np.zeros(2)
        away = np.hypot(*(middles - view.flat(matrix.sum(axis=1) / 2)).T) + 2.0 * (clear < 0.5)
        goal = view.flat(matrix @ self.numbers[1].spot)
        blocked = np.concatenate([arrows, *taken[:2]])
        for index in np.flatnonzero(fits):
            way = middles[index] + share[:, None] * (goal - middles[index])
            away[index] += 3 * (distances(evenly(way), np.full(2, 0.1), blocked).min() < 0.1)
        return np.asarray(cells[int(np.argmin(np.where(fits, np.round(away, 6), np.inf)))])

    def _link(self, arrows: np.ndarray) -> None:
        """Let an arrow lead from the area 1 to what it becomes, the way that the number goes.

        Its tip must not lie on other arrows, points of which are given, (n, 2).
        """
        view, (first, last) = self.plane.view, self.numbers
        if self.story.rank < 2 or not (first.is_shown and last.is_shown):
            return
        boxes = [ink_box(number) for number in self.numbers]
        way = evenly(view.flat(self.story.ways(first.spot[None], 0, 1)[0]), 0.04)
        if not self.story.turns_on_the_way or np.hypot(*(way[-1] - boxes[1][0])) > 0.4:
            way = evenly(np.array([middle for middle, _ in boxes]), 0.04)
        clear = [distances(way, size / 2, middle[None])[:, 0] > 0.18 for middle, size in boxes]
        way = way[clear[0] & clear[1]]
        if len(way) > 14 and distances(way[-1:], np.zeros(2), arrows).min() > 0.2:
            self.linked = WayArrow(self.plane, 4.6, 0.22, 4.7).to(way, 8).parts

    def carry_square(self, t: float) -> None:
        """Let a copy of the unit square leave its ghost, with its area in it."""
        matrix = self.story.path(t)
        self.image.to(matrix)
        ways = matrix.T if signed_area(matrix) and self.story.area < 0 else (ORIGIN, ORIGIN)
        self.turn.to(*ways)
        corners = np.array([(1.0, 0), (0, 1), (1, 1)])
        self.falls.to(self.story.ways(corners, 0, t)[:, [0, -1]] if self.story.rank < 2 else EMPTY)
        slid = self.aside * min(2 * t, 1.0)
        self.unit.to(np.eye(2), slid)
        if self.aside.any():
            self.numbers[0].spot = slid + 0.5
        self.numbers[0].show(np.eye(2), animating=False)
        self.numbers[1].show(matrix, animating=0 < t < 1, share=min(2 * t, 1.0))
        self.plane.settle(final=t in (0, 1))

    def carry_cells(self, t: float) -> None:
        """Let the squares of the grid follow."""
        self.cells.to(self.story.path(t))
        self.plane.settle(final=t in (0, 1))

    @property
    def written(self) -> list[AreaNumber]:
        """All areas that are written."""
        return [*self.numbers, *self.others]

    def conclude(self) -> list[VMobject]:
        """Return what says, in the end, how each area has changed, to be faded in."""
        self.plane.add(*self.nothing, *self.linked)
        self.plane.settle()
        return [*self.nothing, *self.linked, *self.others]


def _width(matrix: np.ndarray) -> float:
    """Return how narrow the image of the unit square is, in mathematical units."""
    return abs(signed_area(matrix)) / max(*np.hypot(*matrix).tolist(), 1e-300)
