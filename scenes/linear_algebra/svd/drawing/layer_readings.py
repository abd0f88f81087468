"""What is written about a picture and its layers, and what runs while they are added."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Self

import numpy as np

from explainer.beat_text import Line
from explainer.mobjects.chart import Axis, Chart
from explainer.mobjects.contour_map import set_dots
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve, Dot, VGroup
from explainer.mobjects.text import Formula, Words
from explainer.numbers import grouped, percent, to_typst
from explainer.scenes.linear_algebra.svd.drawing.layers import LayerStage, PixelPanel
from explainer.scenes.linear_algebra.svd.drawing.planes import SMALL, in_a_row, rim
from explainer.scenes.linear_algebra.svd.story import Layers
from explainer.style import SAFE, Theme, Zone

BAR = Zone(SAFE.left, 2.3, -2.72, -2.46)
READINGS = Zone(3.0, SAFE.right, -2.72, 2.55)
"""The numbers beside the pictures."""

LOWEST = 1e-6
"""Values below this share of the first are drawn at it."""

FEW = 40
"""No more values than these get a dot each."""


class Meter(VGroup):
    """How many numbers are stored, as a bar against those of the picture, and in figures.

    Args:
        layers: for the counts.
        theme: for colours and type sizes.
    """

    def __init__(self, layers: Layers, theme: Theme) -> None:
        self.layers = layers
        self.most = max(layers.pixels.size, layers.stored(layers.ranks[-1]))
        self.whole = Curve(theme.ink, width=theme.strokes.thin)
        self.whole.set_corners(self._box(0, layers.pixels.size))
        self.bar = Curve(theme.singular, width=0, fill=0.85)
        self.beyond = Curve(theme.residual, width=0, fill=0.85)
        base = BAR.bottom - 0.36
        name = Words("stored: $k (m + n + 1) =$", theme, size="small").place((BAR.left, base))
        self.number = LiveNumber(0, theme, decimals=0, size="small", anchor="left")
        self.number.place((BAR.left + name.advance + 0.12, base), "left")
        size = to_typst(grouped(layers.pixels.size))
        other = Words(f"the picture: $m n = {size}$", theme, size="small", colour="muted")
        other.place((BAR.right, base), "right")
        super().__init__(self.bar, self.beyond, self.whole, name, self.number, other)
        self.set_z_index(3)
        self.set_layers(0.0)

    def set_layers(self, count: float) -> Self:
        """Show what so many layers take."""
        m, n = self.layers.pixels.shape
        numbers, whole = count * (m + n + 1), self.layers.pixels.size
        self.bar.set_corners(self._box(0, min(numbers, whole)))
        self.beyond.set_corners(self._box(whole, max(numbers, whole)))
        stored = self.layers.stored(count)
        self.number.set_text(grouped(stored), stored)
        return self

    def _box(self, start: float, stop: float) -> np.ndarray:
        left, right = (BAR.left + BAR.width * end / self.most for end in (start, stop))
        return rim(Zone(left, right, BAR.bottom, BAR.top))


class ErrorReading(VGroup):
    """How many layers are in the sum, and what is missing, in figures that run."""

    def __init__(self, layers: Layers, theme: Theme, zone: Zone) -> None:
        self.layers = layers
        names = [Words(text, theme, colour="muted") for text in ("layers $k$", "error")]
        self.count = LiveNumber(0, theme, decimals=0, colour="singular")
        self.error = LiveNumber(0, theme, colour="residual")
        for line, (name, number) in enumerate(zip(names, (self.count, self.error), strict=True)):
            y = zone.top - 0.4 - 0.72 * line
            name.place((zone.left, y))
            number.place((zone.right, y), "right")
        markup = "of $|A|$; no rank-$k$ matrix is nearer"
        note = Words(markup, theme, size="small", colour="muted")
        note.fit_width(zone.width).place((zone.left, zone.top - 1.58))
        super().__init__(*names, note, self.count, self.error)
        self.set_z_index(3)
        self.set_layers(0.0)

    def set_layers(self, count: float) -> Self:
        """Show the numbers for so many layers, which may be broken."""
        whole = math.ceil(count)
        self.count.set_text(str(whole), whole)
        error = self.layers.error(count)
        text = percent(error) if count == whole else f"{100 * error:.1f}"
        self.error.set_text(f"{text}%", error)
        return self


class Spectrum(VGroup):
    """Singular values against their number; ``set_layers`` sets off those in the sum.

    Args:
        values: (r,) descending; those that are zero are not drawn.
        most: how many layers there will be at most; the axis reaches that far.
        zone: for the chart with its numbers and names.
        theme: for colours.
    """

    def __init__(self, values: np.ndarray, most: int, zone: Zone, theme: Theme) -> None:
        self.some = bool(values[0])
        useful = max(int(np.count_nonzero(values)), 1)
        self.count = min(max(useful, most, 2), len(values))
        shares = values[:useful] / values[0] if self.some else np.ones(1)
        below = bool((shares < LOWEST).any())
        lowest = 10.0 ** min(math.floor(math.log10(max(shares.min(), LOWEST)) + 1e-9), -1)
        name = "$σ_k \\/ σ_1$ by $k$, log scale" if self.some else "all $σ_k = 0$"
        if below:
            name += f", from $10^({round(math.log10(LOWEST))})$"
        elif self.some and useful < self.count:
            name += f", $0$ beyond ${useful}$"
        numbers = Axis(1.0, float(self.count), ticks=sorted({1.0, float(self.count)}))
        self.chart = chart = Chart(zone, theme, numbers, Axis(lowest, 1.0, log=True), name)
        k = np.arange(1.0, useful + 1)
        self.curve = chart.line(k, shares, "muted").upto(math.inf if self.some else 0.0)
        self.dots = Curve(theme.muted, width=0, fill=1.0)
        points = self.curve.drawn
        if len(points) <= FEW:
            set_dots(self.dots, np.column_stack([points, np.zeros(len(points))]), 0.05)
        self.kept = chart.line(k, shares, "singular", "heavy")
        self.dot = Dot(theme.singular, 0.09, rim=theme.background)
        super().__init__(chart, self.curve, self.dots, self.kept, self.dot)
        self.set_z_index(3)
        self.set_layers(0.0)

    def set_layers(self, count: float) -> Self:
        """Set off the values of the first ``count`` layers, which may be broken."""
        self.kept.upto(max(count, 1.0)).end(self.dot)
        opacity = min(max(count, 0.0), 1.0) if self.some else 0.0
        self.dot.set_fill(opacity=opacity).set_stroke(opacity=opacity)
        return self


class LayerReadings:
    """Makes captions, formulas and running numbers, each in its place.

    Args:
        stage: the pictures.
        theme: for colours and type sizes.
    """

    def __init__(self, stage: LayerStage, theme: Theme) -> None:
        self.stage, self.layers, self.theme = stage, stage.layers, theme

    def first_layer(self, lines: Iterable[Line]) -> VGroup:
        """Return what the first layer is made of, beside the pictures."""
        rows = [
            (Words if line.prose else Formula)(line.markup, self.theme, colour=line.colour)
            for line in lines
        ]
        y, width = 1.9, max(row.advance for row in rows)
        for row in rows:
            row.scale(min(1.0, READINGS.width / width), about_point=row.baseline)
            row.place((READINGS.left, y))
            y -= 0.74
        return VGroup(*rows)

    def picture_name(self) -> str:
        """Return what stands below the picture, Typst markup."""
        m, n = self.layers.pixels.shape
        if self.stage.stretched:
            return f"${m} times {n}$, pixels not square"
        return f"the picture: ${m} times {n}$"

    def sum_name(self) -> str:
        """Return what stands below the sum, Typst markup."""
        if self.stage.overshoots():
            return "the sum (below $0$ black, above $1$ white)"
        return "the sum of the first $k$ layers"

    def sum_readings(self) -> VGroup:
        """Return numbers, the singular values and the bar, which run with the sum."""
        top = Zone(READINGS.left, READINGS.right, 0.9, READINGS.top)
        chart = Zone(READINGS.left, READINGS.right, -2.85, 0.55)
        self.errors = ErrorReading(self.layers, self.theme, top)
        self.spectrum = Spectrum(self.layers.values, self.layers.ranks[-1], chart, self.theme)
        self.meter = Meter(self.layers, self.theme)
        return VGroup(self.errors, self.spectrum, self.meter)

    def add_layers(self, step: int, t: float) -> None:
        """Add a share of the layers of a step to the sum, and show what that comes to."""
        ranks = (0, *self.layers.ranks)
        count = ranks[step] + (ranks[step + 1] - ranks[step]) * t
        self.stage.show_block(step, min(3 * t, 1.0))
        self.stage.add_up(count)
        for reading in (self.errors, self.spectrum, self.meter):
            reading.set_layers(count)

    # -- the end ---------------------------------------------------------------------------------

    def thumbnails(self) -> tuple[list[PixelPanel], list[Zone], VGroup]:
        """Return the sums of the story, where they go, and what stands below them."""
        zones = in_a_row(len(self.layers.ranks), 1.95, -2.2, -0.6, most=0.4)
        labels = VGroup()
        for rank, zone in zip(self.layers.ranks, zones, strict=True):
            error = to_typst(percent(self.layers.error(rank)))
            label = Words(f"$k = {rank}$", self.theme, size="small", colour="singular")
            labels.add(label.place((zone.centre[0], zone.bottom - 0.36), "centre"))
            missing = Words(f"${error} percent$ off", self.theme, size="small", colour="muted")
            labels.add(missing.place((zone.centre[0], zone.bottom - 0.76), "centre"))
        return self.stage.thumbnails(), zones, labels

    def divider(self) -> Words:
        """Return the line between the matrix above and the picture below."""
        m, n = self.layers.pixels.shape
        markup = f"a picture of ${m} times {n}$, cut down to its first $k$ layers"
        line = Words(markup, self.theme, size="small", colour="muted")
        return line.place((0, SMALL[0].bottom - 0.42), "centre")
