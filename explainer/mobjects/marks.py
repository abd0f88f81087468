"""What stands about a chart of beliefs: the legend, the zoom, the true bias, a measured area."""

from __future__ import annotations

from typing import ClassVar, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.maths.numerals import TIMES, shortest
from explainer.mobjects.arrows import Arrow, Segments
from explainer.mobjects.axes import ChartAxes
from explainer.mobjects.density import DensityCurve
from explainer.mobjects.posterior_words import Story, beta
from explainer.mobjects.text import LiveNumber, Words
from explainer.style import Theme, Zone

PLOT = Zone(-5.45, 2.0, -2.1, 2.3)
"""Where the chart lies; its numbers and names are around it."""

Spot = tuple[np.ndarray, np.ndarray]
"""Where a label's middle lies, and what it points at."""


class Truth(VGroup):
    """A dashed line at the true bias; where that lies outside the window, an arrow towards it."""

    def __init__(self, theme: Theme) -> None:
        self.line = Segments(theme.truth, width=theme.strokes.regular)
        self.arrow = Arrow(theme.truth)
        self.label = Words("true bias", theme, size="small", colour="truth").with_halo(theme)
        super().__init__(self.line, self.arrow, self.label)

    def set_bias(self, axes: ChartAxes, bias: float) -> Self:
        """Draw it for the window as it is."""
        x = float(axes.to_frame(np.array([bias, 0.0]))[0])
        inside = PLOT.left - 1e-9 <= x <= PLOT.right + 1e-9
        self.line.set_dashes((x, PLOT.bottom), (x, PLOT.top), 0.12)
        side = -1.0 if x < PLOT.left else 1.0
        edge = PLOT.left if side < 0 else PLOT.right
        y = PLOT.top - 0.5
        self.arrow.set_ends((edge - side * 0.75, y), (edge - side * 0.1, y))
        self.label.place((edge - side * 0.85, y - 0.09), "left" if side < 0 else "right")
        self.line.set_stroke(opacity=float(inside))
        self.arrow.set_fill(opacity=float(not inside))
        for glyphs in self.label.submobjects[1:]:
            glyphs.set_fill(opacity=float(not inside))
            glyphs.set_background_stroke(opacity=float(not inside))
        return self


class Zoom(VGroup):
    """How much the horizontal axis is stretched; nothing shows at a factor of one."""

    def __init__(self, theme: Theme) -> None:
        y = PLOT.bottom - 0.86
        self.factor = LiveNumber(1, theme, decimals=0, size="small", colour="warning")
        self.factor.place((PLOT.right, y), "right")
        self.words = Words("zoom", theme, size="small", colour="warning")
        super().__init__(self.words, self.factor)
        self.set_factor(1.0)

    def set_factor(self, factor: float) -> Self:
        """Show the factor."""
        self.factor.set_text(TIMES + shortest(factor, 0 if factor >= 9.5 else 1), factor)
        x = float(self.factor.baseline[0]) - 0.12
        self.words.place((x, float(self.factor.baseline[1])), "right")
        strength = min(max((factor - 1.02) / 0.5, 0.0), 1.0)
        self.factor.shape.set_fill(opacity=strength)
        for glyphs in self.words.submobjects:
            if glyphs is not self.words.reference:
                glyphs.set_fill(opacity=strength)
        return self


class AreaLabel(VGroup):
    """``area = 0.50``, inside what it measures, or outside with a line that leads there."""

    def __init__(self, theme: Theme) -> None:
        self.words = Words("area $=$", theme, size="label").with_halo(theme)
        self.number = LiveNumber(1, theme, size="label", anchor="left").with_halo(theme)
        self.leader = Segments(theme.ink, width=theme.strokes.thin)
        super().__init__(self.leader, self.words, self.number)
        self.size = np.array([self.words.advance + 0.1 + self.number.advance, 0.32])
        self.set_spot((np.zeros(2), np.zeros(2)))

    def set_value(self, value: float) -> Self:
        """Show the area."""
        self.number.set_value(value)
        return self

    def set_spot(self, spot: Spot) -> Self:
        """Put the middle at the spot's first point, and lead a line to its second."""
        centre, target = spot
        left, base = centre - self.size / 2
        self.words.place((left, base))
        self.number.place((left + self.words.advance + 0.1, base))
        way = target - centre
        edge = self.size / 2 + 0.1
        with np.errstate(divide="ignore"):
            share = float(np.min(edge / np.maximum(np.abs(way), 1e-9)))
        if share < 1:
            self.leader.set_segments(np.array([[centre + share * way, target]]))
        else:
            self.leader.points = np.zeros((0, 3))
        return self

    def set_between(self, first: Spot, second: Spot, t: float) -> Self:
        """Put the label on the way between two spots."""
        return self.set_spot(
            (first[0] + (second[0] - first[0]) * t, first[1] + (second[1] - first[1]) * t)
        )

    def spot(self, curve: DensityCurve, lower: DensityCurve | None = None) -> Spot:
        """Return where the label goes for a curve as it is drawn: inside, above, or beside it.

        Inside means above the ``lower`` curve too, where there is one.
        """
        width, height = self.size + np.array([0.3, 0.28])
        across = np.linspace(PLOT.left + width / 2, PLOT.right - width / 2, 120)
        reach = across[:, None] + np.linspace(-width / 2, width / 2, 24)
        heights = curve.height_at(reach)
        peak = curve.peak()
        floor = np.max(lower.height_at(reach), axis=1) if lower else np.zeros(len(across))
        room = np.min(heights, axis=1) - floor
        graph = curve.outline[:-3]
        heft = np.gradient(graph[:, 0]) * (graph[:, 1] - PLOT.bottom)
        middle_x = float(np.sum(heft * graph[:, 0]) / max(float(np.sum(heft)), 1e-9))
        best = int(np.argmax(room - 0.05 * np.abs(across - middle_x)))
        if room[best] > height + 0.1:
            lift = min(0.42 * (room[best] - height), 1.6)
            centre = np.array([across[best], PLOT.bottom + floor[best] + lift + height / 2])
            return centre, centre
        middle, above = curve.height_at(across), np.max(heights, axis=1)
        best = int(np.argmax(middle - 0.5 * (above - middle)))
        if middle[best] > 0.25 and above[best] < 1.6:
            centre = np.array([across[best], PLOT.bottom + above[best] + 0.2 + height / 2])
            return centre, np.array([across[best], PLOT.bottom + 0.5 * middle[best]])
        side = 1.0 if peak[0] < (PLOT.left + PLOT.right) / 2 + 0.2 else -1.0
        tall = peak[1] - PLOT.bottom
        centre = np.array([peak[0] + side * (width / 2 + 0.8), PLOT.bottom + max(0.45 * tall, 0.5)])
        for _ in range(40):
            edges = centre[0] + np.linspace(-width / 2, width / 2, 16)
            if float(np.max(curve.height_at(edges))) < centre[1] - PLOT.bottom - 0.25:
                break
            centre = centre + np.array([side * 0.05, 0.05])
        centre[1] = min(centre[1], PLOT.top - 0.3)
        return centre, np.array([peak[0], PLOT.bottom + 0.3 * tall])


class Legend(VGroup):
    """Which line is which, in a row above the chart.

    Args:
        story: the numbers.
        theme: for colours.
        entries: roles, in their order.
    """

    NAMES: ClassVar[dict[str, str]] = {
        "prior": "prior",
        "likelihood": "likelihood",
        "product": "prior $times$ likelihood",
        "posterior": "posterior",
        "truth": "true bias",
        "earlier": "after 1, 2, 4, ... tosses",
    }
    ROLES: ClassVar[dict[str, str]] = {"product": "ink", "earlier": "posterior"}

    def __init__(self, story: Story, theme: Theme, entries: tuple[str, ...] = ()) -> None:
        self.story, self.theme, self.entries = story, theme, entries
        super().__init__()
        x = PLOT.left + 0.65
        for entry in entries:
            sample, word = self._entry(entry, x)
            self.add(VGroup(sample, word))
            x = float(word.baseline[0]) + word.advance + 0.4

    def _entry(self, entry: str, x: float) -> tuple[Segments, Words]:
        theme, rival = self.theme, self.story.rival
        name = self.NAMES.get(entry) or f"from {beta(rival or self.story.prior)}"
        role = self.ROLES.get(entry, entry)
        strokes = theme.strokes
        width = strokes.thin if entry == "earlier" else strokes.bold
        sample = Segments(theme.colour(role), width=width)
        y = PLOT.top + 0.2
        ends = np.array([[x, y + 0.1], [x + 0.45, y + 0.1]])
        if entry in ("second_prior", "truth"):
            sample.set_dashes(ends[0], ends[1], 0.09)
        else:
            sample.set_segments(ends[None])
        return sample, Words(name, theme, size="small", colour=role).place((x + 0.57, y))

    def change(self, *entries: str) -> tuple[Legend, list[VMobject], list[VMobject]]:
        """Return a legend of other entries, with what goes and what comes; the rest is kept."""
        new = Legend(self.story, self.theme, entries)
        same = 0
        while same < min(len(self.entries), len(entries)) and (self.entries[same] == entries[same]):
            same += 1
        kept, gone, come = self.submobjects[:same], self.submobjects[same:], new.submobjects[same:]
        new.submobjects = [*kept, *come]
        return new, list(gone), list(come)
