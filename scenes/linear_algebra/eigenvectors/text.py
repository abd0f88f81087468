"""What is said of the eigenvectors of a matrix, in words that are true for that matrix."""

from __future__ import annotations

import math
from typing import TypeAlias

from explainer.beat_text import BeatText, Line
from explainer.maths.linear_algebra import is_similarity, keeps_areas, rank
from explainer.numbers import about, distinct
from explainer.scenes.linear_algebra.common import (
    EIGEN_ROLES,
    amount,
    coordinates,
    degrees,
    direction,
    point,
    results,
)
from explainer.scenes.linear_algebra.eigenvectors.formulas import (
    coloured,
    component_names,
    eigenvalue_name,
    given_matrix,
    image_lines,
    length_text,
    vector_name,
)
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory

Said: TypeAlias = tuple[str, str, str]
"""Heading, narration, and what is seen."""

SLOW = 5.0
"""Degrees from the leading line after the last step above which a walk counts as slow."""


def sweep(story: EigenStory) -> BeatText:
    no = story.kind == "complex"
    meaning = "A bold(v) eq.not lambda bold(v)" if no else "A bold(x) = lambda bold(x)"
    lines: tuple[Line, ...] = (Line(given_matrix(story)), Line(meaning))
    values = (eigenvalue_name(story, index) for index in range(len(story.roots)))
    lines += tuple(Line(*pair) for pair in zip(values, EIGEN_ROLES, strict=False))
    return BeatText(*_sweep(story), lines, question="Which vectors does $A$ keep on their lines?")


def _sweep(story: EigenStory) -> Said:
    swing = "The unit vector v goes round once, and A v follows. "
    zoom = "" if story.zoom == 1 else f", drawn {amount(story.zoom)} times as long,"
    traced = ("a point", "a line segment", _ring(story))[rank(story.matrix)]
    seen = f"A unit circle, which v has gone round, and {traced}, which A v{zoom} has traced"
    seen += ". " if story.tangled else ", with lines from points to their images. "
    match story.kind:
        case "complex":
            return (
                "$A bold(v)$ is never parallel to $bold(v)$: there is no real eigenvector",
                f"{swing}The angle between them is never zero or a half turn. So no real vector "
                "is an eigenvector: A turns them all.",
                f"{seen}A v is turned away from v everywhere, and never parallel to it.",
            )
        case "scalar" if story.eigenvalues[0] == 0:
            return (
                "$A bold(v) = bold(0)$ whichever way $bold(v)$ points",
                "The unit vector v goes round once, and A v stays at the origin. It is zero times "
                "v, whichever way v points. So every v is an eigenvector, with eigenvalue zero.",
                f"{seen}A v is zero throughout.",
            )
        case "scalar":
            factor = _factor(story, 0)
            return (
                "$A bold(v)$ is always parallel to $bold(v)$: every $bold(v)$ is an eigenvector",
                f"{swing}It stays on the line of v all the way. So every v is an eigenvector: A "
                f"multiplies it by {factor}, its eigenvalue.",
                f"{seen}All these lines point to the origin: A multiplies each v by {factor}.",
            )
        case _:
            count = "one line" if story.kind == "defective" else "two lines"
            factors = " or ".join(_factor(story, k) for k in range(len(story.eigenvalues)))
            zero = "; with 0, A v is zero" if 0 in story.eigenvalues else ""
            return (
                f"Only on {count} is $A bold(v)$ parallel to $bold(v)$: the eigenvectors",
                f"{swing}They are parallel only when v is on {count.replace('two', 'one of two')}. "
                f"There v is an eigenvector: A just scales it by its eigenvalue, {factors}{zero}.",
                f"{seen}A v was parallel to v on {count}, now glowing, with eigenvectors and their "
                f"images: {_eigenlines(story)}.",
            )


def collapse(story: EigenStory) -> BeatText:
    question = "For which $lambda$ is $A bold(x) = lambda bold(x)$?"
    return BeatText(*_collapse(story), question=question)


def _collapse(story: EigenStory) -> Said:
    square = (
        "A minus lambda times the identity I takes the unit square to a parallelogram, whose "
        "signed area is the determinant. "
    )
    stops = story.slider_stops
    end = _factor(story, stops[-1][1]) if stops else amount(story.slider_end)
    seen = f"The unit square under A minus lambda I, where lambda is {end},"
    ways = "Outlines for other values of lambda lie behind it. Beside it,"
    match story.kind:
        case "complex":
            least = amount(float(story.characteristic(story.slider_end)))
            return (
                "$det(A - lambda I) > 0$ for every real $lambda$: the square never collapses",
                f"{square}Let lambda run: the parallelogram shrinks and grows, but is never flat. "
                "Where it is smallest, its area is still above zero: both eigenvalues are complex.",
                f"{seen} has not collapsed. {ways} the parabola of the determinant has its lowest "
                f"value, {least}, above zero.",
            )
        case "scalar":
            return (
                f"At ${eigenvalue_name(story, 0)}$ the whole plane collapses to a point",
                f"{square}Let lambda run: the square shrinks to a point, and grows again. It is a "
                f"point when lambda is {end}: then A v equals lambda v for every v.",
                f"{seen} is a single point. {ways} the parabola of the determinant touches zero.",
            )
        case "defective":
            return (
                "$det(A - lambda I)$ touches zero once: a double eigenvalue",
                f"{square}Let lambda run: the determinant only touches zero, at a double "
                "eigenvalue. There the square is flat, but only one line goes to zero: one line of "
                "eigenvectors, not two.",
                f"{seen} has collapsed onto a line. {ways} the parabola of the determinant touches "
                f"zero. The vectors along {_along(story, 0)} lie at the origin.",
            )
        case "diagonalizable":
            last = stops[-1][1]
            return (
                "At an eigenvalue the square is flat: $det(A - lambda I) = 0$",
                f"{square}At an eigenvalue it is flat: the determinant is zero, and an eigenvector "
                "goes to zero. Between the two eigenvalues it is turned over, and at the other one "
                "it is flat again.",
                f"{seen} has collapsed onto a line. {ways} the parabola of the determinant crosses "
                f"zero at {end} and at {_factor(story, 1 - last)}. The vectors along "
                f"{_along(story, last)} lie at the origin.",
            )


def step(story: EigenStory) -> BeatText:
    lines = image_lines(story)
    if story.kind == "diagonalizable":
        parts, own = coloured(component_names(story)), story.own_line
        sum_of = " + ".join(parts) if own is None else parts[own]
        lines = (Line(f'part("vector", bold(v)) = {sum_of}'), *lines)
    return BeatText(*_step(story), lines, question="What does $A$ do to any other vector?")


def _step(story: EigenStory) -> Said:
    own = story.own_line
    start = point(story.start, typed=True)
    ends = f"The arrow v ends at {start} and A v at {point(story.matrix @ story.start)}."
    if story.kind == "complex":
        turn, modulus, ring = degrees(math.degrees(story.angle)), story.modulus, _ring(story)
        kept = "" if is_similarity(story.matrix) else ", of the shape that A keeps"
        on_average = "on average " if kept else ""
        heading = f"Complex eigenvalues mean a rotation{f' along {ring}' if kept else ''}"
        scaling, seen = "", f"Both lie on {ring}."
        if not keeps_areas(story.matrix):
            heading += " and a scaling"
            scaling = f", and scales it by {amount(modulus)}, their modulus"
            seen = f"v lies on {ring}, and A v on one {amount(modulus)} times as large."
        return (
            heading,
            f"Draw {ring} through the tip of another vector v{kept}. A turns v along it "
            f"{on_average}by {turn}, the angle of the complex eigenvalues{scaling}. So no "
            "direction stays the same.",
            f"{ends} {seen}",
        )
    factors = [_factor(story, index) for index in range(len(story.roots))]
    if story.kind == "defective":
        value = float(story.eigenvalues[0])
        alt = (
            f"{ends} A v is lambda v, at {point(value * story.start)}, plus a push by "
            f"{point(story.nilpotent_part)} along the line of eigenvectors."
        )
        if own is not None:
            return (
                "This $bold(v)$ is an eigenvector: $A$ only multiplies it",
                "This v lies on the line of eigenvectors. So A only multiplies it, by "
                f"{factors[0]}. All vectors off this line are also pushed parallel to it.",
                alt,
            )
        return (
            "$A bold(v)$ is a multiple of $bold(v)$, pushed along the line of eigenvectors",
            "There is only one line of eigenvectors, so a vector v off it is not a sum of them. A "
            f"multiplies v by {factors[0]}, and pushes it parallel to that line. So only on that "
            "line do vectors keep their direction.",
            alt,
        )
    first, second = map(point, story.eigenvalues[:, None] * story.components)
    alt = (
        f"{ends} v is the sum of {' and '.join(map(point, story.components))} on the two lines of "
        f"eigenvectors; A v is the sum of {factors[0]} times the first, {first}, and {factors[1]} "
        f"times the second, {second}. A grid along these lines has been stretched with them."
    )
    if own is not None:
        return (
            f"This $bold(v)$ is an eigenvector: $A$ only multiplies it by $lambda_{own + 1}$",
            "This v has no component along the other eigenvector. So A only multiplies it, by "
            f"{factors[own]}. A v stays on the line.",
            alt,
        )
    return (
        "Along its eigenvectors $A$ only scales, each by its own eigenvalue",
        "Write another vector v as a sum of two eigenvectors. A multiplies each of them by its own "
        "eigenvalue, so neither leaves its line. The results add up to A v.",
        alt,
    )


def powers(story: EigenStory) -> BeatText:
    return BeatText(
        *_powers(story),
        image_lines(story, power="n"),
        question="Where do the powers of $A$ lead?",
    )


def _powers(story: EigenStory) -> Said:
    if story.outcome == "zero_start":
        return (
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
        return (
            f"${name} bold(v) = bold(0)$: all higher powers give zero too",
            f"After {said} nothing is left: the vector lies at the origin, and stays there.",
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
            return (
                f"$A^n bold(v)$ spirals {way}"
                if way
                else f"$A^n bold(v)$ goes round and round on {ring}",
                f"Each step turns the vector further, and it {grown if way else f'stays on {ring}'}"
                ". It settles on no direction, as A has no real eigenvector.",
                f"{seen}. It has turned by {last} in all.",
            )
        case "stays" if story.kind == "scalar":
            return (
                "Each power is a multiple of $bold(v)$: it never leaves its line",
                "Every line stays in place, so v stays on its own. Each step multiplies it by "
                f"{_factor(story, own)}.",
                f"{seen}, and all of them lie on one line.",
            )
        case "stays":
            other = "With no component along the other eigenvector, " if own == 1 else "So "
            return (
                f"$A^n bold(v)$ never leaves the line of ${vector_name(story, own)}$",
                "The start vector is an eigenvector: each step multiplies it by "
                f"{_factor(story, own)}. {other}it stays on its line for ever.",
                f"{seen}, and all of them lie on one line.",
            )
        case "alternates":
            return (
                "Eigenvalues of equal modulus: $A^n bold(v)$ alternates between two directions",
                "The two eigenvalues differ only in sign. Each step reverses one component and not "
                "the other, so the direction alternates for ever.",
                f"{seen}. They point in two directions in turn.",
            )
        case "creeps":
            slow = abs(float(story.angles[-1])) > 0.5
            return (
                "With one line of eigenvectors, $A^n bold(v)$ turns towards it only slowly",
                "Relative to the scaled v, each step adds the same push along the line. So the "
                f"angle shrinks only like one over n: after {story.steps} steps it is "
                f"{'still ' if slow else ''}{last}.",
                angles,
            )
        case _:  # one direction wins
            spoken = amount(story.ratio)
            if spoken == "1":  # never 1 where it is less
                spoken = distinct(story.ratio, 1.0)[0]
            flip = " The first eigenvalue is negative, so the vector changes sides in each step."
            flip = flip if values[0] < 0 else ""
            if values[1] == 0:
                return (
                    "After one step $A^n bold(v)$ stays on the line of $bold(x)_1$",
                    "The second eigenvalue is zero, so the first step removes that component. What "
                    f"is left is an eigenvector, and A only scales it.{flip}",
                    angles,
                )
            what = "eigenvector" + ", but slowly" * (abs(float(story.angles[-1])) > SLOW)
            return (
                f"$A^n bold(v)$ turns towards the line of $bold(x)_1$, the dominant {what}",
                "Relative to the first component, the size of the second is multiplied by "
                f"{spoken} in each step. So the eigenvalue of larger modulus wins.{flip}",
                angles,
            )


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
        f"along {_along(story, index)} with a factor of {_factor(story, index)}"
        for index in range(len(story.eigenvectors))
    )


def _along(story: EigenStory, index: int) -> str:
    """Return a point of an eigenline."""
    return coordinates(direction(story.eigenvectors[index]))
