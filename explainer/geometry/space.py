"""A picture of space inside a rectangle of the flat frame: the camera, the box, and what is drawn.

Three systems of coordinates meet here.

*Values* are what the lesson speaks of: x, y and a height z = f(x, y).
The *box* is where they are put: x and y about the origin with the longer side in [-1, 1], and the
heights in [0, height]. `BoxMap` leads from values to the box.
The *panel* is the rectangle on which the box is seen: its centre is (0, 0), its top edge y = 1, its
bottom edge y = -1, its right edge x = width / height. `OrbitView` leads from the box to the panel.

Every picture is a list of frozen items (`Mesh`, `Polyline`, `Ball`, `Sheet`), all in box
coordinates, and a view. Colours are triples of numbers from 0 to 1. Widths of lines are in pixels
of a frame 1080 pixels high, and grow and shrink with the frame.
"""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.contours import SOFTNESS
from explainer.geometry.mesh import Mesh
from explainer.geometry.orbit import Array, Colour, OrbitView, Point, Shared, box_corners

HeightScale = Literal["linear", "log"]


# ------------------------------------------------------------------------------------ the box


@dataclass(frozen=True)
class BoxMap(Shared):
    """Where values go in the box: x and y in proportion, heights on a linear or a log scale.

    On the log scale a height z is drawn at log(1 + (z - low) / soft), scaled to the box: even steps
    near the bottom, decades far above it, and always rising. One goes over into the other at the
    height `soft` above the lowest, a thousandth of the range.
    """

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    z_range: tuple[float, float]
    height: float = 0.9
    scale: HeightScale = "linear"
    gap: float = 0.0
    """How far above the floor of the box the lowest height is drawn."""
    slimmest: float = 0.5
    """The shorter side over the longer one is drawn no smaller than this."""

    @property
    def half_sides(self) -> tuple[float, float]:
        """Half of the box's sides along x and y; the longer one is 1."""
        width = self.x_range[1] - self.x_range[0]
        depth = self.y_range[1] - self.y_range[0]
        longest = max(width, depth)
        return max(width / longest, self.slimmest), max(depth / longest, self.slimmest)

    @property
    def corners(self) -> Array:
        """The eight corners of the box."""
        return box_corners(*self.half_sides, self.height)

    @property
    def magnification(self) -> float:
        """How much longer a height is drawn than a way along x and y; NaN if no number says it."""
        (hx, hy), (x0, x1), (y0, y1) = self.half_sides, self.x_range, self.y_range
        along = 2 * hx / (x1 - x0)
        if self.scale == "log" or not math.isclose(along, 2 * hy / (y1 - y0), rel_tol=1e-6):
            return math.nan
        return (self.height - self.gap) / self._span / along

    @property
    def _span(self) -> float:
        return max(self.z_range[1] - self.z_range[0], 1e-300)

    @property
    def _soft(self) -> float:
        return SOFTNESS * self._span

    def flat(self, x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        """Return the box's x and y of values x and y."""
        hx, hy = self.half_sides
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (
            (2 * (np.asarray(x, float) - x0) / (x1 - x0) - 1) * hx,
            (2 * (np.asarray(y, float) - y0) / (y1 - y0) - 1) * hy,
        )

    def unflat(self, bx: ArrayLike, by: ArrayLike) -> tuple[Array, Array]:
        """Return the values x and y that lie at the box's x and y."""
        hx, hy = self.half_sides
        (x0, x1), (y0, y1) = self.x_range, self.y_range
        return (
            x0 + (np.asarray(bx, float) / hx + 1) / 2 * (x1 - x0),
            y0 + (np.asarray(by, float) / hy + 1) / 2 * (y1 - y0),
        )

    def rise(self, z: ArrayLike) -> Array:
        """Return the box's height of values z: `gap` at the lowest, `height` at the ceiling."""
        above = np.asarray(z, dtype=float) - self.z_range[0]
        if self.scale == "log":
            with np.errstate(invalid="ignore"):
                part = np.where(
                    above >= 0,
                    np.log1p(np.maximum(above, 0) / self._soft),
                    above / self._soft,
                ) / np.log1p(self._span / self._soft)
        else:
            part = above / self._span
        return self.gap + (self.height - self.gap) * part

    def unrise(self, box_z: ArrayLike) -> Array:
        """Return the value z at a height of the box: the inverse of `rise`."""
        part = (np.asarray(box_z, dtype=float) - self.gap) / (self.height - self.gap)
        if self.scale == "log":
            bent = part * np.log1p(self._span / self._soft)
            above = np.where(part >= 0, np.expm1(np.maximum(bent, 0)), bent) * self._soft
        else:
            above = part * self._span
        return above + self.z_range[0]

    def steepness(self, z: ArrayLike) -> Array:
        """Return d rise / dz at the values z."""
        above = np.asarray(z, dtype=float) - self.z_range[0]
        tall = self.height - self.gap
        if self.scale == "log":
            slope = 1 / (self._soft + np.maximum(above, 0))
            return tall * slope / np.log1p(self._span / self._soft)
        return np.full(np.shape(above), tall / self._span)

    def to_box(self, x: ArrayLike, y: ArrayLike, z: ArrayLike) -> Array:
        """Return the points (..., 3) of the box for values x, y, z."""
        bx, by = self.flat(x, y)
        return np.stack(np.broadcast_arrays(bx, by, self.rise(z)), axis=-1)

    def slopes(self, z: ArrayLike, gradient: ArrayLike) -> Array:
        """Return the surface's slopes (..., 2) in the box where it has this height and gradient."""
        hx, hy = self.half_sides
        per_x = (self.x_range[1] - self.x_range[0]) / (2 * hx)
        per_y = (self.y_range[1] - self.y_range[0]) / (2 * hy)
        slopes = np.asarray(gradient, dtype=float) * self.steepness(z)[..., None]
        return slopes * np.array([per_x, per_y])


# -------------------------------------------------------------------------- what can be drawn


@dataclass(frozen=True, eq=False)
class Polyline(Shared):
    """A line in space; a row of NaN in `points` starts a new piece.

    Where `normals` are given the line lies on a surface with those normals: it is drawn as a ribbon
    flat on it, seen from the upper side only, so that neither the slope of the surface nor its
    triangles cut into the line's width. `widths` are factors on `width` at each point (a head of
    an arrow tapers from 3 to 0). `hidden_opacity` is what remains of the line behind other things.
    """

    points: Array
    colour: Colour
    width: float = 4.0
    opacity: float = 1.0
    normals: Array | None = None
    widths: Array | None = None
    halo: Colour | None = None
    halo_width: float = 2.0
    halo_opacity: float = 0.55
    hidden_opacity: float = 0.0
    lift: float = 0.012
    """How far behind a surface, in units of the box, the line still counts as lying on it."""


@dataclass(frozen=True)
class Ball(Shared):
    """A shaded ball, and the soft shade where it rests on something at `contact`."""

    centre: Point
    radius: float
    colour: Colour
    opacity: float = 1.0
    hidden_opacity: float = 0.0
    contact: Point | None = None
    shade: float = 0.5


@dataclass(frozen=True)
class Sheet(Shared):
    """A see-through rectangle: `centre` +- `side_u` +- `side_v`.

    Where it lies behind something opaque, `hidden_opacity` of it remains.
    """

    centre: Point
    side_u: Point
    side_v: Point
    colour: Colour
    edge_colour: Colour | None = None
    opacity: float = 0.4
    edge_width: float = 2.5
    edge_opacity: float = 0.95
    cells: int = 4
    """Faint lines divide the sheet into this many cells each way."""
    hidden_opacity: float = 0.3

    @property
    def normal(self) -> Array:
        """The unit normal, on the upper side."""
        normal = np.cross(self.side_u, self.side_v)
        return normal / np.linalg.norm(normal) * (1.0 if normal[2] >= 0 else -1.0)


@dataclass(frozen=True, eq=False)
class SpacePicture(Shared):
    """What a camera needs to paint one picture of space into a frame.

    `centre`, `width` and `height` are the panel's, in the frame's units. Two pictures with equal
    keys are equal.
    """

    items: tuple[Mesh | Polyline | Ball | Sheet, ...]
    view: OrbitView
    centre: tuple[float, float]
    width: float
    height: float
    opacity: float = 1.0
    key: Hashable = field(default=None)


# ------------------------------------------------------------------------------------ colours


def rgb(colour: str) -> Colour:
    """Return the colour ``#RRGGBB`` as three numbers from 0 to 1."""
    text = colour.lstrip("#")
    return int(text[0:2], 16) / 255, int(text[2:4], 16) / 255, int(text[4:6], 16) / 255


_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def _to_oklab(colours: Array) -> Array:
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T


def _from_oklab(lab: Array) -> Array:
    linear = np.clip((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_LMS).T, 0, 1)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def blend(first: ArrayLike, second: ArrayLike, amount: float) -> Array:
    """Return `first` mixed with `amount` of `second`, in Oklab (Ottosson 2020, public domain)."""
    a, b = _to_oklab(np.asarray(first, float)), _to_oklab(np.asarray(second, float))
    return np.clip(_from_oklab(a + (b - a) * amount), 0, 1)


def colour_table(anchors: ArrayLike, size: int = 256) -> Array:
    """Return a map (size, 3) through evenly spaced anchor colours (k, 3), interpolated in Oklab."""
    lab = _to_oklab(np.asarray(anchors, dtype=float))
    at = np.linspace(0, len(lab) - 1, size)
    mixed = np.stack([np.interp(at, np.arange(len(lab)), lab[:, i]) for i in range(3)], axis=-1)
    return np.clip(_from_oklab(mixed), 0, 1)


def shades(table: Array, parts: ArrayLike) -> Array:
    """Return the colours (..., 3) of the table at parts from 0 to 1."""
    at = np.clip(np.nan_to_num(np.asarray(parts, dtype=float)), 0, 1) * (len(table) - 1)
    low = np.minimum(at.astype(np.int64), len(table) - 2)
    share = (at - low)[..., None]
    return table[low] * (1 - share) + table[low + 1] * share
