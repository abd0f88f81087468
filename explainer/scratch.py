"""Folders for one run, which go with it: even those of a run that was killed go with the next one.

Each holds a file that its run keeps locked as long as it lives, so that another run, in another
container or on another host too, can tell the folder of a run under way from one that was left
behind. On NFS such locks hold between hosts unless it is mounted with ``nolock`` or ``local_lock``.
Where a file system has no locks at all, what is a day old counts as left behind.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from string import hexdigits

from explainer.stopping import held

PREFIX = "explainer-"
LOCK = ".explainer-lock"
MARK = 6
"""Random bytes in a folder's name."""
LONG_AGO = 24 * 3600.0
"""Seconds."""

_collected: set[Path] = set()
_mine: set[str] = set()
"""The names of this process's own: on NFS a lock does not keep out the process that holds it."""
_standing: dict[Path, Callable[[Path], None]] = {}
"""Those of them that are there, with what is done with each before it goes."""
_locks: set[int] = set()
"""The open files that lock them."""


def nothing(folder: Path) -> None:
    """Leave a folder as it is."""


@contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """Give an empty folder, which goes at the end.

    Args:
        parent: where; where the system has its temporary files when None.

    Raises:
        OSError: when it cannot be made.
    """
    parent = parent or Path(tempfile.gettempdir())
    if parent not in _collected:
        _collected.add(parent)
        collect(parent, PREFIX)
    with own_folder(parent, PREFIX, 0o700) as folder:
        yield folder


@contextmanager
def own_folder(
    parent: Path, prefix: str, mode: int = 0o777, last: Callable[[Path], None] = nothing
) -> Iterator[Path]:
    """Give a new folder, locked, whose name begins with ``prefix``; it goes at the end.

    Args:
        parent: where.
        prefix: of its name.
        mode: its permissions.
        last: what is done with it before it goes, after an error too; where that fails again, the
            folder stays, for the next run to collect.

    Raises:
        OSError: when it cannot be made.
    """
    folder, lock = _make(parent, prefix, mode, last)
    try:
        yield folder
    finally:
        with held():
            if _done(last, folder):
                remove(folder)
            del _standing[folder]
            _mine.discard(folder.name)
            _locks.discard(lock)
            os.close(lock)


def _make(parent: Path, prefix: str, mode: int, last: Callable[[Path], None]) -> tuple[Path, int]:
    """Return a new folder and its open lock, of which nobody else has taken hold in between."""
    while True:
        folder = parent / f"{prefix}{secrets.token_hex(MARK)}"
        with held(), ExitStack() as undo:
            _mine.add(folder.name)
            undo.callback(_mine.discard, folder.name)
            folder.mkdir(mode)
            undo.callback(remove, folder)
            _standing[folder] = last
            undo.callback(_standing.pop, folder)
            with suppress(FileNotFoundError, BlockingIOError):
                lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
                undo.callback(os.close, lock)
                _lock(lock)
                if os.path.samestat(os.fstat(lock), os.stat(folder / LOCK)):
                    undo.pop_all()
                    _locks.add(lock)
                    return folder, lock


def _let_go() -> None:
    """Close in a copy of this process what locks our folders: it would hold on after our end."""
    for lock in _locks:
        os.close(lock)
    _locks.clear()
    _standing.clear()


os.register_at_fork(after_in_child=_let_go)


@atexit.register
def _leave_nothing() -> None:
    """Remove what is still there: a request to stop may come just before a folder is given."""
    for folder, last in _standing.items():
        if _done(last, folder):
            remove(folder)


def _lock(file: int) -> bool:
    """Lock an open file; return whether the file system can.

    Raises:
        BlockingIOError: when another process has locked it.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True


def collect(parent: Path, prefix: str, last: Callable[[Path], None] = nothing) -> None:
    """Remove the folders that runs which are no more have left in ``parent``.

    Args:
        parent: where.
        prefix: of their names.
        last: what is done with each before it goes; where that fails, it stays.
    """
    for folder in _named(parent, prefix):
        with suppress(OSError):
            _collect(folder, last)


def _named(parent: Path, prefix: str) -> list[Path]:
    """Return our own folders of that name, and of this user."""
    found = []
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if _is_name(entry.name, prefix) and entry.name not in _mine:
                with suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid():
                        found.append(Path(entry.path))
    return sorted(found)


def _is_name(name: str, prefix: str) -> bool:
    mark = name.removeprefix(prefix)
    return name.startswith(prefix) and len(mark) == 2 * MARK and set(mark) <= set(hexdigits)


def _collect(folder: Path, last: Callable[[Path], None]) -> None:
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        # Its run was killed before there was one, or after; or is about to make one, and then
        # makes another folder. What is not empty is none of ours.
        folder.rmdir()
        return
    try:
        if not _lock(lock) and time.time() - os.fstat(lock).st_mtime < LONG_AGO:
            return
        last(folder)
        remove(folder)
    finally:
        os.close(lock)


def remove(folder: Path) -> None:
    """Remove a folder, its lock last, or as much of it as can be removed."""
    _done(_remove, folder)


def _remove(folder: Path) -> None:
    for entry in list(os.scandir(folder)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != LOCK:
            os.unlink(entry.path)
    with suppress(FileNotFoundError):
        os.unlink(folder / LOCK)
    os.rmdir(folder)


def _done(step: Callable[[Path], None], folder: Path) -> bool:
    """Return whether a step could be done: what fails once need not fail again."""
    for _ in range(2):
        with suppress(OSError):
            step(folder)
            return True
    return False
