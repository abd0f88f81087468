"""Many dots drawn as one shape, and how they pile up where values are alike."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.mobjects.shapes import Shape, disc

SMALLEST = 0.05
"""The least width of a dot, in scene units."""

_CIRCLE = disc(np.zeros(2), 1.0, 1.0)[:, :2]


class Dots(Shape):
    """Any number of round dots of one colour, drawn as one.

    Args:
        colour: ``#RRGGBB``.
        radius: in scene units.
    """

    def __init__(self, colour: str, radius: float) -> None:
        super().__init__(fill_color=colour, fill_opacity=1, stroke_width=0)
        self.radius, self.outline = radius, _CIRCLE

    def set_dots(self, centres: np.ndarray, radii: ArrayLike | None = None) -> Self:
        """Draw a dot at each of (n, 2) points of the frame, with radii of their own if given.

        Dots of no size are left out, with their outlines.
        """
        spots = np.asarray(centres, dtype=float).reshape(-1, 2)
        sizes = np.broadcast_to(self.radius if radii is None else radii, len(spots))
        seen = sizes > (-1 if radii is None else 1e-3)
        flat = (spots[seen, None, :] + sizes[seen, None, None] * self.outline).reshape(-1, 2)
        self.points = np.column_stack([flat, np.zeros(len(flat))])
        return self


def pile_heights(across: np.ndarray, width: float) -> np.ndarray:
    """Return how many dots lie below each when dots that meet are put on top of one another.

    Args:
        across: (n,) abscissas in the frame.
        width: of a dot; dots in the same strip of that width share a pile.

    Returns:
        (n,) whole numbers, 0 for those that lie on the ground; earlier dots lie lower.
    """
    strips = np.floor(np.asarray(across) / width).astype(int)
    order = np.argsort(strips, kind="stable")
    ordered = strips[order]
    first = np.searchsorted(ordered, ordered, side="left")
    heights = np.empty(len(strips), dtype=int)
    heights[order] = np.arange(len(strips)) - first
    return heights


def dot_width(across: np.ndarray, height: float, most: float) -> float:
    """Return the width of dots, at most ``most``, whose piles are no higher than ``height``.

    It is never below ``SMALLEST``: where many values are alike, their pile is pressed together.
    """
    width = most
    while width > SMALLEST:
        if not len(across) or (pile_heights(across, width).max() + 1) * width <= height:
            return width
        width *= 0.95
    return SMALLEST


def stacked(across: np.ndarray, width: float, height: float, ground: float) -> np.ndarray:
    """Return the centres of piled dots, (n, 2); piles higher than ``height`` are pressed together.

    Args:
        across: (n,) abscissas in the frame.
        width: of a dot.
        height: of the highest pile that may be.
        ground: the ordinate on which they lie.
    """
    levels = pile_heights(across, width)
    tallest = (int(levels.max()) if len(levels) else 0) + 1
    rise = min(width, (height - width) / max(tallest - 1, 1))
    return np.stack([across, ground + width / 2 + levels * max(rise, 0.0)], axis=1)


def fallen(rest: np.ndarray, start: float, t: float, overlap: float = 0.6) -> np.ndarray:
    """Return where dots are at a share t of a fall in which each begins a little after the last.

    Args:
        rest: (n, 2) where they come to lie.
        start: the ordinate from which they fall.
        t: from 0 to 1.
        overlap: the share of the time that each takes to fall.

    Returns:
        (m, 2) centres of the dots that have begun to fall.
    """
    n = len(rest)
    begin = np.arange(n) / max(n - 1, 1) * (1 - overlap)
    share = np.clip((t - begin) / overlap, 0.0, 1.0)
    under_way = share > 0 if t < 1 else np.ones(n, dtype=bool)
    ordinate = start + (rest[:, 1] - start) * share**2
    return np.stack([rest[:, 0], ordinate], axis=1)[under_way]


def arrivals(count: int, ease: float = 0.78, floor: float = 0.06) -> np.ndarray:
    """Return when each of so many things comes, (count,) from 0 to 1, faster and faster."""
    if count < 2:
        return np.zeros(count)
    gaps = np.maximum(ease ** np.arange(count - 1), floor * math.sqrt(20 / max(count, 20)))
    times = np.concatenate([[0.0], np.cumsum(gaps)])
    return np.asarray(times / times[-1])
