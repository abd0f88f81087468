"""What a frame's faces look like, in columns, and how they reach Cairo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import cairo
import numpy as np
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.engine.paths import StackedPaths, pointer

UNSEEN, PLAIN, SHADED = 0, 1, 2
"""How a fill or a stroke is painted: not at all, in one colour, from one colour to another."""

NUMBERS = 21
"""Of each face: ends of the gradients 4, fill from and to 8, stroke from and to 8, width 1."""


class Faces:
    """The faces of one frame.

    Numbers are kept flat: a tuple for each colour would set off the garbage collector, which then
    goes through all that Manim holds.
    """

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}
        self._numbers: list[float] = []
        self._addresses: list[int] = []
        self._fills: list[int] = []
        self._strokes: list[int] = []
        self._members: list[VMobject] = []
        self._layouts: list[StackedPaths] = []  # the addresses point into them

    def add(
        self,
        members: list[VMobject],
        usable: np.ndarray,
        layout: StackedPaths,
        ends: np.ndarray,
        lights: np.ndarray,
        shaded: np.ndarray,
        line_width: float,
    ) -> None:
        """Take in mobjects.

        Args:
            members: m mobjects, each of which has colours of a fill and of a stroke, if unseen.
            usable: (m,) whether a mobject can be drawn from its layout.
            layout: their paths.
            ends: (m, 4) x and y where a gradient begins and ends.
            lights: (m, 2) what is added to the colours there.
            shaded: (m,) where that is done; the others have one colour.
            line_width: units of the frame for a stroke of width 1.
        """
        fills, filled = _colours([m.get_fill_rgbas() for m in members], lights, shaded)
        strokes, stroked = _colours([m.get_stroke_rgbas() for m in members], lights, shaded)
        widths = np.array([m.get_stroke_width() for m in members])
        stroked[widths == 0] = UNSEEN
        numbers = np.column_stack([ends, fills, strokes, widths * line_width])
        start = len(self._addresses)
        self._layouts.append(layout)
        self._members += members
        self._addresses += layout.addresses
        self._numbers += numbers.ravel().tolist()
        self._fills += filled.tolist()
        self._strokes += stroked.tolist()
        rows = zip(members, usable.tolist(), strict=True)
        self._rows.update((id(m), start + row) for row, (m, fits) in enumerate(rows) if fits)

    def draw(
        self,
        vmobjects: Iterable[VMobject],
        context: cairo.Context,
        append: Any,
        otherwise: Callable[[VMobject, cairo.Context], Any],
    ) -> None:
        """Draw ``vmobjects`` in their order, by ``otherwise`` where they are no faces of ours.

        Args:
            vmobjects: what to draw.
            context: with Manim's matrix.
            append: ``cairo_append_path``.
            otherwise: draws one mobject.
        """
        target, numbers = pointer(context), self._numbers
        joint: Any = None
        cap: Any = None
        for vmobject in vmobjects:
            row = self._rows.get(id(vmobject))
            if row is None:
                otherwise(vmobject, context)
                joint = cap = None
                continue
            fill, stroke = self._fills[row], self._strokes[row]
            if fill == stroke == UNSEEN:
                continue
            values = numbers[row * NUMBERS : (row + 1) * NUMBERS]
            context.new_path()
            append(target, self._addresses[row])
            if fill:
                _paint(context, fill, values, 4)
                context.fill_preserve()
            if stroke:
                _paint(context, stroke, values, 12)
                context.set_line_width(values[20])
                if joint is not vmobject.joint_type:
                    joint = vmobject.joint_type
                    context.set_line_join(LINE_JOIN_MAP[joint])
                if cap is not vmobject.cap_style:
                    cap = vmobject.cap_style
                    context.set_line_cap(CAP_STYLE_MAP[cap])
                context.stroke_preserve()


def _paint(context: cairo.Context, kind: int, values: list[float], at: int) -> None:
    """Give the context a colour of a face, or a gradient between two points."""
    if kind == PLAIN:
        context.set_source_rgba(*values[at : at + 4])
        return
    gradient = cairo.LinearGradient(*values[:4])
    gradient.add_color_stop_rgba(0, *values[at : at + 4])
    gradient.add_color_stop_rgba(1, *values[at + 4 : at + 8])
    context.set_source(gradient)


def _colours(
    rgbas: list[np.ndarray], lights: np.ndarray, shaded: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the colours at start and end, (m, 8) in Cairo's order, and how they are painted, (m,).

    Cairo's pixels are Manim's in reverse: blue, green, red, opacity. Of more than two colours Manim
    shades the first two.
    """
    counts = np.array([len(colours) for colours in rgbas])
    flat = np.concatenate(rgbas)[:, [2, 1, 0, 3]]
    firsts = np.cumsum(counts) - counts
    start, end = flat[firsts], flat[firsts + (counts > 1)]
    seen = (start[:, 3] != 0) | (end[:, 3] != 0)
    start[:, :3] += lights[:, :1]
    end[:, :3] += lights[:, 1:]
    return np.column_stack([start, end]), np.where(seen, np.where(shaded, SHADED, PLAIN), UNSEEN)
