"""A crowd whose members are tested."""

from __future__ import annotations

from dataclasses import astuple
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots
from explainer.mobjects.shapes import Segments, VGroup, disc
from explainer.scenes.probability.bayes_rule.drawing.areas import Places, parts_of
from explainer.scenes.probability.bayes_rule.story import BayesStory
from explainer.style import Theme, Zone

ASPECT = 0.9
"""Width of the cell in which a figure stands, as a share of its height."""

REST, FADED, GLOW = 0.45, 0.25, 0.3
"""Opacity of those of whom nothing is known, the part of it when ruled out, and of a glow."""


def _outline(*corners: tuple[float, float]) -> np.ndarray:
    return corners_path(np.array([*corners, corners[0]]))[:, :2]


_HEAD = disc(np.array([0, 0.29]), 0.21, 0.21)[:, :2]
_SHOULDERS = disc(np.array([0, -0.5]), 0.36, 0.56)[:16, :2]
_GROUND = corners_path(np.array([[-0.36, -0.5], [0.36, -0.5]]))[:, :2]
_FLAP = _outline((-0.44, 0.4), (0.44, 0.4), (0, 0.12))
_LETTER = _outline((-0.48, 0.33), (-0.48, -0.4), (0.48, -0.4), (0.48, 0.33), (0, 0.02))
_ARMS = [(-0.5, 0.17), (-0.17, 0.17), (-0.17, 0.5), (0.17, 0.5), (0.17, 0.17), (0.5, 0.17)]
_PLUS = _outline(*_ARMS, *((-x, -y) for x, y in _ARMS))
_PENNANT = _outline((-0.4, 0.55), (0.5, 0.2), (-0.22, -0.1), (-0.22, -0.6), (-0.4, -0.6))

_PIECES = {"disease": (_HEAD, _SHOULDERS, _GROUND), "spam": (_FLAP, _LETTER)}
FIGURES = {topic: 0.9 * np.concatenate(pieces) for topic, pieces in _PIECES.items()}
MARKS = {"disease": (_PLUS, 0.3, -0.25), "spam": (_PENNANT, 0.27, -0.17)}
"""What a yes puts on a figure of height 1: its outline, its size, and how high it is."""


class Crowd(VGroup):
    """A figure for each of the population, which keeps its identity wherever it goes."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        self.story, size = story, story.population
        places = self.places = Places(theme.layout)
        ill, found, alarms = story.counts
        order = np.arange(size)
        self.ill = order < ill
        self.yes = (order < found) | ((order >= ill) & (order < ill + alarms))
        cells, self.tall = cells_of(size, places.field)
        spots = np.random.default_rng(0).permutation(size)
        for at in range(1, (ill + alarms) * (ill + alarms < size / 5)):
            # Of a few places, the one that is farthest from those before (Mitchell, 1991).
            ways = cells[spots[at : at + 30], None] - cells[spots[:at]]
            best = at + int(np.argmax((ways**2).sum(axis=2).min(axis=1)))
            spots[[at, best]] = spots[[best, at]]
        self.field = cells[spots]
        # What is rare is seen among the smallest figures, whose neighbours it may cover, and glows.
        self.least = 0.24 if ill + alarms < size / 20 else 0.0
        self.block, self.block_tall = self.field.copy(), self.tall
        if self.yes.any():
            cells, self.block_tall = cells_of(alarms, places.strip, before=found)
            # Within each group those from the left stay at the left.
            ways = np.lexsort((*self.field[self.yes].T[::-1], ~self.ill[self.yes]))
            self.block[np.flatnonzero(self.yes)[ways]] = cells
        parts = parts_of(places.square, story.prior, story.likelihoods())
        inside = np.array([astuple(part) for part in parts])[2 * ~self.yes + ~self.ill]
        low, high = inside[:, ::2], inside[:, 1::2]
        self.square = low + np.random.default_rng(1).random((size, 2)) * (high - low)
        self.square_tall = 0.8 * (places.square.width * places.square.height / size / ASPECT) ** 0.5
        roles = ("tails", "likelihood", "prior")
        self.rest, self.alarms, self.found = (Dots(theme.colour(role), 0) for role in roles)
        # More are too small to be seen as more than dots.
        self.rest.outline = FIGURES[story.topic] if size <= 2500 else 0.42 * self.rest.outline
        self.alarms.outline = self.found.outline = FIGURES[story.topic]
        # Glows of very many would be seen as one.
        self.glows = [Dots(theme.colour(role), 0) for role in roles[1:]]
        self.lights = [GLOW * (number < size / 10) for number in (alarms, ill)]
        self.marks = Dots(theme.background, 0)
        self.marks.outline = MARKS[story.topic][0]
        self.missed = ring(story, theme, max(self.tall, self.least))
        self.scan = Segments(theme.ink, width=theme.strokes.bold)
        self.lit = [*self.glows, self.alarms, self.found, self.marks, self.missed, self.scan]
        super().__init__(self.rest, *self.lit)
        self.rest.set_dots(self.field, np.full(size, self.tall)).set_fill(opacity=REST)
        self.appear(0)

    def appear(self, t: float) -> tuple[int]:
        """Let those with the condition light up; return how many have."""
        first = 0.85 * (np.cumsum(self.ill) - 1) / max(self.ill.sum() - 1, 1)
        known = self.ill * ease((t - first) / 0.08)
        self._draw(self.field, self.tall, known, 0 * known, known)
        return (int((known > 0.5).sum()),)

    def screen(self, ill: bool, t: float) -> tuple[int, int, int]:
        """Test those with the condition, or then the others; return how many are what by now."""
        field = self.places.field
        x = field.left - 0.3 + (field.width + 1.2) * t
        passed = ease((x - self.field[:, 0]) / 0.6)
        done = np.where(self.ill, passed if ill else 1.0, 0.0 if ill else passed)
        missed = self.ill & ~self.yes
        self._draw(self.field, self.tall, 1.0 * self.ill, self.yes * done, self.ill * (1 - done))
        self.missed.set_dots(self.field, self.missed.radius * missed * done)
        line = [[[x, field.bottom], [x, field.top]]] * (t > 0 and x < field.right)
        self.scan.set_segments(np.array(line))
        yes, no = self.yes & (done > 0.5), missed & (done > 0.5)
        return int((yes & self.ill).sum()), int((yes & ~self.ill).sum()), int(no.sum())

    def rule_out(self, t: float) -> Self:
        """Let all fade that have got a no."""
        return self._move(self.field, self.tall, 1 - (1 - FADED) * min(3 * t, 1), 1.0)

    def gather(self, t: float) -> Self:
        """Let those who are left fill the picture."""
        left, width = self.places.field.left, self.places.field.width
        share = ease(1.4 * t - 0.4 * (self.field[:, 0] - left) / width)
        spots = self.field + share[:, None] * (self.block - self.field)
        heights = self.tall + share * (self.block_tall - self.tall)
        # Where nobody is left, they stay as shadows of what was.
        no = max(1 - 2 * t, 0.0) if self.yes.any() else 1.0
        return self._move(spots, heights, FADED * no, max(1 - 3 * t, 0.0))

    def settle(self, t: float) -> Self:
        """Let everyone go to the part of the area of one in which they are."""
        start = np.where(self.yes[:, None], self.block, self.square)
        heights = self.square_tall + (1 - t) * (self.block_tall - self.square_tall) * self.yes
        return self._move(start + t * (self.square - start), heights, 0.7 * t, 0.0)

    def _move(self, spots: np.ndarray, heights: float | np.ndarray, no: float, glow: float) -> Self:
        """Draw all somewhere else, those with a no at a share of their opacity."""
        # Those who are missed are grey again before they fade with all who are ruled out.
        missed, yes = max(1.25 * no - 0.25, 0.0), 1.0 * self.yes
        self.rest.set_dots(spots, heights * ~self.yes).set_fill(opacity=REST * no)
        self._draw(spots, heights, self.ill * np.where(self.yes, 1, missed), yes, 0 * yes)
        for each, light in zip(self.glows, self.lights, strict=True):
            each.set_fill(opacity=light * glow)
        self.missed.set_dots(spots, self.missed.radius * (self.ill & ~self.yes) * missed)
        return self

    def _draw(self, spots: np.ndarray, heights: float | np.ndarray, *shares: np.ndarray) -> Self:
        """Draw of whom the condition is known, who has a yes, and who glows before: shares of 1."""
        known, lit, glowing = shares
        sizes = np.maximum(heights, self.least * (1 + 0.4 * self.ill))
        self.found.set_dots(spots, sizes * known)
        self.alarms.set_dots(spots, sizes * lit * ~self.ill)
        _, size, up = MARKS[self.story.topic]
        lift = np.column_stack([0 * lit, np.broadcast_to(up * sizes, len(lit))])
        self.marks.set_dots(spots + lift, size * sizes * lit)
        for glow, group, light in zip(self.glows, (~self.ill, self.ill), self.lights, strict=True):
            glow.set_dots(spots, 0.6 * sizes * np.maximum(lit, glowing) * group)
            glow.set_fill(opacity=light)
        return self


def ring(story: BayesStory, theme: Theme, tall: float) -> Dots:
    """Return what is about each figure of a height whom the test misses; none about very many."""
    ill, found, _ = story.counts
    made = Dots(theme.ink, 0.58 * tall * (ill - found < story.population / 20))
    return made.set_fill(opacity=0).set_stroke(theme.ink, theme.strokes.thin)


def cells_of(count: int, zone: Zone, before: int = 0) -> tuple[np.ndarray, float]:
    """Return places in columns in the middle of a zone, (n, 2), and a figure's height.

    So many others may be before them, in columns of their own.
    """
    rows, both = np.arange(1, max(count, before, 1) + 1), (before, count)
    # What is written at a narrow group needs more room than that.
    apart = (1.3 if 20 * min(both) < sum(both) else 0.4) * bool(before and count)
    first, columns = -(-before // rows), -(-before // rows) - (-count // rows)
    tall = np.minimum(zone.height / rows, (zone.width - apart) / columns / ASPECT)
    # A ragged last column is worth it only where the figures are much larger for it.
    ragged = sum((number > rows) & (number % rows > 0) for number in both)
    filled = 0.9 + 0.1 * np.minimum(rows * tall / zone.height, 1)
    best = int(np.argmax((1 - (0.12 if before else 0.25) * ragged) * filled * tall))
    down, height = int(rows[best]), min(float(tall[best]), 2.2)
    across = min((zone.width - apart) / columns[best], 1.6 * ASPECT * height)
    left = zone.centre[0] - (across * columns[best] + apart) / 2
    up, at = min(zone.height / down, 1.12 * height), np.concatenate([*map(np.arange, both)])
    x = left + np.repeat([0, first[best] * across + apart], both) + (at // down + 0.5) * across
    return np.column_stack([x, zone.centre[1] + (down / 2 - at % down - 0.5) * up]), 0.88 * height
