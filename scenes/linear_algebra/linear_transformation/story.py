"""The numbers of the film: a 2x2 matrix, the way to it, and what it does to a vector."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.linear_algebra import eigen_structure, matrix_path, rank, signed_area

MOMENTS = 33
"""Points in a way that is not straight."""


class TransformationStory:
    """A matrix and a vector.

    Attributes:
        matrix: (2, 2).
        vector, image: (2,), before and after the matrix.
        path: the matrix at t in [0, 1]; the identity at 0.
        turns_on_the_way: whether points do not go straight.
        area: the determinant.
        rank: the dimension of what is left of the plane.
        eigen: eigenvalues and eigenvectors.

    Raises:
        ValueError: when the matrix is not 2x2 or not finite.
    """

    def __init__(
        self, matrix: ArrayLike, vector: ArrayLike, path: Literal["straight", "polar"]
    ) -> None:
        self.matrix, self.vector = np.asarray(matrix, dtype=float), np.asarray(vector, dtype=float)
        self.path, self.area = matrix_path(self.matrix, path), signed_area(self.matrix)
        self.turns_on_the_way = path == "polar"
        self.rank, self.eigen = rank(self.matrix), eigen_structure(self.matrix)
        self.image = self.matrix @ self.vector

    @property
    def lines(self) -> np.ndarray:
        """(k, 2): the eigenvectors where they are few, none where every direction is one."""
        few = self.eigen.kind in ("diagonalizable", "defective")
        return self.eigen.eigenvectors if few else np.zeros((0, 2))

    def ways(self, points: np.ndarray, start: float, end: float) -> np.ndarray:
        """Return the ways of points, (n, 2), from one time to another, (n, m, 2)."""
        moments = MOMENTS if self.turns_on_the_way else 2
        matrices = [self.path(float(t)) for t in np.linspace(start, end, moments)]
        return np.einsum("tij,nj->nti", matrices, points)

    @property
    def turns(self) -> bool:
        """Whether the matrix turns every direction."""
        return self.eigen.kind == "complex"
