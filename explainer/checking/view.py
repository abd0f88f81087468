"""Where a camera shows what: places and type sizes as they are seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.mobject.text.numbers import DecimalNumber
from manim.mobject.text.text_mobject import MarkupText, Paragraph, Text

from explainer.checking.texts import letters, own_box
from explainer.mobjects.text import TypesetMobject
from explainer.zones import WIDTH, Zone, layout_of

FLAT = 1e-3
"""Scene units by which text of Manim's may differ from a flat one."""
PANGO, TYPST = 72, 96
"""Manim's font sizes that make an em of one scene unit, by what sets the text; LaTeX as Typst."""


class View:
    """What a camera does to points, in units of a frame that is 14.22 wide."""

    def __init__(self, camera: Any) -> None:
        self._camera = camera
        self.layout = layout_of(camera.pixel_width, camera.pixel_height)
        turn = getattr(camera, "reset_rotation_matrix", None)
        if turn is not None:  # a camera in space turns only when it draws
            turn()
        xx, yx, xy, yy, x0, y0 = camera.get_cairo_context(camera.pixel_array).get_matrix()
        density = camera.pixel_width / WIDTH
        middle = np.array([camera.pixel_width, camera.pixel_height]) / 2
        upright = np.array([1.0, -1.0]) / density  # pixels are counted from the top
        self._turn = np.array([[xx, yx], [xy, yy]]) * upright
        self._shift = (np.array([x0, y0]) - middle) * upright

    def points(self, mobject: Any, points: np.ndarray) -> np.ndarray:
        """Return where points of a mobject, (n, 3), are seen, (n, 2)."""
        drawn = self._camera.transform_points_pre_display(mobject, points)
        return np.asarray(drawn[:, :2] @ self._turn + self._shift)

    def boxes(self, text: Any) -> np.ndarray:
        """Return lower left and upper right of each letter of a text as it is seen, (n, 2, 2)."""
        seen = [self.points(letter, letter.points) for letter in letters(text)]
        return np.array([[points.min(axis=0), points.max(axis=0)] for points in seen])

    def has_left(self, text: Any, box: np.ndarray) -> bool:
        """Return whether nothing of a text is in the frame because the camera has moved."""
        frame = self.layout.frame
        return _is_outside(box, frame) and not _is_outside(own_box(text), frame)

    def type_size(self, text: Any) -> float | None:
        """Return the em of a text in scene units as it is seen, None where it is not known.

        Manim keeps no font size of a ``Paragraph``, and with it of ``Code`` and ``Table``. That of
        its other text it takes from the height, which is right only for text that has not been
        turned.
        """
        if isinstance(text, TypesetMobject):
            start, end = self.points(text.reference, text.reference.points)[:2]
            return float(np.linalg.norm(end - start))
        if isinstance(text, Paragraph) or np.ptp(text.get_all_points()[:, 2]) > FLAT:
            return None
        by = text.submobjects[0] if isinstance(text, DecimalNumber) else text
        em = text.font_size / (PANGO if isinstance(by, (Text, MarkupText)) else TYPST)
        boxes = self.boxes(text)
        shown = boxes[:, 1].max(axis=0) - boxes[:, 0].min(axis=0)
        own = np.ptp(own_box(text), axis=0)
        return float(em * np.linalg.norm(shown) / max(float(np.linalg.norm(own)), 1e-9))


def _is_outside(box: np.ndarray, frame: Zone) -> bool:
    """Return whether nothing of a box, (2, 2), lies in the frame."""
    (left, bottom), (right, top) = box
    across = right < frame.left or left > frame.right
    return bool(across or top < frame.bottom or bottom > frame.top)
