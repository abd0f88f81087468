"""What each beat of a linear system says, and its equations, true for its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    MINUS,
    Figure,
    about,
    entries,
    equals,
    in_full,
    magnitude,
    relation,
    to_typst,
)
from explainer.scenes.linear_algebra.common import amount, bracketed, column, coordinates, point
from explainer.scenes.linear_algebra.linear_system.story import (
    UNSEEN,
    Step,
    System,
    lengths,
    row_kind,
    trial,
)

ROW_ROLES = ("first_row", "second_row")
COLUMN_ROLES = ("i_hat", "j_hat")

WHERE = {"line": "is a line", "everywhere": "holds everywhere", "nowhere": "holds nowhere"}


def rows(system: System) -> BeatText:
    kinds = [row_kind(row) for row in system.augmented]
    met, each = point(system.solution), "Each equation holds along a line."
    seen = "".join(
        f"The {name} equation, {equation(row, plain=True)}, {WHERE[kind]}. "
        for name, row, kind in zip(("first", "second"), system.augmented, kinds, strict=True)
    )
    match system.kind, kinds.count("line"):
        case "one", _:
            seen += f"The lines meet at {met}."
            heading = "Each equation is a line, and both hold where the lines meet"
            narration = f"{each} Both hold only at the point where the lines meet, {met}."
            if system.almost_parallel:
                heading = "Two almost parallel lines meet in a single point"
                narration = (
                    f"{each} These two are almost parallel, yet they meet in a single point, "
                    f"{met}, where both equations hold."
                )
            if system.ill_conditioned:
                heading = "Two lines that look like one meet in a single point"
                narration = (
                    f"{each} These two are so nearly parallel that they look like one, yet they "
                    f"meet in a single point, {met}."
                )
                seen += " They are so nearly parallel that they look like one."
        case kind, 0:
            heading = "Every coefficient is zero: there is no line to draw"
            narration = "Neither equation contains an unknown. " + (
                "At least one says that zero equals another number, which no point makes true."
                if kind == "none"
                else "Both say that zero equals zero, which every point makes true."
            )
        case "none", 1:
            heading = "One equation is a line, the other holds nowhere"
            narration = (
                "One equation holds along a line. In the other, both coefficients are zero but the "
                "right-hand side is not, so no point satisfies both."
            )
        case _, 1:
            heading = "One equation is a line, the other holds everywhere"
            narration = (
                "One equation holds along a line. In the other, all numbers are zero, so it holds "
                "everywhere, and the whole line solves the system."
            )
        case "none", _:
            apart = about(precise(system.apart))
            heading = "Parallel lines: no point lies on both"
            narration = (
                f"{each} These two are parallel and never meet, so no point satisfies both "
                "equations."
            )
            seen += f"The lines are parallel, {apart} apart."
            if system.apart < UNSEEN * lengths(system):
                heading = "Parallel lines that look like one: no point lies on both"
                narration = (
                    f"{each} These two look like one, but they are parallel and {apart} apart. No "
                    "point satisfies both equations."
                )
        case _:
            heading = "Two equations, one line: both say the same thing"
            narration = (
                "The second equation is a multiple of the first, so both hold along the very same "
                "line. Every point of it solves the system."
            )
            seen += "Both lines are one and the same."
    equations = zip(map(equation, system.augmented), ROW_ROLES, strict=True)
    left = coefficients(system, np.repeat(ROW_ROLES, 2))
    right = brackets(ROW_ROLES, *zip(entries(system.right_side, typed=True), strict=True))
    unknowns = brackets(("ink", "ink"), ["x_1"], ["x_2"])
    whole = Line(
        f"{left} {unknowns} {relation(left, right)} {right}", label="$A bold(x) = bold(b)$"
    )
    return BeatText(heading, narration, seen.strip(), (whole, *(Line(*each) for each in equations)))


def columns(system: System) -> BeatText:
    first, second = entries(system.solution)
    some = about(Figure.of(first, first, second))
    ends = [point(end, typed=True) for end in (*system.matrix.T, system.right_side)]
    seen = (
        f"The columns of A are arrows to {ends[0]} and {ends[1]}, and b is an arrow to {ends[2]}. "
    )
    if system.kind == "none":
        x = trial(system)
        place = "a dashed line through the origin" if system.rank else "the origin"
        seen += (
            f"The columns reach only {place}, and b lies elsewhere: x = {point(x)} leads to "
            f"{point(system.matrix @ x, typed=True)}."
        )
    else:
        seen += (
            f"In the row picture, x is at {point(system.solution)}; beside it, {some} times the "
            f"first column and {second} times the second lead to b."
        )
        if system.rank == 1:
            seen += " All three arrows lie on a dashed line through the origin."
    match system.kind, system.rank:
        case "one", _:
            heading = "The same two numbers, as steps along the columns, lead to $bold(b)$"
            narration = (
                f"Now read A by columns. The solution says how far to walk: {some} times the "
                f"first column, then {second} times the second. That leads to b."
            )
        case kind, 0:
            goal = "and b is the origin itself" if kind == "many" else "but b lies elsewhere"
            heading = "Both columns are zero: every walk ends at the origin"
            narration = (
                "Both columns are zero. Whatever the steps, the walk ends where it began, at the "
                f"origin, {goal}."
            )
        case "none", _:
            off, missing = "", about(precise(float(np.hypot(*system.residual))))
            if system.looks_solvable:
                off = f", though by only {missing}"
            heading = "Both columns lie on one line, and $bold(b)$ lies off it"
            narration = (
                "Now read A by columns. Both lie on one line through the origin, so every walk "
                f"ends on that line. The goal b lies off it{off}."
            )
        case _:
            heading = "Both columns lie on one line, and so does $bold(b)$"
            narration = (
                f"Now read A by columns. Both lie on one line, and so does b: {some} times the "
                f"first and {second} times the second is one of many ways to reach it."
            )
    return BeatText(heading, narration, seen)


def eliminate(system: System) -> BeatText:
    top, bottom = system.eliminated
    subtracts = bool(system.elimination) and system.elimination[-1].kind == "subtract"
    swap, side = "", precise(float(bottom[2]))
    if system.swapped:
        swap = "A zero at the top cannot remove what is below it, so the rows are swapped. "
        if system.augmented[0, system.pivot_column]:
            swap = (
                "Dividing by so small a number at the top would magnify rounding errors, so the "
                "rows are swapped. "
            )
    take = "Subtract a multiple of row one from row two"
    if subtracts and system.elimination[-1].factor < 0:
        take = "Add a multiple of row one to row two"
    start = swap or (f"{take}. " if subtracts else "There is nothing to eliminate. ")
    kind = row_kind(bottom)
    last, note = WHERE[kind], "Row 2 holds everywhere: it sets no condition."
    for place, row in ((2, bottom), (1, top)):
        if row_kind(row) == "nowhere":
            note = f"Row {place} holds nowhere: there is no solution."
    match system.rank, kind:
        case 0, _:
            heading = "There is nothing to eliminate: both rows of $A$ are zero"
            narration = (
                "Every coefficient is zero. What remains are two statements about the right-hand "
                "sides."
            )
        case 2, _:
            last, note = "is a horizontal line", "Since $det A != 0$, there is one solution."
            if subtracts:
                heading = "Elimination turns the line of row 2 about the meeting point"
                narration = (
                    f"{swap}{take}, a little at a time. Its line turns about the meeting point "
                    "until the first unknown is gone and the line is horizontal."
                )
            else:
                heading = "Row 2 has no $x_1$: its line is already horizontal"
                start = "Row two already has no first unknown,"
                if swap:
                    heading = "Swapping the rows moves no line"
                    start = f"{swap}Now row two has no first unknown,"
                narration = f"{start} so its line is horizontal and gives the second unknown alone."
        case _, "everywhere":
            heading = "Elimination ends with $0 = 0$: row 2 said nothing new"
            narration = (
                f"{start}Row two is left saying that zero equals zero, which is always true. One "
                "equation remains for two unknowns."
            )
        case _:
            heading = f"Elimination ends with $0 {equals(to_typst(side))}$: there is no solution"
            if subtracts:
                start += "No unknown is left in row two, and its line moves off to infinity. "
            narration = (
                f"{start}What remains says that zero equals {side}, which no point makes true."
            )
    seen = (
        f"{'The rows have been swapped. ' if swap else ''}Row 1 of the matrix says "
        f"{equation(top, plain=True)}, and row 2 says {equation(bottom, plain=True)}, which {last}."
        f"{' A dashed line shows where its line was.' if subtracts else ''}"
    )
    return BeatText(heading, narration, seen, (determinant(system),), note)


def determinant(system: System) -> Line:
    """Return the determinant as the product of the pivots."""
    area = to_typst(precise(system.determinant))
    if system.rank < 2:
        place = "row 2" if system.rank else "any row"
        return Line("det A = 0", label=f"no pivot in {place}")
    first, second = (to_typst(precise(pivot)) for pivot in np.diag(system.eliminated))
    product, label = f"{first} dot {bracketed(second)}", "the product of the pivots"
    if system.swapped:
        product, label = f"-({product})", "minus the product of the pivots"
    same = relation(first, second), relation(first, second, area)
    formula = f"det A {same[0]} {product} {same[1]} {area}"
    return Line(formula, label=label)


def back_substitute(system: System) -> BeatText:
    x, kinds = system.solution, {step.kind for step in system.back_substitution}
    x1, x2 = map(equals, entries(x))
    read = (
        f'part("{role}", x_{index} {to_typst(text)})'
        for index, role, text in zip((1, 2), COLUMN_ROLES, (x1, x2), strict=True)
    )
    steps = "Dividing a row by a number moves no line. " if "scale" in kinds else ""
    if "subtract" in kinds:
        steps += "A multiple of row two removes the second unknown from row one. "
    return BeatText(
        f"One line is vertical, one is horizontal: ${point_equation('bold(x)', x)}$",
        f"{steps}With the identity matrix on the left, each row gives one unknown: the solution "
        f"is {point(x)}.",
        f"One line is vertical, at x₁ {x1}; the other is horizontal, at x₂ {x2}. In the augmented "
        "matrix these two numbers stand beside the identity matrix.",
        note=f"Read off: ${'$ and $'.join(read)}$.",
    )


def every_b(system: System) -> BeatText:
    ratio = amount(system.condition)
    path, longer = "an ellipse", f", {ratio} times as long as it is wide"
    if system.condition < 1 + 1e-9:
        path, longer = "a circle too", ""
    heading = f"While $bold(b)$ goes round a circle, $bold(x)$ goes round {path}"
    narration = (
        "Let b go round a circle. The lines shift without turning, so they always meet in one "
        "point: every b has exactly one solution x. If b moves by 1, x moves by at most "
        f"{amount(system.gain)}."
    )
    if system.almost_parallel:
        heading = "While $bold(b)$ goes round a circle, $bold(x)$ moves far along the lines"
        narration = (
            "Let b go round a circle. The lines shift without turning, and the point where they "
            f"meet moves along a thin ellipse, {ratio} times as long as it is wide."
        )
    if system.ill_conditioned:
        heading = "Ill-conditioned: a small error in $bold(b)$ can be a large one in $bold(x)$"
        narration = (
            "Let b go round a tiny circle: x moves far along the lines. The system is "
            f"ill-conditioned: a relative error in b can be {ratio} times as large in x."
        )
    return BeatText(
        heading,
        narration,
        f"While b went round a circle in the column picture, x went round {path} in the row "
        f"picture{longer}. Both are back where they began.",
    )


def solutions(system: System) -> BeatText:
    if system.rank == 0:
        return BeatText(
            "Every $bold(x)$ is a solution, and the shortest is $bold(0)$",
            "Whatever x is, A sends it to zero, and b is zero. Every point of the plane solves the "
            "system; the shortest solution is zero.",
            "The point x is at the origin, the shortest solution; every point is a solution.",
        )
    shortest, nearest = point(system.solution), "It goes through the origin"
    if system.solution.any():
        nearest = f"A dashed segment from the origin meets it at a right angle at {shortest}"
    return BeatText(
        "Other steps, the same $bold(b)$: the whole line solves the system",
        "Move x along the line, by t times n, where A n is zero: the steps change, but the walk "
        f"still ends at b. The shortest solution, x⁺, is {shortest}.",
        f"The solutions form one line. {nearest}, the shortest solution. Beside it, the walk "
        "still ends at b.",
    )


def least_squares(system: System) -> BeatText:
    missing = about(precise(float(np.hypot(*system.residual))))
    if system.rank == 0:
        return BeatText(
            "The columns reach only the origin",
            f"Every x leads to the origin, which is {missing} away from b. No x is better than "
            "another; the shortest, x-hat, is zero.",
            "The columns reach only the origin, from which a red segment of length "
            f"{missing} leads to b.",
        )
    heading, segment = "is perpendicular to the line", f"A red segment of length {missing}"
    if system.looks_solvable:
        heading, segment = "is too short to be seen", f"An error of only {missing}"
    return BeatText(
        f"$bold(p)$ is the nearest point to $bold(b)$ on the line: the error {heading}",
        f"Of all points on the line, p is nearest to b: the error b − p, of length {missing}, is "
        "perpendicular to the line. With p in place of b there are solutions; the shortest is "
        "x-hat.",
        f"{segment} leads from p, at {point(system.nearest, typed=True)}, to b. It is "
        "perpendicular to the line that the columns reach. With p in place of b, the row picture "
        "has one line of solutions; its point nearest to the origin, x-hat, is "
        f"{point(system.solution)}.",
    )


def recap(system: System) -> BeatText:
    x, shown = system.solution, point(system.solution)
    match system.kind:
        case "one":
            equal = point_equation("bold(x)", x)
            heading = f"Two pictures, one solution: ${equal}$"
            narration = (
                "The point where the lines meet and the steps that lead to b are the same two "
                "numbers. Since det A is not zero, no other x solves the system."
            )
            if system.ill_conditioned:
                heading = f"One solution of an ill-conditioned system: ${equal}$"
                narration = (
                    "Since det A is not zero, this is the only solution. But the lines are almost "
                    "parallel: a small error in A or b can move it far."
                )
            seen = (
                f"has one solution, x {equals(coordinates(x))}: there the lines meet, and these "
                "steps along the columns lead to b."
            )
        case "many":
            family = "a whole line of points solves" if system.rank else "every point solves"
            heading = "Dependent columns that reach $bold(b)$: infinitely many solutions"
            narration = (
                f"The columns are dependent but reach b, so {family} the system. The shortest "
                f"solution is {shown}."
            )
            seen = f"has infinitely many solutions, the shortest of which is {shown}."
        case _:
            heading = f"No solution; least squares gives ${point_equation('hat(bold(x))', x)}$"
            narration = (
                "The columns do not reach b, so no x solves the system. Least-squares solutions "
                f"lead as close to b as possible; the shortest of them is {shown}."
            )
            seen = (
                f"has no solution. The shortest least-squares solution is {shown}, which leads to "
                f"{point(system.nearest, typed=True)}, the point nearest to b that the columns "
                "reach."
            )
    area = f"det A {equals(to_typst(precise(system.determinant)))}"
    lines = Line(solution_markup(system)), Line(f"{area} != 0" if system.rank == 2 else area)
    equations = " and ".join(equation(row, plain=True) for row in system.augmented)
    return BeatText(heading, narration, f"The system {equations} {seen}", lines)


# -- numbers and equations -------------------------------------------------------------------------


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


def brackets(roles: Iterable[str], *lines: Iterable[str]) -> Figure:
    """Return lines of numbers in brackets, in the colours of roles, as Typst mathematics."""
    each, written = iter(roles), [*map(list, lines)]
    rows = (
        ", ".join(f'part("{next(each)}", {to_typst(text)})' for text in line) for line in written
    )
    return Figure.of(f'display(mat(delim: "[", {"; ".join(rows)}))', *chain(*written))


def coefficients(system: System, roles: Iterable[str]) -> Figure:
    """Return A in the colours of roles, row by row."""
    texts = entries(system.matrix.flat, typed=True)
    return brackets(roles, texts[:2], texts[2:])


def columns_of(system: System) -> list[Figure]:
    """Return the columns of A, each in its colour."""
    texts = entries(system.matrix.flat, typed=True)
    return [
        brackets((role, role), *zip(texts[k::2], strict=True))
        for k, role in enumerate(COLUMN_ROLES)
    ]


def solution_markup(system: System) -> str:
    """Return the answer with its check as Typst mathematics: ``A x = b``, or all the solutions."""
    x, null = system.solution, system.null
    if system.kind == "many":
        if system.rank == 0:
            return 'bold(x) = "any point"'
        first, along = column(x), column(null / np.abs(null).max())
        return f"bold(x) {relation(first, along)} {first} + t {along}"
    role = "ink" if system.kind == "none" else "target"
    whole = coefficients(system, COLUMN_ROLES * 2)
    weights = brackets(COLUMN_ROLES, *zip(entries(x), strict=True))
    ends = brackets((role, role), *zip(entries(system.nearest, typed=True), strict=True))
    return f"{whole} {weights} {relation(whole, weights, ends)} {ends}"
