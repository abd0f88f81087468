"""A surface in space and its map as one: what is marked on one is marked on the other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
from manim.constants import DL, UR
from manim.mobject.mobject import Group, Mobject
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.easing import ease
from explainer.geometry.plane import Rectangle, right_angle
from explainer.geometry.space import BoxMap
from explainer.mobjects.contour_map import ContourMap, set_lines
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.shapes import Arrow, Dot, Segments
from explainer.mobjects.surface import SurfacePanel
from explainer.mobjects.text import Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.numbers import magnitude, to_typst
from explainer.style import SAFE, Zone

ABOVE, NORTH_UP = math.radians(89.0), math.radians(-90.0)
"""Elevation and azimuth of the eye where the surface looks as its map."""

LAYERS = {"line": 2.0, "corner": 3.0, "arrow": 4.0, "dot": 5.0}
"""Where marks on the map lie: over the surface, its numbers and the path, and below all names."""

RING = 0.13
"""Radius of a ring about a place on the surface, in units of the box."""

COATS = (("glow", 26, 0.25), ("halo", 15, 0.35), ("rings", 7, 1.0))
"""The marks of which rings consist, with their widths and opacities; two make them glow."""

SHORTEST, CORNER = 0.34, 0.18
"""Length of an arrow without room on the map, and side of a right angle's mark, in scene units."""


def scales(box: BoxMap) -> str:
    """Return how heights are drawn beside x and y, Typst prose; empty where they are alike."""
    if box.scale == "log":
        return "height on a logarithmic scale"
    if math.isnan(box.magnification):
        return "$x$, $y$ and height not to scale"
    factor = magnitude(box.magnification, 2)
    return "" if factor == "1" else f"height $times {to_typst(factor)}$"


class SurfaceView(Group):
    """A surface and its map; the verbs set what is seen on both.

    It holds what verbs change, for sweeps; what is to be seen of it is shown part by part.

    Args:
        landscape: the surface.
        zones: where the surface lies, and where the map, without its numbers.
        azimuths: from where the surface will be seen, radians; its size is the same from all.
        elevation: of the eye beside the surface, radians.
        remark: what else must be said of the picture of the surface, Typst prose.
        map_options: as for ``ContourMap``.

    Attributes:
        space: the surface, which is in the picture from the first.
        numbers: those of its axes, with a note on their scales.
        map: the map, with its numbers and its path.
        dot: the ball on the map.
        contour: the line on the map that is brought out.
        gradient: its arrow on the map.
        corners: marks of right angles on the map.
        taken: boxes that the numbers of the surface keep clear of.
        standing: the corners (2, 3) of the panel of the surface where it stands beside its map.
    """

    type_sizes: ClassVar[tuple[str | float, str | float]] = ("number", "note")
    """Type sizes of the numbers of the axes and of the note: a role, or an em in a 16:9 frame."""

    def __init__(
        self,
        landscape: Landscape,
        zones: tuple[Zone, Zone],
        azimuths: Sequence[float],
        elevation: float,
        remark: str = "",
        **map_options: bool | int,
    ) -> None:
        theme = self.theme = landscape.theme
        self.landscape, self.beside = landscape, elevation
        angles = [*azimuths, NORTH_UP]
        self.space = SurfacePanel(landscape, zones[0], azimuths=(min(angles), max(angles)))
        self.note = self._note(f"{remark} {scales(landscape.box)}".strip(), zones[0], azimuths)
        self.numbers = TickNumbers(theme, self._em(0))
        self.numbers.add(self.note).set_z_index(1)
        self.map = ContourMap(landscape, zones[1], **map_options)  # type: ignore[arg-type]
        low, high = self.note.get_corner(DL), self.note.get_corner(UR)
        self.taken = [Rectangle(low[0], high[0], low[1], high[1])] if self.note.markup else []
        super().__init__(self.space, self.numbers, self.map.route, self.map.dots)
        self.standing = np.array(self.space.points)
        self.dot = Dot(theme.ball, 0.1, rim=theme.contour)
        self.contour = VMobject(fill_opacity=0, stroke_width=theme.strokes.bold)
        self.gradient = Arrow(theme.gradient, width=0.07, tip=0.26, halo=theme.background)
        self.corners = Segments(theme.ink, width=theme.strokes.regular)
        self.corners.set_background_stroke(color=theme.background, width=6, opacity=0.7)
        self.lay("line", self.contour).lay("corner", self.corners)
        self.lay("arrow", self.gradient).lay("dot", self.dot)
        self.look(ABOVE, 0.0, NORTH_UP)

    def _note(self, markup: str, zone: Zone, azimuths: Sequence[float]) -> Words:
        """Return what is said of the picture, at the foot where the box leaves room for it."""
        box, note = (
            self.landscape.box,
            Words(markup, self.theme, size=self._em(1), colour="muted"),
        )
        floor = box.corners[box.corners[:, 2] == 0]
        seen = [self.space.view.turned(azimuth).project(floor) for azimuth in azimuths]
        lowest = sum(float(spots[spots[:, 1].argmin(), 0]) for spots in seen)
        y = max(zone.bottom, self.theme.layout.body.bottom) + 0.08
        if lowest < 0:
            right = max(zone.right - 0.4, SAFE.left + 0.05 + note.advance)
            return note.place((right, y), "right")
        return note.place((max(zone.left, SAFE.left) + 0.05, y))

    def _em(self, which: int) -> str | float:
        """Return a type size of this frame."""
        size = self.type_sizes[which]
        return size if isinstance(size, str) else size * self.theme.layout.type_scale

    def lay(self, layer: str, *marks: Mobject) -> Self:
        """Take marks on the map in, above those of their layer that are there."""
        for level, mark in enumerate(marks, len(self.submobjects)):
            mark.set_z_index(LAYERS[layer] + 0.01 * level)
        return self.add(*marks)

    # -- the eye -------------------------------------------------------------------------------

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye at an elevation and azimuth, the surface raised to a share of its height."""
        self.space.set_view(azimuth, elevation).set_reveal(reveal)
        ticks = [tick for tick in self.space.tick_positions() if tick.opacity > 0.02]
        self.numbers.set_ticks(ticks, [*self.map.numbers.boxes, *self.taken], final=final)
        self.note.set_opacity(round(reveal) if final else reveal)
        return self

    def rise(self, azimuth: float, t: float) -> Self:
        """Go from straight above, where the surface is its map, to beside it as it rises."""
        turned = NORTH_UP + t * (azimuth - NORTH_UP)
        elevation = ABOVE + t * (self.beside - ABOVE)
        return self.look(elevation, t, turned, final=t in (0, 1))

    def turn(self, start: float, end: float, t: float) -> Self:
        """Go round the surface from one azimuth to another."""
        return self.look(self.beside, 1.0, start + t * (end - start), final=t in (0, 1))

    def lie_down(self, azimuth: float, t: float) -> Self:
        """Tip the surface up, flat at last, until it lies where its map is and looks as it.

        On the last part of the way the map takes its place. The numbers of the axes go first.
        """
        self.space.points = self.standing + t * (self.lying - self.standing)
        turned = azimuth + t * (NORTH_UP - azimuth)
        elevation = self.beside + t * (math.pi / 2 - self.beside)
        self.space.set_view(turned, elevation).set_reveal(1 - t)
        seen = max(0.0, 1 - 4 * t)
        ticks = [each._replace(opacity=each.opacity * seen) for each in self.space.tick_positions()]
        shown = [each for each in ticks if each.opacity > 0.02]
        self.numbers.set_ticks(shown, self.taken, final=t in (0, 1))
        self.note.set_opacity(seen)
        share = float(ease((t - 0.75) / 0.25))
        self.map.show(share)
        self.space.set_opacity(1.0 if share < 1 else 0.0)
        return self

    @cached_property
    def lying(self) -> np.ndarray:
        """The corners (2, 3) of its panel with which the flat surface, from above, is its map."""
        space, corners = self.space, np.array(self.space.points)
        eye = space.azimuth, space.elevation
        reveal = space.reveal
        space.set_view(NORTH_UP, math.pi / 2).set_reveal(0.0)
        seen = space.point_to_frame(*np.array([self.landscape.x_range, self.landscape.y_range]))
        space.set_view(*eye).set_reveal(reveal)
        low, high = self.map.corners
        scale = (high[0] - low[0]) / (seen[1, 0] - seen[0, 0])
        centre = (low + high) / 2
        return np.asarray(centre + scale * (corners - seen.mean(axis=0)) * [1.0, 1.0, 0.0])

    # -- marks on both -------------------------------------------------------------------------

    def put_ball(self, xy: ArrayLike, opacity: float = 1.0) -> Self:
        """Put the ball at (x, y) on both; the opacity is that on the surface."""
        self.space.ball(xy, opacity=opacity)
        self.dot.set_centre(self.map.at(xy))
        return self

    def stand(self, xy: ArrayLike, opacity: float = 1.0) -> Self:
        """Mark (x, y) on the surface, and below it on the floor."""
        self.plumb(xy, opacity).space.dot("point", xy, "ball", opacity=opacity, hidden=0.6)
        return self

    def plumb(self, xy: ArrayLike, opacity: float = 1.0) -> Self:
        """Mark (x, y) on the floor, and join it to the surface above."""
        x, y = (float(value) for value in np.asarray(xy, dtype=float))
        top = np.array([x, y, float(self.landscape.values(x, y))])
        foot = np.array([x, y, float(self.landscape.box.unrise(0.0))])
        dashes = np.linspace(0, 1, 15)[:, None] * (top - foot) + foot
        dashes = np.insert(dashes, np.arange(2, 15, 2), np.nan, axis=0)
        self.space.line("stalk", dashes, "path", width=2.5, opacity=opacity, hidden=0.35)
        self.space.dot("foot", foot, "path", width=10, opacity=opacity, hidden=0.5)
        return self

    def walk_along(self, points: ArrayLike, *, dots: bool = False) -> Self:
        """Draw a path through points (n, 2) on both, with a dot at each if wanted."""
        self.space.path(points, dots=dots)
        self.map.set_path(points, dots=dots)
        return self

    def light(self, level: float, role: str, opacity: float = 1.0) -> Self:
        """Bring out the line at a level on both."""
        self.space.contour(level, role, opacity)
        lines = self.landscape.contour(level)
        set_lines(self.contour, [self.map.at(line) for line in lines])
        self.contour.set_stroke(self.theme.colour(role), opacity=opacity)
        background = self.theme.background
        self.contour.set_stroke(background, width=8, opacity=0.7 * opacity, background=True)
        return self

    def climb(self, xy: ArrayLike, gradient: ArrayLike, size: float, length: float) -> Self:
        """Draw the direction of the gradient at (x, y) on the map, and on the floor of the surface.

        Args:
            xy: where.
            gradient: in x and y.
            size: of the arrow on the floor below the surface, in units of the box.
            length: of the arrow on the map, in scene units, where there is room for it.
        """
        self.plumb(xy).space.climb(xy, gradient, size)
        self.gradient.set_ends(*self.arrow(xy, gradient, length))
        return self

    def cross(self, places: np.ndarray, gradients: np.ndarray, size: float = CORNER) -> Self:
        """Mark right angles between gradients (n, 2) and contours at (n, 2), where x is as y."""
        lines = []
        for place, gradient in zip(places, gradients, strict=True):
            here, way = self.map.at(place)[:2], size * self.map.way(gradient)[:2]
            mark = right_angle(here, np.array([-way[1], way[0]]), way)
            lines += [mark[:2], mark[1:]]
        self.corners.set_segments(np.array(lines if self.map.keeps_aspect else lines[:0]))
        return self

    def arrow(self, xy: ArrayLike, direction: ArrayLike, length: float) -> np.ndarray:
        """Return both ends (2, 3) of an arrow on the map that hardly leaves it."""
        here, way = self.map.at(xy), length * self.map.way(direction)
        least = min(SHORTEST / max(length, 1e-9), 1.0)
        return np.array([here, here + way * max(min(self.map.room(here, way), 1.0), least)])

    def name_arrow(self, name: Name, arrow: Arrow, room: Room) -> Self:
        """Put a name beside the outer half of an arrow on the map, which it keeps clear of."""
        start, end = arrow.start[:2], arrow.end[:2]
        room.block_lines(np.array([start, end]))
        name.settle(room, start + np.linspace(0.5, 1.0, 9)[:, None] * (end - start))
        return self

    def ring(
        self, places: Iterable[ArrayLike], role: str, opacity: float = 1.0, *, lit: bool = False
    ) -> Self:
        """Draw rings about places (x, y) on the surface, one set a role, glowing if lit."""
        angles = np.linspace(0, 2 * np.pi, 49)
        ranges = np.array([self.landscape.x_range, self.landscape.y_range])
        sizes = RING / np.array(self.landscape.box.half_sides) * np.ptp(ranges, axis=1) / 2
        circle = np.column_stack([np.cos(angles), np.sin(angles)]) * sizes
        rings = [np.vstack([np.asarray(place) + circle, [np.nan, np.nan]]) for place in places]
        for name, width, share in COATS if lit else COATS[2:]:
            look = {"opacity": share * opacity, "width": width, "hidden": 0.6, "above": 0.01}
            if rings:
                self.space.line(f"{role} {name}", np.concatenate(rings), role, **look)
        return self

    def name_axes(self, *names: Words, opacity: float = 1.0) -> Self:
        """Put the names of x, y and the height beyond the numbers of their axes, where clear."""
        ticks, boxes = self.space.tick_positions(), self.numbers.boxes
        for name, axis in zip(names, "xyz", strict=True):
            own = [each for each in ticks if each.axis == axis]
            if own and axis == "z":
                name.place(own[-1].position + np.array([-0.45, 0.3, 0.0]))
            elif own:
                middle = (own[0].position + own[-1].position) / 2
                name.place(middle + 0.75 * own[0].outwards - np.array([0.1, 0.1, 0.0]))
            x, y, _ = name.get_center()
            free = bool(own) and y - 0.2 > self.theme.layout.safe.bottom
            for box in boxes:
                aside = x + 0.15 < box.left or box.right < x - 0.15
                free = free and (aside or y + 0.2 < box.bottom or box.top < y - 0.2)
            name.set_opacity(opacity * own[0].opacity if free else 0.0)
        return self

    def room_beside(self, zone: Zone) -> Room:
        """Return a zone as a room for names on the surface, clear of its lines and numbers."""
        land, at = self.landscape, self.space.point_to_frame
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
        share = np.stack([np.interp(np.linspace(0, 4, 33), range(5), c) for c in corners.T])
        low, high = np.transpose([land.x_range, land.y_range])
        xs, ys = low[:, None] + share * (high - low)[:, None]
        floor = np.full(len(xs), float(land.box.unrise(0.0)))
        rim = np.minimum(land.values(xs, ys), land.box.z_range[1])
        feet, edge = at(xs, ys, floor)[:, :2], at(xs, ys, rim)[:, :2]
        left, front = int(feet[:, 0].argmin()), int(feet[:-1, 1].argmin())
        before = feet[np.arange(front - 8, front + 9) % 32]  # what is behind the surface is hidden
        lines = [edge, before, np.stack([feet[left], edge[left]])]
        finite = [line[np.isfinite(line).all(axis=1)] for line in lines]
        room = Room(zone).block_lines(*(line for line in finite if len(line) > 1))
        return room.block(*self.numbers)

    def room(self) -> Room:
        """Return the map as a room for names, clear of the dot, of right angles and of the path."""
        low, high = self.map.corners
        inner = Zone(low[0] + 0.05, high[0] - 0.05, low[1] + 0.05, high[1] - 0.05)
        room, path = Room(inner).block(self.dot, self.corners), self.map.route.points[:, :2]
        return room.block_lines(path) if len(path) else room
