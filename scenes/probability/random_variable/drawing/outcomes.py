"""Outcomes that fall on an axis and pile up into bars, beside the law that they came from."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.geometry.plane import corners_path
from explainer.maths.easing import ease
from explainer.mobjects.axes import settled
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel_rows import fitting
from explainer.mobjects.value_axis import ValueAxis, number_gap
from explainer.scenes.probability.random_variable.bins import Bins, DotPlot, Fall
from explainer.scenes.probability.random_variable.drawing.chart import (
    FINE,
    GAP,
    DistributionGraph,
    Graph,
    HeightAxis,
    Plot,
    Pose,
)
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
"""Opacity of the area below the distribution."""
FEW = 0.7
"""The chart comes nearer where many outcomes are to need less than this share of its height."""
LARGEST = 0.15
"""The radius of dots where there are few."""
SMALL = 0.035
"""Dots of a radius below this, some four pixels of 1080, are drawn as squares of the same area."""
SQUARE = corners_path(np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]))[:, :2]
HALF_SIDE = np.sqrt(np.pi) / 2
"""Half the side of a square as large as a disc of radius one."""
SOFT = 8.0
"""Outcomes a second beyond which each no longer has its number beside it."""


class SizedDots(Dots):
    """Dots by the ten thousand, each of its own size: see ``Dots``."""

    def set_sized(self, centres: np.ndarray, sizes: np.ndarray) -> Self:
        """Draw a dot at each of (n, 2) points of the frame, of (n,) shares of the full size."""
        spots = np.asarray(centres, dtype=float).reshape(-1, 2)
        if self.radius >= SMALL:
            self.set_dots(np.zeros((1, 2)))
            shape = self.points[:, :2].copy()
        else:
            shape = SQUARE * self.radius * HALF_SIDE
        flat = (spots[:, None, :] + sizes[:, None, None] * shape).reshape(-1, 2)
        self.points = np.column_stack([flat, np.zeros(len(flat))])
        return self


class WholeAxis(ValueAxis):
    """An axis on which only whole numbers stand."""

    def set_window(self, low: float, high: float, top: float = 1.0, gap: float = 0.0) -> Self:
        """Show values from ``low`` to ``high``; see ``ValueAxis``."""
        needed = gap or number_gap(low, high, self.zone.width)
        return super().set_window(low, high, top, max(needed, self.zone.width / (high - low)))


class OutcomeChart(VGroup):
    """The axis, the dots, the bars and the law; the verbs set them for a time t in [0, 1].

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story = story
        bins = story.bins
        low, high = bins.window
        whole = bins.single and float(bins.centres[0]).is_integer()
        self.axis = (WholeAxis if whole else ValueAxis)(
            PLOT, theme, value_name(story, theme.sizes.label)
        )
        margin = 0.03 * (high - low) if bins.count > 1 else 0.99
        self.window = self.axis.settle(low - margin, high + margin)
        self.axis.set_window(*self.window)
        self.top, lowered = settled_top(story.top), settled_top(story.final_top)
        nearer = story.most > story.size and lowered < FEW * self.top
        self.final_top = lowered if nearer else self.top
        self.lower = next(
            (
                Pose(LOWER.baseline, height)
                for height in (LOWER.height - 0.005 * step for step in range(60))
                if settled(0, self.final_top, height, GAP)
            ),
            LOWER,
        )
        self.plot = Plot(self.axis, self.top, WHOLE)
        self.counts_top = self.top * story.size * bins.width
        self.count_axis = HeightAxis(PLOT, theme, "outcomes", self.counts_top, whole=True)
        self.height_axis = HeightAxis(PLOT, theme, height_name(story), self.top)
        self.bars = Graph(self.plot, theme.outcome, theme, fill=0.4, width=theme.strokes.thin)
        self.one = Graph(self.plot, theme.outcome, theme, fill=0.85)
        self.distribution = DistributionGraph(
            self.plot,
            story.nodes,
            story.node_heights,
            theme.density,
            theme,
            bars=story.discrete and bins.single,
            fill=0.0,
            width=theme.strokes.bold,
        )
        self.fall = Fall(story.size)
        self._lay_out_dots(theme)
        self.tag = LiveNumber(0, theme, size="small", anchor="left").with_halo(theme, 4)
        for level, mobjects in (
            (0, [self.count_axis, self.height_axis]),
            (1, [self.bars, self.one]),
            (2, [self.dots]),
            (3, [self.distribution]),
            (6, [self.tag]),
        ):
            VGroup(*mobjects).set_z_index(level)
        super().__init__(self.axis)

    @property
    def axis_ends(self) -> tuple[float, float]:
        """The values at the ends of the axis."""
        return self.axis.low, self.axis.high

    # -- dots ----------------------------------------------------------------------------------

    def _lay_out_dots(self, theme: Theme) -> None:
        """Choose how many dots lie side by side: such that they fill the bars they become."""
        story, bins = self.story, self.story.bins
        breadth = (bins.edges[1] - bins.edges[0]) * bins.breadth
        bar = breadth / (self.axis.high - self.axis.low) * PLOT.width
        across = max(1, round(math.sqrt(bar * self.counts_top / PLOT.height)))
        places = DotPlot.of(story.values, bins, across)
        self.cell = np.array([bar / across, across * PLOT.height / self.counts_top])
        self.dots = SizedDots(theme.outcome, min(LARGEST, 0.46 * float(self.cell.min())))
        self.rows = places.rows
        self.inside = (places.bins >= 0) & (places.bins < bins.count)
        centres = bins.centres[np.clip(places.bins, 0, bins.count - 1)]
        shift = (places.columns - (across - 1) / 2) * self.cell[0]
        self.rest_x = self.axis.across(centres) + shift
        self.start_x = self.axis.across(np.clip(story.values, *self.axis_ends))

    def rest(self, spread: float) -> np.ndarray:
        """Return where dots lie, (n, 2): close to one another at 0, filling their bars at 1."""
        close = min(float(self.cell[1]), 2.1 * self.dots.radius)
        pitch = close + (float(self.cell[1]) - close) * spread
        return np.stack([self.rest_x, PLOT.bottom + (self.rows + 0.5) * pitch], axis=1)

    def drop(self, t: float) -> Self:
        """Let outcomes fall up to the time t; those outside the window are not drawn."""
        progress = self.fall.progress(t)
        seen = self.inside & ((progress > 0) | (t >= 1))
        rest = self.rest(0.0)[seen]
        share = progress[seen] if t < 1 else np.ones(int(seen.sum()))
        x = self.start_x[seen] + (rest[:, 0] - self.start_x[seen]) * share**3
        start = PLOT.top + 0.1
        y = start + (rest[:, 1] - start) * share**2
        self.dots.set_sized(np.stack([x, y], axis=1), np.clip(6 * share, 0, 1))
        self._show_tag(t, progress)
        return self

    def _show_tag(self, t: float, progress: np.ndarray) -> None:
        """Write its value beside the outcome that falls, while they come one by one."""
        latest = self.fall.latest(t)
        opacity = min(max((SOFT - self.fall.rate(t)) / 4, 0.0), 1.0) if t < 1 else 0.0
        if latest < 0 or not self.inside[latest] or opacity <= 0:
            self.tag.set_opacity(0.0)
            return
        share = float(progress[latest])
        rest = self.rest(0.0)[latest]
        x = self.start_x[latest] + (rest[0] - self.start_x[latest]) * share**3
        y = PLOT.top + 0.1 + (rest[1] - PLOT.top - 0.1) * share**2
        self.tag.set_text(self.story.text(float(self.story.values[latest])))
        reach = self.dots.radius + 0.1
        right = x + reach + self.tag.advance < PLOT.right + 0.4
        self.tag.place(
            (x + reach, y - 0.1) if right else (x - reach, y - 0.1), "left" if right else "right"
        )
        self.tag.set_opacity(opacity * min(4 * share, 1.0) * min(5 * (1 - share), 1.0))

    # -- bars ----------------------------------------------------------------------------------

    def ends(self, bins: Bins) -> tuple[np.ndarray, np.ndarray]:
        """Return the left and right ends of the bars over bins."""
        half = bins.breadth * np.diff(bins.edges) / 2
        return bins.centres - half, bins.centres + half

    def build(self, t: float) -> Self:
        """Let the dots fill the bars, which rise with them from the left to the right."""
        bins, heights = self.story.bins, self.story.heights
        rest = self.rest(t)[self.inside]
        self.dots.set_sized(rest, np.ones(len(rest)))
        self.dots.set_fill(opacity=1 - max(2 * t - 1, 0.0))
        lag = np.linspace(0, 0.5, bins.count)
        self.bars.set_bars(*self.ends(bins), heights * ease((t - lag) / 0.5))
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
            self.distribution.show()
            self.height_axis.set_heights(WHOLE.baseline, WHOLE.height, self.plot.top)
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

    def fill_area(self, share: float, opacity: float = 1.0) -> Self:
        """Fill the area below the law, which weighs one; the opacity is that of it all."""
        self.distribution.line.set_stroke(opacity=opacity)
        self.distribution.area.set_fill(opacity=FILL * share * opacity)
        return self

    def trace(self, t: float) -> Self:
        """Draw the law from the left to the right."""
        low, high = self.axis_ends
        self.distribution.show(low + (high - low) * 1.05 * t if t < 1 else math.inf)
        return self

    def press(self, t: float) -> Self:
        """Press the law from the whole plot into the lower one, and fill the area below it."""
        return self.fill_area(t).stand(WHOLE.towards(self.lower, t))

    def recede(self, start: Pose, opacity: float, t: float) -> Self:
        """Let the law step back from where it stands to the lower plot, where it stays as a ghost.

        Args:
            start: where it stood.
            opacity: of its line in the end.
            t: from 0 to 1.
        """
        self.plot.pose = start.towards(self.lower, t)
        self.distribution.show()
        return self.fill_area(1.0, 1 - (1 - opacity) * t)

    def return_to(self, start: Pose, opacity: float, t: float) -> Self:
        """Bring the law, of some opacity, from where it stands to the lower plot in full."""
        self.stand(start.towards(self.lower, t))
        return self.fill_area(1.0, opacity + (1 - opacity) * t)

    def stand(self, pose: Pose) -> Self:
        """Move the law and its axis of heights."""
        self.plot.pose = pose
        self.distribution.show()
        self.height_axis.set_heights(pose.baseline, pose.height, self.plot.top)
        return self

    def zoom(self, start: tuple[float, float], end: tuple[float, float], t: float) -> Self:
        """Go from one window of the axis to another."""
        self.axis.zoom(start, end, t)
        self.distribution.show()
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
    return f"$x$: {escape(fitting(story.distribution.text, em, 0.9 * PLOT.width))}"


def height_name(story: Story) -> str:
    """Return Typst markup for what the heights are."""
    if story.bins.single:
        return "share" if story.data else "share, probability"
    return "share per value" if story.discrete else "density"
