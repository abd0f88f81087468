"""How numbers are written: rounded truthfully, never longer than they need to be.

Each of the functions that write a number says how it rounds, and returns plain text as it stands on
the screen; ``to_typst`` sets that in a formula, ``spoken`` reads it aloud, ``about`` and
``relation`` say where it is rounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from explainer.tokens import SUPERSCRIPTS

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
INFINITY = "\N{INFINITY}"
RAISED = {plain: raised for raised, plain in SUPERSCRIPTS.items()}
"""Digits and signs as they stand in an exponent."""
_POWER = f"{TIMES}10([{''.join(SUPERSCRIPTS)}]+)"
_POWER_OF_TEN = re.compile(_POWER)
WRITTEN = rf"{MINUS}?\d+(?:\.\d+)?(?:{_POWER.replace('(', '(?:')})?"
"""A pattern of the numbers that are written here, without groups."""
BOUNDS = {"<": "less than ", ">": "more than "}
"""Signs with which a number may be written, and how they are read."""


def format_number(
    value: float, decimals: int = 2, *, signed: bool = False, animating: bool = False
) -> str:
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
        return sign + INFINITY
    vanishes = not animating and 1e-12 < size < 0.5 * 10.0**-decimals
    if size >= 1e5 or vanishes:
        exponent = math.floor(math.log10(size))
        mantissa = round(size / 10.0**exponent, 1)
        if mantissa >= 10:
            mantissa, exponent = 1.0, exponent + 1
        return sign + scientific(f"{mantissa:.1f}", exponent)
    text = f"{size:.{decimals}f}"
    return text if float(text) == 0 else sign + text


def shortest(value: float, most_decimals: int = 2) -> str:
    """Write ``value`` with as few decimals as say the same as ``most_decimals`` of them."""
    return format_number(value, decimals_needed([value], most_decimals))


def given(value: float) -> str:
    """Write what was given: two decimals, and two figures of what is smaller, up to the fourth."""
    return format_number(value, figures_needed([value]))


def computed(value: float) -> str:
    """Write a result: two decimals, more where it is small, fewer where it is large."""
    if 100 <= abs(value) < 1e5:
        return shortest(value, 0 if abs(value) >= 1000 else 1)
    return format_number(value, figures_needed([value], limit=5))


def significant(value: float, figures: int = 3) -> str:
    """Write a number with so many significant figures, at most four decimals, and no idle zeros."""
    if not math.isfinite(value) or value == 0:
        return format_number(value, 0)
    return shortest(value, min(_decimals(value, figures), 4))


def magnitude(value: float, figures: int = 3) -> str:
    """Write a number with so many figures; it is never taken for noise, however small it is."""
    if not math.isfinite(value) or value == 0:
        return format_number(value, 0)
    if abs(value) >= 1e-4:
        return shortest(value, min(_decimals(value, figures), figures + 3))
    mantissa, _, exponent = f"{abs(value):.{figures - 1}e}".partition("e")
    short = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return (MINUS if value < 0 else "") + scientific(short, int(exponent))


def scientific(mantissa: str, exponent: int) -> str:
    """Write a number by its mantissa and a power of ten: ``3.4×10⁻⁷``."""
    return f"{mantissa}{TIMES}10{''.join(RAISED[sign] for sign in str(exponent))}"


def value_of(text: str) -> float:
    """Return the value of a number as it is written."""
    plain = _with_powers(text.rstrip("°").replace(" ", ""), "e{}")
    return float(plain.replace(MINUS, "-").replace(INFINITY, "inf"))


def _with_powers(text: str, written: str) -> str:
    """Return text with its powers of ten written as a format says, of the exponent as ``-7``."""
    return _POWER_OF_TEN.sub(
        lambda found: written.format("".join(SUPERSCRIPTS[sign] for sign in found[1])), text
    )


def distinct(first: float, second: float) -> tuple[str, str]:
    """Write two positive sizes with three figures, or as many more as it takes to differ."""
    texts = magnitude(first), magnitude(second)
    for figures in range(4, 10):
        if first == second or texts[0] != texts[1]:
            break
        texts = magnitude(first, figures), magnitude(second, figures)
    return texts


def percent(share: float) -> str:
    """Write a share in per cent: one decimal, two figures below 1; never 0 or 100 if it is not."""
    value, rest = 100 * share, 100 * (1 - share)
    if 0 < value < 1:
        return "<0.001" if value < 0.001 else shortest(value, _decimals(value, 2))
    if 0 < rest <= 0.05:
        return ">99.999" if rest < 0.001 else shortest(value, _decimals(rest, 1))
    return shortest(value, 1 if value < 100 else 0)


def grouped(value: float, decimals: int = 0) -> str:
    """Write a count or a parameter in full, its digits in groups of three from 10 000 upwards."""
    text = f"{value:,.{decimals}f}" if abs(value) >= 1e4 else f"{value:.{decimals}f}"
    return text.replace(",", " ").replace("-", MINUS)


def count(number: float, noun: str, plural: str = "") -> str:
    """Write how many there are of something, a whole number: ``1 outcome``, ``500 outcomes``."""
    return f"{grouped(number)} {noun if number == 1 else plural or noun + 's'}"


# -- several numbers -----------------------------------------------------------------------------


def entries(values: Iterable[float]) -> list[str]:
    """Write the entries of a vector, which share the decimals that the finest of them needs."""
    numbers = [float(value) for value in values]
    decimals = figures_needed(numbers)
    return [shortest(value, decimals) for value in numbers]


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


def rounds(value: float, text: str) -> bool:
    """Return whether ``text``, a number as it is written, is not quite ``value``."""
    return text[0] in BOUNDS or abs(value_of(text) - value) > 1e-9 * max(abs(value), 1e-3)


def about(value: float, text: str) -> str:
    """Return ``text`` for a sentence, which says where that is not quite ``value``."""
    if text[0] in BOUNDS:
        return BOUNDS[text[0]] + text[1:]
    return f"about {text}" if rounds(value, text) else text


def relation(values: Iterable[float], texts: Iterable[str]) -> str:
    """Return the Typst sign before numbers that are written so: equal, or about equal.

    It is empty where one of them has a sign of its own, as ``<0.001`` has.
    """
    pairs = list(zip(values, texts, strict=True))
    if any(text[0] in BOUNDS for _, text in pairs):
        return ""
    return "approx" if any(rounds(value, text) for value, text in pairs) else "="


def spoken(text: str) -> str:
    """Return a number as it is read aloud: powers of ten in words."""
    return _with_powers(text, " times ten to the {}").replace("to the -", "to the minus ")


def to_typst(text: str) -> str:
    """Return a number as it is written as Typst mathematics, without dollar signs."""
    for plain, markup in ((MINUS, "-"), (INFINITY, "infinity"), (" ", " thin "), ("<", "< ")):
        text = text.replace(plain, markup)
    return _with_powers(text, " times 10^({})")
