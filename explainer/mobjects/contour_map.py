"""The map of a surface: the same landscape from above, with the contour lines at the same levels.

The colours are painted by the camera like any picture of space; the lines, the border, the ticks
and the path are Manim's own objects, so that they can be animated and labelled as usual.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim.constants import LineJointType
from manim.mobject.mobject import Group
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.contours import clipped_line, nice_ticks
from explainer.geometry.mesh import Mesh, flat_field
from explainer.geometry.orbit import OrbitView
from explainer.geometry.plane import Rectangle, room_ahead, segments_path
from explainer.geometry.space import Array, SpacePicture, blend, rgb
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.shapes import Segments, VGroup, disc
from explainer.mobjects.space_panel import SpacePanel, Tick
from explainer.mobjects.text import Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.style import Zone

MUTED, PALE = 0.15, 0.45
"""How much of the background the colours of a map are mixed with: on a dark page it is as bright as
a lit surface, on a light one marks are dark and want a pale map."""

ROUTE_WIDTH, DOT_RADIUS = 4.0, 0.044
"""Of a path on a map."""


def set_lines(shape: VMobject, lines: list[Array]) -> VMobject:
    """Give a shape straight lines through points (n, 3) each, parted by rows of NaN, in one go."""
    pairs = [np.stack([line[:-1], line[1:]], axis=1) for line in lines]
    segments = np.concatenate([np.empty((0, 2, 3)), *pairs])
    shape.points = segments_path(segments[np.isfinite(segments).all(axis=(1, 2))][..., :2])
    return shape


def set_dots(shape: VMobject, centres: Array, radius: float) -> VMobject:
    """Give a shape circles about centres (n, 3), in one go."""
    circle = disc(np.zeros(2), radius, radius)
    shape.points = (centres[:, None] + circle).reshape(-1, 3)
    return shape


class FieldImage(SpacePanel):
    """The colours of a landscape seen straight from above, filling its rectangle."""

    def __init__(self, landscape: Landscape, zone: Zone) -> None:
        super().__init__(zone.width, zone.height, zone.centre)
        self.landscape, self.aspect = landscape, zone.width / zone.height
        xs, ys, _ = landscape.grid
        across, up = np.linspace(-1, 1, len(xs)) * self.aspect, np.linspace(-1, 1, len(ys))
        flat = flat_field(across, up)
        heights = landscape.heights.reshape(-1)
        self._mesh = Mesh(
            flat.vertices,
            flat.triangles,
            landscape.tints(heights, MUTED if _dark(landscape) else PALE),
            flat.normals,
            np.zeros(len(heights)),
            np.empty(0),
            shading=0.0,
        )

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint."""
        low, high = self.corner_points
        return SpacePicture(
            items=(self._mesh,),
            view=OrbitView(-np.pi / 2, np.pi / 2, perspective=0.0),
            centre=(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2),
            width=float(high[0] - low[0]),
            height=float(high[1] - low[1]),
            opacity=self.opacity,
            key=(self.landscape.key, self.aspect, self.points.tobytes(), self.opacity),
        )


class ContourMap(Group):
    """A landscape from above.

    The parts: `image`, `lines` (one each level), `border`, `numbers`, `names`, and a path: `route`,
    `dots`. By default x and y keep one scale, so that the gradient is seen at a right angle to the
    contour lines; the map is then as large as fits into its zone.

    Args:
        landscape: the surface.
        zone: for the map; numbers and names lie around it.
        keep_aspect: whether x and y have one scale.
        named: whether the axes have names.
        ticks: about how many numbers each axis has; it has no ticks either where that is none.
        opposite: whether numbers and names lie above and to the right, for a map that goes to the
            left and the lower edge of the frame.
    """

    def __init__(
        self,
        landscape: Landscape,
        zone: Zone | None = None,
        *,
        keep_aspect: bool = True,
        named: bool = True,
        ticks: int = 4,
        opposite: bool = False,
    ) -> None:
        self.landscape, self.keeps_aspect, theme = landscape, keep_aspect, landscape.theme
        self.opposite = opposite
        (x0, x1), (y0, y1) = landscape.x_range, landscape.y_range
        zone = zone or theme.layout.body
        if keep_aspect:
            scale = min(zone.width / (x1 - x0), zone.height / (y1 - y0)) / 2
            (x, y, _), across, up = zone.centre, scale * (x1 - x0), scale * (y1 - y0)
            zone = Zone(x - across, x + across, y - up, y + up)
        self.image = FieldImage(landscape, zone)
        self.lines = VGroup(*(self._line(level) for level in landscape.contours))
        low, high = self.corners
        frame = np.array([low, [high[0], low[1], 0], high, [low[0], high[1], 0], low], dtype=float)
        marks = [
            np.array([tick.position, tick.position + 0.08 * tick.outwards])
            for tick in (self.tick_positions() if ticks else ())
        ]
        self.border = set_lines(VMobject(), [frame, *marks])
        self.border.set_stroke(theme.axis, width=1.75, opacity=0.9).set_fill(opacity=0)
        self.route = VMobject(joint_type=LineJointType.ROUND).set_fill(opacity=0)
        self.route.set_stroke(theme.path, width=ROUTE_WIDTH)
        halo = theme.surface_halo
        self.route.set_stroke(halo, width=ROUTE_WIDTH + 3, opacity=0.6, background=True)
        self.dots = VMobject().set_fill(theme.path, opacity=1).set_stroke(width=0)
        self.dots.set_stroke(halo, width=1.0, opacity=0.8, background=True)
        places = ((high[0] + 0.1, low[1] - 0.05), (low[0], high[1] + 0.1))
        if opposite:
            places = ((high[0] - 0.2, high[1] + 0.12), (high[0] + 0.12, high[1] - 0.15))
        self.names = VGroup(
            *(
                Words(f"${name}$", theme, size=0.32, colour="muted").place(place)
                for name, place in zip("xy", places if named else (), strict=False)
            )
        )
        self.numbers = TickNumbers(theme).set_ticks(
            self.tick_positions(ticks) if ticks else [],
            [Rectangle(x, x + 0.2, y - 0.08, y + 0.16) for x, y in places],
        )
        # What stands still lies lowest, for only what lies above a moving thing is drawn anew.
        still = (self.image, self.lines, self.border, self.numbers, self.names)
        for level, part in enumerate(still):
            part.set_z_index(-1 + 0.1 * level)
        for part in (self.route, self.dots):
            part.set_z_index(1)
        super().__init__(*still, self.route, self.dots)

    def _line(self, level: float) -> VMobject:
        land = self.landscape
        lines = [self.at(line) for line in land.contour(level)]
        tint = land.tints(land.box.rise(level))
        dark = _dark(land)
        ink = blend(tint, (1.0, 1.0, 1.0), 0.25) if dark else rgb(land.theme.contour)
        line = set_lines(VMobject(), lines).set_fill(opacity=0)
        return line.set_stroke(_hex(ink), width=1.6, opacity=self._line_opacity)

    # ------------------------------------------------------------------------------ verbs

    def show(self, share: float) -> Self:
        """Set the opacity of colours, lines and border to a share of what it is."""
        self.image.set_opacity(share)
        for line in self.lines:
            line.set_stroke(opacity=share * self._line_opacity)
        self.border.set_stroke(opacity=0.9 * share)
        return self

    @property
    def _line_opacity(self) -> float:
        return 0.9 if _dark(self.landscape) else 0.45

    def set_path(self, points: ArrayLike, *, dots: bool = True) -> Self:
        """Draw a path through points (n, 2), cut at the border, with a dot at each if wanted."""
        land = self.landscape
        path = np.asarray(points, dtype=float).reshape(-1, 2)
        set_lines(self.route, [self.at(clipped_line(path, land.x_range, land.y_range))])
        inside = path[[self.shows(x, y) for x, y in path]] if len(path) else path
        set_dots(self.dots, self.at(inside if dots else path[:0]), DOT_RADIUS)
        return self

    # -------------------------------------------------------------------------- measures

    @property
    def corners(self) -> tuple[Array, Array]:
        """The lower left and the upper right of the map, (3,) each."""
        return self.image.corner_points

    @property
    def scales(self) -> Array:
        """How many units of the frame (2,) one unit of x and of y takes."""
        low, high = self.corners
        ranges = np.array([self.landscape.x_range, self.landscape.y_range])
        return np.asarray((high - low)[:2] / np.ptp(ranges, axis=1))

    def at(self, points: ArrayLike) -> Array:
        """Return where points (..., 2) of x and y are in the frame, (..., 3)."""
        given = np.asarray(points, dtype=float)
        low, land = self.corners[0], self.landscape
        out = np.full((*given.shape[:-1], 3), low[2])
        start = [land.x_range[0], land.y_range[0]]
        out[..., :2] = low[:2] + (given - start) * self.scales
        return out

    def values(self, places: ArrayLike) -> Array:
        """Return which x and y (..., 2) lie at places in the frame."""
        spots, land = np.asarray(places, dtype=float)[..., :2], self.landscape
        start = [land.x_range[0], land.y_range[0]]
        return np.asarray(start + (spots - self.corners[0][:2]) / self.scales)

    def shows(self, x: float, y: float) -> bool:
        """Return whether (x, y) is on the map."""
        (x0, x1), (y0, y1) = self.landscape.x_range, self.landscape.y_range
        return bool(x0 <= x <= x1 and y0 <= y <= y1)

    def way(self, direction: ArrayLike) -> Array:
        """Return a direction in x and y as a unit vector (3,) of the frame; zero for none."""
        way = np.append(np.asarray(direction, dtype=float) * self.scales, 0.0)
        return way / max(float(np.linalg.norm(way)), 1e-300)

    def room(self, start: Array, way: Array) -> float:
        """Return how many times a way (3,) of the frame can be gone before the map's border."""
        return float(room_ahead(start[:2], way[:2], *(corner[:2] for corner in self.corners)))

    def tick_positions(self, count: int = 4) -> list[Tick]:
        """Return where the numbers of the axes belong: below and to the left, or opposite."""
        (x0, x1), (y0, y1) = self.landscape.x_range, self.landscape.y_range
        side = 1.0 if self.opposite else -1.0
        up, aside = np.array([0.0, side, 0.0]), np.array([side, 0.0, 0.0])
        x, y = (x1, y1) if self.opposite else (x0, y0)
        xs, ys = nice_ticks(x0, x1, count), nice_ticks(y0, y1, count)
        level = [Tick("x", float(each), self.at([each, y]), up, 1.0) for each in xs]
        return level + [Tick("y", float(each), self.at([x, each]), aside, 1.0) for each in ys]


class CrossedAxes(VGroup):
    """Axes on a map that goes on beyond the frame, through 0 where that is in view.

    Args:
        seen: the map.
        view: the zone of the frame in which numbers and names stand.
    """

    def __init__(self, seen: ContourMap, view: Zone) -> None:
        land, at = seen.landscape, seen.at
        ranges = np.array([land.x_range, land.y_range]).T
        low, high = np.clip(
            seen.values([[view.left, view.bottom], [view.right, view.top]]), *ranges
        )
        crossing = np.clip(0.0, low, high)
        self.ticks, self.lines = list[Tick](), []
        for axis, other in ((0, 1), (1, 0)):
            ends = np.tile(crossing, (2, 1))
            ends[:, axis] = ranges[:, axis]
            if crossing[other] == 0:
                self.lines.append(at(ends)[:, :2])
            for value in nice_ticks(low[axis], high[axis], 5 - axis):
                place = np.array(crossing)
                place[axis] = value
                if value != crossing[axis]:
                    tick = Tick("xy"[axis], float(value), at(place), -np.eye(3)[other], 1.0)
                    self.ticks.append(tick)
        axes = Segments(land.theme.ink, width=land.theme.strokes.thin, opacity=0.6)
        marks = [np.array([t.position, t.position + 0.1 * t.outwards])[:, :2] for t in self.ticks]
        axes.set_segments(np.array([*self.lines, *marks]))
        grown = land.theme.layout.type_scale
        self.numbers = TickNumbers(land.theme, 0.32 * grown).set_ticks(self.ticks)
        ends = at([[high[0], crossing[1]], [crossing[0], high[1]]])
        ends += grown * np.array([[-0.25, 0.15, 0], [0.15, -0.2, 0]])
        self.names = [
            Words(f"${name}$", land.theme, size=0.4 * grown, colour="muted").with_halo(
                land.theme, 4
            )
            for name in "xy"
        ]
        for name, end in zip(self.names, ends, strict=True):
            name.place(end)
        super().__init__(axes, self.numbers, *self.names)

    def avoid(self, *boxes: Rectangle) -> Self:
        """Leave out numbers and names that would meet boxes."""
        self.numbers.set_ticks(self.ticks, boxes)
        for name in self.names:
            x, y, _ = name.get_center()
            met = (abs(2 * x - b.left - b.right) < b.right - b.left + 0.4 for b in boxes)
            high = (abs(2 * y - b.bottom - b.top) < b.top - b.bottom + 0.5 for b in boxes)
            name.set_opacity(0.0 if any(map(all, zip(met, high, strict=True))) else 1.0)
        return self


def covering(
    landscape: Landscape,
    zone: Zone,
    point: ArrayLike,
    place: ArrayLike,
    *,
    keep_aspect: bool = True,
    enlarged: float = 1.0,
) -> Zone:
    """Return the zone of a map that covers a zone of the frame, and goes on beyond it.

    Args:
        landscape: the surface.
        zone: what is to be covered.
        point: (x, y) that is to be seen well.
        place: where in the frame it should be, (2,), as far as the map covers the zone then.
        keep_aspect: whether x and y have one scale.
        enlarged: how many times larger than it must be the map is.
    """
    low, high = np.array([landscape.x_range, landscape.y_range]).T
    room, size = np.array([zone.width, zone.height]), high - low
    scales = room / size
    scales = enlarged * (np.full(2, scales.max()) if keep_aspect else scales)
    most = np.array([zone.left, zone.bottom])
    corner = np.asarray(place) - (np.clip(point, low, high) - low) * scales
    corner = np.clip(corner, most + room - size * scales, most)
    far = corner + size * scales
    return Zone(corner[0], far[0], corner[1], far[1])


def _dark(landscape: Landscape) -> bool:
    """Return whether the page is dark."""
    return sum(rgb(landscape.theme.background)) < 1.5


def _hex(colour: Any) -> str:
    red, green, blue = np.rint(255 * np.asarray(colour, dtype=float)).astype(int)
    return f"#{red:02X}{green:02X}{blue:02X}"
