"""A picture rebuilt from its layers: the picture, what is added, the sum, and what it takes."""

from __future__ import annotations

import math
from functools import cached_property
from itertools import count, pairwise
from typing import Self

import numpy as np
from manim.mobject.mobject import Group, Mobject

from explainer.geometry.pixels import PixelPicture
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import EVEN, Named, Panel
from explainer.mobjects.shapes import Curve, Dot, VGroup
from explainer.mobjects.space_panel import SpacePanel
from explainer.mobjects.text import Words
from explainer.numbers import PERCENT, grouped, percentage, to_typst
from explainer.scenes.linear_algebra.svd.drawing.planes import (
    SMALL,
    between,
    centred,
    in_a_row,
)
from explainer.scenes.linear_algebra.svd.story import Layers
from explainer.style import SAFE, Theme, Zone

ROOMS = {
    "left": Zone(SAFE.left, -3.75, 0.62, 2.55),
    "lower": Zone(SAFE.left, -3.75, -1.85, 0.0),
    "large": Zone(-3.4, 2.3, -1.85, 2.55),
    "product": Zone(-2.85, 2.3, -1.85, 2.1),
}
"""What each picture fills as far as it can."""

READINGS = Zone(3.0, SAFE.right, 0.95, 2.55)
SPECTRUM = Zone(3.0, SAFE.right, -2.85, 0.55)
BAR = Zone(SAFE.left, 2.3, -2.72, -2.46)

STRIP = 0.2
"""How thick a column or a row is drawn, in scene units."""

THINNEST = 8.0
"""A picture is drawn no longer than so many times its width; its pixels are no squares then."""

LOWEST = 1e-6
"""Values below this share of the first are drawn at it."""

FEW = 40
"""No more values than these get a dot each."""

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


def signed(values: np.ndarray, theme: Theme, largest: float | None = None) -> np.ndarray:
    """Return (m, n) values as colours, (m, n, 3) uint8: zero is the page's box colour.

    Shades grow as the square root of the size, so that small values can be seen; the shades of a
    column times a row are then products of their shades too.

    Args:
        values: of either sign.
        theme: for the colours of plus and minus.
        largest: the size at which the colours are full; that of the largest value when None.
    """
    codes = (theme.entry_negative, theme.box, theme.entry_positive)
    minus, zero, plus = np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)] for code in codes])
    shares = np.linspace(-1, 1, 511)[:, None]
    ways = np.where(shares < 0, minus, plus) - zero
    table = np.rint(zero + np.abs(shares) * ways).astype(np.uint8)
    most = np.abs(values).max() if largest is None else largest
    sizes = np.sqrt(np.clip(np.abs(values) / max(most, 1e-300), 0, 1))
    return table[np.rint(255 * np.copysign(sizes, values)).astype(int) + 255]


class PixelPanel(SpacePanel):
    """A rectangle of the frame filled with pixels, (m, n, 3) uint8, the top row first."""

    def __init__(self, pixels: np.ndarray, zone: Zone, layer: float = 1.0) -> None:
        super().__init__(zone.width, zone.height, zone.centre)
        self.pixels, self.version = pixels, next(_versions)
        self.set_z_index(layer)

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
        (x, y, _), (width, height, _) = (low + high) / 2, high - low
        key = (self.version, self.points.tobytes())
        return PixelPicture(self.pixels, (x, y), width, height, self.opacity, key)


class LayerPictures(Group):
    """The pictures of the story, changed in place: the original, a layer, a sum, and all sums.

    Attributes:
        column, row: of the first layer, beside ``product``.
        product: the first layer, later what a step adds.
        marker: on the entry of the row that is at work.
        readings: the numbers that run with the sum.
        thumbnails: the sums at which the story stops, in the middle, the last on top.
    """

    def __init__(self, layers: Layers, theme: Theme) -> None:
        self.layers, self.theme, shape = layers, theme, layers.pixels.shape
        self.zones = {name: fitted(shape, room) for name, room in ROOMS.items()}
        self.stretched = not 1 / THINNEST <= shape[1] / shape[0] <= THINNEST
        large, place, useful = self.zones["large"], self.zones["product"], bool(layers.useful)
        left = Zone(place.left - 0.12 - STRIP, place.left - 0.12, place.bottom, place.top)
        above = Zone(place.left, place.right, place.top + 0.12, place.top + 0.12 + STRIP)
        black = greys(0 * layers.pixels)
        self.total, self.product = PixelPanel(black, large), PixelPanel(black, place, 1.1)
        self.original = PixelPanel(greys(layers.pixels), large, 1.2)
        self.column = PixelPanel(signed(layers.columns[:, :1] * useful, theme), left, 1.3)
        self.row = PixelPanel(signed(layers.rows[:1] * useful, theme), above, 1.4)
        self.marker = Curve(theme.ink, width=theme.strokes.regular).set_z_index(1.5)
        self.readings = LayerReadings(layers, theme)
        self.thumbnails = [
            PixelPanel(greys(layers.total(rank)), large, 1 + 0.05 * level)
            for level, rank in enumerate(layers.ranks)
        ]
        self.places = in_a_row(len(layers.ranks), 1.95, -2.2, -0.6, most=0.4)
        super().__init__(self.total, self.product, self.original, self.column, self.row)
        self.add(self.marker, self.readings, *self.thumbnails)

    def caption(self, markup: str, name: str) -> Words:
        """Return a line below a picture."""
        zone, outer = self.zones[name], ROOMS[name]
        words = Words(markup, self.theme, size="small", colour="muted").fit_width(outer.width)
        x = min(max(zone.centre[0], outer.left + words.advance / 2), outer.right)
        return words.place((x, zone.bottom - 0.36), "centre")

    def put_aside(self, t: float) -> None:
        """Move the picture from the middle to its place at the left."""
        self.original.set_zone(between(self.zones["large"], self.zones["left"], t))

    def multiply(self, t: float) -> None:
        """Fill a share of the first layer's columns: each is the column times an entry of the row.

        A frame marks the entry at work and the column that it makes.
        """
        first, zone = self.layers.total(1), self.zones["product"]
        columns = self.layers.rows.shape[1]
        filled = np.where(np.arange(columns) < math.floor(t * columns), first, 0.0)
        self.product.set_pixels(signed(filled, self.theme, float(np.abs(first).max())))
        wide = max(zone.width / columns, 0.06)
        x = min(zone.left + t * zone.width, zone.right - wide)
        top = zone.top + 0.12 + STRIP + 0.04
        self.marker.set_box(Zone(x, x + wide, zone.bottom, top))

    def shrink(self, t: float) -> None:
        """Move the first layer from the middle to where what is added is shown."""
        self.product.set_zone(between(self.zones["product"], self.zones["lower"], t))

    def add_layers(self, step: int, t: float) -> None:
        """Add a share of the layers of a step to the sum, and show what that comes to."""
        start, stop = (0, *self.layers.ranks)[step : step + 2]
        done, share = start + (stop - start) * t, min(3 * t, 1.0)
        now = self.added[step]
        if step and share < 1:
            before = self.added[step - 1].astype(float)
            now = np.rint(before + (now - before) * share).astype(np.uint8)
        self.product.set_pixels(now)
        self.total.set_pixels(greys(self.layers.total(done)))
        self.readings.show(done)

    @cached_property
    def added(self) -> list[np.ndarray]:
        """What each step adds, in its own scale."""
        sums = [self.layers.total(stop, start) for start, stop in pairwise((0, *self.layers.ranks))]
        # What rounding has left of nothing is nothing.
        return [signed(added * (np.abs(added).max() > 1e-9), self.theme) for added in sums]

    def deal(self, t: float) -> None:
        """Move the sums to their places, one after the other."""
        for index, (panel, zone) in enumerate(zip(self.thumbnails, self.places, strict=True)):
            share = min(max((t - 0.4 * index / len(self.places)) / 0.6, 0.0), 1.0)
            place = fitted(panel.pixels.shape, zone)
            panel.set_zone(between(self.zones["large"], place, share))

    def labels(self) -> list[Words]:
        """Return what stands above and below the sums."""
        theme, (m, n) = self.theme, self.layers.pixels.shape
        markup = f"the picture, ${m} times {n}$, from its first $k$ layers"
        found = [Words(markup, theme, size="small", colour="muted")]
        found[0].place((0, SMALL[0].bottom - 0.42), "centre")
        for rank, zone in zip(self.layers.ranks, self.places, strict=True):
            off = f"error ${to_typst(percentage(self.layers.error(rank)))}$"
            for markup, colour, drop in ((f"$k = {rank}$", "singular", 0.36), (off, "muted", 0.76)):
                label = Words(markup, theme, size="small", colour=colour)
                found.append(centred(label, zone, zone.bottom - drop))
        return found


class LayerReadings(VGroup):
    """How many layers are in the sum, what is missing, their values, and the numbers they take.

    Attributes:
        count, error, stored: running numbers.
        bar, beyond, whole: numbers stored, those beyond the picture's own, and the picture's.
        kept: the line through the values of the layers in the sum.
    """

    def __init__(self, layers: Layers, theme: Theme) -> None:
        self.layers, self.theme = layers, theme
        panel = Panel(theme, READINGS, apart=(0.1, 0.4))
        self.count = panel.number(decimals=0, colour="singular", text="0")
        self.error = panel.number(colour="residual", text="0")
        markup = EVEN + "in the Frobenius norm: no matrix of rank $k$ is closer"
        note = Words(markup, theme, size="small", colour="muted", width=READINGS.width)
        named = Named("layers $k$", self.count), Named("error", self.error)
        rows = panel.rows(*named, note)
        super().__init__(*rows, *self._spectrum(), *self._meter())
        self.set_z_index(3)
        self.show(0.0)

    def _spectrum(self) -> list[Mobject]:
        """Return a chart of the singular values that are not zero, by their number."""
        values, theme = self.layers.values, self.theme
        self.some, useful = bool(values[0]), max(self.layers.useful, 1)
        most = min(max(useful, 2), len(values))
        shares = values[:useful] / values[0] if self.some else np.ones(1)
        lowest = 10.0 ** min(math.floor(math.log10(max(shares.min(), LOWEST)) + 1e-9), -1)
        name = "$σ_k \\/ σ_1$ by $k$, log scale" if self.some else "all $σ_k = 0$"
        if (shares < LOWEST).any():
            name += f", from $10^({round(math.log10(LOWEST))})$"
        elif self.some and useful < most:
            name += f", $0$ beyond ${useful}$"
        numbers = Axis(1.0, float(most), ticks=sorted({1.0, float(most)}))
        chart = Chart(SPECTRUM, theme, numbers, Axis(lowest, 1.0, log=True), name)
        k = np.arange(1.0, useful + 1)
        curve = chart.line(k, shares, "muted").upto(math.inf if self.some else 0.0)
        few = curve.drawn if len(curve.drawn) <= FEW else curve.drawn[:0]
        dots = Dots(theme.muted, 0.05).set_dots(few)
        self.kept = chart.line(k, shares, "singular", "heavy")
        self.dot = Dot(theme.singular, 0.09, rim=theme.background)
        return [chart, curve, dots, self.kept, self.dot]

    def _meter(self) -> list[Mobject]:
        """Return a bar of the numbers that are stored against those of the picture."""
        theme, size, base = self.theme, self.layers.pixels.size, BAR.bottom - 0.36
        self.whole = Curve(theme.ink, width=theme.strokes.thin).set_box(self._box(0, size))
        self.bar = Curve(theme.singular, width=0, fill=0.85)
        self.beyond = Curve(theme.residual, width=0, fill=0.85)
        name = Words("stored: $k (m + n + 1) =$", theme, size="small").place((BAR.left, base))
        self.stored = LiveNumber(0, theme, decimals=0, size="small", anchor="left")
        self.stored.place((BAR.left + name.advance + 0.12, base), "left")
        markup = f"the picture: $m n = {to_typst(grouped(size))}$"
        other = Words(markup, theme, size="small", colour="muted")
        other.place((BAR.right, base), "right")
        return [self.bar, self.beyond, self.whole, name, self.stored, other]

    def _box(self, start: float, stop: float) -> Zone:
        layers = self.layers
        most = max(layers.pixels.size, layers.stored(layers.ranks[-1]))
        left, right = (BAR.left + BAR.width * end / most for end in (start, stop))
        return Zone(left, right, BAR.bottom, BAR.top)

    def show(self, done: float) -> Self:
        """Show the numbers for so many layers, which may be broken."""
        layers, whole, size = self.layers, math.ceil(done), self.layers.pixels.size
        self.count.set_text(str(whole), whole)
        error = layers.error(done)
        text = percentage(error) if done == whole else f"{100 * error:.1f}{PERCENT}"
        self.error.set_text(text, error)
        self.stored.set_text(grouped(layers.stored(done)), layers.stored(done))
        numbers = done * layers.stored(1)
        self.bar.set_box(self._box(0, min(numbers, size)))
        self.beyond.set_box(self._box(size, max(numbers, size)))
        self.kept.upto(max(done, 1.0)).end(self.dot)
        opacity = min(max(done, 0.0), 1.0) if self.some else 0.0
        self.dot.set_fill(opacity=opacity).set_stroke(opacity=opacity)
        return self
