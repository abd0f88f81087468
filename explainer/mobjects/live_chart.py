"""Charts whose window moves: their numbers stay true, and fade rather than pop, while it does."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise, zip_longest
from typing import Any, Literal, NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import nice_step
from explainer.mobjects.chart import Axis, Scales
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Segments, VGroup
from explainer.mobjects.text import Anchor, Words
from explainer.style import SAFE, Theme, Zone
from explainer.ticks import TickTexts, tick_texts

FADE = 0.8
"""Ticks of the next finer step begin to show at this share of the spacing that they need."""
GLYPH = 0.15
"""Width of a digit at the size of axis numbers, in scene units."""
FULL, FULL_UP = 10, 5
"""Characters that a number has, if there is a way, at most: lying, and on an upright axis."""
MARK = 0.16
"""So far below a lying axis a mark may reach without touching its numbers."""
ABOVE_ANOTHER = 0.72
"""The least distance in the frame between the numbers of a vertical axis."""
MOST, MOST_UP = 34, 20
"""No axis has more numbers than these, lying or upright."""
SAME = 1e-6
"""Windows are one and the same whose edges differ by no more than this share of their size."""

Side = Literal["below", "left", "right"]
Window = tuple[float, float, float]
"""Least and largest value of the horizontal axis, and the largest of the vertical one."""


class Tick(NamedTuple):
    """A number on an axis and how much of it shows, from 0 to 1."""

    value: float
    opacity: float


def ticks(low: float, high: float, length: float, gap: float, rest: float = 0.0) -> list[Tick]:
    """Return the numbers for an axis from ``low`` to ``high``, a continuous function of both.

    Steps are 1, 2 and 5 times powers of ten. As the axis is stretched, the numbers that the next
    finer step lacks fade out, then its new ones fade in.

    Args:
        low: value at the axis's start.
        high: value at its end, above ``low``.
        length: of the axis in the frame.
        gap: the least distance in the frame between neighbours.
        rest: how near the axis is to a rest, where no number is half faded: 0 under way, 1 there.
    """
    units = length / (high - low)
    coarse = nice_step(gap / units)
    power = 10.0 ** math.floor(math.log10(coarse) + 1e-9)
    fine = power * {1: 0.5, 2: 1.0, 5: 2.0}[round(coarse / power)]
    share = min(max((fine * units / gap - FADE) / (1 - FADE), 0.0), 1.0)
    share += rest * ((share >= 0.5) - share)
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


def resting(t: float) -> float:
    """Return how near a motion is to its rest at a share t of its time: at its start and end."""
    return float(abs(2 * t - 1) ** 8)


class LiveAxis(VGroup):
    """An axis whose window moves; it has numbers taken from a stock that is made once.

    Args:
        axis: its first window, its name, and its ticks: all that are round where that is an
            integer; fixed ones, with or without a text, where they are given. Without any the
            axis is not drawn.
        zone: the plot, along whose edge it lies.
        theme: for colours and type sizes.
        side: the edge.
        role: the colour of its name, and of all of it at the right.

    Attributes:
        note: what is stated at its end of all its numbers, as they are ``written``.
        name_drop, name_rise: how far below a lying axis, or above the end of an upright one, the
            baseline of its name is.
    """

    def __init__(
        self, axis: Axis, zone: Zone, theme: Theme, side: Side = "below", role: str = "muted"
    ) -> None:
        self.axis, self.zone, self.side = axis, zone, side
        grown = self.grown = theme.layout.type_scale
        self.name_drop, self.name_rise = 0.86 + 0.46 * (grown - 1), 0.2 + 0.4 * (grown - 1)
        self.rounded = isinstance(axis.ticks, int)
        across = side == "below"
        ink = role if side == "right" else "muted"
        self.anchor: Anchor = "centre" if across else "right" if side == "left" else "left"
        rounded = MOST if across else MOST_UP
        most = rounded if isinstance(axis.ticks, int) else len(axis.ticks)
        self.numbers = [
            LiveNumber(0, theme, size="small", colour=ink, anchor=self.anchor) for _ in range(most)
        ]
        colour = theme.colour(role) if side == "right" else theme.axis
        grid = side == "left"
        line, width = (theme.ghost, "hair") if grid else (colour, "thin")
        self.lines = [Segments(line, width=getattr(theme.strokes, width)) for _ in range(most)]
        self.edge = Segments(colour, width=theme.strokes.thin)
        size, written = ("label", "ink") if across else ("small", role)
        self.title = Words(axis.name, theme, size=size, colour=written)
        self.note = LiveNumber(
            0, theme, size="small", colour=ink, anchor="right" if across else "left"
        )
        if grid:
            self.title.with_halo(theme, 6)
            self.note.with_halo(theme, 6)
        super().__init__(*self.lines, *self.numbers, self.edge, self.title, self.note)
        self.stand(zone)

    @property
    def low(self) -> float:
        """The value at its start."""
        return self.axis.low

    @property
    def high(self) -> float:
        """The value at its end."""
        return self.axis.high

    @property
    def length(self) -> float:
        """How long it is in the frame."""
        return self.zone.width if self.side == "below" else self.zone.height

    def share(self, values: ArrayLike) -> np.ndarray:
        """Return how far along the axis values lie, 0 at its start and 1 at its end."""
        return self.axis.share(values)

    def value(self, share: ArrayLike) -> np.ndarray:
        """Return the values that lie so far along the axis."""
        return self.axis.value(share)

    def look(self, low: float, high: float, rest: float = 1.0, gap: float = 0.0) -> Self:
        """Show the values from ``low`` to ``high``.

        Args:
            low: where it begins.
            high: where it ends.
            rest: as for ``ticks``.
            gap: the least distance of neighbouring numbers; what they need when 0.
        """
        self.axis = replace(self.axis, low=float(low), high=float(high))
        return self._draw(rest, gap)

    def stand(self, zone: Zone, rest: float = 1.0) -> Self:
        """Lie along the edge of another zone."""
        self.zone = zone
        if self.side == "below":
            self.title.place((zone.centre[0], zone.bottom - self.name_drop), "centre")
            self.note.place((min(zone.right, SAFE.right), zone.bottom - self.name_drop), "right")
            ends = [[zone.left, zone.bottom], [zone.right, zone.bottom]]
        else:
            if self.side == "left":
                self.title.place((zone.left - 0.85, zone.top + self.name_rise))
                self.note.place((zone.left - 0.7 + self.title.advance, zone.top + self.name_rise))
            else:
                self.title.place((zone.right + 0.6, zone.top + self.name_rise), "right")
                edge = zone.right + 0.45 - self.title.advance
                self.note.place((edge, zone.top + self.name_rise), "right")
            x = zone.left if self.side == "left" else zone.right
            # One at the right ends with its last number; what it measures ends there.
            ends = [[x, zone.bottom], [x, zone.top]]
            if self.side == "right" and not self.rounded:
                ends[1][1] = self._along(self._fixed()[-1][0])
        self.edge.set_segments(np.array([ends] if self.numbers else []).reshape(-1, 2, 2))
        return self._draw(rest)

    def data(self) -> dict[float, str]:
        """Return the numbers that are shown in full, by their values."""
        return {
            number.value: number.text
            for number in self.numbers
            if len(number.shape.points) and number.shape.get_fill_opacity() == 1
        }

    def axis_numbers(self) -> list[Mapping[VMobject, float]]:
        """Return its numbers, seen or not, with the values at which they stand."""
        return [{number: number.value for number in self.numbers}]

    def gap(self) -> float:
        """Return how far apart numbers must stand, in scene units."""
        if self.side != "below":
            found = ABOVE_ANOTHER
        else:
            low, high = self.low, self.high
            found = 0.1  # of the finest step that there may be; a coarser one may be written longer
            for _ in range(2):
                step = nice_step((0.27 + found) * (high - low) / self.length)
                values = np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step
                found = max(found, GLYPH * tick_texts(values, FULL).length)
            found += 0.27
        unit = self.length / (self.high - self.low)
        return max(found, unit) if self.axis.whole else found

    def _along(self, value: float) -> float:
        """Return the abscissa of a value, or the ordinate on a vertical axis."""
        start = self.zone.left if self.side == "below" else self.zone.bottom
        return start + float(self.share(value)) * self.length

    def _fixed(self) -> list[tuple[float, str, float]]:
        given: Any = self.axis.ticks
        if isinstance(given, Mapping):
            self.written = TickTexts(tuple(given.values()))
        else:
            self.written = tick_texts(given)
        return [(value, text, 1.0) for value, text in zip(given, self.written.texts, strict=True)]

    def _round(self, rest: float, gap: float) -> list[tuple[float, str, float]]:
        found = ticks(self.low, self.high, self.length, gap or self.gap(), rest)
        across = self.side == "below"
        values = [tick.value for tick in found]
        self.written = tick_texts(values, FULL if across else FULL_UP)
        step = min((b.value - a.value for a, b in pairwise(found)), default=self.high - self.low)
        marks = []
        for tick, text in zip(found, self.written.texts, strict=True):
            at, reach = self._along(tick.value), GLYPH * len(text) / 2 if across else 0.0
            # Beyond all figures of floating-point numbers, none is true.
            true = abs(self.written.value(text) - tick.value) < 0.01 * step
            if true and (not across or (SAFE.left < at - reach and at + reach < SAFE.right)):
                marks.append((tick.value, text, tick.opacity))
        return marks

    def _draw(self, rest: float = 1.0, gap: float = 0.0) -> Self:
        zone = self.zone
        marks = self._round(rest, gap) if self.rounded else self._fixed()
        self.note.set_text(self.written.note)
        for number, line, mark in zip_longest(self.numbers, self.lines, marks[: len(self.lines)]):
            if mark is None:
                number.shape.points = line.points = np.zeros((0, 3))
                continue
            value, text, opacity = mark
            along = self._along(value)
            if self.side == "below":
                ends = [[along, zone.bottom], [along, zone.bottom - 0.09]]
                place = along, zone.bottom - 0.4
            elif self.side == "left":
                ends = [[zone.left, along], [zone.right, along]]
                place = zone.left - 0.14, along - 0.09 * self.grown
            else:
                ends = [[zone.right, along], [zone.right + 0.1, along]]
                place = zone.right + 0.2, along - 0.09 * self.grown
            number.set_text(text, value).place(place, self.anchor)
            number.shape.set_fill(opacity=opacity)
            on_ground = self.side == "left" and abs(along - zone.bottom) < 1e-9
            line.set_segments(np.array([ends])).set_stroke(opacity=0 if on_ground else opacity)
        return self


class LiveChart(Scales):
    """A chart whose window moves: x from ``low`` to ``high``, y from its start to ``top``.

    Its marks are drawn again whenever it has changed.

    Args:
        zone: the plot itself; numbers and names lie around it.
        theme: for colours and type sizes.
        x: the horizontal axis; that of another chart, which draws it, where two share it.
        y: the vertical one.
        side: where that stands.
        role: of its name; see ``LiveAxis``.
    """

    x: LiveAxis
    y: LiveAxis

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        x: Axis | LiveAxis,
        y: Axis,
        side: Side = "left",
        role: str = "muted",
    ) -> None:
        self.zone, self.theme = zone, theme
        self.marks: list[Any] = []
        self.y = LiveAxis(y, zone, theme, side, role)
        self.x = x if isinstance(x, LiveAxis) else LiveAxis(x, zone, theme)
        super().__init__(self.y, *([] if x is self.x else [self.x]))

    @property
    def top(self) -> float:
        """The value at the top."""
        return self.y.high

    @property
    def window(self) -> Window:
        """What it shows."""
        return self.x.low, self.x.high, self.y.high

    def look(
        self, low: float, high: float, top: float | None = None, rest: float = 1.0, gap: float = 0.0
    ) -> Self:
        """Show another window; see ``LiveAxis.look``."""
        self.x.look(low, high, rest, gap)
        if top is not None:
            self.y.look(self.y.low, top, rest)
        return self.redraw()

    def stand(self, bottom: float, top: float, rest: float = 1.0) -> Self:
        """Stand between other ordinates of the frame; the horizontal axis stays where it is."""
        self.zone = replace(self.zone, bottom=bottom, top=top)
        self.y.stand(self.zone, rest)
        return self.redraw()

    def redraw(self) -> Self:
        """Draw the marks again."""
        for mark in self.marks:
            mark.redraw()
        return self

    def way_to(self, window: Window) -> Callable[[float], Self] | None:
        """Return the zoom to another window, to be swept; None where it is there already."""
        low, high, top = window
        apart = np.abs(np.subtract(self.window, window))
        same = SAME * np.array([high - low, high - low, top])
        # Nor is there a way between windows that are too far out for numbers to tell apart.
        if (apart <= np.maximum(same, 1e-9 * np.abs(window))).all():
            return None
        return partial(self.zoom, self.window, window)

    def zoom(self, start: Window, end: Window, t: float) -> Self:
        """Show a window on the way from one to another, each step by the same factor."""
        gaps = [self.x.look(*window[:2]).gap() for window in (start, end)]
        widths = [high - low for low, high, _ in (start, end)]
        width = widths[0] ** (1 - t) * widths[1] ** t
        grown = widths[0] - widths[1]
        share = t if abs(grown) < 1e-9 * max(widths) else (widths[0] - width) / grown
        low = start[0] + (end[0] - start[0]) * share
        top, gap = start[2] ** (1 - t) * end[2] ** t, gaps[0] + (gaps[1] - gaps[0]) * t
        return self.look(low, low + width, top, resting(t), gap)
