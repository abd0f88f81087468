"""What the files of a clip are called: none takes another's name, and every name fits."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from explainer.cli.making import SUFFIX
from explainer.publish import names
from explainer.publish.finished import FinishedClip
from explainer.publish.names import beat_stem, fits, own_ending, stem_of_beat

STILLS = [ending for form, ending in SUFFIX.items() if form != "clip"]
FOLDERS = [names.PICTURES, names.STILLS, names.FILMS, names.DECK]
BESIDE = [".webm", ".mov", ".gif", ".webp", ".pptx", ".pdf"]

beats = st.one_of(
    st.text(max_size=60),
    st.from_regex(r"[a-z0-9_-]{1,45}", fullmatch=True),
    st.sampled_from(
        [
            *("still", "Still", "still~", "sheet", "sheet-plain", "chapters", "beats", "slides"),
            "check",
            *("a b", "a-b", "a.b", "b", "../x", "", " ", "beat", "\u00df", "ss", "CON"),
            *("\ud800", "\U0001f600" * 80),
        ]
    ),
)
stems = st.sampled_from(["vectors", "v1.2", "a.b", "a", "x" * 180, "\U0001f600" * 45])


def files_of(stem: str) -> set[str]:
    """Return the names of all files and folders that a stem may have."""
    clip = FinishedClip.at(Path(f"{stem}.mp4"))
    return {path.name for path in clip.files} | {
        stem + ending for ending in (*STILLS, *FOLDERS, *BESIDE)
    }


@given(stems, beats, beats)
def test_no_file_of_one_beat_is_that_of_another_or_of_the_clip(
    stem: str, one: str, other: str
) -> None:
    groups = [files_of(stem), files_of(stem_of_beat(stem, one))]
    if one != other:
        groups.append(files_of(stem_of_beat(stem, other)))
    lower = [name.lower() for group in groups for name in group]
    assert len(set(lower)) == len(lower)


@given(stems, beats)
def test_every_name_fits_and_is_one_name(stem: str, beat: str) -> None:
    assert fits(stem)
    for name in files_of(stem_of_beat(stem, beat)) | {f"{beat_stem(99, beat)}.rev.mp4"}:
        assert len(os.fsencode(name)) <= 255
        assert "/" not in name and name not in (".", "..") and name.isprintable()
        assert not name.startswith(".")


@given(stems)
def test_a_stem_that_would_take_the_names_of_another_is_known(stem: str) -> None:
    for ending in ("", *STILLS, *FOLDERS, *BESIDE, *(f".chapters{e}" for e in (".vtt", ""))):
        other = stem + ending.removesuffix(".png").removesuffix(".vtt")
        if other != stem and files_of(other) & files_of(stem):
            assert own_ending(other)


def test_beats_of_plain_names_keep_them() -> None:
    for beat, number in product(("likelihood", "running_total", "dot-product"), (1, 12)):
        assert stem_of_beat("vectors", beat) == f"vectors.{beat}"
        assert beat_stem(number, beat) == f"{number:02}-{beat.replace('_', '-')}"
    assert beat_stem(3, "\u5e73") == "03-beat"
