"""Frames into one H.264 file that plays everywhere, as they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

# Measured at 1080p60: closer to the frames than Manim's default (medium, crf 23) by SSIM, at a
# third of its time and 1.3 times its size.
ENCODER_OPTIONS = {"preset": "veryfast", "crf": "20", "profile": "high"}
BT709 = 1

IN_FLIGHT = 6
"""Frames that may be drawn ahead of the encoder; each has a buffer that is used again."""


class ClipWriter:
    """Takes the place of Manim's file writer: no partial files, one stream into ``target``.

    Args:
        target: the file to write; its container is MP4 whatever its name.
        size: width and height in pixels, both even.
        fps: frames a second.
        on_frame: told the number of frames taken so far.
    """

    def __init__(
        self,
        target: Path,
        size: tuple[int, int],
        fps: int,
        on_frame: Callable[[int], None] | None = None,
    ) -> None:
        self.frames = 0
        self.on_frame = on_frame
        self.sections = [SimpleNamespace(skip_animations=False, name="")]
        self.output_spec = SimpleNamespace(is_still=False, is_video=True, is_image_sequence=False)
        self.subcaptions: list[Any] = []
        self.failure: BaseException | None = None
        self._fps = fps
        self._container = av.open(
            str(target), "w", format="mp4", options={"movflags": "+faststart"}
        )
        stream: Any = self._container.add_stream("libx264", rate=fps, options=ENCODER_OPTIONS)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = 1
        self._stream = stream
        self._queue: Queue[tuple[np.ndarray, int] | None] = Queue()
        self._free: Queue[np.ndarray] = Queue()
        for _ in range(IN_FLIGHT):
            self._free.put(np.zeros((size[1], size[0], 4), np.uint8))
        self._closed = False
        self._thread = Thread(target=self._encode, name="clip-encoder", daemon=True)
        self._thread.start()

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Append a (height, width, 4) uint8 frame ``repeat`` times; the array may be used again.

        Raises:
            OSError: when an earlier frame could not be written.
        """
        if self.failure is not None:
            raise self.failure
        if repeat > 0:
            buffer = self._free.get()
            np.copyto(buffer, frame)
            self._queue.put((buffer, repeat))
            self.frames += repeat
            if self.on_frame is not None:
                self.on_frame(self.frames)

    def _encode(self) -> None:
        number = 0
        reformatter = VideoReformatter()
        while (item := self._queue.get()) is not None:
            pixels, repeat = item
            try:
                if self.failure is not None:
                    continue
                picture = reformatter.reformat(
                    av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
                    format="yuv420p",
                    dst_colorspace=Colorspace.ITU709,
                    dst_color_range=ColorRange.MPEG,
                )
                for _ in range(repeat):
                    picture.pts = number
                    picture.time_base = Fraction(1, self._fps)
                    number += 1
                    self._container.mux(self._stream.encode(picture))
            except BaseException as error:  # handed to the drawing thread, which raises it
                self.failure = error
            finally:
                self._free.put(pixels)

    def close(self) -> None:
        """Flush the encoder and finish the file.

        Raises:
            OSError: when the file could not be written whole.
        """
        if self._closed:
            return
        self._closed = True
        self._queue.put(None)
        self._thread.join()
        try:
            if self.failure is None:
                self._container.mux(self._stream.encode(None))
        except BaseException as error:
            self.failure = error
        try:
            self._container.close()
        except BaseException as error:
            self.failure = self.failure or error
        if self.failure is not None:
            raise self.failure

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Stop encoding; called by Manim when the scene raises."""
        if not self._closed:
            self._closed = True
            self._queue.put(None)
            self._thread.join()
            try:
                self._container.close()
            except (OSError, ValueError) as error:
                self.failure = self.failure or error

    # What else Manim's renderer and manager ask of a file writer.

    def next_section(self, name: str, section_type: str, skip_animations: bool) -> None:
        """Note a section; beats are kept by the scene."""
        self.sections.append(SimpleNamespace(skip_animations=skip_animations, name=name))

    def add_partial_movie_file(self, hash_animation: str | None) -> None:
        """Do nothing: there are no partial files."""

    def is_already_cached(self, hash_invocation: str) -> bool:
        """Return False: nothing is kept between runs."""
        return False

    def begin_animation(self, allow_write: bool = False, animation_index: int = 0) -> None:
        """Do nothing: the stream is open."""

    def end_animation(self, allow_write: bool = False) -> None:
        """Do nothing: the stream stays open."""

    def finish(self) -> None:
        """Finish the file; called by Manim after the last play."""
        self.close()


class NoWriter(ClipWriter):
    """Counts frames and keeps none: for dry runs, stills and sheets."""

    def __init__(self) -> None:
        self.frames = 0
        self.sections = [SimpleNamespace(skip_animations=False, name="")]
        self.output_spec = SimpleNamespace(is_still=False, is_video=False, is_image_sequence=False)
        self.subcaptions = []
        self.failure = None

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Count the frame."""
        self.frames += repeat

    def close(self) -> None:
        """Do nothing."""

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Do nothing."""


class FrameKeeper(NoWriter):
    """Keeps every frame, uncompressed: to compare films with, small ones only."""

    def __init__(self) -> None:
        super().__init__()
        self.output_spec = SimpleNamespace(is_still=False, is_video=True, is_image_sequence=False)
        self.kept: list[np.ndarray] = []

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Keep the frame, the same array for all its repeats."""
        self.frames += repeat
        self.kept += [np.array(frame[..., :3])] * repeat
