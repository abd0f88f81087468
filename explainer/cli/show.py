"""What ``list`` and ``show`` print."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path
from typing import Any

from explainer.arithmetic import EXAMPLES
from explainer.catalogue import ROOT, Scene, entries
from explainer.params import Row, assignment, describe


def catalogue_data() -> list[dict[str, str]]:
    """Return the catalogue for programs."""
    return [
        {
            "name": entry.name,
            "part": entry.part,
            "title": entry.title,
            "class": entry.class_name,
            "path": _relative(entry.path),
        }
        for entry in entries()
    ]


def catalogue_text() -> str:
    """Return the catalogue for people."""
    found = entries()
    if not found:
        return "There are no scenes yet: they go into scenes/<part>/<name>/scene.py"
    wide = max(len(entry.name) for entry in found)
    lines: list[str] = []
    part = ""
    for entry in found:
        if entry.part != part:
            part = entry.part
            lines += ["", part.replace("_", " ")] if lines else [part.replace("_", " ")]
        lines.append(_hang(f"  {entry.name:{wide}}  ", entry.title))
    return "\n".join(lines)


def scene_schema(scene: Scene) -> dict[str, Any]:
    """Return the JSON Schema of a scene's parameters, with the presets beside it."""
    schema = scene.params.model_json_schema()
    presets = {name: preset.model_dump(mode="json") for name, preset in scene.presets.items()}
    return schema | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": scene.name,
        "description": scene.title,
        "$comment": f"A number may also be text that stands for it, such as {EXAMPLES}.",
        "presets": presets,
    }


def scene_text(scene: Scene) -> str:
    """Return a scene's parameters and presets for people.

    What stands at the left of each line can be pasted after ``--set`` or ``--preset``.
    """
    lines = [scene.name, _hang("  ", scene.title), f"  {_relative(scene.path)}", "", "Parameters"]
    rows = describe(scene.params)
    for row in rows:
        lines += _parameter(row, scene)
    if not rows:
        lines.append("  none")
    if any("number" in row.allowed for row in rows):
        lines += ["", _hang("", f"A number may be written as {EXAMPLES}.")]
    if scene.presets:
        lines += ["", "Presets"]
        wide = max(len(name) for name in scene.presets)
        for name, preset in scene.presets.items():
            lines.append(_hang(f"  {name:{wide}}  ", _difference(preset, scene)))
    return "\n".join(lines)


def _parameter(row: Row, scene: Scene) -> list[str]:
    defaults = scene.params()
    head = f"  {assignment(row.name, getattr(defaults, row.name))}"
    allowed = f"{row.allowed} ({row.unit})" if row.unit else row.allowed
    lines = [head]
    if row.description:
        lines.append(_hang("      ", row.description))
    lines.append(_hang("      ", allowed))
    return lines


def _difference(preset: Any, scene: Scene) -> str:
    """Return in what a preset differs from the defaults."""
    defaults = scene.params()
    changed = [
        assignment(name, value) for name, value in preset if value != getattr(defaults, name, None)
    ]
    return "  ".join(changed) or "the defaults"


def _hang(start: str, text: str) -> str:
    width = max(60, min(shutil.get_terminal_size().columns, 100))
    return textwrap.fill(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
