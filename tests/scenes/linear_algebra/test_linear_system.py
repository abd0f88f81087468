"""The linear-system explainer: its answers are numpy's, its steps are true, its words fit them."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainer.beat_text import BeatText
from explainer.engine.session import Quality, measure
from explainer.numbers import MINUS, WRITTEN, in_full, value_of
from explainer.params import ParameterError, resolve_params
from explainer.scenes.linear_algebra.linear_system import markup, story, text
from explainer.scenes.linear_algebra.linear_system.drawing.elimination import Elimination
from explainer.scenes.linear_algebra.linear_system.drawing.pictures import (
    ColumnPicture,
    RowPicture,
)
from explainer.scenes.linear_algebra.linear_system.drawing.strips import Determinant
from explainer.scenes.linear_algebra.linear_system.drawing.view import SystemView
from explainer.scenes.linear_algebra.linear_system.scene import LinearSystem
from explainer.scenes.linear_algebra.linear_system.story import System, line_of, row_kind
from explainer.style import DARK

Params = LinearSystem.Params
EXTREMES: dict[str, Any] = {
    "zero": Params(matrix=((0, 0), (0, 0)), right_side=(0, 0)),
    "zero_unreachable": Params(matrix=((0, 0), (0, 0)), right_side=(2, 0)),
    "zero_row": Params(matrix=((0, 0), (3, -2)), right_side=(0, 6)),
    "zero_row_wrong": Params(matrix=((3, -2), (0, 0)), right_side=(6, 1)),
    "zero_column": Params(matrix=((0, 2), (0, 3)), right_side=(1, 1.5)),
    "zero_column_wrong": Params(matrix=((0, 2), (0, 3)), right_side=(1, 1)),
    "homogeneous": Params(matrix=((2, 1), (1, 3)), right_side=(0, 0)),
    "huge": Params(matrix=((1e6, -3e5), (2e5, 7e5)), right_side=(1e6, 1e6)),
    "tiny": Params(matrix=((1e-6, 2e-6), (3e-6, -1e-6)), right_side=(1e-6, 2e-6)),
    "far": Params(matrix=((1, 1), (1, 1.0001)), right_side=(2, 3)),
    "tiny_pivot": Params(matrix=((1e-5, 1), (1, 1)), right_side=(1, 2)),
    "uneven": Params(matrix=((5e5, 1e6), (1e-6, 2e-6)), right_side=(1, 1)),
    "thirds": Params(matrix=((1 / 3, 2 / 3), (0.1, 0.2)), right_side=(1, 0.3)),
    "identity": Params(matrix=((1, 0), (0, 1)), right_side=(2, -1)),
    "swapped_wrong": Params(matrix=((0, 0), (3, -2)), right_side=(1, 6)),
    "opposed": Params(matrix=((1, 2), (2, 4)), right_side=(-2, 1)),
}
CASES = {"default": Params(), **LinearSystem.presets, **EXTREMES}
KINDS = {
    **dict.fromkeys(("zero", "zero_row", "zero_column", "infinitely_many", "thirds"), "many"),
    **dict.fromkeys(("zero_unreachable", "zero_row_wrong", "zero_column_wrong"), "none"),
    **dict.fromkeys(("uneven", "opposed", "no_solution", "swapped_wrong"), "none"),
}


def system(name: str) -> System:
    params = CASES[name]
    return System(params.matrix, params.right_side)


def named(*kinds: str) -> list[str]:
    return [name for name in CASES if KINDS.get(name, "one") in kinds]


digits = st.integers(-99_999, 99_999)
places = st.integers(-1, 10)


@st.composite
def typed(draw: st.DrawFn) -> System:
    """Return a system of typed decimals: any, singular or nearly so, huge, tiny, with zeros."""
    rows = [[Fraction(draw(digits)) for _ in range(3)] for _ in range(2)]
    if draw(st.booleans()):
        factor = Fraction(draw(st.integers(-40, 40)), 8)
        rows[1] = [factor * value for value in rows[0]]
        nearly = st.sampled_from([Fraction(n, 10**k) for k in (0, 3, 6) for n in (-1, 0, 0, 0, 1)])
        rows[1] = [value + draw(nearly) for value in rows[1]]
    unit = Fraction(10) ** -draw(places)
    values = np.array([[float(value * unit) for value in row] for row in rows])
    return System(values[:, :2], values[:, 2])


def exactly(values: np.ndarray) -> list[list[Fraction]]:
    return [[Fraction(repr(float(value))) for value in row] for row in np.atleast_2d(values)]


def exact_kind(told: System) -> str:
    """Return what is true of the decimals, by minors in exact arithmetic."""
    (a, b, p), (c, d, q) = exactly(told.augmented)
    if a * d != b * c:
        return "one"
    if not any((a, b, c, d)):
        return "none" if p or q else "many"
    return "many" if a * q == c * p and b * q == d * p else "none"


A9 = System([[1, 2], [2, 4]], [3, 6.0000001])
A10 = System([[1, 1], [1, 1.00000001]], [2, 2.00000001])
UNEVEN = System([[0, 1e-7], [0, 3]], [1e-7, 3.0000001])


@settings(max_examples=300, deadline=None)
@given(typed())
@example(A9)
@example(A10)
@example(UNEVEN)
@example(System([[0.1, 0.3], [0.7, 2.1]], [0.1, 0.7]))
@example(System([[0.1, 0.3], [0.7, 2.1]], [0.1, 0.70000001]))
def test_what_is_said_of_typed_decimals_is_true_of_them(told: System) -> None:
    assert told.kind == exact_kind(told)
    size = np.abs(told.matrix).max() or 1.0
    if told.kind == "one":
        (a, b, p), (c, d, q) = exactly(told.augmented)
        answer = (p * d - b * q) / (a * d - b * c), (a * q - p * c) / (a * d - b * c)
        assert told.solution == pytest.approx([float(x) for x in answer], rel=1e-15)
        assert told.determinant == pytest.approx(float(a * d - b * c), rel=1e-15)
        assert told.reduced[:, 2] == pytest.approx(told.solution, rel=1e-15)
        assert float(np.prod(np.diag(told.eliminated))) == pytest.approx(
            told.determinant * (-1 if told.swapped else 1), rel=1e-14
        )
    elif told.kind == "many":
        for t in (-1.0, 0.0, 2.0):
            x = told.solution + t * np.hypot(*told.solution) * told.null
            error = told.matrix @ x - told.right_side
            assert np.abs(error).max() <= 1e-12 * (size * np.abs(x).max() + 1e-300)
    else:
        assert np.hypot(*told.residual) > 0
        wrong = [row for row in told.eliminated if row_kind(row) == "nowhere"]
        assert wrong and all(read(markup.equation(row, plain=True))[0][2] for row in wrong)
        assert "= 0$" not in text.eliminate(told).heading
    if told.almost_parallel:
        assert "almost parallel" in text.rows(told).heading


def read(equation: str) -> tuple[list[float], str]:
    """Return the numbers of an equation in plain text, and the sign before the last."""
    text = re.sub(r"(?<=\d) (?=\d)", "", equation)
    left, sign, right = re.split(" (=|≈) ", text)
    found = {"₁": 0.0, "₂": 0.0}
    for minus, size, mark in re.findall(rf"({MINUS})? ?({WRITTEN})?x([₁₂])", left):
        found[mark] = value_of(minus + (size or "1"))
    return [*found.values(), value_of(right)], sign


@settings(max_examples=200, deadline=None)
@given(typed())
@example(A9)
@example(A10)
def test_given_equations_are_read_back_to_the_last_digit(told: System) -> None:
    for row in (*told.augmented, *told.eliminated):
        numbers, sign = read(markup.equation(row, plain=True))
        if all(map(in_full, row)):  # in ten figures, or fewer
            assert sign == "="
        assert numbers == pytest.approx(row, rel=0.006 if sign == "≈" else 2e-9, abs=1e-15)


@settings(max_examples=200, deadline=None)
@given(typed())
@example(System([[2, -1], [-2, 1]], [2, -2]))
@example(System([[1 / 3, 2 / 3], [0.1, 0.2]], [1, 0.3]))
def test_each_point_of_the_line_that_is_written_solves_the_system(told: System) -> None:
    if told.kind != "many" or told.rank != 1:
        return
    written = markup.solutions_markup(told)
    columns = re.findall(r'vec\(delim: "\[", ((?:[^()]|\(.*?\))*)\)', written)
    plain = [column.replace(" times 10^(", "e").replace(")", "") for column in columns]
    x, along = ([float(n.replace(" thin ", "")) for n in each.split(", ")] for each in plain)
    size = np.abs(told.matrix).max()
    for t in (-2.0, 0.0, 1.5):
        point = np.array(x) + t * np.array(along)
        close = 0.06 * np.abs([*x, *along]).max() if "≈" in written else 1e-9 * np.abs(point).max()
        assert told.matrix @ point == pytest.approx(told.right_side, abs=6 * size * close + 1e-300)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (([[1, 2], [2, 4]], [3, 6]), ([[1, 2], [2, 4]], [3, 6.0000001])),
        (([[1, 1], [1, 1]], [2, 2]), ([[1, 1], [1, 1.00000001]], [2, 2])),
        (([[1, 1], [1, 1.0001]], [2, 2]), ([[1, 1], [1, 1.0001]], [2, 2.0001])),
    ],
)
def test_inputs_that_differ_look_different_wherever_they_are_shown(first: Any, second: Any) -> None:
    one, other = System(*first), System(*second)
    for beat in (text.rows, text.columns, text.eliminate):
        said, meant = beat(one), beat(other)
        assert said.alt_text != meant.alt_text
    tables = []
    for told in (one, other):
        entries = Elimination(RowPicture(told, DARK), DARK).matrix.entries
        texts = [number.text for line in entries for number in line]
        assert [*map(value_of, texts)] == told.augmented.ravel().tolist()
        tables.append(texts)
    assert tables[0] != tables[1]


@settings(max_examples=200, deadline=None)
@given(typed())
@example(System([[1, 0], [0, 1]], [2, -1]))
@example(System([[0, 2], [3, 0]], [1, 1]))
@example(System([[7, 1.23456], [-7, 2.34567]], [1, 2]))
def test_lines_become_parallel_and_columns_dependent(told: System) -> None:
    if told.kind != "one":
        return
    other = told.dependent
    assert other.rank == 1 and other.kind in ("none", "many")
    assert (other.right_side == told.right_side).all()
    assert np.abs(other.matrix).max() <= 3 * np.abs(told.matrix).max()
    assert np.abs(other.matrix).max(axis=0).all() and np.abs(other.matrix).max(axis=1).all()
    for t in (0.0, 0.3, 0.9, 1.0):
        matrix = told.towards(other, t)[:, :2]
        size = np.abs(told.matrix).max() ** 2
        assert np.linalg.det(matrix) == pytest.approx((1 - t) * told.determinant, abs=1e-9 * size)
    said = text.dependent(told)
    assert ("no solution" in said.heading) == (other.kind == "none")
    assert ("off their line" in said.narration) == (other.kind == "none")


@pytest.mark.parametrize("name", CASES)
def test_rank_kind_and_answer_are_numpys(name: str) -> None:
    told = system(name)
    scaled = told.matrix / np.maximum(np.abs(told.matrix).max(axis=1, keepdims=True), 1e-300)
    assert told.rank == np.linalg.matrix_rank(scaled, tol=1e-12)
    assert told.kind == KINDS.get(name, "one")
    found, *_ = np.linalg.lstsq(told.matrix, told.right_side, rcond=1e-13)
    assert told.solution == pytest.approx(found, rel=1e-6, abs=1e-12)
    if told.kind == "one":
        assert told.solution == pytest.approx(np.linalg.solve(told.matrix, told.right_side))
    assert told.nearest == pytest.approx(told.matrix @ told.solution, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("name", named("none"))
def test_what_is_missing_stands_at_a_right_angle_and_nothing_comes_nearer(name: str) -> None:
    told = system(name)
    size = np.hypot(*told.residual)
    assert size > 0
    normal = told.matrix.T @ told.residual
    assert np.abs(normal).max() <= 1e-9 * np.abs(told.matrix).max() * size
    for x in np.random.default_rng(0).normal(size=(200, 2)) * (1 + np.hypot(*told.solution)):
        assert np.hypot(*(told.right_side - told.matrix @ x)) >= size * (1 - 1e-12)


@pytest.mark.parametrize("name", named("many"))
def test_every_shown_solution_solves_and_the_resting_one_is_the_shortest(name: str) -> None:
    told, way = system(name), story.stroll(system(name))
    shortest = np.hypot(*told.solution)
    for t in np.linspace(0, 1, 30):
        x = way(float(t))
        assert told.matrix @ x == pytest.approx(told.right_side, abs=1e-9)
        assert np.hypot(*x) >= shortest - 1e-9
    assert (way(1.0) == told.solution).all()


@pytest.mark.parametrize("name", CASES)
def test_each_moment_of_the_elimination_keeps_the_solutions(name: str) -> None:
    told = system(name)
    steps = [*told.elimination, *told.back_substitution]
    for first, second in itertools.pairwise(steps):
        assert (first.after == second.before).all()
    scale = np.abs(told.augmented).max(axis=1).max()
    for step in steps:
        for t in np.linspace(0, 1, 7):
            rows = step.at(float(t))
            if told.kind == "one":
                left = rows[:, :2] @ told.solution - rows[:, 2]
                parts = np.abs(rows[:, :2]) @ np.abs(told.solution) + np.abs(rows[:, 2])
                assert (np.abs(left) <= 1e-9 * np.maximum(parts, scale * 1e-6)).all()
            if step.kind == "subtract":
                expected = step.before[step.row] - t * step.factor * step.before[1 - step.row]
                assert rows[step.row] == pytest.approx(expected, rel=1e-6, abs=1e-9 * scale)
    if told.kind == "one":
        assert told.reduced == pytest.approx(np.column_stack([np.eye(2), told.solution]))
    elif told.rank:
        expected = "everywhere" if told.kind == "many" else "nowhere"
        assert row_kind(told.eliminated[1]) == expected


@pytest.mark.parametrize("name", ["needs_swap", "zero_row", "tiny_pivot"])
def test_what_cannot_remove_changes_places_first(name: str) -> None:
    told = system(name)
    assert told.swapped
    assert (told.elimination[0].after == told.augmented[::-1]).all()
    assert "rows are swapped" in text.eliminate(told).narration
    assert all(abs(step.factor) <= 100 for step in told.elimination)


@pytest.mark.parametrize("name", named("one"))
def test_turning_lines_pass_through_the_meeting_point(name: str) -> None:
    told = system(name)
    for step in (*told.elimination, *told.back_substitution):
        for t in (0.0, 0.3, 0.8, 1.0):
            for line in map(line_of, step.at(t)):
                assert line.direction.any()
                away = told.solution - line.foot
                across = away[0] * line.direction[1] - away[1] * line.direction[0]
                assert abs(across) <= 1e-6 * (1e-9 + np.hypot(*told.solution))


@pytest.mark.parametrize("name", named("one"))
def test_the_strip_shows_the_entries_and_the_determinant(name: str) -> None:
    told = system(name)
    strip = Determinant(told, DARK)
    for t, shown in ((0.0, told), (1.0, told.dependent)):
        strip.at(t)
        texts = [number.text for line in strip.matrix.entries for number in line]
        assert [*map(value_of, texts)] == pytest.approx(shown.matrix.ravel(), rel=0.006, abs=1e-9)
    assert strip.number.text == "= 0"
    strip.at(0.5)
    assert strip.number.text.startswith("≈")
    assert strip.number.value == pytest.approx(told.determinant / 2)


@pytest.mark.parametrize("name", named("one"))
def test_what_turns_is_drawn_as_the_matrix_says_and_its_ghosts_stay(name: str) -> None:
    view = SystemView(system(name), DARK)
    strip = Determinant(view.system, DARK)
    other = view.system.dependent
    view.turn(strip, 1.0)
    for arrow, column in zip(view.columns.columns, other.matrix.T, strict=True):
        assert (arrow.data()[1] == column).all()
    assert [*view.rows.rows.ravel()] == other.augmented.ravel().tolist()
    for ghost, row in zip(view.rows.ghosts, view.system.augmented, strict=True):
        assert (ghost.data()[0] == row).all()


@pytest.mark.parametrize("name", named("none"))
def test_the_search_ends_at_the_best(name: str) -> None:
    told = system(name)
    way = story.search(told)
    assert (way(1.0) == told.solution).all()
    assert not way(0.0).any()
    if told.rank:  # it goes past the best, and back
        ends = [float(told.span @ told.matrix @ way(t)) for t in (0.55, 1.0)]
        assert abs(ends[0]) > abs(ends[1])


@pytest.mark.parametrize("name", CASES)
def test_the_words_tell_this_case(name: str) -> None:
    told = system(name)
    rows, columns = text.rows(told).narration, text.columns(told).heading
    assert ("meet" in rows) == (told.kind == "one")
    if told.rank == 1:
        assert ("lies off it" in columns) == (told.kind == "none")
        assert ("so does" in columns) == (told.kind == "many")
    ending = text.eliminate(told).heading
    assert ("no solution" in ending) == (told.kind == "none" and told.rank == 1)
    assert ("0 = 0" in ending) == (told.kind == "many" and told.rank == 1)
    last = text.solutions if told.kind == "many" else text.least_squares
    if told.kind == "one":
        assert len(text.dependent(told).sentences) == 3
    else:
        assert len(last(told).sentences) == (2 if told.kind == "many" else 3)


def test_given_numbers_are_never_rounded_to_others() -> None:
    assert markup.equation(np.array([1, 1.0001, 3])) == "x_1 + 1.0001 x_2 = 3"
    assert markup.equation(np.array([-1, 0, 0.5])) == "- x_1 = 0.5"
    assert markup.equation(np.array([0, -2.5, 0])) == "-2.5 x_2 = 0"
    assert "≈" in markup.equation(np.array([1 / 3, 1, 2]))
    assert markup.row_note(np.array([0.0, 0, 0])) == "$0 = 0$: every point"
    assert markup.row_note(np.array([0.0, 0, 4])) == "$0 = 4$: no point"
    assert markup.equation(np.array([2.0, -1, 3]), plain=True) == "2x₁ \N{MINUS SIGN} x₂ = 3"


@pytest.mark.parametrize("name", named("one"))
def test_lines_are_drawn_through_the_dot(name: str) -> None:
    told = system(name)
    rows = RowPicture(told, DARK)
    dot = rows.view.to_frame(told.solution)[:2]
    for line in rows.lines:
        first, last = line.points[0, :2], line.points[-1, :2]
        way, away = last - first, dot - first
        assert abs(way[0] * away[1] - way[1] * away[0]) / np.hypot(*way) < 1e-3


def test_a_swap_moves_the_rows_of_the_matrix_and_no_line() -> None:
    rows = RowPicture(system("needs_swap"), DARK)
    work = Elimination(rows, DARK)
    lines = [line.points.copy() for line in rows.lines]
    heights = [line[0].baseline[1] for line in work.matrix.entries]
    work.begin(rows.system.elimination[0])
    work.show(1.0)
    after = [line[0].baseline[1] for line in work.matrix.entries]
    assert after == pytest.approx(heights[::-1], abs=1e-6)
    assert work.order == (1, 0)
    for line, points in zip(rows.lines, lines, strict=True):
        assert (line.points == points).all()


def test_a_line_that_runs_off_fades_and_one_that_turns_does_not() -> None:
    for name, opacity in (("no_solution", 0.0), ("default", 1.0)):
        rows = RowPicture(system(name), DARK)
        work = Elimination(rows, DARK)
        work.begin(rows.system.elimination[0])
        work.show(1.0)
        seen = rows.lines[1].presence if len(rows.lines[1].points) else 0.0
        assert seen == opacity


def test_what_is_missing_has_a_right_angle() -> None:
    columns = ColumnPicture(system("no_solution"), DARK)
    columns.mark_right_angle()
    (one, far), (_, two) = columns.corner.data()
    assert (one - far) @ (two - far) == pytest.approx(0, abs=1e-12)
    assert np.hypot(*(one - far)) * columns.view.units == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("name", "last"),
    [("identity", "least_squares"), ("zero", "solutions"), ("swapped_wrong", "least_squares")],
)
def test_the_beats_follow_the_kind(name: str, last: str) -> None:
    timeline = measure(lambda: LinearSystem(CASES[name]), Quality(64, 36, 15))
    beats = [beat.name for beat in timeline.beats]
    assert beats[:3] == ["rows", "columns", "eliminate"]
    assert beats[-1] == last
    assert ("dependent" in beats) == (name == "identity")
    assert timeline.duration < 90


def said_in(told: System) -> list[BeatText]:
    """Return the words of each beat of a film."""
    said = [beat(told) for beat in (text.rows, text.columns, text.eliminate)]
    if told.kind == "one":
        said.append(text.dependent(told))
        told = told.dependent
    return [*said, (text.solutions if told.kind == "many" else text.least_squares)(told)]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"matrix": [[1, 2, 3], [4, 5, 6]]}, "2x2 matrix"),
        ({"matrix": [[1, float("nan")], [0, 1]]}, "matrix"),
        ({"right_side": [1, 2, 3]}, "right_side"),
        ({"right_side": [1e9, 0]}, "right_side"),
        ({"b": [1, 2]}, "right_side"),
    ],
)
def test_bad_input_is_refused_in_one_line(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ParameterError) as caught:
        resolve_params(Params, LinearSystem.presets, values=given)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
