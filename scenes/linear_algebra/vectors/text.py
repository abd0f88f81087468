"""What there is to say of two vectors: all text of each beat, true for the given numbers."""

from __future__ import annotations

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import about, equals, given, relation, shortest
from explainer.scenes.linear_algebra.common import (
    amount,
    bracketed,
    column,
    coordinates,
    entry,
    point,
)
from explainer.scenes.linear_algebra.vectors.story import VectorStory

A, B = 'part("vector", a)', 'part("second_vector", b)'
U, V = 'part("vector", bold(u))', 'part("second_vector", bold(v))'
AXES = ("i_hat", "j_hat")
FACES = ("an arrow", "a data point")
LIST = '"a list of numbers"'
FEATURES = ("feature 1", "feature 2")
SUM = f"{A} thin {U} + {B} thin {V}"

_FOOT = "Press v straight onto the line through u: this gives its projection."
_AREA = "Times the length of u, it gives an area: the dot product."
_PIECES = "Each step of v contributes a piece: the product of two entries."
_BACKWARDS = (
    "It points backwards and is negative: multiplied by the length of u, it gives the dot product. "
    "Each step of v contributes a piece, with its sign: the product of two entries."
)
_ENTRIES = "The products of entries add up to the same number."
_ZERO_U = "The zero vector has no direction, so there is no line to project v onto."
_ZERO_V = "The projection of the zero vector onto the line through u has length zero."
_POINT = "Press v straight onto the line through u: the projection is a point."
_PRODUCT = "Dot product: the projection times the length of $bold(u)$"
_NEGATIVE = "The projection points backwards: the dot product is negative"
PROJECTED = {
    "zero_u": (
        "No direction, no projection: the dot product is $0$",
        f"{_ZERO_U} The dot product is zero. {_ENTRIES}",
    ),
    "zero_v": (
        "The projection has length zero: the dot product is $0$",
        f"{_ZERO_V} The dot product is zero. {_ENTRIES}",
    ),
    "right": (
        "At a right angle the projection is a point: the dot product is $0$",
        f"{_POINT} Zero times the length of u is zero. {_ENTRIES}",
    ),
    "same": (_PRODUCT, f"Here v lies along u, so it is its own projection. {_AREA} {_PIECES}"),
    "opposite": (_NEGATIVE, f"Here v is its own projection. {_BACKWARDS}"),
    "obtuse": (_NEGATIVE, f"{_FOOT} {_BACKWARDS}"),
    "acute": (_PRODUCT, f"{_FOOT} {_AREA} {_PIECES}"),
}
"""Heading and narration, three sentences, by how v stands to u."""

_ROUND = "All the way round, it follows the cosine of the angle."
_FROM_ACUTE = (
    "Here v reaches along u: the dot product is positive. At a right angle it is zero. "
    f"Beyond it, v points away from u: the product is negative. {_ROUND}"
)
_FROM_OBTUSE = (
    "Here v points away from u: the dot product is negative. At a right angle it is zero. "
    f"Beyond it, v reaches along u: the product is positive. {_ROUND}"
)
_FROM_RIGHT = (
    "At a right angle the dot product is zero. Turn v further from u: it is negative. "
    f"Past the next right angle it is positive. {_ROUND}"
)
TURNED = {
    "same": _FROM_ACUTE,
    "acute": _FROM_ACUTE,
    "opposite": _FROM_OBTUSE,
    "obtuse": _FROM_OBTUSE,
    "right": _FROM_RIGHT,
}
"""Narration while v turns, four sentences, by how it stands to u at first."""

ALONG = "How far does $bold(v)$ reach along $bold(u)$?"
WHEN_ZERO = "For which angles is $bold(u) dot bold(v)$ zero?"
REACHED = "Which points can combinations of $bold(u)$ and $bold(v)$ reach?"

COMBINED = {
    2: (
        "Combinations of $bold(u)$ and $bold(v)$ reach every point of the plane",
        "Let b vary as well: it paints the whole plane.",
        "the whole plane",
    ),
    1: (
        "Combinations of $bold(u)$ and $bold(v)$ never leave one line",
        "Let b vary as well: the tip never leaves one line.",
        "one line",
    ),
    0: (
        "Combinations of two zero vectors are zero",
        "Let b vary as well: it stays there.",
        "only the origin",
    ),
}
"""Heading, end of the narration, and what can be reached, by the rank of u and v."""


def three_faces(story: VectorStory) -> BeatText:
    length, question = story.lengths[0], "What is a vector?"
    first, second = map(given, story.u)
    if not length:
        return BeatText(
            "The zero vector: length zero, a list of zeros, a point at the origin",
            "The zero vector is an arrow of length zero, with no direction. Its list is all zeros. "
            "Its tip is a data point at the origin.",
            "u is only a dot at the origin, beside the list (0, 0), in a cloud of data points.",
            question=question,
        )
    return BeatText(
        "One vector: an arrow, a list of numbers, a data point",
        "An arrow has a length and a direction. Its list says how far it goes along each axis. "
        "Its tip is a data point, with a value for each feature.",
        f"One plane. The vector u is an arrow of length {amount(length)}, glowing. Steps along the "
        f"axes, {first} and {second}, lead to its tip; beside it stands the list "
        f"{point(story.u, typed=True)}. Its tip is one data point in a cloud of others, with "
        f"feature 1 at {first} and feature 2 at {second}.",
        question=question,
    )


def add(story: VectorStory) -> BeatText:
    together, rows = "all on one line", "The lists add row by row."
    start = "Put the tail of v at the tip of u."
    match [name for name, length in zip("uv", story.lengths, strict=True) if length]:
        case []:
            heading = "The sum of two zero vectors is the zero vector"
            narration = f"Both arrows have length zero. Their sum has no length either. {rows}"
            together = "all at the origin"
        case [_]:
            heading = "Adding the zero vector changes nothing"
            narration = f"{start} One of the two has no length, so the sum is the other. {rows}"
        case _ if not story.total.any():
            heading = "Tip to tail, and back to the start: the sum is zero"
            narration = f"{start} The arrow v leads straight back to the start. {rows}"
        case _:
            heading = "Adding: tip to tail, and row by row"
            narration = f"{start} The sum leads from start to end, in either order. {rows}"
            together = "and they close a parallelogram" if story.rank == 2 else together
    first, second = (column(vector, typed=True) for vector in (story.u, story.v))
    sum_ = column(story.total, typed=True)
    result = f'{relation(first, second, sum_)} part("combination", {sum_})'
    both = f'part("vector", {first}) + part("second_vector", {second})'
    return BeatText(
        heading,
        narration,
        f"{named('u', story.u)} and {named('v', story.v)} start at the origin. A copy of each "
        f"starts at the tip of the other, {together}. The sum u + v, glowing, ends at "
        f"{point(story.total, typed=True)}. Along each axis the entries of u and v lie end to end.",
        (Line(both), Line(result)),
        question="Where do $bold(u)$ and $bold(v)$ lead together?",
    )


def scale(story: VectorStory) -> BeatText:
    first, second = map(given, story.scalars)
    question = "Where can a multiple of $bold(u)$ end?"
    pairs = dict(zip(story.scalars, story.scaled, strict=True)).items()
    lines = tuple(
        Line(f"{term(scalar, U)} {equals(column(vector, typed=True))}", "combination")
        for scalar, vector in pairs
    )
    if not story.lengths[0]:
        return BeatText(
            "Every multiple of the zero vector is the zero vector",
            f"Multiply every entry by {first}: zero stays zero. The same holds for any other. "
            "Whatever the scalar is, the tip stays at the origin.",
            "The vector u is zero, and so are its multiples: all of them end at the origin.",
            lines,
            question=question,
        )
    one, other = (point(vector, typed=True) for vector in story.scaled)
    then = f"The scalar {second} {effect(story.scalars[1])}."
    if story.scalars[0] == story.scalars[1]:
        then = "Both entries take the same scalar."
    return BeatText(
        "Every multiple of $bold(u)$ ends on the line through $bold(u)$",
        f"Multiply every entry by {first}: this {effect(story.scalars[0])}. {then} "
        "As the scalar varies, the tip paints the line through u.",
        f"The line through {named('u', story.u)} is painted from edge to edge. On it lie {first} "
        f"times u, which ends at {one}, and {second} times u, which ends at {other}.",
        lines,
        question=question,
    )


def combine(story: VectorStory) -> BeatText:
    (a, b), result = story.scalars, story.combination
    first, second = given(a), given(b)
    heading, both, reach = COMBINED[story.rank]
    painted = "paints a line" if story.lengths[0] else "stays where it is"
    return BeatText(
        heading,
        f"Scale u by {first} and v by {second}, then add: this is a linear combination. "
        f"Let a vary: the tip {painted}. {both}",
        f"{first} times u starts at the origin, and {second} times v at its tip: together they "
        f"lead to {point(result, typed=True)}. All that the tip has painted while the scalars "
        f"varied is {reach}.",
        (Line(SUM),),
        question="Multiples of $bold(u)$ and $bold(v)$, added",
    )


def projection(story: VectorStory) -> BeatText:
    heading, narration = PROJECTED[story.relation]
    u, v = named("u", story.u), named("v", story.v)
    alt_text = f"u is the zero vector, so there is no line to project {v} onto."
    product = equals(entry(story.product))
    if story.scalar_projection is not None:
        signed = story.scalar_projection
        start = f"{v} lies on the line through {u}, so it is its own projection, with a"
        if story.rank == 2:
            start = (
                f"The perpendicular from the tip of {v} meets the line through {u} at "
                f"{point(story.projection)}: the projection has a"
            )
        area = ""
        if story.product:
            negative = ", counted as negative" if story.product < 0 else ""
            area = (
                " A rectangle as long as u and as wide as the projection has an area of "
                f"{about(given(abs(story.product)))}{negative}."
            )
        pieces = " and ".join(about(given(piece)) for piece in story.pieces)
        alt_text = (
            f"{start} signed length of {amount(signed)}.{area} The entries of v add {pieces}; "
            f"the dot product is {about(given(story.product))}."
        )
    same = relation(*map(entry, (*story.u, *story.v)))
    first, second = (f'part("{role}", {piece(story, axis)})' for axis, role in enumerate(AXES))
    pairs = [Line(f"{same} {first} + {second}"), Line(product)]
    if _is_long(*story.u, *story.v):
        pairs = [Line(f"{same} {first}"), Line(f"+ {second}"), Line(product)]
    return BeatText(heading, narration, alt_text, (Line(f"{U} dot {V}"), *pairs), question=ALONG)


def sign(story: VectorStory) -> BeatText:
    cosine = Line(f"{U} dot {V} = norm({U}) thin norm({V}) cos theta")
    if not all(story.lengths):
        zero, turned = "uv" if not story.lengths[0] else "vu"
        heading = "With a zero vector the dot product is $0$ in every direction"
        turn = f"Turn {turned} all the way round: the dot product stays zero."
        if not any(story.lengths):
            heading = "Two zero vectors: no angle, and a dot product of $0$"
            turn = "There is nothing to turn, and the dot product is zero."
        return BeatText(
            heading,
            f"The zero vector {zero} has no direction, so there is no angle. {turn}",
            f"The vector {zero} is only a dot at the origin. The dot product is 0.",
            (Line(f"{U} dot {V} = 0"),),
            question=WHEN_ZERO,
        )
    return BeatText(
        "The sign of $bold(u) dot bold(v)$ tells acute angles from obtuse ones",
        TURNED[story.relation],
        "A line at a right angle to u cuts the plane into two sides: on the side of u, dot "
        "products with u are positive, on the other negative, on the line zero. v has gone all the "
        "way round a circle and left ghosts where it was at a right angle and opposite u. It rests "
        f"at {about(shortest(story.angle or 0.0, 1))} degrees from u, where the dot product is "
        f"{about(given(story.product))}.",
        (cosine,),
        question=WHEN_ZERO,
    )


def term(scalar: float, name: str) -> str:
    """Return a multiple of a vector as Typst mathematics: ``u``, ``-u`` or ``1.5 u``."""
    if abs(scalar) == 1:
        return f"-{name}" if scalar < 0 else name
    return f"{entry(scalar)} {name}"


def named(name: str, vector: np.ndarray) -> str:
    """Return a vector that was given with its name, for a sentence."""
    return f"{name} {equals(coordinates(vector, typed=True))}"


def effect(scalar: float) -> str:
    """Return what a scalar does to an arrow that has a length."""
    if scalar == 0:
        return "makes u the zero vector"
    size = abs(scalar)
    change = "stretches" if size > 1 else "shrinks" if size < 1 else ""
    if scalar > 0:
        return f"{change} u" if change else "changes nothing"
    return f"reverses and {change} u" if change else "reverses u"


def piece(story: VectorStory, axis: int) -> str:
    """Return what an entry of v adds to the dot product, as Typst mathematics."""
    first, second = entry(story.u[axis]), entry(story.v[axis])
    return f"{bracketed(first)} dot {bracketed(second)}"


def too_short(names: list[str]) -> list[Line]:
    """Return a line that says which vectors are too short to be seen; none where all can be."""
    if not names:
        return []
    listed = " and ".join(f"$bold({name})$" for name in names)
    verb = "is only a dot" if len(names) == 1 else "are only dots"
    return [Line(f"{listed} {verb} at this scale", "muted", prose=True)]


def _is_long(*values: float) -> bool:
    """Return whether given numbers take so much room that they need a line more."""
    return sum(len(given(value)) for value in values) > 17
