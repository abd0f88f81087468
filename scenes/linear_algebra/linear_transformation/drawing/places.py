"""Where in a frame, of whatever shape, what stands."""

from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.style import Zone
from explainer.zones import Layout


class Places:
    """The zones of this film.

    Args:
        layout: of the frame.

    Attributes:
        words: where names and numbers of the axes may stand.
        room: where the tips of arrows may lie: clear of the heading and of formulas.
        near: where they may lie while there is only the vector.
        beside: where formulas stand.
        wide: where they do while nothing else goes so far to the right.
        seen: where areas may be written.
        formula: boxes that formulas take there, each by its middle and its size.
        kept: points, (n, 2), about which formulas may stand, clear of the ways of points.
    """

    def __init__(self, layout: Layout) -> None:
        self.words, self.beside, self.wide = layout.open, layout.aside, layout.aside
        self.formula, self.kept = np.zeros((0, 2, 2)), np.zeros((0, 2))
        aside = 0.7
        if layout.is_wide:
            top = layout.height(2.3)
            self.words, aside = replace(layout.open, right=2.95), 1.85
            self.beside = replace(layout.aside, left=3.2, top=top)
            self.wide = replace(self.beside, left=2.1)
            self.formula = np.array([[(4.7, top - 1.1), (3.6, 3.0)]])
            across, down = np.arange(1.9, 3.5, 0.3), top - 2.5 + np.arange(0, 2.8, 0.3)
            self.kept = np.array([(x, y) for x in across for y in down])
            self.seen = Rectangle(layout.safe.left, layout.safe.right, layout.body.bottom, top)
        else:
            self.seen = _rectangle(self.words.within(0, 0, 0, 0.2))
        self.room = _rectangle(self.words.within(0.5, 0.5, 0.55, 0.45))
        self.near = _rectangle(self.words.within(0.7, aside, 0.6, 0.5))


def _rectangle(zone: Zone) -> Rectangle:
    return Rectangle(*astuple(zone))
