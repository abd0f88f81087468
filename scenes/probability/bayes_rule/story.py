"""Bayes' rule for a yes-or-no test, in exact arithmetic: areas and expected counts.

The natural frequencies follow Gigerenzer and Hoffrage, "How to improve Bayesian reasoning without
instruction: frequency formats", Psychological Review 102 (1995).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

Topic = Literal["disease", "spam"]

RESULTS = 3
"""How many equal answers in a row are followed."""


@dataclass(frozen=True)
class BayesStory:
    """A population, a condition that some of it has, and a test for that.

    All probabilities are exact: the decimal number that was given is what is computed with.

    Attributes:
        prior: the share of the population that has the condition, within [0, 1].
        sensitivity: the probability of yes where it is there, within [0, 1].
        specificity: the probability of no where it is not, within [0, 1].
        population: how many there are, at least 1.
        topic: what they are and what is looked for.
    """

    prior: Fraction
    sensitivity: Fraction
    specificity: Fraction
    population: int
    topic: Topic = "disease"

    @classmethod
    def compute(cls, population: int, topic: Topic = "disease", **shares: float) -> BayesStory:
        """Return the story of a scene's parameters."""
        exact = {name: Fraction(repr(float(share))) for name, share in shares.items()}
        return cls(population=population, topic=topic, **exact)

    def likelihoods(self) -> tuple[Fraction, Fraction]:
        """Return the probability of yes with the condition, and without it."""
        return self.sensitivity, 1 - self.specificity

    def areas(self, results: int = 1) -> tuple[Fraction, Fraction]:
        """Return the probability of so many yes, conditionally independent, with and without it."""
        ill, healthy = self.likelihoods()
        return self.prior * ill**results, (1 - self.prior) * healthy**results

    def posterior(self, results: int = 1) -> Fraction | None:
        """Return the probability of the condition after so many yes; None if nobody gets them."""
        ill, healthy = self.areas(results)
        return ill / (ill + healthy) if ill + healthy else None

    def ratio(self) -> Fraction | float | None:
        """Return the likelihood ratio of a yes; infinite for proof, None if it is never given."""
        ill, healthy = self.likelihoods()
        if not healthy:
            return math.inf if ill else None
        found = ill / healthy
        # 1/3 and 2/3 are no decimal numbers: what is meant is a ratio of one.
        return Fraction(1) if abs(found - 1) < 1e-12 else found

    @cached_property
    def expected(self) -> tuple[Fraction, Fraction, Fraction]:
        """Expected numbers with the condition, and of yes with it and without it."""
        size, (found, alarms) = self.population, self.areas()
        return size * self.prior, size * found, size * alarms

    @cached_property
    def counts(self) -> tuple[int, int, int]:
        """What is expected, in whole ones; none differs from it by more than a half."""
        ill, found, alarms = (math.floor(number + Fraction(1, 2)) for number in self.expected)
        return ill, min(found, ill), min(alarms, self.population - ill)
