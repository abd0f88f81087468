"""Outcomes that fall on an axis and pile up into bars, beside the law that they came from."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.plane import corners_path
from explainer.maths.easing import ease
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import FINE, DistributionMark, Heights, Kind
from explainer.mobjects.dots import Dots
from explainer.mobjects.live_chart import LiveAxis, LiveChart, resting
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Panel
from explainer.scenes.probability.random_variable.bins import Bins, DotPlot, Fall
from explainer.scenes.probability.random_variable.story import Story
from explainer.style import Theme, Zone

PLOT = Zone(-5.35, 2.05, -2.2, 2.3)
"""Where the chart lies; its numbers and names are around it."""

LOWER = PLOT.bottom, PLOT.bottom + 1.86
UPPER = Zone(PLOT.left, PLOT.right, 0.32, 2.18)
"""Ordinates between which the law stands below another plot over the same axis, and that plot."""

HEADROOM = 1.1
"""The height of the chart, as a multiple of the largest height to be seen."""
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


class OutcomeChart(LiveChart):
    """The axis, the dots, the bars and the law; the verbs set them for a time t in [0, 1].

    It may be turned by ``angle``, radians anticlockwise, about the abscissa ``pivot`` at its foot.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, bins = story, story.bins
        self.angle, self.pivot = 0.0, 0.0
        whole = bins.single and float(bins.centres[0]).is_integer()
        low, high = bins.window
        margin = 0.03 * (high - low) if bins.count > 1 else 0.99
        name = value_name(story, theme)
        values = Axis(low - margin, high + margin, name, whole=whole)
        self.first_top, lowered = HEADROOM * story.top, HEADROOM * story.final_top
        nearer = story.most > story.size and lowered < FEW * self.first_top
        self.final_top = lowered if nearer else self.first_top
        super().__init__(PLOT, theme, values, Axis(0, self.first_top, height_name(story)))
        self.home = self.window
        self.counts_top = self.first_top * story.size * bins.width
        self.counts = LiveAxis(
            Axis(0, self.counts_top, "outcomes", whole=True), PLOT, theme, "left"
        )
        self.bars = Heights(self, "outcome", fill=0.4, width="thin").set_z_index(1)
        self.one = Heights(self, "outcome", fill=0.85, width="regular").set_z_index(1)
        kind: Kind = "bars" if story.discrete and bins.single else "curve"
        self.distribution = DistributionMark(self, "density", story.drawn, kind=kind).set_z_index(3)
        self.fall = Fall(story.size)
        self._lay_out_dots(theme)
        self.tag = LiveNumber(0, theme, size="small", anchor="left").with_halo(theme, 4)
        self.dots.set_z_index(2)
        for above in (self.tag, self.y.title, self.counts.title):
            above.set_z_index(6)
        self.submobjects = [self.x]  # that of heights comes later

    def at(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Return where values and heights are in the frame, of their common shape and (2,)."""
        points = super().at(x, y)
        c, s = math.cos(self.angle), math.sin(self.angle)
        foot = np.array([self.pivot, self.zone.bottom])
        turned = foot + (points - foot) @ np.array([[c, s], [-s, c]])
        return turned if self.angle else points

    # -- dots ----------------------------------------------------------------------------------

    def _lay_out_dots(self, theme: Theme) -> None:
        """Choose how many dots lie side by side: such that they fill the bars they become."""
        story, bins = self.story, self.story.bins
        breadth = (bins.edges[1] - bins.edges[0]) * bins.breadth
        bar = float(np.ptp(self.across([0.0, breadth])))
        across = max(1, round(math.sqrt(bar * self.counts_top / PLOT.height)))
        places = DotPlot.of(story.values, bins, across)
        self.cell = np.array([bar / across, across * PLOT.height / self.counts_top])
        self.dots = SizedDots(theme.outcome, min(LARGEST, 0.46 * float(self.cell.min())))
        self.rows = places.rows
        self.held = (places.bins >= 0) & (places.bins < bins.count)
        centres = bins.centres[np.clip(places.bins, 0, bins.count - 1)]
        shift = (places.columns - (across - 1) / 2) * self.cell[0]
        self.rest_x = self.across(centres) + shift
        self.start_x = self.across(np.clip(story.values, self.x.low, self.x.high))

    def rest(self, spread: float) -> np.ndarray:
        """Return where dots lie, (n, 2): close to one another at 0, filling their bars at 1."""
        close = min(float(self.cell[1]), 2.1 * self.dots.radius)
        pitch = close + (float(self.cell[1]) - close) * spread
        return np.stack([self.rest_x, PLOT.bottom + (self.rows + 0.5) * pitch], axis=1)

    def drop(self, t: float) -> Self:
        """Let outcomes fall up to the time t; those outside the window are not drawn."""
        progress = self.fall.progress(t)
        seen = self.held & ((progress > 0) | (t >= 1))
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
        if latest < 0 or not self.held[latest] or opacity <= 0:
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
        rest = self.rest(t)[self.held]
        self.dots.set_sized(rest, np.ones(len(rest)))
        self.dots.set_fill(opacity=1 - max(2 * t - 1, 0.0))
        lag = np.linspace(0, 0.5, bins.count)
        self.bars.bars(*self.ends(bins), heights * ease((t - lag) / 0.5))
        return self

    def point_out(self, t: float) -> Self:
        """Fill the tallest bar from its foot."""
        lefts, rights = self.ends(self.story.bins)
        at = slice(self.story.tallest, self.story.tallest + 1)
        self.one.bars(lefts[at], rights[at], self.story.heights[at] * t)
        return self

    def grow(self, t: float) -> tuple[int, float]:
        """Show the histogram of ever more outcomes; return their number and the largest gap."""
        size, heights = self.story.grown(t)
        # The bars of a few outcomes are higher than those of many: the chart comes nearer.
        self.zoom(self.home, (*self.home[:2], self.final_top), t)
        # What parts the narrower bars grows from the ground: nothing pops where one becomes many.
        lefts, rights = self.ends(self.story.fine)
        pieces = self.story.fine.count // self.story.bins.count
        wide = np.ptp(self.across([lefts[0], rights[0]])) > FINE
        first = np.arange(len(heights)) % pieces == 0
        inner = min(1.6 * t, 1.0) if wide else 0.0
        sides = np.where([first, np.roll(first, -1)], 1.0, inner)
        self.bars.bars(lefts, rights, heights, sides=sides)
        return size, self.story.gap(heights)

    # -- the law -------------------------------------------------------------------------------

    def fill_area(self, share: float, opacity: float = 1.0) -> Self:
        """Fill the area below the law, which weighs one; the opacity is that of it all."""
        self.distribution.set_opacities(opacity, FILL * share * opacity)
        return self

    def trace(self, t: float) -> Self:
        """Draw the law from the left to the right."""
        self.distribution.show(upto=self.x.low + (self.x.high - self.x.low) * 1.05 * t)
        return self

    def press(self, t: float) -> Self:
        """Press the law from the whole plot into the lower one, and fill the area below it."""
        return self.fill_area(t).move((PLOT.bottom, PLOT.top), t)

    def move(self, start: tuple[float, float], t: float) -> Self:
        """Bring the law from between other ordinates to where it stands in the end."""
        bottom, top = (a + (b - a) * t for a, b in zip(start, LOWER, strict=True))
        self.angle = 0.0
        return self.stand(bottom, top, resting(t))


def value_name(story: Story, theme: Theme) -> str:
    """Return Typst markup for what stands along the axis, no wider than it."""
    if not story.data:
        return "outcome $x$"
    return f"$x$: {Panel(theme, PLOT, prose='label').shown(story.distribution.text, 0.9)}"


def height_name(story: Story) -> str:
    """Return Typst markup for what the heights are."""
    if story.bins.single:
        return "share" if story.data else "share, probability"
    return "share per value" if story.discrete else "density"
