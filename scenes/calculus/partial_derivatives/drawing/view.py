"""A surface with its cuts through a point: secants, tangents, a plane that tilts, the gradient."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Self

import numpy as np
from manim.constants import DL, UR

from explainer.geometry.easing import ease
from explainer.geometry.plane import Rectangle
from explainer.geometry.space import rgb
from explainer.mobjects.landscape import Landscape, best_azimuth, landscape_of
from explainer.mobjects.shapes import blend
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Words
from explainer.scenes.calculus.partial_derivatives.story import PartialsStory, Touch
from explainer.scenes.calculus.partial_derivatives.text import ROLES
from explainer.style import Theme, Zone
from explainer.zones import Layout

BESIDE, LEVEL, TURN = math.radians(34.0), math.radians(-56.0), math.radians(22.0)
"""Elevation of the eye, its azimuth where the plane is level, and how far it goes round at the
beginning."""

FACES = 0.55
"""The least cosine of the angle at which the eye sees a tangent plane: never its edge."""

FACING = math.radians(58.0)
"""How far the eye is turned towards a cut: 90 degrees would be square before it."""

FLATTEST, TALLEST, FLOOR = 0.5, 1.15, 0.12
"""A surface is drawn to scale unless that makes it flatter or taller than this, in units of the
box; how far it lies above the floor."""

REACH = 0.36
"""How far a tangent reaches from its point, as a share of the domain's side."""

DIM = 0.35
"""How much of the background the colours of the surface are mixed with."""

BOLD, REGULAR, THIN = 9.0, 6.0, 3.0
"""Widths of lines in pixels of a frame 1080 pixels high."""

LIFT = 0.008
"""How far above the surface what touches it is drawn, in units of the box."""

GHOSTS = (1.0, 0.62, 0.32)
"""Shares of the first step at which the line through both points is left behind."""

CIRCLES, AROUND = 6, np.linspace(0, 2 * np.pi, 73)
"""Of the mesh of the plane about its middle, and the angles of its rim."""


class Places:
    """Where in a frame what stands.

    Attributes:
        space: the surface.
        slopes: the two slopes, above each other.
        block: what else is written beside or below the surface.
    """

    def __init__(self, layout: Layout) -> None:
        if layout.is_wide:
            self.space = layout.fit(Zone(-6.95, 4.2, -4.75, 3.4))
            self.slopes = layout.fit(Zone(3.45, 6.4, 0.3, 2.2))
            self.block = layout.fit(Zone(3.45, 6.4, -3.0, -0.3))
        else:
            picture, panel = layout.picture, layout.panel
            top = panel.bottom + 3.1
            # The surface ends well inside its zone, but for the nearest corner of its floor.
            self.space = Zone(-6.75, 6.75, top - 0.9, picture.top + 1.1)
            self.slopes = Zone(panel.left, -1.9, panel.bottom, top)
            self.block = Zone(-1.1, panel.right, panel.bottom, top)


class PartialsView(SurfaceView):
    """All that is drawn on and about the surface; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours, and for the shape of the frame.

    Attributes:
        places: where in the frame what stands.
        facing: azimuths of the eye: before each cut, from where the tangent plane is seen best,
            and from where that at the goal is.
        axis_names: of x, y and the height.
    """

    def __init__(self, story: PartialsStory, theme: Theme) -> None:
        self.story, self.places = story, Places(theme.layout)
        size = theme.sizes.label
        self.axis_names = [
            Words(f"${each}$", theme, size=size, colour="muted").with_halo(theme) for each in "xyf"
        ]
        sides = np.ptp(story.surface.domain, axis=1)
        tall = 2 * story.span / float(sides.max())
        # What lies on the surface stands out on one that is darker on a dark page, pale on a light.
        shades = [blend(each, theme.background, DIM) for each in theme.surface_colours[:-1]]
        theme = replace(theme, surface_colours=tuple(shades))
        land = landscape_of(
            story.surface,
            theme,
            height=FLOOR + float(np.clip(tall, FLATTEST, TALLEST)),
            gap=FLOOR,
            divisions=96,
        )
        self.facing = self._views(land)
        azimuths = [*self.facing, self.facing[2] - TURN]
        options: dict[str, Any] = {"keep_aspect": not story.surface.stretched, "named": False}
        zone = self.places.space
        super().__init__(land, (zone, zone), azimuths, BESIDE, ticks=0, **options)
        self.space.floor = False
        self.note.with_halo(theme, 5.0)
        if self.note.markup and not theme.layout.is_wide:
            above = self.places.slopes.top + 0.15 - float(self.note.get_bottom()[1])
            self.note.shift((0.0, above, 0.0))
            low, high = self.note.get_corner(DL), self.note.get_corner(UR)
            self.taken = [Rectangle(low[0], high[0], low[1], high[1])]
        self.taken.append(
            Rectangle(self.places.slopes.left - 0.1, 99.0, -99.0, 99.0)
            if theme.layout.is_wide
            else Rectangle(-99.0, 99.0, -99.0, self.places.slopes.top)
        )
        self.face(self.facing[2] - TURN)

    def _views(self, land: Landscape) -> list[float]:
        """Return azimuths: two that face the cuts, one for the point, and one for the goal."""
        near = []
        for section in self.story.sections:
            run = section.here + np.linspace(-0.15, 0.15, 9) * np.ptp(section.run)
            near.append(section.on_plane(np.clip(run, section.run[0], section.run[-1])))
        # As near as can be to where x runs to the right.
        wanted = _before(land, self.story.touch(self.story.gradient), LEVEL)
        facing = best_azimuth(land, np.concatenate(near), BESIDE, wanted)
        towards = np.sign([math.cos(facing), math.sin(facing)])
        self.towards = np.where(towards == 0, 1.0, towards)
        x, y = self.towards
        long, short = math.sin(FACING), math.cos(FACING)
        angles = [math.atan2(y * long, x * short), math.atan2(y * short, x * long), facing]
        angles.append(_before(land, self.story.on_the_way(1.0), facing))
        return [facing + math.remainder(angle - facing, 2 * math.pi) for angle in angles]

    # -- the eye -------------------------------------------------------------------------------

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye there, with the names of the axes; see ``SurfaceView``."""
        super().look(elevation, reveal, azimuth, final=final)
        self.name_axes(*self.axis_names)
        if final:  # none rests half faded, on the note, or beyond the frame's margin
            layout, note = self.theme.layout, self.taken[0] if self.note.markup else None
            for name in self.axis_names:
                parts, (x, y, _) = name.family_members_with_points(), name.get_corner(DL)
                clear = x >= layout.safe.left and y + 0.6 < layout.heading.bottom
                clear = clear and not (note and x < note.right and y < note.top)
                clear = clear and (layout.is_wide or y > self.places.slopes.top)
                name.set_opacity(round(parts[-1].get_fill_opacity()) if clear else 0.0)
        return self

    def face(self, azimuth: float, *, final: bool = True) -> Self:
        """Look from an azimuth."""
        return self.look(BESIDE, 1.0, azimuth, final=final)

    def go_round(self, start: float, end: float, t: float) -> Self:
        """Go from one azimuth to another."""
        return self.face(start + t * (end - start), final=t in (0, 1))

    def seen(self, points: np.ndarray) -> np.ndarray:
        """Return where points (n, 3) are in the frame, (n, 2)."""
        return np.asarray(self.space.point_to_frame(*np.asarray(points, dtype=float).T)[:, :2])

    def line(self, name: str, points: np.ndarray, role: str, **look: Any) -> Self:
        """Draw a line (n, 3), or (n, 2) on the surface, a little above it."""
        look = {"hidden": 0.5, "above": LIFT, "width": REGULAR, **look}
        self.space.line(name, points, role, **look)
        return self

    # -- the point, and ways from it -----------------------------------------------------------

    def stand_up(self, t: float) -> Self:
        """Let the surface rise from the plane, the eye going round."""
        azimuth = self.facing[2] - TURN * (1 - t)
        self.look(BESIDE, 0.06 + 0.94 * t, azimuth, final=t in (0, 1))
        return self

    def spread(self, t: float, kept: float = 1.0) -> Self:
        """Draw curves on the surface from the point in all directions, to a share of their way.

        Args:
            t: the share.
            kept: how bright those are that lie neither along x nor along y.
        """
        seen, far = min(1.0, 5 * t), 0.12 + 0.88 * t
        self.put_ball(self.story.point, seen)
        others = [
            np.append(self.story.way(angle, far), [[np.nan] * 2], axis=0)
            for angle in self.story.ways
            if not math.isclose(math.sin(2 * angle), 0.0, abs_tol=1e-9)
        ]
        look = {"width": THIN + 1.0, "opacity": 0.85 * kept * seen}
        self.line("ways", np.concatenate(others), "path", **look)
        for axis, role in enumerate(ROLES):
            ends = [self.story.way(axis * math.pi / 2 + turn, far) for turn in (math.pi, 0.0)]
            curve = np.concatenate([ends[0][::-1], ends[1]])
            self.line(f"curve{axis}", curve, role, width=BOLD, opacity=seen)
        return self

    # -- cuts ----------------------------------------------------------------------------------

    def cut(self, axis: int, t: float) -> Self:
        """Slide the plane of a cut in, from the edge that is nearest to its place at t = 1."""
        section, space = self.story.sections[axis], self.space
        across = 1 - axis
        side = float(self.towards[across])
        start = self.story.surface.domain[across][1 if side > 0 else 0]
        at = start + t * (section.held - start)
        if t <= 0:
            space.close().drop("wall", "plane", "edge")
            return self
        ends, points = section.on_plane(section.run[[0, -1]]), section.flat
        ends[:, across] = points[:, across] = at
        role, opacity = ROLES[axis], min(1.0, 6 * t)
        space.open_at(across, at, -side).wall("wall", ends, role, opacity)
        space.plane("plane", ends, role, opacity)
        space.line("edge", points, role, width=BOLD, opacity=opacity)
        return self

    def leave(self, axis: int, t: float) -> Self:
        """Slide the plane back out, the surface whole again and the curve still on it."""
        section = self.story.sections[axis]
        self.cut(axis, 1 - t).line(f"curve{axis}", section.flat, ROLES[axis], width=BOLD)
        self.space.drop("edge").fade_marks(1 - t, f"ghosts{axis}")
        return self.lean(axis, section.slope)

    def lean(self, axis: int, slope: float, opacity: float = 1.0, width: float = REGULAR) -> Self:
        """Draw a line of a slope through the point, in the plane of a cut."""
        line = self._leaning(axis, slope)
        return self.line(f"tangent{axis}", line, "ink", width=width, opacity=opacity, hidden=0.6)

    def _leaning(self, axis: int, slope: float) -> np.ndarray:
        section, box = self.story.sections[axis], self.landscape.box
        lowest, highest = (float(box.unrise(z)) for z in (0.0, box.height + 0.1))
        ends = section.line(slope, lowest, highest)
        reach = REACH * np.ptp(section.run)
        run = np.clip(ends[:, 0], section.here - reach, section.here + reach)
        heights = section.height + slope * (run - section.here)
        return np.column_stack([section.on_plane(run), heights])

    def appear(self, axis: int, t: float) -> Self:
        """Let the second point come out of the first, to its place a step ahead, with the line."""
        section = self.story.sections[axis]
        seen = min(1.0, 3 * t)
        return self._second(axis, t * section.step, seen, seen)

    def approach(self, axis: int, t: float) -> Self:
        """Bring the second point back to the first; the line is left behind on the way."""
        section, share = self.story.sections[axis], 1.0 - t
        passed = [part for part in GHOSTS if share < part - 1e-9]
        lines = [self._leaning(axis, section.secant(part * section.step)) for part in passed]
        if lines:
            gap = np.full((1, 3), np.nan)
            points = np.concatenate([part for line in lines for part in (line, gap)])
            self.line(f"ghosts{axis}", points, "muted", width=THIN, opacity=0.55, hidden=0.3)
        return self._second(axis, share * section.step, 1.0 if t < 1 else 0.0)

    def _second(self, axis: int, step: float, shown: float, line: float = 1.0) -> Self:
        section = self.story.sections[axis]
        self.lean(axis, section.secant(step), line)
        there = section.on_plane(np.array(section.here + step))
        self.space.dot("second", there, ROLES[axis], opacity=shown, hidden=0.6)
        return self

    def pulse(self, axis: int, t: float) -> Self:
        """Let a tangent swell and settle."""
        width = REGULAR + 7.0 * math.sin(math.pi * t)
        return self.lean(axis, self.story.sections[axis].slope, width=width)

    # -- the plane -----------------------------------------------------------------------------

    def lay_plane(self, touch: Touch, size: float = 1.0, opacity: float = 1.0) -> Self:
        """Lay a round piece of the plane through a point with these slopes."""
        rim = size * touch.rim(AROUND)
        steps = np.linspace(0, 1, CIRCLES + 1)[:, None, None] * rim
        spots, heights = np.asarray(touch.point) + steps, touch.height + steps @ touch.gradient
        slopes = np.broadcast_to(touch.gradient, steps.shape)
        colour = rgb(self.theme.tangent)
        self.space.sheet("sheet", spots, heights, slopes, colour, above=LIFT, opacity=opacity)
        return self

    def tilt(self, start: np.ndarray, end: np.ndarray, t: float) -> Self:
        """Tilt the plane through the point from some slopes (2,) to others."""
        return self.lay_plane(self.story.touch(start + t * (end - start)))

    def travel(self, share: float) -> Touch:
        """Take ball, plane and gradient a share of the way, and return what is there."""
        touch = self.story.on_the_way(share)
        fading = 1 - float(ease(8 * share))
        names = [f"{what}{axis}" for what in ("curve", "component") for axis in (0, 1)]
        self.space.fade_marks(fading, "steepest", *names)
        self.space.fade_marks((0.4 if self.story.size else 1.0) * fading, "tangent0", "tangent1")
        self.go_round(self.facing[2], self.facing[3], share)
        self.put_ball(touch.point).plumb(touch.point, 0.8)
        self.lay_plane(touch, opacity=1 - 0.5 * (fading if self.story.size else 0.0))
        gone = np.linspace(0, share, 65 if share > 0 else 0)
        self.space.path(self.story.way_to_goal(gone), dots=False)
        self.point_uphill(touch, touch.gradient)
        return touch

    # -- the gradient --------------------------------------------------------------------------

    def add_up(self, t: float) -> Self:
        """Grow the two slopes as arrows on the floor, tip to tail, then their sum."""
        story = self.story
        shares = [float(np.clip(3 * t - n, 0.0, 1.0)) for n in range(3)]
        self.plumb(story.point, min(1.0, 6 * t))
        # What lies before the arrows steps back.
        self.space.fade_marks(1 - 0.5 * t, "sheet").fade_marks(1 - 0.6 * t, "tangent0", "tangent1")
        corner = self.foot(np.array([story.gradient[0], 0.0]))
        first = (self.foot(np.zeros(2)), corner), (corner, self.foot(story.gradient))
        for axis, (start, end) in enumerate(first):
            ends = start[None], (start + shares[axis] * (end - start))[None]
            seen = float(shares[axis] > 0.02 and bool((start != end).any()))
            look: dict[str, Any] = {"width": BOLD, "opacity": seen, "hidden": 0.85}
            self.space.arrows(f"component{axis}", *ends, ROLES[axis], **look)
        self.point_uphill(story.touch(story.gradient), shares[2] * story.gradient)
        return self

    def foot(self, slopes: np.ndarray) -> np.ndarray:
        """Return the place (3,) on the floor to which slopes (2,) lead from below the point."""
        x, y = np.asarray(self.story.point) + self.story.arrow_scale * slopes
        return np.array([x, y, float(self.landscape.box.unrise(0.0))])

    def point_uphill(self, touch: Touch, gradient: np.ndarray) -> Self:
        """Draw a gradient as a vector on the floor below a point."""
        start = np.append(touch.point, float(self.landscape.box.unrise(0.0)))
        end = start + np.append(self.story.arrow_scale * gradient, 0.0)
        large = bool(np.linalg.norm(gradient) > 0.02 * self.story.steepest)
        look: dict[str, Any] = {"width": BOLD + 3.0, "opacity": float(large), "hidden": 0.9}
        self.space.arrows("gradient", start[None], end[None], "gradient", head=0.2, **look)
        return self

    def along(self, angle: float) -> np.ndarray:
        """Return the step (2,) from the point to the rim of its plane in a direction."""
        touch = self.story.touch(self.story.gradient)
        # The rim's angles are in shares of the sides.
        across, up = np.array([math.cos(angle), math.sin(angle)]) / np.ptp(touch.domain, axis=1)
        return np.asarray(touch.rim(np.array([math.atan2(up, across)]))[0])

    def point_along(self, angle: float) -> Self:
        """Draw the line in the plane from the point on in a direction."""
        story, steps = self.story, np.stack([np.zeros(2), self.along(angle)])
        heights = story.height + steps @ story.gradient
        points = np.column_stack([np.asarray(story.point) + steps, heights])
        return self.line("steepest", points, "direction", width=BOLD)


def _before(land: Landscape, touch: Touch, azimuth: float) -> float:
    """Return the azimuth nearest to another from which a plane does not show its edge."""
    (slopes,) = land.box.slopes(np.array([touch.height]), touch.gradient[None])
    normal = np.append(-slopes, 1.0) / math.hypot(1.0, *slopes)

    def faces(angle: float) -> bool:
        level = math.cos(BESIDE)
        eye = [math.cos(angle) * level, math.sin(angle) * level, math.sin(BESIDE)]
        return float(normal @ eye) >= FACES

    turns = np.radians([turn * sign for turn in range(0, 181, 6) for sign in (1, -1)])
    return next((azimuth + float(turn) for turn in turns if faces(azimuth + turn)), azimuth)
