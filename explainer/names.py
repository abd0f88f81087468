"""One rule for names that people type: capitals, dashes, underscores and blanks do not matter."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from explainer.messages import shorten

_LONGEST = 60
"""Characters; what is longer is no slip of the finger, and comparing it takes long."""
_BETWEEN = re.compile(r"[\s_\-\u2010-\u2015\u2212]+|(?<=[a-z0-9])(?=[A-Z])")
"""What stands between the words of a name."""


def key(name: str) -> str:
    """Return what two spellings of one name share."""
    return _BETWEEN.sub("", name).casefold()


def match(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is meant: the same, or the only one that differs in spelling."""
    known = list(known)
    if name in known:
        return name
    wanted = key(name)
    found = [entry for entry in known if wanted and key(entry) == wanted]
    return found[0] if len(found) == 1 else None


def close(name: str, known: Iterable[str], cutoff: float = 0.52) -> list[str]:
    """Return the known name that is nearest, or nothing where none is near."""
    by_words = {_words(entry): entry for entry in known}
    if not 1 < len(name) <= _LONGEST:  # one letter is near to whatever has it
        return []
    found = difflib.get_close_matches(_words(name), by_words, 1, cutoff)
    return [by_words[entry] for entry in found]


def nearest(name: str, known: Iterable[str], cutoff: float = 0.52) -> str:
    """Return `` (did you mean ...?)`` when one of the known names is close, else nothing."""
    return "".join(f" (did you mean {shorten(near)}?)" for near in close(name, known, cutoff))


def _words(name: str) -> str:
    """Return a name in lower case, its words joined by underscores."""
    return _BETWEEN.sub("_", name).casefold()
