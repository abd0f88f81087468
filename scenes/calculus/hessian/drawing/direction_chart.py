"""The second derivative along a direction that turns, with its extremes."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plot import Plot
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.mobjects.text import Formula
from explainer.numbers import decimals_for, format_number
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.style import Theme, Zone

ROUND = Zone(2.15, 6.15, -3.0, 0.35)
"""Where the chart lies, below the number that runs."""


class DirectionChart(VGroup):
    """The second derivative along a direction against its angle, over half a turn.

    Args:
        model: whose.
        theme: for colours.
    """

    def __init__(self, model: QuadraticModel, theme: Theme) -> None:
        self.model = model
        self.angles = np.linspace(0, math.pi, 181)
        self.values = model.along(self.angles)
        low, high = min(float(self.values.min()), 0.0), max(float(self.values.max()), 0.0)
        pad = 0.06 * (high - low)
        marks = {math.radians(d): f"{d} degree" for d in (0, 45, 90, 135, 180)}
        self.plot = Plot(
            ROUND,
            (0.0, math.pi),
            (low - pad, high + pad),
            theme,
            x_marks=marks,
        )
        label = Formula("bold(v)^top H bold(v) =", theme, size=0.42, colour="direction")
        label.place((ROUND.left, ROUND.top + 0.2))
        self.decimals = decimals_for(np.abs(self.values))
        self.number = LiveNumber(0, theme, size=0.42, colour="direction", anchor="left")
        self.number.place((ROUND.left + label.advance + 0.15, ROUND.top + 0.2))
        self.curve = Curve(theme.direction, width=theme.strokes.regular)
        self.dot = Dot(theme.direction, 0.085, rim=theme.contour)
        roles = ("curvature", "curvature_second")
        self.spots = [(model.angle + index * math.pi / 2) % math.pi for index in range(2)]
        self.extremes = [Dot(theme.colour(role), 0.1, rim=theme.contour) for role in roles]
        self.stems = [Segments(theme.colour(role), width=theme.strokes.thin) for role in roles]
        self.names = [
            Formula(f"lambda_{i + 1}", theme, size=0.36, colour=role).with_halo(theme)
            for i, role in enumerate(roles)
        ]
        zone = self.plot.zone
        for spot, dot, stem, name in zip(
            self.spots, self.extremes, self.stems, self.names, strict=True
        ):
            place = self.plot.to_frame([spot], model.along([spot]))[0]
            dot.set_centre(place)
            stem.set_dashes((place[0], zone.bottom), place, 0.1)
            inwards = 0.34 if place[0] < (zone.left + zone.right) / 2 else -0.34
            up = -0.28 if place[1] > (zone.bottom + zone.top) / 2 else 0.28
            name.move_to((place[0] + inwards, place[1] + up, 0))
        marks_drawn = [] if model.round else [*self.stems, *self.extremes, *self.names]
        super().__init__(label, self.number, self.plot, self.curve, *marks_drawn, self.dot)
        self.turn(0.0)

    @property
    def moving(self) -> list[VMobject]:
        """What ``turn`` changes."""
        marks = (*self.stems, *self.extremes, *self.names)
        return [self.curve, self.dot, self.number, *marks]

    def turn(self, angle: float) -> Self:
        """Draw the curve up to an angle from 0 to half a turn, and mark the extremes it passed."""
        done = np.append(self.angles[self.angles < angle], angle)
        points = self.plot.to_frame(done, self.model.along(done))
        self.curve.set_corners(points)
        self.dot.set_centre(points[-1])
        value = float(self.model.along(angle))
        self.number.set_text(format_number(value, self.decimals, passing=True), value)
        for index, strength in enumerate(self.passed(angle)):
            self.extremes[index].set_fill(opacity=strength).set_stroke(opacity=strength)
            self.stems[index].set_stroke(opacity=strength)
            self.names[index].set_strength(strength)
        return self

    def passed(self, angle: float) -> list[float]:
        """Return how clearly each extreme shows when the direction has turned to an angle."""
        seen = 0.0 if self.model.round else 1.0
        return [seen * float(np.clip((angle - s) / 0.12 + 0.5, 0, 1)) for s in self.spots]
