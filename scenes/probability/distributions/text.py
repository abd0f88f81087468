"""What each beat says of distributions, true for their numbers."""

from __future__ import annotations

import math
from functools import partial

from explainer.beat_text import BeatText, Line
from explainer.numbers import about, computed, count, given, magnitude, shortest
from explainer.plain_text import plain_text
from explainer.scenes.probability.common import notation
from explainer.scenes.probability.distributions.families import FAMILIES, PARAMETERS, Limit
from explainer.scenes.probability.distributions.story import PUSHES, DistributionsStory, FamilyStory

SPOKEN = {"λ": "lambda", "α": "alpha", "β": "beta", "μ": "mu", "σ": "sigma"}
"""How symbols are read aloud."""

value, result = given, partial(shortest, most_decimals=3)


def ordinal(number: float) -> str:
    n = round(number)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def family(story: FamilyStory) -> BeatText:
    initial = story.initial
    p, rate = (value(initial.get(name, 0.0)) for name in ("success", "rate"))
    arrivals = f"Arrivals are random, {rate} per unit of time on average."
    repeat = f"Repeat a trial with success probability {p} until"
    match story.family.name:
        case "bernoulli":
            heading = "One trial: the Bernoulli distribution with success probability $p$"
            note = f"one trial with success probability {p}"
            made = f"A trial succeeds with probability {p} and counts as 1, or it counts as 0."
        case "binomial":
            heading = "Counting successes in $n$ trials: the binomial distribution"
            trials = count(round(initial["trials"]), "trial")
            note = f"{trials} with success probability {p}"
            each = "that succeeds" if trials == "1 trial" else "that each succeed"
            made = f"Run {trials} {each} with probability {p}, and count the successes."
        case "geometric":
            heading = "The geometric distribution: each bar is $1 - p$ times the one before"
            note = f"trials with success probability {p}, until one succeeds"
            made = f"{repeat} it succeeds, and count the trials."
        case "negative_binomial":
            heading = "The negative binomial distribution: $r$ geometric waits, one after the other"
            wanted = count(round(initial["successes"]), "success", "successes")
            note = f"trials with success probability {p}, until {wanted}"
            made = f"{repeat} there {'is' if wanted == '1 success' else 'are'} {wanted}, and count "
            made += "the trials."
        case "poisson":
            heading = "The Poisson distribution of random arrivals: mean and variance are both $λ$"
            note = f"one unit of time, {rate} arrivals expected"
            made = f"{arrivals} Count those in one unit of time."
        case "exponential":
            heading = "The exponential distribution: short waits are the most likely"
            note = f"time until an arrival, at a rate of {rate}"
            made = f"{arrivals} Wait for the next one."
        case "gamma":
            heading = "The gamma distribution: $k$ exponential waits, one after the other"
            arrival = ordinal(initial["events"])
            note = f"time until the {arrival} arrival, at a rate of {rate}"
            made = f"{arrivals} Wait for the {arrival} one."
        case "uniform":
            heading = "The uniform distribution: a wider interval has a lower density"
            lower, upper = value(initial["lower"]), value(initial["upper"])
            note = f"stopped anywhere from {lower} to {upper}"
            made = f"A dot runs back and forth between {lower} and {upper}, and stops at a random "
            made += "moment."
        case "beta":
            heading = "One of several random points, by its rank: the beta distribution"
            rank = f"{ordinal(initial['from_left'])} from the left"
            points = round(initial["from_left"] + initial["from_right"] - 1)
            note = f"{count(points, 'random point')}, the {rank}"
            made = f"Of {count(points, 'random point')} between 0 and 1, take the {rank}."
        case _:
            heading = "The sum of many small random pushes is nearly normal"
            note = f"{PUSHES} small pushes to the left or right"
            made = f"Add {PUSHES} small random pushes: the sum is nearly normal."
    member = story.family.distribution(story.settings[-1])
    mean, deviation = (about(computed(each)) for each in (member.mean, member.standard_deviation))
    return BeatText(
        heading,
        f"{made} {count(len(story.outcomes), 'run')} show the {story.family.title} distribution. "
        f"{_changes(story)}the mean is {mean} and the standard deviation is {deviation}.",
        f"Above, one run of the experiment, with the sliders as they stand now. Below, the "
        f"{_shape(story)}. A dot marks the mean, {mean}, and a bar reaches one standard "
        f"deviation, {deviation}, to either side.",
        note=note,
    )


def _changes(story: FamilyStory) -> str:
    """Return where the sliders end, as the beginning of a sentence on what follows from that."""
    moved = [name for name, stops in story.stops.items() if len(set(stops)) > 1]
    if not moved:
        return "Here "
    symbols = [SPOKEN.get(PARAMETERS[name].symbol, PARAMETERS[name].symbol) for name in moved]
    ends = [value(story.settings[-1][name]) for name in moved]
    at = " and ".join(f"{symbol} = {end}" for symbol, end in zip(symbols, ends, strict=True))
    return f"In the end, with {at}, "


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
        modes = (about(result(round(float(mode), 6))) for mode in member.modes(*window))
        where = f"highest at {' and '.join(modes)}"
    else:
        where = "all of one height"
    return f"{kind} of the {family.title} distribution with {at}, {where}"


def limit(limit: Limit) -> BeatText:
    symbol = SPOKEN.get(limit.symbol, limit.symbol)
    run = f"from {limit.first} to {limit.last}"
    source, target = (FAMILIES[end].title for end in limit.ends)
    named, subject = source, f"The {source} distribution"
    heading = f"the {source} distribution approaches the {target}"
    match limit.name:
        case "binomial_to_poisson":
            heading = f"Many trials, rare successes: {heading}"
            product = value(limit.fixed["rate"])
            grown = f"Let {symbol} grow {run} and p shrink, so that n times p stays {product}"
        case "binomial_to_normal" | "poisson_to_normal":
            heading = f"Many {'trials' if source == 'binomial' else 'arrivals'}: {heading}"
            number = "the number of trials" if source == "binomial" else symbol
            grown = f"Let {number} grow {run}, and measure in standard deviations from the mean"
        case "gamma_to_normal" | "uniform_to_normal":
            kind, summand = "uniform", "pushes"
            named, subject = "a sum of $n$ uniform pushes", "A sum of n uniform pushes"
            heading = "A sum of many uniform pushes approaches the normal distribution"
            if source == "gamma":
                kind, summand, named = "exponential", "waits", "gamma, a sum of $k$ waits"
                subject = "The gamma distribution"
                heading = "A sum of many exponential waits approaches the normal distribution"
            grown = f"Add {symbol} {kind} {summand}, {run} of them, and measure in standard "
            grown += "deviations from the mean"
        case "geometric_to_exponential" | "negative_binomial_to_gamma":
            heading = f"Finer and finer steps: {heading}"
            grown = f"Divide a unit of time into {symbol} trials, {run}, each with success "
            grown += f"probability one over {symbol}"
        case _:
            heading = f"The middle one of many random points: {heading}"
            grown = f"Take the middle one of 2{symbol} \N{MINUS SIGN} 1 random points, "
            grown += f"for {symbol} {run}"
    start, end = (about(magnitude(float(limit.distances[at]), 2)) for at in (0, -1))
    measure = "the largest gap between the distribution functions"
    if limit.counts:
        measure = "the largest gap between the probabilities of any event A"
    shape = "bars" if limit.discrete else "a filled curve"
    goal = "dots on stems" if limit.counts else "a line"
    becomes = notation(limit.target.name, limit.target.parameters)
    promise = ", below the dashed line of the bound" if limit.promise else ""
    return BeatText(
        heading,
        f"{grown}: {measure} falls from {start} to {end}.",
        f"{subject} as {shape} at {limit.symbol} = {limit.last}, and "
        f"{becomes.plain} as {goal}. Beside them the {plain_text(distance_name(limit))} falls from "
        f"{start} to {end}{promise}.",
        (
            Line(f"{'bars' if limit.discrete else 'area'}: {named}", "density", prose=True),
            Line(
                f"{'dots' if limit.counts else 'line'}: {becomes.markup}",
                "limit_distribution",
                prose=True,
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
    return "largest gap in $P(A)$" if limit.counts else "largest gap in $F(x)$"


def axis_name(limit: Limit) -> str:
    """Return what the horizontal axis measures, Typst prose."""
    if limit.standard:
        return "standard deviations from the mean"
    return "successes" if limit.counts else "time, in steps of $1 \\/ n$"


def family_map(story: DistributionsStory) -> BeatText:
    shown = ", ".join(FAMILIES[name].title for name in story.shown)
    return BeatText(
        "One map: every arrow leads from one distribution to another",
        "Counting, waiting, adding up and going to a limit lead from one distribution to another. "
        "Many of these paths end at the normal distribution.",
        "Ten families in boxes, each with its shape, joined by arrows that say how one "
        f"leads to the next. Those that this film has shown are lit: {shown}.",
    )
