"""Distributions of one random variable: scipy's with their parameters, and that of given values.

Everything asked of one is scipy's answer, save where scipy gives none that is true: a mean that
does not exist is ``nan``. Distributions whose quantiles scipy can only search for are asked by a
table.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.optimize import minimize_scalar

from explainer.maths.distribution_tables import (
    MassTable,
    QuantileTable,
    Table,
    moments_of,
    table_of,
)

Array = np.ndarray

MOST_NODES = 1500
"""A distribution is drawn through no more of its values than this."""
VANISHING = 1e-100
"""Outcomes smaller in size than this are nothing: their squares would be, by underflow."""


@dataclass(frozen=True)
class Distribution:
    """A distribution of scipy's with its parameters.

    Attributes:
        name: scipy's name.
        parameters: names and values, in the order in which they were given.
        frozen: scipy's frozen distribution.
    """

    name: str
    parameters: tuple[tuple[str, float], ...]
    frozen: Any

    @property
    def discrete(self) -> bool:
        """Whether it has a mass function, and no density."""
        return isinstance(self.frozen.dist, stats.rv_discrete)

    @property
    def text(self) -> str:
        """How it is typed, such as ``gamma(a=2, scale=1.5)``."""
        listed = ", ".join(f"{name}={figure(value)}" for name, value in self.parameters)
        return f"{self.name}({listed})"

    @cached_property
    def _standard(self) -> tuple[tuple[Any, ...], float, float]:
        """The shape parameters in scipy's order, the shift, and the scale."""
        frozen = self.frozen
        shapes, loc, scale = frozen.dist._parse_args(*frozen.args, **frozen.kwds)
        return shapes, float(loc), float(scale)

    @cached_property
    def table(self) -> Table | None:
        """What answers for scipy where that would search; it knows no shift and no scale.

        Raises:
            CostError: when the distribution cannot be worked out in reasonable time.
        """
        with quiet():
            return table_of(self.name, self.frozen.dist, self._standard[0])

    @cached_property
    def support(self) -> tuple[float, float]:
        """The least and the largest value it can take, infinite where there is none."""
        if isinstance(self.table, QuantileTable):
            _shapes, loc, scale = self._standard
            return loc + scale * self.table.support[0], loc + scale * self.table.support[1]
        with quiet():
            low, high = self.frozen.support()
        return float(low), float(high)

    @cached_property
    def mean(self) -> float:
        """The expectation: infinite where it is, ``nan`` where it does not exist.

        A distribution with infinitely heavy tails on both sides has none, whatever scipy says.
        """
        return self._moments[0]

    @cached_property
    def variance(self) -> float:
        """The variance: infinite where it or the mean is, ``nan`` where there is no mean."""
        return self._moments[1]

    @property
    def standard_deviation(self) -> float:
        """The square root of the variance."""
        return math.sqrt(self.variance) if self.variance >= 0 else math.nan

    @cached_property
    def _moments(self) -> tuple[float, float]:
        shapes, loc, scale = self._standard
        with quiet():
            mean, variance = moments_of(self.name, self.frozen.dist, shapes, self.table)
        mean, variance = loc + scale * mean, scale**2 * variance
        if math.isnan(mean) and min(map(self._tail, (-1, 1))) > 1.2:
            with quiet():  # there is one, only scipy does not know it
                dist, ends = self.frozen.dist, self.frozen.dist.support(*shapes)
                table = QuantileTable(
                    lambda x: dist.cdf(x, *shapes), lambda x: dist.pdf(x, *shapes), ends
                )
            mean, variance = loc + scale * table.moments[0], scale**2 * table.moments[1]
            variance = variance if min(map(self._tail, (-1, 1))) > 2.2 else math.inf
        if not math.isfinite(mean):
            heavy = [self._tail(side) <= 1.2 for side in (-1, 1)]
            if any(map(math.isfinite, self.support)):  # it can be infinite on one side only
                heavy = [math.isinf(end) for end in self.support]
            if all(heavy) or not any(heavy):
                return math.nan, math.nan
            return (math.inf if heavy[1] else -math.inf), math.inf
        return mean, variance if variance >= 0 else math.inf

    def _tail(self, side: int) -> float:
        """Return about which power of the distance the probability beyond falls with, on a side.

        Moments below that power exist. It is infinite where nothing lies beyond.
        """
        if math.isfinite(self.support[0 if side < 0 else 1]):
            return math.inf
        far, near, middle = self.quantile([0.5 + side * (0.5 - p) for p in (1e-4, 1e-3, 0.5)])
        ratio = (far - middle) / (near - middle) if near != middle else 1.0
        return math.log(10) / math.log(ratio) if 1 < ratio < math.inf else math.inf

    def density(self, x: ArrayLike) -> Array:
        """Return the density at x, or the mass where it is discrete; of x's shape."""
        shapes, loc, scale = self._standard
        at = (np.asarray(x, dtype=float) - loc) / scale
        with quiet():
            if self.discrete:
                # A shift that is not whole leaves values off by their rounding.
                k = np.round(at)
                found = self.table.mass(k) if isinstance(self.table, MassTable) else None
                found = self.frozen.dist.pmf(k, *shapes) if found is None else found
                found = np.where(np.abs(at - k) <= 1e-9 * max(1.0, abs(loc)), found, 0.0)
            elif isinstance(self.table, QuantileTable):
                found = self.table.density(at) / scale
            else:
                found = self.frozen.pdf(x)
        return np.nan_to_num(np.asarray(found, dtype=float), nan=0.0, posinf=np.inf)

    def cumulative(self, x: ArrayLike) -> Array:
        """Return the probability of at most x, of x's shape."""
        shapes, loc, scale = self._standard
        at = (np.asarray(x, dtype=float) - loc) / scale
        with quiet():
            if self.discrete:
                # scipy is asked at whole numbers: hypergeom has no answer between them.
                k = np.floor(at + 1e-12 * max(1.0, abs(loc)))
                found = self.table.cumulative(k) if self.table else self.frozen.dist.cdf(k, *shapes)
            elif self.table:
                found = self.table.cumulative(at)
            else:
                found = self.frozen.cdf(x)
        return np.asarray(found, dtype=float)

    def quantile(self, probability: ArrayLike) -> Array:
        """Return the least value at which the distribution function reaches each probability."""
        _shapes, loc, scale = self._standard
        with quiet():
            if self.table:
                share = np.asarray(probability, dtype=float)
                return np.asarray(loc + scale * self.table.quantile(share), dtype=float)
            return np.asarray(self.frozen.ppf(probability), dtype=float)

    @cached_property
    def _likely(self) -> Array:
        tails = 10.0 ** -np.arange(4, 12)
        return self.quantile(np.concatenate([np.linspace(0.0005, 0.9995, 160), tails, 1 - tails]))

    def nodes(self, low: float, high: float) -> Array:
        """Return rising places in a window at which to draw it, its values or those of a curve.

        Of more than ``MOST_NODES`` values they are some that lie apart, and likely ones; a curve
        has them where it bends, and on either side of a jump.
        """
        least, largest = max(low, self.support[0]), min(high, self.support[1])
        if self.discrete:
            offset = self._standard[1] % 1
            first, last = math.ceil(least - offset - 1e-9), math.floor(largest - offset + 1e-9)
            if last - first < MOST_NODES:
                return np.arange(first, last + 1) + offset
            even = np.linspace(first, last, MOST_NODES // 2)
            found = np.round(np.concatenate([even, self._likely - offset])) + offset
        else:
            step = 1e-7 * (high - low)
            ends = [end + n * step for end in self.support for n in (-1e4, -1, 1, 1e4)]
            found = np.concatenate([np.linspace(low, high, 361), self._likely, ends])
        return np.unique(found[(found >= low) & (found <= high)])

    def modes(self, low: float, high: float) -> Array:
        """Return where in a window it is highest, rising: several places where they are as high."""
        x = self.nodes(low, high)
        heights = self.density(x)
        at, top = int(heights.argmax()), float(heights.max())
        if self.discrete or math.isinf(top):
            return x[heights >= top * (1 - 1e-9)]
        if at in (0, len(x) - 1):
            return x[[at]]
        width = float(x[at + 1] - x[at - 1])
        found = minimize_scalar(
            lambda place: -float(self.density(place)),
            bounds=(x[at - 1], x[at + 1]),
            method="bounded",
            options={"xatol": 1e-7 * width},
        )
        return np.array([found.x if -found.fun >= top else x[at]])

    def sample(self, size: int | tuple[int, ...], generator: np.random.Generator) -> Array:
        """Return independent draws, of the shape ``size``."""
        shapes, loc, _scale = self._standard
        with quiet():
            if self.table and not self._draws:
                found = self.quantile(generator.uniform(size=size))
            elif self.discrete:  # scipy would round a shift that is not whole
                drawn = self.frozen.dist.rvs(*shapes, size=size, random_state=generator)
                found = loc + np.asarray(drawn, dtype=float)
            else:
                found = np.asarray(self.frozen.rvs(size=size, random_state=generator), dtype=float)
        return np.where(np.abs(found) < VANISHING, 0.0, found)

    @property
    def _draws(self) -> bool:
        """Whether scipy has a way of its own to draw from it, and needs no quantiles."""
        if isinstance(self.table, MassTable):
            return False
        generic = stats.rv_discrete if self.discrete else stats.rv_continuous
        return type(self.frozen.dist)._rvs is not generic._rvs


@dataclass(frozen=True)
class Empirical:
    """The same mass on each of some values; it answers as ``Distribution`` does.

    Attributes:
        values: (n,) numbers in rising order.
        text: where they come from.
        missing: how many more are not known.
    """

    values: Array
    text: str
    missing: int = 0
    name: str = "data"
    parameters: tuple[tuple[str, float], ...] = ()
    discrete: bool = True

    @classmethod
    def of(cls, values: ArrayLike, text: str, missing: int = 0) -> Empirical:
        """Return the distribution of values in any order."""
        return cls(np.sort(np.asarray(values, dtype=float)), text, missing)

    @property
    def support(self) -> tuple[float, float]:
        """The least and the largest value."""
        return float(self.values[0]), float(self.values[-1])

    @cached_property
    def mean(self) -> float:
        """The mean of the values."""
        return float(self.values.mean())

    @cached_property
    def variance(self) -> float:
        """The mean square about the mean: of the distribution, not an estimate of another's."""
        return float(self.values.var())

    @property
    def standard_deviation(self) -> float:
        """The square root of the variance."""
        return math.sqrt(self.variance)

    def steps(self, window: tuple[float, float], most: int) -> Array:
        """Return rising values at which to draw the distribution function climb: all, if few.

        Of many they are some that lie apart, in the window and in all, and some in even ranks.

        Args:
            window: where the picture looks.
            most: of each of these kinds.
        """
        values = np.unique(self.values)
        if len(values) <= 3 * most:
            return values
        apart = [np.linspace(*ends, most) for ends in (window, self.support)]
        places = np.searchsorted(values, np.concatenate(apart))
        ranks = np.linspace(0, len(values) - 1, most).round().astype(int)
        return values[np.unique(np.minimum(np.append(places, ranks), len(values) - 1))]

    def density(self, x: ArrayLike) -> Array:
        """Return the share of the values that equal x, of x's shape."""
        at = np.asarray(x, dtype=float)
        upto = np.searchsorted(self.values, at, side="right")
        below = np.searchsorted(self.values, at, side="left")
        return np.asarray((upto - below) / len(self.values))

    def cumulative(self, x: ArrayLike) -> Array:
        """Return the share of the values that are at most x, of x's shape."""
        return np.asarray(np.searchsorted(self.values, x, side="right") / len(self.values))

    def quantile(self, probability: ArrayLike) -> Array:
        """Return the least value at which the distribution function reaches each probability."""
        share = np.asarray(probability, dtype=float)
        return np.asarray(np.quantile(self.values, share, method="inverted_cdf"), dtype=float)

    def nodes(self, low: float, high: float) -> Array:
        """Return its different values in a window, in rising order."""
        ends = [
            np.searchsorted(self.values, low),
            np.searchsorted(self.values, high, side="right"),
        ]
        return np.unique(self.values[slice(*ends)])

    def sample(self, size: int | tuple[int, ...], generator: np.random.Generator) -> Array:
        """Return draws with replacement, of the shape ``size``."""
        return generator.choice(self.values, size=size)


AnyDistribution = Distribution | Empirical


def figure(value: float) -> str:
    """Return a parameter as it is typed, with six figures where it is not whole."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.6g}".replace("e-0", "e-").replace("e+", "e")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep numpy's and scipy's warnings, about tails that overflow, from the user's terminal."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
