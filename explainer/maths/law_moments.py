"""Mean and variance of a law without shift and scale: closed forms, or its table."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import special, stats

from explainer.maths.law_tables import ON_A_CIRCLE, MassTable, Pair, QuantileTable, Table


def moments_of(name: str, family: Any, shapes: tuple[Any, ...], table: Table | None) -> Pair:
    """Return mean and variance, as scipy gives them where that is not a search for quantiles.

    Args:
        name: scipy's name.
        family: scipy's distribution.
        shapes: its shape parameters in scipy's order.
        table: of the same law.
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
