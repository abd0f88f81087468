"""What is said of the powers of a matrix, in words and formulas true for that matrix."""

from __future__ import annotations

from explainer.beat_text import Line
from explainer.numbers import rounds, to_typst, told_apart
from explainer.scenes.linear_algebra.common import EIGEN_ROLES, equals, figure, number
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.scenes.linear_algebra.eigenvectors.text import about, ring_name, vector_name

SLOW = 5.0
"""Degrees from the leading line after the last step above which a walk counts as slow."""


def powers_words(story: EigenStory) -> tuple[str, str]:
    """Return heading (Typst) and narration of what becomes of ``A^n v``."""
    outcome, count = story.outcome, story.steps
    if outcome == "zero_start":
        return (
            "The zero vector stays zero, and has no direction",
            "The start vector is zero, and A times zero is zero: it never leaves the origin, and "
            "it is no eigenvector.",
        )
    if outcome == "vanishes":
        once = story.lengths[1] == 0
        name = "A bold(v)" if once else "A^2 bold(v)"
        said = "one step" if once else "two steps"
        return (
            f"${name} = bold(0)$: no direction is left to follow",
            f"After {said} nothing is left: the vector lies at the origin, and all further powers "
            "leave it there.",
        )
    if outcome == "turns":
        return _turning(story)
    if outcome == "stays":
        return _staying(story)
    last = abs(float(story.angles[-1]))
    if outcome == "alternates":
        return (
            "Equal moduli: no direction wins, and $A^n bold(v)$ goes to and fro",
            "The two eigenvalues differ in sign only. In each step one piece flips and the other "
            "keeps its side, so the direction alternates for ever.",
        )
    if outcome == "creeps":
        return (
            "With one eigenline, powers fall in line only slowly",
            "Each step adds the same push along the eigenline, so the direction nears it, but only "
            f"as one over n: after {count} steps it is still {about(last)} degrees away."
            if last > 0.5
            else "Each step adds the same push along the eigenline, so the direction nears it as "
            f"one over n: after {count} steps it is {about(last)} degrees away.",
        )
    flip = " With a negative eigenvalue it changes sides each time." if story.factors[0] < 0 else ""
    if story.factors[1] == 0:
        return (
            "One step, and $A^n bold(v)$ is in line for good",
            "The second eigenvalue is zero: the first step wipes that piece out, and what is left "
            f"lies on the first eigenline, where each step multiplies it.{flip}",
        )
    ratio = about(story.ratio) if figure(story.ratio) != "1" else ratio_text(story)
    slow = last > SLOW
    return (
        "Powers turn towards the dominant $bold(x)_1$, but slowly"
        if slow
        else "Powers $A^n bold(v)$ fall in line with the dominant $bold(x)_1$",
        f"In each step the second piece shrinks against the first, to {ratio} of its share, so the "
        f"direction of the larger eigenvalue takes over.{flip}",
    )


def _turning(story: EigenStory) -> tuple[str, str]:
    close = abs(story.modulus - 1) < 1e-9
    way = "for ever" if close else "inwards" if story.modulus < 1 else "outwards"
    if close:
        heading = f"Powers go round and round on {ring_name(story)}, and settle nowhere"
        size = f"stays on {ring_name(story)}"
    else:
        heading = f"Powers turn and turn, and spiral {way}"
        size = f"lies on {ring_name(story)} {about(story.modulus)} times as large as the last"
    return (
        heading,
        f"Each step turns on, and {size}. No direction is ever settled on: a complex pair has no "
        "dominant line.",
    )


def _staying(story: EigenStory) -> tuple[str, str]:
    own = story.own_line or 0
    factor = about(float(story.factors[own]))
    if story.kind == "every_line":
        return (
            "Each power is a multiple of $bold(v)$: it never leaves its line",
            f"Every line is kept, so v stays on its own: each step multiplies it by {factor}, and "
            "that is all.",
        )
    minor = own == 1
    return (
        "$A^n bold(v)$ never leaves the minor eigenline"
        if minor
        else "$A^n bold(v)$ never leaves its eigenline",
        "The start vector is an eigenvector: each step multiplies it by "
        f"{factor}. {'With nothing of the dominant direction in it, ' if minor else 'So '}"
        "it stays on its line for ever.",
    )


def chart_name(story: EigenStory) -> str:
    """Return the caption (Typst) of the chart beside the powers."""
    if story.outcome == "turns":
        return "turned so far, after $n$ steps"
    return f"angle to {_line_name(story)}, after $n$ steps"


def _line_name(story: EigenStory) -> str:
    if story.kind == "every_line":
        return '$part("vector", bold(v))$'
    own = story.own_line or 0
    return f'$part("{EIGEN_ROLES[own]}", {vector_name(story, own)})$'


def ratio_text(story: EigenStory) -> str:
    """Write by how much the lesser share shrinks in each step: never 1 where it is less."""
    text = figure(story.ratio)
    return text if text != "1" else told_apart(story.ratio, 1.0)[0]


def ratio_line(story: EigenStory) -> Line | None:
    """Return by how much the lesser share shrinks in each step, where one direction wins."""
    if story.outcome == "dominant":
        shown = ratio_text(story)
        sign = "approx" if rounds(story.ratio, shown) else "="
        return Line(f"|lambda_2 \\/ lambda_1| {sign} {to_typst(shown)}")
    if story.outcome == "alternates":
        return Line("|lambda_2 \\/ lambda_1| = 1")
    if story.outcome == "turns":
        return Line(f"|lambda| {equals(story.modulus)} {number(story.modulus)}")
    return None


def scale_note(story: EigenStory) -> str:
    """Return how the powers are drawn (Typst), where that is not to scale."""
    if story.scale == "divided":
        base = "|lambda|" if story.kind in ("none", "every_line", "one_line") else "|lambda_1|"
        return f"drawn divided by ${base}^n$"
    return "all drawn equally long" if story.scale == "even" else ""


def long_run(story: EigenStory) -> str:
    """Return where the powers lead (Typst), in half a line."""
    if story.outcome == "turns":
        size = story.modulus - 1
        end = "goes round for ever" if abs(size) < 1e-9 else "spirals"
        way = "" if abs(size) < 1e-9 else " outwards" if size > 0 else " inwards"
        return f"$A^n bold(v)$ {end}{way}"
    own = vector_name(story, story.own_line or 0)
    return {
        "zero_start": "$A^n bold(v) = bold(0)$, as $bold(v) = bold(0)$",
        "vanishes": "$A^n bold(v)$ vanishes",
        "stays": "$A^n bold(v)$ stays in its line"
        if story.kind == "every_line"
        else f"$A^n bold(v)$ stays in line with ${own}$",
        "dominant": "$A^n bold(v)$ falls in line with $bold(x)_1$",
        "alternates": "$A^n bold(v)$ goes to and fro",
        "creeps": "$A^n bold(v)$ creeps into line with $bold(x)$",
    }[story.outcome]
