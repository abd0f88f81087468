"""Find where a label can stand clear of what is drawn, as near as possible to what it names."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.mobjects.text import TypesetMobject, Words, stack
from explainer.style import Theme, Zone

STEP = 0.09
"""How far apart the places are that are tried, in scene units."""

CELL = 0.05
"""The size of the cells in which blocked points are counted."""

ADJACENT = 0.2
"""Labels nearer than this to what they name are all equally near."""

NEAR = 0.3
"""A label farther than this from what it names gets a line that leads there."""

AMPLE = 0.12
"""Of places that are as clear as this of what is drawn, none is clearer than another."""

TOUCHED = 0.05
"""A label nearer than this to a line is taken to lie on it."""

TRIALS = 300
"""How many places, the best first, are tried for a line that crosses no box."""


class Room:
    """A zone with the lines and boxes in it that labels must not touch.

    Args:
        zone: labels stay inside.
        margin: the least distance of a label from lines and boxes.
    """

    def __init__(self, zone: Zone, margin: float = 0.09) -> None:
        self.zone, self.margin = zone, margin
        self.points = np.zeros((0, 2))
        self.boxes: list[tuple[np.ndarray, np.ndarray]] = []

    def copy(self) -> Room:
        """Return a room with the same lines and boxes, to which others can be added."""
        new = Room(self.zone, self.margin)
        new.points, new.boxes = self.points, [*self.boxes]
        return new

    def block_lines(self, *lines: np.ndarray) -> Self:
        """Keep clear of polylines, each (n, 2) in the frame."""
        self.points = np.concatenate([self.points, *(evenly(line) for line in lines)])
        return self

    def block_box(self, centre: np.ndarray, size: np.ndarray) -> Self:
        """Keep clear of a box."""
        self.boxes.append((np.asarray(centre)[:2], np.asarray(size)[:2]))
        return self

    def block(self, *mobjects: VMobject) -> Self:
        """Keep clear of the boxes about mobjects that can be seen."""
        for mobject in mobjects:
            found = [m.points for m in mobject.get_family() if len(m.points) and _visible(m)]
            if found:
                self.block_box(*_bounds(found))
        return self

    def free(self, centre: np.ndarray, size: np.ndarray) -> bool:
        """Return whether a box lies clear of all lines and boxes; the zone does not matter."""
        reach = np.asarray(size) / 2
        for other, box in self.boxes:
            if (np.abs(centre - other) < reach + box / 2 + self.margin).all():
                return False
        ways = distances(centre[None], reach, self.points)
        return bool(ways.min(initial=math.inf) > self.margin)

    def spot(
        self, size: np.ndarray, targets: np.ndarray, others: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray] | None:
        """Return the best place for a label, and the target that is nearest to it.

        Args:
            size: width and height of the label.
            targets: (n, 2) points, one of which the label should be near.
            others: (m, 2) points for which it should not be taken.

        Returns:
            The label's centre and the target, or None where no place is free.
        """
        zone, reach = self.zone, np.asarray(size) / 2
        across = np.arange(zone.left + reach[0], zone.right - reach[0] + 1e-9, STEP)
        up = np.arange(zone.bottom + reach[1], zone.top - reach[1] + 1e-9, STEP)
        if not (len(across) and len(up) and len(targets)):
            return None
        places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
        for centre, box in self.boxes:
            apart = np.abs(places - centre) > reach + box / 2 + self.margin
            places = places[apart.any(axis=1)]
        if len(self.points) and len(places):
            places = places[self._clear(places, reach + self.margin)]
        if not len(places):
            return None
        targets = targets[:: max(1, len(targets) // 100)]
        ways = distances(places, reach, targets)
        centres = distances(places, np.zeros(2), targets).min(axis=1)
        cost = np.maximum(ways.min(axis=1), ADJACENT) + 0.05 * centres
        if others is not None and len(others):
            crowd = distances(places, reach, others[::2]).min(axis=1)
            cost = cost + 0.6 * np.maximum(0.8 - crowd, 0)
        order = np.argsort(cost, kind="stable")
        for best in order[:TRIALS]:
            target = targets[int(np.argmin(ways[best]))]
            if not self._crossed(leader(places[best], np.asarray(size), target)):
                return places[best], target
        return places[order[0]], targets[int(np.argmin(ways[order[0]]))]

    def clearest(self, places: np.ndarray, size: np.ndarray, costs: np.ndarray) -> int:
        """Return which of (k, 2) places serves a label best: clear of all, and of least cost.

        Args:
            places: for the label's centre, the best first: of equal ones the first is taken.
            size: width and height of the label.
            costs: (k,), what each place would cost, in scene units of clearance.
        """
        reach, zone = np.asarray(size) / 2, self.zone
        low, high = places.min(axis=0) - reach - AMPLE, places.max(axis=0) + reach + AMPLE
        near = ((self.points > low) & (self.points < high)).all(axis=1)
        clear = distances(places, reach, self.points[near]).min(axis=1, initial=AMPLE)
        for centre, box in self.boxes:
            apart = (np.abs(places - centre) - reach - box / 2).max(axis=1) - self.margin
            clear = np.minimum(clear, np.where(apart > -1e-6, AMPLE, 2 * apart))
        walls = np.array([zone.left, zone.bottom]), np.array([zone.right, zone.top])
        inside = np.minimum(places - reach - walls[0], walls[1] - places - reach).min(axis=1)
        rank = clear + 10 * np.minimum(clear - TOUCHED, 0.0) - costs
        rank += 10 * np.minimum(inside + 1e-6, 0.0)
        best = 0
        for index in range(1, len(rank)):
            # Not by what rounding makes of it: the same on every machine.
            if rank[index] > rank[best] + 1e-6:
                best = index
        return best

    def _clear(self, places: np.ndarray, reach: np.ndarray) -> np.ndarray:
        """Return which boxes, ``reach`` to each side of (k, 2) places, hold no blocked point.

        Points are counted in small cells, and the counts summed up once (a summed-area table), so
        that each box needs four look-ups.
        """
        zone = self.zone
        corner = np.array([zone.left, zone.bottom]) - 1
        shape = np.ceil((np.array([zone.width, zone.height]) + 2) / CELL).astype(int)
        inner = np.floor((self.points - corner) / CELL).astype(int)
        inner = inner[((inner >= 0) & (inner < shape)).all(axis=1)]
        table = np.zeros(shape + 1, dtype=int)
        np.add.at(table, (inner[:, 0] + 1, inner[:, 1] + 1), 1)
        table = table.cumsum(axis=0).cumsum(axis=1)
        low = np.clip(np.floor((places - reach - corner) / CELL).astype(int), 0, shape)
        high = np.clip(np.ceil((places + reach - corner) / CELL).astype(int), 0, shape)
        held = table[high[:, 0], high[:, 1]] - table[low[:, 0], high[:, 1]]
        held = held - table[high[:, 0], low[:, 1]] + table[low[:, 0], low[:, 1]]
        return np.asarray(held == 0)

    def _crossed(self, line: np.ndarray) -> bool:
        """Return whether a line, (1, 2, 2) or none, runs through a box."""
        if not (len(line) and self.boxes):
            return False
        centres, sizes = np.array(self.boxes).transpose(1, 0, 2)
        within = np.abs(evenly(line[0])[:, None] - centres) < sizes / 2 + 0.03
        return bool(within.all(axis=-1).any())


class Name(VGroup):
    """A word beside what it names, in its colour, with a line that leads there when it is far.

    It is given as Typst markup, or as a text such as a number that runs.
    """

    def __init__(
        self, words: str | TypesetMobject, theme: Theme, role: str, halo: float = 6.0
    ) -> None:
        if isinstance(words, str):
            words = Words(words, theme, size="label", colour=role)
        self.words = words.with_halo(theme, halo)
        self.leader = Segments(theme.colour(role), width=theme.strokes.thin)
        super().__init__(self.leader, self.words)
        self.set_z_index(9)

    def settle(self, room: Room, targets: np.ndarray, others: np.ndarray | None = None) -> bool:
        """Stand at the best free place, which is then taken; return whether there is one."""
        size = ink_box(self.words)[1]
        found = room.spot(size, targets, others)
        if found is None:
            return False
        centre, target = found
        move_ink(self.words, centre)
        room.block_box(centre, size)
        away = targets[:0] if others is None else others
        ways = (distances(centre[None], size / 2, points) for points in (away, targets))
        other, own = (way.min(initial=math.inf) for way in ways)
        self.leader.set_segments(leader(centre, size, target, 0.1 if other < own else NEAR))
        self.home = self.get_center()
        return True

    def carry(self, shift: np.ndarray) -> Self:
        """Stand so far, (2,) in the frame, from where it has settled."""
        return self.shift(self.home + np.append(shift, 0.0) - self.get_center())


class Block(VGroup):
    """Formulas or sentences below each other, on a ground of their own.

    Args:
        rows: the lines; they are as large as there is room for.
        theme: for colours and type sizes.
        width: of the rows at most, in scene units.
        size: the em of formulas in a 16:9 frame, in scene units.
    """

    def __init__(
        self, rows: Iterable[Line], theme: Theme, *, width: float = 6.2, size: float = 0.56
    ) -> None:
        size *= theme.layout.type_scale
        words = [
            Words(row.markup, theme, colour=row.colour)
            if row.prose
            else Words(f"${row.markup}$", theme, size=size, colour=row.colour)
            for row in rows
        ]
        stack(*words, zone=Zone(0.0, width, 0.0, 1.0), gap=0.3)
        points = [part.points for each in words for part in each.family_members_with_points()]
        (x, y), (wide, high) = _bounds(points)
        self.size = np.array([wide + 0.5, high + 0.4])
        low, top = np.array([x, y]) - self.size / 2, np.array([x, y]) + self.size / 2
        ground = Curve(theme.background, width=0, fill=0.92)
        super().__init__(ground.set_box(Zone(low[0], top[0], low[1], top[1])), *words)
        self.set_z_index(8)

    def put(self, centre: np.ndarray) -> Self:
        """Put its middle at a point of the frame."""
        self.shift(np.append(np.asarray(centre)[:2] - self.submobjects[0].get_center()[:2], 0.0))
        return self

    def settle(self, room: Room, targets: np.ndarray) -> np.ndarray:
        """Take a place in a room near targets (n, 2), a lower corner if none is free; return it."""
        zone, found = room.zone, room.spot(self.size, targets)
        away = 1.0 if float(targets[:, 0].mean()) < (zone.left + zone.right) / 2 else 0.0
        corner = np.array([zone.left + away * zone.width, zone.bottom])
        centre = found[0] if found else corner + self.size / 2 * [1 - 2 * away, 1]
        room.block_box(centre, self.size)
        self.put(centre)
        return np.asarray(centre)


def leader(
    centre: np.ndarray, size: np.ndarray, target: np.ndarray, near: float = NEAR
) -> np.ndarray:
    """Return the line from the edge of a box to a target, (1, 2, 2); none where that is near."""
    way = np.asarray(target) - centre
    with np.errstate(divide="ignore"):
        share = float(np.min((size / 2 + 0.08) / np.maximum(np.abs(way), 1e-9)))
    if share >= 1 or (1 - share) * np.linalg.norm(way) < near - 0.08:
        return np.zeros((0, 2, 2))
    return np.array([[centre + share * way, target]])


def ink_box(text: TypesetMobject) -> np.ndarray:
    """Return the middle of the letters themselves, and their width and height, (2, 2)."""
    return _bounds([part.points for part in text.submobjects[1:] if len(part.points)])


def move_ink(text: TypesetMobject, centre: np.ndarray) -> None:
    """Put the middle of the letters at a point of the frame."""
    text.shift(np.append(np.asarray(centre)[:2] - ink_box(text)[0], 0.0))


def _bounds(shapes: list[np.ndarray]) -> np.ndarray:
    """Return the middle and the size, (2, 2), of the box about some Bezier points."""
    points = np.concatenate(shapes)[:, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    return np.array([(low + high) / 2, high - low])


def _visible(mobject: VMobject) -> bool:
    stroked = mobject.get_stroke_width() > 0 and mobject.get_stroke_opacity() > 0.05
    return bool(mobject.get_fill_opacity() > 0.05 or stroked)


def distances(places: np.ndarray, reach: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return (k, n) distances between boxes about (k, 2) places and (n, 2) points."""
    across, up = (
        np.maximum(np.abs(places[:, axis, None] - points[:, axis]) - reach[axis], 0)
        for axis in (0, 1)
    )
    return np.hypot(across, up, out=across)


def evenly(line: np.ndarray, step: float = 0.06) -> np.ndarray:
    """Return points along a polyline, (n, 2), evenly apart."""
    lengths = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    wanted = np.linspace(0, along[-1], max(2, round(along[-1] / step)))
    return np.column_stack([np.interp(wanted, along, values) for values in line.T])


def evenly_each(segments: np.ndarray, step: float = 0.06) -> np.ndarray:
    """Return points along (n, 2, 2) segments, evenly apart on each of them, (m, 2)."""
    starts, ways = segments[:, 0], segments[:, 1] - segments[:, 0]
    counts = np.maximum(np.rint(np.hypot(*ways.T) / step).astype(int), 2)
    first, owner = np.cumsum(counts) - counts, np.repeat(np.arange(len(counts)), counts)
    share = (np.arange(len(owner)) - first[owner]) / (counts[owner] - 1)
    return np.asarray(starts[owner] + share[:, None] * ways[owner])
