"""How labels find their places on a chart of beliefs: by what is drawn, and by each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from explainer.mobjects.distribution_mark import Heights
from explainer.mobjects.placing import NEAR, Name, Room, distances, evenly, ink_box
from explainer.mobjects.text import TypesetMobject, row
from explainer.scenes.probability.posterior_update.drawing.chart import BeliefChart
from explainer.scenes.probability.posterior_update.drawing.zones import PLOT, STRIP
from explainer.style import Zone

SHORT = 0.4
"""A line that leads from a label is left out below this length."""

HALO = 4.0
"""The width of the dark edge of a label on an area."""


class Labels:
    """Labels by the names under which a scene shows them; those without room are left out.

    Args:
        chart: on which they stand.
    """

    def __init__(self, chart: BeliefChart) -> None:
        self.chart, self.theme = chart, chart.theme
        self.placed: dict[str, Name] = {}

    def get(self, *beginnings: str) -> list[Name]:
        """Return those whose names begin so; all of them where no beginning is given."""
        return [label for entry, label in self.placed.items() if entry.startswith(beginnings or "")]

    def room(self, zone: Zone, *lines: np.ndarray) -> Room:
        """Return the room in a zone between curves and the marks of poles at its top."""
        inner = Zone(zone.left + 0.1, zone.right - 0.03, zone.bottom + 0.1, zone.top + 0.05)
        room = Room(inner).block(*self.chart.poles)
        # They are at the top of the chart, which may yet come to be another, and stand aside.
        up, inward = np.array([0.0, zone.top - self.chart.zone.top]), np.array([0.35, 0.0])
        room.boxes = [
            (centre + up - np.sign(centre[0]) * inward, size + 2 * inward)
            for centre, size in room.boxes
        ]
        return room.block_lines(*lines)

    def strip_room(self, coins: Iterable[np.ndarray], *lines: np.ndarray) -> Room:
        """Return the room in the strip between lines and coins, each (x, y, radius)."""
        room = Room(replace(STRIP, bottom=STRIP.bottom + 0.06)).block_lines(*lines)
        for x, y, radius in coins:
            room.block_box(np.array([x, y]), np.full(2, 2 * radius + 0.1))
        return room

    def put(
        self,
        entry: str,
        words: str | TypesetMobject,
        role: str,
        room: Room,
        targets: np.ndarray,
        *others: np.ndarray,
        leads: bool = True,
    ) -> bool:
        """Write a label near some targets, in the room that is left; return whether it is near.

        Args:
            entry: its name.
            words: Typst markup, or a text.
            role: of its colour, and of the line that leads to a target that is far.
            room: whose part it takes.
            targets: (n, 2).
            others: for which it should not be taken.
            leads: whether a line may lead from it.
        """
        label = Name(words, self.theme, role, HALO)
        if not label.settle(room, targets, np.concatenate(others) if others else None):
            return False
        self.placed[entry] = label
        lead = label.leader.points[::3, :2]
        short = not len(lead) or np.linalg.norm(np.ptp(lead, axis=0)) < SHORT
        if not leads or short or crosses(lead, room.boxes[:-1]):
            label.leader.set_segments(np.zeros((0, 2, 2)))
        else:
            room.block_lines(lead)
        middle, size = room.boxes[-1]
        return bool(distances(middle[None], size / 2, targets).min() < NEAR)

    def name(
        self, entry: str, markup: str, role: str, room: Room, own: np.ndarray, *others: np.ndarray
    ) -> bool:
        """Write a name beside the upper part of its own line; return whether it is near."""
        return self.put(entry, markup, role, room, upper(own), *others)

    def beside(
        self, entry: str, words: TypesetMobject, role: str, room: Room, arrow: np.ndarray
    ) -> bool:
        """Write beside an arrow, (2, 2), what it does; return whether it is near."""
        return self.put(entry, words, role, room, arrow.mean(axis=0)[None])

    def together(
        self,
        pieces: dict[str, TypesetMobject],
        room: Room,
        targets: np.ndarray,
        *others: np.ndarray,
    ) -> bool:
        """Write labels on one line near some targets, if there is room; return whether there is.

        The last two stand closer.
        """
        texts = list(pieces.values())
        row(*texts, gap=0.12)
        for text in texts[:-2]:
            text.shift((-0.2, 0, 0))
        low, high = span(texts)
        found = room.spot(high - low, targets, np.concatenate(others) if others else None)
        if found:
            self.stand(pieces, found[0])
            room.block_box(found[0], high - low)
        return bool(found)

    def stand(self, pieces: dict[str, TypesetMobject], middle: np.ndarray) -> None:
        """Put labels, which are in a row, with their middle at a point."""
        shift = middle - span(pieces.values()).mean(axis=0)
        for entry, piece in pieces.items():
            self.placed[entry] = Name(piece.shift(np.append(shift, 0)), self.theme, "ink", HALO)


def span(texts: Iterable[TypesetMobject]) -> np.ndarray:
    """Return the lower left and upper right of the letters of some texts, (2, 2)."""
    boxes = np.array([ink_box(each) for each in texts])
    low, high = boxes[:, 0] - boxes[:, 1] / 2, boxes[:, 0] + boxes[:, 1] / 2
    return np.array([low.min(axis=0), high.max(axis=0)])


def crosses(line: np.ndarray, boxes: list[tuple[np.ndarray, np.ndarray]]) -> bool:
    """Return whether a line, (n, 2), runs through one of some boxes."""
    points = evenly(line)
    return any((np.abs(points - middle) < size / 2).all(axis=1).any() for middle, size in boxes)


def graph(curve: Heights) -> np.ndarray:
    """Return the drawn points of a curve, (n, 2), without those cut off at the top."""
    seen = curve.graph[curve.graph[:, 1] < curve.chart.zone.top - 1e-6]
    return evenly(seen if len(seen) > 1 else curve.graph)


def upper(line: np.ndarray) -> np.ndarray:
    """Return the points of a curve, (n, 2), that are not low."""
    return line[line[:, 1] >= PLOT.bottom + 0.25 * (line[:, 1].max() - PLOT.bottom)]


def below(line: np.ndarray) -> np.ndarray:
    """Return a zigzag that fills the area between a curve and the axis, as an obstacle."""
    x = np.arange(float(line[:, 0].min()), float(line[:, 0].max()), 0.12)
    heights = np.column_stack([np.full(len(x), PLOT.bottom), np.interp(x, *line.T)]).ravel()
    return np.stack([np.repeat(x, 2), heights], axis=1)
