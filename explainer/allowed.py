"""False alarms of the check, silenced beside what causes them, with a reason."""

from __future__ import annotations

from typing import Any, Literal, TypeVar, get_args

Kind = Literal["outside", "small", "overlap", "faint", "crossed", "hole", "figures", "share", "cut"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Of a fault: see the README on what ``check`` finds."""

_T = TypeVar("_T")
_WHERE = "allowed_faults"


def allow(what: _T, kind: Kind, reason: str) -> _T:
    """Let ``check`` find no fault of a kind where something is, and return that.

    Args:
        what: a mobject, for as long as it is on the screen: faults that are about it, or about one
            of its parts, and, unless it is a text, those at its place. Or a scene: all its faults.
        kind: one of ``KINDS``.
        reason: why it is right so, for whoever reads the report.

    Raises:
        ValueError: there is no such kind, or no reason.
    """
    if kind not in KINDS:
        raise ValueError(f"no fault is called {kind!r}: allow one of {', '.join(KINDS)}")
    if not reason.strip():
        raise ValueError(f"say why the fault {kind!r} is right here: the reason is empty")
    setattr(what, _WHERE, {**allowed(what), kind: reason.strip()})
    return what


def allowed(what: Any) -> dict[Kind, str]:
    """Return the kinds of fault that something may have, each with the reason."""
    return getattr(what, _WHERE, {})
