"""The chart of intervals for a mean: population, sample, rows, resamples, belief, each by time."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.maths.distributions import AnyDistribution, Empirical
from explainer.maths.easing import ease
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import Band, DistributionMark, Heights, Kind
from explainer.mobjects.dots import Dots, dot_width, fallen, stacked
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.scenes.probability.confidence_interval.drawing.intervals import (
    IntervalBar,
    IntervalRows,
)
from explainer.scenes.probability.confidence_interval.story import IntervalStory, population_window
from explainer.style import Theme, Zone

PLOT = Zone(-6.05, 2.0, -2.2, 2.42)
"""Where the chart lies; its numbers are below it."""
PILE = 1.15
"""How high the dots of a sample may be piled."""
STRIP = PLOT.top - 1.5
"""The baseline of the sample above its resamples."""
MIDDLE = PLOT.bottom + 1.35
"""The baseline of a resample, above the means."""
BINS = 40
ABOVE = {
    "confidence": PLOT.top - 0.45,
    "bootstrap": PLOT.top - 1.05,
    "credible": PLOT.top - 1.65,
}
"""Ordinates of the three bars above a histogram or a density."""
SHOWN = 6
"""Resamples that are shown one by one."""
SHARES = Axis(0, 1, ticks=())
"""Heights are shares of the plot's own, and have no numbers."""
MOST_ATOMS, MOST_STEMS = 40, 400
"""More different values in data, or values of a law, than these are drawn as steps."""
_PEAK = 0.52
_TRACK = 1.42
_FLAT = 0.2
NAMES = {"confidence": "sample", "bootstrap": "bootstrap", "credible": "posterior"}
"""The three intervals and the roles of their colours."""


class PopulationMark(DistributionMark):
    """A population as a share of the plot's height: a curve, stems, or steps of many values."""

    def __init__(self, chart: LiveChart, population: AnyDistribution) -> None:
        kind: Kind = "stems" if population.discrete else "curve"
        super().__init__(chart, "truth", population, kind=kind, fill=0.18, width="regular")
        self.population = population

    def rise(self, t: float) -> Self:
        """Draw it grown to a share t of its height."""
        window, given = self.chart.window[:2], self.population
        x = given.nodes(*window)
        if given.discrete and len(x) > (MOST_ATOMS if isinstance(given, Empirical) else MOST_STEMS):
            edges = np.linspace(*window, 41)
            shares = np.diff(given.cumulative(edges))
            return self.steps(edges, 0.8 * t * shares / shares.max())
        heights = given.density(x)
        finite = heights[np.isfinite(heights)]
        highest = float(np.max(finite, initial=1e-300))
        if len(finite) < len(heights):  # a pole: what lies beside it may fill the plot
            highest = float(np.quantile(finite, 0.98)) or 1.0
        return self.show(scale=0.8 * t / highest)


class IntervalChart(LiveChart):
    """All that is drawn beside the panel; each verb sets it for a time t from 0 to 1.

    Args:
        story: the numbers.
        theme: for colours and stroke widths.
    """

    def __init__(self, story: IntervalStory, theme: Theme) -> None:
        self.story = story
        super().__init__(PLOT, theme, Axis(*population_window(story), "value"), SHARES)
        self.population = PopulationMark(self, story.distribution)
        self.truth = Segments(theme.truth, width=theme.strokes.regular)
        self.mu = Formula("μ", theme, size="label", colour="truth").with_halo(theme)
        self.dots = Dots(theme.sample, 0.1)
        self.rows = IntervalRows(story, self)
        self.bars = {name: IntervalBar(self, role, name) for name, role in NAMES.items()}
        self.copies, self.means = Dots(theme.bootstrap, 0.09), Dots(theme.bootstrap, 0.09)
        self.histogram = Heights(self, "bootstrap", fill=0.3, width="thin")
        self.prior = Heights(self, "second_prior", dashed=True, width="regular")
        self.prior_label = Words("prior", theme, size="small", colour="second_prior")
        self.prior_label.with_halo(theme).set_z_index(1)
        self.posterior = Heights(self, "posterior")
        self.band = Band(self.posterior, "posterior")
        self.edges = np.zeros(0)
        self.show_truth()

    @property
    def true_parts(self) -> list[VMobject]:
        """The line at the true mean and its name; nothing where there is none in the window."""
        mean = self.story.true_mean
        if mean is None or not self.inside(mean):
            return []
        return [self.truth, self.mu]

    @property
    def beliefs(self) -> list[VMobject]:
        """Prior, posterior and what is shaded of it."""
        return [self.prior, self.prior_label, self.posterior, self.band]

    def show_truth(self) -> Self:
        """Draw the line at the true mean for the window as it is."""
        if self.true_parts:
            x = float(self.across(float(self.story.true_mean or 0.0)))
            self.truth.set_dashes((x, PLOT.bottom), (x, PLOT.top + 0.05), 0.12)
            self.mu.place((x, PLOT.top + 0.14), "centre")
        return self

    # -- the sample --------------------------------------------------------------------------------

    def sample_spots(self, values: np.ndarray, baseline: float) -> np.ndarray:
        """Return where the dots of values lie on a baseline; those outside are left out."""
        across = self.across(values[self.inside(values)])
        width = dot_width(across, PILE, 0.2)
        self.dots.radius = width / 2 * 0.92
        return stacked(across, width, PILE, baseline)

    def outside(self) -> int:
        """Return how many values of the first sample lie beyond the window."""
        return int((~self.inside(self.story.sample)).sum())

    def drop(self, t: float) -> Self:
        """Let the first sample fall from the population onto the axis."""
        spots = self.sample_spots(self.story.sample, PLOT.bottom)
        self.dots.set_dots(fallen(spots, PLOT.top - 0.2, t))
        return self

    def measure(self, t: float, y: float = PLOT.bottom + PILE + 0.45) -> Self:
        """Grow the first sample's interval from its mean."""
        low, high = self.story.intervals["confidence"]
        self.bars["confidence"].set_interval(low, high, y, self.story.mean, t)
        return self

    def place_bars(self, ordinates: dict[str, float]) -> Self:
        """Draw the bars at their ordinates for the window as it is."""
        for name, y in ordinates.items():
            low, high = self.story.intervals[name]
            middle = self.story.mean if name == "confidence" else None
            self.bars[name].set_interval(low, high, y, middle)
        return self

    # -- the bootstrap -----------------------------------------------------------------------------

    def resample(self, number: int, t: float) -> Self:
        """Let copies of the sample's dots, drawn with replacement, fall and gather in their mean.

        Args:
            number: which of the resamples, from 0.
            t: from 0 to 1: the copies fall in the first half, and gather in the second.
        """
        story = self.story
        spots = self.sample_spots(story.sample[story.resamples[number]], MIDDLE)
        means = self.across(story.bootstrap[: number + 1])
        rest = stacked(means, 2 * self.means.radius, PILE, PLOT.bottom)
        self.copies.radius = self.dots.radius
        if t < 0.5:
            spots = fallen(spots, STRIP, 2 * t)
        else:
            spots = spots + (rest[-1] - spots) * ease(2 * t - 1)
        self.copies.set_dots(spots)
        self.means.set_dots(rest if t >= 1 else rest[:-1])
        return self

    def heap(self, t: float) -> int:
        """Show the histogram of the first resampled means, more with time; return how many."""
        story = self.story
        edges = self.edges = np.linspace(*self.window[:2], BINS + 1)
        few = SHOWN + round((len(story.bootstrap) - SHOWN) * t**2)
        top = max(int(np.histogram(story.bootstrap, edges)[0].max()), 1)
        heights = _PEAK * np.histogram(story.bootstrap[:few], edges)[0] / top
        self.histogram.steps(edges, heights)
        return few

    # -- belief ------------------------------------------------------------------------------------

    def believe(self, t: float) -> Self:
        """Show the prior times a growing share of the likelihood, and the prior behind it."""
        posterior = self.story.posterior
        if posterior is None:
            return self
        nodes = posterior.nodes[self.inside(posterior.nodes)]
        nodes = np.unique(np.concatenate([nodes, np.linspace(*self.window[:2], 200)]))
        start = (_FLAT if self.story.prior is None else _PEAK) * posterior.prior_height(nodes)
        end = posterior.prior_height(nodes) * posterior.likelihood(nodes) ** t
        peak = float(end.max()) or 1.0
        level = _FLAT + (_PEAK - _FLAT) * t if self.story.prior is None else _PEAK
        top = int(np.argmax(start)) if self.story.prior else len(nodes) - 1
        x, y = self.at(nodes[top], start[top])
        half = self.prior_label.advance / 2
        x = min(max(float(x), PLOT.left + half), PLOT.right - half)
        self.prior_label.place((x, float(y) + 0.12), "centre")
        self.prior.curve(nodes, start)
        self.posterior.curve(nodes, level * end / peak)
        return self

    def shade(self, t: float = 1.0) -> Self:
        """Fill the credible interval below the posterior, from its middle outwards."""
        low, high = self.story.credible_interval
        middle = (low + high) / 2
        self.band.between(middle + (low - middle) * t, middle + (high - middle) * t)
        return self


class Claims(VGroup):
    """Each of the three intervals over the picture that it stands for, one below another.

    Args:
        chart: whose intervals they are, with its window as it is to be at the end.
    """

    def __init__(self, chart: IntervalChart) -> None:
        story = chart.story
        tops = [PLOT.top - 0.75 - number * _TRACK for number in range(len(NAMES))]
        first, *others = (
            LiveChart(
                Zone(PLOT.left, PLOT.right, top - _TRACK + 0.78, top), chart.theme, chart.x, SHARES
            )
            for top in tops
        )
        rows = IntervalRows(story, first, most=24).fill(1)
        for part in (rows.hits, rows.misses):
            part.set_stroke(opacity=0.6)
        for part in (rows.leader, rows.crosses):  # its bar stands above, to scale
            part.set_stroke(opacity=0)
        rows.means.set_fill(opacity=0)
        means, belief = (
            Heights(track, role, fill=0.2, width="hair")
            for track, role in zip(others, ("bootstrap", "posterior"), strict=True)
        )
        counts = np.histogram(story.bootstrap, chart.edges)[0]
        means.steps(chart.edges, 0.95 * counts / max(counts.max(), 1))
        if story.posterior is not None:
            nodes = np.linspace(*chart.window[:2], 400)
            heights = story.posterior.likelihood(nodes) * story.posterior.prior_height(nodes)
            belief.curve(nodes, 0.95 * heights / max(float(heights.max()), 1e-300))
        super().__init__(rows, means, belief)
        self.heights = {name: top + 0.18 for name, top in zip(NAMES, tops, strict=True)}
