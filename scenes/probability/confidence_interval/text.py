"""All text of a film on intervals for a mean, true for the numbers at hand."""

from __future__ import annotations

import math

from explainer import numbers
from explainer.beat_text import BeatText, Line
from explainer.maths.distributions import Distribution
from explainer.numbers import format_number, grouped, shortest, to_typst
from explainer.scenes.probability.common import missing_words, title
from explainer.scenes.probability.confidence_interval.story import (
    MOST_ROWS,
    IntervalStory,
    beyond,
    population_window,
    rows_window,
)

FEW = 30
"""Values below which a percentile bootstrap is noticeably shorter than a t interval."""

ROLES = {"confidence": "sample", "bootstrap": "bootstrap", "credible": "posterior"}
"""The three intervals and the roles of their colours."""


def say(story: IntervalStory, value: float) -> str:
    """Return a value on the axis, as plain text.

    It has as many decimals as tell the ends of the first interval apart to four figures.
    """
    width = 2 * float(story.margins[0]) or abs(story.mean) or 1.0
    decimals = min(max(3 - math.floor(math.log10(width)), 0), 6)
    size = abs(value)
    if size < 1e9 and (size >= 0.5 * 10.0**-decimals or size == 0):
        return grouped(value, decimals) if round(value, decimals) else "0"
    return format_number(value, decimals)


def tex(story: IntervalStory, value: float) -> str:
    return to_typst(say(story, value))


def percent(share: float) -> str:
    return f"{numbers.percent(share)} %"


def between(story: IntervalStory, name: str, joint: str = " to ") -> str:
    return joint.join(say(story, end) for end in story.intervals[name])


def remark(markup: str, colour: str = "muted") -> Line:
    return Line(markup, colour, prose=True)


def missing(story: IntervalStory) -> list[Line]:
    """Return a remark on values that a file does not hold, if there are any."""
    found = missing_words(story.distribution)
    return [remark(f"{found} and left out.")] if found else []


def ends_of(story: IntervalStory, name: str) -> Line:
    """Return the ends of an interval, under its name."""
    low, high = (tex(story, end) for end in story.intervals[name])
    return Line(f"[{low}, {high}]", ROLES[name], label=name)


def population(story: IntervalStory) -> BeatText:
    distribution, deviation = story.distribution, story.distribution.standard_deviation
    if isinstance(distribution, Distribution):
        family = title(distribution.name)
        name = f"{'an' if family[0].lower() in 'aeiou' else 'a'} {family} population"
        whose = f"This is {name}; its"
    else:
        name = f"the {grouped(len(distribution.values))} values of {distribution.text}"
        whose = f"These are {name}; their"
    seen = f"The shape of {name} over an axis of values"
    mean = '"none"' if story.true_mean is None else f"μ = {tex(story, story.true_mean)}"
    lines = [*missing(story), Line(mean, name="true mean")]
    if not math.isnan(deviation):
        size = "infinity" if math.isinf(deviation) else tex(story, deviation)
        lines.append(Line(f"sigma = {size}", name="std. deviation"))
    if story.true_mean is None:
        return BeatText(
            "A population without a mean: there is nothing to catch",
            f"This is {name}. Its tails are so heavy that it has no finite mean, "
            "so an interval for the mean has nothing to catch.",
            f"{seen}, without any line for a mean, for it has none.",
            tuple(lines),
            "The tails are too heavy: the mean does not exist as a finite number.",
        )
    mean, left_out = say(story, story.true_mean), missing_words(distribution)
    return BeatText(
        "The population has one true mean $μ$, and in life we never see it",
        f"{whose} mean, mu, is {mean}. {f'{left_out} and left out. ' if left_out else ''}"
        "In life we never see this picture: we only get a sample.",
        f"{seen}, with a dashed line at its mean, {mean}.",
        tuple(lines),
        "All that we get are samples from it."
        if math.isfinite(distribution.variance)
        else "It has a mean, but no finite variance, on which the interval relies.",
    )


def sample(story: IntervalStory) -> BeatText:
    n, ends = story.n, between(story, "confidence")
    alt_text = (
        f"{n} dots stacked on the axis below the faint population. Above them the interval "
        f"from {ends}, with a dot at the sample mean, {say(story, story.mean)}."
    )
    if story.deviation == 0:
        heading = f"A sample of {n} equal values: the interval has no width"
        narration = (
            f"Draw {n} values. All of them are equal, so the sample shows no spread, and "
            "its interval is a single point."
        )
        note = "No spread in the sample, no width: the formula cannot know better."
    else:
        heading = f"One sample of {n}: its mean, plus and minus a margin"
        narration = (
            f"Draw {n} values. Around their mean goes a margin of t star standard errors: "
            f"here the interval is {ends}."
        )
        note = (
            f"For {n} values and {percent(story.level)}, $t^* = {story.quantile:.2f}$: more than "
            "for a known spread."
        )
    mean, deviation = tex(story, story.mean), tex(story, story.deviation)
    lines = [
        Line(f"overline(x) = {mean}", "sample", name="sample mean"),
        Line(f"s = {deviation}", "sample", name="sample spread"),
        Line("overline(x) plus.minus t^* s / sqrt(n)"),
        Line(f"{mean} plus.minus {story.quantile:.2f} dot {deviation} / sqrt({n})"),
        ends_of(story, "confidence")._replace(label=""),
        remark(note),
    ]
    if out := beyond(population_window(story), story.sample, story.sample):
        verb = "lies" if out == 1 else "lie"
        lines.append(remark(f"{out} of the {n} values {verb} beyond the axis."))
    return BeatText(heading, narration, alt_text, tuple(lines))


def many(story: IntervalStory) -> BeatText:
    count, hits = grouped(story.repetitions), grouped(story.hits)
    rows = f"{grouped(story.rows)} horizontal intervals, one below another"
    lines = [remark(f"One row for each sample of {story.n}: its mean, its interval.")]
    if story.repetitions > MOST_ROWS:
        lines.append(remark(f"The first {MOST_ROWS} are drawn; all of them are counted."))
    drawn = story.lows[: story.rows], story.highs[: story.rows]
    if out := beyond(rows_window(story), *drawn):
        verb = "runs" if out == 1 else "run"
        lines.append(remark(f"{out} of the intervals {verb} off the picture."))
    if story.true_mean is None:
        return BeatText(
            f"{count} samples, {count} intervals, and no mean to catch",
            f"Draw {count} samples, each with its own interval. They jump about, some very far: "
            "there is no mean on which they could settle.",
            f"{rows}, scattered, some of them off the picture; no line runs through them.",
            tuple(lines),
        )
    misses = story.repetitions - story.hits
    return BeatText(
        f"{count} samples, {count} intervals: {hits} catch $μ$",
        f"Now draw {count} samples. Each has its own mean and its own interval; "
        f"{hits} of them catch the true mean, the others miss it.",
        f"{rows}, and a dashed line down through them at the true mean. {hits} of {count} "
        f"intervals cross it; {grouped(misses)} {'does' if misses == 1 else 'do'} not, and such "
        "rows are marked with a cross.",
        tuple(lines),
    )


def procedure(story: IntervalStory) -> BeatText:
    shares = [percent(share) for share in (story.level, story.kept, story.chance_error)]
    level, kept, chance = shares
    ordered = "The same intervals in the order of their means"
    if story.true_mean is None:
        return BeatText(
            f"The level of {level} promises nothing here",
            "In the order of their means, the intervals show no common centre. The promise of the "
            "procedure is about a mean, and this population has none.",
            f"{ordered}, from the lowest to the highest.",
            note="No common centre: each sample's mean is as wild as a single value.",
        )
    fewer = story.hits < story.level * story.repetitions
    if story.keeps_its_promise:
        heading = f"{level} belongs to the procedure, not to any one interval"
        narration = (
            f"In the order of their means: those that miss lie at the ends. {kept} were caught, "
            f"and {level} is what the procedure promises; a single interval just hits or misses."
        )
    elif story.exact:
        heading = (
            f"{level} belongs to the procedure; these {grouped(story.repetitions)} had "
            f"{'bad' if fewer else 'good'} luck"
        )
        narration = (
            f"{kept} were caught, further from {level} than chance usually takes it. For "
            "a normal population the promise is exact, so more samples would come back to it."
        )
    else:
        heading = f"{level} promised, {kept} kept: the formula assumes a normal population"
        narration = (
            f"{kept} were caught, {'fewer' if fewer else 'more'} than the {level} promised, "
            f"and more than chance explains. With {story.n} values from so different a population, "
            "the promise is only approximate."
        )
    alt_text = (
        f"{ordered}, a slanted band about the true mean. {story.missed_below} lie wholly below "
        f"it, {story.missed_above} wholly above. Beside: {kept} caught, {level} promised, and a "
        f"chance error of {chance}."
    )
    promised, caught, error = (share.replace(" %", " thin percent") for share in shares)
    lines = (
        Line(promised, name="promised"),
        Line(caught, "sample", name="caught"),
        Line(f"plus.minus {error}", name="chance, 1 s.d."),
        Line(f"{story.missed_below}", "missed", name="too low"),
        Line(f"{story.missed_above}", "missed", name="too high"),
        remark("The thick row is the first sample's: it hits or misses."),
        remark("Only the procedure has a rate."),
    )
    return BeatText(heading, narration, alt_text, lines)


def bootstrap(story: IntervalStory) -> BeatText:
    ends = between(story, "bootstrap")
    alt_text = (
        f"A histogram of the means of {grouped(len(story.bootstrap))} resamples. Above it two "
        f"bars: the confidence interval, {between(story, 'confidence')}, and the "
        f"bootstrap interval, {ends}."
    )
    if story.deviation == 0:
        heading = "The bootstrap of equal values: every resample is the same"
        narration = (
            "Resample the one sample with replacement. All its values are equal, so every "
            "resample is the same, and so is its mean."
        )
    else:
        heading = "The bootstrap: let the sample stand in for the population"
        narration = (
            f"Draw {story.n} values again, from the sample itself, with replacement, and again. "
            f"The middle {percent(story.level)} of their means is {ends}."
        )
    note = (
        f"From {story.n} values it comes out a little short: it makes no allowance "
        "for an unknown spread."
        if story.n < FEW
        else "These means spread about as means of new samples would."
    )
    lines = ends_of(story, "confidence"), ends_of(story, "bootstrap"), remark(note)
    return BeatText(heading, narration, alt_text, lines)


def credible(story: IntervalStory) -> BeatText:
    level, flat = percent(story.level), story.prior is None
    note = "prior: flat, every mean alike"
    if story.prior is not None:
        mean, deviation = (to_typst(shortest(each)) for each in story.prior)
        note = f"prior: normal, ${mean} plus.minus {deviation}$"
    rule = 'part("posterior", p(μ | x)) prop part("second_prior", p(μ)) thin p(x | μ)'
    lines = Line(rule), remark(note, "second_prior"), *(ends_of(story, name) for name in ROLES)
    if story.posterior is None:
        return BeatText(
            "No spread in the data: belief would shrink to a point",
            "With no spread in the sample, this model would put all belief on one value. "
            "Nobody should believe that: the data say too little.",
            "No curve: the three bars have shrunk to one point.",
            lines,
        )
    prior = "a flat prior" if flat else "the prior"
    ends = between(story, "credible", " and ")
    if story.true_mean is None:
        heading = "A credible interval trusts its model, and here the model is wrong"
        narration = (
            f"Belief about a mean, by a normal model: {prior} times the likelihood puts "
            f"{level} between {ends}. But this population has no mean to believe in."
        )
    else:
        heading = f"A credible interval: $μ$ lies in it with probability {level}"
        narration = (
            f"On the same data, belief about the mean: {prior} times the likelihood. The posterior "
            f"puts probability {level} between {ends}."
        )
        if flat:
            narration += " The numbers are the t interval's; the sentence is not."
    alt_text = (
        f"A {'flat' if flat else 'bell-shaped'} dashed prior and, above it, the posterior of the "
        f"mean, its middle {level} shaded from {between(story, 'credible')}. The "
        "bars of the confidence and bootstrap intervals lie above."
    )
    return BeatText(heading, narration, alt_text, lines)


def answer(story: IntervalStory) -> BeatText:
    narration = (
        "One is about the procedure, one about resampled means, one about belief. "
        "The numbers may be close; what they claim is not the same."
    )
    bars = "; ".join(f"{name}, {between(story, name)}" for name in ROLES)
    alt_text = f"Three bars over one axis: {bars}."
    if story.true_mean is not None:
        mean = story.true_mean
        inside = [name for name, (low, high) in story.intervals.items() if low <= mean <= high]
        if not inside:
            held = "all three miss the true mean"
        elif len(inside) == len(ROLES):
            held = "all three hold the true mean"
        else:
            held = f"the true mean lies in the {' and the '.join(inside)} interval only"
        narration += f" Here {held}."
        alt_text += f" A dashed line marks the true mean, {say(story, mean)}."
    level = percent(story.level)
    made = "Of intervals made like this,"
    if story.true_mean is None:
        confidence = f"Promises to catch $μ$ in {level} of samples. There is no $μ$."
    elif story.exact:
        confidence = f"{made} {level} catch $μ$."
    elif story.keeps_its_promise:
        confidence = f"{made} about {level} catch $μ$."
    else:
        confidence = f"{made} {level} should catch $μ$. Here {percent(story.kept)} did."
    prior = "flat prior" if story.prior is None else "prior"
    belief = f"Given data, model and {prior}: $μ$ is in here with probability {level}."
    claims = (
        confidence,
        f"The middle {level} of the means of resamples.",
        belief if story.posterior else "Needs some spread in the data.",
    )
    lines = [
        Line(f'#part("{role}")[*{name}*] \\ {claim}', prose=True)
        for (name, role), claim in zip(ROLES.items(), claims, strict=True)
    ]
    return BeatText(
        "Three intervals from one sample, and three different sentences",
        narration,
        f"{alt_text} Beside each, the sentence that it stands for.",
        (*lines, *missing(story)),
    )
