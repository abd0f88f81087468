"""The progress bar: on standard error, and only where somebody watches."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from explainer.cli.jobs import OnFrame

REDRAWING = 0.1
"""Seconds between two pictures of the bar."""


@contextmanager
def bar(name: str, frames: int) -> Iterator[OnFrame]:
    """Show the progress of a clip while the context lasts; give what is told the frames done."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("frames"),
        TimeRemainingColumn(compact=True),
    )
    # It draws itself when it is told something: a thread of its own would keep the renderer from
    # starting workers as copies of this process.
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
        task = progress.add_task(name, total=frames)
        drawn = 0.0

        def tell(done: int) -> None:
            nonlocal drawn
            now = time.monotonic()
            due = now - drawn > REDRAWING or done >= frames
            drawn = now if due else drawn
            progress.update(task, completed=done, refresh=due)

        yield tell
