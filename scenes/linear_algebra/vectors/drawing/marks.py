"""What is drawn about the arrows: steps along the axes, a line, a projection, an angle."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject
from numpy.typing import ArrayLike

from explainer.geometry.plane import Rectangle, clip_lines
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_marks import EMPTY, Mark, PlaneLine, PlaneView
from explainer.mobjects.shapes import Arrow, Curve, Segments, VGroup
from explainer.style import SAFE, Theme

HATCH = 0.17
"""How far apart the lines lie that mark a negative area."""

VAST = 60.0
"""What is longer than this in the frame is far outside the picture, and is not cut into dashes."""


class AxisSteps(VGroup, Mark):
    """The entries of vectors laid tip to tail along each axis, a lane for each vector.

    Args:
        view: where the plane lies.
        theme: for colours.
        roles: the colour of each vector.
        vectors: (n, 2).
    """

    def __init__(
        self, view: PlaneView, theme: Theme, roles: tuple[str, ...], vectors: ArrayLike
    ) -> None:
        self.view, self.vectors, self.progress = view, np.asarray(vectors), [0.0, 0.0]
        colours = [theme.colour(role) for role in roles]
        self.arrows = [[Arrow(c, width=0.05, tip=0.2) for c in colours] for _ in range(2)]
        self.guides = [Segments(theme.muted, width=theme.strokes.thin) for _ in range(2)]
        super().__init__(*self.guides, *self.arrows[0], *self.arrows[1])

    def outline(self) -> np.ndarray:
        """Return what is drawn of the steps, (n, 2, 2), in the frame."""
        drawn = [arrow for pair in self.arrows for arrow in pair if len(arrow.points)]
        return np.array([[arrow.start[:2], arrow.end[:2]] for arrow in drawn]).reshape(-1, 2, 2)

    def to(self, axis: int, progress: float) -> Self:
        """Draw the steps along one axis as far as a share of the way in [0, 1] has been gone."""
        self.progress[axis] = progress
        return self.draw()

    def _draw(self) -> None:
        for axis, progress in enumerate(self.progress):
            self._draw_axis(axis, progress)

    def _draw_axis(self, axis: int, progress: float) -> None:
        vectors, sizes = self.vectors, np.abs(self.vectors[:, axis])
        done, foot = progress * float(sizes.sum()), 0.0
        across = np.eye(2)[1 - axis] * (-1.0 if axis == 0 else 1.0)
        for lane, (vector, size) in enumerate(zip(vectors, sizes.tolist(), strict=True)):
            arrow = self.arrows[axis][lane]
            walked = min(max(done, 0.0), size)
            done -= size
            step = np.sign(vector[axis]) * walked
            ends = self.view.to_frame(np.outer([foot, foot + step], np.eye(2)[axis]))
            # Beside each other, since the second may lead back over the first.
            ends[:, :2] += (0.09 + 0.15 * lane) * across
            foot += step
            if np.linalg.norm(ends[1] - ends[0]) < 0.04:
                arrow.points = np.zeros((0, 3))
            else:
                arrow.set_ends(*ends)
        total = vectors.sum(axis=0)
        start, end = self.view.to_frame(np.array([total, total * np.eye(2)[axis]]))
        if not 0.1 < np.linalg.norm(end - start) < VAST:
            self.guides[axis].points = np.zeros((0, 3))
        else:
            self.guides[axis].set_dashes(start, start + progress * (end - start), 0.08)


class Projection(VGroup, Mark):
    """The projection of a vector v onto the line of u, and its area with u.

    ``set_vector`` says what is projected. The stages, each from 0 to 1, say how much has been done:
    ``pressed`` v onto the line, ``raised`` a copy of its projection to a right angle with u,
    ``drawn`` that copy along u, so that it leaves a rectangle as large as the dot product.

    Args:
        view: where the plane lies.
        theme: for colours.
        u: (2,), not zero.
        side: 1 to raise the projection to the right of u, -1 to the left.
    """

    def __init__(self, view: PlaneView, theme: Theme, u: np.ndarray, side: int) -> None:
        self.view, self.theme, self.u = view, theme, np.asarray(u, dtype=float)
        self.unit = self.u / np.hypot(*self.u)
        self.up = np.array([self.unit[1], -self.unit[0]]) * side
        strokes = theme.strokes
        self.line = PlaneLine(view, theme, "faint", self.unit, strokes.thin)
        self.area = Curve(theme.projection, width=strokes.thin, fill=0.3)
        self.hatching = Segments(theme.area_negative, width=strokes.thin, opacity=0.7)
        self.drop = Segments(theme.muted, width=strokes.regular)
        self.mark = Segments(theme.ink, width=strokes.thin)
        self.bar = Segments(theme.projection, width=12)
        self.edge = Segments(theme.projection, width=7)
        self.value = LiveNumber(0, theme, size="label", anchor="centre").with_halo(theme, 6)
        self.vector = np.zeros(2)
        self.stages = (0.0, 0.0, 0.0)
        self.final = True
        self._look = ("", 0.0, 0.0)
        layers: dict[VMobject, float] = {
            self.line: 1,
            self.area: 1.1,
            self.hatching: 1.2,
            self.drop: 1.3,
            self.mark: 1.4,
            self.bar: 2,
            self.edge: 2,
            self.value: 7,
        }
        super().__init__(*layers)
        for part, layer in layers.items():
            part.set_z_index(layer)

    @property
    def length(self) -> float:
        """The signed length of the projection."""
        return float(self.unit @ self.vector)

    def outline(self) -> np.ndarray:
        """Return what text should keep clear of, (n, 2, 2), in the frame."""
        tip, foot = self._to_frame(np.array([self.vector, self.length * self.unit]))
        rise = abs(self.length) * self.up
        edges = self._to_frame(np.array([0 * rise, rise, rise + self.u, self.u]))
        pairs = [[tip, foot], *([edges[i], edges[i + 1]] for i in range(3))]
        return np.array([pair for pair in pairs if np.linalg.norm(pair[1] - pair[0]) > 1e-6])

    def set_stages(self, pressed: float, raised: float, drawn: float) -> Self:
        self.stages = pressed, raised, drawn
        return self.draw()

    def set_vector(self, vector: np.ndarray, *, final: bool = True) -> Self:
        """Project ``vector``, (2,), which may be on its way."""
        self.final = final
        self.vector = np.asarray(vector, dtype=float)
        return self.draw()

    def _draw(self) -> None:
        theme, length = self.theme, self.length
        pressing, raising, drawing = self.stages
        colour = theme.projection if length >= 0 else theme.area_negative
        origin, foot = np.zeros(2), length * self.unit
        self.line.draw()
        pressed = self.vector + pressing * (foot - self.vector)
        height = float(np.linalg.norm(self.vector - foot)) * self.view.units
        self._dashes(self.drop, self.vector, pressed)
        # The mark grows once v has come near to the line.
        share = float(np.clip(5 * pressing - 4, 0.0, 1.0))
        self.mark.set_segments(self._square(foot, share * height))
        # Beside u, which would cover it.
        aside = -0.1 * pressing / self.view.units * self.up
        self.bar.set_segments(self._to_frame(np.array([[origin + aside, pressed + aside]])))
        angle = raising * math.pi / 2
        raised = length * math.cos(angle) * self.unit + abs(length) * math.sin(angle) * self.up
        shift = drawing * self.u
        self.edge.set_segments(self._to_frame(np.array([[shift, shift + raised]])))
        corners = np.array([origin, shift, shift + raised, raised, origin])
        self.area.set_corners(self._to_frame(corners))
        self._paint((colour, min(4 * raising, 1.0), min(drawing * 8, 1.0)))
        sides = float(np.linalg.norm(shift)), abs(length)
        self.hatching.set_segments(self._hatch(sides) if length < 0 else EMPTY)
        self.value.set_value(drawing * float(self.u @ self.vector), animating=not self.final)
        centre = self._to_frame((raised + shift) / 2)
        self.value.place((centre[0], centre[1] - 0.13), "centre")
        self.value.set_opacity(self.room * min(drawing * 4, 1.0))

    @property
    def room(self) -> float:
        """Whether the area's number has room within it: 1 for enough, 0 for none."""
        half = np.array([self.value.advance / 2 + 0.08, 0.2])
        sides = np.array([float(np.hypot(*self.u)), abs(self.length)]) * self.view.units
        needed = np.abs(np.array([self.unit, self.up])) @ half
        room = float((sides / 2 - needed).min())
        return float(room > 0.05) if self.final else float(np.clip(10 * room, 0.0, 1.0))

    def _to_frame(self, points: np.ndarray) -> np.ndarray:
        return self.view.to_frame(points)[..., :2]

    def _dashes(self, segments: Segments, start: np.ndarray, end: np.ndarray) -> None:
        first, last = self._to_frame(np.array([start, end]))
        if not 0.02 < np.linalg.norm(last - first) < VAST:
            segments.points = np.zeros((0, 3))
        else:
            segments.set_dashes(first, last, 0.08)

    def _paint(self, look: tuple[str, float, float]) -> None:
        """Set the colour, and how clearly the edge and the area's outline show."""
        if look == self._look:  # the same in most frames, and slow to set
            return
        self._look = colour, edge, outline = look
        self.bar.set_stroke(colour)
        self.edge.set_stroke(colour, opacity=edge)
        self.area.set_fill(colour, opacity=0.3)
        self.area.set_stroke(colour, opacity=outline)

    def _square(self, foot: np.ndarray, height: float) -> np.ndarray:
        """Return the mark of a right angle at the foot, on the side of the origin."""
        # None at the origin: there the angle itself has a mark.
        size = min(0.2, 0.45 * height, 0.6 * abs(self.length) * self.view.units)
        if size < 0.04:
            return EMPTY
        across = (self.vector - foot) / float(np.linalg.norm(self.vector - foot))
        corner = self._to_frame(foot)
        one, other = -size * self.unit, size * across
        return np.array(
            [[corner + one, corner + one + other], [corner + other + one, corner + other]]
        )

    def _hatch(self, sides: tuple[float, float]) -> np.ndarray:
        """Return lines at half a right angle across the rectangle as far as it is drawn."""
        wide, high = (side * self.view.units for side in sides)
        if min(wide, high) < 0.03 or max(wide, high) > VAST:
            return EMPTY
        starts = np.arange(-high, wide, HATCH * math.sqrt(2))
        points = np.column_stack([starts, np.zeros(len(starts))])
        box = Rectangle(0.0, wide, 0.0, high)
        local = clip_lines(points, np.ones_like(points), box)
        origin = self._to_frame(np.zeros(2))
        return np.asarray(origin + local[..., :1] * self.unit + local[..., 1:] * self.up)


class AngleMark(VGroup, Mark):
    """An arc from one direction to another, and its degrees.

    Args:
        view: where the plane lies.
        theme: for colours.
        start: the direction, in radians, at which the arc begins.

    Attributes:
        numbered: write the degrees.
        square: draw a square, as for a right angle, in place of the arc.
    """

    def __init__(self, view: PlaneView, theme: Theme, start: float) -> None:
        self.view, self.start = view, start
        self.arc = Curve(theme.ink, width=theme.strokes.regular)
        self.number = LiveNumber(0, theme, size="small", decimals=1, anchor="centre", suffix="°")
        self.number.with_halo(theme, 6)
        self.degrees, self.numbered, self.square = 0.0, True, False
        super().__init__(self.arc, self.number)
        self.arc.set_z_index(3)
        self.number.set_z_index(7)

    def set_degrees(self, degrees: float, *, radius: float = 0.62, final: bool = True) -> Self:
        """Draw the arc so far, anticlockwise when positive; no final number is half faded."""
        self.degrees = degrees
        origin = self.view.to_frame((0, 0))[:2]
        sweep = math.radians(degrees)
        angles = self.start + np.linspace(0, sweep, max(8, int(abs(degrees) / 4)))
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        if self.square:
            side = 0.3 * ring[[0, -1]]
            self.arc.set_corners(origin + np.array([side[0], side.sum(axis=0), side[1]]))
        else:
            self.arc.set_smooth(origin + radius * ring)
        self.number.set_value(abs(degrees))
        middle = self.start + sweep / 2
        way = np.array([math.cos(middle), math.sin(middle)])
        half = np.array([self.number.advance / 2, 0.11])
        # In a narrow wedge the number goes so far out that it does not lie on the arrows.
        needed = float(np.abs([-way[1], way[0]]) @ half) + 0.1
        wedge = max(math.sin(min(abs(sweep) / 2, math.pi / 2)), 1e-3)
        distance = max(radius + 0.12 + float(np.abs(way) @ half), needed / wedge)
        spot = origin + min(distance, 1.8) * way
        room = self.view.zone
        low = max(SAFE.left, room.left) + half[0], max(SAFE.bottom, room.bottom) + 0.15
        spot = np.clip(spot, low, (room.right - half[0], room.top - 0.2))
        self.number.place((spot[0], spot[1] - 0.1), "centre")
        opacity = float(np.clip(8 - 5 * distance, 0, 1))
        self.number.set_opacity((round(opacity) if final else opacity) * self.numbered)
        return self

    def _draw(self) -> None:
        self.set_degrees(self.degrees)
