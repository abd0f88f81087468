"""Files and folders that appear under their final names all at once, when all of them are whole.

Until then they lie in a hidden folder beside their places::

    .explainer-MARK/new/       what is being made
    .explainer-MARK/whole/     the same, on the disk to the last byte, on its way to its place
    .explainer-MARK/old/       what it takes the place of

Whatever fails on the way is undone. A run that is killed on the way leaves the folder, and the
next one finishes what it had begun.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from explainer.scratch import collect, own_folder
from explainer.stopping import held

HIDDEN = ".explainer-"
"""How the names of the hidden folders begin."""
WAITING = 10.0
"""Seconds for which another run may keep its hand on a folder; it takes a few milliseconds."""
_NO_SUCH_THING = (errno.EINVAL, errno.EBADF, errno.ENOTSUP, errno.EACCES, errno.EPERM)
"""What file systems say that cannot lock a folder, or write it to the disk."""


@contextmanager
def whole(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Give a place for each target, all of one folder, and put what is there into theirs.

    At each place a file is to be written or a folder to be made. They appear in the order of the
    targets, a moment apart. After an error, or when one has not been made, none of the targets has
    changed and nothing is left behind.

    Raises:
        IsADirectoryError, NotADirectoryError: when a folder has a file's name, or a file a
            folder's.
    """
    with drafts(targets[0].parent) as folder:
        places = tuple(folder / target.name for target in targets)
        yield places
        _publish(places, targets)


@contextmanager
def drafts(folder: Path) -> Iterator[Path]:
    """Give a hidden folder beside the places of what will be written there; it goes at the end."""
    with _alone_in(folder):
        collect(folder, HIDDEN, _finish)
    with own_folder(folder, HIDDEN, last=_finish) as hidden:
        new = hidden / "new"
        new.mkdir()
        yield new


def _publish(places: Sequence[Path], targets: Sequence[Path]) -> None:
    """Put all drafts into their places, or none; they lie in one folder, and nothing else does."""
    new = places[0].parent
    folder, ready, old = targets[0].parent, new.with_name("whole"), new.with_name("old")
    for place in places:
        _flush(place)
    old.mkdir()
    with _alone_in(folder), held(), ExitStack() as undo:
        collect(folder, HIDDEN, _finish)
        for place, target in zip(places, targets, strict=True):
            _check_kind(place, target)
            if target.is_file():
                _keep(target, old / target.name)
        _sync(new)
        # All that needs room on the disk has been done. From here on whoever finds it finishes it.
        undo.callback(_rename, ready, new)
        os.rename(new, ready)
        for target in targets:
            draft, kept = ready / target.name, old / target.name
            undo.callback(_rename, kept, target)
            if not os.path.lexists(kept) and os.path.lexists(target):
                os.rename(target, kept)
            undo.callback(_rename, target, draft)
            os.rename(draft, target)
        _sync(folder)
        undo.pop_all()


def _rename(path: Path, back: Path) -> None:
    """Undo the renaming of ``back`` to ``path``, if it has been done."""
    if os.path.lexists(path) and not os.path.lexists(back):
        os.rename(path, back)


def _keep(target: Path, kept: Path) -> None:
    """Give a file a second name, where it can have one, so that its own is never free."""
    with suppress(OSError):
        os.link(target, kept, follow_symlinks=False)


def _check_kind(place: Path, target: Path) -> None:
    if target.exists() and target.is_dir() != place.is_dir():
        kind, number = (
            (IsADirectoryError, errno.EISDIR)
            if target.is_dir()
            else (NotADirectoryError, errno.ENOTDIR)
        )
        raise kind(number, os.strerror(number), str(target))


def _finish(hidden: Path) -> None:
    """Put into place what a run has left on its way there.

    Raises:
        OSError: when it cannot be done.
    """
    ready, old = hidden / "whole", hidden / "old"
    for draft in sorted(ready.iterdir()) if ready.is_dir() else ():
        target = hidden.parent / draft.name
        if target.is_dir():
            os.rename(target, old / secrets.token_hex(6))
        os.rename(draft, target)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other runs from putting files into a folder meanwhile, where it can be locked."""
    with ExitStack() as stack:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            patience = time.monotonic() + WAITING
            while time.monotonic() < patience:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.01)
        yield


def _flush(path: Path) -> None:
    """Make sure that a file or a folder has reached the disk: a full one may only say so now."""
    if path.is_dir():
        for child in path.iterdir():
            _flush(child)
    _sync(path)


def _sync(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_THING or not path.is_dir():
            raise


@contextmanager
def output_folder(folder: Path) -> Iterator[Path]:
    """Make a folder that can be written to; remove what was made when it stays empty.

    Raises:
        OSError: when it cannot be made or written to.
    """
    with ExitStack() as undo:
        for missing in _missing(folder):
            missing.mkdir()
            undo.callback(_remove_if_empty, missing)
        _probe(folder)
        yield folder


def _probe(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:  # which names a file that nobody asked for
        raise OSError(error.errno, error.strerror, str(folder)) from error


def _missing(folder: Path) -> list[Path]:
    """Return the folders to make, the outermost first."""
    missing: list[Path] = []
    while not folder.exists():
        missing.insert(0, folder)
        folder = folder.parent
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    return missing


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def save_picture(pixels: Any, target: Path) -> None:
    """Write pixels, (height, width, 3 or 4) uint8, as an opaque PNG."""
    from PIL import Image

    Image.fromarray(pixels).convert("RGB").save(target, format="PNG", compress_level=4)
