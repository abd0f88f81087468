"""Laying one picture over another, pixel by pixel."""

from __future__ import annotations

import numpy as np
from numba import njit

from explainer.engine.pixels import overlap

PAIR = np.uint32(0xFF00FF)
"""Two of the four bytes of a pixel, with room between them for carries."""

HALF, EIGHT, FULL = np.uint32(0x800080), np.uint32(8), np.uint32(255)


def blend_over(frame: np.ndarray, image: np.ndarray, left: int, top: int) -> None:
    """Lay premultiplied pixels over a frame, in place.

    Args:
        frame: (height, width, 4) uint8, contiguous; changed where the image meets it.
        image: (height, width, 4) uint8.
        left: where in the frame its first column lies, in pixels; it may lie beside it.
        top: where its first row lies.
    """
    rows, columns, part = overlap(frame, image, left, top)
    if part.size:
        over = np.ascontiguousarray(part)
        _blend(
            frame.view(np.uint32)[..., 0], over.view(np.uint32)[..., 0], rows.start, columns.start
        )


@njit(cache=True, nogil=True, error_model="numpy")
def _blend(frame: np.ndarray, image: np.ndarray, top: int, left: int) -> None:
    # Without branches, in 32 bits and along a row, it is done for eight pixels at once.
    for row in range(image.shape[0]):
        over = image[row]
        under = frame[top + row, left : left + image.shape[1]]
        for i in range(len(over)):
            rest = FULL - (over[i] >> np.uint32(24))
            low = (under[i] & PAIR) * rest + HALF
            low = ((low + ((low >> EIGHT) & PAIR)) >> EIGHT) & PAIR
            high = ((under[i] >> EIGHT) & PAIR) * rest + HALF
            high = (high + ((high >> EIGHT) & PAIR)) & ~PAIR
            under[i] = over[i] + (low | high)
