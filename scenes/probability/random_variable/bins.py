"""Windows, bins and piles for outcomes: where a histogram looks, and how it counts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from explainer.maths.distributions import AnyDistribution, Empirical

REACH = 2.2
"""A window ends so many times the distance from the first to the last decile from the median."""
TAIL = 0.002
"""The share of the outcomes that a window leaves out on either side of a light tail."""
SPARE = 0.3
"""By this share of its width at most is a window widened at an end to hold all outcomes."""
MOST_VALUES = 120
"""More values than these of a discrete distribution are counted in groups."""
FEWEST_BINS, MOST_BINS = 8, 40


@dataclass(frozen=True)
class Bins:
    """Bins of equal width, and what a bar over one of them measures.

    Attributes:
        edges: (m + 1,) rising ends of the bins; each holds its lower end, the last one both.
        single: each bin holds one value of a discrete distribution, and its bar is a share.
    """

    edges: np.ndarray
    single: bool

    @property
    def count(self) -> int:
        return len(self.edges) - 1

    @property
    def width(self) -> float:
        """The width of a bin; heights are shares of a unit of it."""
        return 1.0 if self.single else float(self.edges[-1] - self.edges[0]) / self.count

    @property
    def breadth(self) -> float:
        """The share of a bin's width that its bar takes: single values stand apart."""
        return 0.8 if self.single else 1.0

    @property
    def centres(self) -> np.ndarray:
        return (self.edges[:-1] + self.edges[1:]) / 2

    @property
    def window(self) -> tuple[float, float]:
        return float(self.edges[0]), float(self.edges[-1])

    def index(self, values: np.ndarray) -> np.ndarray:
        """Return the bin of each value, of their shape: -1 below the window, ``count`` above it."""
        found = np.searchsorted(self.edges, values, side="right") - 1
        return np.where(values == self.edges[-1], self.count - 1, found)

    def counts(self, values: np.ndarray) -> np.ndarray:
        """Return how many of the values lie in each bin, (m,)."""
        return np.histogram(values, self.edges)[0]

    def probabilities(self, distribution: AnyDistribution) -> np.ndarray:
        """Return the probability of each bin, (m,)."""
        if isinstance(distribution, Empirical):
            return self.counts(distribution.values) / len(distribution.values)
        # The edges lie between the values of a discrete one, so none is counted twice.
        return np.diff(distribution.cumulative(self.edges))

    def refined(self, pieces: int) -> Bins:
        """Return bins of which so many make one of these."""
        places = np.arange(self.count * pieces + 1) / pieces
        return Bins(np.interp(places, np.arange(self.count + 1), self.edges), self.single)


def has_masses(distribution: AnyDistribution) -> bool:
    """Return whether single values are counted: of data, those of few different whole numbers."""
    if not isinstance(distribution, Empirical):
        return distribution.discrete
    values = distribution.values
    return bool((values == np.round(values)).all() and np.ptp(values) <= 60)


def bins_for(distribution: AnyDistribution, values: np.ndarray) -> Bins:
    """Return the bins in which (n,) outcomes are counted; their ends are the window.

    The window holds nearly all of a distribution with light tails, and all outcomes; of one with
    heavy tails it holds what lies about the median. There are about 2.5 times the cube root of n
    bins.
    """
    low, high = _ends(distribution)
    size, room = len(values), SPARE * (high - low)
    # A few outcomes just outside are taken in; those far out would leave no room for the others.
    low = min(low, float(values.min())) if values.min() >= low - room else low
    high = max(high, float(values.max())) if values.max() <= high + room else high
    if has_masses(distribution):
        return _whole(low, high)
    wanted = min(max(round(2.5 * size ** (1 / 3)), FEWEST_BINS), MOST_BINS)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        half = max(0.5, 0.1 * abs(low))
        low, high = low - half, high + half
    width = _nearest_step((high - low) / wanted)
    # Where a named distribution ends, a bin does.
    data = isinstance(distribution, Empirical)
    least, largest = (-np.inf, np.inf) if data else distribution.support
    count = math.ceil((high - low) / width - 1e-9)
    if low == least and high == largest:
        return Bins(np.linspace(low, high, max(round((high - low) / width), 4) + 1), False)
    if low == least:
        return Bins(low + width * np.arange(count + 1), False)
    if high == largest:
        return Bins(high - width * np.arange(count, -1, -1), False)
    first = math.floor(low / width + 1e-9)
    last = max(math.ceil(high / width - 1e-9), first + 1)
    return Bins(width * np.arange(first, last + 1), False)


def _whole(low: float, high: float) -> Bins:
    """Return bins about the whole steps from ``low`` to ``high``."""
    count = round(high - low) + 1
    if count <= MOST_VALUES:
        return Bins(low - 0.5 + np.arange(count + 1), True)
    width = max(round(_nearest_step(count / MOST_BINS)), 1)
    bars = math.ceil(count / width)
    return Bins(low - 0.5 + width * np.arange(bars + 1), False)


def _ends(distribution: AnyDistribution) -> tuple[float, float]:
    """Return the least and the largest value that a window is to show."""
    data, probabilities = isinstance(distribution, Empirical), [TAIL, 0.1, 0.5, 0.9, 1 - TAIL]
    outer_low, near, middle, far, outer_high = distribution.quantile(probabilities)
    least, largest = distribution.support
    if data:
        outer_low, outer_high = least, largest
    reach = REACH * (far - near) * (2.0 if data else 1.0)
    if reach <= 0:
        reach = max(outer_high - middle, middle - outer_low)
    low, high = max(outer_low, middle - reach), min(outer_high, middle + reach)
    if distribution.discrete and not data:
        low, high = middle - math.floor(middle - low), middle + math.floor(high - middle)
    margin = 0.15 * (high - low)
    low = least if low - margin <= least else low
    high = largest if high + margin >= largest else high
    return float(low), float(high)


def _nearest_step(size: float) -> float:
    """Return 1, 2, 2.5 or 5 times a power of ten, whichever is nearest to ``size``."""
    power = 10.0 ** math.floor(math.log10(size))
    steps = np.array([1, 2, 2.5, 5, 10]) * power
    return float(steps[np.argmin(np.abs(np.log(steps / size)))])
