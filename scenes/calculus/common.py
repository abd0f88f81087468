"""What scenes on calculus share: a surface and a point on it, and how both are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Self

import numpy as np
from pydantic import AfterValidator

from explainer.beat_text import Line
from explainer.maths.critical_points import CriticalKind, CriticalPoint, critical_point_at, known
from explainer.maths.surfaces import (
    Domain,
    Point,
    Surface,
    check_domain,
    named_surfaces,
    span,
    surface,
)
from explainer.numbers import Figure, magnitude, significant, to_typst
from explainer.params import Field, Wording
from explainer.plain_text import plain_text

WAYS = 16
"""Directions in which slopes are compared with the gradient."""

SHARES = (1e-3, 1e-4, 1e-5)
"""Lengths of the steps that are compared, in shares of the domain's sides."""

SHRUNK = 0.55
"""A gap that is left to more than this share by a step ten times shorter does not go away.

Three steps are compared: near an inflexion, the gap of one step may happen to be nothing.
"""


KINDS: dict[CriticalKind, str] = {
    "minimum": "a minimum",
    "maximum": "a maximum",
    "saddle": "a saddle point",
    "degenerate": "a critical point whose kind the second derivatives do not decide",
}
"""What a critical point is."""

Array = np.ndarray


def number(value: float, write: Callable[[float], Figure] = magnitude) -> Figure:
    """Return a number with three figures as Typst mathematics."""
    return to_typst(write(value))


def pair(values: Iterable[float], write: Callable[[float], Figure] = magnitude) -> Figure:
    """Return numbers with three figures as Typst mathematics, in parentheses."""
    return to_typst(point(values, write))


def point(values: Iterable[float], write: Callable[[float], Figure] = magnitude) -> Figure:
    """Return coordinates with three figures, as on the screen."""
    texts = [write(value) for value in values]
    return Figure.of(f"({', '.join(texts)})", *texts)


def remark(markup: str) -> Line:
    """Return a quiet line of Typst prose beside the picture."""
    return Line(markup, "muted", prose=True)


def chosen_surface(name: str, domain: Domain | None) -> Surface:
    """Return the surface of a name or formula, finite all over its domain.

    Raises:
        ValueError: naming what does not fit.
    """
    chosen = surface(name, domain)
    check_finite(chosen)
    return chosen


def check_finite(surface: Surface) -> None:
    """Make sure that a surface is finite all over its domain.

    Raises:
        ValueError: naming the domain.
    """
    if surface in named_surfaces().values():
        return  # which need not be worked out again for each preset
    try:
        check_domain(surface)
    except ValueError as error:
        raise ValueError(f"domain: {error}") from None


def formula(surface: Surface) -> str:
    """Return a surface's formula as one would write it in a letter."""
    return plain_text(f"${surface.typst}$")


LONGEST = 46
"""Formulas of more characters than this do not fit into a heading with other words."""


def of_formula(surface: Surface, heading: str, otherwise: str) -> str:
    """Return a heading with a surface's formula for its braces, or another where it is too long."""
    fits = len(surface.typst) <= LONGEST
    return heading.format(f"$f = {surface.typst}$") if fits else otherwise


SurfaceExpression = Annotated[
    str,
    Field(min_length=1, max_length=200),
    AfterValidator(lambda text: surface(text) and text),
    Wording(f"one of {', '.join(named_surfaces())} or a formula in x and y"),
]
"""A surface that can be had; what is wrong with another is said in one line."""


def check_inside(name: str, surface: Surface, point: Point) -> str:
    """Make sure that a point is in the domain; return how a refusal begins that names it.

    Raises:
        ValueError: with the domain.
    """
    (x0, x1), (y0, y1) = surface.domain
    given = f"{name}: given [{point[0]:g}, {point[1]:g}]"
    if not (x0 <= point[0] <= x1 and y0 <= point[1] <= y1):
        raise ValueError(
            f"{given}; it must lie in the domain, x from {x0:g} to {x1:g} and y from {y0:g} to "
            f"{y1:g}"
        )
    return given


def check_point(surface: Surface, point: Point) -> None:
    """Make sure that a point is in the domain and that the surface has a tangent plane there.

    A slope over a short step differs from the gradient's by what the surface bends, which shrinks
    with the step. At a kink it does not.

    Raises:
        ValueError: with one line that begins with ``point``.
    """
    given = check_inside("point", surface, point)
    value, gradient = surface.value(*point), surface.gradient(*point)
    if not (np.isfinite(value) and np.isfinite(gradient).all()):
        raise ValueError(f"{given}; the slopes cannot be worked out there; take a point beside it")
    for way, name in (((1.0, 0.0), "x"), ((0.0, 1.0), "y")):
        if _kink(surface, point, np.array(way)) or _kink(surface, point, -np.array(way)):
            sides = [_slope(surface, point, np.array(way), sign) for sign in (-1.0, 1.0)]
            if not np.isfinite(sides).all():
                told = f"the surface has no slope along {name} there, as it ends on one side"
            else:
                before, after = (significant(side).replace("\N{MINUS SIGN}", "-") for side in sides)
                told = (
                    f"the surface has a kink there: along {name} its slope is {before} "
                    f"just before and {after} just after"
                )
            raise ValueError(f"{given}; {told}; take a point beside it")
    for angle in 2 * np.pi * np.arange(WAYS) / WAYS:
        if _kink(surface, point, np.array([np.cos(angle), np.sin(angle)])):
            raise ValueError(
                f"{given}; the surface has no tangent plane there; take a point beside it"
            )


def _slope(
    surface: Surface, point: Point, way: np.ndarray, sign: float = 1.0, share: float = SHARES[-1]
) -> float:
    """Return the slope of the chord over a share of the domain, along a way or against it."""
    step = sign * share * way * np.ptp(surface.domain, axis=1)
    there = np.asarray(point) + step
    length = sign * float(np.linalg.norm(there - np.asarray(point)))
    return float(surface.value(*there) - surface.value(*point)) / length if length else np.nan


def _kink(surface: Surface, point: Point, way: np.ndarray) -> bool:
    """Return whether the slope on one side differs from the gradient's."""
    sizes = np.ptp(surface.domain, axis=1)
    unit = way * sizes / np.linalg.norm(way * sizes)
    expected = float(surface.gradient(*point) @ unit)
    gaps = [abs(_slope(surface, point, way, share=share) - expected) for share in SHARES]
    if not np.isfinite(gaps).all():
        return True
    largest = max(abs(float(surface.value(*point))), 1e-300)
    noise = 64 * np.finfo(float).eps * largest / (SHARES[-1] * float(np.linalg.norm(way * sizes)))
    stays = all(next_gap > SHRUNK * gap for gap, next_gap in pairwise(gaps))
    return bool(stays and gaps[-1] > 10 * noise + 1e-12)


@dataclass(frozen=True)
class SurfacePoint:
    """A surface, and a point on it where it has a tangent plane."""

    surface: Surface
    point: Point

    @classmethod
    def compute(cls, surface: str, domain: Domain | None, point: Point | None) -> Self:
        """Return the story; the surface's own start is the point if there is none.

        Raises:
            ValueError: naming what does not fit, as ``surface: ...`` or ``point: ...``.
        """
        chosen = chosen_surface(surface, domain)
        x, y = point or chosen.start
        if point is not None or chosen not in named_surfaces().values():
            check_point(chosen, (x, y))
        return cls(chosen, (float(x), float(y)))

    @cached_property
    def critical(self) -> CriticalPoint | None:
        """The critical point that this is, as far as the digits of its coordinates tell."""
        return critical_point_at(self.surface, self.point)

    @property
    def level(self) -> bool:
        return self.critical is not None

    @cached_property
    def _known(self) -> tuple[float, Array]:
        return known(self.surface, self.point)

    @property
    def height(self) -> float:
        return self._known[0]

    @property
    def gradient(self) -> Array:
        """Both slopes (2,)."""
        return np.zeros(2) if self.level else self._known[1]

    @property
    def slopes(self) -> Figure:
        """The gradient as it is written; zero is approximate where the point is rounded."""
        written = point(self.gradient)
        return Figure(written, written.rounded or (self.level and bool(self._known[1].any())))

    @property
    def span(self) -> float:
        """The difference of the highest and the lowest height that is shown."""
        return span(self.surface)
