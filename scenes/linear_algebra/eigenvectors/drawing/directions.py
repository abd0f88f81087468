"""Which directions a matrix keeps: a sweep round the circle, and a slider that finds them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Self

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import figures_needed, format_number, relation, widest
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, places
from explainer.scenes.linear_algebra.eigenvectors import text
from explainer.scenes.linear_algebra.eigenvectors.story import CIRCLE, EigenStory, unit_vectors
from explainer.style import BODY, FRAME, SAFE, Theme, Zone

FIELD = Zone(FRAME.left, 1.35, FRAME.bottom, 2.75)
"""The plane, which bleeds off the frame at the left and at the bottom."""

ROOM = Rectangle(-5.9, 0.75, -2.7, 2.1)
"""Where tips of arrows may lie."""

SIZE = 0.46
"""Type size of the matrix, the formulas and the running numbers, in scene units."""

JUMP = 100
"""Neighbours on the chart that are farther apart, in degrees, are not joined by a line."""

WINDOWS = (0.03, 0.06, 0.15, 0.3, 0.6, 1.5, 3.0, 6.0, 15, 30, 60, 90, 180)
"""How far the chart of angles reaches to either side, in degrees."""

ARROW = 2.3
"""The greatest length of the eigenvectors' images while lambda changes, in frame units."""


def side(theme: Theme, bottom: float = BODY.bottom) -> Panel:
    """Return the panel beside the plane, down to an ordinate."""
    return Panel(theme, Zone(1.85, SAFE.right, bottom, 2.5), formula=SIZE)


def chart_below(top: float) -> Zone:
    """Return where a chart lies, below the panel."""
    return Zone(1.85, SAFE.right - 0.15, BODY.bottom, top)


class DirectionSweep(VGroup):
    """``v`` on the unit circle, ``A v`` on its ellipse, and the chart of the angle between them.

    Attributes:
        lines: the eigenlines, which stay for the whole film.
        rows: matrix, angle and length, for the panel.
    """

    def __init__(self, plane: Plane, story: EigenStory) -> None:
        self.plane, self.story, theme = plane, story, plane.theme
        self.matrix = story.zoom * story.matrix
        wide, high = np.maximum(np.hypot(*self.matrix.T), 1.0)
        self.framing = plane.fit(np.array([[wide, high], [-wide, -high]]))
        self.ellipse, roles = CIRCLE @ self.matrix.T, EIGEN_ROLES[: len(story.lines)]
        self.circle, self.trace = plane.curve("vector"), plane.curve("image", "regular")
        self.circle.to(CIRCLE).set_stroke(opacity=0.55)
        self.lines = [plane.line(*pair).to(0) for pair in zip(roles, story.lines, strict=True)]
        self.vector, self.image = plane.arrow("vector"), plane.arrow("image")
        self.turn = plane.turn()
        self.marks = [plane.dots(role, 0.1, rim=True) for role in roles]
        turned = np.degrees(story.turn(story.turn_samples))
        self.samples = np.column_stack([np.degrees(story.turn_samples), turned])
        middle, known = 180 if story.opposed else 0, turned[~np.isnan(turned)]
        swings = len(known) and np.ptp(known) > 1e-9
        most = float(np.abs(known - middle).max()) if swings else 60.0
        reach = next(size for size in WINDOWS if size >= min(most, 180) * (1 - 1e-9))
        first, levels = math.degrees(story.sweep_start), (middle - reach, middle, middle + reach)
        self.chart = Chart(
            chart_below(-0.1),
            theme,
            Axis(first, first + 360, ticks=(0, 90, 180, 270), unit="degree"),
            Axis(middle - 1.05 * reach, middle + 1.05 * reach, ticks=levels, unit="degree"),
            'angle from $part("vector", bold(v))$ to $part("image", A bold(v))$, by direction',
        )
        # Opposite is in line too, and an eigenvalue below zero.
        in_line = levels if reach == 180 and middle == 0 else (middle,)
        self.axes = VGroup(self.chart.rule(*in_line, role="axis", width="thin"), self.chart)
        self.line = Segments(theme.image, width=theme.strokes.regular)
        self.dot = Dot(theme.ink, 0.08, rim=theme.background)
        self.zeros, self.later = (
            [Dot(theme.colour(role), 0.09, rim=theme.background) for role in roles]
            for _ in range(2)
        )
        panel = side(theme, 0.05)
        decimals = max(0, min(5, 1 - math.floor(math.log10(max(reach, 1e-3) / 3))))
        self.angle = panel.number(decimals=decimals, signed=True, suffix="°")
        self.length = panel.number()
        length = Named('$norm(part("image", A bold(v)))$', self.length, "ink")
        self.rows = panel.rows(text.given_matrix(story), Named("angle", self.angle, "ink"), length)
        super().__init__(plane, self.line, *self.later, self.dot, *self.rows)

    def act(self, t: float) -> Self:
        """Show the image a share of the way from the vector to where the matrix sends it."""
        return self._place(self.story.sweep_start, t, final=False)

    def show(self, angle: float, *, final: bool = False) -> Self:
        """Show the vector at an angle in radians, and all that has been traced up to there."""
        story = self.story
        self._place(angle, 1.0, final)
        done = story.turn_samples[story.turn_samples < angle]
        traced = unit_vectors(np.append(done[:: max(1, len(done) // 240)], angle))
        self.trace.to(traced @ self.matrix.T)
        here = math.degrees(float(story.turn(angle)))
        rows = np.vstack([self.samples[: len(done)], [math.degrees(angle), here]])
        spots = self.chart.at(*rows.T)
        pairs = np.stack([spots[:-1], spots[1:]], axis=1)
        self.line.set_segments(pairs[np.abs(np.diff(rows[:, 1])) < JUMP])
        self.dot.set_centre(self._spot(angle))
        # A mark grows where an eigenline has been met from the other side.
        for met, index in story.sweep_stops:
            opposite = met + math.pi
            self.later[index].radius = 0.09 * min(max((angle - opposite) / 0.15, 0.0), 1.0)
            self.later[index].set_centre(self._spot(opposite))
        self.angle.set_value(here, animating=not final)
        size = float(np.hypot(*(story.matrix @ unit_vectors(angle))))
        self.length.set_value(size, animating=not final)
        return self

    def swing(self, start: float, stop: float, t: float) -> Self:
        """Show the vector a share of the way from one angle to another, in radians."""
        return self.show(start + (stop - start) * t if t < 1 else stop, final=t == 1)

    def light(self, index: int, t: float) -> Self:
        """Let an eigenline grow out of the two arrows that lie in it."""
        self.lines[index].to(t)
        angle = next(angle for angle, other in self.story.sweep_stops if other == index)
        unit, direction = unit_vectors(angle), self.story.eigenvectors[index]
        image = self.matrix @ direction * np.sign(unit @ direction)
        self.marks[index].to(np.array([unit, image]))
        self.zeros[index].set_centre(self._spot(angle))
        return self

    def _spot(self, angle: float) -> np.ndarray:
        """Return where an angle is on the chart: in line where ``A v`` is zero."""
        turned = float(np.nan_to_num(self.story.turn(angle)))
        return self.chart.at(math.degrees(angle), math.degrees(turned))

    def _place(self, angle: float, t: float, final: bool) -> Self:
        unit = unit_vectors(angle)
        image = (1 - t) * unit + t * self.matrix @ unit
        self.vector.to(unit)
        self.image.to(image)
        self.turn.to(unit, image, positive=self.story.opposed and t == 1)
        self.plane.settle(final=final)
        return self


class EigenSlider(VGroup):
    """The plane under ``A - lambda I`` and, at the side, its determinant against lambda.

    Attributes:
        value: lambda.
        seen: between which values of lambda the curve has been drawn.
        roots, names: of the curve, or its lowest point.
    """

    def __init__(self, plane: Plane, story: EigenStory) -> None:
        self.plane, self.story, theme = plane, story, plane.theme
        low, high = story.slider_range
        self.value = 0.0 if low <= 0 <= high else low
        self.seen = self.value, self.value
        corners = np.array([[1, 0], [0, 1], [1, 1]])
        ends = [corners @ story.shifted(value).T for value in (low, high, story.trace / 2)]
        self.framing = plane.fit(np.concatenate(ends), 1.5)
        self.grid, self.area = plane.moved_grid(24), plane.area().set_z_index(4)
        farthest = np.abs(story.eigenvalues[:, None] - (low, high)).max(axis=1)
        self.sizes = ARROW / (self.framing.units * farthest)
        self.arrows = [plane.arrow(role) for role in EIGEN_ROLES[: len(story.lines)]]
        plane.dots("area").to(np.zeros(2)).set_z_index(4)
        fine = figures_needed(story.matrix.flat, limit=6)
        decimals = places(story.matrix.flat, max(2, fine), typed=True)
        rests = [format_number(value, decimals) for value in story.shifted(story.slider_end).flat]
        room = widest([*story.shifted(low).flat, *story.shifted(high).flat], decimals)
        self.entries = LiveMatrix(story.matrix, theme, decimals=decimals, widest=room)
        panel = side(theme, 0.1)
        self.reading = panel.number(decimals=decimals)
        self.determinant = panel.number(decimals=decimals, colour="area")
        self.rows = panel.rows(
            row(Formula(f"A - lambda I {relation(*rests)}", theme), self.entries),
            Named("$lambda$", self.reading, "ink"),
            Named("$det(A - lambda I)$", self.determinant, "area"),
        )
        points = np.linspace(low, high, 161)
        values = story.characteristic(points)
        least, most = min(float(values.min()), 0.0), float(values.max())
        pad = 0.1 * (most - least)
        caption = '$part("area", det(A - lambda I))$ against $lambda$'
        across, up = Axis(low, high), Axis(least - pad, most + pad / 2)
        self.chart = chart = Chart(chart_below(-0.15), theme, across, up, caption)
        self.axes = VGroup(chart.rule(0.0, role="axis", width="thin"), chart)
        self.curve = Curve(theme.area, width=theme.strokes.bold)
        self.stem = Segments(theme.ink, width=theme.strokes.thin)
        self.dot = Dot(theme.ink, 0.09, rim=theme.background)
        plot = chart.zone
        free = Room(Zone(plot.left + 0.1, SAFE.right, plot.bottom, plot.top))
        free.block_lines(chart.at(points, values), chart.at([low, high], 0.0))
        self.roots: list[Dot] = []
        self.names: list[list[Name]] = []
        for role, (value, markup) in zip(EIGEN_ROLES, text.chart_names(story), strict=False):
            spot = chart.at(value, story.characteristic(value))
            root, name = Dot(theme.colour(role), 0.11, theme.background), Name(markup, theme, role)
            self.roots.append(root.set_centre(spot))
            self.names.append([name] if name.settle(free, spot[None]) else [])
        super().__init__(plane, self.curve, self.stem, self.dot, *self.rows)

    def leg(self, stop: float) -> Callable[[float], Self]:
        """Return what moves lambda from where it is to ``stop``, for t from 0 to 1."""
        return partial(self._slide, self.value, self.seen, stop)

    def _slide(self, start: float, seen: tuple[float, float], stop: float, t: float) -> Self:
        value = start + (stop - start) * t if t < 1 else stop
        return self.show(value, (min(seen[0], value), max(seen[1], value)), final=t in (0, 1))

    def show(self, value: float, seen: tuple[float, float], final: bool = True) -> Self:
        """Show lambda at a value, the curve drawn over all that has been seen."""
        story, chart, matrix = self.story, self.chart, self.story.shifted(value)
        self.value, self.seen = value, seen
        self.grid.to(matrix)
        self.area.to(matrix)
        images = ((story.eigenvalues - value) * self.sizes)[:, None] * story.eigenvectors
        for arrow, image in zip(self.arrows, images, strict=False):
            arrow.to(image)
        self.plane.settle(final=final)
        points = np.linspace(*seen, 121)
        graph = chart.at(points, story.characteristic(points))
        self.curve.set_corners(graph if seen[1] > seen[0] else graph[:1])
        here = float(story.characteristic(value))
        spot = chart.at(value, here)
        self.dot.set_centre(spot)
        self.stem.set_segments(np.array([[chart.at(value, 0.0), spot]]))
        self.entries.set_values(matrix, animating=not final)
        self.reading.set_value(value, animating=not final)
        self.determinant.set_value(here, animating=not final)
        return self

    def name_vectors(self) -> None:
        """Draw the outlines of the eigenvectors with their names."""
        plane, theme = self.plane, self.plane.theme
        for index, (size, role) in enumerate(zip(self.sizes, EIGEN_ROLES, strict=False)):
            # None where it is too short or too long beside what A - lambda I makes of it.
            if index < len(self.arrows) and 0.5 < size * self.framing.units < 2.8:
                ghost = plane.arrow(role, width=0.14, tip=0.32, layer=4.6)
                ghost.set_fill(opacity=0).set_background_stroke(width=0)
                ghost.set_stroke(theme.colour(role), theme.strokes.thin)
                ghost.to(size * self.story.eigenvectors[index])
                plane.name_tip(ghost, text.vector_name(self.story, index), role)

    def name_crushed(self, index: int) -> list[Name]:
        """Return what is said of the eigenvector that now lies at the origin, if there is one."""
        if self.story.kind == "complex":
            return []
        markup = f"${text.crushed_name(self.story, index)}$"
        return self.plane.name_beside(markup, EIGEN_ROLES[index], np.zeros((1, 2)))
