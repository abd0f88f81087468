"""The shape of a distribution on an axis: a curve, stems, or bars where values are many."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.maths.distributions import AnyDistribution, Empirical
from explainer.mobjects.density import DensityCurve
from explainer.mobjects.dots import Dots
from explainer.mobjects.shapes import Segments
from explainer.mobjects.value_axis import ValueAxis
from explainer.style import Theme

SAMPLES = 500
MOST_STEMS = 400


class DistributionShape(VGroup):
    """A density, or the masses of a discrete distribution, as a share of the plot's height.

    Args:
        axes: the axis on which it stands.
        distribution: what is drawn.
        colour: ``#RRGGBB``.
        theme: for stroke widths.
        peak: its height, as a share of the plot's.
    """

    def __init__(
        self,
        axes: ValueAxis,
        distribution: AnyDistribution,
        colour: str,
        theme: Theme,
        peak: float = 0.8,
    ) -> None:
        self.axes, self.distribution, self.peak = axes, distribution, peak
        self.curve = DensityCurve(axes, colour, theme, fill=0.18, width=theme.strokes.regular)
        self.stems = Segments(colour, width=theme.strokes.regular)
        self.heads = Dots(colour, 0.06)
        super().__init__(self.curve, self.stems, self.heads)

    @property
    def atoms(self) -> np.ndarray | None:
        """The values with a mass that lie in the window; None where they are too many to tell."""
        distribution, axes = self.distribution, self.axes
        if isinstance(distribution, Empirical):
            inside = np.unique(distribution.values[axes.shown(distribution.values)])
            return inside if len(inside) <= 40 else None
        if not distribution.discrete:
            return None
        offset = dict(distribution.parameters).get("loc", 0.0) % 1
        low, high = max(distribution.support[0], axes.low), min(distribution.support[1], axes.high)
        first, last = np.ceil(low - offset), np.floor(high - offset)
        if last - first > MOST_STEMS:
            return None
        return np.arange(first, last + 1) + offset

    def show(self, t: float = 1.0) -> Self:
        """Draw it for the window as it is, grown to a share t of its height."""
        atoms = self.atoms
        if atoms is not None:
            masses = self.distribution.density(atoms)
            tops = np.stack([atoms, t * self.peak * masses / max(masses.max(), 1e-300)], axis=1)
            spots = self.axes.to_frame(tops)
            feet = self.axes.to_frame(np.stack([atoms, 0 * atoms], axis=1))
            self.stems.set_segments(np.stack([feet, spots], axis=1))
            self.heads.set_dots(spots)
            self.curve.set_density(lambda x: 0 * x, np.array([self.axes.low, self.axes.high]))
            self.curve.line.points = np.zeros((0, 3))
            return self
        nodes, heights = self._graph()
        highest = float(np.max(heights[np.isfinite(heights)], initial=1e-300))
        if not np.isfinite(heights).all():  # a pole: what lies beside it may fill the plot
            highest = float(np.quantile(heights[np.isfinite(heights)], 0.98)) or 1.0
        scaled = t * self.peak * np.minimum(heights, highest / self.peak) / highest
        self.curve.set_density(lambda x: np.interp(x, nodes, scaled), nodes)
        self.stems.set_segments(np.zeros((0, 2, 2)))
        self.heads.set_dots(np.zeros((0, 2)))
        return self

    def _graph(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the graph in the window: of the density, or of shares of mass in narrow bins."""
        distribution, axes = self.distribution, self.axes
        if not distribution.discrete:
            inner = np.clip(distribution.quantile(np.linspace(0, 1, SAMPLES)), axes.low, axes.high)
            even = np.linspace(axes.low, axes.high, SAMPLES)
            nodes = np.unique(np.concatenate([even, inner[np.isfinite(inner)]]))
            nodes = nodes[np.concatenate([[True], np.diff(nodes) > 1e-9 * (axes.high - axes.low)])]
            return nodes, np.asarray(distribution.density(nodes), dtype=float)
        edges = np.linspace(axes.low, axes.high, 41)
        shares = np.diff(distribution.cumulative(edges)) / np.diff(edges)
        return step_nodes(edges), np.repeat(shares, 2)


def step_nodes(edges: np.ndarray) -> np.ndarray:
    """Return two places just within each bin, so that a curve through them climbs in steps."""
    thin = 1e-6 * (edges[-1] - edges[0])
    return np.sort(np.concatenate([edges[:-1] + thin, edges[1:] - thin]))
