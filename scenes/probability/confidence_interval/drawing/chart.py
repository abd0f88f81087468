"""The picture of the film: above what one draws from, below what comes of it, over one axis."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.maths.distributions import Empirical
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import Band, DistributionMark, Heights, Kind
from explainer.mobjects.dots import Dots, dot_width, stacked
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Curve, Segments, VGroup, cut
from explainer.mobjects.text import Words
from explainer.numbers import equals
from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.drawing.windows import stage
from explainer.scenes.probability.confidence_interval.story import IntervalStory
from explainer.style import Theme, Zone
from explainer.zones import Layout

BINS = 48
FEW_NUMBERS = 1.0
"""The least distance between the numbers of the axis."""
SHOWN = 3
"""Resamples that are shown one by one."""
SHARES = Axis(0, 1, ticks=())
"""Heights are shares of the plot's own, and have no numbers."""
MOST_ATOMS, MOST_STEMS = 40, 400
"""More different values in data, or values of a law, than these are drawn as steps."""
MOST_DOTS = 60
"""Of a sample that falls past, so many values are drawn."""
_PEAK = 0.92


class Places:
    """Where in a frame what stands.

    Attributes:
        grown, stretch: by how much type is larger, and the picture higher, than in a wide frame.
        plot: where all is drawn; the numbers of the axis are below it.
        strip: the ground of what is drawn from, once it has made room for what comes of it.
        middle: the ground of a resample, between the sample and the means.
        pile: how high the dots of a sample may be piled.
        rows, aside: where rows of intervals lie, and where begins what is said of them.
        beside, below: where formulas stand, right of an interval, and right of a belief.
        tracks: where the three intervals lie in the end, each over its picture.
        spoken: where statements begin, right of the intervals that they are about.
    """

    def __init__(self, layout: Layout) -> None:
        self.frame, self.safe, body = layout.frame, layout.safe, layout.body
        self.grown, (left, right) = layout.type_scale, (self.frame.left, self.frame.right)
        foot = body.bottom + 0.3 + 0.2 * self.grown
        self.plot = plot = Zone(left, right, foot, body.top - 0.55 * self.grown)
        self.stretch = plot.height / 4.9
        self.strip, self.middle = self.height(1.1), self.height(0.12)
        self.pile = 0.9 * self.stretch
        self.rows = Zone(left, right, foot + 0.08, self.strip - 0.14)
        self.aside, self.spoken = 5.0 - self.grown, 2.1
        self.beside = Zone(2.45, self.safe.right, foot + 0.3, self.strip - 0.25)
        self.below = Zone(2.45, self.safe.right, foot + 0.1, self.height(-0.2))
        lows = (foot + low * self.stretch for low in (3.1, 1.55, 0.0))
        self.tracks = [Zone(left, right, low, low + 0.95 * self.stretch) for low in lows]

    def height(self, y: float) -> float:
        """Return what is as high in the plot as an ordinate in that of a wide frame."""
        return self.plot.bottom + (y + 2.7) * self.stretch


class TrueMean(VGroup):
    """A dashed line at the true mean, and its name; nothing where there is none in the window."""

    def __init__(self, chart: IntervalChart) -> None:
        self.chart, theme, mean = chart, chart.theme, chart.story.true_mean
        self.places = chart.places
        self.line = Segments(theme.truth, width=theme.strokes.bold)
        said = (
            "" if mean is None else f"true mean $μ {equals(text.tex(chart.story, mean))}$ (hidden)"
        )
        self.label = Words(said, theme, size="label", colour="truth").with_halo(theme)
        super().__init__()
        self.run(1)
        chart.marks.append(self)

    def run(self, t: float) -> Self:
        """Draw it down to a share t of its length; its name comes with its beginning."""
        self.label.set_presence(min(3 * t, 1.0))
        return self._draw(t)

    def _draw(self, t: float) -> Self:
        self.reach, mean = t, self.chart.story.true_mean
        self.remove(self.line, self.label)
        if mean is not None and self.chart.inside(mean) and t > 0:
            x = float(self.chart.across(mean))
            safe, plot = self.places.safe, self.places.plot
            top = plot.top + 0.04
            self.line.set_dashes((x, top), (x, top + t * (plot.bottom - top)), 0.13)
            half = self.label.advance / 2
            middle = min(max(x, safe.left + half), safe.right - half)
            self.add(self.line, self.label.place((middle, plot.top + 0.16), "centre"))
        return self

    def redraw(self) -> Self:
        """Draw it for the window as it is."""
        return self._draw(self.reach)


class IntervalChart(LiveChart):
    """All that is drawn over the axis but the rows of intervals; each verb sets a time t to 1.

    Args:
        story: the numbers.
        theme: for colours and stroke widths.
    """

    def __init__(self, story: IntervalStory, theme: Theme) -> None:
        self.story, self.places = story, Places(theme.layout)
        plot = self.places.plot
        super().__init__(plot, theme, Axis(*stage(story, self.places.grown)), SHARES)
        self.x.look(*self.window[:2], gap=max(self.x.gap(), FEW_NUMBERS))
        # Over the same axis, each on a ground of its own.
        self.source, self.pile, self.belief = (
            LiveChart(plot, theme, self.x, SHARES) for _ in range(3)
        )
        self.marks += [self.source, self.pile, self.belief]
        given = story.distribution
        kind: Kind = "stems" if given.discrete else "curve"
        self.population = DistributionMark(self.source, "truth", given, kind=kind, fill=0.2)
        self.truth = TrueMean(self)
        seen = self.across(story.sample[self.inside(story.sample)])
        radius = max(0.47 * dot_width(seen, self.places.pile, 0.4), 0.09)
        self.dots, self.copies = Dots(theme.sample, radius), Dots(theme.bootstrap, radius)
        self.means, self.mean = Dots(theme.ink, 0.1), Dots(theme.sample, 0.2)
        self.mean_line = Segments(theme.sample, width=theme.strokes.regular)
        self.fall = Segments(theme.ink, width=theme.strokes.regular)
        self.links = Segments(theme.bootstrap, width=theme.strokes.thin)
        self.histogram = Heights(self.pile, "bootstrap", fill=0.22, width="regular")
        self.middle = Band(self.histogram, "bootstrap")
        self.candidate = Curve(theme.truth, width=theme.strokes.bold, fill=0.12)
        self.stamps = Segments(theme.truth, width=theme.strokes.regular)
        self.ends = Dots(theme.posterior, 0.14)
        self.probe = Segments(theme.posterior, width=theme.strokes.regular)
        self.prior = Heights(self.belief, "second_prior", dashed=True, width="bold")
        self.posterior = Heights(self.belief, "posterior", fill=0.16)
        self.band = Band(self.posterior, "posterior")
        self.edges, self.floor = np.zeros(0), plot.bottom
        self.resampled: tuple[int, float] | None = None
        self.rise(1).redraw()

    # -- what is drawn from ------------------------------------------------------------------------

    def rise(self, t: float) -> Self:
        """Show the population grown to a share t of its height: a curve, stems, or steps."""
        window, given = self.window[:2], self.story.distribution
        x = given.nodes(*window)
        if given.discrete and len(x) > (MOST_ATOMS if isinstance(given, Empirical) else MOST_STEMS):
            edges = np.linspace(*window, 41)
            shares = np.diff(given.cumulative(edges))
            self.peak = 0.0
            self.population.steps(edges, _PEAK * t * shares / shares.max())
            return self
        heights = given.density(x)
        finite = heights[np.isfinite(heights)]
        self.peak = float(np.max(finite, initial=1e-300))
        if len(finite) < len(heights):  # a pole: what lies beside it may fill the plot
            self.peak = float(np.quantile(finite, 0.98)) or 1.0
        self.population.show(scale=_PEAK * t / self.peak)
        return self

    def lift(self, t: float) -> Self:
        """Lift what is drawn from into its strip at the top."""
        self.source.stand(
            self.places.plot.bottom + t * (self.places.strip - self.places.plot.bottom),
            self.places.plot.top,
        )
        return self

    def origins(self, values: np.ndarray) -> np.ndarray:
        """Return the ordinates in the population from which values fall, of their shape."""
        share = np.full(np.shape(values), 0.5)
        if self.peak:
            share = np.clip(self.story.distribution.density(values) / self.peak, 0.1, 1.0)
        return self.source.zone.bottom + 0.85 * _PEAK * share * self.source.zone.height

    # -- one sample --------------------------------------------------------------------------------

    def spots(self, values: np.ndarray, ground: float) -> np.ndarray:
        """Return where the dots of values lie on a ground; those outside are left out."""
        across = self.across(values[self.inside(values)])
        return stacked(across, 2 * self.dots.radius / 0.94, self.places.pile, ground)

    def drop(self, t: float) -> Self:
        """Let the first sample fall from the population onto the axis."""
        values = self.story.sample[self.inside(self.story.sample)]
        spots, count = self.spots(self.story.sample, self.places.plot.bottom), max(len(values), 1)
        share = np.clip((t - 0.4 * np.arange(len(values)) / count) / 0.6, 0, 1)
        start = self.origins(values)
        places = np.stack([spots[:, 0], start + (spots[:, 1] - start) * share**2], axis=1)
        self.dots.set_dots(places, self.dots.radius * np.minimum(5 * share, 1))
        return self

    def raise_sample(self, t: float) -> Self:
        """Let the first sample take the place of the population, from the axis at time 0."""
        self.floor = self.places.plot.bottom + t * (self.places.strip - self.places.plot.bottom)
        self.dots.set_dots(self.spots(self.story.sample, self.floor))
        return self

    def redraw(self) -> Self:
        """Draw all again for the window as it is."""
        self.dots.set_dots(self.spots(self.story.sample, self.floor))
        if self.resampled:
            self.resample(*self.resampled)
        x = float(self.across(self.story.mean))
        self.mean_line.set_dashes((x, self.places.plot.bottom), (x, self.places.strip), 0.1)
        return super().redraw()

    def collapse(self, y: float, t: float) -> Self:
        """Let copies of the sample's dots gather in its mean, at an ordinate."""
        spots = self.spots(self.story.sample, self.places.plot.bottom)
        end = np.array([self.across(self.story.mean), y])
        self.mean.radius = self.dots.radius + (0.2 - self.dots.radius) * t
        self.mean.set_dots(spots + (end - spots) * ease(t) if t < 1 else end)
        return self

    # -- the bootstrap -----------------------------------------------------------------------------

    def resample(self, number: int, t: float) -> Self:
        """Let copies of the sample's dots, drawn with replacement, fall and send off their mean.

        Args:
            number: which of the resamples, from 0.
            t: from 0 to 1: the copies fall in the first half, and their mean in the second.
        """
        strip, middle = self.places.strip, self.places.middle
        story, first = self.story, max(number - 1, 0)
        parts = [(number, min(6 * t, 1), ease(2 * t)), (first, max(1 - 6 * t, 0) * (number > 0), 1)]
        dots, radii, links = [], [], []
        for each, seen, down in parts:  # the one before goes as this one comes
            drawn = story.sample[story.resamples[each]]
            inside = drawn[self.inside(drawn)]
            starts, x = self.spots(drawn, strip), self.across(inside)
            width = dot_width(x, strip - middle - 0.15, 1.6 * self.dots.radius)
            ends = stacked(x, width, strip - middle - 0.15, middle)
            dots.append(starts + (ends - starts) * down)
            radii.append(np.full(len(ends), 0.47 * width * seen))
            inside = inside[:MOST_DOTS]
            low = np.column_stack([self.across(inside), np.full(len(inside), strip - 0.05)])
            length = (strip - middle - 2 * self.dots.radius) * down * seen
            links.append(np.stack([low, low - np.array([0, length])], axis=1))
        self.copies.set_dots(np.concatenate(dots), np.concatenate(radii))
        self.links.set_segments(np.concatenate(links))
        means = self.across(story.bootstrap[: number + 1])
        rest = stacked(means, 2 * self.means.radius, self.places.pile, self.places.plot.bottom)
        start, fallen = np.array([means[-1], middle]), ease(2 * t - 1)
        sizes = np.minimum(1, [*[1.0] * number, 4 * max(t - 0.5, 0)])
        rest[-1] = start + (rest[-1] - start) * fallen
        self.fall.set_dashes(start, rest[-1], 0.1)
        self.means.set_dots(rest, self.means.radius * sizes)
        self.resampled = number, t
        return self

    def heap(self, t: float) -> int:
        """Show the histogram of the first resampled means, more with time; return how many."""
        means = self.story.bootstrap
        edges = self.edges = np.linspace(*self.window[:2], self._bins + 1)
        few = SHOWN + round((len(means) - SHOWN) * t**2)
        some, all_of_them = (np.histogram(each, edges)[0] for each in (means[:few], means))
        share = min(1.75 * self.places.stretch / self.pile.zone.height, 0.95)
        self.histogram.steps(edges, share * some / max(all_of_them.max(), 1))
        return few

    @property
    def _bins(self) -> int:
        """As many bins as make some thirty of those in which means lie."""
        low, high = np.quantile(self.story.bootstrap, [0.01, 0.99])
        span = (self.window[1] - self.window[0]) / max(high - low, 1e-9 * self.window[1], 1e-300)
        return int(np.clip(22 * span, BINS, 6 * BINS))

    # -- belief ------------------------------------------------------------------------------------

    def candidate_at(self, mu: float) -> np.ndarray:
        """Return the normal population of mean mu that fits best, (n, 2) in the frame."""
        deviations = self.story.candidate(mu)
        x = np.linspace(self.x.low, self.x.high, 90)
        tallest = float(self.story.candidate(self.story.mean))
        heights = tallest / deviations * np.exp(-0.5 * ((x - mu) / deviations) ** 2)
        zone = self.source.zone
        return np.stack([self.across(x), zone.bottom + _PEAK * zone.height * heights], axis=1)

    def try_out(self, t: float) -> Self:
        """Move a candidate population over the sample; below, trace how plausible its mean is."""
        story = self.story
        low, high = (story.mean + side * 3.4 * self._error for side in (-1, 1))
        mu = low + (high - low) * t
        corners = self.candidate_at(mu)
        self.candidate.set_corners(np.array([*corners, [corners[0, 0], self.places.strip]]))
        return self.believe(mu)

    @property
    def _error(self) -> float:
        return self.story.posterior.error if self.story.posterior else 0.0

    def stamp(self, *means: float) -> Self:
        """Leave candidates behind as thin curves, with their heights on the posterior."""
        graphs = [self.candidate_at(mu) for mu in means]
        lines = [np.stack([graph[:-1], graph[1:]], axis=1) for graph in graphs]
        across = self.across(means)
        up = self.belief.zone.bottom + self.posterior.height_at(across)
        self.ends.set_dots(np.stack([across, up], axis=1))
        feet = [
            cut(np.array([[[x, graph[:, 1].max()], [x, y]]]), 0.12)
            for x, y, graph in zip(across, up, graphs, strict=True)
        ]
        self.stamps.set_segments(np.concatenate(lines))
        self.probe.set_segments(np.concatenate(feet))
        return self

    def believe(self, upto: float = math.inf) -> Self:
        """Show the posterior up to a candidate, and the prior where that is a density."""
        posterior = self.story.posterior
        if posterior is None:
            return self
        inner = posterior.nodes[self.inside(posterior.nodes)]
        nodes = np.union1d(inner[::3], np.linspace(*self.window[:2], 120))
        share = min(2.15 * self.places.stretch / self.belief.zone.height, 0.95)
        logs = posterior.logs(nodes)
        heights = share * np.exp(logs - logs.max())  # so that it never comes to nothing but zeros
        if self.story.prior is not None:  # both are densities, and on one scale
            peaks = np.array([posterior.peak(power) for power in (0.0, 1.0)])
            before = share * peaks[0] / peaks.max() * np.exp(posterior.logs(nodes, 0.0))
            heights *= peaks[1] / peaks.max()
            seen = before > 2e-3
            self.prior.curve(nodes[seen], before[seen])
        seen = (nodes <= upto) & (heights > 2e-3)
        self.posterior.curve(nodes[seen], heights[seen])
        if np.isfinite(upto) and seen.any():
            end = self.belief.at(min(upto, nodes[-1]), heights[seen][-1])
            self.probe.set_dashes(end, (end[0], self.places.strip), 0.12)
        return self

    def shade(self, t: float = 1.0) -> Self:
        """Fill the credible interval below the posterior, from its middle outwards."""
        return self._fill(self.band, "credible", t) if self.story.posterior else self

    def shade_means(self, t: float = 1.0) -> Self:
        """Fill the bootstrap interval in the histogram, from its middle outwards."""
        return self._fill(self.middle, "bootstrap", t)

    def _fill(self, band: Band, name: str, t: float) -> Self:
        low, high = self.story.intervals[name]
        middle = (low + high) / 2
        band.between(middle + (low - middle) * t, middle + (high - middle) * t)
        return self
