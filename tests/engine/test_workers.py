"""Workers: what they need, how they end, and that nobody hears of it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import Any

import psutil
import pytest
from reliability.damage import TINY, Turn

from explainer.catalogue import ROOT
from explainer.engine.film import record
from explainer.engine.session import measure
from explainer.engine.workers import processes


def touch(folder: Path) -> None:
    (folder / str(os.getpid())).touch()


def rest(folder: Path) -> None:
    touch(folder)
    try:
        time.sleep(60)
    finally:
        (folder / f"{os.getpid()}.ended").touch()


def fail(folder: Path) -> None:
    touch(folder)
    raise ZeroDivisionError


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    until = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < until:
        time.sleep(0.02)
    assert found
    return found


@pytest.mark.parametrize("function", [touch, fail])
def test_they_work_and_end_whatever_happens(function: Any, tmp_path: Path, capfd: Any) -> None:
    with processes(2, function, tmp_path) as finished:
        wait_for(lambda: finished(1))
    assert len(list(tmp_path.iterdir())) == 2
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGUSR1, signal.SIGQUIT]
)
def test_one_that_is_killed_leaves_the_others_alone(
    how: signal.Signals, tmp_path: Path, capfd: Any
) -> None:
    with pytest.raises(KeyboardInterrupt), processes(2, rest, tmp_path) as finished:
        first, second = wait_for(lambda: len(names := os.listdir(tmp_path)) == 2 and names)
        os.kill(int(first), how)
        wait_for(lambda: _dead(first))
        assert not finished(0.1) and not _dead(second)
        os.kill(int(second), signal.SIGINT)  # to which the parent answers
        assert not finished(0.3)
        raise KeyboardInterrupt
    assert _dead(second)
    ended = {name for name in os.listdir(tmp_path) if name.endswith(".ended")}
    orderly = how in (signal.SIGTERM, signal.SIGHUP)
    assert ended == {f"{second}.ended", *([f"{first}.ended"] if orderly else [])}
    assert capfd.readouterr() == ("", "")


def _dead(process: str) -> bool:
    try:
        return psutil.Process(int(process)).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_they_need_no_semaphores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*args: Any, **options: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("multiprocessing.synchronize.SemLock.__init__", read_only)
    with processes(1, touch, tmp_path) as finished:
        wait_for(lambda: finished(1))
    assert len(list(tmp_path.iterdir())) == 1


def test_where_no_process_can_be_started_one_draws_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    timeline = measure(Turn, TINY)
    record(Turn, TINY, tmp_path / "a.mp4", timeline)
    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    said: list[str] = []
    record(Turn, TINY, tmp_path / "b.mp4", timeline, jobs=3, warn=said.append)
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()
    assert said == [
        "no more processes can be started (resource temporarily unavailable): "
        "1 of 3 draw, which takes longer"
    ]


# -- whole runs -----------------------------------------------------------------------------------

RUN = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path

    sys.path.insert(0, "tests")
    from reliability.damage import Turn
    from explainer import stopping
    from explainer.engine.film import record
    from explainer.engine.session import Quality, measure
    from explainer.engine.store import SegmentStore

    folder, quality = Path(sys.argv[1]), Quality(640, 360, 30)
    stopping.listen()
    status = 0
    try:
        timeline = measure(Turn, quality)
        print("begun", flush=True)
        record(Turn, quality, folder / "film.mp4", timeline, key="k", jobs=3,
               store=SegmentStore(folder / "store"))
    except BaseException:
        if not stopping.asked():  # whatever that has become on its way through a library
            raise
        status = 130
    stopping.deafen()  # as the command line does: it may be over before it is asked to stop
    sys.exit(status)
    """
)


def _run(folder: Path) -> subprocess.Popen[str]:
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None and run.stdout.readline() == "begun\n"
    return run


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("undisturbed")
    assert _run(folder).communicate(timeout=120) == ("", "")
    return (folder / "film.mp4").read_bytes()


@pytest.mark.parametrize(
    ("how", "moment"),
    [
        pytest.param(how, moment, marks=[pytest.mark.full] * (how != most))
        for moment, most in zip((0.0, 0.05, 0.3, 0.8), 2 * [SIGTERM, SIGINT], strict=True)
        for how in (SIGTERM, SIGINT)
    ],
)
def test_a_signal_to_all_ends_all_in_good_order(
    how: signal.Signals, moment: float, tmp_path: Path, undisturbed: bytes
) -> None:
    run = _run(tmp_path)
    time.sleep(moment)
    os.killpg(run.pid, how)
    said, errors = run.communicate(timeout=60)
    assert not said + errors, said + errors
    assert run.returncode in (130, 0)
    assert not list(tmp_path.glob("store/runs/*")) and not list(tmp_path.glob("temporary/*"))
    assert _run(tmp_path).communicate(timeout=120) == ("", "")
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_worker_that_dies_costs_no_more_than_its_segments(
    how: signal.Signals, tmp_path: Path, undisturbed: bytes
) -> None:
    run = _run(tmp_path)
    workers = wait_for(lambda: psutil.Process(run.pid).children())
    workers[0].send_signal(how)
    assert (*run.communicate(timeout=120), run.returncode) == ("", "", 0)
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed
    assert not list(tmp_path.glob("store/runs/*")) and not list(tmp_path.glob("temporary/*"))


def test_what_a_killed_run_left_in_the_store_is_collected(
    tmp_path: Path, undisturbed: bytes
) -> None:
    run = _run(tmp_path)
    wait_for(lambda: list(tmp_path.glob("store/runs/*/*")))
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    assert list(tmp_path.glob("store/runs/*"))
    (next(tmp_path.glob("store/runs/*")) / "15-30.part").write_bytes(b"a draft")
    assert _run(tmp_path).communicate(timeout=120) == ("", "")
    assert (tmp_path / "film.mp4").read_bytes() == undisturbed
    assert not list(tmp_path.glob("store/runs/*")) and not list(tmp_path.glob("temporary/*"))
