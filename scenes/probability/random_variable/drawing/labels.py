"""What is written on the chart: the number of outcomes, a formula in a free corner, and names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Name, Room, distances
from explainer.mobjects.shapes import Dot, VGroup
from explainer.mobjects.text import Formula, TypesetMobject, Words, row, stack
from explainer.numbers import grouped
from explainer.scenes.probability.random_variable.drawing.outcomes import PLOT, OutcomeChart
from explainer.style import Zone

SIZES = (0.8, 0.72, 0.62, 0.54, 0.46, 0.38)
"""The ems of a formula, the largest first for which there is room."""
NEAR = 1.0
"""So far from its corner a formula may stand, in scene units."""
INSET = 0.15
"""From the edges of the plot."""


class Counter(VGroup):
    """How many outcomes there are, large, in an upper corner.

    Args:
        chart: which corner of it is free.
        noun: what one of them is called.
    """

    def __init__(self, chart: OutcomeChart, noun: str) -> None:
        theme, most = chart.theme, grouped(chart.story.most)
        self.number = LiveNumber(0, theme, size=0.72, colour="outcome", anchor="right")
        one, many = (Words(noun + s, theme, size=0.54, colour="outcome") for s in ("", "s"))
        room = self.number.set_text(most).advance
        wide, y = room + 0.18 + many.advance, PLOT.top - 0.42
        x = PLOT.left + 2 * INSET if left_corner(chart) else PLOT.right - INSET - wide
        self.number.place((x + room, y), "right")
        self.words = [word.place((x + room + 0.18, y)) for word in (one, many)]
        super().__init__(self.number, *self.words)
        self.show(0)

    def show(self, count: int) -> None:
        """Show a number."""
        self.number.set_text(grouped(count))
        for word, seen in zip(self.words, (count == 1, count != 1), strict=True):
            word.set_opacity(seen)


def left_corner(chart: OutcomeChart) -> bool:
    """Return whether texts stand in the upper left corner, and not in the right one."""
    return chart.free_left and not chart.free_right


def corner(
    chart: OutcomeChart,
    rows: Sequence[Line],
    *others: TypesetMobject | VGroup,
    zone: Zone = PLOT,
    beside: np.ndarray | None = None,
) -> VGroup:
    """Return lines in the free upper corner of the chart, as large as there is room for.

    Args:
        chart: whose dots and curve they keep clear of.
        rows: the lines.
        others: what else they keep clear of.
        zone: the plot in which they stand.
        beside: (n, 2), a curve in it; they stand in its lower right corner then.
    """
    left, theme = left_corner(chart), chart.theme
    foot = zone.bottom + (0.2 if beside is None else 0.12)
    inner = Zone(zone.left + 0.1, zone.right, foot, zone.top + 0.1)
    room = _room(chart, inner, 0.16).block(*others)
    x, y = inner.left if left else inner.right, inner.top
    if beside is not None:
        room.block_lines(beside)
        x, y = inner.right, inner.bottom
    target, near = np.array([[x, y]]), zone.width if chart.crowded else NEAR
    for kept, size in [(rows, size) for size in SIZES] + [(rows[:1], size) for size in SIZES]:
        block = _set(chart, kept, size, 0.62 * zone.width)
        extent = np.array([float(block.width), float(block.height)])
        found = room.spot(extent, target)
        if found and distances(found[0][None], extent / 2, target).min() < near:
            block.shift(np.append(found[0] - block.get_center()[:2], 0.0))
            break
    else:
        return VGroup()
    for text in block:
        text.with_halo(theme, 5)
    return block.set_z_index(8)


def _set(chart: OutcomeChart, rows: Sequence[Line], size: float, width: float) -> VGroup:
    """Return lines below one another, or on one line where there is no more height."""
    texts = []
    for line in rows:
        made, em = (Words, max(0.66 * size, 0.3)) if line.prose else (Formula, size)
        texts.append(made(line.markup, chart.theme, size=em, colour=line.colour).fit_width(width))
    return row(*texts, gap=0.45) if chart.crowded else stack(*texts, zone=PLOT)


def curve(chart: OutcomeChart, markup: str, *others: TypesetMobject | VGroup) -> Name:
    """Return the name of the distribution, near its curve."""
    line = chart.skyline(dots=False)
    upper = line[line[:, 1] > chart.zone.bottom + 0.25 * np.ptp(line[:, 1])]
    return _name(chart, markup, "density", upper, *others)


def last_outcome(chart: OutcomeChart, markup: str, *others: TypesetMobject | VGroup) -> Name:
    """Return what is written beside the dot that fell last."""
    if not chart.pile.held[-1]:
        return Name("", chart.theme, "ink")
    spot, radius = chart.at(*chart.pile.places[-1:].T), max(chart.pile.radius, 0.06)
    words = Words(markup, chart.theme, size=0.5)
    found = _name(chart, words, "ink", spot + np.array([0.0, 0.12]), *others)
    found.add(Dot(chart.theme.ink, 1.6 * radius, rim=chart.theme.background).set_centre(spot[0]))
    return found


def _name(
    chart: OutcomeChart, words: str | Words, role: str, targets: np.ndarray, *others: VGroup
) -> Name:
    zone = chart.zone
    inner = Zone(zone.left + 0.1, zone.right, zone.bottom + 0.1, zone.top + 0.1)
    label = Name(words, chart.theme, role, 5)
    if label.settle(_room(chart, inner, 0.16).block(*others), targets):
        return label
    return Name("", chart.theme, role)


def _room(chart: OutcomeChart, zone: Zone, margin: float) -> Room:
    """Return the room in a zone above what stands in the chart."""
    across, tops = chart.skyline().T
    foot = chart.zone.bottom
    heights = np.column_stack([np.full(len(across), foot), np.maximum(tops, foot)]).ravel()
    return Room(zone, margin).block_lines(np.stack([np.repeat(across, 2), heights], axis=1))
