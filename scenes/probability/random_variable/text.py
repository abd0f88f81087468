"""All text of a random variable's film, true for its distribution and its outcomes."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import (
    Figure,
    about,
    at_rest,
    count,
    equals,
    grouped,
    magnitude,
    percentage,
    shortest,
    significant,
    to_typst,
)
from explainer.scenes.probability.common import missing_words, notation, title
from explainer.scenes.probability.random_variable.story import SQUARES, Smoothed, Story


def tex(story: Story, value: float) -> Figure:
    return to_typst(at_rest(story.text(value)))


def say(story: Story, value: float) -> str:
    """Return a number for a sentence."""
    return about(at_rest(story.text(value)))


def share(value: float) -> Figure:
    """Return a share with three decimals."""
    return Figure("<0.001", True) if 0 < value < 0.0005 else shortest(value, 3)


def noun(story: Story) -> str:
    return "value" if story.data else "outcome"


def kind(story: Story) -> str:
    if story.data and not story.discrete:
        return "smoothed density" if story.distribution.standard_deviation else "single value"
    if story.data:
        return "chart of shares"
    return "mass function" if story.discrete else "density"


def outside_words(story: Story) -> str:
    """Return how many outcomes lie outside the window; nothing where all lie inside."""
    below, above = story.outside
    if not below + above:
        return ""
    sides = ", to the left" if below else ", to the right"
    if below and above:
        sides = f": {grouped(below)} to the left, {grouped(above)} to the right"
    verb = "lies" if below + above == 1 else "lie"
    return f"{grouped(below + above)} of {grouped(story.size)} {verb} outside{sides}"


def _running(longest: str, label: str, colour: str = "ink") -> Line:
    return Line(longest, colour, label=label, runs=True)


def _place(story: Story, rest: float, label: str, colour: str = "ink") -> Line:
    """Return a number that runs along the axis and comes to rest."""
    return _running(max(map(story.text, (*story.home, rest)), key=len), label, colour)


def height_name(story: Story) -> str:
    """Return Typst markup for what the heights are."""
    if story.bins.single:
        return "share" if story.data else "share, probability"
    return "share per value" if story.discrete else "density"


def _middle_half(story: Story) -> Line:
    """Return between which values half of all outcomes lie, or at least half where they jump."""
    low, high = (tex(story, end) for end in story.quartiles)
    label = f"{'at least ' if story.discrete or story.data else ''}half of all outcomes"
    return Line(f"{low} <= X <= {high}", "spread", label=label)


def _axis(story: Story) -> str:
    half = 0.5 if story.discrete else 0.0
    low, high = story.bins.window[0] + half, story.bins.window[1] - half
    if low == high:
        return f"the value {say(story, low)}"
    what = "the values" if story.discrete else "an axis"
    return f"{what} from {say(story, low)} to {say(story, high)}"


def _first(story: Story, what: str) -> str:
    return f"the {what}" if story.ties == 1 else f"the first of {story.ties} {what}s"


def _tallest(story: Story) -> str:
    low, high = (say(story, end) for end in story.tallest_ends)
    return f"at {low}" if low == high else f"from {low} to {high}"


def outcomes(story: Story) -> BeatText:
    size = grouped(story.size)
    turns = "A random variable turns chance into a number."
    if story.distribution.standard_deviation == 0:
        heading = "A constant: all dots stand in one place"
        narration = f"Every {noun(story)} is the same number, so all dots stand in one place."
    elif story.size < 10 and not story.data:
        heading = "A few outcomes hardly have a shape yet"
        times = "once" if story.size == 1 else f"{story.size} times"
        narration = f"{turns} Here it does so {times}, which says little yet about what to expect."
    elif story.data:
        heading = "One value says little; many together take a shape"
        many = "more" if story.size < 10 else size
        narration = "The values of the data fall in random order. No single one can be predicted, "
        narration += f"but {many} of them gather where values are common."
    else:
        heading = "One outcome is random; many together take a shape"
        narration = f"{turns} No single outcome can be predicted, but {size} of them gather where "
        narration += "outcomes are likely."
    missing, outside = missing_words(story.distribution), outside_words(story)
    where = "at its place on the axis" if story.bins.single else "in the bin that holds it"
    whose, meaning = "", ""
    if not story.data:
        written = notation(story.distribution.name, story.distribution.parameters)
        whose, meaning = f" for outcomes of {written.plain}", written.meaning
    longest = max((story.text(float(value)) for value in story.values[:200]), key=len)
    lines = (
        *([Line(meaning, "muted", prose=True)] if meaning else []),
        _running(longest, f"latest {noun(story)} $x$", "outcome"),
        _running(size, f"{noun(story)}s so far, of {size}"),
        Line(outside or f"Each dot is one {noun(story)}, stacked {where}.", prose=True),
    )
    highest = f", {_first(story, 'highest column')} {_tallest(story)}" if story.counts.any() else ""
    return BeatText(
        heading,
        f"{narration} {missing} and left out." if missing else narration,
        f"{count(story.size, 'dot').capitalize()}{whose}, stacked over {_axis(story)}{highest}."
        f"{f' {outside}.' if outside else ''}",
        lines,
    )


def histogram(story: Story) -> BeatText:
    bins, index = story.bins, story.tallest
    if not story.counts.any():
        return BeatText(
            "No bar yet: all outcomes lie outside the picture",
            "All outcomes so far lie outside the picture, so no bar is seen yet.",
            f"An empty chart over {_axis(story)}. {outside_words(story)}.",
            (Line(outside_words(story), "muted", prose=True),),
        )
    number, size = int(story.counts[index]), grouped(story.size)
    portion, tall = number / story.size, significant(float(story.heights[index]))
    written = to_typst(magnitude(portion))
    quotient = f"({to_typst(grouped(number))}) / ({to_typst(size)})"
    lines = [Line(f"{quotient} {equals(written)}", label="its share")]
    inside = 1 - sum(story.outside) / story.size
    low, high = story.tallest_ends
    tallest = "The tallest bar" if story.ties == 1 else f"Each of the {story.ties} tallest bars"
    if bins.single:
        place, tall = f"x = {tex(story, low)}", share(portion)
        whole = "data" if story.data else "outcomes"
        heading = f"Each bar is as high as the share of the {whole} at its value"
        narration = (
            f"The dots become bars. {tallest} stands for {grouped(number)} of "
            f"{count(story.size, noun(story))}, a share of {about(share(portion))}. All shares "
            f"add up to one{'' if inside == 1 else ', those outside the picture included'}."
        )
        note = f"The heights of these bars add up to {about(share(inside))}."
    else:
        upto = "<=" if story.discrete or index == bins.count - 1 else "<"
        place = f"{tex(story, low)} <= x {upto} {tex(story, high)}"
        width = to_typst(magnitude(bins.width) if bins.width < 1e4 else grouped(bins.width))
        result = Figure.of(to_typst(tall), tall, written, width)
        lines.append(Line(f"({written}) / ({width}) {equals(result)}", label="share / width"))
        heading = f"Equal area for each {noun(story)}: height is share divided by width"
        total = "one" if inside == 1 else f"{about(share(inside))}, since the rest lies outside"
        narration = "Give every dot the same area, and the dots become bars. The height of a bar "
        narration += f"is its share divided by its width, and the total area is {total}."
        note = f"{bins.count} bins, each ${width}$ wide, with a total area of "
        note += f"{about(share(inside))}."
    height = "share" if bins.single else height_name(story)
    first = _first(story, "tallest bar")
    alt_text = (
        f"A histogram of {count(bins.count, 'bar')} over {_axis(story)}. {first.capitalize()}, "
        f"{_tallest(story)}, holds {grouped(number)} of {size}: a {height} of "
        f"{about(tall)}."
    )
    lines = [Line(place, "outcome", label=first), *lines, Line(note, prose=True)]
    if outside := outside_words(story):
        lines.append(Line(outside, "muted", prose=True))
    return BeatText(heading, narration, alt_text, tuple(lines))


def distribution(story: Story) -> BeatText:
    if story.data:
        return _of_data(story)
    start, end = (about(share(story.gap(story.grown(t)[1]))) for t in (0.0, 1.0))
    total, family = grouped(story.most), title(story.distribution.name)
    each = "a share" if story.bins.single else "the share of a bin"
    settled = (
        f"From {grouped(story.size)} to {total} outcomes, the largest gap between {each} "
        f"and its probability falls from {start} to {end}."
        if story.gap(story.grown(1.0)[1]) < story.gap(story.grown(0.0)[1]) and start != end
        else f"After {total} outcomes, each share {'is' if end == '0' else f'is within {end} of'} "
        "its probability."
    )
    if not story.discrete:
        heading = "With more outcomes, the histogram approaches the density"
        narration = f"The curve is the density of the {family} distribution."
        note = "$P(x_1 < X <= x_2)$ is the area below the density $p(x)$ from $x_1$ to $x_2$."
        if story.highest > story.top:
            narration += " It rises above the top of the picture."
            note += " The curve rises above the top."
    elif story.bins.single:
        heading = "With more outcomes, the shares approach the probabilities"
        narration = f"The outlined bars are the mass function of the {family} distribution."
        note = "Mass function: $p(x) = P(X = x)$"
    else:
        heading = "With more outcomes, the histogram approaches the mass function"
        narration = f"So many values share each bar that the mass function of the {family} "
        narration += "distribution looks like a curve."
        note = "$p(x) = P(X = x)$, one probability for each value $x$."
    written = notation(story.distribution.name, story.distribution.parameters).plain
    alt_text = f"The {kind(story)} of {written} over the histogram of {total} outcomes. The "
    alt_text += f"largest gap between {each} and its probability is {end}."
    gap = "largest gap, share to probability"
    if story.fine.count > story.bins.count:
        gap = f"largest gap, in {story.bins.count} wider bins"
    lines = (_running(total, "outcomes so far"), _running("0.0000", gap))
    return BeatText(heading, f"{narration} {settled}", alt_text, lines, note)


def _of_data(story: Story) -> BeatText:
    total = count(story.most, "value")
    alt_text = f"The histogram of {total}, with their {kind(story)} over it."
    more = (
        f"All {total} have fallen."
        if story.most == story.size
        else f"Now the other values fall too: {total} in all."
    )
    narration = (
        f"{more} The distribution behind the data is unknown. A kernel density estimate puts a "
        "small bell curve on each value and adds them all up. It only smooths the bars."
    )
    if not isinstance(story.drawn, Smoothed):
        heading = "Data form a distribution of their own: each value has its share"
        narration = f"{more} The distribution behind the data is unknown. Still, the shares are a "
        narration += "mass function: that of one value, drawn from the data at random."
        note = "Draw one of the values at random: $P(X = x)$ is the share of $x$."
    elif story.distribution.standard_deviation > 0:
        heading = "Data have no density of their own: the curve only smooths the bars"
        width = tex(story, story.drawn.bandwidth)
        note = "A kernel density estimate, with bell curves of standard deviation "
        note += f"{about(Figure.of(f'${width}$', width))}."
    else:
        heading = "All values are equal: one bar, and no curve"
        note = "All values are equal, so there is nothing to smooth."
        narration = f"One bar holds all the data: {total}."
        alt_text = f"The histogram of {total}: one bar, and no curve."
    lines = (_running(grouped(story.most), "values so far"),)
    return BeatText(heading, narration, alt_text, lines, note)


def cumulative(story: Story) -> BeatText:
    median, total = say(story, story.median), about(shortest(story.at_median, 3))
    steps = story.discrete or story.data
    label = "share of values up to $x$" if story.data else "$F(x) = P(X <= x)$"
    if story.data:
        heading = "The share of the data up to $x$ is their distribution function $F(x)$"
        narration = "A line sweeps from left to right and counts the values that it has passed. "
        narration += "Their share is the distribution function."
    elif story.discrete:
        heading = "The probabilities add up to the distribution function $F(x)$"
        narration = "A line sweeps from left to right and adds the probability of each value that "
        narration += "it passes. The sum is the distribution function."
    else:
        heading = "The area to the left of $x$ is $F(x)$, the distribution function"
        narration = (
            "A line sweeps from left to right, and the area behind it adds up. The sum is the "
            "distribution function, the probability of at most x. Half of the area lies to the "
            f"left of the median, {median}."
        )
    note = "Half of the area lies to the left of the median."
    if steps:
        narration += (
            f" It climbs in steps, and the median, {median}, is the smallest value at which it is "
            f"at least one half; there it is {total}."
        )
        note = f"The median ${tex(story, story.median)}$ is the smallest $x$ with $F(x) >= 0.5$."
        if story.data and not story.discrete:
            note += " $F$ counts the values themselves, not the smooth curve."
        elif math.isclose(story.at_median, 0.5) and not story.data:
            note += " $F$ stays $0.5$ up to the next value."
    alt_text = (
        f"Below, the {kind(story)}, filled up to the median, {median}. Above, over the same axis, "
        f"the distribution function climbs {'in steps' if steps else 'smoothly'} from 0 to 1; at "
        f"the median it is {total}."
    )
    lines = (_place(story, story.median, "$x$"), _running("0.000", label, "cumulative"))
    return BeatText(heading, narration, alt_text, lines, note)


def balance(story: Story) -> BeatText:
    if story.mean_kind != "finite":
        return _no_mean(story)
    expectation = story.distribution.mean
    mean, shown = say(story, expectation), tex(story, expectation)
    what, sample = count(story.size, noun(story)), say(story, story.sample_mean)
    formula = "$sum x thin p(x)$" if story.discrete else "$integral x thin p(x) thin dif x$"
    name, symbol, weight = "expectation", "E[X]", "probability be weight"
    note = f"$E[X] =$ {formula}: each value is weighted by its "
    note += f"{'probability' if story.discrete else 'density'}."
    if story.data:
        name, symbol, weight = "mean of the data", "mu", "each value be a weight"
        note = "The sum of all values, divided by their number."
    lines = [
        _place(story, expectation, "pivot at", "mean"),
        Line(shown, "mean", label=f"{name} ${symbol}$"),
    ]
    alt_text = f"The {kind(story)} stands on a level beam, balanced on a pivot at the mean, {mean}."
    value = f"${symbol} {equals(shown)}$"
    if story.sampled:
        label = f'mean of {what} #part("outcome")[$diamond$]'
        lines.append(Line(tex(story, story.sample_mean), "outcome", label=label))
        if story.home[0] <= story.sample_mean <= story.home[1]:
            alt_text += f" A mark shows the mean of the {what}, {sample}."
    if not story.mean_inside:
        heading = f"Rare, huge values pull the {name} far outside: {value}"
        narration = f"The {name} is the point of balance. Here it is {mean}, far beyond this "
        narration += "picture: values that are rare, but huge, outweigh all that is seen."
        alt_text = f"A beam that stays tilted: the mean, {mean}, lies beyond the picture."
    elif story.distribution.standard_deviation == 0:
        heading = f"A constant balances at its only value: {value}"
        narration = f"All of the weight lies in one place, {mean}, and that is where it balances."
    else:
        heading = f"The {name} is the point of balance: {value}"
        narration = f"Let {weight} on a beam. The beam tips until the pivot stands at the {name}, "
        narration += f"{mean}."
        if story.sampled and story.size >= 10:
            narration += f" The mean of the {what} is {sample}."
    return BeatText(heading, narration, alt_text, tuple(lines), note)


def _no_mean(story: Story) -> BeatText:
    sizes, means, _ = story.long_run
    runs = grouped(int(sizes[-1]))
    if story.mean_kind == "infinite":
        heading = "The expectation is infinite: the running mean never settles"
        narration = (
            "Some values, though rare, are so huge that no pivot balances the beam. The mean of "
            f"the outcomes so far, followed here up to {runs}, passes every bound in the long run."
        )
        note = "Infinite expectation: each rare, huge outcome moves the running mean again."
    else:
        heading = "No expectation exists: the running mean never settles"
        narration = (
            f"The {title(story.distribution.name)} distribution has no mean. The mean of the "
            f"outcomes so far, followed here up to {runs}, keeps jumping: one huge outcome "
            "outweighs all before it."
        )
        note = "The law of large numbers does not apply here: more outcomes give no better mean."
    alt_text = f"The running mean of up to {runs} outcomes, traced upwards: it jumps again and "
    alt_text += f"again, and after the last outcome it is {say(story, float(means[-1]))}."
    return BeatText(heading, narration, alt_text, _trace(story, "their mean", "mean"), note)


def _trace(story: Story, label: str, colour: str) -> tuple[Line, ...]:
    """Return numbers that run along an average which may never settle."""
    longest = max(map(story.text, np.concatenate(story.long_run[1:]).tolist()), key=len)
    return _running("10 000", "outcomes so far"), _running(longest, label, colour)


def variance(story: Story) -> BeatText:
    match story.variance_kind:
        case "none":
            low, high = (say(story, end) for end in story.quartiles)
            half = "at least half" if story.discrete else "half"
            return BeatText(
                "No finite mean: the quartiles say how wide the distribution is",
                "Variance is measured about the mean, and no finite mean exists. The quartiles "
                f"always exist: {half} of all outcomes lie between {low} and {high}.",
                f"The {kind(story)}, with its middle half shaded, from {low} to {high}.",
                (
                    _middle_half(story),
                    Line(tex(story, story.median), "cumulative", label="the median"),
                ),
                f"Quartiles need no mean: {'at most ' if story.discrete else ''}a quarter of the "
                "outcomes lies on either side.",
            )
        case "infinite":
            sizes, _, roots = story.long_run
            return BeatText(
                "The variance is infinite: the mean square never settles",
                "The mean exists, but the mean square about it is infinite. For the outcomes so "
                "far, its root jumps at every huge one and grows without bound in the long run.",
                f"The root of the mean square of up to {grouped(int(sizes[-1]))} outcomes, traced "
                f"upwards: it jumps again and again, and ends at {say(story, float(roots[-1]))}.",
                _trace(story, "root of their mean square", "spread"),
                "The outcomes so far have a standard deviation; that of the distribution is "
                "infinite.",
            )
    square, root = story.distribution.variance, story.distribution.standard_deviation
    squared = at_rest(story.square_text(square))
    mean, area = say(story, story.distribution.mean), about(squared)
    deviation, shown = say(story, root), equals(tex(story, root))
    note = '$"Var"(X) = E[(X - μ)^2]$ with $μ = E[X]$, and $σ$ is its root.'
    if story.data:
        note = "$σ^2$ is the mean of $(x - μ)^2$ over all values, with $μ$ their mean."
    stands = f"A square stands on each {noun(story)}'s distance from the mean."
    alt_text = f"Squares on the distances of {noun(story)}s from the mean, {mean}"
    if root == 0:
        heading = "A constant has variance $0$: every square is a point"
        narration = f"Every {noun(story)} is equal to the mean. The squares have no area, so the "
        narration += "variance is zero."
        note = "Every distance from the mean is zero."
        alt_text = f"One point at the mean, {mean}: the squares on the distances have no area."
    elif not story.deviation_fits:
        heading = f"The variance is a mean square, and its side $σ {shown}$ leaves the picture"
        narration = (
            f"{stands} The variance is their mean area, and a square of that area has a side of "
            f"{deviation}, far too long to be shown: values that are rare, but huge, make up "
            "nearly all of it."
        )
        alt_text += f". One with the variance as its area does not fit: its side is {deviation}."
    else:
        heading = f"The variance is a mean square, and $σ {shown}$ is its side"
        tends = "Their mean area is" if story.data else "With more outcomes, the mean area tends to"
        narration = f"{stands} {tends} the variance, {area}. The side of such a square is the "
        narration += f"standard deviation, {deviation}."
        alt_text += (
            f", and one square with the variance, {area}, as its area and the standard deviation, "
            f"{deviation}, as its side."
        )
    formula = f"σ^2 {equals(to_typst(squared))}, quad σ {shown}"
    some = f" ({SQUARES} shown)" if story.size > SQUARES else ""
    lines = (
        _running(grouped(story.size), f"{noun(story)}s so far{some}"),
        _running(story.square_text(square), "mean square about the mean", "spread"),
        Line(formula, "spread", label=f"of {'all the data' if story.data else 'the distribution'}"),
    )
    return BeatText(heading, narration, alt_text, lines, note)


def recap(story: Story) -> BeatText:
    expectation, deviation = story.distribution.mean, story.distribution.standard_deviation
    none = "is infinite" if story.mean_kind == "infinite" else "does not exist"
    what = kind(story).capitalize()
    says = "The distribution function says everything about "
    says += "the data except their order." if story.data else "a random variable."
    if story.mean_kind != "finite":
        heading = f"{what}, distribution function, median and quartiles"
        narration = f"{says} Here the mean {none}, but the median and the quartiles always exist."
    elif deviation == 0:
        heading = "A constant: one value, one step, and variance $0$"
        narration = "A constant has the simplest distribution: all the weight lies on one value, "
        narration += "the distribution function climbs in one step, and the variance is zero."
    elif story.variance_kind == "infinite":
        heading = f"{what}, distribution function, mean, and infinite variance"
        narration = f"{says} The mean is where it balances. The standard deviation is infinite "
        narration += "here, but the quartiles are not."
    else:
        heading = f"{what}, distribution function, mean and standard deviation"
        within = about(percentage(story.within)).capitalize()
        narration = (
            f"{says} Two numbers sum it up: the mean, where it balances, and the standard "
            f"deviation. {within} of the "
            f"{'data lie' if story.data else 'probability lies'} within one standard deviation of "
            "the mean."
        )
    alt_text = f"The {kind(story)} below and the distribution function above, over one axis."
    first = "smallest $x$ with $F(x) >= 0.5$" if story.discrete or story.data else "$F(x) = 0.5$"
    median = Line(tex(story, story.median), "cumulative", label=f"median: {first}")
    mean = Line(f'"{none.removeprefix("is ")}"', "mean", label="mean")
    if story.mean_kind == "finite":
        mean = Line(tex(story, expectation), "mean", label="mean: where it balances")
        marks = "A pivot marks the mean" if story.mean_inside else "Beyond the picture is the mean"
        alt_text += f" {marks}, {say(story, expectation)}."
    spread = _middle_half(story)
    if story.variance_kind == "finite":
        spread = Line(tex(story, deviation), "spread", label="standard deviation")
        if story.mean_inside and deviation:
            alt_text += f" A bar reaches one standard deviation, {say(story, deviation)}, to "
            alt_text += "either side."
    else:
        low, high = (say(story, end) for end in story.quartiles)
        alt_text += f" The middle half is shaded, from {low} to {high}."
    return BeatText(heading, narration, alt_text, (mean, spread, median))
