"""The panel beside intervals for a mean: formulas, counts that run, and what each interval says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.maths.distributions import Distribution
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel_rows import fitting, name_markup
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import grouped
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.confidence_interval.drawing.chart import (
    NAMES,
    IntervalChart,
)
from explainer.scenes.probability.confidence_interval.story import MOST_ROWS
from explainer.scenes.probability.confidence_interval.text import percent, tex
from explainer.style import PANEL, Theme
from explainer.typesetting import escape

TOP = 2.3


class IntervalReadings:
    """Makes what stands in the panel, and keeps hold of the parts that run.

    Args:
        chart: what is read.
        theme: for colours and type sizes.
    """

    def __init__(self, chart: IntervalChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme

    def note(self, markup: str) -> Words:
        """Return a paragraph as wide as the panel."""
        return Words(markup, self.theme, width=PANEL.width)

    def small(self, markup: str, colour: str = "muted") -> Words:
        """Return a remark in small type."""
        return Words(markup, self.theme, size="small", width=PANEL.width, colour=colour)

    def formula(self, markup: str, colour: str = "ink", size: str = "body") -> Formula:
        """Return mathematics, as large as the text unless another size is given."""
        return Formula(markup, self.theme, size=size, colour=colour)

    def fact(self, name: str, value: VMobject) -> VGroup:
        """Return a name and a number on one line."""
        return row(Words(name, self.theme, colour="muted"), value, gap=0.22)

    def live(self, colour: str = "ink", decimals: int = 0, suffix: str = "") -> LiveNumber:
        """Return a number that runs, flush left."""
        return LiveNumber(
            0, self.theme, decimals=decimals, anchor="left", colour=colour, suffix=suffix
        )

    def source(self) -> Words:
        """Return what the samples come from."""
        distribution, em = self.story.distribution, self.theme.sizes.body
        if isinstance(distribution, Distribution):
            markup = f'#text(font: "DejaVu Sans Mono", size: 0.8em)[{escape(distribution.text)}]'
            return Words(markup, self.theme).fit_width(PANEL.width)
        return self.note(name_markup(fitting(distribution.text, em, 1.8 * PANEL.width), em))

    def missing(self) -> list[VMobject]:
        """Return a remark on values that a file does not hold, if there are any."""
        found = missing_words(self.story.distribution)
        return [self.small(f"{found} and left out.")] if found else []

    def population(self, note: str) -> list[VMobject]:
        """Return the population's name, its mean and spread, and a note."""
        story, deviation = self.story, self.story.distribution.standard_deviation
        mean = '"none"' if story.true_mean is None else f"μ = {tex(story, story.true_mean)}"
        rows = [self.source(), *self.missing(), self.fact("true mean", self.formula(mean))]
        if not np.isnan(deviation):
            size = "infinity" if np.isinf(deviation) else tex(story, deviation)
            rows.append(self.fact("std. deviation", self.formula(f"sigma = {size}")))
        return self._set(*rows, self.note(note))

    def sample(self, note: str) -> list[VMobject]:
        """Return the sample's mean and spread, the formula of the interval, and a note."""
        story = self.story
        mean, deviation = tex(story, story.mean), tex(story, story.deviation)
        low, high = (tex(story, end) for end in story.intervals["confidence"])
        margin = f"{story.quantile:.2f} dot {deviation} / sqrt({story.n})"
        rows: list[VMobject] = [
            self.fact("sample mean", self.formula(f"overline(x) = {mean}", "sample")),
            self.fact("sample spread", self.formula(f"s = {deviation}", "sample")),
            self.formula("overline(x) plus.minus t^* s / sqrt(n)", size="formula"),
            self.formula(f"{mean} plus.minus {margin}"),
            self.formula(f"[{low}, {high}]", "sample", "formula"),
            self.small(note),
        ]
        if beyond := self.chart.outside():
            verb = "lies" if beyond == 1 else "lie"
            rows.append(self.small(f"{beyond} of the {story.n} values {verb} beyond the axis."))
        return self._set(*rows)

    def many(self) -> list[VMobject]:
        """Return the running counts; ``count`` sets them."""
        story = self.story
        self.total, self.hits, self.misses = self.live(), self.live("sample"), self.live("missed")
        self.share = self.live(decimals=1, suffix=" %")
        rows: list[VMobject] = [self.fact("samples", self.total)]
        if story.true_mean is not None:
            rows.append(self.fact("catch $μ$", self.hits))
            rows.append(self.fact("miss it ($times$)", self.misses))
            rows.append(self.fact("caught", self.share))
        rows.append(self.small(f"One row for each sample of {story.n}: its mean, its interval."))
        if story.repetitions > MOST_ROWS:
            rows.append(self.small(f"The first {MOST_ROWS} are drawn; all of them are counted."))
        if beyond := self.chart.rows.beyond():
            verb = "runs" if beyond == 1 else "run"
            rows.append(self.small(f"{beyond} of the intervals {verb} off the picture."))
        return self._set(*rows)

    def count(self, t: float) -> Self:
        """Set the running counts for a share t of the time."""
        rows = self.chart.rows
        drawn, caught = rows.drawn(t), rows.caught(t)
        self.total.set_text(grouped(drawn), drawn)
        self.hits.set_text(grouped(caught), caught)
        self.misses.set_text(grouped(drawn - caught), drawn - caught)
        self.share.set_value(100 * caught / max(drawn, 1))
        return self

    def procedure(self, note: str) -> list[VMobject]:
        """Return promise, what was kept, and how far chance takes it; or a note alone."""
        story = self.story
        if story.true_mean is None:
            return self._set(self.note(note))
        promised, kept, chance = (
            percent(share).replace(" %", " thin percent")
            for share in (story.level, story.kept, story.chance_error)
        )
        return self._set(
            self.fact("promised", self.formula(promised)),
            self.fact("caught", self.formula(kept, "sample")),
            self.fact("chance, 1 s.d.", self.formula(f"plus.minus {chance}")),
            self.fact("too low", self.formula(str(story.missed_below), "missed")),
            self.fact("too high", self.formula(str(story.missed_above), "missed")),
            self.small(note),
            self.small("Only the procedure has a rate."),
        )

    def bootstrap(self, note: str) -> list[VMobject]:
        """Return the count of resamples, which runs, and the two intervals."""
        self.resamples = self.live()
        counted = self.fact("resamples", self.resamples)
        return self._set(counted, *self._ends("confidence", "bootstrap"), self.small(note))

    def credible(self, note: str) -> list[VMobject]:
        """Return the rule, and the three intervals."""
        posterior, prior = 'part("posterior", p(μ | x))', 'part("second_prior", p(μ))'
        rule = self.formula(f"{posterior} prop {prior} thin p(x | μ)", size="formula")
        return self._set(rule, self.small(note, "second_prior"), *self._ends(*NAMES))

    def answer(self, claims: Sequence[Line]) -> list[VMobject]:
        """Return what each interval claims."""
        rows: list[VMobject] = []
        for (name, role), claim in zip(NAMES.items(), claims, strict=True):
            title = Words(f"*{name}*", self.theme, size=0.36, colour=role)
            rows.append(stack(title, self.small(claim.markup, claim.colour), zone=PANEL, gap=0.16))
        return self._set(*rows, *self.missing())

    def _ends(self, *names: str) -> list[VMobject]:
        rows: list[VMobject] = []
        for name in names:
            low, high = (tex(self.story, end) for end in self.story.intervals[name])
            rows.append(Words(name, self.theme, size="small", colour="muted"))
            rows.append(self.formula(f"[{low}, {high}]", NAMES[name]))
        return rows

    def _set(self, *rows: VMobject) -> list[VMobject]:
        height = sum(item.height for item in rows)
        room = TOP + 2.75 - height
        gap = min(0.34, max(0.14, room / max(len(rows) - 1, 1)))
        stack(*rows, zone=PANEL, top=TOP, gap=gap)
        return list(rows)
