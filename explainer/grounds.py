"""A surface as a parameter: the name of one that is known, or a formula in x and y."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from explainer.maths.surfaces import named_surfaces, surface
from explainer.params import Field, Wording


def _must_be_known(value: str) -> str:
    surface(value)
    return value


Ground = Annotated[
    str,
    Field(min_length=1, max_length=200),
    AfterValidator(_must_be_known),
    Wording(f"one of {', '.join(named_surfaces())} or a formula in x and y"),
]
"""A surface that can be had; what is wrong with another is said in one line."""
