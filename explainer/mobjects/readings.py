"""The panel beside a belief: formulas, coins and numbers that run with the chart."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.inference import mean, standard_deviation
from explainer.maths.numerals import decimals_needed, format_number, shortest, to_typst
from explainer.mobjects.belief import BeliefChart
from explainer.mobjects.coins import Coin, CoinStrip, Tally
from explainer.mobjects.posterior_words import (
    beta,
    chance,
    inside,
    number,
    side,
    tally_words,
    verdict,
)
from explainer.mobjects.text import Formula, LiveNumber, Words, row, stack
from explainer.style import PANEL, Theme, Zone


class Readings:
    """Makes what stands in the panel, and keeps hold of the parts that run.

    Args:
        chart: what is read.
        theme: for colours and type sizes.
    """

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme
        self.fill = 0.3

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
        name = f'part("prior", p(θ)) = part("prior", "Beta"({number(a)}, {number(b)}))'
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
            size=0.46,
        )
        value = number(story.first_evidence, 3)
        if first:
            top = number(a if first == "H" else b)
            value = f"{top} / ({number(a)} + {number(b)}) = {value}"
        posterior = Formula(
            f'part("posterior", p(θ | {data})) = (part("prior", p(θ)) thin '
            f'part("likelihood", {factor})) / (p({data}))',
            theme,
            size=0.46,
        )
        result = Words(f'$=$ #part("posterior")[{beta(story.updated)}]', theme, size="formula")
        return _set(area, Formula(f"= {value}", theme, size=0.46), posterior, result)

    # -- many tosses -----------------------------------------------------------------------------

    def tosses(self) -> list[VMobject]:
        """Return the strip of coins, the tally, and the parameters, each in its place."""
        theme, story, table = self.theme, self.story, self.chart.timetable
        left, right = PANEL.left, PANEL.right
        self.latest = Words(
            "latest tosses" if story.count else "no tosses", theme, size="small", colour="muted"
        )
        self.latest.place((left, 2.1))
        self.strip = CoinStrip(table, theme, Zone(left, right, 1.2, 1.8), 0.3)
        self.tally = Tally(theme, Zone(left, right, -0.4, 0.85), ("heads", "tails"))
        places = decimals_needed(story.prior)
        last_words = Words(beta(story.posterior), theme, size="formula")
        em = theme.sizes.formula * min(1.0, 0.9 * PANEL.width / last_words.advance)
        self.parameters = [
            LiveNumber(value, theme, decimals=places, size=em, colour="posterior", anchor="left")
            for value in story.prior
        ]
        self.belief = VGroup()
        self.brackets = [
            Formula(text, theme, size=em, colour="posterior") for text in ('"Beta("', '","', '")"')
        ]
        first, comma, last = self.brackets
        self.belief.add(first, self.parameters[0], comma, self.parameters[1], last)
        first.place((left, -1.1))
        self.mean = LiveNumber(0, theme, size="body", decimals=min(story.places, 4), anchor="left")
        word = Words("mean", theme, colour="muted")
        means = row(word, self.mean, gap=0.25, start=(left, -1.9))
        self.count(0.0, float(table.first))
        return [self.latest, self.strip, self.tally, self.belief, means]

    def count(self, t: float, fallen: float) -> Self:
        """Show the tosses that have fallen, the tally and the parameters."""
        heads, tails = self.chart.timetable.whole_counts(fallen)
        self.show_strip(fallen, self.strip_strength(t))
        self.tally.set_counts(heads, tails)
        shape = self.story.after(heads, tails)
        for parameter, value in zip(self.parameters, shape, strict=True):
            parameter.set_value(value)
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
        level = shortest(100 * story.level, 1)
        rows: dict[str, VMobject] = {
            "posterior": self.block(
                tally_words(int(heads), int(tails)),
                Words(f'#part("posterior")[{beta(story.posterior)}]', theme, size=0.48),
            ),
            "interval": self.block(
                f"{story.kind} {level} % interval",
                Formula(f"{low} <= θ <= {high}", theme, colour="interval", size=0.48),
            ),
            "next": self.block(
                "chance of heads, next toss",
                Formula(f'p("H" | "data") = {following}', theme, size=0.46),
            ),
        }
        if story.rival:
            rows["second_prior"] = self.second()
        if story.bias is not None:
            where = Words(f"{inside(story)} the interval", theme, size=0.4)
            rows["truth"] = self.block(f"the true bias ${number(story.bias, 4)}$ lies", where)
        _set(*rows.values(), gap=0.5 if len(rows) < 5 else 0.3)
        return rows

    def second(self) -> VGroup:
        """Return the overlap of the two beliefs, and whether they have come to agree."""
        theme, story = self.theme, self.story
        before = story.overlap(0, 0)
        self.overlap = LiveNumber(before, theme, size=0.46, anchor="left")
        start = Formula(f'"overlap" {format_number(before)} ->', theme, size=0.46)
        words = f'#part("second_prior")[second prior:] {verdict(story, short=True)}'
        return self.block(words, row(start, self.overlap))

    def agree(self, overlap: float) -> Self:
        """Show the overlap."""
        self.overlap.set_value(overlap)
        return self

    def note(self, markup: str, size: float = 0.38, colour: str = "ink") -> Words:
        """Return a paragraph as wide as the panel, its lines evenly spaced."""
        even = "#set text(top-edge: 0.75em, bottom-edge: -0.2em);#set par(leading: 0.3em)\n"
        words = Words(even + markup, self.theme, size=size, colour=colour, width=PANEL.width)
        bottom = min(part.get_bottom()[1] for part in words.submobjects[1:])
        words.reference.points[:, 1] = bottom
        return words

    def block(self, label: str, value: VMobject) -> VGroup:
        """Return a value under its label."""
        words = self.note(label, size=0.32, colour="muted")
        words.shift((-words.get_left()[0], -words.get_bottom()[1], 0))
        value.shift((-value.get_left()[0], -0.14 - value.get_top()[1], 0))
        return VGroup(words, value)


def _set(*rows: VMobject, gap: float = 0.42) -> list[VMobject]:
    """Set rows below each other in the panel."""
    stack(*rows, zone=PANEL, top=2.2, gap=gap)
    return list(rows)


class ProductTable(VGroup):
    """Prior times likelihood at some values of theta, in numbers that run with the picture."""

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart = chart
        em, width = 0.34, PANEL.width
        before = chart.probe_heights(0.0)[0]
        places = 2 if max(before) < 10 else 1
        edges = width * np.array([0.17, 0.43, 0.72, 1.0])
        names = (("$θ$", "ink"), ("prior", "prior"), ("factor", "likelihood"), ("now", "ink"))
        header = [
            Words(name, theme, size=em, colour=role).place((x, 0.0), "right")
            for (name, role), x in zip(names, edges, strict=True)
        ]
        super().__init__(*header)
        self.rows: list[list[LiveNumber]] = []
        for line, (theta, height) in enumerate(zip(chart.probes, before, strict=True)):
            y = -0.6 * (line + 1)
            cells = [
                LiveNumber(value, theme, decimals=decimals, size=em, colour=role)
                for value, decimals, (_, role) in zip(
                    (theta, height, 1.0, height), (2, places, 2, places), names, strict=True
                )
            ]
            for cell, x in zip(cells, edges, strict=True):
                cell.place((x, y), "right")
            signs = [
                Formula(sign, theme, size=em, colour="muted").place(((x + after) / 2, y), "centre")
                for sign, x, after in (
                    ("times", edges[1], edges[2] - cells[2].advance),
                    ("=", edges[2], edges[3] - cells[3].advance),
                )
            ]
            self.rows.append(cells)
            self.add(*cells, *signs)
        self.set_power(0.0)

    def set_power(self, s: float) -> Self:
        """Show the factors to the power s, and the heights that they give."""
        _, factors, now = self.chart.probe_heights(s)
        for cells, factor, height in zip(self.rows, factors, now, strict=True):
            for cell, value in zip(cells[2:], (float(factor), float(height)), strict=True):
                least = 10.0**-cell.decimals
                text = f"{value:.{cell.decimals}f}"
                cell.set_text(text if value >= least / 2 else f"<{least:.{cell.decimals}f}", value)
        return self
