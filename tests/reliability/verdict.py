"""What a request came to: accepted, refused, or a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reliability.request import Request
from reliability.sandbox import Outcome

FAULTS = (
    "catch-all",
    "failed",
    "traceback",
    "hang",
    "memory",
    "crash",
    "wrong status",
    "refusal not one line",
    "refusal not printable",
    "refusal too long",
    "noise on stderr",
    "wrong words",
    "left behind",
    "reached outside",
)
"""What must not happen; a row of the table each."""
LONGEST_REFUSAL = 400
"""Characters."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal, or turns the direction of writing."""
_OWN_NOTE = re.compile(r"(note|warning): ")


@dataclass(frozen=True)
class Verdict:
    """Whether a request was accepted, refused, failed by its own code, or met a fault, and more."""

    what: str
    detail: str = ""


def judge(request: Request, outcome: Outcome, complaint: str) -> Verdict:
    """Return what a request came to.

    Args:
        request: what was asked.
        outcome: what came of it.
        complaint: about the words of its films.
    """
    err = outcome.err
    last = err.strip("\n").rpartition("\n")[2]
    if outcome.beyond and not request.own_code:
        return Verdict("reached outside", outcome.beyond[0])
    if outcome.status is None or ("Traceback (most recent" in err and not request.own_code):
        return Verdict("traceback", last)
    if "(--traceback shows where)" in err:
        return Verdict("catch-all", last)
    if outcome.left:
        return Verdict("left behind", ", ".join(outcome.left[:5]))
    if outcome.status == 0:
        noise = [line for line in err.splitlines() if line and not _OWN_NOTE.match(line)]
        if noise:
            return Verdict("noise on stderr", noise[0])
        return Verdict("wrong words", complaint) if complaint else Verdict("accepted")
    if outcome.status not in (1, 2):
        return Verdict("wrong status", f"{outcome.status}: {last}")
    if not err.startswith("error: ") or err.count("\n") != 1 or not err.endswith("\n"):
        return Verdict("refusal not one line", err[:300])
    if _UNPRINTABLE.search(last):
        return Verdict("refusal not printable", repr(last)[:300])
    if len(last) > LONGEST_REFUSAL:
        return Verdict("refusal too long", f"{len(last)} characters: {last[:200]}")
    if outcome.status == 1:
        return Verdict("own code failed" if request.own_code else "failed", last)
    return Verdict("refused", last)
