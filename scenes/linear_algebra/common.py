"""What scenes on linear algebra share: how vectors and eigenvalues are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from explainer.numbers import (
    TIMES,
    Figure,
    about,
    computed,
    entries,
    given,
    magnitude,
    relation,
    to_typst,
)

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


def results(values: Iterable[float]) -> list[Figure]:
    """Write results that stand beside each other, so that different ones look different."""
    texts = [computed(value) for value in values]
    return entries(values) if len(set(texts)) < len({*values}) else texts


def bracketed(number: str) -> Figure:
    """Return a number in Typst mathematics so that it can be a second factor or summand."""
    return Figure.of(f"({number})" if number.startswith("-") else number, number)


def column(values: np.ndarray, *, typed: bool = False) -> Figure:
    """Return a column vector as Typst mathematics; see ``entries``."""
    texts = entries(values, typed=typed)
    return Figure.of(f'display(vec(delim: "[", {", ".join(map(to_typst, texts))}))', *texts)


def matrix(name: str, values: np.ndarray, roles: Sequence[str] = ()) -> str:
    """Return a matrix that was given with its name as Typst mathematics, in a colour an entry."""
    return named_matrix(name, entries(values.flat, typed=True), values.shape, roles)


def named_matrix(
    name: str, texts: Sequence[str], shape: tuple[int, ...] = (2, 2), roles: Sequence[str] = ()
) -> str:
    """Return a matrix with its name, as ``matrix`` does, whose entries are written so."""
    return f"{name} {relation(*texts)} {in_brackets(texts, shape, roles)}"


def in_brackets(
    texts: Sequence[str], shape: tuple[int, ...] = (2, 2), roles: Sequence[str] = ()
) -> str:
    """Return a matrix whose entries are written so as Typst mathematics, in a colour an entry."""
    cells: list[str] = [*map(to_typst, texts)]
    if roles:
        cells = [f'part("{role}", {cell})' for role, cell in zip(roles, cells, strict=True)]
    rows = "; ".join(", ".join(line) for line in np.reshape(cells, shape))
    return f'display(mat(delim: "[", {rows}))'


def degrees(value: float) -> str:
    """Return the size of an angle in degrees for a sentence."""
    return f"{about(magnitude(abs(value)))} degrees"


def complex_pair(value: complex) -> str:
    """Return ``lambda = 1 ± 2 i`` as Typst mathematics."""
    real = number(value.real) if abs(value.real) > 1e-12 * abs(value) else ""
    size = "" if abs(value.imag - 1) < 1e-12 else number(abs(value.imag))
    return f"lambda {relation(real, size)} {real} plus.minus {size} i"


def direction(vector: np.ndarray) -> np.ndarray:
    """Return a vector, (2,), along the same line: of small whole numbers where there is one."""
    for size in range(1, 10):
        scaled = np.asarray(vector) * (size / np.abs(vector).max())
        if np.abs(scaled - np.rint(scaled)).max() < 1e-9:
            return np.rint(scaled) + 0.0
    return vector


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
