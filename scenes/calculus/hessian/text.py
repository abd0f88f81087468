"""What the film says of second-order models, true for the numbers of its story."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import magnitude
from explainer.scenes.calculus import common
from explainer.scenes.calculus.common import formula
from explainer.scenes.calculus.hessian.second_order import ModelKind, QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory

CRITICAL: dict[ModelKind, str] = {
    "bowl": "a minimum",
    "dome": "a maximum",
    "saddle": "a saddle point",
}
"""What a level point is, where the second order decides."""

SIGNS: dict[ModelKind, tuple[str, str]] = {
    "bowl": ("Up both ways", "Both curvatures are positive"),
    "dome": ("Down both ways", "Both curvatures are negative"),
    "saddle": ("Up one way, down the other", "One curvature is positive, one negative"),
    "valley": ("Up one way, straight the other", "One curvature is positive, the other zero"),
    "ridge": ("Down one way, straight the other", "One curvature is negative, the other zero"),
    "flat": ("No curvature at all", "Both curvatures are zero"),
}
"""How a model bends, and the signs of its curvatures."""

RULES: list[tuple[str, tuple[ModelKind, ...]]] = [
    ("$lambda_1, lambda_2 > 0$", ("bowl",)),
    ("$lambda_1, lambda_2 < 0$", ("dome",)),
    ("opposite signs", ("saddle",)),
    ("a curvature of $0$", ("valley", "ridge", "flat")),
]
"""Which signs make which shapes."""

SYMBOLS = (
    'H = mat(delim: "[", part("partial_x", f_(x x)), part("section", f_(x y)); '
    'part("section", f_(x y)), part("partial_y", f_(y y)))'
)
"""The matrix of the second derivatives."""

number = partial(common.number, write=magnitude)
pair = partial(common.pair, write=magnitude)
point = partial(common.point, write=magnitude)


def gaps(story: HessianStory) -> list[str]:
    return [", ".join(map(magnitude, column)) for column in (story.distances, *story.gaps)]


def shape(kind: ModelKind) -> str:
    return "flat" if kind == "flat" else f"a {kind}"


def term_contours(model: QuadraticModel) -> str:
    """Return the lines on which a model is as far from its tangent plane; empty where it is it."""
    match model.kind:
        case "bowl" | "dome":
            return "circles" if model.round else "ellipses"
        case "saddle":
            return "hyperbolas"
        case "valley" | "ridge":
            return "parallel lines"
    return ""


def picture_note(story: HessianStory) -> str:
    """Return what must be said of the picture itself, Typst prose; empty where nothing."""
    return f"cut off above ${number(story.heights[1])}$," if story.cut else ""


def tangent_plane(story: HessianStory) -> BeatText:
    model, slope = story.first, story.slope(story.first)
    if story.flat:
        heading = "The tangent plane is the surface itself: there is no gap"
        rest = "Here the surface is a plane already, so no gap opens between them."
    else:
        heading = "The best flat model touches at $bold(a)$, and a gap opens around it"
        rest = "No flat model fits better, yet farther out a gap opens."
    distances, plane, _ = gaps(story)
    cut = f" It is cut off above the height {magnitude(story.heights[1])}." if story.cut else ""
    return BeatText(
        heading,
        f"The tangent plane shares height and slopes with the surface at a. {rest}",
        f"The surface f = {formula(story.surface)} in space.{cut} A piece of its tangent plane "
        f"touches it at a = {point(model.point)}, at height {magnitude(model.value)} with slopes "
        f"{point(slope)}. A chart of the slice where they part most, and a table: at the distances "
        f"{distances} the gap is {plane}.",
        (
            Line("p = f(bold(a)) + nabla f dot bold(d)", "tangent"),
            Line(f"bold(a) = {pair(model.point)}, thick f(bold(a)) = {number(model.value)}"),
            Line(f"nabla f = {pair(slope)}", "gradient"),
        ),
    )


def model(story: HessianStory) -> BeatText:
    kind = story.first.kind
    growth = [f"{gaps[1] / gaps[0]:.1f}" if gaps[0] > 0 else "" for gaps in story.gaps]
    heading = "Add the curvature: the quadratic model hugs the surface"
    say = "Second derivatives bend the plane onto the surface."
    if kind == "flat" and story.flat:
        heading = "There is no curvature to add: the model is the tangent plane"
        say = (
            "The second derivatives are all zero, and the model is the tangent plane, without "
            "any gap to the surface."
        )
    elif kind == "flat":
        heading = "All second derivatives are zero: the model stays flat"
        say = (
            "At this point all second derivatives are zero. The model is the tangent plane, and "
            "only terms of higher order bend the surface away from it."
        )
    elif story.exact:
        heading = "Add the curvature: this surface is its own quadratic model"
        say = (
            "Second derivatives bend the plane until it is the surface itself: this one is "
            "quadratic, so no gap is left."
        )
    elif all(growth):
        say += (
            f" Twice as far out, the gap of the plane grows {growth[0]} times, that of the model "
            f"{growth[1]} times."
        )
    else:
        say += " Along this line the gap of the plane grows, that of the model hardly."
    distances, plane, own = gaps(story)
    still = "still " if kind == "flat" else ""
    bend = 'part("model", frac(1, 2, style: "skewed") bold(d)^top H bold(d))'
    return BeatText(
        heading,
        say,
        f"The piece of the plane has become the model, {still}{shape(kind)}, "
        "which lies on the surface near a. In the chart of the slice, curve, straight line and "
        f"parabola. At the distances {distances} the gap of the plane is {plane}, that of "
        f"the model {own}.",
        (Line(f'm = part("tangent", f(bold(a)) + nabla f dot bold(d)) + {bend}'),),
    )


def matrix(story: HessianStory) -> BeatText:
    (a, b), (_, c) = story.first.hessian
    if b == 0:
        twist = "The other entry is the twist, here zero: slopes along x stay the same along y."
    else:
        twist = "The other entry is the twist: how the slope along x changes along y."
    return BeatText(
        "The Hessian collects the curvatures along $x$ and $y$, and the twist",
        f"The diagonal entries bend the parabolas along x and along y. {twist}",
        "On the model a parabola along x, a parabola along y, and short lines along x set across "
        f"the second one, which turn where there is twist. Beside it the Hessian with f_xx = "
        f"{magnitude(a)}, f_xy = {magnitude(b)}, f_yy = {magnitude(c)}.",
        (
            Line(SYMBOLS),
            Line("$f_(x x)$: curvature along $x$", "partial_x", prose=True),
            Line("$f_(y y)$: curvature along $y$", "partial_y", prose=True),
            Line("$f_(x y)$: twist, how the slope", "section", prose=True),
            Line("along $x$ changes along $y$", "section", prose=True),
        ),
    )


def directions(story: HessianStory) -> BeatText:
    model = story.first
    first, second = map(magnitude, model.curvatures)
    low, high = map(magnitude, sorted(model.curvatures))
    angles = [math.degrees(angle) % 180 for angle in (model.angle, model.angle + math.pi / 2)]
    if model.kind == "flat":
        heading = "No direction bends: the second derivative is $0$ all round"
        rest = "Here it is zero all the way round."
    elif model.round:
        heading = "Every direction bends alike: no axes stand out"
        rest = f"Here it is {first} all the way round, so every direction is an eigenvector."
    else:
        heading = "Turn the direction: the extremes, at right angles, are the eigenvalues"
        rest = (
            f"Its extremes, {first} and {second}, are the eigenvalues, along eigenvectors at right "
            "angles."
        )
    seen = f"a level line at {first}."
    if not model.round:
        seen = (
            f"a wave between {low} and {high}. The extremes are marked, at {angles[0]:.0f} and "
            f"{angles[1]:.0f} degrees, and on the model the parabolas along them."
        )
    return BeatText(
        heading,
        f"Along a direction v the second derivative is v transposed H v. {rest}",
        "A chart of the second derivative against the angle of the direction, over half a turn: "
        f"{seen}",
    )


def axes(story: HessianStory) -> BeatText:
    model = story.first
    heading, signs = SIGNS[model.kind]
    critical = CRITICAL.get(model.kind)
    if not story.level(model):
        size = number(float(np.linalg.norm(model.gradient)))
        meaning = "The ground slopes here, so it is no critical point."
        notes = (
            f"$||nabla f|| = {size}$: not level, so",
            "this is the shape of the curvature only.",
        )
    elif critical:
        meaning = f"The slope is zero too, so the surface has {critical} here."
        notes = ("$nabla f = 0$: level, so", f"the surface has {critical}.")
    else:
        meaning = (
            "The slope is zero too, but second derivatives alone do not decide what this point is."
        )
        notes = ("$nabla f = 0$: level, so", "the second order does not decide.")
    lines = [Line(notes[0], "gradient", prose=True), Line(notes[1], "muted", prose=True)]
    say = f"{signs}: {shape(model.kind)}."
    rings = term_contours(model)
    if rings:
        about = "" if model.round else " about the eigenvectors"
        say += f" Contours of the quadratic term are {rings}{about}."
        lines.insert(0, Line(f"Quadratic term: {rings}.", prose=True))
    first, second = map(magnitude, model.curvatures)
    return BeatText(
        f"{heading}: the model is {shape(model.kind)}",
        f"{say} {meaning}",
        f"On the surface and on its map about a: {rings or 'no contours'} of the quadratic term "
        f"and {'no axes' if model.round else 'the two eigenvectors'}. Two bars show the curvatures "
        f"{first} and {second}: the model is {shape(model.kind)}.",
        tuple(lines),
    )


def move(story: HessianStory) -> BeatText:
    path, kinds, crossings = story.path, story.path.kinds, story.path.crossings
    start, end, marks = shape(kinds[0]), shape(kinds[-1]), len(crossings)
    if path.still:
        return BeatText(
            "The second point is the first: the model stays as it is",
            "The second point is the same as the first, so nothing moves, and the model keeps its "
            "shape.",
            f"The model at a = {point(story.first.point)}, unchanged: {shape(story.first.kind)}.",
        )
    if not crossings:
        heading = f"The point moves, the model bends along: {start} all the way"
        rest = f"No curvature changes its sign on the way, so the model stays {start}."
    elif len(set(kinds)) == 1:
        heading = f"{kinds[0].capitalize()} all the way, but for where both curvatures pass zero"
        rest = (
            "On the way both curvatures pass zero at once: the model is flat for a moment, and "
            f"{start} again after it."
        )
    elif marks > 3:
        heading = f"On the way the curvatures pass zero ${marks}$ times"
        rest = (
            f"On the way the curvatures pass zero {marks} times, and each time the shape changes, "
            f"from {start} at first to {end} at last."
        )
    else:
        chain = " to ".join(kinds)
        where = " and ".join(f"{100 * share:.0f}" for share in crossings)
        signs = [{"bowl": 1, "dome": 1, "saddle": -1}.get(kind, 0) for kind in kinds]
        what = "curvature passes zero"
        if all(before * after < 0 for before, after in pairwise(signs)):
            what = "a curvature passes zero, the determinant changes sign"
        heading = f"From {chain}: on the way a curvature passes zero"
        rest = f"After {where} percent of the way {what}: {chain}."
    crossed = ""
    if marks:
        some = "1 mark on the way shows" if marks == 1 else f"{marks} marks on the way show"
        crossed = f" {some} where a curvature is zero."
    first, second = map(magnitude, story.last.curvatures)
    return BeatText(
        heading,
        f"Plane, matrix and axes move along with the point. {rest}",
        f"The model has gone from a = {point(story.first.point)} to b = {point(story.last.point)}."
        f"{crossed} There the curvatures are {first} and {second}: {shape(story.last.kind)}.",
    )


def recap(story: HessianStory) -> BeatText:
    ends = [("a", story.first), ("b", story.last)][: 1 if story.path.still else 2]
    seen = ", ".join(f"at {name} = {point(end.point)} {shape(end.kind)}" for name, end in ends)
    said = f"At a it is {shape(story.first.kind)}"
    if not story.path.still:
        same = story.first.kind == story.last.kind
        said += ", and at b too" if same else f", at b {shape(story.last.kind)}"
    lines = []
    for rule, shapes in RULES:
        found = {
            kind: [f"$bold({name})$" for name, end in ends if end.kind == kind] for kind in shapes
        }
        here = [f"{kind} at {' and '.join(at)}" for kind, at in found.items() if at]
        colour = "ink" if here else "muted"
        lines.append(Line(f"{rule}: {', '.join(here or shapes)}", colour, prose=True))
    return BeatText(
        "The signs of the two curvatures name the shape",
        "The Hessian bends the tangent plane into a second-order model, and its eigenvalues are "
        f"the curvatures. {said}.",
        f"The surface and its map with the model {seen}, and beside them the rule: two positive "
        "curvatures make a bowl, two negative ones a dome, opposite signs a saddle, a zero a "
        "valley or a ridge.",
        (
            *lines,
            Line("With $nabla f = 0$, the first three are", "gradient", prose=True),
            Line("minimum, maximum, saddle point.", "muted", prose=True),
        ),
    )
