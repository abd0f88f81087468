"""Triangles for surfaces, sheets that touch them, and lines that lie on them. All in the box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.geometry.orbit import Array, Colour, Shared

Indices = NDArray[np.int32]
HeightFunction = Callable[[Array, Array], Array]


@dataclass(frozen=True, eq=False)
class Mesh(Shared):
    """A coloured surface of triangles, with lines where `heights` passes one of the `levels`."""

    vertices: Array
    triangles: Indices
    colours: Array
    normals: Array
    heights: Array
    levels: Array
    line_colour: Colour = (0.0, 0.0, 0.0)
    line_width: float = 1.6
    line_opacity: float = 0.55
    opacity: float = 1.0
    shading: float = 1.0
    """How much light and shade matter: 0 shows the bare colours."""


@dataclass(frozen=True, eq=False)
class Shape(Shared):
    """Where the triangles of a height field are, before it has colours."""

    vertices: Array
    normals: Array
    triangles: Indices
    rim: Array
    """The line (n, 3) where the ceiling cuts the surface; rows of NaN part its pieces."""

    def raised(self, share: float) -> Shape:
        """Return the shape with its heights multiplied by `share`."""
        stretch = np.array([1.0, 1.0, share])
        normals = self.normals * np.array([share, share, 1.0])
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        return Shape(self.vertices * stretch, normals, self.triangles, self.rim * stretch)


def normals_of(slopes: ArrayLike) -> Array:
    """Return the upward unit normals (..., 3) of a height field with these slopes (..., 2)."""
    known = np.nan_to_num(np.asarray(slopes, dtype=float), posinf=1e6, neginf=-1e6)
    steps = np.clip(known, -1e6, 1e6)
    normals = np.concatenate([-steps, np.ones_like(steps[..., :1])], axis=-1)
    return normals / np.linalg.norm(normals, axis=-1, keepdims=True)


def height_field(
    xs: ArrayLike,
    ys: ArrayLike,
    heights: ArrayLike,
    slopes: ArrayLike | None = None,
    *,
    ceiling: float | None = None,
    function: HeightFunction | None = None,
) -> Shape:
    """Return the surface through heights (len(ys), len(xs)) over a grid.

    `slopes` (len(ys), len(xs), 2), where given, make the normals exact. What is above `ceiling` is
    cut off: triangles that reach over it end in a straight edge on it, which lies where `function`,
    if given, says that the surface passes the ceiling. Triangles with a corner that has no height
    (NaN or minus infinity) are left out.
    """
    xs, ys = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    grid = np.asarray(heights, dtype=float)
    if slopes is None:
        down_y, down_x = np.gradient(grid, ys, xs)
        slopes = np.stack([down_x, down_y], axis=-1)
    gx, gy = np.meshgrid(xs, ys)
    vertices = np.stack([gx, gy, grid], axis=-1).reshape(-1, 3)
    normals = normals_of(slopes).reshape(-1, 3)
    triangles = grid_triangles(grid)
    if ceiling is None and np.isfinite(grid).all():
        return Shape(vertices, normals, triangles, np.empty((0, 3)))
    top = float(np.nanmax(grid[np.isfinite(grid)], initial=0.0)) if ceiling is None else ceiling
    return _cut(vertices, normals, triangles, top, function)


def grid_triangles(grid: Array) -> Indices:
    """Split each cell along the diagonal on which the surface bends less."""
    rows, columns = grid.shape
    at = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    known = np.nan_to_num(grid, nan=np.inf)
    with np.errstate(invalid="ignore"):
        along = np.abs(known[:-1, :-1] - known[1:, 1:]) <= np.abs(known[:-1, 1:] - known[1:, :-1])
    first = np.where(along[..., None], np.stack([a, b, c], -1), np.stack([a, b, d], -1))
    second = np.where(along[..., None], np.stack([a, c, d], -1), np.stack([b, c, d], -1))
    return np.stack([first, second], axis=2).reshape(-1, 3).astype(np.int32)


def _cut(
    vertices: Array,
    normals: Array,
    triangles: Indices,
    top: float,
    function: HeightFunction | None,
) -> Shape:
    unknown = np.isnan(vertices[:, 2]) | np.isneginf(vertices[:, 2])
    triangles = triangles[~unknown[triangles].any(axis=1)]
    below = vertices[:, 2] <= top
    count = below[triangles].sum(axis=1)
    whole = triangles[count == 3]
    # Turn the odd vertex out to the front, keeping the order of the others.
    one, two = triangles[count == 1], triangles[count == 2]
    one = _rolled(one, np.argmax(below[one], axis=1))
    two = _rolled(two, np.argmin(below[two], axis=1))
    # Each edge that is cut, from its lower vertex to its upper one; neighbours share the cut.
    edges = np.concatenate([one[:, [0, 1]], one[:, [0, 2]], two[:, [1, 0]], two[:, [2, 0]]]).astype(
        np.int64
    )
    unique, back = np.unique(edges, axis=0, return_inverse=True)
    back = back.reshape(-1)
    low, high = vertices[unique[:, 0]], vertices[unique[:, 1]]
    share = _crossing(low, high, top, function)
    points = low + share[:, None] * (np.where(np.isfinite(high), high, low) - low)
    points[:, :2] = low[:, :2] + share[:, None] * (high[:, :2] - low[:, :2])
    points[:, 2] = top
    bent = normals[unique[:, 0]] * (1 - share[:, None]) + normals[unique[:, 1]] * share[:, None]
    bent /= np.maximum(np.linalg.norm(bent, axis=1, keepdims=True), 1e-12)

    new = (back + len(vertices)).astype(np.int32)
    n1, n2 = len(one), len(two)
    p, q = new[:n1], new[n1 : 2 * n1]
    r, s = new[2 * n1 : 2 * n1 + n2], new[2 * n1 + n2 :]
    pieces = [
        whole,
        np.stack([one[:, 0], p, q], axis=1),
        np.stack([two[:, 1], two[:, 2], s], axis=1),
        np.stack([two[:, 1], s, r], axis=1),
    ]
    everything = np.concatenate([vertices, points])
    ends = np.concatenate([np.stack([p, q], 1), np.stack([r, s], 1)])
    rim = np.full((3 * len(ends), 3), np.nan)
    rim[0::3], rim[1::3] = everything[ends[:, 0]], everything[ends[:, 1]]
    faces = np.concatenate(pieces)
    used, renumbered = np.unique(faces, return_inverse=True)
    return Shape(
        everything[used],
        np.concatenate([normals, bent])[used],
        renumbered.reshape(-1, 3).astype(np.int32),
        rim,
    )


def _rolled(triangles: Indices, by: NDArray[np.intp]) -> Indices:
    order = (np.arange(3)[None, :] + by[:, None]) % 3
    return np.take_along_axis(triangles, order, axis=1)


def _crossing(low: Array, high: Array, top: float, function: HeightFunction | None) -> Array:
    """Return the share of the way from `low` to `high` at which the surface passes `top`."""
    if function is None:
        rise = np.where(np.isfinite(high[:, 2]), high[:, 2] - low[:, 2], np.inf)
        return np.clip((top - low[:, 2]) / np.maximum(rise, 1e-300), 0, 1)
    under, over = np.zeros(len(low)), np.ones(len(low))
    for _ in range(20):
        middle = (under + over) / 2
        place = low[:, :2] + middle[:, None] * (high[:, :2] - low[:, :2])
        inside = function(place[:, 0], place[:, 1]) <= top
        under, over = np.where(inside, middle, under), np.where(inside, over, middle)
    return under


def flat_field(xs: ArrayLike, ys: ArrayLike, level: float = 0.0) -> Shape:
    """Return the flat surface at one height over a grid."""
    return height_field(xs, ys, np.full((len(np.asarray(ys)), len(np.asarray(xs))), level))


def dashed(points: ArrayLike, on: float, off: float) -> Array:
    """Return a line in dashes `on` long with gaps of `off`; rows of NaN part the dashes."""
    points = np.asarray(points, dtype=float)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    dashes: list[Array] = []
    for start in np.arange(0.0, along[-1], on + off):
        end = min(start + on, along[-1])
        inner = along[(along > start) & (along < end)]
        at = np.concatenate([[start], inner, [end]])
        dash = np.stack([np.interp(at, along, points[:, i]) for i in range(3)], axis=-1)
        dashes += [dash, np.full((1, 3), np.nan)]
    return np.concatenate(dashes) if dashes else np.empty((0, 3))


def arrow(points: ArrayLike, head: float) -> tuple[Array, Array]:
    """Return a line (n, 3) and its widths (n,) that end in an arrow head of length `head`.

    The head takes at most three fifths of a short arrow, and narrows with it.
    """
    points = np.asarray(points, dtype=float)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    length = along[-1]
    if not length > 0:
        return points[:1], np.zeros(1)
    taken = min(head, 0.6 * length)
    start = length - taken
    # The place where the shaft ends is there twice: as thick as the shaft, as wide as the head.
    at = np.concatenate([along[along < start], [start, start], along[along > start]])
    line = np.stack([np.interp(at, along, points[:, i]) for i in range(3)], axis=-1)
    wide = max(3.6 * taken / head, 1.0)
    shaft = int((along < start).sum()) + 1
    widths = np.where(np.arange(len(at)) < shaft, 1.0, wide * (length - at) / taken)
    return line, widths
