"""What there is to say of two vectors: all text of each beat, true for the given numbers."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import about, equals, given, relation, shortest, to_typst
from explainer.scenes.linear_algebra.common import (
    amount,
    bracketed,
    column,
    coordinates,
    entry,
    number,
    point,
)
from explainer.scenes.linear_algebra.vectors.story import VectorStory

U = 'part("vector", bold(u))'
V = 'part("second_vector", bold(v))'
FACES = ("an arrow", "a list of numbers", "a data point")
FEATURES = ("feature 1", "feature 2")

_PRODUCT = "Dot product: the length of the projection times the length of $bold(u)$"
_BACKWARDS = "The projection points backwards: the dot product is negative"
_ENTRIES = "Multiplying entry by entry and adding gives"
_NEGATIVE = (
    "so its length counts as negative. Times the length of u, it is the dot product. "
    f"{_ENTRIES} the same number."
)
PROJECTED = {
    "zero_u": (
        "No direction, no projection: with $bold(u) = bold(0)$ the dot product is $0$",
        "The zero vector has no direction, so there is no line to project v onto. "
        f"{_ENTRIES} the dot product: zero.",
    ),
    "zero_v": (
        "The projection has length zero: with $bold(v) = bold(0)$ the dot product is $0$",
        "The projection of the zero vector onto the line through u has length zero. "
        f"{_ENTRIES} zero as well.",
    ),
    "right": (
        "At a right angle the projection is a point: the dot product is $0$",
        "Project v onto the line through u: at a right angle the projection is a single point. "
        f"Zero times the length of u is zero. {_ENTRIES} zero as well.",
    ),
    "same": (
        _PRODUCT,
        "Here v lies along u, so its projection is v itself. Its length times the length of u is "
        f"the dot product. {_ENTRIES} the same number.",
    ),
    "opposite": (
        _BACKWARDS,
        f"Here v is its own projection. It points the opposite way to u, {_NEGATIVE}",
    ),
    "obtuse": (
        _BACKWARDS,
        "Project v onto the line through u. The projection points the opposite way to u, "
        f"{_NEGATIVE}",
    ),
    "acute": (
        _PRODUCT,
        "Project v onto the line through u. The length of the projection times the length of u "
        f"is the dot product. {_ENTRIES} the same number.",
    ),
}
"""Heading and narration by how v stands to u."""

VERDICTS = {
    "zero_u": (", since $bold(u)$ is zero", "zero, since u is the zero vector"),
    "zero_v": (", since $bold(v)$ is zero", "zero, since v is the zero vector"),
    "same": (": the same direction", "the product of the lengths, as both point the same way"),
    "opposite": (": opposite directions", "minus the product of the lengths: v points backwards"),
    "right": (": a right angle", "zero, so the two are perpendicular"),
    "acute": (" is positive: the angle is acute", "positive, so the angle is acute"),
    "obtuse": (" is negative: the angle is obtuse", "negative, so the angle is obtuse"),
}
"""How the heading of the recap ends, and what it says of the dot product."""

COMBINED = {
    2: (
        "A linear combination: scale $bold(u)$ and $bold(v)$, then add",
        "Other scalars lead to every other point of the plane, each in exactly one way.",
        "the whole plane",
    ),
    1: (
        "Linear combinations of vectors on one line stay on that line",
        "Other scalars lead to other points, but all on the line that u and v share.",
        "one line",
    ),
    0: (
        "Linear combinations of two zero vectors are zero",
        "With two zero vectors, every choice of scalars leads to the origin.",
        "only the origin",
    ),
}
"""Heading, end of the narration, and what can be reached, by the rank of u and v."""


def three_faces(story: VectorStory) -> BeatText:
    length, (x, y) = story.lengths[0], story.directions[0]
    about_length = Line(f'"length" norm({U}) {equals(number(length))}')
    features = [
        Line(f'part("{role}", "{name}") {equals(entry(value))}')
        for role, name, value in zip(("i_hat", "j_hat"), FEATURES, story.u, strict=True)
    ]
    if not length:
        return BeatText(
            "The zero vector: length zero, a list of zeros, a point at the origin",
            "The zero vector is an arrow of length zero with no direction, a list of zeros, and a "
            "data point at the origin.",
            "Three small planes side by side. In each, u is the origin: an arrow of length 0, the "
            "list (0, 0), and a data point whose features are both 0.",
            (about_length, Line('"no direction"'), *features),
        )
    first, second = map(given, story.u)
    direction = degrees(math.degrees(math.atan2(y, x)) + 0.0)
    return BeatText(
        "One vector: an arrow, a list of numbers, a data point",
        "An arrow has a length and a direction. A list says how far to walk along each axis. A "
        "data point has a value for each feature. All three are the same vector.",
        f"Three small planes side by side. In the first, u is an arrow of length {amount(length)}. "
        f"In the second, it is the list {point(story.u, typed=True)}, drawn as steps along the "
        f"axes. In the third, it is one data point among others, with feature 1 at {first} and "
        f"feature 2 at {second}.",
        (about_length, Line(f'"direction" {direction}'), *features),
    )


def add(story: VectorStory) -> BeatText:
    together, rows = "all on one line", "The lists add row by row, one axis at a time."
    match [name for name, length in zip("uv", story.lengths, strict=True) if length]:
        case []:
            heading = "The sum of two zero vectors is the zero vector"
            narration = "Both arrows have length zero. In every row, zero is added to zero."
            together = "all at the origin"
        case [_]:
            heading = "Adding the zero vector changes nothing"
            narration = "One of the two is the zero vector: in every row, zero is added."
        case _ if not story.total.any():
            heading = "Tip to tail, and back to the start: the sum is zero"
            narration = (
                "Place the tail of v at the tip of u: v leads straight back to the start. Row by "
                "row, the numbers cancel."
            )
        case _ if story.rank == 1:
            heading = "Adding: tip to tail on one line, and row by row"
            narration = (
                "Place the tail of v at the tip of u: both lie on one line, and so does their sum. "
                f"{rows}"
            )
        case _:
            heading = "Adding: tip to tail, in either order, and row by row"
            narration = (
                "Place the tail of one arrow at the tip of the other: the sum leads from start to "
                f"end, in either order. {rows}"
            )
            together = "and they close a parallelogram"
    sums = ", ".join(
        f'part("vector", {entry(a)}) + part("second_vector", {bracketed(entry(b))})'
        for a, b in zip(story.u, story.v, strict=True)
    )
    first, second = (column(vector, typed=True) for vector in (story.u, story.v))
    same, columns = relation(first, second), ""
    if not _is_long(*story.u, *story.v):
        columns = f'{same} part("vector", {first}) + part("second_vector", {second})'
    return BeatText(
        heading,
        narration,
        f"{named('u', story.u)} and {named('v', story.v)} start at the origin. A copy of each "
        f"starts at the tip of the other, {together}. The sum u + v ends at "
        f"{point(story.total, typed=True)}. Along each axis the entries add up.",
        (
            Line(f"{U} + {V} {columns}"),
            Line(f'{same} display(vec(delim: "[", {sums}))'),
            Line(equals(column(story.total, typed=True)), "combination"),
        ),
    )


def scale(story: VectorStory) -> BeatText:
    lines = tuple(
        Line(f"{term(s, U)} {equals(column(vector, typed=True))}", "combination")
        for s, vector in zip(story.scalars, story.scaled, strict=True)
    )
    if not story.lengths[0]:
        return BeatText(
            "Every multiple of the zero vector is the zero vector",
            "A scalar multiplies every entry, and every entry of u is zero. So every multiple of u "
            "is the zero vector too.",
            "The vector u is zero, and so are its multiples: all of them end at the origin.",
            lines,
        )
    first, second = map(given, story.scalars)
    one, other = (point(vector, typed=True) for vector in story.scaled)
    effects = "; ".join(dict.fromkeys(f"{given(s)} {effect(s)}" for s in story.scalars))
    return BeatText(
        "Scaling: every multiple of $bold(u)$ lies on the line through $bold(u)$",
        f"To scale u, multiply every entry by a scalar. The scalar {effects}. The tip never leaves "
        "the line through u.",
        f"The line through {named('u', story.u)}. On it lie {first} times u, which ends at {one}, "
        f"and {second} times u, which ends at {other}.",
        lines,
    )


def combine(story: VectorStory) -> BeatText:
    (a, b), result = story.scalars, story.combination
    first, second = given(a), given(b)
    steps = f"Scale u by {first} and v by {second}, then add: that is a linear combination. "
    heading, other_scalars, reach = COMBINED[story.rank]
    u, v = (column(vector, typed=True) for vector in (story.u, story.v))
    one = f'part("vector", {entry(a)} {u})'
    other = f'part("second_vector", {bracketed(entry(b))} {v})'
    same = relation(entry(a), u, entry(b), v)
    start = [Line(terms(story, U, V)), Line(f"{same} {one} + {other}")]
    if _is_long(*story.u, *story.v, a, b):
        start = [Line(f"quad thin {one}"), Line(f"+ thin {other}")]
    return BeatText(
        heading,
        steps + other_scalars,
        f"{first} times u starts at the origin, and {second} times v at its tip: together they "
        f"lead to {point(result, typed=True)}. All combinations together reach {reach}.",
        (
            *start,
            Line(equals(column(result, typed=True)), "combination"),
            Line(f"all combinations together reach {reach}", "muted", prose=True),
        ),
    )


def projection(story: VectorStory) -> BeatText:
    heading, narration = PROJECTED[story.relation]
    u, v = named("u", story.u), named("v", story.v)
    alt_text = f"u is the origin, and {v} has no line to be projected onto."
    lines: list[Line] = []
    role = product_role(story)
    product = f'part("{role}", {equals(entry(story.product))})'
    if story.scalar_projection is not None:
        signed, length = story.scalar_projection, story.lengths[0]
        start = f"{v} lies on the line through {u}, so its projection is v itself, with"
        if story.rank == 2:
            start = (
                f"The perpendicular from the tip of {v} meets the line through {u} at "
                f"{point(story.projection)}: the projection has"
            )
        negative = ", counted as negative" if story.product < 0 else ""
        area = (
            " A rectangle as long as u and as wide as the projection has the area "
            f"{about(given(abs(story.product)))}{negative}."
        )
        alt_text = (
            f"{start} the signed length {amount(signed)}.{area if story.product else ''} The dot "
            f"product is {about(given(story.product))}."
        )
        lines = [
            Line(f'"projection" part("{role}", {equals(number(signed))})'),
            Line(f'"length" norm({U}) {equals(number(length))}'),
            Line(f'"dot product" {product}'),
        ]
    first, second = (
        f'part("vector", {bracketed(entry(a))}) dot part("second_vector", {bracketed(entry(b))})'
        for a, b in zip(story.u, story.v, strict=True)
    )
    same = relation(*map(entry, (*story.u, *story.v)))
    pairs = [Line(f"{same} {first} + {second}")]
    if _is_long(*story.u, *story.v):
        pairs = [Line(f"{same} {first}"), Line(f"quad + {second}")]
    rule = (
        f'{U} dot {V} = part("vector", u_1) part("second_vector", v_1) + '
        'part("vector", u_2) part("second_vector", v_2)'
    )
    return BeatText(heading, narration, alt_text, (*lines, Line(rule), *pairs, Line(product)))


def sign(story: VectorStory) -> BeatText:
    if not all(story.lengths):
        zero, turned = "uv" if not story.lengths[0] else "vu"
        heading = "With a zero vector the dot product is $0$ in every direction"
        start = f"Turn {turned} all the way round: the dot product stays zero, as {zero} is zero."
        if not any(story.lengths):
            heading = "Two zero vectors: no angle, and a dot product of $0$"
            start = "There is nothing to turn, and the dot product is zero."
        return BeatText(
            heading,
            f"{start} A zero vector has no direction, so there is no angle.",
            "Beside the plane, the dot product is plotted against the turn: a flat line at 0.",
            (Line(f"{U} dot {V} = 0"),),
        )
    most = math.prod(story.lengths)
    return BeatText(
        "While $bold(v)$ turns, the dot product follows a cosine",
        "Turn v all the way round: the dot product follows a cosine. It is positive while the "
        "angle with u is acute, zero at a right angle, and negative while it is obtuse.",
        "The tip of v has gone round a circle. Beside it, the dot product is plotted against the "
        f"angle: a cosine that runs from {amount(most)} to {amount(-most)} and back, zero at 90 "
        f"and 270 degrees. A dot on it marks {about(shortest(story.angle or 0.0, 1))} degrees, "
        f"where the dot product is {about(given(story.product))}.",
        (Line(f"{U} dot {V} = norm({U}) thin norm({V}) cos theta"),),
    )


def recap(story: VectorStory) -> BeatText:
    ending, verdict = VERDICTS[story.relation]
    angle = Line("no angle: a zero vector has no direction", "muted", prose=True)
    between = "there is no angle between them"
    if story.angle is not None:
        angle = Line(f"theta {degrees(story.angle)}")
        between = f"the angle between them is {about(shortest(story.angle, 1))} degrees"
    total, result = story.total, story.combination
    product = entry(story.product)
    first, second = map(given, story.scalars)
    both, sum_ = column(result, typed=True), column(total, typed=True)
    return BeatText(
        f"$bold(u) dot bold(v) {equals(product)}${ending}",
        f"Vectors are added and scaled, as arrows or row by row. The dot product is {verdict}.",
        f"{named('u', story.u)} and {named('v', story.v)}. Their sum is "
        f"{point(total, typed=True)}, and {first} times u plus {second} times v is "
        f"{point(result, typed=True)}. The dot product is {about(given(story.product))}, and "
        f"{between}.",
        (
            Line(f'{U} + {V} part("combination", {equals(sum_)})'),
            Line(f"{terms(story, U, V)} {equals(both)}"),
            Line(f'{U} dot {V} part("{product_role(story)}", {equals(product)})'),
            angle,
        ),
    )


def term(scalar: float, name: str) -> str:
    """Return a multiple of a vector as Typst mathematics: ``u``, ``-u`` or ``1.5 u``."""
    if abs(scalar) == 1:
        return f"-{name}" if scalar < 0 else name
    return f"{entry(scalar)} {name}"


def terms(story: VectorStory, u: str = "bold(u)", v: str = "bold(v)") -> str:
    first, second = story.scalars
    return f"{term(first, u)} {'-' if second < 0 else '+'} {term(abs(second), v)}"


def degrees(angle: float) -> str:
    """Return what an angle is, sign and all, as Typst mathematics."""
    return f"{equals(to_typst(shortest(angle, 1)))} degree"


def named(name: str, vector: np.ndarray) -> str:
    """Return a vector that was given with its name, for a sentence."""
    return f"{name} {equals(coordinates(vector, typed=True))}"


def effect(scalar: float) -> str:
    if scalar == 0:
        return "makes it the zero vector"
    size = abs(scalar)
    change = "stretches it" if size > 1 else "shrinks it" if size < 1 else "changes nothing"
    if scalar > 0:
        return change
    return "reverses it" if size == 1 else f"reverses and {change}"


def product_role(story: VectorStory) -> str:
    return "area_negative" if (story.scalar_projection or 0.0) < 0 else "projection"


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
