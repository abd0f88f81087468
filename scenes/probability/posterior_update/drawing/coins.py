"""Coins that are tossed, lie beside their likelihood, and stand in a row as more of them fall."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Shape, VGroup, disc
from explainer.mobjects.text import Formula
from explainer.scenes.probability.posterior_update.drawing.probes import Places
from explainer.scenes.probability.posterior_update.story import Story
from explainer.style import Theme

SMALL, KEPT, LARGE = 0.3, 0.4, 0.8
"""The radius of a coin in a row, of one beside its likelihood, and of one that is tossed."""

RIM = 0.82
"""Where within a coin its rim ends."""

ROW = 8
"""How many coins are in a row at most."""


class Coin(VGroup):
    """A coin that shows H or T; heads are filled, tails are hollow, and each has its letter."""

    def __init__(self, theme: Theme, radius: float) -> None:
        self.theme, self.radius = theme, radius
        self.disc = Shape(stroke_width=theme.strokes.regular, fill_opacity=1)
        self.rim = Curve(theme.background, width=theme.strokes.thin)
        self.letter = LiveNumber(0, theme, size=1.1 * radius, anchor="centre")
        self.state: tuple[object, ...] = ()
        super().__init__(self.disc, self.rim, self.letter)
        self.show(True, (0.0, 0.0))

    def show(
        self,
        heads: bool | None,
        centre: tuple[float, float] | np.ndarray,
        opacity: float = 1.0,
        turn: float = 0.0,
        radius: float = 0.0,
    ) -> Self:
        """Show a side at ``centre``, with so many half turns still to go, and of another size.

        Which side it will show is not known yet where it is None.
        """
        x, y = map(float, centre)
        state = heads, x, y, opacity, turn, radius
        if state == self.state:  # most coins of a row lie still
            return self
        self.state, theme, letter = state, self.theme, self.letter
        squash, size = abs(math.cos(math.pi * turn)), (radius or self.radius) / self.radius
        self.heads = heads is not None and heads == (round(turn) % 2 == 0)
        colour = theme.ink if heads is None else theme.heads if self.heads else theme.tails
        across, up = size * self.radius * max(squash, 0.02), size * self.radius
        self.disc.points = disc(np.array([x, y]), across, up)
        self.rim.points = disc(np.array([x, y]), RIM * across, RIM * up)
        self.disc.set_fill(colour if self.heads else theme.box, opacity=opacity)
        self.disc.set_stroke(colour, opacity=opacity)
        self.rim.set_stroke(theme.background if self.heads else colour, opacity=0.7 * opacity)
        face = "?" if heads is None else "H" if self.heads else "T"
        letter.set_text(face).place((x, y - 0.33 * letter.em), "centre")
        middle = np.array([x, y, 0])
        letter.shape.points = (letter.shape.points - middle) * [squash * size, size, 1] + middle
        letter.set_ink(theme.background if self.heads else theme.ink)
        letter.shape.set_fill(opacity=opacity if squash > 0.1 else 0)
        return self


class FirstCoins(VGroup):
    """The two tosses that are shown slowly: each lands, and lies beside its line in the strip.

    Args:
        story: which tosses.
        theme: for colours.

    Attributes:
        faces: both sides of the coin, each with its chance.
        first_face: that which the first toss will show; there is none without a toss.
        other_faces: all the rest of them.
        landing: where a coin lands: (x, y, radius).
        at: where each coin lies, likewise.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.sides = [story.step(index).side for index in range(2) if story.step(index).side]
        super().__init__(*(Coin(theme, LARGE) for _ in self.sides))
        places, grown = Places(theme.layout), theme.layout.type_scale
        self.strip, plot = places.strip, places.plot
        self.landing = np.array([0.3, places.below.top + 0.8, LARGE])
        y, right = plot.top - 0.62, plot.right - 0.2 - 1.1 * (story.prior.b < 1)
        self.at = [self.landing for _ in self.sides]
        self.faces = VGroup()
        for side, chance in (("T", "1 - θ"), ("H", "θ")):
            words = Formula(chance, theme, size="label", colour="heads" if side == "H" else "ink")
            x = right - words.advance - 0.7
            coin = Coin(theme, 0.48).show(side == "H", (x, y))
            self.faces.add(words.place((right, y - 0.13 * grown), "right").with_halo(theme), coin)
            right -= words.advance + 1.6
            if self.sides[:1] == [side]:
                self.at[0], self.first_face = np.array([x, y, 0.48]), coin
        self.other_faces = [
            each for each in self.faces if each is not getattr(self, "first_face", None)
        ]
        for each in (self, self.faces):
            each.set_z_index(3)

    def home(self, index: int, count: int) -> np.ndarray:
        """Return where a coin lies in the strip, one of so many, where the last line leaves room.

        An earlier one is smaller.
        """
        heads, last = self.sides[count - 1] == "H", index == count - 1
        way = 0.7 + 0.85 * (index if heads else count - 1 - index)
        x = self.strip.left + way if heads else self.strip.right - way
        return np.array([x, self.strip.top - 0.41, KEPT if last else SMALL])

    def toss(self, index: int) -> Callable[[float], object]:
        """Return the way of a coin up and down again; it turns over until it lands at t = 1."""
        landing = self.landing
        start = landing - [0, 2, 0] if index else self.at[0]
        self.at[index] = landing

        def throw(t: float) -> None:
            at = start + ease(min(1.6 * t, 1.0)) * (landing - start)
            at[1] += 1.2 * t * (1 - t)
            self._show(index, at, min(4 * t, 1.0) if index else 1.0, 4 * (1 - t))

        return throw

    def glide(self, index: int, end: np.ndarray) -> Callable[[float], object]:
        """Return the way of a coin to another place."""
        start, self.at[index] = self.at[index], end
        return lambda t: self._show(index, start + t * (end - start))

    def line_up(self, row: CoinRow) -> Callable[[float], object]:
        """Return the way of the coins to the first places of a row."""
        ends = [np.array([*row.place(index), SMALL]) for index in range(len(self))]
        ways = [self.glide(index, end) for index, end in enumerate(ends)]
        return lambda t: [way(t) for way in ways]

    def _show(self, index: int, at: np.ndarray, opacity: float = 1.0, turn: float = 0.0) -> None:
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

    def place(self, index: float) -> tuple[float, float]:
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
