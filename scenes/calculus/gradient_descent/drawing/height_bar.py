"""The scale of a landscape's colours: which colour is which height."""

from __future__ import annotations

import numpy as np

from explainer.geometry.contours import nice_ticks
from explainer.geometry.plane import corners_path
from explainer.mobjects.landscape import Landscape
from explainer.mobjects.shapes import Curve, Segments, VGroup
from explainer.mobjects.text import Words
from explainer.numbers import significant, to_typst
from explainer.style import Theme, Zone

STRIPES = 96


class HeightBar(VGroup):
    """A bar of colours from the lowest height to the highest, with numbers below it.

    Args:
        landscape: whose colours and heights.
        zone: where the bar lies; the numbers are below it and its name to the right.
        theme: for the text.
    """

    def __init__(self, landscape: Landscape, zone: Zone, theme: Theme) -> None:
        box = landscape.box
        edges = np.linspace(zone.left, zone.right, STRIPES + 1)
        rises = np.linspace(landscape.gap, landscape.height, STRIPES)
        colours = np.rint(255 * landscape.tints(rises)).astype(int)
        stripes = []
        for left, right, colour in zip(edges[:-1], edges[1:], colours, strict=True):
            red, green, blue = colour
            stripe = Curve(f"#{red:02X}{green:02X}{blue:02X}", width=0, fill=1)
            # A little wider than its share, so that no background shows between two.
            end, low, high = min(right + 0.01, zone.right), zone.bottom, zone.top
            corners = [(left, low), (end, low), (end, high), (left, high), (left, low)]
            stripe.points = corners_path(np.array(corners))
            stripes.append(stripe)
        low, high = box.z_range
        # Numbers that differ in their last figures only are written as what they are above.
        base = low if high - low < 0.02 * max(abs(low), abs(high)) else 0.0
        is_log = box.scale == "log"
        values = _decades(low, high) if is_log else base + nice_ticks(low - base, high - base, 4)
        ticks = Segments(theme.axis, width=theme.strokes.thin)
        marks: list[list[list[float]]] = []
        numbers: list[Words] = []
        taken = zone.left - 1.0
        for value in values:
            share = (float(box.rise(value)) - landscape.gap) / (landscape.height - landscape.gap)
            x = zone.left + share * zone.width
            text = to_typst(significant(float(value - base), 6))
            # The lowest point of a grid is near the lowest height, but not that height.
            text = "f_min" if is_log and value == low else text
            number = Words(f"${text}$", theme, size=0.26, colour="muted")
            number.place((x, zone.bottom - 0.36), "centre")
            if x - number.advance / 2 < taken + 0.12:
                continue
            taken = x + number.advance / 2
            marks.append([[x, zone.bottom], [x, zone.bottom - 0.08]])
            numbers.append(number)
        ticks.set_segments(np.array(marks).reshape(-1, 2, 2))
        markup = "height $f - f_min$" if base else "height $f$"
        name = Words(markup, theme, size=0.3, colour="muted")
        name.place((zone.right + 0.2, zone.bottom + 0.04))
        super().__init__(*stripes, ticks, *numbers, name)


def _decades(low: float, high: float) -> np.ndarray:
    """Return the lowest height and the powers of ten above it."""
    first, last = np.floor(np.log10((high - low) * 1e-3)), np.floor(np.log10(high - low))
    powers = 10.0 ** np.arange(first, last + 1)
    return np.array([low, *(power for power in powers if low < power <= high)])
