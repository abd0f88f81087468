"""One step of a matrix taken apart: pieces along eigenlines, a push along one, or a turn."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import PlaneLabel
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import LiveRow
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.style import Theme


class EigenStep(VGroup):
    """The start vector and its components, and what becomes of them in one step.

    Two real eigenvalues: each component is multiplied by its own. One eigenline: the vector is
    multiplied, then pushed along the line. A complex pair: the tip runs round an ellipse.

    Args:
        plane: the plane it lies in.
        story: what is drawn.
        theme: for colours.
    """

    def __init__(self, plane: Plane, story: EigenStory, theme: Theme) -> None:
        self.plane, self.story = plane, story
        before, after = self._points(0.0), self._points(1.0)
        both = np.concatenate([before, after])
        self.start, self.stop = plane.views(before, both, units=1.8)
        dash = 0.0 if story.kind == "complex" else 0.1
        self.before, self.sides = plane.segments("faint", dash=dash), plane.segments(dash=dash)
        self.orbit = plane.curve("eigen", "regular")
        self.components = [plane.arrow(role) for role in EIGEN_ROLES]
        self.vector, self.image = plane.arrow("vector"), plane.arrow("image")
        self.vector.to(story.start)
        self.rows = self._make_rows(theme)
        super().__init__(plane, *self.rows)

    def _make_rows(self, theme: Theme) -> list[LiveRow]:
        top, below = -0.95, -0.95 - 0.6
        if self.story.kind == "complex":
            turn = LiveRow("turn", theme, top, decimals=1, suffix="°")
            return [turn, LiveRow("stretch", theme, below)]
        if self.story.kind == "defective":
            return [LiveRow('$part("vector", bold(v))$ times', theme, top)]
        names = [
            f'$part("{role}", c_{mark} bold(x)_{mark})$ times'
            for mark, role in enumerate(EIGEN_ROLES, 1)
        ]
        if self.story.own_line is not None:
            names = [names[self.story.own_line]]
        return [LiveRow(name, theme, y) for name, y in zip(names, (top, below), strict=False)]

    def _read(self, t: float) -> None:
        story = self.story
        if story.kind == "complex":
            values = [np.degrees(t * story.angle), story.modulus**t]
        elif story.kind == "defective":
            values = [1 + (story.eigenvalues[0] - 1) * min(2 * t, 1.0)]
        else:
            values = [*(1 + (story.eigenvalues - 1) * t)]
            if story.own_line is not None:
                values = [values[story.own_line]]
        for line, value in zip(self.rows, values, strict=True):
            line.set_value(float(value), animating=t not in (0, 1))

    def _parts(self, t: float) -> np.ndarray:
        """Return two vectors that add up to where the tip is after a share of the step, (2, 2)."""
        story = self.story
        if story.kind == "diagonalizable":
            return np.asarray(story.components * (1 + (story.eigenvalues - 1) * t)[:, None])
        if story.kind == "defective":
            first, second = min(2 * t, 1.0), max(2 * t - 1, 0.0)
            grown = 1 + (float(story.eigenvalues[0]) - 1) * first
            return np.array([grown * story.start, second * story.nilpotent_part])
        return np.array([story.spiral(t), np.zeros(2)])

    def _points(self, t: float) -> np.ndarray:
        """Return the start, the tip, and all else that is to be seen, (n, 2)."""
        story, parts = self.story, self._parts(t)
        ends = [story.start, parts.sum(axis=0)]
        if story.kind == "complex":
            return np.vstack([*ends, self._ring(t, 60)])
        return np.vstack([*ends, parts])

    def _ring(self, t: float, count: int) -> np.ndarray:
        """Return points of the ellipse on which the tip lies after a share of the step, (n, 2)."""
        story = self.story
        power = np.linspace(0, 2 * np.pi / story.angle, count)
        return np.asarray(story.spiral(power, grown=False) * story.modulus**t)

    def show(self, t: float) -> Self:
        """Show the step after a share of it."""
        points = np.concatenate([self._points(0.0), self._points(t)])
        self.plane.zoom(self.start, self.stop, t, points)
        parts = self._parts(t)
        self._draw(parts, parts.sum(axis=0), t)
        self._read(t)
        self.plane.settle(final=t in (0, 1))
        return self

    def _draw(self, parts: np.ndarray, tip: np.ndarray, t: float) -> None:
        story = self.story
        self.image.to(tip)
        if story.kind == "diagonalizable":
            for arrow, part in zip(self.components, parts, strict=True):
                arrow.to(part if part.any() or story.own_line is None else None)
            self.sides.to([(part, tip) for part in parts])
            self.before.to([(part, story.start) for part in story.components])
        elif story.kind == "defective":
            grown, push = parts
            self.components[0].to(push if push.any() else None, grown)
            self.sides.to([(0 * grown, grown)])
        else:
            for lines, share in ((self.before, 0.0), (self.sides, t)):
                ring = self._ring(share, 122)
                lines.to(np.stack([ring[:-1], ring[1:]], axis=1)[::2])
            self.orbit.to(story.spiral(np.linspace(0, t, 40)))

    def name_components(self, t: float, names: list[str]) -> list[PlaneLabel]:
        """Name the components where they are, at the start or at the end, but none that is zero."""
        parts = self._parts(t)
        return [
            self.plane.label(name, part, role)
            for name, part, role in zip(names, parts, EIGEN_ROLES, strict=False)
            if part.any()
        ]
