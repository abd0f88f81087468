"""Processes that draw along on this machine, and how they end: with the run, and without a word.

They need no semaphores and no queue, which are not to be had everywhere; what is to be done they
find in the run's folder. One that dies costs what it had under way and nothing else.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, wait
from contextlib import contextmanager
from multiprocessing import connection
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")
Finished = Callable[[float], bool]
"""Waits up to so many seconds, and returns whether all have ended."""

WATCHING = 0.5
"""Seconds between two looks of a worker for its parent."""
PATIENCE = 10.0
"""Seconds in which a worker that has been told to end does so."""
ENDING = (signal.SIGTERM, signal.SIGHUP)
"""What asks a process to end; to Ctrl-C a worker leaves the answer to its parent."""


@contextmanager
def processes(
    count: int, function: Callable[[T], object], task: T, warn: Callable[[str], None] | None = None
) -> Iterator[Finished]:
    """Let processes on this machine work at a task; they end with this one, however it ends.

    Args:
        count: how many.
        function: what each does; what it raises is lost.
        task: given to each.
        warn: told when fewer could be started.
    """
    # A copy of this process has everything loaded already. It is safe only while there is one
    # thread, and not on macOS, whose own libraries do not survive it.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    started: list[Any] = []

    def finished(seconds: float) -> bool:
        running = [each.sentinel for each in started if each.is_alive()]
        connection.wait(running, seconds)
        return not any(each.is_alive() for each in started)

    try:
        # Until a worker has its own way to end, it has ours, which speaks.
        with held_back():
            for _ in range(count):
                each = context.Process(target=_work, args=(os.getpid(), function, task))
                try:
                    each.start()
                except OSError as error:
                    if warn is not None:
                        reason = (error.strerror or str(error)).lower()
                        warn(
                            f"no more processes can be started ({reason}): "
                            f"{1 + len(started)} of {1 + count} draw, which takes longer"
                        )
                    break
                started.append(each)
        yield finished
    except BaseException:
        for each in started:
            each.terminate()
        until = time.monotonic() + PATIENCE
        for each in started:
            each.join(max(0.0, until - time.monotonic()))
            each.kill()
        raise
    finally:
        for each in started:
            each.join()


@contextmanager
def tasks(
    executor: Executor, count: int, function: Callable[[T], object], task: T
) -> Iterator[Finished]:
    """Let an executor work at a task; arguments are those of ``processes``."""
    futures = [executor.submit(function, task) for _ in range(count)]
    yield lambda seconds: not wait(futures, timeout=seconds).not_done


@contextmanager
def held_back() -> Iterator[None]:
    """Let signals that end a run wait, in this thread and in processes begun in it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, *ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# -- in the worker --------------------------------------------------------------------------------


def _work(parent: int, function: Callable[[Any], object], task: Any) -> None:
    """Leave Ctrl-C to the parent, which stops the run, and do not outlive it."""
    sys.unraisablehook = lambda _: None
    with contextlib.suppress(BaseException):  # what is missing is drawn by the parent, and told
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in ENDING:
            signal.signal(number, _end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, *ENDING))

        def watch() -> None:
            while os.getppid() == parent:
                time.sleep(WATCHING)
            os._exit(1)

        threading.Thread(target=watch, name="parent-watch", daemon=True).start()
        function(task)
    _ignore()


def _end(number: int, frame: FrameType | None) -> None:
    _ignore()  # what is under way is cleared up only once
    raise SystemExit


def _ignore() -> None:
    for number in ENDING:
        signal.signal(number, signal.SIG_IGN)
