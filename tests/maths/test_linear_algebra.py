"""Paths, eigenvectors, rank and names of 2x2 matrices, against numpy and by properties."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from explainer.maths.linear_algebra import (
    classify,
    column_space_direction,
    eigen_structure,
    is_similarity,
    keeps_areas,
    matrix_path,
    null_direction,
    polar_decomposition_2d,
    rank,
    signed_area,
)

quick = settings(deadline=None, max_examples=150)
entries = st.one_of(
    st.floats(1e-6, 1e6), st.floats(-1e6, -1e-6), st.integers(-3, 3).map(float), st.just(0.0)
)
matrices = st.lists(entries, min_size=4, max_size=4).map(lambda e: np.array(e).reshape(2, 2))
angles = st.floats(-3.1, 3.1)


def rotation(angle: float) -> np.ndarray:
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


@quick
@given(matrices)
def test_polar_factors_multiply_back_to_the_matrix(matrix):
    angle, stretch = polar_decomposition_2d(matrix)
    scale = np.abs(matrix).max() or 1.0
    assert -math.pi < angle <= math.pi
    assert (stretch == stretch.T).all()
    assert np.abs(rotation(angle) @ stretch - matrix).max() <= 1e-12 * scale
    negative = int((np.linalg.eigvalsh(stretch) < -1e-9 * scale).sum())
    area = signed_area(matrix) / scale**2
    assert negative == 0 if area >= 0 else negative <= 1
    if area < -1e-6:
        assert negative == 1


@pytest.mark.parametrize(
    ("matrix", "angle"),
    [
        (np.eye(2), 0),
        (np.zeros((2, 2)), 0),
        (-np.eye(2), math.pi),
        (rotation(0.7), 0.7),
        (3 * rotation(-2.5), -2.5),
        ([[0, 1], [1, 0]], 0),
        ([[-2, 0], [0, 1]], 0),
        ([[1, 0], [0, 0]], 0),
        ([[0, -1], [0, 0]], math.pi / 2),
        ([[-1, -0.0], [0.0, -1]], math.pi),
        ([[-1, 1e-300], [0, -1]], math.pi),
    ],
)
def test_polar_angle(matrix, angle):
    assert polar_decomposition_2d(matrix)[0] == pytest.approx(angle)


@quick
@given(matrices, st.sampled_from(["straight", "polar"]))
def test_a_path_starts_at_the_identity_and_ends_at_the_matrix(matrix, kind):
    path = matrix_path(matrix, kind)
    assert (path(0.0) == np.eye(2)).all()
    assert (path(1.0) == matrix).all()
    assert path(1 - 1e-9) == pytest.approx(matrix, abs=1e-7 * max(1, np.abs(matrix).max()))


@quick
@given(angles, st.floats(0, 1))
def test_a_rotation_stays_rigid_on_the_polar_path(angle, t):
    assert matrix_path(rotation(angle), "polar")(t) == pytest.approx(rotation(t * angle), abs=1e-12)


def test_a_rotation_shrinks_on_the_straight_path():
    assert np.linalg.det(matrix_path(rotation(math.pi / 2), "straight")(0.5)) == pytest.approx(0.5)


@quick
@given(matrices)
def test_eigenvectors_keep_their_span(matrix):
    found = eigen_structure(matrix)
    scale = np.abs(matrix).max()
    count = {"diagonalizable": 2, "scalar": 2, "defective": 1, "complex": 0}[found.kind]
    assert found.eigenvectors.shape == (count, 2)
    for direction, factor in zip(found.eigenvectors, found.eigenvalues, strict=False):
        assert np.hypot(*direction) == pytest.approx(1)
        assert np.abs(matrix @ direction - factor * direction).max() <= 1e-6 * scale
        assert direction[direction != 0][0] > 0
    assert found.eigenvalues.sum() == pytest.approx(np.trace(matrix), abs=1e-9 * scale)
    assert np.isnan(found.angle) == (found.kind != "complex")


@quick
@given(matrices)
def test_eigenvalues_are_numpys(matrix):
    scale = np.abs(matrix).max()
    mine = np.sort_complex(eigen_structure(matrix).eigenvalues.astype(complex))
    numpys = np.sort_complex(np.linalg.eigvals(matrix).astype(complex))
    # a nearly double eigenvalue carries the square root of the rounding
    assert np.abs(mine - numpys).max() <= 3e-6 * scale


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize(
    ("matrix", "kind"),
    [
        ([[1, 0], [0, 1]], "scalar"),
        ([[0, 0], [0, 0]], "scalar"),
        ([[-1, 1.2e-16], [-1.2e-16, -1]], "scalar"),
        ([[2, 1], [0, 2]], "defective"),
        ([[0, 0], [1, 0]], "defective"),
        ([[0.3, 0.1], [-0.1, 0.1]], "defective"),
        ([[0.866, -0.5], [0.5, 0.866]], "complex"),
        ([[1, -0.017], [0.017, 1]], "complex"),
        ([[1, 2], [-1, 0.5]], "complex"),
        ([[2, 1], [1, 2]], "diagonalizable"),
        ([[0.8, 0.4], [0.4, 0.2]], "diagonalizable"),
        ([[1, 0.001], [0, 1.001]], "diagonalizable"),
        ([[0.0625, 698772], [0, 0]], "diagonalizable"),
        ([[1e6, 0], [0, 1e-6]], "diagonalizable"),
    ],
)
def test_the_kind_does_not_depend_on_the_unit(matrix, kind, scale):
    assert eigen_structure(scale * np.asarray(matrix)).kind == kind


@quick
@given(angles, st.floats(0.5, 3), st.sampled_from([-1.5, 0.0, 0.5, 2.0]))
def test_a_turned_defective_matrix_stays_defective(angle, shear, factor):
    turned = rotation(angle) @ [[factor, shear], [0, factor]] @ rotation(-angle)
    found = eigen_structure(turned)
    assert found.kind == "defective"
    assert abs(found.eigenvectors[0] @ [math.cos(angle), math.sin(angle)]) == pytest.approx(1)


@quick
@given(angles.filter(lambda a: abs(a) > 1e-3), st.floats(0.01, 100), st.floats(-2, 2))
def test_a_complex_pair_tells_the_turn_and_its_sense(angle, size, skew):
    basis = np.array([[1, skew], [0, 1.3]])
    matrix = size * basis @ rotation(angle) @ np.linalg.inv(basis)
    found = eigen_structure(matrix)
    assert found.kind == "complex"
    assert found.modulus == pytest.approx(size)
    assert found.angle == pytest.approx(angle, abs=1e-6)
    for vector in np.eye(2):
        image = matrix @ vector
        turned = vector[0] * image[1] - vector[1] * image[0]
        assert np.sign(turned) == np.sign(found.angle)


@quick
@example((1.0, 1.0), (1e-06, -1.0000000000000002e-06))
@given(st.tuples(entries, entries), st.tuples(entries, entries))
def test_a_product_of_vectors_has_rank_one(left, right):
    assume(any(left) and any(right))
    matrix = np.outer(left, right)
    scale = np.abs(matrix).max()
    assert rank(matrix) == 1
    assert signed_area(matrix) == 0
    assert np.abs(matrix @ null_direction(matrix)).max() <= 1e-12 * scale
    onto = column_space_direction(matrix)
    assert abs(onto @ (np.array(left) / np.hypot(*left))) == pytest.approx(1)
    assert 0 in eigen_structure(matrix).eigenvalues


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (np.zeros((2, 2)), 0),
        ([[0.1, 0.2], [0.3, 0.6]], 1),
        ([[0, 1], [0, 0]], 1),
        ([[1e6, 0], [0, 1e-6]], 2),
        ([[1e-6, 0], [0, 1e-6]], 2),
        ([[1, 1], [1, 1.0001]], 2),
    ],
)
def test_rank(matrix, expected):
    assert rank(matrix) == expected
    assert (signed_area(matrix) == 0) == (expected < 2)


@pytest.mark.parametrize("direction", [null_direction, column_space_direction])
@pytest.mark.parametrize("matrix", [np.eye(2), np.zeros((2, 2))])
def test_only_rank_one_has_a_single_lost_line(direction, matrix):
    with pytest.raises(ValueError, match="rank"):
        direction(matrix)


@pytest.mark.parametrize(
    ("matrix", "name"),
    [
        ([[1, 0], [0, 1]], "the identity"),
        ([[0, 0], [0, 0]], "a collapse to a point"),
        ([[1, 2], [2, 4]], "a collapse to a line"),
        ([[0, 1], [0, 0]], "a collapse to a line"),
        ([[0.8, 0.4], [0.4, 0.2]], "an orthogonal projection onto a line"),
        ([[1, 1], [0, 0]], "an oblique projection onto a line"),
        ([[0.33, 0.67], [0.33, 0.67]], "an oblique projection onto a line"),
        ([[1 / 3, 1 / 3], [2 / 3, 2 / 3]], "an oblique projection onto a line"),
        ([[0.333, 0.333], [0.667, 0.667]], "an oblique projection onto a line"),
        ([[0.33, 0.33], [0.66, 0.66]], "a collapse to a line"),
        ([[0.75, 0.433], [0.433, 0.25]], "nearly an orthogonal projection onto a line"),
        # Singular but for the last digit that was typed, and that digit is the lesson.
        ([[0.78, 0.563], [0.913, 0.659]], "a stretch along two lines"),
        ([[0.866, -0.5], [0.5, 0.866]], "a rotation by about 30° anticlockwise"),
        (rotation(math.pi / 6), "a rotation by 30° anticlockwise"),
        ([[0.707, -0.707], [0.707, 0.707]], "a rotation by 45° anticlockwise"),
        ([[0.8, -0.6], [0.6, 0.8]], "a rotation by about 36.9° anticlockwise"),
        # Two decimals are not enough to tell a cosine from a number that is meant as it stands.
        (
            [[0.87, -0.5], [0.5, 0.87]],
            "a rotation by about 29.9° anticlockwise with a scaling by about 1.003",
        ),
        (
            [[1, -0.03], [0.03, 1]],
            "a rotation by about 1.72° anticlockwise with a scaling by about 1.0004",
        ),
        ([[0, 1], [-1, 0]], "a rotation by 90° clockwise"),
        ([[-1, 0], [0, -1]], "a rotation by 180°"),
        ([[0, -2], [2, 0]], "a rotation by 90° anticlockwise with a scaling by 2"),
        ([[1.5, 0], [0, 1.5]], "a uniform scaling by 1.5"),
        ([[1.0004, 0], [0, 1.0004]], "a uniform scaling by 1.0004"),
        ([[-2, 0], [0, -2]], "a rotation by 180° with a uniform scaling by 2"),
        ([[2, 0], [0, 3]], "a scaling by 2 along x and by 3 along y"),
        ([[1, 0], [0, 0.5]], "a scaling by 0.5 along y"),
        ([[2, 0], [0, -1]], "a scaling by 2 along x and by −1 along y"),
        ([[1, 1], [0, 1]], "a horizontal shear"),
        ([[1, 0], [1e-6, 1]], "a vertical shear"),
        ([[0, 1], [-1, 2]], "a shear"),
        ([[2, 1], [0, 2]], "a horizontal shear with a scaling by 2"),
        ([[-1.5, 1], [0, -1.5]], "a horizontal shear with a half turn and a scaling by 1.5"),
        ([[0, 1], [1, 0]], "a reflection"),
        ([[0.5, 0.866], [0.866, -0.5]], "a reflection"),
        ([[0.8, 0.6], [0.6, -0.8]], "a reflection"),
        ([[0, 3], [3, 0]], "a reflection with a scaling by 3"),
        ([[1, 1], [0, -1]], "an oblique reflection"),
        ([[2, 1], [1, 2]], "a symmetric stretch by 3 and 1"),
        ([[1, 2], [2, 1]], "a symmetric stretch by 3 and 1 with a reflection"),
        ([[-2, 1], [1, -2]], "a symmetric stretch by 1 and 3 with a half turn"),
        ([[2, 1], [0.5, 1.5]], "a scaling by 2.5 along one line"),
        ([[2, 1], [0.5, 2.5]], "a stretch along two lines"),
        ([[-2, 1], [0.5, -1.5]], "a stretch along two lines, both reversed"),
        ([[1, -2], [1, -1]], "a rotation along ellipses"),
        ([[1.2, -0.8], [1.1, 0.3]], "a rotation along ellipses with a scaling by about 1.11"),
        ([[1, 2], [1, -2]], "a stretch along two lines, one of them reversed"),
    ],
)
def test_names(matrix, name):
    assert classify(matrix) == name


@quick
@given(angles, st.integers(3, 9), st.booleans())
def test_cosines_and_sines_typed_with_three_decimals_are_what_they_are_meant_to_be(
    angle, decimals, flipped
):
    typed = np.round(rotation(angle), decimals) @ np.diag([1, -1 if flipped else 1])
    assume((typed != np.rint(typed)).all() and (typed != np.round(typed, 2)).any())
    assert keeps_areas(typed)
    assert is_similarity(typed) != flipped
    assert classify(typed).startswith("a reflection" if flipped else "a rotation")
    assert "scaling" not in classify(typed)


@pytest.mark.parametrize(
    "matrix",
    [
        [[0.8, -0.5], [0.5, 0.8]],
        [[0.87, -0.5], [0.5, 0.87]],
        [[1, -0.03], [0.03, 1]],
        [[0.866, -0.5], [0.5, 0.869]],
        [[1.0004, 0], [0, 1.0004]],
        [[1.0001, 0], [0, 1]],
        [[1, 1], [0, 1.001]],
        [[1, -1], [0.001, 1]],
    ],
)
def test_a_digit_that_was_typed_on_purpose_counts(matrix):
    assert not keeps_areas(matrix)


@quick
@given(matrices)
def test_a_name_is_never_false(matrix):
    name, area = classify(matrix), signed_area(matrix)
    scale = np.abs(matrix).max()
    assert (rank(matrix) < 2) == ("collapse" in name or "projection" in name)
    if "one of them reversed" in name or name.startswith(("a reflection", "an oblique reflection")):
        assert area < 0
    if name.startswith(("a rotation", "a uniform", "a shear", "a horizontal", "a vertical")):
        assert area > 0
    if "projection" in name:
        assert matrix @ matrix == pytest.approx(matrix, abs=1e-8 * scale)
    if "symmetric" in name or "orthogonal" in name:
        assert np.abs(matrix - matrix.T).max() <= 1e-12 * scale
    if "shear" in name:
        assert eigen_structure(matrix).kind == "defective"


@pytest.mark.parametrize("matrix", [[1, 2], [[1, 2, 3], [4, 5, 6]], [[np.nan, 0], [0, 1]]])
@pytest.mark.parametrize("function", [classify, rank, eigen_structure, polar_decomposition_2d])
def test_what_is_no_matrix_is_refused(function, matrix):
    with pytest.raises(ValueError, match="two rows of two finite numbers"):
        function(matrix)


def test_an_unknown_path_is_refused():
    with pytest.raises(ValueError, match="choose straight or polar"):
        matrix_path(np.eye(2), "curved")  # type: ignore[arg-type]
