"""The story of a second-order model as numbers: what a scene's parameters lead to."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.plane import room_ahead
from explainer.maths.critical_points import critical_points
from explainer.maths.surfaces import Domain, Point, Surface
from explainer.maths.surfaces import surface as surface_named
from explainer.scenes.calculus.common import SurfacePoint, check_finite
from explainer.scenes.calculus.hessian.second_order import ModelPath, QuadraticModel, breaks, unit

Array = np.ndarray

MOST_LOOKED_AT = 12
"""Critical points that are tried for smoothness, each by halving some hundred times."""

REACH = 0.5
"""Half the width of a model as a share of half the picture's width, where that fits."""

ROOM = np.array([-0.19, 0.08])
"""How far below the lowest and above the highest height a model is drawn, in heights' spans."""

AROUND = np.linspace(0, 2 * np.pi, 72, endpoint=False)
"""Angles at which a model is measured and drawn."""


@dataclass(frozen=True, eq=False)
class HessianStory:
    """A surface, the model at a point, and how it changes on the way to a second point.

    Attributes:
        surface: with the domain that is shown.
        heights: the lowest height that is shown and the highest.
        cut: whether the surface goes on above the highest.
        ends: the point and the second point.
        path: the models from the one to the other; of a critical point, just there.
        half_widths: how far (2,) a model reaches along x and along y where nothing cuts it short.
    """

    surface: Surface
    heights: tuple[float, float]
    cut: bool
    ends: tuple[SurfacePoint, SurfacePoint]
    path: ModelPath
    half_widths: Array

    @classmethod
    @lru_cache(maxsize=8)  # presets are tried with it before a film is made of one
    def compute(
        cls, surface: str, domain: Domain | None, point: Point | None, second_point: Point | None
    ) -> HessianStory:
        """Return the story; what is None is chosen to suit the surface.

        Raises:
            ValueError: naming what does not fit, as ``domain: ...`` or ``point: ...``.
        """
        whole = surface_named(surface, domain)
        first, last = chosen_points(whole, point, second_point)
        shown = replace(whole, domain=domain or window(whole, first, last))
        check_points(shown, first, last)
        ends = SurfacePoint(whole, first), SurfacePoint(whole, last)
        places = [end.critical.point if end.critical else end.point for end in ends]
        sides = np.ptp(shown.domain, axis=1)
        units = np.minimum(sides.max() / 2, sides)
        heights, cut = heights_shown(shown, first, last)
        story = cls(shown, heights, cut, ends, ModelPath(whole, *places), REACH * units)
        # To which share, at least a half, models must shrink to be drawn whole.
        whole_reach = 1 / np.linalg.norm(unit(AROUND) / story.half_widths, axis=-1)
        models = map(story.path.at, np.linspace(0, 1, 13))
        share = min((story._climb(model, AROUND) / whole_reach).min() for model in models)
        return replace(story, half_widths=np.clip(share, 0.5, 1.0) * story.half_widths)

    @cached_property
    def models(self) -> list[QuadraticModel]:
        """The models all along the way, from the first to the last."""
        return [self.path.at(share) for share in np.linspace(0, 1, 121)]

    @cached_property
    def first(self) -> QuadraticModel:
        return self.path.at(0.0)

    @cached_property
    def last(self) -> QuadraticModel:
        return self.path.at(1.0)

    @property
    def spread(self) -> float:
        """Between the lowest and the highest height; 1 where all are one."""
        return (self.heights[1] - self.heights[0]) or 1.0

    @property
    def stretched(self) -> bool:
        """Whether x and y are drawn to different scales."""
        return bool(abs(self.half_widths[0] / self.half_widths[1] - 1) > 1e-9)

    # -- where a model is drawn ------------------------------------------------------------------

    def extents(self, model: QuadraticModel, angles: ArrayLike) -> Array:
        """Return how far (n,) a model is drawn at angles: it is cut at the edges of the picture."""
        ways = unit(angles)
        whole = 1 / np.linalg.norm(ways / self.half_widths, axis=-1)
        edge = room_ahead(np.array(model.point), ways, *np.transpose(self.surface.domain))
        return np.minimum(np.minimum(whole, edge), self._climb(model, angles))

    def across(
        self, model: QuadraticModel, angle: float, count: int = 65, share: float = 1.0
    ) -> Array:
        """Return distances (count,) along an angle, over a share of a model from edge to edge."""
        back, ahead = self.extents(model, [angle + math.pi, angle])
        return np.linspace(-share * back, share * ahead, count)

    def _climb(self, model: QuadraticModel, angles: ArrayLike) -> Array:
        """Return how far plane and model both stay within the heights of the picture."""
        bounds = self.heights + ROOM * self.spread
        slopes, bends = unit(angles) @ model.gradient, model.along(angles)
        ways = [
            _first_root(bend / 2, slopes, model.value - bound)
            for bound in bounds
            for bend in (0 * bends, bends)
        ]
        return np.asarray(np.min(ways, axis=0))

    # -- the gaps --------------------------------------------------------------------------------

    @cached_property
    def _gaps_around(self) -> Array:
        """The gaps (72, 2, 8) of plane and model at each eighth of their reach, all round."""
        shares, extents = np.linspace(0, 1, 9)[1:], self.extents(self.first, AROUND)
        return np.array([self._gaps(a, shares * r) for a, r in zip(AROUND, extents, strict=True)])

    @property
    def flat(self) -> bool:
        """Whether the surface is its tangent plane, as far as the model reaches."""
        return not self._gaps_around[:, 0].any()

    @property
    def exact(self) -> bool:
        """Whether the surface is its model, as far as that reaches."""
        return not self._gaps_around[:, 1].any()

    def _gaps(self, angle: float, distances: Array) -> Array:
        """Return the gaps (2, n) of plane and model at distances (n,) along an angle."""
        steps = distances[:, None] * unit(angle)
        surface = self.surface.value(*(np.asarray(self.first.point) + steps).T)
        plane = self.first.value + steps @ self.first.gradient
        gaps = np.abs(surface - np.stack([plane, self.first.height(steps)]))
        # Differences of heights are not known better than the heights themselves.
        noise = 1e-13 * (np.abs(surface) + abs(self.first.value))
        return np.where(gaps <= noise, 0.0, gaps)


def _first_root(a: Array, b: Array, c: float) -> Array:
    """Return the least positive root (n,) of a h**2 + b h + c, infinite where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = b**2 - 4 * a * c
        half = -0.5 * (b + np.where(b >= 0, 1.0, -1.0) * np.sqrt(inner))
        roots = np.stack([half / a, c / half])
    return np.asarray(np.where(np.isfinite(roots) & (roots > 0), roots, np.inf).min(axis=0))


# -- which points, and which part of the surface ---------------------------------------------------


def chosen_points(
    surface: Surface, point: Point | None, second: Point | None
) -> tuple[Point, Point]:
    """Return where to begin and to end: from a minimum to a saddle, where there are both."""
    if point is not None and second is not None:
        return point, second
    minima, saddles = (
        [np.array(found.point) for found in critical_points(surface) if found.kind == kind]
        for kind in ("minimum", "saddle")
    )
    saddle, middle = _first_smooth(surface, saddles), np.mean(surface.domain, axis=1)
    if point is None:
        target = np.array(second or saddle or middle)
        point = _first_smooth(surface, minima, target) or surface.start
    if second is None:
        here = np.array(point)
        least = 1e-6 * np.hypot(*np.ptp(surface.domain, axis=1))
        # Where there is a saddle, a second minimum will not do.
        for places in [saddles] if saddle else [saddles, minima]:
            apart = [place for place in places if np.linalg.norm(place - here) > least]
            second = second or _first_smooth(surface, apart, here)
        if second is None:
            corner = np.array([surface.domain[0][1], surface.domain[1][1]])
            x, y = (here + (middle if (middle != here).any() else corner)) / 2
            second = float(x), float(y)
    return point, second


def _first_smooth(
    surface: Surface, places: list[Array], target: Array | None = None
) -> Point | None:
    """Return the first smooth one of some places, or the nearest to a target; None for none.

    Of hundreds, only the first are looked at.
    """
    if target is not None:
        places = sorted(places, key=lambda place: float(np.linalg.norm(place - target)))
    found = ((float(x), float(y)) for x, y in places[:MOST_LOOKED_AT])
    return next((place for place in found if _smooth(surface, place)), None)


def _smooth(surface: Surface, place: Point) -> bool:
    """Return whether slope and curvature are finite and do not jump at a point."""
    ways = np.array([[1, 0], [0, 1], [1, 1], [1, -1]])
    return not any(
        breaks(surface, place - size, place + size, 2)
        for size in 1e-4 * np.ptp(surface.domain, axis=1) * ways
    )


def window(surface: Surface, first: Point, last: Point) -> Domain:
    """Return a square about both points; the surface's own domain where that is hardly larger."""
    middle = (np.array(first) + np.array(last)) / 2
    apart = float(np.abs(np.subtract(first, last)).max())
    sides = np.ptp(surface.domain, axis=1)
    half = max(1.1 * apart, 0.3 * float(sides.min()))
    low, high = np.transpose(surface.domain)
    inside = all(((low <= place) & (place <= high)).all() for place in (first, last))
    if inside and half >= 0.36 * sides.min():
        return surface.domain
    if inside:
        middle = np.clip(middle, low + half, high - half)
    return tuple((float(at - half), float(at + half)) for at in middle)  # type: ignore[return-value]


def check_points(surface: Surface, first: Point, last: Point) -> None:
    """Make sure that a surface is shown at both points, and has second derivatives there.

    Raises:
        ValueError: naming the parameter that does not fit.
    """
    for name, place in (("point", first), ("second_point", last)):
        for axis, value, (low, high) in zip("xy", place, surface.domain, strict=True):
            if not low <= value <= high:
                raise ValueError(
                    f"{name}: {axis} = {value:g} is outside the domain, from {low:g} to {high:g}"
                )
    check_finite(surface)
    for name, place in (("point", first), ("second_point", last)):
        if not _smooth(surface, place):
            x, y = place
            raise ValueError(
                f"{name}: {surface.name} has no second derivatives at ({x:g}, {y:g}); "
                "choose a point off its kinks"
            )
    if broken := breaks(surface, first, last):
        raise ValueError(
            f"second_point: on the way there {surface.name} has no second derivatives at "
            f"({broken[0]:.3g}, {broken[1]:.3g}); choose one that is reached without a kink"
        )


def heights_shown(surface: Surface, first: Point, last: Point) -> tuple[tuple[float, float], bool]:
    """Return the lowest and the highest height to be shown, and whether more is above.

    The highest is where the surface about the points takes up a good part of the picture.
    """
    (x0, x1), (y0, y1) = surface.domain
    x, y = np.meshgrid(np.linspace(x0, x1, 129), np.linspace(y0, y1, 129))
    values = surface.value(x, y)
    low, high = float(values.min()), float(values.max())
    shares = np.linspace(0, 1, 9)[:, None]
    near = np.full(x.shape, False)
    for px, py in np.array(first) + shares * np.subtract(last, first):
        near |= np.hypot((x - px) / (x1 - x0), (y - py) / (y1 - y0)) < 0.25
    local = float(values[near].max())
    if high - low > 2.6 * (local - low) > 0:
        return (low, low + 1.6 * (local - low)), True
    return (low, high), False
