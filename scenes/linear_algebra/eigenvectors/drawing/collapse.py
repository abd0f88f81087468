"""The unit square under ``A - lambda I`` while lambda runs, and its determinant beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, corners_path
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.panel import Panel
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_figures import Parallelogram
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import ORIGIN, ArrayMark
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import widest
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, places
from explainer.scenes.linear_algebra.eigenvectors import formulas
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Theme, Zone
from explainer.zones import Layout

ARROW = 2.3
"""The greatest length of the eigenvectors' images, in frame units, where they have another scale.
"""

SQUARE = "image"
"""The role of the square, and of the determinant, which is its area."""

STAGES = 7
"""How many outlines of the square are left behind on the whole way of lambda."""


class Stages(ArrayMark):
    """Images of the unit square under matrices, (n, 2, 2), all in one path."""

    layer, solid, value = 3.5, True, np.zeros((0, 2, 2))

    def __init__(self, view: PlaneView, theme: Theme, colour: str) -> None:
        super().__init__(
            stroke_color=colour,
            stroke_width=theme.strokes.regular,
            stroke_opacity=0.85,
            fill_color=colour,
            fill_opacity=0.16,
        )
        self.view = view

    def _draw(self) -> None:
        # All in one sense, so that none is a hole in another.
        pairs = [m.T[:: -1 if np.linalg.det(m) < 0 else 1] for m in self.value]
        rings = [np.array([ORIGIN, a, a + b, b, ORIGIN]) for a, b in pairs]
        drawn = [corners_path(self.view.flat(ring)) for ring in rings]
        self.points = np.concatenate([np.zeros((0, 3)), *drawn])


class Collapse(VGroup):
    """The square under ``A - lambda I``, and the parabola of its determinant.

    Attributes:
        value: lambda.
        beside: what stands beside the plane, in the order in which it comes.
        roots, names: on the parabola, or at its lowest point.
    """

    def __init__(self, plane: Plane, story: EigenStory, framing: Framing) -> None:
        self.plane, self.story, self.framing, theme = plane, story, framing, plane.theme
        low, high = story.slider_range
        self.value = story.slider_start
        self.seen = self.value, self.value
        self.sizes = np.ones(len(story.eigenvalues))
        if story.zoom != 1 or not 0.7 < framing.units < 3:
            farthest = np.abs(story.eigenvalues[:, None] - (low, high)).max(axis=1)
            self.sizes = ARROW / (framing.units * farthest)
        self.area = plane.hold(Parallelogram(plane.view, theme, SQUARE)).set_z_index(5.3)
        self.area.fill, self.area.solid = 0.45, False
        self.area.set_stroke(width=theme.strokes.heavy)
        self.area.colours = (self.area.colours[0],) * 2  # turned over, it is hatched more and more
        self.stages = plane.hold(Stages(plane.view, theme, theme.colour(SQUARE)))
        self.turned = plane.hold(Stages(plane.view, theme, theme.area_negative))
        roles = EIGEN_ROLES[: len(story.lines)]
        self.arrows = [plane.arrow(role, width=0.1, tip=0.38).to(None) for role in roles]
        self.starts = [plane.arrow(role, width=0.08, tip=0.32).to(None) for role in roles]
        for start in self.starts:
            start.set_brightness(theme.emphasis.rest)
        stops = [stop for stop, _ in story.slider_stops]
        self.rests = [self.value, *np.linspace(low, high, STAGES + 2)]
        if len(stops) == 2:  # flat, turned over, and flat again
            self.rests = [self.value, stops[0], story.trace / 2]
        self._make_beside()
        super().__init__(plane, self.curve, self.stem, self.dot, *self.rows)

    def _make_beside(self) -> None:
        story, theme = self.story, self.plane.theme
        low, high = story.slider_range
        rows, plot = _beside(theme.layout)
        panel = Panel(theme, rows)
        decimals = places(story.matrix.flat, 2, typed=True)
        ends = [low, high, *story.characteristic([low, high, story.trace / 2])]
        longest = widest(ends, decimals)
        self.reading = panel.number(decimals=decimals, equated=True, text=longest)
        self.determinant = panel.number(
            decimals=decimals, colour=SQUARE, equated=True, text=longest
        )
        self.rows = panel.rows(
            row(Formula("lambda", theme), self.reading),
            row(Formula("det(A - lambda I)", theme, colour=SQUARE), self.determinant),
        )
        points = np.linspace(low, high, 161)
        values = story.characteristic(points)
        least, most = min(float(values.min()), 0.0), float(values.max())
        pad = 0.1 * (most - least)
        across, up = (
            Axis(low, high, "$lambda$", ticks=3),
            Axis(least - pad, most + pad / 2, "$det$", ticks=2),
        )
        self.chart = chart = Chart(plot, theme, across, up)
        self.axes = VGroup(chart.rule(0.0, role="axis", width="thin"), chart)
        self.whole = Curve(theme.colour(SQUARE), width=theme.strokes.regular)
        self.whole.set_corners(chart.at(points, values)).set_stroke(opacity=theme.emphasis.rest)
        self.curve = Curve(theme.colour(SQUARE), width=theme.strokes.bold)
        self.stem = Segments(theme.ink, width=theme.strokes.thin)
        self.dot = Dot(theme.ink, 0.1, rim=theme.background)
        free = Room(
            Zone(chart.zone.left + 0.1, theme.layout.safe.right, chart.zone.bottom, chart.zone.top)
        )
        end = story.slider_end
        stem = chart.at([end, end], [0.0, float(story.characteristic(end))])
        free.block_lines(chart.at(points, values), chart.at([low, high], 0.0), stem)
        self.roots: list[Dot] = []
        self.names: list[list[Name]] = []
        for role, (value, markup) in zip(EIGEN_ROLES, formulas.chart_names(story), strict=False):
            spot = chart.at(value, story.characteristic(value))
            root, name = Dot(theme.colour(role), 0.11, theme.background), Name(markup, theme, role)
            self.roots.append(root.set_centre(spot))
            self.names.append([name] if name.settle(free, spot[None]) else [])
        self.beside: list[VMobject] = [*self.rows, self.axes, self.whole, self.curve]
        self.beside += [self.stem, self.dot]

    def open(self, t: float) -> Self:
        """Show the square a share of the way to where lambda sets out."""
        matrix = np.eye(2) + t * (self.story.shifted(self.value) - np.eye(2))
        self._square(matrix)
        self._read(self.value, final=t in (0, 1))
        return self

    def leg(self, stop: float) -> Callable[[float], Self]:
        """Return what moves lambda from where it is to ``stop``, for t from 0 to 1."""
        return partial(self._slide, self.value, self.seen, stop)

    def _slide(self, start: float, seen: tuple[float, float], stop: float, t: float) -> Self:
        value = start + (stop - start) * t if t < 1 else stop
        self.value = value
        self.seen = min(seen[0], value), max(seen[1], value)
        flat = self.story.characteristic(value) == 0
        self._square(self.story.shifted(value), flat=bool(flat))
        low, high = self.seen
        matrices = [self.story.shifted(float(x)) for x in self.rests if low <= x <= high]
        signs = np.array([self.story.characteristic(x) < 0 for x in self.rests if low <= x <= high])
        self.stages.to(np.array(matrices)[~signs])
        self.turned.to(np.array(matrices)[signs])
        self._read(value, final=t in (0, 1))
        return self

    def _square(self, matrix: np.ndarray, *, flat: bool = False) -> None:
        corners = np.array([ORIGIN, *matrix.T, matrix.sum(axis=1)])
        if flat:  # but for rounding, which must not turn it over
            along = corners @ corners[np.argmax(np.hypot(*corners.T))]
            first, last = corners[int(np.argmin(along))], corners[int(np.argmax(along))]
            self.area.to(np.column_stack([last - first, ORIGIN]), first)
        else:
            self.area.to(matrix)
        deepest = abs(float(self.story.characteristic(self.story.trace / 2)))
        share = -float(np.linalg.det(matrix)) / max(deepest, 1e-300)
        self.area.hatching.set_stroke(opacity=min(max(1.5 * share, 0.0), 0.9))
        ways = zip(self.arrows, self.sizes, self.story.directions, strict=False)
        for arrow, size, unit in ways:
            arrow.to(size * matrix @ unit)
        for start, size, unit in zip(self.starts, self.sizes, self.story.directions, strict=False):
            start.to(size * unit)

    def _read(self, value: float, final: bool) -> None:
        story, chart = self.story, self.chart
        self.plane.settle(final=final)
        points = np.linspace(*self.seen, 121)
        graph = chart.at(points, story.characteristic(points))
        self.curve.set_corners(graph if self.seen[1] > self.seen[0] else graph[:1])
        here = float(story.characteristic(value))
        spot = chart.at(value, here)
        self.dot.set_centre(spot)
        self.stem.set_segments(np.array([[chart.at(value, 0.0), spot]]))
        self.reading.set_value(value, animating=not final)
        self.determinant.set_value(here, animating=not final)

    def name_squares(self) -> list[PlaneLabel]:
        """Say for which lambda the square was where, and is where it is now."""
        names, story = [], self.story
        rests = self.rests if len(story.slider_stops) == 2 else self.rests[:1]
        rests = [] if story.kind == "scalar" else rests
        for value in (*rests, self.value):
            matrix = story.shifted(float(value))
            role = "area_negative" if story.characteristic(value) < 0 else SQUARE
            corners = matrix[:, 0], matrix[:, 1], matrix.sum(axis=1)
            far = max(corners, key=lambda corner: float(corner @ corner))
            if float(np.hypot(*far)) * self.plane.view.units > 0.6:
                names.append(self.plane.label(formulas.value_name(float(value)), far, role))
        return names

    def name_crushed(self, index: int) -> list[Name]:
        """Return what is said of the eigenvector that now lies at the origin, if there is one."""
        if not len(self.story.eigenvalues):
            return []
        plane = self.plane
        markup = f"${formulas.crushed_name(self.story, index)}$"
        far = 20 / plane.view.units
        axes = plane.segments().to(np.array([[(-far, 0), (far, 0)], [(0, -far), (0, far)]]))
        names = plane.name_beside(markup, EIGEN_ROLES[index], np.zeros((1, 2)))
        plane.drop(axes)
        return names


def _beside(layout: Layout) -> tuple[Zone, Zone]:
    """Return where the formulas and their chart stand: one above the other, or side by side."""
    if layout.is_wide:
        rows, plot = Zone(3.05, 6.25, 0.9, 2.35), Zone(2.9, 6.3, -3.2, 0.55)
        return layout.fit(rows), layout.fit(plot)
    aside = layout.aside
    return replace(aside, right=-0.6), replace(aside, left=0.2, right=aside.right - 0.2)
