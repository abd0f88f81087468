"""A table of prior times likelihood at some values of theta."""

from __future__ import annotations

from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.text import Formula, Words
from explainer.numbers import decimals_needed
from explainer.scenes.probability.posterior_update.drawing.belief import BeliefChart
from explainer.style import PANEL, SMALLEST_TEXT, Theme

EM = 0.34

GAP = 0.25
"""The least distance between columns."""

OVERHANG = 0.16
"""How far a heading may reach out of its column."""


class ProductTable(VGroup):
    """Prior times likelihood at some values of theta, in numbers that run with the picture."""

    def __init__(self, chart: BeliefChart, theme: Theme) -> None:
        self.chart = chart
        before, _, after = chart.probe_heights(1.0)
        places, last = _places(before), _places(after)
        fine = max(2, decimals_needed(chart.probes, 7))
        names = (("$θ$", "ink"), ("prior", "prior"), ("factor", "likelihood"), ("now", "ink"))
        headings = [Words(name, theme, size="small", colour=role) for name, role in names]
        self.rows = [
            [
                LiveNumber(value, theme, decimals=decimals, size=EM, colour=role)
                for value, decimals, (_, role) in zip(
                    (theta, height, 1.0, height), (fine, places, fine, last), names, strict=True
                )
            ]
            for theta, height in zip(chart.probes, before, strict=True)
        ]
        super().__init__(*headings)
        self.set_power(0.0)
        columns = zip(headings, zip(*self.rows, strict=True), strict=True)
        widths = [
            max(heading.advance - OVERHANG, *(cell.advance for cell in cells))
            for heading, cells in columns
        ]
        shrink = min(1.0, max((PANEL.width - 3 * GAP) / sum(widths), SMALLEST_TEXT / EM))
        for cell in (*headings, *(cell for line in self.rows for cell in line)):
            cell.scale(shrink)
        widths = [shrink * width for width in widths]
        gap = (PANEL.width - sum(widths)) / 3
        edges = np.cumsum(widths) + gap * np.arange(4)
        for line, cells in enumerate((headings, *self.rows)):
            for cell, x in zip(cells, edges, strict=True):
                cell.place((x, -0.6 * line), "right")
        for line, cells in enumerate(self.rows, start=1):
            self.add(*cells)
            for sign, column in (("times", 1), ("=", 2)):
                start = edges[column + 1] - max(row[column + 1].advance for row in self.rows)
                middle = (edges[column] + start) / 2, -0.6 * line
                self.add(
                    Formula(sign, theme, size=shrink * EM, colour="muted").place(middle, "centre")
                )

    def set_power(self, s: float) -> Self:
        """Show the factors to the power s, and the heights that they give."""
        before, factors, now = self.chart.probe_heights(s)
        for cells, *values in zip(self.rows, before, factors, now, strict=True):
            for cell, value in zip(cells[1:], values, strict=True):
                least = 10.0**-cell.decimals
                text = f"{value:.{cell.decimals}f}"
                small = 0 < value < least / 2
                cell.set_text(f"<{least:.{cell.decimals}f}" if small else text, float(value))
        return self


def _places(heights: np.ndarray) -> int:
    """Return how many decimals leave about three digits of the greatest height."""
    return int(np.clip(2 - np.floor(np.log10(np.max(heights))), 0, 2))
