"""A still plane for arrows: grid, numbered axes, and a view that moves from framing to framing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import Framing, Rectangle, fit_points
from explainer.mobjects.placing import evenly, ink_size
from explainer.mobjects.plane import Grid, PlaneView
from explainer.mobjects.plane_labels import AxisNumbers
from explainer.scenes.linear_algebra.vectors.drawing.arrows import SLOTS, PlacedArrow, Slot
from explainer.style import SAFE, Theme, Zone

FARTHEST = 3.4
"""Near points are brought so far from the origin along an axis, in frame units."""

ZOOMS = 0.03
"""Logarithms of scales that differ by less are one scale."""


def frame_points(points: np.ndarray, room: Rectangle) -> Framing:
    """Return the framing that fits (n, 2) points, small ones brought nearer."""
    reach = float(np.abs(points).max())
    return fit_points(points, room, max(1.5, FARTHEST / reach) if reach > 1e-9 else 1.5)


class VectorPlane(VGroup):
    """Grid and axis numbers over a zone; what is placed on it is drawn again as the view moves.

    Args:
        theme: for colours.
        zone: the part of the frame that the plane fills.
        framing: where it lies there.
        numbers: how many there may be on each half of an axis.

    Attributes:
        moves: whether the latest way to another framing leads anywhere.
    """

    def __init__(self, theme: Theme, zone: Zone, framing: Framing, numbers: int = 6) -> None:
        self.theme = theme
        self.view = PlaneView(zone, (framing.origin[0], framing.origin[1]), framing.units)
        self.grid = Grid(self.view, theme.ghost, theme.axis, width=theme.strokes.hair, finest=1e-9)
        self.numbers = AxisNumbers(self.view, theme, numbers)
        self.arrows: list[PlacedArrow] = []
        self.others: list[Callable[[], object]] = []
        self.moves = False
        super().__init__(self.grid, self.numbers)
        self.grid.set_z_index(-1)
        self.numbers.set_z_index(0)
        self.number([], np.zeros((0, 2, 2)))

    @property
    def framing(self) -> Framing:
        """Where the plane lies now."""
        return Framing(self.view.origin, self.view.units)

    def arrow(
        self,
        colour: str,
        markup: str = "",
        *,
        layer: float = 4,
        width: float = 0.065,
        tip: float = 0.28,
    ) -> PlacedArrow:
        """Return a new arrow without length, which moves with the view."""
        made = PlacedArrow(self.view, self.theme, colour, markup, width=width, tip=tip)
        made.set_z_index(layer)
        self.arrows.append(made)
        return made.draw()

    def moving(self) -> list[VMobject]:
        """Return everything that a move of the view changes."""
        return [self.grid, self.numbers, *(part for a in self.arrows for part in a.parts)]

    def set_view(self, framing: Framing, zone: Zone) -> None:
        """Look at the plane in another way, and draw all that is on it."""
        self.view.origin, self.view.units, self.view.zone = framing.origin, framing.units, zone
        self.grid.set_matrix(np.eye(2))
        for arrow in self.arrows:
            arrow.draw()
        for draw in self.others:
            draw()

    def number(self, labels: Sequence[VMobject], lines: np.ndarray) -> None:
        """Number the axes for the view as it is, clear of labels and lines."""
        self.numbers.set_positions(labels, lines)

    def towards(
        self,
        framing: Framing,
        shown: Sequence[PlacedArrow],
        zone: Zone | None = None,
        lines: Callable[[], np.ndarray] = lambda: np.zeros((0, 2, 2)),
        others: Sequence[VMobject] = (),
    ) -> Callable[[float], None]:
        """Return the move to another framing as a function of t in [0, 1].

        Called while all that is shown has the place in which it will rest: labels and numbers
        choose where they keep clear of it.

        Args:
            framing: where the plane is to lie.
            shown: the arrows that are seen there.
            zone: the part of the frame that the plane is to fill; the same when None.
            lines: returns (n, 2, 2) further segments in the frame to keep clear of.
            others: further text to keep clear of.
        """
        before, old_zone = self.framing, self.view.zone
        new_zone = zone or old_zone
        strengths = self._strengths()
        self.set_view(framing, new_zone)
        extra = lines()
        self._place_labels(shown, extra, others)
        for arrow in self.arrows:
            arrow.blend = 1.0
            arrow.draw()
        drawn = np.concatenate([extra, *(arrow.line[None] for arrow in shown)])
        labels = [arrow.label for arrow in shown if arrow.label is not None]
        self.number([*labels, *others], drawn)
        wanted = self._strengths()
        moves = new_zone != old_zone or framing.units != before.units
        moves = self.moves = moves or not np.array_equal(framing.origin, before.origin)
        zooms = abs(math.log(framing.units / before.units)) > ZOOMS

        def show(t: float) -> None:
            for arrow in self.arrows:
                arrow.blend = t
            if moves:
                mixed = [(1 - t) * a + t * b for a, b in zip(old_edges, new_edges, strict=True)]
                self.set_view(before.towards(framing, t), Zone(*mixed))
            else:
                for arrow in self.arrows:
                    arrow.draw()
            if not zooms:
                self._write(framing.units, (1 - t) * strengths + t * wanted)
            elif t < 0.5:
                self._write(before.units, strengths * max(1 - 2.5 * t, 0.0))
            else:
                self._write(framing.units, wanted * max(2.5 * t - 1.5, 0.0))

        old_edges = (old_zone.left, old_zone.right, old_zone.bottom, old_zone.top)
        new_edges = (new_zone.left, new_zone.right, new_zone.bottom, new_zone.top)
        self.set_view(before, old_zone)
        return show

    def _strengths(self) -> np.ndarray:
        return np.array([number.shape.fill_rgbas[0, 3] for number in self.numbers.numbers])

    def _write(self, units: float, strengths: np.ndarray) -> None:
        self.numbers.set_positions([], units=units, strength=0.0, resting=False)
        for number, opacity in zip(self.numbers.numbers, strengths.tolist(), strict=True):
            number.shape.set_fill(opacity=opacity)
            number.shape.set_background_stroke(opacity=opacity)

    def _place_labels(
        self, shown: Sequence[PlacedArrow], lines: np.ndarray, others: Sequence[VMobject]
    ) -> None:
        """Choose for each label the place beside its arrow that is clearest of everything."""
        segments = [*lines, *(arrow.line for arrow in shown)]
        points = np.concatenate([evenly(segment) for segment in segments])
        boxes = [
            (np.asarray(other.get_center())[:2], np.array([other.width, other.height]))
            for other in others
        ]
        for arrow in sorted(self.arrows, key=lambda arrow: arrow.pinned is None):
            if arrow not in shown or arrow.label is None:
                arrow.take(arrow.slot, arrow.seen)
                continue
            size = ink_size(arrow.label)
            scores = [self._score(arrow.spot(slot), size, points, boxes) for slot in SLOTS]
            # A label far from its arrow is better only than one that meets something.
            ranked = [
                score - 0.008 * place - 0.3 * (slot.gap - SLOTS[0].gap)
                for place, (slot, score) in enumerate(zip(SLOTS, scores, strict=True))
            ]
            # A label that stands well stays where it is.
            stays = SLOTS.index(arrow.slot)
            ranked[stays] += 0.08
            best: Slot = arrow.pinned or SLOTS[int(np.argmax(ranked))]
            room = scores[SLOTS.index(best)] >= 0 or arrow.pinned is not None
            arrow.take(best, float(room))
            if room:
                boxes.append((arrow.spot(best), size))

    def _score(
        self,
        centre: np.ndarray,
        size: np.ndarray,
        points: np.ndarray,
        boxes: list[tuple[np.ndarray, np.ndarray]],
    ) -> float:
        gaps = np.maximum(np.abs(points - centre) - size / 2, 0)
        clear = min(float(np.hypot(gaps[:, 0], gaps[:, 1]).min()), 0.2)
        for other, box in boxes:
            apart = float((np.abs(centre - other) - (size + box) / 2).max())
            clear = min(clear, apart if apart > 0.04 else 10 * (apart - 0.04))
        zone = self.view.zone
        low = np.array([max(zone.left, SAFE.left), max(zone.bottom, -3.2)]) + 0.08
        high = np.array([min(zone.right, SAFE.right), zone.top]) - 0.08
        outside = np.maximum(low - centre + size / 2, centre + size / 2 - high).max()
        return clear - 10 * max(float(outside), 0.0)
