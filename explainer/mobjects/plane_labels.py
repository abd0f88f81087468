"""What is written on a plane: numbers along its axes, and labels at the tips of its vectors."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import astuple
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle, nice_step, separate
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_marks import PlaneView
from explainer.mobjects.shapes import VGroup
from explainer.mobjects.text import Anchor, TypesetMobject
from explainer.numbers import TIMES, format_number
from explainer.style import SAFE, Theme, Zone


class AxisNumbers(VGroup):
    """Numbers along both axes, at nice steps, which step aside for the labels in the picture."""

    def __init__(self, view: PlaneView, theme: Theme, each: int = 6) -> None:
        self.view, self.each = view, each
        anchors: list[Anchor] = ["centre", "right"]
        self.numbers = [
            LiveNumber(0, theme, decimals=0, size="small", colour="muted", anchor=anchor)
            for anchor in anchors
            for _ in range(2 * each)
        ]
        for number in self.numbers:
            number.with_halo(theme, 5)
        super().__init__(*self.numbers)
        self.decimals = 0
        self._steps: dict[tuple[float, float], float] = {}
        self._placed: tuple[object, ...] = ()
        self._shapes: list[np.ndarray] = []
        self._boxes = np.zeros((0, 4))
        self.set_positions([])

    def set_positions(
        self,
        labels: Sequence[VMobject],
        lines: np.ndarray | None = None,
        units: float | None = None,
        opacity: float = 1.0,
        final: bool = True,
    ) -> Self:
        """Place the numbers for the view as it is; those that would meet something give way.

        Args:
            labels: what must not be met.
            lines: (n, 2, 2) segments in the frame that must not be crossed.
            units: choose the numbers for this scale; the view's own when None.
            opacity: of all.
            final: none may be half faded.
        """
        self.write(units)
        boxes = np.array([_box(label) for label in labels if len(label.get_all_points())])
        if lines is not None and len(lines):
            share = np.linspace(0, 1, 24)[:, None, None]
            spots = ((1 - share) * lines[:, 0] + share * lines[:, 1]).reshape(-1, 2)
            boxes = np.concatenate([boxes.reshape(-1, 4), np.repeat(spots, 2, axis=1)])
        zone = self.view.zone
        room = Rectangle(
            max(zone.left + 0.1, SAFE.left),
            min(zone.right - 0.1, SAFE.right),
            max(zone.bottom + 0.1, SAFE.bottom),
            min(zone.top - 0.1, SAFE.top),
        )
        seen = np.where(_inside(self._boxes, room), opacity, 0.0)
        if len(boxes) and opacity:
            seen *= np.clip((_gaps(self._boxes, boxes) - 0.08) / 0.06, 0.0, 1.0)
        return self.set_opacities(np.round(seen) if final else seen)

    @property
    def opacities(self) -> np.ndarray:
        """How clearly each number shows, from 0 to 1, (n,)."""
        return np.array([number.shape.fill_rgbas[0, 3] for number in self.numbers])

    def set_opacities(self, opacities: np.ndarray) -> Self:
        """Show the numbers, where they stand, as clearly as (n,) values from 0 to 1 say.

        Those beyond the plane are not seen: they still stand where they were last written.
        """
        seen = np.where(np.isinf(self._boxes[:, 0]), 0.0, opacities)
        for number, opacity in zip(self.numbers, seen.tolist(), strict=True):
            shape = number.shape
            if not opacity == shape.fill_rgbas[0, 3] == shape.background_stroke_rgbas[0, 3]:
                shape.set_fill(opacity=opacity)
                shape.set_background_stroke(opacity=opacity)
        return self

    def write(self, units: float | None = None) -> Self:
        """Write the numbers for a scale, the view's own when None, each in its place."""
        view, step = self.view, self._step(units or self.view.units)
        self.decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        key = (step, view.units, *view.origin.tolist(), view.zone)
        shapes = [number.shape.points for number in self.numbers]
        # Whoever moves a number from outside gives it points of its own.
        if key == self._placed and all(map(operator.is_, shapes, self._shapes)):
            return self
        values = np.array([*range(-self.each, 0), *range(1, self.each + 1)]) * step
        spots = np.concatenate([np.outer(values, axis) for axis in np.eye(2)])
        points = view.to_frame(spots) + np.repeat(
            [[0, -0.32, 0], [-0.18, -0.09, 0]], len(values), 0
        )
        # What lies beyond the plane is not seen, and takes long to write.
        self._boxes = np.full((len(spots), 4), np.inf)
        inside = _inside(points[:, [0, 0, 1, 1]], Rectangle(*astuple(view.zone)))
        for index in np.flatnonzero(inside).tolist():
            number, value = self.numbers[index], float(spots[index].sum())
            number.stand(points[index], self._text(value), value)
            self._boxes[index] = _box(number.shape)
        self._placed, self._shapes = key, [number.shape.points for number in self.numbers]
        return self

    def _step(self, units: float) -> float:
        """Return the least nice step at which the numbers have room beside each other."""
        key = (units, self.numbers[0].em)
        if key in self._steps:
            return self._steps[key]
        step = nice_step(max(0.85 / units, 1e-9))
        for _ in range(6):
            self.decimals = max(0, -math.floor(math.log10(step) + 1e-9))
            self.numbers[0].set_text(self._text(-self.each * step))
            if self.numbers[0].advance + 0.3 < step * units:
                break
            step = nice_step(1.01 * step)
        self._steps[key] = step
        return step

    def _text(self, value: float) -> str:
        return format_number(value, self.decimals).replace(".0" + TIMES, TIMES)


def set_at_tips(
    view: PlaneView,
    room: Zone,
    labels: Sequence[TypesetMobject],
    tips: np.ndarray,
    sides: np.ndarray,
) -> None:
    """Put labels beyond the tips of vectors, apart from each other and inside a room.

    Args:
        view: where the plane lies.
        room: what the labels must not leave.
        labels: a text for each vector.
        tips: (n, 2) mathematical coordinates in which the arrows end.
        sides: (n,) how far each label leans to the left of its arrow; see ``PlaneLabel``.
    """
    if not labels:
        return
    ends = view.to_frame(tips)[:, :2]
    length = np.linalg.norm(tips, axis=1)[:, None]
    # A vector without length points nowhere; its label goes up and to the right.
    long = length * view.units > 0.05
    outward = np.where(long, tips / np.maximum(length, 1e-300), np.sqrt(0.5))
    across = np.column_stack([-outward[:, 1], outward[:, 0]])
    lean = outward + 1.1 * np.asarray(sides)[:, None] * across
    lean /= np.maximum(np.linalg.norm(lean, axis=1), 1e-12)[:, None]
    sizes = np.array([_size(label) for label in labels])
    reach = 0.1 + 0.5 * np.abs(lean * sizes).sum(axis=1)
    walls = Rectangle(room.left, room.right, room.bottom, room.top)
    spots = separate(ends + lean * reach[:, None], sizes + 0.12, walls)
    for label, spot in zip(labels, spots, strict=True):
        label.shift(np.append(spot - _middle(label), 0))


def away_from_the_others(tips: np.ndarray) -> np.ndarray:
    """Return for each of (n, 2) tips the side, (n,), on which its label meets no neighbour's."""
    unit = tips / np.maximum(np.linalg.norm(tips, axis=1), 1e-12)[:, None]
    middle = unit.sum(axis=0)
    cross = np.clip(2 * (middle[0] * unit[:, 1] - middle[1] * unit[:, 0]), -1, 1)
    # On one line there is no middle to lean away from; then they take the sides in turn.
    in_turn = np.where(np.arange(len(tips)) % 2 == 0, -1.0, 1.0)
    return np.asarray(cross + (1 - np.abs(cross)) * in_turn)


def _box(mobject: VMobject) -> tuple[float, float, float, float]:
    points = mobject.get_all_points()
    if not len(points):
        return (0.0, 0.0, 0.0, 0.0)
    low, high = points.min(axis=0), points.max(axis=0)
    return (low[0], high[0], low[1], high[1])


def _inside(boxes: np.ndarray, room: Rectangle) -> np.ndarray:
    """Return which of (n, 4) boxes lie in a room."""
    low, high = np.array([room.left, room.bottom]), np.array([room.right, room.top])
    return np.all((boxes[:, [0, 2]] > low) & (boxes[:, [1, 3]] < high), axis=1)


def _gaps(boxes: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return how far the nearest of (m, 4) others is from each of (n, 4) boxes, along an axis.

    Where one overlaps a box, the distance is negative.
    """
    left, right, bottom, top = boxes.T[:, :, None]
    across = np.maximum(others[:, 0] - right, left - others[:, 1])
    upward = np.maximum(others[:, 2] - top, bottom - others[:, 3])
    nearest: np.ndarray = np.maximum(across, upward).min(axis=1)
    return nearest


def _middle(label: VMobject) -> np.ndarray:
    left, right, bottom, top = _box(label)
    return np.array([(left + right) / 2, (bottom + top) / 2])


def _size(label: VMobject) -> tuple[float, float]:
    left, right, bottom, top = _box(label)
    return (right - left, top - bottom)
