"""What the film says of second-order models, true for the numbers of its story."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import about, equals, given, magnitude, relation
from explainer.scenes.calculus.common import formula, number, point
from explainer.scenes.calculus.hessian.second_order import ModelKind, QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory

LONGEST = 70
"""Formulas of more characters of Typst than this do not fit into the question."""

PLANE = ("f(bold(a) + bold(d)) approx", "f(bold(a)) + nabla f dot bold(d)")
QUADRATIC = "+ thin 1/2 thin bold(d)^upright(T) H bold(d)"
"""The height of the tangent plane a step from the point, and what the model adds to it."""

SYMBOLS = 'H = mat(delim: "[", part("partial_x",f_(x x)),f_(x y);f_(x y),part("j_hat",f_(y y)))'
"""The matrix of the second derivatives."""

SECOND = "$bold(v)^upright(T) H bold(v)$"
"""The second derivative along a unit vector."""

CRITICAL = {"bowl": "minimum", "dome": "maximum", "saddle": "saddle point"}
"""What a point with a model of that shape is where the gradient is zero."""


def shape(kind: ModelKind) -> str:
    return "flat" if kind == "flat" else f"a {kind}"


def picture_note(story: HessianStory) -> str:
    """Return what must be said of the picture itself, Typst prose; empty where nothing."""
    return f"cut off above ${number(story.heights[1])}$," if story.cut else ""


def names(story: HessianStory) -> dict[str, Line]:
    """Return what stands beside the things of the picture, by what it names, as Typst markup."""
    (a, b), (_, c) = story.first.hessian
    return {
        "a": Line("$bold(a)$"),
        "step": Line("$bold(d)$"),
        "plane": Line("tangent plane", "tangent"),
        "gap": Line("gap", "warning"),
        "direction": Line("$bold(v)$", "direction"),
        "curvature": Line("$lambda_1$", "curvature"),
        "curvature_second": Line("$lambda_2$", "curvature_second"),
        "partial_x": Line(f"$f_(x x) {equals(number(a))}$", "partial_x"),
        "j_hat": Line(f"$f_(y y) {equals(number(c))}$", "j_hat"),
        "mixed": Line(f"twist $f_(x y) {equals(number(b))}$"),
    }


def entries(model: QuadraticModel) -> str:
    """Return the Hessian of a model in numbers, Typst mathematics."""
    (a, b), (_, c) = (tuple(map(number, row)) for row in model.hessian)
    first, last = f'part("partial_x", {a})', f'part("j_hat", {c})'
    return f'{relation(a, b, c)} mat(delim: "[", {first}, {b}; {b}, {last})'


def zero_name(model: QuadraticModel) -> Line:
    """Return what is zero where a curvature of a model is, in its colour."""
    sizes = np.abs(model.curvatures)
    if sizes.max() <= 1e-6 * max(np.abs(model.gradient).max(), 1e-300) or model.round:
        return Line("$lambda_1 = lambda_2 = 0$")
    index = int(sizes.argmin())
    return Line(f"$lambda_{index + 1} = 0$", ("curvature", "curvature_second")[index])


def shape_name(story: HessianStory, share: float) -> Line:
    """Return the name of the model's shape at a share of the way, and of the point if it is one."""
    kind, end = story.path.at(share).kind, {0.0: "a", 1.0: "b"}.get(share)
    return Line(f"$bold({end})$: {kind}" if end else kind)


def shape_lines(story: HessianStory, share: float) -> list[Line]:
    """Return the name of the shape at a share of the way, its signs, and what they tell."""
    model = story.path.at(share)
    told = f"$nabla f = bold(0)$: {CRITICAL.get(model.kind, 'undecided')}"
    return [Line(f"*{model.kind}*"), Line(f"${signs(model)}$"), Line(told)]


def signs(model: QuadraticModel) -> str:
    """Return how the eigenvalues of a model compare with 0, Typst mathematics."""
    ranked = sorted(zip(np.sign(model.curvatures), (1, 2), strict=True), key=lambda each: -each[0])
    (first, one), (last, other) = ranked
    if first == last:
        relation = {1.0: "> 0", -1.0: "< 0"}.get(float(first))
        return f"lambda_1, lambda_2 {relation}" if relation else "lambda_1 = lambda_2 = 0"
    return f"lambda_{one} {'>' if first > 0 else '='} 0 {'>' if last < 0 else '='} lambda_{other}"


def tangent_plane(story: HessianStory) -> BeatText:
    here, top = story.ends[0], about(magnitude(story.heights[1]))
    heading = "Away from $bold(a)$ the surface curves off its tangent plane"
    rest = "A step d away, the surface has curved, and a gap opens between the two."
    seen = "Red lines all round its rim show the gap between it and the surface."
    if story.flat:
        heading = "The tangent plane is the surface itself: there is no gap"
        rest = "This surface is a plane itself, so no gap opens between the two."
        seen = "It lies on the surface all over."
    question = "How does this surface curve at $bold(a)$?"
    if len(story.surface.typst) <= LONGEST:
        question = f"How does $f = {story.surface.typst}$ curve at $bold(a)$?"
    cut = f" It is cut off above a height of {top}." if story.cut else ""
    return BeatText(
        heading,
        f"At a, the tangent plane has the height and the slopes of the surface. {rest}",
        f"The surface f = {formula(story.surface)} in space.{cut} A round piece of its tangent "
        f"plane touches it at a {equals(point(here.point, given))}, at height "
        f"{about(magnitude(here.height))} with slopes {about(here.slopes)}. {seen}",
        question=question,
    )


def model(story: HessianStory) -> BeatText:
    first = story.first
    (a, b), (_, c) = first.hessian

    def curves(value: float, which: str, axis: str) -> str:
        up = "up" if value > 0 else "down"
        if value == 0:
            return f"The {which} along {axis} is zero: that way the plane stays straight."
        return f"The {which} along {axis} curves the plane {up} along {axis}."

    along_x, along_y = ("a parabola" if value else "a straight line" for value in (a, c))
    heading = "The second derivatives curve the plane into the quadratic model"
    twist = "The mixed one twists it: the slope along x changes as one goes along y."
    if b == 0:
        twist = "The mixed one is zero: the slope along x stays the same all along y."
    fits = "which lies close to the surface near a, and leaves it farther out"
    if first.kind == "flat":
        heading = "All second derivatives are zero: the model stays flat"
        fits = "still the tangent plane"
    elif story.exact:
        heading = "This surface is its own quadratic model"
        fits = "which is the surface itself"
    return BeatText(
        heading,
        f"{curves(a, 'second derivative', 'x')} {curves(c, 'one', 'y')} {twist}",
        f"The piece of the plane has become the model, {shape(first.kind)}, {fits}. On it lie "
        f"{along_x} along x, with the second derivative {about(magnitude(a))}, {along_y} along y, "
        f"with {about(magnitude(c))}, and short lines along x set across the second one, with the "
        f"mixed second derivative {about(magnitude(b))}. The rim of the plane is still where it "
        "was. Beside it stand the formula of the model and the Hessian H.",
        question="How must the plane curve to follow the surface?",
    )


def directions(story: HessianStory) -> BeatText:
    first, curves = story.first, "parabolas"
    low, high = (about(magnitude(value)) for value in sorted(first.curvatures))
    heading = "The extreme second derivatives are the eigenvalues of $H$"
    rest = "Its largest and its smallest value are the eigenvalues of H, along eigenvectors at "
    rest += "right angles to each other."
    seen = "The two along the eigenvectors, at right angles, are marked. Bars show the largest "
    seen += f"second derivative, {high}, the smallest, {low}, and between them that of v."
    if first.round:
        heading = "The second derivative is the same in every direction"
        rest = f"Here it is {low} in every direction, so every unit vector is an eigenvector."
        seen = f"Three bars are all at {low}."
    if first.kind == "flat":
        heading = "The second derivative is $0$ in every direction"
        rest = "Here it is zero in every direction, so the model is straight along every line."
        seen, curves = "Three bars are all at 0.", "lines"
    return BeatText(
        heading,
        f"Along a unit vector v the second derivative is vᵀ H v. {rest}",
        f"On the model, {shape(first.kind)}, lie its {curves} along many directions v. {seen}",
        question="In which direction does the model curve most?",
    )


def move(story: HessianStory) -> BeatText:
    path, kinds = story.path, story.path.kinds
    start, end, marks = shape(kinds[0]), shape(kinds[-1]), len(path.crossings)
    at_first, at_last = (equals(point(each.point, given)) for each in story.ends)
    if path.still:
        return BeatText(
            "The second point is the first: the model stays as it is",
            "The second point is the same as the first, so the model keeps its shape.",
            f"The model at a {at_first}, unchanged: {shape(story.first.kind)}.",
            question="What becomes of the model on the way to $bold(b)$?",
        )
    ends = ("the start", story.first.kind, kinds[0]), ("the end", story.last.kind, kinds[-1])
    apart = {name: shape(kind) for name, kind, near in ends if kind != near}
    if not marks:
        where = f"except at {' and '.join(apart)}" if apart else "all the way"
        heading = f"No curvature changes its sign: {start} {where}"
        said = [f"No curvature changes its sign in between, so the model stays {start}."]
    elif not stops(story):
        heading = f"On the way a curvature passes through zero ${marks}$ times"
        said = [
            f"On the way a curvature passes through zero {marks} times, and each time the shape "
            f"changes, from {start} at first to {end} at last."
        ]
    else:
        heading, said = _crossed(story)
    for name, kind in apart.items():
        said[-1] = f"{said[-1][:-1]}; only at {name} is it {kind}."
    some = "A ring on the way shows" if marks == 1 else "Rings on the way show"
    crossed = f" {some} where a curvature is zero." if marks else ""
    first, second = (about(magnitude(value)) for value in story.last.curvatures)
    before = " Pale sheets show the models before." if stops(story) else ""
    moved = "model" if story.first.kind == "flat" else story.first.kind
    return BeatText(
        heading,
        " ".join(said),
        f"The model has moved from a {at_first} to b {at_last}.{crossed}{before} At b the "
        f"curvatures are {first} and {second}: {shape(story.last.kind)}. Outlines of the bars show "
        "what they were at a.",
        question=f"What becomes of the {moved} on the way to $bold(b)$?",
    )


def _crossed(story: HessianStory) -> tuple[str, list[str]]:
    """Return the heading of a way past a few zeros, and a sentence for each part of it."""
    path, kinds = story.path, story.path.kinds
    passed = [path.at(share) for share in path.crossings]
    straight = all(kind in ("valley", "ridge") for kind in kinds)  # one is zero all the way
    both = [each.kind == "flat" and not straight for each in passed]
    heading = f"From {' to '.join(kinds)}: a curvature passes through zero"
    if len(passed) > 1:
        heading = heading.replace("a curv", "each time a curv")
    if len(set(kinds)) == 1 and not straight:
        heading = f"{shape(kinds[0]).capitalize()} before and after a flat point"
    elif all(both):
        heading = f"From {' to '.join(kinds)}: both curvatures pass through zero"
    said = ["The model follows the point until one curvature is zero: that way it is straight."]
    if straight:
        said = ["The model follows the point until its one curvature is zero: there it is flat."]
    if both[0]:
        said = ["The model follows the point until both curvatures are zero: there it is flat."]
    for before, after, flat in zip(kinds, kinds[1:], both, strict=False):
        if before == after:
            said.append(f"Past this point the model is {shape(after)} again.")
        elif flat:
            said.append(f"Past this point both signs have changed: it is {shape(after)}.")
        elif len(said) == 1:
            said.append(f"Past this point one sign has changed, and the model is {shape(after)}.")
        else:
            said.append(f"After the next zero the {before} becomes {shape(after)}.")
    return heading, said


def stops(story: HessianStory) -> list[float]:
    """Return the shares of the way at which one stops: where a curvature is zero, if few."""
    return story.path.crossings if len(story.path.crossings) <= 3 else []


def shapes(story: HessianStory) -> list[float]:
    """Return the shares of the way at which the shapes that come up are shown, each once."""
    ends = [0.0, *stops(story), 1.0]
    middles = [(low + high) / 2 for low, high in pairwise(ends)][1:-1]
    return [0.0] if story.path.still else [0.0, *middles, 1.0]


def recap(story: HessianStory) -> BeatText:
    seen = "; ".join(
        f"at {about(point(story.path.points(share), magnitude))} {shape(story.path.at(share).kind)}"
        for share in shapes(story)
    )
    return BeatText(
        "The signs of the eigenvalues tell the shape",
        "The eigenvalues of the Hessian are the curvatures along its eigenvectors. Where the "
        "gradient is zero, their signs tell a minimum, a maximum and a saddle point apart.",
        f"Models on the surface with their parabolas along the eigenvectors: {seen}. Each has the "
        "name of its shape and the signs of its eigenvalues: both positive make a bowl, a minimum "
        "where the gradient is zero; both negative a dome, a maximum; opposite signs a saddle.",
    )
