"""A surface in space inside a rectangle of the frame, with a path, a ball and a tangent plane.

The panel is one mobject. It says what is to be seen (`picture`), and the camera paints it; labels
beside it are ordinary mobjects at `point_to_frame`. All verbs change the panel and return it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from manim import Mobject
from numpy.typing import ArrayLike

from explainer.geometry.contours import clipped_line, contour_levels, nice_ticks
from explainer.geometry.mesh import (
    Mesh,
    Shape,
    arrow,
    flat_field,
    height_field,
    normals_of,
    plane_cut,
    tangent_sides,
)
from explainer.geometry.space import (
    Array,
    Ball,
    BoxMap,
    HeightScale,
    OrbitView,
    Polyline,
    Shared,
    Sheet,
    SpacePicture,
    blend,
    colour_table,
    fit_view,
    rgb,
    shades,
)
from explainer.style import DARK, Theme

Function = Callable[[Any, Any], Any]


def _mixed(first: str, second: str, amount: float) -> str:
    red, green, blue = np.rint(255 * blend(rgb(first), rgb(second), amount)).astype(int)
    return f"#{red:02X}{green:02X}{blue:02X}"


@dataclass(frozen=True)
class SurfaceColours:
    """The colours of a surface and of what lies on it, as ``#RRGGBB``."""

    surface: tuple[str, ...]
    background: str
    contour: str
    frame: str
    path: str
    halo: str
    ball: str
    tangent: str
    sheet: str
    step: str
    gradient: str

    @classmethod
    def of(cls, theme: Theme) -> SurfaceColours:
        """Return the colours of a theme's roles."""
        light = sum(rgb(theme.background)) > 1.5
        return cls(
            surface=theme.surface_colours,
            background=theme.background,
            contour="#10131A",
            frame=theme.axis,
            path=theme.path,
            halo="#FFFFFF" if light else "#0B0D12",
            ball=theme.ball,
            tangent=theme.tangent,
            sheet=_mixed(theme.tangent, "#FFFFFF", 0.55 if light else 0.0),
            step=theme.step,
            gradient=theme.gradient,
        )


@dataclass(frozen=True, eq=False)
class Landscape(Shared):
    """A function of two variables over a rectangle, worked out once for surface and map alike.

    `function(x, y)` and `gradient(x, y)` take arrays of one shape; the gradient returns (..., 2).
    What is above `ceiling` is cut off. `levels` is about how many contour lines there are, or the
    levels themselves.
    """

    function: Function
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    gradient: Function | None = None
    scale: HeightScale = "linear"
    softness: float | None = None
    ceiling: float | None = None
    height: float = 0.95
    gap: float = 0.22
    levels: int | Sequence[float] = 12
    divisions: int = 128
    colours: SurfaceColours = field(default_factory=lambda: SurfaceColours.of(DARK))

    def values(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return the function's values; where it has none, NaN or infinity, without a warning."""
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        with np.errstate(all="ignore"):
            return np.broadcast_to(np.asarray(self.function(x, y), dtype=float), x.shape)

    def gradients(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return the gradient (..., 2), exact where it was given, by differences where not."""
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        with np.errstate(all="ignore"):
            if self.gradient is not None:
                return np.asarray(self.gradient(x, y), dtype=float).reshape(*x.shape, 2)
            dx = 1e-4 * (self.x_range[1] - self.x_range[0])
            dy = 1e-4 * (self.y_range[1] - self.y_range[0])
            return np.stack(
                [
                    (self.values(x + dx, y) - self.values(x - dx, y)) / (2 * dx),
                    (self.values(x, y + dy) - self.values(x, y - dy)) / (2 * dy),
                ],
                axis=-1,
            )

    @cached_property
    def grid(self) -> tuple[Array, Array, Array]:
        """The grid's x (n,), y (n,) and values (n, n)."""
        xs = np.linspace(*self.x_range, self.divisions + 1)
        ys = np.linspace(*self.y_range, self.divisions + 1)
        return xs, ys, self.values(xs[None, :], ys[:, None])

    @cached_property
    def box(self) -> BoxMap:
        """Where the values go in the box."""
        _, _, values = self.grid
        known = values[np.isfinite(values)]
        low = float(known.min()) if known.size else 0.0
        high = float(known.max()) if known.size else 1.0
        if self.ceiling is not None:
            high = min(high, self.ceiling)
        if not high > low:
            low, high = low - 0.5, low + 0.5
        return BoxMap(
            self.x_range,
            self.y_range,
            (low, high),
            self.height,
            self.scale,
            self.softness,
            self.gap,
        )

    @cached_property
    def contours(self) -> Array:
        """The levels of the contour lines, on the surface and on the map."""
        if not isinstance(self.levels, int):
            return np.sort(np.asarray(self.levels, dtype=float))
        return contour_levels(
            self.grid[2],
            self.levels,
            "log" if self.scale == "log" else "linear",
            ceiling=self.box.z_range[1],
            softness=self.softness,
        )

    @cached_property
    def heights(self) -> Array:
        """The grid's heights (n, n) in the box; above `height` where they are cut off."""
        return self.box.rise(self.grid[2])

    def box_height(self, bx: ArrayLike, by: ArrayLike) -> Array:
        """Return the surface's height in the box over the box's own x and y."""
        return self.box.rise(self.values(*self.box.unflat(bx, by)))

    def on_surface(self, points: ArrayLike) -> tuple[Array, Array]:
        """Return the places (n, 3) and slopes (n, 2) in the box of the surface at points (n, 2)."""
        points = np.asarray(points, dtype=float).reshape(-1, 2)
        z = self.values(points[:, 0], points[:, 1])
        slopes = self.box.slopes(z, self.gradients(points[:, 0], points[:, 1]))
        return self.box.to_box(points[:, 0], points[:, 1], z), slopes

    def shows(self, x: float, y: float) -> bool:
        """Return whether the point is over the rectangle and under the ceiling."""
        inside = self.x_range[0] <= x <= self.x_range[1] and self.y_range[0] <= y <= self.y_range[1]
        return inside and bool(self.values(x, y) <= self.box.z_range[1] * (1 + 1e-9) + 1e-12)

    @cached_property
    def shape(self) -> Shape:
        """The surface's triangles."""
        xs, ys, values = self.grid
        bx, by = self.box.flat(xs, ys)
        slopes = self.box.slopes(values, self.gradients(xs[None, :], ys[:, None]))
        return height_field(
            bx, by, self.heights, slopes, ceiling=self.height + 1e-9, function=self.box_height
        )

    @cached_property
    def table(self) -> Array:
        """The colours from the lowest height to the highest (256, 3)."""
        return colour_table([rgb(colour) for colour in self.colours.surface])

    def tints(self, box_heights: ArrayLike, muted: float = 0.0) -> Array:
        """Return the colours of heights in the box, mixed with `muted` of the background."""
        high = 2 * self.height
        known = np.nan_to_num(box_heights, nan=high, posinf=high, neginf=0.0)
        part = (known - self.gap) / (self.height - self.gap)
        table = self.table
        if muted > 0:
            table = blend(table, rgb(self.colours.background), muted)
        return shades(table, np.clip(part, 0, 1))

    @cached_property
    def key(self) -> str:
        """A name that two landscapes share only when they look the same."""
        digest = hashlib.blake2b(digest_size=12)
        for part in (self.heights, self.shape.normals, self.contours):
            digest.update(np.ascontiguousarray(part).tobytes())
        digest.update(repr((self.box, self.divisions, self.colours)).encode())
        return digest.hexdigest()


class Tick(NamedTuple):
    """Where the number of a tick belongs: its value, a place in the frame, and the way outwards."""

    axis: str
    value: float
    position: Array
    outwards: Array
    opacity: float
    """1 in full view; falls to 0 before the edge it belongs to changes places with another."""


class SpacePanel(Mobject):
    """A rectangle of the frame in which something in space is seen."""

    blended: tuple[str, ...] = ("opacity",)
    """What an animation of the panel mixes: names of numbers, or of arrays of equal shape."""

    def __init__(self, width: float, height: float, centre: ArrayLike = (0.0, 0.0, 0.0)) -> None:
        super().__init__()
        half = np.array([width / 2, height / 2, 0.0])
        self.points = np.asarray(centre, dtype=float) + np.array([-half, half])
        self.opacity = 1.0

    @property
    def corner_points(self) -> tuple[Array, Array]:
        """The lower left and the upper right of the rectangle."""
        return self.points.min(axis=0), self.points.max(axis=0)

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint."""
        raise NotImplementedError

    def set_opacity(self, opacity: float) -> Self:
        """Make the whole panel see-through."""
        self.opacity = float(opacity)
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Take away a share of the panel's opacity, as Manim's animations ask."""
        self.opacity *= 1.0 - darkness
        return super().fade(darkness, family)

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Mix what two panels differ in; the rest is left to whatever else moves it."""
        for name in self.blended:
            first, second = getattr(mobject1, name, None), getattr(mobject2, name, None)
            if first is None or second is None or np.array_equal(first, second):
                continue
            mixed = np.asarray(first) + (np.asarray(second) - np.asarray(first)) * alpha
            setattr(self, name, float(mixed) if mixed.ndim == 0 else mixed)
        return self

    def align_points_with_larger(self, larger_mobject: Mobject) -> Self:
        """Do nothing: a panel has two points, and turns into panels only."""
        return self


class SurfacePanel(SpacePanel):
    """A landscape seen by a camera that can turn about it."""

    blended = (
        "opacity",
        "azimuth",
        "elevation",
        "reveal",
        "surface_opacity",
        "tangent_opacity",
        "ball_opacity",
        "path_opacity",
        "arrow_opacity",
        "ball_at",
        "tangent_at",
    )

    def __init__(
        self,
        landscape: Landscape,
        width: float = 6.0,
        height: float = 5.2,
        centre: ArrayLike = (0.0, 0.0, 0.0),
        *,
        azimuth: float = -np.pi / 3,
        elevation: float = 0.6,
        perspective: float = 0.13,
        azimuths: tuple[float, float] | None = None,
        floor: bool = True,
        frame: bool = True,
        line_width: float = 1.6,
        path_width: float = 5.0,
    ) -> None:
        super().__init__(width, height, centre)
        self.landscape = landscape
        self.perspective = perspective
        self.azimuths = azimuths
        self.azimuth, self.elevation = float(azimuth), float(elevation)
        self.floor, self.frame = floor, frame
        self.line_width, self.path_width = line_width, path_width
        self.aspect = width / height
        self.reveal = 1.0
        self.surface_opacity = 1.0
        self.path = np.empty((0, 2))
        self.path_dots = True
        self.path_opacity = 1.0
        self.ball_at: Array | None = None
        self.ball_radius = 0.05
        self.ball_opacity = 1.0
        self.tangent_at: Array | None = None
        self.tangent_size = 0.42
        self.tangent_opacity = 1.0
        self.step_arrow: Array | None = None
        self.gradient_arrow: Array | None = None
        self.arrow_opacity = 1.0
        self._fitted: tuple[float, OrbitView] | None = None
        self._shown: SpacePicture | None = None
        self._meshes: tuple[tuple[float, float], tuple[Mesh, ...]] | None = None

    # ------------------------------------------------------------------------------ verbs

    def set_view(self, azimuth: float | None = None, elevation: float | None = None) -> Self:
        """Turn the camera; angles in radians."""
        if azimuth is not None:
            self.azimuth = float(azimuth)
        if elevation is not None:
            self.elevation = float(elevation)
        return self

    def set_reveal(self, fraction: float) -> Self:
        """Let the surface rise from the flat map (0) to its full height (1)."""
        self.reveal = float(np.clip(fraction, 0, 1))
        return self

    def set_surface_opacity(self, opacity: float) -> Self:
        """Make the surface itself see-through, but not what lies on it."""
        self.surface_opacity = float(opacity)
        return self

    def set_path(self, points: ArrayLike, *, dots: bool = True, opacity: float = 1.0) -> Self:
        """Draw a path through points (n, 2) on the surface, with a dot at each if wanted."""
        self.path = np.array(points, dtype=float).reshape(-1, 2)
        self.path_dots, self.path_opacity = dots, float(opacity)
        return self

    def set_ball(
        self, xy: ArrayLike | None, *, radius: float | None = None, opacity: float | None = None
    ) -> Self:
        """Put the ball on the surface above (x, y), or take it away."""
        self.ball_at = None if xy is None else np.array(xy, dtype=float).reshape(2)
        self.ball_radius = self.ball_radius if radius is None else float(radius)
        self.ball_opacity = self.ball_opacity if opacity is None else float(opacity)
        return self

    def show_tangent(
        self,
        xy: ArrayLike,
        gradient: ArrayLike | None = None,
        size: float = 0.42,
        opacity: float = 1.0,
    ) -> Self:
        """Lay a square of the tangent plane at (x, y), `size` from its middle to its edge.

        The size is in units of the box, whose longer side is 2. Without a gradient the landscape's
        own is taken.
        """
        xy = np.asarray(xy, dtype=float).reshape(2)
        if gradient is None:
            gradient = self.landscape.gradients(xy[0], xy[1])
        self.tangent_at = np.concatenate([xy, np.asarray(gradient, dtype=float).reshape(2)])
        self.tangent_size = float(size)
        return self.set_tangent(opacity=opacity)

    def set_tangent(
        self,
        xy: ArrayLike | None = None,
        gradient: ArrayLike | None = None,
        *,
        size: float | None = None,
        opacity: float | None = None,
    ) -> Self:
        """Move, resize or fade the tangent plane."""
        if xy is not None:
            self.show_tangent(xy, gradient, self.tangent_size, self.tangent_opacity)
        self.tangent_size = self.tangent_size if size is None else float(size)
        self.tangent_opacity = self.tangent_opacity if opacity is None else float(opacity)
        return self

    def hide_tangent(self) -> Self:
        """Take the tangent plane away."""
        self.tangent_at = None
        return self

    def set_step_arrow(self, start: ArrayLike | None, end: ArrayLike | None = None) -> Self:
        """Draw an arrow over the surface from (x, y) to (x, y), or take it away."""
        self.step_arrow = None if start is None or end is None else np.array([start, end], float)
        return self

    def set_gradient_arrow(
        self, xy: ArrayLike | None, direction: ArrayLike | None = None, length: float = 0.4
    ) -> Self:
        """Draw an arrow in the tangent plane at (x, y) that from above points along `direction`."""
        if xy is None or direction is None:
            self.gradient_arrow = None
        else:
            parts = [np.asarray(xy, float), np.asarray(direction, float), np.array([length, 0.0])]
            self.gradient_arrow = np.array(parts)
        return self

    # -------------------------------------------------------------------------- measures

    @property
    def view(self) -> OrbitView:
        """The camera. Its zoom is the same all through a turn."""
        if self._fitted is None or self._fitted[0] != self.elevation:
            fitted = fit_view(
                self.landscape.box.corners,
                self.aspect,
                azimuth=self.azimuth,
                elevation=self.elevation,
                perspective=self.perspective,
                azimuths=self.azimuths,
                margin=0.06,
            )
            self._fitted = (self.elevation, fitted)
        return self._fitted[1].turned(self.azimuth)

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

    def _edge_weights(self) -> dict[tuple[str, float], float]:
        """Return how much each edge of the floor faces the viewer, 0 to 1."""
        towards = {"x": np.sin(self.azimuth), "y": np.cos(self.azimuth)}
        return {
            (axis, side): float(np.clip((side * lean - 0.08) / 0.2, 0, 1))
            for axis, lean in towards.items()
            for side in (-1.0, 1.0)
        }

    def _upright(self) -> tuple[Array, float]:
        """Return the corner of the floor that stands furthest left, and how clearly it does."""
        corners = self.landscape.box.corners
        floor = corners[corners[:, 2] == 0.0]
        left = self.view.project(floor)[:, 0]
        order = np.argsort(left)
        clear = (left[order[1]] - left[order[0]]) / max(self.view.zoom, 1e-9)
        return floor[order[0]], float(np.clip((clear - 0.05) / 0.2, 0, 1))

    def tick_values(self, axis: str, count: int = 4) -> Array:
        """Return the round values that have ticks on the axis "x", "y" or "z"."""
        box = self.landscape.box
        low, high = {"x": box.x_range, "y": box.y_range, "z": box.z_range}[axis]
        if axis == "z" and box.scale == "log":
            soft = box.softness if box.softness is not None else 1e-3 * (high - low)
            powers = np.arange(np.floor(np.log10(soft)), np.floor(np.log10(high - low)) + 1)
            decades = 10.0**powers
            return decades[(decades > low) & (decades <= high) & (decades >= low + soft)]
        return nice_ticks(low, high, count)

    def tick_positions(self, count: int = 4) -> list[Tick]:
        """Return where the numbers of the axes belong, on the edges that face the viewer."""
        box = self.landscape.box
        hx, hy = box.half_sides
        middle = self._to_frame(np.zeros((1, 3)))[0]
        ticks: list[Tick] = []
        for (axis, side), weight in self._edge_weights().items():
            if weight <= 0:
                continue
            values = self.tick_values(axis, count)
            along = box.flat(values, values)[0 if axis == "x" else 1]
            across = np.full(len(values), side)
            x, y = (along, across * hy) if axis == "x" else (across * hx, along)
            places = self._to_frame(np.stack([x, y, np.zeros(len(values))], axis=-1))
            edge = self._to_frame(
                np.array([[0.0, side * hy, 0.0] if axis == "x" else [side * hx, 0.0, 0.0]])
            )[0]
            outwards = (edge - middle) / max(np.linalg.norm(edge - middle), 1e-9)
            ticks += [
                Tick(axis, float(v), p, outwards, weight)
                for v, p in zip(values, places, strict=True)
            ]
        corner, clear = self._upright()
        values = self.tick_values("z", count)
        rise = box.rise(values) * self.reveal
        places = self._to_frame(corner + np.stack([0 * rise, 0 * rise, rise], axis=-1))
        ticks += [
            Tick("z", float(v), p, np.array([-1.0, 0.0, 0.0]), clear * self.reveal)
            for v, p in zip(values, places, strict=True)
        ]
        return ticks

    # --------------------------------------------------------------------------- picture

    @property
    def key(self) -> Hashable:
        """What the picture depends on."""

        def bits(part: Array | None) -> bytes | None:
            return None if part is None else part.tobytes()

        return (
            self.landscape.key,
            self.azimuth,
            self.elevation,
            self.perspective,
            self.azimuths,
            self.aspect,
            self.points.tobytes(),
            self.opacity,
            self.floor,
            self.frame,
            self.line_width,
            self.reveal,
            self.surface_opacity,
            (bits(self.path), self.path_dots, self.path_opacity, self.path_width),
            (bits(self.ball_at), self.ball_radius, self.ball_opacity),
            (bits(self.tangent_at), self.tangent_size, self.tangent_opacity),
            (bits(self.step_arrow), bits(self.gradient_arrow), self.arrow_opacity),
        )

    def picture(self) -> SpacePicture:
        """Return what the camera is to paint; the same object as long as nothing changes."""
        key = self.key
        if self._shown is not None and self._shown.key == key:
            return self._shown
        low, high = self.corner_points
        items: list[Mesh | Polyline | Ball | Sheet] = [
            *self._surface(),
            *self._axes(),
            *self._lines(),
            *self._balls(),
            *self._sheets(),
        ]
        self._shown = SpacePicture(
            items=tuple(items),
            view=self.view,
            centre=(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2),
            width=float(high[0] - low[0]),
            height=float(high[1] - low[1]),
            opacity=self.opacity,
            key=key,
        )
        return self._shown

    def _surface(self) -> list[Mesh]:
        state = (self.reveal, self.surface_opacity)
        if self._meshes is not None and self._meshes[0] == state:
            return list(self._meshes[1])
        land, colours = self.landscape, self.landscape.colours
        shape = land.shape.raised(self.reveal)
        heights = land.shape.vertices[:, 2]
        levels = land.box.rise(land.contours)
        surface = Mesh(
            shape.vertices,
            shape.triangles,
            land.tints(heights),
            shape.normals,
            heights,
            levels,
            line_colour=rgb(colours.contour),
            line_width=self.line_width,
            opacity=self.surface_opacity,
            shading=min(1.0, 2.0 * self.reveal),
        )
        meshes = [surface]
        if self.floor and self.reveal > 0:
            xs, ys, _ = land.grid
            every = slice(None, None, 2 if land.divisions % 2 == 0 else 1)
            flat = flat_field(*land.box.flat(xs[every], ys[every]), level=-0.004)
            below = np.minimum(np.nan_to_num(land.heights, nan=2 * land.height), 2 * land.height)[
                every, every
            ].reshape(-1)
            # After the surface, which hides most of it.
            meshes.append(
                Mesh(
                    flat.vertices,
                    flat.triangles,
                    land.tints(below, muted=0.62),
                    flat.normals,
                    below,
                    levels,
                    line_colour=rgb(colours.contour),
                    line_width=0.75 * self.line_width,
                    line_opacity=0.3,
                    shading=0.0,
                ),
            )
        self._meshes = (state, tuple(meshes))
        return meshes

    def _axes(self) -> list[Polyline]:
        lines: list[Polyline] = []
        land = self.landscape
        rim = land.shape.rim
        if len(rim) and self.surface_opacity > 0:
            lines.append(
                Polyline(
                    rim * np.array([1.0, 1.0, self.reveal]),
                    rgb(land.colours.contour),
                    width=1.2 * self.line_width,
                    opacity=0.7 * self.surface_opacity,
                )
            )
        if not self.frame:
            return lines
        hx, hy = land.box.half_sides
        colour = rgb(land.colours.frame)
        base = np.array([[-hx, -hy, 0], [hx, -hy, 0], [hx, hy, 0], [-hx, hy, 0], [-hx, -hy, 0]])
        lines.append(Polyline(base.astype(float), colour, width=1.8, opacity=0.8))
        gap = np.full(3, np.nan)
        tick = 0.035
        for (axis, side), weight in self._edge_weights().items():
            if weight <= 0:
                continue
            rows: list[Array] = []
            values = self.tick_values(axis)
            for at in land.box.flat(values, values)[0 if axis == "x" else 1]:
                edge = side * (hy if axis == "x" else hx)
                inner, outer = (at, edge, 0.0), (at, edge + side * tick, 0.0)
                if axis == "y":
                    inner, outer = (edge, at, 0.0), (edge + side * tick, at, 0.0)
                rows += [np.array(inner), np.array(outer), gap]
            if rows:
                lines.append(Polyline(np.array(rows), colour, width=1.8, opacity=0.8 * weight))
        corner, clear = self._upright()
        if clear * self.reveal > 0:
            top = land.height * self.reveal
            up = np.array([0.0, 0.0, 1.0])
            rows = [corner, corner + top * up, gap]
            outwards = np.sign(corner) * [1, 1, 0] * tick * 0.7
            for rise in land.box.rise(self.tick_values("z")) * self.reveal:
                rows += [corner + rise * up, corner + rise * up + outwards, gap]
            lines.append(Polyline(np.array(rows), colour, width=1.8, opacity=0.8 * clear))
        return lines

    def _draped(self, points: ArrayLike) -> tuple[Array, Array]:
        """Return the places (n, 3) and normals (n, 3) of a line (n, 2) laid over the surface."""
        land = self.landscape
        width = land.x_range[1] - land.x_range[0]
        depth = land.y_range[1] - land.y_range[0]
        line = clipped_line(points, land.x_range, land.y_range, longest=min(width, depth) / 128)
        if not len(line):
            return np.empty((0, 3)), np.empty((0, 3))
        places, slopes = land.on_surface(line)
        places[~(places[:, 2] <= land.height + 1e-6)] = np.nan
        places[:, 2] *= self.reveal
        return places, normals_of(slopes * self.reveal)

    def _lines(self) -> list[Polyline]:
        land, colours = self.landscape, self.landscape.colours
        halo = rgb(colours.halo)
        lines: list[Polyline] = []
        if self.tangent_at is not None and self.tangent_opacity > 0:
            centre, u, v = self._tangent()
            xs, ys, _ = land.grid
            bx, by = land.box.flat(xs, ys)
            heights = land.heights * self.reveal
            cut = plane_cut(bx, by, heights, centre, u, v, ceiling=land.height * self.reveal)
            if len(cut):
                x, y = land.box.unflat(cut[:, 0], cut[:, 1])
                _, slopes = land.on_surface(np.stack([x, y], axis=-1))
                lines.append(
                    Polyline(
                        cut,
                        rgb(colours.tangent),
                        width=3.2,
                        opacity=self.tangent_opacity,
                        normals=normals_of(slopes * self.reveal),
                        lift=0.02,
                    )
                )
        if len(self.path) and self.path_opacity > 0:
            places, normals = self._draped(self.path)
            if len(places) > 1:
                lines.append(
                    Polyline(
                        places,
                        rgb(colours.path),
                        width=self.path_width,
                        opacity=self.path_opacity,
                        normals=normals,
                        halo=halo,
                    )
                )
            if self.path_dots:
                lines += self._dots(halo)
        if self.arrow_opacity > 0:
            lines += self._arrows(halo)
        return lines

    def _dots(self, halo: tuple[float, float, float]) -> list[Polyline]:
        land = self.landscape
        known = self.path[np.isfinite(self.path).all(axis=1)]
        inside = (known >= [land.x_range[0], land.y_range[0]]).all(axis=1)
        inside &= (known <= [land.x_range[1], land.y_range[1]]).all(axis=1)
        places, slopes = land.on_surface(known[inside])
        shown = places[:, 2] <= land.height + 1e-6
        places, slopes = places[shown], slopes[shown]
        if not len(places):
            return []
        places[:, 2] *= self.reveal
        dots = np.full((3 * len(places), 3), np.nan)
        dots[0::3] = dots[1::3] = places
        normals = np.repeat(normals_of(slopes * self.reveal), 3, axis=0)
        colour = rgb(land.colours.path)
        width = 1.9 * self.path_width
        return [
            Polyline(dots, colour, width, self.path_opacity, normals=normals, halo=halo, lift=0.016)
        ]

    def _arrows(self, halo: tuple[float, float, float]) -> list[Polyline]:
        land = self.landscape
        arrows: list[tuple[Array, str, bool]] = []
        if self.step_arrow is not None:
            places, _ = self._draped(self.step_arrow)
            places = places[np.isfinite(places).all(axis=1)]
            if len(places) > 1:
                arrows.append((places, land.colours.step, False))
        if self.gradient_arrow is not None:
            (xy, direction, (length, _)) = self.gradient_arrow
            places, slopes = land.on_surface(xy)
            way = np.array(land.box.flat(*(xy + direction))) - places[0, :2]
            size = np.linalg.norm(way)
            if size > 0 and land.shows(xy[0], xy[1]):
                ahead = np.append(way / size, slopes[0] @ way / size * self.reveal)
                places[:, 2] *= self.reveal
                tip = places[0] + ahead / np.linalg.norm(ahead) * length
                arrows.append((np.array([places[0], tip]), land.colours.gradient, True))
        lines = []
        for places, colour, flat in arrows:
            points, widths = arrow(places, head=0.14)
            bx, by = land.box.unflat(points[:, 0], points[:, 1])
            _, slopes = land.on_surface(np.stack([bx, by], axis=-1))
            if flat:
                slopes[:] = slopes[0]
            lines.append(
                Polyline(
                    points,
                    rgb(colour),
                    width=1.15 * self.path_width,
                    opacity=self.arrow_opacity,
                    normals=normals_of(slopes * self.reveal),
                    widths=widths,
                    halo=halo,
                    hidden_opacity=0.45 if flat else 0.0,
                    lift=0.03,
                    on_sheet=flat,
                )
            )
        return lines

    def _balls(self) -> list[Ball]:
        land = self.landscape
        if self.ball_at is None or self.ball_opacity <= 0 or not land.shows(*self.ball_at):
            return []
        places, slopes = land.on_surface(self.ball_at)
        contact = places[0] * [1.0, 1.0, self.reveal]
        centre = contact + self.ball_radius * normals_of(slopes[0] * self.reveal)
        centre[2] += self._clearance(centre)
        return [
            Ball(
                (centre[0], centre[1], centre[2]),
                self.ball_radius,
                rgb(land.colours.ball),
                self.ball_opacity,
                contact=(contact[0], contact[1], contact[2]),
            )
        ]

    def _clearance(self, centre: Array) -> float:
        """Return how far the ball must rise so as not to poke through a narrow valley's walls."""
        land, radius = self.landscape, self.ball_radius
        rings = np.array([0.0, 0.3, 0.55, 0.75, 0.9, 0.98])[:, None]
        turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)[None, :]
        bx, by = (
            centre[0] + radius * rings * np.cos(turns),
            centre[1] + radius * rings * np.sin(turns),
        )
        ground = np.minimum(land.box_height(bx, by), land.height) * self.reveal
        hx, hy = land.box.half_sides
        ground[(np.abs(bx) > hx) | (np.abs(by) > hy)] = -np.inf
        below = centre[2] - radius * np.sqrt(1 - rings**2)
        return float(np.clip(np.nan_to_num(ground - below, nan=-1.0).max(), 0, 3 * radius))

    def _tangent(self) -> tuple[Array, Array, Array]:
        """Return the middle and the half sides of the tangent square, in the box."""
        assert self.tangent_at is not None
        land = self.landscape
        x, y, gx, gy = self.tangent_at
        z = land.values(x, y)
        centre = land.box.to_box(x, y, z) * [1.0, 1.0, self.reveal]
        slopes = land.box.slopes(z, np.array([gx, gy])) * self.reveal
        return centre, *tangent_sides(slopes, self.tangent_size)

    def _sheets(self) -> list[Sheet]:
        if self.tangent_at is None or self.tangent_opacity <= 0:
            return []
        if not self.landscape.shows(*self.tangent_at[:2]):
            return []
        centre, u, v = (tuple(float(c) for c in part) for part in self._tangent())
        sheet = Sheet(
            (centre[0], centre[1], centre[2]),
            (u[0], u[1], u[2]),
            (v[0], v[1], v[2]),
            rgb(self.landscape.colours.sheet),
            rgb(self.landscape.colours.tangent),
        )
        fade = self.tangent_opacity
        return [
            replace(sheet, opacity=sheet.opacity * fade, edge_opacity=sheet.edge_opacity * fade)
        ]
