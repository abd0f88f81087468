"""What scenes on linear algebra share: how vectors and eigenvalues are written."""

from __future__ import annotations

import numpy as np

from explainer.numbers import Figure, about, computed, entries, given, to_typst

EIGEN_ROLES = ("eigen", "eigen_second")


def number(value: float) -> Figure:
    """Return a result as Typst mathematics."""
    return to_typst(computed(value))


def entry(value: float) -> Figure:
    """Return what was given as Typst mathematics."""
    return to_typst(given(value))


def amount(value: float) -> str:
    """Return a result for a sentence, which says where it is rounded."""
    return about(computed(value))


def column(values: np.ndarray, *, typed: bool = False) -> Figure:
    """Return a column vector as Typst mathematics; see ``entries``."""
    texts = entries(values, typed=typed)
    return Figure.of(f'display(vec(delim: "[", {", ".join(map(to_typst, texts))}))', *texts)


def point(values: np.ndarray, *, typed: bool = False) -> str:
    """Return coordinates as they are written on the screen, such as ``(3, −0.5)``."""
    texts = entries(values, typed=typed)
    return about(Figure.of(f"({', '.join(texts)})", *texts))
