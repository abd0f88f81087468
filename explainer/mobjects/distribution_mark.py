"""Distributions on a chart: curves with the area below, bars, steps, stems, and parts of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, Protocol, Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Segments, Shape, VGroup, dashes

BAR = 0.8
"""The width of a bar about a single value, where values are one apart."""
Kind = Literal["curve", "bars", "stems"]
FINE = 0.05
"""Bars narrower than this in the frame have no sides of their own."""


class Drawable(Protocol):
    """A distribution as far as its mark asks it; those of ``explainer.maths`` are such."""

    @property
    def discrete(self) -> bool:
        """Whether it has masses, and no density."""

    def density(self, x: np.ndarray) -> np.ndarray:
        """Return the density or the mass at x, of x's shape."""

    def nodes(self, low: float, high: float) -> np.ndarray:
        """Return rising places in a window at which to draw it."""


class Heights(VGroup):
    """Heights over the horizontal axis of a chart: a curve, bars or stems, cut off at its top.

    They are drawn again whenever the chart's window has changed.

    Args:
        chart: where they stand.
        role: the role of their colour, or a colour.
        fill: opacity of the area; of no area when 0.
        width: the name of a stroke width; no line when empty.
        dashed: draw a curve in dashes.
    """

    def __init__(
        self,
        chart: LiveChart,
        role: str,
        *,
        fill: float = 0.0,
        width: str = "bold",
        dashed: bool = False,
    ) -> None:
        theme, colour = chart.theme, role if role.startswith("#") else chart.theme.colour(role)
        self.chart, self.dashed = chart, dashed
        self.area = Shape(fill_color=colour, fill_opacity=fill, stroke_width=0)
        self.line = Segments(colour, width=getattr(theme.strokes, width) if width else 0.0)
        self.heads = Dots(colour, 0.06)
        self._draw: Callable[[], object] = lambda: None
        self._outlines = np.zeros((0, 0, 2))
        super().__init__(self.area, self.line, self.heads)
        chart.marks.append(self)

    def redraw(self) -> Self:
        """Draw the same heights for the chart as it is now."""
        self._draw()
        return self

    def curve(self, x: np.ndarray, heights: np.ndarray) -> Self:
        """Draw a curve through (n,) heights at (n,) rising places, with the area below it."""
        self._draw = partial(self.curve, x, heights)
        if len(x) < 2:
            return self._set(np.zeros((0, 0, 2)), np.zeros((0, 2, 2)))
        chart, top = self.chart, self.chart.top
        points = _cut(x, np.nan_to_num(heights, posinf=1e300), top)
        foot = np.array([[points[-1, 0], 0], [points[0, 0], 0], points[0]])
        graph = chart.at(*points.T)
        lower, upper = np.sort([points[:-1, 1], points[1:, 1]], axis=0)
        seen = (lower < top * (1 - 1e-9)) & (upper > 0)  # not along the cut, nor along the axis
        pieces = np.stack([graph[:-1], graph[1:]], axis=1)[seen]
        outline = chart.at(*np.concatenate([points, foot]).T)
        return self._set(outline[None], dashes(graph) if self.dashed else pieces)

    def bars(
        self,
        lefts: np.ndarray,
        rights: np.ndarray,
        heights: np.ndarray,
        *,
        feet: ArrayLike = 0.0,
        sides: np.ndarray | None = None,
    ) -> Self:
        """Draw bars of (m,) heights between (m,) left and right ends.

        Args:
            lefts: left ends.
            rights: right ends.
            heights: of the bars.
            feet: (m,) heights at which they begin.
            sides: (2, m) shares of their heights up to which their left and right sides are drawn;
                in full when None, or not at all where bars are too narrow.
        """
        self._draw = partial(self.bars, lefts, rights, heights, feet=feet, sides=sides)
        chart, top = self.chart, self.chart.top
        feet = np.broadcast_to(feet, np.shape(heights))
        lefts, rights = (np.clip(ends, chart.x.low, chart.x.high) for ends in (lefts, rights))
        kept = (rights > lefts) & (np.abs(heights - feet) > 1e-9 * top)
        lefts, rights = lefts[kept], rights[kept]
        tops, feet = np.minimum(heights[kept], top), np.minimum(feet[kept], top)
        x = np.stack([lefts, lefts, rights, rights, lefts], axis=1)
        outlines = chart.at(x, np.stack([feet, tops, tops, feet, feet], axis=1))
        lower, upper = outlines[:, [0, 3]], outlines[:, [1, 2]]
        if sides is None:
            wide = np.max(upper[:, 1, 0] - upper[:, 0, 0], initial=0.0) > FINE
            shares = np.full((len(tops), 2), float(wide))
        else:
            shares = sides[:, kept].T
        upright = np.stack([lower, lower + shares[..., None] * (upper - lower)], axis=2)
        return self._set(outlines, np.concatenate([upper, upright[shares > 0]]))

    def steps(self, edges: np.ndarray, heights: np.ndarray) -> Self:
        """Draw the outline of (m,) bars that touch, between (m + 1,) rising edges."""
        ends = np.clip(edges, self.chart.x.low, self.chart.x.high)
        kept = ends[1:] > ends[:-1]
        x = np.stack([ends[:-1], ends[1:]], axis=1)[kept]
        self.curve(np.ravel(x), np.repeat(heights[kept], 2))
        self._draw = partial(self.steps, edges, heights)
        return self

    def stems(self, x: np.ndarray, heights: np.ndarray) -> Self:
        """Draw a stem with a dot at its end for each of (n,) heights."""
        self._draw = partial(self.stems, x, heights)
        ends = self.chart.at(x, heights)
        self._set(np.zeros((0, 0, 2)), np.stack([self.chart.at(x, 0 * x), ends], axis=1))
        self.heads.set_dots(ends)
        return self

    def _set(self, outlines: np.ndarray, lines: np.ndarray) -> Self:
        self._outlines = outlines
        paths = [corners_path(outline) for outline in outlines]
        self.area.points = np.concatenate(paths) if paths else np.zeros((0, 3))
        self.line.set_segments(lines)
        self.heads.points = np.zeros((0, 3))
        return self

    def set_colour(self, colour: str) -> Self:
        """Change the colour of line and area."""
        self.area.set_fill(colour)
        self.line.set_stroke(colour)
        return self

    def set_opacities(self, line: float, fill: float | None = None) -> Self:
        """Set the opacity of the line, and of the area where given."""
        self.line.set_stroke(opacity=line)
        if fill is not None:
            self.area.set_fill(opacity=fill)
        return self

    @property
    def graph(self) -> np.ndarray:
        """The drawn curve, (n, 2) in the frame."""
        return np.asarray(self._outlines[0, :-3])

    def data(self) -> np.ndarray:
        """Return the corners of the curve's area or of each bar, (1 or m, n, 2) values."""
        return self.chart.values(self._outlines)

    def total(self) -> float:
        """Return the drawn area in the units of the axes (shoelace formula)."""
        x, y = np.moveaxis(self.data(), -1, 0)
        twice = np.sum(x[:, :-1] * y[:, 1:] - x[:, 1:] * y[:, :-1], axis=1)
        return float(np.abs(twice).sum() / 2)

    def height_at(self, x: ArrayLike) -> np.ndarray:
        """Return the drawn height of the curve in the frame, above the axis, at abscissas x."""
        bottom, (across, up) = self.chart.zone.bottom, self.graph.T
        at = np.asarray(x, dtype=float)
        return np.asarray(np.interp(at, across, up, left=bottom, right=bottom) - bottom)


class DistributionMark(Heights):
    """A distribution on a chart: a density as a curve, a mass function as bars or as stems.

    Args:
        chart: where it stands.
        role: the role of its colour, or a colour.
        distribution: what is drawn.
        kind: how it is drawn; as a curve or as bars, as it has a density or masses, when None.
        **style: as for ``Heights``.
    """

    def __init__(
        self,
        chart: LiveChart,
        role: str,
        distribution: Drawable,
        *,
        kind: Kind | None = None,
        fill: float = 0.0,
        width: str = "bold",
        dashed: bool = False,
    ) -> None:
        super().__init__(chart, role, fill=fill, width=width, dashed=dashed)
        self.distribution, self.kind = distribution, kind
        self._sampled: tuple[Any, ...] = ()

    def show(
        self,
        distribution: Drawable | None = None,
        *,
        scale: float = 1.0,
        since: float = -math.inf,
        upto: float = math.inf,
    ) -> Self:
        """Draw it in the chart's window.

        Args:
            distribution: what is drawn from now on; what was when None.
            scale: what heights are multiplied by.
            since: draw what lies at or right of this value.
            upto: draw what lies at or left of this one; bars grow as it passes them.
        """
        drawn = self.distribution = distribution or self.distribution
        window = self.chart.x.low, self.chart.x.high
        if self._sampled[:2] != (drawn, window):
            places = drawn.nodes(*window)
            heights = np.nan_to_num(drawn.density(places), posinf=1e300)
            self._sampled = drawn, window, places, heights
        x, heights = self._sampled[2], scale * self._sampled[3]
        kind = self.kind or ("bars" if drawn.discrete else "curve")
        if kind == "stems":
            self.stems(x, heights)
        elif kind == "bars":
            reach = BAR / 2
            passed = np.clip(np.minimum(upto - x, x - since) / reach + 1, 0, 1)
            self.bars(x - reach, x + reach, heights * passed)
        else:
            ends = np.array([each for each in (since, upto) if x[0] < each < x[-1]])
            inner = (x > since) & (x < upto)
            at = np.interp(ends, x, np.minimum(heights, 4 * self.chart.top))
            order = np.argsort(np.append(ends, x[inner]), kind="stable")
            places, heights = np.append(ends, x[inner]), np.append(at, heights[inner])
            self.curve(places[order], heights[order])
        self._draw = partial(self.show, scale=scale, since=since, upto=upto)
        return self


class Band(VGroup):
    """The part of a curve's area between two values, with a line at each.

    Args:
        curve: the curve; the band follows its drawn outline.
        role: the role of its colour.
    """

    def __init__(self, curve: Heights, role: str) -> None:
        theme = curve.chart.theme
        self.curve = curve
        self.area = Shape(fill_color=theme.colour(role), fill_opacity=0.55, stroke_width=0)
        self.ends = Segments(theme.colour(role), width=theme.strokes.regular)
        super().__init__(self.area, self.ends)

    def between(self, low: float, high: float, tops: tuple[float, float] | None = None) -> Self:
        """Fill from ``low`` to ``high``; the ends reach up to ``tops``, ordinates in the frame."""
        chart, graph = self.curve.chart, self.curve.graph
        zone = chart.zone
        left, right = np.clip(chart.across([low, high]), zone.left, zone.right)
        inner = graph[(graph[:, 0] > left) & (graph[:, 0] < right)]
        heights = zone.bottom + self.curve.height_at([left, right])
        foot = [[left, zone.bottom], [left, heights[0]]]
        end = [[right, heights[1]], [right, zone.bottom], foot[0]]
        self.area.points = corners_path(np.concatenate([foot, inner, end]))
        lines = [
            [[x, zone.bottom - 0.12], [x, height]]
            for x, height in zip((left, right), tops or heights, strict=True)
        ]
        self.ends.set_segments(np.array(lines))
        return self


def _cut(nodes: np.ndarray, heights: np.ndarray, top: float) -> np.ndarray:
    """Return the graph as (n, 2) points, cut off at ``top`` where it crosses it."""
    above = heights > top
    at = np.flatnonzero(above[:-1] != above[1:])
    share = (top - heights[at]) / (heights[at + 1] - heights[at])
    crossings = nodes[at] + share * (nodes[at + 1] - nodes[at])
    x = np.insert(nodes, at + 1, crossings)
    y = np.insert(np.minimum(heights, top), at + 1, top)
    return np.stack([x, y], axis=1)
