"""How much of the frame its picture takes."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from explainer.checking.axes import parts_of_axes
from explainer.checking.fault import Fault, zone
from explainer.checking.frame import Frame
from explainer.zones import Zone

LEAST = 0.45
"""Of the frame that the picture takes at least."""
CELL = 0.125
"""Scene units of the cells in which is counted what is drawn; what is two apart, is apart."""
DIFFERENT = 10
"""Of 255, by which a colour differs from the background at least."""


def too_little(frame: Frame) -> list[Fault]:
    """Return a fault where the picture takes too little of the frame.

    The picture is all that is drawn besides text, with the numbers of its axes; it takes the boxes
    about its parts. Where there is only text, that is the picture.
    """
    drawn = np.zeros(frame.behind.shape[:2], dtype=bool)
    for channel, shade in enumerate(frame.background.tolist()):
        low, high = max(shade - DIFFERENT, 0), min(shade + DIFFERENT, 255)
        drawn |= (frame.behind[..., channel] < low) | (frame.behind[..., channel] > high)
    if not drawn.any():
        return []
    whole = frame.layout.frame
    cells = _cells(drawn, whole)
    rows, columns = cells.shape
    beside = parts_of_axes(frame.scene)
    for each in frame.texts:
        if id(each.text) in beside:
            (left, bottom), (right, top) = (each.box - [whole.left, whole.bottom]) / CELL
            high, low = (int(np.clip(rows - edge, 0, rows - 1)) for edge in (top, bottom))
            first, last = (int(np.clip(edge, 0, columns - 1)) for edge in (left, right))
            cells[high : low + 1, first : last + 1] = True
    near = ndimage.binary_dilation(cells, np.ones((3, 3)))
    labels, _ = ndimage.label(near, np.ones((3, 3)))
    taken = np.zeros_like(cells)
    for part in ndimage.find_objects(np.where(cells, labels, 0)):
        taken[part] = True
    share = float(taken.mean())
    if share >= LEAST:
        return []
    inside = np.argwhere(taken)
    (top, left), (bottom, right) = inside.min(axis=0), inside.max(axis=0) + 1
    corners = np.array([[left, -bottom], [right, -top]]) * CELL + [whole.left, whole.top]
    words = f"the picture takes {share:.1%} of the frame, less than {LEAST:.0%}"
    return [Fault("share", words, zone(*corners))]


def _cells(drawn: np.ndarray, frame: Zone) -> np.ndarray:
    """Return in which cells of the frame anything is drawn."""
    for axis, length in ((0, frame.height), (1, frame.width)):
        count = round(length / CELL)
        starts = np.arange(count) * drawn.shape[axis] // count
        drawn = np.logical_or.reduceat(drawn, starts, axis=axis)
    return drawn
