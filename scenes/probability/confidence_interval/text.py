"""All text of a film on intervals for a mean, true for the numbers at hand."""

from __future__ import annotations

import math

from explainer.beat_text import BeatText, Line
from explainer.maths.distributions import Distribution
from explainer.numbers import (
    Figure,
    about,
    count,
    decimals_needed,
    distinct,
    equals,
    format_number,
    grouped,
    percent,
    percentage,
    to_typst,
)
from explainer.scenes.probability.common import missing_words, notation, title
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


def say(story: IntervalStory, value: float, width: float = 0.0) -> Figure:
    """Return a value on the axis, as plain text.

    It has as many decimals as tell the ends of the first interval apart to three figures, and those
    of an interval of a given width to two.
    """
    first = 2 * float(story.margins[0]) or abs(story.mean) or 1.0
    decimals = min(max(2 - math.floor(math.log10(first)), 0), 6)
    if width > 1e-12 * abs(value):
        decimals = min(max(1 - math.floor(math.log10(width)), decimals), 9)
    size = abs(value)
    if size < 1e9 and (size >= 0.5 * 10.0**-decimals or size == 0):
        # What rounds to nothing has no sign.
        return grouped(value if round(value, decimals) else 0, decimals_needed([value], decimals))
    return format_number(value, decimals)


def tex(story: IntervalStory, value: float, width: float = 0.0) -> Figure:
    return to_typst(say(story, value, width))


def ends(story: IntervalStory, name: str) -> list[Figure]:
    """Return the ends of an interval, as plain text."""
    low, high = story.intervals[name]
    return [say(story, end, high - low) for end in (low, high)]


def between(story: IntervalStory, name: str, joint: str = " to ") -> str:
    return joint.join(ends(story, name))


def remark(markup: str, colour: str = "muted") -> Line:
    return Line(markup, colour, prose=True)


def missing(story: IntervalStory) -> list[Line]:
    """Return a remark on values that a file does not hold, if there are any."""
    found = missing_words(story.distribution)
    return [remark(f"{found} and left out.")] if found else []


def ends_of(story: IntervalStory, name: str) -> Line:
    """Return the ends of an interval, under its name."""
    low, high = map(to_typst, ends(story, name))
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
    mean = '"none"' if story.true_mean is None else f"μ {equals(tex(story, story.true_mean))}"
    lines = [*missing(story), Line(mean, name="true mean")]
    if not math.isnan(deviation):
        infinite = math.isinf(deviation)
        size = "= infinity" if infinite else equals(tex(story, deviation, deviation / 10))
        lines.append(Line(f"sigma {size}", name="std. deviation"))
    if story.true_mean is None:
        return BeatText(
            "A population without a mean: there is nothing for an interval to contain",
            f"This is {name}. Its tails are so heavy that it has no finite mean, so there is "
            "nothing that an interval for the mean could contain.",
            f"{seen}, without any line for a mean, for it has none.",
            tuple(lines),
            "The tails are too heavy: the mean does not exist as a finite number.",
        )
    mean, left_out = say(story, story.true_mean), missing_words(distribution)
    return BeatText(
        "The population has a true mean $μ$, which in practice we never see",
        f"{whose} mean, mu, is {about(mean)}. {f'{left_out} and left out. ' if left_out else ''}"
        "In practice, we never see this picture: all that we get is a sample.",
        f"{seen}, with a dashed line at its mean, {about(mean)}.",
        tuple(lines),
        "All that we get are samples from it."
        if math.isfinite(distribution.variance)
        else "It has a mean but no finite variance, and the interval relies on one.",
    )


def sample(story: IntervalStory) -> BeatText:
    n, level, run = story.n, percentage(story.level), between(story, "confidence")
    t_star, z_star = map(to_typst, distinct(story.quantile, story.normal_quantile))
    middle = about(say(story, story.mean))
    drawn = f"the interval from {run}, with a dot at the sample mean, {middle}"
    if story.deviation == 0:
        heading = f"A sample of {n} equal values: the interval has no width"
        narration = (
            f"Draw {n} values. All of them are equal, so their standard deviation is zero, and "
            "the interval is a single point."
        )
        drawn = f"the interval, a single point at {middle}"
        note = "The sample does not vary, so the formula gives the interval no width."
    else:
        heading = f"One sample of {n}: its mean, and a {level} confidence interval"
        narration = (
            f"Draw {n} values. Their {level} confidence interval is the sample mean plus or minus "
            f"t star standard errors: here from {run}."
        )
        note = (
            f"For {n} values and {level}, Student's $t^* {equals(t_star)}$. If $σ$ were known, "
            f"$z^* {equals(z_star)}$ would do."
        )
    mean, deviation = tex(story, story.mean), tex(story, story.deviation, story.deviation / 10)
    lines = [
        Line(f"overline(x) {equals(mean)}", "sample", name="sample mean"),
        Line(f"s {equals(deviation)}", "sample", name="std. deviation"),
        Line("overline(x) plus.minus t^* s / sqrt(n)"),
        Line(f"{mean} plus.minus {t_star} dot {deviation} / sqrt({n})"),
        ends_of(story, "confidence")._replace(label=""),
        remark(note),
    ]
    if out := beyond(population_window(story), story.sample, story.sample):
        verb = "lies" if out == 1 else "lie"
        lines.append(remark(f"{out} of the {n} values {verb} beyond the axis."))
    alt_text = f"{n} dots stacked on the axis below the faint population. Above them {drawn}."
    return BeatText(heading, narration, alt_text, tuple(lines))


def many(story: IntervalStory) -> BeatText:
    total, hits = grouped(story.repetitions), grouped(story.hits)
    rows = f"{grouped(story.rows)} horizontal intervals, one below another"
    lines = [remark(f"Each row is a sample of {story.n}: its mean and its interval.")]
    if story.repetitions > MOST_ROWS:
        lines.append(remark(f"The first {MOST_ROWS} are drawn; all of them are counted."))
    drawn = story.lows[: story.rows], story.highs[: story.rows]
    if out := beyond(rows_window(story), *drawn):
        verb = "runs" if out == 1 else "run"
        lines.append(remark(f"{out} of the intervals {verb} off the picture."))
    if story.true_mean is None:
        return BeatText(
            f"{total} samples, {total} intervals, and no mean to contain",
            f"Draw {total} samples, each with its own interval. They jump about, some very far: "
            "there is no mean for them to settle around.",
            f"{rows}, widely scattered; no line runs through them.",
            tuple(lines),
        )
    misses = story.repetitions - story.hits
    some = (hits if story.hits else "none") if misses else "all"
    missing_it = f"; {count(misses, 'misses', 'miss')} it" if misses else ""
    crossed = " Rows that miss it are marked with a cross." if misses else ""
    return BeatText(
        f"{total} samples, {total} intervals: {some} contain $μ$",
        f"Now draw {total} samples. Each has its own mean and its own interval: {some} of them "
        f"contain the true mean{missing_it}.",
        f"{rows}, and a dashed line down through them at the true mean. Of {total} intervals, "
        f"{some} contain it{missing_it}.{crossed}",
        tuple(lines),
    )


def procedure(story: IntervalStory) -> BeatText:
    level, covered = percentage(story.level), percentage(story.coverage)
    points = percent(story.chance_error)
    ordered = "The same intervals in the order of their means"
    if story.true_mean is None:
        return BeatText(
            f"A level of {level} means nothing here: there is no mean to contain",
            "Sorted by their means, the intervals show no common centre. The procedure promises "
            f"that {level} contain the mean, and this population has none.",
            f"{ordered}, from the lowest to the highest.",
            note="There is no common centre: a few extreme values decide where an interval lies.",
        )
    fewer = story.hits < story.level * story.repetitions
    if story.keeps_its_promise:
        heading = f"{level} belongs to the procedure, not to any one interval"
        every = f"in the long run {level} of all such intervals do"
        if not story.exact:
            every = f"from a normal population {level} of all such intervals would"
        narration = (
            f"The intervals are sorted by their means. {covered} contain the true mean, and "
            f"{every}. Any single one either contains it or does not."
        )
    elif story.exact:
        heading = (
            f"{level} belongs to the procedure; these {grouped(story.repetitions)} had "
            f"{'bad' if fewer else 'good'} luck"
        )
        narration = (
            f"{covered} contain the true mean, further from {level} than chance usually takes it. "
            "For a normal population the level is exact; more samples bring the share back to it."
        )
    else:
        heading = f"Level {level}, coverage {covered}: the formula assumes a normal population"
        narration = (
            f"{covered} contain the true mean, {'fewer' if fewer else 'more'} than {level}, and "
            f"chance alone hardly explains that. With {story.n} values from a population that "
            "is not normal, the level is only approximate."
        )
    alt_text = (
        f"{ordered}, a slanted band about the true mean. Wholly below it: {story.missed_below}; "
        f"wholly above: {story.missed_above}. Beside them: a level of {level}, a coverage of "
        f"{covered}, and a standard deviation due to chance of {points} percentage "
        f"point{'s' * (points != '1')}."
    )
    chance = to_typst(percentage(story.chance_error))
    lines = (
        Line(to_typst(level), name="level"),
        Line(to_typst(covered), "sample", name="coverage"),
        Line(chance, label="standard deviation due to chance"),
        Line(f"{story.missed_below}", "missed", name="too low"),
        Line(f"{story.missed_above}", "missed", name="too high"),
        remark("The thick row is the first sample's: it contains $μ$ or does not."),
    )
    return BeatText(heading, narration, alt_text, lines)


def bootstrap(story: IntervalStory) -> BeatText:
    level = percentage(story.level)
    alt_text = (
        f"A histogram of the means of {grouped(len(story.bootstrap))} resamples. Above it two "
        f"bars: the confidence interval, {between(story, 'confidence')}, and the "
        f"bootstrap interval, {between(story, 'bootstrap')}."
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
            f"Draw {story.n} values from the sample itself, with replacement, and take their mean. "
            f"Do so again and again: the middle {level} of these means lie between "
            f"{between(story, 'bootstrap', ' and ')}."
        )
    widths = {name: high - low for name, (low, high) in story.intervals.items()}
    note = "The idea is that these means vary much as the means of new samples would."
    if story.deviation == 0:
        note = "What does not vary in the sample cannot vary in a resample."
    elif story.n < FEW and widths["bootstrap"] < 0.98 * widths["confidence"]:
        note = (
            f"With only {story.n} values, the bootstrap interval comes out shorter: unlike "
            "Student's $t$, it makes no allowance for an unknown $σ$."
        )
    lines = ends_of(story, "confidence"), ends_of(story, "bootstrap"), remark(note)
    return BeatText(heading, narration, alt_text, lines)


def credible(story: IntervalStory) -> BeatText:
    level, flat = percentage(story.level), story.prior is None
    note = "Priors: flat for $μ$, $1 \\/ σ$ for $σ$. A flat prior has no finite area, so its "
    note += "height means nothing."
    if story.prior is not None:
        normal = notation("norm", zip(("loc", "scale"), story.prior, strict=True)).markup
        note = f"Priors: {normal} for $μ$, $1 \\/ σ$ for $σ$."
    rule = 'part("posterior", p(μ | x)) prop part("second_prior", p(μ)) thin p(x | μ)'
    intervals = [ends_of(story, name) for name in ROLES]
    lines = Line(rule, label="given the sample $x$"), remark(note, "second_prior"), *intervals
    if story.posterior is None:
        return BeatText(
            "No variation in the data: the posterior would shrink to a point",
            "All values of the sample are equal, so this model would put all probability on one "
            "value. Nobody should believe that: the data say too little.",
            "No curve: the three bars have shrunk to one point.",
            lines,
        )
    run = between(story, "credible", " and ")
    priors = f"a {'flat' if flat else 'normal'} prior for its mean"
    if story.true_mean is None:
        heading = "A credible interval trusts its model, and here the model is wrong"
        narration = (
            f"A normal model, with {priors}, puts the mean between {run} with probability "
            f"{level}. But this population has no mean."
        )
    else:
        heading = f"A credible interval: probability {level}, given data, model and priors"
        narration = (
            f"With the same data, a normal model and {priors}, the posterior puts the mean "
            f"between {run} with probability {level}."
        )
        if flat:
            narration += " The ends are those of the t interval; the statement is not."
    alt_text = (
        f"A {'flat' if flat else 'bell-shaped'} dashed prior and, above it, the posterior of the "
        f"mean, its middle {level} shaded, between {run}. The three intervals lie above."
    )
    return BeatText(heading, narration, alt_text, lines)


def answer(story: IntervalStory) -> BeatText:
    narration = (
        "One is a statement about the procedure, one about means of resamples, one about the mean "
        "itself. The numbers may be close; the statements are not the same."
    )
    bars = "; ".join(f"{name}, {between(story, name)}" for name in ROLES)
    alt_text = f"Three bars over one axis: {bars}."
    if story.true_mean is not None:
        inside = [name for name, ends in story.intervals.items() if story.contains_mean(*ends)]
        if not inside:
            held = "all three miss the true mean"
        elif len(inside) == len(ROLES):
            held = "all three contain the true mean"
        else:
            plural = "s" if len(inside) > 1 else ""
            held = f"only the {' and the '.join(inside)} interval{plural} contain the true mean"
            held = held if plural else held.replace(" contain ", " contains ")
        narration += f" Here {held}."
        alt_text += f" A dashed line marks the true mean, {about(say(story, story.true_mean))}."
    level = percentage(story.level)
    made = "Of intervals made like this,"
    if story.true_mean is None:
        confidence = f"Meant to contain $μ$ in {level} of samples; but there is no $μ$."
    elif story.exact:
        confidence = f"{made} {level} contain $μ$."
    else:
        confidence = f"{made} {level} should contain $μ$. Here {percentage(story.coverage)} do."
    belief = f"Given data, model and priors, $μ$ is in here with probability {level}."
    claims = (
        confidence,
        f"The middle {level} of the means of resamples lie in here.",
        belief if story.posterior else "Needs some variation in the data.",
    )
    lines = [
        Line(f'#part("{role}")[*{name}*] \\ {claim}', prose=True)
        for (name, role), claim in zip(ROLES.items(), claims, strict=True)
    ]
    return BeatText(
        "Three intervals from one sample, and three different statements",
        narration,
        f"{alt_text} Beside each, the statement that it stands for.",
        (*lines, *missing(story)),
    )
