"""A scale of rates, and three walks with three rates on maps of their own."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Literal, Self

import numpy as np

from explainer.allowed import allow
from explainer.geometry.easing import ease
from explainer.mobjects.chart import Axis
from explainer.mobjects.contour_map import ContourMap
from explainer.mobjects.dots import arrivals
from explainer.mobjects.landscape import Landscape, landscape_of
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup, blend, disc
from explainer.mobjects.text import Words
from explainer.numbers import equals, given, magnitude, significant, to_typst
from explainer.scenes.calculus.gradient_descent.drawing.places import Places
from explainer.scenes.calculus.gradient_descent.formulas import HALF, LIMITS
from explainer.scenes.calculus.gradient_descent.story import (
    MOST_DOTS,
    DescentStory,
    drawn_path,
)
from explainer.scenes.calculus.gradient_descent.text import verdict
from explainer.style import Theme, Zone

ROLES = ("minimum", "step", "warning")
"""Of walks below half the limit, between half and the limit, and above it."""

WALK = 2.0
"""Seconds in which each of three walks is watched."""

OVER = "a rate of many figures reaches over the soft edge of the map; a halo keeps it clear"
"""Why numbers may lie on lines."""

SOFT = 0.04
"""Above a mark a walk changes its colour over this share of the rate."""

DARKENED = 0.6
"""How much of its light a map has not whose walk is not spoken of."""


class RateScale(VGroup):
    """A scale of rates from 0 upwards, with the limit and half of it, and a knob that moves.

    Args:
        story: its limit and half of it are marked, where there are any.
        theme: for the colours.
        moving: whether it has a knob, with its number, and leaves numbers at marks.
    """

    def __init__(self, story: DescentStory, theme: Theme, *, moving: bool) -> None:
        places, grown, safe = Places(theme.layout), theme.layout.type_scale, theme.layout.safe
        zone = self.zone = places.scale if moving else places.rates
        self.theme, self.moving, self.upright = theme, moving, zone.height > zone.width
        bounds = {HALF: story.half, LIMITS.get(story.descent.optimiser, ""): story.limit}
        self.bounds = {name: bound for name, bound in bounds.items() if bound}
        most = 1.4 * story.limit if story.limit else 1.15 * story.compared[-1].rate
        self.span = Axis(0.0, most)
        self.size = 0.4 * grown if most > 1e-3 else theme.layout.smallest_text
        edges = [0.0, *self.bounds.values(), most]
        parts: list[VGroup | Curve | Segments | Words | LiveNumber | Dot] = []
        above = "diverges" if story.quadratic else "unstable"
        names = {3: ("smooth", "zigzag", above), 2: ("stable", above), 1: ("",)}
        rates = [each.rate for each in story.compared]
        if story.descent.optimiser == "momentum" and story.curvature:
            rates.append(2 / story.curvature)
            written = equals(to_typst(magnitude(rates[-1])))
            plain = Words(
                f"plain $2 \\/ lambda_max {written}$", theme, size=0.34 * grown, colour="muted"
            )
            parts.append(self.beside(plain.fit_width(3.2), rates[-1]))
            dash = Segments(theme.muted)
            dash.set_dashes(self.at(rates[-1], -0.5), self.at(rates[-1], 0.8))
            parts.append(dash.set_z_index(1))
        for ends, role, name in zip(
            pairwise(edges), self.roles, names[len(edges) - 1], strict=True
        ):
            band = Curve(theme.colour(role), width=0, fill=0.55 if self.upright else 0.4)
            corners = np.array([self.at(ends[0], -0.5), self.at(ends[1], 0.5)])
            parts.append(band.set_box(Zone(*np.sort(corners, axis=0).T.reshape(-1))))
            word = Words(name, theme, size="body", colour=role if self.upright else "ink")
            if self.upright:
                self.beside(word, sum(ends) / 2)
            else:  # on its band, away from the marks that will stand there
                spots = np.linspace(0.25, 0.75, 13) * (ends[1] - ends[0]) + ends[0]
                away = np.abs(spots[:, None] - rates).min(axis=1) / most * zone.width
                cost = np.maximum(word.advance / 2 + 0.3 - away, 0.0)
                cost += 0.1 * np.abs(np.linspace(-1, 1, 13))
                word.place(self.at(spots[cost.argmin()]) - [0.0, 0.12 * grown], "centre")
                if cost.min() > 0.3:
                    continue
            parts.append(word)
        marks = Segments(theme.ink, width=theme.strokes.regular)
        marks.set_segments(
            np.array([[self.at(edge, -0.8), self.at(edge, 0.8)] for edge in edges[:-1]])
        )
        parts.append(marks)
        for name, bound in self.bounds.items():
            markup = f"${name} {equals(to_typst(magnitude(bound)))}$"
            text = Words(markup, theme, size="label", colour="ink")
            room = safe.right - zone.right - 0.3 if self.upright else 3.0
            parts.append(self.beside(text.fit_width(room), bound))
        zero = Words("$0$", theme, size=0.36 * grown, colour="ink")
        letter = Words("rate $eta$", theme, size="body", colour="ink")
        if self.upright:
            letter.place((zone.left, zone.top + 0.25))
            zero.place((zone.left - 0.2, zone.bottom - 0.1), "right")
        else:
            letter.place((zone.left - 0.2, zone.bottom + 0.15), "right")
            self.beside(zero, 0.0)
        self.knob = Dot(theme.ball, 0.16, rim=theme.contour)
        self.number = LiveNumber(0.0, theme, size=self.size, anchor="right", decimals=3)
        allow(self.number.with_halo(theme), "crossed", OVER)
        super().__init__(*parts, letter, zero)
        if story.curvature and self.bounds:
            written = equals(to_typst(significant(story.curvature)))
            markup = f"$lambda_max {written}$: the largest curvature"
            largest = Words(markup, theme, size=0.36 * grown, colour="muted")
            foot = (safe.right, zone.bottom - (0.75 if self.upright else 0.92 * grown**1.5))
            room = 3.0 if self.upright else 3.6 * grown**2
            self.add(largest.fit_width(room).place(foot, "right"))
        if moving:
            self.add(self.knob, self.number).set_rate(story.rate)

    @property
    def roles(self) -> tuple[str, ...]:
        """The colours of the parts of the scale."""
        return {2: ROLES, 1: ROLES[::2], 0: ("ghost",)}[len(self.bounds)]

    def at(self, rate: float, aside: float = 0.0) -> np.ndarray:
        """Return where a rate is on the scale, (2,), and so many of its widths aside."""
        along, zone = float(self.span.share(min(rate, self.span.high))), self.zone
        if self.upright:
            middle = (zone.left + zone.right) / 2 + aside * zone.width
            return np.array([middle, zone.bottom + along * zone.height])
        return np.array([zone.left + along * zone.width, zone.bottom + (0.5 - aside) * zone.height])

    def beside(self, words: Words, rate: float) -> Words:
        """Put words beside a rate, or below it."""
        if self.upright:
            return words.place(self.at(rate, 0.5) - [-0.25, 0.12])
        down = 0.5 * self.theme.layout.type_scale
        return words.place(self.at(rate, 0.5) - [0.0, down], "centre")

    def set_rate(self, rate: float, *, animating: bool = False) -> Self:
        """Put the knob at a rate, with its number beside it."""
        self.knob.set_centre(self.at(rate)).set_fill(self.colour(rate))
        if animating:
            self.number.set_value(rate, animating=True)
        else:
            self.number.set_text(given(float(f"{rate:.4g}")), rate)
        self.number.set_fill(self.colour(rate))
        self._put(self.number, rate, 0.0)
        return self

    def _put(self, number: Words | LiveNumber, rate: float, back: float) -> None:
        """Put a number on the other side of the scale than the names, so far back from its rate."""
        if self.upright:
            number.place(self.at(rate, -0.5) - [0.2, 0.12], "right")
        else:
            number.place(self.at(rate, -0.5) - [back, -0.3], "centre")

    def mark(self, rate: float, last: float = math.inf) -> VGroup:
        """Return a mark to be left at a rate; it has its number unless that would meet the last."""
        colour = self.colour(rate)
        dot = Dot(colour, 0.15, rim=self.theme.contour).set_centre(self.at(rate))
        apart = float(np.linalg.norm(self.at(last) - self.at(rate)))
        if not self.moving or apart < (0.4 if self.upright else 0.7):
            return VGroup(dot)
        number = Words(f"${to_typst(given(rate))}$", self.theme, size=self.size, colour=colour)
        allow(number.with_halo(self.theme), "crossed", OVER)
        self._put(number, rate, max(0.0, min(0.6, 1.6 - apart)))
        return VGroup(dot, number)

    def colour(self, rate: float) -> str:
        """Return the colour of a walk with a rate; it changes just above a mark."""
        first, *others = (self.theme.colour(role) for role in self.roles)
        for bound, other in zip(self.bounds.values(), others, strict=True):
            first = blend(first, other, (rate / bound - 1) / SOFT)
        return first


class Run(VGroup):
    """One walk on a map of its own, with its rate above and what becomes of it below."""

    def __init__(self, story: DescentStory, landscape: Landscape, zone: Zone, role: str) -> None:
        theme, self.story = landscape.theme, story
        keep = not story.surface.stretched
        self.map = ContourMap(landscape, zone, keep_aspect=keep, named=False, ticks=0)
        self.map.route.set_stroke(theme.colour(role))
        self.map.dots.set_fill(theme.colour(role))
        self.walked = drawn_path(story.descent.points, (landscape.x_range, landscape.y_range))
        self.times = WALK * arrivals(len(self.walked))
        self.dot = Dot(theme.ball, 0.08, rim=theme.contour).set_z_index(2)
        low, high = self.map.corners
        middle = (low[0] + high[0]) / 2
        text = f"$eta {equals(to_typst(given(story.rate)))}$"
        grown, safe = theme.layout.type_scale, theme.layout.safe
        room = min(zone.width, 2 * (safe.right - abs(middle)))
        anchor: Literal["left", "centre"] = "centre"
        places = (middle, high[1] + 0.16), (middle, low[1] - 0.5 * grown)
        if Places(theme.layout).column:
            x, y = zone.right + 0.4, (low[1] + high[1]) / 2
            room, anchor, places = safe.right - x, "left", ((x, y + 0.3), (x, y - 0.8))
        self.title, self.verdict = (
            Words(markup, theme, size=0.52 * grown, colour=role).fit_width(room).place(spot, anchor)
            for markup, spot in zip((text, verdict(story)), places, strict=True)
        )
        self.rings = Curve(theme.minimum, width=theme.strokes.regular)
        marked = [place.point for place in story.marked if self.map.shows(*place.point)]
        if marked:
            self.rings.points = np.concatenate([disc(s, 0.15, 0.15) for s in self.map.at(marked)])
        self.still = [(part, np.array(part.points)) for part in self.background]
        super().__init__(self.map.route, self.map.dots, self.dot)
        self.walk(0.0)

    @property
    def background(self) -> list:
        """What does not move while the ball does."""
        return [self.map.image, *self.map.lines, self.map.border, self.rings]

    def place(self, low: np.ndarray, high: np.ndarray) -> None:
        """Put the map where its corners, (3,) each, are these."""
        own = self.still[0][1].min(axis=0)[:2], self.still[0][1].max(axis=0)[:2]
        scale = (high - low)[:2] / (own[1] - own[0])
        for part, points in self.still:
            part.points = np.array(points)
            part.points[:, :2] = low[:2] + (points[:, :2] - own[0]) * scale

    def darken(self, share: float) -> None:
        """Take so much of its light from the map."""
        self.map.image.set_opacity(1 - share)

    def light_up(self, t: float) -> None:
        """Give the map its light back."""
        self.darken(DARKENED * (1 - t))

    def walk(self, t: float) -> Self:
        """Walk to a share of the time."""
        count = np.arange(len(self.walked))
        steps = float(np.interp(t * self.times[-1], self.times, count))
        here = np.array([np.interp(steps, count, part) for part in self.walked.T])
        path = np.concatenate([self.walked[: math.floor(steps) + 1], here[None]])
        self.map.set_path(path, dots=len(self.walked) <= MOST_DOTS)
        shown = float(self.map.shows(*here))
        self.dot.set_centre(self.map.at(here))
        self.dot.set_fill(opacity=shown).set_stroke(opacity=shown)
        return self


class Runs(VGroup):
    """Three walks from one start side by side, and below them the scale of their rates."""

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.window = story.window
        seen = replace(story.surface, domain=story.window)
        land = landscape_of(seen, theme, scale=story.height, gap=0.0)
        scale, places = RateScale(story, theme, moving=False), Places(theme.layout)
        roles = _roles(story)
        self.runs = [
            Run(each, land, slot, role)
            for each, slot, role in zip(story.compared, places.slots, roles, strict=True)
        ]
        self.ends = [run.map.corners for run in self.runs]
        for level, run in enumerate(self.runs):  # each map lies over all of the one before
            for height, each in enumerate((run.map.image, run.map.lines, run.map.border)):
                each.set_z_index(-1 + 0.1 * level + 0.01 * height)
        self.marks = []
        for run, role in zip(self.runs, roles, strict=True):
            leader = Segments(theme.colour(role), width=theme.strokes.regular)
            foot = run.verdict.get_bottom()[:2] - [0.0, 0.1]
            if not places.column:
                leader.set_segments(np.array([[foot, scale.at(run.story.rate, -0.5)]]))
            dot = scale.mark(run.story.rate).set_fill(theme.colour(role))
            self.marks.append(VGroup(leader, dot))
        self.scale_of_rates = scale
        super().__init__(*self.runs, scale, *self.marks)

    def part(self, low: np.ndarray, high: np.ndarray, t: float) -> Self:
        """Let one map, with these corners, part into three."""
        share = ease(t)
        for run, (left, right) in zip(self.runs, self.ends, strict=True):
            run.place(low + share * (left - low), high + share * (right - high))
            run.map.show(min(1.0, 4 * t))  # its colours are others than those of the whole map
            run.rings.set_stroke(opacity=share)
            if t > 0.25:
                run.darken(DARKENED * (t - 0.25) / 0.75)
        return self


def _roles(story: DescentStory) -> list[str]:
    """Return the colours of three walks: by the limits between them, or by how they end."""
    if story.limit:
        return list(ROLES)
    worse = ("diverged", "left_domain", "undefined", "beyond")
    kinds = [each.outcome.kind for each in story.compared]
    return ["warning" if k in worse else "step" if k == "on_the_way" else "minimum" for k in kinds]
