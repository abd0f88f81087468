"""What is drawn about the arrows: steps along the axes, a projection and its area, an angle."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import right_angle
from explainer.mobjects.live_numbers import LiveNumber
from explainer.mobjects.plane_marks import (
    Mark,
    Parallelogram,
    PlaneArrow,
    PlaneLine,
    PlaneSegments,
    PlaneView,
)
from explainer.mobjects.shapes import Curve, VGroup
from explainer.scenes.linear_algebra.vectors.story import NOISE, VectorStory
from explainer.style import SAFE, Theme

RADIUS = 0.62
"""Of an angle's arc, in frame units."""


class AxisSteps(VGroup, Mark):
    """The entries of u and v laid tip to tail along each axis, a lane for each vector.

    Args:
        view: where the plane lies.
        theme: for colours.
        vectors: u and v, (2, 2) in rows.
    """

    solid = True

    def __init__(self, view: PlaneView, theme: Theme, vectors: np.ndarray) -> None:
        self.view, self.vectors, self.progress = view, vectors, np.ones(2)
        roles = ("vector", "second_vector")
        self.arrows = [[PlaneArrow(view, theme, r, 0.05, 0.2) for r in roles] for _ in range(2)]
        self.guides = PlaneSegments(view, theme, "muted", theme.strokes.thin, 0.08)
        super().__init__(self.guides, *self.arrows[0], *self.arrows[1])
        self.set_z_index(3)

    def data(self) -> np.ndarray:
        """Return how far the steps have come along each axis, (2,)."""
        return np.asarray(self.progress * self.vectors.sum(axis=0))

    def outline(self) -> np.ndarray:
        """Return the middle lines of the steps, (n, 2, 2), in the frame."""
        return np.concatenate([arrow.outline() for pair in self.arrows for arrow in pair])

    def go(self, across: float, up: float) -> Self:
        """Draw the steps along both axes as far as these shares of the way have been gone."""
        self.progress = np.array([across, up])
        return self.draw()

    def _draw(self) -> None:
        total = self.vectors.sum(axis=0)
        for axis, (along, progress) in enumerate(zip(np.eye(2), self.progress, strict=True)):
            entries = self.vectors[:, axis]
            before = np.array([0.0, abs(entries[0])])
            done = np.clip(progress * np.abs(entries).sum() - before, 0.0, np.abs(entries))
            feet = (0.0, entries[0])
            for lane, arrow in enumerate(self.arrows[axis]):
                step = done[lane] * np.sign(entries[lane])
                # Beside each other, since the second may lead back over the first.
                arrow.aside = -np.sign(step) * (0.09 + 0.15 * lane)
                seen = abs(step) * self.view.units > 0.04
                arrow.to(step * along if seen else None, feet[lane] * along)
        feet_of_total = np.diag(total)
        ends = total + self.progress[:, None] * (feet_of_total - total)
        self.guides.to(np.stack([np.broadcast_to(total, (2, 2)), ends], axis=1))


class Projection(VGroup, Mark):
    """The projection of a vector onto the line of u, and the area that it has with u.

    It comes in three stages: the vector is pressed onto the line, a copy of the projection is
    raised to a right angle with u, and that copy is drawn along u, so that it leaves a rectangle
    as large as the dot product.

    Args:
        view: where the plane lies.
        theme: for colours.
        story: whose v is projected, and whose u is not zero; the copy is raised away from v.
    """

    solid = True

    def __init__(self, view: PlaneView, theme: Theme, story: VectorStory) -> None:
        self.view, self.u, self.side = view, story.u, story.side
        self.unit = story.directions[0]
        self.up = self.side * np.array([self.unit[1], -self.unit[0]])
        self.colours = theme.projection, theme.area_negative
        strokes = theme.strokes
        self.line = PlaneLine(view, theme, "faint", self.unit, strokes.thin)
        self.area = Parallelogram(view, theme, "projection")
        self.drop = PlaneSegments(view, theme, "muted", strokes.regular, 0.08)
        self.corner = Curve(theme.ink, width=strokes.thin)
        self.bar = PlaneSegments(view, theme, "projection", 12)
        self.edge = PlaneSegments(view, theme, "projection", 7)
        self.number = LiveNumber(0, theme, size="label", anchor="centre").with_halo(theme, 6)
        self.vector, self.progress, self.final = story.v, 0.0, True
        layers: dict[VMobject, float] = {self.line: 1, self.area: 1.1, self.drop: 1.3}
        layers |= {self.corner: 1.4, self.bar: 2, self.edge: 2, self.number: 7}
        super().__init__(*layers)
        for part, layer in layers.items():
            part.set_z_index(layer)

    @property
    def length(self) -> float:
        """The signed length of the projection, 0 where it is no more than rounding."""
        length = float(self.unit @ self.vector)
        return length if abs(length) > NOISE * float(np.hypot(*self.vector)) else 0.0

    @property
    def stages(self) -> tuple[float, float, float]:
        """How much has been pressed, raised and drawn, each from 0 to 1."""
        pressed, raised, drawn = np.clip(self.progress - np.arange(3), 0.0, 1.0).tolist()
        return pressed, raised, drawn

    def data(self) -> np.ndarray:
        """Return the corners of the area as far as it has come, (4, 2)."""
        _, raising, drawing = self.stages
        angle, shift = raising * math.pi / 2, drawing * self.u
        along, up = math.cos(angle) * self.length, math.sin(angle) * abs(self.length)
        raised = along * self.unit + up * self.up
        return np.array([0 * shift, shift, shift + raised, raised])

    def outline(self) -> np.ndarray:
        """Return what text should keep clear of, (n, 2, 2), in the frame."""
        corners = self.view.to_frame(self.data())[:, :2]
        sides = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
        return np.concatenate([self.drop.outline(), sides[1:] if self.progress > 1 else sides[:0]])

    def work(self, done: int, t: float = 0.0) -> None:
        """Show so many of the three stages, and a share of the next."""
        self.progress = done + t
        self.draw()

    def withdraw(self, t: float) -> None:
        """Go back from the area to the projection."""
        self.work(1, 2 - 2 * t)

    def to(self, vector: np.ndarray, *, final: bool = True) -> Self:
        """Project ``vector``, (2,), which may be on its way."""
        self.vector, self.final = vector, final
        return self.draw()

    def _draw(self) -> None:
        length, units = self.length, self.view.units
        pressing, raising, drawing = self.stages
        foot = length * self.unit
        pressed = self.vector + pressing * (foot - self.vector)
        # Beside u, which would cover it.
        aside = -0.1 * pressing / units * self.up
        _, shift, far, raised = self.data()
        self.line.draw()
        self.drop.to([[self.vector, pressed]] if pressing else [])
        self.bar.to([[aside, pressed + aside]])
        self.edge.to([[shift, far]])
        colour = self.colours[length < 0]
        self.bar.set_stroke(colour)
        self.edge.set_stroke(colour, opacity=min(4 * raising, 1.0))
        # Hatched, as a reversed square is, where the product is negative.
        order = 1 if (length < 0) == (self.side > 0) else -1
        self.area.to(np.column_stack([shift, raised])[:, ::order])
        if not drawing:
            self.area.points = np.zeros((0, 3))
        self._mark_corner(foot, float(np.clip(5 * pressing - 4, 0.0, 1.0)))
        self.number.set_value(drawing * float(self.u @ self.vector), animating=not self.final)
        x, y, _ = self.view.to_frame(far / 2)
        self.number.place((x, y - 0.13), "centre")
        self.number.set_opacity(self._room() * min(drawing * 4, 1.0))

    def _room(self) -> float:
        """Return whether the area's number has room within it: 1 for enough, 0 for none."""
        half = np.array([self.number.advance / 2 + 0.08, 0.2])
        sides = np.array([float(np.hypot(*self.u)), abs(self.length)]) * self.view.units
        needed = np.abs(np.array([self.unit, self.up])) @ half
        room = float((sides / 2 - needed).min())
        return float(room > 0.05) if self.final else float(np.clip(10 * room, 0.0, 1.0))

    def _mark_corner(self, foot: np.ndarray, share: float) -> None:
        """Mark the right angle at the foot, on the side of the origin, once v has come near."""
        across = self.vector - foot
        height = float(np.linalg.norm(across))
        # None at the origin: there the angle itself has a mark.
        most = min(0.45 * share * height, 0.6 * abs(self.length))
        size = min(0.2, most * self.view.units)
        self.corner.points = np.zeros((0, 3))
        if size >= 0.04:
            sides = -size * self.unit, size / height * across
            self.corner.set_corners(right_angle(self.view.to_frame(foot)[:2], *sides))


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
        self.arc = Curve(theme.ink, width=theme.strokes.regular).set_z_index(3)
        self.number = LiveNumber(0, theme, size="small", decimals=1, anchor="centre", suffix="°")
        self.number.with_halo(theme, 6).set_z_index(7)
        self.degrees, self.final, self.numbered, self.square = 0.0, True, True, False
        super().__init__(self.arc, self.number)

    def data(self) -> float:
        """Return the angle, in degrees, anticlockwise when positive."""
        return self.degrees

    def to(self, degrees: float, *, final: bool = True) -> Self:
        """Draw the arc so far, anticlockwise when positive; no final number is half faded."""
        self.degrees, self.final = degrees, final
        return self.draw()

    def _draw(self) -> None:
        origin, sweep = self.view.origin, math.radians(self.degrees)
        angles = self.start + np.linspace(0, sweep, max(8, int(abs(self.degrees) / 4)))
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        if self.square:
            self.arc.set_corners(right_angle(origin, 0.3 * ring[0], 0.3 * ring[-1]))
        else:
            self.arc.set_smooth(origin + RADIUS * ring)
        self.number.set_value(abs(self.degrees))
        middle = self.start + sweep / 2
        way = np.array([math.cos(middle), math.sin(middle)])
        half = np.array([self.number.advance / 2, 0.11])
        # In a narrow wedge the number goes so far out that it does not lie on the arrows.
        needed = float(np.abs(way[::-1]) @ half) + 0.1
        wedge = max(math.sin(min(abs(sweep) / 2, math.pi / 2)), 1e-3)
        distance = max(RADIUS + 0.12 + float(np.abs(way) @ half), needed / wedge)
        room = self.view.zone
        low = max(SAFE.left, room.left) + half[0], max(SAFE.bottom, room.bottom) + 0.15
        high = room.right - half[0], room.top - 0.2
        x, y = np.clip(origin + min(distance, 1.8) * way, low, high)
        self.number.place((x, y - 0.1), "centre")
        opacity = float(np.clip(8 - 5 * distance, 0, 1))
        self.number.set_opacity((round(opacity) if self.final else opacity) * self.numbered)
