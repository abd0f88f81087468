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
    equals,
    grouped,
    percentage,
    shortest,
    significant,
    to_typst,
)
from explainer.scenes.linear_algebra.common import coordinates, matrix, number, point
from explainer.scenes.linear_algebra.svd.story import Layers, ThreeMoves

IMAGE = {
    "circle": "a circle",
    "ellipse": "an ellipse",
    "segment": "a line segment",
    "point": "a single point",
}

LAYERS = tuple(f"σ_{k} bold(u)_{k} bold(v)_{k}^upright(T)" for k in (1, 2))


def layers(layers: Layers) -> BeatText:
    stops, last, total = layers.stops, layers.ranks[-1], layers.useful
    stored, size, error = layers.stored(last), layers.pixels.size, layers.error(last)
    m, n = layers.pixels.shape
    share = about(percentage(stored / size))
    left = f"an error of {about(percentage(error))}" if error else "no error"
    which = f"The first {last} of {total} layers" if last > 1 else f"The first of {total} layers"
    if last == total:
        which = {1: "The only layer", 2: "Both layers together"}.get(total, f"All {total} layers")
    leave, take = ("leave", "take") if last > 1 else ("leaves", "takes")
    cost = f"{share} of the numbers" if stored <= size else "more numbers than the picture"
    first = "this is the first" if stops[0] == 1 else f"these are the first {stops[0]}"
    then = f"{which[0].lower()}{which[1:]} {leave} {left}"
    others = "others, the largest first" if total > 2 else "other"
    end = f"Add the {others}: {then}." if len(stops) > 1 else f"{which} {leave} {left}."
    heading, sum_ = f"{which} {take} {cost}", f"It is a sum of layers, and {first}."
    before = f" Beside it, small, stand the earlier sums, from k = {stops[0]} on."
    before = before if len(stops) > 1 else ""
    seen = (
        f"A sum of layers fills the frame: {then} in the Frobenius norm. {grouped(stored)} "
        f"numbers are stored, {share} of the picture's {grouped(size)}.{before}"
    )
    if not total:
        heading = "The black picture is the zero matrix: it has no layers"
        sum_, end = "This one is black, the zero matrix.", "It has no layers, and no error."
        seen = f"A black picture of {m} by {n} pixels, whose sum of layers is empty."
    return BeatText(
        heading,
        f"A picture is a matrix, with one number for each pixel. {sum_} {end}",
        seen,
        question="How few numbers does a picture need?",
    )


def first_layer(layers: Layers) -> BeatText:
    m, n = layers.pixels.shape
    size, value = m + n + 1, number(float(layers.values[0]))
    lines = (
        Line(LAYERS[0], "singular"),
        Line(f"σ_1 {equals(value)}", "singular"),
        Line(f"${m} + {n} + 1 =$", "muted", prose=True),
    )
    note = f"numbers, not ${to_typst(grouped(m * n))}$"
    heading = "A layer is one column times one row"
    said = (
        "A layer is one column times one row, scaled by its singular value. The first takes "
        f"{size} numbers instead of {grouped(m * n)}."
    )
    seen = (
        "The first layer fills the frame, with the column on its left and the row along its top: "
        "each entry is an entry of the column times one of the row, times sigma one, which is "
        f"{about(computed(float(layers.values[0])))}. It takes {size} numbers."
    )
    if not layers.useful:
        heading = "A black picture has no layers: the column times the row is zero"
        said = "A layer is one column times one row. Here there is none: sigma one is zero."
        seen = f"An empty layer of {m} by {n} entries, with an empty column and an empty row."
    return BeatText(heading, said, seen, lines, note, "What is a layer?")


def right_angle(moves: ThreeMoves) -> BeatText:
    maps, pair = "A small matrix A", "Turn two perpendicular vectors"
    match moves.shape:
        case "point":
            heading = "Both singular values are $0$: every vector lands on the origin"
            first = "This small matrix A is zero: it takes the unit circle to the origin."
            second, third = ": both images stay at the origin.", "Both singular values are zero."
        case "segment":
            heading = "One direction is lost: its singular value is $0$"
            first = f"{maps} flattens the unit circle onto a line segment."
            second = ": their images lie on one line."
            third = "Here the second is sent to zero, and its singular value is zero."
        case "circle":
            heading = "Every right angle survives, and both singular values are equal"
            end = (
                "itself" if moves.keeps_lengths else f"a circle of radius {about(sizes(moves)[0])}"
            )
            first = f"{maps} takes the unit circle to {end}."
            second = ": their images are perpendicular all the way."
            third = "Both images are equally long, so the singular values are equal."
        case "ellipse":
            heading = "One right angle survives: the semi-axes of the ellipse"
            first = f"{maps} takes the unit circle to an ellipse."
            second = ": in one position their images are perpendicular too."
            third = "They are semi-axes: their lengths are the singular values."
    before = f"v one, {point(moves.v[:, 0])}, and v two, {point(moves.v[:, 1])},"
    images = " and ".join(point(moves.matrix @ v) for v in moves.v.T)
    return BeatText(
        heading,
        f"{first} {pair}{second} {third}",
        f"In one plane the unit circle and what the matrix A, with rows "
        f"{rows(moves.matrix, typed=True)}, makes of it: {IMAGE[moves.shape]}. In the circle "
        f"{before} stand at a right angle; their images end at {images}. Their lengths, "
        f"{both_sizes(moves)}, are the singular values.",
        (
            Line(matrix("A", moves.matrix)),
            Line(value_markup(moves, 0), "singular"),
            Line(value_markup(moves, 1), "singular_second"),
        ),
        question="Where do the layers of a matrix come from?",
    )


def three_moves(moves: ThreeMoves) -> BeatText:
    before, after, changes = turns(moves.v_angle), turns(moves.u_angle), not moves.keeps_lengths
    stretch = "flatten" if moves.shape == "segment" else "stretch"
    happens = (("turn", before), (stretch, changes), ("reflect", moves.flips), ("turn", after))
    names = [name for name, does in happens if does]
    heading = f"$A = U Σ V^upright(T)$: {', '.join(names) or 'nothing moves'}"
    said = "V transpose turns v one and v two onto the axes."
    if not before:
        said = "V transpose has nothing to turn, as v one and v two already lie on the axes."
    end = "U turns the axes into place" if after else "U has nothing to turn"
    if moves.flips:
        placed = ", and turns it into place" if after else ""
        end = f"U reflects the plane, because the determinant is negative{placed}"
    end += ": together the three are A."
    match moves.shape:
        case "point":
            heading = "$A = U Σ V^upright(T)$ with $Σ = 0$: any two turns will do"
            middle = "Sigma sends everything to the origin."
            end = "So it does not matter how U and V turn."
        case "segment":
            middle = "Sigma stretches one axis and flattens the other."
        case "circle":
            middle = f"Sigma {'stretches evenly' if changes else 'changes no length'}."
        case "ellipse":
            middle = "Sigma stretches along the axes, by the singular values."
    return BeatText(
        heading,
        f"{said} {middle} {end}",
        f"Large, {IMAGE[moves.shape]} that A makes of the unit circle. Small, in order: the "
        f"circle with two arrows at the start, and after {turn_in_words(-moves.v_angle)}; "
        f"{IMAGE[moves.shape]} after a stretch along the axes by {both_sizes(moves)}; and the same "
        f"after {'a reflection and ' if moves.flips else ''}{turn_in_words(moves.u_angle)}.",
        question="Which simple moves make up $A$?",
    )


def rank_one(moves: ThreeMoves) -> BeatText:
    kinds = ["a segment" if value else "a point" for value in moves.values]
    lines = (
        Line('part("image", A bold(x)) ='),
        Line(f"{LAYERS[0]} bold(x)", "singular"),
        Line(f"#h(0em) + thick {LAYERS[1]} bold(x)", "singular_second"),
    )
    first, second = f'part("singular", {LAYERS[0]})', f'part("singular_second", {LAYERS[1]})'
    match moves.shape:
        case "point":
            heading = "The zero matrix has no layers"
            said = "Both terms send the circle to the origin. Their sum is zero for every x."
        case "segment":
            heading = f"$A = {first}$: a single layer"
            said = "The first layer sends the circle to a segment. It alone gives A x, for every x."
        case shape:
            heading = f"$A = {first} + {second}$: a sum of two layers"
            said = (
                "Each layer sends the circle to a segment. Added tip to tail, the two images of x "
                f"reach A x, which traces the whole {shape}."
            )
    return BeatText(
        heading,
        said,
        "One plane, with a vector x on the unit circle. The first layer sends the circle to "
        f"{kinds[0]}; the second, to {kinds[1]}. Placed tip to tail, the images of x under both "
        f"reach A x, on {IMAGE[moves.shape]} that A makes of the circle.",
        lines,
        question="What do the layers of $A$ do?",
    )


def recap(moves: ThreeMoves, layers: Layers) -> BeatText:
    kept, total = layers.ranks[-1], layers.useful
    match moves.shape:
        case "point":
            first = "Here there is nothing to drop, as A is zero."
        case "segment":
            first = "The second layer is zero: nothing is lost."
        case "circle":
            first = "Drop one of two equally large layers, and the circle becomes a diameter."
        case "ellipse":
            first = "Drop the second layer, and the ellipse becomes its major axis."
    return BeatText(
        "Keep the largest singular values, and drop the rest",
        f"{first} No matrix of the same rank comes closer to A, and that holds for pictures too.",
        f"On the left, {IMAGE[moves.shape]} and in it the first layer of A alone: an error "
        f"of {about(percentage(lost(moves)))}. On the right, the picture from its first {kept} of "
        f"{total} layers: an error of {about(percentage(layers.error(kept)))}.",
        question="What is lost without the smaller layer?",
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


def lost(moves: ThreeMoves) -> float:
    """Return the share of the Frobenius norm that is lost with the second layer."""
    whole = float(np.linalg.norm(moves.values))
    return float(moves.values[1]) / whole if whole else 0.0


def kept(count: int, total: int, error: float) -> tuple[str, str]:
    """Return how many layers are kept, with the error that is left, and what it is, as markup."""
    off, lost = to_typst(percentage(error)), f"σ_{total}"
    said = f'${count}$ of ${total}$ layers: $part("residual", "error" {off})$'
    if count == total:
        return said, "nothing is lost"
    if count + 1 < total:
        lost = f"sqrt(σ_{count + 1}^2 + ...)"
    whole = "σ_1^2 + σ_2^2" if total == 2 else "σ_1^2 + ..."
    return said, f"$= {lost} \\/ sqrt({whole})$, smallest for rank ${count}$"


def move_titles(moves: ThreeMoves) -> list[str]:
    """Return what each of the three moves does, Typst markup."""
    last, both = turn_markup(moves.u_angle), sizes(moves)
    if moves.flips:
        last = f"reflect, {last}" if turns(moves.u_angle) else "reflect"
    middle = {
        "ellipse": "stretch by ${}$, ${}$".format(*both) if len("".join(both)) < 10 else "stretch",
        "circle": "no stretch" if moves.keeps_lengths else "stretch evenly",
        "segment": "flatten",
        "point": "all to $0$",
    }[moves.shape]
    return [turn_markup(-moves.v_angle), middle, last]


def rows(matrix: np.ndarray, *, typed: bool = False) -> str:
    found = [coordinates(row, typed=typed) for row in matrix]
    return about(Figure.of(" and ".join(found), *found))
