"""What is drawn in the coordinates of a plane, and drawn again whenever its view moves."""

from __future__ import annotations

import copy
import math
from dataclasses import astuple
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import (
    Rectangle,
    clip_lines,
    corners_path,
    line_offsets,
    segments_path,
)
from explainer.mobjects.glow import Glow
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.shapes import Arrow, Segments, Shape, TurnArrow, VGroup, cut, disc
from explainer.style import FRAME, Theme

CROWDED = 0.14
"""Lines of a grid that lie closer than this, in frame units, give way to every tenth of them."""

MOST_LINES = 300
EMPTY = np.zeros((0, 2, 2))
ORIGIN = np.zeros(2)

SHORT = 0.1
"""An arrow shorter than this in the frame is drawn as a dot, which can be seen."""

_ends = [np.clip(np.arange(1, 12) / 6 - first, 0, 1) for first in (0, 1)]
HATCHES = np.array([_ends, _ends[::-1]]).transpose(2, 0, 1)
"""Lines across the unit square, (n, 2, 2)."""


class Mark(Shape):
    """What is drawn in mathematical coordinates, by ``to``, and anew for a view that has moved.

    Attributes:
        layer: its z-index, by kind, unless it has been given one.
        solid: whether the numbers of the axes give way to it.
        label: what stands beside it.
        glow: what lies under it and goes where it goes; see ``Plane.glow``.
    """

    layer: float = 3
    solid: bool = False
    view: PlaneView
    label: PlaneLabel | None = None
    glow: Glow | None = None

    def draw(self) -> Self:
        """Draw it for the view as it is."""
        self._draw()
        if self.glow is not None:
            self.glow.follow(self._glowing())
        return self

    def _glowing(self) -> np.ndarray | None:
        """Return the curves that glow where they are others than those that are drawn, (4n, 3)."""
        return None

    def ghost(self) -> Self:
        """Return the same mark as it is now, faint, in the same view, with nothing beside it.

        What this mark is given later does not change it.
        """
        shared = {id(self.view): self.view, id(self.label): None, id(self.glow): None}
        made = copy.deepcopy(self, shared)
        made.solid = False
        return made

    def _draw(self) -> None:
        raise NotImplementedError

    def outline(self) -> np.ndarray:
        """Return what labels keep clear of, (n, 2, 2) segments in the frame."""
        return _chords(*(part.points for part in self.family_members_with_points()))

    def edges(self) -> np.ndarray:
        """Return what a label must not lie on, (n, 2, 2) segments in the frame."""
        return self.outline()

    @property
    def parts(self) -> list[VMobject]:
        """The mark, its label and its glow, to be faded."""
        return [self, *(part for part in (self.label, self.glow) if part is not None)]


def _chords(*curves: np.ndarray) -> np.ndarray:
    """Return the chords, (n, 2, 2), of cubic curves given by their points."""
    return np.concatenate([np.zeros((0, 3)), *curves]).reshape(-1, 4, 3)[:, [0, 3], :2]


class ArrayMark(Mark):
    """A mark that one array describes: points, (n, 2), unless its class says otherwise."""

    value: np.ndarray = np.zeros((0, 2))

    def data(self) -> np.ndarray:
        """Return the array."""
        return self.value

    def to(self, value: ArrayLike) -> Self:
        """Show another array."""
        self.value = np.asarray(value, dtype=float).reshape(-1, *self.value.shape[1:])
        return self.draw()


class PlaneArrow(Arrow, ArrayMark):
    """A vector from a tail; a dot where it is too short to be seen, nothing before it is set.

    Its data are tail and tip, (2, 2); (0, 2) where there is none.

    Attributes:
        aside: how far to the left of the vector it is drawn, in frame units: arrows on one line
            would cover each other.
    """

    layer, solid = 5.0, True

    def __init__(self, view: PlaneView, theme: Theme, role: str, width: float, tip: float) -> None:
        super().__init__(theme.colour(role), width=width, tip=tip, halo=theme.background)
        self.view, self.aside = view, 0.0

    def to(self, vector: ArrayLike | None, tail: ArrayLike = ORIGIN) -> Self:
        """Start at ``tail``, (2,), and go along ``vector``, (2,); show nothing for None."""
        ends = [] if vector is None else [tail, np.add(tail, vector)]
        self.value = np.array(ends, dtype=float).reshape(-1, 2)
        return self.draw()

    def _draw(self) -> None:
        self.points = np.zeros((0, 3))
        for ends in self.outline():
            self.set_ends(*ends)
            if self.label is not None:
                self.label.point = self.value[1]

    @property
    def length(self) -> float:
        """The length of the vector, in mathematical units."""
        return float(np.linalg.norm(np.diff(self.value, axis=0)))

    def outline(self) -> np.ndarray:
        """Return its middle line, (1, 2, 2); (0, 2, 2) where there is none."""
        ends = self.view.flat(self.value)
        if len(ends):
            (x, y), length = ends[1] - ends[0], float(np.linalg.norm(ends[1] - ends[0]))
            if self.aside and length > 1e-9:
                ends = ends + self.aside * np.array([-y, x]) / length
            if length < SHORT:
                ends = ends[[1, 1]]
        return ends.reshape(-1, 2, 2)

    def edges(self) -> np.ndarray:
        """Return the border of shaft and tip, (n, 2, 2): a tip is wider than its middle line."""
        return _chords(self.points)


class PlaneSegments(Segments, ArrayMark):
    """Straight lines between pairs of points, (n, 2, 2).

    Args:
        width: of the stroke, a name among the theme's or a number.
        dash: the length of their dashes, in frame units; whole lines when 0.
    """

    layer = 4
    value = EMPTY

    def __init__(
        self, view: PlaneView, theme: Theme, role: str, width: str | float, dash: float = 0.0
    ) -> None:
        stroke = getattr(theme.strokes, width) if isinstance(width, str) else width
        super().__init__(theme.colour(role), width=stroke)
        self.view, self.dash = view, dash

    def _draw(self) -> None:
        start, end = self.outline().swapaxes(0, 1)
        zone = Rectangle(*astuple(self.view.zone))
        # Nothing beside the plane: there is other text, and dashes might be without number.
        seen = clip_lines((start + end) / 2, (end - start) / 2, zone, reach=1.0)
        self.set_segments(cut(seen, self.dash))

    def outline(self) -> np.ndarray:
        """Return its lines without gaps, (n, 2, 2)."""
        return self.view.flat(self.value)


class PlaneCurve(PlaneSegments):
    """Straight lines through points, (n, 2), so close that they look like a curve."""

    value: np.ndarray = np.zeros((0, 2))

    def _draw(self) -> None:
        self.set_segments(self.outline())

    def outline(self) -> np.ndarray:
        """Return its lines, (n - 1, 2, 2)."""
        points = self.view.flat(self.value)
        return np.stack([points[:-1], points[1:]], axis=1)


class PlaneLine(Segments, Mark):
    """The line through the origin along a direction, (2,), dashed, as far as the view goes.

    Attributes:
        end: where its label stands: 0 or 1 near either end of it, 2 or 3 about halfway there; see
            ``Plane.name_line``.
    """

    def __init__(
        self, view: PlaneView, theme: Theme, role: str, direction: ArrayLike, width: str
    ) -> None:
        super().__init__(theme.colour(role), width=getattr(theme.strokes, width))
        self.view, self.direction, self.end = view, np.asarray(direction), 0
        self.to(1.0)

    def data(self) -> np.ndarray:
        """Return its direction, (2,)."""
        return self.direction

    def to(self, share: float) -> Self:
        """Draw a share of it, from the origin outwards."""
        self.share = share
        return self.draw()

    def _draw(self) -> None:
        heart = self.view.origin
        self.set_segments(cut(self.share * (self.outline() - heart) + heart, 0.11))

    def _glowing(self) -> np.ndarray:
        whole = self.outline()
        if self.share == 1:
            # The round end of the glow belongs beyond the frame, where the line goes on.
            edge = np.array([FRAME.right, FRAME.top]) - 1e-6
            leaves = (np.abs(whole) >= edge).any(axis=2, keepdims=True)
            whole = whole + leaves * (whole - whole[:, ::-1]) * 0.05
        heart = self.view.origin
        return segments_path(self.share * (whole - heart) + heart)

    def outline(self) -> np.ndarray:
        """Return it without gaps and whole, (1, 2, 2)."""
        return self.view.lines(ORIGIN[None], self.direction[None], 20.0 / self.view.units)


class PlaneDots(ArrayMark):
    """Round marks at points, (n, 2).

    Args:
        rim: set off from what they cover.
        hollow: rings in place of discs.
    """

    layer = 7

    def __init__(
        self, view: PlaneView, theme: Theme, role: str, radius: float, *, rim: bool, hollow: bool
    ) -> None:
        colour = theme.colour(role)
        super().__init__(fill_color=colour, fill_opacity=float(not hollow), stroke_width=0)
        if rim:
            self.set_stroke(color=theme.background, width=1.5, opacity=1)
        if hollow:
            self.set_stroke(color=colour, width=theme.strokes.regular, opacity=1)
        self.view, self.radius = view, radius

    def _draw(self) -> None:
        spots, zone = self.view.flat(self.value), Rectangle(*astuple(self.view.zone))
        # Each grows smaller as it leaves the plane.
        inside = np.minimum(spots - zone.low, zone.high - spots).min(axis=1)
        radii = self.radius * np.clip(2 * inside, 0.0, 1.0)
        discs = [disc(spot, r, r) for spot, r in zip(spots, radii, strict=True) if r > 0]
        self.points = np.concatenate([np.zeros((0, 3)), *discs])


class PlaneTurn(TurnArrow, Mark):
    """A curved arrow about the origin from one direction to another."""

    layer = 4.5

    def __init__(self, view: PlaneView, theme: Theme, role: str) -> None:
        super().__init__(theme.colour(role), width=0.035, tip=0.17)
        self.view = view
        self.to(ORIGIN, ORIGIN)

    def data(self) -> float:
        """Return the angle, in radians, anticlockwise when positive."""
        return self.sweep

    def to(
        self, first: np.ndarray, second: np.ndarray, *, radius: float = 0.0, positive: bool = False
    ) -> Self:
        """Turn from one vector, (2,), to another; a positive turn goes anticlockwise at any rate.

        The radius is in mathematical units; 0 for one between the lengths of both.
        """
        cross, dot = first[0] * second[1] - first[1] * second[0], float(first @ second)
        self.shorter = min(float(np.hypot(*first)), float(np.hypot(*second)))
        self.start = math.atan2(first[1], first[0])
        self.sweep = math.atan2(cross, dot) if self.shorter else 0.0
        if positive:
            self.sweep %= 2 * math.pi
        self.radius = radius
        return self.draw()

    def _draw(self) -> None:
        units = self.view.units
        between = min(0.5 * self.shorter * units, 0.8) if self.shorter * units > 0.2 else 0.0
        radius = self.radius * units or between
        self.set_turn(self.view.origin, radius, self.start, self.sweep)


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
        return _chords(*(arrow.points for arrow in (*self.arrows[0], *self.arrows[1])))

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
        return _chords(self.points)

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
