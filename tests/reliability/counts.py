"""What trying the product came to: how often it was tried, and every fault with its command."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """Something that must not happen.

    Attributes:
        what: its kind, a row of the table: ``catch-all``, ``hang``, ``wrong film``, ...
        number: of the trial, so that it can be repeated by itself.
        command: what was run, quoted for a shell.
        detail: one line of evidence.
    """

    what: str
    number: int
    command: str
    detail: str = ""


@dataclass
class Counts:
    """The outcomes of one subject's trials.

    Attributes:
        subject: what was tried: ``fuzz``, ``kills``, ...
        kinds: the faults that are looked for; each is a row of the table, at zero too.
        outcomes: how often each harmless thing happened; ``tried`` is the number of trials.
        faults: what must not happen.
    """

    subject: str
    kinds: tuple[str, ...]
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, what: str, number: int, command: Sequence[str] | str, detail: str = "") -> None:
        """Add a fault of one of the kinds."""
        if what not in self.kinds:
            raise ValueError(f"{self.subject} does not look for {what}")
        quoted = command if isinstance(command, str) else shlex.join(command)
        self.faults.append(Fault(what, number, quoted, detail))

    def add(self, others: Iterable[Counts]) -> Counts:
        """Take in what other trials of the same subject came to; return these counts."""
        for other in others:
            self.outcomes += other.outcomes
            self.faults += other.faults
        return self

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each kind of fault with how often it happened."""
        found = Counter(fault.what for fault in self.faults)
        return [(kind, found[kind]) for kind in self.kinds]
