"""Bayesian updating: a prior for a coin's chance of heads, and what each toss does to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.geometry.easing import ease
from explainer.mobjects.shapes import VGroup
from explainer.numbers import percentage
from explainer.params import Field, Probability, SceneParams, Wording
from explainer.scene import Explainer
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.aside import Counting, NextToss, Overlap
from explainer.scenes.probability.posterior_update.drawing.chart import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.coins import FirstCoins
from explainer.scenes.probability.posterior_update.drawing.names import PLACES, BeliefNames
from explainer.scenes.probability.posterior_update.inference import IntervalKind
from explainer.scenes.probability.posterior_update.story import (
    Story,
    Timetable,
    Window,
    answer_window,
    first_window,
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
    """Watch a prior become a posterior, toss by toss: multiply by the likelihood, and normalise."""

    class Params(SceneParams):
        """The prior, the tosses, and what to say in the end."""

        prior: Shape = Field((2, 2), description="the Beta prior (a, b)")
        data: Tosses | Counts = Field(
            "HTHHTHHH", description="the tosses in their order, or how many heads and tails"
        )
        level: float = Field(0.9, ge=0.5, le=0.999, description="the probability of the interval")
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
        self.names = BeliefNames(self.chart)
        self.coins = FirstCoins(self.story, self.theme)
        self.show_the_prior()
        self.toss_once()
        self.multiply()
        self.divide_by_the_evidence()
        if self.story.count > 1:
            self.toss_again()
        if self.story.count > 2:
            self.toss_the_rest()
        self.answer()

    def go_to(self, window: Window) -> None:
        """Zoom, where the window is not what it should be."""
        zoom = self.chart.way_to(self.chart.within(window))
        if zoom:
            self.add(self.chart.zoomed)
            self.sweep(zoom, self.chart, run_time=self.theme.durations.slow)

    def make_room(self, share: float, *moves: Callable[[float], object]) -> None:
        """Let the strip's room go to it, for a share of 1, or back to the chart, for 0."""
        chart = self.chart

        def move(t: float) -> None:
            chart.make_room(t if share else 1 - t)
            for each in moves:
                each(t)

        self.sweep(move, chart, run_time=1.6 if share else 2.4)

    def show_the_prior(self) -> None:
        chart, names = self.chart, self.names
        words = text.prior(self.story)
        with self.beat("prior", words):
            told, defined = words.sentences
            self.add(chart, chart.ghost, chart.poles)
            with self.say(told):
                if self.story.count:
                    self.add(chart.herald)
                    self.sweep(chart.foretell, chart.fan, chart.herald, run_time=4, eased=False)
                else:
                    self.sweep(lambda t: chart.ghost.show(upto=t), chart.ghost, run_time=3)
            with self.say(defined):
                coin = self.coins.wait()
                x, y = coin.disc.get_center()[:2]
                self.chance = self.words("chance of heads: $θ$").place((x + 1.0, y - 0.13))
                self.carry([chart.herald, chart.fan], [chart.curve, coin, self.chance])
                self.go_to(first_window(self.story))
                names.one_toss(self.coins.rests[:1])
                names.fill("prior", 0)
                self.carry(into=names.get("area of prior", "prior", "density"))
                self.conclude()
                fill = partial(names.fill, "prior")
                self.sweep(fill, chart.shade, *names.get("area of prior"), run_time=3.6)

    def toss_once(self) -> None:
        chart, names, coins, story = self.chart, self.names, self.coins, self.story
        strip, words = chart.strip, text.likelihood(story)
        with self.beat("likelihood", words):
            shown, given, compared = words.sentences

            def throw(t: float) -> None:
                chart.light(1 - 0.45 * ease(t), 1 - ease(t))
                chart.ghost.set_opacities(1 - ease(t))  # it is where the curve is
                if story.count:
                    coins.toss(0, t)

            with self.say(shown):
                self.carry([self.chance, *names.get("area of prior", "density")])
                if not story.count:
                    self.carry(coins)
                touched = chart.shade, chart.ghost, chart.curve, *coins[: story.count]
                self.sweep(throw, *touched, run_time=1.6, eased=False)
            self.ask()
            with self.say(given):
                self.carry(into=[strip])
                self.make_room(1, partial(coins.settle, 0) if story.count else ease)
                self.carry(into=names.get("likelihood"))
                trace = partial(strip.trace, story.first)
                self.sweep(trace, strip.line, run_time=self.theme.durations.slow)
            with self.say(compared):
                self.conclude()
                places = PLACES[chart.inside(PLACES)]

                def grow(t: float) -> None:
                    strip.bars.set_segments(strip.bar_lines(story.first, places, t))

                self.carry(into=names.get("at "))
                self.sweep(grow, strip.bars, run_time=2.4)

    def multiply(self) -> None:
        chart, names, story, strip = self.chart, self.names, self.story, self.chart.strip
        words = text.product(story)
        with self.beat("product", words):
            everywhere, small = words.sentences
            first, probes = story.first, story.probes
            window = chart.within(product_window(story))

            def drop(t: float) -> None:
                turns = np.clip(len(probes) * t - np.arange(len(probes)), 0, 1)
                down, done = ease(2 * turns), ease(2 * turns - 1)
                strip.probes.set_segments(strip.bar_lines(first, probes, down))
                chart.stems.show(first.heights(probes), first.heights(probes, done), down)

            def press(s: float) -> None:
                chart.press(first, s)
                chart.light(0.55 + 0.45 * s, 0)
                chart.ghost.set_opacities(min(4 * s, 1.0))

            with self.say(everywhere):
                self.carry([strip.bars, *names.get("at ")])
                if window[:2] != chart.window[:2]:
                    self.carry(names.get("prior", "likelihood"))
                    self.go_to(product_window(story))
                    names.one_toss(self.coins.rests[:1])
                    self.carry(into=names.get("prior", "likelihood"))
                self.carry(into=names.get("factor", "bar"))
                self.add(strip.probes)
                self.sweep(drop, chart.stems, strip.probes, run_time=4, eased=False)
            with self.say(small):
                self.conclude()
                self.sweep(press, chart.shade, chart.ghost, chart.curve, run_time=3)
                self.fade(into=names.get("product"), run_time=self.theme.durations.quick)

    def divide_by_the_evidence(self) -> None:
        chart, names, story = self.chart, self.names, self.story
        words = text.evidence(story)
        with self.beat("evidence", words):
            left, divided = words.sentences
            gone = [chart.stems, chart.strip.probes, *names.get("factor", "bar")]

            def fill(t: float) -> None:
                chart.light(1, 1)
                names.fill("product", t)
                chart.strip.line.set_opacities(1 - 0.6 * t)
                chart.ghost.set_opacities(1 - 0.5 * t)

            with self.say(left):
                names.divide(0)
                names.fill("product", 0)
                self.carry(gone, names.get("area of product"))
                touched = chart.strip.line, chart.shade, chart.ghost, *names.get("area of product")
                self.sweep(fill, *touched, run_time=3)
            with self.say(divided):
                self.add(chart.pressed)
                self.conclude()
                self.add(chart.rises)
                self.carry(into=names.get("bayes", "area of posterior", "posterior", "by"))
                self.sweep(names.divide, chart, chart.rises, run_time=3)

    def toss_again(self) -> None:
        chart, names, coins, strip = self.chart, self.names, self.coins, self.chart.strip
        step, words = self.story.step(1), text.again(self.story)
        with self.beat("again", words):
            becomes, thrown, taken = words.sentences
            places = chart.steps.places

            def paint(t: float) -> None:
                chart.paint("posterior", "prior", t).light(1, 1 - t)
                chart.ghost.set_opacities(0.5 * (1 - t))
                strip.line.set_opacities(0.4 * (1 - t))
                make_way(t)

            def draw(t: float) -> None:
                coins.settle(1, t)
                strip.trace(step, t).line.set_opacities(1)

            make_way = coins.make_way([strip.end(self.story.step(index)) for index in range(2)])
            with self.say(becomes):
                self.carry([chart.pressed, chart.rises, *names.get()], [strip.old])
                self.sweep(paint, strip.line, chart.curve, chart.ghost, coins[0], run_time=2.8)
            with self.say(thrown):
                self.add(coins[1])
                self.sweep(partial(coins.toss, 1), coins[1], run_time=1.6, eased=False)
                names.two_tosses(coins.rests)
                self.carry(into=names.get("likelihood"))
                self.sweep(draw, strip.line, coins[1], run_time=1.8)

            def press(s: float) -> None:
                chart.press(step, s)
                linked = min(3 * s, 1.0)
                chart.steps.show(step.heights(places), step.heights(places, s), linked)
                strip.probes.set_segments(strip.bar_lines(step, places, linked))

            def divide(r: float) -> None:
                chart.divide(step, r).light(1, r)
                chart.steps.show(step.heights(places), step.heights(places, 1, r), 1)

            with self.say(taken):
                self.add(chart.before, chart.steps)
                self.sweep(press, strip.probes, chart.shade, chart.curve, run_time=2)
                self.carry(into=names.get("posterior", "prior", "step"))
                self.conclude()
                self.sweep(divide, chart.shade, chart.curve, run_time=2)

    def toss_the_rest(self) -> None:
        chart, names, story = self.chart, self.names, self.story
        words = text.rest(story)
        with self.beat("rest", words):
            follow, grow = words.sentences
            counting = self.counting = Counting(story, self.theme, self.right)
            seconds = max(Timetable(story.count).duration, 0.8 * len(grow) / 15)

            def run(t: float) -> None:
                chart.run(t)
                counting.count(t)

            with self.say(follow):
                chart.fan.show(2.0)
                self.carry([*self.second_step, *names.get()], [chart.fan])
                self.close_the_strip(partial(self.coins.line_up, counting.row))
                self.go_to(run_window(story))
            with self.say(grow):
                self.remove(*self.coins)  # the row has them
                self.add(counting.row)
                self.carry(into=[*counting.tally, *counting.belief])
                touched = chart.shade, chart.curve, chart.fan, *counting
                self.sweep(run, *touched, run_time=seconds, eased=False)
                if counting.row_opacity(1.0) < 1:
                    self.sweep(counting.settle)
                names.all_tosses(counting)
                self.conclude()
                self.fade(into=names.get(), run_time=self.theme.durations.quick)

    @property
    def right(self) -> bool:
        """Whether the right of the chart is where there is room in the end."""
        return self.story.posterior.mean < 0.5

    @property
    def second_step(self) -> list[Mobject]:
        """What shows how the second toss changes the first posterior."""
        return [self.chart.before, self.chart.steps, self.chart.strip.probes]

    def close_the_strip(self, *moves: Callable[[float], object]) -> None:
        """Let the strip go, the chart have its room, and the prior come back to full light."""
        strip, ghost = self.chart.strip, self.chart.ghost
        start = float(ghost.line.get_stroke_opacity())
        self.carry([strip, strip.line, strip.old])
        self.make_room(0, lambda t: ghost.set_opacities(start + t * (1 - start)), *moves)

    def answer(self) -> None:
        chart, names, story = self.chart, self.names, self.story
        words = text.answer(story)
        with self.beat("answer", words):
            lies, following, *more = words.sentences
            upcoming = NextToss(story, self.theme, self.right)
            overlap = Overlap(story, self.theme, self.right) if story.rival else VGroup()
            with self.say(lies):
                self.carry([*(self.counting if story.count > 2 else self.coins), chart.fan])
                self.carry([chart.pressed, chart.rises, *self.second_step, *names.get()])
                if story.count <= 2:
                    self.close_the_strip()
                self.go_to(answer_window(story))
                if story.rival:
                    chart.agree(1.0)
                names.answer([upcoming, overlap])
                self.conclude()
                self.carry(into=names.get("low", "high", "prior", "posterior", "level"))
                self.sweep(names.spread, chart.band, *names.get("level"), run_time=3)
            with self.say(following):
                self.carry(into=[upcoming.says, *names.get("mean")])
                self.add(upcoming.coin.show(True, upcoming.place, 0.0))
                self.sweep(self._toss_next(upcoming), chart.balance, upcoming.coin, run_time=2.4)
            if story.rival:
                with self.say(more.pop(0)):
                    chart.agree(0)
                    self.carry(into=[chart.second, *overlap, *names.get("second_prior")])
                    self.sweep(self._compare(overlap), chart.second, overlap, run_time=3)
            if story.bias is not None:
                with self.say(more.pop(0)):
                    self.fade(into=[chart.truth, *names.get("truth")])

    def _toss_next(self, upcoming: NextToss) -> Callable[[float], object]:
        def toss(t: float) -> None:
            upcoming.toss(t)
            self.chart.mark_mean(t)

        return toss

    def _compare(self, overlap: Overlap) -> Callable[[float], object]:
        def compare(t: float) -> None:
            share = 100 * self.chart.agree(t)
            overlap.number.set_value(share, animating=t < 1)
            if t == 1:
                overlap.number.set_text(percentage(self.story.overlap(self.story.count)))

        return compare
