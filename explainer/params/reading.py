"""Parameters from ``NAME=VALUE`` and from TOML, refused in one line."""

from __future__ import annotations

import codecs
import difflib
import re
import tomllib
import types
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from explainer.input_files import InputFileError, read_file
from explainer.params.model import ParameterError, SceneParams
from explainer.params.words import in_words, to_toml

Model = TypeVar("Model", bound=SceneParams)

_MISSING: Any = object()
_LARGEST_FILE = 1_000_000
"""Bytes."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DEEPEST = 20
"""How deep values of a file may nest."""
_DEEP_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){21}"""
)
"""A dotted key of so many parts that ``tomllib``, whose time grows with their square, may hang."""


def parse_assignment(text: str, model: type[SceneParams]) -> tuple[str, Any]:
    """Read ``NAME=VALUE``, as given to ``--set``.

    VALUE is a TOML value. Where the parameter is text, bare words do as well; where it may be left
    out, ``none`` leaves it out.

    Args:
        text: the assignment.
        model: the parameters of the scene; it tells text from numbers.

    Raises:
        ParameterError: when there is no ``=``, no such parameter, or no such value.
    """
    name, equals, raw = text.partition("=")
    name, raw = name.strip(), raw.strip()
    if not equals or not name:
        raise ParameterError(f"--set: given {_short(text)}; NAME=VALUE is expected")
    field = _field(model, name)
    takes_text, takes_more, optional = _kinds(field.annotation)
    if optional and raw.lower() == "none":
        return name, None
    value = _toml_value(raw)
    if takes_text and not isinstance(value, str) and (value is _MISSING or not takes_more):
        return name, raw
    if value is _MISSING:
        raise ParameterError(f"{name}: given {_short(raw) or 'nothing'}; {_allowed(field)}")
    return name, value


def load_params_file(path: str | Path) -> dict[str, Any]:
    """Read parameters from a TOML file of ``name = value`` lines.

    Raises:
        ParameterError: when the file cannot be read or is not TOML.
    """
    try:
        content = read_file(path, _LARGEST_FILE)
        text = content.decode("utf-16" if content[:2] in _UTF_16 else "utf-8-sig")
        if _DEEP_KEY.search(text):
            raise RecursionError
        values = tomllib.loads(text)
        _check_bounds(values)
        return values
    except InputFileError as error:
        reason = str(error)
    except UnicodeDecodeError:
        reason = "it is not TOML (not UTF-8 text)"
    except RecursionError:
        reason = f"it nests values more than {_DEEPEST} deep"
    except tomllib.TOMLDecodeError as error:
        reason = f"it is not TOML ({_short(str(error))})"
    except ValueError:  # Python, too, refuses whole numbers of more than 4,300 digits
        reason = "it holds a number with more digits than can be read"
    name = _one_line(str(path))
    raise ParameterError(f"--params {name if len(name) <= 80 else f'...{name[-77:]}'}: {reason}")


def _check_bounds(values: Mapping[str, Any]) -> None:
    """Refuse what no parameter takes, and what could not even be named in a refusal.

    Raises:
        RecursionError: when values nest too deep.
        ValueError: when a whole number is larger than any decimal one.
    """
    level: list[Any] = list(values.values())
    for _ in range(_DEEPEST):
        if any(isinstance(value, int) and value.bit_length() > 1024 for value in level):
            raise ValueError
        nested = [value for value in level if isinstance(value, dict | list)]
        inner = [value.values() if isinstance(value, dict) else value for value in nested]
        level = [each for value in inner for each in value]
    if level:
        raise RecursionError


def resolve_params(
    model: type[Model],
    presets: Mapping[str, SceneParams],
    preset: str | None = None,
    file: str | Path | None = None,
    assignments: Iterable[str] = (),
    values: Mapping[str, Any] | None = None,
) -> Model:
    """Return the parameters of a clip: default < preset < file < assignments < values.

    Args:
        model: the parameters of the scene.
        presets: the scene's presets.
        preset: the one to start from; the defaults when None.
        file: a TOML file.
        assignments: texts of the form ``NAME=VALUE``.
        values: Python values by name, for callers from Python.

    Raises:
        ParameterError: when any of them is refused.
    """
    given: dict[str, Any] = {}
    if preset is not None:
        if preset not in presets:
            known = ", ".join(presets)
            allowed = f"one of {known} is allowed" if known else "this scene has no presets"
            raise ParameterError(f"--preset: given {preset}{nearest(preset, presets)}; {allowed}")
        start = presets[preset]
        given |= {name: getattr(start, name) for name in type(start).model_fields}
    if file is not None:
        for name, value in load_params_file(file).items():
            optional = _kinds(_field(model, name).annotation)[2]
            given[name] = None if optional and value == "none" else value
    given.update(parse_assignment(text, model) for text in assignments)
    for name, value in (values or {}).items():
        _field(model, name)
        given[name] = value
    try:
        return model(**given)
    except ValidationError as error:
        raise ParameterError(_refusal(error, model, given)) from None


def _toml_value(raw: str) -> Any:
    """Return what ``raw`` means as one TOML value; ``_MISSING`` when it is none."""
    try:
        table = tomllib.loads(f"value = {raw}")
    except (tomllib.TOMLDecodeError, RecursionError):
        if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", raw):  # .5 and 1. are not TOML
            return float(raw)
        return _MISSING
    return table["value"] if set(table) == {"value"} else _MISSING


def _field(model: type[SceneParams], name: str) -> FieldInfo:
    fields = model.model_fields
    if name not in fields:
        known = ", ".join(fields)
        allowed = f"the parameters are {known}" if known else "this scene has no parameters"
        raise ParameterError(f"{_short(name)}: no such parameter{nearest(name, fields)}; {allowed}")
    return fields[name]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return `` (did you mean ...?)`` when one of the known names is close, else nothing."""
    lower = {entry.lower(): entry for entry in known}
    found = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=0.5)
    return f" (did you mean {lower[found[0]]}?)" if found else ""


def _kinds(annotation: Any) -> tuple[bool, bool, bool]:
    """Return whether a type takes text, anything but text, and nothing."""
    origin = get_origin(annotation)
    if annotation is type(None):
        return False, False, True
    if annotation is str:
        return True, False, False
    if origin is Annotated:
        return _kinds(get_args(annotation)[0])
    if origin is Literal:
        texts = [isinstance(choice, str) for choice in get_args(annotation)]
        return any(texts), not all(texts), None in get_args(annotation)
    if origin in (Union, types.UnionType):
        kinds = [_kinds(choice) for choice in get_args(annotation)]
        return any(k[0] for k in kinds), any(k[1] for k in kinds), any(k[2] for k in kinds)
    return False, True, False


def _refusal(error: ValidationError, model: type[SceneParams], given: Mapping[str, Any]) -> str:
    """Return pydantic's first complaint as one line."""
    first = error.errors(include_url=False)[0]
    own_words = _one_line(str(first.get("ctx", {}).get("error", "")))
    if not first["loc"]:
        return own_words or _one_line(first["msg"])
    name = str(first["loc"][0])
    field = model.model_fields[name]
    value = _short(to_toml(given[name])) if name in given else "nothing"
    if first["type"] in ("value_error", "assertion_error") and own_words:
        return f"{name}: given {value}; {own_words.removeprefix(name + ':').strip()}"
    return f"{name}: given {value}; {_allowed(field)}"


def _allowed(field: FieldInfo) -> str:
    return f"{in_words(field.annotation, field.metadata)} is allowed"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, limit: int = 80) -> str:
    text = _one_line(text)
    return text if len(text) <= limit else text[: limit - 3] + "..."
