"""The story of a posterior as numbers: a prior, the tosses, and all that follows from them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from explainer.scenes.probability.posterior_update.inference import (
    IntervalKind,
    Shape,
    agreement,
    credible_interval,
    evidence,
    parse_tosses,
    predictive_heads,
    standard_deviation,
)


@dataclass(frozen=True)
class Story:
    """A Beta prior, the tosses in their order, and what follows from them.

    Attributes:
        prior: parameters (a, b).
        tosses: (n,) booleans, True for heads.
        level: probability of the credible interval.
        kind: which interval of that probability.
        rival: a second prior, or None.
        bias: the true chance of heads, where it is known.
    """

    prior: Shape
    tosses: np.ndarray
    level: float
    kind: IntervalKind
    rival: Shape | None
    bias: float | None

    @classmethod
    def tell(
        cls,
        prior: Shape,
        data: str | tuple[int, int],
        level: float,
        interval: IntervalKind,
        second_prior: Shape | None,
        true_bias: float | None,
    ) -> Story:
        """Return the story of a scene's parameters."""
        return cls(prior, parse_tosses(data), level, interval, second_prior, true_bias)

    @property
    def count(self) -> int:
        """How many tosses there are."""
        return len(self.tosses)

    @property
    def first(self) -> str:
        """The first toss: H, T, or nothing."""
        return ("H" if self.tosses[0] else "T") if self.count else ""

    @property
    def one_toss(self) -> Shape:
        """Heads and tails of the first toss alone."""
        return float(self.first == "H"), float(self.first == "T")

    @property
    def first_evidence(self) -> float:
        """The probability that the prior gave to the first toss."""
        return float(evidence(*self.prior, *self.one_toss))

    @property
    def updated(self) -> Shape:
        """The posterior after the first toss."""
        return self.after(*self.one_toss)

    @property
    def posterior(self) -> Shape:
        """The posterior after all tosses."""
        return self.after(*self.counts)

    @property
    def rival_posterior(self) -> Shape | None:
        """The posterior from the second prior."""
        return self.after(*self.counts, start=self.rival) if self.rival else None

    @property
    def counts(self) -> Shape:
        """Heads and tails among all tosses."""
        heads = float(np.sum(self.tosses))
        return heads, self.count - heads

    @property
    def interval(self) -> Shape:
        """The ends of the credible interval."""
        low, high = credible_interval(*self.posterior, self.level, self.kind)
        return float(low), float(high)

    @property
    def predictive(self) -> float:
        """The probability that the next toss is heads."""
        return float(predictive_heads(*self.posterior))

    @property
    def places(self) -> int:
        """How many decimals say something about theta, given how sharp the posterior is."""
        spread = standard_deviation(*self.posterior)
        return min(max(2, math.ceil(-math.log10(spread)) + 1), 7)

    def after(self, heads: float, tails: float, start: Shape | None = None) -> Shape:
        """Return the parameters after so many heads and tails."""
        a, b = start or self.prior
        return a + heads, b + tails

    def overlap(self, heads: float, tails: float) -> float:
        """Return the overlap of the beliefs from both priors after so many heads and tails."""
        mine = self.after(heads, tails)
        theirs = self.after(heads, tails, start=self.rival)
        return float(agreement(mine, theirs))
