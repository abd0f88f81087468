"""Two vectors in the plane: what they add up to, what they reach, and what their product says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from explainer.maths.linear_algebra import rotation

SMALLEST = 1e-4
"""No entry of a vector may be smaller than this in size, unless it is 0."""

NOISE = 1e-12
"""A cosine or a sine below this is rounding."""

Relation = Literal["zero_u", "zero_v", "same", "opposite", "right", "acute", "obtuse"]


@dataclass(frozen=True)
class VectorStory:
    """Everything that is shown of two vectors and two scalars.

    Attributes:
        u: (2,).
        v: (2,).
        scalars: a and b of ``a u + b v``.
    """

    u: np.ndarray
    v: np.ndarray
    scalars: tuple[float, float]

    @classmethod
    def compute(
        cls, u: tuple[float, float], v: tuple[float, float], scalars: tuple[float, float]
    ) -> VectorStory:
        # A sum with 0.0 turns a negative zero, which would be written with its sign, into zero.
        return cls(np.array(u, float) + 0.0, np.array(v, float) + 0.0, scalars)

    @cached_property
    def total(self) -> np.ndarray:
        """The sum of u and v, (2,)."""
        return _sum(np.array([self.u, self.v]))

    @cached_property
    def scaled(self) -> np.ndarray:
        """The multiples of u by each scalar, (2, 2) in rows."""
        return np.outer(self.scalars, self.u) + 0.0

    @cached_property
    def steps(self) -> np.ndarray:
        """The first scalar times u and the second times v, (2, 2) in rows."""
        return np.array(self.scalars)[:, None] * np.array([self.u, self.v]) + 0.0

    @cached_property
    def combination(self) -> np.ndarray:
        """Where ``a u + b v`` ends, (2,)."""
        return _sum(self.steps)

    @cached_property
    def lengths(self) -> tuple[float, float]:
        return float(np.hypot(*self.u)), float(np.hypot(*self.v))

    @cached_property
    def directions(self) -> np.ndarray:
        """Unit vectors along u and v, (2, 2) in rows; the first axis for one without length."""
        pairs = zip((self.u, self.v), self.lengths, strict=True)
        return np.array([vector / length if length else (1.0, 0.0) for vector, length in pairs])

    @cached_property
    def ahead(self) -> np.ndarray:
        """The direction of u, (2,); of v where u has no length."""
        return np.asarray(self.directions[0 if self.lengths[0] else 1])

    @cached_property
    def relation(self) -> Relation:
        """Which of the two is zero, or how v stands to u."""
        if not self.lengths[0]:
            return "zero_u"
        if not self.lengths[1]:
            return "zero_v"
        cosine, sine = self._turn
        if abs(sine) < NOISE:
            return "same" if cosine > 0 else "opposite"
        if abs(cosine) < NOISE:
            return "right"
        return "acute" if cosine > 0 else "obtuse"

    @cached_property
    def product(self) -> float:
        # To fifteen digits, as a sum of products of what was typed.
        return 0.0 if self.relation == "right" else float(f"{float(self.u @ self.v):.14g}") + 0.0

    @cached_property
    def scalar_projection(self) -> float | None:
        """The signed length of the projection of v onto the line of u; None where u is zero."""
        if not self.lengths[0]:
            return None
        return 0.0 if self.relation == "right" else float(self.directions[0] @ self.v) + 0.0

    @property
    def projection(self) -> np.ndarray:
        """Where the perpendicular from v's tip meets the line of u, (2,); the origin if none."""
        return np.asarray((self.scalar_projection or 0.0) * self.directions[0])

    @cached_property
    def angle(self) -> float | None:
        """The angle between u and v in degrees, from 0 to 180; None where one of them is zero."""
        if not all(self.lengths):
            return None
        cosine, sine = self._turn
        return math.degrees(math.atan2(abs(sine), cosine))

    @property
    def side(self) -> int:
        """1 where v lies to the left of u or on its line, and -1 where it lies to the right."""
        return -1 if all(self.lengths) and self._turn[1] < -NOISE else 1

    @property
    def rank(self) -> int:
        """The dimension of all that combinations of u and v can reach: 0, 1 or 2."""
        if self.relation in ("right", "acute", "obtuse"):
            return 2
        return int(any(self.lengths))

    @property
    def across(self) -> np.ndarray:
        """The direction at a right angle to u, (2,), on the other side of it than v."""
        x, y = self.directions[0]
        return self.side * np.array([y, -x])

    def spots(self) -> dict[str, np.ndarray]:
        """Return what must be seen in each step, (n, 2): ends of arrows, and corners of areas."""
        rise = abs(self.scalar_projection or 0.0) * self.across
        angles = np.arange(8) * np.pi / 4
        ring = self.radius * np.column_stack([np.cos(angles), np.sin(angles)])
        spots = {
            "faces": [1.1 * self.u],
            "add": [self.u, self.v, self.total, *np.diag(self.u), *np.diag(self.total)],
            "scale": [self.u, *self.scaled],
            "combine": [self.u, self.v, *self.steps, self.combination],
            "project": [self.u, self.v, [self.v[0], 0.0], self.projection, rise, self.u + rise],
            "turn": [self.u, *ring],
        }
        return {step: np.array(points) for step, points in spots.items()}

    @property
    def pieces(self) -> np.ndarray:
        """What each entry of v, (2,), brings to the dot product: ``u_1 v_1`` and ``u_2 v_2``."""
        return self.u * self.v + 0.0

    def turns(self) -> list[list[float]]:
        """Return the degrees where a turn all the way round rests, in legs that end where it is 0.

        One that sets out from 0 has its first end halfway.
        """
        start = self.angle or 0.0
        quarters = [90.0 * k for k in range(1, 6) if start < 90 * k < start + 360 and k != 4]
        legs: list[list[float]] = [[], [], []]
        leg = 0
        for stop in quarters:
            legs[leg].append(stop)
            leg += leg < 2 and (stop % 180 == 90 or (self.relation == "right" and leg == 0))
        legs[2].append(start + 360)
        return legs

    def scalars_to(self, tips: np.ndarray, *, both: bool) -> np.ndarray:
        """Return the scalars, (n, 2), nearest to the given ones that lead to tips, (n, 2)."""
        basis = np.column_stack([self.u, self.v * both])
        change = np.linalg.lstsq(basis, (tips - self.combination).T, rcond=None)[0]
        return np.asarray(self.scalars + change.T)

    @property
    def radius(self) -> float:
        """The length of what turns: v, or u where v has none."""
        return self.lengths[1] or self.lengths[0]

    def turned(self, degrees: float) -> np.ndarray:
        """Return v turned to so many degrees from u, towards the side on which it lies, (2,).

        Its length is kept. Where one of the two has no length, the other turns from where it is.
        """
        return np.asarray(self.radius * rotation(self.side * math.radians(degrees)) @ self.ahead)

    def product_at(self, degrees: float | np.ndarray) -> np.ndarray:
        """Return the dot product of u and v when v is turned to so many degrees from u."""
        return math.prod(self.lengths) * np.round(np.cos(np.radians(degrees)), 15)

    @cached_property
    def _turn(self) -> tuple[float, float]:
        """Cosine and sine of the turn from u to v."""
        (a, b), (c, d) = self.directions.tolist()
        return a * c + b * d, a * d - b * c


def sizeable(vector: tuple[float, float]) -> tuple[float, float]:
    """Return a vector whose entries can be told from zero.

    Raises:
        ValueError: when an entry is nearer to 0 than ``SMALLEST`` but not 0.
    """
    if any(0 < abs(entry) < SMALLEST for entry in vector):
        raise ValueError("each number must be 0, or from 1e-4 to 1e6 in size")
    return vector


def _sum(terms: np.ndarray) -> np.ndarray:
    """Return the sum of (n, 2) terms, with 0 where no more than rounding is left of them."""
    total = terms.sum(axis=0)
    return np.where(np.abs(total) <= 1e-15 * np.abs(terms).sum(axis=0), 0.0, total) + 0.0
