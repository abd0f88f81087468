"""What stands beside two vectors: a running list, and the dot product against the angle."""

from __future__ import annotations

import math

import numpy as np

from explainer.beat_text import Line
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Panel
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import relation, significant, to_typst, widest
from explainer.scenes.linear_algebra.vectors.story import VectorStory
from explainer.scenes.linear_algebra.vectors.text import U, V
from explainer.style import PANEL, Theme, Zone

QUARTERS = (0, 90, 180, 270, 360)

ABOVE = Zone(PANEL.left, PANEL.right, 1.8, 2.35)
CHART = Zone(PANEL.left, PANEL.right - 0.1, -1.01, 1.7)
BELOW = Zone(PANEL.left, PANEL.right, -3.1, -1.75)
"""Where the formula, the curve and the running numbers lie."""

HATCH = 10
"""How many degrees the lines are apart that mark what lies below zero."""


class ScaleReading(VGroup):
    """A factor and the list that it makes of u, both running.

    Args:
        story: whose u is scaled.
        theme: for colours and type sizes.

    Attributes:
        rows: of the panel.
    """

    def __init__(self, story: VectorStory, theme: Theme) -> None:
        self.story = story
        last, result = story.scalars[1], story.scaled[1]
        decimals = 2 if max(float(np.abs(story.scaled).max()), 1.0) < 1000 else 0
        self.factor = LiveNumber(last, theme, anchor="left", colour="combination")
        room = widest([*story.u, *story.scaled.flat], decimals)
        self.entries = LiveMatrix(result[:, None], theme, decimals=decimals, widest=room)
        texts = [line[0].text for line in self.entries.entries]
        signs = relation([last], [self.factor.text]), relation(result, texts)
        self.rows = [
            row(Formula(f"s {signs[0]}", theme), self.factor),
            row(Formula(f"s {U} {signs[1]}", theme), self.entries),
        ]
        super().__init__(self.factor, self.entries)

    def show(self, factor: float, *, animating: bool = False) -> None:
        """Show u times a factor."""
        self.factor.set_value(factor, animating=animating)
        self.entries.set_values(factor * self.story.u[:, None] + 0.0, animating=animating)


class TurnReading(VGroup):
    """The dot product against the angle: its formula, its curve, and both numbers running.

    Args:
        story: whose v turns.
        theme: for colours and type sizes.
        formula: the dot product by lengths and angle.
        notes: what else there is to say, below all.

    Attributes:
        rows: of the panel.
    """

    def __init__(self, story: VectorStory, theme: Theme, formula: Line, *notes: Line) -> None:
        self.story, self.rest = story, story.angle or 0.0
        self.curve = AngleCurve(story, theme)
        self.angle = LiveNumber(self.rest, theme, decimals=1, suffix="°", anchor="left")
        self.value = LiveNumber(story.product, theme, anchor="left")
        signs = [relation([n.value], [n.text]) for n in (self.angle, self.value)]
        # Laid out while it shows the longest that it will.
        self.value.set_text(widest([-math.prod(story.lengths), story.product]))
        angle = row(Formula(f"theta {signs[0]}", theme), self.angle)
        value = row(Formula(f"{U} dot {V} {signs[1]}", theme), self.value)
        running = [value] if story.angle is None else [angle, value]
        self.rows = [
            *Panel(theme, ABOVE).rows(formula),
            self.curve,
            *Panel(theme, BELOW).rows(*running, *notes),
        ]
        super().__init__(self.curve.moving, self.angle, self.value)
        self.show(self.rest, 0.0)

    def show(self, degrees: float, reached: float) -> None:
        """Show an angle and its product, on a curve that is drawn as far as ``reached``."""
        final = degrees == self.rest
        product = self.story.product if final else float(self.story.product_at(degrees))
        self.angle.set_value(degrees)
        self.value.set_value(product, animating=not final)
        self.curve.go(reached, degrees)


class AngleCurve(VGroup):
    """The dot product over the angles from 0 to 360 degrees, what is above zero apart from below.

    Args:
        story: whose v turns.
        theme: for colours.

    Attributes:
        trace: the curve so far, and a dot at an angle.
        signs: of what is enclosed.
    """

    def __init__(self, story: VectorStory, theme: Theme) -> None:
        self.story, most = story, math.prod(story.lengths)
        levels = (most, 0.0, -most) if most else (0.0,)
        ticks = {level: to_typst(significant(level)) for level in levels}
        across, up = Axis(0, 360, ticks=QUARTERS), Axis(-1.1 * most, 1.1 * most, ticks=ticks)
        chart = self.chart = Chart(CHART, theme, across, up)
        name = "angle $theta$ in degrees" if most else "turn in degrees"
        caption = Words(name, theme, size="small", colour="muted")
        caption.place((chart.zone.centre[0], chart.zone.bottom - 0.76), "centre")
        self.fills = [
            Curve(colour, width=0, fill=0.3) for colour in (theme.projection, theme.area_negative)
        ]
        self.hatching = Segments(theme.area_negative, width=theme.strokes.thin, opacity=0.7)
        angles = np.arange(0.0, 361.0, 3.0)
        self.line = chart.line(angles, story.product_at(angles), "ink")
        self.stalk = Segments(theme.ink, width=theme.strokes.regular)
        self.dot = Dot(theme.ink, 0.09)
        self.trace = VGroup(self.line, self.stalk, self.dot).set_z_index(2)
        self.signs = VGroup()
        signs = (("+", 33, 0.25), ("-", 180, -0.45), ("+", 327, 0.25))
        for text, angle, level in signs if most else ():
            x, y = chart.at(angle, level * most)
            self.signs.add(Formula(text, theme, size="label").place((x, y - 0.13), "centre"))
        self.signs.set_z_index(3)
        self.moving = VGroup(*self.fills, self.hatching, self.trace)
        super().__init__(*self.fills, self.hatching, chart, caption)

    def go(self, reached: float, now: float) -> None:
        """Draw the curve from 0 up to an angle, and the dot at another one."""
        chart, value = self.chart, self.story.product_at
        x, y = self.line.upto(reached).data().T
        for sign, fill in zip((1, -1), self.fills, strict=True):
            heights = [*(sign * np.maximum(sign * y, 0.0)), 0.0, 0.0]
            fill.set_corners(chart.at([*x, x[-1], x[0]], heights))
        below = np.arange(
            90 + HATCH / 2, min(reached, 270) if all(self.story.lengths) else 0, HATCH
        )
        ends = chart.at(below, 0.0), chart.at(below, value(below))
        self.hatching.set_segments(np.stack(ends, axis=1))
        spot = chart.at(now, value(now))
        self.stalk.set_segments(np.array([[chart.at(now, 0.0), spot]]))
        self.dot.set_centre(spot)
