"""The panel beside intervals for a mean: formulas, counts that run, and what each interval says."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.distributions import Distribution
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel_rows import fitting, name_markup
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import grouped, shortest, to_typst
from explainer.scenes.probability.common import missing_words
from explainer.scenes.probability.confidence_interval import text as words
from explainer.scenes.probability.confidence_interval.drawing.chart import (
    NAMES,
    IntervalChart,
)
from explainer.scenes.probability.confidence_interval.drawing.rows import MOST
from explainer.style import PANEL, Theme
from explainer.typesetting import escape

TOP = 2.3
FEW = 30
"""Values below which a percentile bootstrap is noticeably shorter than a t interval."""


class IntervalReadings:
    """Makes what stands in the panel, and keeps hold of the parts that run.

    Args:
        chart: what is read.
        theme: for colours and type sizes.
    """

    def __init__(self, chart: IntervalChart, theme: Theme) -> None:
        self.chart, self.story, self.theme = chart, chart.story, theme

    def note(self, markup: str, colour: str = "ink") -> Words:
        """Return a paragraph as wide as the panel."""
        return Words(markup, self.theme, width=PANEL.width, colour=colour)

    def small(self, markup: str) -> Words:
        """Return a remark in small type."""
        return Words(markup, self.theme, size="small", width=PANEL.width, colour="muted")

    def fact(self, name: str, value: str, colour: str = "ink") -> VGroup:
        """Return a name and a number on one line."""
        return row(
            Words(name, self.theme, colour="muted"),
            Formula(value, self.theme, size="body", colour=colour),
            gap=0.22,
        )

    def law_name(self) -> Words:
        """Return what the samples come from."""
        law = self.story.law
        if isinstance(law, Distribution):
            markup = f'#text(font: "DejaVu Sans Mono", size: 0.8em)[{escape(law.text)}]'
            return Words(markup, self.theme).fit_width(PANEL.width)
        em = self.theme.sizes.body
        return self.note(name_markup(fitting(law.text, em, 1.8 * PANEL.width), em))

    def missing(self) -> list[VMobject]:
        """Return a remark on values that a file does not hold, if there are any."""
        found = missing_words(self.story.law)
        return [self.small(f"{found} and left out.")] if found else []

    def population(self, note: str) -> list[VMobject]:
        """Return the population's name, its mean and spread, and a note."""
        story, law = self.story, self.story.law
        spread = law.standard_deviation
        rows: list[VMobject] = [self.law_name(), *self.missing()]
        mean = "none" if story.true_mean is None else ""
        rows.append(
            self.fact("true mean", "μ = " + words.number(story, story.true_mean))
            if story.true_mean is not None
            else self.fact("true mean", f'"{mean}"')
        )
        if np.isnan(spread):
            pass
        elif np.isinf(spread):
            rows.append(self.fact("std. deviation", "sigma = infinity"))
        else:
            rows.append(self.fact("std. deviation", f"sigma = {words.number(story, spread)}"))
        return self._set(*rows, self.note(note))

    def sample(self, note: str) -> list[VMobject]:
        """Return the sample's mean and spread, the formula of the interval, and a note."""
        story = self.story
        number = lambda value: words.number(story, value)  # noqa: E731
        low, high = story.intervals["confidence"]
        rows: list[VMobject] = [
            self.fact("sample mean", f"overline(x) = {number(story.mean)}", "sample"),
            self.fact("sample spread", f"s = {number(story.spread)}", "sample"),
            Formula("overline(x) plus.minus t^* s / sqrt(n)", self.theme),
            Formula(
                f"{number(story.mean)} plus.minus {story.quantile:.2f} dot "
                f"{number(story.spread)} / sqrt({story.n})",
                self.theme,
                size="body",
            ),
            Formula(f"[{number(low)}, {number(high)}]", self.theme, colour="sample"),
            self.small(note),
        ]
        beyond = self.chart.outside()
        if beyond:
            verb = "lies" if beyond == 1 else "lie"
            rows.append(self.small(f"{beyond} of the {story.n} values {verb} beyond the axis."))
        return self._set(*rows)

    def many(self) -> list[VMobject]:
        """Return the running counts; ``count`` sets them."""
        story, theme = self.story, self.theme
        self.total = LiveNumber(0, theme, decimals=0, anchor="left")
        rows: list[VMobject] = [row(Words("samples", theme, colour="muted"), self.total, gap=0.22)]
        if story.true_mean is not None:
            self.hits = LiveNumber(0, theme, decimals=0, anchor="left", colour="sample")
            self.misses = LiveNumber(0, theme, decimals=0, anchor="left", colour="missed")
            rows.append(row(Words("catch $μ$", theme, colour="muted"), self.hits, gap=0.22))
            rows.append(
                row(Words("miss it ($times$)", theme, colour="muted"), self.misses, gap=0.22)
            )
            self.share = LiveNumber(0, theme, decimals=1, anchor="left", suffix=" %")
            rows.append(row(Words("caught", theme, colour="muted"), self.share, gap=0.22))
        rows.append(self.small(f"One row for each sample of {story.n}: its mean, its interval."))
        if story.repetitions > MOST:
            rows.append(self.small(f"The first {MOST} are drawn; all of them are counted."))
        beyond = self.chart.rows.beyond()
        if beyond:
            verb = "runs" if beyond == 1 else "run"
            rows.append(self.small(f"{beyond} of the intervals {verb} off the picture."))
        return self._set(*rows)

    def count(self, t: float) -> Self:
        """Set the running counts for a share t of the time."""
        rows = self.chart.rows
        drawn, caught = rows.drawn(t), rows.caught(t)
        self.total.set_text(grouped(drawn), drawn)
        if self.story.true_mean is not None:
            self.hits.set_text(grouped(caught), caught)
            self.misses.set_text(grouped(drawn - caught), drawn - caught)
            self.share.set_value(100 * caught / max(drawn, 1))
        return self

    def procedure(self) -> list[VMobject]:
        """Return promise, what was kept, and how far chance takes it."""
        story = self.story
        if story.true_mean is None:
            rows = [self.note("No common centre: each sample's mean is as wild as a single value.")]
            return self._set(*rows)
        kept = words.percent(story.hits / story.repetitions)
        high = story.repetitions - story.hits - story.missed_below
        return self._set(
            self.fact("promised", mathematics(words.level(story))),
            self.fact("caught", mathematics(kept), "sample"),
            self.fact(
                "chance, 1 s.d.", f"plus.minus {mathematics(words.percent(story.chance_error))}"
            ),
            self.fact("too low", str(story.missed_below), "missed"),
            self.fact("too high", str(high), "missed"),
            self.small("The thick row is the first sample's: it hits or misses."),
            self.small("Only the procedure has a rate."),
        )

    def bootstrap(self) -> list[VMobject]:
        """Return the count of resamples, which runs, and the two intervals."""
        story = self.story
        self.resamples = LiveNumber(0, self.theme, decimals=0, anchor="left")
        label = Words("resamples", self.theme, colour="muted")
        return self._set(
            row(label, self.resamples, gap=0.22),
            *self._ends("confidence", "bootstrap"),
            self.small(
                "These means spread about as means of new samples would."
                if story.n >= FEW
                else f"From {story.n} values it comes out a little short: it makes no allowance "
                "for an unknown spread."
            ),
        )

    def heap(self, count: int) -> Self:
        """Set the count of resamples."""
        self.resamples.set_value(count)
        return self

    def credible(self) -> list[VMobject]:
        """Return the rule, and the three intervals."""
        rule = Formula(
            'part("posterior", p(μ | x)) prop part("second_prior", p(μ)) thin p(x | μ)', self.theme
        )
        prior = (
            "prior: flat, every mean alike"
            if self.story.prior is None
            else f"prior: normal, ${to_typst(shortest(self.story.prior[0]))} "
            f"plus.minus {to_typst(shortest(self.story.prior[1]))}$"
        )
        remark = Words(prior, self.theme, size="small", colour="second_prior", width=PANEL.width)
        return self._set(rule, remark, *self._ends(*NAMES))

    def answer(self) -> list[VMobject]:
        """Return what each interval claims."""
        claims = words.claims(self.story)
        rows: list[VMobject] = []
        for name, role in NAMES.items():
            title = Words(f"*{name}*", self.theme, size=0.36, colour=role)
            claim = Words(claims[name], self.theme, size="small", width=PANEL.width)
            rows.append(stack(title, claim, zone=PANEL, gap=0.16))
        return self._set(*rows, *self.missing())

    def _ends(self, *names: str) -> list[VMobject]:
        rows: list[VMobject] = []
        for name in names:
            low, high = (words.number(self.story, end) for end in self.story.intervals[name])
            rows.append(Words(name, self.theme, size="small", colour="muted"))
            rows.append(Formula(f"[{low}, {high}]", self.theme, size="body", colour=NAMES[name]))
        return rows

    def _set(self, *rows: VMobject) -> list[VMobject]:
        height = sum(item.height for item in rows)
        room = TOP + 2.75 - height
        gap = min(0.34, max(0.14, room / max(len(rows) - 1, 1)))
        stack(*rows, zone=PANEL, top=TOP, gap=gap)
        return list(rows)


def mathematics(percentage: str) -> str:
    """Return ``95 %`` as Typst mathematics."""
    return percentage.replace(" %", " thin percent")
