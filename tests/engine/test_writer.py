"""Frames for the encoder: right colours, whatever rows changed, and films in Manim's own way."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from manim.animation.rotation import Rotate
from manim.mobject.geometry.polygram import Square

from explainer.engine import stock
from explainer.engine.segments import Segment
from explainer.engine.session import Quality, frames, measure
from explainer.engine.writer import ENCODER_OPTIONS, Converter, SegmentWriter
from explainer.film_files import open_film
from explainer.scene import Explainer

SIZES = [(160, 90), (854, 480), (64, 36), (1920, 1080)]


def planes(converter: Converter, frame: np.ndarray) -> list[np.ndarray]:
    picture: Any = converter.picture(frame)
    return [
        np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width] * 1
        for plane in picture.planes
    ]


def noise(size: tuple[int, int], seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (size[1], size[0], 4), dtype=np.uint8)


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((128, 128, 128), (126, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_pure_colours_are_those_of_bt709(rgb: Any, yuv: Any) -> None:
    frame = np.zeros((36, 64, 4), np.uint8)
    frame[..., :3] = rgb
    found = planes(Converter((64, 36)), frame)
    assert [int(plane[0, 0]) for plane in found] == list(yuv)
    assert all((plane == plane[0, 0]).all() for plane in found)


@pytest.mark.parametrize("size", SIZES)
def test_luma_is_that_of_another_converter(size: tuple[int, int]) -> None:
    frame = noise(size)
    other: Any = VideoReformatter().reformat(
        av.VideoFrame.from_ndarray(frame, format="rgba"),
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )
    plane = other.planes[0]
    luma = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[:, : size[0]]
    assert np.abs(planes(Converter(size), frame)[0].astype(int) - luma).max() <= 1


@pytest.mark.parametrize("size", SIZES[:3])
def test_chroma_is_the_mean_of_four_pixels(size: tuple[int, int]) -> None:
    frame = noise(size, 1)
    mean = frame.astype(float).reshape(size[1] // 2, 2, size[0] // 2, 2, 4).mean(axis=(1, 3))
    luma = mean[..., :3] @ [0.2126, 0.7152, 0.0722]
    blue = 128 + (mean[..., 2] - luma) / 1.8556 * 224 / 255
    red = 128 + (mean[..., 0] - luma) / 1.5748 * 224 / 255
    _, found_blue, found_red = planes(Converter(size), frame)
    assert np.abs(found_blue - blue).max() < 0.52 and np.abs(found_red - red).max() < 0.52


def test_a_film_converted_by_its_changes_is_what_each_frame_gives_alone() -> None:
    size = (160, 90)
    random = np.random.default_rng(3)
    converter, frame = Converter(size), noise(size)
    for step in range(40):
        frame = frame.copy()
        if step % 7:  # now and then nothing changes
            top = int(random.integers(0, size[1]))
            frame[top : top + int(random.integers(1, 9)), random.integers(0, size[0])] ^= 0x55
        together, alone = planes(converter, frame), planes(Converter(size), frame)
        assert all(np.array_equal(a, b) for a, b in zip(together, alone, strict=True)), step


def test_frames_are_given_back_one_late_and_only_once() -> None:
    given: list[np.ndarray] = []
    converter = Converter((64, 36), given.append)
    shown = [noise((64, 36), seed) for seed in range(4)]
    for frame in shown:
        converter.picture(frame)
    assert [id(frame) for frame in given] == [id(frame) for frame in shown[:3]]


def test_a_disk_that_is_full_is_told_to_the_drawing_side() -> None:
    def full(segment: Segment, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    segments = [Segment(0, 2), Segment(2, 4)]
    writer = SegmentWriter(segments, lambda segment: True, full, (64, 36), 15)
    with pytest.raises(OSError, match="No space"):
        for segment in segments * 20:
            writer._next = None
            writer.wants(segment.start)
            for _ in range(2):
                writer.write_frame(noise((64, 36)))
    with pytest.raises(OSError, match="No space"):
        writer.close()


class Interrupted(BaseException):
    """What a signal's handler raises, between any two lines."""


def test_a_signal_at_any_line_does_not_keep_the_writer_from_its_end() -> None:
    """``queue.Queue`` loses a wake-up when one is raised at some of its lines."""
    line = 0
    while _ends_after_a_signal_at(line):
        line += 1
    assert line > 5


def _ends_after_a_signal_at(line: int) -> bool:
    """Write a frame, interrupted before a line of it; return whether it has so many lines."""
    segments = [Segment(0, 3), Segment(3, 4)]
    writer = SegmentWriter(segments, lambda segment: True, lambda *done: None, (64, 36), 15)
    writer.wants(0)
    time.sleep(0.05)  # the other thread sleeps until there is something to do
    left = line

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename.endswith(("writer.py", "queue.py", "threading.py")):
            left -= event == "line"
            if left < 0:
                sys.settrace(None)
                raise Interrupted
        return trace

    try:
        sys.settrace(trace)
        writer.write_frame(noise((64, 36)))
    except Interrupted:
        return True
    finally:
        sys.settrace(None)
        time.sleep(0.05)
        end = Thread(target=writer.close, daemon=True)
        end.start()
        end.join(10)
        assert not end.is_alive(), line
    return False


class Turn(Explainer):
    """See a square turn, rest, and turn on."""

    def construct(self) -> None:
        square = Square(2, color=self.theme.i_hat, fill_opacity=1)
        with self.beat("turn", "A turn", "It turns."):
            self.play(Rotate(square, 1), run_time=1)
            self.play(square.animate.shift([2, 0, 0]), run_time=1)


@pytest.mark.parametrize("our_encoder", [False, True])
def test_manims_own_way_gives_the_same_film(our_encoder: bool, tmp_path: Path) -> None:
    size = Quality(320, 180, 15)
    told: list[int] = []
    target = tmp_path / "stock.mp4"
    stock.record(Turn, size, target, our_encoder=our_encoder, on_frame=told.append)
    ours = frames(Turn, size)
    assert told[-1] == len(ours) == measure(Turn, size).frames
    with open_film(target) as video:
        theirs = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
        text = target.read_bytes()
    assert len(theirs) == len(ours)
    apart = [np.abs(a.astype(int) - b).mean() for a, b in zip(theirs, ours, strict=True)]
    assert max(apart) < 6
    crf = ENCODER_OPTIONS["crf"] if our_encoder else "23"
    assert f"crf={float(crf)}".encode() in text
