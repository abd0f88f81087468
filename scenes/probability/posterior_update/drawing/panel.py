"""The panel beside a belief: coins, and numbers that run with the chart."""

from __future__ import annotations

import math
from itertools import chain
from typing import Self

import numpy as np

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Shape, VGroup, disc
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import (
    PERCENT,
    Figure,
    decimals_needed,
    equals,
    format_number,
    grouped,
    percentage,
    to_typst,
)
from explainer.scenes.probability.posterior_update.story import Story, Timetable
from explainer.scenes.probability.posterior_update.text import plain_beta, verdict
from explainer.style import PANEL, Theme, Zone

GAP, LEADING = 0.25, 0.6
"""The least distance between columns, and that of lines, in the table of products."""

OVERHANG = 0.16
"""How far a heading may reach out of its column."""


class Coin(VGroup):
    """A coin that shows H or T; heads are filled, tails are hollow, and each has its letter."""

    def __init__(self, theme: Theme, radius: float) -> None:
        self.theme, self.radius = theme, radius
        self.disc = Shape(stroke_width=theme.strokes.regular, fill_opacity=1)
        self.letter = LiveNumber(0, theme, size=1.15 * radius, anchor="centre")
        super().__init__(self.disc, self.letter)
        self.show(True, (0.0, 0.0))

    def show(
        self,
        heads: bool,
        centre: tuple[float, float] | None = None,
        opacity: float = 1.0,
        turn: float = 0.0,
    ) -> Self:
        """Show a side at ``centre``, or where it is, with so many half turns still to go."""
        theme, letter = self.theme, self.letter
        x, y = centre or self.disc.get_center()[:2]
        squash = abs(math.cos(math.pi * turn))
        self.heads = heads == (round(turn) % 2 == 0)
        colour = theme.heads if self.heads else theme.tails
        self.disc.points = disc(np.array([x, y]), self.radius * max(squash, 0.02), self.radius)
        self.disc.set_fill(colour if self.heads else theme.box, opacity=opacity)
        self.disc.set_stroke(colour, opacity=opacity)
        letter.set_text("H" if self.heads else "T").place((x, y - 0.33 * letter.em), "centre")
        letter.shape.points = (letter.shape.points - [x, 0, 0]) * [squash, 1, 1] + [x, 0, 0]
        letter.set_ink(theme.background if self.heads else theme.ink)
        letter.shape.set_fill(opacity=opacity if squash > 0.1 else 0)
        return self


class ProductTable(VGroup):
    """Prior times likelihood at some values of theta, in numbers that run with the picture."""

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story = story
        before, _, after = story.products(1.0)
        fine = max(2, decimals_needed(story.probes, 7))
        # About three digits of the greatest height.
        highest = np.log10([before.max(), after.max()])
        places, last = np.clip(2 - np.floor(highest), 0, 2).astype(int).tolist()
        names = {"$θ$": "ink", "prior": "prior", "likelihood": "likelihood", "product": "ink"}
        headings = [Words(name, theme, size="small", colour=role) for name, role in names.items()]
        styles = list(zip((fine, places, fine, last), names.values(), strict=True))
        self.rows = [
            [LiveNumber(theta, theme, decimals=d, size=0.34, colour=role) for d, role in styles]
            for theta in story.probes
        ]
        super().__init__(*headings, *chain.from_iterable(self.rows))
        columns, widths = list(zip(*self.rows, strict=True)), [0.0] * 4
        for power in (0.5, 0.0):  # under way, and at rest
            self.set_power(power)
            each = (max(cell.advance for cell in cells) for cells in columns)
            widths = list(map(max, widths, each))
        room = [max(w, h.advance - OVERHANG) for w, h in zip(widths, headings, strict=True)]
        gap = max((PANEL.width - sum(room)) / 3, GAP)
        edges = np.cumsum(room) + gap * np.arange(4)
        for line, cells in enumerate((headings, *self.rows)):
            for cell, x in zip(cells, edges, strict=True):
                cell.place((x, -LEADING * line), "right")
            if line:
                mark = Formula("times", theme, size=0.34, colour="muted")
                middle = (edges[1] + edges[2] - widths[2]) / 2
                self.add(mark.place((middle, -LEADING * line), "centre"))

    def set_power(self, s: float) -> Self:
        """Show the factors to the power s, and the heights that they give."""
        for (_, *cells), *values in zip(self.rows, *self.story.products(s), strict=True):
            pairs = list(zip(cells, map(float, values), strict=True))
            figures = [_figure(value, cell.decimals, s in (0, 1)) for cell, value in pairs]
            product = equals(Figure.of(figures[-1], *figures))
            for (cell, value), text in zip(pairs, (*figures[:-1], product), strict=True):
                cell.set_text(text, value)
        return self


def _figure(value: float, decimals: int, rest: bool) -> Figure:
    """Return a number, all of its decimals while it runs; what rounds to zero is below a bound."""
    least = 10.0**-decimals
    if 0 < value < least / 2:
        return Figure(f"<{least:.{decimals}f}", True)
    return format_number(value, decimals_needed([value], decimals) if rest else decimals)


class CoinStrip(VGroup):
    """The latest tosses in a row: each comes in at the right and pushes the others on.

    Args:
        tosses: (n,) booleans, True for heads.
        theme: for colours.
        zone: whose width the row fills, and in whose middle height it lies.
        radius: of a coin.
    """

    def __init__(self, tosses: np.ndarray, theme: Theme, zone: Zone, radius: float) -> None:
        self.tosses, self.zone, self.pitch = tosses, zone, 2.35 * radius
        self.room = math.floor((zone.width + 0.35 * radius) / self.pitch + 1e-6)
        super().__init__(*(Coin(theme, radius) for _ in range(self.room + 2)))

    def set_fallen(self, fallen: float, opacity: float = 1.0) -> Self:
        """Show the strip after so many tosses, the next one coming in by its fraction."""
        left, y = self.zone.left, self.zone.centre[1]
        newest = min(math.ceil(fallen - 1e-9), len(self.tosses))
        for index, coin in enumerate(self, start=newest - len(self)):
            place = index - max(fallen - self.room, 0.0)
            x = max(left + coin.radius + place * self.pitch, left - coin.radius)
            entering, leaving = (min(max(each, 0.0), 1.0) for each in (fallen - index, 1 + place))
            there = opacity * entering * leaving * (index >= 0)
            coin.show(index >= 0 and self.tosses[index], (x, y + 0.35 * (1 - entering)), there)
        return self


class Tally(VGroup):
    """Heads and tails as two bars with their numbers, the longer one as long as there is room."""

    def __init__(self, theme: Theme, zone: Zone) -> None:
        super().__init__()
        self.zone, self.start = zone, 0.0
        self.bars: list[tuple[Curve, LiveNumber, float]] = []
        for role, y in (("heads", zone.top - 0.3), ("tails", zone.top - 0.85)):
            name = Words(role, theme, size=0.36, colour=role).place((zone.left, y))
            self.start = max(self.start, zone.left + name.advance + 0.2)
            bar = Curve(theme.colour(role), width=0, fill=1)
            self.bars.append((bar, LiveNumber(0, theme, decimals=0, size=0.36), y))
            self.add(name, *self.bars[-1][:2])

    def set_counts(self, *counts: int) -> Self:
        """Show the counts; bars are to the scale of the larger one."""
        for (_, number, _), count in zip(self.bars, counts, strict=True):
            number.set_text(grouped(count), count)
        room = self.zone.right - self.start - 0.15 - max(n.advance for _, n, _ in self.bars)
        for (bar, number, y), count in zip(self.bars, counts, strict=True):
            end = self.start + max(room * count / max(*counts, 1), 0.02)
            bar.set_box(Zone(self.start, end, y - 0.03, y + 0.25))
            number.place((end + 0.12, y))
        return self


class Counting(VGroup):
    """The strip of coins, the tally, and the parameters and the mean of the belief."""

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.timetable = story, Timetable(story.count)
        left, right = PANEL.left, PANEL.right
        fitting = PANEL.width / (2.35 * max(story.count, 1) - 0.35)
        radius = min(fitting, 0.3) if fitting > 0.19 else 0.3
        self.strip = CoinStrip(story.tosses, theme, Zone(left, right, 1.15, 1.8), radius)
        words = "the tosses" if story.count <= self.strip.room else "the latest tosses"
        words = words if story.count else "no tosses"
        self.latest = Words(words, theme, size="small", colour="muted").place((left, 2.1))
        self.tally = Tally(theme, Zone(left, right, -0.5, 0.75))
        self.belief = LiveNumber(0, theme, colour="posterior", anchor="left")
        self.belief.set_text(plain_beta(story.posterior))
        self.belief.fit_width(0.94 * PANEL.width).place((left, -1.2))
        self.mean = LiveNumber(0, theme, size="body", decimals=min(story.places, 6), anchor="left")
        means = row(Words("mean", theme, colour="muted"), self.mean, gap=0.25, start=(left, -2.1))
        super().__init__(self.latest, self.strip, self.tally, self.belief, means)
        self.count(0.0)

    def count(self, t: float) -> Self:
        """Show the tosses that have fallen by the time t, the tally and the belief."""
        fallen = self.timetable.fallen(t)
        self._show_strip(fallen, self.strip_opacity(t))
        whole = min(math.floor(fallen + 0.5), self.story.count)  # that lie on the table
        self.tally.set_counts(*map(int, self.story.counts(whole)))
        belief = self.story.belief(whole)
        self.belief.set_text(plain_beta(belief))
        self.mean.set_value(belief.mean, animating=0 < t < 1)
        return self

    def strip_opacity(self, t: float) -> float:
        """Return how much of the strip shows: nothing once the tosses come too fast to follow."""
        return min(max((9 - self.timetable.fastest(t)) / 5, 0.0), 1.0)

    def settle(self, t: float) -> Self:
        """Bring the strip back when all tosses have fallen."""
        start = self.strip_opacity(1.0)
        return self._show_strip(float(self.story.count), start + (1 - start) * t)

    def _show_strip(self, fallen: float, opacity: float) -> Self:
        self.strip.set_fallen(fallen, opacity)
        self.latest.set_opacity(opacity)
        return self


class Overlap(VGroup):
    """A label, the overlap of two beliefs, and whether they agree."""

    def __init__(self, story: Story, theme: Theme) -> None:
        self.number = LiveNumber(
            0, theme, size=0.42, anchor="left", decimals=1, suffix=PERCENT
        ).set_text(f"100.0{PERCENT}")
        before = to_typst(percentage(story.overlap(0)))
        overlap = Formula(f'"overlap" {before} ->', theme, size=0.42)
        value = row(overlap, self.number, start=(0, -0.5))
        label = Words("second prior:", theme, size=0.32, colour="second_prior")
        agrees = Words(verdict(story, short=True), theme, size=0.32, colour="muted")
        super().__init__(*row(label, agrees, gap=0.12), value)
