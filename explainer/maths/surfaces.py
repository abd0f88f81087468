"""Surfaces to walk down: the classical ones by name, and any formula in x and y."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer import names
from explainer.maths.differentiation import differentiate
from explainer.maths.formula import FormulaError, parse_formula, to_typst
from explainer.messages import shorten

Array = np.ndarray
Point = tuple[float, float]
Domain = tuple[tuple[float, float], tuple[float, float]]

HIGHEST = 1e100
"""No height may be larger in size: the squares of slopes would leave what floats can hold."""
LOWEST_SPAN = 1e-9
"""Heights of a surface that is not level differ by this at least: smaller ones are written as 0."""
MOST_SLENDER = 3.0
"""Maps that would be longer than this many times their width are stretched instead."""
_SQUARE: Domain = ((-2.5, 2.5), (-2.5, 2.5))

CriticalKind = Literal["minimum", "maximum", "saddle", "degenerate"]

_STARTS = 31

_ROUNDS = 60

VISIBLE = 0.03
"""A descent that goes farther than this share of the domain's diagonal is seen to move."""

EXACT, NEAR = 1e-9, 1e-4
"""Shares of the domain's sides: a point this near to another is that point; and one that is typed
with its decimals may be as far from what it stands for, which no picture shows."""

_FEWEST_DECIMALS = 3
"""With fewer decimals a number that is typed stands for itself."""

_UNSEEN = 1e-3
"""A slope that would climb less than this share of the heights across the domain is not seen."""

_ROUNDING = 1e-12
"""The share of its entries to which a matrix, and of its size to which a point is known."""


@dataclass(frozen=True)
class Surface:
    """A height over the plane, and the settings with which a descent on it is worth watching.

    Attributes:
        name: as typed on the command line.
        title: for the screen.
        expression: the formula in x and y.
        domain: ((x0, x1), (y0, y1)), the part that is shown.
        start: (x, y) of a descent.
        learning_rate: for plain gradient descent.
        steps: how many of them.
        height: the scale on which heights are best told apart.
    """

    name: str
    title: str
    expression: str
    domain: Domain = _SQUARE
    start: Point = (-2.0, 1.5)
    learning_rate: float = 0.1
    steps: int = 30
    height: Literal["linear", "log"] = "linear"

    def value(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return the heights, of the shape that x and y broadcast to; NaN where undefined."""
        return differentiate(self.expression)[0](x, y)

    def gradient(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return the exact gradients (..., 2)."""
        return differentiate(self.expression)[1](x, y)

    def hessian(self, x: ArrayLike, y: ArrayLike) -> Array:
        """Return the exact Hessian matrices (..., 2, 2)."""
        return differentiate(self.expression)[2](x, y)

    @property
    def stretched(self) -> bool:
        """Whether x and y cannot have one scale: a map would be too long for its width."""
        width, height = np.ptp(self.domain, axis=1)
        return not 1 / MOST_SLENDER < width / height < MOST_SLENDER

    @property
    def typst(self) -> str:
        """The formula as Typst mathematics, without dollar signs."""
        return to_typst(parse_formula(self.expression))


_NAMED = {
    item.name: item
    for item in (
        Surface("bowl", "a bowl", "x**2 + y**2", start=(-2.0, 1.5), steps=25),
        Surface(
            "narrow_valley",
            "a narrow valley",
            "0.5*x**2 + 5*y**2",
            start=(-2.0, 1.0),
            learning_rate=0.18,
            steps=40,
        ),
        Surface(
            "saddle",
            "a saddle between two basins",
            "x**2 - y**2 + y**4/4",
            domain=((-2.2, 2.2), (-2.2, 2.2)),
            start=(1.9, 0.05),
            steps=40,
        ),
        Surface(
            "rosenbrock",
            "Rosenbrock's curved valley",
            "(1 - x)**2 + 100*(y - x**2)**2",
            domain=((-2.0, 2.0), (-1.0, 3.0)),
            start=(-1.0, 0.5),
            learning_rate=0.0015,
            steps=400,
            height="log",
        ),
        Surface(
            "himmelblau",
            "Himmelblau's four basins",
            "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
            domain=((-5.0, 5.0), (-5.0, 5.0)),
            start=(-0.5, -0.5),
            learning_rate=0.01,
            steps=40,
            height="log",
        ),
        Surface(
            "beale",
            "Beale's plain with steep corners",
            "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
            domain=((-4.5, 4.5), (-4.5, 4.5)),
            start=(1.0, -1.0),
            learning_rate=0.04,
            steps=150,
            height="log",
        ),
        Surface(
            "ripples",
            "ripples with many minima",
            "0.1*x**2 + 0.1*y**2 + 1 - cos(2*x)*cos(2*y)",
            domain=((-4.0, 4.0), (-4.0, 4.0)),
            start=(2.6, 1.0),
            steps=40,
        ),
    )
}


def named_surfaces() -> dict[str, Surface]:
    """Return the surfaces that have a name, by their names."""
    return dict(_NAMED)


def surface(name_or_formula: str, domain: Domain | None = None) -> Surface:
    """Return a named surface, or the one of a formula such as ``x**2 + 3*y**2 + sin(3*x)``.

    A formula is shown over [-2.5, 2.5] squared unless a domain is given, with start, rate and
    height scale derived from it. A start outside the given domain is replaced.

    Raises:
        ValueError: when the text is neither a name nor a formula, with the nearest name; or when
            the domain is empty or not finite.
    """
    if domain is not None:
        _check_rectangle(domain)
    named = names.match(name_or_formula, _NAMED)
    if named is not None:
        known = _NAMED[named]
        return known if domain in (None, known.domain) else _settled(replace(known, domain=domain))
    text = name_or_formula.strip()
    try:
        parse_formula(text)
    except FormulaError as error:
        if error.kind == "joined":
            raise
        if not re.fullmatch(r"[A-Za-z]\w*([\s-]+\w+)*", text) or re.search(r"\b[xy]\b", text):
            raise
        # A word of a name will do: "valey" is nearer to "valley" than to "narrow_valley".
        by_word = {word: name for name in _NAMED for word in (name, *name.split("_"))}
        near = next((by_word[word] for word in names.close(text, by_word, 0.75)), None)
        hint = f" (did you mean {near}?)" if near else ""
        raise ValueError(
            f"no surface is called '{shorten(text, 40)}'{hint}; there are {', '.join(_NAMED)}; any "
            "other is given by its formula, such as x**2 + 3*y**2"
        ) from None
    return _settled(Surface(text, "a surface of your own", text, domain or _SQUARE), new=True)


def check_domain(surface: Surface) -> None:
    """Make sure that a surface is finite all over its domain, as far as a dense grid can tell.

    Raises:
        ValueError: naming a point where it is not, or is too high; or when its heights hardly
            differ.
    """
    x, y = np.meshgrid(*(np.linspace(low, high, 201) for low, high in surface.domain))
    heights = surface.value(x, y)
    bad = np.argwhere(~(np.abs(heights) <= HIGHEST))
    if len(bad):
        row, column = bad[0]
        place = f"x = {x[row, column]:.4g}, y = {y[row, column]:.4g}"
        if np.isfinite(heights[row, column]):
            raise ValueError(
                f"{surface.name} is {heights[row, column]:.1e} at {place}; heights up to "
                f"{HIGHEST:.0e} in size are allowed".replace("e+", "e")
            )
        raise ValueError(
            f"{surface.name} is not finite at {place}; change the formula, or leave that point out "
            "of the domain"
        )
    span = float(np.ptp(heights))
    if 1e-13 * float(np.abs(heights).max()) < span < LOWEST_SPAN:
        raise ValueError(
            f"the heights of {surface.name} differ by {span:.1e} only; {LOWEST_SPAN:.0e} is the "
            "least, multiply the formula by a number"
        )


def _check_rectangle(domain: Domain) -> None:
    for axis, (low, high) in zip("xy", domain, strict=True):
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise ValueError(
                f"the domain of {axis} runs from {low:g} to {high:g}; the first must be smaller"
            )


@lru_cache(maxsize=128)
def _settled(given: Surface, new: bool = False) -> Surface:
    """Return the surface with a start and, if it is new, settings that suit its domain."""
    (x0, x1), (y0, y1) = given.domain
    start = given.start
    if new or not (x0 <= start[0] <= x1 and y0 <= start[1] <= y1):
        start = round(x0 + 0.12 * (x1 - x0), 6), round(y0 + 0.8 * (y1 - y0), 6)
    if not new:
        return replace(given, start=start)
    x, y = np.meshgrid(np.linspace(x0, x1, 61), np.linspace(y0, y1, 61))
    heights, bends = given.value(x, y), np.abs(given.hessian(x, y)).max(axis=(-2, -1))
    heights, bends = heights[np.isfinite(heights)], bends[np.isfinite(bends)]
    low, middle, high = np.quantile(heights, [0.0, 0.5, 1.0]) if len(heights) else np.zeros(3)
    safe = replace(
        given,
        start=start,
        learning_rate=_safe_rate(bends),
        height="log" if high - low > 20 * (middle - low) else "linear",
    )
    shares = np.array([0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9])
    others = [(x0 + u * (x1 - x0), y0 + v * (y1 - y0)) for u in shares for v in shares]
    start, rate = moving(safe, [start]) or moving(safe, others) or (start, rate_from(safe, start))
    return replace(safe, start=start, learning_rate=rate)


def moving(surface: Surface, starts: Sequence[Point]) -> tuple[Point, float] | None:
    """Return a start and a rate with which a descent can be seen to move and gets lower.

    Of the starts the one with the lowest end; of the rates, the first of those from the surface's
    own upwards. None where there is none: where the surface is flat, or steep in narrow pits.
    """
    chosen: tuple[Point, float] | None = None
    lowest = math.inf
    for rate in _rates(surface):
        paths, values = _walks(surface, starts, rate)
        moves = is_seen_to_move(surface, paths)
        ends = np.where(moves & (values[-1] < values[0]), values[-1], math.inf)
        if ends.min() < lowest and (len(starts) > 1 or chosen is None):
            chosen, lowest = (starts[int(ends.argmin())], rate), float(ends.min())
    return chosen and ((round(chosen[0][0], 6), round(chosen[0][1], 6)), chosen[1])


def is_seen_to_move(surface: Surface, paths: Array) -> Array:
    """Return which paths, (steps + 1, ..., 2), lead so far from their starts that one sees it."""
    far = np.hypot(*np.moveaxis(paths - paths[0], -1, 0)).max(axis=0)
    return np.asarray(far > VISIBLE * np.hypot(*np.ptp(surface.domain, axis=1)))


def rate_from(surface: Surface, start: Point) -> float:
    """Return a rate for a descent from a start: the surface's own, or one that gets lowest."""
    own, *others = _rates(surface)
    path, values = _walks(surface, [start], own)
    if is_seen_to_move(surface, path)[0] and values[-1, 0] < values[0, 0]:
        return own
    ends = [_walks(surface, [start], rate)[1][-1, 0] for rate in (own, *others)]
    return (own, *others)[int(np.argmin(ends))]


def _rates(surface: Surface) -> list[float]:
    """Return the surface's own rate, greater ones and smaller ones, of one digit each."""
    factors = [10.0**power * step for power in range(4) for step in (1, 2, 5)]
    factors += [0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
    return [float(f"{factor * surface.learning_rate:.1g}") for factor in factors]


def _walks(surface: Surface, starts: Sequence[Point], rate: float) -> tuple[Array, Array]:
    """Return the points (steps + 1, n, 2) of descents side by side, and their heights.

    The heights of those that leave the domain are infinite.
    """
    low, high = np.transpose(surface.domain)
    paths = [np.array(starts, dtype=float)]
    with np.errstate(all="ignore"):
        for _ in range(surface.steps):
            paths.append(paths[-1] - rate * surface.gradient(*paths[-1].T))
        points = np.array(paths)
        values = surface.value(*np.moveaxis(points, -1, 0))
    stays = ((points >= low) & (points <= high)).all(axis=(0, 2)) & np.isfinite(values).all(axis=0)
    return points, np.where(stays, values, math.inf)


def _safe_rate(bends: Array) -> float:
    """Return a rate of one digit that is safe (below 2 / curvature) nearly everywhere."""
    sharpest = float(np.quantile(bends, 0.95)) if len(bends) else 0.0
    rate = min(0.6 / sharpest, 1.0) if sharpest > 0 else 0.1
    digit = 10.0 ** math.floor(math.log10(rate))
    return float(f"{math.floor(rate / digit) * digit:.6g}")


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient is zero.

    Attributes:
        point: (x, y).
        value: the surface's height there.
        kind: by the signs of the curvatures; ``degenerate`` when one of them is zero.
    """

    point: tuple[float, float]
    value: float
    kind: CriticalKind


@lru_cache(maxsize=128)  # presets and drawing ask again for the same surface
@np.errstate(over="ignore", invalid="ignore")  # slopes whose squares overflow are none
def critical_points(surface: Surface) -> tuple[CriticalPoint, ...]:
    """Return the critical points in the domain, the lowest first.

    Newton's method on the gradient from each point of a grid, its steps held to a fraction of the
    domain, then duplicates merged. Points nearer to each other than a thousandth of the diagonal
    count as one; of a whole line or area of critical points, scattered ones are returned. Finer
    features than the grid of 31 by 31 may be missed.
    """
    low, high = np.transpose(surface.domain)
    size = high - low
    axes = [np.linspace(start, stop, _STARTS) for start, stop in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    points = _tidied(surface, newton(surface, grid, 0.1 * size))
    inside = ((points >= low - EXACT * size) & (points <= high + EXACT * size)).all(axis=1)
    found = points[_are_level(surface, points) & inside]
    order = np.argsort(np.linalg.norm(surface.gradient(*found.T), axis=-1), kind="stable")
    kept = np.empty((0, 2))
    for point in found[order]:
        if (np.linalg.norm(kept - point, axis=1) > 1e-3 * np.linalg.norm(size)).all():
            kept = np.vstack([kept, point])
    values = surface.value(*kept.T)
    return tuple(
        _critical(surface, kept[i], float(values[i])) for i in np.argsort(values, kind="stable")
    )


def critical_point_at(surface: Surface, point: Point) -> CriticalPoint | None:
    """Return the critical point that a point is, as far as its decimals tell; None elsewhere.

    The minimum that is typed as (3.5844, -1.8481) is meant, although it is not quite there: it is
    the critical point that is written so. Where the slope can be seen, a point stands for itself.
    """
    here, sides = np.array(point, dtype=float), np.ptp(surface.domain, axis=1)
    slopes, there = surface.gradient(*here), here
    if slopes.any():
        found = newton(surface, here[None], NEAR * sides)
        if not len(found):
            return None
        there = _tidied(surface, found)[0]
        allowed = EXACT * sides
        decimals = max(_decimals(value) for value in point)
        if decimals >= _FEWEST_DECIMALS and (np.abs(slopes) * sides).max() < _UNSEEN * span(
            surface
        ):
            # Less than a unit of the last: tables round, or cut off.
            allowed = np.clip(0.99 * 10.0**-decimals, allowed, NEAR * sides)
        if (np.abs(there - here) > allowed).any() or not _are_level(surface, there):
            return None
    return _critical(surface, there, float(surface.value(*there)))


@lru_cache(maxsize=128)
def span(surface: Surface) -> float:
    """Return the difference of the highest and the lowest height in the domain."""
    x, y = np.meshgrid(*(np.linspace(low, high, 41) for low, high in surface.domain))
    heights = surface.value(x, y)
    heights = heights[np.isfinite(heights)]
    return float(np.ptp(heights)) if len(heights) else 0.0


def _are_level(surface: Surface, points: Array) -> Array:
    """Return whether the slopes at points (..., 2) are none, but for what is beside them."""
    x, y = np.moveaxis(points, -1, 0)
    changes = np.abs(surface.hessian(x, y)) @ (EXACT * np.ptp(surface.domain, axis=1))
    return np.asarray((np.abs(surface.gradient(x, y)) <= changes).all(axis=-1))


def known(surface: Surface, point: Point) -> tuple[float, Array]:
    """Return height and gradient (2,) at a point; a part that is rounding noise is 0.

    Noise is what the last digits of the point change.
    """
    value, slopes = float(surface.value(*point)), surface.gradient(*point)
    bends = np.abs(np.nan_to_num(surface.hessian(*point), nan=0.0, posinf=0.0, neginf=0.0))
    last = _ROUNDING * np.maximum(np.ptp(surface.domain, axis=1), np.abs(point))
    noise = bends @ last
    if abs(value) <= float(np.abs(slopes) @ last + last @ noise):
        value = 0.0
    return value, np.where(np.abs(slopes) <= noise, 0.0, slopes)


def curvature_noise(surface: Surface, points: Array) -> Array:
    """Return the sizes (...) below which curvatures at points (..., 2) count as none.

    It is what changes over a billionth of the domain, which is more than rounding.
    """
    bends = surface.hessian(*np.moveaxis(points, -1, 0))
    steps = np.concatenate([np.eye(2), -np.eye(2)]) * EXACT * np.ptp(surface.domain, axis=1)
    beside = surface.hessian(*np.moveaxis(points[..., None, :] + steps, -1, 0))
    changes = np.abs(beside - bends[..., None, :, :]).max(axis=(-3, -2, -1))
    return np.nan_to_num(changes, posinf=0.0) + _ROUNDING * np.abs(bends).max(axis=(-2, -1))


def _critical(surface: Surface, point: Array, value: float) -> CriticalPoint:
    bends, floor = surface.hessian(*point), float(curvature_noise(surface, point))
    kind: CriticalKind = "degenerate"
    if np.isfinite(bends).all():
        low, high = np.linalg.eigvalsh(bends)
        if min(abs(low), abs(high)) > floor:
            kind = "minimum" if low > 0 else "maximum" if high < 0 else "saddle"
    return CriticalPoint((float(point[0]) + 0.0, float(point[1]) + 0.0), value, kind)


def _tidied(surface: Surface, points: Array) -> Array:
    """Return points (n, 2), each the round one beside it where that is as level.

    Where the surface is so flat that Newton's method is slow, it ends beside the critical point.
    """
    decimals = -np.floor(np.log10(NEAR * np.ptp(surface.domain, axis=1))).astype(int)
    tidy = np.column_stack([np.round(*each) for each in zip(points.T, decimals, strict=True)])
    before, after = (np.linalg.norm(surface.gradient(*each.T), axis=-1) for each in (points, tidy))
    return np.where((after <= before)[:, None], tidy, points)


def _decimals(value: float) -> int:
    """Return with how many decimals a number is written."""
    return max(0, -int(Decimal(repr(float(value))).as_tuple().exponent))


def newton_steps(gradients: Array, hessians: Array) -> Array:
    """Return -inverse(H) g for gradients (n, 2) and Hessians (n, 2, 2), as an array (n, 2).

    Along a direction without curvature, where Newton's step does not exist, it is 0.
    """
    values, vectors = np.linalg.eigh(hessians)
    along = np.einsum("nij,ni->nj", vectors, gradients)
    straight = np.abs(values) <= 1e-14 * np.abs(values).max(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        lengths = np.where(straight, 0.0, -along / values)
    return np.einsum("nij,nj->ni", vectors, lengths)


def newton(surface: Surface, points: Array, longest: Array) -> Array:
    """Return where Newton's method on the gradient leads points (n, 2) in steps up to ``longest``.

    Those that come to where slopes or curvatures are not finite are left out.
    """
    points = points.copy()
    for _ in range(_ROUNDS):
        gradients, hessians = surface.gradient(*points.T), surface.hessian(*points.T)
        good = np.isfinite(gradients).all(axis=1) & np.isfinite(hessians).all(axis=(1, 2))
        points, gradients, hessians = points[good], gradients[good], hessians[good]
        steps = newton_steps(gradients, hessians)
        points = points + np.clip(steps, -longest, longest)
    return points
