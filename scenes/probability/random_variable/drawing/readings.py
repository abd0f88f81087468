"""The panel beside outcomes and their law: names, and numbers that run with the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, Words
from explainer.numbers import count, grouped, shortest, significant, to_typst
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.random_variable.drawing.cumulative import CumulativeDistribution
from explainer.scenes.probability.random_variable.drawing.deviation_squares import DRAWN
from explainer.scenes.probability.random_variable.drawing.outcomes import OutcomeChart
from explainer.scenes.probability.random_variable.drawing.panel_rows import (
    arrange,
    fitting,
    labelled,
    name_markup,
    note,
)
from explainer.scenes.probability.random_variable.text import outside_words, tex
from explainer.style import PANEL, Theme

STEADY = 6
"""The latest outcome is written at most so many times a second."""


class OutcomeReadings:
    """Makes what stands in the panel, and keeps hold of the numbers that run.

    Args:
        chart: what is read.
        theme: for colours and type sizes.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme

    def live(self, text: str, colour: str = "ink", size: float = 0.54) -> LiveNumber:
        """Return a number that runs, flush left."""
        return LiveNumber(0, self.theme, size=size, colour=colour, anchor="left").set_text(text)

    def formula(self, markup: str, colour: str = "ink", size: float = 0.46) -> Formula:
        """Return what stands."""
        return Formula(markup, self.theme, size=size, colour=colour)

    def label(self, name: str, value: VMobject) -> VMobject:
        """Return a value under its name."""
        return labelled(name, value, self.theme)

    def source(self) -> list[VMobject]:
        """Return what the outcomes come from, and how many values a file does not hold, if any."""
        story = self.story
        text, limit = story.distribution.text.removesuffix("()"), 60
        short = text if len(text) <= limit else text[: limit - 3] + "..."
        size = 0.42 if len(short) <= 24 else 0.34
        short = fitting(short, size, 1.8 * PANEL.width) if story.data else short
        colour = "outcome" if story.data else "density"
        name = note(name_markup(short, size), self.theme, size, colour)
        rows = [self.label("the data" if story.data else "the distribution", name)]
        if missing := missing_words(story.distribution):
            rows.append(note(f"{missing} and left out", self.theme, 0.34, "muted"))
        return rows

    def outside(self) -> list[VMobject]:
        """Return a row that says how many outcomes the window does not show, if any."""
        found = outside_words(self.story)
        return [note(found, self.theme, 0.34, "muted")] if found else []

    def middle_half(self) -> Formula:
        """Return the quartiles, as the ends of half of all outcomes."""
        low, high = (tex(self.story, end) for end in self.story.quartiles)
        return self.formula(f"{low} <= X <= {high}", "spread")

    # -- outcomes and bars -----------------------------------------------------------------------

    def outcomes(self, text: str) -> list[VMobject]:
        """Return the law, the latest outcome, how many there are, and a note."""
        story = self.story
        widest = max((story.text(float(value)) for value in story.values[:200]), key=len)
        self.latest = self.live(widest, "outcome")
        self.drawn = self.live(grouped(story.size))
        of = "values fallen" if story.data else "outcomes so far"
        rows = arrange(
            *self.source(),
            self.label(f"latest {'value' if story.data else 'outcome'} $x$", self.latest),
            self.label(f"{of}, of {grouped(story.size)}", self.drawn),
            *(self.outside() or [note(text, self.theme, 0.38)]),
        )
        self.read_fall(0.0)
        return rows

    def read_fall(self, t: float) -> Self:
        """Show the outcomes that have come up to the time t."""
        fall, story = self.chart.fall, self.story
        beat = int(t * fall.duration * STEADY) / STEADY / fall.duration if t < 1 else 1.0
        steady = t if fall.rate(t) < STEADY else beat
        index = fall.latest(steady) if t < 1 else story.size - 1
        self.latest.set_text(story.text(float(story.values[max(index, 0)])))
        self.drawn.set_text(grouped(fall.fallen(t) if t < 1 else story.size))
        return self

    def histogram(self, text: str) -> list[VMobject]:
        """Return how the tallest bar comes by its height."""
        story, bins, index = self.story, self.story.bins, self.story.tallest
        number, height = int(story.counts[index]), float(story.heights[index])
        portion = to_typst(shortest(number / story.size, 3))
        if bins.single:
            place = f"$x = {tex(story, float(bins.centres[index]))}$"
        else:
            ends = bins.edges[index : index + 2] + ([0.5, -0.5] if story.discrete else 0.0)
            low, high = (tex(story, float(end)) for end in ends)
            place = f"${low} <= x {'<=' if story.discrete else '<'} {high}$"
        top, total = (to_typst(grouped(each)) for each in (number, story.size))
        rows = [
            self.label("the tallest bar", note(place, self.theme, 0.44, "outcome")),
            self.label("its share", self.formula(f"({top}) / ({total}) = {portion}")),
        ]
        if not bins.single:
            width = to_typst(shortest(bins.width, 9))
            over = to_typst(significant(height) if height < 1e4 else shortest(height, 0))
            quotient = self.formula(f"({portion}) / ({width}) = {over}")
            rows.append(self.label("height: share / width", quotient))
        return arrange(*rows, note(text, self.theme, 0.38), *self.outside())

    def growth(self, text: str) -> list[VMobject]:
        """Return the law, the number of outcomes, and how far the bars are from it."""
        story = self.story
        self.drawn = self.live(grouped(story.most))
        noun = "values" if story.data else "outcomes"
        rows = [*self.source(), self.label(f"{noun} so far", self.drawn)]
        if not story.data:
            self.gap = self.live("0.0000")
            rows.append(self.label("largest gap to it", self.gap))
        rows = arrange(*rows, note(text, self.theme, 0.38))
        self.read_growth(story.size, story.gap(story.grown(0.0)[1]))
        return rows

    def read_growth(self, size: int, gap: float) -> None:
        """Show so many outcomes and the gap."""
        self.drawn.set_text(grouped(size))
        if not self.story.data:
            self.gap.set_text(f"{gap:.4f}")

    # -- the distribution function ---------------------------------------------------------------

    def cumulative(self, text: str) -> list[VMobject]:
        """Return the place of the line, and the total there."""
        low, high = self.chart.home[:2]
        self.place = self.live(max((self.story.text(low), self.story.text(high)), key=len))
        self.sum = self.live("0.000", "cumulative")
        what = "share of values up to $x$" if self.story.data else "$F(x) = P(X <= x)$"
        rows = arrange(
            self.label("$x$", self.place), self.label(what, self.sum), note(text, self.theme, 0.4)
        )
        self.read_total(0.0, low)
        return rows

    def follow_line(
        self, line: CumulativeDistribution, show: Callable[[float], float], t: float
    ) -> None:
        """Move a line over the law by one of its verbs, and show the total where it is."""
        self.read_total(show(t), line.place)

    def read_total(self, total: float, x: float) -> None:
        """Show the total, and where the line is."""
        low, high = self.story.bins.window
        seen = abs(x) > (high - low) / 1000 or x == self.story.median
        self.place.set_text(self.story.text(x if seen else 0.0))
        self.sum.set_text(f"{total:.3f}")

    # -- moments ---------------------------------------------------------------------------------

    def pivot(self, text: str, start: float) -> list[VMobject]:
        """Return the place of the pivot, where it starts, mean and sample mean, and a note."""
        story = self.story
        self.place = self.live(story.text(start), "mean")
        mean = self.formula(tex(story, story.distribution.mean), "mean", 0.54)
        name = "mean of the data" if story.data else "expectation $E[X]$"
        rows = [self.label("pivot at", self.place), self.label(name, mean)]
        if story.sampled:
            what = count(story.size, "value" if story.data else "outcome")
            sample = self.formula(tex(story, story.sample_mean), "outcome", 0.54)
            rows.append(self.label(f'mean of {what} #part("outcome")[$diamond$]', sample))
        return arrange(*rows, note(text, self.theme, 0.38))

    def read_pivot(self, place: float) -> None:
        """Show where the pivot stands."""
        self.place.set_text(self.story.text(place))

    def trace(self, name: str, role: str, text: str) -> list[VMobject]:
        """Return the number of outcomes and their average, which run, and a note."""
        _, means, roots = self.story.long_run
        longest = max((self.story.text(float(each)) for each in (*means, *roots)), key=len)
        self.drawn, self.average = self.live("10 000"), self.live(longest, role)
        return arrange(
            self.label("outcomes so far", self.drawn),
            self.label(name, self.average),
            note(text, self.theme, 0.4),
        )

    def read_trace(self, size: int, average: float) -> None:
        """Show so many outcomes and their average."""
        self.drawn.set_text(grouped(size))
        self.average.set_text(self.story.text(average))

    def squares(self, text: str) -> list[VMobject]:
        """Return the mean square so far and its root, the true variance and deviation."""
        story, distribution = self.story, self.story.distribution
        self.drawn = self.live(grouped(story.size), size=0.46)
        self.square = self.live(story.square_text(distribution.variance), "spread", 0.46)
        of = "values" if story.data else "outcomes"
        drawn = f" ({DRAWN} shown)" if story.size > DRAWN else ""
        variance, deviation = to_typst(story.variance_short()), distribution.standard_deviation
        final = self.formula(f"σ^2 = {variance}, quad σ = {tex(story, deviation)}", "spread")
        return arrange(
            self.label(f"{of} so far{drawn}", self.drawn),
            self.label("mean square about the mean", self.square),
            self.label("of all the data" if story.data else "of the distribution", final),
            note(text, self.theme, 0.38),
        )

    def read_squares(self, number: int, mean_square: float) -> None:
        """Show the mean square of so many outcomes."""
        self.drawn.set_text(grouped(number))
        self.square.set_text(self.story.square_text(mean_square))

    def quartiles(self, text: str) -> list[VMobject]:
        """Return median and quartiles."""
        median = self.formula(tex(self.story, self.story.median), "cumulative")
        return arrange(
            self.label("the middle half", self.middle_half()),
            self.label("the median", median),
            note(text, self.theme, 0.4),
        )

    def recap(self) -> list[VMobject]:
        """Return law, mean, deviation and median, each beside what the outcomes say."""
        story = self.story
        rows = self.source()
        if story.mean_kind == "finite":
            mean = self.formula(tex(story, story.distribution.mean), "mean", 0.48)
            rows.append(self.label("mean: where it balances", mean))
        else:
            none = "infinite" if story.mean_kind == "infinite" else "does not exist"
            rows.append(self.label("mean", Words(none, self.theme, size=0.46, colour="mean")))
        if story.variance_kind == "finite":
            deviation = tex(story, story.distribution.standard_deviation)
            rows.append(self.label("standard deviation", self.formula(deviation, "spread", 0.48)))
        else:
            rows.append(self.label("half of all outcomes", self.middle_half()))
        median = self.formula(tex(story, story.median), "cumulative", 0.48)
        return arrange(*rows, self.label("median: $F$ reaches $0.5$", median))
