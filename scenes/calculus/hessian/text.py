"""What a second-order model says, in words and formulas that are true for its numbers."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from explainer.numbers import MINUS, magnitude, to_typst
from explainer.scenes.calculus.hessian.second_order import ModelKind, QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory

SIGNS: dict[ModelKind, str] = {
    "bowl": "both curvatures are positive",
    "dome": "both curvatures are negative",
    "saddle": "one curvature is positive, one negative",
    "valley": "one curvature is positive, the other zero",
    "ridge": "one curvature is negative, the other zero",
    "flat": "both curvatures are zero",
}

ARTICLES: dict[ModelKind, str] = {kind: f"a {kind}" for kind in SIGNS}
ARTICLES["flat"] = "flat"

LINES: dict[ModelKind, str] = {
    "bowl": "ellipses",
    "dome": "ellipses",
    "saddle": "hyperbolas",
    "valley": "parallel lines",
    "ridge": "parallel lines",
    "flat": "",
}
"""On what lines the model is as far from its tangent plane."""

CRITICAL: dict[ModelKind, str] = {
    "bowl": "a minimum",
    "dome": "a maximum",
    "saddle": "a saddle point",
}
"""What a level point is, where the second order decides."""

RULES: list[tuple[str, tuple[ModelKind, ...]]] = [
    ("$lambda_1, lambda_2 > 0$", ("bowl",)),
    ("$lambda_1, lambda_2 < 0$", ("dome",)),
    ("opposite signs", ("saddle",)),
    ("a curvature of $0$", ("valley", "ridge", "flat")),
]
"""Which signs make which shapes."""


class Line(NamedTuple):
    """A line for the panel: Typst prose, the role of its colour, and whether it is a note."""

    markup: str
    colour: str = "ink"
    note: bool = False


def plain(value: float, figures: int = 3) -> str:
    """Return a number with three figures, however small or large it is."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    return (MINUS if value < 0 else "") + magnitude(abs(value), figures)


def number(value: float, figures: int = 3) -> str:
    """Return a number with three figures as Typst mathematics."""
    return to_typst(plain(float(value), figures))


def pair(values: np.ndarray | tuple[float, float]) -> str:
    """Return two numbers as Typst mathematics."""
    return f"({number(values[0])}, {number(values[1])})"


def plane_words(story: HessianStory) -> tuple[str, str]:
    """Return heading and narration on the tangent plane."""
    touch = "The tangent plane shares height and slopes with the surface at a."
    if story.flat:
        return (
            "The tangent plane is the surface itself: there is no gap",
            f"{touch} Here the surface is a plane already, so no gap opens between them.",
        )
    return (
        "The best flat model touches at $bold(a)$, and a gap opens around it",
        f"{touch} No flat model fits better, yet farther out a gap opens.",
    )


def plane_lines(story: HessianStory) -> list[Line]:
    """Return the tangent plane as a formula, and the numbers in it."""
    model = story.first
    return [
        Line("$p = f(bold(a)) + nabla f dot bold(d)$", "tangent"),
        Line(f"$bold(a) = {pair(model.point)}, thick f(bold(a)) = {number(model.value)}$"),
        Line(f"$nabla f = {pair(story.slope(model))}$", "gradient"),
    ]


def picture_note(story: HessianStory) -> str:
    """Return what must be said of the picture itself, Typst prose; empty where nothing."""
    notes = []
    if story.cut:
        notes.append(f"The surface is cut off above ${number(story.heights[1])}$.")
    if story.stretched:
        notes.append("$x$ and $y$ have different scales.")
    return " ".join(notes)


def model_words(story: HessianStory) -> tuple[str, str]:
    """Return heading and narration on the model and its gap."""
    plane, model = story.gaps
    if story.first.kind == "flat":
        if story.flat:
            return (
                "There is no bend to add: the model is the tangent plane",
                "The second derivatives are all zero, and the model is the tangent plane, without "
                "any gap to the surface.",
            )
        return (
            "All second derivatives are zero: the model stays flat",
            "At this point all second derivatives are zero. The model is the tangent plane, and "
            "only terms of higher order bend the surface away from it.",
        )
    if story.exact:
        return (
            "Add the bend: this surface is its own quadratic model",
            "Second derivatives bend the plane until it is the surface itself: this one is "
            "quadratic, so no gap is left.",
        )
    tale = "Second derivatives bend the plane onto the surface."
    ratios = [f"{part[1] / part[0]:.1f}" if part[0] > 0 else "" for part in (plane, model)]
    if all(ratios):
        tale += (
            f" Twice as far out, the gap of the plane grows {ratios[0]} times, that of the model "
            f"{ratios[1]} times."
        )
    else:
        tale += " Along this line the gap of the plane grows, that of the model hardly."
    return "Add the bend: the quadratic model hugs the surface", tale


def model_lines(story: HessianStory) -> list[Line]:
    """Return the model as a formula."""
    bend = 'part("model", frac(1, 2, style: "skewed") bold(d)^top H bold(d))'
    return [Line(f'$m = part("tangent", f(bold(a)) + nabla f dot bold(d)) + {bend}$')]


def matrix_words(story: HessianStory) -> tuple[str, str]:
    """Return heading and narration on the entries of the Hessian."""
    twist = float(story.first.hessian[0, 1])
    entries = "The diagonal entries bend the parabolas along x and along y."
    if twist == 0:
        rest = "The other entry is the twist, here zero: slopes along x stay the same along y."
    else:
        rest = "The other entry is the twist: how the slope along x changes along y."
    return "The Hessian collects the bends along $x$ and $y$, and the twist", f"{entries} {rest}"


def matrix_lines() -> list[Line]:
    """Return what each entry is."""
    return [
        Line("$f_(x x)$: bend along $x$", "partial_x"),
        Line("$f_(y y)$: bend along $y$", "partial_y"),
        Line("$f_(x y)$: twist, how the slope", "section"),
        Line("along $x$ changes along $y$", "section"),
    ]


def turn_words(story: HessianStory) -> tuple[str, str]:
    """Return heading and narration on the second derivative in each direction."""
    model = story.first
    along = "Along a direction v the second derivative is v transposed H v."
    if model.kind == "flat":
        return (
            "No direction bends: the second derivative is $0$ all round",
            f"{along} Here it is zero all the way round.",
        )
    first, second = (plain(value) for value in model.curvatures)
    if model.round:
        return (
            "Every direction bends alike: no axes stand out",
            f"{along} Here it is {first} all the way round, so every direction is an eigenvector.",
        )
    return (
        "Turn the direction: the extremes, at right angles, are the eigenvalues",
        f"{along} Its extremes, {first} and {second}, are the eigenvalues, along eigenvectors at "
        "right angles.",
    )


def verdict(model: QuadraticModel) -> str:
    """Return what the model is, in a few words."""
    return ARTICLES[model.kind]


def axes_words(story: HessianStory) -> tuple[str, str]:
    """Return heading and narration on the axes of the bend and on its shape."""
    model = story.first
    sign = SIGNS[model.kind]
    headings: dict[ModelKind, str] = {
        "flat": "No curvature at all: the model is flat",
        "bowl": "Up both ways: the model is a bowl",
        "dome": "Down both ways: the model is a dome",
        "saddle": "Up one way, down the other: the model is a saddle",
        "valley": "Up one way, straight the other: the model is a valley",
        "ridge": "Down one way, straight the other: the model is a ridge",
    }
    say = f"{sign[0].upper()}{sign[1:]}: {ARTICLES[model.kind]}."
    lines = LINES[model.kind] and ("circles" if model.round else LINES[model.kind])
    if lines:
        axes = "" if model.round else " about the eigenvectors"
        say += f" Lines of equal bend are {lines}{axes}."
    return headings[model.kind], f"{say} {level_words(story, model)}"


def level_words(story: HessianStory, model: QuadraticModel) -> str:
    """Return what the shape means for the surface, which depends on the slope."""
    if not story.level(model):
        return "The ground slopes here, so it is no critical point."
    if model.kind in CRITICAL:
        return f"The slope is zero too, so the surface has {CRITICAL[model.kind]} here."
    return "The slope is zero too, but second derivatives alone do not decide what this point is."


def level_lines(story: HessianStory, model: QuadraticModel) -> list[Line]:
    """Return what the lines of equal bend are, and whether the point is level, for the panel."""
    slope = float(np.linalg.norm(model.gradient))
    lines = LINES[model.kind] and ("circles" if model.round else LINES[model.kind])
    rings = [Line(f"Lines of equal bend: {lines}.", "ink", True)] if lines else []
    if not story.level(model):
        return [
            *rings,
            Line(f"$||nabla f|| = {number(slope)}$: not level, so", "gradient", True),
            Line("this is the shape of the bend only.", "muted", True),
        ]
    known = CRITICAL.get(model.kind)
    result = f"the surface has {known}." if known else "the second order does not decide."
    return [
        *rings,
        Line("$nabla f = 0$: level, so", "gradient", True),
        Line(result, "muted", True),
    ]


def curvature_lines(model: QuadraticModel) -> list[Line]:
    """Return the curvatures."""
    first, second = (number(value) for value in model.curvatures)
    return [
        Line(
            f'$part("curvature", lambda_1 = {first}) quad '
            f'part("curvature_second", lambda_2 = {second})$'
        )
    ]


def move_words(story: HessianStory) -> tuple[str, str]:
    """Return heading and narration on the way to the second point."""
    path = story.path
    if path.still:
        return (
            "The second point is the first: the model stays as it is",
            "The second point is the same as the first, so nothing moves, and the model keeps "
            "its shape.",
        )
    say = "Plane, matrix and axes move along with the point."
    kinds = path.kinds
    if not path.crossings:
        stays = "flat" if kinds[0] == "flat" else f"{ARTICLES[kinds[0]]}"
        return (
            f"The point moves, the model bends along: {stays} all the way",
            f"{say} No curvature changes its sign on the way, so the model stays {stays}.",
        )
    if len(set(kinds)) == 1:
        return (
            f"{kinds[0].capitalize()} all the way, but for where both curvatures pass zero",
            f"{say} On the way both curvatures pass zero at once: the model is flat for a moment, "
            f"and {ARTICLES[kinds[0]]} again after it.",
        )
    if len(path.crossings) > 3:
        return (
            f"On the way the curvatures pass zero ${len(path.crossings)}$ times",
            f"{say} On the way the curvatures pass zero {len(path.crossings)} times, and each "
            f"time the shape changes, from {ARTICLES[kinds[0]]} at first to "
            f"{ARTICLES[kinds[-1]]} at last.",
        )
    chain = " to ".join(kinds)
    where = " and ".join(f"{100 * share:.0f}" for share in path.crossings)
    flips = all(_sign(a) * _sign(b) < 0 for a, b in pairwise(kinds))
    what = "a curvature passes zero, the determinant changes sign"
    what = what if flips else "curvature passes zero"
    return (
        f"From {chain}: on the way a curvature passes zero",
        f"{say} After {where} percent of the way {what}: {chain}.",
    )


def _sign(kind: ModelKind) -> int:
    """Return the sign of the determinant."""
    return {"bowl": 1, "dome": 1, "saddle": -1}.get(kind, 0)


def recap_words(story: HessianStory) -> tuple[str, str]:
    """Return heading and narration that sum it all up."""
    first, last = story.first, story.last
    one = f"At a it is {verdict(first)}"
    if story.path.still:
        both = f"{one}."
    elif first.kind == last.kind:
        both = f"{one}, and at b too."
    else:
        both = f"{one}, at b {verdict(last)}."
    return (
        "The signs of the two curvatures name the shape",
        "The Hessian bends the tangent plane into a second-order model, and its eigenvalues are "
        f"the curvatures. {both}",
    )


def recap_lines(story: HessianStory) -> list[Line]:
    """Return the rule, with the points at which each part of it holds, and what it says of f."""
    lines = []
    ends = [("a", story.first), ("b", story.last)][: 1 if story.path.still else 2]
    for rule, shapes in RULES:
        found = {
            kind: [f"$bold({name})$" for name, model in ends if model.kind == kind]
            for kind in shapes
        }
        here = [f"{kind} at {' and '.join(at)}" for kind, at in found.items() if at]
        text = f"{rule}: {', '.join(here or shapes)}"
        lines.append(Line(text, "ink" if here else "muted"))
    return [
        *lines,
        Line("With $nabla f = 0$, the first three are", "gradient", True),
        Line("minimum, maximum, saddle point.", "muted", True),
    ]
