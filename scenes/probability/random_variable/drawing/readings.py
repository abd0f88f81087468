"""The panel beside a distribution: names, and numbers that run with the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.mobjects.panel import EVEN, Item, Labelled, Panel
from explainer.mobjects.text import Formula, Words
from explainer.numbers import TIMES, count, grouped, shortest, significant, to_typst
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.random_variable.drawing.cumulative import CumulativeDistribution
from explainer.scenes.probability.random_variable.drawing.deviation_squares import DRAWN
from explainer.scenes.probability.random_variable.drawing.outcomes import OutcomeChart
from explainer.scenes.probability.random_variable.text import outside_words, tex
from explainer.style import Theme

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
        self.panel = Panel(theme, apart=(0.12, 0.6), formula=0.5)

    def formula(self, markup: str, colour: str) -> Formula:
        """Return mathematics in the panel's size."""
        return Formula(markup, self.theme, size=self.panel.formula_size, colour=colour)

    def source(self) -> list[Item]:
        """Return what the outcomes come from, and how many values a file does not hold, if any."""
        story, panel = self.story, self.panel
        text = story.distribution.text.removesuffix("()").replace(f"{TIMES}10^", "e")
        name = Words(
            EVEN + panel.shown(text, 1.8 if story.data else 2.8),
            self.theme,
            size=panel.prose_size,
            colour="outcome" if story.data else "density",
            width=panel.zone.width,
        )
        rows: list[Item] = [Labelled("the data" if story.data else "the distribution", name)]
        if missing := missing_words(story.distribution):
            rows.append(Line(f"{missing} and left out", "muted", prose=True))
        return rows

    def outside(self) -> list[Item]:
        """Return a row that says how many outcomes the window does not show, if any."""
        found = outside_words(self.story)
        return [Line(found, "muted", prose=True)] if found else []

    def middle_half(self) -> Formula:
        """Return the quartiles, as the ends of half of all outcomes."""
        low, high = (tex(self.story, end) for end in self.story.quartiles)
        return self.formula(f"{low} <= X <= {high}", "spread")

    # -- outcomes and bars -----------------------------------------------------------------------

    def outcomes(self, text: str) -> list[VMobject]:
        """Return the source, the latest outcome, how many there are, and a note."""
        story = self.story
        widest = max((story.text(float(value)) for value in story.values[:200]), key=len)
        self.latest = self.panel.number(text=widest, colour="outcome")
        self.drawn = self.panel.number(text=grouped(story.size))
        of = "values fallen" if story.data else "outcomes so far"
        rows = self.panel.rows(
            *self.source(),
            Labelled(f"latest {'value' if story.data else 'outcome'} $x$", self.latest),
            Labelled(f"{of}, of {grouped(story.size)}", self.drawn),
            *(self.outside() or [text]),
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
            place = f"x = {tex(story, float(bins.centres[index]))}"
        else:
            ends = bins.edges[index : index + 2] + ([0.5, -0.5] if story.discrete else 0.0)
            low, high = (tex(story, float(end)) for end in ends)
            place = f"{low} <= x {'<=' if story.discrete else '<'} {high}"
        top, total = (to_typst(grouped(each)) for each in (number, story.size))
        rows = [
            Labelled("the tallest bar", self.formula(place, "outcome")),
            Labelled("its share", f"({top}) / ({total}) = {portion}"),
        ]
        if not bins.single:
            width = to_typst(shortest(bins.width, 9))
            over = to_typst(significant(height) if height < 1e4 else shortest(height, 0))
            quotient = f"({portion}) / ({width}) = {over}"
            rows.append(Labelled("height: share / width", quotient))
        return self.panel.rows(*rows, text, *self.outside())

    def growth(self, text: str) -> list[VMobject]:
        """Return the source, the number of outcomes, and how far the bars are from it."""
        story = self.story
        self.drawn = self.panel.number(text=grouped(story.most))
        noun = "values" if story.data else "outcomes"
        rows = [*self.source(), Labelled(f"{noun} so far", self.drawn)]
        if not story.data:
            self.gap = self.panel.number(text="0.0000")
            rows.append(Labelled("largest gap to it", self.gap))
        laid = self.panel.rows(*rows, text)
        self.read_growth(story.size, story.gap(story.grown(0.0)[1]))
        return laid

    def read_growth(self, size: int, gap: float) -> None:
        """Show so many outcomes and the gap."""
        self.drawn.set_text(grouped(size))
        if not self.story.data:
            self.gap.set_text(f"{gap:.4f}")

    # -- the distribution function ---------------------------------------------------------------

    def cumulative(self, text: str) -> list[VMobject]:
        """Return the place of the line, and the total there."""
        low, high = self.chart.home[:2]
        longest = max((self.story.text(low), self.story.text(high)), key=len)
        self.place = self.panel.number(text=longest)
        self.sum = self.panel.number(text="0.000", colour="cumulative")
        what = "share of values up to $x$" if self.story.data else "$F(x) = P(X <= x)$"
        rows = self.panel.rows(Labelled("$x$", self.place), Labelled(what, self.sum), text)
        self.read_total(0.0, low)
        return rows

    def follow_line(
        self, line: CumulativeDistribution, show: Callable[[float], float], t: float
    ) -> None:
        """Move a line by one of its verbs, and show the total where it is."""
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
        self.place = self.panel.number(text=story.text(start), colour="mean")
        mean = self.formula(tex(story, story.distribution.mean), "mean")
        name = "mean of the data" if story.data else "expectation $E[X]$"
        rows = [Labelled("pivot at", self.place), Labelled(name, mean)]
        if story.sampled:
            what = count(story.size, "value" if story.data else "outcome")
            sample = self.formula(tex(story, story.sample_mean), "outcome")
            rows.append(Labelled(f'mean of {what} #part("outcome")[$diamond$]', sample))
        return self.panel.rows(*rows, text)

    def read_pivot(self, place: float) -> None:
        """Show where the pivot stands."""
        self.place.set_text(self.story.text(place))

    def trace(self, name: str, role: str, text: str) -> list[VMobject]:
        """Return the number of outcomes and their average, which run, and a note."""
        _, means, roots = self.story.long_run
        longest = max((self.story.text(float(each)) for each in (*means, *roots)), key=len)
        self.drawn = self.panel.number(text="10 000")
        self.average = self.panel.number(text=longest, colour=role)
        return self.panel.rows(
            Labelled("outcomes so far", self.drawn),
            Labelled(name, self.average),
            text,
        )

    def read_trace(self, size: int, average: float) -> None:
        """Show so many outcomes and their average."""
        self.drawn.set_text(grouped(size))
        self.average.set_text(self.story.text(average))

    def squares(self, text: str) -> list[VMobject]:
        """Return the mean square so far and its root, the true variance and deviation."""
        story, distribution = self.story, self.story.distribution
        self.drawn = self.panel.number(text=grouped(story.size))
        widest = story.square_text(distribution.variance)
        self.square = self.panel.number(text=widest, colour="spread")
        of = "values" if story.data else "outcomes"
        drawn = f" ({DRAWN} shown)" if story.size > DRAWN else ""
        variance, deviation = to_typst(story.variance_short()), distribution.standard_deviation
        final = self.formula(f"σ^2 = {variance}, quad σ = {tex(story, deviation)}", "spread")
        return self.panel.rows(
            Labelled(f"{of} so far{drawn}", self.drawn),
            Labelled("mean square about the mean", self.square),
            Labelled("of all the data" if story.data else "of the distribution", final),
            text,
        )

    def read_squares(self, number: int, mean_square: float) -> None:
        """Show the mean square of so many outcomes."""
        self.drawn.set_text(grouped(number))
        self.square.set_text(self.story.square_text(mean_square))

    def quartiles(self, text: str) -> list[VMobject]:
        """Return median and quartiles."""
        median = self.formula(tex(self.story, self.story.median), "cumulative")
        return self.panel.rows(
            Labelled("the middle half", self.middle_half()),
            Labelled("the median", median),
            text,
        )

    def recap(self) -> list[VMobject]:
        """Return source, mean, deviation and median, each beside what the outcomes say."""
        story = self.story
        rows = self.source()
        if story.mean_kind == "finite":
            mean = self.formula(tex(story, story.distribution.mean), "mean")
            rows.append(Labelled("mean: where it balances", mean))
        else:
            none = "infinite" if story.mean_kind == "infinite" else "does not exist"
            rows.append(Labelled("mean", self.formula(f'"{none}"', "mean")))
        if story.variance_kind == "finite":
            deviation = tex(story, story.distribution.standard_deviation)
            rows.append(Labelled("standard deviation", self.formula(deviation, "spread")))
        else:
            rows.append(Labelled("half of all outcomes", self.middle_half()))
        median = self.formula(tex(story, story.median), "cumulative")
        return self.panel.rows(*rows, Labelled("median: $F$ reaches $0.5$", median))
