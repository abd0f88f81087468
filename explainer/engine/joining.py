"""Segments joined into one MP4 by copying their packets: nothing is encoded again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from explainer.engine.checking import (
    BrokenSegment,
    Contents,
    MissingSegment,
    check_film,
    packets,
    reading,
)
from explainer.engine.segments import Segment
from explainer.engine.session import Quality
from explainer.film_files import create_film


def join(
    segments: Sequence[Segment],
    read: Callable[[Segment], bytes | None],
    target: Path,
    quality: Quality,
) -> None:
    """Write the frames of all segments into ``target``, an MP4 that can be played while it loads.

    Args:
        segments: in order, without gaps.
        read: returns a segment's file, or None where there is none.
        target: the file to write.
        quality: size and frame rate.

    Raises:
        MissingSegment: when a segment is gone.
        BrokenSegment: when one has not the frames that it should have.
        BrokenFilm: when the film that was written is not what it should be.
        OSError: when the target cannot be written.
    """
    first = segments[0].start
    contents = Contents()
    with create_film(target, options={"movflags": "+faststart"}) as film:
        stream: Any = None
        for segment in segments:
            content = read(segment)
            if content is None:
                raise MissingSegment(segment, "disappeared before they were joined")
            with reading(segment):  # nothing is written to disk here: what fails is the content
                for packet, template in packets(segment, content, quality.fps):
                    header = template.codec_context.extradata
                    if stream is None:
                        stream = film.add_stream_from_template(template)
                        stream.time_base = Fraction(1, quality.fps)
                        contents.header = header
                    elif header != contents.header:
                        raise BrokenSegment(segment, "encoded with other settings")
                    packet.stream = stream
                    packet.time_base = Fraction(1, quality.fps)
                    packet.pts += segment.start - first
                    packet.dts = packet.pts
                    contents.add(packet)
                    film.mux(packet)
    check_film(target, contents, quality)
