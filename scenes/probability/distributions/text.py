"""What each beat says of a family, true for the numbers of its stream."""

from __future__ import annotations

from explainer.beat_text import BeatText
from explainer.numbers import about, computed, equals, given, to_typst
from explainer.scenes.probability.distributions.families import Family
from explainer.scenes.probability.distributions.stream import Stream

PREDICT = "Which waiting time is the most likely?"

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def ordinal(number: int) -> str:
    """Return a number as a rank, in words where it is short."""
    words = ("first", "second", "third", "fourth", "fifth", "sixth")
    if 1 <= number <= len(words):
        return words[number - 1]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def parameters(stream: Stream, family: Family, *, limit: bool = False) -> list[str]:
    """Return the values of a family's parameters as they stand below its formula, Typst prose.

    Args:
        stream: the numbers.
        family: which.
        limit: whether ever more slots have led to it.
    """
    rate = f"$λ = {to_typst(given(stream.rate))}$ an hour"
    success = f"$p {equals(to_typst(computed(stream.success)))}$ in a slot"
    match family.title:
        case "binomial":
            return [f"$n = {stream.trials}$ slots, {success}"]
        case "geometric":
            return [success]
        case "negative binomial":
            return [f"$r = {stream.events}$, {success}"]
        case "Poisson" if limit:
            return [f"$n -> oo$ with $n p = {rate[1:]}"]
        case "exponential":
            mean = equals(to_typst(computed(1 / stream.rate)))
            return [rate, f"mean $1 \\/ λ {mean}$ hours"]
        case "normal":
            return [f"$k = {stream.many}$, $λ = {to_typst(given(stream.rate))}$"]
        case "gamma":
            return [f"$k = {stream.events}$, {rate}"]
        case "uniform":
            return []
        case "beta":
            return [f"$k = {stream.events}$ of $n = {stream.points}$"]
    return [rate]


def family(stream: Stream, family: Family, before: Family | None) -> BeatText:
    """Return what is said of a family.

    Args:
        stream: the numbers.
        family: which.
        before: the one that was shown before; None for the first.
    """
    rate, success = given(stream.rate), computed(stream.success)
    runs, which = stream.runs, ordinal(stream.events)
    slots = f"{stream.trials} slot{'s' if stream.trials > 1 else ''}"
    cut = f"Cut every hour into {slots}, each of which has an arrival with probability "
    cut += f"{about(success)}."
    same = "In the same rows" if before else "In each row of arrivals"
    stacks = "Each dot moves to the waiting time of its row."
    if before is None:
        stacks = f"Let the waiting times of {runs} rows stack up."
    stream_of = f"Arrivals come at random, {rate} an hour on average, whatever came before."
    match family.title:
        case "binomial":
            question = f"An hour is cut into {slots}. How many of them have an arrival?"
            heading = "Successes in $n$ independent trials: the binomial distribution"
            said = (
                cut,
                f"Count the arrivals in each row, and let the counts of {runs} hours stack up.",
                "The stacks follow the binomial distribution.",
            )
        case "poisson" | "Poisson":
            question = "How many arrivals does an hour have?"
            heading = "Arrivals in a fixed time: the Poisson distribution"
            said = (
                stream_of,
                f"Count the arrivals in each row, and let the counts of {runs} hours stack up.",
                "The stacks follow the Poisson distribution.",
            )
            if before and before.kind == "count":
                question = "What if the slots become ever shorter?"
                said = (
                    f"Cut the slots again and again; the mean number of arrivals stays {rate}.",
                    "Without slots, an arrival can come at any moment.",
                    "Now the counts follow the Poisson distribution.",
                )
        case "exponential":
            question = "How long is the wait for the first arrival?"
            heading = "The wait for the next arrival: the exponential distribution"
            said = (
                f"{same}, start a clock and stop it at the first arrival.",
                stacks,
                "Short waits are the most likely: the density falls exponentially.",
            )
        case "gamma":
            question = f"And how long is the wait for the {which} arrival?"
            heading = "The wait for the $k$-th arrival: the gamma distribution"
            said = (
                f"{same}, start a clock and stop it at the {which} arrival.",
                stacks,
                f"A sum of {stream.events} independent waits has the gamma distribution.",
            )
            if before and before.title == "exponential":
                said = (
                    f"Let each clock run on, until the {which} arrival.",
                    "Gap after gap is added, so every dot moves to the right.",
                    said[2],
                )
        case "geometric":
            question = "How many slots does it take until the first arrival?"
            heading = "Trials until the first success: the geometric distribution"
            said = (
                cut.replace(f"Cut every hour into {slots}", "Go through the slots")
                if before and before.slots
                else cut,
                "Stop at the first arrival, and let the numbers of slots stack up.",
                f"Each bar is {about(computed(1 - stream.success))} times as high as the one "
                "before it: the geometric distribution.",
            )
        case "negative binomial":
            question = f"And how many slots does it take until the {which} arrival?"
            heading = "Trials until the $r$-th success: the negative binomial distribution"
            said = (
                f"{same}, go through the slots until the {which} arrival.",
                stacks,
                f"A sum of {stream.events} independent waits has the negative binomial "
                "distribution.",
            )
            if before and before.title == "geometric":
                said = (
                    f"Go on through the slots, until the {which} arrival.",
                    "Wait after wait is added, so every dot moves to the right.",
                    said[2],
                )
        case "uniform":
            question = "An hour had a single arrival. When did it come?"
            heading = "When a single arrival came: the uniform distribution"
            said = (
                "Take only hours that had a single arrival.",
                f"Let the times of {runs} such arrivals stack up.",
                "No moment is more likely than another: the uniform distribution.",
            )
        case "beta":
            question = f"An hour had {stream.points} arrivals. When did the {which} come?"
            heading = "The $k$-th of $n$ arrivals in an hour: the beta distribution"
            said = (
                f"Take only hours that had {stream.points} arrivals, and mark the {which} in each.",
                f"Let the times of {runs} such arrivals stack up.",
                "The dots follow the beta distribution.",
            )
        case _:
            question = "What if we wait for more and more arrivals?"
            heading = "A sum of many independent waits is nearly normal"
            said = (
                "Step back, to see far more of each row." if before else stream_of,
                f"Now wait for later arrivals, up to number {stream.many}: the dots move on, "
                "spread out, and grow less skewed.",
                "The waits come close to a normal distribution.",
            )
    return BeatText(heading, " ".join(said), _seen(stream, family), question=question)


def _seen(stream: Stream, family: Family) -> str:
    member = stream.member(family)
    mean = about(computed(member.mean))
    rows = f"Rows of arrivals{', in slots' if family.slots else ''}"
    match family.kind:
        case "count":
            read = ", with their counts beside them"
        case "sum":
            read = f"; number {stream.many} of each is marked"
        case _:
            read = f"; the {ordinal(stream.pick(family))} of each is marked"
    drawn = "bars of the probabilities" if family.discrete else "the density curve"
    also = " Fainter curves of earlier waits stay behind." if family.kind == "sum" else ""
    return (
        f"{rows}{read}. Below them {stream.runs} dots, one for each row, are stacked over an axis "
        f"of {family.axis}. They fit {drawn} of the {family.title} distribution, with mean {mean}."
        f"{also}"
    )
