"""Two runs at once into one folder: each clip is whole, and one run's alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from reliability.commands import TINY, Place, command
from reliability.counts import Counts
from reliability.kills import Reference, prepare

FAULTS = ("wrong status", "mixed clip", "wrong film", "leftover")
HEADWAY = 3.0
"""Seconds, at most, by which the one is ahead of the other."""


def concurrent_runs(
    folder: Path,
    seed: int,
    numbers: Iterable[int],
    *,
    until: float | None = None,
    tell: Callable[[int], object] = lambda done: None,
) -> Counts:
    """Start two runs, one soon after the other; every third time of different parameters.

    Args:
        folder: for the files.
        seed: of the moments.
        numbers: of the trials.
        until: when to begin no more, as ``time.monotonic`` has it.
        tell: is told how many are done.
    """
    counts = Counts("concurrent", FAULTS)
    other = (TINY, "-ql", "--set", "radius=2")
    reference = prepare(folder / "tiny", (TINY, "-ql"), other)
    for number in numbers:
        if until is not None and time.monotonic() > until:
            break
        second = other if number % 3 == 2 else reference.arguments
        counts.add([_pair(folder / f"pair-{number}", reference, second, seed, number)])
        tell(counts.outcomes["tried"])
    return counts


def _pair(
    folder: Path, reference: Reference, second: tuple[str, ...], seed: int, number: int
) -> Counts:
    random = Random(f"{seed}:{number}")
    counts = Counts("concurrent", FAULTS)
    same = second == reference.arguments
    place = Place(folder).copy_of(reference.place, out=False, cache=random.random() < 0.5)
    first = place.start(reference.arguments)
    time.sleep(random.uniform(0, HEADWAY))
    both = [(first, reference.arguments), (place.start(second), second)]
    counts.outcomes["tried"] += 1
    counts.outcomes["same parameters" if same else "different parameters"] += 1
    for running, arguments in both:
        ended = running.end()
        if ended.status or ended.complaints:
            found = f"{ended.status}: {ended.err.strip()[-300:]}"
            counts.fault("wrong status", number, command(arguments), found)
    files = place.files()
    allowed = [reference.files] if same else [reference.files, reference.before]
    if files not in allowed:
        wrong = [path for path in reference.files
                 if files.get(path) not in [clip.get(path) for clip in allowed]]  # fmt: skip
        what = "wrong film" if wrong else "mixed clip"
        counts.fault(what, number, command(second), ", ".join(wrong) or "files of both runs")
    left = place.left(list(reference.files))
    if left:
        counts.fault("leftover", number, command(second), ", ".join(left[:5]))
    place.remove()
    return counts
