"""The progress bar: on standard error, and only where somebody watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from explainer.cli.jobs import OnFrame


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
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=frames)
        yield lambda done: progress.update(task, completed=done)
