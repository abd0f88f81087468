"""Segments kept between runs, under a key of all that made them.

A store is a folder of plain files, so that it survives whatever stops a run and can be shared by
several. A file has its final name only when it is whole and on the disk::

    STORE/films/KEY/START-STOP.mp4     segments
    STORE/runs/PID-MARK/               claims of a run under way
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from explainer.engine.segments import Segment

MOST_BYTES = 1_000_000_000
"""A film of a minute takes a few million."""
IN_USE = 3600.0
"""Seconds for which what was written or read is never dropped: somebody may be about to join it."""


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

    def has(self, key: str, segment: Segment) -> bool:
        """Return whether a segment is there, and note that it is in use."""
        try:
            os.utime(self.file(key, segment))
        except OSError:
            return False
        return True

    def keep(self, key: str, segment: Segment, draft: Path) -> None:
        """Move a finished draft to its place, once it has reached the disk.

        Raises:
            OSError: when the disk is full or the folder cannot be written.
        """
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        target = self.file(key, segment)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(target)

    def forget(self, key: str, segment: Segment) -> None:
        """Drop a segment, if it is there."""
        self.file(key, segment).unlink(missing_ok=True)

    @contextmanager
    def run(self) -> Iterator[Path]:
        """Give a folder for one run; it goes at the end, and so do those of runs that were killed.

        Raises:
            OSError: when it cannot be made.
        """
        runs = self.folder / "runs"
        runs.mkdir(parents=True, exist_ok=True)
        for old in runs.iterdir():
            if not _alive(old.name):
                shutil.rmtree(old, ignore_errors=True)
        folder = runs / f"{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def size(self) -> int:
        """Return how many bytes the segments take."""
        return sum(size for _, size, _ in self._films())

    def prune(self) -> None:
        """Drop the films used longest ago until the store is within its size."""
        films = sorted(self._films())
        total = sum(size for _, size, _ in films)
        for used, size, folder in films:
            if total <= self.most_bytes or time.time() - used < IN_USE:
                return
            shutil.rmtree(folder, ignore_errors=True)
            total -= size

    def clear(self) -> int:
        """Drop everything that no run is using just now; return how many bytes that were."""
        before = self.size()
        for folder in (self.folder / "films", self.folder / "runs"):
            for child in folder.iterdir() if folder.is_dir() else ():
                if folder.name == "films" or not _alive(child.name):
                    shutil.rmtree(child, ignore_errors=True)
        return before - self.size()

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


def _alive(run: str) -> bool:
    """Return whether the process that a run's folder is named after still runs."""
    try:
        os.kill(int(run.split("-")[0]), 0)
    except ValueError:
        return False
    except OSError as error:
        return error.errno != errno.ESRCH
    return True
