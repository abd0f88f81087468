"""The text of a scene, ours and Manim's: each as a whole, its letters and its words."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim.mobject.geometry.shape_matchers import SurroundingRectangle
from manim.mobject.text.numbers import DecimalNumber
from manim.mobject.text.tex_mobject import SingleStringMathTex
from manim.mobject.text.text_mobject import MarkupText, Paragraph, Text
from manim.mobject.text.typst_mobject import Typst

from explainer.messages import shorten
from explainer.mobjects.text import TypesetMobject

VISIBLE = 0.05
"""The opacity above which a letter is seen."""

_OF_MANIM = (Text, MarkupText, Paragraph, SingleStringMathTex, Typst, DecimalNumber)


def texts_of(scene: Any) -> list[Any]:
    """Return all text that can be seen now, ours and Manim's, each as the whole that it is.

    A picture of letters (an ``SVGMobject``, an ``ImageMobject``) is not known as text.
    """
    members = scene.get_mobject_family_members()
    texts = [member for member in members if isinstance(member, (TypesetMobject, *_OF_MANIM))]
    inner = {id(part) for text in texts for part in text.get_family()[1:]}
    return [text for text in texts if id(text) not in inner and letters(text)]


def letters(text: Any) -> list[Any]:
    """Return what is drawn of a text, without what keeps its baseline and what lies behind it."""
    reference = getattr(text, "reference", None)
    return [
        child
        for child in strokes_and_letters(text)
        if child is not reference and child.get_fill_opacity() > VISIBLE
    ]


def strokes_and_letters(text: Any) -> list[Any]:
    """Return all of a text with points, such as the lines of its roots, but what lies behind it."""
    family = text.family_members_with_points()
    return [child for child in family if not isinstance(child, SurroundingRectangle)]


def own_box(text: Any) -> np.ndarray:
    """Return the lower left and upper right of a text where it is, not where it is seen, (2, 2)."""
    points = np.concatenate([letter.points[:, :2] for letter in letters(text)])
    return np.array([points.min(axis=0), points.max(axis=0)])


def name_of(text: Any) -> str:
    """Return what a text says, shortened; its kind where Manim does not keep that."""
    said = said_by(text)
    return f"text '{shorten(said, 60)}'" if said is not None else type(text).__name__


def said_by(text: Any) -> str | None:
    """Return what a text says, as it was written; None where Manim does not keep that."""
    said: Any = None
    if isinstance(text, DecimalNumber):
        said = f"{text.number:.{text.num_decimal_places}f}"
    for where in ("markup", "original_text", "text", "tex_string", "typst_code"):
        said = getattr(text, where, None) if said is None else said
    return None if said is None else str(said)
