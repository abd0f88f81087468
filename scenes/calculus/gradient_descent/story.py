"""The numbers of a descent: what a scene's parameters lead to, from start to outcome."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
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

MOST_DOTS = 120
"""Points of a walk that have a dot each; more would be a band."""

BEYOND, SWINGS, CLOSEST = 0.27, 6, 8.0
"""Where walks are compared, by how much of the domain one may see what is beyond it, how many steps
of a walk that leaves it count, and into how many parts of it one looks at most."""

ASPECT = (1.56, 1.0)
"""Width and height of the maps on which they are."""

SOON = 0.012
"""A path that has left the picture by this share of its sides is drawn no further."""


@dataclass(frozen=True)
class DescentStory:
    """A surface, a descent on it, and what came of it.

    Attributes:
        surface: with the domain that is shown.
        descent: all steps.
        height: scale of heights, ``linear`` or ``log``.
        steps: how many were asked for.
    """

    surface: Surface
    descent: Descent
    height: str
    steps: int

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
        return cls(chosen, descent, height or chosen.height, steps)

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
        return outcome(self.descent, self.surface, self.minima)

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

    def drawn_at(self, rate: float) -> Array:
        """Return how the path of gradient descent with a rate is drawn, where f is quadratic."""
        slope, hessian = self.surface.gradient(*self.start), self.surface.hessian(*self.start)
        points = [self.start]
        with np.errstate(all="ignore"):
            for _ in range(self.steps):
                here = points[-1]
                points.append(here - rate * (slope + hessian @ (here - self.start)))
        return drawn_path(np.array(points), self.surface.domain)

    @property
    def values(self) -> Array:
        """The heights of the points that are shown, (shown + 1,)."""
        return self.descent.values[: self.shown + 1]

    @property
    def leaves(self) -> bool:
        """Whether the descent leaves the picture for good."""
        return not self.seen[-1]

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
    def curvature(self) -> float | None:
        """The largest curvature at the minimum about which the descent ends; None without one.

        Of a descent that ends at no critical point it is that of the only minimum.
        """
        rest = self.outcome.rest
        if rest is not None:
            place = np.asarray(rest.point) if rest.kind == "minimum" else None
        else:
            place = np.array(self.minima[0].point) if len(self.minima) == 1 else None
        if place is None:
            return None
        low, high = np.linalg.eigvalsh(np.nan_to_num(self.surface.hessian(*place)))
        return float(high) if low > 1e-9 * high else None

    @property
    def limit(self) -> float | None:
        """The rate above which the method cannot settle at that minimum; None without one."""
        return self.curvature and stability_limit(self.descent, self.curvature)

    @property
    def half(self) -> float | None:
        """The rate above which steps overshoot that minimum, for gradient descent only."""
        plain = self.descent.optimiser == "gradient_descent"
        return self.limit / 2 if self.limit and plain else None

    @cached_property
    def quadratic(self) -> bool:
        """Whether the curvature is the same everywhere, so that the limits are exact."""
        grid = np.meshgrid(*(np.linspace(*ends, 5) for ends in self.surface.domain))
        hessians = np.array([self.surface.hessian(x, y) for x, y in np.reshape(grid, (2, -1)).T])
        return bool(np.ptp(hessians, axis=0).max() <= 1e-9 * np.abs(hessians).max())

    # -- other rates ---------------------------------------------------------------------------

    @cached_property
    def compared(self) -> tuple[DescentStory, ...]:
        """This descent and two others from the same start, by their rates; none if it is level."""
        if self.level or not len(self.descent.steps_taken):
            return ()
        given, steps = self.descent, self.steps
        again = partial(descend, self.surface, self.start, optimiser=given.optimiser, steps=steps)
        return tuple(
            self
            if rate == self.rate
            else replace(self, descent=again(learning_rate=rate, **asdict(given.settings)))
            for rate in compared_rates(self.rate, self.limit)
        )

    @cached_property
    def window(self) -> Domain:
        """The part of the plane in which the walks with the compared rates are seen best."""
        low, high = np.transpose(self.surface.domain)
        wide = low - BEYOND * (high - low), high + BEYOND * (high - low)
        if not np.isfinite(self.surface.value(*np.meshgrid(*np.linspace(*wide, 9).T))).all():
            wide = low, high
        walks = [each.descent.points[: SWINGS if each.leaves else None] for each in self.compared]
        seen = np.clip(np.concatenate(walks), *wide)
        half = 0.55 * np.maximum(np.ptp(seen, axis=0), (high - low) / CLOSEST)
        if not self.surface.stretched:
            half = np.array(ASPECT) * (half / ASPECT).max()
        half = np.minimum(half, (wide[1] - wide[0]) / 2)
        middle = np.clip((seen.min(axis=0) + seen.max(axis=0)) / 2, wide[0] + half, wide[1] - half)
        (x0, y0), (x1, y1) = (middle - half).tolist(), (middle + half).tolist()
        return (x0, x1), (y0, y1)

    @cached_property
    def turning(self) -> float:
        """Which share of the shown path, by its length, turns back from the step before it.

        Steps that are too short to be seen do not count.
        """
        steps = np.diff(self.points, axis=0)
        sizes = np.abs(steps / np.ptp(self.surface.domain, axis=1)).max(axis=1)
        steps = steps[sizes > 1e-6]
        turns, lengths = (steps[:-1] * steps[1:]).sum(axis=1), np.linalg.norm(steps[1:], axis=1)
        return float(lengths[turns < 0].sum() / lengths.sum()) if len(lengths) else 0.0

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


def compared_rates(own: float, limit: float | None) -> tuple[float, float, float]:
    """Return three rates, ascending, of which one is the descent's own.

    Args:
        own: positive.
        limit: the rates then lie below half of it, between half and it, and above it; around the
            own rate where there is none.
    """
    if limit is None:
        return nice(own / 4, 0.0, own), own, nice(4 * own, own, math.inf)
    rates = [
        nice(limit / 8, 0.0, limit / 2),
        nice(0.75 * limit, limit / 2, limit),
        nice(1.05 * limit, limit, 2 * limit),
    ]
    above = own > limit * (1 - 1e-9)
    rates[2 if above else 1 if own > limit / 2 * (1 + 1e-9) else 0] = own
    return rates[0], rates[1], rates[2]


def nice(value: float, low: float, high: float) -> float:
    """Return a number with as few figures, two at least, as keep it between two others."""
    rounded = (float(f"{value:.{figures}g}") for figures in range(2, 8))
    return next((each for each in rounded if low < each < high), value)


def drawn_path(points: Array, domain: Domain) -> Array:
    """Return a path (n, 2) as it is drawn: where it has left the picture for good it soon ends.

    It ends within a step, so that it changes evenly with the rate.
    """
    low, high = np.transpose(domain)
    outside = np.maximum(low - points, points - high).max(axis=1, initial=0.0)
    last = int(np.flatnonzero(outside == 0)[-1])
    beyond = outside[last + 1 :] / (high - low).min()
    steps = min(last + 1 + np.clip(1 - beyond / SOON, 0.0, 1.0).sum(), len(points) - 1)
    whole = int(steps)
    if steps == whole:
        return points[: whole + 1]
    end = points[whole] + (steps - whole) * (points[whole + 1] - points[whole])
    return np.concatenate([points[: whole + 1], end[None]])


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
