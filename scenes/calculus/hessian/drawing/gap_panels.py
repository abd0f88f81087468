"""The gap of a surface to its tangent plane and to its second-order model: a slice and a table."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plot import Plot
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.mobjects.text import Words
from explainer.numbers import decimals_for, format_number
from explainer.scenes.calculus.hessian.story import READINGS, HessianStory
from explainer.scenes.calculus.hessian.text import plain
from explainer.style import Theme, Zone

SLICE = Zone(2.15, 6.4, -1.2, 0.95)
TABLE = Zone(2.15, 6.4, -3.1, -1.3)
"""Where slice and table lie."""


class SliceChart(VGroup):
    """Surface, tangent plane and model along one line, and the gap at a distance.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story = story
        model, angle = story.first, story.probe
        back, ahead = story.spokes(model, [angle + math.pi, angle])
        self.x = np.linspace(-back, ahead, 97)
        self.heights = story.slice(self.x) - model.value
        low, high = float(self.heights.min()), float(self.heights.max())
        pad = 0.04 * (high - low)
        self.plot = Plot(
            SLICE,
            (-float(back), float(ahead)),
            (low - pad, high + pad),
            theme,
            "h",
            'f - f(bold(a)) "along the line"',
        )
        roles = ("ink", "tangent", "model")
        self.curves = [Curve(theme.colour(role), width=theme.strokes.regular) for role in roles]
        self.gap = Segments(theme.warning, width=theme.strokes.bold)
        self.dot = Dot(theme.ball, 0.07, rim=theme.contour)
        self.dot.set_centre(self.plot.to_frame([0.0], [0.0])[0])
        self.curves[0].set_corners(self._points(self.heights[0]))
        self.curves[1].set_corners(self._points(self.heights[1]))
        # Parabola and gap come later.
        super().__init__(self.plot, *self.curves[:2], self.dot)

    @property
    def moving(self) -> list[VMobject]:
        """What the verbs change."""
        return [self.curves[2], self.gap]

    def bend(self, t: float) -> Self:
        """Bend the straight line a share of the way to the parabola."""
        _, line, parabola = self.heights
        self.curves[2].set_corners(self._points(line + t * (parabola - line)))
        self.curves[2].set_stroke(opacity=min(1.0, 4 * t))
        return self

    def set_gap(self, distance: float, *, bent: bool) -> Self:
        """Draw the gap at a distance."""
        ground, plane, curved = self.story.slice([distance])[:, 0] - self.story.first.value
        ends = self.plot.to_frame([distance] * 2, [ground, curved if bent else plane])
        self.gap.set_segments(ends[None])
        return self

    def _points(self, heights: np.ndarray) -> np.ndarray:
        return self.plot.to_frame(self.x, heights)


class GapTable(VGroup):
    """Gaps of plane and model at distances, each twice the one before; numbers run in place.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.theme = story, theme
        zone, size = TABLE, 0.31
        self.places = (zone.left + 0.75, zone.left + 2.55, zone.right - 0.02)
        heads = (("at $h$", "muted"), ("gap of plane", "tangent"), ("of model", "model"))
        self.heads = [
            Words(markup, theme, size=0.28, colour=role).place((place, zone.top - 0.25), "right")
            for (markup, role), place in zip(heads, self.places, strict=True)
        ]
        columns = (story.distances, *story.gaps)
        roles = ("ink", "tangent", "model")
        self.decimals = [decimals_for(column) for column in columns]
        self.numbers = [
            [
                LiveNumber(0, theme, size=size, colour=role).place(
                    (place, zone.top - 0.72 - 0.42 * line), "right"
                )
                for role, place in zip(roles, self.places, strict=True)
            ]
            for line in range(READINGS)
        ]
        for line in self.numbers:
            for number in line:
                number.set_strength(0.0)
        super().__init__(*self.heads, *(n for line in self.numbers for n in line))
        self.heads[2].set_strength(0.0)

    def walk(self, t: float, column: int) -> float:
        """Go out past all distances, filling a column on the way.

        Args:
            t: the share of the walk.
            column: 1 for the plane, 2 for the model.

        Returns:
            the distance that has been reached.
        """
        stops = np.append(0.0, self.story.distances)
        # A rest at each distance, long enough to read it.
        moments = np.array([0.0, 0.2, 0.34, 0.52, 0.66, 0.9, 1.0])
        at = float(np.interp(t, moments, np.repeat(stops, 2)[1:]))
        line = min(int(np.searchsorted(moments[2::2], t)), READINGS - 1)
        if column == 2:
            self.heads[2].set_strength(min(1.0, 10 * t))
        for index in range(line + 1):
            done = index < line or at == stops[index + 1]
            distance = stops[index + 1] if done else at
            gap = self._gap(index, column) if done else self._passing(at, column)
            shown = (distance, gap)
            # The distances are there already when the second column is filled.
            changes = list(zip((0, column), shown, strict=True))[column - 1 :]
            for place, value in changes:
                number = self.numbers[index][place]
                text = (
                    plain(value)
                    if done
                    else format_number(value, self.decimals[place], passing=True)
                )
                number.set_text(text, value)
                number.set_strength(min(1.0, 20 * (t - moments[2 * index])))
        return at

    def _gap(self, line: int, column: int) -> float:
        return float(self.story.gaps[column - 1, line])

    def _passing(self, distance: float, column: int) -> float:
        heights = self.story.slice([distance])[:, 0]
        return float(abs(heights[0] - heights[column]))
