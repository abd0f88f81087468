"""What stands in an upper corner of the chart: the tosses, and the next one."""

from __future__ import annotations

import math
from typing import Self

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words
from explainer.scenes.probability.common import Parameter
from explainer.scenes.probability.posterior_update.drawing.coins import KEPT, ROW, Coin, CoinRow
from explainer.scenes.probability.posterior_update.drawing.probes import Places
from explainer.scenes.probability.posterior_update.story import Story, Timetable, Window, corner
from explainer.scenes.probability.posterior_update.text import answer, sides
from explainer.style import Theme, Zone


def beginning(story: Story, plot: Zone, window: Window, wide: float) -> float:
    """Return where something of a width begins in the upper corner that curves leave free."""
    _, right = corner(*window[:2], wide / plot.width, story.posterior)
    return plot.right - 0.5 - wide if right else plot.left + 0.5


class Counting(VGroup):
    """The row of coins that have fallen, and the belief that their numbers lead to.

    Args:
        story: which tosses.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.table, self.left = story, Timetable(story.count), 0.0
        plot, self.grown = Places(theme.layout).plot, theme.layout.type_scale
        self.row = CoinRow(story.tosses, theme, 0.0, plot.top - 0.35)
        roles = "posterior", "heads", "posterior", "tails", "posterior"
        self.belief = VGroup(
            *(LiveNumber(0, theme, size="label", colour=each, anchor="left") for each in roles)
        )
        self.earlier = Words("…" if story.count > ROW else "", theme, colour="muted")
        super().__init__(self.row, self.belief, self.earlier)
        wide = max(self.row.width + 0.5, self._write(story.count))
        self.left = beginning(story, plot, story.run_window, wide)
        self.row.left = self.left + 0.5 * (story.count > ROW)
        self.earlier.place((self.left, self.row.y))
        self.count(0.0)

    def _write(self, fallen: int) -> float:
        """Write the parameters of the belief as sums; return how wide that is."""
        heads, tails = sides(self.story, fallen)
        a, b = (Parameter(value).text for value in self.story.prior)
        x, parts = self.left, (f"Beta({a} + ", heads, f", {b} + ", tails, ")")
        for piece, text in zip(self.belief, parts, strict=True):
            x += piece.set_text(text).place((x, self.row.y - 0.55 - 0.4 * self.grown)).advance
        return x - self.left

    def count(self, t: float) -> Self:
        """Show the tosses that have fallen by the time t, their number and the belief.

        The row does not show while they come too fast to follow.
        """
        fallen = self.table.fallen(t)
        self.row.set_fallen(fallen, self._seen(t))
        self.earlier.set_opacity(self._seen(t) * min(max(fallen - ROW, 0.0), 1.0))
        self._write(min(math.floor(fallen + 0.5), self.story.count))  # that lie on the table
        return self

    def settle(self, t: float) -> Self:
        """Bring the row back when all tosses have fallen."""
        seen = self._seen(1.0) + (1 - self._seen(1.0)) * t
        self.row.set_fallen(float(self.story.count), seen)
        self.earlier.set_opacity(seen)
        return self

    def _seen(self, t: float) -> float:
        return min(max((9 - self.table.fastest(t)) / 5, 0.0), 1.0)


class NextToss(VGroup):
    """A coin in the air, and the probability that it shows heads.

    Args:
        story: what has been tossed.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.coin, beside = Coin(theme, KEPT), 2 * KEPT + 0.25
        self.says = VGroup(
            Words("next toss: heads", theme, size="label", colour="muted").with_halo(theme),
            Formula(answer(story).lines[0].markup, theme, size="label").with_halo(theme),
        )
        wide = beside + max(each.advance for each in self.says)
        plot, grown = Places(theme.layout).plot, theme.layout.type_scale
        left = beginning(story, plot, story.answer_window, wide)
        self.place = left + KEPT, plot.top - 0.55 * grown
        for each, y in zip(self.says, (0.14, -0.4), strict=True):
            each.place((left + beside, self.place[1] + y * grown))
        super().__init__(self.coin, self.says)
        self.toss(1.0)

    def toss(self, t: float) -> Self:
        """Let the coin turn over in the air; which side it will show is not known."""
        x, y = self.place
        self.coin.show(None, (x, y - 1.2 * (1 - t) * (1 - t)), min(4 * t, 1.0), 6 * (1 - t))
        return self
