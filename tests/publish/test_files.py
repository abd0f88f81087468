"""Files and folders that appear all at once, when they are whole, and what a killed run leaves."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explainer import scratch
from explainer.catalogue import ROOT
from explainer.publish import files
from explainer.publish.files import drafts, output_folder, whole
from explainer.scratch import LOCK, collect, own_folder, temporary_folder

STOPS = [OSError, KeyboardInterrupt]


def tree(folder: Path, pattern: str = "*") -> dict[str, str]:
    """Return all files below a folder with what is in them; folders that are empty too.

    Args:
        folder: the folder.
        pattern: of the names in the folder itself.
    """
    found = [path for top in folder.glob(pattern) for path in (top, *top.rglob("*"))]
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else "/"
        for path in found
        if path.is_file() or not any(path.iterdir())
    }


def publish(folder: Path, word: str) -> None:
    """Put a file, a folder and another file into a folder, all of one word."""
    with whole(folder / "a.beats", folder / "a.json", folder / "a.mp4") as (beats, note, film):
        beats.mkdir()
        for name in ("1.png", f"{word}.png"):
            (beats / name).write_text(word)
        note.write_text(word)
        film.write_text(word)
        assert (film.suffix == ".mp4" and not list(folder.glob("*.mp4"))) or word != "first"


def clip_of(word: str) -> dict[str, str]:
    return dict.fromkeys(["a.beats/1.png", f"a.beats/{word}.png", "a.json", "a.mp4"], word)


# -- all or none ----------------------------------------------------------------------------------


def test_all_appear_at_the_end(tmp_path: Path) -> None:
    for word in ("first", "second"):
        publish(tmp_path, word)
        assert tree(tmp_path) == clip_of(word)


@pytest.mark.parametrize("error", STOPS)
@pytest.mark.parametrize("before", [False, True], ids=["empty", "there"])
def test_nothing_changes_after_an_error(
    tmp_path: Path, error: type[BaseException], before: bool
) -> None:
    if before:
        publish(tmp_path, "old")
    with pytest.raises(error), whole(tmp_path / "a.beats", tmp_path / "a.mp4") as (beats, film):
        beats.mkdir()
        film.write_text("half a cl")
        raise error
    assert tree(tmp_path) == (clip_of("old") if before else {})


def test_what_was_not_made_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), whole(tmp_path / "a", tmp_path / "b") as (draft, _):
        draft.write_text("whole")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("error", STOPS)
@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
@pytest.mark.parametrize("before", [False, True], ids=["empty", "there"])
@pytest.mark.parametrize("step", range(9))
def test_a_step_that_fails_on_the_way_is_undone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: int,
    before: bool,
    links: bool,
    error: type[BaseException],
) -> None:
    if before:
        publish(tmp_path, "old")
    done = 0
    rename = os.rename

    def fails_once(source: Any, target: Any) -> None:
        nonlocal done
        done += 1
        if done == step + 1:
            raise error
        rename(source, target)

    def no_links(*names: Any, **options: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(files.os, "rename", fails_once)
    if not links:
        monkeypatch.setattr(files.os, "link", no_links)
    try:
        publish(tmp_path, "new")
    except error:
        assert tree(tmp_path) == (clip_of("old") if before else {})
    else:
        assert step >= done
        assert tree(tmp_path) == clip_of("new")


def test_a_file_and_a_folder_do_not_replace_each_other(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("mine")
    before = tree(tmp_path)
    with pytest.raises(NotADirectoryError, match="file"), whole(tmp_path / "file") as (draft,):
        draft.mkdir()
    with pytest.raises(IsADirectoryError, match="folder"), whole(tmp_path / "folder") as (draft,):
        draft.write_text("whole")
    assert tree(tmp_path) == before


def test_two_at_once_leave_the_clip_of_one(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; sys.path[:0] = sys.argv[3:]; import test_files\n"
        "for _ in range(60): test_files.publish(pathlib.Path(sys.argv[1]), sys.argv[2])"
    )
    words = ["one", "other", "third"]
    command = [sys.executable, "-c", program, str(tmp_path)]
    runs = [subprocess.Popen([*command, word, *_paths()]) for word in words]
    seen = set()
    while any(run.poll() is None for run in runs):
        with files._alone_in(tmp_path):  # nobody is putting anything into its place meanwhile
            found = tree(tmp_path, "a.*")
        assert found in [{}, *map(clip_of, words)]
        seen |= set(found.values())
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert len(seen) > 1
    assert tree(tmp_path) in [clip_of(word) for word in words]


def _paths() -> list[str]:
    return [str(Path(__file__).parent), str(ROOT)]


# -- output folders -------------------------------------------------------------------------------


def test_an_output_folder_stays_only_when_used(tmp_path: Path) -> None:
    with output_folder(tmp_path / "a" / "b"):
        assert list((tmp_path / "a" / "b").iterdir()) == []
    assert list(tmp_path.iterdir()) == []
    with output_folder(tmp_path / "a" / "b") as folder:
        (folder / "clip").write_text("whole")
    assert (tmp_path / "a" / "b" / "clip").exists()
    (tmp_path / "empty").mkdir()
    with output_folder(tmp_path / "empty"):
        pass
    assert (tmp_path / "empty").exists()


def test_an_output_folder_must_be_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for place in (file, file / "below", Path("/proc/nowhere")):
        with pytest.raises(OSError), output_folder(place):
            raise AssertionError("entered")


# -- what a killed run leaves ---------------------------------------------------------------------

HOLDING = """
import sys, time, pathlib
sys.path[:0] = sys.argv[2:]
from explainer.publish.files import whole
from explainer.scratch import temporary_folder
with temporary_folder() as folder, whole(pathlib.Path(sys.argv[1], "a.mp4")) as (film,):
    film.write_text("half")
    (folder / "x").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, of which this process knows nothing yet."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(scratch.tempfile, "gettempdir", lambda: str(folder))
    monkeypatch.setattr(scratch, "_collected", set())
    return folder


@pytest.fixture
def another(tmp_path: Path, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """A run that has begun to write ``out/a.mp4``."""
    (tmp_path / "out").mkdir()
    command = [sys.executable, "-c", HOLDING, str(tmp_path / "out"), *_paths()]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert Path(run.stdout.readline().strip()).parent == temporary
        yield run
        run.kill()


def test_the_next_run_removes_what_a_killed_one_has_left(
    tmp_path: Path, temporary: Path, another: subprocess.Popen[str]
) -> None:
    out = tmp_path / "out"
    for alive in (True, False):
        scratch._collected.clear()
        if not alive:
            another.send_signal(signal.SIGKILL)
            another.wait()
            assert len(tree(out, ".*")) == len(tree(temporary)) == 2  # a lock, and half a file
        with temporary_folder():
            pass
        with whole(out / "b.mp4") as (film,):
            film.write_text("whole")
        assert tree(out, "[!.]*") == {"b.mp4": "whole"}
        left = len(tree(out, ".*")), len(tree(temporary))
        assert left == ((2, 2) if alive else (0, 0))


@pytest.mark.parametrize("before", [False, True], ids=["empty", "there"])
@pytest.mark.parametrize("step", range(1, 9))
def test_the_next_run_finishes_what_a_killed_one_had_begun(
    tmp_path: Path, step: int, before: bool
) -> None:
    """At each step of putting files into their places the process is killed."""
    if before:
        publish(tmp_path, "old")
    program = (
        "import sys, os, pathlib; sys.path[:0] = sys.argv[3:]; import test_files\n"
        "count, rename = 0, os.rename\n"
        "def deadly(*names):\n"
        "    global count; count += 1\n"
        "    if count == int(sys.argv[2]) + 1: os.kill(os.getpid(), 9)\n"
        "    rename(*names)\n"
        "os.rename = deadly\n"
        "test_files.publish(pathlib.Path(sys.argv[1]), 'new')"
    )
    command = [sys.executable, "-c", program, str(tmp_path), str(step), *_paths()]
    status = subprocess.run(command).returncode
    with drafts(tmp_path):
        assert tree(tmp_path, "a.*") == clip_of("new")
    assert tree(tmp_path) == clip_of("new")
    assert status in (0, -9) and (status == -9 or step >= 4)


def test_only_our_own_folders_are_removed(tmp_path: Path) -> None:
    names = [f"explainer-{letter * 12}" for letter in "abcdef"]
    locked, stranger, unlocked, file, link = (tmp_path / name for name in names[:5])
    papers = tmp_path / "explainer-papers"
    for folder in (locked, stranger, unlocked, papers):
        folder.mkdir()
    (stranger / "thesis.tex").write_text("mine")
    (locked / "x").write_text("x")
    file.write_text("mine")
    link.symlink_to(papers)
    with (locked / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect(tmp_path, "explainer-")
        assert {*tmp_path.iterdir()} == {locked, stranger, file, link, papers}
    collect(tmp_path, "explainer-")
    assert not locked.exists() and (stranger / "thesis.tex").read_text() == "mine"


@pytest.mark.parametrize("step", ["mkdir", "_lock"])
def test_a_folder_that_is_being_made_may_be_taken_away(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed run's looks the same in that moment."""
    owner, steps = (Path, Path.mkdir) if step == "mkdir" else (scratch, scratch._lock)
    taken = 0

    def and_then(*arguments: Any, **options: Any) -> Any:
        nonlocal taken
        done = steps(*arguments, **options)
        if taken < 2:
            taken += 1
            monkeypatch.setattr(scratch, "_mine", set())  # as another process sees it
            if step == "_lock":
                next(tmp_path.glob("x-*/*")).unlink()
            collect(tmp_path, "x-")
        return done

    monkeypatch.setattr(owner, step, and_then)
    with own_folder(tmp_path, "x-") as folder:
        assert [*tmp_path.iterdir()] == [folder]
        (folder / "film").write_text("whole")
    assert taken == 2 and not [*tmp_path.iterdir()]


STOPPED = """
import os, signal, sys
from pathlib import Path
from explainer import scratch, stopping

folder, moment = Path(sys.argv[1]), sys.argv[2]
owner, name = (scratch, "_lock") if moment == "made" else (scratch.os, "close")
step = getattr(owner, name)

def asked(*given):
    setattr(owner, name, step)
    os.kill(os.getpid(), signal.SIGTERM)
    return step(*given)

def last(found):
    (folder / "last").write_text(found.name)

stopping.listen()
try:
    setattr(owner, name, asked)
    with scratch.own_folder(folder, "explainer-", last=last):
        print("given")
except stopping.Stop:
    print("stopped")
"""


@pytest.mark.parametrize("moment", ["made", "removed"])
def test_a_request_to_stop_as_a_folder_comes_or_goes_leaves_none(
    tmp_path: Path, moment: str
) -> None:
    """It may be heard when the folder has been made, but before anybody has been given it."""
    command = [sys.executable, "-c", STOPPED, str(tmp_path), moment]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    said = ["stopped"] if moment == "made" else ["given", "stopped"]
    assert (done.stdout.split(), done.stderr) == (said, "")
    assert [each.name for each in tmp_path.iterdir()] == ["last"]


def test_without_locks_only_what_is_old_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*arguments: Any) -> None:
        raise OSError

    monkeypatch.setattr(scratch.fcntl, "flock", unsupported)
    with own_folder(tmp_path, "x-") as folder:
        monkeypatch.setattr(scratch, "_mine", set())  # as another process sees it
        collect(tmp_path, "x-")
        assert folder.is_dir()
        long_ago = time.time() - 2 * scratch.LONG_AGO
        os.utime(folder / LOCK, (long_ago, long_ago))
        collect(tmp_path, "x-")
        assert not folder.exists()


def test_a_copy_of_a_killed_run_does_not_hold_its_folder(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from explainer.scratch import own_folder\n"
        "with own_folder(Path(sys.argv[1]), 'run-') as folder:\n"
        "    heard, told = os.pipe()\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        os.write(told, b'.')\n"
        "        time.sleep(60)\n"
        "    os.read(heard, 1)\n"
        "    print(child, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    with open(tmp_path / "child", "w+") as told:
        subprocess.run([sys.executable, "-c", script, str(tmp_path)], stdout=told)
    child = int((tmp_path / "child").read_text())
    try:
        assert list(tmp_path.glob("run-*"))
        scratch.collect(tmp_path, "run-")
        assert not list(tmp_path.glob("run-*"))
    finally:
        os.kill(child, signal.SIGKILL)
