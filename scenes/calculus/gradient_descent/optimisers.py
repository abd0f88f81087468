"""Descent on a surface, step by step, by six methods."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.surfaces import Domain, Surface, newton_steps

Array = np.ndarray
OptimiserName = Literal["gradient_descent", "momentum", "nesterov", "rmsprop", "adam", "newton"]
OPTIMISERS: tuple[OptimiserName, ...] = get_args(OptimiserName)

_OVERFLOW = 1e100
"""Coordinates, heights, slopes or curvatures beyond this count as infinite."""


@dataclass(frozen=True)
class OptimiserSettings:
    """The settings of the methods; each method reads its own.

    Attributes:
        momentum: share of the last step that is kept, in [0, 1): momentum and nesterov.
        beta1: share of the old mean of the gradients, in [0, 1): adam.
        beta2: share of the old mean of the squared gradients, in [0, 1): adam.
        decay: the same for rmsprop.
        epsilon: what keeps the divisor from 0, positive: rmsprop and adam.

    Raises:
        ValueError: naming the setting that is out of range.
    """

    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    decay: float = 0.9
    epsilon: float = 1e-8

    def __post_init__(self) -> None:
        for name in ("momentum", "beta1", "beta2", "decay"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} = {getattr(self, name)!r} must be at least 0 and below 1")
        if not 0 < self.epsilon < math.inf:
            raise ValueError(f"epsilon = {self.epsilon!r} must be positive")


@dataclass(frozen=True)
class Descent:
    """A descent of n steps, without the step at which it ceased to be finite.

    Attributes:
        points: (n + 1, 2), the start first.
        values: (n + 1,) heights.
        gradients: (n + 1, 2).
        steps_taken: (n, 2) displacements.
        curvatures: (n + 1, 2) eigenvalues of the Hessian, ascending.
        optimiser: the method.
        learning_rate: its rate.
        settings: its other settings.
        diverged_at: the number of the step that led to something not finite or beyond 1e100, or
            None. 0 means that even the start has no finite height, slope or curvature.
        left_domain_at: the first point (0 is the start) outside the domain, or None.
    """

    points: Array
    values: Array
    gradients: Array
    steps_taken: Array
    curvatures: Array
    optimiser: OptimiserName = "gradient_descent"
    learning_rate: float = 0.1
    settings: OptimiserSettings = field(default_factory=OptimiserSettings)
    diverged_at: int | None = None
    left_domain_at: int | None = None


def descend(
    surface: Surface,
    start: ArrayLike,
    *,
    optimiser: OptimiserName = "gradient_descent",
    learning_rate: float,
    steps: int,
    domain: Domain | None = None,
    momentum: float = 0.9,
    beta1: float = 0.9,
    beta2: float = 0.999,
    decay: float = 0.9,
    epsilon: float = 1e-8,
) -> Descent:
    """Walk down a surface with exact gradients.

    With g the gradient and r the learning rate, the step from x is

    - gradient_descent: -r g
    - momentum: v, where v <- momentum v - r g (Polyak 1964)
    - nesterov: v, where v <- momentum v - r g(x + momentum v) (Sutskever et al. 2013)
    - rmsprop: -r g / (sqrt(s) + epsilon), s <- decay s + (1 - decay) g^2 (Hinton 2012, lecture 6e)
    - adam: the same with bias-corrected means of g and g^2 (Kingma and Ba 2015, algorithm 1)
    - newton: -r H^-1 g with the Hessian H; 0 along directions without curvature

    Args:
        surface: what to walk on.
        start: (2,), where.
        optimiser: the method.
        learning_rate: positive.
        steps: how many, 0 or more.
        domain: the rectangle for ``left_domain_at``; the surface's own if None.
        momentum: see ``OptimiserSettings``, also for the settings that follow.
        beta1: of adam.
        beta2: of adam.
        decay: of rmsprop.
        epsilon: of rmsprop and adam.

    Raises:
        ValueError: naming the argument that is out of range.
    """
    settings = OptimiserSettings(momentum, beta1, beta2, decay, epsilon)
    here = np.array(start, dtype=float)
    if here.shape != (2,) or not np.isfinite(here).all():
        raise ValueError(f"start = {start!r} must be two finite numbers")
    if not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate = {learning_rate!r} must be positive")
    if steps < 0:
        raise ValueError(f"steps = {steps!r} must be 0 or more")
    if optimiser not in OPTIMISERS:
        raise ValueError(f"optimiser {optimiser!r} is unknown; choose {', '.join(OPTIMISERS)}")
    step = _RULES[optimiser](surface, learning_rate, settings)
    points, rows = [here], [_measure(surface, here)]
    diverged_at = None if _finite(here, *rows[0]) else 0
    while diverged_at is None and len(points) <= steps:
        with np.errstate(all="ignore"):
            here = here + step(here, rows[-1][1], rows[-1][2])
            row = _measure(surface, here)
        if not _finite(here, *row):
            diverged_at = len(points)
            break
        points.append(here)
        rows.append(row)
    values, gradients, hessians = (np.array(column) for column in zip(*rows, strict=True))
    finite = np.isfinite(hessians).all(axis=(1, 2), keepdims=True)
    curvatures = np.linalg.eigvalsh(np.where(finite, hessians, 0.0))
    path = np.array(points)
    low, high = np.transpose(domain or surface.domain)
    outside = np.flatnonzero(((path < low) | (path > high)).any(axis=1))
    return Descent(
        points=path,
        values=values,
        gradients=gradients,
        steps_taken=np.diff(path, axis=0),
        curvatures=np.where(finite[:, 0], curvatures, np.nan),
        optimiser=optimiser,
        learning_rate=learning_rate,
        settings=settings,
        diverged_at=diverged_at,
        left_domain_at=int(outside[0]) if len(outside) else None,
    )


def stability_limit(descent: Descent) -> float | None:
    """Return the learning rate above which the method cannot settle at the sharpest place it saw.

    With L the largest curvature along the path, for a quadratic of that curvature:

    - gradient_descent: 2 / L (Nocedal and Wright, *Numerical Optimization*, 2006, section 3.3)
    - momentum: 2 (1 + momentum) / L (Goh, *Why Momentum Really Works*, Distill 2017)
    - nesterov: 2 (1 + momentum) / ((1 + 2 momentum) L), where its characteristic polynomial
      z^2 - (1 + momentum)(1 - r L) z + momentum (1 - r L) has the root z = -1

    Infinite without any positive curvature; None for rmsprop and adam, whose steps do not grow with
    the slope, and for newton, which has no such limit.
    """
    beta = descent.settings.momentum
    factors = {
        "gradient_descent": 2.0,
        "momentum": 2 * (1 + beta),
        "nesterov": 2 * (1 + beta) / (1 + 2 * beta),
    }
    if descent.optimiser not in factors:
        return None
    sharpest = float(np.nanmax(descent.curvatures, initial=0.0))
    return factors[descent.optimiser] / sharpest if sharpest > 0 else math.inf


Step = Callable[[Array, Array, Array], Array]


def _plain(surface: Surface, rate: float, settings: OptimiserSettings) -> Step:
    return lambda here, gradient, hessian: -rate * gradient


def _heavy_ball(surface: Surface, rate: float, settings: OptimiserSettings) -> Step:
    velocity = np.zeros(2)

    def step(here: Array, gradient: Array, hessian: Array) -> Array:
        nonlocal velocity
        velocity = settings.momentum * velocity - rate * gradient
        return velocity

    return step


def _nesterov(surface: Surface, rate: float, settings: OptimiserSettings) -> Step:
    velocity = np.zeros(2)

    def step(here: Array, gradient: Array, hessian: Array) -> Array:
        nonlocal velocity
        ahead = surface.gradient(*(here + settings.momentum * velocity))
        velocity = settings.momentum * velocity - rate * ahead
        return velocity

    return step


def _rmsprop(surface: Surface, rate: float, settings: OptimiserSettings) -> Step:
    square = np.zeros(2)

    def step(here: Array, gradient: Array, hessian: Array) -> Array:
        nonlocal square
        square = settings.decay * square + (1 - settings.decay) * gradient**2
        return -rate * gradient / (np.sqrt(square) + settings.epsilon)

    return step


def _adam(surface: Surface, rate: float, settings: OptimiserSettings) -> Step:
    mean, square, count = np.zeros(2), np.zeros(2), 0
    beta1, beta2 = settings.beta1, settings.beta2

    def step(here: Array, gradient: Array, hessian: Array) -> Array:
        nonlocal mean, square, count
        count += 1
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient**2
        unbiased = np.sqrt(square / (1 - beta2**count))
        return -rate * mean / (1 - beta1**count) / (unbiased + settings.epsilon)

    return step


def _newton(surface: Surface, rate: float, settings: OptimiserSettings) -> Step:
    return lambda here, gradient, hessian: rate * newton_steps(gradient[None], hessian[None])[0]


_RULES: dict[str, Callable[[Surface, float, OptimiserSettings], Step]] = {
    "gradient_descent": _plain,
    "momentum": _heavy_ball,
    "nesterov": _nesterov,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "newton": _newton,
}


def _measure(surface: Surface, point: Array) -> tuple[Array, Array, Array]:
    return surface.value(*point), surface.gradient(*point), surface.hessian(*point)


def _finite(*parts: Array) -> bool:
    return all(bool((np.abs(part) < _OVERFLOW).all()) for part in parts)
