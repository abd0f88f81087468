"""What scenes on probability share: a population, by name or from a column of a file."""

from __future__ import annotations

import numpy as np

from explainer.maths.data_column import read_column
from explainer.maths.distributions import AnyDistribution, Empirical
from explainer.maths.named_distributions import distribution
from explainer.messages import shorten
from explainer.numbers import grouped
from explainer.shown_text import shown


def population(
    text: str, data: str = "", column: str = ""
) -> tuple[AnyDistribution, np.ndarray | None]:
    """Return a distribution and, of a column of data, its values in the file's order.

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
    found = read_column(data, column)
    return Empirical.of(found.values, found.name, found.missing), found.values


def missing_words(given: AnyDistribution) -> str:
    """Return how many values of a file are missing, in a clause; nothing where none is."""
    missing = given.missing if isinstance(given, Empirical) else 0
    if not missing:
        return ""
    total = grouped(len(given.values) + missing)  # type: ignore[union-attr]
    return f"{grouped(missing)} of {total} values {'is' if missing == 1 else 'are'} missing"


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
        raise ValueError(f"column: given {shown(column)}; data must name its file")
    try:
        population(text, data, column)
    except ValueError as error:
        given = f"data: given {shown(data, 80)}" if data else f"{name}: given {shorten(text)}"
        raise ValueError(f"{given}; {error}") from None
