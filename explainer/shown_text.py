"""Text from outside, such as a heading in a file of data, as it may be shown and read aloud."""

from __future__ import annotations

import unicodedata

LONGEST = 40
"""Columns of a terminal; a letter of Chinese or Japanese takes two."""
_JOINERS = "\u200c\u200d"
"""Characters without a shape that words of some scripts need."""


def shown(text: str, most: int = LONGEST) -> str:
    """Return text as one short line of plain letters, with an ellipsis where it was longer.

    What has no shape is left out: control characters, those that turn the direction of writing,
    and whatever Unicode has not assigned.

    Args:
        text: anything at all.
        most: columns that the result takes at most.
    """
    found: list[str] = []
    width = 0
    for letter in text[: 50 * most]:
        kind = unicodedata.category(letter)
        if letter.isspace() or kind in ("Zl", "Zp"):
            letter = " "
            if not found or found[-1] == " ":
                continue
        elif kind[0] == "C" and letter not in _JOINERS:
            continue
        found.append(letter)
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > most:
            break
    line = "".join(found).rstrip()
    if width <= most and len(text) <= 50 * most:
        return line
    while found and width > most - 1:
        width -= 2 if unicodedata.east_asian_width(found.pop()) in "WF" else 1
    return "".join(found).rstrip() + "…"
