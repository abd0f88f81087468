"""Bayesian updating: a prior for a coin's chance of heads, and what each toss does to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.geometry.easing import ease
from explainer.params import Field, Probability, SceneParams, Wording
from explainer.scene import Explainer
from explainer.scenes.probability.posterior_update import text
from explainer.scenes.probability.posterior_update.drawing.aside import Counting, NextToss
from explainer.scenes.probability.posterior_update.drawing.chart import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.coins import FirstCoins
from explainer.scenes.probability.posterior_update.drawing.names import BeliefNames
from explainer.scenes.probability.posterior_update.inference import IntervalKind
from explainer.scenes.probability.posterior_update.story import (
    Story,
    Timetable,
    Window,
    ceiling,
)
from explainer.style import Zone

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
        self.story = Story(**dict(self.params))
        self.chart = BeliefChart(self.story, self.theme)
        self.places = self.chart.places
        self.names = BeliefNames(self.chart)
        self.coins = FirstCoins(self.story, self.theme)
        self.show_the_prior()
        self.toss_once()
        if self.story.count:
            self.multiply()
            self.divide_by_the_evidence()
        if self.story.count > 1:
            self.toss_again()
        if self.story.count > 2:
            self.toss_the_rest()
        self.answer()

    def go_to(
        self,
        window: Window,
        zone: Zone | None = None,
        *moves: Callable[[float], object],
        run_time: float = 1.2,
    ) -> None:
        """Zoom, where the chart is not yet as it should be in its zone, while other things move."""
        seen = {*self.get_mobject_family_members()}
        seen.update(part for each in self._carried for part in each.mobject.get_family())
        way = self.chart.way(window, (zone or self.places.plot).top, seen)
        each = [*moves, *([way] if way else [])]
        if each:
            self.sweep(lambda t: [move(t) for move in each], self.chart, run_time=run_time)

    def label(self, place: Callable[[], object], *first: str) -> None:
        """Let new labels take the place of the old ones, at first those whose names begin so."""
        old = self.names.get()
        place()
        self.carry(old, self.names.get(*first))

    def show_the_prior(self) -> None:
        chart, names, faces = self.chart, self.names, self.coins.faces
        words = text.prior(self.story)
        with self.beat("prior", words):
            told, defined = words.sentences
            self.add(chart, chart.ghost, chart.poles)
            with self.say(told):
                if self.story.count:
                    self.add(chart.herald)
                    self.sweep(chart.foretell, chart.fan, chart.herald, run_time=3.6, eased=False)
                else:
                    self.sweep(lambda t: chart.ghost.show(upto=t), chart.ghost, run_time=3)
            with self.say(defined):
                self.carry([chart.herald, chart.fan], [chart.curve, *faces])
                self.go_to((0, 1, 1.26 * ceiling(self.story.prior)))
                self.label(lambda: names.prior(faces))
                self.carry(into=[chart.compared] if names.get("mode") else [])
                self.conclude()
                self.sweep(names.fill, chart.shade, *names.get("area"), run_time=2.6)

    def toss_once(self) -> None:
        chart, names, coins, story = self.chart, self.names, self.coins, self.story
        strip, words = chart.strip, text.likelihood(story)
        with self.beat("likelihood", words):
            shown, given, compared = words.sentences
            toss = coins.toss(0) if story.count else ease

            def throw(t: float) -> None:
                chart.light(1 - 0.45 * ease(t), 1 - ease(t))
                chart.ghost.set_opacities(1 - ease(t))  # it is where the curve is
                toss(t)

            with self.say(shown):
                if story.count:
                    self.remove(coins.first_face).add(coins[0])
                self.carry([chart.compared, *names.get("area", "mode"), *coins.other_faces])
                touched = chart.shade, chart.ghost, chart.curve, *coins[:1]
                self.sweep(throw, *touched, run_time=1.6, eased=False)
            self.ask()
            with self.say(given):
                home = [coins.home(0, 1)] if story.count else []
                self.carry(names.get(), [strip])
                glide = [coins.glide(0, each) for each in home]
                self.go_to((0, 1, story.toss_window(0)[2]), self.places.below, *glide)
                self.label(lambda: names.likelihood(home), "likelihood", "prior")
                trace = partial(strip.trace, story.first)
                self.sweep(trace, strip.line, run_time=self.theme.durations.slow)
            with self.say(compared):
                self.conclude()
                heights = story.prior.density(story.pair)

                def grow(t: float) -> None:
                    strip.stack(story.first, story.pair, t)
                    chart.compared.show(story.pair, heights, heights, t)
                    if not story.count:
                        chart.paint("prior", "posterior", t).light(0.55 + 0.45 * t, t)

                self.add(strip.bars, chart.compared)
                self.carry(into=names.get("at"))
                touched = chart.shade, chart.curve, strip.bars, chart.compared
                self.sweep(grow, *touched, run_time=2.4)

    def multiply(self) -> None:
        chart, names, story, strip = self.chart, self.names, self.story, self.chart.strip
        words = text.product(story)
        with self.beat("product", words):
            everywhere, small = words.sentences
            first, probes = story.first, story.probes

            def drop(t: float) -> None:
                turns = np.clip(len(probes) * t - np.arange(len(probes)), 0, 1)
                down, done = ease(2 * turns), ease(2 * turns - 1)
                strip.probes.set_segments(strip.bar_lines(first, probes, down))
                chart.falls.show(probes, first.heights(probes), first.heights(probes, done), down)

            def press(s: float) -> None:
                chart.press(first, s)
                chart.light(0.55 + 0.45 * s, 0.5 * s)
                chart.ghost.set_opacities(min(4 * s, 1.0))

            with self.say(everywhere):
                self.carry([strip.bars, chart.compared])
                if story.toss_window(0)[:2] != chart.window[:2]:
                    self.carry(names.get())
                    self.go_to(story.toss_window(0), self.places.below)
                place = partial(names.product, self.coins.at[:1])
                self.label(place, "factor", "bar", "prior", "likelihood")
                self.add(strip.probes)
                self.sweep(drop, chart.falls, strip.probes, run_time=4, eased=False)
            with self.say(small):
                self.conclude()
                touched = chart.shade, chart.ghost, chart.curve
                self.sweep(press, *touched, run_time=2.6)
                self.fade(into=names.get("product"), run_time=self.theme.durations.quick)

    def divide_by_the_evidence(self) -> None:
        chart, names, story = self.chart, self.names, self.story
        step, probes = story.first, story.probes
        words = text.evidence(story)
        with self.beat("evidence", words):
            left, divided = words.sentences

            def fill(t: float) -> None:
                chart.light(1, 1)
                names.fill(t)
                chart.ghost.set_opacities(1 - 0.6 * t)

            def divide(r: float) -> None:
                chart.divide(step, r)
                chart.rises.show(probes, step.heights(probes, 1), step.heights(probes, 1, r))

            with self.say(left):
                self.carry([chart.falls, *self.in_the_strip, *names.get()])
                self.go_to(story.toss_window(0))
                self.label(partial(names.evidence, self.coins), "area")
                self.sweep(fill, chart.shade, chart.ghost, *names.get("area"), run_time=2.6)
            with self.say(divided):
                self.conclude()
                chart.pressed.show(scale=step.evidence)
                self.add(chart.pressed, chart.rises)
                self.carry(into=names.get())
                self.sweep(divide, chart, chart.rises, run_time=3)

    def toss_again(self) -> None:
        chart, names, coins, strip = self.chart, self.names, self.coins, self.chart.strip
        step, words = self.story.step(1), text.again(self.story)
        places, homes = self.story.felt, [coins.home(index, 2) for index in range(2)]
        with self.beat("again", words):
            becomes, thrown, taken = words.sentences

            def paint(t: float) -> None:
                chart.paint("posterior", "prior", t).light(1, 1 - t)
                chart.ghost.set_opacities(0.4 * (1 - t))

            def draw(t: float) -> None:
                settle(t)
                strip.trace(step, t)

            with self.say(becomes):
                self.carry([chart.pressed, chart.rises, *names.get()], [strip])
                moves = paint, coins.glide(0, homes[0])
                self.go_to(self.story.toss_window(1), self.places.below, *moves, run_time=1.8)
            with self.say(thrown):
                self.add(coins[1])
                self.sweep(coins.toss(1), coins[1], run_time=1.6, eased=False)
                self.label(lambda: names.again(homes), "likelihood")
                settle = coins.glide(1, homes[1])
                self.sweep(draw, strip.line, coins[1], run_time=1.8)

            def press(s: float) -> None:
                chart.press(step, s)
                linked = min(3 * s, 1.0)
                chart.steps.show(places, step.heights(places), step.heights(places, s), linked)
                strip.probes.set_segments(strip.bar_lines(step, places, linked))

            def divide(r: float) -> None:
                chart.divide(step, r).light(1, r)
                chart.steps.show(places, step.heights(places), step.heights(places, 1, r), 1)

            with self.say(taken):
                self.add(chart.before, chart.steps)
                self.sweep(press, strip.probes, chart.shade, chart.curve, run_time=2)
                self.carry(into=names.get())
                self.conclude()
                self.sweep(divide, chart.shade, chart.curve, run_time=2)

    def toss_the_rest(self) -> None:
        chart, names, story = self.chart, self.names, self.story
        words = text.rest(story)
        with self.beat("rest", words):
            follow, grow = words.sentences
            counting = self.counting = Counting(story, self.theme)
            seconds = max(Timetable(story.count).duration, 0.8 * len(grow) / 15)

            def run(t: float) -> None:
                chart.run(t)
                counting.count(t)

            with self.say(follow):
                chart.fan.show(2.0)
                gone = chart.before, chart.steps, *self.in_the_strip, *names.get()
                self.carry(gone, [chart.fan])
                moves = chart.ghost.set_opacities, self.coins.line_up(counting.row)
                self.go_to(story.run_window, self.places.plot, *moves, run_time=1.6)
            with self.say(grow):
                self.remove(*self.coins)  # the row has them
                self.add(counting.row, counting.earlier)
                self.carry(into=counting.belief)
                touched = chart.shade, chart.curve, chart.fan, *counting
                self.sweep(run, *touched, run_time=seconds, eased=False)
                names.rest(counting.settle(1.0))
                self.conclude()
                named = [f"trail {count}" in names.placed for count in story.trail]
                dim = [mark for mark, kept in zip(chart.fan, named, strict=True) if not kept]
                self.carry(into=[*names.get(), chart.peaks], to={0.15: dim})
                self.sweep(counting.settle, counting.row, counting.earlier)

    @property
    def in_the_strip(self) -> list[Mobject]:
        """All that is drawn of the likelihood."""
        strip = self.chart.strip
        return [strip, strip.line, strip.probes]

    def answer(self) -> None:
        chart, names, story = self.chart, self.names, self.story
        words = text.answer(story)
        with self.beat("answer", words):
            lies, following, *more = words.sentences
            upcoming = NextToss(story, self.theme)

            def toss(t: float) -> None:
                upcoming.toss(t)
                chart.mark_mean(t)

            with self.say(lies):
                self.carry(self.counting if story.count > 2 else self.coins)
                gone = *chart.passing, *self.in_the_strip, *names.get()
                self.carry([*gone, *([chart.ghost] if names.prior_is_low else [])])
                light = [lambda t: chart.ghost.set_opacities(max(t, 0.4))] * (story.count < 2)
                self.go_to(story.answer_window, self.places.plot, *light)
                chart.agree(1.0)
                first = "low", "high", "prior", "posterior", "level", "tail"
                self.label(lambda: names.answer(upcoming), *first)
                self.sweep(names.spread, chart.band, *names.get("level"), run_time=3)
            with self.say(following):
                self.conclude()
                self.carry(into=[upcoming.says, *names.get("mean")])
                self.add(upcoming.coin.show(None, upcoming.place, 0.0))
                self.sweep(toss, chart.balance, upcoming.coin, run_time=2.4)
            if story.rival:
                with self.say(more.pop(0)):
                    chart.agree(0)
                    self.carry(into=[chart.second, *names.get("second_prior")])
                    self.sweep(chart.agree, chart.second, run_time=3, eased=False)
            if story.bias is not None:
                with self.say(more.pop(0)):
                    self.fade(into=[chart.truth])
