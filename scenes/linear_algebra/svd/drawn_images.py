"""Pictures drawn by formulas, as matrices of greys: a coast, a cloth, and noise."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

Array = np.ndarray

ROWS, COLUMNS = 192, 256
FINE = 3
"""Points of a pixel each way, of which it is the mean: edges are smooth."""


@lru_cache(maxsize=1)
def lighthouse(seed: int = 0) -> Array:
    """Return a lighthouse at sunset, (192, 256) from 0 to 1: bands, stripes, a disc and slopes.

    Bands along the rows and stripes along the columns take a layer each; what is round or slanting
    takes many.
    """
    down, across = np.meshgrid(
        (np.arange(ROWS * FINE) + 0.5) / (ROWS * FINE),
        (np.arange(COLUMNS * FINE) + 0.5) / (ROWS * FINE),
        indexing="ij",
    )
    horizon = 0.64
    sun = np.hypot(across - 0.42, down - 0.47)
    picture = 0.30 + 0.42 * down / horizon + 0.30 * np.exp(-sun / 0.16)
    picture = np.where(sun < 0.115, 0.98, picture)
    for height, middle, length in ((0.2, 0.3, 0.22), (0.27, 0.86, 0.16), (0.36, 0.16, 0.14)):
        cloud = np.hypot((across - middle) / length, (down - height) / 0.018)
        picture = picture + 0.16 * np.clip(1.3 - cloud, 0, 1)
    # The sea: waves that come closer together towards the horizon, and the sun's path on them.
    depth = np.clip(down - horizon, 1e-6, None)
    waves = np.sin(2 * np.pi * 9 * np.log1p(14 * depth))
    glitter = np.exp(-(((across - 0.42) / (0.06 + 0.5 * depth)) ** 2))
    sea = 0.34 - 0.35 * depth + 0.05 * waves + glitter * (0.3 + 0.22 * waves)
    picture = np.where(down > horizon, sea, picture)
    # A boat between the waves.
    sail = (down > 0.585) & (down < 0.68) & (across > 0.62) & (across - 0.62 < 0.6 * (down - 0.585))
    hull = (down > 0.685) & (down < 0.705) & (np.abs(across - 0.64) < 0.055 - 1.2 * (down - 0.685))
    picture = np.where(sail, 0.93, np.where(hull, 0.1, picture))
    # The headland with its lighthouse and the beam.
    beam = (across < 1.05) & (np.abs(down - 0.2 - 0.09 * (1.05 - across)) < 0.11 * (1.05 - across))
    picture = np.where(beam & (down < horizon), picture + 0.14 * across / 1.05, picture)
    land = 0.765 - 0.245 * np.exp(-(((across - 1.1) / 0.24) ** 2))
    picture = np.where((down > land) & (down < 0.76), 0.09, picture)
    half = 0.034 + 0.045 * (down - 0.2)
    bands = np.where(np.floor((down - 0.235) / 0.066) % 2 == 0, 0.95, 0.2)
    tower = (np.abs(across - 1.07) < half) & (down > 0.235) & (down < 0.56)
    picture = np.where(tower, bands * (1.0 - 4 * np.clip(across - 1.07, 0, None)), picture)
    gallery = (np.abs(across - 1.07) < 0.048) & (np.abs(down - 0.235) < 0.008)
    lamp = (np.abs(across - 1.07) < 0.026) & (np.abs(down - 0.2) < 0.028)
    picture = np.where(gallery, 0.1, np.where(lamp, 1.0, picture))
    roof = (down > 0.125) & (down < 0.172) & (np.abs(across - 1.07) < 0.85 * (down - 0.125))
    pixels = _averaged(np.where(roof, 0.12, picture))
    pixels.flags.writeable = False  # it is drawn once, and given to all who ask
    return pixels


def tartan(seed: int = 0) -> Array:
    """Return a woven cloth, (192, 256) from 0 to 1: stripes down plus stripes across, of rank 2."""
    sett = np.repeat([0.1, 0.9, 0.1, 0.45, 0.6, 0.45, 0.1, 0.9], [10, 2, 10, 14, 6, 14, 6, 2])
    down, across = np.resize(sett, ROWS), np.resize(sett, COLUMNS)
    return (down[:, None] + across[None, :]) / 2


def noise(seed: int = 0) -> Array:
    """Return greys drawn at random, (192, 256) from 0 to 1: nothing that layers could use."""
    return np.random.default_rng(seed).random((ROWS, COLUMNS))


DRAWN: dict[str, Callable[[int], Array]] = {
    "lighthouse": lighthouse,
    "tartan": tartan,
    "noise": noise,
}
"""What can be drawn, by name; each takes a seed, which only noise heeds."""


def _averaged(fine: Array) -> Array:
    """Return the means of the fine points of each pixel, between black and white."""
    blocks = np.clip(fine, 0, 1).reshape(ROWS, FINE, COLUMNS, FINE)
    pixels: Array = blocks.mean(axis=(1, 3))
    return pixels
