"""Distributions as a person writes them, such as ``gamma(a=2, scale=1.5)``, in scipy's names."""

from __future__ import annotations

import ast
import difflib
import operator
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import stats

from explainer.maths.law_checks import check_law
from explainer.maths.law_tables import CostError, check_terms
from explainer.maths.laws import Distribution, figure, quiet

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

LARGEST = 1e6
"""No parameter may be larger in size, as for all numbers that are given to a scene."""

_OF_LISTS = frozenset({"poisson_binom"})
"""Laws with a parameter that is a list, which no single number can turn."""


class DistributionError(ValueError):
    """A distribution that cannot be had; the message is one line."""


@lru_cache(maxsize=64)  # a law keeps its table, which may have taken seconds
def distribution(text: str) -> Distribution:
    """Read a distribution, written as scipy would call it.

    Args:
        text: a name, and in brackets its parameters by order or by name:
            ``norm``, ``normal(170, 7)``, ``gamma(a=2, scale=1.5)``, ``binom(n=10, p=1/6)``.

    Raises:
        DistributionError: when there is no such law, a parameter is missing, unknown or no number,
            the law is not defined for these values, or it takes too long or reaches too far to be
            told.
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
    law = Distribution(name, tuple(values.items()), _frozen(family, given, values))
    try:
        check_terms(name, values)
        check_law(law)
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
        raise DistributionError(f"{given} is not defined for scale={figure(values['scale'])}")
    # scipy draws from some discrete laws only where whole parameters are whole in type too.
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
        with quiet():
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
