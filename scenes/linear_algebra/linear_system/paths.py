"""How x and b move through the pictures of a system: every path is a function of time in [0, 1]."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from explainer.maths.easing import ease
from explainer.scenes.linear_algebra.linear_system.story import System

Path = Callable[[float], np.ndarray]

SAMPLES = np.linspace(0, 1, 49)


def sampled(way: Path) -> np.ndarray:
    """Return points of a path, (49, 2)."""
    return np.array([way(float(t)) for t in SAMPLES])


def lengths(system: System) -> float:
    """Return a length, in units of x, at which the row picture shows all that it has."""
    return float(np.hypot(*np.vstack([system.solution, system.feet]).T).max()) or 1.5


def _figure_of_eight(t: float, size: float) -> np.ndarray:
    if t >= 1:
        return np.zeros(2)
    return size * np.array([math.sin(2 * math.pi * t), 0.6 * math.sin(4 * math.pi * t)])


def trial(system: System) -> np.ndarray:
    """Return an x, (2,), of short numbers that does not solve a system without solution."""
    largest, size = float(np.linalg.norm(system.matrix, 2)), lengths(system)
    if largest:
        size = float(max(np.hypot(*system.right_side) / largest, np.hypot(*system.solution)))
    power = 10.0 ** math.floor(math.log10(size))
    step = max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= size)
    tries = step * np.array([(1.0, 1.0), (1.0, 0.0), (0.0, 1.0)])
    moved = np.hypot(*(system.matrix @ tries.T))
    return np.asarray(tries[int(np.argmax(moved > 0.4 * largest * step))])


def drift(system: System) -> Path:
    """Return a walk of x about the plane, from the origin to the trial."""
    end = trial(system)
    return lambda t: t * end + _figure_of_eight(t, 0.8 * float(np.hypot(*end)))


def walk(system: System) -> Path:
    """Return the way of x to the solution, along the first axis and then along the second."""
    x = system.solution
    first, whole = abs(x[0]), np.abs(x).sum()

    def path(t: float) -> np.ndarray:
        steps = np.clip([t * whole, t * whole - first], 0, np.abs(x))
        return np.sign(x) * steps if t < 1 else x

    return path


def approach(system: System) -> Path:
    """Return the first way of x: to the solution, or about the plane where there is none."""
    return drift(system) if system.kind == "none" else walk(system)


def search(system: System) -> Path:
    """Return a way of x from the trial, past the best one, and back to it."""
    start, best = trial(system), system.solution
    missing = float(np.hypot(*system.residual))
    side = 1.0 if float(system.span @ system.matrix @ start) < system.along else -1.0
    past = best + system.across * (side * 0.6 * missing)

    def path(t: float) -> np.ndarray:
        there, back = ease(t / 0.55), ease((t - 0.55) / 0.45)
        return start + there * (past - start) + back * (best - past) if t < 1 else best

    return path


def stroll(system: System) -> Path:
    """Return a way of x through the solutions, from the shortest and back to it."""
    reach, null = 1.2 * lengths(system), system.null
    if system.rank == 0:
        return lambda t: _figure_of_eight(t, reach)
    return lambda t: system.solution + null * (reach * math.sin(2 * math.pi * t) if t < 1 else 0)


def _moved(system: System) -> np.ndarray:
    """Return the points, (n, 2), to which x moves where there is not one solution."""
    ways = {"one": (), "many": (stroll,), "none": (drift, search)}[system.kind]
    return np.reshape([sampled(way(system)) for way in ways], (-1, 2))


def row_points(system: System) -> np.ndarray:
    """Return what the row picture must show, (n, 2): lines where they are nearest, and every x."""
    moved = _moved(system)
    if system.kind == "one":
        # Room along the direction in which x moves farthest when b does.
        farthest = np.linalg.svd(system.matrix)[2][-1]
        goal, answer = np.hypot(*system.right_side), np.hypot(*system.solution)
        reach = min(0.25 * system.gain * goal, 2.5 * answer)
        moved = system.solution + reach * np.array([farthest, -farthest])
    return np.vstack([system.solution, system.feet, moved])


def column_points(system: System) -> np.ndarray:
    """Return what the column picture must show, (n, 2): columns, b, and the corner of each walk."""
    x = np.vstack([system.solution, _moved(system)])
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

    def within(points: np.ndarray, limits: np.ndarray) -> np.ndarray:
        return ((points >= limits[0]) & (points <= limits[1])).all(axis=(1, 2))

    headings = np.exp(1j * np.linspace(0, 2 * np.pi, 24, endpoint=False))
    moves = headings[:, None] * (1 - np.exp(2j * np.pi * SAMPLES[:-1]))
    shape = np.stack([moves.real, moves.imag], axis=-1)
    for radius in float(np.ptp(column_limits, axis=0).min()) / 2 * np.geomspace(1, 1e-9, 200):
        targets = system.right_side + radius * shape
        x = np.linalg.solve(system.matrix, targets[..., None])[..., 0]
        seen = np.concatenate([targets, x[..., :1] * system.matrix[:, 0]], axis=1)
        held = within(x, row_limits) & within(seen, column_limits)
        if held.any():
            break
    start = radius * headings[int(np.argmax(held))]

    def path(t: float) -> np.ndarray:
        turned = start * (1 - np.exp(2j * np.pi * t))
        return np.array([turned.real, turned.imag])

    return path
