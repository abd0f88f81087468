"""Belief about a coin on one chart: prior, likelihood, product, posterior, as functions of time."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Self

import numpy as np

from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import Band, DistributionMark
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_chart import LiveChart, resting
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup, blend
from explainer.mobjects.text import Anchor, Formula, Words
from explainer.numbers import TIMES, shortest
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import (
    Story,
    Timetable,
    ceiling,
    first_window,
    product_window,
    run_window,
)
from explainer.style import Theme, Zone

PLOT = Zone(-5.3, 1.95, -2.2, 2.42)
"""Where the chart lies; its numbers and names are around it."""

TIMES_OF_RUN = np.linspace(0, 1, 240)
"""When the height of the chart is found while tosses fall."""

TRIANGLE = np.array([[0.0, -0.02], [0.1, -0.17], [-0.1, -0.17], [0.0, -0.02]])


class BeliefChart(LiveChart):
    """All that is drawn of a belief; the verbs set it for a time t in [0, 1].

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.timetable = story, Timetable(story.count)
        low, high, top = first_window(story)
        theta = Axis(low, high, "$θ$, the chance of heads")
        super().__init__(PLOT, theme, theta, Axis(0, top, "density"))
        shares = Axis(0, 1 / 0.92, "likelihood", ticks=(0.0, 0.5, 1.0))
        self.share = LiveChart(PLOT, theme, self.x, shares, "right", "likelihood")
        self.marks.append(self.share)
        prior = story.prior
        # The likelihood is the posterior of a flat prior, but for its area.
        self.line = DistributionMark(self.share, "likelihood", Beta(1, 1).after(*story.one_toss))
        self.trace(1.0)
        self.ghost = DistributionMark(self, "prior", prior, width="regular").show()
        self.pressed = DistributionMark(self, "ink", story.updated, fill=0.14, width="regular")
        self.pressed.show(scale=story.first_evidence)
        self.curve = DistributionMark(self, "prior", prior, fill=0.3)
        self.second = DistributionMark(self, "second_prior", prior, dashed=True)
        self.earlier = [2**power for power in range(14) if 2**power < story.count]
        self.trail = VGroup(
            *(DistributionMark(self, "posterior", prior, width="thin") for _ in self.earlier)
        )
        self.band = Band(self.curve, "interval")
        self.truth = VGroup()
        self.poles = PoleMarks(self)
        self.balance = Curve(theme.posterior, width=0, fill=1)
        self.stems = Stems(self)
        self.dots = [Dot(theme.likelihood, 0.1, rim=theme.background) for _ in range(2)]
        self.zoomed = Zoom(self)
        layers = (
            self.zoomed,
            self.trail,
            self.ghost,
            self.pressed,
            self.curve,
            self.band,
            self.share,
            self.line,
            self.second,
            self.truth,
            self.stems,
            *self.dots,
            self.poles,
            self.balance,
        )
        for level, mark in enumerate(layers):
            mark.set_z_index(level / len(layers))
        self.curve.show()

    def trace(self, t: float) -> Self:
        """Draw the likelihood from the left up to theta = t."""
        self.line.show(scale=Beta(1, 1).evidence(*self.story.one_toss), upto=t)
        return self

    def mark(self, *places: float) -> Self:
        """Put the dots on the likelihood at these values of theta."""
        for dot, place in zip(self.dots, places, strict=False):
            dot.set_centre(self.share.at(place, self.story.likelihood(place)))
        return self

    def press(self, s: float) -> Self:
        """Show prior times likelihood to the power s: the prior at 0, the product at 1."""
        prior, tosses = self.story.prior, s * np.array(self.story.one_toss)
        self.curve.show(prior.after(*tosses), scale=prior.evidence(*tosses))
        self.stems.show(s)
        return self.paint("prior", "ink", s)

    def run(self, t: float) -> float:
        """Let tosses fall up to the time t, and return how many have."""
        fallen = self.timetable.fallen(t)
        self.curve.show(self.story.belief(fallen))
        top = math.exp(float(np.interp(t, TIMES_OF_RUN, self._tops)))
        self.look(*run_window(self.story), top, resting(t))
        self.paint("prior", "posterior", 4 * t)
        for count, curve in zip(self.earlier, self.trail, strict=True):
            age = min(max((fallen - count) / max(0.5 * count, 0.5), 0.0), 1.0)
            curve.show(self.story.belief(count)).set_opacities(0.5 * age)
        return fallen

    @cached_property
    def _tops(self) -> np.ndarray:
        """Logarithms of the chart's height while the tosses fall; it only ever rises."""
        beliefs = [self.story.belief(self.timetable.fallen(t)) for t in TIMES_OF_RUN]
        least = product_window(self.story)[2]
        return np.log(np.maximum.accumulate(np.maximum([*map(ceiling, beliefs)], least)))

    def agree(self, t: float) -> float:
        """Show the second belief after as many tosses as have fallen at t; return the overlap."""
        fallen = Timetable(self.story.count, 0).fallen(t)
        self.second.show(self.story.rivals(fallen))
        return self.story.overlap(fallen)

    def mark_truth(self, bias: float) -> VGroup:
        """Draw a dashed line at the true bias; where the window ends before, an arrow there."""
        theme, x, y = self.theme, float(self.across(bias)), PLOT.top - 0.5
        if self.inside(bias):
            line = Segments(theme.truth, width=theme.strokes.regular)
            self.truth.add(line.set_dashes((x, PLOT.bottom), (x, PLOT.top), 0.12))
        else:
            edge, way = (PLOT.left, 1.0) if x < PLOT.left else (PLOT.right, -1.0)
            arrow = Arrow(theme.truth).set_ends((edge + 0.75 * way, y), (edge + 0.1 * way, y))
            label = Words("true bias", theme, size="small", colour="truth").with_halo(theme)
            anchor: Anchor = "left" if way > 0 else "right"
            self.truth.add(arrow, label.place((edge + 0.85 * way, y - 0.09), anchor))
        return self.truth.set_z_index(self.truth.z_index)

    def paint(self, first: str, second: str, t: float) -> Self:
        """Colour the live curve between two roles, and the marks of its poles."""
        colour = blend(self.theme.colour(first), self.theme.colour(second), t)
        self.curve.set_colour(colour)
        self.poles.show(colour)
        return self


class Stems(VGroup):
    """Where the prior was at the probes, where it is now, and an arrow from one to the other."""

    def __init__(self, chart: BeliefChart) -> None:
        self.chart, theme = chart, chart.theme
        self.lines = Segments(theme.ink, width=theme.strokes.thin)
        self.arrows = [Arrow(theme.likelihood, width=0.05, tip=0.2) for _ in chart.story.probes]
        self.before, self.now = Dots(theme.prior, 0.075), Dots(theme.ink, 0.09)
        self.now.set_stroke(theme.background, width=1.5, opacity=1)
        super().__init__(self.lines, *self.arrows, self.before, self.now)

    def show(self, s: float) -> Self:
        """Show the product with the likelihood to the power s."""
        chart, probes = self.chart, self.chart.story.probes
        before, _, now = chart.story.products(s)
        start, end = (chart.at(probes, np.minimum(y, chart.top)) for y in (before, now))
        self.lines.set_segments(np.stack([chart.at(probes, 0), end], axis=1))
        self.before.set_dots(start)
        self.now.set_dots(end)
        for arrow, p, q in zip(self.arrows, start, end, strict=True):
            arrow.set_ends(p, q + np.array([0, 0.07]))
            if np.linalg.norm(p - q) <= 0.12:
                arrow.points = np.zeros((0, 3))
        return self


class PoleMarks(VGroup):
    """Arrows at the ends of a chart that say where prior or belief grows without bound."""

    def __init__(self, chart: BeliefChart) -> None:
        self.chart, theme = chart, chart.theme
        super().__init__()
        ends: tuple[tuple[float, int, Anchor], ...]
        ends = (PLOT.left + 0.14, 1, "left"), (PLOT.right - 0.14, -1, "right")
        for x, side, anchor in ends:
            arrow = Arrow(theme.prior, width=0.05, tip=0.2)
            arrow.set_ends((x, PLOT.top - 0.42), (x, PLOT.top + 0.12))
            label = Formula("-> oo", theme, size="label").with_halo(theme)
            self.add(VGroup(arrow, label.place((x + side * 0.2, PLOT.top - 0.32), anchor)))
        self.show(theme.prior)
        chart.marks.append(self)

    def redraw(self) -> Self:
        """Show them for the chart's window as it is."""
        return self.show(self.colour)

    def show(self, colour: str) -> Self:
        """Show the marks that are needed, in the live belief's colour where they can.

        Each fades as its parameter comes to 1; that of the prior has the prior's own colour.
        """
        self.colour, chart = colour, self.chart
        ends = chart.x.low < 1e-9, chart.x.high > 1 - 1e-9
        beliefs = zip(chart.curve.distribution, chart.story.prior, strict=True)  # type: ignore[call-overload]
        for (arrow, label), pair, inside in zip(self, beliefs, ends, strict=True):
            live, prior = (min(max((1 - each) / 0.2, 0.0), 1.0) * inside for each in pair)
            arrow.set_fill(blend(chart.theme.prior, colour, live) if prior else colour)
            arrow.set_fill(opacity=max(live, prior))
            label.set_opacity(max(live, prior))
        return self


class Zoom(LiveNumber):
    """How much the horizontal axis is stretched; nothing shows at a factor of one."""

    def __init__(self, chart: LiveChart) -> None:
        super().__init__(1, chart.theme, size="small", colour="warning")
        self.chart = chart
        self.place((PLOT.right + 0.55, PLOT.bottom - 0.86), "right").redraw()
        chart.marks.append(self)

    def redraw(self) -> Self:
        """Show the factor for the chart's window as it is."""
        factor = 1 / (self.chart.x.high - self.chart.x.low)
        self.set_text(f"zoom {TIMES}{shortest(factor, 0 if factor >= 9.5 else 1)}", factor)
        return self.set_opacity(min(max((factor - 1.02) / 0.5, 0.0), 1.0))
