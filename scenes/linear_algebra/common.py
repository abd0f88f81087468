"""What scenes on linear algebra share: how vectors and eigenvalues are written."""

from __future__ import annotations

import numpy as np

from explainer.numbers import figures_needed, format_number, rounds, shortest, to_typst

EIGEN_ROLES = ("eigen", "eigen_second")


def figure(value: float) -> str:
    """Write a computed number: two decimals, more where it is small, fewer where it is large."""
    if 100 <= abs(value) < 1e5:
        return shortest(value, 0 if abs(value) >= 1000 else 1)
    return format_number(value, figures_needed([value], limit=5))


def number(value: float) -> str:
    """Return a computed number as Typst mathematics."""
    return to_typst(figure(float(value)))


def entry(value: float) -> str:
    """Return a number that was given, never rounded above its second decimal."""
    return to_typst(format_number(float(value), figures_needed([float(value)])))


def equals(*values: float) -> str:
    """Return the sign that may stand before these numbers as they are written."""
    return "approx" if any(rounds(float(value), figure(float(value))) for value in values) else "="


def column(values: np.ndarray) -> str:
    """Return a column vector as Typst mathematics."""
    decimals = figures_needed(values)
    entries = ", ".join(to_typst(shortest(float(value), decimals)) for value in values)
    return f'display(vec(delim: "[", {entries}))'


def is_similarity(matrix: np.ndarray) -> bool:
    """Return whether all directions are turned by the same angle."""
    (a, b), (c, d) = matrix
    close = 1e-9 * float(np.abs(matrix).max())
    return bool(abs(a - d) <= close and abs(b + c) <= close)


def point(values: np.ndarray) -> str:
    """Return coordinates as they are written on the screen, such as ``(3, −0.5)``."""
    decimals = figures_needed(values)
    texts = [shortest(float(value), decimals) for value in values]
    about = any(rounds(float(value), text) for value, text in zip(values, texts, strict=True))
    return f"{'about ' if about else ''}({', '.join(texts)})"


def amount(value: float) -> str:
    """Return a computed number, and say where it is rounded."""
    text = figure(float(value))
    return f"about {text}" if rounds(float(value), text) else text
