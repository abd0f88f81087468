"""What is written on the chart: the number of outcomes, a formula in a free corner, and names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name, Room, distances
from explainer.mobjects.shapes import Dot, Segments, VGroup
from explainer.mobjects.text import Formula, TypesetMobject, Words, row, stack
from explainer.numbers import count
from explainer.scenes.probability.random_variable.drawing.outcomes import OutcomeChart
from explainer.style import Zone

SIZES = (0.8, 0.72, 0.62, 0.54, 0.46, 0.38)
"""The ems of a formula, the largest first for which there is room."""
NEAR, FAR = 1.0, 0.8
"""So far from its corner a formula may stand, and from its curve a name, in scene units."""


class Counter(LiveNumber):
    """How many outcomes there are, large, in the upper right corner of a chart."""

    def __init__(self, chart: OutcomeChart, noun: str) -> None:
        grown, plot = chart.places.grown, chart.places.plot
        super().__init__(0, chart.theme, size=0.62 * grown, colour="outcome", anchor="right")
        self.noun = noun
        self.place((plot.right - 0.1, plot.top - 0.42 * grown), "right")
        self.show(0)

    def show(self, number: int) -> None:
        """Show a number of them."""
        self.set_text(count(number, self.noun))


def corner(
    chart: OutcomeChart,
    rows: Sequence[Line],
    *others: TypesetMobject | VGroup,
    zone: Zone | None = None,
    beside: np.ndarray | None = None,
) -> VGroup:
    """Return lines in the upper right corner of the chart, as large as there is room for.

    Args:
        chart: whose dots and curve they keep clear of.
        rows: the lines.
        others: what else they keep clear of.
        zone: the plot in which they stand, if it is another.
        beside: (n, 2), a curve in it; they stand in its lower right corner then.
    """
    zone = zone or chart.places.plot
    room = _room(chart, zone).block(*others)
    target = np.array([[zone.right, zone.top if beside is None else zone.bottom]])
    if beside is not None:
        room.block_lines(beside)
    near = zone.width if chart.crowded else NEAR
    for kept, size in product((2, 1) if chart.crowded else (4, 2, 1), SIZES):
        block = _set(chart, rows[:kept], size, 0.62 * zone.width)
        extent = np.array([float(block.width), float(block.height)])
        found = room.spot(extent, target)
        if found and distances(found[0][None], extent / 2, target).min() < near:
            block.shift(np.append(found[0] - block.get_center()[:2], 0.0))
            break
    else:
        return VGroup()
    for text in block:
        text.with_halo(chart.theme, 5)
    return block.set_z_index(8)


def _set(chart: OutcomeChart, rows: Sequence[Line], size: float, width: float) -> VGroup:
    """Return lines below one another, or on one line where there is no more height."""
    texts, grown = [], chart.places.grown
    for line in rows:
        made, em = (Words, max(0.66 * size, 0.3)) if line.prose else (Formula, size)
        texts.append(
            made(line.markup, chart.theme, size=grown * em, colour=line.colour).fit_width(width)
        )
    return row(*texts, gap=0.45) if chart.crowded else stack(*texts, zone=chart.places.plot)


def curve(chart: OutcomeChart, markup: str, *others: TypesetMobject | VGroup) -> Name:
    """Return the name of the distribution, near its curve."""
    line = chart.skyline(dots=False)
    upper = line[line[:, 1] > chart.zone.bottom + 0.25 * np.ptp(line[:, 1])]
    label = _name(chart, markup, "density", upper, *others)
    far = len(label.leader.points) and np.ptp(label.leader.points, axis=0).max() > FAR
    return Name("", chart.theme, "density") if far else label


def last_outcome(chart: OutcomeChart, markup: str, *others: TypesetMobject | VGroup) -> Name:
    """Return what is written beside the dot that fell last."""
    if not chart.pile.held[-1]:
        return Name("", chart.theme, "ink")
    spot, radius = chart.at(*chart.pile.places[-1:].T), max(chart.pile.radius, 0.06)
    words = Words(markup, chart.theme, size=min(0.5 * chart.places.grown, 0.6))
    found = _name(chart, words, "ink", spot + np.array([0.0, 0.12]), *others)
    line = Segments(chart.theme.ink, width=chart.theme.strokes.regular)
    found.add(line.set_dashes(spot[0], (spot[0, 0], chart.places.plot.bottom), 0.12))
    found.add(Dot(chart.theme.ink, 1.6 * radius, rim=chart.theme.background).set_centre(spot[0]))
    return found


def median(chart: OutcomeChart, line: Segments) -> VGroup:
    """Return the name of the median, at the top of its line in the lower plot."""
    x = float(chart.across(chart.story.median))
    spot = np.array([[x + side, chart.zone.top - 0.2] for side in (-0.2, 0.2)])
    return _name(chart, "median", "ink", spot, line)


def _name(
    chart: OutcomeChart, words: str | Words, role: str, targets: np.ndarray, *others: VGroup
) -> Name:
    label = Name(words, chart.theme, role, 5)
    found = label.settle(_room(chart, chart.zone).block(*others), targets)
    return label if found else Name("", chart.theme, role)


def _room(chart: OutcomeChart, zone: Zone) -> Room:
    """Return the room in a zone above what stands in the chart."""
    inner = Zone(zone.left + 0.1, zone.right, zone.bottom + 0.12, zone.top + 0.1)
    across, tops = chart.skyline().T
    foot = np.full(len(across), chart.zone.bottom)
    heights = np.column_stack([foot, np.maximum(tops, foot)]).ravel()
    return Room(inner, 0.2).block_lines(np.stack([np.repeat(across, 2), heights], axis=1))
