"""The view of a plane, and what is written on it: numbers along its axes, labels of its marks."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import astuple
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import Rectangle, clip_lines, nice_step, separate
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.placing import ink_box
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Anchor, Formula, TypesetMobject
from explainer.style import SAFE, Theme, Zone
from explainer.ticks import tick_texts

EACH = 6
"""How many numbers an axis has to either side of the origin."""
COUNTS = np.array([*range(-EACH, 0), *range(1, EACH + 1)])
"""How many steps from it they are."""

NEXT = 0.1
"""How far a label stands from a tip where there is room, in frame units."""
APART = 0.12
"""How far labels are kept from each other."""


class PlaneView:
    """Where mathematical coordinates lie in the frame: a zone, an origin in it, and a scale.

    Args:
        zone: the part of the frame that the plane fills.
        origin: frame coordinates of the mathematical origin.
        units: frame units a mathematical unit takes.
        text: where labels and numbers may stand in it; anywhere when None.
    """

    def __init__(
        self,
        zone: Zone,
        origin: tuple[float, float],
        units: float,
        text: Zone | None = None,
    ) -> None:
        self.zone, self.origin, self.units = zone, np.array(origin, dtype=float), units
        self._text = text

    @property
    def text(self) -> Zone:
        """Where labels and numbers may stand."""
        return self._text or self.zone

    @text.setter
    def text(self, zone: Zone) -> None:
        self._text = zone

    @property
    def rectangle(self) -> Rectangle:
        """The zone in mathematical coordinates."""
        zone, (x, y), units = self.zone, self.origin.tolist(), self.units
        left, right = (zone.left - x) / units, (zone.right - x) / units
        return Rectangle(left, right, (zone.bottom - y) / units, (zone.top - y) / units)

    def flat(self, points: ArrayLike) -> np.ndarray:
        """Return (..., 2) mathematical coordinates as (..., 2) frame coordinates."""
        return np.asarray(self.origin + np.asarray(points, dtype=float) * self.units)

    def to_frame(self, points: ArrayLike) -> np.ndarray:
        """Return (..., 2) mathematical coordinates as (..., 3) frame coordinates."""
        flat = self.flat(points)
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)

    def lines(self, points: np.ndarray, ways: np.ndarray, reach: float) -> np.ndarray:
        """Return what is seen of lines, (n, 2, 2) in the frame; see ``clip_lines``."""
        return self.flat(clip_lines(points, ways, self.rectangle, reach))


class PlaneLabel(Formula):
    """A name at a point of the plane, in a place that it keeps; see ``Plane.label``.

    Attributes:
        point: (2,) mathematical coordinates.
        side: how far it leans to the left of the way from the origin: 0 is straight on, 1 about
            halfway to the left and -1 to the right, 3 and -3 almost straight to that side.
        gap: how far from the point it stands, in frame units.
    """

    def __init__(self, markup: str, theme: Theme, role: str) -> None:
        super().__init__(markup, theme, size="label", colour=role)
        self.with_halo(theme).set_z_index(8)
        self.to(np.zeros(2))

    def to(self, point: ArrayLike, side: float = 0.0, gap: float = NEXT) -> Self:
        """Name ``point``, (2,)."""
        self.point, self.side, self.gap = np.asarray(point, dtype=float), side, gap
        return self


class AxisNumbers(VGroup):
    """Numbers along both axes, at nice steps, which give way to what is in the picture.

    Where one has to, only every second is seen, or third, and so on: an axis has no holes.
    """

    def __init__(self, view: PlaneView, theme: Theme) -> None:
        self._safe = theme.layout.safe
        self.view = view
        anchors: list[Anchor] = ["centre", "right"]
        self.numbers = [
            LiveNumber(0, theme, size="small", colour="muted", anchor=anchor).with_halo(theme, 5)
            for anchor in anchors
            for _ in range(2 * EACH)
        ]
        self.note = LiveNumber(0, theme, size="small", colour="muted").with_halo(theme, 5)
        super().__init__(*self.numbers, self.note)
        self._steps: dict[tuple[float, float], float] = {}
        self._placed: tuple[object, ...] = ()
        self._shapes: list[np.ndarray] = []
        self._boxes = np.zeros((0, 4))
        self._note = ""
        self.set_positions([], np.zeros((0, 2, 2)))

    def set_positions(
        self,
        labels: Sequence[VMobject],
        lines: np.ndarray,
        units: float | None = None,
        opacity: float = 1.0,
        final: bool = True,
    ) -> Self:
        """Place the numbers for the view as it is, and let them give way to what is in it.

        Args:
            labels: what must not be met.
            lines: (n, 2, 2) segments in the frame that must not be crossed.
            units: choose the numbers for this scale; the view's own when None.
            opacity: of all.
            final: none may be half faded.
        """
        self.write(units)
        met = [_box(label) for label in labels if len(label.get_all_points())]
        share = np.linspace(0, 1, 24)[:, None, None]
        spots = ((1 - share) * lines[:, 0] + share * lines[:, 1]).reshape(-1, 2)
        boxes = np.concatenate([np.reshape(met, (-1, 4)), np.repeat(spots, 2, axis=1)])
        safe = self._safe
        room = np.add(astuple(self.view.text), (0.1, -0.1, 0.1, -0.1))
        room[::2] = np.maximum(room[::2], [safe.left, safe.bottom])
        room[1::2] = np.minimum(room[1::2], [safe.right, safe.top])
        if final:
            self._stand_note(boxes)
        inside = _inside(self._boxes, Rectangle(*room))
        clear = np.ones(len(inside))
        if len(boxes):
            self._clear_note(np.reshape(met, (-1, 4)))
            clear = np.clip((_gaps(self._boxes, boxes) - 0.08) / 0.06, 0.0, 1.0)
        clear = np.round(clear) if final else clear
        halves = zip(np.split(clear, 2), np.split(inside, 2), strict=True)
        seen = opacity * np.concatenate([_evenly(*half) for half in halves])
        return self.set_opacities(np.round(seen) if final else seen)

    def _clear_note(self, labels: np.ndarray) -> None:
        """Put the note at the end of its axis above it, or below where labels, (n, 4), are."""
        end = min(self.view.text.right, SAFE.right) - 0.1
        for rise in (0.12, -0.65):
            spot = np.array([end, self.view.origin[1] + rise, 0.0])
            self.note.stand(spot, self.note.text, math.nan)
            if not len(labels) or _gaps(_box(self.note.shape)[None], labels)[0] > 0.08:
                break

    def axis_numbers(self) -> list[dict[VMobject, float]]:
        """Return the numbers of both axes, seen or not, with the values at which they stand."""
        halves = self.numbers[: 2 * EACH], self.numbers[2 * EACH :]
        return [{number: number.value for number in half} for half in halves]

    @property
    def opacities(self) -> np.ndarray:
        """How clearly each number shows, from 0 to 1, (n,)."""
        return np.array([number.shape.fill_rgbas[0, 3] for number in self.numbers])

    def set_opacities(self, opacities: np.ndarray) -> Self:
        """Show the numbers, where they stand, as clearly as (n,) values from 0 to 1 say.

        Those beyond the plane are not seen: they still stand where they were last written.
        """
        seen = np.where(np.isinf(self._boxes[:, 0]), 0.0, opacities)
        shown = [*seen.tolist(), seen.max(initial=0.0)]
        for number, opacity in zip((*self.numbers, self.note), shown, strict=True):
            shape = number.shape
            if not opacity == shape.fill_rgbas[0, 3] == shape.background_stroke_rgbas[0, 3]:
                shape.set_fill(opacity=opacity)
                shape.set_background_stroke(opacity=opacity)
        return self

    def write(self, units: float | None = None) -> Self:
        """Write the numbers for a scale, the view's own when None, each in its place."""
        view, step = self.view, self._step(units or self.view.units)
        key = (step, view.units, *view.origin.tolist(), view.text)
        shapes = [number.shape.points for number in self.numbers]
        # Whoever moves a number from outside gives it points of its own.
        if key == self._placed and all(map(operator.is_, shapes, self._shapes)):
            return self
        values = COUNTS * step
        written = tick_texts(values)
        texts = written.texts
        spots = np.concatenate([np.outer(values, axis) for axis in np.eye(2)])
        beside = np.repeat([[0, -0.32, 0], [-0.18, -0.09, 0]], len(values), 0)
        points = view.to_frame(spots) + beside
        # What lies beyond the plane is not seen, and takes long to write.
        self._boxes = np.full((len(spots), 4), np.inf)
        inside = _inside(points[:, [0, 0, 1, 1]], Rectangle(*astuple(view.text)))
        for index in np.flatnonzero(inside).tolist():
            number, value = self.numbers[index], float(spots[index].sum())
            number.stand(points[index], texts[index % len(values)], value)
            self._boxes[index] = _box(number.shape)
        self._note = written.note
        self._stand_note(np.zeros((0, 4)))
        self._placed, self._shapes = key, [number.shape.points for number in self.numbers]
        return self

    def _stand_note(self, boxes: np.ndarray) -> None:
        """Let the note stand at an end of the horizontal axis, where it meets none of (n, 4)."""
        zone, level = self.view.text, self.view.origin[1]
        right, left = min(zone.right, SAFE.right) - 0.1, max(zone.left, SAFE.left) + 0.1
        for end, height in ((right, 0.12), (left, 0.12), (right, -0.7), (left, -0.7)):
            start = end + (self.note.advance if end == left else 0.0)
            self.note.stand(np.array([start, level + height, 0.0]), self._note, math.nan)
            if not len(boxes) or _gaps(_box(self.note.shape)[None], boxes)[0] > 0.08:
                return

    def _step(self, units: float) -> float:
        """Return the least nice step at which the numbers have room beside each other."""
        first = self.numbers[0]
        key = (units, first.em)
        if key not in self._steps:
            step = nice_step(max(0.85 / units, 1e-9))
            for _ in range(6):
                texts = tick_texts(COUNTS * step).texts
                if first.set_text(max(texts, key=len)).advance + 0.3 < step * units:
                    break
                step = nice_step(1.01 * step)
            self._steps[key] = step
        return self._steps[key]


def set_at_tips(
    view: PlaneView,
    room: Zone,
    labels: Sequence[TypesetMobject],
    tips: np.ndarray,
    sides: ArrayLike,
    gaps: ArrayLike = NEXT,
) -> None:
    """Put labels beyond the tips of vectors, (n, 2), apart from each other and inside a room.

    Sides and gaps, (n,), are those of ``PlaneLabel``.
    """
    if not labels:
        return
    boxes = np.array([ink_box(label) for label in labels])
    spots = beyond_tips(view, tips, boxes[:, 1], np.asarray(sides), np.asarray(gaps))
    spots = separate(spots, boxes[:, 1] + APART, Rectangle(*astuple(room)))
    for label, way in zip(labels, spots - boxes[:, 0], strict=True):
        label.shift(np.append(way, 0))


def beyond_tips(
    view: PlaneView, tips: np.ndarray, sizes: np.ndarray, sides: np.ndarray, gaps: np.ndarray
) -> np.ndarray:
    """Return where boxes, (n, 2) widths and heights, have their middles beyond tips, (n, 2)."""
    length = np.linalg.norm(tips, axis=1)[:, None]
    # A vector without length points nowhere; its label goes up and to the right.
    long = length * view.units > 0.05
    outward = np.where(long, tips / np.maximum(length, 1e-300), np.sqrt(0.5))
    across = np.column_stack([-outward[:, 1], outward[:, 0]])
    lean = outward + 1.1 * sides[:, None] * across
    lean /= np.maximum(np.linalg.norm(lean, axis=1), 1e-12)[:, None]
    reach = gaps + 0.5 * np.abs(lean * sizes).sum(axis=1)
    return np.asarray(view.flat(tips) + lean * reach[:, None])


def away_from_the_others(tips: np.ndarray) -> np.ndarray:
    """Return for each of (n, 2) tips the side, (n,), on which its label meets no neighbour's."""
    unit = tips / np.maximum(np.linalg.norm(tips, axis=1), 1e-12)[:, None]
    middle = unit.sum(axis=0)
    cross = np.clip(2 * (middle[0] * unit[:, 1] - middle[1] * unit[:, 0]), -1, 1)
    # On one line there is no middle to lean away from; then they take the sides in turn.
    in_turn = np.where(np.arange(len(tips)) % 2 == 0, -1.0, 1.0)
    return np.asarray(cross + (1 - np.abs(cross)) * in_turn)


def _evenly(clear: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Return how clearly each number of an axis is seen, (n,), if at even distances only.

    All are if they are clear; where they are not, every second, or the third, and so on.

    Args:
        clear: (n,), 0 for those that meet something, up to 1.
        inside: (n,), which of them are in the picture at all.
    """
    seen, left = np.zeros(len(clear)), 1.0
    for every in range(1, EACH + 1):
        some = (COUNTS % every == 0) & inside
        share = left * float(clear[some].min(initial=1.0)) if some.any() else 0.0
        seen[some] += share
        left -= share
    return seen


def _box(mobject: VMobject) -> np.ndarray:
    """Return left, right, bottom and top; zeros where nothing is drawn."""
    points = mobject.get_all_points()
    if not len(points):
        return np.zeros(4)
    return np.stack([points.min(axis=0), points.max(axis=0)], axis=1)[:2].ravel()


def _inside(boxes: np.ndarray, room: Rectangle) -> np.ndarray:
    """Return which of (n, 4) boxes lie in a room."""
    return np.all((boxes[:, ::2] > room.low) & (boxes[:, 1::2] < room.high), axis=1)


def _gaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return how far the nearest of (m, 4) others is from each of (n, 4) boxes, along an axis.

    Where one overlaps a box, the distance is negative.
    """
    left, right, bottom, top = boxes.T[:, :, None]
    across = np.maximum(others[:, 0] - right, left - others[:, 1])
    upward = np.maximum(others[:, 2] - top, bottom - others[:, 3])
    return np.asarray(np.maximum(across, upward).min(axis=1))
