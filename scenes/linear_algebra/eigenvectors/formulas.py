"""Names of marks, formulas and numbers of the eigenvectors of a matrix."""

from __future__ import annotations

import math

from explainer.numbers import about, computed, format_number, magnitude, to_typst
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, equals, number
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory


def image_name(story: EigenStory) -> str:
    """Return ``A v`` as Typst mathematics, with the number by which it is drawn too long."""
    if story.zoom == 1:
        return "A bold(v)"
    return f"{to_typst(magnitude(story.zoom))} thin A bold(v)"


def eigenvalue_name(story: EigenStory, index: int) -> str:
    """Return ``lambda_1 = 2`` for the label of an eigenline."""
    return equation(f"lambda{_mark(story, index)}", float(story.eigenvalues[index]))


def vector_name(story: EigenStory, index: int) -> str:
    """Return the name of an eigenvector, numbered where there are two."""
    return f"bold(x){_mark(story, index)}"


def eigen_equation(story: EigenStory, index: int) -> str:
    """Return what an eigenvector is, with its eigenvalue."""
    mark, x = _mark(story, index), vector_name(story, index)
    return f"A {x} = lambda{mark} {x}, quad {eigenvalue_name(story, index)}"


def crushed_name(story: EigenStory, index: int) -> str:
    """Return that ``A - lambda I`` sends an eigenvector to zero."""
    return f"(A - lambda{_mark(story, index)} I) {vector_name(story, index)} = bold(0)"


def component_names(story: EigenStory, after: bool) -> list[str]:
    """Return the names of components along the eigenlines, none where there are none."""
    if story.kind != "diagonalizable" or story.own_line is not None:
        return []
    return [f"{f'lambda_{mark} ' * after}c_{mark} bold(x)_{mark}" for mark in (1, 2)]


def power_chart_name(story: EigenStory) -> str:
    """Return the caption (Typst) of the chart beside the powers."""
    if story.outcome == "turns":
        return "turned so far, after $n$ steps"
    own = story.own_line or 0
    role, name = EIGEN_ROLES[own], vector_name(story, own)
    if story.kind == "scalar":
        role, name = "vector", "bold(v)"
    return f'angle to $part("{role}", {name})$, after $n$ steps'


def _mark(story: EigenStory, index: int) -> str:
    return f"_{index + 1}" if story.kind == "diagonalizable" else ""


def complex_pair(story: EigenStory) -> str:
    """Return a complex pair of eigenvalues."""
    real, imaginary = (story.modulus * f(story.angle) for f in (math.cos, math.sin))
    first = number(real) if abs(real) > 1e-12 * story.modulus else ""
    second = "" if abs(imaginary - 1) < 1e-12 else number(imaginary)
    return f"lambda {equals(real, imaginary)} {first} plus.minus {second} i"


def amount(value: float) -> str:
    """Return a result for a sentence, which says where it is rounded; none is lost as noise."""
    return about(value, magnitude(value) if 0 < value < 1e-4 else computed(value))


def degrees(value: float) -> str:
    """Return the size of an angle for speech."""
    return f"{amount(abs(value))} degrees"


def length_text(value: float) -> str:
    """Write a length with two decimals, or as a power of ten; zero only where it is zero."""
    return magnitude(value, 2) if 0 < value < 1e-12 else format_number(value)


def equation(name: str, value: float) -> str:
    """Return that something has a value, rounded or not."""
    return f"{name} {equals(value)} {number(value)}"
