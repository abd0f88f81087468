"""Confidence intervals: what their level means, and what bootstrap and posterior say instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated

import numpy as np
from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.geometry.easing import ease
from explainer.params import Field, Number, Positive, SceneParams, Wording
from explainer.scene import Explainer
from explainer.scenes.probability.common import check_population, population
from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.drawing import labels as written
from explainer.scenes.probability.confidence_interval.drawing.chart import SHOWN, IntervalChart
from explainer.scenes.probability.confidence_interval.drawing.rows import IntervalBar, IntervalRows
from explainer.scenes.probability.confidence_interval.drawing.windows import view
from explainer.scenes.probability.confidence_interval.story import IntervalStory

Text = Annotated[str, Field(max_length=200)]
Belief = Annotated[tuple[Number, Positive], Wording("[mean, standard deviation] such as [170, 5]")]


class ConfidenceInterval(Explainer):
    """Watch fifty intervals contain or miss the true mean, and see what their level means."""

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
        repetitions: int = Field(50, ge=10, le=1000, description="how many samples are drawn")
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
        self.story = story = IntervalStory(
            distribution, given.n, given.level, given.repetitions, given.seed, given.prior
        )
        self.chart = chart = IntervalChart(story, self.theme)
        self.places = chart.places
        self.bars = {name: IntervalBar(chart, name) for name in text.ROLES}
        self.rows = IntervalRows(story, chart, origins=chart.origins)
        self.show_the_population()
        self.measure_one_sample()
        self.draw_many()
        self.judge_the_procedure()
        self.resample()
        self.believe()
        self.compare()

    def go_to(
        self,
        name: str,
        *moves: Callable[[float], object],
        touches: Iterable[Mobject] = (),
        run_time: float = 1.2,
    ) -> None:
        """Let things move and, where the window does not serve a picture of that name, zoom."""
        window = view(self.story, self.chart.window[:2], name, self.places.grown)
        way = self.chart.way_to((*window, 1.0))
        self.move(
            [*([way] if way else []), *moves],
            *touches,
            *[self.chart][: bool(way)],
            run_time=run_time,
        )

    def grow(self, name: str, y: float, *moves: Callable[[float], object], said: int = 3) -> None:
        """Let an interval grow at an ordinate, with what moves along; so much of it is named."""
        bar = self.bars[name]
        bar.stand(y, 0)
        self.add(bar)
        self.carry(into=bar.said[:said])
        filled = self.chart.middle, self.chart.band, self.chart.histogram
        touched = [each for each in filled if self.shown(each)]
        self.move([partial(bar.stand, y), *moves], bar, *touched, run_time=1.8)

    def move(
        self, moves: Iterable[Callable[[float], object]], *touches: Mobject, run_time: float
    ) -> None:
        """Let things move at once, if there are any."""
        if each := [*moves]:
            self.sweep(lambda t: [move(t) for move in each], *touches, run_time=run_time)

    def veil(self, reach: float) -> list[Mobject]:
        """Return what keeps what is drawn from, if it reaches so far, off what is said of it."""
        here = self.places
        left, bottom = here.beside.left, here.middle - 0.1
        return [*written.veil(self.theme, left, bottom, here.plot.top, reach)]

    def show_the_population(self) -> None:
        chart, words = self.chart, text.population(self.story)
        named = written.naming(chart, words)
        sample = written.sample(chart)
        with self.beat("population", words):
            told, drawn = words.sentences

            def rise(t: float) -> None:
                chart.rise(0.4 + 0.6 * ease(2.6 * t))
                chart.truth.run(ease(2 * t - 0.8))

            with self.say(told):
                self.add(chart, chart.population, chart.truth)
                self.carry(into=[named])
                self.sweep(rise, chart.population, chart.truth, run_time=2.8, eased=False)
            with self.say(drawn):
                self.add(chart.dots)
                self.carry(into=[sample], to={0.5: [chart.population]})
                self.conclude()
                self.sweep(chart.drop, chart.dots, run_time=2.8, eased=False)

    def measure_one_sample(self) -> None:
        chart, words, y = self.chart, text.interval(self.story), self.places.height(-0.5)
        formula = written.beside(words.lines[1:], self.theme, self.places.beside)
        with self.beat("interval", words):
            told, reaches = words.sentences
            with self.say(told):
                self.carry(self.others(*self.pictured), to={0.6: [chart.dots]})
                self.add(chart.mean)
                moves = chart.lift, partial(chart.collapse, y)
                touched = chart.population, chart.mean
                self.go_to("interval", *moves, touches=touched, run_time=1.8)
                mean = written.mean(chart, words, y)
                self.fade(into=[mean, chart.mean_line], run_time=self.theme.durations.quick)
            self.ask("How far from $overline(x)$ may $μ$ be?")
            with self.say(reaches):
                self.carry(into=[formula])
                self.conclude()
                self.grow("confidence", y, said=2)
                self.remove(chart.mean)
                self.fade(into=[written.reach(chart, y - 0.42 * self.places.grown)])

    @property
    def pictured(self) -> tuple[Mobject, ...]:
        """The population, its mean and the sample."""
        return self.chart, self.chart.population, self.chart.truth, self.chart.dots

    def draw_many(self) -> None:
        chart, rows, bar = self.chart, self.rows, self.bars["confidence"]
        words = text.many(self.story)
        self.score = score = written.Score(self.story, self.theme)
        y, first = bar.y, float(rows.ordinates(np.zeros(1))[0])
        slow = float(rows.times[min(4, rows.count - 1)])

        def settle(t: float) -> None:
            bar.stand(y + (first - y) * t, 1.0, bar.full + (1.5 * rows.thick - bar.full) * t)

        def count(start: float, end: float, t: float) -> None:
            rows.fill(start + (end - start) * t)
            score.count(rows.drawn(start + (end - start) * t))

        with self.beat("many", words):
            each, counted = words.sentences
            with self.say(each):
                self.carry(self.others(*self.pictured[:3], bar), light=[chart.population])
                self.go_to("rows", settle, touches=[bar])
                count(0, 0, 0)
                bottom, top = self.places.plot.bottom + 0.04, self.places.strip - 0.05
                self.add(*written.veil(self.theme, self.places.aside, bottom, top, rows.reach))
                self.remove(bar).add(rows)
                self.carry(into=score)
                self.sweep(partial(count, 0, slow), rows, *score, run_time=3.3, eased=False)
            with self.say(counted):
                self.conclude()
                self.sweep(partial(count, slow, 1), rows, *score, run_time=4.2, eased=False)

    def judge_the_procedure(self) -> None:
        rows, score, words = self.rows, self.score, text.procedure(self.story)
        ours = written.Ours(rows, self.theme)
        with self.beat("procedure", words):
            order, run, *rest = words.sentences
            with self.say(order):
                self.carry(to={0.5: [self.chart.population]})
                self.sweep(rows.sort, rows, run_time=4.0, eased=False)  # evenly: no flicker
            with self.say(run):
                if rest:
                    self.sweep(score.go_on, *score, run_time=3.2)
                else:
                    self.conclude()
                    self.add(ours)
                    self.sweep(ours.light, ours, run_time=3.2)
            for sentence in rest:
                with self.say(sentence):
                    self.conclude()
                    self.add(ours)
                    self.sweep(ours.light, ours, run_time=1.6)

    def resample(self) -> None:
        chart, here, words = self.chart, self.places, text.bootstrap(self.story)
        grounds = here.strip, here.middle, here.plot.bottom
        names = [
            written.beside_dots(line.markup, line.colour, y, self.theme)
            for line, y in zip(words.lines, grounds, strict=True)
        ]

        with self.beat("bootstrap", words):
            draw, between, *rest = words.sentences
            moved = chart.links, chart.fall, chart.copies, chart.means
            with self.say(draw):
                self.carry(self.others(chart, chart.truth), names[:1], light=[chart.dots])
                self.add(chart.dots)
                self.go_to("sample", chart.raise_sample, touches=[chart.dots], run_time=1.4)
                self.carry(into=self.veil(float(chart.dots.get_right()[0])))
                self.add(*moved)
                self.carry(into=names[1:2])
                for number, seconds in zip(range(SHOWN), (2.4, 1.2, 0.8), strict=True):
                    show = partial(chart.resample, number)
                    self.sweep(show, *moved, run_time=seconds, eased=False)
            with self.say(between):
                self.carry(into=names[2:])
                self.go_to("means")
                self.carry(into=self.veil(float(chart.dots.get_right()[0])))
                chart.heap(0)
                self.add(chart.histogram)
                self.sweep(chart.heap, chart.histogram, run_time=2.4)
                chart.shade_means(0)
                self.add(chart.middle)
                if not rest:
                    self.conclude()
                self.grow("bootstrap", here.height(-0.7), chart.shade_means)
            for sentence in rest:
                with self.say(sentence):
                    self.conclude()
                    self.grow("confidence", here.height(-0.25))

    def believe(self) -> None:
        chart, story, bars = self.chart, self.story, self.bars
        words, t_bar, here = text.credible(story), bars["confidence"], self.places
        formula = written.beside(words.lines, self.theme, here.below, 0.56, 0.36)
        tried = written.beside_dots(
            "normal candidates", "ink", here.plot.top - 0.8 * here.stretch, self.theme
        )
        moved = chart.candidate, chart.probe, chart.posterior
        before = t_bar.y

        def lift(t: float) -> None:
            t_bar.stand(before + (here.height(0.56) - before) * t)

        with self.beat("credible", words):
            try_out, lies, *rest = words.sentences
            with self.say(try_out):
                kept = chart, chart.truth, chart.dots, t_bar, chart.histogram
                self.carry(self.others(*kept), [formula, tried, t_bar], dim=[chart.histogram])
                self.carry(into=self.veil(here.frame.right))
                self.go_to("means")
                if story.posterior is not None:
                    chart.try_out(0)
                    self.carry(into=[*moved, *([chart.prior] if story.prior else [])])
                    self.sweep(chart.try_out, *moved, run_time=3.4)
            with self.say(lies):
                self.carry([moved[0], chart.histogram, *([chart.truth] if story.posterior else [])])
                if story.posterior is not None:
                    chart.believe().stamp(*story.intervals["credible"], story.mean).shade(0)
                    self.add(chart.band)
                    self.carry(into=[chart.stamps, chart.probe, chart.ends])
                if not rest:
                    self.conclude()
                self.grow("credible", here.height(0.1), chart.shade)
            for sentence in rest:
                with self.say(sentence):
                    self.conclude()
                    self.carry(into=[t_bar.label])
                    self.sweep(lift, t_bar, run_time=2.0)

    def compare(self) -> None:
        chart, words, bars = self.chart, text.answer(self.story), self.bars
        here, claims = self.places, written.claims(words, self.theme)
        tracks, roof = here.tracks, here.plot.top
        rows = IntervalRows(self.story, chart, tracks[0])
        starts = {name: bars[name].y for name in ("confidence", "credible")}

        def part(t: float) -> None:
            for name, y in starts.items():
                bars[name].stand(y + (ends[name] - y) * t)
            chart.belief.stand(tracks[2].bottom, roof + (tracks[2].top - roof) * t)
            chart.believe().shade()

        with self.beat("answer", words):
            first, second, third, *rest = words.sentences
            ends = {
                name: zone.top + 0.28 * here.stretch
                for name, zone in zip(bars, tracks, strict=True)
            }
            with self.say(first):
                kept = chart.posterior, chart.band, *(bars[name] for name in starts)
                self.carry(self.others(chart, *kept), [claims[0]])
                self.go_to("means", part, touches=kept, run_time=1.6)
                rows.fill(0)
                top = tracks[0].top + 0.1
                veil = written.veil(self.theme, here.spoken, tracks[0].bottom, top, rows.reach)
                self.add(rows, *veil)
                self.sweep(rows.fill, rows, run_time=1.6, eased=False)
            with self.say(second):
                chart.pile.stand(tracks[1].bottom, tracks[1].top)
                chart.heap(0)
                chart.shade_means(0)
                self.add(chart.histogram.set_brightness(1), chart.middle)
                self.carry([chart.band], [claims[1]])
                self.grow("bootstrap", ends["bootstrap"], chart.heap, chart.shade_means, said=0)
            with self.say(third):
                self.add(chart.shade(0).band)
                self.carry(into=[claims[2]])
                if not rest:
                    self.conclude()
                self.sweep(chart.shade, chart.band, run_time=1.6)
            for sentence in rest:
                with self.say(sentence):
                    self.conclude()
                    self.add(chart.truth.run(0))
                    self.sweep(chart.truth.run, chart.truth, run_time=1.8)
