"""The numbers of the film: the eigenvectors of a 2x2 matrix, one step, and its powers.

Of two real eigenvalues the one of larger modulus comes first: it decides where powers lead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.maths.linear_algebra import EigenKind, eigen_structure, signed_area

Array = np.ndarray
Outcome = Literal["zero_start", "vanishes", "stays", "dominant", "alternates", "creeps", "turns"]
Scale = Literal["true", "divided", "even"]

EXACT = 1e-12
"""Coefficients smaller than this are what rounding has left of nothing."""

STARTS = (-15, -25, -35, -5, -45, -55, -65, -75, -85)
"""Where a sweep may begin, in degrees, the first choice first."""

MOST_TRUE, MOST_DIVIDED = 12.0, 40.0
"""Powers whose lengths differ by larger factors than these are not drawn to scale."""


@dataclass(frozen=True)
class EigenStory:
    """A matrix, its eigenvectors, and a vector that the matrix is applied to.

    Attributes:
        matrix: (2, 2).
        start: (2,), the vector whose powers are followed.
        steps: how many powers.
        kind: as in ``EigenStructure``.
        eigenvalues: (k,) real, one for each eigenvector, the larger modulus first.
        eigenvectors: (k, 2), of unit length.
        modulus, angle: of a complex pair, in radians from 0 to pi; NaN otherwise.
    """

    matrix: Array
    start: Array
    steps: int
    kind: EigenKind
    eigenvalues: Array
    eigenvectors: Array
    modulus: float
    angle: float

    @classmethod
    def compute(cls, matrix: ArrayLike, start: ArrayLike, steps: int) -> Self:
        """Compute the story.

        Raises:
            ValueError: when the matrix is not 2x2 or not finite.
        """
        given, vector = np.asarray(matrix, dtype=float), np.asarray(start, dtype=float)
        found = eigen_structure(given)
        sizes = np.abs(found.eigenvalues[: len(found.eigenvectors)])
        order = np.argsort(-sizes, kind="stable")
        values, vectors = found.eigenvalues[order], found.eigenvectors[order]
        return cls(
            matrix=given,
            start=vector,
            steps=steps,
            kind=found.kind,
            eigenvalues=values,
            eigenvectors=vectors,
            modulus=found.modulus,
            angle=abs(found.angle),
        )

    @property
    def pair(self) -> tuple[float, float]:
        """Real and imaginary part of a complex pair."""
        return self.modulus * math.cos(self.angle), self.modulus * math.sin(self.angle)

    @property
    def lines(self) -> Array:
        """(k, 2): the eigenvectors where they are few, none where every direction is one."""
        return self.eigenvectors if self.kind != "scalar" else np.zeros((0, 2))

    @cached_property
    def trace(self) -> float:
        return float(self.matrix[0, 0] + self.matrix[1, 1])

    @cached_property
    def determinant(self) -> float:
        return signed_area(self.matrix)

    # -- a direction that sweeps round -----------------------------------------------------------

    @cached_property
    def zoom(self) -> float:
        """By what ``A v`` is multiplied to be drawn beside unit vectors: 1 if that will do."""
        longest = float(np.linalg.norm(self.matrix, 2))
        if longest == 0 or 0.45 <= longest <= 3.2:
            return 1.0
        power = 10.0 ** math.floor(math.log10(2.5 / longest))
        return max(step * power for step in (1, 2, 5) if step * power <= 2.5 / longest)

    @cached_property
    def hits(self) -> list[float]:
        """Angles in [0, pi) at which ``A v`` is in line, one for each eigenvector."""
        return [math.atan2(y, x) % math.pi for x, y in self.lines]

    @cached_property
    def sweep_start(self) -> float:
        """An angle in radians to begin at, clear of every eigenvector."""

        def clearance(degrees: int) -> float:
            gaps = (math.remainder(math.radians(degrees) - hit, math.pi) for hit in self.hits)
            return min([*map(abs, gaps), math.radians(14)])

        return math.radians(max(STARTS, key=clearance))

    @cached_property
    def directions(self) -> Array:
        """(k, 2): the eigenvectors of unit length that a sweep meets first."""
        met = [angle for angle, _ in sorted(self.sweep_stops, key=lambda stop: stop[1])]
        return unit_vectors(np.array(met)).reshape(-1, 2)

    @cached_property
    def sweep_stops(self) -> list[tuple[float, int]]:
        """Angles after the start at which the sweep meets each eigenvector for the first time."""
        first = self.sweep_start
        return sorted((first + (hit - first) % math.pi, i) for i, hit in enumerate(self.hits))

    @property
    def tangled(self) -> bool:
        """Whether lines from the circle to its image meet each other, or are not to scale."""
        meet = bool((self.eigenvalues < 0).any()) or not self.matrix.any()
        return self.zoom != 1 or meet

    @cached_property
    def opposed(self) -> bool:
        """Whether ``A v`` points away from ``v`` all the way round, give or take a right angle."""
        return self.determinant > 0 and self.trace < 0

    # -- the slider of lambda --------------------------------------------------------------------

    @cached_property
    def slider_range(self) -> tuple[float, float]:
        """Between which values lambda is moved; 0 is among them unless it is far away."""
        middle = self.trace / 2
        if self.kind == "diagonalizable":
            reach = 1.75 * abs(float(self.eigenvalues[0] - self.eigenvalues[1])) / 2
        elif self.kind == "complex":
            reach = 1.75 * self.pair[1]
        elif self.kind == "defective":
            reach = 0.9 * float(np.linalg.norm(self.shifted(middle)))
        else:
            reach = 1.3 * abs(middle) or 1.5
        low, high = middle - reach, middle + reach
        if abs(middle) <= 3 * reach:
            low, high = min(low, -0.15 * reach), max(high, 0.15 * reach)
        return low, high

    def shifted(self, value: float) -> Array:
        return np.asarray(self.matrix - value * np.eye(2))

    def characteristic(self, values: ArrayLike) -> Array:
        """Return ``det(A - value I)``, as the product of the distances from the eigenvalues."""
        given = np.asarray(values, dtype=float)
        if self.kind == "complex":
            return (given - self.pair[0]) ** 2 + self.pair[1] ** 2
        return np.asarray((given - self.eigenvalues[0]) * (given - self.eigenvalues[-1]))

    @property
    def roots(self) -> Array:
        """The distinct real eigenvalues."""
        return self.eigenvalues[: 2 if self.kind == "diagonalizable" else 1]

    @cached_property
    def slider_start(self) -> float:
        """Where lambda sets out: at 0, unless that is far away or too near to where it will rest.

        It lies beyond the lowest of those rests then.
        """
        low, high = self.slider_range
        reach = (high - low) / 2
        rests = [*self.roots.tolist(), *([] if len(self.roots) else [self.trace / 2])]
        near = min(abs(value) for value in rests) < 0.2 * reach
        return low if near or not low <= 0 <= high else 0.0

    @property
    def slider_stops(self) -> list[tuple[float, int]]:
        """Where lambda rests, the nearest first, each with the index of its eigenvector."""
        stops = [(value, index) for index, value in enumerate(self.roots.tolist())]
        return sorted(stops, key=lambda stop: abs(stop[0] - self.slider_start))

    @property
    def slider_end(self) -> float:
        """Where lambda is left: at the last of these, or where the determinant is least."""
        stops = self.slider_stops
        return stops[-1][0] if stops else self.trace / 2

    # -- one step, taken apart -------------------------------------------------------------------

    @cached_property
    def coefficients(self) -> Array:
        """How much of each eigenvector the start vector has, (k,), where there are two of them."""
        if self.kind != "diagonalizable":
            return np.zeros(0)
        found = np.linalg.solve(self.eigenvectors.T, self.start)
        noise = EXACT * float(np.abs(found).max())
        return np.where(np.abs(found) <= noise, 0.0, found)

    @cached_property
    def own_line(self) -> int | None:
        """The index of the eigenvector that the start vector is a multiple of, if there is one."""
        if self.kind == "complex" or not self.start.any():
            return None
        if self.kind == "scalar":
            return 0
        if self.kind == "defective":
            rest = self.shifted(self.eigenvalues[0])
            size = float(np.linalg.norm(self.start) * np.linalg.norm(rest))
            return 0 if float(np.linalg.norm(self.nilpotent_part)) <= EXACT * size else None
        zeros = np.flatnonzero(self.coefficients == 0)
        return 1 - int(zeros[0]) if len(zeros) else None

    @cached_property
    def components(self) -> Array:
        """(2, 2): vectors along the eigenlines that add up to the start vector, two real ones."""
        return self.coefficients[:, None] * self.eigenvectors

    @cached_property
    def nilpotent_part(self) -> Array:
        """(2,): what a defective matrix adds to ``lambda v``; it lies along the eigenline."""
        return np.asarray(self.shifted(float(self.eigenvalues[0])) @ self.start)

    @cached_property
    def rotated(self) -> Array:
        """(2,): a quarter of the way round from the start vector, for a complex pair."""
        real, imaginary = self.pair
        return np.asarray(self.shifted(real) @ self.start / imaginary)

    def spiral(self, power: ArrayLike, grown: bool = True) -> Array:
        """Return ``A^s v`` for real ``s`` of a complex pair, (..., 2); unit growth if not grown.

        With ``A = r (cos t I + sin t J)`` and ``J^2 = -I``: ``A^s = r^s (cos st I + sin st J)``.
        """
        s = np.asarray(power, dtype=float)[..., None]
        size = self.modulus**s if grown else 1.0
        way = np.cos(s * self.angle) * self.start + np.sin(s * self.angle) * self.rotated
        return np.asarray(size * way)

    def step_path(self, t: float) -> Array:
        """Return the matrix, (2, 2), that has been applied after a share of one step."""
        if self.kind != "complex":
            return np.asarray(np.eye(2) + t * (self.matrix - np.eye(2)))
        real, imaginary = self.pair
        turn = self.shifted(real) / imaginary
        way = math.cos(t * self.angle) * np.eye(2) + math.sin(t * self.angle) * turn
        return np.asarray(self.modulus**t * way)

    def step_parts(self, t: float) -> Array:
        """Return vectors that add up to where the tip is after a share of the step, (2, 2)."""
        if self.kind == "diagonalizable":
            return np.asarray(self.components @ self.step_path(t).T)
        if self.kind == "defective":
            grown = 1 + (float(self.eigenvalues[0]) - 1) * t
            return np.array([grown * self.start, t * self.nilpotent_part])
        return np.array([self.step_path(t) @ self.start, np.zeros(2)])

    # -- powers ----------------------------------------------------------------------------------

    @cached_property
    def outcome(self) -> Outcome:
        """What becomes of ``A^n v``."""
        if not self.start.any():
            return "zero_start"
        if self.kind == "complex":
            return "turns"
        own = self.own_line
        if own is not None:
            return "vanishes" if self.eigenvalues[own] == 0 else "stays"
        if self.kind == "defective":
            return "vanishes" if self.eigenvalues[0] == 0 else "creeps"
        if abs(self.eigenvalues[0] + self.eigenvalues[1]) <= EXACT * abs(self.eigenvalues[0]):
            return "alternates"
        return "dominant"

    @cached_property
    def line(self) -> Array:
        """(2,): the direction to which angles are measured; the start's own where all are kept."""
        if self.kind == "scalar" or self.kind == "complex":
            return self.start / max(float(np.hypot(*self.start)), 1e-300)
        return np.asarray(self.eigenvectors[self.own_line or 0])

    @cached_property
    def ratio(self) -> float:
        """By what the lesser component shrinks against the leading one in each step."""
        return abs(float(self.eigenvalues[1])) / abs(float(self.eigenvalues[0]))

    @cached_property
    def radius(self) -> float:
        """The largest modulus of an eigenvalue."""
        return self.modulus if self.kind == "complex" else abs(float(self.eigenvalues[0]))

    @cached_property
    def powers(self) -> Array:
        """``A^n v`` for n from 0 to ``steps``, (n + 1, 2)."""
        return self._run(1.0)

    @cached_property
    def _divided(self) -> Array:
        return self._run(self.radius)

    def _run(self, divisor: float) -> Array:
        """Return the start vector and what ``A / divisor`` makes of it step by step, (n + 1, 2)."""
        if self.own_line is not None:
            factor = self.eigenvalues[self.own_line] / divisor
            return np.asarray(factor ** np.arange(self.steps + 1.0)[:, None] * self.start)
        matrix, points = self.matrix / divisor, [self.start]
        for _ in range(self.steps):
            points.append(matrix @ points[-1])
        found = np.array(points)
        if self.outcome == "vanishes":
            found[2:] = 0.0
        return found

    @cached_property
    def scale(self) -> Scale:
        """How the powers are drawn: to scale, divided by ``radius^n``, or with even lengths."""
        if _range_of_lengths(self.powers) <= MOST_TRUE:
            return "true"
        if self.kind == "complex":
            return "divided"
        divides = self.radius > 0 and _range_of_lengths(self._divided) <= MOST_DIVIDED
        return "divided" if divides else "even"

    @cached_property
    def drawn(self) -> Array:
        """The powers as they are drawn, (n + 1, 2)."""
        if self.scale == "true":
            return self.powers
        if self.scale == "divided":
            return self._divided
        return self.powers / np.where(self.lengths > 0, self.lengths, 1.0)[:, None]

    def drawn_at(self, step: float) -> Array:
        """Return where the tip is drawn on its way, (2,), after a broken number of steps."""
        whole = min(math.floor(step), self.steps - 1)
        if self.outcome == "turns":
            return self.spiral(step, grown=self.scale == "true")
        before, after = self.drawn[whole], self.drawn[whole + 1]
        return np.asarray(before + (step - whole) * (after - before))

    @cached_property
    def lengths(self) -> Array:
        """|A^n v|, (n + 1,)."""
        return np.hypot(*self.powers.T)

    @cached_property
    def angles(self) -> Array:
        """In degrees, (n + 1,): from ``line``, or what a complex pair has turned so far.

        To the line: from -90 to 90, NaN for a zero vector.
        """
        if self.outcome == "turns":
            first, second = self.powers[:-1], self.powers[1:]
            steps = np.arctan2(cross(first, second), (first * second).sum(axis=1))
            return np.degrees(np.concatenate([[0.0], np.cumsum(steps)]))
        if self.own_line is not None:
            return np.where(self.lengths > 0, 0.0, np.nan)
        sine, cosine = cross(self.line, self.powers), self.powers @ self.line
        sine = np.where(np.abs(sine) <= 4e-16 * np.abs(cosine), 0.0, sine)
        found = np.degrees(np.arctan2(np.sign(cosine + (cosine == 0)) * sine, np.abs(cosine)))
        return np.where(self.lengths > 0, found, np.nan)


def unit_vectors(angles: Array | float) -> Array:
    """Return the unit vectors at angles in radians, (..., 2)."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


CIRCLE = unit_vectors(np.arange(97) * 2 * math.pi / 96)
"""Points of the unit circle, (97, 2), the first of them again at the end."""


def cross(first: Array, second: Array) -> Array:
    """Return the signed area between vectors, (...)."""
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])


def _range_of_lengths(points: Array) -> float:
    """Return the ratio of the longest to the shortest that is not zero."""
    sizes = np.hypot(*points.T)
    seen = sizes[sizes > 0]
    with np.errstate(over="ignore"):  # infinite is a ratio too: no common scale shows both
        return float(seen.max() / seen.min()) if len(seen) else 1.0
