"""Families of distributions: their parameters, formulas and members, and the shape of each.

Formulas and names follow Blitzstein and Hwang, "Introduction to Probability" (2nd ed., 2019); the
geometric and the negative binomial distribution count trials, the last success included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from explainer.maths.distributions import Distribution
from explainer.maths.easing import ease
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
    "successes": Parameter("r", "slider", "successes wanted", 3, whole=True),
    "success": Parameter("p", "second_slider", "chance of success", 0.4),
    "events": Parameter("k", "slider", "arrivals wanted", 3),
    "rate": Parameter("λ", "second_slider", "arrivals per unit of time", 3.5),
    "lower": Parameter("a", "slider", "lower end", 0),
    "upper": Parameter("b", "second_slider", "upper end", 1),
    "from_left": Parameter("α", "slider", "rank from the left", 2),
    "from_right": Parameter("β", "second_slider", "rank from the right", 4),
    "centre": Parameter("μ", "mean", "centre", 0),
    "spread": Parameter("σ", "spread", "spread", 1),
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
        """Return the member at a setting.

        Raises:
            DistributionError: when the setting allows none.
        """
        return distribution(self.call.format(**{n: float(setting[n]) for n in self.parameters}))

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
            "trials until enough successes",
        ),
        Family("Poisson", "arrivals", "poisson({rate})", "arrivals in one unit of time"),
        Family("exponential", "time_until", "expon(scale=1/{rate})", "waiting time"),
        Family("gamma", "time_until", "gamma({events}, scale=1/{rate})", "waiting time"),
        Family("uniform", "point", "uniform({lower}, {upper}-{lower})", "where it stops"),
        Family("beta", "ranked", "beta({from_left}, {from_right})", "place of the ranked point"),
        Family("normal", "pushes", "norm({centre}, {spread})", "where the pushes lead"),
    )
}

EXPERIMENTS: dict[str, int] = {
    **{"count": 100, "arrivals": 80, "trials_until": 20, "time_until": 20},
    **{"ranked": 40, "point": 1, "pushes": 16},
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
    return low, math.ceil(value - 1e-9), ease((value - low - 0.25) / 0.5)
