"""Where a surface is level: its minima, maxima and saddles inside a rectangle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from explainer.maths.surfaces import Domain, Surface

Array = np.ndarray
CriticalKind = Literal["minimum", "maximum", "saddle", "degenerate"]

_STARTS = 31
_ROUNDS = 60
_FLAT = 1e-6
"""Curvatures below this share of the surface's usual curvature count as none."""


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient is zero.

    Attributes:
        point: (x, y).
        value: the surface's height there.
        kind: by the signs of the curvatures; ``degenerate`` when one of them is zero.
        curvatures: the two eigenvalues of the Hessian, ascending.
    """

    point: tuple[float, float]
    value: float
    kind: CriticalKind
    curvatures: tuple[float, float]


@np.errstate(over="ignore", invalid="ignore")  # slopes whose squares overflow are none
def critical_points(surface: Surface, domain: Domain | None = None) -> list[CriticalPoint]:
    """Return the critical points in a rectangle, the lowest first.

    Newton's method on the gradient from each point of a grid, its steps held to a fraction of the
    rectangle, then duplicates merged. Points nearer to each other than a thousandth of the diagonal
    count as one; of a whole line or area of critical points, scattered ones are returned. Finer
    features than the grid of 31 by 31 may be missed.

    Args:
        surface: where to look.
        domain: ((x0, x1), (y0, y1)); the surface's own if None.
    """
    low, high = np.transpose(domain or surface.domain)
    size = high - low
    axes = [np.linspace(start, stop, _STARTS) for start, stop in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    steepness = np.linalg.norm(surface.gradient(*grid.T), axis=-1)
    steepness = steepness[np.isfinite(steepness)]
    bends = np.abs(surface.hessian(*grid.T)).max(axis=(-2, -1))
    bends = bends[np.isfinite(bends)]
    if not len(steepness) or not len(bends):
        return []
    usual_slope, usual_bend = float(np.median(steepness)), float(np.median(bends))
    points = _newton(surface, grid, 0.1 * size)
    gradients = np.linalg.norm(surface.gradient(*points.T), axis=-1)
    level = gradients <= 1e-9 * usual_slope
    inside = ((points >= low - 1e-9 * size) & (points <= high + 1e-9 * size)).all(axis=1)
    found = points[level & inside]
    order = np.argsort(np.linalg.norm(surface.gradient(*found.T), axis=-1), kind="stable")
    kept = np.empty((0, 2))
    for point in found[order]:
        if (np.linalg.norm(kept - point, axis=1) > 1e-3 * np.linalg.norm(size)).all():
            kept = np.vstack([kept, point])
    values = surface.value(*kept.T)
    curvatures = np.linalg.eigvalsh(surface.hessian(*kept.T))
    return [
        CriticalPoint(
            (float(kept[i, 0]) + 0.0, float(kept[i, 1]) + 0.0),
            float(values[i]),
            _kind(curvatures[i, 0], curvatures[i, 1], usual_bend),
            (float(curvatures[i, 0]), float(curvatures[i, 1])),
        )
        for i in np.argsort(values, kind="stable")
    ]


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


def _newton(surface: Surface, points: Array, longest: Array) -> Array:
    points = points.copy()
    for _ in range(_ROUNDS):
        gradients, hessians = surface.gradient(*points.T), surface.hessian(*points.T)
        good = np.isfinite(gradients).all(axis=1) & np.isfinite(hessians).all(axis=(1, 2))
        points, gradients, hessians = points[good], gradients[good], hessians[good]
        steps = newton_steps(gradients, hessians)
        points = points + np.clip(steps, -longest, longest)
    return points


def _kind(first: float, second: float, usual_bend: float) -> CriticalKind:
    if min(abs(first), abs(second)) <= _FLAT * max(abs(first), abs(second), usual_bend):
        return "degenerate"
    if first > 0:
        return "minimum"
    return "maximum" if second < 0 else "saddle"
