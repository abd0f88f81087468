"""What each beat says of distributions, true for their numbers."""

from __future__ import annotations

import math
from functools import partial
from itertools import groupby

from explainer.beat_text import BeatText, Line
from explainer.numbers import count, given, magnitude, shortest
from explainer.plain_text import plain_text
from explainer.scenes.probability.common import notation
from explainer.scenes.probability.distributions.families import FAMILIES, PARAMETERS, Limit
from explainer.scenes.probability.distributions.story import PUSHES, DistributionsStory, FamilyStory

SPOKEN = {"λ": "lambda", "α": "alpha", "β": "beta", "μ": "mu", "σ": "sigma"}
"""How symbols are read aloud."""

value = partial(shortest, most_decimals=3)


def ordinal(number: float) -> str:
    n = round(number)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def family(story: FamilyStory) -> BeatText:
    initial = story.initial
    p, rate = (value(initial.get(name, 0.0)) for name in ("success", "rate"))
    match story.family.name:
        case "bernoulli":
            heading = "One trial: the whole distribution is one number, $p$"
            note = f"one trial that succeeds with chance {p}"
            made = f"A trial succeeds with probability {p} and counts as one, or fails as zero"
        case "binomial":
            heading = "Count the successes among $n$ trials: binomial"
            trials = count(round(initial["trials"]), "trial")
            note = f"{trials}, each succeeds with chance {p}"
            each = "that succeeds" if trials == "1 trial" else "that each succeed"
            made = f"Run {trials} {each} with probability {p}, and count the successes"
        case "geometric":
            heading = "Wait for the first success: each bar is $1 - p$ times the last"
            note = f"trials of chance {p}, until one succeeds"
            made = f"Try until the first success, which comes with probability {p} each time"
        case "negative_binomial":
            heading = "Wait for $r$ successes: $r$ geometric waits, end to end"
            wanted = round(initial["successes"])
            note = f"trials of chance {p}, until {count(wanted, 'success', 'successes')}"
            times = "is a success" if wanted == 1 else f"are {wanted} successes"
            made = f"Try until there {times}, with probability {p} in each trial"
        case "poisson":
            heading = "Count arrivals at random times: mean and variance are both $λ$"
            note = f"one unit of time, {rate} arrivals expected"
            made = f"Things arrive at random, {rate} in a unit of time on average: count them"
        case "exponential":
            heading = "Wait for the next arrival: the shorter, the likelier"
            note = f"time until an arrival, at rate {rate}"
            made = f"Things arrive at random at rate {rate}: wait for the next one"
        case "gamma":
            heading = "Wait for the $k$-th arrival: $k$ exponential waits, end to end"
            arrival = ordinal(initial["events"])
            note = f"time until the {arrival} arrival, at rate {rate}"
            made = f"Arrivals come at rate {rate}: wait for the {arrival} of them"
        case "uniform":
            heading = "Every place alike: the wider, the lower, always area $1$"
            lower, upper = value(initial["lower"]), value(initial["upper"])
            note = f"stopped anywhere from {lower} to {upper}"
            made = f"Run to and fro between {lower} and {upper}, and stop at a random moment"
        case "beta":
            heading = "One of many random points, by its rank: beta"
            rank = f"{ordinal(initial['from_left'])} from the left"
            points = round(initial["from_left"] + initial["from_right"] - 1)
            note = f"{count(points, 'random point')}, the {rank}"
            made = f"Of {count(points, 'point')} thrown between 0 and 1, take the {rank}"
        case _:
            heading = "Many small pushes, added up: the bell"
            note = f"{PUSHES} small pushes to the left or right"
            made = f"Add {PUSHES} small pushes at random: the sum is nearly normal"
    member = story.family.distribution(story.settings[-1])
    mean, deviation = map(given, (member.mean, member.standard_deviation))
    return BeatText(
        heading,
        f"{made}; {len(story.outcomes)} runs show the distribution. "
        f"{_changes(story, mean, deviation)}",
        f"Above, one run of the experiment: {note}, and as the sliders stand now. "
        f"Below, the {_shape(story)}. A dot marks the mean, {mean}, and a bar to either side the "
        f"standard deviation, {deviation}.",
        note=note,
    )


def _changes(story: FamilyStory, mean: str, deviation: str) -> str:
    moves = []
    for name, stops in story.stops.items():
        kept = [value(stop) for stop, _ in groupby(stops)]
        if len(kept) > 1:
            symbol = PARAMETERS[name].symbol
            moves.append(f"{SPOKEN.get(symbol, symbol)} from {' to '.join(kept)}")
    if not moves:
        return f"The mean is {mean}, the standard deviation {deviation}."
    turned = f"Turn {' and '.join(moves)}"
    return f"{turned}: the mean ends at {mean}, the standard deviation at {deviation}."


def _shape(story: FamilyStory) -> str:
    """Return which distribution is seen in the end, and where it is highest."""
    family, final = story.family, story.settings[-1]
    kind = "bars of the mass function" if family.discrete else "density"
    at = " and ".join(f"{PARAMETERS[name].symbol} = {value(final[name])}" for name in final)
    member = family.distribution(final)
    window = story.window(final)[:2]
    heights = member.density(member.nodes(*window))
    level = heights[heights > 0]
    if family.name == "uniform":
        where = "level between its ends"
    elif level.max() > level.min():
        where = f"highest at {' and '.join(value(float(mode)) for mode in member.modes(*window))}"
    else:
        where = "all of one height"
    return f"{kind} of the {family.title} distribution with {at}, {where}"


def limit(limit: Limit) -> BeatText:
    symbol = SPOKEN.get(limit.symbol, limit.symbol)
    run = f"from {limit.first} to {limit.last}"
    source, target = (FAMILIES[end].title for end in limit.ends)
    named = source
    match limit.name:
        case "binomial_to_poisson":
            heading = "Many rare trials: the binomial becomes Poisson"
            product = value(limit.fixed["rate"])
            grown = f"Let {symbol} grow {run} and p shrink, with their product {product} fixed"
        case "binomial_to_normal" | "poisson_to_normal":
            heading = f"Many {'trials' if source == 'binomial' else 'arrivals'}: the {source}"
            heading += " becomes normal"
            number = "the number of trials" if source == "binomial" else symbol
            grown = f"Let {number} grow {run}, measured in standard deviations from the mean"
        case "gamma_to_normal" | "uniform_to_normal":
            kind, summand = "uniform", "pushes"
            named = "a sum of $n$ uniform pushes"
            if source == "gamma":
                kind, summand, named = "exponential", "waits", "gamma, a sum of $k$ waits"
            heading = f"Many {summand}, added: the {source} becomes normal"
            grown = f"Add {symbol} {kind} {summand}, {run} of them, and measure in standard "
            grown += "deviations"
        case "geometric_to_exponential" | "negative_binomial_to_gamma":
            heading = f"Ever finer steps: the {source} becomes {target}"
            grown = f"Cut time into {symbol} trials a unit, {run}, each with a chance of one in "
            grown += symbol
        case _:
            heading = "The middle of many points: the beta becomes normal"
            grown = f"Take the {symbol}-th of two {symbol} minus one points, for {symbol} {run}"
    start, end = (magnitude(float(limit.distances[at]), 2) for at in (0, -1))
    measure = "largest gap between the distribution functions"
    if limit.counts:
        measure = "total variation between the distributions"
    shape = "bars" if limit.discrete else "a curve"
    goal = "dots on stems" if limit.counts else "a line"
    becomes = notation(limit.target.name, limit.target.parameters).markup
    promise = ", below the dashed line of the bound" if limit.promise else ""
    return BeatText(
        heading,
        f"{grown}: the {measure} falls from {start} to {end}.",
        f"The {source} distribution as {shape} at {limit.symbol} = {limit.last}, and the {target} "
        f"one as {goal}. Beside them the {plain_text(distance_name(limit))} falls from {start} to "
        f"{end}{promise}.",
        (
            Line(f"{'bars' if limit.discrete else 'area'}: {named}", "density", prose=True),
            Line(
                f"{'dots' if limit.counts else 'line'}: {becomes}", "limit_distribution", prose=True
            ),
        ),
    )


def bound(limit: Limit) -> str:
    """Return what the distance is promised to stay below, rounded upwards, Typst mathematics."""
    if limit.counts:
        return "p = λ \\/ n"
    if not limit.standard:
        return f"{limit.wanted} \\/ n"
    return f"{math.ceil(100 * (limit.promise or 0)) / 100:.2f} \\/ sqrt({limit.symbol})"


def distance_name(limit: Limit) -> str:
    """Return what the distance is called beside its value, Typst prose."""
    return "total variation" if limit.counts else "largest gap of $F$"


def axis_name(limit: Limit) -> str:
    """Return what the horizontal axis measures, Typst prose."""
    if limit.standard:
        return "standard deviations from the mean"
    return "successes" if limit.counts else "time, in steps of $1 \\/ n$"


def family_map(story: DistributionsStory) -> BeatText:
    shown = ", ".join(FAMILIES[name].title for name in story.shown)
    return BeatText(
        "One map: every arrow leads from one distribution to another",
        "Trials, waits and sums are one family tree: count, wait, add up, or go to a limit. "
        "Many of the ways end at the normal distribution.",
        "Ten families in boxes, each with its shape, joined by arrows that name the way "
        f"from one to the next. Those that were told of are lit: {shown}.",
    )
