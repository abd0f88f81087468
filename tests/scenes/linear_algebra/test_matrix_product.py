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
from explainer.scenes.linear_algebra.matrix_product.drawing.equation import Equation, Flight
from explainer.scenes.linear_algebra.matrix_product.drawing.planes import (
    MovedPlane,
    TwoPlanes,
    abreast,
    corners,
)
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
def test_columns_and_entries_are_those_of_numpy(a: Any, b: Any) -> None:
    found = ProductStory.compute(a, b)
    close = 1e-9 * np.abs(a).max() * np.abs(b).max()
    assert np.allclose(found.ab, np.matmul(a, b), atol=close)
    assert np.allclose(found.ba, np.matmul(b, a), atol=close)
    for k in (0, 1):
        assert np.allclose(found.ab[:, k], found.a @ found.b[:, k], atol=close)


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
    assert found.pair == "inverse"
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
    assert (found.pair == "inverse") == bool((a @ b == exact(np.eye(2))).all())
    one = [matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0] for matrix in (a, b)]
    assert (found.rank == 2) == bool(one[0] * one[1])
    if found.pair == "exception":  # B is p A + q, as is said
        ways = np.column_stack([np.ravel(found.a), np.ravel(np.eye(2))])
        parts, *_ = np.linalg.lstsq(ways, np.ravel(found.b), rcond=None)
        assert np.allclose(ways @ parts, np.ravel(found.b), atol=1e-9)


@settings(max_examples=300)
@given(pairs_of_a_kind())
def test_an_equals_sign_is_before_the_product(pair: Any) -> None:
    a, b = map(exact, pair)
    found = ProductStory.compute(*pair)
    products = a @ b, b @ a
    ab, ba = text.written(found)
    assert ("!=" in text.order(found).heading) == (ab != ba)
    for texts, product_of in zip((ab, ba), products, strict=True):
        for figure, value in zip(texts, product_of.flat, strict=True):
            exactly = value_of(figure) == pytest.approx(float(value), rel=1e-9, abs=1e-12)
            assert figure.rounded != exactly
    for row, column in np.ndindex(2, 2):
        markup = text.sum_of(found, row, column)
        terms, sign, figure = re.split(r'; ([=≈]), part\("value", ', markup.removesuffix(")))"))
        value = value_of(from_typst(figure))
        exactly = value == pytest.approx(float((a @ b)[row, column]), rel=1e-9, abs=1e-12)
        assert (sign == "=") == exactly
        factors = [
            value_of(from_typst(x))
            for x in re.findall(r'_(?:row|hat)", \(?([^()]+|[^"]*?\))\)', terms)
        ]
        assert len(factors) == 4
        assert np.array_equal(factors, np.column_stack([found.a[row], found.b[:, column]]).ravel())
    for place in (0, 1):
        image = text.image(found, place)
        rounded = any(figure.rounded for figure in ab[place::2])
        assert ("≈" in image) == rounded


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
    assert np.allclose(pairs(text.cross(found).alt_text), a @ b, atol=0.006)
    order = text.order(found)
    assert ("!=" in order.heading) == (not np.allclose(a @ b, b @ a))
    ends = [a @ b] if found.commutes else [a @ b, b @ a]
    assert np.allclose(pairs(order.alt_text), np.vstack([end.T for end in ends]), atol=0.006)


def test_each_case_has_its_words() -> None:
    assert "identity" in text.at_once(story("inverse")).narration
    assert "neither A nor B is zero" in text.at_once(story("nilpotent")).narration
    zero = ProductStory.compute(np.zeros((2, 2)), np.eye(2))
    assert "neither" not in text.at_once(zero).narration
    assert "zero matrix the order" in text.order(zero).narration
    assert "not commutative" in text.order(story("reflections")).narration


@given(MATRICES, MATRICES)
def test_every_pair_has_as_many_sentences_as_motions(a: Any, b: Any) -> None:
    found = ProductStory.compute(a, b)
    for beat, sentences in (
        (text.first_then, 2),
        (text.columns, 4),
        (text.cross, 2),
        (text.order, 4),
        (text.at_once, 2),
    ):
        words = beat(found)
        assert 60 < len(words.alt_text) < 500 and words.alt_text.endswith(".")
        assert "$" not in words.narration + words.alt_text and "  " not in words.narration
        assert len(words.sentences) == sentences


def test_every_beat_says_what_is_seen_in_words_of_its_own() -> None:
    beats = measure(MatrixProduct, SMALL).beats
    assert [beat.name for beat in beats] == ["first_then", "columns", "entries", "order", "at_once"]
    for beat in beats:
        assert beat.alt and beat.alt != beat.say and not beat.alt.startswith(beat.title)
    assert [beat.name for beat in beats if any(each.asks for each in beat.sentences)] == [
        *("columns", "order")
    ]


# -- the pictures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["default", "reflections", "projections"])
def test_the_square_ends_each_beat_where_the_product_sends_it(name: str) -> None:
    found = story(name)

    def look(scene: Any, beat: Any) -> tuple[str, list[np.ndarray]]:
        planes = [scene.plane]
        if beat.name in ("order", "at_once"):
            planes.append(scene.both.right if beat.name == "order" else scene.both.once)
        arrows = [np.array([arrow.data()[1] for arrow in p.arrows]).T for p in planes]
        return beat.name, [*(plane.square.data() for plane in planes), *arrows]

    seen = dict(at_beat_ends(lambda: MatrixProduct(PARAMS[name], "dark"), SMALL, look))
    for beat in ("first_then", "columns", "entries", "at_once"):
        assert all(np.allclose(each, found.ab, atol=1e-12) for each in seen[beat])
    left, right, *arrows = seen["order"]
    assert np.array_equal(left, found.ab) and np.array_equal(right, found.ba)
    assert np.array_equal(arrows[0], found.ab) and np.array_equal(arrows[1], found.ba)


def test_the_numbers_of_each_matrix_are_its_entries_wherever_it_stands() -> None:
    found = story("default")
    equation = Equation(found, DARK)
    for start, stop in (("aside", "scheme"), ("scheme", "below"), ("apart", "beside")):
        for t in (0.0, 0.4, 1.0):
            equation.lay(start, stop, t)
            for matrix, values in (
                (equation.a, found.a),
                (equation.b, found.b),
                (equation.ab, found.ab),
            ):
                assert [number.value for number in matrix.numbers] == values.ravel().tolist()
                x, y = np.array([n.shape.get_center()[:2] for n in matrix.numbers]).T
                assert x[0] < x[1] and x[2] < x[3] and y[0] > y[2] and y[1] > y[3]


def test_entries_of_the_product_stand_in_line_with_their_row_and_column() -> None:
    equation = Equation(story("default"), DARK).lay("aside", "scheme", 1.0)
    a, b, ab = equation.a, equation.b, equation.ab
    for k in (0, 1):
        for number in a.numbers[2 * k : 2 * k + 2]:
            assert number.baseline[1] == pytest.approx(ab.numbers[2 * k].baseline[1])
        numbers = (*ab.column(k), *b.column(k))
        middles = [number.baseline[0] + number.advance / 2 for number in numbers]
        assert np.ptp(middles) < 1e-6
    for row, place in np.ndindex(2, 2):
        equation.cross(row, place)
        across, down, where_they_meet = equation.marks
        in_row = [*a.numbers[2 * row :][:2], *ab.numbers[2 * row :][: place + 1]]
        in_column = [*b.column(place), *ab.column(place)[: row + 1]]
        met = [ab.numbers[2 * row + place]]
        for numbers, box in ((in_row, across), (in_column, down), (met, where_they_meet)):
            low, high = box.points.min(axis=0), box.points.max(axis=0)
            cells = np.array(
                [number.shape.get_center() for number in (*a.numbers, *b.numbers, *ab.numbers)]
            )
            inside = ((cells[:, :2] > low[:2]) & (cells[:, :2] < high[:2])).all(axis=1)
            assert inside.sum() == len(numbers)
            for number in numbers:
                cell = number.shape.get_center()
                assert (low[:2] < cell[:2]).all() and (cell[:2] < high[:2]).all()


def test_numbers_that_fly_come_from_their_spot_and_end_where_they_belong() -> None:
    equation = Equation(story("default"), DARK)
    numbers = equation.ab.column(1)
    home = [number.shape.points.copy() for number in numbers]
    spot = np.array([-3.0, 1.0, 0.0])
    flight = Flight(numbers, 0.3, spot).fly(0.0)
    assert flight.get_center() == pytest.approx(spot, abs=1e-9)
    assert numbers[0].em == pytest.approx(0.3)
    flight.fly(1.0)
    assert all(np.array_equal(n.shape.points, h) for n, h in zip(numbers, home, strict=True))


def test_a_trail_goes_where_the_tip_has_gone() -> None:
    found = story("default")
    plane = MovedPlane(DARK, found.first_b).frame().step(1, 1.0)
    assert np.array_equal(plane.at(1.0), found.b) and np.array_equal(plane.at(2.0), found.ab)
    for leg, place in np.ndindex(2, 2):
        drawn = plane.leg(leg, place)
        way_there = np.array([plane.at(leg + t)[:, place] for t in np.linspace(0, 1, 201)])
        assert drawn[0] == pytest.approx(way_there[0]) and drawn[-1] == pytest.approx(way_there[-1])
        length = np.linalg.norm(np.diff(way_there, axis=0), axis=1).sum()
        apart = np.linalg.norm(drawn[:, None] - way_there, axis=2).min(axis=1)
        assert apart.max() < 0.15 * length
        shown = plane.trails[place].data()[:, 0]
        assert np.linalg.norm(drawn[:-1, None] - shown, axis=2).min(axis=1).max() < 1e-9


def apart(first: np.ndarray, second: np.ndarray) -> float:
    """Return how far the middles of two legs are from each other."""
    return float(np.linalg.norm(first[len(first) // 2] - second[len(second) // 2]))


def test_legs_that_would_lie_on_each_other_are_parted() -> None:
    same = MovedPlane(DARK, story("projections").first_b)
    assert apart(same.leg(1, 0), same.leg(1, 1)) > 0.1
    crossed = MovedPlane(DARK, story("reflections").first_b)
    assert apart(crossed.leg(0, 0), crossed.leg(0, 1)) > 0.1
    back = MovedPlane(DARK, story("inverse").first_b)
    for place in (0, 1):
        assert apart(back.leg(0, place), back.leg(1, place)) > 0.1


def test_arrows_that_would_lie_on_each_other_are_side_by_side() -> None:
    plane = MovedPlane(DARK, story("projections").first_b).frame().step(1, 1.0)
    assert np.array_equal(plane.arrows[0].data(), plane.arrows[1].data())
    assert plane.arrows[0].aside == -plane.arrows[1].aside != 0
    assert abreast(story("default").ab) == (0, 0)
    assert abreast(np.array([[1.0, -2], [0, 0]])) == (0, 0)  # they point away from each other


def test_a_plane_that_has_become_a_line_shows_it() -> None:
    found = story("projections")
    plane = MovedPlane(DARK, found.first_b).frame().step(0, 1.0)
    ((start, stop),) = plane.flat.data()
    assert start == pytest.approx(-stop) and stop[0] == pytest.approx(stop[1])
    assert plane.flat.brightness == 1 and plane.lattice.brightness == 0
    plane.step(0, 0.0)
    assert not len(plane.flat.data()) and plane.lattice.brightness == 1


def test_a_plane_leaves_behind_what_was_before_each_matrix() -> None:
    found = story("default")
    plane = MovedPlane(DARK, found.first_b).frame().step(1, 1.0)
    for leg, matrix in enumerate((np.eye(2), found.b)):
        _, square, *arrows = plane.ghosts(leg)
        assert np.array_equal(square.data(), matrix)
        assert np.array_equal([arrow.data()[1] for arrow in arrows], matrix.T)
        assert all(0 < ghost.brightness < 0.5 for ghost in (square, *arrows))


def test_nothing_is_left_behind_where_the_view_moves_on() -> None:
    shrinking = ProductStory.compute(((0.001, 0), (0, 0.001)), ((2, 0), (0, 2)))
    plane = MovedPlane(DARK, shrinking.first_b).frame()
    assert not plane.steady and plane.ghosts(0) == plane.ghosts(1) == []
    assert not {*plane.marks} & {ghost for ghosts in plane.past for ghost in ghosts}


@pytest.mark.parametrize(
    ("name", "entry"), [("default", (1, 1)), ("projections", (0, 1)), ("reflections", (0, 1))]
)
def test_the_entry_that_is_explained_comes_about_with_few_zeros(
    name: str, entry: tuple[int, int]
) -> None:
    assert story(name).telling == entry


def test_two_planes_show_the_same_outline_and_end_alike() -> None:
    found = story("default")
    left = MovedPlane(DARK, found.first_b).frame().step(1, 1.0)
    both = TwoPlanes(left, found)
    both.split(1.0)
    assert np.array_equal(both.goal[0].data()[:, 0], corners(found.ab))
    assert left.view.units == both.right.view.units == both.once.view.units
    assert left.view.zone.right == both.right.view.zone.left == 0
    assert np.array_equal(both.right.square.data(), np.eye(2))
    for t, done in ((0.0, np.eye(2)), (1.0, found.ab)):
        both.once.step(0, t)
        assert np.array_equal(both.once.square.data(), done)
    assert np.array_equal(left.square.data(), found.ab)
