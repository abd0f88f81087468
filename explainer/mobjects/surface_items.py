"""What a surface panel is made of, for the camera: meshes, lines, dots, arrows, ball, tangent."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.contours import clipped_line, contour_lines
from explainer.geometry.mesh import (
    Mesh,
    Shape,
    arrow,
    flat_field,
    normals_of,
    plane_cut,
    tangent_sides,
)
from explainer.geometry.space import Array, Ball, Polyline, Sheet, rgb

if TYPE_CHECKING:
    from explainer.mobjects.surface import SurfacePanel


Item = Mesh | Polyline | Ball | Sheet
Make = Callable[["SurfacePanel"], Sequence[Item]]


def surface_items(panel: SurfacePanel) -> tuple[Item, ...]:
    """Return everything that is to be painted of a panel, in the order of painting.

    What has not changed since the last call is the same object again, so that it is known to be.
    """
    reveal, width = panel.reveal, panel.path_width
    fixed = (panel.azimuth, panel.elevation, panel.perspective, panel.azimuths, panel.aspect)
    tangent = (_bits(panel.tangent_at), panel.tangent_size, panel.tangent_opacity)
    path = (_bits(panel.path), panel.path_dots, panel.path_opacity, width)
    arrows = (_bits(panel.step_arrow), _bits(panel.gradient_arrow), panel.arrow_opacity, width)
    ball = (_bits(panel.ball_at), panel.ball_radius, panel.ball_opacity)
    look = (panel.surface_opacity, panel.floor, panel.line_width)
    contour = (panel.contour_level, panel.contour_opacity, width)
    return (
        *_kept(panel, _surface, (reveal, *look)),
        *_kept(panel, _rim, (reveal, *look)),
        *_kept(panel, _axes, (reveal, fixed) if panel.frame else ()),
        *_kept(panel, _contour, (reveal, *contour)),
        *_kept(panel, _tangent_cut, (reveal, *tangent)),
        *_kept(panel, _path, (reveal, *path)),
        *_kept(panel, _arrows, (reveal, *arrows)),
        *_kept(panel, _balls, (reveal, *ball)),
        *_kept(panel, _sheets, (reveal, *tangent)),
    )


def _kept(panel: SurfacePanel, make: Make, key: Hashable) -> tuple[Item, ...]:
    """Return what ``make`` returns, worked out again only when the key has changed."""
    full = (id(panel.landscape), key)
    known = panel.kept.get(make.__name__)
    if known is None or known[0] != full:
        known = panel.kept[make.__name__] = (full, tuple(make(panel)))
    return known[1]


def _bits(part: Array | None) -> bytes | None:
    return None if part is None else part.tobytes()


def surface_mesh(panel: SurfacePanel, shape: Shape) -> Mesh:
    """Return a shape in the box, all or part of the surface, in the colours of its heights."""
    land = panel.landscape
    heights = shape.vertices[:, 2]
    raised = shape.raised(panel.reveal)
    return Mesh(
        raised.vertices,
        raised.triangles,
        land.tints(heights),
        raised.normals,
        heights,
        land.box.rise(land.contours),
        line_colour=rgb(land.colours.contour),
        line_width=panel.line_width,
        opacity=panel.surface_opacity,
        shading=min(1.0, 2.0 * panel.reveal),
    )


def _surface(panel: SurfacePanel) -> list[Mesh]:
    land, colours = panel.landscape, panel.landscape.colours
    levels = land.box.rise(land.contours)
    meshes = [surface_mesh(panel, land.shape)]
    if panel.floor and panel.reveal > 0:
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
                line_width=0.75 * panel.line_width,
                line_opacity=0.3,
                shading=0.0,
            ),
        )
    return meshes


def _rim(panel: SurfacePanel) -> list[Polyline]:
    land = panel.landscape
    rim = land.shape.rim
    if not len(rim) or panel.surface_opacity <= 0:
        return []
    return [
        Polyline(
            rim * np.array([1.0, 1.0, panel.reveal]),
            rgb(land.colours.contour),
            width=1.2 * panel.line_width,
            opacity=0.7 * panel.surface_opacity,
        )
    ]


def _axes(panel: SurfacePanel) -> list[Polyline]:
    lines: list[Polyline] = []
    land = panel.landscape
    if not panel.frame:
        return lines
    hx, hy = land.box.half_sides
    colour = rgb(land.colours.frame)
    base = np.array([[-hx, -hy, 0], [hx, -hy, 0], [hx, hy, 0], [-hx, hy, 0], [-hx, -hy, 0]])
    lines.append(Polyline(base.astype(float), colour, width=1.8, opacity=0.8))
    gap = np.full(3, np.nan)
    tick = 0.035
    for (axis, side), weight in panel.edge_weights().items():
        if weight <= 0:
            continue
        rows: list[Array] = []
        values = panel.tick_values(axis)
        for at in land.box.flat(values, values)[0 if axis == "x" else 1]:
            edge = side * (hy if axis == "x" else hx)
            inner, outer = (at, edge, 0.0), (at, edge + side * tick, 0.0)
            if axis == "y":
                inner, outer = (edge, at, 0.0), (edge + side * tick, at, 0.0)
            rows += [np.array(inner), np.array(outer), gap]
        if rows:
            lines.append(Polyline(np.array(rows), colour, width=1.8, opacity=0.8 * weight))
    corner, clear = panel.upright()
    if clear * panel.reveal > 0:
        top = land.height * panel.reveal
        up = np.array([0.0, 0.0, 1.0])
        rows = [corner, corner + top * up, gap]
        outwards = np.sign(corner) * [1, 1, 0] * tick * 0.7
        for rise in land.box.rise(panel.tick_values("z")) * panel.reveal:
            rows += [corner + rise * up, corner + rise * up + outwards, gap]
        lines.append(Polyline(np.array(rows), colour, width=1.8, opacity=0.8 * clear))
    return lines


def _draped(panel: SurfacePanel, points: ArrayLike) -> tuple[Array, Array]:
    """Return the places (n, 3) and normals (n, 3) of a line (n, 2) laid over the surface."""
    land = panel.landscape
    hx, hy = land.box.half_sides
    given = np.asarray(points, dtype=float).reshape(-1, 2)
    # In the box, where a piece is as long as it looks, however unlike the two ranges are.
    flat = np.stack(land.box.flat(given[:, 0], given[:, 1]), axis=-1)
    line = clipped_line(flat, (-hx, hx), (-hy, hy), longest=min(hx, hy) / 64)
    if not len(line):
        return np.empty((0, 3)), np.empty((0, 3))
    places, slopes = land.on_surface(np.stack(land.box.unflat(line[:, 0], line[:, 1]), axis=-1))
    places[~(places[:, 2] <= land.height + 1e-6)] = np.nan
    places[:, 2] *= panel.reveal
    return places, normals_of(slopes * panel.reveal)


def _contour(panel: SurfacePanel) -> list[Polyline]:
    """Return the line that is brought out, drawn over the surface."""
    land = panel.landscape
    if panel.contour_level is None or panel.contour_opacity <= 0:
        return []
    found = contour_lines(*land.grid, panel.contour_level)
    if not found:
        return []
    # Parted by rows of NaN, which are nowhere on the surface either.
    apart = [part for line in found for part in (line, np.full((1, 2), np.nan))]
    places, slopes = land.on_surface(np.concatenate(apart))
    places[:, 2] *= panel.reveal
    return [
        Polyline(
            places,
            rgb(land.colours.tangent),
            width=0.9 * panel.path_width,
            opacity=panel.contour_opacity,
            normals=normals_of(slopes * panel.reveal),
            halo=rgb(land.colours.halo),
        )
    ]


def _tangent_cut(panel: SurfacePanel) -> list[Polyline]:
    """Return the line on which the tangent square cuts the surface."""
    land = panel.landscape
    if panel.tangent_at is None or panel.tangent_opacity <= 0:
        return []
    centre, u, v = _tangent(panel)
    xs, ys, _ = land.grid
    bx, by = land.box.flat(xs, ys)
    heights = land.heights * panel.reveal
    cut = plane_cut(bx, by, heights, centre, u, v, ceiling=land.height * panel.reveal)
    if not len(cut):
        return []
    x, y = land.box.unflat(cut[:, 0], cut[:, 1])
    _, slopes = land.on_surface(np.stack([x, y], axis=-1))
    return [
        Polyline(
            cut,
            rgb(land.colours.tangent),
            width=3.2,
            opacity=panel.tangent_opacity,
            normals=normals_of(slopes * panel.reveal),
            lift=0.02,
        )
    ]


def _path(panel: SurfacePanel) -> list[Polyline]:
    colours = panel.landscape.colours
    halo = rgb(colours.halo)
    lines: list[Polyline] = []
    if not len(panel.path) or panel.path_opacity <= 0:
        return lines
    places, normals = _draped(panel, panel.path)
    if len(places) > 1:
        lines.append(
            Polyline(
                places,
                rgb(colours.path),
                width=panel.path_width,
                opacity=panel.path_opacity,
                normals=normals,
                halo=halo,
            )
        )
    return lines + _dots(panel, halo) if panel.path_dots else lines


def _dots(panel: SurfacePanel, halo: tuple[float, float, float]) -> list[Polyline]:
    land = panel.landscape
    known = panel.path[np.isfinite(panel.path).all(axis=1)]
    inside = (known >= [land.x_range[0], land.y_range[0]]).all(axis=1)
    inside &= (known <= [land.x_range[1], land.y_range[1]]).all(axis=1)
    places, slopes = land.on_surface(known[inside])
    shown = places[:, 2] <= land.height + 1e-6
    places, slopes = places[shown], slopes[shown]
    if not len(places):
        return []
    places[:, 2] *= panel.reveal
    dots = np.full((3 * len(places), 3), np.nan)
    dots[0::3] = dots[1::3] = places
    normals = np.repeat(normals_of(slopes * panel.reveal), 3, axis=0)
    colour = rgb(land.colours.path)
    width = 1.9 * panel.path_width
    return [
        Polyline(dots, colour, width, panel.path_opacity, normals=normals, halo=halo, lift=0.016)
    ]


def _arrows(panel: SurfacePanel) -> list[Polyline]:
    land = panel.landscape
    halo = rgb(land.colours.halo)
    if panel.arrow_opacity <= 0:
        return []
    arrows: list[tuple[Array, str, bool]] = []
    if panel.step_arrow is not None:
        places, _ = _draped(panel, panel.step_arrow)
        places = places[np.isfinite(places).all(axis=1)]
        if len(places) > 1:
            arrows.append((places, land.colours.step, False))
    if panel.gradient_arrow is not None:
        (xy, direction, (length, _)) = panel.gradient_arrow
        places, slopes = land.on_surface(xy)
        way = np.array(land.box.flat(*(xy + direction))) - places[0, :2]
        size = np.linalg.norm(way)
        if size > 0 and land.shows(xy[0], xy[1]):
            ahead = np.append(way / size, slopes[0] @ way / size * panel.reveal)
            places[:, 2] *= panel.reveal
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
                width=1.15 * panel.path_width,
                opacity=panel.arrow_opacity,
                normals=normals_of(slopes * panel.reveal),
                widths=widths,
                halo=halo,
                hidden_opacity=0.45 if flat else 0.0,
                lift=0.03,
                on_sheet=flat,
            )
        )
    return lines


def _balls(panel: SurfacePanel) -> list[Ball]:
    land = panel.landscape
    if panel.ball_at is None or panel.ball_opacity <= 0 or not land.shows(*panel.ball_at):
        return []
    places, slopes = land.on_surface(panel.ball_at)
    contact = places[0] * [1.0, 1.0, panel.reveal]
    centre = contact + panel.ball_radius * normals_of(slopes[0] * panel.reveal)
    centre[2] += _clearance(panel, centre)
    return [
        Ball(
            (centre[0], centre[1], centre[2]),
            panel.ball_radius,
            rgb(land.colours.ball),
            panel.ball_opacity,
            contact=(contact[0], contact[1], contact[2]),
        )
    ]


def _clearance(panel: SurfacePanel, centre: Array) -> float:
    """Return how far the ball must rise so as not to poke through a narrow valley's walls."""
    land, radius = panel.landscape, panel.ball_radius
    rings = np.array([0.0, 0.3, 0.55, 0.75, 0.9, 0.98])[:, None]
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)[None, :]
    bx, by = (
        centre[0] + radius * rings * np.cos(turns),
        centre[1] + radius * rings * np.sin(turns),
    )
    ground = np.minimum(land.box_height(bx, by), land.height) * panel.reveal
    hx, hy = land.box.half_sides
    ground[(np.abs(bx) > hx) | (np.abs(by) > hy)] = -np.inf
    below = centre[2] - radius * np.sqrt(1 - rings**2)
    return float(np.clip(np.nan_to_num(ground - below, nan=-1.0).max(), 0, 3 * radius))


def _tangent(panel: SurfacePanel) -> tuple[Array, Array, Array]:
    """Return the middle and the half sides of the tangent square, in the box."""
    assert panel.tangent_at is not None
    land = panel.landscape
    x, y, gx, gy = panel.tangent_at
    z = land.values(x, y)
    centre = land.box.to_box(x, y, z) * [1.0, 1.0, panel.reveal]
    slopes = land.box.slopes(z, np.array([gx, gy])) * panel.reveal
    return centre, *tangent_sides(slopes, panel.tangent_size)


def _sheets(panel: SurfacePanel) -> list[Sheet]:
    if panel.tangent_at is None or panel.tangent_opacity <= 0:
        return []
    if not panel.landscape.shows(*panel.tangent_at[:2]):
        return []
    centre, u, v = (tuple(float(c) for c in part) for part in _tangent(panel))
    sheet = Sheet(
        (centre[0], centre[1], centre[2]),
        (u[0], u[1], u[2]),
        (v[0], v[1], v[2]),
        rgb(panel.landscape.colours.sheet),
        rgb(panel.landscape.colours.tangent),
    )
    fade = panel.tangent_opacity
    return [replace(sheet, opacity=sheet.opacity * fade, edge_opacity=sheet.edge_opacity * fade)]
