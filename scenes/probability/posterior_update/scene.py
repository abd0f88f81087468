"""Bayesian updating: a prior for a coin's chance of heads, and what each toss does to it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from explainer.mobjects.panel import Panel
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import row
from explainer.numbers import percentage
from explainer.params import Field, Probability, SceneParams, Wording
from explainer.scene import Explainer
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.chart import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.names import BeliefNames
from explainer.scenes.probability.posterior_update.drawing.panel import (
    Coin,
    Counting,
    Overlap,
    ProductTable,
)
from explainer.scenes.probability.posterior_update.inference import IntervalKind
from explainer.scenes.probability.posterior_update.story import (
    NEEDLE,
    Story,
    Window,
    answer_window,
    closeup,
    product_window,
    run_window,
)

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
    """Watch a prior become a posterior, toss by toss: times the likelihood, and normalised."""

    class Params(SceneParams):
        """The prior, the tosses, and what to say in the end."""

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
        self.side = Panel(self.theme, apart=(0.24, 0.62), prose=0.42)
        self.chart = BeliefChart(self.story, self.theme)
        self.names = BeliefNames(self.chart)
        self.show_the_prior()
        self.explain_one_toss()
        self.multiply()
        self.divide_by_the_evidence()
        self.toss_again()
        self.answer()

    def go_to(self, window: Window) -> None:
        """Zoom, where the window is not what it should be."""
        zoom = self.chart.way_to(window)
        if zoom:
            self.add(self.chart.zoomed)
            self.sweep(zoom, run_time=self.theme.durations.slow)

    def show_the_prior(self) -> None:
        chart, names, durations = self.chart, self.names, self.theme.durations
        words = text.prior(self.story)
        with self.beat("prior", words):
            names.one_toss()
            self.show_panel(*words.lines, words.note, into=[chart], later=3)
            names.grow(0)
            self.fade(into=names.get("prior area"), run_time=durations.quick)
            self.add(chart.curve)
            self.sweep(names.grow, chart, run_time=durations.slow)
            self.fade(into=[chart.poles, *names.get("prior"), *self.panel])

    def explain_one_toss(self) -> None:
        chart, names, story = self.chart, self.names, self.story
        words = text.likelihood(story)
        with self.beat("likelihood", words):
            coin = Coin(self.theme, 0.55)
            said = f"toss 1: {text.side(story)}" if story.first else "no toss: $emptyset$"
            word = self.words(said, size="formula")
            toss = row(coin, word, gap=0.25) if story.first else VGroup(word)
            place, value = (self.side.number(colour=role) for role in ("ink", "likelihood"))
            gives = self.words("gives", colour="muted")
            running = row(self.formula("θ ="), place, gives, value)
            rows = toss, *words.lines, running

            def spin(t: float) -> None:
                chart.curve.set_opacities(1.0, 0.3 - 0.18 * t)
                coin.show(story.first == "H", turn=3 * (1 - t))

            def trace(t: float) -> None:
                chart.trace(t).mark(t)
                place.set_value(t, animating=True)
                value.set_value(float(story.likelihood(t)), animating=True)

            spin(0)
            self.show_panel(*rows, out=names.get("prior area"), into=[toss[0]], later=len(rows))
            self.sweep(spin, chart)
            self.fade(into=[*toss[1:], *self.panel[1:], chart.share])
            self.add(chart.line, chart.dots[0])
            self.sweep(trace, chart, run_time=1.5 * self.theme.durations.slow)
            self.fade([chart.dots[0], running], names.get("likelihood"))
            chart.mark(0.8, 0.2)
            self.panel[-1] = self.side.instead(running, words.note)
            self.fade(into=[*chart.dots, *names.get("at 0.8", "at 0.2"), self.panel[-1]])

    def multiply(self) -> None:
        chart, names, slow = self.chart, self.names, self.theme.durations.slow
        words = text.product(self.story)
        with self.beat("product", words):
            table = ProductTable(self.story, self.theme)
            gone = [*chart.dots, *names.get("at 0.8", "at 0.2")]
            window = product_window(self.story)

            def press(s: float) -> None:
                chart.press(s)
                table.set_power(s)

            if window[:2] != chart.window[:2]:
                self.fade([*gone, *self.panel, *names.get("prior", "likelihood")])
                self.go_to(window)
                names.one_toss()
            chart.press(0)
            come = [chart.stems, *names.get("prior", "likelihood")]
            self.show_panel(*words.lines, table, words.note, out=gone, into=come, later=1)
            self.add(chart.ghost)
            self.sweep(press, chart, run_time=2 * slow)
            self.fade(into=[*self.panel, *names.get("product")])

    def divide_by_the_evidence(self) -> None:
        chart, names = self.chart, self.names
        words = text.evidence(self.story)
        with self.beat("evidence", words):
            area = names.get("posterior area" if self.story.first else "product area")
            names.divide(0)
            gone = [chart.stems, chart.line, chart.share, *names.get("likelihood")]
            self.show_panel(*words.lines, out=gone, into=area, later=2)
            self.fade(into=[chart.pressed, self.panel[2]])
            self.sweep(names.divide, chart, run_time=1.5 * self.theme.durations.slow)
            self.fade(into=[*self.panel, *names.get("product area", "posterior")])

    def toss_again(self) -> None:
        chart, names = self.chart, self.names
        with self.beat("again", text.again(self.story)):
            tosses = Counting(self.story, self.theme)

            def run(t: float) -> None:
                chart.run(t)
                tosses.count(t)

            self.change_panel([tosses], [chart.pressed, *names.get()])
            if self.story.count > 1:
                self.sweep(partial(chart.paint, "posterior", "prior"))
                self.go_to((*run_window(self.story), chart.top))
                self.add(chart.trail)
                self.sweep(run, chart, run_time=chart.timetable.duration, eased=False)
                if tosses.strip_opacity(1.0) < 1:
                    self.sweep(tosses.settle)
            if sum(self.story.posterior) > NEEDLE:
                self.go_to((*closeup(self.story.posterior), chart.top))
            names.many_tosses()
            self.fade(into=names.get())

    def answer(self) -> None:
        chart, names = self.chart, self.names
        words = text.answer(self.story)
        with self.beat("answer", words):
            posterior, interval, following, *truth = words.lines
            second = [Overlap(self.story, self.theme)] if self.story.rival else []
            rows = posterior, interval, following, *second, *truth
            self.show_panel(*rows, out=[chart.trail, *names.get()], later=len(rows) - 1)
            if second:
                label, verdict, overlap = second[0]
                number = second[0].number
                chart.agree(0)
                self.fade(into=[chart.second, label, overlap])
                self.sweep(
                    lambda t: number.set_value(100 * chart.agree(t), animating=t < 1),
                    chart,
                    run_time=1.5 * self.theme.durations.slow,
                )
                number.set_text(percentage(self.story.overlap(self.story.count)))
                self.fade(into=[verdict])
            self.go_to(answer_window(self.story))
            names.answer()
            come = names.get("low", "high", "prior", "posterior", "second_prior", "level")
            self.fade(into=[chart.band, self.panel[1], *come])
            self.fade(into=[chart.balance, self.panel[2]])
            if truth:
                self.fade(into=[chart.truth, self.panel[-1], *names.get("truth")])
