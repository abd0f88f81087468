"""The plane under a matrix: grids that move, the basis that carries them, and walks along it."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.plane import (
    Rectangle,
    clip_lines,
    corners_path,
    line_offsets,
)
from explainer.mobjects.shapes import Arrow, Segments, Shape, VGroup
from explainer.style import Theme, Zone

CROWDED = 0.14
"""Lines of a grid that lie closer than this, in frame units, give way to every tenth of them."""

MOST_LINES = 300
EMPTY = np.zeros((0, 2, 2))


BESIDE_PANEL = Rectangle(-5.9, 1.7, -2.8, 2.1)
"""Where the tips of arrows may lie; the grid itself goes on to the edge of the picture."""


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

    Where they would crowd, every tenth line takes over.

    Args:
        view: where the plane lies; read anew at each ``set_matrix``.
        colour: of the lines.
        axis_colour: of the two lines through the origin.
        width: stroke width of the lines.
        reach: the grid's half width in its own coordinates.
        finest: the least distance of lines, in the grid's own coordinates.
    """

    def __init__(
        self,
        view: PlaneView,
        colour: str,
        axis_colour: str,
        *,
        width: float,
        reach: float = np.inf,
        finest: float = 1.0,
    ) -> None:
        self.view, self.reach, self.finest = view, reach, finest
        self.fine = [Segments(colour, width=width) for _ in range(2)]
        self.coarse = [Segments(colour, width=width) for _ in range(2)]
        self.axes = Segments(axis_colour, width=1.6 * width)
        super().__init__(*self.fine, *self.coarse, self.axes)
        self.set_matrix(np.eye(2))

    def set_matrix(self, matrix: np.ndarray) -> Self:
        """Draw the grid as ``matrix``, (2, 2), carries it."""
        view, rectangle = self.view, self.view.rectangle
        for axis in (0, 1):
            spacing = max(float(np.linalg.norm(matrix[:, axis])) * view.units, 1e-9)
            step = max(10.0 ** math.ceil(math.log10(CROWDED / spacing)), self.finest)
            room = step * spacing / CROWDED
            self.fine[axis].set_segments(self._family(matrix, axis, step, rectangle))
            self.fine[axis].set_stroke(opacity=min(room - 1, 1.0))
            tens = self._family(matrix, axis, 10 * step, rectangle) if room < 2 else EMPTY
            self.coarse[axis].set_segments(tens)
        axes = clip_lines(np.zeros((2, 2)), matrix.T, rectangle, reach=self.reach)
        self.axes.set_segments(view.to_frame(axes)[..., :2])
        return self

    def _family(
        self, matrix: np.ndarray, axis: int, step: float, rectangle: Rectangle
    ) -> np.ndarray:
        """Return the lines that follow each other along one column, (n, 2, 2), in the frame."""
        offsets = line_offsets(matrix, axis, rectangle, step, min(self.reach, MOST_LINES * step))
        points = offsets[offsets != 0][:, None] * matrix[:, axis]
        along = np.broadcast_to(matrix[:, 1 - axis], points.shape)
        return self.view.to_frame(clip_lines(points, along, rectangle, reach=self.reach))[..., :2]


class Walk(VGroup):
    """A vector walked along a basis: so many steps of the first arrow, then of the second.

    Args:
        view: where the plane lies.
        theme: for colours.
        most: more steps than this are drawn as one long arrow.

    Attributes:
        aside: how far to the left of its line each step is drawn, in frame units.
    """

    def __init__(self, view: PlaneView, theme: Theme, most: int = 8) -> None:
        self.view, self.most = view, most
        self.aside = 0.0
        self.arrows = [
            [Arrow(colour, width=0.045, tip=0.2) for _ in range(most)]
            for colour in (theme.i_hat, theme.j_hat)
        ]
        super().__init__(*self.arrows[0], *self.arrows[1])

    @property
    def lines(self) -> np.ndarray:
        """What is drawn of the walk, (n, 2, 2), in the frame."""
        drawn = [arrow for pair in self.arrows for arrow in pair if len(arrow.points)]
        return np.array([[arrow.start[:2], arrow.end[:2]] for arrow in drawn]).reshape(-1, 2, 2)

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
                ends = self.view.to_frame(np.array([start, start + direction * length]))
                size = max(float(np.linalg.norm(direction)), 1e-300)
                ends[:, :2] += self.aside * np.array([-direction[1], direction[0]]) / size
                arrow.set_ends(*ends)
            foot = foot + direction * walked
        return self


class Parallelogram(Shape):
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
