"""Segments joined into one MP4 by copying their packets: nothing is encoded again."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from explainer.engine.segments import Segment


class BrokenSegment(ValueError):
    """A segment's file is not whole; ``segment`` is to be drawn again."""

    def __init__(self, segment: Segment, reason: str) -> None:
        super().__init__(f"frames {segment.start} to {segment.stop}: {reason}")
        self.segment = segment


def join(segments: Sequence[Segment], files: Sequence[Path], target: Path, fps: int) -> None:
    """Write the frames of all segments into ``target``, an MP4 that can be played while it loads.

    Args:
        segments: in order, without gaps.
        files: their files.
        target: the file to write.
        fps: frames a second.

    Raises:
        FileNotFoundError: when a segment's file is gone.
        BrokenSegment: when one has not the frames that it should have.
        OSError: when the target cannot be written.
    """
    first = segments[0].start
    header: bytes | None = None
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        stream: Any = None
        for segment, file in zip(segments, files, strict=True):
            for packet, template in _packets(segment, file, fps):
                if stream is None:
                    stream = film.add_stream_from_template(template)
                    stream.time_base = Fraction(1, fps)
                    header = template.codec_context.extradata
                elif template.codec_context.extradata != header:
                    raise BrokenSegment(segment, "encoded with other settings")
                packet.stream = stream
                packet.time_base = Fraction(1, fps)
                packet.pts += segment.start - first
                packet.dts = packet.pts
                film.mux(packet)


def _packets(segment: Segment, file: Path, fps: int) -> Any:
    """Give the packets of a segment, numbered from 0, each with its stream."""
    if not file.is_file():
        raise FileNotFoundError(f"{file} is gone")
    number = 0
    try:
        with av.open(str(file)) as container:
            stream = container.streams.video[0]
            for packet in container.demux(stream):
                if packet.pts is None or packet.time_base is None:
                    continue
                packet.pts = round(packet.pts * packet.time_base * fps)
                packet.duration = 1
                if packet.pts != number or (number == 0 and not packet.is_keyframe):
                    raise BrokenSegment(segment, "its frames are not in order")
                number += 1
                yield packet, stream
    except (av.FFmpegError, IndexError) as error:
        raise BrokenSegment(segment, "cannot be read") from error
    if number != segment.frames:
        raise BrokenSegment(segment, f"has {number} frames")
