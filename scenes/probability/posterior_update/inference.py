"""Beta-Bernoulli inference: belief about a coin's chance of heads, and what tosses do to it.

Counts of heads and tails may be fractions, so that pictures can move smoothly from one toss to the
next. Formulas: Gelman et al., *Bayesian Data Analysis*, 3rd edition (2013), sections 2.1 to 2.4.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

Array = np.ndarray
Shape = tuple[float, float]
IntervalKind = Literal["equal_tailed", "highest_density"]


def tosses_of(data: str | tuple[int, int]) -> Array:
    """Return the tosses in their order, (n,) booleans, True for heads.

    Args:
        data: letters H and T of either case; or the counts (heads, tails), which are put into an
            order that looks random and is always the same for the same counts.
    """
    if isinstance(data, str):
        return np.array([side in "Hh" for side in data], dtype=bool)
    return np.random.default_rng(0).permutation(np.repeat([True, False], data))


def beta_density(theta: ArrayLike, a: float, b: float) -> Array:
    """Return the density of Beta(a, b), of theta's shape, by way of logarithms.

    Infinite at an end where the parameter is below 1, and 0 outside [0, 1].
    """
    theta = np.asarray(theta, dtype=float)
    inside = (theta >= 0) & (theta <= 1)
    safe = np.where(inside, theta, 0.5)
    logarithm = special.xlogy(a - 1, safe) + special.xlog1py(b - 1, -safe) - special.betaln(a, b)
    return np.where(inside, np.exp(logarithm), 0.0)[()]


def evidence(a: float, b: float, heads: float, tails: float) -> float:
    """Return the probability that a Beta(a, b) prior gave to these tosses in their order.

    It is the area below prior times likelihood, B(a + heads, b + tails) / B(a, b), and becomes 0
    where it is too small for a float.
    """
    return math.exp(special.betaln(a + heads, b + tails) - special.betaln(a, b))


def mean(a: float, b: float) -> float:
    """Return the mean a / (a + b) of Beta(a, b)."""
    return a / (a + b)


def mode(a: float, b: float) -> float | None:
    """Return where Beta(a, b) is highest, or None where no single place is.

    An end where the density is unbounded counts. There is none for the flat Beta(1, 1), nor when
    both ends are unbounded.
    """
    if a > 1 and b > 1:
        return (a - 1) / (a + b - 2)
    if a == b == 1 or (a < 1 and b < 1):
        return None
    return 0.0 if a < b else 1.0


def standard_deviation(a: float, b: float) -> float:
    """Return the standard deviation of Beta(a, b)."""
    total = a + b
    return math.sqrt((a / total) * (b / total) / (total + 1))


def credible_interval(
    a: float, b: float, level: float, kind: IntervalKind = "equal_tailed"
) -> Shape:
    """Return the ends (low, high) of an interval that holds theta with probability ``level``.

    ``equal_tailed`` leaves the same probability on either side. ``highest_density`` is the shortest
    interval. The density inside is at least that outside, but where both ends are unbounded: the
    highest part is then no single interval, and this is the shorter of the two that begin at an end
    (at 0, if a = b). For the flat Beta(1, 1), where all are equally short, it is the equal-tailed
    one.
    """
    if kind == "equal_tailed":
        return _quantiles(a, b, (1 - level) / 2, level)
    if a == b:
        return _quantiles(a, b, (1 - level) / 2 if a >= 1 else 0.0, level)
    if min(a, b) <= 1:
        return _quantiles(a, b, 0.0 if a < b else 1 - level, level)
    low, high = 0.0, 1 - level
    for _ in range(100):  # the shortest interval is as dense at one end as at the other
        middle = (low + high) / 2
        first, last = np.log(_quantiles(a, b, middle, level))
        ends = np.array([first, last])
        heights = (a - 1) * ends + (b - 1) * np.log1p(-np.exp(ends))
        low, high = (middle, high) if heights[0] < heights[1] else (low, middle)
    return _quantiles(a, b, (low + high) / 2, level)


def agreement(first: Shape, second: Shape) -> float:
    """Return how far two Beta densities overlap: the area below both, from 0 to 1.

    Two such densities cross at most twice, because the logarithm of their ratio turns at most once.
    Between the crossings the smaller area is the area below both, so no grid is needed.

    """
    cuts = np.array([0.0, *_crossings(*first, *second), 1.0])
    areas = [np.diff(special.betainc(*shape, cuts)) for shape in (first, second)]
    return float(np.clip(np.minimum(*areas).sum(), 0.0, 1.0))


def _quantiles(a: float, b: float, below: float, level: float) -> Shape:
    """Return the ends between which ``level`` of Beta(a, b) lies, with ``below`` on their left.

    The upper end is found from the probability above it, which stays exact when it is tiny.
    """
    above = max(1 - level - below, 0.0)
    return float(special.betaincinv(a, b, below)), float(special.betainccinv(a, b, above))


def _crossings(a1: float, b1: float, a2: float, b2: float) -> list[float]:
    """Return where two Beta densities are equal, found in the log odds of theta."""
    constant = special.betaln(a2, b2) - special.betaln(a1, b1)

    def ratio(odds: float) -> float:
        heads, tails = special.log_expit(odds), special.log_expit(-odds)
        return float((a1 - a2) * heads + (b1 - b2) * tails + constant)

    bounds = [-700.0, 700.0]
    if (a1 - a2) * (b1 - b2) > 0:
        bounds.insert(1, math.log((a1 - a2) / (b1 - b2)))
    from scipy.optimize import brentq  # it takes long to load, and most films have no second prior

    return [
        float(special.expit(brentq(ratio, low, high)))
        for low, high in pairwise(bounds)
        if (ratio(low) > 0) != (ratio(high) > 0)
    ]


def beta_nodes(a: float, b: float, low: float = 0.0, high: float = 1.0) -> Array:
    """Return where to sample Beta(a, b) in a window so that no needle and no pole is missed.

    These are rising (n,) values strictly between 0 and 1.
    """
    count = 160
    even = low + (high - low) * np.sin(np.linspace(0, np.pi / 2, count)) ** 2
    middle, reach = mean(a, b), 8 * standard_deviation(a, b)
    steps = np.linspace(-1, 1, count)
    pieces = [even, middle + reach * steps**3, middle + reach * steps]
    near = np.logspace(-14, -2, count // 2)
    if a < 1:
        pieces.append(near)
    if b < 1:
        pieces.append(1 - near)
    nodes = np.concatenate(pieces)
    inner = nodes[(nodes >= low) & (nodes <= high)]
    return np.unique(np.clip(inner, 1e-14, 1 - 1e-14))


class Beta(NamedTuple):
    """The Beta distribution, as the marks of a chart ask it."""

    a: float
    b: float

    @property
    def discrete(self) -> bool:
        return False

    def density(self, theta: Array) -> Array:
        return np.asarray(beta_density(theta, self.a, self.b))

    def nodes(self, low: float, high: float) -> Array:
        return beta_nodes(self.a, self.b, low, high)
