"""Manim's camera in space for many mobjects at once: depth, projection, light.

Every function takes mobjects of equally many points, stacked, and gives what Manim computes for one
of them, to the last bit: ``np.matmul`` and ``np.vecdot`` ask the same routines for each item of a
stack that ``np.dot`` asks for one, and all else is done number by number in Manim's order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim.constants import UP
from manim.utils.space_ops import get_unit_normal

SMALLEST = 1e-6
"""Below this length of their product Manim takes two edges for parallel."""


@dataclass(frozen=True)
class View:
    """Where a ``ThreeDCamera`` stands: its middle (3,), rotation (3, 3), and lens."""

    middle: np.ndarray
    rotation: np.ndarray
    focal_distance: float
    zoom: float
    exponential: bool

    def project(self, points: np.ndarray) -> np.ndarray:
        """Return (m, n, 3) points as they are drawn, see ``ThreeDCamera.project_points``."""
        turned = np.matmul(points - self.middle, self.rotation.T)
        distance, heights = self.focal_distance, turned[..., 2]
        with np.errstate(all="ignore"):
            if self.exponential:
                factors = np.exp(heights / distance)
                behind = heights < 0
                factors[behind] = distance / (distance - heights[behind])
            else:
                factors = distance / (distance - heights)
                factors[(distance - heights) < 0] = 10**6
            turned[..., :2] *= (factors * self.zoom)[..., None]
        return turned

    def depths(self, points: np.ndarray) -> np.ndarray:
        """Return how near the middle of each box of anchors is, (m,), from (m, n, 3) points."""
        # The anchors first: numpy is slow to go through many short rows.
        anchors = np.concatenate([points[:, ::4], points[:, 3::4]], axis=1).swapaxes(0, 1).copy()
        centres = (anchors.min(axis=0) + anchors.max(axis=0)) / 2
        return np.matmul(centres[:, None], self.rotation.T)[:, 0, 2]


def end_corner(count: int) -> int:
    """Return the index of the point that Manim shades a path's end by, of ``count`` points."""
    return ((count - 1) // 6) * 3


def light(points: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Return what Manim adds to the colours of start and end, (m, 2), from (m, n, 3) points.

    See ``get_3d_vmob_unit_normal`` and ``get_shaded_rgb``.

    Args:
        points: finite.
        source: (3,) where the light is.
    """
    found = []
    for corner in (0, end_corner(points.shape[1])):
        towards = source - points[:, corner]
        lengths = np.sqrt(np.vecdot(towards, towards))[:, None]
        towards = np.divide(towards, lengths, out=np.zeros_like(towards), where=lengths > 0)
        cosines = np.vecdot(_normals(points, corner), towards)
        # The power of an array is rounded otherwise than that of a number.
        added = np.array([0.5 * cosine**3 for cosine in cosines.tolist()])
        found.append(np.where(added < 0, added * 0.5, added))
    return np.stack(found, axis=1)


def _normals(points: np.ndarray, corner: int) -> np.ndarray:
    """Return the unit normals at one corner of each path, (m, 3)."""
    count = points.shape[1]
    if count <= 4:
        return np.tile(UP, (len(points), 1))
    before = corner - 3 if corner > 2 else count - 4
    after = corner + 3 if corner < count - 3 else 3
    ahead, back = points[:, after] - points[:, corner], points[:, before] - points[:, corner]
    with np.errstate(all="ignore"):
        a = ahead.T / np.abs(ahead.T).max(axis=0)
        b = back.T / np.abs(back.T).max(axis=0)
        products = np.stack(
            [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]],
            axis=1,
        )
        lengths = np.sqrt(np.vecdot(products, products))
        normals = products / lengths[:, None]
    for row in np.flatnonzero(~(lengths > SMALLEST)):  # edges that are parallel, or no edge at all
        normals[row] = get_unit_normal(ahead[row], back[row])
    return normals
