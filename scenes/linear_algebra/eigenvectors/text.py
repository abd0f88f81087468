"""What is said of the eigenvectors of a matrix, in words and formulas true for that matrix."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.linear_algebra import is_similarity, keeps_areas, rank
from explainer.numbers import (
    Figure,
    about,
    computed,
    distinct,
    equals,
    format_number,
    magnitude,
    shortest,
    to_typst,
)
from explainer.scenes.linear_algebra.common import (
    EIGEN_ROLES,
    amount,
    complex_pair,
    coordinates,
    degrees,
    direction,
    matrix,
    number,
    point,
    results,
)
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory

SLOW = 5.0
"""Degrees from the leading line after the last step above which a walk counts as slow."""


def sweep(story: EigenStory) -> BeatText:
    swing = "The unit vector v goes round once, and A v follows. "
    zoom = "" if story.zoom == 1 else f", drawn {amount(story.zoom)} times as long,"
    traced = ("a point", "a line segment", _ring(story))[rank(story.matrix)]
    seen = (
        f"A unit circle, which v has gone round, and {traced}, which A v{zoom} has traced. Beside "
        "them a chart of the angle from v to A v. "
    )
    match story.kind:
        case "complex":
            turned = np.degrees(abs(story.turn(story.turn_samples)))
            between = f"stays between {degrees(turned.min())} and {degrees(turned.max())}"
            if is_similarity(story.matrix):
                between = f"is {degrees(turned.min())} throughout"
            return BeatText(
                "$A bold(v)$ is never in line with $bold(v)$: there is no real eigenvector",
                f"{swing}The angle between them is never zero, nor a half turn: no real vector is "
                "an eigenvector.",
                f"{seen}The angle {between}: they are never in line.",
            )
        case "scalar" if story.eigenvalues[0] == 0:
            return BeatText(
                "$A bold(v) = bold(0)$ whichever way $bold(v)$ points",
                "The unit vector v goes round once, and A v stays at the origin: it is zero times "
                "v. So every v is an eigenvector, with eigenvalue zero.",
                f"{seen}A v is zero throughout, so there is no angle.",
            )
        case "scalar":
            factor = _factor(story, 0)
            kept = 180 if story.eigenvalues[0] < 0 else 0
            return BeatText(
                "$A bold(v)$ is always in line with $bold(v)$: every $bold(v)$ is an eigenvector",
                f"{swing}It stays on the line of v all the way: A multiplies v by {factor}. So "
                "every v is an eigenvector, with this eigenvalue.",
                f"{seen}The angle is {kept} degrees throughout; A multiplies v by {factor}.",
            )
        case _:
            count = "one line" if story.kind == "defective" else "two lines"
            factors = " or ".join(_factor(story, k) for k in range(len(story.eigenvalues)))
            zero = " The eigenvalue 0 sends its line to the origin."
            return BeatText(
                f"Only on {count} is $A bold(v)$ in line with $bold(v)$",
                f"{swing}They line up only on {count}. There v is an eigenvector, and A just "
                f"scales it by its eigenvalue, {factors}.{zero if 0 in story.eigenvalues else ''}",
                f"{seen}They lined up on {count}: {_eigenlines(story)}.",
            )


def slider(story: EigenStory) -> BeatText:
    turn = "Subtract a number lambda from the diagonal of A, and let it vary. "
    end = _factor(story, 0) if len(story.eigenvalues) else amount(story.slider_end)
    seen = f"The plane under A minus lambda I, where lambda is {end},"
    match story.kind:
        case "complex":
            least = amount(float(story.characteristic(story.slider_end)))
            return BeatText(
                "$det(A - lambda I) > 0$ for every real $lambda$: the plane never collapses",
                f"{turn}The plane never collapses, and the determinant stays above zero. Its "
                "zeros, the two eigenvalues, are complex.",
                f"{seen} has not collapsed. The parabola of the determinant is lowest there, at "
                f"{least}, above zero.",
            )
        case "scalar":
            return BeatText(
                f"At ${eigenvalue_name(story, 0)}$ the whole plane collapses to a point",
                f"{turn}The determinant touches zero at {end}. There the whole plane collapses to "
                "the origin: A v equals lambda v for every v.",
                f"{seen} is a single point. The parabola of the determinant touches zero there.",
            )
        case "defective":
            return BeatText(
                "$det(A - lambda I)$ touches zero once: a double eigenvalue",
                f"{turn}The determinant touches zero once: a double eigenvalue. There the plane "
                "collapses, but only one line goes to zero: one line of eigenvectors, not two.",
                f"{seen} has collapsed onto a line. The vectors along {_along(story, 0)} lie at "
                "the origin, and the parabola of the determinant touches zero there.",
            )
        case "diagonalizable":
            return BeatText(
                "Where $det(A - lambda I) = 0$, an eigenvector is sent to $bold(0)$",
                f"{turn}At each eigenvalue the determinant is zero, and the plane collapses onto a "
                "line. The eigenvector x goes to zero: A x equals lambda x.",
                f"{seen} has collapsed onto a line. The vectors along {_along(story, 0)} lie at "
                f"the origin. The parabola of the determinant crosses zero at {end} and at "
                f"{_factor(story, 1)}.",
            )


def step(story: EigenStory) -> BeatText:
    own = story.own_line
    v, av = 'part("vector", bold(v))', 'part("image", A bold(v))'
    start = point(story.start, typed=True)
    ends = f"The arrow v ends at {start} and A v at {point(story.matrix @ story.start)}."
    if story.kind == "complex":
        turn, modulus, ring = degrees(math.degrees(story.angle)), story.modulus, _ring(story)
        on_average, way = "", ""
        if not is_similarity(story.matrix):
            on_average, way = "On average, ", f" along {ring}"
        heading, scaling = f"Complex eigenvalues mean a rotation{way}", ""
        seen = f"Both lie on {ring}."
        if not keeps_areas(story.matrix):
            heading += " and a scaling"
            scaling = f", and scales it by {amount(modulus)}, their modulus"
            seen = f"v lies on {ring}, and A v on one {amount(modulus)} times as large."
        return BeatText(
            heading,
            f"{on_average}A turns v{way} by {turn}, the angle of the complex eigenvalues{scaling}.",
            f"{ends} {seen}",
            (
                Line(complex_pair(complex(*story.pair)), "eigen"),
                Line(equation("|lambda|", modulus), "eigen"),
            ),
        )
    if story.kind == "defective":
        value = float(story.eigenvalues[0])
        alt = (
            f"{ends} A v is lambda v, at {point(value * story.start)}, plus a push by "
            f"{point(story.nilpotent_part)} along the line of eigenvectors."
        )
        lines = (
            Line(f'{av} = part("eigen", lambda) {v} + (A - lambda I) {v}'),
            Line(equation("lambda", value), "eigen"),
        )
        heading = "$A bold(v)$ is a multiple of $bold(v)$, pushed along the line of eigenvectors"
        said = (
            f"A multiplies v by {_factor(story, 0)}, and then pushes it parallel to the line of "
            "eigenvectors. There is no second such line, so v is not a sum of eigenvectors."
        )
        if own is not None:
            heading = "This $bold(v)$ is an eigenvector: $A$ only multiplies it"
            said = (
                f"v is an eigenvector, so A only multiplies it, by {_factor(story, 0)}. All "
                "vectors off this line are also pushed parallel to it."
            )
        return BeatText(heading, said, alt, lines)
    first, second = map(point, story.eigenvalues[:, None] * story.components)
    alt = (
        f"{ends} v is the sum of {' and '.join(map(point, story.components))} on the two lines of "
        f"eigenvectors; A v is the sum of {_factor(story, 0)} times the first, {first}, and "
        f"{_factor(story, 1)} times the second, {second}."
    )
    marks = [*enumerate(EIGEN_ROLES, 1)]
    parts = [f'part("{role}", c_{mark} bold(x)_{mark})' for mark, role in marks]
    factors = [f'part("{role}", lambda_{mark})' for mark, role in marks]
    grown = [f"{factor} {part}" for factor, part in zip(factors, parts, strict=True)]
    if own is not None:
        return BeatText(
            f"This $bold(v)$ is an eigenvector: $A$ only multiplies it by ${factors[own]}$",
            "v has no component along the other eigenvector. So A only multiplies it, by "
            f"{_factor(story, own)}, and A v stays on the line.",
            alt,
            (Line(f"{v} = {parts[own]}"), Line(f"{av} = {grown[own]}")),
        )
    return BeatText(
        f"Along its eigenvectors $A$ only scales, by ${factors[0]}$ and by ${factors[1]}$",
        "Write v as a sum of two eigenvectors. A multiplies each of them by its own eigenvalue, "
        "so neither leaves its line. The results add up to A v.",
        alt,
        (Line(f"{v} = {' + '.join(parts)}"), Line(f"{av} = {' + '.join(grown)}")),
    )


def powers(story: EigenStory) -> BeatText:
    if story.outcome == "zero_start":
        return BeatText(
            "The zero vector stays zero",
            "The start vector is zero, and A times zero is zero, so it never leaves the origin. "
            "The zero vector has no direction, and is not an eigenvector.",
            "A dot at the origin: v is zero, and so are all its images.",
        )
    seen = (
        f"An arrow for v, which ends at {point(story.start, typed=True)}, and one for its image "
        f"after each of {story.steps} steps"
    )
    if story.outcome == "vanishes":
        name, said = ("A", "one step") if story.lengths[1] == 0 else ("A^2", "two steps")
        return BeatText(
            f"${name} bold(v) = bold(0)$: all further powers are zero too",
            f"After {said} nothing is left: the vector lies at the origin, and all further powers "
            "leave it there.",
            f"{seen}: after {said} only the origin is left.",
        )
    values, own, last = story.eigenvalues, story.own_line or 0, degrees(story.angles[-1])
    seen += f"; the last is {about(length_text(float(story.lengths[-1])))} long"
    seen += "" if story.scale == "true" else ", but not drawn to scale"
    angles = (
        f"{seen}. The angle to the line along {coordinates(direction(story.line))} was "
        f"{degrees(story.angles[0])} and is now {last}."
    )
    match story.outcome:
        case "turns":
            way, ring = _way(story), _ring(story)
            grown = f"lands on {ring} {amount(story.modulus)} times as large as the last"
            return BeatText(
                f"$A^n bold(v)$ spirals {way}"
                if way
                else f"$A^n bold(v)$ goes round and round on {ring}",
                f"Each step turns the vector further, and it {grown if way else f'stays on {ring}'}"
                ". It settles on no direction, as A has no real eigenvector.",
                f"{seen} and has turned by {last} in all.",
                (Line(equation("|lambda|", story.modulus)),),
            )
        case "stays" if story.kind == "scalar":
            return BeatText(
                "Each power is a multiple of $bold(v)$: it never leaves its line",
                "Every line stays in place, so v stays on its own. Each step multiplies it by "
                f"{_factor(story, own)}.",
                f"{seen}, and all of them lie on one line.",
            )
        case "stays":
            other = "With no component along the other eigenvector, " if own == 1 else "So "
            return BeatText(
                f"$A^n bold(v)$ never leaves the line of ${vector_name(story, own)}$",
                "The start vector is an eigenvector: each step multiplies it by "
                f"{_factor(story, own)}. {other}it stays on its line for ever.",
                f"{seen}, and all of them lie on one line.",
            )
        case "alternates":
            return BeatText(
                "Eigenvalues of equal modulus: $A^n bold(v)$ alternates between two directions",
                "The two eigenvalues differ only in sign. Each step reverses one component and not "
                "the other, so the direction alternates for ever.",
                angles,
                (Line("|lambda_2 \\/ lambda_1| = 1"),),
            )
        case "creeps":
            slow = abs(float(story.angles[-1])) > 0.5
            return BeatText(
                "With one line of eigenvectors, $A^n bold(v)$ turns towards it only slowly",
                "Relative to the scaled v, each step adds the same push along the line. So the "
                f"angle shrinks only like one over n: after {story.steps} steps it is "
                f"{'still ' if slow else ''}{last}.",
                angles,
            )
        case _:  # one direction wins
            ratio, spoken = computed(story.ratio), amount(story.ratio)
            if ratio == "1":  # never 1 where it is less
                ratio = spoken = distinct(story.ratio, 1.0)[0]
            lines = (Line(f"|lambda_2 \\/ lambda_1| {equals(to_typst(ratio))}"),)
            flip = " The first eigenvalue is negative, so the vector changes sides in each step."
            flip = flip if values[0] < 0 else ""
            if values[1] == 0:
                return BeatText(
                    "After one step $A^n bold(v)$ stays on the line of $bold(x)_1$",
                    "The second eigenvalue is zero, so the first step removes that component. What "
                    f"is left is an eigenvector, and A only scales it.{flip}",
                    angles,
                    lines,
                )
            pace = ", but slowly" if abs(float(story.angles[-1])) > SLOW else ""
            return BeatText(
                f"$A^n bold(v)$ turns towards $bold(x)_1$, the dominant eigenvector{pace}",
                "Relative to the first component, the size of the second is multiplied by "
                f"{spoken} in each step. So the eigenvalue of larger modulus wins.{flip}",
                angles,
                lines,
            )


def recap(story: EigenStory) -> BeatText:
    first, second = (point(row, typed=True) for row in story.matrix)
    rows = f"The grid moved by the matrix A with rows {first} and {second}."
    closing = Line(_long_run(story), prose=True)
    match story.kind:
        case "complex":
            scaling, says = " and a scaling", "angle and modulus say how it turns and scales"
            if keeps_areas(story.matrix):
                scaling, says = "", "angle says how it turns"
            return BeatText(
                f"In short: no real eigenvector, but a rotation{scaling}",
                "A matrix with complex eigenvalues leaves no line in place. Their "
                f"{says} the plane, step after step.",
                f"{rows} No line has stayed in place; the complex eigenvalues have modulus "
                f"{amount(story.modulus)} and angle {degrees(math.degrees(story.angle))}.",
                (Line(complex_pair(complex(*story.pair)), "eigen"), closing),
            )
        case "scalar":
            return BeatText(
                "In short: every vector but $bold(0)$ is an eigenvector",
                "This matrix is a number times the identity. It multiplies all vectors by that "
                "number, so every vector but the zero vector is an eigenvector.",
                f"{rows} Every vector has been multiplied by {_factor(story, 0)}.",
                (_eigen_line(story, 0), Line("for every $bold(x)$", prose=True), closing),
            )
        case "defective":
            return BeatText(
                "In short: a double eigenvalue, but only one line of eigenvectors",
                "The eigenvalue counts twice, but its eigenvectors fill only one line. Such a "
                "matrix is called defective.",
                f"{rows} One line has stayed in place: {_eigenlines(story)}.",
                (_eigen_line(story, 0), closing),
            )
        case "diagonalizable":
            return BeatText(
                "In short: along its eigenvectors $A$ only scales",
                "On a grid along its eigenvectors, A turns none of the lines. It only scales each "
                "of the two directions by its eigenvalue.",
                f"{rows} Two lines have stayed in place: {_eigenlines(story)}.",
                (_eigen_line(story, 0), _eigen_line(story, 1), closing),
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
        "turns": f"$ spirals {way}" if way else "$ goes round and round",
        "stays": "$ stays on its line"
        if story.kind == "scalar"
        else f"$ stays on the line of ${own}$",
        "dominant": "$ turns towards $bold(x)_1$",
        "alternates": "$ alternates",
        "creeps": "$ slowly turns towards $bold(x)$",
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


def _factor(story: EigenStory, index: int) -> str:
    """Return an eigenvalue for a sentence."""
    return about(results(story.eigenvalues)[index])


def _eigenlines(story: EigenStory) -> str:
    return " and ".join(
        f"along {_along(story, index)} with the factor {_factor(story, index)}"
        for index in range(len(story.eigenvectors))
    )


def _along(story: EigenStory, index: int) -> str:
    """Return a point of an eigenline."""
    return coordinates(direction(story.eigenvectors[index]))


# -- names, formulas and numbers -----------------------------------------------------------------


def given_matrix(story: EigenStory) -> Line:
    return Line(matrix("A", story.matrix))


def image_name(story: EigenStory) -> str:
    """Return ``A v`` as Typst mathematics, with the number by which it is drawn too long."""
    if story.zoom == 1:
        return "A bold(v)"
    return f"{to_typst(magnitude(story.zoom))} thin A bold(v)"


def eigenvalue_name(story: EigenStory, index: int) -> str:
    """Return ``lambda_1 = 2`` for the label of an eigenline."""
    written = to_typst(results(story.eigenvalues)[index])
    return f"lambda{_mark(story, index)} {equals(written)}"


def vector_name(story: EigenStory, index: int) -> str:
    return f"bold(x){_mark(story, index)}"


def moved_name(story: EigenStory, index: int) -> str:
    return f"lambda{_mark(story, index)} {vector_name(story, index)}"


def crushed_name(story: EigenStory, index: int) -> str:
    return f"(A - lambda{_mark(story, index)} I) {vector_name(story, index)} = bold(0)"


def chart_names(story: EigenStory) -> list[tuple[float, str]]:
    """Return where the determinant is zero, or least, each with its name (Typst)."""
    if story.kind == "complex":
        least = float(story.characteristic(story.slider_end))
        return [(story.slider_end, f"lowest ${equals(number(least))}$")]
    names = (f"${eigenvalue_name(story, index)}$" for index in range(len(story.roots)))
    return [*zip(story.roots.tolist(), names, strict=True)]


def component_names(story: EigenStory, after: bool) -> list[str]:
    if story.kind != "diagonalizable" or story.own_line is not None:
        return []
    pieces = [f"c_{mark} bold(x)_{mark}" for mark in (1, 2)]
    if after:
        return [f"lambda_{mark} {piece}" for mark, piece in enumerate(pieces, 1)]
    return pieces


def power_name(story: EigenStory) -> str:
    """Return what the arrow of a power shows, as Typst mathematics."""
    shown = {
        "true": "",
        "divided": f" \\/ |lambda{_mark(story, 0)}|^n",
        "even": " \\/ norm(A^n bold(v))",
    }
    return f"A^n bold(v){shown[story.scale]}"


def power_chart_name(story: EigenStory) -> str:
    """Return the caption (Typst) of the chart beside the powers."""
    if story.outcome == "turns":
        return "total turn after $n$ steps"
    own = story.own_line or 0
    role, name = EIGEN_ROLES[own], vector_name(story, own)
    if story.kind == "scalar":
        role, name = "vector", "bold(v)"
    return f'angle to $part("{role}", {name})$, after $n$ steps'


def _mark(story: EigenStory, index: int) -> str:
    return f"_{index + 1}" if story.kind == "diagonalizable" else ""


def length_text(value: float, *, animating: bool = False) -> Figure:
    """Write a length, zero only where it is zero; with two decimals while it runs."""
    if 0 < value < 1e-12:
        return magnitude(value, 2)
    return format_number(value, animating=True) if animating else shortest(value)


def equation(name: str, value: float) -> str:
    return f"{name} {equals(number(value))}"
