"""The base of all parameters, and the types that scenes share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge, Gt, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

LARGEST = 1e6
"""No number of a matrix, a vector or an interval may be larger than this in size."""


class ParameterError(ValueError):
    """A parameter was refused; the message is one line for the person who gave it."""


@dataclass(frozen=True)
class Wording:
    """What a type allows, in words; in ``Annotated``, where the type alone says too little."""

    text: str


def unit(name: str) -> dict[str, Any]:
    """Return what ``Field(json_schema_extra=...)`` needs to give a parameter a unit."""
    return {"unit": name}


def _rising(value: tuple[float, float]) -> tuple[float, float]:
    if not value[0] < value[1]:
        raise ValueError("the first number must be below the second")
    return value


Number = Annotated[float, Ge(-LARGEST), Le(LARGEST)]
"""A finite number of a sane size."""

Positive = Annotated[float, Gt(0), Le(LARGEST)]
"""A number above zero."""

Probability = Annotated[float, Ge(0), Le(1)]
"""A number from 0 to 1, both included."""

Vector2 = Annotated[
    tuple[Number, Number], Wording("a pair of numbers from -1e6 to 1e6 such as [1, 2]")
]
"""Two finite numbers."""

Matrix2 = Annotated[
    tuple[tuple[Number, Number], tuple[Number, Number]],
    Wording("a 2x2 matrix, row by row, of numbers from -1e6 to 1e6 such as [[1, 1], [0, 1]]"),
]
"""Two rows of two finite numbers."""

Interval = Annotated[
    tuple[Number, Number],
    AfterValidator(_rising),
    Wording("a pair [low, high] of numbers from -1e6 to 1e6 with low < high such as [-3, 3]"),
]
"""A lower and a higher finite number."""

Rectangle = Annotated[
    tuple[Interval, Interval], Wording("[[x0, x1], [y0, y1]] with rising numbers")
]
"""Two intervals, across and up."""


class SceneParams(BaseModel):
    """The parameters of a scene: frozen, typed, finite; unknown names are refused.

    Types are strict (``true`` is not a number, ``"1"`` neither), but whole numbers pass for
    decimal ones, and lists and arrays pass for tuples.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        validate_default=True,
        allow_inf_nan=False,
        protected_namespaces=(),
    )

    @model_validator(mode="before")
    @classmethod
    def _take_lists_and_arrays(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            return {name: _plain(value) for name, value in data.items()}
        return data


def _plain(value: Any) -> Any:
    """Return lists as tuples and what numpy made as plain numbers."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return tuple(_plain(entry) for entry in value)
    return value
