"""What a 2x2 matrix does to the plane, in words and formulas that are true for that matrix.

Where the view ``zooms``, what is before the matrix and what is after it are not seen together.
"""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.linear_algebra import classify, is_similarity, keeps_areas, null_direction
from explainer.numbers import about, entries, equals, given, relation, to_typst
from explainer.scenes.linear_algebra.common import (
    EIGEN_ROLES,
    amount,
    bracketed,
    column,
    complex_pair,
    coordinates,
    degrees,
    direction,
    entry,
    in_brackets,
    matrix,
    number,
    point,
    results,
)
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory

I_HAT, J_HAT = "hat(dotless.i)", "hat(dotless.j)"
BASIS = ("i_hat", "j_hat")
"""The roles of the basis vectors, and of the columns where they land."""

V = 'part("vector", bold(v))'


def step_names(story: TransformationStory, *, moved: bool) -> tuple[str, str]:
    """Return how often each step to the vector is taken, as Typst mathematics."""
    hats = (f"A {hat}" if moved else hat for hat in (I_HAT, J_HAT))
    first, second = (
        f"{entry(value)} thin {hat}" for value, hat in zip(story.vector, hats, strict=True)
    )
    return first, second


def grid(story: TransformationStory) -> BeatText:
    x, y = story.vector
    seen = "The vector v is zero: it lies at the origin."
    if story.vector.any():
        seen = (
            f"The arrow v ends at {point(story.vector, typed=True)}: {given(x)} times i-hat, and "
            f"then {given(y)} times j-hat."
        )
    return BeatText(
        f"The coordinates of $bold(v)$ count steps along ${I_HAT}$ and ${J_HAT}$",
        "The basis vectors are i-hat, one step to the right, and j-hat, one step up. "
        f"The coordinates of v, {given(x)} and {given(y)}, say how much of each to take.",
        "A square grid with i-hat, one step to the right from the origin, and j-hat, one step up. "
        f"{seen}",
        (
            Line(
                f"{matrix(V + ' &', story.vector[:, None], BASIS)} \\ "
                f'& {relation(entry(x), entry(y))} part("i_hat", {entry(x)} {I_HAT}) + '
                f'part("j_hat", {bracketed(entry(y))} {J_HAT})'
            ),
        ),
        question="A vector in the plane",
    )


def columns(story: TransformationStory, *, zooms: bool = False) -> BeatText:
    i_hat, j_hat = (point(way, typed=True) for way in story.matrix.T)
    follows = "the grid lines stay straight, parallel and evenly spaced, and v is carried along"
    seen = "the lines of the grid are still straight, parallel and evenly spaced"
    faint = "" if zooms else " Faint behind them are the old i-hat, j-hat, v and unit square."
    if story.rank < 2:
        onto = ("the origin", "a line")[story.rank]
        follows = f"here it collapses onto {onto}, and v lands there too"
        seen = f"the grid has collapsed onto {onto}"
    return BeatText(
        f"$A$ takes ${I_HAT}$ and ${J_HAT}$ to its columns, and all else follows",
        "The columns of a matrix A say where i-hat and j-hat land. "
        f"The rest of the plane has to follow: {follows}.",
        f"The plane after the matrix A has moved it. Now A i-hat ends at {i_hat}, the first column "
        f"of A, and A j-hat at {j_hat}, the second; {seen}, and v has gone to A v.{faint}",
        (_matrix(story),),
        question="A matrix $A$ moves the plane",
    )


PREDICT = "Where does $A$ take $bold(v)$?"


def _matrix(story: TransformationStory) -> Line:
    return Line(matrix("A", story.matrix, 2 * BASIS))


def vector(story: TransformationStory) -> BeatText:
    x, y = story.vector
    first, other = (column(way, typed=True) for way in story.matrix.T)
    image, sign = column(story.image), relation(entry(x), entry(y), first, other)
    steps = entry(x), entry(y)
    given_column = V if max(map(len, steps)) > 5 else in_brackets(steps, (2, 1), BASIS)
    return BeatText(
        f"The same steps along $A {I_HAT}$ and $A {J_HAT}$ lead to $A bold(v)$",
        f"The steps are still {given(x)} and {given(y)}, but now along A i-hat and A j-hat. "
        f"So A v is {given(x)} times the first column of A, plus {given(y)} times the second.",
        f"On the moved grid, {given(x)} times A i-hat and then {given(y)} times A j-hat lead to "
        f"the tip of A v, at {point(story.image)}.",
        (
            Line(
                f'A {given_column} & {sign} part("i_hat", {entry(x)} {first}) \\ '
                f'& + thin part("j_hat", {bracketed(entry(y))} {other}) \\ '
                f'& {relation(image)} part("vector", {image})'
            ),
        ),
        question="Which steps lead to $A bold(v)$?",
    )


def area(story: TransformationStory, *, zooms: bool = False) -> BeatText:
    size, same = abs(story.area), keeps_areas(story.matrix)
    heading = f"$det A {equals(number(story.area))}$"
    shape, becomes = "a parallelogram", "becomes a parallelogram, but"
    if is_similarity(story.matrix * (1, np.sign(story.area))):
        shape, becomes = "a square", "stays a square, and"
    said = f"The unit square, of area 1, becomes {shape} of area {amount(size)}."
    said = f"The unit square {becomes} its area is still 1." if same else said
    corners = [point(story.matrix @ corner) for corner in np.array([(1, 0), (1, 1), (0, 1)])]
    seen = (
        f"The unit square has become {shape} of area {amount(size)}, with corners at the origin, "
        f"{corners[0]}, {corners[1]} and {corners[2]}. From A i-hat to A j-hat the turn is "
    )
    faint = "" if zooms else " Faint behind it is the square as it was."
    if story.rank < 2:
        onto, falls, become = (
            ("a single point, the origin", "shrinks to", "become"),
            ("a line", "falls onto", "been flattened onto"),
        )[story.rank]
        heading = "$det A = 0$: no area is left of the unit square, nor of any other"
        said = (
            f"The unit square, of area 1, {falls} {onto}, and no area is left of it. "
            "The same happens to every square of the grid: the determinant of A is 0."
        )
        seen = f"The unit square has {become} {onto}: the determinant is 0.{faint}"
    elif story.area < 0:
        heading += " is negative: the plane is turned over"
        said += (
            " The turn from A i-hat to A j-hat is now clockwise: the plane has been turned over, "
            "so the factor for areas, the determinant of A, is negative."
        )
        seen += f"clockwise: the plane is turned over, so the determinant is {amount(story.area)}."
    else:
        every = f"{'grows' if size > 1 else 'shrinks'} by the same factor"
        every = "keeps its area too: all areas are multiplied by 1" if same else every
        every_area = f"Every area is multiplied by {heading}"
        heading = f"{heading}: every area stays the same" if same else every_area
        said += f" Every other square of the grid {every}, the determinant of A."
        seen += f"anticlockwise, as before, so the determinant is {amount(story.area)}.{faint}"
    question = "What happens to the area of the unit square?"
    return BeatText(heading, said, seen, _determinant(story), question=question)


def _determinant(story: TransformationStory) -> tuple[Line, ...]:
    entries = [entry(value) for value in story.matrix.flat]
    sign, result = relation(*entries), number(story.area)
    if max(map(len, entries)) > 6:
        return (Line(f'det A part("area", {equals(result)})'),)
    (a, b), (c, d) = np.reshape(
        [f'part("{role}", {bracketed(x)})' for role, x in zip(2 * BASIS, entries, strict=True)],
        (2, 2),
    )
    # Rounded factors do not lead to the exact result.
    name = "det A" if sign != "=" else ""
    return (
        Line(
            f"det A & {sign} {a} dot {d} \\ & - thin {c} dot {b} \\ "
            f'{name} & part("area", {equals(result)})'
        ),
    )


def eigen(story: TransformationStory) -> BeatText:
    found, values = story.eigen, story.eigen.eigenvalues
    lines: tuple[Line, ...] = (_matrix(story), Line("A bold(x) = lambda bold(x)"))
    if found.kind == "complex":
        turn = math.degrees(found.angle)
        pair = f"stand for a rotation by {degrees(turn)} {'anti' * (turn > 0)}clockwise"
        if not keeps_areas(story.matrix):
            pair += f" and a scaling by {amount(found.modulus)}"
        if not is_similarity(story.matrix):
            pair += ", on average, when A is applied many times"
        heading = "No line stays in place: $A$ turns every direction"
        said = (
            "Every one of them is turned away from its line. "
            f"There is no real eigenvalue: the two complex ones {pair}."
        )
        seen = f"None is on its old line. The two complex eigenvalues {pair}."
        lines = _matrix(story), NONE_REAL, Line(complex_pair(complex(values[0])), "eigen")
    elif found.kind == "scalar":
        factor = results(values)[0]
        heading = f"Every line stays in place: $lambda {equals(to_typst(factor))}$ for all vectors"
        said = f"All of them stay on their lines, multiplied by {about(factor)}."
        seen = f"Each is still on its old line, multiplied by {about(factor)}."
        if values[0] == 0:
            heading = "Every vector lands on the origin: the only eigenvalue is $0$"
            said, seen = "All of them are multiplied by 0.", "All of them lie on the origin."
        said += " So every vector except the zero vector is an eigenvector, with this eigenvalue."
        lines += (Line(f"lambda {equals(to_typst(factor))}", "eigen"),)
    else:
        heading, said, seen, more = _on_lines(story)
        lines += more
    return BeatText(
        heading,
        f"Take vectors in all directions, each on a line through the origin. {said}",
        f"Vectors all around the origin, faint, and where A has carried them. {seen}",
        lines,
        question="Which vectors stay on their lines?",
    )


def _on_lines(story: TransformationStory) -> tuple[str, str, str, tuple[Line, ...]]:
    """Return heading, narration, what is seen and results for one line of eigenvectors or two."""
    found, factors = story.eigen, results(story.eigen.eigenvalues)
    single, times = found.kind == "defective", [about(factor) for factor in factors]
    values = [equals(to_typst(factor)) for factor in factors]
    names = [f"lambda {values[0]}"] if single else map("lambda_{} {}".format, (1, 2), values)
    lines = tuple(map(Line, names, EIGEN_ROLES))
    ways = [
        f"along {coordinates(direction(unit))}, with a factor of {factor}"
        for unit, factor in zip(found.eigenvectors, times, strict=False)
    ]
    most, lit = "Most of them leave their lines.", "two glowing lines are still on their old lines"
    if single:
        heading = f"Vectors stay on only one line, with $lambda {values[0]}$"
        lit = "one glowing line are still on their old line"
        said = (
            f"Only those on one line stay there, multiplied by {times[0]}: a double eigenvalue "
            "with only one line of eigenvectors."
        )
    elif 0 in story.eigen.eigenvalues:
        heading = "Vectors stay on two lines, and $A$ sends one of the lines to $bold(0)$"
        said = (
            "Those on one line stay there, multiplied by "
            f"{times[int(not found.eigenvalues[0])]}, and those on another are multiplied by 0: "
            "these two factors are the eigenvalues."
        )
    else:
        heading = "On two lines vectors are only scaled: the eigenvectors"
        said = (
            "Only those on two lines stay there: the eigenvectors, multiplied by their "
            f"eigenvalues, {times[0]} and {times[1]}."
        )
    return heading, f"{most} {said}", f"Only those on {lit}: {'; and '.join(ways)}.", lines


NONE_REAL = Line('A bold(x) & != lambda bold(x) \\ & "for real" thin lambda')


def inverse(story: TransformationStory, *, zooms: bool = False) -> BeatText:
    question = "Can $A$ be undone?"
    i_hat, j_hat = (point(way, typed=True) for way in story.matrix.T)
    moved = (
        f"The matrix A, {classify(story.matrix)}, takes i-hat to {i_hat}, j-hat to {j_hat} and v "
        f"to {point(story.image)}."
    )
    if story.rank < 2:
        land, left = "All points land on the origin", "Nothing else is"
        seen = "Dots from all around have been carried onto one point, the origin."
        if story.rank == 1:
            land, left = "All points of a row land on one point", "Only a line is"
            seen = f"Dots lay in rows along {point(direction(null_direction(story.matrix)))}. Now "
            seen += "they are on a line, all those of a row on one point of it."
        return BeatText(
            "Many points land on one: $A$ has no inverse",
            f"{land}. {left} left of the plane: the rank of A is {story.rank}, and no matrix can "
            "separate these points again.",
            f"{moved} {seen}",
            (_matrix(story), Line("det A = 0", "area"), Line(f'op("rank") A = {story.rank}')),
            question=question,
        )
    others = "; A v is still there, faint. Other points have also gone back, each on its own way, "
    others += "from rings to dots, and no two ways meet"
    return BeatText(
        "The inverse of $A$ takes $A bold(v)$ back to $bold(v)$",
        "A has carried no two points to the same place, so it can be undone. "
        "The inverse takes A v back to v, and every other point to where it was.",
        f"{moved} The inverse has undone this: the grid is square again, and v ends where it was, "
        f"at {point(story.vector, typed=True)}{'' if zooms else others}.",
        (Line(f"A^(-1) (A {V}) = {V}"), *_inverse(story)),
        question=question,
    )


def _inverse(story: TransformationStory) -> tuple[Line, ...]:
    """Return the inverse, as a multiple of a matrix with the entries given, if it is short."""
    (a, b), (c, d), area = *story.matrix, number(story.area)
    unit = {"1": 1, "-1": -1}.get(area, 0)
    texts = entries((unit or 1) * np.array([d, -b, -c, a]) + 0.0, typed=True)
    if max(map(len, (*texts, area))) > 5 or area.rounded:
        return ()
    return (Line(f"A^(-1) = {'' if unit else f'1/({area})'} {in_brackets(texts)}"),)
