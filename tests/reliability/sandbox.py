"""A folder in which a request runs, and what is noticed of all that it does beyond."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDERS = ("here", "tmp", "cache", "home")
"""Where a request runs, and what its environment names."""
_STARTS = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "subprocess.Popen",
    "socket.connect",
)
"""Events of Python's that no request may cause: they run other programs, or go to the network."""
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {
    "os.mkdir": 1, "os.rename": 2, "os.remove": 1, "os.rmdir": 1, "os.link": 2, "os.symlink": 2,
    "os.truncate": 1, "shutil.move": 2, "os.chmod": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a request came to.

    Attributes:
        status: the exit status; None when an exception came through.
        out: what it printed.
        err: what it printed on standard error.
        left: files and folders that it left behind.
        beyond: what it did outside its folder.
    """

    status: int | None
    out: str
    err: str
    left: tuple[str, ...]
    beyond: tuple[str, ...]


class Sandbox:
    """A folder of its own for each request, and an ear for what Python does beyond it.

    The ear cannot be taken off again: this is for processes that do nothing else.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.listening = False
        self.beyond: list[str] = []
        os.environ |= {
            "TMPDIR": str(folder / "tmp"),
            "EXPLAINER_CACHE": str(folder / "cache"),
            "HOME": str(folder / "home"),
            "COLUMNS": "100",
        }
        sys.addaudithook(self._hear)

    @contextmanager
    def fresh(self) -> Iterator[Path]:
        """Give the empty folder in which a request runs; it is the current one."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True)
        tempfile.tempdir = None
        os.chdir(self.folder / "here")
        self.beyond.clear()
        self.listening = True
        try:
            yield self.folder / "here"
        finally:
            self.listening = False
            os.chdir(self.folder)

    def entries(self) -> set[str]:
        """Return all that lies in the folder, by path."""
        found = set()
        for where, folders, files in os.walk(self.folder):
            found |= {os.path.relpath(os.path.join(where, name), self.folder)
                      for name in (*folders, *files)}  # fmt: skip
        return {path for path in found if "__pycache__" not in path} - set(FOLDERS)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.listening:
            return
        if event.startswith(_STARTS):
            self.beyond.append(f"{event} {arguments!r}"[:200])
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES:
            self._see(event, arguments[0])
        elif event in _CHANGES:
            for path in arguments[: _CHANGES[event]]:
                self._see(event, path)

    def _see(self, event: str, path: Any) -> None:
        if isinstance(path, str | bytes | os.PathLike):
            full = os.path.abspath(os.fsdecode(path))
            own = (self.folder, sys.pycache_prefix or self.folder)  # modules are compiled once
            inside = f"{full}{os.sep}".startswith(tuple(f"{each}{os.sep}" for each in own))
            inside = inside or "__pycache__" in full
            if not inside and not full.startswith(("/dev/", "/proc/", "/sys/")):
                self.beyond.append(f"{event} {full}"[:200])


@contextmanager
def captured(folder: Path) -> Iterator[list[str]]:
    """Give a list that has what was printed, on both outputs and by any library, afterwards."""
    texts: list[str] = []
    kept = [os.dup(number) for number in (1, 2)]
    files = [tempfile.TemporaryFile(dir=folder) for _ in (1, 2)]  # noqa: SIM115 - closed below
    for number, file in zip((1, 2), files, strict=True):
        os.dup2(file.fileno(), number)
    try:
        yield texts
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        for number, file, old in zip((1, 2), files, kept, strict=True):
            os.dup2(old, number)
            os.close(old)
            file.seek(0)
            texts.append(file.read().decode(errors="backslashreplace"))
            file.close()
