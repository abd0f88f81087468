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
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import Story

NARROW = "\N{NO-BREAK SPACE}"

AGREED = 0.8
"""Two densities that overlap by this much are said to agree."""


def prior(story: Story) -> BeatText:
    belief, unbounded = story.prior, poles(story.prior)
    narration = "Before any toss, belief about the coin is a density"
    if belief == (1, 1):
        heading = "A flat prior: every $θ$ is as plausible as any other"
        narration += (
            " over its chance of heads. Here no value is favoured, and the area below it is one."
        )
        note = "Flat: no chance of heads is favoured over another."
    elif unbounded:
        heading = f"The prior {beta(belief)} has no upper bound, and still an area of one"
        narration += (
            f". This one grows without bound towards {unbounded}, and yet the area below it is one."
        )
        ends = unbounded.replace(" and ", "$ and $")
        note = f"Without bound towards $θ = {ends}$, and still a finite area."
    else:
        heading = f"The prior {beta(belief)}: belief spread over an area of one"
        narration += (
            f" over its chance of heads. Its mean is {shortest(belief.mean)}, and the area below "
            "it is one."
        )
        note = "High where we believe $θ$ to lie. All of the belief makes an area of one."
    seen = (
        f"The density of {plain_beta(belief)} over theta from 0 to 1, {mode(belief)}. "
        f"Its mean is {amount(belief.mean)}, and the area below it is 1."
    )
    formula = f'part("prior", p(θ)) = part("prior", {in_math(belief)})'
    facts = {"mean": belief.mean, "std. deviation": belief.deviation}
    lines = [Line(to_typst(shortest(value, 3)), name=name) for name, value in facts.items()]
    return BeatText(heading, narration, seen, (Line(formula), *lines), note)


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
    toss, share = data(story), to_typst(shortest(story.first_evidence, 3))
    area: str = share
    if story.first:
        heading = f"The area left, ${area}$, is the probability of {side(story)}: divide by it"
        narration = (
            f"The area left is the probability that this prior gave to {side(story)}. Divide by "
            "it, and the area is one again: this is the posterior."
        )
        a, b = map(parameter, story.prior)
        area = f"{a if story.first == 'H' else b} / ({a} + {b}) = {area}"
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
        Line(f'= part("posterior", {in_math(story.updated)})'),
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
    posterior = story.posterior
    kind = {"equal_tailed": "equal-tailed", "highest_density": "shortest"}[story.kind]
    numbers = [format_number(value, story.places) for value in (*story.interval, posterior.mean)]
    (low, high, following), level = numbers, percent(story.level)
    narration = (
        f"Given prior and data, theta lies between {low} and {high} with probability {level} "
        f"percent, and the next toss is heads with probability {following}."
    )
    seen = (
        f"The prior {plain_beta(story.prior)} and, after {tally(story, ' and ')}, the posterior "
        f"{plain_beta(posterior)}, whose mean, {amount(posterior.mean, story.places)}, is the "
        f"probability of heads next. The {kind} {level} % interval is shaded, from {low} to {high}."
    )
    if story.rival:
        narration += f" The second prior {verdict(story)}."
        seen += (
            f" The second prior, {plain_beta(story.rival)}, has become "
            f"{plain_beta(story.rivals(story.count))} and {verdict(story)}: the two overlap by "
            f"{story.overlap(story.count):.0%}."
        )
    low, high, following = map(to_typst, numbers)
    heading = f"With probability {level} %, $θ$ lies between ${low}$ and ${high}$"
    next_toss = 'heads in the next toss: mean #part("posterior")[$triangle.filled.t$]'
    lines = [
        Line(f'part("posterior", {in_math(posterior)})', label=tally(story)),
        Line(f"{low} <= θ <= {high}", "interval", label=f"{kind} {level} % interval"),
        Line(f'p("H" | "data") = {following}', label=next_toss),
    ]
    if story.bias is not None:
        inside = story.interval[0] <= story.bias <= story.interval[1]
        where = f"{'inside' if inside else 'outside'} the interval"
        seen += f" The true bias, {amount(story.bias, 4)}, lies {where}."
        bias = to_typst(shortest(story.bias, 4))
        lines.append(Line(f'"{where}"', label=f"the true bias ${bias}$ lies"))
    return BeatText(heading, narration, seen, tuple(lines))


# -- numbers, distributions, tosses ----------------------------------------------------------------


def amount(value: float, places: int = 2) -> str:
    """Return a number in plain text, and say where it is rounded."""
    return about(shortest(value, places))


def in_full(value: float) -> str:
    return grouped(value, decimals_needed([value]))


def parameter(value: float) -> str:
    return to_typst(in_full(value))


def beta(belief: Beta) -> str:
    return f"Beta$({', '.join(map(parameter, belief))})$"


def in_math(belief: Beta) -> str:
    return f'"Beta"({", ".join(map(parameter, belief))})'


def plain_beta(belief: Beta) -> str:
    return f"Beta({', '.join(map(in_full, belief))})"


def poles(belief: Beta) -> str:
    """Return where a Beta density is unbounded: nothing, ``0``, ``1``, or both in words."""
    return " and ".join(end for end, value in zip("01", belief, strict=True) if value < 1)


def mode(belief: Beta, places: int = 2) -> str:
    """Return where a Beta density is highest, in words."""
    if unbounded := poles(belief):
        return f"without upper bound towards {unbounded}"
    if belief.mode is None:
        return "equally high everywhere"
    return f"highest at {amount(belief.mode, places)}"


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
    counts = zip(story.counts(story.count), ("head", "tail"), strict=True)
    texts = (
        f"{grouped(n).replace(' ', NARROW)} {side}{'' if n == 1 else 's'}" for n, side in counts
    )
    return link.join(texts) if story.count else "no tosses"


def verdict(story: Story, short: bool = False) -> str:
    """Return whether the posterior of the second prior has come to agree."""
    before, after = story.overlap(0), story.overlap(story.count)
    if after >= AGREED:
        long = "agrees, as it did from the start" if before >= AGREED else "has come to agree"
        return "agrees" if short else long
    if after > before + 0.02:
        return "comes closer" if short else "has come closer, but does not agree yet"
    return "disagrees" if short else "does not agree"
