"""A surface that tips up into its map and back, with one walk on both."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, Self

import numpy as np

from explainer.allowed import allow
from explainer.geometry.plane import nice_step
from explainer.maths.surfaces import named_surfaces
from explainer.mobjects import surface_items as items
from explainer.mobjects.contour_map import (
    ContourMap,
    CrossedAxes,
    covering,
    set_dots,
    set_lines,
)
from explainer.mobjects.dots import arrivals
from explainer.mobjects.landscape import best_azimuth, landscape_of
from explainer.mobjects.shapes import Arrow, Curve, Dot, Segments, VGroup, disc
from explainer.mobjects.surface_view import COATS, SurfaceView
from explainer.mobjects.text import Words
from explainer.scenes.calculus.gradient_descent.drawing.places import Places
from explainer.scenes.calculus.gradient_descent.story import MOST_DOTS, DescentStory
from explainer.style import Theme, Zone

STEP, NEAREST = 1.8, 3.5
"""How long the first step should be on the map, in scene units, and how much nearer one goes for it
at most."""

BESIDE, WANTED, TURN = math.radians(40.0), math.radians(-66.0), math.radians(24.0)
"""Elevation and azimuth from where the surface is seen unless that hides the walk, and how far the
eye goes round."""

SHORTEST_STEP = 0.3
"""A first step that would be shorter than this on the map, in scene units, is drawn magnified."""

LONGEST_ARROW = 2.0
"""The gradient is drawn on the map's scale, times what makes it no longer, in scene units."""

DOWNHILL = 0.75
"""Length of the arrow down the surface, in units of the box, from above."""

BALL, DROP, BEAD = 0.045, 0.7, 0.11
"""Radius of the ball, and from how high it falls, in units of the box; its radius on the map."""

PATH, ARROW = 6.5, 8.0
"""Widths of trail and arrow on the surface, in pixels of a frame 1080 pixels high."""

RINGED = ("minimum", "step")
"""The roles of rings: of the lowest minimum, and of a higher one where the walk has ended."""

PASSING = ("step", "contour", *(f"{r} {c[0]}" for r in RINGED for c in COATS))
"""Marks on the surface that go when it lies down."""

CROSSED = (
    "contour lines are everywhere on a surface and its map; a halo keeps the text clear of them"
)
"""Why text may lie on lines."""

DIMMED = 0.4
"""How bright what a sentence does not speak of remains."""

LONGEST_WALK = 6.0
"""Seconds in which a whole walk is watched."""


class DescentView(SurfaceView):
    """All that is drawn of a descent on its surface and on its map; the verbs set it."""

    type_sizes = (0.32, 0.32)

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.story, self.taken_steps = story, 0.0
        places = self.places = Places(theme.layout)
        self.axis_names = [
            Words(f"${each}$", theme, size="label", colour="muted") for each in "xyf"
        ]
        land = landscape_of(story.surface, theme, scale=story.height, height=places.height, gap=0.0)
        land = land.through(float(story.values[0]))
        self.facing = best_azimuth(land, story.points, BESIDE, WANTED)
        remark = "drawn" if story.height == "linear" else ""
        azimuths, keep = (self.facing - TURN, self.facing), not story.surface.stretched
        super().__init__(
            land, (places.space, places.near), azimuths, BESIDE, remark, keep_aspect=keep, ticks=0
        )
        self.space.floor = False
        self.space.set_z_index(-2)
        self.step = Arrow(theme.step, width=0.1, tip=0.34, halo=theme.background)
        self.gradient = Arrow(theme.gradient, width=0.1, tip=0.34, halo=theme.background)
        roles = ("tangent", "gradient")
        self.next = VGroup(*(Arrow(theme.colour(r), width=0.07, tip=0.24) for r in roles))
        self.take_map(places.near, STEP).lay("arrow", self.next).lay(
            "arrow", self.gradient, self.step
        )
        self.left = Dot(theme.ball, 0.08, rim=theme.contour).set_centre(self.map.at(story.start))
        self.lay("dot", self.left)
        self.magnified, self.share = self._magnified(), self._share()
        count = len(story.points)
        self.times = min(LONGEST_WALK, 1.2 * (count - 1)) * arrivals(count)

    def take_map(self, zone: Zone, wanted: float = 0.0) -> Self:
        """Take another map for when the surface lies down, which covers a zone.

        Minima are marked on it with crosses in rings, known without their colour. Where it is
        enlarged to show the first step, it has more contour lines.

        Args:
            zone: of the frame.
            wanted: how long the first step should be on it, in scene units.
        """
        self.remove(self.map.route, self.map.dots)
        story, theme, keep = self.story, self.theme, self.map.keeps_aspect
        step = story.descent.steps_taken[:1].sum(axis=0)
        goal = story.outcome.rest or (story.lowest if story.minima else None)
        turned = goal is not None and np.array(goal.point)[0] < story.start[0]
        places, labels = self.places, self.places.labels
        focus = places.focus if wanted else places.focus_of_all
        focus = focus * [-1 if turned else 1, 1]
        whole = partial(covering, self.landscape, zone, story.start + step / 2, focus)
        length = float(np.linalg.norm(step * self._scales(whole(keep_aspect=keep))))
        enlarged = float(np.clip(wanted / length, 1.0, NEAREST)) if length > 1e-9 else 1.0
        if goal is not None:  # which stays in view
            way = np.abs(goal.point - story.start) * self._scales(whole(keep_aspect=keep))
            enlarged = max(1.0, min(enlarged, *(places.reach / np.maximum(way, 1e-9))))
        place = whole(keep_aspect=keep, enlarged=enlarged)
        look: dict[str, Any] = {"keep_aspect": keep, "named": False, "ticks": 0}
        self.map = ContourMap(self.landscape.finer(round(enlarged)), place, **look)
        self.add(self.map.route, self.map.dots)
        self.__dict__.pop("lying", None)
        self.spots = [self.map.at(place.point)[:2] for place in story.marked]
        self.spots = [
            spot for spot in self.spots if holds(labels.within(-0.4, -0.4, -0.25, 0), spot)
        ]
        ring, cross = Curve(theme.minimum, width=theme.strokes.bold), Segments(theme.minimum)
        if self.spots:
            arms = 0.12 * np.array([[[-1, 0], [1, 0]], [[0, -1], [0, 1]]])
            ring.points = np.concatenate([disc(spot, 0.22, 0.22) for spot in self.spots])
            cross.set_segments(np.concatenate([spot + arms for spot in self.spots]))
        beeline = Segments(theme.ink, width=theme.strokes.thin, opacity=0.6)
        if wanted and self.spots:
            beeline.set_dashes(self.map.at(story.start), self.spots[0])
        self.minima = VGroup(beeline, ring, cross).set_z_index(2)
        for part in (ring, cross):
            part.set_background_stroke(color=theme.background, width=6, opacity=0.8)
        view = labels.within(0.5, max(0.0, labels.right - zone.right + 0.2), 0.35, 0)
        self.axes = CrossedAxes(self.map, view).set_z_index(-0.5)
        allow(self.axes, "crossed", CROSSED)
        return self

    def _scales(self, zone: Zone) -> np.ndarray:
        """Return how many units of the frame (2,) one of x and of y takes on a map in a zone."""
        return np.array([zone.width, zone.height]) / np.ptp(self.story.surface.domain, axis=1)

    # -- the eye -------------------------------------------------------------------------------

    def look(self, elevation: float, reveal: float, azimuth: float, *, final: bool = True) -> Self:
        """Put the eye there; see ``SurfaceView``."""
        super().look(elevation, reveal, azimuth, final=final)
        return self.name_axes(*self.axis_names)

    @property
    def wide(self) -> bool:
        """Whether a named surface is about as wide as the frame, and seen from its long side."""
        width, depth = np.ptp(self.story.surface.domain, axis=1)
        named = self.theme.layout.is_wide and self.story.surface.name in named_surfaces()
        return bool(named and 1.5 < width / depth < 2.0) and abs(self.facing - WANTED) < 0.1

    def tip(self, t: float) -> Self:
        """Tip the surface up until it is its map; ball and path go along."""
        self.lie_down(self.facing, t).name_axes(*self.axis_names, opacity=max(0.0, 1 - 4 * t))
        self.space.drop("ball", "path").fade_marks(max(0.0, 1 - 4 * t), *PASSING)
        if 0 < t < 1:
            scale = self.space.view.zoom * np.ptp(self.space.points[:, 1]) / 2
            self.dot.radius = float((1 - t) * BALL * scale + t * BEAD)
            self.dot.set_centre(self._ball_place(self.here, t))
            self._follow_path(self.walked)
        elif t == 1:
            self.dot.radius = BEAD
            self.put_dot(self.here)
            self.space.drop(*PASSING)
        else:
            self.on_surface()
        return self

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
        if len(points) > 1:
            set_lines(self.map.route, [self.space.point_to_frame(*evenly(points).T)])
            set_dots(self.map.dots, self.space.point_to_frame(*points.T), 0.06)

    # -- the start -----------------------------------------------------------------------------

    def turn_towards(self, start: float, end: float, t: float) -> None:
        """Go round the surface, by shares of the way to where the walk is seen best."""
        self.turn(self.facing - TURN, self.facing, start + t * (end - start))

    def drop_ball(self, t: float) -> None:
        """Let the ball fall onto the start, while the eye goes on round."""
        self.turn_towards(0.5, 0.9, t)
        fall = np.array([0.0, 0.0, DROP * (1 - min(1.0, 1.6 * t)) ** 2])
        found = items.ball(self.landscape, np.array(self.story.start), BALL)
        balls = [replace(ball, centre=tuple(np.add(ball.centre, fall))) for ball in found]
        self.space.put("ball", balls, opacity=min(1.0, 5 * t))

    def point_downhill(self, t: float) -> None:
        """Grow an arrow down the surface, the steepest way from the start."""
        story = self.story
        self.turn_towards(0.9, 1.0, t)
        self.on_surface()
        self.space.contour(float(story.values[0]), "tangent", min(1.0, 3 * t))
        self.ring([place.point for place in story.equals], "minimum", min(1.0, 2 * t))
        if not story.level and t > 0.02:
            self.space.step(story.start, self.downhill(t), ARROW)

    def downhill(self, t: float) -> np.ndarray:
        """Return where the arrow down the surface ends, (2,): well before it would rise again."""
        box, story = self.landscape.box, self.story
        scale = 2 * np.array(box.half_sides) / np.ptp(story.surface.domain, axis=1)
        way = -story.gradient * scale
        way = way * DOWNHILL / max(float(np.linalg.norm(way)), 1e-300) / scale
        shares = np.linspace(0.0, 1.0, 200)
        heights = self.landscape.values(*(story.start[:, None] + shares * way[:, None]))
        falls = np.append(np.diff(heights) < 0, False)
        return np.asarray(story.start + t * shares[int(np.argmin(falls))] * way)

    # -- on the map ----------------------------------------------------------------------------

    @property
    def here(self) -> np.ndarray:
        """Where the ball is, (2,)."""
        steps = np.arange(len(self.story.points))
        return np.array([np.interp(self.taken_steps, steps, part) for part in self.story.points.T])

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

    def point_uphill(self, t: float) -> None:
        """Light up the contour line through the start, and grow the gradient from it."""
        story = self.story
        self.light(float(story.values[0]), "tangent", min(1.0, 3 * t))
        self.space.drop("contour")
        if story.level:
            return
        here = self.map.at(story.start)
        self.gradient.set_ends(here, here + max(t, 0.02) * self._way(self.share * story.gradient))
        corner = np.array([story.start]) if t > 0.6 else np.empty((0, 2))
        self.cross(corner, story.gradient[None][: len(corner)], 0.3)

    @property
    def first_step(self) -> np.ndarray:
        """Points (n, 2) of the frame along the first step as it is drawn, or the start alone."""
        here = self.map.at(self.story.start)[:2]
        if not self.story.descent.steps_taken[:1].any():
            return here[None]
        way = self._way(self.magnified * self.story.descent.steps_taken[0])[:2]
        way *= min(1.0, 2 * self.places.near.width / max(float(np.linalg.norm(way)), 1e-9))
        return np.asarray(here + np.linspace(0.0, 1.0, 13)[:, None] * way)

    def _way(self, change: np.ndarray) -> np.ndarray:
        """Return a change of x and y as a way (3,) of the frame."""
        return np.append(change * self.map.scales, 0.0)

    def take_step(self, t: float) -> None:
        """Slide a copy of the gradient through the start to the other side, onto the step."""
        story = self.story
        self.light(float(story.values[0]), "tangent", 1 - (1 - DIMMED) * min(1.0, 3 * t))
        self.space.drop("contour")
        here = self.map.at(story.start)
        goal = self._way(self.magnified * story.descent.steps_taken[0])
        back = self._way(self.share * story.gradient)
        way = goal * max(2 * t - 1, 0.0) if t > 0.5 else back * (1 - 2 * t)
        if float(np.linalg.norm(way)) < 0.02:
            way = 0.02 * self.map.way(story.descent.steps_taken[0])
        self.step.set_ends(here, here + min(1.0, self.map.room(here, way)) * way)

    def add_the_next(self, t: float) -> None:
        """Draw the next step with momentum: what it keeps of the first, and what is added."""
        story = self.story
        first, second = story.descent.steps_taken[:2]
        start, kept = story.points[1], story.descent.settings.momentum * first
        ways = [(start, kept), (start + kept, second - kept)]
        for place, (arrow, (begin, way)) in enumerate(zip(self.next, ways, strict=True)):
            share = np.clip(2 * t - place, 0.02, 1.0)
            arrow.set_ends(self.map.at(begin), self.map.at(begin + share * way))
            arrow.set_opacity(float(2 * t > place))

    def roll(self, t: float) -> None:
        """Roll the ball along the first step."""
        self.taken_steps = t
        self.put_dot(self.here)

    def _magnified(self) -> int:
        """Return how many times longer than it is the first step must be drawn to be seen."""
        steps = self.story.descent.steps_taken
        size = float(np.linalg.norm(self._way(steps[0]))) if len(steps) else 0.0
        return round(nice_step(SHORTEST_STEP / size)) if 1e-6 < size < SHORTEST_STEP else 1

    def _share(self) -> float:
        """Return by which nice factor the gradient is drawn on the scale of x and y.

        It is the greatest with which the arrow stays on the map, clear of the heading.
        """
        whole = self._way(self.story.gradient)
        size = float(np.linalg.norm(whole))
        if size == 0:
            return 1.0
        power = math.floor(math.log10(LONGEST_ARROW / size))
        nice = [digit * 10.0**each for each in (power, power - 1) for digit in (5, 2, 1)]
        fits = [share for share in nice if share * size <= LONGEST_ARROW]
        ends = [self.map.at(self.story.start)[:2] + share * whole[:2] for share in fits]
        low, high = (corner[:2] for corner in self.map.corners)
        labels = self.places.labels
        low = np.maximum(low, [labels.left, labels.bottom])
        high = np.minimum(high, [labels.right, labels.top])
        clear = [bool(((end > low) & (end < high)).all()) for end in ends]
        return float(next((each for each, free in zip(fits, clear, strict=True) if free), fits[0]))

    # -- the walk ------------------------------------------------------------------------------

    def walk_between(self, first: float, last: float, t: float) -> None:
        """Walk on the surface, from one moment of the walk in seconds to another."""
        moment = first + t * (last - first)
        self.taken_steps = float(np.interp(moment, self.times, np.arange(len(self.times))))
        self.on_surface()

    def light_the_lowest(self, t: float) -> None:
        """Light up the lowest minimum, and a higher one at which the walk has come to rest."""
        if self.story.outcome.kind == "other_minimum" and self.story.outcome.rest:
            self.ring([self.story.outcome.rest.point], "step", t, lit=True)
        self.ring([self.story.lowest.point], "minimum", t, lit=True)

    # -- the rate ------------------------------------------------------------------------------

    def follow(self, path: np.ndarray, colour: str) -> None:
        """Draw another walk (n, 2) from the same start on the map, in a colour of its own."""
        self.map.set_path(path, dots=len(path) <= MOST_DOTS)
        self.map.route.set_stroke(colour)
        self.map.dots.set_fill(colour)
        shown = float(self.map.shows(*path[-1]))
        self.dot.set_centre(self.map.at(path[-1])).set_fill(opacity=shown).set_stroke(opacity=shown)

    def ghost(self) -> VGroup:
        """Return the walk on the map as it is drawn now, to be left behind."""
        return VGroup(self.map.route.copy(), self.map.dots.copy(), self.dot.copy())


def holds(zone: Zone, spot: np.ndarray) -> bool:
    """Return whether a spot (2,) of the frame lies in a zone."""
    return bool(zone.left < spot[0] < zone.right and zone.bottom < spot[1] < zone.top)


def evenly(points: np.ndarray) -> np.ndarray:
    """Return points (m, 2) along the lines through (n, 2) points, close enough for a surface."""
    return np.concatenate([np.linspace(a, b, 24) for a, b in pairwise(points)])
