"""The levels of a function of two variables, and the lines on which it keeps them."""

from __future__ import annotations

from typing import Literal

import contourpy
import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.orbit import Array
from explainer.geometry.plane import nice_step

LevelScale = Literal["linear", "log"]

SOFTNESS = 1e-3
"""Where a log scale of heights begins, in shares of their range above the lowest."""


def nice_ticks(low: float, high: float, count: int = 5) -> Array:
    """Return about `count` round numbers, but at least two, in [low, high], evenly spaced."""
    for parts in range(max(count, 1), max(count, 1) + 4):  # a fifth of a range holds two
        step = nice_step((high - low) / parts, (1.0, 2.0, 2.5, 5.0))
        first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
        if last > first:
            break
    return np.arange(first, last + 1) * step + 0.0


def contour_levels(
    values: ArrayLike,
    count: int = 12,
    scale: LevelScale = "linear",
    *,
    ceiling: float | None = None,
) -> Array:
    """Return rising levels strictly between the least of the values and the greatest.

    *linear*: round numbers, evenly spaced. *log*: even on the log height scale of `BoxMap`. Values
    that are not finite or are above `ceiling` do not count. A flat function has no levels.
    """
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    if known.size == 0:
        return np.empty(0)
    low = float(known.min())
    high = float(known.max()) if ceiling is None else min(float(known.max()), ceiling)
    span = high - low
    if not span > 1e-12 * max(abs(low), abs(high), 1e-300):
        return np.empty(0)
    if scale == "log":
        soft, inner = SOFTNESS * span, np.arange(1, count + 1) / (count + 1)
        levels = low + soft * np.expm1(inner * np.log1p(span / soft))
    else:
        levels = nice_ticks(low, high, count)
    edge = 0.01 * span if scale == "linear" else 1e-6 * span  # no specks about the very top
    return levels[(levels > low + edge) & (levels < high - edge)]


def contour_lines(xs: ArrayLike, ys: ArrayLike, values: ArrayLike, level: float) -> list[Array]:
    """Return the lines (n, 2) on which values (len(ys), len(xs)) on a grid pass a level.

    Closed lines end where they begin. Cells with values that are not finite are left out.
    """
    grid = np.ma.masked_invalid(np.asarray(values, dtype=float))
    lines = contourpy.contour_generator(np.asarray(xs), np.asarray(ys), grid).lines(level)
    return [np.asarray(line, dtype=float) for line in lines if len(line) > 1]


def clipped_line(
    points: ArrayLike,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    *,
    longest: float = np.inf,
) -> Array:
    """Return the parts of a line (n, 2) inside a rectangle, cut at its very edge.

    A row of NaN starts a new part. Points that are not finite are left out. Pieces longer than
    `longest` are divided evenly.
    """
    line = np.asarray(points, dtype=float).reshape(-1, 2)
    line = line[np.isfinite(line).all(axis=1)]
    low, high = np.array([x_range[0], y_range[0]]), np.array([x_range[1], y_range[1]])
    # Points absurdly far away are drawn in along their direction, so that nothing overflows.
    away = line / 2 - (low + high) / 4
    size = np.abs(away).max(axis=1, initial=0.0, keepdims=True)
    limit = 1e6 * (high - low).max()
    line = np.where(size > limit, (low + high) / 2 + away / np.maximum(size, limit) * limit, line)
    if len(line) < 2:
        inside = ((line >= low) & (line <= high)).all(axis=1)
        return line[inside]
    start, move = line[:-1], np.diff(line, axis=0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first, second = (low - start) / move, (high - start) / move
    still = move == 0
    beside = still & ((start < low) | (start > high))
    enter = np.where(still, -np.inf, np.minimum(first, second)).max(axis=1).clip(0, 1)
    leave = np.where(still, np.inf, np.maximum(first, second)).min(axis=1).clip(0, 1)
    seen = (enter <= leave) & ~beside.any(axis=1)
    gone = np.where(still, -np.inf, np.minimum(first, second)).max(axis=1) > 1
    past = np.where(still, np.inf, np.maximum(first, second)).min(axis=1) < 0
    seen &= ~gone & ~past
    pieces = np.flatnonzero(seen)
    if not len(pieces):
        return np.empty((0, 2))
    start, move, enter, leave = start[pieces], move[pieces], enter[pieces], leave[pieces]
    lengths = np.linalg.norm(move, axis=1) * (leave - enter)
    counts = np.ones(len(pieces), dtype=int)
    if np.isfinite(longest):
        counts = np.maximum(np.ceil(lengths / longest - 1e-6), 1).astype(int)
    # A piece begins with the end of the one before, or with a row of NaN where they do not meet.
    joined = np.zeros(len(pieces), dtype=bool)
    joined[1:] = (np.diff(pieces) == 1) & (leave[:-1] == 1.0) & (enter[1:] == 0.0)
    first_step = np.where(joined, 1, -1)
    first_step[0] = 0
    rows = counts + 1 - first_step
    of = np.repeat(np.arange(len(pieces)), rows)
    step = np.arange(len(of)) - np.repeat(np.cumsum(rows) - rows - first_step, rows)
    at = enter[of] + step * ((leave - enter) / counts)[of]
    at = np.where(step == counts[of], leave[of], at)
    at[step < 0] = np.nan
    return start[of] + at[:, None] * move[of]
