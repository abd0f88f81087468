"""Where in a frame, of whatever shape, what stands."""

from __future__ import annotations

from dataclasses import astuple, replace

from explainer.geometry.plane import Rectangle
from explainer.style import Zone
from explainer.zones import Layout


class Places:
    """The zones of this film.

    Attributes:
        stacked: whether the row picture stands above the column picture, and not beside it.
        scale: of all type.
        open, alongside, halves: where labels may stand: alone, with a matrix, in both pictures.
        alone, beside, rooms: where points may lie in them.
        captions, on: where captions start, and what parts their sentences: a space, or a line.
        floor, top: what is veiled for formulas, and for captions.
        below: where formulas stand.
        table, before: where the matrix stands, and the middle of the one that was given.
        arrow, leads_to: the middle of the arrow between them, and how it is written.
        veil: what lies between them and the picture.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout, self.scale = layout, layout.type_scale
        self.stacked = layout.frame.height > 1.5 * layout.frame.width
        frame, safe, fit = layout.frame, layout.safe, layout.fit
        self.open = fit(Zone(safe.left, safe.right, -3.2, 2.6))
        self.alone = _rectangle(fit(Zone(-5.4, 5.4, -2.7, 2.0)))
        caption, floor = layout.height(2.08), layout.height(-1.65)
        low, high = layout.height(-3.5), layout.height(-2.1)
        is_square = not (layout.is_wide or self.stacked)
        self.on = "\\ " if is_square else " "
        if self.stacked:
            caption, floor = layout.heading.bottom - 0.9, layout.body.bottom + 2.9
            low, high = layout.body.bottom, floor - 0.5
        edge = caption - 0.38 * self.scale
        middle = self.middle = (edge + floor) / 2
        left, right = Zone(safe.left, -0.2, floor, edge), Zone(0.2, safe.right, floor, edge)
        if self.stacked:
            left = Zone(safe.left, safe.right, middle, edge)
            right = replace(left, bottom=floor, top=middle - 1.1 * self.scale)
        rise = 0.2 if self.stacked else -0.15
        self.halves = left.within(0, 0, rise, 0), right.within(0, 0, -0.15, 0)
        self.rooms = (
            _rectangle(left.within(0.2, 0.5, rise + 0.3, 0.35)),
            _rectangle(right.within(0.5, 0.2, 0.15, 0.35)),
        )
        raised = caption + (0.62 if is_square else 0.0)
        self.captions = (safe.left, raised), (safe.left if self.stacked else 0.4, raised)
        self.floor = Zone(frame.left, frame.right, frame.bottom, floor)
        self.top = Zone(frame.left, frame.right, edge, frame.top)
        self.below = Zone(safe.left, -0.4, low, high), Zone(0.4, safe.right, low, high)
        if layout.is_wide:
            self.alongside = replace(self.open, right=1.6)
            self.beside = _rectangle(fit(Zone(-6.0, 0.6, -2.7, 2.0)))
            self.table = fit(Zone(1.9, safe.right, -2.6, -0.45))
            self.veil = Zone(0.9, frame.right, frame.bottom, frame.top)
        else:
            rise, ends, down = (1.0, (-3.3, 3.3), 2.8) if self.stacked else (0, (0.9, 6.4), 1.5)
            self.alongside = layout.open.within(0, 0, rise, 0)
            self.beside = _rectangle(self.alongside.within(0.4, 0.4, 0.5, 0.5))
            self.veil = layout.aside_veil.within(0, 0, 0, -rise)
            self.table = Zone(*ends, layout.aside.bottom, layout.aside.top - down)
        x, y = self.table.centre[0], self.table.top
        self.before, self.arrow = (x, y + 1.85 * self.scale, 0.0), (x, y + 0.6 * self.scale, 0.0)
        self.leads_to = "arrow.b"
        if is_square:
            self.before, self.arrow, self.leads_to = (-3.75, y, 0.0), (-0.1, y, 0.0), "arrow.r"

    def divided(self, share: float) -> tuple[Zone, Zone]:
        """Return the zones of both pictures when the second is uncovered so far."""
        frame = self.layout.frame
        if self.stacked:
            y = frame.bottom + share * (self.middle - frame.bottom)
            below = max(frame.bottom, y - 1.1 * self.scale)
            return replace(frame, bottom=y), replace(frame, top=below)
        x = frame.right * (1 - share)
        return replace(frame, right=x), replace(frame, left=x)

    def divider(self, share: float) -> list[tuple[float, float]]:
        """Return the ends of what stands between them."""
        rows, top = self.divided(share)[0], self.layout.heading_veil.bottom
        far = (rows.left, rows.bottom) if self.stacked else (rows.right, top)
        return [(rows.right, rows.bottom), far]


def _rectangle(zone: Zone) -> Rectangle:
    return Rectangle(*astuple(zone))
