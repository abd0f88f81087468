"""A population: a named distribution, or a column of a CSV file."""

from __future__ import annotations

import numpy as np

from explainer.maths.data_column import read_column
from explainer.maths.laws import Empirical, Law
from explainer.maths.named_distributions import distribution
from explainer.messages import shorten, web_address


def population(text: str, data: str = "", column: str = "") -> tuple[Law, np.ndarray | None]:
    """Return a law and, where it is that of a column of data, its values in the file's order.

    Args:
        text: a distribution with its parameters, as ``distribution`` reads it.
        data: a CSV file that stands in for it; none when empty.
        column: the file's column, by name or number.

    Raises:
        DistributionError: when there is no such distribution.
        DataError: when there is no such column of numbers.
    """
    if not data:
        return distribution(text), None
    name, values = read_column(data, column)
    return Empirical.of(values, name), values


def check_population(name: str, text: str, data: str, column: str) -> None:
    """Refuse what is no population.

    Args:
        name: of the parameter that holds ``text``.
        text: as for ``population``.
        data: as for ``population``.
        column: as for ``population``.

    Raises:
        ValueError: in one line that names the parameter, what was given, and what is wrong.
    """
    if column and not data:
        raise ValueError(f"column: given {shorten(column)}; data must name its file")
    if remedy := web_address(data):
        raise ValueError(f"data: given {shorten(data)}; {remedy}")
    try:
        population(text, data, column)
    except ValueError as error:
        given = f"data: given {shorten(data)}" if data else f"{name}: given {shorten(text)}"
        raise ValueError(f"{given}; {error}") from None
