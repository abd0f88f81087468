"""Rows of a panel beside a picture: notes, numbers under their names, and how they are spaced."""

from __future__ import annotations

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import TypesetMobject, Words, stack
from explainer.shown_text import shown
from explainer.style import PANEL, Theme
from explainer.typesetting import escape, typeset

TOP, BOTTOM = 2.35, -2.75
"""Between which ordinates the rows of the panel lie."""


def note(markup: str, theme: Theme, size: float = 0.4, colour: str = "ink") -> Words:
    """Return a paragraph as wide as the panel, its lines evenly spaced."""
    even = "#set text(top-edge: 0.75em, bottom-edge: -0.2em);#set par(leading: 0.3em)\n"
    return Words(even + markup, theme, size=size, colour=colour, width=PANEL.width)


def fitting(text: str, em: float, width: float) -> str:
    """Return plain text as it is if it is no wider than that on a line, else its beginning."""
    short, most = text, len(text)
    while most > 1 and (wide := typeset(escape(short)).width * em) > width:
        most = min(most - 1, int(most * width / wide) + 1)
        short = shown(text, most)
    return short


def name_markup(text: str, em: float) -> str:
    """Return plain text as Typst markup in which a word that is wider than the panel may break."""
    widths = {word: typeset(escape(word)).width * em for word in text.split()}
    words = [word if widths[word] <= PANEL.width else "\u200b".join(word) for word in text.split()]
    return escape(" ".join(words))


def labelled(label: str, value: VMobject, theme: Theme, colour: str = "muted") -> VGroup:
    """Return a value under its label, both flush left."""
    words = Words(label, theme, size=0.32, colour=colour).fit_width(PANEL.width)
    words.shift((-words.get_left()[0], -words.get_bottom()[1], 0))
    if isinstance(value, TypesetMobject):
        value.fit_width(PANEL.width)
    value.shift((-value.get_left()[0], -0.14 - value.get_top()[1], 0))
    return VGroup(words, value)


def arrange(*rows: VMobject, least: float = 0.12, most: float = 0.6) -> list[VMobject]:
    """Set rows below each other in the panel, as far apart as fills it, up to ``most``."""
    stack(*rows, zone=PANEL, top=TOP, gap=0.0)
    spare = float(rows[-1].get_bottom()[1]) - BOTTOM
    gap = min(max(spare / max(len(rows) - 1, 1), least), most)
    stack(*rows, zone=PANEL, top=TOP, gap=gap)
    return list(rows)
