"""A frame taken apart: its text as it is seen, and what lies behind that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from explainer.checking.texts import letters, name_of, texts_of
from explainer.checking.view import View
from explainer.style import FRAME


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

    @cached_property
    def behind(self) -> np.ndarray:
        """What is drawn besides letters, (height, width, 3) uint8."""
        camera = self.scene.camera
        drawn = [letter for each in self.texts for letter in letters(each.text)]
        camera.reset()
        camera.capture_mobjects(self.scene.mobjects, excluded_mobjects=drawn)
        pixels = np.array(camera.pixel_array)[..., :3]
        camera.reset()
        return pixels


def cut(pixels: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Return those pixels of a picture of the frame that meet a box, (2, 2), in scene units."""
    density = pixels.shape[1] / FRAME.width
    (low, high), corner = box, np.array([FRAME.right, FRAME.top])
    left, top = ((np.array([low[0], -high[1]]) + corner) * density).astype(int)
    right, bottom = np.ceil((np.array([high[0], -low[1]]) + corner) * density).astype(int)
    return pixels[max(top, 0) : max(bottom + 1, 0), max(left, 0) : max(right + 1, 0)]
