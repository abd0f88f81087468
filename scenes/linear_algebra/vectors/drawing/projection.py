"""The projection of a vector onto the line of another, and the area that both make."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.plane import right_angle
from explainer.mobjects.placing import ink_box, move_ink
from explainer.mobjects.plane_figures import Parallelogram
from explainer.mobjects.plane_labels import PlaneView
from explainer.mobjects.plane_marks import Mark, PlaneCurve, PlaneLine, PlaneSegments
from explainer.mobjects.shapes import Curve, VGroup
from explainer.mobjects.text import Formula
from explainer.scenes.linear_algebra.common import entry
from explainer.scenes.linear_algebra.vectors.drawing.plane import Named
from explainer.scenes.linear_algebra.vectors.story import NOISE, VectorStory
from explainer.scenes.linear_algebra.vectors.text import AXES, piece
from explainer.style import Theme


class Projection(VGroup, Mark):
    """The projection of a vector onto the line of u, and the area that it has with u.

    It comes in four stages: the vector is pressed onto the line, a copy of the projection is
    raised to a right angle with u, that copy is drawn along u, so that it leaves a rectangle as
    large as the dot product, and the rectangle is cut into what each entry of v brings.
    """

    solid = True

    def __init__(self, view: PlaneView, theme: Theme, story: VectorStory) -> None:
        self.view, self.u, self.side = view, story.u, story.side
        self.unit, self.up = story.directions[0], story.across
        self.colours = theme.projection, theme.area_negative
        strokes = theme.strokes
        self.line = PlaneLine(view, theme, "muted", self.unit, "thin")
        self.area = Parallelogram(view, theme, "projection")
        self.drop = PlaneSegments(view, theme, "ink", "regular", 0.1)
        self.corner = Curve(theme.ink, width=strokes.regular)
        self.bar = PlaneSegments(view, theme, "projection", 20)
        self.edge = PlaneSegments(view, theme, "projection", 9)
        self.strips = [Parallelogram(view, theme, role) for role in AXES]
        self.shares = [PlaneSegments(view, theme, role, 14) for role in AXES]
        self.rest = PlaneSegments(view, theme, "j_hat", 9)
        self.way = PlaneCurve(view, theme, "ink", "thin")
        self.bracket = PlaneSegments(view, theme, "ink", "regular")
        self.names = [
            Formula(piece(story, axis), theme, colour="ink").with_halo(theme).set_z_index(8)
            for axis in (0, 1)
        ]
        self.whole = Formula(entry(story.product), theme).with_halo(theme).set_z_index(8)
        self.pieces, self.is_cut = story.pieces, bool(np.prod(story.pieces) > 0)
        self.vector, self.progress, self.was_cut = story.v, 0.0, True
        marks = self.line, self.area, *self.strips, self.drop, self.corner
        marks = *marks, self.way, self.bracket
        super().__init__(*marks, self.bar, self.edge, self.rest, *self.shares)
        self.set_z_index(2).add(*self.names, self.whole)

    @property
    def length(self) -> float:
        """The signed length of the projection, 0 where it is no more than rounding."""
        length = float(self.unit @ self.vector)
        return length if abs(length) > NOISE * float(np.hypot(*self.vector)) else 0.0

    @property
    def stages(self) -> list[float]:
        """How much has been pressed, raised, drawn and cut, each from 0 to 1."""
        return [min(max(self.progress - stage, 0.0), 1.0) for stage in range(4)]

    def data(self) -> np.ndarray:
        """Return the corners of the area as far as it has come, (4, 2)."""
        _, raising, drawing, _ = self.stages
        raised, shift = self._raised(raising), drawing * self.u
        return np.array([0 * shift, shift, shift + raised, raised])

    def _raised(self, share: float) -> np.ndarray:
        """Return the tip of the copy, (2,), when it has been raised so far."""
        along, up = math.cos(share * math.pi / 2), math.sin(share * math.pi / 2)
        return along * self.length * self.unit + up * abs(self.length) * self.up

    def named(self) -> list[Named]:
        """Show the whole rectangle, and return what to name of it: its sides."""
        self.work(3)
        if not self.pieces.sum():
            return []
        _, _, far, rise = self.data()
        beside = self.bracket.data()[0].mean(axis=0)
        return [
            ('"projection"', beside, rise, "ink"),
            ("norm(bold(u))", (far + rise) / 2, rise, "vector"),
        ]

    def outline(self) -> np.ndarray:
        """Return what text should keep clear of, (n, 2, 2), in the frame."""
        corners = self.view.to_frame(self.data())[:, :2]
        sides = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
        parts = self.line, self.bar, self.drop, self.way, self.bracket
        lines = [part.outline() for part in parts]
        return np.concatenate([*lines, sides[1:] if self.progress > 1 else sides[:0]])

    def work(self, done: int, t: float = 0.0) -> None:
        """Show so many of the stages, and a share of the next."""
        self.progress = done + t
        self.draw()

    def withdraw(self, t: float) -> None:
        """Go back from the area to the projection."""
        self.work(1, 3 * (1 - t) if t < 1 else 0.0)

    def to(self, vector: np.ndarray) -> Self:
        """Project ``vector``, (2,), which may be on its way."""
        self.vector = vector
        return self.draw()

    def _draw(self) -> None:
        length, units = self.length, self.view.units
        pressing, raising, drawing, cutting = self.stages
        foot = length * self.unit
        pressed = self.vector + pressing * (foot - self.vector)
        # Beside u, which would cover it.
        aside = -0.15 * pressing / units * self.up
        _, shift, far, raised = self.data()
        self.line.draw()
        self.drop.to([[self.vector, pressed]] if pressing else [])
        self.bar.to([[aside, pressed + aside]])
        self.edge.to([[shift, far]])
        # What is raised keeps its length: the short side is as long as the projection.
        self.way.to([self._raised(share) for share in np.linspace(0, raising, 33)])
        self.bracket.to(self._bracket(shift, far) if drawing == 1 else [])
        colour = self.colours[length < 0]
        self.bar.set_stroke(colour)
        self.edge.set_stroke(colour, opacity=min(4 * raising, 1.0))
        # Hatched, as a reversed square is, where the product is negative.
        order = 1 if (length < 0) == (self.side > 0) else -1
        self.area.to(np.column_stack([shift, raised])[:, ::order])
        if not drawing:
            self.area.points = np.zeros((0, 3))
        self._mark_corner(foot, min(max(5 * pressing - 4, 0.0), 1.0))
        if cutting or self.was_cut:
            self._cut(cutting)
        self.was_cut = cutting > 0

    def _bracket(self, start: np.ndarray, end: np.ndarray) -> list[list[np.ndarray]]:
        """Return a line beside the short side, as long as it, and its ends across, (3, 2, 2)."""
        aside = 0.1 / self.view.units * self.unit
        across = [[point + aside, point + 3 * aside] for point in (start, end)]
        return [[start + 2 * aside, end + 2 * aside], *across]

    def _cut(self, t: float) -> None:
        """Cut the rectangle, and the projection, into what the entries of v bring.

        Where one takes from the other, both lie side by side along the line, and the rectangle
        stays whole.
        """
        u, size, (first, second) = self.u, float(np.hypot(*self.u)) or 1.0, self.pieces * t
        lanes = (1, 1) if self.is_cut else (2.2, 3.2)
        ends = (0.0, first / size), (first / size, (first + second) / size)
        if self.is_cut:  # the last takes the end of what there is
            ends = (0.0, 0.0), (self.length - second / size, self.length)
        for share, lane, pair in zip(self.shares, lanes, ends, strict=True):
            beside = -0.15 * lane / self.view.units * self.up
            share.to([np.outer(pair, self.unit) + beside] if pair[0] != pair[1] else [])
        far = np.abs(ends[1])[:, None] * self.up
        self.rest.to([u + far] if self.is_cut and t else [])
        lies = (0.0, abs(first) / size), (abs(self.length) - abs(second) / size, abs(second) / size)
        places = [*lies, (0.0, abs(self.length))]
        wanted = [self.is_cut, self.is_cut, not self.is_cut and self.length > 0]
        for name, (low, high), is_wanted in zip(
            (*self.names, self.whole), places, wanted, strict=True
        ):
            move_ink(name, self.view.flat(0.64 * u + (low + high / 2) * self.up))
            half = ink_box(name)[1] / 2 + 0.03
            sides = np.array([0.7 * size, high]) * self.view.units
            room = (sides / 2 - np.abs(np.array([u / size, self.up])) @ half).min()
            name.set_opacity(float(is_wanted and room > 0) * max(2 * t - 1, 0.0))
        sign = 1 if self.side < 0 else -1
        for part, (low, high) in zip(self.strips, lies, strict=True):
            part.fill = 0.35
            part.to(np.column_stack([u, high * self.up])[:, ::sign], low * self.up)
            part.set_stroke(opacity=min(4 * t, 1.0), family=False)
            if not (self.is_cut and t):
                part.points = np.zeros((0, 3))
        if self.is_cut and t:  # hatches would run through the products
            self.area.set_fill(opacity=self.area.fill * (1 - t), family=False)
            self.area.hatching.set_stroke(opacity=0.9 * (1 - t))

    def _mark_corner(self, foot: np.ndarray, share: float) -> None:
        """Mark the right angle at the foot, on the side of the origin, once v has come near."""
        across = self.vector - foot
        height = float(np.linalg.norm(across))
        # None at the origin: there the angle itself has a mark.
        size = min(0.28, min(0.45 * share * height, 0.6 * abs(self.length)) * self.view.units)
        sides = -size * self.unit, size / max(height, 1e-300) * across
        corners = right_angle(self.view.to_frame(foot)[:2], *sides)
        self.corner.set_corners(corners if size >= 0.04 else corners[:0])
