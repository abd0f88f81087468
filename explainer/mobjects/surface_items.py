"""What lies on a surface, for the camera: meshes, lines, arrows, a ball, planes; all in the box."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.contours import clipped_line
from explainer.geometry.mesh import (
    Mesh,
    Shape,
    arrow,
    flat_field,
    grid_triangles,
    height_field,
    normals_of,
)
from explainer.geometry.plane import room_ahead
from explainer.geometry.space import Array, Ball, Polyline, Sheet, blend, rgb
from explainer.mobjects.landscape import Landscape

Item = Mesh | Polyline | Ball | Sheet

CONTOUR_WIDTH, PATH_WIDTH = 1.6, 5.0
"""Of the lines on a surface, in pixels of a frame 1080 pixels high."""

LIFT = 0.02
"""How far behind a surface a line still counts as lying on it, in units of the box."""

BALL = 0.05
"""The radius of a ball, in units of the box."""


def surface_mesh(land: Landscape, shape: Shape, reveal: float = 1.0) -> Mesh:
    """Return a shape in the box, all or part of the surface, in the colours of its heights."""
    heights = shape.vertices[:, 2]
    raised = shape.raised(reveal)
    return Mesh(
        raised.vertices,
        raised.triangles,
        land.tints(heights),
        raised.normals,
        heights,
        land.box.rise(land.contours),
        line_colour=rgb(land.theme.contour),
        line_width=CONTOUR_WIDTH,
        shading=min(1.0, 2.0 * reveal),
    )


def kept_part(land: Landscape, axis: int, at: float, side: float) -> list[Mesh]:
    """Return the part of the surface on one side of a plane; nothing where that is none.

    Args:
        land: the surface.
        axis: 0 cuts at a value of x, 1 at a value of y.
        at: that value.
        side: 1 keeps what is above it, -1 what is below.
    """
    lines = list(land.grid[:2])
    beyond = side * (lines[axis] - at) > 1e-9 * np.ptp(lines[axis])
    kept, across = lines[axis][beyond], 1 - axis
    if not len(kept):
        return []
    lines[axis] = np.concatenate([[at], kept] if side > 0 else [kept, [at]])
    xs, ys = lines
    torn = np.compress(beyond, land.torn, axis=across)
    torn = np.take(torn, [0, *range(len(kept))] if side > 0 else [*range(len(kept)), -1], across)
    values = np.where(torn, np.nan, land.values(xs[None, :], ys[:, None]))
    slopes = land.box.slopes(values, land.gradients(xs[None, :], ys[:, None]))
    shape = height_field(*land.box.flat(xs, ys), land.box.rise(values), slopes)
    return [surface_mesh(land, shape)]


def floor_mesh(land: Landscape) -> Mesh:
    """Return the pale map on the floor of the box."""
    xs, ys, _ = land.grid
    every = slice(None, None, 2 if land.divisions % 2 == 0 else 1)
    flat = flat_field(*land.box.flat(xs[every], ys[every]), level=-0.004)
    most = 2 * land.height
    heights = np.minimum(np.nan_to_num(land.heights, nan=most), most)[every, every].reshape(-1)
    return Mesh(
        flat.vertices,
        flat.triangles,
        land.tints(heights, muted=0.62),
        flat.normals,
        heights,
        land.box.rise(land.contours),
        line_colour=rgb(land.theme.contour),
        line_width=0.75 * CONTOUR_WIDTH,
        line_opacity=0.3,
        shading=0.0,
    )


def rim(land: Landscape, reveal: float) -> list[Polyline]:
    """Return the edge at which the surface is cut off."""
    line = land.shape.rim
    colour = rgb(land.theme.contour)
    raised = line * np.array([1.0, 1.0, reveal])
    return [Polyline(raised, colour, 1.2 * CONTOUR_WIDTH, 0.7)] if len(line) else []


def contour(land: Landscape, level: float, colour: str) -> list[Polyline]:
    """Return the line at a level, laid on the surface."""
    found = land.contour(level)
    # Parted by rows of NaN, which are nowhere on the surface either.
    apart = [part for line in found for part in (line, np.full((1, 2), np.nan))]
    if not apart:
        return []
    places, slopes = land.on_surface(np.concatenate(apart))
    return [
        Polyline(
            places,
            rgb(colour),
            width=0.9 * PATH_WIDTH,
            normals=normals_of(slopes),
            halo=rgb(land.theme.surface_halo),
        )
    ]


def draped(land: Landscape, points: ArrayLike) -> tuple[Array, Array]:
    """Return the places (n, 3) and normals (n, 3) of a line (n, 2) laid over the surface."""
    hx, hy = land.box.half_sides
    given = np.asarray(points, dtype=float).reshape(-1, 2)
    # In the box, where a piece is as long as it looks, however unlike the two ranges are.
    flat = np.stack(land.box.flat(given[:, 0], given[:, 1]), axis=-1)
    line = clipped_line(flat, (-hx, hx), (-hy, hy), longest=min(hx, hy) / 64)
    if not len(line):
        return np.empty((0, 3)), np.empty((0, 3))
    places, slopes = land.on_surface(np.stack(land.box.unflat(line[:, 0], line[:, 1]), axis=-1))
    places[~(places[:, 2] <= land.height + 1e-6)] = np.nan
    return places, normals_of(slopes)


def path(
    land: Landscape, points: Array, *, dots: bool, width: float = PATH_WIDTH
) -> list[Polyline]:
    """Return the path through points (n, 2) on the surface, with a dot at each if wanted."""
    colour, halo = rgb(land.theme.path), rgb(land.theme.surface_halo)
    lines = []
    places, normals = draped(land, points)
    if len(places) > 1:
        lines.append(Polyline(places, colour, width, normals=normals, halo=halo))
    known = points[np.isfinite(points).all(axis=1)]
    inside = (known >= [land.x_range[0], land.y_range[0]]).all(axis=1)
    inside &= (known <= [land.x_range[1], land.y_range[1]]).all(axis=1)
    places, slopes = land.on_surface(known[inside])
    shown = places[:, 2] <= land.height + 1e-6
    if not dots or not shown.any():
        return lines
    round_marks = np.full((3 * int(shown.sum()), 3), np.nan)
    round_marks[0::3] = round_marks[1::3] = places[shown]
    normals = np.repeat(normals_of(slopes[shown]), 3, axis=0)
    size = 1.9 * width
    lines.append(Polyline(round_marks, colour, size, normals=normals, halo=halo, lift=0.016))
    return lines


def laid_arrow(
    land: Landscape, points: ArrayLike, colour: str, width: float = 1.15 * PATH_WIDTH
) -> list[Polyline]:
    """Return an arrow that lies on the surface all along a line (n, 2)."""
    places, _ = draped(land, points)
    places = places[np.isfinite(places).all(axis=1)]
    return _ribbon(land, places, colour, width) if len(places) > 1 else []


def on_floor(
    land: Landscape, places: Array, directions: Array, lengths: Array
) -> tuple[Array, Array]:
    """Return both ends (n, 3) of arrows on the floor along directions (n, 2), in x, y and height.

    Their lengths (n,) are in units of the box; what would leave the floor is shorter.
    """
    box = land.box
    starts = np.column_stack(box.flat(*places.T))
    ways = np.column_stack(box.flat(*(places + directions).T)) - starts
    ways = lengths[:, None] * ways / np.maximum(np.linalg.norm(ways, axis=1), 1e-300)[:, None]
    edge = np.array(box.half_sides)
    share = np.minimum(room_ahead(starts, ways, -edge, edge), 1.0)
    ends = starts + np.maximum(share, 0.15)[:, None] * ways
    floor = np.full(len(places), float(box.unrise(0.0)))
    starts, ends = (np.column_stack([*box.unflat(*each.T), floor]) for each in (starts, ends))
    return starts, ends


def _ribbon(land: Landscape, places: Array, colour: str, width: float) -> list[Polyline]:
    points, widths = arrow(places, head=max(0.14, 0.017 * width))
    x, y = land.box.unflat(points[:, 0], points[:, 1])
    _, slopes = land.on_surface(np.stack([x, y], axis=-1))
    return [
        Polyline(
            points,
            rgb(colour),
            width=width,
            normals=normals_of(slopes),
            widths=widths,
            halo=rgb(land.theme.surface_halo),
            lift=0.03,
        )
    ]


def ball(land: Landscape, xy: Array, radius: float = BALL) -> list[Ball]:
    """Return a ball that rests on the surface at (x, y); none where there is no surface."""
    if not land.shows(*xy):
        return []
    places, slopes = land.on_surface(xy)
    contact = places[0]
    centre = contact + radius * normals_of(slopes[0])
    centre[2] += _clearance(land, centre, radius)
    spot, touch = ((float(x), float(y), float(z)) for x, y, z in (centre, contact))
    return [Ball(spot, radius, rgb(land.theme.ball), contact=touch)]


def _clearance(land: Landscape, centre: Array, radius: float) -> float:
    """Return how far the ball must rise so as not to poke through a narrow valley's walls."""
    rings = np.array([0.0, 0.3, 0.55, 0.75, 0.9, 0.98])[:, None]
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)[None, :]
    bx = centre[0] + radius * rings * np.cos(turns)
    by = centre[1] + radius * rings * np.sin(turns)
    surface = np.minimum(land.box_height(bx, by), land.height)
    hx, hy = land.box.half_sides
    surface[(np.abs(bx) > hx) | (np.abs(by) > hy)] = -np.inf
    below = centre[2] - radius * np.sqrt(1 - rings**2)
    return float(np.clip(np.nan_to_num(surface - below, nan=-1.0).max(), 0, 3 * radius))


def sheet(
    land: Landscape,
    spots: Array,
    heights: Array,
    slopes: Array,
    colour: tuple[float, float, float],
    above: float,
) -> list[Item]:
    """Return a see-through sheet and its rim; see ``SurfacePanel.sheet``."""
    places = land.box.to_box(spots[..., 0], spots[..., 1], heights)
    places[..., 2] += above
    flat, light = heights.reshape(-1), sum(rgb(land.theme.background)) > 1.5
    tint = blend(colour, (1.0, 1.0, 1.0), 0.6 if light else 0.0)
    mesh = Mesh(
        places.reshape(-1, 3),
        grid_triangles(heights),
        np.tile(tint, (len(flat), 1)),
        normals_of(land.box.slopes(flat, slopes.reshape(-1, 2))),
        flat,
        np.empty(0),
        opacity=0.7,
        shading=0.9,
    )
    return [mesh, Polyline(places[-1], colour, 6.0, 1.0, hidden_opacity=0.65, lift=0.01)]


def standing_plane(land: Landscape, ends: Array, colour: str) -> Sheet:
    """Return a see-through plane on the line between two points (2, 2) of x and y."""
    first, last = (np.array(land.box.flat(x, y)) for x, y in ends)
    half = (land.box.height + 0.12) / 2
    return Sheet(
        _triple([*((first + last) / 2), half]),
        _triple([*((last - first) / 2), 0.0]),
        (0.0, 0.0, half),
        _triple(blend(rgb(colour), rgb(land.theme.background), 0.25)),
        rgb(colour),
        opacity=0.3,
        edge_opacity=0.9,
        cells=1,
    )


def wall(land: Landscape, ends: Array, colour: str) -> Mesh:
    """Return what is below the surface over the line between two points (2, 2), as if solid."""
    flat = np.linspace(ends[0], ends[1], 161)
    top = land.box.to_box(flat[:, 0], flat[:, 1], land.values(flat[:, 0], flat[:, 1]))
    foot = top * [1.0, 1.0, 0.0]
    row, at = len(flat), np.arange(len(flat) - 1)
    faces = [np.stack([at, at + 1, at + 1 + row], -1), np.stack([at, at + 1 + row, at + row], -1)]
    background = rgb(land.theme.background)
    tints = [np.tile(blend(rgb(colour), background, part), (row, 1)) for part in (0.82, 0.5)]
    along = top[-1, :2] - top[0, :2]
    size = max(float(np.linalg.norm(along)), 1e-12)
    normal = np.array([-along[1] / size, along[0] / size, 0.0])
    return Mesh(
        np.concatenate([foot, top]),
        np.concatenate(faces).astype(np.int32),
        np.concatenate(tints),
        np.tile(normal, (2 * row, 1)),
        np.zeros(2 * row),
        np.empty(0),
        shading=0.0,
    )


def straight_arrows(
    land: Landscape, starts: Array, ends: Array, head: float
) -> tuple[Array, Array]:
    """Return the points and widths of arrows from points (n, 3) to points (n, 3), as one line."""
    gap, none = np.full((1, 3), np.nan), np.zeros(1)
    places, widths = [np.zeros((0, 3))], [np.zeros(0)]
    for pair in np.stack([land.box.to_box(*starts.T), land.box.to_box(*ends.T)], axis=1):
        outline, wide = arrow(pair, head=head)
        if len(outline) > 1:
            places += [outline, gap]
            widths += [wide, none]
    return np.concatenate(places), np.concatenate(widths)


def _triple(values: ArrayLike) -> tuple[float, float, float]:
    x, y, z = np.asarray(values, dtype=float)
    return float(x), float(y), float(z)
