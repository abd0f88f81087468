"""Ctrl-C and requests to terminate, which can wait for a moment but are never lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

ENDING = (signal.SIGTERM, signal.SIGHUP)
"""What asks a process to end; to Ctrl-C (SIGINT) a worker leaves the answer to its parent."""


@contextmanager
def held_back() -> Iterator[None]:
    """Let them wait until the end of the context, in this thread and in processes begun in it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, *ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
