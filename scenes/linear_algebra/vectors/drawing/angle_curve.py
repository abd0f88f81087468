"""A quantity that swings with an angle, drawn as the angle runs through a full turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.mobjects.text import Formula, Words
from explainer.numbers import significant, to_typst
from explainer.style import Theme, Zone

HATCH = 0.11
"""The least distance of the lines that mark what lies below zero."""

QUARTERS = (0, 90, 180, 270, 360)


class AngleCurve(VGroup):
    """A chart over the angles from 0 to 360 degrees, what lies above zero apart from what is below.

    Args:
        value: what is drawn, a function of degrees.
        most: its greatest size; a flat line where 0.
        zone: for the chart with its numbers and its name.
        theme: for colours.
        name: Typst markup of what runs from left to right.
        colours: roles of the positive and the negative part.
    """

    def __init__(
        self,
        value: Callable[[np.ndarray], np.ndarray],
        most: float,
        zone: Zone,
        theme: Theme,
        name: str,
        colours: tuple[str, str],
    ) -> None:
        self.value, self.most, self.theme = value, most, theme
        levels = [most, 0.0, -most] if most else [0.0]
        marks = [
            Words(f"${to_typst(significant(level))}$", theme, size=0.3, colour="muted")
            for level in levels
        ]
        room = max(mark.advance for mark in marks)
        self.zone = Zone(zone.left + room + 0.22, zone.right - 0.2, zone.bottom + 0.8, zone.top)
        inner = self.zone
        places = [self.to_frame(0, level) for level in levels]
        for mark, (x, y) in zip(marks, places, strict=True):
            mark.place((x - 0.15, y - 0.09), "right")
        quarters = [
            Words(f"${degrees}$", theme, size=0.3, colour="muted").place(
                (self.to_frame(degrees, 0.0)[0], inner.bottom - 0.36), "centre"
            )
            for degrees in QUARTERS[:: 1 if inner.width > 2.1 else 2]
        ]
        caption = Words(name, theme, size=0.3, colour="muted").fit_width(zone.width)
        half = caption.advance / 2
        middle = min((inner.left + inner.right) / 2, zone.right - half)
        caption.place((middle, inner.bottom - 0.76), "centre")
        self.axes = Segments(theme.axis, width=theme.strokes.thin)
        middle = self.to_frame(0, 0.0)[1]
        self.axes.set_segments(
            np.array(
                [
                    [[inner.left, middle], [inner.right, middle]],
                    [[inner.left, inner.bottom], [inner.left, inner.top]],
                ]
            )
        )
        guides = Segments(theme.ghost, width=theme.strokes.thin)
        uprights = [self.to_frame(degrees, 0.0)[0] for degrees in QUARTERS[1:]]
        guides.set_segments(np.array([[[x, inner.bottom], [x, inner.top]] for x in uprights]))
        self.fills = [
            Curve(theme.colour(role), width=0, fill=0.3 if most else 0.0) for role in colours
        ]
        self.hatching = Segments(theme.colour(colours[1]), width=theme.strokes.thin, opacity=0.7)
        self.curve = Curve(theme.ink, width=theme.strokes.regular)
        self.stalk = Segments(theme.ink, width=theme.strokes.regular)
        self.dot = Dot(theme.ink, 0.09)
        signs = (("+", 33, 0.25), ("-", 180, -0.45), ("+", 327, 0.25))
        self.signs = VGroup()
        for text, degrees, level in signs if most else ():
            x, y = self.to_frame(degrees, level * most)
            sign = Formula(text, theme, size="label")
            self.signs.add(sign.place((x, y - 0.13), "centre"))
        super().__init__(guides, *self.fills, self.hatching, self.axes, *marks, *quarters, caption)
        self.trace = VGroup(self.curve, self.stalk, self.dot)
        self.trace.set_z_index(2)
        self.signs.set_z_index(3)
        self.set_progress(0.0)

    @property
    def moving(self) -> list[Curve | Segments | VGroup]:
        """What ``set_progress`` changes."""
        return [*self.fills, self.hatching, self.trace]

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
