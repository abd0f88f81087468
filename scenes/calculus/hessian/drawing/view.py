"""A surface with second-order models laid on it, and its map with their axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from manim.constants import LineJointType
from manim.mobject.types.vectorized_mobject import VMobject

from explainer.geometry.mesh import Mesh, grid_triangles, normals_of
from explainer.geometry.plane import Rectangle
from explainer.geometry.space import Polyline, blend, rgb
from explainer.mobjects.contour_map import set_lines
from explainer.mobjects.landscape import best_azimuth, landscape_of
from explainer.mobjects.placing import Name, Room
from explainer.mobjects.surface import PATH, strokes
from explainer.mobjects.surface_items import Item
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Words
from explainer.scenes.calculus.hessian.drawing.beside import AXES
from explainer.scenes.calculus.hessian.second_order import QuadraticModel, unit
from explainer.scenes.calculus.hessian.story import AROUND, HessianStory
from explainer.scenes.calculus.hessian.text import picture_note
from explainer.style import Theme, Zone

SPACE = Zone(-6.65, 2.25, -3.35, 2.95)
MAP = Zone(2.55, 5.0, 0.05, 2.5)
"""Where surface and map lie; numbers are around them."""

ENTRIES = (("partial_x", 0.0), ("partial_y", math.pi / 2))
"""Roles of x and y, with their angles."""

BESIDE, WANTED, TURN = math.radians(34.0), math.radians(-66.0), math.radians(16.0)
"""Elevation and azimuth of the eye, and how far it goes round."""

LIFT = 0.006
"""How far above itself a model is drawn, in units of the box, so that where it lies on the surface
it is seen."""

RINGS = (0.45, 0.8)
"""Where lines of equal height of the quadratic part cross the axis of the larger curvature: shares
of its length."""

CIRCLES, CELLS = 14, 5
"""Of the mesh of a model about its middle, and of the grid drawn on it from there to its edge."""

ALL_ROUND = np.linspace(0, 2 * np.pi, 361)


class HessianView(SurfaceView):
    """All that is drawn on the surface and on its map; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.

    Attributes:
        marks: the lines on the map, by the names that they have on the surface.
        axis_names, point_names, shape_names: of what is seen on the surface.
    """

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story = story
        ceiling = story.heights[1] if story.cut else None
        land = landscape_of(story.surface, theme, ceiling=ceiling, height=1.0, gap=0.14)
        ends = story.path.points([0.0, 1.0])
        ways = 0.6 * unit(np.linspace(0, 2 * np.pi, 8, endpoint=False)) * story.half_widths
        worth_seeing = np.concatenate([ends[0] + ways, ends[1] + ways, ends])
        self.facing = best_azimuth(land, worth_seeing, BESIDE, WANTED)
        azimuths, keep = (self.facing - TURN, self.facing + TURN), not story.stretched
        options = {"keep_aspect": keep, "named": False, "ticks": 3}
        remark = picture_note(story)
        super().__init__(land, (SPACE, MAP), azimuths, BESIDE, remark, **options)
        self.marks = {name: VMobject() for name in ("rings", "rings there", *AXES, "crossings")}
        for mark in self.marks.values():
            mark.set_fill(opacity=0).joint_type = LineJointType.ROUND
        self.lay("line", *self.marks.values())
        pairs = zip("ab", (story.first, story.last), strict=True)
        shapes = [f"$bold({point})$: {model.kind}" for point, model in pairs]
        looks = zip(("$lambda_1$", "$lambda_2$", *shapes), (*AXES, "ink", "ink"), strict=True)
        names = [
            Words(markup, theme, size="label", colour=role).with_halo(theme).set_z_index(9)
            for markup, role in looks
        ]
        self.axis_names, self.shape_names = names[:2], names[2:]
        self.point_names = [Name(f"$bold({point})$", theme, "ink", 8.0) for point in "ab"]
        self.add(*names)
        self.rise(self.facing, 1.0)
        self._put_names()
        self.rise(self.facing, 0.0)

    # -- names and notes -----------------------------------------------------------------------

    def _put_names(self) -> None:
        """Choose the sides of all names, clear of each other and of the numbers of the axes."""
        story, spots = self.story, self._spots()
        # A shape is named above its point; below it where that of a point farther up is near.
        near = bool((np.abs(spots[0] - spots[1]) < [2.4, 0.8]).all())
        self._under = [near and bool(spot[1] == spots[:, 1].min()) for spot in spots]
        self._sides = self._clear_sides()
        models = [model for model in (story.first, story.last) if not model.round]
        places = [spot for model in models for spot in self._beyond(model)[[0, 1], self._sides]]
        self.taken += [Rectangle(x - 0.22, x + 0.22, y - 0.22, y + 0.22) for x, y in places]
        way = self.space.point_to_frame(*story.path.points(np.linspace(0, 1, 33)).T)[:, :2]
        room = Room(SPACE).block_lines(way)
        for place in (*places, *spots):
            room.block_box(place, np.array([0.36, 0.36]))
        for name, spot in zip(self.point_names, spots, strict=True):
            name.settle(room, spot[None])
        self.follow(story.first)

    def follow(self, model: QuadraticModel) -> Self:
        """Put the names of shapes, and of the axes of a model, where these are seen now."""
        for name, spot, under in zip(self.shape_names, self._spots(), self._under, strict=True):
            name.place((spot[0], spot[1] + (-0.5 if under else 0.3)), "centre")
        for name, ends, side in zip(self.axis_names, self._beyond(model), self._sides, strict=True):
            name.move_to(np.append(ends[side], 0.0))
        return self

    def _spots(self) -> np.ndarray:
        """Return where both points are in the frame, (2, 2)."""
        return self.space.point_to_frame(*self.story.path.points([0.0, 1.0]).T)[:, :2]

    def _beyond(self, model: QuadraticModel) -> np.ndarray:
        """Return places in the frame (2, 2, 2): for each axis beyond both its ends."""
        turns = np.add.outer(model.angles, [0.0, math.pi]).ravel()
        steps = self.story.extents(model, turns)[:, None] * unit(turns)
        seen = self.space.point_to_frame(*model.points(np.vstack([np.zeros(2), steps])).T)[:, :2]
        ways = seen[1:] - seen[0]
        ways = ways / np.maximum(np.linalg.norm(ways, axis=1), 1e-9)[:, None]
        return (seen[1:] + 0.3 * ways).reshape(2, 2, 2)

    def _clear_sides(self) -> tuple[int, int]:
        """Return at which ends (0 or 1) of the axes their names are clear of other text."""
        numbers = [[(b.left + b.right) / 2, (b.bottom + b.top) / 2] for b in self.numbers.boxes]
        taken = [self._spots()[0], *numbers]
        models = [self.story.path.at(share) for share in np.linspace(0, 1, 9)]
        ends = np.array([self._beyond(model) for model in models])
        gaps = np.linalg.norm(ends[..., None, :] - taken, axis=-1)
        gaps[0, ..., 0] = np.inf  # the name of the first point keeps clear of those about it
        gaps = gaps.min(axis=-1)
        # What is passed on the way matters less than what is beside a name at rest.
        gaps[1:-1] *= 2.0
        apart = np.linalg.norm(ends[:, 0, :, None] - ends[:, 1, None], axis=-1).min(axis=0)
        first, second = gaps.min(axis=0)
        clear = np.minimum.outer(first, np.minimum(second, 0.9))
        heights = np.add.outer(*ends[0, :, :, 1])
        best = np.argmax(np.minimum(clear, apart) + 0.01 * heights)
        return int(best) // 2, int(best) % 2

    def go_round(self, t: float) -> Self:
        """Go some way round the surface and back; the names follow."""
        azimuth = self.facing + TURN * math.sin(2 * math.pi * t)
        self.look(BESIDE, 1.0, azimuth, final=t in (0, 1))
        return self.follow(self.story.last)

    # -- lines ---------------------------------------------------------------------------------

    def line(self, name: str, points: np.ndarray, role: str, **look: Any) -> Self:
        """Draw a line (n, 3) about the surface, as high above it as models are."""
        self.space.line(name, points, role, **{"hidden": 0.35, "above": LIFT, "width": 6.0, **look})
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
        """Lay a model on the surface, with a share of its quadratic part, and of its size.

        It is a see-through sheet with a grid and a rim.
        """
        box, theme, extents = (
            self.landscape.box,
            self.theme,
            size * self.story.extents(model, AROUND),
        )

        def places(steps: np.ndarray) -> np.ndarray:
            x, y = (np.asarray(model.point) + steps).T
            return box.to_box(x, y, model.height(steps, bend)) + np.array([0.0, 0.0, LIFT])

        def line(points: np.ndarray, width: float, opacity: float) -> Polyline:
            # What lies under the surface is still seen as a net of lines.
            return Polyline(points, colour, width, opacity, hidden_opacity=0.65, lift=0.01)

        red, green, blue = blend(rgb(theme.tangent), rgb(theme.model), min(1.0, 1.6 * bend))
        colour = float(red), float(green), float(blue)
        rim = extents[:, None] * unit(AROUND)
        rim = np.append(rim, rim[:1], axis=0)
        rings = np.linspace(0, 1, CIRCLES + 1)[:, None, None] * rim
        steps = rings.reshape(-1, 2)
        vertices, heights = places(steps), model.height(steps, bend)
        light = sum(rgb(theme.background)) > 1.5
        mesh = Mesh(
            vertices,
            grid_triangles(heights.reshape(rings.shape[:2])),
            np.tile(blend(colour, (1.0, 1.0, 1.0), 0.6 if light else 0.0), (len(vertices), 1)),
            normals_of(box.slopes(heights, model.slopes(steps, bend))),
            heights,
            np.empty(0),
            opacity=0.66 if light else 0.5,
            shading=0.9,
        )
        drawn: list[Item] = [
            mesh,
            line(places(_grid(extents)), 1.6, 0.7),
            line(places(rim), 3.0, 0.95),
        ]
        self.space.put(name, drawn if size > 0 else [], PATH)
        return self

    def grow(self, t: float) -> Self:
        """Grow the tangent plane from the point."""
        return self.lay_model("here", self.story.first, bend=0.0, size=t)

    def bend(self, t: float) -> Self:
        """Bend the tangent plane until it is the model."""
        return self.lay_model("here", self.story.first, bend=t)

    def slice(self, opacity: float) -> Self:
        """Draw the slice on the surface."""
        angle, model = self.story.slice_angle, self.story.first
        points = model.point + self.story.across(model, angle, 97)[:, None] * unit(angle)
        self.space.path(points, dots=False, opacity=opacity)
        return self

    def gap(self, distance: float, column: int) -> Self:
        """Draw the gap along the slice between the surface and its plane (1) or its model (2)."""
        x, y = self.story.first.point + distance * unit(self.story.slice_angle)
        heights = self.story.slice([distance])[[0, column], 0]
        ends = np.array([[x, y, height] for height in heights])
        return self.line("gap", ends, "warning", hidden=0.8)

    # -- entries and directions ----------------------------------------------------------------

    def parabola(self, role: str, angle: float, t: float, opacity: float = 1.0) -> Self:
        """Grow the model's parabola along a direction; the line has the name of its role."""
        model = self.story.first
        steps = self.story.across(model, angle, share=t)[:, None] * unit(angle)
        return self.line(role, model.points(steps), role, opacity=opacity)

    def twist(self, t: float) -> Self:
        """Grow short lines along x, tangent to the model, on its parabola along y, in turn."""
        model, count = self.story.first, 9
        steps = np.zeros((count, 2))
        steps[:, 1] = self.story.across(model, math.pi / 2, count, share=0.85)
        grown = 0.3 * self.story.half_widths[0] * np.clip(count * t - np.arange(count), 0, 1)
        feet, rises = model.points(steps), model.slopes(steps)[:, 0]
        ways = grown[:, None] * np.column_stack([np.ones(count), np.zeros(count), rises])
        lines = strokes(feet - ways, feet + ways)[np.repeat(grown > 0, 3)]
        return self.line("twist", lines, "section", width=5.0)

    def leave_entries(self, t: float) -> Self:
        """Let go what showed the entries of the matrix, and bring a direction along x."""
        self.space.fade_marks(1 - t, "twist", *(role for role, _ in ENTRIES))
        return self.parabola("direction", 0.0, 1.0, t)

    def point(self, angle: float, passed: Sequence[float]) -> Self:
        """Turn the direction to an angle; the axes show as clearly as they have been passed."""
        self.parabola("direction", angle, 1.0)
        for role, axis, opacity in zip(AXES, self.story.first.angles, passed, strict=True):
            self.parabola(role, axis, 1.0, opacity)
        return self

    # -- axes, and lines of equal height of the quadratic part ------------------------------------

    def show_axes(
        self, model: QuadraticModel, share: float = 1.0, *, suffix: str = "", rings: float = 1.0
    ) -> Self:
        """Draw the eigenvectors, and lines of equal height of the quadratic part, on both pictures.

        Args:
            model: whose.
            share: to which the eigenvectors have grown on the map.
            suffix: tells the lines on the surface from those of another model.
            rings: the opacity of those lines.
        """
        visible, widths = 0.0 if model.round else 1.0, self.theme.strokes
        for role, name, angle in zip(AXES, self.axis_names, model.angles, strict=True):
            points = model.points(self.story.across(model, angle)[:, None] * unit(angle))
            if suffix:
                self.line(role + suffix, points, role, opacity=visible * share)
                continue
            self.trace(role, points, role, 6.0, widths.bold, visible)
            tips = model.point + share * (points[:, :2] - model.point)
            set_lines(self.marks[role], [self.map.at(tips if visible else tips[:0])])
            name.set_opacity(share * visible)
        self.trace("rings" + suffix, self._equal(model), "ink", 2.2, widths.thin, rings)
        if not suffix:
            self.dot.set_centre(self.map.at(model.point))
            self.follow(model)
        return self

    def add_first(self, t: float) -> Self:
        """Bring back the model at the first point, with its axes."""
        self.lay_model("there", self.story.first).space.fade_marks(0.8 * t, "there")
        return self.show_axes(self.story.first, t, suffix=" there", rings=t)

    def _equal(self, model: QuadraticModel) -> np.ndarray:
        """Return points (n, 3) along lines on which the model is as far from its plane."""
        strongest, size = float(np.abs(model.curvatures).max()), self.story.half_widths.min()
        pieces = [np.full((2, 2), np.nan)]
        for share in RINGS if strongest > 0 else ():
            far = model.indicatrix(strongest * (share * size) ** 2 / 2, ALL_ROUND)
            far = np.where(far <= self.story.extents(model, ALL_ROUND), far, np.nan)
            pieces += [far[:, None] * unit(ALL_ROUND), np.full((1, 2), np.nan)]
        return model.points(np.concatenate(pieces))

    # -- the way to the second point -----------------------------------------------------------

    def travel(self, t: float) -> QuadraticModel:
        """Take model, axes and ball a share of the way, and return the model there."""
        path = self.story.path
        model = path.at(t)
        self.lay_model("here", model).show_axes(model).put_ball(path.points(t))
        self.walk_along(path.points(np.linspace(0, t, 65) if t > 0 else []))
        ring = np.vstack([unit(np.linspace(0, 2 * np.pi, 33)), [np.nan, np.nan]])
        passed = np.array([share for share in path.crossings if share < t])
        # Each grows to its size while the next little way is gone.
        sizes = 0.13 * np.minimum(1.0, (t - passed) / np.minimum(0.03, 1 - passed))
        rings = sizes[:, None, None] * ring * self.story.half_widths
        flat = (path.points(passed)[:, None] + rings).reshape(-1, 2)
        marks = np.column_stack([flat, self.landscape.values(*flat.T)])
        self.trace("crossings", marks, "warning", 4.5, self.theme.strokes.bold, 1.0)
        return model


def _grid(extents: np.ndarray) -> np.ndarray:
    """Return lines along x and along y as steps (n, 2), parted by rows of NaN."""
    half_widths = np.abs(extents[:, None] * unit(AROUND)).max(axis=0)
    across = np.arange(-CELLS + 1, CELLS) / CELLS
    along = np.append(np.linspace(-1, 1, 49), np.nan)
    first = np.stack(np.broadcast_arrays(along[None, :], across[:, None]), axis=-1)
    steps = np.concatenate([first, first[..., ::-1]]).reshape(-1, 2) * half_widths
    turn = np.arctan2(steps[:, 1], steps[:, 0])
    edge = np.interp(turn, AROUND, extents, period=2 * np.pi)
    steps[~(np.linalg.norm(steps, axis=1) <= edge)] = np.nan
    return steps
