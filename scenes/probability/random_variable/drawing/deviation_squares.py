"""Distances from a mean as the sides of squares, and the one square of their mean area."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots
from explainer.mobjects.shapes import Curve, Segments
from explainer.mobjects.text import Formula
from explainer.scenes.probability.random_variable.drawing.outcomes import PLOT, OutcomeChart
from explainer.style import Theme

DRAWN = 60
"""No more squares than these are drawn; the mean is taken over all."""


class DeviationSquares(VGroup):
    """Squares that stand on the axis between the mean and an outcome each.

    Args:
        chart: whose axis they stand on; its window must be the one that they are seen in.
        theme: for colours.
    """

    def __init__(self, chart: OutcomeChart, theme: Theme) -> None:
        self.chart, self.story = chart, chart.story
        self.centre = Segments(theme.mean, width=theme.strokes.regular)
        self.dots = Dots(theme.outcome, 0.07)
        self.squares = Curve(theme.spread, width=theme.strokes.thin, fill=0.07)
        self.mean_name = Formula("μ", theme, size="label", colour="mean").with_halo(theme, 6)
        self.latest = VMobject(
            fill_color=theme.outcome,
            fill_opacity=0.3,
            stroke_color=theme.outcome,
            stroke_width=theme.strokes.regular,
        )
        self.average = VMobject(
            fill_color=theme.spread,
            fill_opacity=0.4,
            stroke_color=theme.spread,
            stroke_width=theme.strokes.bold,
        )
        self.squared = (self.story.values - self.story.law.mean) ** 2
        for level, mobject in (
            (3, self.squares),
            (4, self.average),
            (5, self.latest),
            (6, self.dots),
            (4, self.centre),
        ):
            mobject.set_z_index(level)
        self.side_name = Formula("σ", theme, size="label", colour="spread").with_halo(theme, 6)
        self.area_name = Formula("σ^2", theme, size="label")
        self.side_name.set_z_index(7)
        self.area_name.set_z_index(7)
        super().__init__(self.centre, self.squares, self.average, self.latest, self.dots)

    @property
    def moving(self) -> list[VMobject]:
        """What running through the outcomes changes."""
        return [self.squares, self.average, self.latest, self.dots]

    def scale(self) -> float:  # type: ignore[override]
        """Return the length in the frame of a unit of the axis."""
        low, high = self.chart.axis_ends
        return PLOT.width / (high - low)

    def place_mean(self) -> Self:
        """Draw the line at the mean."""
        x = float(self.chart.axis.across(self.story.law.mean))
        self.centre.set_dashes((x, PLOT.bottom), (x, PLOT.top), 0.12)
        self.mean_name.place((x, PLOT.top + 0.14), "centre")
        return self

    def run(self, t: float) -> tuple[int, float]:
        """Take the outcomes up to a time t in [0, 1] into the mean square; return how many, and it.

        The first one's square grows from its side; the others follow faster and faster.
        """
        story = self.story
        if t < 0.2:
            part = t / 0.2
            self._corner(0, min(2 * part, 1.0), min(max(2 * part - 1, 0.0), 1.0))
            self._draw(1)
            self.average.points = np.zeros((0, 3))
            return 1, float(self.squared[0])
        late = (t - 0.2) / 0.8
        taken = story.size**late
        whole = max(int(taken + 1e-9), 1)
        self._corner(min(whole - 1, story.size - 1), 1.0, 1.0)
        self._draw(whole)
        mean = float(np.mean(self.squared[:whole]))
        self.set_average(mean**0.5)
        fade = min(max(4 * late, 0.0), 1.0)
        self.average.set_fill(opacity=0.4 * fade).set_stroke(opacity=fade)
        gone = 1 - min(max((late - 0.85) / 0.15, 0.0), 1.0)
        self.latest.set_fill(opacity=0.3 * gone).set_stroke(opacity=gone)
        return whole, mean

    def set_average(self, side: float) -> Self:
        """Draw the square of the mean area, to the right of the mean where there is room."""
        length = side * self.scale()
        x = float(self.chart.axis.across(self.story.law.mean))
        self.average.points = np.zeros((0, 3))
        if length <= PLOT.height + 1e-9:
            self.average.points = corners_path(_square(x, length * self.side))
        return self

    def become_the_law(self, t: float) -> Self:
        """Turn the square of the outcomes' mean area into that of the variance."""
        story = self.story
        start, end = story.sample_deviation, story.law.standard_deviation
        self.squares.set_stroke(opacity=1 - 0.65 * t).set_fill(opacity=0.07 - 0.04 * t)
        self.average.set_fill(opacity=0.4 + 0.15 * t)
        return self.set_average(start + (end - start) * t)

    def names(self) -> list[Formula]:
        """Return the names of the square's area and of its side, where there is room for them."""
        length = self.story.law.standard_deviation * self.scale()
        if not 0.25 < length <= PLOT.height:
            return []
        x = float(self.chart.axis.across(self.story.law.mean)) + length * self.side / 2
        self.side_name.place((x, PLOT.bottom + length + 0.12), "centre")
        self.area_name.place((x, PLOT.bottom + length / 2 - 0.12), "centre")
        above = PLOT.bottom + length + 0.5 < PLOT.top + 0.3
        return [*([self.area_name] if length > 0.7 else []), *([self.side_name] if above else [])]

    @property
    def side(self) -> float:
        """1 where the square of the mean area stands to the right of the mean, else -1."""
        x = float(self.chart.axis.across(self.story.law.mean))
        return 1.0 if x <= PLOT.centre[0] + 0.2 * PLOT.width else -1.0

    def _corner(self, index: int, along: float, up: float) -> None:
        """Draw the side of one outcome's square, and the square over it as far as it has grown."""
        x = float(self.chart.axis.across(self.story.law.mean))
        length = float(self.story.values[index] - self.story.law.mean) * self.scale() * along
        height = abs(length) * up
        bottom = PLOT.bottom
        self.latest.points = np.zeros((0, 3))
        if abs(length) <= PLOT.height + 1e-9 and PLOT.left <= x + length <= PLOT.right:
            corners = [(x, bottom), (x + length, bottom), (x + length, bottom + height)]
            corners += [(x, bottom + height), (x, bottom)]
            self.latest.points = corners_path(np.array(corners))

    def _draw(self, count: int) -> None:
        """Draw dots and squares of the first outcomes that fit."""
        values = self.story.values[: min(count, DRAWN)]
        x = float(self.chart.axis.across(self.story.law.mean))
        ends = self.chart.axis.across(values)
        fits = (ends >= PLOT.left) & (ends <= PLOT.right) & (np.abs(ends - x) <= PLOT.height)
        ends = ends[fits]
        self.dots.set_dots(np.stack([ends, np.full(len(ends), PLOT.bottom)], axis=1))
        # Alike squares are drawn once, so that nothing is drawn a hundred times in one place.
        older = np.unique(ends.round(6)) if count > 1 else ends[:0]
        found = [corners_path(_square(x, end - x)) for end in older]
        self.squares.points = np.concatenate(found) if found else np.zeros((0, 3))


def _square(x: float, length: float) -> np.ndarray:
    """Return the corners of a square that stands on the axis, to the left where length < 0."""
    bottom, top = PLOT.bottom, PLOT.bottom + abs(length)
    corners = [(x, bottom), (x + length, bottom), (x + length, top), (x, top), (x, bottom)]
    return np.array(corners)
