"""Belief about a coin on one chart, and the likelihood in a strip above it, over time."""

from __future__ import annotations

import math
from collections.abc import Callable, Container
from dataclasses import replace
from typing import Any, Self

import numpy as np

from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import Band, DistributionMark
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_chart import LiveChart, resting
from explainer.mobjects.shapes import Arrow, Curve, Segments, VGroup, blend
from explainer.mobjects.text import Formula, Words
from explainer.numbers import equals, shortest, to_typst
from explainer.scenes.probability.posterior_update.drawing.probes import Arrows, Places, Strip
from explainer.scenes.probability.posterior_update.inference import Beta
from explainer.scenes.probability.posterior_update.story import (
    Step,
    Story,
    Timetable,
    Window,
    ceiling,
)
from explainer.style import Theme

SHADE = 0.38
"""Opacity of the area below the live curve where the area counts."""

TRIANGLE = np.array([[0.0, -0.01], [0.12, -0.16], [-0.12, -0.16], [0.0, -0.01]])


class BeliefChart(LiveChart):
    """All that is drawn of a belief; the verbs set it for a time t in [0, 1].

    Args:
        story: the numbers.
        theme: for colours.

    Attributes:
        passing: what is drawn of the tosses, before the answer.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.amount = story, 1.0
        theta = Axis(0, 1, "$θ$, the chance of heads")
        self.places = Places(theme.layout)
        super().__init__(self.places.plot, theme, theta, Axis(0, ceiling(*story.late), "density"))
        self.y.remove(*self.y.lines)  # names stand on no grid; heights are compared, not read
        self.strip = Strip(self.x, theme)
        self.marks.append(self.strip.chart)
        prior, first = story.prior, story.first
        self.ghost = DistributionMark(self, "prior", prior, width="regular").show()
        self.pressed = DistributionMark(self, "ink", first.posterior, fill=0.25, width="regular")
        self.before = DistributionMark(self, "prior", first.posterior, width="regular").show()
        self.curve = DistributionMark(self, "prior", prior, width="heavy").show()
        self.shade = DistributionMark(self, "prior", prior, fill=SHADE, width="").show()
        self.herald = DistributionMark(self, "posterior", prior, fill=SHADE, width="heavy").show()
        self.second = DistributionMark(self, "second_prior", prior, dashed=True)
        self.fan, self.peaks = Fan(self), Dots(theme.posterior, 0.08)
        self.compared, self.falls = (
            Arrows(self, "likelihood", ("prior", end)) for end in ("prior", "ink")
        )
        self.rises, self.steps = (
            Arrows(self, "ink", (start, "posterior")) for start in ("ink", "prior")
        )
        self.band = Band(self.curve, "interval")
        self.truth = VGroup()
        self.poles = PoleMarks(self)
        self.balance = Curve(theme.ink, width=0, fill=1)
        self.passing: tuple[Any, ...] = (
            *(self.strip.bars, self.fan, self.peaks, self.pressed, self.before),
            *(self.compared, self.falls, self.rises, self.steps),
        )
        lower = self.strip, self.shade, self.herald, self.ghost
        upper = self.band, self.second, self.truth, self.poles, self.balance
        layers = *lower, *self.passing[:5], self.curve, *self.passing[5:], *upper
        for level, mark in enumerate(layers):
            mark.set_z_index(level / len(layers))

    def way(
        self, window: Window, top: float, seen: Container[Any]
    ) -> Callable[[float], object] | None:
        """Return the zoom to a window of a chart that reaches up to ``top``; None where it does.

        Marks that are not among those seen are drawn again at its end only.
        """
        start, zoom = (*self.window, self.zone.top), self.way_to(window)
        if zoom is None and start[3] == top:
            return None
        across, live = start[:2] != window[:2], [mark for mark in self.marks if mark in seen]

        def move(t: float) -> None:
            self.drawn = self.marks if t == 1 else live
            self.zone = replace(self.zone, top=(1 - t) * start[3] + t * top)
            self.y.axis = replace(self.y.axis, high=start[2] ** (1 - t) * window[2] ** t)
            self.y.stand(self.zone, resting(t))
            zoom(t) if zoom and across else self.redraw()

        return move

    def redraw(self) -> Self:
        """Draw the marks again, or those that are seen while it zooms."""
        for mark in getattr(self, "drawn", self.marks):
            mark.redraw()
        return self

    def fill(self, t: float) -> float:
        """Fill the area below the live curve from the left; return the area that is filled.

        The share t is of the width in which the curve can be seen.
        """
        curve = self.curve.distribution
        ends = curve.mean + np.array([-4.5, 4.5]) * curve.deviation  # type: ignore[attr-defined]
        low, high = np.clip(ends, max(self.x.low, 0.0), min(self.x.high, 1.0))
        upto = float(low + t * (high - low)) if t < 1 else math.inf
        self.shade.show(curve, scale=self.amount, upto=upto)
        return self.amount * (curve.below(upto) if t < 1 else 1.0)  # type: ignore[attr-defined]

    def show(self, belief: Beta, scale: float = 1.0) -> Self:
        """Show a belief, or a multiple of it, with the area below."""
        self.amount = scale
        self.curve.show(belief, scale=scale)
        self.shade.show(belief, scale=scale)
        return self

    def light(self, line: float, area: float) -> Self:
        """Set how bright the live curve is, and the area below it, from 0 to 1."""
        self.curve.set_opacities(line)
        self.shade.set_opacities(0.0, SHADE * area)
        return self

    def press(self, step: Step, s: float) -> Self:
        """Show prior times likelihood to the power s: the prior at 0, the product at 1."""
        tosses = s * np.array(step.counts)
        self.show(step.prior.after(*tosses), step.prior.evidence(*tosses))
        return self.paint("prior", "ink", s)

    def divide(self, step: Step, r: float) -> Self:
        """Divide the product by its area to the power r, which becomes that of the posterior."""
        self.show(step.posterior, step.evidence ** (1 - r))
        return self.paint("ink", "posterior", r)

    def foretell(self, t: float) -> Self:
        """Let all tosses fall up to the time t, before they are shown one by one."""
        story, fallen = self.story, Timetable(self.story.count, 0).fallen(t)
        share, theme = shade(fallen, story.count), self.theme
        self.herald.show(story.belief(fallen))
        self.herald.set_colour(blend(theme.prior, theme.posterior, share))
        self.fan.show(fallen)
        return self

    def run(self, t: float) -> Self:
        """Let the tosses after the second fall up to the time t."""
        fallen = Timetable(self.story.count).fallen(t)
        self.fan.show(fallen)
        return self.show(self.story.belief(fallen)).paint("prior", "posterior", 1.0)

    def agree(self, t: float) -> Self:
        """Show the belief from the second prior after as many tosses as have fallen at t."""
        self.second.show(self.story.rivals(Timetable(self.story.count, 0).fallen(t)))
        return self

    def mark_mean(self, t: float) -> Self:
        """Let a triangle grow at the posterior's mean, on which it would balance."""
        foot = self.at(self.story.posterior.mean, 0)
        self.balance.set_corners(foot + min(3 * t, 1.0) * TRIANGLE)
        return self

    def mark_truth(self, bias: float, *curves: DistributionMark) -> VGroup:
        """Draw a dashed line down to some curves at the true bias; an arrow where it is outside."""
        theme, plot, x = self.theme, self.places.plot, float(self.across(bias))
        y, grown = plot.top - 3.0, theme.layout.type_scale
        shown = equals(to_typst(shortest(bias, 4)))
        words = Words(f"true $θ {shown}$", theme, size="label", colour="truth")
        self.truth.add(words.with_halo(theme))
        if self.inside(bias):
            foot = plot.bottom + max(float(each.height_at(x)) for each in curves) + 0.08
            line = Segments(theme.truth, width=theme.strokes.bold)
            self.truth.add(line.set_dashes((x, foot), (x, plot.top - 0.1), 0.12))
            words.place(
                (np.clip(x, plot.left + 1.4 * grown, plot.right - 1.1 * grown), plot.top), "centre"
            )
        else:
            edge, way = (plot.left, 1.0) if x < plot.left else (plot.right, -1.0)
            ends = (edge + 0.75 * way, y), (edge + 0.1 * way, y)
            self.truth.add(Arrow(theme.truth).set_ends(*ends))
            words.place((edge + 0.85 * way, y - 0.09 * grown), "left" if way > 0 else "right")
        return self.truth.set_z_index(self.truth.z_index)

    def paint(self, first: str, second: str, t: float) -> Self:
        """Colour the live curve between two roles."""
        colour = blend(self.theme.colour(first), self.theme.colour(second), t)
        self.curve.set_colour(colour)
        self.shade.set_colour(colour)
        self.poles.redraw()
        return self


def shade(fallen: float, count: int) -> float:
    """Return how far a belief is from the prior to the last posterior, in tosses, from 0 to 1."""
    return math.log1p(fallen) / math.log1p(count) if count else 0.0


class Fan(VGroup):
    """Earlier posteriors, the older the fainter, from the prior's colour to the last one's."""

    def __init__(self, chart: BeliefChart) -> None:
        self.story, theme = chart.story, chart.theme
        super().__init__()
        for count in self.story.trail:
            share = shade(count, self.story.count)
            colour = blend(theme.prior, theme.posterior, share**2)
            mark = DistributionMark(chart, colour, self.story.belief(count), width="regular")
            self.add(mark.show())
        self.show(float(self.story.count))

    def show(self, fallen: float) -> Self:
        """Show those that have gone by after so many tosses."""
        for count, mark in zip(self.story.trail, self, strict=True):
            passed = min(max((fallen - count) / max(0.05 * count, 0.6), 0.0), 1.0)
            mark.set_opacities(passed * (0.35 + 0.5 * shade(count, self.story.count)))
        return self


class PoleMarks(VGroup):
    """Marks above the ends of a chart that say where prior or belief grows without bound."""

    def __init__(self, chart: BeliefChart) -> None:
        self.chart, theme = chart, chart.theme
        super().__init__(*(Formula("oo", theme, size="label", colour="prior") for _ in range(2)))
        self.redraw()
        chart.marks.append(self)

    def redraw(self) -> Self:
        """Show those that are needed; each fades as its parameter comes to 1."""
        chart, y = self.chart, self.chart.zone.top + 0.12
        left = chart.zone.left + (0.36 if chart.theme.layout.is_wide else 0.85)
        seen = chart.x.low < 1e-9, chart.x.high > 1 - 1e-9
        pairs = zip(chart.curve.distribution, chart.story.prior, strict=True)  # type: ignore[call-overload]
        for mark, x, inside, pair in zip(
            self, (left, chart.zone.right - 0.1), seen, pairs, strict=True
        ):
            mark.place((x, y), "centre").set_opacity(inside * min(max((1 - min(pair)) / 0.2, 0), 1))
        return self
