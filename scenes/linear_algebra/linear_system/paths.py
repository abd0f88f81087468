"""How x and b move through the pictures of a system: every path is a function of time in [0, 1]."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from explainer.maths.easing import ease
from explainer.scenes.linear_algebra.linear_system.story import System, line_of

Path = Callable[[float], np.ndarray]

SAMPLES = np.linspace(0, 1, 49)


def _lengths(system: System) -> float:
    """Return a length, in units of x, at which the row picture shows all that it has."""
    lines = [line_of(row) for row in system.augmented]
    feet = [float(np.hypot(*line.foot)) for line in lines if line]
    return max([float(np.hypot(*system.solution)), *feet]) or 1.5


def _figure_of_eight(t: float, size: float) -> np.ndarray:
    if t >= 1:
        return np.zeros(2)
    return size * np.array([math.sin(2 * math.pi * t), 0.6 * math.sin(4 * math.pi * t)])


def trial(system: System) -> np.ndarray:
    """Return an x, (2,), of short numbers that does not solve a system without solution."""
    largest = float(np.linalg.norm(system.matrix, 2))
    size = _lengths(system)
    if largest:
        by_target = float(np.hypot(*system.right_side)) / largest
        size = max(by_target, float(np.hypot(*system.solution)))
    power = 10.0 ** math.floor(math.log10(size))
    step = max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= size)
    tries = step * np.array([(1.0, 1.0), (1.0, 0.0), (0.0, 1.0)])
    moved = np.hypot(*(system.matrix @ tries.T))
    return np.asarray(tries[int(np.argmax(moved > 0.4 * largest * step))])


def drift(system: System) -> Path:
    """Return a walk of x about the plane, from the origin to the trial."""
    end = trial(system)
    size = 0.8 * float(np.hypot(*end))
    return lambda t: t * end + _figure_of_eight(t, size)


def walk(system: System) -> Path:
    """Return the way of x to the solution, along the first axis and then along the second."""
    x = system.solution
    first, second = np.abs(x)

    def path(t: float) -> np.ndarray:
        if t >= 1:
            return x
        done = t * float(first + second)
        return np.asarray(np.sign(x) * np.array([min(done, first), max(done - first, 0.0)]))

    return path


def approach(system: System) -> Path:
    """Return the first way of x: to the solution, or about the plane where there is none."""
    return drift(system) if system.kind == "none" else walk(system)


def search(system: System) -> Path:
    """Return a way of x from the trial, past the best one, and back to it."""
    start, best = trial(system), system.solution
    if system.span is None:
        return lambda t: (1 - t) * start
    size = float(system.span @ system.matrix @ system.across)
    missing = float(np.hypot(*system.residual))
    side = 1.0 if float(system.span @ system.matrix @ start) < system.along else -1.0
    past = best + system.across * (side * 0.6 * missing / size)

    def path(t: float) -> np.ndarray:
        if t >= 1:
            return best
        if t < 0.55:
            return start + ease(t / 0.55) * (past - start)
        return past + ease((t - 0.55) / 0.45) * (best - past)

    return path


def stroll_reach(system: System) -> float:
    """Return how far from the shortest solution the others lie that are shown."""
    return 1.2 * _lengths(system)


def stroll(system: System) -> Path:
    """Return a way of x through the solutions, from the shortest and back to it."""
    reach = stroll_reach(system)
    null = system.null
    if null is None:
        return lambda t: _figure_of_eight(t, reach)
    return lambda t: system.solution + null * (reach * math.sin(2 * math.pi * t) if t < 1 else 0)


def paths(system: System) -> list[Path]:
    """Return the ways on which x moves in the pictures of this system."""
    if system.kind == "many":
        return [stroll(system)]
    return [drift(system), search(system)] if system.kind == "none" else []


def row_points(system: System) -> np.ndarray:
    """Return what the row picture must show, (n, 2): lines where they are nearest, and every x."""
    lines = [line_of(row) for row in system.augmented]
    feet = [line.foot for line in lines if line]
    moved = [path(float(t)) for path in paths(system) for t in SAMPLES]
    if system.kind == "one":
        # Room along the direction in which x moves farthest when b does.
        farthest = np.linalg.svd(system.matrix)[2][-1]
        goal, answer = np.hypot(*system.right_side), np.hypot(*system.solution)
        reach = min(0.25 * system.gain * float(goal), 2.5 * float(answer))
        moved = [system.solution + reach * farthest, system.solution - reach * farthest]
    return np.array([system.solution, *feet, *moved])


def column_points(system: System) -> np.ndarray:
    """Return what the column picture must show, (n, 2): columns, b, and the corner of each walk."""
    x = np.array([system.solution, *(p(float(t)) for p in paths(system) for t in SAMPLES)])
    corners = x[:, :1] * system.matrix[:, 0]
    fixed = [*system.matrix.T, system.right_side, system.nearest]
    return np.concatenate([fixed, corners, x @ system.matrix.T])


def loop(system: System, row_limits: np.ndarray, column_limits: np.ndarray) -> Path:
    """Return a round trip of b, on the largest circle through it that all pictures can hold.

    Args:
        system: with one solution.
        row_limits: (2, 2), the lowest and the highest x that may be shown.
        column_limits: the same for what the column picture shows.

    Returns:
        What is added to b at the time t; at 0 and 1 nothing.
    """
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radii = float(np.ptp(column_limits, axis=0).min()) / 2 * np.geomspace(1, 1e-9, 200)
    ring = np.exp(2j * np.pi * SAMPLES[:-1])
    towards = np.exp(1j * angles)[:, None] * (1 - ring)
    shape = np.stack([towards.real, towards.imag], axis=-1)
    for radius in radii:
        targets = system.right_side + radius * shape
        x = np.linalg.solve(system.matrix, targets[..., None])[..., 0]
        corners = x[..., :1] * system.matrix[:, 0]
        held = _within(x, row_limits) & _within(targets, column_limits)
        held &= _within(corners, column_limits)
        if held.any():
            break
    heading = angles[int(np.argmax(held))]

    def path(t: float) -> np.ndarray:
        turned = radius * np.exp(1j * heading) * (1 - np.exp(2j * np.pi * t))
        return np.array([turned.real, turned.imag])

    return path


def _within(points: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Return which of (k, n, 2) paths lie within limits, (k,)."""
    inside = (points >= limits[0]) & (points <= limits[1])
    return np.asarray(inside.all(axis=(1, 2)))
