"""What the last frame of each beat shows of a 2x2 matrix, for whoever cannot see it."""

from __future__ import annotations

import math

import numpy as np

from explainer.maths.linear_algebra import (
    EigenStructure,
    classify,
    null_direction,
    rank,
    signed_area,
)
from explainer.numbers import shortest
from explainer.scenes.linear_algebra.common import amount, is_similarity, point


def grid_picture(vector: np.ndarray) -> str:
    """Return what is seen before anything moves."""
    x, y = vector
    if not vector.any():
        return (
            "A square grid with i-hat, one step to the right from the origin, and j-hat, one step "
            "up. The vector v is zero, so it is no more than the origin."
        )
    return (
        "A square grid with i-hat, one step to the right from the origin, and j-hat, one step up. "
        f"The arrow v ends at {point(vector)}, reached by {shortest(x)} of i-hat and then "
        f"{shortest(y)} of j-hat."
    )


def columns_picture(matrix: np.ndarray) -> str:
    """Return where the basis and the grid have come to lie."""
    grid = {
        0: "The whole grid has fallen onto the origin.",
        1: "The whole grid has fallen onto one line.",
        2: "The lines of the grid are straight and parallel still.",
    }[rank(matrix)]
    return (
        f"The grid after the matrix A has moved it. i-hat lies at {point(matrix[:, 0])}, the first "
        f"column of A, and j-hat at {point(matrix[:, 1])}, the second. {grid}"
    )


def vector_picture(matrix: np.ndarray, vector: np.ndarray) -> str:
    """Return where the vector has come to lie."""
    x, y = vector
    return (
        f"On the moved grid {shortest(x)} of the new i-hat and then {shortest(y)} of the new j-hat "
        f"lead to A v, an arrow that ends at {point(matrix @ vector)}."
    )


def area_picture(matrix: np.ndarray) -> str:
    """Return what has become of the unit square."""
    area, kept = signed_area(matrix), rank(matrix)
    if kept == 0:
        return "The unit square has become a single point, the origin: the determinant is 0."
    if kept == 1:
        lost = point(null_direction(matrix))
        return (
            "The unit square has been pressed onto a line: the determinant is 0. Dots that lay "
            f"apart along the direction {lost} lie on one point."
        )
    corners = [point(matrix @ corner) for corner in np.array([(1, 0), (1, 1), (0, 1)])]
    turn = "clockwise: the plane is turned over" if area < 0 else "anticlockwise, as before"
    return (
        f"The unit square has become a parallelogram from the origin over {corners[0]}, "
        f"{corners[1]} and {corners[2]}, of area {amount(abs(area))}. From i-hat to j-hat the way "
        f"is {turn}, so the determinant is {amount(area)}."
    )


def eigen_picture(matrix: np.ndarray, structure: EigenStructure) -> str:
    """Return what has become of the directions."""
    fan = "Vectors all around the origin, after A has moved them. "
    if structure.kind == "none":
        degrees, way = math.degrees(structure.angle), "anticlockwise"
        mean = "" if is_similarity(matrix) else ", on average,"
        if degrees < 0:
            degrees, way = -degrees, "clockwise"
        length = f"made {amount(structure.modulus)} times as long"
        if abs(structure.modulus - 1) < 5e-3:
            length = "as long as before"
        return (
            f"{fan}None is on its old line: all are turned{mean} by {degrees:.0f} degrees {way}, "
            f"and {length}."
        )
    if structure.kind == "every_line":
        factor = float(structure.factors[0])
        if factor == 0:
            return f"{fan}All have fallen onto the origin."
        return f"{fan}Each is on its old line still, multiplied by {amount(factor)}."
    ways = [
        f"along {point(direction)} with the factor {amount(factor)}"
        for factor, direction in zip(structure.factors, structure.directions, strict=True)
    ]
    if len(ways) == 1:
        return f"{fan}All have left their lines, but those on one dashed line: {ways[0]}."
    return f"{fan}All have left their lines, but those on two dashed lines: {' and '.join(ways)}."


def recap_picture(matrix: np.ndarray, vector: np.ndarray, structure: EigenStructure) -> str:
    """Return the whole matrix in a few sentences: the alternative text of a clip ends on it."""
    (a, b), (c, d) = (tuple(map(shortest, row)) for row in matrix)
    if structure.kind == "none":
        values = "there is no real eigenvalue"
    elif structure.kind == "two_lines":
        values = "the eigenvalues are " + " and ".join(map(amount, structure.factors))
    else:
        values = f"the eigenvalue is {amount(structure.factors[0])}"
    return (
        f"The matrix A with rows ({a}, {b}) and ({c}, {d}) is {classify(matrix)}. i-hat lies at "
        f"{point(matrix[:, 0])}, j-hat at {point(matrix[:, 1])}, and v = {point(vector)} has gone "
        f"to {point(matrix @ vector)}. The determinant is {amount(signed_area(matrix))}, the rank "
        f"is {rank(matrix)}, and {values}."
    )
