"""Samples of pixels: where they lie, how their colours are packed and mixed.

A sample is a row `r` and a column `x`; it lies at ((x + offset(r)), (r + 1/2) / 4) pixels. It is
kept at [r // 4, x, r % 4], beside the others of its pixel: what is drawn is mostly small, and finds
its samples in a few lines of the processor's cache.
Colours are packed as 0xAABBGGRR, which little-endian machines store as R, G, B, A.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Numbers = NDArray[Any]

assert sys.byteorder == "little", "colours are packed for little-endian machines"


@njit(inline="always")
def offset(row: int) -> float:
    """Return how far into its pixel a sample of this row lies."""
    step = row & 3
    if step == 0:
        return 0.375
    if step == 1:
        return 0.875
    if step == 2:
        return 0.125
    return 0.625


@njit(inline="always")
def clip(value: float, low: float, high: float) -> float:
    """Return the value held between two others."""
    return low if value < low else (high if value > high else value)


@njit(inline="always")
def pack(red: float, green: float, blue: float) -> np.uint32:
    """Return an opaque colour, 0 to 255 each, as one number."""
    return np.uint32(
        np.uint32(clip(red, 0.0, 255.0) + 0.5)
        | (np.uint32(clip(green, 0.0, 255.0) + 0.5) << np.uint32(8))
        | (np.uint32(clip(blue, 0.0, 255.0) + 0.5) << np.uint32(16))
        | np.uint32(0xFF000000)
    )


@njit(inline="always")
def over(under: np.uint32, red: float, green: float, blue: float, alpha: float) -> np.uint32:
    """Return a straight colour laid with `alpha` over a premultiplied sample."""
    rest = 1.0 - alpha
    r = (under & np.uint32(255)) * rest + red * alpha
    g = ((under >> np.uint32(8)) & np.uint32(255)) * rest + green * alpha
    b = ((under >> np.uint32(16)) & np.uint32(255)) * rest + blue * alpha
    a = ((under >> np.uint32(24)) & np.uint32(255)) * rest + 255.0 * alpha
    return np.uint32(
        np.uint32(r + 0.5)
        | (np.uint32(g + 0.5) << np.uint32(8))
        | (np.uint32(b + 0.5) << np.uint32(16))
        | (np.uint32(a + 0.5) << np.uint32(24))
    )


@njit(cache=True, nogil=True, error_model="numpy")
def lay(
    layer: Numbers,
    layer_depth: Numbers,
    opacity: float,
    depth: Numbers,
    pixels: Numbers,
) -> None:
    """Lay the samples of a see-through mesh, drawn by itself, over the picture."""
    inks, behind = layer.reshape(-1), pixels.reshape(-1)
    near, nearest = layer_depth.reshape(-1), depth.reshape(-1)
    for at in range(len(inks)):
        colour = inks[at]
        if colour != 0:
            behind[at] = over(
                behind[at],
                float(colour & np.uint32(255)),
                float((colour >> np.uint32(8)) & np.uint32(255)),
                float((colour >> np.uint32(16)) & np.uint32(255)),
                opacity,
            )
            nearest[at] = near[at]


@njit(cache=True, nogil=True)
def average(
    samples: Numbers,
    out: Numbers,
    first: int,
    last: int,
    low: int,
    high: int,
) -> None:
    """Average the four samples of each pixel of a rectangle, two channels at a time.

    The rectangle begins at the row `first` and the column `low`, and ends before `last` and `high`.
    """
    mask = np.uint32(0x00FF00FF)
    two, eight, half = np.uint32(2), np.uint32(8), np.uint32(0x00020002)
    for y in range(first, last):
        # Parts that begin at 0 spare the compiler a look at whether an index is negative.
        line, place = samples[y, low:high], out[y, low:high]
        for x in range(len(place)):
            a, b, c, d = line[x, 0], line[x, 1], line[x, 2], line[x, 3]
            even = (a & mask) + (b & mask) + (c & mask) + (d & mask) + half
            odd = ((a >> eight) & mask) + ((b >> eight) & mask)
            odd += ((c >> eight) & mask) + ((d >> eight) & mask) + half
            place[x] = ((even >> two) & mask) | (((odd >> two) & mask) << eight)
