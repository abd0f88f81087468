"""What a 2x2 matrix does to the plane, in words that are true for that matrix."""

from __future__ import annotations

import math

import numpy as np

from explainer.maths.linear_algebra import EigenStructure, classify, rank, signed_area
from explainer.maths.numerals import shortest, to_typst


def number(value: float, most_decimals: int = 2) -> str:
    """Return a rounded number as Typst mathematics."""
    return to_typst(shortest(float(value), most_decimals))


def column(values: np.ndarray) -> str:
    """Return a column vector as Typst mathematics."""
    entries = ", ".join(number(value) for value in values)
    return f'display(vec(delim: "[", {entries}))'


def area_words(matrix: np.ndarray) -> tuple[str, str, str]:
    """Return heading (Typst), narration and a note (Typst) on what happens to areas."""
    area = signed_area(matrix)
    kept = rank(matrix)
    size = shortest(abs(area))
    if kept == 0:
        return (
            "$det A = 0$: the plane falls onto a point",
            "Everything lands on the origin. The area is zero, and nothing of the input can be "
            "read off the output.",
            "Lost: both dimensions, and with them every difference between vectors.",
        )
    if kept == 1:
        return (
            "$det A = 0$: the plane folds onto a line",
            "The unit square is pressed flat: its area becomes zero. Points along one direction "
            "all land together, so no inverse can tell them apart.",
            "Lost: one dimension. The dots all land on one point.",
        )
    change = "keeps its area" if size == "1" else f"has its area multiplied by {size}"
    if area < 0:
        return (
            f"$det A = {number(area)}$: areas times ${number(abs(area))}$, turned over",
            f"The unit square {change}, and the plane is turned over: the determinant is negative "
            "because the way round from i-hat to j-hat is reversed.",
            "Orientation: reversed",
        )
    return (
        f"$det A = {number(area)}$: every area is multiplied by ${number(area)}$",
        f"The unit square {change}, and so does every other shape, wherever it lies. "
        "The way round from i-hat to j-hat is kept, so the sign is plus.",
        "Orientation: kept",
    )


def eigen_words(structure: EigenStructure) -> tuple[str, str]:
    """Return heading (Typst) and narration on the directions that keep their span."""
    if structure.kind == "none":
        degrees = math.degrees(structure.angle)
        way = "anticlockwise" if degrees > 0 else "clockwise"
        return (
            "No direction keeps its span: every one of them is turned",
            "No line through the origin stays in place, so there is no real eigenvector. The "
            f"complex pair of eigenvalues records a turn of {abs(degrees):.0f} degrees {way}"
            + (
                "."
                if abs(structure.modulus - 1) < 5e-3
                else f" and a stretch by {shortest(structure.modulus)}."
            ),
        )
    factors = [shortest(float(factor)) for factor in structure.factors]
    if structure.kind == "every_line":
        return (
            f"Every direction keeps its span, multiplied by ${number(structure.factors[0])}$",
            f"Every line through the origin stays in place, and all vectors are multiplied by the "
            f"same factor, {factors[0]}. Every nonzero vector is an eigenvector.",
        )
    if structure.kind == "one_line":
        return (
            f"One direction only keeps its span, with factor ${number(structure.factors[0])}$",
            f"All lines turn but one. Along it vectors are multiplied by {factors[0]}, an "
            "eigenvalue that counts twice but has a single line of eigenvectors.",
        )
    return (
        "Two directions keep their span: the eigenvectors",
        "Most vectors are knocked off the line they lie on. Those on the two dashed lines stay on "
        f"them, multiplied by {factors[0]} and by {factors[1]}: the eigenvalues.",
    )


def recap_words(matrix: np.ndarray, structure: EigenStructure) -> tuple[str, str]:
    """Return heading (Typst) and narration of what the matrix does as a whole."""
    name = classify(matrix)
    kept = rank(matrix)
    loss = {
        0: "Nothing is left of the plane.",
        1: "Only a line is left of the plane, so there is no way back.",
        2: "Nothing is lost: an inverse leads back.",
    }[kept]
    directions = {
        "none": "Every direction is turned.",
        "every_line": "Every direction keeps its span.",
        "one_line": "One direction keeps its span.",
        "two_lines": "Two directions keep their span.",
    }[structure.kind]
    areas = f"Areas are multiplied by {shortest(signed_area(matrix))}."
    return (f"In short: {name}", f"In short, this is {name}. {areas} {directions} {loss}")
