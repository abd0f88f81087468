"""The likelihood in a strip above the chart, and arrows by which it moves the heights below."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import DistributionMark
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_chart import LiveAxis, LiveChart
from explainer.mobjects.shapes import Arrow, Segments, VGroup, cut
from explainer.scenes.probability.posterior_update.drawing.zones import BELOW, STRIP
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import Step, Story
from explainer.style import Theme

FLAT = Beta(1, 1)
"""The likelihood is the posterior of a flat prior, but for its area."""


class Strip(VGroup):
    """The likelihood of one toss over the axis of theta, on a scale of its own from 0 to 1."""

    def __init__(self, theta: LiveAxis, story: Story, theme: Theme) -> None:
        axis = Axis(0, 1 / 0.9, "likelihood", ticks=(0.0, 1.0))
        self.chart = LiveChart(STRIP, theme, theta, axis, "left", "likelihood")
        self.chart.y.remove(*self.chart.y.lines)
        ends = [[STRIP.left, STRIP.bottom], [STRIP.right, STRIP.bottom]]
        self.floor = Segments(theme.axis, width=theme.strokes.thin).set_segments(np.array([ends]))
        first = FLAT.after(*story.first.counts)
        role = "likelihood"
        self.old = DistributionMark(self.chart, role, first, width="thin", dashed=True)
        self.old.show(scale=FLAT.evidence(*story.first.counts)).set_opacities(0.6)
        self.line = DistributionMark(self.chart, role, first, fill=0.15)
        self.bars, self.probes = (
            Segments(theme.likelihood, width=theme.strokes.heavy) for _ in range(2)
        )
        super().__init__(self.chart, self.floor)
        self.trace(story.first, 1.0)

    def trace(self, step: Step, t: float) -> Self:
        """Draw the likelihood from the left up to a share t of the axis."""
        window = self.chart.x
        upto = window.low + t * (window.high - window.low) if t < 1 else math.inf
        counts = step.counts
        self.line.show(FLAT.after(*counts), scale=FLAT.evidence(*counts), upto=upto)
        return self

    def bar_lines(self, step: Step, places: np.ndarray, shares: ArrayLike = 1.0) -> np.ndarray:
        """Return bars up to shares of the likelihood at values of theta, (n, 2, 2)."""
        heights = np.multiply(shares, step.likelihood(places))
        return np.stack([self.chart.at(places, y) for y in (0 * heights, heights)], axis=1)

    def end(self, step: Step) -> tuple[float, float]:
        """Return where in the frame its line is, near the end at which it is highest."""
        x, share = self.chart.x, 0.955 if step.side == "H" else 0.045
        theta = x.low + share * (x.high - x.low)
        across, up = self.chart.at(theta, step.likelihood(theta))
        return float(across), float(up)


class Arrows(VGroup):
    """Arrows from one height to another at some values of theta, with lines down from the strip.

    Args:
        chart: where the heights are.
        places: (n,) values of theta.
        role: of their colour.
        dotted: whether dots mark where they begin and end.
    """

    def __init__(
        self, chart: LiveChart, places: np.ndarray, role: str = "ink", dotted: bool = False
    ) -> None:
        theme = chart.theme
        self.chart, self.places, self.dotted = chart, places, dotted
        self.links = Segments(theme.likelihood, width=theme.strokes.thin, opacity=0.45)
        self.arrows = [Arrow(theme.colour(role), width=0.07, tip=0.2) for _ in places]
        self.before, self.now = Dots(theme.prior, 0.09), Dots(theme.ink, 0.11)
        self.now.set_stroke(theme.background, width=1.5, opacity=1)
        super().__init__(self.links, *self.arrows, self.before, self.now)

    def lines(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return lines between heights, both (n,), cut off at the top of the chart, (n, 2, 2)."""
        high = self.chart.top * BELOW.height / self.chart.zone.height
        ends = [self.chart.at(self.places, np.minimum(y, high)) for y in (start, end)]
        return np.stack(ends, axis=1)

    def links_to(self, lines: np.ndarray, linked: ArrayLike = 1.0) -> np.ndarray:
        """Return lines from the strip down to the higher ends of others, as far as a share."""
        roofs, feet = lines[:, 0].copy(), lines[:, 0].copy()
        roofs[:, 1], feet[:, 1] = STRIP.bottom, lines[:, :, 1].max(axis=1)
        return np.stack([roofs, roofs + np.reshape(linked, (-1, 1)) * (feet - roofs)], axis=1)

    def show(self, start: np.ndarray, end: np.ndarray, linked: ArrayLike = 0.0) -> Self:
        """Show them between heights, both (n,), and the lines down as far as a share."""
        lines = self.lines(start, end)
        links = self.links_to(lines, linked)
        self.links.set_segments(cut(links, 0.12) if np.any(linked) else links[:0])
        if self.dotted:
            self.before.set_dots(lines[:, 0])
            self.now.set_dots(lines[:, 1])
        for arrow, (foot, tip) in zip(self.arrows, lines, strict=True):
            way = tip - foot
            length = float(np.linalg.norm(way))
            arrow.set_ends(foot, tip - way * min(0.09 * self.dotted / max(length, 1e-9), 1.0))
            if length <= 0.15:
                arrow.points = np.zeros((0, 3))
        return self
