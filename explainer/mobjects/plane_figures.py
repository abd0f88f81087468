"""What is made of several lines of a plane: its grid, a walk along a basis, an area."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from explainer.geometry.plane import chords, corners_path, line_offsets
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import EMPTY, ORIGIN, ArrayMark, Mark
from explainer.mobjects.shapes import Arrow, Segments, VGroup
from explainer.style import Theme

CROWDED = 0.14
"""Lines of a grid that lie closer than this, in frame units, give way to every tenth of them."""

MOST_LINES = 300

_ends = [np.clip(np.arange(1, 12) / 6 - first, 0, 1) for first in (0, 1)]
HATCHES = np.array([_ends, _ends[::-1]]).transpose(2, 0, 1)
"""Lines across the unit square, (n, 2, 2)."""


class Grid(VGroup, ArrayMark):
    """The lines of whole coordinates, carried along by a matrix, clipped to the view's zone.

    Where they would crowd, every tenth line takes over.

    Args:
        axis_colour: of the two lines through the origin.
        reach: the grid's half width in its own coordinates.

    Attributes:
        finest: the least distance of lines, in the grid's own coordinates.
    """

    layer = 0.5

    def __init__(
        self, view: PlaneView, colour: str, axis_colour: str, *, width: float, reach: float = np.inf
    ) -> None:
        self.view, self.reach, self.finest = view, reach, 1.0
        self.fine, self.coarse = ([Segments(colour, width=width) for _ in "xy"] for _ in range(2))
        self.axes = Segments(axis_colour, width=1.6 * width)
        super().__init__(*self.fine, *self.coarse, self.axes)
        self.to(np.eye(2))

    def outline(self) -> np.ndarray:
        """Return nothing, (0, 2, 2): labels may lie on it."""
        return EMPTY

    def _draw(self) -> None:
        for axis, way in enumerate(self.value.T):
            spacing = max(float(np.linalg.norm(way)) * self.view.units, 1e-9)
            step = max(10.0 ** math.ceil(math.log10(CROWDED / spacing)), self.finest)
            room = step * spacing / CROWDED
            self.fine[axis].set_segments(self._family(axis, step))
            self.fine[axis].set_stroke(opacity=min(room - 1, 1.0))
            self.coarse[axis].set_segments(self._family(axis, 10 * step) if room < 2 else EMPTY)
        self.axes.set_segments(self.view.lines(np.zeros((2, 2)), self.value.T, self.reach))

    def edges(self) -> np.ndarray:
        """Return nothing: a label may lie on a grid, which is everywhere."""
        return EMPTY

    def _family(self, axis: int, step: float) -> np.ndarray:
        """Return the lines that follow each other along one column, (n, 2, 2), in the frame."""
        reach = min(self.reach, MOST_LINES * step)
        offsets = line_offsets(self.value, axis, self.view.rectangle, step, reach)
        points = offsets[offsets != 0][:, None] * self.value[:, axis]
        along = np.broadcast_to(self.value[:, 1 - axis], points.shape)
        return self.view.lines(points, along, self.reach)


class Walk(VGroup, Mark):
    """A vector walked along a basis: so many steps of the first arrow, then of the second.

    Args:
        most: more steps than this along one of them are drawn as one long arrow.
        width, tip: of the arrows, as for ``Arrow``.

    Attributes:
        aside: how far to the left of its line each step is drawn, in frame units.
    """

    solid = True

    def __init__(
        self, view: PlaneView, theme: Theme, most: int = 8, width: float = 0.045, tip: float = 0.2
    ) -> None:
        self.view, self.most, self.aside = view, most, 0.0
        self.basis, self.steps, self.walked = np.eye(2), ORIGIN, ORIGIN
        self.arrows = [
            [Arrow(colour, width=width, tip=tip) for _ in range(most)]
            for colour in (theme.i_hat, theme.j_hat)
        ]
        super().__init__(*self.arrows[0], *self.arrows[1])

    def data(self) -> np.ndarray:
        """Return where the walk has led, (2,)."""
        return np.asarray(self.basis @ (self.walked * np.sign(self.steps)))

    def outline(self) -> np.ndarray:
        """Return what is drawn of the walk, (n, 2, 2), in the frame."""
        drawn = [arrow for arrow in (*self.arrows[0], *self.arrows[1]) if len(arrow.points)]
        return np.array([[arrow.start[:2], arrow.end[:2]] for arrow in drawn]).reshape(-1, 2, 2)

    def edges(self) -> np.ndarray:
        """Return the borders of its arrows, (n, 2, 2)."""
        return chords(*(arrow.points for arrow in (*self.arrows[0], *self.arrows[1])))

    def to(self, basis: np.ndarray, steps: np.ndarray, progress: float = 1.0) -> Self:
        """Walk ``steps``, (2,), along the columns of ``basis``, (2, 2), or a share of the way.

        Steps may be negative or broken.
        """
        self.basis, self.steps = basis, np.asarray(steps, dtype=float)
        counts = np.abs(self.steps)
        done = progress * counts.sum()
        self.walked = np.clip([done, done - counts[0]], 0, counts)
        return self.draw()

    def _draw(self) -> None:
        foot = ORIGIN
        for axis, arrows in enumerate(self.arrows):
            count, walked = abs(float(self.steps[axis])), self.walked[axis]
            direction = self.basis[:, axis] * np.sign(self.steps[axis])
            size = max(float(np.linalg.norm(direction)), 1e-300)
            shift = self.aside * np.array([-direction[1], direction[0]]) / size
            stride = 1.0 if count <= self.most else count
            for index, arrow in enumerate(arrows):
                length = min(max(walked - index * stride, 0.0), stride)
                arrow.points = np.zeros((0, 3))
                if length > 1e-9:
                    start = foot + direction * index * stride
                    arrow.set_ends(*(self.view.flat([start, start + direction * length]) + shift))
            foot = foot + direction * walked


class Parallelogram(ArrayMark):
    """The image of a unit square under a matrix, (2, 2), filled; hatched as well if reversed.

    Attributes:
        corner: (2,), where the image of its lower left corner lies.
        fill: its opacity.
    """

    value = np.zeros((2, 2))
    corner, fill = ORIGIN, 0.3

    def __init__(self, view: PlaneView, theme: Theme, role: str = "area") -> None:
        self.colours, strokes = (theme.colour(role), theme.area_negative), theme.strokes
        super().__init__(
            stroke_color=self.colours[0], stroke_width=strokes.regular, fill_opacity=self.fill
        )
        self.view = view
        self.hatching = Segments(theme.area_negative, width=strokes.thin, opacity=0.9)
        self.add(self.hatching)

    def to(self, value: ArrayLike, corner: np.ndarray = ORIGIN) -> Self:
        """Show the image of the square whose lower left corner is moved to ``corner``, (2,)."""
        self.corner = corner
        return super().to(value)

    def edges(self) -> np.ndarray:
        """Return its border without the hatching, (4, 2, 2)."""
        return chords(self.points)

    def _draw(self) -> None:
        first, second = self.value.T
        corners = np.array([0 * first, first, first + second, second, 0 * first])
        self.points = corners_path(self.view.flat(self.corner + corners))
        is_reversed = bool(np.linalg.det(self.value) < 0)
        colour = self.colours[is_reversed]
        self.set_stroke(colour, family=False)
        self.set_fill(colour, opacity=self.fill, family=False)
        hatches = self.view.flat(self.corner + HATCHES @ self.value.T)
        self.hatching.set_segments(hatches if is_reversed else EMPTY)
