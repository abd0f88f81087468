"""A function of two variables over a rectangle, and the colours in which it is drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.contours import contour_levels
from explainer.geometry.mesh import Shape, height_field
from explainer.geometry.orbit import Shared
from explainer.geometry.space import Array, BoxMap, HeightScale, blend, colour_table, rgb, shades
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
            contour=theme.contour,
            frame=theme.axis,
            path=theme.path,
            halo=theme.surface_halo,
            ball=theme.ball,
            tangent=theme.tangent,
            sheet=_mixed(theme.tangent, theme.surface_halo, 0.55 if light else 0.0),
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
