"""Descent on a surface, step by step, by six methods."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
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
    """

    momentum: float = 0.9
    beta1: float = 0.9
    beta2: float = 0.999
    decay: float = 0.9
    epsilon: float = 1e-8


@dataclass(frozen=True)
class Descent:
    """A descent of n steps, without the step at which it ceased to be finite.

    Attributes:
        points: (n + 1, 2), the start first.
        values: (n + 1,) heights.
        gradients: (n + 1, 2).
        curvatures: (n + 1, 2) eigenvalues of the Hessian, ascending.
        optimiser: the method.
        learning_rate: its rate.
        settings: its other settings.
        diverged_at: the number of the step that led to something not finite or beyond 1e100, or
            None. 0 means that even the start has no finite height, slope or curvature.
    """

    points: Array
    values: Array
    gradients: Array
    curvatures: Array
    optimiser: OptimiserName
    learning_rate: float
    settings: OptimiserSettings
    diverged_at: int | None

    @cached_property
    def steps_taken(self) -> Array:
        """The displacements, (n, 2)."""
        return np.diff(self.points, axis=0)


def descend(
    surface: Surface,
    start: ArrayLike,
    *,
    optimiser: OptimiserName = "gradient_descent",
    learning_rate: float,
    steps: int,
    **settings: float,
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
        **settings: those of ``OptimiserSettings`` that are not its defaults.
    """
    chosen, here = OptimiserSettings(**settings), np.array(start, dtype=float)
    step = _rule(surface, optimiser, learning_rate, chosen)
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
    return Descent(
        points=np.array(points),
        values=values,
        gradients=gradients,
        curvatures=np.where(finite[:, 0], curvatures, np.nan),
        optimiser=optimiser,
        learning_rate=learning_rate,
        settings=chosen,
        diverged_at=diverged_at,
    )


def stability_limit(descent: Descent, curvature: float) -> float | None:
    """Return the learning rate above which the method cannot settle where the curvature is L.

    For a quadratic of that curvature:

    - gradient_descent: 2 / L (Nocedal and Wright, *Numerical Optimization*, 2006, section 3.3)
    - momentum: 2 (1 + momentum) / L (Goh, *Why Momentum Really Works*, Distill 2017)
    - nesterov: 2 (1 + momentum) / ((1 + 2 momentum) L), where its characteristic polynomial
      z^2 - (1 + momentum)(1 - r L) z + momentum (1 - r L) has the root z = -1

    Infinite unless L is positive; None for rmsprop and adam, whose steps do not grow with the
    slope, and for newton, which has no such limit.
    """
    beta = descent.settings.momentum
    factors = {
        "gradient_descent": 2.0,
        "momentum": 2 * (1 + beta),
        "nesterov": 2 * (1 + beta) / (1 + 2 * beta),
    }
    if descent.optimiser not in factors:
        return None
    return factors[descent.optimiser] / float(curvature) if curvature > 0 else math.inf


def inside(points: Array, domain: Domain) -> Array:
    """Return which points (..., 2) lie in a rectangle."""
    low, high = np.transpose(domain)
    return ((points >= low) & (points <= high)).all(axis=-1)  # type: ignore[no-any-return]


def _rule(
    surface: Surface, optimiser: OptimiserName, rate: float, settings: OptimiserSettings
) -> Callable[[Array, Array, Array], Array]:
    """Return what makes the next step of point, gradient and Hessian, and keeps what adds up."""
    velocity, mean, square, count = np.zeros(2), np.zeros(2), np.zeros(2), 0
    momentum, beta1, beta2 = settings.momentum, settings.beta1, settings.beta2

    def step(here: Array, gradient: Array, hessian: Array) -> Array:
        nonlocal velocity, mean, square, count
        match optimiser:
            case "gradient_descent":
                return -rate * gradient
            case "momentum":
                velocity = momentum * velocity - rate * gradient
                return velocity
            case "nesterov":
                ahead = surface.gradient(*(here + momentum * velocity))
                velocity = momentum * velocity - rate * ahead
                return velocity
            case "rmsprop":
                square = settings.decay * square + (1 - settings.decay) * gradient**2
                return -rate * gradient / (np.sqrt(square) + settings.epsilon)
            case "adam":
                count += 1
                mean = beta1 * mean + (1 - beta1) * gradient
                square = beta2 * square + (1 - beta2) * gradient**2
                unbiased = np.sqrt(square / (1 - beta2**count))
                return -rate * mean / (1 - beta1**count) / (unbiased + settings.epsilon)
            case "newton":
                return rate * newton_steps(gradient[None], hessian[None])[0]

    return step


def _measure(surface: Surface, point: Array) -> tuple[Array, Array, Array]:
    return surface.value(*point), surface.gradient(*point), surface.hessian(*point)


def _finite(*parts: Array) -> bool:
    return all(bool((np.abs(part) < _OVERFLOW).all()) for part in parts)
