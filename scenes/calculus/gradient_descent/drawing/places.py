"""Where in a frame, of whatever shape, what stands."""

from __future__ import annotations

import numpy as np

from explainer.style import Zone
from explainer.zones import Layout


class Places:
    """The zones of this film.

    Args:
        layout: of the frame.

    Attributes:
        space: where the surface lies.
        near: what its map covers where one step is seen.
        whole: what it covers where many are.
        around: where names may stand about the surface.
        labels: where they may on the map.
        focus: where the middle of the first step should be, if the walk goes on to the right.
        focus_of_all: where it should be on the map of many steps.
        reach: how far across and up the walk's end may be from there to be still in view.
        numbers: where the number of the step and the height stand.
        scale: where the scale of rates stands beside the map, or lies below it.
        rates: where it lies below three maps.
        slots: where these stand, in a row or in a column.
        column: whether it is a column.
        height: of the surface, in units of its box.
    """

    def __init__(self, layout: Layout) -> None:
        frame, safe, fit = layout.frame, layout.safe, layout.fit
        top, panel, more = layout.heading_veil.bottom, layout.panel, layout.type_scale - 1
        half = 6.7 - 1.6 * more  # larger numbers of the axes need more room beside the surface
        self.column = layout.frame.height > 1.5 * layout.frame.width
        slots = [(x, x + 4.5) for x in (-6.85, -2.25, 2.35)]
        if layout.is_wide:
            self.space = fit(Zone(-half, half, -3.7, 2.6 - 3 * more))
            self.near = Zone(frame.left, frame.right, frame.bottom, top)
            self.whole = Zone(frame.left, 2.5, frame.bottom, top)
            self.labels = self.around = fit(Zone(-6.3, 6.3, -3.45, 2.3))
            self.focus = np.array([-2.6, layout.height(-0.83)])
            self.numbers = fit(Zone(-6.3, -3.4, 1.0, 2.2))
            self.scale = fit(Zone(3.55, 3.9, -2.2, 1.8))
            self.rates = Zone(-5.2 + more, 6.3, layout.height(-2.6), layout.height(-2.6) + 0.5)
            self.slots = [fit(Zone(*sides, -0.8, 2.1)) for sides in slots]
        else:
            self.space = Zone(-half, half, layout.body.bottom, top - 2.0)
            self.near = self.whole = Zone(frame.left, frame.right, panel.top + 0.4, top)
            self.around = Zone(safe.left, safe.right, layout.body.bottom, top - 0.2)
            self.labels = layout.open.within(0.1, 0.1, 0, 0.2)
            self.focus = np.array([-3.2, self.near.centre[1] - 0.08 * self.near.height])
            self.numbers = Zone(safe.left, 0.0, top - 1.8, top)
            middle, foot = (panel.bottom + panel.top) / 2, panel.bottom + 2.3
            self.scale = Zone(-4.2, safe.right, middle - 0.1, middle + 0.6)
            self.rates = Zone(-4.2, safe.right, foot, foot + 0.7)
            self.slots = [Zone(*sides, -0.6, 3.7) for sides in slots]
            if self.column:
                self.space = self.space.within(0, 0, 1.5, 0)
                ends = np.linspace(self.rates.top + 0.3, top, 4)[::-1]
                self.slots = [Zone(-6.85, 0.5, end + 0.4, end + 5.0) for end in ends[1:]]
        self.focus_of_all = self.focus - [18 * more if layout.is_wide else 0.0, 0.0]
        self.height = 0.7 if self.column else 0.5
        self.reach = np.array([8.5, self.near.height * 2.9 / 6.5])
