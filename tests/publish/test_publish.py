"""The record of a clip, the contact sheet."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from explainer.publish.files import save_picture
from explainer.publish.record import BeatRecord, ClipRecord, read_record, versions, write_record
from explainer.publish.sheet import WIDTH, Cell, columns, contact_sheet
from explainer.style import THEMES


def test_pictures_are_opaque(tmp_path: Path) -> None:
    save_picture(np.full((4, 6, 4), (10, 20, 30, 0), np.uint8), tmp_path / "a.png")
    picture = Image.open(tmp_path / "a.png")
    assert (picture.mode, picture.size, picture.getpixel((0, 0))) == ("RGB", (6, 4), (10, 20, 30))


# -- record ---------------------------------------------------------------------------------------


def record(**changes: Any) -> ClipRecord:
    beats = (
        BeatRecord(name="grid", title="A grid", say="One.", start=0, end=2),
        BeatRecord(name="recap", title="Recap", say="Two.", start=2, end=3.5),
    )
    values: dict[str, Any] = {
        "scene": "waves",
        "title": "See a wave travel.",
        "parameters": {"matrix": [[1, 1], [0, 1]], "second": None},
        "theme": "dark",
        "seed": 0,
        "versions": versions("1.2.3"),
        "size": (1920, 1080),
        "fps": 60,
        "duration": 3.5,
        "beats": beats,
    }
    return ClipRecord(**{**values, **changes})


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "waves.json"
    write_record(record(), path)
    assert read_record(path) == record()
    data = json.loads(path.read_text())
    assert list(data) == [
        *("scene", "title", "parameters", "theme", "seed", "versions"),
        *("size", "fps", "duration", "beats", "description"),
    ]
    assert data["size"] == [1920, 1080]
    assert data["beats"][1] == {
        "name": "recap",
        "title": "Recap",
        "say": "Two.",
        "start": 2,
        "end": 3.5,
        "alt": "Recap. Two.",
        "sentences": [],
    }
    assert set(data["versions"]) == {"python", "manim", "numpy", "scipy", "typst", "project"}
    assert data["versions"]["project"] == "1.2.3"
    assert "unknown" not in data["versions"].values()


@pytest.mark.parametrize(
    "changes",
    [
        {"duration": 3},
        {"duration": float("nan")},
        {"fps": 0},
        {"size": (1920,)},
        {"beats": (BeatRecord(name="a", title="", say="", start=1, end=2),) * 2},
        {"surprise": 1},
    ],
)
def test_an_impossible_record_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        record(**changes)


def test_what_is_seen_is_always_said(tmp_path: Path) -> None:
    assert record().description == "See a wave travel. At the end: Recap. Two."
    seen = BeatRecord(name="a", title="A", say="One.", start=0, end=3.5, alt="A wave, 2 high.")
    assert record(beats=(seen,)).description == "See a wave travel. At the end: A wave, 2 high."
    assert record(beats=(), title="A clip").description == "A clip."
    assert record(description="Waves.").description == "Waves."
    assert BeatRecord(name="a", title="", say="One", start=0, end=1).alt == "One."
    old = record().model_dump(
        mode="json", exclude={"description": True, "beats": {"__all__": {"alt"}}}
    )
    (tmp_path / "old.json").write_text(json.dumps(old))
    assert read_record(tmp_path / "old.json") == record()


def test_a_beat_ends_after_its_start() -> None:
    with pytest.raises(ValueError, match="beat a ends before it starts"):
        BeatRecord(name="a", title="", say="", start=2, end=1)


def test_a_file_that_is_no_record_is_named(tmp_path: Path) -> None:
    path = tmp_path / "waves.json"
    path.write_text('{"scene": 7}')
    with pytest.raises(ValueError, match=r"waves\.json: scene: ") as caught:
        read_record(path)
    assert "\n" not in str(caught.value)


# -- contact sheet --------------------------------------------------------------------------------

DARK = THEMES["dark"]
NASTY = '*b* _u_ $x$ #panic() @ref <l> [c] {d} "q" \\ \\u{41} `c` // c /* = - + ~ \n\t~ 2 < 3'


def frame(shade: int) -> np.ndarray:
    return np.full((360, 640, 4), (shade, shade, shade, 255), np.uint8)


def sheet(cells: list[Cell], **options: Any) -> np.ndarray:
    page = contact_sheet(cells, DARK, **options)
    return np.asarray(Image.open(io.BytesIO(page)).convert("RGB")).astype(int)


def test_columns() -> None:
    assert [columns(n) for n in (0, 1, 2, 3, 4, 5, 6, 9)] == [1, 1, 2, 2, 2, 3, 3, 3]


def test_every_frame_stands_on_the_sheet_in_order() -> None:
    shades = [40, 80, 120, 160, 200, 240]
    page = sheet([Cell(frame(s), f"b{s}", NASTY) for s in shades], heading=NASTY, details=NASTY)
    assert page.shape[1] == WIDTH
    assert tuple(page[2, 2]) == tuple(bytes.fromhex(DARK.background[1:]))
    centres = [np.argwhere((abs(page - s) <= 1).all(axis=2)).mean(axis=0) for s in shades]
    rows = [round(y) for y, _ in centres]
    places = [round(x) for _, x in centres]
    assert max(rows[:3]) - min(rows[:3]) < 20 < rows[3] - rows[0]
    assert places[0] < places[1] < places[2] and places[3] < places[4] < places[5]


def test_words_stand_below_the_frames_unless_plain() -> None:
    cells = [Cell(frame(120), "grid", "Every point is so many steps.")]
    with_words, longer = sheet(cells), sheet([Cell(frame(120), "grid", "Every point. " * 40)])
    plain = sheet(cells, heading="A title", words=False)
    assert plain.shape[0] < with_words.shape[0] < longer.shape[0]
    assert not (abs(plain - np.array([0xF2, 0xF2, 0xEE])) < 30).all(axis=2).any()
    assert (abs(with_words - np.array([0xF2, 0xF2, 0xEE])) < 30).all(axis=2).any()


def test_the_sheet_takes_the_colours_of_its_theme() -> None:
    for theme in THEMES.values():
        page = contact_sheet([Cell(frame(120), "grid", "Words.")], theme)
        corner = Image.open(io.BytesIO(page)).convert("RGB").getpixel((1, 1))
        assert corner == tuple(bytes.fromhex(theme.background[1:]))
