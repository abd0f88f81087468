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
    shortest,
    significant,
    spoken,
    to_typst,
)
from explainer.scenes.probability.common import missing_words, notation, title
from explainer.scenes.probability.random_variable.story import SQUARES, Smoothed, Story


def tex(story: Story, value: float) -> Figure:
    return to_typst(at_rest(story.text(value)))


def say(story: Story, value: float) -> str:
    return spoken(at_rest(story.text(value)))


def about_value(story: Story, value: float) -> str:
    """Return a number for the sentence that is about it."""
    return spoken(about(at_rest(story.text(value))))


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
    sides = "to the left" if below else "to the right"
    if below and above:
        sides = f"{grouped(below)} to the left, {grouped(above)} to the right"
    verb = "lies" if below + above == 1 else "lie"
    return f"{grouped(below + above)} of {grouped(story.size)} {verb} outside: {sides}"


def _running(longest: str, label: str, colour: str = "ink") -> Line:
    return Line(longest, colour, label=label, runs=True)


def _place(story: Story, label: str, colour: str = "ink") -> Line:
    """Return a number that runs along the axis."""
    return _running(max((story.text(end) for end in story.home), key=len), label, colour)


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


def _tallest(story: Story) -> str:
    low, high = story.tallest_ends
    return (
        f"at {say(story, low)}" if low == high else f"from {say(story, low)} to {say(story, high)}"
    )


def _percent(value: float) -> str:
    text = shortest(100 * value, 0)
    if 0.995 < value < 1 - 1e-9 or 1e-9 < value < 0.005:
        text = Figure(">99" if value > 0.5 else "<1", True)
    return f"{about(text).capitalize()}\N{NARROW NO-BREAK SPACE}%"


def outcomes(story: Story) -> BeatText:
    size = grouped(story.size)
    if story.distribution.standard_deviation == 0:
        heading = "A constant: all dots stand in one place"
        narration = f"Every {noun(story)} is the same number, so all dots stand in one place."
    elif story.size < 10 and not story.data:
        heading = "A few outcomes hardly have a shape yet"
        narration = (
            "A random variable turns chance into a number. Here it does so "
            f"{'once' if story.size == 1 else f'{story.size} times'}, "
            "which says little yet about what to expect."
        )
    elif story.data:
        heading = "One value says little; many together take a shape"
        narration = (
            "The values of the data fall in random order. No single one can be predicted, "
            f"but {'more' if story.size < 10 else size} of them gather where values are common."
        )
    else:
        heading = "One outcome is random; many together take a shape"
        narration = (
            "A random variable turns chance into a number. No single outcome can be predicted, "
            f"but {size} of them gather where outcomes are likely."
        )
    missing, outside = missing_words(story.distribution), outside_words(story)
    where = "over its value" if story.bins.single else "in the bin that holds it"
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
    column = "highest column" if story.ties == 1 else f"first of {story.ties} highest columns"
    highest = f", the {column} {_tallest(story)}" if story.counts.any() else ""
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
            "The dots become bars. So far, all outcomes lie outside the picture, and no bar stands "
            "in it.",
            f"An empty chart over {_axis(story)}. {outside_words(story)}.",
            (Line(outside_words(story), "muted", prose=True),),
        )
    number, size = int(story.counts[index]), grouped(story.size)
    portion, height = number / story.size, float(story.heights[index])
    written = to_typst(magnitude(portion))
    quotient = f"({to_typst(grouped(number))}) / ({to_typst(size)})"
    lines = [Line(f"{quotient} {equals(written)}", label="its share")]
    inside = 1 - sum(story.outside) / story.size
    low, high = story.tallest_ends
    tallest = "The tallest bar" if story.ties == 1 else f"Each of the {story.ties} tallest bars"
    if bins.single:
        place, tall = f"x = {tex(story, low)}", share(portion)
        heading = "Each bar is as high as the share of the outcomes at its value"
        narration = (
            f"The dots become bars. {tallest} stands for {grouped(number)} of {size}, a share of "
            f"{about(share(portion))}. All shares add up to "
            f"one{'' if inside == 1 else ', with those outside the picture'}."
        )
        note = f"The heights of these bars add up to {about(share(inside))}."
    else:
        upto = "<=" if story.discrete or index == bins.count - 1 else "<"
        place = f"{tex(story, low)} <= x {upto} {tex(story, high)}"
        width = to_typst(magnitude(bins.width) if bins.width < 1e4 else grouped(bins.width))
        tall = significant(height) if height < 1e4 else shortest(height, 0)
        result = Figure.of(to_typst(tall), tall, written, width)
        lines.append(Line(f"({written}) / ({width}) {equals(result)}", label="share / width"))
        heading = "Equal area for each outcome: height is share divided by width"
        total = "one" if inside == 1 else f"{about(share(inside))}, since the rest lies outside"
        narration = (
            "Give every dot the same area, and the dots become bars. A bar is as high as "
            f"its share divided by its width, and the total area is {total}."
        )
        note = (
            f"{bins.count} bins, each ${width}$ wide, with a total area of {about(share(inside))}."
        )
    alt_text = (
        f"A histogram of {count(bins.count, 'bar')} over {_axis(story)}. {tallest}, "
        f"{'' if story.ties == 1 else 'the first '}{_tallest(story)}, holds {grouped(number)} of "
        f"{size}: a {'share' if bins.single else 'density'} of {spoken(tall)}."
    )
    first = "the tallest bar" if story.ties == 1 else f"the first of {story.ties} tallest bars"
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
        else f"After {total} outcomes, each share is its probability"
        f"{'' if end == '0' else f', to within {end}'}."
    )
    if not story.discrete:
        heading = "With more outcomes, the histogram approaches the density"
        narration = f"The curve is the density of the {family} distribution. {settled}"
        note = "$P(x_1 < X <= x_2)$ is the area below the density $p(x)$ from $x_1$ to $x_2$."
        if story.highest > story.top:
            narration += " The density rises above the top of the picture."
            note += " It rises above the top."
    elif story.bins.single:
        heading = "With more outcomes, the shares approach the probabilities"
        narration = (
            f"The outlined bars are the mass function of the {family} distribution. {settled}"
        )
        note = "Mass function: $p(x) = P(X = x)$"
    else:
        heading = "With more outcomes, the histogram approaches the mass function"
        narration = (
            f"So many values share each bar that the mass function of the {family} distribution "
            f"looks like a curve. {settled}"
        )
        note = "$p(x) = P(X = x)$, one probability for each value $x$."
    written = notation(story.distribution.name, story.distribution.parameters).plain
    alt_text = (
        f"The {kind(story)} of {written} over the histogram of {total} outcomes. The largest gap "
        f"between {each} and its probability is {end}."
    )
    gap = "largest gap, share to probability"
    if story.fine.count > story.bins.count:
        gap = f"largest gap, in {story.bins.count} wider bins"
    lines = (_running(total, "outcomes so far"), _running("0.0000", gap))
    return BeatText(heading, narration, alt_text, lines, note)


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
        heading = "Data are a distribution of their own: each value has its share"
        narration = (
            f"{more} The distribution behind the data is unknown. Their shares are the mass "
            "function of something else: drawing one of these values at random."
        )
        note = "Draw one of the values at random: $P(X = x)$ is the share of $x$."
    elif story.distribution.standard_deviation > 0:
        heading = "Data have no density of their own: the curve only smooths the bars"
        note = (
            "A kernel density estimate, with bell curves of standard deviation "
            f"${tex(story, story.drawn.bandwidth)}$."
        )
    else:
        heading = "All values are equal: one bar, and no curve"
        note = "All values are equal, so there is nothing to smooth."
        narration = f"One bar holds all the data: {total}."
        alt_text = f"The histogram of {total}: one bar, and no curve."
    lines = (_running(grouped(story.most), "values so far"),)
    return BeatText(heading, narration, alt_text, lines, note)


def cumulative(story: Story) -> BeatText:
    median, shown = about_value(story, story.median), tex(story, story.median)
    total, steps = about(share(story.at_median)), story.discrete or story.data
    label = "share of values up to $x$" if story.data else "$F(x) = P(X <= x)$"
    least = f"the median, {median}, is the smallest value at which it is at least one half: "
    if story.data:
        heading = "The share of the data up to $x$ is their distribution function $F(x)$"
        narration = (
            "A line sweeps from left to right and counts the values that it has passed. Their "
            f"share is the distribution function, and {least}{total}."
        )
    elif story.discrete:
        heading = "The probabilities add up to the distribution function $F(x)$"
        narration = (
            "A line sweeps from left to right and adds the probability of each value that it "
            "passes. The sum is the distribution function. It climbs in steps, and "
            f"{least}{total}."
        )
    else:
        heading = "The area to the left of $x$ is $F(x)$, the distribution function"
        narration = (
            "A line sweeps from left to right, and the area behind it adds up. The sum is the "
            "distribution function, the probability of at most x. Half of the area lies to the "
            f"left of the median, {median}."
        )
    note = f"Half of the area lies to the left of the median ${shown}$."
    if steps:
        note = f"The median ${shown}$ is the smallest $x$ with $F(x) >= 0.5$."
        if story.data and not story.discrete:
            note += " $F$ counts the values themselves, not the smooth curve."
        elif math.isclose(story.at_median, 0.5) and not story.data:
            note += " It stays $0.5$ up to the next value."
    alt_text = (
        f"Below, the {kind(story)}, filled up to the median {say(story, story.median)}. Above, "
        f"over the same axis, the distribution function climbs "
        f"{'in steps' if steps else 'smoothly'} from 0 to 1; at the median it is "
        f"{shortest(story.at_median, 3)}."
    )
    lines = (_place(story, "$x$"), _running("0.000", label, "cumulative"))
    return BeatText(heading, narration, alt_text, lines, note)


def balance(story: Story) -> BeatText:
    if story.mean_kind != "finite":
        return _no_mean(story)
    expectation = story.distribution.mean
    mean, shown = about_value(story, expectation), equals(tex(story, expectation))
    what, sample = count(story.size, noun(story)), say(story, story.sample_mean)
    formula = "$sum x thin p(x)$" if story.discrete else "$integral x thin p(x) thin dif x$"
    name, symbol, weight = "expectation", "E[X]", "probability be weight"
    note = (
        f"$E[X] =$ {formula}: each value is weighted by its "
        f"{'probability' if story.discrete else 'density'}."
    )
    if story.data:
        name, symbol, weight = "mean of the data", "mu", "each value be a weight"
        note = "The sum of all values, divided by their number."
    lines = [
        _place(story, "pivot at", "mean"),
        Line(tex(story, expectation), "mean", label=f"{name} ${symbol}$"),
    ]
    alt_text = (
        f"The {kind(story)} stands on a level beam, balanced on a pivot at the mean "
        f"{say(story, expectation)}."
    )
    if story.sampled:
        label = f'mean of {what} #part("outcome")[$diamond$]'
        lines.append(Line(tex(story, story.sample_mean), "outcome", label=label))
        if story.home[0] <= story.sample_mean <= story.home[1]:
            alt_text += f" A mark shows the mean of the {what}, {sample}."
    if not story.mean_inside:
        heading = f"Rare, huge values pull the {name} far outside: ${symbol} {shown}$"
        narration = (
            f"The {name} is the point of balance. Here it is {mean}, far beyond this "
            "picture: values that are rare, but huge, outweigh all that is seen."
        )
        alt_text = (
            f"A beam that stays tilted: the mean {say(story, expectation)} lies beyond the picture."
        )
    elif story.distribution.standard_deviation == 0:
        heading = f"A constant balances at its only value: ${symbol} {shown}$"
        narration = f"All of the weight lies in one place, {mean}, and that is where it balances."
    else:
        heading = f"The {name} is the point of balance: ${symbol} {shown}$"
        narration = (
            f"Let {weight} on a beam. The beam tips until the pivot stands at the {name}, {mean}."
        )
        if story.sampled and story.size >= 10:
            narration += f" The mean of the {what} is {sample}."
    return BeatText(heading, narration, alt_text, tuple(lines), note)


def _no_mean(story: Story) -> BeatText:
    sizes, means, _ = story.long_run
    runs = grouped(int(sizes[-1]))
    if story.mean_kind == "infinite":
        heading = "The expectation is infinite: the running mean never settles"
        narration = (
            "Some values are so rare and so huge that no pivot balances the beam. The mean of "
            f"the outcomes so far, followed here up to {runs}, leaves every bound in the long run."
        )
        note = "Infinite expectation: each rare, huge outcome moves the running mean again."
    else:
        heading = "No expectation exists: the running mean never settles"
        narration = (
            f"The {title(story.distribution.name)} distribution has no mean. The mean of the "
            f"outcomes so far, followed here up to {runs}, keeps jumping: one huge outcome "
            "outweighs all before it."
        )
        note = "The law of large numbers does not hold here: more outcomes give no better mean."
    alt_text = (
        f"The running mean of up to {runs} outcomes, traced upwards: it "
        f"jumps again and again, and after the last outcome it is {say(story, float(means[-1]))}."
    )
    return BeatText(heading, narration, alt_text, _trace(story, "their mean", "mean"), note)


def _trace(story: Story, label: str, colour: str) -> tuple[Line, ...]:
    """Return numbers that run along an average which may never settle."""
    averages = np.concatenate(story.long_run[1:]).tolist()
    longest = max(map(story.text, averages), key=len)
    return _running("10 000", "outcomes so far"), _running(longest, label, colour)


def variance(story: Story) -> BeatText:
    match story.variance_kind:
        case "none":
            low, high = (say(story, end) for end in story.quartiles)
            half = "at least half" if story.discrete else "half"
            return BeatText(
                "No finite mean: the quartiles say how wide the distribution is",
                "Variance is measured about the mean, and there is no finite one. The quartiles "
                f"always exist: {half} of all outcomes lie between {low} and {high}.",
                f"The {kind(story)}, with its middle half shaded, from {low} to {high}.",
                (
                    _middle_half(story),
                    Line(tex(story, story.median), "cumulative", label="the median"),
                ),
                f"Quartiles need no mean: {'at most ' if story.discrete else ''}a quarter of the "
                "outcomes lies to either side.",
            )
        case "infinite":
            sizes, _, roots = story.long_run
            return BeatText(
                "The variance is infinite: the mean square never settles",
                "The mean exists, but the mean square about it is infinite. Its root is followed "
                "here from outcome to outcome: every huge one makes it jump, and in the long run "
                "it grows without bound.",
                f"The root of the mean square of up to {grouped(int(sizes[-1]))} outcomes, traced "
                f"upwards: it jumps again and again, and ends at {say(story, float(roots[-1]))}.",
                _trace(story, "root of their mean square", "spread"),
                "The outcomes so far have a standard deviation; that of the distribution is "
                "infinite.",
            )
    square, root = story.distribution.variance, story.distribution.standard_deviation
    squared = at_rest(story.square_text(square))
    mean, size = say(story, story.distribution.mean), spoken(about(squared))
    deviation, shown = about_value(story, root), equals(tex(story, root))
    note = '$"Var"(X) = E[(X - μ)^2]$ with $μ = E[X]$, and $σ$ is its root.'
    if story.data:
        note = "$σ^2$ is the mean of $(x - μ)^2$ over all values, with $μ$ their mean."
    alt_text = (
        f"Squares on the distances of {noun(story)}s from the mean {mean}, and one square with the "
        f"variance, {spoken(squared)}, as its area and the standard deviation, "
        f"{say(story, root)}, as its side."
    )
    if root == 0:
        heading = "A constant has variance $0$: every square is a point"
        narration = (
            f"Every {noun(story)} lies on the mean. The squares about it have no side, "
            "so the variance is zero."
        )
        note = '$"Var"(X) = 0$'
        alt_text = f"One point at the mean {mean}: the squares on the distances have no area."
    elif not story.deviation_fits:
        heading = f"The variance is a mean square, and its side $σ {shown}$ leaves the picture"
        narration = (
            "On each outcome's distance from the mean stands a square. The variance is the mean "
            f"area, and its side is {deviation}, far more than can be shown: values that are "
            "rare, but huge, make up nearly all of it."
        )
    else:
        heading = f"The variance is a mean square, and $σ {shown}$ is its side"
        area = (
            "The mean area of all is"
            if story.data
            else ("With more and more outcomes, the mean area tends to")
        )
        narration = (
            f"On each {noun(story)}'s distance from the mean stands a square. {area} the variance, "
            f"{size}. The side of such a square is the standard deviation, {deviation}."
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
    none = "is infinite" if story.mean_kind == "infinite" else "does not exist"
    what = kind(story).capitalize()
    says = "The distribution function says everything about "
    says += "the data but their order." if story.data else "a random variable."
    if story.mean_kind != "finite":
        heading = f"{what}, distribution function, median and quartiles"
        narration = f"{says} Here the mean {none}, but the median and the quartiles always exist."
    elif story.distribution.standard_deviation == 0:
        heading = "A constant: one value, one step, and variance $0$"
        narration = (
            "A constant has the simplest distribution: all the weight lies on one value, the "
            "distribution function climbs in one step, and the variance is zero."
        )
    elif story.variance_kind == "infinite":
        heading = f"{what}, distribution function, mean, and infinite variance"
        narration = (
            f"{says} The mean is where it balances. The standard deviation is infinite here, "
            "but the quartiles are not."
        )
    else:
        heading = f"{what}, distribution function, mean and standard deviation"
        narration = (
            f"{says} Two numbers sum it up: the mean, where it balances, and the standard "
            f"deviation. {_percent(story.within)} of the {'data' if story.data else 'probability'} "
            "lies within one standard deviation of it."
        )
    alt_text = f"The {kind(story)} below and the distribution function above, over one axis."
    first = "smallest $x$ with $F(x) >= 0.5$" if story.discrete or story.data else "$F(x) = 0.5$"
    median = Line(tex(story, story.median), "cumulative", label=f"median: {first}")
    if story.mean_kind == "finite":
        shown = tex(story, story.distribution.mean)
        mean = Line(shown, "mean", label="mean: where it balances")
        alt_text += f" A pivot marks the mean, {say(story, story.distribution.mean)}."
    else:
        mean = Line(f'"{none.removeprefix("is ")}"', "mean", label="mean")
    if story.variance_kind == "finite":
        shown = tex(story, story.distribution.standard_deviation)
        spread = Line(shown, "spread", label="standard deviation")
        deviation = say(story, story.distribution.standard_deviation)
        alt_text += f" A bar reaches one standard deviation, {deviation}, to either side."
    else:
        low, high = (say(story, end) for end in story.quartiles)
        spread = _middle_half(story)
        alt_text += f" The middle half is shaded, from {low} to {high}."
    return BeatText(heading, narration, alt_text, (mean, spread, median))
