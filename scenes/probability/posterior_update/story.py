"""The numbers of a posterior: a prior, the tosses, what follows from them, and when each falls."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.easing import ease
from explainer.scenes.probability.posterior_update.inference import (
    Beta,
    IntervalKind,
    Pair,
    tosses_of,
)

LONGEST = 9.0
"""Seconds that any number of tosses takes at most."""

HEADROOM = 1.14
"""A chart is higher than its curves by this factor."""

SHARP = 0.6
"""Beliefs that take a smaller share of the axis from 0 to 1 than this are looked at closely."""

Window = tuple[float, float, float]
"""The ends of the axis of theta, and the height of a chart."""


class Step(NamedTuple):
    """One toss, or none.

    Attributes:
        prior: belief before it.
        side: what it shows: ``H``, ``T``, or nothing.
    """

    prior: Beta
    side: str

    @property
    def counts(self) -> Pair:
        """How many heads and tails."""
        return float(self.side == "H"), float(self.side == "T")

    @property
    def posterior(self) -> Beta:
        return self.prior.after(*self.counts)

    @property
    def evidence(self) -> float:
        """The probability that the prior gave to the toss."""
        return self.prior.evidence(*self.counts)

    def likelihood(self, theta: ArrayLike) -> np.ndarray:
        """Return how well each theta explains the toss, of theta's shape."""
        (heads, tails), at = self.counts, np.asarray(theta, dtype=float)
        return np.asarray(at**heads * (1 - at) ** tails)

    def heights(
        self, theta: np.ndarray, power: ArrayLike = 0.0, divided: float = 0.0
    ) -> np.ndarray:
        """Return prior times likelihood to a power, over its area to a power, of theta's shape."""
        product = self.prior.density(theta) * self.likelihood(theta) ** power
        return np.asarray(product / self.evidence**divided)


class Story:
    """A Beta prior, the tosses in their order, and what follows from them.

    Args:
        prior: belief before any toss.
        data: the tosses, see ``tosses_of``.
        level: probability of the credible interval.
        interval: which interval of that probability.
        second_prior: another prior, or None.
        true_bias: the true chance of heads, where it is known.
    """

    def __init__(
        self,
        prior: Pair,
        data: str | tuple[int, int],
        level: float,
        interval: IntervalKind,
        second_prior: Pair | None = None,
        true_bias: float | None = None,
    ) -> None:
        self.prior, self.tosses = Beta(*prior), tosses_of(data)
        self.level, self.kind, self.bias = level, interval, true_bias
        self.rival = Beta(*second_prior) if second_prior else None

    @cached_property
    def count(self) -> int:
        return len(self.tosses)

    def step(self, index: int) -> Step:
        """Return the toss after so many others, or that there is none."""
        side = ("H" if self.tosses[index] else "T") if index < self.count else ""
        return Step(self.belief(min(index, self.count)), side)

    @property
    def first(self) -> Step:
        return self.step(0)

    @property
    def posterior(self) -> Beta:
        return self.belief(self.count)

    @cached_property
    def interval(self) -> Pair:
        return self.posterior.interval(self.level, self.kind)

    @property
    def places(self) -> int:
        """How many decimals say something about theta, given how sharp the posterior is."""
        return min(max(2, math.ceil(-math.log10(self.posterior.deviation)) + 1), 7)

    @cached_property
    def _heads(self) -> np.ndarray:
        return np.concatenate([[0], np.cumsum(self.tosses)])

    def counts(self, fallen: float) -> Pair:
        """Return heads and tails among the first tosses, of which the last may count in part."""
        heads = float(np.interp(fallen, np.arange(self.count + 1), self._heads))
        return heads, fallen - heads

    def belief(self, fallen: float) -> Beta:
        """Return the posterior after so many tosses."""
        return self.prior.after(*self.counts(fallen))

    def rivals(self, fallen: float) -> Beta:
        """Return the posterior of the second prior, or of the first where there is no other."""
        return (self.rival or self.prior).after(*self.counts(fallen))

    def overlap(self, fallen: float) -> float:
        """Return the overlap of both posteriors after so many tosses."""
        return self.belief(fallen).overlap(self.rivals(fallen))

    @property
    def trail(self) -> list[int]:
        """After how many tosses earlier posteriors are drawn: round numbers, with more of few."""
        found = [m * 10**power for power in range(6) for m in (1, 2, 5)]
        found = found[:: 1 if self.count < 2000 else 3] if self.count > 10 else [1, 2, 3, 5, 7]
        return [count for count in found if count < self.count]

    # -- at which values of theta heights are compared ---------------------------------------------

    @cached_property
    def pair(self) -> np.ndarray:
        """Two rising values of theta, one of which makes the first toss four times as likely.

        The prior is as high at both as it can be.
        """
        pairs = [np.array([p, 4 * p]) for p in (0.2, 0.1)]
        pairs = [1 - pair[::-1] for pair in pairs] if self.first.side == "T" else pairs
        return np.round(max(pairs, key=lambda pair: self.prior.density(pair).min()), 2)

    @cached_property
    def probes(self) -> np.ndarray:
        """Three rising values of theta at which the prior is multiplied by the likelihood.

        That where the likelihood is large is nearer to the middle, so that its factor is felt.
        """
        window = self.toss_window(0)
        belief = self.first.posterior if window[1] - window[0] < 1 else self.prior
        less, more = (1.1, 0.9) if self.first.side == "H" else (0.9, 1.1)
        wanted = belief.mean + belief.deviation * np.array([-less, 0.0, more])
        theta = _grid(window)
        return theta[np.argmin(np.abs(theta[:, None] - wanted), axis=0)]

    @cached_property
    def felt(self) -> np.ndarray:
        """Two rising values of theta near which the second toss moves belief most, up and down."""
        theta, step = _grid(self.toss_window(1)), self.step(1)
        before, after = (
            np.minimum(step.heights(theta, s, s), self.toss_window(1)[2]) for s in (0, 1)
        )
        return np.sort(theta[[np.argmin(after - before), np.argmax(after - before)]])

    # -- which window of theta, and which height, the chart shows ----------------------------------

    @cached_property
    def late(self) -> list[Beta]:
        """Belief after so many tosses that none in between is much different."""
        steps = np.unique(np.geomspace(1, max(self.count, 1), 40).astype(int))
        return [self.prior, *(self.belief(min(int(step), self.count)) for step in steps)]

    def toss_window(self, index: int) -> Window:
        """Return the window of belief before and after one of the first two tosses."""
        beliefs = self.step(index).prior, self.step(index).posterior
        return *closeup(self.prior, *beliefs), ceiling(*beliefs) * (1.2 if index else 1.0)

    @cached_property
    def run_window(self) -> Window:
        """The window of belief from the prior to the last toss, with room in an upper corner."""
        low, high = closeup(*self.late)
        aside = corner(low, high, 0.66, *self.late)[0] / 0.67
        return low, high, max(ceiling(*self.late), aside)

    @cached_property
    def answer_window(self) -> Window:
        """The window in which interval, second belief and true bias can be told apart."""
        beliefs = {self.posterior, self.rivals(self.count)}
        low, high = closeup(*beliefs)
        if self.bias is not None and high - low < 1:
            pad = 0.12 * (high - low)
            with_bias = max(min(low, self.bias - pad), 0.0), min(max(high, self.bias + pad), 1.0)
            if with_bias[1] - with_bias[0] < 4 * (high - low):
                low, high = with_bias
            low, high = (low, high) if high - low < SHARP else (0.0, 1.0)
        top = ceiling(*beliefs) * (1 if self.bias is None else 1.1)
        top = max(top, corner(low, high, 0.42, *beliefs)[0] / 0.75)
        before = self.run_window
        return (
            low,
            high,
            before[2] if before[:2] == (low, high) and top <= before[2] <= 2 * top else top,
        )


def ceiling(*beliefs: Beta) -> float:
    """Return how high a chart must reach for Beta densities, poles cut off."""
    highest = 0.0
    for belief in beliefs:
        low, high = min(0.04, belief.mean / 8), 1 - min(0.04, (1 - belief.mean) / 8)
        highest = max(highest, float(np.max(belief.density(np.clip(belief.nodes(), low, high)))))
    return HEADROOM * highest


def closeup(*beliefs: Beta) -> Pair:
    """Return a window that all these densities fit into: so many deviations about each mean."""
    means, reaches = np.array([(b.mean, 4.5 * b.deviation) for b in beliefs]).T
    low, high = max(0.0, np.min(means - reaches)), min(1.0, np.max(means + reaches))
    return (float(low), float(high)) if high - low < SHARP else (0.0, 1.0)


def corner(low: float, high: float, share: float, *beliefs: Beta) -> tuple[float, bool]:
    """Return how high densities are in the emptier part, and whether that is on the right.

    Args:
        low: where the axis begins.
        high: where it ends.
        share: how much of the axis either part takes.
        beliefs: whose densities; poles do not count.
    """
    apart = np.linspace(0.1, share, 40) * (high - low)
    left, right = (
        max(float(b.density(at).max()) for b in beliefs) for at in (low + apart, high - apart)
    )
    return min(left, right), right < 0.7 * left


def _grid(window: Window) -> np.ndarray:
    """Return rising values of theta in a window, (n,), as round as can be."""
    low, high, _ = window
    places = max(math.ceil(-math.log10(high - low)) + 2, 2)
    return np.unique(np.round(np.linspace(low, high, 21)[1:-1], places))


@dataclass(frozen=True)
class Timetable:
    """When each toss falls: the first ones by themselves, the rest quicker and quicker.

    With N tosses left, 4 ((1 + N/4)^t - 1) of them have fallen at t in [0, 1], and all of it takes
    9 N / (N + 8) seconds: about a second for one toss, never more than nine. Time runs evenly,
    and is braked to rest over its last share.

    Attributes:
        total: how many tosses there are.
        first: how many have fallen before it begins.
    """

    total: int
    first: int = 2

    @property
    def left(self) -> int:
        return max(self.total - self.first, 0)

    @property
    def duration(self) -> float:
        """Seconds for all that is left."""
        return LONGEST * self.left / (self.left + 8)

    @property
    def brake(self) -> float:
        return 0.35 * self.left / (self.left + 40)

    def fallen(self, t: float) -> float:
        """Return how many tosses have fallen, a toss under way counting in part."""
        if not self.left:
            return float(self.total)
        begun = self._begun(min(max(t, 0.0), 1.0))
        whole = min(math.floor(begun + 1e-9), self.left)
        return self.first + min(whole + ease(begun - whole), float(self.left))

    def fastest(self, t: float) -> float:
        """Return the most tosses that fell in a second up to the time t."""
        end = min(t, 1 - self.brake)
        return (self._begun(end) - self._begun(end - 1e-3)) / 1e-3 / max(self.duration, 1e-9)

    def _begun(self, t: float) -> float:
        late, brake = max(t - 1 + self.brake, 0.0), self.brake
        even = (t - late**2 / (2 * brake)) / (1 - brake / 2) if self.left else t
        return float(4 * ((1 + self.left / 4) ** even - 1))
