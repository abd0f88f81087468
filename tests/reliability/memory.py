"""A hundred pictures in one process: what the process holds does not grow with them."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from reliability.counts import Counts

from explainer import catalogue

FAULTS = ("failed", "growth")
FIRST = 30
"""Pictures after which every library has loaded, and every cache of texts has its usual size."""
GROWTH = 60_000_000
"""Bytes by which the process may grow after these."""


def memory(
    folder: Path, pictures: int = 100, tell: Callable[[int], object] = lambda done: None
) -> Counts:
    """Make pictures of all scenes and presets in one new process.

    Args:
        folder: for the pictures.
        pictures: how many.
        tell: is told how many are done.
    """
    counts = Counts("memory", FAULTS)
    scenes = [(entry.name, preset) for entry in catalogue.entries()
              for preset in catalogue.load(entry.name).presets]  # fmt: skip
    wanted = [scenes[number % len(scenes)] for number in range(pictures)]
    commands = [[name, "--preset", preset, "--sheet", "-ql", "--out", str(folder)]
                for name, preset in wanted]  # fmt: skip
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_make, args=(commands, theirs, sys.path), daemon=True)
    process.start()
    theirs.close()
    held: list[int] = []
    for given in commands:
        try:
            status = ours.recv()
        except EOFError:
            status = "the process died"
        counts.outcomes["tried"] += 1
        if status != 0:
            counts.fault("failed", len(held), ["./render.sh", *given[:-2]], str(status))
        if status == "the process died":
            break
        held.append(psutil.Process(process.pid).memory_info().rss)
        ours.send(None)
        tell(counts.outcomes["tried"])
    process.join(10)
    settled, last = max(held[:FIRST], default=0), max(held[-5:], default=0)
    counts.outcomes["MB at the end"] = round(last / 1e6)
    if len(held) > FIRST and last - settled > GROWTH:
        grown = f"from {settled / 1e6:.0f} to {last / 1e6:.0f} MB"
        counts.fault("growth", len(held), f"{pictures} sheets in one process", grown)
    return counts


def _make(commands: list[list[str]], pipe: Any, path: list[str]) -> None:
    sys.path[:] = path
    from explainer.cli.app import main

    sys.stdout = open("/dev/null", "w")  # noqa: SIM115 - for as long as the process lasts
    for given in commands:
        pipe.send(main(given))
        pipe.recv()
