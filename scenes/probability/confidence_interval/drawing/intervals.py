"""Intervals as bars: one with its name, or many in rows, those that catch the true mean or miss."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.mobjects.dots import Dots, arrivals
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Words
from explainer.scenes.probability.confidence_interval.story import MOST_ROWS, IntervalStory

CAP = 0.13
_GROWTH = 0.05
"""The share of the time in which a row grows to its length."""


class IntervalBar(VGroup):
    """A bar above an axis of values.

    Args:
        chart: on whose horizontal axis it lies.
        role: of its colour.
        name: Typst markup above the bar.
    """

    def __init__(self, chart: LiveChart, role: str, name: str) -> None:
        self.chart, theme = chart, chart.theme
        colour = theme.colour(role)
        self.bar = Segments(colour, width=theme.strokes.heavy)
        self.middle = Dots(colour, 0.09)
        self.label = Words(name, theme, size="small", colour=role).with_halo(theme)
        self.label.set_z_index(1)  # what crosses it does not cross it out
        self.y = 0.0
        super().__init__(self.bar, self.middle)

    def set_interval(
        self, low: float, high: float, y: float, middle: float | None = None, t: float = 1.0
    ) -> Self:
        """Draw from ``low`` to ``high`` at the ordinate y, grown from its middle to a share t.

        Args:
            low: lower end, a value.
            high: upper end, a value.
            y: ordinate in the frame.
            middle: the value at which a dot is drawn; none when None.
            t: from 0 to 1.
        """
        centre, zone = (low + high) / 2 if middle is None else middle, self.chart.zone
        ends = self.chart.across(centre + (np.array([low, high]) - centre) * t)
        left, right = np.clip(ends, zone.left, zone.right)
        segments = [[[left, y], [right, y]]]
        segments += [[[x, y - CAP], [x, y + CAP]] for x in (left, right)]
        self.bar.set_segments(np.array(segments))
        shown = [] if middle is None else [[float(self.chart.across(middle)), y]]
        self.middle.set_dots(np.array(shown))
        self.y = y
        half = self.label.advance / 2
        x = min(max((left + right) / 2, zone.left + half), zone.right - half)
        self.label.place((x, y + 0.2), "centre")
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
        self.top = zone.top - 0.05
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

    @property
    def first(self) -> float:
        """The ordinate of the first row."""
        return self.top - self.pitch / 2

    def drawn(self, t: float) -> int:
        """Return how many samples have been drawn at a share t of the time."""
        if t >= 1:
            return self.story.repetitions
        rows = int(np.searchsorted(self.times, t, side="right"))
        further, end = self.story.repetitions - self.count, self.times[-1] + _GROWTH
        return rows + (round(further * max((t - end) / (1 - end), 0.0)) if further else 0)

    def caught(self, t: float) -> int:
        """Return how many of the samples drawn so far caught the true mean."""
        return int(self.story.caught[: self.drawn(t)].sum())

    def fill(self, t: float) -> Self:
        """Show the rows that have come by a share t of the time, each growing from its mean."""
        grown = np.clip((t - self.times) / _GROWTH, 0.0, 1.0) if t < 1 else np.ones(self.count)
        grown[0] = 1.0  # it was there before
        ordinates = self.top - (np.arange(self.count) + 0.5) * self.pitch
        self._draw(ordinates, grown)
        newest = int(np.searchsorted(self.times, t, side="right")) - 1
        spots = np.zeros((0, 2))
        # The values of a sample show while samples come slowly.
        if 0 <= newest < self.count - 1 and self.times[newest + 1] - self.times[newest] > 0.025:
            values = self.story.samples[newest]
            values = values[self.chart.inside(values)]
            spots = np.stack([self.chart.across(values), 0 * values + ordinates[newest]], axis=1)
        self.fresh.set_dots(spots)
        return self

    def sort(self, t: float) -> Self:
        """Show the rows on their way from the order of drawing to the order of their means."""
        places = (1 - t) * np.arange(self.count) + t * self.ranks
        self._draw(self.top - (places + 0.5) * self.pitch, np.ones(self.count))
        # Fainter while they pass through each other, or the picture would flicker.
        self.hits.set_stroke(opacity=1 - 0.5 * math.sin(math.pi * t))
        self.fresh.set_dots(np.zeros((0, 2)))
        return self

    def beyond(self) -> int:
        """Return how many rows run off the window."""
        story, n = self.story, self.count
        out = (story.lows[:n] < self.chart.x.low) | (story.highs[:n] > self.chart.x.high)
        return int(out.sum())

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
        reach = min(0.075, 0.9 * self.pitch)
        spots = np.stack([np.full(n, zone.right + 0.16), ordinates], axis=1)[here & ~judged]
        arms = reach * np.array([[[-1, -1], [1, 1]], [[-1, 1], [1, -1]]])
        self.crosses.set_segments((spots[:, None, None, :] + arms).reshape(-1, 2, 2))
