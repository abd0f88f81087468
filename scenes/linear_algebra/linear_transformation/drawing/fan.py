"""Vectors of all directions before a matrix moves them and after: which stay on their line."""

from __future__ import annotations

import math

import numpy as np

from explainer.geometry.plane import Framing, corners_path, fit_points
from explainer.maths.linear_algebra import rotation
from explainer.mobjects.glow import Glow
from explainer.mobjects.placing import distances, ink_box
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_figures import Grid
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import EMPTY, ORIGIN, ArrayMark, Mark, PlaneArrow
from explainer.mobjects.shapes import VGroup
from explainer.numbers import to_typst
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, results
from explainer.scenes.linear_algebra.linear_transformation.drawing.plane import ROOM
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.style import Theme

DIRECTIONS = 12
NEAR = np.radians(11)
"""No other vector is shown so near a line of eigenvectors: it would be taken for one of them."""

NEARER = 1.3
"""How much larger the picture is than that of the moved plane."""


class Wedges(ArrayMark):
    """Triangles between vectors and their images, (n, 2, 2): none where both are on one line."""

    layer = 2
    value = np.zeros((0, 2, 2))

    def __init__(self, view: PlaneView, theme: Theme) -> None:
        super().__init__(fill_color=theme.ink, fill_opacity=0.25, stroke_width=0)
        self.view = view

    def outline(self) -> np.ndarray:
        """Return nothing, (0, 2, 2): names may lie on them."""
        return EMPTY

    def _draw(self) -> None:
        corners = [np.array([ORIGIN, first, second, ORIGIN]) for first, second in self.value]
        drawn = [corners_path(self.view.flat(each)) for each in corners]
        self.points = np.concatenate([np.zeros((0, 3)), *drawn])


class Fan(VGroup):
    """Vectors about the origin and their images, on a plane; the view comes nearer.

    Args:
        plane: where they are.
        story: the matrix, and its eigenvectors.
        units: the scale of the plane as the matrix has moved it.

    Attributes:
        framing: the view from near.
        length: of all vectors before.
    """

    def __init__(self, plane: Plane, story: TransformationStory, units: float) -> None:
        self.plane, self.story = plane, story
        angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
        self.ways = np.column_stack([np.cos(angles), np.sin(angles)])
        matrix, lines = story.matrix, story.lines
        if len(lines):
            across = np.abs(self.ways @ np.array([[0.0, -1], [1, 0]]) @ lines.T)
            self.ways = self.ways[across.min(axis=1) > np.sin(NEAR)]
        both = np.concatenate([self.ways, lines, self.ways @ matrix.T, lines @ matrix.T])
        near = fit_points(np.concatenate([both, -both]), ROOM, 2.0)
        self.framing = Framing(near.origin, NEARER * units)
        self.length = near.units / self.framing.units
        scalar = story.eigen.kind == "scalar"
        drawn = self.ways[: len(self.ways) // 2] if scalar else lines
        roles = [EIGEN_ROLES[0 if scalar else k] for k in range(len(drawn))]
        role = "eigen" if scalar else "ink"
        self.images = [plane.arrow(role, width=0.05, tip=0.22, layer=4) for _ in self.ways]
        self.starts = [plane.ghost(image) for image in self.images]
        self.wedges = plane.hold(Wedges(plane.view, plane.theme))
        self.lines = [plane.line(*pair, width="bold") for pair in zip(roles, drawn, strict=True)]
        self.scaled = [plane.arrow(role, width=0.1, tip=0.38) for role in roles[: len(lines)]]
        self.units = [plane.arrow("ink", width=0.06, tip=0.24) for _ in self.scaled]
        if story.turns:
            # One to follow, as the fan may look the same after a turn.
            self.scaled = [plane.arrow("eigen", width=0.1, tip=0.38)]
            self.units = [plane.arrow("ink", width=0.06, tip=0.24)]
        self.turn = plane.turn("eigen")
        for unit, arrow, value in zip(
            self.units, self.scaled, story.eigen.eigenvalues, strict=False
        ):
            # The shorter lies on the longer from the beginning, when both are one.
            unit.layer, arrow.layer = (5.2, 5.1) if abs(value) > 1 else (5.1, 5.2)
            unit.set_z_index(unit.layer)
            arrow.set_z_index(arrow.layer)
        for mark in (*self.images, *self.starts, *self.scaled, *self.units):
            mark.solid = False
        super().__init__(plane)
        self.glows: list[Glow] = []
        self.grow(0.0)
        plane.drop(*self.marks, *self.lines)

    @property
    def followed(self) -> np.ndarray:
        """The directions, (n, 2), of those that have colours of their own."""
        return self.ways[:1] if self.story.turns else self.story.lines

    @property
    def marks(self) -> list[Mark]:
        """All but the lines of eigenvectors."""
        ends = self.starts, self.units, self.images, self.scaled
        return [self.wedges, self.turn, *(mark for each in ends for mark in each)]

    def grow(self, t: float) -> None:
        """Let the vectors grow from the origin."""
        ends = (self.starts, self.images, self.ways), (self.units, self.scaled, self.followed)
        for arrows, ways in ((each, ways) for *both, ways in ends for each in both):
            for arrow, way in zip(arrows, ways, strict=True):
                arrow.to(t * self.length * way)

    def begin(self, start: Framing, grid: Grid, t: float) -> None:
        """Come nearer, let the grid step back, and let the vectors grow."""
        grid.set_brightness(1 - t * (1 - self.plane.theme.emphasis.rest))
        self.plane.zoom(start, self.framing, t)
        self.grow(t)
        self.plane.settle(final=t in (0, 1))

    def carry(self, t: float) -> None:
        """Let copies of the vectors be carried by the matrix, up to the time ``t``."""
        matrix = self.story.path(t)
        for arrows, ways in ((self.images, self.ways), (self.scaled, self.followed)):
            for arrow, way in zip(arrows, ways, strict=True):
                arrow.to(self.length * matrix @ way)
        self.wedges.to(self.length * np.stack([self.ways, self.ways @ matrix.T], axis=1))
        self.plane.settle(final=t in (0, 1))

    def light(self, t: float) -> None:
        """Let the lines of eigenvectors grow, and all else step back."""
        for line in self.lines:
            line.to(t)
        emphasis = self.plane.theme.emphasis
        if self.story.turns:
            first, image = self.ways[0], self.story.matrix @ self.ways[0]
            whole = math.atan2(first[0] * image[1] - first[1] * image[0], first @ image)
            turn = math.sqrt(t) * whole
            self.turn.to(first, rotation(turn) @ first, radius=0.5 * self.length)
        if self.story.eigen.kind == "scalar":
            return
        for mark in self.images:
            mark.set_brightness(1 - t * (1 - emphasis.rest))
        self.wedges.set_brightness(1 - 0.4 * t)
        for mark in self.starts:
            mark.set_brightness(emphasis.ghost - t * (emphasis.ghost - emphasis.scaffold))

    def name_lines(self) -> list[PlaneLabel]:
        """Name the eigenvectors and their images, or their lines where these are too short."""
        names, plane, story = [], self.plane, self.story
        if story.turns or not len(story.lines):
            return []
        values = story.eigen.eigenvalues
        factors = results(values)
        for k, (line, arrow) in enumerate(zip(self.lines, self.scaled, strict=True)):
            index = f"_{k + 1}" if len(self.lines) > 1 else ""
            written, role = f"{to_typst(factors[k])} thin bold(x){index}", EIGEN_ROLES[k]
            long = self.length * plane.view.units
            if abs(values[k]) * long < 0.4:
                names.append(plane.name_line(line, written, role))
            else:
                names.append(plane.name_tip(arrow, written, role))
            if abs(values[k] - 1) * long > 0.5 and long > 0.4:
                name = plane.name_tip(self.units[k], f"bold(x){index}", lean=3.0)
                names += [name] if self._is_near(name, self.units[k]) else plane.drop(name)[1:]
        return names

    def _is_near(self, name: PlaneLabel, arrow: PlaneArrow) -> bool:
        """Return whether a name is nearer to the tip of its arrow than to any other."""
        others = [each for each in (*self.starts, *self.images) if len(each.data())]
        tips = np.array([each.data()[1] for each in (arrow, *others)])
        middle, size = ink_box(name)
        away = distances(middle[None], size / 2, self.plane.view.flat(tips))[0]
        return bool(away[0] < away[1:].min(initial=np.inf))
