"""Belief about a coin on one chart: prior, likelihood, product, posterior, as functions of time."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import Band, DistributionMark, Heights
from explainer.mobjects.live_chart import LiveChart, resting
from explainer.mobjects.shapes import Curve, Dot, blend
from explainer.scenes.probability.posterior_update.drawing.marks import (
    PLOT,
    AreaLabel,
    PoleMarks,
    Spot,
    Stems,
    Truth,
    Zoom,
)
from explainer.scenes.probability.posterior_update.drawing.windows import (
    ceiling,
    first_window,
    product_window,
    run_window,
)
from explainer.scenes.probability.posterior_update.inference import (
    Beta,
    Shape,
    beta_density,
    beta_nodes,
    mean,
    standard_deviation,
)
from explainer.scenes.probability.posterior_update.story import Story, Timetable
from explainer.style import Theme

SAMPLES = 240

TRIANGLE = np.array([[0.0, 0.0], [0.1, -0.15], [-0.1, -0.15], [0.0, 0.0]])


class BeliefChart(LiveChart):
    """All that is drawn of a belief; the verbs set it for a time t in [0, 1].

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story = story
        self.timetable = Timetable(story.tosses)
        low, high, top = first_window(story)
        theta = Axis(low, high, "$θ$, the chance of heads")
        super().__init__(PLOT, theme, theta, Axis(0, top, "density"))
        shares = Axis(0, 1 / 0.92, ticks=(0.0, 0.5, 1.0))
        self.share = LiveChart(PLOT, theme, self.x, shares, "right", "likelihood")
        self.line = Heights(self.share, "likelihood")
        prior = Beta(*story.prior)
        self.ghost = DistributionMark(self, "prior", prior, width="regular").show()
        self.curve = DistributionMark(self, "prior", prior, fill=0.3)
        self.pressed = DistributionMark(self, "ink", prior, fill=0.14, width="regular")
        self.second = DistributionMark(self, "second_prior", prior, dashed=True)
        self.band = Band(self.curve, "interval")
        self.truth = Truth(theme)
        self.poles = PoleMarks(theme.prior, theme)
        self.area, self.area_left = AreaLabel(theme), AreaLabel(theme)
        self.balance = Curve(theme.posterior, width=0, fill=1)
        self.probes = story_probes(story)
        self.stems = Stems(self, len(self.probes), theme.prior, theme.ink)
        self.dots = [Dot(theme.likelihood, 0.1, rim=theme.background) for _ in range(2)]
        self.earlier = [2**power for power in range(20) if 2**power < story.count][:14]
        self.trail = [
            DistributionMark(self, "posterior", prior, width="thin") for _ in self.earlier
        ]
        self.zoomed = Zoom(theme)
        self.spots: list[Spot] = []
        self._coat: tuple[Shape, str, str, float] = (story.prior, "prior", "prior", 0.0)
        self._plan_run()
        layers: list[tuple[VMobject, ...]] = [
            (self.zoomed,),
            (*self.trail, self.ghost, self.pressed),
            (self.curve,),
            (self.band,),
            (self.share, self.line, self.second, self.truth),
            (self.stems, *self.dots),
            (self.poles,),
            (self.area, self.area_left, self.balance),
        ]
        for level, layer in enumerate(layers):
            for mobject in layer:
                mobject.set_z_index(level)
        self.grow(1.0)

    # -- one toss --------------------------------------------------------------------------------

    def grow(self, t: float) -> Self:
        """Raise the prior from the axis to its height."""
        self.curve.show(Beta(*self.story.prior), scale=t)
        self.area.number.set_text(f"{t:.2f}", t)
        self._paint(self.story.prior, "prior", "prior", 0.0)
        return self

    def step_back(self, t: float) -> Self:
        """Take most of the colour out of the prior's area."""
        self.curve.set_opacities(1.0, 0.3 - 0.18 * t)
        return self

    def trace(self, t: float) -> Self:
        """Draw the likelihood from the left up to theta = t, with a dot at its end."""
        self._draw_line(0.0, max(t, 1e-9))
        return self.mark(t)

    def _draw_line(self, *ends: float) -> None:
        self.line.curve(np.array(ends), np.array([self.likelihood(theta) for theta in ends]))

    def mark(self, *places: float) -> Self:
        """Put the dots on the likelihood at these values of theta."""
        for dot, place in zip(self.dots, places, strict=False):
            dot.set_centre(self.share.at(place, self.likelihood(place)))
        return self

    def likelihood(self, theta: float) -> float:
        """Return how well theta explains the first toss."""
        heads, tails = self.story.one_toss
        return theta**heads * (1 - theta) ** tails

    def probe_heights(self, s: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return prior, factor and product at the probes, the likelihood taken to the power s."""
        before = np.asarray(beta_density(self.probes, *self.story.prior))
        factors = np.array([self.likelihood(float(theta)) for theta in self.probes]) ** s
        return before, factors, before * factors

    def press(self, s: float) -> Self:
        """Show prior times likelihood to the power s: the prior at 0, the product at 1."""
        (a, b), (heads, tails) = self.story.prior, self.story.one_toss
        nodes = np.union1d(
            beta_nodes(a, b, self.x.low, self.x.high),
            beta_nodes(a + heads, b + tails, self.x.low, self.x.high),
        )
        factors = (nodes**heads * (1 - nodes) ** tails) ** s
        self.curve.curve(nodes, beta_density(nodes, a, b) * factors)
        before, _, now = self.probe_heights(s)
        self.stems.set_heights(self.probes, before, now)
        self._paint((a + s * heads, b + s * tails), "prior", "ink", s)
        return self

    def divide(self, r: float) -> Self:
        """Divide the product by its area to the power r: the posterior at 1."""
        scale = self.story.first_evidence ** (1 - r)
        self.pressed.show(Beta(*self.story.updated), scale=self.story.first_evidence)
        self.curve.show(Beta(*self.story.updated), scale=scale)
        self._paint(self.story.updated, "ink", "posterior", r)
        self.area.set_value(scale)
        self.area.set_between(self.spots[0], self.spots[1], r)
        return self

    # -- many tosses -----------------------------------------------------------------------------

    def recolour(self, t: float) -> Self:
        """Turn the posterior into the next prior, by its colour."""
        self._paint(self.story.updated, "posterior", "prior", t)
        return self

    def run(self, t: float) -> float:
        """Let tosses fall up to the time t, and return how many have."""
        fallen = self.timetable.fallen(t)
        top = math.exp(float(np.interp(t, np.linspace(0, 1, SAMPLES), self._tops)))
        super().look(*self.run_ends, top, resting(t))
        shape = self.story.after(*self.timetable.counts(fallen))
        tint = min(4 * t, 1.0)
        self.curve.show(Beta(*shape))
        self._paint(shape, "prior", "posterior", tint)
        for count, curve in zip(self.earlier, self.trail, strict=True):
            age = min(max((fallen - count) / max(0.5 * count, 0.5), 0.0), 1.0)
            curve.set_opacities(0.5 * age)
            if age > 0:
                curve.show(Beta(*self.story.after(*self.timetable.counts(count))))
        return fallen

    def _plan_run(self) -> None:
        """Find window and height of the chart while the tosses fall: the height only ever rises."""
        self.run_ends = run_window(self.story)
        times = np.linspace(0, 1, SAMPLES)
        tops = [
            ceiling(self.story.after(*self.timetable.counts(self.timetable.fallen(t))))
            for t in times
        ]
        self._tops = np.log(np.maximum.accumulate(np.maximum(tops, product_window(self.story)[2])))

    # -- the window ------------------------------------------------------------------------------

    def look(
        self, low: float, high: float, top: float | None = None, rest: float = 1.0, gap: float = 0.0
    ) -> Self:
        """Change the window at once, and draw everything anew in it."""
        super().look(low, high, top, rest, gap)
        self._draw_line(low, high)
        self.band.between(*self.story.interval)
        self._paint(*self._coat)
        if self.story.bias is not None:
            self.truth.set_bias(self, self.story.bias)
        self.zoomed.set_factor(1 / (high - low))
        x = float(self.across(self.story.predictive))
        self.balance.set_corners(np.array([x, PLOT.bottom - 0.02]) + TRIANGLE)
        return self

    def agree(self, t: float) -> float:
        """Show the second belief after as many tosses as have fallen at t; return the overlap."""
        counts = self.timetable.counts(Timetable(self.story.tosses, 0).fallen(t))
        self.second.show(Beta(*self.story.after(*counts, start=self.story.rival)))
        return self.story.overlap(*counts)

    def _paint(self, shape: Shape, first: str, second: str, t: float) -> None:
        """Colour the live curve between two roles, and the marks of its poles and the ghost's."""
        self._coat = (shape, first, second, t)
        colour = blend(self.theme.colour(first), self.theme.colour(second), t)
        self.curve.set_colour(colour)
        ends = (self.x.low < 1e-9, self.x.high > 1 - 1e-9)
        self.poles.set_betas(shape, colour, self.story.prior, ends)


def story_probes(story: Story) -> np.ndarray:
    """Return three rising values of theta, rounded, at which the prior is looked at."""
    low, high, _ = product_window(story)
    shape = story.updated if high - low < 1 else story.prior
    middle, step = mean(*shape), 1.1 * standard_deviation(*shape)
    ends = max(middle - step, 0.2 * middle), min(middle + step, 1 - 0.2 * (1 - middle))
    finest = min(ends[0], 1 - ends[1])
    places = max(2, math.ceil(-math.log10(step)) + 1, math.ceil(-math.log10(finest)))
    return np.round([ends[0], middle, ends[1]], min(places, 7))
