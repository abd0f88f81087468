"""The plane under a matrix: where grid lines, arrows, areas and labels lie."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.geometry.plane import (
    Framing,
    Rectangle,
    clip_lines,
    fit_points,
    line_offsets,
    nice_step,
    separate,
)
from explainer.mobjects.plane import BESIDE_PANEL as ROOM
from explainer.mobjects.plane_figures import Grid, Parallelogram, Walk
from explainer.mobjects.plane_labels import PlaneView
from explainer.style import PICTURE, theme

DARK = theme("dark")
BOX = Rectangle(-2, 3, -1, 1)
numbers = st.floats(-50, 50).filter(lambda value: value == 0 or abs(value) > 1e-3)
matrices = st.lists(numbers, min_size=4, max_size=4).map(lambda v: np.array(v).reshape(2, 2))


@settings(max_examples=200, deadline=None)
@given(st.tuples(numbers, numbers), st.tuples(numbers, numbers))
def test_clipped_lines_stay_inside_and_on_their_line(
    point: tuple[float, float], direction: tuple[float, float]
) -> None:
    start, along = np.array([point]), np.array([direction])
    for segment in clip_lines(start, along, BOX):
        assert (segment[:, 0] >= BOX.left - 1e-6).all() and (
            segment[:, 0] <= BOX.right + 1e-6
        ).all()
        assert (segment[:, 1] >= BOX.bottom - 1e-6).all() and (
            segment[:, 1] <= BOX.top + 1e-6
        ).all()
        off = np.cross(np.append(segment[0] - start[0], 0), np.append(along[0], 0))[2]
        assert abs(off) < 1e-6 * max(1, np.linalg.norm(along) * 100)


def test_a_line_through_the_box_is_cut_at_its_sides() -> None:
    (segment,) = clip_lines(np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]]), BOX)
    assert sorted(segment[:, 0]) == [-2, 3]
    assert len(clip_lines(np.array([[0.0, 5.0]]), np.array([[1.0, 0.0]]), BOX)) == 0
    assert len(clip_lines(np.zeros((1, 2)), np.zeros((1, 2)), BOX)) == 0


@given(st.floats(1e-8, 1e8))
def test_nice_steps_are_nice_and_enough(size: float) -> None:
    step = nice_step(size)
    assert size * (1 - 1e-8) <= step <= 2.5 * size * (1 + 1e-8)
    assert round(step / 10.0 ** math.floor(math.log10(step) + 1e-9), 6) in (1, 2, 5)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=6))
def test_points_and_origin_fit_the_room(points: list[tuple[float, float]]) -> None:
    given_points = np.array(points)
    framing = fit_points(given_points, ROOM, 1.5)
    for point in (*given_points, np.zeros(2)):
        x, y = framing.origin + framing.units * point
        assert ROOM.left - 1e-6 <= x <= ROOM.right + 1e-6
        assert ROOM.bottom - 1e-6 <= y <= ROOM.top + 1e-6
    assert 0 < framing.units <= 1.5


def test_a_zoom_is_even() -> None:
    near, far = Framing(np.zeros(2), 1.0), Framing(np.ones(2), 100.0)
    assert near.towards(far, 0.5).units == pytest.approx(10)
    assert near.towards(far, 0.5).origin == pytest.approx([0.5, 0.5])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=2, max_size=5))
def test_labels_are_pushed_apart_and_stay_in_the_room(centres: list[tuple[float, float]]) -> None:
    sizes = np.tile([0.4, 0.2], (len(centres), 1))
    room = Rectangle(-5, 5, -5, 5)
    moved = separate(np.array(centres), sizes, room, rounds=400)
    for index, one in enumerate(moved):
        assert np.abs(one).max() <= 5
        for other in moved[index + 1 :]:
            assert (np.abs(one - other) >= sizes[0] - 1e-3).any()


def test_boxes_that_only_the_room_brings_together_are_kept_apart_too() -> None:
    """Where they would like to be they are apart; the one beyond the wall comes back upon it."""
    centres, sizes = np.array([[0.45, 0.9], [1.47, 0.8]]), np.array([[0.65, 0.3], [1.34, 0.4]])
    moved = separate(centres, sizes, Rectangle(-1, 1.3, -1, 1))
    overlap = sizes.sum(axis=0) / 2 - np.abs(moved[1] - moved[0])
    assert overlap.min() <= 1e-6


@settings(max_examples=100, deadline=None)
@given(matrices)
def test_grid_lines_that_can_be_seen_are_found(matrix: np.ndarray) -> None:
    if abs(np.linalg.det(matrix)) < 1e-3:
        return
    found = {round(float(k)) for k in line_offsets(matrix, 0, BOX, 1.0, 50)}
    for offset in range(-50, 51):
        crosses = clip_lines(offset * matrix[:, :1].T, matrix[:, 1:].T, BOX)
        if len(crosses) and np.ptp(crosses[0], axis=0).max() > 1e-6:
            assert offset in found


def segments(lines: object) -> np.ndarray:
    return lines.points.reshape(-1, 4, 3)[:, [0, 3], :2]


def test_a_moved_grid_is_straight_parallel_and_evenly_spaced() -> None:
    view = PlaneView(PICTURE, (-2, 0), 1.0)
    matrix = np.array([[2, 1], [0.5, 1.5]])
    grid = Grid(view, DARK.grid, DARK.axis, width=1).to(matrix)
    for axis, lines in enumerate(grid.fine):
        found = segments(lines)
        along = found[:, 1] - found[:, 0]
        expected = matrix[:, 1 - axis] / np.linalg.norm(matrix[:, 1 - axis])
        unit = along / np.linalg.norm(along, axis=1)[:, None]
        assert np.abs(np.abs(unit @ expected) - 1).max() < 1e-9
        normal = np.array([-expected[1], expected[0]])
        gaps = np.diff(np.sort((found[:, 0] - view.origin) @ normal))
        step = abs(np.linalg.det(matrix)) / np.linalg.norm(matrix[:, 1 - axis])
        # The line through the origin is an axis, and drawn as one.
        assert sorted({round(float(gap / step), 6) for gap in gaps}) == [1, 2]


def test_crowded_lines_give_way_to_every_tenth() -> None:
    grid = Grid(PlaneView(PICTURE, (-2, 0), 0.05), DARK.grid, DARK.axis, width=1)
    gaps = np.diff(np.unique(segments(grid.fine[0])[:, 0, 0].round(9)))
    assert min(gaps) == pytest.approx(0.5)


def test_a_walk_ends_at_the_vector() -> None:
    view = PlaneView(PICTURE, (-2, 0), 1.0)
    basis, steps = np.array([[2, 1], [0.5, 1.5]]), np.array([2.5, -1.0])
    walk = Walk(view, DARK).to(basis, steps)
    assert walk.outline()[-1, 1] == pytest.approx(view.to_frame(basis @ steps)[:2])
    assert len(walk.outline()) == 4
    halfway = walk.to(basis, steps, 0.5).outline()[-1, 1]
    assert halfway == pytest.approx(view.to_frame(1.75 * basis[:, 0])[:2])
    assert len(walk.to(basis, steps, 0.0).outline()) == 0


@pytest.mark.parametrize("matrix", [[[2, 1], [0.5, 1.5]], [[0, 1], [1, 0]], [[1, 2], [2, 4]]])
def test_the_drawn_area_is_the_determinant(matrix: list[list[float]]) -> None:
    view = PlaneView(PICTURE, (-2, 0), 1.5)
    drawn = Parallelogram(view, DARK).to(np.array(matrix, dtype=float))
    x, y = drawn.points[::4, 0], drawn.points[::4, 1]
    area = 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 1.5**2
    assert area == pytest.approx(np.linalg.det(matrix))
    assert bool(len(drawn.hatching.points)) == (np.linalg.det(matrix) < -1e-9)
