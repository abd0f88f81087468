"""Distributions as a person writes them, such as ``gamma(a=2, scale=1.5)``, in scipy's names."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from scipy import stats

from explainer import names
from explainer.arithmetic import NumberError, read_number
from explainer.maths.distribution_tables import (
    FARTHEST,
    TAIL,
    TOO_CLOSE,
    UNRELIABLE,
    CostError,
    QuantileTable,
    check_terms,
)
from explainer.maths.distributions import Distribution, figure, quiet
from explainer.messages import Refusal, shorten

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
    "triangular": "triang",
    "power_law": "powerlaw",
    "von_mises": "vonmises",
}
"""Common names of what scipy abbreviates; each takes scipy's parameters."""

_OTHER_NAMES: dict[str, dict[str, str]] = {
    **dict.fromkeys(("expon", "gamma", "erlang"), dict.fromkeys(("lambda", "rate"), "1/scale")),
    "poisson": dict.fromkeys(("lambda", "rate", "mean"), "mu"),
    "norm": {
        **dict.fromkeys(("mu", "mean"), "loc"),
        **dict.fromkeys(("sigma", "sd", "std"), "scale"),
    },
}
"""What textbooks call parameters, by scipy's name of the family, and what that is to scipy."""

LARGEST = 1e6
"""No parameter may be larger in size, as for all numbers that are given to a scene."""

_OF_LISTS = frozenset({"poisson_binom"})
"""Distributions with a parameter that is a list, which no single number can turn."""


NARROWEST = 1e-7
"""The middle 80 % of a density may lie no nearer together: numbers are written that fine."""

_SHARES = np.array([0.002, 0.1, 0.25, 0.5, 0.75, 0.9, 0.998])

_ACCURACY = 1e-3

_ALL_MOMENTS = {
    *("chi", "dgamma", "dweibull", "exponpow", "exponweib", "gamma", "gennorm"),
    *("gibrat", "halfgennorm", "johnsonsu", "lognorm", "powerlognorm"),
    *("weibull_max", "weibull_min"),
}
"""Their variance is always finite: where scipy says it is infinite, it has overflowed."""


class DistributionError(Refusal):
    """A distribution that cannot be had; the message is one line."""


@lru_cache(maxsize=64)  # a distribution keeps its table, which may have taken seconds
def distribution(text: str) -> Distribution:
    """Read a distribution, written as scipy would call it.

    Args:
        text: a name, and in brackets its parameters by order or by name:
            ``norm``, ``normal(170, 7)``, ``gamma(a=2, scale=1.5)``, ``binom(n=10, p=1/6)``.

    Raises:
        DistributionError: when there is no such distribution, a parameter is missing, unknown or no
            number, the distribution is not defined for these values, or it takes too long or
            reaches too far to be told.
    """
    given, positional, named = _parts(text)
    name = _known(given)
    family = getattr(stats, name)
    expected = _parameter_names(family)
    shapes = [each for each in expected if each not in ("loc", "scale")]
    if len(positional) > len(expected):
        raise DistributionError(
            f"{given} takes at most {len(expected)} parameters: {', '.join(expected)}"
        )
    values = dict(zip(expected, map(_number, positional), strict=False))
    for written, value in named:
        key = names.match(written, expected)
        if key is None:
            raise DistributionError(_unknown(given, name, written, expected))
        if key in values:
            raise DistributionError(f"{given}: {key} is given twice")
        values[key] = _number(value)
    missing = [each for each in shapes if each not in values]
    if missing:
        raise DistributionError(
            f"{given} needs {_listed(missing)}: {_example(name, shapes)}, for example"
        )
    law = Distribution(name, tuple(values.items()), _frozen(family, given, values))
    try:
        check_terms(name, values)
        check_distribution(law)
    except CostError as error:
        raise DistributionError(f"{law.text} {error}") from None
    return law


def known_names() -> list[str]:
    """Return scipy's names of its univariate distributions, in order."""
    return sorted(name for name in dir(stats) if _is_family(getattr(stats, name)))


def _is_family(candidate: Any) -> bool:
    if not isinstance(candidate, stats.rv_continuous | stats.rv_discrete):
        return False
    return candidate.name not in _OF_LISTS


def _known(given: str) -> str:
    """Return scipy's name of the distribution that is meant."""
    if _is_family(getattr(stats, given, None)):
        return given
    known = [*known_names(), *ALIASES]
    found = names.match(given, known)
    if found is None:
        hint = names.nearest(given, known)
        if given.casefold() == "n":  # as it is written in mathematics, where the variance follows
            hint = "; write normal(mean, standard deviation)"
        raise DistributionError(f"no distribution is called {shorten(given, 40)}{hint}")
    return ALIASES.get(found, found)


def _unknown(given: str, name: str, key: str, expected: list[str]) -> str:
    """Return what is said of a parameter that a distribution does not have."""
    greek = {"λ": "lambda", "μ": "mu", "σ": "sigma", "lam": "lambda", "lambd": "lambda"}
    own = _OTHER_NAMES.get(name, {}).get(greek.get(key, key))
    takes = f"{given} has no parameter {shorten(key, 40)}"
    if own is None:
        return f"{takes}{names.nearest(key, expected)}; it takes {', '.join(expected)}"
    remedy = f"scale = 1/{key}" if own == "1/scale" else f"write {own} for {key}"
    return f"{takes}; it takes {', '.join(expected)}; {remedy}"


def _parameter_names(family: Any) -> list[str]:
    """Return the shape parameters, then loc, then scale where there is one: scipy's own order."""
    shapes = [each.strip() for each in (family.shapes or "").split(",") if each.strip()]
    return [*shapes, "loc", *(["scale"] if isinstance(family, stats.rv_continuous) else [])]


def _frozen(family: Any, given: str, values: dict[str, float]) -> Any:
    """Return scipy's frozen distribution, having asked it whether these values are allowed."""
    shapes = {key: value for key, value in values.items() if key not in ("loc", "scale")}
    if values.get("scale", 1.0) <= 0:
        raise DistributionError(f"{given} is not defined for scale={figure(values['scale'])}")
    # scipy draws from some discrete ones only where whole parameters are whole in type too.
    whole = {key: int(value) if value.is_integer() else value for key, value in values.items()}
    try:
        with quiet():
            frozen = family(**whole)
            allowed = bool(np.all(family._argcheck(*frozen.dist._parse_args(**whole)[0])))
    except ArithmeticError:  # scipy divides by a parameter before it looks at it
        allowed = False
    if not allowed:
        listed = ", ".join(f"{key}={figure(value)}" for key, value in shapes.items())
        raise DistributionError(f"{given} is not defined for {listed or 'these parameters'}")
    return frozen


def _parts(text: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Return the name, the parameters that are given by order, and those given by name."""
    wrong = "a name with its parameters is expected, such as gamma(a=2, scale=1.5)"
    call = re.fullmatch(
        r"\s*(?:(?:scipy\.)?stats\.)?([^\W\d][\w\s-]*?)\s*(?:\((.*)\))?\s*", text, re.DOTALL
    )
    if call is None:
        unclosed = text.count("(") > text.count(")")
        raise DistributionError(f"a bracket is not closed; {wrong}" if unclosed else wrong)
    positional: list[str] = []
    named: list[tuple[str, str]] = []
    for part in _arguments(call[2] or "", wrong):
        key = re.fullmatch(r"\s*([^\W\d]\w*)\s*=\s*(.*)", part, re.DOTALL)
        if key:
            named.append((key[1], key[2]))
        elif named:
            raise DistributionError(f"{shorten(part, 40)} must come before what is given by name")
        else:
            positional.append(part)
    return call[1], positional, named


def _arguments(text: str, wrong: str) -> list[str]:
    """Return what stands between commas that are in no brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if depth < 0:
            raise DistributionError(wrong)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    if not parts[-1].strip():
        parts.pop()
    return parts


def _number(text: str) -> float:
    """Return a parameter's value."""
    shown = shorten(text.strip(), 40) or "nothing"
    try:
        value = float(read_number(text))
    except NumberError as error:
        reason = f": {error}" if error.telling else ""
        raise DistributionError(f"{shown} is not a number{reason}") from None
    if not abs(value) <= LARGEST:
        raise DistributionError(f"{shown} is too large; parameters go up to 1e6 in size")
    return value


def _example(name: str, shapes: list[str]) -> str:
    """Return how a distribution is written, with round values for which it is defined."""
    family = getattr(stats, name)
    rounds = (2, 0.5, 5, 1, 3, 10, 0.1, 20)
    for values in product(rounds, repeat=len(shapes)):
        with quiet():
            if np.all(family._argcheck(*map(np.asarray, values))):
                listed = zip(shapes, values, strict=True)
                return f"{name}({', '.join(f'{key}={value}' for key, value in listed)})"
    return f"{name}({', '.join(f'{key}=...' for key in shapes)})"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def check_distribution(law: Distribution) -> None:
    """Make sure that a distribution can be told in reasonable time, and truly.

    The distribution's own figures decide, never the clock: how far its outcomes reach, how near
    they lie together, and whether scipy's distribution function and quantiles agree.

    Raises:
        CostError: with what follows the distribution's name in one line.
    """
    far, *places, end = law.quantile([TAIL, *_SHARES, 1 - TAIL]).tolist()
    found = np.array([far, *places, end])
    if np.isnan(found).any():
        raise CostError(UNRELIABLE)
    if not np.abs(found).max() <= FARTHEST:
        raise CostError(
            "has tails that reach too far to be shown: one outcome in a million is larger than "
            f"{figure(FARTHEST)} in size; choose parameters with lighter tails"
        )
    if (np.diff(found) < 0).any():
        raise CostError(UNRELIABLE)
    if not law.discrete:
        low, high = places[1], places[-2]
        if high - low < max(NARROWEST, 1e-12 * max(abs(low), abs(high))):
            raise CostError(TOO_CLOSE)
    _check_agreement(law, np.array(places))
    mean, variance = law.mean, law.variance
    if law.name in _ALL_MOMENTS and not (math.isfinite(mean) and math.isfinite(variance)):
        raise CostError(
            "has a mean square that floating-point numbers cannot work out; choose lighter tails"
        )
    if math.isfinite(mean) and not abs(mean) <= FARTHEST:
        raise CostError("has a mean too large to be shown; choose parameters with lighter tails")


def _check_agreement(law: Distribution, places: np.ndarray) -> None:
    """Refuse what does not give back the probabilities of its quantiles."""
    size = np.maximum(np.abs(places), 1e-300)
    before = places - 1 if law.discrete else places - 1e-9 * size
    after = places if law.discrete else places + 1e-9 * size
    below, upto = law.cumulative(before), law.cumulative(after)
    agrees = (below <= _SHARES + _ACCURACY) & (upto >= _SHARES - _ACCURACY)
    if not agrees.all():
        raise CostError(UNRELIABLE)
    if law.discrete or isinstance(law.table, QuantileTable):
        return
    ends = law.cumulative(np.linspace(places[0], places[-1], 41))
    if not (np.isfinite(ends).all() and (np.diff(ends) >= -1e-9).all()):
        raise CostError(UNRELIABLE)
