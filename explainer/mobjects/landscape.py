"""A function of two variables over a rectangle, its colours, and from where it is seen best."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.contours import contour_levels, contour_lines
from explainer.geometry.mesh import Shape, height_field
from explainer.geometry.orbit import Shared
from explainer.geometry.space import Array, BoxMap, HeightScale, blend, colour_table, rgb, shades
from explainer.maths.surfaces import Surface
from explainer.style import DARK, Theme

Function = Callable[[Any, Any], Any]

MOST_LINE, MOST_RINGS = 45.0, 64
"""How long the contour lines of a map may be, in its sides, and how many: then they lie a fortieth
of a side apart on average, and hide neither each other nor the colours."""


@dataclass(frozen=True, eq=False)
class Landscape(Shared):
    """A function of two variables over a rectangle, worked out once for surface and map alike.

    `function(x, y)` and `gradient(x, y)` take arrays of one shape; the gradient returns (..., 2).
    What is above `ceiling` is cut off. `levels` is about how many contour lines there are, evenly
    spaced on the scale `spacing`, that of the heights if None; or the levels themselves.
    """

    function: Function
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    gradient: Function | None = None
    scale: HeightScale = "linear"
    ceiling: float | None = None
    height: float = 0.95
    gap: float = 0.22
    levels: int | Sequence[float] = 12
    spacing: HeightScale | None = None
    divisions: int = 128
    theme: Theme = DARK

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
            gap=self.gap,
        )

    @cached_property
    def contours(self) -> Array:
        """The levels of the contour lines, on the surface and on the map.

        Of levels that were not given, only every second is taken, or third, and so on, where so
        many lines, or so many rings, would lie too closely to be told apart: steps stay even.
        """
        if not isinstance(self.levels, int):
            return np.sort(np.asarray(self.levels, dtype=float))
        levels = contour_levels(
            self.grid[2],
            self.levels,
            self.spacing or self.scale,
            ceiling=self.box.z_range[1],
        )
        sides = np.ptp([self.x_range, self.y_range], axis=1)
        drawn = [[line / sides for line in self.contour(level)] for level in levels]
        lengths = [sum(np.hypot(*np.diff(line.T)).sum() for line in lines) for lines in drawn]
        rings = [len(lines) for lines in drawn]
        for every in range(1, len(levels) + 1):
            some = [slice(first, None, every) for first in range(every)]
            clear = [
                each
                for each in some
                if sum(lengths[each]) <= MOST_LINE and sum(rings[each]) <= MOST_RINGS
            ]
            if clear:
                return levels[max(clear, key=lambda each: sum(lengths[each]))]
        return levels[:0] if not len(levels) else levels[[int(np.argmin(rings))]]

    def contour(self, level: float) -> list[Array]:
        """Return the lines (n, 2) on which the function has a value; none runs along a jump."""
        if level not in self._contours:  # asked for in each frame of a sweep
            self._contours[level] = self._contour(level)
        return self._contours[level]

    @cached_property
    def _contours(self) -> dict[float, list[Array]]:
        return {}

    def _contour(self, level: float) -> list[Array]:
        xs, ys, values = self.grid
        torn = np.array(values)
        torn[self._jumps(level)] = np.nan
        return contour_lines(xs, ys, torn, level)

    @cached_property
    def torn(self) -> Array:
        """Where on the grid (n, n) the function jumps over a level: no surface is to be seen."""
        found = np.zeros(self.grid[2].shape, dtype=bool)
        for level in self.contours:
            found[self._jumps(level)] = True
        return found

    def _jumps(self, level: float) -> tuple[Array, Array]:
        """Return the rows and columns of the grid from where the function jumps over a level."""
        xs, ys, values = self.grid
        above, spots = values > level, np.stack(np.meshgrid(xs, ys), axis=-1)
        up, across = np.nonzero(np.diff(above, axis=0)), np.nonzero(np.diff(above, axis=1))
        rows, columns = np.hstack([up, across])
        upward = np.arange(len(rows)) < len(up[0])
        first, last = (rows, columns), (rows + upward, columns + ~upward)
        low, high, under, over = spots[first], spots[last], values[first], values[last]
        gaps = []
        for _ in range(8):  # by halves to where the function passes the level, or jumps over it
            middle = (low + high) / 2
            between = self.values(*middle.T)
            lower = (under > level) != (between > level)
            low = np.where(lower[:, None], low, middle)
            high = np.where(lower[:, None], middle, high)
            under, over = np.where(lower, under, between), np.where(lower, between, over)
            gaps.append(np.abs(over - under))
        jumps = ~(gaps[-1] < np.maximum(0.5 * gaps[3], 1e-9 * np.ptp(self.box.z_range)))
        return rows[jumps], columns[jumps]

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
        heights = np.where(self.torn, np.nan, self.heights)
        return height_field(
            bx, by, heights, slopes, ceiling=self.height + 1e-9, function=self.box_height
        )

    @cached_property
    def table(self) -> Array:
        """The colours from the lowest height to the highest (256, 3)."""
        return colour_table([rgb(colour) for colour in self.theme.surface_colours])

    def tints(self, box_heights: ArrayLike, muted: float = 0.0) -> Array:
        """Return the colours of heights in the box, mixed with `muted` of the background."""
        high = 2 * self.height
        known = np.nan_to_num(box_heights, nan=high, posinf=high, neginf=0.0)
        part = (known - self.gap) / (self.height - self.gap)
        table = self.table
        if muted > 0:
            table = blend(table, rgb(self.theme.background), muted)
        return shades(table, np.clip(part, 0, 1))

    def through(self, level: float) -> Landscape:
        """Return this with a contour line at a level in place of one near it, if one is."""
        levels = self.contours
        if len(levels) < 2:
            return self
        nearest = int(np.abs(levels - level).argmin())
        if abs(levels[nearest] - level) > 0.4 * np.diff(levels)[max(nearest - 1, 0)]:
            return self
        return replace(self, levels=(*np.delete(levels, nearest), level))

    def finer(self, times: int) -> Landscape:
        """Return this with so many times more contour lines, to be seen from near."""
        levels = self.contours
        if times < 2 or len(levels) < 2:
            return self
        last = len(levels) - 1
        between = np.linspace(0, last, times * last + 1)
        fine = np.interp(between, np.arange(last + 1), levels)
        return replace(self, levels=tuple(fine.tolist()), divisions=2 * self.divisions)

    @cached_property
    def key(self) -> str:
        """A name that two landscapes share only when they look the same."""
        digest = hashlib.blake2b(digest_size=12)
        for part in (self.heights, self.shape.normals, self.contours):
            digest.update(np.ascontiguousarray(part).tobytes())
        digest.update(repr((self.box, self.divisions, self.theme)).encode())
        return digest.hexdigest()


def landscape_of(surface: Surface, theme: Theme, **options: Any) -> Landscape:
    """Return a surface over its domain; the options are those of ``Landscape``."""
    ranges = surface.domain
    return Landscape(surface.value, *ranges, surface.gradient, theme=theme, **options)


def visible_share(
    landscape: Landscape, points: np.ndarray, azimuth: float, elevation: float
) -> float:
    """Return the share of (n, 2) points on a surface that nothing hides from a far eye."""
    places, _ = landscape.on_surface(points)
    places = places[np.isfinite(places).all(axis=1) & (places[:, 2] <= landscape.height)]
    if not len(places):
        return 1.0
    level = np.cos(elevation)
    towards = np.array([np.cos(azimuth) * level, np.sin(azimuth) * level, np.sin(elevation)])
    rays = places[:, None] + np.linspace(0.06, 2.6, 48)[None, :, None] * towards
    half_x, half_y = landscape.box.half_sides
    over = (np.abs(rays[..., 0]) <= half_x) & (np.abs(rays[..., 1]) <= half_y)
    ground = np.minimum(landscape.box_height(rays[..., 0], rays[..., 1]), landscape.height)
    hidden = over & (rays[..., 2] < ground - 0.01)
    return float(1 - hidden.any(axis=1).mean())


def best_azimuth(
    landscape: Landscape, points: np.ndarray, elevation: float, wanted: float
) -> float:
    """Return the azimuth from which most of (n, 2) points are seen, near the wanted one if equal.

    Args:
        landscape: the surface.
        points: in x and y; those outside the surface do not count.
        elevation: radians, of the eye.
        wanted: radians.
    """
    (x0, x1), (y0, y1) = landscape.x_range, landscape.y_range
    low, high = np.array([x0, y0]), np.array([x1, y1])
    inside = points[((points >= low) & (points <= high)).all(axis=1)]
    few = inside[np.unique(np.linspace(0, len(inside) - 1, 40).astype(int))] if len(inside) else []
    if not len(few):
        return wanted
    turns = np.radians(np.arange(-180, 180, 12))
    scores = [
        visible_share(landscape, np.asarray(few), wanted + turn, elevation)
        - 0.12 * abs(turn) / np.pi
        for turn in turns
    ]
    return float(wanted + turns[int(np.argmax(scores))])
