"""Premultiplied pixels into straight ones, as the encoders of films with transparency take them."""

from __future__ import annotations

import numpy as np
from numba import njit

FAINTEST = 16
"""Of 255: below this opacity a pixel's own colour is mostly rounding; its neighbours' serves."""


@njit(inline="always")
def _straight(word, alpha):  # type: ignore[no-untyped-def]
    """Divide the three colours of a premultiplied pixel by its opacity."""
    out, half = np.uint32(0), alpha >> np.uint32(1)
    for shift in range(0, 24, 8):
        place = np.uint32(shift)
        part = (((word >> place) & np.uint32(255)) * np.uint32(255) + half) // alpha
        out |= min(part, np.uint32(255)) << place
    return out


@njit(cache=True, nogil=True, error_model="numpy")
def straighten(pixels, fill, out):  # type: ignore[no-untyped-def]
    """Write straight pixels into ``out``.

    Encoders keep one colour for four pixels, and blur across edges. So a pixel that cannot be seen
    takes the colour of those beside it that can, in its square of four, or else ``fill``.

    Args:
        pixels: (height, width) uint32, premultiplied, opacity in the highest byte, sides even.
        fill: the colour where nothing is, opacity 0.
        out: as ``pixels``, changed in place.
    """
    height, width = pixels.shape
    high = np.uint32(24)
    for row in range(0, height, 2):
        for column in range(0, width, 2):
            least, total = np.uint32(255), np.uint32(0)
            for i in range(4):
                alpha = pixels[row + i // 2, column + i % 2] >> high
                least, total = min(least, alpha), total + alpha
            if total == 0:
                for i in range(4):
                    out[row + i // 2, column + i % 2] = fill
                continue
            common = np.uint32(0)
            if least < FAINTEST:
                for shift in range(0, 24, 8):
                    place, part = np.uint32(shift), total >> np.uint32(1)
                    for i in range(4):
                        word = pixels[row + i // 2, column + i % 2]
                        part += ((word >> place) & np.uint32(255)) * np.uint32(255)
                    common |= min(part // total, np.uint32(255)) << place
            for i in range(4):
                word = pixels[row + i // 2, column + i % 2]
                alpha = word >> high
                colour = common
                if alpha == 255:
                    colour = word & np.uint32(0xFFFFFF)
                elif alpha >= FAINTEST:
                    colour = _straight(word, alpha)
                out[row + i // 2, column + i % 2] = colour | (alpha << high)
