"""What stands beside a second-order model: charts, bars, and numbers that run."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.mobjects.chart import Axis, Chart, Scales
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Named
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import decimals_for, equals, format_number, magnitude, relation
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.scenes.calculus.hessian.text import along
from explainer.style import Theme, Zone

COLUMN = Zone(2.15, 6.4, -3.15, 2.5)
"""Where everything beside the picture lies."""

SLICE = Zone(2.15, 6.4, -1.2, 0.95)
TABLE = Zone(2.15, 6.4, -3.1, -1.3)
ROUND = Zone(2.15, 6.15, -3.0, 0.35)
BARS = Zone(5.55, 6.4, 0.1, 2.2)
"""Where slice and table lie, the chart below its running number, and the bars beside the map."""

AXES = ("curvature", "curvature_second")
"""Roles of the eigenvectors and their curvatures."""

SHAPE = (-6.35, 2.2)
"""Where the name of the shape stands: beside the upper left of the picture's box."""

FADE = 0.025
"""The share of a way in which the name of a shape gives way to the next."""


class SliceChart(VGroup):
    """Surface, tangent plane and model along one line, the gap at a distance, and a table of gaps.

    Its numbers run in place; their columns are the distances, the gaps of the plane, and those of
    the model.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.x = story, story.across(story.first, story.slice_angle, 97)
        self.heights = story.slice(self.x) - story.first.value
        low, high = float(self.heights.min()), float(self.heights.max())
        pad = 0.04 * (high - low)
        up = Axis(low - pad, high + pad, f"$f - f(bold(a))$ {along(story)}", 3)
        self.chart = Chart(SLICE, theme, Axis(float(self.x[0]), float(self.x[-1]), "$h$"), up)
        lines = zip(self.heights[[0, 1, 1]], ("ink", "tangent", "model"), strict=True)
        surface, plane, self.model = (self.chart.line(self.x, y, role) for y, role in lines)
        self.gap = Segments(theme.warning, width=theme.strokes.bold)
        dot = Dot(theme.ball, 0.07, rim=theme.contour).set_centre(self.chart.at(0.0, 0.0))
        self.heads = VGroup()
        self.columns: list[VGroup] = []
        for head, role, place, values in zip(
            ("at $h$", "gap of plane", "of model"),
            ("ink", "tangent", "model"),
            (TABLE.left + 0.75, TABLE.left + 2.55, TABLE.right - 0.02),
            (story.distances, *story.gaps),
            strict=True,
        ):
            words = Words(head, theme, size=0.28, colour=role)
            self.heads.add(words.place((place, TABLE.top - 0.25), "right"))
            numbers = [LiveNumber(0, theme, size=0.31, colour=role) for _ in values]
            for line, number in enumerate(numbers):
                number.decimals = decimals_for(values)
                number.place((place, TABLE.top - 0.72 - 0.42 * line), "right").set_opacity(0.0)
            self.columns.append(VGroup(*numbers))
        self.heads[2].set_opacity(0.0)
        drawn = self.chart, surface.upto(), plane.upto(), dot, self.model, self.gap
        super().__init__(*drawn, self.heads, *self.columns)

    def bend(self, t: float) -> Self:
        """Bend the straight line a share of the way to the parabola."""
        _, line, parabola = self.heights
        self.model.set_corners(self.chart.at(self.x, line + t * (parabola - line)))
        self.model.set_stroke(opacity=min(1.0, 4 * t))
        return self

    def walk(self, column: int, t: float) -> float:
        """Go out past all distances, drawing the gap and filling its column of the table.

        Args:
            column: 1 for the plane, 2 for the model.
            t: the share of the walk.

        Returns:
            the distance that has been reached.
        """
        # A rest at each distance, long enough to read it.
        moments = np.array([0.0, 0.2, 0.34, 0.52, 0.66, 0.9, 1.0])
        stops = np.repeat(np.append(0.0, self.story.distances), 2)[1:]
        at = float(np.interp(t, moments, stops))
        ends = self.story.slice([at])[[0, column], 0]
        height = ends - self.story.first.value
        self.gap.set_segments(self.chart.at([at] * 2, height)[None]).set_stroke(opacity=1.0)
        if column == 2:
            self.heads[2].set_opacity(min(1.0, 10 * t))
        for line, start in enumerate(moments[:-1:2]):
            distance, gap = self.story.distances[line], self.story.gaps[column - 1, line]
            done = at >= distance
            if not done:
                distance, gap = at, abs(ends[0] - ends[1])
            cells = [(column, gap)]
            if column == 1:  # the distances are there already when the second one is filled
                cells.append((0, distance))
            for place, value in cells:
                number = self.columns[place][line].set_value(value, animating=True)
                if done:
                    number.set_text(magnitude(value), value)
                number.set_opacity(float(np.clip(20 * (t - start), 0, 1)))
        return at

    def close(self, t: float) -> Self:
        """Let the gap go."""
        self.gap.set_stroke(opacity=1 - t)
        return self


class DirectionChart(VGroup):
    """The second derivative along a direction against its angle, over half a turn.

    Attributes:
        number: what it is at the angle that has been reached.
    """

    def __init__(self, model: QuadraticModel, theme: Theme) -> None:
        self.model, angles = model, np.linspace(0, math.pi, 181)
        values = model.along(angles)
        low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
        pad = 0.06 * (high - low)
        marks = {math.radians(d): f"{d} degree" for d in (0, 45, 90, 135, 180)}
        across, up = Axis(0.0, math.pi, ticks=marks), Axis(low - pad, high + pad, ticks=3)
        chart = Chart(ROUND, theme, across, up)
        self.number = LiveNumber(
            0,
            theme,
            size=0.42,
            colour="direction",
            decimals=decimals_for(values),
            anchor="left",
            equated=True,
        )
        self.curve = chart.line(angles, values, "direction")
        self.dot = Dot(theme.direction, 0.085, rim=theme.contour)
        self.extremes, self.spots = VGroup(), [angle % math.pi for angle in model.angles]
        for spot, role, name in zip(self.spots, AXES, ("lambda_1", "lambda_2"), strict=True):
            place, middle = chart.at(spot, model.along(spot)), chart.zone.centre[0]
            stem = Segments(theme.colour(role), width=theme.strokes.thin)
            stem.set_dashes((place[0], chart.zone.bottom), place, 0.1)
            words = Formula(name, theme, size=0.36, colour=role).with_halo(theme)
            # Between the arms of the curve, and beside the stem, which stands below.
            inwards = 0.26 if place[0] < middle else -0.26
            way = (inwards, -0.42) if role == AXES[0] else (0.0, 0.42)
            words.move_to(np.append(place + way, 0.0))
            dot = Dot(theme.colour(role), 0.1, rim=theme.contour).set_centre(place)
            self.extremes.add(VGroup(stem, dot, words))
        super().__init__(chart, self.curve, self.extremes, self.dot)
        self.turn(0.0)

    def turn(self, angle: float) -> Self:
        """Draw the curve up to an angle from 0 to half a turn, and mark the extremes it passed."""
        self.curve.upto(angle).end(self.dot)
        value = float(self.model.along(angle % math.pi))
        self.number.set_value(value, animating=True)
        if angle in (0, math.pi):
            self.number.set_text(equals(magnitude(value)), value)
        for (stem, dot, name), opacity in zip(self.extremes, self.passed(angle), strict=True):
            stem.set_stroke(opacity=opacity)
            dot.set_fill(opacity=opacity).set_stroke(opacity=opacity)
            name.set_opacity(opacity)
        return self

    def passed(self, angle: float) -> list[float]:
        """Return how clearly each extreme shows when the direction has turned to an angle."""
        seen = 0.0 if self.model.round else 1.0
        return [seen * float(np.clip((angle - s) / 0.12 + 0.5, 0, 1)) for s in self.spots]


class CurvatureBars(Scales):
    """Two bars on one scale: both up is a bowl, both down a dome, one each way a saddle.

    Args:
        models: all that are ever shown.
        theme: for colours.
        zone: for the bars; a number and names are around it.
    """

    def __init__(self, models: list[QuadraticModel], theme: Theme, zone: Zone = BARS) -> None:
        found = [0.0, *(value for model in models for value in model.curvatures)]
        self.zone, self.x, self.y = zone, Axis(0.0, 1.0), Axis(min(found), max(found))
        corner, tops = self.at(0.0, 0.0), self.at((0.28, 0.76), self.y.high)
        zero = Words("$0$", theme, size=0.26, colour="muted")
        zero.place((corner[0] - 0.12, corner[1] - 0.08), "right")
        axes = Segments(theme.ink, width=theme.strokes.thin)
        ends = [self.at([0.0, 0.0], [self.y.low, self.y.high]), self.at([0.0, 1.0], 0.0)]
        parts = [axes.set_segments(np.array(ends)), zero]
        self.bars = [Curve(theme.colour(role), width=0, fill=1.0) for role in AXES]
        self.ghosts = [Curve(theme.colour(role), width=theme.strokes.thin) for role in AXES]
        for name, role, (x, y) in zip(("lambda_1", "lambda_2"), AXES, tops, strict=True):
            words = Formula(name, theme, size=0.28, colour=role)
            parts.append(words.place((x, y + 0.14), "centre"))
        super().__init__(*self.ghosts, *self.bars, *parts)

    def show(self, model: QuadraticModel, share: float = 1.0) -> Self:
        """Show a share of the curvatures of a model."""
        return self._draw(self.bars, share * np.array(model.curvatures))

    def keep(self, model: QuadraticModel) -> Self:
        """Draw the outlines of the curvatures of a model, to stay where they were."""
        return self._draw(self.ghosts, np.array(model.curvatures))

    def _draw(self, curves: list[Curve], values: np.ndarray) -> Self:
        for curve, (x, y), value in zip(curves, self.at((0.28, 0.76), values), values, strict=True):
            base = self.at(0.0, 0.0)[1]
            # A curvature too small to be seen is a thin line still; none is no line.
            if value and abs(y - base) < 0.02:
                y = base + np.copysign(0.02, value)
            curve.set_box(Zone(x - 0.15, x + 0.15, base, y))
        return self


class ModelNumbers(VGroup):
    """The Hessian of a model, its curvatures and its determinant, which run.

    Args:
        story: all models.
        theme: for colours.
        last: the model at which they come to rest; the first when None.

    Attributes:
        matrix: a row for the panel, its entries in the colours of what they are.
        curvatures: two rows.
        determinant: a row.
    """

    def __init__(
        self, story: HessianStory, theme: Theme, last: QuadraticModel | None = None
    ) -> None:
        hessians = [model.hessian for model in story.models]
        decimals = decimals_for(hessians)
        texts = [format_number(v, decimals, animating=True) for v in np.ravel(hessians)]
        self.entries = LiveMatrix(
            story.first.hessian,
            theme,
            colours=("partial_x", "section", "section", "partial_y"),
            decimals=decimals,
            widest=max(texts, key=len),
            size=0.42,
        )
        sizes = np.array([(*model.curvatures, model.determinant) for model in story.models]).T
        self.numbers = [
            LiveNumber(
                0,
                theme,
                size=0.4,
                colour=role,
                decimals=decimals_for(each),
                anchor="left",
                equated=True,
            )
            for role, each in zip((*AXES, "ink"), sizes, strict=True)
        ]
        self.entries.set_values((last or story.first).hessian)
        shown = [number.text for line in self.entries.entries for number in line]
        self.matrix = Named(f"$H {relation(*shown)}$", self.entries, "ink")
        names, roles = ("$lambda_1$", "$lambda_2$", "$det H$"), (*AXES, "ink")
        *self.curvatures, self.determinant = map(Named, names, self.numbers, roles)
        super().__init__(self.entries, *self.numbers)
        self.show(story.first)

    def show(self, model: QuadraticModel, *, animating: bool = False) -> Self:
        """Show the numbers of a model."""
        self.entries.set_values(model.hessian, animating=animating)
        values = (*model.curvatures, model.determinant)
        for number, value in zip(self.numbers, values, strict=True):
            number.set_value(value, animating=True)
            if not animating:
                number.set_text(equals(magnitude(value)), value)
        return self


class ShapeName(VGroup):
    """The name of the model's shape, which gives way to the next as a curvature passes zero."""

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        path = story.path
        self.kinds = [story.first.kind, *path.kinds, story.last.kind]
        self.changes = np.array([0.0, *path.crossings, 1.0])
        self.names = {kind: Words(f"*{kind}*", theme, size=0.6).place(SHAPE) for kind in self.kinds}
        super().__init__(*self.names.values())
        self.show(0.0)

    def show(self, t: float) -> Self:
        """Show the shape at a share of the way."""
        at = int(np.searchsorted(self.changes, t)) if t < 1 else len(self.changes)
        soft = np.minimum(1.0, np.abs(t - self.changes) / FADE)
        # The ends are changes only where the shape there is not that of the way.
        soft[[0, -1]] = [
            soft[end] if 0 < t < 1 and self.kinds[end] != self.kinds[beside] else 1.0
            for end, beside in ((0, 1), (-1, -2))
        ]
        for kind, name in self.names.items():
            name.set_opacity(float(soft.min()) * (kind == self.kinds[at]))
        return self
