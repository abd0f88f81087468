"""The dots of a sample, one for each outcome: in the air, on their piles, in their bars."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Self

import numpy as np

from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots, arrivals, pile_heights
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import VGroup, disc
from explainer.scenes.probability.random_variable.story import Story

SMALL = 0.035
"""Dots smaller than this fill what each has of the chart."""
SQUARE = corners_path(np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]))[:, :2]
ROUND = disc(np.zeros(2), 1.0, 1.0)[:, :2]
LARGEST = 0.22
"""The radius of dots where there are few."""
WAITING = 0.45
"""The brightness of a dot that has not fallen."""
FEW, APART = 3, 1.2
"""So many outcomes fall by themselves first, so many seconds apart."""
FALL, LONGEST = 0.8, 3.4
"""Seconds that one outcome falls, and in which all the others begin to, faster and faster."""


class Pile(VGroup):
    """The dots of the outcomes inside the window, in the units of a chart.

    Args:
        chart: where they lie.
        story: the outcomes.
        share: how high it is where it is lower, as a share of what it is.

    Attributes:
        arrangements: where dots lie, (n, 2), and what each has of the chart, (2,): at their values
            on one another, filling their bars, and filling those of the lower chart.
        begins: (size,) when each outcome begins to fall, in seconds.
        first, duration: when the first few have fallen, and when all have.
    """

    def __init__(self, chart: LiveChart, story: Story, share: float) -> None:
        self.chart, self.story, bins = chart, story, story.bins
        theme = chart.theme
        places = bins.index(story.values)
        self.held = (places >= 0) & (places < bins.count)
        self.values = story.values[self.held]
        self.bins, self.bin = places[self.held], float(bins.edges[1] - bins.edges[0])
        many = self._columns(1.0)
        shares = (self.values - bins.edges[0]) / self.bin
        self.strips = np.minimum(np.floor(shares * many), bins.count * many - 1)  # wide as a dot
        levelled, low = (self._level(each) for each in (1.0, share))
        fallen = levelled if bins.single else self._stack()
        self.arrangements = {"fallen": fallen, "levelled": levelled, "low": low}
        order = np.random.default_rng([story.seed, 5]).uniform(0.12, 1.0, len(self.values))
        self.air = np.column_stack([fallen[0][:, 0], chart.top * order])
        self.faint, self.lit = Dots(theme.outcome, 0.1), Dots(theme.outcome, 0.1)
        super().__init__(self.faint, self.lit)
        few = min(FEW, story.size)
        more = story.size - few
        self.first = APART * few
        later = self.first + LONGEST * more / (more + 8) * arrivals(more)
        self.begins = np.concatenate([APART * np.arange(few), later])
        self.duration = max(float(self.begins[-1]) + FALL, self.first)
        self.dimness, self.scale_of = WAITING, 1.0
        self.bright = np.zeros(len(self.values), dtype=bool)
        self.places, self.size = self.air, fallen[1]
        self.redraw()
        chart.marks.append(self)

    def _columns(self, share: float) -> int:
        """Return how many dots lie side by side in a bar of a chart ``share`` as high."""
        chart, bins = self.chart, self.story.bins
        bar = float(np.ptp(chart.across([0.0, self.bin * bins.breadth])))
        each = share * chart.zone.height / chart.top / (self.story.size * bins.width)
        return max(1, round(math.sqrt(bar / each)))

    def _level(self, share: float) -> tuple[np.ndarray, np.ndarray]:
        """Return where dots fill the bars of a chart ``share`` as high, and what each has of it."""
        bins, columns = self.story.bins, self._columns(share)
        wide, high = self.bin * bins.breadth / columns, 1 / (self.story.size * bins.width)
        cell, counts = np.array([wide, columns * high]), self.story.counts[self.bins]
        rows, at = np.divmod(pile_heights(self.bins, 1.0), columns)
        if not bins.single:  # each column has its part of the values
            order = np.lexsort((self.values, self.bins))
            rank = np.empty(len(order), dtype=int)
            rank[order] = pile_heights(self.bins[order], 1.0)
            at = rank * columns // counts
            rows = pile_heights(self.bins * columns + at, 1.0)
        x = bins.centres[self.bins] + (at - (columns - 1) / 2) * wide
        lid = cell[1] * (counts / columns) / np.ceil(counts / columns)  # no dot is above it
        return np.column_stack([x, (rows + 0.5) * lid]), cell

    def _stack(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where dots lie on one another at their values, and what each has of the chart."""
        chart, rows = self.chart, pile_heights(self.strips, 1.0)
        wide = self.bin / self._columns(1.0)
        across = min(float(np.ptp(chart.across([0.0, wide]))), 2.2 * LARGEST)
        most = 0.94 * chart.top / (int(rows.max(initial=0)) + 1)
        pitch = min(across / chart.zone.height * chart.top, most)
        x = self.story.bins.edges[0] + (self.strips + 0.5) * wide
        return np.column_stack([x, (rows + 0.5) * pitch]), np.array([wide, pitch])

    def redraw(self) -> Self:
        """Draw the dots where they are now."""
        chart, zone = self.chart, self.chart.zone
        wide, high = self.size * [1 / (chart.x.high - chart.x.low), 1 / chart.top]
        half = 0.46 * self.scale_of * np.array([wide * zone.width, high * zone.height])
        radius = min(LARGEST, float(half.min()))
        spots, up = chart.at(*self.places.T), self.places[:, 1]
        inside = chart.inside(self.places[:, 0]) & (up <= chart.top)
        for dots, which in ((self.faint, ~self.bright), (self.lit, self.bright)):
            small = radius < SMALL
            dots.outline, dots.radius = (SQUARE * half, 1.0) if small else (ROUND, radius)
            dots.set_dots(spots[which & inside])
        self.radius = radius
        self.faint.set_fill(opacity=self.dimness)
        return self

    def drop(self, seconds: float) -> int:
        """Let outcomes fall for some seconds; return how many have arrived."""
        every = np.clip((seconds - self.begins) / FALL + 1e-9, 0.0, 1.0)
        share = every[self.held]
        self.places = self.air + (self.arrangements["fallen"][0] - self.air) * share[:, None] ** 2
        self.bright = share > 0
        self.redraw()
        return int((every == 1).sum())

    def way(self, name: str, dimness: float | None = None) -> Callable[[float], object]:
        """Return the way from where the dots lie to another arrangement, to be swept.

        Args:
            name: of the arrangement: ``fallen``, ``levelled`` or ``low``.
            dimness: the brightness that those take which are not lit; as it is when None.
        """
        places, size, dim, scale = self.places, self.size, self.dimness, self.scale_of
        end, cell = self.arrangements[name]

        def move(t: float) -> object:
            self.places, self.size = places + (end - places) * t, size + (cell - size) * t
            self.dimness = dim + ((dim if dimness is None else dimness) - dim) * t
            self.scale_of = scale + (1 - scale) * t
            return self.redraw()

        return move

    def light(self, low: float, high: float) -> int:
        """Light those from one value to another; return how many."""
        self.bright = (self.values >= low) & (self.values <= high)
        self.redraw()
        return int(self.bright.sum())
