"""Exact first and second derivatives of a formula in x and y, as functions of arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import ArrayLike

from explainer.maths.formula import FormulaError, parse_formula
from explainer.numbers import grouped

Array = np.ndarray
Field = Callable[[ArrayLike, ArrayLike], Array]

MOST_OPERATIONS = 15_000
"""Of a second derivative, which takes two seconds to work out; test functions have below 500."""


class _Signum(sympy.Function):
    """The slope of |u|: sympy's own has a Dirac impulse as slope, which no picture can show."""

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return sympy.Integer(0)


class _Magnitude(sympy.Function):
    """The value |u| of a real u: sympy's own brings in complex parts when it is differentiated."""

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return _Signum(self.args[0])


@lru_cache(maxsize=64)
def differentiate(expression: str) -> tuple[Field, Field, Field]:
    """Return value, gradient and Hessian of a formula as functions of broadcastable x and y.

    Their results have the shape of x and y, followed by (2,) and by (2, 2). Where the formula is
    undefined they are NaN or infinite, without a warning. At a kink of abs its slope counts as 0.

    Raises:
        FormulaError: when the formula cannot be read, or its second derivatives grow too long.
    """
    x, y = (sympy.Symbol(name, real=True) for name in "xy")
    value = parse_formula(expression).replace(sympy.Abs, _Magnitude)
    gradient = [sympy.diff(value, variable) for variable in (x, y)]
    xx = _second(gradient[0], x)
    xy = _second(gradient[0], y)
    hessian = [xx, xy, xy, _second(gradient[1], y)]
    return (
        _compiled((x, y), [value], ()),
        _compiled((x, y), gradient, (2,)),
        _compiled((x, y), hessian, (2, 2)),
    )


def _second(slope: sympy.Expr, variable: sympy.Symbol) -> sympy.Expr:
    """Return a slope's derivative; one that is too long is refused before the next is begun."""
    found = sympy.diff(slope, variable)
    operations = int(found.count_ops())
    if operations > MOST_OPERATIONS:
        raise FormulaError(
            f"a second derivative comes to {grouped(operations)} operations, and "
            f"{grouped(MOST_OPERATIONS)} are allowed; write a formula that is less deeply nested"
        )
    return found


def _compiled(
    variables: tuple[sympy.Symbol, ...], parts: list[sympy.Expr], shape: tuple[int, ...]
) -> Field:
    own = {"_Magnitude": np.abs, "_Signum": np.sign}
    evaluate = sympy.lambdify(variables, parts, modules=[own, "numpy"], cse=True)

    def field(x: ArrayLike, y: ArrayLike) -> Array:
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        with np.errstate(all="ignore"):
            results = evaluate(x, y)
        # A derivative may be a constant, which comes without the shape of the points.
        columns = [np.broadcast_to(np.asarray(part, dtype=float), x.shape) for part in results]
        return np.stack(columns, axis=-1).reshape(x.shape + shape)[()]

    return field
