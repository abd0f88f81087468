"""Critical points of a surface, and its minima, smooth or with a kink.

They are found as far as a grid and local search find them. That there is no lower minimum is not
proved: whoever names the lowest says that it was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy import ndimage
from scipy.spatial import KDTree

from explainer.maths.surfaces import Point, Surface, span

Array = np.ndarray

CriticalKind = Literal["minimum", "maximum", "saddle", "degenerate"]

_STARTS = 31

_ROUNDS = 60

EXACT, NEAR = 1e-9, 1e-4
"""Shares of the domain's sides: a point this near to another is that point; and one that is typed
with its decimals may be as far from what it stands for, which no picture shows."""

_FEWEST_DECIMALS = 3
"""With fewer decimals a number that is typed stands for itself."""

_UNSEEN = 1e-3
"""A slope that would climb less than this share of the heights across the domain is not seen."""

_ROUNDING = 1e-12
"""The share of its entries to which a matrix, and of its size to which a point is known."""

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


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient is zero.

    Attributes:
        point: (x, y).
        value: the surface's height there.
        kind: by the signs of the curvatures; ``degenerate`` when one of them is zero.
    """

    point: tuple[float, float]
    value: float
    kind: CriticalKind


@lru_cache(maxsize=128)  # presets and drawing ask again for the same surface
@np.errstate(over="ignore", invalid="ignore")  # slopes whose squares overflow are none
def critical_points(surface: Surface) -> tuple[CriticalPoint, ...]:
    """Return the critical points in the domain, the lowest first.

    Newton's method on the gradient from each point of a grid, its steps held to a fraction of the
    domain, then duplicates merged. Points nearer to each other than a thousandth of the diagonal
    count as one; of a whole line or area of critical points, scattered ones are returned. Finer
    features than the grid of 31 by 31 may be missed.
    """
    low, high = np.transpose(surface.domain)
    size = high - low
    axes = [np.linspace(start, stop, _STARTS) for start, stop in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    points = _tidied(surface, newton(surface, grid, 0.1 * size))
    inside = ((points >= low - EXACT * size) & (points <= high + EXACT * size)).all(axis=1)
    found = points[_are_level(surface, points) & inside]
    order = np.argsort(np.linalg.norm(surface.gradient(*found.T), axis=-1), kind="stable")
    kept = np.empty((0, 2))
    for point in found[order]:
        if (np.linalg.norm(kept - point, axis=1) > 1e-3 * np.linalg.norm(size)).all():
            kept = np.vstack([kept, point])
    values = surface.value(*kept.T)
    return tuple(
        _critical(surface, kept[i], float(values[i])) for i in np.argsort(values, kind="stable")
    )


def critical_point_at(surface: Surface, point: Point) -> CriticalPoint | None:
    """Return the critical point that a point is, as far as its decimals tell; None elsewhere.

    The minimum that is typed as (3.5844, -1.8481) is meant, although it is not quite there: it is
    the critical point that is written so. Where the slope can be seen, a point stands for itself.
    """
    here, sides = np.array(point, dtype=float), np.ptp(surface.domain, axis=1)
    slopes, there = surface.gradient(*here), here
    if slopes.any():
        found = newton(surface, here[None], NEAR * sides)
        if not len(found):
            return None
        there = _tidied(surface, found)[0]
        allowed = EXACT * sides
        decimals = max(_decimals(value) for value in point)
        if decimals >= _FEWEST_DECIMALS and (np.abs(slopes) * sides).max() < _UNSEEN * span(
            surface
        ):
            # Less than a unit of the last: tables round, or cut off.
            allowed = np.clip(0.99 * 10.0**-decimals, allowed, NEAR * sides)
        if (np.abs(there - here) > allowed).any() or not _are_level(surface, there):
            return None
    return _critical(surface, there, float(surface.value(*there)))


def _are_level(surface: Surface, points: Array) -> Array:
    """Return whether the slopes at points (..., 2) are none, but for what is beside them."""
    x, y = np.moveaxis(points, -1, 0)
    changes = np.abs(surface.hessian(x, y)) @ (EXACT * np.ptp(surface.domain, axis=1))
    return np.asarray((np.abs(surface.gradient(x, y)) <= changes).all(axis=-1))


def known(surface: Surface, point: Point) -> tuple[float, Array]:
    """Return height and gradient (2,) at a point; a part that is rounding noise is 0.

    Noise is what the last digits of the point change.
    """
    value, slopes = float(surface.value(*point)), surface.gradient(*point)
    bends = np.abs(np.nan_to_num(surface.hessian(*point), nan=0.0, posinf=0.0, neginf=0.0))
    last = _ROUNDING * np.maximum(np.ptp(surface.domain, axis=1), np.abs(point))
    noise = bends @ last
    if abs(value) <= float(np.abs(slopes) @ last + last @ noise):
        value = 0.0
    return value, np.where(np.abs(slopes) <= noise, 0.0, slopes)


def curvature_noise(surface: Surface, points: Array) -> Array:
    """Return the sizes (...) below which curvatures at points (..., 2) count as none.

    It is what changes over a billionth of the domain, which is more than rounding.
    """
    bends = surface.hessian(*np.moveaxis(points, -1, 0))
    steps = np.concatenate([np.eye(2), -np.eye(2)]) * EXACT * np.ptp(surface.domain, axis=1)
    beside = surface.hessian(*np.moveaxis(points[..., None, :] + steps, -1, 0))
    changes = np.abs(beside - bends[..., None, :, :]).max(axis=(-3, -2, -1))
    return np.nan_to_num(changes, posinf=0.0) + _ROUNDING * np.abs(bends).max(axis=(-2, -1))


def _critical(surface: Surface, point: Array, value: float) -> CriticalPoint:
    bends, floor = surface.hessian(*point), float(curvature_noise(surface, point))
    kind: CriticalKind = "degenerate"
    if np.isfinite(bends).all():
        low, high = np.linalg.eigvalsh(bends)
        if min(abs(low), abs(high)) > floor:
            kind = "minimum" if low > 0 else "maximum" if high < 0 else "saddle"
    return CriticalPoint((float(point[0]) + 0.0, float(point[1]) + 0.0), value, kind)


def _tidied(surface: Surface, points: Array) -> Array:
    """Return points (n, 2), each the round one beside it where that is as level.

    Where the surface is so flat that Newton's method is slow, it ends beside the critical point.
    """
    decimals = -np.floor(np.log10(NEAR * np.ptp(surface.domain, axis=1))).astype(int)
    tidy = np.column_stack([np.round(*each) for each in zip(points.T, decimals, strict=True)])
    before, after = (np.linalg.norm(surface.gradient(*each.T), axis=-1) for each in (points, tidy))
    return np.where((after <= before)[:, None], tidy, points)


def _decimals(value: float) -> int:
    """Return with how many decimals a number is written."""
    return max(0, -int(Decimal(repr(float(value))).as_tuple().exponent))


def newton_steps(gradients: Array, hessians: Array) -> Array:
    """Return -inverse(H) g for gradients (n, 2) and Hessians (n, 2, 2), as an array (n, 2).

    Along a direction without curvature, where Newton's step does not exist, it is 0.
    """
    values, vectors = np.linalg.eigh(hessians)
    along = np.einsum("nij,ni->nj", vectors, gradients)
    straight = np.abs(values) <= 1e-14 * np.abs(values).max(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        lengths = np.where(straight, 0.0, -along / values)
    return np.einsum("nij,nj->ni", vectors, lengths)


def newton(surface: Surface, points: Array, longest: Array) -> Array:
    """Return where Newton's method on the gradient leads points (n, 2) in steps up to ``longest``.

    Those that come to where slopes or curvatures are not finite are left out.
    """
    points = points.copy()
    for _ in range(_ROUNDS):
        gradients, hessians = surface.gradient(*points.T), surface.hessian(*points.T)
        good = np.isfinite(gradients).all(axis=1) & np.isfinite(hessians).all(axis=(1, 2))
        points, gradients, hessians = points[good], gradients[good], hessians[good]
        steps = newton_steps(gradients, hessians)
        points = points + np.clip(steps, -longest, longest)
    return points


# -- minima ----------------------------------------------------------------------------------------


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
    found = found[((found >= low - EXACT * size) & (found <= high + EXACT * size)).all(axis=1)]
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
