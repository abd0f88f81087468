"""The panel beside intervals for a mean: formulas, counts that run, and what each interval says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.maths.distributions import Distribution
from explainer.mobjects.panel import Item, Labelled, Named, Panel
from explainer.mobjects.text import Words
from explainer.numbers import grouped
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.confidence_interval.drawing.chart import (
    NAMES,
    IntervalChart,
)
from explainer.scenes.probability.confidence_interval.story import MOST_ROWS
from explainer.scenes.probability.confidence_interval.text import percent, tex
from explainer.typesetting import escape


class IntervalReadings:
    """Makes what stands in the panel, and keeps hold of the parts that run.

    Args:
        chart: what is read.
        side: makes the rows.
    """

    def __init__(self, chart: IntervalChart, side: Panel) -> None:
        self.chart, self.story, self.side = chart, chart.story, side

    def source(self) -> Words | str:
        """Return what the samples come from, a row of the panel."""
        distribution, side = self.story.distribution, self.side
        if not isinstance(distribution, Distribution):
            return side.shown(distribution.text)
        markup = f'#text(font: "DejaVu Sans Mono", size: 0.8em)[{escape(distribution.text)}]'
        return Words(markup, side.theme, size=side.prose_size).fit_width(side.zone.width)

    def missing(self) -> list[Item]:
        """Return a remark on values that a file does not hold, if there are any."""
        found = missing_words(self.story.distribution)
        return [_remark(f"{found} and left out.")] if found else []

    def population(self, note: str) -> list[VMobject]:
        """Return the population's name, its mean and spread, and a note."""
        story, deviation = self.story, self.story.distribution.standard_deviation
        mean = '"none"' if story.true_mean is None else f"μ = {tex(story, story.true_mean)}"
        rows = [self.source(), *self.missing(), Named("true mean", mean)]
        if not np.isnan(deviation):
            size = "infinity" if np.isinf(deviation) else tex(story, deviation)
            rows.append(Named("std. deviation", f"sigma = {size}"))
        return self.side.rows(*rows, note)

    def sample(self, note: str) -> list[VMobject]:
        """Return the sample's mean and spread, the formula of the interval, and a note."""
        story = self.story
        mean, deviation = tex(story, story.mean), tex(story, story.deviation)
        low, high = (tex(story, end) for end in story.intervals["confidence"])
        margin = f"{story.quantile:.2f} dot {deviation} / sqrt({story.n})"
        rows: list[Item] = [
            Named("sample mean", _part("sample", f"overline(x) = {mean}")),
            Named("sample spread", _part("sample", f"s = {deviation}")),
            Line("overline(x) plus.minus t^* s / sqrt(n)"),
            Line(f"{mean} plus.minus {margin}"),
            Line(f"[{low}, {high}]", "sample"),
            _remark(note),
        ]
        if beyond := self.chart.outside():
            verb = "lies" if beyond == 1 else "lie"
            rows.append(_remark(f"{beyond} of the {story.n} values {verb} beyond the axis."))
        return self.side.rows(*rows)

    def many(self) -> list[VMobject]:
        """Return the running counts; ``count`` sets them."""
        story = self.story
        self.total, self.hits, self.misses = (
            self.side.number(decimals=0, colour=role) for role in ("ink", "sample", "missed")
        )
        self.share = self.side.number(decimals=1, suffix=" %")
        rows: list[Item] = [Named("samples", self.total)]
        if story.true_mean is not None:
            rows.append(Named("catch $μ$", self.hits))
            rows.append(Named("miss it ($times$)", self.misses))
            rows.append(Named("caught", self.share))
        rows.append(_remark(f"One row for each sample of {story.n}: its mean, its interval."))
        if story.repetitions > MOST_ROWS:
            rows.append(_remark(f"The first {MOST_ROWS} are drawn; all of them are counted."))
        if beyond := self.chart.rows.beyond():
            verb = "runs" if beyond == 1 else "run"
            rows.append(_remark(f"{beyond} of the intervals {verb} off the picture."))
        return self.side.rows(*rows)

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
            return self.side.rows(note)
        promised, kept, chance = (
            percent(share).replace(" %", " thin percent")
            for share in (story.level, story.kept, story.chance_error)
        )
        return self.side.rows(
            Named("promised", promised),
            Named("caught", _part("sample", kept)),
            Named("chance, 1 s.d.", f"plus.minus {chance}"),
            Named("too low", _part("missed", story.missed_below)),
            Named("too high", _part("missed", story.missed_above)),
            _remark(note),
            _remark("Only the procedure has a rate."),
        )

    def bootstrap(self, note: str) -> list[VMobject]:
        """Return the count of resamples, which runs, and the two intervals."""
        self.resamples = self.side.number(decimals=0)
        intervals = map(self._ends, ("confidence", "bootstrap"))
        return self.side.rows(Named("resamples", self.resamples), *intervals, _remark(note))

    def credible(self, note: str) -> list[VMobject]:
        """Return the rule, and the three intervals."""
        posterior, prior = 'part("posterior", p(μ | x))', 'part("second_prior", p(μ))'
        rule = Line(f"{posterior} prop {prior} thin p(x | μ)")
        return self.side.rows(rule, _remark(note, "second_prior"), *map(self._ends, NAMES))

    def answer(self, claims: Sequence[Line]) -> list[VMobject]:
        """Return what each interval claims."""
        rows = [
            Line(f'#part("{role}")[*{name}*] \\ {claim.markup}', claim.colour, prose=True)
            for (name, role), claim in zip(NAMES.items(), claims, strict=True)
        ]
        return self.side.rows(*rows, *self.missing())

    def _ends(self, name: str) -> Labelled:
        low, high = (tex(self.story, end) for end in self.story.intervals[name])
        return Labelled(name, _part(NAMES[name], f"[{low}, {high}]"))


def _remark(markup: str, colour: str = "muted") -> Line:
    return Line(markup, colour, prose=True)


def _part(role: str, markup: object) -> str:
    return f'part("{role}", {markup})'
