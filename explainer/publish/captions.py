"""``STEM.vtt``: the narration as captions, and ``STEM.chapters.vtt``: the beats as chapters.

Captions keep to what can be read: two lines of 42 characters and 20 characters a second, as
Netflix's timed text style guide has it for English, cut where a sentence, a clause or at least a
word ends.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from explainer.publish.record import BeatRecord, ClipRecord

LINE = 42
"""Characters."""
LINES = 2
READING_SPEED = 20.0
"""Characters a second, at most."""

_A_CUE = 3.0
_COSTS = {"sentence": 0.0, "clause": 1.0, "word": 6.0}
"""What a cut costs; each further cue costs ``_A_CUE``, so short sentences share one."""


@dataclass(frozen=True)
class Cue:
    """A caption: its lines, and when it is shown, in whole milliseconds."""

    lines: tuple[str, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """The lines, below each other."""
        return "\n".join(self.lines)


class TooFast(ValueError):
    """The narration of a beat cannot be read in the time that the beat lasts."""


def captions(record: ClipRecord) -> list[Cue]:
    """Return the cues of all beats, in order.

    Raises:
        TooFast: when a beat is too short for its narration.
    """
    return [cue for beat in record.beats for cue in beat_captions(beat)]


def beat_captions(beat: BeatRecord) -> list[Cue]:
    """Return the cues of a beat.

    A sentence that is bound to what moves is shown from its start to that of the next; else the
    narration fills the beat.

    Raises:
        TooFast: when there is too little time for the narration.
    """
    if not beat.sentences:
        return _cues(beat.name, beat.say, beat.start, beat.end)
    ends = [*(sentence.start for sentence in beat.sentences[1:]), beat.end]
    return [
        cue
        for sentence, end in zip(beat.sentences, ends, strict=True)
        for cue in _cues(beat.name, sentence.text, sentence.start, end)
    ]


def _cues(beat: str, text: str, start: float, end: float) -> list[Cue]:
    """Return the cues of a text: they fill its time, each in proportion to its length."""
    parts = split(text)
    if not parts:
        return []
    first, last = math.ceil(1000 * start - 1e-6), math.floor(1000 * end + 1e-6)
    lengths = [0, *accumulate(sum(map(len, lines)) + len(lines) - 1 for lines in parts)]
    times = [first + round((last - first) * length / lengths[-1]) for length in lengths]
    cues = [Cue(lines, *span) for lines, span in zip(parts, pairwise(times), strict=True)]
    if any(1000 * len(cue.text) > READING_SPEED * (cue.end - cue.start) for cue in cues):
        raise TooFast(
            f"beat {beat}: {lengths[-1]} characters of narration in "
            f"{(last - first) / 1000:.1f} s; at most {READING_SPEED:.0f} a second can be read"
        )
    return cues


def split(text: str) -> list[tuple[str, ...]]:
    """Return the lines of each cue, so that phrases stay together and no cue is a mere scrap."""
    words = [part for word in text.split() for part in _pieces(word)]
    # best[i]: the cheapest way to cut the first i words into cues, and where the last cue begins
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            if _wrap(words[start:end]) is None:
                break
            cut = _COSTS[_ending(words[end - 1])] if end < len(words) else 0.0
            scrap = max(0.0, 1 - sum(map(len, words[start:end])) / 20)
            ways.append((best[start][0] + _A_CUE * (1 + scrap) + cut, start))
        best.append(min(ways))
    cues: list[tuple[str, ...]] = []
    end = len(words)
    while end:
        start = best[end][1]
        cues.insert(0, _wrap(words[start:end]) or ())
        end = start
    return cues


def _pieces(word: str) -> list[str]:
    """Return a word, cut where it is longer than a line."""
    return [word[i : i + LINE] for i in range(0, len(word), LINE)]


def _ending(word: str) -> str:
    if re.search(r"[.!?…][\"'”’)\]]*$", word):
        return "sentence"
    return "clause" if re.search(r"[,;:–—][\"'”’)\]]*$", word) else "word"


def _wrap(words: Sequence[str]) -> tuple[str, ...] | None:
    """Return the words on one line, or on two of much the same length; None when they need more."""
    whole = " ".join(words)
    if len(whole) <= LINE:
        return (whole,)
    ways = []
    for cut in range(1, len(words)):
        lines = (" ".join(words[:cut]), " ".join(words[cut:]))
        if max(map(len, lines)) <= LINE:
            uneven = abs(len(lines[0]) - len(lines[1]))
            ways.append((uneven + 2 * _COSTS[_ending(words[cut - 1])], lines))
    return min(ways)[1] if ways else None


def chapters(record: ClipRecord) -> list[Cue]:
    """Return a cue for each beat, with its title."""
    return [
        Cue((" ".join(b.title.split()) or b.name,), round(1000 * b.start), round(1000 * b.end))
        for b in record.beats
    ]


def write_captions(record: ClipRecord, target: Path) -> None:
    """Write the captions as WebVTT.

    Raises:
        TooFast: when a beat is too short for its narration.
        OSError: when the file cannot be written.
    """
    target.write_text(webvtt_of(captions(record)), encoding="utf-8")


def write_chapters(record: ClipRecord, target: Path) -> None:
    """Write the beats as chapters in WebVTT, a cue for each with its title.

    Raises:
        OSError: when the file cannot be written.
    """
    target.write_text(webvtt_of(chapters(record)), encoding="utf-8")


def webvtt_of(cues: Sequence[Cue]) -> str:
    """Return cues as a WebVTT file has them."""
    import webvtt

    film = webvtt.WebVTT(
        captions=[
            # The library writes text as it is given; what looks like a tag would vanish.
            webvtt.Caption(_stamp(cue.start), _stamp(cue.end), html.escape(cue.text, quote=False))
            for cue in cues
        ]
    )
    return f"{film.content}\n"


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
