"""A distribution on its way to another: both on one chart, and their distance as it falls."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.beat_text import Line
from explainer.maths.easing import ease
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.distribution_mark import BAR, Heights
from explainer.mobjects.live_chart import resting
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Dot, Segments, VGroup, dashes
from explainer.mobjects.text import Formula, Words
from explainer.numbers import magnitude
from explainer.scenes.probability.distributions.drawing.charts import (
    SIDE,
    distribution_chart,
)
from explainer.scenes.probability.distributions.families import glide
from explainer.scenes.probability.distributions.limits import Atoms, Limit
from explainer.scenes.probability.distributions.text import (
    axis_name,
    distance_name,
    equal_parameters,
)
from explainer.style import SAFE, Theme, Zone

CHART = Zone(-5.35, 1.45, -2.2, 2.2)
TOP = 1.06
"""The height of the chart, as a multiple of the largest one to be seen."""
DECAY = Zone(2.2, SAFE.right - 0.3, -2.66, -0.05)
"""Where the distance is seen to fall."""


class LimitView(VGroup):
    """Both distributions, the numbers beside them and the chart of the distance.

    Args:
        limit: the numbers.
        lines: the names of both distributions.
        theme: for colours.
    """

    def __init__(self, limit: Limit, lines: tuple[Line, ...], theme: Theme) -> None:
        super().__init__()
        self.limit, self.theme = limit, theme
        self.chart = distribution_chart(CHART, theme, axis_name(limit), limit.counts)
        self.chart.look(*limit.window, TOP * limit.tops[0])
        width = "regular" if limit.bars else "bold"
        self.graph = Heights(self.chart, "density", fill=0.32 if limit.bars else 0.28, width=width)
        self.excess = Heights(self.chart, "residual", fill=0.6, width="")
        width = "regular" if limit.counts else "bold"
        self.wanted = Heights(self.chart, "limit_distribution", width=width)
        self.wanted.heads.radius = 0.1
        low, high = limit.window
        self.x = np.arange(math.floor(high) + 1.0) if limit.counts else np.linspace(low, high, 241)
        draw = self.wanted.stems if limit.counts else self.wanted.curve
        draw(self.x, limit.target(self.x))
        self._make_panel(lines)
        self.decay = DecayChart(limit, DECAY, theme)
        self.add(self.chart, self.graph, self.excess, self.wanted)
        self.add(self.names, self.steps, self.measure, self.decay)
        self.show(0.0)

    def _make_panel(self, lines: tuple[Line, ...]) -> None:
        theme, limit = self.theme, self.limit
        self.names = VGroup()
        for line, y in zip(lines, (2.2, 1.62), strict=True):
            name = Words(line.markup, theme, size=0.4, colour=line.colour)
            self.names.add(name.place((SIDE.left, y)).fit_width(SIDE.width))
        start = Formula(f'part("slider", {limit.symbol}) =', theme, size=0.46)
        start.place((SIDE.left, 1.0))
        self.number = LiveNumber(0, theme, decimals=0, size=0.46, colour="slider", anchor="left")
        self.number.place((SIDE.left + start.advance + 0.15, 1.0))
        self.steps = VGroup(start, self.number)
        self.chance = LiveNumber(0, theme, decimals=3, size=0.46, colour="second_slider")
        self.chance.place((SIDE.right, 1.0), "right")
        if limit.chance is not None:
            sign = Formula('part("second_slider", p) =', theme, size=0.46)
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
            self.graph.curve(self.x, here.heights)
        else:
            reach = (BAR if limit.counts else here.width) / 2
            self.graph.bars(here.places - reach, here.places + reach, here.heights)
        if limit.counts:
            own = np.zeros(len(self.x))
            shared = min(len(own), len(here.heights))
            own[:shared] = here.heights[:shared]
            wanted = limit.target(self.x)
            feet, tops = np.minimum(own, wanted), np.maximum(own, wanted)
            self.excess.bars(self.x - BAR / 2, self.x + BAR / 2, tops, feet=feet)
        distance = limit.measured(n)
        self.number.set_value(n)
        if limit.chance is not None:
            self.chance.set_value(limit.chance(n), animating=True)
        self.distance.set_text(magnitude(distance, 2), distance)
        self.decay.show(n)
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
        limit, (first, last) = self.limit, self.limit.tops
        start = math.log(1 + 1 / limit.first) / math.log(limit.last / limit.first)
        top = TOP * (first + (last - first) * ease((t - start) / 0.4))
        self.chart.look(*limit.window, max(top, 1.01 * peak), resting(t))


class DecayChart(VGroup):
    """The distance against the number, both in powers of ten, below the promised bound."""

    def __init__(self, limit: Limit, zone: Zone, theme: Theme) -> None:
        least = float(limit.distances[limit.distances > 0].min(initial=0.5))
        floor = 10.0 ** min(-1.0, math.floor(math.log10(least)))
        tens = [10.0**n for n in range(1, 7) if 2.5 * limit.first < 10**n < limit.last / 2.5]
        numbers = Axis(limit.first, limit.last, ticks=[limit.first, *tens, limit.last], log=True)
        self.chart = chart = Chart(zone, theme, numbers, Axis(floor, 1.0, log=True))
        name = Formula(limit.symbol, theme, size=0.34, colour="slider")
        name.place((chart.zone.centre[0], chart.zone.bottom - 0.68), "centre")
        self.bound = Segments(theme.muted, width=theme.strokes.regular)
        self.trace = chart.line(limit.numbers, limit.distances, "residual")
        self.dot = Dot(theme.residual, 0.09, rim=theme.background)
        parts: list[VMobject] = [chart, name, self.bound, self.trace, self.dot]
        if limit.bounds is not None:
            self.bound.set_segments(dashes(chart.at(limit.numbers, limit.bounds)))
            label = Formula(f'"bound" {limit.bound_text}', theme, size=0.34, colour="muted")
            parts.append(label.place((zone.right, chart.zone.top - 0.05), "right").with_halo(theme))
        super().__init__(*parts)

    def show(self, number: float) -> Self:
        """Draw the distance from the first number up to this one."""
        self.trace.upto(number).end(self.dot)
        return self
