"""Scalars that run, the tip that they move, and what it paints."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
from manim.constants import CapStyleType, LineJointType
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle, clip_lines, corners_path
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import EMPTY, ArrayMark
from explainer.mobjects.shapes import VGroup, blend
from explainer.mobjects.text import Formula, row
from explainer.scenes.linear_algebra.common import entry, places
from explainer.scenes.linear_algebra.vectors.drawing.plane import LARGER, Named, Stage, lane, tint
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import SUM, A, B, term
from explainer.style import Theme

BRUSH, SPACING = 2.3, 2.1
"""How wide the tip paints the plane, and from one stroke to the next, in frame units."""

BEYOND = 1.2
"""How far beyond the edges of the frame the tip runs."""


class Paint(ArrayMark):
    """A way through points, (n, 2), in one stroke of a width in frame units.

    On a broad one names may stand; it is not solid.
    """

    layer = 0.7

    def __init__(self, view: PlaneView, theme: Theme, width: float, opacity: float) -> None:
        super().__init__(
            stroke_color=theme.combination,
            stroke_width=100 * width,
            stroke_opacity=opacity,
            fill_opacity=0,
            joint_type=LineJointType.ROUND,
        )
        self.cap_style, self.view, self.is_solid = CapStyleType.ROUND, view, width < 0.5

    def _draw(self) -> None:
        spots = self.view.flat(self.value)
        self.points = corners_path(spots) if len(spots) > 1 else np.zeros((0, 3))

    def outline(self) -> np.ndarray:
        """Return its middle line, (n, 2, 2), if names may not stand on it."""
        return super().outline() if self.is_solid else EMPTY


class Run:
    """The way of a tip through points, (n, 2), at an even speed; (n, 2) scalars lead there."""

    def __init__(self, tips: np.ndarray, scalars: np.ndarray) -> None:
        self.tips, self.scalars = tips, scalars
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(tips, axis=0).T))])
        self.along = along / along[-1] if along[-1] > 0 else np.linspace(0, 1, len(tips))

    def at(self, t: float) -> tuple[float, float]:
        """Return both scalars after a share of the way."""
        a, b = (float(np.interp(t, self.along, column)) for column in self.scalars.T)
        return a, b

    def upto(self, t: float) -> np.ndarray:
        """Return the way of the tip up to then, (m, 2)."""
        end = [np.interp(t, self.along, column) for column in self.tips.T]
        return np.vstack([self.tips[self.along < t], end])


class Multiple:
    """A multiple of u, an earlier one, and the line that its tip paints."""

    def __init__(self, stage: Stage) -> None:
        story, plane = stage.story, stage.plane
        self.stage, self.story = stage, story
        self.arrow = plane.arrow("combination", width=0.2, tip=0.55, layer=4.6)
        self.paint = plane.hold(Paint(plane.view, stage.theme, 0.2, 0.7))
        self.before = plane.arrow("combination", width=0.2, tip=0.55, layer=4.4)
        plane.drop(self.arrow, self.before.to(story.scaled[0]), self.paint)
        last = story.scaled[1]
        tips = np.vstack([_both_ways(last, story.u, _seen(stage, "scale")), last])
        factors = tips @ story.u / (float(story.u @ story.u) or 1.0)
        self.run = Run(tips, np.column_stack([factors, 0 * factors]))

    def show(self, factor: float) -> None:
        """Show a multiple; on top where it is shorter than u."""
        self.arrow.layer = 5.6 if 0 < factor < 1 else 4.6
        self.arrow.set_z_index(self.arrow.layer).to(factor * self.story.u)

    def go(self, leg: int, t: float) -> None:
        """Go to the first or the second scalar from what was before it."""
        start, stop = (1.0, *self.story.scalars)[leg : leg + 2]
        self.show((1 - t) * start + t * stop)

    def run_on(self, t: float) -> None:
        """Run on along the line, and paint it."""
        self.show(self.story.scalars[1] if t == 1 else self.run.at(t)[0])
        self.paint.to(self.run.upto(t))

    def named(self) -> list[Named]:
        """Return what to name when all has been painted: the vectors, and both multiples."""
        self.run_on(1.0)
        named = self.stage.named(at_tip=True)
        for scalar, vector in zip(self.story.scalars, self.story.scaled, strict=True):
            own = vector if scalar != 1 else 0 * vector
            named.append((term(scalar, "bold(u)"), vector, own, "combination"))
        return named


class Combining(VGroup):
    """``a u + b v``, tip to tail, and what its tip paints while a runs, and b as well.

    Attributes:
        paints: a line, painted while a runs, and the plane; ``trail``: of the tip on that.
        rows: of the panel: a and b, running; none where they are too large.
    """

    def __init__(self, stage: Stage) -> None:
        plane, story, theme = stage.plane, stage.story, stage.theme
        self.stage, self.story = stage, story
        self.first = stage.arrow("vector", layer=5.2)
        self.second = stage.arrow("second_vector", layer=5.1)
        self.total = plane.arrow("combination", width=0.16, tip=0.5, layer=5.4)
        self.marks = [self.first, self.second, self.total]
        line = plane.hold(Paint(plane.view, theme, 0.2, 0.7)).set_z_index(0.8)
        brush = Paint(plane.view, theme, BRUSH if story.rank == 2 else 0.2, tint(theme, 0.15))
        self.paints = [line, plane.hold(brush)]
        self.trail = plane.hold(Paint(plane.view, theme, 0.03, 0.5))
        self.trail.is_solid = False
        self.painted = blend(theme.background, theme.combination, tint(theme, 0.15))
        plane.drop(*self.marks, *self.paints, self.trail)
        seen, end = _seen(stage, "combine"), story.combination
        ways = [_both_ways(end, along, seen) for along in (story.u, story.ahead)]
        if story.rank == 2:
            # Rows where b is given, and even steps of it away.
            x, y = story.directions[0]
            apart = abs(float(story.v @ (-y, x)))
            most = SPACING / stage.views["combine"].units
            self.step = most / apart
            if stage.countable:
                self.step = 2.0 ** math.floor(math.log2(self.step))
            spacing = self.step * apart
            lines, strokes = (ways[0], ways[0][[0, 2, 1]]), _strokes(story, seen, spacing)
            # It goes on where the tip is near.
            ways = min(
                ([line, way] for line in lines for way in strokes),
                key=lambda pair: float(np.hypot(*(pair[0][-1] - pair[1][0]))),
            )
        ways[1] = np.vstack([ways[0][-1:], ways[1]])
        first, second = story.scalars_to(ways[0], both=False), story.scalars_to(ways[1], both=True)
        self.runs = [Run(ways[0], first), Run(ways[1], second)]
        self.runs[0].scalars[0] = story.scalars
        self.runs[1].scalars[0] = self.runs[0].scalars[-1]
        decimals, em = places(story.scalars, 1, typed=True), LARGER * theme.sizes.formula
        pairs = zip(story.scalars, ("vector", "second_vector"), strict=True)
        style = {"size": em, "anchor": "left", "equated": True}
        self.numbers = [
            LiveNumber(scalar, theme, decimals=decimals, colour=role, **style)  # type: ignore[arg-type]
            for scalar, role in pairs
        ]
        reach = max(float(np.abs(run.scalars).max()) for run in self.runs)
        self.rows: list[VMobject] = [
            row(Formula(name, theme, size=em), number)
            for name, number in zip((A, B), self.numbers, strict=True)
            if reach < 99  # larger ones are not written
        ]
        super().__init__(*self.numbers)
        self.to(story.scalars)

    def to(self, scalars: tuple[float, float], *, final: bool = True) -> None:
        """Show the combination with these scalars."""
        story, (a, b) = self.story, scalars
        first, second = a * story.u, b * story.v
        total = story.combination if scalars == story.scalars else first + second
        places_ = (first, 0 * first, 0), (second, first, 1), (total, 0 * first, -1)
        for arrow, (vector, tail, side) in zip(self.marks, places_, strict=True):
            arrow.aside = lane(story, vector, side)
            arrow.to(vector, tail)
        for number, value in zip(self.numbers, scalars, strict=True):
            number.set_value(value, animating=not final)

    def build(self, part: int, t: float) -> None:
        """Scale u and v, lay the second to the tip of the first, add: one after the other."""
        u, v, (first, second) = self.story.u, self.story.v, self.story.steps
        self.to(self.story.scalars)
        if part == 2:
            self.total.to(t * self.story.combination)
            return
        shares = (min(2 * t, 1.0), max(2 * t - 1, 0.0)) if part == 0 else (1.0, 1.0)
        self.first.to(u + shares[0] * (first - u))
        self.second.aside *= part * t
        self.second.to(v + shares[1] * (second - v), part * t * first)
        self.total.to(None)

    def run_on(self, leg: int, t: float) -> None:
        """Let a run, or both, and paint."""
        self.to(self.runs[leg].at(t), final=False)
        self.paints[leg].to(self.runs[leg].upto(t))
        if leg and self.story.rank == 2:
            self.trail.to(self.paints[1].data()[1:])

    def come_back(self, t: float) -> None:
        """Let both run on to what they were at first."""
        start, stop = np.array([self.runs[1].at(1), self.story.scalars])
        a, b = ((1 - t) * start + t * stop).tolist()
        self.to(self.story.scalars if t == 1 else (a, b), final=t == 1)

    def named(self) -> list[Named]:
        """Return what to name: both terms along their shafts, and their sum at its tip."""
        story, (first, second) = self.story, self.story.steps
        a, b = story.scalars
        self.paints[0].to(self.runs[0].upto(1.0))
        self.to(story.scalars)
        return [
            (term(a, "bold(u)"), 0.55 * first, first, "vector"),
            (term(b, "bold(v)"), first + 0.5 * second, second, "second_vector"),
            (SUM, story.combination, story.combination, "combination"),
        ]

    def name_rows(self) -> list[PlaneLabel]:
        """Name the row of the given b, and those beside it, where they come into the picture."""
        plane, (_, b) = self.stage.plane, self.story.scalars
        zone = plane.view.text.within(0.9, 0.3, 0.3, 0.3)
        ends = np.reshape(astuple(zone), (2, 2)) - np.reshape(plane.view.origin, (2, 1))
        seen, names = Rectangle(*(ends / plane.view.units).ravel()), []
        self.trail.is_solid = True  # for these names, which are its own
        for k in (-1, 0, 1):
            words = entry(round(b + k * self.step, 9))
            spot = (self.story.combination + k * self.step * self.story.v)[None]
            for way in clip_lines(spot, self.story.directions[:1], seen)[: len(words) < 6]:
                start = min(way.tolist())
                names.append(plane.label(f"b = {words}", start, "second_vector"))
        self.trail.is_solid = False
        return names


def _seen(stage: Stage, step: str) -> Rectangle:
    """Return what is seen of the plane in a step, and somewhat beyond it."""
    (origin, units), zone = stage.views[step], stage.plane.view.zone
    low = (np.array([zone.left, zone.bottom]) - BEYOND - origin) / units
    high = (np.array([zone.right, zone.top]) + BEYOND - origin) / units
    return Rectangle(low[0], high[0], low[1], high[1])


def _both_ways(start: np.ndarray, along: np.ndarray, seen: Rectangle) -> np.ndarray:
    """Return the way of a tip, (3, 2), from a start to both ends of what is seen of its line."""
    ends = clip_lines(start[None], along[None], seen)
    return np.vstack([start, *ends]) if len(ends) else np.tile(start, (3, 1))


def _strokes(story: VectorStory, seen: Rectangle, spacing: float) -> list[np.ndarray]:
    """Return ways, (n, 2), to and fro along u, each of which paints all that is seen.

    One row runs through the given combination; the spacing is in mathematical units.
    """
    along = story.directions[0]
    across = np.array([-along[1], along[0]])
    inset = spacing * BEYOND / SPACING * np.array([1, -1, 1, -1])
    left, right, bottom, top = np.add(seen, inset).tolist()
    heights = np.array([(x, y) for x in (left, right) for y in (bottom, top)]) @ across
    through = float(story.combination @ across)
    low, high = (np.array([heights.min(), heights.max()]) - through) / spacing
    offsets = through + spacing * np.arange(math.ceil(low - 0.5), math.floor(high + 0.5) + 1)
    rows = clip_lines(offsets[:, None] * across, np.tile(along, (len(offsets), 1)), seen)
    turned = rows.copy()
    rows[::2], turned[1::2] = rows[::2, ::-1].copy(), turned[1::2, ::-1].copy()
    return [way.reshape(-1, 2)[::step] for way in (rows, turned) for step in (1, -1)]
