"""Title, chapters and captions in the film itself, and its pictures as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from player_view import asked, record, write_site
from records import beat, clip

from explainer.film_files import open_film
from explainer.publish.captions import captions
from explainer.publish.film_words import add_words


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    write_site(folder)
    return next(folder.glob("*.mp4"))


def pictures(path: Path) -> list[tuple[Any, ...]]:
    with open_film(path) as container:
        base = container.streams.video[0].time_base
        return [
            (packet.pts * base, packet.dts * base, packet.is_keyframe, bytes(packet))
            for packet in container.demux(video=0)
            if packet.size
        ]


def test_a_film_has_the_words_of_its_clip(film: Path, tmp_path: Path) -> None:
    add_words(film, record(), tmp_path / "told.mp4")
    assert pictures(tmp_path / "told.mp4") == pictures(film)
    with open_film(tmp_path / "told.mp4") as told:
        assert told.metadata["title"] == record().title
        assert told.metadata["comment"] == record().description
        found = [
            (float(c["start"] * c["time_base"]), float(c["end"] * c["time_base"]), c["metadata"])
            for c in told.chapters()
        ]
        assert found == [
            (pytest.approx(b.start), pytest.approx(b.end), {"title": b.title})
            for b in record().beats
        ]
        (stream,) = told.streams.subtitles
        assert stream.codec_context.name == "mov_text"
        assert stream.language == "eng"
        said = [
            (float(packet.pts * packet.time_base), bytes(packet)[2:].decode())
            for packet in told.demux(subtitles=0)
            if packet.size > 2
        ]
    assert said == [(pytest.approx(cue.start / 1000), cue.text) for cue in captions(record())]


def test_a_film_without_words_has_none(film: Path, tmp_path: Path) -> None:
    add_words(film, clip(duration=3.1, fps=30, size=(320, 180)), tmp_path / "mute.mp4")
    with open_film(tmp_path / "mute.mp4") as made:
        assert not made.streams.subtitles and not made.chapters()
    assert pictures(tmp_path / "mute.mp4") == pictures(film)


def test_the_same_words_are_the_same_bytes(film: Path, tmp_path: Path) -> None:
    strange = clip(asked(beat("Is <b>α</b> & β?", 0, 3.1, name="a", title="α → β")))
    strange = strange.model_copy(update={"fps": 30, "size": (320, 180), "duration": 3.1})
    for name in ("one", "two"):
        add_words(film, strange, tmp_path / f"{name}.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
