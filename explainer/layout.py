"""What is wrong with the layout of a frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from explainer.allowed import KINDS, Kind
from explainer.checking.axes import holes
from explainer.checking.crossings import crossed
from explainer.checking.edges import cut_off
from explainer.checking.fault import Fault
from explainer.checking.figures import too_many
from explainer.checking.frame import Frame
from explainer.checking.readable import faint, outside, overlapping, small
from explainer.checking.share import too_little
from explainer.checking.silenced import Allowances
from explainer.checking.texts import texts_of
from explainer.checking.view import View

__all__ = ["Fault", "Silenced", "examined", "faults", "texts_of", "type_size"]

CHECKS: dict[Kind, Callable[[Frame], list[Fault]]] = {
    "outside": outside,
    "small": small,
    "overlap": overlapping,
    "faint": faint,
    "crossed": crossed,
    "hole": holes,
    "figures": too_many,
    "share": too_little,
    "cut": cut_off,
}
"""What is looked for, in the order in which it is reported."""


@dataclass(frozen=True)
class Silenced:
    """A fault that is allowed, and why; see ``allow``."""

    fault: Fault
    reason: str


def type_size(scene: Any, text: Any) -> float | None:
    """Return the em of a text in scene units as it is seen; see ``View.type_size``."""
    return View(scene.camera).type_size(text)


def faults(scene: Any, kinds: Sequence[Kind] = KINDS) -> list[Fault]:
    """Return what is wrong, of some kinds, with what a scene shows now, but for what is allowed.

    What lies outside the frame only because the camera looks elsewhere is not seen, so not wrong.
    """
    return examined(scene, kinds)[0]


def examined(scene: Any, kinds: Sequence[Kind] = KINDS) -> tuple[list[Fault], list[Silenced]]:
    """Return what is wrong, of some kinds, with what a scene shows now, and what is allowed."""
    frame = Frame(scene)
    allowances = Allowances(frame)
    wrong, silenced = [], []
    for fault in (fault for kind in kinds for fault in CHECKS[kind](frame)):
        reason = allowances.reason(fault)
        if reason is None:
            wrong.append(fault)
        else:
            silenced.append(Silenced(fault, reason))
    return wrong, silenced
