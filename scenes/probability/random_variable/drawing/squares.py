"""Squares on the distances of outcomes from the mean, and the one of their mean area."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots
from explainer.mobjects.placing import Name, Room, evenly_each
from explainer.mobjects.shapes import Arrow, Curve, Segments, VGroup
from explainer.mobjects.text import Formula
from explainer.scenes.probability.random_variable.drawing.outcomes import OutcomeChart


class DeviationSquares(VGroup):
    """Squares that stand on the axis between the mean and an outcome each.

    The chart's window must be the one that they are seen in.
    """

    def __init__(self, chart: OutcomeChart) -> None:
        self.chart, story, theme = chart, chart.story, chart.theme
        self.plot, self.highest = chart.places.plot, chart.places.highest
        mean, self.deviation = story.distribution.mean, story.distribution.standard_deviation
        self.unit = float(np.ptp(chart.across([0.0, 1.0])))  # of the axis, in the frame
        self.x = x = float(chart.across(mean))
        # The square of the mean area stands to the right of the mean where there is room.
        self.side = 1.0 if x <= self.plot.centre[0] + 0.2 * self.plot.width else -1.0
        picks = story.picks
        self.root = float(np.sqrt(np.mean((picks - mean) ** 2)))
        ends = chart.across(picks)
        fits = (np.abs(ends - x) <= self.highest + 1e-9) & chart.inside(picks)
        nearest = [int(np.argmin(np.abs(chart.pile.values - pick))) for pick in picks[fits]]
        self.start = chart.at(*chart.pile.places[nearest].T)
        self.ends = np.column_stack([ends[fits], np.full(int(fits.sum()), self.plot.bottom)])
        self.centre = dashed_mean(chart, mean, self.highest + 0.1)
        self.squares = Curve(theme.outcome, width=theme.strokes.bold, fill=0.08).set_z_index(5.5)
        self.average = Curve(theme.spread, width=theme.strokes.heavy, fill=1).set_z_index(5)
        self.dots = Dots(theme.outcome, 0.13).set_z_index(7)
        super().__init__(self.squares, self.average, self.dots)

    def names(self) -> VGroup:
        """Return the names of the square of the mean area and of its side, clear of all lines."""
        theme, half, found = self.chart.theme, self.deviation * self.unit / 2, VGroup()
        room = Room(self.plot, 0.12)
        for line in (self.squares, self.average, self.chart.distribution.line, *self.centre[:1]):
            corners = line.points.reshape(-1, 4, 3)[:, ::3, :2]
            room.points = np.concatenate([room.points, evenly_each(corners)])
        for markup, role, up in (
            ("sigma", "spread", 2 * half + 0.3 * self.chart.places.grown),
            ("sigma^2", "ink", half),
        ):
            label = Name(
                Formula(markup, theme, size=0.6 * self.chart.places.grown, colour=role),
                theme,
                role,
                7,
            )
            spot = np.array([[self.x + half * self.side, self.plot.bottom + up]])
            if 0.5 < half < self.highest / 2 and label.settle(room, spot):
                found.add(label)
        return found

    def run(self, t: float) -> Self:
        """Bring outcomes down to the axis, one by one, and let a square grow from each distance."""
        count = max(len(self.ends), 1)
        shares = np.clip((t * (count + 2) - np.arange(len(self.ends))) / 3, 0.0, 1.0)
        down, grown = ease(2 * shares), ease(2 * shares - 1)
        spots = self.start + (self.ends - self.start) * down[:, None]
        self.dots.set_dots(spots, 0.13 * np.clip(8 * shares, 0, 1))
        lengths = (self.ends[:, 0] - self.x) * grown
        kept = np.abs(lengths) > 1e-6
        # Alike squares are drawn once, so that nothing is drawn a hundred times in one place.
        found = [self._square(length) for length in np.unique(lengths[kept].round(6))]
        self.squares.points = np.concatenate(found) if found else np.zeros((0, 3))
        return self

    def become_the_variance(self, t: float) -> Self:
        """Grow the square of their mean area, and let it become that of the variance."""
        grown, on = min(1.25 * t, 1.0), max(5 * t - 4, 0.0)
        return self._set_average(grown * self.root + on * (self.deviation - self.root))

    def _set_average(self, side: float) -> Self:
        length = side * self.unit
        fits = 0 < length <= self.highest + 1e-9
        self.average.points = self._square(length * self.side) if fits else np.zeros((0, 3))
        return self

    def _square(self, length: float) -> np.ndarray:
        """Return the outline of a square at the mean, to the left where length < 0."""
        x, end, bottom, top = (
            self.x,
            self.x + length,
            self.plot.bottom,
            self.plot.bottom + abs(length),
        )
        corners = [(x, bottom), (end, bottom), (end, top), (x, top), (x, bottom)]
        return corners_path(np.array(corners))


def dashed_mean(chart: OutcomeChart, value: float, height: float) -> VGroup:
    """Return a dashed line up from the mean or another value, with the name of the mean."""
    theme, plot, x = chart.theme, chart.places.plot, float(chart.across(value))
    line = Segments(theme.mean, width=theme.strokes.bold)
    line.set_dashes((x, plot.bottom), (x, plot.bottom + height), 0.14)
    name = Formula("mu", theme, size=0.6 * chart.places.grown, colour="mean").with_halo(theme, 6)
    name.place((x, plot.bottom + height + 0.14), "centre")
    inside, named = plot.left < x < plot.right, value == chart.story.distribution.mean
    return VGroup(*[line] * inside, *[name] * (inside and named)).set_z_index(6)


class Reach(VGroup):
    """Arrows from where the middle of the distribution is measured to both of its ends."""

    def __init__(self, chart: OutcomeChart) -> None:
        theme, story, plot = chart.theme, chart.story, chart.places.plot
        grown = chart.places.grown
        self.x, self.y = float(chart.across(story.middle_centre)), plot.bottom + 0.5 * grown
        self.ends = np.clip(chart.across(story.middle), plot.left, plot.right)
        finite = story.variance_kind == "finite"
        height = plot.height - (1.227 if chart.crowded else 0.33) * grown
        self.centre = dashed_mean(chart, story.middle_centre, height)
        self.arrows = [Arrow(theme.ink, width=0.09, tip=0.3) for _ in range(2)]
        self.names = VGroup()
        corners = chart.distribution.line.points.reshape(-1, 4, 3)[:, ::3, :2]
        room = Room(plot, 0.2)
        room.points = evenly_each(np.append(corners, [[(x, self.y) for x in self.ends]], axis=0))
        room.block_box(np.array([self.x, self.y]), np.array([0.2, 0.2]))
        for end in self.ends if finite else ():
            sigma = Name(Formula("sigma", theme, size=0.6 * grown), theme, "ink", 7)
            seen = abs(end - self.x) > 0.8 and plot.left < end < plot.right
            if seen and sigma.settle(room, np.array([[(end + self.x) / 2, self.y + 0.3 * grown]])):
                self.names.add(sigma)
        super().__init__(*self.arrows, self.names)
        self.set_z_index(7)

    def go(self, t: float) -> Self:
        """Draw the arrows so far."""
        shortest = float(np.abs(self.ends - self.x).min()) if len(self.centre) else 0.0
        for arrow, end in zip(self.arrows, self.ends, strict=True):
            way = (end - self.x) * t
            arrow.set_ends((self.x + 0.08 * np.sign(way), self.y), (self.x + way, self.y))
            arrow.set_fill(opacity=float(t * shortest > 0.45))
        self.names.set_opacity(float(np.clip(4 * t - 3, 0, 1)))
        return self
