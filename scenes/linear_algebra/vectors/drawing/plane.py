"""A still plane for arrows, whose labels stay beside them, and a view that moves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import astuple
from typing import NamedTuple, Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import Framing, Rectangle, fit_points
from explainer.mobjects.placing import evenly, ink_size, move_ink
from explainer.mobjects.plane_labels import AxisNumbers
from explainer.mobjects.plane_marks import EMPTY, Grid, PlaneView
from explainer.mobjects.shapes import Arrow
from explainer.mobjects.text import Formula
from explainer.style import SAFE, Theme, Zone

FARTHEST = 3.4
"""Near points are brought so far from the origin along an axis, in frame units."""

ZOOMS = 0.03
"""Logarithms of scales that differ by less are one scale."""

SHORT = 0.1
"""An arrow shorter than this in the frame is drawn as a dot, which can be seen."""

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


class PlacedArrow(VGroup):
    """An arrow from a tail, along a vector, with a label.

    Args:
        view: where the plane lies.
        theme: for colours.
        colour: a role of the theme.
        markup: Typst mathematics of the label; none when empty.
        width: of the shaft, in scene units.
        tip: length of the tip, in scene units.

    Attributes:
        aside: how far to the left of the vector it is drawn, in frame units: arrows on one line
            would cover each other.
        pinned: the place that the label has to take; it may choose when None.
    """

    def __init__(
        self,
        view: PlaneView,
        theme: Theme,
        colour: str,
        markup: str = "",
        *,
        width: float = 0.065,
        tip: float = 0.28,
    ) -> None:
        self.view = view
        halo = theme.background
        self.arrow = Arrow(theme.colour(colour), width=width, tip=tip, halo=halo)
        self.label: Formula | None = None
        if markup:
            self.label = Formula(markup, theme, size="label", colour=colour).with_halo(theme)
            self.label.set_z_index(8)
        self.tail, self.vector = np.zeros(2), np.zeros(2)
        self.slot = self.last_slot = SLOTS[0]
        self.blend, self.aside = 1.0, 0.0
        self.seen = self.last_seen = 1.0
        self.pinned: Slot | None = None
        super().__init__(self.arrow)

    @property
    def parts(self) -> list[VGroup | Formula]:
        """The arrow and its label, for fading."""
        return [self] if self.label is None else [self, self.label]

    @property
    def line(self) -> np.ndarray:
        """What is drawn, (2, 2), in the frame."""
        return np.array([self.arrow.start[:2], self.arrow.end[:2]])

    def set_vector(self, tail: np.ndarray, vector: np.ndarray) -> Self:
        """Start at ``tail``, (2,), and go along ``vector``, (2,)."""
        self.tail = np.asarray(tail, dtype=float)
        self.vector = np.asarray(vector, dtype=float)
        return self.draw()

    def draw(self) -> Self:
        """Draw the arrow for the view as it is."""
        start, end = self.view.to_frame(np.array([self.tail, self.tail + self.vector]))
        length = float(np.linalg.norm(end - start))
        if self.aside and length > 1e-9:
            across = np.array([start[1] - end[1], end[0] - start[0], 0.0]) / length
            start, end = start + self.aside * across, end + self.aside * across
        if length < SHORT:
            start = end
        self.arrow.set_ends(start, end)
        if self.label is not None:
            spot = self.spot(self.slot)
            if self.blend < 1:
                spot = (1 - self.blend) * self.spot(self.last_slot) + self.blend * spot
            move_ink(self.label, spot)
            if min(self.seen, self.last_seen) < 1:
                opacity = (1 - self.blend) * self.last_seen + self.blend * self.seen
                self.label.set_opacity(opacity)
        return self

    def spot(self, slot: Slot) -> np.ndarray:
        """Return where the middle of the label would be, (2,), in the frame."""
        if self.label is None:
            return self.line[1]
        start, end = self.line
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
        self.numbers.set_positions([], EMPTY)

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
        self.grid.to(np.eye(2))
        for arrow in self.arrows:
            arrow.draw()
        for draw in self.others:
            draw()

    def towards(
        self,
        framing: Framing,
        shown: Sequence[PlacedArrow],
        zone: Zone | None = None,
        lines: Callable[[], np.ndarray] = lambda: EMPTY,
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
        opacities = self._opacities()
        self.set_view(framing, new_zone)
        extra = lines()
        self._place_labels(shown, extra, others)
        for arrow in self.arrows:
            arrow.blend = 1.0
            arrow.draw()
        drawn = np.concatenate([extra, *(arrow.line[None] for arrow in shown)])
        labels = [arrow.label for arrow in shown if arrow.label is not None]
        self.numbers.set_positions([*labels, *others], drawn)
        wanted = self._opacities()
        edges = np.array([astuple(old_zone), astuple(new_zone)])
        stays = new_zone == old_zone and framing.units == before.units
        moves = self.moves = not (stays and np.array_equal(framing.origin, before.origin))
        zooms = abs(math.log(framing.units / before.units)) > ZOOMS

        def show(t: float) -> None:
            for arrow in self.arrows:
                arrow.blend = t
            if moves:
                zone_now = Zone(*((1 - t) * edges[0] + t * edges[1]).tolist())
                self.set_view(before.towards(framing, t), zone_now)
            else:
                for arrow in self.arrows:
                    arrow.draw()
            if not zooms:
                self._write(framing.units, (1 - t) * opacities + t * wanted)
            elif t < 0.5:
                self._write(before.units, opacities * max(1 - 2.5 * t, 0.0))
            else:
                self._write(framing.units, wanted * max(2.5 * t - 1.5, 0.0))

        self.set_view(before, old_zone)
        return show

    def _opacities(self) -> np.ndarray:
        return np.array([number.shape.fill_rgbas[0, 3] for number in self.numbers.numbers])

    def _write(self, units: float, opacities: np.ndarray) -> None:
        self.numbers.set_positions([], units=units, opacity=0.0, final=False)
        for number, opacity in zip(self.numbers.numbers, opacities.tolist(), strict=True):
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
