"""Surfaces to walk down: the classical ones by name, and any formula in x and y."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


VISIBLE = 0.03
"""A descent that goes farther than this share of the domain's diagonal is seen to move."""


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
            domain=((-3.1, 2.0), (-1.3, 1.3)),
            start=(-2.0, 0.7),
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
    return _settled(Surface(text, "a surface", text, domain or _SQUARE), new=True)


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


@lru_cache(maxsize=128)
def span(surface: Surface) -> float:
    """Return the difference of the highest and the lowest height in the domain."""
    x, y = np.meshgrid(*(np.linspace(low, high, 41) for low, high in surface.domain))
    heights = surface.value(x, y)
    heights = heights[np.isfinite(heights)]
    return float(np.ptp(heights)) if len(heights) else 0.0
