"""Thousands of requests, each in a folder of its own, with drawing replaced by story and words."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path

from reliability import generate
from reliability.counts import Counts
from reliability.request import Request
from reliability.sandbox import Outcome, Sandbox, captured
from reliability.undrawn_commands import undrawn
from reliability.verdict import FAULTS, Verdict, judge
from reliability.workers import Limits, Lost, run_all

from explainer import catalogue
from explainer.cli.app import main

LIMITS = Limits(cpu=10.0, idle=10.0, wall=300.0, memory=2_000_000_000)
"""What a request may take."""
PLAYED = 50
"""One request of so many is played instead of told."""


def fuzz(
    folder: Path,
    seed: int,
    numbers: Iterable[int],
    *,
    jobs: int = 2,
    until: float | None = None,
    tell: Callable[[int], object] = lambda done: None,
) -> Counts:
    """Try requests and judge what comes of each.

    Args:
        folder: for the files of the requests.
        seed: of the requests.
        numbers: which of them.
        jobs: how many processes try at once.
        until: when to stop, as ``time.monotonic`` has it.
        tell: is told how many are done.
    """
    counts = Counts("fuzz", FAULTS)
    warm()

    def start(worker: int) -> Callable[[int], Verdict]:
        sandbox = Sandbox((folder / f"worker-{worker}").resolve())
        return lambda number: attempt(generate.request(seed, number), sandbox)

    def take(number: int, result: Verdict | Lost) -> None:
        verdict = Verdict(result.why, result.detail) if isinstance(result, Lost) else result
        counts.outcomes["tried"] += 1
        if verdict.what in FAULTS:
            request = generate.request(seed, number)
            counts.fault(verdict.what, number, request.command, verdict.detail)
        else:
            counts.outcomes[verdict.what] += 1
            counts.outcomes[f"{verdict.what}, but only played"] += verdict.detail.startswith(
                "told:"
            )
        tell(counts.outcomes["tried"])

    run_all(start, numbers, take, jobs=jobs, limits=LIMITS, until=until)
    return counts


def warm() -> None:
    """Import, in the process that the workers are copies of, what all requests need."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for scene in catalogue.entries():
        generate.schema_of(scene.name)
    import explainer.engine.film
    import explainer.publish.finished  # noqa: F401


def attempt(request: Request, sandbox: Sandbox) -> Verdict:
    """Run a request in a worker, and judge it."""
    status: int | None = None
    with sandbox.fresh() as here:
        request.write_files(here)
        before = sandbox.entries()
        played = request.number % PLAYED == 0
        with warnings.catch_warnings(), undrawn(played) as said:
            for kind in (RuntimeWarning, UserWarning, SyntaxWarning):
                warnings.simplefilter("always", kind)
            with captured(sandbox.folder) as texts:
                try:
                    status = main(request.arguments)
                except BaseException as error:  # what comes through is what is looked for
                    texts.append(f"{type(error).__name__}: {error}")
        left = tuple(sorted(sandbox.entries() ^ before))
    *raised, out, err = texts
    outcome = Outcome(status, out, err + "".join(raised), left, tuple(sandbox.beyond))
    given = request.command + "".join(
        content[:100_000].decode("utf-8", "replace")
        for content in request.files.values()
        if isinstance(content, bytes)
    )
    verdict = judge(request, outcome, said.complaint(given))
    if verdict.what == "accepted" and said.only_told:
        return Verdict("accepted", f"told: {said.only_told[0]}")
    return verdict
