"""The second-order model of a surface at a point: plane, quadratic part, and the axes of that.

Source: any text on Taylor's theorem in several variables, e.g. Nocedal and Wright, Numerical
Optimization (2006), section 2.1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from explainer.maths.critical_points import curvature_noise, known
from explainer.maths.surfaces import Point, Surface

Array = np.ndarray
ModelKind = Literal["bowl", "dome", "saddle", "valley", "ridge", "flat"]

KINDS: dict[tuple[float, float], ModelKind] = {
    (1, 1): "bowl",
    (-1, -1): "dome",
    (-1, 1): "saddle",
    (0, 1): "valley",
    (-1, 0): "ridge",
    (0, 0): "flat",
}
"""Shapes by the signs of the smaller and the larger curvature."""

MOST_CROSSINGS = 100
"""A way on which the curvatures change their signs more often takes too long to follow."""

STRAIGHT = 1e-12
"""Curvatures whose difference is below this share of their size are equal."""


@dataclass(frozen=True, eq=False)
class QuadraticModel:
    """The value, gradient and Hessian of a function at one point.

    Attributes:
        point: (x, y).
        value: the function's height there.
        gradient: (2,).
        hessian: (2, 2), symmetric.
        noise: curvatures up to this size count as none.
        reference: an angle in radians; of the two axes the first is the one nearest to it. When
            None the first axis is that of the larger curvature.
    """

    point: Point
    value: float
    gradient: Array
    hessian: Array
    noise: float = 1e-9
    reference: float | None = None

    def height(self, steps: ArrayLike) -> Array:
        """Return the heights at steps (..., 2)."""
        d = np.asarray(steps, dtype=float)
        plane = self.value + d @ self.gradient
        return np.asarray(plane + 0.5 * np.einsum("...i,ij,...j->...", d, self.hessian, d))

    def slopes(self, steps: ArrayLike) -> Array:
        """Return the gradients (..., 2) of the model."""
        return np.asarray(self.gradient + np.asarray(steps, dtype=float) @ self.hessian)

    def points(self, steps: ArrayLike) -> Array:
        """Return points (n, 3) of the model at steps (n, 2)."""
        return np.column_stack([self.point + np.asarray(steps, dtype=float), self.height(steps)])

    def along(self, angles: ArrayLike) -> Array:
        """Return the second derivative along directions at angles in radians, without noise."""
        (a, b), (_, c) = self.hessian
        cos, sin = np.cos(angles), np.sin(angles)
        found = np.asarray(a * cos**2 + 2 * b * sin * cos + c * sin**2)
        return np.where(np.abs(found) <= 1e-15 * np.abs(self.hessian).max(), 0.0, found)

    @cached_property
    def _split(self) -> tuple[float, float, float]:
        """Mean curvature, half their difference (with sign), and the angle of the first axis."""
        (a, twist), (_, c) = (tuple(map(float, row)) for row in self.hessian)
        mean, across = a / 2 + c / 2, a / 2 - c / 2
        half = math.hypot(across, twist)
        if half <= max(STRAIGHT * abs(mean), self.noise):
            return mean, 0.0, self.reference or 0.0
        angle = 0.5 * math.atan2(twist, across)
        if self.reference is None:
            return mean, half, angle
        turns = round((self.reference - angle) / (math.pi / 2))
        return mean, -half if turns % 2 else half, angle + turns * math.pi / 2

    @property
    def angle(self) -> float:
        """The angle of the first axis in radians; the second is at a right angle to it."""
        return self._split[2]

    @property
    def angles(self) -> tuple[float, float]:
        """The angles of both axes, in the order of the curvatures."""
        return self.angle, self.angle + math.pi / 2

    @cached_property
    def curvatures(self) -> tuple[float, float]:
        """The eigenvalues: the second derivatives along the first axis and along the second."""
        mean, half, _ = self._split
        first, second = mean + half, mean - half
        # The smaller one from the product keeps its figures where the two are far apart.
        product = float(np.linalg.det(self.hessian))
        if abs(first) < abs(second) and abs(first) < 1e-3 * abs(second):
            first = product / second
        elif abs(second) < 1e-3 * abs(first):
            second = product / first
        return (
            first if abs(first) > self.noise else 0.0,
            second if abs(second) > self.noise else 0.0,
        )

    @property
    def round(self) -> bool:
        """Whether the curvature is the same in all directions, so that no axes stand out."""
        return self._split[1] == 0.0

    @property
    def kind(self) -> ModelKind:
        smaller, larger = np.sign(sorted(self.curvatures))
        return KINDS[smaller, larger]


def unit(angles: ArrayLike) -> Array:
    """Return unit vectors (..., 2) at angles in radians."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def model_at(surface: Surface, point: ArrayLike, noise: float = 1e-9) -> QuadraticModel:
    """Return the second-order model of a surface at (x, y)."""
    x, y = (float(part) for part in np.asarray(point, dtype=float))
    hessian = surface.hessian(x, y)
    hessian = np.where(np.abs(hessian) <= noise, 0.0, hessian)
    return QuadraticModel((x, y), *known(surface, (x, y)), hessian, noise)


def breaks(surface: Surface, first: ArrayLike, last: ArrayLike, pieces: int = 64) -> Point | None:
    """Return a point on the way from first to last where slope or curvature jumps or is not finite.

    Each piece of the way across which they change most is halved again and again: a change that
    does not shrink is a jump. None where there is none, as far as pieces of that number can tell.
    """
    start, way = np.asarray(first, dtype=float), np.subtract(last, first)

    def state(shares: Array) -> Array:
        points = start + shares[:, None] * way
        gradients, hessians = surface.gradient(*points.T), surface.hessian(*points.T)
        return np.concatenate([gradients, hessians.reshape(-1, 4)], axis=1)

    def at(share: float) -> Point:
        x, y = start + share * way
        return float(x), float(y)

    shares = np.linspace(0.0, 1.0, pieces + 1)
    states = state(shares)
    bad = ~np.isfinite(states).all(axis=1)
    if bad.any():
        return at(shares[int(np.argmax(bad))])
    # The slope by itself first: beside a kink the curvature may change so fast as to hide it.
    for part in (slice(0, 2), slice(2, 6)):
        size = max(float(np.abs(states[:, part]).max()), 1e-300)
        changes = np.abs(np.diff(states[:, part], axis=0)).max(axis=1)
        for index in np.argsort(-changes, kind="stable")[:3]:
            low, high = shares[index], shares[index + 1]
            for _ in range(40):
                middle = (low + high) / 2
                halves = np.diff(state(np.array([low, middle, high]))[:, part], axis=0)
                left, right = np.abs(halves).max(axis=1)
                low, high = (low, middle) if left >= right else (middle, high)
                if max(left, right) <= 1e-5 * size:
                    break
            else:
                return at(high)
    return None


class ModelPath:
    """The models along a straight way; their axes turn without a jump, also where they cross.

    Args:
        surface: with derivatives that are finite and continuous along the way.
        start, end: (x, y).

    Attributes:
        crossings: the shares of the way, rising, at which a curvature passes zero.
        kinds: the shapes before, between and after them, one more than there are crossings.

    Raises:
        ValueError: naming ``second_point``, where the curvatures change their signs too often.
    """

    SHARES = np.linspace(0.0, 1.0, 721)

    def __init__(self, surface: Surface, start: Point, end: Point) -> None:
        self.surface = surface
        self.start, self.end = np.array(start, dtype=float), np.array(end, dtype=float)
        self._noise = curvature_noise(surface, self.points(self.SHARES))
        self._angles = self._tracked()
        self.crossings = self._crossings()
        ends = [0.0, *self.crossings, 1.0]
        self.kinds = [self.at((low + high) / 2).kind for low, high in pairwise(ends)]

    @property
    def still(self) -> bool:
        """Whether the way has no length."""
        return bool((self.start == self.end).all())

    def points(self, shares: ArrayLike) -> Array:
        """Return the points (..., 2) at shares of the way."""
        return self.start + np.asarray(shares)[..., None] * (self.end - self.start)

    def at(self, share: float) -> QuadraticModel:
        """Return the model at a share of the way, its axes in their order at the start."""
        share = min(max(float(share), 0.0), 1.0)
        nearest = round(share * (len(self.SHARES) - 1))
        model = model_at(self.surface, self.points(share), float(self._noise[nearest]))
        return replace(model, reference=float(self._angles[nearest]))

    def _tracked(self) -> Array:
        """Return the angle of the first axis at all shares."""
        hessians = self.surface.hessian(*self.points(self.SHARES).T)
        models = [
            QuadraticModel((0, 0), 0.0, np.zeros(2), hessian, noise)
            for hessian, noise in zip(hessians, self._noise, strict=True)
        ]
        known = np.flatnonzero([not model.round for model in models])
        if not len(known):
            return np.zeros(len(models))
        angles = np.unwrap([models[index].angle for index in known], period=math.pi / 2)
        # Where no axes stand out, they are those of the nearest place before or after.
        before = np.searchsorted(known, np.arange(len(models)), side="right") - 1
        return np.asarray(angles[np.maximum(before, 0)])

    def _crossings(self) -> list[float]:
        signs = np.sign([self.at(share).curvatures for share in self.SHARES])
        changes = [
            (axis, self.SHARES[low], self.SHARES[high])
            for axis in range(2)
            for low, high in pairwise(np.flatnonzero(signs[:, axis]))
            if signs[low, axis] != signs[high, axis]
        ]
        if len(changes) > MOST_CROSSINGS:
            raise ValueError(
                f"second_point: on the way there the curvature of {self.surface.name} changes its "
                f"sign {len(changes)} times, and {MOST_CROSSINGS} are allowed; choose points that "
                "are nearer to each other"
            )
        found = sorted(
            float(brentq(lambda share, axis=axis: self.at(share).curvatures[axis], low, high))
            for axis, low, high in changes
        )
        return [share for i, share in enumerate(found) if not i or share - found[i - 1] > 1e-6]
