"""Descent on a surface, step by step, by six methods, and how it ends."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.surfaces import Domain, Surface, critical_points, newton_steps

Array = np.ndarray
OptimiserName = Literal["gradient_descent", "momentum", "nesterov", "rmsprop", "adam", "newton"]
OPTIMISERS: tuple[OptimiserName, ...] = get_args(OptimiserName)
"""The methods that ``descend`` knows. One more needs its rule there, the rate above which it cannot
settle in ``stability_limit``, its name and formulas in text.py, and its velocity in story.py."""
OutcomeKind = Literal[
    "converged",
    "on_the_way",
    "circling",
    "other_minimum",
    "saddle",
    "diverged",
    "left_domain",
    "maximum",
]
RestKind = Literal["minimum", "level", "saddle", "maximum"]

_NEAR = 0.005
"""A path within this share of the domain's diagonal of a point rests there for the eye."""

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
    diverged_at = None
    for number in range(steps + 1):
        with np.errstate(all="ignore"):
            here = here + step(here, *rows[-1][1:]) if rows else here
            row = surface.value(*here), surface.gradient(*here), surface.hessian(*here)
        finite = all((np.abs(part) < _OVERFLOW).all() for part in (here, *row))
        if finite or not number:
            points.append(here)
            rows.append(row)
        if not finite:
            diverged_at = number
            break
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


# -- how it ends ---------------------------------------------------------------------------------


class Rest(NamedTuple):
    """A point at which a path may come to rest, (2,), and its height."""

    point: Array
    value: float
    kind: RestKind


class Outcome(NamedTuple):
    """How a descent ended.

    Attributes:
        kind: ``converged`` rests at the lowest minimum in the domain, ``other_minimum`` at a higher
            one, ``saddle`` and ``maximum`` where the slope is zero without a minimum; ``circling``
            moves to and fro without getting lower, ``on_the_way`` still changes; ``diverged``
            climbs without end, ``left_domain`` ends outside without climbing.
        rest: where it rests; None where it does not.
        lowest: the height of the lowest minimum; infinite where there is none.
    """

    kind: OutcomeKind
    rest: Rest | None = None
    lowest: float = np.inf


def outcome(descent: Descent, surface: Surface) -> Outcome:
    """Say how a descent ended.

    "Rests" means within half a percent of the domain's diagonal of a critical point for the last
    tenth of the steps, and not on its way off. Lowest and higher minima are those that
    ``critical_points`` and a grid of the domain show.
    """
    path, values = descent.points, descent.values
    if descent.diverged_at is not None:
        return Outcome("diverged")
    if not inside(path[-1], surface.domain):
        return Outcome("diverged" if values[-1] > values[0] else "left_domain")
    rests, lowest = _resting_places(descent, surface)
    near = _NEAR * float(np.linalg.norm(np.ptp(surface.domain, axis=1)))
    for rest in rests:
        if _settled(path, rest, near):
            if rest.kind == "saddle" or rest.kind == "maximum":
                return Outcome(rest.kind, rest, lowest)
            return Outcome("converged" if rest.value <= lowest else "other_minimum", rest, lowest)
    return Outcome(_in_motion(descent, min(lowest, float(values.min())), near))


def last_stretch(descent: Descent) -> int:
    """Return how many steps at its end tell whether a descent still gets lower.

    The number is even, so that hopping to and fro ends where it began.
    """
    return 2 * max(1, len(descent.steps_taken) // 8)


def _in_motion(descent: Descent, base: float, near: float) -> OutcomeKind:
    """Tell circling, climbing and descending apart by the last two stretches of the path."""
    count, stretch = len(descent.steps_taken), last_stretch(descent)
    if count < 2 * stretch or not descent.steps_taken[-1].any():
        return "on_the_way"
    excess = descent.values - base
    recent, before = excess[-stretch:].mean(), excess[-2 * stretch : -stretch].mean()
    lengths = np.linalg.norm(descent.steps_taken, axis=1)
    moved, earlier = lengths[-stretch:].sum(), lengths[-2 * stretch : -stretch].sum()
    if recent > 1.02 * before and moved > 1.01 * earlier and excess[-1] > excess[0]:
        return "diverged"
    net = np.linalg.norm(descent.points[-1] - descent.points[-1 - stretch])
    share_left = (recent / before) ** (count / stretch) if before > 0 else 0.0
    return "circling" if share_left > 0.9 and moved > max(2 * net, near) else "on_the_way"


def _settled(path: Array, rest: Rest, near: float) -> bool:
    distances = np.linalg.norm(path - rest.point, axis=1)
    window = distances[-(1 + max(2, (len(path) - 1) // 10)) :]
    if window.max() > near:
        return False
    if rest.kind == "minimum":
        # Too high a rate drives even a start beside the minimum away from it.
        return bool(distances[-1] <= max(distances[0], 1e-9 * near))
    return bool(window[-1] <= max(1.2 * window[0], 1e-4 * near))


def _resting_places(descent: Descent, surface: Surface) -> tuple[list[Rest], float]:
    """Return where a path may rest, the nearest to its end first, and how low the minima go.

    Heights within rounding of the lowest are set to it, so that equals compare as equal.
    """
    found = [(np.array(p.point), p.value, p.kind) for p in critical_points(surface)]
    x, y = np.meshgrid(*(np.linspace(low, high, 101) for low, high in surface.domain))
    heights = surface.value(x, y)
    heights = np.where(np.isfinite(heights), heights, np.inf)
    end = descent.points[-1]
    if not descent.gradients[-1].any():  # also at a kink, where Newton's method finds nothing
        found.append((end, float(descent.values[-1]), "degenerate"))
    radius = 1e-3 * float(np.hypot(*np.ptp(surface.domain, axis=1)))
    rests = [
        Rest(at, value, _look_around(surface, at, value, radius) if kind == "degenerate" else kind)
        for at, value, kind in found
    ]
    minima = [rest.value for rest in rests if rest.kind in ("minimum", "level")]
    row, column = np.unravel_index(int(heights.argmin()), heights.shape)
    if 0 < row < 100 and 0 < column < 100:
        minima.append(float(heights[row, column]))
    lowest = min(minima, default=np.inf)
    usual = heights[np.isfinite(heights)]
    slack = 1e-6 * float(np.median(usual) - usual.min()) if len(usual) else 0.0
    rests = [
        rest._replace(value=lowest) if rest.value <= lowest + slack else rest for rest in rests
    ]
    return sorted(rests, key=lambda rest: float(np.linalg.norm(rest.point - end))), lowest


def _look_around(surface: Surface, here: Array, value: float, radius: float) -> RestKind:
    """Return what a level point without definite curvatures is, from the heights around it."""
    turn = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    ring = surface.value(here[0] + radius * np.cos(turn), here[1] + radius * np.sin(turn)) - value
    noise = 1e-14 * (1 + abs(value))
    if (ring >= -noise).all():
        return "level" if (ring <= noise).all() else "minimum"
    return "maximum" if (ring <= noise).all() else "saddle"
