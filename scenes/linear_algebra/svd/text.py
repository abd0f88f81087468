"""What a singular value decomposition shows, in words that are true for the matrix and picture."""

from __future__ import annotations

import math

import numpy as np

from explainer.numbers import rounds, shortest, to_typst, told_apart
from explainer.scenes.linear_algebra.common import equals, figure
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves

SHARED = (0.3, 3.0)
"""Circle and ellipse share a scale while the larger singular value lies between these."""

Words = tuple[str, str]
"""Heading in Typst markup, and narration."""


def sizes(moves: ThreeMoves) -> tuple[str, str]:
    """Return the singular values as they are written, told apart where they differ."""
    first, second = (figure(float(value)) for value in moves.values)
    if first == second and moves.shape == "ellipse":
        first, second = told_apart(*map(float, moves.values))
    return first, second


def value_markup(moves: ThreeMoves, index: int) -> str:
    """Return ``σ_k = ...`` as Typst mathematics, in its colour."""
    text = sizes(moves)[index]
    sign = "approx" if rounds(float(moves.values[index]), text) else "="
    role = ("singular", "singular_second")[index]
    return f'part("{role}", σ_{index + 1}) {sign} part("{role}", {to_typst(text)})'


def circle_words(moves: ThreeMoves) -> Words:
    """Return what becomes of the unit circle in one move."""
    start = "All vectors of length one together are the unit circle. "
    if moves.shape == "point":
        return (
            "$A$ sends the whole unit circle to one point",
            start + "This matrix is zero, and it carries every one of them to the origin.",
        )
    if moves.shape == "segment":
        return (
            "$A$ presses the unit circle flat, onto a segment",
            start + "In one move the matrix A carries them all, and nothing is left of the circle "
            "but a segment: the rank is one.",
        )
    if moves.shape == "circle":
        radius = figure(float(moves.values[0]))
        if abs(moves.values[0] - 1) < 1e-9:
            return (
                "$A$ sends the unit circle to itself",
                start + "In one move the matrix A carries them all, and each keeps its length: "
                "the circle comes to lie on itself.",
            )
        sign = equals(float(moves.values[0]))
        return (
            f"$A$ sends the unit circle to a circle of radius $r {sign} {to_typst(radius)}$",
            start + "In one move the matrix A carries them all, and each is stretched by the same "
            f"factor, {radius}: a circle again.",
        )
    return (
        "$A$ sends the unit circle to an ellipse",
        start + "In one move the matrix A carries them all, and the circle becomes an ellipse.",
    )


def pair_words(moves: ThreeMoves) -> Words:
    """Return where two perpendicular vectors stay perpendicular, and what they give."""
    first, second = sizes(moves)
    if moves.shape == "point":
        return (
            "Both singular values are $0$: every vector lands on the origin",
            "Turn two perpendicular vectors round the circle: whichever they are, both land on the "
            "origin. Both singular values are zero.",
        )
    if moves.shape == "segment":
        return (
            f"One direction is lost: ${value_markup(moves, 0)}$, ${value_markup(moves, 1)}$",
            "Turn two perpendicular vectors round the circle: their images lie on one line. At one "
            "place the second of them is sent to zero. That direction is lost, and its singular "
            "value is zero.",
        )
    if moves.shape == "circle":
        return (
            f"Every right angle survives: ${value_markup(moves, 0)}$, ${value_markup(moves, 1)}$",
            "Turn two perpendicular vectors round the circle: their images are perpendicular all "
            "the way, and equally long. Any such pair would do, so the two axes are taken.",
        )
    return (
        f"One right angle survives: ${value_markup(moves, 0)}$, ${value_markup(moves, 1)}$",
        "Turn two perpendicular vectors round the circle. At one place their images are "
        "perpendicular too: the semi-axes of the ellipse, and their lengths, "
        f"{first} and {second}, are the singular values.",
    )


def turns(angle: float) -> bool:
    """Return whether a turn moves anything."""
    return abs(angle) > 1e-9


def turn_markup(angle: float) -> str:
    """Return a turn as Typst markup, anticlockwise when positive."""
    degrees = math.degrees(angle)
    text = shortest(degrees, 0) if abs(degrees) >= 1 else figure(degrees)
    return f"turn by ${to_typst(text)} degree$"


def stretches(moves: ThreeMoves) -> bool:
    """Return whether the stretch changes anything."""
    return bool(np.abs(moves.values - 1).max() > 1e-9)


def move_titles(moves: ThreeMoves) -> list[str]:
    """Return what stands over the four panels, Typst markup."""
    first = turn_markup(-moves.v_angle) if turns(moves.v_angle) else "no turn"
    last = turn_markup(moves.u_angle) if turns(moves.u_angle) else "no turn"
    if moves.flips:
        last = f"flip, {last}" if turns(moves.u_angle) else "flip"
    middle = {
        "ellipse": "stretch the axes",
        "circle": "stretch evenly" if stretches(moves) else "no stretch",
        "segment": "press flat",
        "point": "all to zero",
    }[moves.shape]
    return ["the unit circle", f"$V^T$: {first}", f"$Σ$: {middle}", f"$U$: {last}"]


def moves_words(moves: ThreeMoves) -> Words:
    """Return the three moves that make up the one."""
    tail = "The last panel is where A itself had put the circle."
    if moves.shape == "point":
        return (
            "$A = U Σ V^T$: here $Σ$ is zero, and takes all",
            "The same in three moves. Turn as you like: Sigma multiplies both axes by zero, and "
            "after that there is nothing left to turn. " + tail,
        )
    names = ["turn"] if turns(moves.v_angle) else []
    if stretches(moves):
        names.append("flatten" if moves.shape == "segment" else "stretch")
    names += ["flip"] if moves.flips else []
    names += ["turn"] if turns(moves.u_angle) else []
    head = "The same in three moves. "
    if turns(moves.v_angle):
        head += "V transposed turns v one and v two onto the axes. "
    else:
        head += "V transposed has nothing to turn, as v one and v two are on the axes. "
    stretch = {
        "ellipse": "Sigma stretches along the axes. ",
        "circle": f"Sigma {'stretches evenly' if stretches(moves) else 'changes no length'}. ",
        "segment": "Sigma stretches one axis and presses the other flat. ",
    }[moves.shape]
    end = "U turns the axes into place. " if turns(moves.u_angle) else "U has nothing to turn. "
    if moves.flips:
        end = "U flips the plane, as the determinant is negative"
        end += ", and turns it into place. " if turns(moves.u_angle) else ". "
    heading = f"$A = U Σ V^T$: {', '.join(names) or 'nothing moves'}"
    return heading, head + stretch + end + tail


def sum_words(moves: ThreeMoves) -> Words:
    """Return how layers of rank one add up to the matrix."""
    if moves.shape == "point":
        return (
            "No layers: a sum of nothing is zero",
            "A layer is a column times a row, weighted by its singular value. Both weights are "
            "zero here, so there is nothing to add.",
        )
    first = 'part("singular", σ_1 bold(u)_1 bold(v)_1^T)'
    if moves.shape == "segment":
        return (
            f"$A = {first}$: one layer is all there is",
            "A layer is a column times a row, weighted by its singular value, and sends the circle "
            "to a segment. The second weight is zero: the first layer is A already.",
        )
    return (
        f'$A = {first} + part("singular_second", σ_2 bold(u)_2 bold(v)_2^T)$: two layers add up',
        "Each layer is a column times a row, and knows one axis only. Add their two points tip to "
        f"tail, and the sum runs round the whole {moves.shape}.",
    )


# -- the picture ----------------------------------------------------------------------------------


def percent(share: float) -> str:
    """Return a share in percent, with two figures below ten; never zero for what is not."""
    value = 100 * share
    if value == 0 or value >= 10:
        return shortest(value, 1 if value < 100 else 0)
    if value < 0.001:
        return "<0.001"
    decimals = max(1 - math.floor(math.log10(value)), 1)
    return shortest(value, decimals)


def numbers(count: int) -> str:
    """Return so many numbers, as Typst markup."""
    return f"${count}$ number" + ("" if count == 1 else "s")


PRODUCT = "each entry: column $times$ row $times thin σ_1$"
ADDED = "added, in its own scale"


def first_layer_words(layers: Layers) -> Words:
    """Return what the first layer of a picture is."""
    m, n = layers.pixels.shape
    size = f"a matrix of {m} by {n} numbers"
    if layers.useful == 0:
        return (
            "A black picture is the zero matrix: it has no layers",
            f"A picture is {size}, one for each pixel: black is zero, white is one. This one is "
            "black all over, so that every singular value is zero.",
        )
    return (
        "A picture is a matrix too: its first layer is one column times one row",
        f"A picture is {size}, one for each pixel: black is zero, white is one. Its first layer "
        "is the best that one column times one row can do.",
    )


def layers_words(layers: Layers) -> Words:
    """Return what the last listed number of layers comes to."""
    last = layers.ranks[-1]
    share = layers.stored(last) / layers.pixels.size
    error = layers.error(last)
    noun = "layer" if last == 1 else "layers"
    missing = f"an error of ${percent(error).replace('<', '< ')} percent$"
    heading = (
        f"${last}$ of ${layers.count}$ {'layer' if layers.count == 1 else 'layers'}: "
        f"{missing if error else 'nothing is missing'}, for ${percent(share)} percent$ of the "
        "numbers"
    )
    start = "Add layer after layer, the largest singular value first. "
    if layers.useful == 0:
        return "Nothing to add: the black picture is complete without a layer", (
            "No layer adds anything, and nothing is missing: the error is zero from the start."
        )
    left = f"an error of {percent(error)} percent" if error else "no error"
    say = f"{start}{last} {noun} leave {left}"
    if last == 1:
        say = f"The first layer leaves {left}"
    take = "takes" if last == 1 else "take"
    if share > 1:
        return heading, say + f", and {take} more numbers than the picture itself."
    return heading, say + f", and {take} {percent(share)} percent of the numbers."


def recap_words(moves: ThreeMoves, layers: Layers) -> Words:
    """Return the whole in a sentence."""
    return (
        "Turn, stretch, turn: keep the largest stretches, and drop the rest",
        "Every matrix turns, stretches along axes and turns again. Keep only its largest stretches "
        "and you have the nearest matrix with so few layers: a small one, or a whole picture.",
    )
