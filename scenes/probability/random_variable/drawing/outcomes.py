"""Outcomes that fall on an axis and pile up into bars, beside the distribution they came from."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.beat_text import Line
from explainer.geometry.easing import ease
from explainer.geometry.plane import corners_path
from explainer.mobjects.chart import Axis
from explainer.mobjects.distribution_mark import FINE, DistributionMark, Heights, Kind
from explainer.mobjects.dots import Dots, pile_heights
from explainer.mobjects.live_chart import LiveAxis, LiveChart, resting
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.panel import Panel
from explainer.numbers import grouped
from explainer.scenes.probability.common import missing_words, notation
from explainer.scenes.probability.random_variable.bins import Bins
from explainer.scenes.probability.random_variable.story import Story
from explainer.scenes.probability.random_variable.text import height_name
from explainer.style import Theme, Zone

PLOT = Zone(-5.35, 2.05, -2.2, 2.3)
"""Where the chart lies; its numbers and names are around it."""
UPPER = Zone(PLOT.left, PLOT.right, 0.32, 2.18)
"""Where another plot over the same axis lies, above the distribution."""
LOWER = np.array([PLOT.bottom, PLOT.bottom + 1.86, 1.0, 0.25])
"""How the distribution stands below that, and wherever it is filled; see ``OutcomeChart.stance``"""

HEADROOM, FEW = 1.1, 0.7
"""The chart is so much higher than what is seen, and comes nearer if that needs less later on."""
LARGEST, SMALL = 0.15, 0.035
"""The radius of dots where there are few, and that below which dots are squares of their area."""
SQUARE = corners_path(np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]))[:, :2]
LONGEST, FALL = 7.0, 0.6
"""Seconds that all outcomes take at most, and that one of them falls."""
STEADY, SOFT = 6, 8.0
"""The latest outcome is written so often a second at most, and beside its dot if fewer fall."""


class Fall:
    """When each of some outcomes falls: the first ones by themselves, then faster and faster."""

    def __init__(self, count: int) -> None:
        self.duration = FALL + LONGEST * count / (count + 5)
        self.share = FALL / self.duration
        scale = max(4.0, count / 100)
        begun = np.log1p(np.arange(count) / scale) / math.log1p(count / scale)
        self.begins = begun * (1 - self.share)

    def progress(self, t: float) -> np.ndarray:
        """Return how much of its fall each outcome has behind it at t: (count,) from 0 to 1."""
        return np.clip((t - self.begins) / self.share, 0.0, 1.0)

    def fallen(self, t: float) -> int:
        return int(np.searchsorted(self.begins, t - self.share + 1e-9, side="right"))

    def latest(self, t: float) -> int:
        """Return the outcome that has begun to fall last; -1 when none has."""
        return int(np.searchsorted(self.begins, t + 1e-12, side="right")) - 1

    def rate(self, t: float) -> float:
        """Return how many outcomes begin in a second about the time t."""
        half = 0.25 / self.duration
        return float(np.diff(np.searchsorted(self.begins, [t - half, t + half]))[0]) / 0.5


class OutcomeChart(LiveChart):
    """The axis, the dots, the bars and the distribution; its parts are shown one by one.

    It may be turned by ``angle``, radians anticlockwise, about the abscissa ``pivot`` at its foot.
    """

    def __init__(self, story: Story, theme: Theme) -> None:
        self.story, bins = story, story.bins
        self.angle, self.pivot = 0.0, 0.0
        name = "outcome $x$"
        if story.data:
            panel = Panel(theme, PLOT, prose="label")
            name = f"$x$: {panel.shown(story.distribution.text, 0.9)}"
        whole = bins.single and float(bins.centres[0]).is_integer()
        first_top, lowered = HEADROOM * story.top, HEADROOM * story.final_top
        self.final_top = lowered if lowered < FEW * first_top else first_top
        values = Axis(*story.home, name, whole=whole)
        super().__init__(PLOT, theme, values, Axis(0, first_top, height_name(story)))
        self.home = self.window
        most = first_top * story.size * bins.width
        self.counts = LiveAxis(Axis(0, most, "outcomes", whole=True), PLOT, theme, "left")
        self.bars = Heights(self, "outcome", fill=0.4, width="thin").set_z_index(1)
        self.one = Heights(self, "outcome", fill=0.85, width="regular").set_z_index(1)
        self.half = self.part("spread", "thin").set_z_index(1)
        self.distribution = self.part("density", "bold", fill=0.0).set_z_index(3)
        # So many dots lie side by side that they fill the bars which they become.
        bar = float(np.ptp(self.across([0.0, (bins.edges[1] - bins.edges[0]) * bins.breadth])))
        columns = max(1, round(math.sqrt(bar * most / PLOT.height)))
        self.cell = np.array([bar / columns, columns * PLOT.height / most])
        self.dots = Dots(theme.outcome, min(LARGEST, 0.46 * float(self.cell.min())))
        if self.dots.radius < SMALL:
            self.dots.outline = SQUARE * math.sqrt(math.pi) / 2
        places = bins.index(story.values)
        self.held = (places >= 0) & (places < bins.count)
        self.rows, at = np.divmod(pile_heights(places, 1.0), columns)
        centres = bins.centres[np.clip(places, 0, bins.count - 1)]
        self.rest_x = self.across(centres) + (at - (columns - 1) / 2) * self.cell[0]
        start = self.across(np.clip(story.values, self.x.low, self.x.high))
        self.start = np.column_stack([start, np.full(story.size, PLOT.top + 0.1)])
        self.fall = Fall(story.size)
        self.tag = LiveNumber(0, theme, size="small", anchor="left").with_halo(theme, 4)
        self.dots.set_z_index(2)
        for above in (self.tag, self.y.title, self.counts.title):
            above.set_z_index(6)
        self.add(self.counts, self.bars, self.one, self.half, self.distribution)
        self.add(self.dots, self.tag)

    def part(self, role: str, width: str, fill: float = 0.5) -> DistributionMark:
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

    # -- dots ----------------------------------------------------------------------------------

    def rest(self, spread: float) -> np.ndarray:
        """Return where dots lie, (n, 2): close to one another at 0, filling their bars at 1."""
        close = min(float(self.cell[1]), 2.1 * self.dots.radius)
        pitch = close + (float(self.cell[1]) - close) * spread
        return np.stack([self.rest_x, PLOT.bottom + (self.rows + 0.5) * pitch], axis=1)

    def drop(self, t: float) -> tuple[str, str]:
        """Let outcomes fall up to the time t; return the latest, and how many lie on their piles.

        Those outside the window are not drawn.
        """
        fall, latest = self.fall, self.fall.latest(t)
        share = fall.progress(t)
        spots = self.start + (self.rest(0.0) - self.start) * share[:, None] ** np.array([3, 2])
        seen = self.held & (share > 0)
        self.dots.set_dots(spots[seen], self.dots.radius * np.clip(6 * share[seen], 0, 1))
        self._write_beside(spots[latest], latest)
        soft, come = np.clip((SOFT - fall.rate(t)) / 4, 0, 1), float(share[latest])
        self.tag.set_opacity(self.held[latest] * soft * min(4 * come, 5 * (1 - come), 1.0))
        beats = STEADY * fall.duration
        steady = int(t * beats) / beats if t < 1 and fall.rate(t) >= STEADY else t
        value = float(self.story.values[max(fall.latest(steady), 0)])
        return self.story.text(value), grouped(fall.fallen(t))

    def _write_beside(self, spot: np.ndarray, latest: int) -> None:
        (x, y), reach = spot, self.dots.radius + 0.1
        self.tag.set_text(self.story.text(float(self.story.values[latest])))
        fits = x + reach + self.tag.advance < PLOT.right + 0.4
        self.tag.place((x + reach if fits else x - reach, y - 0.1), "left" if fits else "right")

    # -- bars ----------------------------------------------------------------------------------

    def ends(self, bins: Bins) -> tuple[np.ndarray, np.ndarray]:
        half = bins.breadth * np.diff(bins.edges) / 2
        return bins.centres - half, bins.centres + half

    def build(self, t: float) -> Self:
        """Let the dots fill the bars, which rise with them from the left to the right."""
        bins, heights = self.story.bins, self.story.heights
        self.dots.set_dots(self.rest(t)[self.held]).set_fill(opacity=1 - max(2 * t - 1, 0.0))
        lag = np.linspace(0, 0.5, bins.count)
        self.bars.bars(*self.ends(bins), heights * ease((t - lag) / 0.5))
        return self

    def point_out(self, t: float) -> Self:
        """Fill the tallest bar from its foot."""
        lefts, rights = self.ends(self.story.bins)
        at = slice(self.story.tallest, self.story.tallest + 1)
        self.one.bars(lefts[at], rights[at], self.story.heights[at] * t)
        return self

    def grow(self, t: float) -> tuple[str, str]:
        """Show the histogram of ever more outcomes; return their number and the largest gap."""
        size, heights = self.story.grown(t)
        # The bars of a few outcomes are higher than those of many: the chart comes nearer.
        first, last = self.home[2], self.final_top
        self.y.look(0.0, first ** (1 - t) * last**t, 1.0 if last == first else resting(t))
        self.distribution.redraw()
        # What parts the narrower bars grows from the ground: nothing pops where one becomes many.
        lefts, rights = self.ends(self.story.fine)
        pieces = self.story.fine.count // self.story.bins.count
        wide = np.ptp(self.across([lefts[0], rights[0]])) > FINE
        outer = np.arange(len(heights)) % pieces == 0
        inner = min(1.6 * t, 1.0) if wide else 0.0
        sides = np.where([outer, np.roll(outer, -1)], 1.0, inner)
        self.bars.bars(lefts, rights, heights, sides=sides)
        return grouped(size), f"{self.story.gap(heights):.4f}"

    # -- the distribution ----------------------------------------------------------------------

    @property
    def stance(self) -> np.ndarray:
        """Between which ordinates it stands, and the opacities of its line and area, (4,)."""
        mark, zone = self.distribution, self.zone
        opacities = mark.line.get_stroke_opacity(), mark.area.get_fill_opacity()
        return np.array([zone.bottom, zone.top, *opacities])

    def change(self, start: np.ndarray, end: np.ndarray, t: float) -> Self:
        """Bring the distribution from one stance to another."""
        bottom, top, line, fill = start + (end - start) * t
        self.distribution.set_opacities(line, fill)
        self.angle = 0.0
        return self.stand(bottom, top, resting(t))

    def trace(self, t: float) -> Self:
        self.distribution.show(upto=self.x.low + (self.x.high - self.x.low) * 1.05 * t)
        return self

    def shade(self, t: float) -> Self:
        """Shade the middle half of the distribution, from the median outwards."""
        median = self.story.median
        low, high = (median + (end - median) * t for end in self.story.quartiles)
        self.half.show(since=low, upto=high)
        return self


def source(story: Story, panel: Panel) -> list[Line]:
    """Return what the outcomes come from, and how many values a file does not hold, if any."""
    given = story.distribution
    if story.data:
        rows = [Line(panel.shown(given.text), "outcome", prose=True, label="the data")]
    else:
        written = notation(given.name, given.parameters).markup
        rows = [Line(written, "density", prose=True, label="the distribution")]
    if missing := missing_words(story.distribution):
        rows.append(Line(f"{missing} and left out", "muted", prose=True))
    return rows
