"""What scenes on linear algebra share: how vectors and eigenvalues are written."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explainer.numbers import TIMES, Figure, about, computed, entries, given, to_typst

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


def bracketed(number: str) -> Figure:
    """Return a number in Typst mathematics so that it can be a second factor or summand."""
    return Figure.of(f"({number})" if number.startswith("-") else number, number)


def column(values: np.ndarray, *, typed: bool = False) -> Figure:
    """Return a column vector as Typst mathematics; see ``entries``."""
    texts = entries(values, typed=typed)
    return Figure.of(f'display(vec(delim: "[", {", ".join(map(to_typst, texts))}))', *texts)


def places(values: Iterable[float], least: int = 2, *, typed: bool = False) -> int:
    """Return how many decimals a running number needs to rest as ``entries`` writes it."""
    texts = [text for text in entries(values, typed=typed) if TIMES not in text]
    return max([least, *(len(text.partition(".")[2]) for text in texts)])


def coordinates(values: np.ndarray, *, typed: bool = False) -> Figure:
    """Return coordinates as they are written on the screen, such as ``(3, −0.5)``."""
    texts = entries(values, typed=typed)
    return Figure.of(f"({', '.join(texts)})", *texts)


def point(values: np.ndarray, *, typed: bool = False) -> str:
    """Return coordinates for a sentence, which says where they are rounded."""
    return about(coordinates(values, typed=typed))
