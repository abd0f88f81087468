"""Bayesian updating: belief about a coin, and what each toss does to it."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from explainer.mobjects.live_chart import Window
from explainer.params import Field, Probability, SceneParams, Wording
from explainer.scene import Explainer
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.belief import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.names import BeliefNames
from explainer.scenes.probability.posterior_update.drawing.panel import Readings
from explainer.scenes.probability.posterior_update.drawing.windows import (
    answer_window,
    needle_window,
    product_window,
)
from explainer.scenes.probability.posterior_update.inference import IntervalKind
from explainer.scenes.probability.posterior_update.story import Story

Strength = Annotated[float, Field(ge=0.1, le=1000)]
Shape = Annotated[
    tuple[Strength, Strength], Wording("a pair [a, b] of numbers from 0.1 to 1000 such as [2, 2]")
]
Tosses = Annotated[
    str, Field(pattern=r"^[HTht]*$", max_length=10_000), Wording("text of H and T such as HTHHT")
]
Count = Annotated[int, Field(ge=0, le=100_000)]
Counts = Annotated[tuple[Count, Count], Wording("[heads, tails], each up to 100000")]


class PosteriorUpdate(Explainer):
    """Watch belief about a coin change with each toss: prior times likelihood, made one again."""

    class Params(SceneParams):
        """The belief, the tosses, and what to say in the end."""

        prior: Shape = Field((2, 2), description="the Beta prior (a, b)")
        data: Tosses | Counts = Field(
            "HTHHTHHH", description="the tosses in their order, or how many heads and tails"
        )
        level: float = Field(0.9, ge=0.5, le=0.999, description="probability of the interval")
        interval: IntervalKind = Field(
            "equal_tailed", description="a credible interval with equal tails, or the shortest one"
        )
        second_prior: Shape | None = Field(
            None, description="another Beta prior, to see whether the two come to agree"
        )
        true_bias: Probability | None = Field(
            None, description="the coin's true chance of heads, where it is known"
        )

    presets = {
        "uniform": Params(prior=(1, 1)),
        "skeptical": Params(prior=(60, 60), data="HHHHHHHHTHHH", second_prior=(1, 1)),
        "jeffreys": Params(prior=(0.5, 0.5), data="THTTHTTT"),
        "thousand": Params(data=(700, 300), level=0.95, true_bias=0.7),
        "no_data": Params(data=""),
        "disagreement": Params(prior=(2, 8), second_prior=(8, 2), data=(520, 280), true_bias=0.65),
    }

    def construct(self) -> None:
        self.story = Story.compute(**dict(self.params))
        self.chart = BeliefChart(self.story, self.theme)
        self.readings = Readings(self.chart, self.theme)
        self.names = BeliefNames(self.chart, self.theme)
        self.show_the_prior()
        self.explain_one_toss()
        self.multiply()
        self.divide_by_the_evidence()
        self.toss_again()
        self.answer()

    def go_to(self, window: Window) -> None:
        """Zoom, where the window is not what it should be."""
        chart, start = self.chart, self.chart.window
        if not np.allclose(start, window, rtol=1e-6):
            self.add(chart.zoomed)
            slow = self.theme.durations.slow
            self.sweep(lambda t: chart.zoom(start, window, t), *chart.moving(), run_time=slow)

    def show_the_prior(self) -> None:
        chart, slow = self.chart, self.theme.durations.slow
        words = text.prior(self.story)
        with self.beat("prior", words):
            self.names.one_toss()
            first, *others = self.readings.prior(words)
            self.change_panel([first, *others], into=[chart], later=others)
            chart.grow(0)
            self.fade(into=[chart.area], run_time=self.theme.durations.quick)
            self.add(chart.curve)
            self.sweep(chart.grow, chart.curve, chart.area, run_time=slow)
            self.fade(into=[chart.poles, *self.names.get("prior"), *others])

    def explain_one_toss(self) -> None:
        chart, readings, names = self.chart, self.readings, self.names
        words = text.likelihood(self.story)
        with self.beat("likelihood", words):
            rows = toss, formula, running = readings.likelihood(words)
            self.change_panel(rows, [chart.area], [toss[0]], later=rows)
            self.sweep(readings.spin, toss[0], chart.curve)
            self.fade(into=[*toss[1:], formula, running, chart.share])
            self.add(chart.line, chart.dots[0])
            self.sweep(
                lambda t: (chart.trace(t), readings.read(t)),
                *(chart.line, chart.dots[0], running),
                run_time=1.5 * self.theme.durations.slow,
            )
            self.fade([chart.dots[0], running], names.get("likelihood"))
            chart.mark(0.8, 0.2)
            ending = readings.conclusion(words.note, instead=running)
            self.panel = [toss, formula, ending]
            self.fade(into=[*chart.dots, *names.get("at 0.8", "at 0.2"), ending])

    def multiply(self) -> None:
        chart, names, slow = self.chart, self.names, self.theme.durations.slow
        words = text.product(self.story)
        with self.beat("product", words):
            rows = _, table, ending = self.readings.product(words)
            gone = [*chart.dots, *names.get("at 0.8", "at 0.2")]
            window = product_window(self.story)
            if window[:2] != chart.window[:2]:
                self.fade([*gone, *self.panel, *names.get("prior", "likelihood")])
                self.go_to(window)
                names.one_toss()
            chart.press(0)
            come = [chart.stems, *names.get("prior", "likelihood")]
            self.change_panel(rows, gone, come, later=[ending])
            self.add(chart.ghost)
            self.sweep(
                lambda s: (chart.press(s), table.set_power(s)),
                *(chart.curve, chart.stems, chart.poles, table),
                run_time=2 * slow,
            )
            self.fade(into=[ending, *names.get("product")])

    def divide_by_the_evidence(self) -> None:
        chart, names = self.chart, self.names
        words = text.evidence(self.story)
        with self.beat("evidence", words):
            rows = self.readings.evidence(words)
            chart.divide(0)
            gone = [chart.stems, chart.line, chart.share, *names.get("likelihood")]
            self.change_panel(rows, gone, [chart.area], later=rows[2:])
            self.fade(into=[chart.pressed, rows[2]])
            slow = 1.5 * self.theme.durations.slow
            self.sweep(chart.divide, chart.curve, chart.area, chart.poles, run_time=slow)
            left = [chart.area_left] if self.story.first else []
            self.fade(into=[*left, rows[3], *names.get("posterior")])

    def toss_again(self) -> None:
        chart, readings, names = self.chart, self.readings, self.names
        with self.beat("again", text.again(self.story)):
            gone = [chart.area, chart.area_left, chart.pressed]
            self.change_panel(readings.tosses(), [*gone, *names.get()])
            if self.story.count > 1:
                self.sweep(chart.recolour, chart.curve, chart.poles)
                self.go_to((*chart.run_ends, chart.top))
                self.add(*chart.trail)
                self.sweep(
                    lambda t: readings.count(t, chart.run(t)),
                    *(*chart.moving(), *self.panel),
                    run_time=chart.timetable.duration,
                    eased=False,
                )
                if readings.strip_opacity(1.0) < 1:
                    self.sweep(readings.settle, readings.strip, readings.latest)
            self.go_to(needle_window(self.story, chart.window))
            names.many_tosses()
            self.fade(into=names.get())

    def answer(self) -> None:
        chart, readings, names = self.chart, self.readings, self.names
        words = text.answer(self.story)
        with self.beat("answer", words):
            rows = readings.answers(words)
            first, *others = rows.values()
            self.change_panel([first, *others], [*chart.trail, *names.get()], later=others)
            if "second_prior" in rows:
                chart.agree(0)
                label, overlap, verdict = rows["second_prior"]
                self.fade(into=[chart.second, label, overlap])
                self.sweep(
                    lambda t: readings.agree(chart.agree(t)),
                    *(chart.second, overlap),
                    run_time=1.5 * self.theme.durations.slow,
                )
                self.fade(into=[verdict])
            self.go_to(answer_window(self.story))
            chart.look(*chart.window)
            ends = names.answer()
            self.fade(
                into=[
                    chart.band,
                    *ends,
                    rows["interval"],
                    *names.get("prior", "posterior", "second_prior", "level"),
                ]
            )
            self.fade(into=[chart.balance, rows["next"]])
            if "truth" in rows:
                self.fade(into=[chart.truth, rows["truth"], *names.get("truth")])
