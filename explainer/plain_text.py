"""Typst markup as plain text, for chapter names and whoever cannot see the picture."""

from __future__ import annotations

import re

_SYMBOLS = {
    "alpha": "α",
    "approx": "≈",
    "beta": "β",
    "degree": "°",
    "dot": "·",
    "eta": "η",
    "gt.eq": "≥",
    "infinity": "∞",
    "kappa": "κ",
    "lambda": "λ",
    "lt.eq": "≤",
    "mu": "μ",
    "nabla": "∇",
    "partial": "∂",
    "percent": "%",
    "pi": "π",
    "plus.minus": "±",
    "quad": " ",
    "sigma": "σ",
    "theta": "θ",
    "thin": "",
    "times": "×",
}
_TOKEN = re.compile(r'"([^"]*)"|([A-Za-z]+(?:\.[A-Za-z]+)*)|(\s+)|(.)', re.DOTALL)
_PROSE_PART = re.compile(r'#part\("[^"]*"\)\[([^\]]*)\]')


def plain_text(markup: str) -> str:
    """Return what a reader would say for Typst prose with mathematics between dollar signs."""
    pieces = re.split(r"(?<!\\)\$", _PROSE_PART.sub(r"\1", markup))
    said = [_mathematics(piece) if index % 2 else piece for index, piece in enumerate(pieces)]
    text = re.sub(r"\\(.)", r"\1", "".join(said).replace("*", ""))
    return " ".join(text.split())


def _mathematics(source: str) -> str:
    tokens = [match.groups() for match in _TOKEN.finditer(source)]
    text, _ = _read(tokens, 0, closing=False)
    return text


def _read(tokens: list[tuple[str, ...]], at: int, closing: bool) -> tuple[str, int]:
    """Return the text up to the closing parenthesis, or to the end, and where that is."""
    text = ""
    while at < len(tokens):
        quoted, word, space, other = tokens[at]
        at += 1
        if quoted is not None:
            text += quoted
        elif word is not None:
            called = at < len(tokens) and tokens[at][3] == "(" and len(word) > 1
            if called and word not in _SYMBOLS:
                inside, at = _read(tokens, at + 1, closing=True)
                text += _call(word, inside)
            else:
                text += _SYMBOLS.get(word, word.removeprefix("dotless."))
        elif space is not None:
            text += " "
        elif other == "(":
            inside, at = _read(tokens, at, closing=True)
            text += f"({inside})"
        elif other == ")" and closing:
            return text, at
        else:
            text += "\N{MINUS SIGN}" if other == "-" else other
    return text, at


def _call(function: str, inside: str) -> str:
    """Return what a function of Typst's mathematics says."""
    if function == "hat":
        return f"{inside}-hat"
    if function == "part":
        return inside.partition(",")[2].strip()
    if function == "frac":
        return inside.replace(",", " /", 1)
    return inside
