"""What each beat of a posterior says, true for its numbers."""

from __future__ import annotations

from typing import NamedTuple

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    Figure,
    about,
    equals,
    figures_needed,
    format_number,
    grouped,
    percentage,
    shortest,
    to_typst,
)
from explainer.scenes.probability.common import Parameter
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import Story

NARROW = "\N{NO-BREAK SPACE}"

AGREED = 0.8
"""Two densities that overlap by this much are said to agree."""


class Face(NamedTuple):
    """A side of the coin: how its likelihood is named, written and said."""

    name: str
    chance: str
    factor: str
    spoken: str
    line: str
    moves: str


FACES = {
    "H": Face("heads", "θ", "θ", "theta", "rises from 0 to 1", "rises"),
    "T": Face("tails", "1 - θ", "(1 - θ)", "one minus theta", "falls from 1 to 0", "falls"),
}


def prior(story: Story) -> BeatText:
    belief, unbounded = story.prior, poles(story.prior)
    tosses = {0: "", 1: "One toss changes"}.get(story.count, "Tosses change")
    subject = {0: "", 1: "does one toss"}.get(story.count, "do tosses")
    question = f"What {subject} tell us about a coin?"
    narration = f"{tosses} what we believe about theta, a coin's chance of heads. "
    if not story.count:
        question = "What do we believe about a coin?"
        narration = "Every coin has a chance of heads, theta, which we do not know. "
    if belief == (1, 1):
        heading = "A flat prior: every $θ$ is as plausible as any other"
        narration += "First comes the prior: it favours no value, and its area is one."
    elif unbounded:
        heading = f"The prior {beta(belief)}: an unbounded density, yet its area is one"
        grows = f"it grows without bound towards {unbounded}, yet its area is one."
        narration += f"First comes the prior: {grows}"
    else:
        heading = f"The prior {beta(belief)}: a density over $θ$ with an area of one"
        narration += "First comes the prior: a density over theta with an area of one."
    seen = (
        f"The density of {plain_beta(belief)} over theta from 0 to 1, {mode(belief)}. "
        f"Its mean is {amount(belief.mean)}, and the area under it is 1."
    )
    return BeatText(heading, narration, seen, question=question)


def likelihood(story: Story) -> BeatText:
    if face := FACES.get(story.first.side):
        bad, good = map(shortest, story.pair[:: 1 if story.first.side == "H" else -1])
        question = f"It shows {face.name}: which $θ$ are more plausible now?"
        heading = f"One toss, {face.name}: given $θ$, its probability is ${face.chance}$"
        narration = (
            "Now the coin is tossed. "
            f"Given theta, {face.name} has probability {face.spoken}: this is the likelihood. "
            f"It is four times as large at {good} as at {bad}."
        )
        seen = f"one toss, {face.name}: a line that {face.line}."
    else:
        question = "No data: is any $θ$ more plausible now?"
        heading = "No toss: the likelihood is $1$ for every $θ$, the posterior is the prior"
        narration = (
            "Here the coin is not tossed. "
            "Nothing favours one value over another: the likelihood is one. "
            "Multiplied by one, the prior does not change: it is the posterior."
        )
        seen = "no toss: a level line at height 1. The posterior is the prior."
    seen = f"The prior, and above it, in a strip with a scale of its own, the likelihood of {seen}"
    return BeatText(heading, narration, seen, question=question)


def formula(side: str) -> str:
    """Return the likelihood of a toss, Typst mathematics."""
    result, chance = (f'"{side}"', FACES[side].chance) if side else ("emptyset", "1")
    return f'part("likelihood", p({result} | θ)) = part("likelihood", {chance})'


def product(story: Story) -> BeatText:
    where = "small" if story.first.side == "H" else "large"
    return BeatText(
        "Prior times likelihood, point by point",
        "At every theta, multiply the prior's height by the likelihood. "
        "Where the likelihood is small, little of the height is left.",
        "The prior, and the curve of prior times likelihood: at each theta as much of the height "
        f"is left as the likelihood says, least where theta is {where}.",
        question="Prior times likelihood: how much is left at each $θ$?",
    )


def evidence(story: Story) -> BeatText:
    first, area = story.first, shortest(story.first.evidence, 3)
    size, toss = about(Figure.of(f"${to_typst(area)}$", area)), FACES[first.side].name
    return BeatText(
        f"The product's area, {size}, is the probability of {toss}: divide by it",
        f"The product's area is the probability that the prior gave to {toss}. "
        "Divided by it, the product has an area of one again: the posterior.",
        f"The curve of prior times likelihood, with an area of {about(area)}, and the same curve "
        f"divided by that: the density of {plain_beta(first.posterior)}, {mode(first.posterior)}, "
        "with an area of 1.",
        question="The area under the product is no longer one: what is it?",
    )


def bayes(side: str) -> str:
    """Return Bayes' rule for the first toss, Typst mathematics."""
    above = f'part("prior", p(θ)) thin part("likelihood", {FACES[side].factor})'
    return f'part("posterior", p(θ | "{side}")) = display(({above}) / p("{side}"))'


def again(story: Story) -> BeatText:
    step = story.step(1)
    face, after = FACES[step.side], step.posterior
    narration = (
        "The posterior is the prior for the next toss. "
        f"This one shows {face.name}, so its likelihood {face.moves} as theta grows. "
        "Multiply by it and divide by the area: the result is what two tosses tell us."
    )
    seen = (
        f"Above, the likelihood of a second toss, {face.name}. Below, the last posterior, now the "
        f"prior, {plain_beta(step.prior)}, and the new one after two tosses, the density of "
        f"{plain_beta(after)}, {mode(after)}."
    )
    return BeatText(
        f"The posterior is the next prior: after two tosses, {beta(after)}",
        narration,
        seen,
        question="The posterior is the next prior: what does a second toss do?",
    )


def rest(story: Story) -> BeatText:
    left = story.count - 2
    others = f"The other {whole(left)} tosses follow, faster and faster. "
    narration = "The last toss follows. " if left == 1 else others
    narration += "Each head adds one to the first parameter, each tail one to the second"
    sharper = story.posterior.deviation < story.prior.deviation
    narration += ", and the density becomes narrower." if sharper else "."
    seen = (
        f"After {whole(story.count)} tosses, {tally(story)}, the posterior is the "
        f"density of {plain_beta(story.posterior)}, with earlier ones, fainter, behind it. It is "
        f"{mode(story.posterior, story.places)}."
    )
    return BeatText(
        "Heads add to the first parameter, tails to the second",
        narration,
        seen,
        question=f"What do all {whole(story.count)} tosses together tell us?",
    )


def answer(story: Story) -> BeatText:
    posterior = story.posterior
    kind = {"equal_tailed": "equal-tailed", "highest_density": "shortest"}[story.kind]
    low, high = ends(story)
    following, level = shortest(posterior.mean, story.places), percentage(story.level)
    narration = (
        f"Given the prior and the data, theta lies between {low} and {high} with probability "
        f"{level}. The next toss is heads with probability {about(following)}."
    )
    seen = (
        f"The prior {plain_beta(story.prior)} and, after {tally(story)}, the "
        f"posterior {plain_beta(posterior)}, whose mean, {about(following)}, is the probability of "
        f"heads on the next toss. The {kind} {level} interval is shaded, from {low} to {high}."
    )
    if story.rival:
        other = plain_beta(story.rival)
        narration += f" The posterior from a second prior, {other}, {verdict(story)}."
        seen += (
            f" From a second prior, {other}, comes the posterior "
            f"{plain_beta(story.rivals(story.count))}, which {verdict(story)}: the two overlap by "
            f"{about(percentage(story.overlap(story.count)))}."
        )
    if story.bias is not None:
        where = "inside" if story.interval[0] <= story.bias <= story.interval[1] else "outside"
        told = (
            f" The coin's true chance of heads, {about(Parameter(story.bias).text)}, lies {where}"
        )
        narration, seen = f"{narration}{told} the interval.", f"{seen}{told} the interval."
    low, high, following = map(to_typst, (low, high, following))
    heading = f"Given prior and data, $θ$ is between ${low}$ and ${high}$ with probability {level}"
    lines = (Line(f'p = "mean" {equals(following)}'),)
    question = "What do we know about $θ$ now?"
    return BeatText(heading, narration, seen, lines, question=question)


# -- numbers, distributions, tosses ----------------------------------------------------------------


def amount(value: float, places: int = 2) -> str:
    """Return a number in plain text, and say where it is rounded."""
    return about(shortest(value, places))


def ends(story: Story) -> list[Figure]:
    """Return the ends of the interval, with the same decimals but where one is 0 or 1."""
    decimals = figures_needed(story.interval, story.places)
    short = [shortest(value, decimals) for value in story.interval]
    return [
        each if each in "01" else format_number(value, decimals)
        for each, value in zip(short, story.interval, strict=True)
    ]


def whole(count: float) -> str:
    """Return a count whose digits are on one line."""
    return grouped(count).replace(" ", NARROW)


def parameter(value: float) -> Figure:
    """Return a number that was given, or what follows from it and counts, in mathematics."""
    return Figure.of(f"{Parameter(value)}", Parameter(value).text)


def beta(belief: Beta) -> str:
    return f"Beta$({', '.join(map(parameter, belief))})$"


def plain_beta(belief: Beta) -> str:
    return f"Beta({', '.join(Parameter(value).text for value in belief)})"


def density(belief: Beta) -> str:
    """Return what a prior's density is, or is proportional to, Typst mathematics."""
    powers = [
        base if value == 2 else f"{base}^({parameter(value - 1)})"
        for base, value in zip(("θ", "(1 - θ)"), belief, strict=True)
        if value != 1
    ]
    whole = round(belief.factor) if belief.factor < 1000 else 0
    exact = whole > 1 and all(value == round(value) for value in belief)
    sign = f"= {whole}" if exact else "prop" if powers else "= 1"
    return f'part("prior", "prior" thick p(θ) {" thin ".join([sign, *powers])})'


def poles(belief: Beta) -> str:
    """Return where a Beta density is unbounded: nothing, ``0``, ``1``, or both in words."""
    return " and ".join(end for end, value in zip("01", belief, strict=True) if value < 1)


def mode(belief: Beta, places: int = 3) -> str:
    """Return where a Beta density is highest, in words."""
    if unbounded := poles(belief):
        return f"unbounded towards {unbounded}"
    if belief.mode is None:
        return "equally high everywhere"
    return f"highest at {amount(belief.mode, places)}"


def sides(story: Story, fallen: int) -> list[str]:
    """Return how many heads there are after so many tosses, and how many tails."""
    counts = zip(story.counts(fallen), ("head", "tail"), strict=True)
    return [f"{whole(n) if n else 'no'} {side}{'' if n == 1 else 's'}" for n, side in counts]


def tally(story: Story) -> str:
    """Return how many heads and tails there are in the end."""
    return " and ".join(sides(story, story.count)) if story.count else "no tosses"


def verdict(story: Story) -> str:
    """Return whether the posterior of the second prior has come to agree."""
    before, after = story.overlap(0), story.overlap(story.count)
    if after >= AGREED:
        return "agrees, as it did from the start" if before >= AGREED else "has come to agree"
    closer = after > before + 0.02
    return "has come closer, but does not agree yet" if closer else "does not agree"
