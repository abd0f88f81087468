"""All scenes on linear algebra say the same about one matrix, and it is true."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

import numpy as np
import pytest

from explainer.maths.linear_algebra import classify
from explainer.numbers import WRITTEN, value_of
from explainer.scenes.linear_algebra.eigenvectors import text as eigenvectors
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.scenes.linear_algebra.linear_transformation import text as transformation
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.scenes.linear_algebra.matrix_product.story import ProductStory
from explainer.scenes.linear_algebra.svd import text as svd
from explainer.scenes.linear_algebra.svd.story import ThreeMoves

COSINE = math.cos(math.pi / 6)


class Said(NamedTuple):
    """What is to be said of a matrix.

    Attributes:
        name: in a few words.
        rank: of the matrix.
        keeps_areas: whether the determinant counts as 1 or -1.
        circle: whether the unit circle becomes a circle.
        lines: how many lines of eigenvectors there are; 9 stands for all.
        turn: degrees by which a complex pair turns.
    """

    name: str
    rank: int = 2
    keeps_areas: bool = False
    circle: bool = False
    lines: int = 2
    turn: float = math.nan


ROTATION = "a rotation by about 30° anticlockwise"
CASES: dict[str, tuple[list[list[float]], Said]] = {
    "typed rotation": ([[0.866, -0.5], [0.5, 0.866]], Said(ROTATION, 2, True, True, 0, 30)),
    "exact rotation": (
        [[COSINE, -0.5], [0.5, COSINE]],
        Said("a rotation by 30° anticlockwise", 2, True, True, 0, 30),
    ),
    "two decimals": (
        [[0.87, -0.5], [0.5, 0.87]],
        Said(
            "a rotation by about 29.9° anticlockwise with a scaling by about 1.003",
            2,
            False,
            True,
            0,
            29.9,
        ),
    ),
    "eighth of a turn": (
        [[0.707, -0.707], [0.707, 0.707]],
        Said("a rotation by 45° anticlockwise", 2, True, True, 0, 45),
    ),
    "reflection": ([[0.8, 0.6], [0.6, -0.8]], Said("a reflection", 2, True, True)),
    "typed reflection": ([[0.5, 0.866], [0.866, -0.5]], Said("a reflection", 2, True, True)),
    "typed projection": (
        [[0.33, 0.67], [0.33, 0.67]],
        Said("an oblique projection onto a line", 1),
    ),
    "exact projection": (
        [[1 / 3, 2 / 3], [1 / 3, 2 / 3]],
        Said("an oblique projection onto a line", 1),
    ),
    "orthogonal projection": (
        [[0.8, 0.4], [0.4, 0.2]],
        Said("an orthogonal projection onto a line", 1),
    ),
    "nearly a projection": (
        [[0.75, 0.433], [0.433, 0.25]],
        Said("nearly an orthogonal projection onto a line"),
    ),
    "nearly singular": ([[0.78, 0.563], [0.913, 0.659]], Said("a stretch along two lines")),
    "the last digit": ([[1, 1], [1, 1.0001]], Said("a symmetric stretch by about 2 and 5×10⁻⁵")),
    "nearly defective": ([[3, 1], [0, 3.0001]], Said("a stretch along two lines")),
    "defective": ([[1, 1], [0, 1]], Said("a horizontal shear", 2, True, False, 1)),
    "ellipse": ([[1, -2], [1, -1]], Said("a rotation along ellipses", 2, True, False, 0, 90)),
    "scaling": ([[1.5, 0], [0, 1.5]], Said("a uniform scaling by 1.5", 2, False, True, 9)),
    "half a turn": ([[-1, 0], [0, -1]], Said("a rotation by 180°", 2, True, True, 9)),
    "zero": ([[0, 0], [0, 0]], Said("a collapse to a point", 0, False, False, 9)),
}

each = pytest.mark.parametrize(("matrix", "said"), CASES.values(), ids=CASES)


@each
def test_the_name(matrix: list[list[float]], said: Said) -> None:
    assert classify(matrix) == said.name
    words = transformation.inverse(TransformationStory(matrix, (1, 2), "straight"))
    assert f"The matrix A, {said.name}, takes" in words.alt_text


@each
def test_the_rank(matrix: list[list[float]], said: Said) -> None:
    """What is left of the plane, whether there is one solution, and what becomes of the circle."""
    story = TransformationStory(matrix, (1, 2), "straight")
    assert ("det A = 0$" in transformation.area(story).heading) == (said.rank < 2)
    end = transformation.inverse(story)
    assert said.rank == 2 or f"the rank of A is {said.rank}" in end.narration
    assert ("no inverse" in end.heading) == (said.rank < 2)
    assert (System(matrix, (1, 2)).kind == "one") == (said.rank == 2)
    assert ProductStory.compute(matrix, np.eye(2)).rank == said.rank
    shape = ThreeMoves.of(matrix).shape
    assert shape == ("point", "segment", "circle" if said.circle else "ellipse")[said.rank]
    assert (0 in EigenStory.compute(matrix, (1, 2), 3).eigenvalues) == (said.rank < 2)


@each
def test_whether_areas_and_lengths_stay_the_same(matrix: list[list[float]], said: Said) -> None:
    area = transformation.area(TransformationStory(matrix, (1, 2), "straight"))
    assert ("its area is still 1" in area.narration) == said.keeps_areas
    circle = svd.right_angle(ThreeMoves.of(matrix))
    assert ("itself" in circle.narration) == (said.circle and said.keeps_areas)


@each
def test_the_lines_that_stay(matrix: list[list[float]], said: Said) -> None:
    transformed = TransformationStory(matrix, (1, 2), "straight")
    powers = EigenStory.compute(matrix, (1, 2), 3)
    sweep, found = eigenvectors.sweep(powers), transformation.eigen(transformed)
    counts = {0: ("never", "No line"), 1: ("one line", "one line"), 2: ("two lines", "wo lines")}
    first, second = counts.get(said.lines, ("every|whichever", "[Ee]very"))
    assert re.search(first, sweep.heading) and re.search(second, found.heading)
    assert len(powers.lines) == len(transformed.lines) == said.lines % 9
    for value in powers.eigenvalues:
        numbers = [value_of(number) for number in re.findall(WRITTEN, found.narration)]
        assert value == 0 or any(abs(value - number) < 6e-3 for number in numbers)


@each
def test_by_what_angle_a_complex_pair_turns(matrix: list[list[float]], said: Said) -> None:
    if said.lines:
        return
    powers = EigenStory.compute(matrix, (1, 2), 3)
    step, end = eigenvectors.step(powers), eigenvectors.powers(powers)
    found = transformation.eigen(TransformationStory(matrix, (1, 2), "straight"))
    for words in (step, found):
        turn = re.search(rf"by (?:about )?({WRITTEN}) degrees", words.narration)
        assert turn and value_of(turn[1]) == pytest.approx(said.turn, abs=0.02)
        assert ("scal" in words.narration) != said.keeps_areas
        assert ("ellipse" in words.narration or "average" in words.narration) != said.circle
    assert ("spirals" in end.heading) != said.keeps_areas
    assert ("circle" if said.circle else "ellipse") in end.narration
