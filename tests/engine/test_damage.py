"""Nothing damaged is used: what is kept is drawn again, and what is written is read back."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import av
import pytest
from reliability.damage import DAMAGES, KEY, TINY, Turn, damage_and_rerun

from explainer import film_files
from explainer.engine import checking, joining, writer
from explainer.engine.checking import BrokenFilm, BrokenSegment, Contents, check_film
from explainer.engine.film import record
from explainer.engine.joining import join
from explainer.engine.seals import read_sealed, sealed
from explainer.engine.segments import Segment
from explainer.engine.session import Quality, RenderError, measure
from explainer.engine.store import SegmentStore


def test_after_any_damage_the_next_run_gives_the_undisturbed_bytes() -> None:
    counts = damage_and_rerun(len(DAMAGES) + 4, seed=11)
    assert (counts.wrong, counts.failed, counts.kept) == ((), (), ())
    # Root may read anything, and zeros may be put over zeros.
    assert counts.noticed >= len(DAMAGES) and counts.noticed + counts.harmless == len(DAMAGES) + 4


def test_many_damaged_segments_are_drawn_again_in_one_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, timeline = SegmentStore(tmp_path / "store"), measure(Turn, TINY)
    record(Turn, TINY, tmp_path / "a.mp4", timeline, key=KEY, store=store)
    for file in store.folder.glob("films/*/*.mp4"):
        file.write_bytes(file.read_bytes()[::-1])
    runs = 0
    begin = SegmentStore.run

    def counted(self: SegmentStore) -> Any:
        nonlocal runs
        runs += 1
        return begin(self)

    monkeypatch.setattr(SegmentStore, "run", counted)
    record(Turn, TINY, tmp_path / "b.mp4", timeline, key=KEY, store=store)
    assert runs == 1 and (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


# -- seals ----------------------------------------------------------------------------------------


def test_a_seal_binds_every_byte_to_its_place(tmp_path: Path) -> None:
    file, content = tmp_path / "a", bytes(range(200))
    whole = sealed(content, "film/0-15")
    file.write_bytes(whole)
    assert read_sealed(file, "film/0-15") == content
    assert read_sealed(file, "film/15-30") is None and read_sealed(file, "other/0-15") is None
    for position in range(len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= 1 << position % 8
        file.write_bytes(flipped)
        assert read_sealed(file, "film/0-15") is None, position
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert read_sealed(file, "film/0-15") is None, length


def test_a_sealed_segment_still_plays(tmp_path: Path) -> None:
    from clips import frames_of

    store = SegmentStore(tmp_path)
    record(Turn, TINY, tmp_path / "a.mp4", measure(Turn, TINY), key=KEY, store=store)
    file = min(store.folder.glob("films/*/0-*.mp4"))
    assert len(frames_of(file)) == int(file.stem.split("-")[1])


# -- before a segment is kept ---------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["noise", "nothing", "short", "text"])
def test_what_was_not_drawn_whole_is_not_kept(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = {
        "noise": lambda content: content[:900] + bytes(300) + content[1200:],
        "nothing": lambda content: b"",
        "short": lambda content: content[: len(content) // 2],
        "text": lambda content: b"#EXTM3U\n",
    }
    finish = writer._SegmentEncoder.finish
    spoilt: list[bool] = []

    def spoil(self: Any) -> bytes:
        content = finish(self)
        spoilt.append(len(spoilt) < how_often)
        return faults[fault](content) if spoilt[-1] else content

    monkeypatch.setattr(writer._SegmentEncoder, "finish", spoil)
    store, timeline = SegmentStore(tmp_path / "store"), measure(Turn, TINY)
    how_often = 1
    record(Turn, TINY, tmp_path / "a.mp4", timeline, key=KEY, store=store)
    assert any(spoilt)
    how_often = 10**9
    with pytest.raises(RenderError, match="frames 0 to"):
        record(Turn, TINY, tmp_path / "b.mp4", timeline, key="b", store=store)
    assert len(list(store.folder.glob("films/*"))) == 1


# -- after a film is written ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Contents, SegmentStore]:
    folder = tmp_path_factory.mktemp("film")
    noted: list[Contents] = []
    store = SegmentStore(folder / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "check_film", lambda film, contents, quality: noted.append(contents))
        record(Turn, TINY, folder / "a.mp4", measure(Turn, TINY), key=KEY, store=store)
    return folder / "a.mp4", noted[0], store


def test_a_film_that_was_written_whole_is_accepted(film: Any) -> None:
    check_film(film[0], film[1], TINY)


@pytest.mark.parametrize(
    ("quality", "complaint"),
    [
        (Quality(160, 92, 15), "frame 0 cannot be decoded"),
        (Quality(160, 90, 30), "frame 1 is not at its time"),
    ],
)
def test_a_film_of_another_size_or_rate_is_not(quality: Quality, complaint: str, film: Any) -> None:
    with pytest.raises(BrokenFilm, match=complaint):
        check_film(film[0], film[1], quality)


def test_a_film_of_other_packets_is_not(film: Any, tmp_path: Path) -> None:
    content = film[0].read_bytes()
    start = content.index(b"mdat") + 4
    for position in (*range(start, len(content), len(content) // 60), len(content) - 1):
        spoilt = bytearray(content)
        spoilt[position] ^= 0x10
        (tmp_path / "a.mp4").write_bytes(spoilt)
        with pytest.raises(BrokenFilm):
            check_film(tmp_path / "a.mp4", film[1], TINY)
    for length in (0, 1000, len(content) // 2, len(content) - 1):
        (tmp_path / "a.mp4").write_bytes(content[:length])
        with pytest.raises(BrokenFilm):
            check_film(tmp_path / "a.mp4", film[1], TINY)


def test_a_muxer_that_spoils_films_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Contents.add
    monkeypatch.setattr(Contents, "add", lambda self, packet: add(self, av.Packet(b"x")))
    monkeypatch.setattr(checking, "Contents", type("Other", (Contents,), {"add": add}))
    with pytest.raises(RenderError, match="the film does not hold what was written"):
        record(Turn, TINY, tmp_path / "a.mp4", measure(Turn, TINY))


@pytest.mark.parametrize("position", [0, 5, 100, -1])
def test_a_disk_that_does_not_keep_what_it_takes_is_told_of(
    position: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = film_files.file_digest

    def spoil(file: Any, name: str) -> Any:
        content = bytearray(Path(file.name).read_bytes())
        content[position] ^= 1
        Path(file.name).write_bytes(content)
        return digest(file, name)

    monkeypatch.setattr(film_files, "file_digest", spoil)
    with pytest.raises(OSError, match="not all that was written is there"):
        record(Turn, TINY, tmp_path / "a.mp4", measure(Turn, TINY))


@pytest.mark.parametrize("content", [b"", b"x", bytes(5000), b"#EXTM3U\n/etc/passwd\n", None])
def test_whatever_is_no_segment_is_a_broken_one(content: bytes | None, tmp_path: Path) -> None:
    with pytest.raises(BrokenSegment):
        join([Segment(0, 15)], lambda segment: content, tmp_path / "a.mp4", TINY)


def test_damaged_headers_are_broken_segments_and_nothing_else(film: Any, tmp_path: Path) -> None:
    _, _, store = film
    file = min(store.folder.glob("films/*/0-*.mp4"))
    segment = Segment(0, int(file.stem.split("-")[1]))
    content = store.read(file.parent.name, segment)
    for position in [*range(0, 60), *range(len(content) - 700, len(content))]:
        for bits in (0xFF, 0x80):
            spoilt = bytearray(content)
            spoilt[position] ^= bits
            with contextlib.suppress(BrokenSegment, BrokenFilm):
                join([segment], {segment: bytes(spoilt)}.get, tmp_path / "a.mp4", TINY)
