"""Matrix products: both orders, the ways there, what each beat says, and what is drawn."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainer.engine.session import Quality, at_beat_ends, measure
from explainer.numbers import value_of
from explainer.plain_text import plain_text
from explainer.scenes.linear_algebra.matrix_product import text
from explainer.scenes.linear_algebra.matrix_product.drawing import MovedPlane, Scheme
from explainer.scenes.linear_algebra.matrix_product.scene import MatrixProduct
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory, product, way
from explainer.style import DARK

ENTRIES = st.floats(-100, 100).map(lambda value: round(value, 3))
VECTORS = st.tuples(ENTRIES, ENTRIES)
MATRICES = st.tuples(VECTORS, VECTORS)
DIGITS = st.integers(-99, 99).map(lambda digits: digits / 10)
SMALL_MATRICES = st.tuples(st.tuples(DIGITS, DIGITS), st.tuples(DIGITS, DIGITS))


def exact(matrix: Any) -> np.ndarray:
    """Return the decimals of a matrix as they are typed."""
    return np.array([[Fraction(str(float(entry))) for entry in row] for row in matrix])


def decimals(matrix: np.ndarray) -> Any:
    return tuple(tuple(float(entry) for entry in row) for row in matrix)


@st.composite
def pairs_of_a_kind(draw: Any) -> tuple[Any, Any]:
    """Draw two matrices, typed as decimals, whose products are of a kind that is easy to miss."""
    a = draw(SMALL_MATRICES)
    p, q = (Fraction(str(draw(DIGITS))) for _ in range(2))
    whole, one = exact(a), exact(np.eye(2))
    kind = draw(st.sampled_from(["any", "near", "polynomial", "nilpotent", "projection", "undone"]))
    if kind == "near":  # the same matrix, but for a few units of the ninth decimal
        b = whole + exact(np.array([[0, p], [0, 0]])) / 10**8
    elif kind == "polynomial":
        b = p * whole + q * one
    elif kind == "nilpotent":
        way = exact([[p * q, -p * p], [q * q, -p * q]])
        a, b = decimals(way), 3 * way
    elif kind == "projection":
        b = exact([[1, p], [0, 0]])
        a = decimals(one - b if draw(st.booleans()) else b)
    elif kind == "undone":
        shear, other = exact([[1, p], [0, 1]]), exact([[1, 0], [q, 1]])
        a, b = decimals(shear @ other), (2 * one - other) @ (2 * one - shear)
    else:
        b = exact(draw(SMALL_MATRICES))
    return a, decimals(b)


PARAMS = {"default": MatrixProduct.Params(), **MatrixProduct.presets}
NUMBER = r"−?\d+(?:\.\d+)?"
SMALL = Quality(64, 36, 15)


def story(name: str) -> ProductStory:
    return ProductStory.compute(PARAMS[name].a, PARAMS[name].b)


def from_typst(markup: str) -> str:
    """Return a number as it is written on the screen."""
    return plain_text(f"${markup}$").replace(" ", "")


def matrix_in(markup: str) -> list[str]:
    """Return the entries of the matrix in a line, row by row."""
    cells = re.findall(r'part\("._hat", ((?:[^()]|\([^()]*\))*)\)', markup)
    return [from_typst(cell) for cell in cells]


def pairs(said: str) -> np.ndarray:
    found = re.findall(rf"\(({NUMBER}), ({NUMBER})\)", said)
    return np.array([[float(x.replace("−", "-")) for x in pair] for pair in found])


# -- the numbers ----------------------------------------------------------------------------------


@given(MATRICES, MATRICES, VECTORS)
def test_the_product_does_to_a_vector_what_both_do_in_turn(a: Any, b: Any, vector: Any) -> None:
    found = ProductStory.compute(a, b)
    size = np.abs(found.a) @ np.abs(found.b) @ np.abs(vector)
    assert np.allclose(found.ab @ vector, found.a @ (found.b @ vector), atol=1e-9 * size.max())


@given(MATRICES, MATRICES)
def test_determinants_multiply_in_either_order(a: Any, b: Any) -> None:
    found = ProductStory.compute(a, b)
    close = 1e-9 * np.abs(a).max() ** 2 * np.abs(b).max() ** 2
    assert found.det == pytest.approx(np.linalg.det(found.ab), abs=close)
    assert found.det == pytest.approx(np.linalg.det(found.ba), abs=close)
    assert found.det == found.det_a * found.det_b


@given(MATRICES, MATRICES)
def test_columns_and_entries_are_those_of_numpy(a: Any, b: Any) -> None:
    found = ProductStory.compute(a, b)
    close = 1e-9 * np.abs(a).max() * np.abs(b).max()
    assert np.allclose(found.ab, np.matmul(a, b), atol=close)
    assert np.allclose(found.ba, np.matmul(b, a), atol=close)
    for k in (0, 1):
        assert np.allclose(found.ab[:, k], found.a @ found.b[:, k], atol=close)
        for row in (0, 1):
            terms = found.terms(row, k)
            assert terms.prod(axis=1).sum() == pytest.approx(found.ab[row, k], abs=close)


@given(MATRICES, MATRICES)
def test_each_way_ends_where_it_should(a: Any, b: Any) -> None:
    found = ProductStory.compute(a, b)
    for legs, first, last in (
        (found.first_b, found.b, found.ab),
        (found.first_a, found.a, found.ba),
    ):
        assert (legs[0](0) == np.eye(2)).all()
        assert (legs[0](1) == first).all() and (legs[1](0) == first).all()
        assert (legs[1](1) == last).all()


@given(MATRICES)
def test_a_matrix_commutes_with_itself_and_the_identity(a: Any) -> None:
    assert ProductStory.compute(a, a).commutes
    assert ProductStory.compute(a, np.eye(2)).commutes
    assert ProductStory.compute(np.zeros((2, 2)), a).pair == "zero"


def test_rounding_does_not_part_what_commutes() -> None:
    angles = np.radians([20, 77])
    a, b = (
        np.array([[c, -s], [s, c]]) for c, s in zip(np.cos(angles), np.sin(angles), strict=True)
    )
    assert ProductStory.compute(a, b).pair == "turns"
    found = ProductStory.compute(((0.1, 0.2), (0.3, 0.4)), np.linalg.inv([[0.1, 0.2], [0.3, 0.4]]))
    assert found.undone and found.pair == "inverse"
    assert (product(np.array([[0.1, 0.2], [0, 0]]), np.array([[0.6, 0], [-0.3, 0]])) == 0).all()


def test_a_turn_stays_rigid_on_its_way() -> None:
    half = way(np.array([[-1.0, 0], [0, -1]]))(0.5)
    assert np.linalg.det(half) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "pair", "dimension"),
    [
        ("default", "apart", 2),
        ("rotations", "turns", 2),
        ("projections", "apart", 1),
        ("nilpotent", "same", 0),
        ("inverse", "inverse", 2),
        ("shear_then_rotation", "apart", 2),
        ("reflections", "apart", 2),
    ],
)
def test_a_preset_is_what_it_is_called(name: str, pair: str, dimension: int) -> None:
    found = story(name)
    assert (found.pair, found.rank) == (pair, dimension)
    assert dimension == np.linalg.matrix_rank(found.ab)


@settings(max_examples=300)
@given(pairs_of_a_kind())
@example((((0.1, 0.2), (0.3, 0.4)), ((0.7, 0.1), (0.2, 0.9))))
def test_products_are_those_of_the_decimals_that_were_typed(pair: Any) -> None:
    a, b = map(exact, pair)
    found = ProductStory.compute(*pair)
    assert np.array_equal(found.ab, (a @ b).astype(float))
    assert found.commutes == bool((a @ b == b @ a).all())
    assert np.array_equal(found.ba, (b @ a).astype(float))
    assert found.undone == bool((a @ b == exact(np.eye(2))).all())
    one = [matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0] for matrix in (a, b)]
    assert found.det == pytest.approx(float(one[0] * one[1]), rel=1e-9)
    if found.pair == "exception":  # B is p A + q, as is said
        ways = np.column_stack([np.ravel(found.a), np.ravel(np.eye(2))])
        parts, *_ = np.linalg.lstsq(ways, np.ravel(found.b), rcond=None)
        assert np.allclose(ways @ parts, np.ravel(found.b), atol=1e-9)


@settings(max_examples=300)
@given(pairs_of_a_kind())
def test_an_equals_sign_is_before_the_product(pair: Any) -> None:
    a, b = map(exact, pair)
    found = ProductStory.compute(*pair)
    both = [*(a @ b).flat, *(b @ a).flat]
    left, right = (line.markup for line in text.order(found).lines)
    assert ("!=" in text.order(found).heading) == (matrix_in(left) != matrix_in(right))
    told = [*matrix_in(left), *matrix_in(right)]
    for markup, values in ((left, both[:4]), (right, both[4:])):
        equal = all(value_of(one) == float(it) for one, it in zip(told, both, strict=True))
        assert not equal or " = " in markup
        assert (
            " ≈ " in markup
            or [Fraction(value_of(t)) for t in matrix_in(markup)] == values
            or (
                np.allclose(
                    [value_of(t) for t in matrix_in(markup)], np.array(values, float), rtol=1e-9
                )
            )
        )
    for row, column in np.ndindex(2, 2):
        *_, last = text.sum_of(found, row, column)
        sign, _, figure = last.markup.partition(" ")
        value = value_of(from_typst(figure))
        exactly = value == pytest.approx(float((a @ b)[row, column]), rel=1e-9, abs=1e-12)
        assert (sign == "=") == exactly


# -- the words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PARAMS)
def test_what_is_said_is_what_numpy_says(name: str) -> None:
    found, params = story(name), PARAMS[name]
    a, b = np.array(params.a), np.array(params.b)
    said = pairs(text.first_then(found).alt_text)
    assert np.allclose(said, np.vstack([b.T, (a @ b).T]), atol=0.006)
    assert np.allclose(pairs(text.at_once(found).alt_text), (a @ b).T, atol=0.006)
    columns = pairs(text.columns(found).alt_text)
    assert np.allclose(columns, np.stack([b.T, (a @ b).T], axis=1).reshape(-1, 2), atol=0.006)
    order = text.order(found)
    assert ("!=" in order.heading) == (not np.allclose(a @ b, b @ a))
    ends = [a @ b] if found.commutes else [a @ b, b @ a]
    assert np.allclose(pairs(order.alt_text), np.vstack([end.T for end in ends]), atol=0.006)
    lines = text.areas(found).lines
    for line, matrix in zip(lines, (b, a, a @ b), strict=True):
        value = float(line.markup.split()[-1])
        assert value == pytest.approx(np.linalg.det(matrix), abs=0.006)
        assert (line.colour == "area_negative") == (value < 0)


def test_each_case_has_its_words() -> None:
    assert "identity" in text.at_once(story("inverse")).narration
    assert "neither A nor B is zero" in text.at_once(story("nilpotent")).narration
    zero = ProductStory.compute(np.zeros((2, 2)), np.eye(2))
    assert "neither" not in text.at_once(zero).narration
    assert "signs cancel" in text.areas(story("reflections")).narration
    flipped = ProductStory.compute(((1, 0), (0, -1)), ((1, 1), (0, 2)))
    assert "Only A flips the plane" in text.areas(flipped).narration
    assert "B makes every area zero" in text.areas(story("projections")).narration
    whole = ProductStory.compute(((1, 0), (0, 0)), ((1, 1), (0, 2)))
    assert "A makes every area zero" in text.areas(whole).narration


@given(MATRICES, MATRICES)
def test_every_pair_has_an_answer_in_two_sentences(a: Any, b: Any) -> None:
    found = ProductStory.compute(a, b)
    for beat in (text.first_then, text.at_once, text.columns, text.cross, text.order, text.areas):
        words = beat(found)
        assert 60 < len(words.alt_text) < 500 and words.alt_text.endswith(".")
        assert "$" not in words.narration + words.alt_text and "  " not in words.narration
        assert 1 <= len(re.findall(r"[.?](?: |$)", words.narration)) <= 4


def test_every_beat_says_what_is_seen_in_words_of_its_own() -> None:
    beats = measure(MatrixProduct, SMALL).beats
    assert [beat.name for beat in beats] == [
        *("first_then", "at_once", "columns", "entries", "order", "areas")
    ]
    for beat in beats:
        assert beat.alt and beat.alt != beat.say and not beat.alt.startswith(beat.title)


# -- the pictures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["default", "reflections", "projections"])
def test_the_square_ends_each_beat_where_the_product_sends_it(name: str) -> None:
    found = story(name)

    def look(scene: Any, beat: Any) -> tuple[str, list[np.ndarray]]:
        planes = scene.both.planes if beat.name == "order" else [scene.plane]
        arrows = [np.array([arrow.data()[1] for arrow in p.arrows]).T for p in planes]
        return beat.name, [*(plane.square.data() for plane in planes), *arrows]

    seen = dict(at_beat_ends(lambda: MatrixProduct(PARAMS[name], "dark"), SMALL, look))
    for beat in ("first_then", "at_once", "areas"):
        assert all(np.array_equal(each, found.ab) for each in seen[beat])
    assert np.array_equal(seen["columns"][0], found.a)
    assert np.allclose(seen["columns"][1], found.ab)
    left, right, *arrows = seen["order"]
    assert np.array_equal(left, found.ab) and np.array_equal(right, found.ba)
    assert np.array_equal(arrows[0], found.ab) and np.array_equal(arrows[1], found.ba)


def test_entries_of_the_product_stand_in_line_with_their_row_and_column() -> None:
    scheme = Scheme(story("default"), DARK)
    a, b, ab = scheme.matrices
    for k in (0, 1):
        row, column = ab.entries[k], [line[k] for line in ab.entries]
        assert row[0].baseline[1] == pytest.approx(a.entries[k][0].baseline[1])
        middles = [
            n.baseline[0] + n.advance / 2 for n in (*column, *(line[k] for line in b.entries))
        ]
        assert np.ptp(middles) < 1e-6
    for r in (0, 1):
        for c in (0, 1):
            scheme.cross(r, c)
            cell = scheme.entries[r][c].shape.get_center()
            for band in scheme.bands:
                low, high = band.points.min(axis=0), band.points.max(axis=0)
                assert (low[:2] < cell[:2]).all() and (cell[:2] < high[:2]).all()


def test_a_plane_remembers_where_the_square_was() -> None:
    plane = MovedPlane(DARK).remember(np.eye(2), 2 * np.eye(2))
    assert len(plane.past.data()) == 8
    assert plane.past.data().max() == 2
    assert len(plane.remember(np.eye(2)).past.data()) == 4
