"""``STEM.md``: a clip as a page to read, with a picture of each beat and its alternative text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from explainer.publish.names import PICTURES, beat_stem
from explainer.publish.record import ClipRecord

_MARKS = re.compile(r"([\\`*_{}\[\]<>|~$^@#])")
_LINE_START = re.compile(r"^(\s*)(\d+)([.)])|^(\s*)([-+=:])")


def picture_names(record: ClipRecord, stem: str) -> list[str]:
    """Return where the picture of each beat lies beside the clip, such as ``waves.beats/01-a.png``.

    The numbers keep them in order and apart, whatever the beats are called.
    """
    return [
        f"{stem}{PICTURES}/{beat_stem(number, beat.name)}.png"
        for number, beat in enumerate(record.beats, start=1)
    ]


def write_transcript(record: ClipRecord, target: Path, stem: str | None = None) -> None:
    """Write the transcript; ``stem`` names the clip's files, the target's own stem when None.

    Raises:
        OSError: when the file cannot be written.
    """
    name = stem or target.stem
    target.write_text(transcript(record, name), encoding="utf-8")


def transcript(record: ClipRecord, stem: str, pictures: Sequence[str] | None = None) -> str:
    """Return the transcript as Markdown.

    Args:
        record: the clip.
        stem: what its files are called, without suffix.
        pictures: where the picture of each beat lies, as seen from the transcript; as
            ``picture_names`` says when None.
    """
    places = picture_names(record, stem) if pictures is None else pictures
    film = f"{stem}.mp4"
    blocks = [
        f"# {prose(record.title or stem)}",
        prose(record.description),
        f"The clip is [{prose(film)}](<{quote(film)}>), {clock(record.duration)} long and silent; "
        "the words below are its captions.",
    ]
    if record.parameters:
        rows = [
            f"- {code(name)}: {code(json.dumps(value, ensure_ascii=False))}"
            for name, value in record.parameters.items()
            if value is not None
        ]
        blocks += ["## Parameters", "\n".join(rows)]
    for number, (beat, place) in enumerate(zip(record.beats, places, strict=True), start=1):
        blocks += [
            f"## {number}. {prose(beat.title or beat.name)}",
            f"*{clock(beat.start)} to {clock(beat.end)}*",
            f"![{prose(beat.alt)}](<{quote(place)}>)",
            prose(beat.say),
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def prose(text: str) -> str:
    """Return plain text as Markdown that shows just that, in CommonMark, MyST and Pandoc alike."""
    line = " ".join(text.split())
    marked = _MARKS.sub(r"\\\1", line.replace("&", "&amp;"))
    return _LINE_START.sub(
        lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}",
        marked,
    )


def code(text: str) -> str:
    """Return plain text as a Markdown code span, in more backticks than it holds itself."""
    line = " ".join(text.split())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", line)), default=0))
    pad = " " if not line or "`" in (line[0], line[-1]) else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def clock(seconds: float) -> str:
    """Return minutes and seconds, such as ``1:05``."""
    whole = int(seconds + 0.5)
    return f"{whole // 60}:{whole % 60:02}"
