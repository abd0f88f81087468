"""What there is to say of two vectors, in words and formulas that are true for them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from explainer.beat_text import Line
from explainer.numbers import figures_needed, format_number, rounds, shortest, to_typst
from explainer.scenes.linear_algebra.common import column, entry, equals, figure, number
from explainer.scenes.linear_algebra.vectors.story import VectorStory

U = 'part("vector", bold(u))'
V = 'part("second_vector", bold(v))'
FACES = ("an arrow", "a list of numbers", "a data point")
FEATURES = ("feature 1", "feature 2")


def given(value: float) -> str:
    """Return a number that was given as it is said, never rounded above its second decimal."""
    return format_number(float(value), figures_needed([float(value)]))


def term(scalar: float, name: str) -> str:
    """Return a multiple of a vector as Typst mathematics: ``u``, ``-u`` or ``1.5 u``."""
    if abs(scalar) == 1:
        return f"-{name}" if scalar < 0 else name
    return f"{entry(scalar)} {name}"


def terms(story: VectorStory, u: str = "bold(u)", v: str = "bold(v)") -> str:
    """Return the combination ``a u + b v`` with its scalars as Typst mathematics."""
    first, second = story.scalars
    sign = "-" if second < 0 else "+"
    return f"{term(first, u)} {sign} {term(abs(second), v)}"


def alike(*vectors: Iterable[float]) -> str:
    """Return the sign that may stand before the entries of vectors as they are written."""
    for vector in vectors:
        decimals = figures_needed(vector)
        if any(rounds(float(value), shortest(float(value), decimals)) for value in vector):
            return "approx"
    return "="


def bracketed(value: float) -> str:
    """Return a given number as Typst mathematics, in parentheses where it is negative."""
    return f"({entry(value)})" if value < 0 else entry(value)


def shadow_role(story: VectorStory) -> str:
    """Return the colour of the shadow, by its sign."""
    return "area_negative" if (story.shadow or 0.0) < 0 else "projection"


# -- three faces -----------------------------------------------------------------------------------


def faces_words(story: VectorStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the three faces of u."""
    if not story.lengths[0]:
        return (
            "The zero vector: no length, a list of zeros, a point at the origin",
            "The zero vector is an arrow without length or direction, a list of zeros, and a data "
            "point that lies on the origin.",
        )
    return (
        "One vector: an arrow, a list of numbers, a data point",
        "An arrow has a length and a direction. A list of numbers says how to walk to its tip. "
        "A data point has a value for each feature. All three are the same vector.",
    )


def faces_lines(story: VectorStory) -> tuple[list[Line], list[Line]]:
    """Return what stands below the first and below the third face."""
    length = story.lengths[0]
    x, y = story.directions[0]
    direction = Line('"no direction"')
    if length:
        degrees = _degrees(float(x), float(y))
        text = shortest(degrees, 1)
        direction = Line(f'"direction" {shown_as((degrees, text))} {to_typst(text)} degree')
    features = [
        Line(f'part("{role}", "{name}") {alike([value])} {entry(value)}')
        for role, name, value in zip(("i_hat", "j_hat"), FEATURES, story.u, strict=True)
    ]
    return [Line(f'"length" {equals(length)} {number(length)}'), direction], features


# -- sums and multiples ----------------------------------------------------------------------------


def add_words(story: VectorStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the sum."""
    if not all(story.lengths):
        one = {(False, True): "u", (True, False): "v"}.get(
            (bool(story.lengths[0]), bool(story.lengths[1]))
        )
        if one is None:
            return (
                "Zero and zero: the sum goes nowhere",
                "Two vectors without length add up to one without length. In the lists every row "
                "is zero plus zero.",
            )
        return (
            "Adding zero: the other vector stays what it is",
            f"The vector {one} has no length, so tip to tail nothing is added. In the lists every "
            "row gets a zero more, and stays what it was.",
        )
    if not story.total.any():
        return (
            "Tip to tail, and back where it began: the sum is zero",
            "Set the tail of v on the tip of u: it leads straight back to the start. Row by row, "
            "the numbers cancel.",
        )
    if story.reach == 1:
        return (
            "Adding: tip to tail on one line, and row by row",
            "Set the tail of v on the tip of u: both lie on one line, and so does their sum. The "
            "lists add row by row, one axis at a time.",
        )
    return (
        "Adding: tip to tail, in either order, and row by row",
        "Set the tail of one arrow on the tip of the other: the sum leads from start to end, the "
        "same in either order. The lists add row by row, one axis at a time.",
    )


def add_lines(story: VectorStory) -> list[Line]:
    """Return the sum of the two lists."""
    rows = ", ".join(
        f'part("vector", {entry(a)}) + part("second_vector", {bracketed(b)})'
        for a, b in zip(story.u, story.v, strict=True)
    )
    same = alike(story.u, story.v)
    first = f'part("vector", {column(story.u)}) + part("second_vector", {column(story.v)})'
    return [
        Line(f"{U} + {V} {same} {first}"),
        Line(f'{same} display(vec(delim: "[", {rows}))'),
        Line(f"{alike(story.total)} {column(story.total)}", "combination"),
    ]


def effect(scalar: float) -> str:
    """Return what a scalar does to an arrow, as the rest of a sentence."""
    if scalar == 0:
        return "leaves nothing"
    size = abs(scalar)
    change = "stretches it" if size > 1 else "shrinks it" if size < 1 else "keeps its length"
    if scalar > 0:
        return "changes nothing" if size == 1 else change
    return "turns it round" if size == 1 else f"turns it round and {change}"


def scale_words(story: VectorStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the multiples of u."""
    first, second = story.scalars
    if not story.lengths[0]:
        return (
            "Scaling: zero times anything stays zero",
            "A scalar multiplies every entry, and every entry of u is zero. No multiple of the "
            "zero vector has any length.",
        )
    return (
        "Scaling: longer, shorter or turned round, but on the same line",
        f"A scalar multiplies every entry of u. The scalar {given(first)} {effect(first)}; "
        f"{given(second)} {effect(second)}. The tip never leaves the line.",
    )


def scale_lines(story: VectorStory) -> list[Line]:
    """Return the two multiples of u."""
    return [
        Line(f"{term(s, U)} {alike(vector)} {column(vector)}", "combination")
        for s, vector in zip(story.scalars, story.scaled, strict=True)
    ]


def combine_words(story: VectorStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the combination."""
    first, second = map(given, story.scalars)
    steps = f"{first} of u, then {second} of v"
    if story.reach == 2:
        return (
            "Scale, then add: combinations reach every point of the plane",
            f"Take {steps}: that is a linear combination. Other scalars lead to any other point, "
            "and to each of them in one way only.",
        )
    if story.reach == 1:
        return (
            "Scale, then add: on one line, combinations never leave it",
            f"Take {steps}: that is a linear combination. Whatever the scalars, it stays on one "
            "line, for u and v point nowhere else.",
        )
    return (
        "Scale, then add: from two zeros nothing else can be reached",
        f"Take {steps}: that is a linear combination, but nothing times anything is still nothing. "
        "Only the origin can be reached.",
    )


def combine_lines(story: VectorStory) -> list[Line]:
    """Return the combination in numbers, and what all of them reach."""
    (first, second), result = story.scalars, story.combination
    reached = {
        2: "reach: the whole plane",
        1: "reach: one line",
        0: "reach: one point",
    }[story.reach]
    one = f'part("vector", {entry(first)} {column(story.u)})'
    other = f'part("second_vector", {bracketed(second)} {column(story.v)})'
    if _is_long(*story.u, *story.v, first, second):
        start = [Line(f"quad thin {one}"), Line(f"+ thin {other}")]
    else:
        start = [Line(terms(story, U, V)), Line(f"{alike(story.u, story.v)} {one} + {other}")]
    return [
        *start,
        Line(f"{alike(result)} {column(result)}", "combination"),
        Line(reached, "muted", prose=True),
    ]


# -- the dot product -------------------------------------------------------------------------------


def projection_words(story: VectorStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the dot product as a projection."""
    heading = "Dot product: the shadow of $bold(v)$ times the length of $bold(u)$"
    relation = story.relation
    if relation == "zero_u":
        return (
            "No direction, no shadow: with $bold(u) = 0$ the dot product is $0$",
            "The zero vector has no direction, so there is no line on which v could cast a shadow. "
            "The entries still give the dot product: zero.",
        )
    if relation == "zero_v":
        return (
            "No length, no shadow: with $bold(v) = 0$ the dot product is $0$",
            "The zero vector casts a shadow of length zero on the line of u. Multiply the entries "
            "pair by pair and add: zero again.",
        )
    if relation == "right":
        return (
            "At a right angle the shadow is a point: the dot product is $0$",
            "Press v straight onto the line of u: at a right angle its shadow is a single point. "
            "Zero times the length of u is zero, and the entries agree.",
        )
    if relation == "same":
        return (
            heading,
            "Here v already lies along u, so its shadow is its whole length. That length times "
            "the length of u is the dot product, as the entries say too.",
        )
    if relation == "opposite":
        return (
            "The shadow falls backwards: the dot product is negative",
            "Here v points straight against u: its shadow is its whole length, counted as "
            "negative. Times the length of u that is the dot product, as the entries say too.",
        )
    if relation == "obtuse":
        return (
            "The shadow falls backwards: the dot product is negative",
            "Press v straight onto the line of u: the shadow falls on the far side, so its length "
            "counts as negative. Times the length of u that is what the entries give.",
        )
    return (
        heading,
        "Press v straight onto the line of u. The length of its shadow times the length of u is "
        "the dot product, the same number that the entries give.",
    )


def shadow_lines(story: VectorStory) -> list[Line]:
    """Return the shadow, the length of u, and their product; nothing where u is zero."""
    if story.shadow is None:
        return []
    length, role = story.lengths[0], shadow_role(story)
    return [
        Line(f'"shadow of" {V} {equals(story.shadow)} part("{role}", {number(story.shadow)})'),
        Line(f'"length of" {U} {equals(length)} {number(length)}'),
        Line(f'"product" {equals(story.product)} part("{role}", {number(story.product)})'),
    ]


def entries_lines(story: VectorStory) -> list[Line]:
    """Return the dot product from the entries."""
    first, second = (
        f'part("vector", {bracketed(a)}) dot part("second_vector", {bracketed(b)})'
        for a, b in zip(story.u, story.v, strict=True)
    )
    same = alike(*([value] for value in (*story.u, *story.v)))
    pairs = [Line(f"{same} {first} + {second}")]
    if _is_long(*story.u, *story.v):
        pairs = [Line(f"{same} {first}"), Line(f"quad + {second}")]
    result = f'{equals(story.product)} part("{shadow_role(story)}", {number(story.product)})'
    return [
        Line(
            f'{U} dot {V} = part("vector", u_1) part("second_vector", v_1) + '
            f'part("vector", u_2) part("second_vector", v_2)'
        ),
        *pairs,
        Line(result),
    ]


def sign_words(story: VectorStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of how the dot product follows the angle."""
    if not any(story.lengths):
        return (
            "Two zero vectors: no angle, and a dot product of $0$",
            "There is nothing to turn and no angle to measure. The dot product of two zero "
            "vectors is zero.",
        )
    if not all(story.lengths):
        other = "v" if not story.lengths[0] else "u"
        return (
            "Turn it as you like: with a zero vector the dot product stays $0$",
            f"Turn {other} all the way round: the dot product stays zero, since the other vector "
            "has no length. There is no angle between them.",
        )
    return (
        "Acute: positive. Right angle: zero. Obtuse: negative",
        "Turn v all the way round: the dot product follows a cosine. It is positive while the "
        "angle is acute, zero at a right angle, negative while it is obtuse.",
    )


def law_line(story: VectorStory) -> Line:
    """Return the dot product by lengths and angle, where there is an angle."""
    if not all(story.lengths):
        return Line(f"{U} dot {V} = 0")
    return Line(f"{U} dot {V} = abs({U}) thin abs({V}) cos theta")


def recap_words(story: VectorStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of all in one picture."""
    value = f"$bold(u) dot bold(v) {equals(story.product)} {number(story.product)}$"
    heading, verdict = {
        "zero_u": (f"In short: {value}, for $bold(u)$ is zero", "it is zero, for u has no length"),
        "zero_v": (f"In short: {value}, for $bold(v)$ is zero", "it is zero, for v has no length"),
        "same": (f"In short: {value}, in the same direction", "they point the same way"),
        "opposite": (f"In short: {value}, straight against each other", "they point opposite ways"),
        "right": (f"In short: {value}, at a right angle", "they stand at a right angle"),
        "acute": (f"In short: {value}, positive: the angle is acute", "they partly agree"),
        "obtuse": (f"In short: {value}, negative: the angle is obtuse", "they partly disagree"),
    }[story.relation]
    return (
        heading,
        "Vectors are added and scaled, as arrows or row by row. The dot product of these two is "
        f"{figure(story.product)}: {verdict}.",
    )


def recap_lines(story: VectorStory) -> list[Line]:
    """Return the sum, the combination, the dot product and the angle."""
    total, result = story.total, story.combination
    role = shadow_role(story)
    angle = Line("no angle: a zero vector has no direction", "muted", prose=True)
    if story.angle is not None:
        text = shortest(story.angle, 1)
        angle = Line(f"theta {shown_as((story.angle, text))} {to_typst(text)} degree")
    return [
        Line(f'{U} + {V} {alike(total)} part("combination", {column(total)})'),
        Line(f"{terms(story, U, V)} {alike(result)} {column(result)}"),
        Line(f'{U} dot {V} {equals(story.product)} part("{role}", {number(story.product)})'),
        angle,
    ]


def short_note(names: list[str]) -> list[Line]:
    """Return a line that says which vectors are too short to be seen; none where all can be."""
    if not names:
        return []
    listed = " and ".join(f"$bold({name})$" for name in names)
    verb = "is a dot" if len(names) == 1 else "are dots"
    return [Line(f"{listed} {verb} at this scale", "muted", prose=True)]


def shown_as(*numbers: tuple[float, str]) -> str:
    """Return the sign that may stand before numbers and what is written of them."""
    return "approx" if any(rounds(v, text.rstrip("°")) for v, text in numbers) else "="


def _is_long(*values: float) -> bool:
    """Return whether given numbers take so much room that they need a line more."""
    return sum(len(given(value)) for value in values) > 17


def _degrees(x: float, y: float) -> float:
    return math.degrees(math.atan2(y, x)) + 0.0
