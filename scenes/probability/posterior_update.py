"""Bayesian updating: belief about a coin, and what each toss does to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects import posterior_words as words
from explainer.mobjects.belief import BeliefChart
from explainer.mobjects.marks import Legend
from explainer.mobjects.readings import Readings
from explainer.mobjects.text import stack
from explainer.params import Field, Probability, SceneParams, Wording
from explainer.scene import Explainer
from explainer.style import PANEL

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
        interval: Literal["central", "shortest"] = Field(
            "central", description="a credible interval with equal tails, or the shortest one"
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
        self.story = words.Story.tell(**dict(self.params))
        self.chart = BeliefChart(self.story, self.theme)
        self.readings = Readings(self.chart, self.theme)
        self.legend = Legend(self.story, self.theme)
        self.panel: list[VMobject] = []
        self.show_the_prior()
        self.explain_one_toss()
        self.multiply()
        self.divide_by_the_evidence()
        self.toss_again()
        self.answer()

    def show(
        self,
        rows: list[VMobject],
        legend: tuple[str, ...],
        out: Iterable[VMobject] = (),
        into: Iterable[VMobject] = (),
        later: Iterable[VMobject] = (),
    ) -> None:
        """Change panel and legend; rows in ``later`` get their place but are not shown yet."""
        old, self.panel = self.panel, rows
        self.legend, gone, come = self.legend.change(*legend)
        late = {id(row) for row in later}
        self.fade([*old, *gone, *out], run_time=self.theme.durations.quick)
        self.fade(into=[*(row for row in rows if id(row) not in late), *come, *into])

    def show_the_prior(self) -> None:
        chart, slow = self.chart, self.theme.durations.slow
        heading, say, note = words.prior_words(self.story)
        with self.beat("prior", heading, say):
            chart.place_area()
            self.fade(into=[chart.axes])
            self.show(self.readings.prior(note), ("prior",))
            chart.grow(0)
            self.fade(into=[chart.area], run_time=self.theme.durations.quick)
            self.add(chart.curve)
            self.sweep(chart.grow, chart.curve, chart.area, run_time=slow)
            self.fade(into=[chart.poles], run_time=self.theme.durations.quick)

    def explain_one_toss(self) -> None:
        chart, readings = self.chart, self.readings
        heading, say, note = words.likelihood_words(self.story)
        with self.beat("likelihood", heading, say):
            rows = toss, formula, running = readings.likelihood()
            self.show(rows, ("prior", "likelihood"), [chart.area], [toss[0]], later=rows)
            self.sweep(readings.spin, toss[0], chart.curve)
            self.fade(into=[*toss[1:], formula, running, chart.share])
            self.add(chart.line, chart.dots[0])
            self.sweep(
                lambda t: (chart.trace(t), readings.read(t)),
                *(chart.line, chart.dots[0], running),
                run_time=1.5 * self.theme.durations.slow,
            )
            self.fade([chart.dots[0], running])
            chart.mark(0.8, 0.2)
            ending = readings.note(note)
            stack(ending, zone=PANEL, top=float(running.get_top()[1]))
            self.panel = [toss, formula, ending]
            self.fade(into=[*chart.dots, ending])

    def multiply(self) -> None:
        chart, slow = self.chart, self.theme.durations.slow
        heading, say, note = words.product_words(self.story)
        with self.beat("product", heading, say):
            rows = _, table, ending = self.readings.product(note)
            chart.press(0)
            entries = ("prior", "likelihood", "product")
            self.show(rows, entries, chart.dots, [chart.stems], later=[ending])
            self.add(chart.ghost)
            self.sweep(
                lambda s: (chart.press(s), table.set_power(s)),
                *(chart.curve, chart.stems, chart.poles, table),
                run_time=2 * slow,
            )
            self.fade(into=[ending])

    def divide_by_the_evidence(self) -> None:
        chart = self.chart
        with self.beat("evidence", *words.evidence_words(self.story)):
            rows = self.readings.evidence()
            chart.plan_division()
            gone = [chart.stems, chart.line, chart.share]
            self.show(rows, ("prior", "product"), gone, [chart.area], later=rows[2:])
            self.add(chart.pressed)
            self.fade(into=[rows[2]])
            slow = 1.5 * self.theme.durations.slow
            self.sweep(chart.divide, chart.curve, chart.area, chart.poles, run_time=slow)
            self.legend, _, come = self.legend.change("prior", "product", "posterior")
            self.fade(into=[*come, rows[3]])

    def toss_again(self) -> None:
        chart, readings = self.chart, self.readings
        with self.beat("again", *words.again_words(self.story)):
            entries = ("prior", "posterior", *(["earlier"] if chart.trail else []))
            self.show(readings.tosses(), entries, [chart.area, chart.pressed])
            self.add(*chart.trail)
            if self.story.count > 1:
                self.sweep(chart.recolour, chart.curve, chart.poles)
                self.sweep(
                    lambda t: readings.count(t, chart.run(t)),
                    *(*chart.moving(), *self.panel),
                    run_time=chart.timetable.duration,
                    eased=False,
                )
                if readings.strip_strength(1.0) < 1:
                    self.sweep(readings.settle, readings.strip, readings.latest)
            self.go_to(chart.needle_window())

    def go_to(self, window: tuple[float, float, float]) -> None:
        chart, start = self.chart, self.chart.window
        if start != window:
            self.add(chart.zoomed)
            slow = self.theme.durations.slow
            self.sweep(lambda t: chart.zoom(start, window, t), *chart.moving(), run_time=slow)

    def answer(self) -> None:
        chart, readings = self.chart, self.readings
        with self.beat("answer", *words.answer_words(self.story)):
            rows = readings.answers()
            extra = [name for name in ("second_prior", "truth") if name in rows]
            first, *others = rows.values()
            entries = ("prior", "posterior", *extra)
            self.show([first, *others], entries, chart.trail, later=others)
            if "second_prior" in rows:
                chart.agree(0)
                self.fade(into=[chart.second, rows["second_prior"]])
                self.sweep(
                    lambda t: readings.agree(chart.agree(t)),
                    *(chart.second, rows["second_prior"]),
                    run_time=1.5 * self.theme.durations.slow,
                )
            self.go_to(chart.answer_window())
            chart.look(*chart.window)
            self.fade(into=[chart.band, *chart.end_labels(), rows["interval"]])
            self.fade(into=[rows["next"]])
            if "truth" in rows:
                self.fade(into=[chart.truth, rows["truth"]])
