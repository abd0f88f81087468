"""Laying one picture over another, pixel by pixel."""

from __future__ import annotations

import numpy as np
from numba import njit


def blend_over(under: np.ndarray, over: np.ndarray) -> None:
    """Lay premultiplied pixels ``over`` on ``under``, both (height, width, 4) uint8, in place."""
    # Most pixels are nothing or opaque, which four bytes at once tell.
    _blend(under.view(np.uint32)[..., 0], np.ascontiguousarray(over).view(np.uint32)[..., 0])


@njit(cache=True, nogil=True, error_model="numpy")
def _blend(under: np.ndarray, over: np.ndarray) -> None:
    for row in range(under.shape[0]):
        for column in range(under.shape[1]):
            ink = over[row, column]
            rest = np.uint32(255) - (ink >> np.uint32(24))
            if rest == 0:
                under[row, column] = ink
            elif rest < 255:
                behind, mixed = under[row, column], np.uint32(0)
                for shift in range(0, 32, 8):
                    place = np.uint32(shift)
                    part = ((behind >> place) & np.uint32(255)) * rest + np.uint32(127)
                    part = ((ink >> place) & np.uint32(255)) + part // np.uint32(255)
                    mixed |= (part & np.uint32(255)) << place
                under[row, column] = mixed
