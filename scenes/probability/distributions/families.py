"""Families of distributions, their members and formulas, and how one becomes another in a limit.

Formulas and names follow Blitzstein and Hwang, "Introduction to Probability" (2nd ed., 2019); the
geometric and the negative binomial distribution count trials, the last success included.

Sources of the bounds: L. Le Cam, "An approximation theorem for the Poisson binomial distribution",
Pacific J. Math. 10 (1960), in the form of Barbour and Hall (1984) for the total variation; the
Berry-Esseen theorem with the constant of I. Shevtsova (2011), arXiv:1111.6554.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from scipy import stats
from scipy.interpolate import BSpline

from explainer.geometry.easing import ease
from explainer.maths.distributions import Distribution
from explainer.maths.named_distributions import distribution

Setting = Mapping[str, float]
"""Values of parameters by name."""

Counting = Literal["bernoulli", "binomial", "geometric", "negative_binomial", "poisson"]
FamilyName = Literal[Counting, "exponential", "gamma", "uniform", "beta", "normal"]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a family.

    Attributes:
        symbol: Typst mathematics.
        role: the colour of the symbol and of what it names.
        word: what it is, in a few words.
        typical: a value at which the shape of a family is told at a glance.
        whole: it takes whole numbers only.
    """

    symbol: str
    role: str
    word: str
    typical: float
    whole: bool = False

    @property
    def markup(self) -> str:
        """The symbol in its colour, Typst mathematics."""
        return f'part("{self.role}", {self.symbol})'


PARAMETERS: dict[str, Parameter] = {
    "trials": Parameter("n", "slider", "trials", 9, whole=True),
    "successes": Parameter("r", "slider", "successes to wait for", 3, whole=True),
    "success": Parameter("p", "second_slider", "success probability", 0.4),
    "events": Parameter("k", "slider", "arrivals to wait for", 3),
    "rate": Parameter("λ", "second_slider", "arrival rate", 3.5),
    "lower": Parameter("a", "slider", "lower end", 0),
    "upper": Parameter("b", "second_slider", "upper end", 1),
    "from_left": Parameter("α", "slider", "rank from the left", 2),
    "from_right": Parameter("β", "second_slider", "rank from the right", 4),
    "centre": Parameter("μ", "mean", "mean", 0),
    "spread": Parameter("σ", "spread", "standard deviation", 1),
}
"""All parameters; a family has its own in this order."""


@dataclass(frozen=True)
class Blend:
    """What lies between two members, where a parameter takes whole numbers only: a mixture."""

    start: Distribution
    end: Distribution
    share: float
    discrete = True

    def density(self, x: np.ndarray) -> np.ndarray:
        """Return the masses at x, of its shape."""
        return self._between(self.start.density(x), self.end.density(x))

    def nodes(self, low: float, high: float) -> np.ndarray:
        """Return the values in a window, rising."""
        return np.union1d(self.start.nodes(low, high), self.end.nodes(low, high))

    @property
    def mean(self) -> float:
        return self._between(self.start.mean, self.end.mean)

    @property
    def standard_deviation(self) -> float:
        """On its way from one to the other; that of the mixture would be larger."""
        return self._between(self.start.standard_deviation, self.end.standard_deviation)

    def _between(self, start: Any, end: Any) -> Any:
        return (1 - self.share) * start + self.share * end


@dataclass(frozen=True)
class Family:
    """A family of distributions.

    Attributes:
        title: as a sentence has it.
        experiment: among ``EXPERIMENTS``; its outcomes have a distribution of the family.
        call: how ``distribution`` is asked for a member, with the parameters in braces.
        outcome: what the horizontal axis measures, Typst prose.
    """

    title: str
    experiment: str
    call: str
    outcome: str

    @property
    def name(self) -> str:
        """As a person writes it in a list of parameters."""
        return self.title.lower().replace(" ", "_")

    @property
    def parameters(self) -> list[str]:
        return [name for name in PARAMETERS if f"{{{name}}}" in self.call]

    @property
    def discrete(self) -> bool:
        """Whether it counts."""
        return self.experiment in ("count", "arrivals", "trials_until")

    @property
    def positive(self) -> bool:
        """Whether its axis begins at zero, whatever the parameters."""
        return self.discrete or self.experiment == "time_until"

    def distribution(self, setting: Setting) -> Distribution:
        """Return the member at a setting, rounded where only whole numbers may be.

        Raises:
            DistributionError: when the setting allows none.
        """
        values = {
            name: round(setting[name]) if PARAMETERS[name].whole else float(setting[name])
            for name in self.parameters
        }
        return distribution(self.call.format(**values))

    def member(self, setting: Setting) -> Distribution | Blend:
        """Return the member at a setting of which one parameter at most is on its way."""
        low, high, share = dict(setting), dict(setting), 0.0
        for name in self.parameters:
            if PARAMETERS[name].whole:
                low[name], high[name], part = glide(setting[name])
                share = max(share, part)
        start = self.distribution(low)
        return Blend(start, self.distribution(high), share) if share else start

    def silhouette(self) -> np.ndarray:
        """Return its typical shape as a filled outline in the unit square, (m, 2)."""
        member = self.distribution({name: each.typical for name, each in PARAMETERS.items()})
        low, high = member.quantile([0.005, 0.995]).tolist()
        low = member.support[0] if math.isfinite(member.support[0]) else low
        if self.discrete:
            whole = member.nodes(low, high)
            x = np.ravel(whole[:, None] + [-0.4, -0.4, 0.4, 0.4])
            heights = np.ravel(member.density(whole)[:, None] * [0, 1, 1, 0])
        else:
            x = np.linspace(low, high, 60)
            heights = np.pad(member.density(x), 1)
            x = np.pad(x, 1, mode="edge")
        margin = 0.12 * np.ptp(x)
        across = (x - x[0] + margin) / (np.ptp(x) + 2 * margin)
        return np.stack([across, heights / heights.max()], axis=1)


FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family("Bernoulli", "count", "bernoulli({success})", "successes in one trial"),
        Family("binomial", "count", "binom({trials}, {success})", "successes"),
        Family("geometric", "trials_until", "geom({success})", "trials until the first success"),
        Family(
            "negative binomial",
            "trials_until",
            "nbinom({successes}, {success}, loc={successes})",
            "trials until the $r$-th success",
        ),
        Family("Poisson", "arrivals", "poisson({rate})", "arrivals in one unit of time"),
        Family("exponential", "time_until", "expon(scale=1/{rate})", "waiting time"),
        Family("gamma", "time_until", "gamma({events}, scale=1/{rate})", "waiting time"),
        Family("uniform", "point", "uniform({lower}, {upper}-{lower})", "where it stops"),
        Family("beta", "ranked", "beta({from_left}, {from_right})", "position of the ranked point"),
        Family("normal", "pushes", "norm({centre}, {spread})", "sum of the pushes"),
    )
}

EXPERIMENTS: dict[str, int] = {
    "count": 100,
    "arrivals": 80,
    "trials_until": 20,
    "time_until": 20,
    "ranked": 40,
    "point": 1,
    "pushes": 16,
}
"""How many numbers a run of each kind may need; see the bounds of the scene's parameters."""

FORMULAS: dict[str, str] = {
    "bernoulli": "{success}^x (1 - {success})^(1 - x)",
    "binomial": "binom({trials}, x) {success}^x (1 - {success})^({trials} - x)",
    "geometric": "(1 - {success})^(x - 1) {success}",
    "negative_binomial": "binom(x - 1, {successes} - 1) {success}^{successes} "
    "(1 - {success})^(x - {successes})",
    "poisson": "display(frac({rate}^x, x!)) e^(-{rate})",
    "exponential": "{rate} e^(-{rate} x)",
    "gamma": "display(frac({rate}^{events}, Γ({events}))) x^({events} - 1) e^(-{rate} x)",
    "uniform": "display(frac(1, {upper} - {lower})) quad {lower} <= x <= {upper}",
    "beta": "display(frac(x^({from_left} - 1) (1 - x)^({from_right} - 1), "
    "B({from_left}, {from_right})))",
    "normal": "display(frac(1, {spread} sqrt(2 π))) e^(-(x - {centre})^2 \\/ 2 {spread}^2)",
}
"""Mass functions and densities, Typst mathematics with the symbols of parameters in braces."""

MOMENTS: dict[str, tuple[str, str]] = {
    "bernoulli": ("{success}", "sqrt({success} (1 - {success}))"),
    "binomial": ("{trials} {success}", "sqrt({trials} {success} (1 - {success}))"),
    "geometric": ("1 / {success}", "sqrt(1 - {success}) / {success}"),
    "negative_binomial": (
        "{successes} / {success}",
        "sqrt({successes} (1 - {success})) / {success}",
    ),
    "poisson": ("{rate}", "sqrt({rate})"),
    "exponential": ("1 / {rate}", "1 / {rate}"),
    "gamma": ("{events} / {rate}", "sqrt({events}) / {rate}"),
    "uniform": ("({lower} + {upper}) \\/ 2", "({upper} - {lower}) \\/ sqrt(12)"),
    "beta": (
        'part("mean", m) = {from_left} / ({from_left} + {from_right})',
        'sqrt((part("mean", m) (1 - part("mean", m))) / ({from_left} + {from_right} + 1))',
    ),
    "normal": ("{centre}", "{spread}"),
}
"""Means and standard deviations, likewise."""


def in_colours(markup: str) -> str:
    """Return markup with the symbols of parameters put in, each in its colour."""
    return markup.format(**{name: each.markup for name, each in PARAMETERS.items()})


def glide(value: float) -> tuple[int, int, float]:
    """Return the whole numbers about a value, and how far it has glided from one to the other.

    A parameter that takes whole numbers rests on each, and passes to the next in the middle half.
    """
    low = math.floor(value + 1e-9)
    return low, math.ceil(value - 1e-9), ease((value - low - 0.25) / 0.5)


# -- limits ---------------------------------------------------------------------------------------

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

LIMITS = {name: tuple(name.split("_to_")) for name in get_args(LimitName)}
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
        first, last: where n begins and ends.
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

        That is their total variation, or the largest gap between their distribution functions. The
        window is enough for both: a binomial distribution is above the Poisson of its mean between
        two values near that, and the gap is largest where much of both lies. Of densities it is
        found at nodes, on which lie the ends of what has an end; elsewhere it is level there.
        """
        (family, shapes, origin, unit), x = self._source(n), self._values(n)
        if self.counts:
            more = family.pmf(x, *shapes) - self.target.density(x)
            return float(np.maximum(more, 0).sum())
        gaps = family.cdf(x, *shapes) - self.target.cumulative((x - origin) / unit)
        if self.discrete:  # at each value, and just below it
            gaps = np.append(gaps, gaps - family.pmf(x, *shapes))
        return float(np.abs(gaps).max())
