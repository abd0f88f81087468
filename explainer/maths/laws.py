"""Laws of one random variable: scipy's with their parameters, and that of given values.

Everything asked of one is scipy's answer, save where scipy gives none that is true: a mean that
does not exist is ``nan``. The few laws that scipy draws from too slowly are drawn by inverting a
table of their distribution function.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.interpolate import PchipInterpolator

from explainer.maths.numerals import shortest

Array = np.ndarray

TITLES: dict[str, str] = {
    "norm": "normal",
    "expon": "exponential",
    "chi2": "chi-squared",
    "t": "Student t",
    "lognorm": "log-normal",
    "weibull_min": "Weibull",
    "binom": "binomial",
    "geom": "geometric",
    "nbinom": "negative binomial",
    "hypergeom": "hypergeometric",
    "randint": "discrete uniform",
    "triang": "triangular",
    "cauchy": "Cauchy",
    "poisson": "Poisson",
    "bernoulli": "Bernoulli",
    "pareto": "Pareto",
    "laplace": "Laplace",
    "f": "F",
}
"""What to call a law in a sentence, where scipy's name would not do."""

_TABULATED = frozenset({"studentized_range", "ksone", "kstwo", "gausshyper", "rel_breitwigner"})
"""Laws from which scipy takes a millisecond or more to draw one number."""
_TABLE = 400


@dataclass(frozen=True)
class Distribution:
    """A law of scipy's with its parameters.

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
    def slow(self) -> bool:
        """Whether scipy takes a millisecond or more for each value that it is asked."""
        return self.name in _TABULATED

    @property
    def title(self) -> str:
        """What to call it in a sentence, such as ``normal``."""
        return TITLES.get(self.name, self.name.replace("_", " "))

    @property
    def text(self) -> str:
        """How it is written, such as ``gamma(a=2, scale=1.5)``."""
        listed = ", ".join(f"{name}={figure(value)}" for name, value in self.parameters)
        return f"{self.name}({listed})"

    @cached_property
    def support(self) -> tuple[float, float]:
        """The least and the largest value it can take, infinite where there is none."""
        low, high = self.frozen.support()
        return float(low), float(high)

    @cached_property
    def mean(self) -> float:
        """The expectation: infinite where it is, ``nan`` where it does not exist.

        A law with infinitely heavy tails on both sides has none, whatever scipy says.
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
        with quiet():
            mean, variance = (float(value) for value in self.frozen.stats("mv"))
        if not math.isfinite(mean):
            low, high = self.support
            one_sided = math.isfinite(low) != math.isfinite(high)
            known = math.inf if math.isfinite(low) else -math.inf
            return (known, math.inf) if one_sided else (math.nan, math.nan)
        return mean, variance if variance >= 0 else math.inf

    def density(self, x: ArrayLike) -> Array:
        """Return the density at x, or the mass where it is discrete; of x's shape."""
        with quiet():
            found = self.frozen.pmf(x) if self.discrete else self.frozen.pdf(x)
        return np.nan_to_num(np.asarray(found, dtype=float), nan=0.0, posinf=np.inf)

    def cumulative(self, x: ArrayLike) -> Array:
        """Return the probability of at most x, of x's shape."""
        with quiet():
            return np.asarray(self.frozen.cdf(x), dtype=float)

    def quantile(self, probability: ArrayLike) -> Array:
        """Return the least value at which the distribution function reaches each probability."""
        with quiet():
            return np.asarray(self.frozen.ppf(probability), dtype=float)

    def sample(self, size: int | tuple[int, ...], generator: np.random.Generator) -> Array:
        """Return independent draws, of the shape ``size``."""
        if self.slow:
            return np.asarray(self._inverse(generator.uniform(size=size)), dtype=float)
        with quiet():
            return np.asarray(self.frozen.rvs(size=size, random_state=generator), dtype=float)

    @cached_property
    def _inverse(self) -> Callable[[Array], Array]:
        low, high = self.quantile([1e-6, 1 - 1e-6]).tolist()
        x = np.linspace(low, high, _TABLE)
        rising, first = np.unique(self.cumulative(x), return_index=True)
        return PchipInterpolator(rising, x[first], extrapolate=True)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Empirical:
    """The law that puts the same mass on each of some values; it answers as ``Distribution`` does.

    Attributes:
        values: (n,) numbers in rising order.
        text: where they come from.
        missing: how many more are not known.
    """

    values: Array
    text: str
    missing: int = 0
    title: str = "data"
    discrete: bool = True
    slow: bool = False

    @classmethod
    def of(cls, values: ArrayLike, text: str, missing: int = 0) -> Empirical:
        """Return the law of values in any order."""
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
        """The mean square about the mean: of the law, not an estimate of another's."""
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

    def sample(self, size: int | tuple[int, ...], generator: np.random.Generator) -> Array:
        """Return draws with replacement, of the shape ``size``."""
        return generator.choice(self.values, size=size)


Law = Distribution | Empirical


def figure(value: float) -> str:
    """Return a parameter as short as it is told apart, with an ASCII minus."""
    return shortest(value, most_decimals=6).replace("\u2212", "-")


@contextmanager
def quiet() -> Iterator[None]:
    """Keep numpy's and scipy's warnings, about tails that overflow, from the user's terminal."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
