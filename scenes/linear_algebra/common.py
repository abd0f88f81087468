"""What scenes on linear algebra share: how vectors and eigenvalues are written."""

from __future__ import annotations

import numpy as np

from explainer.numbers import (
    about,
    computed,
    entries,
    given,
    magnitude,
    relation,
    rounds,
    to_typst,
)

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


def column(values: np.ndarray) -> str:
    """Return a column vector as Typst mathematics."""
    return f'display(vec(delim: "[", {", ".join(map(to_typst, entries(values)))}))'


def degrees(value: float) -> str:
    """Return the size of an angle in degrees for a sentence."""
    return f"{about(abs(value), magnitude(abs(value)))} degrees"


def complex_pair(value: complex) -> str:
    """Return ``lambda = 1 ± 2 i`` as Typst mathematics."""
    real = number(value.real) if abs(value.real) > 1e-12 * abs(value) else ""
    size = "" if abs(value.imag - 1) < 1e-12 else number(abs(value.imag))
    return f"lambda {equals(value.real, value.imag)} {real} plus.minus {size} i"


def direction(vector: np.ndarray) -> np.ndarray:
    """Return a vector, (2,), along the same line: of small whole numbers where there is one."""
    for size in range(1, 10):
        scaled = np.asarray(vector) * (size / np.abs(vector).max())
        if np.abs(scaled - np.rint(scaled)).max() < 1e-9:
            return np.rint(scaled) + 0.0
    return vector


def point(values: np.ndarray) -> str:
    """Return coordinates as they are written on the screen, such as ``(3, −0.5)``."""
    texts = entries(values)
    return f"{'about ' if any(map(rounds, values, texts)) else ''}({', '.join(texts)})"
