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

TOLERANCE = 1e-6
"""Manim's ``tolerance_for_point_equality``, unless a mobject has its own."""


class _CairoPath(ctypes.Structure):
    _fields_ = [
        ("status", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("num_data", ctypes.c_int),
    ]


def path_data(points: np.ndarray) -> np.ndarray:
    """Return the data of a path, (n, 2) float64, as Cairo lays it out: headers among points.

    A curve that begins where the one before ends, as Manim sees it, goes on its subpath.

    Args:
        points: (4m, 2) or more columns, cubic curves as anchor, handle, handle, anchor; m > 0.
    """
    curves = points[:, :2].reshape(-1, 4, 2)
    parted = ~_close(curves[:-1, 3], curves[1:, 0])
    firsts = np.concatenate([[0], np.flatnonzero(parted) + 1])
    ends = np.concatenate([firsts[1:], [len(curves)]])
    closes = _close(curves[firsts, 0], curves[ends - 1, 3])
    counts = ends - firsts
    if (counts == counts[0]).all() and (closes == closes[0]).all():
        alike = curves.reshape(len(counts), -1, 4, 2)
        return _laid(alike)[:, : 2 + 4 * counts[0] + closes[0]].reshape(-1, 2)
    return np.concatenate(
        [
            _laid(curves[None, first:end])[0, : 2 + 4 * (end - first) + closed]
            for first, end, closed in zip(firsts, ends, closes, strict=True)
        ]
    )


def _laid(curves: np.ndarray) -> np.ndarray:
    """Return the data of m closed paths of k curves, (m, k, 4, 2), as (m, 3 + 4k, 2) float64.

    Paths begin in 2 rows, take 4 for each curve, and 1 to close, which open ones leave out.
    """
    many, count = curves.shape[:2]
    data = np.empty((many, 3 + 4 * count, 2))
    headers = data.view(np.int32).reshape(many, -1, 4)
    headers[:, 0] = MOVE_TO, 2, 0, 0
    data[:, 1] = curves[:, 0, 0]
    headers[:, 2:-1:4] = CURVE_TO, 4, 0, 0
    data[:, 2:-1].reshape(many, count, 4, 2)[:, :, 1:] = curves[:, :, 1:]
    headers[:, -1] = CLOSE_PATH, 1, 0, 0
    return data


class StackedPaths:
    """Paths of equally many curves, laid out together; each is one piece.

    Attributes:
        addresses: of each path, as ``cairo_append_path`` takes it; valid while this object lives.
        whole: (m,) whether a path is in one piece. Where it is not, its address is not to be used.
    """

    def __init__(self, points: np.ndarray) -> None:
        """Lay out the paths of (m, 4k, 2) or more columns of finite points."""
        many, count = points.shape[:2]
        whole: Any = _close(points[:, 3:-1:4], points[:, 4::4]).all(axis=1)
        self.whole: np.ndarray = whole
        closes = _close(points[:, 0], points[:, -1])
        self._data = _laid(points[..., :2].reshape(many, -1, 4, 2))
        self._paths = np.zeros(many, dtype=np.dtype(_CairoPath))
        places = np.arange(many)
        self._paths["data"] = self._data.ctypes.data + places * self._data.strides[0]
        self._paths["num_data"] = 2 + count + closes
        self.addresses: list[int] = (
            self._paths.ctypes.data + places * ctypes.sizeof(_CairoPath)
        ).tolist()


def _close(ends: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return which pairs of points, (..., 2) or more columns, Manim takes for equal."""
    apart = np.abs(ends[..., :2] - starts[..., :2])
    close = (apart <= TOLERANCE + 1e-5 * np.abs(starts[..., :2])) & (apart < np.inf)
    return close[..., 0] & close[..., 1]


class Layout:
    """A path as Cairo takes it; the data live as long as this object."""

    def __init__(self, data: np.ndarray) -> None:
        self.data = data
        self.path = _CairoPath(0, data.ctypes.data, len(data))


class Paths:
    """Appends the paths of mobjects to a context, and keeps them until their points change."""

    def __init__(self) -> None:
        self._append = _append_function()
        self._known: dict[int, tuple[Any, np.ndarray, Layout]] = {}

    @property
    def appends(self) -> Any:
        """``cairo_append_path``, which takes what ``pointer`` gives and an address; or None."""
        return self._append

    def append(self, context: cairo.Context, mobject: Any, points: np.ndarray) -> bool:
        """Make the mobject's path the context's path; return False where that is left to Manim.

        Args:
            context: with Manim's matrix.
            mobject: a vectorized mobject.
            points: (n, 3) its points, as they are to be drawn.
        """
        known = self._known.get(id(mobject))
        if known is None or known[0] is not mobject or not np.array_equal(known[1], points):
            layout = self.lay_out(mobject, points)
            if layout is None:
                return False
            known = (mobject, points.copy(), layout)
            if len(self._known) > MOST_KEPT:  # a long scene makes and drops many
                self._known.clear()
            self._known[id(mobject)] = known
        self.give(context, known[2])
        return True

    def lay_out(self, mobject: Any, points: np.ndarray) -> Layout | None:
        """Return the path of a mobject through ``points``, (n, 3); None where it is not for us."""
        if self._append is None or not len(points) or len(points) % 4:
            return None
        if mobject.tolerance_for_point_equality != TOLERANCE:
            return None
        return Layout(path_data(points))

    def give(self, context: cairo.Context, layout: Layout) -> None:
        """Make a path that was laid out the context's path."""
        context.new_path()
        if layout.path.num_data:
            self._append(pointer(context), ctypes.addressof(layout.path))


def pointer(context: cairo.Context) -> ctypes.c_void_p:
    """Return Cairo's own ``cairo_t *`` of a context; valid while the context lives."""
    return ctypes.c_void_p.from_address(id(context) + object.__basicsize__)


def _append_function() -> Any:
    """Return Cairo's ``cairo_append_path``, or None where it cannot be had or does not fit."""
    try:
        # The binding's own module leads to the very library that it is linked with.
        library = ctypes.CDLL(cairo._cairo.__file__)  # type: ignore[attr-defined]
        append = library.cairo_append_path
    except (AttributeError, OSError):
        return None
    append.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    append.restype = None
    return append
