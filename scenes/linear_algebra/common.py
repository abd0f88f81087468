"""What scenes on linear algebra share: how vectors and eigenvalues are written."""

from __future__ import annotations

import numpy as np

from explainer.numbers import about, computed, entries, given, relation, rounds, to_typst

EIGEN_ROLES = ("eigen", "eigen_second")


def number(value: float) -> str:
    """Return a result as Typst mathematics."""
    return to_typst(computed(value))


def entry(value: float) -> str:
    """Return what was given as Typst mathematics."""
    return to_typst(given(value))


def equals(*values: float) -> str:
    """Return the Typst sign that may stand before results as they are written."""
    return relation(values, map(computed, values))


def amount(value: float) -> str:
    """Return a result for a sentence, which says where it is rounded."""
    return about(value, computed(value))


def bracketed(number: str) -> str:
    """Return a number in Typst mathematics so that it can be a second factor or summand."""
    return f"({number})" if number.startswith("-") else number


def column(values: np.ndarray) -> str:
    """Return a column vector as Typst mathematics."""
    return f'display(vec(delim: "[", {", ".join(map(to_typst, entries(values)))}))'


def is_similarity(matrix: np.ndarray) -> bool:
    """Return whether all directions are turned by the same angle."""
    (a, b), (c, d) = matrix
    close = 1e-9 * float(np.abs(matrix).max())
    return bool(abs(a - d) <= close and abs(b + c) <= close)


def point(values: np.ndarray) -> str:
    """Return coordinates as they are written on the screen, such as ``(3, −0.5)``."""
    texts = entries(values)
    return f"{'about ' if any(map(rounds, values, texts)) else ''}({', '.join(texts)})"
