"""Linear transformations: what is drawn ends where the matrix sends it, and inside the picture."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.engine.session import Quality, measure
from explainer.mobjects.plane_marks import PlaneArrow
from explainer.scenes.linear_algebra.linear_transformation import text
from explainer.scenes.linear_algebra.linear_transformation.drawing.areas import Cells
from explainer.scenes.linear_algebra.linear_transformation.drawing.fan import Fan
from explainer.scenes.linear_algebra.linear_transformation.drawing.plane import TransformedPlane
from explainer.scenes.linear_algebra.linear_transformation.scene import LinearTransformation
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory
from explainer.style import FRAME, SAFE, theme

DARK = theme("dark")
numbers = st.floats(-50, 50).filter(lambda value: value == 0 or abs(value) > 1e-3)
matrices = st.lists(numbers, min_size=4, max_size=4).map(lambda v: np.array(v).reshape(2, 2))
MATRICES = {
    "default": LinearTransformation.Params(),
    **LinearTransformation.presets,
    "spiral": LinearTransformation.Params(matrix=((1.2, -0.8), (1.1, 0.3)), path="polar"),
    "zero": LinearTransformation.Params(matrix=((0, 0), (0, 0)), vector=(0, 0)),
    "tiny": LinearTransformation.Params(matrix=((0.01, 0.003), (-0.002, 0.02))),
}
each = pytest.mark.parametrize("name", MATRICES)


def made(name: str) -> tuple[TransformationStory, TransformedPlane]:
    params = MATRICES[name]
    story = TransformationStory(params.matrix, params.vector, params.path)
    return story, TransformedPlane(story, DARK)


@settings(max_examples=40, deadline=None)
@given(matrices, st.tuples(numbers, numbers), st.sampled_from(["straight", "polar"]))
def test_arrows_end_where_the_vectors_end_and_inside_the_picture(
    matrix: np.ndarray, vector: tuple[float, float], kind: Literal["straight", "polar"]
) -> None:
    story = TransformationStory(matrix, vector, kind)
    view = TransformedPlane(story, DARK)
    plane = view.plane
    plane.put(view.i_hat, view.arrow, view.walk, view.area)
    for t in (0.0, 0.3, 1.0):
        for focus in (0, 1):
            view.focus_at_once(focus)
            view.show(t)
            now = story.path(t)
            assert view.area.data() == pytest.approx(now, abs=1e-6)
            assert view.walk.data() == pytest.approx(now @ vector, rel=1e-6, abs=1e-6)
            for arrow, tip, seen in (
                (view.i_hat, now[:, 0], True),
                (view.arrow, now @ vector, focus == 1 or not view.refocuses),
            ):
                assert arrow.data()[1] == pytest.approx(tip, abs=1e-6)
                expected = plane.view.to_frame(tip)
                # On one line, each is drawn a little beside the next.
                assert np.hypot(*(arrow.end - expected)[:2]) <= abs(arrow.aside) + 1e-6
                assert story.rank < 2 or not arrow.aside
                if t != 0.3 and seen:
                    assert SAFE.left <= expected[0] <= FRAME.right
                    assert SAFE.bottom <= expected[1] <= SAFE.top


@each
def test_the_plane_is_carried_there_and_back_past_ghosts_that_stay(name: str) -> None:
    story, view = made(name)
    for ghosts, matrix in ((view.before, np.eye(2)), (view.after, story.matrix)):
        basis, vector, square, walk = ghosts[:2], ghosts[2], ghosts[3], ghosts[4]
        for t in (0.4, 1.0):
            view.show(t)
            for ghost, column in zip(basis, matrix.T, strict=True):
                assert isinstance(ghost, PlaneArrow)
                assert ghost.data()[1] == pytest.approx(column)
            assert vector.data()[1] == pytest.approx(matrix @ story.vector)
            assert square.data() == pytest.approx(matrix)
            assert walk.data() == pytest.approx(matrix @ story.vector)
        assert all(ghost.brightness == DARK.emphasis.ghost for ghost in ghosts)
    view.run_back(0.25)
    assert view.arrow.data()[1] == pytest.approx(story.path(0.75) @ story.vector)
    view.run_back(1.0)
    assert view.arrow.data()[1] == pytest.approx(story.vector)
    assert view.grid.data() == pytest.approx(np.eye(2))


@each
def test_the_tip_of_the_vector_is_where_its_walk_has_come_to(name: str) -> None:
    story, view = made(name)
    for progress in (0.0, 0.2, 0.7, 1.0):
        view.walk_to_vector(progress)
        assert view.arrow.data()[1] == pytest.approx(view.walk.data())
        first = min(progress * np.abs(story.vector).sum(), abs(story.vector[0]))
        assert abs(view.walk.data()[0]) == pytest.approx(first)
    assert view.arrow.data()[1] == pytest.approx(story.vector)


@each
def test_dashes_lie_on_the_way_that_has_been_gone(name: str) -> None:
    story, view = made(name)
    view.show(0.5)
    for dots, vector in zip(view.traces, (*np.eye(2), story.vector), strict=True):
        times = np.linspace(0, 0.5, 400)
        way = np.array([story.path(float(t)) @ vector for t in times])
        scale = max(1.0, float(np.abs(way).max()))
        for dot in dots.data().reshape(-1, 2):
            assert np.hypot(*(way - dot).T).min() < 5e-3 * scale


@each
def test_areas_are_those_of_what_they_are_written_in(name: str) -> None:
    story, view = made(name)
    view.show(1.0)
    areas, area = view.areas, np.linalg.det(story.matrix)
    areas.settle([view.i_hat, view.j_hat], view.names_after[:2])
    for t in (0.0, 0.6, 1.0):
        areas.carry_square(t)
        assert areas.image.data() == pytest.approx(story.path(t))
        assert areas.numbers[0].value == 1.0
        assert areas.numbers[1].value == pytest.approx(np.linalg.det(story.path(t)), abs=1e-9)
        areas.carry_cells(t)
        assert areas.cells.data() == pytest.approx(story.path(t))
    assert areas.unit.data() == pytest.approx(np.eye(2))
    for number in areas.written[2:]:
        assert number.value == pytest.approx(area, abs=1e-9)
        assert number.corner.any()
        assert number.corner == pytest.approx(np.rint(number.corner))
    if areas.aside.any():  # whole steps away, beside all that the unit square becomes
        assert areas.aside == pytest.approx(np.rint(areas.aside))
        middle = areas.aside + 0.5
        inside = np.linalg.lstsq(story.matrix, middle, rcond=None)[0]
        singular = story.rank < 2
        assert singular or not ((inside > 0) & (inside < 1)).all()
        assert not ((middle > 0) & (middle < 1)).all()


def test_every_other_square_of_the_grid_is_tinted_and_carried() -> None:
    _, view = made("default")
    cells = view.plane.hold(Cells(view.plane.view, DARK)).to(np.array([[2.5, 1], [0.5, 2]]))
    corners = cells.points.reshape(-1, 16, 3)[:, 0, :2]
    units, origin = view.plane.view.units, view.plane.view.origin
    found = np.linalg.solve([[2.5, 1], [0.5, 2]], ((corners - origin) / units).T).T
    assert found == pytest.approx(np.rint(found), abs=1e-9)
    assert (np.rint(found).sum(axis=1) % 2 == 1).all()
    assert len(found) > 8


@each
def test_vectors_on_lines_of_eigenvectors_stay_there_and_others_do_not(name: str) -> None:
    story, view = made(name)
    view.show(1.0)
    fan = Fan(view.plane, story, view.plane.view.units)
    fan.grow(1.0)
    fan.carry(1.0)
    ways = fan.ways
    ends = ways @ story.matrix.T
    assert fan.starts.data()[:, 1] == pytest.approx(fan.length * ways)
    shown = fan.ends.data() if story.rank < 2 else fan.images.data()[:, 1]
    assert shown == pytest.approx(fan.length * ends)
    values, vectors = np.linalg.eig(story.matrix)
    for arrow, unit, line in zip(fan.scaled, fan.units, story.lines, strict=False):
        off = np.abs(vectors.T @ np.array([[0.0, -1], [1, 0]]) @ line)
        value = float(values[int(np.argmin(off))].real)
        assert arrow.data()[1] == pytest.approx(value * unit.data()[1], abs=1e-6)
    if len(story.lines):  # no other vector is so near that it would be taken for one of them
        across = np.abs(fan.ways @ np.array([[0.0, -1], [1, 0]]) @ story.lines.T)
        assert across.min() > 0.15
    fan.light(1.0)
    if story.eigen.kind != "scalar":
        assert fan.images.brightness < 1
    for line in fan.lines:
        image = story.matrix @ line.data()
        assert abs(line.data()[0] * image[1] - line.data()[1] * image[0]) < 1e-9


@pytest.mark.parametrize("name", ["projection", "zero"])
def test_all_points_of_a_row_land_on_one(name: str) -> None:
    story, view = made(name)
    points = view.carried_points()
    points.go(slice(None), 1.0)
    for before, after in zip(points.groups, points.dots, strict=True):
        assert np.ptp(before, axis=0).max() > 0.5
        assert after.data() == pytest.approx(before @ story.matrix.T)
        assert np.ptp(after.data(), axis=0).max() < 1e-9
    assert points.rings.data() == pytest.approx(np.concatenate(points.groups))


@pytest.mark.parametrize("name", ["default", "rotation", "shear", "reflection", "scaling"])
def test_points_go_back_to_where_they_were_and_do_not_meet(name: str) -> None:
    story, view = made(name)
    view.show(1.0)
    points = view.carried_points()
    (before,) = points.groups
    assert len(before) > 2
    assert points.rings.data() == pytest.approx(before @ story.matrix.T)
    points.go(slice(None), 1.0)
    assert points.dots[0].data() == pytest.approx(before)
    ways = points.paths(before) * view.plane.view.units
    for k, way in enumerate(ways):
        for other in ways[k + 1 :]:
            assert np.hypot(*(way[:, None] - other).T).min() > 0.3


def test_facts_choose_the_beats_and_each_asks_first() -> None:
    params = LinearTransformation.Params(facts=("eigen",))
    story = TransformationStory(params.matrix, params.vector, params.path)
    timeline = measure(lambda: LinearTransformation(params, "dark"), Quality(64, 36, 15))
    assert [beat.name for beat in timeline.beats] == ["grid", "columns", "eigen", "inverse"]
    for name in ("grid", "columns", "vector", "area", "eigen", "inverse"):
        words = getattr(text, name)(story)
        assert words.question and words.question != words.heading
