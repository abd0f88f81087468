"""The numbers of a descent: what a scene's parameters lead to, from start to outcome."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from explainer.maths.surfaces import (
    CriticalPoint,
    Domain,
    Point,
    Surface,
    critical_points,
    named_surfaces,
)
from explainer.scenes.calculus.common import chosen_surface
from explainer.scenes.calculus.gradient_descent.optimisers import (
    Descent,
    OptimiserName,
    descend,
    inside,
    stability_limit,
)
from explainer.scenes.calculus.gradient_descent.outcome import Outcome, outcome

Array = np.ndarray


@dataclass(frozen=True)
class DescentStory:
    """A surface, a descent on it, and what came of it.

    Attributes:
        surface: with the domain that is shown.
        start: (x, y).
        descent: all steps.
        outcome: how it ended.
        limit: the rate above which the method cannot settle at the sharpest point that is shown;
            infinite without any curvature upwards, None for methods that have no such limit.
        height: scale of heights, ``linear`` or ``log``.
        shown: how many steps the picture shows: all, or up to the one that leaves it for good.
        minima: those in the domain, the lowest first.
    """

    surface: Surface
    start: Point
    descent: Descent
    outcome: Outcome
    limit: float | None
    height: str
    shown: int
    minima: tuple[CriticalPoint, ...]

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
        descent = descend(
            chosen,
            begin,
            optimiser=optimiser,
            learning_rate=rate or suited_rate(chosen, optimiser),
            steps=steps or chosen.steps,
            **settings,
        )
        shown = inside(descent.points, chosen.domain)
        return cls(
            chosen,
            begin,
            descent,
            outcome(descent, chosen),
            stability_limit(replace(descent, curvatures=descent.curvatures[shown])),
            height or chosen.height,
            min(len(descent.steps_taken), int(np.flatnonzero(shown)[-1]) + 1),
            tuple(place for place in critical_points(chosen) if place.kind == "minimum"),
        )

    @property
    def rate(self) -> float:
        return self.descent.learning_rate

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
        return not inside(self.descent.points[-1], self.surface.domain)

    @property
    def gradient(self) -> Array:
        """The gradient at the start, (2,)."""
        return self.descent.gradients[0]

    @property
    def equals(self) -> list[CriticalPoint]:
        """The minima in the domain that are as low as the lowest."""
        base = self.minima[0].value if self.minima else 0.0
        slack = 1e-6 * (float(np.ptp(self.values)) + abs(base)) + 1e-12
        return [place for place in self.minima if place.value <= base + slack]

    @property
    def lowest(self) -> CriticalPoint:
        """The lowest minimum; the nearest to the end among equals.

        Raises:
            ValueError: when the domain holds no minimum.
        """
        end = self.descent.points[-1]
        away = {id(place): np.linalg.norm(np.array(place.point) - end) for place in self.equals}
        return min(self.equals, key=lambda place: float(away[id(place)]))

    @property
    def level(self) -> bool:
        """Whether the ground is level at the start."""
        slope = float(np.linalg.norm(self.gradient))
        x, y = np.meshgrid(*(np.linspace(low, high, 21) for low, high in self.surface.domain))
        usual = np.linalg.norm(self.surface.gradient(x, y), axis=-1)
        return slope <= 1e-12 * float(np.nanmax(usual, initial=0.0))

    @property
    def sharpest(self) -> int:
        """The index of the point in the domain with the largest curvature."""
        shown = inside(self.descent.points, self.surface.domain)
        return int(np.argmax(np.where(shown, self.descent.curvatures[:, 1], -np.inf)))

    @property
    def dips(self) -> bool:
        """Whether the surface curves downwards some way at a point of the path in the domain."""
        shown = inside(self.descent.points, self.surface.domain)
        curvatures = self.descent.curvatures[shown]
        return bool(curvatures.min() < -1e-6 * np.abs(curvatures).max(initial=1e-300))

    @property
    def strays(self) -> bool:
        """Whether the path is outside the picture for a while and comes back."""
        return not inside(self.points[:-1], self.surface.domain).all()

    @property
    def walks(self) -> bool:
        """Whether the shown path goes somewhere without leaving the picture in between."""
        return len(self.points) - self.leaves > 1 and not self.strays and not self.level

    @property
    def flat(self) -> bool:
        """Whether the ground does not bend at all at the sharpest shown point."""
        curvatures = np.abs(self.descent.curvatures[self.sharpest])
        across = math.hypot(*np.ptp(self.surface.domain, axis=1))
        slope = float(np.linalg.norm(self.descent.gradients[self.sharpest]))
        return float(curvatures.max()) * across <= 1e-9 * max(slope, 1e-300)


def suited_rate(surface: Surface, optimiser: OptimiserName) -> float:
    """Return a rate with which a method does well on a surface."""
    match optimiser:
        case "rmsprop" | "adam":  # their steps are about as long as the rate, whatever the slope
            return float(f"{0.02 * np.ptp(surface.domain, axis=1).min():.1g}")
        case "newton":
            return 1.0
        case "gradient_descent":
            return float(f"{surface.learning_rate:.2g}")
        case _:  # a velocity adds up to 1 / (1 - momentum) steps, so it wants shorter ones
            return float(f"{surface.learning_rate / 3:.2g}")


def check_start(surface: Surface, start: Point) -> None:
    """Make sure that a start lies in the domain.

    Raises:
        ValueError: with the domain.
    """
    if not inside(np.array(start), surface.domain):
        (x0, x1), (y0, y1) = surface.domain
        raise ValueError(
            f"start: given [{start[0]:g}, {start[1]:g}]; it must lie in the domain, x from {x0:g} "
            f"to {x1:g} and y from {y0:g} to {y1:g}"
        )
    if surface in named_surfaces().values():
        return
    parts = (surface.value(*start), surface.gradient(*start), surface.hessian(*start))
    if not all(bool(np.isfinite(part).all()) for part in parts):
        raise ValueError(
            f"start: given [{start[0]:g}, {start[1]:g}]; slope or curvature is not finite there, "
            "begin beside it"
        )
