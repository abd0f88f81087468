"""How one family becomes another in a limit: both distributions at each step, and their distance.

Sources of the bounds: L. Le Cam, "An approximation theorem for the Poisson binomial distribution",
Pacific J. Math. 10 (1960), in the form of Barbour and Hall (1984) for the total variation; the
Berry-Esseen theorem with the constant of I. Shevtsova (2011), arXiv:1111.6554.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from scipy import stats
from scipy.interpolate import BSpline

from explainer.numbers import shortest

Function = Callable[[np.ndarray], np.ndarray]

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

ROOM = 1.6
"""Bars are there beyond the window, which may be widened for round numbers, by this factor."""

STANDARD = (-4.0, 4.0)
"""The window of distributions that are measured in standard deviations from their mean."""

MOST_PUSHES = 40
"""Beyond so many summands a sum of uniform pushes cannot be told from the bell."""


@dataclass(frozen=True)
class Atoms:
    """Bars: a distribution of counts, of which count c lies at ``origin + c width``.

    Attributes:
        places: (m,) where the bars stand.
        heights: (m,) how high they are.
        width: from one to the next.
        first: the count of the first.
    """

    places: np.ndarray
    heights: np.ndarray
    width: float
    first: int

    def towards(self, other: Atoms, share: float) -> Atoms:
        """Return bars on the way to others, count by count."""
        first = min(self.first, other.first)
        count = max(each.first + len(each.heights) for each in (self, other)) - first
        counts = np.arange(first, first + count)
        places, heights = np.zeros(count), np.zeros(count)
        for each, part in ((self, 1 - share), (other, share)):
            origin = each.places[0] - each.first * each.width
            places += part * (origin + each.width * counts)
            start = each.first - first
            heights[start : start + len(each.heights)] += part * each.heights
        width = (1 - share) * self.width + share * other.width
        return Atoms(places, heights, width, first)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A distribution that changes with a whole number, and the one that it comes near.

    Attributes:
        name: among ``LIMITS``.
        symbol: of the whole number, Typst mathematics.
        first: where it begins.
        last: where it ends.
        goal: the distribution in the limit, Typst prose.
        bars: returns the bars for n; None where there is a density.
        curve: returns for n the density at places x; None where there are bars.
        target: masses or densities of the distribution in the limit at places x.
        window: least and largest value shown.
        measured: returns for n how far apart the two distributions are.
        bound: returns for n what the distance is promised to stay below; None without promise.
        bound_text: the bound as Typst mathematics; empty without.
        chance: returns for n the chance p of success in each trial; None where there is none.
    """

    name: str
    symbol: str = "n"
    first: int
    last: int
    goal: str = "normal"
    bars: Callable[[int], Atoms] | None = None
    curve: Callable[[int, np.ndarray], np.ndarray] | None = None
    target: Function = stats.norm.pdf
    window: tuple[float, float] = STANDARD
    measured: Callable[[int], float]
    bound: Callable[[int], float] | None = None
    bound_text: str = ""
    chance: Callable[[int], float] | None = None

    @classmethod
    def compute(cls, name: str, initial: Mapping[str, float], steps: int) -> Limit:
        """Return a limit.

        Args:
            name: among ``LIMITS``.
            initial: the first value of each parameter; what stays fixed is taken from there.
            steps: how far the whole number goes.
        """
        source, target = LIMITS[name]
        if target == "poisson":
            return _to_poisson(initial["rate"], steps)
        if target in ("exponential", "gamma"):
            wanted = int(initial["successes"]) if target == "gamma" else 1
            return _trials_to_time(name, wanted, steps)
        if source in ("binomial", "poisson"):
            return _counts_to_normal(name, initial["success"], steps)
        return _densities_to_normal(name, steps)

    @property
    def ends(self) -> tuple[str, str]:
        """The family that changes, and the one that it becomes."""
        return LIMITS[self.name]

    @property
    def counts(self) -> bool:
        """Whether both distributions are of whole numbers, and total variation is measured."""
        return self.name == "binomial_to_poisson"

    @cached_property
    def numbers(self) -> np.ndarray:
        """Whole numbers from first to last, evenly in their logarithm, (m,)."""
        steps = np.geomspace(self.first, self.last, MOST)
        return np.unique(np.rint(steps).astype(int))

    @cached_property
    def distances(self) -> np.ndarray:
        """How far apart the distributions are at each of the numbers, (m,)."""
        return np.array([self.measured(int(n)) for n in self.numbers])

    @property
    def bounds(self) -> np.ndarray | None:
        """What is promised at each of the numbers, (m,), never more than one."""
        if self.bound is None:
            return None
        return np.minimum([self.bound(int(n)) for n in self.numbers], 1.0)

    @cached_property
    def tops(self) -> tuple[float, float]:
        """The greatest height at the first number and at the last, of either distribution."""
        low, high = self.window
        x = np.arange(0.0, math.floor(high) + 1) if self.counts else np.linspace(low, high, 801)
        goal = float(self.target(x).max())
        first, last = (
            float(self.bars(n).heights.max() if self.bars else self.curve(n, x).max())  # type: ignore[misc]
            for n in (self.first, self.last)
        )
        return max(goal, first, last), max(goal, last)


def largest_gap(places: np.ndarray, masses: np.ndarray, cumulative: Function) -> float:
    """Return the largest gap between the distribution function of atoms and a continuous one.

    Args:
        places: (m,) rising.
        masses: (m,) their masses; what is missing to one lies beyond the last.
        cumulative: the other distribution function.
    """
    after = np.cumsum(masses)
    before = after - masses
    other = cumulative(places)
    return float(max(np.max(np.abs(after - other)), np.max(np.abs(other - before))))


def _to_poisson(rate: float, steps: int) -> Limit:
    first = max(2, math.ceil(rate / 0.8))
    high = float(stats.poisson(rate).ppf(0.9995)) + 0.7

    def bars(n: int) -> Atoms:
        x = np.arange(0.0, min(n, math.floor(ROOM * high)) + 1)
        return Atoms(x, stats.binom.pmf(x, n, rate / n), 1.0, 0)

    def measured(n: int) -> float:
        x = np.arange(n + 1)
        near = np.abs(stats.binom.pmf(x, n, rate / n) - stats.poisson.pmf(x, rate)).sum()
        return float(near + stats.poisson.sf(n, rate)) / 2

    return Limit(
        name="binomial_to_poisson",
        first=first,
        last=max(steps, 2 * first),
        goal=f"Poisson, $λ = {shortest(rate, 3)}$",
        bars=bars,
        target=lambda x: stats.poisson.pmf(x, rate),
        window=(-0.7, high),
        measured=measured,
        bound=lambda n: rate / n,
        bound_text="p = λ \\/ n",
        chance=lambda n: rate / n,
    )


def _counts_to_normal(name: str, p: float, steps: int) -> Limit:
    """Return the standardised binomial distribution of n trials, or Poisson of mean n."""
    binomial = name == "binomial_to_normal"

    def member(n: int) -> tuple[float, float, np.ndarray, np.ndarray]:
        mean, variance = (n * p, n * p * (1 - p)) if binomial else (float(n), float(n))
        deviation = math.sqrt(variance)
        reach = 9 * deviation + 25
        last = min(n, mean + reach) if binomial else mean + reach
        x = np.arange(max(0, math.floor(mean - reach)), math.ceil(last) + 1)
        masses = stats.binom.pmf(x, n, p) if binomial else stats.poisson.pmf(x, n)
        return mean, deviation, x, masses

    def bars(n: int) -> Atoms:
        mean, deviation, x, masses = member(n)
        z = (x - mean) / deviation
        seen = np.abs(z) < STANDARD[1] + 1 / deviation
        return Atoms(z[seen], masses[seen] * deviation, 1 / deviation, int(x[seen][0]))

    def measured(n: int) -> float:
        mean, deviation, x, masses = member(n)
        return largest_gap((x - mean) / deviation, masses, stats.norm.cdf)

    skew = (p * p + (1 - p) ** 2) / math.sqrt(p * (1 - p)) if binomial else 1.0
    symbol = "n" if binomial else "λ"
    return Limit(
        name=name,
        symbol=symbol,
        first=1,
        last=max(steps, 2),
        bars=bars,
        measured=measured,
        bound=lambda n: BERRY_ESSEEN * skew / math.sqrt(n),
        bound_text=_over_root(skew, symbol),
        chance=(lambda n: p) if binomial else None,
    )


def _densities_to_normal(name: str, steps: int) -> Limit:
    """Return a standardised density.

    It is that of a sum of n exponential waits, or of n uniform pushes, or of the middle one of
    2n - 1 uniform points, for which there is no bound.
    """
    grid = np.linspace(-9, 9, 6001)

    def member(n: int) -> tuple[float, float, Function, Function]:
        """Return mean, standard deviation, density and distribution function."""
        if name == "gamma_to_normal":
            return n, math.sqrt(n), stats.gamma(n).pdf, stats.gamma(n).cdf
        if name == "beta_to_normal":
            return 0.5, 0.5 / math.sqrt(2 * n + 1), stats.beta(n, n).pdf, stats.beta(n, n).cdf
        return n / 2, math.sqrt(n / 12), *_pushes(n)

    def curve(n: int, x: np.ndarray) -> np.ndarray:
        mean, deviation, density, _ = member(n)
        return np.asarray(deviation * density(mean + deviation * x))

    def measured(n: int) -> float:
        mean, deviation, _, cumulative = member(n)
        return float(np.max(np.abs(cumulative(mean + deviation * grid) - stats.norm.cdf(grid))))

    # E|X - mean|^3 over the cubed standard deviation, of one summand.
    skews = {"gamma_to_normal": 12 / math.e - 2, "uniform_to_normal": 0.75 * math.sqrt(3)}
    skew = skews.get(name)
    symbol, last = "k" if name == "gamma_to_normal" else "n", max(steps, 2)
    return Limit(
        name=name,
        symbol=symbol,
        first=1,
        last=min(last, MOST_PUSHES) if name == "uniform_to_normal" else last,
        curve=curve,
        measured=measured,
        bound=(lambda n: BERRY_ESSEEN * skew / math.sqrt(n)) if skew else None,
        bound_text=_over_root(skew, symbol) if skew else "",
    )


def _trials_to_time(name: str, wanted: int, steps: int) -> Limit:
    """Return waits in trials of chance 1/n, in steps of 1/n of a unit of time."""
    target = stats.gamma(wanted)
    high = float(target.ppf(0.997))

    def member(n: int, high: float) -> tuple[np.ndarray, np.ndarray]:
        x = np.arange(wanted, math.ceil(high * n) + 1)
        return x / n, stats.nbinom.pmf(x - wanted, wanted, 1 / n)

    def bars(n: int) -> Atoms:
        x, masses = member(n, ROOM * high)
        return Atoms(x, masses * n, 1 / n, wanted)

    def measured(n: int) -> float:
        return largest_gap(*member(n, float(target.ppf(1 - 1e-9))), target.cdf)

    return Limit(
        name=name,
        first=2,
        last=max(steps, 4),
        goal="exponential" if name == "geometric_to_exponential" else f"gamma, $k = {wanted}$",
        bars=bars,
        target=target.pdf,
        window=(0.0, high),
        measured=measured,
        bound=lambda n: wanted / n,
        bound_text=f"{wanted} \\/ n",
        chance=lambda n: 1 / n,
    )


def _pushes(n: int) -> tuple[Function, Function]:
    """Return density and distribution function of a sum of n uniform numbers: a cardinal spline."""
    density = BSpline.basis_element(np.arange(n + 1.0), extrapolate=False)
    cumulative = density.antiderivative()
    return (
        lambda x: np.nan_to_num(density(x)),
        lambda x: np.asarray(cumulative(np.clip(x, 0.0, float(n)))),
    )


def _over_root(skew: float, symbol: str) -> str:
    """Return the bound of Berry and Esseen as Typst mathematics, rounded upwards."""
    return f"{math.ceil(BERRY_ESSEEN * skew * 100) / 100:.2f} \\/ sqrt({symbol})"
