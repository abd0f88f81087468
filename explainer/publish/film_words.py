"""The words of a clip in its film: title, chapters and captions, for players that know no other.

A film that is uploaded by itself, or opened in a player of its own, keeps them so. Its pictures are
copied as they are.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from explainer.film_files import create_film, open_film
from explainer.publish.captions import Cue, captions, chapters
from explainer.publish.record import ClipRecord

MILLISECONDS = Fraction(1, 1000)

_STYLE = (
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, "
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, "
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding",
    "Style: Default,Arial,18,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0",
)
_HEADER = "\r\n".join(
    [
        *("[Script Info]", "ScriptType: v4.00+", "", "[V4+ Styles]", *_STYLE, "", "[Events]"),
        "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
        "",
    ]
)
"""How captions look where a player lets the film decide, as FFmpeg's encoder is told."""


def add_words(film: Path, record: ClipRecord) -> None:
    """Write a film anew, in its place, with the words of its clip.

    Args:
        film: an MP4.
        record: the clip.

    Raises:
        TooFast: when a beat is too short for its narration.
        OSError: when a file cannot be read or written.
    """
    said = captions(record)
    with (
        open_film(film) as given,
        # In memory, and over the old one when all of that has been read.
        create_film(film, options={"movflags": "+faststart"}) as made,
    ):
        pictures = made.add_stream_from_template(given.streams.video[0])
        made.metadata["title"] = record.title
        made.metadata["comment"] = record.description
        made.set_chapters([_chapter(number, cue) for number, cue in enumerate(chapters(record))])
        words: Any = made.add_stream("mov_text") if said else None
        if words is not None:
            words.metadata["language"] = "eng"
            words.codec_context.subtitle_header = _HEADER.encode()
            words.codec_context.time_base = MILLISECONDS
        waiting = list(said)
        for packet in given.demux(video=0):
            if packet.dts is None or packet.time_base is None:
                continue
            # Beside the pictures that they belong to, so that a film that streams has them in time.
            while waiting and waiting[0].start * MILLISECONDS <= packet.dts * packet.time_base:
                made.mux(_caption(waiting.pop(0), words))
            packet.stream = pictures
            made.mux(packet)
        for cue in waiting:
            made.mux(_caption(cue, words))


def _chapter(number: int, cue: Cue) -> Any:
    return {
        "id": number,
        "start": cue.start,
        "end": cue.end,
        "time_base": MILLISECONDS,
        "metadata": {"title": cue.text},
    }


def _caption(cue: Cue, stream: Any) -> Any:
    """Return a caption as a sample of timed text: its length in two bytes, and the text."""
    import av

    text = cue.text.encode()
    packet = av.Packet(len(text).to_bytes(2) + text)
    packet.stream = stream
    packet.time_base = MILLISECONDS
    packet.pts = packet.dts = cue.start
    packet.duration = cue.end - cue.start
    packet.is_keyframe = True
    return packet
