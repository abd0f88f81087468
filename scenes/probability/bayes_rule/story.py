"""Bayes' rule for a yes-or-no test, in exact arithmetic: areas, expected counts, and odds.

The natural frequencies follow Gigerenzer and Hoffrage, "How to improve Bayesian reasoning without
instruction: frequency formats", Psychological Review 102 (1995).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

Topic = Literal["disease", "spam"]
Odds = Fraction | float | None
"""A fraction; infinity, where what is asked is certain; None where they are not defined."""
Kind = Literal["never", "proof", "exclusion", "useless", "informative"]


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
    def compute(
        cls,
        prior: float,
        sensitivity: float,
        specificity: float,
        population: int,
        topic: Topic = "disease",
    ) -> BayesStory:
        """Return the story of a scene's parameters."""
        exact = [Fraction(repr(float(share))) for share in (prior, sensitivity, specificity)]
        return cls(exact[0], exact[1], exact[2], population, topic)

    # -- probabilities -----------------------------------------------------------------------------

    def likelihoods(self, yes: bool = True) -> tuple[Fraction, Fraction]:
        """Return the probability of an answer with the condition, and without it."""
        positive = self.sensitivity, 1 - self.specificity
        return positive if yes else (1 - positive[0], 1 - positive[1])

    def areas(self, yes: bool = True) -> tuple[Fraction, Fraction]:
        """Return the probability of an answer together with the condition, and without it."""
        ill, healthy = self.likelihoods(yes)
        return self.prior * ill, (1 - self.prior) * healthy

    def evidence(self, yes: bool = True) -> Fraction:
        """Return the probability of an answer."""
        return sum(self.areas(yes), Fraction(0))

    def posterior(self, yes: bool = True) -> Fraction | None:
        """Return the probability of the condition given an answer; None where nobody gets that."""
        total = self.evidence(yes)
        return self.areas(yes)[0] / total if total else None

    def with_prior(self, prior: Fraction) -> BayesStory:
        """Return the same test in a population with another prior."""
        return replace(self, prior=prior)

    def posteriors(self, priors: np.ndarray, yes: bool = True) -> np.ndarray:
        """Return the posterior for each prior, of their shape; NaN where nobody gets the answer."""
        ill, healthy = map(float, self.likelihoods(yes))
        with np.errstate(invalid="ignore"):
            return np.asarray(priors * ill / (priors * ill + (1 - priors) * healthy))

    # -- odds --------------------------------------------------------------------------------------

    def ratio(self, yes: bool = True) -> Odds:
        """Return the likelihood ratio of an answer, which is None where that is never given."""
        ill, healthy = self.likelihoods(yes)
        if not healthy:
            return math.inf if ill else None
        found = ill / healthy
        # 1/3 and 2/3 are no decimal numbers: what is meant is a ratio of one.
        return Fraction(1) if abs(found - 1) < 1e-12 else found

    @property
    def kind(self) -> Kind:
        """What the answer yes can do: it may never be given, or leave no doubt, or say nothing."""
        ratio = self.ratio()
        if ratio is None:
            return "never"
        kinds: dict[float, Kind] = {math.inf: "proof", 0: "exclusion", 1: "useless"}
        return kinds.get(float(ratio), "informative")

    def odds(self, results: int = 0, yes: bool = True) -> Odds:
        """Return the odds of the condition after so many equal answers of independent tests."""
        ill, healthy = self.likelihoods(yes)
        ill, healthy = self.prior * ill**results, (1 - self.prior) * healthy**results
        if not healthy:
            return math.inf if ill else None
        return ill / healthy

    # -- natural frequencies -----------------------------------------------------------------------

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

    @property
    def rounded(self) -> bool:
        """Whether one of the counts is not just what is expected."""
        return self.counts != self.expected
