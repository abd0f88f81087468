"""The vectors explainer: its numbers are numpy's, and what is drawn is to scale."""

from __future__ import annotations

import math
from itertools import chain
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explainer.engine.session import Beat, Quality, at_beat_ends, measure
from explainer.geometry.plane import Framing
from explainer.layout import texts_of
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import SHORT
from explainer.params import ParameterError, resolve_params
from explainer.scenes.linear_algebra.vectors import text
from explainer.scenes.linear_algebra.vectors.drawing.marks import (
    AngleMark,
    Projection,
    TurnReading,
)
from explainer.scenes.linear_algebra.vectors.drawing.plane import NamedArrow, Stage, VectorPlane
from explainer.scenes.linear_algebra.vectors.scene import Vectors
from explainer.scenes.linear_algebra.vectors.story import SMALLEST, VectorStory
from explainer.style import DARK, PICTURE

BEATS = ["three_faces", "add", "scale", "combine", "projection", "sign", "recap"]
TINY = Quality(64, 36, 15)
RELATIONS = {
    "acute": ((3, 1), (1, 2)),
    "obtuse": ((2, 1), (-2, 2)),
    "right": ((0.3, 0.1), (-0.1, 0.3)),
    "same": ((3, 1.5), (1, 0.5)),
    "opposite": ((0.1, 0.7), (-0.3, -2.1)),
    "zero_u": ((0, 0), (2, 1)),
    "zero_v": ((2, 1), (0, 0)),
}

entries = st.one_of(st.just(0.0), st.floats(SMALLEST, 1e6), st.floats(-1e6, -SMALLEST))
vectors = st.tuples(entries, entries)


def compute(name: str) -> VectorStory:
    return VectorStory.compute(*RELATIONS[name], scalars=(1.5, -1))


@settings(max_examples=200, deadline=None)
@given(vectors, vectors)
@example((1e6, 1e6), (-1e6, 1e6))
@example((1e-4, 0), (0, 1e6))
@example((0.1, 0.2), (0.3, 0.6))
def test_the_product_is_projection_times_length_and_the_sum_over_entries(
    u: tuple[float, float], v: tuple[float, float]
) -> None:
    story = VectorStory.compute(u, v, (1, 1))
    size = math.hypot(*u) * math.hypot(*v)
    assert story.product == pytest.approx(float(np.dot(u, v)), rel=1e-9, abs=1e-11 * size)
    if story.scalar_projection is None:
        assert not any(u)
        return
    assert story.scalar_projection * story.lengths[0] == pytest.approx(
        story.product, rel=1e-9, abs=1e-11 * size
    )
    across = story.v - story.projection
    assert float(across @ story.u) == pytest.approx(0, abs=1e-9 * size)
    assert np.cross(np.append(story.projection, 0), np.append(story.u, 0))[2] == pytest.approx(
        0, abs=1e-9 * size
    )


@settings(max_examples=100, deadline=None)
@given(vectors, vectors, st.floats(0, 360))
def test_turning_keeps_the_length_and_the_cosine_is_the_product(
    u: tuple[float, float], v: tuple[float, float], degrees: float
) -> None:
    story = VectorStory.compute(u, v, (1, 1))
    if story.angle is None:
        assert story.product == 0
        return
    turned = story.turned(degrees)
    assert np.hypot(*turned) == pytest.approx(story.lengths[1])
    size = math.prod(story.lengths)
    assert float(story.u @ turned) == pytest.approx(
        float(story.product_at(degrees)), abs=1e-9 * size
    )
    assert story.turned(story.angle) == pytest.approx(story.v, abs=1e-9 * story.lengths[1])
    cosine = np.clip(story.product / size, -1, 1)
    assert story.angle == pytest.approx(np.degrees(np.arccos(cosine)), abs=1e-4)


@pytest.mark.parametrize("name", RELATIONS)
def test_each_relation_is_told_by_its_own_words(name: str) -> None:
    story = compute(name)
    assert story.relation == name
    said = text.projection(story)
    say = said.narration
    others = [text.projection(compute(other)) for other in RELATIONS if other != name]
    assert say not in [other.narration for other in others]
    sign = {"acute": 1, "same": 1, "obtuse": -1, "opposite": -1}.get(name, 0)
    assert np.sign(story.product) == sign
    assert ("negative" in say) == (sign < 0)
    assert text.product_role(story) == ("area_negative" if sign < 0 else "projection")
    assert any('"projection" ' in line.markup for line in said.lines) == (name != "zero_u")
    assert ("no angle" in text.recap(story).alt_text) == name.startswith("zero")


def test_sums_and_combinations_are_numpys_without_rounding_noise() -> None:
    story = VectorStory.compute((0.1, -3), (0.2, 3), (3, -1.5))
    assert story.total == pytest.approx([0.3, 0])
    assert story.total[1] == 0
    assert story.combination == pytest.approx(3 * np.array([0.1, -3]) - 1.5 * np.array([0.2, 3]))
    assert story.combination[0] == 0  # 0.30000000000000004 - 0.3 in floating point
    assert [list(vector) for vector in story.scaled] == [
        pytest.approx([0.3, -9]),
        pytest.approx([-0.15, 4.5]),
    ]


@pytest.mark.parametrize(
    ("u", "v", "reach"),
    [((1, 0), (0, 1e-4), 2), ((1, 2), (-2, -4), 1), ((0, 0), (3, 0), 1), ((0, 0), (0, 0), 0)],
)
def test_what_can_be_reached_is_the_rank(u: Any, v: Any, reach: int) -> None:
    story = VectorStory.compute(u, v, (1, 1))
    assert story.rank == reach == np.linalg.matrix_rank(np.column_stack([u, v]))
    said = text.combine(story)
    assert ("every other point" in said.narration) == (reach == 2)
    assert ("only the origin", "one line", "the whole plane")[reach] in said.lines[-1].markup


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (((3, 1), (1, 2)), ((3.0001, 1), (1, 2))),
        (((1, 1), (1, 1)), ((1, 1), (1, 1.0000001))),
        (((0, 0), (2, 1)), ((0, 0), (2, 1.123456789))),
    ],
)
def test_inputs_that_differ_look_different_wherever_they_are_shown(first: Any, second: Any) -> None:
    one, other = (VectorStory.compute(*vectors, (1, -0.5)) for vectors in (first, second))
    for beat in (text.add, text.combine, text.projection, text.recap):
        assert beat(one).alt_text != beat(other).alt_text
        assert beat(one).lines != beat(other).lines


def test_sums_of_typed_decimals_are_written_in_full() -> None:
    story = VectorStory.compute((0.1, 3.0001), (0.2, 2.12345), (1.5, -1))
    said = text.recap(story)
    assert "Their sum is (0.3, 5.12355), and" in said.alt_text
    assert "about" not in said.alt_text.partition("The dot")[0]
    assert text.named("v", np.array([1 / 3, 1])) == "v ≈ (0.33, 1)"


@pytest.mark.parametrize("scalar", [-2, -1, -0.5, 0, 0.5, 1, 2])
def test_what_a_scalar_does_is_said_truly(scalar: float) -> None:
    effect = text.effect(scalar)
    assert ("reverses" in effect) == (scalar < 0)
    assert ("stretches" in effect) == (abs(scalar) > 1)
    assert ("shrinks" in effect) == (0 < abs(scalar) < 1)
    assert ("changes nothing" in effect) == (scalar == 1)
    assert ("zero" in effect) == (scalar == 0)


@pytest.mark.parametrize("name", [name for name in RELATIONS if name != "zero_u"])
@pytest.mark.parametrize("units", [0.3, 2.0])
def test_the_rectangle_is_as_large_as_the_product(name: str, units: float) -> None:
    story = compute(name)
    view = PlaneView(PICTURE, (-1.5, 0.25), units)
    drawn = Projection(view, DARK, story)
    drawn.work(3)
    x, y = drawn.area.points[::4, :2].T
    area = 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1)))
    assert area / units**2 == pytest.approx(abs(story.product), abs=1e-9)
    assert drawn.number.value == pytest.approx(story.product, abs=1e-9)
    assert bool(len(drawn.area.hatching.points)) == (story.product < 0)
    if name in ("acute", "obtuse"):  # the area lies on the other side of u than v
        middle = drawn.area.points[:, :2].mean(axis=0) - view.origin
        turn = lambda w: story.u[0] * w[1] - story.u[1] * w[0]  # noqa: E731
        assert turn(middle) * turn(story.v) < 0


def test_the_projection_starts_as_v_and_ends_on_the_line() -> None:
    story, view = compute("acute"), PlaneView(PICTURE, (0, 0), 1.0)
    drawn = Projection(view, DARK, story)
    drawn.work(0)
    assert drawn.bar.points[-1, :2] == pytest.approx(story.v)
    assert not len(drawn.drop.points) and not len(drawn.corner.points)
    drawn.work(1)
    way = (drawn.bar.points[-1] - drawn.bar.points[0])[:2]
    assert way == pytest.approx(story.projection)
    assert drawn.drop.points[0, :2] == pytest.approx(story.v)


@pytest.mark.parametrize("name", ["acute", "obtuse", "opposite", "zero_u"])
def test_steps_along_the_axes_add_up(name: str) -> None:
    drawn = Stage(DARK, compute(name))
    for axis, steps in enumerate(drawn.steps):
        for step in steps:
            step.come(1.0)
        along = [tuple(step.data()[:, axis]) for step in steps]
        ends = [0.0, *chain(*along), drawn.story.total[axis]]
        assert ends[::2] == pytest.approx(ends[1::2])


def test_short_vectors_are_dots_and_are_said_to_be() -> None:
    story = VectorStory.compute((1e6, 1), (1, 1e-4), (1, 1))
    drawn = Stage(DARK, story)
    assert drawn.too_short("add", "uv") == ["v"]
    assert "bold(v)" in text.too_short(["v"])[0].markup
    assert drawn.framings["add"].units * story.lengths[1] < SHORT
    assert text.too_short(drawn.too_short("add", "u")) == []
    plane = VectorPlane(DARK, PICTURE)
    plane.view.units = 1e-6
    arrow = NamedArrow(plane, "vector", "", (1, 1))
    arrow.come(1.0)
    assert arrow.width > 0.1


@pytest.mark.parametrize("name", RELATIONS)
def test_every_step_fits_its_view(name: str) -> None:
    story = compute(name)
    drawn = Stage(DARK, story)
    spots = {
        "add": [story.u, story.v, story.total],
        "scale": [story.u, *story.scaled],
        "combine": [story.u, *story.steps, story.combination],
        "turn": [story.u, *(story.turned(d) for d in range(0, 360, 10))],
    }
    for step, points in spots.items():
        framing: Framing = drawn.framings[step]
        placed = framing.origin + np.array(points) * framing.units
        assert (placed[:, 0] > PICTURE.left + 0.7).all() and (placed[:, 0] < 2.0).all()
        assert (placed[:, 1] > -3.2).all() and (placed[:, 1] < PICTURE.top - 0.3).all()


def test_a_moment_on_the_way_looks_the_same_however_it_was_reached() -> None:
    def numbers_at(*moments: float) -> list[tuple[float, float, float]]:
        plane = VectorPlane(DARK, PICTURE)
        for origin in ((-5.0, -2.5), (1.0, 2.0)):
            arrow = NamedArrow(plane, "vector", "", (1, 1))
            plane.plan(Framing(np.array(origin), 1.0), PICTURE, arrow)
            plane.go(1.0)
        for t in moments:
            plane.go(t)
        shown = zip(plane.numbers.numbers, plane.numbers.opacities.tolist(), strict=True)
        return [(*number.shape.get_center()[:2], seen) for number, seen in shown if seen]

    assert numbers_at(*np.linspace(0, 0.6, 40)) == numbers_at(0.6)


def test_the_angle_is_drawn_as_far_as_it_goes() -> None:
    mark = AngleMark(PlaneView(PICTURE, (1, 1), 1.0), DARK, 0.3)
    mark.to(-120)
    last = mark.arc.points[-1, :2] - [1, 1]
    assert math.atan2(last[1], last[0]) == pytest.approx(0.3 - math.radians(120))
    assert mark.number.value == 120


def test_the_curve_runs_through_the_products() -> None:
    story = compute("obtuse")
    curve = TurnReading(story, DARK, *text.sign(story).lines)
    assert story.angle is not None
    curve.show(story.angle, 360)
    chart = curve.chart
    angle, product = chart.values(curve.dot.get_center()[:2])
    assert (angle, product) == (pytest.approx(story.angle), pytest.approx(story.product))
    degrees, products = curve.line.data().T
    assert products == pytest.approx(story.product_at(degrees), abs=1e-9)
    above, below = (chart.values(fill.points[:, :2])[:, 1] for fill in curve.fills)
    assert above.min() == pytest.approx(0, abs=1e-9) and below.max() == pytest.approx(0, abs=1e-9)
    assert len(curve.hatching.points)


@pytest.mark.parametrize("name", ["default", "zero", "opposite"])
def test_the_numbers_that_run_end_where_they_should(name: str) -> None:
    params = Vectors.presets.get(name, Vectors.Params())
    story = VectorStory.compute(**dict(params))

    def look(scene: Any, beat: Beat) -> list[tuple[str, list[float]]]:
        numbers = [number.value for number in texts_of(scene) if isinstance(number, LiveNumber)]
        return [(beat.name, numbers)]

    found = dict(chain.from_iterable(at_beat_ends(lambda: Vectors(params), TINY, look)))
    assert list(found) == BEATS
    for value in story.u:
        assert value in found["three_faces"]
    for value in (story.scalars[1], *story.scaled[1]):
        assert value in found["scale"]
    assert story.product in found["sign"]
    if story.angle is not None:
        assert story.angle in found["sign"] and story.angle in found["projection"]


def test_the_clip_is_neither_short_nor_long() -> None:
    assert 60 < measure(lambda: Vectors(Vectors.Params()), TINY).duration < 90


@pytest.mark.parametrize(
    ("values", "name", "allowed"),
    [
        ({"u": [1]}, "u", "a pair of numbers"),
        ({"u": [1e-5, 0]}, "u", "from 1e-4 to 1e6 in size"),
        ({"v": [2e6, 0]}, "v", "from 1e-4 to 1e6 in size"),
        ({"v": [float("nan"), 0]}, "v", "from 1e-4 to 1e6 in size"),
        ({"scalars": [101, 1]}, "scalars", "from -100 to 100"),
        ({"scalars": [1, 2, 3]}, "scalars", "a pair of numbers"),
        ({"w": [1, 2]}, "w", ""),
    ],
)
def test_bad_input_is_refused_in_one_line(values: dict[str, Any], name: str, allowed: str) -> None:
    with pytest.raises(ParameterError) as refused:
        resolve_params(Vectors.Params, Vectors.presets, values=values)
    message = str(refused.value)
    assert "\n" not in message and name in message and allowed in message
