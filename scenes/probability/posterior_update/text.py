"""What a posterior says, in words that are true for its numbers."""

from __future__ import annotations

from explainer.numbers import decimals_needed, format_number, grouped, shortest, to_typst
from explainer.scenes.probability.posterior_update.inference import Shape, mean
from explainer.scenes.probability.posterior_update.story import Story

NARROW = "\N{NO-BREAK SPACE}"

AGREED = 0.8
"""Two beliefs that overlap by this much are said to agree."""


def number(value: float, places: int = 2) -> str:
    """Return a rounded number as Typst mathematics."""
    return to_typst(shortest(float(value), places))


def parameter(value: float) -> str:
    """Return a parameter or a count in full, as Typst mathematics."""
    return grouped(value, decimals_needed([value])).replace(" ", " thin ")


def beta(shape: Shape) -> str:
    """Return ``Beta(a, b)`` as Typst prose."""
    return f"Beta$({parameter(shape[0])}, {parameter(shape[1])})$"


def interval_name(story: Story) -> str:
    """Return what the credible interval is called."""
    kind = {"equal_tailed": "equal-tailed", "highest_density": "shortest"}[story.kind]
    return f"{kind} {shortest(100 * story.level, 1)} % interval"


def side(story: Story) -> str:
    """Return the first toss in a word."""
    return {"H": "heads", "T": "tails", "": "no toss"}[story.first]


def chance(story: Story) -> str:
    """Return how well theta explains the first toss, as Typst mathematics."""
    return {"H": "θ", "T": "1 - θ", "": "1"}[story.first]


def poles(shape: Shape) -> str:
    """Return where a Beta density is unbounded: nothing, ``0``, ``1``, or both in words."""
    ends = [end for end, parameter in zip(("0", "1"), shape, strict=True) if parameter < 1]
    return " and ".join(ends)


def prior_words(story: Story) -> tuple[str, str, str]:
    """Return heading, narration and note (Typst, plain, Typst) on the prior."""
    a, b = story.prior
    if a == b == 1:
        return (
            "A flat prior: every $θ$ is as plausible as any other",
            "Before any toss, belief about the coin is a density over its chance of heads. "
            "Here no value is favoured, and the area below it is one.",
            "Flat: no chance of heads is favoured over another.",
        )
    where = shortest(mean(a, b))
    if poles(story.prior):
        return (
            f"The prior {beta(story.prior)} has no upper bound, and still an area of one",
            f"Before any toss, belief about the coin is a density. This one grows without bound "
            f"towards {poles(story.prior)}, and yet the area below it is one.",
            f"Without bound towards $θ = {poles(story.prior).replace(' and ', '$ and $')}$, "
            "and still a finite area.",
        )
    return (
        f"The prior {beta(story.prior)}: belief spread over an area of one",
        "Before any toss, belief about the coin is a density over its chance of heads. "
        f"Its mean is {where}, and the area below it is one.",
        "High where we believe $θ$ to lie. All of the belief makes an area of one.",
    )


def likelihood_words(story: Story) -> tuple[str, str, str]:
    """Return heading, narration and note on one toss and how well each theta explains it."""
    if not story.first:
        return (
            "No toss: every $θ$ explains that equally well",
            "There are no data. Nothing has happened that one value of theta would explain "
            "better than another, so the likelihood is one everywhere.",
            "Likelihood $1$ for every $θ$: no data, no preference.",
        )
    heads = story.first == "H"
    good, bad = ("0.8", "0.2") if heads else ("0.2", "0.8")
    return (
        f"One toss, {side(story)}: $θ$ explains it with probability ${chance(story)}$",
        f"The first toss shows {side(story)}. The larger theta, the "
        f"{'better' if heads else 'worse'} it explains that: "
        f"{good} explains it four times as well as {bad}.",
        f"$θ = {good}$ explains {side(story)} four times as well as $θ = {bad}$.",
    )


def product_words(story: Story) -> tuple[str, str, str]:
    """Return heading, narration and note on prior times likelihood."""
    if not story.first:
        return (
            "Prior times one, point by point: nothing changes",
            "Multiply the height of the prior by the likelihood at every point. The likelihood "
            "is one, so every height stays as it is.",
            "Every factor is $1$.",
        )
    return (
        "Prior times likelihood, point by point",
        "Multiply the height of the prior by the likelihood at every theta. Where theta explains "
        "the toss badly, the smallest share of the curve is left.",
        "The worse $θ$ explains the toss, the smaller the share of the height that is left.",
    )


def evidence_words(story: Story) -> tuple[str, str]:
    """Return heading and narration on the area that is left."""
    if not story.first:
        return (
            "The area is still $1$: divided by it, nothing changes",
            "The area left is one, the probability of seeing nothing when nothing is tossed. "
            "Dividing by one changes nothing.",
        )
    area = number(story.first_evidence, 3)
    return (
        f"The area left, ${area}$, is the probability of {side(story)}: divide by it",
        f"The area left is the probability that this prior gave to {side(story)}. "
        "Divide by it, and the area is one again: this is the posterior.",
    )


def again_words(story: Story) -> tuple[str, str]:
    """Return heading and narration on the other tosses."""
    if story.count == 0:
        return (
            f"No tosses: belief stays {beta(story.posterior)}",
            "Without data there is nothing to learn. The belief afterwards is the belief before.",
        )
    if story.count == 1:
        return (
            f"That was the only toss: the posterior is {beta(story.posterior)}",
            "The posterior would be the prior for the next toss. There was only one, "
            "so it is what we believe now.",
        )
    tosses = grouped(story.count).replace(" ", NARROW)
    return (
        f"The posterior is the next prior: after {tosses} tosses, {beta(story.posterior)}",
        "Today's posterior is tomorrow's prior. Each head adds one to the first parameter, "
        "each tail one to the second, and the belief grows sharper as the data grow.",
    )


def answer_words(story: Story) -> tuple[str, str]:
    """Return heading and narration on what is known in the end."""
    low, high = (format_number(end, story.places) for end in story.interval)
    level = shortest(100 * story.level, 1)
    next_heads = format_number(story.predictive, story.places)
    say = (
        f"Given prior and data, theta lies between {low} and {high} with probability {level} "
        f"percent, and the next toss is heads with probability {next_heads}."
    )
    if story.rival:
        say += f" The second prior {verdict(story)}."
    shown = f"${to_typst(low)}$ and ${to_typst(high)}$"
    return f"With probability {level} %, $θ$ lies between {shown}", say


def verdict(story: Story, short: bool = False) -> str:
    """Return whether the belief from the second prior has come to agree."""
    before, after = story.overlap(0, 0), story.overlap(*story.counts)
    if after >= AGREED:
        words = ("agrees", "agrees, as it did from the start", "has come to agree")
        return words[0] if short else words[1 if before >= AGREED else 2]
    if after > before + 0.02:
        return "comes closer" if short else "has come closer, but does not agree yet"
    return "disagrees" if short else "does not agree"


def tally_words(heads: int, tails: int) -> str:
    """Return how many heads and tails there were."""
    if heads + tails == 0:
        return "no tosses"
    counts = [grouped(count).replace(" ", NARROW) for count in (heads, tails)]
    return f"{counts[0]} head{'s' * (heads != 1)}, {counts[1]} tail{'s' * (tails != 1)}"


def inside(story: Story) -> str:
    """Return whether the interval holds the true bias."""
    low, high = story.interval
    return "inside" if low <= (story.bias or 0.0) <= high else "outside"
