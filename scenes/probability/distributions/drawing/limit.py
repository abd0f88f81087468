"""A distribution on its way to another: both on one chart, and their distance as it falls."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.beat_text import Line
from explainer.maths.easing import ease
from explainer.mobjects.density import DensityCurve
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Dot, Segments
from explainer.mobjects.text import Formula, Words
from explainer.numbers import magnitude
from explainer.scenes.probability.distributions.drawing.charts import (
    BAR,
    SIDE,
    Bars,
    distribution_axes,
    rounded,
)
from explainer.scenes.probability.distributions.drawing.experiment import Marks
from explainer.scenes.probability.distributions.families import glide
from explainer.scenes.probability.distributions.limits import STANDARD, Atoms, Limit
from explainer.scenes.probability.distributions.text import (
    axis_name,
    distance_name,
    equal_parameters,
)
from explainer.style import SAFE, Theme, Zone

CHART = Zone(-5.35, 1.45, -2.2, 2.2)
DECAY = Zone(3.0, SAFE.right - 0.3, -2.3, -0.15)
"""Where the distance is seen to fall."""


class LimitView:
    """Makes both distributions, the numbers beside them and the chart of the distance.

    Args:
        limit: the numbers.
        lines: the names of both distributions.
        theme: for colours.
    """

    def __init__(self, limit: Limit, lines: tuple[Line, ...], theme: Theme) -> None:
        self.limit, self.theme = limit, theme
        self.axes = distribution_axes(CHART, theme, axis_name(limit), limit.counts)
        about = limit.window[0] if limit.window != STANDARD else None
        first, last = (
            rounded(self.axes, *limit.window, 1.06 * top, about=about) for top in limit.tops
        )
        self.tops = first[2], last[2]
        self.axes.set_window(*first)
        self.bars = Bars(self.axes, theme.density, theme, fill=0.32)
        self.curve = DensityCurve(self.axes, theme.density, theme, fill=0.28)
        self.excess = Bars(self.axes, theme.residual, theme, fill=0.6, outlined=False)
        self.source: list[VMobject] = [self.bars if limit.bars else self.curve, self.excess]
        self.line = DensityCurve(self.axes, theme.limit_law, theme)
        self.stems = Segments(theme.limit_law, width=theme.strokes.regular)
        self.heads = Marks(theme.limit_law, theme)
        self.target: list[VMobject] = [self.stems, self.heads] if limit.counts else [self.line]
        low, high = self.axes.low, self.axes.high
        counts = np.arange(0.0, math.floor(high) + 1)
        self.x = counts if limit.counts else np.linspace(low, high, 241)
        self._show_target()
        self._make_panel(lines)
        self.decay = DecayChart(limit, DECAY, theme)
        self.show(0.0)

    def everything(self) -> list[VMobject]:
        """Return all that can be seen."""
        return [
            *(self.axes, *self.source, *self.target),
            *(self.names, self.steps, self.measure, self.decay),
        ]

    def moving(self) -> list[VMobject]:
        """Return what ``show`` moves."""
        return [
            *(*self.axes.moving, *self.source, *self.target),
            *(self.number, self.chance, self.distance, self.decay),
        ]

    def _show_target(self) -> None:
        heights = self.limit.target(self.x)
        if self.limit.counts:
            spots = self.axes.to_frame(np.stack([self.x, heights], axis=1))
            feet = self.axes.to_frame(np.stack([self.x, 0 * self.x], axis=1))
            self.stems.set_segments(np.stack([feet, spots], axis=1))
            self.heads.set_marks(spots, 0.1)
        else:
            self.line.set_density(lambda nodes: heights, self.x)

    def _make_panel(self, lines: tuple[Line, ...]) -> None:
        theme, limit = self.theme, self.limit
        self.names = VGroup()
        for line, y in zip(lines, (2.2, 1.62), strict=True):
            name = Words(line.markup, theme, size=0.4, colour=line.colour)
            self.names.add(name.place((SIDE.left, y)).fit_width(SIDE.width))
        start = Formula(f'part("knob", {limit.symbol}) =', theme, size=0.46)
        start.place((SIDE.left, 1.0))
        self.number = LiveNumber(0, theme, decimals=0, size=0.46, colour="knob", anchor="left")
        self.number.place((SIDE.left + start.advance + 0.15, 1.0))
        self.steps = VGroup(start, self.number)
        self.chance = LiveNumber(0, theme, decimals=3, size=0.46, colour="second_knob")
        self.chance.place((SIDE.right, 1.0), "right")
        if limit.chance is not None:
            sign = Formula('part("second_knob", p) =', theme, size=0.46)
            sign.place((SIDE.right - self.chance.advance - 0.15, 1.0), "right")
            self.steps.add(sign, self.chance)
        elif markup := equal_parameters(limit):
            equal = Formula(markup, theme, size=0.36, colour="muted")
            self.steps.add(equal.place((SIDE.right, 1.0), "right"))
        title = Words(distance_name(limit), theme, size=0.36, colour="residual")
        self.distance = LiveNumber(0, theme, size=0.42, colour="residual")
        self.distance.place((SIDE.right, 0.4), "right")
        self.measure = VGroup(title.place((SIDE.left, 0.4)), self.distance)

    def show(self, t: float) -> Self:
        """Show the distribution at a share t of the way, in whole steps, even in the logarithm."""
        limit = self.limit
        now = limit.first * (limit.last / limit.first) ** t
        low, high, share = glide(min(now, float(limit.last)))
        n = high if share > 0.5 else low
        here = self._between(low, high, share)
        self._see(t, float(here.heights.max()))
        if limit.bars is None:
            self.curve.set_density(lambda nodes: here.heights, self.x)
        else:
            self.bars.set_bars(here.places, here.heights, BAR if limit.counts else here.width)
        if limit.counts:
            own = np.zeros(len(self.x))
            shared = min(len(own), len(here.heights))
            own[:shared] = here.heights[:shared]
            wanted = limit.target(self.x)
            feet, tops = np.minimum(own, wanted), np.maximum(own, wanted)
            self.excess.set_bars(self.x, tops, BAR, feet=feet)
        distance = limit.measured(n)
        self.number.set_value(n)
        if limit.chance is not None:
            self.chance.set_value(limit.chance(n), passing=True)
        self.distance.set_text(magnitude(distance, 2), distance)
        self.decay.show(n, distance)
        return self

    def _between(self, low: int, high: int, share: float) -> Atoms:
        """Return the distribution at one number, or gliding from it to the next."""
        limit = self.limit
        if limit.bars is None:
            ends = [limit.curve(n, self.x) for n in (low, high)]  # type: ignore[misc]
            return Atoms(self.x, (1 - share) * ends[0] + share * ends[1], 0.0, 0)
        if share == 0 or low >= limit.last:
            return limit.bars(low)
        return limit.bars(low).towards(limit.bars(high), share)

    def _see(self, t: float, peak: float) -> None:
        """Let the window shrink once the bars have begun to change; it stays above them."""
        limit, (first, last) = self.limit, self.tops
        start = math.log(1 + 1 / limit.first) / math.log(limit.last / limit.first)
        top = max(first + (last - first) * ease((t - start) / 0.4), 1.01 * peak)
        if top != self.axes.top:
            self.axes.set_window(self.axes.low, self.axes.high, top)
            self._show_target()


class DecayChart(VGroup):
    """The distance against the number, both in powers of ten, below the promised bound."""

    def __init__(self, limit: Limit, zone: Zone, theme: Theme) -> None:
        self.limit, self.zone = limit, zone
        self.ends = math.log10(limit.first), math.log10(limit.last)
        least = float(limit.distances[limit.distances > 0].min(initial=0.5))
        self.floor = min(-1.0, math.floor(math.log10(least)))
        corner = [zone.left, zone.bottom]
        lines = [[corner, [zone.right, zone.bottom]], [corner, [zone.left, zone.top]]]
        numbers: list[VMobject] = []
        for power in range(int(self.floor), 1):
            spot = self.place(10.0 ** self.ends[0], 10.0**power)
            lines.append([[spot[0] - 0.08, spot[1]], [spot[0], spot[1]]])
            if self.floor > -5 or power % 2 == 0:
                text = LiveNumber(0, theme, size=0.26, colour="muted")
                text.set_text(magnitude(10.0**power))
                numbers.append(text.place((spot[0] - 0.14, spot[1] - 0.08), "right"))
        for value in dict.fromkeys((limit.first, *self._tens(), limit.last)):
            spot = self.place(value, 10.0**self.floor)
            lines.append([[spot[0], spot[1] - 0.08], [spot[0], spot[1]]])
            text = LiveNumber(value, theme, decimals=0, size=0.26, colour="muted", anchor="centre")
            numbers.append(text.place((spot[0], spot[1] - 0.34), "centre"))
        axes = Segments(theme.axis, width=theme.strokes.thin).set_segments(np.array(lines))
        name = Formula(limit.symbol, theme, size=0.34, colour="knob")
        numbers.append(name.place(((zone.left + zone.right) / 2, zone.bottom - 0.68), "centre"))
        self.bound = Segments(theme.muted, width=theme.strokes.regular)
        self.trace = Curve(theme.residual, width=theme.strokes.regular)
        self.dot = Dot(theme.residual, 0.09, rim=theme.background)
        parts: list[VMobject] = [axes, *numbers, self.bound, self.trace, self.dot]
        if limit.bounds is not None:
            pairs = zip(limit.numbers, limit.bounds, strict=True)
            self.bound.set_segments(dashes(np.array([self.place(*pair) for pair in pairs])))
            label = Formula(f'"bound" {limit.bound_text}', theme, size=0.34, colour="muted")
            parts.append(label.place((zone.right, zone.top - 0.05), "right").with_halo(theme))
        super().__init__(*parts)

    def _tens(self) -> list[int]:
        """Return the powers of ten that have room between the ends."""
        first, last = self.ends
        room = 0.45 / self.zone.width * (last - first)
        powers = range(math.ceil(first), math.floor(last) + 1)
        return [10**each for each in powers if first + room < each < last - room]

    def place(self, number: float, distance: float) -> np.ndarray:
        """Return where a distance lies in the frame, (2,)."""
        zone, (first, last) = self.zone, self.ends
        x = zone.left + (math.log10(number) - first) / max(last - first, 1e-9) * zone.width
        share = 1 - math.log10(max(distance, 10.0**self.floor)) / self.floor
        return np.array([x, zone.bottom + share * zone.height])

    def show(self, number: float, distance: float) -> Self:
        """Draw the distance from the first number up to this one."""
        pairs = zip(self.limit.numbers, self.limit.distances, strict=True)
        way = [self.place(n, passed) for n, passed in pairs if n < number]
        tip = self.place(number, distance)
        self.trace.set_corners(np.array([*way, tip]))
        self.dot.set_centre(tip)
        return self


def dashes(graph: np.ndarray) -> np.ndarray:
    """Return a polyline cut into dashes, (m, 2, 2), in the units of the frame."""
    lengths = np.linalg.norm(np.diff(graph, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    starts = np.arange(0.0, along[-1], 2 * 0.11)
    places = np.stack([starts, np.minimum(starts + 0.11, along[-1])], axis=1)
    return np.stack([np.interp(places, along, graph[:, axis]) for axis in (0, 1)], axis=-1)
