"""Numbers and matrices that run: glyphs are set once and composed, nothing is compiled again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.shapes import Shape, VGroup
from explainer.mobjects.text import Anchor, TypesetMobject, ink, solid
from explainer.numbers import (
    APPROXIMATELY,
    INFINITY,
    MINUS,
    PERCENT,
    TIMES,
    Figure,
    at_rest,
    decimals_needed,
    equals,
    format_number,
)
from explainer.style import Theme
from explainer.tokens import SUPERSCRIPTS
from explainer.typesetting import typeset


class LiveNumber(TypesetMobject):
    """A number that changes in place, in digits of equal width; nothing is compiled on the way.

    Args:
        value: the first value.
        theme: where sizes and colours come from.
        decimals: digits after the point.
        size, colour: as for ``Words``.
        anchor: which end stays where it is when the number grows.
        signed: write a plus sign before positive numbers.
        suffix: characters set after the number, such as ``%`` or ``°``.
        equated: write the sign of equality before the number, about equal where it is rounded or
            runs.
    """

    def __init__(
        self,
        value: float,
        theme: Theme,
        *,
        decimals: int = 2,
        size: str | float = "formula",
        colour: str = "ink",
        anchor: Anchor = "right",
        signed: bool = False,
        suffix: str = "",
        equated: bool = False,
    ) -> None:
        em = getattr(theme.sizes, size) if isinstance(size, str) else size
        super().__init__(0.0, em, theme.layout.smallest_text)
        self.decimals = decimals
        self.anchor: Anchor = anchor
        self.signed = signed
        self.suffix = suffix
        self.equated = equated
        self.value = float("nan")
        self.shape = Shape(fill_color=ink(theme, colour, "ink"), fill_opacity=1, stroke_width=0)
        self.add(self.shape)
        self.set_value(value)

    def set_value(self, value: float, *, animating: bool = False) -> Self:
        """Show ``value``; the anchored end of the baseline stays where it is.

        Args:
            value: the number; that there is none is said where it is NaN.
            animating: it is one of many that run past, all with the same decimals; at rest it has
                no more than it needs.
        """
        if math.isnan(value):
            return self.set_text("none")
        decimals = self.decimals if animating else decimals_needed([value], self.decimals)
        figure = format_number(float(value), decimals, signed=self.signed, animating=animating)
        # What runs past a number for a moment is not equal to it.
        text = Figure(figure + self.suffix, figure.rounded or (self.equated and animating))
        return self.set_text(equals(text) if self.equated else text, value)

    def set_text(self, text: str, value: float = float("nan")) -> Self:
        """Show any text made of digits, signs and the few letters that numbers are written with."""
        points, width = _compose(text)
        share = {"left": 0.0, "centre": 0.5, "right": 1.0}[self.anchor]
        # Rounded, so that where it stands does not depend on the way it has come: a part of a film
        # drawn by itself must have the very pixels of the whole.
        em = round(self.em, 9)
        end = np.round(self.baseline + np.array([share * self.advance, 0, 0]), 9)
        start = end - np.array([share * width * em, 0, 0])
        self.value, self.text = float(value), text
        self.shape.points = points * em + start
        self.reference.points[0] = start
        self.reference.points[1] = start + np.array([em, 0, 0])
        self.reference.points[2:] = start + np.array([width * em, 0, 0])
        return self

    def place(self, point: np.ndarray | tuple[float, ...], anchor: Anchor = "left") -> Self:
        """Put the left end, the centre or the right end of the baseline at ``point``."""
        self.reference.shift(self._way_to(point, anchor))  # from which the text takes its place
        return self.set_text(self.text, self.value)

    def stand(self, point: np.ndarray, text: str, value: float) -> Self:
        """Show a text whose anchored end is at ``point``, (3,)."""
        self.reference.shift(self._way_to(point, self.anchor))
        return self.set_text(text, value)

    def set_ink(self, colour: str) -> Self:
        """Change the colour, given as ``#RRGGBB``."""
        self.shape.set_fill(colour)
        return self


class Reading(VGroup):
    """A verb of a view, and numbers in which what it returns is written; both are shown at 0.

    Args:
        show: a method of a view; for a time t from 0 to 1 it returns a text for each number.
        rows: of a panel, among them the numbers; there may be fewer than texts.
    """

    def __init__(self, show: Callable[[float], Iterable[str]], rows: Iterable[VMobject]) -> None:
        family = [part for each in rows for part in each.get_family()]
        self.show, self.numbers = show, [part for part in family if isinstance(part, LiveNumber)]
        super().__init__(show.__self__, *self.numbers)  # type: ignore[attr-defined]
        self.run(0.0)

    def run(self, t: float) -> Self:
        """Show the state at t; to be swept. At the end all numbers rest."""
        for number, text in zip(self.numbers, self.show(t), strict=False):
            number.set_text(at_rest(text) if t == 1 else text)
        return self


class LiveMatrix(Shape):
    """A matrix or column vector whose entries run in place, in colours by role.

    Args:
        values: (rows, columns) entries.
        theme: where sizes and colours come from.
        colours: a role or colour for each column, or for each entry, row by row; ink when None.
        decimals: digits after the point, the same for all entries.
        widest: the entry, as text, for which room is kept.
        size: as for ``Words``.
    """

    def __init__(
        self,
        values: np.ndarray,
        theme: Theme,
        *,
        colours: tuple[str, ...] | None = None,
        decimals: int = 2,
        widest: str = "",
        size: str | float = "formula",
    ) -> None:
        super().__init__(stroke_width=0, fill_opacity=0)
        values = np.atleast_2d(np.asarray(values, dtype=float))
        rows, columns = values.shape
        roles = np.reshape(colours or ["ink"] * columns, (-1, columns))
        roles = np.broadcast_to(roles, values.shape)
        em = getattr(theme.sizes, size) if isinstance(size, str) else size
        candidates = [format_number(value, decimals) for value in values.flat]
        room = max(_compose(text)[1] for text in [*candidates, widest or candidates[0]])
        self.room, pitch = room, (room + 0.8) * em
        leading = 1.4 * em
        height = rows * leading
        self.entries: list[list[LiveNumber]] = []
        for row in range(rows):
            line = []
            for column in range(columns):
                number = LiveNumber(
                    values[row, column],
                    theme,
                    decimals=decimals,
                    size=em,
                    colour=str(roles[row, column]),
                )
                right = 0.4 * em + column * pitch + room * em
                baseline = height / 2 - (row + 0.5) * leading - 0.33 * em
                number.place((right, baseline), "right")
                line.append(number)
                self.add(number)
            self.entries.append(line)
        self.slack = [0.0] * columns
        width = (columns - 1) * pitch + (room + 0.8) * em
        for x, inward in ((0.0, 1.0), (width, -1.0)):
            arm = 0.22 * em * inward
            bracket = Shape(stroke_color=theme.ink, stroke_width=theme.strokes.thin, fill_opacity=0)
            bracket.set_points_as_corners(
                [
                    (x + arm, height / 2, 0),
                    (x, height / 2, 0),
                    (x, -height / 2, 0),
                    (x + arm, -height / 2, 0),
                ]
            )
            self.add(bracket)
        self.move_to((0, 0, 0))
        self.set_values(values)

    def set_values(self, values: np.ndarray, *, animating: bool = False) -> Self:
        """Show (rows, columns) new entries, which may be animating; at rest they are centred."""
        for line, row in zip(self.entries, np.atleast_2d(values), strict=True):
            for number, value in zip(line, row, strict=True):
                number.set_value(float(value), animating=animating)
        for place, column in enumerate(zip(*self.entries, strict=True)):
            em = column[0].em
            widest = max(number.advance for number in column) / em
            slack = 0.0 if animating else max(self.room - widest, 0.0) / 2
            way = (self.slack[place] - slack) * em
            self.slack[place] = slack
            for number in column:
                right = number.baseline + np.array([number.advance + way, 0, 0])
                number.stand(right, number.text, number.value)
        return self

    def column(self, index: int) -> VGroup:
        """Return the entries of one column."""
        return VGroup(*(line[index] for line in self.entries))


_SPACES = {" ": 0.25, PERCENT[0]: 1 / 6}
"""The widths of spaces, in ems."""

_MARKUP = {
    MINUS: "$-$",
    TIMES: "$times$",
    INFINITY: "$infinity$",
    APPROXIMATELY: "$approx$",
    "=": "$=$",
    "%": "$percent$",
    "°": "$degree$",
}


@lru_cache(maxsize=256)
def _character(character: str) -> tuple[np.ndarray, float]:
    source = _MARKUP.get(character)
    if source is None:
        source = f"$upright({character})$" if character.isalpha() else f'$"{character}"$'
    outlines = typeset(source)
    points = solid(list(outlines.glyphs))
    if character.isdigit() and character != "0":
        # All digits take the same room, so that a running number stands still.
        room = _character("0")[1]
        return points + np.array([(room - outlines.width) / 2, 0, 0]), room
    return points, outlines.width


@lru_cache(maxsize=2048)
def _compose(text: str) -> tuple[np.ndarray, float]:
    """Return the outlines and width, in ems, of a number set from glyphs that are already there."""
    pieces = []
    x = 0.0
    for written in text:
        character = SUPERSCRIPTS.get(written, written).replace("-", MINUS)
        if character in _SPACES:
            x += _SPACES[character]
            continue
        points, width = _character(character)
        scale, lift = (0.7, 0.38) if written in SUPERSCRIPTS else (1.0, 0.0)
        if character == TIMES:
            x += 0.12
        pieces.append(points * scale + np.array([x, lift, 0]))
        x += width * scale + (0.12 if character == TIMES else 0.0)
    return (np.concatenate(pieces) if pieces else np.zeros((0, 3))), x
