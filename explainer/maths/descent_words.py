"""What a descent does, in words and formulas that are true for its numbers."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

import numpy as np

from explainer.maths.descent_story import DescentStory
from explainer.maths.numerals import MINUS, TIMES, significant, to_typst

METHODS = {
    "gradient_descent": "gradient descent",
    "momentum": "momentum",
    "nesterov": "Nesterov's momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "newton": "Newton's method",
}

_POINT = "bold(x)"
_GRADIENT = 'part("gradient", nabla f)'
_RATE = 'part("step", eta)'

RULES = {
    "gradient_descent": f"{_POINT}_1 = {_POINT}_0 - {_RATE} {_GRADIENT}({_POINT}_0)",
    "momentum": f"bold(v)_1 = beta bold(v)_0 - {_RATE} {_GRADIENT}({_POINT}_0), quad "
    f"{_POINT}_1 = {_POINT}_0 + bold(v)_1",
    "nesterov": f"bold(v)_1 = beta bold(v)_0 - {_RATE} {_GRADIENT}({_POINT}_0 + beta bold(v)_0), "
    f"quad {_POINT}_1 = {_POINT}_0 + bold(v)_1",
    "rmsprop": f"{_POINT}_1 = {_POINT}_0 - {_RATE} {_GRADIENT} \\/ (sqrt(bold(s)_1) + epsilon), "
    f"quad bold(s)_1 = (1 - rho) ({_GRADIENT})^2",
    "adam": f"{_POINT}_1 = {_POINT}_0 - {_RATE} hat(bold(m))_1 \\/ (sqrt(hat(bold(s))_1) + "
    f"epsilon), quad hat(bold(m))_1 = {_GRADIENT}, thin hat(bold(s))_1 = ({_GRADIENT})^2",
    "newton": f"{_POINT}_1 = {_POINT}_0 - {_RATE} H^(-1) {_GRADIENT}({_POINT}_0)",
}
"""The first step of each method, when nothing has been accumulated yet."""


class Reading(NamedTuple):
    """A line of figures: Typst mathematics, and the role of its colour."""

    markup: str
    colour: str = "ink"


class Note(NamedTuple):
    """A sentence for the panel, as Typst prose, and the role of its colour."""

    markup: str
    colour: str = "muted"


def number(value: float) -> str:
    """Return a number with three figures as Typst mathematics."""
    return to_typst(significant(float(value)))


def pair(values: np.ndarray) -> str:
    """Return two numbers as Typst mathematics."""
    return f"({number(values[0])}, {number(values[1])})"


def surface_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on the surface and its map."""
    name = story.surface.title[0].upper() + story.surface.title[1:]
    formula = f"{name}: $f = {story.surface.typst}$"
    scale = " Heights are drawn on a logarithmic scale." if story.height == "log" else ""
    return (
        formula,
        "A function of two variables is a landscape. Seen from straight above it is a map: each "
        f"line joins points of one height, and steep ground is where lines crowd.{scale}",
    )


def surface_notes(story: DescentStory) -> list[Note]:
    """Return what the map says, and how heights are drawn."""
    notes = [
        Note("Each line joins points of one height."),
        Note("Where lines crowd, the ground is steep."),
    ]
    if story.height == "log":
        notes.append(Note("Heights are on a logarithmic scale."))
    return notes


def scale_notes(stretched: bool) -> list[Note]:
    """Return a warning where x and y are drawn to different scales."""
    if not stretched:
        return []
    return [Note("$x$ and $y$ are drawn to different scales, which bends the right angle.")]


def gradient_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on the gradient at the start."""
    if story.level:
        return (
            "At the start the ground is level: the gradient is zero",
            "The tangent plane at the start is level. The gradient is zero, so no direction leads "
            "downhill at first glance.",
        )
    return (
        "The gradient crosses the contour at a right angle",
        "At the start the tangent plane touches the surface. The gradient points where that plane "
        "rises fastest, at a right angle to the contour line.",
    )


def gradient_readings(story: DescentStory) -> list[Reading]:
    """Return what is known at the start."""
    return [
        Reading(f"{_POINT}_0 = {pair(np.array(story.start))}"),
        Reading(f"f({_POINT}_0) = {number(story.values[0])}"),
        Reading(f"nabla f = {pair(story.gradient)}", "gradient"),
        Reading(f"||nabla f|| = {number(float(np.linalg.norm(story.gradient)))}", "gradient"),
    ]


def step_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on the first step."""
    method = METHODS[story.descent.optimiser]
    if not len(story.descent.steps_taken):
        return (
            "There is no first step: it would leave all bounds",
            "The first step would lead beyond all bounds, so there is none to show.",
        )
    if not story.descent.steps_taken[0].any():
        return (
            "A level start: the step has no length",
            f"The step of {method} is made from the gradient. Here that is zero, so the first "
            "step goes nowhere.",
        )
    rate = significant(story.rate)
    plain = "The step goes against the gradient. The learning rate, {}, says how far."
    tales = {
        "gradient_descent": plain.format(rate),
        "momentum": plain.format(rate) + " Later steps keep part of the one before.",
        "nesterov": plain.format(rate) + " Later steps look ahead along the one before.",
        "rmsprop": "The step divides the gradient, coordinate by coordinate, by its recent size, "
        f"so its length comes from the learning rate, {rate}, more than from the slope.",
        "adam": "The first step of Adam takes only the signs of the gradient: each coordinate "
        f"moves by the learning rate, {rate}.",
        "newton": "Newton's step divides the gradient by the curvature: it leads to where the "
        "quadratic model of the surface is level.",
    }
    headings = {
        "gradient_descent": "One step: against the gradient, as far as the rate says",
        "momentum": "The first step of momentum: velocity from the gradient",
        "nesterov": "The first step of Nesterov's momentum",
        "rmsprop": "One step of RMSProp: the gradient over its own size",
        "adam": "The first step of Adam: each coordinate by the rate",
        "newton": "One step of Newton's method: the gradient over the curvature",
    }
    return headings[story.descent.optimiser], tales[story.descent.optimiser]


def step_readings(story: DescentStory) -> list[Reading]:
    """Return what the first step is made of; the point it leads to runs beside."""
    change = story.descent.steps_taken[0]
    first = Reading(f"{_POINT}_0 = {pair(np.array(story.start))}")
    rate = Reading(f"eta = {number(story.rate)}", "step")
    gradient = Reading(f"nabla f = {pair(story.gradient)}", "gradient")
    beta = Reading(f"beta = {number(story.descent.settings.momentum)}, thin bold(v)_0 = 0")
    method = story.descent.optimiser
    middle = {"momentum": [beta], "nesterov": [beta]}.get(method, [])
    name = {"momentum": "bold(v)_1", "nesterov": "bold(v)_1"}.get(method, "Delta bold(x)")
    return [first, gradient, rate, *middle, Reading(f"{name} = {pair(change)}", "step")]


def descent_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on the whole path."""
    method, count = METHODS[story.descent.optimiser], len(story.descent.steps_taken)
    steps = f"{count} step{'s' * (count != 1)}"
    say = (
        "The same rule is applied again and again. Surface, map and the curve of heights show "
        "one and the same walk."
    )
    if story.leaves:
        say = (
            "The same rule is applied again and again, until the walk leaves the picture at step "
            f"{story.shown}."
        )
    return f"{steps} of {method} with rate ${number(story.rate)}$", say


def rate_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on where the rate stands."""
    method, rate = story.descent.optimiser, significant(story.rate)
    if method in ("rmsprop", "adam"):
        return (
            f"{METHODS[method]} divides by the size of the slope: no fixed limit to the rate",
            f"{METHODS[method]} divides by the recent size of the gradient, so curvature sets no "
            f"fixed limit. The rate, {rate}, is about the length of a step.",
        )
    if method == "newton":
        return (
            "Newton's method divides by the curvature: the natural rate is $1$",
            "Newton's method divides each direction by its own curvature. With a rate of one it "
            "reaches the bottom of a quadratic in a single step.",
        )
    if story.limit is None or math.isinf(story.limit):
        return (
            "No curvature upwards along the path: no limit to the rate",
            "Along this path the surface never curves upwards, so nothing makes the steps "
            "overshoot.",
        )
    limit, share = significant(story.limit), story.rate / story.limit
    rule = "2 over the largest curvature" if method == "gradient_descent" else "set by curvature"
    if share > 1:
        calm = story.outcome.kind in ("converged", "other_minimum", "saddle")
        result = " It settles all the same, where the surface is flatter." if calm else ""
        return (
            f"The rate ${number(story.rate)}$ is above the limit ${number(story.limit)}$",
            f"The limit, {limit}, is {rule} along the path. The rate {rate} is above it: at the "
            f"sharpest place each step overshoots by more than the last.{result}",
        )
    if share > 0.5 and method == "gradient_descent":
        return (
            f"The rate ${number(story.rate)}$ is below the limit ${number(story.limit)}$, close "
            "enough to zigzag",
            f"The limit, {limit}, is {rule} along the path. The rate {rate} is more than half of "
            "it, so steps across the steepest direction overshoot and come back.",
        )
    return (
        f"The rate ${number(story.rate)}$ is safely below the limit ${number(story.limit)}$",
        f"The limit, {limit}, is {rule} along the path. The rate {rate} is below it, so steps "
        "across the steepest direction die out.",
    )


def rate_readings(story: DescentStory) -> list[Reading]:
    """Return the curvatures at the sharpest place of the path, and the limit."""
    low, high = story.axes(story.sharpest)[0]
    method, beta = story.descent.optimiser, story.descent.settings.momentum
    readings = [
        Reading(f"lambda_max = {number(high)}", "curvature"),
        Reading(f"lambda_min = {number(low)}", "curvature"),
        Reading(f"eta = {number(story.rate)}", "step"),
    ]
    if story.limit is None or math.isinf(story.limit):
        return readings
    formulas = {
        "gradient_descent": "2 \\/ lambda_max",
        "momentum": "2 (1 + beta) \\/ lambda_max",
        "nesterov": "(2 (1 + beta)) / ((1 + 2 beta) lambda_max)",
    }
    text = Reading(f"{formulas[method]} = {number(story.limit)}", "warning")
    extra = [Reading(f"beta = {number(beta)}")] if method != "gradient_descent" else []
    return [*readings, *extra, text]


def outcome_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on how it ended."""
    headings = {
        "converged": "It has converged: the lowest minimum of the picture",
        "on_the_way": "Still on its way",
        "circling": "It circles without getting lower",
        "other_minimum": "It rests in another minimum than the lowest",
        "saddle": "It rests on a saddle",
        "maximum": "It rests on a maximum",
        "diverged": "It has diverged: higher than it began",
        "left_domain": "It has left the picture",
    }
    kind = story.outcome.kind
    return headings[kind], story.outcome.detail


def set_numbers(text: str) -> str:
    """Return plain text as Typst prose, its numbers set as mathematics."""
    pattern = rf"[-{MINUS}]?\d+(?:\.\d+)?(?:{TIMES}10\^{MINUS}?\d+)?"
    return re.sub(pattern, lambda found: f"${to_typst(found[0])}$", text)


def outcome_readings(story: DescentStory) -> list[Reading]:
    """Return the figures of the end."""
    result, method = story.outcome, METHODS[story.descent.optimiser]
    found = [
        Reading(f'"{method}"'),
        Reading(f'"steps" = {result.steps}'),
        Reading(f"bold(x) = {pair(np.array(result.point))}"),
        Reading(f"f = {number(result.value)}"),
        Reading(f"||nabla f|| = {number(result.gradient_norm)}", "gradient"),
    ]
    if story.minima and story.minima[0].value < result.value:
        found.append(Reading(f'"lowest" f = {number(story.minima[0].value)}', "minimum"))
    return found
