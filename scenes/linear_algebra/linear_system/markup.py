"""Equations, row operations and columns of a linear system as they are written on the screen."""

from __future__ import annotations

import numpy as np

from explainer.numbers import MINUS, Figure, entries, in_full, magnitude, relation, to_typst
from explainer.scenes.linear_algebra.common import column, in_brackets
from explainer.scenes.linear_algebra.linear_system.story import Step, System, row_kind

ROW_ROLES = ("first_row", "second_row")
COLUMN_ROLES = ("i_hat", "j_hat")


def precise(value: float) -> Figure:
    """Write a number in full or with three figures: none but zero is written as zero."""
    return in_full(value) or magnitude(value)


def point_equation(name: str, x: np.ndarray) -> str:
    """Return the equation of a point as Typst mathematics."""
    texts = [*map(to_typst, entries(x))]
    return f"{name} {relation(*texts)} ({', '.join(texts)})"


def equation(row: np.ndarray, *, plain: bool = False) -> str:
    """Return an augmented row, (3,), as an equation without what is zero.

    It is Typst mathematics, or plain text.
    """
    figures = [*map(precise, np.abs(row[:2])), precise(row[2])]
    minus, names = MINUS, ("x₁", "x₂")
    if not plain:
        figures, minus, names = [*map(to_typst, figures)], "-", (" x_1", " x_2")
    text = ""
    for value, size, name in zip(row[:2], figures[:2], names, strict=True):
        if value:
            sign, gap = minus if value < 0 else "+" if text else "", " " if text else ""
            text += f"{gap}{sign}{gap}{'' if size == '1' else size}{name}"
    return f"{text.strip() or '0'} {relation(*figures)} {figures[2]}"


def row_note(row: np.ndarray) -> str:
    """Return an equation as Typst markup, and where it is true if that is no line."""
    where = {"line": "", "everywhere": ": every point", "nowhere": ": no point"}[row_kind(row)]
    return f"${equation(row)}${where}"


def operation(step: Step, order: tuple[int, int]) -> list[str]:
    """Return a row operation as Typst mathematics, in two parts where a factor runs between.

    Before it, row k is that of the equation ``order[k]``.
    """
    rows = [f'part("{ROW_ROLES[order[place]]}", "row {place + 1}")' for place in (0, 1)]
    changed, other = rows[step.row], rows[1 - step.row]
    match step.kind:
        case "swap":
            return [f"{rows[0]} arrow.l.r {rows[1]}"]
        case "scale":
            return [f"{changed} med div med {to_typst(precise(1 / step.factor))}"]
        case _:
            return [f"{changed} med {'+' if step.factor < 0 else '-'}", f"times med {other}"]


def columns_of(system: System) -> list[str]:
    """Return the columns of A, each in its colour, as Typst mathematics."""
    texts = entries(system.matrix.flat, typed=True)
    return [in_brackets(texts[k::2], (2, 1), [role] * 2) for k, role in enumerate(COLUMN_ROLES)]


def solutions_markup(system: System, name: str = "bold(x)") -> str:
    """Return all that are best, with a name, as Typst mathematics: ``x = c + t n``."""
    if system.rank == 0:
        return f'{name} = "any point"'
    first, along = column(system.solution), column(system.null / np.abs(system.null).max())
    return f"{name} {relation(first, along)} {first} + t {along}"
