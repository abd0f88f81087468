"""What the last frame of each beat shows of a decomposition, for whoever cannot see it."""

from __future__ import annotations

import math

import numpy as np

from explainer.scenes.linear_algebra.common import amount, point
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves
from explainer.scenes.linear_algebra.svd.text import percent, sizes

IMAGE = {
    "ellipse": "an ellipse",
    "circle": "a circle",
    "segment": "a segment",
    "point": "a single point",
}


def rows(matrix: np.ndarray) -> str:
    """Return a matrix row by row."""
    return " and ".join(point(row) for row in matrix)


def circle_picture(moves: ThreeMoves) -> str:
    """Return what one move of the matrix has done."""
    return (
        "Two planes side by side: the unit circle at the left, and at the right what the matrix A, "
        f"with rows {rows(moves.matrix)}, has made of it: {IMAGE[moves.shape]} on a grid that has "
        "moved along."
    )


def pair_picture(moves: ThreeMoves) -> str:
    """Return where the two perpendicular vectors have come to rest."""
    first, second = moves.matrix @ moves.v[:, 0], moves.matrix @ moves.v[:, 1]
    one, other = sizes(moves)
    return (
        f"At the left v one, {point(moves.v[:, 0])}, and v two, {point(moves.v[:, 1])}, stand at "
        f"a right angle in the unit circle. At the right their images end at {point(first)} and "
        f"{point(second)}: their lengths are {one} and {other}, the singular values."
    )


def moves_picture(moves: ThreeMoves) -> str:
    """Return the four panels."""
    back = round(math.degrees(-moves.v_angle))
    on = round(math.degrees(moves.u_angle))
    one, other = sizes(moves)
    flip = "a flip and " if moves.flips else ""
    return (
        f"Four planes in a row. The unit circle; the circle after a turn by {back} degrees, with "
        f"both singular vectors on the axes; {IMAGE[moves.shape]} along the axes after a stretch "
        f"by {one} and {other}; and the same after {flip}a turn by {on} degrees, which lies on "
        "the dashed outline that A had made in one move. The matrices stand below."
    )


def sum_picture(moves: ThreeMoves) -> str:
    """Return the two layers and their sum."""
    first, second = moves.layer(0), moves.layer(1)
    return (
        "Three planes in a row, with a plus and an equals sign between them, and three matrices in "
        f"tiles below. The first layer, with rows {rows(first)}, sends the circle to a segment or "
        f"a point; so does the second, with rows {rows(second)}. Tip to tail they reach the image "
        f"of the circle under their sum, A, with rows {rows(moves.matrix)}."
    )


def first_layer_picture(layers: Layers) -> str:
    """Return the picture and its first layer."""
    m, n = layers.pixels.shape
    if not layers.useful:
        return f"A black picture of {m} by {n} pixels, and beside it an empty first layer."
    return (
        f"At the left the picture, of {m} by {n} pixels. Beside it its first layer, with "
        "the column at its left edge and the row along its top: each entry of the layer is one of "
        "the column's times one of the row's."
    )


def layers_picture(layers: Layers) -> str:
    """Return the sum of the layers and what it costs."""
    last = layers.ranks[-1]
    missing = layers.error(last)
    return (
        f"The picture, and large beside it the sum of its first {last} of {layers.count} "
        f"layers. The error is {percent(missing)} percent; {layers.stored(last)} numbers are "
        f"stored for a picture of {layers.pixels.size}. A curve shows the singular values, from "
        f"{amount(float(layers.values[0]))} down."
    )


def recap_picture(moves: ThreeMoves, layers: Layers) -> str:
    """Return the whole: the alternative text of a clip ends on it."""
    one, other = sizes(moves)
    steps = ", ".join(f"{rank} ({percent(layers.error(rank))} percent)" for rank in layers.ranks)
    return (
        f"Above, the unit circle turned, stretched by {one} and {other}, and turned again: the "
        f"matrix A with rows {rows(moves.matrix)} makes {IMAGE[moves.shape]} of it. Below, the "
        f"picture from more and more layers, with what is missing: {steps}."
    )
