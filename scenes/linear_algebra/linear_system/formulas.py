"""The formulas of a system of two equations, as Typst mathematics, in its own numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explainer.numbers import decimals_needed, figures_needed, rounds, shortest, to_typst
from explainer.scenes.linear_algebra.common import column, equals, figure, number
from explainer.scenes.linear_algebra.linear_system.story import System, row_kind

ROW_ROLES = ("first_row", "second_row")
COLUMN_ROLES = ("i_hat", "j_hat")

GIVEN = 6
"""So many decimals of a given number are shown: those of 1.0001 may decide over everything."""


def places(values: Iterable[float]) -> int:
    """Return how many decimals given numbers are written with, all alike."""
    listed = [float(value) for value in values]
    return max(decimals_needed(listed, GIVEN), figures_needed(listed))


def given_text(value: float) -> str:
    """Write a number that was given."""
    return shortest(float(value), max(GIVEN, figures_needed([float(value)])))


def entry(value: float) -> str:
    """Return a number that was given, as Typst mathematics."""
    return to_typst(given_text(value))


def left_side(row: np.ndarray, given: bool = True) -> str:
    """Return the left side of an equation as Typst mathematics, without what is zero."""
    write, text = entry if given else number, ""
    for index, value in enumerate(row[:2], start=1):
        if value == 0:
            continue
        sign = "-" if value < 0 else "+" if text else ""
        size = "" if abs(value) == 1 else write(abs(value))
        text += f" {sign} {size} x_{index}"
    return " ".join(text.split()) or "0"


def equation(row: np.ndarray, given: bool = True) -> str:
    """Return an augmented row as an equation in Typst mathematics.

    Args:
        row: (3,).
        given: its numbers were given and not computed, so they show with all decimals.
    """
    write = entry if given else number
    written = [given_text(v) if given else figure(v) for v in row]
    exact = not any(rounds(float(v), text) for v, text in zip(row, written, strict=True))
    return f"{left_side(row, given)} {'=' if exact else 'approx'} {write(row[2])}"


def row_note(row: np.ndarray, given: bool) -> str:
    """Return an equation as Typst markup, and where it is true if that is no line."""
    where = {"line": "", "everywhere": ": every point", "nowhere": ": no point"}[row_kind(row)]
    return f"${equation(row, given)}${where}"


def brackets(*lines: str) -> str:
    """Return the rows of a matrix, each Typst mathematics, as Typst mathematics in brackets."""
    return f'display(mat(delim: "[", {"; ".join(lines)}))'


def matrix_markup(system: System) -> str:
    """Return ``A x = b`` in numbers, each row in its colour, as Typst mathematics."""
    lines = [
        ", ".join(f'part("{role}", {entry(value)})' for value in row)
        for role, row in zip(ROW_ROLES, system.matrix, strict=True)
    ]
    sides = [
        f'part("{role}", {entry(value)})'
        for role, value in zip(ROW_ROLES, system.right_side, strict=True)
    ]
    return f"{brackets(*lines)} {brackets('x_1', 'x_2')} = {brackets(*sides)}"


def solution_markup(system: System) -> str:
    """Return the answer with its check as Typst mathematics: ``A x = b``, or all the solutions."""
    x = system.solution
    if system.kind == "many":
        if system.null is None:
            return 'bold(x) = "any point"'
        null = system.null / np.abs(system.null).max()
        sign = equals(*x, *null)
        return f"bold(x) {sign} {column(x)} + t {column(null)}"
    weights = [f'part("{role}", {number(v)})' for role, v in zip(COLUMN_ROLES, x, strict=True)]
    lines = [
        ", ".join(f'part("{role}", {entry(v)})' for role, v in zip(COLUMN_ROLES, row, strict=True))
        for row in system.matrix
    ]
    reached = system.nearest
    role = "ink" if system.kind == "none" else "target"
    ends = brackets(*(f'part("{role}", {number(value)})' for value in reached))
    sign = equals(*x, *reached)
    return f"{brackets(*lines)} {brackets(*weights)} {sign} {ends}"


def determinant_markup(system: System) -> str:
    """Return the determinant as Typst mathematics."""
    area = float(np.linalg.det(system.matrix)) if system.rank == 2 else 0.0
    return f"det A {equals(area)} {number(area)}"
