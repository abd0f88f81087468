"""The plane under a matrix: grids that move, the basis that carries them, and walks along it."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VGroup, VMobject

from explainer.geometry.plane import Rectangle, clip_lines, corners_path, nice_step, separate
from explainer.mobjects.arrows import Arrow, Segments
from explainer.mobjects.text import LiveNumber, TypesetMobject
from explainer.style import Theme, Zone


class PlaneView:
    """Where mathematical coordinates lie in the frame: a zone, an origin in it, and a scale.

    Args:
        zone: the part of the frame that the plane fills.
        origin: frame coordinates of the mathematical origin.
        units: frame units a mathematical unit takes.
    """

    def __init__(self, zone: Zone, origin: tuple[float, float], units: float) -> None:
        self.zone, self.origin, self.units = zone, np.array(origin, dtype=float), units

    @property
    def rectangle(self) -> Rectangle:
        """The zone in mathematical coordinates."""
        zone = self.zone
        left, bottom = (np.array([zone.left, zone.bottom]) - self.origin) / self.units
        right, top = (np.array([zone.right, zone.top]) - self.origin) / self.units
        return Rectangle(left, right, bottom, top)

    def to_frame(self, points: np.ndarray | tuple[float, ...]) -> np.ndarray:
        """Return (..., 2) mathematical coordinates as (..., 3) frame coordinates."""
        flat = self.origin + np.asarray(points, dtype=float) * self.units
        return np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1)


class Grid(VGroup):
    """The lines of whole coordinates, carried along by a matrix, clipped to the view's zone.

    Args:
        view: where the plane lies; read anew at each ``set_matrix``.
        colour: of the lines.
        axis_colour: of the two lines through the origin.
        width: stroke width of the lines.
        reach: the grid's half width in its own coordinates, a whole number.
    """

    def __init__(
        self, view: PlaneView, colour: str, axis_colour: str, *, width: float, reach: int
    ) -> None:
        self.view, self.reach = view, reach
        self.lines = Segments(colour, width=width)
        self.axes = Segments(axis_colour, width=1.6 * width)
        super().__init__(self.lines, self.axes)
        self.set_matrix(np.eye(2))

    def set_matrix(self, matrix: np.ndarray, step: float = 1.0) -> Self:
        """Draw the grid as ``matrix``, (2, 2), carries it, with a line every ``step`` units."""
        count = math.floor(self.reach / step)
        offsets = np.arange(-count, count + 1) * step
        others = offsets[offsets != 0]
        rectangle = self.view.rectangle
        self.lines.set_segments(self._family(matrix, others, rectangle))
        self.axes.set_segments(self._family(matrix, np.zeros(1), rectangle))
        return self

    def _family(self, matrix: np.ndarray, offsets: np.ndarray, rectangle: Rectangle) -> np.ndarray:
        points = np.concatenate([offsets[:, None] * matrix[:, 1], offsets[:, None] * matrix[:, 0]])
        along = np.repeat(matrix.T, len(offsets), axis=0)
        segments = clip_lines(points, along, rectangle, reach=self.reach)
        return self.view.to_frame(segments.reshape(-1, 2))[:, :2].reshape(-1, 2, 2)

    def set_strength(self, opacity: float) -> Self:
        """Set the opacity of all lines."""
        self.lines.set_stroke(opacity=opacity)
        self.axes.set_stroke(opacity=opacity)
        return self


class AxisNumbers(VGroup):
    """Numbers along both axes, at nice steps, which step aside for the labels in the picture."""

    def __init__(self, view: PlaneView, theme: Theme, each: int = 6) -> None:
        self.view, self.each = view, each
        self.numbers = [
            LiveNumber(0, theme, decimals=0, size="small", colour="muted", anchor="centre")
            for _ in range(4 * each)
        ]
        for number in self.numbers:
            number.with_halo(theme, 5)
        super().__init__(*self.numbers)
        self.strength = 1.0
        self.set_positions([])

    def set_positions(self, obstacles: list[VMobject]) -> Self:
        """Place the numbers for the view as it is, hiding those that meet an obstacle."""
        rectangle = self.view.rectangle
        step = nice_step(max(0.85 / self.view.units, 1e-9))
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        boxes = [_box(obstacle) for obstacle in obstacles if len(obstacle.get_all_points())]
        pool = iter(self.numbers)
        for axis in (0, 1):
            low, high = (rectangle[0], rectangle[1]) if axis == 0 else rectangle[2:]
            for index in range(-self.each, self.each + 1):
                if index == 0:
                    continue
                number = next(pool)
                value = index * step
                spot = np.zeros(2)
                spot[axis] = value
                where = self.view.to_frame(spot)
                where += np.array([0, -0.32, 0]) if axis == 0 else np.array([-0.3, -0.09, 0])
                number.decimals = decimals
                number.set_value(value)
                number.place(where, "centre")
                margin = 0.45 / self.view.units
                bottom = -3.1 if axis == 1 else -3.9
                seen = (
                    low + margin < value < high - margin
                    and where[1] > bottom
                    and where[0] > -6.25
                    and not any(_meet(_box(number.shape), box) for box in boxes)
                )
                number.shape.set_fill(opacity=self.strength if seen else 0.0)
                number.shape.set_background_stroke(opacity=self.strength if seen else 0.0)
        return self


class Walk(VGroup):
    """A vector walked along a basis: so many steps of the first arrow, then of the second.

    Args:
        view: where the plane lies.
        theme: for colours.
        most: more steps than this are drawn as one long arrow.
    """

    def __init__(self, view: PlaneView, theme: Theme, most: int = 8) -> None:
        self.view, self.most = view, most
        self.arrows = [
            [Arrow(colour, width=0.045, tip=0.2) for _ in range(most)]
            for colour in (theme.i_hat, theme.j_hat)
        ]
        super().__init__(*self.arrows[0], *self.arrows[1])

    def set_walk(self, basis: np.ndarray, steps: np.ndarray, progress: float = 1.0) -> Self:
        """Draw the walk of ``steps``, (2,), along the columns of ``basis``, (2, 2).

        Args:
            basis: its columns are a step each.
            steps: how many of each; they may be negative or broken.
            progress: the share of the walk that is done, in [0, 1].
        """
        total = np.abs(steps).sum()
        done = progress * total
        foot = np.zeros(2)
        for axis in (0, 1):
            count = abs(float(steps[axis]))
            direction = basis[:, axis] * np.sign(steps[axis])
            walked = min(max(done, 0.0), count)
            done -= count
            stride = 1.0 if count <= self.most else count
            for index, arrow in enumerate(self.arrows[axis]):
                length = min(max(walked - index * stride, 0.0), stride)
                if length <= 1e-9:
                    arrow.points = np.zeros((0, 3))
                    continue
                start = foot + direction * index * stride
                arrow.set_ends(
                    self.view.to_frame(start), self.view.to_frame(start + direction * length)
                )
            foot = foot + direction * walked
        return self


class TipLabels(VGroup):
    """Labels at the tips of vectors, kept apart from each other and inside a room.

    Args:
        view: where the plane lies.
        room: what the labels must not leave.
    """

    def __init__(self, view: PlaneView, room: Zone) -> None:
        super().__init__()
        self.view, self.room = view, room

    def set_tips(self, labels: list[TypesetMobject], tips: np.ndarray, sides: np.ndarray) -> Self:
        """Put each label beyond its tip.

        Args:
            labels: a text for each vector.
            tips: (n, 2) mathematical coordinates in which the arrows end.
            sides: (n,) how far each label leans to the left of its arrow, from -1 (right) to 1.
        """
        self.submobjects = list(labels)
        if not labels:
            return self
        ends = self.view.to_frame(tips)[:, :2]
        length = np.linalg.norm(tips, axis=1)[:, None]
        outward = np.where(length * self.view.units > 0.05, tips / np.maximum(length, 1e-300), 0)
        across = np.column_stack([-outward[:, 1], outward[:, 0]])
        lean = outward + 1.1 * np.asarray(sides)[:, None] * across
        lean /= np.maximum(np.linalg.norm(lean, axis=1), 1e-12)[:, None]
        sizes = np.array([_size(label) for label in labels])
        reach = 0.1 + 0.5 * np.abs(lean * sizes).sum(axis=1)
        room = Rectangle(self.room.left, self.room.right, self.room.bottom, self.room.top)
        spots = separate(ends + lean * reach[:, None], sizes + 0.12, room)
        for label, spot in zip(labels, spots, strict=True):
            label.shift(np.append(spot - _middle(label), 0))
        return self


class Parallelogram(VMobject):
    """The image of the unit square, filled; hatched as well where its orientation is reversed."""

    def __init__(self, view: PlaneView, theme: Theme) -> None:
        super().__init__(
            stroke_color=theme.area, stroke_width=theme.strokes.regular, fill_opacity=0.3
        )
        self.view, self.theme = view, theme
        self.hatching = Segments(theme.area_negative, width=theme.strokes.thin, opacity=0.9)
        self.add(self.hatching)

    def set_matrix(self, matrix: np.ndarray) -> Self:
        """Draw the parallelogram that the columns of ``matrix`` span."""
        first, second = matrix[:, 0], matrix[:, 1]
        corners = np.array([0 * first, first, first + second, second, 0 * first])
        self.points = corners_path(self.view.to_frame(corners)[:, :2])
        reversed_ = np.linalg.det(matrix) < 0
        colour = self.theme.area_negative if reversed_ else self.theme.area
        self.set_stroke(colour, family=False)
        self.set_fill(colour, opacity=0.3, family=False)
        self.hatching.set_segments(self._hatch(matrix) if reversed_ else np.zeros((0, 2, 2)))
        return self

    def _hatch(self, matrix: np.ndarray) -> np.ndarray:
        share = (np.arange(1, 12) / 6)[:, None]
        start = np.where(share <= 1, share * [1, 0], [1, 0] + (share - 1) * [0, 1])
        end = np.where(share <= 1, share * [0, 1], [0, 1] + (share - 1) * [1, 0])
        segments = np.stack([start, end], axis=1) @ matrix.T
        return self.view.to_frame(segments)[..., :2]


def _box(mobject: VMobject) -> tuple[float, float, float, float]:
    points = mobject.get_all_points()
    if not len(points):
        return (0.0, 0.0, 0.0, 0.0)
    low, high = points.min(axis=0), points.max(axis=0)
    return (low[0], high[0], low[1], high[1])


def _meet(first: tuple[float, ...], second: tuple[float, ...], gap: float = 0.06) -> bool:
    return (
        first[0] - gap < second[1]
        and second[0] - gap < first[1]
        and first[2] - gap < second[3]
        and second[2] - gap < first[3]
    )


def _middle(label: VMobject) -> np.ndarray:
    left, right, bottom, top = _box(label)
    return np.array([(left + right) / 2, (bottom + top) / 2])


def _size(label: VMobject) -> tuple[float, float]:
    left, right, bottom, top = _box(label)
    return (right - left, top - bottom)
