"""Intervals as bars: one with its numbers, and those of many samples in rows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.dots import Dots, arrivals
from explainer.mobjects.glow import Glow
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import to_typst
from explainer.scenes.probability.confidence_interval import text
from explainer.scenes.probability.confidence_interval.drawing.chart import (
    MOST_DOTS,
    IntervalChart,
    Places,
)
from explainer.scenes.probability.confidence_interval.story import IntervalStory
from explainer.style import Zone

CAP = 0.2
"""How far the end of a bar reaches up and down."""
HERO = 18.0
"""How thick a bar is."""
_FALL, _GATHER = 0.45, 0.7
"""Of the time in which a row comes, when its dots have fallen, and when they are one."""


class IntervalBar(VGroup):
    """One of the three intervals as a bar over the axis of values.

    Args:
        chart: on whose horizontal axis it lies.
        name: of the interval.

    Attributes:
        said: the values at its ends, and its name.
    """

    def __init__(self, chart: IntervalChart, name: str) -> None:
        self.chart, theme, self.y, self.t, self.thick = chart, chart.theme, 0.0, 1.0, HERO
        self.interval = chart.story.intervals[name]
        self.centre = chart.story.mean if name == "confidence" else sum(self.interval) / 2
        role = text.ROLES[name]
        self.bar = Segments(theme.colour(role), width=HERO)
        self.has_mean = name == "confidence"
        self.middle = Dots(theme.colour(role), 0.2)
        low, high = map(to_typst, text.ends(chart.story, name))
        self.low, self.high = (
            Formula(end, theme, size="label", colour=role) for end in (low, high)
        )
        self.label = Words(name, theme, size="label", colour=role)
        self.said = VGroup(*(each.with_halo(theme) for each in (self.low, self.high, self.label)))
        self.said.set_z_index(5)
        super().__init__(self.bar, self.middle)
        chart.marks.append(self)

    full = HERO

    def stand(self, y: float, t: float = 1.0, width: float = HERO) -> Self:
        """Lie at an ordinate of the frame, grown from the middle to a share t of the length."""
        self.y, self.t, self.thick, across = y, t, width, self.chart.across
        frame, safe = self.chart.places.frame, self.chart.places.safe
        ends = across(self.centre + (np.array(self.interval) - self.centre) * t)
        left, right = np.clip(ends, frame.left - 0.2, frame.right + 0.2)
        grown = min(5 * t, 1.0)
        cap = CAP * grown * width / HERO
        segments = [[[left, y], [right, y]]]
        segments += [[[x, y - cap], [x, y + cap]] for x in (left, right)]
        self.bar.set_segments(np.array(segments)).set_stroke(width=width)
        self.middle.radius = 0.2 * grown * width / HERO if self.has_mean else 0.0
        self.middle.set_dots(np.array([across(self.centre), y]))
        left, right = max(left, safe.left + self.low.advance), min(right, safe.right - 1.2)
        left, right = left - 0.2, right + 0.2
        if (mean := self.chart.story.true_mean) is not None:  # its line crosses nothing out
            x = float(across(mean))
            left = min(left, x - 0.1) if left - self.low.advance - 0.1 < x else left
            right = max(right, x + 0.1) if x < right + self.high.advance + 0.1 else right
        y -= 0.12 * self.chart.places.grown
        self.low.place((left, y), "right")
        self.high.place((right, y))
        self.label.place((right + 0.2 + self.high.advance, y))
        return self

    def redraw(self) -> Self:
        """Draw it for the window as it is."""
        return self.stand(self.y, self.t, self.thick)


class IntervalRows(VGroup):
    """The intervals of a story's samples, in the order in which they were drawn or sorted.

    Args:
        story: the numbers.
        chart: on whose horizontal axis they lie.
        zone: in which they lie, the first at its bottom, if not in that of rows.
        origins: where values fall from; where it is None, they do not, and rows are sorted.
    """

    def __init__(
        self,
        story: IntervalStory,
        chart: LiveChart,
        zone: Zone | None = None,
        origins: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> None:
        self.story, self.chart, self.origins = story, chart, origins
        self.places = Places(chart.theme.layout)
        self.zone = zone = zone or self.places.rows
        self.count, theme = story.rows, chart.theme
        self.pitch = min(0.3, zone.height / self.count)
        width = max(62 * self.pitch, 1.5)
        self.thick = width = min(width, HERO)
        self.hits = Segments(theme.sample, width=width)
        self.misses = Segments(theme.missed, width=1.2 * width)
        self.leader = Segments(theme.ink, width=1.5 * width)
        self.means = Dots(theme.background, min(0.06, 0.26 * self.pitch))
        self.crosses = Segments(theme.missed, width=theme.strokes.regular)
        self.fresh = Dots(theme.sample, 0.085)
        self.glow = Glow(self.misses, 0.25)
        # The last of the time is for those samples that have no row.
        self.times = arrivals(self.count) * (0.8 if story.repetitions > self.count else 0.9)
        gaps = np.diff(self.times, append=self.times[-1])
        self.lives = np.clip(gaps, 0.09, 0.3)
        self.order = np.arange(self.count) if origins else story.ranks
        super().__init__(self.glow, self.hits, self.misses)
        if origins:
            self.add(self.leader, self.means, self.crosses, self.fresh)

    @property
    def reach(self) -> float:
        """How far to the right a row reaches in the frame."""
        return float(self.chart.across(self.story.highs[: self.count]).max()) + 0.3

    def ordinates(self, places: np.ndarray) -> np.ndarray:
        """Return where rows lie in the frame, the first at place 0."""
        return np.asarray(self.zone.bottom + (places + 0.5) * self.pitch)

    def phases(self, t: float) -> np.ndarray:
        """Return how far each row has come, (count,), from 0 to 1."""
        found = np.clip((t - self.times) / self.lives, 0.0, 1.0) if t < 1 else np.ones(self.count)
        found[0] = 1.0  # it was there before
        return found

    def drawn(self, t: float) -> int:
        """Return how many samples have an interval at a share t of the time."""
        if t >= 1:
            return self.story.repetitions
        rows = int((self.phases(t) > _GATHER).sum())
        further, end = self.story.repetitions - self.count, self.times[-1] + self.lives[-1]
        return rows + (round(further * max((t - end) / (1 - end), 0.0)) if further else 0)

    def fill(self, t: float) -> Self:
        """Show the rows that have come by a share t of the time.

        The dots of each fall to its place and gather in their mean, from which it grows.
        """
        phases, ordinates = self.phases(t), self.ordinates(self.order)
        self._draw(ordinates, ease((phases - _GATHER) / (1 - _GATHER)), phases > _GATHER)
        under_way = np.flatnonzero((phases > 0) & (phases <= _GATHER))
        if self.origins is None or not len(under_way):
            return self
        values = self.story.samples[under_way, :MOST_DOTS]
        phase = phases[under_way, None]
        gathered = ease((phase - _FALL) / (_GATHER - _FALL))
        start, end = self.origins(values), ordinates[under_way, None]
        y = start + (end - start) * np.clip(phase / _FALL, 0, 1) ** 2
        across = self.chart.across(values)
        x = across + (self.chart.across(self.story.means[under_way, None]) - across) * gathered
        radii = self.fresh.radius * np.minimum(8 * phase, 1) + 0 * x
        self.fresh.set_dots(np.stack([x, y], axis=-1).reshape(-1, 2), radii.ravel())
        return self

    def sort(self, t: float) -> Self:
        """Show the rows on their way from the order of drawing to that of how far off they are."""
        places = (1 - t) * np.arange(self.count) + t * self.story.ranks
        self._draw(self.ordinates(places))
        # Fainter while they pass through each other, or the picture would flicker.
        self.hits.set_stroke(opacity=1 - 0.5 * math.sin(math.pi * t))
        return self

    def _draw(
        self, ordinates: np.ndarray, grown: np.ndarray | float = 1.0, here: np.ndarray | bool = True
    ) -> None:
        story, n = self.story, self.count
        seen = here & np.ones(n, dtype=bool)
        means, margins = story.means[:n], story.margins[:n] * grown
        ends = np.stack([means - margins, means + margins], axis=1)
        frame = self.places.frame
        across = np.clip(self.chart.across(ends), frame.left - 0.1, frame.right + 0.1)
        lines = np.stack([across, np.repeat(ordinates[:, None], 2, axis=1)], axis=2)
        judged = story.caught[:n] | (story.true_mean is None)
        missed = seen & ~judged
        self.lines = lines
        self.hits.set_segments(lines[seen & judged])
        self.misses.set_segments(lines[missed])
        self.leader.set_segments(lines[:1])
        self.glow.follow()
        inside = seen & self.chart.inside(means)
        self.means.set_dots(np.stack([self.chart.across(means), ordinates], axis=1)[inside])
        spots = np.stack(
            [np.minimum(across[:, 1] + 0.2, self.places.safe.right), ordinates], axis=1
        )[missed]
        arms = np.array([[[-1, -1], [1, 1]], [[-1, 1], [1, -1]]]) * min(0.09, 0.9 * self.pitch)
        self.crosses.set_segments((spots[:, None, None, :] + arms).reshape(-1, 2, 2))
        self.fresh.set_dots(np.zeros((0, 2)))
