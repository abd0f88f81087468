"""A plane that matrices carry, one after another, and two of them beside each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from explainer.geometry.easing import ease
from explainer.geometry.plane import Framing, Rectangle, clip_lines
from explainer.mobjects.placing import Name, Room, evenly_each, ink_box, move_ink
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import EMPTY, Mark
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.scenes.linear_algebra.matrix_product.drawing.equation import Equation, Flight
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory, Way, way
from explainer.scenes.linear_algebra.matrix_product.text import BASIS, HATS
from explainer.style import FRAME, HEADING_VEIL, HERO, SAFE, Theme, Zone

SQUARE = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)

ROOM, NAMES = Rectangle(-6.0, 2.0, -2.3, 1.7), Zone(SAFE.left, 2.75, -3.2, 2.6)
"""Where the square may lie beside the matrices, and names stand."""
HALF_ROOMS = Rectangle(-5.7, -0.9, -1.5, 1.95), Rectangle(0.9, 5.7, -1.5, 1.95)
HALF_NAMES = Zone(SAFE.left, -0.2, -2.05, 2.0), Zone(0.2, SAFE.right, -2.05, 2.0)
"""The same on each of two planes, with captions above and matrices below."""
DIVIDED = -2.05
"""How far down the line between them goes."""

BESIDE = 0.5
"""The brightness of the grids of two planes."""
SPARSE = 0.5
"""The least distance of the lines of the grid that stays."""

STEPS = 40
"""In how many steps a trail follows the work of a matrix."""
BOW, PARTED = 0.12, 0.05
"""How far a straight leg is bent, so that it lies on no arrow, and a turn, so that it lies on no
other; as a share of its length."""
HEAD = 0.17
"""The size of what shows which way a trail goes, in frame units."""
ABREAST = 0.085
"""How far arrows that would lie on each other stand from their line, in frame units."""


def corners(*matrices: np.ndarray) -> np.ndarray:
    """Return the corners of the images of the unit square, (4n, 2)."""
    return np.concatenate([SQUARE @ matrix.T for matrix in matrices])


def abreast(matrix: np.ndarray) -> tuple[float, float]:
    """Return how far to their left the arrows to the columns stand, so that both are seen."""
    lengths = float(np.linalg.norm(matrix[:, 0]) * np.linalg.norm(matrix[:, 1]))
    cosine = float(matrix[:, 0] @ matrix[:, 1]) / lengths if lengths else 0.0
    share = ABREAST * ease((cosine - 0.985) / 0.015)
    return -share, share


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
        moved: the grid that is carried, the line on which all lies once it is flat, the square, and
            the two arrows.
        trails: of the tips of the two arrows, a leg for each matrix, with the way it goes.
        past: of each matrix, what was before it, as ghosts: all of ``moved`` but the grid.
    """

    def __init__(
        self,
        theme: Theme,
        ways: Sequence[Way],
        zone: Zone = HERO,
        room: Rectangle = ROOM,
        names_in: Zone = NAMES,
    ) -> None:
        super().__init__(theme, zone, room, units=3.4)
        self.numbers.set_opacities(np.zeros(len(self.numbers.numbers)))
        self.names_in, self.ways = names_in, tuple(ways)
        times = np.linspace(0, 1, STEPS + 1)
        self._paths = np.array([[way(t).T for t in times] for way in ways]).swapaxes(1, 2)
        self._bows = _bows(self._paths)
        self.lattice, self.flat = self.moved_grid(math.inf), self.segments("area", "heavy")
        self.square = self.area()
        self.lattice.axes.set_stroke(theme.grid)  # names stand at tips, through which they go
        self.arrows = [self.arrow(role, width=0.085, tip=0.34) for role in BASIS]
        self.trails = [self.segments(role, "bold").set_z_index(4.6) for role in BASIS]
        self.moved: list[Mark] = [self.lattice, self.flat, self.square, *self.arrows]
        self.framings, self.past, self.steady = list[Framing](), list[list[Mark]](), True

    @property
    def _walls(self) -> np.ndarray:
        zone = self.names_in
        return np.array([(zone.left, zone.bottom), (zone.right, zone.top)])

    @property
    def _label_zone(self) -> Zone:
        return self.names_in

    def frame(self, *groups: np.ndarray) -> Self:
        """Find the views for (n, 2) points, corners when none, at first and after each matrix."""
        ends = [self.ways[0](0.0), *(way(1.0) for way in self.ways)]
        self.framings = self.views(*(groups or map(corners, ends)), least=0.2)
        self.steady = self.framings[0] is self.framings[-1]
        self.past = self.past or [self._leave(leg) for leg in range(len(self.ways))]
        if not self.steady:
            self.drop(*(ghost for ghosts in self.past for ghost in ghosts))
        nearest = max(view.units for view in self.framings)
        self.grid.finest = 10.0 ** math.ceil(math.log10(SPARSE / nearest))
        return self

    def step(self, leg: int, t: float) -> Self:
        """Show the work of a matrix at t in [0, 1]; the view goes along."""
        matrix = self._show(leg + t)
        self.zoom(self.framings[leg], self.framings[leg + 1], t, corners(matrix))
        self.leave_trails(leg + t)
        return self.settle()

    def _show(self, done: float) -> np.ndarray:
        """Draw what matrices have carried so far, and return where the basis is, (2, 2)."""
        matrix = self.at(done)
        self.lattice.to(matrix)
        self.square.to(matrix)
        for arrow, end, aside in zip(self.arrows, matrix.T, abreast(matrix), strict=True):
            arrow.aside = aside
            arrow.to(end)
        longest = max(matrix.T, key=np.linalg.norm)
        size = float(longest @ longest)
        thin = ease(1 - 12 * abs(float(np.linalg.det(matrix))) / size) if size > 1e-18 else 0.0
        along = longest * (FRAME.width / self.view.units / max(size, 1e-18) ** 0.5)
        self.flat.to([[-along, along]] if thin else EMPTY).set_brightness(thin)
        return matrix

    def _leave(self, leg: int) -> list[Mark]:
        self._show(leg)
        flat, square, *arrows = self.moved[1:]
        shares = {flat: 0.35, square: 0.25} | dict.fromkeys(arrows, 0.4)
        return [self.ghost(mark, share) for mark, share in shares.items()]

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
            drawn = [self._headed(*self.leg(leg, place, min(done - leg, 1.0))) for leg in legs]
            start, stop = np.concatenate([EMPTY, *drawn]).swapaxes(0, 1)
            low, high = ((corner - self.view.origin) / self.view.units for corner in self._walls)
            room = Rectangle(low[0], high[0], low[1], high[1])  # beyond it there is other text
            trail.to(clip_lines((start + stop) / 2, (stop - start) / 2, room, 1.0))

    def leg(self, leg: int, place: int, share: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Return the way of a tip while a matrix works, as it is drawn up to a share of its time.

        It is bent a little where it would lie on an arrow, or on the way of the other tip.

        Returns:
            (n, 2) points along it, and (n,) times from 0 to 1 at which it is there.
        """
        times = np.linspace(0, 1, STEPS + 1)
        times = np.append(times[times < share], share)
        before = self._paths[leg, place, : len(times) - 1]
        points = np.concatenate([before, self.ways[leg](share)[None, :, place]])
        (x, y), times = points[-1] - points[0], times / share
        bend = self._bows[leg, place] * 4 * times * (1 - times)
        return points + np.outer(bend, (-y, x)), times

    def _headed(self, points: np.ndarray, times: np.ndarray) -> np.ndarray:
        """Return a way as segments, (n, 2, 2), with a head in its middle."""
        length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
        if length * self.view.units < 0.05:
            return EMPTY
        start, stop = (
            np.array([np.interp(t, times, axis) for axis in points.T]) for t in (0.45, 0.55)
        )
        forward = (stop - start) / max(float(np.linalg.norm(stop - start)), 1e-300)
        size = min(HEAD / self.view.units, 0.3 * length)
        across = 0.62 * np.array([-forward[1], forward[0]])
        tip = (start + stop) / 2 + size / 2 * forward
        head = [[tip - size * (forward + side * across), tip] for side in (-1, 1)]
        return np.concatenate([np.stack([points[:-1], points[1:]], axis=1), head])

    # -- names -----------------------------------------------------------------------------------

    def name_basis(
        self, factors: str, done: int, before: Sequence[PlaneLabel] = ()
    ) -> list[PlaneLabel]:
        """Name the images of the basis when so many matrices have acted, clear of all that comes.

        Where one has stayed, its name takes the place of the one before. ``step`` follows.
        """
        self.step(len(self.ways) - 1, 1.0)
        named, ends = list(before), self.at(done).T
        stays = [bool(before) and np.allclose(before[k].point, ends[k]) for k in (0, 1)]
        self.remove(*(name for name, stay in zip(before, stays, strict=False) if stay))
        for place, end in enumerate(ends):
            markup, role = f"{factors} {HATS[place]}", BASIS[place]
            if stays[place]:
                old = before[place]
                named.append(PlaneLabel(markup, self.theme, role).to(end, old.side, old.gap))
                self.add(named[-1])
            else:
                named.append(self.label(markup, end, role))
        return named[-2:]

    def name_steps(self, *factors: str) -> list[list[PlaneLabel]]:
        """Name the images of the basis before the first matrix and after each."""
        named: list[list[PlaneLabel]] = [[]]
        for done, each in enumerate(factors):
            named.append(self.name_basis(each, done, named[-1]))
        return named[1:]

    def name_legs(self, *factors: str, clear: Sequence[Name] = ()) -> list[list[Name]]:
        """Name the legs of both ways, where there is room beside their heads."""
        room = Room(self.names_in, 0.07)
        faint = [mark for past in self.past for mark in past[:2]]
        drawn = [mark.edges() for mark in self.marks if mark not in faint]
        room.points = evenly_each(np.concatenate(drawn))
        for words in (*self.names, *(name.words for name in clear)):
            # Beside a name, a letter would be read as a factor.
            room.block_box(*(ink_box(words) + ((0, 0), (0.3, 0.2))))
        found: list[list[Name]] = [[] for _ in factors]
        for leg, place in np.ndindex(len(factors) * self.steady, 2):
            points = self.view.flat(self.leg(leg, place)[0])
            name = Name(f"${factors[leg]}$", self.theme, "ink")
            size, outer = ink_box(name.words)[1], 1 if self._bows[leg, place] > 0 else -1
            for middle, side in product((20, 18, 22, 15, 25, 10, 30), (outer, -outer)):
                x, y = points[middle + 2] - points[middle - 2]
                away = side * np.array([-y, x]) / max(math.hypot(x, y), 1e-9)
                spot = points[middle] + away * (0.2 + np.abs(away * size).sum() / 2)
                low, high = spot - size / 2 - self._walls[0], self._walls[1] - spot - size / 2
                inside = min(*low, *high) > 0 and math.hypot(x, y) > 0.02
                if inside and room.free(spot, size):
                    move_ink(name.words, spot)
                    room.block_box(spot, size)
                    found[leg].append(name)
                    break
        return found

    def take(self, names: Sequence[PlaneLabel]) -> Self:
        """Let the arrows take names along."""
        for arrow, name in zip(self.arrows, names, strict=True):
            arrow.label = name
        return self


def _bows(paths: np.ndarray) -> np.ndarray:
    """Return how far to its left each leg of two ways is bent, (legs, 2), as a share of its length.

    A straight one goes round what may lie on it. Of two that lie on each other, and of turns, the
    second goes inside; and so does a way back.

    Args:
        paths: (legs, 2, n, 2) points along the ways of both tips.
    """
    start, halfway, stop = (paths[:, :, k] for k in (0, STEPS // 2, -1))
    left = np.flip(stop - start, axis=-1) * (-1, 1)
    bent = np.abs(((halfway - (start + stop) / 2) * left).sum(axis=-1))
    straight = bent < 0.05 * (left**2).sum(axis=-1)
    outward = np.where((halfway * left).sum(axis=-1) < -1e-9, -1, 1)
    bows = np.where(straight, BOW, PARTED) * outward
    back = paths[:, :, ::-1]
    beside = _alike(paths[:, 0], paths[:, 1]) | _alike(paths[:, 0], back[:, 1])
    bows[:, 1] *= np.where(beside | ~straight[:, 1], -1, 1)
    bows[1:] *= np.where(_alike(paths[:-1], back[1:]), -1, 1)
    return bows


def _alike(ways: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return which of ways, (..., n, 2) points each, lie on the others."""
    return np.asarray(np.abs(ways - others).max(axis=(-2, -1)) < 0.02)


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
        role = BASIS[place]
        self.rider = plane.arrow(role, width=0.085, tip=0.34, layer=5.5)
        self.plane, self.place, self.through = plane, place, equation.through[place]
        stop, tip = (plane.at(done)[:, place] for done in (1.0, 2.0))
        clear: list[VMobject] = [*names]
        if plane.arrows[place].aside:  # one to either side of where both end
            x, y, _ = plane.view.to_frame(tip)
            clear.append(Curve(plane.theme.ink, fill=1).set_box(Zone(x - 0.05, x + 0.05, y - 1, y + 1)))
        for size in (1.2, 1.0):  # as large as there is room near the tip
            markup = f"#text({size}em)[${image}$]"
            self.end = plane.name_beside(markup, role, tip, clear=clear)
            leaders = [max(name.leader.width, name.leader.height) for name in self.end]
            if leaders and leaders[0] < 0.7:
                break
        if clear != names and self.end:
            self.end[0].leader.set_segments(EMPTY)  # it would cross the other
        names += self.end
        middle = plane.view.to_frame(stop + 0.25 * stop / max(float(np.linalg.norm(stop)), 1e-9))
        spots = [
            self.end[0].words.part(name).get_center() if self.end else plane.view.to_frame(tip)
            for name in ("argument", "numbers")
        ]
        copies = [each.copy().with_halo(plane.theme) for each in equation.b.column(place)]
        em = size * plane.theme.sizes.label
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
        once: the plane that takes its place, where AB acts.
        goal: on the second plane, the outline of where the square of the first one is.
        named: that outline's name.
        divider: between the planes.
        called, letters: names of the images of the basis on the second plane, before the first
            matrix and after each, and of the legs there.
        late: what comes with the second plane.
    """

    def __init__(self, left: MovedPlane, story: ProductStory) -> None:
        zone = Zone(FRAME.right, FRAME.right, FRAME.bottom, FRAME.top)
        right, once = (
            MovedPlane(left.theme, ways, zone, HALF_ROOMS[1], HALF_NAMES[1])
            for ways in (story.first_a, (way(story.ab),))
        )
        self.whole, left.room, left.names_in = left.framing, HALF_ROOMS[0], HALF_NAMES[0]
        groups = [corners(left.at(done), right.at(done)) for done in range(3)]
        for plane in (left, right, once):
            plane.frame(*groups)
        once.framings = once.framings[::2]
        self.divider = Segments(left.theme.muted, width=left.theme.strokes.regular).set_z_index(9)
        super().__init__(left, right, self.divider)
        self.left, self.right, self.once = left, right, once
        self.late: list[VMobject] = [*right.moved[1:], *right.ghosts(0)]
        self.split(1.0)  # names stand clear of what is in the half of the frame
        self.called = right.name_steps("", "A", "B A")
        self.goal, self.named = list[Mark](), list[Name]()
        if story.rank == 2 and right.steady:
            ends = np.stack([corners(story.ab), np.roll(corners(story.ab), -1, axis=0)], axis=1)
            self.goal = [right.segments("muted", "regular", dash=0.12).to(ends)]
            self.named = right.name_beside("$A B$", "muted", ends.mean(axis=1))
        self.letters = right.name_legs("A", "B", clear=self.named)
        self.late += left.put(*(ghost for k in (0, 1) for ghost in left.ghosts(k)[:2]))
        self.late += [*self.goal, *self.named, *self.called[0]]
        self.late += left.name_basis("B", 1) if left.steady else []
        self.late += left.name_basis("A B", 2)
        self.late += [name for names in left.name_legs("B", "A") for name in names]
        right.take(self.called[0]).step(0, 0.0)

    def split(self, t: float) -> None:
        """Uncover the right plane as the left one goes to its half of the frame."""
        x = FRAME.right * (1 - t)
        self.left.view.zone = Zone(FRAME.left, x, FRAME.bottom, FRAME.top)
        self.right.view.zone = Zone(x, FRAME.right, FRAME.bottom, FRAME.top)
        end = None if self.left.steady else corners(self.left.at(2.0))
        self.left.zoom(self.whole, self.left.framings[-1], t, end).leave_trails(2.0)
        self.left.settle()
        self.right.look(self.right.framings[0]).settle()
        self.divider.set_segments(np.array([[(x, DIVIDED), (x, HEADING_VEIL.bottom)]]))
        self.left.lattice.set_brightness(1 - t * (1 - BESIDE))
        self.right.lattice.set_brightness(BESIDE)
        for part in self.late:
            part.set_presence(ease(2 * t - 1))

    def start_again(self) -> tuple[list[VMobject], list[VMobject], list[PlaneLabel], list[Name]]:
        """Put the plane where AB acts in the place of the second one.

        Returns:
            What goes, what comes, and names of where the basis ends and of its legs.
        """
        right, once = self.right, self.once
        once.view.zone = right.view.zone
        names, (legs,) = once.look(once.framings[-1]).name_basis("A B", 1), once.name_legs("A B")
        once.lattice.set_brightness(BESIDE)
        once.take(names).step(0, 0.0)
        gone = [
            *right.clear(*self.goal),
            *self.named,
            *(each for leg in self.letters for each in leg),
        ]
        return [*gone, right.grid], [once.grid, *once.moved, *once.ghosts(0)], names, legs
