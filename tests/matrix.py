"""Which scenes and sets of parameters are tried with every change, and which with ``--full``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from explainer import catalogue

FLAGSHIPS = ("linear_transformation", "gradient_descent", "posterior_update")
"""One scene of each part of the course, which stand for the rest where a trial is dear."""


def extremes(name: str) -> list[dict[str, Any]]:
    """Return the sets of parameters that strain a scene's layout."""
    (file,) = (Path(__file__).parent / "scenes").glob(f"*/{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))["extreme"]


def all_scenes() -> list[Any]:
    """Return the names of all scenes; those that are no flagships only with ``--full``."""
    return [
        pytest.param(name, marks=[] if name in FLAGSHIPS else [pytest.mark.full])
        for name in catalogue.files()
    ]


def all_parameters() -> list[Any]:
    """Return class and parameters of every scene: its default, extremes, and presets.

    Presets only with ``--full``.
    """
    found = []
    for entry in catalogue.entries():
        scene = catalogue.load(entry.name)
        sets = {"default": scene.params(), **scene.presets}
        for number, values in enumerate(extremes(entry.name)):
            sets[f"extreme{number}"] = scene.params.model_validate(values)
        found += [
            pytest.param(
                scene.cls,
                params,
                id=f"{entry.name}-{name}",
                marks=[pytest.mark.full] if name in scene.presets else [],
            )
            for name, params in sets.items()
        ]
    return found
