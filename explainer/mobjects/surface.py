"""A surface in space inside a rectangle of the frame, and marks on and about it, known by name.

The panel is one mobject. It says what is to be seen (`picture`), and the camera paints it; labels
beside it are ordinary mobjects at `point_to_frame`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.contours import nice_ticks
from explainer.geometry.orbit import OrbitView, Shared, fit_view
from explainer.geometry.space import Array, Polyline, Sheet, SpacePicture, rgb
from explainer.mobjects import surface_items as items
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.space_panel import SpacePanel, Tick
from explainer.style import Zone

CONTOUR, PATH, LINE, ARROW, DOT = range(5)
"""Layers of marks: of two in one place the one of the higher layer is on top."""


@dataclass(frozen=True)
class Mark(Shared):
    """What is drawn under a name.

    Attributes:
        layer: marks of a higher one are drawn later.
        drawn: meshes, lines and sheets in the box.
        opacity: of all of it.
    """

    layer: int
    drawn: tuple[items.Item, ...]
    opacity: float

    def data(self) -> Array:
        """Return the points (n, 3) of its first line, in the box."""
        return next(item.points for item in self.drawn if isinstance(item, Polyline))

    @cached_property
    def key(self) -> Hashable:
        """What two marks share only when they look the same."""
        return self.opacity, tuple(
            tuple(v.tobytes() if isinstance(v, np.ndarray) else v for v in vars(item).values())
            for item in self.drawn
        )

    def shown(self) -> list[items.Item]:
        """Return the items with the opacity of the mark."""
        return [_faded(item, self.opacity) for item in self.drawn if self.opacity > 0]


class SurfacePanel(SpacePanel):
    """A landscape seen by a camera that can turn about it, and marks.

    Verbs change the panel and return it. What is set under a name replaces what had it before;
    marks lie on the surface at its full height. Colours are roles of the theme.

    Args:
        landscape: the surface.
        zone: the rectangle of the frame.
        azimuths: from where it will be seen, radians; its size is the same from all.
        floor: whether a pale map lies below it.
    """

    blended = ("opacity", "azimuth", "elevation", "reveal")

    def __init__(
        self,
        landscape: Landscape,
        zone: Zone | None = None,
        *,
        azimuths: tuple[float, float] | None = None,
        floor: bool = True,
    ) -> None:
        zone = zone or landscape.theme.layout.body
        super().__init__(zone.width, zone.height, zone.centre)
        self.landscape, self.azimuths, self.floor = landscape, azimuths, floor
        self.azimuth, self.elevation, self.reveal = -np.pi / 3, 0.6, 1.0
        self.aspect = zone.width / zone.height
        self.opened: tuple[int, float, float] | None = None
        self.marks: dict[str, Mark] = {}
        self._kept: dict[str, tuple[Hashable, Any]] = {}

    # ------------------------------------------------------------------------------ verbs

    def set_view(self, azimuth: float | None = None, elevation: float | None = None) -> Self:
        """Turn the camera; angles in radians."""
        self.azimuth = self.azimuth if azimuth is None else float(azimuth)
        self.elevation = self.elevation if elevation is None else float(elevation)
        return self

    def set_reveal(self, fraction: float) -> Self:
        """Let the surface rise from the flat map (0) to its full height (1)."""
        self.reveal = float(np.clip(fraction, 0, 1))
        return self

    def open_at(self, axis: int, at: float, side: float) -> Self:
        """Keep only the part of the surface on one side of a plane; see ``kept_part``."""
        self.opened = (axis, float(at), float(side))
        return self

    def close(self) -> Self:
        """Make the surface whole again."""
        self.opened = None
        return self

    def put(
        self, name: str, found: Sequence[items.Item], layer: int = LINE, opacity: float = 1.0
    ) -> Self:
        """Draw items in the box under a name; of nothing nothing is left."""
        self.marks[name] = Mark(layer, tuple(found), float(opacity))
        return self if found and opacity > 0 else self.drop(name)

    def fade_marks(self, opacity: float, *names: str) -> Self:
        """Set the opacity of marks, as far as there are any of these names."""
        for name in self.marks.keys() & names:
            self.marks[name] = replace(self.marks[name], opacity=float(opacity))
        return self

    def drop(self, *names: str) -> Self:
        """Take marks away."""
        for name in names:
            self.marks.pop(name, None)
        return self

    def line(
        self, name: str, points: ArrayLike, role: str, *, above: float = 0.0, **look: Any
    ) -> Self:
        """Draw a line through points (n, 3), or over the surface above points (n, 2).

        Args:
            name: of the mark.
            points: in x, y and height; a row of NaN starts a new piece.
            role: its colour.
            above: lifts it by units of the box.
            look: ``width`` in pixels of a frame 1080 pixels high, ``opacity``, the share ``hidden``
                of it that is seen through the surface, and ``layer``.
        """
        x, y, *heights = np.array(points, dtype=float).T
        z = heights[0] if heights else self.landscape.values(x, y)
        places = self.landscape.box.to_box(x, y, z)
        places[:, 2] += above
        return self._draw(name, places, role, **look)

    def dot(self, name: str, point: ArrayLike, role: str, **look: Any) -> Self:
        """Draw a dot at (x, y, height), or on the surface above (x, y); looks as of ``line``."""
        look = {"width": 19.0, "hidden": 0.4, "layer": DOT, **look}
        return self.line(name, np.array([point, point]), role, **look)

    def arrows(
        self, name: str, starts: Array, ends: Array, role: str, *, head: float = 0.15, **look: Any
    ) -> Self:
        """Draw straight arrows from points (n, 3) to points (n, 3), as one; see ``line``."""
        look = {"width": 6.0, "hidden": 0.35, "layer": ARROW, **look}
        places, widths = items.straight_arrows(self.landscape, starts, ends, head)
        return self._draw(name, places, role, widths=widths, **look)

    def _draw(
        self,
        name: str,
        places: Array,
        role: str,
        *,
        width: float = 5.0,
        opacity: float = 1.0,
        hidden: float = 0.3,
        layer: int = LINE,
        widths: Array | None = None,
    ) -> Self:
        theme = self.landscape.theme
        line = Polyline(
            places,
            rgb(theme.colour(role)),
            width,
            widths=widths,
            halo=rgb(theme.surface_halo),
            hidden_opacity=hidden,
            lift=items.LIFT,
        )
        return self.put(name, [line] if len(places) > 1 else [], layer, opacity)

    def path(
        self,
        points: ArrayLike,
        *,
        dots: bool = True,
        opacity: float = 1.0,
        width: float = items.PATH_WIDTH,
    ) -> Self:
        """Draw a path through points (n, 2) on the surface, with a dot at each if wanted."""
        given = np.array(points, dtype=float).reshape(-1, 2)
        found = items.path(self.landscape, given, dots=dots, width=width)
        return self.put("path", found, PATH, opacity)

    def contour(self, level: float, role: str = "tangent", opacity: float = 1.0) -> Self:
        """Bring out the line at a level."""
        colour = self.landscape.theme.colour(role)
        return self.put("contour", items.contour(self.landscape, level, colour), CONTOUR, opacity)

    def ball(self, xy: ArrayLike, *, radius: float = items.BALL, opacity: float = 1.0) -> Self:
        """Put the ball on the surface above (x, y)."""
        found = items.ball(self.landscape, np.array(xy, dtype=float), radius)
        return self.put("ball", found, opacity=opacity)

    def sheet(
        self,
        name: str,
        spots: Array,
        heights: Array,
        slopes: Array,
        colour: tuple[float, float, float],
        *,
        above: float = 0.0,
        opacity: float = 1.0,
    ) -> Self:
        """Lay a see-through sheet with a rim on the surface.

        Args:
            name: of the mark.
            spots: x and y (m, n, 2) of its mesh, in rings from its middle; the last is its rim.
            heights: (m, n) of the sheet there.
            slopes: (m, n, 2) of the sheet there.
            colour: red, green and blue from 0 to 1.
            above: lifts it by units of the box.
            opacity: of all of it.
        """
        found = items.sheet(self.landscape, spots, heights, slopes, colour, above)
        return self.put(name, found, PATH, opacity)

    def step(
        self, start: ArrayLike, end: ArrayLike, width: float = 1.15 * items.PATH_WIDTH
    ) -> Self:
        """Draw an arrow over the surface from (x, y) to (x, y)."""
        land = self.landscape
        found = items.laid_arrow(land, np.array([start, end], dtype=float), land.theme.step, width)
        return self.put("step", found, PATH)

    def climb(
        self,
        places: ArrayLike,
        gradients: ArrayLike,
        lengths: ArrayLike,
        name: str = "gradient",
        **look: Any,
    ) -> Self:
        """Draw gradients (n, 2) at (n, 2) on the floor: they are vectors of the map.

        The lengths (n,) are in units of the box, and cut where they would leave the floor.
        """
        at, ways = (np.array(each, dtype=float).reshape(-1, 2) for each in (places, gradients))
        ends = items.on_floor(self.landscape, at, ways, np.array(lengths, dtype=float).reshape(-1))
        return self.arrows(name, *ends, "gradient", **{"hidden": 0.7, **look})

    def plane(self, name: str, ends: Array, role: str, opacity: float = 1.0) -> Self:
        """Stand a see-through plane on the line between two points (2, 2) of x and y."""
        colour = self.landscape.theme.colour(role)
        found = [items.standing_plane(self.landscape, ends, colour)]
        return self.put(name, found, opacity=opacity)

    def wall(self, name: str, ends: Array, role: str, opacity: float = 1.0) -> Self:
        """Fill what is below the surface over the line between two points, as if solid."""
        colour = self.landscape.theme.colour(role)
        return self.put(name, [items.wall(self.landscape, ends, colour)], opacity=opacity)

    # -------------------------------------------------------------------------- measures

    @property
    def view(self) -> OrbitView:
        """The camera. Its zoom is the same all through a turn."""
        fitted = self._once(
            "view",
            self.elevation,
            lambda: fit_view(
                self.landscape.box.corners,
                self.aspect,
                azimuth=self.azimuth,
                elevation=self.elevation,
                azimuths=self.azimuths,
                margin=0.06,
            ),
        )
        return fitted.turned(self.azimuth)

    def point_to_frame(
        self, x: ArrayLike, y: ArrayLike, z: ArrayLike | None = None, *, above: float = 0.0
    ) -> Array:
        """Return where (x, y, z) is in the frame; without z, where the surface is over (x, y).

        `above` lifts the point by units of the box. Arrays give arrays (..., 3).
        """
        height = self.landscape.values(x, y) if z is None else np.asarray(z, dtype=float)
        points = self.landscape.box.to_box(x, y, height)
        points[..., 2] = points[..., 2] * self.reveal + above
        return self._to_frame(points)

    def _to_frame(self, box_points: Array) -> Array:
        seen = self.view.project(box_points)
        low, high = self.corner_points
        out = np.zeros_like(seen)
        unit = (high[1] - low[1]) / 2
        out[..., :2] = (low + high)[:2] / 2 + seen[..., :2] * unit
        return out

    def _edges(self) -> Iterator[tuple[str, float, Array, Array, Array]]:
        """Give the edges of the floor that face the viewer.

        Each with the name of its axis, how much it faces him, 0 to 1, its ticks (n,), their places
        (n, 3) in the box, and the unit vector outwards.
        """
        box = self.landscape.box
        leans = (("x", np.sin(self.azimuth)), ("y", np.cos(self.azimuth)))
        for along, (axis, lean) in enumerate(leans):
            for side in (-1.0, 1.0):
                weight = float(np.clip((side * lean - 0.08) / 0.2, 0, 1))
                if weight > 0:
                    values, outwards = self.tick_values(axis), np.zeros(3)
                    outwards[1 - along] = side
                    places = np.tile(outwards * [*box.half_sides, 0.0], (len(values), 1))
                    places[:, along] = box.flat(values, values)[along]
                    yield axis, weight, values, places, outwards

    def _upright(self) -> tuple[Array, float]:
        """Return the corner of the floor that stands furthest left, and how clearly it does."""
        corners = self.landscape.box.corners
        floor = corners[corners[:, 2] == 0.0]
        left = self.view.project(floor)[:, 0]
        order = np.argsort(left)
        clear = (left[order[1]] - left[order[0]]) / max(self.view.zoom, 1e-9)
        return floor[order[0]], float(np.clip((clear - 0.05) / 0.2, 0, 1))

    def tick_values(self, axis: str) -> Array:
        """Return the round values that have ticks on the axis "x", "y" or "z"."""
        box = self.landscape.box
        low, high = {"x": box.x_range, "y": box.y_range, "z": box.z_range}[axis]
        if axis == "z" and box.scale == "log":
            soft = 1e-3 * (high - low)
            powers = np.arange(np.floor(np.log10(soft)), np.floor(np.log10(high - low)) + 1)
            decades = 10.0**powers
            return decades[(decades > low) & (decades <= high) & (decades >= low + soft)]
        return nice_ticks(low, high, 4)

    def tick_positions(self) -> list[Tick]:
        """Return where the numbers of the axes belong, on the edges that face the viewer."""
        box, ticks = self.landscape.box, list[Tick]()
        for axis, weight, values, places, outwards in self._edges():
            edge, middle = self._to_frame(
                np.array([outwards * [*box.half_sides, 0.0], np.zeros(3)])
            )
            way = (edge - middle) / max(np.linalg.norm(edge - middle), 1e-9)
            seen = zip(values, self._to_frame(places), strict=True)
            ticks += [Tick(axis, float(value), place, way, weight) for value, place in seen]
        corner, clear = self._upright()
        values = self.tick_values("z")
        places = corner + np.outer(box.rise(values) * self.reveal, [0.0, 0.0, 1.0])
        left = np.array([-1.0, 0.0, 0.0])
        ticks += [
            Tick("z", float(value), place, left, clear * self.reveal)
            for value, place in zip(values, self._to_frame(places), strict=True)
        ]
        return ticks

    # --------------------------------------------------------------------------- picture

    @property
    def key(self) -> Hashable:
        """What the picture depends on."""
        # By layer and name, so that how marks have come to be there makes no difference.
        marks = tuple((name, mark.key) for name, mark in self._sorted())
        place = (self.azimuths, self.aspect, self.points.tobytes(), self.opacity, self.floor)
        look = (self.azimuth, self.elevation, self.reveal, self.opened)
        return (self.landscape.key, place, look, marks)

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint; the same object as long as nothing changes."""
        key = self.key
        return self._once("picture", key, lambda: self._picture(key))

    def _picture(self, key: Hashable) -> SpacePicture:
        land, reveal = self.landscape, self.reveal
        low, high = self.corner_points
        # What has not changed is the same object again, so that it is known to be.
        return SpacePicture(
            items=(
                *self._surface(),
                *self._once("rim", reveal, lambda: items.rim(land, reveal)),
                *self._once("axes", (reveal, self.azimuth, self.elevation), self._axes),
                *(item for _, mark in self._sorted() for item in mark.shown()),
            ),
            view=self.view,
            centre=(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2),
            width=float(high[0] - low[0]),
            height=float(high[1] - low[1]),
            opacity=self.opacity,
            key=key,
        )

    def _once(self, name: str, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is made, made again only when the key has changed."""
        if name not in self._kept or self._kept[name][0] != key:
            self._kept[name] = (key, make())
        return self._kept[name][1]

    def _sorted(self) -> list[tuple[str, Mark]]:
        return sorted(self.marks.items(), key=lambda mark: (mark[1].layer, mark[0]))

    def _surface(self) -> list[items.Item]:
        land, reveal, opened = self.landscape, self.reveal, self.opened
        found: list[items.Item]
        if opened is not None:
            found = self._once("part", opened, lambda: items.kept_part(land, *opened))
        else:
            mesh = partial(items.surface_mesh, land, land.shape, reveal)
            found = [self._once("surface", reveal, mesh)]
        # The floor after the surface, which hides most of it.
        if self.floor and reveal > 0:
            return [*found, self._once("floor", None, lambda: items.floor_mesh(land))]
        return found

    def _axes(self) -> list[Polyline]:
        land, length = self.landscape, 0.035
        hx, hy = land.box.half_sides
        base = np.array([[-hx, -hy, 0], [hx, -hy, 0], [hx, hy, 0], [-hx, hy, 0], [-hx, -hy, 0]])
        lines = [(base.astype(float), 1.0)]
        for _, weight, _, places, outwards in self._edges():
            lines.append((strokes(places, places + length * outwards), weight))
        corner, clear = self._upright()
        up = np.array([0.0, 0.0, self.reveal])
        if clear * self.reveal > 0:
            places = corner + np.outer(land.box.rise(self.tick_values("z")), up)
            starts = np.vstack([corner, places])
            outwards = np.sign(corner) * [1, 1, 0] * length * 0.7
            ends = np.vstack([corner + land.height * up, places + outwards])
            lines.append((strokes(starts, ends), clear))
        colour = rgb(land.theme.axis)
        return [Polyline(line, colour, 1.8, 0.8 * weight) for line, weight in lines if len(line)]


def strokes(starts: Array, ends: Array) -> Array:
    """Return straight lines from points (n, 3) to points (n, 3), parted by rows of NaN."""
    return np.stack([starts, ends, np.full_like(starts, np.nan)], axis=1).reshape(-1, 3)


def _faded(item: items.Item, share: float) -> items.Item:
    if isinstance(item, Sheet):
        item = replace(item, edge_opacity=share * item.edge_opacity)
    return item if share == 1 else replace(item, opacity=share * item.opacity)
