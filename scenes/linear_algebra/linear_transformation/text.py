"""What a 2x2 matrix does to the plane, in words and formulas that are true for that matrix."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import Line
from explainer.maths.linear_algebra import (
    EigenStructure,
    classify,
    rank,
    signed_area,
)
from explainer.scenes.linear_algebra.common import (
    EIGEN_ROLES,
    column,
    entry,
    equals,
    figure,
    is_similarity,
    number,
)


def recipe_lines(vector: np.ndarray) -> Line:
    """Return the vector as steps of the basis."""
    x, y = vector
    sign, size = ("-", -y) if y < 0 else ("+", y)
    return Line(
        f'= part("i_hat", {entry(x)} hat(dotless.i)) {sign} '
        f'part("j_hat", {entry(size)} hat(dotless.j))'
    )


def product_lines(matrix: np.ndarray, vector: np.ndarray) -> list[Line]:
    """Return ``A v`` as so many steps of each column, and the sum."""
    (x, y), image = vector, matrix @ vector
    second = f"({entry(y)})" if y < 0 else entry(y)
    return [
        Line(f'A part("vector", bold(v)) = part("i_hat", {entry(x)} {column(matrix[:, 0])})'),
        Line(f'quad + thin part("j_hat", {second} {column(matrix[:, 1])})'),
        Line(f'quad {equals(*image)} part("vector", {column(image)})'),
    ]


def area_words(matrix: np.ndarray) -> tuple[str, str, str]:
    """Return heading (Typst), narration and a note (Typst) on what happens to areas."""
    area = signed_area(matrix)
    kept = rank(matrix)
    if kept == 0:
        return (
            "$det A = 0$: the plane falls onto a point",
            "Everything lands on the origin. The area is zero, and nothing of the input can be "
            "read off the output.",
            "Lost: both dimensions. Every vector gives the same answer, zero.",
        )
    if kept == 1:
        return (
            "$det A = 0$: the plane collapses onto a line",
            "The unit square is pressed flat: its area becomes zero. Points along one direction "
            "all land together, so no inverse can tell them apart.",
            "Lost: one dimension. The dots were apart and land on one point.",
        )
    size, sign = number(abs(area)), equals(area)
    same = abs(abs(area) - 1) < 1e-9
    change = "keeps its area" if same else f"has its area multiplied by {figure(abs(area))}"
    if area < 0:
        effect = "areas stay" if same else f"areas times ${size}$"
        return (
            f"$det A {sign} {number(area)}$: {effect}, the plane is turned over",
            f"The unit square {change}, and the plane is turned over: the determinant is negative "
            "because the way round from i-hat to j-hat is reversed.",
            "Orientation reversed: from $hat(dotless.i)$ to $hat(dotless.j)$ is now clockwise.",
        )
    effect = "every area stays what it is" if same else f"every area is multiplied by ${size}$"
    return (
        f"$det A {sign} {number(area)}$: {effect}",
        f"The unit square {change}, and so does every other shape, wherever it lies. "
        "The way round from i-hat to j-hat is kept, so the sign is plus.",
        "Orientation kept: from $hat(dotless.i)$ to $hat(dotless.j)$ is still anticlockwise.",
    )


def area_lines(matrix: np.ndarray) -> list[Line]:
    """Return the determinant, worked out."""
    (a, b), (c, d) = matrix
    first, second = f"({entry(a)}) ({entry(d)})", f"({entry(b)}) ({entry(c)})"
    area = signed_area(matrix)
    result = Line(f"{equals(area)} {number(area)}", "area")
    long = len(first + second) > 24
    steps = [f"= {first}", f"quad - {second}"] if long else [f"= {first} - {second}"]
    return [Line("det A = a d - b c"), *(Line(step) for step in steps), result]


def eigen_words(matrix: np.ndarray, structure: EigenStructure) -> tuple[str, str]:
    """Return heading (Typst) and narration on the directions that keep their span."""
    factors = [figure(float(factor)) for factor in structure.factors]
    if structure.kind == "none":
        degrees = math.degrees(structure.angle)
        way = "anticlockwise" if degrees > 0 else "clockwise"
        mean = "" if is_similarity(matrix) else ", on average,"
        stretched = abs(structure.modulus - 1) >= 5e-3
        stretch = f" and a stretch by {figure(structure.modulus)}" if stretched else ""
        return (
            "No direction keeps its span: every one of them is turned",
            "No line through the origin stays in place, so there is no real eigenvector. The "
            f"complex pair of eigenvalues records{mean} a turn of {abs(degrees):.0f} degrees "
            f"{way}{stretch}.",
        )
    if structure.kind == "every_line":
        if structure.factors[0] == 0:
            return (
                "Every vector lands on the origin: the eigenvalue is $0$",
                "All vectors are multiplied by zero. Each is an eigenvector, with eigenvalue zero.",
            )
        return (
            f"Every direction keeps its span, multiplied by ${number(structure.factors[0])}$",
            "Every line through the origin stays in place, and all vectors are multiplied by the "
            f"same factor, {factors[0]}. Every nonzero vector is an eigenvector.",
        )
    if structure.kind == "one_line":
        return (
            f"One direction only keeps its span, with factor ${number(structure.factors[0])}$",
            f"All lines turn but one. Along it vectors are multiplied by {factors[0]}, an "
            "eigenvalue that counts twice but has a single line of eigenvectors.",
        )
    if 0 in structure.factors:
        kept = factors[0] if structure.factors[1] == 0 else factors[1]
        return (
            "Two eigenvectors: one line stays, the other is crushed to $0$",
            "Most vectors are knocked off the line they lie on. Those on one dashed line stay on "
            f"it, multiplied by {kept}; those on the other are all sent to zero.",
        )
    return (
        "Two directions keep their span: the eigenvectors",
        "Most vectors are knocked off the line they lie on. Those on the two dashed lines stay on "
        f"them, multiplied by {factors[0]} and by {factors[1]}: the eigenvalues.",
    )


def eigen_lines(matrix: np.ndarray, structure: EigenStructure) -> list[Line]:
    """Return eigenvalues and eigenvectors, or the turn that there is in their place."""
    lines = [Line("A bold(x) = lambda bold(x)")]
    if structure.kind == "none":
        mean = "" if is_similarity(matrix) else "mean "
        degrees = f"{math.degrees(structure.angle):.0f}"
        return [
            *lines,
            Line("for no real $lambda$ and $bold(x) != 0$", prose=True),
            Line(complex_pair(structure), "eigen"),
            Line(f"{mean}turn ${degrees} degree$", "eigen", prose=True),
            Line(f"{mean}stretch $times {number(structure.modulus)}$", "eigen", prose=True),
        ]
    if structure.kind == "every_line":
        factor = structure.factors[0]
        return [
            *lines,
            Line(f"lambda {equals(factor)} {number(factor)}", "eigen"),
            Line("for every $bold(x)$", prose=True),
        ]
    for index, (factor, direction) in enumerate(
        zip(structure.factors, structure.directions, strict=True)
    ):
        role, mark = EIGEN_ROLES[index], index + 1
        lines.append(Line(f"lambda_{mark} {equals(factor)} {number(factor)}", role))
        lines.append(Line(f"bold(x)_{mark} {equals(*direction)} {column(direction)}", role))
    return lines


def recap_words(matrix: np.ndarray, structure: EigenStructure) -> tuple[str, str]:
    """Return heading (Typst) and narration of what the matrix does as a whole."""
    name = classify(matrix)
    loss = {
        0: "Nothing is left of the plane.",
        1: "Only a line is left of the plane, so there is no way back.",
        2: "Nothing is lost: an inverse leads back.",
    }[rank(matrix)]
    directions = {
        "none": "Every direction is turned.",
        "every_line": "Every direction keeps its span.",
        "one_line": "One direction keeps its span.",
        "two_lines": "Two directions keep their span.",
    }[structure.kind]
    areas = f"Areas are multiplied by {figure(signed_area(matrix))}."
    return (
        f"In short: {name}",
        f"In short, this is {name}. {areas} {directions} {loss}",
    )


def recap_lines(matrix: np.ndarray, vector: np.ndarray, structure: EigenStructure) -> list[Line]:
    """Return what the matrix comes down to."""
    area, image = signed_area(matrix), matrix @ vector
    if structure.kind == "none":
        values = Line(complex_pair(structure), "eigen")
    elif structure.kind == "two_lines":
        pairs = zip(EIGEN_ROLES, structure.factors, strict=True)
        marks = [f'part("{role}", {number(factor)})' for role, factor in pairs]
        values = Line(f"lambda {equals(*structure.factors)} {marks[0]}, thin {marks[1]}")
    else:
        factor = structure.factors[0]
        values = Line(f"lambda {equals(factor)} {number(factor)}", "eigen")
    return [
        Line(f"det A {equals(area)} {number(area)}", "area"),
        Line(f'"rank" A = {rank(matrix)}'),
        values,
        Line(
            f'A part("vector", bold(v)) {equals(*image)} part("vector", {column(image)})',
        ),
    ]


def complex_pair(structure: EigenStructure) -> str:
    """Return a complex pair of eigenvalues as Typst mathematics."""
    value = complex(structure.eigenvalues[0])
    real = number(value.real) if abs(value.real) > 1e-12 else ""
    size = "" if abs(value.imag - 1) < 1e-12 else number(value.imag)
    return f"lambda {equals(value.real, value.imag)} {real} plus.minus {size} i"
