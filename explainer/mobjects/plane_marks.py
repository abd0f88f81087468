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
    chords,
    clip_lines,
    segments_path,
)
from explainer.mobjects.glow import Glow
from explainer.mobjects.plane_labels import PlaneLabel, PlaneView
from explainer.mobjects.shapes import Arrow, Segments, Shape, TurnArrow, cut, disc
from explainer.style import Theme

EMPTY = np.zeros((0, 2, 2))
ORIGIN = np.zeros(2)

SHORT = 0.1
"""An arrow shorter than this in the frame is drawn as a dot, which can be seen."""


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
        return chords(*(part.points for part in self.family_members_with_points()))

    def edges(self) -> np.ndarray:
        """Return what a label must not lie on, (n, 2, 2) segments in the frame."""
        return self.outline()

    @property
    def parts(self) -> list[VMobject]:
        """The mark, its label and its glow, to be faded."""
        return [self, *(part for part in (self.label, self.glow) if part is not None)]


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
        return chords(self.points)


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
        frame = theme.layout.frame
        self._edge = np.array([frame.right, frame.top]) - 1e-6
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
            leaves = (np.abs(whole) >= self._edge).any(axis=2, keepdims=True)
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
