"""A scene on nothing: films with transparency, for pages (VP9 in WebM) and for editors (ProRes).

The frames are other ones than those of the opaque film, because nothing lies below what is drawn.
They are drawn once for all the files that are wanted. Halos about words keep the theme's
background colour: they are what makes the words readable over whatever comes to lie below.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Literal

import av
import numpy as np
from av.codec.codec import UnknownCodecError
from av.video.reformatter import ColorRange, Colorspace
from manim.utils.color import ManimColor

from explainer.engine.kernels.straightening import straighten
from explainer.engine.memory import played_and_gone
from explainer.engine.session import Build, Quality, RenderError, Timeline, prepare, settings
from explainer.engine.sinks import FOREVER, Sink
from explainer.film_files import stream_film

Profile = Literal["alpha", "editor"]
OnFrame = Callable[[int], None]

BT709 = 1
LAMBDA = 118
"""FFmpeg's unit of fixed quality (``FF_QP2LAMBDA``)."""
IN_FLIGHT = 4
"""Frames that may be drawn ahead of an encoder."""


@dataclass(frozen=True)
class Format:
    """How a film with transparency is written.

    Attributes:
        suffix: of the file.
        container: the format's name in FFmpeg.
        codec: the encoder's name in FFmpeg.
        pix_fmt: how the pictures are kept.
        options: for the encoder.
        repeats: whether a picture that stands still can be written again without encoding it.
        tags: of the stream.
    """

    suffix: str
    container: str
    codec: str
    pix_fmt: str
    options: Mapping[str, str]
    repeats: bool
    tags: Mapping[str, str] = field(default_factory=dict)


FORMATS: dict[Profile, Format] = {
    "alpha": Format(
        ".webm",
        "webm",
        "libvpx-vp9",
        "yuva420p",
        {
            "crf": "22",
            "b": "0",
            # The search of the slower kinds takes seven times as long for a quarter of the size.
            "deadline": "realtime",
            "cpu-used": "6",
            "row-mt": "1",
            "tile-columns": "1",
            "threads": "4",
            # A picture that is only referred to has no opacity of its own: players lose step.
            "auto-alt-ref": "0",
            "lag-in-frames": "0",
        },
        repeats=False,
        tags={"alpha_mode": "1"},
    ),
    "editor": Format(
        ".mov",
        "mov",
        "prores_ks",
        "yuva444p10le",
        {
            "profile": "4444",
            "alpha_bits": "8",
            "vendor": "apl0",
            # One fineness for all, instead of a search in every part of every picture.
            "flags": "+qscale",
            "global_quality": str(4 * LAMBDA),
        },
        repeats=True,
    ),
}


def need_codecs(profiles: Iterable[Profile]) -> None:
    """Make sure that all can be encoded.

    Raises:
        RenderError: when an encoder is missing; the message names it.
    """
    for profile in profiles:
        codec = FORMATS[profile].codec
        try:
            av.codec.Codec(codec, "w")
        except UnknownCodecError:
            raise RenderError(
                f"--for {profile}: the encoder {codec} is missing from this build of PyAV; "
                "install the one that ./render.sh does"
            ) from None


@played_and_gone
def record_transparent(
    build: Build,
    quality: Quality,
    targets: Mapping[Profile, Path],
    timeline: Timeline,
    *,
    beat: str | None = None,
    on_frame: OnFrame | None = None,
    on_whole: Callable[[Profile], None] | None = None,
) -> None:
    """Render the scene, or one beat of it, on nothing, into one film or several; draw it once.

    Where one of the films cannot be written, the others are finished all the same.

    Args:
        build: returns a fresh scene.
        quality: size and frame rate.
        targets: the file to write for each profile; what is left of it after an error is the
            caller's to remove.
        timeline: the whole scene's, as ``measure`` returns it.
        beat: render only this beat.
        on_frame: told the number of frames that have been drawn.
        on_whole: told, at the end, of each film that is whole, before an error of another is
            raised.

    Raises:
        RenderError: when an encoder is missing; nothing has been drawn.
        OSError: when a file cannot be written.
        UnknownBeat: when there is no such beat.
    """
    need_codecs(targets)
    span = timeline.span(beat, quality.fps)
    with settings(quality):
        scene = prepare(build, Sink())
        scene.camera.background_opacity = 0.0
        fill = ManimColor.parse(scene.camera.background_color).to_int_rgb()
        writer = TransparentWriter(targets, quality, span, tuple(map(int, fill)), on_frame)
        scene.renderer.file_writer = writer
        try:
            scene.render()
        except BaseException:
            writer.abort()
            raise
        writer.close(on_whole)


class TransparentWriter(Sink):
    """Encodes the frames of a span into each of several films, each in a thread of its own.

    Args:
        targets: the file to write for each profile.
        quality: size, both sides even, and frame rate.
        span: the first frame, and the one after the last.
        fill: red, green, blue of what cannot be seen.
        on_frame: told the number of frames taken so far.
    """

    draws = True

    def __init__(
        self,
        targets: Mapping[Profile, Path],
        quality: Quality,
        span: tuple[int, int],
        fill: tuple[int, ...],
        on_frame: OnFrame | None = None,
    ) -> None:
        super().__init__()
        self._span, self._on_frame = span, on_frame
        self._fill = np.uint32(fill[0] | fill[1] << 8 | fill[2] << 16)
        self._last: np.ndarray | None = None
        self._pending: tuple[np.ndarray, int] | None = None
        self._tracks = {name: _Track(FORMATS[name], targets[name], quality) for name in targets}

    def wants(self, frame: int) -> tuple[bool, int]:
        """Return whether a frame is in the span."""
        start, stop = self._span
        if frame < start:
            return False, start
        return (True, stop) if frame < stop else (False, FOREVER)

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Append a frame, premultiplied RGBA, to every film that can still be written.

        Raises:
            OSError: when none of them can.
        """
        failures = [track.failure for track in self._tracks.values()]
        if failures[0] is not None and None not in failures:
            raise failures[0]
        words = frame.view(np.uint32)[..., 0]
        if self._last is None or not np.array_equal(words, self._last):
            self._hand_on()
            straight = np.empty_like(words)
            straighten(words, self._fill, straight)
            self._last = words.copy()
            self._pending = straight.view(np.uint8).reshape(frame.shape), repeat
        else:  # what stands still is encoded in one go
            assert self._pending is not None
            self._pending = self._pending[0], self._pending[1] + repeat
        self.frames += repeat
        if self._on_frame is not None:
            self._on_frame(self.frames)

    def _hand_on(self) -> None:
        if self._pending is not None:
            for track in self._tracks.values():
                track.append(*self._pending)
            self._pending = None

    def close(self, on_whole: Callable[[Profile], None] | None = None) -> None:
        """Finish all films.

        Raises:
            OSError: when one of them could not be written; those that could are whole.
        """
        self._hand_on()
        failure: BaseException | None = None
        for name, track in self._tracks.items():
            track.end()
            failure = failure or track.failure
            if track.failure is None and on_whole is not None:
                on_whole(name)
        if failure is not None:
            raise failure

    def abort(self) -> None:
        """Let go of all films as they are."""
        for track in self._tracks.values():
            track.dropped = True
        for track in self._tracks.values():
            track.end()


class _Track:
    """One film, and the thread that encodes it."""

    def __init__(self, form: Format, path: Path, quality: Quality) -> None:
        self.failure: BaseException | None = None
        self.dropped = False
        self._ended = False
        # A signal that is raised within ``Queue.put`` may lose a wake-up, and the thread sleeps on.
        self._queue: SimpleQueue[tuple[np.ndarray, int] | None] = SimpleQueue()
        self._room: SimpleQueue[None] = SimpleQueue()
        for _ in range(IN_FLIGHT):
            self._room.put(None)
        self._form, self._path, self._quality = form, path, quality
        self._number = 0
        self._thread = Thread(target=self._run, name=f"{form.codec}-encoder", daemon=True)
        self._thread.start()

    def append(self, pixels: np.ndarray, repeat: int) -> None:
        """Have pixels encoded ``repeat`` times, as soon as there is room for them."""
        self._room.get()
        self._queue.put((pixels, repeat))

    def end(self) -> None:
        """Wait until everything has been written."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._write()
        except BaseException as error:  # handed to the drawing thread
            self.failure = error
            while self._next() is not None:
                pass

    def _next(self) -> tuple[np.ndarray, int] | None:
        """Return what is to be encoded next; nothing at the end, however often it is asked."""
        item = None if self._ended else self._queue.get()
        self._ended = item is None
        self._room.put(None)
        return item

    def _write(self) -> None:
        form, quality = self._form, self._quality
        # without the name of the muxer's version
        options = {"fflags": "+bitexact"}
        with stream_film(self._path, form.container, options) as container:
            stream: Any = container.add_stream(
                form.codec, rate=quality.fps, options=dict(form.options)
            )
            stream.width, stream.height = quality.width, quality.height
            stream.pix_fmt = form.pix_fmt
            stream.metadata.update(form.tags)
            context = stream.codec_context
            context.colorspace = context.color_primaries = context.color_trc = BT709
            context.color_range = ColorRange.MPEG
            if form.repeats:
                context.thread_type, context.thread_count = "SLICE", os.cpu_count() or 1
            while (item := self._next()) is not None:
                if not self.dropped:
                    self._append(container, stream, *item)
            container.mux(stream.encode(None))

    def _append(self, container: Any, stream: Any, pixels: np.ndarray, repeat: int) -> None:
        base = Fraction(1, self._quality.fps)
        picture = _picture(pixels, self._form.pix_fmt)
        packets: list[Any] = []
        for count in range(repeat):
            if count == 0 or not self._form.repeats:
                picture.pts, picture.time_base = self._number, base
                packets = stream.encode(picture)
            else:
                packets = [_again(packet, stream, self._number, base) for packet in packets]
            self._number += 1
            container.mux(packets)


def _picture(pixels: np.ndarray, pix_fmt: str) -> av.VideoFrame:
    """Return straight RGBA pixels, (height, width, 4) uint8, as an encoder takes them."""
    picture = av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(
        format=pix_fmt,
        src_color_range=ColorRange.JPEG,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )
    if pix_fmt.endswith("10le"):  # so that the eight bits that are kept are those that were given
        plane: Any = picture.planes[3]
        lines = np.frombuffer(plane, np.uint16).reshape(plane.height, plane.line_size // 2)
        opacity = pixels[..., 3].astype(np.uint16)
        lines[:, : plane.width] = opacity << 2 | opacity >> 6
    return picture


def _again(packet: Any, stream: Any, number: int, base: Fraction) -> Any:
    """Return a whole picture's packet for another moment."""
    copy: Any = av.Packet(bytes(packet))
    copy.stream = stream
    copy.time_base = base
    copy.pts = copy.dts = number
    copy.duration = 1
    copy.is_keyframe = True
    return copy
