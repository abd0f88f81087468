"""What is said of the eigenvectors of a matrix, in words and formulas true for that matrix."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import Line
from explainer.numbers import MINUS, TIMES, format_number, magnitude, rounds, to_typst
from explainer.scenes.linear_algebra.common import (
    EIGEN_ROLES,
    equals,
    figure,
    is_similarity,
    number,
)
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory


def about(value: float) -> str:
    """Return a computed number for speech, and say where it is rounded."""
    value = float(value)
    text = magnitude(value) if 0 < value < 1e-4 else figure(value)
    return f"about {text}" if rounds(value, text) else text


def length_text(value: float) -> str:
    """Write a length with two decimals, or as a power of ten; zero only where it is zero."""
    if 0 < value < 0.005:
        exponent = math.floor(math.log10(value))
        return f"{value / 10.0**exponent:.1f}{TIMES}10^{MINUS}{-exponent}"
    return format_number(value)


def image_name(story: EigenStory) -> str:
    """Return ``A v`` as Typst mathematics, with the number by which it is drawn too long."""
    if story.zoom == 1:
        return "A bold(v)"
    return f"{to_typst(magnitude(story.zoom))} thin A bold(v)"


def factor_name(story: EigenStory, index: int) -> str:
    """Return ``lambda_1 = 2`` for the label of an eigenline."""
    factor = float(story.factors[index])
    mark = f"_{index + 1}" if len(story.factors) > 1 and story.kind == "two_lines" else ""
    return f"lambda{mark} {equals(factor)} {number(factor)}"


def vector_name(story: EigenStory, index: int) -> str:
    """Return the name of an eigenvector, numbered where there are two."""
    return f"bold(x)_{index + 1}" if story.kind == "two_lines" else "bold(x)"


def pair_name(story: EigenStory) -> str:
    """Return a complex pair as Typst mathematics."""
    real, imaginary = (story.modulus * f(story.angle) for f in (math.cos, math.sin))
    first = number(real) if abs(real) > 1e-12 * story.modulus else ""
    second = "" if abs(imaginary - 1) < 1e-12 else number(imaginary)
    return f"lambda {equals(real, imaginary)} {first} plus.minus {second} i"


def ring_name(story: EigenStory) -> str:
    """Return what a complex pair runs round: a circle or an ellipse, with its article."""
    return "a circle" if is_similarity(story.matrix) else "an ellipse"


def values_spoken(story: EigenStory) -> str:
    """Return the eigenvalues for speech."""
    if story.kind == "two_lines":
        first, second = map(about, story.factors)
        return f"{first} and {second}"
    return about(float(story.factors[0]))


# -- a direction that sweeps round ---------------------------------------------------------------


def sweep_words(story: EigenStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the sweep."""
    swing = "The unit vector v goes once round, and A v swings after it. "
    if story.kind == "none":
        return (
            "No direction is kept: $A bold(v)$ is never in line with $bold(v)$",
            f"{swing}The angle between them never comes to zero or to a half turn: there is no "
            "real eigenvector.",
        )
    if story.kind == "every_line":
        if story.factors[0] == 0:
            return (
                "$A bold(v) = bold(0)$ whichever way $bold(v)$ points",
                "The unit vector v goes once round, and A v stays at the origin: zero times v. "
                "Every direction is an eigenvector, with eigenvalue zero.",
            )
        return (
            "Every direction is kept: $A bold(v)$ is always in line with $bold(v)$",
            f"{swing}It stays on the line of v all the way, {about(story.factors[0])} times v: "
            "every direction is an eigenvector.",
        )
    if story.kind == "one_line":
        return (
            "On one line only does $A bold(v)$ stay in line with $bold(v)$",
            f"{swing}Only on one line are the two in line, and there A multiplies by "
            f"{values_spoken(story)}: an eigenvector and its eigenvalue.",
        )
    zero = "" if story.factors[1] else " Zero means that this line is sent to the origin."
    return (
        "On two lines only does $A bold(v)$ stay in line with $bold(v)$",
        f"{swing}On two lines only are they in line: the eigenvectors. There A just multiplies, by "
        f"{values_spoken(story)}.{zero}",
    )


def in_line(story: EigenStory) -> str:
    """Return the caption (Typst) of the chart of angles."""
    return 'angle from $part("vector", bold(v))$ to $part("image", A bold(v))$, by direction'


# -- the knob ------------------------------------------------------------------------------------


def knob_words(story: EigenStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the knob."""
    turn = "Turn the knob: subtract lambda on the diagonal. "
    if story.kind == "none":
        return (
            "$det(A - lambda I) > 0$ for every real $lambda$: the plane never goes flat",
            f"{turn}The plane is never squashed flat, and the curve of the determinant stays above "
            "zero: the two eigenvalues are complex.",
        )
    if story.kind == "every_line":
        return (
            f"At $lambda {equals(story.factors[0])} {number(story.factors[0])}$ the whole plane "
            "falls onto a point",
            f"{turn}The curve touches zero at {values_spoken(story)}, and just then the whole "
            "plane falls onto the origin: A v equals lambda v for every v.",
        )
    if story.kind == "one_line":
        return (
            "$det(A - lambda I)$ touches zero once, as the plane goes flat",
            f"{turn}The curve touches zero without crossing it: a double eigenvalue. The plane "
            "goes flat then, but crushes only one line, so there is one eigenvector, not two.",
        )
    return (
        "$A - lambda I$ crushes an eigenvector just when $det(A - lambda I) = 0$",
        f"{turn}At each eigenvalue the curve meets zero and the plane goes flat. What it crushes "
        "then is the eigenvector: A x equals lambda x.",
    )


# -- one step, taken apart -----------------------------------------------------------------------


def split_words(story: EigenStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of what one step does to the pieces of a vector."""
    if story.kind == "none":
        turn, size = math.degrees(story.angle), figure(story.modulus)
        even = abs(story.modulus - 1) < 5e-4
        growth = "and keeps its size" if even else f"which becomes {size} times as large"
        return (
            f"A complex pair is a turn by ${number(turn)} degree$ and a stretch by "
            f"${number(story.modulus)}$",
            f"A carries v round {ring_name(story)}, {growth}. Counted along it the turn is "
            f"{about(turn)} degrees, the angle of the complex eigenvalue.",
        )
    if story.kind == "one_line":
        if story.own_line is not None:
            return (
                "This $bold(v)$ lies on the one eigenline: $A$ only multiplies it",
                f"v is an eigenvector, so A only multiplies it, by {values_spoken(story)}. Any "
                "other vector would be pushed along the line as well.",
            )
        return (
            "Off its one eigenline $A$ multiplies $bold(v)$ and pushes it along",
            f"A multiplies v by {values_spoken(story)} and then pushes it along the direction of "
            "the one eigenline. There is no second line to take v apart along.",
        )
    if story.own_line is not None:
        factor = figure(story.factors[story.own_line])
        return (
            f"This $bold(v)$ lies on an eigenline: $A$ only multiplies it by "
            f"${number(story.factors[story.own_line])}$",
            "v has nothing of the other eigenvector in it. A multiplies the one piece there is, by "
            f"{factor}, so A v stays on the line.",
        )
    first, second = story.factors
    return (
        f'Along its eigenlines $A$ is two numbers: $part("eigen", times {number(first)})$ and '
        f'$part("eigen_second", times {number(second)})$',
        "Take v apart along the two eigenlines. A multiplies each piece by its own eigenvalue, "
        "and A v is their sum: no turning, only two numbers.",
    )


def piece_names(story: EigenStory, after: bool) -> list[str]:
    """Return the names (Typst) of the pieces along the eigenlines, none where they have none."""
    if story.kind != "two_lines" or story.own_line is not None:
        return []
    return [f"{f'lambda_{mark} ' * after}c_{mark} bold(x)_{mark}" for mark in (1, 2)]


def split_lines(story: EigenStory) -> list[Line]:
    """Return the step in symbols, as it is drawn."""
    vector, image = 'part("vector", bold(v))', 'part("image", A bold(v))'
    if story.kind == "none":
        return [
            Line(pair_name(story), "eigen"),
            Line(f"|lambda| {equals(story.modulus)} {number(story.modulus)}", "eigen"),
        ]
    if story.kind == "one_line":
        factor = float(story.factors[0])
        lines = [Line(f'{image} = part("eigen", lambda) {vector} + (A - lambda I) {vector}')]
        return [*lines, Line(f"lambda {equals(factor)} {number(factor)}", "eigen")]
    first, second = (
        f'part("{role}", c_{mark} bold(x)_{mark})' for mark, role in enumerate(EIGEN_ROLES, 1)
    )
    one, two = (f'part("{role}", lambda_{mark})' for mark, role in enumerate(EIGEN_ROLES, 1))
    if story.own_line is not None:
        own, value = ((first, one), (second, two))[story.own_line]
        return [Line(f"{vector} = {own}"), Line(f"{image} = {value} {own}")]
    return [
        Line(f"{vector} = {first} + {second}"),
        Line(f"{image} = {one} {first} + {two} {second}"),
    ]


# -- all of it -----------------------------------------------------------------------------------


def recap_words(story: EigenStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of the whole."""
    if story.kind == "none":
        return (
            "In short: no real eigenvector, but a turn and a stretch",
            "A moves the whole plane and keeps no line. Its complex pair says what it does "
            "instead: it turns and stretches, step after step.",
        )
    if story.kind == "every_line":
        return (
            "In short: every direction is an eigenvector",
            "A treats all directions alike: it is a single number times the identity.",
        )
    if story.kind == "one_line":
        return (
            "In short: one eigenvector where there could be two",
            "Lines along the eigenvector keep their direction, all others turn. The eigenvalue "
            "counts twice, but there is no second eigenvector: the matrix is defective.",
        )
    return (
        "In short: in the grid of its eigenvectors $A$ only stretches",
        "Take the eigenvectors for a grid. A turns none of its lines: it stretches along the one "
        "eigenvector and along the other, each by its eigenvalue.",
    )


def recap_lines(story: EigenStory, closing: str) -> list[Line]:
    """Return the eigenvalues, what they add up to and multiply to, and a closing line (Typst)."""
    trace, area = story.trace, story.determinant
    total = f"{equals(trace)} {number(trace)}"
    product = f"{equals(area)} {number(area)}"
    if story.kind == "two_lines":
        meaning = "A bold(x)_{0} = lambda_{0} bold(x)_{0}, quad".format
        lines = [
            Line(f"{meaning(mark)} {factor_name(story, mark - 1)}", role)
            for mark, role in enumerate(EIGEN_ROLES, 1)
        ]
        lines += [
            Line(f"lambda_1 + lambda_2 = a + d {total}"),
            Line(f"lambda_1 lambda_2 = det A {product}"),
        ]
    elif story.kind == "none":
        lines = [
            Line(pair_name(story), "eigen"),
            Line(f'2 op("Re") lambda = a + d {total}'),
            Line(f"|lambda|^2 = det A {product}"),
        ]
    else:
        lines = [Line(f"A bold(x) = lambda bold(x), quad {factor_name(story, 0)}", "eigen")]
        if story.kind == "every_line":
            lines.append(Line("for every $bold(x)$", prose=True))
        lines += [Line(f"2 lambda = a + d {total}"), Line(f"lambda^2 = det A {product}")]
    return [*lines, Line(closing, prose=True)]


def degrees(values: np.ndarray | float) -> str:
    """Return an angle for speech."""
    return f"{about(abs(float(values)))} degrees"
