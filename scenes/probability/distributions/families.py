"""Families of distributions: their parameters, formulas and members, and the shape of each.

Formulas and names follow Blitzstein and Hwang, "Introduction to Probability" (2nd ed., 2019); the
geometric and the negative binomial distribution count trials, the last success included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from string import Formatter
from typing import Literal

import numpy as np

from explainer.maths.distributions import Distribution
from explainer.maths.easing import ease
from explainer.maths.named_distributions import distribution

Setting = Mapping[str, float]
"""Values of parameters by name."""

FamilyName = Literal[
    "bernoulli",
    "binomial",
    "geometric",
    "negative_binomial",
    "poisson",
    "exponential",
    "gamma",
    "uniform",
    "beta",
    "normal",
]

Experiment = Literal["count", "arrivals", "trials_until", "time_until", "point", "ranked", "pushes"]
"""The kinds of experiment whose outcomes have a distribution of some family."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a family.

    Attributes:
        symbol: Typst mathematics.
        role: the colour of the symbol and of what it names.
        word: what it is, in a few words.
        whole: it takes whole numbers only.
    """

    symbol: str
    role: str
    word: str
    whole: bool = False


PARAMETERS: dict[str, Parameter] = {
    "trials": Parameter("n", "slider", "trials", whole=True),
    "success": Parameter("p", "second_slider", "chance of success"),
    "successes": Parameter("r", "slider", "successes wanted", whole=True),
    "rate": Parameter("λ", "second_slider", "arrivals per unit of time"),
    "events": Parameter("k", "slider", "arrivals wanted"),
    "lower": Parameter("a", "slider", "lower end"),
    "upper": Parameter("b", "second_slider", "upper end"),
    "from_left": Parameter("α", "slider", "rank from the left"),
    "from_right": Parameter("β", "second_slider", "rank from the right"),
    "centre": Parameter("μ", "mean", "centre"),
    "spread": Parameter("σ", "spread", "spread"),
}


@dataclass(frozen=True)
class Family:
    """A family of distributions.

    Attributes:
        title: as a sentence has it.
        experiment: whose outcomes have a distribution of the family.
        call: how ``distribution`` is asked for a member, with the parameters in braces.
        formula: Typst mathematics of the mass function or density, with the symbols of the
            parameters in braces.
        mean: Typst mathematics of the mean, likewise.
        deviation: of the standard deviation.
        outcome: what the horizontal axis measures, Typst prose.
        typical: a setting at which the shape is told at a glance.
    """

    title: str
    experiment: Experiment
    call: str
    formula: str
    mean: str
    deviation: str
    outcome: str
    typical: Setting

    @property
    def name(self) -> str:
        """As a person writes it in a list of parameters."""
        return self.title.lower().replace(" ", "_")

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        names = (name for _, name, _, _ in Formatter().parse(self.call) if name)
        return tuple(dict.fromkeys(names))

    @property
    def discrete(self) -> bool:
        """Whether it counts."""
        return self.experiment in ("count", "arrivals", "trials_until")

    @property
    def positive(self) -> bool:
        """Whether its axis begins at zero, whatever the parameters."""
        return self.discrete or self.experiment == "time_until"

    def marked(self, markup: str) -> str:
        """Return markup with the symbols of the parameters put in, each in its colour."""
        given = {name: PARAMETERS[name] for name in self.parameters}
        return markup.format(
            **{name: f'part("{each.role}", {each.symbol})' for name, each in given.items()}
        )

    def distribution(self, setting: Setting) -> Distribution:
        """Return the member at a setting.

        Raises:
            DistributionError: when the setting allows none.
        """
        return _member(self.call, tuple((name, float(setting[name])) for name in self.parameters))

    def mixture(self, setting: Setting) -> list[tuple[float, Distribution]]:
        """Return the members at the whole settings next to one, after weights that sum to one."""
        options = []
        for name in self.parameters:
            low, high, share = glide(setting[name])
            whole = PARAMETERS[name].whole
            options.append([(1 - share, low), (share, high)] if whole else [(1.0, setting[name])])
        return [
            (math.prod(weights), self.distribution(dict(zip(self.parameters, values, strict=True))))
            for weights, values in (zip(*choice, strict=True) for choice in product(*options))
            if all(weights)
        ]

    def heights(self, setting: Setting, x: np.ndarray) -> np.ndarray:
        """Return masses or densities at x, (n,); between whole settings, those of a mixture."""
        total = np.zeros(np.shape(x))
        for weight, member in self.mixture(setting):
            total += weight * member.density(x)
        return total

    def moments(self, setting: Setting) -> tuple[float, float]:
        """Return mean and standard deviation, gliding between whole settings."""
        members = self.mixture(setting)
        return (
            sum(weight * member.mean for weight, member in members),
            sum(weight * member.standard_deviation for weight, member in members),
        )

    def silhouette(self) -> tuple[np.ndarray, np.ndarray]:
        """Return its typical shape as a filled outline in the unit square, (m,) x and (m,) y."""
        member = self.distribution(self.typical)
        if self.discrete:
            x = np.arange(0.0, float(member.quantile(0.985)) + 1)
            masses = self.heights(self.typical, x)
            kept = masses > 0
            x, masses = x[kept], masses[kept]
            left, right = x[0] - 1, x[-1] + 1
            nodes = np.ravel(np.column_stack([x - 0.4, x - 0.4, x + 0.4, x + 0.4]))
            tops = np.ravel(np.column_stack([0 * x, masses, masses, 0 * x]))
        else:
            low, high = member.quantile([0.001, 0.999 if self.name == "normal" else 0.985]).tolist()
            if self.experiment in ("point", "ranked"):
                low, high = 0.0, 1.0
            low = 0.0 if self.positive else low
            inner = np.linspace(low, high, 60)
            margin = 0.12 * (high - low)
            left, right = low - margin, high + margin
            nodes = np.concatenate([[low], inner, [high]])
            tops = np.concatenate([[0.0], member.density(inner), [0.0]])
        return (nodes - left) / (right - left), tops / tops.max()


@lru_cache(maxsize=64)
def _member(call: str, values: tuple[tuple[str, float], ...]) -> Distribution:
    return distribution(call.format(**{name: repr(value) for name, value in values}))


FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family(
            "Bernoulli",
            "count",
            "bernoulli({success})",
            "{success}^x (1 - {success})^(1 - x)",
            "{success}",
            "sqrt({success} (1 - {success}))",
            "successes in one trial",
            {"success": 0.6},
        ),
        Family(
            "binomial",
            "count",
            "binom({trials}, {success})",
            "binom({trials}, x) {success}^x (1 - {success})^({trials} - x)",
            "{trials} {success}",
            "sqrt({trials} {success} (1 - {success}))",
            "successes",
            {"trials": 9, "success": 0.6},
        ),
        Family(
            "geometric",
            "trials_until",
            "geom({success})",
            "(1 - {success})^(x - 1) {success}",
            "1 / {success}",
            "sqrt(1 - {success}) / {success}",
            "trials until the first success",
            {"success": 0.35},
        ),
        Family(
            "negative binomial",
            "trials_until",
            "nbinom({successes}, {success}, loc={successes})",
            "binom(x - 1, {successes} - 1) {success}^{successes} (1 - {success})^(x - {successes})",
            "{successes} / {success}",
            "sqrt({successes} (1 - {success})) / {success}",
            "trials until enough successes",
            {"successes": 3, "success": 0.4},
        ),
        Family(
            "Poisson",
            "arrivals",
            "poisson({rate})",
            "display(frac({rate}^x, x!)) e^(-{rate})",
            "{rate}",
            "sqrt({rate})",
            "arrivals in one unit of time",
            {"rate": 3.5},
        ),
        Family(
            "exponential",
            "time_until",
            "expon(scale=1/{rate})",
            "{rate} e^(-{rate} x)",
            "1 / {rate}",
            "1 / {rate}",
            "waiting time",
            {"rate": 1.0},
        ),
        Family(
            "gamma",
            "time_until",
            "gamma({events}, scale=1/{rate})",
            "display(frac({rate}^{events}, Γ({events}))) x^({events} - 1) e^(-{rate} x)",
            "{events} / {rate}",
            "sqrt({events}) / {rate}",
            "waiting time",
            {"events": 3, "rate": 1.0},
        ),
        Family(
            "uniform",
            "point",
            "uniform({lower}, {upper}-{lower})",
            "display(frac(1, {upper} - {lower})) quad {lower} <= x <= {upper}",
            "({lower} + {upper}) \\/ 2",
            "({upper} - {lower}) \\/ sqrt(12)",
            "where it stops",
            {"lower": 0.0, "upper": 1.0},
        ),
        Family(
            "beta",
            "ranked",
            "beta({from_left}, {from_right})",
            "display(frac(x^({from_left} - 1) (1 - x)^({from_right} - 1), "
            "B({from_left}, {from_right})))",
            'part("mean", m) = {from_left} / ({from_left} + {from_right})',
            'sqrt((part("mean", m) (1 - part("mean", m))) / ({from_left} + {from_right} + 1))',
            "place of the ranked point",
            {"from_left": 2, "from_right": 4},
        ),
        Family(
            "normal",
            "pushes",
            "norm({centre}, {spread})",
            "display(frac(1, {spread} sqrt(2 π))) e^(-(x - {centre})^2 \\/ 2 {spread}^2)",
            "{centre}",
            "{spread}",
            "where the pushes lead",
            {"centre": 0.0, "spread": 1.0},
        ),
    )
}


def whole_setting(setting: Setting) -> dict[str, float]:
    """Return a setting with whole numbers where only whole numbers may be."""
    return {
        name: float(math.floor(value + 0.5)) if PARAMETERS[name].whole else float(value)
        for name, value in setting.items()
    }


def glide(value: float) -> tuple[int, int, float]:
    """Return the whole numbers about a value, and how far it has glided from one to the other.

    A parameter that takes whole numbers rests on each, and passes to the next in the middle half.
    """
    low = math.floor(value + 1e-9)
    return low, low + 1, ease((value - low - 0.25) / 0.5)
