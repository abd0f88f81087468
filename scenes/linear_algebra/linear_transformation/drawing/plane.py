"""A plane under a matrix, with ghosts of how it was: what moves together, over time."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import astuple
from functools import partial

import numpy as np

from explainer.geometry.plane import Framing, Rectangle, centred
from explainer.mobjects.placing import evenly
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import Mark, PlaneArrow
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.linear_transformation.drawing.areas import UnitAreas
from explainer.scenes.linear_algebra.linear_transformation.drawing.carrying import (
    CarriedPoints,
    apart,
    in_rows,
)
from explainer.scenes.linear_algebra.linear_transformation.drawing.many import Trail, WayArrow
from explainer.scenes.linear_algebra.linear_transformation.drawing.names import Names
from explainer.scenes.linear_algebra.linear_transformation.drawing.places import Places
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.linear_algebra.linear_transformation.text import BASIS
from explainer.style import Theme, Zone

UNITS, MOST_UNITS = 2.4, 3.0
"""How many frame units a step takes at most, and while there is only the vector."""

BESIDE = 0.26
"""How far a walk along one line is drawn beside the vector that it leads to."""

MOST_LINES = 70


class TransformedPlane(VGroup):
    """Grid, basis, unit square and a vector with its steps, under ``path(t)``.

    The plane stays where it has been moved to; what is shown of the way is shown by copies that
    leave the ghosts again.

    Attributes:
        time: how far the matrix has been applied.
        focus: 0 while the view serves the basis, 1 while it serves the vector too.
        refocuses: whether one view cannot serve both.
        zooms: whether the view changes on the way.
        countable: whether the squares of the grid can be counted; else the axes have numbers.
        before, after: ghosts of basis, vector, and square, as they are at either end.
        names_before, names_after: of basis and vector.
        names_last: those from before that have room afterwards too.
        traces: the ways of basis and vector, in dashes.
        set_out: when these begin: at the time 0, or at 1 on the way back.
        ties: from a walk beside a line to where it begins and ends on it.
        way, way_names: an arrow along the way of the vector; what carries it there, and back.
        near: the view while there is only the vector.
        areas: of the unit square and its image, and of all squares about it.
        steps_before, steps_after: how often the walk takes each step.
    """

    def __init__(self, story: TransformationStory, theme: Theme) -> None:
        self.story, self.theme, self.time, self.focus = story, theme, 0.0, 1
        # On the side of the line on which the vector was, for this is not seen any more.
        (x, y), (to_x, to_y) = story.vector, story.image
        self.beside = (BESIDE if to_x * y - to_y * x >= 0 else -BESIDE) * (story.rank < 2)
        self.set_out = 0
        places = self.places = Places(theme.layout)
        frame, words = theme.layout.frame, places.words
        plane = self.plane = Plane(theme, frame, places.room, units=UNITS, text=words)
        basis = np.array([(1.0, 0), (0, 1), (1, 1)])
        all_points = np.concatenate([basis, [(story.vector[0], 0), story.vector]])
        pairs = [plane.views(each, each @ story.matrix.T) for each in (basis, all_points)]
        self.refocuses = max(a.units / b.units for a, b in zip(*pairs, strict=True)) > 3
        self.views = pairs if self.refocuses else [pairs[1]] * 2
        self.followed = [basis, all_points]
        self.grid = plane.moved_grid(self._reach())
        self.area = plane.area()
        most = math.ceil(max([1.0, *(step for step in np.abs(story.vector) if step <= 8)]))
        self.walk = plane.walk(most, width=0.06, tip=0.26)
        self.i_hat, self.j_hat = (plane.arrow(role, width=0.08, tip=0.32) for role in BASIS)
        self.arrow = plane.arrow("vector", width=0.1, tip=0.38)
        self.traces = [
            plane.hold(Trail(plane.view, theme, role)).lay(story.path, way, pairs[1][1].units)
            for role, way in zip((*BASIS, "vector"), (*np.eye(2), story.vector), strict=True)
        ]
        self.landings = [plane.dots(role, 0.15, hollow=True) for role in BASIS]
        plane.grid.finest = 1.0
        self.retraced = plane.walk(most, width=0.06, tip=0.26)
        self.retraced.layer = 5.5
        self.retraced.set_z_index(5.5)
        self.ties = plane.segments("muted", "thin", dash=0.07)
        self.way = WayArrow(plane, PlaneArrow.layer, 0.24, 5.9)
        super().__init__(plane)
        self.names_before: list[PlaneLabel] = []
        self.names_after: list[PlaneLabel] = []
        self.zooms = self.refocuses or self.views[0][0] is not self.views[0][1]
        self.countable = min(each.units for pair in self.views for each in pair) > 0.7
        plane.settle(numbers=0.0 if self.countable else 1.0)
        if self.countable:
            plane.base.remove(plane.numbers)
        self.near = self.views[1][0] if self.zooms else centred(all_points, places.near, MOST_UNITS)
        self._make_ghosts()
        self.show(0.0)

    @property
    def carried(self) -> list[PlaneArrow]:
        """The arrows that the matrix carries: the basis and the vector."""
        return [self.i_hat, self.j_hat, self.arrow]

    def _make_ghosts(self) -> None:
        plane, story, places = self.plane, self.story, self.places
        marks: list[Mark] = [*self.carried, self.area, self.walk, self.grid]
        ghosts = []
        for time in (0, 1):
            self.show(float(time))
            ghosts.append([plane.ghost(mark) for mark in marks])
        # Seen from far or near, the other grid would be too fine, or too wide.
        self.before, self.after = ghosts[0][:-1], ghosts[1][: -1 if self.zooms else None]
        plane.clear(self.grid)
        self.areas = UnitAreas(plane, story, self.before[3], places)
        ghosts_seen = self.before, self.after
        names = Names(plane, story, self.views, self.near, ghosts_seen, self.beside)
        self.names_before, self.names_after = names.before, names.after
        self.steps_before, self.steps_after = names.steps_before, names.steps_after
        self.way_names, self.names_last = names.ways, names.last

    @property
    def doubled(self) -> list[int]:
        """Which basis vectors are the very steps of the walk, whose names say enough."""
        x, y = self.story.vector
        return [axis for axis, one in enumerate((x == 1, x == 0 and y == 1)) if one]

    def seen(self, names: Iterable[PlaneLabel]) -> list[PlaneLabel]:
        """Return which names belong into the view: of the basis, or vector, where there are two."""
        of_focus = slice(2, None) if self.focus else slice(2)
        kept = [*self.names_before[of_focus], *self.names_after[of_focus]]
        return [name for name in names if name in kept or not self.refocuses]

    def show_way(self) -> list[Mark | PlaneLabel]:
        """Let an arrow go the way of the vector, in the sense in which it has last gone.

        Returns:
            The parts of the arrow, and what carries the vector; nothing where there is no room.
        """
        ends = self.set_out, 1 - self.set_out
        way = evenly(self.plane.view.flat(self.story.ways(self.story.vector[None], *ends)[0]), 0.01)
        if self.zooms or len(way) < 120:
            return []
        # Clear of the tips of both vectors.
        return [*self.way.to(way[42:-36], 50).parts, self.way_names[self.set_out]]

    # -- the one transformation ------------------------------------------------------------------

    def show(self, t: float) -> None:
        """Apply the matrix up to the time ``t``."""
        self.time = t
        matrix = self.story.path(t)
        start, stop = self.views[self.focus]
        self.plane.zoom(start, stop, t, self.followed[self.focus] @ matrix.T)
        self.grid.to(matrix)
        # On one line, each would lie on the next.
        self.i_hat.aside, self.j_hat.aside = -0.5 * t * self.beside, 0.5 * t * self.beside
        for arrow, vector in zip(self.carried, (*np.eye(2), self.story.vector), strict=True):
            arrow.to(matrix @ vector)
        self._walk(t)
        self.area.to(matrix)
        for trail in self.traces:
            trail.show(t, back=bool(self.set_out))
        self._settle(t)

    def _settle(self, t: float) -> None:
        """Let names go, too, whose vectors have become too short or too long for the view."""
        view, zone = self.plane.view, Rectangle(*astuple(self.places.words))
        for name in (*self.names_before, *self.names_after) if self.zooms else ():
            spot, long = view.flat(name.point), float(np.hypot(*name.point)) * view.units
            inside = np.minimum(spot - zone.low, zone.high - spot).min() / 0.3
            seen = min(max(min(inside, (long - 0.2) / 0.2), 0.0), 1.0)
            name.set_brightness(round(seen) if t in (0, 1) else seen)
        self.plane.settle(final=t in (0, 1))

    def _walk(self, t: float, progress: float = 1.0) -> None:
        self.walk.aside = self.beside if t > 0.5 else 0.0  # not under the vector on its line
        self.walk.to(self.story.path(t), self.story.vector, progress)

    def come_back(self, start: Framing, t: float) -> None:
        """Go from another view to that of the moved plane, or of points that fall together."""
        self.plane.zoom(start, self.last_view, t)
        self._settle(t)

    def run_back(self, t: float, points: CarriedPoints | None = None) -> None:
        """Undo the matrix up to the time ``t``, and let points go with it."""
        self.set_out = 1
        self.show(1 - t)
        if points is not None:
            points.go(slice(None), t)

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

    def is_left_of(self, zone: Zone) -> bool:
        """Return whether both vectors are left of a zone, or below it, in the last view."""
        origin, units = self.last_view
        tips = origin + units * np.array([self.story.vector, self.story.image])
        return self.countable and bool(((tips[:, 0] < zone.left - 1) | (tips[:, 1] < -1)).all())

    @property
    def last_view(self) -> Framing:
        """The view of the moved plane, or of its middle where it has no inverse."""
        seen = self.views[1][1]
        middle = np.array(self.places.words.centre[:2])
        return seen if self.story.rank == 2 else Framing(middle, seen.units)

    def carried_points(self) -> CarriedPoints:
        """Put points on the plane that it carries back again, or that fall onto each other."""
        plane, (origin, units) = self.plane, self.last_view
        seen = PlaneView(plane.view.zone, tuple(origin), units, plane.view.text)
        if self.story.rank < 2:
            return CarriedPoints(plane, self.story, in_rows(seen, self.story), back=False)
        names = [self.names_before[2], self.names_after[2], self.way_names[1]]
        found = np.zeros((0, 2)) if self.zooms else apart(seen, self.story, names, self.places.kept)
        return CarriedPoints(plane, self.story, [found], back=True)

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
        ways = self.retraced.outline()
        if self.beside and len(ways):
            view, ends = self.plane.view, np.array([np.zeros(2), self.retraced.data()])
            shown = (ways[[0, -1], [0, 1]] - view.origin) / view.units
            self.ties.to(np.stack([ends, shown], axis=1))

    def _reach(self) -> int:
        """Return how far the grid must go so that it fills every picture, within reason."""
        smallest = np.linalg.svd(self.story.matrix, compute_uv=False)[-1]
        across = math.hypot(self.plane.view.zone.width, self.plane.view.zone.height)
        start, stop = (min(views[end].units for views in self.views) for end in (0, 1))
        before, after = across / start, across / (stop * smallest) if smallest > 1e-9 else 0.0
        return math.ceil(max(before, min(after, MOST_LINES)))
