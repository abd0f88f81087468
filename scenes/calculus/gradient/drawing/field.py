"""Arrows all over a map: the direction of the gradient at each point of a grid."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.geometry.plane import arrow_outline, corners_path
from explainer.mobjects.contour_map import ContourMap
from explainer.mobjects.shapes import Shape


class GradientField(Shape):
    """Arrows all over a map, one shape.

    Args:
        contour_map: the map.
        points: (n, 2) in x and y.
        gradients: (n, 2) there.
        longest: of an arrow, in scene units.
        power: of the slope, that the lengths grow with; 0 gives all one length.
    """

    def __init__(
        self,
        contour_map: ContourMap,
        points: np.ndarray,
        gradients: np.ndarray,
        longest: float,
        power: float,
    ) -> None:
        theme = contour_map.landscape.theme
        super().__init__(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.set_background_stroke(color=theme.background, width=3, opacity=0.9)
        self.middles = contour_map.at(points)[:, :2]
        ways = gradients * contour_map.scales
        sizes = np.linalg.norm(ways, axis=1)
        steep = float(sizes.max(initial=0.0))
        self.shares = np.zeros(len(points))
        if steep > 0:
            seen = sizes > 1e-9 * steep
            self.shares[seen] = (sizes[seen] / steep) ** power * (1.0 if power else 0.7)
        units = ways / np.maximum(sizes, 1e-300)[:, None]
        self.ways = longest * self.shares[:, None] * units
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Draw the arrows at a share of their length, each about its middle."""
        outlines = [np.zeros((0, 3))]
        for middle, way in zip(self.middles, t * self.ways, strict=True):
            if np.linalg.norm(way) > 0.04:
                corners, _ = arrow_outline(middle - way / 2, middle + way / 2, 0.035, 0.13)
                outlines.append(corners_path(corners))
        self.points = np.concatenate(outlines)
        return self
