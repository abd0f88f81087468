"""A picture rebuilt from its layers: the picture, a few of its pixels, a layer, and the sums."""

from __future__ import annotations

import math
from dataclasses import astuple, replace
from itertools import count
from typing import Self

import numpy as np
from manim.mobject.mobject import Group, Mobject
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.pixels import PixelPicture
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.mobjects.space_panel import SpacePanel
from explainer.mobjects.text import Formula, Words
from explainer.numbers import PERCENT, grouped, percentage, shortest, to_typst
from explainer.scenes.linear_algebra.svd.drawing.places import Places
from explainer.scenes.linear_algebra.svd.story import Layers
from explainer.style import Theme, Zone

STRIP = 0.65
"""How thick a column or a row is drawn, in scene units."""
APART = 0.14

THINNEST = 8.0
"""A picture is drawn no longer than so many times its width; its pixels are no squares then."""

LENS = 4
"""Pixels each way of which the numbers are shown."""

_versions = count()


def between(first: Zone, second: Zone, share: float) -> Zone:
    """Return the zone a share of the way from one to another."""
    one, other = np.array(astuple(first)), np.array(astuple(second))
    return Zone(*(one + (other - one) * share).tolist())


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


def tinted(values: np.ndarray, theme: Theme) -> np.ndarray:
    """Return (m, n) values as shades of the colour of layers, (m, n, 3) uint8.

    Shades grow as the square root of the value, so that small ones can be seen; those of a column
    times a row are then products of their shades. Nothing of a picture's first layer is below 0.
    """
    ends = theme.box, theme.singular
    zero, full = np.array([[int(code[i : i + 2], 16) for i in (1, 3, 5)] for code in ends])
    sizes = np.sqrt(np.clip(values / max(np.abs(values).max(), 1e-300), 0, 1))
    return np.rint(zero + sizes[..., None] * (full - zero)).astype(np.uint8)


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
    """The pictures of the story, changed in place: the picture, the sum, a layer, and copies.

    Attributes:
        total: the picture, and later the sum.
        lens: some of its pixels, as large as their numbers.
        column, row, product: of the first layer.
        beside: where formulas stand then.
        marker: on the entry of the row that is at work.
        edges, stored: about the numbers of column and row that are counted, and their count.
        copies: of sums before the last, by their steps, which go to their places aside.
        readings: the numbers that run with the sum.
    """

    def __init__(self, layers: Layers, theme: Theme) -> None:
        self.layers, self.theme, shape = layers, theme, layers.pixels.shape
        places = self.places = Places(theme.layout)
        rooms = {name: getattr(places, name) for name in ("large", "product", "given", "picture")}
        self.zones = {name: fitted(shape, room) for name, room in rooms.items()}
        self.stretched = not 1 / THINNEST <= shape[1] / shape[0] <= THINNEST
        large, place, useful = self.zones["large"], self.zones["product"], bool(layers.useful)
        top = places.product.top
        place = self.zones["product"] = replace(place, bottom=top - place.height, top=top)
        low = places.beside.top - 1.5 if theme.layout.is_wide else place.bottom - 0.5
        self.beside = replace(places.beside, top=low)
        left = replace(place, left=place.left - APART - STRIP, right=place.left - APART)
        above = replace(place, bottom=place.top + APART, top=place.top + APART + STRIP)
        self.strips = left, above
        self.total = PixelPanel(greys(layers.pixels), large)
        self.product = PixelPanel(self.layer(0.0), place, 1.1)
        self.column = PixelPanel(tinted(layers.columns[:, :1] * useful, theme), left, 1.3)
        self.row = PixelPanel(tinted(layers.rows[:1] * useful, theme), above, 1.4)
        self.marker = Curve(theme.ink, width=theme.strokes.bold).set_z_index(1.5)
        width = theme.strokes.heavy
        self.edges = [Curve(theme.ink, width=width).set_z_index(1.6) for _ in "uv"]
        em = 0.6 * places.scale
        self.stored = LiveNumber(0, theme, decimals=0, size=em, colour="singular", anchor="left")
        self.lens = Lens(self, theme)
        self.readings = LayerReadings(layers, theme)
        steps = range(len(layers.stops) - 1)
        kept = [step for step in steps if step in (0, max(1, (len(steps) - 1) // 2))]
        zones = zip(kept, places.copies, strict=False)
        self.small = {step: fitted(shape, zone) for step, zone in zones}
        self.copies = {
            step: PixelPanel(greys(layers.total(layers.stops[step])), large, 2 + 0.05 * step)
            for step in kept
        }
        super().__init__(self.total, self.product, self.column, self.row)
        self.add(self.marker, *self.edges, self.stored, self.lens, self.readings)
        self.add(*self.copies.values())

    # -- the sum -------------------------------------------------------------------------------

    def add_layers(self, step: int, t: float) -> None:
        """Add a share of the layers of a step to the sum, and put the sum before it aside.

        The first step takes the picture itself away but for its first layers.
        """
        stops, layers = self.layers.stops, self.layers
        if step == 0:
            self.total.set_pixels(greys((1 - t) * layers.pixels + t * layers.total(stops[0])))
            self.readings.show(min(stops[0], layers.useful))
            return
        start, stop = stops[step - 1 : step + 1]
        done = start + (stop - start) * t
        self.total.set_pixels(greys(layers.total(done)))
        self.readings.show(done)
        if step - 1 in self.copies:
            place = self.small[step - 1]
            self.copies[step - 1].set_zone(between(self.zones["large"], place, t))

    def copy_label(self, step: int) -> list[Words]:
        """Return how many layers are in the copy of a step, at it; nothing without a copy."""
        if step not in self.copies:
            return []
        said, zone, scale = f"$k = {self.layers.stops[step]}$", self.small[step], self.places.scale
        label = Words(said, self.theme, size=0.36 * scale, colour="singular")
        if not self.theme.layout.is_wide:
            return [label.place((zone.centre[0], zone.bottom - 0.5), "centre")]
        return [label.place((self.places.copies[0].right + 0.1, zone.centre[1] - 0.12))]

    def come_in(self, t: float) -> None:
        """Let the picture grow in its place beside the plane, and be built once more."""
        zone, last = self.zones["picture"], self.layers.ranks[-1]
        (x, y, _), share = zone.centre, max(1.5 * t - 0.5, 0.0)
        self.total.set_zone(between(Zone(x, x + 0.01, y, y + 0.01), zone, min(3 * t, 1.0)))
        self.total.set_pixels(greys(self.layers.total(1 + (last - 1) * share**2)))

    # -- the first layer -------------------------------------------------------------------------

    def layer(self, share: float) -> np.ndarray:
        """Return the first layer, a share of its columns as products, in their colour."""
        first = self.layers.total(1)
        products = tinted(first, self.theme)
        done = np.arange(first.shape[1]) < math.floor(share * first.shape[1] + 1e-9)
        return np.where(done[:, None], products, greys(first))

    def strip_down(self, t: float) -> None:
        """Take the layers off but the first, and make room for its column and its row."""
        done = 1 + (self.layers.stops[-1] - 1) * (1 - t) ** 2
        self.total.set_pixels(greys(self.layers.total(done)))
        self.total.set_zone(between(self.zones["large"], self.zones["product"], t))
        for copy in self.copies.values():
            copy.set_opacity(1 - t)

    def multiply(self, t: float) -> None:
        """Fill a share of the first layer's columns: each is the column times an entry of the row.

        A frame marks the entry at work and the column that it makes.
        """
        columns, zone = self.layers.rows.shape[1], self.zones["product"]
        self.product.set_pixels(self.layer(t))
        wide = max(zone.width / columns, 0.08)
        x = min(zone.left + t * zone.width, zone.right - wide)
        top = zone.top + APART + STRIP + 0.04
        self.marker.set_box(Zone(x, x + wide, zone.bottom, top))

    def count_numbers(self, t: float) -> None:
        """Go along the column, then along the row, and count their numbers, and one more."""
        m, n = self.layers.pixels.shape
        done, (left, above) = (m + n) * t, self.strips
        column = replace(left, bottom=left.top - left.height * min(done / m, 1.0))
        row = replace(above, right=above.left + above.width * max(done - m, 0.0) / n)
        for edge, zone in zip(self.edges, (column, row), strict=True):
            edge.set_box(zone)
        self.edges[1].set_presence(float(done > m))
        self.stored.set_value(m + n + 1 if t == 1 else math.floor(done))

    def strip_names(self) -> list[VMobject]:
        """Return the names of the column and of the row, each beside it, with their lengths."""
        zone, theme, found = self.zones["product"], self.theme, list[VMobject]()
        scale = self.places.scale
        ends = (
            (zone.left - APART - STRIP - 0.5 * scale, zone.top - 0.9 * scale),
            (zone.right + 0.7 * scale, zone.top + 0.35),
        )
        names = "bold(u)_1", "bold(v)_1^upright(T)"
        corner = self.strips[0].centre[0], self.strips[1].centre[1] - 0.2
        found.append(Formula("times", theme, size=0.8 * scale).place(corner, "centre"))
        for name, size, (x, y) in zip(names, self.layers.pixels.shape, ends, strict=True):
            symbol = Formula(name, theme, size=0.7 * scale, colour="singular")
            symbol.place((x, y), "centre")
            length = Words(f"${size}$", theme, colour="singular")
            length.place((x, y - 0.6 * scale), "centre")
            found += [symbol, length]
        note = Words("pixels not square", theme, size="small", colour="muted")
        note.place((zone.left, zone.bottom - 0.4))
        return [*found, note] if self.stretched else found

    def give_way(self, t: float) -> None:
        """Let the layer shrink into the place of a small matrix."""
        self.product.set_zone(between(self.zones["product"], self.zones["given"], t))
        self.product.set_opacity(min(3 * (1 - t), 1.0))


class Lens(Group):
    """A few pixels of a picture, drawn so large that the number of each stands on it."""

    def __init__(self, pictures: LayerPictures, theme: Theme) -> None:
        pixels, place = pictures.layers.pixels, pictures.zones["large"]
        m, n = pixels.shape
        top, left = pictures.layers.telling(LENS)
        shown = pixels[top : top + LENS, left : left + LENS]
        high, wide = shown.shape
        across, down = place.width / n, place.height / m
        start, low = place.left + left * across, place.top - (top + high) * down
        self.small = Zone(start, start + wide * across, low, low + high * down)
        self.large = fitted(shown.shape, pictures.places.lens)
        em = 0.36 * min(self.large.width / wide, self.large.height / high) / 0.8625
        self.patch = PixelPanel(greys(shown), self.small, 3.0)
        self.mark, self.frame = (Curve(theme.vector, width=theme.strokes.bold) for _ in "mf")
        self.sides = Segments(theme.vector, width=theme.strokes.bold)
        self.mark.set_box(self.small)
        self.numbers = VGroup()
        for (i, j), value in np.ndenumerate(shown):
            x = self.large.left + (j + 0.5) * self.large.width / wide
            y = self.large.top - (i + 0.5) * self.large.height / high
            ink = "#FFFFFF" if value < 0.46 else "#000000"
            number = Formula(to_typst(shortest(float(value), 2)), theme, size=em, colour=ink)
            self.numbers.add(number.place((x, y - em / 3), "centre"))
        for part in (self.frame, self.sides, self.mark, self.numbers):
            part.set_z_index(3.5)
        super().__init__(self.patch, self.frame, self.sides, self.mark, self.numbers)
        self.grow(0.0)

    def grow(self, t: float) -> None:
        """Let the pixels grow out of their place in the picture."""
        zone = between(self.small, self.large, t)
        self.patch.set_zone(zone)
        self.frame.set_box(zone)
        ends = [[(z.left, z.bottom), (z.left, z.top)] for z in (self.small, zone)]
        self.sides.set_segments(np.array(ends).swapaxes(0, 1))


class LayerReadings(VGroup):
    """How many layers are in the sum, what is missing, and the numbers they take.

    Attributes:
        count, error, stored: running numbers.
        bar, beyond, whole: numbers stored, those beyond the picture's own, and the picture's.
    """

    def __init__(self, layers: Layers, theme: Theme) -> None:
        self.layers, self.theme, scale = layers, theme, theme.layout.type_scale
        zone, em = Places(theme.layout).readings, 0.9 * scale
        top, other = zone.top, zone.left + 1.7 * scale
        names = [
            Words(name, theme, size="small", colour="muted").place((x, top - 0.25 * scale))
            for name, x in (("layers $k$", zone.left), ("error", other))
        ]
        self.count = LiveNumber(0, theme, decimals=0, size=em, colour="singular", anchor="left")
        self.count.place((zone.left, top - 1.05 * scale))
        long = max(len(percentage(layers.error(stop))) for stop in layers.stops) >= 7
        em = (0.42 if long else 0.6) * scale
        self.error = LiveNumber(0, theme, size=em, colour="residual", anchor="left")
        self.error.place((other, top - 1.05 * scale))
        self.track = replace(zone, bottom=top - 1.68 * scale, top=top - 1.35 * scale)
        super().__init__(*names, self.count, self.error, *self._meter())
        self.set_z_index(3)
        self.show(0.0)

    def _meter(self) -> list[Mobject]:
        """Return a bar of the numbers that are stored against those of the picture."""
        theme, size, track = self.theme, self.layers.pixels.size, self.track
        base = track.bottom - 0.36 * theme.layout.type_scale
        self.whole = Curve(theme.ink, width=theme.strokes.thin).set_box(self._box(0, size))
        self.bar = Curve(theme.singular, width=0, fill=0.85)
        self.beyond = Curve(theme.residual, width=0, fill=0.85)
        self.stored = LiveNumber(0, theme, size="label", colour="singular", anchor="left")
        self.stored.place((track.left, base), "left")
        of = f"of ${to_typst(grouped(size))}$ numbers"
        other = Words(of, theme, size="small", colour="muted")
        most = self.stored.set_text(grouped(self.layers.stored(self.layers.stops[-1]))).advance
        other.fit_width(track.width - most - 0.12).place((track.right, base), "right")
        return [self.bar, self.beyond, self.whole, self.stored, other]

    def _box(self, start: float, stop: float) -> Zone:
        layers = self.layers
        most = max(layers.pixels.size, layers.stored(layers.ranks[-1]))
        left, right = (self.track.left + self.track.width * end / most for end in (start, stop))
        return replace(self.track, left=left, right=right)

    def show(self, done: float) -> Self:
        """Show the numbers for so many layers, which may be broken."""
        layers, whole, size = self.layers, math.ceil(done), self.layers.pixels.size
        self.count.set_text(str(whole), whole)
        error, stored, numbers = layers.error(done), layers.stored(done), done * layers.stored(1)
        text = percentage(error) if done == whole else f"{100 * error:.1f}{PERCENT}"
        self.error.set_text(text, error)
        self.stored.set_text(grouped(stored), stored)
        self.bar.set_box(self._box(0, min(numbers, size)))
        self.beyond.set_box(self._box(size, max(numbers, size)))
        return self
