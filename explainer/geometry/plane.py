"""Geometry of the flat picture: clipping, fitting, nice steps, and labels that keep apart."""

from __future__ import annotations

import math
from itertools import combinations
from typing import NamedTuple

import numpy as np


class Rectangle(NamedTuple):
    """An axis-parallel rectangle: left, right, bottom, top."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def low(self) -> np.ndarray:
        """The corner at the left and the bottom, (2,)."""
        return np.array([self.left, self.bottom])

    @property
    def high(self) -> np.ndarray:
        """The corner at the right and the top, (2,)."""
        return np.array([self.right, self.top])


def clip_lines(
    points: np.ndarray, directions: np.ndarray, rectangle: Rectangle, reach: float = np.inf
) -> np.ndarray:
    """Clip lines to a rectangle (Liang and Barsky, 1984).

    Args:
        points: (n, 2), one point of each line.
        directions: (n, 2), along each line; a zero direction gives no segment.
        rectangle: in the same units.
        reach: how many times its direction a line goes on either side of its point.

    Returns:
        (m, 2, 2) ends of the segments inside the rectangle, m <= n.
    """
    low, high = rectangle.low, rectangle.high
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - points) / directions, (high - points) / directions
    flat = np.abs(directions) < 1e-12
    inside = (points >= low) & (points <= high)
    entry = np.where(flat, np.where(inside, -np.inf, np.inf), np.minimum(first, second)).max(axis=1)
    leave = np.where(flat, np.where(inside, np.inf, -np.inf), np.maximum(first, second)).min(axis=1)
    entry, leave = np.maximum(entry, -reach), np.minimum(leave, reach)
    keep = (entry < leave) & np.isfinite(entry) & np.isfinite(leave)
    ends = np.stack([entry[keep], leave[keep]], axis=1)
    return points[keep, None, :] + ends[:, :, None] * directions[keep, None, :]


def room_ahead(
    start: np.ndarray, ways: np.ndarray, low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """Return how many times ways (..., n) can be gone from a point inside a box to its edge.

    Args:
        start: (n,).
        ways: infinitely often where one is zero.
        low: the corner (n,) of the box with the smallest coordinates.
        high: that with the largest.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(ways > 0, (high - start) / ways, (low - start) / ways)
    return np.maximum(np.min(np.where(ways == 0, np.inf, shares), axis=-1), 0.0)


def nice_step(size: float, factors: tuple[float, ...] = (1.0, 2.0, 5.0)) -> float:
    """Return the smallest of the factors times a power of ten that is at least ``size`` > 0."""
    power = 10.0 ** math.floor(math.log10(size))
    steps = (factor * power for factor in (*factors, 10.0))
    return next(step for step in steps if step >= size * (1 - 1e-9))


class Framing(NamedTuple):
    """Where the mathematical origin lies in the frame, (2,), and how long a unit is there."""

    origin: np.ndarray
    units: float

    def towards(self, other: Framing, share: float) -> Framing:
        """Return the framing a share of the way to another, zooming evenly."""
        units = math.exp((1 - share) * math.log(self.units) + share * math.log(other.units))
        return Framing((1 - share) * self.origin + share * other.origin, units)


def fit_points(points: np.ndarray, room: Rectangle, most_units: float) -> Framing:
    """Return the framing in which the box around points and origin fits a room.

    The origin stays as near to the middle of the room as the fit allows, so that a picture that
    needs no shift is not shifted.

    Args:
        points: (n, 2) in mathematical units.
        room: in frame units.
        most_units: how many frame units a mathematical unit may take.
    """
    low, high = np.minimum(points.min(axis=0), 0), np.maximum(points.max(axis=0), 0)
    with np.errstate(divide="ignore"):
        units = min(most_units, float(((room.high - room.low) / (high - low)).min()))
    lowest, highest = room.low - low * units, room.high - high * units
    middle = (room.low + room.high) / 2
    return Framing(np.clip(middle, lowest, np.maximum(lowest, highest)), units)


def centred(points: np.ndarray, room: Rectangle, most_units: float) -> Framing:
    """Return the framing with the box around points, (n, 2), and origin in a room's middle."""
    low, high = np.minimum(points.min(axis=0), 0), np.maximum(points.max(axis=0), 0)
    units = fit_points(points, room, most_units).units
    return Framing((room.low + room.high - units * (low + high)) / 2, units)


def line_offsets(
    matrix: np.ndarray, axis: int, rectangle: Rectangle, step: float, reach: float
) -> np.ndarray:
    """Return at which multiples of ``step`` along one basis vector a grid line may be seen.

    Args:
        matrix: (2, 2), its columns carry the grid.
        axis: along which column the lines follow each other.
        rectangle: what is seen, in the coordinates into which the matrix maps.
        step: from line to line, in the grid's own coordinates.
        reach: the grid's half width in its own coordinates.
    """
    low, high = -reach, reach
    scale = np.linalg.norm(matrix, axis=0).prod()
    if abs(np.linalg.det(matrix)) > 1e-9 * scale:
        corners = np.array([(x, y) for x in rectangle[:2] for y in rectangle[2:]])
        across = np.linalg.solve(matrix, corners.T)[axis]
        low, high = max(low, float(across.min())), min(high, float(across.max()))
    return np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step


def separate(
    centres: np.ndarray, sizes: np.ndarray, room: Rectangle, rounds: int = 40
) -> np.ndarray:
    """Push overlapping boxes apart and keep them in the room.

    Each round moves each overlapping pair by half of its smaller overlap, so a small change of the
    input makes a small change of the output, and labels do not jump.

    Args:
        centres: (n, 2) where the boxes would like to be.
        sizes: (n, 2) widths and heights, with the gap that should stay between them.
        room: what no box may leave.
        rounds: at most so many.
    """
    half = np.asarray(sizes) / 2
    low = room.low + half
    high = np.maximum(low, room.high - half)
    # The room itself may bring boxes together that were apart where they would like to be.
    moved = np.clip(centres, low, high)
    for _ in range(rounds):
        clash = False
        for first, second in combinations(range(len(moved)), 2):
            gap = moved[second] - moved[first]
            overlap = half[first] + half[second] - np.abs(gap)
            if (overlap > 1e-6).all():
                clash = True
                axis = int(np.argmin(overlap))
                push = overlap[axis] / 2 * (1.0 if gap[axis] >= 0 else -1.0)
                moved[first, axis] -= push
                moved[second, axis] += push
        moved = np.clip(moved, low, high)
        if not clash:
            break
    return moved


def right_angle(corner: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the mark of a right angle, (3, 2), with two sides, (2,) each, at a corner, (2,)."""
    return np.array([corner + first, corner + first + second, corner + second])


def corners_path(corners: np.ndarray) -> np.ndarray:
    """Return the straight curves through (n, 2) corners as (4(n-1), 3) Bezier points."""
    return segments_path(np.stack([corners[:-1], corners[1:]], 1))


def segments_path(segments: np.ndarray) -> np.ndarray:
    """Return (n, 2, 2) segments as (4n, 3) Bezier points, one curve each."""
    start, end = segments[:, 0], segments[:, 1]
    return _curves(start, start + (end - start) / 3, start + (end - start) * 2 / 3, end)


def smooth_path(points: np.ndarray) -> np.ndarray:
    """Return a smooth curve through (n, 2) points as (4(n-1), 3) Bezier points (Catmull-Rom)."""
    tangents = np.empty_like(points)
    tangents[1:-1] = (points[2:] - points[:-2]) / 2
    tangents[0], tangents[-1] = points[1] - points[0], points[-1] - points[-2]
    start, end = points[:-1], points[1:]
    return _curves(start, start + tangents[:-1] / 3, end - tangents[1:] / 3, end)


def _curves(*points: np.ndarray) -> np.ndarray:
    """Return cubic curves, of each four points (n, 2), as (4n, 3) Bezier points."""
    flat = np.stack(points, 1).reshape(-1, 2)
    return np.column_stack([flat, np.zeros(len(flat))])


def chords(*curves: np.ndarray) -> np.ndarray:
    """Return the chords, (n, 2, 2), of cubic curves given by their points."""
    return np.concatenate([np.zeros((0, 3)), *curves]).reshape(-1, 4, 3)[:, [0, 3], :2]


def arrow_outline(start: np.ndarray, end: np.ndarray, width: float, tip: float) -> np.ndarray:
    """Return the outline of a straight arrow as closed corners, (n, 2).

    The tip shrinks with the arrow; an arrow without length is a dot, so that a vector that has
    become zero can still be seen.
    """
    along = end - start
    length = float(np.linalg.norm(along))
    if length < 1e-3:
        angles = np.linspace(0, 2 * np.pi, 17)
        radius = 1.2 * width
        return end + radius * np.column_stack([np.cos(angles), np.sin(angles)])
    unit = along / length
    side = np.array([-unit[1], unit[0]])
    tip = min(tip, 0.5 * length)
    half_tip = tip * 0.42
    half = min(width / 2, half_tip * 0.6)
    neck = end - unit * tip
    ends = [start, neck, neck, end, neck, neck, start, start]
    aside = [half, half, half_tip, 0.0, -half_tip, -half, -half, half]
    return np.array(ends) + np.outer(aside, side)
