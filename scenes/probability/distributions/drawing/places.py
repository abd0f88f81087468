"""Where in a frame rows and pile stand."""

from __future__ import annotations

import math

import numpy as np

from explainer.style import Zone
from explainer.zones import Layout


class Places:
    """Where in a frame what stands.

    Attributes:
        levels: the ordinates of the rows that are seen.
        tick: half the height of the walls between slots.
        scale: the ordinate of the bar that is an hour long.
        numbers: the abscissa of counts, beside the rows.
        counted: where an hour starts whose arrivals are counted, and how long it is.
        chart: where the pile lies.
        crowd: the ordinates of more rows, before there is a pile.
    """

    def __init__(self, layout: Layout) -> None:
        grown, body = layout.type_scale, layout.body
        # Rows take less of what a taller frame has more, and the pile the rest.
        pitch = 0.38 * math.sqrt(body.height / 5.95)
        self.levels = body.top - 0.33 * grown - pitch * np.arange(3)
        self.tick = 0.15 / 0.38 * pitch
        self.scale = self.levels[2] - pitch + 0.02
        self.numbers = 6.4 - 0.47 * grown
        self.counted = -6.1, self.numbers - 0.83 * grown + 6.1
        self.chart = Zone(-6.1, 6.1, body.bottom + 0.32 + 0.38 * grown, self.scale - 0.22)
        self.crowd = np.arange(self.chart.top - 0.3, layout.frame.bottom, -0.34 / 0.38 * pitch)
