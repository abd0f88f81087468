"""What is drawn in the coordinates of a plane, and drawn again whenever its view moves."""

from __future__ import annotations

import math
from dataclasses import astuple
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import Rectangle, clip_lines, corners_path, line_offsets
from explainer.mobjects.shapes import Arrow, Curve, Segments, Shape, TurnArrow, VGroup, cut, disc
from explainer.mobjects.text import Formula
from explainer.style import Theme, Zone

CROWDED = 0.14
"""Lines of a grid that lie closer than this, in frame units, give way to every tenth of them."""

MOST_LINES = 300
EMPTY = np.zeros((0, 2, 2))
ORIGIN = np.zeros(2)

SHORT = 0.1
"""An arrow shorter than this in the frame is drawn as a dot, which can be seen."""


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


class Mark(Shape):
    """What is drawn in mathematical coordinates, by ``to``, and anew for a view that has moved.

    Attributes:
        layer: its z-index, by kind, unless it has been given one.
        solid: whether the numbers of the axes give way to it.
        label: what stands beside it.
    """

    layer: float = 3
    solid: bool = False
    view: PlaneView
    label: Formula | None = None

    def draw(self) -> Self:
        """Draw it for the view as it is."""
        self._draw()
        return self

    def _draw(self) -> None:
        raise NotImplementedError

    def outline(self) -> np.ndarray:
        """Return what labels keep clear of, (n, 2, 2) segments in the frame."""
        found = [part.points for part in self.family_members_with_points()]
        points = np.concatenate([np.zeros((0, 3)), *found])
        return points.reshape(-1, 4, 3)[:, [0, 3], :2]

    @property
    def parts(self) -> list[VMobject]:
        """The mark and its label, to be faded."""
        return [self] if self.label is None else [self, self.label]


class PlaneLabel(Formula):
    """A name at a point of the plane; see ``Plane.settle`` for where it stands.

    Args:
        markup: Typst mathematics.
        theme: for type size and colours.
        role: of its colour.

    Attributes:
        point: (2,) mathematical coordinates.
        side: how far it leans to the left of the way from the origin: 0 is straight on, 1 about
            halfway to the left and -1 to the right, 3 and -3 almost straight to that side; away
            from all other labels when None.
    """

    def __init__(self, markup: str, theme: Theme, role: str) -> None:
        super().__init__(markup, theme, size="label", colour=role)
        self.with_halo(theme)
        self.set_z_index(8)
        self.point = ORIGIN
        self.side: float | None = None

    def to(self, point: ArrayLike, side: float | None = None) -> Self:
        """Name ``point``, (2,)."""
        self.point, self.side = np.asarray(point, dtype=float), side
        return self


class PlaneArrow(Arrow, Mark):
    """A vector from a tail; a dot where it is too short to be seen, nothing before it is set.

    Attributes:
        aside: how far to the left of the vector it is drawn, in frame units: arrows on one line
            would cover each other.
    """

    layer, solid = 5.0, True

    def __init__(self, view: PlaneView, theme: Theme, role: str, width: float, tip: float) -> None:
        super().__init__(theme.colour(role), width=width, tip=tip, halo=theme.background)
        self.view, self.tail, self.aside = view, ORIGIN, 0.0
        self.vector: np.ndarray | None = None

    def data(self) -> np.ndarray:
        """Return tail and tip, (2, 2); (0, 2) where there is none."""
        if self.vector is None:
            return np.zeros((0, 2))
        return np.array([self.tail, self.tail + self.vector])

    def to(self, vector: ArrayLike | None, tail: ArrayLike = ORIGIN) -> Self:
        """Start at ``tail``, (2,), and go along ``vector``, (2,); show nothing for None."""
        self.tail = np.asarray(tail, dtype=float)
        self.vector = None if vector is None else np.asarray(vector, dtype=float)
        return self.draw()

    def _draw(self) -> None:
        if self.vector is None:
            self.points = np.zeros((0, 3))
            return
        if isinstance(self.label, PlaneLabel):
            self.label.point = self.tail + self.vector
        self.set_ends(*self.outline()[0])

    @property
    def length(self) -> float:
        """The length of the vector, in mathematical units."""
        return 0.0 if self.vector is None else float(np.hypot(*self.vector))

    def outline(self) -> np.ndarray:
        """Return its middle line, (1, 2, 2); (0, 2, 2) where there is none."""
        ends = self.view.to_frame(self.data())[:, :2]
        if len(ends):
            (x, y), length = ends[1] - ends[0], float(np.linalg.norm(ends[1] - ends[0]))
            if self.aside and length > 1e-9:
                ends = ends + self.aside * np.array([-y, x]) / length
            if length < SHORT:
                ends = ends[[1, 1]]
        return ends.reshape(-1, 2, 2)


class PlaneCurve(Curve, Mark):
    """Straight lines through points, so close that they look like a curve."""

    layer = 4

    def __init__(
        self, view: PlaneView, theme: Theme, role: str, width: float, fill: float = 0.0
    ) -> None:
        super().__init__(theme.colour(role), width=width, fill=fill)
        self.view, self.corners = view, np.zeros((0, 2))

    def data(self) -> np.ndarray:
        """Return its points, (n, 2)."""
        return self.corners

    def to(self, points: ArrayLike) -> Self:
        """Go through ``points``, (n, 2)."""
        self.corners = np.asarray(points, dtype=float)
        return self.draw()

    def _draw(self) -> None:
        self.set_corners(self.view.to_frame(self.corners)[:, :2])


class PlaneSegments(Segments, Mark):
    """Straight lines from point to point, whole or in dashes."""

    layer = 4

    def __init__(
        self, view: PlaneView, theme: Theme, role: str, width: float, dash: float = 0.0
    ) -> None:
        super().__init__(theme.colour(role), width=width)
        self.view, self.dash, self.pairs = view, dash, EMPTY

    def data(self) -> np.ndarray:
        """Return the ends of its lines, (n, 2, 2)."""
        return self.pairs

    def to(self, pairs: ArrayLike) -> Self:
        """Draw lines between ``pairs`` of points, (n, 2, 2)."""
        self.pairs = np.asarray(pairs, dtype=float).reshape(-1, 2, 2)
        return self.draw()

    def _draw(self) -> None:
        start, end = self.outline().swapaxes(0, 1)
        zone = Rectangle(*astuple(self.view.zone))
        # Nothing beside the plane: there is other text, and dashes might be without number.
        seen = clip_lines((start + end) / 2, (end - start) / 2, zone, reach=1.0)
        self.set_segments(cut(seen, self.dash))

    def outline(self) -> np.ndarray:
        """Return its lines without gaps, (n, 2, 2)."""
        return np.asarray(self.view.to_frame(self.pairs)[..., :2])


class PlaneLine(Segments, Mark):
    """The line through the origin along a direction, dashed, as far as the view goes.

    Attributes:
        share: how much of it is drawn, from the origin outwards.
        end: where its label stands: 0 or 1 near either end of it, 2 or 3 about halfway there.
    """

    def __init__(
        self, view: PlaneView, theme: Theme, role: str, direction: ArrayLike, width: float
    ) -> None:
        super().__init__(theme.colour(role), width=width)
        self.view, self.direction, self.share, self.end = view, np.asarray(direction), 1.0, 0
        self.draw()

    def data(self) -> np.ndarray:
        """Return its direction, (2,)."""
        return self.direction

    def to(self, share: float) -> Self:
        """Draw a share of it."""
        self.share = share
        return self.draw()

    def _draw(self) -> None:
        ends = self.outline()
        self.set_segments(cut(self.share * (ends - self._heart) + self._heart, 0.11))

    def outline(self) -> np.ndarray:
        """Return it without gaps and whole, (1, 2, 2)."""
        far = 20.0 / self.view.units
        ends = clip_lines(ORIGIN[None], self.direction[None], self.view.rectangle, reach=far)
        return np.asarray(self.view.to_frame(ends)[..., :2])

    @property
    def _heart(self) -> np.ndarray:
        return self.view.to_frame(ORIGIN)[:2]


class PlaneDots(Mark):
    """Round marks at points.

    Args:
        rim: set off from what they cover.
        hollow: rings in place of discs.
    """

    layer = 7

    def __init__(
        self,
        view: PlaneView,
        theme: Theme,
        role: str,
        radius: float,
        *,
        rim: bool = False,
        hollow: bool = False,
    ) -> None:
        colour = theme.colour(role)
        super().__init__(fill_color=colour, fill_opacity=float(not hollow), stroke_width=0)
        if rim:
            self.set_stroke(color=theme.background, width=1.5, opacity=1)
        if hollow:
            self.set_stroke(color=colour, width=theme.strokes.regular, opacity=1)
        self.view, self.radius, self.spots = view, radius, np.zeros((0, 2))

    def data(self) -> np.ndarray:
        """Return the points, (n, 2)."""
        return self.spots

    def to(self, points: ArrayLike) -> Self:
        """Mark ``points``, (2,) or (n, 2)."""
        self.spots = np.asarray(points, dtype=float).reshape(-1, 2)
        return self.draw()

    def _draw(self) -> None:
        pieces = [np.zeros((0, 3))]
        for x, y, _ in self.view.to_frame(self.spots):
            zone = self.view.zone
            # It grows smaller as it leaves the plane.
            inside = min(x - zone.left, zone.right - x, y - zone.bottom, zone.top - y)
            if (radius := self.radius * min(max(2 * inside, 0.0), 1.0)) > 0:
                pieces.append(disc(np.array([x, y]), radius, radius))
        self.points = np.concatenate(pieces)


class PlaneTurn(TurnArrow, Mark):
    """A curved arrow about the origin from one direction to another."""

    layer = 4.5

    def __init__(self, view: PlaneView, theme: Theme, role: str) -> None:
        super().__init__(theme.colour(role), width=0.035, tip=0.17)
        self.view, self.first, self.sweep = view, ORIGIN, 0.0
        self.radius: float = 0.0

    def data(self) -> float:
        """Return the angle, in radians, anticlockwise when positive."""
        return self.sweep

    def to(
        self,
        first: np.ndarray,
        second: np.ndarray,
        *,
        radius: float | None = None,
        positive: bool = False,
    ) -> Self:
        """Turn from one vector, (2,), to another.

        Args:
            first: where it starts.
            second: where it ends.
            radius: in mathematical units; so that it lies between both vectors when None.
            positive: turn anticlockwise, however far that is.
        """
        self.first = first
        cross, dot = first[0] * second[1] - first[1] * second[0], float(first @ second)
        shorter = min(float(np.hypot(*first)), float(np.hypot(*second)))
        self.sweep = math.atan2(cross, dot) if shorter else 0.0
        if positive and self.sweep < 0:
            self.sweep += 2 * math.pi
        self.radius = -shorter if radius is None else radius
        return self.draw()

    def _draw(self) -> None:
        radius = self.radius * self.view.units
        if radius < 0:
            radius = min(-0.5 * radius, 0.8) if radius < -0.2 else 0.0
        start = math.atan2(self.first[1], self.first[0])
        self.set_turn(self.view.to_frame(ORIGIN), radius, start, self.sweep)


class Grid(VGroup, Mark):
    """The lines of whole coordinates, carried along by a matrix, clipped to the view's zone.

    Where they would crowd, every tenth line takes over.

    Args:
        view: where the plane lies.
        colour: of the lines.
        axis_colour: of the two lines through the origin.
        width: stroke width of the lines.
        reach: the grid's half width in its own coordinates.
        finest: the least distance of lines, in the grid's own coordinates.
    """

    layer = 0.5

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
        self.to(np.eye(2))

    def data(self) -> np.ndarray:
        """Return the matrix that carries it, (2, 2)."""
        return self.matrix

    def outline(self) -> np.ndarray:
        """Return nothing, (0, 2, 2): labels may lie on it."""
        return EMPTY

    def to(self, matrix: ArrayLike) -> Self:
        """Draw the grid as ``matrix``, (2, 2), carries it."""
        self.matrix = np.asarray(matrix, dtype=float)
        return self.draw()

    def _draw(self) -> None:
        view, rectangle, matrix = self.view, self.view.rectangle, self.matrix
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

    def _family(
        self, matrix: np.ndarray, axis: int, step: float, rectangle: Rectangle
    ) -> np.ndarray:
        """Return the lines that follow each other along one column, (n, 2, 2), in the frame."""
        offsets = line_offsets(matrix, axis, rectangle, step, min(self.reach, MOST_LINES * step))
        points = offsets[offsets != 0][:, None] * matrix[:, axis]
        along = np.broadcast_to(matrix[:, 1 - axis], points.shape)
        return self.view.to_frame(clip_lines(points, along, rectangle, reach=self.reach))[..., :2]


class Walk(VGroup, Mark):
    """A vector walked along a basis: so many steps of the first arrow, then of the second.

    Args:
        view: where the plane lies.
        theme: for colours.
        most: more steps than this are drawn as one long arrow.

    Attributes:
        aside: how far to the left of its line each step is drawn, in frame units.
    """

    solid = True

    def __init__(self, view: PlaneView, theme: Theme, most: int = 8) -> None:
        self.view, self.most, self.aside = view, most, 0.0
        self.way = np.eye(2), ORIGIN, 0.0
        self.arrows = [
            [Arrow(colour, width=0.045, tip=0.2) for _ in range(most)]
            for colour in (theme.i_hat, theme.j_hat)
        ]
        super().__init__(*self.arrows[0], *self.arrows[1])

    def data(self) -> np.ndarray:
        """Return where the walk has led, (2,)."""
        basis, steps, progress = self.way
        done = progress * np.abs(steps).sum()
        walked = np.clip([done, done - abs(steps[0])], 0, np.abs(steps)) * np.sign(steps)
        return np.asarray(basis @ walked)

    def outline(self) -> np.ndarray:
        """Return what is drawn of the walk, (n, 2, 2), in the frame."""
        drawn = [arrow for pair in self.arrows for arrow in pair if len(arrow.points)]
        return np.array([[arrow.start[:2], arrow.end[:2]] for arrow in drawn]).reshape(-1, 2, 2)

    def to(self, basis: np.ndarray, steps: np.ndarray, progress: float = 1.0) -> Self:
        """Draw the walk of ``steps``, (2,), along the columns of ``basis``, (2, 2).

        Args:
            basis: its columns are a step each.
            steps: how many of each; they may be negative or broken.
            progress: the share of the walk that is done, in [0, 1].
        """
        self.way = basis, np.asarray(steps, dtype=float), progress
        return self.draw()

    def _draw(self) -> None:
        basis, steps, progress = self.way
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


class Parallelogram(Mark):
    """The image of the unit square, filled; hatched as well where its orientation is reversed."""

    def __init__(self, view: PlaneView, theme: Theme, role: str = "area") -> None:
        self.colours = theme.colour(role), theme.area_negative
        super().__init__(
            stroke_color=self.colours[0], stroke_width=theme.strokes.regular, fill_opacity=0.3
        )
        self.view, self.matrix = view, np.zeros((2, 2))
        self.hatching = Segments(theme.area_negative, width=theme.strokes.thin, opacity=0.9)
        self.add(self.hatching)

    def data(self) -> np.ndarray:
        """Return the matrix whose columns span it, (2, 2)."""
        return self.matrix

    def to(self, matrix: ArrayLike) -> Self:
        """Draw the parallelogram that the columns of ``matrix`` span."""
        self.matrix = np.asarray(matrix, dtype=float)
        return self.draw()

    def _draw(self) -> None:
        matrix = self.matrix
        first, second = matrix[:, 0], matrix[:, 1]
        corners = np.array([0 * first, first, first + second, second, 0 * first])
        self.points = corners_path(self.view.to_frame(corners)[:, :2])
        reversed_ = bool(np.linalg.det(matrix) < 0)
        colour = self.colours[reversed_]
        self.set_stroke(colour, family=False)
        self.set_fill(colour, opacity=0.3, family=False)
        self.hatching.set_segments(self._hatch(matrix) if reversed_ else np.zeros((0, 2, 2)))

    def _hatch(self, matrix: np.ndarray) -> np.ndarray:
        share = (np.arange(1, 12) / 6)[:, None]
        start = np.where(share <= 1, share * [1, 0], [1, 0] + (share - 1) * [0, 1])
        end = np.where(share <= 1, share * [0, 1], [0, 1] + (share - 1) * [1, 0])
        segments = np.stack([start, end], axis=1) @ matrix.T
        return self.view.to_frame(segments)[..., :2]
