"""The singular value decomposition: its numbers are numpy's, its words are true."""

from __future__ import annotations

import math
import re
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from explainer.engine.pixels import lay_over, paint_pixels
from explainer.engine.session import Quality, beat_stills, measure
from explainer.geometry.pixels import PixelPicture, resampled
from explainer.maths.linear_algebra import classify
from explainer.numbers import PERCENT, percentage, to_typst, value_of
from explainer.params import ParameterError, resolve_params
from explainer.plain_text import plain_text
from explainer.scene import Explainer
from explainer.scenes.linear_algebra.svd import text
from explainer.scenes.linear_algebra.svd.drawing.pictures import (
    LENS,
    LayerPictures,
    LayerReadings,
    PixelPanel,
    fitted,
    greys,
    tinted,
)
from explainer.scenes.linear_algebra.svd.drawing.planes import SingularPlane
from explainer.scenes.linear_algebra.svd.images import DRAWN, LONGEST, picture, read_image
from explainer.scenes.linear_algebra.svd.scene import Svd
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves
from explainer.sources import reading
from explainer.style import DARK, Zone

Params = Svd.Params
BEATS = ["layers", "first_layer", "right_angle", "three_moves", "rank_one", "recap"]
MATRICES: dict[str, Any] = {
    "default": Params().matrix,
    **{name: preset.matrix for name, preset in Svd.presets.items()},
    "zero": ((0, 0), (0, 0)),
    "identity": ((1, 0), (0, 1)),
    "turned back": ((-1, 0), (0, -1)),
    "mirror": ((1, 0), (0, -1)),
    "one entry": ((0, 0), (-3, 0)),
    "swapped axes": ((0, 0), (0, 5)),
    "upright": ((-1, 0), (0, 1000)),
    "huge": ((-123456.78, 8765.43), (9876.54, 2345.67)),
    "tiny": ((1e-5, 3e-6), (-2e-6, 2e-5)),
    "lopsided": ((1e6, 0), (0, 1e-6)),
    "nearly singular": ((1, 1), (1, 1.0000001)),
    "typed turn": ((0.866, -0.5), (0.5, 0.866)),
    "typed mirror": ((0.5, 0.866), (0.866, -0.5)),
}
RANDOM = np.random.default_rng(5).normal(size=(200, 2, 2))
SMALL = Quality(64, 36, 15)


def moves(name: str) -> ThreeMoves:
    return ThreeMoves.of(MATRICES[name])


def check(told: ThreeMoves) -> None:
    size = max(float(np.abs(told.matrix).max()), 1e-300)
    close = {"abs": 1e-9 * size}
    expected = np.linalg.svd(told.matrix, compute_uv=False)
    assert told.values == pytest.approx(expected, **close)
    assert told.values[0] >= told.values[1] >= 0
    for basis in (told.u, told.v):
        assert basis.T @ basis == pytest.approx(np.eye(2), abs=1e-12)
    stretch = np.diag(told.values)
    assert told.u @ stretch @ told.v.T == pytest.approx(told.matrix, **close)
    assert told.layer(0) + told.layer(1) == pytest.approx(told.matrix, **close)
    assert np.linalg.det(told.v) == pytest.approx(1)
    assert -math.pi / 2 < told.v_angle <= math.pi / 2
    assert told.after(0) == pytest.approx(np.eye(2))
    assert told.after(1) == pytest.approx(told.v.T)
    assert told.after(2) == pytest.approx(stretch @ told.v.T, **close)
    assert np.array_equal(told.after(3), told.matrix)
    assert told.after(3 - 1e-9) == pytest.approx(told.matrix, abs=1e-7 * size)


# -- the matrix -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MATRICES)
def test_the_three_moves_are_the_decomposition(name: str) -> None:
    check(moves(name))


def test_random_matrices_come_apart_and_together_again() -> None:
    for matrix in RANDOM:
        told = ThreeMoves.of(matrix)
        check(told)
        assert told.shape == "ellipse"
        assert told.flips == (np.linalg.det(matrix) < 0)
        assert np.linalg.det(told.u) == pytest.approx(-1 if told.flips else 1)


def test_the_turn_of_a_pair_ends_where_its_images_are_perpendicular() -> None:
    for matrix in RANDOM[:50]:
        told = ThreeMoves.of(matrix)
        assert told.image_angle(told.v_angle) == pytest.approx(90, abs=1e-6)
        away = [told.image_angle(told.v_angle - share) for share in np.linspace(0.02, 1.3, 20)]
        assert all(abs(angle - 90) > 1e-3 for angle in away if not math.isnan(angle))


@pytest.mark.parametrize(
    ("name", "shape"),
    [("default", "ellipse"), ("rotation", "circle"), ("singular", "segment"), ("zero", "point")],
)
def test_what_becomes_of_the_circle(name: str, shape: str) -> None:
    told = moves(name)
    assert told.shape == shape
    kept = np.linalg.matrix_rank(told.matrix)
    assert kept == {"ellipse": 2, "circle": 2, "segment": 1, "point": 0}[shape]
    if shape == "segment":
        assert told.values[1] == 0
        assert math.isnan(told.image_angle(told.v_angle))
        assert told.image_angle(told.v_angle + 0.3) in (pytest.approx(0), pytest.approx(180))


def test_where_there_is_a_choice_nothing_turns() -> None:
    for name in ("zero", "identity", "rotation", "turned back"):
        assert moves(name).v_angle == 0
    assert moves("zero").u_angle == moves("identity").u_angle == 0


@pytest.mark.parametrize("name", MATRICES)
def test_words_name_the_moves_that_there_are(name: str) -> None:
    told = moves(name)
    said = text.three_moves(told)
    named = plain_text(said.heading).partition(": ")[2].split(", ")
    assert ("reflect" in named) == told.flips == ("reflects" in said.narration)
    if told.shape != "point":
        assert named.count("turn") == (told.v_angle != 0) + (abs(told.u_angle) > 1e-9)
        changes = not name.startswith("typed") and bool(np.abs(told.values - 1).max() > 1e-9)
        stretch = "flatten" if told.shape == "segment" else "stretch"
        assert (stretch in named) == changes
    titles = text.move_titles(told)
    assert ("no turn" in titles[0]) == (told.v_angle == 0)
    turned = re.search(r"turn by \$(-?\d+) degree", titles[0])
    if turned:
        assert int(turned[1]) == round(math.degrees(-told.v_angle))
    for written in (text.right_angle, text.rank_one):
        said = written(told)
        assert "nan" not in plain_text(said.heading) + said.narration
        assert "$" not in said.narration


def test_singular_values_are_written_as_they_are() -> None:
    assert text.sizes(moves("singular")) == ["2", "0"]
    first, second = text.sizes(ThreeMoves.of(((1, 0.0001), (0, 1))))
    assert float(first) > float(second)
    assert "≈" in text.value_markup(moves("shear"), 0)
    assert text.value_markup(moves("singular"), 0) == "σ_1 = 2"


@pytest.mark.parametrize("name", MATRICES)
def test_a_matrix_is_what_it_is_in_other_scenes(name: str) -> None:
    told, kind = moves(name), classify(MATRICES[name])
    turned = re.match("the identity|a rotation|a reflection|a uniform scaling", kind)
    assert (told.shape == "circle") == (turned is not None), kind
    assert told.keeps_lengths == (turned is not None and "scaling" not in kind), kind
    assert ("itself" in text.right_angle(told).narration) == told.keeps_lengths


@given(st.lists(st.floats(-9, 9).map(lambda x: round(x, 3)), min_size=4, max_size=4))
def test_what_is_said_of_singular_values_is_what_numpy_says(entries: list[float]) -> None:
    matrix = np.reshape(entries, (2, 2))
    told, (first, second) = ThreeMoves.of(matrix), np.linalg.svd(matrix, compute_uv=False)
    one, other = (value_of(size) for size in text.sizes(told))
    assert one == pytest.approx(first, rel=6e-3) and other == pytest.approx(second, rel=6e-3)
    assert (one == other) == (told.shape in ("circle", "point"))
    assert (text.sizes(told)[1] == "0") == (np.linalg.matrix_rank(matrix) < 2)
    said = text.right_angle(told)
    for line, size in zip(said.lines[1:], text.sizes(told), strict=True):
        assert to_typst(size) in line.markup and size in said.alt_text


@pytest.mark.parametrize("name", MATRICES)
def test_what_is_drawn_stays_in_its_place(name: str) -> None:
    view = SingularPlane(moves(name), DARK)
    room, aside = view.plane.room, [view.slot(move) for move in range(4)]
    assert (view.zoom == 1) == view.shared
    assert view.drawn.matrix == pytest.approx(view.zoom * view.moves.matrix)
    for t in np.linspace(0, 1, 9).tolist():
        view.turn_pair(t)
        view.run(t)
        shapes = [view.before.round, view.image.round, view.x, view.sum]
        for move in range(3):
            view.move_on(move, t)
            shapes.append(view.moving.round)
            points = np.concatenate([shape.points for shape in shapes])[:, :2]
            assert (points >= room.low - 0.2).all() and (points <= room.high + 0.2).all()
    for move, zone in enumerate(aside):
        view.put_aside(move, 1.0)
        points = np.concatenate([mark.points for mark in view.stages[move].marks])
        assert points[:, 0].min() >= zone.left - 0.1 and points[:, 0].max() <= zone.right + 0.1
        assert points[:, 1].min() >= zone.bottom - 0.1 and points[:, 1].max() <= zone.top + 0.1
        assert view.stages[move].round.value == pytest.approx(view.drawn.after(move))


@pytest.mark.parametrize("name", MATRICES)
def test_both_layers_tip_to_tail_reach_the_image(name: str) -> None:
    view = SingularPlane(moves(name), DARK)
    size = max(float(view.drawn.values[0]), 1e-300)
    for t in (0.0, 0.3, 0.8, 1.0):
        view.run(t)
        x, image = view.x.value[1], view.sum.value[1]
        assert np.linalg.norm(x) == pytest.approx(1)
        assert image == pytest.approx(view.drawn.matrix @ x, abs=1e-9 * size)
        legs = [part.value for part in view.parts if len(part.value)]
        assert legs[-1][1] == pytest.approx(image, abs=1e-9 * size)
        assert legs[0][0] == pytest.approx(np.zeros(2))
        assert len(legs) == 1 + (view.drawn.values[1] > 0)
    assert view.trace.value[0] == pytest.approx(view.trace.value[-1], abs=1e-9 * size)


@pytest.mark.parametrize("name", MATRICES)
def test_what_is_dropped_is_the_second_layer(name: str) -> None:
    view = SingularPlane(moves(name), DARK)
    view.drop(0.0)
    assert view.image.round.value == pytest.approx(view.drawn.matrix)
    view.drop(1.0)
    assert view.image.round.value == pytest.approx(view.drawn.layer(0))
    ways = view.threads.value[:, 1] - view.threads.value[:, 0]
    size = max(float(view.drawn.values[0]), 1e-300)
    assert ways @ view.drawn.u[:, 0] == pytest.approx(np.zeros(16), abs=1e-9 * size)
    for index in (0, 1):
        view.flatten(index, 1.0)
        assert view.segments[index].value == pytest.approx(view.drawn.layer(index))
    given_ = view.moves.matrix
    norm = np.linalg.norm(given_)
    left = np.linalg.norm(given_ - view.moves.layer(0)) / norm if norm else 0.0
    assert text.lost(view.moves) == pytest.approx(left, abs=1e-9)


@pytest.mark.parametrize("name", ["default", "rotation", "huge"])
def test_the_pair_ends_on_the_singular_vectors(name: str) -> None:
    told = moves(name)
    view = SingularPlane(told, DARK)
    view.turn_pair(0.4)
    view.turn_pair(1.0)
    assert view.angle.text == "90°"
    for arrow, value, way in zip(view.image.arrows, view.drawn.values, told.u.T, strict=True):
        assert arrow.value[1] == pytest.approx(value * way)
    for arrow, way in zip(view.before.arrows, told.v.T, strict=True):
        assert arrow.value[1] == pytest.approx(way)


# -- the picture ----------------------------------------------------------------------------------


def test_the_sum_of_the_first_layers_is_the_nearest_of_its_rank() -> None:
    pixels = DRAWN["lighthouse"](0)
    layers = Layers.of(pixels, (1, 7, 30, 192))
    reference = np.linalg.svd(pixels, compute_uv=False)
    assert layers.values == pytest.approx(reference, abs=1e-9)
    norm = float(np.linalg.norm(pixels))
    for k in (0, 1, 7, 30):
        missing = float(np.linalg.norm(pixels - layers.total(k)))
        assert layers.error(k) == pytest.approx(missing / norm, rel=1e-9)
        left_out = math.sqrt(float((reference[k:] ** 2).sum()))
        assert layers.error(k) == pytest.approx(left_out / norm, rel=1e-9)
        assert k == np.linalg.matrix_rank(layers.total(k), tol=1e-8)
    random = np.random.default_rng(1)
    for _ in range(5):
        columns = np.linalg.qr(random.normal(size=(192, 7)))[0]
        other = columns @ columns.T @ pixels  # the best with these columns
        assert np.linalg.norm(pixels - other) / norm > layers.error(7)
    assert layers.total(192) == pytest.approx(pixels, abs=1e-9)
    assert layers.error(7.4) == pytest.approx(np.linalg.norm(pixels - layers.total(7.4)) / norm)
    assert layers.total(7.4) + layers.total(192, 8) - layers.total(192) == pytest.approx(
        -0.6 * (layers.total(8) - layers.total(7)), abs=1e-9
    )


def test_errors_fall_and_stored_numbers_grow() -> None:
    layers = Layers.of(DRAWN["noise"](3), (1,))
    counts = np.linspace(0, 192, 60)
    errors = [layers.error(k) for k in counts]
    assert errors[0] == 1
    assert errors[-1] == pytest.approx(0, abs=1e-12)
    assert all(np.diff(errors) < 0)
    assert layers.stored(3) == 3 * (192 + 256 + 1)
    assert layers.stored(2.2) == layers.stored(3)


def test_ranks_beyond_the_last_layer_stand_for_all() -> None:
    assert Layers.of(np.ones((3, 200)), (1, 2, 5, 9)).ranks == (1,)
    assert Layers.of(np.eye(3, 200), (1, 2, 5, 9)).ranks == (1, 2, 3)
    assert Layers.of(np.zeros((3, 3)), (5,)).ranks == (1,)
    assert Layers.of(np.ones((1, 1)), (50,)).ranks == (1,)


@pytest.mark.parametrize(
    ("pixels", "useful"),
    [(np.zeros((4, 5)), 0), (np.full((4, 5), 0.3), 1), (np.eye(3), 3), (np.ones((1, 9)), 1)],
)
def test_layers_that_add_nothing_are_counted_as_such(pixels: np.ndarray, useful: int) -> None:
    layers = Layers.of(pixels, (1, 2))
    assert layers.useful == useful
    assert layers.error(layers.useful) == pytest.approx(0, abs=1e-12)
    said = text.layers(layers)
    assert "nan" not in said.heading + said.narration
    assert ("no layers" in text.first_layer(layers).heading) == (useful == 0)
    pictures = LayerPictures(layers, DARK)
    for show in (pictures.multiply, pictures.strip_down, pictures.count_numbers, pictures.come_in):
        show(0.5)
    pictures.readings.show(1.5)
    for step in range(len(layers.stops)):
        pictures.add_layers(step, 0.5)


def test_the_lens_shows_pixels_and_their_numbers() -> None:
    layers = Layers.of(DRAWN["lighthouse"](0), (1, 5))
    top, left = layers.telling(LENS)
    pictures = LayerPictures(layers, DARK)
    shown = layers.pixels[top : top + LENS, left : left + LENS]
    assert np.array_equal(pictures.lens.patch.pixels, greys(shown))
    written = [value_of(plain_text(number.markup)) for number in pictures.lens.numbers]
    assert written == pytest.approx(shown.ravel(), abs=0.0051)
    pictures.lens.grow(1.0)
    assert pictures.lens.patch.picture().width == pytest.approx(pictures.lens.large.width)


def test_a_layer_is_counted_number_by_number() -> None:
    pictures = LayerPictures(Layers.of(DRAWN["lighthouse"](0), (1, 5)), DARK)
    pictures.count_numbers(0.5)
    assert pictures.stored.value == 224
    pictures.count_numbers(1.0)
    assert pictures.stored.text == "449"
    for edge, panel in zip(pictures.edges, (pictures.column, pictures.row), strict=True):
        low, high = panel.corner_points
        assert edge.points.min(axis=0) == pytest.approx(low)
        assert edge.points.max(axis=0) == pytest.approx(high)
    pictures.multiply(1.0)
    first = pictures.layers.total(1)
    assert np.array_equal(pictures.product.pixels, tinted(first, DARK))


def test_sums_are_added_up_and_put_aside() -> None:
    layers = Layers.of(DRAWN["lighthouse"](0), (1, 5, 20))
    pictures = LayerPictures(layers, DARK)
    pictures.add_layers(0, 1.0)
    assert np.array_equal(pictures.total.pixels, greys(layers.total(1)))
    pictures.add_layers(2, 1.0)
    assert np.array_equal(pictures.total.pixels, greys(layers.total(20)))
    assert np.array_equal(pictures.copies[1].pixels, greys(layers.total(5)))
    assert pictures.copies[1].picture().centre == pytest.approx(pictures.small[1].centre[:2])
    assert [*pictures.copies] == [*pictures.small] == [0, 1]
    assert pictures.copy_label(1)[0].markup == "$k = 5$"
    pictures.come_in(1.0)
    assert np.array_equal(pictures.total.pixels, greys(layers.total(20)))
    assert Layers.of(DRAWN["lighthouse"](0), (7,)).stops == (1, 7)


@pytest.mark.parametrize("name", DRAWN)
def test_drawn_pictures_are_greys_of_one_size(name: str) -> None:
    pixels = DRAWN[name](4)
    assert pixels.shape == (192, 256)
    assert 0 <= pixels.min() < 0.2
    assert 0.8 < pixels.max() <= 1
    assert np.array_equal(pixels, DRAWN[name](4))
    assert (name == "noise") == (not np.array_equal(pixels, DRAWN[name](5)))
    assert (name == "tartan") == (Layers.of(pixels, (1,)).useful == 2)


def test_what_is_written_about_layers_is_what_was_computed() -> None:
    layers = Layers.of(DRAWN["lighthouse"](0), (1, 20))
    said = text.layers(layers)
    found = [float(number) for number in re.findall(r"\d+\.?\d*", plain_text(said.heading))]
    share = layers.stored(20) / layers.pixels.size
    rank = np.linalg.matrix_rank(layers.pixels, tol=1e-12 * layers.values[0])
    assert found == pytest.approx([20, rank, 100 * share], abs=0.051)
    assert f"leave an error of about {percentage(layers.error(20))}" in said.narration
    whole = text.layers(Layers.of(DRAWN["tartan"](0), (200,)))
    assert "both layers together leave no error" in whole.narration
    reading = LayerReadings(layers, DARK)
    for count, shown in ((0, f"100{PERCENT}"), (1, f"{100 * layers.error(1):.1f}{PERCENT}")):
        reading.show(count)
        assert reading.error.text == shown
    reading.show(19.3)
    assert reading.count.text == "20"
    assert reading.stored.text.replace(" ", "") == str(20 * 449)
    share = 19.3 * 449 / layers.pixels.size
    bar = np.ptp(reading.bar.points[:, 0]) / np.ptp(reading.whole.points[:, 0])
    assert bar == pytest.approx(share)


def test_storing_more_than_the_picture_is_said_and_drawn() -> None:
    layers = Layers.of(DRAWN["noise"](0), (150,))
    assert "more numbers than the picture" in text.layers(layers).heading
    reading = LayerReadings(layers, DARK).show(150)
    ratio = np.ptp(reading.beyond.points[:, 0]) / np.ptp(reading.whole.points[:, 0])
    assert ratio == pytest.approx(150 * 449 / (192 * 256) - 1)


# -- pixels ---------------------------------------------------------------------------------------


def test_larger_pictures_repeat_pixels_and_smaller_ones_average_them() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (4, 6, 3), dtype=np.uint8)
    assert np.array_equal(resampled(pixels, 8, 18), pixels.repeat(2, 0).repeat(3, 1))
    assert np.array_equal(resampled(pixels, 4, 6), pixels)
    halves = pixels.astype(float).reshape(2, 2, 3, 2, 3).mean(axis=(1, 3))
    assert np.abs(resampled(pixels, 2, 3) - halves).max() <= 1
    assert np.abs(resampled(pixels, 1, 1) - pixels.mean(axis=(0, 1))).max() <= 1


def test_pixels_are_painted_where_they_lie() -> None:
    pixels = np.zeros((1, 2, 3), np.uint8)
    pixels[0, 1] = 200
    size, frame = (16.0, 9.0), (160, 90)
    painted = paint_pixels(PixelPicture(pixels, (2.0, 1.0), 4.0, 2.0), size, frame, (0.0, 0.0))
    assert painted is not None
    image, left, top = painted
    assert (left, top, *image.shape) == (80, 25, 20, 40, 4)
    assert (image[:, :20, :3] == 0).all()
    assert (image[:, 20:, :3] == 200).all()
    ground = np.full((20, 40, 4), 100, np.uint8)
    lay_over(ground, image, 0, 0)
    assert np.array_equal(ground, image)
    half = PixelPicture(pixels, (2.0, 1.0), 4.0, 2.0, opacity=0.5)
    ground = np.full((20, 40, 4), 100, np.uint8)
    lay_over(ground, paint_pixels(half, size, frame, (0.0, 0.0))[0], 0, 0)  # type: ignore[index]
    assert np.abs(ground[0, 0, :3].astype(int) - 50).max() <= 1
    assert np.abs(ground[0, -1, :3].astype(int) - 150).max() <= 1
    hidden = PixelPicture(pixels, (2.0, 1.0), 4.0, 2.0, opacity=0.0)
    assert paint_pixels(hidden, size, frame, (0.0, 0.0)) is None
    thin = paint_pixels(PixelPicture(pixels, (0, 0), 4.0, 1e-4), size, frame, (0.0, 0.0))
    assert thin is not None
    assert thin[0].shape == (1, 40, 4)


def test_the_picture_is_in_the_frame_pixel_by_pixel() -> None:
    pictures = LayerPictures(Layers.of(DRAWN["lighthouse"](0), (50,)), DARK)

    class Shown(Explainer):
        def construct(self) -> None:
            pictures.add_layers(1, 1.0)
            self.add(pictures.total)
            with self.beat("sum", "", "The sum."):
                pass

    ((_, frame),) = beat_stills(lambda: Shown(), Quality(854, 480, 15))
    zone = pictures.zones["large"]
    expected = greys(pictures.layers.total(50))
    density = 480 / 8
    for row, column in ((10, 10), (100, 60), (150, 200), (60, 204)):
        x = zone.left + (column + 0.5) / 256 * zone.width
        y = zone.top - (row + 0.5) / 192 * zone.height
        at = frame[int((4 - y) * density), int((x + 64 / 9) * density)]
        near = expected[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2, 0]
        assert near.min() <= at[0] <= near.max()


def test_tints_multiply() -> None:
    ends = tinted(np.array([[0.0, 1.0]]), DARK)[0]
    codes = ["#" + "".join(f"{channel:02X}" for channel in tint) for tint in ends]
    assert codes == [DARK.box, DARK.singular]
    assert tuple(tinted(np.zeros((1, 1)), DARK)[0, 0]) == tuple(ends[0])
    zero, full = (end.astype(float) for end in ends)
    shades = (tinted(np.array([[1.0, 0.5, 0.25, 0.125]]), DARK)[0] - zero) / (full - zero)
    assert shades[3] == pytest.approx(shades[1] * shades[2], abs=0.02)


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_of_a_first_layer_is_negative(name: str) -> None:
    assert Layers.of(DRAWN[name](0), (1,)).total(1).min() >= 0


def test_pictures_keep_their_shape_unless_they_are_too_thin() -> None:
    zone = Zone(0, 4, 0, 3)
    for shape in ((192, 256), (256, 192), (10, 10), (3, 20)):
        found = fitted(shape, zone)
        assert found.width / found.height == pytest.approx(shape[1] / shape[0])
        assert found.width <= 4 + 1e-9
        assert found.height <= 3 + 1e-9
    assert not LayerPictures(Layers.of(np.ones((3, 20)), (1,)), DARK).stretched
    assert LayerPictures(Layers.of(np.ones((1, 200)), (1,)), DARK).stretched


def test_a_panel_of_pixels_fades_and_moves() -> None:
    panel = PixelPanel(np.zeros((2, 2, 3), np.uint8), Zone(0, 2, 0, 1))
    before = panel.picture()
    panel.set_zone(Zone(1, 3, 0, 1)).set_pixels(np.ones((2, 2, 3), np.uint8))
    after = panel.picture()
    assert before.key != after.key
    assert after.centre == (2.0, 0.5)
    assert panel.fade(0.5).picture().opacity == 0.5


# -- files of the user's --------------------------------------------------------------------------


def save(path: Path, array: np.ndarray, **options: Any) -> Path:
    Image.fromarray(array).save(path, **options)
    return path


def test_pictures_are_read_as_greys(tmp_path: Path) -> None:
    ramp = np.arange(0, 240, dtype=np.uint8).reshape(12, 20)
    assert read_image(save(tmp_path / "g.png", ramp)) == pytest.approx(ramp / 255)
    assert picture(str(tmp_path / "g.png")) == pytest.approx(ramp / 255)
    deep = ramp.astype(np.uint16) * 257
    assert read_image(save(tmp_path / "d.png", deep)) == pytest.approx(ramp / 255, abs=2e-3)
    clear = np.zeros((5, 7, 4), np.uint8)
    assert (read_image(save(tmp_path / "c.png", clear)) == 1).all()
    red = np.zeros((5, 7, 3), np.uint8)
    red[..., 0] = 255
    assert read_image(save(tmp_path / "r.bmp", red)) == pytest.approx(0.299, abs=2e-3)
    one = read_image(save(tmp_path / "one.gif", np.full((1, 1), 255, np.uint8)))
    assert one.tolist() == [[1.0]]
    upright = Image.fromarray(ramp)
    exif = upright.getexif()
    exif[0x0112] = 6
    upright.save(tmp_path / "t.png", exif=exif)
    assert read_image(tmp_path / "t.png").shape == (20, 12)


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((900, 300), (85, 256)),
        ((300, 900), (256, 85)),
        ((2000, 1), (1, 256)),
        ((256, 10), (10, 256)),
    ],
)
def test_large_pictures_are_made_smaller(
    size: tuple[int, int], shape: tuple[int, int], tmp_path: Path
) -> None:
    Image.new("L", size, 128).save(tmp_path / "x.png")
    found = read_image(tmp_path / "x.png")
    assert found.shape == shape
    assert max(found.shape) <= LONGEST
    assert found == pytest.approx(128 / 255)


def huge_png(path: Path, width: int, height: int | None = None) -> None:
    """Write a small file that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height or width, 8, 0, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"0"))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        *(("PNG", mode) for mode in ("RGB", "L", "P", "RGBA", "LA", "I;16", "1")),
        *(("TIFF", mode) for mode in ("RGB", "RGBA", "I;16", "F", "CMYK")),
        *(("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
        *(("WEBP", mode) for mode in ("RGB", "RGBA")),
        *(("GIF", "P"), ("BMP", "RGB"), ("PPM", "RGB")),
    ],
)
@pytest.mark.parametrize("turned", [pytest.param(1, marks=pytest.mark.full), 6])
def test_a_large_picture_is_the_small_one(
    kind: str, mode: str, turned: int, tmp_path: Path
) -> None:
    """Whatever is reduced first, for speed: the picture is that which was drawn."""
    y, x = np.mgrid[0:1500, 0:2400] / 2400
    grey = 0.5 + 0.4 * np.sin(7 * x) * np.cos(5 * y)
    picture = Image.fromarray((255 * grey).astype(np.uint8))
    clear = Image.fromarray(np.full(grey.shape, 128, np.uint8))
    if mode == "I;16":
        picture = Image.fromarray((65535 * grey).astype(np.uint16))
    elif mode == "F":
        picture = Image.fromarray((grey / grey.max()).astype(np.float32))
    elif mode in ("RGBA", "LA"):
        picture = picture.convert(mode)
        picture.putalpha(clear)
    else:
        picture = picture.convert(mode)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    picture.save(tmp_path / "x", format=kind, exif=exif)
    found = read_image(tmp_path / "x")
    if kind in ("GIF", "BMP", "PPM"):
        turned = 1  # they cannot say that they are turned
    seen = grey / grey.max() if mode == "F" else grey
    seen = 1 - (1 - seen) * 128 / 255 if mode in ("RGBA", "LA") else seen
    small = np.asarray(Image.fromarray(seen.astype(np.float32)).resize((256, 160)))
    small = np.rot90(small, -1) if turned == 6 else small
    assert found.shape == small.shape
    assert np.abs(found - small)[4:-4, 4:-4].max() < (0.3 if mode == "1" else 0.05)


def test_what_would_take_long_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    huge_png(tmp_path / "tall.png", 1, 50_000_000)
    huge_png(tmp_path / "wide.png", 50_000_000, 1)
    (tmp_path / "text.ppm").write_bytes(b"P3\n2000 1000\n255\n" + 2_000_000 * b"12 34 ")
    with open(tmp_path / "large.bmp", "wb") as file:
        file.truncate(300_000_000)
    started = time.process_time()
    for name, reason in {
        "tall.png": "1 x 50000000 pixels; at most 50 million are allowed, and 30000 each way",
        "wide.png": "50000000 x 1 pixels",
        "text.ppm": "its pixels are written as text, in more than 10 MB",
        "large.bmp": "it is larger than 250 MB",
    }.items():
        with pytest.raises(ValueError, match=reason):
            read_image(tmp_path / name)
    assert time.process_time() - started < 2


def test_what_is_no_picture_is_refused_in_one_line(tmp_path: Path) -> None:
    whole = save(
        tmp_path / "whole.png", np.random.default_rng(0).integers(0, 255, (99, 99), np.uint8)
    )
    (tmp_path / "cut.png").write_bytes(whole.read_bytes()[:2000])
    (tmp_path / "text.png").write_text("not a picture")
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "drawing.svg").write_text("<svg/>")
    (tmp_path / "page.eps").write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n")
    huge_png(tmp_path / "huge.png", 8000)
    huge_png(tmp_path / "bomb.png", 60000)
    reasons = {
        "cut.png": "cut short or damaged",
        "text.png": "not an image of a known format",
        "empty.png": "it is empty",
        "drawing.svg": "not an image of a known format",
        "page.eps": "not an image of a known format",
        "huge.png": "8000 x 8000 pixels",
        "bomb.png": "50 million pixels",
        "missing.png": "no such file",
        ".": "it is a folder, not a file",
        "x" * 300: "its path is too long",
        "/dev/null": "not a regular file",
    }
    for name, reason in reasons.items():
        with pytest.raises(ParameterError) as refused:
            resolve_params(Params, {}, values={"image": str(tmp_path / name)})
        line = str(refused.value)
        assert line.startswith("image: given ")
        assert reason in line
        assert "lighthouse, tartan, noise or the path of an image file" in line
        assert "\n" not in line


@pytest.mark.parametrize(
    ("assignment", "reason"),
    [
        ("image=lighthous", "did you mean lighthouse"),
        ("image=''", "no file is named"),
        ("image=5", "one of lighthouse"),
        ("ranks=[2,2]", "increasing"),
        ("ranks=[5,2]", "increasing"),
        ("ranks=[]", "a list of 1 to 6"),
        ("ranks=[0,1]", "from 1 to 256"),
        ("ranks=[1,300]", "from 1 to 256"),
        ("ranks=[1.5]", "whole numbers"),
        ("ranks=none", "a list of 1 to 6"),
        ("ranks=[1,2,3,4,5,6,7]", "a list of 1 to 6"),
        ("seed=-1", "a whole number from 0"),
        ("matrix=[[1,2],[3]]", "a 2x2 matrix"),
    ],
)
def test_other_mistakes_are_refused_in_one_line(assignment: str, reason: str) -> None:
    with pytest.raises(ParameterError, match=reason) as refused:
        resolve_params(Params, Svd.presets, assignments=[assignment])
    assert str(refused.value).startswith(assignment.partition("=")[0] + ": given ")
    assert "\n" not in str(refused.value)


def test_the_film_knows_which_file_it_read(tmp_path: Path) -> None:
    path = save(tmp_path / "mine.png", np.full((6, 8), 90, np.uint8))
    params = Params(image=str(path), ranks=(1, 2))
    files: set[Path] = set()
    with reading(files):
        Svd(params).prepare()
    assert files == {path}


def test_it_plays_with_the_least_and_the_thinnest_picture(tmp_path: Path) -> None:
    dot = save(tmp_path / "dot.png", np.full((1, 1), 90, np.uint8))
    thin = save(tmp_path / "thin.png", np.arange(200, dtype=np.uint8).reshape(1, 200))
    for path in (dot, thin):
        timeline = measure(lambda path=path: Svd(Params(image=str(path))), SMALL)
        assert [beat.name for beat in timeline.beats] == BEATS
