"""Typed scene parameters: bounded fields, read from ``NAME=VALUE`` and TOML, refused in one line.

A scene declares a frozen model beside itself::

    class Params(SceneParams):
        rate: float = Field(0.1, gt=0, le=10, description="the learning rate")

Values come from four places, the later ones first: ``--set`` over a file over a preset over the
scene's defaults. Whatever is wrong with them becomes a ``ParameterError`` whose message is one line
that names the parameter, what was given, and what is allowed.
"""

from pydantic import Field

from explainer.names import nearest
from explainer.params.model import (
    Interval,
    Matrix2,
    Number,
    ParameterError,
    Positive,
    Probability,
    Rectangle,
    SceneParams,
    Vector2,
    Wording,
    unit,
)
from explainer.params.reading import load_params_file, parse_assignment, resolve_params
from explainer.params.words import Row, assignment, describe, in_words, to_toml

__all__ = [
    "Field",
    "Interval",
    "Matrix2",
    "Number",
    "ParameterError",
    "Positive",
    "Probability",
    "Rectangle",
    "Row",
    "SceneParams",
    "Vector2",
    "Wording",
    "assignment",
    "describe",
    "in_words",
    "load_params_file",
    "nearest",
    "parse_assignment",
    "resolve_params",
    "to_toml",
    "unit",
]
