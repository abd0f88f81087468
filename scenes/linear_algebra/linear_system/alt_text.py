"""What the last frame of each beat shows of a linear system, for whoever cannot see it."""

from __future__ import annotations

import numpy as np

from explainer.numbers import MINUS
from explainer.scenes.linear_algebra.common import amount, point
from explainer.scenes.linear_algebra.linear_system.formulas import given_text
from explainer.scenes.linear_algebra.linear_system.paths import trial
from explainer.scenes.linear_algebra.linear_system.story import System, row_kind

ORDINALS = ("first", "second")


def said(row: np.ndarray) -> str:
    """Return an augmented row as an equation in plain text."""
    text = ""
    for mark, value in zip("₁₂", row[:2], strict=True):
        if value == 0:
            continue
        sign = f" {MINUS if value < 0 else '+'} " if text else MINUS if value < 0 else ""
        text += f"{sign}{'' if abs(value) == 1 else given_text(abs(value))}x{mark}"
    return f"{text or '0'} = {given_text(row[2])}"


def rows_picture(system: System) -> str:
    """Return where the lines lie."""
    parts = []
    for name, row in zip(ORDINALS, system.augmented, strict=True):
        where = {
            "line": "a line",
            "everywhere": "true everywhere, so it has no line",
            "nowhere": "true nowhere, so it has no line",
        }[row_kind(row)]
        parts.append(f"The {name} equation, {said(row)}, is {where}.")
    ends = {
        "one": f"The lines meet at {point(system.solution)}.",
        "many": "Both lines are one and the same.",
        "none": "The lines are parallel and apart.",
    }
    both = all(row_kind(row) == "line" for row in system.augmented)
    return " ".join([*parts, ends[system.kind]] if both else parts)


def columns_picture(system: System) -> str:
    """Return where the columns lie, and where the walk along them ends."""
    first, second = system.matrix.T
    arrows = (
        f"The columns of A as arrows, to {point(first)} and {point(second)}, and b at "
        f"{point(system.right_side)}."
    )
    if system.kind == "none":
        x = trial(system)
        end = point(system.matrix @ x)
        place = "the origin" if system.rank == 0 else "a dashed line through the origin"
        return (
            f"{arrows} All that can be reached is {place}, and b is not on it: the steps "
            f"{point(x)} lead to {end}."
        )
    x1, x2 = map(amount, system.solution)
    return (
        f"{arrows} In the row picture {x1} steps to the right and {x2} up lead to x; beside it "
        f"{x1} of the first column and {x2} of the second lead to b."
    )


def eliminated(system: System) -> str:
    """Return how lines and matrix look after the elimination."""
    top, bottom = system.eliminated
    swap = "The rows have changed places. " if system.swapped else ""
    last = {
        "line": "whose line is horizontal" if system.kind == "one" else "a line",
        "everywhere": "true for every point",
        "nowhere": "true for no point",
    }[row_kind(bottom)]
    dashed = "Dashed lines show where the lines were. " if system.rank else ""
    return (
        f"{swap}Row 1 of the matrix says {said(top)}, row 2 says {said(bottom)}, {last}. {dashed}"
    ).strip()


def solved(system: System) -> str:
    """Return how lines and matrix look after the back substitution."""
    x1, x2 = map(amount, system.solution)
    return (
        f"One line is vertical, at {x1}, the other horizontal, at {x2}. In the matrix the identity "
        "stands beside these two numbers."
    )


def every_picture(system: System) -> str:
    """Return what is left of the round trip of b."""
    return (
        "b has gone round a circle in the column picture, and x meanwhile round an ellipse in the "
        f"row picture, up to {amount(system.gain)} times as long. Both are back where they began."
    )


def many(system: System) -> str:
    """Return what is seen of the solutions."""
    if system.null is None:
        return "The point x at the origin, the shortest of all solutions: every point is one."
    return (
        "One line of solutions. A dashed segment from the origin meets it at a right angle in "
        f"{point(system.solution)}, the shortest solution; beside it the walk ends at b."
    )


def nearest(system: System) -> str:
    """Return where the nearest reachable point lies."""
    gap = amount(float(np.hypot(*system.residual)))
    if system.span is None:
        return f"The origin, which is all that can be reached, and a red segment of {gap} to b."
    return (
        f"A red segment, {gap} long, leads from p at {point(system.nearest)}, on the line that the "
        "columns reach, at a right angle to b. With p in place of b, the lines of the row picture "
        f"are one; its point nearest to the origin is {point(system.solution)}."
    )


def recap_picture(system: System) -> str:
    """Return the whole system in a few sentences: the alternative text of a clip ends on it."""
    equations = " and ".join(said(row) for row in system.augmented)
    x = point(system.solution)
    ends = {
        "one": f"has one solution, x = {x}: there the lines meet, and these steps of the columns "
        "lead to b.",
        "many": f"has infinitely many solutions, the shortest of them {x}.",
        "none": f"has no solution. The shortest least-squares answer is {x}, which leads to "
        f"{point(system.nearest)}, the reachable point nearest to b.",
    }
    return f"The system {equations} {ends[system.kind]}"
