"""Whether text can be read: inside the safe area, apart, large and clear enough."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from explainer.checking.fault import Fault, zone
from explainer.checking.frame import Frame, SeenText, cut
from explainer.checking.texts import letters
from explainer.checking.view import View
from explainer.mobjects.text import TypesetMobject
from explainer.style import contrast_ratio

LEAST_CONTRAST = 4.5
"""Of text with what is behind it."""
TOLERANCE = 0.15
"""By how much contrast may be less: what is behind a text is rarely of one colour."""
SLACK = 0.015
"""Scene units by which outlines may touch: a third of a pixel at 480p."""


def outside(frame: Frame) -> list[Fault]:
    """Return a fault for each text that leaves the safe area."""
    found, safe = [], frame.layout.safe
    for each in frame.texts:
        (left, bottom), (right, top) = each.box
        over = {
            "at the left": safe.left - left,
            "at the right": right - safe.right,
            "at the bottom": safe.bottom - bottom,
            "at the top": top - safe.top,
        }
        sides = [f"{most:.2f} units {side}" for side, most in over.items() if most > SLACK]
        if sides:
            words = f"{each.name} is outside the safe area by {', '.join(sides)}"
            found.append(Fault("outside", words, zone(*each.box), (each.text,)))
    return found


def small(frame: Frame) -> list[Fault]:
    """Return a fault for each text whose type is too small."""
    found, smallest, height = [], frame.layout.smallest_text, frame.layout.frame.height
    for each in frame.texts:
        em = frame.view.type_size(each.text)
        if em is None or em >= smallest - 1e-6 or _is_large(each.text, frame.view):
            continue
        share = f"1/{height / max(em, 1e-3):.3g}"
        least = f"1/{height / smallest:.0f}"
        words = f"{each.name} is too small: {share} of the frame's height, less than {least}"
        found.append(Fault("small", words, zone(*each.box), (each.text,)))
    return found


def overlapping(frame: Frame) -> list[Fault]:
    """Return a fault for each two texts that overlap."""
    found = []
    for one, other in combinations(frame.texts, 2):
        low, high = np.maximum(one.box[0], other.box[0]), np.minimum(one.box[1], other.box[1])
        if (high - low > SLACK).all():
            words = f"{one.name} and {other.name} overlap"
            found.append(Fault("overlap", words, zone(low, high), (one.text, other.text)))
    return found


def faint(frame: Frame) -> list[Fault]:
    """Return a fault for each text whose contrast with what is behind it is too low."""
    found = []
    for each in frame.texts:
        patch = cut(frame.behind, each.box)
        if patch.size and (ratio := _contrast(each, patch)) < LEAST_CONTRAST - TOLERANCE:
            words = (
                f"{each.name} is too faint: its contrast with what is behind it is "
                f"{ratio:.1f}:1, less than {LEAST_CONTRAST}:1"
            )
            found.append(Fault("faint", words, zone(*each.box), (each.text,)))
    return found


def _is_large(text: Any, view: View) -> bool:
    """Return whether the letters of a text of Manim's are larger than in any small type.

    Its font size comes from the height of the whole text, and so is wrong for one that has been
    turned, or that has become another by ``Transform``. Most letters are narrower than an em.
    """
    if isinstance(text, TypesetMobject):
        return False
    sizes = np.ptp(view.boxes(text), axis=1).max(axis=1)
    return bool(np.median(sizes) > view.layout.smallest_text)


def _contrast(each: SeenText, patch: np.ndarray) -> float:
    """Return the contrast of the first letter that is too faint, or else of the last."""
    ground, ratio = _most_common(patch.reshape(-1, 3)), np.inf
    for letter in letters(each.text):
        if letter.get_stroke_width(background=True):  # a halo keeps the rest away
            ground = _channels(letter.get_stroke_color(background=True).to_hex())
        opacity = letter.get_fill_opacity()
        drawn = opacity * _channels(letter.get_fill_color().to_hex()) + (1 - opacity) * ground
        ratio = contrast_ratio(_code(drawn), _code(ground))
        if ratio < LEAST_CONTRAST - TOLERANCE:
            break
    return ratio


def _most_common(pixels: np.ndarray) -> np.ndarray:
    """Return the mean of those of (n, 3) pixels that have the most common shade, (3,)."""
    # Each colour as one number: rows would take a sort by columns, most of this check's time.
    shades = (pixels // 16).astype(int) @ [256, 16, 1]
    return np.asarray(pixels[shades == np.bincount(shades).argmax()].mean(axis=0))


def _channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def _code(colour: np.ndarray) -> str:
    return "#" + "".join(f"{round(value):02X}" for value in np.clip(colour, 0, 255))
