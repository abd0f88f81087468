"""What is stamped, and what is left from the frame before, is what Manim would have drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from manim import tempconfig
from manim.camera.camera import Camera
from manim.mobject.geometry.arc import Circle
from manim.mobject.geometry.line import Line
from manim.mobject.geometry.polygram import Rectangle, Square
from manim.mobject.mobject import Mobject
from manim.mobject.types.image_mobject import ImageMobject
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.engine.camera import ClipCamera
from explainer.engine.kernels.stamping import stamp
from explainer.engine.redrawing import Tiles
from explainer.mobjects.text import Words
from explainer.style import theme

DARK = theme("dark")
BLUE, RED, GREEN = "#3366FF", "#FF4422", "#22CC66"
Change = Callable[[dict[str, Mobject], int], object]


@pytest.fixture(autouse=True)
def small_frames() -> Iterator[None]:
    with tempconfig({"pixel_width": 427, "pixel_height": 240}):
        yield


def cast() -> dict[str, Mobject]:
    rng = np.random.default_rng(1)
    scribble = VMobject(stroke_color=GREEN, stroke_width=7, stroke_opacity=0.6)
    scribble.set_points_smoothly(list(rng.uniform(-4, 4, (12, 3)) * [1, 1, 0]))
    return {
        "ground": Square(5, color=RED, fill_opacity=0.2),
        "scribble": scribble,
        "words": Words("Words, *bold* and _slanted_", DARK).with_halo(DARK),
        "ring": Circle(1.5, color=BLUE, fill_opacity=0.4, stroke_width=9).shift([2, 1, 0]),
        "line": Line([-6, -3, 0], [-4, 3, 0], stroke_width=20),
    }


def members(found: dict[str, Mobject]) -> list[Mobject]:
    return [member for mobject in found.values() for member in mobject.family_members_with_points()]


def replace_ring(found: dict[str, Mobject], frame: int) -> None:
    if frame == 5:
        found["ring"] = Square(2, color=GREEN, fill_opacity=1)


def drop_line(found: dict[str, Mobject], frame: int) -> None:
    if frame == 5:
        del found["line"]


def nudge(found: dict[str, Mobject], frame: int) -> None:
    found["scribble"].points[3, 0] += 0.3


CHANGES: dict[str, Change] = {
    "nothing": lambda found, frame: None,
    "the lowest moves": lambda found, frame: found["ground"].shift([0.1, 0, 0]),
    "the highest moves": lambda found, frame: found["line"].shift([0.4, 0, 0]),
    "a point moves": nudge,
    "words fade": lambda found, frame: found["words"].set_opacity(1 - frame / 12),
    "a colour changes": lambda found, frame: found["ring"].set_stroke((RED, BLUE)[frame % 2]),
    "a width changes": lambda found, frame: found["ring"].set_stroke(width=frame),
    "gradient turns": lambda found, frame: (
        found["ring"].set_fill([RED, BLUE]).set_sheen_direction(np.array([frame, 1.0, 0]))
    ),
    "one is exchanged": replace_ring,
    "one goes": drop_line,
    "out of the frame": lambda found, frame: found["words"].shift([0.9, 0.4, 0]),
    "rest, then the lowest moves": lambda found, frame: (
        found["line"].shift([0.3, 0, 0]) if frame < 9 else found["ground"].rotate(0.1)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("opacity", [1.0, 0.0], ids=["opaque", "transparent"])
def test_frame_after_frame_the_pixels_are_manims(change: str, opacity: float) -> None:
    ours, theirs = (kind(background_opacity=opacity) for kind in (ClipCamera, Camera))
    found = cast()
    ground = ours.background.copy()
    for frame in range(12):
        CHANGES[change](found, frame)
        ours.capture_over(ground, members(found))
        theirs.reset()
        theirs.capture_mobjects(members(found), include_submobjects=False)
        assert np.array_equal(ours.pixel_array, theirs.pixel_array), frame


def test_what_rests_is_stamped_and_what_is_far_away_is_not_drawn() -> None:
    camera, found = ClipCamera(), cast()
    drawn: list[Mobject] = []
    draw = camera.apply_fill
    camera.apply_fill = lambda ctx, vmobject: (drawn.append(vmobject), draw(ctx, vmobject))  # type: ignore[assignment,method-assign]
    ground = camera.background.copy()
    for _ in range(4):
        drawn.clear()
        found["line"].shift([-0.05, 0, 0])
        camera.capture_over(ground, members(found))
    assert not drawn
    found["ring"].shift([0.1, 0, 0])
    camera.capture_over(ground, members(found))
    assert drawn == [found["ring"]]


def test_a_gradient_that_stands_is_laid_down_as_manim_draws_it() -> None:
    ours, theirs, found = ClipCamera(), Camera(), cast()
    veil = Rectangle(width=5.03, height=3.01, stroke_width=0).rotate(0.1)
    veil.set_fill([RED, BLUE], opacity=[0.9, 0.2])  # type: ignore[list-item]
    drawn: list[Mobject] = []
    draw = ours.apply_fill
    ours.apply_fill = lambda ctx, vmobject: (drawn.append(vmobject), draw(ctx, vmobject))  # type: ignore[assignment,method-assign]
    for frame in range(8):
        found["line"].shift([-0.05, 0.02, 0])
        if frame == 5:
            veil.set_sheen_direction([0, 1, 0])
        shown = [*members(found), veil]
        ours.capture_over(ours.background, shown)
        theirs.reset()
        theirs.capture_mobjects(shown, include_submobjects=False)
        assert np.array_equal(ours.pixel_array, theirs.pixel_array), frame
    assert drawn.count(veil) <= 6  # each of the two is seen, cut out and proved


def test_a_picture_among_them_is_drawn_as_manim_does() -> None:
    ours, theirs, found = ClipCamera(), Camera(), cast()
    ramp = np.linspace(0, 255, 64 * 48 * 3).reshape(48, 64, 3).astype(np.uint8)
    found["image"] = ImageMobject(ramp).scale(2)
    for _ in range(3):
        found["line"].shift([0.4, 0, 0])
        ours.capture_over(ours.background, members(found))
        theirs.reset()
        theirs.capture_mobjects(members(found), include_submobjects=False)
        assert np.array_equal(ours.pixel_array, theirs.pixel_array)


def test_another_drawing_in_between_is_noticed() -> None:
    camera, found = ClipCamera(), cast()
    ground = camera.background.copy()
    camera.capture_over(ground, members(found))
    expected = camera.pixel_array.copy()
    camera.capture_mobjects([Square(6, fill_opacity=1)])
    camera.capture_over(ground, members(found))
    assert np.array_equal(camera.pixel_array, expected)


def test_a_stamp_covers_leaves_and_mixes() -> None:
    pixels = np.array([0xFF000000, 0xFF000000, 0xFF0000FF], np.uint32)
    stamp(pixels, np.arange(2, dtype=np.int32), np.array([255, 0], np.uint8), 0xFF102030)
    assert pixels.tolist() == [0xFF102030, 0xFF000000, 0xFF0000FF]
    stamp(pixels, np.array([2], np.int32), np.array([128], np.uint8), 0x80800000)
    red, blue = (int(pixels[2]) >> shift & 255 for shift in (16, 0))
    assert red == pytest.approx(128 * 128 / 255, abs=1)
    assert blue == pytest.approx(255 * (1 - 128 / 255 * 128 / 255), abs=1)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((-50, -50, -1, 30), 0),
        ((0, 0, 5, 5), 1),
        ((60, 0, 70, 5), 3),
        ((140, 150, 1e300, float("inf")), 0b100 << 6),
        ((500, 0, 600, 5), 0),
    ],
)
def test_tiles_are_those_that_a_box_touches(
    box: tuple[float, float, float, float], expected: int
) -> None:
    assert Tiles(192, 192).box(*box) == expected


def test_slices_cover_just_the_tiles() -> None:
    tiles, rng = Tiles(427, 240), np.random.default_rng(0)
    for _ in range(20):
        wanted = rng.random((tiles.rows, tiles.columns)) < 0.5
        number = sum(1 << int(i) for i in np.flatnonzero(wanted))
        seen = np.zeros((240, 427), int)
        for part in tiles.slices(number):
            seen[part] += 1
        assert np.array_equal(seen, np.kron(wanted, np.ones((64, 64), int))[:240, :427])
