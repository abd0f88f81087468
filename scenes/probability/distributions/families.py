"""Families of distributions that one stream of arrivals has: what is read from it, and formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FamilyName = Literal[
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

Kind = Literal["count", "wait", "rank", "sum"]
"""What is read: how many arrivals an hour has, when one comes, when one of a given number comes,
or when one comes for which others are waited for, more and more of them."""


@dataclass(frozen=True)
class Family:
    """A family of distributions.

    Attributes:
        title: what it is called in a sentence.
        kind: what is read from each row.
        slots: whether time comes in slots, each of which has an arrival or none.
        call: the distribution, with the names of parameters in braces.
        formula: its mass function or density, lines of Typst mathematics.
        axis: what is read, Typst prose; families of one axis follow one another on one chart.
    """

    title: str
    kind: Kind
    slots: bool
    call: str
    formula: tuple[str, ...]
    axis: str

    @property
    def discrete(self) -> bool:
        """Whether what is read are whole numbers."""
        return self.slots or self.kind == "count"


COUNT, TIME, SLOTS = "arrivals in one hour", "waiting time, in hours", "slots until the arrival"
PLACE = "time of arrival, in hours"

FAMILIES: dict[str, Family] = {
    "binomial": Family(
        *("binomial", "count", True, "binom({trials}, {success})"),
        ("P(X = x) = binom(n, x) p^x (1 - p)^(n - x)",),
        COUNT,
    ),
    "geometric": Family(
        *("geometric", "wait", True, "geom({success})"),
        ("P(X = x) = (1 - p)^(x - 1) p",),
        SLOTS,
    ),
    "negative_binomial": Family(
        *("negative binomial", "wait", True, "nbinom({events}, {success}, loc={events})"),
        ("P(X = x) = binom(x - 1, r - 1) p^r (1 - p)^(x - r)",),
        SLOTS,
    ),
    "poisson": Family(
        *("Poisson", "count", False, "poisson({rate})"),
        ("P(X = x) = display(frac(λ^x, x!)) e^(-λ)",),
        COUNT,
    ),
    "exponential": Family(
        *("exponential", "wait", False, "expon(scale=1/{rate})"),
        ("p(x) = λ e^(-λ x)",),
        TIME,
    ),
    "gamma": Family(
        *("gamma", "wait", False, "gamma({events}, scale=1/{rate})"),
        ("p(x) = display(frac(λ^k, (k - 1)!)) x^(k - 1) e^(-λ x)",),
        TIME,
    ),
    "uniform": Family(
        *("uniform", "rank", False, "uniform(0, 1)"), ("p(x) = 1, quad 0 <= x <= 1",), PLACE
    ),
    "beta": Family(
        *("beta", "rank", False, "beta({events}, {points}+1-{events})"),
        ("p(x) prop x^(k - 1) (1 - x)^(n - k)",),
        PLACE,
    ),
    "normal": Family(
        *("normal", "sum", False, "norm({mean}, {deviation})"),
        ('"normal"', "N(k \\/ λ, k \\/ λ^2)"),
        TIME,
    ),
}
