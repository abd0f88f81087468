"""Many samples, and what each says of the mean: confidence, bootstrap and credible intervals.

Formulas: the t interval in Casella and Berger, *Statistical Inference*, 2nd edition (2002), section
9.2; the percentile bootstrap in Efron and Tibshirani, *An Introduction to the Bootstrap* (1993),
chapter 13; the posterior of a normal mean in Gelman et al., *Bayesian Data Analysis*, 3rd edition
(2013), section 3.2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from explainer.maths.distributions import AnyDistribution

Array = np.ndarray
Pair = tuple[float, float]

RESAMPLES = 2000
MOST_ROWS = 100
"""Samples whose intervals are drawn; further ones are counted only."""
_BORDER = 0.06


def t_interval(samples: Array, level: float) -> tuple[Array, Array]:
    """Return the means of (..., n) samples and the half widths of their t intervals, both (...).

    The interval is the mean plus and minus t* s / sqrt(n), with n - 1 degrees of freedom, n >= 2.
    """
    n = samples.shape[-1]
    quantile = stats.t.ppf((1 + level) / 2, n - 1)
    alike = np.ptp(samples, axis=-1) == 0  # or rounding makes a deviation of 1e-17
    deviations = np.where(alike, 0.0, samples.std(axis=-1, ddof=1))
    return samples.mean(axis=-1), quantile * deviations / math.sqrt(n)


@dataclass(frozen=True)
class MeanPosterior:
    """Belief about the mean of a normal population of unknown spread, given one sample.

    The spread has the reference prior 1/sigma and is integrated out, which leaves a likelihood of
    Student's form; the mean's prior is flat, or normal.

    Attributes:
        mean: of the sample.
        error: s / sqrt(n), above 0.
        n: size of the sample.
        prior: mean and standard deviation of the normal prior; flat when None.
    """

    mean: float
    error: float
    n: int
    prior: Pair | None

    def logs(self, mu: Array, power: float = 1.0) -> Array:
        """Return the logarithm of the prior times the likelihood to a power, of mu's shape.

        Prior and likelihood are shares of their largest values.
        """
        found = -power * self.n / 2 * np.log1p(((mu - self.mean) / self.error) ** 2 / (self.n - 1))
        if self.prior is not None:
            found = found - 0.5 * ((mu - self.prior[0]) / self.prior[1]) ** 2
        return np.asarray(found)

    def peak(self, power: float = 1.0) -> float:
        """Return the greatest density where the likelihood counts with a power."""
        logs = self.logs(self.nodes, power)
        return float(1 / np.trapezoid(np.exp(logs - logs.max()), self.nodes))

    @cached_property
    def nodes(self) -> Array:
        """Rising means at which the posterior is computed."""
        inner = np.linspace(-9, 9, 400)
        places = self.mean + self.error * np.sinh(inner) / math.sinh(1)
        if self.prior is not None:
            # On to where it vanishes: what is left at 9 would weigh much beside a wide gap.
            outer = np.linspace(9, 39, 61)
            steps = np.concatenate([-outer, inner, outer])
            places = np.concatenate([places, self.prior[0] + self.prior[1] * steps])
        return np.unique(places)

    @cached_property
    def _table(self) -> tuple[Array, Array]:
        """Means between the nodes and the probability up to each of them."""
        count = len(self.nodes) - 1
        fine = np.interp(np.arange(8 * count + 1) / 8, np.arange(count + 1), self.nodes)
        logs = self.logs(fine)
        heights = np.exp(logs - logs.max())
        area = np.concatenate([[0.0], np.cumsum((heights[1:] + heights[:-1]) / 2 * np.diff(fine))])
        return fine, area / area[-1]

    def interval(self, level: float) -> Pair:
        """Return the equal-tailed interval that holds the mean with that probability."""
        ends = np.array([(1 - level) / 2, (1 + level) / 2])
        if self.prior is None:
            low, high = self.mean + self.error * stats.t.ppf(ends, self.n - 1)
        else:
            fine, upto = self._table
            low, high = np.interp(ends, upto, fine)
        return float(low), float(high)


@dataclass(frozen=True)
class IntervalStory:
    """A population, samples from it, and every interval that they give.

    Attributes:
        distribution: the population.
        n: size of each sample.
        level: of every interval.
        repetitions: how many samples are drawn.
        seed: of the random numbers.
        prior: mean and standard deviation of the prior on the mean; flat when None.
    """

    distribution: AnyDistribution
    n: int
    level: float
    repetitions: int
    seed: int
    prior: Pair | None = None

    @cached_property
    def _drawn(self) -> tuple[Array, Array]:
        """Samples and resamples, from one generator, so that a seed has one story."""
        generator, size = np.random.default_rng(self.seed), (self.repetitions, self.n)
        samples = self.distribution.sample(size, generator).reshape(size)
        return samples, generator.integers(0, self.n, size=(RESAMPLES, self.n))

    @property
    def samples(self) -> Array:
        """The samples, (repetitions, n)."""
        return self._drawn[0]

    @property
    def sample(self) -> Array:
        """The first one, (n,), which is looked at closely."""
        return np.asarray(self.samples[0])

    @property
    def resamples(self) -> Array:
        """Indices into it, (RESAMPLES, n)."""
        return self._drawn[1]

    @property
    def rows(self) -> int:
        """How many intervals are drawn, each in a row of its own."""
        return min(self.repetitions, MOST_ROWS)

    @property
    def mean(self) -> float:
        return float(self.means[0])

    @property
    def deviation(self) -> float:
        """The first sample's standard deviation, 0 when all its values are equal."""
        return float(np.std(self.sample, ddof=1)) if np.ptp(self.sample) else 0.0

    @property
    def quantile(self) -> float:
        """How many standard errors a t interval reaches to each side."""
        return float(stats.t.ppf((1 + self.level) / 2, self.n - 1))

    @property
    def normal_quantile(self) -> float:
        """How many it would reach if the population's standard deviation were known."""
        return float(stats.norm.ppf((1 + self.level) / 2))

    @property
    def true_mean(self) -> float | None:
        """The population's mean; None when it has no finite one."""
        mean = self.distribution.mean
        return mean if math.isfinite(mean) else None

    @cached_property
    def _t_intervals(self) -> tuple[Array, Array]:
        return t_interval(self.samples, self.level)

    @property
    def means(self) -> Array:
        """Means of the samples, (repetitions,), as are the next four."""
        return self._t_intervals[0]

    @property
    def margins(self) -> Array:
        """Half widths of their intervals."""
        return self._t_intervals[1]

    @property
    def lows(self) -> Array:
        return self.means - self.margins

    @property
    def highs(self) -> Array:
        return self.means + self.margins

    @cached_property
    def caught(self) -> Array:
        """Which intervals hold the true mean; none when there is no mean."""
        return self.contains_mean(self.lows, self.highs)

    def contains_mean(self, lows: ArrayLike, highs: ArrayLike) -> Array:
        """Return which intervals with these ends hold the true mean, of their shape."""
        lows, highs = np.asarray(lows), np.asarray(highs)
        if self.true_mean is None:
            return np.zeros(lows.shape, dtype=bool)
        # An end that equals the mean but for rounding is no miss.
        slack = 1e-12 * max(abs(self.true_mean), float(np.abs(self.means).max()))
        return (lows - slack <= self.true_mean) & (self.true_mean <= highs + slack)

    @property
    def hits(self) -> int:
        return int(self.caught.sum())

    @property
    def missed_below(self) -> int:
        """How many intervals lie wholly below the true mean."""
        if self.true_mean is None:
            return 0
        return int((~self.caught & (self.means < self.true_mean)).sum())

    @property
    def missed_above(self) -> int:
        """How many intervals lie wholly above the true mean."""
        return self.repetitions - self.hits - self.missed_below

    @property
    def coverage(self) -> float:
        """The share of the intervals that hold the true mean."""
        return self.hits / self.repetitions

    @property
    def chance_error(self) -> float:
        """Standard deviation of the share of hits, were each a hit with probability ``level``."""
        return math.sqrt(self.level * (1 - self.level) / self.repetitions)

    @property
    def keeps_its_promise(self) -> bool:
        """Whether the share of hits is within two chance errors of the level."""
        return abs(self.coverage - self.level) <= 2 * self.chance_error

    @property
    def exact(self) -> bool:
        """Whether the t interval is exact for this population, which is normal."""
        return getattr(self.distribution, "name", "") == "norm"

    @cached_property
    def bootstrap(self) -> Array:
        """Means of the resamples, (RESAMPLES,)."""
        return np.asarray(self.sample[self.resamples].mean(axis=1))

    @cached_property
    def posterior(self) -> MeanPosterior | None:
        """Belief about the mean given the first sample; None where that has no spread at all."""
        if self.deviation == 0:
            return None
        prior = self.prior
        if prior is not None:  # no narrower than floating-point numbers are told apart
            prior = prior[0], max(prior[1], 1e-15 * abs(prior[0]), 1e-100)
        return MeanPosterior(self.mean, self.deviation / math.sqrt(self.n), self.n, prior)

    @cached_property
    def intervals(self) -> dict[str, Pair]:
        """The three by name; the credible one is a single point where there is no posterior."""
        low, high = np.quantile(self.bootstrap, [(1 - self.level) / 2, (1 + self.level) / 2])
        believed = self.posterior.interval(self.level) if self.posterior else (self.mean, self.mean)
        return {
            "confidence": (float(self.lows[0]), float(self.highs[0])),
            "bootstrap": (float(low), float(high)),
            "credible": believed,
        }


# -- which stretch of the axis each picture shows -------------------------------------------------


def population_window(story: IntervalStory) -> Pair:
    """Return a window for the population: nearly all of it, or its middle where tails are heavy."""
    low, first, middle, last, high = story.distribution.quantile([0.002, 0.25, 0.5, 0.75, 0.998])
    if last > first:
        low, high = max(low, middle - 6 * (last - first)), min(high, middle + 6 * (last - first))
    mean = story.true_mean
    # Its mean too, where the window need not grow to several times its width for it.
    if mean is not None and low - 2 * (high - low) <= mean <= high + 2 * (high - low):
        return _bordered(low, high, mean)
    return _bordered(low, high)


def rows_window(story: IntervalStory) -> Pair:
    """Return a window that holds nearly all intervals, and the true mean in the middle of them."""
    centre = float(np.median(story.means)) if story.true_mean is None else story.true_mean
    reach = np.maximum(np.abs(story.lows - centre), np.abs(story.highs - centre))
    most = min(float(reach.max()), 2.5 * float(np.quantile(reach, 0.8)))
    return _bordered(centre - most, centre + most)


def sample_window(story: IntervalStory) -> Pair:
    """Return a window that holds the first sample, its interval, and what it is resampled to."""
    first, median, last = np.quantile(story.sample, [0.25, 0.5, 0.75])
    # Without values that lie far out.
    reach = max(8 * (last - first), 1e-300) if last > first else math.inf
    inner = story.sample[np.abs(story.sample - median) <= reach]
    return _bordered(*inner, *story.intervals["bootstrap"])


def means_window(story: IntervalStory) -> Pair:
    """Return a window for what the first sample says of the mean, and for the prior's middle."""
    ends = [*np.quantile(story.bootstrap, [0.002, 0.998]), *np.ravel([*story.intervals.values()])]
    if story.posterior is not None:
        ends += story.posterior.interval(max(story.level, 0.99) if story.n > 5 else story.level)
    if story.prior is not None:
        ends += [story.prior[0] - 2 * story.prior[1], story.prior[0] + 2 * story.prior[1]]
    return _bordered(*ends)


def answer_window(story: IntervalStory) -> Pair:
    """Return a window that holds the three intervals and the true mean."""
    ends = [*np.ravel([*story.intervals.values()])]
    ends += [] if story.true_mean is None else [story.true_mean]
    more = 0.15 * np.ptp(ends)
    return _bordered(min(ends) - more, max(ends) + more)


def beyond(window: Pair, lows: Array, highs: Array) -> int:
    """Return how many intervals, or values, reach out of a window."""
    return int(((lows < window[0]) | (highs > window[1])).sum())


def _bordered(*ends: float) -> Pair:
    """Return a window a little wider, and never without a width that numbers can show."""
    low, high = float(min(ends)), float(max(ends))
    width, centre = high - low, (low + high) / 2
    least = 1e-6 * max(abs(low), abs(high), 1e-6)
    if width < least:
        width = max(abs(centre) / 4, 1.0) if width == 0 else least
        low, high = centre - width / 2, centre + width / 2
    return low - _BORDER * width, high + _BORDER * width
