"""The plane: its view, its grid and numbers, and the marks that are on it.

Marks take mathematical coordinates; they are drawn again when the view moves, and all of them that
are on the plane are obstacles for labels and numbers. What moves them is a method of a view, a
group that holds the plane, so that a sweep finds all that changes::

    class Turning(VGroup):
        def __init__(self, plane: Plane) -> None:
            self.plane, self.u = plane, plane.arrow("vector").to((2, 1))
            self.kept = plane.line("eigen", (1, 1))
            plane.look(plane.fit([(2, 1), (-1, -1)])).settle()
            plane.name_tip(self.u, "bold(u)", "vector")
            super().__init__(plane)

        def turn(self, t: float) -> None:
            self.u.to((2 * math.cos(t), 2 * math.sin(t)))
            self.plane.settle(final=t == 1)

    view = Turning(Plane(theme))
    self.fade(into=[view.plane.base, *view.u.parts, view.kept])
    self.sweep(view.turn)
    near, far = view.plane.views(first_points, last_points)
    self.sweep(partial(view.plane.travel, near, far))
    self.fade(out=view.plane.clear())
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import astuple
from typing import Self, TypeVar

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import Framing, Rectangle, clip_lines, fit_points
from explainer.mobjects.glow import Glow
from explainer.mobjects.placing import Name, Room, evenly_each, ink_box
from explainer.mobjects.plane_figures import Grid, Parallelogram, Walk
from explainer.mobjects.plane_labels import (
    APART,
    NEXT,
    AxisNumbers,
    PlaneLabel,
    PlaneView,
    away_from_the_others,
    beyond_tips,
    set_at_tips,
)
from explainer.mobjects.plane_marks import (
    EMPTY,
    ORIGIN,
    Mark,
    PlaneArrow,
    PlaneCurve,
    PlaneDots,
    PlaneLine,
    PlaneSegments,
    PlaneTurn,
)
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import TypesetMobject
from explainer.style import SAFE, Theme, Zone

M = TypeVar("M", bound=Mark)

ASIDE = 1e6
"""How far the name of a line leans to its side: as far as it can, not to touch it."""

ALONG = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)
"""Where along a line, from the origin to the edge, its name may stand."""

LEANS = (0.0, -0.45, 0.45, -1.0, 1.0, -2.0, 2.0, -5.0, 5.0, -ASIDE, ASIDE)
GAPS = (NEXT, 0.2, 0.32, 0.5, 0.75, 1.0)
"""How a name may lean, besides away from the others, and how far from its point it may stand."""

BESIDE_PANEL = Rectangle(-5.9, 1.7, -2.8, 2.1)
"""Where the tips of arrows may lie; the grid itself goes on to the edge of the picture."""


class Plane(VGroup):
    """A view of the plane, a quiet grid, numbers along its axes, and the marks on it.

    A mark is on the plane, and a part of it, from the moment it is made until ``clear`` or
    ``drop``. What is in the picture says the scene: it fades in ``base``, which is grid and
    numbers, and each mark in its time, but never the plane as a whole.

    Args:
        theme: for colours.
        zone: the part of the frame that it fills.
        room: where in the frame the points may lie that it is fitted to.
        units: how many frame units a mathematical unit may take.
        nearest: so far from the origin, in frame units, points are brought all of which are nearer
            at that scale; a unit's length when None.
        axis: the role of the axes' colour.
        text: where labels and numbers may stand in the zone; anywhere when None.

    Attributes:
        view: where it lies now.
        base: its grid and numbers.
    """

    def __init__(
        self,
        theme: Theme,
        zone: Zone | None = None,
        room: Rectangle = BESIDE_PANEL,
        *,
        units: float = 1.5,
        nearest: float | None = None,
        axis: str = "faint",
        text: Zone | None = None,
    ) -> None:
        self.theme, self.room, self.units, self.nearest = theme, room, units, nearest
        self.view = PlaneView(zone or theme.layout.picture, (0, 0), 1.0, text)
        self.grid = Grid(self.view, theme.ghost, theme.colour(axis), width=theme.strokes.hair)
        self.grid.finest = 1e-9
        self.numbers = AxisNumbers(self.view, theme).set_z_index(1)
        self.base = VGroup(self.grid, self.numbers)
        self._fade: tuple[float | None, float] = (None, 1.0)
        self._numbered = 1.0
        super().__init__(self.base)

    # -- the view --------------------------------------------------------------------------------

    @property
    def framing(self) -> Framing:
        """The view as it is."""
        return Framing(self.view.origin, self.view.units)

    def fit(self, points: ArrayLike, units: float | None = None) -> Framing:
        """Return the framing that fits (2,) or (n, 2) points; ``units`` are the plane's if None.

        It is nearer where all of the points are small.
        """
        spots, most = np.reshape(points, (-1, 2)), units or self.units
        reach = float(np.abs(spots).max())
        nearer = (self.nearest or most) / reach if reach > 1e-300 else most
        return fit_points(spots, self.room, max(most, nearer))

    def views(
        self, *groups: np.ndarray, units: float | None = None, least: float = 0.25
    ) -> list[Framing]:
        """Return a framing for each group of (n, 2) points: one for all unless some are too small.

        Args:
            groups: what is to be seen at a time.
            units: as for ``fit``.
            least: the share of its own scale at which a group is still large enough.
        """
        each = [self.fit(points, units) for points in groups]
        union = self.fit(np.concatenate(groups), units)
        if all(union.units > least * framing.units for framing in each):
            return [union] * len(groups)
        return each

    def look(self, framing: Framing) -> Self:
        """Look at the plane in this framing, and draw all that is on it; ``settle`` follows."""
        self.view.origin, self.view.units = framing
        self._fade = None, 1.0
        for mark in (self.grid, *self.marks):
            mark.draw()
            if isinstance(mark, PlaneLine) and mark.label is not None:
                mark.label.point = self._near_edge(mark.direction)[mark.end]
        return self

    def zoom(
        self, start: Framing, stop: Framing, t: float, points: np.ndarray | None = None
    ) -> Self:
        """Look at the plane a share of the way from one framing to another; ``settle`` follows.

        Points, (n, 2), stay in the room on the way.
        """
        if start is stop:
            return self if self.looks(start) else self.look(start)
        framing = start.towards(stop, t)
        if points is not None:
            framing = fit_points(points, self.room, framing.units)
        self.look(framing)
        # The numbers change halfway, unseen.
        self._fade = (start if t < 0.5 else stop).units, min(abs(2 * t - 1) * 1.4, 1.0)
        return self

    def travel(self, start: Framing, stop: Framing, t: float) -> None:
        """Go a share of the way from one framing to another, with labels and numbers."""
        self.zoom(start, stop, t).settle(final=t in (0, 1))

    def looks(self, framing: Framing) -> bool:
        """Return whether this is the view as it is."""
        same = math.isclose(framing.units, self.view.units, rel_tol=1e-9)
        return same and bool(np.allclose(framing.origin, self.view.origin, atol=1e-9))

    @property
    def marks(self) -> list[Mark]:
        """The marks that are on it."""
        return [part for part in self.submobjects if isinstance(part, Mark)]

    @property
    def names(self) -> list[PlaneLabel]:
        """The labels that are on it."""
        return [part for part in self.submobjects if isinstance(part, PlaneLabel)]

    # -- marks -----------------------------------------------------------------------------------

    def arrow(
        self, role: str, *, width: float = 0.06, tip: float = 0.27, layer: float = PlaneArrow.layer
    ) -> PlaneArrow:
        """Put an arrow on the plane; in the usual layer, its z-index, the shorter lies on top."""
        made = PlaneArrow(self.view, self.theme, role, width, tip)
        made.layer = layer
        return self.hold(made)

    def line(self, role: str, direction: ArrayLike, width: str = "regular") -> PlaneLine:
        """Put the dashed line through the origin along ``direction``, (2,), on the plane."""
        return self.hold(PlaneLine(self.view, self.theme, role, direction, width))

    def curve(self, role: str, width: str = "thin") -> PlaneCurve:
        """Put a curve on the plane."""
        return self.hold(PlaneCurve(self.view, self.theme, role, width))

    def segments(
        self, role: str = "muted", width: str = "thin", *, dash: float = 0.0
    ) -> PlaneSegments:
        """Put straight lines on the plane, in dashes of a length in frame units if wanted."""
        return self.hold(PlaneSegments(self.view, self.theme, role, width, dash))

    def dots(
        self, role: str, radius: float = 0.07, *, rim: bool = False, hollow: bool = False
    ) -> PlaneDots:
        """Put round marks on the plane, with a rim in the background's colour, or hollow."""
        return self.hold(PlaneDots(self.view, self.theme, role, radius, rim=rim, hollow=hollow))

    def turn(self, role: str = "ink") -> PlaneTurn:
        """Put a curved arrow about the origin on the plane."""
        return self.hold(PlaneTurn(self.view, self.theme, role))

    def moved_grid(self, reach: float) -> Grid:
        """Put a grid on the plane that a matrix carries, ``reach`` lines to each side."""
        theme, width = self.theme, self.theme.strokes.thin
        return self.hold(Grid(self.view, theme.grid, theme.axis, width=width, reach=reach))

    def area(self) -> Parallelogram:
        """Put the image of the unit square on the plane."""
        return self.hold(Parallelogram(self.view, self.theme))

    def walk(self, most: int = 8, *, width: float = 0.045, tip: float = 0.2) -> Walk:
        """Put a walk along a basis on the plane, in one long arrow for more than ``most`` steps."""
        return self.hold(Walk(self.view, self.theme, most, width, tip))

    def hold(self, mark: M) -> M:
        """Put a mark of a scene's own on the plane, in its layer."""
        self.add(mark.set_z_index(mark.layer))
        return mark

    def glow(self, mark: Mark, reach: float = 1.0) -> Glow:
        """Let a mark glow as far as a share of the usual; return the glow, to be faded in.

        It follows the mark, and leaves the plane with it.
        """
        made = mark.glow = Glow(mark, reach)
        self.add(made.set_z_index(mark.layer - 0.5))
        mark.draw()
        return made

    def ghost(self, mark: M, share: float | None = None) -> M:
        """Put what a mark is now on the plane, under it and faint, and return it.

        It stays as it is while the mark moves on, without a label.

        Args:
            mark: what will move.
            share: its brightness; that of ghosts when None.
        """
        made = mark.ghost()
        made.set_brightness(self.theme.emphasis.ghost if share is None else share)
        made.layer = mark.layer - 0.25
        return self.hold(made)

    def put(self, *marks: Mark) -> list[VMobject]:
        """Put marks back on the plane that were dropped, and return them, to be faded in."""
        for mark in marks:
            self.add(mark.draw())
        return [*marks]

    def drop(self, *marks: Mark | PlaneLabel | Glow) -> list[VMobject]:
        """Take marks with what is theirs, labels and glows off the plane; return all, to fade."""
        found = [part for m in marks for part in (m.parts if isinstance(m, Mark) else [m])]
        self.remove(*found)
        for mark in self.marks:
            if mark.label in found:
                mark.label = None
        for mark in (*self.marks, *(each for each in marks if isinstance(each, Mark))):
            if mark.glow in found:
                mark.glow = None
        return [*dict.fromkeys(found)]

    def clear(self, *keep: Mark | PlaneLabel) -> list[VMobject]:
        """Take all marks and labels but some off the plane; return them, to be faded out."""
        return self.drop(*(each for each in (*self.marks, *self.names) if each not in keep))

    # -- labels and numbers ----------------------------------------------------------------------

    def label(
        self, markup: str, point: ArrayLike, role: str = "ink", *, lean: float | None = None
    ) -> PlaneLabel:
        """Name a point, (2,), and return the label, to be faded in.

        It stands beyond the point, seen from the origin, or to a side of it: where it is clearest
        of all that is on the plane now. It keeps to that side, wherever its point may go; where
        what matters is on its way, name it with what will be: see ``ahead``.

        Args:
            markup: Typst mathematics.
            point: what it names.
            role: of its colour.
            lean: the side that it prefers, as for ``PlaneLabel``; away from other names when None.
        """
        name = PlaneLabel(markup, self.theme, role).to(point)
        tips = np.array([each.point for each in (*self.names, name)])
        toward = float(away_from_the_others(tips)[-1]) if lean is None else lean
        gaps, sides = (grid.ravel() for grid in np.meshgrid(GAPS, (toward, *LEANS), indexing="ij"))
        turned = np.abs(np.arctan(1.1 * sides) - math.atan(1.1 * toward))
        places = np.broadcast_to(name.point, (len(sides), 2)), sides, gaps
        best = self._clearest(name, *places, (0.02 if lean is None else 0.04) * turned)
        self.add(name.to(point, float(sides[best]), float(gaps[best])))
        self.settle()
        return name

    def name_tip(
        self, arrow: PlaneArrow, markup: str, role: str = "ink", *, lean: float | None = None
    ) -> PlaneLabel:
        """Name an arrow at its tip, which the label follows, and return the label."""
        tip = arrow.data()[-1:].sum(axis=0)
        label = arrow.label = self.label(markup, tip, role, lean=lean)
        return label

    def name_line(
        self, line: PlaneLine, markup: str, role: str, away: np.ndarray = ORIGIN
    ) -> PlaneLabel:
        """Name a line near the edge, clear of all on the plane and of points, (2,) or (n, 2)."""
        name = line.label = PlaneLabel(markup, self.theme, role)
        places = self._near_edge(line.direction)
        options = np.meshgrid(GAPS, np.arange(len(places)), (ASIDE, -ASIDE), indexing="ij")
        gaps, ends, sides = (grid.ravel() for grid in options)
        spots = places[ends.astype(int)], sides, gaps
        best = self._clearest(name, *spots, 0.02 * ends, self.view.flat(away))
        line.end = int(ends[best])
        self.add(name.to(places[line.end], float(sides[best]), float(gaps[best])))
        self.settle()
        return name

    @contextmanager
    def ahead(self, show: Callable[[float], object]) -> Iterator[None]:
        """Name things as they will be at the end of a sweep, and go back to its beginning."""
        show(1.0)
        yield
        show(0.0)

    def drawn_points(self) -> np.ndarray:
        """Return points of the frame, (n, 2), on the edges of all marks: what labels keep off."""
        start, end = np.concatenate([EMPTY, *(m.edges() for m in self.marks)]).swapaxes(0, 1)
        # What lies beside the plane is not seen, and might be without measure.
        zone = Rectangle(*astuple(self.view.zone))
        return evenly_each(clip_lines((start + end) / 2, (end - start) / 2, zone, reach=1.0))

    def _clearest(
        self,
        name: PlaneLabel,
        points: np.ndarray,
        sides: np.ndarray,
        gaps: np.ndarray,
        costs: np.ndarray,
        away: np.ndarray = EMPTY,
    ) -> int:
        """Return at which of (n, 2) points, with (n,) sides and gaps, a name is clear of all.

        Args:
            name: not on the plane yet.
            points: what it may stand beside.
            sides: how it may lean.
            gaps: how far away it may stand; nearer is better.
            costs: what else speaks against each place, in scene units of clearance.
            away: (m, 2) in the frame, from which it keeps away besides.
        """
        size = ink_box(name)[1]
        room = Room(self._label_zone, APART)
        for other in self.names:
            room.block_box(*ink_box(other))
        room.points = np.concatenate([self.drawn_points(), np.reshape(away, (-1, 2))])
        sizes = np.broadcast_to(size, points.shape)
        spots = beyond_tips(self.view, points, sizes, sides, gaps)
        walls = Rectangle(*astuple(self._label_zone))
        # As they will stand: the zone pushes them back.
        half = (size + APART) / 2
        moved = np.clip(spots, walls.low + half, np.maximum(walls.low + half, walls.high - half))
        costs = costs + 0.3 * (gaps - NEXT + np.abs(moved - spots).sum(axis=1))
        return room.clearest(moved, size, costs)

    def name_beside(
        self,
        markup: str | TypesetMobject,
        role: str,
        points: ArrayLike,
        others: np.ndarray | None = None,
        clear: Iterable[VMobject] = (),
    ) -> list[Name]:
        """Return a name, with a line to the nearest of some points where it is far; or nothing.

        It stands clear of all that is on the plane, and stays there; where no place is free, there
        is none.

        Args:
            markup: Typst markup, or a text.
            role: of its colour.
            points: (2,) or (n, 2), one of which it should be near.
            others: (m, 2), for which it should not be taken.
            clear: what it keeps clear of besides.
        """
        name = Name(markup, self.theme, role)
        name.words.fit_width(0.66 * self._label_zone.width)
        room = Room(self._label_zone).block(*self.names, *clear)
        numbers = *self.numbers.numbers, self.numbers.note
        room.block(*(number for number in numbers if number.shape.get_fill_opacity() > 0.5))
        room.points = np.concatenate([evenly_each(mark.outline()) for mark in self.marks])
        near = self.view.flat(np.reshape(points, (-1, 2)))
        away = None if others is None else self.view.flat(others)
        if not name.settle(room, near, away):
            return []
        if len(name.leader.points) and np.ptp(name.leader.points, axis=0).max() < 0.3:
            name.leader.set_segments(EMPTY)  # it would say no more than their nearness
        return [name]

    def _near_edge(self, direction: np.ndarray) -> np.ndarray:
        """Return points along a direction, from the edge at either end inwards, (n, 2)."""
        edges = np.reshape(astuple(self._label_zone), (2, 2)) - self.view.origin[:, None]
        seen = Rectangle(*(edges.ravel() / self.view.units))
        ends = [*clip_lines(ORIGIN[None], direction[None], seen), np.zeros((2, 2))][0]
        sizes = np.maximum(np.hypot(*ends.T) * self.view.units, 1e-9)
        near = ends * np.maximum(1 - 0.5 / sizes, 0.5)[:, None]
        return np.concatenate([share * near for share in ALONG])

    def settle(self, *, final: bool = True, numbers: float | None = None) -> Self:
        """Put labels and numbers in their places, clear of each other and of what is drawn.

        Args:
            final: what is seen now rests, and no number may be half faded.
            numbers: from now on, the opacity of the numbers; as it was when None.
        """
        self._numbered = self._numbered if numbers is None else numbers
        self._set_tips()
        # Short arrows lie over long ones, for they may lie on one line.
        arrows = [mark for mark in self.marks if isinstance(mark, PlaneArrow)]
        usual = [arrow for arrow in arrows if arrow.layer == PlaneArrow.layer]
        for rank, arrow in enumerate(sorted(usual, key=lambda arrow: -round(arrow.length, 3))):
            arrow.set_z_index(arrow.layer + 0.01 * rank)
        if not self._numbered and not self.numbers.opacities.any():
            return self
        units, opacity = self._fade
        lines = np.concatenate([EMPTY, *(mark.outline() for mark in self.marks if mark.solid)])
        self.numbers.set_positions(self.names, lines, units, self._numbered * opacity, final)
        return self

    @property
    def _label_zone(self) -> Zone:
        left, right, bottom, top = astuple(self.view.text)
        left, right = max(left, SAFE.left) + 0.05, min(right, SAFE.right) - 0.05
        bottom = max(bottom, self.theme.layout.body.bottom)
        return Zone(left, right, bottom + 0.05, top - 0.05)

    def _set_tips(self) -> None:
        names = self.names
        tips = np.array([name.point for name in names]).reshape(-1, 2)
        sides, gaps = [name.side for name in names], [name.gap for name in names]
        set_at_tips(self.view, self._label_zone, names, tips, sides, gaps)
