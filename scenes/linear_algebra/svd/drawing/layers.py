"""A picture rebuilt from its layers: the picture, what is added, and the sum, pixel by pixel."""

from __future__ import annotations

import math
from itertools import count
from typing import Self

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.geometry.pixels import PixelPicture
from explainer.mobjects.shapes import Curve
from explainer.mobjects.space_panel import SpacePanel
from explainer.mobjects.text import Words
from explainer.scenes.linear_algebra.svd.drawing.planes import between, rim
from explainer.scenes.linear_algebra.svd.story import Layers
from explainer.style import SAFE, Theme, Zone

ROOMS = {
    "left": Zone(SAFE.left, -3.75, 0.62, 2.55),
    "lower": Zone(SAFE.left, -3.75, -1.85, 0.0),
    "large": Zone(-3.4, 2.3, -1.85, 2.55),
    "product": Zone(-2.85, 2.3, -1.85, 2.1),
}
"""What each picture fills as far as it can."""

STRIP = 0.2
"""How thick a column or a row is drawn, in scene units."""

CAPTION = 0.36
"""From the lower edge of a picture to the baseline of its caption."""

THINNEST = 8.0
"""A picture is drawn no longer than so many times its width; its pixels are no squares then."""

_versions = count()


def fitted(shape: tuple[int, ...], zone: Zone) -> Zone:
    """Return where a picture of (rows, columns) lies when it fills a zone as far as it can."""
    aspect = min(max(shape[1] / shape[0], 1 / THINNEST), THINNEST)
    width = min(zone.width, zone.height * aspect)
    (x, y, _), across, up = zone.centre, width / 2, width / aspect / 2
    return Zone(x - across, x + across, y - up, y + up)


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


class LayerStage:
    """Makes the pictures of the story and changes them in place.

    Args:
        layers: the picture and its decomposition.
        theme: for colours and type sizes.
    """

    def __init__(self, layers: Layers, theme: Theme) -> None:
        self.layers, self.theme = layers, theme
        self._blocks: dict[int, np.ndarray] = {}
        shape = layers.pixels.shape
        self.zones = {name: fitted(shape, room) for name, room in ROOMS.items()}
        self.stretched = not 1 / THINNEST <= shape[1] / shape[0] <= THINNEST
        self.original = PixelPanel(greys(layers.pixels), self.zones["large"])
        first, place = layers.total(1), self.zones["product"]
        self.largest = float(np.abs(first).max())
        self.product = PixelPanel(self._tint(0 * first), place)
        left = Zone(place.left - 0.12 - STRIP, place.left - 0.12, place.bottom, place.top)
        above = Zone(place.left, place.right, place.top + 0.12, place.top + 0.12 + STRIP)
        self.column, self.row = (
            PixelPanel(self._tint(values * bool(layers.useful)), zone)
            for values, zone in ((layers.columns[:, :1], left), (layers.rows[:1], above))
        )
        self.marker = Curve(theme.ink, width=theme.strokes.regular)
        self.total = PixelPanel(greys(0 * layers.pixels), self.zones["large"])
        parts: list[Mobject] = [self.total, self.product, self.original, self.column, self.row]
        for level, part in enumerate([*parts, self.marker]):
            part.set_z_index(1 + 0.1 * level)

    def _tint(self, values: np.ndarray, largest: float | None = None) -> np.ndarray:
        most = float(np.abs(values).max()) if largest is None else largest
        return signed(values, most, self.theme)

    def caption(self, markup: str, name: str) -> Words:
        """Return a line below a picture."""
        zone, outer = self.zones[name], ROOMS[name]
        words = Words(markup, self.theme, size="small", colour="muted").fit_width(outer.width)
        x = min(max(zone.centre[0], outer.left + words.advance / 2), outer.right)
        return words.place((x, zone.bottom - CAPTION), "centre")

    # -- the first layer -------------------------------------------------------------------------

    def put_aside(self, t: float) -> None:
        """Move the picture from the middle to its place at the left."""
        self.original.set_zone(between(self.zones["large"], self.zones["left"], t))

    def multiply(self, t: float) -> None:
        """Fill a share of the first layer's columns: each is the column times an entry of the row.

        A frame marks the entry at work and the column that it makes.
        """
        shape = self.layers.pixels.shape
        whole = math.floor(t * shape[1])
        filled = np.zeros(shape)
        filled[:, :whole] = self.layers.total(1)[:, :whole]
        self.product.set_pixels(self._tint(filled, self.largest))
        zone = self.zones["product"]
        wide = max(zone.width / shape[1], 0.06)
        x = min(zone.left + t * zone.width, zone.right - wide)
        top = zone.top + 0.12 + STRIP + 0.04
        self.marker.set_corners(rim(Zone(x, x + wide, zone.bottom, top)))

    # -- the sum ---------------------------------------------------------------------------------

    def shrink(self, t: float) -> None:
        """Move the first layer from the middle to where what is added is shown."""
        self.product.set_zone(between(self.zones["product"], self.zones["lower"], t))

    def block(self, step: int) -> np.ndarray:
        """Return the sum (m, n) of the layers that a step adds."""
        ranks = (0, *self.layers.ranks)
        return self.layers.total(ranks[step + 1], ranks[step])

    def show_block(self, step: int, t: float) -> None:
        """Let what a step adds take the place of what the step before it added."""
        now = self._block_tints(step)
        if step == 0 or t >= 1:
            self.product.set_pixels(now)
            return
        before = self._block_tints(step - 1).astype(float)
        self.product.set_pixels(np.rint(before + (now - before) * t).astype(np.uint8))

    def _block_tints(self, step: int) -> np.ndarray:
        if step not in self._blocks:
            values = self.block(step)
            something = np.abs(values).max() > 1e-9  # not what rounding has left of nothing
            self._blocks[step] = self._tint(values * something)
        return self._blocks[step]

    def add_up(self, count: float) -> None:
        """Show the sum of the first ``count`` layers, which may be broken."""
        self.total.set_pixels(greys(self.layers.total(count)))

    def overshoots(self) -> bool:
        """Return whether a sum that is shown at rest has entries below black or above white."""
        sums = (self.layers.total(rank) for rank in self.layers.ranks)
        return any(found.min() < -0.01 or found.max() > 1.01 for found in sums)

    # -- the end ---------------------------------------------------------------------------------

    def thumbnails(self) -> list[PixelPanel]:
        """Return the sums of the story in the middle, one on the other, the last on top."""
        found = []
        for level, rank in enumerate(self.layers.ranks):
            panel = PixelPanel(greys(self.layers.total(rank)), self.zones["large"])
            panel.set_z_index(1 + 0.05 * level)
            found.append(panel)
        return found

    def deal(self, panels: list[PixelPanel], zones: list[Zone], t: float) -> None:
        """Move the sums to their places, one after the other."""
        for index, (panel, zone) in enumerate(zip(panels, zones, strict=True)):
            delay = 0.4 * index / max(len(panels), 1)
            share = min(max((t - delay) / 0.6, 0.0), 1.0)
            place = fitted(panel.pixels.shape, zone)
            panel.set_zone(between(self.zones["large"], place, share))


def _channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)
