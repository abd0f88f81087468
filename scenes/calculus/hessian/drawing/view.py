"""A surface with its second-order model, and its map with the axes of the bend."""

from __future__ import annotations

import math
from typing import Self

import numpy as np
from manim.constants import LineJointType
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.plane import Rectangle
from explainer.mobjects.contour_map import ContourMap, set_lines
from explainer.mobjects.shapes import Dot, Segments
from explainer.mobjects.text import Formula, Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.scenes.calculus.hessian.drawing.stage import (
    ABOVE,
    AXES,
    BESIDE,
    NORTH_UP,
    TURN,
    ModelStage,
    direction,
)
from explainer.scenes.calculus.hessian.second_order import QuadraticModel
from explainer.scenes.calculus.hessian.story import HessianStory
from explainer.style import Theme, Zone

MAP = Zone(2.55, 5.0, 0.05, 2.5)
"""Where the map lies; numbers are around it."""

RINGS = (0.45, 0.8)
"""Lines of equal bend cross the axis of the larger curvature at these shares of its length."""

QUARTERS = np.arange(4) * math.pi / 2
ALL_ROUND = np.linspace(0, 2 * np.pi, 361)


class HessianView(ModelStage):
    """All that is drawn on the surface and on its map; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        super().__init__(story, theme)
        self.map_numbers = TickNumbers(theme)
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
        self._stack()
        self._sides = (0, 0)
        spots = self.space.point_to_frame(*np.array([story.first.point, story.last.point]).T)
        # A shape is named above its point; below it where that of a point farther up is near.
        near = bool((np.abs(spots[0] - spots[1]) < [2.4, 0.8, 1.0]).all())
        self._under = [near and bool(spot[1] == spots[:, 1].min()) for spot in spots]
        self._follow(story.first)
        self._put_points()
        self._sides = self._clear_sides()
        self._put_points()
        self.taken = self._places_of_names()
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

    def turn(self, t: float) -> Self:
        """Go some way round the surface and back; the names follow."""
        azimuth = self.facing + TURN * math.sin(2 * math.pi * t)
        self.look(BESIDE, 1.0, azimuth, resting=t in (0, 1))
        self._follow(self.story.last)
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
        if not suffix:
            self.ball.set_centre(self.map.point(*model.point)[:2])
        visible = 0.0 if model.round else 1.0
        reach = self.story.spokes(model, model.angle + QUARTERS)
        for index, role in enumerate(AXES):
            ends = reach[[index + 2, index]]
            angle = model.angle + QUARTERS[index]
            steps = np.linspace(-ends[0], ends[1], 65)[:, None] * direction(angle)
            points, colour = self.on_model(model, steps), self.theme.colour(role)
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
        points, colour = self.on_model(model, level), self.theme.ink
        self.space.set_line("rings" + suffix, points, colour, width=2.2, opacity=rings)
        on_map = self.first_rings if suffix else self.rings
        set_lines(on_map, [self.map.points_to_frame(np.asarray(model.point) + level)])
        on_map.set_stroke(opacity=rings).set_stroke(opacity=0.7 * rings, background=True)
        return self

    def _follow(self, model: QuadraticModel) -> Self:
        """Put the names of points and axes where these are seen now."""
        ends = (self.story.first, self.story.last)
        spots = np.array([self.space.point_to_frame(*end.point) for end in ends])
        for name, spot, under in zip(self.shape_names, spots, self._under, strict=True):
            name.place((spot[0], spot[1] + (-0.5 if under else 0.3)), "centre")
        reach = self.story.spokes(model, model.angle + QUARTERS)
        for index in range(2):
            self._put_name(index, model, reach)
        return self

    def _put_points(self) -> None:
        """Put the names of the points beside them, off the way and the names of the axes."""
        ends = (self.story.first, self.story.last)
        spots = np.array([self.space.point_to_frame(*end.point)[:2] for end in ends])
        way = spots[1] - spots[0]
        way = way / max(float(np.linalg.norm(way)), 1e-9)
        around = np.array([direction(turn) for turn in np.arange(8) * math.pi / 4 - 0.7])
        for name, spot, end, ahead in zip(self.point_names, spots, ends, (way, -way), strict=True):
            reach = self.story.spokes(end, end.angle + QUARTERS)
            tips = [self._beyond(i, end, self._sides[i], reach)[:2] for i in (0, 1)]
            places = spot + 0.36 * around
            clear = np.linalg.norm(places[:, None] - np.array(tips), axis=2).min(axis=1)
            best = places[int(np.argmax(np.minimum(clear, 0.7) - 0.3 * (around @ ahead > 0.6)))]
            name.move_to(np.append(best, 0.0))

    def _put_name(self, index: int, model: QuadraticModel, reach: np.ndarray) -> None:
        spot = self._beyond(index, model, self._sides[index], reach)
        self.axis_names[index].move_to(spot)

    def _beyond(
        self, index: int, model: QuadraticModel, side: int, reach: np.ndarray
    ) -> np.ndarray:
        """Return the place of a name beyond one end of an axis, (3,) in the frame."""
        quarter = index + 2 * side
        step = reach[quarter] * direction(model.angle + QUARTERS[quarter])
        x, y, z = self.on_model(model, np.array([np.zeros(2), step])).T
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

    def add_first(self, t: float) -> Self:
        """Bring back the model at the first point, with its axes."""
        first = self.story.first
        self.lay("there", first, opacity=0.8 * t)
        return self.show_axes(first, t, suffix=" there", rings=t)

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

    def _name(self, markup: str, colour: str) -> Formula:
        return Formula(markup, self.theme, size="label", colour=colour).with_halo(self.theme)
