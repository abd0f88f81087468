"""Matrices drawn as pictures: greys from black to white, or two colours for plus and minus."""

from __future__ import annotations

from itertools import count
from typing import Self

import numpy as np

from explainer.geometry.pixels import PixelPicture
from explainer.mobjects.space_panel import SpacePanel
from explainer.style import Theme, Zone

_versions = count()

THINNEST = 8.0
"""A picture is drawn no longer than so many times its width; its pixels are no squares then."""


def fitted(shape: tuple[int, int], zone: Zone) -> Zone:
    """Return where a picture of (rows, columns) lies when it fills a zone as far as it can."""
    aspect = min(max(shape[1] / shape[0], 1 / THINNEST), THINNEST)
    width = min(zone.width, zone.height * aspect)
    x, y, _ = zone.centre
    half_width, half_height = width / 2, width / aspect / 2
    return Zone(x - half_width, x + half_width, y - half_height, y + half_height)


def greys(values: np.ndarray) -> np.ndarray:
    """Return (m, n) values, black at 0 and below, white at 1 and above, as (m, n, 3) uint8."""
    levels = np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)
    return np.repeat(levels[..., None], 3, axis=2)


def signed(values: np.ndarray, largest: float, theme: Theme) -> np.ndarray:
    """Return (m, n) values as colours, (m, n, 3) uint8: zero is the page's box colour.

    Shades grow as the square root of the size, so that small values can be seen; the shades of a
    column times a row are then products of their shades too.

    Args:
        values: of either sign.
        largest: the size at which the colours are full.
        theme: for the colours of plus and minus.
    """
    ends = [_channels(theme.colour(role)) for role in ("entry_negative", "box", "entry_positive")]
    shares = np.linspace(-1, 1, 511)[:, None]
    towards = np.where(shares < 0, ends[0], ends[2])
    table = np.rint(ends[1] + np.abs(shares) * (towards - ends[1])).astype(np.uint8)
    sizes = np.sqrt(np.clip(np.abs(values) / max(largest, 1e-300), 0, 1))
    levels = np.copysign(sizes, values)
    return table[np.rint(255 * levels).astype(int) + 255]


class PixelPanel(SpacePanel):
    """A rectangle of the frame filled with pixels.

    Args:
        pixels: (m, n, 3) uint8, the top row first.
        zone: the rectangle.
    """

    def __init__(self, pixels: np.ndarray, zone: Zone) -> None:
        super().__init__(zone.width, zone.height, zone.centre)
        self.pixels, self.version = pixels, next(_versions)

    def set_pixels(self, pixels: np.ndarray) -> Self:
        """Show other pixels in the same place."""
        if pixels is not self.pixels:
            self.pixels, self.version = pixels, next(_versions)
        return self

    def set_zone(self, zone: Zone) -> Self:
        """Put the picture somewhere else."""
        self.points = np.array([[zone.left, zone.bottom, 0.0], [zone.right, zone.top, 0.0]])
        return self

    def picture(self) -> PixelPicture:
        """Return what the camera is to paint."""
        low, high = self.corner_points
        return PixelPicture(
            self.pixels,
            centre=(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2),
            width=float(high[0] - low[0]),
            height=float(high[1] - low[1]),
            opacity=self.opacity,
            key=(self.version, self.points.tobytes()),
        )


def _channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)
