"""What each beat of a posterior says, true for its numbers."""

from __future__ import annotations

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    about,
    decimals_needed,
    format_number,
    grouped,
    percent,
    shortest,
    to_typst,
)
from explainer.scenes.probability.posterior_update.inference import Shape, mean
from explainer.scenes.probability.posterior_update.inference import mode as highest
from explainer.scenes.probability.posterior_update.story import Story

NARROW = "\N{NO-BREAK SPACE}"

AGREED = 0.8
"""Two densities that overlap by this much are said to agree."""


def prior(story: Story) -> BeatText:
    a, b = story.prior
    narration = "Before any toss, belief about the coin is a density over its chance of heads. "
    unbounded = poles(story.prior)
    if a == b == 1:
        heading = "A flat prior: every $θ$ is as plausible as any other"
        narration += "Here no value is favoured, and the area below it is one."
        note = "Flat: no chance of heads is favoured over another."
    elif unbounded:
        heading = f"The prior {beta(story.prior)} has no upper bound, and still an area of one"
        narration = (
            "Before any toss, belief about the coin is a density. This one grows without bound "
            f"towards {unbounded}, and yet the area below it is one."
        )
        note = (
            f"Without bound towards $θ = {unbounded.replace(' and ', '$ and $')}$, and still a "
            "finite area."
        )
    else:
        heading = f"The prior {beta(story.prior)}: belief spread over an area of one"
        narration += f"Its mean is {shortest(mean(a, b))}, and the area below it is one."
        note = "High where we believe $θ$ to lie. All of the belief makes an area of one."
    seen = (
        f"The density of {plain_beta(story.prior)} over theta from 0 to 1, {mode(story.prior)}. "
        f"Its mean is {amount(mean(a, b))}, and the area below it is 1."
    )
    name = f'part("prior", p(θ)) = part("prior", "Beta"({parameter(a)}, {parameter(b)}))'
    return BeatText(heading, narration, seen, (Line(name),), note)


def likelihood(story: Story) -> BeatText:
    toss = side(story)
    if story.first:
        better, good, bad, line = {
            "H": ("better", 0.8, 0.2, "a line that rises from 0 at theta 0 to 1 at theta 1"),
            "T": ("worse", 0.2, 0.8, "a line that falls from 1 at theta 0 to 0 at theta 1"),
        }[story.first]
        heading = f"One toss, {toss}: $θ$ explains it with probability ${chance(story)}$"
        narration = (
            f"The first toss shows {toss}. The larger theta, the {better} it explains that: {good} "
            f"explains it four times as well as {bad}."
        )
        note = f"$θ = {good}$ explains {toss} four times as well as $θ = {bad}$."
        seen = f"one toss, {toss}, as a function of theta: {line}"
    else:
        heading = "No toss: every $θ$ explains that equally well"
        narration = (
            "There are no data. Nothing has happened that one value of theta would explain better "
            "than another, so the likelihood is one everywhere."
        )
        note = "Likelihood $1$ for every $θ$: no data, no preference."
        seen = "no toss as a function of theta: a level line at height 1"
    formula = f'part("likelihood", p({data(story)} | θ)) = part("likelihood", {chance(story)})'
    seen = f"The prior, and over it the likelihood of {seen}."
    return BeatText(heading, narration, seen, (Line(formula),), note)


def product(story: Story) -> BeatText:
    if story.first:
        heading = "Prior times likelihood, point by point"
        narration = (
            "Multiply the height of the prior by the likelihood at every theta. Where theta "
            "explains the toss badly, the smallest share of the curve is left."
        )
        note = "The worse $θ$ explains the toss, the smaller the share of the height that is left."
        kept = f"least where theta is {'small' if story.first == 'H' else 'large'}"
    else:
        heading = "Prior times one, point by point: nothing changes"
        narration = (
            "Multiply the height of the prior by the likelihood at every point. The likelihood is "
            "one, so every height stays as it is."
        )
        note = "Every factor is $1$."
        kept = "everywhere all of it"
    seen = (
        "The prior as a ghost, and the curve of prior times likelihood: at each theta as much of "
        f"the height is left as the likelihood says, {kept}."
    )
    formula = f'part("prior", p(θ)) times part("likelihood", {factor(story)})'
    return BeatText(heading, narration, seen, (Line(formula),), note)


def evidence(story: Story) -> BeatText:
    (a, b), toss = story.prior, data(story)
    area = to_typst(shortest(story.first_evidence, 3))
    if story.first:
        heading = f"The area left, ${area}$, is the probability of {side(story)}: divide by it"
        narration = (
            f"The area left is the probability that this prior gave to {side(story)}. Divide by "
            "it, and the area is one again: this is the posterior."
        )
        top = parameter(a if story.first == "H" else b)
        area = f"{top} / ({parameter(a)} + {parameter(b)}) = {area}"
    else:
        heading = "The area is still $1$: divided by it, nothing changes"
        narration = (
            "The area left is one, the probability of seeing nothing when nothing is tossed. "
            "Dividing by one changes nothing."
        )
    seen = (
        "The curve of prior times likelihood, with an area of "
        f"{amount(story.first_evidence, 3)}, and the same curve divided by that: the density of "
        f"{plain_beta(story.updated)}, {mode(story.updated)}, with an area of 1."
    )
    multiplied = f'part("prior", p(θ)) thin part("likelihood", {factor(story)})'
    lines = (
        Line(f"p({toss}) = integral_0^1 {multiplied} dif θ"),
        Line(f"= {area}"),
        Line(f'part("posterior", p(θ | {toss})) = ({multiplied}) / (p({toss}))'),
        Line(f'$=$ #part("posterior")[{beta(story.updated)}]', prose=True),
    )
    return BeatText(heading, narration, seen, lines)


def again(story: Story) -> BeatText:
    trail = ""
    match story.count:
        case 0:
            heading = f"No tosses: belief stays {beta(story.posterior)}"
            narration = (
                "Without data there is nothing to learn. The belief afterwards is the belief "
                "before."
            )
        case 1:
            heading = f"That was the only toss: the posterior is {beta(story.posterior)}"
            narration = (
                "The posterior would be the prior for the next toss. There was only one, so it is "
                "what we believe now."
            )
        case count:
            tosses = grouped(count).replace(" ", NARROW)
            heading = (
                f"The posterior is the next prior: after {tosses} tosses, {beta(story.posterior)}"
            )
            narration = (
                "Today's posterior is tomorrow's prior. Each head adds one to the first parameter, "
                "each tail one to the second, and the belief grows sharper as the data grow."
            )
            trail = ", with earlier ones as ghosts"
    seen = (
        f"After {tally(story, ' and ')} belief is the density of {plain_beta(story.posterior)}"
        f"{trail}. It is {mode(story.posterior, story.places)}."
    )
    return BeatText(heading, narration, seen)


def answer(story: Story) -> BeatText:
    low, high, following = (
        format_number(value, story.places) for value in (*story.interval, story.predictive)
    )
    level = percent(story.level)
    narration = (
        f"Given prior and data, theta lies between {low} and {high} with probability {level} "
        f"percent, and the next toss is heads with probability {following}."
    )
    seen = (
        f"The prior {plain_beta(story.prior)} and, after {tally(story, ' and ')}, the posterior "
        f"{plain_beta(story.posterior)}, whose mean, "
        f"{amount(mean(*story.posterior), story.places)}, is the probability of heads next. The "
        f"{interval_name(story)} is shaded, from {low} to {high}."
    )
    if story.rival and story.rival_posterior:
        narration += f" The second prior {verdict(story)}."
        seen += (
            f" The second prior, {plain_beta(story.rival)}, has become "
            f"{plain_beta(story.rival_posterior)} and {verdict(story)}: the two overlap by "
            f"{story.overlap(*story.counts):.0%}."
        )
    if story.bias is not None:
        seen += f" The true bias, {amount(story.bias, 4)}, lies {inside(story)} the interval."
    low, high, following = map(to_typst, (low, high, following))
    heading = f"With probability {level} %, $θ$ lies between ${low}$ and ${high}$"
    lines = (
        Line(f'#part("posterior")[{beta(story.posterior)}]', prose=True),
        Line(f"{low} <= θ <= {high}", "interval"),
        Line(f'p("H" | "data") = {following}'),
    )
    return BeatText(heading, narration, seen, lines)


# -- numbers, distributions, tosses ----------------------------------------------------------------


def amount(value: float, places: int = 2) -> str:
    """Return a number in plain text, and say where it is rounded."""
    return about(value, shortest(value, places))


def in_full(value: float) -> str:
    return grouped(value, decimals_needed([value]))


def parameter(value: float) -> str:
    return to_typst(in_full(value))


def beta(shape: Shape) -> str:
    return f"Beta$({parameter(shape[0])}, {parameter(shape[1])})$"


def plain_beta(shape: Shape) -> str:
    return f"Beta({', '.join(map(in_full, shape))})"


def poles(shape: Shape) -> str:
    """Return where a Beta density is unbounded: nothing, ``0``, ``1``, or both in words."""
    return " and ".join(end for end, value in zip("01", shape, strict=True) if value < 1)


def mode(shape: Shape, places: int = 2) -> str:
    """Return where a Beta density is highest, in words."""
    if unbounded := poles(shape):
        return f"without upper bound towards {unbounded}"
    top = highest(*shape)
    return "equally high everywhere" if top is None else f"highest at {amount(top, places)}"


def side(story: Story) -> str:
    return {"H": "heads", "T": "tails", "": "no toss"}[story.first]


def data(story: Story) -> str:
    return f'"{story.first}"' if story.first else "emptyset"


def chance(story: Story) -> str:
    return {"H": "θ", "T": "1 - θ", "": "1"}[story.first]


def factor(story: Story) -> str:
    """Return as ``chance``, to stand in a product."""
    return f"({chance(story)})" if story.first == "T" else chance(story)


def tally(story: Story, link: str = ", ") -> str:
    counts = zip(story.counts, ("head", "tail"), strict=True)
    texts = (f"{grouped(n).replace(' ', NARROW)} {side}{'s' * (n != 1)}" for n, side in counts)
    return link.join(texts) if story.count else "no tosses"


def interval_name(story: Story) -> str:
    kind = {"equal_tailed": "equal-tailed", "highest_density": "shortest"}[story.kind]
    return f"{kind} {percent(story.level)} % interval"


def verdict(story: Story, short: bool = False) -> str:
    """Return whether the posterior of the second prior has come to agree."""
    before, after = story.overlap(0, 0), story.overlap(*story.counts)
    if after >= AGREED:
        long = "agrees, as it did from the start" if before >= AGREED else "has come to agree"
        return "agrees" if short else long
    if after > before + 0.02:
        return "comes closer" if short else "has come closer, but does not agree yet"
    return "disagrees" if short else "does not agree"


def inside(story: Story) -> str:
    low, high = story.interval
    return "inside" if low <= (story.bias or 0.0) <= high else "outside"
