"""Where in a frame the surface stands, and what is written beside or below it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.style import Zone
from explainer.zones import Layout


class Places:
    """Where in a frame what stands.

    Attributes:
        space, names: the surface, and names on it.
        rest: what is kept free for what is written beside or below the surface.
        foot: the lowest place of the names of the axes.
        near, aim: how many times larger all is from near, and where the first point is then.
        lines: of the formulas, each with its left end.
        rows, bars, under: the numbers of the curvatures, their bars, and the names below those.
        half, width: half the width of a bar, and the width of what is written.
        scale: of formulas and numbers.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout, self.scale = layout, layout.type_scale
        if layout.is_wide:
            left, fit, y = 2.95, layout.fit, layout.height
            self.space = fit(Zone(-6.2, 3.2, -4.4, 3.6))
            self.names = fit(Zone(-6.3, 2.3, -3.4, 2.4))
            self.rest = Rectangle(2.3, layout.frame.right, layout.frame.bottom, layout.frame.top)
            self.foot = layout.safe.bottom
            self.near, self.aim = 1.42, np.array([-2.8, y(0.25)])
            self.lines = [(left, y(each)) for each in (1.8, 1.05, 0.25, -1.2, -2.75)]
            self.rows = [(left, y(each)) for each in (2.0, 1.3, 0.6)]
            self.bars, self.under = fit(Zone(3.0, 5.95, -2.75, 0.2)), y(-3.3)
            self.half, self.width = 0.36, 6.4 - left
        else:
            panel, low = layout.panel, layout.panel.bottom
            grown = max(1.0, min(1.25, panel.height / 4.1))
            left, middle, top = panel.left, 0.6, low + 3.8 * grown
            self.scale *= grown
            # The surface ends well inside its zone, but for the nearest corner of its floor.
            self.space = Zone(-6.75, 6.75, top - 0.9, layout.picture.top + 1.1)
            self.names = Zone(left, panel.right, top + 0.3, layout.heading.bottom - 0.7)
            self.rest = Rectangle(-99.0, 99.0, -99.0, top)
            self.foot = top
            upper = self.names.bottom + 0.7 * self.names.height
            self.near, self.aim = 1.05 if grown == 1 else 1.4, np.array([-2.5, upper])
            self.lines = [(left, low + grown * each) for each in (2.9, 1.9, 0.8)]
            self.lines += [(middle - 0.4, low + grown * each) for each in (2.5, 0.5)]
            self.rows = [(left, low + grown * each) for each in (2.7, 1.6, 0.5)]
            self.bars = Zone(middle, panel.right - 0.7, low + 0.9 * grown, top - 0.5)
            self.under, self.half, self.width = low, 0.6, middle - left - 0.8

    def labels(self, count: int) -> list[Zone]:
        """Return where labels of so many shapes stand, and at their tops where lines leave them."""
        if self.layout.is_wide:
            top, bottom = self.layout.height(2.5), self.layout.height(-3.1)
            pitch, left = min(1.9 * self.scale, (top - bottom) / count), self.lines[0][0]
            ys = (top + bottom) / 2 + pitch * ((count - 1) / 2 - np.arange(count))
            return [Zone(left, left + self.width, y, y + 0.4) for y in map(float, ys)]
        panel, y = self.layout.panel, self.lines[3][1]
        ends = np.linspace(panel.left, panel.right, count + 1).tolist()
        return [Zone(left, right - 0.3, y - 0.4, y + 0.8) for left, right in pairwise(ends)]
