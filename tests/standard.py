"""Faults of text itself."""

from __future__ import annotations

from typing import Any

from explainer.allowed import Kind
from explainer.layout import Fault, faults

READABLE: tuple[Kind, ...] = ("outside", "small", "overlap", "faint")


def readable(scene: Any) -> list[Fault]:
    """Return what is wrong with the text itself."""
    return faults(scene, READABLE)
