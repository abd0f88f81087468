"""The panel beside a belief: formulas, coins and numbers that run with the chart."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, TypesetMobject, Words, row, stack
from explainer.numbers import decimals_needed, format_number, grouped, to_typst
from explainer.scenes.probability.posterior_update.drawing.belief import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.coins import Coin, CoinStrip, Tally
from explainer.scenes.probability.posterior_update.drawing.product_table import ProductTable
from explainer.scenes.probability.posterior_update.inference import mean, standard_deviation
from explainer.scenes.probability.posterior_update.text import (
    beta,
    chance,
    inside,
    interval_name,
    number,
    parameter,
    side,
    tally_words,
    verdict,
)
from explainer.style import PANEL, Theme, Zone

ROWS_TOP, ROWS_BOTTOM = 2.35, -2.75
"""Between which ordinates the rows of the panel lie."""


class Readings:
    """Makes what stands in the panel, and keeps hold of the parts that run.

    Args:
        chart: what is read.
        theme: for colours and type sizes.
    """

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme

    # -- one toss --------------------------------------------------------------------------------

    def prior(self, note: str) -> list[VMobject]:
        """Return the prior's name, its mean and spread, and a note."""
        a, b = self.story.prior
        facts = (("mean", mean(a, b)), ("std. deviation", standard_deviation(a, b)))
        rows = [
            row(
                Words(name, self.theme, size="body", colour="muted"),
                Formula(number(value, 3), self.theme, size="body"),
                gap=0.25,
            )
            for name, value in facts
        ]
        name = f'part("prior", p(θ)) = part("prior", "Beta"({parameter(a)}, {parameter(b)}))'
        return _set(Formula(name, self.theme), *rows, self.note(note))

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
        self.chart.curve.set_strength(1.0, 0.3 - 0.18 * t)
        return self

    def likelihood(self) -> list[VMobject]:
        """Return the coin, how well theta explains it, and a row that follows the dot."""
        data = f'"{self.story.first}"' if self.story.first else "emptyset"
        markup = f'part("likelihood", p({data} | θ)) = part("likelihood", {chance(self.story)})'
        return _set(self.toss(), Formula(markup, self.theme), self.at())

    def at(self) -> VGroup:
        """Return a row whose two numbers follow the dot on the likelihood."""
        theme = self.theme
        self.place = LiveNumber(0, theme, size="body", anchor="left")
        self.value = LiveNumber(
            self.chart.likelihood(0), theme, size="body", colour="likelihood", anchor="left"
        )
        gives = Words("gives it", theme, size="body", colour="muted")
        return row(Formula("θ =", theme, size="body"), self.place, gives, self.value)

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

    def product(self, note: str) -> list[VMobject]:
        """Return prior times likelihood, as a formula and in numbers, and a note."""
        factor = chance(self.story)
        factor = f"({factor})" if "-" in factor else factor
        formula = Formula(f'part("prior", p(θ)) times part("likelihood", {factor})', self.theme)
        return _set(formula, ProductTable(self.chart, self.theme), self.note(note))

    def evidence(self) -> list[VMobject]:
        """Return the area left, its value, Bayes' rule, and the posterior."""
        story, theme = self.story, self.theme
        (a, b), first = story.prior, story.first
        data = f'"{first}"' if first else "emptyset"
        factor = {"H": "θ", "T": "(1 - θ)", "": "1"}[first]
        area = Formula(
            f'p({data}) = integral_0^1 part("prior", p(θ)) thin part("likelihood", {factor}) dif θ',
            theme,
            size=0.5,
        )
        value = number(story.first_evidence, 3)
        if first:
            top = parameter(a if first == "H" else b)
            value = f"{top} / ({parameter(a)} + {parameter(b)}) = {value}"
        posterior = Formula(
            f'part("posterior", p(θ | {data})) = (part("prior", p(θ)) thin '
            f'part("likelihood", {factor})) / (p({data}))',
            theme,
            size=0.5,
        )
        result = Words(f'$=$ #part("posterior")[{beta(story.updated)}]', theme, size="formula")
        return _set(area, Formula(f"= {value}", theme, size=0.5), posterior, result)

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
        self.show_strip(fallen, self.strip_strength(t))
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

    def strip_strength(self, t: float) -> float:
        """Return how much of the strip shows: nothing once the tosses come too fast to follow."""
        return min(max((9 - self.chart.timetable.fastest(t)) / 5, 0.0), 1.0)

    def show_strip(self, fallen: float, strength: float) -> Self:
        """Show the latest tosses and the words above them."""
        self.strip.set_fallen(fallen, strength)
        for glyphs in self.latest.submobjects[1:]:
            glyphs.set_fill(opacity=strength)
        return self

    def settle(self, t: float) -> Self:
        """Bring the strip back when all tosses have fallen."""
        start = self.strip_strength(1.0)
        return self.show_strip(float(self.story.count), start + (1 - start) * t)

    # -- the answer ------------------------------------------------------------------------------

    def answers(self) -> dict[str, VMobject]:
        """Return posterior, interval and prediction; second belief and true bias if given."""
        story, theme = self.story, self.theme
        low, high, following = (
            to_typst(format_number(value, story.places))
            for value in (*story.interval, story.predictive)
        )
        heads, tails = story.counts
        rows: dict[str, VMobject] = {
            "posterior": self.block(
                tally_words(int(heads), int(tails)),
                Words(f'#part("posterior")[{beta(story.posterior)}]', theme, size=0.54),
            ),
            "interval": self.block(
                interval_name(story),
                Formula(f"{low} <= θ <= {high}", theme, colour="interval", size=0.5),
            ),
            "next": self.block(
                'heads in the next toss: mean #part("posterior")[$triangle.filled.t$]',
                Formula(f'p("H" | "data") = {following}', theme, size=0.48),
            ),
        }
        if story.rival:
            rows["second_prior"] = self.second()
        if story.bias is not None:
            where = Words(f"{inside(story)} the interval", theme, size=0.42)
            rows["truth"] = self.block(f"the true bias ${number(story.bias, 4)}$ lies", where)
        _set(*rows.values(), least=0.24)
        return rows

    def second(self) -> VGroup:
        """Return the overlap of the two beliefs and, as the last part, whether they agree."""
        theme, story = self.theme, self.story
        before = story.overlap(0, 0)
        self.overlap = LiveNumber(0, theme, size=0.46, anchor="left")
        # A share, so two decimals say enough, and hundredths of them nothing.
        start = Formula(f'"overlap" {format_number(before, passing=True)} ->', theme, size=0.46)
        label = Words("second prior:", theme, size=0.32, colour="second_prior")
        self.verdict = Words(verdict(story, short=True), theme, size=0.32, colour="muted")
        value = row(start, self.overlap)
        words = row(label, self.verdict, gap=0.12)
        value.shift((words.get_left()[0] - value.get_left()[0], -0.5, 0))
        return VGroup(label, value, self.verdict)

    def agree(self, overlap: float) -> Self:
        """Show the overlap."""
        self.overlap.set_value(overlap, passing=True)
        return self

    def note(self, markup: str, size: float = 0.42, colour: str = "ink") -> Words:
        """Return a paragraph as wide as the panel, its lines evenly spaced."""
        even = "#set text(top-edge: 0.75em, bottom-edge: -0.2em);#set par(leading: 0.3em)\n"
        words = Words(even + markup, self.theme, size=size, colour=colour, width=PANEL.width)
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
