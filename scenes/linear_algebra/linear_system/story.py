"""Two equations in two unknowns: what solves them, each step of the elimination, and all motion.

An augmented row is (3,): the coefficients of the two unknowns and the right side. A path is a
function of time in [0, 1].
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.easing import ease
from explainer.maths.linear_algebra import column_space_direction, null_direction, rank
from explainer.numbers import in_full

Path = Callable[[float], np.ndarray]
Kind = Literal["one", "many", "none"]
RowKind = Literal["line", "everywhere", "nowhere"]
StepKind = Literal["swap", "subtract", "scale"]

ROUNDING = 1e-13
"""A difference below this share of what is subtracted is taken for rounding."""

SMALL_PIVOT = 0.01
"""A pivot below this share of the entry that it is to remove changes places with it."""

ALMOST_PARALLEL = 0.2
"""Lines whose angle has a smaller sine are called so."""

MOST_CHANGE = 3.0
"""An entry that is changed is at most so many times as large as the largest of the matrix."""


class Step(NamedTuple):
    """A row operation: how the augmented matrix was, (2, 3), and how it is afterwards.

    Attributes:
        kind: ``swap``, ``subtract`` (``factor`` times the other row from ``row``), or ``scale``
            (``row`` by ``factor``).
        row: the place, 0 or 1, of the row that changes.
        factor: see ``kind``.
        before, after: (2, 3) augmented matrices.
    """

    kind: StepKind
    row: int
    factor: float
    before: np.ndarray
    after: np.ndarray

    def at(self, t: float) -> np.ndarray:
        """Return the augmented matrix, (2, 3), when a share t of the step is done."""
        share = float(t > 0) if self.kind == "swap" else t
        return (1 - share) * self.before + share * self.after


class Line(NamedTuple):
    """A line by its point nearest to the origin, (2,), and its direction, to the right or up."""

    foot: np.ndarray
    direction: np.ndarray


def row_kind(row: np.ndarray) -> RowKind:
    """Return where an augmented row is true: on a line, everywhere (0 = 0), or nowhere."""
    if row[:2].any():
        return "line"
    return "nowhere" if row[2] else "everywhere"


def line_of(row: np.ndarray) -> Line:
    """Return the line on which an augmented row holds; one without direction where it is none."""
    x, y, side = row / (np.abs(row[:2]).max() or 1.0)
    length = np.hypot(x, y) or 1.0
    normal, way = np.array([x, y]) / length, np.array([-y, x]) / length
    return Line(normal * (side / length), way if tuple(way) > (0.0, 0.0) else -way)


class System:
    """``matrix @ x = right_side``, (2, 2) and (2,), and all that follows from it."""

    def __init__(self, matrix: ArrayLike, right_side: ArrayLike) -> None:
        self.matrix = np.asarray(matrix, dtype=float)
        self.right_side = np.asarray(right_side, dtype=float)

    def read(self, x: np.ndarray) -> np.ndarray:
        """Return x, (2,), and the left sides of the equations there, (4,) in all."""
        return np.concatenate([x, self.matrix @ x])

    @cached_property
    def augmented(self) -> np.ndarray:
        """The rows with their right sides, (2, 3)."""
        return np.column_stack([self.matrix, self.right_side])

    @cached_property
    def rank(self) -> int:
        """The dimension of what the columns reach, 0 to 2."""
        return rank(self.matrix)

    @cached_property
    def determinant(self) -> float:
        """That of A; exactly zero unless the rank is 2."""
        return float(_determinant(*self.matrix.T)) if self.rank == 2 else 0.0

    @cached_property
    def kind(self) -> Kind:
        """Whether one point solves the system, many do, or none."""
        if self.rank == 2:
            return "one"
        return "none" if "nowhere" in map(row_kind, self.eliminated) else "many"

    @cached_property
    def null(self) -> np.ndarray:
        """The unit vector, (2,), that a matrix of rank 1 sends to zero; zero for other ranks."""
        return null_direction(self.matrix) if self.rank == 1 else np.zeros(2)

    @cached_property
    def span(self) -> np.ndarray:
        """The unit vector, (2,), along all that the columns reach; zero unless the rank is 1."""
        return column_space_direction(self.matrix) if self.rank == 1 else np.zeros(2)

    @cached_property
    def along(self) -> float:
        """How far along the span the foot of b lies."""
        return _sum(*(self.span * self.right_side))

    @cached_property
    def across(self) -> np.ndarray:
        """What is added to x, (2,), at a right angle to the null direction, for 1 along the span.

        For rank 1, A = s u v^T with unit u and v, and this is v / s; otherwise it is zero.
        """
        across = np.array([self.null[1], -self.null[0]])
        return across / (float(self.span @ self.matrix @ across) or 1.0)

    @cached_property
    def solution(self) -> np.ndarray:
        """The shortest x, (2,), for which ``A x`` is nearest to b (as by the pseudoinverse)."""
        if self.rank == 2:
            # By Cramer's rule, without rounding before the quotients: however nearly parallel the
            # lines are, this is the answer of the digits that were typed.
            (first, second), b = self.matrix.T, self.right_side
            parts = _determinant(b, second), _determinant(first, b)
            return np.array([float(part / _determinant(first, second)) for part in parts])
        return self.across * self.along + 0.0

    @cached_property
    def nearest(self) -> np.ndarray:
        """The reachable point, (2,), nearest to b; b itself where that can be reached."""
        return self.span * self.along + 0.0 if self.kind == "none" else self.right_side

    @cached_property
    def residual(self) -> np.ndarray:
        """What is missing, (2,): b less the nearest reachable point."""
        return self.right_side - self.nearest

    @cached_property
    def feet(self) -> np.ndarray:
        """The points of the given lines that are nearest to the origin, (2, 2)."""
        return np.array([line_of(row).foot for row in self.augmented])

    @cached_property
    def sine(self) -> float:
        """The sine of the angle between the given lines; 0 unless they meet in one point."""
        if self.kind != "one":
            return 0.0
        rows = self.matrix / np.abs(self.matrix).max(axis=1, keepdims=True)
        return abs(float(_determinant(*rows))) / float(np.prod(np.hypot(*rows.T)))

    @property
    def almost_parallel(self) -> bool:
        return 0 < self.sine < ALMOST_PARALLEL

    @cached_property
    def apart(self) -> float:
        """The distance of the given lines from each other, if they are parallel."""
        return float(np.hypot(*(self.feet[1] - self.feet[0])))

    @cached_property
    def dependent(self) -> System:
        """One whose lines are parallel: with one other entry, or with a mean of the rows twice.

        The entry is short to write, and leaves no row and no column of zeros. Only for rank 2.
        """
        for row, column in np.argwhere(self.matrix[::-1, ::-1])[::-1]:  # not opposite a zero
            used = self.matrix[[row, 1 - row, 1 - row], [1 - column, column, 1 - column]]
            first, second, divisor = (Fraction(repr(float(x))) for x in used)
            value = float(first * second / divisor)
            short = len(in_full(value) or "") in range(1, 7)
            if short and 0 < abs(value) <= MOST_CHANGE * np.abs(self.matrix).max():
                changed = self.matrix.copy()
                changed[row, column] = value
                return System(changed, self.right_side)
        # Each column is zero in one mean at most.
        means = (np.average(self.matrix, axis=0, weights=each) for each in ((1, 1), (2, 1), (1, 2)))
        return System([next(each for each in means if each.all())] * 2, self.right_side)

    @property
    def last(self) -> System:
        """The one at which the film ends: the dependent one, or this where it is that already."""
        return self.dependent if self.kind == "one" else self

    def towards(self, other: System, t: float) -> np.ndarray:
        """Return the augmented matrix, (2, 3), a share t of the way to another system's."""
        now, goal = self.augmented, other.augmented
        return goal if t >= 1 else now + t * (goal - now)

    @cached_property
    def pivot_column(self) -> int:
        """The unknown, 0 or 1, that the first row keeps and the second loses."""
        return 0 if self.matrix[:, 0].any() else 1

    @cached_property
    def elimination(self) -> tuple[Step, ...]:
        """The steps, at most a swap and a subtraction, after which row 2 has lost an unknown."""
        now, steps, column = self.augmented, [], self.pivot_column
        if abs(now[0, column]) < SMALL_PIVOT * abs(now[1, column]):
            steps.append(Step("swap", 1, 0.0, now, now[::-1].copy()))
            now = steps[-1].after
        if now[1, column]:
            factor = float(now[1, column] / now[0, column])
            after = now.copy()
            after[1] = [_determinant(now[:, column], other) / now[0, column] for other in now.T]
            if self.rank < 2:
                after[1] *= 0, 0, bool(_sum(now[1, 2], -factor * now[0, 2]))
            steps.append(Step("subtract", 1, factor, now, after))
        return tuple(steps)

    @cached_property
    def swapped(self) -> bool:
        return bool(self.elimination) and self.elimination[0].kind == "swap"

    @cached_property
    def eliminated(self) -> np.ndarray:
        """The augmented matrix, (2, 3), after the elimination."""
        return self.elimination[-1].after if self.elimination else self.augmented

    @cached_property
    def back_substitution(self) -> tuple[Step, ...]:
        """The steps that lead on to the identity and the solution; none unless there is one."""
        if self.kind != "one":
            return ()
        (pivot, above, _), (_, last, _) = now = self.eliminated
        x1, x2 = self.solution
        rows: list[tuple[StepKind, int, float, list[float]]] = [
            ("scale", 1, 1 / last, [0.0, 1.0, x2]),
            ("subtract", 0, float(above), [pivot, 0.0, pivot * x1]),
            ("scale", 0, 1 / pivot, [1.0, 0.0, x1]),
        ]
        steps = []
        for kind, row, factor, new in rows:
            if factor != (1.0 if kind == "scale" else 0.0):
                after = now.copy()
                after[row] = new
                steps.append(Step(kind, row, factor, now, after))
                now = after
        return tuple(steps)

    @cached_property
    def reduced(self) -> np.ndarray:
        """The augmented matrix, (2, 3), at the very end."""
        return self.back_substitution[-1].after if self.back_substitution else self.eliminated


def _determinant(first: np.ndarray, second: np.ndarray) -> Fraction:
    """Return the determinant of two columns, (2,), with no rounding of decimals that were typed."""
    a, c, b, d = (Fraction(repr(float(value))) for value in (*first, *second))
    return a * d - b * c


def _sum(first: float, second: float) -> float:
    """Return a sum, exactly zero where no more than rounding is left."""
    total = float(first + second)
    return 0.0 if abs(total) <= ROUNDING * (abs(first) + abs(second)) else total


# -- how x and b move ----------------------------------------------------------------------------


def sampled(way: Path) -> np.ndarray:
    """Return points of a path, (49, 2)."""
    return np.array([way(float(t)) for t in np.linspace(0, 1, 49)])


def walk(system: System) -> Path:
    """Return the way of x to the solution, along the first axis and then along the second."""
    x = system.solution
    first, whole = abs(x[0]), np.abs(x).sum()

    def path(t: float) -> np.ndarray:
        steps = np.clip([t * whole, t * whole - first], 0, np.abs(x))
        return np.sign(x) * steps if t < 1 else x

    return path


def turn_of(system: System) -> float:
    """Return at which time of its walk x leaves the first axis."""
    sizes = np.abs(system.solution)
    return float(sizes[0] / (sizes.sum() or 1.0))


def search(system: System) -> Path:
    """Return a way of x from the origin, past the best one, and back to it."""
    best, missing = system.solution, float(np.hypot(*system.residual))
    past = best + system.across * (0.6 * missing if system.along >= 0 else -0.6 * missing)

    def path(t: float) -> np.ndarray:
        there, back = ease(t / 0.55), ease((t - 0.55) / 0.45)
        return there * past + back * (best - past) if t < 1 else best

    return path


def stroll(system: System) -> Path:
    """Return a way of x through the solutions, from the shortest and back to it."""
    farthest = float(np.hypot(*np.vstack([system.solution, system.feet]).T).max())
    reach, along = 1.2 * (farthest or 1.5), system.null if system.rank else np.array([1.0, 0.0])
    return lambda t: system.solution + along * (reach * math.sin(2 * math.pi * t) if t < 1 else 0)


def _moved(system: System) -> np.ndarray:
    """Return the points, (n, 2), to which x moves where there is not one solution."""
    ways = {"one": (), "many": (stroll,), "none": (search,)}[system.kind]
    return np.reshape([sampled(way(system)) for way in ways], (-1, 2))


def row_points(system: System) -> np.ndarray:
    """Return what the row picture must show, (n, 2): lines where they are nearest, and every x."""
    return np.vstack([system.solution, system.feet, _moved(system)])


def column_points(system: System) -> np.ndarray:
    """Return what the column picture must show, (n, 2): columns, b, and the corner of each walk."""
    x = np.vstack([system.solution, _moved(system)])
    corners = x[:, :1] * system.matrix[:, 0] * (system.kind != "none")
    fixed = [*system.matrix.T, system.right_side, system.nearest]
    return np.concatenate([fixed, corners, x @ system.matrix.T])
