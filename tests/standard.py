"""Which faults no scene may have, and which scenes may have none of any kind."""

from __future__ import annotations

from typing import Any

from explainer.allowed import Kind
from explainer.layout import Fault, faults

READABLE: tuple[Kind, ...] = ("outside", "small", "overlap", "faint")
"""The kinds of fault of text itself."""

NOWHERE: tuple[Kind, ...] = (*READABLE, "hole")
"""The kinds of fault that no scene may have; to grow until they are all."""

MEETS_THE_STANDARD = (
    "bayes_rule",
    "confidence_interval",
    "distributions",
    "eigenvectors",
    "gradient",
    "gradient_descent",
    "hessian",
    "hessian",
    "linear_system",
    "linear_transformation",
    "matrix_product",
    "partial_derivatives",
    "posterior_update",
    "random_variable",
    "svd",
    "vectors",
)
"""The scenes that may have none of any other kind either; to grow until it names all."""


IN_EVERY_SHAPE = (
    "bayes_rule",
    "confidence_interval",
    "distributions",
    "eigenvectors",
    "gradient",
    "gradient_descent",
    "hessian",
    "linear_transformation",
    "matrix_product",
    "partial_derivatives",
    "posterior_update",
    "random_variable",
)
"""The scenes whose pictures are laid out for frames of every shape; to grow until it names all."""


def readable(scene: Any) -> list[Fault]:
    """Return what is wrong with the text itself."""
    return faults(scene, READABLE)


def below_the_standard(name: str, scene: Any) -> list[Fault]:
    """Return what a scene of this name may not show."""
    return faults(scene) if name in MEETS_THE_STANDARD else faults(scene, NOWHERE)
