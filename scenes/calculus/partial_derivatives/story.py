"""The two slopes of a surface at a point as numbers: each of a curve that a plane cuts out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explainer.geometry.plane import room_ahead
from explainer.maths.surfaces import Surface
from explainer.scenes.calculus.common import SurfacePoint

Array = np.ndarray

SAMPLES = 241
FIRST_STEP = 0.34
"""The first step to a second point, as a share of the domain's side."""


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

    @cached_property
    def window(self) -> tuple[float, float]:
        """The heights that both curves are drawn over, so that their slopes can be compared."""
        heights = np.concatenate([section.heights for section in self.sections])
        low, high = float(heights.min()), float(heights.max())
        if not high - low > 1e-9 * max(self.span, abs(low) * 1e-6):
            # Curves that are level are drawn at their height in the middle of a window.
            half = self.span / 2 or max(abs(low), 1.0) / 2
            return low - half, high + half
        edge = 0.08 * (high - low)
        return low - edge, high + edge

    def straight(self, axis: int) -> bool:
        """Return whether a curve is straight: a line through any two points is its tangent."""
        section = self.sections[axis]
        line = section.height + section.slope * (section.run - section.here)
        size = max(float(np.ptp(section.heights)), 1e-6 * self.span, 1e-12 * abs(self.height))
        return bool(np.abs(section.heights - line).max() <= 1e-7 * size)
