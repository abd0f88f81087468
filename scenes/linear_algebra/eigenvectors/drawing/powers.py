"""Powers of a matrix on a vector: where each step leads, and how the direction settles or not."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import BeatText
from explainer.maths.easing import ease
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import Dot, Segments, VGroup, disc
from explainer.mobjects.text import Formula, Words
from explainer.scenes.linear_algebra.eigenvectors.drawing.side import SIDE, LiveRow
from explainer.scenes.linear_algebra.eigenvectors.story import EigenStory
from explainer.scenes.linear_algebra.eigenvectors.text import length_text, power_chart_name
from explainer.style import Theme, Zone

TOP = 2.2
"""Where the first reading stands."""

PITCH = 0.56


class EigenPowers(VGroup):
    """``A^n v`` step by step, the ways before it, and a chart of its direction.

    Args:
        plane: the plane it lies in.
        story: what is drawn.
        text: of the beat, for its lines and its note.
        theme: for colours.
    """

    def __init__(self, plane: Plane, story: EigenStory, text: BeatText, theme: Theme) -> None:
        self.plane, self.story = plane, story
        points = [story.drawn]
        if story.outcome == "turns":
            fine = np.linspace(0, story.steps, 12 * story.steps)
            points.append(story.spiral(fine, grown=story.scale == "true"))
        self.framing = plane.fit(np.concatenate(points), 2.0)
        self.rays, self.trail = plane.segments("muted"), plane.curve("image")
        self.dots = plane.dots("image", 0.06)
        self.vector, self.image = plane.arrow("vector"), plane.arrow("image")
        for level, mark in enumerate((self.rays, self.trail, self.dots)):
            mark.set_z_index(4 + 0.1 * level)
        self.vector.to(story.drawn[0])
        self.on_chart: list[VMobject] = []
        self._make_side(text, theme)
        super().__init__(plane, *self.side, *self.on_chart)

    def _make_side(self, text: BeatText, theme: Theme) -> None:
        story = self.story
        self.count = LiveRow("$n$", theme, TOP, decimals=0)
        self.length = LiveRow('$abs(part("image", A^n bold(v)))$', theme, TOP - PITCH)
        self.side: list[VMobject] = [self.count, self.length]
        y = TOP - 2 * PITCH
        self.has_angles = bool(np.isfinite(story.angles[0]))
        if self.has_angles:
            name = "turned" if story.outcome == "turns" else "angle"
            decimals = 0 if story.outcome == "turns" else 2
            self.angle = LiveRow(name, theme, y, decimals=decimals, suffix="°")
            self.side.append(self.angle)
            y -= PITCH
        for line in text.lines:
            self.side.append(Formula(line.markup, theme, size="body").place((SIDE.left, y)))
            y -= PITCH
        if text.note:
            note = Words(text.note, theme, size="small", colour="muted")
            self.side.append(note.place((SIDE.left, y + 0.04)))
            y -= PITCH
        if self.has_angles:
            self._make_chart(Zone(SIDE.left, SIDE.right - 0.15, SIDE.bottom, y + 0.25), theme)

    def _make_chart(self, zone: Zone, theme: Theme) -> None:
        story = self.story
        found = story.angles[np.isfinite(story.angles)]
        low, high = float(found.min()), float(found.max())
        if story.outcome == "turns":
            ends = (min(low, 0.0) * 1.08, max(high, 0.0) * 1.08)
            ticks: list[float] | int = 4
        elif low == high == 0:
            ends, ticks = (-90.0, 90.0), [-90.0, 0.0, 90.0]
        else:
            most = next(s for s in (1, 2, 5, 10, 20, 45, 90) if s >= min(max(-low, high), 90))
            ends = (-float(most) if low < 0 else 0.0, float(most) if high > 0 or low >= 0 else 0.0)
            ticks = sorted({*ends, 0.0})
        every = math.ceil(story.steps / 8)
        steps = Axis(0.0, float(story.steps), ticks=range(0, story.steps + 1, every))
        angles = Axis(*ends, ticks=ticks, unit="degree")
        self.chart = Chart(zone, theme, steps, angles, power_chart_name(story))
        self.axes = VGroup(self.chart.rule(0.0, role="axis", width="thin"), self.chart)
        self.graph = Segments(theme.image, width=theme.strokes.thin)
        self.spots = VMobject(fill_color=theme.image, fill_opacity=1, stroke_width=0)
        self.dot = Dot(theme.ink, 0.09, rim=theme.background)
        self.on_chart = [self.graph, self.spots, self.dot]
        self.side.append(self.axes)

    def show(self, step: float) -> Self:
        """Show how far the vector has come after a broken number of steps."""
        story = self.story
        whole = math.floor(step + 1e-9)
        final = abs(step - whole) < 1e-9
        tip = story.drawn[whole] if final else story.drawn_at(step)
        self.image.to(tip)
        past = story.drawn[: whole + 1]
        self.rays.to([(0 * point, point) for point in past[1:]])
        self.dots.to(past)
        if story.outcome == "turns":
            way = story.spiral(np.linspace(0, step, max(2, int(16 * step))), story.scale == "true")
            self.trail.to(way)
        self.plane.settle(final=final, numbers=float(story.scale == "true"))
        self.count.set_value(whole)
        size = _between(story.lengths, step)
        self.length.number.set_text(length_text(size), size)
        if self.has_angles:
            self._read(step, whole, final)
        return self

    def walk(self, t: float) -> Self:
        """Show a share of all the steps, with a short rest after each."""
        done = t * self.story.steps
        whole = min(math.floor(done), self.story.steps - 1)
        return self.show(whole + ease((done - whole) / 0.75))

    def _read(self, step: float, whole: int, final: bool) -> None:
        angles = self.story.angles
        known = int(np.isfinite(angles).sum())
        here = angles[whole] if final else _linear(angles, step)
        self.angle.set_value(float(here), animating=not final)
        last = min(whole, known - 1)
        spots = self.chart.at(np.arange(last + 1.0), angles[: last + 1])
        self.spots.points = np.concatenate([disc(spot, 0.065, 0.065) for spot in spots])
        if not math.isnan(here):
            spots = np.vstack([spots, self.chart.at(step, float(here))])
        pairs = np.stack([spots[:-1], spots[1:]], axis=1)
        # A line that has gone past a right angle comes back from the other side.
        jumps = np.abs(np.diff(np.append(angles[: last + 1], here)[: len(spots)])) > 90
        self.graph.set_segments(pairs if self.story.outcome == "turns" else pairs[~jumps])
        self.dot.set_centre(spots[-1])


def _between(values: np.ndarray, step: float) -> float:
    """Return a positive sequence between its steps, evenly in its logarithm where it has one."""
    whole = math.floor(step + 1e-9)
    if abs(step - whole) < 1e-9:
        return float(values[whole])
    before, after, share = float(values[whole]), float(values[whole + 1]), step - whole
    if before > 0 and after > 0:
        return math.exp((1 - share) * math.log(before) + share * math.log(after))
    return (1 - share) * before + share * after


def _linear(values: np.ndarray, step: float) -> float:
    whole = math.floor(step)
    after = min(whole + 1, len(values) - 1)
    return float(values[whole] + (step - whole) * (values[after] - values[whole]))
