"""Bars, curves and heights over one axis of values; they can be raised, pressed and tilted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.axes import Tick, ticks
from explainer.mobjects.density import cut
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Segments
from explainer.mobjects.text import Words
from explainer.mobjects.value_axis import ValueAxis
from explainer.numbers import shortest
from explainer.style import Theme, Zone

FINE = 0.06
"""Bars narrower than this in the frame have no outline of their own."""
GAP = 0.72
"""The least distance between neighbouring numbers of heights."""
MOST_NUMBERS = 8
SHORT = (-2, 4)
"""Heights from and to these powers of ten are written as they are."""


class Pose(NamedTuple):
    """Where a plot stands: its baseline, its height, and a turn about a point of the baseline.

    Attributes:
        baseline: the ordinate of height zero.
        height: of the plot, in the frame.
        angle: radians, anticlockwise.
        pivot: the abscissa about which it turns.
    """

    baseline: float
    height: float
    angle: float = 0.0
    pivot: float = 0.0

    def towards(self, other: Pose, t: float) -> Pose:
        """Return the pose a share t of the way to another."""
        return Pose(*(a + (b - a) * t for a, b in zip(self, other, strict=True)))


class Plot:
    """Places heights over the values of an axis.

    Args:
        axis: of the values.
        top: the height of the plot, in the units of the heights.
        pose: where it stands.
    """

    def __init__(self, axis: ValueAxis, top: float, pose: Pose) -> None:
        self.axis, self.top, self.pose = axis, top, pose

    def to_frame(self, values: np.ndarray) -> np.ndarray:
        """Return (..., 2) values and heights as frame coordinates."""
        pose, points = self.pose, np.asarray(values, dtype=float)
        x = self.axis.across(points[..., 0])
        y = points[..., 1] / self.top * pose.height
        if pose.angle:
            c, s = math.cos(pose.angle), math.sin(pose.angle)
            x, y = pose.pivot + c * (x - pose.pivot) - s * y, s * (x - pose.pivot) + c * y
        return np.stack([x, pose.baseline + y], axis=-1)


class Graph(VGroup):
    """Bars or a curve with the area below, drawn as two shapes.

    Args:
        plot: where heights go.
        colour: ``#RRGGBB``.
        theme: for stroke widths.
        fill: opacity of the area.
        width: stroke width; the theme's regular one when None.
    """

    def __init__(
        self, plot: Plot, colour: str, theme: Theme, *, fill: float, width: float | None = None
    ) -> None:
        self.plot = plot
        self.area = VMobject(fill_color=colour, fill_opacity=fill, stroke_width=0)
        self.line = Segments(colour, width=theme.strokes.regular if width is None else width)
        super().__init__(self.area, self.line)

    def set_bars(
        self,
        lefts: np.ndarray,
        rights: np.ndarray,
        heights: np.ndarray,
        sides: np.ndarray | None = None,
    ) -> Self:
        """Draw bars of (m,) heights between (m,) left and right ends, cut off at the top.

        Args:
            lefts: left ends.
            rights: right ends.
            heights: of the bars.
            sides: (2, m) shares of their heights up to which their left and right sides are drawn;
                in full when None, or not at all where bars are too narrow.
        """
        axis, top = self.plot.axis, self.plot.top
        lefts, rights = (np.clip(ends, axis.low, axis.high) for ends in (lefts, rights))
        kept = (rights > lefts) & (heights > 1e-9 * top)
        lefts, rights = lefts[kept], rights[kept]
        tops = np.minimum(heights[kept], top)
        if not len(tops):
            self.area.points = self.line.points = np.zeros((0, 3))
            return self
        x = np.stack([lefts, lefts, rights, rights, lefts], axis=1)
        y = np.stack([0 * tops, tops, tops, 0 * tops, 0 * tops], axis=1)
        corners = self.plot.to_frame(np.stack([x, y], axis=-1))
        self.area.points = np.concatenate([corners_path(bar) for bar in corners])
        feet, ends = corners[:, [0, 3]], corners[:, [1, 2]]
        if sides is None:
            narrow = float(np.min(corners[:, 2, 0] - corners[:, 1, 0])) < FINE
            shares = np.full((2, len(tops)), 0.0 if narrow else 1.0)
        else:
            shares = sides[:, kept]
        drawn = np.stack([feet, feet + shares.T[..., None] * (ends - feet)], axis=2)
        self.line.set_segments(np.concatenate([ends, drawn[shares.T > 0]]))
        return self

    def set_curve(self, x: np.ndarray, heights: np.ndarray) -> Self:
        """Draw a curve through (m,) heights at (m,) rising places, cut off at the top."""
        if len(x) < 2:
            self.area.points = self.line.points = np.zeros((0, 3))
            return self
        top = self.plot.top
        points = cut(x, np.nan_to_num(heights, posinf=1e300), top)
        foot = np.array([[points[-1, 0], 0], [points[0, 0], 0], points[0]])
        self.area.points = corners_path(self.plot.to_frame(np.concatenate([points, foot])))
        graph = self.plot.to_frame(points)
        below = points[:, 1] < top * (1 - 1e-9)
        drawn = below[:-1] | below[1:]
        self.line.set_segments(np.stack([graph[:-1], graph[1:]], axis=1)[drawn])
        return self


class DistributionGraph(Graph):
    """The graph of a distribution: its mass function as bars, or its density as a curve.

    Args:
        plot: where heights go.
        x: (m,) rising places, the values of a discrete distribution.
        heights: (m,) masses or densities there.
        colour, theme, fill, width: as for ``Graph``.
        bars: draw bars about the places.
    """

    def __init__(
        self,
        plot: Plot,
        x: np.ndarray,
        heights: np.ndarray,
        colour: str,
        theme: Theme,
        *,
        bars: bool,
        fill: float,
        width: float | None = None,
    ) -> None:
        super().__init__(plot, colour, theme, fill=fill, width=width)
        self.x, self.heights, self.bars = x, heights, bars

    def show(self, upto: float = math.inf) -> Self:
        """Draw what lies at or left of a value; bars grow as it passes them."""
        if self.bars:
            passed = np.clip((upto - self.x + 0.4) / 0.4, 0, 1) if np.isfinite(upto) else 1.0
            return self.set_bars(self.x - 0.4, self.x + 0.4, self.heights * passed)
        x, heights = self.x, np.minimum(self.heights, 4 * self.plot.top)
        if upto < x[-1]:
            inner = x < upto
            end = float(np.interp(upto, x, heights))
            x, heights = np.append(x[inner], upto), np.append(heights[inner], end)
        return self.set_curve(x, heights)


class HeightAxis(VGroup):
    """Numbers at the left of a plot, with a faint line across it for each, and a name above.

    Args:
        zone: the plot; its left and right end stay where they are.
        theme: for colours and type sizes.
        name: Typst markup of what is measured.
        top: the largest value, which says in what power of ten it is measured.
        colour: the role of the name.
        whole: number whole values only.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        name: str,
        top: float,
        *,
        colour: str = "muted",
        whole: bool = False,
    ) -> None:
        self.zone, self.whole = zone, whole
        power = math.floor(math.log10(top)) if top > 0 and math.isfinite(top) else 0
        self.power = 0 if SHORT[0] <= power < SHORT[1] else power
        markup = f"{name}, in $10^({self.power})$" if self.power else name
        self.line = Segments(theme.axis, width=theme.strokes.thin)
        self.grid = Segments(theme.ghost, width=theme.strokes.hair)
        self.title = Words(markup, theme, size="small", colour=colour).with_halo(theme, 6)
        self.title.set_z_index(6)
        self.numbers = [
            LiveNumber(0, theme, size="small", colour="muted", anchor="right")
            for _ in range(MOST_NUMBERS)
        ]
        super().__init__(self.grid, self.line, *self.numbers, self.title)
        self.set_heights(zone.bottom, zone.height, top)

    def set_heights(self, baseline: float, height: float, top: float) -> Self:
        """Show values from 0 to ``top`` from the ordinate ``baseline`` upwards over ``height``."""
        scale = 10.0**self.power
        found = ticks(0, top / scale, height, GAP)
        if self.whole:
            found = [Tick(t.value, 1.0) for t in found if t.opacity >= 0.5 and t.value.is_integer()]
        marks = [(tick.value * scale / top, shortest(tick.value, 4)) for tick in found]
        return self.set_marks(baseline, height, marks, [tick.opacity for tick in found])

    def set_marks(
        self,
        baseline: float,
        height: float,
        marks: Sequence[tuple[float, str]],
        opacities: Sequence[float] = (1.0,) * MOST_NUMBERS,
    ) -> Self:
        """Show texts at shares of the height."""
        left, right = self.zone.left, self.zone.right
        self.line.set_segments(np.array([[[left, baseline], [left, baseline + height]]]))
        places = [baseline + share * height for share, _ in marks]
        lines = [[[left, y], [right, y]] for y in places if y > baseline + 1e-6]
        self.grid.set_segments(np.array(lines).reshape(-1, 2, 2))
        for index, number in enumerate(self.numbers):
            if index >= len(marks):
                number.shape.points = np.zeros((0, 3))
                continue
            number.set_text(marks[index][1])
            number.place((left - 0.14, places[index] - 0.09), "right")
            number.shape.set_fill(opacity=opacities[index])
        self.title.place((left - 0.85, baseline + height + 0.2))
        return self
