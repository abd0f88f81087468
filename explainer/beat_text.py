"""What a beat says: its heading, its narration, what is seen, and the lines beside the picture."""

from __future__ import annotations

import re
from typing import NamedTuple

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“‘(−-])")
"""Where one sentence ends and the next begins."""


class Line(NamedTuple):
    """A line beside the picture.

    Attributes:
        markup: Typst mathematics without dollar signs, or Typst prose.
        colour: the role of its colour.
        prose: whether it is prose.
        label: Typst prose above it; none when empty.
        name: Typst prose before it, on the same line; none when empty.
        runs: whether it is a number that runs; ``markup`` is the longest text that it will show.
    """

    markup: str
    colour: str = "ink"
    prose: bool = False
    label: str = ""
    name: str = ""
    runs: bool = False


class BeatText(NamedTuple):
    """All text of one beat, true for the numbers of its film.

    Attributes:
        heading: Typst markup; it names what the last frame shows.
        narration: a few sentences of plain text.
        alt_text: what is to be seen at the end, in plain text, for whoever cannot see it.
        lines: what stands beside the picture.
        note: a sentence below them, Typst prose; none when empty.
        question: Typst markup; the heading until what it asks for has been seen, or one that
            names the object. The heading stands from the beginning when empty.
    """

    heading: str
    narration: str
    alt_text: str
    lines: tuple[Line, ...] = ()
    note: str = ""
    question: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the narration, each to be bound to what moves while it is said."""
        return tuple(_END.split(self.narration)) if self.narration else ()
