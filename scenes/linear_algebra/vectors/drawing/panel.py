"""What stands beside two vectors: lines, a running list, the dot product against the angle."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, Words, row, stack
from explainer.numbers import relation, significant, to_typst, widest
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import U, V
from explainer.style import PANEL, Theme, Zone

HATCH = 0.11
"""The least distance of the lines that mark what lies below zero."""

QUARTERS = (0, 90, 180, 270, 360)


def set_lines(lines: Iterable[Line], theme: Theme) -> list[Words]:
    """Return lines of the panel as they are drawn."""
    return [
        Words(line.markup, theme, size=0.36, colour=line.colour, width=PANEL.width)
        if line.prose
        else Formula(line.markup, theme, size=0.46, colour=line.colour)
        for line in lines
    ]


def spread(*rows: VMobject, most: float = 0.36) -> list[VMobject]:
    """Set rows below each other in the panel, closer than ``most`` where there is less room."""
    stack(*rows, zone=PANEL, top=2.3, gap=0.0)
    spare = (float(rows[-1].get_bottom()[1]) - PANEL.bottom) / max(len(rows) - 1, 1)
    stack(*rows, zone=PANEL, top=2.3, gap=min(spare, most))
    return [*rows]


class ScaleReading:
    """A factor and the list that it makes of u, both running.

    Args:
        story: whose u is scaled.
        theme: for colours and type sizes.
    """

    def __init__(self, story: VectorStory, theme: Theme) -> None:
        self.story = story
        last, (_, result) = story.scalars[1], story.scaled
        decimals = 2 if max(float(np.abs(story.scaled).max()), 1.0) < 1000 else 0
        self.factor = LiveNumber(last, theme, anchor="left", colour="combination")
        room = widest([*story.u, *np.ravel(story.scaled)], decimals)
        self.entries = LiveMatrix(result[:, None], theme, decimals=decimals, widest=room)
        texts = [entry.text for line in self.entries.entries for entry in line]
        signs = relation([last], [self.factor.text]), relation(result, texts)
        self.rows = [
            row(Formula(f"s {signs[0]}", theme), self.factor),
            row(Formula(f"s {U} {signs[1]}", theme), self.entries),
        ]
        self.moving: list[VMobject] = [self.factor, self.entries]
        self.show(1.0)

    def show(self, factor: float, *, animating: bool = False) -> None:
        """Show u times a factor."""
        self.factor.set_value(factor, animating=animating)
        self.entries.set_values(factor * self.story.u[:, None] + 0.0, animating=animating)


class TurnReading:
    """The dot product against the angle: its formula, its curve, and both numbers running.

    Args:
        story: whose v turns.
        theme: for colours and type sizes.
        formula: the dot product by lengths and angle.
        notes: what else there is to say, below all.
    """

    def __init__(
        self, story: VectorStory, theme: Theme, formula: Line, notes: Sequence[VMobject]
    ) -> None:
        self.story, self.rest = story, story.angle or 0.0
        most = math.prod(story.lengths)
        zone = Zone(PANEL.left, PANEL.right, -1.45, 1.75)
        name = "angle $theta$ in degrees" if most else "turn in degrees"
        curve = self.curve = AngleCurve(story.product_at, most, zone, theme, name)
        longest = max(LiveNumber(n, theme, size=1.0).advance for n in (-most, story.product))
        size = min(0.54, (PANEL.width - 0.15) / (longest + 3.4))
        self.angle = LiveNumber(self.rest, theme, decimals=1, suffix="°", anchor="left")
        self.value = LiveNumber(story.product, theme, size=size, anchor="left")
        signs = [relation([n.value], [n.text]) for n in (self.angle, self.value)]
        start = (PANEL.left, -2.05)
        angle = row(Formula(f"theta {signs[0]}", theme), self.angle, start=start)
        value = row(Formula(f"{U} dot {V} {signs[1]}", theme, size=size), self.value)
        value.shift((PANEL.left, -2.65, 0))
        top = Formula(formula.markup, theme).fit_width(PANEL.width).place((PANEL.left, 2.12))
        for note in notes:
            note.shift((PANEL.left - note.get_left()[0], -2.95 - note.get_top()[1], 0))
        self.rows = [top, curve, *([angle] if most else []), value, *notes]
        # What is not there before v turns.
        self.traced = [curve.trace, curve.signs]
        self.moving = [self.angle, self.value, *curve.fills, curve.hatching, curve.trace]

    def show(self, degrees: float, reached: float) -> None:
        """Show an angle and its product, on a curve that is drawn as far as ``reached``."""
        final = degrees == self.rest
        product = self.story.product if final else float(self.story.product_at(degrees))
        self.angle.set_value(degrees)
        self.value.set_value(product, animating=not final)
        self.curve.set_progress(reached, degrees)


class AngleCurve(VGroup):
    """A chart over the angles from 0 to 360 degrees, what lies above zero apart from what is below.

    Args:
        value: what is drawn, a function of degrees.
        most: its greatest size; a flat line where 0.
        zone: for the chart with its numbers and its name.
        theme: for colours.
        name: Typst markup of what runs from left to right.
    """

    def __init__(
        self,
        value: Callable[[np.ndarray], np.ndarray],
        most: float,
        zone: Zone,
        theme: Theme,
        name: str,
    ) -> None:
        def words(markup: str) -> Words:
            return Words(markup, theme, size=0.3, colour="muted")

        self.value, self.most = value, most
        levels = [most, 0.0, -most] if most else [0.0]
        marks = [words(f"${to_typst(significant(level))}$") for level in levels]
        room = max(mark.advance for mark in marks)
        inner = Zone(zone.left + room + 0.22, zone.right - 0.2, zone.bottom + 0.8, zone.top)
        self.zone = inner
        for mark, level in zip(marks, levels, strict=True):
            x, y = self.to_frame(0, level)
            mark.place((x - 0.15, y - 0.09), "right")
        quarters = [
            words(f"${degrees}$").place(
                (self.to_frame(degrees, 0.0)[0], inner.bottom - 0.36), "centre"
            )
            for degrees in QUARTERS[:: 1 if inner.width > 2.1 else 2]
        ]
        caption = words(name).fit_width(zone.width)
        middle = min((inner.left + inner.right) / 2, zone.right - caption.advance / 2)
        caption.place((middle, inner.bottom - 0.76), "centre")
        axes = Segments(theme.axis, width=theme.strokes.thin)
        corner, level = (inner.left, inner.bottom), self.to_frame(0, 0.0)[1]
        axes.set_segments(
            np.array(
                [[(inner.left, level), (inner.right, level)], [corner, (inner.left, inner.top)]]
            )
        )
        guides = Segments(theme.ghost, width=theme.strokes.thin)
        uprights = [self.to_frame(degrees, 0.0)[0] for degrees in QUARTERS[1:]]
        guides.set_segments(np.array([[[x, inner.bottom], [x, inner.top]] for x in uprights]))
        self.fills = [
            Curve(colour, width=0, fill=0.3 if most else 0.0)
            for colour in (theme.projection, theme.area_negative)
        ]
        self.hatching = Segments(theme.area_negative, width=theme.strokes.thin, opacity=0.7)
        self.curve = Curve(theme.ink, width=theme.strokes.regular)
        self.stalk = Segments(theme.ink, width=theme.strokes.regular)
        self.dot = Dot(theme.ink, 0.09)
        signs = (("+", 33, 0.25), ("-", 180, -0.45), ("+", 327, 0.25))
        self.signs = VGroup()
        for text, degrees, level in signs if most else ():
            x, y = self.to_frame(degrees, level * most)
            sign = Formula(text, theme, size="label")
            self.signs.add(sign.place((x, y - 0.13), "centre"))
        super().__init__(guides, *self.fills, self.hatching, axes, *marks, *quarters, caption)
        self.trace = VGroup(self.curve, self.stalk, self.dot)
        self.trace.set_z_index(2)
        self.signs.set_z_index(3)
        self.set_progress(0.0)

    def to_frame(self, degrees: float | np.ndarray, level: float | np.ndarray) -> np.ndarray:
        """Return angles and values as (..., 2) frame coordinates."""
        zone = self.zone
        x = zone.left + np.asarray(degrees) / 360 * zone.width
        share = np.asarray(level) / (self.most or 1.0)
        return np.stack([x, (zone.bottom + zone.top) / 2 + 0.46 * share * zone.height], axis=-1)

    def set_progress(self, reached: float, now: float | None = None) -> Self:
        """Draw the curve from 0 up to an angle, and the dot at another one, or there."""
        degrees = np.linspace(0, max(reached, 0.0), max(2, round(reached / 4)))
        values = np.asarray(self.value(degrees))
        self.curve.set_smooth(self.to_frame(degrees, values))
        for sign, fill in zip((1, -1), self.fills, strict=True):
            level = sign * np.maximum(sign * values, 0.0)
            outline = self.to_frame(degrees, level)
            base = self.to_frame(degrees[[-1, 0, 0]], np.array([0.0, 0.0, level[0]]))
            fill.set_corners(np.concatenate([outline, base]))
        self.hatching.set_segments(self._hatch(reached))
        at = reached if now is None else now
        spot = self.to_frame(at, float(self.value(np.array(at))))
        self.stalk.set_segments(np.array([[self.to_frame(at, 0.0), spot]]))
        self.dot.set_centre(spot)
        return self

    def _hatch(self, reached: float) -> np.ndarray:
        """Return uprights between the curve and zero, where it lies below."""
        apart = max(9.0, HATCH / self.zone.width * 360)
        degrees = np.arange(90 + apart / 2, min(reached, 270) + 1e-9, apart)
        values = np.asarray(self.value(degrees))
        below = values < -0.02 * self.most if self.most else np.zeros(len(degrees), bool)
        ends = [
            self.to_frame(degrees[below], level) for level in (0 * values[below], values[below])
        ]
        return np.stack(ends, axis=1)
