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

HEADROOM = 1.1
"""A chart is higher than its curves by this factor."""

BELOW_STRIP = 0.53
"""The share of its height that a chart keeps below the strip of the likelihood."""

HIGHER, LOWER = 1.6, 2.0
"""How much higher, or lower, all tosses may need a chart than the first for one scale to serve."""

CURVES = 9
"""How many earlier posteriors are drawn at most."""

SHARP = 0.3
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


@dataclass(frozen=True)
class Story:
    """A Beta prior, the tosses in their order, and what follows from them.

    Attributes:
        prior: belief before any toss.
        tosses: (n,) booleans, True for heads.
        level: probability of the credible interval.
        kind: which interval of that probability.
        rival: a second prior, or None.
        bias: the true chance of heads, where it is known.
    """

    prior: Beta
    tosses: np.ndarray
    level: float
    kind: IntervalKind
    rival: Beta | None
    bias: float | None

    @classmethod
    def compute(
        cls,
        prior: Pair,
        data: str | tuple[int, int],
        level: float,
        interval: IntervalKind,
        second_prior: Pair | None,
        true_bias: float | None,
    ) -> Story:
        rival = Beta(*second_prior) if second_prior else None
        return cls(Beta(*prior), tosses_of(data), level, interval, rival, true_bias)

    @property
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

    @property
    def interval(self) -> Pair:
        return self.posterior.interval(self.level, self.kind)

    @property
    def places(self) -> int:
        """How many decimals say something about theta, given how sharp the posterior is."""
        return min(max(2, math.ceil(-math.log10(self.posterior.deviation)) + 1), 7)

    @cached_property
    def probes(self) -> np.ndarray:
        """Three rising values of theta, rounded, at which the prior is looked at."""
        low, high, _ = product_window(self)
        belief = self.first.posterior if high - low < 1 else self.prior
        middle, step = belief.mean, 1.1 * belief.deviation
        ends = max(middle - step, 0.2 * middle), min(middle + step, 1 - 0.2 * (1 - middle))
        finest = min(ends[0], 1 - ends[1])
        places = max(2, math.ceil(-math.log10(step)) + 1, math.ceil(-math.log10(finest)))
        return np.round([ends[0], middle, ends[1]], min(places, 7))

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
        """After how many tosses earlier posteriors are drawn."""
        if self.count <= CURVES + 1:
            return list(range(1, self.count))
        return np.unique(np.geomspace(1, 0.7 * self.count, CURVES).astype(int)).tolist()


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
        t, brake = min(max(t, 0.0), 1.0), self.brake
        even = (t - max(t - 1 + brake, 0.0) ** 2 / (2 * brake)) / (1 - brake / 2)
        begun = 4 * ((1 + self.left / 4) ** even - 1)
        whole = min(math.floor(begun + 1e-9), self.left)
        return self.first + min(whole + ease(begun - whole), float(self.left))

    def fastest(self, t: float) -> float:
        """Return the most tosses that fell in one second up to the time t."""
        if not self.left:
            return 0.0
        growth, speed = math.log1p(self.left / 4), 1 / (1 - self.brake / 2)
        even = min(t, 1 - self.brake) * speed
        return 4 * growth * math.exp(growth * even) * speed / self.duration


# -- which window of theta, and which height, the chart shows ------------------------------------


def ceiling(belief: Beta) -> float:
    """Return how high a chart must reach for a Beta density, poles cut off."""
    low, high = min(0.04, belief.mean / 8), 1 - min(0.04, (1 - belief.mean) / 8)
    return HEADROOM * float(np.max(belief.density(np.clip(belief.nodes(), low, high))))


def closeup(*beliefs: Beta) -> Pair:
    """Return a window that all these densities fit into: so many deviations about each mean."""
    means, reaches = np.array([(b.mean, 5.5 * b.deviation) for b in beliefs]).T
    low, high = max(0.0, np.min(means - reaches)), min(1.0, np.max(means + reaches))
    return (float(low), float(high)) if high - low < SHARP else (0.0, 1.0)


def _early(story: Story) -> list[Beta]:
    """Return belief before and after the tosses that are shown one by one."""
    return [story.belief(count) for count in range(min(story.count, 2) + 1)]


def _late(story: Story) -> list[Beta]:
    """Return belief after so many tosses that none in between is much different."""
    steps = np.unique(np.geomspace(1, max(story.count, 1), 40).astype(int))
    return [story.belief(min(int(step), story.count)) for step in steps]


def _heights(story: Story) -> Pair:
    """Return the height of the chart for the tosses shown one by one, and for all of them.

    They are the same, so that the scale stands through the film, unless the last posterior is too
    sharp: the first would then lie on the axis.
    """
    low, high = closeup(story.prior, story.first.posterior)
    if high - low == 1:
        early = max(map(ceiling, _early(story)))
    else:
        inner = np.linspace(low, high, 400)[8:-8]
        early = HEADROOM * float(max(np.max(each.density(inner)) for each in _early(story)))
    # A formula has to have room above the curves, which later ones will need anyway.
    early *= (1.0 if story.count > 2 else 1.2) / BELOW_STRIP
    late = max(map(ceiling, _late(story))) if story.count > 2 else early
    if late / HIGHER <= early <= late * LOWER:
        return max(early, late), max(early, late)
    return early, late


def opening_window(story: Story) -> Window:
    """Return the whole axis, high enough for all posteriors."""
    return 0.0, 1.0, (_heights(story)[1] if story.count > 2 else first_window(story)[2])


def first_window(story: Story) -> Window:
    """Return the whole axis, high enough for prior and posterior of one toss."""
    if product_window(story)[:2] == (0.0, 1.0):
        return product_window(story)
    return 0.0, 1.0, max(map(ceiling, _early(story))) / BELOW_STRIP


def product_window(story: Story) -> Window:
    """Return the window in which a product can be told from a sharp prior."""
    return *closeup(story.prior, story.first.posterior), _heights(story)[0]


def run_window(story: Story) -> Window:
    """Return the window that holds belief from the first toss to the last."""
    if story.count <= 2:
        return product_window(story)
    return *closeup(story.prior, *_late(story)), _heights(story)[1]


def answer_window(story: Story) -> Window:
    """Return the window in which interval, second belief and true bias can be told apart."""
    beliefs = {story.posterior, story.rivals(story.count) if story.rival else story.posterior}
    low, high = closeup(*beliefs)
    if story.bias is not None and high - low < 1:
        pad = 0.12 * (high - low)
        with_bias = max(min(low, story.bias - pad), 0.0), min(max(high, story.bias + pad), 1.0)
        if with_bias[1] - with_bias[0] < 4 * (high - low):
            low, high = with_bias
        low, high = (low, high) if high - low < 2 * SHARP else (0.0, 1.0)
    top, before = max(map(ceiling, beliefs)), run_window(story)
    stands = before[:2] == (low, high) and top <= before[2] <= 2.5 * top
    return low, high, before[2] if stands else top
