"""How one family becomes another in a limit: both distributions at each step, and their distance.

Sources of the bounds: L. Le Cam, "An approximation theorem for the Poisson binomial distribution",
Pacific J. Math. 10 (1960), in the form of Barbour and Hall (1984) for the total variation; the
Berry-Esseen theorem with the constant of I. Shevtsova (2011), arXiv:1111.6554.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, get_args

import numpy as np
from scipy import stats
from scipy.interpolate import BSpline

from explainer.scenes.probability.distributions.families import FAMILIES, glide

BERRY_ESSEEN = 0.4748
"""A constant for which the theorem holds for equally distributed summands (Shevtsova, 2011)."""

LimitName = Literal[
    "binomial_to_poisson",
    "binomial_to_normal",
    "poisson_to_normal",
    "gamma_to_normal",
    "uniform_to_normal",
    "geometric_to_exponential",
    "negative_binomial_to_gamma",
    "beta_to_normal",
]

LIMITS: dict[str, tuple[str, str]] = {
    f"{source}_to_{target}": (source, target)
    for source, target in (name.split("_to_") for name in get_args(LimitName))
}
"""The limits, each with the family that changes and what it becomes; where several fit a film alike
the first is taken."""

MOST = 48
"""At how many numbers the way is sampled."""

NODES = 401
"""Through how many points a density is drawn; the steps of a standardised one meet whole numbers,
where it may have its jumps."""

MOST_PUSHES = 40
"""Beyond so many summands a sum of uniform pushes cannot be told from the bell."""


class Pushes:
    """The sum of n uniform numbers: scipy's, which makes its spline anew for each value."""

    stats = stats.irwinhall.stats

    @staticmethod
    def pdf(x: np.ndarray, n: int) -> np.ndarray:
        """Return the density at x, of its shape: a cardinal spline."""
        return np.nan_to_num(BSpline.basis_element(np.arange(n + 1.0), extrapolate=False)(x))

    @staticmethod
    def cdf(x: np.ndarray, n: int) -> np.ndarray:
        """Return the probability of at most x, of its shape."""
        upto = BSpline.basis_element(np.arange(n + 1.0)).antiderivative()
        return np.asarray(upto(np.clip(x, 0.0, n)))


class Limit:
    """A distribution that changes with a whole number n, and the one that it comes near.

    Args:
        name: among ``LIMITS``.
        fixed: the values of the parameters; what stays fixed is taken from there.
        steps: how far n goes.

    Attributes:
        ends: the family that changes, and the one that it becomes.
        symbol: of n, Typst mathematics.
        counts: whether both distributions are of whole numbers, and total variation is measured.
        standard: whether the axis measures standard deviations from the mean.
        discrete: whether the distribution that changes is one of counts.
        wanted: for how many successes a wait in trials goes on.
        first: where n begins.
        last: where it ends.
        target: what the distribution comes near.
        window: the least and the largest value shown.
        numbers: (m,) whole numbers from first to last, evenly in their logarithm.
        distances: (m,) how far apart the distributions are at each of these.
        promise: what that, times n or its root, is promised to stay below; None without promise.
        bounds: (m,) what is promised at each of the numbers, never more than one, or None.
        tops: the greatest height at the first number and at the last, of either distribution.
    """

    def __init__(self, name: str, fixed: Mapping[str, float], steps: int) -> None:
        self.name, self.fixed = name, fixed
        self.symbol = {"poisson_to_normal": "λ", "gamma_to_normal": "k"}.get(name, "n")
        source, target = self.ends = LIMITS[name]
        self.counts, self.standard = target == "poisson", target == "normal"
        self.discrete = FAMILIES[source].discrete
        self.wanted = int(fixed["successes"]) if target == "gamma" else 1
        self.first, rate = 1 if self.standard else 2, 1.0
        if self.counts:
            rate = fixed["rate"]
            self.first = max(2, math.ceil(rate / 0.8))
        self.last = max(steps, 2 * self.first)
        if source == "uniform":
            self.last = min(self.last, MOST_PUSHES)
        setting = {"centre": 0, "spread": 1, "rate": rate, "events": self.wanted}
        self.target = FAMILIES[target].distribution(setting)
        self.window = (-4.0, 4.0)
        if self.counts:
            self.window = -0.7, float(self.target.quantile(0.9995)) + 0.7
        elif not self.standard:
            self.window = 0.0, float(self.target.quantile(0.997))
        steps_taken = np.geomspace(self.first, self.last, MOST)
        self.numbers = np.unique(np.rint(steps_taken).astype(int))
        self.distances = np.array([self.measured(int(n)) for n in self.numbers])
        self.promise = self._promise()
        self.bounds = None
        if self.promise is not None:
            bounds = self.promise / self.numbers ** (0.5 if self.standard else 1.0)
            self.bounds = np.minimum(bounds, 1.0)
        goal = self.target.density(self.target.nodes(*self.window)).max()
        start, end = (self.at(n)[1].max() for n in (self.first, self.last))
        self.tops = max(goal, start, end), max(goal, end)

    def _promise(self) -> float | None:
        if not self.standard:
            return self.fixed["rate"] if self.counts else float(self.wanted)
        p = self.fixed["success"]
        # E|X - mean|^3 over the cubed standard deviation, of one summand.
        skews = {
            "binomial": (p**2 + (1 - p) ** 2) / math.sqrt(p * (1 - p)),
            "poisson": 1.0,
            "gamma": 12 / math.e - 2,
            "uniform": 0.75 * math.sqrt(3),
        }
        source = self.ends[0]
        return BERRY_ESSEEN * skews[source] if source in skews else None

    def chance(self, n: int) -> float | None:
        """Return the chance of success in each trial; None where there are none."""
        if self.name == "binomial_to_normal":
            return self.fixed["success"]
        if self.standard:
            return None
        return (self.fixed["rate"] if self.counts else 1) / n

    def _source(self, n: int) -> tuple[Any, list[Any], float, float]:
        """Return scipy's family at n, its parameters, its value at 0 of the axis, and a unit."""
        sources: dict[str, tuple[Any, ...]] = {
            "binomial": (stats.binom, n, self.chance(n)),
            "poisson": (stats.poisson, n),
            "gamma": (stats.gamma, n),
            "uniform": (Pushes, n),
            "beta": (stats.beta, n, n),
        }
        waits = stats.nbinom, self.wanted, 1 / n, self.wanted
        family, *shapes = sources.get(self.ends[0], waits)
        if not self.standard:
            return family, shapes, 0.0, 1.0 if self.counts else float(n)
        mean, variance = family.stats(*shapes)
        return family, shapes, float(mean), math.sqrt(variance)

    def _values(self, n: int) -> np.ndarray:
        """Return values of the source in the window, and one beyond it on either side; (m,)."""
        family, shapes, origin, unit = self._source(n)
        low, high = (origin + unit * end for end in self.window)
        if not self.discrete:
            return np.linspace(low, high, NODES)
        least, most = family.support(*shapes)
        start, end = max(least, math.ceil(low) - 1), min(most, math.floor(high) + 1)
        return np.arange(start, end + 1)

    def at(self, n: float) -> tuple[np.ndarray, np.ndarray, float]:
        """Return places on the axis, masses over their width or densities there, and the width.

        Between whole numbers each value is on its way from where it is at one to the next.
        """
        low, high, share = glide(n)
        shown = np.union1d(self._values(low), self._values(high))
        ends = []
        for whole in (low, high):
            family, shapes, origin, unit = self._source(whole)
            x = shown if self.discrete else self._values(whole)
            heights = (family.pmf if self.discrete else family.pdf)(x, *shapes)
            ends.append(((x - origin) / unit, unit * heights, 1 / unit))
        places, heights, width = (
            (1 - share) * start + share * end for start, end in zip(*ends, strict=True)
        )
        return places, heights, width

    def measured(self, n: int) -> float:
        """Return how far apart the distributions are.

        That is their total variation, or the largest gap between their distribution functions. A
        binomial distribution is above the Poisson of its mean between two values near that.
        """
        (family, shapes, origin, unit), x = self._source(n), self._values(n)
        if self.counts:
            more = family.pmf(x, *shapes) - self.target.density(x)
            return float(np.maximum(more, 0).sum())
        gaps = family.cdf(x, *shapes) - self.target.cumulative((x - origin) / unit)
        if self.discrete:  # at each value, and just below it
            gaps = np.append(gaps, gaps - family.pmf(x, *shapes))
        return float(np.abs(gaps).max())
