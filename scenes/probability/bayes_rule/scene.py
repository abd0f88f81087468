"""Bayes' rule: a test's result restricts the population, and what is left is the posterior."""

from __future__ import annotations

from explainer.mobjects.panel import Labelled
from explainer.numbers import PERCENT
from explainer.params import Field, Probability, SceneParams
from explainer.scene import Explainer
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.drawing import Areas, BaseRateChart, Crowd, OddsChart
from explainer.scenes.probability.bayes_rule.story import BayesStory, Topic


class BayesRule(Explainer):
    """Watch a test narrow a population down to those with a positive result; count the ill."""

    class Params(SceneParams):
        """The population, the condition, and the test."""

        prior: Probability = Field(0.01, description="share with the condition: the base rate")
        sensitivity: Probability = Field(0.9, description="share of true cases that test positive")
        specificity: Probability = Field(0.91, description="share of all others that test negative")
        population: int = Field(1000, ge=10, le=10_000, description="how many people or messages")
        topic: Topic = Field("disease", description="a disease in people, or spam among messages")

    presets = {
        "screening": Params(prior=0.008, specificity=0.93),
        "rare_disease": Params(prior=1e-4, sensitivity=0.99, specificity=0.99, population=10_000),
        "spam": Params(prior=0.4, sensitivity=0.95, specificity=0.99, topic="spam"),
        "useless": Params(prior=0.1, sensitivity=0.3, specificity=0.7),
        "perfect": Params(sensitivity=1, specificity=1),
    }

    def construct(self) -> None:
        self.story = BayesStory.compute(**dict(self.params))
        self.crowd = Crowd(self.story, self.theme)
        self.areas = Areas(self.story, self.theme)
        self.odds = OddsChart(self.story, self.theme)
        self.rates = BaseRateChart(self.story, self.theme)
        self.show_the_population()
        self.test_everyone()
        self.keep_the_positive()
        self.draw_areas()
        self.multiply_the_odds()
        self.change_the_base_rate()

    def show_the_population(self) -> None:
        words = text.population(self.story)
        with self.beat("population", words):
            self.show_panel(*words.lines, into=[self.crowd])

    def test_everyone(self) -> None:
        words, counted = text.test(self.story), self.side.number(decimals=0)
        word = text.WORDINGS[self.story.topic]
        with self.beat("test", words):
            self.show_panel(*words.lines, Labelled(word.positive, counted), later=1)
            self.fade(into=self.panel)
            self.sweep(
                lambda t: counted.set_value(self.crowd.test(t)),
                self.crowd,
                counted,
                run_time=2 * self.theme.durations.slow,
                eased=False,
            )

    def keep_the_positive(self) -> None:
        words = text.given(self.story)
        with self.beat("given", words):
            self.change_panel([])
            self.sweep(self.crowd.rule_out, run_time=1.5 * self.theme.durations.slow)
            self.show_panel(*words.lines)

    def draw_areas(self) -> None:
        areas, words = self.areas, text.areas(self.story)
        with self.beat("areas", words):
            self.change_panel([])
            self.sweep(self.crowd.sort, run_time=self.theme.durations.slow)
            self.fade([self.crowd], [areas, areas.names])
            self.sweep(areas.answer, run_time=self.theme.durations.slow)
            self.show_panel(*words.lines, into=[areas.heights])

    def multiply_the_odds(self) -> None:
        odds, words = self.odds, text.odds(self.story)
        with self.beat("odds", words):
            rows = self.side.rows(*words.lines, words.note)
            self.change_panel(rows, self.others(), [odds.chart, odds, odds.start], later=rows[1:])
            if odds.arrows:
                self.sweep(odds.step, run_time=1.5 * self.theme.durations.slow)
            self.fade(into=[odds.turn, odds.names, *self.panel])

    def change_the_base_rate(self) -> None:
        rates, words = self.rates, text.base_rate(self.story)
        with self.beat("base_rate", words):
            prior, posterior = (
                self.side.number(100, colour=role, decimals=1, suffix=PERCENT)
                for role in ("prior", "posterior")
            )
            rows = [Labelled("prior", prior), Labelled("posterior", posterior)]
            self.show_panel(*rows, out=self.others(), into=[rates.chart, rates.same], later=2)
            if rates.drawn:

                def show(t: float) -> None:
                    prior.set_value(100 * t, animating=True)
                    posterior.set_value(rates.sweep(t), animating=True)

                show(0)
                self.fade(into=[*self.panel, rates])
                slow = self.theme.durations.slow
                self.sweep(show, rates, prior, posterior, run_time=2 * slow, eased=False)
            self.show_panel(*words.lines, out=[rates.dot], into=[rates.marks, rates.names])
