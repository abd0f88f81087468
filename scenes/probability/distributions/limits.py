"""How one family becomes another in a limit: both laws at each step, and how far they are apart.

Sources of the bounds: L. Le Cam, "An approximation theorem for the Poisson binomial distribution",
Pacific J. Math. 10 (1960), in the form of Barbour and Hall (1984) for the total variation; the
Berry-Esseen theorem with the constant of I. Shevtsova (2011), arXiv:1111.6554.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import stats
from scipy.interpolate import BSpline

from explainer.numbers import shortest

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
    "binomial_to_poisson": ("binomial", "poisson"),
    "binomial_to_normal": ("binomial", "normal"),
    "poisson_to_normal": ("poisson", "normal"),
    "gamma_to_normal": ("gamma", "normal"),
    "uniform_to_normal": ("uniform", "normal"),
    "geometric_to_exponential": ("geometric", "exponential"),
    "negative_binomial_to_gamma": ("negative_binomial", "gamma"),
    "beta_to_normal": ("beta", "normal"),
}
"""The limits that can be told, each with the family that changes and what it becomes."""

PRIORITY = list(LIMITS)
"""Which limit comes first where several fit alike."""

MOST = 48
"""At how many numbers the way is sampled."""


@dataclass(frozen=True)
class Atoms:
    """Bars: a law of counts on a scale of its own, on which count c lies at ``origin + c width``.

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


@dataclass(frozen=True)
class Limit:
    """A law that changes with a whole number, and the law that it comes near.

    Attributes:
        name: among ``LIMITS``.
        symbol: of the whole number, Typst mathematics.
        first: where it begins.
        last: where it ends.
        fixed: what holds all the way, Typst mathematics; empty where there is nothing to say.
        goal: the law in the limit, Typst prose.
        scale: what the horizontal axis measures, Typst prose.
        bars: returns the bars for n; None where the law has a density.
        curve: returns heights for n at places x where the law has a density; else None.
        target: heights of the law in the limit at places x.
        window: least and largest value shown.
        measured: returns for n how far apart the two laws are.
        bound: returns for n what the distance is promised to stay below; None without promise.
        bound_text: the bound as Typst mathematics; empty without.
        chance: returns for n the chance p of success in each trial; None where there is none.
    """

    name: str
    symbol: str
    first: int
    last: int
    fixed: str
    goal: str
    scale: str
    bars: Callable[[int], Atoms] | None
    curve: Callable[[int, np.ndarray], np.ndarray] | None
    target: Callable[[np.ndarray], np.ndarray]
    window: tuple[float, float]
    measured: Callable[[int], float]
    bound: Callable[[int], float] | None = None
    bound_text: str = ""
    chance: Callable[[int], float] | None = None

    @property
    def source(self) -> str:
        """The family that changes."""
        return LIMITS[self.name][0]

    @property
    def target_name(self) -> str:
        """The family that it becomes."""
        return LIMITS[self.name][1]

    @property
    def counts(self) -> bool:
        """Whether both laws are of whole numbers, and total variation is measured."""
        return self.name == "binomial_to_poisson"

    @property
    def distance(self) -> str:
        """What the measure is called."""
        return "total variation" if self.counts else "largest gap of $F$"

    @cached_property
    def numbers(self) -> np.ndarray:
        """Whole numbers from first to last, evenly in their logarithm, (m,)."""
        steps = np.geomspace(self.first, self.last, MOST)
        return np.unique(np.rint(steps).astype(int))

    @cached_property
    def distances(self) -> np.ndarray:
        """How far apart the laws are at each of the numbers, (m,)."""
        return np.array([self.measured(int(n)) for n in self.numbers])

    def bounds(self, n: np.ndarray) -> np.ndarray | None:
        """Return what is promised at numbers n, (m,), never more than one."""
        if self.bound is None:
            return None
        return np.minimum([self.bound(float(each)) for each in n], 1.0)  # type: ignore[arg-type]

    @cached_property
    def tops(self) -> tuple[float, float]:
        """The greatest height at the first number and at the last, of either law."""
        low, high = self.window
        x = np.arange(0.0, math.floor(high) + 1) if self.counts else np.linspace(low, high, 801)
        goal = float(self.target(x).max())
        first, last = (
            float(self.bars(n).heights.max() if self.bars else self.curve(n, x).max())  # type: ignore[misc]
            for n in (self.first, self.last)
        )
        return max(goal, first, last), max(goal, last)


Settings = Mapping[str, float]


def make_limit(name: str, settings: Settings, steps: int) -> Limit:
    """Return a limit.

    Args:
        name: among ``LIMITS``.
        settings: the first value of each knob; what stays fixed is taken from there.
        steps: how far the whole number goes.
    """
    return _MAKERS[name](name, settings, steps)


def largest_gap(
    places: np.ndarray, masses: np.ndarray, cumulative: Callable[[np.ndarray], np.ndarray]
) -> float:
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


ROOM = 1.6
"""Bars are there beyond the window, which may be widened for round numbers, by this factor."""

STANDARD = (-4.0, 4.0)
"""The window of laws that are measured in standard deviations from their mean."""

_FROM_MEAN = "standard deviations from the mean"


def _to_poisson(name: str, settings: Settings, steps: int) -> Limit:
    rate = settings["rate"]
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
        *(name, "n", first, max(steps, 2 * first), "", f"Poisson, $λ = {shortest(rate, 3)}$"),
        *("successes", bars, None, lambda x: stats.poisson.pmf(x, rate), (-0.7, high), measured),
        *(lambda n: rate / n, "p = λ \\/ n", lambda n: rate / n),
    )


def _counts_to_normal(name: str, settings: Settings, steps: int) -> Limit:
    """Return the standardised binomial law of n trials, or Poisson law of mean n."""
    p = settings["success"]
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
        *(name, symbol, 1, max(steps, 2), "", "normal", _FROM_MEAN),
        *(bars, None, stats.norm.pdf, STANDARD, measured),
        *(lambda n: BERRY_ESSEEN * skew / math.sqrt(n), _over_root(skew, symbol)),
        chance=(lambda n: p) if binomial else None,
    )


def _sums_to_normal(name: str, settings: Settings, steps: int) -> Limit:
    """Return the standardised sum of exponential waits, or of uniform pushes."""
    waits = name == "gamma_to_normal"
    # E|X - mean|^3 over the cubed standard deviation: 12/e - 2 and 3 sqrt(3) / 4.
    skew = 12 / math.e - 2 if waits else 0.75 * math.sqrt(3)
    grid = np.linspace(-9, 9, 6001)

    def member(n: int) -> tuple[float, float, Callable[..., np.ndarray], Callable[..., np.ndarray]]:
        if waits:
            return n, math.sqrt(n), stats.gamma(n).pdf, stats.gamma(n).cdf
        return n / 2, math.sqrt(n / 12), *_pushes(n)

    def curve(n: int, x: np.ndarray) -> np.ndarray:
        mean, deviation, density, _ = member(n)
        return np.asarray(deviation * density(mean + deviation * x))

    def measured(n: int) -> float:
        mean, deviation, _, cumulative = member(n)
        return float(np.max(np.abs(cumulative(mean + deviation * grid) - stats.norm.cdf(grid))))

    symbol = "k" if waits else "n"
    last = max(steps, 2) if waits else min(max(steps, 2), MOST_PUSHES)
    return Limit(
        *(
            name,
            symbol,
            1,
            last,
            "",
            "normal",
            _FROM_MEAN,
            None,
            curve,
            stats.norm.pdf,
            STANDARD,
            measured,
        ),
        *(lambda n: BERRY_ESSEEN * skew / math.sqrt(n), _over_root(skew, symbol)),
    )


def _trials_to_time(name: str, settings: Settings, steps: int) -> Limit:
    """Return waits in trials of chance 1/n, in steps of 1/n of a unit of time."""
    wanted = int(settings["successes"]) if name == "negative_binomial_to_gamma" else 1
    target = stats.gamma(wanted)
    high = float(target.ppf(0.997))
    goal = "exponential" if name == "geometric_to_exponential" else f"gamma, $k = {wanted}$"

    def member(n: int, high: float) -> tuple[np.ndarray, np.ndarray]:
        x = np.arange(wanted, math.ceil(high * n) + 1)
        return x / n, stats.nbinom.pmf(x - wanted, wanted, 1 / n)

    def bars(n: int) -> Atoms:
        x, masses = member(n, ROOM * high)
        return Atoms(x, masses * n, 1 / n, wanted)

    def measured(n: int) -> float:
        return largest_gap(*member(n, float(target.ppf(1 - 1e-9))), target.cdf)

    return Limit(
        *(name, "n", 2, max(steps, 4), "", goal, "time, in steps of $1 \\/ n$"),
        *(bars, None, target.pdf, (0.0, high), measured),
        *(lambda n: wanted / n, f"{wanted} \\/ n", lambda n: 1 / n),
    )


def _beta_to_normal(name: str, settings: Settings, steps: int) -> Limit:
    """Return the standardised law of the middle one of 2n - 1 uniform points."""
    grid = np.linspace(-9, 9, 6001)

    def curve(n: int, x: np.ndarray) -> np.ndarray:
        deviation = 0.5 / math.sqrt(2 * n + 1)
        return np.asarray(deviation * stats.beta(n, n).pdf(0.5 + deviation * x))

    def measured(n: int) -> float:
        places = 0.5 + 0.5 / math.sqrt(2 * n + 1) * grid
        return float(np.max(np.abs(stats.beta(n, n).cdf(places) - stats.norm.cdf(grid))))

    return Limit(
        *(name, "n", 1, max(steps, 2), "α = β = n", "normal", _FROM_MEAN),
        *(None, curve, stats.norm.pdf, STANDARD, measured),
    )


MOST_PUSHES = 40
"""Beyond so many summands a sum of uniform pushes cannot be told from the bell."""


def _pushes(n: int) -> tuple[Callable[..., np.ndarray], Callable[..., np.ndarray]]:
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


_MAKERS: dict[str, Callable[[str, Settings, int], Limit]] = {
    "binomial_to_poisson": _to_poisson,
    "binomial_to_normal": _counts_to_normal,
    "poisson_to_normal": _counts_to_normal,
    "gamma_to_normal": _sums_to_normal,
    "uniform_to_normal": _sums_to_normal,
    "geometric_to_exponential": _trials_to_time,
    "negative_binomial_to_gamma": _trials_to_time,
    "beta_to_normal": _beta_to_normal,
}
