"""What stands in an upper corner of the chart: tosses, the next toss, whether two beliefs agree."""

from __future__ import annotations

import math
from typing import Self

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import PERCENT
from explainer.scenes.probability.common import Parameter
from explainer.scenes.probability.posterior_update.drawing.coins import KEPT, Coin, CoinRow
from explainer.scenes.probability.posterior_update.drawing.zones import PLOT
from explainer.scenes.probability.posterior_update.story import (
    Story,
    Timetable,
    Window,
    answer_window,
    run_window,
)
from explainer.scenes.probability.posterior_update.text import (
    answer,
    sides,
    verdict,
    whole,
)
from explainer.style import Theme


def indent(story: Story, window: Window, right: bool) -> float:
    """Return how far from the side of the plot it stands, clear of the mark of a pole."""
    seen = window[1] > 1 - 1e-9 if right else window[0] < 1e-9
    return 1.5 if seen and story.prior[right] < 1 else 0.5


class Pieces(VGroup):
    """Texts of several colours on one line, each of which may change."""

    def __init__(self, theme: Theme, size: str, *colours: str) -> None:
        super().__init__(
            *(LiveNumber(0, theme, size=size, colour=c, anchor="left") for c in colours)
        )
        self.start = (0.0, 0.0)

    def show(self, *texts: str) -> float:
        """Show these texts, one after the other, and return how wide they are."""
        x, y = self.start
        for piece, text in zip(self, texts, strict=True):
            piece.set_text(text).place((x, y))
            x += piece.advance
        return x - self.start[0]


class Counting(VGroup):
    """The row of coins, how many have fallen, and the belief that they lead to.

    Args:
        story: which tosses.
        theme: for colours.
        right: whether it stands at the right of the plot.
    """

    def __init__(self, story: Story, theme: Theme, right: bool) -> None:
        self.story, self.table = story, Timetable(story.count)
        self.row = CoinRow(story.tosses, theme, 0.0, PLOT.top - 0.35)
        self.tally = Pieces(theme, "label", "heads", "ink", "tails")
        size = "formula" if story.count < 1000 else "label"
        green = "posterior"
        self.belief = Pieces(theme, size, green, "heads", green, "tails", green)
        super().__init__(self.row, self.tally, self.belief)
        wide = max(self.row.width, *self._write(story.count))
        apart = indent(story, run_window(story), right)
        left = PLOT.right - apart - wide if right else PLOT.left + apart
        self.row.left = left
        self.tally.start, self.belief.start = (left, self.row.y - 0.95), (left, self.row.y - 1.75)
        self.count(0.0)

    def _write(self, fallen: int) -> tuple[float, float]:
        heads, tails = sides(self.story, fallen)
        a, b = (Parameter(value).text for value in self.story.prior)
        counts = map(whole, self.story.counts(fallen))
        parts = f"Beta({a} + ", next(counts), f", {b} + ", next(counts), ")"
        return self.tally.show(heads, ", ", tails), self.belief.show(*parts)

    def count(self, t: float) -> Self:
        """Show the tosses that have fallen by the time t, their number and the belief."""
        fallen = self.table.fallen(t)
        self.row.set_fallen(fallen, self.row_opacity(t))
        self._write(min(math.floor(fallen + 0.5), self.story.count))  # that lie on the table
        return self

    def row_opacity(self, t: float) -> float:
        """Return how much of the row shows: nothing once the tosses come too fast to follow."""
        return min(max((9 - self.table.fastest(t)) / 5, 0.0), 1.0)

    def settle(self, t: float) -> Self:
        """Bring the row back when all tosses have fallen."""
        start = self.row_opacity(1.0)
        self.row.set_fallen(float(self.story.count), start + (1 - start) * t)
        return self


class NextToss(VGroup):
    """A coin in the air, and the probability that it shows heads.

    Args:
        story: what has been tossed.
        theme: for colours.
        right: whether it stands at the right of the plot.
    """

    def __init__(self, story: Story, theme: Theme, right: bool) -> None:
        (line,) = answer(story).lines
        self.coin = Coin(theme, KEPT)
        self.says = VGroup(
            Words("next toss heads", theme, size="label", colour="muted").with_halo(theme),
            Formula(line.markup, theme, size="label").with_halo(theme),
        )
        beside = 2 * KEPT + 0.25
        wide = beside + max(each.advance for each in self.says)
        apart = indent(story, answer_window(story), right)
        left = PLOT.right - apart - wide if right else PLOT.left + apart
        self.place = left + KEPT, PLOT.top - 0.55
        for each, y in zip(self.says, (0.14, -0.4), strict=True):
            each.place((left + beside, self.place[1] + y))
        super().__init__(self.coin, self.says)
        self.toss(1.0)

    def toss(self, t: float) -> Self:
        """Let the coin turn over in the air; at t = 1 it shows heads, the side in question."""
        x, y = self.place
        self.coin.show(True, (x, y - 1.2 * (1 - t) * (1 - t)), min(4 * t, 1.0), 6 * (1 - t))
        return self


class Overlap(VGroup):
    """Whether two beliefs agree, and how much they overlap."""

    def __init__(self, story: Story, theme: Theme, right: bool) -> None:
        self.number = LiveNumber(0, theme, size="label", anchor="left", decimals=1, suffix=PERCENT)
        self.number.set_text(f"100.0{PERCENT}")
        label = Words("second prior", theme, size="label", colour="second_prior")
        agrees = Words(verdict(story, short=True), theme, size="label", colour="ink")
        overlap = Words("overlap", theme, size="label")
        wide = max(label.advance + 0.15 + agrees.advance, overlap.advance + 1.2)
        apart = indent(story, answer_window(story), right)
        left = PLOT.right - apart - wide if right else PLOT.left + apart
        y = PLOT.top - 1.75
        first = row(label, agrees, gap=0.15, start=(left, y))
        second = row(overlap, self.number, start=(left, y - 0.55))
        super().__init__(*first, *second)
        for each in (label, agrees, overlap, self.number):
            each.with_halo(theme)
