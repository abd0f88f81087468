"""The slopes of a surface at a point in all directions, and the gradient that says them all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.plane import room_ahead
from explainer.maths.critical_points import CriticalPoint, critical_points
from explainer.scenes.calculus.common import SurfacePoint

Array = np.ndarray

Event = Literal["steepest", "zero", "falling"]
"""What a direction is met for on a turn."""

TURN = 2 * math.pi

SPOKES = np.radians(np.arange(0.0, 360.0, 15.0))
"""The directions that leave a stem behind, radians."""

ACROSS = 7
"""Arrows of the field in a row."""

SEEDS, FLOW, FAR = 9, 60, 0.32
"""Points in a row that go uphill, in how many steps, and how far the fastest comes, in shares of
the domain's sides."""

UNEVEN = 4.0
"""Fields whose longest arrow is so many times the usual one are not drawn to scale."""

STOPS = 6
"""Places on the contour at which the gradient is left behind."""

STEP, MOST_STEPS, SHORTEST = 0.008, 900, 0.05
"""Of a walk along a contour, in shares of the domain's sides; shorter ones are not shown."""

MOST_MARKED, MOST_UNDECIDED = 40, 8
"""Critical points that are marked, and degenerate ones: more are a line or an area of them."""


@dataclass(frozen=True)
class DirectionalStory(SurfacePoint):
    """A surface, a point on it, and its slope in each direction."""

    @property
    def flat(self) -> bool:
        """Whether all of the surface that is shown is level."""
        return self.span <= 1e-12 * max(abs(self.height), 1e-300)

    @property
    def norm(self) -> float:
        """The length of the gradient: the largest slope."""
        return float(np.linalg.norm(self.gradient))

    @property
    def best(self) -> float:
        """The angle of the gradient, radians from 0 up to 2 pi; 0 where it has none."""
        angle = math.atan2(self.gradient[1], self.gradient[0]) % (2 * math.pi)
        return 0.0 if 2 * math.pi - angle < 1e-9 else angle

    def slope(self, angle: ArrayLike) -> Array:
        """Return the directional derivative at angles (n,), radians: gradient times direction."""
        turn = np.asarray(angle, dtype=float)
        slopes = self.gradient[0] * np.cos(turn) + self.gradient[1] * np.sin(turn)
        return np.where(np.abs(slopes) <= 1e-12 * self.norm, 0.0, slopes)

    def lifted(self, angles: ArrayLike, reach: float) -> Array:
        """Return the points (n, 3) of the tangent plane above a circle about the point.

        Args:
            angles: (n,), radians.
            reach: the radius of the circle, in x and y.
        """
        turn = np.asarray(angles, dtype=float)
        flat = np.array(self.point) + reach * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        return np.column_stack([flat, self.height + reach * self.slope(turn)])

    @property
    def events(self) -> tuple[tuple[float, Event], ...]:
        """The directions, from 0 up to 2 pi, in which the slope is extreme or zero, in order.

        One that lies at 0 is met at the end of the turn.
        """
        if self.level:
            return ()
        kinds: tuple[Event, ...] = ("steepest", "zero", "falling", "zero")
        turns = [(self.best + each * math.pi / 2) % TURN for each in range(4)]
        turns = [TURN if min(turn, TURN - turn) < 1e-6 else turn for turn in turns]
        return tuple(sorted(zip(turns, kinds, strict=True)))

    def along(self, angle: float, shares: ArrayLike) -> Array:
        """Return points (n, 2) on the line through the point, from end to end of the domain."""
        way = np.array([math.cos(angle), math.sin(angle)])
        way[np.abs(way) < 1e-12] = 0.0
        here, (low, high) = np.array(self.point), np.transpose(self.surface.domain)
        back, forth = (room_ahead(here, sign * way, low, high) for sign in (-1.0, 1.0))
        far = np.asarray(shares, dtype=float) * (forth + back) - back
        return here + far[:, None] * way

    # -- along the contour ---------------------------------------------------------------------

    @cached_property
    def _sides(self) -> Array:
        return np.ptp(self.surface.domain, axis=1)

    @cached_property
    def walk(self) -> Array:
        """Points (n, 2) along the contour from the point on; none where there is no way to go.

        The longer of the two ways, to the border or to where the gradient vanishes, or all round.
        """
        if self.level:
            return np.empty((0, 2))
        ahead = self._trace(1.0)
        ways = [ahead] if _round(ahead) else [ahead, self._trace(-1.0)]
        way = max(ways, key=_length)
        if _length(way) < SHORTEST:
            return np.empty((0, 2))
        return self._settled(_evenly(way, 181) * self._sides)

    def _trace(self, sign: float) -> Array:
        """Follow the contour at a right angle to the gradient, in shares of the domain's sides."""
        low, high = np.transpose(self.surface.domain)
        sides, start = self._sides, np.array(self.point)
        points, here = [start], start
        for _ in range(MOST_STEPS):
            there = self._onwards(here, sign)
            if there is None:
                break
            if not ((there >= low) & (there <= high)).all():
                move = there - here
                points.append(here + min(float(room_ahead(here, move, low, high)), 1.0) * move)
                break
            points.append(there)
            here = there
            if len(points) > 12 and np.linalg.norm((here - start) / sides) < 1.2 * STEP:
                points.append(start)
                break
        return np.array(points) / sides

    def _onwards(self, here: Array, sign: float) -> Array | None:
        """Return the next point of the contour; None where the gradient vanishes."""
        first = self._tangent(here, sign)
        if first is None:
            return None
        second = self._tangent(here + STEP / 2 * first * self._sides, sign)
        if second is None:
            return None
        return self._settled((here + STEP * second * self._sides)[None], rounds=1)[0]

    def _tangent(self, here: Array, sign: float) -> Array | None:
        """Return the unit vector along the contour, in shares of the domain's sides."""
        slope, sides = self.surface.gradient(*here), self._sides
        if not np.linalg.norm(slope * sides) > 1e-4 * np.linalg.norm(self.gradient * sides):
            return None
        way = sign * np.array([-slope[1], slope[0]]) / sides
        return np.asarray(way / np.linalg.norm(way))

    def _settled(self, points: Array, rounds: int = 3) -> Array:
        """Return points moved onto the contour by Newton's method along the gradient."""
        for _ in range(rounds):
            slopes = self.surface.gradient(*points.T) * self._sides
            square = (slopes**2).sum(axis=1)
            with np.errstate(divide="ignore", invalid="ignore"):
                short = (self.height - self.surface.value(*points.T)) / square
                steps = short[:, None] * slopes
            small = np.linalg.norm(steps, axis=1) < STEP
            good = small & np.isfinite(steps).all(axis=1)
            points = np.where(good[:, None], points + steps * self._sides, points)
        return points

    @property
    def closed(self) -> bool:
        """Whether the walk comes back to where it began."""
        return _round(self.walk / self._sides)

    @property
    def stops(self) -> Array:
        """Shares (k,) of the walk at which an arrow is left behind."""
        if not len(self.walk):
            return np.empty(0)
        return np.arange(STOPS) / (STOPS if self.closed else STOPS - 1)

    @property
    def rests_on_contour(self) -> bool:
        """Whether the gradient vanishes somewhere on the contour."""
        return any(abs(rest.value - self.height) < 1e-6 * self.span for rest in self.rests)

    def at(self, share: float) -> Array:
        """Return the point (2,) of the walk at a share of it."""
        at = share * (len(self.walk) - 1)
        whole = np.arange(len(self.walk))
        return np.array([np.interp(at, whole, part) for part in self.walk.T])

    # -- everywhere ----------------------------------------------------------------------------

    @cached_property
    def field(self) -> tuple[Array, Array]:
        """Points (n, 2) over the domain and the gradients (n, 2) there, where they are finite."""
        (x0, x1), (y0, y1) = self.surface.domain
        shares = (np.arange(ACROSS) + 0.5) / ACROSS
        x, y = np.meshgrid(x0 + shares * (x1 - x0), y0 + shares * (y1 - y0))
        points = np.stack([x.ravel(), y.ravel()], axis=-1)
        slopes = self.surface.gradient(*points.T)
        known = np.isfinite(slopes).all(axis=1)
        return points[known], slopes[known]

    @cached_property
    def trails(self) -> Array:
        """Ways uphill along the gradient (steps, n, 2), from a grid of points, by Heun's rule.

        Each is as fast as the field's arrows there are long. At the border it stops.
        """
        low, high = np.transpose(self.surface.domain)
        shares = (np.arange(SEEDS) + 0.5) / SEEDS
        start = low + np.stack(np.meshgrid(shares, shares), axis=-1).reshape(-1, 2) * self._sides
        sizes = np.linalg.norm(self.field[1] / self._sides, axis=1)
        steep = float(sizes.max(initial=0.0))
        if not steep:
            return start[None]

        def way(points: Array) -> Array:
            slopes = self.surface.gradient(*points.T) / self._sides
            size = np.linalg.norm(slopes, axis=1)
            known = np.isfinite(size) & (size > 1e-9 * steep)
            with np.errstate(all="ignore"):
                speeds = np.minimum(size / steep, 1.0) ** self.power / size
            return np.where(known[:, None], speeds[:, None] * slopes, 0.0) * FAR / FLOW

        trails = [start]
        for _ in range(FLOW):
            here = trails[-1]
            first = way(here)
            there = here + (first + way(here + first * self._sides)) / 2 * self._sides
            inside = ((there >= low) & (there <= high)).all(axis=1)
            rises = self.surface.value(*there.T) >= self.surface.value(*here.T)
            trails.append(np.where((inside & rises)[:, None], there, here))
        return np.array(trails)

    @property
    def power(self) -> float:
        """The power of the slope that the lengths of the field's arrows grow with.

        1 where all can be seen to scale, 0.5 where that brings them nearer to one another, else 0.
        """
        sizes = np.linalg.norm(self.field[1], axis=1)
        usual = float(np.median(sizes)) if len(sizes) else 0.0
        spread = float(sizes.max()) / usual if usual > 0 else math.inf
        return 1.0 if spread < UNEVEN else 0.5 if spread < UNEVEN**2 else 0.0

    @property
    def critical_anywhere(self) -> bool:
        """Whether the gradient is zero somewhere, as far as it is found."""
        return bool(critical_points(self.surface))

    @cached_property
    def rests(self) -> tuple[CriticalPoint, ...]:
        """Where the gradient is zero; none where that is a whole line or area."""
        found = critical_points(self.surface)
        undecided = sum(rest.kind == "degenerate" for rest in found)
        return found if len(found) <= MOST_MARKED and undecided <= MOST_UNDECIDED else ()


def _round(line: Array) -> bool:
    """Return whether a line ends where it began."""
    return len(line) > 2 and bool(np.linalg.norm(line[0] - line[-1]) < 1e-3)


def _length(line: Array) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def _evenly(line: Array, count: int) -> Array:
    sizes = np.linalg.norm(np.diff(line, axis=0), axis=1)
    far = np.concatenate([[0.0], np.cumsum(sizes)])
    wanted = np.linspace(0, far[-1], count)
    return np.stack([np.interp(wanted, far, part) for part in line.T], axis=-1)
