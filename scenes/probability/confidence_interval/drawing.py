"""Intervals for a mean: population, sample, rows, resamples, belief, each as a function of time."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.maths.distributions import Distribution, Empirical
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import Band, DistributionMark, Heights, Kind
from explainer.mobjects.dots import Dots, arrivals, dot_width, fallen, stacked
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.panel import Panel
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.scenes.probability.common import notation
from explainer.scenes.probability.confidence_interval.story import (
    MOST_ROWS,
    IntervalStory,
    population_window,
)
from explainer.scenes.probability.confidence_interval.text import ROLES
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
ABOVE = dict(zip(ROLES, (PLOT.top - 0.45, PLOT.top - 1.05, PLOT.top - 1.65), strict=True))
"""Ordinates of the three bars above a histogram or a density."""
SHOWN = 6
"""Resamples that are shown one by one."""
SHARES = Axis(0, 1, ticks=())
"""Heights are shares of the plot's own, and have no numbers."""
MOST_ATOMS, MOST_STEMS = 40, 400
"""More different values in data, or values of a law, than these are drawn as steps."""
CAP = 0.13
"""How far the end of a bar reaches up and down."""
_PEAK = 0.52
_TRACK = 1.42
_FLAT = 0.2
_GROWTH = 0.05
"""The share of the time in which a row grows to its length."""


class TrueMean(VGroup):
    """A dashed line at the true mean, and its name; nothing where there is none in the window."""

    def __init__(self, chart: IntervalChart) -> None:
        self.chart, theme = chart, chart.theme
        self.line = Segments(theme.truth, width=theme.strokes.regular)
        self.mu = Formula("μ", theme, size="label", colour="truth").with_halo(theme)
        super().__init__()
        self.redraw()
        chart.marks.append(self)

    def redraw(self) -> Self:
        """Draw it for the window as it is."""
        mean = self.chart.story.true_mean
        self.remove(self.line, self.mu)
        if mean is not None and self.chart.inside(mean):
            x = float(self.chart.across(mean))
            self.line.set_dashes((x, PLOT.bottom), (x, PLOT.top + 0.05), 0.12)
            self.add(self.line, self.mu.place((x, PLOT.top + 0.14), "centre"))
        return self


class IntervalBar(VGroup):
    """One of the three intervals as a bar above the axis of values, with its name.

    Args:
        chart: on whose horizontal axis it lies.
        name: of the interval.
    """

    def __init__(self, chart: IntervalChart, name: str) -> None:
        self.chart, theme, self.y = chart, chart.theme, 0.0
        self.interval = chart.story.intervals[name]
        self.centre = chart.story.mean if name == "confidence" else sum(self.interval) / 2
        colour = theme.colour(ROLES[name])
        self.bar = Segments(colour, width=theme.strokes.heavy)
        self.middle = Dots(colour, 0.09 if name == "confidence" else 0.0)
        self.label = Words(name, theme, size="small", colour=ROLES[name]).with_halo(theme)
        self.label.set_z_index(1)  # what crosses it does not cross it out
        super().__init__(self.bar, self.middle, self.label)

    def stand(self, y: float, t: float = 1.0) -> Self:
        """Lie at an ordinate of the frame, grown from the middle to a share t of the length."""
        zone, across = self.chart.zone, self.chart.across
        ends = across(self.centre + (np.array(self.interval) - self.centre) * t)
        left, right = np.clip(ends, zone.left, zone.right)
        segments = [[[left, y], [right, y]]]
        segments += [[[x, y - CAP], [x, y + CAP]] for x in (left, right)]
        self.bar.set_segments(np.array(segments))
        self.middle.set_dots(np.array([across(self.centre), y]))
        half = self.label.advance / 2
        x = min(max((left + right) / 2, zone.left + half), zone.right - half)
        self.label.place((x, y + 0.2), "centre")
        self.y = y
        return self


class IntervalRows(VGroup):
    """The intervals of a story's samples, in the order in which they were drawn or sorted.

    Args:
        story: the numbers.
        chart: the plot in which they lie.
        most: rows that are drawn.
    """

    def __init__(self, story: IntervalStory, chart: LiveChart, most: int = MOST_ROWS) -> None:
        self.story, self.chart = story, chart
        self.count = min(story.repetitions, most)
        zone, theme = chart.zone, chart.theme
        self.pitch = min(0.17, (zone.height - 0.2) / self.count)
        width = min(theme.strokes.bold, 52 * self.pitch)
        self.hits = Segments(theme.sample, width=width)
        self.leader = Segments(theme.ink, width=1.8 * width)
        self.misses = Segments(theme.missed, width=1.6 * width)
        self.means = Dots(theme.ink, min(0.05, 0.36 * self.pitch))
        self.crosses = Segments(theme.missed, width=theme.strokes.thin)
        self.fresh = Dots(theme.sample, 0.045)
        # The last of the time is for those samples that have no row.
        self.times = arrivals(self.count) * (0.86 if story.repetitions > most else 1 - _GROWTH)
        self.ranks = np.argsort(np.argsort(story.means[: self.count], kind="stable"))
        super().__init__(self.hits, self.misses, self.leader, self.means, self.crosses, self.fresh)

    def ordinates(self, places: np.ndarray) -> np.ndarray:
        """Return where rows lie in the frame, the first at place 0."""
        return np.asarray(self.chart.zone.top - 0.05 - (places + 0.5) * self.pitch)

    def drawn(self, t: float) -> int:
        """Return how many samples have been drawn at a share t of the time."""
        if t >= 1:
            return self.story.repetitions
        rows = int(np.searchsorted(self.times, t, side="right"))
        further, end = self.story.repetitions - self.count, self.times[-1] + _GROWTH
        return rows + (round(further * max((t - end) / (1 - end), 0.0)) if further else 0)

    def fill(self, t: float) -> Self:
        """Show the rows that have come by a share t of the time, each growing from its mean."""
        grown = np.clip((t - self.times) / _GROWTH, 0.0, 1.0) if t < 1 else np.ones(self.count)
        grown[0] = 1.0  # it was there before
        ordinates = self.ordinates(np.arange(self.count))
        self._draw(ordinates, grown)
        newest = int(np.searchsorted(self.times, t, side="right")) - 1
        # The values of a sample show while samples come slowly.
        if 0 <= newest < self.count - 1 and self.times[newest + 1] - self.times[newest] > 0.025:
            values = self.story.samples[newest]
            across = self.chart.across(values[self.chart.inside(values)])
            self.fresh.set_dots(np.stack([across, 0 * across + ordinates[newest]], axis=1))
        return self

    def sort(self, t: float) -> Self:
        """Show the rows on their way from the order of drawing to the order of their means."""
        places = (1 - t) * np.arange(self.count) + t * self.ranks
        self._draw(self.ordinates(places), np.ones(self.count))
        # Fainter while they pass through each other, or the picture would flicker.
        self.hits.set_stroke(opacity=1 - 0.5 * math.sin(math.pi * t))
        return self

    def _draw(self, ordinates: np.ndarray, grown: np.ndarray) -> None:
        story, n, zone = self.story, self.count, self.chart.zone
        means, margins = story.means[:n], story.margins[:n] * grown
        here = grown > 0
        ends = np.stack([means - margins, means + margins], axis=1)
        across = np.clip(self.chart.across(ends), zone.left, zone.right)
        lines = np.stack([across, np.repeat(ordinates[:, None], 2, axis=1)], axis=2)
        judged = story.caught[:n] | (story.true_mean is None)
        self.hits.set_segments(lines[here & judged])
        self.misses.set_segments(lines[here & ~judged])
        self.leader.set_segments(lines[:1])
        inside = here & self.chart.inside(means)
        self.means.set_dots(np.stack([self.chart.across(means), ordinates], axis=1)[inside])
        spots = np.stack([np.full(n, zone.right + 0.16), ordinates], axis=1)[here & ~judged]
        arms = np.array([[[-1, -1], [1, 1]], [[-1, 1], [1, -1]]]) * min(0.075, 0.9 * self.pitch)
        self.crosses.set_segments((spots[:, None, None, :] + arms).reshape(-1, 2, 2))
        self.fresh.set_dots(np.zeros((0, 2)))


class IntervalChart(LiveChart):
    """All that is drawn beside the panel; each verb sets it for a time t from 0 to 1.

    Args:
        story: the numbers.
        theme: for colours and stroke widths.
    """

    def __init__(self, story: IntervalStory, theme: Theme) -> None:
        self.story = story
        super().__init__(PLOT, theme, Axis(*population_window(story), "value"), SHARES)
        given = story.distribution
        kind: Kind = "stems" if given.discrete else "curve"
        self.population = DistributionMark(
            self, "truth", given, kind=kind, fill=0.18, width="regular"
        )
        self.truth = TrueMean(self)
        self.dots = Dots(theme.sample, 0.1)
        self.rows = IntervalRows(story, self)
        self.bars = {name: IntervalBar(self, name) for name in ROLES}
        self.copies, self.means = Dots(theme.bootstrap, 0.09), Dots(theme.bootstrap, 0.09)
        self.histogram = Heights(self, "bootstrap", fill=0.3, width="thin")
        self.prior = Heights(self, "second_prior", dashed=True, width="regular")
        prior = "prior" if story.prior else "flat prior"
        self.prior_label = Words(prior, theme, size="small", colour="second_prior")
        self.prior_label.with_halo(theme).set_z_index(1)
        self.posterior = Heights(self, "posterior")
        self.band = Band(self.posterior, "posterior")
        self.edges = np.zeros(0)

    def rise(self, t: float) -> Self:
        """Show the population grown to a share t of its height: a curve, stems, or steps."""
        window, given = self.window[:2], self.story.distribution
        x = given.nodes(*window)
        if given.discrete and len(x) > (MOST_ATOMS if isinstance(given, Empirical) else MOST_STEMS):
            edges = np.linspace(*window, 41)
            shares = np.diff(given.cumulative(edges))
            self.population.steps(edges, 0.8 * t * shares / shares.max())
            return self
        heights = given.density(x)
        finite = heights[np.isfinite(heights)]
        highest = float(np.max(finite, initial=1e-300))
        if len(finite) < len(heights):  # a pole: what lies beside it may fill the plot
            highest = float(np.quantile(finite, 0.98)) or 1.0
        self.population.show(scale=0.8 * t / highest)
        return self

    def place_bars(self, ordinates: dict[str, float]) -> Self:
        """Draw the bars at their ordinates for the window as it is."""
        for name, y in ordinates.items():
            self.bars[name].stand(y)
        return self

    def sample_spots(self, values: np.ndarray, baseline: float) -> np.ndarray:
        """Return where the dots of values lie on a baseline; those outside are left out."""
        across = self.across(values[self.inside(values)])
        width = dot_width(across, PILE, 0.2)
        self.dots.radius = self.copies.radius = width / 2 * 0.92
        return stacked(across, width, PILE, baseline)

    def drop(self, t: float) -> Self:
        """Let the first sample fall from the population onto the axis."""
        spots = self.sample_spots(self.story.sample, PLOT.bottom)
        self.dots.set_dots(fallen(spots, PLOT.top - 0.2, t))
        return self

    def measure(self, t: float) -> Self:
        """Grow the first sample's interval from its mean, above the sample."""
        self.bars["confidence"].stand(PLOT.bottom + PILE + 0.45, t)
        return self

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
        if t < 0.5:
            spots = fallen(spots, STRIP, 2 * t)
        else:
            spots = spots + (rest[-1] - spots) * ease(2 * t - 1)
        self.copies.set_dots(spots)
        self.means.set_dots(rest if t >= 1 else rest[:-1])
        return self

    def heap(self, t: float) -> int:
        """Show the histogram of the first resampled means, more with time; return how many."""
        means = self.story.bootstrap
        edges = self.edges = np.linspace(*self.window[:2], BINS + 1)
        few = SHOWN + round((len(means) - SHOWN) * t**2)
        some, all_of_them = (np.histogram(each, edges)[0] for each in (means[:few], means))
        self.histogram.steps(edges, _PEAK * some / max(all_of_them.max(), 1))
        return few

    def believe(self, t: float) -> Self:
        """Show the prior times a growing share of the likelihood, and the prior behind it.

        A flat prior is no density, and has no height of its own.
        """
        posterior, flat = self.story.posterior, self.story.prior is None
        if posterior is None:
            return self
        inner = posterior.nodes[self.inside(posterior.nodes)]
        nodes = np.union1d(inner, np.linspace(*self.window[:2], 200))
        before, level = _FLAT, _FLAT + (_PEAK - _FLAT) * t
        if not flat:  # both are densities, and on one scale
            peaks = [posterior.peak(power) for power in (0.0, t, 1.0)]
            before, level, _ = _PEAK * np.array(peaks) / max(peaks)
        prior = before * np.exp(posterior.logs(nodes, 0.0))
        logs = posterior.logs(nodes, t)
        end = np.exp(logs - logs.max())  # so that it never comes to nothing but zeros
        top = len(nodes) - 1 if flat else int(np.argmax(prior))
        x, y = self.at(nodes[top], prior[top])
        half = self.prior_label.advance / 2
        x = min(max(float(x), PLOT.left + half), PLOT.right - half)
        self.prior_label.place((x, float(y) + 0.12), "centre")
        self.prior.curve(nodes, prior)
        self.posterior.curve(nodes, level * end)
        return self

    def shade(self, t: float = 1.0) -> Self:
        """Fill the credible interval below the posterior, from its middle outwards."""
        low, high = self.story.intervals["credible"]
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
        tops = [PLOT.top - 0.75 - number * _TRACK for number in range(len(ROLES))]
        zones = [Zone(PLOT.left, PLOT.right, top - _TRACK + 0.78, top) for top in tops]
        tracks = [LiveChart(zone, chart.theme, chart.x, SHARES) for zone in zones]
        rows = IntervalRows(story, tracks[0], most=24).fill(1)
        for part in (rows.hits, rows.misses):
            part.set_stroke(opacity=0.6)
        for part in (rows.leader, rows.crosses):  # its bar stands above, to scale
            part.set_stroke(opacity=0)
        rows.means.set_fill(opacity=0)
        means, belief = (
            Heights(track, role, fill=0.2, width="hair")
            for track, role in zip(tracks[1:], ("bootstrap", "posterior"), strict=True)
        )
        counts = np.histogram(story.bootstrap, chart.edges)[0]
        means.steps(chart.edges, 0.95 * counts / max(counts.max(), 1))
        if story.posterior is not None:
            nodes = np.linspace(*chart.window[:2], 400)
            logs = story.posterior.logs(nodes)
            belief.curve(nodes, 0.95 * np.exp(logs - logs.max()))
        super().__init__(rows, means, belief)
        chart.place_bars({name: top + 0.18 for name, top in zip(ROLES, tops, strict=True)})


def source(story: IntervalStory, side: Panel) -> str:
    """Return what the samples come from, a row of the panel."""
    if not isinstance(story.distribution, Distribution):
        return side.shown(story.distribution.text)
    return notation(story.distribution.name, story.distribution.parameters).markup
