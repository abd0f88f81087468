"""Where in a frame, of whatever shape, what stands."""

from __future__ import annotations

from dataclasses import astuple, replace

from explainer.geometry.plane import Rectangle
from explainer.style import Zone
from explainer.zones import Layout


class Places:
    """The zones of this film.

    Args:
        layout: of the frame.

    Attributes:
        large, product, lens, given: what each picture fills as far as it can: the sum, the first
            layer, a few pixels, and the place of a small matrix.
        readings, copies: numbers that run with the sum, and earlier sums.
        room, half: where circle and ellipse may lie, alone and with the picture.
        picture: the picture there.
        words, near: where names may stand, alone and with the picture.
        heads: the top left corners of what is said of both.
        beside, slots: where formulas stand, and the circle at first and after each of three moves.
        veil: what lies between the plane and formulas.
    """

    def __init__(self, layout: Layout) -> None:
        self.scale = scale = layout.type_scale
        frame, safe, body, aside = layout.frame, layout.safe, layout.body, layout.aside
        if layout.is_wide:
            spare, fit = 3 * (scale - 1), layout.fit  # which larger type takes
            self.large = fit(Zone(frame.left - 0.02, 2.5 - spare, -4.0, 3.2))
            self.product = fit(Zone(-4.75 + spare / 2, 2.45 - spare, -4.0, 1.55))
            self.lens = fit(Zone(2.95 - spare, safe.right, -1.35, 2.1))
            self.given = fit(Zone(3.6, 5.6, 0.6, 2.1))
            self.readings = fit(Zone(2.95 - spare, safe.right, -3.2, 2.3))
            left = self.readings.left
            self.copies = [fit(Zone(left, left + 2.1, y - 1.6, y)) for y in (0.0, -1.7)]
            self.words = fit(Zone(safe.left, 2.2, -3.3, 2.45))
            room, low = fit(Zone(-6.3, 1.3, -3.3, 2.15)), 6 * (scale - 1)
            high = layout.height(1.6) - low
            half = Zone(-6.5, -0.1, high - 4.9, high - 0.25)
            self.near = replace(self.words, right=0.45, top=high - 0.1)
            self.picture = Zone(0.75, frame.right, high - 4.95, high)
            self.heads = [(x, layout.height(2.3) - low) for x in (safe.left, 0.75)]
            self.beside = fit(Zone(2.75, safe.right, -3.2, 2.35))
            self.veil = replace(layout.aside_veil, left=1.2)
            self.slots = _split(self.beside, 1, 4)
        else:
            low = max(-2.6, body.top - 0.75 * frame.width)
            below = Zone(safe.left, safe.right, body.bottom, low - 0.3)
            self.large = Zone(frame.left, frame.right, low, body.top)
            self.product = Zone(-4.3, 4.7, aside.top - 0.5, body.top - 1.35)
            self.lens = below
            self.given = Zone(-1.0, 1.0, aside.top - 2.5, aside.top - 0.9)
            self.readings, copies = _split(below, 2, 1)
            top = aside.top - 0.9
            self.words = replace(layout.open, bottom=top + 0.5)
            self.beside = replace(aside, top=top)
            self.veil = replace(layout.aside_veil, top=top + 0.7)
            room, self.slots = self.words.within(0.5, 0.5, 0.3, 0.8), _split(self.beside, 4, 1)
            high = body.height / 2
            if high > 6:  # one below the other
                self.readings = replace(below, bottom=below.top - 2.9)
                copies = replace(below, top=self.readings.bottom - 0.5)
                middle = body.top - 0.46 * body.height
                self.heads = [(safe.left, y - 0.6) for y in (body.top, middle)]
                half = Zone(safe.left, safe.right, middle + 0.6, body.top - 2.0)
                self.picture = Zone(frame.left, frame.right, body.bottom - 0.9, middle - 1.8)
            else:
                middle = body.top - high
                self.heads = [(1.0, y - 0.9) for y in (body.top, middle - 0.3)]
                half = Zone(safe.left, 0.4, middle + 0.3, body.top)
                self.picture = Zone(frame.left, 0.6, frame.bottom + 0.4, middle - 0.2)
            self.copies = [each.within(0.3, 0.3, 0.7, 0) for each in _split(copies, 2, 1)]
            self.near = half
        self.room, self.half = (Rectangle(*astuple(each)) for each in (room, half))


def _split(zone: Zone, across: int, down: int) -> list[Zone]:
    """Return the parts of a zone cut into so many, row by row."""
    wide, high = zone.width / across, zone.height / down
    lefts = [zone.left + k * wide for k in range(across)]
    tops = [zone.top - k * high for k in range(down)]
    return [Zone(left, left + wide, top - high, top) for top in tops for left in lefts]
