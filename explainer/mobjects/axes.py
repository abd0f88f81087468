"""Axes of a chart: numbers that stay true, and fade rather than pop, while the window changes."""

from __future__ import annotations

import math
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import nice_step
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import shortest
from explainer.style import Theme, Zone

FADE = 0.8
"""Ticks of the next finer step begin to show at this share of the spacing that they need."""


class Tick(NamedTuple):
    """A number on an axis and how much of it shows, from 0 to 1."""

    value: float
    opacity: float


def ticks(low: float, high: float, length: float, gap: float) -> list[Tick]:
    """Return the numbers for an axis from ``low`` to ``high``, a continuous function of both.

    Steps are 1, 2 and 5 times powers of ten. As the axis is stretched, the numbers that the next
    finer step lacks fade out, then its new ones fade in.

    Args:
        low: value at the axis's start.
        high: value at its end, above ``low``.
        length: of the axis in the frame.
        gap: the least distance in the frame between neighbours.
    """
    units = length / (high - low)
    coarse = nice_step(gap / units)
    power = 10.0 ** math.floor(math.log10(coarse) + 1e-9)
    fine = power * {1: 0.5, 2: 1.0, 5: 2.0}[round(coarse / power)]
    share = min(max((fine * units / gap - FADE) / (1 - FADE), 0.0), 1.0)
    opacities: dict[int, float] = {}
    for step, opacity, other in (
        (coarse, 1 - 2 * share, fine),
        (fine, 2 * share - 1, coarse),
    ):
        for index in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1):
            value = index * step
            both = abs(value / other - round(value / other)) < 1e-6
            key = round(value / fine * 2)
            opacities[key] = max(opacities.get(key, 0.0), 1.0 if both else opacity)
    found = sorted(opacities.items())
    return [Tick(key * fine / 2, opacity) for key, opacity in found if opacity > 0]


def settled(low: float, high: float, length: float, gap: float) -> bool:
    """Return whether no number of that axis is half faded."""
    return all(tick.opacity == 1 for tick in ticks(low, high, length, gap))


class ChartAxes(VGroup):
    """Two numbered axes over a zone: x from ``low`` to ``high``, y from 0 to ``top``.

    Args:
        zone: the plot itself; numbers and names lie around it.
        theme: for colours and type sizes.
        x_name: Typst markup below the horizontal axis.
        y_name: Typst markup above the vertical one.
    """

    def __init__(self, zone: Zone, theme: Theme, x_name: str, y_name: str) -> None:
        self.zone, self.theme = zone, theme
        self.low, self.high, self.top = 0.0, 1.0, 1.0
        self.frame = Segments(theme.axis, width=theme.strokes.thin)
        self.frame.set_segments(
            np.array(
                [
                    [[zone.left, zone.bottom], [zone.right, zone.bottom]],
                    [[zone.left, zone.bottom], [zone.left, zone.top]],
                ]
            )
        )
        self.x_numbers = _Numbers(theme, 34, "centre")
        self.y_numbers = _Numbers(theme, 22, "right")
        self.x_name = Words(x_name, theme, size="label", colour="ink")
        self.x_name.place(((zone.left + zone.right) / 2, zone.bottom - 0.86), "centre")
        self.y_name = Words(y_name, theme, size="small", colour="muted")
        self.y_name.place((zone.left - 0.85, zone.top + 0.2))
        super().__init__(self.y_numbers, self.x_numbers, self.frame, self.x_name, self.y_name)
        self.set_window(0.0, 1.0, 1.0)

    @property
    def moving(self) -> list[VMobject]:
        """What ``set_window`` changes."""
        return [self.x_numbers, self.y_numbers]

    def set_window(self, low: float, high: float, top: float) -> Self:
        """Show x from ``low`` to ``high`` and y from 0 to ``top``."""
        self.low, self.high, self.top = float(low), float(high), float(top)
        zone = self.zone
        across = self.x_ticks()
        x = self.to_frame(np.array([[tick.value, 0.0] for tick in across]))
        ends = np.stack([x, x - [0, 0.09]], axis=1)
        self.x_numbers.show(across, x - [0, 0.4], ends)
        up = ticks(0, top, zone.height, Y_GAP)
        y = self.to_frame(np.array([[self.low, tick.value] for tick in up]))
        lines = np.stack([y, y + np.array([zone.width, 0])], axis=1)
        self.y_numbers.show(up, y - [0.14, 0.09], lines, ground=zone.bottom)
        return self

    def x_ticks(self) -> list[Tick]:
        """Return the numbers of the horizontal axis for the window as it is."""
        low, high, length = self.low, self.high, self.zone.width
        return ticks(low, high, length, x_gap(low, high, length))

    def to_frame(self, points: np.ndarray) -> np.ndarray:
        """Return (..., 2) values as frame coordinates."""
        values = np.asarray(points, dtype=float)
        zone = self.zone
        x = zone.left + (values[..., 0] - self.low) / (self.high - self.low) * zone.width
        return np.stack([x, zone.bottom + values[..., 1] / self.top * zone.height], axis=-1)

    def to_values(self, points: np.ndarray) -> np.ndarray:
        """Return (..., 2) frame coordinates as values."""
        spots = np.asarray(points, dtype=float)
        zone = self.zone
        x = self.low + (spots[..., 0] - zone.left) / zone.width * (self.high - self.low)
        return np.stack([x, (spots[..., 1] - zone.bottom) / zone.height * self.top], axis=-1)


class ShareAxis(VGroup):
    """A second vertical axis, at the right of a chart, for what lies between 0 and 1.

    Args:
        axes: the chart.
        theme: for colours.
        role: the colour of what is measured on it.
        reach: the share of the chart's height at which 1 stands.
    """

    def __init__(self, axes: ChartAxes, theme: Theme, role: str, reach: float = 0.92) -> None:
        zone = axes.zone
        self.axes, self.reach = axes, reach
        colour = theme.colour(role)
        self.line = Segments(colour, width=theme.strokes.thin)
        spots = [zone.bottom + share * reach * zone.height for share in (0, 0.5, 1)]
        segments = [[[zone.right, zone.bottom], [zone.right, spots[-1]]]]
        segments += [[[zone.right, y], [zone.right + 0.1, y]] for y in spots]
        self.line.set_segments(np.array(segments))
        self.numbers = [
            Formula(text, theme, size="small", colour=role).place((zone.right + 0.2, y - 0.09))
            for text, y in zip(("0", "0.5", "1"), spots, strict=True)
        ]
        super().__init__(self.line, *self.numbers)

    def to_frame(self, points: np.ndarray) -> np.ndarray:
        """Return (..., 2) pairs of x and share as frame coordinates."""
        values = np.asarray(points, dtype=float)
        scale = self.reach * self.axes.top
        return self.axes.to_frame(np.stack([values[..., 0], values[..., 1] * scale], axis=-1))


Y_GAP = 0.72


def x_gap(low: float, high: float, length: float) -> float:
    """Return the least distance of neighbours on an axis, wider where numbers are long."""
    decimals = max(0.0, -math.log10((high - low) / length * 0.7))
    return 0.57 + 0.15 * decimals


class _Numbers(VGroup):
    """Numbers with a line each, taken from a stock that is made once."""

    def __init__(self, theme: Theme, most: int, anchor: str) -> None:
        self.numbers = [
            LiveNumber(0, theme, decimals=0, size="small", colour="muted", anchor=anchor)  # type: ignore[arg-type]
            for _ in range(most)
        ]
        self.anchor = anchor
        across = anchor == "centre"
        colour = theme.axis if across else theme.ghost
        width = theme.strokes.thin if across else theme.strokes.hair
        self.lines = [Segments(colour, width=width) for _ in range(most)]
        super().__init__(*self.lines, *self.numbers)

    def show(
        self,
        values: list[Tick],
        places: np.ndarray,
        lines: np.ndarray,
        ground: float | None = None,
        texts: list[str] | None = None,
    ) -> None:
        for index, (number, line) in enumerate(zip(self.numbers, self.lines, strict=True)):
            if index >= len(values):
                number.shape.points = np.zeros((0, 3))
                line.points = np.zeros((0, 3))
                continue
            tick = values[index]
            number.set_text(texts[index] if texts else shortest(tick.value, 7), tick.value)
            number.place(places[index], self.anchor)  # type: ignore[arg-type]
            number.shape.set_fill(opacity=tick.opacity)
            line.set_segments(lines[index : index + 1])
            on_ground = ground is not None and abs(lines[index, 0, 1] - ground) < 1e-9
            line.set_stroke(opacity=0 if on_ground else tick.opacity)
