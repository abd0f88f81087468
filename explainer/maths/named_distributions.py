"""Distributions as a person writes them, such as ``gamma(a=2, scale=1.5)``, in scipy's names.

Everything asked of one is scipy's answer, save where scipy gives none that is true: a mean that
does not exist is ``nan``. The few laws that scipy draws from too slowly are drawn by inverting a
table of their distribution function.
"""

from __future__ import annotations

import ast
import difflib
import math
import operator
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.interpolate import PchipInterpolator

from explainer.maths.numerals import shortest

Array = np.ndarray

ALIASES: dict[str, str] = {
    "normal": "norm",
    "gaussian": "norm",
    "exponential": "expon",
    "chi_squared": "chi2",
    "chisquare": "chi2",
    "student_t": "t",
    "lognormal": "lognorm",
    "weibull": "weibull_min",
    "binomial": "binom",
    "geometric": "geom",
    "negative_binomial": "nbinom",
    "hypergeometric": "hypergeom",
    "poisson_process": "poisson",
    "triangular": "triang",
    "power_law": "powerlaw",
    "von_mises": "vonmises",
}
"""Common names of what scipy abbreviates; each takes scipy's parameters."""

TITLES: dict[str, str] = {
    "norm": "normal",
    "expon": "exponential",
    "chi2": "chi-squared",
    "t": "Student t",
    "lognorm": "log-normal",
    "weibull_min": "Weibull",
    "binom": "binomial",
    "geom": "geometric",
    "nbinom": "negative binomial",
    "hypergeom": "hypergeometric",
    "randint": "discrete uniform",
    "triang": "triangular",
    "cauchy": "Cauchy",
    "poisson": "Poisson",
    "bernoulli": "Bernoulli",
    "pareto": "Pareto",
    "laplace": "Laplace",
    "f": "F",
}
"""What to call a law in a sentence, where scipy's name would not do."""

LARGEST = 1e6
"""No parameter may be larger in size, as for all numbers that are given to a scene."""

_TABULATED = frozenset({"studentized_range", "ksone", "kstwo", "gausshyper", "rel_breitwigner"})
"""Laws from which scipy takes a millisecond or more to draw one number."""
_TABLE = 400
_OF_LISTS = frozenset({"poisson_binom"})
"""Laws with a parameter that is a list, which no single number can turn."""


class DistributionError(ValueError):
    """A distribution that cannot be had; the message is one line."""


@dataclass(frozen=True)
class Distribution:
    """A law of scipy's with its parameters.

    Attributes:
        name: scipy's name.
        parameters: names and values, in the order in which they were given.
        frozen: scipy's frozen distribution.
    """

    name: str
    parameters: tuple[tuple[str, float], ...]
    frozen: Any

    @property
    def discrete(self) -> bool:
        """Whether it has a mass function, and no density."""
        return isinstance(self.frozen.dist, stats.rv_discrete)

    @property
    def slow(self) -> bool:
        """Whether scipy takes a millisecond or more for each value that it is asked."""
        return self.name in _TABULATED

    @property
    def title(self) -> str:
        """What to call it in a sentence, such as ``normal``."""
        return TITLES.get(self.name, self.name.replace("_", " "))

    @property
    def text(self) -> str:
        """How it is written, such as ``gamma(a=2, scale=1.5)``."""
        listed = ", ".join(f"{name}={_figure(value)}" for name, value in self.parameters)
        return f"{self.name}({listed})"

    @cached_property
    def support(self) -> tuple[float, float]:
        """The least and the largest value it can take, infinite where there is none."""
        low, high = self.frozen.support()
        return float(low), float(high)

    @cached_property
    def mean(self) -> float:
        """The expectation: infinite where it is, ``nan`` where it does not exist.

        A law with infinitely heavy tails on both sides has none, whatever scipy says.
        """
        return self._moments[0]

    @cached_property
    def variance(self) -> float:
        """The variance: infinite where it or the mean is, ``nan`` where there is no mean."""
        return self._moments[1]

    @property
    def standard_deviation(self) -> float:
        """The square root of the variance."""
        return math.sqrt(self.variance) if self.variance >= 0 else math.nan

    @cached_property
    def _moments(self) -> tuple[float, float]:
        with _quiet():
            mean, variance = (float(value) for value in self.frozen.stats("mv"))
        if not math.isfinite(mean):
            low, high = self.support
            one_sided = math.isfinite(low) != math.isfinite(high)
            known = math.inf if math.isfinite(low) else -math.inf
            return (known, math.inf) if one_sided else (math.nan, math.nan)
        return mean, variance if variance >= 0 else math.inf

    def density(self, x: ArrayLike) -> Array:
        """Return the density at x, or the mass where it is discrete; of x's shape."""
        with _quiet():
            found = self.frozen.pmf(x) if self.discrete else self.frozen.pdf(x)
        return np.nan_to_num(np.asarray(found, dtype=float), nan=0.0, posinf=np.inf)

    def cumulative(self, x: ArrayLike) -> Array:
        """Return the probability of at most x, of x's shape."""
        with _quiet():
            return np.asarray(self.frozen.cdf(x), dtype=float)

    def quantile(self, probability: ArrayLike) -> Array:
        """Return the least value at which the distribution function reaches each probability."""
        with _quiet():
            return np.asarray(self.frozen.ppf(probability), dtype=float)

    def sample(self, size: int | tuple[int, ...], generator: np.random.Generator) -> Array:
        """Return independent draws, of the shape ``size``."""
        if self.slow:
            return np.asarray(self._inverse(generator.uniform(size=size)), dtype=float)
        with _quiet():
            return np.asarray(self.frozen.rvs(size=size, random_state=generator), dtype=float)

    @cached_property
    def _inverse(self) -> Callable[[Array], Array]:
        low, high = self.quantile([1e-6, 1 - 1e-6]).tolist()
        x = np.linspace(low, high, _TABLE)
        rising, first = np.unique(self.cumulative(x), return_index=True)
        return PchipInterpolator(rising, x[first], extrapolate=True)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Empirical:
    """The law that puts the same mass on each of some values; it answers as ``Distribution`` does.

    Attributes:
        values: (n,) numbers in rising order.
        text: where they come from.
    """

    values: Array
    text: str
    title: str = "data"
    discrete: bool = True
    slow: bool = False

    @classmethod
    def of(cls, values: ArrayLike, text: str) -> Empirical:
        """Return the law of values in any order."""
        return cls(np.sort(np.asarray(values, dtype=float)), text)

    @property
    def support(self) -> tuple[float, float]:
        """The least and the largest value."""
        return float(self.values[0]), float(self.values[-1])

    @property
    def mean(self) -> float:
        """The mean of the values."""
        return float(self.values.mean())

    @property
    def variance(self) -> float:
        """The mean square about the mean: of the law, not an estimate of another's."""
        return float(self.values.var())

    @property
    def standard_deviation(self) -> float:
        """The square root of the variance."""
        return float(self.values.std())

    def density(self, x: ArrayLike) -> Array:
        """Return the share of the values that equal x, of x's shape."""
        at = np.asarray(x, dtype=float)
        upto = np.searchsorted(self.values, at, side="right")
        below = np.searchsorted(self.values, at, side="left")
        return np.asarray((upto - below) / len(self.values))

    def cumulative(self, x: ArrayLike) -> Array:
        """Return the share of the values that are at most x, of x's shape."""
        return np.asarray(np.searchsorted(self.values, x, side="right") / len(self.values))

    def quantile(self, probability: ArrayLike) -> Array:
        """Return the least value at which the distribution function reaches each probability."""
        share = np.asarray(probability, dtype=float)
        return np.asarray(np.quantile(self.values, share, method="inverted_cdf"), dtype=float)

    def sample(self, size: int | tuple[int, ...], generator: np.random.Generator) -> Array:
        """Return draws with replacement, of the shape ``size``."""
        return generator.choice(self.values, size=size)


Law = Distribution | Empirical


# -- reading --------------------------------------------------------------------------------------


def distribution(text: str) -> Distribution:
    """Read a distribution, written as scipy would call it.

    Args:
        text: a name, and in brackets its parameters by order or by name:
            ``norm``, ``normal(170, 7)``, ``gamma(a=2, scale=1.5)``, ``binom(n=10, p=1/6)``.

    Raises:
        DistributionError: when there is no such law, a parameter is missing, unknown or no number,
            or the law is not defined for these values.
    """
    given, call = _parts(text)
    name = ALIASES.get(given, given)
    family = _family(given, name)
    positional = [_number(node) for node in call.args]
    named = [(str(keyword.arg), _number(keyword.value)) for keyword in call.keywords]
    expected = _parameter_names(family)
    shapes = [each for each in expected if each not in ("loc", "scale")]
    if len(positional) > len(expected):
        raise DistributionError(
            f"{given} takes at most {len(expected)} parameters: {', '.join(expected)}"
        )
    values = dict(zip(expected, positional, strict=False))
    for key, value in named:
        if key not in expected:
            raise DistributionError(
                f"{given} has no parameter {key}{_nearest(key, expected)}; "
                f"it takes {', '.join(expected)}"
            )
        if key in values:
            raise DistributionError(f"{given}: {key} is given twice")
        values[key] = value
    missing = [each for each in shapes if each not in values]
    if missing:
        raise DistributionError(
            f"{given} needs {_listed(missing)}: {_example(name, shapes)}, for example"
        )
    frozen = _frozen(family, given, values)
    return Distribution(name, tuple(values.items()), frozen)


def known_names() -> list[str]:
    """Return scipy's names of its univariate distributions, in order."""
    return sorted(name for name in dir(stats) if _is_family(getattr(stats, name)))


def _is_family(candidate: Any) -> bool:
    if not isinstance(candidate, stats.rv_continuous | stats.rv_discrete):
        return False
    return candidate.name not in _OF_LISTS


def _family(given: str, name: str) -> Any:
    family = getattr(stats, name, None)
    if not _is_family(family):
        hint = _nearest(given, [*known_names(), *ALIASES])
        raise DistributionError(f"no distribution is called {given}{hint}")
    return family


def _parameter_names(family: Any) -> list[str]:
    """Return the shape parameters, then loc, then scale where there is one: scipy's own order."""
    shapes = [each.strip() for each in (family.shapes or "").split(",") if each.strip()]
    return [*shapes, "loc", *(["scale"] if isinstance(family, stats.rv_continuous) else [])]


def _frozen(family: Any, given: str, values: dict[str, float]) -> Any:
    """Return scipy's frozen distribution, having asked it whether these values are allowed."""
    shapes = {key: value for key, value in values.items() if key not in ("loc", "scale")}
    if values.get("scale", 1.0) <= 0:
        raise DistributionError(f"{given} is not defined for scale={_figure(values['scale'])}")
    # scipy draws from some discrete laws only where whole parameters are whole in type too.
    whole = {key: int(value) if value.is_integer() else value for key, value in values.items()}
    with _quiet():
        frozen = family(**whole)
        allowed = bool(np.all(family._argcheck(*frozen.dist._parse_args(**whole)[0])))
        usable = allowed and np.isfinite(frozen.ppf([0.01, 0.5, 0.99])).all()
    if not usable:
        listed = ", ".join(f"{key}={_figure(value)}" for key, value in shapes.items())
        raise DistributionError(f"{given} is not defined for {listed or 'these parameters'}")
    return frozen


def _parts(text: str) -> tuple[str, ast.Call]:
    """Return the name in lower case, and its call, without parameters where none are written."""
    wrong = DistributionError(
        "a name with its parameters is expected, such as gamma(a=2, scale=1.5)"
    )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise wrong from None
    call = ast.Call(tree, [], []) if isinstance(tree, ast.Name) else tree
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        raise wrong
    if any(keyword.arg is None for keyword in call.keywords):
        raise wrong
    return call.func.id.lower(), call


_OPERATIONS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


def _number(node: ast.AST) -> float:
    """Return a parameter's value: a number, or a sum, product or fraction of numbers."""

    def read(part: ast.AST) -> float:
        if isinstance(part, ast.Constant) and type(part.value) in (int, float):
            return part.value  # type: ignore[return-value]
        if isinstance(part, ast.UnaryOp) and type(part.op) in _OPERATIONS:
            return _OPERATIONS[type(part.op)](read(part.operand))
        if isinstance(part, ast.BinOp) and type(part.op) in _OPERATIONS:
            return _OPERATIONS[type(part.op)](read(part.left), read(part.right))
        raise DistributionError(f"{ast.unparse(node)} is not a number")

    try:
        value = float(read(node))
    except (ZeroDivisionError, OverflowError):
        raise DistributionError(f"{ast.unparse(node)} is not a number") from None
    if not abs(value) <= LARGEST:
        raise DistributionError(
            f"{ast.unparse(node)} is too large; parameters go up to 1e6 in size"
        )
    return value


def _example(name: str, shapes: list[str]) -> str:
    """Return how a law is written, with round values for which it is defined."""
    family = getattr(stats, name)
    rounds = (2, 0.5, 5, 1, 3, 10, 0.1, 20)
    for values in _combinations(rounds, len(shapes)):
        with _quiet():
            if np.all(family._argcheck(*map(np.asarray, values))):
                listed = zip(shapes, values, strict=True)
                return f"{name}({', '.join(f'{key}={value}' for key, value in listed)})"
    return f"{name}({', '.join(f'{key}=...' for key in shapes)})"


def _combinations(values: tuple[float, ...], count: int) -> Iterator[tuple[float, ...]]:
    if count == 0:
        yield ()
        return
    for rest in _combinations(values, count - 1):
        for value in values:
            yield (*rest, value)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _nearest(name: str, known: list[str]) -> str:
    found = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f" (did you mean {found[0]}?)" if found else ""


def _figure(value: float) -> str:
    return shortest(value, most_decimals=6).replace("\u2212", "-")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep numpy's and scipy's warnings, about tails that overflow, from the user's terminal."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield
