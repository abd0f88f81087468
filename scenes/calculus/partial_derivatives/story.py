"""The two slopes of a surface at a point as numbers: each of a curve that a plane cuts out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.geometry.plane import nice_step, room_ahead
from explainer.maths.critical_points import critical_point_at, critical_points
from explainer.maths.surfaces import Point, Surface
from explainer.scenes.calculus.common import SurfacePoint

Array = np.ndarray

SAMPLES = 241
FIRST_STEP = 0.34
"""The first step to a second point, as a share of the domain's side."""

WAYS, FAR = 12, 0.34
"""Directions in which curves leave the point, and how far, as a share of the domain's sides."""

PATCH, ABOVE, BELOW = 0.245, 0.15, 0.1
"""How far a piece of a plane reaches, as a share of the domain's sides; and how far beyond the
highest and the lowest height, as a share of their difference."""

LONGEST, SHORTEST = 0.36, 0.25
"""Of the gradient on the floor, in shares of a side: it is to scale where that is between them."""


@dataclass(frozen=True)
class Section:
    """The curve in which a plane along one axis cuts a surface.

    Attributes:
        axis: 0 for the plane y = b, on which x runs, 1 for x = a.
        here: the coordinate of the point along the curve.
        held: the coordinate that the plane holds.
        height: of the point.
        slope: of the curve at the point: the partial derivative.
        run: (n,) coordinates along the curve.
        step: to the second point at first, negative where there is no room ahead.
        surface: what is cut.
    """

    axis: int
    here: float
    held: float
    height: float
    slope: float
    run: Array
    step: float
    surface: Surface

    @property
    def flat(self) -> Array:
        """The curve's points (n, 2) of x and y."""
        return self.on_plane(self.run)

    @cached_property
    def heights(self) -> Array:
        """The curve's heights (n,)."""
        return self.surface.value(*self.flat.T)

    def on_plane(self, run: Array) -> Array:
        """Return the points (n, 2) of x and y at coordinates (n,) along the curve."""
        both = [np.asarray(run, dtype=float), np.full(np.shape(run), self.held)]
        return np.stack(both if self.axis == 0 else both[::-1], axis=-1)

    def secant(self, step: float) -> float:
        """Return the slope of the line through the point and the one a step ahead."""
        if abs(step) < 1e-4 * abs(self.step):
            return self.slope
        there = float(self.surface.value(*self.on_plane(np.array(self.here + step))))
        return (there - self.height) / step

    def line(self, slope: float, low: float, high: float) -> Array:
        """Return both ends (2, 2), coordinate and height, of a line between two heights."""
        ways = np.array([[1.0, slope]]) * (self.run[[0, -1]] - self.here)[:, None]
        least = np.array([-np.inf, min(low - self.height, 0.0)])
        most = np.array([np.inf, max(high - self.height, 0.0)])
        shares = np.minimum(room_ahead(np.zeros(2), ways, least, most), 1.0)
        return np.array([self.here, self.height]) + shares[:, None] * ways


@dataclass(frozen=True)
class Touch:
    """A plane through a point of a surface.

    Attributes:
        point: (2,) x and y.
        height: of the surface there.
        gradient: (2,) slopes of the plane along x and y.
        domain: (2, 2) of the surface.
        heights: (2,) between which it is drawn.
    """

    point: Array
    height: float
    gradient: Array
    domain: Array
    heights: tuple[float, float]

    def rim(self, angles: Array) -> Array:
        """Return steps (n, 2) to the rim of a piece that stays over the domain, at angles (n,)."""
        steps = (
            PATCH * np.ptp(self.domain, axis=1) * np.column_stack([np.cos(angles), np.sin(angles)])
        )
        low, high = self.domain.T
        shares = np.minimum(room_ahead(self.point, steps, low, high), 1.0)
        rises = (steps @ self.gradient)[:, None]
        least, most = (np.array([each - self.height]) for each in self.heights)
        shares = np.minimum(shares, room_ahead(np.zeros(1), rises, least, most))
        return shares[:, None] * steps


@dataclass(frozen=True)
class PartialsStory(SurfacePoint):
    """A surface, a point on it, and the two sections through it."""

    @cached_property
    def sections(self) -> tuple[Section, Section]:
        return self._section(0), self._section(1)

    def _section(self, axis: int) -> Section:
        low, high = self.surface.domain[axis]
        here, held = self.point[axis], self.point[1 - axis]
        first, ahead = FIRST_STEP * (high - low), high - here
        step = min(first, ahead) if ahead >= 0.5 * first else -first
        run = np.linspace(low, high, SAMPLES)
        slope = float(self.gradient[axis])
        return Section(axis, here, held, self.height, slope, run, step, self.surface)

    def straight(self, axis: int) -> bool:
        """Return whether a curve is straight: a line through any two points is its tangent."""
        section = self.sections[axis]
        line = section.height + section.slope * (section.run - section.here)
        size = max(float(np.ptp(section.heights)), 1e-6 * self.span, 1e-12 * abs(self.height))
        return bool(np.abs(section.heights - line).max() <= 1e-7 * size)

    # -- ways from the point -------------------------------------------------------------------

    @property
    def ways(self) -> Array:
        """The angles (n,) in which curves leave the point, radians."""
        return np.arange(WAYS) * (2 * np.pi / WAYS)

    def way(self, angle: float, t: float = 1.0) -> Array:
        """Return points (n, 2) from the point on in a direction, to a share of the way."""
        sides = np.ptp(self.surface.domain, axis=1)
        step = FAR * sides * np.array([np.cos(angle), np.sin(angle)])
        step[np.abs(step) < 1e-12 * sides] = 0.0
        low, high = np.transpose(self.surface.domain)
        share = min(float(room_ahead(np.array(self.point), step, low, high)), 1.0)
        return np.array(self.point) + t * share * np.linspace(0, 1, 33)[:, None] * step

    # -- planes through the point --------------------------------------------------------------

    def touch(self, gradient: Array) -> Touch:
        """Return the plane through the point with slopes (2,)."""
        return self._touch(np.array(self.point), self.height, np.asarray(gradient, dtype=float))

    def _touch(self, point: Array, height: float, gradient: Array) -> Touch:
        low, high = self.range_of_heights
        spread = (high - low) or 1.0
        heights = low - BELOW * spread, high + ABOVE * spread
        return Touch(point, height, gradient, np.array(self.surface.domain), heights)

    @cached_property
    def range_of_heights(self) -> tuple[float, float]:
        """The lowest and the highest height that is shown."""
        axes = (np.linspace(*ends, 65) for ends in self.surface.domain)
        heights = self.surface.value(*np.meshgrid(*axes))
        return float(heights.min()), float(heights.max())

    def slope_along(self, angle: float) -> float:
        """Return the slope of the tangent plane at the point in a direction, radians from x."""
        return float(self.gradient @ [np.cos(angle), np.sin(angle)])

    # -- on the way to another point -----------------------------------------------------------

    @cached_property
    def goal(self) -> Point:
        """The point to which the plane goes: level there, if it can be; the point itself if none.

        The nearest critical point, or else where the slopes are the most different, of those that
        can be reached on a straight line along which there are slopes.
        """
        here, sides = np.array(self.point), np.ptp(self.surface.domain, axis=1)
        level = [np.array(each.point) for each in critical_points(self.surface)]
        far = [each for each in level if 0.1 < np.linalg.norm((each - here) / sides) < 0.9]
        far.sort(key=lambda each: float(np.linalg.norm((each - here) / sides)))
        turns = [self.way(angle)[-1] for angle in self.ways]
        turns.sort(key=lambda each: -float(np.linalg.norm(self._slopes(each) - self.gradient)))
        for there in [*(far if not self.level else []), *turns]:
            line = here + np.linspace(0, 1, 65)[:, None] * (there - here)
            if np.isfinite(self.surface.gradient(*line.T)).all() and (there != here).any():
                return float(there[0]), float(there[1])
        return self.point

    def _slopes(self, point: Array) -> Array:
        slopes = self.surface.gradient(*point)
        return np.asarray(slopes) if np.isfinite(slopes).all() else self.gradient

    @cached_property
    def ends_level(self) -> bool:
        """Whether the plane is level at the goal."""
        return self.goal != self.point and critical_point_at(self.surface, self.goal) is not None

    @cached_property
    def tilts(self) -> bool:
        """Whether the slopes change on the way."""
        line = self.way_to_goal(np.linspace(0, 1, 9))
        slopes = self.surface.gradient(*line.T)
        size = max(float(np.abs(slopes).max()), 1e-300)
        return bool(np.abs(slopes - self.gradient).max() > 1e-9 * size)

    def way_to_goal(self, shares: Array) -> Array:
        """Return the points (n, 2) at shares (n,) of the way."""
        here = np.array(self.point)
        return here + np.asarray(shares, dtype=float)[:, None] * (np.array(self.goal) - here)

    def on_the_way(self, share: float) -> Touch:
        """Return the tangent plane at a share of the way."""
        if share <= 0 or self.goal == self.point:
            return self.touch(self.gradient)
        (point,) = self.way_to_goal(np.array([share]))
        slopes = np.zeros(2) if share >= 1 and self.ends_level else self.surface.gradient(*point)
        return self._touch(point, float(self.surface.value(*point)), np.asarray(slopes))

    @property
    def size(self) -> float:
        """The length of the gradient at the point."""
        return float(np.linalg.norm(self.gradient))

    @cached_property
    def steepest(self) -> float:
        """The length of the longest gradient that is drawn, or 1 where none is."""
        slopes = [self.on_the_way(share).gradient for share in np.linspace(0, 1, 17)]
        return float(np.linalg.norm(slopes, axis=1).max()) or 1.0

    @cached_property
    def arrow_scale(self) -> float:
        """By how much gradients are longer on the floor than on the scale of x and y.

        1 where they are neither too long nor too short so; 1, 2 or 5 times a power of ten else.
        """
        sides, (low, high) = np.ptp(self.surface.domain, axis=1), np.transpose(self.surface.domain)
        touches = [self.on_the_way(share) for share in np.linspace(0, 1, 17)]
        slopes = np.array([each.gradient for each in touches])
        places = np.array([each.point for each in touches])
        longest = float((np.abs(slopes) / sides).max())
        # What is long enough to be seen stays on the floor.
        seen = np.linalg.norm(slopes, axis=1) > 0.2 * self.steepest
        room = float(room_ahead(places[seen], slopes[seen], low, high).min(initial=np.inf))
        most = max(min(LONGEST / longest, room), 0.1 / longest) if longest else 1.0
        if longest == 0 or (SHORTEST <= longest <= LONGEST and room >= 1):
            return 1.0
        return max(each for each in (nice_step(most / 5), nice_step(most / 2)) if each <= most)
