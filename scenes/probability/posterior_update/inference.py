"""Beta-Bernoulli inference: belief about a coin's chance of heads, and what tosses do to it.

Counts of heads and tails may be fractions, so that pictures can move smoothly from one toss to the
next. Formulas: Gelman et al., *Bayesian Data Analysis*, 3rd edition (2013), sections 2.1 to 2.4.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

Pair = tuple[float, float]
TINY = 1e-300
IntervalKind = Literal["equal_tailed", "highest_density"]


class Beta(NamedTuple):
    """The distribution Beta(a, b) of theta, a chance of heads; the marks of a chart can draw it."""

    a: float
    b: float

    @property
    def discrete(self) -> bool:
        return False

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        return math.sqrt(self.mean * (self.b / (self.a + self.b)) / (self.a + self.b + 1))

    @property
    def factor(self) -> float:
        """What makes the area one, 1 / B(a, b); at most 1e6."""
        return math.exp(min(-float(special.betaln(*self)), math.log(1e6)))

    @property
    def mode(self) -> float | None:
        """Where the density is highest, or None where no single place is.

        An end where it is unbounded counts. There is none for the flat Beta(1, 1), nor when both
        ends are unbounded.
        """
        a, b = self
        if a > 1 and b > 1:
            return (a - 1) / (a + b - 2)
        if a == b == 1 or (a < 1 and b < 1):
            return None
        return 0.0 if a < b else 1.0

    def density(self, theta: ArrayLike) -> np.ndarray:
        """Return the density, of theta's shape, by way of logarithms.

        Infinite at an end where the parameter is below 1, and 0 outside [0, 1]. Between the ends it
        is never 0, so that its curve goes on along the axis where a float would have it end.
        """
        (a, b), theta = self, np.asarray(theta, dtype=float)
        inside = (theta >= 0) & (theta <= 1)
        safe = np.where(inside, theta, 0.5)
        logarithm = special.xlogy(a - 1, safe) + special.xlog1py(b - 1, -safe)
        density = np.exp(logarithm - special.betaln(a, b))
        return np.where(inside, np.where((theta > 0) & (theta < 1), density + TINY, density), 0.0)

    def nodes(self, low: float = 0.0, high: float = 1.0) -> np.ndarray:
        """Return where to sample in a window so that no needle and no pole is missed.

        These are rising (n,) values strictly between 0 and 1.
        """
        near = np.logspace(-14, -2, 80)
        even = low + (high - low) * np.sin(np.linspace(0, np.pi / 2, 90)) ** 2
        pieces = [even, self.mean + self.deviation * np.linspace(-8, 8, 100)]
        pieces += [ends for ends, p in ((near, self.a), (1 - near, self.b)) if p < 1]
        nodes = np.concatenate(pieces)
        inner = nodes[(nodes >= low) & (nodes <= high)]
        return np.unique(np.clip(inner, 1e-14, 1 - 1e-14))

    def below(self, theta: float) -> float:
        """Return the probability of what lies below theta."""
        return float(special.betainc(*self, min(max(theta, 0.0), 1.0)))

    def around(self, ends: Pair, t: float) -> Pair:
        """Return an interval with a share t of the probability of another, in the middle of it."""
        below, upto = map(self.below, ends)
        middle = (below + upto) / 2
        low, high = special.betaincinv(*self, middle + t * (np.array([below, upto]) - middle))
        return (float(low), float(high)) if t < 1 else ends

    def after(self, heads: float, tails: float) -> Beta:
        """Return the posterior of this prior after so many heads and tails."""
        return Beta(self.a + heads, self.b + tails)

    def evidence(self, heads: float, tails: float) -> float:
        """Return the probability that this prior gave to these tosses in their order.

        It is the area below prior times likelihood, B(a + heads, b + tails) / B(a, b), and becomes
        0 where it is too small for a float.
        """
        return math.exp(special.betaln(*self.after(heads, tails)) - special.betaln(*self))

    def interval(self, level: float, kind: IntervalKind = "equal_tailed") -> Pair:
        """Return the ends (low, high) of an interval that holds theta with probability ``level``.

        ``equal_tailed`` leaves the same probability on either side. ``highest_density`` is the
        shortest interval. The density inside is at least that outside, but where both ends are
        unbounded: the highest part is then no single interval, and this is the shorter of the two
        that begin at an end (at 0, if a = b). For the flat Beta(1, 1), where all are equally short,
        it is the equal-tailed one.
        """
        a, b = self
        if kind == "equal_tailed" or (a == b and a >= 1):
            return self._quantiles((1 - level) / 2, level)
        if min(a, b) <= 1:
            return self._quantiles(0.0 if a <= b else 1 - level, level)
        low, high = 0.0, 1 - level
        for _ in range(100):  # the shortest interval is as dense at one end as at the other
            middle = (low + high) / 2
            ends = np.log(self._quantiles(middle, level))
            heights = (a - 1) * ends + (b - 1) * np.log1p(-np.exp(ends))
            low, high = (middle, high) if heights[0] < heights[1] else (low, middle)
        return self._quantiles((low + high) / 2, level)

    def _quantiles(self, below: float, level: float) -> Pair:
        """Return the ends between which ``level`` lies, with ``below`` on their left.

        The upper end is found from the probability above it, which stays exact when it is tiny.
        """
        above = max(1 - level - below, 0.0)
        return float(special.betaincinv(*self, below)), float(special.betainccinv(*self, above))

    def overlap(self, other: Beta) -> float:
        """Return the area below both densities, from 0 to 1.

        Between places where they cross, it is what the lower one has there. The ratio of two
        densities has one turning point at most, on either side of which they cross at most once.
        """
        # It takes long to import, and few films compare two beliefs.
        from scipy import optimize

        (a, b), level = np.subtract(self, other), special.betaln(*self) - special.betaln(*other)

        def excess(log_odds: float) -> float:
            return float(a * special.log_expit(log_odds) + b * special.log_expit(-log_odds) - level)

        turning = [math.log(a / b)] if a * b > 0 else []
        sides = [
            each
            for each in pairwise([-700.0, *turning, 700.0])
            if np.prod([*map(excess, each)]) < 0
        ]
        cuts = [float(optimize.brentq(excess, *each)) for each in sides]
        areas = [np.diff([0.0, *map(each._below_log_odds, cuts), 1.0]) for each in (self, other)]
        return min(float(np.minimum(*areas).sum()), 1.0)

    def _below_log_odds(self, log_odds: float) -> float:
        """Return the probability below a place, exact also where theta would round to one."""
        if log_odds < 0:
            return float(special.betainc(*self, special.expit(log_odds)))
        return 1 - float(special.betainc(self.b, self.a, special.expit(-log_odds)))


def tosses_of(data: str | tuple[int, int]) -> np.ndarray:
    """Return the tosses in their order, (n,) booleans, True for heads.

    Args:
        data: letters H and T of either case; or the counts (heads, tails), which are put into an
            order that looks random and is always the same for the same counts.
    """
    if isinstance(data, str):
        return np.array([side in "Hh" for side in data], dtype=bool)
    return np.random.default_rng(11).permutation(np.repeat([True, False], data))
