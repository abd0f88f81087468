"""A picture rebuilt from its layers: the picture, what is added, the sum, and what it costs."""

from __future__ import annotations

import math

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.mobjects.shapes import Curve
from explainer.mobjects.text import Words
from explainer.scenes.linear_algebra.svd.drawing.pixel_panel import (
    THINNEST,
    PixelPanel,
    fitted,
    greys,
    signed,
)
from explainer.scenes.linear_algebra.svd.drawing.plane_panel import between
from explainer.scenes.linear_algebra.svd.story import Layers
from explainer.style import SAFE, Theme, Zone

LEFT = Zone(SAFE.left, -3.75, 0.62, 2.55)
LOWER = Zone(SAFE.left, -3.75, -1.85, 0.0)
LARGE = Zone(-3.4, 2.3, -1.85, 2.55)
PRODUCT = Zone(-2.85, 2.3, -1.85, 2.1)
STRIP = 0.2
"""How thick a column or a row is drawn, in scene units."""

CAPTION = 0.36
"""From the lower edge of a picture to the baseline of its caption."""


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
        self.zones = {
            name: fitted((shape[0], shape[1]), zone)
            for name, zone in (("left", LEFT), ("lower", LOWER), ("large", LARGE))
        }
        self.stretched = not 1 / THINNEST <= shape[1] / shape[0] <= THINNEST
        self.zones["product"] = fitted((shape[0], shape[1]), PRODUCT)
        self.original = PixelPanel(greys(layers.pixels), self.zones["large"])
        first = layers.total(1)
        self.largest = float(np.abs(first).max())
        self.product = PixelPanel(self._tint(0 * first, 1.0), self.zones["product"])
        place = self.zones["product"]
        ends = layers.columns[:, :1], layers.rows[:1]
        left = Zone(place.left - 0.12 - STRIP, place.left - 0.12, place.bottom, place.top)
        above = Zone(place.left, place.right, place.top + 0.12, place.top + 0.12 + STRIP)
        self.column = PixelPanel(self._tint(ends[0], float(np.abs(ends[0]).max())), left)
        self.row = PixelPanel(self._tint(ends[1], float(np.abs(ends[1]).max())), above)
        if not layers.useful:
            self.column.set_pixels(self._tint(0 * ends[0], 1.0))
            self.row.set_pixels(self._tint(0 * ends[1], 1.0))
        self.marker = Curve(theme.ink, width=theme.strokes.regular)
        self.total = PixelPanel(greys(0 * layers.pixels), self.zones["large"])
        parts: list[Mobject] = [self.total, self.product, self.original, self.column, self.row]
        for level, part in enumerate([*parts, self.marker]):
            part.set_z_index(1 + 0.1 * level)

    def _tint(self, values: np.ndarray, largest: float) -> np.ndarray:
        return signed(values, largest, self.theme)

    def caption(self, markup: str, name: str) -> Words:
        """Return a line below a picture."""
        zone = self.zones[name]
        outer = {"left": LEFT, "lower": LOWER, "large": LARGE, "product": PRODUCT}[name]
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
        done = t * shape[1]
        whole = math.floor(done)
        filled = np.zeros(shape)
        filled[:, :whole] = self.layers.total(1)[:, :whole]
        self.product.set_pixels(self._tint(filled, self.largest))
        zone = self.zones["product"]
        wide = max(zone.width / shape[1], 0.06)
        x = min(zone.left + t * zone.width, zone.right - wide)
        top = zone.top + 0.12 + STRIP + 0.04
        corners = [(x, zone.bottom), (x + wide, zone.bottom), (x + wide, top), (x, top)]
        self.marker.set_corners(np.array([*corners, corners[0]]))

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
            largest = float(np.abs(values).max())
            something = largest > 1e-9  # not what rounding has left of nothing
            self._blocks[step] = self._tint(values * something, largest)
        return self._blocks[step]

    def add_up(self, count: float) -> None:
        """Show the sum of the first ``count`` layers, which may be broken."""
        self.total.set_pixels(greys(self.layers.total(count)))

    def overshoots(self) -> bool:
        """Return whether a sum that is shown at rest has entries below black or above white."""
        sums = (self.layers.total(rank) for rank in self.layers.ranks)
        return any(found.min() < -0.01 or found.max() > 1.01 for found in sums)

    # -- the end ---------------------------------------------------------------------------------

    def thumbnails(self, zones: list[Zone]) -> list[PixelPanel]:
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
            shape = panel.pixels.shape
            place = fitted((shape[0], shape[1]), zone)
            panel.set_zone(between(self.zones["large"], place, share))
