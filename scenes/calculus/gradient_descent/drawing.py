"""A surface that tips up into its map and back, with one walk on both."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any, Self

import numpy as np

from explainer.allowed import allow
from explainer.geometry.plane import nice_step
from explainer.geometry.space import Ball
from explainer.maths.surfaces import Point
from explainer.mobjects import surface_items as items
from explainer.mobjects.contour_map import set_dots, set_lines
from explainer.mobjects.landscape import Landscape, best_azimuth, landscape_of
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup, disc
from explainer.mobjects.surface_view import SurfaceView
from explainer.mobjects.text import Words
from explainer.numbers import given, to_typst
from explainer.scenes.calculus.gradient_descent.rates import MOST_DOTS
from explainer.scenes.calculus.gradient_descent.story import DescentStory, pace
from explainer.style import FRAME, HEADING, SAFE, Theme, Zone

SPACE = Zone(-7.0, 6.2, -3.95, 3.3)
MAP = Zone(FRAME.left, 2.25, FRAME.bottom, 2.38)
"""Where the surface lies, and its map, which goes to the left and the lower edge of the frame."""

ZOOM = 1.25
"""How much nearer the eye is where the walk goes on."""

ASIDE = Zone(3.1, 6.4, -2.9, 1.9)
"""Formulas and numbers beside the map."""

BESIDE, WANTED, TURN = math.radians(38.0), math.radians(-30.0), math.radians(24.0)
"""Elevation and azimuth from where the surface is seen unless that hides the walk, and how far the
eye goes round."""

HEIGHT = 0.95
"""Of the surface, in units of the box."""

SHORTEST_STEP = 0.3
"""A first step that would be shorter than this on the map, in scene units, is drawn magnified."""

LONGEST_ARROW = 1.9
"""The gradient is drawn on the map's scale, times what makes it no longer, in scene units."""

DOWNHILL = 0.75
"""Length of the arrow down the surface, in units of the box, from above."""

BALL, DROP, BEAD = 0.07, 0.7, 0.15
"""Radius of the ball, and from how high it falls, in units of the box; its radius on the map."""

PATH, ARROW = 7.5, 8.5
"""Widths of trail and arrow on the surface, in pixels of a frame 1080 pixels high."""

PASSING = ("step", "minima", "halo", "glow")
"""Marks on the surface that go when it lies down."""

CROSSED = (
    "contour lines are everywhere on a surface and its map; a halo keeps the name clear of them"
)
"""Why names may lie on lines."""

NAMES = Zone(-6.2, 6.2, -2.9, 2.3)
"""Where names beside the surface may stand."""

DIMMED = 0.4
"""How bright what a sentence does not speak of remains."""

LONGEST_WALK = 9.0
"""Seconds in which a whole walk is watched."""


class DescentView(SurfaceView):
    """All that is drawn of a descent on its surface and on its map; the verbs set it."""

    type_sizes = (0.32, 0.32)

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.story = story
        self.taken_steps = 0.0
        land = _landscape(story, theme)
        self.facing = best_azimuth(land, story.points, BESIDE, WANTED)
        azimuths = (self.facing - TURN, self.facing)
        look: dict[str, Any] = {"opposite": True, "ticks": 5}
        look["keep_aspect"] = not story.surface.stretched
        super().__init__(land, (SPACE, _zone(story)), azimuths, BESIDE, **look)
        self.space.floor = False
        self.space.set_z_index(-2)
        halo = theme.background
        self.step = Arrow(theme.step, width=0.1, tip=0.34, halo=halo)
        self.gradient = Arrow(theme.gradient, width=0.1, tip=0.34, halo=halo)
        self.minima = VGroup(*(self._minimum(place.point) for place in story.marked))
        self.lay("line", self.minima).lay("arrow", self.gradient, self.step)
        self.axis_names = [
            Words(f"${each}$", theme, size=0.4, colour="muted") for each in ("x", "y", "f")
        ]
        self.magnified = self._magnified()
        self.share = self._share()
        self.start_name = Name("$bold(x)_0$", theme, "ink")
        self.left = Dot(theme.background, 0.1, rim=theme.ball).set_fill(opacity=0)
        self.left.set_stroke(width=theme.strokes.regular)
        self.left.set_centre(self.map.at(story.start))
        self.downhill_name = Name("steepest way down", theme, "step")
        scaled = "" if self.share == 1 else f"{to_typst(given(self.share))} "
        self.gradient_name = Name(f"${scaled}nabla f$", theme, "gradient")
        times = f"{self.magnified} times " if self.magnified > 1 else ""
        step = f"{times}Delta bold(x)"
        if story.descent.optimiser == "gradient_descent" and not times:
            step = f"-{to_typst(given(story.rate))} nabla f"
        self.step_name = Name(f"${step}$", theme, "step")
        self.end_name = Name("$bold(x)_1$", theme, "ink")
        for name in (self.start_name, self.downhill_name, self.gradient_name, self.step_name):
            allow(name, "crossed", CROSSED)
        word = "minimum" if len(story.minima) == len(story.equals) else "lowest found"
        self.lowest_name = Name(word, theme, "minimum")
        for name in (self.end_name, self.lowest_name):
            allow(name, "crossed", CROSSED)
        steps = np.diff(story.points, axis=0) / np.ptp(story.surface.domain, axis=1)
        self.times = pace(np.linalg.norm(steps, axis=1), LONGEST_WALK)
        self.names = self.room()

    def _minimum(self, point: Point) -> VGroup:
        """Return a cross in a ring, so that a minimum is known without its colour."""
        theme, centre = self.theme, self.map.at(point)[:2]
        ring = Curve(theme.minimum, width=theme.strokes.bold)
        ring.points = disc(centre, 0.24, 0.24)
        cross = Segments(theme.minimum, width=theme.strokes.regular)
        arms = 0.12 * np.array([[[-1, 0], [1, 0]], [[0, -1], [0, 1]]])
        both = VGroup(ring, cross.set_segments(centre + arms))
        return both.set_background_stroke(color=theme.background, width=6, opacity=0.8)

    # -- the eye -------------------------------------------------------------------------------

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye there; see ``SurfaceView``."""
        super().look(elevation, reveal, azimuth, final=final)
        return self._name_axes()

    def _name_axes(self, seen: float = 1.0) -> Self:
        """Put names beyond the numbers of the axes, as clear as those."""
        for name in getattr(self, "axis_names", ()):
            axis = {"$f$": "z"}.get(name.markup, name.markup.strip("$"))
            ticks = [each for each in self.space.tick_positions() if each.axis == axis]
            if ticks and axis == "z":
                name.place(ticks[-1].position + np.array([-0.45, 0.3, 0.0]))
            elif ticks:
                middle = (ticks[0].position + ticks[-1].position) / 2
                name.place(middle + 0.7 * ticks[0].outwards - np.array([0.1, 0.1, 0.0]))
            x, y, _ = name.get_center()
            inside = SAFE.left < x - 0.2 and SAFE.bottom < y - 0.15 and y < HEADING.bottom - 0.2
            near = (
                abs(x - (b.left + b.right) / 2) < (b.right - b.left) / 2 + 0.2
                and abs(y - (b.bottom + b.top) / 2) < 0.35
                for b in self.numbers.boxes
            )
            free = bool(ticks) and inside and not any(near)
            name.set_opacity(seen * ticks[0].opacity if free else 0.0)
        return self

    @property
    def wide(self) -> bool:
        """Whether the domain is as wide as the place for its map, seen from the wanted side."""
        width, depth = np.ptp(self.story.surface.domain, axis=1)
        return bool(1.4 < width / depth < 1.6) and abs(self.facing - WANTED) < 0.1

    def come_nearer(self) -> Zone:
        """Bring the eye nearer for when the surface rises again, where that leaves room.

        Returns:
            What is free beside the surface then.
        """
        if not self.wide:
            return Zone(4.0, 6.4, -2.35, -0.9)
        self.standing = np.array([2.7, -0.5, 0.0]) + ZOOM * self.standing
        return Zone(-6.3, -3.4, -1.3, 0.3)

    def tip(self, t: float) -> Self:
        """Tip the surface up until it is its map; ball and path go along."""
        self.lie_down(self.facing, t)._name_axes(max(0.0, 1 - 4 * t))
        self.space.drop("ball", "path").fade_marks(max(0.0, 1 - 4 * t), *PASSING)
        if 0 < t < 1:
            self.dot.radius = self._radius(t)
            self.dot.set_centre(self._ball_place(self.here, t))
            self._follow_path(self.walked)
        elif t == 1:
            self.dot.radius = BEAD
            self.put_dot(self.here)
            self.space.drop(*PASSING)
        else:
            self.on_surface()
        return self

    def _radius(self, t: float) -> float:
        scale = self.space.view.zoom * np.ptp(self.space.points[:, 1]) / 2
        return float((1 - t) * BALL * scale + t * BEAD)

    def _ball_place(self, xy: np.ndarray, t: float) -> np.ndarray:
        """Return where the middle of the ball is seen, (2,), while the surface tips up."""
        found = items.ball(self.landscape, xy, BALL)
        if not found:
            return self.space.point_to_frame(*xy)[:2]
        box, contact = self.landscape.box, np.array(found[0].contact)
        place = contact + (1 - t) * (np.array(found[0].centre) - contact)
        x, y = box.unflat(place[0], place[1])
        return self.space.point_to_frame(x, y, box.unrise(place[2]))[:2]

    def _follow_path(self, points: np.ndarray) -> None:
        """Draw the path through (n, 2) points where it is seen on the surface as it tips up."""
        if len(points) < 2:
            return
        even = np.concatenate([np.linspace(a, b, 24) for a, b in pairwise(points)])
        set_lines(self.map.route, [self.space.point_to_frame(*even.T)])
        set_dots(self.map.dots, self.space.point_to_frame(*points.T), 0.06)

    # -- the start -----------------------------------------------------------------------------

    def turn_towards(self, start: float, end: float, t: float) -> None:
        """Go round the surface, by shares of the way to where the walk is seen best."""
        share = start + t * (end - start)
        self.turn(self.facing - TURN, self.facing, share)

    def drop_ball(self, t: float) -> None:
        """Let the ball fall onto the start, while the eye goes on round."""
        self.turn_towards(0.5, 0.9, t)
        found = items.ball(self.landscape, np.array(self.story.start), BALL)
        fall = DROP * (1 - min(1.0, 1.6 * t)) ** 2
        self.space.put("ball", [_raised(ball, fall) for ball in found], opacity=min(1.0, 5 * t))

    def point_downhill(self, t: float) -> None:
        """Grow an arrow down the surface, the steepest way from the start."""
        self.turn_towards(0.9, 1.0, t)
        self.on_surface()
        if not self.story.level and t > 0.02:
            self.space.step(self.story.start, self._downhill(t), ARROW)

    def _downhill(self, t: float) -> np.ndarray:
        """Return where the arrow down the surface ends, (2,): well before it would rise again."""
        box, story = self.landscape.box, self.story
        scale = 2 * np.array(box.half_sides) / np.ptp(story.surface.domain, axis=1)
        way = -story.gradient * scale
        way = way * DOWNHILL / max(float(np.linalg.norm(way)), 1e-300) / scale
        shares = np.linspace(0.0, 1.0, 200)
        heights = self.landscape.values(*(story.start[:, None] + shares * way[:, None]))
        falls = np.append(np.diff(heights) < 0, False)
        return np.asarray(story.start + t * shares[int(np.argmin(falls))] * way)

    def name_downhill(self) -> list[Name]:
        """Put the name of the arrow on the surface beside its end; none without room."""
        line = np.linspace(self.story.start, self._downhill(1.0), 12)
        seen = self.space.point_to_frame(*line.T)[:, :2]
        room = self.room_beside(NAMES).block_lines(seen)
        room.block_box(seen[0], np.array([0.5, 0.5]))
        if self.story.level or not self.downhill_name.settle(room, seen[6:]):
            return []
        return [self.downhill_name]

    # -- on the map ----------------------------------------------------------------------------

    @property
    def here(self) -> np.ndarray:
        """Where the ball is, (2,)."""
        return self._after(self.taken_steps)

    @property
    def walked(self) -> np.ndarray:
        """The path up to the ball, (n, 2)."""
        whole = math.floor(self.taken_steps)
        return np.concatenate([self.story.points[: whole + 1], self.here[None]])

    def put_dot(self, xy: np.ndarray) -> None:
        """Put the ball on the map, and the path behind it."""
        self.dot.set_centre(self.map.at(xy))
        shown = float(self.map.shows(*xy))
        self.dot.set_fill(opacity=shown).set_stroke(opacity=shown)
        self.map.set_path(self.walked, dots=len(self.story.points) <= MOST_DOTS)

    def on_surface(self) -> Self:
        """Put ball and path on the surface, and nothing on the map."""
        self.space.ball(self.here, radius=BALL)
        walked, dots = self.walked, len(self.story.points) <= MOST_DOTS
        self.space.path(walked if self.taken_steps > 0 else walked[:0], dots=dots, width=PATH)
        self.dot.set_fill(opacity=0).set_stroke(opacity=0)
        self.map.set_path(walked[:0])
        return self

    def start_from_above(self) -> Self:
        """Prepare what is seen at the start on the map."""
        self.dot.set_fill(opacity=1).set_stroke(opacity=1)
        return self

    def point_uphill(self, t: float) -> None:
        """Light up the contour line through the start, and grow the gradient from it."""
        story = self.story
        self.light(float(story.values[0]), "tangent", min(1.0, 3 * t))
        self.space.drop("contour")
        if story.level:
            return
        here = self.map.at(story.start)
        ahead = self._drawn(self.share * story.gradient)
        self.gradient.set_ends(here, here + max(t, 0.02) * ahead)
        corner = np.array([story.start]) if t > 0.6 else np.empty((0, 2))
        self.cross(corner, story.gradient[None][: len(corner)], 0.3)

    def name_the_start(self) -> Self:
        """Put the names of start and gradient in their places."""
        story = self.story
        self.names = self.room()
        self.names.zone = self._clear_zone()
        self.names.block_lines(*self._lit())
        if len(story.descent.steps_taken):
            ends = (
                self.map.at(story.start),
                self._drawn(self.magnified * story.descent.steps_taken[0]),
            )
            far = min(1.0, 2 * FRAME.width / max(float(np.linalg.norm(ends[1])), 1e-9))
        self.names.block_lines(np.array([ends[0][:2], (ends[0] + far * ends[1])[:2]]))
        if not story.level:
            self._name(self.gradient_name, self._along(self.gradient))
        self._name(self.start_name, self.map.at(story.start)[None, :2])
        return self

    def _along(self, arrow: Arrow) -> np.ndarray:
        """Return points (n, 2) of the middle of an arrow; names keep clear of it all."""
        start, end = arrow.start[:2], arrow.end[:2]
        self.names.block_lines(np.array([start, end]))
        return np.asarray(start + np.linspace(0.35, 0.7, 9)[:, None] * (end - start))

    def _name(self, name: Name, targets: np.ndarray) -> None:
        """Put a name on the map, clear of contour lines too where there is room."""
        clear = self.names.copy()
        clear.margin = 0.03
        for level in self.landscape.contours:
            clear.block_lines(*(self.map.at(e)[:, :2] for e in self.landscape.contour(level)))
        if name.settle(clear, targets) and not len(name.leader.points):
            self.names.block(name.words)
        else:
            name.settle(self.names, targets)

    def _clear_zone(self) -> Zone:
        """Return the part of the map on which names may lie."""
        low, high = self.map.corners
        return Zone(max(low[0] + 0.05, -6.35), high[0] - 0.05, max(low[1], -3.1), high[1] - 0.05)

    def _lit(self) -> list[np.ndarray]:
        lines = self.landscape.contour(float(self.story.values[0]))
        return [self.map.at(line)[:, :2] for line in lines if len(line) > 1]

    def _drawn(self, change: np.ndarray) -> np.ndarray:
        """Return a change of x and y as a way (3,) of the frame."""
        return np.append(change * self.map.scales, 0.0)

    def take_step(self, t: float) -> None:
        """Slide a copy of the gradient through the start to the other side, onto the step."""
        story = self.story
        self.light(float(story.values[0]), "tangent", 1 - (1 - DIMMED) * min(1.0, 3 * t))
        self.space.drop("contour")
        here = self.map.at(story.start)
        goal = self._drawn(self.magnified * story.descent.steps_taken[0])
        back = self._drawn(self.share * story.gradient)
        way = goal * max(2 * t - 1, 0.0) if t > 0.5 else back * (1 - 2 * t)
        if float(np.linalg.norm(way)) < 0.02:
            way = 0.02 * self.map.way(story.descent.steps_taken[0])
        self.step.set_ends(here, here + min(1.0, self.map.room(here, way)) * way)

    def name_the_step(self) -> list[Name]:
        """Return the names, in their places, of the step and of where on the map it leads."""
        self._name(self.step_name, self._along(self.step))
        end = self.map.at(self.story.points[1])[:2]
        low, high = (corner[:2] for corner in self.map.corners)
        if (end < low).any() or (end > high).any():
            return [self.step_name]
        self.names.block_box(end, np.array([0.3, 0.3]))
        self._name(self.end_name, end[None])
        return [self.step_name, self.end_name]

    def roll(self, t: float) -> None:
        """Roll the ball along the first step."""
        self.taken_steps = t
        self.put_dot(self.here)

    def _magnified(self) -> int:
        """Return how many times longer than it is the first step must be drawn to be seen."""
        steps = self.story.descent.steps_taken
        size = float(np.linalg.norm(steps[0] * self.map.scales)) if len(steps) else 0.0
        return round(nice_step(SHORTEST_STEP / size)) if 1e-6 < size < SHORTEST_STEP else 1

    def _share(self) -> float:
        """Return by which nice factor the gradient is drawn on the scale of x and y.

        It is the greatest with which the arrow stays on the map, clear of the heading.
        """
        whole = self._drawn(self.story.gradient)
        size = float(np.linalg.norm(whole))
        if size == 0:
            return 1.0
        power = math.floor(math.log10(LONGEST_ARROW / size))
        nice = [digit * 10.0**each for each in (power, power - 1) for digit in (5, 2, 1)]
        fits = [share for share in nice if share * size <= LONGEST_ARROW]
        low, high = (corner[:2] for corner in self.map.corners)
        ends = [self.map.at(self.story.start)[:2] + share * whole[:2] for share in fits]
        clear = [bool(((end > low) & (end < high)).all()) for end in ends]
        return float(next((each for each, free in zip(fits, clear, strict=True) if free), fits[0]))

    # -- the walk ------------------------------------------------------------------------------

    def walk_between(self, first: float, last: float, t: float) -> None:
        """Walk on the surface, from one moment of the walk in seconds to another."""
        moment = first + t * (last - first)
        self.taken_steps = float(np.interp(moment, self.times, np.arange(len(self.times))))
        self.on_surface()

    def _after(self, steps: float) -> np.ndarray:
        """Return the point (2,) of the path after so many steps, broken ones too."""
        points = self.story.points
        return np.array([np.interp(steps, np.arange(len(points)), part) for part in points.T])

    def ring_the_lowest(self, t: float) -> None:
        """Light up the marked minima on the surface."""
        land = self.landscape
        found = []
        for place in self.story.marked:
            angles = np.linspace(0, 2 * np.pi, 49)
            half = np.array(land.box.half_sides)
            sizes = 0.13 / half * np.ptp(self.story.surface.domain, axis=1) / 2
            ring = np.array(place.point) + np.column_stack([np.cos(angles), np.sin(angles)]) * sizes
            found += [ring, np.full((1, 2), np.nan)]
        if found:
            ring = np.concatenate(found)
            for name, width, opacity in (("glow", 26, 0.25), ("halo", 15, 0.35), ("minima", 7, 1)):
                look = {"opacity": opacity * t, "width": width, "hidden": 0.6, "above": 0.01}
                self.space.line(name, ring, "minimum", **look)

    def name_the_lowest(self) -> list[Name]:
        """Put the name of the lowest minimum beside it, clear of the path; none without room."""
        story = self.story
        room = self.room_beside(NAMES)
        if len(story.points) > 1:
            even = np.concatenate([np.linspace(a, b, 24) for a, b in pairwise(story.points)])
            path = self.space.point_to_frame(*even.T)[:, :2]
            seen = path[np.abs(path).max(axis=1) < FRAME.width]  # steps may lead beyond all bounds
            if len(seen) > 1:
                room.block_lines(seen)
        spot = self.space.point_to_frame(*np.array(story.lowest.point))[:2]
        room.block_box(spot, np.array([1.0, 0.7]))
        ring = spot + disc(np.zeros(2), 0.7, 0.5)[:, :2]
        return [self.lowest_name] if self.lowest_name.settle(room, ring) else []

    # -- the rate ------------------------------------------------------------------------------

    def follow(self, path: np.ndarray, colour: str) -> None:
        """Draw another walk (n, 2) from the same start on the map, in a colour of its own."""
        self.map.set_path(path, dots=len(path) <= MOST_DOTS)
        self.map.route.set_stroke(colour)
        self.map.dots.set_fill(colour)
        self.dot.set_centre(self.map.at(self.story.start))
        self.dot.set_fill(opacity=1).set_stroke(opacity=1)

    def ghost(self) -> VGroup:
        """Return the walk on the map as it is drawn now, to be left behind."""
        return VGroup(self.map.route.copy(), self.map.dots.copy())


def _landscape(story: DescentStory, theme: Theme) -> Landscape:
    """Return the surface; one of its contour lines goes through the start where one comes near."""
    land = landscape_of(story.surface, theme, scale=story.height, height=HEIGHT, gap=0.0)
    levels, level = land.contours, float(story.values[0])
    if len(levels) < 2:
        return land
    nearest = int(np.abs(levels - level).argmin())
    if abs(levels[nearest] - level) > 0.4 * np.diff(levels)[max(nearest - 1, 0)]:
        return land
    return replace(land, levels=(*np.delete(levels, nearest), level))


def _zone(story: DescentStory) -> Zone:
    """Return where the map lies: from the left edge, as large as fits."""
    (x0, x1), (y0, y1) = story.surface.domain
    width = MAP.width if story.surface.stretched else MAP.height * (x1 - x0) / (y1 - y0)
    return replace(MAP, right=MAP.left + min(width, MAP.width))


def _raised(ball: Ball, height: float) -> Ball:
    x, y, z = ball.centre
    return replace(ball, centre=(x, y, z + height))
