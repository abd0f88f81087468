"""The characters of mathematics as people type them, put together to numbers, names and signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["character", "name", "function", "joined", "call", "syntax", "ambiguous", "deep"]


class NotationError(ValueError):
    """A text that cannot be read.

    Attributes:
        kind: what is wrong with it.
        culprit: the part of the text that is.
    """

    def __init__(self, kind: Kind, culprit: str, message: str) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.culprit = culprit


SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+", strict=True))
_SIGNS = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u207b\ufe63\uff0d", "-"),
    **dict.fromkeys("×·⋅∙∗", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
}
# To re, superscripts and fractions of one character are letters.
_LETTER = r"(?:(?![²³¹¼-¾\u2070-\u209f\u2150-\u218f])\w)"
_TOKEN = re.compile(
    r"(?P<blank>\s+|(?:np|numpy|math)\.(?=[^\W\d]))"
    r"|(?P<number>0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+"
    r"|(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?)"
    r"|(?P<power>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    rf"|(?P<name>(?!\d){_LETTER}+)"
    r"|(?P<sign>\*\*|[-+*/^()|{},√])"
)
_FOREIGN = re.compile(r":=|[=!<>]=|.", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """A number, name, sign or superscript of the text, from ``start`` to ``end``."""

    kind: str
    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """Return a text of the same length with ASCII's digits, signs and letters, where it has others.

    Full-width and typographic characters become what they stand for; superscripts stay.
    """
    return "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    if character.isascii() or character in SUPERSCRIPTS:
        return character
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 and folded.isascii() else character


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text, and one that marks its end.

    Raises:
        NotationError: at a character that belongs to none.
    """
    source, found, at = plain(text), [], 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        end = match.end() if match else at + 1
        if match is not None:
            kind, written = str(match.lastgroup), match.group()
            if kind != "blank":
                found.append(Token(kind, "^" if written == "**" else written, at, end))
        elif source[at].isnumeric() and not source[at].isdigit():  # a half, as one character
            found.append(Token("number", source[at], at, end))
        else:
            culprit = _FOREIGN.match(source, at)[0]  # type: ignore[index]
            raise NotationError("character", culprit, f"{culprit!r} is not allowed")
        at = end
    return [*found, Token("end", "", len(text), len(text))]
