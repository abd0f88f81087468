"""What the harness tries, by name: each takes a plan and gives counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reliability import concurrent_runs, fuzz, kills, memory
from reliability.counts import Counts

Tell = Callable[[int], object]


@dataclass(frozen=True)
class Plan:
    """How much is tried.

    Attributes:
        folder: for whatever files it takes.
        seed: of all that is random.
        jobs: how many processes try at once.
        requests, kills, damages, pairs, pictures: how many trials of each subject.
        first: the number of the first trial of each subject.
        minutes: for each subject, at most; no limit when None.
    """

    folder: Path
    seed: int = 1
    jobs: int = 2
    requests: int = 10_000
    kills: int = 100
    damages: int = 400
    pairs: int = 12
    pictures: int = 100
    first: int = 0
    minutes: float | None = None

    def numbers(self, count: int) -> range:
        """Return the numbers of the trials of a subject that has so many."""
        return range(self.first, self.first + count)

    def until(self) -> float | None:
        """Return when to begin no more trials of a subject that begins now."""
        return None if self.minutes is None else time.monotonic() + 60 * self.minutes


def _fuzz(plan: Plan, tell: Tell) -> Counts:
    numbers = plan.numbers(plan.requests)
    return fuzz.fuzz(plan.folder, plan.seed, numbers, jobs=plan.jobs, until=plan.until(), tell=tell)


def _kills(plan: Plan, tell: Tell) -> Counts:
    numbers = plan.numbers(plan.kills)
    return kills.kills(
        plan.folder, plan.seed, numbers, jobs=plan.jobs, until=plan.until(), tell=tell
    )


def _concurrent(plan: Plan, tell: Tell) -> Counts:
    numbers = plan.numbers(plan.pairs)
    return concurrent_runs.concurrent_runs(
        plan.folder, plan.seed, numbers, until=plan.until(), tell=tell
    )


def _memory(plan: Plan, tell: Tell) -> Counts:
    return memory.memory(plan.folder, plan.pictures, tell)


def _damage(plan: Plan, tell: Tell) -> Counts:
    from reliability.damage import damage_and_rerun

    counts = Counts("damage", ("wrong film", "failed", "damage kept"))
    done = damage_and_rerun(plan.damages, plan.seed)
    counts.outcomes.update(tried=plan.damages, noticed=done.noticed, harmless=done.harmless)
    found = {"wrong film": done.wrong, "failed": done.failed, "damage kept": done.kept}
    for kind, runs in found.items():
        for run in runs:
            number, _, what = run.partition(": ")
            counts.fault(kind, int(number), f"damage_and_rerun({plan.damages}, {plan.seed})", what)
    return counts


def _file_operations(plan: Plan, tell: Tell) -> Counts:
    from reliability.file_operations import sweep_all

    counts = Counts("file operations", ("complaint",))
    plan.folder.mkdir(parents=True)
    swept = sweep_all(plan.folder)
    counts.outcomes.update(tried=swept.failures)
    for number, complaint in enumerate(swept.complaints):
        counts.fault("complaint", number, "sweep_all", complaint)
    return counts


SUBJECTS: dict[str, tuple[Callable[[Plan], int], Callable[[Plan, Tell], Counts]]] = {
    "fuzz": (lambda plan: plan.requests, _fuzz),
    "kills": (lambda plan: plan.kills, _kills),
    "damage": (lambda plan: plan.damages, _damage),
    "files": (lambda plan: 1, _file_operations),
    "concurrent": (lambda plan: plan.pairs, _concurrent),
    "memory": (lambda plan: plan.pictures, _memory),
}
"""Each with how many trials a plan wants of it."""
