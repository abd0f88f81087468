"""What is said of families of distributions, in words that are true for their numbers."""

from __future__ import annotations

from explainer.numbers import figures_needed, format_number, magnitude, shortest
from explainer.scenes.probability.distributions.families import (
    FAMILIES,
    KNOBS,
    law,
    whole_setting,
)
from explainer.scenes.probability.distributions.limits import Limit
from explainer.scenes.probability.distributions.runs import PUSHES
from explainer.scenes.probability.distributions.story import DistributionsStory, FamilyStory

SPOKEN = {"λ": "lambda", "α": "alpha", "β": "beta", "μ": "mu", "σ": "sigma"}
"""How symbols are read aloud."""

HEADINGS = {
    "bernoulli": "One trial: the whole law is a single number, $p$",
    "binomial": "Count the successes among $n$ trials: binomial",
    "geometric": "Wait for the first success: each bar is $1 - p$ times the last",
    "negative_binomial": "Wait for $r$ successes: $r$ geometric waits, end to end",
    "poisson": "Count arrivals at random times: mean and variance are both $λ$",
    "exponential": "Wait for the next arrival: the shorter, the likelier",
    "gamma": "Wait for the $k$-th arrival: $k$ exponential waits, end to end",
    "uniform": "Every place alike: the wider, the lower, always area $1$",
    "beta": "One of many random points, by its rank: beta",
    "normal": "Many small pushes, added up: the bell",
}


def ordinal(number: float) -> str:
    """Return ``1st``, ``2nd``, ``3rd``, ``4th`` and so on."""
    n = round(number)
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def value(number: float) -> str:
    """Return the value of a knob, as short as it is true."""
    return shortest(number, 3)


def amount(number: float) -> str:
    """Return a mean or a spread with about three figures."""
    return format_number(number, figures_needed([number], 2))


def many(count: float, thing: str) -> str:
    """Return ``1 trial``, ``2 trials``."""
    return f"{round(count)} {thing}{'s' * (round(count) != 1)}"


def experiment_note(story: FamilyStory) -> str:
    """Return what is done in each run, a few words of Typst prose for the stage."""
    home = story.home
    match story.family.name:
        case "bernoulli":
            return f"one trial that succeeds with chance {value(home['success'])}"
        case "binomial":
            trials = many(home["trials"], "trial")
            return f"{trials}, each succeeds with chance {value(home['success'])}"
        case "geometric":
            return f"trials of chance {value(home['success'])}, until one succeeds"
        case "negative_binomial":
            number = round(home["successes"])
            ending = "success" if number == 1 else "successes"
            return f"trials of chance {value(home['success'])}, until {number} {ending}"
        case "poisson":
            return f"one unit of time, {value(home['rate'])} arrivals expected"
        case "exponential":
            return f"time until an arrival, at rate {value(home['rate'])}"
        case "gamma":
            wanted = ordinal(home["events"])
            return f"time until the {wanted} arrival, at rate {value(home['rate'])}"
        case "uniform":
            return f"stopped anywhere from {value(home['lower'])} to {value(home['upper'])}"
        case "beta":
            rank, points = home["from_left"], home["from_left"] + home["from_right"] - 1
            return f"{many(points, 'random point')}, the {ordinal(rank)} from the left"
        case _:
            return f"{PUSHES} small pushes to the left or right"


def family_words(story: FamilyStory) -> tuple[str, str]:
    """Return heading and narration on one family."""
    home, count = story.home, len(story.outcomes)
    success = value(home.get("success", 0.0))
    rate = value(home.get("rate", 0.0))
    match story.family.name:
        case "bernoulli":
            made = (
                f"A trial succeeds with probability {success} and counts as one, or fails as zero"
            )
        case "binomial":
            trials = many(home["trials"], "trial")
            each = "that succeeds" if trials == "1 trial" else "that each succeed"
            made = f"Run {trials} {each} with probability {success}, and count the successes"
        case "geometric":
            made = f"Try until the first success, which comes with probability {success} each time"
        case "negative_binomial":
            wanted = round(home["successes"])
            times = "is a success" if wanted == 1 else f"are {wanted} successes"
            made = f"Try until there {times}, with probability {success} in each trial"
        case "poisson":
            made = f"Things arrive at random, {rate} in a unit of time on average: count them"
        case "exponential":
            made = f"Things arrive at random at rate {rate}: wait for the next one"
        case "gamma":
            made = f"Arrivals come at rate {rate}: wait for the {ordinal(home['events'])} of them"
        case "uniform":
            ends = value(home["lower"]), value(home["upper"])
            made = f"Run to and fro between {ends[0]} and {ends[1]}, and stop at a random moment"
        case "beta":
            rank, points = home["from_left"], home["from_left"] + home["from_right"] - 1
            made = f"Of {many(points, 'point')} thrown between 0 and 1, take the "
            made += f"{ordinal(rank)} from the left"
        case _:
            made = f"Add {PUSHES} small pushes at random: the sum is nearly normal"
    made += f"; {count} runs pile up to the law."
    return HEADINGS[story.family.name], f"{made} {turning_words(story)}"


def turning_words(story: FamilyStory) -> str:
    """Return what the knobs did, and to what mean and spread that led."""
    moves = []
    for name, stops in story.stops.items():
        kept = [stop for stop, last in zip(stops, (None, *stops), strict=False) if stop != last]
        if len(kept) > 1:
            symbol = KNOBS[name].symbol
            way = " to ".join(value(stop) for stop in kept)
            moves.append(f"{SPOKEN.get(symbol, symbol)} from {way}")
    mean, deviation = end_moments(story)
    if not moves:
        return f"The mean is {mean}, the standard deviation {deviation}."
    turned = f"Turn {' and '.join(moves)}"
    return f"{turned}: the mean ends at {mean}, the standard deviation at {deviation}."


def end_moments(story: FamilyStory) -> tuple[str, str]:
    """Return mean and standard deviation at the last setting, as text."""
    member = law(story.family.name, whole_setting(story.end))
    return amount(member.mean), amount(member.standard_deviation)


def limit_names(limit: Limit) -> tuple[str, str]:
    """Return both laws of a limit, Typst prose."""
    special = {
        "gamma_to_normal": "gamma, a sum of $k$ waits",
        "uniform_to_normal": "a sum of $n$ uniform pushes",
    }
    source = special.get(limit.name, FAMILIES[limit.source].title)
    shape = "bars" if limit.bars else "area"
    return f"{shape}: {source}", f"{'dots' if limit.counts else 'line'}: {limit.goal}"


def limit_words(limit: Limit) -> tuple[str, str]:
    """Return heading and narration on a limit."""
    last, first = limit.distances[-1], limit.distances[0]
    ends = [magnitude(float(each), 2) for each in (first, last)]
    run = f"from {limit.first} to {limit.last}"
    symbol = SPOKEN.get(limit.symbol, limit.symbol)
    product = shortest(limit.chance(limit.last) * limit.last, 3) if limit.chance else ""
    told = {
        "binomial_to_poisson": (
            "Many rare trials: the binomial becomes Poisson",
            f"Let {symbol} grow {run} and p shrink, with their product {product} fixed",
        ),
        "binomial_to_normal": (
            "Many trials: the binomial becomes normal",
            f"Let the number of trials grow {run}, measured in standard deviations from the mean",
        ),
        "poisson_to_normal": (
            "Many arrivals: the Poisson becomes normal",
            f"Let {symbol} grow {run}, measured in standard deviations from the mean",
        ),
        "gamma_to_normal": (
            "Many waits, added: the gamma becomes normal",
            f"Add {symbol} exponential waits, {run} of them, and measure in standard deviations",
        ),
        "uniform_to_normal": (
            "Many pushes, added: the uniform becomes normal",
            f"Add {symbol} uniform pushes, {run} of them, and measure in standard deviations",
        ),
        "geometric_to_exponential": (
            "Ever finer steps: the geometric becomes exponential",
            f"Cut time into {symbol} trials a unit, {run}, each with a chance of one in {symbol}",
        ),
        "negative_binomial_to_gamma": (
            "Ever finer steps: the negative binomial becomes gamma",
            f"Cut time into {symbol} trials a unit, {run}, each with a chance of one in {symbol}",
        ),
        "beta_to_normal": (
            "The middle of many points: the beta becomes normal",
            f"Take the {symbol}-th of two {symbol} minus one points, for {symbol} {run}",
        ),
    }
    heading, say = told[limit.name]
    kind = (
        "total variation between the laws"
        if limit.counts
        else ("largest gap between the distribution functions")
    )
    return heading, f"{say}: the {kind} falls from {ends[0]} to {ends[1]}."


def map_words(story: DistributionsStory) -> tuple[str, str]:
    """Return heading and narration on the map of families."""
    return (
        "One map: every arrow is a way from law to law",
        "Trials, waits and sums are one family tree: count, wait, add up, or go to a limit. "
        "Many of the ways end at the normal law.",
    )
