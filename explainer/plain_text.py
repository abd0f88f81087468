"""Typst markup as plain text, for chapter names and whoever cannot see the picture.

Typst itself reads the markup: what is said is what is drawn, and what has no rule here is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import typst

from explainer.numbers import PERCENT
from explainer.tokens import SUPERSCRIPTS

Tree = Any
"""Content as Typst has read it: a text, a list, or a pair of an element's name and its fields."""

_READER = """
#let tree(it) = {
  if type(it) == content {
    let kept = (:)
    for (key, value) in it.fields() { kept.insert(key, tree(value)) }
    (repr(it.func()), kept)
  }
  else if type(it) == array { it.map(tree) }
  else if type(it) == length { str(it.em) }
  else if type(it) in (str, symbol, int) { str(it) }
  else if type(it) == bool { it }
}
#let part(name, body) = body
"""
_NO_FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)

_RAISED = {
    **{plain.replace("-", "\N{MINUS SIGN}"): raised for raised, plain in SUPERSCRIPTS.items()},
    **dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True)),
    **{mark: mark for mark in "∗*†′°"},
    "T": "ᵀ",
    "⊤": "ᵀ",
}
_LOWERED = dict(zip("0123456789+\N{MINUS SIGN}", "₀₁₂₃₄₅₆₇₈₉₊₋", strict=True))
"""Digits below the line; letters follow an underscore, as f_xy: Unicode has no low y."""
_ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}
_BETWEEN = frozenset("+\N{MINUS SIGN}·⋅×±∓=≠≈≤≥<>→↦∈∼,;:|‖([{)]}/")
"""Signs beside which a fraction needs no brackets."""
_BIG = frozenset("∑∏∫")


def plain_text(markup: str) -> str:
    """Return what a reader would say for Typst prose with mathematics between dollar signs.

    Raises:
        typst.TypstError: when the markup does not compile.
    """
    text = " ".join(_text(_tree(markup)).split())
    return text.replace(" %", PERCENT).replace(" °", "°")


@lru_cache(maxsize=1024)
def _tree(markup: str) -> Tree:
    source = f"{_READER}#metadata(tree[{markup}]) <it>"
    found = typst.query(source.encode(), "<it>", field="value", one=True, font_paths=_NO_FONTS)
    return json.loads(found)


def _text(tree: Tree) -> str:
    if tree is None or isinstance(tree, bool):
        return ""
    if isinstance(tree, str):
        return tree
    if not _is_element(tree):
        return ", ".join(map(_text, tree))
    name, fields = tree
    match name:
        case "space" | "linebreak" | "parbreak":
            return " "
        case "h":
            return " " if float(fields["amount"] or 0) >= 1 else ""
        case "smartquote":
            return '"' if fields["double"] else "'"
        case "symbol":
            return str(fields["text"]).replace("⋅", "·")
        case "sequence":
            return _sequence(fields["children"])
        case "frac":
            above, below = fields["num"], fields["denom"]
            over = _bracketed(above, _is_sum(above))
            return f"{over} / {_bracketed(below, not _is_one(below))}"
        case "attach":
            return _attached(fields)
        case "accent":
            base = _text(fields["base"]).replace("ı", "i").replace("ȷ", "j")
            accent = fields["accent"]
            return f"{base}-{_ACCENTS[accent]}" if accent in _ACCENTS else base + accent
        case "root":
            inner = _text(fields["radicand"])
            inner = f"({inner})" if len(inner) > 1 else inner
            index = _text(fields.get("index"))
            if index in ("", "2"):
                return f"√{inner}"
            return f"{_raised(index) or f'{index}-th '}√{inner}"
        case "overline":
            return f"{_text(fields['body'])}-bar"
        case "primes":
            return "′" * int(fields["count"])
        case "binom":
            return f"({_text(fields['upper'])} choose {_text(fields['lower'])})"
        case "vec":
            return f"({_text(fields['children'])})"
        case "mat":
            return f"({'; '.join(_text(row) for row in fields['rows'])})"
    return "".join(
        _text(value) for key, value in fields.items() if key not in ("class", "func", "styles")
    )


def _is_element(tree: Tree) -> bool:
    return len(tree) == 2 and isinstance(tree[0], str) and isinstance(tree[1], dict)


def _bracketed(tree: Tree, needed: bool) -> str:
    return f"({_text(tree)})" if needed else _text(tree)


def _sequence(children: Sequence[Tree]) -> str:
    """Return all children, a fraction in brackets where it is a factor beside others."""
    said = ""
    for number, child in enumerate(children):
        # Looked at for fractions only: each look reads what is nested in a neighbour once more.
        factor = child[0] == "frac" and (
            _beside(children[:number][::-1]) or _beside(children[number + 1 :])
        )
        if child[0] != "space" or not said.endswith(("∇", "∂")):
            said += _bracketed(child, factor)
    return said


def _beside(children: Sequence[Tree]) -> bool:
    """Return whether the first that is drawn of some is a factor of what stands before them."""
    drawn = next((child for child in children if child[0] not in ("space", "h")), None)
    return drawn is not None and _text(drawn) not in _BETWEEN


def _parts(tree: Tree) -> list[Tree]:
    children = tree[1]["children"] if tree[0] == "sequence" else [tree]
    return [child for child in children if child[0] not in ("space", "h")]


def _is_sum(tree: Tree) -> bool:
    """Return whether something is added or taken away within; a sign before it does no harm."""
    return any(_text(part) in ("+", "\N{MINUS SIGN}") for part in _parts(tree)[1:])


def _is_one(tree: Tree) -> bool:
    """Return whether something can stand below a fraction as it is."""
    parts = _parts(tree)
    if len(parts) == 2 and parts[1][0] == "lr":  # a function and its argument
        head = parts[0][1]["base"] if parts[0][0] == "attach" else parts[0]
        apart = len(tree[1]["children"]) > 2
        return head[0] == "op" or (head[0] == "symbol" and not apart)
    return len(parts) == 1 and parts[0][0] not in ("frac", "sequence")


def _attached(fields: dict[str, Tree]) -> str:
    base = _bracketed(fields["base"], fields["base"][0] == "frac")
    below = "".join(_text(fields.get(place)) for place in ("b", "br"))
    above = _text(fields.get("t"))
    if base in _BIG and (below or above):
        return f"{base}{below and f' from {below}'}{above and f' to {above}'}"
    said = base + _text(fields.get("tr"))
    if below:
        lowered = "".join(_LOWERED.get(sign, "") for sign in below)
        said += lowered if len(lowered) == len(below) else "_" + below.replace(" ", "")
    if not above:
        return said
    if raised := _raised(above):
        return said + raised
    if said == "e":
        return f"exp({above})"
    return f"{said} to the power of ({above})"


def _raised(text: str) -> str:
    """Return a short exponent above the line, or nothing where there are no letters for it."""
    short = text.replace(" ", "")
    if sum(sign.isalpha() for sign in short) > 1:
        return ""
    raised = [_RAISED.get(sign, "") for sign in short]
    return "".join(raised) if all(raised) else ""
