"""Parameters from ``NAME=VALUE`` and from TOML, refused in one line."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from explainer import names
from explainer.input_files import InputFileError, read_file
from explainer.messages import listing, printable, shorten
from explainer.names import nearest
from explainer.params.given import as_expected, choices, kinds, read_list
from explainer.params.model import ParameterError, SceneParams
from explainer.params.words import DEEPEST, in_words, to_toml

Model = TypeVar("Model", bound=SceneParams)

_MISSING: Any = object()
_LARGEST_FILE = 1_000_000
"""Bytes."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DEEP_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){21}"""
)
"""A dotted key of so many parts that ``tomllib``, whose time grows with their square, may hang."""


def parse_assignment(text: str, model: type[SceneParams]) -> tuple[str, Any]:
    """Read ``NAME=VALUE``, as given to ``--set``.

    VALUE is a TOML value, or a number, list or name as people write it, which the model reads.
    Where the parameter is text, bare words do as well; where it may be left out, ``none`` leaves it
    out.

    Args:
        text: the assignment.
        model: the parameters of the scene; it tells text from numbers.

    Raises:
        ParameterError: when there is no ``=``, or no such parameter.
    """
    name, equals, raw = text.partition("=")
    raw = raw.strip()
    if not equals or not name.strip():
        raise ParameterError(f"--set: given {shorten(text)}; NAME=VALUE is expected")
    name = _parameter(model, name.strip())
    takes_text, takes_more, optional = kinds(model.model_fields[name].annotation)
    if optional and raw.lower() == "none":
        return name, None
    value = _toml_value(raw)
    if not takes_text:
        return name, raw if value is _MISSING else value
    if isinstance(value, str):
        return name, value
    if not takes_more:
        return name, raw
    if value is not _MISSING:
        return name, value
    listed = read_list(raw) if raw[:1] in ("[", "(") else raw
    fits = listed is not raw and _fits(model, name, listed)
    return name, listed if fits else raw


def _fits(model: type[SceneParams], name: str, value: Any) -> bool:
    """Return whether a list of texts becomes one of numbers or names that the type knows."""
    return not _has_text(as_expected(model.model_fields[name].annotation, value))


def _has_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, tuple) and any(map(_has_text, value)))


def load_params_file(path: str | Path) -> dict[str, Any]:
    """Read parameters from a TOML file of ``name = value`` lines.

    Raises:
        ParameterError: when the file cannot be read or is not TOML.
    """
    try:
        content = read_file(path, _LARGEST_FILE)
        return read_toml(content.decode("utf-16" if content[:2] in _UTF_16 else "utf-8-sig"))
    except InputFileError as error:
        reason = str(error)
    except UnicodeDecodeError:
        reason = "it is not TOML (not UTF-8 text)"
    except tomllib.TOMLDecodeError as error:
        reason = f"it is not TOML ({shorten(str(error), 120)})"
    except ValueError as error:
        reason = str(error)
    name = printable(str(path))
    raise ParameterError(f"--params {name if len(name) <= 80 else f'...{name[-77:]}'}: {reason}")


def read_toml(text: str) -> dict[str, Any]:
    """Read TOML that is nested no deeper, and has no longer numbers, than a parameter can use.

    Raises:
        ValueError: when it is no such TOML; ``tomllib.TOMLDecodeError`` is one.
    """
    if _DEEP_KEY.search(text):
        raise ValueError(f"its values are nested more than {DEEPEST} levels deep")
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise ValueError(f"its values are nested more than {DEEPEST} levels deep") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # Python reads no integer of more than 4,300 digits
        raise ValueError("it contains a number with too many digits") from None
    if _depth(table) > DEEPEST:
        raise ValueError(f"its values are nested more than {DEEPEST} levels deep")
    return table


def _depth(value: Any) -> int:
    """Return how deep lists and tables are nested, looking no further than is of use."""
    layer, depth = [value], 0
    while layer and depth <= DEEPEST:
        layer = [
            inner
            for entry in layer
            if isinstance(entry, list | dict)
            for inner in (entry.values() if isinstance(entry, dict) else entry)
        ]
        depth += 1
    return depth


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
    shown: dict[str, str] = {}
    if preset is not None:
        start = presets[_preset(preset, presets)]
        given |= {name: getattr(start, name) for name in type(start).model_fields}
    if file is not None:
        given |= _of_file(file, model)
    for text in assignments:
        name, value = parse_assignment(text, model)
        given[name] = value
        typed = text.partition("=")[2].strip()
        is_text = kinds(model.model_fields[name].annotation)[0] and isinstance(value, str)
        # What TOML does not have is shown as it was typed.
        as_typed = isinstance(value, tuple) or (value == typed and not is_text)
        shown[name] = typed if as_typed else to_toml(value)
    for name, value in (values or {}).items():
        name = _parameter(model, name)
        given[name] = value
        shown.pop(name, None)
    for name, value in given.items():
        _refuse_broken_text(name, value)
    try:
        return model(**given)
    except ValidationError as error:
        refusal = _refusal(error, model, given, shown)
        raise ParameterError(_with_preset(refusal, given, presets)) from None


def _refuse_broken_text(name: str, value: Any, depth: int = 0) -> None:
    """Refuse halves of characters, as come from bytes of another encoding: pydantic fails on them.

    Raises:
        ParameterError: when there are such in a text, or in one within a list.
    """
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise ParameterError(
                f"{name}: given {shorten(value)}; it contains bytes that are not UTF-8 text"
            ) from None
    elif isinstance(value, list | tuple) and depth < DEEPEST:  # a list may hold itself
        for entry in value:
            _refuse_broken_text(name, entry, depth + 1)


def _preset(name: str, presets: Mapping[str, SceneParams]) -> str:
    found = names.match(name, presets)
    if found is None:
        allowed = (
            f"one of {listing(presets)} is allowed" if presets else "this scene has no presets"
        )
        raise ParameterError(f"--preset: given {shorten(name)}{nearest(name, presets)}; {allowed}")
    return found


def _of_file(file: str | Path, model: type[SceneParams]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for written, value in load_params_file(file).items():
        name = _parameter(model, written)
        if name in found:
            raise ParameterError(f"--params {shorten(str(file))}: {name} is given twice")
        optional = kinds(model.model_fields[name].annotation)[2]
        found[name] = None if optional and value == "none" else value
    return found


def _toml_value(raw: str) -> Any:
    """Return what ``raw`` means as one TOML value; ``_MISSING`` when it is none."""
    try:
        table = read_toml(f"value = {raw}")
    except ValueError:
        return _MISSING
    return table["value"] if set(table) == {"value"} else _MISSING


def _parameter(model: type[SceneParams], name: str) -> str:
    """Return the parameter that is meant by a name."""
    fields = model.model_fields
    found = names.match(name, fields)
    if found is None:
        allowed = f"the parameters are {listing(fields)}" if fields else "this scene has none"
        raise ParameterError(
            f"{shorten(name) or 'nothing'}: no such parameter{nearest(name, fields)}; {allowed}"
        )
    return found


def _refusal(
    error: ValidationError,
    model: type[SceneParams],
    given: Mapping[str, Any],
    shown: Mapping[str, str],
) -> str:
    """Return pydantic's first complaint as one line."""
    first = error.errors(include_url=False)[0]
    own_words = str(first.get("ctx", {}).get("error", ""))
    if not first["loc"]:
        return _of_default(own_words or first["msg"], model, given)
    name = str(first["loc"][0])
    field = model.model_fields[name]
    value, hint = "nothing", ""
    if name in given:
        value = shorten(shown.get(name, to_toml(given[name]))) or "nothing"
        hint = _hint(field, given[name])
    if first["type"] in ("value_error", "assertion_error") and own_words:
        return f"{name}: given {value}; {own_words.removeprefix(name + ':').strip()}"
    reasons: list[str] = []
    as_expected(field.annotation, given.get(name), reasons)
    why = f"{shorten(reasons[0], 120)}; " if reasons else ""
    return f"{name}: given {value}{hint}; {why}{_allowed(field)}"


def _hint(field: FieldInfo, value: Any) -> str:
    """Return the nearest of the names that a parameter allows, for the first that it does not."""
    known = choices(field.annotation)
    entries = read_list(value) if isinstance(value, str) else value
    for entry in entries if isinstance(entries, list | tuple) else [entries]:
        if isinstance(entry, str) and names.match(entry, known) is None:
            return nearest(entry, known)
    return ""


def _of_default(message: str, model: type[SceneParams], given: Mapping[str, Any]) -> str:
    """Say of a value that was not given that it is the default."""
    name, begin, rest = message.partition(": given ")
    if begin and name in model.model_fields and name not in given:
        return f"{name}: by default {rest}"
    return message


def _with_preset(refusal: str, given: Mapping[str, Any], presets: Mapping[str, SceneParams]) -> str:
    """Say of a refused value that is the name of a preset how that is asked for."""
    name = refusal.partition(":")[0]
    value = given.get(name)
    preset = names.match(value, presets) if isinstance(value, str) else None
    if preset is None:
        return refusal
    return f"{name}: given {shorten(str(value))}; that is a preset: --preset {preset}"


def _allowed(field: FieldInfo) -> str:
    """Say what a field allows; the default of a list of numbers is its example."""
    words, default = in_words(field.annotation, field.metadata), field.default
    if default and isinstance(default, tuple) and not re.search("such as|one of", words):
        words += f", such as {to_toml(default)},"
    return f"{words} is allowed"
