"""What a system of two equations comes to, in words that are true for its numbers."""

from __future__ import annotations

import numpy as np

from explainer.scenes.linear_algebra.common import equals, figure, number
from explainer.scenes.linear_algebra.linear_system.formulas import COLUMN_ROLES
from explainer.scenes.linear_algebra.linear_system.story import System, row_kind

Text = tuple[str, str]
"""Heading, in Typst markup, and narration, in plain text."""


def pair(values: np.ndarray) -> str:
    """Return a point as it is written in prose, such as ``(2, −0.5)``."""
    return f"({', '.join(figure(float(value)) for value in values)})"


def typst_pair(values: np.ndarray) -> str:
    """Return a point as Typst mathematics."""
    return f"({', thin '.join(number(value) for value in values)})".replace(", thin", ",")


def about(values: np.ndarray | tuple[float, ...]) -> str:
    """Return the word that says that numbers are rounded, or nothing."""
    return "about " if equals(*values) == "approx" else ""


def rows_words(system: System) -> Text:
    """Return heading and narration on the lines."""
    kinds = [row_kind(row) for row in system.augmented]
    x = system.solution
    if system.kind == "one":
        meet = f"{about(x)}{pair(x)}"
        if system.almost_parallel:
            return (
                "Two lines that almost run side by side meet in one point",
                "Each equation holds along a line. These two have nearly the same direction, yet "
                f"they meet in a single point, {meet}, where both equations hold.",
            )
        return (
            "Each equation is a line, and both hold where the lines meet",
            "Each equation holds for the points of one line. Both hold together only where the "
            f"lines meet, at {meet}.",
        )
    if "line" not in kinds:
        never = "nowhere" in kinds
        return (
            "Every coefficient is zero: there is no line to draw",
            "The unknowns do not appear in either equation. "
            + (
                "One of them says that zero is something else, which no point can make true."
                if never
                else "Both say that zero is zero, which every point makes true."
            ),
        )
    if kinds[0] != "line" or kinds[1] != "line":
        if "nowhere" in kinds:
            return (
                "One equation is a line, the other is true nowhere",
                "One equation holds along a line. The other has lost both unknowns and says that "
                "zero is something else, so no point makes both true.",
            )
        return (
            "One equation is a line, the other is true everywhere",
            "One equation holds along a line. The other says that zero is zero, so it forbids "
            "nothing, and the whole line solves the system.",
        )
    if system.kind == "none":
        return (
            "Parallel lines: no point lies on both",
            "Each equation holds along a line. These two run side by side and never meet, so no "
            "point makes both equations true.",
        )
    return (
        "Two equations, one line: they say the same",
        "The second equation is a multiple of the first, so both hold along the very same line. "
        "Every point of it solves the system.",
    )


def columns_words(system: System) -> Text:
    """Return heading and narration on the combination of the columns."""
    first, second = (figure(float(value)) for value in system.solution)
    if system.kind == "one":
        return (
            "The same two numbers: steps along the columns that reach $bold(b)$",
            f"Now read A by columns. The answer tells how far to walk: {about(system.solution)}"
            f"{first} times the first column, then {second} times the second, and that is b.",
        )
    if system.rank == 0:
        reach = "b is the origin itself" if system.kind == "many" else "b lies elsewhere"
        return (
            "Columns of length zero lead nowhere",
            "Both columns are zero. Whatever the steps, they end where they began, at the origin, "
            f"and {reach}.",
        )
    if system.kind == "none":
        return (
            "The columns share one line, and $bold(b)$ lies off it",
            "Read A by columns. Both point along one line, so whatever the steps, they end on that "
            "line. The goal b does not lie on it.",
        )
    return (
        "The columns share one line, and $bold(b)$ lies on it",
        f"Read A by columns. Both point along one line, and b lies on it: {about(system.solution)}"
        f"{first} of the first and {second} of the second lead there, as one way of many.",
    )


def eliminate_words(system: System) -> Text:
    """Return heading and narration on the elimination."""
    unknown = ("first", "second")[system.pivot_column]
    swap = ""
    if system.swapped:
        pivot = system.augmented[0, system.pivot_column]
        why = "A zero" if pivot == 0 else "So small a number"
        swap = f"{why} at the top cannot remove what is below it, so the rows change places. "
    subtracts = bool(system.elimination) and system.elimination[-1].kind == "subtract"
    last = row_kind(system.eliminated[1])
    if system.rank == 0:
        return (
            "There is nothing to eliminate: both rows are zero",
            "No coefficient is left to work with. What remains are the two statements about the "
            "right sides.",
        )
    if system.kind == "one":
        if not subtracts:
            swapped = "Change the order of the rows, and the picture stays as it is"
            return (
                swapped if swap else "Row 2 has no $x_1$: its line lies level already",
                f"{swap or 'Elimination removes an unknown from the second row. '}"
                "Here the second row is free of the first unknown already, so its line is "
                "horizontal and gives the second unknown alone.",
            )
        start = swap or "Take a multiple of row one away from row two, a little at a time. "
        if swap:
            start += "Then row one is taken away from row two. "
        return (
            "Row operations turn a line about the meeting point",
            f"{start}The line turns, but the meeting point stays, until the first unknown is gone "
            "and the line lies level.",
        )
    start = swap or (
        "Take a multiple of row one away from row two. "
        if subtracts
        else "There is nothing to take away. "
    )
    if last == "everywhere":
        return (
            "Elimination ends with $0 = 0$: row 2 said nothing new",
            f"{start}Nothing remains of row two: zero equals zero, which is always true. One "
            "equation is left for two unknowns.",
        )
    away = (
        f"As its {unknown} unknown goes the other goes too, and the line runs off to infinity. "
        if subtracts and row_kind(system.elimination[-1].before[1]) == "line"
        else ""
    )
    wrong = f"0 {'=' if equals(system.eliminated[1, 2]) == '=' else 'approx'} "
    wrong += number(system.eliminated[1, 2])
    return (
        f"Elimination ends with ${wrong}$: there is no solution",
        f"{start}{away}What is left says that zero is {figure(system.eliminated[1, 2])}, and that "
        "is true for no point.",
    )


def back_words(system: System) -> Text:
    """Return heading and narration on the back substitution."""
    x = system.solution
    return (
        f"The lines stand square, and $bold(x) {equals(*x)} {typst_pair(x)}$ is read off",
        "Dividing a row moves no line. Then row two clears the other unknown out of row one, and "
        f"both lines stand along the grid: the answer is {about(x)}{pair(x)}.",
    )


def every_words(system: System) -> Text:
    """Return heading and narration on what independent columns guarantee."""
    gain = system.gain
    far = f"{about((gain,))}{figure(gain)}"
    if system.almost_parallel:
        return (
            f"A small change of $bold(b)$ moves $bold(x)$ up to {about((gain,))}${number(gain)}$ "
            "times as far",
            "Let b go round a small circle. The lines barely shift, but the point where they "
            f"meet swings out along them, up to {far} times as far.",
        )
    return (
        "Independent columns reach every $bold(b)$, each in one way only",
        "Let b go round. The lines shift without turning, and they always meet in one point: "
        f"whatever b is, there is one answer. It moves at most {far} times as far as b.",
    )


def solutions_words(system: System) -> Text:
    """Return heading and narration on the many solutions."""
    x = system.solution
    if system.null is None:
        return (
            "Every $bold(x)$ is a solution, and the shortest is $bold(0)$",
            "Whatever x is, A sends it to zero, and zero is what was asked for. The whole plane "
            "solves the system; the shortest solution is zero.",
        )
    return (
        "Slide along the line: other steps, the same $bold(b)$",
        "Move x along its line. The steps change, yet what one column adds the other takes back, "
        f"and the walk still ends at b. The shortest solution is {about(x)}{pair(x)}.",
    )


def least_words(system: System) -> Text:
    """Return heading and narration on the nearest reachable point."""
    missing = float(np.hypot(*system.residual))
    gap = f"{about((missing,))}{figure(missing)}"
    if system.span is None:
        return (
            "All that can be reached is the origin",
            f"Only the origin can be reached, and it is {gap} away from b. No choice of x does "
            "better or worse.",
        )
    return (
        "The nearest reachable point: what is missing stands at a right angle",
        f"Search the line for the point nearest to b. It is found where what is missing, {gap} "
        "long, stands at a right angle. Ask for this point instead, and the system can be solved.",
    )


def recap_words(system: System) -> Text:
    """Return heading and narration of the whole."""
    x = system.solution
    point = f"{about(x)}{pair(x)}"
    if system.kind == "one":
        return (
            f"Two pictures, one answer: $bold(x) {equals(*x)} {typst_pair(x)}$",
            f"The point where the lines meet and the steps that reach b are the same numbers, "
            f"{point}. The determinant is not zero, so this is the only answer.",
        )
    if system.kind == "many":
        heading = "Dependent columns, $bold(b)$ in their reach: infinitely many solutions"
        family = "all x of the plane" if system.null is None else "a whole line of x"
        return (
            heading,
            f"The determinant is zero, but b lies within reach: {family} solves the system. The "
            f"shortest of them is {point}.",
        )
    return (
        f"No solution; the best is $hat(bold(x)) {equals(*x)} {typst_pair(x)}$",
        "The determinant is zero and b lies out of reach. The least-squares answer leads to the "
        f"nearest reachable point, and the shortest x that does so is {point}.",
    )


def eliminate_note(system: System) -> str:
    """Return what the second row says after the elimination, as Typst markup."""
    kinds = [row_kind(row) for row in system.eliminated]
    if kinds[0] == "nowhere":
        return "Row 1 is true for no point: there is no solution."
    says = {
        "line": f"Row 2 is left with $x_{2 - system.pivot_column}$ alone.",
        "everywhere": "Row 2 is true for every point: it asks for nothing.",
        "nowhere": "Row 2 is true for no point: there is no solution.",
    }
    return says[kinds[1]]


def back_note(system: System) -> str:
    """Return the answer as it is read off, as Typst markup."""
    roles = zip(COLUMN_ROLES, system.solution, strict=True)
    parts = [
        f'part("{role}", x_{index}) {equals(value)} part("{role}", {number(value)})'
        for index, (role, value) in enumerate(roles, start=1)
    ]
    return f"Read off: ${parts[0]}$ and ${parts[1]}$."
