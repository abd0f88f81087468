"""Knobs: a track with a handle, the symbol of the parameter, and its value, which runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Dot, Segments
from explainer.mobjects.text import Words
from explainer.numbers import decimals_needed
from explainer.style import Theme, Zone

HANDLE = 0.15


class Knob(VGroup):
    """A parameter on a track between the least and the largest of its stops.

    Args:
        symbol: Typst mathematics.
        word: what it is, a few words.
        stops: the values that it takes; one value means that it stands still.
        role: colour of symbol, handle and value.
        whole: show whole numbers only.
        zone: the width of the knob, and its top.
        theme: for the rest.
    """

    def __init__(
        self,
        symbol: str,
        word: str,
        stops: Sequence[float],
        role: str,
        whole: bool,
        zone: Zone,
        theme: Theme,
    ) -> None:
        self.low, self.high, self.whole, self.zone = min(stops), max(stops), whole, zone
        colour = theme.colour(role)
        self.y = zone.top - 0.62
        held = "" if self.high > self.low else ", held"
        name = Words(
            f'$part("{role}", {symbol})$ #part("word")[{word}{held}]',
            theme,
            size=0.34,
            colours={"word": "muted"},
        )
        name.place((zone.left, zone.top - 0.28))
        places = 0 if whole else max(2, decimals_needed(stops, 3))
        self.value = LiveNumber(stops[0], theme, decimals=places, size=0.42, colour=role)
        self.value.place((zone.right, zone.top - 0.3), "right")
        widest = max(self.value.set_value(stop).advance for stop in stops)
        room = zone.width - widest - 0.2
        name.fit_width(room)
        track = Segments(theme.faint, width=theme.strokes.bold)
        track.set_segments(
            np.array([[[zone.left + HANDLE, self.y], [zone.right - HANDLE, self.y]]])
        )
        marks = Segments(theme.faint, width=theme.strokes.thin)
        spots = [[[x, self.y - 0.13], [x, self.y + 0.13]] for x in map(self.x, sorted(set(stops)))]
        marks.set_segments(np.array(spots))
        self.handle = Dot(colour, HANDLE, rim=theme.background)
        super().__init__(name, track, marks, self.handle, self.value)
        self.set_value(stops[0])

    def x(self, value: float) -> float:
        """Return where a value lies on the track."""
        left, right = self.zone.left + HANDLE, self.zone.right - HANDLE
        if self.high == self.low:
            return (left + right) / 2
        return left + (value - self.low) / (self.high - self.low) * (right - left)

    def set_value(self, value: float) -> Self:
        """Turn to a value."""
        self.handle.set_centre(np.array([self.x(value), self.y]))
        self.value.set_value(np.floor(value + 0.5) if self.whole else value, passing=True)
        return self
