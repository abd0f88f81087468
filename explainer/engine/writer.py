"""Frames into segments of H.264, encoded while the next frames are drawn.

Every segment has the same settings and begins with a whole picture, and nothing in it refers to
another, so that segments are joined by copying their packets.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Sequence
from fractions import Fraction
from io import BytesIO
from queue import SimpleQueue
from threading import Thread
from typing import Any

import av
import numpy as np
from llvmlite.binding import get_host_cpu_features

from explainer.engine.kernels.conversion import convert
from explainer.engine.segments import Segment, first_after
from explainer.engine.sinks import FOREVER, Sink


def _encoder_options() -> dict[str, str]:
    """Return the settings of x264, chosen by measurement at 1080p60; see the benchmark."""
    # The motion search of "superfast" with the rest of "veryfast": flat areas and thin lines gain
    # nothing by a finer one, which took a quarter of the time.
    tuning = ["subme=1", "me=dia", "weightp=0"]
    if get_host_cpu_features().get("avx512f"):
        # With AVX-512 one film in some dozens had another quality in the last block of a picture,
        # in one process and not in the next, for the very same frames; without it none had.
        tuning.append("asm=MMX2,SSE2Fast,SSSE3,SSE4.2,AVX,FMA3,BMI2,AVX2")
    return {
        "preset": "veryfast",
        "crf": "18.5",
        "profile": "high",
        # The bytes must not depend on the number of cores.
        "threads": "1",
        # No frame is shown out of order: segments can be joined, and players step back exactly.
        "bf": "0",
        "x264-params": ":".join(tuning),
    }


ENCODER_OPTIONS = _encoder_options()

BT709 = 1

IN_FLIGHT = 4
"""Frames that may be drawn ahead of the encoder; each has a buffer that is used again."""


class SegmentWriter(Sink):
    """Encodes those segments of a film that it may take, each into a file of its own.

    Args:
        segments: those that are wanted, in order.
        take: asked in the order of the film, while it plays; whether this writer is to draw it.
        keep: given a segment and its MP4; puts it where it belongs. Called in a thread of its own.
        size: width and height in pixels, both even.
        fps: frames a second.
        on_frame: told the number of frames taken so far.
    """

    draws = True

    def __init__(
        self,
        segments: Sequence[Segment],
        take: Callable[[Segment], bool],
        keep: Callable[[Segment, bytes], None],
        size: tuple[int, int],
        fps: int,
        on_frame: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        self.on_frame = on_frame
        self.failure: BaseException | None = None
        self._segments = segments
        self._take = take
        self._keep = keep
        self._size = size
        self._fps = fps
        self._next: Segment | None = None
        self._current: Segment | None = None
        self._written = 0
        # A signal that is raised within ``Queue.put`` may lose a wake-up, and the thread sleeps on.
        self._queue: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        self._free: SimpleQueue[np.ndarray] = SimpleQueue()
        for _ in range(IN_FLIGHT + 1):
            self._free.put(np.zeros((size[1], size[0], 4), np.uint8))
        self._thread = Thread(target=self._encode, name="segment-encoder", daemon=True)
        self._thread.start()

    def wants(self, frame: int) -> tuple[bool, int]:
        """Return whether a frame is in a segment of ours, and where that ends."""
        segment = self._next
        if segment is None:
            ahead = self._segments[first_after(self._segments, frame) :]
            segment = self._next = next((each for each in ahead if self._take(each)), None)
        if segment is None:
            return False, FOREVER
        if frame < segment.start:
            return False, segment.start
        self._next = None
        self._begin(segment)
        return True, segment.stop

    def _begin(self, segment: Segment) -> None:
        self._raise_failure()
        self._current, self._written = segment, 0
        self._queue.put(("begin", segment))

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Append a frame to the segment under way.

        Raises:
            OSError, BrokenSegment: when an earlier segment could not be kept.
        """
        self._raise_failure()
        assert self._current is not None
        buffer = self._free.get()
        np.copyto(buffer, frame)
        self._queue.put(("frame", buffer, repeat))
        self.frames += repeat
        self._written += repeat
        if self._written == self._current.frames:
            self._queue.put(("end", self._current))
            self._current = None
        if self.on_frame is not None:
            self.on_frame(self.frames)

    def close(self) -> None:
        """Finish the segments that have all their frames; drop one that has not.

        Raises:
            OSError, BrokenSegment: when one could not be kept.
        """
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        self._raise_failure()

    def _raise_failure(self) -> None:
        if self.failure is not None:
            raise self.failure

    # -- the encoding thread -------------------------------------------------------------------

    def _encode(self) -> None:
        encoder: _SegmentEncoder | None = None
        converter = Converter(self._size, self._free.put)
        while (item := self._queue.get()) is not None:
            kind, content = item[0], item[1]
            try:
                if self.failure is not None:
                    continue
                if kind == "begin":
                    encoder = _SegmentEncoder(self._size, self._fps)
                elif kind == "frame":
                    assert encoder is not None
                    encoder.append(converter.picture(content), item[2])
                else:
                    assert encoder is not None
                    self._keep(content, encoder.finish())
            except BaseException as error:  # handed to the drawing thread, which raises it
                self.failure = error
            finally:
                if kind == "frame" and self.failure is not None:
                    self._free.put(content)


class _SegmentEncoder:
    """An encoder and what it has written, which is small enough to be held in memory."""

    def __init__(self, size: tuple[int, int], fps: int) -> None:
        self._written = BytesIO()
        self._container = av.open(self._written, "w", format="mp4")
        stream: Any = self._container.add_stream("libx264", rate=fps, options=ENCODER_OPTIONS)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = 1
        self._stream = stream
        self._time_base = Fraction(1, fps)
        self._number = 0

    def append(self, picture: av.VideoFrame, repeat: int) -> None:
        """Encode a picture ``repeat`` times."""
        for _ in range(repeat):
            picture.pts = self._number
            picture.time_base = self._time_base
            self._number += 1
            self._container.mux(self._stream.encode(picture))

    def finish(self) -> bytes:
        """Return the MP4."""
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._written.getvalue()


class Converter:
    """Makes pictures for the encoder of frames; only rows that have changed are converted.

    Args:
        size: width and height in pixels, both even.
        release: given each frame when it is no longer needed, one frame late.
    """

    def __init__(
        self, size: tuple[int, int], release: Callable[[np.ndarray], object] = lambda frame: None
    ) -> None:
        self._release = release
        self._before: np.ndarray | None = None
        self._picture = av.VideoFrame(*size, "yuv420p")
        self._planes = [
            np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
            for plane in typing.cast("Sequence[Any]", self._picture.planes)
        ]
        for plane in self._planes:  # what lies between the lines too, which encoders may look at
            plane.fill(0)

    def picture(self, frame: np.ndarray) -> av.VideoFrame:
        """Return a (height, width, 4) uint8 frame as the encoder takes it, until the next call."""
        words = frame.view(np.uint32)[..., 0]
        before = words if self._before is None else self._before.view(np.uint32)[..., 0]
        convert(words, before, *self._planes, self._before is None)
        if self._before is not None:
            self._release(self._before)
        self._before = frame
        return self._picture
