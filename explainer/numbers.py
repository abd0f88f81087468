"""How numbers are written on the screen: rounded truthfully, never longer than they need to be."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
INFINITY = "\N{INFINITY}"


def format_number(
    value: float, decimals: int = 2, *, signed: bool = False, animating: bool = False
) -> str:
    """Write ``value`` with so many decimals, or as ``m×10^e`` where that would mislead.

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
        return sign + INFINITY
    vanishes = not animating and 1e-12 < size < 0.5 * 10.0**-decimals
    if size >= 1e5 or vanishes:
        exponent = math.floor(math.log10(size))
        mantissa = round(size / 10.0**exponent, 1)
        if mantissa >= 10:
            mantissa, exponent = 1.0, exponent + 1
        power = f"{MINUS}{-exponent}" if exponent < 0 else str(exponent)
        return f"{sign}{mantissa:.1f}{TIMES}10^{power}"
    text = f"{size:.{decimals}f}"
    return text if float(text) == 0 else sign + text


def shortest(value: float, most_decimals: int = 2) -> str:
    """Write ``value`` with as few decimals as say the same as ``most_decimals`` of them."""
    return format_number(value, decimals_needed([value], most_decimals))


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
    given = [value for value in values if math.isfinite(value)]
    small = [abs(value) for value in given if 1e-12 < abs(value) < 0.1]
    more = max((1 - math.floor(math.log10(size)) for size in small), default=most)
    return decimals_needed(given, max(most, min(more, limit)))


def decimals_for(sizes: np.ndarray, figures: int = 3) -> int:
    """Return the decimals, at most five, with which the largest of some sizes has its figures."""
    largest = float(np.max(sizes, initial=0.0))
    if not largest > 0:
        return figures - 1
    return min(max(figures - 1 - math.floor(math.log10(largest)), 0), 5)


def significant(value: float, figures: int = 3) -> str:
    """Write a number with so many significant figures, at most four decimals, and no idle zeros."""
    if not math.isfinite(value) or value == 0:
        return format_number(value, 0)
    decimals = min(max(figures - 1 - math.floor(math.log10(abs(value))), 0), 4)
    return shortest(value, decimals)


def magnitude(value: float, figures: int = 3) -> str:
    """Write a positive size such as a rate, which is never rounding noise, however small."""
    if value >= 1e-4:
        decimals = min(max(figures - 1 - math.floor(math.log10(value)), 0), figures + 3)
        return shortest(value, decimals)
    mantissa, _, exponent = f"{value:.{figures - 1}e}".partition("e")
    short = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{short}{TIMES}10^{MINUS}{-int(exponent)}"


def distinct(first: float, second: float) -> tuple[str, str]:
    """Write two positive sizes with three figures, or as many more as it takes to differ."""
    texts = magnitude(first), magnitude(second)
    for figures in range(4, 10):
        if first == second or texts[0] != texts[1]:
            break
        texts = magnitude(first, figures), magnitude(second, figures)
    return texts


def rounds(value: float, text: str) -> bool:
    """Return whether ``text``, written by ``format_number``, is not quite ``value``."""
    plain = text.replace(MINUS, "-").replace(TIMES + "10^", "e")
    return abs(float(plain) - value) > 1e-9 * max(abs(value), 1e-3)


def widest(values: Iterable[float], decimals: int = 2) -> str:
    """Return the longest that numbers become while they run from 0 and 1 to ``values``."""
    numbers = [0.0, 1.0, *np.ravel(np.asarray(values, dtype=float))]
    return max((format_number(value, decimals) for value in numbers), key=len)


def to_typst(text: str) -> str:
    """Return a number written by ``format_number`` as Typst mathematics, without dollar signs."""
    mantissa, _, power = text.replace(MINUS, "-").replace(INFINITY, "infinity").partition("^")
    mantissa = mantissa.replace(TIMES, " times ")
    return f"{mantissa}^({power})" if power else mantissa


def grouped(value: float, decimals: int = 0) -> str:
    """Write a count or a parameter in full, its digits in groups of three from 10 000 upwards."""
    text = f"{value:,.{decimals}f}" if abs(value) >= 1e4 else f"{value:.{decimals}f}"
    return text.replace(",", " ").replace("-", MINUS)
