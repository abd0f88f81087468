"""Which faults are allowed, and why."""

from __future__ import annotations

from typing import Any

import numpy as np

from explainer.allowed import allowed
from explainer.checking.fault import Fault
from explainer.checking.frame import Frame


class Allowances:
    """What has been allowed on the screen, and by the scene itself."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._texts = {id(each.text) for each in frame.texts}
        members = frame.scene.get_mobject_family_members()
        self._holders = [member for member in members if allowed(member)]

    def reason(self, fault: Fault) -> str | None:
        """Return why a fault is allowed, None where it is not."""
        reasons = [allowed(self._frame.scene).get(fault.kind)]
        reasons += [
            reason
            for holder in self._holders
            if (reason := allowed(holder).get(fault.kind)) and self._concerns(holder, fault)
        ]
        return next((reason for reason in reasons if reason), None)

    def _concerns(self, holder: Any, fault: Fault) -> bool:
        """Return whether a fault is about a mobject or a part of it, or lies where it is."""
        family = {id(part) for part in holder.get_family()}
        if any(id(each) in family for each in fault.about):
            return True
        if family & self._texts:
            return False
        parts = [part for part in holder.get_family() if len(part.points)]
        if not parts:  # painted by the camera itself
            return True
        view = self._frame.view
        points = np.concatenate([view.points(part, part.points) for part in parts])
        (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
        box = fault.box
        return bool(
            left <= box.right and right >= box.left and bottom <= box.top and top >= box.bottom
        )
