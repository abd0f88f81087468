"""Areas, each split by what the one before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, replace
from fractions import Fraction
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.shapes import Curve, Segments, VGroup, blend
from explainer.scenes.probability.bayes_rule.story import RESULTS, BayesStory
from explainer.style import Theme, Zone

Share = Fraction | float

SQUARE = Zone(-4.95, 4.95, -0.66, 2.22)
BAR = Zone(SQUARE.left, SQUARE.right, -1.84, -1.12)
"""The area of one, and under it what a yes leaves of that, both of one width."""

STEPS = [Zone(-3.5, 3.65, 1.6 - 1.16 * n, 2.35 - 1.16 * n) for n in range(RESULTS + 1)]
"""Where what is left after no answer, one, two, and three is seen."""

THIN = 0.005
"""Below which share of the whole the width of a part is too thin to be seen."""


def parts_of(zone: Zone, at: Share, yes: Sequence[Share]) -> list[Zone]:
    """Return the parts of an area split at a share of its width: those with a yes, those without.

    Of each two, the first is the part with the condition, whose share of yes is the first.
    """
    x = zone.left + float(at) * zone.width
    left, right = (zone.bottom + float(up) * zone.height for up in yes)
    parts = [Zone(zone.left, x, zone.bottom, left), Zone(x, zone.right, zone.bottom, right)]
    return [*parts, Zone(zone.left, x, left, zone.top), Zone(x, zone.right, right, zone.top)]


def between(first: Zone, last: Zone, t: float) -> Zone:
    """Return a zone at a share t of the way from one to another."""
    return Zone(*(1 - t) * np.array(astuple(first)) + t * np.array(astuple(last)))


class Area(VGroup):
    """An area of one: its width is split by a probability, each part by how many say yes."""

    def __init__(self, theme: Theme) -> None:
        bright = [blend(hue, theme.background, 0.1) for hue in (theme.prior, theme.likelihood)]
        # However thin what is positive may be, it can be seen as a line.
        looks = [(colour, 1.0, theme.strokes.hair) for colour in bright]
        looks += [(theme.prior, 0.3, 0.0), (theme.tails, 0.2, 0.0)]
        self.parts = [Curve(colour, fill=fill, width=width) for colour, fill, width in looks]
        self.border = Curve(theme.axis, width=theme.strokes.thin)
        super().__init__(self.border, *self.parts)

    def split(self, zone: Zone, at: Share | None, yes: Sequence[Share] = (1, 1)) -> Self:
        """Fill a zone, split at a share of its width, by how many say yes; none has no share."""
        self.zone, self.share, self.yes = zone, at, yes
        self.across = zone.left, zone.left + float(at or 0) * zone.width, zone.right
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
        pairs = zip(inner, target.zones[:2], strict=False)
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
        start = np.array([[x, first.zone.bottom] for x in first.across])
        end = start + drawn * (np.array([[x, last.zone.top] for x in last.across]) - start)
        *wedges, line = self.links[row].submobjects
        for at, wedge in enumerate(wedges):
            wedge.set_corners(np.array([*start[at : at + 2], *end[at : at + 2][::-1]] * seen))
        seen &= any(THIN < float(each.share or 0) < 1 - THIN for each in (first, last))
        line.set_segments(np.array([[start[1], end[1]]] * seen).reshape(-1, 2, 2))
