"""How labels find their places on a chart of beliefs: by what is drawn, and by each other."""

from __future__ import annotations

import numpy as np

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import NEAR, Name, Room, distances, evenly, ink_box
from explainer.mobjects.text import Anchor, Formula, TypesetMobject, Words
from explainer.numbers import APPROXIMATELY, equals, shortest
from explainer.scenes.probability.posterior_update.drawing.chart import BeliefChart
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.style import Zone

SHORT = 0.4
"""A line that leads from a label is left out below this length."""

HALO = 4.0
"""The width of the dark edge of a label on an area."""


class Labels:
    """Labels by the names under which a scene shows them; those without room are left out.

    Args:
        chart: on which they stand, in its window as it is.
    """

    def __init__(self, chart: BeliefChart) -> None:
        self.chart, self.story, self.theme = chart, chart.story, chart.theme
        self.placed: dict[str, Name] = {}

    def get(self, *beginnings: str) -> list[Name]:
        """Return those whose names begin so; all of them where no beginning is given."""
        return [label for entry, label in self.placed.items() if entry.startswith(beginnings or "")]

    def room(self, *lines: np.ndarray) -> Room:
        """Return the room on the chart between lines."""
        zone = self.chart.zone
        inner = Zone(zone.left + 0.1, zone.right - 0.03, zone.bottom + 0.06, zone.top + 0.05)
        return Room(inner).block_lines(*lines)

    def graph(self, belief: Beta, scale: float = 1.0) -> np.ndarray:
        """Return the points of a density's curve, (n, 2), without those cut off at the top."""
        chart = self.chart
        theta = belief.nodes(chart.x.low, chart.x.high)
        points = chart.at(theta, np.minimum(scale * belief.density(theta), 2 * chart.top))
        seen = points[points[:, 1] < chart.zone.top]
        return evenly(seen if len(seen) > 1 else points[:2])

    def put(
        self,
        entry: str,
        words: str | TypesetMobject,
        role: str,
        room: Room,
        targets: np.ndarray,
        *others: np.ndarray,
        leads: bool = True,
    ) -> None:
        """Write a label near some targets, in the room that is left.

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
            return
        self.placed[entry] = label
        lead = label.leader.points[::3, :2]
        long = leads and len(lead) and np.linalg.norm(np.ptp(lead, axis=0)) >= SHORT
        if long and not crosses(lead, room.boxes[:-1]):
            room.block_lines(lead)
        else:
            label.leader.set_segments(np.zeros((0, 2, 2)))

    def near(
        self, entry: str, words: TypesetMobject, room: Room, targets: np.ndarray, most: float = NEAR
    ) -> bool:
        """Write a label near some targets, or not at all; return whether it is there."""
        size = ink_box(words)[1]
        found = room.spot(size, targets)
        if not found or distances(found[0][None], size / 2, targets).min() >= most:
            return False
        self.put(entry, words, "ink", room, targets, leads=False)
        return True

    def beside(self, entry: str, markup: str, role: str, room: Room, arrow: np.ndarray) -> bool:
        """Write beside an arrow, (2, 2), what it does, at its middle, its foot or its tip."""
        words = Formula(markup, self.theme, size="label", colour=role)
        aside, way = np.array([ink_box(words)[1][0] / 2 + 0.2, 0.0]), arrow[1] - arrow[0]
        return any(
            self.near(entry, words, room, (arrow[0] + share * way + side * aside)[None], 0.1)
            for share in (0.5, 0.25, 0.75, 0.0, 1.0, 1.3, -0.3)
            for side in (1, -1)
        )

    def corner(self, entry: str, markup: str, room: Room, right: bool) -> None:
        """Write a formula near an upper corner of the chart, as large as there is room."""
        zone = room.zone
        for size in (0.54, 0.47, 0.4):
            words = Formula(markup, self.theme, size=size * self.theme.layout.type_scale)
            half = ink_box(words)[1] / 2
            x = zone.right - half[0] - 0.3 if right else zone.left + half[0] + 0.3
            if self.near(entry, words, room, np.array([[x, zone.top - half[1] - 0.1]])):
                return

    def words(self, markup: str, role: str = "ink") -> Words:
        """Return a label that has no place yet."""
        return Words(markup, self.theme, size="label", colour=role)

    def number(self, text: str, size: str | float = "label", anchor: Anchor = "left") -> LiveNumber:
        """Return a number that will run, as it is written in the end."""
        return LiveNumber(0, self.theme, size=size, anchor=anchor).set_text(text)

    def upper(self, line: np.ndarray) -> np.ndarray:
        """Return the points of a curve, (n, 2), that are not low."""
        bottom = self.chart.zone.bottom
        return line[line[:, 1] >= bottom + 0.25 * (line[:, 1].max() - bottom)]

    def below(self, line: np.ndarray) -> np.ndarray:
        """Return a zigzag that fills the area between a curve and the axis, as an obstacle."""
        return zigzag(line, self.chart.zone.bottom)

    def above(self, line: np.ndarray) -> np.ndarray:
        """Return a zigzag that fills what is above a curve, as an obstacle."""
        return zigzag(line, self.chart.zone.top)


def zigzag(line: np.ndarray, end: float) -> np.ndarray:
    """Return lines up and down, (n, 2), between a curve and an ordinate."""
    x = np.arange(float(line[:, 0].min()), float(line[:, 0].max()), 0.12)
    heights = np.column_stack([np.full(len(x), end), np.interp(x, *line.T)]).ravel()
    return np.stack([np.repeat(x, 2), heights], axis=1)


def crosses(line: np.ndarray, boxes: list[tuple[np.ndarray, np.ndarray]]) -> bool:
    """Return whether a line, (n, 2), runs through one of some boxes."""
    points = evenly(line)
    return any((np.abs(points - middle) < size / 2).all(axis=1).any() for middle, size in boxes)


def area(value: float, rest: bool = True) -> str:
    """Return how large an area is, as written in it; it may not be at rest."""
    return f"area {equals(shortest(value, 3)) if rest else f'{APPROXIMATELY} {value:.2f}'}"
