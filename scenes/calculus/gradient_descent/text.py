"""What a descent does, in words and formulas that are true for its numbers."""

from __future__ import annotations

import math
import re

import numpy as np

from explainer.numbers import MINUS, TIMES, magnitude, to_typst, told_apart
from explainer.scenes.calculus.common import Note, Reading, number, pair
from explainer.scenes.calculus.gradient_descent.story import DescentStory

METHODS = {
    "gradient_descent": "gradient descent",
    "momentum": "momentum",
    "nesterov": "Nesterov's momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "newton": "Newton's method",
}

_POINT = "bold(x)"
_NEXT = 'part("step", bold(x)_1)'
_GRADIENT = 'part("gradient", nabla f)'
_RATE = 'part("step", eta)'

RULES = {
    "gradient_descent": f"{_NEXT} = {_POINT}_0 - {_RATE} {_GRADIENT}({_POINT}_0)",
    "momentum": f"bold(v)_1 = beta bold(v)_0 - {_RATE} {_GRADIENT}({_POINT}_0), quad "
    f"{_NEXT} = {_POINT}_0 + bold(v)_1",
    "nesterov": f"bold(v)_1 = beta bold(v)_0 - {_RATE} {_GRADIENT}({_POINT}_0 + beta bold(v)_0), "
    f"quad {_NEXT} = {_POINT}_0 + bold(v)_1",
    "rmsprop": f"{_NEXT} = {_POINT}_0 - {_RATE} {_GRADIENT} \\/ (sqrt(bold(s)_1) + epsilon), "
    f"quad bold(s)_1 = (1 - rho) ({_GRADIENT})^2",
    "adam": f"{_NEXT} = {_POINT}_0 - {_RATE} hat(bold(m))_1 \\/ (sqrt(hat(bold(s))_1) + "
    f"epsilon), quad hat(bold(m))_1 = {_GRADIENT}, thin hat(bold(s))_1 = ({_GRADIENT})^2",
    "newton": f"{_NEXT} = {_POINT}_0 - {_RATE} H^(-1) {_GRADIENT}({_POINT}_0)",
}
"""The first step of each method, when nothing has been accumulated yet."""


def surface_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on the surface and its map."""
    name = story.surface.title[0].upper() + story.surface.title[1:]
    formula = f"{name}: $f = {story.surface.typst}$"
    crowd = (
        "and steep ground is where lines crowd."
        if story.height == "linear"
        else "a fixed factor apart from the next, as heights are on a logarithmic scale."
    )
    return (
        formula,
        "A function of two variables is a landscape. Seen from straight above it is a map: each "
        f"line joins points of one height, {crowd}",
    )


def surface_notes(story: DescentStory) -> list[Note]:
    """Return what the map says, and how heights are drawn."""
    notes = [Note("Each line joins points of one height.")]
    if story.height == "log":
        notes.append(Note("Heights and lines are on a logarithmic scale, to show the low ground."))
    else:
        notes.append(Note("Where lines crowd, the ground is steep."))
    return notes


def scale_notes(story: DescentStory, stretched: bool) -> list[Note]:
    """Return what is not to scale in the picture of the gradient."""
    notes = [] if story.level else [Note("The arrow shows its direction, not its length.")]
    if stretched:
        scales = "$x$ and $y$ are drawn to different scales, which bends the right angle."
        notes.append(Note(scales))
    return notes


def curvature_note() -> Note:
    """Return what the cross on the map is."""
    return Note("$lambda$: curvature along the arms of the cross.")


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
    rate, change = magnitude(story.rate), story.descent.steps_taken[0]
    by_the_rate = np.allclose(np.abs(change), story.rate * (story.gradient != 0), rtol=0.01, atol=0)
    plain = "The step goes against the gradient. The learning rate, {}, says how far."
    tales = {
        "gradient_descent": plain.format(rate),
        "momentum": plain.format(rate) + " Later steps keep part of the one before.",
        "nesterov": plain.format(rate) + " Later steps look ahead along the one before.",
        "rmsprop": "The step divides the gradient, coordinate by coordinate, by its recent size, "
        f"so its length comes from the learning rate, {rate}, more than from the slope.",
        "adam": "The first step of Adam takes only the signs of the gradient: each coordinate "
        f"with a slope moves by the learning rate, {rate}."
        if by_the_rate
        else "The first step of Adam divides each slope by its size, to which epsilon is added, "
        f"and takes as much of that as the learning rate, {rate}, says.",
        "newton": "Newton's step divides the gradient by the curvature: "
        + _newtons_reach(story, rate),
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


def _newtons_reach(story: DescentStory, rate: str) -> str:
    curvatures = np.abs(story.axes(0)[0])
    if curvatures.min() <= 1e-12 * curvatures.max():
        return "where a direction has no curvature, it does not move along it."
    if story.rate == 1:
        return "it leads to where the quadratic model of the surface is level."
    return f"it goes {rate} of the way to where the quadratic model of the surface is level."


def step_readings(story: DescentStory) -> list[Reading]:
    """Return what the first step is made of; the point it leads to runs beside."""
    change = story.descent.steps_taken[0]
    first = Reading(f"{_POINT}_0 = {pair(np.array(story.start))}")
    rate = Reading(f"eta = {to_typst(magnitude(story.rate))}", "step")
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
    rate = to_typst(magnitude(story.rate))
    say = (
        "The same rule is applied again and again. Surface, map and the curve of heights show "
        "one and the same walk."
    )
    if story.leaves:
        return (
            f"Rate ${rate}$: the walk leaves the picture at step ${story.shown}$",
            "The same rule is applied again and again, until the walk leaves the picture at step "
            f"{story.shown}.",
        )
    if story.strays:
        say += " For a while the walk is outside the picture."
    if story.descent.diverged_at is not None:
        say += f" Step {story.descent.diverged_at} would lead beyond all bounds."
    return f"{steps} of {method} with rate ${rate}$", say


def rate_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on where the rate stands."""
    method, rate = story.descent.optimiser, magnitude(story.rate)
    if method in ("rmsprop", "adam"):
        return (
            f"{METHODS[method]} divides by the size of the slope: no fixed limit to the rate",
            f"{METHODS[method]} divides by the recent size of the gradient, so curvature sets no "
            f"fixed limit. The rate, {rate}, sets the scale of a step, whatever the slope.",
        )
    if method == "newton":
        return (
            "Newton's method divides by the curvature: the natural rate is $1$",
            "Newton's method divides each direction by its own curvature. With a rate of one it "
            "reaches the level point of a quadratic in a single step, be it a minimum or not.",
        )
    dips = " Along directions that curve downwards every rate leads away." if story.dips else ""
    if story.limit is None or math.isinf(story.limit):
        return (
            "No curvature upwards along the path: it sets no limit to the rate",
            "At the points of this path the surface does not curve upwards, so curvature sets no "
            f"limit to the rate.{dips}",
        )
    share = story.rate / story.limit
    rate, limit = told_apart(story.rate, story.limit)
    here, there = f"${to_typst(rate)}$", f"${to_typst(limit)}$"
    rule = "2 over the largest curvature" if method == "gradient_descent" else "set by curvature"
    where = "along the path"
    if story.leaves or story.strays:
        where = "along the path in the picture"
    start = f"The limit, {limit}, is {rule} {where}. The rate {rate} is"
    if abs(share - 1) < 1e-9:
        return (
            f"The rate {here} is just the limit",
            f"{start} just that: at the sharpest place steps neither grow nor die out.{dips}",
        )
    if share > 1:
        return (
            f"The rate {here} is above the limit {there}",
            f"{start} above it: at the sharpest place each step overshoots by more than the "
            f"last.{_calm(story)}",
        )
    if share > 0.5 and method == "gradient_descent":
        return (
            f"The rate {here} is below the limit {there}, close enough to zigzag",
            f"{start} more than half of it, so steps along the most curved direction overshoot "
            f"and come back.{dips}",
        )
    below = f"The rate {here} is safely below the limit {there}"
    if story.dips:
        below = f"The rate {here} is below the limit {there}, set where the ground curves up"
    return (
        below,
        f"{start} below it, so steps along the most curved direction die out.{dips}",
    )


def _calm(story: DescentStory) -> str:
    """Return why a walk came to rest although its rate is above the limit."""
    if story.outcome.kind not in ("converged", "other_minimum", "saddle", "maximum"):
        return ""
    if not story.descent.steps_taken.any():
        return " It rests all the same, because it began on level ground."
    last, sharpest = story.descent.curvatures[[-1, story.sharpest], 1]
    flatter = ", where the surface is flatter" if last < 0.95 * sharpest else ""
    return f" It settles all the same{flatter}."


def rate_readings(story: DescentStory) -> list[Reading]:
    """Return the rate and the limit; the curvatures run beside."""
    method, beta = story.descent.optimiser, story.descent.settings.momentum
    bounded = story.limit is not None and math.isfinite(story.limit)
    rate, limit = told_apart(story.rate, (bounded and story.limit) or story.rate)
    readings = [Reading(f"eta = {to_typst(rate)}", "step")]
    if not bounded:
        return readings
    formulas = {
        "gradient_descent": "2 \\/ lambda_max",
        "momentum": "2 (1 + beta) \\/ lambda_max",
        "nesterov": "(2 (1 + beta)) / ((1 + 2 beta) lambda_max)",
    }
    text = Reading(f"{formulas[method]} = {to_typst(limit)}", "warning")
    extra = [Reading(f"beta = {number(beta)}")] if method != "gradient_descent" else []
    return [*readings, *extra, text]


def outcome_words(story: DescentStory) -> tuple[str, str]:
    """Return heading and narration on how it ended."""
    headings = {
        "converged": "It has converged to the lowest of the minima",
        "on_the_way": "Still on its way",
        "circling": "It circles without getting lower",
        "other_minimum": "It rests in another minimum than the lowest",
        "saddle": "It rests on a saddle",
        "maximum": "It rests on a maximum",
        "diverged": "It has diverged: higher than it began",
        "left_domain": "It has left the picture",
    }
    kind, descent = story.outcome.kind, story.descent
    if kind == "converged" and len(story.equals) > 1:
        headings[kind] = f"It has converged to one of {len(story.equals)} equally low minima"
    elif kind == "converged" and len(story.minima) == 1:
        headings[kind] = "It has converged to the minimum"
    moves = descent.steps_taken[-1:].any()
    if kind == "converged" and story.outcome.detail.startswith("The ground is level"):
        return "It rests on level ground", story.outcome.detail
    if kind == "on_the_way" and not moves:
        return "It has stopped: the method finds no step", story.outcome.detail
    if descent.diverged_at is not None:
        return "It has diverged: beyond all bounds", story.outcome.detail
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
