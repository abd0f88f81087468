"""The numbers of a posterior: a prior, the tosses, what follows from them, and when each falls."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from explainer.maths.easing import ease
from explainer.scenes.probability.posterior_update.inference import (
    IntervalKind,
    Shape,
    agreement,
    credible_interval,
    evidence,
    mean,
    standard_deviation,
    tosses_of,
)

LONGEST = 12.0
"""Seconds that any number of tosses takes at most."""


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
    def compute(
        cls,
        prior: Shape,
        data: str | tuple[int, int],
        level: float,
        interval: IntervalKind,
        second_prior: Shape | None,
        true_bias: float | None,
    ) -> Story:
        return cls(prior, tosses_of(data), level, interval, second_prior, true_bias)

    @property
    def count(self) -> int:
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
        return evidence(*self.prior, *self.one_toss)

    @property
    def updated(self) -> Shape:
        return self.after(*self.one_toss)

    @property
    def posterior(self) -> Shape:
        return self.after(*self.counts)

    @property
    def rival_posterior(self) -> Shape | None:
        return self.after(*self.counts, start=self.rival) if self.rival else None

    @property
    def counts(self) -> Shape:
        heads = float(np.sum(self.tosses))
        return heads, self.count - heads

    @property
    def interval(self) -> Shape:
        return credible_interval(*self.posterior, self.level, self.kind)

    @property
    def predictive(self) -> float:
        return mean(*self.posterior)

    @property
    def places(self) -> int:
        """How many decimals say something about theta, given how sharp the posterior is."""
        deviation = standard_deviation(*self.posterior)
        return min(max(2, math.ceil(-math.log10(deviation)) + 1), 7)

    def after(self, heads: float, tails: float, start: Shape | None = None) -> Shape:
        a, b = start or self.prior
        return a + heads, b + tails

    def overlap(self, heads: float, tails: float) -> float:
        """Return the overlap of the posteriors of both priors after so many heads and tails."""
        return agreement(self.after(heads, tails), self.after(heads, tails, start=self.rival))


class Timetable:
    """When each toss falls: the first ones by themselves, the rest quicker and quicker.

    With N tosses left, 4 ((1 + N/4)^t - 1) of them have fallen at t in [0, 1], and all of it takes
    12 N / (N + 8) seconds: about a second for one toss, never more than twelve.

    Args:
        heads: (n,) booleans, the tosses in their order.
        first: how many have fallen before it begins.
    """

    def __init__(self, heads: np.ndarray, first: int = 1) -> None:
        self.heads = np.asarray(heads, dtype=bool)
        self.total = len(self.heads)
        self.first = min(first, self.total)
        self._running = np.concatenate([[0], np.cumsum(self.heads)])

    @property
    def duration(self) -> float:
        """Seconds for all that is left."""
        left = self.total - self.first
        return LONGEST * left / (left + 8)

    def fallen(self, t: float) -> float:
        """Return how many tosses have fallen, a toss under way counting in part."""
        left = self.total - self.first
        if left <= 0:
            return float(self.total)
        brake = 0.35 * left / (left + 40)
        even = 4 * ((1 + left / 4) ** _settle(min(max(t, 0.0), 1.0), brake) - 1)
        whole = min(math.floor(even + 1e-9), left)
        return self.first + min(whole + ease(even - whole), float(left))

    def fastest(self, t: float) -> float:
        """Return the most tosses that fell in one second up to the time t."""
        left = self.total - self.first
        if left <= 0:
            return 0.0
        brake = 0.35 * left / (left + 40)
        growth = math.log1p(left / 4)
        even = min(t, 1 - brake) / (1 - brake / 2)
        return 4 * growth * math.exp(growth * even) / (1 - brake / 2) / self.duration

    def counts(self, fallen: float) -> tuple[float, float]:
        heads = float(np.interp(fallen, np.arange(self.total + 1), self._running))
        return heads, fallen - heads

    def whole_counts(self, fallen: float) -> tuple[int, int]:
        """Return heads and tails among the tosses that lie on the table."""
        count = min(math.floor(fallen + 0.5), self.total)
        heads = int(self._running[count])
        return heads, count - heads


def _settle(t: float, brake: float) -> float:
    """Return t run evenly, and braked to rest over the last share ``brake`` of the time."""
    if brake <= 0:
        return t
    speed = 1 / (1 - brake / 2)
    if t <= 1 - brake:
        return speed * t
    late = t - (1 - brake)
    return speed * (1 - brake + late - late * late / (2 * brake))
