"""How small frames differ from each other; their planes of pixels are (3, height, width) uint8."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import ndimage

from explainer.zones import Zone, layout_of

VISIBLE = 24
"""Levels of a channel by which a pixel differs visibly."""
OFF_LINE = 6
"""Pixels of a play that must lie off the line of a fade."""

BLOCK = 8
"""The side of the blocks of pixels in which something moves or does not."""
BESIDE = 5
"""How many pixels a thin line may be carried from frame to frame."""
NEAR = 2
"""How many blocks fast things may move from frame to frame."""


def stretches(values: Iterable[bool]) -> list[tuple[int, int]]:
    """Return where values are true in a row: first, past the last."""
    padded = np.array([False, *values, False], bool)
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(first), int(stop)) for first, stop in edges.reshape(-1, 2)]


def off_line(frames: Sequence[np.ndarray]) -> int | None:
    """Return the first of (3, height, width) frames that no fade from first to last would show.

    Of a fade all frames lie on a line, at whatever speed it runs.
    """
    first = frames[0].astype(np.float32)
    whole = frames[-1] - first
    square = float((whole**2).sum())
    for number, frame in enumerate(frames):
        part = frame - first
        if square:
            part -= float((part * whole).sum()) / square * whole
        if (np.abs(part).max(axis=0) > VISIBLE).sum() >= OFF_LINE:
            return number
    return None


def distance(frame: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return by how many levels pixels differ, (height, width), in the channel that does most."""
    distance = np.maximum(frame, other) - np.minimum(frame, other)
    return np.asarray(distance.max(axis=0))


def differs(frame: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """Return where a frame differs visibly from its background, (height, width)."""
    return distance(frame, ground) > VISIBLE


def moved(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return where a frame has nothing that did not lie a few pixels beside in the other.

    So does a line that creeps, or is carried along: its pixels change at once, one row after
    another.
    """
    size = (1, 2 * BESIDE + 1, 2 * BESIDE + 1)
    each = []
    for first, second in ((old, new), (new, old)):
        low = ndimage.minimum_filter(first, size).astype(np.int16) - VISIBLE
        high = ndimage.maximum_filter(first, size).astype(np.int16) + VISIBLE
        each.append(((low <= second) & (second <= high)).all(axis=0))
    return np.asarray(each[0] & each[1])


def grown(where: np.ndarray) -> np.ndarray:
    """Return what lies in or near those blocks of pixels in which something is true."""
    rows, columns = (-(-side // BLOCK) for side in where.shape)
    blocks = np.zeros((rows * BLOCK, columns * BLOCK), bool)
    blocks[: where.shape[0], : where.shape[1]] = where
    busy = blocks.reshape(rows, BLOCK, columns, BLOCK).sum(axis=(1, 3)) >= 3
    busy = ndimage.binary_dilation(busy, np.ones((3, 3), bool), iterations=NEAR)
    found = np.repeat(np.repeat(busy, BLOCK, axis=0), BLOCK, axis=1)
    return np.asarray(found[: where.shape[0], : where.shape[1]])


def heading_rows(shape: tuple[int, ...]) -> int:
    """Return how many rows of a picture of that many rows and columns the heading takes."""
    layout = layout_of(shape[1], shape[0])
    return round((layout.frame.top - layout.heading.bottom) / layout.frame.height * shape[0])


def zone(box: tuple[slice, slice], shape: tuple[int, ...]) -> Zone:
    """Return a box of pixels in scene units."""
    rows, columns = box
    frame = layout_of(shape[1], shape[0]).frame
    across, up = frame.width / shape[1], frame.height / shape[0]
    return Zone(
        frame.left + columns.start * across,
        frame.left + columns.stop * across,
        frame.top - rows.stop * up,
        frame.top - rows.start * up,
    )


def cut(box: tuple[float, float, float, float], shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the pixels of a box, left, bottom, right, top in scene units."""
    left, bottom, right, top = box
    frame = layout_of(shape[1], shape[0]).frame
    across, down = shape[1] / frame.width, shape[0] / frame.height
    rows = math.floor((frame.top - top) * down), math.ceil((frame.top - bottom) * down)
    columns = math.floor((left - frame.left) * across), math.ceil((right - frame.left) * across)
    return slice(*(max(row, 0) for row in rows)), slice(*(max(column, 0) for column in columns))
