"""A plane that matrices carry, one after another, and two of them beside each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, replace
from typing import Self, TypeAlias

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.easing import ease
from explainer.geometry.plane import Framing, Rectangle, clip_lines
from explainer.mobjects.placing import Name
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import EMPTY, Mark
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.scenes.linear_algebra.matrix_product.drawing.equation import Equation, Flight
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory, Way, way
from explainer.scenes.linear_algebra.matrix_product.text import BASIS, HATS
from explainer.style import Theme, Zone
from explainer.zones import WIDTH, Layout

SQUARE = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)

Space: TypeAlias = tuple[Rectangle, Zone]
"""Where on a plane the square may lie, and names stand."""

BESIDE = 0.5
"""The brightness of the grids of two planes."""
SPARSE = 0.5
"""The least distance of the lines of the grid that stays."""

STEPS = np.linspace(0, 1, 25)
"""At which shares of its time the way of a tip is drawn."""
BOW, PARTED = 0.12, 0.05
"""How far a straight leg is bent, so that it lies on no arrow, and a turn, so that it lies on no
other; as a share of its length."""
HEAD, ABREAST = 0.17, 0.085
"""The size of what shows which way a leg goes, and how far arrows that would lie on each other
stand from their line, in frame units."""


def whole_space(layout: Layout) -> Space:
    """Return the space on a plane with the matrices beside it, or below it."""
    if layout.is_wide:
        names = Zone(layout.safe.left, 2.75, layout.body.bottom, layout.height(2.6))
    else:
        names = layout.open
    return Rectangle(*astuple(names.within(0.7, 0.55, 0.9, 0.9))), names


def half_spaces(layout: Layout) -> tuple[Space, Space]:
    """Return the spaces on two planes, with captions above and matrices below."""
    low, high = layout.height(-2.15), layout.height(2.15)
    left, right = Zone(layout.safe.left, -0.2, low, high), Zone(0.2, layout.safe.right, low, high)
    rooms = left.within(0.7, 0.7, 0.55, 0.05), right.within(0.7, 0.7, 0.55, 0.05)
    return (Rectangle(*astuple(rooms[0])), left), (Rectangle(*astuple(rooms[1])), right)


def corners(*matrices: np.ndarray) -> np.ndarray:
    """Return the corners of the images of the unit square, (4n, 2)."""
    return np.concatenate([SQUARE @ matrix.T for matrix in matrices])


def abreast(matrix: np.ndarray) -> tuple[float, float]:
    """Return how far to their left the arrows to the columns stand, so that both are seen."""
    first, second = (matrix / np.maximum(np.linalg.norm(matrix, axis=0), 1e-300)).T
    share = ABREAST * ease((float(first @ second) - 0.985) / 0.015)
    return -share, share


class MovedPlane(Plane):
    """A plane whose grid, unit square and basis go where matrices carry them, one after another.

    Args:
        theme: for colours.
        ways: from where each of the matrices begins to where it ends.
        zone: the part of the frame that it fills; all of it when None.
        space: where in the frame the square may lie, and names stand.

    Attributes:
        framings: the views before the first matrix and after each.
        steady: whether they are all the same.
        moved: the grid that is carried, the line on which all lies once it is flat, the square, and
            the two arrows.
        trails: of the tips of the two arrows, a leg for each matrix, with a head.
        past: of each matrix, what was before it, as ghosts: all of ``moved`` but the grid.
        light: how bright the grid is that is carried.
        called, letters: names of the images of the basis, before the first matrix and after each,
            and of the legs of each.
    """

    def __init__(
        self,
        theme: Theme,
        ways: Sequence[Way],
        zone: Zone | None = None,
        space: Space | None = None,
    ) -> None:
        room, names_in = space or whole_space(theme.layout)
        zone = zone or theme.layout.frame
        super().__init__(theme, zone, room, units=3.4)
        self.numbers.set_opacities(np.zeros(len(self.numbers.numbers)))
        self.names_in, self.ways = names_in, tuple(ways)
        self.lattice, self.flat = self.moved_grid(math.inf), self.segments("area", "heavy")
        self.square = self.area()
        self.lattice.axes.set_stroke(theme.grid)  # names stand at tips, through which they go
        self.arrows = [self.arrow(role, width=0.085, tip=0.34) for role in BASIS]
        self.trails = [self.segments(role, "bold").set_z_index(4.6) for role in BASIS]
        self.moved: list[Mark] = [self.lattice, self.flat, self.square, *self.arrows]
        self.framings, self.past, self.steady = list[Framing](), list[list[Mark]](), True
        self.light, self._bows = 1.0, np.zeros((len(ways), 2))
        self._whole: dict[tuple[int, ...], np.ndarray] = {}
        legs = list(np.ndindex(len(ways), 2))
        paths = np.array([self.leg(*each) for each in legs])
        self._bows = _bows(paths.reshape(len(ways), 2, *paths.shape[1:]))
        self._whole = {each: self.leg(*each) for each in legs}

    @property
    def _label_zone(self) -> Zone:
        return self.names_in

    def frame(self, *groups: np.ndarray) -> Self:
        """Find the views for (n, 2) points, corners when none, at first and after each matrix."""
        legs = range(len(self.ways) + 1)
        self.framings = self.views(*(groups or (corners(self.at(k)) for k in legs)), least=0.2)
        self.steady = self.framings[0] is self.framings[-1]
        nearest = max(view.units for view in self.framings)
        self.grid.finest = 10.0 ** math.ceil(math.log10(SPARSE / nearest))
        for leg in legs[len(self.past) : -1]:
            self.look(self.framings[0])
            shown, shares = self.show(leg), (0.35, 0.25, 0.4, 0.4)
            self.past.append([*map(self.ghost, shown, shares)])
        if not self.steady:
            self.drop(*(ghost for ghosts in self.past for ghost in ghosts))
        return self

    def step(self, leg: int, t: float) -> Self:
        """Show the work of a matrix at t in [0, 1]; the view goes along."""
        self.zoom(self.framings[leg], self.framings[leg + 1], t, corners(self.at(leg + t)))
        self.show(leg + t)
        self.leave_trails(leg + t)
        return self.settle()

    def show(self, done: float) -> list[Mark]:
        """Draw what matrices have carried so far, and return all but the grid."""
        matrix = self.at(done)
        self.lattice.to(matrix)
        self.square.to(matrix)
        for arrow, end, aside in zip(self.arrows, matrix.T, abreast(matrix), strict=True):
            arrow.aside = aside
            arrow.to(end)
        longest = max(matrix.T, key=np.linalg.norm)
        size = max(float(np.linalg.norm(longest)), 1e-300)
        thin = ease(1 - 4 * abs(float(np.linalg.det(matrix / size)))) * ease(size * self.view.units)
        along = longest * (WIDTH / self.view.units / size)
        self.flat.to([[-along, along]] if thin else EMPTY).set_brightness(thin)
        self.lattice.set_brightness(self.light * (1 - thin))  # it crowds there
        return self.moved[1:]

    def ghosts(self, leg: int) -> list[Mark]:
        """Return what a matrix leaves behind, faint; nothing where the view moves on."""
        return self.past[leg] if self.steady else []

    def settle(self, *, final: bool = True, numbers: float | None = None) -> Self:
        """Put names in their places; there are no numbers along the axes."""
        self._set_tips()
        return self

    def at(self, done: float) -> np.ndarray:
        """Return where the basis is, (2, 2), when so many matrices have done their work."""
        leg = min(int(done), len(self.ways) - 1)
        return self.ways[leg](done - leg)

    # -- trails ----------------------------------------------------------------------------------

    def leave_trails(self, done: float) -> None:
        """Draw the ways of the two tips as far as ``done`` matrices have carried them."""
        legs = range(min(math.ceil(done), len(self.ways)))
        for place, trail in enumerate(self.trails):
            drawn = [self._headed(self.leg(leg, place, min(done - leg, 1.0))) for leg in legs]
            start, stop = np.concatenate([EMPTY, *drawn]).swapaxes(0, 1)
            # What lies beyond the view may be far beyond it.
            trail.to(clip_lines((start + stop) / 2, (stop - start) / 2, self.view.rectangle, 1.0))

    def leg(self, leg: int, place: int, share: float = 1.0) -> np.ndarray:
        """Return the way of a tip while a matrix works, (n, 2), up to a share of its time.

        It is bent a little where it would lie on an arrow, or on the way of the other tip.
        """
        if share == 1 and (leg, place) in self._whole:
            return self._whole[leg, place]
        points = np.array([self.ways[leg](share * t)[:, place] for t in STEPS])
        x, y = points[-1] - points[0]
        return points + np.outer(self._bows[leg, place] * 4 * STEPS * (1 - STEPS), (-y, x))

    def _headed(self, points: np.ndarray) -> np.ndarray:
        """Return a way as segments, (n, 2, 2), with a head in its middle."""
        middle = len(points) // 2
        length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
        if length * self.view.units < 0.05:
            return EMPTY
        x, y = forward = points[middle + 1] - points[middle - 1]
        size = min(HEAD / self.view.units, 0.3 * length) / max(math.hypot(x, y), 1e-300)
        tip = points[middle] + size / 2 * forward
        head = [[tip - size * (forward + np.array([-y, x]) * way), tip] for way in (0.6, -0.6)]
        return np.concatenate([np.stack([points[:-1], points[1:]], axis=1), head])

    # -- names -----------------------------------------------------------------------------------

    def name_all(self, *matrices: str, first: int = 0) -> Self:
        """Name the images of the basis and the legs, clear of all that comes; ``step`` follows.

        Args:
            *matrices: which act, one after the other.
            first: after how many of them images are named first.
        """
        self.step(len(self.ways) - 1, 1.0)
        self.called: list[list[PlaneLabel]] = [[] for _ in range(first)]
        for done in range(first, len(self.ways) + 1):
            ends, factors = self.at(done).T, " ".join(reversed(matrices[:done]))
            # Of what stays where it is, a name takes the place of the one before.
            old = zip(self.names[-2:], ends, strict=False)
            self.remove(*(name for name, end in old if np.allclose(name.point, end)))
            named = zip(HATS, ends, BASIS, strict=True)
            self.called.append([self.label(f"{factors} {hat}", *pair) for hat, *pair in named])
        # Next to a name, a letter would be read as a factor.
        blocked: list[VMobject] = [name.copy().scale(1.8) for name in self.names]
        self.letters: list[list[Name]] = [[] for _ in self.ways]
        legs = list(np.ndindex(len(self.ways) * self.steady, 2))
        middles = {each: self.leg(*each)[8:17] for each in legs}
        for (leg, _), points in middles.items():
            if np.ptp(points, axis=0).max() * self.view.units > 0.1:
                others = [middles[each] for each in legs if each[0] != leg]
                away = np.concatenate(others) if others else None
                made = self.name_beside(f"${matrices[leg]}$", "ink", points, away, blocked)
                self.letters[leg] += (name for name in made if not len(name.leader.points))
                blocked += self.letters[leg]
        return self

    def take(self, names: Sequence[PlaneLabel]) -> Self:
        """Let the arrows take names along, if there are any."""
        for arrow, name in zip(self.arrows, names, strict=False):
            arrow.label = name
        return self


def _bows(paths: np.ndarray) -> np.ndarray:
    """Return how far to its left each leg of two ways is bent, (legs, 2), as a share of its length.

    A straight one goes outwards round what may lie on it. Of two that lie on each other, and of
    turns, the second goes inside; so does a way back.

    Args:
        paths: (legs, 2, n, 2) points along the ways of both tips.
    """
    start, halfway, stop = (paths[:, :, k] for k in (0, len(STEPS) // 2, -1))
    left = np.flip(stop - start, axis=-1) * (-1, 1)
    bent = np.abs(((halfway - (start + stop) / 2) * left).sum(axis=-1))
    turns = bent > 0.05 * (left**2).sum(axis=-1)
    bows = np.where(turns, PARTED, BOW) * np.where((halfway * left).sum(axis=-1) < -1e-9, -1, 1)
    back = paths[:, :, ::-1]
    pairs = (paths[:, 0], paths[:, 1]), (paths[:, 0], back[:, 1]), (paths[:-1], back[1:])
    same, crossed, undone = (np.abs(a - b).max(axis=(-2, -1)) < 0.02 for a, b in pairs)
    bows[:, 1] *= np.where(same | crossed | turns[:, 1], -1, 1)
    bows[1:] *= np.where(undone, -1, 1)
    return bows


class Journey(VGroup):
    """How a basis vector comes to a column of AB: by way of a column of B.

    Args:
        plane: whose two matrices have done their work.
        equation: beside it.
        place: which of the basis vectors.
        image: A times the column of B, with what it is, as Typst mathematics.
        names: what names must keep clear of; that of the image is added if there is room.
    """

    def __init__(
        self, plane: MovedPlane, equation: Equation, place: int, image: str, names: list[Name]
    ) -> None:
        role, em = BASIS[place], plane.theme.sizes.label
        self.rider = plane.arrow(role, width=0.085, tip=0.34, layer=5.5)
        self.plane, self.place, self.through = plane, place, equation.through[place]
        stop, tip = (plane.at(done)[:, place] for done in (1.0, 2.0))
        x, y, _ = plane.view.to_frame(tip)
        # Where both end in one place, one name is on either side of it, and needs no leader.
        shared = bool(plane.arrows[place].aside)
        wall = Curve(plane.theme.ink, fill=1).set_box(Zone(x - 0.05, x + 0.05, y - 1, y + 1))
        clear = [*names, *([wall] * shared)]
        self.end = plane.name_beside(f"${image}$", role, tip, clear=clear)
        for name in self.end * shared:
            name.leader.set_segments(EMPTY)
        names += self.end
        spots = [plane.view.to_frame(tip)] * 2
        for name in self.end:
            spots = [name.words.part(part).get_center() for part in ("argument", "numbers")]
        middle = plane.view.to_frame(stop + 0.25 * stop / max(float(np.linalg.norm(stop)), 1e-9))
        copies = [each.copy().with_halo(plane.theme) for each in equation.b.column(place)]
        self.leave = Flight(copies, em, spots[0], middle)
        self.arrive = Flight(equation.ab.column(place), em, spots[1])
        super().__init__(self.rider, *self.end, self.leave, self.arrive, self.through)

    def go(self, start: float, stop: float, t: float) -> Self:
        """Be a share of the way from one time to another.

        A column of B goes to the tip of the vector until 1, A carries that until 2, and then its
        numbers go to AB until 3.
        """
        s = start + t * (stop - start)
        first, second, third = (ease(s - leg) for leg in range(3))
        waiting, written = ease(5 * s - 4), ease(4 * s - 7)
        self.leave.fly(2 - first - second).set_presence((1 - written) * (s > 0))
        matrix = self.plane.at(1 + second)
        self.rider.aside = abreast(matrix)[self.place]
        self.rider.to(matrix[:, self.place])
        self.rider.set_presence(waiting)
        self.through.set_presence(ease(2 * s - 2))
        for name in self.end:
            name.set_presence(written)
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
        story: of the two matrices.

    Attributes:
        right: the second plane, where A acts first.
        once: the plane that will take its place, where AB acts.
        goal: on the second plane, the outline of where the square of the first one is.
        named: that outline's name.
        divider: between the planes.
        late: what comes with the second plane.
    """

    def __init__(self, left: MovedPlane, story: ProductStory) -> None:
        layout = self.layout = left.theme.layout
        zone, spaces = replace(layout.frame, left=0.0), half_spaces(layout)
        right, once = (
            MovedPlane(left.theme, ways, zone, spaces[1])
            for ways in (story.first_a, (way(story.ab),))
        )
        self.left, self.right, self.once, self.whole = left, right, once, left.framing
        left.room, left.names_in = spaces[0]
        groups = [corners(left.at(done), right.at(done)) for done in range(3)]
        for plane in (left, right, once):
            plane.light = BESIDE
            plane.frame(*groups)
        once.framings = once.framings[::2]
        self.divider = Segments(left.theme.muted, width=left.theme.strokes.regular).set_z_index(9)
        super().__init__(left, right, self.divider)
        self.late, self.goal, self.named = list[VMobject](), list[Mark](), list[Name]()
        for plane in (right, once):
            plane.look(plane.framings[0])
        self.split(1.0)  # names stand clear of what is in the half of the frame
        right.step(1, 1.0)
        if story.rank == 2 and right.steady:
            ends = np.stack([corners(story.ab), np.roll(corners(story.ab), -1, axis=0)], axis=1)
            self.goal = [right.segments("muted", "regular", dash=0.12).to(ends)]
        right.name_all("A", "B", first=2)
        if self.goal:
            clear = right.letters[0] + right.letters[1]
            self.named = right.name_beside("$A B$", "muted", ends.mean(axis=1), clear=clear)
        right.step(0, 0.0)
        once.name_all("A B", first=1).step(0, 0.0)
        self.late += left.put(*(ghost for k in (0, 1) for ghost in left.ghosts(k)[:2]))
        left.name_all("B", "A", first=2)
        self.late += [*self.goal, *self.named, *left.names, *left.letters[0], *left.letters[1]]
        self.late += [*right.moved[1:], *right.ghosts(0)]

    def split(self, t: float) -> None:
        """Uncover the right plane as the left one goes to its half of the frame."""
        frame, left, right = self.layout.frame, self.left, self.right
        x = frame.right * (1 - t)
        left.view.zone = replace(frame, right=x)
        right.view.zone = replace(frame, left=x)
        end = None if left.steady else corners(left.at(2.0))
        left.light = 1 - t * (1 - BESIDE)
        left.zoom(self.whole, left.framings[-1], t, end).show(2.0)
        left.settle().leave_trails(2.0)
        for grid in (right.grid, right.lattice):
            grid.draw()
        self.divider.set_segments(
            np.array([[(x, self.layout.height(-2.15)), (x, self.layout.heading_veil.bottom)]])
        )
        for part in self.late:
            part.set_presence(ease(2 * t - 1))

    def again(self, t: float) -> None:
        """Let both matrices work on the left once more, whose trails stay."""
        self.left.show(ease(2 * t) + ease(2 * t - 1))
