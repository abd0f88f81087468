"""A random variable as numbers: its distribution, outcomes, ever finer histograms, and moments."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import stats

from explainer.geometry.easing import ease
from explainer.maths.distributions import AnyDistribution, Empirical
from explainer.numbers import Figure, format_number, grouped, magnitude
from explainer.scenes.probability.common import population
from explainer.scenes.probability.random_variable.bins import Bins, bins_for, has_masses

Kind = Literal["finite", "infinite", "none"]

CHECKPOINTS = 60
"""The histogram of ever more outcomes blends from one of so many sizes to the next."""
SQUARES = 8
"""Squares are drawn of so many outcomes."""
LONG_RUN = 10_000
"""How many outcomes a running mean that may never settle is followed for."""


@dataclass(frozen=True)
class Story:
    """A distribution, outcomes in the order in which they fell, and all that follows from them.

    Attributes:
        distribution: of data, that of all values of the column.
        falling: the outcomes; of data all values, which fall in an order drawn by lot.
        size: how many of them make up the sample.
        seed: of the random numbers.
    """

    distribution: AnyDistribution
    falling: np.ndarray
    size: int
    seed: int

    @classmethod
    def compute(
        cls, distribution: str, data: str, column: str, sample_size: int, seed: int
    ) -> Story:
        """Return the story of a scene's parameters."""
        law, given = population(distribution, data, column)
        generator = np.random.default_rng(seed)
        if given is None:
            falling = law.sample(sample_size, generator)
        else:
            falling = generator.permutation(given)
        return cls(law, falling, min(sample_size, len(falling)), seed)

    def text(self, value: float) -> Figure:
        """Write a value with as many decimals as say something in the window."""
        (low, high), (least, most) = self.bins.window, self.distribution.support
        span, size = high - low, abs(value)
        decimals = min(max(math.ceil(-math.log10(span / 500)), 0), 9)
        if self.discrete and float(value).is_integer():
            decimals = 0
        near, tiny = low - 3 * span <= value <= high + 3 * span, size < 1e-4
        if not tiny and (not near or (size >= 1e7 and span > 1e-3 * size)):
            return grouped(value) if 1e3 < size < 1e5 else format_number(value, decimals)
        # What is left of a sum by rounding is nothing; no sum is left where all values have a sign.
        if size <= 1e-12 * span and not (0 <= least < value or value < most <= 0):
            return grouped(0.0, decimals)
        if tiny or round(value, decimals) == 0:
            return magnitude(value, max(decimals + 1 + math.floor(math.log10(size)), 2))
        return grouped(value, decimals)

    def square_text(self, value: float) -> Figure:
        """Write a mean square with as many decimals as say something beside the variance."""
        size, write = self.distribution.variance, format_number if value >= 1e5 else grouped
        if not 1e-4 <= size < 1e5:
            return magnitude(value, 2) if 0 < value < 1 else write(value, 0)
        return write(value, max(2 - math.floor(math.log10(size)), 0))

    @property
    def data(self) -> bool:
        return isinstance(self.distribution, Empirical)

    @property
    def values(self) -> np.ndarray:
        """The sample, (n,)."""
        return self.falling[: self.size]

    @cached_property
    def discrete(self) -> bool:
        """Whether it has a mass function: bars over single values, and steps."""
        return has_masses(self.distribution)

    @cached_property
    def bins(self) -> Bins:
        """The bins of the histogram; their ends are the window."""
        return bins_for(self.distribution, self.values)

    @property
    def home(self) -> tuple[float, float]:
        """What the axis of values covers: the window and a margin."""
        low, high = self.bins.window
        margin = 0.03 * (high - low) if self.bins.count > 1 else 1.4
        return low - margin, high + margin

    @cached_property
    def counts(self) -> np.ndarray:
        return self.bins.counts(self.values)

    @cached_property
    def outside(self) -> tuple[int, int]:
        """How many outcomes lie below and above the window."""
        found = self.bins.index(self.values)
        return int((found < 0).sum()), int((found >= self.bins.count).sum())

    @property
    def heights(self) -> np.ndarray:
        """The heights of the histogram: shares of single values, or shares by the bin's width."""
        return self.counts / (self.size * self.bins.width)

    @cached_property
    def tallest(self) -> int:
        return int(np.argmax(self.counts))

    @property
    def ties(self) -> int:
        """How many bars are as high as the tallest."""
        return int((self.counts == self.counts.max()).sum())

    @property
    def tallest_ends(self) -> tuple[float, float]:
        """The least and the largest value of the tallest bar."""
        low, high = self.bins.edges[self.tallest : self.tallest + 2].tolist()
        return (low + 0.5, high - 0.5) if self.discrete else (low, high)

    @cached_property
    def drawn(self) -> AnyDistribution | Smoothed:
        """What is drawn of it: of data that are not counted one by one, a smooth estimate."""
        given = self.distribution
        return Smoothed(given) if isinstance(given, Empirical) and not self.discrete else given

    @cached_property
    def highest(self) -> float:
        """The largest mass or density in the window, at the places through which it is drawn."""
        return float(np.max(self.drawn.density(self.drawn.nodes(*self.bins.window)), initial=0.0))

    @cached_property
    def peak(self) -> float:
        """The largest height of the distribution that is to be seen.

        Where it has no upper bound or a narrow peak, that is the height of its tallest narrow bin,
        and a little.
        """
        usual = float(np.max(self.fine.probabilities(self.distribution)) / self.fine.width)
        return self.highest if self.highest <= 1.6 * usual else 1.25 * usual

    @cached_property
    def top(self) -> float:
        """The largest height to be seen at first: of the histogram, and of the distribution."""
        return max(float(np.max(self.heights)), self.peak, 1e-300)

    @cached_property
    def final_top(self) -> float:
        """The largest height to be seen when all outcomes have fallen."""
        return max(float(np.max(self.grown(1.0)[1])), self.peak, 1e-300)

    @property
    def median(self) -> float:
        return float(self.distribution.quantile(0.5))

    @property
    def at_median(self) -> float:
        return float(self.distribution.cumulative(self.median))

    @property
    def quartiles(self) -> tuple[float, float]:
        low, high = self.distribution.quantile([0.25, 0.75])
        return float(low), float(high)

    @cached_property
    def fine(self) -> Bins:
        """Narrower bins, for more outcomes."""
        if self.bins.single or self.data:
            return self.bins
        if self.distribution.discrete:
            pieces = max(round(self.bins.width), 1)
            return self.bins.refined(pieces if pieces * self.bins.count <= 200 else 1)
        return self.bins.refined(3 if self.bins.count <= 25 else 2)

    @cached_property
    def probabilities(self) -> np.ndarray:
        return self.bins.probabilities(self.distribution)

    @property
    def most(self) -> int:
        """How many outcomes there are in the end."""
        if self.data:
            return len(self.falling)
        return int(min(max(100 * self.size, 10_000), 1_000_000))

    @cached_property
    def growth(self) -> tuple[np.ndarray, np.ndarray]:
        """Sizes from ``size`` to ``most``, (j,), and the counts in the fine bins at each, (j, m).

        Those of a named distribution are drawn as counts, from the multinomial distribution that
        the counts of independent outcomes have.
        """
        sizes = np.unique(np.geomspace(self.size, self.most, CHECKPOINTS).round().astype(int))
        if self.data:
            parts = np.split(self.falling, sizes[:-1])
            return sizes, np.cumsum([self.fine.counts(part) for part in parts], axis=0)
        start = self.fine.counts(self.values)
        inner = np.clip(self.fine.probabilities(self.distribution), 0, 1)
        whole = np.append(inner, max(1 - inner.sum(), 0))
        generator = np.random.default_rng([self.seed, 1])
        added = generator.multinomial(np.diff(sizes), whole / whole.sum())[:, :-1]
        return sizes, np.concatenate([[start], start + np.cumsum(added, axis=0)])

    def grown(self, t: float) -> tuple[int, np.ndarray]:
        """Return size and heights of the histogram when the draws have gone on for a time t.

        While they go on, each bin parts into its finer ones; the area stays what it is.
        """
        sizes, counts = self.growth
        amount = self.size * (self.most / self.size) ** t
        at = np.interp(math.log(amount), np.log(sizes), np.arange(len(sizes)))
        before = min(int(at), len(sizes) - 1)
        after = min(before + 1, len(sizes) - 1)
        first, second = (counts[i] / (sizes[i] * self.fine.width) for i in (before, after))
        fine = first + (at - before) * (second - first)
        pieces = self.fine.count // self.bins.count
        coarse = np.repeat(fine.reshape(-1, pieces).mean(axis=1), pieces)
        return round(amount), coarse + ease(1.6 * t) * (fine - coarse)

    @property
    def mean_kind(self) -> Kind:
        """Whether the mean is a number, infinite, or does not exist."""
        mean = self.distribution.mean
        return "none" if math.isnan(mean) else "infinite" if math.isinf(mean) else "finite"

    @property
    def variance_kind(self) -> Kind:
        """Whether the variance is a number, infinite, or has no mean to be taken about."""
        if self.mean_kind != "finite":
            return "none"
        return "finite" if math.isfinite(self.distribution.variance) else "infinite"

    @property
    def mean_inside(self) -> bool:
        low, high = self.bins.window
        return self.mean_kind == "finite" and low <= self.distribution.mean <= high

    @property
    def within(self) -> float:
        """The probability of at most one standard deviation from the mean."""
        return float(np.diff(self.distribution.cumulative(list(self.middle)))[0])

    @property
    def inside(self) -> int:
        """How many outcomes lie in the middle."""
        low, high = self.middle
        return int(np.sum((self.values >= low) & (self.values <= high)))

    @property
    def chosen(self) -> tuple[float, float, float]:
        """The share of the tallest bar at first and of all outcomes, and its probability."""
        width, pieces = self.fine.width, self.fine.count // self.bins.count
        final = self.grown(1.0)[1].reshape(-1, pieces).sum(axis=1) * width
        at = self.tallest
        return self.counts[at] / self.size, float(final[at]), float(self.probabilities[at])

    @property
    def deviation_fits(self) -> bool:
        """Whether the standard deviation can be drawn beside the outcomes and the mean."""
        low, high = self.bins.window
        mean = self.distribution.mean
        return self.distribution.standard_deviation <= 2 * (max(high, mean) - min(low, mean))

    @property
    def middle_centre(self) -> float:
        """From where the middle of the distribution is measured: its mean, or else its median."""
        return self.distribution.mean if self.variance_kind == "finite" else self.median

    @property
    def middle(self) -> tuple[float, float]:
        """One standard deviation to either side of the mean, or the quartiles if there is none."""
        low, high = self.quartiles
        if self.variance_kind == "finite":
            mean, deviation = self.distribution.mean, self.distribution.standard_deviation
            low, high = mean - deviation, mean + deviation
        slack = 1e-9 * (self.bins.edges[-1] - self.bins.edges[0])
        return float(low - slack), float(high + slack)

    @property
    def shoulder(self) -> float:
        """How high the right of the picture is filled, as a share of its top."""
        heights = np.maximum(self.heights, self.probabilities / self.bins.width)
        low, high = self.home
        right = heights[self.bins.centres > low + 0.7 * (high - low)]
        return float(np.max(right, initial=0.0)) / self.top

    @cached_property
    def picks(self) -> np.ndarray:
        """Outcomes on whose distances from the mean squares are drawn, the nearest first."""
        ranks = (np.arange(SQUARES) + 0.5) / SQUARES * self.size
        mean, values = self.distribution.mean, np.sort(self.values)
        found = values[ranks.astype(int)]
        found = found[np.argsort(np.abs(found - mean), kind="stable")]
        # The last one is such that their mean square is the variance, or nearly.
        others = float(np.sum((found[:-1] - mean) ** 2))
        means = (others + (values - mean) ** 2) / SQUARES
        gaps = np.abs(means - self.distribution.variance)
        found[-1] = values[np.lexsort((np.abs(values - found[-1]), gaps))[0]]
        return found

    def squares_window(self, aspect: float) -> tuple[float, float]:
        """Return a window in which the squares fit that are to be drawn.

        Args:
            aspect: how high they may be, as a share of the picture's width.
        """
        mean, deviation = self.distribution.mean, self.distribution.standard_deviation
        low, high = min(self.home[0], mean), max(self.home[1], mean)
        drawn = self.picks[self.bins.index(self.picks) % (self.bins.count + 1) < self.bins.count]
        reach = np.append(np.abs(drawn - mean), deviation * self.deviation_fits)
        extra = max(1.04 * float(reach.max()) / aspect - (high - low), 0.0)
        left = min(max((mean - low) / (high - low), 0.1), 0.9)
        return low - left * extra, high + (1 - left) * extra

    @cached_property
    def long_run(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sizes, and for each the mean and the root of the mean square about the true mean.

        The draws go on where the sample ended; the sizes rise by about the same factor.
        """
        more = max(LONG_RUN - self.size, 0)
        generator = np.random.default_rng([self.seed, 3])
        every = np.concatenate([self.values, self.distribution.sample(more, generator)])
        sizes = np.unique(np.geomspace(1, len(every), 700).round().astype(int))
        ordinal = np.arange(1, len(every) + 1)
        means = (np.cumsum(every) / ordinal)[sizes - 1]
        centre = self.distribution.mean if self.mean_kind == "finite" else 0.0
        squares = np.sqrt(np.cumsum((every - centre) ** 2) / ordinal)[sizes - 1]
        return sizes, means, squares


@dataclass(frozen=True)
class Smoothed:
    """The kernel density estimate of data: a little bell on each value, all added up."""

    data: Empirical
    discrete: bool = False

    @property
    def bandwidth(self) -> float:
        """The standard deviation of a bell: Scott's rule."""
        return self.data.standard_deviation * len(self.data.values) ** -0.2

    def density(self, x: np.ndarray) -> np.ndarray:
        """Return its height at x, (n,); zeros where all values are alike."""
        values, width = self.data.values, self.bandwidth
        total = np.zeros(len(x))
        if width <= 1e-12 * max(abs(float(values[0])), 1e-300):
            return total
        grid = np.floor(values * 8 / width).astype(np.int64)
        places, shares = np.unique(grid, return_counts=True)
        spots = (places + 0.5) * width / 8
        for start in range(0, len(spots), 500):
            part = slice(start, start + 500)
            total += stats.norm.pdf((x[:, None] - spots[part]) / width) @ shares[part]
        return total / (len(values) * width)

    def nodes(self, low: float, high: float) -> np.ndarray:
        """Return rising places in a window at which to draw it."""
        likely = self.data.quantile(np.linspace(0.0005, 0.9995, 160))
        nodes = np.concatenate([np.linspace(low, high, 361), likely])
        return np.unique(nodes[(nodes >= low) & (nodes <= high)])
