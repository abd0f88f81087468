"""Densities on a chart: filled curves and intervals whose points are set in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np

from explainer.geometry.plane import corners_path
from explainer.mobjects.axes import ChartAxes
from explainer.mobjects.shapes import Segments, Shape, VGroup
from explainer.style import Theme

Density = Callable[[np.ndarray], np.ndarray]


class DensityCurve(VGroup):
    """The graph of a density with the area below it, cut off at the top of the chart.

    Args:
        axes: the chart.
        colour: ``#RRGGBB`` of line and area.
        theme: for stroke widths.
        fill: opacity of the area; no area is drawn when 0.
        dashed: draw the line in dashes.
        width: stroke width; the theme's bold one when None.
    """

    def __init__(
        self,
        axes: ChartAxes,
        colour: str,
        theme: Theme,
        *,
        fill: float = 0.0,
        dashed: bool = False,
        width: float | None = None,
    ) -> None:
        self.axes, self.theme, self.dashed = axes, theme, dashed
        self.fill = Shape(fill_color=colour, fill_opacity=fill, stroke_width=0)
        self.line = Segments(colour, width=theme.strokes.bold if width is None else width)
        self.outline = np.zeros((0, 2))
        super().__init__(self.fill, self.line)

    def set_density(self, density: Density, nodes: np.ndarray) -> Self:
        """Show the function, sampled at rising (n,) ``nodes``."""
        with np.errstate(all="ignore"):
            heights = np.asarray(density(nodes), dtype=float)
        points = cut(nodes, np.nan_to_num(heights, posinf=1e300), self.axes.top)
        foot = [[points[-1, 0], 0], [points[0, 0], 0], points[0]]
        self.outline = self.axes.to_frame(np.concatenate([points, foot]))
        self.fill.points = corners_path(self.outline)
        graph = self.axes.to_frame(points)
        below = points[:, 1] < self.axes.top * (1 - 1e-9)
        drawn = below[:-1] | below[1:]
        pieces = np.stack([graph[:-1], graph[1:]], axis=1)[drawn]
        self.line.set_segments(_dashes(graph) if self.dashed else pieces)
        return self

    def set_colour(self, colour: str) -> Self:
        """Change the colour of line and area."""
        self.fill.set_fill(colour)
        self.line.set_stroke(colour)
        return self

    def set_opacities(self, line: float, fill: float | None = None) -> Self:
        """Set the opacity of the line, and of the area where given."""
        self.line.set_stroke(opacity=line)
        if fill is not None:
            self.fill.set_fill(opacity=fill)
        return self

    def area(self) -> float:
        """Return the drawn area in the units of the axes (shoelace formula)."""
        x, y = self.axes.to_values(self.outline).T
        return float(abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2)

    def height_at(self, x: float | np.ndarray) -> np.ndarray:
        """Return the drawn height in the frame, above the axis, at frame abscissa ``x``."""
        graph = self.outline[:-3]
        bottom = self.axes.zone.bottom
        return np.asarray(
            np.interp(x, graph[:, 0], graph[:, 1], left=bottom, right=bottom) - bottom
        )

    def peak(self) -> np.ndarray:
        """Return the highest drawn point, (2,) in the frame."""
        return np.array(self.outline[int(np.argmax(self.outline[:-3, 1]))])


def cut(nodes: np.ndarray, heights: np.ndarray, top: float) -> np.ndarray:
    """Return the graph as (n, 2) points, cut off at ``top`` where it crosses it."""
    above = heights > top
    at = np.flatnonzero(above[:-1] != above[1:])
    share = (top - heights[at]) / (heights[at + 1] - heights[at])
    crossings = nodes[at] + share * (nodes[at + 1] - nodes[at])
    x = np.insert(nodes, at + 1, crossings)
    y = np.insert(np.minimum(heights, top), at + 1, top)
    return np.stack([x, y], axis=1)


class Band(VGroup):
    """The part of a density between two ends, with a line at each.

    Args:
        curve: the density; the band follows its drawn outline.
        colour: ``#RRGGBB``.
        theme: for stroke widths.
    """

    def __init__(self, curve: DensityCurve, colour: str, theme: Theme) -> None:
        self.curve = curve
        self.area = Shape(fill_color=colour, fill_opacity=0.55, stroke_width=0)
        self.ends = Segments(colour, width=theme.strokes.regular)
        super().__init__(self.area, self.ends)

    def set_interval(
        self, low: float, high: float, tops: tuple[float, float] | None = None
    ) -> Self:
        """Fill from ``low`` to ``high``; the ends reach up to ``tops``, ordinates in the frame."""
        axes = self.curve.axes
        bottom = axes.zone.bottom
        left, right = axes.to_frame(np.array([[low, 0.0], [high, 0.0]]))[:, 0]
        left, right = np.clip([left, right], axes.zone.left, axes.zone.right)
        graph = self.curve.outline[:-3]
        inner = graph[(graph[:, 0] > left) & (graph[:, 0] < right)]
        first = [left, bottom + float(self.curve.height_at(left))]
        last = [right, bottom + float(self.curve.height_at(right))]
        outline = np.concatenate(
            [[[left, bottom], first], inner, [last, [right, bottom], [left, bottom]]]
        )
        self.area.points = corners_path(outline)
        heights = tops or (first[1], last[1])
        lines = [
            [[x, bottom - 0.12], [x, height]]
            for x, height in zip((left, right), heights, strict=True)
        ]
        self.ends.set_segments(np.array(lines))
        return self


def _dashes(graph: np.ndarray, dash: float = 0.16) -> np.ndarray:
    """Return a polyline cut into dashes, (m, 2, 2), measured along it in the frame."""
    lengths = np.linalg.norm(np.diff(graph, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    if along[-1] < 1e-9:
        return np.zeros((0, 2, 2))
    count = max(2, round(along[-1] / (dash / 4)))
    places = np.linspace(0, along[-1], count + 1)
    points = np.stack([np.interp(places, along, graph[:, axis]) for axis in (0, 1)], axis=1)
    pieces = np.stack([points[:-1], points[1:]], axis=1)
    return pieces[np.arange(count) % 6 < 4]
