"""Laying one picture over another, pixel by pixel."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True, error_model="numpy")
def blend_over(under: np.ndarray, over: np.ndarray) -> None:
    """Lay premultiplied pixels ``over`` on ``under``, both (height, width, 4) uint8, in place."""
    for row in range(under.shape[0]):
        for column in range(under.shape[1]):
            rest = np.uint32(255) - np.uint32(over[row, column, 3])
            if rest == 255:
                continue
            for channel in range(4):
                behind = np.uint32(under[row, column, channel])
                under[row, column, channel] = (
                    np.uint32(over[row, column, channel]) + (behind * rest + 127) // 255
                )
