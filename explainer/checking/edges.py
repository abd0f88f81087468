"""Whether a picture ends inside the frame as if it were cut off there.

Lines end side by side on one straight edge, such as those of a grid at the side of a zone; beyond
it there is nothing, and no border is drawn along it. Lines that fade out do not end there, and
those of a chart may end where its axes do.
"""

from __future__ import annotations

import numpy as np
from manim.mobject.graphing.coordinate_systems import Axes, NumberPlane
from scipy import ndimage

from explainer.checking.fault import Fault, zone
from explainer.checking.frame import Frame, cut
from explainer.checking.pixels import DENSITY, brightness
from explainer.mobjects.chart import Scales
from explainer.mobjects.live_chart import LiveAxis
from explainer.zones import layout_of

ENDS = 6
"""Lines that end on one edge from which on it is one."""
LENGTH = round(1.5 * DENSITY)
"""Pixels that the edge is long at least."""
BEYOND = round(0.25 * DENSITY)
"""Pixels beyond the edge that are empty."""
INSIDE = round(0.5 * DENSITY)
"""Pixels that lines reach inwards from it, so that ticks and dots are no lines."""
THIN = round(0.15 * DENSITY)
"""Pixels that a line is thick at most."""
NEAR = round(0.15 * DENSITY)
"""Pixels from the edge in which a line along it is its border, though ticks reach beyond."""
BLUR = 3
"""Pixels over which the end of a line may be blurred."""
CLEAR, EMPTY = np.log(1.2), np.log(1.05)
"""Contrast with the background of a line that ends, and of what is empty."""
AROUND = 0.1
"""Scene units about a chart in which its lines may end."""
BORDER = 0.5
"""Of the edge's length from which on a line is drawn along it."""


def cut_off(frame: Frame) -> list[Fault]:
    """Return a fault for each side at which a picture is cut off inside the frame."""
    background = brightness(frame.background.astype(np.uint8).reshape(1, 1, 3))
    contrast = np.abs(frame.brightness - background)
    counted = _outside_charts(frame, contrast.shape)
    found = []
    for side, turn in (
        ("right", lambda picture: picture),
        ("left", lambda picture: picture[:, ::-1]),
        ("bottom", lambda picture: picture.T),
        ("top", lambda picture: picture.T[:, ::-1]),
    ):
        for across, first, last, count in _edges(turn(contrast), turn(counted)):
            ends = np.array([[across - BLUR, first], [across + BLUR, last]])
            words = f"{count} lines end at the {side} of a picture, inside the frame, at no border"
            found.append(Fault("cut", words, zone(*_places(ends, side, contrast.shape))))
    return found


def _outside_charts(frame: Frame, shape: tuple[int, ...]) -> np.ndarray:
    """Return which pixels of a picture of this shape lie on no chart of ours or of Manim's."""
    counted = np.ones(shape, dtype=bool)
    for member in frame.scene.get_mobject_family_members():
        if isinstance(member, Scales | LiveAxis):
            zone = member.zone
            box = np.array([[zone.left, zone.bottom], [zone.right, zone.top]])
        elif isinstance(member, Axes) and not isinstance(member, NumberPlane):
            points = frame.view.points(member, member.get_all_points())
            box = np.array([points.min(axis=0), points.max(axis=0)])
        else:
            continue
        cut(counted, box + np.array([[-AROUND], [AROUND]]))[:] = False
    return counted


def _edges(contrast: np.ndarray, counted: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Return where lines end towards the right: column, first and last row, and how many lines.

    Args:
        contrast: (rows, columns) of what is drawn with the background.
        counted: (rows, columns), where ends of lines count.
    """
    clear: np.ndarray = np.greater(contrast, CLEAR)
    first_column, columns = INSIDE + BLUR, contrast.shape[1] - BEYOND - 1
    # What is empty beyond a column, and what is clear shortly before it, for all columns at once.
    drawn = np.pad(contrast > EMPTY, ((0, 0), (1, 0))).cumsum(axis=1, dtype=np.int16)
    empty = drawn[:, first_column + 1 + BEYOND : columns + 1 + BEYOND]
    empty = empty == drawn[:, first_column + 1 : columns + 1]
    ends = clear[:, first_column:columns].copy()
    for back in range(1, BLUR + 1):
        ends |= clear[:, first_column - back : columns - back]
    ends &= empty & counted[:, first_column:columns]
    found: list[tuple[int, int, int, int]] = []
    for index in np.flatnonzero(_starts(ends).sum(axis=0) >= ENDS).tolist():
        column = first_column + index
        strip = clear[:, column - INSIDE : column + 1]
        for first, last in _runs(empty[:, index]):
            if last - first < LENGTH:  # most are far too short
                continue
            rows = [
                (first + start, first + end)
                for start, end in _runs(ends[first:last, index])
                if end - start <= THIN
            ]
            if len(rows) >= ENDS and not _bordered(strip[rows[0][0] : rows[-1][1]]):
                lines = _reaching(strip, rows)
                if len(lines) >= ENDS and lines[-1][0] - lines[0][1] >= LENGTH:
                    found.append((column, lines[0][0], lines[-1][1], len(lines)))
    return _lasting(found)


def _starts(flags: np.ndarray) -> np.ndarray:
    """Return where along each column of flags a run of what is true begins."""
    return flags[1:] & ~flags[:-1]


def _bordered(strip: np.ndarray) -> bool:
    """Return whether a line runs along the near side of a strip."""
    return bool(strip[:, -NEAR:].mean(axis=0).max() > BORDER)


def _reaching(strip: np.ndarray, rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those ends of lines that reach from the far side of a strip to the near one."""
    labels, _ = ndimage.label(strip, np.ones((3, 3)))
    far = set(labels[:, 0].tolist()) - {0}
    near = labels[:, -BLUR - 1 :]
    return [row for row in rows if far & set(near[row[0] : row[1]].ravel().tolist())]


def _lasting(found: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Return of columns side by side the one with most lines, if they are as many as a blur."""
    groups: list[list[tuple[int, int, int, int]]] = []
    for each in found:
        if not groups or each[0] > groups[-1][-1][0] + 1:
            groups.append([])
        groups[-1].append(each)
    return [max(group, key=lambda each: each[3]) for group in groups if len(group) >= BLUR]


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    """Return start and end of each run of what is true."""
    steps = np.diff(np.concatenate([[0], flags.astype(int), [0]]))
    return list(zip(*(np.flatnonzero(steps == way).tolist() for way in (1, -1)), strict=True))


def _places(ends: np.ndarray, side: str, shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return lower left and upper right in scene units, of columns and rows that were turned."""
    rows, columns = shape
    if side in ("left", "top"):
        ends[:, 0] = (columns if side == "left" else rows) - ends[:, 0]
    if side in ("bottom", "top"):
        ends = ends[:, ::-1]
    frame = layout_of(columns, rows).frame
    across = frame.left + ends[:, 0] * frame.width / columns
    up = frame.top - ends[:, 1] * frame.height / rows
    return np.array([across.min(), up.min()]), np.array([across.max(), up.max()])
