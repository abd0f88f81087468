"""Random variables: outcomes make a distribution, and that a mean and a variance."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from pydantic import model_validator

from explainer.params import Field, SceneParams
from explainer.scene import Explainer
from explainer.scenes.probability.common import check_population
from explainer.scenes.probability.random_variable import text
from explainer.scenes.probability.random_variable.drawing.averages import Balance, RunningTrace
from explainer.scenes.probability.random_variable.drawing.cumulative import (
    CumulativeDistribution,
    SummaryMarks,
)
from explainer.scenes.probability.random_variable.drawing.deviation_squares import (
    DeviationSquares,
)
from explainer.scenes.probability.random_variable.drawing.outcomes import (
    LOWER,
    PLOT,
    OutcomeChart,
)
from explainer.scenes.probability.random_variable.drawing.readings import OutcomeReadings
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
        self.readings = OutcomeReadings(self.chart, self.theme)
        self.marks = SummaryMarks(self.chart, self.theme)
        self.gone: list[VMobject] = []
        self.let_outcomes_fall()
        self.make_bars_of_piles()
        self.find_the_law()
        self.add_up()
        self.balance()
        self.measure_the_spread()
        self.sum_up()

    def go_to(self, window: tuple[float, float]) -> None:
        """Zoom the axis of values, where its window is not what it should be."""
        chart, start, end = self.chart, self.chart.window, (*window, self.chart.top)
        if not np.allclose(start, end, rtol=1e-9, atol=0):
            law = [chart.distribution] if self.shown(chart.distribution) else []
            self.sweep(lambda t: chart.zoom(start, end, t), chart.x, *law)

    def let_outcomes_fall(self) -> None:
        chart, readings, words = self.chart, self.readings, text.outcomes(self.story)
        with self.beat("outcomes", words):
            self.change_panel(readings.outcomes(words.note), into=[chart.x])
            self.add(chart.dots, chart.tag)
            self.sweep(
                lambda t: (chart.drop(t), readings.read_fall(t)),
                *(chart.dots, chart.tag, readings.latest, readings.drawn),
                run_time=chart.fall.duration,
                eased=False,
            )
            self.remove(chart.tag)

    def make_bars_of_piles(self) -> None:
        chart, words, slow = self.chart, text.histogram(self.story), self.theme.durations.slow
        with self.beat("histogram", words):
            rows = self.readings.histogram(words.note)
            self.change_panel(rows, into=[chart.counts], later=rows)
            self.add(chart.bars)
            self.sweep(chart.build, chart.dots, chart.bars, run_time=slow, eased=False)
            self.add(chart.one)
            self.sweep(chart.point_out, chart.one)
            self.fade(into=rows[:2])
            self.fade([chart.counts], run_time=self.theme.durations.quick)
            self.fade(into=[chart.y, *rows[2:]])

    def find_the_law(self) -> None:
        chart, readings, story = self.chart, self.readings, self.story
        words, slow = text.distribution(story), self.theme.durations.slow
        with self.beat("distribution", words):
            self.change_panel(readings.growth(words.note), [chart.one, chart.dots])
            self.add(chart.distribution)
            self.sweep(chart.trace, chart.distribution, run_time=slow)
            if story.most > story.size:
                self.sweep(
                    lambda t: readings.read_growth(*chart.grow(t)),
                    *(chart.bars, chart.distribution, chart.y, *self.panel),
                    run_time=2 * slow,
                )

    def add_up(self) -> None:
        chart, readings, slow = self.chart, self.readings, self.theme.durations.slow
        self.total = total = CumulativeDistribution(chart, self.theme)
        words = text.cumulative(self.story)
        with self.beat("cumulative", words):
            self.change_panel(readings.cumulative(words.note), [chart.bars])
            self.sweep(chart.press, chart.distribution, chart.y)
            total.sweep(0.0)
            self.fade(into=[total.upper, total.baseline])
            self.add(*total.moving)
            for show, seconds in ((total.sweep, 2 * slow), (total.come_back, slow)):
                run = partial(readings.follow_line, total, show)
                self.sweep(run, *total.moving, *self.panel, run_time=seconds)
            self.gone = [total.upper, total.baseline, *total.moving, chart.y]

    def balance(self) -> None:
        chart, readings, story = self.chart, self.readings, self.story
        words = text.balance(story)
        with self.beat("balance", words):
            if story.mean_kind != "finite":
                self.gone += [chart.distribution]
                rows = readings.trace("their mean", "mean", words.note)
                self.follow(RunningTrace(chart, *story.long_run[:2], "mean", self.theme), rows)
                return
            beam = Balance(chart, self.theme)
            rows = readings.pivot(words.note, beam.start)
            self.change_panel(rows, self.gone, later=rows[1:])
            self.add(beam.beam, beam.pivot)
            moving = [chart.distribution, beam.beam, beam.pivot, *self.panel]
            self.sweep(beam.rise, *moving)
            self.sweep(lambda t: beam.set_pivot(beam.start, t), *moving)
            slow = 1.5 * self.theme.durations.slow
            self.sweep(lambda t: readings.read_pivot(beam.slide(t)), *moving, run_time=slow)
            marks = beam.marks()
            self.fade(into=[*marks, *rows[1:]])
            self.gone = [beam.beam, beam.pivot, *marks]

    def follow(self, trace: RunningTrace, rows: list[VMobject]) -> None:
        """Trace an average that may never settle."""
        self.change_panel(rows, self.gone, [trace.plot], later=rows)
        self.go_to(trace.window())
        self.readings.read_trace(*trace.show(0.0))
        self.fade(into=rows)
        self.add(trace)
        self.sweep(
            lambda t: self.readings.read_trace(*trace.show(t)),
            *(trace, *self.panel),
            run_time=3 * self.theme.durations.slow,
        )
        self.gone = [trace, trace.plot]

    def measure_the_spread(self) -> None:
        chart, readings, story = self.chart, self.readings, self.story
        words = text.variance(story)
        with self.beat("variance", words):
            if story.variance_kind == "finite":
                self.show_squares(words.note)
            elif story.variance_kind == "infinite":
                self.gone += [chart.distribution]
                rows = readings.trace("root of their mean square", "spread", words.note)
                (sizes, _, roots), mean = story.long_run, story.distribution.mean
                self.follow(
                    RunningTrace(chart, sizes, mean + roots, "spread", self.theme, mean), rows
                )
            else:
                self.change_panel(readings.quartiles(words.note), self.gone)
                self.go_to(chart.home[:2])
                chart.stand(PLOT.bottom, PLOT.top)
                self.fade(into=[chart.distribution, chart.y])
                self.add(self.marks.half)
                self.sweep(self.marks.shade_half, self.marks.half)
                self.gone = []

    def show_squares(self, note: str) -> None:
        chart, readings, story = self.chart, self.readings, self.story
        rows, start = readings.squares(note), (chart.zone.bottom, chart.zone.top)
        self.change_panel(rows, self.gone, later=rows)
        self.sweep(
            lambda t: chart.fill_area(1.0, 1 - (1 - GHOST) * t).move(start, t),
            chart.distribution,
        )
        self.go_to(story.squares_window(PLOT.height / PLOT.width))
        squares = DeviationSquares(chart, self.theme)
        readings.read_squares(1, float(squares.squared[0]))
        self.fade(into=[squares.centre, squares.mean_name, *rows[:2]])
        self.add(*squares.moving)
        self.sweep(
            lambda t: readings.read_squares(*squares.run(t)),
            *(*squares.moving, *rows[:2]),
            run_time=3 * self.theme.durations.slow,
            eased=False,
        )
        self.remove(squares.latest)
        self.sweep(squares.become_the_variance, squares.squares, squares.average)
        self.fade(into=[*squares.names(), *rows[2:]])
        self.gone = [squares.centre, squares.mean_name, *squares.moving, *squares.names()]

    def sum_up(self) -> None:
        chart, total, marks = self.chart, self.total, self.marks
        with self.beat("recap", text.recap(self.story)):
            self.change_panel(self.readings.recap(), self.gone)
            self.go_to(chart.home[:2])
            law = [chart.distribution, chart.y]
            if self.shown(chart.distribution):
                start = chart.zone.bottom, chart.zone.top
                opacity = chart.distribution.line.get_stroke_opacity()
                self.sweep(
                    lambda t: chart.fill_area(1.0, opacity + (1 - opacity) * t).move(start, t),
                    *(*law, marks.half),
                )
            chart.fill_area(1.0).move(LOWER, 1.0)
            self.fade(into=[*law, total.upper, total.baseline, total.whole_curve()])
            self.fade(into=marks.summary())
