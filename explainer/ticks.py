"""How the numbers of an axis are written: no two of them alike, none longer than it must be.

Where the numbers themselves would be too long, a power of ten by which they count, or a value from
which they count, is stated once, at the end of the axis: ``×10⁵``, ``+1.7×10⁹``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from explainer.numbers import grouped, magnitude, scientific, value_of

LONGEST = 7
"""Characters of a number from which on a factor or an offset is stated instead."""

DECADES = 1e3
"""Where the sizes of an axis' numbers differ by more, they have no factor in common."""


@dataclass(frozen=True)
class TickTexts:
    """The numbers of an axis.

    Attributes:
        texts: as they stand at the ticks, plain text.
        power: of the ten by which all of them are to be multiplied.
        offset: what is then to be added; plain text, empty for nothing.
    """

    texts: tuple[str, ...]
    power: int = 0
    offset: str = ""

    @property
    def note(self) -> str:
        """What stands at the end of the axis, plain text; empty where the numbers say it all."""
        factor = scientific("", self.power) if self.power else ""
        added = self.offset and f"+{self.offset}".replace("+\N{MINUS SIGN}", "\N{MINUS SIGN}")
        return f"{factor} {added}".strip()

    @property
    def length(self) -> int:
        """How many characters the longest of them has."""
        return max(map(len, self.texts), default=0)

    def value(self, text: str) -> float:
        """Return the value at which one of the texts stands."""
        shown = value_of(text) * 10.0**self.power
        return shown + value_of(self.offset) if self.offset else shown


def tick_texts(values: Iterable[float], longest: int = LONGEST) -> TickTexts:
    """Write the numbers at the ticks of an axis, of at most so many characters if there is a way.

    They are rounded to a thousandth of their least distance, or size.
    """
    given = [float(value) for value in values]
    counts, decimals = _whole(given)
    plain = _scaled(counts, decimals, 0)
    if plain.length <= longest or not any(counts):
        return plain
    top = len(str(max(map(abs, counts)))) - 1 - decimals
    ways = [_scaled(counts, decimals, top), *_from_offset(counts, decimals, longest - 2), plain]
    sizes = [abs(count) for count in counts if count]
    each = TickTexts(tuple(magnitude(value, 6) for value in given))
    if max(sizes) > DECADES * min(sizes) and len(set(each.texts)) == len(set(counts)):
        ways.insert(0, each)
    for most in (longest - 2, longest):  # 1.7 rather than an offset, but that rather than 1.70002
        if fitting := [way for way in ways if way.length <= most]:
            return fitting[0]
    return min(ways, key=lambda way: way.length)


def _whole(values: Sequence[float]) -> tuple[list[int], int]:
    """Return integers that are the values times ten to a power, and this power."""
    sizes = sorted({abs(b - a) for a, b in pairwise(sorted(values))} | {abs(v) for v in values})
    largest = sizes[-1] if sizes else 0.0
    # What is smaller than this is the rounding of floating-point numbers.
    finest = 14 - math.floor(math.log10(largest)) if largest else 0
    least = next((size for size in sizes if size > 10.0 ** (1 - finest)), 1.0)
    decimals = min(3 - math.floor(math.log10(least) + 1e-9), finest)
    counts = [int(Decimal(value).scaleb(decimals).to_integral_value()) for value in values]
    while counts and not any(count % 10 for count in counts) and any(counts):
        counts, decimals = [count // 10 for count in counts], decimals - 1
    return counts, decimals


def _scaled(counts: Sequence[int], decimals: int, power: int, offset: str = "") -> TickTexts:
    """Write integers over ten to the power ``decimals``, by a power of ten."""
    return TickTexts(tuple(_in_full(count, decimals + power) for count in counts), power, offset)


def _from_offset(counts: list[int], decimals: int, longest: int) -> list[TickTexts]:
    """Write the numbers from a round value near them, if all lie to one side of 0."""
    low, high = min(counts), max(counts)
    if low == high or low <= 0 <= high:
        return []
    unit = 10 ** len(str(high - low))
    start = low // unit * unit if low > 0 else -(-high // unit * unit)
    rest = [count - start for count in counts]
    full, short = _in_full(start, decimals), _scientific(start, decimals)
    offset = min(full, short, key=len)
    plain = _scaled(rest, decimals, 0, offset)
    top = len(str(max(map(abs, rest)))) - 1 - decimals
    return [plain] if plain.length <= longest else [_scaled(rest, decimals, top, offset)]


def _in_full(count: int, decimals: int) -> str:
    """Write an integer over ten to the power ``decimals``, without idle zeros."""
    while count and decimals > 0 and count % 10 == 0:
        count, decimals = count // 10, decimals - 1
    return grouped(float(Decimal(count).scaleb(-decimals)), max(decimals, 0) if count else 0)


def _scientific(count: int, decimals: int) -> str:
    """Write an integer other than 0, over ten to the power ``decimals``, by its power of ten."""
    digits = str(abs(count))
    mantissa = _in_full(int(math.copysign(1, count)) * int(digits), len(digits) - 1)
    return scientific(mantissa, len(digits) - 1 - decimals)
