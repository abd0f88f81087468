"""The likelihood in a strip above the chart, and arrows by which it moves the heights below."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import DistributionMark
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_chart import LiveAxis, LiveChart
from explainer.mobjects.shapes import Arrow, Segments, VGroup, cut
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import Step
from explainer.style import Theme, Zone
from explainer.zones import Layout

FLAT = Beta(1, 1)
"""The likelihood is the posterior of a flat prior, but for its area."""


class Places:
    """Where in a frame what stands.

    Attributes:
        plot: the chart where it has all the room; its numbers and names are around it.
        below: the chart below the strip of the likelihood.
        strip: where the likelihood is drawn.
    """

    def __init__(self, layout: Layout) -> None:
        self.plot = layout.fit(Zone(-5.5, 6.1, -2.3, 2.42))
        self.below = replace(self.plot, top=layout.height(0.46))
        self.strip = replace(self.plot, bottom=layout.height(1.0))


class Strip(VGroup):
    """The likelihood of one toss over the axis of theta, on a scale of its own from 0 to 1."""

    def __init__(self, theta: LiveAxis, theme: Theme) -> None:
        axis, zone = Axis(0, 1 / 0.9, "likelihood", ticks=(0.0, 1.0)), Places(theme.layout).strip
        self.chart = LiveChart(zone, theme, theta, axis, "left", "likelihood")
        self.chart.y.remove(*self.chart.y.lines)
        ends = [[zone.left, zone.bottom], [zone.right, zone.bottom]]
        self.floor = Segments(theme.axis, width=theme.strokes.thin).set_segments(np.array([ends]))
        self.line = DistributionMark(self.chart, "likelihood", FLAT, width="heavy")
        self.bars, self.probes = (
            Segments(theme.likelihood, width=1.6 * theme.strokes.heavy) for _ in range(2)
        )
        super().__init__(self.chart, self.floor)

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

    def stack(self, step: Step, pair: np.ndarray, t: float) -> Self:
        """Show a share t of the likelihood at two values, in pieces as high as the smaller one."""
        heights, pieces = step.likelihood(pair), []
        for place, height in zip(pair, heights, strict=True):
            feet = np.arange(0, height - 1e-9, heights.min())
            tops = np.minimum(np.append(feet[1:] - 0.13 * heights.min(), height), t * height)
            grown = tops > feet
            ends = (self.chart.at(np.full(len(y), place), y) for y in (feet[grown], tops[grown]))
            pieces.append(np.stack([*ends], axis=1))
        self.bars.set_segments(np.concatenate(pieces))
        return self


class Arrows(VGroup):
    """Arrows from one height to another at values of theta, with dots, and lines from the strip.

    Args:
        chart: where the heights are.
        role: of their colour.
        ends: roles of the dots where they begin and end.
    """

    def __init__(self, chart: LiveChart, role: str, ends: tuple[str, str]) -> None:
        theme = chart.theme
        self.chart, self.roof = chart, Places(theme.layout).strip.bottom
        self.links = Segments(theme.likelihood, width=theme.strokes.thin, opacity=0.55)
        self.arrows = [Arrow(theme.colour(role), width=0.09, tip=0.25) for _ in range(3)]
        self.dots = [Dots(theme.colour(each), 0.09) for each in ends]
        super().__init__(self.links, *self.arrows, *self.dots)

    def lines(self, places: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return lines between heights, all (n,), cut off at the top of the chart, (n, 2, 2)."""
        heights = (np.minimum(y, self.chart.top) for y in (start, end))
        return np.stack([self.chart.at(places, y) for y in heights], axis=1)

    def links_to(self, lines: np.ndarray, linked: ArrayLike = 1.0) -> np.ndarray:
        """Return lines from the strip down to the higher ends of others, as far as a share."""
        roofs, feet = lines[:, 0].copy(), lines[:, 0].copy()
        roofs[:, 1], feet[:, 1] = self.roof, lines[:, :, 1].max(axis=1)
        return np.stack([roofs, roofs + np.reshape(linked, (-1, 1)) * (feet - roofs)], axis=1)

    def show(
        self, places: np.ndarray, start: np.ndarray, end: np.ndarray, linked: ArrayLike = 0.0
    ) -> Self:
        """Show them between heights, all (n,), and the lines down as far as a share."""
        lines = self.lines(places, start, end)
        links = self.links_to(lines, linked)
        self.links.set_segments(cut(links, 0.12) if np.any(linked) else links[:0])
        for dots, ends in zip(self.dots, (lines[:, 0], lines[:, 1]), strict=True):
            dots.set_dots(ends)
        for arrow, (foot, tip) in zip(self.arrows, lines, strict=False):
            way = tip - foot
            length = float(np.linalg.norm(way))
            arrow.set_ends(foot, tip - way * min(0.09 / max(length, 1e-9), 1.0))
            if length <= 0.2:
                arrow.points = np.zeros((0, 3))
        return self
