"""Bayes' rule: a test's result restricts the population, and what is left is the posterior."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from manim.mobject.mobject import Mobject

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.params import Field, Probability, SceneParams
from explainer.scene import Explainer
from explainer.scenes.probability.bayes_rule import text
from explainer.scenes.probability.bayes_rule.drawing import labels as written
from explainer.scenes.probability.bayes_rule.drawing.areas import Areas
from explainer.scenes.probability.bayes_rule.drawing.crowd import Crowd
from explainer.scenes.probability.bayes_rule.story import BayesStory, Topic


class BayesRule(Explainer):
    """Watch a test narrow a population down to those with a positive result; count the ill."""

    class Params(SceneParams):
        """The population, the condition, and the test."""

        prior: Probability = Field(0.01, description="share with the condition: the base rate")
        sensitivity: Probability = Field(0.8, description="share of true cases that test positive")
        specificity: Probability = Field(0.9, description="share of all others that test negative")
        population: int = Field(1000, ge=10, le=10_000, description="how many people or messages")
        topic: Topic = Field("disease", description="a disease in people, or spam among messages")

    presets = {
        "screening": Params(prior=0.008, sensitivity=0.9, specificity=0.93),
        "rare_disease": Params(prior=1e-4, sensitivity=0.99, specificity=0.99, population=10_000),
        "spam": Params(prior=0.4, sensitivity=0.95, specificity=0.99, topic="spam"),
        "useless": Params(prior=0.1, sensitivity=0.3, specificity=0.7),
        "perfect": Params(sensitivity=1, specificity=1),
    }

    def construct(self) -> None:
        self.story = BayesStory.compute(**dict(self.params))
        self.crowd = Crowd(self.story, self.theme)
        self.areas = Areas(self.story, self.theme)
        self.labels = written.AreaLabels(self.story, self.theme)
        row = allow(self.areas.rows[0], "share", "shares at its sides are as the numbers of axes")
        allow(row, "figures", "the formula repeats the numbers at the areas, the odds the shares")
        people = allow(self.crowd.rest, "share", "a crowd is one picture, however far apart it is")
        allow(people, "figures", "the formula divides the very numbers at the crowd")
        self.show_the_population()
        self.test_everyone()
        self.keep_the_positive()
        self.draw_areas()
        self.repeat_the_test()

    def show_the_population(self) -> None:
        crowd, words = self.crowd, text.population(self.story)
        self.key = key = written.Key(crowd, self.theme, tested=False)
        with self.beat("population", words):
            self.add(*crowd.submobjects)
            self.carry(into=[key])
            show = partial(key.count, crowd.appear)
            self._say(words.sentences[0], show, *crowd.lit, key, into=[key.result])

    def test_everyone(self) -> None:
        crowd, words, old = self.crowd, text.test(self.story), self.key
        self.key = key = written.Key(crowd, self.theme, tested=True)
        with self.beat("test", words):
            self.carry([old, old.result], [key])
            for sentence, ill in zip(words.sentences, (True, False), strict=True):
                show = partial(key.count, partial(crowd.screen, ill))
                self._say(sentence, show, *crowd.lit, key, ends=not ill)

    def keep_the_positive(self) -> None:
        crowd, words = self.crowd, text.given(self.story)
        with self.beat("given", words):
            self._say(words.sentences[0], crowd.rule_out, *crowd.submobjects, ends=False)
            if self.story.posterior() is not None:
                self.ask(text.WORDINGS[self.story.topic].asks)
            self.carry([self.key])
            into = [written.counts(crowd, self.theme), written.formula(words, self.theme)]
            self._say(words.sentences[1], crowd.gather, *crowd.submobjects, into=into)

    def draw_areas(self) -> None:
        crowd, areas, labels, words = self.crowd, self.areas, self.labels, text.areas(self.story)
        first, second, third, *rest = words.sentences
        with self.beat("areas", words):
            self.carry(self.others(*crowd.submobjects), [areas.rows[0], labels.names])
            self._say(first, crowd.settle, *crowd.submobjects, ends=False)
            self.carry(crowd.submobjects, [labels.heights])
            self._say(second, areas.answer, areas.rows[0], into=[labels.notes], ends=False)
            self.add(*areas.links)
            touched, into = (areas.rows[1], areas.links[0]), labels.shares if rest else labels.rule
            self._say(third, partial(areas.pour, 0), *touched, into=[into], ends=not rest)
            for sentence in rest:
                self._say(sentence, labels.assemble, labels.rule)

    def repeat_the_test(self) -> None:
        areas, words = self.areas, text.further(self.story)
        names, first, *rest = written.step_labels(self.story, self.theme), *words.sentences
        with self.beat("results", words):
            self.carry(self.others(*areas.submobjects))
            touched = (*areas.rows[:2], areas.links[0])
            self._say(first, areas.flatten, *touched, into=names[:2], ends=not rest)
            for row, sentence in enumerate(rest, 1):
                self.add(areas.rows[row + 1])
                touched = (*areas.rows[row : row + 2], areas.links[row])
                into, last = [names[row + 1]], sentence == rest[-1]
                into += written.formula(words, self.theme) if last else []
                self._say(sentence, partial(areas.step, row), *touched, into=into, ends=last)

    def _say(
        self,
        sentence: str,
        show: Callable[[float], object],
        *touches: Mobject,
        into: Iterable[Mobject] = (),
        ends: bool = True,
    ) -> None:
        """Say a sentence while ``show`` moves; its result is written with its end."""
        seconds = max(2.3, 0.54 * len(sentence) / self.theme.durations.reading_speed)
        with self.say(sentence):
            self.sweep(partial(_part, show, 0, 0.6), *touches, run_time=0.6 * seconds, eased=False)
            self.carry(into=into)
            if ends:
                self.conclude()
            self.sweep(partial(_part, show, 0.6, 1), *touches, run_time=0.4 * seconds, eased=False)


def _part(show: Callable[[float], object], start: float, end: float, t: float) -> None:
    show(float(ease(start + (end - start) * t)))
