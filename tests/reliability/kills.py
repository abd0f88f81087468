"""Runs killed or asked to stop at any moment: the same command again makes everything whole."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from reliability.commands import TINY, Ended, Files, Place, Running, command
from reliability.counts import Counts

FAULTS = (
    "torn file",
    "mixed clip",
    "wrong film",
    "leftover",
    "orphan",
    "traceback",
    "wrong status",
)
STATES = {"publishing": 40, "gaps": 45, "cold": 15}
"""What is there when the run that is killed begins: all segments, some, none; with weights."""
SIGNALS: dict[str, tuple[signal.Signals, bool, int]] = {
    "KILL to the group": (signal.SIGKILL, True, 50),
    "KILL to the parent": (signal.SIGKILL, False, 15),
    "INT to the group": (signal.SIGINT, True, 15),
    "TERM to the group": (signal.SIGTERM, True, 10),
    "TERM to the parent": (signal.SIGTERM, False, 10),
}
"""Each with whom it goes to, and its weight."""
INTERRUPTED = 130
LARGE = 12
"""One trial of so many is of a scene of the catalogue."""


@dataclass
class Reference:
    """An undisturbed run: its files, its place, and how long it took from each state, in seconds.

    ``older`` is the place of a clip of the same name with other parameters.
    """

    arguments: tuple[str, ...]
    place: Place
    older: Place
    files: Files
    before: Files
    seconds: dict[str, float] = field(default_factory=dict)


def prepare(folder: Path, arguments: tuple[str, ...], other: tuple[str, ...]) -> Reference:
    """Render a clip undisturbed, and one of other parameters; find out how long it takes.

    Raises:
        RuntimeError: when that fails.
    """
    place, older = Place(folder / "reference"), Place(folder / "older")
    seconds = {}
    for state, where, given in (
        ("older", older, other),
        ("cold", place, arguments),
        ("publishing", place, arguments),
    ):
        start = time.monotonic()
        ended = where.run(given)
        seconds[state] = time.monotonic() - start
        if ended.status:
            raise RuntimeError(f"{' '.join(command(given))}: {ended.err}")
    seconds["gaps"] = (seconds["cold"] + seconds["publishing"]) / 2
    return Reference(arguments, place, older, place.files(), older.files(), seconds)


def kills(
    folder: Path,
    seed: int,
    numbers: Iterable[int],
    *,
    jobs: int = 1,
    large: bool = True,
    until: float | None = None,
    tell: Callable[[int], object] = lambda done: None,
) -> Counts:
    """Stop runs at random moments, and see what the same command makes of it.

    Args:
        folder: for the files.
        seed: of the moments.
        numbers: of the trials.
        jobs: how many trials run at once.
        large: have a scene of the catalogue among them.
        until: when to begin no more, as ``time.monotonic`` has it.
        tell: is told how many are done.
    """
    tiny = prepare(folder / "tiny", (TINY, "-ql"), (TINY, "-ql", "--set", "radius=2"))
    numbers = list(numbers)
    other = ("vectors", "-ql", "--preset", "zero")
    large = large and any(map(_is_large, numbers))
    whole = prepare(folder / "vectors", ("vectors", "-ql"), other) if large else tiny
    counts = Counts("kills", FAULTS)

    def one(number: int) -> Counts:
        reference = whole if _is_large(number) else tiny
        return trial(folder / f"trial-{number}", reference, seed, number)

    with ThreadPoolExecutor(jobs) as pool:
        wanted = (n for n in numbers if until is None or time.monotonic() < until)
        for done in pool.map(one, wanted):
            counts.add([done])
            tell(counts.outcomes["tried"])
    return counts


def _is_large(number: int) -> bool:
    return number % LARGE == LARGE - 1


def trial(folder: Path, reference: Reference, seed: int, number: int) -> Counts:
    """Stop one run, and see what the same command makes of it."""
    random = Random(f"{seed}:{number}")
    counts = Counts("kills", FAULTS)
    state = random.choices(list(STATES), list(STATES.values()))[0]
    name = random.choices(list(SIGNALS), [weight for *_, weight in SIGNALS.values()])[0]
    over = random.random() < 0.5
    place = Place(folder).copy_of(reference.place, out=False, cache=state != "cold")
    if over:
        place.copy_of(reference.older, out=True, cache=False)
    if state == "gaps":
        segments = sorted(place.cache.glob("films/*/*.mp4"))
        for segment in random.sample(segments, random.randint(1, len(segments))):
            segment.unlink()
    before = place.files()
    running = place.start(reference.arguments)
    landed = _stop(running, place, name, random, reference.seconds[state], set(before))
    ended = running.end()
    orphans = running.survivors()
    counts.outcomes["tried"] += 1
    counts.outcomes[f"{state}, {name}" if landed else "had ended already"] += 1

    def fault(what: str, detail: str) -> None:
        about = f"{state}, {name}{', over an older clip' if over else ''}: {detail}"
        counts.fault(what, number, command(reference.arguments), about)

    if orphans:
        fault("orphan", f"{orphans} processes")
    if landed:
        _judge_end(ended, name, fault)
    _judge_files(place.files(), before, reference.files, fault)
    again = place.run(reference.arguments)
    if again.status:
        fault("wrong status", f"the same command again: {again.status}, {again.err.strip()[-300:]}")
    after = place.files()
    wrong = [path for path, content in reference.files.items() if after.get(path) != content]
    if wrong:
        fault("wrong film", f"after the same command again: {', '.join(wrong)}")
    left = place.left(list(reference.files))
    if left:
        fault("leftover", ", ".join(left[:5]))
    place.remove()
    return counts


def _stop(
    running: Running, place: Place, name: str, random: Random, seconds: float, before: set[str]
) -> bool:
    """Send the signal at a random moment; return whether the run had not ended by then."""
    number, group, _ = SIGNALS[name]
    moment = running.started + random.uniform(0, seconds)
    watched = random.random() < 0.4
    delay = random.choice((0, random.uniform(0, 0.02), random.uniform(0, 0.6)))
    while running.process.poll() is None:
        if watched and _publishes(place, before):
            time.sleep(delay)
            break
        if not watched and time.monotonic() >= moment:
            break
        time.sleep(0.001)
    return running.send(number, group)


def _publishes(place: Place, before: set[str]) -> bool:
    """Return whether drafts, or new files, lie in the output folder."""
    if not place.out.is_dir():
        return False
    return any(path.name not in before and "probe" not in path.name for path in place.out.iterdir()
               if path.name.startswith("."))  # fmt: skip


def _judge_end(ended: Ended, name: str, fault: Callable[[str, str], None]) -> None:
    number = SIGNALS[name][0]
    allowed = {-number} if number == signal.SIGKILL else {INTERRUPTED, 0}
    if ended.status not in allowed | {0}:
        fault("wrong status", f"{ended.status}: {ended.err.strip()[-200:]}")
    if "Traceback" in ended.err:
        fault("traceback", ended.err.strip().rpartition("\n")[2])
    elif number != signal.SIGKILL and len(ended.complaints) > 1:
        fault("traceback", f"more than a line: {ended.err.strip()[-300:]}")


def _judge_files(now: Files, before: Files, new: Files, fault: Callable[[str, str], None]) -> None:
    """See whether the files under their final names are all older ones, or all new ones."""
    shown = {path: content for path, content in now.items() if path in new or path in before}
    torn = [path for path, content in shown.items()
            if content not in (new.get(path), before.get(path))]  # fmt: skip
    if torn:
        fault("torn file", ", ".join(torn))
    changed = {path for path in new if shown.get(path) != before.get(path)}
    unchanged = {path for path in new if shown.get(path) != new[path]}
    if not torn and changed and unchanged:
        some = f"{', '.join(sorted(changed)[:3])} but not {', '.join(sorted(unchanged)[:3])}"
        fault("mixed clip", f"{len(changed)} new, {len(unchanged)} older or missing: {some}")
