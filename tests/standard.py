"""Faults of text itself, and the scenes that are laid out for frames of every shape."""

from __future__ import annotations

from typing import Any

from explainer.allowed import Kind
from explainer.layout import Fault, faults

READABLE: tuple[Kind, ...] = ("outside", "small", "overlap", "faint")
"""The kinds of fault of text itself."""

IN_EVERY_SHAPE = (
    "bayes_rule",
    "confidence_interval",
    "distributions",
    "eigenvectors",
    "gradient",
    "gradient_descent",
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
"""The scenes that may have none of any other kind either; to grow until it names all."""
)
IN_EVERY_SHAPE = (
"""The scenes whose pictures are laid out for frames of every shape; to grow until it names all."""


def readable(scene: Any) -> list[Fault]:
    """Return what is wrong with the text itself."""
    return faults(scene, READABLE)
