"""What each beat of a posterior says, true for its numbers."""

from __future__ import annotations

from explainer.beat_text import BeatText, Line
from explainer.numbers import Figure, about, equals, grouped, percentage, shortest, to_typst
from explainer.scenes.probability.common import Parameter
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import Story

NARROW = "\N{NO-BREAK SPACE}"

AGREED = 0.8
"""Two densities that overlap by this much are said to agree."""


def prior(story: Story) -> BeatText:
    belief, unbounded = story.prior, poles(story.prior)
    narration = (
        "Before any toss, what we believe about the coin is a density over theta, its chance of "
        "heads: the prior. "
    )
    if belief == (1, 1):
        heading = "A flat prior: every $θ$ is as plausible as any other"
        narration += "This one favours no value, and the area under it is one."
        note = "No chance of heads is favoured over another."
    elif unbounded:
        heading = f"The prior {beta(belief)}: an unbounded density, and still an area of one"
        narration += f"This one grows without bound towards {unbounded}, yet its area is one."
        ends = unbounded.replace(" and ", "$ and $")
        note = f"It is unbounded towards $θ = {ends}$, and yet its area is finite."
    else:
        heading = f"The prior {beta(belief)}: a density over $θ$ with an area of one"
        narration += f"Its mean is {amount(belief.mean)}, and the area under it is one."
        note = "It is high where we believe $θ$ to lie. Its whole area is one."
    seen = (
        f"The density of {plain_beta(belief)} over theta from 0 to 1, {mode(belief)}. "
        f"Its mean is {amount(belief.mean)}, and the area under it is 1."
    )
    lines = (
        Line(f'part("prior", θ tilde.op {in_math(belief)})'),
        Line(f'part("prior", p(θ) {density(belief)})'),
        Line(equals(to_typst(shortest(belief.mean, 3))), name="mean"),
        Line(equals(to_typst(shortest(belief.deviation, 3))), name="std. deviation"),
    )
    return BeatText(heading, narration, seen, lines, note)


def likelihood(story: Story) -> BeatText:
    toss = side(story)
    if story.first:
        spoken, good, bad, line = {
            "H": ("theta", 0.8, 0.2, "rises from 0 at theta 0 to 1 at theta 1"),
            "T": ("one minus theta", 0.2, 0.8, "falls from 1 at theta 0 to 0 at theta 1"),
        }[story.first]
        heading = f"One toss, {toss}: given $θ$, its probability is ${chance(story)}$"
        narration = (
            f"The first toss shows {toss}. Given theta, that has probability {spoken}. As a "
            f"function of theta, this is the likelihood: four times as large at {good} as at {bad}."
        )
        seen = f"one toss, {toss}, as a function of theta: a line that {line}"
    else:
        heading = "No toss: the likelihood is $1$ for every $θ$"
        narration = (
            "There are no data. Nothing has happened that would speak for one value of theta more "
            "than for another, so the likelihood is one everywhere."
        )
        seen = "no toss as a function of theta: a level line at height 1"
    note = "The likelihood has its own scale, on the right: where it crosses the prior means "
    note += "nothing."
    formula = f'part("likelihood", p({data(story)} | θ)) = part("likelihood", {chance(story)})'
    seen = f"The prior, and over it, on a scale of its own, the likelihood of {seen}."
    return BeatText(heading, narration, seen, (Line(formula),), note)


def product(story: Story) -> BeatText:
    if story.first:
        heading = "Prior times likelihood, point by point"
        narration = (
            "At every theta, multiply the height of the prior by the likelihood. Where the "
            "likelihood is small, only a small share of the height is left."
        )
        note = "The smaller the likelihood, the smaller the share of the height that is left."
        kept = f"least where theta is {'small' if story.first == 'H' else 'large'}"
    else:
        heading = "Prior times one, point by point: nothing changes"
        narration = (
            "At every theta, multiply the height of the prior by the likelihood. Here that is "
            "one, so every height stays as it is."
        )
        note = "The likelihood is $1$ everywhere."
        kept = "which is all of it"
    seen = (
        "The prior, and the curve of prior times likelihood: at each theta as much of the height "
        f"is left as the likelihood says, {kept}."
    )
    formula = f'part("prior", p(θ)) times part("likelihood", {factor(story)})'
    return BeatText(heading, narration, seen, (Line(formula),), note)


def evidence(story: Story) -> BeatText:
    toss, area = data(story), shortest(story.first_evidence, 3)
    multiplied = f'part("prior", p(θ)) thin part("likelihood", {factor(story)})'
    total = Line(f"p({toss}) = integral_0^1 {multiplied} dif θ")
    if story.first:
        size = about(Figure.of(f"${to_typst(area)}$", area))
        heading = f"The product's area, {size}, is the probability of {side(story)}: divide by it"
        narration = (
            "The area under the product is the probability that the prior gave to "
            f"{side(story)}. Divided by it, the product has an area of one again: it is the "
            "posterior."
        )
        a, b = map(parameter, story.prior)
        share, result = to_typst(area), "= a / (a + b)"
        above, mean = a, "the mean of Beta$(a, b)$"
        if story.first == "T":
            above, mean, result = b, f"$1$ minus {mean}", "= b / (a + b)"
        result += f" = {above} / ({a} + {b}) {equals(Figure.of(share, share, a, b))}"
        line = Line(result, label=mean)
    else:
        heading = "The area is still $1$: dividing by it changes nothing"
        narration = (
            "The area under the product is one, the probability of no toss at all when nothing is "
            "tossed. Dividing by one changes nothing."
        )
        line = Line(equals(to_typst(area)))
    seen = (
        f"The curve of prior times likelihood, with an area of {about(area)}, and the same curve "
        f"divided by that: the density of {plain_beta(story.updated)}, {mode(story.updated)}, with "
        "an area of 1."
    )
    lines = (
        total,
        line,
        Line(f'part("posterior", p(θ | {toss})) = ({multiplied}) / (p({toss}))'),
        Line(f'part("posterior", θ | {toss} tilde.op {in_math(story.updated)})'),
    )
    return BeatText(heading, narration, seen, lines)


def again(story: Story) -> BeatText:
    tosses, trail, name = "", "", beta(story.posterior)
    match story.count:
        case 0:
            heading = f"No tosses: the posterior is the prior, {name}"
            narration = "Without data there is nothing to learn: the posterior is the prior."
        case 1:
            heading = f"That was the only toss: the posterior is {name}"
            narration = (
                "The posterior would be the prior for the next toss. This was the only one, so it "
                "is what we believe now."
            )
        case count:
            tosses = f"{whole(count)} tosses, "
            heading = f"The posterior is the next prior: after {tosses}{name}"
            narration = (
                "Each posterior is the prior for the next toss. Each head adds one to the first "
                "parameter, each tail one to the second"
            )
            sharper = story.posterior.deviation < story.prior.deviation
            narration += ", and the density becomes narrower." if sharper else "."
            trail = ", with earlier ones, fainter, behind it"
    seen = (
        f"After {tosses}{tally(story, ' and ')}, the posterior is the density of "
        f"{plain_beta(story.posterior)}{trail}. It is {mode(story.posterior, story.places)}."
    )
    return BeatText(heading, narration, seen)


def answer(story: Story) -> BeatText:
    posterior = story.posterior
    kind = {"equal_tailed": "equal-tailed", "highest_density": "shortest"}[story.kind]
    low, high = (shortest(value, story.places) for value in story.interval)
    following, level = shortest(posterior.mean, story.places), percentage(story.level)
    narration = (
        f"Given the prior and the data, theta lies between {low} and {high} with probability "
        f"{level}, and the next toss is heads with probability {about(following)}."
    )
    seen = (
        f"The prior {plain_beta(story.prior)} and, after {tally(story, ' and ')}, the posterior "
        f"{plain_beta(posterior)}, whose mean, {about(following)}, is the probability of heads on "
        f"the next toss. The {kind} {level} interval is shaded, from {low} to {high}."
    )
    if story.rival:
        narration += f" The posterior from the second prior {verdict(story)}."
        became = "has become" if story.count else "is still"
        seen += (
            f" The second prior, {plain_beta(story.rival)}, {became} "
            f"{plain_beta(story.rivals(story.count))} and {verdict(story)}: the two overlap by "
            f"{about(percentage(story.overlap(story.count)))}."
        )
    low, high, following = map(to_typst, (low, high, following))
    heading = f"Given prior and data, $θ$ is between ${low}$ and ${high}$ with probability {level}"
    next_toss = 'heads on the next toss: mean #part("posterior")[$triangle.filled.t$]'
    lines = [
        Line(
            f'part("posterior", θ | "data" tilde.op {in_math(posterior)})',
            label=f"posterior after {tally(story)}" if story.count else "no tosses",
        ),
        Line(f"{low} <= θ <= {high}", "interval", label=f"{kind} {level} interval"),
        Line(f'p("H" | "data") {equals(following)}', label=next_toss),
    ]
    if story.bias is not None:
        inside = story.interval[0] <= story.bias <= story.interval[1]
        where = f"lies {'inside' if inside else 'outside'} the interval."
        seen += f" The true bias, {about(Parameter(story.bias).text)}, {where}"
        bias = f"The true bias, ${parameter(story.bias)}$, {where}"
        lines.append(Line(bias, "truth", prose=True))
    return BeatText(heading, narration, seen, tuple(lines))


# -- numbers, distributions, tosses ----------------------------------------------------------------


def amount(value: float, places: int = 2) -> str:
    """Return a number in plain text, and say where it is rounded."""
    return about(shortest(value, places))


def whole(count: float) -> str:
    """Return a count whose digits are on one line."""
    return grouped(count).replace(" ", NARROW)


def parameter(value: float) -> Figure:
    """Return a number that was given, or what follows from it and counts, in mathematics."""
    return Figure.of(f"{Parameter(value)}", Parameter(value).text)


def beta(belief: Beta) -> str:
    return f"Beta$({', '.join(map(parameter, belief))})$"


def in_math(belief: Beta) -> str:
    return f'"Beta"({", ".join(map(parameter, belief))})'


def plain_beta(belief: Beta) -> str:
    return f"Beta({', '.join(Parameter(value).text for value in belief)})"


def density(belief: Beta) -> str:
    """Return what a Beta density is proportional to, after its sign, as Typst mathematics."""
    powers = [
        base if value == 2 else f"{base}^({parameter(value - 1)})"
        for base, value in zip(("θ", "(1 - θ)"), belief, strict=True)
        if value != 1
    ]
    return f"prop {' thin '.join(powers)}" if powers else "= 1"


def poles(belief: Beta) -> str:
    """Return where a Beta density is unbounded: nothing, ``0``, ``1``, or both in words."""
    return " and ".join(end for end, value in zip("01", belief, strict=True) if value < 1)


def mode(belief: Beta, places: int = 2) -> str:
    """Return where a Beta density is highest, in words."""
    if unbounded := poles(belief):
        return f"unbounded towards {unbounded}"
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
    texts = (f"{whole(n) if n else 'no'} {side}{'' if n == 1 else 's'}" for n, side in counts)
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
