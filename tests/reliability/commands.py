"""The command line as a process of its own, in a place of its own, and what it leaves there."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from explainer.catalogue import ROOT
from explainer.engine.workers import held_back

TINY = str(Path(__file__).with_name("tiny.py"))
PATIENCE = 300.0
"""Seconds that a command may take, on a machine that does much else."""
DYING = 10.0
"""Seconds within which workers notice that their parent is gone."""

Files = dict[str, bytes]


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status (minus a signal's number), and what it printed."""

    status: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines on standard error but for notes, which are there to be read."""
        return [line for line in self.err.splitlines() if not line.startswith("note: ")]


class Running:
    """A command under way, in a process group of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.started = time.monotonic()

    def send(self, number: signal.Signals, group: bool) -> bool:
        """Send a signal to the process or its group; return whether it was still running."""
        if self.process.poll() is not None:
            return False
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.process.pid, number)
        return True

    def end(self) -> Ended:
        """Wait for the end; after much patience, bring it about."""
        try:
            out, err = self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.send(signal.SIGKILL, group=True)
            out, err = self.process.communicate()
            err += f"\nharness: killed after {PATIENCE:.0f} s"
        return Ended(self.process.returncode, out, err)

    def survivors(self, patience: float = DYING) -> int:
        """Return how many processes of the group are still there after a while, and kill them."""
        until = time.monotonic() + patience
        while alive := _group(self.process.pid):
            if time.monotonic() > until:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                break
            time.sleep(0.05)
        return len(alive)


def _group(group: int) -> list[int]:
    """Return the processes of a group, those that have ended but were not waited for aside."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, ProcessLookupError):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


class Place:
    """A folder with an output folder, a cache and a folder for temporary files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out, self.cache, self.temporary = (folder / name for name in ("out", "cache", "tmp"))
        self.temporary.mkdir(parents=True)

    def start(self, arguments: Sequence[str]) -> Running:
        """Start a command."""
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(paths),
            "TMPDIR": str(self.temporary),
            "EXPLAINER_CACHE": str(self.cache),
        }
        # As ``./render.sh`` does it: a request to stop waits while Python itself is on its way up.
        with held_back():
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "explainer", *arguments, "--out", str(self.out)],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        return Running(process)

    def run(self, arguments: Sequence[str]) -> Ended:
        """Run a command to its end."""
        return self.start(arguments).end()

    def files(self) -> Files:
        """Return all files in the output folder, by path."""
        found = self.out.rglob("*")
        return {str(path.relative_to(self.out)): path.read_bytes()
                for path in found if path.is_file()}  # fmt: skip

    def left(self, files: Sequence[str]) -> list[str]:
        """Return what lies about besides the files of a clip, and segments."""
        expected = {*files, *(str(Path(name).parent) for name in files)}
        here = [str(p.relative_to(self.out)) for p in self.out.rglob("*")]
        beside = [*self.temporary.rglob("*"), *self.cache.glob("runs/*")]
        return [
            *(f"out/{name}" for name in here if name not in expected),
            *(str(path.relative_to(self.folder)) for path in beside),
        ]

    def copy_of(self, other: Place, *, out: bool, cache: bool) -> Place:
        """Take over what another place has; return this one."""
        for wanted, name in ((out, "out"), (cache, "cache")):
            if wanted and (other.folder / name).exists():
                shutil.copytree(other.folder / name, self.folder / name)
        return self

    def remove(self) -> None:
        """Remove it all."""
        shutil.rmtree(self.folder, ignore_errors=True)


def command(arguments: Sequence[str]) -> list[str]:
    """Return a command as somebody would give it from the checkout."""
    shown = [str(Path(part).relative_to(ROOT)) if part.startswith(str(ROOT)) else part
             for part in arguments]  # fmt: skip
    return ["./render.sh", *shown]
