"""Scalars that run, the tip that they move, and what it paints."""

from __future__ import annotations

import numpy as np
from manim.constants import CapStyleType, LineJointType

from explainer.geometry.plane import Rectangle, clip_lines, corners_path
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.plane_marks import EMPTY, ArrayMark
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Formula, row
from explainer.numbers import relation, widest
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.vectors.drawing.plane import LARGER, Stage, lane
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import A, B, U
from explainer.style import Theme

BRUSH = 1.9
"""How wide the tip paints the plane, in frame units."""

SPACING = 1.78
"""From one stroke to the next: they overlap, so that nothing is left out."""

BEYOND = 1.0
"""How far beyond the edges of the frame the tip runs."""

SHOWN = 99.0
"""Running scalars that are larger are not written."""


class Paint(ArrayMark):
    """A way through points, (n, 2), in broad strokes, on which names may stand.

    Args:
        view: where the plane lies.
        theme: for colours.
        width: in frame units.
        opacity: of the paint.
        solid: whether names keep clear of it.
    """

    layer = 0.7

    def __init__(
        self, view: PlaneView, theme: Theme, width: float, opacity: float, *, solid: bool = False
    ) -> None:
        super().__init__(
            stroke_color=theme.combination,
            stroke_width=100 * width,
            stroke_opacity=opacity,
            fill_opacity=0,
            joint_type=LineJointType.ROUND,
        )
        self.cap_style = CapStyleType.ROUND
        self.view, self.solid = view, solid

    def _draw(self) -> None:
        spots = self.view.flat(self.value)
        self.points = corners_path(spots) if len(spots) > 1 else np.zeros((0, 3))

    def outline(self) -> np.ndarray:
        """Return nothing, (0, 2, 2): names may lie on it, unless it is solid."""
        if not self.solid or len(self.points) == 0:
            return EMPTY
        starts, ends = self.view.flat(self.value[:-1]), self.view.flat(self.value[1:])
        ways = ends - starts
        across = np.column_stack([-ways[:, 1], ways[:, 0]])
        across *= self.stroke_width / 200 / np.maximum(np.hypot(*ways.T), 1e-9)[:, None]
        sides = [np.stack([starts + s * across, ends + s * across], axis=1) for s in (-1, 1)]
        return np.concatenate(sides)


class Run:
    """Scalars that run so that the tip goes from point to point, (n, 2), at an even speed.

    Args:
        tips: the way of the tip.
        scalars: (n, 2), which lead there.
    """

    def __init__(self, tips: np.ndarray, scalars: np.ndarray) -> None:
        self.tips, self.scalars = tips, scalars
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(tips, axis=0).T))])
        self.along = along / along[-1] if along[-1] > 0 else np.linspace(0, 1, len(tips))

    def at(self, t: float) -> tuple[float, float]:
        """Return both scalars after a share of the way."""
        if t in (0, 1):
            a, b = self.scalars[-int(t)].tolist()
        else:
            a, b = (float(np.interp(t, self.along, column)) for column in self.scalars.T)
        return a, b

    def upto(self, t: float) -> np.ndarray:
        """Return the way of the tip up to then, (m, 2)."""
        end = [np.interp(t, self.along, column) for column in self.tips.T]
        return np.vstack([self.tips[self.along < t], end])


def run_along(
    story: VectorStory, start: np.ndarray, along: np.ndarray, seen: Rectangle
) -> np.ndarray:
    """Return the way of a tip, (n, 2), from a start to both ends of what is seen of its line."""
    ends = clip_lines(start[None], along[None], seen)
    if not along.any() or not len(ends):
        return np.array([start, start])
    return np.array([start, *ends[0]])


def strokes(story: VectorStory, seen: Rectangle, spacing: float) -> np.ndarray:
    """Return a way, (n, 2), to and fro along u, row by row, so that all that is seen is painted.

    Args:
        story: whose u and v do not lie on one line.
        seen: a part of the plane.
        spacing: from row to row, in mathematical units.
    """
    x, y = story.directions[0]
    across = np.array([-y, x])
    corners = np.array([(a, b) for a in seen[:2] for b in seen[2:]]) @ across
    low, high = float(corners.min()), float(corners.max())
    count = max(2, round((high - low) / spacing))
    offsets = low + (np.arange(count) + 0.5) * (high - low) / count
    rows = clip_lines(
        offsets[:, None] * across, np.broadcast_to(story.directions[0], (count, 2)), seen
    )
    for index, ends in enumerate(rows):
        if index % 2 == 0:
            ends[:] = ends[::-1].copy()
    return rows.reshape(-1, 2)


class Multiple:
    """A multiple of u, the line that its tip paints, and both numbers beside the picture.

    Attributes:
        arrow: ``s u``; ``paint``: the line so far; ``reading``: s and s u.
        run: how s goes on, after the second of the given scalars, along the whole line and back.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage, story, plane = stage, stage.story, stage.plane
        self.story = story
        self.arrow = plane.arrow("combination", width=0.2, tip=0.55, layer=4.6)
        self.paint = plane.hold(Paint(plane.view, stage.theme, 0.3, 0.55, solid=True))
        plane.drop(self.arrow, self.paint)
        _, last = story.scaled
        seen = seen_of(stage, "scale")
        tips = run_along(story, last, story.u, seen)
        tips = np.vstack([tips, last])
        size = float(story.u @ story.u) or 1.0
        scalars = tips @ story.u / size
        scalars[[0, -1]] = story.scalars[1]
        self.run = Run(tips, np.column_stack([scalars, 0 * scalars]))
        self.reading = ScaleReading(story, stage.theme, scalars)

    def show(self, factor: float, *, final: bool) -> None:
        """Show a multiple."""
        self.arrow.to(factor * self.story.u)
        self.reading.show(factor, animating=not final)

    def go(self, leg: int, t: float) -> None:
        """Go to the first or the second scalar from what was before it."""
        start, stop = (1.0, *self.story.scalars)[leg : leg + 2]
        self.show(stop if t == 1 else (1 - t) * start + t * stop, final=t == 1)

    def name(self, index: int) -> list[PlaneLabel]:
        """Name a multiple beside the line that will be painted."""
        plane, done = self.stage.plane, self.paint.value
        plane.put(self.paint.to(self.run.tips))
        names = self.stage.name_multiple(index)
        if not len(done):
            plane.drop(self.paint)
        self.paint.to(done)
        return names

    def run_on(self, t: float) -> None:
        """Run on along the line, and paint it."""
        self.show(self.run.at(t)[0], final=t == 1)
        self.paint.to(self.run.upto(t))


class Combining(VGroup):
    """``a u + b v``, tip to tail, and what its tip paints while a runs, and b as well.

    Attributes:
        first, second, total: the arrows.
        line, plane_paint: what the tip has painted.
        runs: of a alone, and of both.
        numbers: a and b, running.
        writes: whether those are small enough to be written.
    """

    def __init__(self, stage: Stage) -> None:
        plane, story = stage.plane, stage.story
        self.stage, self.story = stage, story
        self.first = stage.arrow("vector", layer=5.2)
        self.second = stage.arrow("second_vector", layer=5.1)
        self.total = plane.arrow("combination", width=0.16, tip=0.5, layer=5.4)
        self.line = plane.hold(Paint(plane.view, stage.theme, 0.22, 0.6, solid=True))
        self.brush = plane.hold(Paint(plane.view, stage.theme, BRUSH, 0.26))
        self.way = plane.hold(Paint(plane.view, stage.theme, 0.02, 0.5))
        self.line.set_z_index(0.8)
        self.marks = [self.first, self.second, self.total]
        plane.drop(*self.marks, self.line, self.brush, self.way)
        seen, end = seen_of(stage, "combine"), story.combination
        first = run_along(story, end, story.u, seen)
        both = np.array([end, end])
        if story.rank == 2:
            rows = strokes(story, seen, SPACING / stage.sights["combine"].framing.units)
            both = np.vstack([first[-1], rows])
        elif story.rank == 1:
            both = run_along(story, end, story.ahead, seen)
            both = np.vstack([first[-1], both[1:]])
        share = 1.0 if story.lengths[0] else 0.0
        self.runs = [
            Run(first, story.scalars_to(first, share)),
            Run(both, story.scalars_to(both, 0.5)),
        ]
        self.runs[0].scalars[0] = story.scalars
        self.runs[1].scalars[0] = self.runs[0].scalars[-1]
        decimals = places(story.scalars, 1, typed=True)
        self.numbers = [
            LiveNumber(
                value,
                stage.theme,
                decimals=decimals,
                size=LARGER * stage.theme.sizes.formula,
                colour=role,
                anchor="left",
                equated=True,
            )
            for value, role in zip(story.scalars, ("vector", "second_vector"), strict=True)
        ]
        reach = [float(np.abs(run.scalars).max()) for run in self.runs]
        self.writes = max(reach) < SHOWN
        super().__init__(*self.numbers)
        self.to(story.scalars, final=True)

    def rows(self, theme: Theme) -> list[VGroup]:
        """Return a row for each of the scalars that run."""
        size = LARGER * theme.sizes.formula
        named = zip((A, B), self.numbers, strict=True)
        return [row(Formula(name, theme, size=size), number) for name, number in named]

    def to(self, scalars: tuple[float, float], *, final: bool) -> None:
        """Show the combination with these scalars."""
        story = self.story
        a, b = scalars
        first, second = a * story.u, b * story.v
        for arrow, vector, side in ((self.first, first, 0), (self.second, second, 1)):
            arrow.aside = lane(story, vector, side)
        total = story.combination if final else first + second
        self.total.aside = lane(story, total, -1)
        self.first.to(first)
        self.second.to(second, first)
        self.total.to(total)
        for number, value in zip(self.numbers, scalars, strict=True):
            number.set_value(value, animating=not final)

    def build(self, part: int, t: float) -> None:
        """Scale u, scale v and lay it to the tip, add: one after the other."""
        story = self.story
        a, b = story.scalars
        first, second = a * story.u, b * story.v
        if part == 0:
            self.first.to((1 - t) * story.u + t * first)
            scaled = max(2 * t - 1, 0.0)
            self.second.to((1 - scaled) * story.v + scaled * second)
            self.total.to(None)
        elif part == 1:
            self.second.aside = t * lane(story, second, 1)
            self.second.to(second, t * first)
            self.total.to(None)
        else:
            self.to(story.scalars, final=True)
            self.total.to(t * story.combination)

    def come_back(self, t: float) -> None:
        """Let both run on to what they were at first."""
        start, stop = (np.array(each) for each in (self.runs[1].at(1), self.story.scalars))
        a, b = ((1 - t) * start + t * stop).tolist()
        self.to(self.story.scalars if t == 1 else (a, b), final=t == 1)

    def run_on(self, leg: int, t: float) -> None:
        """Let a run, or both."""
        run = self.runs[leg]
        self.to(run.at(t), final=False)
        (self.line, self.brush)[leg].to(run.upto(t))
        if leg:
            self.way.to(run.upto(t))


class ScaleReading(VGroup):
    """A factor and the list that it makes of u, both running.

    Args:
        story: whose u is scaled.
        theme: for colours and type sizes.
        reached: the factors that it will run to.

    Attributes:
        rows: of the panel.
    """

    def __init__(self, story: VectorStory, theme: Theme, reached: np.ndarray) -> None:
        self.story, em = story, LARGER * theme.sizes.formula
        last, result = story.scalars[1], story.scaled[1]
        decimals = places(result, 1, typed=True) if np.abs(story.scaled).max() < 1000 else 0
        few = places([last], 1, typed=True)
        self.factor = LiveNumber(
            last, theme, decimals=few, size=em, colour="combination", anchor="left", equated=True
        )
        values = np.outer(reached, story.u).ravel()
        room = widest([*story.u, *values], decimals)
        roles = ("combination", "combination")
        self.entries = LiveMatrix(
            result[:, None], theme, colours=roles, decimals=decimals, widest=room, size=em
        )
        self.entries.set_values(result[:, None])
        sign = relation(*(line[0].text for line in self.entries.entries))
        self.rows = [
            row(Formula("s", theme, size=em, colour="combination"), self.factor),
            row(Formula(f"s {U} {sign}", theme, size=em), self.entries),
        ]
        super().__init__(self.factor, self.entries)
        self.show(1.0)

    def show(self, factor: float, *, animating: bool = False) -> None:
        """Show u times a factor."""
        self.factor.set_value(factor, animating=animating)
        self.entries.set_values(factor * self.story.u[:, None] + 0.0, animating=animating)


def seen_of(stage: Stage, step: str) -> Rectangle:
    """Return what is seen of the plane in a step, and somewhat beyond it."""
    framing, zone = stage.sights[step].framing, stage.plane.view.zone
    (x, y), units = framing.origin.tolist(), framing.units
    left, right = (zone.left - BEYOND - x) / units, (zone.right + BEYOND - x) / units
    return Rectangle(
        left, right, (zone.bottom - BEYOND - y) / units, (zone.top + BEYOND - y) / units
    )
