"""What a 2x2 matrix does to the plane, in words and formulas that are true for that matrix."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.linear_algebra import classify, is_similarity, keeps_areas, null_direction
from explainer.numbers import about, equals, given, magnitude, relation, to_typst
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
    matrix,
    number,
    point,
    results,
)
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory

I_HAT, J_HAT = "hat(dotless.i)", "hat(dotless.j)"
BASIS = ("i_hat", "j_hat")
"""The roles of the basis vectors, and of the columns where they land."""


def grid(story: TransformationStory) -> BeatText:
    x, y = story.vector
    sign, size = ("-", -y) if y < 0 else ("+", y)
    seen = "The vector v is zero: it lies at the origin."
    if story.vector.any():
        seen = (
            f"The arrow v ends at {point(story.vector, typed=True)}: {given(x)} times i-hat, and "
            f"then {given(y)} times j-hat."
        )
    return BeatText(
        f"The coordinates of $bold(v)$ count steps along ${I_HAT}$ and ${J_HAT}$",
        "The basis vector i-hat is one step to the right, and j-hat is one step up. The "
        f"coordinates of a vector v say how many of each to take: here {given(x)} and {given(y)}.",
        "A square grid with i-hat, one step to the right from the origin, and j-hat, one step up. "
        f"{seen}",
        (
            Line(matrix('part("vector", bold(v))', story.vector[:, None], BASIS)),
            Line(
                f'{relation(entry(x), entry(y))} part("i_hat", {entry(x)} {I_HAT}) {sign} '
                f'part("j_hat", {entry(size)} {J_HAT})'
            ),
        ),
    )


def columns(story: TransformationStory) -> BeatText:
    i_hat, j_hat = (point(way, typed=True) for way in story.matrix.T)
    follows = ": its lines stay straight, parallel and evenly spaced"
    seen = "the lines of the grid are still straight, parallel and evenly spaced"
    if story.rank < 2:
        onto = ("the origin", "a line")[story.rank]
        follows = f", and here it collapses onto {onto}"
        seen = f"the grid has collapsed onto {onto}"
    return BeatText(
        f"The columns of $A$ are where ${I_HAT}$ and ${J_HAT}$ land",
        "The matrix A moves i-hat to its first column, and j-hat to its second. The grid has to "
        f"follow{follows}.",
        f"The plane after the matrix A has moved it. The arrow A i-hat ends at {i_hat}, the first "
        f"column of A, and A j-hat at {j_hat}, the second; {seen}.",
        (_matrix(story),),
    )


def _matrix(story: TransformationStory) -> Line:
    return Line(matrix("A", story.matrix, 2 * BASIS))


def vector(story: TransformationStory) -> BeatText:
    x, y = story.vector
    first, other = (column(way, typed=True) for way in story.matrix.T)
    image, sign = column(story.image), relation(entry(x), entry(y), first, other)
    return BeatText(
        f"The same steps along $A {I_HAT}$ and $A {J_HAT}$ lead to $A bold(v)$",
        "Take the same steps as before, but along A i-hat and A j-hat: they lead to A v. This is "
        "what a matrix times a vector means.",
        f"On the moved grid {given(x)} times A i-hat and then {given(y)} times A j-hat lead to the "
        f"tip of A v, at {point(story.image)}.",
        (
            Line(f'A part("vector", bold(v)) {sign} part("i_hat", {entry(x)} {first})'),
            Line(f'quad + thin part("j_hat", {bracketed(entry(y))} {other})'),
            Line(f'quad {relation(image)} part("vector", {image})'),
        ),
    )


def area(story: TransformationStory) -> BeatText:
    lines = _determinant(story)
    if story.rank == 0:
        return BeatText(
            "$det A = 0$: the plane collapses to a point",
            "Every vector lands on the origin. No area is left, so the determinant is zero, and "
            "A has no inverse.",
            "The unit square has become a single point, the origin: the determinant is 0.",
            lines,
            "Only a point is left of the plane: the rank of $A$ is $0$.",
        )
    if story.rank == 1:
        lost = point(direction(null_direction(story.matrix)))
        return BeatText(
            "$det A = 0$: the plane collapses onto a line",
            "The unit square is flattened, and its area becomes zero. Points that lie in a "
            "row along one direction land on the same point, so A has no inverse.",
            "The unit square has been flattened onto a line: the determinant is 0. Dots that lay "
            f"in a row along {lost} are now on one point.",
            lines,
            "Only a line is left of the plane: the rank of $A$ is $1$.",
        )
    size, same = abs(story.area), keeps_areas(story.matrix)
    change = "stays the same" if same else f"is multiplied by {amount(size)}"
    square = f"The area of the unit square {change}, and so {'does' if same else 'is'} every other"
    corners = [point(story.matrix @ corner) for corner in np.array([(1, 0), (1, 1), (0, 1)])]
    seen = (
        f"The unit square has become a parallelogram of area {amount(size)}, with corners at the "
        f"origin, {corners[0]}, {corners[1]} and {corners[2]}. From A i-hat to A j-hat the turn is"
    )
    determinant = f"$det A {equals(number(story.area))}$"
    if story.area < 0:
        return BeatText(
            f"{determinant} is negative: the plane is turned over",
            f"{square} area. But from A i-hat to A j-hat the turn is clockwise: the plane is "
            "turned over, and so the determinant is negative.",
            f"{seen} clockwise: the plane is turned over, so the determinant is "
            f"{amount(story.area)}.",
            lines,
            f"Orientation reversed: the turn from $A {I_HAT}$ to $A {J_HAT}$ is clockwise.",
        )
    return BeatText(
        f"{determinant}: every area stays the same"
        if same
        else f"Every area is multiplied by {determinant}",
        f"{square} area, wherever it lies. The plane is not turned over, so the determinant is "
        "positive.",
        f"{seen} anticlockwise, as before, so the determinant is {amount(story.area)}.",
        lines,
        f"Orientation kept: the turn from $A {I_HAT}$ to $A {J_HAT}$ is still anticlockwise.",
    )


def _determinant(story: TransformationStory) -> tuple[Line, ...]:
    (a, b), (c, d) = story.matrix
    first, second = f"({entry(a)}) ({entry(d)})", f"({entry(b)}) ({entry(c)})"
    long = len(first + second) > 24
    first = f"{relation(*map(entry, story.matrix.flat))} {first}"
    steps = [first, f"quad - {second}"] if long else [f"{first} - {second}"]
    # Rounded factors do not lead to the exact result.
    name = "det A " if "≈" in first else ""
    result = Line(f"{name}{equals(number(story.area))}", "area")
    named = Line('det display(mat(delim: "[", a, b; c, d)) = a d - b c')
    return (named, *map(Line, steps), result)


def eigen(story: TransformationStory) -> BeatText:
    found, values = story.eigen, story.eigen.eigenvalues
    fan = "Vectors all around the origin, after A has moved them. "
    meaning = Line("A bold(x) = lambda bold(x)")
    if found.kind == "complex":
        turn = math.degrees(found.angle)
        what = f"a rotation by {degrees(turn)} {'anticlockwise' if turn > 0 else 'clockwise'}"
        if not keeps_areas(story.matrix):
            what += f" and a scaling by {amount(found.modulus)}"
        mean = "" if is_similarity(story.matrix) else "mean "
        if mean:
            what += ", on average, when A is applied many times"
        pair = f"The two complex eigenvalues stand for {what}."
        return BeatText(
            "No line stays in place: $A$ turns every direction",
            f"No vector but zero stays on its line, so there is no real eigenvalue. {pair}",
            f"{fan}None is on its old line. {pair}",
            (
                meaning,
                Line("for no real $lambda$ and $bold(x) != 0$", prose=True),
                Line(complex_pair(complex(values[0])), "eigen"),
                Line(
                    f"{mean}rotation ${equals(to_typst(magnitude(turn)))} degree$",
                    "eigen",
                    prose=True,
                ),
                Line(f"{mean}scaling ${equals(number(found.modulus))}$", "eigen", prose=True),
            ),
        )
    factors = results(values)
    if found.kind == "scalar":
        factor = equals(to_typst(factors[0]))
        heading = f"Every line stays in place: $lambda {factor}$ for all vectors"
        said = f"All vectors stay on their lines, and are multiplied by {about(factors[0])}."
        seen = f"Each is still on its old line, multiplied by {about(factors[0])}."
        if values[0] == 0:
            heading = "Every vector lands on the origin: the only eigenvalue is $0$"
            said, seen = "All vectors are multiplied by zero.", "All of them lie on the origin."
        return BeatText(
            heading,
            f"{said} So every vector but the zero vector is an eigenvector, with this eigenvalue.",
            f"{fan}{seen}",
            (
                meaning,
                Line(f"lambda {factor}", "eigen"),
                Line("for every $bold(x)$", prose=True),
            ),
        )
    lines: tuple[Line, ...] = (meaning,)
    ways = []
    for k, unit in enumerate(found.eigenvectors):
        way, name = direction(unit), "lambda" if found.kind == "defective" else f"lambda_{k + 1}"
        factor = f"{name} {equals(to_typst(factors[k]))}"
        lines += (
            Line(factor, EIGEN_ROLES[k]),
            Line(f'"along" {column(way)}', EIGEN_ROLES[k]),
        )
        ways.append(f"along {coordinates(way)}, with the factor {about(factors[k])}")
    if found.kind == "defective":
        return BeatText(
            f"There is only one line of eigenvectors, with $lambda {equals(to_typst(factors[0]))}$",
            "Only vectors on the dashed line stay on their line: A multiplies them by "
            f"{about(factors[0])}. This eigenvalue counts twice, but it has only one line of "
            "eigenvectors.",
            f"{fan}Only those on one dashed line are still on their old line: {ways[0]}.",
            lines,
        )
    alt = (
        f"{fan}Only those on two dashed lines are still on their old lines: {'; and '.join(ways)}."
    )
    if 0 in values:
        return BeatText(
            "Two lines of eigenvectors: $A$ sends one of them to $bold(0)$",
            "Most vectors leave their line. Those on one dashed line stay on it, and are scaled by "
            f"{about(factors[int(not values[0])])}; those on the other are all sent to zero.",
            alt,
            lines,
        )
    return BeatText(
        "On two lines vectors are only scaled: the eigenvectors",
        "Most vectors leave their line. Those on the two dashed lines stay on them, and are only "
        f"scaled, by the eigenvalues: {about(factors[0])} and {about(factors[1])}.",
        alt,
        lines,
    )


def recap(story: TransformationStory) -> BeatText:
    values, image, name = story.eigen.eigenvalues, story.image, classify(story.matrix)
    v = 'part("vector", bold(v))'
    match story.eigen.kind:
        case "complex":
            said = "there is no real eigenvalue"
            line = complex_pair(complex(values[0]))
        case "diagonalizable":
            said = f"the eigenvalues are {' and '.join(map(about, results(values)))}"
            parts = [*map(to_typst, results(values))]
            pair = zip(EIGEN_ROLES, parts, strict=True)
            shown = ", thin ".join(f'part("{role}", {part})' for role, part in pair)
            line = f"lambda {relation(*parts)} {shown}"
        case _:
            said = f"the only eigenvalue is {amount(values[0])}"
            line = f"lambda {equals(number(values[0]))}"
    i_hat, j_hat = (point(way, typed=True) for way in story.matrix.T)
    return BeatText(
        f"In short: $A$ is {name}",
        "The two columns of A say it all: where every vector lands, how areas change, and which "
        f"lines stay in place. Here A is {name}.",
        f"The matrix A is {name}. The arrow A i-hat ends at {i_hat}, A j-hat at {j_hat}, and A v "
        f"at {point(image)}. The determinant is {amount(story.area)}, and {said}.",
        (
            _matrix(story),
            Line(f"det A {equals(number(story.area))}", "area"),
            Line(line, "ink" if story.eigen.kind == "diagonalizable" else "eigen"),
            Line(f'A {v} {relation(column(image))} part("vector", {column(image)})'),
        ),
    )
