"""Where basis, vector and steps are named, before a matrix moves them and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import numpy as np

from explainer.geometry.plane import Framing, Rectangle, clip_lines
from explainer.maths.linear_algebra import signed_area
from explainer.mobjects.placing import distances, evenly_each, ink_box
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.linear_algebra.linear_transformation.text import (
    BASIS,
    I_HAT,
    J_HAT,
    V,
    step_names,
)


class Names:
    """The names of what a matrix carries, each clear of all that it will be seen with.

    Args:
        plane: a plane without marks but its moved grid.
        story: the matrix and the vector.
        views: of the basis and of the vector, each before and after.
        ghosts: of what is carried, before and after.

    Attributes:
        before, after: of basis vectors and vector.
        back: of the basis vectors when they have come back.
        steps_before, steps_after: how often the walk takes each step.
        ways: what carries the vector there, and back.
    """

    def __init__(
        self,
        plane: Plane,
        story: TransformationStory,
        views: Sequence[Sequence[Framing]],
        ghosts: tuple[Sequence[Mark], Sequence[Mark]],
    ) -> None:
        self.plane, self.story, self.views = plane, story, views
        axes, ways, cells = (plane.segments().to(each) for each in self._lines())
        plane.drop(ways, cells)
        plane.put(*ghosts[0])
        self.before = [*self._name_basis(0), self._name_vector(0)]
        self.steps_before = self._name_steps(0)
        plane.put(*ghosts[1], ways, cells)
        plane.drop(*self.before[:2], *self.steps_before)
        self.after = [*self._name_basis(1), self._name_vector(1)]
        plane.drop(cells)
        self._see(1, 1)
        middle = story.path(0.5) @ story.vector
        self.ways = [plane.label(text, middle) for text in ("A", "A^(-1)")]
        plane.drop(*self.ways)
        self.steps_after = self._name_steps(1)
        plane.drop(*self.steps_after, *self.after[:2], ways)
        plane.add(*self.ways[1:])
        self._see(0, 0)
        self.back = [
            old if self._is_clear(old) else new
            for old, new in zip(self.before, self._name_basis(0), strict=False)
        ]
        plane.drop(axes, *ghosts[0], *ghosts[1], *plane.names)

    def _is_clear(self, name: PlaneLabel) -> bool:
        """Return whether a name lies clear of all marks; it leaves the plane if not."""
        middle, size = ink_box(name)
        start, end = np.concatenate([mark.edges() for mark in self.plane.marks]).swapaxes(0, 1)
        zone = Rectangle(*astuple(self.plane.view.zone))
        points = evenly_each(clip_lines((start + end) / 2, (end - start) / 2, zone, reach=1.0))
        is_clear = distances(middle[None], size / 2, points).min(initial=1.0) > 0.03
        if not is_clear:
            self.plane.drop(name)
        return bool(is_clear)

    def _name_basis(self, time: int) -> list[PlaneLabel]:
        self._see(time, 0)
        matrix, prefix = self.story.path(time), "A " if time else ""
        # Outside of the square, where there is room.
        leans = (-2.0, 2.0) if signed_area(matrix) > 0 else (None, None)
        each = zip((I_HAT, J_HAT), matrix.T, BASIS, leans, strict=True)
        return [
            self.plane.label(prefix + hat, tip, role, lean=lean) for hat, tip, role, lean in each
        ]

    def _name_vector(self, time: int) -> PlaneLabel:
        self._see(time, 1)
        tip = self.story.path(time) @ self.story.vector
        return self.plane.label(f"A {V}" if time else V, tip)

    def _lines(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what no name lies on, (n, 2, 2) each.

        These are the axes before and after, the ways between, and the squares that are carried.
        """
        matrix = self.story.matrix
        reach = 20 / min(view.units for pair in self.views for view in pair)
        ends = reach * np.concatenate([np.eye(2), matrix.T])
        carried = np.column_stack([np.eye(2), self.story.vector])
        ways = np.array([(self.story.path(float(t)) @ carried).T for t in np.linspace(0, 1, 25)])
        levels = np.repeat(np.arange(-1.0, 3.0)[:, None], 2, axis=1)
        upright = np.stack([levels, np.broadcast_to([-1.0, 2.0], levels.shape)], axis=2)
        cells = np.concatenate([upright, upright[:, :, ::-1]]) @ matrix.T
        steps = np.concatenate([*np.stack([ways[:-1], ways[1:]], axis=2)])
        return np.stack([-ends, ends], axis=1), steps, cells

    def _see(self, time: int, focus: int) -> None:
        self.plane.look(self.views[focus][time]).settle()

    def _name_steps(self, time: int) -> list[PlaneLabel]:
        story, texts = self.story, step_names(self.story, moved=time == 1)
        self._see(time, 1)
        first, second = (story.path(time)[:, axis] * story.vector[axis] for axis in (0, 1))
        names, points, leans = [], (first, first + second / 2), (2.0, None)
        # On a line there is hardly room beside the steps.
        least = 0.6 if story.rank == 2 or not time else 1.5
        ways = zip(points, (first, second), texts, BASIS, leans, strict=True)
        for point, way, text, role, lean in ways:
            if np.linalg.norm(way) * self.plane.view.units > least:
                name = self.plane.label(text, point, role, lean=lean)
                names += [name] if self._is_clear(name) else []
        return names
