"""All text of a random variable's film, true for its distribution and its outcomes."""

from __future__ import annotations

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
    relation,
    shortest,
    significant,
    to_typst,
)
from explainer.scenes.probability.common import missing_words, notation, title
from explainer.scenes.probability.random_variable.story import Smoothed, Story


def tex(story: Story, value: float) -> Figure:
    return to_typst(at_rest(story.text(value)))


def signed(figure: str) -> str:
    """Return a number after its name, Typst mathematics, with a sign where it is rounded."""
    return f"{relation(figure).replace('=', '')} {to_typst(figure)}".strip()


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


def height_name(story: Story) -> str:
    """Return Typst markup for what the heights are."""
    if story.bins.single:
        return "share" if story.data else "share, probability"
    return "share per value" if story.discrete else "density"


def latest(story: Story) -> str:
    """Return Typst markup for the outcome that fell last, beside its dot."""
    value = tex(story, float(story.values[-1]))
    return f"one {noun(story)}: $x {equals(value)}$"


def curve_name(story: Story) -> str:
    """Return Typst markup for the distribution, beside its curve or bars."""
    if story.data:
        return "their smoothed density" if isinstance(story.drawn, Smoothed) else "shares"
    return f"{kind(story)} $p(x)$"


def law(story: Story) -> str:
    """Return Typst markup for a named distribution and what its parameters are."""
    written = notation(story.distribution.name, story.distribution.parameters)
    return f"{written.markup}: {written.meaning}" if written.meaning else written.markup


def _first(story: Story, what: str) -> str:
    return f"the {what}" if story.ties == 1 else f"the first of {story.ties} {what}s"


def _first_bar(story: Story) -> str:
    return "the bar" if story.bins.count == 1 else _first(story, "tallest bar")


def _tallest(story: Story) -> str:
    low, high = (say(story, end) for end in story.tallest_ends)
    return f"at {low}" if low == high else f"from {low} to {high}"


def _bar(story: Story, variable: str = "x") -> str:
    """Return Typst mathematics for where the tallest bar stands."""
    low, high = (tex(story, end) for end in story.tallest_ends)
    if story.tallest_ends[0] == story.tallest_ends[1]:
        return f"{variable} = {low}"
    closed = story.discrete or story.tallest == story.bins.count - 1
    return f"{low} <= {variable} {'<=' if closed else '<'} {high}"


def outcomes(story: Story) -> BeatText:
    size = grouped(story.size)
    heading = "One outcome is random; many together take a shape"
    first = "A random variable turns chance into numbers, and each dot is one outcome."
    then = f"None can be predicted, but {size} of them gather where outcomes are likely."
    if story.data:
        heading = "One value says little; many together take a shape"
        first = "The values of the data fall in random order, and each dot is one value."
        many = "more" if story.size < 10 else str(size)
        then = f"None can be predicted, but {many} of them gather where values are common."
    elif story.size < 10:
        heading = "A few outcomes hardly have a shape yet"
        times = f"{story.size} times"
        if story.size == 1:
            heading, times = "One outcome has no shape yet", "once"
        then = f"Here it does so {times}, which says little yet about what to expect."
    if story.distribution.standard_deviation == 0:
        heading = "A constant: all dots stand in one place"
        first = f"Each dot is one {noun(story)}."
        then = "All are the same number, so all dots stand in one place."
    missing, outside = missing_words(story.distribution), outside_words(story)
    last = f" {missing} and left out." if missing else ""
    whose = ""
    if not story.data:
        law = notation(story.distribution.name, story.distribution.parameters)
        whose = f" for {'an outcome' if story.size == 1 else 'outcomes'} of {law.plain}"
    columns, stacked = int((story.counts > 0).sum()), "stacked at their values"
    highest = f", {_first(story, 'highest column')} {_tallest(story)}" if columns else ""
    if columns == 1 and not outside:
        stacked, highest = "in one column", f", {_tallest(story)}"
    return BeatText(
        heading,
        f"{first} {then}{last}",
        f"{count(story.size, 'dot').capitalize()}{whose}, {stacked}{highest}."
        f"{f' {outside}.' if outside else ''}",
        question="What can be said about chance?",
    )


def histogram(story: Story) -> BeatText:
    bins, outside = story.bins, outside_words(story)
    if not story.counts.any():
        return BeatText(
            "No bar yet: all outcomes lie outside the picture",
            "All outcomes so far lie outside the picture. That is why no bar is seen yet.",
            f"An empty chart. {outside}.",
        )
    number, size = int(story.counts[story.tallest]), grouped(story.size)
    portion, tall = number / story.size, significant(float(story.heights[story.tallest]))
    quotient = f"({to_typst(grouped(number))}) / ({to_typst(size)})"
    if bins.single:
        tall, question = share(portion), "How high is a bar?"
        formula = f'"share" = {quotient} {equals(to_typst(tall))}'
        heading = f"Each bar is as high as the share of its {noun(story)}s"
        narration = "All dots of one value stand in one bar. Its height is the share of these "
        narration += f"{noun(story)}s, and all shares add up to one."
    else:
        width = to_typst(magnitude(bins.width) if bins.width < 1e4 else grouped(bins.width))
        result = Figure.of(to_typst(tall), tall, width)
        quotient = quotient.replace("/", "\\/").replace("(", "").replace(")", "")
        formula = f'"share" / "width" = ({quotient}) / ({width}) {equals(result)}'
        heading = f"Equal area for each {noun(story)}: height is share divided by width"
        question = "How do dots become bars?"
        narration = "Level the dots out within bins of equal width, and they become bars. A "
        narration += "height is a share divided by a width, and all areas add up to one"
        narration += "; some lie outside." if outside else "."
    height = "share" if bins.single else height_name(story)
    alt_text = (
        f"A histogram of {count(bins.count, 'bar')}, filled with dots. "
        f"{_first_bar(story).capitalize()}, {_tallest(story)}, holds {grouped(number)} "
        f"of {size}: a {height} of {about(tall)}."
    )
    together = f"{'shares' if bins.single else 'areas'}{' shown' if outside else ''}"
    inside = signed(share(1 - sum(story.outside) / story.size))
    lines = (
        Line(formula),
        Line(f"for ${_bar(story)}$", "outcome", prose=True),
        Line(f"all {together} together: ${inside}$", prose=True),
    )
    return BeatText(heading, narration, alt_text, lines, question=question)


def distribution(story: Story) -> BeatText:
    if story.data:
        return _of_data(story)
    total, family = grouped(story.most), title(story.distribution.name)
    heading = "With more outcomes, the histogram approaches the mass function"
    narration = "With ever more outcomes, the bars narrow and settle. "
    if not story.discrete:
        heading = "With more outcomes, the histogram approaches the density"
        narration += "They approach the density: an area under it is a probability."
        if story.highest > story.top:
            narration = narration[:-1] + "; the curve rises above the picture."
    elif story.bins.single:
        heading = "With more outcomes, the shares approach the probabilities"
        narration = "With ever more outcomes, the bars settle. They approach the probabilities, "
        narration += "the mass function."
    else:
        narration += f"They approach the mass function of the {family} distribution, which has so "
        narration += "many values that it looks like a curve."
    named = notation(story.distribution.name, story.distribution.parameters).plain
    then, now, limit = (share(each) for each in story.chosen)
    alt_text = (
        f"The {kind(story)} of {named} over the histogram of {total} outcomes. The "
        f"probability of {_first_bar(story)}, {_tallest(story)}, is {about(limit)}; its share "
        f"was {about(then)} and {'still is' if then == now else f'is now {about(now)}'}."
    )
    shares = f"share ${signed(now)}$ (at first ${signed(then)}$)"
    lines = (
        Line(f"P({_bar(story, 'X')}) {equals(to_typst(limit))}", "density"),
        Line(shares, "outcome", prose=True),
        Line(law(story), "density", prose=True),
    )
    return BeatText(
        heading, narration, alt_text, lines, question=f"What if ever more {noun(story)}s fall?"
    )


def _of_data(story: Story) -> BeatText:
    total = count(story.most, "value")
    alt_text = f"The histogram of {total}, with their {kind(story)} over it."
    more = f"These are all of the {total}."
    if story.most > story.size:
        more = f"Now the other values fall too: {total} in all."
    narration = f"{more} The curve puts a small bell on each value and adds them all up."
    heading = "Data have no density of their own: the curve only smooths the bars"
    if not isinstance(story.drawn, Smoothed):
        heading = "Data form a distribution of their own: each value has its share"
        narration = f"{more} The shares are a mass function: that of one value drawn at random."
    elif story.distribution.standard_deviation == 0:
        heading = "All values are equal: one bar, and no curve"
        narration = f"{more} All are equal, so there is nothing to smooth."
        alt_text = f"The histogram of {total}: one bar, and no curve."
    return BeatText(heading, narration, alt_text, question="What do all values look like?")


def cumulative(story: Story) -> BeatText:
    median, total = say(story, story.median), about(shortest(story.at_median, 3))
    steps, up = story.discrete or story.data, "probability"
    heading = "The area to the left of $x$ is $F(x)$, the distribution function"
    narration = (
        "A line sweeps to the right, and the area behind it adds up to the distribution function. "
        f"Half of the area lies to the left of the median, {median}."
    )
    if steps:
        heading = "The probabilities add up to the distribution function $F(x)$"
        if story.data:
            heading, up = "The share of the data up to $x$ is their distribution function", "share"
        narration = (
            f"A line sweeps from left to right and adds the {up} of each value that it passes. The "
            f"median, {median}, is the smallest value at which the sum is at least one half; there "
            f"it is {total}."
        )
    alt_text = (
        f"Below, the {kind(story)}, filled up to the median, {median}. Above, over the same axis, "
        f"the distribution function climbs {'in steps' if steps else 'smoothly'} from 0 to 1; at "
        f"the median it is {total}."
    )
    at = tex(story, story.median)
    value = Figure.of(to_typst(shortest(story.at_median, 3)), shortest(story.at_median, 3), at)
    meaning = f'"share up to" {at}' if story.data else f"P(X <= {at})"
    lines = (Line(f"F({at}) = {meaning} {equals(value)}", "cumulative"),)
    asked = "What share of the data" if story.data else "How much probability"
    return BeatText(heading, narration, alt_text, lines, question=f"{asked} lies up to $x$?")


def balance(story: Story) -> BeatText:
    if story.mean_kind != "finite":
        return _no_mean(story)
    expectation, formula = story.distribution.mean, "integral x thin p(x) thin dif x"
    mean, shown = say(story, expectation), tex(story, expectation)
    name, symbol, weight = "expectation", "E[X]", "probability be weight"
    line = f"mu = E[X] = {'sum x thin p(x)' if story.discrete else formula}"
    if story.data:
        name, symbol, weight = "mean of the data", "mu", "each value be a weight"
        line = 'mu = "sum" / "number"'
    alt_text = f"The {kind(story)} stands on a level beam, balanced on a pivot at the mean, {mean}."
    value = f"${symbol} {equals(shown)}$"
    heading = f"The {name} is the point of balance: {value}"
    ends = f"It balances on a pivot at the {name}, {mean}."
    if not story.mean_inside:
        heading = f"Rare, huge values pull the {name} far outside: {value}"
        ends = f"It would balance at the {name}, {mean}, as huge values outweigh all that is seen."
        alt_text = f"A beam that stays tilted: the mean, {mean}, lies beyond the picture."
    elif story.distribution.standard_deviation == 0:
        heading = f"A constant balances at its only value: {value}"
    narration = f"Let {weight} on a beam: with the pivot in the wrong place, it tips. {ends}"
    question = "What is the centre of a distribution?"
    return BeatText(heading, narration, alt_text, (Line(line, "mean"),), question=question)


def _no_mean(story: Story) -> BeatText:
    sizes, means, _ = story.long_run
    runs, last = grouped(int(sizes[-1])), say(story, float(means[-1]))
    heading = "No expectation exists: the running mean never settles"
    ends = f"The {title(story.distribution.name)} distribution has no mean."
    if story.mean_kind == "infinite":
        heading = "The expectation is infinite: the running mean never settles"
        ends = "In the long run it passes every bound."
    return BeatText(
        heading,
        "The mean of the outcomes so far is traced upwards, and one huge outcome outweighs all "
        f"before it. {ends}",
        f"The running mean of up to {runs} outcomes, traced upwards: it jumps again and again, and "
        f"after the last outcome it is {last}.",
        (Line(f"mean of {runs} outcomes", "mean"),),
        question="Does the mean of the outcomes settle?",
    )


def variance(story: Story) -> BeatText:
    question = f"How far from the mean do {noun(story)}s lie?"
    if story.variance_kind == "none":
        return within(story)
    if story.variance_kind == "infinite":
        sizes, _, roots = story.long_run
        return BeatText(
            "The variance is infinite: the mean square never settles",
            "The mean exists, and the outcomes so far always have a mean square about it. But its "
            "root jumps at every huge outcome, and in the long run it grows without bound.",
            f"The root of the mean square of up to {grouped(int(sizes[-1]))} outcomes, traced "
            f"upwards: it jumps again and again, and ends at {say(story, float(roots[-1]))}.",
            (Line("root of the mean square", "spread"),),
            question=question,
        )
    square, root = story.distribution.variance, story.distribution.standard_deviation
    squared, shown = at_rest(story.square_text(square)), equals(tex(story, root))
    mean, area, deviation = say(story, story.distribution.mean), about(squared), say(story, root)
    stands = f"Squares stand on the distances of the {noun(story)}s from the mean."
    heading = f"The variance is a mean square, and $σ {shown}$ is its side"
    ends = f"Their mean area is the variance, {area}, and the side of a square that large is the "
    ends += f"standard deviation, {deviation}."
    alt_text = (
        f"Squares on the distances of some {noun(story)}s from the mean, {mean}, and one square "
        f"with the variance, {area}, as its area and the standard deviation, {deviation}, as its "
        "side."
    )
    if root == 0:
        heading = "A constant has variance $0$: every square is a point"
        stands = f"Every {noun(story)} is equal to the mean."
        ends = "The squares have no area, so the variance is zero."
        alt_text = f"One point at the mean, {mean}: the squares on the distances have no area."
    elif not story.deviation_fits:
        heading = f"The variance is a mean square, and its side $σ {shown}$ leaves the picture"
        ends = "Their mean area is the variance, but rare, huge values make the side of a square "
        ends += f"that large {deviation}, far too long to be shown."
        alt_text = f"Squares on the distances of some {noun(story)}s from the mean, {mean}. One "
        alt_text += f"with the variance as its area does not fit: its side is {deviation}."
    what = '"mean of" (x - mu)^2' if story.data else "E[(X - mu)^2]"
    lines = (
        Line(f"sigma^2 = {what}", "spread"),
        Line(f"{equals(to_typst(squared))}, quad sigma {shown}", "spread"),
    )
    return BeatText(heading, f"{stands} {ends}", alt_text, lines, question=question)


def within(story: Story) -> BeatText:
    shown = percentage(story.within)
    if story.variance_kind == "finite":
        deviation, formula = story.distribution.standard_deviation, "mu - sigma <= X <= mu + sigma"
        question = "How much lies within one $σ$ of the mean?"
        lie = "lie" if story.data else "lies"
        heading = f"{about(shown).capitalize()} {lie} within one $σ$ of the mean"
        goes = f"Go one standard deviation, {say(story, deviation)}, from the mean to either side."
        whole = "the data" if story.data else "the probability"
        ends = f"{about(shown).capitalize()} of {whole} {lie} there."
        where = f"within one standard deviation of the mean, {say(story, story.distribution.mean)}"
        if deviation == 0:
            heading, formula = f"A constant: all of {whole} {lie} at the mean", "X = mu"
            goes, ends = "A constant never leaves its mean.", f"All of {whole} {lie} there."
    else:
        half = "at least half" if story.discrete or story.data else "half"
        shown = percentage(0.5) if half == "half" else shown  # by what quartiles are
        low, high = (say(story, end) for end in story.quartiles)
        question, where = "Where is the middle half?", f"from {low} to {high}"
        heading = f"Between the quartiles lies {half} of the probability"
        goes = f"Go from the median, {say(story, story.median)}, to the quartiles, {low} and "
        goes += f"{high}."
        ends = (
            f"{half.capitalize()} of the probability lies there, and no mean is needed to say so."
        )
        formula = "{} <= X <= {}".format(*(tex(story, end) for end in story.quartiles))
    dots = f"{grouped(story.inside)} of {count(story.size, 'dot')}: "
    dots += f"${to_typst(percentage(story.inside / story.size))}$"
    lines = (
        Line(f"P({formula})", "spread"),
        Line(equals(to_typst(shown)), "spread"),
        Line(dots, "outcome", prose=True),
    )
    alt_text = f"The {kind(story)} over the dots, shaded {where}: {about(shown)}."
    return BeatText(heading, f"{goes} {ends}", alt_text, lines, question=question)
