"""Points that a matrix carries onto others, with their ways: apart from each other, or onto one."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np

from explainer.geometry.plane import Rectangle
from explainer.maths.linear_algebra import null_direction
from explainer.mobjects.placing import distances, evenly, ink_box
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.shapes import VGroup
from explainer.scenes.linear_algebra.linear_transformation.drawing.many import Heads
from explainer.scenes.linear_algebra.linear_transformation.story import TransformationStory

DOTS, ROWS = 5, (1, -1, 0, 2, -2)
"""How many dots there are in a row, and which rows there are, the first one first."""

APART, REACH = 1.05, 1.9
"""How far rows are apart, and how far each goes to either side, in frame units."""

FREE = 0.34
"""How far the ways of points are kept apart, in frame units."""

MOST, SHORTEST = 14, 0.7
"""How many ways are shown at most, and how long one is at least, in frame units."""

BOX = np.array([(x, y) for x in np.linspace(0, 1, 7) for y in (0, 0.5, 1)])
"""Points of a box, as shares of its sides."""


class CarriedPoints(VGroup):
    """Rings where points are, dots that leave them, and the ways of these.

    Args:
        groups: of points as they are before the matrix, (n, 2) each.
        back: whether they go the way back, from where the matrix has carried them.
    """

    def __init__(
        self, plane: Plane, story: TransformationStory, groups: list[np.ndarray], *, back: bool
    ) -> None:
        self.plane, self.story, self.groups, self.back = plane, story, groups, back
        self.rings = plane.dots("muted", 0.08, hollow=True)
        self.rings.to(np.concatenate(groups) @ story.path(float(back)).T)
        self.dots = [plane.dots("vector", 0.1) for _ in groups]
        self.ways = [plane.segments("muted", "regular") for _ in groups]
        self.heads = plane.hold(Heads(plane.view, plane.theme, "muted", tip=0.17))
        super().__init__(plane)
        self.go(slice(None), 0.0)
        plane.drop(*self.marks, self.heads)

    @property
    def marks(self) -> list[Mark]:
        """All that is drawn of them before it is said in which sense they have gone."""
        return [*self.ways, self.rings, *self.dots]

    def paths(self, points: np.ndarray, t: float = 1.0) -> np.ndarray:
        """Return the ways of (n, 2) points until the time ``t``, (n, m, 2)."""
        return self.story.ways(points, *((1, 1 - t) if self.back else (0, t)))

    def go(self, which: slice, t: float) -> None:
        """Let dots of some groups be carried up to the time ``t``."""
        for points, dots, ways in zip(
            self.groups[which], self.dots[which], self.ways[which], strict=True
        ):
            paths = self.paths(points, t)
            dots.to(paths[:, -1])
            ways.to(np.stack([paths[:, :-1], paths[:, 1:]], axis=2).reshape(-1, 2, 2))
        self.plane.settle(final=t in (0, 1))

    def point(self) -> Heads:
        """Let heads say in which sense all ways have been gone, and return them, to be shown."""
        ways = self.paths(np.concatenate(self.groups))
        share = 0.5 if self.back else 0.25  # between the rings of a row
        middle = max(1, round(share * ways.shape[1]))
        return self.heads.to(ways[:, middle - 1 : middle + 1])


def in_rows(view: PlaneView, story: TransformationStory) -> list[np.ndarray]:
    """Return rows of points, (n, 2) each, that a singular matrix carries onto one point each."""
    lost = null_direction(story.matrix) if story.rank else np.array([0.0, 1.0])
    across = np.array([lost[1], -lost[0]])
    share = np.linspace(-1, 1, DOTS)[:, None] * REACH * lost
    return [(k * APART * across + share) / view.units for k in ROWS]


def apart(
    view: PlaneView, story: TransformationStory, names: list[PlaneLabel], kept: np.ndarray
) -> np.ndarray:
    """Return points, (n, 2), whose ways under a matrix can be seen, and do not meet.

    They are points of the grid, or halfway between, clear of the vector of the story, of names, and
    of points of the frame that are ``kept``, (n, 2).
    """
    zone = Rectangle(*astuple(view.text))
    steps, share = np.arange(-6, 7) / 2, np.linspace(0, 1, 40)
    lattice = np.array([(x, y) for x in steps for y in steps])
    own = view.flat(story.ways(story.vector[None], 0, 1))[0]
    ways = view.flat(story.ways(lattice, 0, 1))
    ends = ways[:, [0, -1]]
    lengths = np.hypot(*np.moveaxis(np.diff(ways, axis=1), 2, 0)).sum(axis=1)
    inside = np.minimum(ways - zone.low, zone.high - ways).min(axis=(1, 2)) > 0.3
    arrows = view.flat([share[:, None] * tip for tip in (story.vector, story.image)])
    arrows, nowhere = arrows.reshape(-1, 2), np.zeros(2)
    edges = [middle + size * (BOX - 0.5) for middle, size in map(ink_box, names)]
    taken = np.concatenate([evenly(own), kept, np.reshape(edges, (-1, 2))])
    # Whole steps first, near the origin first.
    off = 1.0 * (lattice % 1 != 0).any(axis=1) + 0.01 * np.hypot(*lattice.T)
    chosen: list[int] = []
    for index in np.argsort(off, kind="stable").tolist():
        if len(chosen) == MOST or not inside[index] or lengths[index] < SHORTEST:
            continue
        way, off_arrows = evenly(ways[index]), distances(ends[index], nowhere, arrows).min() > FREE
        if off_arrows and distances(way, nowhere, taken).min() > FREE:
            chosen.append(index)
            taken = np.concatenate([taken, way])
    return lattice[chosen]
