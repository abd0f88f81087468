"""What a 2x2 matrix does to the plane, in words and formulas that are true for that matrix."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.linear_algebra import classify, is_similarity, keeps_areas, null_direction
from explainer.numbers import computed, equals, relation, shortest
from explainer.scenes.linear_algebra.common import (
    EIGEN_ROLES,
    amount,
    column,
    entry,
    number,
    point,
)
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory


def grid(story: TransformationStory) -> BeatText:
    x, y = story.vector
    sign, size = ("-", -y) if y < 0 else ("+", y)
    seen = (
        "A square grid with i-hat, one step to the right from the origin, and j-hat, one step up. "
    )
    return BeatText(
        "A vector counts steps of the basis",
        "Every vector is a recipe: so many steps along i-hat, then so many along j-hat. "
        f"Here {shortest(x)} of the one and {shortest(y)} of the other.",
        f"{seen}The arrow v ends at {point(story.vector)}, reached by {shortest(x)} of i-hat and "
        f"then {shortest(y)} of j-hat."
        if story.vector.any()
        else f"{seen}The vector v is zero, so it is no more than the origin.",
        (
            Line(
                f'= part("i_hat", {entry(x)} hat(dotless.i)) {sign} '
                f'part("j_hat", {entry(size)} hat(dotless.j))'
            ),
        ),
    )


def columns(story: TransformationStory) -> BeatText:
    i_hat, j_hat = map(point, story.matrix.T)
    left = (
        "The whole grid has fallen onto the origin.",
        "The whole grid has fallen onto one line.",
        "The lines of the grid are straight and parallel still.",
    )[story.rank]
    return BeatText(
        "The columns of $A$ are where the basis lands",
        "Write down where i-hat lands and where j-hat lands: these are the columns of A. "
        "The rest of the plane has to follow, its lines straight, parallel and evenly spaced.",
        f"The grid after the matrix A has moved it. i-hat lies at {i_hat}, the first "
        f"column of A, and j-hat at {j_hat}, the second. {left}",
    )


def vector(story: TransformationStory) -> BeatText:
    x, y = story.vector
    second = f"({entry(y)})" if y < 0 else entry(y)
    first, other = map(column, story.matrix.T)
    return BeatText(
        "The same steps on the new grid lead to $A bold(v)$",
        "The recipe has not changed. The same steps along the new i-hat and the new j-hat lead "
        "to A v, and that is all that a matrix times a vector means.",
        f"On the moved grid {shortest(x)} of the new i-hat and then {shortest(y)} of the new j-hat "
        f"lead to A v, an arrow that ends at {point(story.image)}.",
        (
            Line(f'A part("vector", bold(v)) = part("i_hat", {entry(x)} {first})'),
            Line(f'quad + thin part("j_hat", {second} {other})'),
            Line(f'quad {relation(column(story.image))} part("vector", {column(story.image)})'),
        ),
    )


def area(story: TransformationStory) -> BeatText:
    lines = _determinant(story)
    if story.rank == 0:
        return BeatText(
            "$det A = 0$: the plane falls onto a point",
            "Everything lands on the origin. The area is zero, and nothing of the input can be "
            "read off the output.",
            "The unit square has become a single point, the origin: the determinant is 0.",
            lines,
            "Lost: both dimensions. Every vector gives the same answer, zero.",
        )
    if story.rank == 1:
        return BeatText(
            "$det A = 0$: the plane collapses onto a line",
            "The unit square is pressed flat: its area becomes zero. Points along one direction "
            "all land together, so no inverse can tell them apart.",
            "The unit square has been pressed onto a line: the determinant is 0. Dots that lay "
            f"apart along the direction {point(null_direction(story.matrix))} lie on one point.",
            lines,
            "Lost: one dimension. The dots were apart and land on one point.",
        )
    size, same = abs(story.area), keeps_areas(story.matrix)
    change = "keeps its area" if same else f"has its area multiplied by {computed(size)}"
    determinant = f"$det A {equals(number(story.area))}$"
    corners = [point(story.matrix @ corner) for corner in np.array([(1, 0), (1, 1), (0, 1)])]
    seen = (
        f"The unit square has become a parallelogram from the origin over {corners[0]}, "
        f"{corners[1]} and {corners[2]}, of area {amount(size)}. From i-hat to j-hat the way is "
    )
    if story.area < 0:
        effect = "areas stay" if same else f"areas times ${number(size)}$"
        return BeatText(
            f"{determinant}: {effect}, the plane is turned over",
            f"The unit square {change}, and the plane is turned over: the determinant is negative "
            "because the way round from i-hat to j-hat is reversed.",
            f"{seen}clockwise: the plane is turned over, so the determinant is "
            f"{amount(story.area)}.",
            lines,
            "Orientation reversed: from $hat(dotless.i)$ to $hat(dotless.j)$ is now clockwise.",
        )
    effect = "stays what it is" if same else f"is multiplied by ${number(size)}$"
    return BeatText(
        f"{determinant}: every area {effect}",
        f"The unit square {change}, and so does every other shape, wherever it lies. "
        "The way round from i-hat to j-hat is kept, so the sign is plus.",
        f"{seen}anticlockwise, as before, so the determinant is {amount(story.area)}.",
        lines,
        "Orientation kept: from $hat(dotless.i)$ to $hat(dotless.j)$ is still anticlockwise.",
    )


def _determinant(story: TransformationStory) -> tuple[Line, ...]:
    (a, b), (c, d) = story.matrix
    first, second = f"({entry(a)}) ({entry(d)})", f"({entry(b)}) ({entry(c)})"
    long = len(first + second) > 24
    steps = [f"= {first}", f"quad - {second}"] if long else [f"= {first} - {second}"]
    result = Line(f"{equals(number(story.area))}", "area")
    return (Line("det A = a d - b c"), *map(Line, steps), result)


def eigen(story: TransformationStory) -> BeatText:
    found = story.eigen
    values = found.eigenvalues
    fan = "Vectors all around the origin, after A has moved them. "
    meaning = Line("A bold(x) = lambda bold(x)")
    if found.kind == "complex":
        angle, even = math.degrees(found.angle), is_similarity(story.matrix)
        turn = f"{abs(angle):.0f} degrees {'anticlockwise' if angle > 0 else 'clockwise'}"
        on_average, mean = ("", "") if even else (", on average,", "mean ")
        stretched = not keeps_areas(story.matrix)
        stretch = f" and a stretch by {computed(found.modulus)}" if stretched else ""
        length = f"made {amount(found.modulus)} times as long" if stretched else "as long as before"
        return BeatText(
            "No direction keeps its span: every one of them is turned",
            "No line through the origin stays in place, so there is no real eigenvector. The "
            f"complex pair of eigenvalues records{on_average} a turn of {turn}{stretch}.",
            f"{fan}None is on its old line: all are turned{on_average} by {turn}, and {length}.",
            (
                meaning,
                Line("for no real $lambda$ and $bold(x) != 0$", prose=True),
                Line(_complex_pair(story), "eigen"),
                Line(f"{mean}turn ${angle:.0f} degree$", "eigen", prose=True),
                Line(f"{mean}stretch $times {number(found.modulus)}$", "eigen", prose=True),
            ),
        )
    if found.kind == "scalar":
        lines: tuple[Line, ...] = (
            meaning,
            Line(f"lambda {equals(number(values[0]))}", "eigen"),
            Line("for every $bold(x)$", prose=True),
        )
        if values[0] == 0:
            return BeatText(
                "Every vector lands on the origin: the eigenvalue is $0$",
                "All vectors are multiplied by zero. Each is an eigenvector, with eigenvalue zero.",
                f"{fan}All have fallen onto the origin.",
                lines,
            )
        return BeatText(
            f"Every direction keeps its span, multiplied by ${number(values[0])}$",
            "Every line through the origin stays in place, and all vectors are multiplied by the "
            f"same factor, {computed(values[0])}. Every nonzero vector is an eigenvector.",
            f"{fan}Each is on its old line still, multiplied by {amount(values[0])}.",
            lines,
        )
    lines, ways = (meaning,), []
    for k, way in enumerate(found.eigenvectors):
        role, value, mark = EIGEN_ROLES[k], values[k], k + 1
        lines += (
            Line(f"lambda_{mark} {equals(number(value))}", role),
            Line(f"bold(x)_{mark} {equals(column(way))}", role),
        )
        ways.append(f"along {point(way)} with the factor {amount(value)}")
    left = f"{fan}All have left their lines, but those on"
    if found.kind == "defective":
        return BeatText(
            f"One direction only keeps its span, with factor ${number(values[0])}$",
            f"All lines turn but one. Along it vectors are multiplied by {computed(values[0])}, an "
            "eigenvalue that counts twice but has a single line of eigenvectors.",
            f"{left} one dashed line: {ways[0]}.",
            lines,
        )
    alt = f"{left} two dashed lines: {' and '.join(ways)}."
    if 0 in values:
        return BeatText(
            "Two eigenvectors: one line stays, the other is crushed to $0$",
            "Most vectors are knocked off the line they lie on. Those on one dashed line stay on "
            f"it, multiplied by {computed(values[0] or values[1])}; those on the other are all "
            "sent to zero.",
            alt,
            lines,
        )
    return BeatText(
        "Two directions keep their span: the eigenvectors",
        "Most vectors are knocked off the line they lie on. Those on the two dashed lines stay on "
        f"them, multiplied by {computed(values[0])} and by {computed(values[1])}: the eigenvalues.",
        alt,
        lines,
    )


def recap(story: TransformationStory) -> BeatText:
    values = story.eigen.eigenvalues
    match story.eigen.kind:
        case "complex":
            kept, said = "Every direction is turned.", "there is no real eigenvalue"
            line = _complex_pair(story)
        case "diagonalizable":
            kept = "Two directions keep their span."
            said = f"the eigenvalues are {' and '.join(map(amount, values))}"
            parts = [number(value) for value in values]
            shown = (
                f'part("{role}", {part})' for role, part in zip(EIGEN_ROLES, parts, strict=True)
            )
            line = f"lambda {relation(*parts)} {', thin '.join(shown)}"
        case kind:
            count = "Every" if kind == "scalar" else "One"
            kept = f"{count} direction keeps its span."
            said = f"the eigenvalue is {amount(values[0])}"
            line = f"lambda {equals(number(values[0]))}"
    left = (
        "Nothing is left of the plane.",
        "Only a line is left of the plane, so there is no way back.",
        "Nothing is lost: an inverse leads back.",
    )[story.rank]
    name, image, vector = classify(story.matrix), story.image, 'part("vector", bold(v))'
    (a, b), (c, d) = (tuple(map(shortest, row)) for row in story.matrix)
    i_hat, j_hat = map(point, story.matrix.T)
    return BeatText(
        f"In short: {name}",
        f"In short, this is {name}. Areas are multiplied by {computed(story.area)}. {kept} {left}",
        f"The matrix A with rows ({a}, {b}) and ({c}, {d}) is {name}. i-hat lies at {i_hat}, "
        f"j-hat at {j_hat}, and v = {point(story.vector)} has gone to {point(image)}. The "
        f"determinant is {amount(story.area)}, the rank is {story.rank}, and {said}.",
        (
            Line(f"det A {equals(number(story.area))}", "area"),
            Line(f'"rank" A = {story.rank}'),
            Line(line, "ink" if story.eigen.kind == "diagonalizable" else "eigen"),
            Line(f'A {vector} {relation(column(image))} part("vector", {column(image)})'),
        ),
    )


def _complex_pair(story: TransformationStory) -> str:
    value = complex(story.eigen.eigenvalues[0])
    real = number(value.real) if abs(value.real) > 1e-12 else ""
    size = "" if abs(value.imag - 1) < 1e-12 else number(value.imag)
    return f"lambda {relation(real, size)} {real} plus.minus {size} i"
