"""What each beat of a linear system says, and its equations, true for its numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import MINUS, computed, equals, relation, shortest, to_typst
from explainer.scenes.linear_algebra.common import amount, column, entry, number, point
from explainer.scenes.linear_algebra.linear_system.story import Step, System, row_kind, trial

ROW_ROLES = ("first_row", "second_row")
COLUMN_ROLES = ("i_hat", "j_hat")

GIVEN = 6
"""The most decimals of a given number that are shown: those of 1.0001 may decide the case."""

WHERE = {
    "line": "a line",
    "everywhere": "true everywhere, so it has no line",
    "nowhere": "true nowhere, so it has no line",
}


def rows(system: System) -> BeatText:
    kinds = [row_kind(row) for row in system.augmented]
    met, each = pair(system.solution), "Each equation holds along a line."
    seen = "".join(
        f"The {name} equation, {plain_equation(row)}, is {WHERE[kind]}. "
        for name, row, kind in zip(("first", "second"), system.augmented, kinds, strict=True)
    )
    match system.kind, kinds.count("line"):
        case "one", _:
            seen += f"The lines meet at {point(system.solution)}."
            heading = "Each equation is a line, and both hold where the lines meet"
            narration = (
                "Each equation holds for the points of one line. Both hold together only where "
                f"the lines meet, at {met}."
            )
            if system.almost_parallel:
                heading = "Two lines that almost run side by side meet in one point"
                narration = (
                    f"{each} These two have nearly the same direction, yet they meet in a single "
                    f"point, {met}, where both equations hold."
                )
        case kind, 0:
            heading = "Every coefficient is zero: there is no line to draw"
            narration = "The unknowns do not appear in either equation. " + (
                "One of them says that zero is something else, which no point can make true."
                if kind == "none"
                else "Both say that zero is zero, which every point makes true."
            )
        case "none", 1:
            heading = "One equation is a line, the other is true nowhere"
            narration = (
                "One equation holds along a line. The other has lost both unknowns and says that "
                "zero is something else, so no point makes both true."
            )
        case _, 1:
            heading = "One equation is a line, the other is true everywhere"
            narration = (
                "One equation holds along a line. The other says that zero is zero, so it forbids "
                "nothing, and the whole line solves the system."
            )
        case "none", _:
            heading = "Parallel lines: no point lies on both"
            narration = (
                f"{each} These two run side by side and never meet, so no point makes both "
                "equations true."
            )
            seen += "The lines are parallel and apart."
        case _:
            heading = "Two equations, one line: they say the same"
            narration = (
                "The second equation is a multiple of the first, so both hold along the very same "
                "line. Every point of it solves the system."
            )
            seen += "Both lines are one and the same."
    equations = zip(map(equation, system.augmented), ROW_ROLES, strict=True)
    sides = brackets(*coloured(ROW_ROLES, system.right_side))
    whole = Line(f"{coefficients(system, by_row=True)} {brackets('x_1', 'x_2')} = {sides}")
    return BeatText(heading, narration, seen.strip(), (whole, *(Line(*each) for each in equations)))


def columns(system: System) -> BeatText:
    first, second = map(str, map(computed, system.solution))
    first = rounded(*system.solution) + first
    seen = (
        f"The columns of A as arrows, to {' and '.join(map(point, system.matrix.T))}, and b at "
        f"{point(system.right_side)}. "
    )
    if system.kind == "none":
        x = trial(system)
        place = "a dashed line through the origin" if system.rank else "the origin"
        seen += (
            f"All that can be reached is {place}, and b is not on it: the steps {point(x)} lead to "
            f"{point(system.matrix @ x)}."
        )
    else:
        x1, x2 = map(amount, system.solution)
        seen += (
            f"In the row picture {x1} steps to the right and {x2} up lead to x; beside it {x1} of "
            f"the first column and {x2} of the second lead to b."
        )
    match system.kind, system.rank:
        case "one", _:
            heading = "The same two numbers: steps along the columns that reach $bold(b)$"
            narration = (
                f"Now read A by columns. The answer tells how far to walk: {first} times "
                f"the first column, then {second} times the second, and that is b."
            )
        case kind, 0:
            goal = "b is the origin itself" if kind == "many" else "b lies elsewhere"
            heading = "Columns of length zero lead nowhere"
            narration = (
                "Both columns are zero. Whatever the steps, they end where they began, at the "
                f"origin, and {goal}."
            )
        case "none", _:
            heading = "The columns share one line, and $bold(b)$ lies off it"
            narration = (
                "Read A by columns. Both point along one line, so whatever the steps, they end on "
                "that line. The goal b does not lie on it."
            )
        case _:
            heading = "The columns share one line, and $bold(b)$ lies on it"
            narration = (
                f"Read A by columns. Both point along one line, and b lies on it: {first} "
                f"of the first and {second} of the second lead there, as one way of many."
            )
    return BeatText(heading, narration, seen)


def eliminate(system: System) -> BeatText:
    top, bottom = system.eliminated
    subtracts = bool(system.elimination) and system.elimination[-1].kind == "subtract"
    swap, side = "", float(bottom[2])
    if system.swapped:
        why = "So small a number" if system.augmented[0, system.pivot_column] else "A zero"
        swap = f"{why} at the top cannot remove what is below it, so the rows change places. "
    take = "Take a multiple of row one away from row two"
    start = swap or (f"{take}. " if subtracts else "There is nothing to take away. ")
    kind, last = row_kind(bottom), "whose line is horizontal" if system.rank == 2 else "a line"
    note = f"Row 2 is left with $x_{2 - system.pivot_column}$ alone."
    if kind != "line":
        last = f"true for {'every' if kind == 'everywhere' else 'no'} point"
        note = f"Row 2 is {last}: it asks for nothing."
    for place, row in ((2, bottom), (1, top)):
        if row_kind(row) == "nowhere":
            note = f"Row {place} is true for no point: there is no solution."
    match system.rank, kind:
        case 0, _:
            heading = "There is nothing to eliminate: both rows are zero"
            narration = (
                "No coefficient is left to work with. What remains are the two statements about "
                "the right sides."
            )
        case 2, _ if subtracts:
            heading = "Row operations turn a line about the meeting point"
            start = f"{take}, a little at a time."
            if swap:
                start = f"{swap}Then row one is taken away from row two."
            narration = (
                f"{start} The line turns, but the meeting point stays, until the first unknown is "
                "gone and the line lies level."
            )
        case 2, _:
            heading = "Row 2 has no $x_1$: its line lies level already"
            if swap:
                heading = "Change the order of the rows, and the picture stays as it is"
            narration = (
                f"{swap or 'Elimination removes an unknown from the second row. '}Here the second "
                "row is free of the first unknown already, so its line is horizontal and gives the "
                "second unknown alone."
            )
        case _, "everywhere":
            heading = "Elimination ends with $0 = 0$: row 2 said nothing new"
            narration = (
                f"{start}Nothing remains of row two: zero equals zero, which is always true. One "
                "equation is left for two unknowns."
            )
        case _:
            heading = f"Elimination ends with $0 {equals(number(side))}$: there is no solution"
            if subtracts:
                start += (
                    f"As its {('first', 'second')[system.pivot_column]} unknown goes the other "
                    "goes too, and the line runs off to infinity. "
                )
            narration = (
                f"{start}What is left says that zero is {computed(side)}, and that is true for no "
                "point."
            )
    seen = (
        f"{'The rows have changed places. ' if swap else ''}Row 1 of the matrix says "
        f"{plain_equation(top)}, row 2 says {plain_equation(bottom)}, {last}."
        f"{' Dashed lines show where the lines were.' if system.rank else ''}"
    )
    return BeatText(heading, narration, seen, note=note)


def back_substitute(system: System) -> BeatText:
    x = system.solution
    x1, x2 = map(amount, x)
    read = [
        f'part("{role}", x_{index}) {relation(number(value))} part("{role}", {number(value)})'
        for index, (role, value) in enumerate(zip(COLUMN_ROLES, x, strict=True), start=1)
    ]
    return BeatText(
        f"The lines stand square, and ${point_equation('bold(x)', x)}$ is read off",
        "Dividing a row moves no line. Then row two clears the other unknown out of row one, and "
        f"both lines stand along the grid: the answer is {pair(x)}.",
        f"One line is vertical, at {x1}, the other horizontal, at {x2}. In the matrix the identity "
        "stands beside these two numbers.",
        note=f"Read off: ${read[0]}$ and ${read[1]}$.",
    )


def every_b(system: System) -> BeatText:
    gain, far = system.gain, amount(system.gain)
    heading = "Independent columns reach every $bold(b)$, each in one way only"
    narration = (
        "Let b go round. The lines shift without turning, and they always meet in one point: "
        f"whatever b is, there is one answer. It moves at most {far} times as far as b."
    )
    if system.almost_parallel:
        times = f"{rounded(gain)}${number(gain)}$"
        heading = f"A small change of $bold(b)$ moves $bold(x)$ up to {times} times as far"
        narration = (
            "Let b go round a small circle. The lines barely shift, but the point where they meet "
            f"swings out along them, up to {far} times as far."
        )
    return BeatText(
        heading,
        narration,
        "b has gone round a circle in the column picture, and x meanwhile round an ellipse in the "
        f"row picture, up to {far} times as long. Both are back where they began.",
    )


def solutions(system: System) -> BeatText:
    if system.rank == 0:
        return BeatText(
            "Every $bold(x)$ is a solution, and the shortest is $bold(0)$",
            "Whatever x is, A sends it to zero, and zero is what was asked for. The whole plane "
            "solves the system; the shortest solution is zero.",
            "The point x at the origin, the shortest of all solutions: every point is one.",
        )
    return BeatText(
        "Slide along the line: other steps, the same $bold(b)$",
        "Move x along its line. The steps change, yet what one column adds the other takes back, "
        f"and the walk still ends at b. The shortest solution is {pair(system.solution)}.",
        "One line of solutions. A dashed segment from the origin meets it at a right angle in "
        f"{point(system.solution)}, the shortest solution; beside it the walk ends at b.",
    )


def least_squares(system: System) -> BeatText:
    missing = amount(float(np.hypot(*system.residual)))
    if system.rank == 0:
        return BeatText(
            "All that can be reached is the origin",
            f"Only the origin can be reached, and it is {missing} away from b. No choice of x does "
            "better or worse.",
            f"The origin, which is all that can be reached, and a red segment of {missing} to b.",
        )
    return BeatText(
        "The nearest reachable point: what is missing stands at a right angle",
        f"Search the line for the point nearest to b. It is found where what is missing, {missing} "
        "long, stands at a right angle. Ask for this point instead, and the system can be solved.",
        f"A red segment, {missing} long, leads from p at {point(system.nearest)}, on the line that "
        "the columns reach, at a right angle to b. With p in place of b, the lines of the row "
        f"picture are one; its point nearest to the origin is {point(system.solution)}.",
    )


def recap(system: System) -> BeatText:
    x, answer, shown = system.solution, pair(system.solution), point(system.solution)
    match system.kind:
        case "one":
            heading = f"Two pictures, one answer: ${point_equation('bold(x)', x)}$"
            narration = (
                "The point where the lines meet and the steps that reach b are the same numbers, "
                f"{answer}. The determinant is not zero, so this is the only answer."
            )
            seen = (
                f"has one solution, x = {shown}: there the lines meet, and these steps of the "
                "columns lead to b."
            )
        case "many":
            family = "all x of the plane" if system.rank == 0 else "a whole line of x"
            heading = "Dependent columns, $bold(b)$ in their reach: infinitely many solutions"
            narration = (
                f"The determinant is zero, but b lies within reach: {family} solves the system. "
                f"The shortest of them is {answer}."
            )
            seen = f"has infinitely many solutions, the shortest of them {shown}."
        case _:
            heading = f"No solution; the best is ${point_equation('hat(bold(x))', x)}$"
            narration = (
                "The determinant is zero and b lies out of reach. The least-squares answer leads "
                f"to the nearest reachable point, and the shortest x that does so is {answer}."
            )
            seen = (
                f"has no solution. The shortest least-squares answer is {shown}, which leads to "
                f"{point(system.nearest)}, the reachable point nearest to b."
            )
    area = float(np.linalg.det(system.matrix)) if system.rank == 2 else 0.0
    lines = Line(solution_markup(system)), Line(f"det A {equals(number(area))}")
    equations = " and ".join(map(plain_equation, system.augmented))
    return BeatText(heading, narration, f"The system {equations} {seen}", lines)


# -- numbers and equations -------------------------------------------------------------------------


def rounded(*values: float) -> str:
    """Return the word that says that results are rounded, or nothing."""
    return "" if relation(*map(computed, values)) == "=" else "about "


def pair(values: np.ndarray) -> str:
    """Return a point as it is read out, such as ``(2, −0.5)``, and say where it is rounded."""
    return f"{rounded(*values)}({', '.join(map(computed, values))})"


def point_equation(name: str, x: np.ndarray) -> str:
    """Return the equation of a point as Typst mathematics."""
    texts = [number(value) for value in x]
    return f"{name} {relation(*texts)} ({', '.join(texts)})"


def exact(value: float) -> str:
    """Write what was given: with more decimals than elsewhere, for they may decide the case."""
    return shortest(value, GIVEN)


def plain_equation(row: np.ndarray) -> str:
    """Return an augmented row as an equation in plain text."""
    text = ""
    for mark, value in zip("₁₂", row[:2], strict=True):
        if value:
            sign = MINUS if value < 0 else "+" if text else ""
            size = "" if abs(value) == 1 else exact(abs(value))
            text += f"{f' {sign} ' if text else sign}{size}x{mark}"
    return f"{text or '0'} = {exact(row[2])}"


def equation(row: np.ndarray, given: bool = True) -> str:
    """Return an augmented row as an equation in Typst mathematics, without what is zero.

    Args:
        row: (3,).
        given: its numbers were given and not computed, so they show with all decimals.
    """
    write, terms = exact if given else computed, ""
    for mark, value in enumerate(row[:2].tolist(), start=1):
        if value:
            sign = "-" if value < 0 else "+" if terms else ""
            size = "" if abs(value) == 1 else to_typst(write(abs(value)))
            terms += f" {sign} {size} x_{mark}"
    equal = relation(*map(write, row))
    return f"{' '.join(terms.split()) or '0'} {equal} {to_typst(write(row[2]))}"


def row_note(row: np.ndarray, given: bool) -> str:
    """Return an equation as Typst markup, and where it is true if that is no line."""
    where = {"line": "", "everywhere": ": every point", "nowhere": ": no point"}[row_kind(row)]
    return f"${equation(row, given)}${where}"


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
            return [f"{changed} med div med {entry(1 / step.factor)}"]
        case _:
            return [f"{changed} med {'+' if step.factor < 0 else '-'}", f"times med {other}"]


def brackets(*lines: str) -> str:
    return f'display(mat(delim: "[", {"; ".join(lines)}))'


def coloured(roles: Iterable[str], values: np.ndarray, given: bool = True) -> list[str]:
    """Return two numbers in the colours of roles, as Typst mathematics."""
    texts = map(to_typst, map(exact if given else computed, values))
    return [f'part("{role}", {text})' for role, text in zip(roles, texts, strict=True)]


def coefficients(system: System, by_row: bool) -> str:
    roles = np.resize(COLUMN_ROLES, (2, 2))
    if by_row:
        roles = np.resize(ROW_ROLES, (2, 2)).T
    return brackets(*(", ".join(coloured(*row)) for row in zip(roles, system.matrix, strict=True)))


def solution_markup(system: System) -> str:
    """Return the answer with its check as Typst mathematics: ``A x = b``, or all the solutions."""
    x, null, reached = system.solution, system.null, system.nearest
    if system.kind == "many":
        if system.rank == 0:
            return 'bold(x) = "any point"'
        null = null / np.abs(null).max()
        texts = column(x), column(null)
        return f"bold(x) {relation(*texts)} {texts[0]} + t {texts[1]}"
    role = "ink" if system.kind == "none" else "target"
    weights = brackets(*coloured(COLUMN_ROLES, x, given=False))
    ends = brackets(*coloured((role, role), reached, given=False))
    equal = relation(*map(computed, (*x, *reached)))
    return f"{coefficients(system, by_row=False)} {weights} {equal} {ends}"
