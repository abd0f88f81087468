"""A surface with second-order models laid on it, and its map with the axes of the bend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim.constants import LineJointType
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.mobjects.contour_map import set_lines
from explainer.mobjects.landscape import best_azimuth, landscape_of
from explainer.mobjects.surface import PATH
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Words
from explainer.scenes.calculus.hessian.drawing.charts import AXES
from explainer.scenes.calculus.hessian.drawing.names import Names
from explainer.scenes.calculus.hessian.drawing.patch import LIFT, patch
from explainer.scenes.calculus.hessian.second_order import QuadraticModel, unit
from explainer.scenes.calculus.hessian.story import AROUND, HessianStory
from explainer.scenes.calculus.hessian.text import picture_note
from explainer.style import Theme, Zone

SPACE = Zone(-6.65, 2.25, -3.35, 2.95)
MAP = Zone(2.55, 5.0, 0.05, 2.5)
"""Where surface and map lie; numbers are around them."""

NOTE = ((-6.35, -3.12), (1.8, -3.12))
"""Where what must be said of the picture begins, or ends where the picture is in the way."""

ENTRIES = (("partial_x", 0.0), ("partial_y", math.pi / 2))
"""Roles of x and y, with their angles."""

BESIDE, WANTED, TURN = math.radians(34.0), math.radians(-66.0), math.radians(16.0)
"""Elevation and azimuth of the eye, and how far it goes round."""

RINGS = (0.45, 0.8)
"""Lines of equal bend cross the axis of the larger curvature at these shares of its length."""

ALL_ROUND = np.linspace(0, 2 * np.pi, 361)


class HessianView(SurfaceView):
    """All that is drawn on the surface and on its map; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.

    Attributes:
        marks: the lines on the map, by the names that they have on the surface.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story = story
        ceiling = story.heights[1] if story.cut else None
        land = landscape_of(story.surface, theme, ceiling=ceiling, height=1.0, gap=0.14)
        ends = np.array([story.first.point, story.last.point])
        ways = 0.6 * unit(np.linspace(0, 2 * np.pi, 8, endpoint=False)) * story.half_widths
        worth_seeing = np.concatenate([ends[0] + ways, ends[1] + ways, ends])
        self.facing = best_azimuth(land, worth_seeing, BESIDE, WANTED)
        azimuths, keep = (self.facing - TURN, self.facing + TURN), not story.stretched
        options = {"keep_aspect": keep, "named": False, "ticks": 3}
        super().__init__(land, (SPACE, MAP), azimuths, BESIDE, **options)
        self.marks = {name: VMobject() for name in ("rings", "rings there", *AXES, "crossings")}
        for mark in self.marks.values():
            mark.set_fill(opacity=0).joint_type = LineJointType.ROUND
        self.lay("line", *self.marks.values())
        self.note = Words(picture_note(story), theme, size=0.28, colour="muted").set_z_index(1)
        self.rise(self.facing, 1.0)
        self._put_note()
        self.names = Names(story, self.space, self.numbers, theme)
        self.taken += self.names.boxes
        self.add(*self.names.axes, *self.names.shapes)
        self.rise(self.facing, 0.0)

    def _put_note(self) -> None:
        """Put what must be said of the picture where the edges of its box leave room."""
        if not self.note.markup:
            return
        (x0, x1), (y0, y1) = self.story.surface.domain
        level = float(self.landscape.box.unrise(0.0))
        floor = self.space.point_to_frame([x0, x1, x1, x0], [y0, y0, y1, y1], level)
        start, end = NOTE
        beside = floor[np.argmin(floor[:, 1]), 0] < (start[0] + end[0]) / 2
        self.note.place(end if beside else start, "right" if beside else "left")
        low, high = self.note.get_corner([-1, -1, 0]), self.note.get_corner([1, 1, 0])
        self.taken.append(Rectangle(low[0], high[0], low[1], high[1]))
        self.rise(self.facing, 1.0)

    def go_round(self, t: float) -> Self:
        """Go some way round the surface and back; the names follow."""
        azimuth = self.facing + TURN * math.sin(2 * math.pi * t)
        self.look(BESIDE, 1.0, azimuth, final=t in (0, 1))
        self.names.follow(self.story.last)
        return self

    def line(self, name: str, points: np.ndarray, role: str, **look: Any) -> Self:
        """Draw a line (n, 3) about the surface, as high above it as models are."""
        self.space.line(name, points, role, **{"hidden": 0.35, "above": LIFT, **look})
        return self

    def trace(
        self, name: str, points: np.ndarray, role: str, width: float, thin: float, opacity: float
    ) -> Self:
        """Draw a line (n, 3) on both, of one width on the surface and another on the map."""
        self.line(name, points, role, width=width, opacity=opacity)
        mark = set_lines(self.marks[name], [self.map.at(points[:, :2])])
        mark.set_stroke(self.theme.colour(role), width=thin, opacity=opacity)
        background = self.theme.background
        mark.set_stroke(background, width=6, opacity=0.7 * opacity, background=True)
        return self

    # -- plane and model -----------------------------------------------------------------------

    def lay_model(
        self, name: str, model: QuadraticModel, *, bend: float = 1.0, size: float = 1.0
    ) -> Self:
        """Lay a model on the surface, with a share of its bend, grown to a share of its size."""
        extents = size * self.story.extents(model, AROUND)
        found = patch(self.landscape, model, extents, bend) if size > 0 else []
        self.space.put(name, found, PATH)
        return self

    def grow(self, t: float) -> Self:
        """Grow the tangent plane from the point."""
        return self.lay_model("here", self.story.first, bend=0.0, size=t)

    def bend(self, t: float) -> Self:
        """Bend the tangent plane until it is the model."""
        return self.lay_model("here", self.story.first, bend=t)

    def slice(self, opacity: float) -> Self:
        """Draw the slice on the surface."""
        way = unit(self.story.slice_angle)
        points = self.story.first.point + self.story.slice_distances[:, None] * way
        self.space.path(points, dots=False, opacity=opacity)
        return self

    def gap(self, distance: float, *, bent: bool) -> Self:
        """Draw the gap between the surface and its model, or its plane, along the slice."""
        x, y = self.story.first.point + distance * unit(self.story.slice_angle)
        surface, plane, model = self.story.slice([distance])[:, 0]
        ends = np.array([[x, y, surface], [x, y, model if bent else plane]])
        return self.line("gap", ends, "warning", width=6.0, hidden=0.8)

    # -- entries and directions ----------------------------------------------------------------

    def parabola(self, role: str, angle: float, t: float, opacity: float = 1.0) -> Self:
        """Grow the model's parabola along a direction; the line has the name of its role."""
        model = self.story.first
        back, ahead = self.story.extents(model, [angle + math.pi, angle])
        steps = np.linspace(-t * back, t * ahead, 65)[:, None] * unit(angle)
        return self.line(role, model.points(steps), role, width=6.0, opacity=opacity)

    def twist(self, t: float) -> Self:
        """Grow short lines along x, tangent to the model, on its parabola along y, in turn."""
        model = self.story.first
        below, above = self.story.extents(model, [-math.pi / 2, math.pi / 2])
        half = 0.3 * self.story.half_widths[0]
        pieces = [np.zeros((0, 3))]
        for index, y in enumerate(np.linspace(-0.85 * below, 0.85 * above, 9)):
            grown = half * float(np.clip(9 * t - index, 0, 1))
            if grown:
                foot = model.points([[0.0, y]])[0]
                way = grown * np.array([1.0, 0.0, model.slopes([0.0, y])[0]])
                pieces.append(np.array([foot - way, foot + way, np.full(3, np.nan)]))
        return self.line("twist", np.concatenate(pieces), "section", width=5.0)

    def leave_entries(self, t: float) -> Self:
        """Let go what showed the entries of the matrix, and bring a direction along x."""
        self.space.fade_marks(1 - t, "twist", *(role for role, _ in ENTRIES))
        return self.parabola("direction", 0.0, 1.0, t)

    def point(self, angle: float, passed: Sequence[float]) -> Self:
        """Turn the direction to an angle; the axes show as clearly as they have been passed."""
        self.parabola("direction", angle, 1.0)
        for index, (role, opacity) in enumerate(zip(AXES, passed, strict=True)):
            self.parabola(role, self.story.first.angle + index * math.pi / 2, 1.0, opacity)
        return self

    # -- axes and lines of equal bend ----------------------------------------------------------

    def show_axes(
        self, model: QuadraticModel, share: float = 1.0, *, suffix: str = "", rings: float = 1.0
    ) -> Self:
        """Draw the eigenvectors and the lines of equal bend, on both pictures.

        Args:
            model: whose.
            share: to which the eigenvectors have grown on the map.
            suffix: tells the lines on the surface from those of another model.
            rings: the opacity of the lines of equal bend.
        """
        visible, bold = 0.0 if model.round else 1.0, self.theme.strokes.bold
        for index, role in enumerate(AXES):
            angle = model.angle + index * math.pi / 2
            back, ahead = self.story.extents(model, [angle + math.pi, angle])
            points = model.points(np.linspace(-back, ahead, 65)[:, None] * unit(angle))
            if suffix:
                self.line(role + suffix, points, role, width=6.0, opacity=visible * share)
                continue
            self.trace(role, points, role, 6.0, bold, visible)
            tips = model.point + share * (points[:, :2] - model.point)
            set_lines(self.marks[role], [self.map.at(tips if visible else tips[:0])])
            self.names.axes[index].set_opacity(share * visible)
        level = model.points(self._equal(model))
        self.trace("rings" + suffix, level, "ink", 2.2, self.theme.strokes.thin, rings)
        if not suffix:
            self.dot.set_centre(self.map.at(model.point))
            self.names.follow(model)
        return self

    def add_first(self, t: float) -> Self:
        """Bring back the model at the first point, with its axes."""
        self.lay_model("there", self.story.first).space.fade_marks(0.8 * t, "there")
        return self.show_axes(self.story.first, t, suffix=" there", rings=t)

    def _equal(self, model: QuadraticModel) -> np.ndarray:
        """Return steps (n, 2) along lines on which the model is as far from its plane."""
        extents = self.story.extents(model, ALL_ROUND)
        strongest = max(abs(value) for value in model.curvatures)
        size = min(self.story.half_widths)
        pieces = [np.full((2, 2), np.nan)]
        for share in RINGS if strongest > 0 else ():
            far = model.indicatrix(strongest * (share * size) ** 2 / 2, ALL_ROUND)
            far = np.where(far <= extents, far, np.nan)
            pieces += [far[:, None] * unit(ALL_ROUND), np.full((1, 2), np.nan)]
        return np.concatenate(pieces)

    # -- the way to the second point -----------------------------------------------------------

    def travel(self, t: float) -> QuadraticModel:
        """Take model, axes and ball a share of the way, and return the model there."""
        path = self.story.path
        model = path.at(t)
        self.lay_model("here", model).show_axes(model).put_ball(path.point(t))
        points = path.start + np.linspace(0, t, 65)[:, None] * (path.end - path.start)
        self.walk_along(points if t > 0 else points[:0])
        ring = np.vstack([unit(np.linspace(0, 2 * np.pi, 33)), [np.nan, np.nan]])
        rings = [np.zeros((0, 2))]
        for share in path.crossings:
            if share < t:
                # Each grows to its size while the next little way is gone.
                size = 0.13 * min(1.0, (t - share) / min(0.03, 1 - share))
                rings.append(path.point(share) + size * ring * self.story.half_widths)
        flat = np.concatenate(rings)
        marks = np.column_stack([flat, self.landscape.values(*flat.T)])
        self.trace("crossings", marks, "warning", 4.5, self.theme.strokes.bold, 1.0)
        return model
