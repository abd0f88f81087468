"""A still plane for arrows, whose labels stay beside them, and a view that moves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Framing, Rectangle
from explainer.mobjects.placing import evenly, ink_size, move_ink
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_marks import EMPTY, ORIGIN, Mark, PlaneArrow, PlaneView
from explainer.mobjects.text import Formula
from explainer.style import SAFE, Theme, Zone

ZOOMS = 0.03
"""Logarithms of scales that differ by less are one scale."""

APART = 0.13
"""How far a label stands from its arrow."""


class Slot(NamedTuple):
    """Where a label stands: at a share of its arrow's length, to the left (1) or right (-1) of it.

    With a ``side`` of 0 it stands beyond that share of the arrow. About an arrow without length it
    stands at ``angle``, in degrees. The least distance is ``gap``, in frame units.
    """

    share: float
    side: float
    angle: float = 50.0
    gap: float = APART


class PlacedArrow(PlaneArrow):
    """An arrow whose label stands beside it, and glides to where there is more room.

    Args:
        view, theme, role, width, tip: as for ``PlaneArrow``.
        markup: Typst mathematics of the label; none when empty.

    Attributes:
        pinned: the place that the label has to take; it may choose when None.
    """

    def __init__(
        self,
        view: PlaneView,
        theme: Theme,
        role: str,
        markup: str = "",
        *,
        width: float = 0.06,
        tip: float = 0.27,
    ) -> None:
        super().__init__(view, theme, role, width, tip)
        if markup:
            self.label = Formula(markup, theme, size="label", colour=role).with_halo(theme)
            self.label.set_z_index(8)
        self.slot = self.last_slot = SLOTS[0]
        self.blend, self.seen, self.last_seen = 1.0, 1.0, 1.0
        self.pinned: Slot | None = None
        self.to(ORIGIN)

    @property
    def segment(self) -> np.ndarray:
        """What is drawn, (2, 2), in the frame."""
        return np.array([self.start[:2], self.end[:2]])

    def _draw(self) -> None:
        super()._draw()
        if self.label is not None:
            spot = self.spot(self.slot)
            if self.blend < 1:
                spot = (1 - self.blend) * self.spot(self.last_slot) + self.blend * spot
            move_ink(self.label, spot)
            if min(self.seen, self.last_seen) < 1:
                opacity = (1 - self.blend) * self.last_seen + self.blend * self.seen
                self.label.set_opacity(opacity)

    def spot(self, slot: Slot) -> np.ndarray:
        """Return where the middle of the label would be, (2,), in the frame."""
        if self.label is None:
            return self.segment[1]
        start, end = self.segment
        along = end - start
        length = float(np.linalg.norm(along))
        size = ink_size(self.label)
        # Beside a dot there is no side: the label goes up and to the right.
        angle = math.radians(slot.angle)
        beyond = np.array([math.cos(angle), math.sin(angle)])
        spot = end + beyond * (slot.gap + 0.1 + 0.5 * float(beyond @ size))
        share = min(length / 0.3, 1.0)
        if share < 1e-3:
            return np.asarray(spot)
        unit = along / length
        out = np.array([-unit[1], unit[0]]) * slot.side if slot.side else unit
        gap = slot.gap + (0.04 if slot.side == 0 else 0.0)
        base = start + slot.share * along
        beside = base + out * (gap + 0.5 * float(np.abs(out) @ size))
        return np.asarray(share * beside + (1 - share) * spot)

    def take(self, slot: Slot, seen: float = 1.0) -> Self:
        """Make for another place of the label; ``blend`` from 0 to 1 leads there.

        Args:
            slot: where the label is to stand.
            seen: 0 where there is no room for it, and it has to go.
        """
        self.last_slot, self.slot = self.slot, slot
        self.last_seen, self.seen = self.seen, seen
        return self


BEYOND = Slot(1.0, 0.0, 0.0)
"""Beyond the tip."""

SLOTS = [
    Slot(0.5, 1.0, 50.0),
    Slot(0.5, -1.0, 130.0),
    Slot(0.62, 1.0, -50.0),
    Slot(0.62, -1.0, -130.0),
    Slot(0.38, 1.0, 90.0),
    Slot(0.38, -1.0, -90.0),
    Slot(0.75, 1.0, 180.0),
    Slot(0.75, -1.0, 20.0),
    BEYOND,
    Slot(0.92, 1.0, 160.0),
    Slot(0.92, -1.0, -20.0),
    Slot(0.25, 1.0, -160.0),
    Slot(0.25, -1.0, 70.0),
    *(Slot(0.5, side, angle, 0.5) for side, angle in ((1.0, 110.0), (-1.0, -70.0))),
    *(Slot(1.0, 0.0, angle, 0.5) for angle in (0.0, 180.0)),
    *(Slot(0.5, side, angle, 0.8) for side, angle in ((1.0, 60.0), (-1.0, -110.0))),
]
"""Where a label may stand, the best first."""


class VectorPlane(Plane):
    """A plane whose arrows have their labels beside them, and whose zone may change.

    Args:
        theme: for colours.
        zone: the part of the frame that the plane fills.
        room: where in the frame the points may lie that it is fitted to.

    Attributes:
        moves: whether the latest way to another framing leads anywhere.
    """

    def __init__(self, theme: Theme, zone: Zone, room: Rectangle) -> None:
        super().__init__(theme, zone, room, nearest=3.4, axis="axis")
        self.moves = False

    def place(
        self,
        role: str,
        markup: str = "",
        *,
        layer: float = 4,
        width: float = 0.06,
        tip: float = 0.27,
    ) -> PlacedArrow:
        """Put an arrow without length on the plane, with its label beside it."""
        made = PlacedArrow(self.view, self.theme, role, markup, width=width, tip=tip)
        made.set_z_index(layer)
        self.add(*made.parts)
        return made

    @property
    def placed(self) -> list[PlacedArrow]:
        """All arrows with a label beside them."""
        return [mark for mark in self.marks if isinstance(mark, PlacedArrow)]

    def towards(
        self,
        framing: Framing,
        shown: Sequence[PlacedArrow],
        zone: Zone | None = None,
        others: Sequence[Mark] = (),
        text: Sequence[VMobject] = (),
    ) -> Callable[[float], None]:
        """Return the move to another framing as a function of t in [0, 1].

        Called while all that is shown has the place in which it will rest: labels and numbers
        choose where they keep clear of it.

        Args:
            framing: where the plane is to lie.
            shown: the arrows that are seen there.
            zone: the part of the frame that the plane is to fill; the same when None.
            others: further marks to keep clear of.
            text: further text to keep clear of.
        """
        before, old_zone = self.framing, self.view.zone
        new_zone = zone or old_zone
        opacities = self._opacities()
        self.view.zone = new_zone
        self.look(framing)
        drawn = np.concatenate([EMPTY, *(mark.outline() for mark in (*others, *shown))])
        self._place_labels(shown, drawn, text)
        for arrow in self.placed:
            arrow.blend = 1.0
            arrow.draw()
        labels = [arrow.label for arrow in shown if arrow.label is not None]
        self.numbers.set_positions([*labels, *text], drawn)
        wanted = self._opacities()
        edges = np.array([astuple(old_zone), astuple(new_zone)])
        self.moves = new_zone != old_zone or not self.looks(before)
        zooms = abs(math.log(framing.units / before.units)) > ZOOMS

        def show(t: float) -> None:
            for arrow in self.placed:
                arrow.blend = t
            self.view.zone = Zone(*((1 - t) * edges[0] + t * edges[1]).tolist())
            self.look(before.towards(framing, t))
            if not zooms:
                self._write(framing.units, (1 - t) * opacities + t * wanted)
            elif t < 0.5:
                self._write(before.units, opacities * max(1 - 2.5 * t, 0.0))
            else:
                self._write(framing.units, wanted * max(2.5 * t - 1.5, 0.0))

        self.view.zone = old_zone
        self.look(before)
        return show

    def _opacities(self) -> np.ndarray:
        return np.array([number.shape.fill_rgbas[0, 3] for number in self.numbers.numbers])

    def _write(self, units: float, opacities: np.ndarray) -> None:
        self.numbers.set_positions([], units=units, opacity=0.0, final=False)
        for number, opacity in zip(self.numbers.numbers, opacities.tolist(), strict=True):
            number.shape.set_fill(opacity=opacity)
            number.shape.set_background_stroke(opacity=opacity)

    def _place_labels(
        self, shown: Sequence[PlacedArrow], drawn: np.ndarray, others: Sequence[VMobject]
    ) -> None:
        """Choose for each label the place beside its arrow that is clearest of everything."""
        points = np.concatenate([evenly(segment) for segment in drawn])
        boxes = [
            (np.asarray(other.get_center())[:2], np.array([other.width, other.height]))
            for other in others
        ]
        for arrow in sorted(self.placed, key=lambda arrow: arrow.pinned is None):
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
            best = arrow.pinned or SLOTS[int(np.argmax(ranked))]
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
