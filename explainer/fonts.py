"""Letters that the fonts of Typst's wheel lack, and the fonts of the system that stand in for them.

What our own fonts have is always set with them, so that it looks the same on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import typst

Fonts = Literal["ours", "all", "system"]

# The last character for private use, which no font has: it shows the box for what is missing.
_NOTHING = "\U0010fffd"

_PACKAGES = {
    "Chinese or Japanese": "fonts-noto-cjk",
    "Korean": "fonts-noto-cjk",
    "symbols": "fonts-symbola",
}
"""Debian's packages; all other scripts are in ``fonts-noto-core``."""


_missed: set[str] = set()


@lru_cache(maxsize=3)
def compiler(fonts: Fonts = "ours") -> typst.Compiler:
    """Return the compiler of this process that has our fonts, the system's, or both."""
    import typst  # what starts the command line may ask for letters, but not for a compiler

    if fonts == "ours":
        return typst.Compiler(ignore_system_fonts=True)
    return typst.Compiler(font_paths=available(fonts), ignore_system_fonts=True)


def available(fonts: Fonts) -> typst.Fonts:
    """Return the fonts of this machine, with ours unless only the system's are meant."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=fonts == "all")


def lacking(text: str) -> set[str]:
    """Return the letters of a text that is to be set which none of our fonts has."""
    letters = _without(text, "ours")
    _missed.update(_without(letters, "all"))
    return letters


def note_system_text(text: str) -> None:
    """Note the letters of a text that Manim sets with the system's fonts alone."""
    _missed.update(_without(text, "system"))


def boxes() -> set[str]:
    """Return the letters, of all texts so far, that no font had: boxes stand for them."""
    return set(_missed)


def _without(letters: Iterable[str], fonts: Fonts) -> set[str]:
    return {each for each in set(letters) if not each.isascii() and not _has(each, fonts)}


@lru_cache(maxsize=4096)
def _has(letter: str, fonts: Fonts) -> bool:
    """Return whether there is an outline for a letter, or none is needed."""
    if unicodedata.category(letter)[0] in "CZ":
        return True
    shown = _picture(letter, fonts)
    # A font of coloured pictures has no outlines, which are what is drawn here.
    return b"<use" in shown and shown != _picture(_NOTHING, fonts)


@lru_cache(maxsize=4096)
def _picture(letter: str, fonts: Fonts) -> bytes:
    source = f"#set page(width: auto, height: auto)\n\\u{{{ord(letter):x}}}"
    made = compiler(fonts).compile(input=source.encode(), format="svg")
    return bytes(made) if isinstance(made, bytes) else b""


def warning(letters: Iterable[str]) -> str:
    """Return one line about letters that no font has: scripts, examples, and what to install."""
    examples: dict[str, str] = {}
    for letter in sorted(letters):
        examples.setdefault(script(letter), letter)
    names = ", ".join(f"{name} (as in {letter})" for name, letter in examples.items())
    packages = " ".join(dict.fromkeys(_PACKAGES.get(name, "fonts-noto-core") for name in examples))
    return (
        f"no font here has the letters of these scripts, boxes stand for them: {names}; install "
        f"fonts that do (Debian, Ubuntu: sudo apt-get install {packages}) and render again"
    )


def script(letter: str) -> str:
    """Return the script of a letter in words, such as Thai; ``symbols`` for what is no letter."""
    if unicodedata.category(letter)[0] not in "LMN":
        return "symbols"
    first = unicodedata.name(letter, "unknown").replace("-", " ").split()[0]
    if first in ("CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH", "FULLWIDTH", "IDEOGRAPHIC"):
        return "Chinese or Japanese"
    return "Korean" if first == "HANGUL" else first.capitalize()
