"""The long form of the reliability tests: ``./render.sh reliability [OPTIONS]``.

fuzz        generated requests, good and bad, with drawing replaced by story and words
kills       runs killed or stopped at any moment, each followed by the same command
damage      kept segments damaged, each followed by the same request
files       every operation on files that a clip takes made to fail, one after the other
concurrent  two runs at once into one folder
memory      many pictures in one process

Prints how often each was tried and how many faults of each kind there were; the exit status is 0
only when there were none. Every fault is a line of the report: subject, kind, seed, number,
command. ``--only fuzz --number 4711`` repeats one; ``--keep DIR`` keeps the files that it took.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reliability import generate
from reliability.counts import Counts
from reliability.subjects import SUBJECTS, Plan
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table


def main(arguments: Sequence[str]) -> int:
    """Try what was asked for; return the exit status."""
    options = _parser().parse_args(arguments)
    with _folder(options.keep) as folder:
        plan = Plan(
            folder,
            options.seed,
            options.jobs,
            options.requests,
            options.kills,
            options.damages,
            options.pairs,
            options.pictures,
            options.first,
            options.minutes,
        )
        if options.number is not None:
            plan = replace(plan, requests=1, kills=1, pairs=1, first=options.number)
            if options.keep:
                generate.request(plan.seed, plan.first).write_files(folder / "request")
        found = [_try(name, plan) for name in options.only]
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(_table(found))
    faults = sum(len(counts.faults) for counts in found)
    if faults:
        options.report.write_text("".join(_lines(found, plan.seed)), encoding="utf-8")
        console.print(f"{faults} faults: {options.report}", soft_wrap=True, highlight=False)
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./render.sh reliability",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    plan = Plan(Path())
    for name, what in (
        ("requests", "requests of fuzz"),
        ("kills", "runs to stop"),
        ("damages", "segments to damage"),
        ("pairs", "pairs of concurrent runs"),
        ("pictures", "pictures in one process"),
        ("first", "the number of the first trial"),
        ("seed", "of all that is random"),
        ("jobs", "how many processes try at once"),
    ):
        default = getattr(plan, name)
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N",
                            help=f"{what} ({default})")  # fmt: skip
    parser.add_argument("--only", type=_subjects, default=list(SUBJECTS), metavar="SUBJECT,...",
                        help="some of the subjects")  # fmt: skip
    parser.add_argument("--number", type=int, metavar="N", help="make this one trial")
    parser.add_argument("--minutes", type=float, metavar="M", help="for each subject, at most")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a folder for all files")
    parser.add_argument("--report", type=Path, default=Path("reliability.txt"), metavar="FILE",
                        help="for the faults (reliability.txt)")  # fmt: skip
    return parser


def _subjects(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in SUBJECTS]:
        known = ", ".join(SUBJECTS)
        raise argparse.ArgumentTypeError(f"given {', '.join(unknown)}; there are {known}")
    return names


@contextlib.contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Give the folder for all files, which goes at the end unless it is to be kept."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="reliability-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def _try(name: str, plan: Plan) -> Counts:
    total, subject = SUBJECTS[name]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    # It has no thread of its own: workers are copies of this process.
    with Progress(*columns, console=console, transient=True, auto_refresh=False) as progress:
        task = progress.add_task(name, total=total(plan))
        return subject(
            replace(plan, folder=plan.folder / name),
            lambda done: progress.update(task, completed=done, refresh=console.is_terminal),
        )


def _table(found: Sequence[Counts]) -> Table:
    """Return how often each was tried, what happened, and how many faults there were."""
    table = Table("what", "kind", "count", title="Reliability", title_justify="left")
    for counts in found:
        for outcome, count in sorted(counts.outcomes.items(), key=lambda pair: -pair[1]):
            if count:
                table.add_row(counts.subject, outcome, f"{count}")
        for kind, count in counts.rows:
            style = "bold red" if count else "green"
            table.add_row(counts.subject, f"fault: {kind}", f"{count}", style=style)
        table.add_section()
    return table


def _lines(found: Sequence[Counts], seed: int) -> Iterator[str]:
    """Give a line for each fault, from which it can be repeated."""
    for counts in found:
        for fault in sorted(counts.faults, key=lambda fault: (fault.what, len(fault.command))):
            parts = (counts.subject, fault.what, f"--seed {seed} --number {fault.number}",
                     fault.command, fault.detail)  # fmt: skip
            line = "\t".join(" ".join(part.split("\n")) for part in parts)
            yield line.encode("utf-8", "backslashreplace").decode() + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
