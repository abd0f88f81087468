"""A plane that matrices carry, one after another, and two of them beside each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.easing import ease
from explainer.geometry.plane import Framing, Rectangle
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark, PlaneDots, PlaneSegments
from explainer.mobjects.shapes import Segments, VGroup
from explainer.scenes.linear_algebra.matrix_product.drawing.equation import Flight
from explainer.scenes.linear_algebra.matrix_product.story import Way
from explainer.scenes.linear_algebra.matrix_product.text import BASIS, HATS
from explainer.style import FRAME, HERO, SAFE, Theme, Zone

SQUARE = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)

ROOM, NAMES = Rectangle(-5.5, 2.2, -2.5, 1.6), Zone(SAFE.left, 2.75, -3.2, 2.6)
"""Where the square may lie beside the matrices, and names stand."""
HALF_ROOMS = Rectangle(-5.7, -1.0, -1.7, 2.1), Rectangle(1.0, 5.7, -1.7, 2.1)
HALF_NAMES = Zone(SAFE.left, -0.2, -2.25, 2.15), Zone(0.2, SAFE.right, -2.25, 2.15)
"""The same on each of two planes, with captions above and matrices below."""

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
        moved: the grid that is carried, the square, and the two arrows.
        trails: of the tips of the two arrows, dotted.
        past: what has been left behind: an outline of the square and two arrows, each time.
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
        self.ways, self.names_in = tuple(ways), names_in
        self.lattice, self.square = self.moved_grid(math.inf), self.area()
        self.lattice.axes.set_stroke(theme.grid)  # names stand at tips, through which they go
        self.arrows = [self.arrow(role, width=0.085, tip=0.34) for role in BASIS]
        self.trails = [self.dots(role, 0.042).set_z_index(4.6) for role in BASIS]
        self.moved = [self.lattice, self.square, *self.arrows]
        self.past: list[Mark] = []
        self.framings: list[Framing] = []

    @property
    def _label_zone(self) -> Zone:
        return self.names_in

    def frame(self, *groups: np.ndarray) -> Self:
        """Find the views for (n, 2) points, corners when none, at first and after each matrix."""
        ends = [self.ways[0](0.0), *(way(1.0) for way in self.ways)]
        self.framings = self.views(*(groups or map(corners, ends)))
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
        for ghost in self.past:
            if ghost.label is not None:  # where its arrow leaves the picture it names nothing
                zone, spot = self.view.zone, self.view.flat(ghost.label.point)
                low, high = spot - (zone.left, zone.bottom), (zone.right, zone.top) - spot
                ghost.label.set_presence(ease(1 + 2 * float(np.minimum(low, high).min())))
        return self.settle()

    def at(self, done: float) -> np.ndarray:
        """Return where the basis is, (2, 2), when so many matrices have done their work."""
        leg = min(int(done), len(self.ways) - 1)
        return self.ways[leg](done - leg)

    def leave_trails(self, done: float) -> None:
        """Dot the way of the two tips as far as ``done`` matrices have carried them."""
        zone = self.names_in  # beyond it there is other text
        times = np.linspace(0, done, math.ceil(STEPS * done) + 2)
        paths = np.array([self.at(time).T for time in times]).swapaxes(0, 1)
        for trail, path in zip(self.trails, paths, strict=True):
            along = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1)))
            apart = max(APART / self.view.units, along[-1] / MOST_DOTS)
            places = np.arange(apart / 2, along[-1], apart)
            dots = np.column_stack([np.interp(places, along, axis) for axis in path.T])
            spots = self.view.flat(dots)
            inside = (spots > (zone.left, zone.bottom)) & (spots < (zone.right, zone.top))
            trail.to(dots[inside.all(axis=1)])

    def remember(self) -> list[VMobject]:
        """Leave the square's outline, the arrows and the first one's name behind; return that."""
        ghosts = [self.ghost(arrow, 0.5) for arrow in self.arrows]
        for ghost, arrow in zip(ghosts, self.arrows, strict=True):
            ghost.label, arrow.label = arrow.label, None
        # Arrows lie on its other sides.
        self.past += [self.outline(self.square.data(), slice(1, 3)), *ghosts]
        return [*self.past[-3:]]

    def outline(self, matrix: np.ndarray, sides: slice = slice(4)) -> PlaneSegments:
        """Put the outline of an image of the unit square, dashed, or some sides on the plane."""
        square = SQUARE @ matrix.T
        ends = np.stack([square, np.roll(square, -1, axis=0)], axis=1)
        return self.segments("muted", "regular", dash=0.12).to(ends[sides])

    def unname(self) -> list[VMobject]:
        """Take the names off the plane, and return them, to be faded out."""
        return self.drop(*self.names)

    def forget(self) -> list[VMobject]:
        """Take names, and all that was left behind, off the plane; return it, to be faded out."""
        gone, self.past = self.past, []
        return self.drop(*gone, *self.names)

    def name_basis(self, factors: str, done: float) -> list[PlaneLabel]:
        """Name the arrows for the matrices that will have acted, clear of all that is to come.

        ``step`` follows.
        """
        self.step(len(self.ways) - 1, 1.0)
        for arrow, hat, role, end in zip(self.arrows, HATS, BASIS, self.at(done).T, strict=True):
            arrow.label = self.label(f"{factors} {hat}", end, role)
        return self.names[-2:]


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
            names += found
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
        for names, share in ((self.stop, waiting), (self.end, ease(4 * s - 7))):
            for name in names:
                name.set_presence(share)
        self.arrive.fly(third).set_presence(float(s > 2))
        return self

    def arrived(self) -> list[VMobject]:
        """Leave the way to the arrow of the plane, and return what is to go without being seen."""
        self.plane.arrows[self.place].set_brightness(1.0)
        return [*self.plane.drop(self.rider), self.leave]


class TwoPlanes(VGroup):
    """A plane that makes room for a second one at its right.

    Args:
        left: the plane, which fills the frame.
        ways: those of the second plane.
        groups: (n, 2) points that both are to show before the first matrix and after each.

    Attributes:
        right: the second plane, with the outline of where the square of the first one is.
        divider: between them.
        moved, trails: those of both.
    """

    def __init__(self, left: MovedPlane, ways: Sequence[Way], *groups: np.ndarray) -> None:
        none = Zone(FRAME.right, FRAME.right, FRAME.bottom, FRAME.top)
        right = MovedPlane(left.theme, ways, none, HALF_ROOMS[1], HALF_NAMES[1])
        self.whole, left.room, left.names_in = left.framing, HALF_ROOMS[0], HALF_NAMES[0]
        left.frame(*groups)
        right.frame(*groups)
        goal = right.outline(left.square.data())
        self.divider = Segments(left.theme.muted, width=left.theme.strokes.regular).set_z_index(9)
        super().__init__(left, right, self.divider)
        self.left, self.right = left, right
        self.moved = [mark for plane in (left, right) for mark in plane.moved]
        self.trails: list[PlaneDots] = [*left.trails, *right.trails]
        self.late: list[VMobject] = [right.square, *right.arrows, goal]
        self.split(1.0)  # names stand clear of what is in the half of the frame
        self.late += [*right.name_basis("", 0.0), *left.name_basis("A B", 2.0)]
        right.step(0, 0.0)

    def split(self, t: float) -> None:
        """Uncover the right plane as the left one goes to its half of the frame."""
        x = FRAME.right * (1 - t)
        self.left.view.zone = Zone(FRAME.left, x, FRAME.bottom, FRAME.top)
        self.right.view.zone = Zone(x, FRAME.right, FRAME.bottom, FRAME.top)
        self.left.zoom(self.whole, self.left.framings[-1], t).leave_trails(2.0)
        self.left.settle()
        self.right.look(self.right.framings[0]).settle()
        self.divider.set_segments(np.array([[(x, FRAME.bottom), (x, FRAME.top)]]))
        for part in self.late:
            part.set_presence(ease(2 * t - 1))

    def start_again(self, way: Way) -> list[VMobject]:
        """Bring both back to before the first matrix, and return what was there, to be faded out.

        Args:
            way: of the only matrix of the right plane from now on.
        """
        gone: list[VMobject] = []
        for plane in (self.left, self.right):
            old = [plane.ghost(mark, 1.0) for mark in (*plane.moved, *plane.trails)]
            gone += [*plane.forget(), *plane.drop(*old)]
        self.right.ways, self.right.framings = (way,), self.right.framings[::2]
        # Where the left plane is between its matrices is left behind when it comes there.
        self.halfway = self.left.step(0, 1.0).remember()
        self.late = [*self.left.name_basis("A B", 2.0), *self.right.name_basis("A B", 1.0)]
        self.race(0.0)
        return gone

    def race(self, t: float) -> None:
        """Let two matrices work on the left, one after the other, and one on the right."""
        leg = min(int(2 * t), 1)
        self.left.step(leg, ease(2 * t - leg))
        self.right.step(0, ease(t))
        for part in self.halfway:
            part.set_presence(ease(3 * t - 1.5))
        for name in self.late:
            name.set_presence(ease(5 * t - 4))
