"""The chart of outcomes: dots that fall on an axis, bars, and the distribution over them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.easing import ease
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import FINE, DistributionMark, Heights, Kind
from explainer.mobjects.live_chart import LiveChart, resting
from explainer.mobjects.panel import Panel
from explainer.mobjects.shapes import Segments
from explainer.scenes.probability.random_variable.bins import Bins
from explainer.scenes.probability.random_variable.drawing.pile import Pile
from explainer.scenes.probability.random_variable.story import Story
from explainer.scenes.probability.random_variable.text import height_name
from explainer.style import Theme, Zone
from explainer.zones import Layout

LOW, HEADROOM = 0.6, 1.1
"""How high the right corner is filled at most to be free, and how much higher the chart is than
what is seen where it is."""
FEW = 0.7
"""The chart comes nearer if it needs less than this share later on."""


class Places:
    """Where in a frame what stands.

    Attributes:
        plot: the chart; its numbers and names are around it.
        lower, upper: the chart below another plot over the same axis, and that plot.
        raised: the chart on a beam, above the axis on which the pivot is read.
        highest: the side of the largest square that is drawn; above it a formula has room.
        full: how much higher the chart is than what is seen where its right corner is not free.
        grown: by how much type is larger than in a wide frame.
    """

    def __init__(self, layout: Layout) -> None:
        self.grown, body, height = layout.type_scale, layout.body, layout.height
        bottom, top = body.bottom + 0.9, body.top - 0.33 * self.grown
        self.plot = plot = Zone(-6.18 + 0.75 * self.grown, 6.1, bottom, top)
        self.lower, self.upper = (
            replace(plot, top=height(-0.02)),
            replace(plot, bottom=height(0.62), top=height(2.3)),
        )
        self.raised = replace(plot, bottom=plot.bottom + 0.95 * self.grown, top=top + 0.03)
        self.full = 1 / (1 - 1.396 * self.grown / plot.height)
        self.highest = min(0.86 * plot.height, 0.6 * plot.width)


class OutcomeChart(LiveChart):
    """The axis, the dots, the bars and the distribution; its parts are shown one by one.

    It may be turned by ``angle``, radians anticlockwise, about the abscissa ``pivot`` at its foot.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.places, bins = story, Places(theme.layout), story.bins
        plot = self.places.plot
        self.angle, self.pivot = 0.0, 0.0
        name = "outcome $x$"
        if story.data:
            panel = Panel(theme, plot, prose="label")
            name = f"$x$: {panel.shown(story.distribution.text, 0.9)}"
        whole = bins.single and float(bins.centres[0]).is_integer()
        self.crowded = story.shoulder >= LOW
        room = self.places.full if self.crowded else HEADROOM
        first_top, lowered = room * story.top, room * story.final_top
        self.final_top = lowered if lowered < FEW * first_top else first_top
        values = Axis(*story.home, name, whole=whole)
        super().__init__(plot, theme, values, Axis(0, first_top, height_name(story)))
        self.y.remove(*self.y.lines)  # formulas stand on no grid
        self.home = self.window
        self.pile = Pile(self, story, self.places.lower.height / plot.height).set_z_index(1)
        self.bars = Heights(self, "outcome", fill=0.3, width="regular").set_z_index(0.5)
        self.one = Heights(self, "outcome", fill=0.0, width="heavy").set_z_index(4)
        self.level = Segments(theme.outcome, width=theme.strokes.regular)
        self.chosen = self.part("density", "heavy", fill=0.75).set_z_index(2)
        self.left = self.part("cumulative", "", fill=0.3).set_z_index(2)
        self.half = self.part("cumulative", "", fill=0.5).set_z_index(2)
        self.band = self.part("spread", "", fill=0.6).set_z_index(2)
        self.distribution = self.part("density", "heavy", fill=0.0).set_z_index(3)
        self.y.title.set_z_index(6)

    def part(self, role: str, width: str, fill: float) -> DistributionMark:
        """Return a mark of the distribution, not drawn yet."""
        story = self.story
        kind: Kind = "bars" if story.discrete and story.bins.single else "curve"
        return DistributionMark(self, role, story.drawn, kind=kind, fill=fill, width=width)

    def at(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return where values and heights are in the frame, of their common shape and (2,)."""
        points = super().at(x, y)
        c, s = math.cos(self.angle), math.sin(self.angle)
        foot = np.array([self.pivot, self.zone.bottom])
        turned = foot + (points - foot) @ np.array([[c, s], [-s, c]])
        return turned if self.angle else points

    def skyline(self, dots: bool = True) -> np.ndarray:
        """Return the top of all that stands in the chart, (n, 2) in the frame, from the left."""
        bins, pile, law = self.story.bins, self.pile, self.story.drawn
        x = np.linspace(*bins.window, 200)
        spots = pile.places[(pile.places[:, 1] <= self.top) & dots]
        near = np.abs(x[:, None] - spots[:, 0]) <= 0.6 * pile.size[0]
        tops = np.max(np.where(near, spots[:, 1], 0.0), axis=1, initial=0.0)
        curve = law.density(np.round(x) if law.discrete else x)
        return self.at(x, np.minimum(np.maximum(tops + pile.size[1] * dots, curve), self.top))

    def ends(self, bins: Bins) -> tuple[np.ndarray, np.ndarray]:
        """Return the left and right ends of bars over bins, two (m,)."""
        half = bins.breadth * np.diff(bins.edges) / 2
        return bins.centres - half, bins.centres + half

    def build(self, t: float) -> Self:
        """Let the bars rise about the dots from the left to the right."""
        bins, heights = self.story.bins, self.story.heights
        lag = np.linspace(0, 0.5, bins.count)
        self.bars.bars(*self.ends(bins), heights * ease((t - lag) / 0.5))
        return self

    def point_out(self, t: float) -> Self:
        """Outline the tallest bar, while the dots of the others step back."""
        (lefts, rights), pile = self.ends(self.story.bins), self.pile
        at = slice(self.story.tallest, self.story.tallest + 1)
        self.one.bars(lefts[at], rights[at], self.story.heights[at] * t)
        start, end = self.at([self.x.low, lefts[at][0]], self.story.heights[at])
        self.level.set_dashes(start, start + (end - start) * t, 0.12)
        pile.dimness, pile.bright = 1 - 0.55 * t, pile.bins == self.story.tallest
        pile.redraw()
        return self

    def grow(self, t: float) -> int:
        """Show the histogram of ever more outcomes; return their number."""
        size, heights = self.story.grown(t)
        # The bars of a few outcomes are higher than those of many: the chart comes nearer.
        first, last = self.home[2], self.final_top
        self.y.look(0.0, first ** (1 - t) * last**t, 1.0 if last == first else resting(t))
        self.redraw()
        # Of more outcomes each has less of the area.
        share = math.sqrt(self.story.size / size)
        self.pile.scale_of, self.pile.dimness = share, 0.6 * share
        self.pile.light(math.inf, math.inf)
        # What parts the narrower bars grows from the ground: nothing pops where one becomes many.
        lefts, rights = self.ends(self.story.fine)
        pieces = self.story.fine.count // self.story.bins.count
        wide = np.ptp(self.across([lefts[0], rights[0]])) > FINE
        outer = np.arange(len(heights)) % pieces == 0
        inner = min(1.6 * t, 1.0) if wide else 0.0
        sides = np.where([outer, np.roll(outer, -1)], 1.0, inner)
        self.bars.bars(lefts, rights, heights, sides=sides)
        at = slice(self.story.tallest, self.story.tallest + 1)
        whole = heights.reshape(-1, pieces).mean(axis=1)[at]
        self.one.bars(*(ends[at] for ends in self.ends(self.story.bins)), whole)
        return size

    def trace(self, t: float) -> Self:
        """Draw the distribution from the left."""
        self.distribution.show(upto=self.x.low + (self.x.high - self.x.low) * 1.05 * t)
        return self

    def choose(self, t: float) -> Self:
        """Fill the area of the distribution over the tallest bar, from the left."""
        bins, at = self.story.bins, self.story.tallest
        low, high = bins.edges[at : at + 2]
        self.chosen.show(since=low, upto=low + (high - low) * t)
        return self

    def shade(self, t: float) -> int:
        """Fill the middle of the distribution, and light its dots; return how many."""
        story = self.story
        centre, ends = story.middle_centre, np.array(story.middle)
        low, high = centre + (ends - centre) * t
        since, upto = low, high
        if self.band.kind == "bars":  # whole ones: those of the values between the two
            held = story.bins.centres[(story.bins.centres >= low) & (story.bins.centres <= high)]
            since, upto = (held[0], held[-1]) if len(held) else (math.inf, -math.inf)
        self.band.show(since=since, upto=upto)
        return self.pile.light(low, high)

    def move(self, start: Zone, end: Zone, t: float, angle: float = 0.0) -> Self:
        """Stand between other ordinates, on the way from one zone to another."""
        self.angle, low, high = angle, start.bottom, start.top
        return self.stand(low + (end.bottom - low) * t, high + (end.top - high) * t, resting(t))
