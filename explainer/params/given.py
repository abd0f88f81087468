"""What people give for a parameter, brought into its type where there is no doubt what is meant.

Texts become numbers where numbers are expected, whole decimals whole numbers, lists and arrays
tuples, and names the known ones however they are spelled. All else stays as it was given, and is
judged by the type.
"""

from __future__ import annotations

import re
import types
from decimal import Decimal
from itertools import pairwise
from numbers import Real
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from explainer import names
from explainer.arithmetic import NumberError, read_number
from explainer.tokens import plain

DEEPEST = 8
"""Lists within lists; nothing that a parameter allows is nested deeper."""
LONGEST = 20_000
"""Characters of a text that is read as a list."""
MOST = 100_000
"""Entries of an array that is looked at."""

_PLAIN_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SCALAR = re.compile(r"\b(?:np|numpy)\.(?:float|int)\d+\(([^()]*)\)")
_ARRAY = re.compile(r"(?:\w+\.)?(?:array|asarray|matrix|tuple|list)\((.*)\)", re.DOTALL)


def as_expected(annotation: Any, value: Any, reasons: list[str] | None = None) -> Any:
    """Return a value as the type expects it, or as it is.

    Args:
        annotation: the type.
        value: what was given.
        reasons: gets why texts that were meant as numbers are none.
    """
    reasons = [] if reasons is None else reasons
    return _fitted(annotation, _plain(value), reasons)


def choices(annotation: Any) -> list[str]:
    """Return the names that a type allows, in lists too."""
    if get_origin(annotation) is Literal:
        return [choice for choice in get_args(annotation) if isinstance(choice, str)]
    return [name for part in get_args(annotation) for name in choices(part)]


def kinds(annotation: Any) -> tuple[bool, bool, bool]:
    """Return whether a type takes text, anything but text, and nothing."""
    origin = get_origin(annotation)
    if annotation is type(None):
        return False, False, True
    if annotation is str:
        return True, False, False
    if origin is Annotated:
        return kinds(get_args(annotation)[0])
    if origin is Literal:
        texts = [isinstance(choice, str) for choice in get_args(annotation)]
        return any(texts), not all(texts), None in get_args(annotation)
    if origin in (Union, types.UnionType):
        found = [kinds(choice) for choice in get_args(annotation)]
        return any(k[0] for k in found), any(k[1] for k in found), any(k[2] for k in found)
    return False, True, False


def read_list(text: str) -> Any:
    """Return a text as nested tuples of texts, one for each entry; the text itself if it is none.

    Read are ``[1, 2]``, ``(1, 2)``, ``1, 2``, ``[[1, 2], [3, 4]]``, rows as numpy prints them and
    as ``[1, 2; 3, 4]``, and ``array([1, 2])``.
    """
    if len(text) > LONGEST:
        return text
    bare = _SCALAR.sub(r"\1", text).strip()
    if wrapped := _ARRAY.fullmatch(bare):
        bare = wrapped[1].strip()
    try:
        pairs = _pairs(bare)
        found = _entries(bare, 0, len(bare), pairs, 0)
    except _NoList:
        return text
    return text if isinstance(found, str) else found


class _NoList(ValueError):
    """A text is no list."""


def _pairs(text: str) -> dict[int, int]:
    """Return where each bracket that opens is closed."""
    found: dict[int, int] = {}
    opened: list[int] = []
    quote = ""
    for at, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "[(":
            opened.append(at)
        elif character in "])":
            if not opened or text[opened[-1]] + character not in ("[]", "()"):
                raise _NoList
            found[opened.pop()] = at
    if opened or quote:
        raise _NoList
    return found


def _entries(text: str, start: int, end: int, pairs: dict[int, int], depth: int) -> Any:
    """Return what stands between two places: a tuple if it is a list, else a text."""
    if depth > DEEPEST:
        raise _NoList
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    around = pairs.get(start) == end - 1 and start < end
    inner = (start + 1, end - 1) if around else (start, end)
    parts = _split(text, *inner, pairs)
    listed = len(parts) > 1
    if around and not listed:
        listed = text[start] == "[" or not parts or text[: inner[1]].rstrip().endswith(",")
    if not listed:
        entry = text[start:end]
        quoted = len(entry) > 1 and entry[0] == entry[-1] and entry[0] in "'\""
        return entry[1:-1] if quoted else entry
    return tuple(_entries(text, *part, pairs, depth + 1) for part in parts)


def _split(text: str, start: int, end: int, pairs: dict[int, int]) -> list[tuple[int, int]]:
    """Return where the entries between two places begin and end."""
    for separator in (";", ","):
        cuts = _cuts(text, start, end, pairs, separator)
        if cuts:
            ends = [*cuts, end]
            parts = list(zip([start, *(cut + 1 for cut in cuts)], ends, strict=True))
            return parts if text[slice(*parts[-1])].strip() else parts[:-1]
    rows = [at for at in _top(text, start, end, pairs) if text[at] == "["]
    if len(rows) > 1 and all(
        not text[pairs[before] + 1 : after].strip() for before, after in pairwise(rows)
    ):
        return [(row, pairs[row] + 1) for row in rows]
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > 1 and all(_PLAIN_NUMBER.fullmatch(plain(word.group())) for word in words):
        return [(start + word.start(), start + word.end()) for word in words]
    return [(start, end)] if text[start:end].strip() else []


def _cuts(text: str, start: int, end: int, pairs: dict[int, int], separator: str) -> list[int]:
    return [at for at in _top(text, start, end, pairs) if text[at] == separator]


def _top(text: str, start: int, end: int, pairs: dict[int, int]) -> list[int]:
    """Return the places that are in no bracket and no quotes; an opening bracket's is."""
    found, at, quote = [], start, ""
    while at < end:
        if quote:
            quote = "" if text[at] == quote else quote
        elif text[at] in "'\"":
            quote = text[at]
        else:
            found.append(at)
            at = pairs.get(at, at)
        at += 1
    return found


def _plain(value: Any, depth: int = 0) -> Any:
    """Return lists as tuples and what numpy made as plain numbers."""
    if hasattr(value, "tolist") and getattr(value, "size", 0) <= MOST:
        value = value.tolist()
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        if depth > DEEPEST or len(value) > MOST:
            return value  # no type takes it; it is refused as it is
        return tuple(_plain(entry, depth + 1) for entry in value)
    return value


def _fitted(annotation: Any, value: Any, reasons: list[str]) -> Any:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _fitted(parts[0], value, reasons)
    if origin in (Union, types.UnionType):
        return _of_several(parts, value, reasons)
    if annotation is float or annotation is int:
        return _number(annotation, value, reasons)
    if annotation is bool and isinstance(value, str):
        found = names.match(value, ("true", "false"))
        return value if found is None else found == "true"
    if origin is Literal and isinstance(value, str):
        return names.match(value, choices(annotation)) or value
    if origin is tuple and parts:
        if isinstance(value, str):
            value = read_list(value)
        alone = isinstance(value, str | int | float) and not isinstance(value, bool)
        if alone and value != "" and parts[1:] == (Ellipsis,):
            value = (value,)
        if isinstance(value, tuple):
            return _tuple(parts, value, reasons)
    return value


def _of_several(parts: tuple[Any, ...], value: Any, reasons: list[str]) -> Any:
    """Return the value as the first type expects it for which it has to be changed."""
    if isinstance(value, str) and any(kinds(part)[0] for part in parts):
        return names.match(value, [name for part in parts for name in choices(part)]) or value
    for part in parts:
        found = _fitted(part, value, reasons)
        if found is not value:
            return found
    return value


def _tuple(parts: tuple[Any, ...], value: tuple[Any, ...], reasons: list[str]) -> tuple[Any, ...]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        parts = (parts[0],) * len(value)
    if len(parts) != len(value):
        return value
    fitted = tuple(_fitted(p, entry, reasons) for p, entry in zip(parts, value, strict=True))
    return value if all(a is b for a, b in zip(fitted, value, strict=True)) else fitted


def _number(annotation: Any, value: Any, reasons: list[str]) -> Any:
    if isinstance(value, str):
        try:
            value = read_number(value)
        except NumberError as error:
            if error.telling:
                reasons.append(str(error))
            elif re.fullmatch(r"\s*[-+]?\d+(,\d+)+\s*", value):
                reasons.append("decimals take a point, and thousands nothing between")
            return value
    elif isinstance(value, Real | Decimal) and not isinstance(value, bool | int | float):
        try:
            value = float(value)
        except (ArithmeticError, ValueError):
            return value
    if annotation is int and isinstance(value, float) and value.is_integer():
        return int(value)
    return value
