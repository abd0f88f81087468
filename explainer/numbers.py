"""How numbers are written: rounded truthfully, never longer than they need to be.

Each of the functions that write a number says how it rounds, and returns a ``Figure``: plain text
as it stands on the screen, which knows whether it is rounded. ``to_typst`` sets it in a formula,
``equals`` and ``about`` say where it is rounded. An equals sign stands only before what is written
in full::

    f"slope {equals(computed(slope))}"      "slope = 0.5", "slope ≈ 0.33"
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.tokens import SUPERSCRIPTS

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
INFINITY = "\N{INFINITY}"
APPROXIMATELY = "\N{ALMOST EQUAL TO}"
PERCENT = "\N{NARROW NO-BREAK SPACE}%"
"""The sign of per cent as it follows a number: a little apart, and never on a line by itself."""
RAISED = {plain: raised for raised, plain in SUPERSCRIPTS.items()}
"""Digits and signs as they stand in an exponent."""
_POWER = f"{TIMES}10([{''.join(SUPERSCRIPTS)}]+)"
_POWER_OF_TEN = re.compile(_POWER)
WRITTEN = rf"{MINUS}?\d+(?:\.\d+)?(?:{_POWER.replace('(', '(?:')})?"
"""A pattern of the numbers that are written here, without groups."""
BOUNDS = {"<": "less than ", ">": "more than "}
"""Signs with which a number may be written, and how they are read."""
GIVEN = 10
"""Figures in which a given number is written in full; one that needs more is rounded."""


class Figure(str):
    """A number as it is written, or text with such numbers; it knows whether that is all of it.

    Attributes:
        rounded: whether a number in it is rounded.
    """

    rounded: bool

    def __new__(cls, text: str, rounded: bool = False) -> Self:
        """Return text with what is known of it."""
        made = super().__new__(cls, text)
        made.rounded = rounded
        return made

    @classmethod
    def of(cls, text: str, *parts: str) -> Self:
        """Return text made of parts, which is rounded where one of them is."""
        return cls(text, any(getattr(part, "rounded", False) for part in parts))


def format_number(
    value: float, decimals: int = 2, *, signed: bool = False, animating: bool = False
) -> Figure:
    """Write ``value`` with so many decimals, or as ``m×10⁵`` where that would mislead.

    Powers of ten take over from 100 000 upwards, and where the rounding would leave nothing but
    zeros of a number that is not zero (unless it is smaller than 1e-12, which is rounding noise).

    Args:
        value: the number; NaN is refused.
        decimals: digits after the point.
        signed: write a plus sign before positive numbers.
        animating: the number runs past, so a small one may be rounded to zeros like any other.

    Raises:
        ValueError: when ``value`` is NaN.
    """
    if math.isnan(value):
        raise ValueError("NaN cannot be shown as a number")
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    size = abs(value)
    if math.isinf(size):
        return Figure(sign + INFINITY)
    vanishes = not animating and 1e-12 < size < 0.5 * 10.0**-decimals
    if size >= 1e5 or vanishes:
        exponent = math.floor(math.log10(size))
        mantissa = round(size / 10.0**exponent, 1)
        if mantissa >= 10:
            mantissa, exponent = 1.0, exponent + 1
        return written(sign + scientific(_trimmed(f"{mantissa:.1f}"), exponent), value)
    text = f"{size:.{decimals}f}"
    return written(text if float(text) == 0 else sign + text, value)


def shortest(value: float, most_decimals: int = 2) -> Figure:
    """Write ``value`` with as few decimals as say the same as ``most_decimals`` of them."""
    return format_number(value, decimals_needed([value], most_decimals))


def in_full(value: float) -> Figure | None:
    """Write a number in full, or return None where that takes more than ten figures."""
    size = float(f"{abs(value):.{GIVEN}g}")
    if not math.isfinite(value) or abs(size - abs(value)) > 1e-13 * abs(value):
        return None
    sign = MINUS if value < 0 else ""
    if value == 0 or 1e-4 <= abs(value) < 10.0**GIVEN:
        return Figure(sign + grouped(size, decimals_needed([size], GIVEN + 3)))
    mantissa, _, exponent = f"{abs(value):.{GIVEN - 1}e}".partition("e")
    return Figure(sign + scientific(_trimmed(mantissa), int(exponent)))


def given(value: float) -> Figure:
    """Write what was given in full, or as a result where that takes more than ten figures."""
    return in_full(value) or computed(value)


def computed(value: float) -> Figure:
    """Write a result: two decimals, more where it is small, fewer where it is large."""
    if 1e-12 < abs(value) < 1e-4:
        return magnitude(value, 2)
    if 100 <= abs(value) < 1e5:
        return shortest(value, 0 if abs(value) >= 1000 else 1)
    return format_number(value, figures_needed([value], limit=5))


def significant(value: float, figures: int = 3) -> Figure:
    """Write a number with so many significant figures, at most four decimals, and no idle zeros."""
    if not math.isfinite(value) or value == 0:
        return format_number(value, 0)
    return shortest(value, min(_decimals(value, figures), 4))


def magnitude(value: float, figures: int = 3) -> Figure:
    """Write a number with so many figures; it is never taken for noise, however small it is."""
    if not math.isfinite(value) or value == 0:
        return format_number(value, 0)
    if 1e-4 <= abs(value) < 1e5:
        return shortest(value, min(_decimals(value, figures), figures + 3))
    mantissa, _, exponent = f"{abs(value):.{figures - 1}e}".partition("e")
    text = (MINUS if value < 0 else "") + scientific(_trimmed(mantissa), int(exponent))
    return written(text, value)


def scientific(mantissa: str, exponent: int) -> str:
    """Write a number by its mantissa and a power of ten: ``3.4×10⁻⁷``."""
    return f"{mantissa}{TIMES}10{''.join(RAISED[sign] for sign in str(exponent))}"


def _trimmed(mantissa: str) -> str:
    return mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa


def written(text: str, value: float) -> Figure:
    """Return a number that is written so; what a calculation leaves by rounding does not count."""
    shown = value_of(text)
    # What is written as a number below 1e-12 is not taken for what rounding leaves.
    leaves = 1e-12 if not shown else 1e-15 if abs(shown) > 1e-12 else 0.0
    return Figure(text, abs(shown - value) > max(1e-9 * abs(value), leaves))


def value_of(text: str) -> float:
    """Return the value of a number as it is written."""
    plain = _with_powers(text.rstrip("°").removesuffix(PERCENT).replace(" ", ""), "e{}")
    return float(plain.replace(MINUS, "-").replace(INFINITY, "inf"))


def _with_powers(text: str, written: str) -> str:
    """Return text with its powers of ten written as a format says, of the exponent as ``-7``."""
    return _POWER_OF_TEN.sub(
        lambda found: written.format("".join(SUPERSCRIPTS[sign] for sign in found[1])), text
    )


def at_rest(text: str) -> Figure:
    """Return a number that has run with fixed decimals without those that are idle at its end."""
    return Figure.of(_trimmed(text) if re.fullmatch(rf"{MINUS}?[\d ]+\.\d+", text) else text, text)


def distinct(*values: float, write: Callable[[float, int], Figure] = magnitude) -> list[Figure]:
    """Write numbers with three figures, or as many more as it takes for them to differ.

    Args:
        values: those that differ by no more than rounding leaves may be written alike.
        write: writes a number with so many figures.
    """
    for figures in range(3, GIVEN + 1):
        texts = [write(value, figures) for value in values]
        if not _alike(values, texts):
            break
    return texts


def _alike(values: Iterable[float], texts: Iterable[str]) -> bool:
    """Return whether two that are different are written the same."""
    pairs = combinations(zip(values, texts, strict=True), 2)
    return any(
        one == other and abs(first - second) > 1e-12 * max(abs(first), abs(second), 1e-3)
        for (first, one), (second, other) in pairs
    )


def percent(share: float) -> Figure:
    """Write a share in per cent: one decimal, two figures below 1; never 0 or 100 if it is not."""
    value, rest = 100 * share, 100 * (1 - share)
    if 0 < value < 1:
        return Figure("<0.001", True) if value < 0.001 else shortest(value, _decimals(value, 2))
    if 0 < rest <= 0.05:
        return Figure(">99.999", True) if rest < 0.001 else shortest(value, _decimals(rest, 1))
    return shortest(value, 1 if value < 100 else 0)


def percentage(share: float) -> Figure:
    """Write a share in per cent, as ``percent`` does, with its sign."""
    figure = percent(share)
    return Figure.of(figure + PERCENT, figure)


def grouped(value: float, decimals: int = 0) -> Figure:
    """Write a count or a parameter in full, its digits in groups of three from 10 000 upwards."""
    text = f"{value:,.{decimals}f}" if abs(value) >= 1e4 else f"{value:.{decimals}f}"
    return written(text.replace(",", " ").replace("-", MINUS), value)


def count(number: float, noun: str, plural: str = "") -> str:
    """Write how many there are of something, a whole number: ``1 outcome``, ``500 outcomes``."""
    return f"{grouped(number)} {noun if number == 1 else plural or noun + 's'}"


# -- several numbers -----------------------------------------------------------------------------


def entries(values: Iterable[float], *, typed: bool = False) -> list[Figure]:
    """Write the entries of a vector or a matrix, so that different ones look different.

    Results share the decimals that the finest of them needs.

    Args:
        values: the entries.
        typed: they were given, and are written in full where that takes no more than ten figures.
    """
    numbers = [float(value) for value in values]
    for decimals in range(figures_needed(numbers), GIVEN + 3):
        texts = [shortest(value, decimals) for value in numbers]
        if typed:
            pairs = zip(numbers, texts, strict=True)
            texts = [in_full(value) or text for value, text in pairs]
        if not _alike(numbers, texts):
            break
    return texts


def decimals_needed(values: Iterable[float], most: int = 2) -> int:
    """Return how many decimals, at most ``most``, the values need so that none is rounded further.

    Two entries such as 1 and 2.5 need one decimal; 1/3 needs all that it may have.
    """
    finite = [value for value in values if math.isfinite(value)]
    for decimals in range(most):
        if all(
            abs(round(value, decimals) - round(value, most)) < 0.5 * 10.0**-most for value in finite
        ):
            return decimals
    return most


def figures_needed(values: Iterable[float], most: int = 2, limit: int = 4) -> int:
    """Return as ``decimals_needed``, but keep two figures of small numbers, within ``limit``."""
    finite = [value for value in values if math.isfinite(value)]
    more = max((_decimals(value, 2) for value in finite if 1e-12 < abs(value) < 0.1), default=most)
    return decimals_needed(finite, max(most, min(more, limit)))


def decimals_for(sizes: ArrayLike, figures: int = 3) -> int:
    """Return the decimals, at most five, with which the largest finite size has its figures."""
    finite = [abs(size) for size in np.ravel(sizes) if math.isfinite(size)]
    largest = max(finite, default=0.0)
    return min(_decimals(largest, figures), 5) if largest else figures - 1


def widest(values: Iterable[float], decimals: int = 2) -> str:
    """Return the longest that numbers become while they run from 0 and 1 to ``values``."""
    numbers = [0.0, 1.0, *np.ravel(np.asarray(values, dtype=float))]
    return max((format_number(value, decimals) for value in numbers), key=len)


def _decimals(value: float, figures: int) -> int:
    return max(figures - 1 - math.floor(math.log10(abs(value))), 0)


# -- what is written, in sentences and in formulas -----------------------------------------------


def relation(*figures: str) -> str:
    """Return the sign before what is written so: equal, or about equal where some is rounded.

    It is empty where one of them has a sign of its own, as ``<0.001`` has.
    """
    if any(figure.startswith(tuple(BOUNDS)) for figure in figures):
        return ""
    return APPROXIMATELY if Figure.of("", *figures).rounded else "="


def equals(figure: str) -> str:
    """Return what follows a name: ``= 2.5``, or ``≈ 0.33`` where that is rounded.

    It may stand in a sentence as well as in Typst mathematics.
    """
    return f"{relation(figure)} {figure}".lstrip()


def about(figure: str) -> str:
    """Return a number for a sentence, which says where it is rounded."""
    if figure[0] in BOUNDS:
        return BOUNDS[figure[0]] + figure[1:]
    return f"about {figure}" if relation(figure) != "=" else figure


def to_typst(text: str) -> Figure:
    """Return a number as it is written as Typst mathematics, without dollar signs."""
    markup: str = text
    signs = {" ": " thin ", PERCENT: " thin percent", MINUS: "-", INFINITY: "infinity", "<": "< "}
    for plain, typst in signs.items():
        markup = markup.replace(plain, typst)
    return Figure.of(_with_powers(markup, " times 10^({})"), text)
