"""What is said to people when something is refused: one line, printable, of bounded length."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 390
"""Characters of a message; with ``error:`` before it a line stays below 400."""


class Refusal(ValueError):
    """A request that cannot be met; the message is one printable line of bounded length."""

    def __init__(self, message: object = "") -> None:
        super().__init__(one_line(message))


def one_line(message: object, limit: int = LONGEST) -> str:
    """Return a message in one line that no terminal takes for a command.

    Blanks of all kinds become single spaces. What cannot be printed, such as an escape or a mark
    that turns the writing direction, is written as Python writes it. What is too long loses its
    middle: the beginning says what was given, the end what is allowed.
    """
    text = str(message)
    if len(text) > 8 * limit:  # nobody waits for the middle of a megabyte to be made printable
        text = text[: 4 * limit] + " ... " + text[-4 * limit :]
    text = printable(text)
    if len(text) <= limit:
        return text
    begin = (limit - 5) * 3 // 5
    return f"{text[:begin].rstrip()} ... {text[begin + 5 - limit :].lstrip()}"


def printable(text: str) -> str:
    """Return the text with single spaces for blanks, and escapes for what cannot be printed."""
    words = "".join(" " if character.isspace() else character for character in text).split()
    return " ".join("".join(_visible(character) for character in word) for word in words)


def shorten(text: str, limit: int = 80) -> str:
    """Return the beginning of a text, printable, with ``...`` where it goes on."""
    text = printable(text[: 8 * limit])
    return text if len(text) <= limit else text[: limit - 3] + "..."


def listing(names: Iterable[str], limit: int = 250) -> str:
    """Return names with commas, as many as find room, and how many more there are."""
    shown: list[str] = []
    rest = [shorten(name, 60) for name in names]
    while rest and len(", ".join([*shown, rest[0]])) <= limit:
        shown.append(rest.pop(0))
    return ", ".join([*shown, *([f"and {len(rest)} more"] if rest else [])])


def web_address(text: str) -> str:
    """Return what to do with an address of the web given for a file; nothing for another text."""
    if not re.match(r"\s*(?:https?|ftps?|s3|gs):/", text, re.IGNORECASE):
        return ""
    return "nothing is fetched from the web; download it first and give the file's path"


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")
