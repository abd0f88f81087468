"""Coins, a strip of the latest tosses, and a tally that runs."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.live_numbers import LiveNumber, look
from explainer.mobjects.shapes import VGroup, disc
from explainer.mobjects.text import Words
from explainer.numbers import grouped
from explainer.scenes.probability.posterior_update.story import Timetable
from explainer.style import Theme, Zone


class Coin(VGroup):
    """A coin that shows H or T; heads are filled, tails are hollow, and each has its letter."""

    def __init__(self, theme: Theme, radius: float) -> None:
        self.theme, self.radius = theme, radius
        self.disc = VMobject(stroke_width=theme.strokes.regular, fill_opacity=1)
        self.letter = LiveNumber(0, theme, size=1.15 * radius, anchor="centre")
        self.heads = True
        self._shown: tuple[object, ...] = ()
        self._seen: list[bytes] = []
        super().__init__(self.disc, self.letter)
        self.show(True, np.zeros(2))

    def show(
        self, heads: bool, centre: np.ndarray, opacity: float = 1.0, turn: float = 0.0
    ) -> Self:
        """Show a side at ``centre``; ``turn`` counts the half turns still to go until it does."""
        shown = (heads, *np.asarray(centre)[:2].tolist(), opacity, turn)
        if shown == self._shown and look(self.disc, self.letter.shape) == self._seen:
            return self
        theme = self.theme
        squash = abs(math.cos(math.pi * turn))
        side = heads if round(turn) % 2 == 0 else not heads
        self.heads = side
        colour = theme.heads if side else theme.tails
        self.disc.points = disc(centre, self.radius * max(squash, 0.02), self.radius)
        self.disc.set_fill(colour if side else theme.box, opacity=opacity)
        self.disc.set_stroke(colour, opacity=opacity)
        letter = self.letter
        letter.set_text("H" if side else "T")
        letter.place((centre[0], centre[1] - 0.33 * letter.em), "centre")
        letter.shape.points = (letter.shape.points - [centre[0], 0, 0]) * [squash, 1, 1]
        letter.shape.points += np.array([centre[0], 0, 0])
        letter.set_ink(theme.background if side else theme.ink)
        letter.shape.set_fill(opacity=opacity if squash > 0.1 else 0)
        self._shown, self._seen = shown, look(self.disc, letter.shape)
        return self


class CoinStrip(VGroup):
    """The latest tosses in a row: each comes in at the right and pushes the others on.

    Args:
        timetable: the tosses.
        theme: for colours.
        zone: whose width the row fills, and in whose middle height it lies.
        radius: of a coin.
    """

    def __init__(self, timetable: Timetable, theme: Theme, zone: Zone, radius: float) -> None:
        self.timetable, self.zone = timetable, zone
        self.pitch = 2.35 * radius
        self.room = self.room_for(radius, zone.width)
        self.coins = [Coin(theme, radius) for _ in range(self.room + 2)]
        super().__init__(*self.coins)
        self.set_fallen(0.0)

    @staticmethod
    def room_for(radius: float, width: float) -> int:
        """Return how many coins of a radius lie side by side in a width."""
        return max(1, math.floor((width + 0.35 * radius) / (2.35 * radius)))

    def set_fallen(self, fallen: float, opacity: float = 1.0) -> Self:
        """Show the strip after so many tosses, the next one coming in by its fraction."""
        zone, heads = self.zone, self.timetable.heads
        newest = min(math.ceil(fallen - 1e-9), len(heads))
        full = max(fallen - self.room, 0.0)
        for slot in range(len(self.coins)):
            index = newest - slot
            coin = self.coins[index % len(self.coins)]
            if index < 1:
                coin.show(True, np.array([zone.left, zone.centre[1]]), 0.0)
                continue
            place = index - 1 - full
            x = zone.left + coin.radius + place * self.pitch
            entering = min(max(fallen - (index - 1), 0.0), 1.0)
            leaving = min(max(1 + place, 0.0), 1.0)
            drop = 0.35 * (1 - entering)
            coin.show(
                bool(heads[index - 1]),
                np.array([max(x, zone.left - coin.radius), zone.centre[1] + drop]),
                opacity * entering * leaving,
            )
        return self


class Tally(VGroup):
    """Heads and tails as two bars with their numbers, the longer one as long as there is room."""

    def __init__(self, theme: Theme, zone: Zone) -> None:
        self.zone, self.lines = zone, (zone.top - 0.3, zone.top - 0.85)
        roles = "heads", "tails"
        names = [Words(role, theme, size=0.36, colour=role) for role in roles]
        for name, y in zip(names, self.lines, strict=True):
            name.place((zone.left, y))
        self.numbers = [LiveNumber(0, theme, decimals=0, size=0.36) for _ in roles]
        self.bars = [
            VMobject(fill_color=theme.colour(role), fill_opacity=1, stroke_width=0)
            for role in roles
        ]
        self.start = zone.left + max(word.advance for word in names) + 0.2
        super().__init__(*names, *self.bars, *self.numbers)
        self.set_counts(0, 0)

    def set_counts(self, heads: int, tails: int) -> Self:
        """Show the counts; bars are to the scale of the larger one."""
        most = max(heads, tails, 1)
        digits = max((number.advance for number in self.numbers), default=0)
        room = self.zone.right - self.start - 0.15
        for number, count in zip(self.numbers, (heads, tails), strict=True):
            number.set_text(grouped(count), count)
            digits = max(digits, number.advance)
        for bar, number, y, count in zip(
            self.bars, self.numbers, self.lines, (heads, tails), strict=True
        ):
            end = self.start + max((room - digits) * count / most, 0.02)
            low, high = y - 0.03, y + 0.25
            corners = [(self.start, low), (end, low), (end, high), (self.start, high)]
            bar.points = corners_path(np.array([*corners, corners[0]]))
            number.place((end + 0.12, y))
        return self
