"""Files that appear under their final name only when they are whole."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

K = TypeVar("K")

EXCHANGES = 20
"""How often a folder is put in its place before giving up."""


@contextmanager
def whole(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Give a hidden file to write for each target, and rename them all at the end.

    The hidden files lie in the targets' folders and keep their suffixes. After an error, or when
    one has not been written, none of the targets has changed and nothing is left behind.
    """
    mark = f"{os.getpid()}-{secrets.token_hex(3)}"
    drafts = tuple(t.with_name(f".{t.stem}.{mark}.part{t.suffix}") for t in targets)
    try:
        yield drafts
        for draft in drafts:
            _flush(draft)
        for draft, target in zip(drafts, targets, strict=True):
            draft.replace(target)
    finally:
        for draft in drafts:
            with suppress(OSError):
                draft.unlink()


@contextmanager
def each_whole(targets: Mapping[K, Path]) -> Iterator[tuple[dict[K, Path], Callable[[K], None]]]:
    """Give a hidden file to write for each target, and what renames one of them, by its key.

    Each can be whole by itself: after an error those that have been renamed stay, and of the others
    nothing is left behind. The hidden files are as with ``whole``.
    """
    mark = f"{os.getpid()}-{secrets.token_hex(3)}"
    drafts = {
        key: path.with_name(f".{path.stem}.{mark}.part{path.suffix}")
        for key, path in targets.items()
    }

    def keep(key: K) -> None:
        _flush(drafts[key])
        drafts[key].replace(targets[key])

    try:
        yield drafts, keep
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink()


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a hidden folder to fill, and let it take the place of the target at the end.

    After an error the target has not changed and nothing is left behind.

    Raises:
        NotADirectoryError: when the target is a file.
    """
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    mark = f"{os.getpid()}-{secrets.token_hex(3)}"
    draft = target.with_name(f".{target.name}.{mark}.part")
    old = target.with_name(f".{target.name}.{mark}.old")
    try:
        draft.mkdir()
        yield draft
        for path in draft.rglob("*"):
            if path.is_file():
                _flush(path)
        _exchange(draft, target, old)
    finally:
        if old.exists() and not target.exists():
            old.replace(target)
        for left in (draft, old):
            shutil.rmtree(left, ignore_errors=True)


def _exchange(draft: Path, target: Path, old: Path) -> None:
    """Put a folder in the place of another, which somebody else may be doing at the same time."""
    for last in (*[False] * EXCHANGES, True):
        shutil.rmtree(old, ignore_errors=True)
        with suppress(FileNotFoundError):
            target.replace(old)
        try:
            draft.replace(target)
            return
        except OSError as error:
            if last or error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise


def _flush(path: Path) -> None:
    """Make sure that a file has reached the disk: a full one may only say so now."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


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
        probe = folder / f".probe-{os.getpid()}-{secrets.token_hex(3)}"
        try:
            probe.write_bytes(b"")
        finally:
            with suppress(OSError):
                probe.unlink()
        yield folder


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
