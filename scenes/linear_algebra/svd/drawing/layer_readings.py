"""What is written about a picture and its layers, and what runs while they are added."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.shapes import Curve
from explainer.mobjects.text import Formula, Words
from explainer.numbers import grouped, to_typst
from explainer.scenes.linear_algebra.common import equals, figure
from explainer.scenes.linear_algebra.svd import text as words
from explainer.scenes.linear_algebra.svd.drawing.layers import LayerStage
from explainer.scenes.linear_algebra.svd.drawing.pixel_panel import PixelPanel
from explainer.scenes.linear_algebra.svd.drawing.planes import SMALL, in_a_row
from explainer.scenes.linear_algebra.svd.drawing.spectrum import Spectrum
from explainer.scenes.linear_algebra.svd.story import Layers
from explainer.style import SAFE, Theme, Zone

BAR = Zone(SAFE.left, 2.3, -2.72, -2.46)
READINGS = Zone(3.0, SAFE.right, -2.72, 2.55)
"""The numbers beside the pictures."""


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
        self.name = Words("stored: $k (m + n + 1) =$", theme, size="small")
        base = BAR.bottom - 0.36
        self.name.place((BAR.left, base))
        self.number = LiveNumber(0, theme, decimals=0, size="small", anchor="left")
        self.number.place((BAR.left + self.name.advance + 0.12, base), "left")
        whole = grouped(layers.pixels.size).replace(" ", " thin ")
        markup = f"the picture: $m n = {whole}$"
        self.other = Words(markup, theme, size="small", colour="muted")
        self.other.place((BAR.right, base), "right")
        super().__init__(self.bar, self.beyond, self.whole, self.name, self.number, self.other)
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
        low, high = BAR.bottom, BAR.top
        return np.array([(left, low), (right, low), (right, high), (left, high), (left, low)])


class ErrorReading(VGroup):
    """How many layers are in the sum, and what is missing, in figures that run."""

    def __init__(self, layers: Layers, theme: Theme, zone: Zone) -> None:
        self.layers = layers
        texts = "layers $k$", "error"
        self.names = [Words(text, theme, size="body", colour="muted") for text in texts]
        self.count = LiveNumber(0, theme, decimals=0, colour="singular")
        self.error = LiveNumber(0, theme, colour="residual")
        for line, (name, number) in enumerate(
            zip(self.names, (self.count, self.error), strict=True)
        ):
            y = zone.top - 0.4 - 0.72 * line
            name.place((zone.left, y))
            number.place((zone.right, y), "right")
        markup = "of $|A|$; no rank-$k$ matrix is nearer"
        note = Words(markup, theme, size="small", colour="muted")
        self.note = note.fit_width(zone.width).place((zone.left, zone.top - 1.58))
        super().__init__(*self.names, self.note, self.count, self.error)
        self.set_z_index(3)
        self.set_layers(0.0)

    def set_layers(self, count: float) -> Self:
        """Show the numbers for so many layers, which may be broken."""
        whole = math.ceil(count)
        self.count.set_text(str(whole), whole)
        error = self.layers.error(count)
        text = words.percent(error) if count == whole else f"{100 * error:.1f}"
        self.error.set_text(f"{text}%", error)
        return self


class LayerReadings:
    """Makes captions, formulas and running numbers, each in its place.

    Args:
        stage: the pictures.
        theme: for colours and type sizes.
    """

    def __init__(self, stage: LayerStage, theme: Theme) -> None:
        self.stage, self.layers, self.theme = stage, stage.layers, theme

    def first_layer(self) -> VGroup:
        """Return what the first layer is made of, beside the pictures."""
        m, n = self.layers.pixels.shape
        value = float(self.layers.values[0])
        size = to_typst(figure(value))
        whole = grouped(m * n).replace(" ", " thin ")
        lines: list[Words] = [
            Formula('part("singular", σ_1) bold(u)_1 bold(v)_1^T', self.theme),
            Words(f"column $bold(u)_1$: {words.numbers(m)}", self.theme),
            Words(f"row $bold(v)_1^T$: {words.numbers(n)}", self.theme),
            Words(f'$part("singular", σ_1 {equals(value)} {size})$: $1$ number', self.theme),
            Words(f"in all ${m + n + 1}$", self.theme),
            Words(f"instead of ${whole}$", self.theme, colour="muted"),
        ]
        y, width = 1.9, max(line.advance for line in lines)
        for line in lines:
            line.scale(min(1.0, READINGS.width / width), about_point=line.baseline)
            line.place((READINGS.left, y))
            y -= 0.74
        return VGroup(*lines)

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
        self.errors.set_layers(count)
        self.spectrum.set_layers(count)
        self.meter.set_layers(count)

    # -- the end ---------------------------------------------------------------------------------

    def thumbnails(self) -> tuple[list[PixelPanel], list[Zone], VGroup]:
        """Return the sums of the story, where they go, and what stands below them."""
        zones = in_a_row(len(self.layers.ranks), 1.95, -2.2, -0.6, most=0.4)
        labels = VGroup()
        for rank, zone in zip(self.layers.ranks, zones, strict=True):
            error = words.percent(self.layers.error(rank)).replace("<", "< ")
            label = Words(f"$k = {rank}$", self.theme, size="small", colour="singular")
            labels.add(label.place((zone.centre[0], zone.bottom - 0.36), "centre"))
            missing = Words(f"${error} percent$ off", self.theme, size="small", colour="muted")
            labels.add(missing.place((zone.centre[0], zone.bottom - 0.76), "centre"))
        return self.stage.thumbnails(zones), zones, labels

    def divider(self) -> Words:
        """Return the line between the matrix above and the picture below."""
        m, n = self.layers.pixels.shape
        line = Words(
            f"a picture of ${m} times {n}$, cut down to its first $k$ layers",
            self.theme,
            size="small",
            colour="muted",
        )
        return line.place((0, SMALL[0].bottom - 0.42), "centre")
