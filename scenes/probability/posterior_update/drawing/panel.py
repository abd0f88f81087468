"""The panel beside a belief: a coin, and numbers that run with the chart."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.beat_text import BeatText
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Labelled, Named
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import decimals_needed, format_number, grouped, shortest, to_typst
from explainer.scenes.probability.posterior_update.drawing.belief import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.coins import Coin, CoinStrip, Tally
from explainer.scenes.probability.posterior_update.inference import mean, standard_deviation
from explainer.scenes.probability.posterior_update.story import Story
from explainer.scenes.probability.posterior_update.text import (
    inside,
    interval_name,
    side,
    tally,
    verdict,
)
from explainer.style import PANEL, SMALLEST_TEXT, Theme, Zone

EM = 0.34
"""Of the numbers in the table of products."""

GAP = 0.25
"""The least distance between columns."""

OVERHANG = 0.16
"""How far a heading may reach out of its column."""


def prior_facts(story: Story) -> list[Named]:
    """Return mean and standard deviation of the prior."""
    facts = {"mean": mean(*story.prior), "std. deviation": standard_deviation(*story.prior)}
    return [Named(name, to_typst(shortest(value, 3))) for name, value in facts.items()]


class Toss(VGroup):
    """The first coin and, beside it, what it shows."""

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.coin = story, Coin(theme, 0.55)
        if not story.first:
            super().__init__(Words("no toss: $emptyset$", theme, size="formula"))
            return
        word = Words(f"toss 1: {side(story)}", theme, size="formula").place((0.8, -0.15))
        super().__init__(self.coin, word)
        self.spin(0.0)

    def spin(self, t: float) -> Self:
        """Turn the coin, which lies still at t = 1."""
        where = np.array(self.coin.disc.get_center()[:2])
        self.coin.show(self.story.first == "H", where, turn=3 * (1 - t))
        return self


class Explanation(VGroup):
    """How well a running theta explains the first toss."""

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart = chart
        self.place, self.value = (
            LiveNumber(0, theme, size="body", colour=colour, anchor="left")
            for colour in ("ink", "likelihood")
        )
        self.read(0.0)
        gives = Words("gives it", theme, size="body", colour="muted")
        super().__init__(*row(Formula("θ =", theme, size="body"), self.place, gives, self.value))

    def read(self, t: float) -> Self:
        """Show the likelihood at theta = t."""
        for number, value in ((self.place, t), (self.value, self.chart.likelihood(t))):
            number.set_text(f"{value:.2f}", value)
        return self


class Counting(VGroup):
    """The strip of coins, the tally, and the parameters and the mean of the belief."""

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart, self.story = chart, chart.story
        story, table = self.story, chart.timetable
        left, right = PANEL.left, PANEL.right
        radii = (0.3, 0.25, 0.22, 0.196)
        enough = (r for r in radii if CoinStrip.room_for(r, PANEL.width) >= story.count)
        self.strip = CoinStrip(table, theme, Zone(left, right, 1.15, 1.8), next(enough, 0.3))
        words = "the tosses" if story.count <= self.strip.room else "the latest tosses"
        words = words if story.count else "no tosses"
        self.latest = Words(words, theme, size="small", colour="muted").place((left, 2.1))
        self.tally = Tally(theme, Zone(left, right, -0.5, 0.75))
        self.belief = LiveNumber(
            0, theme, decimals=decimals_needed(story.prior), colour="posterior", anchor="left"
        )
        self._name(*story.posterior)
        self.belief.fit_width(0.94 * PANEL.width).place((left, -1.2))
        self.mean = LiveNumber(0, theme, size="body", decimals=min(story.places, 6), anchor="left")
        means = row(Words("mean", theme, colour="muted"), self.mean, gap=0.25, start=(left, -2.1))
        self.count(0.0, float(table.first))
        super().__init__(self.latest, self.strip, self.tally, self.belief, means)

    def _name(self, *shape: float) -> None:
        numbers = (grouped(value, self.belief.decimals) for value in shape)
        self.belief.set_text(f"Beta({', '.join(numbers)})")

    def count(self, t: float, fallen: float) -> Self:
        """Show the tosses that have fallen by the time t, the tally and the belief."""
        counts = self.chart.timetable.whole_counts(fallen)
        self._show_strip(fallen, self.strip_opacity(t))
        self.tally.set_counts(*counts)
        shape = self.story.after(*counts)
        self._name(*shape)
        self.mean.set_value(mean(*shape))
        return self

    def strip_opacity(self, t: float) -> float:
        """Return how much of the strip shows: nothing once the tosses come too fast to follow."""
        return min(max((9 - self.chart.timetable.fastest(t)) / 5, 0.0), 1.0)

    def settle(self, t: float) -> Self:
        """Bring the strip back when all tosses have fallen."""
        start = self.strip_opacity(1.0)
        return self._show_strip(float(self.story.count), start + (1 - start) * t)

    def _show_strip(self, fallen: float, opacity: float) -> Self:
        self.strip.set_fallen(fallen, opacity)
        self.latest.set_opacity(opacity)
        return self


def answers(story: Story, text: BeatText, theme: Theme) -> dict[str, Labelled | Overlap]:
    """Return posterior, interval and prediction; second posterior and true bias if given."""
    posterior, interval, following = text.lines
    following_label = 'heads in the next toss: mean #part("posterior")[$triangle.filled.t$]'
    rows: dict[str, Labelled | Overlap] = {
        "posterior": Labelled(tally(story), Words(posterior.markup, theme, size="formula")),
        "interval": Labelled(
            interval_name(story), Formula(interval.markup, theme, colour=interval.colour)
        ),
        "next": Labelled(following_label, following.markup),
    }
    if story.rival:
        rows["second_prior"] = Overlap(story, theme)
    if story.bias is not None:
        bias = to_typst(shortest(story.bias, 4))
        where = Words(f"{inside(story)} the interval", theme, size=0.42)
        rows["truth"] = Labelled(f"the true bias ${bias}$ lies", where)
    return rows


class Overlap(VGroup):
    """A label, the overlap of two beliefs, and whether they agree."""

    def __init__(self, story: Story, theme: Theme) -> None:
        self.number = LiveNumber(0, theme, size=0.46, anchor="left")
        # A share, so two decimals say enough, and hundredths of them nothing.
        before = format_number(story.overlap(0, 0), animating=True)
        value = row(Formula(f'"overlap" {before} ->', theme, size=0.46), self.number)
        label = Words("second prior:", theme, size=0.32, colour="second_prior")
        agrees = Words(verdict(story, short=True), theme, size=0.32, colour="muted")
        row(label, agrees, gap=0.12)
        value.shift((label.get_left()[0] - value.get_left()[0], -0.5, 0))
        super().__init__(label, value, agrees)


class ProductTable(VGroup):
    """Prior times likelihood at some values of theta, in numbers that run with the picture."""

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart = chart
        before, _, after = chart.probe_heights(1.0)
        places, last = _places(before), _places(after)
        fine = max(2, decimals_needed(chart.probes, 7))
        names = (("$θ$", "ink"), ("prior", "prior"), ("factor", "likelihood"), ("now", "ink"))
        headings = [Words(name, theme, size="small", colour=role) for name, role in names]
        self.rows = [
            [
                LiveNumber(value, theme, decimals=decimals, size=EM, colour=role)
                for value, decimals, (_, role) in zip(
                    (theta, height, 1.0, height), (fine, places, fine, last), names, strict=True
                )
            ]
            for theta, height in zip(chart.probes, before, strict=True)
        ]
        super().__init__(*headings)
        self.set_power(0.0)
        columns = zip(headings, zip(*self.rows, strict=True), strict=True)
        widths = [
            max(heading.advance - OVERHANG, *(cell.advance for cell in cells))
            for heading, cells in columns
        ]
        shrink = min(1.0, max((PANEL.width - 3 * GAP) / sum(widths), SMALLEST_TEXT / EM))
        for cell in (*headings, *(cell for line in self.rows for cell in line)):
            cell.scale(shrink)
        widths = [shrink * width for width in widths]
        gap = (PANEL.width - sum(widths)) / 3
        edges = np.cumsum(widths) + gap * np.arange(4)
        for line, cells in enumerate((headings, *self.rows)):
            for cell, x in zip(cells, edges, strict=True):
                cell.place((x, -0.6 * line), "right")
        for line, cells in enumerate(self.rows, start=1):
            self.add(*cells)
            for sign, column in (("times", 1), ("=", 2)):
                start = edges[column + 1] - max(row[column + 1].advance for row in self.rows)
                middle = (edges[column] + start) / 2, -0.6 * line
                self.add(
                    Formula(sign, theme, size=shrink * EM, colour="muted").place(middle, "centre")
                )

    def set_power(self, s: float) -> Self:
        """Show the factors to the power s, and the heights that they give."""
        before, factors, now = self.chart.probe_heights(s)
        for cells, *values in zip(self.rows, before, factors, now, strict=True):
            for cell, value in zip(cells[1:], values, strict=True):
                least = 10.0**-cell.decimals
                text = f"{value:.{cell.decimals}f}"
                small = 0 < value < least / 2
                cell.set_text(f"<{least:.{cell.decimals}f}" if small else text, float(value))
        return self


def _places(heights: np.ndarray) -> int:
    """Return how many decimals leave about three digits of the greatest height."""
    return int(np.clip(2 - np.floor(np.log10(np.max(heights))), 0, 2))
