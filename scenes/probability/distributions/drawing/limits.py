"""A distribution on its way to another, and a map of families with all such ways.

The map is after Leemis and McQueston, "Univariate distribution relationships", The American
Statistician 62 (2008), of which it shows the part that ten families need.
"""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.beat_text import Line
from explainer.geometry.easing import ease
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.distribution_mark import BAR, DistributionMark, Heights, Kind
from explainer.mobjects.live_chart import LiveChart, resting
from explainer.mobjects.panel import Named, Panel
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup, dashes
from explainer.mobjects.text import Formula, Words, row
from explainer.numbers import APPROXIMATELY, magnitude
from explainer.scenes.probability.distributions import text
from explainer.scenes.probability.distributions.families import FAMILIES, Limit
from explainer.style import SAFE, Theme, Zone

CHART = Zone(-5.35, 1.45, -2.2, 2.2)
TOP = 1.06
"""The height of the chart, as a multiple of the largest one to be seen."""
DECAY = Zone(2.2, SAFE.right - 0.3, -2.66, -0.1)
"""Where the distance is seen to fall."""

CENTRES: dict[str, tuple[float, float]] = {
    "bernoulli": (-5.25, 1.95),
    "binomial": (-1.75, 1.95),
    "poisson": (1.85, 1.95),
    "geometric": (-5.25, -0.2),
    "negative_binomial": (-1.75, -0.2),
    "exponential": (-5.25, -2.4),
    "gamma": (-1.75, -2.4),
    "beta": (1.85, -2.4),
    "normal": (4.9, 0.0),
    "uniform": (5.1, -2.4),
}
"""Where each family has its box."""

Way = tuple[str, ...]
WAYS: dict[Way, tuple[str, float, float]] = {
    ("bernoulli", "binomial"): ("sum of $n$", 0.0, 0.15),
    ("geometric", "negative_binomial"): ("sum of $r$", 0.0, 0.15),
    ("exponential", "gamma"): ("sum of $k$", 0.0, 0.15),
    ("bernoulli", "geometric"): ("until a success", 0.95, -0.08),
    ("geometric", "exponential"): ("finer steps", 0.75, -0.1),
    ("negative_binomial", "gamma"): ("finer steps", -0.75, -0.1),
    ("binomial", "poisson"): ("$n -> infinity$\n$n p = λ$", 0.0, 0.15),
    ("binomial", "normal"): ("$n -> infinity$", 0.55, -0.55),
    ("poisson", "normal"): ("$λ -> infinity$", 0.6, 0.15),
    ("poisson", "gamma"): ("wait for the\n$k$-th arrival", 1.0, 0.0),
    ("gamma", "normal"): ("$k -> infinity$", 0.97, -0.17),
    ("gamma", "beta"): ("share of\nthe sum", 0.0, 0.15),
    ("uniform", "beta"): ("by rank", 0.0, 0.15),
    ("uniform", "normal"): ("add many", 0.76, -0.1),
    ("beta", "normal"): ("$α, β -> infinity$", 0.83, -0.23),
}
"""The arrows between families, in the order in which they grow: how one becomes the other, lines of
Typst prose, and how far the first is to the right of the arrow's middle, and above it."""


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
        longest = f"{APPROXIMATELY} 0.000"
        self.chance = panel.number(colour="second_slider", decimals=3, equated=True, text=longest)
        longest = max((magnitude(float(each), 2) for each in limit.distances), key=len)
        self.distance = panel.number(colour="residual", text=longest)
        equal = "α = β =" if limit.name == "beta_to_normal" else ""
        steps = [Formula(f'{equal} part("slider", {limit.symbol}) =', theme), self.number]
        if limit.chance(1) is not None:
            steps += [Formula('quad part("second_slider", p)', theme), self.chance]
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
        self.chance.set_value(limit.chance(n) or 0, animating=t < 1)
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


def box_of(name: str) -> Zone:
    """Return the box of a family."""
    (x, y), (wide, high) = CENTRES[name], (2.8, 1.7) if name == "normal" else (2.2, 1.3)
    return Zone(x - wide / 2, x + wide / 2, y - high / 2, y + high / 2)


def ends_of(way: Way) -> tuple[np.ndarray, np.ndarray]:
    """Return where an arrow leaves one box and meets the other, both (2,)."""
    start, end = (np.array(CENTRES[name]) for name in way)
    reach = [np.array([box.width, box.height]) / 2 for box in map(box_of, way)]
    with np.errstate(divide="ignore"):
        out, into = (float(np.min(half / np.abs(end - start))) for half in reach)
    return start + out * (end - start), end + into * (start - end)


class FamilyMap(VGroup):
    """Boxes, arrows and labels of the map: of the families that were shown, or all others.

    Args:
        shown: the families that were shown.
        limits: the limits that were shown, as pairs of source and target.
        lit: whether these are meant.
        theme: for colours.
    """

    def __init__(self, shown: set[str], limits: list[Way], lit: bool, theme: Theme) -> None:
        names = [name for name in CENTRES if (name in shown) == lit]
        self.boxes = VGroup(*(FamilyBox(name, lit, theme) for name in names))
        self.ways = [way for way in WAYS if shown.issuperset(way) == lit]
        self.arrows, self.labels = VGroup(), VGroup()
        for way in self.ways:
            label, right, up = WAYS[way]
            colour = "limit_distribution" if way in limits else "ink" if lit else "axis"
            self.arrows.add(Arrow(theme.colour(colour), width=0.05 if lit else 0.03, tip=0.22))
            x, y = np.mean(ends_of(way), axis=0)
            for number, line in enumerate(label.split("\n")):
                words = Words(line, theme, size=0.3, colour=colour if lit else "muted")
                words.place((x + right, y + up - 0.45 * number), "centre").with_halo(theme, 6)
                self.labels.add(words)
        super().__init__(self.boxes, self.arrows, self.labels)
        self.grow(0.0)

    def grow(self, t: float) -> Self:
        """Draw the arrows one after the other, up to a share t of their length."""
        for number, (way, arrow) in enumerate(zip(self.ways, self.arrows, strict=True)):
            start, end = ends_of(way)
            share = min(max(t * (1 + 0.25 * (len(self.ways) - 1)) - 0.25 * number, 0.0), 1.0)
            if share < 0.02:
                arrow.points = np.zeros((0, 3))
            else:
                arrow.set_ends(start, start + share * (end - start))
        return self

    def rise(self, t: float) -> Self:
        """Let the shapes in the boxes rise to a share t of their height."""
        for box in self.boxes:
            box.rise(t)
        return self


class FamilyBox(VGroup):
    """A box with the name of a family and the shape of its distribution."""

    def __init__(self, name: str, lit: bool, theme: Theme) -> None:
        zone = self.zone = box_of(name)
        width = theme.strokes.regular if lit else theme.strokes.thin
        line = theme.ink if lit else theme.faint
        frame = Curve(line, width=width, fill=1, fill_colour=theme.box)
        frame.set_box(zone)
        title = Words(FAMILIES[name].title, theme, size=0.32, colour="ink" if lit else "muted")
        title.fit_width(zone.width - 0.16).place((zone.centre[0], zone.top - 0.36), "centre")
        colour = theme.density if lit else theme.muted
        self.shape = Curve(colour, width=theme.strokes.thin, fill=0.4 if lit else 0.2)
        self.unit = FAMILIES[name].silhouette()
        super().__init__(frame, self.shape, title)
        self.rise(1.0)

    def rise(self, t: float) -> Self:
        """Draw the shape at a share t of its height."""
        zone = self.zone
        size = [zone.width - 0.24, (zone.height - 0.62) * t]
        self.shape.set_corners([zone.left + 0.12, zone.bottom + 0.1] + self.unit * size)
        return self
