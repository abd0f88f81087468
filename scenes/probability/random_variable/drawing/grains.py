"""Dots by the ten thousand: each grows where it appears, and small ones are squares."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots

SMALL = 0.035
"""Dots of a radius below this, some four pixels of 1080, are drawn as squares of the same area."""
_SQUARE = corners_path(np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]))[:, :2]
_SIDE = np.sqrt(np.pi) / 2
"""Half the side of a square as large as a disc of radius one."""


class Grains(Dots):
    """Any number of dots of one colour, drawn as one; see ``Dots``."""

    def set_grains(self, centres: np.ndarray, sizes: np.ndarray) -> Self:
        """Draw a dot at each of (n, 2) points of the frame, of (n,) shares of the full size."""
        spots = np.asarray(centres, dtype=float).reshape(-1, 2)
        if self.radius >= SMALL:
            self.set_dots(np.zeros((1, 2)))
            shape = self.points[:, :2].copy()
        else:
            shape = _SQUARE * self.radius * _SIDE
        flat = (spots[:, None, :] + sizes[:, None, None] * shape).reshape(-1, 2)
        self.points = np.column_stack([flat, np.zeros(len(flat))])
        return self
