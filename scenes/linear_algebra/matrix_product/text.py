"""What a product of two matrices is, in words and formulas that are true for these two."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.linear_algebra import keeps_areas
from explainer.numbers import Figure, about, entries, equals, in_full, relation, to_typst
from explainer.scenes.linear_algebra.common import (
    bracketed,
    column,
    coordinates,
    entry,
    named_matrix,
)
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory

HATS = ("hat(dotless.i)", "hat(dotless.j)")
BASIS = ("i_hat", "j_hat")
"""The roles of the basis vectors, and of the columns that they land on."""

_SHORT = 8
"""Characters of sums and products of given numbers that are written in full."""

_WORDS = ('"first" B", then" A": " quad', '"first" A", then" B": " quad')

WHY_EQUAL = {
    "zero": "Once everything lies on the origin it stays there, so with a zero matrix the order "
    "makes no difference.",
    "inverse": "Each of them undoes the other, so both ways lead back to the start.",
    "same": "The two matrices are the same, so nothing changes when they trade places.",
    "multiple": "One of them multiplies every vector by the same number, which can be done before "
    "the other or after it.",
    "turns": "Rotations and uniform scalings of the plane can be carried out in either order.",
    "exception": "Here B is a multiple of A plus a multiple of the identity, and A commutes with "
    "both.",
}


def first_then(story: ProductStory) -> BeatText:
    return BeatText(
        "First $B$ moves the plane, then $A$ moves the result",
        "Apply one matrix, B, to the whole plane, and then another, A, to the result. Each vector "
        "x goes first to B x, and from there to A times B x.",
        f"The plane after B and then A. B took {_basis(story.b, typed=True)}; both together took "
        f"{_basis(story.ab)}. {_left(story.rank)}",
    )


def at_once(story: ProductStory) -> BeatText:
    """Return what is said of the single step that does what both do."""
    seen = f"The plane after one step, the matrix AB, which takes {_basis(story.ab)}."
    if story.undone:
        return BeatText(
            "$A B = I$: the second step undoes the first",
            "A has put everything back where it was before B, so both together do nothing: their "
            "product AB is the identity matrix, and A is the inverse of B.",
            f"{seen} Every point lies where it began, for AB is the identity.",
        )
    if not story.ab.any():
        kept = story.a.any() and story.b.any()
        neither = ", although neither A nor B is zero" if kept else ""
        return BeatText(
            "$A B = 0$: together they send everything to the origin",
            "There is one matrix that does both at once, the product AB. After both steps "
            f"every vector lies at the origin, so AB is the zero matrix{neither}.",
            f"{seen} {_left(story.rank)}",
        )
    return BeatText(
        "One matrix does both at once: the product $A B$",
        "A single matrix takes the plane to the same place: the product AB. It is read from right "
        "to left, because the matrix that acts first, B, stands next to the vector.",
        f"{seen} Rings mark where B and then A took them. {_left(story.rank)}",
    )


def columns(story: ProductStory) -> BeatText:
    names = ("first", "second")
    sides = [
        (column(b, typed=True), column(ab, typed=short(ab)), role)
        for b, ab, role in zip(story.b.T, story.ab.T, BASIS, strict=True)
    ]
    lines = tuple(Line(f"A {b} {relation(b, ab)} {ab}", role) for b, ab, role in sides)
    moved = [
        f"the {name} column of B, {point(b, typed=True)}, to {point(ab)}"
        for name, b, ab in zip(names, story.b.T, story.ab.T, strict=True)
    ]
    return BeatText(
        "The columns of $A B$ are $A$ times the columns of $B$",
        "Where does AB send the basis? B takes it to the columns of B, and A moves those like any "
        "other vectors, so each column of AB is A times a column of B.",
        f"The plane moved by A, with two arrows carried along: {', and '.join(moved)}. These are "
        "the columns of AB.",
        lines,
    )


def cross(story: ProductStory) -> BeatText:
    first, second = map(point, story.ab)
    return BeatText(
        "Each entry of $A B$ is a row of $A$ times a column of $B$",
        "To get an entry of AB, take its row in A and its column in B, multiply them entry by "
        "entry, and add. The result stands where that row and that column cross.",
        "B stands above and A to the left, and AB is where they cross. It has the rows "
        f"{first} and {second}. The second row of A and the second column of B are marked; they "
        "meet in the last entry, whose sum is written out beside it.",
    )


def sum_of(story: ProductStory, row: int, place: int) -> tuple[Line, ...]:
    """Return how one entry of the product comes about, term by term."""
    factors = [[bracketed(entry(float(x))) for x in term] for term in story.terms(row, place)]
    terms = [
        f'part("{("first_row", "second_row")[row]}", {a}) times part("{BASIS[place]}", {b})'
        for a, b in factors
    ]
    value = result(float(story.ab[row, place]))
    sign = relation(value, *factors[0], *factors[1])
    return Line(terms[0]), Line(f'"" + {terms[1]}'), Line(f"{sign} {to_typst(value)}")


def order(story: ProductStory) -> BeatText:
    both = [*story.ab.flat, *story.ba.flat]
    texts = entries(both, typed=short(both))  # together, so that what differs looks different
    lines = tuple(
        Line(f"{said} {named_matrix(name, own, roles=2 * BASIS)}")
        for said, name, own in zip(_WORDS, ("A B", "B A"), (texts[:4], texts[4:]), strict=True)
    )
    seen = (
        "Two planes side by side, each with the unit square and where it has gone. On the left, B "
        f"and then A took {_basis(story.ab)}; on the right, A and then B took "
    )
    if story.commutes:
        return BeatText(
            "$A B = B A$: for this pair the order makes no difference",
            "On the left B acts first, on the right A does, and both end in the same place. "
            f"{WHY_EQUAL[story.pair]} Most pairs do not commute.",
            f"{seen}them to the same places.",
            lines,
        )
    return BeatText(
        "$A B != B A$: the order makes a difference",
        "Both sides start from the same square. On the left B acts first, on the right A does, and "
        "the results differ: matrix multiplication is not commutative.",
        f"{seen}{_basis(story.ba)}. A dashed outline on each side shows where the other one ended.",
        lines,
    )


def areas(story: ProductStory) -> BeatText:
    """Return what becomes of areas, which multiply, and of the orientation."""
    det_a, det_b, det = story.det_a, story.det_b, story.det
    steps = f"B {_effect(story.b, det_b)}, and then A {_effect(story.a, det_a)}."
    if keeps_areas(story.a) and keeps_areas(story.b):
        steps = "B keeps every area, and so does A."
    if not det:
        what = "A makes every area zero"
        if not det_b:
            what = "B makes every area zero, and A cannot undo that"
        why = f"{what}: the determinant of the product is zero."
        steps = ""
    elif min(det_a, det_b) > 0:
        why = "So the two determinants multiply, in either order."
    elif max(det_a, det_b) < 0:
        why = "Both flip the plane, and after two flips it faces up again: the signs cancel."
    else:
        over = "A" if det_a < 0 else "B"
        why = f"Only {over} flips the plane, so AB flips it too: its determinant is negative."
    named = (("B", det_b), ("A", det_a), ("(A B)", det))
    return BeatText(
        "$det(A B) = det A dot det B$: the determinants multiply",
        f"{steps} {why}".strip(),
        "The unit square after B and then A, with dashed outlines of where it was. Its signed area "
        f"went from 1 to {about(result(det_b))}, the determinant of B, and then, multiplied by "
        f"{about(result(det_a))}, the determinant of A, to {about(result(det))}.",
        tuple(Line(f"det {name} {equals(to_typst(result(v)))}", _role(v)) for name, v in named),
        "signed area of the square" if min(det_a, det_b) < 0 else "area of the square",
    )


def short(values: Iterable[float]) -> bool:
    """Return whether sums of products of given numbers are short enough to be written in full."""
    texts = [in_full(float(value)) for value in values]
    return all(text is not None and len(text) <= _SHORT for text in texts)


def result(value: float) -> Figure:
    """Write a sum of products of given numbers."""
    return entries([value], typed=short([value]))[0]


def matrix(name: str, values: np.ndarray, *, typed: bool = False) -> Line:
    """Return a named matrix, its columns in the colours of the basis; see ``entries``."""
    texts = entries(values.flat, typed=typed or short(values.flat))
    return Line(named_matrix(name, texts, roles=2 * BASIS))


def point(values: np.ndarray, *, typed: bool = False) -> str:
    """Return coordinates for whoever cannot see them."""
    return about(coordinates(values, typed=typed or short(values)))


def _basis(matrix: np.ndarray, *, typed: bool = False) -> str:
    i_hat, j_hat = (point(end, typed=typed) for end in matrix.T)
    return f"i-hat to {i_hat} and j-hat to {j_hat}"


def _left(dimension: int) -> str:
    return (
        "The whole plane has fallen onto the origin.",
        "The whole plane has fallen onto one line.",
        "The grid lines are still straight, parallel and evenly spaced.",
    )[dimension]


def _effect(matrix: np.ndarray, determinant: float) -> str:
    if keeps_areas(matrix):
        return "keeps every area"
    return f"multiplies every area by {about(result(abs(determinant)))}"


def _role(determinant: float) -> str:
    return "area_negative" if determinant < 0 else "area"
