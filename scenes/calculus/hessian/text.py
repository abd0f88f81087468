"""What the film says of second-order models, true for the numbers of its story."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import Figure, about, equals, given, magnitude, to_typst, written
from explainer.plain_text import plain_text
from explainer.scenes.calculus.common import KINDS, formula, number, pair, point
from explainer.scenes.calculus.hessian.second_order import ModelKind, QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory

SIGNS: dict[ModelKind, tuple[str, str]] = {
    "bowl": ("Up both ways", "Both curvatures are positive"),
    "dome": ("Down both ways", "Both curvatures are negative"),
    "saddle": ("Up one way, down the other", "The curvatures have opposite signs"),
    "valley": ("Up one way, straight the other", "One curvature is positive, one zero"),
    "ridge": ("Down one way, straight the other", "One curvature is negative, one zero"),
    "flat": ("No curvature at all", "Both curvatures are zero"),
}
"""How a model curves, and the signs of its curvatures."""

RULES: list[tuple[str, tuple[ModelKind, ...]]] = [
    ("$lambda_1, lambda_2 > 0$", ("bowl",)),
    ("$lambda_1, lambda_2 < 0$", ("dome",)),
    ("opposite signs", ("saddle",)),
    ("one or both are $0$", ("valley", "ridge", "flat")),
]
"""Which signs make which shapes."""

SYMBOLS = (
    'H = mat(delim: "[", part("partial_x", f_(x x)), part("section", f_(x y)); '
    'part("section", f_(x y)), part("partial_y", f_(y y)))'
)
"""The matrix of the second derivatives."""


def gaps(story: HessianStory) -> list[str]:
    return [", ".join(map(magnitude, column)) for column in (story.distances, *story.gaps)]


def shape(kind: ModelKind) -> str:
    return "flat" if kind == "flat" else f"a {kind}"


def term_contours(model: QuadraticModel) -> str:
    """Return along what the quadratic part of a model has equal height; empty where it is zero."""
    match model.kind:
        case "bowl" | "dome":
            return "circles" if model.round else "ellipses"
        case "saddle":
            return "hyperbolas"
        case "valley" | "ridge":
            return "parallel straight lines"
    return ""


def picture_note(story: HessianStory) -> str:
    """Return what must be said of the picture itself, Typst prose; empty where nothing."""
    return f"cut off above ${number(story.heights[1])}$," if story.cut else ""


def along(story: HessianStory) -> str:
    """Return in which direction the slice lies, Typst prose."""
    degrees = round(math.degrees(story.slice_angle))
    return {0: "along $x$", 90: "along $y$"}.get(degrees, f"at ${degrees} degree$ to the $x$-axis")


def tangent_plane(story: HessianStory) -> BeatText:
    here = story.ends[0]
    heading = "The tangent plane touches at $bold(a)$, and a gap opens around it"
    rest = "No plane fits better near a, yet a step d away from it a gap opens."
    if story.flat:
        heading = "The tangent plane is the surface itself: there is no gap"
        rest = "This surface is a plane itself, so there is no gap between the two."
    distances, plane, _ = gaps(story)
    top = about(magnitude(story.heights[1]))
    cut = f" It is cut off above a height of {top}." if story.cut else ""
    at, height = pair(here.point, given), number(here.height)
    return BeatText(
        heading,
        f"The tangent plane at a has the height and the slopes of the surface there. {rest}",
        f"The surface f = {formula(story.surface)} in space.{cut} A piece of its tangent plane "
        f"touches it at a {equals(point(here.point, given))}, at height "
        f"{about(magnitude(here.height))} with slopes {about(here.slopes)}. Beside it a chart of "
        f"the slice {plain_text(along(story))}, and a table: at the distances {distances} the gap "
        f"is {plane}.",
        (
            Line("p(bold(a) + bold(d)) = f(bold(a)) + nabla f dot bold(d)", "tangent"),
            Line(f"f = {story.surface.typst}"),
            Line(f"bold(a) {equals(at)}, thick f(bold(a)) {equals(height)}"),
            Line(f"nabla f {equals(to_typst(here.slopes))}", "gradient"),
        ),
    )


def model(story: HessianStory) -> BeatText:
    kind = story.first.kind
    closer = bool((story.gaps[1] < story.gaps[0]).all())
    heading = f"Add the second derivatives: {'the' if closer else 'this is the'} quadratic model"
    heading += " fits more closely" * closer
    say = "The second derivatives in the matrix H curve the tangent plane into "
    if kind == "flat":
        heading = "All second derivatives are zero: the model stays flat"
        rest = "the gap comes from terms of higher order alone"
        if story.flat:
            heading = "There is no curvature to add: the model is the tangent plane"
            rest = "there is no gap to the surface"
        say = "Here all second derivatives, the entries of the matrix H, are zero. The model is "
        say += f"the tangent plane, and {rest}."
    elif story.exact:
        heading = "Add the second derivatives: this surface is its own quadratic model"
        say += "the surface itself, which is quadratic: no gap is left."
    elif (story.gaps[:, 0] > 0).all():
        say += f"a quadratic model. {growth(*(float(gap[1] / gap[0]) for gap in story.gaps))}"
    else:
        say += "a quadratic model. In this slice the gap of the plane grows, while that of the "
        say += "model hardly does."
    distances, plane, own = gaps(story)
    still = "still " if kind == "flat" else ""
    quadratic = 'part("model", frac(1, 2, style: "skewed") bold(d)^upright(T) H bold(d))'
    linear = 'part("tangent", f(bold(a)) + nabla f dot bold(d))'
    return BeatText(
        heading,
        say,
        f"The piece of the plane has become the model, {still}{shape(kind)}, which lies on the "
        "surface near a. The chart of the slice shows surface, plane and model as three lines. At "
        f"the distances {distances} the gap of the plane is {plane}, that of the model {own}.",
        (Line(f"m(bold(a) + bold(d)) = {linear} + {quadratic}"),),
    )


def growth(plane: float, model: float) -> str:
    """Return how much larger the gaps are twice as far out, near powers of two as such."""

    def times(ratio: float) -> str:
        power = 2 ** max(round(math.log2(ratio)), 0)
        near = abs(ratio / power - 1)
        return f"{'' if near < 1e-6 else 'about '}{power if near < 0.08 else f'{ratio:.1f}'} times"

    return (
        f"Twice as far out, the gap of the plane is {times(plane)} as large, that of the model "
        f"{times(model)}."
    )


def matrix(story: HessianStory) -> BeatText:
    (a, b), (_, c) = story.first.hessian
    mixed, slopes = "says how the slope along x changes along y", "whose slopes change along y"
    if b == 0:
        mixed = "is zero: the slope along x does not change along y"
        slopes = "all of one slope"
    return BeatText(
        "The Hessian holds the second derivatives along $x$, along $y$, and mixed",
        "The entries on the diagonal are the curvatures of the parabolas along x and along y. The "
        f"mixed second derivative {mixed}.",
        "On the model a parabola along x, a parabola along y, and short lines along x set across "
        f"the second one, {slopes}. Beside it the Hessian with the second derivatives "
        f"{about(magnitude(a))} along x, {about(magnitude(c))} along y, and {about(magnitude(b))} "
        "mixed.",
        (
            Line(SYMBOLS),
            Line("$f_(x x)$: curvature along $x$", "partial_x", prose=True),
            Line("$f_(y y)$: curvature along $y$", "partial_y", prose=True),
            Line(
                "$f_(x y)$: how the slope along $x$ changes along $y$ (short lines)",
                "section",
                prose=True,
            ),
        ),
    )


def directions(story: HessianStory) -> BeatText:
    model = story.first
    low, high = (about(magnitude(value)) for value in sorted(model.curvatures))
    turns = [math.degrees(angle) % 180 for angle in model.angles]
    first, second = (about(written(f"{turn:.0f}", turn)) for turn in turns)
    heading = "The largest and the smallest second derivative are the eigenvalues"
    rest = "Its largest and its smallest value are the eigenvalues of H, reached along the "
    rest += "eigenvectors, which are at right angles to each other."
    seen = f"a wave between {low} and {high}. The extremes are marked, at {first} and {second} "
    seen += "degrees, and on the model the parabolas along them."
    if model.round:
        heading = "The second derivative is the same in every direction"
        rest = f"Here it is {low} in every direction, so every unit vector is an eigenvector."
        seen = f"a horizontal line at {low}."
    if model.kind == "flat":
        heading = "The second derivative is $0$ in every direction"
        rest = "Here it is zero in every direction."
    return BeatText(
        heading,
        f"Along a unit vector v the second derivative is vᵀ H v. {rest}",
        "A chart of the second derivative against the angle of the direction, over half a turn: "
        f"{seen}",
    )


def axes(story: HessianStory) -> BeatText:
    model, here = story.first, story.ends[0]
    heading, signs = SIGNS[model.kind]
    if not here.critical:
        norm = number(float(np.linalg.norm(here.gradient)))
        meaning = "The gradient is not zero, so this is no critical point."
        note = (
            f"$||nabla f|| {equals(norm)}$: the surface slopes, so $bold(a)$ is no critical point."
        )
    else:
        zero = equals(Figure("0", here.slopes.rounded))
        kind = KINDS[here.critical.kind]
        meaning = f"The gradient is zero, so this point is {kind}."
        note = f"$nabla f {zero}$, so $bold(a)$ is {kind}."
    lines = [Line(note, "gradient", prose=True)]
    say = f"{signs}: the model is {shape(model.kind)}."
    drawn = "no lines" if model.round else "the two eigenvectors"
    if rings := term_contours(model):
        say += f" Its quadratic part has equal height along {rings}."
        lines.insert(0, Line(f"The quadratic part has equal height along {rings}.", prose=True))
        drawn = f"{rings} along which the quadratic part has equal height"
        drawn += "" if model.round else ", and the two eigenvectors"
    first, second = (about(magnitude(value)) for value in model.curvatures)
    return BeatText(
        f"{heading}: the model is {shape(model.kind)}",
        f"{say} {meaning}",
        f"Around a, the surface and its map show {drawn}. Two bars show the curvatures, {first} "
        f"and {second}: the model is {shape(model.kind)}.",
        tuple(lines),
    )


def move(story: HessianStory) -> BeatText:
    path, kinds, crossings = story.path, story.path.kinds, story.path.crossings
    start, end, marks = shape(kinds[0]), shape(kinds[-1]), len(crossings)
    at_first, at_last = (equals(point(each.point, given)) for each in story.ends)
    if path.still:
        return BeatText(
            "The second point is the first: the model stays as it is",
            "The second point is the same as the first, so nothing moves, and the model keeps its "
            "shape.",
            f"The model at a {at_first}, unchanged: {shape(story.first.kind)}.",
        )
    ends = ("the start", story.first.kind, kinds[0]), ("the end", story.last.kind, kinds[-1])
    apart = {name: shape(kind) for name, kind, near in ends if kind != near}
    if not crossings:
        where = f"except at {' and '.join(apart)}" if apart else "all the way"
        heading = f"No curvature changes its sign on the way: {start} {where}"
        rest = f"No curvature changes its sign on the way, so the model stays {start}."
    elif len(set(kinds)) == 1:
        heading = f"{start.capitalize()} before and after a point where both curvatures are zero"
        rest = (
            "On the way both curvatures pass through zero at once: the model is flat for a moment, "
            f"and then {start} again."
        )
    elif marks > 3:
        heading = f"On the way a curvature passes through zero ${marks}$ times"
        rest = (
            f"On the way a curvature passes through zero {marks} times, and each time the shape "
            f"changes, from {start} at first to {end} at last."
        )
    else:
        chain = " to ".join(kinds)
        signs = [{"bowl": 1, "dome": 1, "saddle": -1}.get(kind, 0) for kind in kinds]
        what = "a curvature passes through zero"
        if set(kinds) == {"bowl", "dome"}:
            what = "both curvatures pass through zero at once"
        heading = f"From {chain}: on the way {what}"
        if all(before * after < 0 for before, after in pairwise(signs)):
            what += ", so the determinant changes sign"
        rest = f"On the way {what}: from {chain}."
    rest += "".join(f" Only at {name} is it {kind}." for name, kind in apart.items())
    some = "A mark on the way shows" if marks == 1 else f"{marks} marks on the way show"
    crossed = f" {some} where a curvature is zero." if marks else ""
    first, second = (about(magnitude(value)) for value in story.last.curvatures)
    return BeatText(
        heading,
        f"The model and its matrix follow the point. {rest}",
        f"The model has moved from a {at_first} to b {at_last}.{crossed} There the curvatures "
        f"are {first} and {second}: {shape(story.last.kind)}.",
    )


def recap(story: HessianStory) -> BeatText:
    ends = [("a", story.first), ("b", story.last)][: 1 if story.path.still else 2]
    seen = ", ".join(
        f"at {name} {equals(point(place.point, given))} {shape(end.kind)}"
        for (name, end), place in zip(ends, story.ends, strict=False)
    )
    lines = []
    for rule, shapes in RULES:
        found = {
            kind: [f"$bold({name})$" for name, end in ends if end.kind == kind] for kind in shapes
        }
        here = [f"{kind} at {' and '.join(at)}" for kind, at in found.items() if at]
        colour = "ink" if here else "muted"
        lines.append(Line(f"{rule}: {', '.join(here or shapes)}", colour, prose=True))
    return BeatText(
        "The signs of the eigenvalues tell the shape",
        "The eigenvalues of the Hessian are the curvatures along its eigenvectors. Where the "
        "gradient is zero but no eigenvalue is, their signs tell a minimum, a maximum and a saddle "
        "point from one another.",
        f"The surface and its map with the model {seen}, and beside them the rule: two positive "
        "curvatures make a bowl, two negative ones a dome, opposite signs a saddle; where one is "
        "zero it is a valley or a ridge, and flat where both are.",
        (
            *lines,
            Line(
                "Where $nabla f = 0$, the first three mean a minimum, a maximum, a saddle point.",
                "gradient",
                prose=True,
            ),
        ),
    )
