"""The text of each beat of a descent, true for its numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

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
from explainer.scenes.calculus.gradient_descent.formulas import (
    KEEPING,
    METHODS,
    RULES,
    in_numbers,
    place_of,
)
from explainer.scenes.calculus.gradient_descent.outcome import last_stretch
from explainer.scenes.calculus.gradient_descent.story import DescentStory


def surface(story: DescentStory) -> BeatText:
    shown, places = story.surface, [place_of(place.point) for place in story.minima]
    scale = ", on a logarithmic scale" if story.height == "log" else ""
    low = f"It has {'a minimum' if len(places) == 1 else 'minima'} at {_listed(places)}."
    if not places:
        low = "No isolated minimum was found on it."
    elif len(places) > 4:
        low = f"It has many minima; the lowest that was found is {place_of(story.lowest.point)}."
    start = f"the start, {point(story.start, given)}"
    ball = f"At {start}, one knows only which way is down."
    arrow = f"a ball at {start}, and an arrow on the surface that points the steepest way down."
    if story.level:
        ball = f"At {start}, the surface is level: its slope shows no way down."
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
    lines = [Line(f"nabla f(bold(x)_0) {equals(to_typst(story.begin.slopes))}", "gradient")]
    above = "Seen from above, the surface is a map: each contour line joins points of equal height."
    if story.level:
        heading = "The surface is level at the start: the gradient is zero"
        narration = "The gradient at the start is zero, so it has no direction."
        seen = "The gradient there is zero."
    else:
        heading = "The gradient points uphill, at a right angle to the contour line"
        narration = "The gradient points uphill, at a right angle to the contour line."
        seen = f"The gradient there is {about(point(story.gradient))}; its arrow crosses the "
        seen += "contour line at a right angle, uphill."
        if story.surface.stretched:
            distorted = "$x$ and $y$ have different scales, which distorts the right angle."
            lines.append(remark(distorted))
    seen = (
        f"The map of contour lines of f about the start, {point(story.start, given)}, where a ball "
        f"lies at a height of {about(significant(story.values[0]))}. {seen}"
    )
    question = "Which way is uphill?"
    return BeatText(heading, f"{above} {narration}", seen, tuple(lines), question=question)


def step(story: DescentStory) -> BeatText:
    method, rate = story.descent.optimiser, given(story.rate)
    rule, *others = (Line(rule) for rule in RULES[method])
    lines = [rule, *others]
    question = "How far does one step go?"
    if not len(story.descent.steps_taken):
        heading, seen = "There is no first step to show", "there is no first step to show"
        narration = f"The first step would lead {_lost(story)}."
    else:
        change = story.descent.steps_taken[0]
        lines = [rule, in_numbers(story, rate), *others]
        end = f'part("step", {equals(pair(story.start + change))})'
        if method == "gradient_descent":
            lines.append(Line(end))
        elif method in KEEPING:
            lines[-1] = Line(f"{lines[-1].markup} {end}")
        if story.level or not change.any():
            heading, narration = _no_step_of(story, method)
            seen = f"{heading[0].lower()}{heading[1:]}"
        else:
            heading, narration = _step_of(story, method, rate)
            start, there = point(story.start, given), about(point(story.start + change))
            outside = "" if story.seen[1] else ", outside the picture"
            leads = f"This step leads from {start} to {there}{outside}."
            if method in KEEPING:
                share = given(story.descent.settings.momentum)
                leads = f"{leads[:-1]}; {share} of it is added to the next."
            narration = f"{narration} {leads}"
            seen = (
                f"The first step with rate {rate}, an arrow on the map, is {about(point(change))}: "
                f"it leads from {start} to {there}."
            )
            return BeatText(heading, narration, seen, tuple(lines), question=question)
    seen = f"The ball is still at the start: {seen}."
    return BeatText(heading, narration, seen, tuple(lines), question=question)


def _no_step_of(story: DescentStory, method: str) -> tuple[str, str]:
    """Return heading and sentences on a first step that leads nowhere, as far as can be seen."""
    change = story.descent.steps_taken[0]
    heading, narration = "The first step has length zero", "The gradient is zero at the start"
    if not story.level:
        narration = "There is no curvature along the gradient at the start"
    narration += f", so the first step of {METHODS[method]} leads nowhere."
    if change.any():
        heading = "The first step is too short to be seen"
        narration = "With all its digits, the gradient at the start is not quite zero: the "
        narration += f"first step has a length of {about(magnitude(math.hypot(*change)))}."
    return heading, f"{narration} The ball stays at {point(story.start, given)}."


def _step_of(story: DescentStory, method: str, rate: Figure) -> tuple[str, str]:
    """Return heading and sentence on how a method makes its first step."""
    plain = f"minus the gradient, times the learning rate, {rate}"
    narration = f"The first step is {plain}."
    match method:
        case "momentum":
            heading = "The first step with momentum: minus the gradient, times the rate"
        case "nesterov":
            heading = "The first step with Nesterov's momentum"
        case "rmsprop":
            heading = "One step of RMSProp: each slope divided by its recent size"
            narration = "Each slope is divided by its recent size, so the length of the step "
            narration += f"depends on the learning rate, {rate}, more than on the slopes."
        case "adam":
            heading = "The first step of Adam: each slope divided by its own size"
            narration = "The first step of Adam divides each slope by its size plus epsilon, then "
            narration += f"multiplies by the learning rate, {rate}."
            signs = story.rate * (story.gradient != 0)
            if np.allclose(np.abs(story.descent.steps_taken[0]), signs, rtol=0.01, atol=0):
                narration = "The first step of Adam uses only the signs of the slopes: each "
                narration += f"coordinate with a slope changes by the learning rate, {rate}."
        case "newton":
            heading = "One step of Newton's method: the gradient divided by the curvature"
            narration = "Newton's method divides the gradient by the curvature: "
            curvatures = np.abs(story.descent.curvatures[0])
            if curvatures.min() <= 1e-12 * curvatures.max():
                narration += "along a direction without curvature it does not move."
            else:
                narration += "it steps" if story.rate == 1 else f"it goes {rate} times the distance"
                narration += " to where the quadratic model of the surface is level."
        case _:
            heading = "One step: minus the gradient, times the learning rate"
            narration = f"A step goes the opposite way: {plain}."
    return heading, narration


def rate(story: DescentStory) -> BeatText:
    """Return the text on how the rate decides the path; the story is quadratic and has a limit."""
    bounds = [magnitude(value) for value in (story.half or 0.0, story.limit or 0.0)]
    shown = (about(Figure.of(f"${to_typst(each)}$", each)) for each in bounds)
    half, limit = map(about, bounds)
    return BeatText(
        "Above {} the path zigzags; above {} it diverges".format(*shown),
        "With a small rate, no step overshoots the bottom. "
        f"Above {half}, which is one over the largest curvature, steps overshoot it in a zigzag. "
        f"Above {limit}, each step overshoots by more than the one before.",
        f"The map with the path for a rate above {limit}: a zigzag that grows. Beside it a slider "
        f"of rates: up to {half}, one over the largest curvature, paths are smooth; from there to "
        f"{limit}, two over the largest curvature, they zigzag; above that, they diverge.",
        question="What happens if the rate changes?",
    )


ENDINGS = {
    "converged": ("settles", "has converged to the minimum"),
    "equally_low": ("settles", "has converged to one of {equals} equally low minima"),
    "lowest": ("settles", "has converged to the lowest minimum that was found"),
    "other_minimum": ("settles", "has converged to a minimum that is not the lowest"),
    "level": ("comes to rest", "rests where the surface is level"),
    "saddle": ("rests at a saddle", "rests at a saddle point"),
    "maximum": ("rests at a maximum", "rests at a maximum"),
    "stopped": ("stops", "has stopped: the method finds no step"),
    "on_the_way": ("not there yet", "is still on its way"),
    "swinging": ("not there yet", "is still on its way, in ever shorter swings"),
    "passing": ("passes through", "is at a {kind}, but will not stay there"),
    "hopping": ("hops for ever", "hops to and fro for ever"),
    "visiting": ("hops for ever", "visits the same {points} points for ever"),
    "circling": ("keeps moving", "keeps moving, but gets no lower"),
    "diverged": ("diverges", "diverges: each swing is longer than the one before"),
    "left_domain": ("leaves the picture", "has left the picture"),
    "undefined": ("cannot go on", "leads to where it cannot go on"),
    "beyond": ("goes beyond all bounds", "leads beyond all bounds"),
}
"""What is written below the map of a descent, and what is said of it: "The descent ..."."""


def _ending(story: DescentStory) -> str:
    """Return which of ``ENDINGS`` a descent has."""
    kind, rest = story.outcome.kind, story.outcome.rest
    if kind == "converged" and len(story.minima) > 1:
        return "equally_low" if len(story.equals) > 1 else "lowest"
    if kind == "on_the_way" and rest:
        return "swinging"
    return "visiting" if kind == "hopping" and len(story.outcome.cycle) > 2 else kind


def verdict(story: DescentStory) -> str:
    """Return in a few words what a descent does."""
    ending = _ending(story)
    words = ENDINGS[ending][0]
    if words == "settles":
        way = "zigzags, but settles" if story.turning > 0.5 else words
        return way if story.turning else "settles smoothly"
    return words if story.turning or ending != "on_the_way" else "smooth, but slow"


def _said(story: DescentStory, subject: str = "the descent") -> str:
    """Return how a descent ended, as a clause."""
    kind, points = _kind(story), len(story.outcome.cycle)
    clause = ENDINGS[_ending(story)][1]
    return f"{subject} {clause.format(equals=len(story.equals), kind=kind, points=points)}"


def _kind(story: DescentStory) -> str:
    """Return what the point is at which or about which a descent ended; empty for none."""
    kinds = {"level": "level point", "saddle": "saddle point"}
    rest = story.outcome.rest
    return kinds.get(rest.kind, rest.kind) if rest else ""


def comparison(story: DescentStory) -> BeatText:
    """Return the text on three descents; their sentences come in the order of their rates."""
    sentences, seen, bounds = list[str](), list[str](), ""
    for each in story.compared:
        rate, steps = given(each.rate), count(len(each.descent.steps_taken), "step")
        begins, subject = ("With", "it") if sentences else ("With a rate of", "the descent")
        way = " in a zigzag" if "zigzag" in verdict(each) else ""
        sentences.append(f"{begins} {rate}, {_said(each, subject)}{way}.")
        seen.append(f"{rate}: {verdict(each)} ({steps})")
    heading = f"{count(story.steps, 'step')} at three rates, from one start"
    if story.half:
        half, limit = (about(magnitude(value)) for value in (story.half, story.limit or 0.0))
        heading = f"{heading[:-16]}: below, between and above two limits"
        bounds = f" On the scale stand the limits, {half} and {limit}, which are one and two over "
        bounds += "the largest curvature at the minimum."
    elif story.limit:
        heading = f"{count(story.steps, 'step')} at three rates, the last above the limit"
        bounds = f" On the scale stands the limit, {about(magnitude(story.limit))}."
    return BeatText(
        heading,
        " ".join(sentences),
        f"Three maps with descents from one start, and a scale of their rates: "
        f"{'; '.join(seen)}.{bounds}",
        question="Where do three different rates lead?",
    )


def descent(story: DescentStory) -> BeatText:
    """Return the text on the whole descent: that it goes on, and how it ends."""
    heading, detail = _said(story), _detail(story)
    total, method = len(story.descent.steps_taken), METHODS[story.descent.optimiser]
    rule = "The same rule makes the next step from each new point."
    if story.descent.optimiser in KEEPING:
        rule = "The same rule makes the next step, which keeps part of the one before."
    if total < 2:
        rule = "No more steps are taken." if total else "The descent ends where it began."
    way = "out of the picture" if story.leaves else f"to {about(place_of(story.points[-1]))}"
    heights = list(map(significant, ends := story.values[[0, -1]]))
    first, last = map(about, distinct(*ends) if heights[0] == heights[1] else heights)
    seen = (
        f"The path of {method}, with the rate {given(story.rate)}, on the surface f = "
        f"{formula(story.surface)}, {count(story.shown, 'step')} from {point(story.start, given)} "
        f"{way}. The height goes from {first} at the start to {last} at the path's end. {detail}"
    )
    if story.minima and story.outcome.kind not in ("converged", "other_minimum"):
        lowest, equal = about(significant(story.minima[0].value)), len(story.equals)
        found = f"minimum that was found is {place_of(story.lowest.point)},"
        found = f"minima that were found, {equal} of them, are" if equal > 1 else found
        seen += f" The lowest {found} at a height of {lowest}."
    heading = f"{heading[0].upper()}{heading[1:]}"
    return BeatText(heading, f"{rule} {detail}", seen, question="Where do more steps lead?")


def _detail(story: DescentStory) -> str:
    """Return the sentence on how a descent ended."""
    result, descent, method = story.outcome, story.descent, METHODS[story.descent.optimiser]
    end, value, total = descent.points[-1], descent.values[-1], len(descent.steps_taken)
    bottom = story.minima[0].value if story.minima else value
    height, lowest = significant(value), significant(bottom)
    if value > bottom and not as_low(value, bottom, story.surface) and height == lowest:
        height, lowest = distinct(value, bottom)
    after, place, near = f"After {count(total, 'step')} the descent is", "", ""
    if result.rest:
        place = f"the {_kind(story)} {place_of(result.rest.point)}"
        # "At" is for what rounds to the same point; otherwise the distance, rounded up.
        away = float(np.linalg.norm(end - result.rest.point))
        same = significant(away) == "0" or away < 5e-5
        near = f"{after} {'at' if same else f'within {_above(away)} of'} {place}"
    there, around = place_of(end), f" about {place}" if place else ""
    now = f"{after} {'near' if there.rounded else 'at'} {there}, at a height of {about(height)}"
    match _ending(story):
        case "converged" | "lowest":
            return f"{near}, at a height of {about(height)}."
        case "equally_low":
            return f"{near}, one of {len(story.equals)} that are equally low."
        case "other_minimum":
            best = f"the minimum {place_of(story.lowest.point)} is lower"
            return (
                f"{near}, at a height of {about(height)}; {best}, with a height of {about(lowest)}."
            )
        case "level":
            return f"{near}, where the gradient is zero and no point nearby is lower."
        case "saddle":
            return f"{near}, where the gradient is zero, though some points nearby are lower."
        case "maximum":
            return f"{near}, where the gradient is zero, so there is no step to take."
        case "stopped" | "on_the_way" as ending:
            slope = about(significant(float(np.linalg.norm(descent.gradients[-1]))))
            stopped = f": the slope is {slope}, but {method} finds no step."
            return now + (stopped if ending == "stopped" else f", with a slope of {slope}.")
        case "swinging":
            return f"{now}, and swings to and fro{around}, in ever shorter swings."
        case "passing":
            return f"{near}, but further steps of {method} would lead away again."
        case "hopping":
            hops = _listed([place_of(each) for each in sorted(result.cycle.tolist())])
            return f"In the end the descent hops for ever{around}, between {hops}."
        case "visiting":
            points = f"the same {len(result.cycle)} points{around}"
            return f"In the end the descent visits {points} for ever."
        case "circling":
            last = f"the last {count(last_stretch(descent), 'step')}"
            return f"{now}: on average, {last} have brought it no lower."
        case "diverged":
            longer = "each swing is longer than the one before"
            outside = ", outside the picture" if story.leaves else ""
            return f"{now}{outside}: it swings to and fro{around}, and {longer}."
        case "left_domain":
            return f"{now}, outside the picture."
    # What is left leads to where the surface is not defined, or beyond all bounds.
    return f"Step {len(descent.points)} would lead {_lost(story)}."


def _lost(story: DescentStory) -> str:
    """Return where the step leads that cannot be taken, as the end of a sentence."""
    lost = story.descent.lost
    if story.outcome.kind == "beyond" or lost is None:
        return "beyond all bounds"
    place = "the minimum " if story.outcome.rest else ""
    defined = np.isfinite(story.surface.value(*lost))
    lacks = "f has no gradient" if defined else "f is not defined"
    return f"to {place}{place_of(lost)}, where {lacks}"


def _listed(items: Sequence[str]) -> str:
    """Return items as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _above(distance: float) -> str:
    """Return a distance, rounded up to one figure."""
    digit = 10.0 ** np.floor(np.log10(distance))
    return significant(float(np.ceil(distance / digit * (1 - 1e-12)) * digit))
