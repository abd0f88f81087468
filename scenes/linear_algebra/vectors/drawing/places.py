"""Where in a frame, of whatever shape, what stands."""

from __future__ import annotations

from dataclasses import astuple, replace

from explainer.geometry.plane import Rectangle
from explainer.zones import Layout, Zone

WIDTHS = {"scale": 3.7, "combine": 3.6, "turn": 4.9}
"""How wide formulas are where they have a corner, since a line crosses the picture."""


class Places:
    """The zones of this film.

    Args:
        layout: of the frame.

    Attributes:
        narrow, beside, wide: where tips of arrows may lie: beside broad formulas, beside others,
            and where those have a corner, or are below.
        around: where a whole turn may lie, with names about it.
        veil: what lies between the picture and formulas that stand below it.
        words, all_words: where names may stand beside formulas, and in the last case.
        units: how many frame units a step takes at most.
        countable: between these scales the squares of the grid can be counted; else the axes have
            numbers.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout, self.units, self.countable = layout, 2.3, (0.7, 2.4)
        self.below = replace(layout.aside, top=layout.body.bottom + 2.5 * layout.type_scale)
        self.veil = replace(layout.aside_veil, top=self.below.top + 0.7)
        words = replace(layout.open, bottom=self.below.top + 0.6)
        if layout.is_wide:
            safe = replace(layout.safe, bottom=layout.body.bottom, top=layout.height(2.45))
            self.words, self.all_words = replace(safe, right=2.3), safe
            low, high, larger = layout.height(-2.85), layout.height(1.95), layout.type_scale - 1
            ends = 0.8, 1.8, 5.6
            self.narrow, self.beside, self.wide = (Rectangle(-5.8, x, low, high) for x in ends)
            self.around = Rectangle(-5.8 + 11 * larger, 1.8, low, high)
        else:
            self.units, self.countable = 3.4, (0.7, 3.5)
            self.words = self.all_words = words
            self.beside = self.wide = Rectangle(*astuple(words.within(0.7, 0.7, 0.6, 0.6)))
            self.narrow = Rectangle(*astuple(words.within(0.7, 2.6, 0.5, 0.2)))
            self.around = Rectangle(*astuple(words.within(1.9, 0.7, 0.6, 0.3)))

    def rows(self, step: str) -> Zone:
        """Return where formulas stand in a step."""
        layout = self.layout
        if not layout.is_wide:
            return replace(self.below, bottom=2 * self.below.bottom)  # as a column, at first
        right, bottom = layout.safe.right, layout.body.bottom
        return Zone(right - WIDTHS.get(step, 3.9), right - 0.1, bottom, layout.height(2.3))
