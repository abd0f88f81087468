"""The numbers of the film: two matrices, their products in both orders, and the ways there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.linear_algebra import is_similarity, matrix_path, rank, signed_area

Array = np.ndarray
Way = Callable[[float], Array]
Pair = Literal["apart", "zero", "inverse", "same", "multiple", "turns", "exception"]

_ROUNDING = 1e-12
"""What rounding may leave of a sum, as a share of the sizes that were added."""


@dataclass(frozen=True)
class ProductStory:
    """Two matrices, one applied after the other.

    Attributes:
        a, b: (2, 2); in the product ``ab`` it is ``b`` that acts first.
        ab, ba: (2, 2) the products in both orders.
        rank: the dimension of what the product leaves of the plane.
        pair: why the order does not matter, or ``apart`` where it does.
    """

    a: Array
    b: Array
    ab: Array
    ba: Array
    rank: int
    pair: Pair

    @classmethod
    def compute(cls, a: ArrayLike, b: ArrayLike) -> Self:
        """Compute the story.

        Raises:
            ValueError: when a matrix is not 2x2 or not finite.
        """
        first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
        ab, ba = product(first, second), product(second, first)
        pair = _pair(first, second, ab, ba)
        left = 2 if signed_area(first) * signed_area(second) else min(rank(ab), 1)
        # What is said to be one matrix is one, to the last digit.
        return cls(first, second, ab, ba if pair == "apart" else ab, left, pair)

    @property
    def rank_of_b(self) -> int:
        return rank(self.b)

    @property
    def telling(self) -> tuple[int, int]:
        """The row and the column of the entry of ``ab`` that comes about with the fewest zeros."""
        entries = (1, 1), (0, 1), (1, 0), (0, 0)
        numbers = {(r, c): (*self.a[r], *self.b[:, c], self.ab[r, c]) for r, c in entries}
        return min(entries, key=lambda entry: numbers[entry].count(0))

    @property
    def commutes(self) -> bool:
        return self.pair != "apart"

    @property
    def first_b(self) -> tuple[Way, Way]:
        """The two steps to ``ab``: from the identity to ``b``, and on from there."""
        return _ways(self.b, self.a, self.ab)

    @property
    def first_a(self) -> tuple[Way, Way]:
        """The two steps to ``ba``: from the identity to ``a``, and on from there."""
        return _ways(self.a, self.b, self.ba)


def product(a: Array, b: Array) -> Array:
    """Return ``a @ b``, (2, 2), of the decimals that were typed, not of the nearest doubles.

    It is exactly 0 where only the rounding of sines and roots is left of an entry.
    """
    exact = [np.array([[Fraction(repr(x)) for x in row] for row in m.tolist()]) for m in (a, b)]
    entries = (exact[0] @ exact[1]).astype(float)
    entries[np.abs(entries) <= _ROUNDING * (np.abs(a) @ np.abs(b))] = 0.0
    return entries


def way(matrix: Array) -> Way:
    """Return the path t -> (2, 2) from the identity at t = 0 to a matrix at t = 1.

    Entries move in straight lines, but where those would carry the plane through a point that it
    need not pass: a turn is made as a turn.
    """
    turns = is_similarity(matrix) or (signed_area(matrix) > 0 and np.trace(matrix) < 0)
    return matrix_path(matrix, "polar" if turns else "straight")


def _ways(first: Array, second: Array, both: Array) -> tuple[Way, Way]:
    path = way(second)
    return way(first), lambda t: both if t == 1 else path(t) @ first


def _pair(a: Array, b: Array, ab: Array, ba: Array) -> Pair:
    sizes = np.abs(a) @ np.abs(b) + np.abs(b) @ np.abs(a)
    if (np.abs(ab - ba) > _ROUNDING * sizes).any():
        return "apart"
    if not (a.any() and b.any()):
        return "zero"
    if np.allclose(ab, np.eye(2), rtol=0, atol=_ROUNDING):
        return "inverse"
    if (a == b).all():
        return "same"
    if any((matrix == matrix[0, 0] * np.eye(2)).all() for matrix in (a, b)):
        return "multiple"
    return "turns" if is_similarity(a) and is_similarity(b) else "exception"
