"""The rate as a slider beside the map, and three walks with three rates on maps of their own."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Self

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.chart import Axis
from explainer.mobjects.contour_map import DOT_RADIUS, ContourMap, set_dots
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup, blend
from explainer.mobjects.text import Words
from explainer.numbers import equals, given, significant, to_typst
from explainer.scenes.calculus.gradient_descent.story import DescentStory, pace
from explainer.scenes.calculus.gradient_descent.text import HALF, LIMITS, verdict
from explainer.style import SAFE, SMALLEST_TEXT, Theme, Zone

SLIDER = Zone(3.8, 4.1, -2.2, 1.9)
"""Where the scale of rates stands."""

SLOTS = [Zone(x, x + 4.6, -2.3, 1.9) for x in (-7.05, -2.3, 2.45)]
"""Where three maps stand side by side."""

ROLES = ("minimum", "step", "warning")
"""Of walks below half the limit, between half and the limit, and above it."""

MOST_DOTS = 120
"""Points of a walk that have a dot each; more would be a band."""

WALK = 3.0
"""Seconds in which each of three walks is watched."""


RING, TURNS = 0.17, np.linspace(0, 2 * np.pi, 33)
"""Radius of the ring about a minimum, and the corners with which it is drawn."""

SOFT = 0.04
"""Above a mark a walk changes its colour over this share of the rate."""

ASIDE = 3.1
"""Where lines beside the map begin."""

DARKENED = 0.6
"""How much of its light a map has not whose walk is not spoken of."""


class RateSlider(VGroup):
    """A scale of rates from 0 upwards with half the limit, the limit, and a knob that moves.

    Args:
        story: which has a limit, and half of it.
        zone: of the scale itself; what is said of it stands to its right.
    """

    def __init__(self, story: DescentStory, theme: Theme, zone: Zone = SLIDER) -> None:
        assert story.limit is not None and story.half is not None
        self.zone, self.theme, self.half, self.limit = zone, theme, story.half, story.limit
        self.span = Axis(0.0, 1.3 * story.limit)
        edges = [0.0, story.half, story.limit, self.span.high]
        heights = [self.y(value) for value in edges]
        parts: list[VGroup | Curve | Segments | Words | LiveNumber | Dot] = []
        words = ("smooth", "zigzag", "diverges")
        for (low, high), role in zip(pairwise(heights), ROLES, strict=True):
            band = Curve(theme.colour(role), width=0, fill=0.55)
            parts.append(band.set_box(Zone(zone.left, zone.right, low, high)))
        for (low, high), role, word in zip(pairwise(heights), ROLES, words, strict=True):
            name = Words(word, theme, size="body", colour=role)
            parts.append(name.place((zone.right + 0.25, (low + high) / 2 - 0.1)))
        marks = Segments(theme.ink, width=theme.strokes.regular)
        ends = [[(zone.left - 0.12, y), (zone.right + 0.12, y)] for y in heights[1:3]]
        parts.append(marks.set_segments(np.array(ends)))
        limit = f"limit ${LIMITS[story.descent.optimiser]}"
        room = SAFE.right - zone.right - 0.25
        for y, start, value in zip(heights[1:3], (f"half ${HALF}", limit), edges[1:3], strict=True):
            text = f"{start} {_equal(value)}$"
            name = Words(text, theme, size=0.36, colour="ink").fit_width(room)
            if name.advance > room:  # the word is said by the heading
                name = Words(text[text.index("$") :], theme, size=SMALLEST_TEXT).fit_width(room)
            parts.append(name.place((zone.right + 0.25, y - 0.12)))
        middle = (zone.left + zone.right) / 2
        letter = Words("rate $eta$", theme, size="body", colour="ink")
        parts.append(letter.place((middle, zone.top + 0.2), "centre"))
        foot = Words("$0$", theme, size=0.36, colour="ink")
        parts.append(foot.place((zone.left - 0.2, zone.bottom - 0.1), "right"))
        text = f"$lambda_max {_equal(story.curvature or 0.0)}$: the largest curvature"
        largest = Words(text, theme, size=0.36, colour="ink").fit_width(SAFE.right - ASIDE)
        if largest.advance > SAFE.right - ASIDE:
            largest = Words(text.split(":")[0], theme, size=0.36, colour="ink")
        parts.append(largest.place((ASIDE, zone.bottom - 0.75)))
        self.knob = Dot(theme.ball, 0.2, rim=theme.contour)
        self.size = 0.4 if story.limit > 1e-3 else SMALLEST_TEXT
        self.number = LiveNumber(
            0.0, theme, size=self.size, colour="ink", anchor="right", decimals=3
        )
        super().__init__(*parts, self.knob, self.number)
        self.set_rate(story.rate)

    def set_rate(self, rate: float, *, animating: bool = False) -> Self:
        """Put the knob at a rate, with its number beside it."""
        y = self.y(min(rate, self.span.high))
        self.knob.set_centre(np.array([(self.zone.left + self.zone.right) / 2, y]))
        self.knob.set_fill(self.colour(rate))
        if animating:
            self.number.set_value(rate, animating=True)
        else:
            self.number.set_text(given(float(f"{rate:.4g}")), rate)
        self.number.place((self.zone.left - 0.2, y - 0.12), "right")
        return self

    def mark(self, rate: float, last: float) -> VGroup:
        """Return a mark to be left at a rate; it has its number unless that would meet the last."""
        y, zone, colour = self.y(rate), self.zone, self.colour(rate)
        dot = Dot(colour, 0.13, rim=self.theme.contour)
        dot.set_centre(np.array([(zone.left + zone.right) / 2, y]))
        number = Words(f"${to_typst(given(rate))}$", self.theme, size=self.size, colour=colour)
        number.place((zone.left - 0.2, y - 0.12), "right")
        return VGroup(dot, number) if abs(self.y(last) - y) > 0.4 else VGroup(dot)

    def colour(self, rate: float) -> str:
        """Return the colour of a walk with a rate; it changes just above a mark."""
        first, second, third = (self.theme.colour(role) for role in ROLES)
        over = [(rate / bound - 1) / SOFT for bound in (self.half, self.limit)]
        return blend(blend(first, second, over[0]), third, over[1])

    def y(self, rate: float) -> float:
        """Return at what height a rate stands."""
        return self.zone.bottom + float(self.span.share(rate)) * self.zone.height


class Run(VGroup):
    """One walk on a map of its own, with its rate above and what becomes of it below."""

    def __init__(self, story: DescentStory, landscape: Landscape, zone: Zone, role: str) -> None:
        theme = landscape.theme
        self.story = story
        keep = not story.surface.stretched
        self.map = ContourMap(landscape, zone, keep_aspect=keep, named=False, ticks=0)
        self.map.route.set_stroke(theme.colour(role))
        self.map.dots.set_fill(theme.colour(role))
        steps = np.diff(story.points, axis=0) / np.ptp(story.surface.domain, axis=1)
        self.times = pace(np.linalg.norm(steps, axis=1), WALK)
        self.dot = Dot(theme.ball, 0.1, rim=theme.contour).set_z_index(2)
        low, high = self.map.corners
        middle = (low[0] + high[0]) / 2
        text = f"$eta {equals(to_typst(given(story.rate)))}$"
        self.title = Words(text, theme, size=0.48, colour=role)
        self.title.place((middle, high[1] + 0.16), "centre")
        self.verdict = Words(verdict(story), theme, size="body", colour=role)
        self.verdict.fit_width(zone.width)
        self.verdict.place((middle, low[1] - 0.48), "centre")
        drawn = story.drawn
        self.map.set_path(drawn, dots=len(story.points) <= MOST_DOTS)
        self.trail = VGroup(self.map.route.copy(), self.map.dots.copy()).set_z_index(0.9)
        self.rings = Segments(theme.minimum, width=theme.strokes.regular)
        self.rings.set_background_stroke(color=theme.background, width=6, opacity=0.7)
        circle = RING * np.column_stack([np.cos(TURNS), np.sin(TURNS)])
        spots = [self.map.at(place.point)[:2] + circle for place in story.marked]
        pairs = [np.stack([ring[:-1], ring[1:]], axis=1) for ring in spots]
        self.rings.set_segments(np.concatenate(pairs) if pairs else np.empty((0, 2, 2)))
        inside = [point for point in drawn if self.map.shows(*point)]
        dotted = np.array(inside if len(story.points) <= MOST_DOTS else inside[:0])
        self.spots = self.map.at(dotted.reshape(-1, 2))
        moving = (self.map.image, *self.map.lines, self.map.border, self.trail[0], self.rings)
        self.still = [(part, np.array(part.points)) for part in moving]
        super().__init__(self.map.route, self.map.dots, self.dot)
        self.walk(0.0)

    @property
    def background(self) -> list:
        """What does not move while the ball does."""
        return [self.map.image, self.map.lines, self.map.border, self.rings]

    def place(self, low: np.ndarray, high: np.ndarray) -> None:
        """Put the map where its corners, (3,) each, are these."""
        own = [self.still[0][1].min(axis=0), self.still[0][1].max(axis=0)]
        scale = (high - low)[:2] / (own[1] - own[0])[:2]

        def moved(points: np.ndarray) -> np.ndarray:
            places = np.array(points)
            places[:, :2] = low[:2] + (points[:, :2] - own[0][:2]) * scale
            return places

        for part, points in self.still:
            part.points = moved(points)
        set_dots(self.trail[1], moved(self.spots), DOT_RADIUS)

    def darken(self, share: float) -> None:
        """Take so much of their light from map and trail."""
        self.map.image.set_opacity(1 - share)
        for part, opacity in zip(self.trail, ("stroke", "fill"), strict=True):
            getattr(part, f"set_{opacity}")(opacity=1 - 0.8 * share)

    def light_up(self, t: float) -> None:
        """Give the map its light back."""
        self.darken(DARKENED * (1 - t))

    def walk(self, t: float) -> Self:
        """Walk to a share of the time."""
        points = self.story.points
        steps = float(np.interp(t * self.times[-1], self.times, np.arange(len(points))))
        here = np.array([np.interp(steps, np.arange(len(points)), part) for part in points.T])
        path = np.concatenate([points[: math.floor(steps) + 1], here[None]])
        self.map.set_path(path, dots=len(points) <= MOST_DOTS)
        shown = float(self.map.shows(*here))
        self.dot.set_centre(self.map.at(here))
        self.dot.set_fill(opacity=shown).set_stroke(opacity=shown)
        return self


class Runs(VGroup):
    """Three walks from one start side by side, and the limits that part them."""

    def __init__(self, story: DescentStory, landscape: Landscape, theme: Theme) -> None:
        self.runs = [
            Run(each, landscape, slot, role)
            for each, slot, role in zip(story.compared, SLOTS, _roles(story), strict=True)
        ]
        self.ends = [run.map.corners for run in self.runs]
        for level, run in enumerate(self.runs):  # each map lies over all of the one before
            run.trail.set_z_index((1.5, 1.51, 1.0)[level])  # as the walks lay on one map
            for height, each in enumerate((run.map.image, run.map.lines, run.map.border)):
                each.set_z_index(-1 + 0.1 * level + 0.01 * height)
        self.bounds = VGroup()
        between = [(a.right + b.left) / 2 for a, b in pairwise(SLOTS)]
        limits = ((HALF, story.half), (LIMITS.get(story.descent.optimiser, ""), story.limit))
        low, high = (float(corner[1]) for corner in self.ends[0])
        titles = [run.title.advance for run in self.runs]
        rooms = [SLOTS[1].left - SLOTS[0].left - sum(two) / 2 - 0.3 for two in pairwise(titles)]
        for x, room, (markup, value) in zip(between, rooms, limits, strict=True):
            if value is None:
                continue
            line = Segments(theme.ink, width=theme.strokes.regular)
            line.set_dashes((x, low - 0.8), (x, high + 0.05))
            name = Words(f"${markup} {_equal(value)}$", theme, size=0.36, colour="ink")
            # In one row with the rates that it parts, unless it is too long for that.
            y = high + 0.16 if name.fit_width(room).advance <= room + 1e-6 else low - 1.15
            self.bounds.add(VGroup(line, name.place((x, y), "centre")))
        super().__init__(*self.runs, self.bounds)

    def part(self, low: np.ndarray, high: np.ndarray, t: float) -> Self:
        """Let one map, with these corners, part into three."""
        share = ease(t)
        for run, (left, right) in zip(self.runs, self.ends, strict=True):
            run.place(low + share * (left - low), high + share * (right - high))
            run.darken(DARKENED * share)
            run.rings.set_stroke(opacity=share)
        return self


def _equal(value: float) -> str:
    """Return a number that was worked out with its sign of equality, as Typst mathematics."""
    return equals(to_typst(significant(value)))


def _roles(story: DescentStory) -> list[str]:
    """Return the colours of three walks: by the limits between them, or by how they end."""
    if story.limit:
        return list(ROLES)
    worse = ("diverged", "left_domain", "undefined", "beyond")
    kinds = [each.outcome.kind for each in story.compared]
    return ["warning" if k in worse else "step" if k == "on_the_way" else "minimum" for k in kinds]
