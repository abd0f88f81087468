"""Manim's Cairo camera, which also paints pictures: panels of pixels placed in the frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim.camera.camera import Camera
from manim.mobject.mobject import Mobject

_Painted = tuple[np.ndarray, int, int]


class Picture(Mobject):
    """A marker type under which the camera files mobjects that have a ``picture`` method."""


class ClipCamera(Camera):
    """Draws what Manim draws, in Manim's way, and blits mobjects that have a ``picture`` method.

    Such a mobject answers ``picture()`` with a ``SpacePicture``. Its pixels are kept until its
    ``key`` changes.
    """

    def __init__(self, **kwargs: Any) -> None:
        self._painted: dict[int, tuple[Any, _Painted | None]] = {}
        self._kinds: dict[type[Mobject], Any] = {}
        super().__init__(**kwargs)

    def type_or_raise(self, mobject: Mobject) -> Any:
        """Return the type under which a mobject is drawn, found once for each class."""
        kind = self._kinds.get(type(mobject))
        if kind is None:
            kind = super().type_or_raise(mobject)
            # Manim makes the table anew at every call of its own.
            functions: dict[Any, Callable[..., Any]] = self.display_funcs  # type: ignore[assignment]
            functions[Picture] = self.display_pictures
            if hasattr(mobject, "picture"):
                kind = Picture
            self._kinds[type(mobject)] = kind
        return kind

    def display_pictures(self, mobjects: list[Any], pixel_array: np.ndarray) -> None:
        """Blend the pictures of ``mobjects`` into ``pixel_array``, (height, width, 4) uint8."""
        # The rasteriser brings a compiler along, which scenes without surfaces need not wait for.
        from explainer.engine.raster import paint_picture

        size = (self.frame_width, self.frame_height)
        pixels = (self.pixel_width, self.pixel_height)
        middle = (float(self.frame_center[0]), float(self.frame_center[1]))
        for mobject in mobjects:
            picture = mobject.picture()
            key = (picture.key, picture.opacity, picture.centre, size, pixels, middle)
            known = self._painted.get(id(mobject))
            if known is None or known[0] != key:
                known = (key, paint_picture(picture, size, pixels, middle))
                self._painted[id(mobject)] = known
            if known[1] is not None:
                _blend(pixel_array, *known[1])


def _blend(pixel_array: np.ndarray, image: np.ndarray, left: int, top: int) -> None:
    """Lay premultiplied pixels over ``pixel_array``; what reaches over its edge is cut off."""
    height, width = pixel_array.shape[:2]
    rows = slice(max(top, 0), min(top + image.shape[0], height))
    columns = slice(max(left, 0), min(left + image.shape[1], width))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    part = image[
        rows.start - top : rows.stop - top, columns.start - left : columns.stop - left
    ].astype(np.uint16)
    target = pixel_array[rows, columns]
    target[...] = part + (target * (255 - part[..., 3:]) + 127) // 255
