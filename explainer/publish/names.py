"""What the files of a clip are called, whatever its scene and its beats are.

``STEM.png`` and its like belong to the finished clip. What only tries something out says so in
its name: ``STEM.BEAT.mp4``, ``STEM.still.png``, ``STEM.BEAT.sheet.png``. Each writer of a folder
has one of its own.
"""

from __future__ import annotations

import hashlib
import os
import re

from explainer.zones import WIDE

PICTURES, STILLS, FILMS = ".beats", ".stills", ".films"
"""A clip's folders: the transcript's pictures, and what ``--for stills`` and ``beats`` make."""
DECK = ".slides"
"""The folder of an html deck."""
DECK_FILMS = "slides"
"""The folder of the films that decks are made of, and of what tells manim-slides of them."""

MOST_BYTES = 180
"""Of a stem: with beat and suffix it stays below the 255 that file systems take."""
_MOST_OF_A_BEAT = 40
_PLAIN = re.compile(rf"[a-z0-9_-]{{1,{_MOST_OF_A_BEAT}}}")
_OWN_ENDINGS = (
    *("still", "sheet", "sheet-plain", "check", "chapters"),
    *("beats", "stills", "films", "slides"),
)


def beat_stem(number: int, name: str) -> str:
    """Return what the files of a beat are called in a folder, such as ``02-the-area``.

    The numbers, from 1, keep them in order and apart, whatever the beats are called.
    """
    return f"{number:02d}-{_plain(name) or 'beat'}"


def stem_of_beat(stem: str, name: str) -> str:
    """Return what the clip of one beat is called, such as ``vectors.dot-product``.

    No two beats share it: what is not a plain name itself gets a mark that no plain name has.
    """
    if _PLAIN.fullmatch(name) and name not in _OWN_ENDINGS:
        return f"{stem}.{name}"
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{stem}.{_plain(name) or 'beat'}~{mark}"


def stem_in_shape(stem: str, aspect: str) -> str:
    """Return what a clip is called whose frame has a shape, such as ``vectors-4x3``.

    So the films of one scene in several shapes lie side by side; the usual one has no mark.
    """
    return stem if aspect == WIDE.aspect else f"{stem}-{aspect.replace(':', 'x')}"


def fits(stem: str) -> bool:
    """Return whether a clip's files can all be called so, in bytes."""
    return len(os.fsencode(stem)) <= MOST_BYTES


def own_ending(stem: str) -> str:
    """Return the ending by which a stem would be taken for another's still, sheet or chapters."""
    _, dot, end = stem.lower().rpartition(".")
    return dot + end if dot and end in _OWN_ENDINGS else ""


def _plain(name: str) -> str:
    """Return a name in small letters, digits and single dashes, short enough for a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_MOST_OF_A_BEAT].strip("-")
