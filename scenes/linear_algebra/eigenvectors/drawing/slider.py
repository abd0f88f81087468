"""The slider: ``A - lambda I`` moves the plane, and its determinant draws a curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import arrow_outline
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_numbers import LiveMatrix
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.plane import Grid, Parallelogram
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import figures_needed, widest
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, number
from explainer.scenes.linear_algebra.eigenvectors import text
from explainer.scenes.linear_algebra.eigenvectors.drawing.plane import LABELS, EigenPlane, fit
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

    def __init__(self, plane: EigenPlane, story: EigenStory, theme: Theme) -> None:
        self.plane, self.story, self.theme = plane, story, theme
        low, high = story.slider_range
        start = 0.0 if low <= 0 <= high else low
        self.value, self.seen = start, (start, start)
        corners = np.array([[1, 0], [0, 1], [1, 1]])
        ends = [corners @ story.shifted(value).T for value in (low, high, story.trace / 2)]
        self.framing = fit(np.concatenate(ends), 1.5)
        self.grid = Grid(plane.view, theme.grid, theme.axis, width=theme.strokes.thin, reach=24)
        self.area = Parallelogram(plane.view, theme)
        farthest = np.abs(story.eigenvalues[:, None] - (low, high)).max(axis=1)
        self.sizes = ARROW / (self.framing.units * farthest)
        self.arrows = [Arrow(colour, halo=theme.background) for colour in plane.colours]
        self.ghosts = [Segments(colour, width=theme.strokes.thin) for colour in plane.colours]
        self.heart = Dot(theme.area, 0.07)
        layers: dict[int, Sequence[VMobject]]
        layers = {2: [self.grid], 4: [self.area, self.heart], 5: self.ghosts, 6: self.arrows}
        for level, layer in layers.items():
            for mobject in layer:
                mobject.set_z_index(level)
        self._make_side()
        super().__init__(self.grid, self.area, self.heart, *self.ghosts, *self.arrows)

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

    def leg(self, stop: float) -> Callable[[float], EigenSlider]:
        """Return what moves lambda from where it is to ``stop``, for t from 0 to 1."""
        start, (low, high) = self.value, self.seen

        def show(t: float) -> EigenSlider:
            value = start + (stop - start) * t if t < 1 else stop
            return self.show(value, (min(low, value), max(high, value)), final=t in (0, 1))

        return show

    def show(self, value: float, seen: tuple[float, float], final: bool = True) -> Self:
        """Show lambda at a value, the curve drawn over all that has been seen."""
        story, plane, chart = self.story, self.plane, self.chart
        self.value, self.seen = value, seen
        matrix = story.shifted(value)
        self.grid.set_matrix(matrix)
        self.area.set_matrix(matrix)
        origin = plane.view.to_frame((0, 0))
        images = ((story.eigenvalues - value) * self.sizes)[:, None] * story.eigenvectors
        for arrow, image in zip(self.arrows, images, strict=False):
            arrow.set_ends(origin, plane.view.to_frame(image))
        plane.write(final=final)
        points = np.linspace(*seen, 121)
        graph = chart.at(points, story.characteristic(points))
        self.heart.set_centre(origin[:2])
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
        to_frame = self.plane.view.to_frame
        for index, ghost in enumerate(self.ghosts):
            tip = self.sizes[index] * self.story.eigenvectors[index]
            if not 0.5 < self.sizes[index] * self.framing.units < 2.8:
                continue  # too short or too long beside what A - lambda I makes of it
            outline, _ = arrow_outline(to_frame((0, 0))[:2], to_frame(tip)[:2], 0.14, 0.32)
            ghost.set_segments(np.stack([outline[:-1], outline[1:]], axis=1))
            name, role = text.vector_name(self.story, index), EIGEN_ROLES[index]
            made += [ghost, self.plane.tag(f"eigen {index}", name, tip, -1.0, role)]
        return made

    def name_crushed(self, index: int) -> list[Name]:
        """Return what is said of the eigenvector that now lies at the origin, if there is one."""
        to_frame, story = self.plane.view.to_frame, self.story
        if story.kind == "complex":
            return []
        markup = f"${text.crushed_name(story, index)}$"
        name = Name(markup, self.theme, EIGEN_ROLES[index])
        room = Room(LABELS).block(*(tag.label for tag in self.plane.tags.values()))
        far = 6 / self.framing.units
        for direction in story.lines:
            room.block_lines(to_frame(np.array([-far * direction, far * direction]))[:, :2])
        room.block(*(n for n in self.plane.numbers.numbers if n.shape.get_fill_opacity() > 0.5))
        return [name] if name.settle(room, to_frame(np.zeros((1, 2)))[:, :2]) else []

    @property
    def side(self) -> list[VMobject]:
        """What stands at the side from the beginning."""
        return [self.matrix_row, self.reading, self.determinant, self.axes]

    @property
    def parts(self) -> list[VMobject]:
        """All that is drawn, but for the side."""
        names = [name for found in self.names for name in found]
        return [*self.submobjects, self.curve, self.stem, self.dot, *self.roots, *names]

    @property
    def moving(self) -> list[VMobject]:
        """What ``show`` changes."""
        return [
            *(self.grid, self.area, *self.arrows, self.curve, self.stem, self.dot),
            *(self.entries, self.reading, self.determinant, *self.plane.moving),
        ]
