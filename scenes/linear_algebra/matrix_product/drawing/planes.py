"""A plane that matrices carry, one after another, and two of them beside each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.constants import DL, UR
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.geometry.plane import Framing, Rectangle
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark, PlaneDots, PlaneSegments
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.scenes.linear_algebra.matrix_product.drawing.equation import Flight
from explainer.scenes.linear_algebra.matrix_product.story import Way
from explainer.scenes.linear_algebra.matrix_product.text import BASIS, HATS
from explainer.style import FRAME, HEADING_VEIL, HERO, SAFE, Theme, Zone

SQUARE = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)

ROOM, NAMES = Rectangle(-5.5, 2.2, -2.5, 1.6), Zone(SAFE.left, 2.75, -3.2, 2.6)
"""Where the square may lie beside the matrices, and names stand."""
HALF_ROOMS = Rectangle(-5.7, -0.9, -1.75, 2.05), Rectangle(0.9, 5.7, -1.75, 2.05)
HALF_NAMES = Zone(SAFE.left, -0.2, -2.25, 2.15), Zone(0.2, SAFE.right, -2.25, 2.15)
"""The same on each of two planes, with captions above and matrices below."""

BESIDE = 0.5
"""The brightness of the grids of two planes."""

SPARSE, APART = 0.5, 0.19
"""The least distance of the lines of the grid that stays, and that of the dots of a trail."""
STEPS, MOST_DOTS = 40, 300
"""In how many steps a trail follows the work of a matrix, and its dots at most."""


def corners(*matrices: np.ndarray) -> np.ndarray:
    """Return the corners of the images of the unit square, (4n, 2)."""
    return np.concatenate([SQUARE @ matrix.T for matrix in matrices])


class MovedPlane(Plane):
    """A plane whose grid, unit square and basis go where matrices carry them, one after another.

    Args:
        theme: for colours.
        ways: from where each of the matrices begins to where it ends.
        zone: the part of the frame that it fills.
        room: where in the frame the square may lie.
        names_in: where names may stand.

    Attributes:
        framings: the views before the first matrix and after each.
        steady: whether they are all the same.
        moved: the grid that is carried, the square, and the two arrows.
        trails: of the tips of the two arrows, dotted.
        past: of each matrix, what it leaves behind: the square as an outline, and two arrows.
    """

    def __init__(
        self,
        theme: Theme,
        ways: Sequence[Way],
        zone: Zone = HERO,
        room: Rectangle = ROOM,
        names_in: Zone = NAMES,
    ) -> None:
        super().__init__(theme, zone, room, units=3.0)
        self.names_in = names_in
        self.follow(ways).numbers.set_opacities(np.zeros(len(self.numbers.numbers)))
        self.lattice, self.square = self.moved_grid(math.inf), self.area()
        self.lattice.axes.set_stroke(theme.grid)  # names stand at tips, through which they go
        self.arrows = [self.arrow(role, width=0.085, tip=0.34) for role in BASIS]
        self.trails = [self.dots(role, 0.042).set_z_index(4.6) for role in BASIS]
        self.moved = [self.lattice, self.square, *self.arrows]
        self.past = [self._left_by(leg) for leg in range(len(ways))]
        self.framings, self.steady = list[Framing](), True

    @property
    def _label_zone(self) -> Zone:
        return self.names_in

    def frame(self, *groups: np.ndarray) -> Self:
        """Find the views for (n, 2) points, corners when none, at first and after each matrix."""
        ends = [self.ways[0](0.0), *(way(1.0) for way in self.ways)]
        self.framings = self.views(*(groups or map(corners, ends)))
        # Of what is left behind, nothing stays where the view moves on: it would be far outside.
        self.steady = self.framings[0] is self.framings[-1]
        for ghost in (ghost for marks in self.past for ghost in marks[1:]):
            ghost.set_brightness(0.45 * self.steady)
        nearest = max(view.units for view in self.framings)
        self.grid.finest = 10.0 ** math.ceil(math.log10(SPARSE / nearest))
        return self

    def step(self, leg: int, t: float) -> Self:
        """Show the work of a matrix at t in [0, 1]; the view goes along."""
        matrix = self.ways[leg](t)
        self.lattice.to(matrix)
        self.square.to(matrix)
        for arrow, end in zip(self.arrows, matrix.T, strict=True):
            arrow.to(end)
        self.zoom(self.framings[leg], self.framings[leg + 1], t, corners(matrix))
        self.leave_trails(leg + t)
        return self.settle()

    def settle(self, *, final: bool = True, numbers: float | None = None) -> Self:
        """Put names in their places; there are no numbers along the axes."""
        self._set_tips()
        return self

    def follow(self, ways: Sequence[Way]) -> Self:
        """Let these be the ways of the matrices."""
        self.ways = tuple(ways)
        self._times = np.linspace(0, len(ways), STEPS * len(ways) + 1)
        self._paths = np.array([self.at(time).T for time in self._times]).swapaxes(0, 1)
        return self

    def at(self, done: float) -> np.ndarray:
        """Return where the basis is, (2, 2), when so many matrices have done their work."""
        leg = min(int(done), len(self.ways) - 1)
        return self.ways[leg](done - leg)

    def leave_trails(self, done: float) -> None:
        """Dot the way of the two tips as far as ``done`` matrices have carried them."""
        zone = self.names_in  # beyond it there is other text
        before = self._paths[:, self._times < done]
        paths = np.concatenate([before, self.at(done).T[:, None]], axis=1)
        for trail, path in zip(self.trails, paths, strict=True):
            along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1)))
            apart = max(APART / self.view.units, along[-1] / MOST_DOTS)
            places = np.arange(apart / 2, along[-1], apart)
            dots = np.column_stack([np.interp(places, along, axis) for axis in path.T])
            spots = self.view.flat(dots)
            inside = (spots > (zone.left, zone.bottom)) & (spots < (zone.right, zone.top))
            trail.to(dots[inside.all(axis=1)])

    def _left_by(self, leg: int) -> list[Mark]:
        outline = self.outline(self.at(leg), slice(1, 3), dash=0.12 if leg else 0.0)
        ghosts = [self.arrow(role, width=0.085, tip=0.34, layer=4.7) for role in BASIS]
        for ghost, end in zip(ghosts, self.at(leg).T, strict=True):
            ghost.to(end)
        return [outline, *ghosts]

    def outline(
        self, matrix: np.ndarray, sides: slice = slice(4), dash: float = 0.12
    ) -> PlaneSegments:
        """Put the outline of an image of the unit square, or some sides of it, on the plane."""
        square = SQUARE @ matrix.T
        ends = np.stack([square, np.roll(square, -1, axis=0)], axis=1)
        return self.segments("muted", "regular" if dash else "thin", dash=dash).to(ends[sides])

    def name_basis(self, factors: str, done: int) -> list[PlaneLabel]:
        """Name the images of the basis when so many matrices have acted, clear of all that comes.

        ``step`` follows.
        """
        self.step(len(self.ways) - 1, 1.0)
        return [
            self.label(f"{factors} {hat}", end, role)
            for hat, role, end in zip(HATS, BASIS, self.at(done).T, strict=True)
        ]

    def take(self, names: Sequence[PlaneLabel]) -> Self:
        """Let the arrows take names along."""
        for arrow, name in zip(self.arrows, names, strict=True):
            arrow.label = name
        return self


class Journey(VGroup):
    """How a basis vector comes to a column of AB: by way of a column of B.

    Args:
        plane: whose two matrices have done their work.
        place: which of the basis vectors.
        texts: the column of B, and A times that with what it is, as Typst mathematics.
        first: the numbers of the column of B, in their place.
        last: those of the column of AB.
        clear: what names must keep clear of.

    Attributes:
        stop, end: names at the tips of the two vectors, where there is room for them.
    """

    def __init__(
        self,
        plane: MovedPlane,
        place: int,
        texts: tuple[str, str],
        first: Sequence[LiveNumber],
        last: Sequence[LiveNumber],
        clear: Sequence[VMobject] = (),
    ) -> None:
        role = BASIS[place]
        self.rider = plane.arrow(role, width=0.085, tip=0.34, layer=5.5)
        self.glow = plane.glow(self.rider)
        self.plane, self.place = plane, place
        self.stop, self.end = list[Name](), list[Name]()
        spots, size = [], plane.theme.sizes.label
        for names, markup, done in zip((self.stop, self.end), texts, (1.0, 2.0), strict=True):
            tip = plane.at(done)[:, place]
            found = plane.name_beside(f"${markup}$", role, tip, clear=[*clear, *self.stop])
            names += [_on_a_plate(name, plane.theme) for name in found]
            middles = [name.words.part("numbers").get_center() for name in found]
            spots += middles or [plane.view.to_frame(tip)]
        copies = [number.copy() for number in first]
        self.leave, self.arrive = Flight(copies, spots[0], size), Flight(last, spots[1], size)
        super().__init__(self.rider, self.glow, *self.stop, *self.end, self.leave, self.arrive)

    def go(self, start: float, stop: float, t: float) -> Self:
        """Be a share of the way from one time to another.

        A column of B goes to the tip of the vector until 1, A carries that until 2, and then its
        numbers go to AB until 3.
        """
        s = start + t * (stop - start)
        first, second, third = (ease(s - leg) for leg in range(3))
        waiting = ease(5 * s - 4)
        self.leave.fly(1 - first).set_presence((1 - waiting) * (s > 0))
        self.rider.to(self.plane.at(1 + second)[:, self.place])
        self.rider.set_presence(waiting)
        self.glow.set_presence(waiting * ease(12 - 4 * s))
        for names, share in ((self.stop, waiting * ease(4 - 2 * s)), (self.end, ease(4 * s - 7))):
            for name in names:
                name.set_presence(share)
        self.arrive.fly(third).set_presence(float(s > 2))
        return self

    def arrived(self) -> list[VMobject]:
        """Leave the way to the arrow of the plane, and return what is to go without being seen."""
        self.plane.arrows[self.place].set_brightness(1.0)
        return [*self.plane.drop(self.rider), self.leave, *self.stop]


def _on_a_plate(name: Name, theme: Theme) -> Name:
    """Return a name with some background behind it: lines pass under its columns of numbers."""
    low, high = (name.words.get_corner(corner) for corner in (DL, UR))
    box = Zone(low[0] - 0.06, high[0] + 0.06, low[1] - 0.06, high[1] + 0.06)
    if max(name.leader.width, name.leader.height) < 0.6:
        name.leader.set_segments(np.zeros((0, 2, 2)))  # it says no more than their nearness
    plate = Curve(theme.background, width=0, fill=0.85).set_box(box).set_z_index(6)
    name.add_to_back(allow(plate, "cut", "lines end where a name has its plate"))
    return name


class TwoPlanes(VGroup):
    """A plane that makes room for a second one at its right.

    Args:
        left: the plane, which fills the frame.
        ways: those of the second plane.

    Attributes:
        right: the second plane, with the outline of where the square of the first one is.
        divider: between them.
        moved, trails: those of both.
    """

    def __init__(self, left: MovedPlane, ways: Sequence[Way]) -> None:
        none = Zone(FRAME.right, FRAME.right, FRAME.bottom, FRAME.top)
        right = MovedPlane(left.theme, ways, none, HALF_ROOMS[1], HALF_NAMES[1])
        self.whole, left.room, left.names_in = left.framing, HALF_ROOMS[0], HALF_NAMES[0]
        groups = [corners(left.at(done), right.at(done)) for done in range(3)]
        left.frame(*groups)
        right.frame(*groups).drop(*(marks[0] for marks in right.past))
        goal = right.outline(left.square.data())
        self.divider = Segments(left.theme.muted, width=left.theme.strokes.regular).set_z_index(9)
        super().__init__(left, right, self.divider)
        self.left, self.right = left, right
        self.moved = [mark for plane in (left, right) for mark in plane.moved]
        self.trails: list[PlaneDots] = [*left.trails, *right.trails]
        self.late: list[VMobject] = [right.square, *right.arrows, goal]
        self.split(1.0)  # names stand clear of what is in the half of the frame
        self.called = [right.name_basis(each, k) for k, each in enumerate(("", "A", "B A"))]
        self.goal = [goal, right.label("A B", left.square.data()[:, 0], "muted")]
        self.late += [*self.goal, *self.called[0], *left.name_basis("A B", 2)]
        right.take(self.called[0]).step(0, 0.0)

    def split(self, t: float) -> None:
        """Uncover the right plane as the left one goes to its half of the frame."""
        x = FRAME.right * (1 - t)
        self.left.view.zone = Zone(FRAME.left, x, FRAME.bottom, FRAME.top)
        self.right.view.zone = Zone(x, FRAME.right, FRAME.bottom, FRAME.top)
        self.left.zoom(self.whole, self.left.framings[-1], t).leave_trails(2.0)
        self.left.settle()
        self.right.look(self.right.framings[0]).settle()
        self.divider.set_segments(np.array([[(x, FRAME.bottom), (x, HEADING_VEIL.bottom)]]))
        self.left.lattice.set_brightness(1 - t * (1 - BESIDE))
        self.right.lattice.set_brightness(BESIDE)
        for part in self.late:
            part.set_presence(ease(2 * t - 1))

    def start_again(self, way: Way) -> list[VMobject]:
        """Bring both back to before the first matrix, and return what was there, to be faded out.

        Args:
            way: of the only matrix of the right plane from now on.
        """
        left, right = self.left, self.right
        gone: list[VMobject] = [*right.drop(*right.past[1]), *left.past[1]]
        for plane in (left, right):
            old = [plane.ghost(mark, mark.brightness) for mark in (*plane.moved, *plane.trails)]
            gone += [*plane.drop(*plane.names), *plane.drop(*old)]
        right.follow((way,)).framings = right.framings[::2]
        left.put(left.past[0][0], left.past[1][0])
        right.put(right.past[0][0])
        left.name_basis("A B", 2)
        right.name_basis("A B", 1)
        for mine, other in zip(right.names, left.names, strict=True):
            mine.to(other.point, other.side, other.gap)
            if not other.point.any():  # with what is left behind there is no room at the origin
                left.drop(other)
                right.drop(mine)
        self.late = [*left.names, *right.names]
        self.race(0.0)
        return gone

    def race(self, t: float) -> None:
        """Let two matrices work on the left, one after the other, and one on the right."""
        leg = min(int(2 * t), 1)
        self.left.step(leg, ease(2 * t - leg))
        self.right.step(0, ease(t))
        for part in self.left.past[1]:
            part.set_presence(ease(3 * t - 1.5))
        for part in self.late:
            part.set_presence(ease(5 * t - 4))
        self.goal[0].set_presence(ease(5 - 5 * t))
