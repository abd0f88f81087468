"""A frame taken apart: its text as it is seen, and what lies behind that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from manim.utils.color import ManimColor

from explainer.checking.pixels import brightness
from explainer.checking.texts import name_of, strokes_and_letters, texts_of
from explainer.checking.view import View
from explainer.zones import WIDTH, Layout, layout_of


@dataclass(frozen=True)
class SeenText:
    """A text as it is seen.

    Attributes:
        text: the mobject.
        boxes: lower left and upper right of each letter in scene units, (n, 2, 2).
    """

    text: Any
    boxes: np.ndarray

    @cached_property
    def box(self) -> np.ndarray:
        """The lower left and upper right of the whole, (2, 2)."""
        return np.array([self.boxes[:, 0].min(axis=0), self.boxes[:, 1].max(axis=0)])

    @property
    def name(self) -> str:
        """What it says, shortened."""
        return name_of(self.text)


class Frame:
    """What a scene shows now.

    What lies outside the frame only because the camera looks elsewhere is not seen.

    Attributes:
        view: where things are seen.
        texts: all text.
    """

    def __init__(self, scene: Any) -> None:
        self.scene, self.view = scene, View(scene.camera)
        seen = [SeenText(text, self.view.boxes(text)) for text in texts_of(scene)]
        self.texts = [each for each in seen if not self.view.has_left(each.text, each.box)]

    @property
    def layout(self) -> Layout:
        """The zones of a frame of this shape."""
        return self.view.layout

    @cached_property
    def behind(self) -> np.ndarray:
        """What is drawn besides letters, (height, width, 3) uint8."""
        camera = self.scene.camera
        drawn = [part for each in self.texts for part in strokes_and_letters(each.text)]
        camera.reset()
        camera.capture_mobjects(self.scene.mobjects, excluded_mobjects=drawn)
        pixels = np.array(camera.pixel_array)[..., :3]
        camera.reset()
        return pixels

    @cached_property
    def brightness(self) -> np.ndarray:
        """How bright that is; see the function of this name."""
        return brightness(self.behind)

    @property
    def background(self) -> np.ndarray:
        """The colour behind everything, (3,) from 0 to 255."""
        colour = ManimColor(self.scene.camera.background_color)
        return np.round(255 * colour.to_rgb()).astype(int)


def cut(pixels: np.ndarray, box: np.ndarray, *, inner: bool = False) -> np.ndarray:
    """Return those pixels of a picture of the frame that meet a box.

    Args:
        pixels: (height, width, ...).
        box: lower left and upper right, (2, 2), in scene units.
        inner: only those that lie wholly in it, but one at least.
    """
    density = pixels.shape[1] / WIDTH
    frame = layout_of(pixels.shape[1], pixels.shape[0]).frame
    low, high = (box - [frame.left, frame.bottom]) * density
    rise = [pixels.shape[0] - high[1], pixels.shape[0] - low[1]]  # rows are counted from the top
    ends = []
    for start, end in ((low[0], high[0]), rise):
        first = math.ceil(start) if inner else math.floor(start)
        last = max(math.floor(end), first + 1) if inner else math.ceil(end) + 1
        ends.append(slice(max(first, 0), max(last, 0)))
    return pixels[ends[1], ends[0]]
