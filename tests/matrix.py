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


def set_names(name: str) -> list[str]:
    """Return the names of all sets of parameters of a scene: its default, presets and extremes."""
    numbers = range(len(extremes(name)))
    return ["default", *catalogue.load(name).presets, *(f"extreme{number}" for number in numbers)]


def parameter_set(name: str, case: str) -> Any:
    """Return a scene's set of parameters of that name."""
    scene = catalogue.load(name)
    if case == "default":
        return scene.params()
    if case in scene.presets:
        return scene.presets[case]
    return scene.params.model_validate(extremes(name)[int(case.removeprefix("extreme"))])
