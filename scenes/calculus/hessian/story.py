"""The story of a second-order model as numbers: what a scene's parameters lead to."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.surfaces import Domain, Point, Surface, surface
from explainer.scenes.calculus.hessian.model_surface import (
    check_points,
    chosen_points,
    heights_shown,
    window,
)
from explainer.scenes.calculus.hessian.second_order import ModelPath, QuadraticModel

Array = np.ndarray

REACH = 0.5
"""Half the width of a model as a share of half the picture's width, where that fits."""

ROOM = (-0.19, 0.08)
"""How far below the lowest and above the highest height a model is drawn, in heights' spans."""

READINGS = 3
"""How many distances the gaps are read at, each twice the one before."""

_ROUND = (1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 4.8, 6.0, 8.0, 10.0)
"""Distances whose halves and quarters have few figures."""


@dataclass(frozen=True, eq=False)
class HessianStory:
    """A surface, the model at a point, and how it bends on the way to a second point.

    Attributes:
        surface: with the domain that is shown.
        heights: the lowest height that is shown and the highest.
        cut: whether the surface goes on above the highest.
        path: the models from the point to the second point.
        semi: how far a model reaches along x and along y where nothing cuts it short.
    """

    surface: Surface
    heights: tuple[float, float]
    cut: bool
    path: ModelPath
    semi: tuple[float, float]

    @classmethod
    def tell(
        cls, name: str, domain: Domain | None, point: Point | None, second: Point | None
    ) -> HessianStory:
        """Return the story; what is None is chosen to suit the surface.

        Raises:
            ValueError: naming what does not fit, as ``surface: ...`` or ``point: ...``.
        """
        try:
            ground = surface(name, domain)
        except ValueError as error:
            raise ValueError(f"surface: {error}") from None
        first, last = chosen_points(ground, point, second)
        ground = replace(ground, domain=domain or window(ground, first, last))
        check_points(ground, first, last)
        longest = max(high - low for low, high in ground.domain)
        units = [min(longest / 2, high - low) for low, high in ground.domain]
        heights, cut = heights_shown(ground, first, last)
        spread = heights[1] - heights[0]
        path = ModelPath(ground, first, last, (spread or 1.0) / max(units) ** 2)
        story = cls(ground, heights, cut, path, (REACH * units[0], REACH * units[1]))
        share = min(story.fitting(path.at(at)) for at in np.linspace(0, 1, 13))
        return replace(story, semi=(share * story.semi[0], share * story.semi[1]))

    @cached_property
    def first(self) -> QuadraticModel:
        """The model at the point."""
        return self.path.at(0.0)

    @cached_property
    def last(self) -> QuadraticModel:
        """The model at the second point."""
        return self.path.at(1.0)

    @cached_property
    def extent(self) -> tuple[float, float]:
        """The least and the greatest curvature on the way."""
        found = [self.path.at(share).curvatures for share in np.linspace(0, 1, 121)]
        return float(np.min(found)), float(np.max(found))

    @property
    def stretched(self) -> bool:
        """Whether x and y are drawn to different scales."""
        return abs(self.semi[0] / self.semi[1] - 1) > 1e-9

    def level(self, model: QuadraticModel) -> bool:
        """Whether the slope at a model's point is zero, as far as the heights can tell."""
        spread = max(self.heights[1] - self.heights[0], 1e-300)
        return float(np.abs(model.gradient * self.semi).max()) <= 1e-5 * spread

    def slope(self, model: QuadraticModel) -> tuple[float, float]:
        """Return the gradient at a model's point; what is rounding noise is 0."""
        spread = max(self.heights[1] - self.heights[0], 1e-300)
        x, y = (
            float(part) if abs(part) * semi > 1e-11 * spread else 0.0
            for part, semi in zip(model.gradient, self.semi, strict=True)
        )
        return x, y

    # -- where a model is drawn ------------------------------------------------------------------

    def spokes(self, model: QuadraticModel, angles: ArrayLike) -> Array:
        """Return how far (n,) a model is drawn at angles: it is cut at the edges of the picture."""
        turn = np.asarray(angles, dtype=float)
        ways = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
        reach = 1 / np.linalg.norm(ways / self.semi, axis=-1)
        for axis, (low, high) in enumerate(self.surface.domain):
            with np.errstate(divide="ignore", invalid="ignore"):
                edge = np.where(ways[..., axis] > 0, high, low) - model.point[axis]
                room = np.where(ways[..., axis] == 0, np.inf, edge / ways[..., axis])
            reach = np.minimum(reach, np.maximum(room, 0.0))
        return np.minimum(reach, self._climb(model, turn, ways))

    def fitting(self, model: QuadraticModel) -> float:
        """Return to which share a model must shrink, at least a half, to be drawn whole."""
        angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        ways = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        whole = 1 / np.linalg.norm(ways / self.semi, axis=-1)
        return float(np.clip((self._climb(model, angles, ways) / whole).min(), 0.5, 1.0))

    def _climb(self, model: QuadraticModel, turn: Array, ways: Array) -> Array:
        """Return how far plane and model both stay within the heights of the picture."""
        spread = (self.heights[1] - self.heights[0]) or 1.0
        low, high = (base + part * spread for base, part in zip(self.heights, ROOM, strict=True))
        slopes, bends = ways @ model.gradient, model.along(turn)
        reach = np.full(turn.shape, np.inf)
        for bound in (low, high):
            for bend in (0 * bends, bends):
                reach = np.minimum(reach, _first_root(bend / 2, slopes, model.value - bound))
        return reach

    # -- the gaps --------------------------------------------------------------------------------

    @cached_property
    def _all_round(self) -> tuple[Array, Array]:
        """Angles (72,) and the largest gaps (72, 2) of plane and model along them."""
        angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        reaches = self.spokes(self.first, angles)
        shares = np.linspace(0.2, 1, 9)
        gaps = [self._gaps(a, shares * r).max(axis=1) for a, r in zip(angles, reaches, strict=True)]
        return angles, np.array(gaps)

    @property
    def flat(self) -> bool:
        """Whether the surface is its tangent plane, as far as the model reaches."""
        return not self._all_round[1][:, 0].any()

    @property
    def exact(self) -> bool:
        """Whether the surface is its model, as far as that reaches."""
        return not self._all_round[1][:, 1].any()

    @cached_property
    def probe(self) -> float:
        """The angle along which the surface leaves both its tangent plane and its model most."""
        angles, gaps = self._all_round
        largest = gaps.max(axis=0)
        scores = (gaps / np.where(largest > 0, largest, 1.0)).sum(axis=1)
        # Of directions that are as good but for rounding, the first.
        return float(angles[int(np.argmax(scores >= scores.max() * (1 - 1e-9)))])

    @cached_property
    def distances(self) -> Array:
        """The distances (3,) at which the gaps are read, each twice the one before."""
        reach = float(self.spokes(self.first, self.probe))
        power = 10.0 ** math.floor(math.log10(reach))
        largest = max((f * power for f in _ROUND if f * power <= reach), default=reach)
        return np.asarray(largest / 2.0 ** np.arange(READINGS)[::-1])

    @cached_property
    def gaps(self) -> Array:
        """How far (2, 3) the tangent plane and the model are from the surface at the distances."""
        return self._gaps(self.probe, self.distances)

    def slice(self, distances: ArrayLike) -> Array:
        """Return heights (3, n) of surface, plane and model at distances along the probe."""
        h = np.asarray(distances, dtype=float)
        steps = h[:, None] * [math.cos(self.probe), math.sin(self.probe)]
        points = np.asarray(self.first.point) + steps
        ground = self.surface.value(*points.T)
        return np.stack([ground, self.first.plane(steps), self.first.height(steps)])

    def _gaps(self, angle: float, distances: Array) -> Array:
        steps = distances[:, None] * [math.cos(angle), math.sin(angle)]
        points = np.asarray(self.first.point) + steps
        ground = self.surface.value(*points.T)
        gaps = np.abs(ground - np.stack([self.first.plane(steps), self.first.height(steps)]))
        # Differences of heights are not known better than the heights themselves.
        noise = 1e-13 * (np.abs(ground) + abs(self.first.value))
        return np.where(gaps <= noise, 0.0, gaps)


def _first_root(a: Array, b: Array, c: float) -> Array:
    """Return the least positive root (n,) of a h**2 + b h + c, infinite where there is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = b**2 - 4 * a * c
        half = -0.5 * (b + np.where(b >= 0, 1.0, -1.0) * np.sqrt(inner))
        roots = np.stack([half / a, c / half])
    roots = np.where(np.isfinite(roots) & (roots > 0), roots, np.inf)
    return np.asarray(roots.min(axis=0))
