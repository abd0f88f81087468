"""A fault of a frame: of which kind it is, in words, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from explainer.allowed import Kind
from explainer.style import Zone


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with a frame.

    Attributes:
        kind: what is wrong.
        words: the same in plain words, with what it is about.
        box: the place, in scene units of a frame whose camera stands still.
        about: the mobjects that it is about.
    """

    kind: Kind
    words: str
    box: Zone
    about: tuple[Any, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        return self.words


def zone(low: np.ndarray, high: np.ndarray) -> Zone:
    """Return the box between its lower left and its upper right, both (2,)."""
    return Zone(float(low[0]), float(high[0]), float(low[1]), float(high[1]))
