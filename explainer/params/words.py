"""Parameters for people: what each allows in words, and values that can be pasted back."""

from __future__ import annotations

import json
import math
import re
import shlex
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from explainer.params.model import SceneParams, Wording

DEEPEST = 20
"""Lists and tables within each other that are written out; beyond stands ``...``."""
_MOST_BITS = 10_000


@dataclass(frozen=True)
class Row:
    """One parameter for people; ``default`` is a TOML value, ``allowed`` its type and range."""

    name: str
    allowed: str
    unit: str
    default: str
    description: str


def describe(model: type[SceneParams]) -> list[Row]:
    """Return one row a parameter, in the order of the model."""
    rows = []
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        default = "" if field.is_required() else to_toml(_default(model, name))
        allowed = in_words(field.annotation, field.metadata)
        rows.append(
            Row(name, allowed, str(extra.get("unit", "")), default, field.description or "")
        )
    return rows


def assignment(name: str, value: Any) -> str:
    """Return ``NAME=VALUE`` quoted for the shell, so that it can be pasted after ``--set``."""
    return shlex.quote(f"{name}={to_toml(value)}")


def to_toml(value: Any, depth: int = 0) -> str:
    """Return a value in the notation that ``--set`` reads: TOML, bare words, and ``none``."""
    if depth > DEEPEST:
        return "..."
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        bare = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", value)
        reserved = ("true", "false", "nan", "inf", "none")
        # JSON's strings are TOML's but for the delete character
        quoted = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        return value if bare and value.lower() not in reserved else quoted
    if isinstance(value, float):
        if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return repr(value)
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return hex(value)  # Python writes no more than 4,300 decimal digits
    if hasattr(value, "tolist"):
        return to_toml(value.tolist(), depth)
    if isinstance(value, list | tuple):
        return "[" + ",".join(_entry(entry, depth + 1) for entry in value) + "]"
    if isinstance(value, Mapping):
        pairs = (
            f"{json.dumps(str(key))} = {_entry(entry, depth + 1)}" for key, entry in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    return str(value)


def _entry(value: Any, depth: int) -> str:
    """Return a value inside an array, where TOML knows no bare words."""
    text = to_toml(value, depth)
    return json.dumps(value) if isinstance(value, str) and not text.startswith('"') else text


def _default(model: type[SceneParams], name: str) -> Any:
    try:
        return getattr(model(), name)
    except ValidationError:  # another parameter has no default
        return model.model_fields[name].get_default(call_default_factory=True)


def in_words(annotation: Any, metadata: Iterable[Any] = ()) -> str:
    """Return what a type and its bounds allow."""
    metadata = list(metadata)
    while get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        metadata = [*inner, *metadata]
    metadata = [
        bound
        for entry in metadata
        for bound in (entry.metadata if isinstance(entry, FieldInfo) else [entry])
    ]
    wordings = [entry.text for entry in metadata if isinstance(entry, Wording)]
    if wordings:
        return wordings[-1]
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation is bool:
        return "true or false"
    if annotation is int:
        return f"a whole number{_bounds(metadata)}"
    if annotation is float:
        return f"a{'' if _bounds(metadata) else ' finite'} number{_bounds(metadata)}"
    if annotation is str:
        return f"text{_lengths(metadata, 'characters')}"
    if annotation is type(None):
        return "none"
    if origin is Literal:
        return "one of " + ", ".join(to_toml(choice) for choice in args)
    if origin in (Union, types.UnionType):
        return " or ".join(in_words(choice, metadata) for choice in args)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return f"a list{_lengths(metadata, 'entries')}, each {in_words(args[0])}"
    if origin is tuple:
        words = [in_words(entry) for entry in args]
        if len(set(words)) == 1:
            return f"a list of {len(words)} entries, each {words[0]}"
        return "a list of " + ", ".join(words)
    return getattr(annotation, "__name__", str(annotation))


def _size(value: Any) -> str:
    return "1e6" if value == 1e6 else to_toml(value)


def _bounds(metadata: Iterable[Any]) -> str:
    """Return ``" from 0 to 1"``, ``" above 0 and at most 1"`` and the like, or nothing."""
    phrases = {Ge: "at least", Gt: "above", Le: "at most", Lt: "below"}
    ends: dict[type, str] = {}
    for entry in metadata:
        for kind in phrases:
            if isinstance(entry, kind):
                ends[kind] = _size(getattr(entry, kind.__name__.lower()))
    if Ge in ends and Le in ends:
        return f" from {ends[Ge]} to {ends[Le]}"
    words = " and ".join(f"{phrases[kind]} {ends[kind]}" for kind in phrases if kind in ends)
    return f" of {words}" if words.startswith("at ") else f" {words}" if words else ""


def _lengths(metadata: Iterable[Any], what: str) -> str:
    least = next((entry.min_length for entry in metadata if isinstance(entry, MinLen)), 0)
    most = next((entry.max_length for entry in metadata if isinstance(entry, MaxLen)), 0)
    if least and most:
        return f" of {least} to {most} {what}"
    if least:
        return f" of at least {least} {what}"
    return f" of at most {most} {what}" if most else ""
