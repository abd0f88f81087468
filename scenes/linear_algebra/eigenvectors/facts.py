"""What is told of the eigenvectors of a 2x2 matrix and of one step, computed before it is drawn.

Of two real eigenvalues the one of larger modulus comes first: it decides where powers lead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.linear_algebra import EigenKind, eigen_structure, signed_area

Array = np.ndarray
EXACT = 1e-12
"""Shares smaller than this are what rounding has left of nothing."""

STARTS = (-15, -25, -35, -5, -45, -55, -65, -75, -85)
"""Where a sweep may begin, in degrees, the first choice first."""


@dataclass(frozen=True)
class EigenFacts:
    """A matrix, its eigenvectors, and a vector that the matrix is applied to.

    Attributes:
        matrix: (2, 2).
        start: (2,), the vector whose powers are followed.
        steps: how many powers.
        kind: as in ``EigenStructure``.
        factors: (k,) real eigenvalues, one for each direction, the larger modulus first.
        directions: (k, 2) unit eigenvectors.
        modulus, angle: of a complex pair, in radians from 0 to pi; NaN otherwise.
        sense: 1 where a complex pair turns anticlockwise, -1 where it turns clockwise.
    """

    matrix: Array
    start: Array
    steps: int
    kind: EigenKind
    factors: Array
    directions: Array
    modulus: float
    angle: float
    sense: float

    @classmethod
    def tell(cls, matrix: ArrayLike, start: ArrayLike, steps: int) -> Self:
        """Compute the story.

        Raises:
            ValueError: when the matrix is not 2x2 or not finite.
        """
        given, vector = np.asarray(matrix, dtype=float), np.asarray(start, dtype=float)
        found = eigen_structure(given)
        order = sorted(range(len(found.factors)), key=lambda i: (-abs(found.factors[i]), i))
        turned = found.kind == "none"
        return cls(
            given,
            vector,
            steps,
            found.kind,
            found.factors[order],
            found.directions[order],
            found.modulus,
            abs(found.angle),
            math.copysign(1.0, found.angle) if turned else 1.0,
        )

    @property
    def lines(self) -> Array:
        """(k, 2): the eigenvectors where they are few, none where every direction is one."""
        return self.directions if self.kind != "every_line" else np.zeros((0, 2))

    # -- a direction that sweeps round -----------------------------------------------------------

    @cached_property
    def trace(self) -> float:
        """The sum of the eigenvalues."""
        return float(self.matrix[0, 0] + self.matrix[1, 1])

    @cached_property
    def determinant(self) -> float:
        """The product of the eigenvalues."""
        return signed_area(self.matrix)

    @cached_property
    def zoom(self) -> float:
        """By what ``A v`` is multiplied to be drawn beside unit vectors: 1 if that will do."""
        longest = float(np.linalg.norm(self.matrix, 2))
        if longest == 0 or 0.45 <= longest <= 3.2:
            return 1.0
        power = 10.0 ** math.floor(math.log10(2.5 / longest))
        return max(step * power for step in (1, 2, 5) if step * power <= 2.5 / longest)

    @cached_property
    def hits(self) -> list[tuple[float, int]]:
        """Angles in [0, pi) at which ``A v`` is in line, each with the index of its direction."""
        angles = [math.atan2(y, x) % math.pi for x, y in self.lines]
        return sorted(zip(angles, range(len(angles)), strict=True))

    @cached_property
    def sweep_start(self) -> float:
        """An angle in radians to begin at, clear of every eigenvector."""

        def clearance(degrees: int) -> float:
            gaps = [
                abs(math.remainder(math.radians(degrees) - hit, math.pi)) for hit, _ in self.hits
            ]
            return min([*gaps, math.radians(14)])

        return math.radians(max(STARTS, key=clearance))

    @property
    def sweep_stops(self) -> list[tuple[float, int]]:
        """Angles after the start at which the sweep meets each eigenvector for the first time."""
        first = self.sweep_start
        met = [(first + (hit - first) % math.pi, index) for hit, index in self.hits]
        return sorted(met)

    @cached_property
    def opposed(self) -> bool:
        """Whether ``A v`` points away from ``v`` all the way round, give or take a right angle."""
        return self.determinant > 0 and self.trace < 0

    def turn(self, angles: ArrayLike) -> Array:
        """Return by how much ``A`` turns the unit vectors at these angles, in radians.

        From -pi to pi; from 0 to 2 pi where they are opposed; NaN where ``A v`` is zero.
        """
        at = np.asarray(angles, dtype=float)
        unit = np.stack([np.cos(at), np.sin(at)], axis=-1)
        image = unit @ self.matrix.T
        cross = unit[..., 0] * image[..., 1] - unit[..., 1] * image[..., 0]
        dot = (unit * image).sum(axis=-1)
        size = float(np.abs(self.matrix).max())
        if self.kind != "none":  # in line but for rounding
            cross = np.where(np.abs(cross) <= 4 * EXACT * size, 0.0, cross)
        turned = np.arctan2(cross, dot)
        if self.opposed:
            turned = turned % (2 * math.pi)
        gone = np.hypot(image[..., 0], image[..., 1]) <= 4 * EXACT * size
        gone &= self.determinant == 0
        return np.where(gone, np.nan, turned)

    @cached_property
    def turn_samples(self) -> Array:
        """Angles of a whole turn, dense where ``A v`` swings fast, each eigenvector among them."""
        first = self.sweep_start
        slowest = np.linalg.svd(self.matrix)[2][1]
        fast = math.atan2(slowest[1], slowest[0])
        near = np.geomspace(1e-7, 0.2, 60)
        around = [fast + side * near + turn for side in (-1, 1) for turn in (0, math.pi)]
        marks = [hit + turn for hit, _ in self.hits for turn in (0, math.pi)]
        angles = np.concatenate([*around, marks])
        inside = first + (angles - first) % (2 * math.pi)
        even = np.linspace(first, first + 2 * math.pi, 721)
        return np.unique(np.concatenate([even, inside]))

    # -- the knob --------------------------------------------------------------------------------

    @cached_property
    def knob_range(self) -> tuple[float, float]:
        """Between which values the knob is turned; 0 is among them unless it is far away."""
        middle = self.trace / 2
        rest = self.matrix - middle * np.eye(2)
        if self.kind == "two_lines":
            reach = 1.75 * abs(float(self.factors[0] - self.factors[1])) / 2
        elif self.kind == "none":
            reach = 1.75 * self.modulus * math.sin(self.angle)
        elif self.kind == "one_line":
            reach = 0.9 * float(np.linalg.norm(rest))
        else:
            reach = 1.3 * abs(middle) or 1.5
        low, high = middle - reach, middle + reach
        if abs(middle) <= 3 * reach:
            low, high = min(low, -0.15 * reach), max(high, 0.15 * reach)
        return low, high

    def shifted(self, value: float) -> Array:
        """Return ``A - value I``."""
        return np.asarray(self.matrix - value * np.eye(2))

    def characteristic(self, values: ArrayLike) -> Array:
        """Return ``det(A - value I)``, as the product of the distances from the eigenvalues."""
        given = np.asarray(values, dtype=float)
        if self.kind == "none":
            real = self.modulus * math.cos(self.angle)
            return (given - real) ** 2 + (self.modulus * math.sin(self.angle)) ** 2
        roots = self.factors if self.kind != "one_line" else np.repeat(self.factors, 2)
        return np.asarray((given - roots[0]) * (given - roots[1]))

    @property
    def knob_stops(self) -> list[tuple[float, int]]:
        """Where the knob is stopped on its way up: eigenvalues, each with its index."""
        if self.kind == "none":
            return []
        values = self.factors[:1] if self.kind != "two_lines" else self.factors
        return sorted((float(value), index) for index, value in enumerate(values))

    @property
    def knob_rest(self) -> float:
        """Where the knob comes to rest: at the leading eigenvalue, or at the lowest point."""
        return float(self.factors[0]) if len(self.factors) else self.trace / 2

    # -- one step, taken apart -------------------------------------------------------------------

    @cached_property
    def shares(self) -> Array:
        """How much of each eigenvector the start vector has, (k,), where there are two of them."""
        if self.kind != "two_lines":
            return np.zeros(0)
        found = np.linalg.solve(self.directions.T, self.start)
        noise = EXACT * float(np.abs(found).max())
        return np.where(np.abs(found) <= noise, 0.0, found)

    @cached_property
    def own_line(self) -> int | None:
        """The index of the eigenvector that the start vector is a multiple of, if there is one."""
        if self.kind == "none" or not self.start.any():
            return None
        if self.kind == "every_line":
            return 0
        if self.kind == "one_line":
            size = float(np.linalg.norm(self.start) * np.linalg.norm(self.shifted(self.factors[0])))
            return 0 if float(np.linalg.norm(self.slide)) <= EXACT * size else None
        zeros = np.flatnonzero(self.shares == 0)
        return 1 - int(zeros[0]) if len(zeros) else None

    @cached_property
    def pieces(self) -> Array:
        """(2, 2): vectors along the eigenlines that add up to the start vector, two real ones."""
        return self.shares[:, None] * self.directions

    @cached_property
    def slide(self) -> Array:
        """(2,): what a defective matrix adds to ``lambda v``; it lies along the eigenline."""
        return np.asarray(self.shifted(float(self.factors[0])) @ self.start)

    @cached_property
    def conjugate(self) -> Array:
        """(2,): a quarter of the way round from the start vector, for a complex pair."""
        real, imaginary = (self.modulus * f(self.angle) for f in (math.cos, math.sin))
        return np.asarray(self.shifted(real) @ self.start / imaginary)

    def spiral(self, power: ArrayLike, grown: bool = True) -> Array:
        """Return ``A^s v`` for real ``s`` of a complex pair, (..., 2); unit growth if not grown.

        With ``A = r (cos t I + sin t J)`` and ``J^2 = -I``: ``A^s = r^s (cos st I + sin st J)``.
        """
        s = np.asarray(power, dtype=float)[..., None]
        size = self.modulus**s if grown else 1.0
        way = np.cos(s * self.angle) * self.start + np.sin(s * self.angle) * self.conjugate
        return np.asarray(size * way)
