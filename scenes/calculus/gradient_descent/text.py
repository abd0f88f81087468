"""The text of each beat of a descent, true for its numbers."""

from __future__ import annotations

import re

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import WRITTEN, count, distinct, magnitude, significant, to_typst
from explainer.scenes.calculus.common import formula, number, pair, point, remark, surface_and_map
from explainer.scenes.calculus.gradient_descent.descent import last_stretch
from explainer.scenes.calculus.gradient_descent.story import DescentStory

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


def surface(story: DescentStory) -> BeatText:
    shown, places = story.surface, [point(place.point) for place in story.minima]
    scale = ", on a logarithmic scale" if story.height == "log" else ""
    if scale:
        apart = "a fixed factor apart from the next, as heights are on a logarithmic scale."
        meaning = "Heights and lines are on a logarithmic scale, to show the low ground."
    else:
        apart = "and steep ground is where lines crowd."
        meaning = "Where lines crowd, the ground is steep."
    match len(places):
        case 0:
            low = "No isolated minimum was found in it."
        case 1 | 2 | 3 | 4:
            low = f"It has {'a minimum' if len(places) == 1 else 'minima'} at {_listed(places)}."
        case _:
            low = (
                f"It has many minima; the lowest that was found is at {point(story.lowest.point)}."
            )
    return BeatText(
        f"{shown.title[0].upper()}{shown.title[1:]}: $f = {shown.typst}$",
        "A function of two variables is a landscape. Seen from straight above it is a map: each "
        f"line joins points of one height, {apart}",
        f"{surface_and_map(shown, scale)} {low}",
        (remark("Each line joins points of one height."), remark(meaning)),
    )


def gradient(story: DescentStory) -> BeatText:
    lines = [
        Line(f"bold(x)_0 = {pair(story.start)}"),
        Line(f"f(bold(x)_0) = {number(story.values[0])}"),
        Line(f"nabla f = {pair(story.gradient)}", "gradient"),
        Line(f"||nabla f|| = {number(float(np.linalg.norm(story.gradient)))}", "gradient"),
    ]
    if story.level:
        heading = "At the start the ground is level: the gradient is zero"
        narration = "The tangent plane at the start is level. The gradient is zero, so no "
        narration += "direction leads downhill at first glance."
        seen = "on a tangent plane that is level: the gradient is zero."
    else:
        heading = "The gradient crosses the contour at a right angle"
        narration = "At the start the tangent plane touches the surface. The gradient points where "
        narration += "that plane rises fastest, at a right angle to the contour line."
        seen = f"on a tangent plane. The gradient there is {point(story.gradient)}; its arrow "
        seen += "crosses the contour line at a right angle, uphill."
        lines.append(remark("The arrow shows its direction, not its length."))
    if story.surface.stretched:
        scales = "$x$ and $y$ are drawn to different scales, which bends the right angle."
        lines.append(remark(scales))
    place = f"A ball at the start, {point(story.start)}, at height {significant(story.values[0])}"
    return BeatText(heading, narration, f"{place}, {seen}", tuple(lines))


def step(story: DescentStory) -> BeatText:
    method, rate = story.descent.optimiser, magnitude(story.rate)
    rule = f"${RULES[method]}$"
    if not len(story.descent.steps_taken):
        return BeatText(
            "There is no first step: it would leave all bounds",
            "The first step would lead beyond all bounds, so there is none to show.",
            "The ball is at the start still: there is no first step to show.",
            note=rule,
        )
    change, beta = story.descent.steps_taken[0], number(story.descent.settings.momentum)
    keeps = method in ("momentum", "nesterov")
    lines = (
        Line(f"bold(x)_0 = {pair(story.start)}"),
        Line(f"nabla f = {pair(story.gradient)}", "gradient"),
        Line(f"eta = {to_typst(rate)}", "step"),
        *([Line(f"beta = {beta}, thin bold(v)_0 = 0")] if keeps else []),
        Line(f"{'bold(v)_1' if keeps else 'Delta bold(x)'} = {pair(change)}", "step"),
    )
    if not change.any():
        return BeatText(
            "A level start: the step has no length",
            f"The step of {METHODS[method]} is made from the gradient. Here that is zero, so the "
            "first step goes nowhere.",
            "The ball is at the start still: the first step has no length.",
            lines,
            rule,
        )
    plain = f"The step goes against the gradient. The learning rate, {rate}, says how far."
    match method:
        case "gradient_descent":
            heading, narration = "One step: against the gradient, as far as the rate says", plain
        case "momentum":
            heading = "The first step of momentum: velocity from the gradient"
            narration = f"{plain} Later steps keep part of the one before."
        case "nesterov":
            heading = "The first step of Nesterov's momentum"
            narration = f"{plain} Later steps look ahead along the one before."
        case "rmsprop":
            heading = "One step of RMSProp: the gradient over its own size"
            narration = "The step divides the gradient, coordinate by coordinate, by its recent "
            narration += f"size, so its length comes from the learning rate, {rate}, more than "
            narration += "from the slope."
        case "adam":
            heading = "The first step of Adam: each coordinate by the rate"
            signs = story.rate * (story.gradient != 0)
            if np.allclose(np.abs(change), signs, rtol=0.01, atol=0):
                narration = "takes only the signs of the gradient: each coordinate with a slope "
                narration += f"moves by the learning rate, {rate}."
            else:
                narration = "divides each slope by its size, to which epsilon is added, and takes "
                narration += f"as much of that as the learning rate, {rate}, says."
            narration = f"The first step of Adam {narration}"
        case "newton":
            heading = "One step of Newton's method: the gradient over the curvature"
            curvatures = np.abs(story.descent.curvatures[0])
            if curvatures.min() <= 1e-12 * curvatures.max():
                reach = "where a direction has no curvature, it does not move along it."
            else:
                reach = "it leads to" if story.rate == 1 else f"it goes {rate} of the way to"
                reach += " where the quadratic model of the surface is level."
            narration = f"Newton's step divides the gradient by the curvature: {reach}"
    return BeatText(
        heading,
        narration,
        f"The first step with rate {rate}, an arrow on the map, has led by {point(change)} from "
        f"{point(story.start)} to {point(story.start + change)}.",
        lines,
        rule,
    )


def descent(story: DescentStory) -> BeatText:
    method, rate = METHODS[story.descent.optimiser], to_typst(magnitude(story.rate))
    narration = "The same rule is applied again and again"
    if story.leaves:
        heading = f"Rate ${rate}$: the walk leaves the picture at step ${story.shown}$"
        narration += f", until the walk leaves the picture at step {story.shown}."
    else:
        heading = f"{count(len(story.descent.steps_taken), 'step')} of {method} with rate ${rate}$"
        narration += ". Surface, map and the curve of heights show one and the same walk."
        if story.strays:
            narration += " For a while the walk is outside the picture."
        if story.descent.lost is not None:
            narration += f" Step {story.descent.lost_at} would lead {_lost(story)}."
    way = "out of the picture" if story.leaves else f"to {point(story.points[-1])}"
    return BeatText(
        heading,
        narration,
        f"The walk of {method}, {count(len(story.points) - 1, 'step')} on surface and map, leads "
        f"from {point(story.start)} {way}. A curve beside it shows the height from "
        f"{significant(story.values[0])} at the start to {significant(story.values[-1])} at the "
        "end.",
    )


def rate(story: DescentStory) -> BeatText:
    method, beta = story.descent.optimiser, story.descent.settings.momentum
    low, high = map(significant, story.descent.curvatures[story.sharpest])
    seen = (
        "The ground does not bend, so there is no cross of curvatures"
        if story.flat
        else "A cross on the map shows the two directions of curvature; at the sharpest place of "
        f"the path the curvatures are {low} and {high}"
    )
    own, limit = distinct(story.rate, story.bound or story.rate)
    lines = [Line(f"eta = {to_typst(own)}", "step")]
    if story.bound:
        seen += f". On a ruler below it the rate is marked at {own} and its limit at {limit}."
        if method != "gradient_descent":
            lines.append(Line(f"beta = {number(beta)}"))
        limits = {
            "gradient_descent": "2 \\/ lambda_max",
            "momentum": "2 (1 + beta) \\/ lambda_max",
            "nesterov": "(2 (1 + beta)) / ((1 + 2 beta) lambda_max)",
        }
        name = f"${limits[method]} =$"
        lines.append(Line(to_typst(limit), "warning", name=name, runs=True))
    else:
        seen += f". The rate is {own}; curvature sets no limit to it."
    if not story.flat:
        lines.append(remark("$lambda$: curvature along the arms of the cross."))
    return BeatText(*_where_the_rate_stands(story, own, limit), seen, tuple(lines))


def _where_the_rate_stands(story: DescentStory, own: str, limit: str) -> tuple[str, str]:
    """Return heading and narration on the rate, from it and its limit as they are written."""
    method = story.descent.optimiser
    if method in ("rmsprop", "adam"):
        return (
            f"{METHODS[method]} divides by the size of the slope: no fixed limit to the rate",
            f"{METHODS[method]} divides by the recent size of the gradient, so curvature sets no "
            f"fixed limit. The rate, {own}, sets the scale of a step, whatever the slope.",
        )
    if method == "newton":
        return (
            "Newton's method divides by the curvature: the natural rate is $1$",
            "Newton's method divides each direction by its own curvature. With a rate of one it "
            "reaches the level point of a quadratic in a single step, be it a minimum or not.",
        )
    dips = " Along directions that curve downwards every rate leads away." if story.dips else ""
    if not story.bound:
        return (
            "No curvature upwards along the path: it sets no limit to the rate",
            "At the points of this path the surface does not curve upwards, so curvature sets no "
            f"limit to the rate.{dips}",
        )
    share = story.rate / story.bound
    here, there = f"The rate ${to_typst(own)}$ is", f"${to_typst(limit)}$"
    rule = "2 over the largest curvature" if method == "gradient_descent" else "set by curvature"
    where = " in the picture" if story.leaves or story.strays else ""
    start = f"The limit, {limit}, is {rule} along the path{where}. The rate {own} is"
    if abs(share - 1) < 1e-9:
        return (
            f"{here} just the limit",
            f"{start} just that: at the sharpest place steps neither grow nor die out.{dips}",
        )
    if share > 1:
        calm, (last, sharpest) = "", story.descent.curvatures[[-1, story.sharpest], 1]
        if story.outcome.rest and story.descent.steps_taken.any():
            flatter = ", where the surface is flatter" if last < 0.95 * sharpest else ""
            calm = f" It settles all the same{flatter}."
        elif story.outcome.rest:
            calm = " It rests all the same, because it began on level ground."
        return (
            f"{here} above the limit {there}",
            f"{start} above it: at the sharpest place each step overshoots by more than the "
            f"last.{calm}",
        )
    if share > 0.5 and method == "gradient_descent":
        where = ", close enough to zigzag"
        why = "more than half of it, so steps along the most curved direction overshoot and come "
        why += "back."
    else:
        where = ", set where the ground curves up" if story.dips else ""
        why = "below it, so steps along the most curved direction die out."
    safely = "" if where else "safely "
    return f"{here} {safely}below the limit {there}{where}", f"{start} {why}{dips}"


def outcome(story: DescentStory) -> BeatText:
    result, descent = story.outcome, story.descent
    end, value = descent.points[-1], descent.values[-1]
    slope = float(np.linalg.norm(descent.gradients[-1]))
    after = f"After {count(len(descent.steps_taken), 'step')} it"
    now = f"{after} is at {point(end)}, with height {significant(value)}"
    height, lowest = distinct(value, story.minima[0].value if story.minima else value)
    place, where, near = "", "", ""
    if result.rest:
        rest, away = result.rest, float(np.linalg.norm(end - result.rest.point))
        kind = "level point" if rest.kind == "level" else rest.kind
        place = f"the {kind} {point(rest.point)}"
        # "Is at" is for what rounds to the same point; otherwise the distance, rounded up.
        same = significant(away) == "0" or away < 5e-5
        near = f"{after} is {'at' if same else f'within {_above(away)} of'}"
        where = f"{near} {place}, at height {height}"
    match result.kind:
        case "converged":
            heading, detail = "It has converged to a minimum", f"{where}."
            if len(story.equals) > 1:
                heading = f"It has converged to one of {len(story.equals)} equally low minima"
            elif len(story.minima) > 1:
                heading = "It has converged to the lowest minimum that was found"
        case "other_minimum":
            heading = "It has converged to a minimum that is not the lowest"
            detail = f"{where}. At {point(story.lowest.point)} there is a minimum of height "
            detail += f"{lowest}."
        case "level":
            heading = "It rests where the surface is level"
            detail = f"{near} {point(result.rest.point)}, a level point that is not alone: beside "
            detail += "it there are others of the same height."
        case "saddle":
            heading = "It rests at a saddle point"
            detail = f"{near} {place}, where the gradient is zero. From any point beside it that "
            detail += "is lower, the descent would go on."
        case "maximum":
            heading = "It rests at a maximum"
            detail = f"{near} {place}, where the gradient is zero, so there is no step to take."
        case "stopped":
            heading = "It has stopped: the method finds no step"
            detail = f"It has stopped at {point(end)}, where the method finds no step to take."
        case "on_the_way" if result.rest:
            heading = "It is still moving, in ever shorter swings"
            detail = f"{now}. It swings to and fro about {place}, and its swings become shorter."
        case "on_the_way":
            heading = "It is still moving"
            detail = f"{now} and a slope of {significant(slope)}."
        case "passing":
            heading = f"It is at a {result.rest.kind}, but it will not stay"
            detail = f"{where}. It does not stay there: more steps of {METHODS[descent.optimiser]} "
            detail += "lead away again."
        case "hopping":
            points = result.cycle[np.lexsort(result.cycle.T)]
            heading = "It hops to and fro for ever"
            detail = f"It ends up hopping for ever between {' and '.join(map(point, points))}"
            if len(points) > 2:
                heading = f"It goes round ${len(points)}$ points for ever"
                detail = f"It ends up going round the same {len(points)} points for ever"
            detail += f", about {place}." if place else "."
        case "circling":
            heading, stretch = "It keeps moving without getting lower", last_stretch(descent)
            detail = f"{now}. Over the last {count(stretch, 'step')} it has not come lower."
        case "diverged":
            heading, about = "It diverges: its steps grow", f" about {place}" if place else ""
            detail = f"{now}. It swings to and fro{about}, and each swing is longer than the last."
        case "left_domain":
            heading, detail = "It has left the picture", f"{now}: outside the picture."
        case "undefined" | "beyond":
            heading = "It leads beyond all bounds"
            if result.kind == "undefined":
                heading = "It leads to where the method cannot go on"
            detail = f"Step {descent.lost_at} would lead {_lost(story)}."
            if descent.lost_at == 0:
                detail = f"The start, {point(end)}, has no finite slope, so there is no first step."
    method = METHODS[descent.optimiser]
    lines = [
        Line(f'"{method}"'),
        Line(f'"steps" = {len(descent.steps_taken)}'),
        Line(f"bold(x) = {pair(end)}"),
        Line(f"f = {number(value)}"),
        Line(f"||nabla f|| = {number(slope)}", "gradient"),
    ]
    if story.minima and story.minima[0].value < value:
        lines.append(Line(f'"lowest" f "found:" {to_typst(lowest)}', "minimum"))
    seen = (
        f"The walk of {method} with rate {magnitude(story.rate)} on f = {formula(story.surface)}, "
        f"from {point(story.start)}. {detail} The last point is {at}, with height "
        f"{significant(value)} and a slope of {significant(slope)}."
    )
    if story.minima and result.kind not in ("converged", "other_minimum"):
        seen += f" The lowest minimum that was found is {point(story.lowest.point)}, with height "
        seen += f"{lowest}."
    return BeatText(heading, detail, seen, tuple(lines), set_numbers(detail))


def _lost(story: DescentStory) -> str:
    """Return whereto the step leads that cannot be taken, as the end of a sentence."""
    lost = story.descent.lost
    if story.outcome.kind == "beyond" or lost is None:
        return "beyond all bounds"
    defined = np.isfinite(story.surface.value(*lost))
    rest = "the minimum " if story.outcome.rest else ""
    lacks = "f has no gradient" if defined else "f is not defined"
    return f"to {rest}{point(lost)}, where {lacks}"


def _listed(items: list[str]) -> str:
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
