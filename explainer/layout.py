"""What is wrong with the text of a frame: outside, overlapping, too small, too faint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
from manim.mobject.geometry.shape_matchers import SurroundingRectangle
from manim.mobject.text.numbers import DecimalNumber
from manim.mobject.text.tex_mobject import SingleStringMathTex
from manim.mobject.text.text_mobject import MarkupText, Paragraph, Text
from manim.mobject.text.typst_mobject import Typst

from explainer.messages import shorten
from explainer.mobjects.text import TypesetMobject
from explainer.style import FRAME, SAFE, SMALLEST_TEXT, Zone, contrast_ratio

LEAST_CONTRAST = 4.5
"""Of text with what is behind it."""
TOLERANCE = 0.15
"""By how much contrast may be less: what is behind a text is rarely of one colour."""
SLACK = 0.015
"""Scene units by which outlines may touch: a third of a pixel at 480p."""
VISIBLE = 0.05
"""The opacity above which a letter is seen."""

FLAT = 1e-3
"""Scene units by which text of Manim's may differ from a flat one."""
PANGO, TYPST = 72, 96
"""Manim's font sizes that make an em of one scene unit, by what sets the text; LaTeX as Typst."""
_OF_MANIM = (Text, MarkupText, Paragraph, SingleStringMathTex, Typst, DecimalNumber)

Kind = Literal["outside", "small", "overlap", "faint"]


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with the text of a frame.

    Attributes:
        kind: what is wrong.
        words: the same in plain words, with the text that it is about.
        box: the place, in scene units of a frame whose camera stands still.
    """

    kind: Kind
    words: str
    box: Zone

    def __str__(self) -> str:
        return self.words


def texts_of(scene: Any) -> list[Any]:
    """Return all text that can be seen now, ours and Manim's, each as the whole that it is.

    A picture of letters (an ``SVGMobject``, an ``ImageMobject``) is not known as text.
    """
    members = scene.get_mobject_family_members()
    texts = [member for member in members if isinstance(member, (TypesetMobject, *_OF_MANIM))]
    inner = {id(part) for text in texts for part in text.get_family()[1:]}
    return [text for text in texts if id(text) not in inner and _letters(text)]


def type_size(scene: Any, text: Any) -> float | None:
    """Return the em of a text in scene units as it is seen, None where it is not known.

    Manim keeps no font size of a ``Paragraph``, and with it of ``Code`` and ``Table``. That of its
    other text it takes from the height, which is right only for text that has not been turned.
    """
    return _View(scene.camera).type_size(text)


def faults(scene: Any) -> list[Fault]:
    """Return all that is wrong with the text that a scene shows now.

    What lies outside the frame only because the camera looks elsewhere is not seen, so not wrong.
    """
    view = _View(scene.camera)
    seen = [(text, view.box(text)) for text in texts_of(scene)]
    seen = [(text, box) for text, box in seen if not view.has_left(text, box)]
    found = [fault for text, box in seen for fault in _alone(text, box, view)]
    for (one, first), (other, second) in combinations(seen, 2):
        low, high = np.maximum(first[0], second[0]), np.minimum(first[1], second[1])
        if (high - low > SLACK).all():
            found.append(
                Fault("overlap", f"{_name(one)} and {_name(other)} overlap", _zone(low, high))
            )
    return found + _faint(scene, seen)


class _View:
    """Where a camera shows what, in units of a frame that is 14.22 wide and 8 high."""

    def __init__(self, camera: Any) -> None:
        self._camera = camera
        turn = getattr(camera, "reset_rotation_matrix", None)
        if turn is not None:  # a camera in space turns only when it draws
            turn()
        xx, yx, xy, yy, x0, y0 = camera.get_cairo_context(camera.pixel_array).get_matrix()
        density = camera.pixel_width / FRAME.width
        middle = np.array([camera.pixel_width, camera.pixel_height]) / 2
        upright = np.array([1.0, -1.0]) / density  # pixels are counted from the top
        self._turn = np.array([[xx, yx], [xy, yy]]) * upright
        self._shift = (np.array([x0, y0]) - middle) * upright

    def points(self, mobject: Any, points: np.ndarray) -> np.ndarray:
        """Return where points of a mobject, (n, 3), are seen, (n, 2)."""
        drawn = self._camera.transform_points_pre_display(mobject, points)
        return np.asarray(drawn[:, :2] @ self._turn + self._shift)

    def box(self, text: Any) -> np.ndarray:
        """Return the lower left and upper right of what is seen of a text, (2, 2)."""
        shown = np.concatenate([self.points(each, each.points) for each in _letters(text)])
        return np.array([shown.min(axis=0), shown.max(axis=0)])

    def has_left(self, text: Any, box: np.ndarray) -> bool:
        """Return whether nothing of a text is in the frame because the camera has moved."""
        return _is_outside(box) and not _is_outside(_own_box(text))

    def type_size(self, text: Any) -> float | None:
        """See the function of that name."""
        if isinstance(text, TypesetMobject):
            start, end = self.points(text.reference, text.reference.points)[:2]
            return float(np.linalg.norm(end - start))
        if isinstance(text, Paragraph) or np.ptp(text.get_all_points()[:, 2]) > FLAT:
            return None
        by = text.submobjects[0] if isinstance(text, DecimalNumber) else text
        em = text.font_size / (PANGO if isinstance(by, (Text, MarkupText)) else TYPST)
        own, shown = np.ptp(_own_box(text), axis=0), np.ptp(self.box(text), axis=0)
        return float(em * np.linalg.norm(shown) / max(float(np.linalg.norm(own)), 1e-9))


def _alone(text: Any, box: np.ndarray, view: _View) -> list[Fault]:
    """Return what is wrong with a text wherever the others are."""
    found = []
    over = {
        "at the left": SAFE.left - box[0, 0],
        "at the right": box[1, 0] - SAFE.right,
        "at the bottom": SAFE.bottom - box[0, 1],
        "at the top": box[1, 1] - SAFE.top,
    }
    sides = [f"{most:.2f} units {side}" for side, most in over.items() if most > SLACK]
    if sides:
        words = f"{_name(text)} is outside the safe area by {', '.join(sides)}"
        found.append(Fault("outside", words, _zone(*box)))
    em = view.type_size(text)
    if em is not None and em < SMALLEST_TEXT - 1e-6 and not _is_large(text, view):
        share = f"1/{FRAME.height / max(em, 1e-3):.3g}"
        least = f"1/{FRAME.height / SMALLEST_TEXT:.0f}"
        words = f"{_name(text)} is too small: {share} of the frame's height, less than {least}"
        found.append(Fault("small", words, _zone(*box)))
    return found


def _is_large(text: Any, view: _View) -> bool:
    """Return whether the letters of a text of Manim's are larger than in any small type.

    Its font size comes from the height of the whole text, and so is wrong for one that has been
    turned, or that has become another by ``Transform``. Most letters are narrower than an em.
    """
    if isinstance(text, TypesetMobject):
        return False
    sizes = [np.ptp(view.points(each, each.points), axis=0).max() for each in _letters(text)]
    return bool(np.median(sizes) > SMALLEST_TEXT)


def _faint(scene: Any, seen: Sequence[tuple[Any, np.ndarray]]) -> list[Fault]:
    """Return a fault for each text whose contrast with what is behind it is too low."""
    if not seen:
        return []
    camera = scene.camera
    letters = [letter for text, _ in seen for letter in _letters(text)]
    camera.reset()
    camera.capture_mobjects(scene.mobjects, excluded_mobjects=letters)
    behind = np.array(camera.pixel_array)[..., :3]
    camera.reset()
    density = camera.pixel_width / FRAME.width
    corner = np.array([FRAME.right, FRAME.top])
    found = []
    for text, (low, high) in seen:
        left, top = ((np.array([low[0], -high[1]]) + corner) * density).astype(int)
        right, bottom = np.ceil((np.array([high[0], -low[1]]) + corner) * density).astype(int)
        patch = behind[max(top, 0) : max(bottom + 1, 0), max(left, 0) : max(right + 1, 0)]
        if not patch.size:
            continue
        ground = _most_common(patch.reshape(-1, 3))
        for letter in _letters(text):
            if letter.get_stroke_width(background=True):  # a halo keeps the rest away
                ground = _channels(letter.get_stroke_color(background=True).to_hex())
            opacity = letter.get_fill_opacity()
            drawn = opacity * _channels(letter.get_fill_color().to_hex()) + (1 - opacity) * ground
            ratio = contrast_ratio(_code(drawn), _code(ground))
            if ratio < LEAST_CONTRAST - TOLERANCE:
                words = (
                    f"{_name(text)} is too faint: its contrast with what is behind it is "
                    f"{ratio:.1f}:1, less than {LEAST_CONTRAST}:1"
                )
                found.append(Fault("faint", words, _zone(low, high)))
                break
    return found


def _most_common(pixels: np.ndarray) -> np.ndarray:
    """Return the mean of those of (n, 3) pixels that have the most common shade, (3,)."""
    # Each colour as one number: rows would take a sort by columns, most of this check's time.
    shades = (pixels // 16).astype(int) @ [256, 16, 1]
    return np.asarray(pixels[shades == np.bincount(shades).argmax()].mean(axis=0))


def _letters(text: Any) -> list[Any]:
    """Return what is drawn of a text, without what keeps its baseline and what lies behind it."""
    reference = getattr(text, "reference", None)
    return [
        child
        for child in text.family_members_with_points()
        if child is not reference
        and not isinstance(child, SurroundingRectangle)
        and child.get_fill_opacity() > VISIBLE
    ]


def _own_box(text: Any) -> np.ndarray:
    """Return the lower left and upper right of a text where it is, not where it is seen, (2, 2)."""
    points = np.concatenate([letter.points[:, :2] for letter in _letters(text)])
    return np.array([points.min(axis=0), points.max(axis=0)])


def _is_outside(box: np.ndarray) -> bool:
    """Return whether nothing of a box, (2, 2), lies in the frame."""
    (left, bottom), (right, top) = box
    across = right < FRAME.left or left > FRAME.right
    return bool(across or top < FRAME.bottom or bottom > FRAME.top)


def _name(text: Any) -> str:
    """Return what a text says, shortened; its kind where Manim does not keep that."""
    said: Any = None
    if isinstance(text, DecimalNumber):
        said = f"{text.number:.{text.num_decimal_places}f}"
    for where in ("markup", "original_text", "text", "tex_string", "typst_code"):
        said = getattr(text, where, None) if said is None else said
    return f"text '{shorten(str(said), 60)}'" if said is not None else type(text).__name__


def _zone(low: np.ndarray, high: np.ndarray) -> Zone:
    return Zone(float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def _code(colour: np.ndarray) -> str:
    return "#" + "".join(f"{round(value):02X}" for value in np.clip(colour, 0, 255))
