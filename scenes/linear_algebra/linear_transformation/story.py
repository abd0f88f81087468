"""The numbers of the film: a 2x2 matrix, the way to it, and what it does to a vector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.linear_algebra import (
    EigenStructure,
    eigen_structure,
    matrix_path,
    rank,
    signed_area,
)

Array = np.ndarray


@dataclass(frozen=True)
class TransformationStory:
    """A matrix and a vector.

    Attributes:
        matrix: (2, 2).
        vector, image: (2,), before and after the matrix.
        path: the matrix at t in [0, 1]; the identity at 0.
        area: the determinant.
        rank: the dimension of what is left of the plane.
        eigen: eigenvalues and eigenvectors.
    """

    matrix: Array
    vector: Array
    image: Array
    path: Callable[[float], Array]
    area: float
    rank: int
    eigen: EigenStructure

    @classmethod
    def compute(
        cls, matrix: ArrayLike, vector: ArrayLike, path: Literal["straight", "polar"]
    ) -> Self:
        """Compute the story.

        Raises:
            ValueError: when the matrix is not 2x2 or not finite.
        """
        given, start = np.asarray(matrix, dtype=float), np.asarray(vector, dtype=float)
        way, area = matrix_path(given, path), signed_area(given)
        return cls(given, start, given @ start, way, area, rank(given), eigen_structure(given))

    @property
    def lines(self) -> Array:
        """(k, 2): the eigenvectors where they are few, none where every direction is one."""
        few = self.eigen.kind in ("diagonalizable", "defective")
        return self.eigen.eigenvectors if few else np.zeros((0, 2))

    @property
    def turns(self) -> bool:
        """Whether the matrix turns every direction."""
        return self.eigen.kind == "complex"
