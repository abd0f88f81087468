"""The slider: ``A - lambda I`` moves the plane, and its determinant draws a curve."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import figures_needed, widest
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, number
from explainer.scenes.linear_algebra.eigenvectors import text
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import SIDE, LiveRow
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Theme, Zone

CHART = Zone(SIDE.left, SIDE.right - 0.15, SIDE.bottom, -0.15)
ARROW = 2.3
"""The greatest length of the eigenvectors' images while lambda changes, in frame units."""


class EigenSlider(VGroup):
    """The plane under ``A - lambda I`` and, at the side, its determinant against lambda.

    Args:
        plane: the plane it moves in.
        story: what is drawn.
        theme: for colours.

    Attributes:
        value: lambda.
        seen: between which values of lambda the curve has been drawn.
    """

    def __init__(self, plane: Plane, story: EigenStory, theme: Theme) -> None:
        self.plane, self.story, self.theme = plane, story, theme
        low, high = story.slider_range
        start = 0.0 if low <= 0 <= high else low
        self.value, self.seen = start, (start, start)
        corners = np.array([[1, 0], [0, 1], [1, 1]])
        ends = [corners @ story.shifted(value).T for value in (low, high, story.trace / 2)]
        self.framing = plane.fit(np.concatenate(ends), 1.5)
        self.grid, self.area = plane.moved_grid(24), plane.area()
        self.area.set_z_index(4)
        farthest = np.abs(story.eigenvalues[:, None] - (low, high)).max(axis=1)
        self.sizes = ARROW / (self.framing.units * farthest)
        self.roles = EIGEN_ROLES[: len(story.lines)]
        self.arrows = [plane.arrow(role) for role in self.roles]
        plane.dots("area").to(np.zeros(2)).set_z_index(4)
        self._make_side()
        super().__init__(plane, self.curve, self.stem, self.dot, *self.side)

    def _make_side(self) -> None:
        story, theme = self.story, self.theme
        low, high = story.slider_range
        decimals = max(2, figures_needed(story.matrix.flat, limit=6))
        room = widest([*story.shifted(low).flat, *story.shifted(high).flat], decimals)
        self.entries = LiveMatrix(story.matrix, theme, decimals=decimals, widest=room)
        self.matrix_row = row(Formula("A - lambda I =", theme), self.entries)
        if self.matrix_row.width > SIDE.width:
            self.matrix_row.scale(SIDE.width / self.matrix_row.width)
        self.matrix_row.shift(np.array([SIDE.left, 1.85, 0]) - self.matrix_row.get_left())
        self.reading = LiveRow("$lambda$", theme, 0.82, decimals=decimals)
        self.determinant = LiveRow(
            '$part("area", det(A - lambda I))$', theme, 0.27, decimals=decimals, colour="area"
        )
        points = np.linspace(low, high, 161)
        values = story.characteristic(points)
        least, most = min(float(values.min()), 0.0), float(values.max())
        pad = 0.1 * (most - least)
        caption = '$part("area", det(A - lambda I))$ against $lambda$'
        self.chart = chart = Chart(
            CHART, theme, Axis(low, high), Axis(least - pad, most + pad / 2), caption
        )
        self.axes = VGroup(chart.rule(0.0, role="axis", width="thin"), chart)
        self.curve = Curve(theme.area, width=theme.strokes.bold)
        self.stem = Segments(theme.ink, width=theme.strokes.thin)
        self.dot = Dot(theme.ink, 0.09, rim=theme.background)
        stops = story.slider_stops or [(story.slider_end, 0)]
        roles = EIGEN_ROLES[: len(stops)]
        self.roots = [Dot(theme.colour(role), 0.11, rim=theme.background) for role in roles]
        self.names: list[list[Name]] = []
        plot = chart.zone
        room_ = Room(Zone(plot.left + 0.1, SIDE.right, plot.bottom, plot.top))
        curve = chart.at(points, values)
        level = chart.at([low, high], 0.0)
        room_.block_lines(curve, level)
        for value, index in sorted(stops, key=lambda stop: stop[1]):
            spot = chart.at(value, story.characteristic(value))
            markup = (
                f"${text.eigenvalue_name(story, index)}$"
                if story.slider_stops
                else f"lowest: ${number(float(story.characteristic(value)))}$"
            )
            name = Name(markup, theme, roles[index])
            self.names.append([name] if name.settle(room_, spot[None]) else [])
            self.roots[index].set_centre(spot)
        self.side = [self.matrix_row, self.reading, self.determinant, self.axes]

    def leg(self, stop: float) -> Callable[[float], Self]:
        """Return what moves lambda from where it is to ``stop``, for t from 0 to 1."""
        return partial(self._slide, self.value, self.seen, stop)

    def _slide(self, start: float, seen: tuple[float, float], stop: float, t: float) -> Self:
        value = start + (stop - start) * t if t < 1 else stop
        return self.show(value, (min(seen[0], value), max(seen[1], value)), final=t in (0, 1))

    def show(self, value: float, seen: tuple[float, float], final: bool = True) -> Self:
        """Show lambda at a value, the curve drawn over all that has been seen."""
        story, chart = self.story, self.chart
        self.value, self.seen = value, seen
        matrix = story.shifted(value)
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
        spot, foot = chart.at(value, here), chart.at(value, 0.0)
        self.dot.set_centre(spot)
        self.stem.set_segments(np.array([[foot, spot]]))
        self.entries.set_values(matrix, animating=not final)
        self.reading.set_value(value, animating=not final)
        self.determinant.set_value(here, animating=not final)
        return self

    def name_vectors(self) -> list[VMobject]:
        """Draw the outlines of the eigenvectors with their names; return both, to be faded in."""
        made: list[VMobject] = []
        for index, (size, role) in enumerate(zip(self.sizes, self.roles, strict=False)):
            # None where it is too short or too long beside what A - lambda I makes of it.
            if 0.5 < size * self.framing.units < 2.8:
                ghost = self.plane.arrow(role, width=0.14, tip=0.32)
                ghost.set_fill(opacity=0).set_background_stroke(width=0)
                ghost.set_stroke(self.theme.colour(role), self.theme.strokes.thin)
                ghost.layer = 4.6
                ghost.to(size * self.story.eigenvectors[index]).set_z_index(4.6)
                self.plane.name_tip(ghost, text.vector_name(self.story, index), role)
                made += ghost.parts
        return made

    def name_crushed(self, index: int) -> list[Name]:
        """Return what is said of the eigenvector that now lies at the origin, if there is one."""
        if self.story.kind == "complex":
            return []
        markup = f"${text.crushed_name(self.story, index)}$"
        return self.plane.name_beside(markup, EIGEN_ROLES[index], np.zeros((1, 2)))

    @property
    def on_chart(self) -> list[VMobject]:
        """What is drawn on the chart."""
        names = [name for found in self.names for name in found]
        return [self.curve, self.stem, self.dot, *self.roots, *names]
