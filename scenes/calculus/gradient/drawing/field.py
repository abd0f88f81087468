"""Arrows of the gradient all over a map, and points that follow them uphill."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.geometry.plane import arrow_outline, corners_path, segments_path
from explainer.mobjects.contour_map import ContourMap
from explainer.mobjects.shapes import Curve, Shape, VGroup, disc
from explainer.scenes.calculus.gradient.story import ACROSS, DirectionalStory
from explainer.style import Theme

LONG = 1.0
"""Length of the longest arrow, in shares of the distance between two."""


DOT = 0.055
"""Radius of a point that goes uphill, in scene units."""


class GradientField(Shape):
    """Arrows all over a map, one shape: the gradient at each point of a grid.

    Attributes:
        shares: how long each is (n,), in shares of the longest.
    """

    def __init__(self, contour_map: ContourMap, story: DirectionalStory, theme: Theme) -> None:
        super().__init__(fill_color=theme.gradient, fill_opacity=1, stroke_width=0)
        self.set_background_stroke(color=theme.background, width=4, opacity=0.9)
        points, gradients = story.field
        low, high = contour_map.corners
        longest = LONG * float((high - low)[:2].min()) / ACROSS
        self.middles = contour_map.at(points)[:, :2]
        ways = gradients * contour_map.scales
        sizes = np.linalg.norm(ways, axis=1)
        steep, power = max(float(sizes.max(initial=0.0)), 1e-300), story.power
        shares = (sizes / steep) ** power * (1.0 if power else 0.7)
        self.shares = np.where(sizes > 1e-9 * steep, shares, 0.0)
        self.ways = (longest * self.shares / np.maximum(sizes, 1e-300))[:, None] * ways
        away = np.linalg.norm(self.middles - contour_map.at(story.point)[:2], axis=1)
        self.starts = 0.6 * away / max(float(away.max(initial=0.0)), 1e-300)
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Draw the arrows, each grown about its middle, those near the point first."""
        outlines = [np.zeros((0, 3))]
        for middle, way, start in zip(self.middles, self.ways, self.starts, strict=True):
            grown = float(ease((t - start) / 0.4)) * way
            if np.linalg.norm(grown) > 0.05:
                corners = arrow_outline(middle - grown / 2, middle + grown / 2, 0.055, 0.2)
                outlines.append(corners_path(corners))
        self.points = np.concatenate(outlines)
        return self


class Flow(VGroup):
    """Points that go uphill along the gradient, with trails behind them."""

    def __init__(self, contour_map: ContourMap, story: DirectionalStory, theme: Theme) -> None:
        self.ways = contour_map.at(story.trails)
        # Those that have come to the border or to a maximum leave only their trail.
        self.stopped = (self.ways[-1] == self.ways[-2:-1]).all(axis=(0, 2))
        self.trails = Curve(theme.ink, width=theme.strokes.regular).set_stroke(opacity=0.6)
        self.dots = Shape(fill_color=theme.ink, fill_opacity=1, stroke_width=0)
        self.dots.set_background_stroke(color=theme.background, width=3, opacity=0.8)
        super().__init__(self.trails, self.dots)
        self.go(0.0)

    def go(self, t: float) -> Self:
        """Take the points a share of their way."""
        steps = len(self.ways) - 1
        at = t * steps
        whole = min(int(at), steps - 1) if steps > 0 else 0
        share = at - whole
        heads = self.ways[whole]
        if steps > 0:
            heads = (1 - share) * heads + share * self.ways[whole + 1]
        line = np.concatenate([self.ways[: whole + 1], heads[None]])
        pairs = np.stack([line[:-1], line[1:]], axis=2).reshape(-1, 2, 3)[..., :2]
        moved = np.linalg.norm(pairs[:, 1] - pairs[:, 0], axis=1) > 1e-4
        self.trails.points = segments_path(pairs[moved])
        gone = np.linalg.norm(heads - self.ways[0], axis=1)
        circle = disc(np.zeros(2), DOT, DOT)
        left = np.linalg.norm(self.ways[-1] - heads, axis=1)
        left[~self.stopped] = np.inf
        sizes = np.minimum(1.0, np.minimum(gone, left) / (2 * DOT))[:, None, None]
        self.dots.points = (heads[:, None] + sizes * circle)[np.minimum(gone, left) > 0.01].reshape(
            -1, 3
        )
        return self
