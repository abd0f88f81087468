"""Outcomes that fall on an axis and pile up into bars, beside the law that they came from."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.axes import settled
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel_rows import fitting
from explainer.mobjects.value_axis import ValueAxis, number_gap
from explainer.scenes.probability.random_variable.bins import Bins, Fall, Piles
from explainer.scenes.probability.random_variable.drawing.chart import (
    FINE,
    Graph,
    LawGraph,
    Plot,
    Pose,
)
from explainer.scenes.probability.random_variable.drawing.grains import Grains
from explainer.scenes.probability.random_variable.drawing.height_axis import GAP, HeightAxis
from explainer.scenes.probability.random_variable.story import Story
from explainer.style import Theme, Zone
from explainer.typesetting import escape

PLOT = Zone(-5.35, 2.05, -2.2, 2.3)
"""Where the chart lies; its numbers and names are around it."""

WHOLE = Pose(PLOT.bottom, PLOT.height)
LOWER = Pose(PLOT.bottom, 1.86)
UPPER = Pose(0.32, 1.86)
"""The plot alone, and below and above another over the same axis."""

HEADROOM = 1.1
"""The height of the chart, as a multiple of the largest height to be seen, where it can be."""

FILL = 0.25
"""Opacity of the area below the law."""

FEW = 0.7
"""The chart comes nearer where many outcomes are to need less than this share of its height."""

LARGEST = 0.15
"""The radius of dots where there are few."""
SOFT = 8.0
"""Outcomes a second beyond which each no longer has its number beside it."""


class WholeAxis(ValueAxis):
    """An axis on which only whole numbers stand."""

    def set_window(self, low: float, high: float, top: float = 1.0, gap: float = 0.0) -> Self:
        """Show values from ``low`` to ``high``; see ``ValueAxis``."""
        needed = gap or number_gap(low, high, self.zone.width)
        return super().set_window(low, high, top, max(needed, self.zone.width / (high - low)))


class OutcomeChart(VGroup):
    """The axis, the piles, the bars and the law; the verbs set them for a time t in [0, 1].

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, self.theme = story, theme
        whole = story.bins.single and float(story.bins.centres[0]).is_integer()
        self.axis = (WholeAxis if whole else ValueAxis)(
            PLOT, theme, value_name(story, theme.sizes.label)
        )
        low, high = story.bins.window
        margin = 0.03 * (high - low) if story.bins.count > 1 else 0.99
        self.window = self.axis.settle(low - margin, high + margin)
        self.axis.set_window(*self.window)
        self.top = settled_top(story.top)
        lowered = settled_top(story.final_top)
        small = story.most > story.size and lowered < FEW * self.top
        self.final_top = lowered if small else self.top
        self.lower = self._settled_lower()
        self.plot = Plot(self.axis, self.top, WHOLE)
        self.resting_pose = WHOLE
        self.counts_top = self.top * story.size * story.bins.width
        self.count_axis = HeightAxis(PLOT, theme, "outcomes", self.counts_top, whole=True)
        self.height_axis = HeightAxis(PLOT, theme, height_name(story), self.top)
        self.bars = Graph(self.plot, theme.outcome, theme, fill=0.4, width=theme.strokes.thin)
        self.law = LawGraph(
            self.plot,
            story.nodes,
            story.law_heights,
            theme.density,
            theme,
            bars=story.discrete and story.bins.single,
            fill=0.0,
            width=theme.strokes.bold,
        )
        self.fall = Fall(story.size)
        self._lay_out_piles()
        self.tag = LiveNumber(0, theme, size="small", anchor="left").with_halo(theme, 4)
        self.one = Graph(self.plot, theme.outcome, theme, fill=0.85)
        layers: list[list[VMobject]] = [
            [self.count_axis, self.height_axis],
            [self.bars, self.one],
            [self.pile],
            [self.law],
        ]
        for level, mobjects in enumerate(layers):
            for mobject in mobjects:
                mobject.set_z_index(level)
        self.tag.set_z_index(6)
        super().__init__(self.axis)

    def _settled_lower(self) -> Pose:
        """Return where the chart stands below another, likewise."""
        for step in range(60):
            height = LOWER.height - 0.005 * step
            if settled(0, self.final_top, height, GAP):
                return Pose(LOWER.ground, height)
        return LOWER

    # -- piles ---------------------------------------------------------------------------------

    def _lay_out_piles(self) -> None:
        """Choose how many dots lie side by side: such that they fill the bars they become."""
        story, bins = self.story, self.story.bins
        breadth = (bins.edges[1] - bins.edges[0]) * bins.breadth
        bar = breadth / (self.axis.high - self.axis.low) * PLOT.width
        across = max(1, round(math.sqrt(bar * self.counts_top / PLOT.height)))
        self.piles = Piles.of(story.values, bins, across)
        self.cell = np.array([bar / across, across * PLOT.height / self.counts_top])
        radius = min(LARGEST, 0.46 * float(self.cell.min()))
        self.pile = Grains(self.theme.outcome, radius)
        self.inside = (self.piles.bins >= 0) & (self.piles.bins < bins.count)
        centres = bins.centres[np.clip(self.piles.bins, 0, bins.count - 1)]
        shift = (self.piles.columns - (across - 1) / 2) * self.cell[0]
        self.rest_x = self.axis.across(centres) + shift
        self.start_x = self.axis.across(np.clip(story.values, *self.axis_ends))

    @property
    def axis_ends(self) -> tuple[float, float]:
        """The values at the ends of the axis."""
        return self.axis.low, self.axis.high

    def rest(self, spread: float) -> np.ndarray:
        """Return where dots lie, (n, 2): close to one another at 0, filling their bars at 1."""
        close = min(float(self.cell[1]), 2.1 * self.pile.radius)
        pitch = close + (float(self.cell[1]) - close) * spread
        return np.stack([self.rest_x, PLOT.bottom + (self.piles.rows + 0.5) * pitch], axis=1)

    def drop(self, t: float) -> Self:
        """Let outcomes fall up to the time t; those outside the window are not drawn."""
        progress = self.fall.progress(t)
        seen = self.inside & ((progress > 0) | (t >= 1))
        rest = self.rest(0.0)[seen]
        share = progress[seen] if t < 1 else np.ones(int(seen.sum()))
        x = self.start_x[seen] + (rest[:, 0] - self.start_x[seen]) * share**3
        start = PLOT.top + 0.1
        y = start + (rest[:, 1] - start) * share**2
        self.pile.set_grains(np.stack([x, y], axis=1), np.clip(6 * share, 0, 1))
        self._show_tag(t, progress)
        return self

    def _show_tag(self, t: float, progress: np.ndarray) -> None:
        """Write its value beside the outcome that falls, while they come one by one."""
        latest = self.fall.latest(t)
        strength = min(max((SOFT - self.fall.rate(t)) / 4, 0.0), 1.0) if t < 1 else 0.0
        if latest < 0 or not self.inside[latest] or strength <= 0:
            self.tag.set_strength(0.0)
            return
        share = float(progress[latest])
        rest = self.rest(0.0)[latest]
        x = self.start_x[latest] + (rest[0] - self.start_x[latest]) * share**3
        y = PLOT.top + 0.1 + (rest[1] - PLOT.top - 0.1) * share**2
        self.tag.set_text(self.value_text(float(self.story.values[latest])))
        reach = self.pile.radius + 0.1
        right = x + reach + self.tag.advance < PLOT.right + 0.4
        self.tag.place(
            (x + reach, y - 0.1) if right else (x - reach, y - 0.1), "left" if right else "right"
        )
        fading = min(4 * share, 1.0) * min(5 * (1 - share), 1.0)
        self.tag.set_strength(strength * fading)

    def value_text(self, value: float) -> str:
        """Return a value with as many decimals as say something on this axis."""
        return self.story.text(value)

    # -- bars ----------------------------------------------------------------------------------

    def ends(self, bins: Bins) -> tuple[np.ndarray, np.ndarray]:
        """Return the left and right ends of the bars over bins."""
        half = bins.breadth * np.diff(bins.edges) / 2
        return bins.centres - half, bins.centres + half

    def build(self, t: float) -> Self:
        """Let the dots fill the bars, which rise with them from the left to the right."""
        bins, heights = self.story.bins, self.story.heights
        rest = self.rest(t)[self.inside]
        self.pile.set_grains(rest, np.ones(len(rest)))
        self.pile.set_fill(opacity=1 - max(2 * t - 1, 0.0))
        lag = np.linspace(0, 0.5, bins.count)
        share = np.clip((t - lag) / 0.5, 0, 1)
        self.bars.set_bars(*self.ends(bins), heights * share * share * (3 - 2 * share))
        return self

    def show_bars(self) -> Self:
        """Draw the histogram of the outcomes as it is."""
        self.bars.set_bars(*self.ends(self.story.bins), self.story.heights)
        return self

    def point_out(self, t: float) -> Self:
        """Fill the tallest bar from its foot."""
        lefts, rights = self.ends(self.story.bins)
        at = slice(self.story.tallest, self.story.tallest + 1)
        self.one.set_bars(lefts[at], rights[at], self.story.heights[at] * t)
        return self

    def grow(self, t: float) -> tuple[int, float]:
        """Show the histogram of ever more outcomes; return their number and the largest gap."""
        size, heights = self.story.grown(t)
        if self.final_top < self.top:
            # The bars of a few outcomes are higher than those of many: the chart comes nearer.
            self.plot.top = self.top ** (1 - t) * self.final_top**t
            self.law.show()
            self.height_axis.set_heights(WHOLE.ground, WHOLE.height, self.plot.top)
        # What parts the narrower bars grows from the ground: nothing pops where one becomes many.
        lefts, rights = self.ends(self.story.fine)
        pieces = self.story.fine.count // self.story.bins.count
        wide = (rights[0] - lefts[0]) / (self.axis.high - self.axis.low) * PLOT.width > FINE
        first = np.arange(len(heights)) % pieces == 0
        inner = min(1.6 * t, 1.0) if wide else 0.0
        sides = np.where([first, np.roll(first, -1)], 1.0, inner)
        self.bars.set_bars(lefts, rights, heights, sides)
        return size, self.story.gap(heights)

    # -- the law -------------------------------------------------------------------------------

    def fill_law(self, t: float, line: float = 1.0) -> Self:
        """Fill the area below the law, which weighs one; ``line`` is the strength of it all."""
        self.law.set_strength(line, FILL * t * line)
        return self

    def trace(self, t: float) -> Self:
        """Draw the law from the left to the right."""
        low, high = self.axis_ends
        self.law.show(low + (high - low) * 1.05 * t if t < 1 else math.inf)
        return self

    def press(self, t: float) -> Self:
        """Press the law from the whole plot into the lower one, and fill the area below it."""
        return self.fill_law(t).stand(WHOLE.towards(self.lower, t))

    def recede(self, start: Pose, strength: float, t: float) -> Self:
        """Let the law step back from where it stands to the lower plot, where it stays as a ghost.

        Args:
            start: where it stood.
            strength: of its line in the end.
            t: from 0 to 1.
        """
        self.resting_pose = self.plot.pose = start.towards(self.lower, t)
        self.law.show()
        self.law.set_strength(1 - (1 - strength) * t, FILL * (1 - (1 - strength) * t))
        return self

    def return_to(self, start: Pose, strength: float, t: float) -> Self:
        """Bring the law, of some strength, from where it stands to the lower plot in full."""
        self.stand(start.towards(self.lower, t))
        return self.fill_law(1.0, strength + (1 - strength) * t)

    def stand(self, pose: Pose) -> Self:
        """Move the law and its axis of heights."""
        self.plot.pose = pose
        self.resting_pose = pose
        self.law.show()
        self.height_axis.set_heights(pose.ground, pose.height, self.plot.top)
        return self

    def zoom(self, start: tuple[float, float], end: tuple[float, float], t: float) -> Self:
        """Go from one window of the axis to another."""
        self.axis.zoom(start, end, t)
        self.law.show()
        return self


def settled_top(highest: float) -> float:
    """Return a height of the chart, over ``highest``, for which no number is half faded."""
    shares = sorted(np.linspace(1.03, 1.4, 75), key=lambda share: abs(share - HEADROOM))
    tops = [highest * float(share) for share in shares]
    return next((top for top in tops if settled(0, top, PLOT.height, GAP)), tops[0])


def value_name(story: Story, em: float) -> str:
    """Return Typst markup for what stands along the axis, in type of this size."""
    if not story.data:
        return "outcome $x$"
    return f"$x$: {escape(fitting(story.law.text, em, 0.9 * PLOT.width))}"


def height_name(story: Story) -> str:
    """Return Typst markup for what the heights are."""
    if story.bins.single:
        return "share, probability" if not story.data else "share"
    return "share per value" if story.discrete else "density"
