"""A surface with second-order models laid on it: planes that bend, and the axes of the bend."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Self

import numpy as np
from manim.constants import DL, UR

from explainer.geometry.plane import Rectangle
from explainer.geometry.space import blend, rgb
from explainer.mobjects.landscape import best_azimuth, landscape_of
from explainer.mobjects.placing import Room
from explainer.mobjects.shapes import blend as mixed
from explainer.mobjects.surface import strokes
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Words
from explainer.scenes.calculus.hessian.drawing.places import Places
from explainer.scenes.calculus.hessian.second_order import QuadraticModel, unit
from explainer.scenes.calculus.hessian.story import AROUND, HessianStory
from explainer.scenes.calculus.hessian.text import picture_note, shapes
from explainer.style import Theme

AXES = ("curvature", "curvature_second")
"""Roles of the eigenvectors and their curvatures."""

ENTRIES = (("partial_x", 0.0), ("j_hat", math.pi / 2))
"""Roles of x and y, with their angles."""

BESIDE, WANTED, TURN = math.radians(35.0), math.radians(-72.0), math.radians(14.0)
"""Elevation and azimuth of the eye, and how far it goes round."""

STEP = math.radians(-10.0)
"""The direction of the step that is drawn on the tangent plane."""

FLATTEST, TALLEST, FLOOR = 0.5, 0.95, 0.03
"""A surface is drawn to scale unless that makes it flatter or taller than this, in units of the
box; how far it lies above the floor."""

LIFT = 0.006
"""How far above itself a model is drawn, in units of the box, so that where it lies on the surface
it is seen."""

DIM = 0.35
"""How much of the background the colours of the surface are mixed with."""

CIRCLES = 8
"""Of the mesh of a model about its middle."""

BOLD, THIN = 11.0, 4.0
"""Widths of what a sentence speaks of, and of ghosts, in pixels of a frame 1080 pixels high."""

GHOST, PALE = 0.5, 0.5
"""How bright a model is that has been left behind, and one whose lines are spoken of."""


class HessianView(SurfaceView):
    """All that is drawn on the surface; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours, and for the shape of the frame.

    Attributes:
        places: where in the frame what stands.
        axis_names: of x, y and the height.
    """

    type_sizes = (0.32, 0.32)

    def __init__(self, story: HessianStory, theme: Theme) -> None:
        self.story, self.places, self.nearness = story, Places(theme.layout), 0.0
        size = theme.sizes.label
        self.axis_names = [
            Words(f"${each}$", theme, size=size, colour="muted").with_halo(theme) for each in "xyf"
        ]
        tall = 2 * story.spread / float(np.ptp(story.surface.domain, axis=1).max())
        # Models stand out on a surface that is darker on a dark page, and pale on a light one.
        shades = [mixed(each, theme.background, DIM) for each in theme.surface_colours[:-1]]
        theme = replace(theme, surface_colours=tuple(shades))
        land = landscape_of(
            story.surface,
            theme,
            ceiling=story.heights[1] if story.cut else None,
            height=FLOOR + float(np.clip(tall, FLATTEST, TALLEST)),
            gap=FLOOR,
            divisions=80,
        )
        ends = story.path.points([0.0, 1.0])
        ways = 0.6 * unit(np.linspace(0, 2 * np.pi, 8, endpoint=False)) * story.half_widths
        worth_seeing = np.concatenate([ends[0] + ways, ends[1] + ways, ends])
        self.facing = best_azimuth(land, worth_seeing, BESIDE, WANTED)
        azimuths = self.facing - TURN, self.facing + TURN
        options: dict[str, Any] = {"keep_aspect": not story.stretched, "named": False, "ticks": 0}
        zone, rest = self.places.space, self.places.rest
        super().__init__(land, (zone, zone), azimuths, BESIDE, picture_note(story), **options)
        self.space.floor = False
        self.note.with_halo(theme, 5.0)
        aside = max(0.0, float(self.note.get_right()[0]) - self.places.names.right)
        above = max(0.0, rest.top + 0.15 - float(self.note.get_bottom()[1]))
        self.note.shift((-aside, 0.0 if theme.layout.is_wide else above, 0.0))
        (left, low, _), (right, high, _) = self.note.get_corner(DL), self.note.get_corner(UR)
        self.taken = [Rectangle(left, right, low, high), rest]
        self.face(0.0)

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye there; see ``SurfaceView``. From near no axes are seen."""
        super().look(elevation, reveal, azimuth, final=final)
        seen = max(0.0, 1 - 2.5 * self.nearness)
        if seen < 1:
            ticks = [t._replace(opacity=t.opacity * seen) for t in self.space.tick_positions()]
            self.numbers.set_ticks([t for t in ticks if t.opacity > 0.02], self.taken, final=False)
        self.name_axes(*self.axis_names, opacity=seen)
        if final and seen == 1:
            self._settle_axis_names()
        return self

    def _settle_axis_names(self) -> None:
        """Let no name of an axis rest half faded, on the note, or beyond the frame's margin."""
        foot, side = self.places.foot, self.theme.layout.safe.left
        for axis, name in zip("xyz", self.axis_names, strict=True):
            name.set_opacity(round(name.family_members_with_points()[-1].get_fill_opacity()))
            ticks = [t for t in self.space.tick_positions() if t.axis == axis]
            inside = [t for t in ticks if t.position[1] > foot + 0.4 and round(t.opacity)]
            if axis != "z" and len(inside) > 1 and float(name.get_center()[1]) < foot + 0.2:
                between = (inside[-2].position + inside[-1].position) / 2 + 0.3 * inside[0].outwards
                name.move_to(between).set_opacity(1.0)
            aside = max(0.0, side - float(name.get_left()[0]))
            name.shift((aside, 0.1 * bool(aside), 0.0))
            left, low, _ = name.get_corner(DL)
            if any(left < note.right and low < note.top for note in self.taken[:1]):
                name.set_opacity(0.0)

    def face(self, turned: float) -> Self:
        """Look from where both points are seen best, turned from there by so many radians."""
        return self.look(BESIDE, 1.0, self.facing + turned, final=turned == 0)

    def approach(self, share: float, turned: float = 0.0) -> Self:
        """Go a share of the way near to the first point, and look from there; see ``face``."""
        self.nearness, self.space.points = share, self.standing
        here = self.spot(0.0)
        aim = here + share * (self.places.aim - here)
        corners = aim + (1 + share * (self.places.near - 1)) * (self.standing[:, :2] - here)
        self.space.points = np.column_stack([corners, self.standing[:, 2]])
        return self.face(turned)

    def seen(self, points: np.ndarray) -> np.ndarray:
        """Return where points (n, 3) are in the frame, (n, 2)."""
        return np.asarray(self.space.point_to_frame(*np.asarray(points, dtype=float).T)[:, :2])

    def spot(self, share: float) -> np.ndarray:
        """Return where the point at a share of the way is in the frame, (2,)."""
        return np.asarray(self.space.point_to_frame(*self.story.path.points(share))[:2])

    def room(self) -> Room:
        """Return where names may stand, clear of the lines of the surface."""
        return self.room_beside(self.places.names).block(*self.axis_names)

    def line(self, name: str, points: np.ndarray, role: str, **look: Any) -> Self:
        """Draw a line (n, 3) about the surface, as high above it as models are."""
        look = {"hidden": 0.45, "above": LIFT, "width": BOLD, **look}
        self.space.line(name, points, role, **look)
        return self

    def rim(self, model: QuadraticModel, extents: np.ndarray) -> np.ndarray:
        """Return the rim (n, 3) of a model that reaches as far as extents (72,) all round."""
        rim = extents[:, None] * unit(AROUND)
        return model.points(np.append(rim, rim[:1], axis=0))

    def lay_model(
        self,
        name: str,
        model: QuadraticModel,
        *,
        extents: np.ndarray | None = None,
        size: float = 1.0,
        bent: float = 1.0,
        opacity: float = 1.0,
    ) -> Self:
        """Lay a model on the surface: a see-through sheet with a rim.

        It reaches a share, ``size``, of the extents (72,), or as far as there is room; ``bent`` is
        how far its colour has gone from that of planes to that of models.
        """
        if size <= 0:
            self.space.drop(name)
            return self
        reach = self.story.extents(model, AROUND) if extents is None else extents
        red, green, blue = blend(rgb(self.theme.tangent), rgb(self.theme.model), min(1.0, bent))
        colour = float(red), float(green), float(blue)
        rim = size * reach[:, None] * unit(AROUND)
        rim = np.append(rim, rim[:1], axis=0)
        rings = np.linspace(0, 1, CIRCLES + 1)[:, None, None] * rim
        steps = rings.reshape(-1, 2)
        heights = model.height(steps).reshape(rings.shape[:2])
        slopes = model.slopes(steps).reshape(rings.shape)
        spots = np.asarray(model.point) + rings
        self.space.sheet(name, spots, heights, slopes, colour, above=LIFT, opacity=opacity)
        return self

    def bent(self, shares: Iterable[float]) -> QuadraticModel:
        """Return the first model with shares of its second derivatives along x, along y, mixed."""
        along_x, along_y, mixed = shares
        first = self.story.first
        return replace(first, hessian=first.hessian * [[along_x, mixed], [mixed, along_y]])

    def grow(self, t: float) -> Self:
        """Grow the tangent plane from the point."""
        self.put_ball(self.story.first.point)
        return self.lay_model("sheet", self.bent((0, 0, 0)), extents=self.reach, size=t, bent=0.0)

    @property
    def reach(self) -> np.ndarray:
        """How far the first model reaches all round, (72,)."""
        return self.story.extents(self.story.first, AROUND)

    def open_gap(self, t: float) -> Self:
        """Draw the gap between surface and plane on a circle that widens to the rim."""
        start, end = self.step
        way = np.stack([start, start + max(t, 0.05) * (end - start)])
        self.space.arrows("step", way[:1], way[1:], "ink", width=9.0, head=0.16)
        return self.gap(self.bent((0, 0, 0)), 1.0, t)

    @property
    def step(self) -> np.ndarray:
        """The ends of a step on the tangent plane to its rim, (2, 3)."""
        reach = float(self.story.extents(self.story.first, STEP))
        return self.bent((0, 0, 0)).points(np.array([[0.0, 0.0], reach * unit(STEP)]))

    def gap(self, model: QuadraticModel, opacity: float = 1.0, share: float = 1.0) -> Self:
        """Draw the gap between surface and model on a circle, by a share of its way to the rim."""
        steps = share * self.reach[::3, None] * unit(AROUND[::3])
        upper = model.points(steps)
        ground = self.landscape.values(*upper[:, :2].T)
        lower = np.column_stack([upper[:, :2], np.minimum(ground, self.story.heights[1])])
        loop = np.append(lower, lower[:1], axis=0)
        points = np.concatenate([strokes(upper, lower), loop])
        return self.line("gap", points, "warning", width=5.0, opacity=opacity, hidden=0.7)

    def bend(self, start: np.ndarray, end: np.ndarray, t: float) -> Self:
        """Bend the model from shares of its second derivatives to others, with what shows each."""
        shares = start + t * (end - start)
        model = self.bent(shares)
        self.lay_model("sheet", model, extents=self.reach, bent=1.6 * float(np.abs(shares).max()))
        rim = self.rim(self.bent((0, 0, 0)), self.reach)
        self.line("ghost plane", rim, "tangent", width=THIN, opacity=0.8)
        self.gap(model, 1.0 - t * float(end[2]))
        self.space.fade_marks(max(0.0, 1 - 4 * t) if not start.any() else 0.0, "step")
        for (role, angle), share in zip(ENTRIES, shares, strict=False):
            steps = self.story.across(self.story.first, angle, share=min(1.0, 3 * share))
            steps = steps[:, None] * unit(angle)
            self.line(role, model.points(steps), role)
        if end[2]:
            self.twist(model, min(1.0, 3 * t))
        return self

    def twist(self, model: QuadraticModel, share: float) -> np.ndarray:
        """Draw lines along x that the parabola along y carries; return ends of the last, (2, 3)."""
        steps = np.zeros((7, 2))
        steps[:, 1] = self.story.across(self.story.first, math.pi / 2, 7, 0.86)
        feet, rises = model.points(steps), model.slopes(steps)[:, 0]
        length = 0.3 * share * self.story.half_widths[0]
        ways = length * np.column_stack([np.ones(7), np.zeros(7), rises])
        self.line("twist", strokes(feet - ways, feet + ways), "ink", width=9.0)
        return np.asarray((feet + ways)[[0, -1]])

    def leave_entries(self, t: float) -> Self:
        """Let go what showed the entries of the matrix, and bring what shows a direction."""
        names = ("twist", "gap", "ghost plane", *(role for role, _ in ENTRIES))
        self.space.fade_marks(1 - t, *names).fade_marks(t, "turning", "fan")
        return self.lay_model("sheet", self.story.first, opacity=1 - t * (1 - PALE))

    def point(self, begin: float, angle: float, passed: Iterable[float]) -> Self:
        """Turn the direction, with a fan where it has been, and the axes that it has passed."""
        first = self.story.first
        turns = np.arange(begin, angle + 1e-9, math.radians(22.5))
        fan = np.concatenate([self.parabola(first, turn) for turn in turns])
        self.line("fan", fan, "direction", width=2.0, opacity=0.5)
        for role, axis, seen in zip(AXES, first.angles, passed, strict=True):
            self.along(role, first, axis, role, opacity=seen)
        return self.along("turning", first, angle, "direction")

    def parabola(self, model: QuadraticModel, angle: float) -> np.ndarray:
        """Return a model's parabola along a direction, (n, 3), with a row of NaN at the end."""
        steps = self.story.across(model, angle, 25)[:, None] * unit(angle)
        return np.append(model.points(steps), [[np.nan] * 3], axis=0)

    def along(self, name: str, model: QuadraticModel, angle: float, role: str, **look: Any) -> Self:
        """Draw a model's parabola along a direction."""
        return self.line(name, self.parabola(model, angle), role, **look)

    def travel(self, share: float) -> QuadraticModel:
        """Take model, axes and ball a share of the way, and return the model there.

        The shapes that have come up are left behind, and rings where a curvature is zero.
        """
        path = self.story.path
        model = path.at(share)
        self.space.fade_marks(max(0.0, 1 - 12 * share), "turning", "fan")
        # The sheet was pale while its lines were spoken of.
        self.lay_model("sheet", model, opacity=min(1.0, PALE + 6 * share))
        for role, angle in zip(AXES, model.angles, strict=True):
            self.along(role, model, angle, role, opacity=0.0 if model.round else 1.0)
        self.put_ball(path.points(share))
        self.space.path(path.points(np.linspace(0, share, 65) if share > 0 else []), dots=False)
        for passed in shapes(self.story)[:-1]:
            self.leave(passed, GHOST * float(np.clip(6 * (share - passed), 0.0, 1.0)))
        ring = np.vstack([unit(np.linspace(0, 2 * np.pi, 33)), [np.nan, np.nan]])
        zeros = np.array([each for each in path.crossings if each <= share])
        # Each grows to its size while the next little way is gone.
        sizes = 0.1 * np.minimum(1.0, (share - zeros) / np.minimum(0.03, 1 - zeros))
        rings = sizes[:, None, None] * ring * self.story.half_widths
        flat = (path.points(zeros)[:, None] + rings).reshape(-1, 2)
        marks = np.column_stack([flat, self.landscape.values(*flat.T)])
        self.line("crossings", marks, "warning", width=6.0)
        return model

    def light_straight(self, share: float, t: float) -> Self:
        """Light up the axes along which the model at a share of the way is straight."""
        model = self.story.path.at(share)
        width = BOLD * (1 + 0.9 * math.sin(math.pi * t))
        for role, angle, value in zip(AXES, model.angles, model.curvatures, strict=True):
            if abs(value) <= 1e-6 * np.abs(self.story.first.hessian).max() and not model.round:
                self.along(role, model, angle, role, width=width)
        return self

    @property
    def apart(self) -> float:
        """The share of its size to which each of several models shrinks, clear of the others."""
        way = np.ptp(self.story.path.points(shapes(self.story)[:2]), axis=0)
        between = float(np.linalg.norm(way / self.story.half_widths))
        return min(1.0, max(0.47 * between, 0.4)) if between else 1.0

    def leave(self, share: float, opacity: float, size: float | None = None) -> Self:
        """Lay the model at a share of the way there, small beside the others."""
        size, model = self.apart if size is None else size, self.story.path.at(share)
        return self.lay_model(f"model at {share}", model, size=size, opacity=opacity)

    def compare(self, share: float, t: float) -> Self:
        """Light up the model at a share of the way, and grow its axes from its middle."""
        return self.leave(share, GHOST + t * (1 - GHOST))._own_axes(share, t * self.apart)

    def shrink(self, t: float) -> Self:
        """Shrink the model at the end of the way with its axes, to stand beside the others."""
        share, size = shapes(self.story)[-1], 1 + t * (self.apart - 1)
        self.space.drop("sheet", *AXES)
        if self.story.path.still:  # else they have gone on the way
            self.space.fade_marks(max(0.0, 1 - 3 * t), "turning", "fan")
        self.put_ball(self.story.path.points(share), 1 - t)
        return self.leave(share, 1.0, size)._own_axes(share, size)

    def _own_axes(self, share: float, size: float) -> Self:
        """Draw the axes of the model at a share of the way, to a share of its size."""
        model = self.story.path.at(share)
        for role, angle in zip(AXES, model.angles, strict=True):
            seen = 0.0 if model.round else min(1.0, 8 * size)
            steps = self.story.across(model, angle, 25, size)[:, None] * unit(angle)
            self.line(f"{role} at {share}", model.points(steps), role, opacity=seen)
        return self
