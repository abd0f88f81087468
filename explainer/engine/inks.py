"""What stands still is stamped: paths drawn before are laid down from their known coverage.

Cairo works out anew, at each drawing, how far a path covers each pixel it touches. For letters with
a halo, or a long curve, that takes far longer than laying the colour down. The coverage is kept
here as long as the path does not change. A stamp is used only where it has been seen to give the
very pixels that Cairo gave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cairo
import numpy as np
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP

from explainer.engine.paths import Layout, Paths

MOST_KEPT = 4000
"""Mobjects that are remembered."""

MOST_PLACES = 20_000_000
"""Pixels in all the stamps that are kept; each takes five bytes."""

LARGEST = 60_000
"""Pixels in a stamp. Beyond, as in large areas, Cairo's runs are as quick."""

MITRE = 10.0
"""Cairo's limit: a corner reaches no farther than so many times half the line's width."""


Draw = Callable[[cairo.Context], object]
"""Fills or strokes the path of a context, in the colours of a mobject."""


@dataclass
class Plate:
    """What a coat in a gradient looks like over nothing, by all that this depends on."""

    key: object
    pixels: np.ndarray | None = None
    left: int = 0
    top: int = 0
    refused: bool = False
    """Whether it has not given Cairo's own pixels when it was laid over something."""


@dataclass
class Coat:
    """One fill or stroke of a mobject: how often it has been drawn, and its stamp."""

    drawn: int = 0
    plate: Plate | None = None
    places: np.ndarray | None = None
    shares: np.ndarray | None = None
    refused: bool = False
    proved: set[bool] = field(default_factory=set)
    """For which kinds of colour, opaque or not, the stamp gave Cairo's own pixels."""


class Ink:
    """What is known of a mobject: its points, its path, and its coats, by what they depend on."""

    __slots__ = ("coats", "hull", "layout", "mobject", "places", "raw", "tiles")

    def __init__(self, mobject: Any, raw: bytes, places: np.ndarray, layout: Layout) -> None:
        self.mobject, self.raw, self.places, self.layout = mobject, raw, places, layout
        self.coats: dict[Any, Coat] = {}
        self.hull: tuple[float, float, float, float] | None = None
        self.tiles: dict[float, int] = {}


class Inks:
    """Draws mobjects on one context, and stamps what has not changed since it was last drawn.

    Args:
        context: with Manim's matrix, on a surface that lies over ``pixels``.
        pixels: (height, width, 4) uint8, contiguous.
        paths: lays out paths for Cairo.
        line_width: scene units of a stroke width of 1.
    """

    def __init__(
        self, context: cairo.Context, pixels: np.ndarray, paths: Paths, line_width: float
    ) -> None:
        self.context, self.pixels, self.paths, self.line_width = context, pixels, paths, line_width
        self._flat = pixels.view(np.uint32).reshape(-1)
        matrix = context.get_matrix()
        self._scale = 256 * np.array([matrix.xx, matrix.yy])
        self._shift = 256 * np.array([matrix.x0, matrix.y0])
        self._inks: dict[int, Ink] = {}
        self._latest: Ink | None = None
        self._colours: dict[bytes, int] = {}
        self._kept = 0
        self._mask: tuple[np.ndarray, cairo.Context] | None = None
        self._stamp: Callable[..., None] | None = None

    def ink(self, mobject: Any, prepare: Callable[[Any, np.ndarray], np.ndarray]) -> Ink | None:
        """Return what is known of a mobject; None where its path must be left to Manim.

        Args:
            mobject: with points.
            prepare: Manim's ``transform_points_pre_display``.
        """
        raw = mobject.points.tobytes()
        known = self._inks.get(id(mobject))
        if known is not None and known.mobject is not mobject:
            known = None
        if known is not None and known.raw == raw:
            return known
        twin = self._latest  # the coats of a glow lie upon each other
        if twin is None or twin.raw != raw:
            twin = None
            points = prepare(mobject, mobject.points)
            # Cairo rounds to 1/256 of a pixel first of all, and a fade leaves noise below that.
            places = np.rint(points[:, :2] * self._scale + self._shift)
        else:
            places = twin.places
        if known is not None and np.array_equal(known.places, places):
            known.raw = raw
            return known
        layout = twin.layout if twin is not None else self.paths.lay_out(mobject, points)
        if layout is None:
            return None
        if len(self._inks) > MOST_KEPT or self._kept > MOST_PLACES:
            self._inks.clear()
            self._kept = 0
        known = self._inks[id(mobject)] = self._latest = Ink(mobject, raw, places, layout)
        if twin is not None:
            known.hull = twin.hull
        return known

    def box(self, ink: Ink, width: float) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom in pixels, past all that a path touches.

        Args:
            ink: the path.
            width: of its widest stroke, as Manim counts it.
        """
        reach = 2 + MITRE * width * self.line_width * float(np.abs(self._scale).max()) / 512
        if ink.hull is None:
            low, high = ink.places.min(axis=0) / 256, ink.places.max(axis=0) / 256
            ink.hull = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        left, top, right, bottom = ink.hull
        return left - reach, top - reach, right + reach, bottom + reach

    def fill(self, ink: Ink, rgbas: np.ndarray, draw: Draw) -> None:
        """Fill a mobject.

        Args:
            ink: the mobject's.
            rgbas: (k, 4), its colour, or those of a gradient.
            draw: has Cairo draw it on a context whose path is set.
        """
        self._lay(ink, "fill", rgbas, draw)

    def stroke(self, ink: Ink, width: float, rgbas: np.ndarray, draw: Draw) -> None:
        """Draw the outline of a mobject, ``width`` as Manim counts it; else as ``fill``."""
        key = (width, ink.mobject.joint_type, ink.mobject.cap_style)
        self._lay(ink, key, rgbas, draw)

    def _lay(self, ink: Ink, key: Any, rgbas: np.ndarray, draw: Draw) -> None:
        coat = ink.coats.get(key)
        if coat is None:
            if len(ink.coats) > 8:
                ink.coats.clear()
            coat = ink.coats[key] = Coat()
        coat.drawn += 1
        if len(rgbas) != 1:
            self._lay_gradient(ink, coat, rgbas, draw)
            return
        if coat.refused or coat.drawn == 1:
            self._draw(ink, draw)
            return
        colour = self._colour(rgbas)
        opaque = colour >> 24 == 255
        if opaque in coat.proved:
            assert self._stamp is not None
            self._stamp(self._flat, coat.places, coat.shares, colour)
            return
        self._prove(ink, coat, key, colour, draw)

    def _draw(self, ink: Ink, draw: Draw) -> None:
        self.paths.give(self.context, ink.layout)
        draw(self.context)

    def _lay_gradient(self, ink: Ink, coat: Coat, rgbas: np.ndarray, draw: Draw) -> None:
        """Draw a coat in a gradient, or lay down its known pixels where nothing has changed."""
        key = (ink.raw, rgbas.tobytes(), tuple(ink.mobject.sheen_direction))
        plate = coat.plate
        if plate is None or plate.key != key or ink.mobject.submobjects:
            coat.plate = Plate(key)
            self._draw(ink, draw)
            return
        if plate.refused:
            self._draw(ink, draw)
            return
        from explainer.engine.kernels.blending import blend_over

        if plate.pixels is not None:
            blend_over(self.pixels, plate.pixels, plate.left, plate.top)
            return
        self._cut_plate(ink, plate, draw)
        assert plate.pixels is not None
        expected = self.pixels.copy()
        blend_over(expected, plate.pixels, plate.left, plate.top)
        self._draw(ink, draw)
        plate.refused = not np.array_equal(expected, self.pixels)

    def _cut_plate(self, ink: Ink, plate: Plate, draw: Draw) -> None:
        """Find out what a coat looks like from a drawing of it alone."""
        height, width = self.pixels.shape[:2]
        alone = np.zeros_like(self.pixels)
        surface = cairo.ImageSurface.create_for_data(alone.data, cairo.FORMAT_ARGB32, width, height)
        context = cairo.Context(surface)
        context.set_matrix(self.context.get_matrix())
        self.paths.give(context, ink.layout)
        draw(context)
        surface.flush()
        rows, columns = (np.flatnonzero(alone.any(axis=(axis, 2))) for axis in (1, 0))
        if len(rows):
            plate.left, plate.top = int(columns[0]), int(rows[0])
            alone = alone[plate.top : rows[-1] + 1, plate.left : columns[-1] + 1].copy()
        plate.pixels = alone

    def _prove(self, ink: Ink, coat: Coat, key: Any, colour: int, draw: Draw) -> None:
        """Draw a coat, and keep its stamp if that would have given the same pixels."""
        if self._stamp is None:
            # A compiler comes along, which pictures that are drawn once need not wait for.
            from explainer.engine.kernels.stamping import stamp

            self._stamp = stamp
        if coat.places is None:
            self._cut(ink, coat, key)
        before = self._flat[coat.places]
        self._draw(ink, draw)
        if coat.refused:
            return
        assert coat.places is not None
        self._stamp(before, np.arange(len(before), dtype=np.int32), coat.shares, colour)
        if np.array_equal(before, self._flat[coat.places]):
            coat.proved.add(colour >> 24 == 255)
        else:
            coat.refused = True

    def _cut(self, ink: Ink, coat: Coat, key: Any) -> None:
        """Find out how far a coat covers each pixel, from a drawing of it alone."""
        height, width = self.pixels.shape[:2]
        if self._mask is None:
            stride = cairo.ImageSurface.format_stride_for_width(cairo.FORMAT_A8, width)
            plate = np.zeros((height, stride), np.uint8)
            surface = cairo.ImageSurface.create_for_data(
                plate.data, cairo.FORMAT_A8, width, height, stride
            )
            self._mask = plate, cairo.Context(surface)
            self._mask[1].set_matrix(self.context.get_matrix())
        plate, context = self._mask
        stroke = 0.0
        self.paths.give(context, ink.layout)
        if key == "fill":
            context.fill()
        else:
            stroke, joint, cap = key
            context.set_line_width(stroke * self.line_width)
            context.set_line_join(LINE_JOIN_MAP[joint])
            context.set_line_cap(CAP_STYLE_MAP[cap])
            context.stroke()
        ends = np.clip(self.box(ink, stroke), 0, (width, height, width, height))
        left, top = np.floor(ends[:2]).astype(int)
        right, bottom = np.ceil(ends[2:]).astype(int)
        part = plate[top:bottom, left:right]
        rows, columns = np.nonzero(part)
        coat.places = ((rows + top) * width + columns + left).astype(np.int32)
        coat.shares = part[rows, columns]
        part[...] = 0
        coat.refused = len(rows) > LARGEST
        if coat.refused:
            coat.places, coat.shares = coat.places[:0], coat.shares[:0]
        self._kept += len(coat.places)

    def _colour(self, rgbas: np.ndarray) -> int:
        """Return a colour, (1, 4), as the pixel that Cairo makes of it."""
        key = rgbas.tobytes()
        known = self._colours.get(key)
        if known is None:
            red, green, blue, alpha = rgbas[0]
            pixel = np.zeros((1, 1), np.uint32)
            surface = cairo.ImageSurface.create_for_data(pixel.data, cairo.FORMAT_ARGB32, 1, 1)
            context = cairo.Context(surface)
            context.set_operator(cairo.OPERATOR_SOURCE)
            # Manim's pixels are red first, Cairo's blue first.
            context.set_source_rgba(blue, green, red, alpha)
            context.paint()
            surface.flush()
            if len(self._colours) > MOST_KEPT:
                self._colours.clear()
            known = self._colours[key] = int(pixel[0, 0])
        return known
