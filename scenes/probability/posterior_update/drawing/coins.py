"""Coins that are tossed, lie beside their likelihood, and stand in a row as more of them fall."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Shape, VGroup, disc
from explainer.scenes.probability.posterior_update.drawing.zones import BELOW, STRIP
from explainer.scenes.probability.posterior_update.story import Story
from explainer.style import Theme

Place = tuple[float, float]

SMALL, LARGE = 0.3, 0.72
"""The radius of a coin in a row, and of one that is tossed."""

KEPT, TINY = 0.4, 0.32
"""The radius of a coin that lies beside its likelihood, and of one at the end of its line."""

AIR: Place = (0.3, 1.45)
"""Where the first coin lands, while there is no strip."""

ROW = 8
"""How many coins are in a row at most."""


class Coin(VGroup):
    """A coin that shows H or T; heads are filled, tails are hollow, and each has its letter."""

    def __init__(self, theme: Theme, radius: float) -> None:
        self.theme, self.radius = theme, radius
        self.disc = Shape(stroke_width=theme.strokes.bold, fill_opacity=1)
        self.letter = LiveNumber(0, theme, size=1.15 * radius, anchor="centre")
        super().__init__(self.disc, self.letter)
        self.show(True, (0.0, 0.0))

    def show(
        self,
        heads: bool | None,
        centre: Place | np.ndarray,
        opacity: float = 1.0,
        turn: float = 0.0,
        radius: float = 0.0,
    ) -> Self:
        """Show a side at ``centre``, with so many half turns still to go, and of another size.

        Which side it will show is not known yet where it is None.
        """
        theme, letter = self.theme, self.letter
        x, y = map(float, centre)
        squash, size = abs(math.cos(math.pi * turn)), (radius or self.radius) / self.radius
        self.heads = heads is not None and heads == (round(turn) % 2 == 0)
        colour = theme.ink if heads is None else theme.heads if self.heads else theme.tails
        across, up = size * self.radius * max(squash, 0.02), size * self.radius
        self.disc.points = disc(np.array([x, y]), across, up)
        self.disc.set_fill(colour if self.heads else theme.box, opacity=opacity)
        self.disc.set_stroke(colour, opacity=opacity)
        face = "?" if heads is None else "H" if self.heads else "T"
        letter.set_text(face).place((x, y - 0.33 * letter.em), "centre")
        middle = np.array([x, y, 0])
        letter.shape.points = (letter.shape.points - middle) * [squash * size, size, 1] + middle
        letter.set_ink(theme.background if self.heads else theme.ink)
        letter.shape.set_fill(opacity=opacity if squash > 0.1 else 0)
        return self


class FirstCoins(VGroup):
    """The two tosses that are shown slowly, each with a home beside its line in the strip.

    Args:
        story: which tosses.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.sides = [story.step(index).side for index in range(2) if story.step(index).side]
        super().__init__(*(Coin(theme, LARGE) for _ in self.sides or "?"))
        self.set_z_index(2)
        y, inward = STRIP.top - 0.5, [0.7, 1.65]
        # The line of heads leaves the upper left free, that of tails the upper right.
        self.rests = [
            np.array([STRIP.left + way if side == "H" else STRIP.right - way, y, KEPT])
            for side, way in zip(self.sides, inward, strict=False)
        ]
        right = story.first.posterior.mean < 0.5
        beside = BELOW.right - 1.6 if right else BELOW.left + 1.6
        self.landings: list[Place] = [AIR, (beside, BELOW.top - 0.95)]

    def wait(self) -> Coin:
        """Return the first coin, before its toss."""
        return self[0].show(None, AIR)

    def toss(self, index: int, t: float) -> Self:
        """Throw a coin up; it turns over until it lands at t = 1."""
        x, y = self.landings[index]
        turn, rise = 4 * (1 - t), 3 * t * (1 - t)
        if index == 0:
            side = None if turn > 3.5 else self.sides[0] == "H"
            self[0].show(side, (x, y + 0.5 * rise), 1.0, turn)
        else:
            rise -= 2.2 * (1 - ease(1.6 * t))
            self._show(index, np.array([x, y + rise, LARGE]), min(4 * t, 1.0), turn)
        return self

    def settle(self, index: int, t: float) -> Self:
        """Let a coin that has landed glide to its home in the strip."""
        start = np.array([*self.landings[index], LARGE])
        self._show(index, start + t * (self.rests[index] - start))
        return self

    def make_way(self, ends: list[Place]) -> Callable[[float], object]:
        """Return the way of the first coin to the end of its line, as another is to cross it.

        The second one will go to the end of its own; both lie side by side if their sides are one.
        """
        start = self.rests[0]
        if self.sides[0] != self.sides[1]:
            self.rests = [np.array([*end, TINY]) for end in ends]
        end = self.rests[0]
        return lambda t: self._show(0, start + t * (end - start))

    def line_up(self, row: CoinRow, t: float) -> Self:
        """Let the coins glide to the first places of a row."""
        for index, start in enumerate(self.rests):
            self._show(index, start + t * (np.array([*row.place(index), SMALL]) - start))
        return self

    def _show(self, index: int, at: np.ndarray, opacity: float = 1.0, turn: float = 0.0) -> None:
        """Show a coin at (x, y, radius)."""
        self[index].show(self.sides[index] == "H", at[:2], opacity, turn, float(at[2]))


class CoinRow(VGroup):
    """The latest tosses in a row: each comes in at the right and pushes the others on.

    Args:
        tosses: (n,) booleans, True for heads.
        theme: for colours.
        left: the abscissa at which the row begins.
        y: the ordinate of its middle.
    """

    def __init__(self, tosses: np.ndarray, theme: Theme, left: float, y: float) -> None:
        self.tosses, self.left, self.y, self.pitch = tosses, left, y, 2.3 * SMALL
        self.room = min(ROW, len(tosses))
        super().__init__(*(Coin(theme, SMALL) for _ in range(self.room + 2)))

    @property
    def width(self) -> float:
        return self.room * self.pitch - 0.3 * SMALL

    def place(self, index: float) -> Place:
        """Return where the coin in this place lies."""
        return max(self.left + SMALL + index * self.pitch, self.left - SMALL), self.y

    def set_fallen(self, fallen: float, opacity: float = 1.0) -> Self:
        """Show the row after so many tosses, the next one coming in by its fraction."""
        newest = min(math.ceil(fallen - 1e-9), len(self.tosses))
        for index, coin in enumerate(self, start=newest - len(self)):
            place = index - max(fallen - self.room, 0.0)
            entering, leaving = (min(max(each, 0.0), 1.0) for each in (fallen - index, 1 + place))
            there = opacity * entering * leaving * (index >= 0)
            x, y = self.place(place)
            coin.show(index >= 0 and self.tosses[index], (x, y + 0.5 * (1 - entering)), there)
        return self
