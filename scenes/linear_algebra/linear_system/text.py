"""What each beat of a linear system says, true for its numbers."""

from __future__ import annotations

import numpy as np

from explainer.beat_text import BeatText
from explainer.numbers import Figure, about, entries, equals, magnitude, to_typst
from explainer.scenes.linear_algebra.common import point
from explainer.scenes.linear_algebra.linear_system import markup
from explainer.scenes.linear_algebra.linear_system.story import System, row_kind

WHERE = {"line": "holds along a line", "everywhere": "holds everywhere", "nowhere": "holds nowhere"}
EACH = "Each equation is true along a line."
NOWHERE = "In the other, both coefficients are zero but the right-hand side is not, so no point "


def rows(system: System) -> BeatText:
    kinds, met = [row_kind(row) for row in system.augmented], point(system.solution)
    seen = "".join(
        f"The {name} equation, {markup.equation(row, plain=True)}, {WHERE[kind]}. "
        for name, row, kind in zip(("first", "second"), system.augmented, kinds, strict=True)
    )
    match system.kind, kinds.count("line"):
        case "one", _:
            seen += f"The lines meet at a glowing point, {met}."
            heading = (
                "Both equations are true where the lines meet: "
                f"${markup.point_equation('bold(x)', system.solution)}$"
            )
            narration = f"{EACH} Both are true only where the two lines meet, at {met}."
            if system.almost_parallel:
                heading = "Two almost parallel lines meet in a single point"
                narration = (
                    f"{EACH} These two are almost parallel, yet they meet in a single point, "
                    f"{met}, where both equations are true."
                )
        case kind, 0:
            heading = "Every coefficient is zero: there is no line to draw"
            narration = "Neither equation contains an unknown. " + (
                "At least one says that zero equals some other number, which no point makes true."
                if kind == "none"
                else "Both say that zero equals zero, which every point makes true."
            )
        case "none", 1:
            heading = "One equation holds along a line, the other nowhere"
            narration = f"One equation is true along a line. {NOWHERE}satisfies both."
        case _, 1:
            heading = "One equation holds along a line, the other everywhere"
            narration = (
                "One equation is true along a line. In the other, all numbers are zero, so it "
                "holds everywhere, and the whole line solves the system."
            )
        case "none", _:
            apart = about(magnitude(system.apart))
            heading = "Parallel lines: no point lies on both"
            narration = f"{EACH} These two are parallel, {apart} apart, so no point lies on both."
            seen += f"The lines are parallel, {apart} apart."
        case _:
            heading = "Two equations, one line: both say the same thing"
            narration = (
                f"{EACH} Here the second equation is a multiple of the first, so it has the very "
                "same line, and every point of it solves the system."
            )
            seen += "Both lines are one and the same."
    question = "Which point satisfies both equations?"
    return BeatText(heading, narration, seen.strip(), question=question)


def columns(system: System) -> BeatText:
    first, second = entries(system.solution)
    some = about(Figure.of(first, first, second))
    ends = [point(end, typed=True) for end in (*system.matrix.T, system.right_side)]
    start = "Read by columns, A gives two vectors, and b is a third."
    question = "How much of each column leads to $bold(b)$?"
    seen = (
        "The two pictures stand side by side. In the column picture, the columns of A lead from "
        f"the origin to {ends[0]} and {ends[1]}, and b leads to {ends[2]}. "
    )
    if system.kind == "none":
        place = "a dashed line through the origin" if system.rank else "the origin"
        seen += f"The columns reach only {place}, and b lies elsewhere."
    else:
        seen += (
            f"In the row picture, x is at {point(system.solution)}; beside it, {some} times the "
            f"first column and {second} times the second lead to b."
        )
        if system.rank == 1:
            seen += " All three arrows lie on a dashed line through the origin."
    match system.kind, system.rank:
        case "one", _:
            heading = "The coordinates of $bold(x)$ say how much of each column leads to $bold(b)$"
            narration = (
                f"{start} The first coordinate of x, {about(first)}, counts steps along the first "
                f"column. The second, {about(second)}, leads on along the other column to b."
            )
        case kind, 0:
            goal = "and b is the origin itself" if kind == "many" else "but b lies elsewhere"
            heading = "Both columns are zero: no steps leave the origin"
            narration = (
                f"{start} Here both columns are zero. However many steps are taken, they end where "
                f"they began, at the origin, {goal}."
            )
        case "none", _:
            missing = about(magnitude(float(np.hypot(*system.residual))))
            heading = "Both columns lie on one line, and $bold(b)$ lies off it"
            narration = (
                f"{start} Both columns lie on one line, so no steps along them lead away from it. "
                f"But b lies off this line, at a distance of {missing}."
            )
        case _:
            heading = "Both columns lie on one line, and so does $bold(b)$"
            narration = (
                f"{start} Here {some} times the first column and {second} times the second do. "
                "But both columns lie on one line with b, so there are infinitely many other ways."
            )
    return BeatText(heading, narration, seen, question=question)


def eliminate(system: System) -> BeatText:
    top, bottom = system.reduced
    steps = [step.kind for step in system.elimination]
    side, kind = about(markup.precise(float(bottom[2]))), row_kind(bottom)
    size = equals(to_typst(markup.precise(float(bottom[2]))))
    what = "which moves no line"
    if system.rank < 2 and "subtract" not in steps:
        what = f"and row two says that zero equals {'zero' if kind == 'everywhere' else side}"
    swap = f"A zero at the top cannot remove what is below it, so the rows are swapped, {what}. "
    if system.swapped and system.augmented[0, system.pivot_column]:
        swap = (
            "Dividing by so small a number at the top would magnify rounding errors, so the "
            "rows are swapped. "
        )
    take = "Subtract a multiple of row one from row two"
    if "subtract" in steps and system.elimination[-1].factor < 0:
        take = "Add a multiple of row one to row two"
    removed = [step.kind for step in system.back_substitution].count("subtract")
    question = "What is left of row 2?"
    seen = (
        f"{'The rows have been swapped. ' if system.swapped else ''}Row 1 of the augmented matrix "
        f"says {markup.equation(top, plain=True)}, and row 2 says "
        f"{markup.equation(bottom, plain=True)}, which {WHERE[kind]}."
    )
    match system.rank, kind:
        case 0, _:
            heading = "There is nothing to eliminate: both rows of $A$ are zero"
            end = "Every coefficient is zero, and only the right-hand sides remain."
        case 2, _:
            question = "How can the unknowns be separated?"
            heading = "Elimination turns the lines until each gives one unknown"
            end = f"{take}: its line turns about the meeting point until x₁ is gone."
            last = "Row one has no x₂, so its line is vertical already."
            if removed:
                last = "row one loses x₂, and its line turns until it is vertical."
                last = f"In the same way, {last}" if "subtract" in steps else f"Then {last}"
            met = point(system.solution)
            last += f" Now each row gives one unknown, and the solution is {met}."
            if "subtract" not in steps:
                end = "Row two has no x₁, so its line is horizontal already."
            seen += " One line is vertical, the other horizontal, and they still meet at x."
        case _, "everywhere":
            heading = "Elimination ends with $0 = 0$: row 2 said nothing new"
            end = f"{take}: what is left says that zero equals zero, which is always true."
        case _:
            heading = f"Elimination ends with $0 {size}$: there is no solution"
            end = (
                f"{take}: its line moves off to infinity, and what is left says that zero equals "
                f"{side}, which is never true."
            )
    if system.rank == 1 and "subtract" not in steps:
        end = "There is nothing to eliminate: row two has no unknown."
    if system.kind != "many" and ("subtract" in steps or removed):
        seen += " Dashes show where lines were before they moved."
    said = (swap if system.swapped else "") + (end if steps != ["swap"] else "")
    said = f"Elimination combines whole rows. {said.strip()}"
    if system.rank == 2:
        said = f"{said} {last}"
    return BeatText(heading, said, seen, question=question)


PREDICT = "Where do the lines meet when $det A = 0$?"


def dependent(system: System) -> BeatText:
    other = system.dependent
    changed = np.argwhere(other.matrix != system.matrix)
    change = "one entry of A: a line and a column turn with it"
    which = "a dashed line shows where the turned line was"
    if len(changed) > 1:
        change = "the entries of A: lines and columns turn with them"
        which = "dashed lines show where the lines were"
    first, second = (point(column, typed=True) for column in other.matrix.T)
    seen = f"The columns of A are now {first} and {second}, on one dashed line through the origin"
    heading = "$det A = 0$: parallel lines, dependent columns, no solution"
    end = "Now the lines are parallel, the columns are dependent, and b is off their line."
    lines = f"The two lines of the row picture are parallel; {which}."
    seen = f"{lines} {seen}, and b lies off it. The determinant is 0."
    if other.kind == "many":
        heading = "$det A = 0$: one line, dependent columns, infinitely many solutions"
        end = "Now both lines are one, the columns are dependent, and b is on their line."
        seen = seen.replace("are parallel", "have become one").replace("lies off it", "lies on it")
    question = "When is there no single solution?"
    start = "A system need not have exactly one solution. Change"
    narration = f"{start} {change}, until the determinant is zero. {end}"
    return BeatText(heading, narration, seen, question=question)


def solutions(system: System) -> BeatText:
    question = "Which other $bold(x)$ lead to $bold(b)$?"
    if system.rank == 0:
        return BeatText(
            "Every $bold(x)$ is a solution",
            "Whatever x is, A sends it to zero. And b is zero, so every point of the plane solves "
            "the system.",
            "The point x is at the origin; every point is a solution.",
            question=question,
        )
    return BeatText(
        "Other steps, the same $bold(b)$: the whole line solves the system",
        "Move x along the line, by any multiple of a vector that A sends to zero. The steps along "
        "the columns change, but they still end at b.",
        f"The solutions form one line, through {point(system.solution)}, and x is on it. Beside "
        "it, the steps along the columns end at b.",
        question=question,
    )


def least_squares(system: System) -> BeatText:
    missing = about(magnitude(float(np.hypot(*system.residual))))
    question = "How near to $bold(b)$ can $A bold(x)$ come?"
    if system.rank == 0:
        return BeatText(
            "The columns reach only the origin",
            f"Whatever x is, A x stays at the origin. It is {missing} away from b. No x is better "
            "than another: every point is a least-squares solution.",
            "The columns reach only the origin, from which a red segment of length "
            f"{missing} leads to b.",
            question=question,
        )
    return BeatText(
        "Least squares: of all $A bold(x)$, $bold(p)$ is nearest to $bold(b)$",
        "Whatever x is, A x stays on the line of the columns. It is nearest to b at p, where the "
        f"error, {missing} long, is perpendicular to this line. With p in place of b, the "
        "lines become one: the least-squares solutions.",
        f"A red segment of length {missing} leads from p, at {point(system.nearest, typed=True)}, "
        "to b, at right angles to the line that the columns reach. "
        "With p in place of b, the row picture has one line of solutions; a dot marks the one "
        f"nearest to the origin, {point(system.solution)}. Dashed lines show where the lines were.",
        question=question,
    )
