"""Who draws which segment: claims are files in a folder that all workers of a run can see.

A claim is made by creating its file, which succeeds for one of them only, on a cluster's shared
disk too. So each takes the next segment when it is ready for one, however fast it is.
"""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from explainer.engine.segments import Segment

REPORTING = 0.2
"""Seconds between two reports of a worker's progress."""
_STOP = "stop"


class Stopped(Exception):
    """The run has been stopped by whoever began it."""


@dataclass
class Claims:
    """One worker's view of a run.

    Args:
        folder: the run's own.
    """

    folder: Path
    _name: str = field(default_factory=lambda: secrets.token_hex(4))
    _reported: float = 0.0

    def take(self, segment: Segment) -> bool:
        """Return whether a segment is this worker's now.

        Raises:
            OSError: when the run's folder cannot be used.
        """
        try:
            path = self.folder / f"{segment.start}-{segment.stop}.claim"
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return False
        return True

    def report(self, frames: int) -> None:
        """Tell how many frames this worker has drawn; not more often than is of use.

        Raises:
            Stopped: when the run is to end.
            OSError: when the run's folder cannot be used.
        """
        now = time.monotonic()
        if now - self._reported < REPORTING:
            return
        self._reported = now
        if (self.folder / _STOP).exists():
            raise Stopped
        draft = self.folder / f"{self._name}.draft"
        draft.write_text(str(frames))
        draft.replace(self.folder / f"{self._name}.frames")

    def drawn_by_others(self) -> int:
        """Return how many frames the other workers have told of."""
        own = f"{self._name}.frames"
        return sum(
            int(path.read_text() or 0) for path in self.folder.glob("*.frames") if path.name != own
        )

    def stop(self) -> None:
        """Let all workers end as soon as they look."""
        (self.folder / _STOP).touch()
