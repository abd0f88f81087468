"""A surface and a point on it at which its slopes are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from explainer.maths.differentiability import ground_and_point
from explainer.maths.surfaces import Domain, Point, Surface

Array = np.ndarray

LEVEL = 1e-9
"""Slopes below this share of the surface's own steepness count as none."""


@dataclass(frozen=True)
class SurfacePoint:
    """A surface, and a point on it where it has a tangent plane."""

    surface: Surface
    point: Point

    @classmethod
    def tell(cls, surface: str, domain: Domain | None, point: Point | None) -> Self:
        """Return the story; the surface's own start is the point if there is none.

        Raises:
            ValueError: naming what does not fit, as ``surface: ...`` or ``point: ...``.
        """
        return cls(*ground_and_point(surface, domain, point))

    @cached_property
    def height(self) -> float:
        """The surface's height at the point."""
        return float(self.surface.value(*self.point))

    @cached_property
    def span(self) -> float:
        """The difference of the highest and the lowest height that is shown."""
        x, y = np.meshgrid(*(np.linspace(low, high, 41) for low, high in self.surface.domain))
        return float(np.ptp(self.surface.value(x, y)))

    @cached_property
    def gradient(self) -> Array:
        """Both slopes (2,); what is rounding noise beside the surface's steepness is 0."""
        found = np.array(self.surface.gradient(*self.point), dtype=float)
        usual = self.span / np.ptp(self.surface.domain, axis=1)
        return np.where(np.abs(found) <= LEVEL * usual, 0.0, found)

    @property
    def level(self) -> bool:
        """Whether the gradient is zero."""
        return not self.gradient.any()
