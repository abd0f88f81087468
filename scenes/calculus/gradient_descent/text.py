"""The text of each beat of a descent, true for its numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.maths.critical_points import as_low
from explainer.numbers import (
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
from explainer.scenes.calculus.common import formula, pair, point, remark
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
_MOVED = f"{_NEXT} + bold(v)_1"
_VELOCITY = f'bold(v)_1 = beta bold(v)_0 - part("step", eta) {_GRADIENT}'

RULES: dict[str, tuple[str, ...]] = {
    "gradient_descent": (f"{_STEP} {_GRADIENT}(bold(x)_0)",),
    "momentum": (f"{_VELOCITY}(bold(x)_0)", _MOVED),
    "nesterov": (f"{_VELOCITY}(bold(x)_0 + beta bold(v)_0)", _MOVED),
    "rmsprop": (
        f"{_STEP} {_GRADIENT} \\/ (sqrt(bold(s)_1) + epsilon)",
        f"bold(s)_1 = (1 - rho) ({_GRADIENT})^2",
    ),
    "adam": (
        f"{_STEP} hat(bold(m))_1 \\/ (sqrt(hat(bold(s))_1) + epsilon)",
        f"hat(bold(m))_1 = {_GRADIENT}, thin hat(bold(s))_1 = ({_GRADIENT})^2",
    ),
    "newton": (f"{_STEP} H^(-1) {_GRADIENT}(bold(x)_0)",),
}
"""The first step of each method, when nothing has been accumulated yet."""

LIMITS = {
    "gradient_descent": "2 \\/ lambda_max",
    "momentum": "2 (1 + beta) \\/ lambda_max",
    "nesterov": "2 (1 + beta) \\/ ((1 + 2 beta) lambda_max)",
}
"""What ``stability_limit`` works out."""

HALF = "1 \\/ lambda_max"
"""The rate above which steps of gradient descent overshoot."""


def surface(story: DescentStory) -> BeatText:
    shown, places = story.surface, [_place(place.point) for place in story.minima]
    scale = ", on a logarithmic scale" if story.height == "log" else ""
    low = f"It has {'a minimum' if len(places) == 1 else 'minima'} at {_listed(places)}."
    if not places:
        low = "No isolated minimum was found in it."
    elif len(places) > 4:
        low = f"It has many minima; the lowest that was found is {_place(story.lowest.point)}."
    start = f"the start, {point(story.start, given)}"
    ball = f"At {start}, one knows only which way is down."
    arrow = f"a ball at {start}, and an arrow on the surface down the steepest way from there."
    if story.level:
        ball = f"At {start}, the surface is level: no way is down."
        arrow = f"a ball at {start}, where the surface is level."
    (x0, x1), (y0, y1) = (map(given, ends) for ends in shown.domain)
    seen = f"The surface f = {formula(shown)} in space, for x from {x0} to {x1} and y from {y0} to "
    return BeatText(
        f"{shown.title[0].upper()}{shown.title[1:]}: $f(x, y) = {shown.typst}$",
        f"The height of this surface is the value of a function f of x and y{scale}. {ball}",
        f"{seen}{y1}{scale}, with {arrow} {low}",
        question="How does one find the lowest point?",
    )


def gradient(story: DescentStory) -> BeatText:
    lines = [
        *([Line(f"f = {story.surface.typst}")] if len(story.surface.typst) < 26 else []),
        Line(f"bold(x)_0 {equals(pair(story.start, given))}"),
        Line(f"nabla f(bold(x)_0) {equals(to_typst(story.begin.slopes))}", "gradient"),
    ]
    above = "Seen from above, the surface becomes a map: each line joins points of equal height."
    if story.level:
        heading = "The surface is level at the start: the gradient is zero"
        narration = "The gradient at the start is zero, so no direction is one of steepest ascent."
        seen = "The gradient there is zero."
    else:
        heading = "The gradient points uphill, at a right angle to the contour line"
        narration = "The gradient points uphill from the start, at a right angle to the contour "
        narration += "line."
        seen = f"The gradient there is {point(story.gradient)}; its arrow crosses the contour line "
        seen += "at a right angle, uphill."
        if story.surface.stretched:
            distorted = "$x$ and $y$ have different scales, which distorts the right angle."
            lines.append(remark(distorted))
    start = f"the start, {point(story.start, given)}, at height {significant(story.values[0])}"
    (x0, x1), (y0, y1) = (map(given, ends) for ends in story.surface.domain)
    seen = (
        f"The map of contour lines of f, for x from {x0} to {x1} and y from {y0} to {y1}, with a "
        f"ball at {start}. {seen}"
    )
    question = "Which way is uphill?"
    return BeatText(heading, f"{above} {narration}", seen, tuple(lines), question=question)


def step(story: DescentStory) -> BeatText:
    method, rate = story.descent.optimiser, given(story.rate)
    rules = [Line(rule) for rule in RULES[method]]
    question = "How far does one step go?"
    if not len(story.descent.steps_taken):
        return BeatText(
            "There is no first step to show",
            f"The first step would lead {_lost(story)}.",
            "The ball is still at the start: there is no first step to show.",
            tuple(rules),
            question=question,
        )
    change, beta = story.descent.steps_taken[0], to_typst(given(story.descent.settings.momentum))
    keeps = method in ("momentum", "nesterov")
    lines = [
        *rules,
        Line(f"nabla f(bold(x)_0) {equals(to_typst(story.begin.slopes))}", "gradient"),
        Line(f"eta {equals(to_typst(rate))}", "step"),
        *([Line(f"beta {equals(beta)}, thin bold(v)_0 = bold(0)")] if keeps else []),
        *([Line(f"bold(v)_1 {equals(pair(change))}", "step")] if keeps else []),
        Line(f"bold(x)_1 {equals(pair(story.start + change))}", "step"),
    ]
    if story.level or not change.any():
        heading, narration = "The first step has length zero", "The gradient is zero at the start"
        if not story.level:
            narration = "There is no curvature along the gradient at the start"
        narration += f", so the first step of {METHODS[method]} leads nowhere."
        if change.any():
            heading = "The first step is too short to be seen"
            narration = "With all its digits, the gradient at the start is not quite zero: the "
            narration += f"first step has a length of {about(magnitude(math.hypot(*change)))}."
        seen = f"The ball is still at the start: {heading[0].lower()}{heading[1:]}."
        stays = f"{narration} The ball stays at {point(story.start, given)}."
        return BeatText(heading, stays, seen, tuple(lines), question=question)
    heading, narration = _step_of(story, method, rate)
    outside = "" if story.seen[1] else ", outside the picture"
    there = point(story.start + change)
    return BeatText(
        heading,
        f"{narration} It leads from {point(story.start, given)} to {there}{outside}.",
        f"The first step with rate {rate}, an arrow on the map, is {point(change)}: it leads from "
        f"{point(story.start, given)} to {there}.",
        tuple(lines),
        question=question,
    )


def _step_of(story: DescentStory, method: str, rate: Figure) -> tuple[str, str]:
    """Return heading and sentence on how a method makes its first step."""
    plain = f"minus the gradient, times the learning rate, {rate}"
    change = story.descent.steps_taken[0]
    match method:
        case "momentum":
            heading = "The first step with momentum: minus the gradient, times the rate"
            narration = f"The first step is {plain}; later ones keep part of the one before."
        case "nesterov":
            heading = "The first step with Nesterov's momentum"
            narration = f"The first step is {plain}; later ones look ahead along the one before."
        case "rmsprop":
            heading = "One step of RMSProp: the gradient divided by its recent size"
            narration = "The step divides the gradient by its recent size, so its length depends "
            narration += f"on the learning rate, {rate}, more than on the slope."
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
        case _:
            heading = "One step: minus the gradient, times the learning rate"
            narration = f"A step goes the opposite way: {plain}."
    return heading, narration


def rate(story: DescentStory) -> BeatText:
    """Return the text on how the rate decides the path; the story is quadratic and has a limit."""
    half, limit = (significant(value) for value in (story.half or 0.0, story.limit or 0.0))
    return BeatText(
        f"Above ${to_typst(half)}$ the path zigzags; above ${to_typst(limit)}$ it diverges",
        "Back on the map, with a small rate, no step overshoots the bottom of the valley. "
        f"Above {half}, 1 over the largest curvature, steps overshoot it: a zigzag. "
        f"Above {limit}, each step overshoots by more than the one before.",
        f"The map with the path for a rate just above {limit}: a zigzag that grows. Beside it a "
        f"slider of rates: up to {half}, 1 over the largest curvature, paths are smooth; up to "
        f"{limit}, 2 over the largest curvature, they zigzag; above it they diverge.",
        question="What happens if the rate changes?",
    )


VERDICTS = {
    "converged": "settles",
    "other_minimum": "settles",
    "level": "comes to rest",
    "saddle": "rests at a saddle",
    "maximum": "rests at a maximum",
    "stopped": "stops",
    "on_the_way": "not there yet",
    "passing": "passes through",
    "hopping": "hops for ever",
    "circling": "keeps moving",
    "diverged": "diverges",
    "left_domain": "leaves the picture",
    "undefined": "cannot go on",
    "beyond": "goes beyond all bounds",
}
"""What a descent does, below its map."""

_CLAUSES = {
    "converged": "{n} lead to a minimum",
    "other_minimum": "{n} lead to a minimum that is not the lowest",
    "level": "{n} lead to where the surface is level",
    "saddle": "{n} lead to a saddle point",
    "maximum": "{n} lead to a maximum",
    "stopped": "the method finds no step after {n}",
    "on_the_way": "the descent is still on its way after {n}",
    "passing": "{n} lead past a level point",
    "hopping": "the descent hops between the same points for ever",
    "circling": "the descent moves on, but gets no lower",
    "diverged": "each swing is longer than the one before",
    "left_domain": "the descent leaves the picture",
    "undefined": "the descent is led to where it cannot go on",
    "beyond": "the descent is led beyond all bounds",
}
"""What a descent comes to."""


def verdict(story: DescentStory) -> str:
    """Return in a few words what a descent does."""
    kind = story.outcome.kind
    if kind in ("converged", "other_minimum") and story.zigzags:
        return "zigzags, but settles"
    return VERDICTS[kind]


def _said(figure: Figure) -> str:
    """Return a figure for a heading."""
    return f"{'about ' * figure.rounded}${to_typst(figure)}$"


def comparison(story: DescentStory) -> BeatText:
    """Return the text on three descents; their sentences come in the order of their rates."""
    sentences, seen = [], []
    for each in story.compared:
        rate, n = given(each.rate), count(len(each.descent.steps_taken), "step")
        clause = _CLAUSES[each.outcome.kind].format(n=n)
        if each.zigzags and each.outcome.kind in ("converged", "other_minimum", "on_the_way"):
            clause += ", in a zigzag"
        sentences.append(f"With the rate {rate}, {clause}.")
        seen.append(f"{rate}: {verdict(each)}")
    bounds = ""
    steps = count(story.steps, "step")
    heading = f"{steps} at three rates, from one start"
    if story.half:
        half, limit = significant(story.half), significant(story.limit or 0.0)
        low, high = _said(half), _said(limit)
        heading = f"{steps} at rates below {low}, between {low} and {high}, and above {high}"
        bounds = f" Between them stand {half} and {limit}, 1 and 2 over the largest curvature at "
        bounds += "the minimum."
    elif story.limit:
        high = _said(significant(story.limit))
        heading = f"{steps} at three rates, the last above the limit {high}"
        bounds = f" Before the last stands the limit, {significant(story.limit)}."
    return BeatText(
        heading,
        " ".join(sentences),
        f"Three maps with descents from one start, by their rates: {'; '.join(seen)}.{bounds}",
        question="Which rate is best?",
    )


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


def descent(story: DescentStory) -> BeatText:
    """Return the text on the whole descent: that it goes on, and how it ends."""
    heading, detail = _ending(story)
    total, method = len(story.descent.steps_taken), METHODS[story.descent.optimiser]
    rule = "Back on the surface, the same rule makes the next step from each new point."
    if not total:
        rule = "So the descent ends where it began."
    elif total == 1:
        rule = "Back on the surface, that one step is all."
    way = "out of the picture" if story.leaves else f"to {_place(story.points[-1])}"
    seen = (
        f"The path of {method} with rate {given(story.rate)} on the surface f = "
        f"{formula(story.surface)}, {count(story.shown, 'step')} from {point(story.start, given)} "
        f"{way}. The height goes from {significant(story.values[0])} at the start to "
        f"{significant(story.values[-1])} at the end. {detail}"
    )
    if story.minima and story.outcome.kind not in ("converged", "other_minimum"):
        lowest = significant(story.minima[0].value)
        seen += f" The lowest minimum that was found is {_place(story.lowest.point)}, with a "
        seen += f"height of {lowest}."
    question = "Where do more steps lead?"
    return BeatText(heading, f"{rule} {detail}", seen, question=question)


def _ending(story: DescentStory) -> tuple[str, str]:
    """Return heading and sentence on how a descent ended."""
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
    around, hops = f" about {place}" if place else "", sorted(result.cycle.tolist())
    details = {
        "converged": f"{near}, at a height of {about(height)}.",
        "lowest": f"{near}, at a height of {about(height)}.",
        "equally_low": f"{near}, one of {equals_found} that are equally low.",
        "other_minimum": f"{near}, at a height of {about(height)}; the minimum {best} is lower, "
        f"with a height of {about(lowest)}.",
        "level": f"{near}, where the gradient is zero and no point around is lower.",
        "saddle": f"{near}, where the gradient is zero, but some points beside it are lower.",
        "maximum": f"{near}, where the gradient is zero, so there is no step to take.",
        "stopped": f"{now}: the slope is {about(slope)}, but {method} finds no step.",
        "on_the_way": f"{now}, with a slope of {about(slope)}.",
        "swinging": f"{now}, and swings to and fro{around}, in ever shorter swings.",
        "passing": f"{near}, but further steps of {method} would lead away again.",
        "hopping": f"In the end the descent hops for ever{around}, between "
        f"{_listed([_place(each) for each in hops])}.",
        "visiting": f"In the end the descent visits the same {len(hops)} points{around} for ever.",
        "circling": f"{now}: on average, the last {count(last_stretch(descent), 'step')} have "
        "brought it no lower.",
        "diverged": f"{now}: it swings to and fro{around}, and each swing is longer than the one "
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
    return heading, details.get(ending, f"Step {descent.lost_at} would lead {_lost(story)}.")


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
