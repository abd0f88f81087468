"""What a product of two matrices is, in words and formulas that are true for these two."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explainer.beat_text import BeatText
from explainer.numbers import Figure, about, entries, in_full, relation, to_typst
from explainer.scenes.linear_algebra.common import bracketed, coordinates, entry
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory

HATS = ("hat(dotless.i)", "hat(dotless.j)")
BASIS = ("i_hat", "j_hat")
"""The roles of the basis vectors, and of the columns that they land on."""
ROWS = ("first_row", "second_row")

_PLACES = ("first", "second")

_SHORT = 8
"""Characters of sums and products of given numbers that are written in full."""

_ONTO = (" to the origin", " onto one line", "")
"""Where a plane goes of which so many dimensions are left."""

WHY_EQUAL = {
    "zero": "Once everything lies on the origin it stays there, so with a zero matrix the order "
    "makes no difference.",
    "inverse": "Each of them undoes the other, so both orders lead back to the start.",
    "same": "The two matrices are the same, so nothing changes when they swap places.",
    "multiple": "One of them multiplies every vector by the same number, which can be done before "
    "or after the other.",
    "turns": "Rotations and uniform scalings can be applied in either order: angles add, and "
    "factors multiply.",
    "exception": "Here B is a multiple of A plus a multiple of the identity, and A commutes with "
    "both.",
}


def first_then(story: ProductStory) -> BeatText:
    onto = _ONTO[story.rank] if story.rank < story.rank_of_b else ""
    return BeatText(
        "First $B$ moves the plane, then $A$ moves the result",
        f"First a matrix, B, moves the whole plane{_ONTO[story.rank_of_b]}, and the basis vectors "
        f"with it. Then a second matrix, A, moves the result{onto}.",
        f"The plane after B and then A. B took {_basis(story.b, typed=True)}; B and then A took "
        f"{_basis(story.ab)}. Faint arrows show where the basis vectors were before, and curves, "
        f"named after the matrices, how they went. {_left(story.rank)}",
        question="Two matrices move the plane, one after the other",
    )


def columns(story: ProductStory) -> BeatText:
    moved = [
        f"the {name} column of B, {point(b, typed=True)}, to {point(ab)}"
        for name, b, ab in zip(_PLACES, story.b.T, story.ab.T, strict=True)
    ]
    return BeatText(
        "The columns of $A B$ are $A$ times the columns of $B$",
        "B takes i-hat to the first column of B. A moves that vector like any other, so it lands "
        "at A times the first column of B. This is the first column of the product AB. In the "
        "same way, j-hat lands at the second column of AB.",
        f"Labels at the tips of the two arrows say that A has moved {', and '.join(moved)}. These "
        "are the columns of AB, which stands below B and A; arrows lead to them from those of B.",
        question=f"Where has ${HATS[0]}$ ended up?",
    )


def cross(story: ProductStory) -> BeatText:
    first, second = map(point, story.ab)
    row, column = (_PLACES[place] for place in story.telling)
    return BeatText(
        "Each entry of $A B$ is a row of $A$ times a column of $B$",
        "Write A to the left of the product and B above it. For each entry of AB, take the row of "
        "A beside it and the column of B above it, multiply them entry by entry, and add.",
        "B stands above and A to the left, and AB is where they cross. Its rows are "
        f"{first} and {second}. The {row} row of A and the {column} column of B are marked; they "
        "meet in an entry of AB, which is written out as a sum in the free corner above A.",
        question="How is each entry of $A B$ computed?",
    )


def sum_of(story: ProductStory, row: int, place: int) -> str:
    """Return how one entry of the product comes about, line by line, as Typst mathematics."""
    pairs = zip(story.a[row], story.b[:, place], strict=True)
    factors = [[bracketed(entry(float(x))) for x in term] for term in pairs]
    terms = [f'part("{ROWS[row]}", {a}) dot part("{BASIS[place]}", {b})' for a, b in factors]
    value = written(story)[0][2 * row + place]
    sign = relation(value, *factors[0], *factors[1])
    rows = f'"", {terms[0]}; +, {terms[1]}; {sign}, part("value", {to_typst(value)})'
    return f"display(mat(delim: #none, column-gap: #0.4em, row-gap: #0.5em, {rows}))"


def order(story: ProductStory) -> BeatText:
    heading = "$A B != B A$: the order makes a difference"
    ends = "somewhere else. Matrix multiplication is not commutative: AB and BA are different."
    to = f"{_basis(story.ba)}. A dashed outline there shows where the square on the left ended."
    if story.commutes:
        heading = "$A B = B A$: for this pair the order makes no difference"
        ends, to = f"in the same place. {WHY_EQUAL[story.pair]}", "them to the same places."
    return BeatText(
        heading,
        "Now let A act first and B second. First A moves the plane. Then B moves the result, and "
        f"the basis ends up {ends}",
        "Two planes side by side, each with the unit square and where it has gone. On the left, B "
        f"and then A took {_basis(story.ab)}; on the right, A and then B took {to}",
        question="Does the order matter?",
    )


def at_once(story: ProductStory) -> BeatText:
    """Return what is said of the single step that does what both do."""
    heading = "One matrix does both at once: the product $A B$"
    said = "Both planes end up the same, which is what makes AB the product of A and B."
    if story.pair == "inverse":
        heading = "$A B = I$: the second step undoes the first"
        said = "AB is the identity, I, which moves nothing: A has undone B, and is its inverse."
    elif not story.ab.any():
        heading = "$A B = 0$: together they send everything to the origin"
        neither = ", although neither A nor B is zero" if story.a.any() and story.b.any() else ""
        said = f"Either way, every vector ends at the origin, so AB is the zero matrix{neither}."
    return BeatText(
        heading,
        "On the left B and A have moved the plane in two steps; on the right AB moves it in one. "
        f"{said}",
        "Two planes that look the same in the end. On the left the square and the basis have gone "
        f"by way of B; on the right AB alone took {_basis(story.ab)}. {_left(story.rank)}",
        question="Can one matrix do both at once?",
    )


def written(story: ProductStory) -> tuple[list[Figure], list[Figure]]:
    """Return the entries of both products, row by row, so that what differs looks different."""
    both = [*story.ab.flat, *story.ba.flat]
    texts = entries(both, typed=_short(both))
    return texts[:4], texts[4:]


def image(story: ProductStory, place: int) -> str:
    """Return A times a column of B with the column of AB that it is, as Typst mathematics."""
    b, ab = entries(story.b[:, place], typed=True), written(story)[0][place::2]
    first, last = (
        f'display(vec(delim: "[", {", ".join(map(to_typst, texts))}))' for texts in (b, ab)
    )
    sign = relation(*b, *ab)
    return f'part("ink", A) part("argument", {first}) {sign} part("numbers", {last})'


def point(values: np.ndarray, *, typed: bool = False) -> str:
    """Return coordinates for whoever cannot see them."""
    return about(coordinates(values, typed=typed or _short(values)))


def _short(values: Iterable[float]) -> bool:
    """Return whether sums of products of given numbers are short enough to be written in full."""
    texts = [in_full(float(value)) for value in values]
    return all(text is not None and len(text) <= _SHORT for text in texts)


def _basis(matrix: np.ndarray, *, typed: bool = False) -> str:
    i_hat, j_hat = (point(end, typed=typed) for end in matrix.T)
    return f"i-hat to {i_hat} and j-hat to {j_hat}"


def _left(dimension: int) -> str:
    return (
        "The whole plane has fallen onto the origin.",
        "The whole plane has fallen onto one line.",
        "The grid lines are still straight, parallel and evenly spaced.",
    )[dimension]
