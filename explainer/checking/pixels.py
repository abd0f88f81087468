"""The brightness of a picture, at one resolution whatever that of the film."""

from __future__ import annotations

import numpy as np

from explainer.zones import WIDTH

DENSITY = 60
"""Pixels of a scene unit, as at 480p."""


def brightness(pixels: np.ndarray) -> np.ndarray:
    """Return the logarithm of brightness, of which a difference is that of a contrast ratio.

    Args:
        pixels: (height, width, 3) uint8 of the frame.

    Returns:
        (rows, columns), with about ``DENSITY`` of them to a scene unit.
    """
    channels = np.arange(256) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = np.zeros(pixels.shape[:2], dtype=np.float32)
    for channel, weight in enumerate((0.2126, 0.7152, 0.0722)):
        luminance += (weight * linear).astype(np.float32)[pixels[..., channel]]
    size = max(1, round(pixels.shape[1] / WIDTH / DENSITY))
    rows, columns = (length // size for length in pixels.shape[:2])
    blocks = luminance[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return np.asarray(np.log(blocks.mean(axis=(1, 3)) + 0.05))
