"""Marks on a chart of densities: stems, dots, a likelihood, and arrows where there is no bound."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.axes import ChartAxes, ShareAxis
from explainer.mobjects.density import DensityCurve
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, blend
from explainer.mobjects.text import Formula
from explainer.scenes.probability.posterior_update.inference import beta_density, beta_nodes
from explainer.style import Theme


class BetaCurve(DensityCurve):
    """The density of a Beta distribution, which is drawn again when its chart has changed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.beta = (1.0, 1.0, 1.0, 160)

    def set_beta(self, a: float, b: float, scale: float = 1.0, *, count: int = 160) -> Self:
        """Show ``scale`` times the density of Beta(a, b); ``count`` as for ``beta_nodes``."""
        self.beta = (a, b, scale, count)
        return self.set_density(
            lambda theta: scale * beta_density(theta, a, b),
            beta_nodes(a, b, self.axes.low, self.axes.high, count),
        )

    def redraw(self) -> Self:
        """Draw the same Beta density again, after a change of the axes."""
        a, b, scale, count = self.beta
        return self.set_beta(a, b, scale, count=count)


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
