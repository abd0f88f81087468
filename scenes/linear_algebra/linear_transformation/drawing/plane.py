"""A plane under a matrix, with ghosts of how it was: what moves together, over time."""

from __future__ import annotations

import math
from dataclasses import astuple
from functools import partial

import numpy as np

from explainer.geometry.plane import Framing, Rectangle, clip_lines
from explainer.maths.linear_algebra import signed_area
from explainer.mobjects.placing import distances, evenly_each, ink_box
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import ORIGIN, Mark, PlaneArrow
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.linear_transformation.drawing.areas import AreaNumber
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.linear_algebra.linear_transformation.text import (
    BASIS,
    I_HAT,
    J_HAT,
    V,
    step_names,
)
from explainer.style import BODY, HERO, SAFE, Theme, Zone

ROOM = Rectangle(-5.9, 2.3, -2.7, 1.95)
"""Where the tips of arrows may lie: below the heading, and left of what stands aside."""

WORDS = Zone(SAFE.left, 3.35, BODY.bottom, 2.5)
"""Where names and numbers of the axes may stand."""

NEAR = 1.7
"""How many frame units a step takes at most while there is only the vector."""

MOST_LINES = 70
TRACED = np.linspace(0, 1, 42)[1:-1]
"""When a moving tip leaves a dot."""

NEIGHBOURS = np.array([(x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y])
"""The squares of the grid about the unit square, by their lower left corners."""


class TransformedPlane(VGroup):
    """Grid, basis, unit square and a vector with its steps, under ``path(t)``.

    The plane stays where it has been moved to; what is shown of the way is shown by copies that
    leave the ghosts again.

    Args:
        story: the matrix, the way to it, and the vector.
        theme: for colours.

    Attributes:
        time: how far the matrix has been applied.
        focus: 0 while the view serves the basis, 1 while it serves the vector too.
        refocuses: whether one view cannot serve both.
        zooms: whether the view changes on the way.
        before, after: ghosts of basis, vector, and square, as they are at either end.
        names_before, names_after: of basis and vector.
        names_back: of the basis when it has come back.
        traces: the ways of basis and vector, dotted.
        set_out: when these begin: at the time 0, or at 1 on the way back.
        way, way_tip, way_names: an arrow along the way of the vector, and what carries it there,
            and back.
        near: the view while there is only the vector.
        aside: where a copy of the unit square lies beside what it becomes; zero where it does not.
        steps_before, steps_after: how often the walk takes each step.
    """

    def __init__(self, story: TransformationStory, theme: Theme) -> None:
        self.story, self.theme, self.time, self.focus = story, theme, 0.0, 1
        self.set_out = 0
        plane = self.plane = Plane(theme, HERO, ROOM, text=WORDS)
        basis = np.array([(1.0, 0), (0, 1), (1, 1)])
        all_points = np.concatenate([basis, [(story.vector[0], 0), story.vector]])
        pairs = [plane.views(each, each @ story.matrix.T) for each in (basis, all_points)]
        self.refocuses = max(a.units / b.units for a, b in zip(*pairs, strict=True)) > 3
        self.views = pairs if self.refocuses else [pairs[1]] * 2
        self.followed = [basis, all_points]
        self.grid = plane.moved_grid(self._reach())
        self.area = plane.area()
        self.walk = plane.walk(width=0.06, tip=0.26)
        self.i_hat, self.j_hat = (plane.arrow(role, width=0.08, tip=0.32) for role in BASIS)
        self.arrow = plane.arrow("vector", width=0.1, tip=0.38)
        self.traces = [plane.dots(role, 0.04) for role in (*BASIS, "vector")]
        self.landings = [plane.dots(role, 0.15, hollow=True) for role in BASIS]
        self.moved_square, self.turn = plane.area(), plane.turn()
        self.cells = [plane.area() for _ in NEIGHBOURS]
        for cell in self.cells:
            cell.fill = 0.4
            cell.set_stroke(width=theme.strokes.hair).set_brightness(theme.emphasis.rest)
        plane.grid.finest = 1.0
        self.areas = [AreaNumber(plane, theme) for _ in range(2)]
        self.retraced = plane.walk(width=0.06, tip=0.26)
        self.retraced.layer = 5.5
        self.retraced.set_z_index(5.5)
        self.way = plane.curve("ink", "regular")
        self.way.set_z_index(5.9)  # no halo of the tip cuts it
        self.way_tip = plane.arrow("ink", width=0.03, tip=0.24)
        self.unit, self.aside = plane.area(), np.zeros(2)
        self.unit.solid = True
        super().__init__(plane)
        self.names_before: list[PlaneLabel] = []
        self.names_after: list[PlaneLabel] = []
        self.names_back: list[PlaneLabel] = []
        self.zooms = self.refocuses or self.views[0][0] is not self.views[0][1]
        countable = min(each.units for pair in self.views for each in pair) > 0.7
        plane.settle(numbers=0.0 if countable else 1.0)
        self._make_ghosts()
        self.show(0.0)
        self.near = plane.fit(all_points, NEAR) if not self.zooms else self.views[0][0]

    @property
    def carried(self) -> list[PlaneArrow]:
        """The arrows that the matrix carries: the basis and the vector."""
        return [self.i_hat, self.j_hat, self.arrow]

    def _make_ghosts(self) -> None:
        plane, story = self.plane, self.story
        marks: list[Mark] = [*self.carried, self.area, self.walk, self.grid]
        ghosts = []
        for time in (0, 1):
            self.show(float(time))
            ghosts.append([plane.ghost(mark) for mark in marks])
        # Seen from far or near, the other grid would be too fine, or too wide.
        self.before, self.after = ghosts[0][:-1], ghosts[1][: -1 if self.zooms else None]
        plane.clear(self.grid)
        axes, ways, cells = (plane.segments().to(each) for each in self._lines())
        plane.clear(self.grid, axes)
        plane.put(*self.before)
        self.names_before = [*self._name_basis(0), self._name_vector(0)]
        self.steps_before = self._name_steps(0)
        plane.put(*self.after, ways, cells)
        plane.drop(*self.names_before[:2], *self.steps_before)
        self.names_after = [*self._name_basis(1), self._name_vector(1)]
        plane.drop(cells)
        self._see(1, 1)
        middle = story.path(0.5) @ story.vector
        self.way_names = [plane.label(text, middle) for text in ("A", "A^(-1)")]
        plane.drop(*self.way_names)
        self.steps_after = self._name_steps(1)
        plane.drop(*self.steps_after, *self.names_after[:2], ways)
        plane.add(*self.way_names[1:])
        self._see(0, 0)
        self.names_back = [
            old if self._is_clear(old) else new
            for old, new in zip(self.names_before, self._name_basis(0), strict=False)
        ]
        plane.clear(self.grid)

    def _is_clear(self, name: PlaneLabel) -> bool:
        """Return whether a name lies clear of all marks; it leaves the plane if not."""
        middle, size = ink_box(name)
        start, end = np.concatenate([mark.edges() for mark in self.plane.marks]).swapaxes(0, 1)
        zone = Rectangle(*astuple(self.plane.view.zone))
        points = evenly_each(clip_lines((start + end) / 2, (end - start) / 2, zone, reach=1.0))
        is_clear = distances(middle[None], size / 2, points).min(initial=1.0) > 0.03
        if not is_clear:
            self.plane.drop(name)
        return bool(is_clear)

    def _name_basis(self, time: int) -> list[PlaneLabel]:
        self._see(time, 0)
        matrix, prefix = self.story.path(time), "A " if time else ""
        # Outside of the square, where there is room.
        leans = (-2.0, 2.0) if signed_area(matrix) > 0 else (None, None)
        each = zip((I_HAT, J_HAT), matrix.T, BASIS, leans, strict=True)
        return [
            self.plane.label(prefix + hat, tip, role, lean=lean) for hat, tip, role, lean in each
        ]

    def _name_vector(self, time: int) -> PlaneLabel:
        self._see(time, 1)
        tip = self.story.path(time) @ self.story.vector
        return self.plane.label(f"A {V}" if time else V, tip)

    def _lines(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what no name lies on, (n, 2, 2) each.

        These are the axes before and after, the ways between, and the squares that are carried.
        """
        matrix = self.story.matrix
        reach = 20 / min(view.units for pair in self.views for view in pair)
        ends = reach * np.concatenate([np.eye(2), matrix.T])
        carried = np.column_stack([np.eye(2), self.story.vector])
        ways = np.array([(self.story.path(float(t)) @ carried).T for t in np.linspace(0, 1, 25)])
        levels = np.repeat(np.arange(-1.0, 3.0)[:, None], 2, axis=1)
        upright = np.stack([levels, np.broadcast_to([-1.0, 2.0], levels.shape)], axis=2)
        cells = np.concatenate([upright, upright[:, :, ::-1]]) @ matrix.T
        steps = np.concatenate([*np.stack([ways[:-1], ways[1:]], axis=2)])
        return np.stack([-ends, ends], axis=1), steps, cells

    def _see(self, time: int, focus: int) -> None:
        self.plane.look(self.views[focus][time]).settle()

    def _name_steps(self, time: int) -> list[PlaneLabel]:
        story, texts = self.story, step_names(self.story, moved=time == 1)
        self._see(time, 1)
        first, second = (story.path(time)[:, axis] * story.vector[axis] for axis in (0, 1))
        names, points, leans = [], (first, first + second / 2), (2.0, None)
        # On a line there is hardly room beside the steps.
        least = 0.6 if story.rank == 2 or not time else 1.5
        ways = zip(points, (first, second), texts, BASIS, leans, strict=True)
        for point, way, text, role, lean in ways:
            if np.linalg.norm(way) * self.plane.view.units > least:
                name = self.plane.label(text, point, role, lean=lean)
                names += [name] if self._is_clear(name) else []
        return names

    def names(self, *, moved: bool) -> list[PlaneLabel]:
        """Return the names of what can be seen in the view as it is."""
        names = self.names_after if moved else self.names_before
        return [name for name in names if name in self.names_in_view]

    @property
    def names_in_view(self) -> list[PlaneLabel]:
        """Those that belong into the view of the basis, or of the vector where there are two."""
        each = self.names_before, self.names_after, self.names_back
        if not self.refocuses:
            return [name for names in each for name in names]
        return [name for names in each for name in (names[2:] if self.focus else names[:2])]

    def show_way(self) -> list[Mark | PlaneLabel]:
        """Let an arrow go the way of the vector, in the sense in which it has last gone.

        Returns:
            The parts of the arrow, and what carries the vector; nothing where there is no room.
        """
        view, times = self.plane.view, np.linspace(0, 1, 81)
        points = np.array([self.story.path(float(t)) @ self.story.vector for t in times])
        points = points[::-1] if self.set_out else points
        lengths = np.hypot(*np.diff(points, axis=0).T) * view.units
        along = np.concatenate([[0.0], np.cumsum(lengths)])
        if self.zooms or along[-1] < 1.2:
            return []
        # Clear of the tips of both vectors.
        spots = np.linspace(0.2, along[-1] - 0.25, 40)
        way = np.column_stack([np.interp(spots, along, values) for values in points.T])
        neck = int(np.searchsorted(spots, spots[-1] - 0.5))
        self.way.to(way[: neck + 1])
        self.way_tip.to(way[-1] - way[neck], way[neck])
        return [self.way, self.way_tip, self.way_names[self.set_out]]

    # -- the one transformation ------------------------------------------------------------------

    def show(self, t: float) -> None:
        """Apply the matrix up to the time ``t``."""
        self.time = t
        matrix = self.story.path(t)
        start, stop = self.views[self.focus]
        self.plane.zoom(start, stop, t, self.followed[self.focus] @ matrix.T)
        self.grid.to(matrix)
        for arrow, vector in zip(self.carried, (*np.eye(2), self.story.vector), strict=True):
            arrow.to(matrix @ vector)
        self._walk(t)
        self.area.to(matrix)
        self._trace(t)
        if self.zooms:
            self._show_names(final=t in (0, 1))
        self.plane.settle(final=t in (0, 1))

    def _trace(self, t: float) -> None:
        """Leave dots on the way of basis and vector, from where they set out."""
        times = TRACED[t < TRACED] if self.set_out else TRACED[t > TRACED]
        ways = np.array([self.story.path(float(time)) for time in times]).reshape(-1, 2, 2)
        for dots, vector in zip(self.traces, (*np.eye(2), self.story.vector), strict=True):
            far = (self.story.matrix - np.eye(2)) @ vector
            # As far apart on each way, where there are so many.
            every = max(1, math.ceil(8 / max(float(np.hypot(*far)) * self.plane.view.units, 0.1)))
            dots.to((ways @ vector)[::every])

    def _show_names(self, *, final: bool) -> None:
        """Let names go whose vectors have become too short or too long for the view."""
        view = self.plane.view
        low, high = np.array([WORDS.left, WORDS.bottom]), np.array([WORDS.right, WORDS.top])
        for name in (*self.names_before, *self.names_after, *self.names_back):
            spot, long = view.flat(name.point), float(np.hypot(*name.point)) * view.units
            inside = min((spot - low).min(), (high - spot).min()) / 0.3
            seen = min(max(min(inside, (long - 0.2) / 0.2), 0.0), 1.0)
            name.set_brightness(round(seen) if final else seen)

    def _walk(self, t: float, progress: float = 1.0) -> None:
        # On a line, the steps would lie under the vector that they lead to.
        self.walk.aside = 0.16 if self.story.rank < 2 and t > 0.5 else 0.0
        self.walk.to(self.story.path(t), self.story.vector, progress)

    def come_back(self, start: Framing, t: float) -> None:
        """Go from another view to that of the moved plane."""
        self.plane.zoom(start, self.views[self.focus][1], t)
        if self.zooms:
            self._show_names(final=t in (0, 1))
        self.plane.settle(final=t in (0, 1))

    def run_back(self, t: float) -> None:
        """Undo the matrix up to the time ``t``."""
        self.set_out = 1
        self.show(1 - t)

    def look(self, focus: int) -> partial[None] | None:
        """Return the way to the basis (0) or to the vector (1), or None where the view stays."""
        if not self.refocuses or focus == self.focus:
            return None
        start, stop = (self.views[each][int(self.time)] for each in (self.focus, focus))
        self.focus = focus
        return partial(self.plane.travel, start, stop)

    def focus_at_once(self, focus: int) -> None:
        """Look at the basis (0) or at the vector (1) without a way there."""
        self.focus = focus if self.refocuses else 1
        self.plane.look(self.views[focus][int(self.time)]).settle()

    def put(self, *marks: Mark | PlaneLabel) -> list[Mark | PlaneLabel]:
        """Put marks and labels on the plane, and return them, to be faded in."""
        for mark in marks:
            self.plane.add(mark.draw() if isinstance(mark, Mark) else mark)
        self.plane.settle()
        return [*marks]

    # -- the vector ------------------------------------------------------------------------------

    def grow(self, t: float) -> None:
        """Let the basis vectors grow, and with them the square that they span."""
        self.i_hat.to((t, 0))
        self.j_hat.to((0, t))
        self.area.to(t * np.eye(2))
        self.plane.settle(final=t in (0, 1))

    def walk_to_vector(self, progress: float) -> None:
        """Take so much of the way to the vector, whose arrow ends where the walk has come to."""
        self._walk(self.time, progress)
        self.arrow.to(self.walk.data())
        self.plane.settle(final=progress in (0, 1))

    def land(self, start: Framing, t: float) -> None:
        """Let rings go from the tips of the basis vectors to where these will land.

        The view goes from the one of the vector alone to the one of all.
        """
        self.plane.travel(start, self.views[self.focus][0], t)
        for ring, before, after in zip(self.landings, np.eye(2), self.story.matrix.T, strict=True):
            ring.to((1 - t) * before + t * after)

    def retrace(self, progress: float) -> None:
        """Walk the same steps again, over what they were."""
        self.retraced.aside = self.walk.aside
        self.retraced.to(self.story.path(self.time), self.story.vector, progress)

    # -- the area --------------------------------------------------------------------------------

    def write_areas(self) -> None:
        """Find room for the areas of the unit square and of its image."""
        matrix = self.story.matrix
        self.aside = self._cell_aside()
        self.carry_square(1.0)
        marks = [self.moved_square, self.before[3], self.turn, *self.before[:2]]
        boxes = self.areas[1].settle(matrix, marks, np.zeros((0, 2, 2)))
        if not self.aside.any():
            self.areas[0].settle(np.eye(2), marks, boxes)

    def _cell_aside(self) -> np.ndarray:
        """Return a square of the old grid beside all that the unit square becomes, or zero.

        It is given by its lower left corner, (2,).
        """
        view, matrix = self.plane.view, self.story.matrix
        if view.units < 0.6:
            return np.zeros(2)
        share = np.linspace(0, 1, 9)
        inner = np.array([(x, y) for x in share for y in share])
        boxes = [ink_box(name) for name in self.names_after[:2]]
        names = [middle + size * (share[:, None] - 0.5) for middle, size in boxes]
        points = np.concatenate([view.flat(inner), view.flat(inner @ matrix.T), *names])
        cells = np.array([(x, y) for x in range(-4, 5) for y in range(-3, 4)], dtype=float)
        middles, half = view.flat(cells + 0.5), view.units / 2
        low = np.array([WORDS.left, WORDS.bottom]) + half
        high = np.array([ROOM.right + 0.4, ROOM.top]) - half
        inside = ((middles > low) & (middles < high)).all(axis=1)
        clear = distances(middles, np.full(2, half), points).min(axis=1) > 0.25
        fits = inside & clear
        if not fits.any():
            return np.zeros(2)
        away = np.hypot(*(middles - view.flat(matrix.sum(axis=1) / 2)).T)
        return np.asarray(cells[int(np.argmin(np.where(fits, np.round(away, 6), np.inf)))])

    def carry_square(self, t: float) -> None:
        """Let a copy of the unit square leave its ghost, with its area in it."""
        matrix = self.story.path(t)
        self.moved_square.to(matrix)
        ways = matrix.T if signed_area(matrix) and self.story.area < 0 else (ORIGIN, ORIGIN)
        self.turn.to(*ways)
        slid = self.aside * min(2 * t, 1.0)
        self.unit.to(np.eye(2), slid)
        if self.aside.any():
            self.areas[0].spot = slid + 0.5
        share = 1.0 if self.aside.any() else max(3 * t - 2, 0.0)
        self.areas[0].show(np.eye(2), animating=False, share=share)
        self.areas[1].show(matrix, animating=0 < t < 1)
        self.plane.settle(final=t in (0, 1))

    def carry_cells(self, t: float) -> None:
        """Let copies of the squares about it follow."""
        matrix = self.story.path(t)
        for cell, corner in zip(self.cells, NEIGHBOURS, strict=True):
            cell.to(matrix, matrix @ corner)

    def _reach(self) -> int:
        """Return how far the grid must go so that it fills every picture, within reason."""
        smallest = np.linalg.svd(self.story.matrix, compute_uv=False)[-1]
        across = math.hypot(HERO.width, HERO.height)
        start, stop = (min(views[end].units for views in self.views) for end in (0, 1))
        before, after = across / start, across / (stop * smallest) if smallest > 1e-9 else 0.0
        return math.ceil(max(before, min(after, MOST_LINES)))
