"""What stands below the two pictures of a linear system: formulas with numbers that run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Panel
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import Figure, entries, relation, widest
from explainer.scenes.linear_algebra.common import in_brackets, places
from explainer.scenes.linear_algebra.linear_system import markup
from explainer.scenes.linear_algebra.linear_system.drawing.places import Places
from explainer.scenes.linear_algebra.linear_system.story import System
from explainer.style import Theme

EM = 0.62
OVER = 11
"""The z-index of what stands over planes."""


def _em(theme: Theme) -> float:
    return EM * theme.layout.type_scale


def _formula(written: str, theme: Theme) -> Formula:
    return Formula(written, theme, size=_em(theme))


def running(
    values: np.ndarray,
    theme: Theme,
    decimals: int,
    seen: Iterable[float],
    colours: Sequence[str],
    em: float,
) -> LiveMatrix:
    """Return a matrix that runs, a colour an entry, with room for all that will be seen in it."""
    room, size = widest(seen, decimals), em * theme.layout.type_scale
    return LiveMatrix(values, theme, colours=(*colours,), decimals=decimals, widest=room, size=size)


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
            for kind, role in zip((LiveNumber, Weight), markup.COLUMN_ROLES, strict=True)
        )
        left, right = (_formula(column, theme) for column in markup.columns_of(system))
        shown = most @ system.matrix.T
        total = running(ends[2:, None], theme, many, shown, ["target"] * 2, EM)
        self.weights, self.total = (first, second), total
        seen = np.transpose([system.read(x) for x in most])
        for number, column in zip(self.weights, seen[:2], strict=True):
            texts = [number.set_value(value, animating=True).text for value in column]
            number.set_text(max(*texts, number.set_value(column[-1]).text, key=len))
        typed = entries(system.matrix.flat, typed=True), entries(ends[2:], typed=True)
        sign = _formula(relation(*entries(ends[:2]), *typed[0], *typed[1]), theme)
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
        size, panel = float(np.hypot(*system.residual)), Panel(theme, formula=_em(theme))
        self.number = panel.number(size, decimals=places([size]), colour="residual", equated=True)
        super().__init__(*row(_formula('part("residual", "error")', theme), self.number, gap=0.16))
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
        changed = self.other.matrix != system.matrix
        self.changed = np.argwhere(changed)
        way = [system.towards(self.other, t)[:, :2] for t in (0.0, 0.25, 0.5, 0.75, 1.0)]
        decimals = places([*system.matrix.flat, *self.other.matrix.flat], typed=True)
        rows, size = np.repeat(markup.ROW_ROLES, 2), system.determinant
        colours = np.where(changed.ravel(), "ink", rows).tolist()
        self.matrix = running(system.matrix, theme, decimals, np.ravel(way), colours, EM)
        panel = Panel(theme, formula=_em(theme))
        self.number = panel.number(size, decimals=places([size]), equated=True)
        left = row(_formula("A =", theme), self.matrix, gap=0.16)
        self.matrix.shift((0.1, 0, 0))
        right = row(_formula("det A", theme), self.number, gap=0.16)
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
    first, second = markup.columns_of(system)
    goal = in_brackets(entries(system.right_side, typed=True), (2, 1), ["target"] * 2)
    one, other = (f'part("{role}", x_{k + 1})' for k, role in enumerate(markup.COLUMN_ROLES))
    return stand(_formula(f"{one} {first} + {other} {second} != {goal}", theme), 1, theme)


def equations(words: Iterable[VMobject], places: Places) -> None:
    """Put equations one below the other, below the left picture."""
    zone, scale = places.below[0], places.scale
    for place, each in enumerate(words):
        each.scale(min(1.0, zone.width / each.width))
        y = zone.top - (0.32 + 0.72 * place) * scale
        each.move_to((zone.centre[0], y, 0)).set_z_index(OVER)


def solutions(system: System, theme: Theme, name: str = "bold(x)") -> VMobject:
    """Return all solutions, or all that are best, where there are many."""
    return stand(_formula(markup.solutions_markup(system, name), theme), 0, theme)
