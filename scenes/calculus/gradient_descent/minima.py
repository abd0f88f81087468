"""The minima of a surface, smooth or with a kink, as far as a fine grid and local search find them.

That there is no lower one is not proved: whoever names the lowest says that it was found.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np
from scipy import ndimage
from scipy.spatial import KDTree

from explainer.maths.surfaces import (
    CriticalPoint,
    Surface,
    critical_points,
    newton,
    newton_steps,
)

Array = np.ndarray
PointKind = Literal["minimum", "level", "maximum", "saddle"]

GRID = 801
"""Points of the grid along each side of the domain: features of three cells are seen."""

MOST, MOST_KINKS = 2000, 50
"""Low points of the grid that are followed down, the lowest first, and those without slopes."""

ROUNDS, REFINED = 80, 12
"""Circles around such a point, each half as wide as the last, and refinements of their angles."""

NOISE = 1e-14
"""Differences of heights below this share of the usual height are rounding noise."""

EQUAL = 1e-9
"""Minima whose heights differ by less than this share of the usual height are as low."""


def minima(surface: Surface, *near: Array) -> tuple[CriticalPoint, ...]:
    """Return the isolated minima that are found in the domain, the lowest first.

    Each low point of a fine grid, and each point of ``near``, is followed down by Newton's method,
    or on ever smaller circles where that finds none: at a kink there is no slope. All points of a
    small circle around a minimum are higher than it is.
    """
    found = _on_the_grid(surface)
    if near:
        reach = np.ptp(surface.domain, axis=1) / GRID
        for new in _followed(surface, np.reshape(near, (-1, 2)), ()):
            if not any((np.abs(np.subtract(new.point, old.point)) < reach).all() for old in found):
                found += (new,)
    return tuple(sorted(found, key=lambda place: place.value))


@lru_cache(maxsize=128)
def _on_the_grid(surface: Surface) -> tuple[CriticalPoint, ...]:
    columns, rows = (np.linspace(*ends, GRID) for ends in surface.domain)
    heights = _heights(surface, *np.meshgrid(columns, rows))
    lowest = ndimage.minimum_filter(heights, 3, mode="constant", cval=np.inf)
    highest = ndimage.maximum_filter(heights, 3, mode="constant", cval=np.inf)
    row, column = np.nonzero((heights == lowest) & (heights < highest))
    order = np.argsort(heights[row, column], kind="stable")[:MOST]
    starts = np.column_stack([columns[column], rows[row]])[order]
    known = tuple(found for found in critical_points(surface) if found.kind == "minimum")
    return _followed(surface, starts, known)


def _followed(
    surface: Surface, starts: Array, known: tuple[CriticalPoint, ...]
) -> tuple[CriticalPoint, ...]:
    """Return the known minima and those to which starts (n, 2) lead, the lowest first."""
    low, high = np.transpose(surface.domain)
    size = high - low
    cell = size / (GRID - 1)
    polished = _polished(surface, starts, cell)
    smooth = np.reshape([place.point for place in known], (-1, 2))
    smooth = np.concatenate([smooth, polished[_are_minima(surface, polished)]])
    if len(smooth):
        starts = starts[KDTree(smooth / size).query(starts / size)[0] > 3 / GRID]
    sharp = _follow_down(surface, starts[:MOST_KINKS])
    # Newton's method ends nearer to a smooth minimum than any comparison of heights.
    sharp = np.concatenate([_polished(surface, sharp, cell), sharp])
    found = np.concatenate([smooth, sharp[_are_minima(surface, sharp)]])
    found = found[((found >= low - 1e-9 * size) & (found <= high + 1e-9 * size)).all(axis=1)]
    if len(found):
        groups = KDTree(found / size).query_ball_point(found / size, 1 / GRID)
        found = found[[min(group) == index for index, group in enumerate(groups)]]
    found = np.where(np.abs(found) <= 1e-12 * size, 0.0, found)
    values = surface.value(*found.T)
    values = np.where(np.abs(values) <= _noise(surface, 0.0), 0.0, values)
    return tuple(
        CriticalPoint((float(found[i, 0]), float(found[i, 1])), float(values[i]), "minimum")
        for i in np.argsort(values, kind="stable")
    )


def as_low(first: float, second: float, surface: Surface) -> bool:
    """Return whether two heights of a surface are the same but for rounding."""
    return abs(first - second) <= EQUAL * (_usual_height(surface) + abs(first))


def kind_by_heights(surface: Surface, point: Array) -> PointKind:
    """Return what a level point is, from the heights on a small circle around it."""
    centre = np.reshape(point, (1, 2))
    value = float(_heights(surface, *centre.T)[0])
    noise = _noise(surface, value)
    rise = float(_lowest_around(surface, centre, np.ones(1))[1][0]) - value
    ring = _ring(surface, centre, np.ones(1), np.linspace(0, 2 * np.pi, 65)[None])
    if rise > noise:
        return "minimum"
    if rise >= -noise:
        return "level"
    return "maximum" if (ring <= value + noise).all() else "saddle"


def _are_minima(surface: Surface, points: Array) -> Array:
    values = _heights(surface, *points.T)
    around = _lowest_around(surface, points, np.ones(len(points)))[1]
    return around > values + _noise(surface, values)  # type: ignore[no-any-return]


def _polished(surface: Surface, points: Array, longest: Array) -> Array:
    """Return those points to which Newton's method leads from some, and from which it does not."""
    points = newton(surface, points, longest)
    steps = newton_steps(surface.gradient(*points.T), surface.hessian(*points.T))
    return points[(np.abs(steps) <= 1e-6 * longest).all(axis=1)]


def _follow_down(surface: Surface, points: Array) -> Array:
    """Return where points (n, 2) get to that go to the lowest point around them, ever nearer."""
    values, radii = _heights(surface, *points.T), np.ones(len(points))
    for _ in range(ROUNDS):
        there, lower = _lowest_around(surface, points, radii)
        better = lower < values
        points, values = np.where(better[:, None], there, points), np.where(better, lower, values)
        radii = np.where(better, radii, radii / 2)
    return points


def _lowest_around(surface: Surface, centres: Array, radii: Array) -> tuple[Array, Array]:
    """Return the lowest point (n, 2) of the circle around each centre, and its height.

    The angle is refined around the two best, so that a valley with a sharp bottom is not missed:
    it leads down one way and up the other.
    """
    if not len(centres):
        return centres, np.empty(0)
    angles = np.broadcast_to(np.linspace(0, 2 * np.pi, 65)[:64], (len(centres), 64))
    heights = _ring(surface, centres, radii, angles)
    beside = np.minimum(np.roll(heights, 1, axis=1), np.roll(heights, -1, axis=1))
    best = np.where(heights <= beside, heights, np.inf).argsort(axis=1, kind="stable")[:, :2]
    angles, width = np.take_along_axis(angles, best, axis=1), np.pi / 32
    for _ in range(REFINED):
        tried = angles[:, :, None] + np.linspace(-width, width, 17)
        heights = _ring(surface, centres, radii, tried.reshape(len(centres), -1))
        best = heights.reshape(tried.shape).argmin(axis=2)[:, :, None]
        angles, width = np.take_along_axis(tried, best, axis=2)[:, :, 0], width / 8
    heights = _ring(surface, centres, radii, angles)
    best = heights.argmin(axis=1)[:, None]
    points = _on_circles(surface, centres, radii, np.take_along_axis(angles, best, axis=1))
    return points[:, 0], np.take_along_axis(heights, best, axis=1)[:, 0]


def _ring(surface: Surface, centres: Array, radii: Array, angles: Array) -> Array:
    """Return the heights (n, k) at angles (n, k) around centres (n, 2)."""
    return _heights(surface, *np.moveaxis(_on_circles(surface, centres, radii, angles), -1, 0))


def _on_circles(surface: Surface, centres: Array, radii: Array, angles: Array) -> Array:
    """Return points (n, k, 2); radii are in halves of a cell, so that circles are as the map is."""
    half = 0.5 * np.ptp(surface.domain, axis=1) / (GRID - 1)
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    return centres[:, None] + radii[:, None, None] * half * ways


def _heights(surface: Surface, x: Array, y: Array) -> Array:
    """Return heights, infinite where there are none."""
    heights = surface.value(x, y)
    return np.where(np.isfinite(heights), heights, np.inf)


def _noise(surface: Surface, value: float | Array) -> float | Array:
    return NOISE * (_usual_height(surface) + np.abs(value))


@lru_cache(maxsize=128)
def _usual_height(surface: Surface) -> float:
    """Return how high half of the surface lies above its lowest point, roughly."""
    heights = surface.value(*np.meshgrid(*(np.linspace(*ends, 101) for ends in surface.domain)))
    heights = heights[np.isfinite(heights)]
    return float(np.median(heights) - heights.min()) if len(heights) else 0.0
