"""Linear transformations: what is drawn ends where the matrix sends it, and inside the picture."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrix import parameter_set, set_names

from explainer.engine.session import Quality, measure
from explainer.mobjects.plane_marks import PlaneArrow
from explainer.scenes.linear_algebra.linear_transformation import text
from explainer.scenes.linear_algebra.linear_transformation.drawing.fan import Fan
from explainer.scenes.linear_algebra.linear_transformation.drawing.merging import Rows
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
                assert arrow.end == pytest.approx(expected, abs=1e-6)
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
def test_dots_lie_on_the_way_that_has_been_gone(name: str) -> None:
    story, view = made(name)
    view.show(0.5)
    for dots, vector in zip(view.traces, (*np.eye(2), story.vector), strict=True):
        times = np.linspace(0, 0.5, 400)
        way = np.array([story.path(float(t)) @ vector for t in times])
        scale = max(1.0, float(np.abs(way).max()))
        for dot in dots.data():
            assert np.hypot(*(way - dot).T).min() < 5e-3 * scale


@each
def test_areas_are_those_of_what_they_are_written_in(name: str) -> None:
    story, view = made(name)
    view.show(1.0)
    view.write_areas()
    for t in (0.0, 0.6, 1.0):
        view.carry_square(t)
        assert view.moved_square.data() == pytest.approx(story.path(t))
        assert view.areas[0].value == 1.0
        assert view.areas[1].value == pytest.approx(np.linalg.det(story.path(t)), abs=1e-9)
        view.carry_cells(t)
        for cell, corner in zip(view.cells, ((-1, -1), (-1, 0)), strict=False):
            assert cell.data() == pytest.approx(story.path(t))
            assert cell.corner == pytest.approx(story.path(t) @ corner)
    assert view.unit.data() == pytest.approx(np.eye(2))
    if view.aside.any():  # whole steps away, beside all that the unit square becomes
        assert view.aside == pytest.approx(np.rint(view.aside))
        middle = view.aside + 0.5
        inside = np.linalg.lstsq(story.matrix, middle, rcond=None)[0]
        singular = story.rank < 2
        assert singular or not ((inside > 0) & (inside < 1)).all()
        assert not ((middle > 0) & (middle < 1)).all()


@each
def test_vectors_on_lines_of_eigenvectors_stay_there_and_others_do_not(name: str) -> None:
    story, view = made(name)
    view.show(1.0)
    fan = Fan(view.plane, story, view.plane.view.units)
    fan.grow(1.0)
    fan.carry(1.0)
    for arrow, start, way in zip(fan.images, fan.starts, fan.ways, strict=True):
        assert start.data()[1] == pytest.approx(fan.length * way)
        assert arrow.data()[1] == pytest.approx(fan.length * story.matrix @ way)
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
        assert {arrow.brightness for arrow in fan.images} == {DARK.emphasis.rest}
    for line in fan.lines:
        image = story.matrix @ line.data()
        assert abs(line.data()[0] * image[1] - line.data()[1] * image[0]) < 1e-9


@pytest.mark.parametrize("name", ["projection", "zero"])
def test_all_points_of_a_row_land_on_one(name: str) -> None:
    story, view = made(name)
    rows = Rows(view.plane, story, view.plane.view.units)
    rows.fall(slice(None), 1.0)
    for before, after in zip(rows.before, rows.after, strict=True):
        assert np.ptp(before.data(), axis=0).max() > 1
        assert after.data() == pytest.approx(before.data() @ story.matrix.T)
        assert np.ptp(after.data(), axis=0).max() < 1e-9


@pytest.mark.parametrize("case", set_names("linear_transformation"))
def test_every_sentence_is_said_while_something_moves(case: str) -> None:
    """No case may have more sentences than motions, nor leave one out."""
    params = parameter_set("linear_transformation", case)
    story = TransformationStory(params.matrix, params.vector, params.path)
    timeline = measure(lambda: LinearTransformation(params, "dark"), Quality(64, 36, 15))
    facts = {"grid", "columns", *params.facts, "inverse"}
    assert [beat.name for beat in timeline.beats] == [
        name for name in ("grid", "columns", "vector", "area", "eigen", "inverse") if name in facts
    ]
    for beat in timeline.beats:
        words = getattr(text, beat.name)(story)
        said = [each.text for each in beat.sentences if not each.asks]
        assert said == list(words.sentences)
        assert words.question and words.question != words.heading
