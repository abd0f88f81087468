"""The command as a process: streams that are closed, and signals at any moment."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from explainer import stopping
from explainer.catalogue import ROOT
from explainer.cli import main
from explainer.cli.app import INTERRUPTED

COMMAND = [sys.executable, "-P", "-m", "explainer"]
SIGNALS = stopping.SIGNALS
LONGEST = 60.0
"""Seconds in which a stopped run has to be gone, on a machine with other things to do."""

SCENE = '''"""A scene to test with."""
from manim import Circle, Create
from explainer import Explainer


class Growth(Explainer):
    """See a circle grow."""

    def construct(self):
        with self.beat("circle", "A circle", "It grows."):
            self.play(Create(Circle(1)))
        with self.beat("recap", "Recap", "It has."):
            self.wait(0.2)
'''


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> Path:
    (tmp_path / "growth.py").write_text(SCENE)
    (tmp_path / "temporary").mkdir()
    return tmp_path


def environment(place: Path, **more: str) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    own = {"EXPLAINER_CACHE": str(place / "kept"), "TMPDIR": str(place / "temporary")}
    return {**os.environ, "PYTHONPATH": path, **own, **more}


def left(place: Path) -> list[str]:
    """Return what there is besides the scene and the cache."""
    known = ("growth.py", "__pycache__", "kept", "temporary")
    found = (path.relative_to(place) for path in place.rglob("*"))
    return sorted(
        str(p)
        for p in found
        if p.parts[0] not in known or (p.parts[1:] and p.parts[0] == "temporary")
    )


# -- signals --------------------------------------------------------------------------------------


def blocked() -> None:
    """Let signals wait until the program hears them, as ``./render.sh`` does."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def started(place: Path, *arguments: str, before: Callable[[], None] = blocked) -> Any:
    return subprocess.Popen(
        [*COMMAND, "growth.py", "-ql", *arguments],
        cwd=place,
        env=environment(place),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=before,
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_signal_at_any_moment_leaves_nothing(place: Path, seed: int) -> None:
    chance = random.Random(seed)
    for form, longest in (
        (["--still"], 0.3),
        (["--still"], 2.5),
        (["--fresh"], 4.0),
        ([], 4.0),
        ([], 0.3),
    ):
        number = chance.choice(SIGNALS)
        send = chance.choice([os.kill, os.killpg])
        run = started(place, *form)
        time.sleep(chance.uniform(0, longest))
        send(run.pid, number)
        out, err = run.communicate(timeout=LONGEST)
        if (clips := place / "clips").exists():  # it had been done before
            made = {path.suffix for path in clips.iterdir()}
            assert made >= ({".png"} if "--still" in form else {".mp4", ".json", ".html", ".vtt"})
            assert out or run.returncode
            shutil.rmtree(clips)
        assert (run.returncode, err) in [(INTERRUPTED, "error: interrupted\n"), (0, "")]
        assert left(place) == []


def test_what_is_ignored_stays_ignored(place: Path) -> None:
    def ignoring() -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    run = started(place, "--still", before=ignoring)
    while run.poll() is None:
        for number in SIGNALS:
            run.send_signal(number)
        time.sleep(0.05)
    assert run.communicate() == ("clips/growth.still.png\n", "")
    assert run.returncode == 0


def test_a_request_that_a_library_turns_into_an_error_is_one_all_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)
    for form in ("raise ValueError('Error building') from error", "raise SystemExit(7) from error"):
        (place / "unkind.py").write_text(
            "import os, signal\ntry:\n    os.kill(os.getpid(), signal.SIGTERM)\n"
            f"    os.getpid()\nexcept BaseException as error:\n    {form}\n"
        )
        assert main(["unkind.py", "--traceback"]) == INTERRUPTED
        assert capsys.readouterr() == ("", "error: interrupted\n")
    assert not stopping.asked()


def test_a_request_that_is_lost_is_made_again(capsys: pytest.CaptureFixture[str]) -> None:
    class Loses:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            os.getpid()

    with pytest.raises(KeyboardInterrupt), stopping.listening():
        del Loses().__dict__
        time.sleep(20)
    assert capsys.readouterr() == ("", "")


def test_a_request_waits_while_it_is_held() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), stopping.listening():
        with stopping.held():
            with stopping.held():
                os.kill(os.getpid(), signal.SIGHUP)
            done.append("inner")
            os.getpid()
            done.append("outer")
        done.append("never")
    assert done == ["inner", "outer"]


# -- streams --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "closed"),
    [
        ("growth.py -ql", 0, "<&- >&- 2>&-"),
        ("growth.py --still -ql", 0, "2>&-"),
        ("growth.py --still -ql", 0, ">&-"),
        ("growth.py --still --beat x", 2, "2>&-"),
        ("nowhere.py", 2, "<&- >&- 2>&-"),
        ("nowhere.py", 2, ">&-"),
        ("list", 0, "<&-"),
        ("list", 0, ">&- 2>&-"),
    ],
)
def test_closed_streams_change_neither_files_nor_status(
    place: Path, arguments: str, status: int, closed: str
) -> None:
    command = f"exec {' '.join(COMMAND)} {arguments} {closed}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=place, env=environment(place), capture_output=True, text=True
    )
    assert done.returncode == status
    if ">&-" not in closed.replace("2>&-", ""):
        assert bool(done.stdout) == (status == 0)
    if "2>&-" not in closed:
        assert bool(done.stderr) == (status != 0)
    made = left(place)
    if status or arguments == "list":
        assert made == []
    elif "--still" in arguments:
        assert made == ["clips", "clips/growth.still.png"]
    else:
        assert len(made) == 1 + 8 + 3
        words = (place / "clips/growth.html").read_text()
        assert words.rstrip().endswith("</html>")


def test_an_error_that_cannot_be_said_has_its_status(place: Path) -> None:
    command = f"exec {' '.join(COMMAND)} nowhere.py 2>/dev/full"
    done = subprocess.run(["bash", "-c", command], cwd=place, env=environment(place))
    assert done.returncode == 2


def test_the_installed_command_is_the_same(place: Path) -> None:
    program = "import sys; from explainer.__main__ import start; sys.exit(start())"
    done = subprocess.run(
        [sys.executable, "-c", program, "growth.py", "--still", "-ql"],
        cwd=place,
        env=environment(place),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "clips/growth.still.png\n", "")
