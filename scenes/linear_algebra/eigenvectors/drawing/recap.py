"""The whole plane under a matrix, in the grid that the eigenvectors make."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.common import EIGEN_ROLES
from explainer.scenes.linear_algebra.eigenvectors.story import CIRCLE, EigenStory


class EigenRecap(VGroup):
    """A grid, the unit circle and the eigenvectors on their way under the matrix.

    Two eigenvectors make a grid of their own, which is only stretched. With one of them the lines
    along it stay what they are; with none the grid is the usual one.

    Args:
        plane: the plane they lie in.
        story: what is drawn.
    """

    def __init__(self, plane: Plane, story: EigenStory) -> None:
        self.plane, self.story = plane, story
        self.start, self.stop = plane.views(CIRCLE, self._image(1.0), units=1.5)
        self.basis = np.eye(2)
        if story.kind == "diagonalizable":
            self.basis = story.eigenvectors.T
        elif story.kind == "defective":
            x, y = story.eigenvectors[0]
            self.basis = np.array([[x, -y], [y, x]])
        self.grid = plane.moved_grid(40)
        self.before, self.after = plane.curve("vector"), plane.curve("image", "regular")
        self.before.to(CIRCLE)
        self.arrows = [plane.arrow(role) for role, _ in zip(EIGEN_ROLES, story.lines, strict=False)]
        self.turns = [plane.turn("eigen") for _ in range(6) if story.kind == "complex"]
        plane.dots("image").to(np.zeros(2)).set_z_index(4.5)
        super().__init__(plane)

    def _matrix(self, t: float) -> np.ndarray:
        return np.asarray((1 - t) * np.eye(2) + t * self.story.matrix)

    def _image(self, t: float) -> np.ndarray:
        return np.asarray(CIRCLE @ self._matrix(t).T)

    def show(self, t: float) -> Self:
        """Show the plane a share of the way to where the matrix sends it."""
        matrix, image = self._matrix(t), self._image(t)
        self.plane.zoom(self.start, self.stop, t, image)
        self.grid.to(matrix @ self.basis)
        self.after.to(image)
        for arrow, direction in zip(self.arrows, self.story.lines, strict=True):
            arrow.to(matrix @ direction)
        for turn, unit in zip(self.turns, CIRCLE[:: 96 // 6], strict=False):
            turn.to(unit, matrix @ unit, radius=0.62)
        self.plane.settle(final=t in (0, 1), numbers=1.0)
        return self
