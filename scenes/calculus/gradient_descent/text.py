"""The text of each beat of a descent, true for its numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.critical_points import as_low
from explainer.numbers import (
    WRITTEN,
    Figure,
    about,
    count,
    distinct,
    equals,
    given,
    magnitude,
    significant,
    to_typst,
)
from explainer.scenes.calculus.common import formula, number, pair, point, remark, surface_and_map
from explainer.scenes.calculus.gradient_descent.descent import last_stretch
from explainer.scenes.calculus.gradient_descent.story import DescentStory, rate_and_limit

METHODS = {
    "gradient_descent": "gradient descent",
    "momentum": "momentum",
    "nesterov": "Nesterov's momentum",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "newton": "Newton's method",
}

_GRADIENT = 'part("gradient", nabla f)'
_NEXT = 'part("step", bold(x)_1) = bold(x)_0'
_STEP = f'{_NEXT} - part("step", eta)'
_MOVED = f"quad {_NEXT} + bold(v)_1"
_VELOCITY = f'bold(v)_1 = beta bold(v)_0 - part("step", eta) {_GRADIENT}'

RULES = {
    "gradient_descent": f"{_STEP} {_GRADIENT}(bold(x)_0)",
    "momentum": f"{_VELOCITY}(bold(x)_0), {_MOVED}",
    "nesterov": f"{_VELOCITY}(bold(x)_0 + beta bold(v)_0), {_MOVED}",
    "rmsprop": f"{_STEP} {_GRADIENT} \\/ (sqrt(bold(s)_1) + epsilon), "
    f"quad bold(s)_1 = (1 - rho) ({_GRADIENT})^2",
    "adam": f"{_STEP} hat(bold(m))_1 \\/ (sqrt(hat(bold(s))_1) + epsilon), "
    f"quad hat(bold(m))_1 = {_GRADIENT}, thin hat(bold(s))_1 = ({_GRADIENT})^2",
    "newton": f"{_STEP} H^(-1) {_GRADIENT}(bold(x)_0)",
}
"""The first step of each method, when nothing has been accumulated yet."""

LIMITS = {
    "gradient_descent": "2 \\/ lambda_max",
    "momentum": "2 (1 + beta) \\/ lambda_max",
    "nesterov": "(2 (1 + beta)) / ((1 + 2 beta) lambda_max)",
}
"""What ``stability_limit`` works out."""


def surface(story: DescentStory) -> BeatText:
    shown, places = story.surface, [_place(place.point) for place in story.minima]
    scale = ", on a logarithmic scale" if story.height == "log" else ""
    apart = "equal height, and the surface is steep where lines are close together."
    meaning = "Where lines are close together, the surface is steep."
    if scale:
        apart = "equal height. The heights are on a logarithmic scale, to show the low parts."
        meaning = "Heights and lines are on a logarithmic scale, to show the low parts."
    low = f"It has {'a minimum' if len(places) == 1 else 'minima'} at {_listed(places)}."
    if not places:
        low = "No isolated minimum was found in it."
    elif len(places) > 4:
        low = f"It has many minima; the lowest that was found is {_place(story.lowest.point)}."
    return BeatText(
        f"{shown.title[0].upper()}{shown.title[1:]}: $f = {shown.typst}$",
        "The graph of a function of two variables is a surface. Seen from above it becomes a map: "
        f"each line joins points of {apart}",
        f"{surface_and_map(shown, scale)} {low}",
        (remark("Each line joins points of equal height."), remark(meaning)),
    )


def gradient(story: DescentStory) -> BeatText:
    slope = number(float(np.linalg.norm(story.gradient)))
    lines = [
        Line(f"bold(x)_0 {equals(pair(story.start, given))}"),
        Line(f"f(bold(x)_0) {equals(number(story.begin.height))}"),
        Line(f"nabla f {equals(to_typst(story.begin.slopes))}", "gradient"),
        Line(f"||nabla f|| {equals(slope)}", "gradient"),
    ]
    if story.level:
        heading = "The surface is level at the start: the gradient is zero"
        narration = "The tangent plane at the start is horizontal. The gradient is zero, so no "
        narration += "direction is one of steepest ascent."
        seen = "on a tangent plane that is horizontal: the gradient is zero."
    else:
        heading = "The gradient crosses the contour line at a right angle"
        narration = "At the start the tangent plane touches the surface. The gradient points where "
        narration += "that plane rises fastest, at a right angle to the contour line."
        seen = f"on a tangent plane. The gradient there is {point(story.gradient)}; its arrow "
        seen += "crosses the contour line at a right angle, uphill."
        lines.append(remark("The arrow shows its direction, not its length."))
        if story.surface.stretched:
            distorted = "$x$ and $y$ have different scales, which distorts the right angle."
            lines.append(remark(distorted))
    place = f"{point(story.start, given)}, at height {significant(story.values[0])}"
    seen = f"A ball at the start, {place}, {seen}"
    return BeatText(heading, narration, seen, tuple(lines))


def step(story: DescentStory) -> BeatText:
    method, rate = story.descent.optimiser, given(story.rate)
    rule = f"${RULES[method]}$"
    if not len(story.descent.steps_taken):
        return BeatText(
            "There is no first step to show",
            f"The first step would lead {_lost(story)}.",
            "The ball is still at the start: there is no first step to show.",
            note=rule,
        )
    change, beta = story.descent.steps_taken[0], to_typst(given(story.descent.settings.momentum))
    keeps = method in ("momentum", "nesterov")
    lines = [
        Line(f"bold(x)_0 {equals(pair(story.start, given))}"),
        Line(f"nabla f {equals(to_typst(story.begin.slopes))}", "gradient"),
        Line(f"eta {equals(to_typst(rate))}", "step"),
        *([Line(f"beta {equals(beta)}, thin bold(v)_0 = bold(0)")] if keeps else []),
        Line(f"{'bold(v)_1' if keeps else 'Delta bold(x)'} {equals(pair(change))}", "step"),
    ]
    if story.level or not change.any():
        heading, narration = "The first step has length zero", "The gradient is zero at the start"
        if not story.level:
            narration = "There is no curvature along the gradient at the start"
        narration += f", so the first step of {METHODS[method]} leads nowhere."
        if change.any():
            heading = "The first step is too short to be seen"
            narration = "With all its digits, the gradient at the start is not quite zero. So the "
            narration += f"first step has a length of {about(magnitude(math.hypot(*change)))}."
        seen = f"The ball is still at the start: {heading[0].lower()}{heading[1:]}."
        return BeatText(heading, narration, seen, tuple(lines), rule)
    plain = "The step goes against the gradient. Its length is that of the gradient, times the "
    plain += f"learning rate, {rate}."
    match method:
        case "gradient_descent":
            heading, narration = "One step: minus the gradient, times the learning rate", plain
        case "momentum":
            heading = "The first step with momentum: minus the gradient, times the rate"
            narration = f"{plain} Later steps keep part of the one before."
        case "nesterov":
            heading = "The first step with Nesterov's momentum"
            narration = f"{plain} Later steps look ahead along the one before."
        case "rmsprop":
            heading = "One step of RMSProp: the gradient divided by its recent size"
            narration = "The step divides the gradient, coordinate by coordinate, by its recent "
            narration += f"size. So its length depends on the learning rate, {rate}, more than on "
            narration += "the slope."
        case "adam":
            heading = "The first step of Adam: the gradient divided by its own size"
            narration = "The first step of Adam divides each slope by its size plus epsilon, then "
            narration += f"multiplies by the learning rate, {rate}."
            signs = story.rate * (story.gradient != 0)
            if np.allclose(np.abs(change), signs, rtol=0.01, atol=0):
                narration = "The first step of Adam takes only the signs of the gradient: each "
                narration += f"coordinate with a slope moves by the learning rate, {rate}."
        case "newton":
            heading = "One step of Newton's method: the gradient divided by the curvature"
            narration = "Newton's method divides the gradient by the curvature: "
            curvatures = np.abs(story.descent.curvatures[0])
            if curvatures.min() <= 1e-12 * curvatures.max():
                narration += "along a direction without curvature it does not move."
            else:
                narration += "it leads" if story.rate == 1 else f"it goes {rate} times the distance"
                narration += " to where the quadratic model of the surface is level."
    lines.append(remark("The arrow $nabla f$ shows a direction only, not a length."))
    return BeatText(
        heading,
        narration,
        f"The first step with rate {rate}, an arrow on the map, is {point(change)}: it leads from "
        f"{point(story.start, given)} to {point(story.start + change)}.",
        tuple(lines),
        rule,
    )


def descent(story: DescentStory) -> BeatText:
    method, rate = METHODS[story.descent.optimiser], given(story.rate)
    total = len(story.descent.steps_taken)
    if not total:
        heading = "No step can be taken"
        narration = f"The first step would lead {_lost(story)}, so the descent ends where it began."
    elif story.leaves:
        heading = f"The path leaves the picture at step ${story.shown}$"
        narration = f"With the rate {rate}, the path leaves the picture at step {story.shown}."
    else:
        heading = f"{count(total, 'step')} of {method}"
        often = "once" if total == 1 else "again and again"
        narration = f"The same rule is applied {often}, with the rate {rate}. The surface, the map "
        narration += "and the curve of heights show one and the same path."
        if story.strays:
            narration += " For a while the path is outside the picture."
        if story.descent.lost is not None:
            narration += f" Step {story.descent.lost_at} would lead {_lost(story)}."
    way = "out of the picture" if story.leaves else f"to {_place(story.points[-1])}"
    return BeatText(
        heading,
        narration,
        f"The path of {method} with rate {rate}, "
        f"{count(story.shown, 'step')} on surface and map, leads from {point(story.start, given)} "
        f"{way}. A curve beside it shows the height from {significant(story.values[0])} at the "
        f"start to {significant(story.values[-1])} at the end.",
    )


def rate(story: DescentStory) -> BeatText:
    method, beta = story.descent.optimiser, to_typst(given(story.descent.settings.momentum))
    low, high = map(significant, story.descent.curvatures[story.sharpest])
    seen = "The surface is not curved, so there is no cross of curvatures"
    if not story.flat:
        seen = "A cross on the map shows the two directions of curvature; where the path meets the "
        seen += f"largest curvature, the two curvatures are {low} and {high}"
    own, limit = rate_and_limit(story.rate, story.bound or story.rate)
    lines = [Line(f"eta {equals(to_typst(own))}", "step")]
    if story.bound:
        seen += f". On a ruler below it the rate is marked at {own} and its limit at {limit}."
        if method != "gradient_descent":
            lines.append(Line(f"beta {equals(beta)}"))
        name = f"${LIMITS[method]}$"
        lines.append(Line(equals(to_typst(limit)), "warning", name=name, runs=True))
    else:
        seen += f". The rate is {own}; curvature sets no limit to it."
    if not story.flat:
        lines.append(remark("$lambda$: curvature along the cross, largest along its short arms."))
    return BeatText(*_where_the_rate_stands(story, own, limit), seen, tuple(lines))


def _where_the_rate_stands(story: DescentStory, own: str, limit: str) -> tuple[str, str]:
    """Return heading and narration on the rate, from it and its limit as they are written."""
    method = story.descent.optimiser
    if method in ("rmsprop", "adam"):
        return (
            f"{METHODS[method]} divides by the size of the gradient: no fixed limit to the rate",
            f"{METHODS[method]} divides by the recent size of the gradient, so curvature sets no "
            f"fixed limit. The rate, {own}, sets the scale of a step, whatever the slope.",
        )
    if method == "newton":
        return (
            "Newton's method divides by the curvature: the natural rate is $1$",
            "Newton's method divides by the curvature in each direction. On a quadratic function a "
            "rate of 1 leads to the level point in a single step, whether or not that is a "
            f"minimum. The rate here is {own}.",
        )
    dips = " In directions of downward curvature, steps grow at any rate." if story.dips else ""
    if not story.bound:
        return (
            "No upward curvature along the path, so no limit to the rate",
            "At the points of this path the surface does not curve upwards, so curvature sets no "
            f"limit to the rate.{dips}",
        )
    share = story.rate / story.bound
    here, there = f"The rate ${to_typst(own)}$ is", f"${to_typst(limit)}$"
    rule = "2 over" if method == "gradient_descent" else "set by"
    where = " in the picture" if story.leaves or story.strays else ""
    start = f"The limit, {about(limit)}, is {rule} the largest curvature along the path{where}. "
    start += f"The rate, {own}, is"
    if abs(share - 1) < 1e-9:
        heading = f"{here} exactly the limit"
        why = "exactly that: in the direction of the largest curvature, steps neither grow nor "
        why += f"shrink.{dips}"
    elif share > 1:
        heading = f"{here} above the limit {there}"
        why = "above it: where the curvature is largest, each step would overshoot by more than "
        why += "the one before."
        last, sharpest = story.descent.curvatures[[-1, story.sharpest], 1]
        if story.rests and story.descent.steps_taken.any():
            why += " The descent comes to rest all the same"
            why += ", where the surface curves less." if last < 0.95 * sharpest else "."
        elif story.rests:
            why += " The descent rests all the same, because it began at a level point."
    elif share > 0.5 and method == "gradient_descent":
        heading = f"{here} below the limit {there}, but above half of it"
        why = "more than half of that, so steps in the direction of the largest curvature "
        why += f"overshoot and come back: a zigzag.{dips}"
    else:
        heading = f"{here} below the limit {there}"
        why = f"below it, so steps in the direction of the largest curvature die out.{dips}"
    return heading, f"{start} {why}"


HEADINGS = {
    "converged": "The descent has converged to a minimum",
    "equally_low": "The descent has converged to one of {equals} equally low minima",
    "lowest": "The descent has converged to the lowest minimum that was found",
    "other_minimum": "The descent has converged to a minimum that is not the lowest",
    "level": "The descent rests where the surface is level",
    "saddle": "The descent rests at a saddle point",
    "maximum": "The descent rests at a maximum",
    "stopped": "The descent has stopped: the method finds no step",
    "on_the_way": "The descent is still moving",
    "swinging": "The descent is still moving, in ever shorter swings",
    "passing": "The descent is at a {kind}, but will not stay",
    "hopping": "The descent hops to and fro for ever",
    "visiting": "The descent visits ${points}$ points again and again, for ever",
    "circling": "The descent keeps moving, but gets no lower",
    "diverged": "The descent diverges: its steps grow",
    "left_domain": "The descent has left the picture",
    "undefined": "The descent leads to where it cannot go on",
    "beyond": "The descent leads beyond all bounds",
}
"""What is said above the picture of each ending."""


def outcome(story: DescentStory) -> BeatText:
    result, descent, method = story.outcome, story.descent, METHODS[story.descent.optimiser]
    end, value, total = descent.points[-1], descent.values[-1], len(descent.steps_taken)
    slope = significant(float(np.linalg.norm(descent.gradients[-1])))
    bottom = story.minima[0].value if story.minima else value
    best, equals_found = _place(story.lowest.point) if story.minima else "", len(story.equals)
    above = value > bottom and not as_low(value, bottom, story.surface)
    height, lowest = significant(value), significant(bottom)
    if above and height == lowest:
        height, lowest = distinct(value, bottom)
    after = f"After {count(total, 'step')} the descent is"
    kind = place = near = ""
    if result.rest:
        kinds = {"level": "level point", "saddle": "saddle point"}
        kind = kinds.get(result.rest.kind, result.rest.kind)
        place = f"the {kind} {_place(result.rest.point)}"
        # "At" is for what rounds to the same point; otherwise the distance, rounded up.
        away = float(np.linalg.norm(end - result.rest.point))
        same = significant(away) == "0" or away < 5e-5
        near = f"{after} {'at' if same else f'within {_above(away)} of'} {place}"
    now = f"{after} at {_place(end)}, at a height of {about(height)}"
    moving = f"{now}, with a slope of {about(slope)}."
    around, hops = f" about {place}" if place else "", sorted(result.cycle.tolist())
    details = {
        "converged": f"{near}, at a height of {about(height)}.",
        "lowest": f"{near}, at a height of {about(height)}.",
        "equally_low": f"{near}, one of {equals_found} that are equally low.",
        "other_minimum": f"{near}, at a height of {about(height)}. The minimum {best} is lower: "
        f"its height is {about(lowest)}.",
        "level": f"{near}. The gradient is zero there, and no point around it is lower.",
        "saddle": f"{near}. The gradient is zero there, but some points beside it are lower.",
        "maximum": f"{near}. The gradient is zero there, so there is no step to take.",
        "stopped": f"{now}. The slope is {about(slope)}, but {method} finds no step.",
        "on_the_way": moving,
        "swinging": f"{moving} It swings to and fro{around}, and the swings become shorter.",
        "passing": f"{near}, but further steps of {method} would lead away again.",
        "hopping": f"In the end the descent hops for ever{around}, between "
        f"{_listed([_place(each) for each in hops])}.",
        "visiting": f"In the end the descent visits the same {len(hops)} points{around} for ever.",
        "circling": f"{now}. On average, the last {count(last_stretch(descent), 'step')} have "
        "brought it no lower.",
        "diverged": f"{now}. It swings to and fro{around}, and each swing is longer than the one "
        "before.",
        "left_domain": f"{now}, outside the picture.",
    }
    ending: str = result.kind
    if ending == "converged" and len(story.minima) > 1:
        ending = "equally_low" if equals_found > 1 else "lowest"
    elif ending == "on_the_way" and place:
        ending = "swinging"
    elif ending == "hopping" and len(hops) > 2:
        ending = "visiting"
    heading = HEADINGS[ending].format(equals=equals_found, kind=kind, points=len(hops))
    # What is left leads to where the surface is not defined, or beyond all bounds.
    detail = details.get(ending, f"Step {descent.lost_at} would lead {_lost(story)}.")
    lines = [
        Line(f'"{method}"'),
        Line(f'n = {total} "{"step" if total == 1 else "steps"}"'),
        Line(f"bold(x)_n {equals(to_typst(_place(end)))}"),
        Line(f"f(bold(x)_n) {equals(to_typst(height))}"),
        Line(f"||nabla f(bold(x)_n)|| {equals(to_typst(slope))}", "gradient"),
    ]
    if above:
        lines.append(Line(f'"lowest found:" f {equals(to_typst(lowest))}', "minimum"))
    seen = (
        f"The path of {method} with rate {given(story.rate)} on f = {formula(story.surface)}, "
        f"from {point(story.start, given)}. {detail} The last point is {_place(end)}, with a "
        f"height of {height} and a slope of {slope}."
    )
    if story.minima and result.kind not in ("converged", "other_minimum"):
        seen += f" The lowest minimum that was found is {best}, with a height of {lowest}."
    return BeatText(heading, detail, seen, tuple(lines), set_numbers(detail))


def _lost(story: DescentStory) -> str:
    """Return where the step leads that cannot be taken, as the end of a sentence."""
    lost = story.descent.lost
    if story.outcome.kind == "beyond" or lost is None:
        return "beyond all bounds"
    place = "the minimum " if story.outcome.rest else ""
    defined = np.isfinite(story.surface.value(*lost))
    lacks = "f has no gradient" if defined else "f is not defined"
    return f"to {place}{_place(lost)}, where {lacks}"


def _place(values: Iterable[float]) -> Figure:
    """Return the coordinates of a point that was worked out; what is rounding noise is 0."""
    return point(values, significant)


def _listed(items: Sequence[str]) -> str:
    """Return items as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _above(distance: float) -> str:
    """Return a distance, rounded up to one figure."""
    digit = 10.0 ** np.floor(np.log10(distance))
    return significant(float(np.ceil(distance / digit * (1 - 1e-12)) * digit))


def set_numbers(text: str) -> str:
    """Return plain text as Typst prose, its numbers set as mathematics, its points unbroken."""
    prose = re.sub(WRITTEN, lambda found: f"${to_typst(found[0])}$", text)
    return re.sub(r"(\(\$[^$]*\$), ", r"\1,~", prose)
