"""The story of a posterior as numbers, and in words that are true for these numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from explainer.maths.inference import (
    agreement,
    credible_interval,
    evidence,
    mean,
    parse_tosses,
    predictive_heads,
    standard_deviation,
)
from explainer.maths.numerals import format_number, shortest, to_typst

Shape = tuple[float, float]

AGREED = 0.8
"""Two beliefs that overlap by this much are said to agree."""


@dataclass(frozen=True)
class Story:
    """A Beta prior, the tosses in their order, and what follows from them.

    Attributes:
        prior: parameters (a, b).
        tosses: (n,) booleans, True for heads.
        level: probability of the credible interval.
        kind: which interval of that probability.
        rival: a second prior, or None.
        bias: the true chance of heads, where it is known.
    """

    prior: Shape
    tosses: np.ndarray
    level: float
    kind: str
    rival: Shape | None
    bias: float | None

    @classmethod
    def tell(
        cls,
        prior: Shape,
        data: str | tuple[int, int],
        level: float,
        interval: str,
        second_prior: Shape | None,
        true_bias: float | None,
    ) -> Story:
        """Return the story of a scene's parameters."""
        return cls(prior, parse_tosses(data), level, interval, second_prior, true_bias)

    @property
    def count(self) -> int:
        """How many tosses there are."""
        return len(self.tosses)

    @property
    def first(self) -> str:
        """The first toss: H, T, or nothing."""
        return ("H" if self.tosses[0] else "T") if self.count else ""

    @property
    def one_toss(self) -> Shape:
        """Heads and tails of the first toss alone."""
        return float(self.first == "H"), float(self.first == "T")

    @property
    def first_evidence(self) -> float:
        """The probability that the prior gave to the first toss."""
        return float(evidence(*self.prior, *self.one_toss))

    @property
    def updated(self) -> Shape:
        """The posterior after the first toss."""
        return self.after(*self.one_toss)

    @property
    def posterior(self) -> Shape:
        """The posterior after all tosses."""
        return self.after(*self.counts)

    @property
    def rival_posterior(self) -> Shape | None:
        """The posterior from the second prior."""
        return self.after(*self.counts, start=self.rival) if self.rival else None

    @property
    def counts(self) -> Shape:
        """Heads and tails among all tosses."""
        heads = float(np.sum(self.tosses))
        return heads, self.count - heads

    @property
    def interval(self) -> Shape:
        """The ends of the credible interval."""
        low, high = credible_interval(*self.posterior, self.level, self.kind)
        return float(low), float(high)

    @property
    def predictive(self) -> float:
        """The probability that the next toss is heads."""
        return float(predictive_heads(*self.posterior))

    @property
    def places(self) -> int:
        """How many decimals say something about theta, given how sharp the posterior is."""
        spread = standard_deviation(*self.posterior)
        return min(max(2, math.ceil(-math.log10(spread)) + 1), 7)

    def after(self, heads: float, tails: float, start: Shape | None = None) -> Shape:
        """Return the parameters after so many heads and tails."""
        a, b = start or self.prior
        return a + heads, b + tails

    def overlap(self, heads: float, tails: float) -> float:
        """Return the overlap of the beliefs from both priors after so many heads and tails."""
        mine = self.after(heads, tails)
        theirs = self.after(heads, tails, start=self.rival)
        return float(agreement(mine, theirs))


def number(value: float, places: int = 2) -> str:
    """Return a rounded number as Typst mathematics."""
    return to_typst(shortest(float(value), places))


def beta(shape: Shape, places: int = 2) -> str:
    """Return ``Beta(a, b)`` as Typst prose."""
    return f"Beta$({number(shape[0], places)}, {number(shape[1], places)})$"


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
        "the toss badly, the curve is pressed down hardest.",
        "The worse $θ$ explains the toss, the deeper the curve is pressed.",
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
    tosses = f"{story.count:,}".replace(",", "\N{NO-BREAK SPACE}")
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
    return (f"With probability {level} %, $θ$ lies between ${low}$ and ${high}$", say)


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
    return f"{heads} head{'s' * (heads != 1)}, {tails} tail{'s' * (tails != 1)}"


def inside(story: Story) -> str:
    """Return whether the interval holds the true bias."""
    low, high = story.interval
    return "inside" if low <= (story.bias or 0.0) <= high else "outside"
