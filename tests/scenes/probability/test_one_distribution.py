"""Scenes agree about one distribution: the same name, the same numbers."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from explainer.maths.named_distributions import distribution
from explainer.mobjects.panel import Panel
from explainer.numbers import WRITTEN, value_of
from explainer.plain_text import plain_text
from explainer.scenes.probability.common import notation, title
from explainer.scenes.probability.confidence_interval import text as interval_text
from explainer.scenes.probability.confidence_interval.drawing.labels import (
    source as interval_source,
)
from explainer.scenes.probability.confidence_interval.story import IntervalStory
from explainer.scenes.probability.distributions import text as family_text
from explainer.scenes.probability.distributions.families import FAMILIES
from explainer.scenes.probability.distributions.scene import Distributions
from explainer.scenes.probability.distributions.story import FamilyStory
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.text import plain_beta
from explainer.scenes.probability.random_variable import text as variable_text
from explainer.scenes.probability.random_variable.story import Story
from explainer.style import theme

DARK = theme("dark")
STOPS = {name: value for name, value in Distributions.Params() if isinstance(value, tuple)}


def last_number(text: str) -> tuple[float, float]:
    """Return the last number that is written in a text, and how far it may be rounded."""
    written = re.findall(WRITTEN, text)[-1]
    return value_of(written), 0.51 * 10.0 ** -len(written.partition(".")[2])


@pytest.mark.parametrize(
    "law",
    [
        *("norm(170, 7)", "gamma(a=2, scale=1.5)", "expon(scale=4)", "binom(10, 1/6)"),
        *("hypergeom(M=20, n=7, N=12)", "t(3, loc=-2)", "skewnorm(4)", "lognorm(0.5, scale=3)"),
        *("cauchy", "pareto(0.8)", "pareto(1.5)", "poisson(3, loc=0.5)"),
    ],
)
def test_a_variable_and_a_population_of_one_distribution_are_told_alike(law: str) -> None:
    variable = Story.compute(law, "", "", 500, 4)
    population = IntervalStory(distribution(law), 10, 0.95, 100, 424, None)
    assert variable_text.law(variable).startswith(interval_source(population, Panel(DARK)))
    assert (variable.mean_kind == "finite") == (population.true_mean is not None)
    said = interval_text.population(population)
    if variable.mean_kind == "finite":
        heading = plain_text(variable_text.balance(variable).heading)
        line = next(line for line in said.lines if "mean" in line.name)
        for text in (heading, plain_text(f"${line.markup}$")):
            number, rounding = last_number(text)
            assert number == pytest.approx(variable.distribution.mean, abs=rounding)
    infinite = any(line.markup == "sigma = infinity" for line in said.lines)
    assert infinite == math.isinf(variable.distribution.variance)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_and_a_variable_of_it_are_told_alike(name: str) -> None:
    family = FamilyStory.compute(name, STOPS, 60, 0)
    member = family.family.distribution(family.settings[-1])
    assert title(member.name) == FAMILIES[name].title
    told = Story(member, member.sample(60, np.random.default_rng(4)), 60, 4)
    for value, phrase in ((member.mean, "the mean"), (member.standard_deviation, "deviation")):
        found = re.search(rf"{phrase}, (?:about )?({WRITTEN})", family_text.family(family).alt_text)
        assert found
        number, rounding = last_number(found[1])
        assert number == pytest.approx(value, abs=rounding)
    number, rounding = last_number(plain_text(variable_text.balance(told).heading))
    assert number == pytest.approx(member.mean, abs=rounding)


@pytest.mark.parametrize("beta", [Beta(2, 5), Beta(0.5, 1), Beta(61, 39)])
def test_a_posterior_is_written_as_any_beta_distribution(beta: Beta) -> None:
    assert plain_beta(beta) == notation("beta", [("a", beta.a), ("b", beta.b)]).plain
