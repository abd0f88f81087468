"""Paint a picture of space: triangles, lines, balls and see-through sheets into an array of pixels.

Each pixel is sampled four times, at the corners of a turned square, so that edges near the
horizontal and the vertical get five shades rather than three.
Every sample knows its depth, so that whatever lies in front hides what lies behind, sample by
sample, from any side.

The result is *premultiplied* RGBA: a pixel half covered with white is (128, 128, 128, 128). To put
it into a frame: frame = pixel + frame * (1 - alpha).

The compiled functions release the interpreter's lock and keep no state, so that several threads may
paint at once; each thread has its own buffers.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.engine.canvas import Canvas, Item
from explainer.engine.kernels.samples import average
from explainer.geometry.mesh import Mesh
from explainer.geometry.orbit import Colour, OrbitView
from explainer.geometry.space import Ball, Polyline, Sheet, SpacePicture

Pixels = NDArray[np.uint8]

MOST_KEPT = 2
"""How many places in the frame a thread keeps a picture for."""


class _Painting:
    """What is painted in one place of the frame, picture after picture.

    What comes first in a picture and is the same as in the one before, seen from the same side, is
    kept as a ground: it need not be drawn again while only later things change. Of the rest, only
    the pixels that it touches are worked out anew.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.items: list[Item] = []
        self.ground: tuple[int, NDArray[Any], NDArray[Any], NDArray[Any]] | None = None

    def paint(self, items: list[Item], view: OrbitView) -> NDArray[np.uint32]:
        """Return the pixels of items, drawn in the order given; the caller may change them."""
        canvas = self.canvas
        same = self._unchanged(items) if view == canvas.view else 0
        canvas.view, self.items = view, items
        if self.ground is not None and self.ground[0] <= same:
            self._restore(self.ground)
        else:
            self.ground = None
            canvas.clear()
        done = 0 if self.ground is None else self.ground[0]
        for item in items[done:same]:
            canvas.draw(item)
        # A turning surface never comes back: only what has been asked for twice is worth keeping.
        if same > done:
            self._keep(same)
        for item in items[same:]:
            canvas.draw(item)
        if self.ground is None:
            out = np.empty((canvas.size[0], canvas.size[1]), np.uint32)
        else:
            out = self.ground[3].copy()
        average(canvas.samples, out, *canvas.touched)
        return out

    def _unchanged(self, items: list[Item]) -> int:
        """Return how many items at the front are those of the last picture."""
        for count, (one, other) in enumerate(zip(items, self.items, strict=False)):
            if not _equal(one, other):
                return count
        return min(len(items), len(self.items))

    def _keep(self, count: int) -> None:
        canvas = self.canvas
        pixels = np.empty((canvas.size[0], canvas.size[1]), np.uint32)
        average(canvas.samples, pixels, *canvas.whole)
        self.ground = (count, canvas.depth.copy(), canvas.samples.copy(), pixels)
        canvas.clean()

    def _restore(self, ground: tuple[int, NDArray[Any], NDArray[Any], NDArray[Any]]) -> None:
        first, last, low, high = self.canvas.touched
        if first < last and low < high:
            part = (slice(first, last), slice(low, high))
            self.canvas.depth[part] = ground[1][part]
            self.canvas.samples[part] = ground[2][part]
        self.canvas.clean()


def _equal(one: Item, other: Item) -> bool:
    """Return whether two things are surely drawn alike."""
    return one is other or (isinstance(one, Ball | Sheet) and one == other)


class _Paintings(threading.local):
    """The places that a thread paints in, the last one used at the end."""

    def __init__(self) -> None:
        self.known: dict[Any, _Painting] = {}

    def at(
        self,
        size: tuple[int, int],
        centre: tuple[float, float],
        unit: float,
        background: Colour | None,
        line_scale: float,
    ) -> _Painting:
        key = (size, centre, unit, background, line_scale)
        painting = self.known.pop(key, None)
        if painting is None:
            if len(self.known) >= MOST_KEPT:
                self.known.pop(next(iter(self.known)))
            painting = _Painting(Canvas(*key))
        self.known[key] = painting
        return painting


_paintings = _Paintings()


def paint(
    items: Sequence[Item],
    view: OrbitView,
    width_px: int,
    height_px: int,
    background: Colour | None = None,
    *,
    line_scale: float = 1.0,
    centre_px: tuple[float, float] | None = None,
    unit_px: float | None = None,
) -> Pixels:
    """Return the picture of `items` seen through `view`: premultiplied RGBA (height, width, 4).

    Without a background, what nothing covers is transparent. `line_scale` multiplies the widths of
    lines: pixels of 8 scene units over 1080. The panel's middle is at `centre_px` and one unit
    of the panel, half its height, is `unit_px` long; by default the panel fills the picture.

    Solid meshes are painted first, then see-through ones, then lines, balls and sheets, each
    in the order given. Meshes and balls hide what lies behind them; of
    several lines on one place the last is on top.
    """
    if width_px < 1 or height_px < 1:
        return np.zeros((max(height_px, 0), max(width_px, 0), 4), np.uint8)
    middle = centre_px if centre_px is not None else (width_px / 2, height_px / 2)
    unit = unit_px if unit_px is not None else height_px / 2
    painting = _paintings.at((width_px, height_px), middle, unit, background, line_scale)
    meshes = [item for item in items if isinstance(item, Mesh) and item.opacity > 0]
    order: list[Item] = [
        *sorted(meshes, key=lambda mesh: mesh.opacity < 1),
        *(item for item in items if isinstance(item, Polyline)),
        *(item for item in items if isinstance(item, Ball)),
        *(item for item in items if isinstance(item, Sheet)),
    ]
    out = painting.paint(order, view)
    return out.view(np.uint8).reshape(height_px, width_px, 4)


def paint_picture(
    picture: SpacePicture,
    frame_size: tuple[float, float],
    frame_px: tuple[int, int],
    frame_centre: tuple[float, float] = (0.0, 0.0),
) -> tuple[Pixels, int, int] | None:
    """Return a picture's pixels in a frame, and the frame's column and row of their upper left.

    `frame_size` is the frame's width and height in its units, `frame_px` the same in pixels. The
    pixels may reach over the frame's edge. Nothing is returned for a picture that does not show.
    """
    density = frame_px[1] / frame_size[1]
    middle = (
        (picture.centre[0] - frame_centre[0] + frame_size[0] / 2) * density,
        (frame_centre[1] - picture.centre[1] + frame_size[1] / 2) * density,
    )
    half = (picture.width * density / 2, picture.height * density / 2)
    left, top = int(np.floor(middle[0] - half[0])), int(np.floor(middle[1] - half[1]))
    width = int(np.ceil(middle[0] + half[0])) - left
    height = int(np.ceil(middle[1] + half[1])) - top
    outside = left >= frame_px[0] or top >= frame_px[1] or left + width <= 0 or top + height <= 0
    if outside or picture.opacity <= 0 or width < 1 or height < 1:
        return None
    pixels = paint(
        picture.items,
        picture.view,
        width,
        height,
        line_scale=8 * density / 1080.0,
        centre_px=(middle[0] - left, middle[1] - top),
        unit_px=half[1],
    )
    if picture.opacity < 1:
        pixels = (pixels * np.float32(picture.opacity) + np.float32(0.5)).astype(np.uint8)
    return pixels, left, top
