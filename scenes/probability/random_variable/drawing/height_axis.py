"""A vertical axis of heights whose place can change, in powers of ten that keep it short."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.axes import Tick, ticks
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Segments
from explainer.mobjects.text import Words
from explainer.numbers import shortest
from explainer.style import Theme, Zone

GAP = 0.72
"""The least distance between neighbouring numbers."""
MOST = 8
SHORT = (-2, 4)
"""Heights from and to these powers of ten are written as they are."""


class HeightAxis(VGroup):
    """Numbers at the left of a plot, with a faint line across it for each, and a name above.

    Args:
        zone: the plot; its left and right end stay where they are.
        theme: for colours and type sizes.
        name: Typst markup of what is measured.
        top: the largest value, which says in what power of ten it is measured.
        colour: the role of the name.
        whole: number whole values only.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        name: str,
        top: float,
        *,
        colour: str = "muted",
        whole: bool = False,
    ) -> None:
        self.zone, self.whole = zone, whole
        power = math.floor(math.log10(top)) if top > 0 and math.isfinite(top) else 0
        self.power = 0 if SHORT[0] <= power < SHORT[1] else power
        markup = f"{name}, in $10^({self.power})$" if self.power else name
        self.line = Segments(theme.axis, width=theme.strokes.thin)
        self.grid = Segments(theme.ghost, width=theme.strokes.hair)
        self.title = Words(markup, theme, size="small", colour=colour).with_halo(theme, 6)
        self.title.set_z_index(6)
        self.numbers = [
            LiveNumber(0, theme, size="small", colour="muted", anchor="right") for _ in range(MOST)
        ]
        super().__init__(self.grid, self.line, *self.numbers, self.title)
        self.set_heights(zone.bottom, zone.height, top)

    def set_heights(self, ground: float, height: float, top: float) -> Self:
        """Show values from 0 to ``top`` from the ordinate ``ground`` upwards over ``height``."""
        scale = 10.0**self.power
        across = ticks(0, top / scale, height, GAP)
        if self.whole:
            found = [tick for tick in across if tick.strength >= 0.5]
            marks = [Tick(t.value, 1.0) for t in found if t.value == round(t.value)]
        else:
            marks = across
        places = [ground + tick.value * scale / top * height for tick in marks]
        texts = [shortest(tick.value, 4) for tick in marks]
        return self._show(ground, height, places, texts, [tick.strength for tick in marks])

    def set_marks(self, ground: float, height: float, marks: Sequence[tuple[float, str]]) -> Self:
        """Show texts at shares of the height."""
        places = [ground + share * height for share, _ in marks]
        return self._show(ground, height, places, [text for _, text in marks], [1.0] * len(marks))

    def _show(
        self,
        ground: float,
        height: float,
        places: list[float],
        texts: list[str],
        strengths: list[float],
    ) -> Self:
        left, right = self.zone.left, self.zone.right
        self.line.set_segments(np.array([[[left, ground], [left, ground + height]]]))
        lines = [[[left, y], [right, y]] for y in places if y > ground + 1e-6]
        self.grid.set_segments(np.array(lines).reshape(-1, 2, 2))
        for index, number in enumerate(self.numbers):
            if index >= len(places):
                number.shape.points = np.zeros((0, 3))
                continue
            number.set_text(texts[index])
            number.place((left - 0.14, places[index] - 0.09), "right")
            number.shape.set_fill(opacity=strengths[index])
        self.title.place((left - 0.85, ground + height + 0.2))
        return self
