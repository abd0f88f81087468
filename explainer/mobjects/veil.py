"""What lies between a picture and the text on it: background that fades towards one edge."""

from __future__ import annotations

from typing import Literal

import numpy as np

from explainer.geometry.easing import ease
from explainer.mobjects.shapes import Curve, VGroup
from explainer.style import Theme, Zone

STEPS = 14
"""Bands of even opacity that make the soft edge: fewer show as stripes."""


class Veil(VGroup):
    """A zone covered with the background, softly towards one of its edges.

    Args:
        zone: what it covers.
        theme: whose background it has.
        edge: the side towards which it fades.
        soft: how wide the soft edge is, in scene units.
        opacity: how much it hides.
    """

    def __init__(
        self,
        zone: Zone,
        theme: Theme,
        edge: Literal["left", "bottom", "top"],
        *,
        soft: float = 0.7,
        opacity: float = 0.9,
    ) -> None:
        across = edge == "left"
        start = {"left": zone.left, "bottom": zone.bottom, "top": -zone.top}[edge]
        edges = start + soft * np.arange(STEPS + 1) / STEPS
        covers = [*(ease((np.arange(STEPS) + 0.5) / STEPS) * opacity), opacity]
        ends = [*edges[1:], {"left": zone.right, "bottom": zone.top, "top": -zone.bottom}[edge]]
        super().__init__()
        for low, high, cover in zip(edges, ends, covers, strict=True):
            box = Zone(zone.left, zone.right, low, high)
            if edge == "top":
                box = Zone(zone.left, zone.right, -high, -low)
            elif across:
                box = Zone(low, high, zone.bottom, zone.top)
            self.add(Curve(theme.background, width=0, fill=float(cover)).set_box(box))
