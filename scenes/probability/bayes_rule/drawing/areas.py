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
from explainer.zones import Layout

Share = Fraction | float

THIN = 0.005
"""Below which share of the whole the width of a part is too thin to be seen."""


class Places:
    """Where in a frame what stands.

    Attributes:
        square, bar: the area of one, and under it what a yes leaves of that, both of one width.
        steps: what is left after no answer, one, two, and three.
        field, strip: the crowd, and those who are left.
        key, rule: the baseline of what is written above the crowd; the middle of the formula below.
    """

    def __init__(self, layout: Layout) -> None:
        fit, across = layout.fit, (layout.body.left, layout.body.right)
        self.square, self.bar = (
            fit(Zone(-4.95, 4.95, -0.66, 2.22)),
            fit(Zone(-4.95, 4.95, -1.84, -1.12)),
        )
        tops = [2.35 - 1.16 * n for n in range(RESULTS + 1)]
        self.steps = [fit(Zone(-3.5, 3.65, top - 0.75, top)) for top in tops]
        self.field = fit(Zone(*across, -3.6, 2.05))
        self.strip = fit(Zone(*across, -1.22, 2.12))
        self.key, self.rule = layout.height(2.36), layout.height(-2.74)


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
        self.places = Places(theme.layout)
        self.shares = [story.posterior(results) for results in range(RESULTS + 1)]
        # What pours out of a row comes from under it.
        self.rows = [Area(theme).set_z_index(-0.1 * n) for n in range(RESULTS + 1)]
        hues = (theme.prior, 0.3), (theme.likelihood, 0.2)
        self.links = [
            VGroup(*(Curve(hue, width=0, fill=fill) for hue, fill in hues), Segments(theme.ink))
            for _ in range(RESULTS)
        ]
        super().__init__(*self.links, *self.rows)
        self.answer(0)

    def answer(self, t: float) -> Self:
        """Let the parts with a yes grow from below."""
        self.rows[0].split(self.places.square, self.story.prior, [t * float(up) for up in self.yes])
        return self

    def pour(self, row: int, t: float) -> Self:
        """Let what has a yes in one row fill the next."""
        source, target = self.rows[row : row + 2]
        target.split(self.places.steps[row + 1] if row else self.places.bar, self.shares[row + 1])
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
        self.rows[row].split(self.places.steps[row], self.shares[row], heights)
        return self.pour(row, (t - 0.03) / 0.97) if t > 0.03 else self

    def flatten(self, t: float) -> Self:
        """Let the area of one become the first of the steps, and what it has left the second."""
        for row, zone in enumerate((self.places.square, self.places.bar)):
            heights = (1, 1) if row else self.yes
            stop = self.places.steps[row]
            self.rows[row].split(between(zone, stop, t), self.shares[row], heights)
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
