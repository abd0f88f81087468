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

SOON = 0.03
"""A path that has left the picture by this share of its sides is drawn no further."""

LONG = 0.25
"""A step over this share of the picture takes a second to watch."""

TAIL = 1.5
"""How many seconds of a walk are for steps that cannot be seen."""


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
    def drawn(self) -> Array:
        """The path as it is drawn, (n, 2); see ``drawn_path``."""
        return drawn_path(self.descent.points, self.surface.domain)

    def drawn_at(self, rate: float) -> Array:
        """Return how the path of gradient descent with a rate is drawn, where f is quadratic."""
        hessian, points = np.asarray(self.surface.hessian(*self.start)), [self.start]
        with np.errstate(all="ignore"):
            for _ in range(self.steps):
                slope = self.surface_slope + hessian @ (points[-1] - self.start)
                points.append(points[-1] - rate * slope)
        return drawn_path(np.array(points), self.surface.domain)

    @cached_property
    def surface_slope(self) -> Array:
        """The gradient at the start, (2,), with all its digits."""
        return np.asarray(self.surface.gradient(*self.start))

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

    def with_rate(self, rate: float) -> DescentStory:
        """Return the same descent with another rate."""
        given = self.descent
        again = descend(
            self.surface,
            self.start,
            optimiser=given.optimiser,
            learning_rate=rate,
            steps=self.steps,
            **asdict(given.settings),
        )
        return replace(self, descent=again)

    @cached_property
    def compared(self) -> tuple[DescentStory, ...]:
        """This descent and two others from the same start, by their rates; none if it is level."""
        if self.level or not len(self.descent.steps_taken):
            return ()
        rates = compared_rates(self.rate, self.limit)
        return tuple(self if rate == self.rate else self.with_rate(rate) for rate in rates)

    @property
    def zigzags(self) -> bool:
        """Whether most of the shown path, by its length, turns back at each point."""
        steps = np.diff(self.points, axis=0)
        turns, lengths = (steps[:-1] * steps[1:]).sum(axis=1), np.linalg.norm(steps[1:], axis=1)
        return bool(lengths[turns < 0].sum() > 0.5 * lengths.sum())

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


def pace(lengths: Array, most: float) -> Array:
    """Return when each step of a walk is over, (n + 1,) seconds from 0.

    The first steps are slow, and what is too short to be seen is quick.

    Args:
        lengths: of the steps (n,), in shares of the picture.
        most: seconds.
    """
    slow, count = np.minimum(lengths / LONG, 1.0), len(lengths)
    tail = min(TAIL / max(count, 1), 0.03)
    spare = most - tail * count
    low, high = 0.0, 8.0
    for _ in range(40):  # how much quicker later steps are
        power = (low + high) / 2
        later = slow / np.maximum(np.arange(count) - 2.0, 1.0) ** power
        low, high = (power, high) if later.sum() > spare else (low, power)
    later = slow / np.maximum(np.arange(count) - 2.0, 1.0) ** high
    return np.concatenate([[0.0], np.cumsum(later + tail)])


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
