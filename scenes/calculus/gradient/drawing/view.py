"""A surface, its map, and a direction that turns on both; the gradient, the contour, the field."""

from __future__ import annotations

import math

import numpy as np
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VGroup

from explainer.mobjects.contour_map import ContourMap
from explainer.mobjects.shapes import Arrow
from explainer.mobjects.surface_and_map import SurfaceAndMap, landscape_of
from explainer.mobjects.text import Words
from explainer.mobjects.tick_numbers import TickNumbers
from explainer.mobjects.viewpoint import best_azimuth
from explainer.scenes.calculus.gradient.drawing.figures import DirectionFigures
from explainer.scenes.calculus.gradient.drawing.map_marks import (
    LONGER,
    GradientField,
    MapMarks,
    rings,
)
from explainer.scenes.calculus.gradient.drawing.slope_chart import SlopeChart
from explainer.scenes.calculus.gradient.story import ACROSS, DirectionalStory
from explainer.style import Theme, Zone

SPACE = Zone(-6.3, 0.2, -3.1, 2.75)
MAP = Zone(1.35, 5.65, -2.05, 2.3)
SMALL_MAP = Zone(0.65, 3.6, -0.55, 2.45)
CHART = Zone(0.45, 6.15, -3.2, -1.05)
"""Where surface, map and chart lie: the map by itself, and above the chart."""

BESIDE, WANTED = math.radians(38.0), math.radians(-58.0)

REACH, TIP = 0.75, 0.5
"""Of the tangent of a cut on each side of the point, and of the direction's arrow, in the box."""


class DirectionalView(SurfaceAndMap):
    """All that is drawn of slopes in all directions; the verbs set it.

    Args:
        story: the numbers.
        theme: for colours.
    """

    def __init__(self, story: DirectionalStory, theme: Theme) -> None:
        self.story = story
        near = np.concatenate(
            [story.along(angle, np.linspace(0, 1, 13)) for angle in np.linspace(0, np.pi, 5)[:4]]
        )
        sides = np.ptp(story.surface.domain, axis=1)
        near = near[(np.abs(near - story.point) < 0.2 * sides).all(axis=1)]
        near = np.concatenate([near, [story.point]])
        self.facing = best_azimuth(landscape_of(story.surface, theme), near, BESIDE, WANTED)
        super().__init__(story.surface, story.point, theme, (SPACE, MAP), [self.facing], BESIDE)
        self.large = self._marks(self.map, self.map_numbers, self.names, 0.85)
        zone = SMALL_MAP
        small = ContourMap(
            self.landscape, zone.width, zone.height, zone.centre, keep_aspect=not self.stretched
        )
        numbers = TickNumbers(theme)
        numbers.set_ticks(small.tick_positions(4))
        low, high = small.image.corner_points
        names = VGroup(
            Words("$x$", theme, size=0.3, colour="muted").place((high[0] + 0.1, low[1] - 0.05)),
            Words("$y$", theme, size=0.3, colour="muted").place((low[0], high[1] + 0.08)),
        )
        self.small = self._marks(small, numbers, names, 0.62)
        self.chart = SlopeChart(story, CHART, theme)
        self.figures = {
            marks: DirectionFigures(story, theme, beside=marks is self.small)
            for marks in (self.large, self.small)
        }
        self._lay_out_the_walk()
        points, gradients = story.field
        low, high = self.map.image.corner_points
        cell = float((high - low)[:2].min()) / ACROSS
        self.field = GradientField(self.map, points, gradients, 0.98 * cell, story.power, theme)
        self.field.set_z_index(3)
        self.rings = rings(self.map, [p.point for p in story.rests], theme).set_z_index(4)

    def _marks(
        self, shown: ContourMap, numbers: TickNumbers, names: Mobject, radius: float
    ) -> MapMarks:
        marks = MapMarks(shown, numbers, names, self.point, radius, not self.stretched, self.theme)
        marks.aim(0.0)
        marks.light(self.story.height)
        if not self.story.level:
            marks.climb(np.array(self.point), self.story.gradient)
            marks.cross(np.array([self.point]), self.story.gradient[None])
            marks.name_the_gradient(self.story.best)
        return marks

    def moving(self, marks: MapMarks) -> list[Mobject]:
        """Return what changes as the direction turns on a map."""
        chart = self.chart.moving if marks is self.small else []
        return [self.space, marks.direction, *self.figures[marks].numbers, *chart]

    # -- the direction -------------------------------------------------------------------------

    def aim(self, marks: MapMarks, angle: float, opacity: float = 1.0, point: float = 1.0) -> None:
        """Turn the direction on map, surface and chart, and say its angle and slope.

        Args:
            marks: the map that is seen.
            angle: radians, from 0 to 2 pi.
            opacity: of plane and lines; arrows grow with it.
            point: the opacity of the point on the surface.
        """
        story, space, theme = self.story, self.space, self.theme
        marks.aim(angle, opacity)
        slope = float(story.slope(angle))
        self.figures[marks].show(angle, slope)
        self.chart.aim(angle)
        space.set_plane("plane", story.along(angle, [0.0, 1.0]), theme.section, opacity=opacity)
        cut = story.along(angle, np.linspace(0, 1, 141))
        space.set_curve("cut", cut, theme.section, width=5.0, opacity=opacity)
        here, step = np.array([*self.point, self.height]), self._step(angle, slope)
        ends = np.array([here - REACH * step, here + REACH * step])
        space.set_line("tangent", ends, theme.direction, width=3.5, opacity=opacity, hidden=0.5)
        tip, seen = here + max(TIP * opacity, 0.01) * step, min(1.0, 8 * opacity)
        space.set_arrows(
            "direction", here[None], tip[None], theme.direction, opacity=seen, hidden=0.6
        )
        self.show_point(point)

    def _step(self, angle: float, slope: float) -> np.ndarray:
        """Return the step (3,) in x, y and height that is one unit long in the box."""
        box = self.landscape.box
        way = np.array([math.cos(angle), math.sin(angle), slope])
        here = np.array([*self.point, self.height])
        first, last = (box.to_box(*p) for p in (here, here + way * self._scale))
        size = float(np.linalg.norm(last - first))
        return way * self._scale / max(size, 1e-300)

    @property
    def _scale(self) -> float:
        return float(np.ptp(self.ground.domain, axis=1).min()) * 1e-3

    # -- the gradient --------------------------------------------------------------------------

    def climb(self, marks: MapMarks, t: float) -> None:
        """Grow the gradient's arrow at the point, on a map and on the surface."""
        if not self.story.level:
            marks.climb(np.array(self.point), self.story.gradient, max(t, 0.01))
            self.space.set_gradient_arrow(self.point, self.story.gradient, 0.66 * t + 0.01)

    def _lay_out_the_walk(self) -> None:
        story, theme = self.story, self.theme
        self.stops = np.array([story.at(share) for share in story.stops]).reshape(-1, 2)
        self.steep = story.surface.gradient(*self.stops.T) if len(self.stops) else self.stops
        self.ghosts = [
            Arrow(theme.gradient, width=0.06, tip=0.22, halo=theme.background) for _ in self.stops
        ]
        for ghost in self.ghosts:
            ghost.set_z_index(3.4)
        # Arrows that would meet beyond the middle of a small closed line are shorter.
        ends = self.map.points_to_frame(story.walk)[:, :2] if len(story.walk) else np.zeros((1, 2))
        wide = float(np.ptp(ends, axis=0).min())
        full = LONGER * self.large.radius
        self.stride = min(0.65, 0.36 * wide / full) if story.closed else 0.65

    def walk(self, t: float) -> None:
        """Take the gradient along the contour, and leave it behind at each stop."""
        story, marks = self.story, self.large
        here = story.at(t)
        slope = story.surface.gradient(*here)
        grown = self.stride + (1 - self.stride) * max(1 - 12 * t, 0.0)
        marks.climb(here, slope, grown)
        marks.dot.set_centre(self.map.point(*here)[:2])
        passed = story.stops <= t + 1e-9
        for ghost, place, steep, seen in zip(
            self.ghosts, self.stops, self.steep, passed, strict=True
        ):
            start = self.map.point(*place)[:2]
            ghost.set_ends(start, start + marks.kept(place, steep, self.stride))
            ghost.set_fill(opacity=float(seen)).set_background_stroke(opacity=float(seen))
        places, slopes = self.stops[passed], self.steep[passed]
        marks.cross(np.concatenate([places, [here]]), np.concatenate([slopes, [slope]]))
        height = float(self.landscape.values(*here))
        self.space.set_dot("point", [*here, height], self.theme.ball, hidden=0.6)
        self.space.set_gradient_arrow(here, slope, 0.66 * grown)
        self._climbers(places, slopes, 1.0)

    def _climbers(self, places: np.ndarray, slopes: np.ndarray, opacity: float) -> None:
        starts, ends = self._tangents(places, slopes, np.full(len(places), 0.66 * self.stride))
        self.space.set_arrows(
            "climbers", starts, ends, self.theme.gradient,
            width=5.0, opacity=opacity, hidden=0.3, head=0.12,
        )  # fmt: skip

    def dim(self, t: float) -> None:
        """Take the contour and what is on it out of the surface."""
        self.space.set_contour(opacity=1 - t)
        self.space.arrow_opacity = 1 - t
        if len(self.stops) and "climbers" in self.space.marks:
            self._climbers(self.stops, self.steep, 1 - t)
        self.show_point(1 - t)
        if t == 1:
            self.space.set_gradient_arrow(None)

    def bring_back(self, t: float) -> None:
        """Bring back the point, the gradient with the direction along it, and the contour."""
        self.aim(self.small, self.story.best, max(t, 0.01), t)
        self.climb(self.small, 1.0)
        self.space.arrow_opacity = t
        self.space.set_contour(opacity=t)

    def light(self, t: float) -> None:
        """Bring out the contour through the point on the surface."""
        self.space.set_contour(self.story.height, opacity=t)

    def _tangents(
        self, places: np.ndarray, slopes: np.ndarray, lengths: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return both ends (n, 3) of arrows in the tangent planes, of lengths (n,) in the box."""
        starts = np.column_stack([places, self.landscape.values(*places.T)])
        size = np.linalg.norm(slopes, axis=1)
        units = slopes / np.maximum(size, 1e-300)[:, None]
        steps = np.column_stack([units, size]) * self._scale
        box = self.landscape.box
        first, last = box.to_box(*starts.T), box.to_box(*(starts + steps).T)
        drawn = np.linalg.norm(last - first, axis=1)
        far = lengths / np.maximum(drawn, 1e-300)
        return starts, starts + far[:, None] * steps

    # -- everywhere ----------------------------------------------------------------------------

    def spread(self, t: float, opacity: float = 1.0) -> None:
        """Grow the field, on the map and on the surface, there with an opacity."""
        self.field.grow(t)
        places, slopes = self.story.field
        lengths = 0.26 * t * self.field.shares
        seen = lengths > 0.012
        starts, ends = self._tangents(places[seen], slopes[seen], lengths[seen])
        colour = self.theme.gradient
        self.space.set_arrows(
            "field", starts, ends, colour, width=2.6, opacity=opacity, hidden=0.0, head=0.08
        )
        for index, rest in enumerate(self.story.rests):
            least = min(t, opacity)
            self.space.set_dot(f"rest{index}", rest.point, self.theme.ink, width=12, opacity=least)

    def clear(self) -> None:
        """Take plane, cut and direction out of the surface."""
        self.space.drop("plane", "cut", "tangent", "direction")
