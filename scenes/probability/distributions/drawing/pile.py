"""A pile of dots, one for each run, that has the area of the distribution and stays."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.distribution_mark import BAR
from explainer.mobjects.dots import Dots, pile_heights
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.shapes import VGroup
from explainer.style import Theme

STRIPS = 20
"""Into about how many strips the axis of a time is cut, in each of which dots pile up."""
LARGEST = 0.0335
"""The radius of a dot at most, as a share of the height of the chart."""
FALL = 0.16
"""The share of a motion's time that one dot takes of it."""


class Heap(NamedTuple):
    """Where dots lie: (runs, 2) values on a chart, and the size of a dot's cell in its units."""

    places: np.ndarray
    cell: tuple[float, float]

    def on(self, chart: LiveChart) -> tuple[np.ndarray, float]:
        """Return where they are in the frame, (runs, 2), and their radius."""
        units = [np.ptp(chart.at([0, 1], [0, 1])[:, axis]) for axis in (0, 1)]
        radius = 0.45 * min(side * unit for side, unit in zip(self.cell, units, strict=True))
        return chart.at(*self.places.T), float(np.clip(radius, 0.02, LARGEST * chart.zone.height))

    def towards(self, other: Heap, t: float) -> Heap:
        """Return where they are at a share t of the way to another heap."""
        start, end = self.cell, other.cell
        cell = start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t
        return Heap(self.places + (other.places - self.places) * t, cell)


def heap(values: np.ndarray, chart: LiveChart, discrete: bool, shown: int) -> Heap:
    """Return how runs pile up on a chart: together they have the area one.

    Args:
        values: (runs,) what they give.
        chart: on which they lie.
        discrete: whether these are whole numbers.
        shown: so many of the runs lie below their rows, on the ground.
    """
    count = len(values)
    across, up = (np.ptp(chart.at([0, 1], [0, 1])[:, axis]) for axis in (0, 1))
    low, high, _ = chart.window
    strip = wide = unit = 1.0
    if discrete:  # as many side by side as make a dot's cell square
        wide = BAR
        beside = max(1, round(float(np.sqrt(wide * across * count / up))))
    else:
        side = float(np.sqrt(up / (across * count)))
        beside = max(1, round((high - low) / STRIPS / side))
        strip = beside * side
        strip = 1 / round(1 / strip) if strip < 0.2 else strip  # an hour is filled to its end
        wide = unit = strip
    order = pile_heights(values, strip)
    lefts = values - wide / 2 if discrete else np.floor(values / strip) * strip
    for run in range(shown):
        share = (values[run] - lefts[run]) / wide
        wanted = min(int(share * beside), beside - 1)
        (other,) = np.nonzero((lefts == lefts[run]) & (order == wanted))
        if len(other) and other[0] >= shown:
            order[run], order[other[0]] = wanted, order[run]
    height = beside / (count * unit)  # a bar has the mass of its dots
    x = lefts + (order % beside + 0.5) / beside * wide
    return Heap(np.stack([x, (order // beside + 0.5) * height], 1), (wide / beside, height))


class Pile(VGroup):
    """The dots of all runs; those of the rows that are seen are of another colour.

    Args:
        theme: for colours.
        shown: how many rows are seen.
    """

    def __init__(self, theme: Theme, shown: int) -> None:
        self.shown = shown
        self.dots = Dots(theme.colour("outcome"), 0.05)
        self.own = Dots(theme.ink, 0.05)
        super().__init__(self.dots, self.own)
        self.spots, self.radius = np.zeros((0, 2)), 0.0

    def put(self, spots: np.ndarray, radius: float | np.ndarray) -> Self:
        """Draw the dots at (runs, 2) places of the frame."""
        radii = np.broadcast_to(radius, len(spots))
        self.spots, self.radius = spots, float(np.max(radii, initial=0.0))
        self.dots.set_dots(spots[self.shown :], radii[self.shown :])
        self.own.set_dots(spots[: self.shown], 1.6 * radii[: self.shown])
        return self

    def fall(
        self, starts: np.ndarray, ends: np.ndarray, radius: float, t: float, first: float
    ) -> Self:
        """Let dots fall: those of the rows that are seen one by one, then all others.

        Args:
            starts: (runs, 2) where they come from.
            ends: (runs, 2) where they come to lie.
            radius: of the dots.
            t: from 0 to 1.
            first: the share of the time of those that are seen.
        """
        others = len(ends) - self.shown
        begin = np.concatenate(
            [
                first * np.arange(self.shown) / self.shown,
                first + (1 - first - FALL) * np.sqrt(np.arange(others) / max(others, 1)),
            ]
        )
        share = np.clip((t - begin) / FALL, 0, 1)
        spots = starts + (ends - starts) * np.stack([ease(share), share**2], axis=1)
        return self.put(spots, radius * np.clip(4 * share, 0, 1))

    def walk(
        self, starts: np.ndarray, ends: np.ndarray, radii: tuple[float, float], t: float
    ) -> Self:
        """Let dots go from one pile to another, one after the other."""
        order = np.argsort(np.argsort(ends[:, 0], kind="stable"))
        begin = 0.55 * (1 - order / max(len(ends) - 1, 1))
        share = ease((t - begin) / 0.45)[:, None]
        return self.put(starts + (ends - starts) * share, radii[0] + (radii[1] - radii[0]) * t)
