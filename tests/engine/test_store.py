"""The store of segments: what it keeps, what it drops, and what it leaves alone."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from explainer.cli import main
from explainer.engine import seals
from explainer.engine.segments import Segment
from explainer.engine.store import SegmentStore

FIRST, SECOND = Segment(0, 10), Segment(10, 20)


def put(store: SegmentStore, key: str, segment: Segment, size: int, age: float = 0) -> Path:
    with store.run() as run:
        store.keep(key, segment, b"x" * (size - seals.SIZE), run)
    file = store.file(key, segment)
    os.utime(file, (time.time() - age,) * 2)
    return file


def test_it_has_what_it_was_given_and_nothing_else(tmp_path: Path) -> None:
    store = SegmentStore(tmp_path / "a" / "store")
    assert not store.has("k", FIRST) and store.size() == 0
    file = put(store, "k", FIRST, 105)
    assert store.has("k", FIRST) and not store.has("k", SECOND) and not store.has("j", FIRST)
    content = b"x" * (105 - seals.SIZE)
    assert store.read("k", FIRST) == content and file.read_bytes().startswith(content)
    assert store.size() == 105
    store.forget("k", FIRST)
    store.forget("k", FIRST)
    assert not store.has("k", FIRST)


def test_it_stays_within_its_size_and_drops_the_oldest_first(tmp_path: Path) -> None:
    store = SegmentStore(tmp_path, most_bytes=250)
    for number, age in enumerate([9000, 8000, 7000, 10]):
        put(store, f"k{number}", FIRST, 100, age)
    store.prune()
    assert [store.has(f"k{n}", FIRST) for n in range(4)] == [False, False, True, True]


def test_it_drops_nothing_that_may_be_in_use(tmp_path: Path) -> None:
    store = SegmentStore(tmp_path, most_bytes=50)
    put(store, "new", FIRST, 100)
    put(store, "read", FIRST, 100, age=9000)
    assert store.has("read", FIRST)  # which a run asks before it joins
    store.prune()
    assert store.has("new", FIRST) and store.has("read", FIRST)


def test_clearing_leaves_the_runs_under_way(tmp_path: Path) -> None:
    store = SegmentStore(tmp_path)
    put(store, "k", FIRST, 70)
    with store.run() as run:
        assert store.clear() == 70
        assert run.is_dir()
    assert store.size() == 0 and not list(tmp_path.glob("runs/*"))


def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    store = SegmentStore(tmp_path)
    process = os.fork()
    if process == 0:
        os._exit(0)
    os.waitpid(process, 0)
    with store.run() as mine:
        place, _, rest = mine.name.partition("-")
        number, began, _ = rest.split("-")
        names = {
            f"{place}-{process}-{began}-abcd": False,
            f"{place}-{number}-1{began}-abcd": False,  # its number is another process's now
            f"{place}-99999999999999999999-1-abcd": False,
        }
        for name in names:
            (tmp_path / "runs" / name).mkdir()
            (tmp_path / "runs" / name / "0-15.part").touch()
        with store.run() as run:
            assert sorted((tmp_path / "runs").iterdir()) == sorted([mine, run])


def test_what_a_killed_run_left_goes_with_one_that_has_nothing_to_draw(tmp_path: Path) -> None:
    store = SegmentStore(tmp_path)
    with store.run() as mine:
        place = mine.name.partition("-")[0]
        left = tmp_path / "runs" / f"{place}-99999999999999999999-1-abcd"
        left.mkdir()
        store.prune()
        assert mine.is_dir() and not left.exists()


def test_the_clean_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("EXPLAINER_CACHE", str(tmp_path / "kept"))
    assert main(["clean"]) == 0
    put(SegmentStore(tmp_path / "kept"), "k", FIRST, 2_500_000)
    assert main(["clean"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [f"{size} MB deleted from {tmp_path / 'kept'}" for size in ("0.0", "2.5")]
    assert SegmentStore(tmp_path / "kept").size() == 0
