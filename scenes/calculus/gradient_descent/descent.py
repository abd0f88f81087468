"""Descent on a surface, step by step, by six methods."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.critical_points import newton_steps
from explainer.maths.surfaces import Domain, Surface

Array = np.ndarray
OptimiserName = Literal["gradient_descent", "momentum", "nesterov", "rmsprop", "adam", "newton"]
OPTIMISERS: tuple[OptimiserName, ...] = get_args(OptimiserName)
"""The methods that ``descend`` knows. One more needs its rule there, the rate above which it cannot
settle in ``stability_limit``, its name and formulas in text.py, and its velocity in story.py."""

OVERFLOW = 1e100
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
        curvatures: (n + 1, 2) eigenvalues of the Hessian, ascending; 0 where it is not finite.
        lost: the point to which a further step led where height, slope or curvature is not finite
            or beyond 1e100; it may be the start. None where there was no such step.
    """

    points: Array
    values: Array
    gradients: Array
    curvatures: Array
    optimiser: OptimiserName
    learning_rate: float
    settings: OptimiserSettings
    lost: Array | None

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
    - adam: the same with bias-corrected means of g and g^2, which keep the shares beta1 and beta2
      (Kingma and Ba 2015, algorithm 1)
    - newton: -r H^-1 g with the Hessian H; 0 along directions without curvature

    Args:
        surface: what to walk on.
        start: (2,).
        optimiser: the method.
        learning_rate: positive.
        steps: 0 or more.
        **settings: those of ``OptimiserSettings`` that are not its defaults.
    """
    chosen, here = OptimiserSettings(**settings), np.array(start, dtype=float)
    step = _rule(surface, optimiser, learning_rate, chosen)
    points: list[Array] = []
    rows: list[tuple[Array, ...]] = []
    lost = None
    for number in range(steps + 1):
        with np.errstate(all="ignore"):
            here = here + step(here, *rows[-1][1:]) if rows else here
            row = surface.value(*here), surface.gradient(*here), surface.hessian(*here)
        finite = all((np.abs(part) < OVERFLOW).all() for part in (here, *row))
        if finite or not number:
            points.append(here)
            rows.append(row)
        if not finite:
            lost = here
            break
    values, gradients, hessians = (np.array(column) for column in zip(*rows, strict=True))
    curvatures = np.linalg.eigvalsh(np.nan_to_num(hessians, posinf=0.0, neginf=0.0))
    path = np.array(points), values, gradients, curvatures
    return Descent(*path, optimiser, learning_rate, chosen, lost)


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
    beta1, beta2 = settings.beta1, settings.beta2

    def step(here: Array, gradient: Array, hessian: Array) -> Array:
        nonlocal velocity, mean, square, count
        match optimiser:
            case "gradient_descent":
                return -rate * gradient
            case "momentum" | "nesterov":
                kept = settings.momentum * velocity
                slope = gradient if optimiser == "momentum" else surface.gradient(*(here + kept))
                velocity = kept - rate * slope
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
