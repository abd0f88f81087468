"""A crowd whose members are tested."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots
from explainer.mobjects.shapes import Segments, VGroup, disc
from explainer.scenes.probability.bayes_rule.drawing.areas import SQUARE, parts_of
from explainer.scenes.probability.bayes_rule.story import BayesStory
from explainer.style import BODY, FRAME, Theme, Zone

FIELD = Zone(BODY.left, BODY.right, FRAME.bottom + 0.4, 2.05)
"""Where the crowd stands; what its colours mean is written above it."""

ASPECT = 0.9
"""Width of the cell in which a figure stands, as a share of its height."""

REST, FADED, GLOW = 0.55, 0.2, 0.3
"""Opacity of those of whom nothing is known, the part of it when ruled out, and of a glow."""


def _outline(*corners: tuple[float, float]) -> np.ndarray:
    return corners_path(np.array([*corners, corners[0]]))[:, :2]


_HEAD = disc(np.array([0, 0.29]), 0.21, 0.21)[:, :2]
_SHOULDERS = disc(np.array([0, -0.5]), 0.36, 0.56)[:16, :2]
_GROUND = corners_path(np.array([[-0.36, -0.5], [0.36, -0.5]]))[:, :2]
_FLAP = _outline((-0.44, 0.32), (0.44, 0.32), (0, -0.02))
_LETTER = _outline((-0.48, 0.24), (-0.48, -0.34), (0.48, -0.34), (0.48, 0.24), (0, -0.13))
_ARMS = [(-0.5, 0.17), (-0.17, 0.17), (-0.17, 0.5), (0.17, 0.5), (0.17, 0.17), (0.5, 0.17)]
_PLUS = _outline(*_ARMS, *((-x, -y) for x, y in _ARMS))
_PENNANT = _outline((-0.4, 0.55), (0.5, 0.2), (-0.22, -0.1), (-0.22, -0.6), (-0.4, -0.6))

_PIECES = {"disease": (_HEAD, _SHOULDERS, _GROUND), "spam": (_FLAP, _LETTER)}
FIGURES = {topic: 0.9 * np.concatenate(pieces) for topic, pieces in _PIECES.items()}
MARKS = {"disease": (_PLUS, 0.3, -0.25), "spam": (_PENNANT, 0.34, -0.16)}
"""What a yes puts on a figure of height 1: its outline, its size, and how high it is."""


class Crowd(VGroup):
    """A figure for each of the population, which keeps its identity wherever it goes."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        self.story, size = story, story.population
        ill, found, alarms = story.counts
        order = np.arange(size)
        self.ill = order < ill
        self.yes = (order < found) | ((order >= ill) & (order < ill + alarms))
        cells, self.tall = cells_of(size, FIELD)
        self.field = cells[np.random.default_rng(0).permutation(size)]
        # What is rare is seen among the smallest figures, whose neighbours it may cover.
        self.least = 0.24 if (self.ill | self.yes).sum() < size / 20 else 0.0
        self.block, self.block_tall = self.field.copy(), self.tall
        if self.yes.any():
            cells, self.block_tall = cells_of(alarms, FIELD, before=found)
            # Within each group those from the left stay at the left.
            ways = np.lexsort((*self.field[self.yes].T[::-1], ~self.ill[self.yes]))
            self.block[np.flatnonzero(self.yes)[ways]] = cells
        self.square, self.square_tall = self._in_square()
        roles = ("tails", "likelihood", "prior")
        self.rest, self.alarms, self.found = (Dots(theme.colour(role), 0) for role in roles)
        # More are too small to be seen as more than dots.
        self.rest.outline = FIGURES[story.topic] if size <= 2500 else 0.42 * self.rest.outline
        self.alarms.outline = self.found.outline = FIGURES[story.topic]
        self.glows = [Dots(theme.colour(role), 0) for role in roles[1:]]
        self.marks = Dots(theme.background, 0)
        self.marks.outline = MARKS[story.topic][0]
        self.scan = Segments(theme.ink, width=theme.strokes.bold)
        self.lit = [*self.glows, self.alarms, self.found, self.marks, self.scan]
        super().__init__(self.rest, *self.lit)
        self.appear(0)

    def _in_square(self) -> tuple[np.ndarray, float]:
        """Return where everyone is in the area of one, each group within its part of it."""
        spots = np.zeros((len(self.ill), 2))
        parts = parts_of(SQUARE, self.story.prior, self.story.likelihoods())
        kinds = ((ill, yes) for yes in (True, False) for ill in (True, False))
        for zone, (ill, yes) in zip(parts, kinds, strict=True):
            group = np.flatnonzero((self.ill == ill) & (self.yes == yes))
            rows = round((len(group) * ASPECT * zone.height / max(zone.width, 1e-9)) ** 0.5)
            cells = _cells(len(group), zone, min(max(rows, 1), max(len(group), 1)))
            spots[group[np.lexsort(self.block[group].T[::-1])]] = cells
        return spots, 0.8 * (SQUARE.width * SQUARE.height / len(spots) / ASPECT) ** 0.5

    def appear(self, t: float) -> int:
        """Let the crowd stand up, and those with the condition light up; return how many have."""
        first = 0.03 + 0.8 * np.cumsum(self.ill) / max(self.ill.sum(), 1)
        known, tall = self.ill * ease((t - first) / 0.15), self.tall * (0.4 + 0.6 * ease(25 * t))
        self.rest.set_dots(self.field, tall * (known < 1)).set_fill(opacity=REST)
        self._draw(self.field, tall, known, 0 * known, known)
        return int((known > 0.5).sum())

    def screen(self, ill: bool, t: float) -> int:
        """Test those with the condition, or after them those without; return how many say yes."""
        x = FIELD.left - 0.3 + (FIELD.width + 1.2) * t
        passed = ease((x - self.field[:, 0]) / 0.6)
        done = np.where(self.ill, passed if ill else 1.0, 0.0 if ill else passed)
        # Those with the condition that the test misses lose their glow.
        self._draw(self.field, self.tall, 1.0 * self.ill, self.yes * done, self.ill * (1 - done))
        line = [[x, FIELD.bottom], [x, FIELD.top]]
        seen = t > 0 and x < FIELD.right
        self.scan.set_segments(np.array([line] if seen else []).reshape(-1, 2, 2))
        return int((done[self.yes & (self.ill == ill)] > 0.5).sum())

    def rule_out(self, t: float) -> Self:
        """Let all fade that have got a no."""
        return self._move(self.field, self.tall, 1 - (1 - FADED) * t, 1.0)

    def gather(self, t: float) -> Self:
        """Let those who are left fill the picture."""
        share = ease(1.4 * t - 0.4 * (self.field[:, 0] - FIELD.left) / FIELD.width)
        spots = self.field + share[:, None] * (self.block - self.field)
        heights = self.tall + share * (self.block_tall - self.tall)
        # Where nobody is left, they stay as shadows of what was.
        no = max(1 - 2 * t, 0.0) if self.yes.any() else 1.0
        return self._move(spots, heights, FADED * no, max(1 - 3 * t, 0.0))

    def settle(self, t: float) -> Self:
        """Let everyone go to the part of the area of one in which they are."""
        start = np.where(self.yes[:, None], self.block, self.square)
        tall = self.block_tall + t * (self.square_tall - self.block_tall)
        heights = np.where(self.yes, tall, self.square_tall)
        return self._move(start + t * (self.square - start), heights, 0.7 * t, 0.0)

    def _move(self, spots: np.ndarray, heights: float | np.ndarray, no: float, glow: float) -> Self:
        """Draw all somewhere else, those with a no at a share of their opacity."""
        known, yes = 1.0 * (self.ill & (self.yes | (no > 0))), 1.0 * self.yes
        self.rest.set_dots(spots, heights * ~(self.ill | self.yes)).set_fill(opacity=REST * no)
        self._draw(spots, heights, known, yes, 0 * yes)
        for each in self.glows:
            each.set_fill(opacity=GLOW * glow)
        return self

    def _draw(self, spots: np.ndarray, heights: float | np.ndarray, *shares: np.ndarray) -> Self:
        """Draw of whom the condition is known, who has a yes, and who glows before: shares of 1."""
        known, lit, glowing = shares
        sizes = np.maximum(heights, self.least)
        self.found.set_dots(spots, sizes * known)
        self.alarms.set_dots(spots, sizes * lit * ~self.ill)
        _, size, up = MARKS[self.story.topic]
        lift = np.column_stack([0 * lit, np.broadcast_to(up * sizes, len(lit))])
        self.marks.set_dots(spots + lift, size * sizes * lit)
        for glow, group in zip(self.glows, (~self.ill, self.ill), strict=True):
            glow.set_dots(spots, 0.6 * sizes * np.maximum(lit, glowing) * group)
            glow.set_fill(opacity=GLOW)
        return self


def cells_of(count: int, zone: Zone, before: int = 0) -> tuple[np.ndarray, float]:
    """Return places in columns that fill a zone from the left, (n, 2), and a figure's height.

    So many others may be before them, in columns of their own.
    """
    rows = np.arange(1, max(count, before, 1) + 1)
    columns = -(-count // rows) - (-before // rows)
    apart = 0.5 if count and before else 0.0
    tall = np.minimum(zone.height / rows, zone.width / (columns + apart) / ASPECT)
    # A ragged last column is worth it only where the figures are much larger for it.
    ragged = np.where(count % rows, 0.85, 1.0) * np.where(
        (before > rows) & (before % rows > 0), 0.85, 1
    )
    best = int(np.argmax(ragged * tall))
    down, height = int(rows[best]), min(float(tall[best]), 1.3)
    across = min(zone.width / float(columns[best] + apart), 1.8 * ASPECT * height)
    up, left = min(zone.height, height * down) / 2, -(-before // down) * across
    middle, places = (zone.top + zone.bottom) / 2, []
    for number, start in ((before, zone.left), (count, zone.left + left + apart * across)):
        end = start + across * -(-number // down)
        places.append(_cells(number, Zone(start, end, middle - up, middle + up), down))
    return np.concatenate(places), 0.88 * height


def _cells(count: int, zone: Zone, rows: int) -> np.ndarray:
    """Return (count, 2) places in columns that fill a zone from the left, each from its top."""
    at, columns = np.arange(count), max(-(-count // rows), 1)
    across = zone.left + (at // rows + 0.5) * zone.width / columns
    return np.column_stack([across, zone.top - (at % rows + 0.5) * zone.height / rows])
