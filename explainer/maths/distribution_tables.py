"""Tables of distributions of which scipy finds each value by an integral, a search or a long sum.

What a table costs is known before it is made: so many values of a discrete distribution, or a few
hundred of a distribution function. Whether a distribution is tabulated, and whether it is refused,
depends on its parameters alone and never on the clock, so that it comes out the same on every
machine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import special, stats
from scipy.interpolate import PchipInterpolator

from explainer.numbers import grouped

Array = np.ndarray
Pair = tuple[float, float]

MOST_VALUES = 2**20
"""A discrete distribution may have no more values than these; each costs up to a microsecond."""
REST = 1e-4
"""The probability that may be left beyond a table's end."""
TAIL = 1e-6
"""A table of a continuous distribution leaves out this probability on either side."""
FARTHEST = 1e64
"""No outcome but one in a million may be larger in size, or its square leaves what floats hold."""
_STEP = 0.2
"""The usual step between two nodes in the log odds of the probability below."""
_STEPS = {"studentized_range": 0.4}
"""Larger steps for a distribution with a double integral for each value (10 milliseconds)."""
_EXCESS = 1e-6
"""By how much a value of a distribution function may leave [0, 1], as integrals do."""
_SEARCHES = 300
"""Halvings or doublings after which a search for a node is given up."""

_MOST_TERMS: dict[str, tuple[str, int]] = {
    "ksone": ("n", 2000),
    "irwinhall": ("n", 100),
    "studentized_range": ("k", 1000),
}
"""Distributions whose every value is a sum of so many terms, by the parameter that counts them.

With these limits a value costs a few milliseconds at most.
"""
_SLOW_QUANTILES = frozenset({"ksone", "kstwo"})
"""Distributions whose quantiles scipy searches for, though it says that it has them."""
ON_A_CIRCLE = {"vonmises": (-np.pi, np.pi), "vonmises_line": (-np.pi, np.pi)}
"""Distributions on a circle, which scipy unrolls for ever: one turn of it."""
_COSTLY_MASSES = {"nchypergeom_wallenius": 50_000}
"""Discrete ones with an integral for each mass (25 microseconds): their own most values."""


UNRELIABLE = "is beyond what floating-point numbers can work out; choose less extreme parameters"
TOO_CLOSE = (
    "lies too close together to be told apart; choose a larger scale, or less extreme parameters"
)


class CostError(ValueError):
    """What cannot be worked out in reasonable time; the message is what follows its name."""


def check_terms(name: str, values: dict[str, float]) -> None:
    """Refuse a distribution whose single values are sums of too many terms.

    Args:
        name: scipy's name.
        values: the parameters by name.

    Raises:
        CostError: naming the parameter and what is allowed.
    """
    if name in _MOST_TERMS:
        key, most = _MOST_TERMS[name]
        if values.get(key, 0) > most:
            raise CostError(f"takes too long to work out; {key} up to {most} is allowed")


# -- discrete distributions ------------------------------------------------------------------------


@dataclass(frozen=True)
class MassTable:
    """The masses of whole numbers one after the other.

    Attributes:
        first: the least of them.
        masses: (n,) their probabilities.
        whole: whether no other value has any.
    """

    first: float
    masses: Array
    whole: bool

    @cached_property
    def _upto(self) -> Array:
        return np.minimum(np.cumsum(self.masses), 1.0)

    @cached_property
    def moments(self) -> tuple[float, float]:
        """Mean and variance."""
        steps = np.arange(len(self.masses))
        mean = float(self.masses @ steps)
        return self.first + mean, float(self.masses @ (steps - mean) ** 2)

    def mass(self, k: Array) -> Array:
        """Return the masses at whole numbers, of k's shape."""
        index = np.asarray(k) - self.first
        inside = (index >= 0) & (index < len(self.masses))
        return np.where(inside, self.masses[np.where(inside, index, 0).astype(int)], 0.0)

    def cumulative(self, k: Array) -> Array:
        """Return the probabilities of at most k, for whole numbers k of any shape."""
        index = np.clip(np.asarray(k) - self.first, -1, len(self.masses) - 1).astype(int)
        return np.where(index >= 0, self._upto[np.maximum(index, 0)], 0.0)

    def quantile(self, probability: Array) -> Array:
        """Return the least value up to which the masses reach each probability."""
        found = np.searchsorted(self._upto, np.asarray(probability) * (1 - 1e-15), side="left")
        return self.first + np.minimum(found, len(self.masses) - 1)


@dataclass(frozen=True)
class WholeSearch:
    """The quantiles of a distribution over all whole numbers from ``first``, found by halving.

    Attributes:
        first: the least value.
        below: the probabilities of at most k, for whole numbers k of any shape.
    """

    first: float
    below: Callable[[Array], Array]

    def cumulative(self, k: Array) -> Array:
        """Return the probabilities of at most k, for whole numbers k of any shape."""
        at = np.asarray(k, dtype=float)
        return np.where(at >= self.first, self.below(np.maximum(at, self.first)), 0.0)

    def quantile(self, probability: Array) -> Array:
        """Return the least value up to which the masses reach each probability."""
        wanted = np.asarray(probability, dtype=float)
        low = np.full(wanted.shape, self.first - 1)
        high = np.full(wanted.shape, 2.0**53)
        while ((high - low) > 1).any():
            middle = np.floor((low + high) / 2)
            reached = self.below(np.maximum(middle, self.first)) >= wanted
            reached &= middle >= self.first
            low, high = np.where(reached, low, middle), np.where(reached, middle, high)
        return np.where(wanted >= 1, np.inf, high)


def _zipfian(k: Array, a: float, n: float) -> Array:
    return -a * np.log(k)


def _fisher(k: Array, M: float, n: float, N: float, odds: float) -> Array:
    ways = special.gammaln(k + 1) + special.gammaln(n - k + 1)
    ways += special.gammaln(N - k + 1) + special.gammaln(M - n - N + k + 1)
    return k * np.log(odds) - ways


_LOG_WEIGHTS: dict[str, Callable[..., Array]] = {
    "zipfian": _zipfian,
    "nchypergeom_fisher": _fisher,
}
"""Logarithms of the masses, but for a constant, where scipy sums or integrates for each of them."""


def _summed(name: str, family: Any, shapes: tuple[Any, ...]) -> MassTable:
    low, high = (float(end) for end in family.support(*shapes))
    most = _COSTLY_MASSES.get(name, MOST_VALUES)
    wide = CostError(
        f"is spread over too many values to work out; up to {grouped(most)} are allowed"
    )
    if not np.isfinite(low):
        # Both tails of such a distribution are lighter than exponential.
        mean, variance = (float(value) for value in family.stats(*shapes, moments="mv"))
        reach = np.ceil(40 + 12 * np.sqrt(variance))
        low, high = np.floor(mean) - reach, np.floor(mean) + reach
    if np.isfinite(high):
        if high - low >= most:
            raise wide
        k = low + np.arange(high - low + 1)
        if name in _LOG_WEIGHTS:
            logs = _LOG_WEIGHTS[name](k, *shapes)
            masses = np.exp(logs - logs.max())
            return MassTable(low, masses / masses.sum(), True)
        return MassTable(low, np.asarray(family.pmf(k, *shapes), dtype=float), True)
    size = 1024
    while True:
        found = np.asarray(family.pmf(low + np.arange(size), *shapes), dtype=float)
        rest = 1 - float(found.sum())
        if rest <= 1e-12:
            break
        if size >= most:
            if rest > REST:
                raise wide
            break
        size = min(8 * size, most)
    return MassTable(low, found, False)


def _searched(name: str, family: Any, shapes: tuple[Any, ...]) -> WholeSearch:
    def below(k: Array) -> Array:
        if name == "zipf":
            return 1 - special.zeta(shapes[0], k + 1) / special.zeta(shapes[0], 1)
        return np.asarray(family.cdf(k, *shapes), dtype=float)

    found = WholeSearch(float(family.support(*shapes)[0]), below)
    if not 1 - float(found.cumulative(np.array(2.0**53))) <= REST:
        raise CostError(
            "reaches so far that whole numbers can no longer be told apart; "
            "choose parameters with lighter tails"
        )
    return found


# -- continuous distributions ----------------------------------------------------------------------


class QuantileTable:
    """A continuous distribution through a few hundred values of its distribution function.

    Args:
        below: the distribution function of an array.
        density: its density.
        support: its ends, possibly infinite.
        step: the largest one between two nodes in the log odds of the probability below.

    Raises:
        CostError: when the distribution function does not rise from 0 to 1 as it should.
    """

    def __init__(
        self,
        below: Callable[[Array], Array],
        density: Callable[[Array], Array],
        support: tuple[float, float],
        step: float = _STEP,
    ) -> None:
        self.below, self.density_at, self.support = below, density, support
        x = np.array([self._end(-1), self._end(1)])
        upto = self._ask(x)
        for _ in range(_SEARCHES):
            odds = _log_odds(upto)
            middles = (x[:-1] + x[1:]) / 2
            wide = (np.diff(odds) > step) & (middles > x[:-1]) & (middles < x[1:])
            if not wide.any():
                break
            at = np.flatnonzero(wide) + 1
            x = np.insert(x, at, middles[wide])
            upto = np.maximum.accumulate(np.insert(upto, at, self._ask(middles[wide])))
        inner = (upto > TAIL) & (upto < 1 - TAIL)
        odds, first = np.unique(_log_odds(upto[inner]), return_index=True)
        if len(first) < 8:
            raise CostError(TOO_CLOSE)
        self.x = x[inner][first]
        self._odds_at = PchipInterpolator(self.x, odds, extrapolate=False)
        self._x_at = PchipInterpolator(odds, self.x, extrapolate=False)
        self._ends = float(odds[0]), float(odds[-1])

    def _ask(self, x: Array) -> Array:
        try:
            found = np.reshape(np.asarray(self.below(x), dtype=float), x.shape)
        except ArithmeticError:  # scipy integrates some densities in Python's own numbers
            raise CostError(UNRELIABLE) from None
        # Integrals of a density whose norm has lost its figures come to more than 1.
        if not ((found > -_EXCESS) & (found < 1 + _EXCESS)).all():
            raise CostError(UNRELIABLE)
        return np.clip(found, 0.0, 1.0)

    def _end(self, side: int) -> float:
        """Return the support's end on a side, or a place with hardly anything beyond it."""
        end = self.support[0 if side < 0 else 1]
        if np.isfinite(end):
            return float(end)
        other = self.support[1 if side < 0 else 0]
        start = float(other) if np.isfinite(other) else 0.0
        reach = 1e-3
        while reach < 4 * FARTHEST:
            upto = float(self._ask(np.array([start + side * reach]))[0])
            if (upto if side < 0 else 1 - upto) <= TAIL:
                return start + side * reach
            reach *= 4
        raise CostError("reaches too far to be shown; choose less extreme parameters")

    @cached_property
    def _heights(self) -> PchipInterpolator:
        return PchipInterpolator(self.x, self.density_at(self.x), extrapolate=False)

    @cached_property
    def moments(self) -> tuple[float, float]:
        """Mean and variance of what lies between the table's ends."""
        shares = np.linspace(0, 1, 16, endpoint=False)
        fine = (self.x[:-1, None] + shares * np.diff(self.x)[:, None]).ravel()[1:]
        centre = float(self.quantile(np.array(0.5)))
        offset = square = 0.0
        # Above the centre by the probability beyond, below it by the probability up to there.
        for side in (-1, 1):
            x = np.append(fine[side * (fine - centre) > 0], centre)
            x.sort()
            tail = special.expit(-side * self._odds_at(x))
            offset += side * float(np.trapezoid(tail, x))
            square += 2 * side * float(np.trapezoid(tail * (x - centre), x))
        return centre + offset, square - offset**2

    def density(self, x: Array) -> Array:
        """Return the density at x, of x's shape."""
        return self._inside(x, self._heights, self.density_at)

    def cumulative(self, x: Array) -> Array:
        """Return the probability of at most x, of x's shape."""
        return self._inside(x, lambda at: special.expit(self._odds_at(at)), self.below)

    def _inside(
        self, x: Array, table: Callable[[Array], Array], exact: Callable[[Array], Array]
    ) -> Array:
        """Return what a table says between its nodes, and beyond them what is exact."""
        at = np.asarray(x, dtype=float)
        inner = (at > self.x[0]) & (at < self.x[-1])
        found = np.empty(at.shape)
        found[inner] = table(at[inner])
        if not inner.all():
            found[~inner] = exact(at[~inner])
        return found

    def quantile(self, probability: Array) -> Array:
        """Return where each probability is reached; at the table's ends at most, save for 0 and 1.

        NaN where it is no probability.
        """
        share = np.asarray(probability, dtype=float)
        found = self._x_at(np.clip(special.logit(share), *self._ends))
        found = np.where(share == 0, self.support[0], found)
        return np.where(share == 1, self.support[1], found)


def _log_odds(share: Array) -> Array:
    return np.asarray(special.logit(np.clip(share, TAIL, 1 - TAIL)))


# -- which distributions ---------------------------------------------------------------------------

Table = MassTable | WholeSearch | QuantileTable


def table_of(name: str, family: Any, shapes: tuple[Any, ...]) -> Table | None:
    """Return a distribution's table, unshifted; None where scipy's quantiles are direct.

    Args:
        name: scipy's name.
        family: scipy's distribution.
        shapes: its shape parameters in scipy's order.

    Raises:
        CostError: when a table would take too long, or scipy's values are none.
    """
    if isinstance(family, stats.rv_discrete):
        if name == "geom" and shapes[0] == 1:
            return MassTable(1.0, np.ones(1), True)  # scipy's quantiles are 0
        if type(family)._ppf is not stats.rv_discrete._ppf:
            return None
        if name in ("zipf", "yulesimon"):
            return _searched(name, family, shapes)
        return _summed(name, family, shapes)
    if type(family)._ppf is not stats.rv_continuous._ppf and name not in _SLOW_QUANTILES:
        return None
    low, high = ON_A_CIRCLE.get(name) or family.support(*shapes)
    return QuantileTable(
        lambda x: family.cdf(x, *shapes),
        lambda x: np.where((x >= low) & (x <= high), family.pdf(x, *shapes), 0.0),
        (float(low), float(high)),
        _STEPS.get(name, _STEP),
    )


def moments_of(name: str, family: Any, shapes: tuple[Any, ...], table: Table | None) -> Pair:
    """Return mean and variance, as scipy gives them where that is not a search for quantiles.

    Args:
        name: scipy's name.
        family: scipy's distribution.
        shapes: its shape parameters in scipy's order.
        table: of the same distribution.
    """
    if name == "studentized_range":
        return _studentized_range_moments(*(float(shape) for shape in shapes))
    if isinstance(table, MassTable) and table.whole:
        return table.moments
    generic = stats.rv_continuous
    closed = type(family)._munp is not generic._munp or type(family)._stats is not generic._stats
    if isinstance(table, QuantileTable) and (not closed or name in ON_A_CIRCLE):
        return table.moments
    mean, variance = family.stats(*shapes, moments="mv")
    return float(mean), float(variance)


def _studentized_range_moments(k: float, df: float) -> Pair:
    """Return mean and variance of the range of k normal values over an independent deviation.

    The moments of both are known apart: those of the range from its distribution function, which
    is k times the integral of phi(x) (Phi(x + r) - Phi(x))^(k - 1).
    """
    x, r = np.linspace(-10, 10, 1001), np.linspace(0, 20, 601)[:, None]
    between = special.ndtr(x + r) - special.ndtr(x)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    beyond = 1 - k * np.trapezoid(density * between ** (k - 1), x, axis=1)
    first = float(np.trapezoid(beyond, r[:, 0]))
    second = float(np.trapezoid(2 * r[:, 0] * beyond, r[:, 0]))
    if df <= 1:
        return np.inf, np.inf
    ratio = np.exp(special.gammaln((df - 1) / 2) - special.gammaln(df / 2))
    mean = first * float(np.sqrt(df / 2) * ratio)
    return mean, second * df / (df - 2) - mean**2 if df > 2 else np.inf
