"""The charts beside a second-order model: its gaps, its second derivative all round, its bars."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import decimals_for, format_number, magnitude
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.story import READINGS, HessianStory
from explainer.style import Theme, Zone

SLICE = Zone(2.15, 6.4, -1.2, 0.95)
TABLE = Zone(2.15, 6.4, -3.1, -1.3)
ROUND = Zone(2.15, 6.15, -3.0, 0.35)
BARS = Zone(5.25, 6.4, 0.0, 2.55)
"""Where slice and table lie, the chart below its running number, and the bars beside the map."""

AXES = ("curvature", "curvature_second")
"""Roles of the eigenvectors and their curvatures."""

WIDTH = 0.3
"""The width of a bar."""


class SliceChart(VGroup):
    """Surface, tangent plane and model along one line, and the gap at a distance."""

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.x = story, story.slice_distances
        self.heights = story.slice(self.x) - story.first.value
        low, high = float(self.heights.min()), float(self.heights.max())
        pad = 0.04 * (high - low)
        self.chart = Chart(
            SLICE,
            theme,
            Axis(float(self.x[0]), float(self.x[-1]), "$h$"),
            Axis(low - pad, high + pad, '$f - f(bold(a)) "along the line"$', 3),
        )
        self.curves = [self.chart.line(self.x, self.heights[0], "ink").upto()]
        for role in ("tangent", "model"):
            self.curves.append(self.chart.line(self.x, self.heights[1], role))
        self.curves[1].upto()
        self.gap = Segments(theme.warning, width=theme.strokes.bold)
        dot = Dot(theme.ball, 0.07, rim=theme.contour)
        dot.set_centre(self.chart.at(0.0, 0.0))
        super().__init__(self.chart, *self.curves[:2], dot, self.curves[2], self.gap)

    def bend(self, t: float) -> Self:
        """Bend the straight line a share of the way to the parabola."""
        _, line, parabola = self.heights
        self.curves[2].set_corners(self.chart.at(self.x, line + t * (parabola - line)))
        self.curves[2].set_stroke(opacity=min(1.0, 4 * t))
        return self

    def set_gap(self, distance: float, *, bent: bool) -> Self:
        """Draw the gap at a distance."""
        surface, plane, model = self.story.slice([distance])[:, 0] - self.story.first.value
        ends = self.chart.at([distance] * 2, [surface, model if bent else plane])
        self.gap.set_segments(ends[None]).set_stroke(opacity=1.0)
        return self


class GapTable(VGroup):
    """Gaps of plane and model at distances, each twice the one before; numbers run in place."""

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story = story
        places = (TABLE.left + 0.75, TABLE.left + 2.55, TABLE.right - 0.02)
        heads = (("at $h$", "muted"), ("gap of plane", "tangent"), ("of model", "model"))
        self.heads = [
            Words(markup, theme, size=0.28, colour=role).place((place, TABLE.top - 0.25), "right")
            for (markup, role), place in zip(heads, places, strict=True)
        ]
        self.decimals = [decimals_for(column) for column in (story.distances, *story.gaps)]
        self.numbers = [
            [
                LiveNumber(0, theme, size=0.31, colour=role).place(
                    (place, TABLE.top - 0.72 - 0.42 * line), "right"
                )
                for role, place in zip(("ink", "tangent", "model"), places, strict=True)
            ]
            for line in range(READINGS)
        ]
        numbers = [number for line in self.numbers for number in line]
        for later in (*numbers, self.heads[2]):
            later.set_opacity(0.0)
        super().__init__(*self.heads, *numbers)

    def walk(self, t: float, column: int) -> float:
        """Go out past all distances, filling a column on the way.

        Args:
            t: the share of the walk.
            column: 1 for the plane, 2 for the model.

        Returns:
            the distance that has been reached.
        """
        stops = np.append(0.0, self.story.distances)
        # A rest at each distance, long enough to read it.
        moments = np.array([0.0, 0.2, 0.34, 0.52, 0.66, 0.9, 1.0])
        at = float(np.interp(t, moments, np.repeat(stops, 2)[1:]))
        line = min(int(np.searchsorted(moments[2::2], t)), READINGS - 1)
        if column == 2:
            self.heads[2].set_opacity(min(1.0, 10 * t))
        for index in range(line + 1):
            done = index < line or at == stops[index + 1]
            if done:
                shown = (stops[index + 1], float(self.story.gaps[column - 1, index]))
            else:
                heights = self.story.slice([at])[:, 0]
                shown = (at, float(abs(heights[0] - heights[column])))
            # The distances are there already when the second column is filled.
            for place, value in list(zip((0, column), shown, strict=True))[column - 1 :]:
                running = format_number(value, self.decimals[place], animating=True)
                number = self.numbers[index][place]
                number.set_text(magnitude(value) if done else running, value)
                number.set_opacity(min(1.0, 20 * (t - moments[2 * index])))
        return at


class DirectionChart(VGroup):
    """The second derivative along a direction against its angle, over half a turn."""

    def __init__(self, model: QuadraticModel, theme: Theme) -> None:
        self.model = model
        self.angles = np.linspace(0, math.pi, 181)
        values = model.along(self.angles)
        low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
        pad = 0.06 * (high - low)
        marks = {math.radians(d): f"{d} degree" for d in (0, 45, 90, 135, 180)}
        self.chart = Chart(
            ROUND, theme, Axis(0.0, math.pi, ticks=marks), Axis(low - pad, high + pad, ticks=3)
        )
        label = Formula("bold(v)^top H bold(v) =", theme, size=0.42, colour="direction")
        label.place((ROUND.left, ROUND.top + 0.2))
        self.decimals = decimals_for(np.abs(values))
        self.number = LiveNumber(0, theme, size=0.42, colour="direction", anchor="left")
        self.number.place((ROUND.left + label.advance + 0.15, ROUND.top + 0.2))
        self.curve = self.chart.line(self.angles, values, "direction")
        self.dot = Dot(theme.direction, 0.085, rim=theme.contour)
        self.spots = [(model.angle + index * math.pi / 2) % math.pi for index in range(2)]
        self.extremes = VGroup()
        for spot, role, name in zip(self.spots, AXES, ("lambda_1", "lambda_2"), strict=True):
            place, zone = self.chart.at(spot, model.along(spot)), self.chart.zone
            stem = Segments(theme.colour(role), width=theme.strokes.thin)
            stem.set_dashes((place[0], zone.bottom), place, 0.1)
            inwards = 0.34 if place[0] < (zone.left + zone.right) / 2 else -0.34
            up = -0.28 if place[1] > (zone.bottom + zone.top) / 2 else 0.28
            words = Formula(name, theme, size=0.36, colour=role).with_halo(theme)
            words.move_to((place[0] + inwards, place[1] + up, 0))
            dot = Dot(theme.colour(role), 0.1, rim=theme.contour).set_centre(place)
            self.extremes.add(VGroup(stem, dot, words))
        super().__init__(label, self.number, self.chart, self.curve, self.extremes, self.dot)
        self.turn(0.0)

    def turn(self, angle: float) -> Self:
        """Draw the curve up to an angle from 0 to half a turn, and mark the extremes it passed."""
        self.curve.upto(angle).end(self.dot)
        value = float(self.model.along(angle))
        self.number.set_text(format_number(value, self.decimals, animating=True), value)
        for (stem, dot, name), opacity in zip(self.extremes, self.passed(angle), strict=True):
            stem.set_stroke(opacity=opacity)
            dot.set_fill(opacity=opacity).set_stroke(opacity=opacity)
            name.set_opacity(opacity)
        return self

    def passed(self, angle: float) -> list[float]:
        """Return how clearly each extreme shows when the direction has turned to an angle."""
        seen = 0.0 if self.model.round else 1.0
        return [seen * float(np.clip((angle - s) / 0.12 + 0.5, 0, 1)) for s in self.spots]


class CurvatureBars(VGroup):
    """Two bars on one scale: both up is a bowl, both down a dome, one each way a saddle.

    Args:
        extent: the least and the greatest curvature that is ever shown.
        theme: for colours.
        zone: for the bars with their numbers and names.
    """

    def __init__(self, extent: tuple[float, float], theme: Theme, zone: Zone = BARS) -> None:
        low, high = min(extent[0], 0.0), max(extent[1], 0.0)
        self.axis = Axis(low, high) if high > low else Axis(-1.0, 1.0)
        self.zone = Zone(zone.left + 0.3, zone.right, zone.bottom + 0.1, zone.top - 0.35)
        (left, right), base = (self.zone.left, self.zone.right), self._level(0.0)
        zero = Words("$0$", theme, size=0.26, colour="muted")
        zero.place((left - 0.12, base - 0.08), "right")
        axis = Segments(theme.axis, width=theme.strokes.thin)
        axis.set_segments(np.array([[[left, self.zone.bottom], [left, self.zone.top]]]))
        baseline = Segments(theme.ink, width=theme.strokes.thin)
        baseline.set_segments(np.array([[[left, base], [right, base]]]))
        self.places = left + self.zone.width * np.array([0.28, 0.76])
        self.bars = [Curve(theme.colour(role), width=0, fill=1.0) for role in AXES]
        self.ghosts = [Curve(theme.colour(role), width=theme.strokes.thin) for role in AXES]
        names = [
            Formula(f"lambda_{index + 1}", theme, size=0.28, colour=role).place(
                (self.places[index], self.zone.top + 0.14), "centre"
            )
            for index, role in enumerate(AXES)
        ]
        super().__init__(*self.ghosts, *self.bars, axis, baseline, zero, *names)

    def set_values(self, curvatures: tuple[float, float], share: float = 1.0) -> Self:
        """Show a share of two curvatures."""
        return self._draw(self.bars, (share * curvatures[0], share * curvatures[1]))

    def set_ghosts(self, curvatures: tuple[float, float]) -> Self:
        """Draw the outlines of two curvatures, to stay where they were."""
        return self._draw(self.ghosts, curvatures)

    def _level(self, value: float) -> float:
        return self.zone.bottom + float(self.axis.share(value)) * self.zone.height

    def _draw(self, curves: list[Curve], curvatures: tuple[float, float]) -> Self:
        base = self._level(0.0)
        for curve, place, value in zip(curves, self.places, curvatures, strict=True):
            # A curvature too small to be seen is a thin line still; none is no line.
            level = self._level(value)
            if value and abs(level - base) < 0.02:
                level = base + np.copysign(0.02, value)
            left, right = place - WIDTH / 2, place + WIDTH / 2
            corners = [(left, base), (right, base), (right, level), (left, level), (left, base)]
            curve.set_corners(np.array(corners))
        return self
