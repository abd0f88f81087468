"""Pictures made of pixels, as a camera needs them, and how they are laid on another lattice."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PixelPicture:
    """A rectangle of the frame that is filled with the pixels of a picture, as squares.

    Two pictures with equal keys are equal.

    Attributes:
        pixels: (m, n, 3) uint8, the top row first.
        centre: of the rectangle, in the frame's units.
        width: of the rectangle.
        height: of the rectangle.
        opacity: from 0 to 1.
        key: what tells it from others.
    """

    pixels: np.ndarray
    centre: tuple[float, float]
    width: float
    height: float
    opacity: float = 1.0
    key: Hashable = None


def resampled(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return pixels, (m, n, ...), on a lattice of another size: repeated, or averaged.

    A picture that becomes larger keeps its pixels as sharp squares; one that becomes smaller gets
    the mean of those that fall together, so that fine stripes do not turn into coarse ones.
    """
    for axis, size in ((0, height), (1, width)):
        known = pixels.shape[axis]
        if size >= known:
            pixels = pixels.take((2 * np.arange(size) + 1) * known // (2 * size), axis=axis)
            continue
        edges = np.arange(size) * known // size
        counts = np.diff(np.append(edges, known))
        shape = [1] * pixels.ndim
        shape[axis] = size
        sums = np.add.reduceat(pixels.astype(float), edges, axis=axis)
        pixels = np.rint(sums / counts.reshape(shape)).astype(np.uint8)
    return pixels
