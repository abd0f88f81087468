"""The folders of runs under way, and which of them nobody needs any more.

Several machines and containers may share them. One that was begun on this system and among these
process numbers is needed as long as its process lives. Of another only its heartbeat can be seen:
a worker's report of its progress changes the folder a few times a second, and one that has been
silent for long is given up. Times are compared with each other as the file system has them, whose
clock need not be ours. Where that is wrong nothing is lost: a run whose folder is gone goes on
without it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SILENT = 600.0
"""Seconds after which a run of another machine is given up."""


@contextmanager
def run_below(folder: Path) -> Iterator[Path]:
    """Give a new folder for one run; it goes at the end, and so do those of runs that were killed.

    Raises:
        OSError: when it cannot be made.
    """
    if not folder.is_dir():
        remove(folder)
    folder.mkdir(parents=True, exist_ok=True)
    run = folder / f"{_place()}-{os.getpid()}-{_began(os.getpid())}-{secrets.token_hex(4)}"
    run.mkdir()
    try:
        drop_abandoned(folder, run.stat().st_mtime)
        yield run
    finally:
        remove(run)


def drop_abandoned(folder: Path, now: float) -> None:
    """Remove the folders of runs that are over.

    Args:
        folder: where they are.
        now: the time by the clock of its file system.
    """
    with suppress(OSError):
        for run in folder.iterdir():
            if _over(run, now):
                remove(run)


def remove(path: Path) -> None:
    """Remove whatever is there, as far as possible."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _over(run: Path, now: float) -> bool:
    place, _, process = run.name.partition("-")
    number, _, rest = process.partition("-")
    if place == _place() != _UNKNOWN and number.isdecimal():
        return not _lives(int(number), rest.partition("-")[0])
    try:
        # A time to come was written before the clock was put back.
        return abs(now - run.stat().st_mtime) > SILENT
    except OSError:
        return False


# -- processes of this system ---------------------------------------------------------------------

_UNKNOWN = "elsewhere"


def _place() -> str:
    """Return a name of this start of this system and of the numbers that processes have here."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
        numbers = os.readlink("/proc/self/ns/pid")
    except OSError:
        return _UNKNOWN
    return hashlib.sha256(f"{boot} {numbers}".encode()).hexdigest()[:12]


def _began(process: int) -> str | None:
    """Return when a process began, in ticks of its system; None when that cannot be seen."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] in "ZX" else fields[19]
    except (OSError, IndexError):
        return None


def _lives(process: int, began: str) -> bool:
    """Return whether a process is there and the same that it was."""
    try:
        os.kill(process, 0)
    except OverflowError:
        return False
    except OSError as error:
        if error.errno == errno.ESRCH:
            return False
    return _began(process) == began or not Path(f"/proc/{process}").exists()
