"""A distribution on its way to another: both on one chart, and their distance as it falls."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.beat_text import Line
from explainer.maths.easing import ease
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.distribution_mark import BAR, DistributionMark, Heights, Kind
from explainer.mobjects.live_chart import LiveChart, resting
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.shapes import Dot, Segments, VGroup, dashes
from explainer.mobjects.text import Formula, row
from explainer.numbers import magnitude
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.limits import Limit
from explainer.style import SAFE, Theme, Zone

CHART = Zone(-5.35, 1.45, -2.2, 2.2)
TOP = 1.06
"""The height of the chart, as a multiple of the largest one to be seen."""
DECAY = Zone(2.2, SAFE.right - 0.3, -2.66, -0.1)
"""Where the distance is seen to fall."""


class LimitView(VGroup):
    """Both distributions, the numbers beside them and the chart of the distance.

    Args:
        limit: the numbers.
        lines: the names of both distributions.
        panel: lays out what stands beside the picture.
    """

    def __init__(self, limit: Limit, lines: tuple[Line, ...], panel: Panel) -> None:
        self.limit, theme = limit, panel.theme
        across = Axis(0, 1, text.axis_name(limit), whole=limit.counts)
        heights = Axis(0, 1, "probability" if limit.counts else "density")
        self.chart = LiveChart(CHART, theme, across, heights)
        width, fill = ("regular", 0.32) if limit.discrete else ("bold", 0.28)
        self.graph = Heights(self.chart, "density", fill=fill, width=width)
        self.excess = Heights(self.chart, "residual", fill=0.6, width="")
        kind: Kind = "stems" if limit.counts else "curve"
        role, width = "limit_distribution", "regular" if limit.counts else "bold"
        self.wanted = DistributionMark(self.chart, role, limit.target, kind=kind, width=width)
        self.wanted.heads.radius = 0.1
        self.wanted.show()
        self.number = panel.number(limit.last, colour="slider", decimals=0)
        self.chance = panel.number(limit.chance(1) or 0, colour="second_slider", decimals=3)
        self.distance = panel.number(colour="residual", text="0.0000")
        equal = "α = β =" if limit.name == "beta_to_normal" else ""
        steps = [Formula(f'{equal} part("slider", {limit.symbol}) =', theme), self.number]
        if limit.chance(1) is not None:
            steps += [Formula('quad part("second_slider", p) =', theme), self.chance]
        distance = Named(text.distance_name(limit), self.distance, "residual")
        rows = panel.rows(*lines, row(*steps), distance)
        self.names, self.steps, self.measure = VGroup(*rows[:2]), rows[2], rows[3]
        self.decay = DecayChart(limit, DECAY, theme)
        super().__init__(self.chart, self.graph, self.excess, self.wanted, *rows, self.decay)
        self.show(0.0)

    def show(self, t: float) -> Self:
        """Show the distribution at a share t of the way, in whole steps, even in the logarithm."""
        limit = self.limit
        now = limit.first * (limit.last / limit.first) ** t
        places, heights, width = limit.at(now)
        # The window shrinks once the bars have begun to change, and stays above them.
        start = math.log(1 + 1 / limit.first) / math.log(limit.last / limit.first)
        first, last = limit.tops
        top = TOP * (first + (last - first) * ease((t - start) / 0.4))
        self.chart.look(*limit.window, max(top, 1.01 * float(heights.max())), resting(t))
        if limit.discrete:
            reach = (BAR if limit.counts else width) / 2
            self.graph.bars(places - reach, places + reach, heights)
        else:
            self.graph.curve(places, heights)
        if limit.counts:
            x = limit.target.nodes(*limit.window)
            ends = np.interp(x, places, heights, right=0), limit.target.density(x)
            tops, feet = np.maximum(*ends), np.minimum(*ends)
            self.excess.bars(x - BAR / 2, x + BAR / 2, tops, feet=feet)
        n = math.floor(now + 0.5)
        self.number.set_value(n)
        self.chance.set_value(limit.chance(n) or 0, animating=True)
        distance = limit.measured(n)
        self.distance.set_text(magnitude(distance, 2), distance)
        self.decay.show(n)
        return self


class DecayChart(VGroup):
    """The distance against the number, both in powers of ten, below the promised bound."""

    def __init__(self, limit: Limit, zone: Zone, theme: Theme) -> None:
        least = float(limit.distances[limit.distances > 0].min(initial=0.5))
        floor = 10.0 ** min(-1.0, math.floor(math.log10(least)))
        tens = [10.0**n for n in range(1, 7) if 2.5 * limit.first < 10**n < limit.last / 2.5]
        numbers = Axis(limit.first, limit.last, ticks=[limit.first, *tens, limit.last], log=True)
        chart = Chart(zone, theme, numbers, Axis(floor, 1.0, log=True))
        name = Formula(limit.symbol, theme, size=0.34, colour="slider")
        name.place((chart.zone.centre[0], chart.zone.bottom - 0.68), "centre")
        self.trace = chart.line(limit.numbers, limit.distances, "residual")
        self.dot = Dot(theme.residual, 0.09, rim=theme.background)
        super().__init__(chart, name)
        if limit.bounds is not None:
            bound = Segments(theme.muted, width=theme.strokes.regular)
            bound.set_segments(dashes(chart.at(limit.numbers, limit.bounds)))
            label = Formula(f'"bound" {text.bound(limit)}', theme, size=0.34, colour="muted")
            label.place((zone.right, chart.zone.top - 0.05), "right").with_halo(theme)
            self.add(bound, label)
        self.add(self.trace, self.dot)

    def show(self, number: float) -> Self:
        """Draw the distance from the first number up to this one."""
        self.trace.upto(number).end(self.dot)
        return self
