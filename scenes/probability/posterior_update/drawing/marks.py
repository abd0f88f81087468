"""Marks on the chart: densities, stems, a likelihood, poles, the true bias, a measured area."""

from __future__ import annotations

from typing import Self

import numpy as np

from explainer.mobjects.distribution_mark import Heights
from explainer.mobjects.live_chart import LiveChart
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import Room, leader
from explainer.mobjects.shapes import Arrow, Dot, Segments, VGroup, blend
from explainer.mobjects.text import Formula, Words
from explainer.numbers import TIMES, shortest
from explainer.style import Theme, Zone

PLOT = Zone(-5.3, 1.95, -2.2, 2.42)
"""Where the chart lies; its numbers and names are around it."""

Spot = tuple[np.ndarray, np.ndarray]
"""Where a label's middle lies, and what it points at."""


class Stems(VGroup):
    """Where some points of a curve were, where they are now, and an arrow from one to the other."""

    def __init__(self, chart: LiveChart, count: int, before: str, now: str) -> None:
        self.chart, theme = chart, chart.theme
        self.lines = Segments(now, width=theme.strokes.thin)
        self.arrows = [Arrow(theme.likelihood, width=0.05, tip=0.2) for _ in range(count)]
        self.before = [Dot(before, 0.075) for _ in range(count)]
        self.now = [Dot(now, 0.09, rim=theme.background) for _ in range(count)]
        super().__init__(self.lines, *self.arrows, *self.before, *self.now)

    def set_heights(self, x: np.ndarray, before: np.ndarray, now: np.ndarray) -> Self:
        """Draw stems at ``x``, (n,), whose heights fell from ``before`` to ``now``."""
        start, end = (self.chart.at(x, np.minimum(y, self.chart.top)) for y in (before, now))
        self.lines.set_segments(np.stack([self.chart.at(x, 0 * x), end], axis=1))
        for arrow, first, second, p, q in zip(
            self.arrows, self.before, self.now, start, end, strict=True
        ):
            if np.linalg.norm(p - q) > 0.12:
                arrow.set_ends(p, q + np.array([0, 0.07]))
            else:
                arrow.points = np.zeros((0, 3))
            first.set_centre(p)
            second.set_centre(q)
        return self


class PoleMarks(VGroup):
    """Arrows at the ends of a chart that say where a density grows without bound."""

    def __init__(self, colour: str, theme: Theme) -> None:
        self.colour, self.marks = colour, []
        for x, side in ((PLOT.left + 0.14, 1), (PLOT.right - 0.14, -1)):
            arrow = Arrow(colour, width=0.05, tip=0.2)
            arrow.set_ends((x, PLOT.top - 0.42), (x, PLOT.top + 0.12))
            label = Formula("-> oo", theme, size="label").with_halo(theme)
            label.place((x + side * 0.2, PLOT.top - 0.32), "left" if side > 0 else "right")
            self.marks.append((arrow, label))
        super().__init__(*(VGroup(*mark) for mark in self.marks))

    def set_betas(
        self,
        live: tuple[float, float],
        colour: str,
        under: tuple[float, float],
        ends: tuple[bool, bool],
    ) -> Self:
        """Show the marks that two Beta densities need; each fades as its parameter comes to 1.

        Args:
            live: parameters of the density in front, whose colour the marks take where they can.
            colour: ``#RRGGBB`` of that density.
            under: parameters of the density behind it, which has the marks' own colour.
            ends: whether 0 and 1 are in the window.
        """
        for (arrow, label), front, back, inside in zip(self.marks, live, under, ends, strict=True):
            first, second = (min(max((1 - p) / 0.2, 0.0), 1.0) * inside for p in (front, back))
            arrow.set_fill(blend(self.colour, colour, first) if second else colour)
            arrow.set_fill(opacity=max(first, second))
            label.set_opacity(max(first, second))
        return self


class Truth(VGroup):
    """A dashed line at the true bias; where that lies outside the window, an arrow towards it."""

    def __init__(self, theme: Theme) -> None:
        self.line = Segments(theme.truth, width=theme.strokes.regular)
        self.arrow = Arrow(theme.truth)
        self.label = Words("true bias", theme, size="small", colour="truth").with_halo(theme)
        super().__init__(self.line, self.arrow, self.label)

    def set_bias(self, chart: LiveChart, bias: float) -> Self:
        """Draw it for the window as it is."""
        x = float(chart.across(bias))
        inside = PLOT.left - 1e-9 <= x <= PLOT.right + 1e-9
        self.line.set_dashes((x, PLOT.bottom), (x, PLOT.top), 0.12)
        side = -1.0 if x < PLOT.left else 1.0
        edge = PLOT.left if side < 0 else PLOT.right
        y = PLOT.top - 0.5
        self.arrow.set_ends((edge - side * 0.75, y), (edge - side * 0.1, y))
        self.label.place((edge - side * 0.85, y - 0.09), "left" if side < 0 else "right")
        self.line.set_stroke(opacity=float(inside))
        self.arrow.set_fill(opacity=float(not inside))
        self.label.set_opacity(float(not inside))
        return self


class Zoom(LiveNumber):
    """How much the horizontal axis is stretched; nothing shows at a factor of one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(1, theme, size="small", colour="warning")
        self.place((PLOT.right + 0.55, PLOT.bottom - 0.86), "right").set_factor(1.0)

    def set_factor(self, factor: float) -> Self:
        """Show the factor."""
        self.set_text(f"zoom {TIMES}{shortest(factor, 0 if factor >= 9.5 else 1)}", factor)
        self.set_opacity(min(max((factor - 1.02) / 0.5, 0.0), 1.0))
        return self


class AreaLabel(VGroup):
    """``area = 0.50``, inside what it measures, or outside with a line that leads there."""

    def __init__(self, theme: Theme) -> None:
        self.words = Words("area $=$", theme, size="label").with_halo(theme)
        self.number = LiveNumber(1, theme, size="label", anchor="left").with_halo(theme)
        self.leader = Segments(theme.ink, width=theme.strokes.thin)
        super().__init__(self.leader, self.words, self.number)
        self.size = np.array([0.0, 0.32])
        self.fit(1)
        self.set_spot((np.zeros(2), np.zeros(2)))

    def set_value(self, value: float) -> Self:
        """Show the area."""
        self.number.set_value(value)
        return self

    def fit(self, value: float) -> Self:
        """Show the area, and take room for it too."""
        self.set_value(value)
        width = self.words.advance + 0.1 + self.number.advance
        self.size[0] = max(self.size[0], width)
        return self

    def set_spot(self, spot: Spot) -> Self:
        """Put the middle at the spot's first point, and lead a line to its second."""
        centre, target = spot
        self.centre = centre
        left, base = centre - self.size / 2
        self.words.place((left, base))
        self.number.place((left + self.words.advance + 0.1, base))
        self.leader.set_segments(leader(centre, self.size, target))
        return self

    def set_between(self, first: Spot, second: Spot, t: float) -> Self:
        """Put the label on the way between two spots."""
        return self.set_spot(
            (first[0] + (second[0] - first[0]) * t, first[1] + (second[1] - first[1]) * t)
        )

    def spot(self, curve: Heights, room: Room, lower: Heights | None = None) -> Spot:
        """Return where the label goes for a curve as it is drawn: inside it, or near to it.

        Args:
            curve: the curve; inside means below it.
            room: what the label must keep clear of where it is not inside.
            lower: another curve that it must stay above.
        """
        width, height = self.size + np.array([0.3, 0.28])
        across = np.linspace(PLOT.left + width / 2, PLOT.right - width / 2, 120)
        reach = across[:, None] + np.linspace(-width / 2, width / 2, 24)
        heights = curve.height_at(reach)
        floor = np.max(lower.height_at(reach), axis=1) if lower else np.zeros(len(across))
        space = np.min(heights, axis=1) - floor
        graph = curve.graph
        heft = np.gradient(graph[:, 0]) * (graph[:, 1] - PLOT.bottom)
        middle = float(np.sum(heft * graph[:, 0]) / max(float(np.sum(heft)), 1e-9))
        score = np.where(space > height + 0.1, space - 0.05 * np.abs(across - middle), -np.inf)
        inside: list[np.ndarray] = []
        for best in np.argsort(-score)[: np.count_nonzero(np.isfinite(score))]:
            for share in (0.42, 0.2, 0.7):
                lift = floor[best] + min(share * (space[best] - height), 4 * share) + height / 2
                inside.append(np.array([across[best], PLOT.bottom + lift]))
        if inside:
            clear = (centre for centre in inside if room.free(centre, self.size))
            centre = next(clear, inside[0])
            return centre, centre
        low = lower.height_at(graph[:, 0]) if lower else np.zeros(len(graph))
        mass = np.cumsum(heft) / np.sum(heft)
        core = (mass > 0.25) & (mass < 0.75)
        core[int(np.searchsorted(mass, 0.5))] = True
        tall = graph[:, 1] - PLOT.bottom
        targets = np.column_stack([graph[:, 0], PLOT.bottom + (low + tall) / 2])[core]
        found = room.spot(self.size, targets)
        if found is None:
            centre = np.array([PLOT.left + 1.2 * width, PLOT.top - height])
            return centre, targets[len(targets) // 2]
        ends = found[0][0] + np.array([-0.5, 0.5]) * self.size[0]
        is_inside = found[0][1] < PLOT.bottom + float(np.min(curve.height_at(ends)))
        return (found[0], found[0]) if is_inside and not lower else found
