"""The formulas of the film, and the names of what is drawn, true for its matrix."""

from __future__ import annotations

import math
from collections.abc import Iterable

from explainer.beat_text import Line
from explainer.numbers import (
    Figure,
    equals,
    magnitude,
    relation,
    shortest,
    to_typst,
)
from explainer.scenes.linear_algebra.common import (
    EIGEN_ROLES,
    bracketed,
    complex_pair,
    matrix,
    number,
    results,
)
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory


def image_lines(story: EigenStory, power: str = "") -> tuple[Line, ...]:
    """Return what the matrix, or a power of it, makes of the vector."""
    v, n = 'part("vector", bold(v))', f"^{power}" if power else ""
    image = f'part("image", A{n} bold(v))'
    if story.outcome in ("zero_start", "vanishes") and power:
        return ()
    if story.kind == "complex":
        modulus = f"|lambda| {equals(number(story.modulus))}"
        angle = f'"angle" {equals(to_typst(magnitude(math.degrees(story.angle))))} degree'
        pair = complex_pair(complex(*story.pair))
        return (Line(pair, "eigen"), Line(modulus, "eigen"), Line(angle, "eigen"))
    factors = [coefficient(story, index) for index in range(len(story.roots))]
    grown = [f"{factor}{n}" if factor else "" for factor in factors]
    own = story.own_line
    if own is not None and len(grown) < 2:
        return (Line(f"{image} = {grown[0]} {v}"),)
    if story.kind == "defective":
        times = f"{power} thin lambda^({power} - 1)" if factors[0] else power
        push = f'+ med part("eigen", {times if power else ""} (A - lambda I) bold(v))'
        return (Line(f"{image} = {grown[0]} {v}"), Line(f"quad {push}"))
    pieces = zip(grown, component_names(story), strict=True)
    parts = coloured(f"{factor} thin {piece}" for factor, piece in pieces)
    if own is not None:
        return (Line(f"{image} = {parts[own]}"),)
    if story.eigenvalues[1] == 0 and power:
        return (Line(f"{image} = {parts[0]}"),)
    return (Line(f"{image} = {parts[0]}"), Line(f"quad + med {parts[1]}"))


def coloured(pieces: Iterable[str]) -> list[str]:
    """Return a piece along each eigenvector in its colour."""
    return [f'part("{role}", {piece})' for role, piece in zip(EIGEN_ROLES, pieces, strict=True)]


def coefficient(story: EigenStory, index: int) -> str:
    """Return an eigenvalue as a factor in a formula: itself where that is short and exact."""
    written = results(story.eigenvalues)[index]
    if written == "1":
        return ""
    if relation(written) != "=" or not written[-1].isascii() or len(written) > 5:
        return f"lambda{mark_of(story, index)}"
    return bracketed(to_typst(written))


def given_matrix(story: EigenStory) -> str:
    """Return the matrix with its name."""
    return matrix("A", story.matrix)


def image_name(story: EigenStory) -> str:
    """Return ``A v`` as Typst mathematics, with the number by which it is drawn too long."""
    if story.zoom == 1:
        return "A bold(v)"
    return f"{to_typst(magnitude(story.zoom))} thin A bold(v)"


def eigenvalue_name(story: EigenStory, index: int) -> str:
    """Return ``lambda_1 = 2`` for the label of an eigenline."""
    written = to_typst(results(story.eigenvalues)[index])
    return f"lambda{mark_of(story, index)} {equals(written)}"


def vector_name(story: EigenStory, index: int) -> str:
    """Return ``x_1``, or ``x`` where there is one line."""
    return f"bold(x){mark_of(story, index)}"


def moved_name(story: EigenStory, index: int) -> str:
    """Return ``2 x_1``."""
    return f"{coefficient(story, index)} thin {vector_name(story, index)}"


def value_name(value: float) -> str:
    """Return ``lambda = 2``."""
    return f"lambda {equals(number(value))}"


def crushed_name(story: EigenStory, index: int) -> str:
    """Return ``(A - lambda_1 I) x_1 = 0``."""
    return f"(A - lambda{mark_of(story, index)} I) {vector_name(story, index)} = bold(0)"


def chart_names(story: EigenStory) -> list[tuple[float, str]]:
    """Return where the determinant is zero, or least, each with its name (Typst)."""
    if story.kind == "complex":
        least = float(story.characteristic(story.slider_end))
        return [(story.slider_end, f"lowest ${equals(number(least))}$")]
    names = (f"$lambda{mark_of(story, index)}$" for index in range(len(story.roots)))
    return [*zip(story.roots.tolist(), names, strict=True)]


def component_names(story: EigenStory, after: bool = False) -> list[str]:
    """Return ``c_1 x_1`` and ``c_2 x_2``, or what the matrix makes of them."""
    if story.kind != "diagonalizable":
        return []
    pieces = [f"c_{mark} bold(x)_{mark}" for mark in (1, 2)]
    if after:
        return [f"{coefficient(story, mark)} thin {piece}" for mark, piece in enumerate(pieces)]
    return pieces


def power_name(story: EigenStory, power: int) -> str:
    """Return what the arrow of a power shows, as Typst mathematics."""
    divisor = f"|lambda{mark_of(story, 0)}|^{power}"
    name = f"A^{power} bold(v)" if power > 1 else "A bold(v)"
    shown = {"true": "", "divided": f" \\/ {divisor}", "even": f" \\/ norm({name})"}
    return f"{name}{shown[story.scale]}"


def mark_of(story: EigenStory, index: int) -> str:
    """Return the index of an eigenvalue where there are two."""
    return f"_{index + 1}" if story.kind == "diagonalizable" else ""


def length_text(value: float) -> Figure:
    """Write a length, zero only where it is zero."""
    return magnitude(value, 2) if 0 < value < 1e-12 else shortest(value)
