"""The panel beside a belief: formulas, coins and numbers that run with the chart."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import BeatText
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, TypesetMobject, Words, row, stack
from explainer.numbers import decimals_needed, format_number, grouped, shortest, to_typst
from explainer.scenes.probability.posterior_update.drawing.belief import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.coins import Coin, CoinStrip, Tally
from explainer.scenes.probability.posterior_update.inference import mean, standard_deviation
from explainer.scenes.probability.posterior_update.text import (
    inside,
    interval_name,
    side,
    tally,
    verdict,
)
from explainer.style import PANEL, SMALLEST_TEXT, Theme, Zone

ROWS_TOP, ROWS_BOTTOM = 2.35, -2.75
"""Between which ordinates the rows of the panel lie."""

EM = 0.34
"""Of the numbers in the table of products."""

GAP = 0.25
"""The least distance between columns."""

OVERHANG = 0.16
"""How far a heading may reach out of its column."""


class Readings:
    """Makes what stands in the panel, and moves the parts that run.

    Args:
        chart: what is read.
        theme: for colours and type sizes.
    """

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme

    # -- one toss --------------------------------------------------------------------------------

    def prior(self, text: BeatText) -> list[VMobject]:
        """Return the prior's name, its mean and standard deviation, and a note."""
        a, b = self.story.prior
        facts = (("mean", mean(a, b)), ("std. deviation", standard_deviation(a, b)))
        rows = [
            row(
                Words(name, self.theme, size="body", colour="muted"),
                Formula(to_typst(shortest(value, 3)), self.theme, size="body"),
                gap=0.25,
            )
            for name, value in facts
        ]
        return _set(*self.formulas(text), *rows, self.note(text.note))

    def toss(self) -> VGroup:
        """Return a coin and, beside it, what it shows."""
        theme, story = self.theme, self.story
        self.coin = Coin(theme, 0.55)
        if not story.first:
            return VGroup(Words("no toss: $emptyset$", theme, size="formula"))
        word = Words(f"toss 1: {side(story)}", theme, size="formula")
        self.coin.show(story.first == "H", np.zeros(2), turn=3)
        word.place((0.8, -0.15))
        return VGroup(self.coin, word)

    def spin(self, t: float) -> Self:
        """Toss the coin, while the prior's area steps back."""
        if self.story.first:
            where = np.array(self.coin.disc.get_center()[:2])
            self.coin.show(self.story.first == "H", where, turn=3 * (1 - t))
        self.chart.curve.set_opacities(1.0, 0.3 - 0.18 * t)
        return self

    def likelihood(self, text: BeatText) -> list[VMobject]:
        """Return the coin, how well theta explains it, and a row that follows the dot."""
        theme = self.theme
        self.place = LiveNumber(0, theme, size="body", anchor="left")
        self.value = LiveNumber(
            self.chart.likelihood(0), theme, size="body", colour="likelihood", anchor="left"
        )
        gives = Words("gives it", theme, size="body", colour="muted")
        running = row(Formula("θ =", theme, size="body"), self.place, gives, self.value)
        return _set(self.toss(), *self.formulas(text), running)

    def read(self, t: float) -> Self:
        """Show the likelihood at theta = t."""
        self.place.set_text(f"{t:.2f}", t)
        value = self.chart.likelihood(t)
        self.value.set_text(f"{value:.2f}", value)
        return self

    def conclusion(self, note: str, instead: VMobject) -> Words:
        """Return a note that takes the place of another row."""
        words = self.note(note)
        stack(words, zone=PANEL, top=float(instead.get_top()[1]))
        return words

    def product(self, text: BeatText) -> list[VMobject]:
        """Return prior times likelihood, as a formula and in numbers, and a note."""
        table = ProductTable(self.chart, self.theme)
        return _set(*self.formulas(text), table, self.note(text.note))

    def evidence(self, text: BeatText) -> list[VMobject]:
        """Return the area left, its value, Bayes' rule, and the posterior."""
        *formulas, posterior = text.lines
        rows = [Formula(line.markup, self.theme, size=0.5) for line in formulas]
        return _set(*rows, Words(posterior.markup, self.theme, size="formula"))

    # -- many tosses -----------------------------------------------------------------------------

    def tosses(self) -> list[VMobject]:
        """Return the strip of coins, the tally, and the parameters, each in its place."""
        theme, story, table = self.theme, self.story, self.chart.timetable
        left, right = PANEL.left, PANEL.right
        zone = Zone(left, right, 1.15, 1.8)
        self.strip = CoinStrip(table, theme, zone, strip_radius(story.count, zone.width))
        words = "the tosses" if story.count <= self.strip.room else "the latest tosses"
        words = words if story.count else "no tosses"
        self.latest = Words(words, theme, size="small", colour="muted").place((left, 2.1))
        self.tally = Tally(theme, Zone(left, right, -0.5, 0.75), ("heads", "tails"))
        places = decimals_needed(story.prior)
        last = ", ".join(grouped(value, places) for value in story.posterior)
        width = LiveNumber(0, theme).set_text(f"Beta({last})").advance
        em = theme.sizes.formula * min(1.0, 0.94 * PANEL.width / width)
        self.parameters = [
            LiveNumber(value, theme, decimals=places, size=em, colour="posterior", anchor="left")
            for value in story.prior
        ]
        self.brackets = [
            Formula(text, theme, size=em, colour="posterior") for text in ('"Beta("', '","', '")"')
        ]
        first, comma, last = self.brackets
        self.belief = VGroup(first, self.parameters[0], comma, self.parameters[1], last)
        first.place((left, -1.2))
        self.mean = LiveNumber(0, theme, size="body", decimals=min(story.places, 6), anchor="left")
        word = Words("mean", theme, colour="muted")
        means = row(word, self.mean, gap=0.25, start=(left, -2.1))
        self.count(0.0, float(table.first))
        return [self.latest, self.strip, self.tally, self.belief, means]

    def count(self, t: float, fallen: float) -> Self:
        """Show the tosses that have fallen, the tally and the parameters."""
        heads, tails = self.chart.timetable.whole_counts(fallen)
        self.show_strip(fallen, self.strip_opacity(t))
        self.tally.set_counts(heads, tails)
        shape = self.story.after(heads, tails)
        for item, value in zip(self.parameters, shape, strict=True):
            item.set_text(grouped(value, item.decimals), value)
        first, comma, last = self.brackets
        x, y = first.baseline[:2]
        x += first.advance + 0.04
        for item, gap in ((self.parameters[0], 0.03), (comma, 0.16), (self.parameters[1], 0.04)):
            item.place((x, y))
            x += item.advance + gap
        last.place((x, y))
        self.mean.set_value(mean(*shape))
        return self

    def strip_opacity(self, t: float) -> float:
        """Return how much of the strip shows: nothing once the tosses come too fast to follow."""
        return min(max((9 - self.chart.timetable.fastest(t)) / 5, 0.0), 1.0)

    def show_strip(self, fallen: float, opacity: float) -> Self:
        """Show the latest tosses and the words above them."""
        self.strip.set_fallen(fallen, opacity)
        self.latest.set_opacity(opacity)
        return self

    def settle(self, t: float) -> Self:
        """Bring the strip back when all tosses have fallen."""
        start = self.strip_opacity(1.0)
        return self.show_strip(float(self.story.count), start + (1 - start) * t)

    # -- the answer ------------------------------------------------------------------------------

    def answers(self, text: BeatText) -> dict[str, VMobject]:
        """Return posterior, interval and prediction; second posterior and true bias if given."""
        story, theme = self.story, self.theme
        posterior, interval, following = text.lines
        following_label = 'heads in the next toss: mean #part("posterior")[$triangle.filled.t$]'
        rows: dict[str, VMobject] = {
            "posterior": self.block(tally(story), Words(posterior.markup, theme, size=0.54)),
            "interval": self.block(
                interval_name(story),
                Formula(interval.markup, theme, colour=interval.colour, size=0.5),
            ),
            "next": self.block(following_label, Formula(following.markup, theme, size=0.48)),
        }
        if story.rival:
            rows["second_prior"] = self.second()
        if story.bias is not None:
            where = Words(f"{inside(story)} the interval", theme, size=0.42)
            bias = to_typst(shortest(story.bias, 4))
            rows["truth"] = self.block(f"the true bias ${bias}$ lies", where)
        _set(*rows.values(), least=0.24)
        return rows

    def second(self) -> VGroup:
        """Return the overlap of the two beliefs and, as the last part, whether they agree."""
        theme, story = self.theme, self.story
        before = story.overlap(0, 0)
        self.overlap = LiveNumber(0, theme, size=0.46, anchor="left")
        # A share, so two decimals say enough, and hundredths of them nothing.
        start = Formula(f'"overlap" {format_number(before, animating=True)} ->', theme, size=0.46)
        label = Words("second prior:", theme, size=0.32, colour="second_prior")
        self.verdict = Words(verdict(story, short=True), theme, size=0.32, colour="muted")
        value = row(start, self.overlap)
        words = row(label, self.verdict, gap=0.12)
        value.shift((words.get_left()[0] - value.get_left()[0], -0.5, 0))
        return VGroup(label, value, self.verdict)

    def agree(self, overlap: float) -> Self:
        """Show the overlap."""
        self.overlap.set_value(overlap, animating=True)
        return self

    def formulas(self, text: BeatText) -> list[Formula]:
        """Return the lines of a beat."""
        return [Formula(line.markup, self.theme, colour=line.colour) for line in text.lines]

    def note(self, markup: str) -> Words:
        """Return a paragraph as wide as the panel, its lines evenly spaced."""
        even = "#set text(top-edge: 0.75em, bottom-edge: -0.2em);#set par(leading: 0.3em)\n"
        words = Words(even + markup, self.theme, size=0.42, width=PANEL.width)
        bottom = min(part.get_bottom()[1] for part in words.submobjects[1:])
        words.reference.points[:, 1] = bottom
        return words

    def block(self, label: str, value: VMobject) -> VGroup:
        """Return a value under its label."""
        words = Words(label, self.theme, size=0.32, colour="muted").fit_width(PANEL.width)
        words.shift((-words.get_left()[0], -words.get_bottom()[1], 0))
        if isinstance(value, TypesetMobject):
            value.fit_width(PANEL.width)
        value.shift((-value.get_left()[0], -0.14 - value.get_top()[1], 0))
        return VGroup(words, value)


def strip_radius(count: int, width: float) -> float:
    """Return the radius of coins: such that all fit, where they need not be too small for that."""
    for radius in (0.3, 0.25, 0.22, 0.196):
        if CoinStrip.room_for(radius, width) >= count:
            return radius
    return 0.3


def _set(*rows: VMobject, least: float = 0.3, most: float = 0.62) -> list[VMobject]:
    """Set rows below each other in the panel, as far apart as fills it, up to ``most``."""
    stack(*rows, zone=PANEL, top=ROWS_TOP, gap=0.0)
    spare = float(rows[-1].get_bottom()[1]) - ROWS_BOTTOM
    gap = min(max(spare / max(len(rows) - 1, 1), least), most)
    stack(*rows, zone=PANEL, top=ROWS_TOP, gap=gap)
    return list(rows)


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
