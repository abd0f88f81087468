"""Marks on a chart of densities: stems, dots, a likelihood, and arrows where there is no bound."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.mobjects.arrows import Arrow, Curve, Segments
from explainer.mobjects.axes import ChartAxes, ShareAxis
from explainer.mobjects.density import blend, disc
from explainer.mobjects.text import Formula
from explainer.style import Theme


class Stems(VGroup):
    """Where some points of a curve were, where they are now, and an arrow from one to the other."""

    def __init__(self, axes: ChartAxes, count: int, before: str, now: str, theme: Theme) -> None:
        self.axes = axes
        self.lines = Segments(now, width=theme.strokes.thin)
        self.arrows = [Arrow(theme.likelihood, width=0.05, tip=0.2) for _ in range(count)]
        self.before = [Dot(before, 0.075) for _ in range(count)]
        self.now = [Dot(now, 0.09, rim=theme.background) for _ in range(count)]
        super().__init__(self.lines, *self.arrows, *self.before, *self.now)

    def set_heights(self, x: np.ndarray, before: np.ndarray, now: np.ndarray) -> Self:
        """Draw stems at ``x``, (n,), whose heights fell from ``before`` to ``now``."""
        start = self.axes.to_frame(np.stack([x, np.minimum(before, self.axes.top)], axis=1))
        end = self.axes.to_frame(np.stack([x, np.minimum(now, self.axes.top)], axis=1))
        foot = self.axes.to_frame(np.stack([x, 0 * x], axis=1))
        self.lines.set_segments(np.stack([foot, end], axis=1))
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


class Dot(VMobject):
    """A round mark that is moved by setting its centre."""

    def __init__(self, colour: str, radius: float, rim: str = "") -> None:
        super().__init__(fill_color=colour, fill_opacity=1, stroke_width=0)
        if rim:
            self.set_stroke(color=rim, width=1.5, opacity=1)
        self.radius = radius
        self.set_centre(np.zeros(2))

    def set_centre(self, centre: np.ndarray) -> Self:
        """Move to ``centre``, (2,) in the frame."""
        self.points = disc(centre, self.radius, self.radius)
        return self


class Line(VGroup):
    """The straight graph of a share, on a chart's second axis."""

    def __init__(self, share: ShareAxis, colour: str, theme: Theme) -> None:
        self.share = share
        self.graph = Curve(colour, width=theme.strokes.bold)
        super().__init__(self.graph)

    def set_ends(self, start: tuple[float, float], end: tuple[float, float]) -> Self:
        """Draw between two pairs of x and share."""
        ends = np.array([start, (max(end[0], start[0] + 1e-9), end[1])])
        self.graph.set_corners(self.share.to_frame(ends))
        return self


class PoleMarks(VGroup):
    """Arrows at the ends of a chart that say where a density grows without bound."""

    def __init__(self, axes: ChartAxes, colour: str, theme: Theme) -> None:
        self.marks = []
        self.colour = colour
        zone = axes.zone
        for x, side in ((zone.left + 0.14, 1), (zone.right - 0.14, -1)):
            arrow = Arrow(colour, width=0.05, tip=0.2)
            arrow.set_ends((x, zone.top - 0.42), (x, zone.top + 0.12))
            label = Formula("-> oo", theme, size="label").with_halo(theme)
            label.place((x + side * 0.2, zone.top - 0.32), "left" if side > 0 else "right")
            self.marks.append((arrow, label))
        super().__init__(*(VGroup(*mark) for mark in self.marks))

    def set_betas(
        self,
        live: tuple[float, float],
        colour: str,
        under: tuple[float, float],
        ends: tuple[bool, bool] = (True, True),
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
            for glyphs in label.submobjects:
                if glyphs is not label.reference:
                    glyphs.set_fill(opacity=max(first, second))
                    glyphs.set_background_stroke(opacity=max(first, second))
        return self
