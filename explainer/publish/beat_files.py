"""One film for each step, cut from a finished clip, and the picture on which each step ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer.film_files import create_film, open_film
from explainer.publish.record import BeatRecord, ClipRecord, read_record
from explainer.publish.steps import steps

if TYPE_CHECKING:
    import av
    import numpy as np

_ENCODER = {"preset": "veryfast", "crf": "18", "profile": "high"}
# Whoever steps back sees it for a moment, and every picture has to be encoded anew.
_REVERSE_ENCODER = {"preset": "ultrafast", "crf": "20"}
_BT709 = 1
_MEMORY = 256_000_000
"""Bytes of decoded pictures that are held at once."""


@dataclass(frozen=True)
class Span:
    """The frames of one step: ``first`` up to but without ``stop``, counted from 0."""

    beat: BeatRecord
    first: int
    stop: int


@dataclass(frozen=True)
class Clip:
    """A finished clip on disk: its film and what is known of it."""

    video: Path
    record: ClipRecord

    @property
    def stem(self) -> str:
        """The name that all files of the clip share."""
        return self.video.stem


def find_clip(path: Path) -> Clip:
    """Return the clip at ``STEM.mp4``, whose record is the ``STEM.json`` beside it.

    Raises:
        ValueError: when either is missing or unreadable; the message is one line.
    """
    note = path.with_suffix(".json")
    for file in (path, note):
        if not file.is_file():
            raise ValueError(f"{file}: there is no such file")
    import av

    try:
        record = read_record(note)
    except OSError as error:
        raise ValueError(f"{note}: cannot be read ({error.strerror})") from None
    try:
        with _open(path) as container:
            size = (container.streams.video[0].width, container.streams.video[0].height)
    except (OSError, av.FFmpegError, IndexError):
        raise ValueError(f"{path}: cannot be read as a film; render it again") from None
    if size != record.size:
        raise ValueError(
            f"{path}: is {size[0]}x{size[1]}, but {note.name} says "
            f"{record.size[0]}x{record.size[1]}; render it again"
        )
    return Clip(path, record)


def spans(record: ClipRecord) -> tuple[Span, ...]:
    """Return the frames of each step; together they are all frames of the clip.

    What lies between two steps leads to the later one; what follows the last belongs to it. A clip
    without beats is one step.
    """
    total = round(record.duration * record.fps)
    beats = [beat for beat in steps(record) if round(beat.end * record.fps) > 0]
    if not beats:
        whole = BeatRecord(name="clip", title=record.title, say="", start=0.0, end=record.duration)
        return (Span(whole, 0, total),)
    edges = [0, *(round(beat.end * record.fps) for beat in beats[:-1]), total]
    cut = zip(beats, pairwise(edges), strict=True)
    return tuple(Span(beat, first, stop) for beat, (first, stop) in cut if stop > first)


def cut(clip: Clip, targets: Sequence[Path]) -> None:
    """Write the film of each step, an MP4 that plays everywhere.

    Where a step begins with a keyframe, and no picture refers across it, its packets are copied as
    they are; elsewhere the step is encoded anew. The bytes depend only on the clip.

    Args:
        clip: the finished clip.
        targets: one path for each of ``spans(clip.record)``, in order.

    Raises:
        OSError: when a file cannot be read or written.
        ValueError: when the film is shorter than its record says.
    """
    with _open(clip.video) as container:
        stream = container.streams.video[0]
        packets: list[Any] = [packet for packet in container.demux(stream) if packet.size]
        moment = _counter(stream, clip.record.fps)
        numbers = [moment(packet.pts) for packet in packets]
        for span, target in zip(spans(clip.record), targets, strict=True):
            if span.stop > len(packets):
                raise ValueError(f"{clip.video}: is shorter than its record says; render it again")
            chosen = _copyable(packets, numbers, span)
            if chosen is None:
                _encode(_frames(clip, span), target, clip.record.fps, clip.record.size, _ENCODER)
            else:
                _copy(stream, chosen, target)


def last_frames(clip: Clip) -> Iterator[np.ndarray]:
    """Give the picture on which each step ends, (height, width, 3) uint8."""
    for span in spans(clip.record):
        yield picture(clip, span.stop - 1)


def picture(clip: Clip, number: int) -> np.ndarray:
    """Return one frame of the clip, counted from 0, (height, width, 3) uint8.

    Raises:
        ValueError: when the film has no such frame.
    """
    from av.video.reformatter import ColorRange, Colorspace

    for frame in _decode(clip, number):
        rgb = frame.reformat(
            format="rgb24",
            src_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG,
            dst_color_range=ColorRange.JPEG,
        )
        return rgb.to_ndarray()
    raise ValueError(f"{clip.video}: is shorter than its record says; render it again")


def reverse(film: Path, target: Path, fps: int, size: tuple[int, int]) -> None:
    """Write a film that runs backwards at twice the speed, for stepping back in a presentation.

    It begins with the film's last picture and ends with its first. Above 30 frames a second it has
    half as many, for each has to be encoded anew.

    Args:
        film: a film of one beat.
        target: the file to write.
        fps: frames a second, of the film.
        size: width and height in pixels.

    Raises:
        OSError: when a file cannot be read or written.
    """
    step = 4 if fps > 30 else 2
    frames = _backwards(film, fps, size, step)
    _encode(frames, target, fps * 2 // step, size, _REVERSE_ENCODER)


# -- reading --------------------------------------------------------------------------------------


def _open(path: Path) -> av.container.InputContainer:
    container = open_film(path)
    container.streams.video[0].thread_type = "AUTO"
    return container


def _counter(stream: Any, fps: int) -> Callable[[int], int]:
    """Return what turns a time stamp of the stream into the number of the frame."""
    base = stream.time_base
    start = stream.start_time or 0
    return lambda pts: round((pts - start) * base * fps)


def _decode(clip: Clip, number: int) -> Iterator[Any]:
    """Give the decoded frames from a number on."""
    with _open(clip.video) as container:
        yield from _from_frame(container, number, clip.record.fps)


def _from_frame(container: Any, number: int, fps: int) -> Iterator[Any]:
    stream = container.streams.video[0]
    moment = _counter(stream, fps)
    start = (stream.start_time or 0) + round(Fraction(number, fps) / stream.time_base)
    container.seek(start, stream=stream)
    for frame in container.decode(stream):
        if moment(frame.pts) >= number:
            yield frame


def _frames(clip: Clip, span: Span) -> Iterator[Any]:
    for count, frame in enumerate(_decode(clip, span.first)):
        if count == span.stop - span.first:
            return
        yield frame


def _backwards(film: Path, fps: int, size: tuple[int, int], step: int) -> Iterator[Any]:
    """Give the last frame, then every so many up to the first, some of them in memory at a time."""
    window = step * max(8, _MEMORY // (size[0] * size[1] * 3 // 2))
    with _open(film) as container:
        total = stop = container.streams.video[0].frames
        while stop > 0:
            first = max(0, (stop - 1) // window * window)
            held = []
            for number, frame in enumerate(_from_frame(container, first, fps), first):
                if number % step == 0 or number == total - 1:
                    held.append(frame)
                if number == stop - 1:
                    break
            yield from reversed(held)
            stop = first


# -- writing --------------------------------------------------------------------------------------


def _copyable(packets: Sequence[Any], numbers: Sequence[int], span: Span) -> Sequence[Any] | None:
    """Return the packets that are just the frames of the span, or None where there are none."""
    first = next((i for i, number in enumerate(numbers) if number == span.first), None)
    if first is None or not packets[first].is_keyframe:
        return None
    stop = first + span.stop - span.first
    if sorted(numbers[first:stop]) != list(range(span.first, span.stop)):
        return None
    return packets[first:stop]


def _mp4(target: Path) -> Any:
    # without the name of the muxer's version
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    return create_film(target, options=options)


def _copy(source: Any, packets: Sequence[Any], target: Path) -> None:
    with _mp4(target) as container:
        stream = container.add_stream_from_template(source)
        shift = packets[0].pts
        for packet in packets:
            packet.pts -= shift
            packet.dts -= shift
            packet.stream = stream
            container.mux(packet)


def _encode(
    frames: Iterator[Any], target: Path, fps: int, size: tuple[int, int], options: dict[str, str]
) -> None:
    with _mp4(target) as container:
        stream: Any = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        context.color_range = 1
        for number, frame in enumerate(frames):
            frame.pts = number
            frame.time_base = Fraction(1, fps)
            frame.pict_type = 0  # or the encoder would repeat the kinds of the old pictures
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
