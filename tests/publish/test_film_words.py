"""Title, chapters and captions in the film itself, and its pictures as they were."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from player_view import asked, record, write_site
from records import beat, clip

from explainer.film_files import open_film
from explainer.publish.captions import captions
from explainer.publish.film_words import add_words
from explainer.publish.record import ClipRecord


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    write_site(folder)
    return next(folder.glob("*.mp4"))


def told(film: Path, target: Path, words: ClipRecord) -> Path:
    """Return a copy of a film with these words in it."""
    copyfile(film, target)
    add_words(target, words)
    return target


def pictures(path: Path) -> list[tuple[Any, ...]]:
    with open_film(path) as container:
        base = container.streams.video[0].time_base
        return [
            (packet.pts * base, packet.dts * base, packet.is_keyframe, bytes(packet))
            for packet in container.demux(video=0)
            if packet.size
        ]


def test_a_film_has_the_words_of_its_clip(film: Path, tmp_path: Path) -> None:
    path = told(film, tmp_path / "told.mp4", record())
    assert pictures(path) == pictures(film)
    with open_film(path) as made:
        assert made.metadata["title"] == record().title
        assert made.metadata["comment"] == record().description
        found = [
            (float(c["start"] * c["time_base"]), float(c["end"] * c["time_base"]), c["metadata"])
            for c in made.chapters()
        ]
        assert found == [
            (pytest.approx(b.start), pytest.approx(b.end), {"title": b.title})
            for b in record().beats
        ]
        (stream,) = made.streams.subtitles
        assert stream.codec_context.name == "mov_text"
        assert stream.language == "eng"
        said = [
            (float(packet.pts * packet.time_base), bytes(packet)[2:].decode())
            for packet in made.demux(subtitles=0)
            if packet.size > 2
        ]
    assert said == [(pytest.approx(cue.start / 1000), cue.text) for cue in captions(record())]


def test_a_film_without_words_has_none(film: Path, tmp_path: Path) -> None:
    path = told(film, tmp_path / "mute.mp4", clip(duration=3.1, fps=30, size=(320, 180)))
    with open_film(path) as made:
        assert not made.streams.subtitles and not made.chapters()
    assert pictures(path) == pictures(film)


def test_the_same_words_are_the_same_bytes(film: Path, tmp_path: Path) -> None:
    strange = clip(asked(beat("Is <b>α</b> & β?", 0, 3.1, name="a", title="α → β")))
    strange = strange.model_copy(update={"fps": 30, "size": (320, 180), "duration": 3.1})
    first, second = (told(film, tmp_path / f"{name}.mp4", strange) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
