"""Eigenvectors: what is told of a matrix is what numpy finds, and what the pictures show."""

from __future__ import annotations

import math
import re
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from standard import readable

from explainer.engine.session import Quality, at_beat_ends
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_figures import Parallelogram
from explainer.mobjects.plane_marks import PlaneArrow
from explainer.numbers import WRITTEN, value_of
from explainer.params import ParameterError, resolve_params
from explainer.scenes.linear_algebra.eigenvectors import text
from explainer.scenes.linear_algebra.eigenvectors.formulas import length_text
from explainer.scenes.linear_algebra.eigenvectors.scene import Eigenvectors
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory

numbers = st.floats(-50, 50).filter(lambda value: value == 0 or abs(value) > 1e-3)
matrices = st.lists(numbers, min_size=4, max_size=4).map(lambda v: np.array(v).reshape(2, 2))
vectors = st.tuples(numbers, numbers)

SPECIAL: dict[str, tuple[Any, Any, str]] = {
    "dominant": (((1.5, 1), (0.5, 1)), (-0.5, 2), "dominant"),
    "both negative": (((-2, 1), (1, -2)), (0, 1), "dominant"),
    "minor line": (((-2, 1), (1, -2)), (1, 1), "stays"),
    "major line": (((2, 1), (1, 2)), (3, 3), "stays"),
    "alternating": (((0, 1), (1, 0)), (2, 0.5), "alternates"),
    "one step": (((0.8, 0.4), (0.4, 0.2)), (0.5, 2), "dominant"),
    "kernel": (((0.8, 0.4), (0.4, 0.2)), (1, -2), "vanishes"),
    "nilpotent": (((0, 100), (0, 0)), (1, 2), "vanishes"),
    "nilpotent, on its line": (((0, 100), (0, 0)), (5, 0), "vanishes"),
    "shear": (((1, 1), (0, 1)), (0, 1), "creeps"),
    "shear, on its line": (((1, 1), (0, 1)), (-2, 0), "stays"),
    "shear with a half turn": (((-1, 2), (0, -1)), (1, 1), "creeps"),
    "minus three": (((-3, 0), (0, -3)), (1, -2), "stays"),
    "zero matrix": (((0, 0), (0, 0)), (1, -2), "vanishes"),
    "zero vector": (((2, 1), (0, 1)), (0, 0), "zero_start"),
    "rotation": (((0, -1), (1, 0)), (1, 1), "turns"),
    "clockwise ellipse": (((2, -50), (0.1, -1.5)), (3, 0.2), "turns"),
    "nearly equal moduli": (((1, 0), (0, 0.99999)), (1, 1), "dominant"),
    "far from zero": (((1000, 0), (0, 1001)), (1, 1), "dominant"),
}


def story(name: str, steps: int = 6) -> EigenStory:
    matrix, start, _ = SPECIAL[name]
    return EigenStory.compute(matrix, start, steps)


@pytest.mark.parametrize("name", SPECIAL)
def test_what_becomes_of_powers_is_named(name: str) -> None:
    assert story(name).outcome == SPECIAL[name][2]


# -- against numpy --------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(matrices, vectors)
def test_eigenvalues_and_powers_are_those_of_numpy(matrix: np.ndarray, start: Any) -> None:
    told = EigenStory.compute(matrix, start, 5)
    size = max(float(np.abs(matrix).max()), 1e-9)
    found = np.linalg.eigvals(matrix)
    moduli = sorted(np.abs(found), reverse=True)
    assert told.radius == pytest.approx(moduli[0], abs=1e-6 * size)
    assert told.trace == pytest.approx(found.sum().real, abs=1e-9 * size)
    assert told.determinant == pytest.approx(found.prod().real, abs=1e-9 * size**2)
    for factor, direction in zip(told.eigenvalues, told.eigenvectors, strict=True):
        assert matrix @ direction == pytest.approx(factor * direction, abs=1e-6 * size)
    assert list(np.abs(told.eigenvalues)) == sorted(np.abs(told.eigenvalues), reverse=True)
    if told.kind == "complex":
        pair = found[np.argmax(found.imag)]
        assert told.modulus == pytest.approx(abs(pair), rel=1e-6)
        assert told.angle == pytest.approx(np.angle(pair), abs=1e-5)
    for n in range(6):
        expected = np.linalg.matrix_power(matrix, n) @ start
        scale = size**n * (1 + float(np.hypot(*start)))
        assert told.powers[n] == pytest.approx(expected, abs=1e-9 * scale)


@settings(max_examples=80, deadline=None)
@given(matrices, vectors)
def test_the_pieces_add_up_and_the_step_leads_to_the_image(matrix: np.ndarray, start: Any) -> None:
    told = EigenStory.compute(matrix, start, 3)
    vector = np.array(start)
    size = (1 + float(np.abs(matrix).max())) * (1 + float(np.hypot(*vector)))
    if told.kind == "diagonalizable":
        spread = 1 + float(np.abs(told.coefficients).max())
        assert told.components.sum(axis=0) == pytest.approx(vector, abs=1e-9 * spread)
        image = (told.eigenvalues[:, None] * told.components).sum(axis=0)
        assert image == pytest.approx(matrix @ vector, abs=1e-6 * size * spread)
    elif told.kind == "defective":
        image = told.eigenvalues[0] * vector + told.nilpotent_part
        assert image == pytest.approx(matrix @ vector, abs=1e-9 * size)
        x, y = told.eigenvectors[0]
        assert x * told.nilpotent_part[1] - y * told.nilpotent_part[0] == pytest.approx(
            0, abs=1e-6 * size
        )
    elif told.kind == "complex" and told.angle > 1e-3:
        assert told.spiral(1.0) == pytest.approx(matrix @ vector, abs=1e-6 * size)
        assert told.spiral(2.0) == pytest.approx(matrix @ matrix @ vector, abs=1e-5 * size**2)


@settings(max_examples=80, deadline=None)
@given(matrices)
def test_a_sweep_is_in_line_at_the_eigenvectors_and_nowhere_else(matrix: np.ndarray) -> None:
    told = EigenStory.compute(matrix, (1, 0), 3)
    assume(told.kind != "scalar")
    for angle, index in told.sweep_stops:
        unit, factor = np.array([math.cos(angle), math.sin(angle)]), told.eigenvalues[index]
        size = float(np.abs(matrix).max())
        assert matrix @ unit == pytest.approx(factor * unit, abs=1e-6 * size)
        assert told.directions[index] == pytest.approx(unit)
    if told.kind == "complex":
        units = np.array([[math.cos(a), math.sin(a)] for a in np.linspace(0, 2 * math.pi, 721)])
        images = units @ matrix.T
        sines = (units[:, 0] * images[:, 1] - units[:, 1] * images[:, 0]) / np.hypot(*images.T)
        assert len({*np.sign(sines[np.abs(sines) > 1e-9])}) == 1
    assert all(
        told.sweep_start < angle < told.sweep_start + math.pi + 1e-9
        for angle, _ in told.sweep_stops
    )
    assert 0.4 < told.zoom * np.linalg.norm(matrix, 2) < 3.3 or not matrix.any()


@settings(max_examples=80, deadline=None)
@given(matrices, st.floats(-60, 60))
def test_the_curve_is_the_determinant_and_the_plane_goes_flat_at_its_zeros(
    matrix: np.ndarray, value: float
) -> None:
    told = EigenStory.compute(matrix, (1, 0), 3)
    size = (np.abs(matrix).max() + abs(value)) ** 2 + 1e-9
    expected = np.linalg.det(told.shifted(value))
    assert told.characteristic(value) == pytest.approx(expected, abs=1e-6 * size)
    low, high = told.slider_range
    assert low < told.slider_end < high
    for root, index in told.slider_stops:
        assert low < root < high
        assert told.characteristic(root) == 0
        crushed = told.shifted(root) @ told.eigenvectors[index]
        assert crushed == pytest.approx(np.zeros(2), abs=1e-6 * math.sqrt(size))
    if told.kind == "complex":
        assert (told.characteristic(np.linspace(low, high, 99)) > 0).all()
        assert told.characteristic(told.slider_end) <= told.characteristic(value) + 1e-12 * size


# -- powers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [2, 6, 24])
@pytest.mark.parametrize("name", SPECIAL)
def test_what_is_drawn_of_powers_has_their_directions(name: str, steps: int) -> None:
    told = story(name, steps)
    assert told.drawn.shape == told.powers.shape == (steps + 1, 2)
    for true, drawn in zip(told.powers, told.drawn, strict=True):
        sizes = np.hypot(*true), np.hypot(*drawn)
        assert (sizes[0] == 0) == (sizes[1] == 0)
        if sizes[0] > 0:
            assert drawn / sizes[1] == pytest.approx(true / sizes[0], abs=1e-6)
    seen = np.hypot(*told.drawn.T)
    seen = seen[seen > 0]
    assert told.outcome == "turns" or not len(seen) or seen.max() / seen.min() < 41
    if told.scale == "even":
        assert seen == pytest.approx(np.ones(len(seen)))
    for n in range(steps + 1):
        spread = max(1.0, float(np.abs(told.drawn).max()))
        assert told.drawn_at(n) == pytest.approx(told.drawn[n], abs=1e-6 * spread)


@pytest.mark.parametrize("name", SPECIAL)
def test_angles_are_those_between_a_power_and_the_line(name: str) -> None:
    told = story(name)
    if told.outcome == "turns":
        turned = np.degrees(np.unwrap(np.arctan2(told.powers[:, 1], told.powers[:, 0])))
        assert told.angles == pytest.approx(turned - turned[0], abs=1e-6)
        return
    for point, angle, size in zip(told.powers, told.angles, told.lengths, strict=True):
        if size == 0:
            assert math.isnan(angle)
            continue
        cosine = abs(float(point @ told.line)) / size
        assert abs(angle) == pytest.approx(math.degrees(math.acos(min(cosine, 1))), abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(matrices, vectors)
def test_the_lesser_share_shrinks_by_the_ratio(matrix: np.ndarray, start: Any) -> None:
    told = EigenStory.compute(matrix, start, 2)
    assume(told.outcome == "dominant" and np.linalg.cond(told.eigenvectors) < 1e3)
    first, second = told.coefficients
    assume(min(abs(first), abs(second)) > 1e-6)
    after = np.linalg.solve(told.eigenvectors.T, told.powers[1])
    before = abs(second / first)
    assert abs(after[1] / after[0]) == pytest.approx(told.ratio * before, rel=1e-4, abs=1e-9)


def test_a_vector_on_the_minor_line_never_leaves_it_however_many_steps() -> None:
    told = EigenStory.compute(((1.3, 0.7), (0.7, 0.3)), (1, 0), 24)
    minor = told.eigenvectors[1] * 3
    told = EigenStory.compute(told.matrix, minor, 24)
    assert told.outcome == "stays"
    assert (told.angles == 0).all()


def test_markov_powers_come_to_the_stationary_distribution() -> None:
    given_ = Eigenvectors.presets["markov"]
    told = EigenStory.compute(given_.matrix, given_.start, 24)  # type: ignore[attr-defined]
    stationary = told.eigenvectors[0] / told.eigenvectors[0].sum()
    assert told.eigenvalues[0] == pytest.approx(1)
    assert told.powers.sum(axis=1) == pytest.approx(np.ones(25))
    assert told.powers[-1] == pytest.approx(stationary, abs=1e-9)


def test_fibonacci_powers_are_fibonacci_numbers() -> None:
    given_ = Eigenvectors.presets["fibonacci"]
    told = EigenStory.compute(given_.matrix, given_.start, 8)  # type: ignore[attr-defined]
    assert told.powers[-1] == pytest.approx([34, 21])
    assert told.radius == pytest.approx((1 + math.sqrt(5)) / 2)


# -- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPECIAL)
def test_every_beat_has_words_whose_numbers_are_true(name: str) -> None:
    told = story(name)
    heading, say, *_ = text.sweep(told)
    assert ("Only" in heading) == (told.kind in ("defective", "diagonalizable"))
    if told.kind in ("defective", "diagonalizable"):
        spoken = [value_of(found) for found in re.findall(WRITTEN, say.split("by", 1)[1])]
        assert spoken[: len(told.eigenvalues)] == pytest.approx(list(told.eigenvalues), abs=6e-3)
    if told.outcome not in ("zero_start", "vanishes"):
        alt = text.powers(told).alt_text
        size = re.search(rf"the last is (?:about )?({WRITTEN}) long", alt)
        assert size and value_of(size[1]) == pytest.approx(told.lengths[-1], rel=0.05)
    beats = [text.sweep, text.collapse, text.powers]
    if told.kind != "scalar" and told.start.any():
        beats.append(text.step)
    for beat in beats:
        for said in (beat(told).narration, beat(told).alt_text):
            assert said.endswith(".") and not re.search(r"\b(nan|inf|None)\b", said)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("minor line", "never leaves the line of $bold(x)_2$"),
        ("major line", "never leaves the line of $bold(x)_1$"),
        ("one step", "After one step"),
        ("kernel", "A bold(v) = bold(0)"),
        ("nilpotent", "A^2 bold(v) = bold(0)"),
        ("nearly equal moduli", "slowly"),
        ("shear", "only slowly"),
        ("rotation", "round and round on a circle"),
        ("clockwise ellipse", "spirals outwards"),
        ("alternating", "equal modulus"),
    ],
)
def test_headings_say_what_becomes_of_powers(name: str, said: str) -> None:
    assert said in text.powers(story(name)).heading


def test_a_negative_leading_eigenvalue_is_said_to_change_sides() -> None:
    assert "changes sides" in text.powers(story("both negative")).narration
    assert "changes sides" not in text.powers(story("dominant")).narration


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0"), (5.6e-88, "5.6×10⁻⁸⁸"), (0.004, "4×10⁻³"), (47.687, "47.69")],
)
def test_a_small_length_is_never_written_as_zero(size: float, text: str) -> None:
    assert length_text(size) == text


# -- pictures -------------------------------------------------------------------------------------


def tips(scene: Any) -> list[np.ndarray]:
    """Return where the arrows on the plane end that are in the picture."""
    arrows = [m for m in scene.plane.marks if isinstance(m, PlaneArrow) and scene.shown(m)]
    return [arrow.data()[-1] for arrow in arrows if len(arrow.data())]


def ends_of(name: str) -> dict[str, Any]:
    """Return what is to be seen at the end of each beat: faults, tips of arrows, and so on."""
    params = Eigenvectors.Params(matrix=SPECIAL[name][0], start=SPECIAL[name][1], steps=4)

    def look(scene: Any, beat: Any) -> tuple[str, Any]:
        family = scene.get_mobject_family_members()
        numbers = [m.value for m in family if isinstance(m, LiveNumber) and m.equated]
        squares = [m for m in scene.plane.marks if isinstance(m, Parallelogram)]
        assert not readable(scene), beat.name
        return beat.name, (tips(scene), numbers, [square.data() for square in squares])

    film = partial(Eigenvectors, params, "dark")
    return dict(at_beat_ends(film, Quality(427, 240, 15), look))


@pytest.mark.parametrize(
    "name", ["dominant", "minor line", "nilpotent", "minus three", "clockwise ellipse"]
)
def test_the_pictures_of_special_cases_can_be_read_and_are_true(name: str) -> None:
    told, ends = story(name, 4), ends_of(name)

    def ends_at(beat: str, point: np.ndarray) -> bool:
        return any(np.allclose(tip, point, atol=1e-9) for tip in ends[beat][0])

    for factor, direction in zip(told.eigenvalues, told.lines, strict=False):
        sign = 1 if ends_at("sweep", direction) else -1
        assert ends_at("sweep", sign * direction)
        assert ends_at("sweep", sign * told.zoom * factor * direction)
    (value, determinant), (square,) = ends["collapse"][1:]
    expected = np.linalg.det(told.matrix - value * np.eye(2))
    assert determinant == pytest.approx(expected, abs=1e-9)
    assert determinant == pytest.approx(
        0 if told.kind != "complex" else (told.modulus * math.sin(told.angle)) ** 2
    )
    assert np.linalg.det(square) == pytest.approx(expected, abs=1e-9)
    if told.kind != "scalar":
        assert ends_at("step", told.start) and ends_at("step", told.matrix @ told.start)
    if told.kind == "diagonalizable":
        for factor, part in zip(told.eigenvalues, told.components, strict=True):
            assert not part.any() or ends_at("step", factor * part)
    last = np.linalg.matrix_power(told.matrix, 4) @ told.start
    size = float(np.hypot(*told.drawn[-1])) / (float(np.hypot(*last)) or 1.0)
    assert ends_at("powers", told.start) or told.scale == "even"
    assert ends_at("powers", size * last)


def test_one_step_leads_from_the_vector_to_its_image() -> None:
    for name in SPECIAL:
        told = story(name)
        if told.kind == "scalar" or not told.start.any():
            continue
        assert told.step_path(0.0) == pytest.approx(np.eye(2))
        size = float(np.abs(told.matrix).max())
        assert told.step_path(1.0) == pytest.approx(told.matrix, abs=1e-9 * size)
        for t in (0.0, 0.3, 1.0):
            carried = told.step_path(t) @ told.start
            assert told.step_parts(t).sum(axis=0) == pytest.approx(carried, abs=1e-9 * size)


# -- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given_", "allowed"),
    [
        ("steps", 1, "from 2 to 24"),
        ("steps", 25, "from 2 to 24"),
        ("steps", 2.5, "from 2 to 24"),
        ("matrix", [[1, 2]], "a 2x2 matrix"),
        ("matrix", [[1, 2], [3, math.nan]], "a 2x2 matrix"),
        ("matrix", [[1, 2], [3, 1e7]], "a 2x2 matrix"),
        ("start", [1, 2, 3], "a pair of numbers"),
        ("start", "up", "a pair of numbers"),
    ],
)
def test_bad_input_is_refused_in_one_line(name: str, given_: Any, allowed: str) -> None:
    with pytest.raises(ParameterError) as refused:
        resolve_params(Eigenvectors.Params, {}, values={name: given_})
    message = str(refused.value)
    assert name in message and allowed in message and "\n" not in message


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_lengths_that_no_ratio_can_hold_are_drawn_without_a_warning() -> None:
    """After 24 steps the image is shorter by more than floats can say."""
    matrix, start = ((8.8e-14, 0.0277), (0.0, 0.0)), (-6.0, -9.76e-11)
    told = EigenStory.compute(matrix, start, 24)
    assert np.isfinite(told.drawn).all()


def test_the_slider_is_read_with_the_digits_of_its_eigenvalues() -> None:
    params = Eigenvectors.presets["fibonacci"]
    found = at_beat_ends(
        lambda: Eigenvectors(params, "dark"),
        Quality(64, 36, 15),
        lambda scene, beat: [
            m.text for m in scene.get_mobject_family_members() if isinstance(m, LiveNumber)
        ],
    )
    assert "≈ 1.62" in {*[*found][1]}
