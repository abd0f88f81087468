"""A surface and its map side by side, with one walk on both."""

from __future__ import annotations

import math
from typing import Self

import numpy as np

from explainer.geometry.plane import nice_step
from explainer.mobjects.landscape import best_azimuth, landscape_of
from explainer.mobjects.placing import Name
from explainer.mobjects.shapes import Arrow, Curve, Segments, VGroup, disc
from explainer.mobjects.surface_view import SurfaceView
from explainer.scenes.calculus.gradient_descent.drawing.height_bar import HeightBar
from explainer.scenes.calculus.gradient_descent.story import DescentStory
from explainer.style import Theme, Zone

SPACE = Zone(-6.75, -1.3, -3.1, 2.75)
MAP = Zone(-0.85, 3.15, -1.55, 2.55)
BAR = Zone(-0.85, 3.15, -2.75, -2.5)
"""Where surface, map and the scale of their colours lie; numbers are around them."""

BESIDE, WANTED, TURN = math.radians(38.0), math.radians(-72.0), math.radians(24.0)
"""Elevation and azimuth from where the surface is seen unless that hides the walk, and how far the
eye goes round."""

SHORTEST_STEP = 0.3
"""A first step that would be shorter than this on the map, in scene units, is drawn magnified."""

LONGEST_ARROW = 1.0
"""Of the gradient on the map, in scene units; only its direction is to scale."""

MOST_DOTS = 120
"""Points of a walk that have a dot each; more would be a band."""


class DescentView(SurfaceView):
    """All that is drawn of a descent on its surface and on its map; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: DescentStory, theme: Theme) -> None:
        self.story = story
        land = landscape_of(story.surface, theme, scale=story.height, height=1.25)
        self.facing = best_azimuth(land, story.points, BESIDE, WANTED)
        azimuths = (self.facing - TURN, self.facing)
        keep = not story.surface.stretched
        super().__init__(land, (SPACE, MAP), azimuths, BESIDE, keep_aspect=keep)
        self.step = Arrow(theme.step, width=0.07, tip=0.24, halo=theme.background)
        self.axes = VGroup(
            *(Arrow(theme.curvature, width=0.05, tip=0.17, halo=theme.background) for _ in range(4))
        )
        self.minima = VGroup(*(self._minimum(np.array(place.point)) for place in story.minima))
        self.lay("line", self.minima).lay("corner", *self.axes).lay("arrow", self.step)
        self.magnified = self._magnified()
        name = f"{self.magnified} times Delta bold(x)" if self.magnified > 1 else "bold(x)_1"
        self.start_name = Name("$bold(x)_0$", theme, "ink")
        self.gradient_name = Name("$nabla f$", theme, "gradient")
        self.step_name = Name(f"${name}$", theme, "step")
        self.axis_names = VGroup()
        self.names = self.room()
        self.bar = HeightBar(land, BAR, theme)

    def _minimum(self, point: np.ndarray) -> VGroup:
        """Return a cross in a ring, so that a minimum is known without its colour."""
        theme, centre = self.theme, self.map.at(point)[:2]
        ring = Curve(theme.minimum, width=theme.strokes.regular)
        ring.points = disc(centre, 0.15, 0.15)
        cross = Segments(theme.minimum, width=theme.strokes.regular)
        arms = 0.09 * np.array([[[-1, 0], [1, 0]], [[0, -1], [0, 1]]])
        both = VGroup(ring, cross.set_segments(centre + arms))
        return both.set_background_stroke(color=theme.background, width=6, opacity=0.8)

    def scan(self, t: float) -> None:
        """Go round to where the walk is seen best, while a contour of a rising height lights up."""
        box = self.landscape.box
        level = float(box.unrise(box.gap + t * (box.height - box.gap)))
        self.light(level, "tangent", min(1.0, 6 * t, 6 * (1 - t)))
        self.turn(self.facing - TURN, self.facing, t)

    # -- the start -----------------------------------------------------------------------------

    def touch(self) -> Self:
        """Put ball, contour, gradient and right angle at the start, and name them."""
        story = self.story
        self.put_ball(story.start, 0.0).light(float(story.values[0]), "tangent")
        self.space.drop("contour")
        here = self.map.at(story.start)[:2]
        if not story.level:
            self.gradient.set_ends(*self.arrow(story.start, story.gradient, LONGEST_ARROW))
            self.cross(np.array([story.start]), story.gradient[None])
            self.names = self.room().block_lines(np.array([here, self.gradient.end[:2]]))
            spots = here + np.linspace(0.5, 1.0, 9)[:, None] * (self.gradient.end[:2] - here)
            self.gradient_name.settle(self.names, spots)
        self.start_name.settle(self.names.copy().block(self.dot), here[None])
        return self

    def point_uphill(self, t: float) -> None:
        """Grow the gradient on the surface."""
        self.climb(self.story.start, self.story.gradient, 0.45 * t + 0.01, LONGEST_ARROW)

    def take_step(self, t: float) -> None:
        """Grow the first step, on the map and on the surface."""
        start = np.array(self.story.start)
        end = start + t * self.magnified * self.story.descent.steps_taken[0]
        here = self.map.at(start)
        way = self.map.at(end) - here
        self.step.set_ends(here, here + min(1.0, self.map.room(here, way)) * way)
        if t > 0.02:
            self.space.step(start, end)
        if t == 1:
            ends = np.array([self.step.start, self.step.end])[:, :2]
            spots = ends[0] + np.linspace(0.5, 1.0, 9)[:, None] * (ends[1] - ends[0])
            self.step_name.settle(self.names.block_lines(ends), spots)

    def _magnified(self) -> int:
        """Return how many times longer than it is the first step must be drawn to be seen."""
        steps = self.story.descent.steps_taken
        size = float(np.linalg.norm(steps[0] * self.map.scales)) if len(steps) else 0.0
        if size == 0 or size >= SHORTEST_STEP:
            return 1
        return round(nice_step(SHORTEST_STEP / size)) if size > 1e-6 else 1

    # -- the walk ------------------------------------------------------------------------------

    def walk(self, steps: float) -> None:
        """Draw the path up to so many steps, broken ones too, with the ball at its end."""
        points = self.story.points
        whole = math.floor(min(max(steps, 0.0), len(points) - 1))
        after = min(whole + 1, len(points) - 1)
        here = points[whole] + (steps - whole) * (points[after] - points[whole])
        path = np.concatenate([points[: whole + 1], here[None]])
        self.walk_along(path, dots=len(points) <= MOST_DOTS).put_ball(here)
        shown = float(self.map.shows(*here))
        self.dot.set_fill(opacity=shown).set_stroke(opacity=shown)

    def at_step(self, t: float) -> float:
        """Return how many steps have been taken at a share of the walk: ever quicker where many."""
        count = len(self.story.points) - 1
        if count <= 24:
            return count * t
        first = 0.3 / self.seconds
        return float(count * t ** (math.log(count) / -math.log(first)))

    @property
    def seconds(self) -> float:
        """How long the walk takes to watch."""
        return min(max(0.4 * (len(self.story.points) - 1), 2.4), 10.0)

    # -- curvature -----------------------------------------------------------------------------

    def show_curvature(self) -> None:
        """Draw the axes of curvature where the path is sharpest, with their names."""
        if self.story.flat:
            return
        arms = self._cross(self.story.points[self.story.sharpest])
        room = self.room().block_lines(*arms.reshape(-1, 2, 2))
        for name, arm in zip(("min", "max"), arms, strict=True):
            self.axis_names.add(Name(f"$lambda_{name}$", self.theme, "curvature"))
            self.axis_names[-1].settle(room, arm[:, 1])

    def follow_curvature(self, t: float) -> np.ndarray:
        """Take the axes of curvature down the path and back to its sharpest point.

        Returns:
            (2,) the curvatures there, ascending.
        """
        story = self.story
        points, last = story.points, len(story.points) - 1 - story.leaves
        down, back = min(t / 0.65, 1.0), max((t - 0.65) / 0.35, 0.0)
        at = down * last + back * (story.sharpest - last)
        here = np.array([np.interp(at, np.arange(len(points)), part) for part in points.T])
        self._cross(here)
        return np.linalg.eigvalsh(np.nan_to_num(story.surface.hessian(*here)))

    def _cross(self, here: np.ndarray) -> np.ndarray:
        """Put the axes of curvature at a point: short where it bends most.

        Returns:
            (2, 2, 2, 2) for each axis, the flatter first, both arms with their two ends.
        """
        values, vectors = np.linalg.eigh(np.nan_to_num(self.story.surface.hessian(*here)))
        centre = self.map.at(here)
        sizes = 1 / np.sqrt(np.maximum(np.abs(values), 1e-12))
        sizes = np.clip(1.1 * sizes / max(float(sizes.max()), 1e-12), 0.28, 1.1)
        arms = []
        for size, direction in zip(sizes, vectors.T, strict=True):
            for way in size * np.outer([1, -1], self.map.way(direction)):
                arms.append([centre, centre + min(1.0, self.map.room(centre, way)) * way])
        for arrow, ends in zip(self.axes, arms, strict=True):
            arrow.set_ends(*ends)
        return np.array(arms).reshape(2, 2, 2, 3)[..., :2]

    # -- the outcome ---------------------------------------------------------------------------

    def name_the_lowest(self) -> Self:
        """Name the lowest minimum, clear of the path."""
        story = self.story
        if story.minima:
            word = "lowest" if len(story.minima) > len(story.equals) else "minimum"
            lowest = Name(word, self.theme, "minimum")
            room = self.room().block(*self.minima)
            lowest.settle(room, self.map.at(story.lowest.point)[None, :2])
            self.minima.add(lowest)
        return self
