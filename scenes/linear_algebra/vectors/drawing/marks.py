"""What is drawn about the arrows, and beside them: a projection, an angle, what runs."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.beat_text import Line
from explainer.geometry.plane import right_angle
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.panel import Panel
from explainer.mobjects.plane_figures import Parallelogram
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import Mark, PlaneLine, PlaneSegments
from explainer.mobjects.shapes import Curve, Dot, Segments, VGroup
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import relation, significant, to_typst, widest
from explainer.scenes.linear_algebra.common import places
from explainer.scenes.linear_algebra.vectors.story import NOISE, VectorStory
from explainer.scenes.linear_algebra.vectors.text import U, V
from explainer.style import PANEL, SAFE, Theme, Zone

RADIUS = 0.62
"""Of an angle's arc, in frame units."""

ABOVE = Zone(PANEL.left, PANEL.right, 1.8, 2.35)
CHART = Zone(PANEL.left, PANEL.right - 0.1, -1.01, 1.7)
BELOW = Zone(PANEL.left, PANEL.right, -3.1, -1.75)
"""Where the formula, the curve and the running numbers lie."""


class Projection(VGroup, Mark):
    """The projection of a vector onto the line of u, and the area that it has with u.

    It comes in three stages: the vector is pressed onto the line, a copy of the projection is
    raised to a right angle with u, and that copy is drawn along u, so that it leaves a rectangle
    as large as the dot product.

    Args:
        view: where the plane lies.
        theme: for colours.
        story: whose v is projected, and whose u is not zero; the copy is raised away from v.
    """

    solid = True

    def __init__(self, view: PlaneView, theme: Theme, story: VectorStory) -> None:
        self.view, self.u, self.side = view, story.u, story.side
        self.unit = story.directions[0]
        self.up = self.side * np.array([self.unit[1], -self.unit[0]])
        self.colours = theme.projection, theme.area_negative
        strokes = theme.strokes
        self.line = PlaneLine(view, theme, "faint", self.unit, "thin")
        self.area = Parallelogram(view, theme, "projection")
        self.drop = PlaneSegments(view, theme, "muted", "regular", 0.08)
        self.corner = Curve(theme.ink, width=strokes.thin)
        self.bar = PlaneSegments(view, theme, "projection", 12)
        self.edge = PlaneSegments(view, theme, "projection", 7)
        decimals = places([story.product], typed=True)
        self.number = LiveNumber(0, theme, decimals=decimals, size="label", anchor="centre")
        self.number.with_halo(theme, 6)
        self.vector, self.progress, self.final = story.v, 0.0, True
        super().__init__(self.line, self.area, self.drop, self.corner, self.bar, self.edge)
        self.set_z_index(2).add(self.number.set_z_index(7))

    @property
    def length(self) -> float:
        """The signed length of the projection, 0 where it is no more than rounding."""
        length = float(self.unit @ self.vector)
        return length if abs(length) > NOISE * float(np.hypot(*self.vector)) else 0.0

    @property
    def stages(self) -> tuple[float, float, float]:
        """How much has been pressed, raised and drawn, each from 0 to 1."""
        pressed, raised, drawn = np.clip(self.progress - np.arange(3), 0.0, 1.0).tolist()
        return pressed, raised, drawn

    def data(self) -> np.ndarray:
        """Return the corners of the area as far as it has come, (4, 2)."""
        _, raising, drawing = self.stages
        angle, shift = raising * math.pi / 2, drawing * self.u
        along, up = math.cos(angle) * self.length, math.sin(angle) * abs(self.length)
        raised = along * self.unit + up * self.up
        return np.array([0 * shift, shift, shift + raised, raised])

    def outline(self) -> np.ndarray:
        """Return what text should keep clear of, (n, 2, 2), in the frame."""
        corners = self.view.to_frame(self.data())[:, :2]
        sides = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
        return np.concatenate([self.drop.outline(), sides[1:] if self.progress > 1 else sides[:0]])

    def work(self, done: int, t: float = 0.0) -> None:
        """Show so many of the three stages, and a share of the next."""
        self.progress = done + t
        self.draw()

    def withdraw(self, t: float) -> None:
        """Go back from the area to the projection."""
        self.work(3, -2 * t)

    def to(self, vector: np.ndarray, *, final: bool = True) -> Self:
        """Project ``vector``, (2,), which may be on its way."""
        self.vector, self.final = vector, final
        return self.draw()

    def _draw(self) -> None:
        length, units = self.length, self.view.units
        pressing, raising, drawing = self.stages
        foot = length * self.unit
        pressed = self.vector + pressing * (foot - self.vector)
        # Beside u, which would cover it.
        aside = -0.1 * pressing / units * self.up
        _, shift, far, raised = self.data()
        self.line.draw()
        self.drop.to([[self.vector, pressed]] if pressing else [])
        self.bar.to([[aside, pressed + aside]])
        self.edge.to([[shift, far]])
        colour = self.colours[length < 0]
        self.bar.set_stroke(colour)
        self.edge.set_stroke(colour, opacity=min(4 * raising, 1.0))
        # Hatched, as a reversed square is, where the product is negative.
        order = 1 if (length < 0) == (self.side > 0) else -1
        self.area.to(np.column_stack([shift, raised])[:, ::order])
        if not drawing:
            self.area.points = np.zeros((0, 3))
        self._mark_corner(foot, min(max(5 * pressing - 4, 0.0), 1.0))
        self.number.set_value(drawing * float(self.u @ self.vector), animating=not self.final)
        x, y, _ = self.view.to_frame(far / 2)
        self.number.place((x, y - 0.13), "centre")
        # Only where it has room within the area.
        half = np.array([self.number.advance / 2 + 0.08, 0.2])
        sides = np.array([float(np.hypot(*self.u)), abs(length)]) * units
        room = float((sides / 2 - np.abs(np.array([self.unit, self.up])) @ half).min())
        seen = min(max(10 * room, 0.0), 1.0)
        self.number.set_opacity((round(seen) if self.final else seen) * min(drawing * 4, 1.0))

    def _mark_corner(self, foot: np.ndarray, share: float) -> None:
        """Mark the right angle at the foot, on the side of the origin, once v has come near."""
        across = self.vector - foot
        height = float(np.linalg.norm(across))
        # None at the origin: there the angle itself has a mark.
        most = min(0.45 * share * height, 0.6 * abs(self.length))
        size = min(0.2, most * self.view.units)
        self.corner.points = np.zeros((0, 3))
        if size >= 0.04:
            sides = -size * self.unit, size / height * across
            self.corner.set_corners(right_angle(self.view.to_frame(foot)[:2], *sides))


class AngleMark(VGroup, Mark):
    """An arc from one direction to another, and its degrees.

    Args:
        view: where the plane lies.
        theme: for colours.
        start: the direction, in radians, at which the arc begins.

    Attributes:
        numbered: write the degrees.
        square: draw a square, as for a right angle, in place of the arc.
    """

    def __init__(self, view: PlaneView, theme: Theme, start: float) -> None:
        self.view, self.start = view, start
        self.arc = Curve(theme.ink, width=theme.strokes.regular).set_z_index(3)
        self.number = LiveNumber(0, theme, size="small", decimals=1, anchor="centre", suffix="°")
        self.number.with_halo(theme, 6).set_z_index(7)
        self.degrees, self.final, self.numbered, self.square = 0.0, True, True, False
        super().__init__(self.arc, self.number)

    def data(self) -> float:
        """Return the angle, in degrees, anticlockwise when positive."""
        return self.degrees

    def to(self, degrees: float, *, final: bool = True) -> Self:
        """Draw the arc so far, anticlockwise when positive; no final number is half faded."""
        self.degrees, self.final = degrees, final
        return self.draw()

    def _draw(self) -> None:
        origin, sweep = self.view.origin, math.radians(self.degrees)
        angles = self.start + np.linspace(0, sweep, max(8, int(abs(self.degrees) / 4)))
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        if self.square:
            self.arc.set_corners(right_angle(origin, 0.3 * ring[0], 0.3 * ring[-1]))
        else:
            self.arc.set_smooth(origin + RADIUS * ring)
        self.number.set_value(abs(self.degrees), animating=not self.final)
        middle = self.start + sweep / 2
        way = np.array([math.cos(middle), math.sin(middle)])
        half = np.array([self.number.advance / 2, 0.11])
        # In a narrow wedge the number goes so far out that it does not lie on the arrows.
        needed = float(np.abs(way[::-1]) @ half) + 0.1
        wedge = max(math.sin(min(abs(sweep) / 2, math.pi / 2)), 1e-3)
        distance = max(RADIUS + 0.12 + float(np.abs(way) @ half), needed / wedge)
        room = self.view.zone
        low = max(SAFE.left, room.left) + half[0], max(SAFE.bottom, room.bottom) + 0.15
        high = room.right - half[0], room.top - 0.2
        x, y = np.clip(origin + min(distance, 1.8) * way, low, high)
        self.number.place((x, y - 0.1), "centre")
        opacity = float(np.clip(8 - 5 * distance, 0, 1))
        self.number.set_opacity((round(opacity) if self.final else opacity) * self.numbered)


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
        decimals = places(result, typed=True) if np.abs(story.scaled).max() < 1000 else 0
        few = places([last], typed=True)
        self.factor = LiveNumber(
            last, theme, decimals=few, colour="combination", anchor="left", equated=True
        )
        room = widest([*story.u, *story.scaled.flat], decimals)
        self.entries = LiveMatrix(result[:, None], theme, decimals=decimals, widest=room)
        self.entries.set_values(result[:, None])
        sign = relation(*(line[0].text for line in self.entries.entries))
        self.rows = [
            row(Formula("s", theme), self.factor),
            row(Formula(f"s {U} {sign}", theme), self.entries),
        ]
        super().__init__(self.factor, self.entries)
        self.show(1.0)

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
        trace: the curve so far, and a dot at an angle.
        signs: of what the curve encloses.
    """

    def __init__(self, story: VectorStory, theme: Theme, formula: Line, *notes: Line) -> None:
        self.story, self.rest, most = story, story.angle or 0.0, math.prod(story.lengths)
        levels = (most, 0.0, -most) if most else (0.0,)
        up = {level: to_typst(significant(level)) for level in levels}
        across = Axis(0, 360, ticks=(0, 90, 180, 270, 360))
        chart = self.chart = Chart(CHART, theme, across, Axis(-1.1 * most, 1.1 * most, ticks=up))
        name = "turn $theta$ in degrees" if most else "turn in degrees"
        caption = Words(name, theme, size="small", colour="muted")
        caption.place((chart.zone.centre[0], chart.zone.bottom - 0.76), "centre")
        colours = theme.projection, theme.area_negative
        self.fills = [Curve(colour, width=0, fill=0.3) for colour in colours]
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
            sign = Formula(text, theme, size="label")
            self.signs.add(sign.place((x, y - 0.13), "centre").set_z_index(3))
        self.angle = LiveNumber(
            self.rest, theme, decimals=1, suffix="°", anchor="left", equated=True
        )
        decimals = places([story.product], typed=True)
        self.value = LiveNumber(
            story.product, theme, decimals=decimals, anchor="left", equated=True
        )
        # Laid out while it shows the longest that it will.
        self.value.set_text(f"≈ {widest([-most, story.product], decimals)}")
        running = [
            row(Formula("theta", theme), self.angle),
            row(Formula(f"{U} dot {V}", theme), self.value),
        ]
        below = Panel(theme, BELOW).rows(*running[0 if most else 1 :], *notes)
        graph = VGroup(*self.fills, self.hatching, chart, caption)
        self.rows = [*Panel(theme, ABOVE).rows(formula), graph, *below]
        super().__init__(*self.fills, self.hatching, self.trace, self.angle, self.value)
        self.show(self.rest, 0.0)

    def show(self, degrees: float, reached: float) -> None:
        """Show an angle and its product, on a curve that is drawn as far as ``reached``."""
        chart, value, final = self.chart, self.story.product_at, degrees == self.rest
        self.angle.set_value(degrees, animating=not final)
        product = self.story.product if final else float(value(degrees))
        self.value.set_value(product, animating=not final)
        x, y = self.line.upto(reached).data().T
        for sign, fill in zip((1, -1), self.fills, strict=True):
            heights = [*(sign * np.maximum(sign * y, 0.0)), 0.0, 0.0]
            fill.set_corners(chart.at([*x, x[-1], x[0]], heights))
        # Lines ten degrees apart mark what lies below zero.
        below = np.arange(95, min(reached, 270) if all(self.story.lengths) else 0, 10)
        ends = chart.at(below, 0.0), chart.at(below, value(below))
        self.hatching.set_segments(np.stack(ends, axis=1))
        spot = chart.at(degrees, product)
        self.stalk.set_segments(np.array([[chart.at(degrees, 0.0), spot]]))
        self.dot.set_centre(spot)
