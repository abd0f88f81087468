"""All text on a singular value decomposition, beat by beat, true for the matrix and picture."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    computed,
    distinct,
    equals,
    format_number,
    grouped,
    percent,
    relation,
    shortest,
    to_typst,
)
from explainer.scenes.linear_algebra.common import amount, number, point
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves

IMAGE = {
    "circle": "a circle",
    "ellipse": "an ellipse",
    "segment": "a segment",
    "point": "a single point",
}


def circle(moves: ThreeMoves) -> BeatText:
    value = float(moves.values[0])
    carried = "In one move the matrix A carries them all, and"
    match moves.shape:
        case "point":
            heading = "$A$ sends the whole unit circle to one point"
            said = "This matrix is zero, and it carries every one of them to the origin."
        case "segment":
            heading = "$A$ presses the unit circle flat, onto a segment"
            said = f"{carried} nothing is left of the circle but a segment: the rank is one."
        case "circle" if abs(value - 1) < 1e-9:
            heading = "$A$ sends the unit circle to itself"
            said = f"{carried} each keeps its length: the circle comes to lie on itself."
        case "circle":
            radius = f"$r {equals(number(value))}$"
            heading = f"$A$ sends the unit circle to a circle of radius {radius}"
            factor = computed(value)
            said = f"{carried} each is stretched by the same factor, {factor}: a circle again."
        case "ellipse":
            heading = "$A$ sends the unit circle to an ellipse"
            said = f"{carried} the circle becomes an ellipse."
    return BeatText(
        heading,
        f"All vectors of length one together are the unit circle. {said}",
        "Two planes side by side: the unit circle at the left, and at the right what the matrix A, "
        f"with rows {rows(moves.matrix)}, has made of it: {IMAGE[moves.shape]} on a grid that has "
        "moved along.",
    )


def right_angle(moves: ThreeMoves) -> BeatText:
    one, other = sizes(moves)
    values = f"${value_markup(moves, 0)}$, ${value_markup(moves, 1)}$"
    match moves.shape:
        case "point":
            heading = "Both singular values are $0$: every vector lands on the origin"
            said = ": whichever they are, both land on the origin. Both singular values are zero."
        case "segment":
            heading = f"One direction is lost: {values}"
            said = (
                ": their images lie on one line. At one place the second of them is sent to zero. "
                "That direction is lost, and its singular value is zero."
            )
        case "circle":
            heading = f"Every right angle survives: {values}"
            said = (
                ": their images are perpendicular all the way, and equally long. Any such pair "
                "would do, so the two axes are taken."
            )
        case "ellipse":
            heading = f"One right angle survives: {values}"
            said = (
                ". At one place their images are perpendicular too: the semi-axes of the ellipse, "
                f"and their lengths, {one} and {other}, are the singular values."
            )
    first, second = moves.v.T
    return BeatText(
        heading,
        f"Turn two perpendicular vectors round the circle{said}",
        f"At the left v one, {point(first)}, and v two, {point(second)}, stand at a right angle in "
        f"the unit circle. At the right their images end at {point(moves.matrix @ first)} and "
        f"{point(moves.matrix @ second)}: their lengths are {one} and {other}, the singular "
        "values.",
    )


def three_moves(moves: ThreeMoves) -> BeatText:
    before, after, changes = turns(moves.v_angle), turns(moves.u_angle), stretches(moves)
    stretch = "flatten" if moves.shape == "segment" else "stretch"
    happens = (("turn", before), (stretch, changes), ("flip", moves.flips), ("turn", after))
    names = [name for name, does in happens if does]
    heading = f"$A = U Σ V^T$: {', '.join(names) or 'nothing moves'}"
    said = "V transposed has nothing to turn, as v one and v two are on the axes."
    if before:
        said = "V transposed turns v one and v two onto the axes."
    end = " U turns the axes into place." if after else " U has nothing to turn."
    if moves.flips:
        placed = ", and turns it into place" if after else ""
        end = f" U flips the plane, as the determinant is negative{placed}."
    match moves.shape:
        case "point":
            heading = "$A = U Σ V^T$: here $Σ$ is zero, and takes all"
            said = (
                "Turn as you like: Sigma multiplies both axes by zero, and after that there is "
                "nothing left to turn."
            )
            end = ""
        case "segment":
            said += " Sigma stretches one axis and presses the other flat."
        case "circle":
            said += f" Sigma {'stretches evenly' if changes else 'changes no length'}."
        case "ellipse":
            said += " Sigma stretches along the axes."
    one, other = sizes(moves)
    back, on = (round(math.degrees(angle)) for angle in (-moves.v_angle, moves.u_angle))
    return BeatText(
        heading,
        f"The same in three moves. {said}{end} The last panel is where A itself had put the "
        "circle.",
        f"Four planes in a row. The unit circle; the circle after a turn by {back} degrees, with "
        f"both singular vectors on the axes; {IMAGE[moves.shape]} along the axes after a stretch "
        f"by {one} and {other}; and the same after {'a flip and ' if moves.flips else ''}a turn by "
        f"{on} degrees, which lies on the dashed outline that A had made in one move. The matrices "
        "stand below.",
    )


def rank_one(moves: ThreeMoves) -> BeatText:
    first = 'part("singular", σ_1 bold(u)_1 bold(v)_1^T)'
    second = 'part("singular_second", σ_2 bold(u)_2 bold(v)_2^T)'
    match moves.shape:
        case "point":
            heading = "No layers: a sum of nothing is zero"
            narration = (
                "A layer is a column times a row, weighted by its singular value. Both weights are "
                "zero here, so there is nothing to add."
            )
        case "segment":
            heading = f"$A = {first}$: one layer is all there is"
            narration = (
                "A layer is a column times a row, weighted by its singular value, and sends the "
                "circle to a segment. The second weight is zero: the first layer is A already."
            )
        case shape:
            heading = f"$A = {first} + {second}$: two layers add up"
            narration = (
                "Each layer is a column times a row, and knows one axis only. Add their two points "
                f"tip to tail, and the sum runs round the whole {shape}."
            )
    return BeatText(
        heading,
        narration,
        "Three planes in a row, with a plus and an equals sign between them, and three matrices in "
        f"tiles below. The first layer, with rows {rows(moves.layer(0))}, sends the circle to a "
        f"segment or a point; so does the second, with rows {rows(moves.layer(1))}. Tip to tail "
        f"they reach the image of the circle under their sum, A, with rows {rows(moves.matrix)}.",
    )


def first_layer(layers: Layers) -> BeatText:
    m, n = layers.pixels.shape
    value = float(layers.values[0])
    tall, wide = (f"${size}$ {'number' if size == 1 else 'numbers'}" for size in (m, n))
    lines = (
        Line('part("singular", σ_1) bold(u)_1 bold(v)_1^T'),
        Line(f"column $bold(u)_1$: {tall}", prose=True),
        Line(f"row $bold(v)_1^T$: {wide}", prose=True),
        Line(f'$part("singular", σ_1 {equals(number(value))})$: $1$ number', prose=True),
        Line(f"in all ${m + n + 1}$", prose=True),
        Line(f"instead of ${to_typst(grouped(m * n))}$", "muted", prose=True),
    )
    start = (
        f"A picture is a matrix of {m} by {n} numbers, one for each pixel: black is zero, white is "
        "one."
    )
    heading = "A picture is a matrix too: its first layer is one column times one row"
    said = "Its first layer is the best that one column times one row can do."
    seen = (
        f"At the left the picture, of {m} by {n} pixels. Beside it its first layer, with the "
        "column at its left edge and the row along its top: each entry of the layer is one of the "
        "column's times one of the row's."
    )
    if not layers.useful:
        heading = "A black picture is the zero matrix: it has no layers"
        said = "This one is black all over, so that every singular value is zero."
        seen = f"A black picture of {m} by {n} pixels, and beside it an empty first layer."
    note = "each entry: column $times$ row $times thin σ_1$"
    return BeatText(heading, f"{start} {said}", seen, lines, note)


def layers(layers: Layers) -> BeatText:
    last, count = layers.ranks[-1], len(layers.values)
    stored, size, error = layers.stored(last), layers.pixels.size, layers.error(last)
    missing, share = percent(error), percent(stored / size)
    off = f"an error of ${to_typst(missing)} percent$" if error else "nothing is missing"
    noun = "layer" if count == 1 else "layers"
    heading = f"${last}$ of ${count}$ {noun}: {off}, for ${share} percent$ of the numbers"
    start, take = "The first layer leaves", "takes"
    if last > 1:
        start = f"Add layer after layer, the largest singular value first. {last} layers leave"
        take = "take"
    left = f"an error of {missing} percent" if error else "no error"
    cost = f"{share} percent of the numbers"
    if stored > size:
        cost = "more numbers than the picture itself"
    narration = f"{start} {left}, and {take} {cost}."
    if not layers.useful:
        heading = "Nothing to add: the black picture is complete without a layer"
        narration = (
            "No layer adds anything, and nothing is missing: the error is zero from the start."
        )
    return BeatText(
        heading,
        narration,
        f"The picture, and large beside it the sum of its first {last} of {count} layers. "
        f"The error is {missing} percent; {stored} numbers are stored for a picture of {size}. A "
        f"curve shows the singular values, from {amount(float(layers.values[0]))} down.",
        note="the sum (below $0$ black, above $1$ white)"
        if layers.overshoots
        else "the sum of the first $k$ layers",
    )


def recap(moves: ThreeMoves, layers: Layers) -> BeatText:
    one, other = sizes(moves)
    steps = ", ".join(f"{rank} ({percent(layers.error(rank))} percent)" for rank in layers.ranks)
    return BeatText(
        "Turn, stretch, turn: keep the largest stretches, and drop the rest",
        "Every matrix turns, stretches along axes and turns again. Keep only its largest stretches "
        "and you have the nearest matrix with so few layers: a small one, or a whole picture.",
        f"Above, the unit circle turned, stretched by {one} and {other}, and turned again: the "
        f"matrix A with rows {rows(moves.matrix)} makes {IMAGE[moves.shape]} of it. Below, the "
        f"picture from more and more layers, with what is missing: {steps}.",
    )


# -- parts of them --------------------------------------------------------------------------------


def sizes(moves: ThreeMoves) -> tuple[str, str]:
    """Return the singular values as they are written, told apart where they differ."""
    first, second = (computed(value) for value in moves.values)
    if first == second and moves.shape == "ellipse":
        first, second = distinct(*map(float, moves.values))
    return first, second


def value_markup(moves: ThreeMoves, index: int) -> str:
    """Return ``σ_k = ...`` as Typst mathematics, in its colour."""
    text, role = sizes(moves)[index], ("singular", "singular_second")[index]
    return f'part("{role}", σ_{index + 1}) {relation(text)} part("{role}", {to_typst(text)})'


def turns(angle: float) -> bool:
    return abs(angle) > 1e-9


def turn_markup(angle: float) -> str:
    """Return a turn as Typst markup, anticlockwise when positive."""
    degrees = math.degrees(angle)
    text = shortest(degrees, 0) if abs(degrees) >= 1 else computed(degrees)
    return f"turn by ${to_typst(text)} degree$" if turns(angle) else "no turn"


def drawn(zoom: float) -> str:
    """Return by how much something is drawn larger, or smaller, as Typst markup."""
    size, what = (zoom, "larger") if zoom > 1 else (1 / zoom, "smaller")
    text = format_number(float(f"{size:.2g}"), 0 if size >= 10 else 1)
    return f"drawn ${to_typst(text)}$ times {what}"


def layer_names(moves: ThreeMoves) -> list[str]:
    """Return each layer as a number times a column times a row, as Typst mathematics."""
    found = []
    for value, u, v in zip(moves.values, moves.u.T, moves.v.T, strict=True):
        column, line = ([to_typst(format_number(x, animating=True)) for x in way] for way in (u, v))
        left = f'display(mat(delim: "[", row-gap: #0.15em, {";".join(column)}))'
        found.append(f'{number(value)} {left} thin display(mat(delim: "[", {",".join(line)}))')
    return found


def picture_name(layers: Layers, stretched: bool) -> str:
    """Return what stands below the picture, Typst markup."""
    m, n = layers.pixels.shape
    size = f"${m} times {n}$"
    return f"{size}, pixels not square" if stretched else f"the picture: {size}"


def stretches(moves: ThreeMoves) -> bool:
    return bool(np.abs(moves.values - 1).max() > 1e-9)


def move_titles(moves: ThreeMoves) -> list[str]:
    """Return what stands over the four panels, Typst markup."""
    last = turn_markup(moves.u_angle)
    if moves.flips:
        last = f"flip, {last}" if turns(moves.u_angle) else "flip"
    middle = {
        "ellipse": "stretch the axes",
        "circle": "stretch evenly" if stretches(moves) else "no stretch",
        "segment": "press flat",
        "point": "all to zero",
    }[moves.shape]
    first = turn_markup(-moves.v_angle)
    return ["the unit circle", f"$V^T$: {first}", f"$Σ$: {middle}", f"$U$: {last}"]


def rows(matrix: np.ndarray) -> str:
    return " and ".join(point(row) for row in matrix)
