"""The base of all parameters, and the types that scenes share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import Ge, Gt, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from explainer.messages import Refusal
from explainer.params.given import as_expected

LARGEST = 1e6
"""No number of a matrix, a vector or an interval may be larger than this in size."""


class ParameterError(Refusal):
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
    tuple[Interval, Interval], Wording("[[x0, x1], [y0, y1]] with x0 < x1 and y0 < y1")
]
"""Two intervals, across and up."""


class SceneParams(BaseModel):
    """The parameters of a scene: frozen, typed, finite; unknown names are refused.

    Types are strict (``true`` is not a number, ``"abc"`` neither), but what is meant without doubt
    passes: ``"1/3"`` for a number, ``10.0`` for a whole one, whole numbers for decimal ones, lists
    and arrays for tuples, and ``"Adam"`` for ``adam``.
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
    def _take_what_is_meant(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        fields = cls.model_fields
        return {
            name: as_expected(fields[name].annotation, value) if name in fields else value
            for name, value in data.items()
        }
