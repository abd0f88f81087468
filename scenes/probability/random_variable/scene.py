"""Random variables: outcomes make a distribution, and that a mean and a variance."""

from __future__ import annotations

from typing import Annotated

from manim.mobject.mobject import Mobject
from pydantic import model_validator

from explainer.allowed import allow
from explainer.beat_text import BeatText
from explainer.geometry.easing import ease
from explainer.params import Field, SceneParams
from explainer.scene import Explainer
from explainer.scenes.probability.common import check_population
from explainer.scenes.probability.random_variable import text
from explainer.scenes.probability.random_variable.drawing import (
    labels,
    moments,
    outcomes,
    squares,
)
from explainer.scenes.probability.random_variable.story import Story

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
        if self.story.variance_kind != "none":
            self.measure_the_spread()
        self.shade_the_middle()

    def reveal(self, *mobjects: Mobject) -> None:
        """Let things come that say what has been seen, with the closing heading."""
        self.conclude()
        self.fade(into=mobjects, run_time=self.theme.durations.quick)

    def let_outcomes_fall(self) -> None:
        chart, words = self.chart, text.outcomes(self.story)
        pile = chart.pile
        self.counter = counter = labels.Counter(chart, text.noun(self.story))

        def drop(start: float, end: float) -> None:
            def show(t: float) -> None:
                counter.show(pile.drop(start + (end - start) * t))

            self.sweep(show, pile, counter, run_time=max(end - start, 0.6), eased=False)

        with self.beat("outcomes", words):
            told, gathered, *_ = words.sentences
            if self.story.size < 10:
                allow(pile, "share", "a few dots over their axis are all there is yet")
            self.add(chart.x, pile)
            with self.say(told):
                self.carry(into=[counter])
                drop(0.0, pile.first)
            with self.say(gathered):
                drop(pile.first, pile.duration)
                self.reveal(labels.last_outcome(chart, text.latest(self.story), counter))

    def make_bars_of_dots(self) -> None:
        chart, words = self.chart, text.histogram(self.story)
        level = chart.pile.way("levelled")

        def build(t: float) -> None:
            level(ease(1.6 * t))
            chart.build(ease(2 * t - 1))

        with self.beat("histogram", words):
            levelled, high = words.sentences
            with self.say(levelled):
                self.carry(self.others(chart.x, chart.pile, self.counter), [chart.y])
                self.add(chart.bars)
                self.sweep(build, chart.pile, chart.bars, run_time=3.6, eased=False)
            with self.say(high):
                self.formula_now = labels.corner(chart, words.lines, self.counter)
                self.add(chart.one, chart.level)
                self.conclude()
                self.carry(into=[self.formula_now])
                self.sweep(chart.point_out, chart.one, chart.level, chart.pile, run_time=2.0)

    def find_the_distribution(self) -> None:
        chart, words, counter = self.chart, text.distribution(self.story), self.counter

        def grow(t: float) -> None:
            counter.show(chart.grow(t))
            chart.bars.set_opacities(1.0, 0.3 + 0.25 * t)

        with self.beat("distribution", words):
            more, approached = words.sentences
            with self.say(more):
                self.carry([self.formula_now, chart.level])
                self.sweep(grow, chart.y, chart.pile, chart.bars, chart.one, counter, run_time=4)
            with self.say(approached):
                formula = labels.corner(chart, words.lines, counter)
                named = labels.curve(chart, text.curve_name(self.story), counter, formula)
                self.add(chart.distribution, chart.chosen)
                self.sweep(chart.trace, chart.distribution, run_time=2.2)
                self.carry([chart.one], [formula, named])
                self.conclude()
                self.sweep(chart.choose, chart.chosen, run_time=1.8)

    def add_up(self) -> None:
        chart, places, words = self.chart, self.chart.places, text.cumulative(self.story)
        total, settle = moments.CumulativeDistribution(chart), chart.pile.way("low", 0.3)

        def lower(t: float) -> None:
            settle(t)
            chart.move(places.plot, places.lower, t)

        with self.beat("cumulative", words):
            swept, halved = words.sentences
            with self.say(swept):
                self.carry(self.others(chart.x, chart.y, chart.distribution, chart.pile))
                self.sweep(lower, chart.y, chart.distribution, chart.pile, run_time=1.6)
                self.add(total, chart.half)
                self.carry(into=[total.plot])
                self.sweep(total.sweep, total, chart.half, run_time=4.2)
            with self.say(halved):
                self.add(chart.left)
                marks, path = (total.dot, total.line), total.curve.path
                formula = labels.corner(chart, words.lines, *marks, zone=places.upper, beside=path)
                self.carry(into=[formula, labels.median(chart, total.line)])
                self.conclude()
                self.sweep(total.go_on, total, chart.left, run_time=3.0)

    def balance(self) -> None:
        chart, words = self.chart, text.balance(self.story)
        with self.beat("balance", words):
            if self.story.mean_kind != "finite":
                self.follow(words, spread=False)
                return
            tips, balanced = words.sentences
            beam, settle = moments.Balance(chart), chart.pile.way("levelled", 0.5)
            touched = chart.distribution, chart.pile, beam

            def rise(t: float) -> None:
                settle(t)
                beam.rise(t)
                chart.distribution.set_opacities(1.0, 0.25 * t)

            with self.say(tips):
                self.carry(self.others(chart.x, chart.distribution, chart.pile))
                self.add(beam)
                self.sweep(rise, *touched, run_time=1.6)
                chart.marks = [chart.pile, chart.distribution, chart.band]  # the others have gone
                self.sweep(beam.tip, *touched, run_time=1.6)
            self.add(beam.leave())
            self.ask("Where must the pivot stand?")
            with self.say(balanced):
                self.sweep(beam.slide, *touched, run_time=3.0)
                self.reveal(labels.corner(chart, words.lines, beam))

    def follow(self, words: BeatText, spread: bool) -> None:
        """Trace an average that may never settle."""
        chart, (first, second) = self.chart, words.sentences
        trace = moments.RunningTrace(chart, spread)
        with self.say(first):
            self.carry(self.others(chart.x), [trace.plot])
            self.sweep(chart.way_to((*trace.window(), chart.top)) or ease, chart.x)
            self.add(trace)
            self.sweep(lambda t: trace.show(0.6 * t), trace, run_time=3.6)
        with self.say(second):
            self.sweep(lambda t: trace.show(0.6 + 0.4 * t), trace, run_time=2.8)
            self.reveal(trace.caption(words.lines[0].markup))

    def go_home(self, brightness: float) -> None:
        """Bring the chart back to where it stood, with its window and its dots."""
        chart, mark = self.chart, self.chart.distribution
        start, settle, tilt = chart.zone, chart.pile.way("levelled", 0.25), chart.angle
        zoom = chart.way_to((*chart.home[:2], chart.top)) or ease
        line, fill = mark.line.get_stroke_opacity(), mark.area.get_fill_opacity()

        def move(t: float) -> None:
            chart.move(start, chart.places.plot, t, tilt * (1 - t))
            zoom(t)
            settle(t)
            mark.set_opacities(line + (brightness - line) * t, fill * (1 - t))

        self.carry(self.others(chart.x, mark, chart.pile), [mark, chart.pile])
        self.sweep(move, chart.x, chart.pile, mark, run_time=1.4)

    def measure_the_spread(self) -> None:
        chart, places, window = self.chart, self.chart.places, self.story.squares_window
        words = text.variance(self.story)
        with self.beat("variance", words):
            if self.story.variance_kind == "infinite":
                self.follow(words, spread=True)
                return
            stands, mean = words.sentences
            with self.say(stands):
                self.go_home(0.3)
                if zoom := chart.way_to((*window(places.highest / places.plot.width), chart.top)):
                    self.sweep(zoom, chart.x, chart.pile, chart.distribution)
                found = squares.DeviationSquares(chart)
                self.add(found)
                self.carry(into=[found.centre])
                self.sweep(found.run, found, run_time=3.8, eased=False)
            with self.say(mean):
                self.sweep(found.become_the_variance, found, run_time=3.0, eased=False)
                names = found.names()
                drawn = found.squares, found.average, found.centre, names
                self.reveal(labels.corner(chart, words.lines, *drawn), names)

    def shade_the_middle(self) -> None:
        chart, words = self.chart, text.within(self.story)
        with self.beat("within", words):
            go, lies = words.sentences
            with self.say(go):
                self.go_home(1.0)
                reach = squares.Reach(chart)
                self.add(reach)
                self.carry(into=[chart.y, reach.centre])
                self.sweep(reach.go, reach, run_time=2.6)
            self.ask()
            with self.say(lies):
                self.add(chart.band)
                self.sweep(chart.shade, chart.band, chart.pile, run_time=3.0)
                self.reveal(labels.corner(chart, words.lines, reach.centre))
