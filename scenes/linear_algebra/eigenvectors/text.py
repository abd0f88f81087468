"""What is said of the eigenvectors of a matrix, in words and formulas true for that matrix."""

from __future__ import annotations

import math

from explainer.beat_text import BeatText, Line
from explainer.maths.linear_algebra import is_similarity, keeps_areas
from explainer.numbers import (
    about,
    computed,
    distinct,
    equals,
    format_number,
    magnitude,
    relation,
    shortest,
    to_typst,
)
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, number, point
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory

SLOW = 5.0
"""Degrees from the leading line after the last step above which a walk counts as slow."""


def sweep(story: EigenStory) -> BeatText:
    swing = "The unit vector v goes once round, and A v swings after it. "
    zoom = "" if story.zoom == 1 else f", drawn {amount(story.zoom)} times as long,"
    seen = (
        f"A unit circle, which v has gone round, and the ellipse that A v{zoom} has traced. Beside "
        "them a chart of the angle from v to A v. "
    )
    match story.kind:
        case "complex":
            turned = abs(story.turn(story.turn_samples))
            least, most = (degrees(math.degrees(end)) for end in (turned.min(), turned.max()))
            return BeatText(
                "No direction is kept: $A bold(v)$ is never in line with $bold(v)$",
                f"{swing}The angle between them never comes to zero or to a half turn: there is no "
                "real eigenvector.",
                f"{seen}The angle stays between {least} and {most}: never in line.",
            )
        case "scalar" if story.eigenvalues[0] == 0:
            return BeatText(
                "$A bold(v) = bold(0)$ whichever way $bold(v)$ points",
                "The unit vector v goes once round, and A v stays at the origin: zero times v. "
                "Every direction is an eigenvector, with eigenvalue zero.",
                f"{seen}A v is the origin throughout, so there is no angle.",
            )
        case "scalar":
            factor = amount(story.eigenvalues[0])
            kept = 180 if story.eigenvalues[0] < 0 else 0
            return BeatText(
                "Every direction is kept: $A bold(v)$ is always in line with $bold(v)$",
                f"{swing}It stays on the line of v all the way, {factor} times v: "
                "every direction is an eigenvector.",
                f"{seen}The angle is {kept} degrees throughout; A multiplies by {factor}.",
            )
        case "defective":
            return BeatText(
                "On one line only does $A bold(v)$ stay in line with $bold(v)$",
                f"{swing}Only on one line are the two in line, and there A multiplies by "
                f"{_values(story)}: an eigenvector and its eigenvalue.",
                f"{seen}Where they were in line, one line is marked: {_eigenlines(story)}.",
            )
        case "diagonalizable":
            zero = ""
            if story.eigenvalues[1] == 0:
                zero = " Zero means that this line is sent to the origin."
            return BeatText(
                "On two lines only does $A bold(v)$ stay in line with $bold(v)$",
                f"{swing}On two lines only are they in line: the eigenvectors. There A just "
                f"multiplies, by {_values(story)}.{zero}",
                f"{seen}Where they were in line, two lines are marked: {_eigenlines(story)}.",
            )


def slider(story: EigenStory) -> BeatText:
    turn = "Move the slider: subtract lambda on the diagonal. "
    end = amount(story.slider_end)
    seen = f"The plane under A minus lambda I for lambda = {end}"
    match story.kind:
        case "complex":
            least = amount(float(story.characteristic(story.slider_end)))
            return BeatText(
                "$det(A - lambda I) > 0$ for every real $lambda$: the plane never goes flat",
                f"{turn}The plane is never squashed flat, and the curve of the determinant stays "
                "above zero: the two eigenvalues are complex.",
                f"{seen}, where the parabola of the determinant is lowest: {least}, above zero. "
                "The unit square has an area still.",
            )
        case "scalar":
            return BeatText(
                f"At ${equation('lambda', story.eigenvalues[0])}$ the whole plane "
                "falls onto a point",
                f"{turn}The curve touches zero at {end}, and just then the whole "
                "plane falls onto the origin: A v equals lambda v for every v.",
                f"{seen}: a single point. The parabola of the determinant touches zero there.",
            )
        case "defective":
            return BeatText(
                "$det(A - lambda I)$ touches zero once, as the plane goes flat",
                f"{turn}The curve touches zero without crossing it: a double eigenvalue. The plane "
                "goes flat then, but crushes only one line, so there is one eigenvector, not two.",
                f"{seen}: flat. The vectors along {point(story.eigenvectors[0])} lie at the "
                "origin, and the parabola of the determinant touches zero there.",
            )
        case "diagonalizable":
            return BeatText(
                "$A - lambda I$ crushes an eigenvector just when $det(A - lambda I) = 0$",
                f"{turn}At each eigenvalue the curve meets zero and the plane goes flat. What it "
                "crushes then is the eigenvector: A x equals lambda x.",
                f"{seen}: flat. The vectors along {point(story.eigenvectors[0])} lie at the "
                f"origin. The parabola of the determinant crosses zero at {end} and at "
                f"{amount(story.eigenvalues[1])}.",
            )


def step(story: EigenStory) -> BeatText:
    own = story.own_line
    v, av = 'part("vector", bold(v))', 'part("image", A bold(v))'
    ends = (
        f"The arrow v ends at {point(story.start)} and A v at {point(story.matrix @ story.start)}."
    )
    if story.kind == "complex":
        turn, size = math.degrees(story.angle), computed(story.modulus)
        growth = (
            "and keeps its size"
            if keeps_areas(story.matrix)
            else f"which becomes {size} times as large"
        )
        return BeatText(
            f"A complex pair is a turn by ${number(turn)} degree$ and a stretch by "
            f"${number(story.modulus)}$",
            f"A carries v round {_ring(story)}, {growth}. Counted along it the turn is "
            f"{amount(turn)} degrees, the angle of the complex eigenvalue.",
            f"{ends} Both lie on ellipses of one shape, the second {amount(story.modulus)} times "
            f"as large; along them A turns by {degrees(turn)}.",
            (
                Line(complex_pair(story), "eigen"),
                Line(equation("|lambda|", story.modulus), "eigen"),
            ),
        )
    if story.kind == "defective":
        value = float(story.eigenvalues[0])
        alt = (
            f"{ends} A v is lambda v, at {point(value * story.start)}, and a push by "
            f"{point(story.nilpotent_part)} along the one eigenline."
        )
        lines = (
            Line(f'{av} = part("eigen", lambda) {v} + (A - lambda I) {v}'),
            Line(equation("lambda", value), "eigen"),
        )
        heading = "Off its one eigenline $A$ multiplies $bold(v)$ and pushes it along"
        said = (
            f"A multiplies v by {_values(story)} and then pushes it along the direction of "
            "the one eigenline. There is no second line to take v apart along."
        )
        if own is not None:
            heading = "This $bold(v)$ lies on the one eigenline: $A$ only multiplies it"
            said = (
                f"v is an eigenvector, so A only multiplies it, by {_values(story)}. Any "
                "other vector would be pushed along the line as well."
            )
        return BeatText(heading, said, alt, lines)
    values = story.eigenvalues
    images = [point(value * part) for value, part in zip(values, story.components, strict=True)]
    alt = (
        f"{ends} v is the sum of {' and '.join(map(point, story.components))} on the eigenlines; "
        f"A v is the sum of {' and '.join(images)}: times {amount(values[0])} and times "
        f"{amount(values[1])}."
    )
    marks = [*enumerate(EIGEN_ROLES, 1)]
    parts = [f'part("{role}", c_{mark} bold(x)_{mark})' for mark, role in marks]
    grown = [f'part("{role}", lambda_{mark}) {parts[mark - 1]}' for mark, role in marks]
    if own is not None:
        return BeatText(
            "This $bold(v)$ lies on an eigenline: $A$ only multiplies it by "
            f"${number(values[own])}$",
            "v has nothing of the other eigenvector in it. A multiplies the one piece there is, by "
            f"{computed(values[own])}, so A v stays on the line.",
            alt,
            (Line(f"{v} = {parts[own]}"), Line(f"{av} = {grown[own]}")),
        )
    times = [f'$part("{role}", times {number(values[mark - 1])})$' for mark, role in marks]
    return BeatText(
        f"Along its eigenlines $A$ is two numbers: {' and '.join(times)}",
        "Take v apart along the two eigenlines. A multiplies each piece by its own eigenvalue, "
        "and A v is their sum: no turning, only two numbers.",
        alt,
        (Line(f"{v} = {' + '.join(parts)}"), Line(f"{av} = {' + '.join(grown)}")),
    )


def powers(story: EigenStory) -> BeatText:
    divided = f"drawn divided by $|lambda{_mark(story, 0)}|^n$"
    notes = {"true": "", "divided": divided, "even": "all drawn equally long"}
    return _powers(story)._replace(note=notes[story.scale])


def _powers(story: EigenStory) -> BeatText:
    if story.outcome == "zero_start":
        return BeatText(
            "The zero vector stays zero, and has no direction",
            "The start vector is zero, and A times zero is zero: it never leaves the origin, and "
            "it is no eigenvector.",
            "A dot at the origin: v is zero, and so are all A to the n times v.",
        )
    seen = (
        f"The arrows v = {point(story.start)}, A v and so on up to A to the power {story.steps} v"
    )
    if story.outcome == "vanishes":
        name, said = ("A", "one step") if story.lengths[1] == 0 else ("A^2", "two steps")
        return BeatText(
            f"${name} bold(v) = bold(0)$: no direction is left to follow",
            f"After {said} nothing is left: the vector lies at the origin, and all further powers "
            "leave it there.",
            f"{seen}, which is zero: only the origin is left.",
        )
    values, own, last = story.eigenvalues, story.own_line or 0, degrees(story.angles[-1])
    seen += f"; the last is {amount(story.lengths[-1])} long"
    angles = (
        f"{seen}. The angle to the eigenline along {point(story.line)} was "
        f"{degrees(story.angles[0])} and is {last}."
    )
    match story.outcome:
        case "turns":
            way, ring = _way(story), _ring(story)
            grown = f"lies on {ring} {amount(story.modulus)} times as large as the last"
            return BeatText(
                f"Powers turn and turn, and spiral {way}"
                if way
                else f"Powers go round and round on {ring}, and settle nowhere",
                f"Each step turns on, and {grown if way else f'stays on {ring}'}. No direction is "
                "ever settled on: a complex pair has no dominant line.",
                f"{seen} and has turned by {last} in all.",
                (Line(equation("|lambda|", story.modulus)),),
            )
        case "stays" if story.kind == "scalar":
            return BeatText(
                "Each power is a multiple of $bold(v)$: it never leaves its line",
                "Every line is kept, so v stays on its own: each step multiplies it by "
                f"{amount(values[own])}, and that is all.",
                f"{seen}, and all of them lie on one line.",
            )
        case "stays":
            minor = own == 1
            return BeatText(
                f"$A^n bold(v)$ never leaves {'the minor' if minor else 'its'} eigenline",
                f"The start vector is an eigenvector: each step multiplies it by "
                f"{amount(values[own])}. "
                f"{'With nothing of the dominant direction in it, ' if minor else 'So '}"
                "it stays on its line for ever.",
                f"{seen}, and all of them lie on one line.",
            )
        case "alternates":
            return BeatText(
                "Equal moduli: no direction wins, and $A^n bold(v)$ goes to and fro",
                "The two eigenvalues differ in sign only. In each step one piece flips and the "
                "other keeps its side, so the direction alternates for ever.",
                angles,
                (Line("|lambda_2 \\/ lambda_1| = 1"),),
            )
        case "creeps":
            slow = abs(float(story.angles[-1])) > 0.5
            return BeatText(
                "With one eigenline, powers fall in line only slowly",
                "Each step adds the same push along the eigenline, so the direction nears it"
                f"{', but only' if slow else ''} as one over n: after {story.steps} steps it is "
                f"{'still ' if slow else ''}{last} away.",
                angles,
            )
        case _:  # one direction wins
            ratio, spoken = computed(story.ratio), amount(story.ratio)
            if ratio == "1":  # never 1 where it is less
                ratio = spoken = distinct(story.ratio, 1.0)[0]
            lines = (Line(f"|lambda_2 \\/ lambda_1| {equals(to_typst(ratio))}"),)
            flip = ""
            if values[0] < 0:
                flip = " With a negative eigenvalue it changes sides each time."
            if values[1] == 0:
                return BeatText(
                    "One step, and $A^n bold(v)$ is in line for good",
                    "The second eigenvalue is zero: the first step wipes that piece out, and what "
                    f"is left lies on the first eigenline, where each step multiplies it.{flip}",
                    angles,
                    lines,
                )
            return BeatText(
                "Powers turn towards the dominant $bold(x)_1$, but slowly"
                if abs(float(story.angles[-1])) > SLOW
                else "Powers $A^n bold(v)$ fall in line with the dominant $bold(x)_1$",
                f"In each step the second piece shrinks against the first, to {spoken} of its "
                f"share, so the direction of the larger eigenvalue takes over.{flip}",
                angles,
                lines,
            )


def recap(story: EigenStory) -> BeatText:
    trace, determinant = story.trace, story.determinant
    total, product = equation("a + d", trace), equation("det A", determinant)
    (a, b), (c, d) = (tuple(map(shortest, row)) for row in story.matrix)
    rows = f"The grid moved by the matrix A with rows ({a}, {b}) and ({c}, {d})."
    sums = f"The trace is {amount(trace)} and the determinant {amount(determinant)}."
    closing = Line(_long_run(story), prose=True)
    double = (Line(f"2 lambda = {total}"), Line(f"lambda^2 = {product}"), closing)
    match story.kind:
        case "complex":
            return BeatText(
                "In short: no real eigenvector, but a turn and a stretch",
                "A moves the whole plane and keeps no line. Its complex pair says what it does "
                "instead: it turns and stretches, step after step.",
                f"{rows} No line has stayed; the complex eigenvalues have modulus "
                f"{amount(story.modulus)} and angle {degrees(math.degrees(story.angle))}. {sums}",
                (
                    Line(complex_pair(story), "eigen"),
                    Line(f'2 op("Re") lambda = {total}'),
                    Line(f"|lambda|^2 = {product}"),
                    closing,
                ),
            )
        case "scalar":
            factor = amount(story.eigenvalues[0])
            return BeatText(
                "In short: every direction is an eigenvector",
                "A treats all directions alike: it is a single number times the identity.",
                f"{rows} All lines have stayed: the factor is {factor}. {sums}",
                (_eigen_line(story, 0), Line("for every $bold(x)$", prose=True), *double),
            )
        case "defective":
            return BeatText(
                "In short: one eigenvector where there could be two",
                "Lines along the eigenvector keep their direction, all others turn. The eigenvalue "
                "counts twice, but there is no second eigenvector: the matrix is defective.",
                f"{rows} One line has stayed: {_eigenlines(story)}. {sums}",
                (_eigen_line(story, 0), *double),
            )
        case "diagonalizable":
            return BeatText(
                "In short: in the grid of its eigenvectors $A$ only stretches",
                "Take the eigenvectors for a grid. A turns none of its lines: it stretches along "
                "the one eigenvector and along the other, each by its eigenvalue.",
                f"{rows} Two lines have stayed: {_eigenlines(story)}. {sums}",
                (
                    _eigen_line(story, 0),
                    _eigen_line(story, 1),
                    Line(f"lambda_1 + lambda_2 = {total}"),
                    Line(f"lambda_1 lambda_2 = {product}"),
                    closing,
                ),
            )


def _eigen_line(story: EigenStory, index: int) -> Line:
    mark, x = _mark(story, index), vector_name(story, index)
    markup = f"A {x} = lambda{mark} {x}, quad {eigenvalue_name(story, index)}"
    return Line(markup, EIGEN_ROLES[index])


def _long_run(story: EigenStory) -> str:
    """Return where the powers lead (Typst), in half a line."""
    way, own = _way(story), vector_name(story, story.own_line or 0)
    ends = {
        "zero_start": " = bold(0)$, as $bold(v) = bold(0)$",
        "vanishes": "$ vanishes",
        "turns": f"$ spirals {way}" if way else "$ goes round for ever",
        "stays": "$ stays in its line"
        if story.kind == "scalar"
        else f"$ stays in line with ${own}$",
        "dominant": "$ falls in line with $bold(x)_1$",
        "alternates": "$ goes to and fro",
        "creeps": "$ creeps into line with $bold(x)$",
    }
    return f"$A^n bold(v){ends[story.outcome]}"


def _ring(story: EigenStory) -> str:
    """Return what a complex pair runs round, with its article."""
    return "a circle" if is_similarity(story.matrix) else "an ellipse"


def _way(story: EigenStory) -> str:
    """Return which way a complex pair spirals; empty where it stays on its ring."""
    if keeps_areas(story.matrix):
        return ""
    return "outwards" if story.modulus > 1 else "inwards"


def _values(story: EigenStory) -> str:
    return " and ".join(map(amount, story.eigenvalues))


def _eigenlines(story: EigenStory) -> str:
    return " and ".join(
        f"along {point(vector)} with the factor {amount(value)}"
        for value, vector in zip(story.eigenvalues, story.eigenvectors, strict=True)
    )


# -- names, formulas and numbers -----------------------------------------------------------------


def image_name(story: EigenStory) -> str:
    """Return ``A v`` as Typst mathematics, with the number by which it is drawn too long."""
    if story.zoom == 1:
        return "A bold(v)"
    return f"{to_typst(magnitude(story.zoom))} thin A bold(v)"


def eigenvalue_name(story: EigenStory, index: int) -> str:
    """Return ``lambda_1 = 2`` for the label of an eigenline."""
    return equation(f"lambda{_mark(story, index)}", float(story.eigenvalues[index]))


def vector_name(story: EigenStory, index: int) -> str:
    return f"bold(x){_mark(story, index)}"


def crushed_name(story: EigenStory, index: int) -> str:
    return f"(A - lambda{_mark(story, index)} I) {vector_name(story, index)} = bold(0)"


def chart_names(story: EigenStory) -> list[tuple[float, str]]:
    """Return where the determinant is zero, or least, each with its name (Typst)."""
    if story.kind == "complex":
        least = float(story.characteristic(story.slider_end))
        return [(story.slider_end, f"lowest: ${number(least)}$")]
    names = (f"${eigenvalue_name(story, index)}$" for index in range(len(story.roots)))
    return [*zip(story.roots.tolist(), names, strict=True)]


def component_names(story: EigenStory, after: bool) -> list[str]:
    if story.kind != "diagonalizable" or story.own_line is not None:
        return []
    pieces = [f"c_{mark} bold(x)_{mark}" for mark in (1, 2)]
    if after:
        return [f"lambda_{mark} {piece}" for mark, piece in enumerate(pieces, 1)]
    return pieces


def power_chart_name(story: EigenStory) -> str:
    """Return the caption (Typst) of the chart beside the powers."""
    if story.outcome == "turns":
        return "turned so far, after $n$ steps"
    own = story.own_line or 0
    role, name = EIGEN_ROLES[own], vector_name(story, own)
    if story.kind == "scalar":
        role, name = "vector", "bold(v)"
    return f'angle to $part("{role}", {name})$, after $n$ steps'


def _mark(story: EigenStory, index: int) -> str:
    return f"_{index + 1}" if story.kind == "diagonalizable" else ""


def complex_pair(story: EigenStory) -> str:
    real, imaginary = story.pair
    first = number(real) if abs(real) > 1e-12 * story.modulus else ""
    second = "" if abs(imaginary - 1) < 1e-12 else number(imaginary)
    return f"lambda {relation(first, second)} {first} plus.minus {second} i"


def amount(value: float) -> str:
    """Return a result for a sentence, which says where it is rounded; none is lost as noise."""
    return about(magnitude(value) if 0 < value < 1e-4 else computed(value))


def degrees(value: float) -> str:
    return f"{amount(abs(value))} degrees"


def length_text(value: float) -> str:
    """Write a length with two decimals, or as a power of ten; zero only where it is zero."""
    return magnitude(value, 2) if 0 < value < 1e-12 else format_number(value)


def equation(name: str, value: float) -> str:
    return f"{name} {equals(number(value))}"
