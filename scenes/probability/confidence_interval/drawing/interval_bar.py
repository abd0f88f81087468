"""An interval as a bar with caps at its ends, its middle, and its name."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.dots import Dots
from explainer.mobjects.shapes import Segments
from explainer.mobjects.text import Words
from explainer.mobjects.value_axis import ValueAxis
from explainer.style import Theme

CAP = 0.13


class IntervalBar(VGroup):
    """A bar above an axis of values.

    Args:
        axes: the axis.
        role: of its colour.
        theme: for colours and stroke widths.
        name: Typst markup above the bar.
    """

    def __init__(self, axes: ValueAxis, role: str, theme: Theme, name: str) -> None:
        self.axes = axes
        colour = theme.colour(role)
        self.bar = Segments(colour, width=theme.strokes.heavy)
        self.middle = Dots(colour, 0.09)
        self.label = Words(name, theme, size="small", colour=role).with_halo(theme)
        self.label.set_z_index(1)  # what crosses it does not cross it out
        self.y = 0.0
        super().__init__(self.bar, self.middle)

    def set_interval(
        self, low: float, high: float, y: float, middle: float | None = None, t: float = 1.0
    ) -> Self:
        """Draw from ``low`` to ``high`` at the ordinate y, grown from its middle to a share t.

        Args:
            low: lower end, a value.
            high: upper end, a value.
            y: ordinate in the frame.
            middle: the value at which a dot is drawn; none when None.
            t: from 0 to 1.
        """
        centre = (low + high) / 2 if middle is None else middle
        ends = self.axes.across(
            np.array([centre + (low - centre) * t, centre + (high - centre) * t])
        )
        left, right = np.clip(ends, self.axes.zone.left, self.axes.zone.right)
        segments = [[[left, y], [right, y]]]
        segments += [[[x, y - CAP], [x, y + CAP]] for x in (left, right)]
        self.bar.set_segments(np.array(segments))
        shown = [] if middle is None else [[float(self.axes.across(middle)), y]]
        self.middle.set_dots(np.array(shown).reshape(-1, 2))
        self.y = y
        zone = self.axes.zone
        half = self.label.advance / 2
        x = min(max((left + right) / 2, zone.left + half), zone.right - half)
        self.label.place((x, y + 0.2), "centre")
        return self
