"""Descent on a surface, step by step, by six methods, and how it ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.critical_points import (
    CriticalPoint,
    PointKind,
    as_low,
    critical_points,
    kind_by_heights,
    minima,
    newton,
    newton_steps,
)
from explainer.maths.surfaces import Domain, Surface

Array = np.ndarray
OptimiserName = Literal["gradient_descent", "momentum", "nesterov", "rmsprop", "adam", "newton"]
OPTIMISERS: tuple[OptimiserName, ...] = get_args(OptimiserName)
"""The methods that ``descend`` knows. One more needs its rule there, the rate above which it cannot
settle in ``stability_limit``, its name and formulas in text.py, and its velocity in story.py."""
RestKind = Literal["converged", "other_minimum", "level", "saddle", "maximum"]
MotionKind = Literal["on_the_way", "passing", "hopping", "circling", "diverged", "left_domain"]
OutcomeKind = Literal[RestKind, MotionKind, "stopped", "undefined", "beyond"]

_NEAR = 0.005
"""A path within this share of the domain's diagonal of a point rests there for the eye."""

LONGER, _LONGEST_CYCLE = 1000, 12
"""A path is followed for so many more steps to see whether it ends in a cycle of so many points."""

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
        finite = all((np.abs(part) < _OVERFLOW).all() for part in (here, *row))
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


# -- how it ends ---------------------------------------------------------------------------------


class Rest(NamedTuple):
    """A point at which a path may come to rest, (2,), and its height."""

    point: Array
    value: float
    kind: PointKind


class Outcome(NamedTuple):
    """How a descent ended.

    Attributes:
        kind: ``converged`` rests at a minimum than which no lower one was found in the domain,
            ``other_minimum`` at a higher one; ``level``, ``saddle`` and ``maximum`` where the slope
            is zero without an isolated minimum; ``stopped`` where the method finds no step;
            ``on_the_way`` still gets lower; ``passing`` is at a critical point and soon away from
            it again; ``hopping`` visits the same points for ever; ``circling`` moves without
            getting lower; ``diverged`` goes to and fro in ever longer steps; ``left_domain`` ends
            outside; ``undefined`` was led to where the surface or its slopes are not defined,
            ``beyond`` to what no floating-point number can hold.
        rest: where it rests or passes, or about which critical point it goes to and fro.
        cycle: the points (p, 2) that it visits for ever where it hops, else none.
    """

    kind: OutcomeKind
    rest: Rest | None = None
    cycle: Array = np.empty((0, 2))


def found_minima(descent: Descent, surface: Surface) -> tuple[CriticalPoint, ...]:
    """Return the minima found in the domain, the lowest first; the path's own low points count."""
    within = np.flatnonzero(inside(descent.points, surface.domain))
    if not len(within):
        return minima(surface)
    lowest = within[np.argmin(descent.values[within])]
    return minima(surface, *descent.points[[within[-1], lowest]])


def outcome(
    descent: Descent, surface: Surface, places: Sequence[CriticalPoint] | None = None
) -> Outcome:
    """Say how a descent ended.

    "Rests" means within half a percent of the domain's diagonal of a critical point for the last
    tenth of the steps, and not on its way off.

    Args:
        descent: on the surface.
        surface: whose minima are looked for unless they are given.
        places: the minima in its domain, the lowest first.
    """
    path = descent.points
    places = found_minima(descent, surface) if places is None else places
    level_point = partial(_level_point, descent, surface, places)
    size = float(np.linalg.norm(np.ptp(surface.domain, axis=1)))
    near = _NEAR * size
    if descent.lost is not None:
        if _overflows(descent, surface):
            return Outcome("beyond")
        at = level_point(descent.lost, 1e-9 * size)
        return Outcome("undefined", at if at and at.kind == "minimum" else None)
    later, trend, centre = None, 0, None
    if _turns_back(descent, 1e-9 * size):
        later = _continued(descent, surface)
        cycle = _cycle(later, 1e-6 * size)
        swing = cycle if len(cycle) else path[-2:]
        width = float(np.linalg.norm(np.ptp(swing, axis=0)))
        centre = level_point(swing.mean(axis=0), 0.25 * width)
        if len(cycle):
            return Outcome("hopping", centre, cycle)
        trend = _trend(descent, later)
        if trend > 0:
            return Outcome("diverged", centre)
    if not inside(path[-1], surface.domain):
        return Outcome("left_domain")
    rest = level_point(path[-1], near)
    if rest and _settled(path, rest, near):
        # What these methods have accumulated may drive them off again.
        if descent.optimiser in ("momentum", "nesterov", "rmsprop", "adam"):
            later = later or _continued(descent, surface)
            if np.linalg.norm(later.points[len(path) :] - rest.point, axis=1).max() > near:
                return Outcome("passing", rest)
        if rest.kind != "minimum":
            return Outcome(rest.kind, rest)
        lowest = not places or as_low(rest.value, places[0].value, surface)
        return Outcome("converged" if lowest else "other_minimum", rest)
    if trend < 0:
        return Outcome("on_the_way", centre)
    base = min([place.value for place in places[:1]] + [float(descent.values.min())])
    return Outcome(_in_motion(descent, base, near))


def last_stretch(descent: Descent) -> int:
    """Return how many steps at its end tell whether a descent still gets lower.

    The number is even, so that hopping to and fro ends where it began.
    """
    return 2 * max(1, len(descent.steps_taken) // 8)


def _overflows(descent: Descent, surface: Surface) -> bool:
    """Return whether the last step led to something too large rather than to something undefined.

    Where the surface ceases to be finite on the way, its heights before that tell.
    """
    lost = descent.lost
    assert lost is not None
    with np.errstate(all="ignore"):
        parts = (lost, surface.value(*lost), surface.gradient(*lost), surface.hessian(*lost))
        sizes = np.abs(np.concatenate([np.ravel(part) for part in parts]))
        if not np.isfinite(sizes[:2]).all() or (np.isfinite(sizes) & (sizes >= _OVERFLOW)).any():
            return True
        way = np.geomspace(1e-100, 1, 5000)[:, None] * (lost - descent.points[-1])
        heights = np.abs(surface.value(*(descent.points[-1] + way).T))
        return bool((np.isfinite(heights) & (heights > _OVERFLOW**0.9)).any())


def _turns_back(descent: Descent, least: float) -> bool:
    """Return whether the last step goes against the one before, and both can be told from none."""
    if len(descent.steps_taken) < 2:
        return False
    before, last = descent.steps_taken[-2:]
    return bool(before @ last < 0 and min(np.linalg.norm(before), np.linalg.norm(last)) > least)


def _continued(descent: Descent, surface: Surface) -> Descent:
    """Return the same descent with many more steps."""
    again = partial(descend, surface, descent.points[0], optimiser=descent.optimiser)
    rate, steps = descent.learning_rate, len(descent.steps_taken) + LONGER
    return again(learning_rate=rate, steps=steps, **asdict(descent.settings))


def _cycle(later: Descent, least: float) -> Array:
    """Return the points that a path comes to visit for ever, (p, 2), if it does and they differ."""
    for period in range(2, _LONGEST_CYCLE + 1) if later.lost is None else ():
        cycle, before = later.points[-period:], later.points[-2 * period : -period]
        width = float(np.linalg.norm(np.ptp(cycle, axis=0)))
        if least < width and np.abs(cycle - before).max() <= 1e-9 * width:
            return np.where(np.abs(cycle) <= 1e-9 * width, 0.0, cycle)
    return np.empty((0, 2))


def _trend(descent: Descent, later: Descent) -> int:
    """Return 1 where a path that goes to and fro does so in ever longer steps, -1 where in shorter.

    It is 0 where they change, but not by a steady factor.
    """
    lengths = np.linalg.norm(later.steps_taken[len(descent.steps_taken) - 1 :], axis=1)
    if not lengths.all():
        return -1
    first, middle, last = np.log(lengths[[0, len(lengths) // 2, -1]])
    changes = np.diff(lengths[len(lengths) // 2 :])
    # Steps that grow to those of a cycle do so ever more slowly; chaotic ones do not always grow.
    if (changes > 0).all() and (len(lengths) < 3 or last - middle >= 0.9 * (middle - first) > 1e-7):
        return 1
    return -1 if middle - first < -1e-7 and last < middle else 0


def _in_motion(descent: Descent, base: float, near: float) -> OutcomeKind:
    """Tell circling and descending apart by the last two stretches of the path."""
    count, stretch = len(descent.steps_taken), last_stretch(descent)
    if not descent.steps_taken[-1:].any():
        return "stopped"
    if count < 2 * stretch:
        return "on_the_way"
    excess = descent.values - base
    recent, before = excess[-stretch:].mean(), excess[-2 * stretch : -stretch].mean()
    moved = np.linalg.norm(descent.steps_taken[-stretch:], axis=1).sum()
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


def _level_point(
    descent: Descent, surface: Surface, places: Iterable[CriticalPoint], centre: Array, reach: float
) -> Rest | None:
    """Return the nearest point within a reach where a path may rest, or None."""
    found = [(np.array(p.point), p.kind) for p in (*places, *critical_points(surface))]
    if np.isfinite(surface.gradient(*centre)).all():
        # On a line of level points one is near; at a kink, slopes count as 0.
        tried = [*newton(surface, centre[None], 0.01 * np.ptp(surface.domain, axis=1)), centre]
        none = 1e-9 * np.linalg.norm(descent.gradients, axis=1).max()
        level = [point for point in tried if np.linalg.norm(surface.gradient(*point)) <= none]
        found += [(point, "degenerate") for point in level]
    near = [each for each in found if np.linalg.norm(each[0] - centre) <= reach]
    if not near:
        return None
    # A path ends beside the point where it rests: the one that is known by its curvatures.
    point, kind = min(
        near, key=lambda each: (each[1] == "degenerate", np.linalg.norm(each[0] - centre))
    )
    by_heights = kind_by_heights(surface, point) if kind == "degenerate" else kind
    return Rest(point, float(surface.value(*point)), by_heights)
