"""Frames: pictures among Manim's objects, dry runs, single beats, and what goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import config
from manim.mobject.geometry.polygram import Square
from manim.mobject.text.numbers import DecimalNumber
from manim.mobject.text.text_mobject import Text
from manim.mobject.text.typst_mobject import MathTypst

from explainer.engine.film import record
from explainer.engine.kernels.blending import blend_over
from explainer.engine.session import (
    Quality,
    UnknownBeat,
    at_beat_ends,
    beat_stills,
    measure,
    still,
)
from explainer.film_files import open_film
from explainer.scene import Explainer

TINY = Quality(160, 90, 15)


class Growth(Explainer):
    """Watch a square grow."""

    def construct(self) -> None:
        self.square = Square(1, color=self.theme.i_hat, fill_opacity=1)
        self.sizes: list[float] = []
        with self.beat("small", "A small square", "It is small."):
            self.fade(into=[self.square])
        with self.beat("large", "A large square", "It grows, and words take time to read."):
            self.sweep(self.grow, self.square, run_time=2)

    def grow(self, t: float) -> None:
        self.square.stretch_to_fit_width(1 + t).stretch_to_fit_height(1 + t)
        self.sizes.append(1 + t)


def coloured(frame: np.ndarray) -> int:
    green = np.array([0x3F, 0xD9, 0xA8])
    return int((np.abs(frame[..., :3].astype(int) - green).max(axis=-1) < 12).sum())


def test_a_dry_run_has_the_length_of_the_film(tmp_path: Path) -> None:
    timeline = measure(Growth, TINY)
    record(Growth, TINY, tmp_path / "a.mp4", timeline)
    with open_film(tmp_path / "a.mp4") as video:
        assert sum(1 for _ in video.decode(video=0)) == timeline.frames
    assert [beat.name for beat in timeline.beats] == ["small", "large"]
    assert timeline.beats[0].end == timeline.beats[1].start


def test_every_beat_is_long_enough_to_be_read() -> None:
    for beat in measure(Growth, TINY).beats:
        assert beat.end - beat.start >= len(beat.say) / 15


def test_stills_are_the_frames_of_the_film(tmp_path: Path) -> None:
    record(Growth, TINY, tmp_path / "a.mp4", measure(Growth, TINY))
    with open_film(tmp_path / "a.mp4") as video:
        film = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    for beat, frame in beat_stills(Growth, TINY):
        last = film[round(beat.end * TINY.fps) - 1]
        assert np.abs(frame[..., :3].astype(int) - last).mean() < 4
    assert coloured(still(Growth, TINY)) > 3 * coloured(still(Growth, TINY, beat="small"))


def test_a_rehearsal_goes_through_every_frame() -> None:
    scenes: list[Any] = []

    def build() -> Growth:
        scenes.append(Growth())
        return scenes[-1]

    measure(build, TINY)
    measure(build, TINY, every_frame=True)
    assert len(scenes[0].sizes) < 5 and len(scenes[1].sizes) >= 30
    assert scenes[1].sizes == sorted(scenes[1].sizes)


def test_what_a_scene_sets_for_all_is_as_it_was_afterwards() -> None:
    before = dict(config.items())

    class Setting(Growth):
        def construct(self) -> None:
            config.background_color = "#123456"
            config.frame_width = 3
            super().construct()

    measure(Setting, TINY)
    assert dict(config.items()) == before
    assert config.frame_rate != TINY.fps


def test_digits_look_as_if_no_scene_had_been_played_before() -> None:
    """Manim keeps them by what they say, whatever has set them."""

    def digit(kind: Any) -> np.ndarray:
        class Written(Explainer):
            def construct(self) -> None:
                with self.beat("number", "A number", "It is written."):
                    self.number = DecimalNumber(7, num_decimal_places=0, mob_class=kind)

        (points,) = at_beat_ends(Written, TINY, lambda scene, _: scene.number.get_all_points())
        return np.array(points)

    first, other, again = (digit(kind) for kind in (MathTypst, Text, MathTypst))
    assert first.shape != other.shape
    assert np.array_equal(first, again)


def test_one_beat_alone(tmp_path: Path) -> None:
    whole = measure(Growth, TINY)
    record(Growth, TINY, tmp_path / "a.mp4", whole, beat="large")
    timeline = whole.only("large", TINY.fps)
    assert [(beat.name, beat.start) for beat in timeline.beats] == [("large", 0.0)]
    assert whole.span("large", TINY.fps) == (whole.frames - timeline.frames, whole.frames)
    with open_film(tmp_path / "a.mp4") as video:
        assert sum(1 for _ in video.decode(video=0)) == timeline.frames


@pytest.mark.parametrize("use", [still, beat_stills])
def test_an_unknown_beat_is_named_with_those_there_are(use: Any) -> None:
    with pytest.raises(UnknownBeat) as caught:
        use(Growth, TINY, beat="medium")
    assert caught.value.known == ["small", "large"]
    with pytest.raises(UnknownBeat):
        measure(Growth, TINY).span("medium", TINY.fps)


def test_each_beat_is_looked_at_once() -> None:
    found = at_beat_ends(Growth, TINY, lambda scene, beat: (beat.name, scene.clock))
    assert [name for name, _ in found] == ["small", "large"]
    assert found[0][1] < found[1][1]


def test_a_theme_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        Growth(theme="sepia")


def test_blending_is_premultiplied_and_cut_at_the_edge() -> None:
    frame = np.full((4, 6, 4), (100, 100, 100, 255), np.uint8)
    image = np.zeros((3, 3, 4), np.uint8)
    image[...] = (50, 0, 0, 128)
    blend_over(frame, image, 5, -1)
    assert frame[0, 5].tolist() == [50 + 50, 50, 50, 255]
    assert frame[2, 5].tolist() == [100, 100, 100, 255]
    assert (frame[:, :5] == (100, 100, 100, 255)).all()
    before = frame.copy()
    for far in ((20, 20), (-9, 0), (0, -9)):
        blend_over(frame, image, *far)
    assert (frame == before).all()
