"""All text on a singular value decomposition, beat by beat, true for the matrix and picture."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    Figure,
    about,
    computed,
    distinct,
    entries,
    equals,
    grouped,
    percentage,
    shortest,
    significant,
    to_typst,
)
from explainer.scenes.linear_algebra.common import coordinates, matrix, named_matrix, number, point
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves

IMAGE = {
    "circle": "a circle",
    "ellipse": "an ellipse",
    "segment": "a line segment",
    "point": "a single point",
}


def circle(moves: ThreeMoves) -> BeatText:
    radius = sizes(moves)[0]
    carried = "In one move the matrix A carries them all, and"
    match moves.shape:
        case "point":
            heading = "$A$ sends the whole unit circle to one point"
            said = "This matrix is zero, and it sends every one of them to the origin."
        case "segment":
            heading = "$A$ flattens the unit circle onto a line segment"
            said = f"{carried} the circle is flattened onto a line segment: the rank is one."
        case "circle" if moves.keeps_lengths:
            heading = "$A$ sends the unit circle to itself"
            said = f"{carried} each keeps its length, so the circle lands on itself."
        case "circle":
            size = equals(to_typst(radius))
            heading = f"$A$ sends the unit circle to a circle of radius $r {size}$"
            said = f"{carried} each is stretched by the same factor, {about(radius)}."
        case "ellipse":
            heading = "$A$ sends the unit circle to an ellipse"
            said = f"{carried} the circle becomes an ellipse."
    return BeatText(
        heading,
        f"The vectors of length one end on the unit circle. {said}",
        "Two planes side by side: on the left the unit circle, and on the right what the matrix A, "
        f"with rows {rows(moves.matrix, typed=True)}, has made of it: {IMAGE[moves.shape]}.",
    )


def right_angle(moves: ThreeMoves) -> BeatText:
    match moves.shape:
        case "point":
            heading = "Both singular values are $0$: every vector lands on the origin"
            said = ": wherever they point, both land on the origin. Both singular values are zero."
        case "segment":
            heading = "One direction is lost: its singular value is $0$"
            said = (
                ": their images lie on one line. In one position the second vector is sent to "
                "zero. That direction is lost, and its singular value is zero."
            )
        case "circle":
            heading = "Every right angle survives"
            said = (
                ": their images are perpendicular all the way, and equally long. Any such pair "
                "would do, so we take the pair along the axes."
            )
        case "ellipse":
            heading = "One right angle survives: the semi-axes of the ellipse"
            said = (
                ". In one position their images are perpendicular too: they are the semi-axes of "
                f"the ellipse. Their lengths, {both_sizes(moves)}, are the singular values."
            )
    pair = " and ".join(
        f"v {name}, {point(v)}," for name, v in zip(("one", "two"), moves.v.T, strict=True)
    )
    images = " and ".join(point(moves.matrix @ v) for v in moves.v.T)
    return BeatText(
        heading,
        f"Turn two perpendicular vectors round the circle{said}",
        f"On the left {pair} stand at a right angle in the unit circle. On the right their images "
        f"end at {images}. Their lengths, {both_sizes(moves)}, are the singular values.",
        tuple(
            Line(f"norm(A bold(v)_{k + 1}) = {value_markup(moves, k)}", role)
            for k, role in enumerate(("singular", "singular_second"))
        ),
    )


def three_moves(moves: ThreeMoves) -> BeatText:
    before, after, changes = turns(moves.v_angle), turns(moves.u_angle), not moves.keeps_lengths
    stretch = "flatten" if moves.shape == "segment" else "stretch"
    happens = (("turn", before), (stretch, changes), ("reflect", moves.flips), ("turn", after))
    names = [name for name, does in happens if does]
    heading = f"$A = U Σ V^upright(T)$: {', '.join(names) or 'nothing moves'}"
    said = "V transpose has nothing to turn, as v one and v two already lie on the axes."
    if before:
        said = "V transpose turns v one and v two onto the axes."
    end = " U turns the axes into place." if after else " U has nothing to turn."
    if moves.flips:
        placed = ", and turns it into place" if after else ""
        end = f" U reflects the plane, because the determinant is negative{placed}."
    match moves.shape:
        case "point":
            heading = "$A = U Σ V^upright(T)$ with $Σ = 0$: any two turns will do"
            said = "Sigma sends everything to the origin, so it does not matter how U and V turn."
            end = ""
        case "segment":
            said += " Sigma stretches one axis and flattens the other."
        case "circle":
            said += f" Sigma {'stretches evenly' if changes else 'changes no length'}."
        case "ellipse":
            said += " Sigma stretches along the axes."
    return BeatText(
        heading,
        f"Here is the same map in three moves. {said}{end} The result is what A made of the circle "
        "in one move.",
        f"Four planes in a row. The unit circle; the circle after {turn_in_words(-moves.v_angle)}, "
        f"with both singular vectors on the axes; {IMAGE[moves.shape]} after a stretch along the "
        f"axes by {both_sizes(moves)}; and the same shape after "
        f"{'a reflection and ' if moves.flips else ''}{turn_in_words(moves.u_angle)}: it lies on "
        "the dashed outline of what A made in one move. Below are A, V transpose, Sigma and U.",
    )


def rank_one(moves: ThreeMoves) -> BeatText:
    weighted = "layer is a column times a row, weighted by its singular value"
    kinds = ["a segment" if value else "a point" for value in moves.values]
    first = 'part("singular", σ_1 bold(u)_1 bold(v)_1^upright(T))'
    second = 'part("singular_second", σ_2 bold(u)_2 bold(v)_2^upright(T))'
    match moves.shape:
        case "point":
            heading = "The zero matrix has no layers"
            said = f"A {weighted}. Both weights are zero here, so there is nothing to add."
        case "segment":
            heading = f"$A = {first}$: a single layer"
            said = (
                f"A {weighted}, and sends the circle to a segment. The second weight is zero, so "
                "the first layer alone is A."
            )
        case shape:
            heading = f"$A = {first} + {second}$: a sum of two layers"
            said = (
                f"Each {weighted}, and sends the circle to a segment. Add the two images of each x "
                f"on the circle tip to tail: their sum, A x, traces the whole {shape}."
            )
    return BeatText(
        heading,
        said,
        "Three planes in a row, with a plus and an equals sign between them, and three matrices in "
        f"tiles below. The first layer, with rows {rows(moves.layer(0))}, sends the circle to "
        f"{kinds[0]}; the second, with rows {rows(moves.layer(1))}, to {kinds[1]}. Placed tip to "
        "tail, the images of a vector x reach A x, its image under their sum, A, with rows "
        f"{rows(moves.matrix, typed=True)}.",
    )


def first_layer(layers: Layers) -> BeatText:
    m, n = layers.pixels.shape
    value = number(float(layers.values[0]))
    tall, wide = (f"${size}$ {'number' if size == 1 else 'numbers'}" for size in (m, n))
    lines = (
        Line('part("singular", σ_1) bold(u)_1 bold(v)_1^upright(T)'),
        Line(f"column $bold(u)_1$: {tall}", prose=True),
        Line(f"row $bold(v)_1^upright(T)$: {wide}", prose=True),
        Line(f'$part("singular", σ_1 {equals(value)})$: $1$ number', prose=True),
        Line(f"in all ${m + n + 1}$", prose=True),
        Line(f"instead of ${to_typst(grouped(m * n))}$", "muted", prose=True),
    )
    start = (
        f"A picture is a matrix of {m} by {n} numbers, one for each pixel: black is zero, white is "
        "one."
    )
    heading = "A picture is a matrix: its first layer is one column times one row"
    said = "Its first layer is as close as one column times one row can come to it."
    seen = (
        f"On the left the picture, of {m} by {n} pixels. Beside it its first layer, with the "
        "column at its left edge and the row along its top: each entry of the layer is an entry of "
        "the column times an entry of the row, times sigma one."
    )
    if not layers.useful:
        heading = "A black picture is the zero matrix: it has no layers"
        said = "This one is black all over, so every singular value is zero."
        seen = f"A black picture of {m} by {n} pixels, and beside it an empty first layer."
    note = "each entry: column $times$ row $times thin σ_1$"
    return BeatText(heading, f"{start} {said}", seen, lines, note)


def layers(layers: Layers) -> BeatText:
    last, count = layers.ranks[-1], layers.useful
    stored, size, error = layers.stored(last), layers.pixels.size, layers.error(last)
    share, left = about(percentage(stored / size)), "no error"
    if error:
        left = f"an error of {about(percentage(error))}"
    which = f"The first {last} of {count} layers" if last > 1 else f"The first of {count} layers"
    if last == count:
        which = {1: "The only layer", 2: "Both layers together"}.get(count, f"All {count} layers")
    leave, need, start = "leaves", "needs", ""
    if last > 1:
        leave, need = "leave", "need"
        start = "Add layer after layer, the largest singular value first. "
    cost = f"{share} as many numbers as" if stored <= size else "more numbers than"
    heading = f"{which} {leave} {left}"
    narration = f"{start}{heading} and {need} {cost} the picture itself."
    seen = (
        f"The picture, and large beside it a sum of its layers. {heading} in the Frobenius norm. "
        f"{grouped(stored)} numbers are stored, {share} of the picture's {grouped(size)}. A curve "
        f"shows the singular values, falling from {about(computed(float(layers.values[0])))}."
    )
    if not count:
        heading = "Nothing to add: the black picture has no layers"
        narration = "No layer adds anything, and the error is zero from the start."
        seen = "A black picture, and large beside it an empty sum, which is just as black."
    return BeatText(
        heading,
        narration,
        seen,
        note="the sum of the first $k$ layers, clipped to black and white"
        if layers.overshoots
        else "the sum of the first $k$ layers",
    )


def recap(moves: ThreeMoves, layers: Layers) -> BeatText:
    steps = ", ".join(f"{rank} ({percentage(layers.error(rank))})" for rank in layers.ranks)
    return BeatText(
        "$A = U Σ V^upright(T)$: keep the largest singular values, and drop the rest",
        "Every matrix turns or reflects, stretches along the axes, and turns or reflects again. "
        "Keep only the largest singular values, and no matrix of the same rank comes closer to the "
        "original. That is true of small matrices and of whole pictures.",
        "Above, the unit circle after each of the three moves: the matrix A, with rows "
        f"{rows(moves.matrix, typed=True)}, makes {IMAGE[moves.shape]} of it. Below, the picture "
        f"from its first k layers, for each k with its rounded error: {steps}.",
    )


# -- parts of them --------------------------------------------------------------------------------


def sizes(moves: ThreeMoves) -> list[Figure]:
    """Return the singular values as they are written, told apart where they differ."""
    return distinct(*map(float, moves.values))


def both_sizes(moves: ThreeMoves) -> str:
    found = sizes(moves)
    return about(Figure.of(" and ".join(found), *found))


def value_markup(moves: ThreeMoves, index: int) -> str:
    """Return ``σ_k = ...`` as Typst mathematics."""
    return f"σ_{index + 1} {equals(to_typst(sizes(moves)[index]))}"


def turns(angle: float) -> bool:
    return abs(angle) > 1e-9


def turn_markup(angle: float) -> str:
    """Return a turn as Typst markup, anticlockwise when positive."""
    return f"turn by ${to_typst(_degrees(angle))} degree$" if turns(angle) else "no turn"


def turn_in_words(angle: float) -> str:
    """Return a turn for whoever cannot see it."""
    if not turns(angle):
        return "a turn by 0 degrees"
    size, sense = _degrees(abs(angle)), "anticlockwise" if angle > 0 else "clockwise"
    return f"a turn by {about(size)} {'degree' if size == '1' else 'degrees'} {sense}"


def _degrees(angle: float) -> Figure:
    degrees = math.degrees(angle)
    return shortest(degrees, 0) if abs(degrees) >= 1 else computed(degrees)


def drawn(zoom: float) -> str:
    """Return by how much something is drawn larger, or smaller, as Typst markup."""
    size, what = (zoom, "larger") if zoom > 1 else (1 / zoom, "smaller")
    text = significant(size, 2)
    return f"drawn {about(Figure.of(f'${to_typst(text)}$', text))} times {what}"


def factors(moves: ThreeMoves) -> list[str]:
    """Return the matrix and its three factors as Typst mathematics, each with its name."""
    first, second = sizes(moves)
    return [
        matrix("A", moves.matrix),
        named_matrix("V^upright(T)", entries(moves.v.T.flat)),
        named_matrix("Σ", [first, "0", "0", second]),
        named_matrix("U", entries(moves.u.flat)),
    ]


def layer_names(moves: ThreeMoves) -> list[str]:
    """Return each layer as a number times a column times a row, as Typst mathematics."""
    found = []
    for value, u, v in zip(sizes(moves), moves.u.T, moves.v.T, strict=True):
        column, row = ([to_typst(shortest(x)) for x in vector.tolist()] for vector in (u, v))
        left = f'display(mat(delim: "[", row-gap: #0.15em, {"; ".join(column)}))'
        found.append(f'{to_typst(value)} {left} thin display(mat(delim: "[", {", ".join(row)}))')
    return found


def picture_name(layers: Layers, stretched: bool) -> str:
    """Return what stands below the picture, Typst markup."""
    m, n = layers.pixels.shape
    size = f"${m} times {n}$"
    return f"{size}, pixels not square" if stretched else f"the picture: {size}"


def move_titles(moves: ThreeMoves) -> list[str]:
    """Return what stands over the four panels, Typst markup."""
    last = turn_markup(moves.u_angle)
    if moves.flips:
        last = f"reflect, {last}" if turns(moves.u_angle) else "reflect"
    middle = {
        "ellipse": "stretch along the axes",
        "circle": "no stretch" if moves.keeps_lengths else "stretch evenly",
        "segment": "flatten",
        "point": "all to the origin",
    }[moves.shape]
    first = turn_markup(-moves.v_angle)
    return ["the unit circle", f"$V^upright(T)$: {first}", f"$Σ$: {middle}", f"$U$: {last}"]


def rows(matrix: np.ndarray, *, typed: bool = False) -> str:
    found = [coordinates(row, typed=typed) for row in matrix]
    return about(Figure.of(" and ".join(found), *found))
