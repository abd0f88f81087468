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
LONG_RUN, MOST_VALUES = 2000, 40_000
"""So many samples there are when drawing goes on, unless they had more values than that."""


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

    @cached_property
    def running_hits(self) -> Array:
        """How many intervals of the first samples contain the true mean, as drawing goes on."""
        found, more = self.caught, min(LONG_RUN, MOST_VALUES // self.n) - self.repetitions
        if more > 0 and self.true_mean is not None:
            generator = np.random.default_rng([self.seed, 1])
            drawn = self.distribution.sample((more, self.n), generator).reshape(more, self.n)
            means, margins = t_interval(drawn, self.level)
            found = np.concatenate([found, self.contains_mean(means - margins, means + margins)])
        return np.cumsum(found)

    @property
    def total(self) -> int:
        """How many samples there are in the long run."""
        return len(self.running_hits)

    @property
    def coverage(self) -> float:
        """The share of the intervals that hold the true mean, in the long run."""
        return float(self.running_hits[-1]) / self.total

    @property
    def chance_error(self) -> float:
        """Standard deviation of that share, were each a hit with probability ``level``."""
        return math.sqrt(self.level * (1 - self.level) / self.total)

    @property
    def keeps_its_promise(self) -> bool:
        """Whether the share of hits is within two chance errors of the level."""
        return abs(self.coverage - self.level) <= 2 * self.chance_error

    @cached_property
    def ranks(self) -> Array:
        """Places of the drawn intervals, (rows,), when sorted by how far off they are.

        That is the distance of their means from the true mean in their own half widths, so that
        those that miss it are the first and the last; without a true mean, by their means.
        """
        means, margins = self.means[: self.rows], self.margins[: self.rows]
        if self.true_mean is None:
            off = means
        else:
            with np.errstate(divide="ignore", invalid="ignore"):
                off = np.nan_to_num((means - self.true_mean) / margins)
        return np.argsort(np.lexsort([means, off]), kind="stable")

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

    def candidate(self, mu: ArrayLike) -> Array:
        """Return the standard deviation with which a normal population of mean mu fits best.

        With it, the likelihood of the first sample falls with mu as ``MeanPosterior`` has it.
        """
        within = self.deviation**2 * (self.n - 1) / self.n
        return np.sqrt(within + (np.asarray(mu) - self.mean) ** 2)

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
