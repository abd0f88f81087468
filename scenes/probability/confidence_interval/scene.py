"""Confidence intervals: what their level means, and what bootstrap and posterior say instead."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import numpy as np
from pydantic import model_validator

from explainer.mobjects.panel import Named, Panel
from explainer.numbers import PERCENT, grouped
from explainer.params import Field, Number, Positive, SceneParams, Wording
from explainer.scene import Explainer
from explainer.scenes.probability.common import check_population, population
from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.drawing import (
    ABOVE,
    SHOWN,
    STRIP,
    Claims,
    IntervalChart,
    source,
)
from explainer.scenes.probability.confidence_interval.story import (
    IntervalStory,
    Pair,
    answer_window,
    means_window,
    rows_window,
    sample_window,
)

Text = Annotated[str, Field(max_length=200)]
Belief = Annotated[tuple[Number, Positive], Wording("[mean, standard deviation] such as [170, 5]")]


class ConfidenceInterval(Explainer):
    """Watch a hundred intervals contain or miss the true mean, and see what their level means."""

    class Params(SceneParams):
        """The population, the samples, and the level."""

        population: Text = Field(
            "norm(loc=170, scale=7)",
            min_length=1,
            description="a distribution of scipy.stats with its parameters",
        )
        data: str = Field("", description="a CSV file with a column that is the population instead")
        column: Text = Field("", description="the column, by name or number")
        n: int = Field(10, ge=2, le=1000, description="the size of each sample")
        level: float = Field(0.95, ge=0.5, le=0.999, description="the level of every interval")
        repetitions: int = Field(100, ge=10, le=1000, description="how many samples are drawn")
        prior: Belief | None = Field(
            None, description="a normal prior for the mean; a flat one if none"
        )
        seed: int = Field(424, ge=0, le=2**32 - 1, description="the seed of the random numbers")

        @model_validator(mode="after")
        def _check_population(self) -> ConfidenceInterval.Params:
            check_population("population", self.population, self.data, self.column)
            return self

    presets = {
        "level_half": Params(level=0.5),
        "skewed_small": Params(population="expon(scale=10)", n=5, seed=3),
        "coin": Params(population="bernoulli(p=0.1)", n=20, level=0.9),
        "informed": Params(n=5, prior=(162, 4)),
        "heavy_tails": Params(population="cauchy", n=20),
        "large_samples": Params(population="gamma(a=2, scale=3)", n=200, repetitions=1000),
    }

    def construct(self) -> None:
        given = self.params
        distribution, _ = population(given.population, given.data, given.column)
        self.story = IntervalStory(
            distribution, given.n, given.level, given.repetitions, given.seed, given.prior
        )
        self.chart = IntervalChart(self.story, self.theme)
        self.side = Panel(self.theme, formula=0.46)
        self.show_the_population()
        self.draw_one_sample()
        self.draw_many()
        self.judge_the_procedure()
        self.resample()
        self.believe()
        self.compare()

    def go_to(self, window: Pair, lift: Callable[[float], object] = lambda t: None) -> None:
        """Zoom to another window, and lift what is to go along."""
        chart = self.chart
        zoom = chart.way_to((*window, 1.0))
        if zoom is None:
            return

        def move(t: float) -> None:
            zoom(t)
            lift(t)

        self.sweep(move, chart.x, chart.bars["confidence"])

    def show_the_population(self) -> None:
        chart, words = self.chart, text.population(self.story)
        with self.beat("population", words):
            rows = source(self.story, self.side), *words.lines, words.note
            self.show_panel(*rows, into=[chart], later=len(rows) - 1)
            self.add(chart.population)
            self.sweep(chart.rise, chart.population)
            self.fade(into=[chart.truth, *self.panel])

    def draw_one_sample(self) -> None:
        chart, bar = self.chart, self.chart.bars["confidence"]
        words = text.sample(self.story)
        with self.beat("sample", words):
            self.show_panel(*words.lines, later=len(words.lines) - 1)
            self.add(chart.dots)
            self.sweep(chart.drop, chart.dots, run_time=self.theme.durations.slow, eased=False)
            chart.measure(0)
            self.fade(into=[*self.panel[1:3], bar], run_time=self.theme.durations.quick)
            self.sweep(chart.measure, bar)
            self.fade(into=self.panel)

    def draw_many(self) -> None:
        chart, rows, bar = self.chart, self.chart.rows, self.chart.bars["confidence"]
        words = text.many(self.story)
        with self.beat("many", words):
            self.change_panel([], [chart.dots, chart.population, chart.truth])
            y, first = bar.y, float(rows.ordinates(np.array(0)))
            self.go_to(rows_window(self.story), lambda t: bar.stand(y + (first - y) * t))
            rows.fill(0)
            total, hits, misses = (
                self.side.number(decimals=0, colour=role) for role in ("ink", "sample", "missed")
            )
            share = self.side.number(decimals=1, suffix=PERCENT)
            counts = [Named("samples", total)]
            if self.story.true_mean is not None:
                counts += [Named("contain $μ$", hits), Named("miss it ($times$)", misses)]
                counts.append(Named("coverage", share))

            def count(t: float) -> None:
                drawn = rows.fill(t).drawn(t)
                caught = int(self.story.caught[:drawn].sum())
                for number, value in ((total, drawn), (hits, caught), (misses, drawn - caught)):
                    number.set_text(grouped(value), value)
                share.set_value(100 * caught / max(drawn, 1), animating=t < 1)

            self.show_panel(*counts, *words.lines, out=[bar], into=[rows, chart.truth])
            slow = self.theme.durations.slow
            self.sweep(count, rows, *self.panel, run_time=4 * slow, eased=False)

    def judge_the_procedure(self) -> None:
        rows, words = self.chart.rows, text.procedure(self.story)
        with self.beat("procedure", words):
            self.show_panel(*words.lines, words.note)
            self.sweep(rows.sort, run_time=5.0, eased=False)  # evenly: no flicker

    def resample(self) -> None:
        chart, story, slow = self.chart, self.story, self.theme.durations.slow
        words = text.bootstrap(story)
        with self.beat("bootstrap", words):
            self.fade_all_but(chart, run_time=self.theme.durations.quick)
            self.go_to(sample_window(story))
            chart.dots.set_dots(chart.sample_spots(story.sample, STRIP))
            bar = chart.bars["confidence"]
            bar.stand(ABOVE["confidence"])
            resamples = self.side.number(decimals=0)
            rows = Named("resamples", resamples), *words.lines
            self.show_panel(*rows, into=[chart.dots, bar], later=len(rows) - 1)
            self.add(chart.copies, chart.means)
            for number in range(SHOWN):
                resamples.set_value(number + 1)
                self.sweep(
                    partial(chart.resample, number),
                    chart.copies,
                    chart.means,
                    resamples,
                    run_time=slow / (1 + number / 2),
                    eased=False,
                )
            self.fade([chart.dots, chart.copies, chart.means, bar])
            self.go_to(means_window(story))
            chart.heap(0)
            chart.place_bars(ABOVE)
            self.fade(into=[bar, chart.histogram])
            self.sweep(
                lambda t: resamples.set_value(chart.heap(t)),
                chart.histogram,
                resamples,
                run_time=slow,
            )
            self.fade(into=[chart.bars["bootstrap"], *self.panel])

    def believe(self) -> None:
        chart, words, bar = self.chart, text.credible(self.story), self.chart.bars["credible"]
        with self.beat("credible", words):
            self.show_panel(*words.lines, out=[chart.histogram], later=1)
            if self.story.posterior is not None:
                chart.believe(0)
                self.fade(into=[chart.prior, chart.prior_label])
                self.add(chart.posterior)
                self.sweep(chart.believe, chart.posterior, run_time=self.theme.durations.slow)
                chart.shade(0)
                self.add(chart.band)
                self.sweep(chart.shade, chart.band)
            self.fade(into=[bar, *self.panel])

    def compare(self) -> None:
        chart, words = self.chart, text.answer(self.story)
        with self.beat("answer", words):
            self.fade_all_but(chart, run_time=self.theme.durations.quick)
            self.go_to(answer_window(self.story))
            claims = Claims(chart)
            self.show_panel(*words.lines, into=chart.bars.values())
            self.fade(into=[claims])
            self.fade(into=[chart.truth])
