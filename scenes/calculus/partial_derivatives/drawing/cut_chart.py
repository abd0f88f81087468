"""The curve in which a plane cuts a surface, in a chart, with its secant and its tangent."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.mobject import Mobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plot import Plot
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.mobjects.text import Formula, stack
from explainer.numbers import significant, to_typst
from explainer.scenes.calculus.common import number
from explainer.scenes.calculus.partial_derivatives.story import Section
from explainer.scenes.calculus.partial_derivatives.text import AXES, ROLES
from explainer.style import SAFE, Theme, Zone

READING = 0.42
"""Type size of the running numbers, in scene units."""


class CutChart:
    """The curve of one cut in a chart, with a line through its point that becomes the tangent.

    Args:
        section: the curve.
        zone: for the chart.
        window: the heights at its bottom and at its top.
        theme: for colours.
    """

    def __init__(
        self, section: Section, zone: Zone, window: tuple[float, float], theme: Theme
    ) -> None:
        self.section, self.theme = section, theme
        along, role = AXES[section.axis], ROLES[section.axis]
        held = to_typst(significant(section.held))
        name = f"f(x, {held})" if section.axis == 0 else f"f({held}, y)"
        span = (float(section.run[0]), float(section.run[-1]))
        self.plot = Plot(zone, span, window, theme, along, name, y_count=4)
        colour = theme.colour(role)
        self.curve = Curve(colour, width=theme.strokes.bold)
        self.line = Curve(theme.ink, width=theme.strokes.regular)
        self.legs = Segments(theme.muted, width=theme.strokes.thin)
        self.dot = Dot(theme.ball, 0.1, rim=theme.contour)
        self.second = Dot(colour, 0.085, rim=theme.background)
        self.dot.set_centre(self._at(section.here, section.height))
        self.leg_names = [
            Formula(f"Delta {what}", theme, size=0.32, colour="muted").with_halo(theme, 5)
            for what in (along, "f")
        ]
        digits = self._decimals(section.step)
        self.step = LiveNumber(section.step, theme, decimals=digits, size=READING, anchor="left")
        slopes = [section.secant(section.step * share) for share in (1.0, 0.6, 0.3, 0.0)]
        digits = self._decimals(max(slopes, key=abs))
        self.slope = LiveNumber(
            section.slope, theme, decimals=digits, size=READING, anchor="left", colour=role
        )
        marks: tuple[Mobject, ...] = (self.line, self.legs, self.curve, self.second, self.dot)
        for level, mobject in enumerate(marks):
            mobject.set_z_index(3 + 0.1 * level)
        for mobject in self.leg_names:
            mobject.set_z_index(5)

    @property
    def marks(self) -> list[Mobject]:
        """The line, the second point and the legs between both points."""
        return [self.line, self.legs, self.second, *self.leg_names]

    @property
    def moving(self) -> list[Mobject]:
        """What ``near`` changes."""
        return [*self.marks, self.step, self.slope]

    @property
    def lasting(self) -> list[Mobject]:
        """What is left when the second point has come to the first."""
        return [self.plot, self.curve, self.line, self.dot]

    def rest(self) -> Self:
        """Draw the whole curve and its tangent."""
        section = self.section
        self.curve.set_corners(self._at(section.run, section.heights))
        return self.near(0.0, section.slope, 1.0, resting=True)

    def near(self, step: float, slope: float, shown: float, *, resting: bool) -> Self:
        """Draw the line through the point and one a step ahead, and the two legs between them.

        Args:
            step: the way along the curve's axis.
            slope: of the line.
            shown: how much of it is seen, 0 to 1.
            resting: the step is over.
        """
        section = self.section
        ends = section.line(slope, *self.plot.y_range)
        self.line.set_corners(self._at(ends[:, 0], ends[:, 1]))
        self.line.set_stroke(opacity=shown)
        here = self._at(section.here, section.height)
        corner = self._at(section.here + step, section.height)
        there = self._at(section.here + step, section.height + slope * step)
        faint = shown * min(1.0, max(0.0, float(np.linalg.norm(corner - here)) / 0.5 - 0.5))
        self.legs.set_segments(np.array([[here, corner], [corner, there]]))
        self.legs.set_stroke(opacity=faint)
        self.second.set_centre(there)
        gone = 0.0 if resting else shown
        self.second.set_fill(opacity=gone).set_stroke(opacity=gone)
        up, ahead = np.sign(there[1] - here[1]) or 1.0, np.sign(corner[0] - here[0]) or 1.0
        middle = (here + corner) / 2
        self.leg_names[0].move_to(np.append(middle + np.array([0, -0.2 * up]), 0.0))
        beside = (corner + there) / 2 + np.array([0.26 * ahead, 0.0])
        self.leg_names[1].move_to(np.append(beside, 0.0))
        tall = float(np.clip(abs(there[1] - here[1]) / 0.25 - 0.5, 0, 1))
        self.leg_names[0].set_strength(faint)
        self.leg_names[1].set_strength(faint * tall)
        self.step.set_value(step, passing=True)
        self.slope.set_value(slope, passing=not resting)
        return self

    def told(self) -> list[Mobject]:
        """Return what the cut holds and the slope in it, to the right of the chart."""
        section, zone = self.section, self.plot.zone
        along, held = AXES[section.axis], AXES[1 - section.axis]
        rows = [
            Formula(f"{held} = {number(section.held)}", self.theme, size=0.36, colour="muted"),
            Formula(
                f"f_{along} = {number(section.slope)}",
                self.theme,
                size=0.44,
                colour=ROLES[section.axis],
            ),
        ]
        beside = Zone(zone.right + 0.25, SAFE.right, zone.bottom, zone.top)
        stack(*rows, zone=beside, top=zone.top - 0.35, gap=0.3)
        return [*rows]

    def _at(self, run: np.ndarray | float, height: np.ndarray | float) -> np.ndarray:
        return np.asarray(self.plot.to_frame(run, height))

    @staticmethod
    def _decimals(value: float) -> int:
        if value == 0 or not math.isfinite(value):
            return 2
        return int(np.clip(2 - math.floor(math.log10(abs(value))), 0, 5))
