"""A plane on its way under a matrix: all that moves together, as a function of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing
from explainer.maths.linear_algebra import null_direction, signed_area
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import ORIGIN, Mark
from explainer.mobjects.shapes import VGroup
from explainer.numbers import to_typst
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, results
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.linear_algebra.linear_transformation.text import BASIS, I_HAT, J_HAT
from explainer.style import PICTURE, Theme

MOST_LINES = 70
ARROWS, DOTS = 12, 7
"""How many arrows there are in a fan, and dots that merge."""

ANGLES = np.arange(ARROWS) * 2 * np.pi / ARROWS
DIRECTIONS = np.column_stack([np.cos(ANGLES), np.sin(ANGLES)])


class TransformedPlane(VGroup):
    """Grid, basis, one vector and what shows a fact, under ``path(t)``; ``show(t)`` sets them all.

    Args:
        story: the matrix, the way to it, and the vector.
        theme: for colours.

    Attributes:
        time: how far the matrix has been applied.
        focus: 0 while the view serves the basis, 1 while it serves the vector.
        moved: whether the names of the basis are those of its images, which come as it moves.
    """

    def __init__(self, story: TransformationStory, theme: Theme) -> None:
        self.story, self.time, self.focus, self.moved = story, 0.0, 0.0, False
        self.write: Callable[[np.ndarray, bool], object] | None = None
        plane = self.plane = Plane(theme)
        self.followed = np.concatenate([[(1, 0), (0, 1), (1, 1)], story.lines])
        on_vector = np.concatenate([self.followed, [(story.vector[0], 0), story.vector]])
        self.on_basis, self.on_vector = (
            plane.views(points, points @ story.matrix.T) for points in (self.followed, on_vector)
        )
        pairs = zip(self.on_basis, self.on_vector, strict=True)
        self.refocuses = max(near.units / far.units for near, far in pairs) > 3
        if not self.refocuses:
            self.on_basis, self.followed = self.on_vector, on_vector
        self.grid = plane.moved_grid(self._reach())
        self.i_hat, self.j_hat = plane.arrow("i_hat"), plane.arrow("j_hat")
        self.arrow, self.walk = plane.arrow("vector"), plane.walk()
        ends = zip(BASIS, story.matrix.T, strict=True)
        self.landings = [plane.dots(role, 0.13, hollow=True).to(end) for role, end in ends]
        self.area, self.turn = plane.area(), plane.turn()
        self.before, self.after = plane.dots("muted", 0.085, hollow=True), plane.dots("ink", 0.085)
        self._make_fan(theme)
        super().__init__(plane)
        plane.look(self.on_basis[0])
        plane.clear(self.grid)
        self.show(0.0)

    def _make_fan(self, theme: Theme) -> None:
        plane, story = self.plane, self.story
        longest = float(np.linalg.norm(story.matrix, 2)) * self.on_basis[1].units
        self.length = min(1.4 / self.on_basis[0].units, 2.3 / max(longest, 1e-9))
        roles = EIGEN_ROLES[: len(story.lines)]
        self.lines = [plane.line(*pair) for pair in zip(roles, story.lines, strict=True)]
        self.scaled = [plane.arrow(role) for role in roles]
        self.spokes = plane.segments("faint")
        self.fan = [plane.arrow("muted", width=0.035, tip=0.16, layer=4) for _ in DIRECTIONS]
        for arrow in self.fan:
            arrow.solid = False
        self.turned = [plane.turn("eigen") for _ in DIRECTIONS[::3] if story.turns]
        self.first = plane.segments("eigen", "regular", dash=0.1)
        if story.turns:
            # Turned by a right angle, the fan would look the same without one arrow to follow.
            self.fan[0] = plane.arrow("eigen")
            self.first.to([(ORIGIN, self.length * DIRECTIONS[0])])

    def show(self, t: float) -> None:
        """Apply the matrix up to the time ``t``."""
        self.time = t
        story, matrix = self.story, self.story.path(t)
        if not self.focus:
            start, stop = self.on_basis
            self.plane.zoom(start, stop, t, self.followed @ matrix.T)
        self.grid.to(matrix)
        self.i_hat.to(matrix[:, 0])
        self.j_hat.to(matrix[:, 1])
        self.arrow.to(matrix @ story.vector)
        self.area.to(matrix)
        self.turn.to(*(matrix.T if signed_area(matrix) else (ORIGIN, ORIGIN)))
        self.after.to(self.before.data() @ matrix.T)
        self._show_fan(matrix)
        self._show_names()
        self.plane.settle(final=t in (0, 1))
        if self.write:
            self.write(matrix, t < 1)

    def _show_names(self) -> None:
        """Let the names of the images come as the basis begins to move."""
        for label in (self.i_hat.label, self.j_hat.label) if self.moved else ():
            if label is not None:
                label.set_opacity(min(6 * self.time, 1.0))

    def move(self, start: float, stop: float, t: float) -> None:
        """Go on with the matrix from one time to another."""
        self.show(start + (stop - start) * t)

    def run(self, numbers: VMobject, write: Callable[[np.ndarray, bool], object]) -> None:
        """Let numbers follow the matrix: ``write`` is given it, and whether it moves."""
        self.write = write
        self.submobjects[1:] = [numbers]

    def rest(self) -> None:
        """Leave the numbers that followed the matrix as they are now."""
        self.write = None
        del self.submobjects[1:]

    def _show_fan(self, matrix: np.ndarray) -> None:
        units = self.plane.view.units
        images = DIRECTIONS @ matrix.T * self.length
        for arrow, image in zip(self.fan, images, strict=True):
            arrow.to(image)
        for arrow, direction in zip(self.scaled, self.story.lines, strict=True):
            arrow.to(self.length * matrix @ direction)
        self.spokes.to([(ORIGIN, self.length * direction) for direction in DIRECTIONS])
        # Once the view has come so near that the old lengths leave it, they say nothing more.
        self.spokes.set_stroke(opacity=min(max(3.0 - self.length * units, 0.0), 1.0))
        radius = min(max(0.6 * units * float(np.hypot(*images.T).min()), 0.3), 1.2)
        for turn, direction, image in zip(self.turned, DIRECTIONS[::3], images[::3], strict=False):
            turn.to(direction, image, radius=radius / units)

    def look(self, focus: float) -> partial[None] | None:
        """Return the way to the basis (0) or to the vector (1), or None where the view stays."""
        if not self.refocuses or focus == self.focus:
            return None
        start, self.focus = self.focus, focus
        ends = [views[int(self.time)] for views in (self.on_basis, self.on_vector)]
        return partial(self._look, ends, start)

    def _look(self, ends: list[Framing], start: float, t: float) -> None:
        focus = start + (self.focus - start) * t
        self.plane.travel(ends[0], ends[1], focus)
        for arrow in (self.i_hat, self.j_hat):
            if arrow.label is not None:  # seen from afar, they would crowd about the origin
                arrow.label.set_opacity(max(1 - 3 * focus, 0.0))

    def walk_to_vector(self, progress: float) -> None:
        """Walk so much of the way to the vector, along the basis as it now is."""
        # On a line, the steps would lie under the vector that they lead to.
        self.walk.aside = 0.16 if self.story.rank < 2 and self.time > 0.5 else 0.0
        self.walk.to(self.story.path(self.time), self.story.vector, progress)
        self.plane.settle(final=progress in (0, 1))

    def name_basis(self, *, moved: bool) -> list[VMobject]:
        """Name the basis vectors or their images; nothing where they are seen from afar."""
        self.moved = moved
        if self.refocuses and self.focus:
            return []
        # Clear of the vector and the walk to it, which may come later.
        coming = [mark for mark in (self.arrow, self.walk) if mark not in self.plane.marks]
        self.plane.put(*coming)
        if self.walk in coming:
            self.walk_to_vector(1.0)
        ends = zip((self.i_hat, self.j_hat), (I_HAT, J_HAT), BASIS, strict=True)
        names = [
            self.plane.name_tip(arrow, f"A {hat}" if moved else hat, role)
            for arrow, hat, role in ends
        ]
        self.plane.drop(*coming)
        self._show_names()
        return [*names]

    def forget_basis(self) -> list[VMobject]:
        """Drop the names of the basis vectors, and return them, to be faded out."""
        arrows = (self.i_hat, self.j_hat)
        return self.plane.drop(*(arrow.label for arrow in arrows if arrow.label is not None))

    def name_eigenvalues(self, *, aside: bool) -> list[VMobject]:
        """Name the eigenlines, far out where that is asked for or the arrows are too short."""
        names, plane, values = [], self.plane, self.story.eigen.eigenvalues
        factors = results(values) if self.lines else []
        for k, (line, arrow) in enumerate(zip(self.lines, self.scaled, strict=True)):
            written = f"times {to_typst(factors[k])}", EIGEN_ROLES[k]
            if aside or abs(values[k]) * plane.view.units < 0.5:
                names.append(plane.name_line(line, *written))
            else:
                names.append(plane.name_tip(arrow, *written))
        return names

    def merge(self) -> list[VMobject]:
        """Put dots along the direction that a singular matrix loses, and return them."""
        lost = null_direction(self.story.matrix)
        across, matrix = np.array([-lost[1], lost[0]]), self.story.matrix
        reach = 1.6 / self.on_basis[0].units
        # On the far side of the origin, where the images of the basis do not cover their landing.
        sign = -1.0 if (matrix @ across) @ matrix.sum(axis=1) > 0 else 1.0
        share = np.linspace(-1, 1, DOTS)[:, None]
        self.before.to(reach * (0.9 * sign * across + share * lost))
        self.after.to(self.before.data())
        return self.plane.put(self.before, self.after)

    @property
    def fan_marks(self) -> list[Mark]:
        """What shows where the matrix turns directions, and which it keeps."""
        return [self.spokes, self.first, *self.fan, *self.turned, *self.scaled]

    def _reach(self) -> int:
        """Return how far the grid must go so that it fills every picture, within reason."""
        smallest = np.linalg.svd(self.story.matrix, compute_uv=False)[-1]
        across = math.hypot(PICTURE.width, PICTURE.height)
        start, stop = (
            min(views[end].units for views in (self.on_basis, self.on_vector)) for end in (0, 1)
        )
        before, after = across / start, across / (stop * smallest) if smallest > 1e-9 else 0.0
        return math.ceil(max(before, min(after, MOST_LINES)))
