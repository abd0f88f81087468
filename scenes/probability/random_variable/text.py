"""All text of a random variable's film, true for its distribution and its outcomes."""

from __future__ import annotations

import numpy as np

from explainer.beat_text import BeatText, Line
from explainer.numbers import TIMES, about, count, grouped, shortest, significant, spoken, to_typst
from explainer.scenes.probability.common import missing_words, title
from explainer.scenes.probability.random_variable.story import SQUARES, Smoothed, Story


def short(text: str) -> str:
    """Return a number as it is written without idle zeros."""
    return text.rstrip("0").rstrip(".") if "." in text and TIMES not in text else text


def tex(story: Story, value: float) -> str:
    return to_typst(short(story.text(value)))


def say(story: Story, value: float) -> str:
    return spoken(short(story.text(value)))


def share(value: float) -> str:
    """Return a share with three decimals, as it is said and written."""
    return "less than 0.001" if 0 < value < 0.0005 else shortest(value, 3)


def kind(story: Story) -> str:
    if story.data:
        return "share" if story.discrete else "smoothed density"
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


def _middle_half(story: Story, label: str) -> Line:
    low, high = (tex(story, end) for end in story.quartiles)
    return Line(f"{low} <= X <= {high}", "spread", label=label)


def _axis(story: Story) -> str:
    low, high = (say(story, end) for end in story.bins.window)
    return f"an axis from {low} to {high}"


def _tallest(story: Story) -> str:
    bins, index = story.bins, story.tallest
    if bins.single:
        return f"at {say(story, float(bins.centres[index]))}"
    low, high = (say(story, float(end)) for end in bins.edges[index : index + 2])
    return f"from {low} to {high}"


def _percent(value: float) -> str:
    text: str = shortest(100 * value, 0)
    if 0.995 < value < 1 - 1e-9 or 1e-9 < value < 0.005:
        text = ">99" if value > 0.5 else "<1"
    return f"{about(text).capitalize()}\N{NO-BREAK SPACE}%"


def outcomes(story: Story) -> BeatText:
    if story.distribution.standard_deviation == 0:
        heading = "Chance without choice: every outcome is the same"
        narration = (
            "This random variable is a constant. Every outcome is the same number, "
            "and all of them pile up in one place."
        )
    elif story.size < 10:
        heading = "A few outcomes: chance, and hardly a shape"
        narration = (
            "A random variable turns chance into a number. Here it does so "
            f"{'once' if story.size == 1 else f'{story.size} times'}, "
            "which says little yet about what to expect."
        )
    elif story.data:
        heading = "One value is chance; many pile up into a shape"
        narration = (
            "Draw the values of the data by lot. No single one can be foretold, "
            f"but {grouped(story.size)} of them pile up where they are common."
        )
    else:
        heading = "One outcome is chance; many pile up into a shape"
        narration = (
            "A random variable turns chance into a number. No single outcome can be foretold, "
            f"but {grouped(story.size)} outcomes pile up where they are likely."
        )
    missing, outside = missing_words(story.distribution), outside_words(story)
    one, many = "outcome", f"outcomes so far, of {grouped(story.size)}"
    note = "Each dot is one outcome. The distribution says how often each comes."
    if story.data:
        one, many = "value", f"values fallen, of {grouped(story.size)}"
        note = "Each dot is one value of the data, in an order drawn by lot."
    longest = max((story.text(float(value)) for value in story.values[:200]), key=len)
    lines = (
        _running(longest, f"latest {one} $x$", "outcome"),
        _running(grouped(story.size), many),
        Line(outside or note, "muted" if outside else "ink", prose=True),
    )
    return BeatText(
        heading,
        f"{narration} {missing} and left out." if missing else narration,
        f"{count(story.size, 'dot').capitalize()} stacked over {_axis(story)}, the highest "
        f"column {_tallest(story)}.{f' {outside}.' if outside else ''}",
        lines,
    )


def histogram(story: Story) -> BeatText:
    bins, index = story.bins, story.tallest
    number, size = int(story.counts[index]), grouped(story.size)
    portion, height = number / story.size, float(story.heights[index])
    written = to_typst(shortest(portion, 3))
    quotient = f"({to_typst(grouped(number))}) / ({to_typst(size)}) = {written}"
    lines = [Line(quotient, label="its share")]
    inside = 1 - sum(story.outside) / story.size
    if bins.single:
        place = f"x = {tex(story, float(bins.centres[index]))}"
        heading = "Each bar is as high as the share of outcomes in its column"
        narration = (
            f"The dot plot becomes bars. The tallest holds {grouped(number)} of {size}, a share of "
            f"{share(portion)}. All the shares together are "
            f"one{'' if inside == 1 else ', those outside the picture included'}."
        )
        note = (
            "All bars together are as high as $1$."
            if inside == 1
            else f"All bars together: {share(inside)}."
        )
    else:
        ends = bins.edges[index : index + 2] + ([0.5, -0.5] if story.discrete else 0.0)
        low, high = (tex(story, float(end)) for end in ends)
        place = f"{low} <= x {'<=' if story.discrete else '<'} {high}"
        width = to_typst(shortest(bins.width, 9))
        over = to_typst(significant(height) if height < 1e4 else shortest(height, 0))
        lines.append(Line(f"({written}) / ({width}) = {over}", label="height: share / width"))
        heading = (
            f"Every dot is worth the same area: all ${to_typst(size)}$ make one"
            if story.size > 1
            else "The dot is worth an area of one"
        )
        total = "one" if inside == 1 else f"{share(inside)}, since the rest lies outside"
        narration = (
            "Give every dot the same area, and the dot plot becomes bars. A bar is as high as "
            f"its share divided by its width, and the total area is {total}."
        )
        note = f"{bins.count} bins, each ${width}$ wide. Area of all bars: ${share(inside)}$."
    alt_text = (
        f"A histogram of {count(bins.count, 'bar')} over {_axis(story)}. The tallest, "
        f"{_tallest(story)}, holds {grouped(number)} of {size}: "
        f"a {'share' if bins.single else 'density'} of {spoken(shortest(height, 4))}."
    )
    lines = [Line(place, "outcome", label="the tallest bar"), *lines, Line(note, prose=True)]
    if outside := outside_words(story):
        lines.append(Line(outside, "muted", prose=True))
    return BeatText(heading, narration, alt_text, tuple(lines))


def distribution(story: Story) -> BeatText:
    if story.data:
        return _of_data(story)
    start, end = (story.gap(story.grown(t)[1]) for t in (0.0, 1.0))
    total, family = grouped(story.most), title(story.distribution.name)
    settled = (
        f"From {grouped(story.size)} to {total} outcomes, the largest gap between a share "
        f"and its probability falls from {share(start)} to {share(end)}."
        if end < start
        else f"After {total} outcomes, no share differs from its probability by more "
        f"than {share(end)}."
    )
    if not story.discrete:
        heading = "More outcomes, finer bins: the bars come to lie on the density"
        narration = f"The curve is the density of the {family} distribution. {settled}"
        note = "$P(a < X <= b)$ is the area below the density from $a$ to $b$."
        if story.highest > story.top:
            narration += " The density grows beyond the top of the picture."
            note += " It rises beyond the top."
    elif story.bins.single:
        heading = "More outcomes: the shares settle on the probabilities"
        narration = (
            f"The outlined bars are the mass function of the {family} distribution. {settled}"
        )
        note = "$p(x) = P(X = x)$"
    else:
        heading = "More outcomes: the bars come to lie on the mass function"
        narration = (
            f"So many values share each bar that the mass function of the {family} distribution "
            f"looks like a curve. {settled}"
        )
        note = "$p(x) = P(X = x)$, one probability for each whole number $x$."
    alt_text = (
        f"The {kind(story)} of the {family} distribution over the histogram of {total} outcomes. "
        f"No bar's share differs from its probability by more than {share(end)}."
    )
    lines = (_running(total, "outcomes so far"), _running("0.0000", "largest gap to it"))
    return BeatText(heading, narration, alt_text, lines, note)


def _of_data(story: Story) -> BeatText:
    total = count(story.most, "value")
    more = (
        f"All {total} have fallen."
        if story.most == story.size
        else f"Now the rest falls too: {total} in all."
    )
    narration = (
        f"{more} The distribution behind data is unknown. A kernel density estimate puts a "
        "little bell on each value and adds them up: it smooths the bars, and claims no more."
    )
    if not isinstance(story.drawn, Smoothed):
        heading = "The data are their own distribution: a share for each value"
        narration = (
            f"{more} Data have no distribution beyond themselves that we could know for "
            "certain; their shares are the mass function of drawing one of them by lot."
        )
        note = "Draw one of the data by lot: $P(X = x)$ is the share of $x$."
    elif story.distribution.standard_deviation > 0:
        heading = "Data come without a density: the curve only smooths the bars"
        note = (
            f"Smoothed with a bell curve of width ${tex(story, story.drawn.bandwidth)}$: "
            "a kernel density estimate, not a density of its own."
        )
    else:
        heading = "All values are alike: one bar, and no curve"
        note = "All values are alike: there is nothing to smooth."
    alt_text = f"The histogram of all {total}, with their {kind(story)} over it."
    lines = (_running(grouped(story.most), "values so far"),)
    return BeatText(heading, narration, alt_text, lines, note)


def cumulative(story: Story) -> BeatText:
    median, shown = say(story, story.median), tex(story, story.median)
    total, steps = share(story.at_median), story.discrete or story.data
    label = "share of values up to $x$" if story.data else "$F(x) = P(X <= x)$"
    if story.data:
        heading = "The share of the data up to $x$ is their distribution function"
        narration = (
            "A line sweeps from left to right and counts the values that it has passed. Their "
            f"share is the distribution function: it climbs from 0 to 1, and at {median}, "
            f"the median, it reaches {total}."
        )
        note = (
            f"Median: ${shown}$. $F$ counts the values themselves"
            f"{'' if story.discrete else ', not the smooth curve'}."
        )
    elif story.discrete:
        heading = "Probabilities add up, value by value, to the distribution function $F$"
        narration = (
            "A line sweeps from left to right, and adds the probability of each value that it "
            "passes. The sum so far is the distribution function, which climbs in steps: "
            f"at the median, {median}, it reaches {total}."
        )
        note = f"Median: ${shown}$, where $F(x)$ first reaches $0.5$."
    else:
        heading = "The area to the left of $x$ is the height of the distribution function"
        narration = (
            "A line sweeps from left to right, and the area behind it adds up. The sum so far "
            "is the distribution function, the probability of at most x. "
            f"Half of it is reached at the median, {median}."
        )
        note = f"Median: ${shown}$, with half of the area to its left."
    alt_text = (
        f"Below, the {kind(story)}, filled up to the median {median}. Above, over the same axis, "
        f"the distribution function climbs {'in steps' if steps else 'smoothly'} "
        f"from 0 to 1; there it is {shortest(story.at_median, 3)}."
    )
    lines = (_place(story, "$x$"), _running("0.000", label, "cumulative"))
    return BeatText(heading, narration, alt_text, lines, note)


def balance(story: Story) -> BeatText:
    if story.mean_kind != "finite":
        return _no_mean(story)
    mean, shown = say(story, story.distribution.mean), tex(story, story.distribution.mean)
    sample = say(story, story.sample_mean)
    formula = "$sum x thin p(x)$" if story.discrete else "$integral x thin p(x) thin dif x$"
    note = (
        "The sum of all values, divided by their number."
        if story.data
        else f"$E[X] =$ {formula}: each value counts as much as it weighs."
    )
    name = "mean of the data" if story.data else "expectation $E[X]$"
    lines = [_place(story, "pivot at", "mean"), Line(shown, "mean", label=name)]
    if story.sampled:
        what = count(story.size, "value" if story.data else "outcome")
        label = f'mean of {what} #part("outcome")[$diamond$]'
        lines.append(Line(tex(story, story.sample_mean), "outcome", label=label))
    alt_text = (
        f"The {kind(story)} stands on a level beam, balanced on a pivot at the mean {mean}. "
        f"A mark shows the mean of the outcomes, {sample}."
    )
    if not story.mean_inside:
        heading = f"The expectation ${shown}$ lies far outside, where rare huge values pull it"
        narration = (
            f"The expectation is the point of balance. Here it is {mean}, far beyond this "
            "picture: values that are rare, but huge, outweigh all that is seen."
        )
        alt_text = f"A beam that stays tilted: the mean {mean} lies beyond the picture."
    elif story.distribution.standard_deviation == 0:
        heading = f"The expectation of a constant is the constant: $E[X] = {shown}$"
        narration = f"All of the weight lies in one place, {mean}, and that is where it balances."
    else:
        heading = (
            f"The {'mean' if story.data else 'expectation'} is where the axis balances: ${shown}$"
        )
        what = "the mean of the data" if story.data else "the expectation"
        narration = (
            "Let probability be weight on a beam. Wherever the pivot stands, the heavier side "
            f"sinks, until it stands at {what}: {mean}."
        )
        if story.size >= 10 and not story.data:
            narration += f" The mean of the {grouped(story.size)} outcomes, {sample}, lies near it."
    return BeatText(heading, narration, alt_text, tuple(lines), note)


def _no_mean(story: Story) -> BeatText:
    sizes, means, _ = story.long_run
    runs = grouped(int(sizes[-1]))
    if story.mean_kind == "infinite":
        heading = "The expectation is infinite: the running mean has no place to settle"
        narration = (
            "The values that are rare are so huge that no pivot holds the balance. The mean of "
            f"the outcomes so far, followed here up to {runs}, grows without bound."
        )
        note = "Infinite mean: each rare, huge outcome lifts the average again."
    else:
        heading = "No expectation exists: the running mean never settles"
        narration = (
            f"The {title(story.distribution.name)} distribution has no mean. The average of the "
            f"outcomes so far, followed here up to {runs}, keeps jumping: one huge outcome "
            "outweighs all before it."
        )
        note = "The law of large numbers does not hold here: more outcomes bring no better average."
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
            return BeatText(
                "No finite mean, no variance: the middle half says how wide it is",
                "Variance is measured about the mean, and there is none. The quartiles always "
                f"exist: half of all outcomes lie between {low} and {high}.",
                f"The {kind(story)}, with its middle half shaded, from {low} to {high}.",
                (
                    _middle_half(story, "the middle half"),
                    Line(tex(story, story.median), "cumulative", label="the median"),
                ),
                "Quartiles need no mean: a quarter lies to either side.",
            )
        case "infinite":
            sizes, _, roots = story.long_run
            return BeatText(
                "The variance is infinite: the mean square never settles",
                "The mean exists, but the mean square about it does not. Its root is followed here "
                "from outcome to outcome: every huge one makes it leap, and in the long run it "
                "grows without bound.",
                f"The root of the mean square of up to {grouped(int(sizes[-1]))} outcomes, traced "
                f"upwards: it leaps again and again, and ends at {say(story, float(roots[-1]))}.",
                _trace(story, "root of their mean square", "spread"),
                "The sample has a standard deviation, the distribution no finite one.",
            )
    squared = story.square_text(story.distribution.variance)
    mean, size = say(story, story.distribution.mean), spoken(short(squared))
    deviation = say(story, story.distribution.standard_deviation)
    shown = tex(story, story.distribution.standard_deviation)
    note = '$"Var"(X) = E[(X - μ)^2]$, and $σ$ is its root.'
    if story.distribution.standard_deviation == 0:
        heading = "A constant has variance $0$: every square has shrunk to a point"
        narration = (
            "Every outcome lies on the mean. The squares about it have no side, "
            "so the variance is zero."
        )
        note = '$"Var"(X) = 0$'
    elif not story.deviation_fits:
        heading = f"Variance is the mean square, and its side $σ = {shown}$ leaves the picture"
        narration = (
            "Over each outcome's distance from the mean stands a square. The mean area of all "
            f"squares has a side of {deviation}, far more than can be shown: values that are "
            "rare, but huge, make up nearly all of it."
        )
        note += " Rare, huge values rule it."
    else:
        heading = f"Variance is the mean square about the mean, and $σ = {shown}$ its side"
        narration = (
            "Over each value's distance from the mean stands a square. Their mean area over all "
            f"the data is the variance, {size}. Its side is the standard deviation, {deviation}."
            if story.data
            else "Over each outcome's distance from the mean stands a square. The mean area of all "
            f"of them tends to the variance, {size}. The side of that square is the standard "
            f"deviation, {deviation}."
        )
    alt_text = (
        f"Squares over the distances of outcomes from the mean {mean}, and one square of the "
        f"variance's area, {size}, whose side is the standard deviation, {deviation}."
    )
    formula = f"σ^2 = {to_typst(short(squared))}, quad σ = {shown}"
    many, all_of_them = (
        ("values", "all the data") if story.data else ("outcomes", "the distribution")
    )
    some = f" ({SQUARES} shown)" if story.size > SQUARES else ""
    lines = (
        _running(grouped(story.size), f"{many} so far{some}"),
        _running(squared, "mean square about the mean", "spread"),
        Line(formula, "spread", label=f"of {all_of_them}"),
    )
    return BeatText(heading, narration, alt_text, lines, note)


def recap(story: Story) -> BeatText:
    whole = "The data" if story.data else "One distribution"
    none = "is infinite" if story.mean_kind == "infinite" else "does not exist"
    if story.mean_kind != "finite":
        heading = f"{whole}: shape, distribution function, median and quartiles"
        narration = (
            "Shape and distribution function say everything about a random variable. Here its mean "
            f"{none}, but median and quartiles always do their work."
        )
    elif story.distribution.standard_deviation == 0:
        heading = f"{whole}: one value, one step, and no deviation"
        narration = (
            "A constant is the simplest random variable: all of its weight lies in one place, "
            "its distribution function climbs in one step, and its variance is zero."
        )
    elif story.variance_kind == "infinite":
        heading = "One distribution: shape, distribution function, balance, no finite deviation"
        narration = (
            "Shape and distribution function say everything about a random variable, and the mean "
            "is where it balances. Its standard deviation is infinite; the quartiles are not."
        )
    else:
        heading = f"{whole}: shape, distribution function, mean and deviation"
        narration = (
            "Shape and distribution function say all about a random variable. Two numbers sum it "
            "up: the mean, where it balances, and the standard deviation. "
            f"{_percent(story.within)} lies within one of it from the mean."
        )
    alt_text = f"The {kind(story)} below and its distribution function above, over one axis."
    median = Line(tex(story, story.median), "cumulative", label="median: $F$ reaches $0.5$")
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
        spread = _middle_half(story, "half of all outcomes")
        alt_text += f" The middle half is shaded, from {low} to {high}."
    return BeatText(heading, narration, alt_text, (mean, spread, median))
