"""Laying one colour on a picture through known coverage, as Cairo does it, to the last bit."""

from __future__ import annotations

import numpy as np
from numba import njit

PAIR = 0xFF00FF
"""Two of the four bytes of a pixel, with room between them for carries."""


@njit(inline="always")
def _product(pair, share, half):  # type: ignore[no-untyped-def]
    """Multiply both bytes of a pair by a share of 255; ``half`` is what is added to round."""
    t = pair * share + half
    return ((t + ((t >> 8) & PAIR)) >> 8) & PAIR


@njit(inline="always")
def _sum(first, second):  # type: ignore[no-untyped-def]
    """Add two pairs of bytes; each stops at 255."""
    t = first + second
    t |= 0x1000100 - ((t >> 8) & PAIR)
    return t & PAIR


@njit(cache=True, nogil=True)
def stamp(pixels: np.ndarray, places: np.ndarray, shares: np.ndarray, colour: int) -> None:
    """Lay ``colour`` on ``pixels``, in place.

    An opaque colour is mixed as Cairo's spans are (``lerp8x4``), another one as pixman's are
    (``over``); they differ in how they round.

    Args:
        pixels: (n,) uint32 premultiplied pixels, alpha in the highest byte.
        places: (k,) int32, which of them are touched.
        shares: (k,) uint8, how far each is covered.
        colour: a premultiplied pixel.
    """
    low, high = colour & PAIR, (colour >> 8) & PAIR
    opaque = colour >> 24 == 255
    half = 0x7F007F if opaque else 0x800080
    for i in range(len(places)):
        share = np.int64(shares[i])
        if opaque and share == 255:
            pixels[places[i]] = colour
            continue
        under = np.int64(pixels[places[i]])
        over_low, over_high = _product(low, share, half), _product(high, share, half)
        rest = 255 - (share if opaque else over_high >> 16)
        under_low = _product(under & PAIR, rest, half)
        under_high = _product((under >> 8) & PAIR, rest, half)
        pixels[places[i]] = _sum(over_low, under_low) | (_sum(over_high, under_high) << 8)
