"""Processes that take numbers and give results, and are replaced when they hang or die."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

import psutil

LOOK = 0.5
"""Seconds between two looks at what the workers take."""


@dataclass(frozen=True)
class Limits:
    """What one number may take.

    Attributes:
        cpu: seconds of processor.
        idle: seconds for which it sleeps: it waits for something that does not come.
        wall: seconds.
        memory: bytes, besides those that the worker held before.
    """

    cpu: float
    idle: float
    wall: float
    memory: int


@dataclass(frozen=True)
class Lost:
    """A worker went with its number: ``why`` is ``hang``, ``memory`` or ``crash``."""

    why: str
    detail: str


@dataclass
class _Worker:
    number: int
    process: Any
    pipe: Connection
    task: int | None = None
    since: float = 0.0
    cpu: float = 0.0
    held: int = 0
    used: float = 0.0
    awake: float = 0.0
    usage: psutil.Process = field(init=False)

    def __post_init__(self) -> None:
        self.usage = psutil.Process(self.process.pid)

    def give(self, task: int) -> None:
        self.task, self.since, self.cpu = task, time.monotonic(), self._seconds()
        self.held, self.used, self.awake = self.usage.memory_info().rss, 0.0, self.since
        self.pipe.send(task)

    def exceeds(self, limits: Limits) -> Lost | None:
        """Return what the present number takes too much of."""
        try:
            used, memory = self._seconds() - self.cpu, self.usage.memory_info().rss - self.held
            asleep = self.usage.status() == psutil.STATUS_SLEEPING
        except psutil.Error:
            return None  # it has just died, which its pipe tells
        now = time.monotonic()
        if used > self.used or not asleep:
            self.used, self.awake = used, now
        if memory > limits.memory:
            return Lost("memory", f"{memory / 1e6:.0f} MB more")
        if used > limits.cpu:
            return Lost("hang", f"more than {limits.cpu:.0f} s of processor time")
        if now - self.since > limits.wall:
            return Lost("hang", f"more than {limits.wall:.0f} s")
        if now - self.awake > limits.idle:
            return Lost("hang", "it waits for something")
        return None

    def _seconds(self) -> float:
        times = self.usage.cpu_times()
        return times.user + times.system

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run_all(
    start: Callable[[int], Callable[[int], Any]],
    numbers: Iterable[int],
    take: Callable[[int, Any], object],
    *,
    jobs: int,
    limits: Limits,
    until: float | None = None,
) -> None:
    """Have every number worked on by copies of this process.

    Args:
        start: is called in a new worker with the worker's number; returns what works on a number.
        numbers: what to work on.
        take: is called here with each number and its result, or with ``Lost``.
        jobs: how many workers there are.
        limits: what a number may take before its worker is killed.
        until: when to begin no more numbers, as ``time.monotonic`` has it.
    """
    waiting = iter(numbers)
    workers = [_new(number, start) for number in range(jobs)]
    try:
        idle = list(workers)
        while True:
            for worker, task in zip(idle, _before(until, waiting), strict=False):
                worker.give(task)
            busy = [worker for worker in workers if worker.task is not None]
            if not busy:
                return
            idle = []
            ready = wait([worker.pipe for worker in busy], LOOK)
            for worker in busy:
                task = worker.task
                assert task is not None
                result: Any = worker.exceeds(limits)
                if worker.pipe in ready:
                    try:
                        result = worker.pipe.recv()
                    except (EOFError, OSError):
                        result = Lost("crash", "the process died")
                if result is None:
                    continue
                take(task, result)
                if isinstance(result, Lost):
                    worker.end()
                    workers[worker.number] = worker = _new(worker.number, start)
                worker.task = None
                idle.append(worker)
    finally:
        for worker in workers:
            worker.end()


def _before(until: float | None, numbers: Iterator[int]) -> Iterator[int]:
    while until is None or time.monotonic() < until:
        with contextlib.suppress(StopIteration):
            yield next(numbers)
            continue
        return


def _new(number: int, start: Callable[[int], Callable[[int], Any]]) -> _Worker:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(
        target=_work, args=(number, start, theirs), daemon=True
    )
    process.start()
    theirs.close()
    return _Worker(number, process, ours)


def _work(number: int, start: Callable[[int], Callable[[int], Any]], pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpgid(0, 0)  # a signal to all of a request's processes reaches none but its own
    work = start(number)
    while True:
        pipe.send(work(pipe.recv()))
