"""Segments kept between runs, under a key of all that made them.

A store is a folder of plain files, so that it survives whatever stops a run and can be shared by
several, containers and machines too. A file has its final name only when it is whole and on the
disk, and a seal tells whether it still is::

    STORE/films/KEY/START-STOP.mp4     segments
    STORE/runs/...                     claims of a run under way, and its drafts
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from explainer.engine.runs import drop_abandoned, remove, run_below
from explainer.engine.seals import read_sealed, sealed
from explainer.engine.segments import Segment

MOST_BYTES = 1_000_000_000
"""A film of a minute takes a few million."""
IN_USE = 3600.0
"""Seconds for which what was written or read is never dropped: somebody may be about to join it."""


class StoreError(OSError):
    """A store cannot be used; ``filename`` is its folder."""


@dataclass(frozen=True)
class SegmentStore:
    """The segments of many films below one folder.

    Args:
        folder: made when it is first written to.
        most_bytes: what it may grow to; the films that were used longest ago go first.
    """

    folder: Path
    most_bytes: int = MOST_BYTES

    def file(self, key: str, segment: Segment) -> Path:
        """Return where a segment of a film is, or would be."""
        return self.folder / "films" / key / f"{segment.start}-{segment.stop}.mp4"

    def read(self, key: str, segment: Segment) -> bytes | None:
        """Return a segment, an MP4; None when there is none, or not as it was kept."""
        return read_sealed(self.file(key, segment), _name(key, segment))

    def has(self, key: str, segment: Segment) -> bool:
        """Return whether a segment is there and whole, and note that it is in use."""
        if self.read(key, segment) is None:
            return False
        with contextlib.suppress(OSError):  # where others may only read it is used all the same
            os.utime(self.file(key, segment))
        return True

    def keep(self, key: str, segment: Segment, content: bytes, run: Path) -> None:
        """Put a segment in its place, once it has reached the disk.

        Args:
            key: of the film.
            segment: which part of it.
            content: an MP4 that is whole.
            run: the folder of this run.

        Raises:
            StoreError: when the disk is full or the folder cannot be written.
        """
        draft = run / f"{segment.start}-{segment.stop}.{secrets.token_hex(4)}.part"
        target = self.file(key, segment)
        with self.used():
            with draft.open("wb") as file:
                file.write(sealed(content, _name(key, segment)))
                file.flush()
                os.fsync(file.fileno())
            if not target.parent.is_dir():
                remove(target.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.replace(target)
            except OSError:  # something else is in its place
                remove(target)
                draft.replace(target)

    def forget(self, key: str, segment: Segment) -> None:
        """Drop a segment, if it is there.

        Raises:
            StoreError: when it cannot be removed.
        """
        path = self.file(key, segment)
        remove(path)
        if os.path.lexists(path):
            raise StoreError(errno.EACCES, f"{path.name} cannot be removed", str(self.folder))

    @contextmanager
    def used(self) -> Iterator[None]:
        """Say of an error that it is the store's.

        Raises:
            StoreError: instead of any other ``OSError``.
        """
        try:
            yield
        except StoreError:
            raise
        except OSError as error:
            reason = error.strerror or str(error)
            raise StoreError(error.errno, reason, str(self.folder)) from error

    def run(self) -> AbstractContextManager[Path]:
        """Give a folder for one run; it goes at the end, and so do those of runs that were killed.

        Raises:
            OSError: when it cannot be made.
        """
        return run_below(self.folder / "runs")

    def size(self) -> int:
        """Return how many bytes the segments take."""
        return sum(size for _, size, _ in self._films())

    def prune(self) -> None:
        """Drop what killed runs left, and the films used longest ago beyond the store's size."""
        self._drop_abandoned()
        films = sorted(self._films())
        total = sum(size for _, size, _ in films)
        if total <= self.most_bytes:
            return
        now = self._now()
        _bring_back([(used, folder) for used, _, folder in films if used > now], now)
        for used, size, folder in films:
            if total <= self.most_bytes or now - used < IN_USE:
                return
            remove(folder)
            total -= size

    def clear(self) -> int:
        """Drop everything that no run is using just now; return how many bytes that were.

        Raises:
            OSError: when the folder cannot be read.
        """
        before = self.size()
        films = self.folder / "films"
        for film in films.iterdir() if films.is_dir() else ():
            remove(film)
        self._drop_abandoned()
        return before - self.size()

    def _drop_abandoned(self) -> None:
        runs = self.folder / "runs"
        if runs.is_dir() and any(runs.iterdir()):
            drop_abandoned(runs, self._now())

    def _films(self) -> Iterator[tuple[float, int, Path]]:
        """Give each film's last use, its bytes and its folder."""
        films = self.folder / "films"
        for folder in films.iterdir() if films.is_dir() else ():
            stats = []
            with contextlib.suppress(OSError):  # somebody else drops it just now
                for file in folder.iterdir():
                    with contextlib.suppress(OSError):
                        stats.append(file.stat())
            yield (
                max((s.st_mtime for s in stats), default=0.0),
                sum(s.st_size for s in stats),
                folder,
            )

    def _now(self) -> float:
        """Return the time by the clock of the store's file system, which need not be ours."""
        probe = self.folder / "runs" / f"clock-{secrets.token_hex(4)}"
        try:
            probe.touch()
            return probe.stat().st_mtime
        except OSError:
            return time.time()
        finally:
            remove(probe)


def _name(key: str, segment: Segment) -> str:
    return f"{key}/{segment.start}-{segment.stop}"


def _bring_back(films: list[tuple[float, Path]], now: float) -> None:
    """Note of films that were used in a time to come, the earliest first, that they are used now.

    Their clock was put back since. They keep their order, and grow old from now on.
    """
    for ahead, (_, folder) in enumerate(films, -len(films)):
        with contextlib.suppress(OSError):
            for file in folder.iterdir():
                os.utime(file, (now + ahead * 1e-3,) * 2)
