"""Surfaces to walk down: the classical ones by name, and any formula in x and y."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from explainer import names
from explainer.maths.critical_points import CriticalPoint as CriticalPoint
from explainer.maths.critical_points import critical_points as critical_points
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
_SQUARE: Domain = ((-2.5, 2.5), (-2.5, 2.5))


@dataclass(frozen=True)
class Surface:
    """A height over the plane, and the settings with which a descent on it is worth watching.

    Attributes:
        name: as typed on the command line.
        title: for the screen.
        expression: the formula in x and y.
        domain: ((x0, x1), (y0, y1)), the part that is shown.
        start: (x, y) of a descent.
        minima: the lowest minima in the domain that curve upwards every way, possibly none.
        learning_rate: for plain gradient descent.
        steps: how many of them.
        height: the scale on which heights are best told apart.
    """

    name: str
    title: str
    expression: str
    domain: Domain = _SQUARE
    start: Point = (-2.0, 1.5)
    minima: tuple[Point, ...] = ()
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
    def typst(self) -> str:
        """The formula as Typst mathematics, without dollar signs."""
        return to_typst(parse_formula(self.expression))


_NAMED = {
    item.name: item
    for item in (
        Surface("bowl", "a bowl", "x**2 + y**2", start=(-2.0, 1.5), minima=((0.0, 0.0),), steps=25),
        Surface(
            "narrow_valley",
            "a narrow valley",
            "0.5*x**2 + 5*y**2",
            start=(-2.0, 1.0),
            minima=((0.0, 0.0),),
            learning_rate=0.18,
            steps=40,
        ),
        Surface(
            "saddle",
            "a saddle between two basins",
            "x**2 - y**2 + y**4/4",
            domain=((-2.2, 2.2), (-2.2, 2.2)),
            start=(1.9, 0.05),
            minima=((0.0, -math.sqrt(2)), (0.0, math.sqrt(2))),
            steps=40,
        ),
        Surface(
            "rosenbrock",
            "Rosenbrock's curved valley",
            "(1 - x)**2 + 100*(y - x**2)**2",
            domain=((-2.0, 2.0), (-1.0, 3.0)),
            start=(-1.0, 0.5),
            minima=((1.0, 1.0),),
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
            minima=(
                (3.0, 2.0),
                (-2.805118086952745, 3.131312518250573),
                (-3.779310253377747, -3.283185991286170),
                (3.584428340330492, -1.848126526964404),
            ),
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
            minima=((3.0, 0.5),),
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
            minima=((0.0, 0.0),),
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
    height scale derived from it. A start or minimum outside the given domain is replaced.

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


def check_domain(surface: Surface, domain: Domain | None = None) -> None:
    """Make sure that a surface is finite all over a rectangle, as far as a dense grid can tell.

    Raises:
        ValueError: naming a point where it is not, or is too high; when its heights hardly differ;
            or when the domain is empty or not finite.
    """
    box = domain or surface.domain
    _check_rectangle(box)
    x, y = np.meshgrid(*(np.linspace(low, high, 201) for low, high in box))
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


def _settled(given: Surface, new: bool = False) -> Surface:
    """Return the surface with minima, start and, if it is new, settings that suit its domain."""
    lowest = [point for point in critical_points(given) if point.kind == "minimum"]
    span = lowest[-1].value - lowest[0].value if lowest else 0.0
    minima = tuple(p.point for p in lowest if p.value <= lowest[0].value + 1e-9 * (1 + span))
    (x0, x1), (y0, y1) = given.domain
    start = given.start
    if new or not (x0 <= start[0] <= x1 and y0 <= start[1] <= y1):
        start = round(x0 + 0.12 * (x1 - x0), 6), round(y0 + 0.8 * (y1 - y0), 6)
    if not new:
        return replace(given, minima=minima, start=start)
    x, y = np.meshgrid(np.linspace(x0, x1, 61), np.linspace(y0, y1, 61))
    heights, bends = given.value(x, y), np.abs(given.hessian(x, y)).max(axis=(-2, -1))
    heights, bends = heights[np.isfinite(heights)], bends[np.isfinite(bends)]
    low, middle, high = np.quantile(heights, [0.0, 0.5, 1.0]) if len(heights) else np.zeros(3)
    return replace(
        given,
        minima=minima,
        start=start,
        learning_rate=_suited_rate(bends),
        height="log" if high - low > 20 * (middle - low) else "linear",
    )


def _suited_rate(bends: Array) -> float:
    """Return a rate of one digit that is safe (below 2 / curvature) nearly everywhere."""
    sharpest = float(np.quantile(bends, 0.95)) if len(bends) else 0.0
    rate = min(0.6 / sharpest, 1.0) if sharpest > 0 else 0.1
    digit = 10.0 ** math.floor(math.log10(rate))
    return float(f"{math.floor(rate / digit) * digit:.6g}")
