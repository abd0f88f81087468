"""What stands below the two pictures of a linear system: formulas with numbers that run."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import Figure, entries, relation, widest
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.linear_system.drawing.places import Places
from explainer.scenes.linear_algebra.linear_system.markup import (
    COLUMN_ROLES,
    ROW_ROLES,
    brackets,
    columns_of,
    solutions_markup,
)
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.style import Theme

EM = 0.62
OVER = 11
"""The z-index of what stands over planes."""


def _em(theme: Theme) -> float:
    return EM * theme.layout.type_scale


def stand(whole: VMobject, place: int, theme: Theme) -> VMobject:
    """Put a formula below the left or the right picture, shrunk where it is too large."""
    zone = Places(theme.layout).below[place]
    whole.scale(min(1.0, zone.width / whole.width, zone.height / whole.height))
    return whole.move_to(zone.centre).set_z_index(OVER)


class Weight(LiveNumber):
    """A weight that is added to another: its sign stands apart."""

    def set_value(self, value: float, *, animating: bool = False) -> Weight:
        """Show the value, as ``LiveNumber`` does."""
        text = super().set_value(value, animating=animating).text
        sign, size = ("+", text) if text[0].isdigit() else (text[0], text[1:])
        return self.set_text(Figure.of(f"{sign} {size}", text), value)


class Combination(VGroup):
    """``x_1 a_1 + x_2 a_2 = sum``, in numbers that run; room is kept for each x of (n, 2).

    It rests on the last of them.
    """

    def __init__(self, system: System, most: np.ndarray, theme: Theme) -> None:
        self.system = system
        ends = system.read(most[-1])
        few, many = places(ends[:2], 1), places(ends[2:], 1, typed=True)
        first, second = (
            kind(0, theme, decimals=few, size=_em(theme), colour=role)
            for kind, role in zip((LiveNumber, Weight), COLUMN_ROLES, strict=True)
        )
        columns = columns_of(system)
        left, right = (Formula(column, theme, size=_em(theme)) for column in columns)
        total = LiveMatrix(
            ends[2:, None],
            theme,
            colours=("target",),
            decimals=many,
            widest=widest(most @ system.matrix.T, many),
            size=_em(theme),
        )
        self.weights, self.total = (first, second), total
        seen = np.transpose([system.read(x) for x in most])
        for number, column in zip(self.weights, seen[:2], strict=True):
            texts = [number.set_value(value, animating=True).text for value in column]
            number.set_text(max(*texts, number.set_value(column[-1]).text, key=len))
        rests = entries(ends[:2]), entries(ends[2:], typed=True)
        sign = Formula(relation(*columns, *rests[0], *rests[1]), theme, size=_em(theme))
        super().__init__(row(first, left, second, right, sign, total, gap=0.19))
        total.shift((0.12, 0, 0))
        stand(self, 1, theme)
        self.at(most[-1], animating=False)

    def at(self, x: np.ndarray, animating: bool) -> None:
        """Show the values for x, (2,)."""
        values = self.system.read(x)
        for number, value in zip(self.weights, values[:2], strict=True):
            number.set_value(float(value), animating=animating)
        self.total.set_values(values[2:, None], animating=animating)


class Missing(VGroup):
    """How far ``A x`` is from b, as a number that runs."""

    def __init__(self, system: System, theme: Theme) -> None:
        self.system = system
        size = float(np.hypot(*system.residual))
        self.number = LiveNumber(
            size,
            theme,
            decimals=places([size]),
            size=_em(theme),
            colour="residual",
            equated=True,
            anchor="left",
        )
        super().__init__(
            Formula('part("residual", "error")', theme, size=_em(theme)),
            self.number,
        )
        row(*self.submobjects, gap=0.16)
        stand(self, 1, theme)

    def at(self, x: np.ndarray, animating: bool) -> None:
        """Show the value for x, (2,)."""
        system = self.system
        missing = system.residual if not animating else system.right_side - system.matrix @ x
        self.number.set_value(float(np.hypot(*missing)), animating=animating)


class Determinant(VGroup):
    """A matrix, in the colours of its rows, and its determinant, which run to another system's."""

    def __init__(self, system: System, theme: Theme) -> None:
        self.system, self.other = system, system.dependent
        self.changed = np.argwhere(self.other.matrix != system.matrix)
        way = [system.towards(self.other, t)[:, :2] for t in (0.0, 0.25, 0.5, 0.75, 1.0)]
        decimals = places([*system.matrix.flat, *self.other.matrix.flat], typed=True)
        rows = np.repeat(ROW_ROLES, 2)
        self.matrix = LiveMatrix(
            system.matrix,
            theme,
            colours=tuple(np.where((self.other.matrix != system.matrix).ravel(), "ink", rows)),
            decimals=decimals,
            widest=widest(np.ravel(way), decimals),
            size=_em(theme),
        )
        self.number = LiveNumber(
            system.determinant,
            theme,
            decimals=places([system.determinant]),
            size=_em(theme),
            equated=True,
            anchor="left",
            colour="ink",
        )
        left = VGroup(*row(Formula("A =", theme, size=_em(theme)), self.matrix, gap=0.16))
        self.matrix.shift((0.1, 0, 0))
        right = VGroup(*row(Formula("det A", theme, size=_em(theme)), self.number, gap=0.16))
        super().__init__(stand(left, 0, theme), stand(right, 1, theme))

    def at(self, t: float) -> None:
        """Show both a share t of the way."""
        values = self.system.towards(self.other, t)[:, :2]
        if t in (0, 1):
            self.matrix.set_values(values)
        for row_, column in self.changed if 0 < t < 1 else ():
            entry = self.matrix.entries[row_][column]
            entry.set_value(float(values[row_, column]), animating=True)
        self.number.set_value(
            (1 - t) * self.system.determinant if t < 1 else 0.0, animating=0 < t < 1
        )


def unreachable(system: System, theme: Theme) -> VMobject:
    """Return that no numbers make the columns add up to b."""
    first, second = columns_of(system)
    goal = brackets(("target",) * 2, *zip(entries(system.right_side, typed=True), strict=True))
    one, other = (f'part("{role}", x_{k + 1})' for k, role in enumerate(COLUMN_ROLES))
    whole = f"{one} {first} + {other} {second} != {goal}"
    return stand(Formula(whole, theme, size=_em(theme)), 1, theme)


def equations(words: Iterable[VMobject], places: Places) -> None:
    """Put equations one below the other, below the left picture."""
    zone, scale = places.below[0], places.scale
    for place, each in enumerate(words):
        each.scale(min(1.0, zone.width / each.width))
        each.move_to((zone.centre[0], zone.top - (0.32 + 0.72 * place) * scale, 0)).set_z_index(
            OVER
        )


def solutions(system: System, theme: Theme, name: str = "bold(x)") -> VMobject:
    """Return all solutions, or all that are best, where there are many."""
    return stand(Formula(solutions_markup(system, name), theme, size=_em(theme)), 0, theme)
