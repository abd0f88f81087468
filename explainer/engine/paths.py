"""Bezier points into Cairo paths, in one call a mobject, and only when they have changed.

Manim hands curves to Cairo one by one from Python. Here the whole path is laid out in memory as
Cairo's own ``cairo_path_t`` (https://www.cairographics.org/manual/cairo-Paths.html) and appended at
once. The numbers are the same, so the pixels are.
"""

from __future__ import annotations

import ctypes
from typing import Any

import cairo
import numpy as np

MOVE_TO, CURVE_TO, CLOSE_PATH = 0, 2, 3
"""``cairo_path_data_type_t``."""

MOST_KEPT = 4000


class _CairoPath(ctypes.Structure):
    _fields_ = [
        ("status", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("num_data", ctypes.c_int),
    ]


def path_data(points: np.ndarray, ranges: np.ndarray) -> np.ndarray:
    """Return the data of a path, (n, 2) float64, as Cairo lays it out: headers among points.

    Args:
        points: (4m, 2) or more columns, cubic curves as anchor, handle, handle, anchor.
        ranges: (k, 2) the subpaths, each from a point to the one after its last.
    """
    ranges = ranges[ranges[:, 1] - ranges[:, 0] >= 4]
    curves = np.concatenate(
        [np.arange(start, stop - 3, 4) for start, stop in ranges] or [np.zeros(0, dtype=int)]
    )
    firsts, lasts = ranges[:, 0], ranges[:, 1] - 1
    closes = _close(points[firsts], points[lasts])
    counts = (ranges[:, 1] - ranges[:, 0]) // 4
    # A subpath takes 2 rows to begin, 4 for each curve, and 1 to close.
    lengths = 2 + 4 * counts + closes
    begins = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(int)
    within = np.arange(len(curves)) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = np.repeat(begins + 2, counts) + 4 * within
    data = np.zeros((int(lengths.sum()), 2))
    headers = data.view(np.int32).reshape(-1, 4)
    headers[begins, 0], headers[begins, 1] = MOVE_TO, 2
    data[begins + 1] = points[firsts, :2]
    headers[rows, 0], headers[rows, 1] = CURVE_TO, 4
    for offset in (1, 2, 3):
        data[rows + offset] = points[curves + offset, :2]
    ends = (begins + lengths - 1)[closes]
    headers[ends, 0], headers[ends, 1] = CLOSE_PATH, 1
    return data


def _close(first: np.ndarray, last: np.ndarray, tolerance: float = 1e-6) -> np.ndarray:
    """Return which pairs of points, (k, 2), Manim takes for equal."""
    apart = np.abs(first[:, :2] - last[:, :2])
    return (apart <= tolerance + 1e-5 * np.abs(last[:, :2])).all(axis=1)


class Paths:
    """Appends the paths of mobjects to a context, and keeps them until their points change."""

    def __init__(self) -> None:
        self._append = _append_function()
        self._known: dict[int, tuple[Any, np.ndarray, np.ndarray, _CairoPath]] = {}

    def append(self, context: cairo.Context, mobject: Any, points: np.ndarray) -> bool:
        """Make the mobject's path the context's path; return False where that is left to Manim.

        Args:
            context: with Manim's matrix.
            mobject: a vectorized mobject.
            points: (n, 3) its points, as they are to be drawn.
        """
        if self._append is None or not len(points) or len(points) % 4:
            return False
        known = self._known.get(id(mobject))
        if known is None or known[0] is not mobject or not np.array_equal(known[1], points):
            ranges = mobject.get_subpath_split_indices_from_points(points, n_dims=2)
            data = path_data(points, np.asarray(ranges).reshape(-1, 2))
            path = _CairoPath(0, data.ctypes.data, len(data))
            known = (mobject, points.copy(), data, path)
            if len(self._known) > MOST_KEPT:  # a long scene makes and drops many
                self._known.clear()
            self._known[id(mobject)] = known
        context.new_path()
        if known[3].num_data:
            pointer = ctypes.c_void_p.from_address(id(context) + object.__basicsize__)
            self._append(pointer, ctypes.byref(known[3]))
        return True


def _append_function() -> Any:
    """Return Cairo's ``cairo_append_path``, or None where it cannot be had or does not fit."""
    try:
        # The binding's own module leads to the very library that it is linked with.
        library = ctypes.CDLL(cairo._cairo.__file__)  # type: ignore[attr-defined]
        append = library.cairo_append_path
    except (AttributeError, OSError):
        return None
    append.argtypes = [ctypes.c_void_p, ctypes.POINTER(_CairoPath)]
    append.restype = None
    return append
