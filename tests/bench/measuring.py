"""What a command costs: time, processor time, memory, the size of what it leaves.

run(["manim", "-qh", "scene.py", "Scene"])          one run
in_turn({"ours": ..., "theirs": ...}, rounds=5)     several, A B A B, so that all meet the same
ratio(runs["theirs"], runs["ours"], "wall")         how many times as much, pair by pair
"""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

import psutil

MEMORY = "PSS" if sys.platform == "linux" else "RSS"
"""What is added up over the processes: on Linux the proportional set size, in which a page that
several share counts once; elsewhere the resident set size, in which it counts once for each."""

INTERVAL = 0.05
"""Seconds between two looks at the memory; a shorter peak may be missed."""

SELDOM = 10
"""Every so many looks, new processes are looked for, and what is dear to read is read anyway."""
GROWN = 1.02
"""How many times as large the resident memory must be for it to be read at once."""

Measure = Literal["wall", "cpu", "memory", "size"]


class CommandFailed(RuntimeError):
    """A command that was to be measured failed or took too long; the message ends with its last
    words."""


@dataclass(frozen=True)
class Run:
    """What one run took.

    Attributes:
        wall: seconds from start to end.
        cpu: seconds of processor time, user and system, of the process and of all its descendants
            that were waited for.
        memory: the most bytes that all its processes held together; see ``MEMORY``.
        size: bytes of the file that it left; 0 when none was asked for.
    """

    wall: float
    cpu: float
    memory: float
    size: float


@dataclass(frozen=True)
class Contender:
    """A command to compare with others.

    Attributes:
        command: the program and its arguments.
        output: the file that it leaves, whose size is taken; it is removed before each run.
        prepare: called before each run, outside the time.
        folder: where the command runs; the current one when None.
        environment: variables to set besides the current ones.
    """

    command: Sequence[str | Path]
    output: Path | None = None
    prepare: Callable[[], object] | None = None
    folder: Path | None = None
    environment: Mapping[str, str] | None = None

    def run(self, timeout: float | None = None) -> Run:
        """Run it once; see ``run``."""
        if self.prepare is not None:
            self.prepare()
        if self.output is not None:
            self.output.unlink(missing_ok=True)
        return run(
            self.command,
            output=self.output,
            folder=self.folder,
            environment=self.environment,
            timeout=timeout,
        )


@dataclass(frozen=True)
class Spread:
    """The least, the middle and the greatest of several figures."""

    least: float
    median: float
    greatest: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Return the spread of one or more figures."""
        return cls(min(figures), statistics.median(figures), max(figures))


def run(
    command: Sequence[str | Path],
    *,
    output: Path | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout: float | None = None,
    interval: float = INTERVAL,
) -> Run:
    """Run a command to its end, and return what it took.

    Args:
        command: the program and its arguments.
        output: the file that it leaves.
        folder: where it runs.
        environment: variables to set besides the current ones.
        timeout: seconds after which it is stopped, with all its processes.
        interval: seconds between two looks at the memory.

    Raises:
        CommandFailed: when it cannot be started, ends with another status than 0, takes too long,
            or leaves no file.
    """
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                [str(word) for word in command],
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise CommandFailed(f"{command[0]} cannot be started: {error}") from error
        watch = _Watch(process.pid, interval, timeout)
        watch.start()
        try:
            # Its own usage and that of its descendants, as far as each was waited for in its turn.
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            watch.stop()
            raise
        finally:
            wall = time.perf_counter() - start
            watch.end()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(max(0, said.seek(0, os.SEEK_END) - 2000))
        last = said.read().decode(errors="replace").strip()
    name = " ".join(str(word) for word in command)
    if watch.stopped:
        raise CommandFailed(f"{name} took more than {timeout} s\n{last}")
    if process.returncode != 0:
        raise CommandFailed(f"{name} ended with {process.returncode}\n{last}")
    if output is not None and not output.is_file():
        raise CommandFailed(f"{name} left no {output}\n{last}")
    size = output.stat().st_size if output is not None else 0
    return Run(wall, usage.ru_utime + usage.ru_stime, watch.peak, size)


class _Watch(threading.Thread):
    """Looks at the memory of a process and of all its descendants, until told to end."""

    def __init__(self, pid: int, interval: float, timeout: float | None) -> None:
        super().__init__(name="memory-watch", daemon=True)
        self.peak, self.stopped = 0, False
        self._looks, self._resident = 0, 0
        self._interval = interval
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._ended = threading.Event()
        self._known: set[psutil.Process] = set()
        with contextlib.suppress(psutil.Error):
            self._known.add(psutil.Process(pid))

    def run(self) -> None:
        while not self._ended.is_set():
            self._look()
            if self._deadline is not None and time.monotonic() > self._deadline:
                self.stopped = True
                self.stop()
                return
            self._ended.wait(self._interval)

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()

    def stop(self) -> None:
        """Stop the processes that have been seen."""
        self._find()
        for process in self._known:
            with contextlib.suppress(psutil.Error):
                process.kill()  # which makes sure that the number has not passed to another

    def _find(self) -> None:
        # Those seen before are kept: when its parent ends, a process has another one.
        for process in list(self._known):
            with contextlib.suppress(psutil.Error):
                self._known.update(process.children(recursive=True))

    def _look(self) -> None:
        """Take note of the memory that is held now.

        On Linux the resident sizes are cheap to read and the proportional ones are not: these are
        read only when they may set a new mark, so that watching does not slow down what is watched.
        """
        regular = self._looks % SELDOM == 0
        self._looks += 1
        if regular:
            self._find()
        resident = self._total(lambda process: process.memory_info().rss)
        if MEMORY == "RSS":
            self.peak = max(self.peak, resident)
        elif resident > self.peak and (regular or resident > GROWN * self._resident):
            self._resident = resident
            total = self._total(lambda process: process.memory_full_info().pss)
            self.peak = max(self.peak, total)

    def _total(self, memory: Callable[[psutil.Process], int]) -> int:
        total = 0
        for process in list(self._known):
            try:
                total += memory(process)
            except psutil.NoSuchProcess:
                self._known.discard(process)
            except psutil.Error:  # about to end, and no longer to be read
                continue
        return total


def in_turn(
    contenders: Mapping[str, Contender],
    rounds: int,
    *,
    timeout: float | None = None,
    tell: Callable[[str, Run], object] = lambda name, run: None,
) -> dict[str, list[Run]]:
    """Run each contender once, in order, and that several times: A B C A B C.

    So all meet the same machine, and the n-th runs of any two can be compared as a pair.

    Args:
        contenders: by name.
        rounds: how many runs each has.
        timeout: seconds that one run may take.
        tell: told of each run as it ends.

    Raises:
        CommandFailed: see ``run``.
    """
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            done = contender.run(timeout)
            runs[name].append(done)
            tell(name, done)
    return runs


def median(runs: Sequence[Run]) -> Run:
    """Return the medians of one or more runs, each figure by itself."""
    return Run(
        *(statistics.median(getattr(run, field.name) for run in runs) for field in fields(Run))
    )


def ratio(first: Sequence[Run], second: Sequence[Run], measure: Measure) -> Spread:
    """Return how many times as much the first took as the second, pair by pair.

    Args:
        first: runs, in order.
        second: as many runs.
        measure: which figure.

    Raises:
        ValueError: when one has more runs than the other.
    """
    pairs = zip(first, second, strict=True)
    return Spread.of([getattr(a, measure) / getattr(b, measure) for a, b in pairs])
