"""Captions and chapters: they can be read, fill their beats, and parse with other tools."""

from __future__ import annotations

import html
from itertools import pairwise
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import beat, clip

from explainer.publish.captions import (
    LINE,
    LINES,
    READING_SPEED,
    TooFast,
    beat_captions,
    captions,
    split,
    write_captions,
    write_chapters,
)
from explainer.style import THEMES

SAY = (
    "Most vectors are knocked off the line they lie on. Those on the two dashed lines stay on "
    "them, multiplied by 2.5 and by 1: the eigenvalues."
)
PLAIN = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)
NARRATIONS = st.lists(PLAIN, max_size=60).map(" ".join)


@given(NARRATIONS, st.floats(0, 5000), st.floats(0, 20))
def test_any_narration_can_be_read_in_its_beat(say: str, start: float, longer: float) -> None:
    entry = beat(say, start, start + max(len(say) / 15, 1 / 15) + longer)
    cues = beat_captions(entry)
    said = "".join(line for cue in cues for line in cue.lines)
    assert said.replace(" ", "") == "".join(say.split())
    for cue in cues:
        assert 1 <= len(cue.lines) <= LINES
        assert all(0 < len(line) <= LINE and line == line.strip() for line in cue.lines)
        assert len(cue.text) <= READING_SPEED * (cue.end - cue.start) / 1000
    assert all(a.end <= b.start for a, b in pairwise(cues))
    if cues:
        assert 1000 * entry.start - 1e-6 <= cues[0].start
        assert cues[-1].end <= 1000 * entry.end + 1e-6
        assert cues[-1].end - cues[0].start > 1000 * (entry.end - entry.start) - 2


@given(NARRATIONS, st.floats(0, 8))
def test_what_cannot_be_read_in_time_is_refused_and_never_shown(say: str, seconds: float) -> None:
    try:
        cues = beat_captions(beat(say, 0, seconds))
    except TooFast as refusal:
        assert str(refusal).startswith("beat a: ") and "\n" not in str(refusal)
        assert len(say) > 0.9 * READING_SPEED * (seconds - 0.01)
    else:
        assert all(len(c.text) <= READING_SPEED * (c.end - c.start) / 1000 for c in cues)
        assert len("".join(say.split())) <= READING_SPEED * seconds + 1e-6


@pytest.mark.parametrize(
    ("say", "cues"),
    [
        ("", []),
        ("One.", [("One.",)]),
        ("Two. Short ones share.", [("Two. Short ones share.",)]),
        (
            SAY,
            [
                ("Most vectors are knocked", "off the line they lie on."),
                ("Those on the two dashed", "lines stay on them,"),
                ("multiplied by 2.5 and", "by 1: the eigenvalues."),
            ],
        ),
        ("x" * 100, [("x" * 42,), ("x" * 42, "x" * 16)]),
    ],
)
def test_cuts_fall_where_a_phrase_ends(say: str, cues: list[tuple[str, ...]]) -> None:
    assert split(say) == cues


def test_longer_cues_are_shown_longer() -> None:
    first, second = beat_captions(beat(f"{'A' * 41} {'B' * 40}. {'C' * 40}.", 2, 14.4))
    assert (first.start, second.end) == (2000, 14400)
    assert (first.end - first.start, second.end - second.start) == (8300, 4100)


def test_our_films_leave_time_to_read() -> None:
    assert all(theme.durations.reading_speed < 0.9 * READING_SPEED for theme in THEMES.values())


def parsed(path: Path) -> list[tuple[int, int, str]]:
    events = pysubs2.load(str(path), encoding="utf-8", format_="vtt").events
    return [(e.start, e.end, html.unescape(e.text.replace("\\N", "\n"))) for e in events]


def test_another_parser_reads_what_was_meant(tmp_path: Path) -> None:
    record = clip(
        beat(SAY, title="Two directions", end=10.0),
        beat("If a < b & b > c, then --> a < c.", 10.0, title="<b>Order</b> & more"),
        beat("Last.", 3600.0, title="", name="end"),
    )
    write_captions(record, tmp_path / "a.vtt")
    write_chapters(record, tmp_path / "a.chapters.vtt")
    assert (
        (tmp_path / "a.vtt").read_text(encoding="utf-8").startswith("WEBVTT\n\n00:00:00.000 --> ")
    )
    assert parsed(tmp_path / "a.vtt") == [(c.start, c.end, c.text) for c in captions(record)]
    chapters = parsed(tmp_path / "a.chapters.vtt")
    assert [text for *_, text in chapters] == ["Two directions", "<b>Order</b> & more", "end"]
    spans = [(round(1000 * b.start), round(1000 * b.end)) for b in record.beats]
    assert [tuple(times) for *times, _ in chapters] == spans


def test_a_clip_without_words_has_empty_files(tmp_path: Path) -> None:
    for write in (write_captions, write_chapters):
        write(clip(), tmp_path / "a.vtt")
        assert (tmp_path / "a.vtt").read_text(encoding="utf-8").split() == ["WEBVTT"]
