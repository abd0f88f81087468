"""A surface with second-order models laid on it, and its map with the axes of the bend."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

import numpy as np
from manim.constants import LineJointType
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.geometry.space import rgb
from explainer.mobjects.contour_map import ContourMap, set_lines
from explainer.mobjects.landscape import Landscape, SurfaceColours
from explainer.mobjects.shapes import Dot, Segments
from explainer.mobjects.text import Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.mobjects.viewpoint import best_azimuth
from explainer.numbers import significant
from explainer.scenes.calculus.hessian.drawing.charts import AXES
from explainer.scenes.calculus.hessian.drawing.model_panel import ModelPanel, Patch
from explainer.scenes.calculus.hessian.drawing.names import QUARTERS, Names
from explainer.scenes.calculus.hessian.second_order import QuadraticModel, unit
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.scenes.calculus.hessian.text import picture_note
from explainer.style import Theme, Zone

SPACE = Zone(-6.65, 2.25, -3.35, 2.95)
MAP = Zone(2.55, 5.0, 0.05, 2.5)
"""Where surface and map lie; numbers are around them."""

NOTE = ((-6.35, -3.12), (1.8, -3.12))
"""Where what must be said of the picture begins, or ends where the picture is in the way."""

ENTRIES = (("partial_x", 0.0), ("partial_y", math.pi / 2))
"""Roles of x and y, with their angles."""

ABOVE, BESIDE = math.radians(89.0), math.radians(34.0)
NORTH_UP, WANTED = math.radians(-90.0), math.radians(-66.0)
TURN = math.radians(16.0)
"""Elevations and azimuths of the eye, and how far it goes round."""

RINGS = (0.45, 0.8)
"""Lines of equal bend cross the axis of the larger curvature at these shares of its length."""

ALL_ROUND = np.linspace(0, 2 * np.pi, 361)


class HessianView:
    """All that is drawn on the surface and on its map; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.theme = story, theme
        self.landscape = Landscape(
            story.surface.value,
            *story.surface.domain,
            gradient=story.surface.gradient,
            ceiling=story.heights[1] if story.cut else None,
            height=1.0,
            gap=0.14,
            colours=SurfaceColours.of(theme),
        )
        ends = np.array([story.first.point, story.last.point])
        ways = 0.6 * unit(np.linspace(0, 2 * np.pi, 8, endpoint=False)) * story.half_widths
        worth_seeing = np.concatenate([ends[0] + ways, ends[1] + ways, ends])
        self.facing = best_azimuth(self.landscape, worth_seeing, BESIDE, WANTED)
        self.space = ModelPanel(
            self.landscape,
            story.extents,
            SPACE.width,
            SPACE.height,
            SPACE.centre,
            azimuths=(min(self.facing - TURN, NORTH_UP), max(self.facing + TURN, NORTH_UP)),
        )
        self.space_numbers = TickNumbers(theme)
        self.note = Words(picture_note(story), theme, size=0.28, colour="muted")
        self.taken: list[Rectangle] = []
        self.rise(1.0)
        self._put_note()
        self.names = Names(story, self.space, self.space_numbers, theme)
        self.taken = self.names.boxes
        self.map = ContourMap(
            self.landscape, MAP.width, MAP.height, MAP.centre, keep_aspect=not story.stretched
        )
        self.map_numbers = TickNumbers(theme).set_ticks(self.map.tick_positions(3))
        self.ball = Dot(theme.ball, 0.08, rim=theme.contour)
        self.axes = [Segments(theme.colour(role), width=theme.strokes.bold) for role in AXES]
        self.rings, self.first_rings = (
            VMobject(joint_type=LineJointType.ROUND).set_fill(opacity=0) for _ in range(2)
        )
        self.crossings = VMobject().set_fill(opacity=0)
        self.crossings.set_stroke(theme.warning, width=theme.strokes.bold)
        for line in (self.rings, self.first_rings):
            line.set_stroke(theme.ink, width=theme.strokes.thin)
        for line in (*self.axes, self.rings, self.first_rings, self.crossings):
            line.set_background_stroke(color=theme.background, width=6, opacity=0.7)
        self._stack()
        self.rise(0.0)

    @property
    def on_map(self) -> list[Mobject]:
        """The map with its numbers, and what lies on it."""
        marks = (self.first_rings, self.rings, *self.axes, self.crossings, self.ball)
        return [self.map, self.map_numbers, *marks]

    @property
    def moving(self) -> list[Mobject]:
        """What ``travel`` changes."""
        drawn = [self.map.route, self.map.dots, *self.on_map[2:], *self.names.axes]
        return [self.space, *drawn]

    def _put_note(self) -> None:
        """Put what must be said of the picture where the edges of its box leave room."""
        (x0, x1), (y0, y1) = self.story.surface.domain
        low = float(self.landscape.box.unrise(0.0))
        floor = self.space.point_to_frame([x0, x1, x1, x0], [y0, y0, y1, y1], low)
        start, end = NOTE
        if floor[np.argmin(floor[:, 1]), 0] < (start[0] + end[0]) / 2:
            self.note.place(end, "right")
        else:
            self.note.place(start)

    def _stack(self) -> None:
        # What stands still lies lowest, for only what lies above a moving thing is drawn anew.
        still = (self.map.image, self.map.lines, self.map.border, self.map_numbers)
        for level, mobject in enumerate(still):
            mobject.set_z_index(-1 + 0.1 * level)
        layers: list[tuple[Mobject, ...]] = [
            (self.space,),
            (self.space_numbers, self.map.route, self.map.dots, self.note),
            (self.rings, self.first_rings),
            tuple(self.axes),
            (self.crossings, self.ball),
            (*self.names.axes, *self.names.points, *self.names.shapes),
        ]
        for level, layer in enumerate(layers):
            for mobject in layer:
                mobject.set_z_index(level)

    # -- the eye -------------------------------------------------------------------------------

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye at an elevation and azimuth, the surface raised to a share of its height."""
        self.space.set_view(azimuth, elevation).set_reveal(reveal)
        ticks = [tick for tick in self.space.tick_positions(4) if tick.opacity > 0.02]
        heights = [significant(tick.value, 6) for tick in ticks if tick.axis == "z"]
        if len(set(heights)) < len(heights):
            # Heights that differ in their last figures only cannot be told apart on the axis.
            ticks = [tick for tick in ticks if tick.axis != "z"]
        low, high = self.note.get_corner([-1, -1, 0]), self.note.get_corner([1, 1, 0])
        note = Rectangle(low[0], high[0], low[1], high[1])
        avoid = [note, *self.taken] if self.note.markup else self.taken
        self.space_numbers.set_ticks(ticks, avoid=avoid, final=final)
        return self

    def rise(self, t: float) -> Self:
        """Go from straight above, where the surface is its map, to beside it as it rises."""
        azimuth = NORTH_UP + t * (self.facing - NORTH_UP)
        return self.look(ABOVE + t * (BESIDE - ABOVE), t, azimuth, final=t in (0, 1))

    def turn(self, t: float) -> Self:
        """Go some way round the surface and back; the names follow."""
        azimuth = self.facing + TURN * math.sin(2 * math.pi * t)
        self.look(BESIDE, 1.0, azimuth, final=t in (0, 1))
        self.names.follow(self.story.last)
        return self

    # -- plane and model -----------------------------------------------------------------------

    def lay(self, name: str, model: QuadraticModel, **looks: float) -> Self:
        """Lay a model on the surface, in the looks of a ``Patch``."""
        flat, bent = rgb(self.theme.tangent), rgb(self.theme.model)
        self.space.set_patch(name, Patch(model, flat, bent, **looks))
        return self

    def show_ball(self, t: float) -> Self:
        """Bring the ball at the first point."""
        self.space.set_ball(self.story.first.point, opacity=t)
        return self

    def grow(self, t: float) -> Self:
        """Grow the tangent plane from the point."""
        return self.lay("here", self.story.first, bend=0.0, size=t)

    def bend(self, t: float) -> Self:
        """Bend the tangent plane until it is the model."""
        return self.lay("here", self.story.first, bend=t)

    def slice(self, opacity: float) -> Self:
        """Draw the slice on the surface."""
        way = unit(self.story.slice_angle)
        points = self.story.first.point + self.story.slice_distances[:, None] * way
        self.space.set_path(points, dots=False, opacity=opacity)
        return self

    def gap(self, distance: float, *, bent: bool, opacity: float = 1.0) -> Self:
        """Draw the gap between the surface and its model, or its plane, along the slice."""
        x, y = self.story.first.point + distance * unit(self.story.slice_angle)
        surface, plane, model = self.story.slice([distance])[:, 0]
        ends = [[x, y, surface], [x, y, model if bent else plane]]
        self.space.set_line("gap", ends, self.theme.warning, width=6.0, opacity=opacity, hidden=0.8)
        return self

    def close_gap(self, t: float) -> Self:
        """Let go the gap to the tangent plane at the last distance."""
        return self.gap(float(self.story.distances[-1]), bent=False, opacity=1 - t)

    # -- entries and directions ----------------------------------------------------------------

    def parabola(self, role: str, angle: float, t: float, opacity: float = 1.0) -> Self:
        """Grow the model's parabola along a direction; the line has the name of its role."""
        model = self.story.first
        back, ahead = self.story.extents(model, [angle + math.pi, angle])
        steps = np.linspace(-t * back, t * ahead, 65)[:, None] * unit(angle)
        colour = self.theme.colour(role)
        self.space.set_line(role, model.points(steps), colour, width=6.0, opacity=opacity)
        return self

    def twist(self, t: float, opacity: float = 1.0) -> Self:
        """Grow short lines along x, tangent to the model, on its parabola along y, in turn."""
        model = self.story.first
        below, above = self.story.extents(model, [-math.pi / 2, math.pi / 2])
        half = 0.3 * self.story.half_widths[0]
        pieces = []
        for index, y in enumerate(np.linspace(-0.85 * below, 0.85 * above, 9)):
            grown = half * float(np.clip(9 * t - index, 0, 1))
            if not grown:
                break
            foot = model.points([[0.0, y]])[0]
            way = grown * np.array([1.0, 0.0, model.slopes([0.0, y])[0]])
            pieces += [foot - way, foot + way, np.full(3, np.nan)]
        self.space.set_line("twist", pieces or None, self.theme.section, width=5.0, opacity=opacity)
        return self

    def leave_entries(self, t: float) -> Self:
        """Let go what showed the entries of the matrix, and bring a direction along x."""
        self.twist(1.0, 1 - t).parabola("direction", 0.0, 1.0, t)
        for role, angle in ENTRIES:
            self.parabola(role, angle, 1.0, 1 - t)
        return self

    def point(self, angle: float, passed: Sequence[float]) -> Self:
        """Turn the direction to an angle; the axes show as clearly as they have been passed."""
        self.parabola("direction", angle, 1.0)
        for index, (role, opacity) in enumerate(zip(AXES, passed, strict=True)):
            self.parabola(role, self.story.first.angle + index * math.pi / 2, 1.0, opacity)
        return self

    def leave_direction(self, t: float) -> Self:
        """Let go the direction that has made half a turn."""
        return self.parabola("direction", math.pi, 1.0, 1 - t)

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
        visible = 0.0 if model.round else 1.0
        extents = self.story.extents(model, model.angle + QUARTERS)
        for index, role in enumerate(AXES):
            back, ahead = extents[[index + 2, index]]
            way = unit(model.angle + QUARTERS[index])
            points = model.points(np.linspace(-back, ahead, 65)[:, None] * way)
            opacity = visible * (share if suffix else 1.0)
            colour = self.theme.colour(role)
            self.space.set_line(role + suffix, points, colour, width=6.0, opacity=opacity)
            if not suffix:
                tips = model.point + share * (points[[0, -1], :2] - model.point)
                line = self.map.points_to_frame(tips)[None, :, :2]
                self.axes[index].set_segments(line if share * visible > 0 else line[:0])
                self.names.axes[index].set_opacity(share * visible)
        if not suffix:
            self.ball.set_centre(self.map.point(*model.point)[:2])
            self.names.follow_axes(model)
        level = self._equal(model)
        points, colour = model.points(level), self.theme.ink
        self.space.set_line("rings" + suffix, points, colour, width=2.2, opacity=rings)
        on_map = self.first_rings if suffix else self.rings
        set_lines(on_map, [self.map.points_to_frame(model.point + level)])
        on_map.set_stroke(opacity=rings).set_stroke(opacity=0.7 * rings, background=True)
        return self

    def add_first(self, t: float) -> Self:
        """Bring back the model at the first point, with its axes."""
        first = self.story.first
        self.lay("there", first, opacity=0.8 * t)
        return self.show_axes(first, t, suffix=" there", rings=t)

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
        self.lay("here", model)
        self.show_axes(model)
        self.space.set_ball(path.point(t))
        points = path.start + np.linspace(0, t, 65)[:, None] * (path.end - path.start)
        for picture in (self.space, self.map):
            picture.set_path(points if t > 0 else points[:0], dots=False)
        ring = unit(np.linspace(0, 2 * np.pi, 33))
        rings = [
            # Each grows to its size while the next little way is gone.
            path.point(share)
            + 0.13 * min(1.0, (t - share) / min(0.03, 1 - share)) * ring * self.story.half_widths
            for share in path.crossings
            if share < t
        ]
        set_lines(self.crossings, [self.map.points_to_frame(ring) for ring in rings])
        flat = np.concatenate([np.zeros((0, 2)), *(np.vstack([r, [[np.nan] * 2]]) for r in rings)])
        points = np.column_stack([flat, self.landscape.values(*flat.T)])
        self.space.set_line("crossings", points, self.theme.warning, width=4.5)
        return model
