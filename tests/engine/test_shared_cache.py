"""A cache that several share, and one that cannot be used: neither costs a clip."""

from __future__ import annotations

import errno
import multiprocessing.popen_fork  # noqa: F401 - nobody cannot read it where Python is root's own
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from reliability.damage import KEY, TINY, Turn

from explainer.cli import main
from explainer.engine import film as film_module
from explainer.engine import runs as runs_module
from explainer.engine import seals
from explainer.engine.film import record
from explainer.engine.runs import SILENT, remove
from explainer.engine.segments import Segment
from explainer.engine.session import QUALITIES, RenderError, Timeline, measure
from explainer.engine.store import IN_USE, SegmentStore

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user can reach."""
    with tempfile.TemporaryDirectory(prefix="explainer-test-") as name:
        Path(name).chmod(0o777)
        yield Path(name)


@contextmanager
def nobody() -> Iterator[None]:
    """Let permissions count, for root too."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return measure(Turn, TINY)


@pytest.fixture(scope="module")
def undisturbed(timeline: Timeline, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    target = tmp_path_factory.mktemp("undisturbed") / "a.mp4"
    record(Turn, TINY, target, timeline)
    return target.read_bytes()


# -- runs of others -------------------------------------------------------------------------------


def put(runs: Path, name: str, age: float) -> Path:
    run = runs / name
    run.mkdir(parents=True)
    (run / "0-15.claim").touch()
    os.utime(run, (time.time() - age,) * 2)
    return run


@pytest.mark.parametrize("name", ["0123456789ab-7-99-abcd", "elsewhere-7-None-abcd", "7-abcd", "x"])
def test_a_run_of_another_machine_lives_while_its_heart_beats(name: str, tmp_path: Path) -> None:
    store = SegmentStore(tmp_path)
    for age, stays in [(0, True), (SILENT / 2, True), (2 * SILENT, False), (-2 * SILENT, False)]:
        other = put(tmp_path / "runs", name, age)
        with store.run():
            assert other.exists() == stays, age
        if stays:
            store.clear()
            assert other.exists()
        remove(other)


def test_a_run_of_this_machine_lives_as_long_as_its_process(tmp_path: Path) -> None:
    store = SegmentStore(tmp_path)
    with store.run() as mine:
        os.utime(mine, (time.time() - 100 * SILENT,) * 2)
        with store.run():
            store.clear()
            assert mine.exists()


def test_ages_are_told_by_the_clock_of_the_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SegmentStore(tmp_path)
    other = put(tmp_path / "runs", "0123456789ab-7-99-abcd", 0)
    now = time.time()
    for ahead in (1e6, -1e6):
        monkeypatch.setattr(time, "time", lambda ahead=ahead: now + ahead)
        with store.run():
            store.clear()
            assert other.exists()


def test_a_run_whose_folder_is_taken_away_goes_on_without_it(
    tmp_path: Path, timeline: Timeline, undisturbed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, said = SegmentStore(tmp_path / "store"), list[str]()
    kept = SegmentStore.keep

    def robbed(self: SegmentStore, *args: Any) -> None:
        kept(self, *args)
        if self.folder == store.folder:
            remove(args[-1])

    monkeypatch.setattr(SegmentStore, "keep", robbed)
    record(Turn, TINY, tmp_path / "a.mp4", timeline, key=KEY, store=store, jobs=2, warn=said.append)
    assert (tmp_path / "a.mp4").read_bytes() == undisturbed
    assert len(said) == 1 and "no such file or directory" in said[0]


def test_a_store_that_somebody_empties_all_the_time(
    tmp_path: Path, timeline: Timeline, undisturbed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, said = SegmentStore(tmp_path / "store"), list[str]()
    join = film_module.join

    def cleared(*args: Any) -> None:
        store.clear()
        join(*args)

    monkeypatch.setattr(film_module, "join", cleared)
    record(Turn, TINY, tmp_path / "a.mp4", timeline, key=KEY, store=store, warn=said.append)
    assert (tmp_path / "a.mp4").read_bytes() == undisturbed
    assert len(said) == 1 and "disappeared" in said[0]


def test_two_runs_that_know_nothing_of_each_other(
    tmp_path: Path, timeline: Timeline, undisturbed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in two containers: a process of that number is none of theirs."""
    store, said, films = SegmentStore(tmp_path / "store"), list[str](), [tmp_path / "b.mp4"]
    draw = film_module.draw

    def meanwhile(*args: Any) -> int:
        if films:
            with monkeypatch.context() as patch:
                patch.setattr(runs_module, "_place", lambda: "another")
                record(Turn, TINY, films.pop(), timeline, key=KEY, store=store, warn=said.append)
        return draw(*args)

    monkeypatch.setattr(film_module, "draw", meanwhile)
    record(Turn, TINY, tmp_path / "a.mp4", timeline, key=KEY, store=store, warn=said.append)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes() == undisturbed
    assert not said and not list(tmp_path.glob("store/runs/*"))


# -- a cache that cannot be used ------------------------------------------------------------------


def a_file(cache: Path) -> Path:
    cache.write_text("a file")
    return cache


def below_a_file(cache: Path) -> Path:
    return a_file(cache) / "cache"


def read_only(cache: Path) -> Path:
    cache.mkdir(0o555)
    return cache


def of_another(cache: Path) -> Path:
    cache.mkdir(0o000)
    return cache


def runs_a_file(cache: Path) -> Path:
    cache.mkdir(0o777)
    (cache / "films").write_text("a file")
    return cache


def loop(cache: Path) -> Path:
    cache.symlink_to(cache)
    return cache


def dangling(cache: Path) -> Path:
    cache.symlink_to("/proc/nowhere")
    return cache


def too_long(cache: Path) -> Path:
    return cache / ("x" * 300)


def in_proc(cache: Path) -> Path:
    return Path("/proc/self/cache")


def device(cache: Path) -> Path:
    return Path("/dev/null")


UNUSABLE = (
    *(a_file, below_a_file, read_only, of_another, runs_a_file),
    *(loop, dangling, too_long, in_proc, device),
)


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("unusable", UNUSABLE)
def test_it_costs_speed_and_not_the_clip(
    unusable: Callable[[Path], Path],
    jobs: int,
    fresh: bool,
    folder: Path,
    timeline: Timeline,
    undisturbed: bytes,
) -> None:
    store, said = SegmentStore(unusable(folder / "cache")), list[str]()
    with nobody():
        record(
            Turn, TINY, folder / "a.mp4", timeline,
            key=KEY, store=store, jobs=jobs, fresh=fresh, warn=said.append,
        )  # fmt: skip
    assert (folder / "a.mp4").read_bytes() == undisturbed
    assert len(said) == 1 and said[0].startswith(f"the cache {store.folder} cannot be used (")
    assert "EXPLAINER_CACHE" in said[0] and "\n" not in said[0]


def test_what_can_be_read_there_is_used(
    folder: Path, timeline: Timeline, undisturbed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, said = SegmentStore(folder / "cache"), list[str]()
    record(Turn, TINY, folder / "a.mp4", timeline, key=KEY, store=store)
    film = next(store.folder.glob("films/*"))
    missing = min(film.iterdir())
    missing.unlink()
    for path in (store.folder, *store.folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    drawn: list[Segment] = []
    draw = film_module.draw
    monkeypatch.setattr(
        film_module, "draw", lambda work, tell: (drawn.extend(work.segments), draw(work, tell))[1]
    )
    with nobody():
        record(Turn, TINY, folder / "b.mp4", timeline, key=KEY, store=store, warn=said.append)
    assert (folder / "b.mp4").read_bytes() == undisturbed
    assert [f"{each.start}-{each.stop}.mp4" for each in drawn] == [missing.name] and len(said) == 1


def full_below(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing below a folder reach the disk."""
    flush = os.fsync

    def refuse(descriptor: int) -> None:
        if os.readlink(f"/proc/self/fd/{descriptor}").startswith(str(folder)):
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_one_is_named_with_the_remedy(
    jobs: int, tmp_path: Path, timeline: Timeline, undisturbed: bytes, monkeypatch: Any
) -> None:
    store, said = SegmentStore(tmp_path / "store"), list[str]()
    full_below(store.folder, monkeypatch)
    target = tmp_path / "a.mp4"
    record(Turn, TINY, target, timeline, key=KEY, store=store, jobs=jobs, warn=said.append)
    assert target.read_bytes() == undisturbed
    assert said == [
        f"the cache {store.folder} cannot be used (no space left on device): what is drawn now is "
        "not kept; run ./render.sh clean, or set EXPLAINER_CACHE to another folder"
    ]


@pytest.mark.parametrize("key", [KEY, None])
def test_where_there_is_no_room_at_all_that_folder_is_named(
    key: str | None, tmp_path: Path, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_below(tmp_path, monkeypatch)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    store = SegmentStore(tmp_path / "store")
    with pytest.raises(RenderError, match=r"no space left for segments in .*explainer-.*TMPDIR"):
        record(Turn, TINY, tmp_path / "a.mp4", timeline, key=key, store=store)
    assert not list(tmp_path.glob("explainer-*"))


def test_what_fails_in_a_scene_is_not_laid_on_the_cache(tmp_path: Path) -> None:
    class Reading(Turn):
        """See nothing."""

        def construct(self) -> None:
            if self.renderer.file_writer.draws:
                Path("/nowhere/at/all").read_text()
            super().construct()

    said: list[str] = []
    store = SegmentStore(tmp_path / "store")
    with pytest.raises(FileNotFoundError, match="/nowhere/at/all"):
        record(
            Reading, TINY, tmp_path / "a.mp4", measure(Reading, TINY),
            key=KEY, store=store, warn=said.append,
        )  # fmt: skip
    assert not said


def test_the_command_warns_in_one_line_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(QUALITIES, "l", TINY)
    monkeypatch.setenv("EXPLAINER_CACHE", "a:file")
    Path("a:file").write_text("a file")
    assert main(["vectors", "-ql", "--beat", "scale"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"warning: the cache {tmp_path / 'a:file'} cannot be used (")


def test_an_unreadable_one_cannot_be_emptied(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    cache = of_another(folder / "cache")
    monkeypatch.setenv("EXPLAINER_CACHE", str(cache))
    with nobody():
        assert main(["clean"]) == 1
    assert (
        capsys.readouterr().err == f"error: the cache {cache} cannot be read (permission denied)\n"
    )


# -- clocks ---------------------------------------------------------------------------------------


def keep(store: SegmentStore, key: str, used: float) -> None:
    with store.run() as run:
        store.keep(key, Segment(0, 10), bytes(100 - seals.SIZE), run)
    os.utime(store.file(key, Segment(0, 10)), (used,) * 2)


def there(store: SegmentStore) -> list[str]:
    return sorted(path.name for path in store.folder.glob("films/*"))


def test_films_of_a_time_to_come_are_as_if_used_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, now = SegmentStore(tmp_path, most_bytes=400), time.time()
    for key, used in {"a": 9e8, "b": 7e8, "c": 8e8, "old": -1e6, "new": 0.0}.items():
        keep(store, key, now + used)
    store.prune()
    assert there(store) == ["a", "b", "c", "new"], "nothing that may be in use is dropped"
    # Two hours later, by the clock of the file system, they go in the order of their use.
    monkeypatch.setattr(SegmentStore, "_now", lambda self: now + 2 * IN_USE)
    for most, left in [(300, ["a", "b", "c"]), (200, ["a", "c"]), (100, ["a"]), (0, [])]:
        SegmentStore(tmp_path, most_bytes=most).prune()
        assert there(store) == left
