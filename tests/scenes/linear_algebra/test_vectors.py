"""The vectors explainer: its numbers are numpy's, and what is drawn is to scale."""

from __future__ import annotations

import math
from itertools import chain, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matrix import parameter_set, set_names

from explainer.engine.session import Beat, Quality, at_beat_ends, measure
from explainer.layout import texts_of
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_figures import Parallelogram
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import SHORT
from explainer.params import ParameterError, resolve_params
from explainer.scenes.linear_algebra.vectors import text
from explainer.scenes.linear_algebra.vectors.drawing.adding import Adding
from explainer.scenes.linear_algebra.vectors.drawing.faces import ThreeFaces
from explainer.scenes.linear_algebra.vectors.drawing.painting import (
    BRUSH,
    Combining,
    Multiple,
)
from explainer.scenes.linear_algebra.vectors.drawing.plane import Stage
from explainer.scenes.linear_algebra.vectors.drawing.projection import Projection
from explainer.scenes.linear_algebra.vectors.drawing.turning import Turning
from explainer.scenes.linear_algebra.vectors.scene import Vectors
from explainer.scenes.linear_algebra.vectors.story import SMALLEST, VectorStory
from explainer.style import DARK, FRAME, PICTURE

BEATS = ["three_faces", "add", "scale", "combine", "projection", "sign"]
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
    assert len(said.sentences) == 3
    turned = text.sign(story)
    assert ("no angle" in turned.narration) == name.startswith("zero")
    assert len(turned.sentences) == (2 if name.startswith("zero") else 4)


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
    assert ("paints the whole plane" in said.narration) == (reach == 2)
    assert ("only the origin", "one line", "the whole plane")[reach] in said.alt_text


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
    for beat in (text.add, text.projection):
        assert beat(one).alt_text != beat(other).alt_text
        assert beat(one).lines != beat(other).lines


def test_sums_of_typed_decimals_are_written_in_full() -> None:
    story = VectorStory.compute((0.1, 3.0001), (0.2, 2.12345), (1.5, -1))
    said = text.add(story)
    assert "ends at (0.3, 5.12355)." in said.alt_text
    assert "about" not in said.alt_text
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
    assert area_of(drawn.area, units) == pytest.approx(abs(story.product), abs=1e-9)
    assert bool(len(drawn.area.hatching.points)) == (story.product < 0)
    if name in ("acute", "obtuse"):  # the area lies on the other side of u than v
        middle = drawn.area.points[:, :2].mean(axis=0) - view.origin
        turn = lambda w: story.u[0] * w[1] - story.u[1] * w[0]  # noqa: E731
        assert turn(middle) * turn(story.v) < 0


@pytest.mark.parametrize("name", ["acute", "same", "opposite", "obtuse", "right"])
def test_the_pieces_of_the_rectangle_are_the_products_of_entries(name: str) -> None:
    story = compute(name)
    assert story.pieces == pytest.approx(story.u * story.v)
    assert story.pieces.sum() == pytest.approx(story.product, abs=1e-9)
    drawn = Projection(PlaneView(PICTURE, (0, 0), 1.5), DARK, story)
    drawn.work(4)
    if drawn.is_cut:
        areas = [area_of(strip, 1.5) for strip in drawn.strips]
        assert areas == pytest.approx(np.abs(story.pieces).tolist())
        # Where the first step of v has its foot, the projection is cut.
        assert area_of(drawn.area, 1.5) == pytest.approx(sum(areas))
    else:
        assert not any(len(strip.points) for strip in drawn.strips)
        assert min(story.pieces) <= 0 <= max(story.pieces)


def area_of(shape: Parallelogram, units: float) -> float:
    """Return the area of what is drawn, in mathematical units."""
    x, y = shape.points[::4, :2].T
    return 0.5 * abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / units**2


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
def test_entries_along_the_axes_add_up(name: str) -> None:
    drawn = Adding(Stage(DARK, compute(name)))
    drawn.lay(1.0)
    for axis in (0, 1):
        laid = [arrow.data()[:, axis] for arrow in drawn.entries[2 * axis :][:2]]
        ends = [0.0, *chain(*(ends for ends in laid if len(ends))), drawn.story.total[axis]]
        assert ends[::2] == pytest.approx(ends[1::2])
    for show in (drawn.put_v, drawn.put_u, drawn.add):
        show(1.0)
    tips = [arrow.data()[1] for arrow in (drawn.v_copy, drawn.u_copy, drawn.total)]
    assert tips == [pytest.approx(drawn.story.total)] * 3


def test_short_vectors_are_dots_and_are_said_to_be() -> None:
    drawn = Stage(DARK, VectorStory.compute((1e6, 1), (1, 1e-4), (1, 1)))
    assert drawn.too_short("add", "uv") == ["v"]
    assert "bold(v)" in text.too_short(["v"])[0].markup
    assert drawn.views["add"].units * drawn.story.lengths[1] < SHORT
    assert text.too_short(drawn.too_short("add", "u")) == []


@pytest.mark.parametrize("name", RELATIONS)
def test_every_step_fits_its_view(name: str) -> None:
    drawn = Stage(DARK, compute(name))
    for step, points in drawn.story.spots().items():
        origin, units = drawn.views[step]
        placed = np.array(origin) + points * units
        fits = [
            (placed >= room.low - 1e-9).all() and (placed <= room.high + 1e-9).all()
            for room in (drawn.places.beside, drawn.places.wide)
        ]
        assert any(fits)


def test_the_list_counts_the_steps_of_the_arrow() -> None:
    faces = ThreeFaces(Stage(DARK, compute("obtuse")))
    for t in (0.3, 1.0):
        faces.count(t)
        counted = [line[0].value for line in faces.entries.entries]
        assert counted == pytest.approx(faces.walk.data())
    faces.grow(1.0)
    assert faces.stage.u.data()[1] == pytest.approx(faces.walk.data())


@pytest.mark.parametrize("name", ["default", "obtuse", "perpendicular", "long_and_short"])
def test_the_tip_paints_all_that_is_seen_of_the_plane(name: str) -> None:
    drawn = Combining(stage := Stage(DARK, story_of(name)))
    origin, units = stage.views["combine"]
    way = np.array(origin) + units * drawn.runs[1].upto(1.0)
    pieces = np.concatenate([np.linspace(*ends, 400) for ends in pairwise(way)])
    x, y = np.meshgrid(np.linspace(FRAME.left, FRAME.right, 15), np.linspace(-4, 4, 9))
    for spot in np.column_stack([x.ravel(), y.ravel()]):
        assert np.hypot(*(pieces - spot).T).min() < BRUSH / 2


@pytest.mark.parametrize("name", ["default", "parallel", "zero", "opposite"])
def test_what_is_painted_is_where_the_scalars_lead(name: str) -> None:
    story = story_of(name)
    drawn = Combining(Stage(DARK, story))
    reach = max(*story.lengths, 1.0)
    for leg, run in enumerate(drawn.runs):
        for t in (0.0, 0.2, 0.55, 1.0):
            drawn.run_on(leg, t)
            a, b = run.at(t)
            tip = drawn.total.data()[1]
            assert tip == pytest.approx(a * story.u + b * story.v, abs=1e-9 * reach)
            assert drawn.paints[leg].data()[-1] == pytest.approx(tip, abs=1e-6 * reach)
    drawn.come_back(1.0)
    assert drawn.total.data()[1] == pytest.approx(story.combination)
    assert [number.value for number in drawn.numbers] == list(story.scalars)


def test_the_multiple_paints_its_line_from_edge_to_edge() -> None:
    drawn = Multiple(stage := Stage(DARK, compute("acute")))
    drawn.run_on(1.0)
    origin, units = stage.views["scale"]
    ends = np.array(origin) + units * drawn.paint.data()
    assert ends[:, 0].min() < FRAME.left and ends[:, 0].max() > FRAME.right
    assert drawn.arrow.data()[1] == pytest.approx(stage.story.scaled[1])
    u = stage.story.u
    assert drawn.paint.data() @ [-u[1], u[0]] == pytest.approx(np.zeros(4), abs=1e-9)


@pytest.mark.parametrize("name", [name for name in RELATIONS if "zero" not in name])
def test_the_turn_goes_once_round_and_never_back(name: str) -> None:
    story = compute(name)
    assert story.angle is not None
    stops = [story.angle, *chain(*story.turns())]
    assert np.all(np.diff(stops) > 0) and stops[-1] == story.angle + 360
    rests = {round(stop % 360) for stop in stops[1:]}
    assert {90, 180, 270} - {round(story.angle)} <= rests
    # The sentences that say zero, or which sign, end where that is so.
    ends = [story.product_at(leg[-1]) for leg in story.turns()[:2]]
    size = math.prod(story.lengths)
    if name == "right":
        assert ends[0] == pytest.approx(-size)
    else:
        assert ends[0] == pytest.approx(0, abs=1e-9 * size)
    turning = Turning(Stage(DARK, story), Projection(PlaneView(PICTURE, (0, 0), 1), DARK, story))
    for degrees in (0, 90, 180, 270, 300):
        turning.turn_to(degrees)
        assert turning.numbers[0].value == min(degrees, 360 - degrees)
        assert turning.numbers[1].value == pytest.approx(
            size * math.cos(math.radians(degrees)), abs=1e-9 * size
        )
        assert float(story.u @ turning.turned.data()[1]) == pytest.approx(
            size * math.cos(math.radians(degrees)), abs=1e-9 * size
        )


def story_of(name: str) -> VectorStory:
    return VectorStory.compute(**dict(Vectors.presets.get(name, Vectors.Params())))


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
    assert set(story.scalars) <= set(found["combine"])
    if story.angle is not None:
        assert {story.product, story.angle} <= set(found["sign"])


@pytest.mark.parametrize("name", set_names("vectors"))
def test_every_sentence_is_said_while_something_moves(name: str) -> None:
    params = parameter_set("vectors", name)

    def look(scene: Any, beat: Beat) -> tuple[str, str]:
        bound = " ".join(each.text for each in beat.sentences if not each.asks)
        return bound, beat.say

    story = VectorStory.compute(**dict(params))
    said = [
        beat(story).sentences
        for beat in (
            *(text.three_faces, text.add, text.scale),
            *(text.combine, text.projection, text.sign),
        )
    ]
    ends = at_beat_ends(lambda: Vectors(params), TINY, look)
    assert [bound for bound, _ in ends] == [" ".join(each) for each in said]


def test_the_clip_is_neither_short_nor_long() -> None:
    assert 60 < measure(lambda: Vectors(Vectors.Params()), TINY).duration < 78


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
