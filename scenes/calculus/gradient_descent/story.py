"""The numbers of a descent: what a scene's parameters lead to, from start to outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from explainer.maths.critical_points import CriticalPoint, as_low
from explainer.maths.surfaces import (
    Domain,
    Point,
    Surface,
    is_seen_to_move,
    named_surfaces,
    rate_from,
)
from explainer.numbers import Figure, distinct, in_full
from explainer.scenes.calculus.common import SurfacePoint, check_inside, chosen_surface
from explainer.scenes.calculus.gradient_descent.descent import (
    Descent,
    OptimiserName,
    Outcome,
    descend,
    found_minima,
    inside,
    outcome,
    stability_limit,
)

Array = np.ndarray

MOST_MARKED = 20
"""Minima that are marked on the map; more would hide it."""


@dataclass(frozen=True)
class DescentStory:
    """A surface, a descent on it, and what came of it.

    Attributes:
        surface: with the domain that is shown.
        descent: all steps.
        height: scale of heights, ``linear`` or ``log``.
    """

    surface: Surface
    descent: Descent
    height: str

    @classmethod
    def compute(
        cls,
        surface: str,
        domain: Domain | None,
        start: Point | None,
        rate: float | None,
        steps: int | None,
        optimiser: OptimiserName,
        height: str | None,
        **settings: float,
    ) -> DescentStory:
        """Return the story; what is None is chosen to suit the surface.

        Raises:
            ValueError: naming what does not fit, as ``surface: ...`` or ``start: ...``.
        """
        chosen = chosen_surface(surface, domain)
        begin = start or chosen.start
        check_start(chosen, begin)
        rate = rate or suited_rate(chosen, begin, optimiser, settings.get("momentum", 0.9))
        steps = steps or chosen.steps
        descent = descend(
            chosen, begin, optimiser=optimiser, learning_rate=rate, steps=steps, **settings
        )
        return cls(chosen, descent, height or chosen.height)

    @property
    def start(self) -> Array:
        """The first point, (2,)."""
        return self.descent.points[0]

    @property
    def rate(self) -> float:
        return self.descent.learning_rate

    @cached_property
    def outcome(self) -> Outcome:
        """How it ended."""
        return outcome(self.descent, self.surface)

    @property
    def rests(self) -> bool:
        """Whether it came to rest where the gradient is zero."""
        kinds = ("converged", "other_minimum", "level", "saddle", "maximum")
        return self.outcome.kind in kinds

    @cached_property
    def minima(self) -> tuple[CriticalPoint, ...]:
        """The minima that are found in the domain, the lowest first."""
        return found_minima(self.descent, self.surface)

    # -- what is shown -------------------------------------------------------------------------

    @cached_property
    def seen(self) -> Array:
        """Which points lie in the picture, one for each."""
        return inside(self.descent.points, self.surface.domain)

    @cached_property
    def shown(self) -> int:
        """How many steps the picture shows: all, or up to the one that leaves it for good."""
        return min(len(self.descent.steps_taken), int(np.flatnonzero(self.seen)[-1]) + 1)

    @property
    def points(self) -> Array:
        """The points of the descent that are shown, (shown + 1, 2)."""
        return self.descent.points[: self.shown + 1]

    @property
    def values(self) -> Array:
        """The heights of the points that are shown, (shown + 1,)."""
        return self.descent.values[: self.shown + 1]

    @property
    def leaves(self) -> bool:
        """Whether the descent leaves the picture for good."""
        return not self.seen[-1]

    @property
    def strays(self) -> bool:
        """Whether the path is outside the picture for a while and comes back."""
        return not self.seen[: self.shown].all()

    @property
    def walks(self) -> bool:
        """Whether the shown path goes somewhere without leaving the picture in between."""
        return len(self.points) - self.leaves > 1 and not self.strays and not self.level

    # -- slopes and curvatures -----------------------------------------------------------------

    @cached_property
    def begin(self) -> SurfacePoint:
        """The start as a point of the surface."""
        x, y = map(float, self.start)
        return SurfacePoint(self.surface, (x, y))

    @property
    def gradient(self) -> Array:
        """The gradient at the start, (2,)."""
        return self.begin.gradient

    @property
    def level(self) -> bool:
        """Whether the surface is level at the start."""
        return self.begin.level

    @cached_property
    def sharpest(self) -> int:
        """The index of the point in the domain with the largest curvature."""
        return int(np.argmax(np.where(self.seen, self.descent.curvatures[:, 1], -np.inf)))

    @cached_property
    def limit(self) -> float | None:
        """The rate above which the method cannot settle at the sharpest point that is shown.

        Infinite without any curvature upwards, None for methods that have no such limit.
        """
        return stability_limit(self.descent, self.descent.curvatures[self.sharpest, 1])

    @property
    def bound(self) -> float | None:
        """The limit where there is one, finite; None elsewhere."""
        return self.limit if self.limit is not None and math.isfinite(self.limit) else None

    @property
    def dips(self) -> bool:
        """Whether the surface curves downwards some way at a point of the path in the domain."""
        curvatures = self.descent.curvatures[self.seen]
        return bool(curvatures.min() < -1e-6 * np.abs(curvatures).max(initial=1e-300))

    @property
    def flat(self) -> bool:
        """Whether the ground does not bend at all at the sharpest shown point."""
        curvatures = np.abs(self.descent.curvatures[self.sharpest])
        across = math.hypot(*np.ptp(self.surface.domain, axis=1))
        slope = float(np.linalg.norm(self.descent.gradients[self.sharpest]))
        return float(curvatures.max()) * across <= 1e-9 * max(slope, 1e-300)

    # -- minima --------------------------------------------------------------------------------

    @property
    def marked(self) -> tuple[CriticalPoint, ...]:
        """The minima that are marked on the map: all, or of many the lowest."""
        if len(self.minima) <= MOST_MARKED:
            return self.minima
        return tuple(self.equals)[:MOST_MARKED]

    @property
    def equals(self) -> list[CriticalPoint]:
        """The minima found that are as low as the lowest of them."""
        return [p for p in self.minima if as_low(p.value, self.minima[0].value, self.surface)]

    @property
    def lowest(self) -> CriticalPoint:
        """The lowest minimum, where one is found; the nearest to the end among equals."""
        end = self.descent.points[-1]
        return min(self.equals, key=lambda place: float(np.linalg.norm(place.point - end)))


def suited_rate(surface: Surface, start: Point, optimiser: OptimiserName, momentum: float) -> float:
    """Return a rate with which a method does well on a surface, and is seen to move."""
    own = surface.name not in named_surfaces()
    plain = rate_from(surface, start) if own and start != surface.start else surface.learning_rate
    match optimiser:
        case "rmsprop" | "adam":  # their steps are about as long as the rate, whatever the slope
            return float(f"{0.02 * np.ptp(surface.domain, axis=1).min():.1g}")
        case "newton":
            return 1.0
        case "gradient_descent":
            return float(f"{plain:.2g}")
    # A velocity adds up to 1 / (1 - momentum) steps, so it wants shorter ones.
    rates = [float(f"{plain / divisor:.2g}") for divisor in (3, 1, 10, 0.3)]
    walk = partial(descend, surface, start, optimiser=optimiser, steps=surface.steps)
    for rate in rates if own else ():
        points = walk(learning_rate=rate, momentum=momentum).points
        if inside(points, surface.domain).all() and is_seen_to_move(surface, points):
            return rate
    return rates[0]


def rate_and_limit(rate: float, limit: float) -> tuple[Figure, Figure]:
    """Return a rate and a limit as they are written: alike only where they are the same."""
    own, other = distinct(rate, limit)
    own = in_full(rate) or own
    return own, own if abs(rate / limit - 1) < 1e-9 else other


def check_start(surface: Surface, start: Point) -> None:
    """Make sure that a start lies in the domain.

    Raises:
        ValueError: with the domain.
    """
    given = check_inside("start", surface, start)
    if surface in named_surfaces().values():
        return
    parts = (surface.value(*start), surface.gradient(*start), surface.hessian(*start))
    if not all(bool(np.isfinite(part).all()) for part in parts):
        raise ValueError(f"{given}; slope or curvature is not finite there, begin beside it")
