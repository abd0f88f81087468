"""Random variables: outcomes make a distribution, and that a mean and a variance."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from pydantic import model_validator

from explainer.beat_text import BeatText
from explainer.mobjects.live_numbers import Reading
from explainer.mobjects.panel import Labelled
from explainer.numbers import grouped
from explainer.params import Field, SceneParams
from explainer.scene import Explainer
from explainer.scenes.probability.common import check_population
from explainer.scenes.probability.random_variable import text
from explainer.scenes.probability.random_variable.drawing.moments import (
    DRAWN,
    Balance,
    CumulativeDistribution,
    DeviationSquares,
    RunningTrace,
    summary,
)
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    LOWER,
    PLOT,
    OutcomeChart,
    source,
)
from explainer.scenes.probability.random_variable.story import Story

GHOST = 0.35
"""How much of the distribution still shows behind the squares."""

Text = Annotated[str, Field(max_length=200)]


class RandomVariable(Explainer):
    """Watch outcomes draw a distribution, and see where it balances and how far it spreads."""

    class Params(SceneParams):
        """Where the outcomes come from, and how many there are."""

        distribution: Text = Field(
            "gamma(a=2, scale=1.5)",
            min_length=1,
            description="a distribution of scipy.stats with its parameters",
        )
        data: str = Field("", description="a CSV file whose values are the outcomes instead")
        column: Text = Field("", description="its column, by name or number")
        sample_size: int = Field(500, ge=1, le=10_000, description="how many outcomes fall")
        seed: int = Field(4, ge=0, le=2**32 - 1, description="of the random numbers")

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
        self.story = Story.compute(*dict(self.params).values())
        self.chart = OutcomeChart(self.story, self.theme)
        self.let_outcomes_fall()
        self.make_bars_of_piles()
        self.find_the_distribution()
        self.add_up()
        self.balance()
        self.measure_the_spread()
        self.sum_up()

    def go_to(self, window: tuple[float, float]) -> None:
        """Zoom the axis of values, where its window is not what it should be."""
        start, end = self.chart.window, (*window, self.chart.top)
        if not np.allclose(start, end, rtol=1e-9, atol=0):
            self.sweep(partial(self.chart.zoom, start, end))

    def let_outcomes_fall(self) -> None:
        chart, story, words = self.chart, self.story, text.outcomes(self.story)
        with self.beat("outcomes", words):
            longest = max((story.text(float(value)) for value in story.values[:200]), key=len)
            latest = self.side.number(text=longest, colour="outcome")
            drawn = self.side.number(text=grouped(story.size))
            one, many = ("value", "values fallen") if story.data else ("outcome", "outcomes so far")
            rows = self.side.rows(
                *source(story, self.side),
                Labelled(f"latest {one} $x$", latest),
                Labelled(f"{many}, of {grouped(story.size)}", drawn),
                *words.lines,
            )
            fall = Reading(chart.drop, latest, drawn)
            self.change_panel(rows, into=[chart.x])
            self.add(chart.dots, chart.tag)
            self.sweep(fall.run, run_time=chart.fall.duration, eased=False)
            self.remove(chart.tag)

    def make_bars_of_piles(self) -> None:
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
        chart, story, words = self.chart, self.story, text.distribution(self.story)
        slow, noun = self.theme.durations.slow, "values" if story.data else "outcomes"
        with self.beat("distribution", words):
            drawn = self.side.number(text=grouped(story.most))
            gap = self.side.number(text="0.0000")
            named = [Labelled(f"{noun} so far", drawn), Labelled("largest gap to it", gap)]
            rows = self.side.rows(
                *source(story, self.side), *named[: 1 if story.data else 2], words.note
            )
            growth = Reading(chart.grow, drawn, gap)
            self.change_panel(rows, [chart.one, chart.dots])
            self.add(chart.distribution)
            self.sweep(chart.trace, run_time=slow)
            if story.most > story.size:
                self.sweep(growth.run, run_time=2 * slow)

    def add_up(self) -> None:
        chart, story, words = self.chart, self.story, text.cumulative(self.story)
        self.total, slow = CumulativeDistribution(chart), self.theme.durations.slow
        with self.beat("cumulative", words):
            longest = max((story.text(end) for end in chart.home[:2]), key=len)
            place = self.side.number(text=longest)
            share = self.side.number(text="0.000", colour="cumulative")
            what = "share of values up to $x$" if story.data else "$F(x) = P(X <= x)$"
            rows = self.side.rows(Labelled("$x$", place), Labelled(what, share), words.note)
            back, there = (
                Reading(show, place, share) for show in (self.total.come_back, self.total.sweep)
            )
            self.change_panel(rows, [chart.bars])
            self.sweep(partial(chart.change, chart.stance, LOWER))
            self.fade(into=[self.total.plot])
            self.add(self.total)
            self.sweep(there.run, run_time=2 * slow)
            self.sweep(back.run, run_time=slow)

    def balance(self) -> None:
        chart, story, words = self.chart, self.story, text.balance(self.story)
        with self.beat("balance", words):
            if story.mean_kind != "finite":
                self.follow("their mean", words.note, spread=False)
                return
            beam = Balance(chart)
            place = self.side.number(text=story.text(beam.start), colour="mean")
            rows = self.side.rows(Labelled("pivot at", place), *words.lines, words.note)
            self.change_panel(rows, self.others(chart.x, chart.distribution), later=rows[1:])
            self.add(beam.beam, beam.pivot)
            self.sweep(beam.rise)
            self.sweep(beam.tip)
            slide = Reading(beam.slide, place)
            self.sweep(slide.run, run_time=1.5 * self.theme.durations.slow)
            self.fade(into=[beam.means, *rows[1:]])

    def follow(self, label: str, note: str, spread: bool) -> None:
        """Trace an average that may never settle."""
        chart, story, trace = self.chart, self.story, RunningTrace(self.chart, spread)
        longest = max((story.text(float(x)) for each in story.long_run[1:] for x in each), key=len)
        drawn = self.side.number(text="10 000")
        average = self.side.number(text=longest, colour="spread" if spread else "mean")
        rows = self.side.rows(Labelled("outcomes so far", drawn), Labelled(label, average), note)
        self.change_panel(rows, self.others(chart.x), [trace.plot], later=rows)
        self.go_to(trace.window())
        rise = Reading(trace.show, drawn, average)
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
                    self.follow("root of their mean square", words.note, spread=True)
                case "none":
                    self.show_panel(*words.lines, words.note, out=self.others(chart.x))
                    self.go_to(chart.home[:2])
                    chart.stand(PLOT.bottom, PLOT.top)
                    self.fade(into=[chart.distribution, chart.y])
                    self.add(chart.half)
                    self.sweep(chart.shade)

    def show_squares(self, words: BeatText) -> None:
        chart, story, slow = self.chart, self.story, self.theme.durations.slow
        noun = f"{'values' if story.data else 'outcomes'} so far"
        noun += f" ({DRAWN} shown)" * (story.size > DRAWN)
        drawn = self.side.number(text=grouped(story.size))
        widest = story.square_text(story.distribution.variance)
        square = self.side.number(text=widest, colour="spread")
        rows = self.side.rows(
            Labelled(noun, drawn),
            Labelled("mean square about the mean", square),
            *words.lines,
            words.note,
        )
        self.change_panel(rows, self.others(chart.x, chart.distribution), later=rows)
        ghost = chart.stance * [1, 1, GHOST, GHOST]
        self.sweep(partial(chart.change, chart.stance, np.append(LOWER[:2], ghost[2:])))
        self.go_to(story.squares_window(PLOT.height / PLOT.width))
        squares = DeviationSquares(chart)
        run = Reading(squares.run, drawn, square)
        self.fade(into=[squares.centre, *rows[:2]])
        self.add(squares)
        self.sweep(run.run, run_time=3 * slow, eased=False)
        self.sweep(squares.become_the_variance)
        self.fade(into=[squares.names, *rows[2:]])

    def sum_up(self) -> None:
        chart, words = self.chart, text.recap(self.story)
        with self.beat("recap", words):
            kept = chart.x, chart.y, chart.distribution, chart.half
            rows = [*source(self.story, self.side), *words.lines]
            self.show_panel(*rows, out=self.others(*kept))
            self.go_to(chart.home[:2])
            if self.shown(chart.distribution):
                self.sweep(partial(chart.change, chart.stance, LOWER))
            chart.change(LOWER, LOWER, 1.0)
            self.fade(into=[chart.distribution, chart.y, self.total.plot, self.total.curve])
            if self.story.variance_kind != "finite":
                chart.shade(1.0)
            self.fade(into=[chart.half, summary(chart)])
