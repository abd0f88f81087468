"""A crowd whose members are tested, and areas each split by what the one before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from fractions import Fraction
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.geometry.plane import corners_path
from explainer.mobjects.dots import Dots
from explainer.mobjects.shapes import Curve, Segments, VGroup, blend, disc
from explainer.scenes.probability.bayes_rule.story import RESULTS, BayesStory
from explainer.style import BODY, FRAME, Theme, Zone

FIELD = Zone(BODY.left, BODY.right, FRAME.bottom + 0.4, 2.05)
"""Where the crowd stands; what its colours mean is written above it."""

SQUARE = Zone(-5.15, 5.15, -1.6, 2.15)
BAR = Zone(SQUARE.left, SQUARE.right, -2.68, -2.05)
"""The area of one, and under it what a yes leaves of that, both of one width."""

STEPS = [Zone(-3.5, 4.6, 1.2 - 1.4 * n, 2.15 - 1.4 * n) for n in range(RESULTS + 1)]
"""Where what is left after no answer, one, two, and three is seen."""

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


def parts_of(zone: Zone, at: Fraction | float, yes: Sequence[Fraction | float]) -> list[Zone]:
    """Return the parts of an area split at a share of its width: those with a yes, those without.

    Of each two, the first is the part with the condition, whose share of yes is the first.
    """
    x = zone.left + float(at) * zone.width
    left, right = (zone.bottom + float(up) * zone.height for up in yes)
    parts = [Zone(zone.left, x, zone.bottom, left), Zone(x, zone.right, zone.bottom, right)]
    return [*parts, Zone(zone.left, x, left, zone.top), Zone(x, zone.right, right, zone.top)]


def between(first: Zone, last: Zone, t: float) -> Zone:
    """Return a zone at a share t of the way from one to another."""
    ends = zip(astuple(first), astuple(last), strict=True)
    return Zone(*((1 - t) * a + t * b for a, b in ends))


class Area(VGroup):
    """An area of one: its width is split by a probability, each part by how many say yes."""

    def __init__(self, theme: Theme) -> None:
        bright = [blend(hue, theme.background, 0.1) for hue in (theme.prior, theme.likelihood)]
        colours = (*bright, theme.prior, theme.tails)
        self.parts = [
            Curve(theme.background, width=0, fill=opacity, fill_colour=colour)
            for colour, opacity in zip(colours, (1.0, 1.0, 0.3, 0.2), strict=True)
        ]
        self.border = Curve(theme.axis, width=theme.strokes.thin)
        super().__init__(*self.parts, self.border)

    def split(
        self, zone: Zone, at: Fraction | float | None, yes: Sequence[Fraction | float] = (1, 1)
    ) -> Self:
        """Fill a zone, split at a share of its width, with the shares of both parts that say yes.

        Where there is no share, the zone stays empty.
        """
        self.zone, self.share, self.yes = zone, at, yes
        self.divider = zone.left + float(at or 0) * zone.width
        self.border.set_box(zone)
        return self.fill([] if at is None else parts_of(zone, at, yes))

    def fill(self, zones: list[Zone]) -> Self:
        """Draw the parts as they are given."""
        self.zones = zones
        for number, part in enumerate(self.parts):
            seen = [each for each in zones[number : number + 1] if each.width > 1e-6 < each.height]
            part.set_box(seen[0]) if seen else part.set_corners(np.zeros((0, 2)))
        return self


class Areas(VGroup):
    """The area of one, what a yes leaves of it, and what further ones leave of that."""

    def __init__(self, story: BayesStory, theme: Theme) -> None:
        self.story, self.theme, self.yes = story, theme, story.likelihoods()
        self.shares = [story.posterior(results) for results in range(RESULTS + 1)]
        # What pours out of a row comes from under it.
        self.rows = [Area(theme).set_z_index(-0.1 * n) for n in range(RESULTS + 1)]
        hues = (theme.prior, 0.3), (theme.likelihood, 0.2)
        self.links = [
            VGroup(*(Curve(hue, width=0, fill=fill) for hue, fill in hues), Segments(theme.ink))
            for _ in STEPS[1:]
        ]
        super().__init__(*self.links, *self.rows)
        self.answer(0)

    def answer(self, t: float) -> Self:
        """Let the parts with a yes grow from below."""
        self.rows[0].split(SQUARE, self.story.prior, [t * float(up) for up in self.yes])
        return self

    def pour(self, row: int, t: float) -> Self:
        """Let what has a yes in one row fill the next."""
        source, target = self.rows[row : row + 2]
        target.split(BAR if row == 0 else STEPS[row + 1], self.shares[row + 1])
        target.border.set_stroke(opacity=float(ease(4 * t)))
        # Not quite to its edges at first, where two of them would be seen.
        inner = [replace(each, top=each.top - 0.03 * (each.height > 0.1)) for each in source.zones]
        pairs = zip(inner[:2], target.zones[:2], strict=False)
        target.fill([between(*each, float(ease(1.25 * t))) for each in pairs])
        self._link(row, float(ease(5 * t - 4)))
        return self

    def step(self, row: int, t: float) -> Self:
        """Let the test split a row of those who are left, and what has a yes fill the next."""
        split = float(ease(5 * t))
        heights = [1 - split * (1 - float(up)) for up in self.yes]
        self.rows[row].split(STEPS[row], self.shares[row], heights)
        return self.pour(row, (t - 0.03) / 0.97) if t > 0.03 else self

    def flatten(self, t: float) -> Self:
        """Let the area of one become the first of the steps, and what it has left the second."""
        for row, zone in enumerate((SQUARE, BAR)):
            heights = (1, 1) if row else self.yes
            self.rows[row].split(between(zone, STEPS[row], t), self.shares[row], heights)
        self._link(0)
        return self

    def _link(self, row: int, drawn: float = 1.0) -> None:
        """Lead from both parts of a row to what they are in the next."""
        first, last = self.rows[row : row + 2]
        seen = drawn > 0 and first.share is not None and last.share is not None
        start, end = (
            np.array([[zone.left, up], [middle, up], [zone.right, up]])
            for zone, middle, up in (
                (first.zone, first.divider, first.zone.bottom),
                (last.zone, last.divider, last.zone.top),
            )
        )
        end = start + drawn * (end - start)
        ill, healthy, line = self.links[row].submobjects
        for at, wedge in enumerate((ill, healthy)):
            wedge.set_corners(np.array([*start[at : at + 2], *end[at : at + 2][::-1]] * seen))
        line.set_segments(np.array([[start[1], end[1]]] * seen).reshape(-1, 2, 2))
