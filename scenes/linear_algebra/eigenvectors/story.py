"""What becomes of a vector when a 2x2 matrix is applied to it again and again."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Literal

import numpy as np

from explainer.scenes.linear_algebra.eigenvectors.facts import EXACT, EigenFacts

Array = np.ndarray
Outcome = Literal["zero_start", "vanishes", "stays", "dominant", "alternates", "creeps", "turns"]
Scale = Literal["true", "divided", "even"]

MOST_TRUE, MOST_DIVIDED = 12.0, 40.0
"""Powers whose lengths differ by larger factors than these are not drawn to scale."""


class EigenStory(EigenFacts):
    """Everything that is told of a matrix: its eigenvectors, one step, and the powers."""

    @cached_property
    def outcome(self) -> Outcome:
        """What becomes of ``A^n v``."""
        if not self.start.any():
            return "zero_start"
        if self.kind == "none":
            return "turns"
        own = self.own_line
        if own is not None:
            return "vanishes" if self.factors[own] == 0 else "stays"
        if self.kind == "one_line":
            return "vanishes" if self.factors[0] == 0 else "creeps"
        if abs(self.factors[0] + self.factors[1]) <= EXACT * abs(self.factors[0]):
            return "alternates"
        return "dominant"

    @cached_property
    def line(self) -> Array:
        """(2,): the direction to which angles are measured; the start's own where all are kept."""
        if self.kind == "every_line" or self.kind == "none":
            return self.start / max(float(np.hypot(*self.start)), 1e-300)
        return np.asarray(self.directions[self.own_line or 0])

    @cached_property
    def ratio(self) -> float:
        """By what the lesser share shrinks against the leading one in each step."""
        return abs(float(self.factors[1])) / abs(float(self.factors[0]))

    def _run(self, matrix: Array, factors: Array) -> Array:
        """Return the start vector and what the matrix makes of it in each step, (n + 1, 2)."""
        counts = np.arange(self.steps + 1.0)
        if self.own_line is not None:
            return factors[self.own_line] ** counts[:, None] * self.start
        points = [self.start]
        for _ in range(self.steps):
            points.append(matrix @ points[-1])
        found = np.array(points)
        if self.outcome == "vanishes":
            found[2:] = 0.0
        return found

    @cached_property
    def powers(self) -> Array:
        """``A^n v`` for n from 0 to ``steps``, (n + 1, 2)."""
        return self._run(self.matrix, self.factors)

    @cached_property
    def radius(self) -> float:
        """The largest modulus of an eigenvalue."""
        return self.modulus if self.kind == "none" else abs(float(self.factors[0]))

    @cached_property
    def scale(self) -> Scale:
        """How the powers are drawn: to scale, divided by ``radius^n``, or with even lengths."""
        if _spread(self.powers) <= MOST_TRUE:
            return "true"
        if self.radius > 0:
            divided = self._run(self.matrix / self.radius, self.factors / self.radius)
            if self.kind == "none" or _spread(divided) <= MOST_DIVIDED:
                return "divided"
        return "even"

    @cached_property
    def drawn(self) -> Array:
        """The powers as they are drawn, (n + 1, 2)."""
        if self.scale == "true":
            return self.powers
        if self.scale == "divided":
            return self._run(self.matrix / self.radius, self.factors / self.radius)
        sizes = np.hypot(*self.powers.T)[:, None]
        return np.where(sizes > 0, self.powers / np.where(sizes > 0, sizes, 1.0), 0.0)

    @property
    def start_drawn(self) -> Array:
        """The start vector as it is drawn beside its powers, (2,)."""
        return np.asarray(self.drawn[0])

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
            steps = np.arctan2(_cross(first, second), (first * second).sum(axis=1))
            return np.degrees(np.concatenate([[0.0], np.cumsum(steps)]))
        if self.own_line is not None:
            return np.where(self.lengths > 0, 0.0, np.nan)
        cross, dot = _cross(self.line, self.powers), self.powers @ self.line
        cross = np.where(np.abs(cross) <= 4e-16 * np.abs(dot), 0.0, cross)
        found = np.degrees(np.arctan2(np.sign(dot + (dot == 0)) * cross, np.abs(dot)))
        return np.where(self.lengths > 0, found, np.nan)


def _cross(first: Array, second: Array) -> Array:
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])


def _spread(points: Array) -> float:
    """Return the ratio of the longest to the shortest that is not zero."""
    sizes = np.hypot(*points.T)
    seen = sizes[sizes > 0]
    return float(seen.max() / seen.min()) if len(seen) else 1.0
