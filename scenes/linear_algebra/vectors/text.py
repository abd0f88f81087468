"""What there is to say of two vectors: all text of each beat, true for the given numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain

from explainer.beat_text import BeatText, Line
from explainer.numbers import computed, entries, equals, given, relation, shortest, to_typst
from explainer.scenes.linear_algebra.common import amount, column, entry, number, point
from explainer.scenes.linear_algebra.vectors.story import VectorStory

U = 'part("vector", bold(u))'
V = 'part("second_vector", bold(v))'
FACES = ("an arrow", "a list of numbers", "a data point")
FEATURES = ("feature 1", "feature 2")

_PRODUCT = "Dot product: the projection of $bold(v)$ times the length of $bold(u)$"
_BACKWARDS = "The projection points backwards: the dot product is negative"
PROJECTED = {
    "zero_u": (
        "No direction, no projection: with $bold(u) = 0$ the dot product is $0$",
        "The zero vector has no direction, so there is no line to project v onto. "
        "The entries still give the dot product: zero.",
    ),
    "zero_v": (
        "No length, no projection: with $bold(v) = 0$ the dot product is $0$",
        "The projection of the zero vector onto the line of u has length zero. Multiply "
        "the entries pair by pair and add: zero again.",
    ),
    "right": (
        "At a right angle the projection is a point: the dot product is $0$",
        "Project v onto the line of u: at a right angle its projection is a single point. "
        "Zero times the length of u is zero, and the entries agree.",
    ),
    "same": (
        _PRODUCT,
        "Here v already lies along u, so its projection is its whole length. That length "
        "times the length of u is the dot product, as the entries say too.",
    ),
    "opposite": (
        _BACKWARDS,
        "Here v points straight against u: its projection is its whole length, counted as "
        "negative. Times the length of u that is the dot product, as the entries say too.",
    ),
    "obtuse": (
        _BACKWARDS,
        "Project v onto the line of u: the projection falls on the far side, so its "
        "length counts as negative. Times the length of u that is what the entries give.",
    ),
    "acute": (
        _PRODUCT,
        "Project v onto the line of u. The length of the projection times the length of "
        "u is the dot product, the same number that the entries give.",
    ),
}
"""Heading and narration by how v stands to u."""

COMBINED = {
    2: (
        "Scale, then add: combinations reach every point of the plane",
        ". Other scalars lead to any other point, and to each of them in one way only.",
        "A slanted grid of whole steps of u and v covers the plane.",
        "reach: the whole plane",
    ),
    1: (
        "Scale, then add: on one line, combinations never leave it",
        ". Whatever the scalars, it stays on one line, for u and v point nowhere else.",
        "All that u and v can reach is one line.",
        "reach: one line",
    ),
    0: (
        "Scale, then add: from two zeros nothing else can be reached",
        ", but nothing times anything is still nothing. Only the origin can be reached.",
        "All that u and v can reach is the origin.",
        "reach: one point",
    ),
}
"""Heading, end of the narration, and what can be reached, by the rank of u and v."""


def three_faces(story: VectorStory) -> BeatText:
    length, (x, y) = story.lengths[0], story.directions[0]
    about_length = Line(f'"length" {equals(number(length))}')
    features = [
        Line(f'part("{role}", "{name}") {alike([value])} {entry(value)}')
        for role, name, value in zip(("i_hat", "j_hat"), FEATURES, story.u, strict=True)
    ]
    if not length:
        return BeatText(
            "The zero vector: no length, a list of zeros, a point at the origin",
            "The zero vector is an arrow without length or direction, a list of zeros, and a data "
            "point that lies on the origin.",
            "Three small planes side by side. In each, u is the origin: an arrow without length, "
            "the list (0, 0), a data point whose features are both 0.",
            (about_length, Line('"no direction"'), *features),
        )
    first, second = map(given, story.u)
    direction = degrees(math.degrees(math.atan2(y, x)) + 0.0)
    return BeatText(
        "One vector: an arrow, a list of numbers, a data point",
        "An arrow has a length and a direction. A list of numbers says how to walk to its tip. "
        "A data point has a value for each feature. All three are the same vector.",
        f"Three small planes side by side. In the first u is an arrow of length {amount(length)}. "
        f"In the second it is the list {point(story.u)}, walked along the axes. In the third it is "
        f"one data point among others, feature 1 being {first} and feature 2 {second}.",
        (about_length, Line(f'"direction" {direction}'), *features),
    )


def add(story: VectorStory) -> BeatText:
    together = "all on one line"
    match [name for name, length in zip("uv", story.lengths, strict=True) if not length]:
        case ["u", "v"]:
            heading = "Zero and zero: the sum goes nowhere"
            narration = (
                "Two vectors without length add up to one without length. In the lists every row "
                "is zero plus zero."
            )
        case [zero]:
            heading = "Adding zero: the other vector stays what it is"
            narration = (
                f"The vector {zero} has no length, so tip to tail nothing is added. In the lists "
                "every row gets a zero more, and stays what it was."
            )
        case _ if not story.total.any():
            heading = "Tip to tail, and back where it began: the sum is zero"
            narration = (
                "Set the tail of v on the tip of u: it leads straight back to the start. Row by "
                "row, the numbers cancel."
            )
        case _ if story.rank == 1:
            heading = "Adding: tip to tail on one line, and row by row"
            narration = (
                "Set the tail of v on the tip of u: both lie on one line, and so does their sum. "
                "The lists add row by row, one axis at a time."
            )
        case _:
            heading = "Adding: tip to tail, in either order, and row by row"
            narration = (
                "Set the tail of one arrow on the tip of the other: the sum leads from start to "
                "end, the same in either order. The lists add row by row, one axis at a time."
            )
            together = "and they close a parallelogram"
    rows = ", ".join(
        f'part("vector", {entry(a)}) + part("second_vector", {bracketed(b)})'
        for a, b in zip(story.u, story.v, strict=True)
    )
    same = alike(story.u, story.v)
    columns = f'part("vector", {column(story.u)}) + part("second_vector", {column(story.v)})'
    return BeatText(
        heading,
        narration,
        f"u = {point(story.u)} and v = {point(story.v)} from the origin. A copy of each starts at "
        f"the tip of the other, {together}. The sum u + v ends at {point(story.total)}. Along each "
        "axis the entries add up.",
        (
            Line(f"{U} + {V} {same} {columns}"),
            Line(f'{same} display(vec(delim: "[", {rows}))'),
            Line(f"{alike(story.total)} {column(story.total)}", "combination"),
        ),
    )


def scale(story: VectorStory) -> BeatText:
    lines = tuple(
        Line(f"{term(s, U)} {alike(vector)} {column(vector)}", "combination")
        for s, vector in zip(story.scalars, story.scaled, strict=True)
    )
    if not story.lengths[0]:
        return BeatText(
            "Scaling: zero times anything stays zero",
            "A scalar multiplies every entry, and every entry of u is zero. No multiple of the "
            "zero vector has any length.",
            "The vector u is zero, and so are its multiples: they are all the origin.",
            lines,
        )
    (first, second), (one, other) = map(given, story.scalars), map(point, story.scaled)
    effects = [effect(scalar) for scalar in story.scalars]
    return BeatText(
        "Scaling: longer, shorter or turned round, but on the same line",
        f"A scalar multiplies every entry of u. The scalar {first} {effects[0]}; "
        f"{second} {effects[1]}. The tip never leaves the line.",
        f"The line through u = {point(story.u)}, and on it {first} u, which ends at {one}, and "
        f"{second} u, which ends at {other}.",
        lines,
    )


def combine(story: VectorStory) -> BeatText:
    (a, b), result = story.scalars, story.combination
    first, second = given(a), given(b)
    steps = f"Take {first} of u, then {second} of v: that is a linear combination"
    heading, other_scalars, reached, reach = COMBINED[story.rank]
    one = f'part("vector", {entry(a)} {column(story.u)})'
    other = f'part("second_vector", {bracketed(b)} {column(story.v)})'
    start = [Line(terms(story, U, V)), Line(f"{alike(story.u, story.v)} {one} + {other}")]
    if _is_long(*story.u, *story.v, a, b):
        start = [Line(f"quad thin {one}"), Line(f"+ thin {other}")]
    return BeatText(
        heading,
        steps + other_scalars,
        f"From the origin {first} u, and from its tip {second} v: together they lead to "
        f"{point(result)}. {reached}",
        (
            *start,
            Line(f"{alike(result)} {column(result)}", "combination"),
            Line(reach, "muted", prose=True),
        ),
    )


def projection(story: VectorStory) -> BeatText:
    heading, narration = PROJECTED[story.relation]
    alt_text = f"u is the origin, and v = {point(story.v)} has no line to be projected onto."
    lines: list[Line] = []
    product = (
        f'{relation(number(story.product))} part("{product_role(story)}", {number(story.product)})'
    )
    if story.scalar_projection is not None:
        signed, length = story.scalar_projection, story.lengths[0]
        negative = ", counted as negative" if story.product < 0 else ""
        area = (
            " A rectangle with the sides of u and of the projection has the area "
            f"{amount(abs(story.product))}{negative}."
        )
        alt_text = (
            f"The perpendicular from the tip of v = {point(story.v)} meets the line of u = "
            f"{point(story.u)} at {point(story.projection)}: the projection has the signed length "
            f"{amount(signed)}.{area if story.product else ''} The dot product is "
            f"{amount(story.product)}."
        )
        shown = f'{relation(number(signed))} part("{product_role(story)}", {number(signed)})'
        lines = [
            Line(f'"projection" {shown}'),
            Line(f'"length of" {U} {equals(number(length))}'),
            Line(f'"product" {product}'),
        ]
    first, second = (
        f'part("vector", {bracketed(a)}) dot part("second_vector", {bracketed(b)})'
        for a, b in zip(story.u, story.v, strict=True)
    )
    same = alike(*([value] for value in (*story.u, *story.v)))
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
        other = "v" if not story.lengths[0] else "u"
        heading, narration = (
            "Turn it as you like: with a zero vector the dot product stays $0$",
            f"Turn {other} all the way round: the dot product stays zero, since the other vector "
            "has no length. There is no angle between them.",
        )
        if not any(story.lengths):
            heading, narration = (
                "Two zero vectors: no angle, and a dot product of $0$",
                "There is nothing to turn and no angle to measure. The dot product of two zero "
                "vectors is zero.",
            )
        alt_text = "Beside the vectors the dot product is drawn against the turn: a flat line at 0."
        return BeatText(heading, narration, alt_text, (Line(f"{U} dot {V} = 0"),))
    return BeatText(
        "Acute: positive. Right angle: zero. Obtuse: negative",
        "Turn v all the way round: the dot product follows a cosine. It is positive while the "
        "angle is acute, zero at a right angle, negative while it is obtuse.",
        "A circle on which the tip of v runs, and beside it the dot product against the angle: a "
        f"cosine between {amount(math.prod(story.lengths))} and minus that, zero at 90 and 270 "
        f"degrees. A dot on it marks {shortest(story.angle or 0.0, 1)} degrees, where the dot "
        f"product is {amount(story.product)}.",
        (Line(f"{U} dot {V} = abs({U}) thin abs({V}) cos theta"),),
    )


def recap(story: VectorStory) -> BeatText:
    ending, verdict = {
        "zero_u": ("for $bold(u)$ is zero", "it is zero, for u has no length"),
        "zero_v": ("for $bold(v)$ is zero", "it is zero, for v has no length"),
        "same": ("in the same direction", "they point the same way"),
        "opposite": ("straight against each other", "they point opposite ways"),
        "right": ("at a right angle", "they stand at a right angle"),
        "acute": ("positive: the angle is acute", "they partly agree"),
        "obtuse": ("negative: the angle is obtuse", "they partly disagree"),
    }[story.relation]
    angle = Line("no angle: a zero vector has no direction", "muted", prose=True)
    between = "there is no angle between them"
    if story.angle is not None:
        angle = Line(f"theta {degrees(story.angle)}")
        between = f"the angle between them is {shortest(story.angle, 1)} degrees"
    total, result = story.total, story.combination
    product = number(story.product)
    same = relation(product)
    first, second = map(given, story.scalars)
    return BeatText(
        f"In short: $bold(u) dot bold(v) {same} {product}$, {ending}",
        "Vectors are added and scaled, as arrows or row by row. The dot product of these two is "
        f"{computed(story.product)}: {verdict}.",
        f"u = {point(story.u)} and v = {point(story.v)}. Their sum is {point(total)}, and {first} "
        f"u plus {second} v is {point(result)}. The dot product is {amount(story.product)}, and "
        f"{between}.",
        (
            Line(f'{U} + {V} {alike(total)} part("combination", {column(total)})'),
            Line(f"{terms(story, U, V)} {alike(result)} {column(result)}"),
            Line(f'{U} dot {V} {same} part("{product_role(story)}", {product})'),
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
    text = shortest(angle, 1)
    return f"{equals(to_typst(text))} degree"


def alike(*vectors: Iterable[float]) -> str:
    """Return the sign that may stand before the entries of vectors as they are written."""
    return relation(*chain(*map(entries, vectors)))


def bracketed(value: float) -> str:
    return f"({entry(value)})" if value < 0 else entry(value)


def effect(scalar: float) -> str:
    if scalar == 0:
        return "leaves nothing"
    size = abs(scalar)
    change = "stretches it" if size > 1 else "shrinks it" if size < 1 else "keeps its length"
    if scalar > 0:
        return "changes nothing" if size == 1 else change
    return "turns it round" if size == 1 else f"turns it round and {change}"


def product_role(story: VectorStory) -> str:
    return "area_negative" if (story.scalar_projection or 0.0) < 0 else "projection"


def too_short(names: list[str]) -> list[Line]:
    """Return a line that says which vectors are too short to be seen; none where all can be."""
    if not names:
        return []
    listed = " and ".join(f"$bold({name})$" for name in names)
    verb = "is a dot" if len(names) == 1 else "are dots"
    return [Line(f"{listed} {verb} at this scale", "muted", prose=True)]


def _is_long(*values: float) -> bool:
    """Return whether given numbers take so much room that they need a line more."""
    return sum(len(given(value)) for value in values) > 17
