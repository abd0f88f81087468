"""The singular value decomposition of a 2x2 matrix as motions, and of a picture as layers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from explainer.maths.linear_algebra import (
    is_similarity,
    keeps_areas,
    rank,
    rotation,
    signed_area,
)

Array = np.ndarray
Shape = Literal["ellipse", "circle", "segment", "point"]

_NOTHING = 1e-12
"""Singular values of a picture below this share of the first are rounding noise."""


@dataclass(frozen=True)
class ThreeMoves:
    """A 2x2 matrix as a turn, a stretch along the axes, and a turn: ``A = U diag(s) V^T``.

    Signs are chosen so that V is a turn by at most a right angle: then U alone turns the plane over
    where det A < 0. Where there is a choice left, U and V turn as little as they can: V does
    nothing for equal singular values, and neither does anything for the zero matrix.

    Attributes:
        matrix: (2, 2).
        values: (2,) singular values, the larger first, exactly 0 where the rank says so.
        v_angle: radians in (-pi/2, pi/2] by which V turns; V^T turns back.
        u_angle: radians in (-pi, pi] by which U turns.
        flips: whether U turns the plane over, before that turn.
        shape: what becomes of the unit circle.
    """

    matrix: Array
    values: Array
    v_angle: float
    u_angle: float
    flips: bool
    shape: Shape

    @staticmethod
    def of(matrix: ArrayLike) -> ThreeMoves:
        """Return the decomposition.

        Raises:
            ValueError: when the matrix is not 2x2 or not finite.
        """
        given = np.array(matrix, dtype=float)
        kept = rank(given)
        if kept == 0:
            return ThreeMoves(given, np.zeros(2), 0.0, 0.0, False, "point")
        scale = float(np.abs(given).max())
        unit = given / scale
        _, (first, second), rows = np.linalg.svd(unit)
        area = signed_area(unit)
        # The second value is the area over the first: more exact than what is left of rounding.
        second = abs(area) / first if kept == 2 else 0.0
        shape: Shape = "segment" if kept == 1 else "ellipse"
        v_angle = math.atan2(rows[0, 1], rows[0, 0])
        if is_similarity(unit) or is_similarity(unit @ np.diag([1.0, -1.0])):
            shape, v_angle, second = "circle", 0.0, first
        if not -math.pi / 2 < v_angle <= math.pi / 2:
            v_angle -= math.copysign(math.pi, v_angle)
        if abs(v_angle + math.pi / 2) < 1e-12:
            v_angle = math.pi / 2
        image = unit @ np.array([math.cos(v_angle), math.sin(v_angle)])
        u_angle = math.atan2(image[1], image[0])
        values = np.array([first, second]) * scale
        return ThreeMoves(given, values, v_angle, u_angle, area < 0, shape)

    def scaled(self, factor: float) -> ThreeMoves:
        """Return the same moves with everything so many times as large at their end."""
        return replace(self, matrix=factor * self.matrix, values=factor * self.values)

    @property
    def keeps_lengths(self) -> bool:
        """Whether no vector becomes longer or shorter: a turn, or a reflection."""
        return self.shape == "circle" and keeps_areas(self.matrix)

    @property
    def v(self) -> Array:
        """The right singular vectors as columns, (2, 2)."""
        return rotation(self.v_angle)

    @property
    def u(self) -> Array:
        """The left singular vectors as columns, (2, 2)."""
        return rotation(self.u_angle) @ np.diag([1.0, -1.0 if self.flips else 1.0])

    def after(self, moves: float) -> Array:
        """Return the plane's matrix after so many of the three moves, 0 to 3; broken in between.

        A plane that is turned over is seen to do so in space: one axis shrinks to nothing and grows
        again on the other side.
        """
        first, second, third = (min(max(moves - k, 0.0), 1.0) for k in range(3))
        if moves >= 3:
            return self.matrix.copy()
        turned = rotation(-first * self.v_angle)
        stretched = np.diag(1 + (self.values - 1) * second) @ turned
        over = math.cos(math.pi * third) if self.flips else 1.0
        return rotation(third * self.u_angle) @ np.diag([1.0, over]) @ stretched

    def layer(self, index: int) -> Array:
        """Return the piece of rank one, (2, 2): ``s_k u_k v_k^T``, k = index + 1."""
        outer = np.outer(self.u[:, index], self.v[:, index])
        return np.asarray(self.values[index] * outer)

    def image_angle(self, angle: float) -> float:
        """Return the degrees in [0, 180] between the images of such a pair; NaN where one is 0."""
        first, second = (self.matrix @ rotation(angle)).T
        shorter = min(np.linalg.norm(first), np.linalg.norm(second))
        if shorter <= 1e-9 * max(self.values[0], 1e-300):
            return math.nan
        cross = first[0] * second[1] - first[1] * second[0]
        return abs(math.degrees(math.atan2(cross, float(first @ second))))


@dataclass(frozen=True)
class Layers:
    """A picture as a sum of layers, each one column times one row, the weightiest first.

    Attributes:
        pixels: (m, n) from 0 (black) to 1 (white).
        columns: (m, r) left singular vectors, r = min(m, n).
        values: (r,) singular values, descending, exactly 0 where only rounding is left.
        rows: (r, n) right singular vectors.
        ranks: after how many layers the story stops; rising, the last at most the rank.
    """

    pixels: Array
    columns: Array
    values: Array
    rows: Array
    ranks: tuple[int, ...]

    @staticmethod
    def of(pixels: ArrayLike, ranks: tuple[int, ...]) -> Layers:
        """Return the layers; ranks beyond the picture's own stand for that."""
        given = np.array(pixels, dtype=float)
        columns, values, rows = np.linalg.svd(given, full_matrices=False)
        values = np.where(values > _NOTHING * max(values[0], 1e-300), values, 0.0)
        # The sign of a layer's column and row is free: most of the column shall be light.
        signs = np.where(columns.sum(axis=0) < 0, -1.0, 1.0)
        most = max(int(np.count_nonzero(values)), 1)
        kept = tuple(sorted({min(rank, most) for rank in ranks}))
        return Layers(given, columns * signs, values, rows * signs[:, None], kept)

    @property
    def useful(self) -> int:
        """How many layers add something: the rank."""
        return int(np.count_nonzero(self.values))

    def weights(self, layers: float) -> Array:
        """Return how much of each layer is in the sum, (r,), when ``layers`` may be broken."""
        return np.clip(layers - np.arange(len(self.values)), 0.0, 1.0)

    def total(self, layers: float, start: int = 0) -> Array:
        """Return the sum (m, n) of the first ``layers``, without the first ``start`` of them."""
        part = slice(start, math.ceil(layers))
        scaled = self.columns[:, part] * (self.values * self.weights(layers))[part]
        return np.asarray(scaled @ self.rows[part])

    def error(self, layers: float) -> float:
        """Return the Frobenius norm of what is missing, as a share of the picture's.

        By Eckart and Young (1936) no other matrix of that rank is nearer; the norm is the root of
        the sum of squares of the singular values that were left out. 0 for a black picture.
        """
        norm = float(np.linalg.norm(self.values))
        left_out = float(np.linalg.norm((1 - self.weights(layers)) * self.values))
        return left_out / norm if norm else 0.0

    @property
    def stops(self) -> tuple[int, ...]:
        """At which sums the story stops: at the first layer too where it has one stop only."""
        last = self.ranks[-1]
        return self.ranks if len(self.ranks) > 1 or last == 1 else (1, last)

    def telling(self, side: int) -> tuple[int, int]:
        """Return the first row and column of the square, so large or less, of the most greys."""
        shape = tuple(np.minimum(side, self.pixels.shape).tolist())
        windows = sliding_window_view(np.rint(20 * self.pixels), shape)[::4, ::4]
        greys = np.sort(windows.reshape(*windows.shape[:2], -1), axis=2)
        different = np.count_nonzero(np.diff(greys, axis=2), axis=2)
        row, column = np.unravel_index(int(different.argmax()), different.shape)
        return 4 * int(row), 4 * int(column)

    def stored(self, layers: float) -> int:
        """Return how many numbers so many layers take: a column, a row and a value each."""
        return math.ceil(layers) * (sum(self.pixels.shape) + 1)
