"""A surface with its second-order model, and its map with the axes of the bend."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.constants import LineJointType
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.geometry.space import rgb
from explainer.maths.hessian_story import HessianStory
from explainer.maths.hessian_words import picture_note
from explainer.maths.second_order import QuadraticModel
from explainer.mobjects.arrows import Segments
from explainer.mobjects.contour_map import ContourMap, set_lines
from explainer.mobjects.density_marks import Dot
from explainer.mobjects.landscape import Landscape, SurfaceColours
from explainer.mobjects.model_panel import ModelPanel, Patch
from explainer.mobjects.text import Formula, Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.mobjects.viewpoint import best_azimuth
from explainer.style import Theme, Zone

SPACE = Zone(-6.65, 2.25, -3.35, 2.95)
MAP = Zone(2.55, 5.0, 0.05, 2.5)
"""Where surface and map lie; numbers are around them."""

NOTE = ((-6.35, -3.12), (1.8, -3.12))
"""Where what must be said of the picture begins, or ends where the picture is in the way."""

ABOVE, BESIDE = math.radians(89.0), math.radians(34.0)
NORTH_UP, WANTED = math.radians(-90.0), math.radians(-66.0)
TURN = math.radians(16.0)
"""Elevations and azimuths of the eye, and how far it goes round."""

AXES = ("curvature", "curvature_second")
RINGS = (0.45, 0.8)
"""Lines of equal bend cross the axis of the larger curvature at these shares of its length."""

QUARTERS = np.arange(4) * math.pi / 2
ALL_ROUND = np.linspace(0, 2 * np.pi, 361)


class HessianView:
    """All that is drawn on the surface and on its map; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.theme = story, theme
        ground = story.surface
        self.landscape = Landscape(
            ground.value,
            *ground.domain,
            gradient=ground.gradient,
            ceiling=story.heights[1] if story.cut else None,
            height=1.0,
            gap=0.14,
            colours=SurfaceColours.of(theme),
        )
        self.facing = best_azimuth(self.landscape, self._worth_seeing(), BESIDE, WANTED)
        self.space = ModelPanel(
            self.landscape,
            story.spokes,
            SPACE.width,
            SPACE.height,
            SPACE.centre,
            azimuths=(min(self.facing - TURN, NORTH_UP), max(self.facing + TURN, NORTH_UP)),
        )
        self.space_numbers, self.map_numbers = TickNumbers(theme), TickNumbers(theme)
        self.map = ContourMap(
            self.landscape, MAP.width, MAP.height, MAP.centre, keep_aspect=not story.stretched
        )
        self.map_numbers.set_ticks(self.map.tick_positions(3))
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
        self.axis_names = [self._name(f"lambda_{i + 1}", role) for i, role in enumerate(AXES)]
        self.point_names = [self._name("bold(a)", "ink"), self._name("bold(b)", "ink")]
        self.shape_names = [
            Words(f"$bold({name})$: {model.kind}", theme, size="label").with_halo(theme)
            for name, model in (("a", story.first), ("b", story.last))
        ]
        note = picture_note(story)
        self.note = Words(note, theme, size=0.28, colour="muted")
        self._stack()
        self._sides = (0, 0)
        self._taken: list[Rectangle] = []
        self.rise(1.0)
        self._put_note()
        spots = self.space.point_to_frame(*np.array([story.first.point, story.last.point]).T)
        # A shape is named above its point; below it where that of a point farther up is near.
        near = bool((np.abs(spots[0] - spots[1]) < [2.4, 0.8, 1.0]).all())
        self._under = [near and bool(spot[1] == spots[:, 1].min()) for spot in spots]
        self._follow(story.first)
        self._sides = self._clear_sides()
        self._taken = self._places_of_names()
        self.look(ABOVE, 0.0, NORTH_UP)

    @property
    def on_map(self) -> list[Mobject]:
        """The map with its numbers, and what lies on it."""
        marks = (self.first_rings, self.rings, *self.axes, self.crossings, self.ball)
        return [self.map, self.map_numbers, *marks]

    @property
    def moving(self) -> list[Mobject]:
        """What ``travel`` changes."""
        drawn = [self.map.route, self.map.dots, *self.on_map[2:], *self.axis_names]
        return [self.space, *drawn]

    def _worth_seeing(self) -> np.ndarray:
        """Return points (n, 2) about both ends of the way."""
        story = self.story
        turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
        ways = 0.6 * np.stack([np.cos(turn), np.sin(turn)], axis=1) * story.semi
        ends = [np.array(story.first.point), np.array(story.last.point)]
        return np.concatenate([*(end + ways for end in ends), np.array(ends)])

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
            (*self.axis_names, *self.point_names, *self.shape_names),
        ]
        for level, layer in enumerate(layers):
            for mobject in layer:
                mobject.set_z_index(level)

    # -- the eye -------------------------------------------------------------------------------

    def look(
        self, elevation: float, reveal: float, azimuth: float, *, resting: bool = True
    ) -> Self:
        """Put the eye at an elevation and azimuth, the surface raised to a share of its height."""
        self.space.set_view(azimuth, elevation).set_reveal(reveal)
        ticks = [tick for tick in self.space.tick_positions(4) if tick.opacity > 0.02]
        low, high = self.note.get_corner([-1, -1, 0]), self.note.get_corner([1, 1, 0])
        note = Rectangle(low[0], high[0], low[1], high[1])
        avoid = [note, *self._taken] if self.note.markup else self._taken
        self.space_numbers.set_ticks(ticks, avoid=avoid, resting=resting)
        return self

    def rise(self, t: float) -> Self:
        """Go from straight above, where the surface is its map, to beside it as it rises."""
        azimuth = NORTH_UP + t * (self.facing - NORTH_UP)
        return self.look(ABOVE + t * (BESIDE - ABOVE), t, azimuth, resting=t in (0, 1))

    def turn(self, t: float) -> Self:
        """Go some way round the surface and back; the names follow."""
        azimuth = self.facing + TURN * math.sin(2 * math.pi * t)
        self.look(BESIDE, 1.0, azimuth, resting=t in (0, 1))
        self._follow(self.story.last)
        return self

    # -- the model -----------------------------------------------------------------------------

    def lay(self, name: str, model: QuadraticModel, **looks: float) -> Self:
        """Lay a model on the surface, in the looks of a ``Patch``."""
        flat, bent = rgb(self.theme.tangent), rgb(self.theme.model)
        self.space.set_patch(name, Patch(model, flat, bent, **looks))
        return self

    def grow(self, t: float) -> Self:
        """Grow the tangent plane from the point."""
        return self.lay("here", self.story.first, bend=0.0, size=t)

    def bend(self, t: float) -> Self:
        """Bend the tangent plane until it is the model."""
        return self.lay("here", self.story.first, bend=t)

    def slice(self, opacity: float) -> Self:
        """Draw the slice along the probe on the surface."""
        model, angle = self.story.first, self.story.probe
        back, ahead = self.story.spokes(model, [angle + math.pi, angle])
        reach = np.linspace(-back, ahead, 97)
        points = np.asarray(model.point) + reach[:, None] * _way(angle)
        self.space.set_path(points, dots=False, opacity=opacity)
        return self

    def gap(self, distance: float, *, bent: bool, opacity: float = 1.0) -> Self:
        """Draw the gap between the surface and its model, or its plane, along the probe."""
        model, angle = self.story.first, self.story.probe
        x, y = np.asarray(model.point) + distance * _way(angle)
        ground, plane, curved = self.story.slice([distance])[:, 0]
        ends = [[x, y, ground], [x, y, curved if bent else plane]]
        self.space.set_line("gap", ends, self.theme.warning, width=6.0, opacity=opacity, hidden=0.8)
        return self

    def parabola(
        self,
        name: str,
        model: QuadraticModel,
        angle: float,
        role: str,
        *,
        share: float = 1.0,
        opacity: float = 1.0,
        width: float = 6.0,
    ) -> Self:
        """Draw the model's parabola along a direction, grown to a share of its length."""
        back, ahead = self.story.spokes(model, [angle + math.pi, angle])
        steps = np.linspace(-share * back, share * ahead, 65)[:, None] * _way(angle)
        points = self._on_model(model, steps)
        colour = self.theme.colour(role)
        self.space.set_line(name, points, colour, width=width, opacity=opacity)
        return self

    def rungs(self, t: float, opacity: float = 1.0) -> Self:
        """Grow short lines along x, tangent to the model, on its parabola along y, in turn."""
        model = self.story.first
        below, above = self.story.spokes(model, [-math.pi / 2, math.pi / 2])
        half = 0.3 * self.story.semi[0]
        pieces = []
        for index, y in enumerate(np.linspace(-0.85 * below, 0.85 * above, 9)):
            grown = half * float(np.clip(9 * t - index, 0, 1))
            if not grown:
                break
            foot = self._on_model(model, np.array([[0.0, y]]))[0]
            slope = float(model.slopes([0.0, y])[0])
            way = grown * np.array([1.0, 0.0, slope])
            pieces += [foot - way, foot + way, np.full(3, np.nan)]
        points = np.array(pieces) if pieces else None
        self.space.set_line("rungs", points, self.theme.section, width=5.0, opacity=opacity)
        return self

    def clear(self, *names: str) -> Self:
        """Take lines away."""
        for name in names:
            self.space.set_line(name, None)
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
        visible = 0.0 if model.round else 1.0
        reach = self.story.spokes(model, model.angle + QUARTERS)
        for index, role in enumerate(AXES):
            ends = reach[[index + 2, index]]
            angle = model.angle + QUARTERS[index]
            steps = np.linspace(-ends[0], ends[1], 65)[:, None] * _way(angle)
            points, colour = self._on_model(model, steps), self.theme.colour(role)
            seen = visible * (share if suffix else 1.0)
            self.space.set_line(role + suffix, points, colour, width=6.0, opacity=seen)
            if not suffix:
                middle = np.asarray(model.point)
                tips = middle + share * (points[[0, -1], :2] - middle)
                line = self.map.points_to_frame(tips)[None, :, :2]
                shown = share * visible > 0
                self.axes[index].set_segments(line if shown else np.zeros((0, 2, 2)))
                self._put_name(index, model, reach)
                self.axis_names[index].set_strength(share * visible)
        level = self._equal(model)
        points, colour = self._on_model(model, level), self.theme.ink
        self.space.set_line("rings" + suffix, points, colour, width=2.2, opacity=rings)
        on_map = self.first_rings if suffix else self.rings
        set_lines(on_map, [self.map.points_to_frame(np.asarray(model.point) + level)])
        on_map.set_stroke(opacity=rings).set_stroke(opacity=0.7 * rings, background=True)
        return self

    def _follow(self, model: QuadraticModel) -> Self:
        """Put the names of points and axes where these are seen now."""
        ends = (self.story.first, self.story.last)
        spots = np.array([self.space.point_to_frame(*end.point) for end in ends])
        # The first name on the far side from the way, the second below it.
        way = (spots[1] - spots[0])[:2]
        size = float(np.linalg.norm(way))
        back = -0.36 * way / size if size > 1e-6 else np.array([0.3, -0.25])
        self.point_names[0].move_to(spots[0] + np.append(back, 0.0))
        self.point_names[1].move_to(spots[1] + np.array([0.3, -0.25, 0.0]))
        for name, spot, under in zip(self.shape_names, spots, self._under, strict=True):
            name.place((spot[0], spot[1] + (-0.5 if under else 0.3)), "centre")
        reach = self.story.spokes(model, model.angle + QUARTERS)
        for index in range(2):
            self._put_name(index, model, reach)
        return self

    def _put_name(self, index: int, model: QuadraticModel, reach: np.ndarray) -> None:
        spot = self._beyond(index, model, self._sides[index], reach)
        self.axis_names[index].move_to(spot)

    def _beyond(
        self, index: int, model: QuadraticModel, side: int, reach: np.ndarray
    ) -> np.ndarray:
        """Return the place of a name beyond one end of an axis, (3,) in the frame."""
        quarter = index + 2 * side
        step = reach[quarter] * _way(model.angle + QUARTERS[quarter])
        x, y, z = self._on_model(model, np.array([np.zeros(2), step])).T
        middle, tip = self.space.point_to_frame(x, y, z)
        way = tip - middle
        return np.asarray(tip + 0.3 * way / max(float(np.linalg.norm(way)), 1e-9))

    def _clear_sides(self) -> tuple[int, int]:
        """Return at which ends (0 or 1) of the axes their names are clear of other text."""
        numbers = np.array(self.space_numbers.boxes).reshape(-1, 4)
        centres = np.stack([numbers[:, :2].mean(axis=1), numbers[:, 2:].mean(axis=1)], axis=1)
        names = [name.get_center()[:2] for name in self.point_names]
        found, away = [], []
        for share in np.linspace(0, 1, 9):
            # The name of the second point comes at the end only.
            taken = np.concatenate([centres, names if share == 1 else names[:1]])
            model = self.story.path.at(share)
            reach = self.story.spokes(model, model.angle + QUARTERS)
            found.append([[self._beyond(i, model, s, reach)[:2] for s in (0, 1)] for i in (0, 1)])
            gaps = np.array(found[-1])[..., None, :] - taken
            # What is passed on the way matters less than what is beside a name at rest.
            weight = 1.0 if share in (0, 1) else 2.0
            away.append(weight * np.linalg.norm(gaps, axis=-1).min(axis=-1))
        spots, least_away = np.array(found), np.min(away, axis=0)

        def room(sides: tuple[int, int]) -> float:
            one, other = (spots[:, index, side] for index, side in enumerate(sides))
            apart = float(np.linalg.norm(one - other, axis=-1).min())
            least = min(0.9, apart, *(float(least_away[i, side]) for i, side in enumerate(sides)))
            return least + 0.01 * float(one[0, 1] + other[0, 1])

        return max(((a, b) for a in (0, 1) for b in (0, 1)), key=room)

    def _places_of_names(self) -> list[Rectangle]:
        """Return boxes about the places where the names of axes are at rest."""
        found = []
        for model in (self.story.first, self.story.last):
            reach = self.story.spokes(model, model.angle + QUARTERS)
            for index in () if model.round else (0, 1):
                x, y, _ = self._beyond(index, model, self._sides[index], reach)
                found.append(Rectangle(x - 0.22, x + 0.22, y - 0.22, y + 0.22))
        return found

    def _put_note(self) -> None:
        """Put what must be said of the picture where the edges of its box leave room."""
        start, end = NOTE
        floor = self._floor()
        corner = floor[np.argmin(floor[:, 1])]
        if corner[0] < (start[0] + end[0]) / 2:
            self.note.place(end, "right")
        else:
            self.note.place(start)

    def _floor(self) -> np.ndarray:
        """Return where the corners of the floor are in the frame, (4, 3)."""
        (x0, x1), (y0, y1) = self.story.surface.domain
        low = float(self.landscape.box.unrise(0.0))
        return self.space.point_to_frame([x0, x1, x1, x0], [y0, y0, y1, y1], low)

    def _equal(self, model: QuadraticModel) -> np.ndarray:
        """Return steps (n, 2) along lines on which the model is as far from its plane."""
        reach = self.story.spokes(model, ALL_ROUND)
        strongest = max(abs(value) for value in model.curvatures)
        size = min(self.story.semi)
        pieces = [np.full((2, 2), np.nan)]
        for share in RINGS if strongest > 0 else ():
            far = model.indicatrix(strongest * (share * size) ** 2 / 2, ALL_ROUND)
            far = np.where(far <= reach, far, np.nan)
            ring = far[:, None] * np.stack([np.cos(ALL_ROUND), np.sin(ALL_ROUND)], axis=1)
            pieces += [ring, np.full((1, 2), np.nan)]
        return np.concatenate(pieces)

    # -- the way to the second point -----------------------------------------------------------

    def travel(self, t: float) -> QuadraticModel:
        """Take model, axes and ball a share of the way, and return the model there."""
        path = self.story.path
        model = path.at(t)
        here = path.point(t)
        self.lay("here", model)
        self.show_axes(model)
        self.space.set_ball(here)
        self.ball.set_centre(self.map.point(*here)[:2])
        points = path.start + np.linspace(0, t, 65)[:, None] * (path.end - path.start)
        self.space.set_path(points if t > 0 else points[:0], dots=False)
        self.map.set_path(points if t > 0 else points[:0], dots=False)
        passed = [share for share in path.crossings if share < t]
        rings = [
            # Each grows to its size while the next little way is gone.
            self._circle(path.point(share), min(1.0, (t - share) / min(0.03, 1 - share)))
            for share in passed
        ]
        on_map = [self.map.points_to_frame(ring) for ring in rings]
        set_lines(self.crossings, on_map)
        if rings:
            flat = np.concatenate([np.vstack([ring, [[np.nan] * 2]]) for ring in rings])
            heights = self.landscape.values(*flat.T)
            points = np.column_stack([flat, heights])
            self.space.set_line("crossings", points, self.theme.warning, width=4.5)
        else:
            self.clear("crossings")
        return model

    def _circle(self, centre: np.ndarray, size: float) -> np.ndarray:
        turn = np.linspace(0, 2 * np.pi, 33)
        ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        return np.asarray(centre + 0.13 * size * ring * self.story.semi)

    # -- helpers -------------------------------------------------------------------------------

    def _on_model(self, model: QuadraticModel, steps: np.ndarray) -> np.ndarray:
        """Return points (n, 3) on the model at steps (n, 2) from its point."""
        return np.column_stack([np.asarray(model.point) + steps, model.height(steps)])

    def _name(self, markup: str, colour: str) -> Formula:
        return Formula(markup, self.theme, size="label", colour=colour).with_halo(self.theme)


def _way(angle: float) -> np.ndarray:
    return np.array([math.cos(angle), math.sin(angle)])
