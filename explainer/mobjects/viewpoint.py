"""From where a walk on a surface is seen best."""

from __future__ import annotations

import numpy as np

from explainer.mobjects.landscape import Landscape


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
