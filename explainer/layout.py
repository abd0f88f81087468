"""What is wrong with the layout of a frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.checking.axes import holes
from explainer.checking.crossings import crossed
from explainer.checking.fault import Fault
from explainer.checking.frame import Frame
from explainer.checking.readable import faint, outside, overlapping, small
from explainer.checking.texts import texts_of
from explainer.checking.view import View

__all__ = ["Fault", "faults", "texts_of", "type_size"]

CHECKS: tuple[Callable[[Frame], list[Fault]], ...] = (
    *(outside, small, overlapping, faint),
    *(crossed, holes),
)
"""What is looked for, in the order in which it is reported."""


def type_size(scene: Any, text: Any) -> float | None:
    """Return the em of a text in scene units as it is seen; see ``View.type_size``."""
    return View(scene.camera).type_size(text)


def faults(scene: Any) -> list[Fault]:
    """Return all that is wrong with what a scene shows now.

    What lies outside the frame only because the camera looks elsewhere is not seen, so not wrong.
    """
    frame = Frame(scene)
    return [fault for check in CHECKS for fault in check(frame)]
