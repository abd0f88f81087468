"""Belief about a coin on one chart: prior, likelihood, product, posterior, as functions of time."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.inference import beta_density, mean, standard_deviation
from explainer.maths.numerals import format_number, to_typst
from explainer.mobjects.axes import Y_GAP, ChartAxes, ShareAxis, settled, x_gap
from explainer.mobjects.coins import Timetable
from explainer.mobjects.density import (
    Band,
    DensityCurve,
    Dot,
    Line,
    PoleMarks,
    Stems,
    beta_nodes,
    blend,
)
from explainer.mobjects.marks import PLOT, AreaLabel, Spot, Truth, Zoom
from explainer.mobjects.posterior_words import Shape, Story
from explainer.mobjects.text import Formula
from explainer.style import Theme

NEEDLE = 1e4
"""A posterior with a + b above this is too sharp for an axis from 0 to 1."""

SAMPLES = 240


def ceiling(shape: Shape) -> float:
    """Return how high a chart must reach for a Beta density, poles cut off."""
    middle = mean(*shape)
    low, high = min(0.012, middle / 8), 1 - min(0.012, (1 - middle) / 8)
    nodes = np.clip(beta_nodes(*shape), low, high)
    return 1.16 * float(np.max(beta_density(nodes, *shape)))


def resting_top(top: float) -> float:
    """Return the least height from ``top`` upwards at which no number is half faded."""
    while not settled(0, top, PLOT.height, Y_GAP):
        top *= 1.01
    return top


def resting_window(low: float, high: float) -> tuple[float, float]:
    """Return the least window around another at which no number is half faded."""
    for _ in range(200):
        if settled(low, high, PLOT.width, x_gap(low, high, PLOT.width)):
            break
        margin = 0.005 * (high - low)
        low, high = max(0.0, low - margin), min(1.0, high + margin)
    return low, high


class BeliefChart(VGroup):
    """All that is drawn of a belief; the verbs set it for a time t in [0, 1].

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.theme = story, theme
        self.timetable = Timetable(story.tosses)
        self.axes = ChartAxes(PLOT, theme, "$θ$, the chance of heads", "density")
        self.axes.set_window(0, 1, resting_top(max(map(ceiling, (story.prior, story.updated)))))
        self.share = ShareAxis(self.axes, theme, "likelihood")
        self.line = Line(self.share, theme.likelihood, theme)
        thin, bold = theme.strokes.regular, theme.strokes.bold
        self.ghost = DensityCurve(self.axes, theme.prior, theme, width=thin)
        self.curve = DensityCurve(self.axes, theme.prior, theme, fill=0.3)
        self.pressed = DensityCurve(self.axes, theme.ink, theme, width=thin)
        self.second = DensityCurve(self.axes, theme.second_prior, theme, dashed=True, width=bold)
        self.band = Band(self.curve, theme.interval, theme)
        self.truth = Truth(theme)
        self.poles = PoleMarks(self.axes, theme.prior, theme)
        self.area = AreaLabel(theme)
        self.probes = story_probes(story)
        self.stems = Stems(self.axes, len(self.probes), theme.prior, theme.ink, theme)
        self.dots = [Dot(theme.likelihood, 0.1, rim=theme.background) for _ in range(2)]
        self.earlier = [2**power for power in range(20) if 2**power < story.count][:14]
        self.trail = [
            DensityCurve(self.axes, theme.posterior, theme, width=theme.strokes.thin)
            for _ in self.earlier
        ]
        self.zoomed = Zoom(theme)
        self._spots: list[Spot] = []
        self.final = (0.0, 1.0, self.axes.top)
        self._plan_run()
        layers: list[tuple[VMobject, ...]] = [
            (self.axes, self.zoomed),
            (*self.trail, self.ghost, self.pressed),
            (self.curve,),
            (self.band,),
            (self.share, self.line, self.second, self.truth),
            (self.stems, *self.dots),
            (self.poles,),
            (self.area,),
        ]
        for level, layer in enumerate(layers):
            for mobject in layer:
                mobject.set_z_index(level)
        super().__init__(self.axes)
        self.ghost.set_beta(*story.prior)
        self.grow(1.0)

    # -- one toss --------------------------------------------------------------------------------

    def grow(self, t: float) -> Self:
        """Raise the prior from the axis to its height."""
        self.curve.set_beta(*self.story.prior, scale=t)
        self.area.number.set_text(f"{t:.2f}", t)
        self._paint(self.story.prior, "prior", "prior", 0.0)
        return self

    def trace(self, t: float) -> Self:
        """Draw the likelihood from the left up to theta = t, with a dot at its end."""
        start, end = self.likelihood(0.0), self.likelihood(1.0)
        self.line.set_line(start, end, t)
        self.dots[0].set_centre(self.share.to_frame(np.array([t, self.likelihood(t)])))
        return self

    def mark(self, *places: float) -> Self:
        """Put the dots on the likelihood at these values of theta."""
        for dot, place in zip(self.dots, places, strict=False):
            dot.set_centre(self.share.to_frame(np.array([place, self.likelihood(place)])))
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
            beta_nodes(a, b, self.axes.low, self.axes.high),
            beta_nodes(a + heads, b + tails, self.axes.low, self.axes.high),
        )
        self.curve.set_density(
            lambda theta: beta_density(theta, a, b) * (theta**heads * (1 - theta) ** tails) ** s,
            nodes,
        )
        before, _, now = self.probe_heights(s)
        self.stems.set_heights(self.probes, before, now)
        self._paint((a + s * heads, b + s * tails), "prior", "ink", s)
        return self

    def divide(self, r: float) -> Self:
        """Divide the product by its area to the power r: the posterior at 1."""
        scale = self.story.first_evidence ** (1 - r)
        self.pressed.set_beta(*self.story.updated, scale=self.story.first_evidence)
        self.curve.set_beta(*self.story.updated, scale=scale)
        self._paint(self.story.updated, "ink", "posterior", r)
        self.area.set_value(scale)
        self.area.set_between(self._spots[0], self._spots[1], r)
        return self

    def plan_division(self) -> Self:
        """Find where the area's label stands before and after the division; show it before."""
        self.curve.set_beta(*self.story.updated, scale=self.story.first_evidence)
        start = self.area.spot(self.curve)
        self.pressed.set_beta(*self.story.updated, scale=self.story.first_evidence)
        self.curve.set_beta(*self.story.updated)
        stays = start[0] is start[1]
        self._spots = [start, start if stays else self.area.spot(self.curve, self.pressed)]
        return self.divide(0.0)

    # -- many tosses -----------------------------------------------------------------------------

    def recolour(self, t: float) -> Self:
        """Turn the posterior into the next prior, by its colour."""
        self._paint(self.story.updated, "posterior", "prior", t)
        return self

    def run(self, t: float) -> float:
        """Let tosses fall up to the time t, and return how many have."""
        fallen = self.timetable.fallen(t)
        top = math.exp(float(np.interp(t, np.linspace(0, 1, SAMPLES), self._tops)))
        self.axes.set_window(0, 1, top)
        shape = self.story.after(*self.timetable.counts(fallen))
        tint = min(4 * t, 1.0)
        self.curve.set_beta(*shape)
        self._paint(shape, "prior", "posterior", tint)
        for count, curve in zip(self.earlier, self.trail, strict=True):
            age = min(max((fallen - count) / max(0.5 * count, 0.5), 0.0), 1.0)
            curve.set_strength(0.5 * age)
            if age > 0:
                counts = self.timetable.counts(count)
                curve.set_beta(*self.story.after(*counts), count=60)
        self.ghost.redraw()
        return fallen

    def _plan_run(self) -> None:
        """Find the height of the chart while the tosses fall: it only ever rises."""
        times = np.linspace(0, 1, SAMPLES)
        tops = [
            ceiling(self.story.after(*self.timetable.counts(self.timetable.fallen(t))))
            for t in times
        ]
        rising = np.maximum.accumulate(np.maximum(tops, self.axes.top))
        last = resting_top(float(rising[-1]))
        self._tops = np.log(rising * np.exp(np.log(last / rising[-1]) * times))

    # -- the answer ------------------------------------------------------------------------------

    def look(self, low: float, high: float, top: float) -> Self:
        """Change the window at once, and draw everything anew in it."""
        self.axes.set_window(low, high, top)
        for curve in (self.curve, self.ghost, self.second, *self.trail):
            curve.redraw()
        self.band.set_interval(*self.story.interval)
        self._paint(self.story.posterior, "posterior", "posterior", 0.0)
        if self.story.bias is not None:
            self.truth.set_bias(self.axes, self.story.bias)
        self.zoomed.set_factor(1 / (high - low))
        return self

    def zoom(
        self, start: tuple[float, float, float], stop: tuple[float, float, float], t: float
    ) -> Self:
        """Go from one window (low, high, top) to another, each step by the same factor."""
        widths = start[1] - start[0], stop[1] - stop[0]
        width = widths[0] ** (1 - t) * widths[1] ** t
        top = start[2] ** (1 - t) * stop[2] ** t
        if abs(widths[0] - widths[1]) < 1e-12:
            low = start[0] + (stop[0] - start[0]) * t
        else:
            share = (widths[0] - width) / (widths[0] - widths[1])
            low = start[0] + (stop[0] - start[0]) * share
        return self.look(low, low + width, top)

    def place_area(self) -> Self:
        """Put the area's label where the curve as it is drawn has room for it."""
        self.area.set_spot(self.area.spot(self.curve))
        return self

    def moving(self) -> list[VMobject]:
        """Return everything that a change of the window changes."""
        return [
            *(self.axes, self.zoomed, self.ghost, *self.trail, self.curve, self.band),
            *(self.second, self.truth, self.poles),
        ]

    def end_labels(self) -> list[Formula]:
        """Return the numbers at both ends of the credible interval, clear of the posterior."""
        labels: list[Formula] = []
        ends = self.story.interval
        tops = []
        for end, side in zip(ends, (-1, 1), strict=True):
            text = to_typst(format_number(end, self.story.places))
            label = Formula(text, self.theme, size="label", colour="interval").with_halo(self.theme)
            x = float(self.axes.to_frame(np.array([end, 0.0]))[0])
            if x - label.advance - 0.2 < PLOT.left:
                side = 1
            elif x + label.advance + 0.2 > PLOT.right + 0.3:
                side = -1
            reach = np.linspace(0, side * (label.advance + 0.2), 12)
            clear = float(np.max(self.curve.height_at(x + reach)))
            y = min(PLOT.bottom + clear + 0.2, PLOT.top - 0.4)
            if labels and x - labels[0].get_right()[0] < 0.15 and side > 0:
                y = max(min(y, float(labels[0].baseline[1]) - 0.5), PLOT.bottom + 0.2)
            label.place((x + 0.12 * side, y), "left" if side > 0 else "right")
            label.set_z_index(8)
            labels.append(label)
            tops.append(y + 0.32)
        self.band.set_interval(*ends, tops=(tops[0], tops[1]))
        return labels

    @property
    def window(self) -> tuple[float, float, float]:
        """The window as it is: low, high, top."""
        return self.axes.low, self.axes.high, self.axes.top

    def needle_window(self) -> tuple[float, float, float]:
        """Return the window after the run: a zoom where the posterior is a needle."""
        low, high, top = self.window
        if sum(self.story.posterior) > NEEDLE:
            low, high = self._closeup([self.story.posterior])
        return low, high, top

    def answer_window(self) -> tuple[float, float, float]:
        """Return the window in which interval, second belief and true bias can be told apart."""
        story = self.story
        shapes = [story.posterior, *([story.rival_posterior] if story.rival_posterior else [])]
        top = resting_top(max(map(ceiling, shapes)))
        low, high = self._closeup(shapes)
        if story.bias is not None:
            pad = 0.12 * (high - low)
            with_bias = max(min(low, story.bias - pad), 0.0), min(max(high, story.bias + pad), 1.0)
            if with_bias[1] - with_bias[0] < 4 * (high - low) or not self._sharp(high - low):
                low, high = with_bias
        low, high = resting_window(low, high) if self._sharp(high - low) else (0.0, 1.0)
        margin = 1.2 * (high - low) / PLOT.width
        edges = (story.interval[0] < low + margin, story.interval[1] > high - margin)
        steep = np.asarray(beta_density(np.array(story.interval), *story.posterior)) > 0.5 * top
        if any(edge and high for edge, high in zip(edges, steep, strict=True)):
            top = resting_top(1.22 * top)  # room for a number above the curve
        return low, high, top

    @staticmethod
    def _sharp(width: float) -> bool:
        return width < 0.4

    def _closeup(self, shapes: list[Shape]) -> tuple[float, float]:
        reach = [
            (mean(*s) - 5.5 * standard_deviation(*s), mean(*s) + 5.5 * standard_deviation(*s))
            for s in shapes
        ]
        low = max(0.0, min(first for first, _ in reach))
        high = min(1.0, max(second for _, second in reach))
        return resting_window(low, high)

    def agree(self, t: float) -> float:
        """Show the second belief after as many tosses as have fallen at t; return the overlap."""
        counts = self.timetable.counts(Timetable(self.story.tosses, 0).fallen(t))
        self.second.set_beta(*self.story.after(*counts, start=self.story.rival))
        mine = self.story.after(*counts)
        return self.story.overlap(*counts) if mine else 0.0

    def _paint(self, shape: Shape, first: str, second: str, t: float) -> None:
        """Colour the live curve between two roles, and the marks of its poles and the ghost's."""
        roles = (self.theme.colour(first), self.theme.colour(second))
        colour = blend(*roles, t)
        self.curve.set_colour(colour)
        ends = (self.axes.low < 1e-9, self.axes.high > 1 - 1e-9)
        self.poles.set_betas(shape, colour, self.story.prior, ends)


def story_probes(story: Story) -> np.ndarray:
    """Return three values of theta, to two decimals, at which the prior is looked at."""
    a, b = story.prior
    middle, spread = mean(a, b), standard_deviation(a, b)
    step = round(max(1.1 * spread, 0.02), 2)
    low = min(max(round(middle, 2) - step, 0.02), 0.8)
    high = min(max(round(middle, 2) + step, 0.2), 0.98)
    centre = min(max(round(middle, 2), low + 0.01), high - 0.01)
    return np.round([low, centre, high], 2)
