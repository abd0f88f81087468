"""Families of distributions: their parameters as knobs, their formulas, and the law of a setting.

Formulas and names follow Blitzstein and Hwang, "Introduction to Probability" (2nd ed., 2019); the
geometric and the negative binomial law count trials, the last success included.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from explainer.maths.distributions import Distribution
from explainer.maths.named_distributions import distribution

Setting = Mapping[str, float]
"""Values of knobs by name."""

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

Story = Literal["count", "arrivals", "trials_until", "time_until", "point", "ranked", "pushes"]
"""The kinds of experiment that make a law."""


@dataclass(frozen=True)
class Knob:
    """A parameter that turns.

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


KNOBS: dict[str, Knob] = {
    "trials": Knob("n", "knob", "trials", whole=True),
    "success": Knob("p", "second_knob", "chance of success"),
    "successes": Knob("r", "knob", "successes wanted", whole=True),
    "rate": Knob("λ", "second_knob", "arrivals per unit of time"),
    "events": Knob("k", "knob", "arrivals wanted"),
    "lower": Knob("a", "knob", "lower end"),
    "upper": Knob("b", "second_knob", "upper end"),
    "from_left": Knob("α", "knob", "rank from the left"),
    "from_right": Knob("β", "second_knob", "rank from the right"),
    "centre": Knob("μ", "mean", "centre"),
    "spread": Knob("σ", "spread", "spread"),
}


@dataclass(frozen=True)
class Family:
    """A family of laws.

    Attributes:
        name: as a person writes it.
        title: as a heading has it.
        story: the experiment that makes it.
        knobs: names of its parameters.
        call: how ``distribution`` is asked for a member, with the knobs in braces.
        formula: Typst mathematics of the mass function or density, a line each, with the symbols
            of the knobs in braces.
        mean: Typst mathematics of the mean, likewise.
        deviation: of the standard deviation.
        outcome: what the horizontal axis measures, Typst prose.
    """

    name: str
    title: str
    story: Story
    knobs: tuple[str, ...]
    call: str
    formula: str
    mean: str
    deviation: str
    outcome: str

    @property
    def discrete(self) -> bool:
        """Whether it counts."""
        return self.story in ("count", "arrivals", "trials_until")

    @property
    def positive(self) -> bool:
        """Whether its axis begins at zero, whatever the knobs."""
        return self.discrete or self.story == "time_until"

    @property
    def left_side(self) -> str:
        """The left side of its formula, Typst mathematics."""
        return "P(X = x)" if self.discrete else "f(x)"

    def marked(self, markup: str) -> str:
        """Return markup with the symbols of the knobs put in, each a part in its colour."""
        parts = {name: f'part("{KNOBS[name].role}", {KNOBS[name].symbol})' for name in self.knobs}
        return markup.format(**parts)


def _family(*fields: object) -> tuple[str, Family]:
    family = Family(*fields)  # type: ignore[arg-type]
    return family.name, family


FAMILIES: dict[str, Family] = dict(
    (
        _family(
            *("bernoulli", "Bernoulli", "count", ("success",), "bernoulli({success})"),
            "{success}^x (1 - {success})^(1 - x)",
            "{success}",
            "sqrt({success} (1 - {success}))",
            "successes in one trial",
        ),
        _family(
            *("binomial", "binomial", "count", ("trials", "success")),
            "binom({trials}, {success})",
            "binom({trials}, x) {success}^x (1 - {success})^({trials} - x)",
            "{trials} {success}",
            "sqrt({trials} {success} (1 - {success}))",
            "successes",
        ),
        _family(
            *("geometric", "geometric", "trials_until", ("success",), "geom({success})"),
            "(1 - {success})^(x - 1) {success}",
            "1 / {success}",
            "sqrt(1 - {success}) / {success}",
            "trials until the first success",
        ),
        _family(
            *("negative_binomial", "negative binomial", "trials_until", ("successes", "success")),
            "nbinom({successes}, {success}, loc={successes})",
            "binom(x - 1, {successes} - 1) {success}^{successes} (1 - {success})^(x - {successes})",
            "{successes} / {success}",
            "sqrt({successes} (1 - {success})) / {success}",
            "trials until enough successes",
        ),
        _family(
            *("poisson", "Poisson", "arrivals", ("rate",), "poisson({rate})"),
            "display(frac({rate}^x, x!)) e^(-{rate})",
            "{rate}",
            "sqrt({rate})",
            "arrivals in one unit of time",
        ),
        _family(
            *("exponential", "exponential", "time_until", ("rate",), "expon(scale=1/{rate})"),
            "{rate} e^(-{rate} x)",
            "1 / {rate}",
            "1 / {rate}",
            "waiting time",
        ),
        _family(
            *("gamma", "gamma", "time_until", ("events", "rate")),
            "gamma({events}, scale=1/{rate})",
            "display(frac({rate}^{events}, Γ({events}))) x^({events} - 1) e^(-{rate} x)",
            "{events} / {rate}",
            "sqrt({events}) / {rate}",
            "waiting time",
        ),
        _family(
            *("uniform", "uniform", "point", ("lower", "upper")),
            "uniform({lower}, {upper}-{lower})",
            "display(frac(1, {upper} - {lower})) quad {lower} <= x <= {upper}",
            "({lower} + {upper}) \\/ 2",
            "({upper} - {lower}) \\/ sqrt(12)",
            "where it stops",
        ),
        _family(
            *("beta", "beta", "ranked", ("from_left", "from_right")),
            "beta({from_left}, {from_right})",
            "display(frac(x^({from_left} - 1) (1 - x)^({from_right} - 1), "
            "B({from_left}, {from_right})))",
            'part("mean", m) = {from_left} / ({from_left} + {from_right})',
            'sqrt((part("mean", m) (1 - part("mean", m))) / ({from_left} + {from_right} + 1))',
            "place of the ranked point",
        ),
        _family(
            *("normal", "normal", "pushes", ("centre", "spread"), "norm({centre}, {spread})"),
            "display(frac(1, {spread} sqrt(2 π))) e^(-(x - {centre})^2 \\/ 2 {spread}^2)",
            "{centre}",
            "{spread}",
            "where the pushes lead",
        ),
    )
)


def whole_setting(setting: Setting) -> dict[str, float]:
    """Return a setting with whole numbers where only whole numbers may be."""
    return {
        name: float(math.floor(value + 0.5)) if KNOBS[name].whole else float(value)
        for name, value in setting.items()
    }


def law(name: str, setting: Setting) -> Distribution:
    """Return the law of a family at a setting of its knobs.

    Raises:
        DistributionError: when the setting allows no law.
    """
    family = FAMILIES[name]
    return _law(family.call, tuple((knob, float(setting[knob])) for knob in family.knobs))


@lru_cache(maxsize=64)
def _law(call: str, values: tuple[tuple[str, float], ...]) -> Distribution:
    return distribution(call.format(**{knob: repr(value) for knob, value in values}))


def glide(value: float, reach: float = 0.5) -> tuple[int, int, float]:
    """Return the whole numbers about a value, and how far a knob has glided from one to the other.

    A knob that takes whole numbers rests on each and passes quickly from one to the next; ``reach``
    is the share of the way in which it passes.
    """
    low = math.floor(value + 1e-9)
    share = min(max((value - low - (1 - reach) / 2) / reach, 0.0), 1.0)
    return low, low + 1, share * share * (3 - 2 * share)


def settings_about(name: str, setting: Setting) -> list[tuple[float, dict[str, float]]]:
    """Return whole settings next to a setting and their weights, which sum to one."""
    found: list[tuple[float, dict[str, float]]] = [(1.0, {})]
    for knob in FAMILIES[name].knobs:
        choices = [(1.0, float(setting[knob]))]
        if KNOBS[knob].whole:
            low, high, share = glide(setting[knob])
            choices = [(1 - share, float(low)), (share, float(high))]
        found = [
            (weight * each, {**known, knob: value})
            for weight, known in found
            for each, value in choices
            if each > 0
        ]
    return found


def heights(name: str, setting: Setting, x: np.ndarray) -> np.ndarray:
    """Return masses or densities at x, (n,); between whole settings, a mixture of both laws."""
    total = np.zeros(np.shape(x))
    for weight, values in settings_about(name, setting):
        total += weight * law(name, values).density(x)
    return total


def moments(name: str, setting: Setting) -> tuple[float, float]:
    """Return mean and standard deviation, gliding between whole settings."""
    pairs = [(weight, law(name, values)) for weight, values in settings_about(name, setting)]
    return (
        sum(weight * each.mean for weight, each in pairs),
        sum(weight * each.standard_deviation for weight, each in pairs),
    )
