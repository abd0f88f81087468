"""The panel beside outcomes and their law: names, and numbers that run with the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel_rows import arrange, fitting, labelled, name_markup, note
from explainer.mobjects.text import Formula, Words
from explainer.numbers import TIMES, grouped, shortest, significant
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.random_variable import text as words
from explainer.scenes.probability.random_variable.drawing.deviation_squares import DRAWN
from explainer.scenes.probability.random_variable.drawing.outcomes import OutcomeChart
from explainer.scenes.probability.random_variable.drawing.running_total import RunningTotal
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

    def fixed(self, text: str, colour: str = "ink", size: float = 0.54) -> Formula:
        """Return a number that stands."""
        return Formula(words.typst(text), self.theme, size=size, colour=colour)

    def label(self, name: str, value: VMobject) -> VMobject:
        """Return a value under its name."""
        return labelled(name, value, self.theme)

    # -- outcomes and bars -----------------------------------------------------------------------

    def law_name(self) -> VMobject:
        """Return what the outcomes come from."""
        text, limit = self.story.law.text.removesuffix("()").replace(f"{TIMES}10^", "e"), 60
        short = text if len(text) <= limit else text[: limit - 3] + "..."
        label = "the data" if self.story.data else "the law"
        size = 0.42 if len(short) <= 24 else 0.34
        short = fitting(short, size, 1.8 * PANEL.width) if self.story.data else short
        colour = "outcome" if self.story.data else "density"
        return self.label(label, note(name_markup(short, size), self.theme, size, colour))

    def missing(self) -> list[VMobject]:
        """Return a row that says how many values the file does not hold, if any."""
        found = missing_words(self.story.law)
        return [note(f"{found} and left out", self.theme, 0.34, "muted")] if found else []

    def outcomes(self, text: str) -> list[VMobject]:
        """Return the law, the latest outcome, how many there are, and a note."""
        story = self.story
        widest = max((story.text(float(value)) for value in story.values[:200]), key=len)
        self.latest = self.live(widest, "outcome")
        self.drawn = self.live(grouped(story.size))
        of = "values fallen" if story.data else "outcomes so far"
        outside = self.outside()
        rows = arrange(
            self.law_name(),
            *self.missing(),
            self.label(f"latest {'value' if story.data else 'outcome'} $x$", self.latest),
            self.label(f"{of}, of {grouped(story.size)}", self.drawn),
            *(outside or [note(text, self.theme, 0.38)]),
        )
        self.read_fall(0.0)
        return rows

    def outside(self) -> list[VMobject]:
        """Return a row that says how many outcomes the window does not show, if any."""
        found = words.outside_words(self.story)
        return [note(found, self.theme, 0.34, "muted")] if found else []

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
        story = self.story
        index = story.tallest
        number, height = int(story.counts[index]), float(story.heights[index])
        portion = number / story.size
        bins = story.bins
        if bins.single:
            place = f"$x = {words.typst(story.short(float(bins.centres[index])))}$"
        else:
            ends = bins.edges[index : index + 2] + ([0.5, -0.5] if story.discrete else 0.0)
            low, high = (words.typst(story.short(float(end))) for end in ends)
            place = f"${low} <= x {'<=' if story.discrete else '<'} {high}$"
        top, total = (words.typst(grouped(each)) for each in (number, story.size))
        markup = f"({top}) / ({total}) = {_share(portion)}"
        rows = [
            self.label("the tallest bar", note(place, self.theme, 0.44, "outcome")),
            self.label("its share", Formula(markup, self.theme, size=0.46)),
        ]
        if not bins.single:
            width = words.typst(shortest(bins.width, 9))
            over = words.typst(significant(height) if height < 1e4 else shortest(height, 0))
            markup = f"({_share(portion)}) / ({width}) = {over}"
            rows.append(self.label("height: share / width", Formula(markup, self.theme, size=0.46)))
        return arrange(*rows, note(text, self.theme, 0.38), *self.outside())

    def growth(self, text: str) -> list[VMobject]:
        """Return the law, the number of outcomes, and how far the bars are from it."""
        story = self.story
        self.drawn = self.live(grouped(story.most))
        noun = "values" if story.data else "outcomes"
        rows = [self.law_name(), *self.missing(), self.label(f"{noun} so far", self.drawn)]
        if not story.data:
            self.gap = self.live("0.0000")
            rows.append(self.label("largest gap to the law", self.gap))
        rows = arrange(*rows, note(text, self.theme, 0.38))
        self.read_growth(story.size, story.gap(story.grown(0.0)[1]))
        return rows

    def read_growth(self, size: int, gap: float) -> Self:
        """Show so many outcomes and the gap."""
        self.drawn.set_text(grouped(size))
        if not self.story.data:
            self.gap.set_text(f"{gap:.4f}")
        return self

    # -- running total ---------------------------------------------------------------------------

    def total(self, text: str) -> list[VMobject]:
        """Return the place of the line, and the total there."""
        self.place, self.sum = self.live("0"), self.live("0.000", "cumulative")
        what = "share of values up to $x$" if self.story.data else "$F(x) = P(X <= x)$"
        low, high = self.chart.axis_ends
        self.place.set_text(max((self.story.text(low), self.story.text(high)), key=len))
        rows = arrange(
            self.label("$x$", self.place), self.label(what, self.sum), note(text, self.theme, 0.4)
        )
        self.read_total(0.0, low)
        return rows

    def follow_line(self, line: RunningTotal, show: Callable[[float], float], t: float) -> Self:
        """Move a line over the law by one of its verbs, and show the total where it is."""
        return self.read_total(show(t), line.place)

    def read_total(self, total: float, x: float) -> Self:
        """Show the total, and where the line is."""
        low, high = self.story.bins.window
        step = (high - low) / 500
        self.place.set_text(
            self.story.text(x if abs(x) > step / 2 or x == self.story.median else 0.0)
        )
        self.sum.set_text(f"{total:.3f}")
        return self

    # -- moments ---------------------------------------------------------------------------------

    def pivot(self, text: str, start: float) -> list[VMobject]:
        """Return the place of the pivot, where it starts, mean and sample mean, and a note."""
        story = self.story
        self.place = self.live(story.text(start), "mean")
        mean = self.fixed(story.short(story.law.mean), "mean")
        name = "mean of the data" if story.data else "expectation $E[X]$"
        rows = [self.label("pivot at", self.place), self.label(name, mean)]
        if story.sampled:
            what = words.count(story.size, "value" if story.data else "outcome")
            sample = self.fixed(story.short(story.sample_mean), "outcome")
            rows.append(self.label(f'mean of {what} #part("outcome")[$diamond$]', sample))
        return arrange(*rows, note(text, self.theme, 0.38))

    def read_pivot(self, place: float) -> Self:
        """Show where the pivot stands."""
        self.place.set_text(self.story.text(place))
        return self

    def trace(self, name: str, role: str, text: str) -> list[VMobject]:
        """Return the number of outcomes and their average, which run, and a note."""
        self.drawn, self.average = self.live("10 000"), self.live("0", role)
        _, means, roots = self.story.long_run
        longest = max((self.story.text(float(v)) for v in (*means, *roots)), key=len)
        self.average.set_text(longest)
        return arrange(
            self.label("outcomes so far", self.drawn),
            self.label(name, self.average),
            note(text, self.theme, 0.4),
        )

    def read_trace(self, size: int, average: float) -> Self:
        """Show so many outcomes and their average."""
        self.drawn.set_text(grouped(size))
        self.average.set_text(self.story.text(average))
        return self

    def squares(self, text: str) -> list[VMobject]:
        """Return the mean square so far and its root, the law's variance and deviation."""
        story = self.story
        law = story.law
        self.drawn = self.live(grouped(story.size), size=0.46)
        self.square = self.live(story.square_text(law.variance), "spread", 0.46)
        of = "values" if story.data else "outcomes"
        what = "of all the data" if story.data else "of the law"
        drawn = f" ({DRAWN} shown)" if story.size > DRAWN else ""
        variance = words.typst(story.square_short())
        deviation = words.typst(story.short(law.standard_deviation))
        final = Formula(
            f"σ^2 = {variance}, quad σ = {deviation}", self.theme, size=0.46, colour="spread"
        )
        self.final_row = self.label(what, final)
        return arrange(
            self.label(f"{of} so far{drawn}", self.drawn),
            self.label("mean square about the mean", self.square),
            self.final_row,
            note(text, self.theme, 0.38),
        )

    def read_squares(self, number: int, mean_square: float) -> Self:
        """Show the mean square of so many outcomes."""
        self.drawn.set_text(grouped(number))
        self.square.set_text(self.story.square_text(mean_square))
        return self

    def quartiles(self, text: str) -> list[VMobject]:
        """Return median and quartiles."""
        low, high = (words.typst(self.story.short(end)) for end in self.story.quartiles)
        middle = words.typst(self.story.short(self.story.median))
        half = Formula(f"{low} <= X <= {high}", self.theme, size=0.46, colour="spread")
        return arrange(
            self.label("the middle half", half),
            self.label("the median", Formula(middle, self.theme, size=0.46, colour="cumulative")),
            note(text, self.theme, 0.4),
        )

    def recap(self) -> list[VMobject]:
        """Return law, mean, deviation and median, each beside what the outcomes say."""
        story = self.story
        rows = [self.law_name(), *self.missing()]
        if story.mean_kind == "finite":
            mean = self.fixed(story.short(story.law.mean), "mean", 0.48)
            rows.append(self.label("mean: where it balances", mean))
        else:
            none = "infinite" if story.mean_kind == "infinite" else "does not exist"
            rows.append(self.label("mean", Words(none, self.theme, size=0.46, colour="mean")))
        if story.variance_kind == "finite":
            deviation = self.fixed(story.short(story.law.standard_deviation), "spread", 0.48)
            rows.append(self.label("standard deviation", deviation))
        else:
            low, high = (words.typst(story.short(end)) for end in story.quartiles)
            half = Formula(f"{low} <= X <= {high}", self.theme, size=0.46, colour="spread")
            rows.append(self.label("half of all outcomes", half))
        median = self.fixed(story.short(story.median), "cumulative", 0.48)
        rows.append(self.label("median: $F$ reaches $0.5$", median))
        return arrange(*rows)


def _share(value: float) -> str:
    return words.typst(shortest(value, 3))
