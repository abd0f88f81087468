"""Random variables: outcomes make a distribution, and that a mean and a variance."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from pydantic import model_validator

from explainer.beat_text import BeatText
from explainer.mobjects.live_numbers import Reading
from explainer.params import Field, SceneParams
from explainer.scene import Explainer
from explainer.scenes.probability.common import check_population
from explainer.scenes.probability.random_variable import text
from explainer.scenes.probability.random_variable.drawing import moments, outcomes
from explainer.scenes.probability.random_variable.drawing.outcomes import PLOT
from explainer.scenes.probability.random_variable.story import Story

GHOST = 0.35
"""How much of the distribution still shows behind the squares."""

Text = Annotated[str, Field(max_length=200)]


class RandomVariable(Explainer):
    """Watch outcomes build up a distribution, and see where it balances and how wide it is."""

    class Params(SceneParams):
        """Where the outcomes come from, and how many there are."""

        distribution: Text = Field(
            "gamma(a=2, scale=1.5)",
            min_length=1,
            description="a distribution of scipy.stats with its parameters",
        )
        data: str = Field("", description="a CSV file whose values are the outcomes instead")
        column: Text = Field("", description="the column, by name or number")
        sample_size: int = Field(500, ge=1, le=10_000, description="how many outcomes are drawn")
        seed: int = Field(10, ge=0, le=2**32 - 1, description="the seed of the random numbers")

        @model_validator(mode="after")
        def _check_the_distribution(self) -> RandomVariable.Params:
            check_population("distribution", self.distribution, self.data, self.column)
            return self

    presets = {
        "dice": Params(distribution="randint(1, 7)", sample_size=300),
        "coin": Params(distribution="bernoulli(p=0.3)", sample_size=60),
        "binomial": Params(distribution="binom(n=20, p=0.25)"),
        "exponential": Params(distribution="expon(scale=4)", sample_size=1000),
        "heavy_tail": Params(distribution="cauchy", seed=7),
        "infinite_variance": Params(distribution="pareto(b=1.5)", sample_size=1000),
    }

    def construct(self) -> None:
        self.story = Story.compute(**dict(self.params))
        self.chart = outcomes.OutcomeChart(self.story, self.theme)
        self.let_outcomes_fall()
        self.make_bars_of_dots()
        self.find_the_distribution()
        self.add_up()
        self.balance()
        self.measure_the_spread()
        self.sum_up()

    def go_to(self, window: tuple[float, float]) -> None:
        """Zoom the axis of values, where its window is not what it should be."""
        if zoom := self.chart.way_to((*window, self.chart.top)):
            self.sweep(zoom)

    def let_outcomes_fall(self) -> None:
        chart, words = self.chart, text.outcomes(self.story)
        with self.beat("outcomes", words):
            rows = self.side.rows(*outcomes.source(self.story, self.side), *words.lines)
            fall = Reading(chart.drop, rows)
            self.change_panel(rows, into=[chart.x])
            self.add(chart.dots, chart.tag)
            self.sweep(fall.run, run_time=chart.fall.duration, eased=False)
            self.remove(chart.tag)

    def make_bars_of_dots(self) -> None:
        chart, words, durations = self.chart, text.histogram(self.story), self.theme.durations
        with self.beat("histogram", words):
            self.show_panel(*words.lines, into=[chart.counts], later=len(words.lines))
            self.add(chart.bars)
            self.sweep(chart.build, run_time=durations.slow, eased=False)
            self.add(chart.one)
            self.sweep(chart.point_out)
            self.fade(into=self.panel[:2])
            self.fade([chart.counts], run_time=durations.quick)
            self.fade(into=[chart.y, *self.panel])

    def find_the_distribution(self) -> None:
        chart, words, slow = self.chart, text.distribution(self.story), self.theme.durations.slow
        with self.beat("distribution", words):
            source = outcomes.source(self.story, self.side)
            rows = self.side.rows(*source, *words.lines, words.note)
            growth = Reading(chart.grow, rows)
            self.change_panel(rows, [chart.one, chart.dots])
            self.add(chart.distribution)
            self.sweep(chart.trace, run_time=slow)
            if self.story.most > self.story.size:
                self.sweep(growth.run, run_time=2 * slow)

    def add_up(self) -> None:
        chart, words, slow = self.chart, text.cumulative(self.story), self.theme.durations.slow
        self.total = total = moments.CumulativeDistribution(chart)
        with self.beat("cumulative", words):
            rows = self.side.rows(*words.lines, words.note)
            back = Reading(total.come_back, rows)
            there = Reading(total.sweep, rows)  # after the other: each shows its beginning
            self.change_panel(rows, [chart.bars])
            self.sweep(partial(chart.change, chart.stance, outcomes.LOWER))
            self.fade(into=[total.plot])
            self.add(total)
            self.sweep(there.run, run_time=2 * slow)
            self.sweep(back.run, run_time=slow)

    def balance(self) -> None:
        chart, words = self.chart, text.balance(self.story)
        with self.beat("balance", words):
            if self.story.mean_kind != "finite":
                self.follow(words, spread=False)
                return
            beam, rows = moments.Balance(chart), self.side.rows(*words.lines, words.note)
            lift = Reading(beam.rise, rows)
            self.change_panel(rows, self.others(chart.x, chart.distribution), later=rows[1:])
            self.add(beam.beam, beam.pivot)
            self.sweep(lift.run)
            self.sweep(beam.tip)
            slide = Reading(beam.slide, rows)
            self.sweep(slide.run, run_time=1.5 * self.theme.durations.slow)
            self.fade(into=[beam.means, *rows[1:]])

    def follow(self, words: BeatText, spread: bool) -> None:
        """Trace an average that may never settle."""
        trace = moments.RunningTrace(self.chart, spread)
        rows = self.side.rows(*words.lines, words.note)
        self.change_panel(rows, self.others(self.chart.x), [trace.plot], later=rows)
        self.go_to(trace.window())
        rise = Reading(trace.show, rows)
        self.fade(into=rows)
        self.add(trace)
        self.sweep(rise.run, run_time=3 * self.theme.durations.slow)

    def measure_the_spread(self) -> None:
        chart, words = self.chart, text.variance(self.story)
        with self.beat("variance", words):
            match self.story.variance_kind:
                case "finite":
                    self.show_squares(words)
                case "infinite":
                    self.follow(words, spread=True)
                case "none":
                    self.show_panel(*words.lines, words.note, out=self.others(chart.x))
                    self.go_to(chart.home[:2])
                    chart.stand(PLOT.bottom, PLOT.top)
                    self.fade(into=[chart.distribution, chart.y])
                    self.add(chart.half)
                    self.sweep(chart.shade)

    def show_squares(self, words: BeatText) -> None:
        chart, rows = self.chart, self.side.rows(*words.lines, words.note)
        self.change_panel(rows, self.others(chart.x, chart.distribution), later=rows)
        ghost = np.append(outcomes.LOWER[:2], GHOST * outcomes.LOWER[2:])
        self.sweep(partial(chart.change, chart.stance, ghost))
        self.go_to(self.story.squares_window(PLOT.height / PLOT.width))
        squares = moments.DeviationSquares(chart)
        run = Reading(squares.run, rows)
        self.fade(into=[squares.centre, *rows[:2]])
        self.add(squares)
        self.sweep(run.run, run_time=3 * self.theme.durations.slow, eased=False)
        self.sweep(squares.become_the_variance)
        self.fade(into=[squares.names, *rows[2:]])

    def sum_up(self) -> None:
        chart, words = self.chart, text.recap(self.story)
        with self.beat("recap", words):
            stays = chart.x, chart.y, chart.distribution, chart.half
            source = outcomes.source(self.story, self.side)
            self.show_panel(*source, *words.lines, out=self.others(*stays))
            self.go_to(chart.home[:2])
            if self.shown(chart.distribution):
                self.sweep(partial(chart.change, chart.stance, outcomes.LOWER))
            chart.change(outcomes.LOWER, outcomes.LOWER, 1.0)
            self.fade(into=[chart.distribution, chart.y, self.total.plot, self.total.curve])
            if self.story.variance_kind != "finite":
                chart.shade(1.0)
            self.fade(into=[chart.half, moments.summary(self.total)])
