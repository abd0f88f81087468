"""Distances from a mean as the sides of squares, and the one square of their mean area."""

from __future__ import annotations

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots
from explainer.mobjects.shapes import Curve, Segments, VGroup
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
        distribution, thin = chart.story.distribution, theme.strokes.thin
        self.unit = float(np.ptp(chart.across([0.0, 1.0])))  # of the axis, in the frame
        self.squared = (self.story.values - distribution.mean) ** 2
        self.x = float(chart.across(distribution.mean))
        # The square of the mean area stands to the right of the mean where there is room.
        self.side = 1.0 if self.x <= PLOT.centre[0] + 0.2 * PLOT.width else -1.0
        self.centre = Segments(theme.mean, width=theme.strokes.regular).set_z_index(4)
        self.centre.set_dashes((self.x, PLOT.bottom), (self.x, PLOT.top), 0.12)
        self.mean_name = Formula("μ", theme, size="label", colour="mean").with_halo(theme, 6)
        self.mean_name.place((self.x, PLOT.top + 0.14), "centre")
        self.squares = Curve(theme.spread, width=thin, fill=0.07).set_z_index(3)
        self.average = _area(theme.spread, 0.4, theme.strokes.bold).set_z_index(4)
        self.latest = _area(theme.outcome, 0.3, theme.strokes.regular).set_z_index(5)
        self.dots = Dots(theme.outcome, 0.07).set_z_index(6)
        self.side_name = Formula("σ", theme, size="label", colour="spread").with_halo(theme, 6)
        self.area_name = Formula("σ^2", theme, size="label")
        self.side_name.set_z_index(7)
        self.area_name.set_z_index(7)
        super().__init__(self.centre, self.squares, self.average, self.latest, self.dots)

    @property
    def moving(self) -> list[VMobject]:
        """What running through the outcomes changes."""
        return [self.squares, self.average, self.latest, self.dots]

    def run(self, t: float) -> tuple[int, float]:
        """Take the outcomes up to a time t in [0, 1] into the mean square; return how many, and it.

        The first one's square grows from its side; the others follow faster and faster.
        """
        if t < 0.2:
            part = t / 0.2
            self._draw_latest(0, min(2 * part, 1.0), min(max(2 * part - 1, 0.0), 1.0))
            self._draw_older(1)
            self.average.points = np.zeros((0, 3))
            return 1, float(self.squared[0])
        late, size = (t - 0.2) / 0.8, self.story.size
        whole = max(int(size**late + 1e-9), 1)
        self._draw_latest(min(whole - 1, size - 1), 1.0, 1.0)
        self._draw_older(whole)
        mean = float(np.mean(self.squared[:whole]))
        self._set_average(mean**0.5)
        fade = min(max(4 * late, 0.0), 1.0)
        self.average.set_fill(opacity=0.4 * fade).set_stroke(opacity=fade)
        gone = 1 - min(max((late - 0.85) / 0.15, 0.0), 1.0)
        self.latest.set_fill(opacity=0.3 * gone).set_stroke(opacity=gone)
        return whole, mean

    def become_the_variance(self, t: float) -> None:
        """Turn the square of the outcomes' mean area into that of the variance."""
        start, end = self.story.sample_deviation, self.story.distribution.standard_deviation
        self.squares.set_stroke(opacity=1 - 0.65 * t).set_fill(opacity=0.07 - 0.04 * t)
        self.average.set_fill(opacity=0.4 + 0.15 * t)
        self._set_average(start + (end - start) * t)

    def names(self) -> list[Formula]:
        """Return the names of the square's area and of its side, where there is room for them."""
        length = self.story.distribution.standard_deviation * self.unit
        if not 0.25 < length <= PLOT.height:
            return []
        x = self.x + length * self.side / 2
        self.side_name.place((x, PLOT.bottom + length + 0.12), "centre")
        self.area_name.place((x, PLOT.bottom + length / 2 - 0.12), "centre")
        above = PLOT.bottom + length + 0.5 < PLOT.top + 0.3
        return [*([self.area_name] if length > 0.7 else []), *([self.side_name] if above else [])]

    def _set_average(self, side: float) -> None:
        length, fits = side * self.unit, side * self.unit <= PLOT.height + 1e-9
        self.average.points = self._square(length * self.side) if fits else np.zeros((0, 3))

    def _draw_latest(self, index: int, along: float, up: float) -> None:
        """Draw the side of one outcome's square, and the square over it as far as it has grown."""
        mean = self.story.distribution.mean
        length = float(self.story.values[index] - mean) * self.unit * along
        fits = abs(length) <= PLOT.height + 1e-9 and PLOT.left <= self.x + length <= PLOT.right
        self.latest.points = self._square(length, up) if fits else np.zeros((0, 3))

    def _draw_older(self, count: int) -> None:
        """Draw dots and squares of the first outcomes that fit."""
        ends = self.chart.across(self.story.values[: min(count, DRAWN)])
        near = np.abs(ends - self.x) <= PLOT.height
        ends = ends[(ends >= PLOT.left) & (ends <= PLOT.right) & near]
        self.dots.set_dots(np.stack([ends, np.full(len(ends), PLOT.bottom)], axis=1))
        # Alike squares are drawn once, so that nothing is drawn a hundred times in one place.
        older = np.unique(ends.round(6)) if count > 1 else ends[:0]
        found = [self._square(end - self.x) for end in older]
        self.squares.points = np.concatenate(found) if found else np.zeros((0, 3))

    def _square(self, length: float, up: float = 1.0) -> np.ndarray:
        """Return the outline of a square at the mean, to the left where length < 0."""
        x, end, bottom, top = self.x, self.x + length, PLOT.bottom, PLOT.bottom + abs(length) * up
        corners = [(x, bottom), (end, bottom), (end, top), (x, top), (x, bottom)]
        return corners_path(np.array(corners))


def _area(colour: str, fill: float, width: float) -> VMobject:
    return VMobject(fill_color=colour, fill_opacity=fill, stroke_color=colour, stroke_width=width)
